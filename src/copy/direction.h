/* direction.h - which of two texts was there first.
 *
 * Each piece of evidence is a weight: above 0 it says that a was first, below 0 that b
 * was. They are added; the strongest one of the winning side gives the rule id.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_DIRECTION_H
#define DL_DIRECTION_H

#include "change.h"
#include "copy.h"

typedef struct dl_evidence {
    double dates;     /* what the dates of publication say; 0: nothing */
    double text;      /* all the rest */
    const char *rule; /* of the strongest piece that says a was first */
} dl_evidence;

struct dl_pair;

/* Fills pair->evidence from the two documents and what is known of the pair. */
void dl_direction_weigh(const dl_report *a, const dl_report *b, struct dl_pair *pair,
                        dl_arena *arena);

/* The dl_direction of a relation in which a is the original. */
uint8_t dl_direction_sure(const dl_evidence *evidence);

/* Above 0: a was first. */
static inline double dl_direction_sum(const dl_evidence *e)
{
    return e->dates + e->text;
}

#endif
