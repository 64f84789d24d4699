/* name.h - the inside of the joining of names; others see tag.h.
 *
 * A `part` is one place in the text where somebody or something is called by a name or
 * by a description. Parts are found first (name_case.c says which capitals mean
 * anything, name_find.c and name_body.c find names, name_vote.c settles what they are, name_noun.c finds
 * descriptions), then joined into things, each join with its reason (name_join.c over
 * name_index.c, name_join_noun.c for nouns, name_role.c for offices), then written out as
 * names, aliases and mentions (names.c). Every step is linear in the text: what is compared with what is looked up
 * by words, never by pairs.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_NAME_H
#define DL_NAME_H

#include "actors.h"
#include "gazetteer.h"
#include "map.h"
#include "tag.h"
#include "vec.h"

#include <ctype.h>

typedef enum dl_part_kind {
    DL_PART_NAME,   /* a proper name */
    DL_PART_LOOSE,  /* capitalised words nobody knew: kept only if they join a name */
    DL_PART_NOUN,   /* a group or body by its noun: "the army", "port company" */
    DL_PART_ROLE,   /* a person by his function: "the harbour master" */
    DL_PART_PRONOUN /* he, she */
} dl_part_kind;

typedef struct dl_part {
    dl_span span;
    uint32_t first, end; /* tokens of the whole phrase, article left out */
    uint32_t head;
    dl_str form;         /* as printed, without article, title and possessive */
    dl_str key;          /* folded form */
    dl_str core;         /* nouns: folded lemma of the head noun */
    const dl_actor *actor;
    const dl_noun *noun;
    uint32_t place;      /* index into tags.places, or DL_NONE */
    uint8_t kind, type;  /* dl_part_kind, dl_name_type */
    bool definite;       /* "the", "its", "their" before it */
    bool modified;       /* nouns: has a word before its head */
    char side;           /* 'g', 'r', '-' */
    char country[3];
    bool armed;
    uint32_t up;         /* union-find */
    uint8_t learned;     /* how it came to its thing */
    dl_span shown;       /* the words that show it */
    const char *rule;
    uint32_t body;       /* roles: the part it speaks for, or DL_NONE */
    char sex;            /* persons: 'm', 'f', or '\0': not told */
} dl_part;

/* How a line is written. */
typedef enum dl_style {
    DL_STYLE_SENTENCE,
    DL_STYLE_TITLE, /* A Headline in Which Words Begin With Capitals */
    DL_STYLE_UPPER  /* ALL CAPITALS */
} dl_style;

typedef struct dl_naming {
    const dl_actors *actors;
    const dl_gazetteer *gazetteer; /* may be NULL */
    const dl_doc *doc;
    const dl_tags *tags;
    dl_arena *arena;
    int year;         /* of publication, 0 unknown */
    dl_str *words;    /* folded word of each token */
    dl_str *lemmas;   /* folded lemma of each token */
    uint32_t *classes; /* bits 1 << dl_actor_class of each token's word */
    bool *timed;       /* tokens of the expressions of time found */
    uint8_t *style;    /* dl_style of each token's line */
    dl_map lower;     /* words that sentences write without a capital */
    dl_map upper;     /* words that sentences write with one, not at their start */
    bool *countries;  /* [26 * 26] the places of the text lie in it */
    uint32_t *cover;  /* token -> part that covers it, or DL_NONE */
    DL_VEC(dl_part) parts;
} dl_naming;

/* Where a country of two letters stands in `countries`. */
static inline unsigned dl_name_country(const char *code)
{
    const unsigned a = (unsigned)(code[0] - 'A'), b = (unsigned)(code[1] - 'A');
    return a < 26 && b < 26 ? a * 26 + b : 26 * 26;
}

/* Fills words, lemmas, style, lower, upper, countries. false when out of memory. */
bool dl_name_case(dl_naming *n);
/* A word that in its headline is no part of a name, by what the sentences show. */
bool dl_name_common(const dl_naming *n, uint32_t token);

/* Fills n->parts in order of place. false when out of memory. */
bool dl_name_find(dl_naming *n);

/* A part over tokens first..end-1; NULL when nothing is left of it. */
dl_part *dl_name_add(dl_naming *n, uint32_t first, uint32_t end, uint8_t kind,
                     uint8_t type);
