/* term.h - a report as weighted terms, and what else tells stories apart.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TERM_H
#define DL_TERM_H

#include "status.h"
#include "tells.h"

typedef struct dl_term {
    uint64_t key;
    float weight; /* how much the report speaks of it; before any rarity */
    float common; /* share of all reports that may be thought to hold it anyway */
} dl_term;

#define DL_TERM_DAYS 8

typedef struct dl_terms {
    dl_term *words; /* ascending by key */
    dl_term *names; /* names and places the tag stage found, likewise; may be empty */
    uint32_t word_count, name_count;
    uint32_t length;     /* words of the text */
    int32_t first, last; /* days of publication; DL_DAY_NONE on a side: not known */
    int32_t days[DL_TERM_DAYS]; /* days on which what it tells happened, in order */
    uint32_t day_count;
    uint8_t weekday; /* 0 Monday..6 told in the beginning; 7: none, or more than one */
    bool looks_back; /* an anniversary piece: it begins with how long ago it all was */
} dl_terms;

/* Reads a report: its words alone when it has not been tagged. */
DL_CHECK dl_status dl_terms_read(const dl_report *report, dl_arena *arena, dl_terms *out,
                                 dl_error *err);

#endif
