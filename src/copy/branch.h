/* branch.h - the best set of parents: a spanning arborescence of greatest weight.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_BRANCH_H
#define DL_BRANCH_H

#include "status.h"
#include "str.h"

/* An arc says that `from` may be the parent of `to`. */
typedef struct dl_arc {
    uint32_t from, to;
    double weight; /* above 0: better than having no parent */
} dl_arc;

/* Chooses for each of `count` nodes at most one parent so that there are no circles and
 * the sum of weights is greatest. parents[i] is a node, or DL_NONE for a root. Of equals
 * the arc that comes first wins. */
DL_CHECK dl_status dl_branch(const dl_arc *arcs, uint32_t arc_count, uint32_t count,
                             dl_arena *arena, uint32_t *parents, dl_error *err);

#endif
