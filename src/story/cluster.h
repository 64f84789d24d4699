/* cluster.h - groups out of likenesses between two.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CLUSTER_H
#define DL_CLUSTER_H

#include "status.h"
#include "str.h"

/* How alike two items are, a < b; pairs not listed are not alike at all. */
typedef struct dl_likeness {
    uint32_t a, b;
    double value;
} dl_likeness;

/* Parts items 0..count-1 into groups: groups[i] is the smallest item of i's group.
 * `brief` says of which items there are only a few words. Depends on nothing but the
 * likenesses. */
DL_CHECK dl_status dl_cluster(const dl_likeness *pairs, uint32_t pair_count,
                              uint32_t count, const bool *brief, dl_arena *arena,
                              uint32_t *groups, dl_error *err);

#endif
