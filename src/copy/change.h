/* change.h - what stands in one text in place of what in the other.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CHANGE_H
#define DL_CHANGE_H

#include "align.h"

/* Words [a, a_end) of one text stand where [b, b_end) stand in the other. Either may be
 * empty, not both. */
typedef enum dl_change_kind {
    DL_CHANGE_REPLACED, /* put for one another: few words, firmly between equal ones */
    DL_CHANGE_SPELLED,  /* one word, spelled a little differently: a slip or a variant */
    DL_CHANGE_OTHER     /* left out, put in, or told anew */
} dl_change_kind;

typedef struct dl_change {
    uint32_t a, a_end, b, b_end;
    uint8_t kind;
} dl_change;

typedef struct dl_changes {
    dl_change *at;
    uint32_t count;
} dl_changes;

/* The changes between two aligned texts, ascending in a; those with nothing in a stand
 * where the words before them in b lead. */
DL_CHECK dl_status dl_changes_find(const dl_text *a, const dl_text *b,
                                   const dl_alignment *alignment, dl_arena *arena,
                                   dl_changes *out, dl_error *err);

/* A replacement and how often it was made, in the forms of its first place. */
typedef struct dl_swap {
    uint64_t from_key, to_key; /* of the folded words, without a possessive's ending */
    dl_str from, to;
    dl_span from_span, to_span;
    uint32_t count;
    bool proper;      /* names or numbers on either side */
    bool proper_both; /* every word of both sides is a name's or a number */
} dl_swap;

typedef struct dl_swaps {
    dl_swap *at;
    uint32_t count;
} dl_swaps;

/* The distinct replacements, most frequent first, then by place. */
DL_CHECK dl_status dl_swaps_count(const dl_text *a, const dl_text *b,
                                  const dl_changes *changes, dl_arena *arena,
                                  dl_swaps *out, dl_error *err);

#endif