/* Leaves out parts whose end is their beginning: others took their place. */
void dl_name_drop_gone(dl_naming *n);
/* Happenings: "1996 Osk general election". */
void dl_name_events(dl_naming *n);
/* Bodies told by acronyms and by the last words of their names. */
void dl_name_bodies(dl_naming *n);
/* Gives every mention of a name the type most of them show. */
void dl_name_vote(dl_naming *n);
/* How much the words around a part say that it is a person: 0 nothing. */
int dl_name_person(const dl_naming *n, const dl_part *part);
/* ... and that it is a place. */
int dl_name_where(const dl_naming *n, const dl_part *part);
/* Towns that are teams in tables of results. */
void dl_name_teams(dl_naming *n);
/* Names that end in a noun ("Syrian Army"), nouns with their words, he and she. */
void dl_name_nouns(dl_naming *n);
/* The noun whose last word is token i: two words before one. NULL if none. */
const dl_noun *dl_name_noun_at(const dl_naming *n, uint32_t i, unsigned kinds,
                               uint32_t *first);

/* Joins parts (up, learned, shown, rule, body). */
void dl_name_join(dl_naming *n);
/* Joins `late` to `early`; the reason stays with `late` unless it has a stronger one. */
void dl_part_join(dl_naming *n, uint32_t early, uint32_t late, dl_learned learned,
                  dl_span shown, const char *rule);
uint32_t dl_part_root(const dl_naming *n, uint32_t part);
/* The person whose title part p is ("Colonel NN"); DL_NONE when it is no title. */
uint32_t dl_name_titled(const dl_naming *n, uint32_t p);
/* Persons beside their offices, offices and the bodies they speak for. */
void dl_name_join_roles(dl_naming *n);
/* Nouns: the fuller phrase, the name, the side they stand for. */
void dl_name_join_nouns(dl_naming *n);
/* he and she. */
void dl_name_join_pronouns(dl_naming *n);

/* ---- what the files of this part share ---- */

#define NEAR_SENTENCES 3 /* how far back "the group", "he", "its" look */
#define NEAR_PARTS 64    /* and over how many parts at most */

static inline const dl_token *token(const dl_naming *n, uint32_t i)
{
    return &n->doc->tokens[i];
}

static inline dl_str word(const dl_naming *n, uint32_t i)
{
    return dl_str_cut(n->doc->text, token(n, i)->span);
}

static inline bool word_is(const dl_naming *n, uint32_t i, const char *lower)
{
    if (i >= n->doc->token_count) {
        return false;
    }
    const dl_str at = token(n, i)->lower;
    return at.size > 0 && at.at[0] == lower[0] && dl_str_is(at, lower);
}

static inline bool upper(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    return w.size > 0 && (isupper((unsigned char)w.at[0]) || (unsigned char)w.at[0] >= 0xC3);
}

static inline bool is_tag(const dl_naming *n, uint32_t i, const char *tag)
{
    const char *at = token(n, i)->tag;
    return at[0] == tag[0] && strcmp(at, tag) == 0;
}

static inline bool is_dep(const dl_naming *n, uint32_t i, const char *dep)
{
    const char *at = token(n, i)->dep;
    return at[0] == dep[0] && strcmp(at, dep) == 0;
}

static inline bool article_at(const dl_naming *n, uint32_t i)
{
    return word_is(n, i, "the") || word_is(n, i, "a") || word_is(n, i, "an");
}

static inline bool letter_at(const dl_naming *n, uint32_t i)
{
    return n->words[i].size > 0;
}

static inline bool class_at(const dl_naming *n, dl_actor_class class, uint32_t i)
{
    return i < n->doc->token_count && (n->classes[i] >> class & 1) != 0;
}

static inline bool many_words(dl_str key)
{
    return memchr(key.at, ' ', key.size) != NULL;
}

static inline bool nounish(const dl_part *part)
{
    return part->noun != NULL && part->kind != DL_PART_PRONOUN;
}

static inline bool same_sentence(const dl_naming *n, uint32_t a, uint32_t b)
{
    return token(n, a)->sentence == token(n, b)->sentence;
}

#endif
