/* place.h - the inside of the place finder; others see tag.h.
 *
 * A `spot` is one place in the text where words name a place. Spots are found first
 * (place_find.c), tied to one another by the words between them (place_tie.c: "X, Y",
 * "Y's X", "north of Y"), gathered into `sites` (all spots of one name that mean one
 * place), and the sites are resolved together (place_pick.c).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PLACE_H
#define DL_PLACE_H

#include "gazetteer.h"
#include "map.h"
#include "vec.h"

#include <string.h>

/* What the words around a spot say that it is. */
typedef enum dl_spot_hint {
    DL_HINT_NONE,
    DL_HINT_ADMIN,
    DL_HINT_TOWN,
    DL_HINT_WATER,
    DL_HINT_LAND,
    DL_HINT_FACILITY
} dl_spot_hint;

/* How one spot leans on another. */
typedef enum dl_spot_tie {
    DL_TIE_NONE,
    DL_TIE_COMMA, /* "Paris, Texas" */
    DL_TIE_IN,    /* "Mosul in northern Iraq", "Iraq's Mosul": said outright */
    DL_TIE_NEAR   /* "20 km north of Raqqa" */
} dl_spot_tie;

typedef struct dl_spot {
    uint32_t first, end;      /* tokens printed as the place */
    dl_str key;               /* what is looked up; may be less than the tokens */
    dl_gazetteer_entry entry; /* count 0: not in the gazetteer */
    uint8_t role;             /* dl_place_role */
    uint8_t hint;             /* dl_spot_hint */
    uint8_t tie;              /* dl_spot_tie to the spot `to` */
    uint32_t to;              /* DL_NONE if tie is NONE */
    uint32_t site;
    bool brief;        /* a short form: only behind a comma */
    bool people;       /* a demonym or an adjective */
    bool loose;        /* found by a loose key only */
    bool seat;         /* "the X capital": the seat of X is meant */
    bool weak;         /* the gazetteer's word alone: unresolved it is nothing */
    bool hidden;       /* inside the name of a body: helps the others, not told */
    bool facility;     /* words that hold the name of the place they are in */
    const char *found; /* rule that found it, when it stays unresolved */
} dl_spot;

/* A place a site may mean. */
typedef struct dl_choice {
    uint32_t place; /* gazetteer place */
    double alone;   /* its worth without what is around */
    double told;    /* of it, what is said of it */
    double prior;   /* and how well known it is */
} dl_choice;

/* The spots of one name that mean one place. */
typedef struct dl_site {
    dl_str key;
    dl_gazetteer_entry entry;
    uint8_t hint, tie;
    uint32_t to;          /* site it leans on */
    uint32_t child, next; /* first site that leans on this one; the next on the same */
    uint32_t beside[2];   /* sites beside it in a list, before and behind */
    uint32_t spots;       /* how many */
    dl_choice *choices;
    uint32_t choice_count;
    uint32_t place;       /* gazetteer place, or DL_NONE */
    dl_str called;        /* as first printed in small letters; "" if never */
    float score;          /* of the choice */
    double told;          /* what is said of the choice */
    uint32_t chosen_at;   /* `resolutions` + 1 after it was chosen last */
    uint8_t why;          /* dl_pick_why */
    bool brief, people, loose;
    bool container; /* stands behind a comma for what lies in it */
    uint32_t twin;  /* another site of the same name, or DL_NONE */
    dl_str held;    /* name of what it is said to lie in; "" if nothing is */
} dl_site;

/* A site as the others see it. */
typedef struct dl_resolved {
    const dl_gaz_place *at; /* NULL: nothing is chosen */
    uint32_t place;
    double weight; /* by its mentions */
} dl_resolved;

typedef enum dl_pick_why {
    DL_WHY_ONLY,      /* nobody else bears the name */
    DL_WHY_PRIOR,     /* the best known of those who bear it */
    DL_WHY_CONTEXT,   /* the places around it decided */
    DL_WHY_CONTAINER, /* "X, Y" */
    DL_WHY_NEAR,      /* "north of Y" */
    DL_WHY_KIND,      /* "X province", "X river" */
    DL_WHY_SPELLING,  /* by the sound of the name, in a land the text is about */
    DL_WHY_NONE       /* stays unresolved */
} dl_pick_why;

