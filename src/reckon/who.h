/* who.h - who is who over many documents.
 *
 * Every name of every report gets the number of a thing; the same number is the same
 * thing. Names join when they spell alike (or are transliterations of one another), when
 * the actor list or the gazetteer knows them, or when a copy put one for the other.
 * Descriptions ("the army", "the harbour master") join over documents only with a
 * country, along copies, or within one story: the armies of two wars are not one. Within
 * a story also join a surname with the one who bears it, an acronym with the one body it
 * spells, "Ministry of Rivers" with "Rivers Ministry", "the Corbin mill" with "Corbin
 * Weaving".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WHO_H
#define DL_WHO_H

#include "reckon.h"

typedef struct dl_who {
    const dl_report *const *reports;
    uint32_t report_count;
    uint32_t *base;   /* [report] -> index of its first name in `thing` */
    uint32_t *thing;  /* [base[report] + name] -> thing */
    uint32_t count;   /* names in all */
    uint32_t *best;   /* [thing] -> base index of the name that names it, else DL_NONE */
    uint8_t *learned; /* [base index] how this name came to its thing */
} dl_who;

/* `stories` (may be none) let descriptions and short names join within one story. */
DL_CHECK dl_status dl_who_join(const dl_report *const *reports, uint32_t count,
                               const dl_copy *copies, uint32_t copy_count,
                               const dl_story *stories, uint32_t story_count,
                               dl_arena *arena, dl_who *out, dl_error *err);

/* The thing of a name; DL_NONE for DL_NONE. */
uint32_t dl_who_of(const dl_who *who, uint32_t report, uint32_t name);

/* The name that names a thing. */
const dl_name *dl_who_name(const dl_who *who, uint32_t thing);

#endif
