/* tree.h - sentences out of heads, and arcs that were lifted hung back.
 *
 * What a parser gives is a head for each token. A sentence is what hangs together under
 * a root; it starts at the root's leftmost descendant.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TREE_H
#define DL_TREE_H

#include "labels.h"

typedef struct dl_tree {
    uint32_t count;
    uint32_t *heads;         /* [count]; a root is its own head */
    const dl_label **labels; /* [count] */
    uint32_t *left, *right;  /* [count]: the first and the last token under each */
    bool *sent_start;        /* [count] */
} dl_tree;

/* Fills left, right and sent_start from the heads. */
void dl_tree_span(dl_tree *tree);

/* Hangs each arc labelled "X||Y" on the first token labelled Y below its head (nearest
 * level first, then from left to right) and makes its label X; then as dl_tree_span. */
void dl_tree_unlift(dl_tree *tree, const bool *is_space, dl_arena *arena);

#endif
