/* merge.h - the inside of the reckoning; others see reckon.h.
 *
 *     gather.c   events of reports -> tellings (one event of one document)
 *     merge.c    tellings -> heaps: those that tell of one happening
 *     account.c  a heap -> accounts by origin, their relations, figures, counts
 *     reckon.c   heaps -> happenings, oldest first
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_MERGE_H
#define DL_MERGE_H

#include "reckon.h"
#include "vec.h"
#include "who.h"

/* One event as one document tells it, in the terms of all documents. */
typedef struct dl_telling {
    uint32_t report, event;
    const dl_event *told;
    const dl_place *place;       /* NULL if none */
    dl_when when;                /* unknown if nothing says */
    uint32_t *actors, *recipients; /* things (who.h) or DL_NONE for words only */
    uint32_t story;              /* index of its story, DL_NONE if in none */
    uint32_t heap;               /* the heap it was put into */
    uint32_t twin;               /* the telling of the original it is a copy of, DL_NONE */
    uint32_t next;               /* the next telling of its report, DL_NONE */
    bool lead;                   /* told in the title or the first paragraphs */
} dl_telling;

typedef struct dl_heap {
    DL_VEC(uint32_t) tellings;   /* in the order they joined */
    dl_when when;                /* what all allow */
} dl_heap;

typedef struct dl_reckoning {
    const dl_report *const *reports;
    uint32_t report_count;
    const dl_copy *copies;
    uint32_t copy_count;
    const dl_story *stories;
    uint32_t story_count;
    uint32_t *story_of;          /* [report] -> story, DL_NONE */
    uint32_t *telling_of;        /* [report] -> its first telling; go on by `next` */
    uint32_t *copy_of;           /* [report] -> first copy relation in which it is the copy ... */
    uint32_t *copy_next;         /* [relation] -> ... and the next one; DL_NONE */
    dl_who who;
    dl_arena *arena;
    DL_VEC(dl_telling) tellings; /* in canonical order after dl_reckon_gather */
    DL_VEC(dl_heap) heaps;
} dl_reckoning;

bool dl_reckon_gather(dl_reckoning *r);
bool dl_reckon_merge(dl_reckoning *r);

/* Two places that can be where one thing happened: the same, near, or one in the other. */
bool dl_places_agree(const dl_place *a, const dl_place *b);

/* Types that outlets use for one another: a fire is an accident or a disaster. */
bool dl_types_agree(const char *a, const char *b);

/* The side a thing fights on: 'g' and its country, 'r', or '-'. */
char dl_side_of(const dl_name *name);

/* Fills accounts, relations, counts, status and figures of `out` from a heap. */
bool dl_reckon_accounts(dl_reckoning *r, uint32_t heap, dl_happening *out);

/* The outlet of a report: its site, else the host of its url, else its id. */
dl_str dl_outlet_of(const dl_article *article);

#endif
