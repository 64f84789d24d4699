/* run.h - runs of words, hashed, and how many of them two texts share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_RUN_H
#define DL_RUN_H

#include "text.h"

#define DL_RUN_WORDS 5 /* of the runs that `shared` counts */

/* Hash of `size` words from `first` on. */
uint64_t dl_run_hash(const dl_text *words, uint32_t first, uint32_t size);

typedef struct dl_run_counts {
    uint32_t a, b, both; /* distinct runs in a, in b, in both */
} dl_run_counts;

/* Counts distinct runs of `size` words, leaving out those that touch a word with one of
 * `without` flags. */
DL_CHECK dl_status dl_run_count(const dl_text *a, const dl_text *b, uint32_t size,
                                uint8_t without, dl_arena *arena, dl_run_counts *out,
                                dl_error *err);

#endif
