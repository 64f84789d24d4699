/* reading.h - one document as the parts of the tell stage look at it: the doc and its
 * tags, with the look-ups they share (children of a token, edges of its phrase, the
 * time, place or mention that stands on it).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_READING_H
#define DL_READING_H

#include "codebook.h"
#include "vec.h"

typedef DL_VEC(dl_claim) dl_claim_vec;
typedef DL_VEC(dl_unread) dl_unread_vec;
typedef DL_VEC(uint32_t) dl_index_vec;

#define DL_FRAME_PARTS_MAX (DL_WORD_PARTS_MAX + 1)

/* The grammar around a trigger (frame.h). */
typedef struct dl_frame {
    uint32_t trigger;
    uint32_t parts[DL_FRAME_PARTS_MAX]; /* tokens of the trigger's words */
    uint32_t part_count;
    uint32_t clause; /* verb whose clause tells it: the trigger, or its light verb */
    bool passive;
    uint32_t surface; /* printed (or passed on) subject of the clause; DL_NONE */
    uint32_t subj;    /* who does it; DL_NONE */
    uint32_t obj;     /* whom it is done to; DL_NONE */
} dl_frame;

/* An event while it is being read. */
typedef struct dl_found {
    dl_event event;
    dl_frame frame;
    const dl_rule *rule;
    uint32_t site;               /* token of the place slot, or DL_NONE */
    uint32_t slots[DL_SLOT_MAX]; /* token of each slot of the rule, or DL_NONE */
    bool dropped;
    bool definite;   /* "the fire": may point back */
    bool told_again; /* another telling points at it */
    bool echo;       /* made for a figure told away from its event */
} dl_found;
typedef DL_VEC(dl_found) dl_found_vec;
typedef DL_VEC(dl_figure) dl_figure_vec;

#define DL_STEPS_MAX 64 /* heads followed upwards from one token */

typedef struct dl_reading {
    const dl_codebook *book;
    const dl_doc *doc;
    const dl_article *article;
    const dl_tags *tags;
    dl_when published;
    dl_arena *arena;
    uint32_t *kid_start;    /* token_count + 1 */
    uint32_t *kids;         /* children of token t: kids[kid_start[t]] .., ascending */
    uint32_t *left, *right; /* first and last token of the phrase of t */
    uint32_t *mention;      /* mention whose head is t, else one that covers t; DL_NONE */
    uint32_t *time;         /* time that covers t; DL_NONE */
    uint32_t *place;        /* place that covers t; DL_NONE */
    uint32_t *para;         /* paragraph number of t */
    uint32_t *claim;        /* innermost claim whose words t is among; DL_NONE */
    dl_classes *classes;    /* classes of t's lemma and entity type */
    bool *told;             /* an event's trigger, so far */
    dl_map sources;         /* words of places that say something: bodies, not places */
    dl_found_vec found;
    dl_claim_vec claims;
    dl_unread_vec unread;
} dl_reading;

/* Fills *out but for the results. false when out of memory. */
bool dl_reading_init(dl_reading *out, const dl_codebook *book, const dl_doc *doc,
                     const dl_article *article, const dl_tags *tags, dl_when published,
                     dl_arena *arena);

static inline const dl_token *dl_at(const dl_reading *r, uint32_t token)
{
    return &r->doc->tokens[token];
}
static inline uint32_t dl_head(const dl_reading *r, uint32_t token)
{
    return r->doc->tokens[token].head;
}
static inline bool dl_is_root(const dl_reading *r, uint32_t token)
{
    return r->doc->tokens[token].head == token;
}
static inline bool dl_dep(const dl_reading *r, uint32_t token, const char *dep)
{
    return strcmp(r->doc->tokens[token].dep, dep) == 0;
}
static inline bool dl_tag_is(const dl_reading *r, uint32_t token, const char *tag)
{
    return strcmp(r->doc->tokens[token].tag, tag) == 0;
}
static inline bool dl_pos_is(const dl_reading *r, uint32_t token, const char *pos)
{
    return strcmp(r->doc->tokens[token].pos, pos) == 0;
}
static inline bool dl_word_is(const dl_reading *r, uint32_t token, const char *lower)
{
    return dl_str_is(r->doc->tokens[token].lower, lower);
}
static inline bool dl_has(const dl_reading *r, uint32_t token, dl_known_class which)
{
    return dl_classes_have(r->classes[token], which);
}
static inline bool dl_is_verb(const dl_reading *r, uint32_t token)
{
    const char *tag = r->doc->tokens[token].tag;
    return tag[0] == 'V' && tag[1] == 'B';
}
static inline bool dl_is_noun(const dl_reading *r, uint32_t token)
{
    const char *tag = r->doc->tokens[token].tag;
    return tag[0] == 'N' && tag[1] == 'N';
}
/* Is `dep` of the token one of a NULL-ended list? */
bool dl_dep_in(const dl_reading *r, uint32_t token, const char *const *deps);

/* First child with `dep`; DL_NONE. */
uint32_t dl_child(const dl_reading *r, uint32_t token, const char *dep);
/* Is `token` in the phrase of `top` (or top itself)? */
bool dl_within(const dl_reading *r, uint32_t token, uint32_t top);
/* Span of the phrase of a token. */
dl_span dl_phrase_span(const dl_reading *r, uint32_t token);
dl_span dl_tokens_span(const dl_reading *r, uint32_t first, uint32_t last);
/* Sentence of a token. */
static inline const dl_sentence *dl_sentence_of(const dl_reading *r, uint32_t token)
{
    return &r->doc->sentences[r->doc->tokens[token].sentence];
}

#endif
