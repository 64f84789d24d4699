/* align.h - which word of one text is which word of the other.
 *
 *   a   The army said it had driven the Front    out of the town
 *        |   |    |   |  |   |     |               |  |   |   |
 *   b   The army said it had driven the invaders out of the town     runs: [0..6] [8..11]
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ALIGN_H
#define DL_ALIGN_H

#include "text.h"

/* Words in a row that are the same in both texts. */
typedef struct dl_match {
    uint32_t a, b, count; /* first word in a, in b; how many */
} dl_match;

typedef struct dl_alignment {
    uint32_t *to_b, *to_a; /* partner of each word of a, of b; DL_NONE if it has none */
    dl_match *matches;     /* ascending in a, none overlaps another in a or in b */
    uint32_t match_count;
} dl_alignment;

/* Aligns two texts. Time and memory are linear in their lengths whatever they hold.
 * Parts may stand in another order in b. */
DL_CHECK dl_status dl_align(const dl_text *a, const dl_text *b, dl_arena *arena,
                            dl_alignment *out, dl_error *err);

#endif
