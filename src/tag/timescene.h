/* timescene.h - what the operators of timesolve.c, timedate.c and timeshift.c share: the
 * text being read, with the moments solved so far, and the expression at hand.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TIMESCENE_H
#define DL_TIMESCENE_H

#include "timesolve.h"

/* A solved moment that later ones may lean on. */
typedef struct dl_kept {
    dl_moment moment;
    uint32_t time; /* index in out->times, or DL_ANCHOR_PUBLISHED */
    uint32_t sentence, paragraph;
    bool printed; /* its year was printed, not inferred */
} dl_kept;

typedef struct dl_scene {
    const dl_timewords *words;
    const dl_doc *doc;
    const dl_time_atoms *atoms;
    const dl_time_match *matches;
    uint32_t match_count;
    dl_arena *arena;
    dl_tags *out;
    uint32_t time_room, lead_room;
    bool narrative;
    bool day_first, month_first; /* a date like 28/02/2017 shows how this page writes */
    dl_moment pub;               /* the day of writing; grain NONE: unknown */
    uint32_t pub_anchor;         /* what dl_time.anchor says for it */
    dl_moment page_pub;          /* that of the page, outside of passages copied ... */
    uint32_t page_anchor;
    uint32_t written; /* ... which are out->written from this one on */
    DL_VEC(dl_kept) kept;
    uint32_t last_dated, last_month, last_day; /* into kept, or DL_NONE */
    uint32_t last_books; /* the quarter told last that is over: what reports are about */
    uint32_t lead_day;   /* the first day told that is of the days before publication */
    uint32_t paragraph, paragraph_at; /* counted up to this byte */
    const uint8_t *aside; /* by match: its year is a remark, not the story's */
} dl_scene;

/* One expression while it is being solved. */
typedef struct dl_solving {
    const int32_t *slots;
    const dl_time_match *match;
    const dl_time_piece *piece;
    uint32_t token, sentence;
    dl_moment moment;
    uint8_t type, way;
    uint32_t anchor;
    uint8_t weekday; /* for dl_time.weekday */
    dl_str value;    /* set when the moment does not give it */
    dl_when when;
    bool when_set, printed, aside;
} dl_solving;

/* What the match fills `which` with, or `otherwise`. */
static inline int32_t dl_slot(const dl_solving *s, dl_time_slot which, int32_t otherwise)
{
    const int32_t value = s->slots[which];
    return value == DL_SLOT_EMPTY ? otherwise : value;
}

static inline bool dl_told(const dl_solving *s, dl_time_slot which)
{
    return s->slots[which] != DL_SLOT_EMPTY;
}

/* Whether the day of writing is known. */
static inline bool dl_scene_dated(const dl_scene *c)
{
    return c->pub.grain != DL_GRAIN_NONE && c->pub.first == c->pub.last;
}

/* The moment to count from, or NULL. `anchor` is DL_ANCHORED_...; `day`: a day is wanted,
 * not a month or a year. Notes in `s` what was leant on. */
const dl_moment *dl_scene_base(dl_scene *c, dl_solving *s, int32_t anchor, bool day);
/* Whether kept moment `index` (or DL_NONE) stands in the paragraph at hand. */
bool dl_scene_in_paragraph(const dl_scene *c, uint32_t index);

/* Makes `day` the moment's day. */
void dl_solving_take_day(dl_solving *s, dl_day day);
/* Reads the slots of the clock, and those of the calendar with them, into the moment. */
void dl_solving_read_clock(dl_solving *s);
void dl_solving_read_fields(dl_solving *s);

/* The operators. Each fills s->moment (or s->value), s->type, s->anchor and s->way. */
void dl_solve_date(dl_scene *c, dl_solving *s);
void dl_solve_numeric(dl_scene *c, dl_solving *s);
void dl_solve_shift(dl_scene *c, dl_solving *s);
void dl_solve_span(dl_scene *c, dl_solving *s);
void dl_solve_set(dl_scene *c, dl_solving *s);
void dl_solve_ref(dl_scene *c, dl_solving *s);

/* When an event's words follow ("two days after the bombing"): adds to out->leads.
 * `time`: the index of the time just solved, or DL_NONE. *found says whether. false when
 * out of memory. */
bool dl_solve_lead(dl_scene *c, const dl_solving *s, uint32_t time, bool *found);

/* The days of a feast in the moment's year; false if the calendar has none there. */
bool dl_solve_feast(const dl_scene *c, dl_solving *s);
/* A name of two feasts ("Eid"): solves it, or leaves it open; false for other feasts. */
bool dl_feast_choose(const dl_scene *c, dl_solving *s);

#endif
