/* pair.h - two texts compared: all that is known of them before it is said who copied.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PAIR_H
#define DL_PAIR_H

#include "direction.h"
#include "run.h"

typedef struct dl_pair {
    dl_text a, b; /* as given; quoted stretches may have been freed */
    dl_alignment alignment;
    dl_changes changes;
    dl_swaps swaps;     /* from: words of a; to: words of b */
    dl_run_counts runs; /* distinct five-word runs */
    dl_evidence evidence;
    uint8_t kind;      /* dl_copy_kind */
    double in_b, in_a; /* share of a's words that stand in b, of b's that stand in a;
                          a site's own words left out */
} dl_pair;

/* Compares a and b. Where a long stretch with several quotations was taken over as it
 * stood, its words are not called quoted in out->a and out->b: that is copying. */
DL_CHECK dl_status dl_pair_compare(const dl_report *a, const dl_report *b,
                                   const dl_text *words_a, const dl_text *words_b,
                                   dl_arena *arena, dl_pair *out, dl_error *err);

/* The relation in full, b being the copy of a: out->doc is 1, out->of is 0, and passages
 * have b's spans first. */
DL_CHECK dl_status dl_pair_relation(const dl_pair *pair, dl_arena *arena, dl_copy *out,
                                    dl_error *err);

#endif