typedef struct dl_word {
    dl_str key;
    dl_gazetteer_entry entry; /* of the key, once it was asked for: dl_place_entry */
    uint32_t words;           /* DL_GAZ_WORD_* */
    bool capital;   /* begins with a capital */
    bool capitals;  /* has letters, and all are capitals */
    bool word;      /* has a letter */
    bool particle;  /* may stand inside a name: of, al, de */
    bool article;   /* an Arabic article */
    bool looked_up; /* `entry` is read */
    bool shouted;   /* stands in a line printed in capitals */
    bool titled;    /* stands in a line where every word has a capital */
} dl_word;

/* Tokens that are a name of the gazetteer. */
typedef struct dl_run {
    uint32_t end;
    dl_str key;
    dl_gazetteer_entry entry;
} dl_run;

typedef struct dl_placing {
    const dl_gazetteer *gazetteer;
    const dl_doc *doc;
    const dl_article *article;
    dl_arena *arena;
    dl_word *words;  /* one a token */
    uint32_t *cover; /* token -> spot, or DL_NONE */
    DL_VEC(dl_run) runs;
    uint32_t *runs_at; /* token -> what starts there; see place_word.c */
    DL_VEC(dl_spot) spots;
    DL_VEC(dl_site) sites;
    dl_resolved *resolved; /* one a site */
    uint32_t resolutions;  /* how often a site's choice has changed */
    /* Where the outlet is at home: gazetteer places, or DL_NONE. */
    uint32_t home, home_country;
} dl_placing;

/* Fills p->home and p->home_country, from the outlet's name and address. */
void dl_place_read_home(dl_placing *p);

/* Fills p->words. */
bool dl_place_read_words(dl_placing *p);

/* "al-" before a capital. */
bool dl_place_article_before_dash(const dl_placing *p, uint32_t token);

/* Whether a name may start at this token: a capital, or "al-" before one. */
static inline bool dl_place_starts(const dl_placing *p, uint32_t token)
{
    return token < p->doc->token_count &&
           (p->words[token].capital ||
            (p->words[token].article && dl_place_article_before_dash(p, token)));
}

/* The longest name of the gazetteer that starts at `first`, ending at `most` at the
 * latest. */
bool dl_place_longest(dl_placing *p, uint32_t first, uint32_t most, dl_run *out);

/* Whether the entry names a place by itself (not only behind a comma, not a people). */
bool dl_place_borne(const dl_gazetteer_entry *entry);

/* Whether any bearing is of this sort (DL_GAZ_BEAR_*). */
bool dl_place_bears(const dl_gazetteer_entry *entry, uint32_t wanted);

/* An acronym needs its capitals: "us" is no place. */
bool dl_place_case_fits(const dl_placing *p, uint32_t first, uint32_t end,
                        const dl_gazetteer_entry *entry);

/* Listed by us, a country, a first-level region, or a town of `people` inhabitants. */
bool dl_place_well_known(const dl_placing *p, const dl_gazetteer_entry *entry,
                         uint32_t people);

/* What speaks for tokens [first, end) being a place, in points; see place_proof.c. */
double dl_place_proof(dl_placing *p, uint32_t first, uint32_t end);

/* A title, or a given name, stands before: a person. */
bool dl_place_person_before(const dl_placing *p, uint32_t first);

/* "Minister for the Middle East Marta Velan". */
bool dl_place_region_of_office(const dl_placing *p, uint32_t token, const dl_run *run);

/* "Paris, Texas": a well-known region follows behind a comma. */
bool dl_place_region_behind(dl_placing *p, uint32_t end);

/* ---- shared by the finders ---- */

/* All that speaks for a name, over its mentions. */
typedef struct dl_profile {
    double proof;             /* points, of words around */
    double calm;              /* the same and the model\'s, outside lines of capitals */
    uint32_t mentions, model; /* mentions the model calls a place */
} dl_profile;

