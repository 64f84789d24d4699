/* likeness.h - how alike reports are in what they tell, and when.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LIKENESS_H
#define DL_LIKENESS_H

#include "cluster.h"
#include "term.h"

/* The likenesses among `count` reports that are worth mentioning, by a, then b. */
DL_CHECK dl_status dl_likeness_find(const dl_terms *const *terms, uint32_t count,
                                    dl_arena *arena, dl_likeness **out,
                                    uint32_t *out_count, dl_error *err);

#endif
