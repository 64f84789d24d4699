/* reckon.h - from accounts to the chronology: one happening, told by many, counted once.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_RECKON_H
#define DL_RECKON_H

#include "copy.h"
#include "status.h"
#include "story.h"
#include "tells.h"

typedef enum dl_relation {
    DL_SAME, DL_ADDS, DL_NARROWS, DL_RELATION_DENIES, DL_CORRECTS
} dl_relation;

/* One document's telling of one event, by one origin. */
typedef struct dl_account {
    uint32_t report;       /* index into the reports given */
    uint32_t event;        /* index into that report's events; DL_NONE for a claim that
                              limits or denies an event without telling one itself */
    uint32_t claim;        /* index into that report's claims, or DL_NONE */
    dl_span span;          /* the words that tell it */
    dl_span quote;         /* the sentence */
    dl_str origin;
    dl_str *via;
    uint32_t via_count;
    uint8_t relation;      /* dl_relation */
    uint8_t stance;        /* dl_stance */
    const char *rule;      /* why it was put here */
} dl_account;

typedef struct dl_told_figure {
    const char *what;
    dl_str of;
    double value, low, high;
    dl_str origin;
    uint32_t report;
    dl_span span;
} dl_told_figure;

/* A line of the chronology. */
typedef struct dl_happening {
    uint64_t id;           /* stable when reports arrive later */
    const char *type;
    dl_date date;
    dl_place place;        /* kind UNKNOWN and empty name: no place */
    dl_str *actors, *recipients;
    uint32_t actor_count, recipient_count;
    dl_str summary;
    const char *status;    /* reported, disputed, denied */
    uint32_t reports, texts, origins;
    dl_account *accounts;
    uint32_t account_count;
    dl_told_figure *figures;
    uint32_t figure_count;
    uint64_t story;        /* id of the story most of its reports are in */
} dl_happening;

/* Who held a place from when. */
typedef struct dl_control {
    dl_date from;
    dl_date to;            /* unknown: still */
    dl_str holder;
    const char *status;
    uint32_t reports, texts, origins;
    uint64_t event;
} dl_control;

/* A thing under its many names, over all documents. */
typedef struct dl_known {
    dl_str name;
    uint8_t type;          /* dl_name_type */
    dl_alias *aliases;     /* counts summed over documents, most frequent first */
    uint32_t alias_count;
    struct { dl_str site; dl_alias *words; uint32_t word_count; } *wording;
    uint32_t wording_count;
} dl_known;

/* Joins names over documents: same key, list, acronym, spelling, what copies put for one
 * another, and what is certain within one story. Order of output: most mentions first,
 * then by name. */
DL_CHECK dl_status dl_reckon_names(const dl_report *const *reports, uint32_t count,
                                   const dl_copy *copies, uint32_t copy_count,
                                   const dl_story *stories, uint32_t story_count,
                                   dl_arena *arena, dl_known **out, uint32_t *out_count,
                                   dl_error *err);

/* Merges the accounts of `reports` into happenings, oldest first. `known` may be NULL. */
DL_CHECK dl_status dl_reckon(const dl_report *const *reports, uint32_t count,
                             const dl_copy *copies, uint32_t copy_count,
                             const dl_story *stories, uint32_t story_count,
                             const dl_known *known, uint32_t known_count, dl_arena *arena,
                             dl_happening **out, uint32_t *out_count, dl_error *err);

/* Who held the place named `place` (any alias; "" gives none), oldest first. */
DL_CHECK dl_status dl_reckon_control(const dl_happening *happenings, uint32_t count,
                                     const dl_known *known, uint32_t known_count,
                                     dl_str place, dl_arena *arena, dl_control **out,
                                     uint32_t *out_count, dl_error *err);

/* An undated report whose text says "on Thursday" can be dated by its story: the day it
 * must have been written, from the dated reports of its story and copies. Unknown if
 * they do not decide. The date's `from` is "copy", or "text" when a weekday of the text was
 * placed by its story. */
dl_date dl_reckon_published(const dl_report *const *reports, uint32_t count,
                            const dl_copy *copies, uint32_t copy_count,
                            const dl_story *stories, uint32_t story_count,
                            uint32_t report);

#endif