/* How sure it is that a word is somebody's last name in the document. */
enum { DL_SURNAME_LIKELY = 1, DL_SURNAME_SURE /* behind a given name */ };

typedef struct dl_known {
    dl_map surnames; /* key -> DL_SURNAME_* */
    dl_map index; /* key -> profile */
    DL_VEC(dl_profile) profiles;
    bool *countries; /* by index: named in the document, itself or by its people */
} dl_known;

/* A name the gazetteer has not needs so many points beside the model's word. */
#define UNKNOWN_POINTS 1.5

/* What one mention the model calls a place is worth. */
#define MODEL_POINTS 2.0

/* Reads surnames and profiles of the document. */
bool dl_place_read_known(dl_placing *p, dl_known *known);

/* Notes the countries named by the spots found so far. */
void dl_place_read_scene(dl_placing *p, dl_known *known);

/* Whether a name in a line of capitals is a place; `model`: the model says so. */
bool dl_place_shouted_fits(dl_placing *p, const dl_known *known, uint32_t first,
                           const dl_run *run, bool model);

/* All points that speak for a name in the document; of the words around it alone. */
double dl_place_profile(const dl_known *known, dl_str key);
double dl_place_told(const dl_known *known, dl_str key);

bool dl_place_find_missed(dl_placing *p, const dl_known *known);
bool dl_place_find_hidden(dl_placing *p, const dl_known *known);
bool dl_place_find_others(dl_placing *p);

/* A new spot over tokens [first, end); NULL when one is there already or out of memory.
 */
dl_spot *dl_place_add(dl_placing *p, uint32_t first, uint32_t end, dl_str key,
                      const dl_gazetteer_entry *entry, const char *found);

/* Gives a spot the gazetteer has no name for the bearers of names that sound alike. */
void dl_place_sound_out(dl_placing *p, dl_spot *spot);

/* Leaves out "the" before and possessives, blanks and points after. */
void dl_place_trim(const dl_placing *p, uint32_t *first, uint32_t *end);

/* Leaves out words in small letters at both ends: "northern Iraq" is Iraq. */
void dl_place_trim_small(const dl_placing *p, uint32_t *first, uint32_t *end);

/* A word for people, as "Canadian". */
bool dl_place_is_people(dl_placing *p, uint32_t first, uint32_t end);

/* Looks like a name, even if nobody knows it. */
bool dl_place_sane(const dl_placing *p, uint32_t first, uint32_t end);

static inline bool dl_entity_is(const dl_entity *e, const char *type)
{
    return strcmp(e->type, type) == 0;
}

static inline bool dl_entity_is_place(const dl_entity *e)
{
    return e != NULL && (dl_entity_is(e, "GPE") || dl_entity_is(e, "LOC"));
}

/* Fills p->spots in order of place, never overlapping. */
bool dl_place_find(dl_placing *p);

/* Sets role, hint, tie and to of every spot; the dateline's spots by their role. */
bool dl_place_tie(dl_placing *p);

/* Fills p->sites and resolves them. */
bool dl_place_pick(dl_placing *p);

/* The key of tokens [first, end). */
dl_str dl_place_key(dl_placing *p, uint32_t first, uint32_t end);

/* The key of tokens [first, end), and what the gazetteer has of it: false if nothing. */
bool dl_place_look_up(dl_placing *p, uint32_t first, uint32_t end, dl_str *key,
                      dl_gazetteer_entry *entry);

/* The gazetteer's entry of the token's word; NULL if it has none. */
const dl_gazetteer_entry *dl_place_entry(const dl_placing *p, uint32_t token);

/* "South Sudanese": two tokens that are a word for people. */
bool dl_place_two_people(dl_placing *p, uint32_t first);

static inline bool dl_place_is(const dl_placing *p, uint32_t token, const char *word)
{
    if (token >= p->doc->token_count) {
        return false;
    }
    const dl_str lower = p->doc->tokens[token].lower;
    return lower.size > 0 && lower.at[0] == word[0] && dl_str_is(lower, word);
}

static inline uint32_t dl_place_words(const dl_placing *p, uint32_t token)
{
    return token < p->doc->token_count ? p->words[token].words : 0;
}

#endif
