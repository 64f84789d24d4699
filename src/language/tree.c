/* tree.c - sentences out of heads, and arcs that were lifted hung back (Nivre and Nilsson
 * 2005). Step by step what spaCy's set_children_from_heads and deprojectivize do, for
 * their exact results on trees that are not projective.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"

#define SWEEPS_MAX 11 /* spaCy gives a crossing tree up after as many */

/* Tokens looked at for all lifted arcs of a document, for each token of it: a sentence
 * has a few such arcs, and a search looks at its sentence. Arcs beyond stay lifted. */
#define SEARCH_PER_TOKEN 256

static void widen(dl_tree *tree, uint32_t child)
{
    const uint32_t head = tree->heads[child];
    if (tree->left[child] < tree->left[head]) {
        tree->left[head] = tree->left[child];
    }
    if (tree->right[child] > tree->right[head]) {
        tree->right[head] = tree->right[child];
    }
}

static void mark_starts(dl_tree *tree)
{
    memset(tree->sent_start, 0, tree->count * sizeof *tree->sent_start);
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->heads[i] == i) {
            tree->sent_start[tree->left[i]] = true;
        }
    }
}

/* Do the heads of tokens [from, to) lie in [from, to]? */
static bool heads_within(const dl_tree *tree, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        if (tree->heads[i] < from || tree->heads[i] > to) {
            return false;
        }
    }
    return true;
}

/* Is every head in its token's sentence, as the starts have it now? */
static bool sentences_hold(const dl_tree *tree)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        if ((i > 0 && tree->sent_start[i]) || i + 1 == tree->count) {
            if (!heads_within(tree, from, i)) {
                return false;
            }
            from = i;
        }
    }
    return true;
}

void dl_tree_span(dl_tree *tree)
{
    for (uint32_t i = 0; i < tree->count; i++) {
        tree->left[i] = tree->right[i] = i;
    }
    bool hold = false;
    for (unsigned sweep = 0; sweep <= SWEEPS_MAX && !hold; sweep++) {
        for (uint32_t i = 0; i < tree->count; i++) {
            widen(tree, i);
        }
        for (uint32_t i = tree->count; i-- > 0;) {
            widen(tree, i);
        }
        mark_starts(tree);
        hold = sentences_hold(tree);
    }
}

/* A breadth-first search below a token. */
typedef struct search {
    dl_tree *tree;
    const bool *is_space;
    uint32_t *queue; /* [count] */
    uint64_t budget; /* tokens it may still look at */
} search;

/* The first token labelled `label` below the head of `token`; its head if there is none.
 */
static uint32_t find_head(search *s, uint32_t token, const dl_label *label)
{
    const dl_tree *tree = s->tree;
    uint32_t read = 0, written = 0;
    s->queue[written++] = tree->heads[token];
    while (read < written) {
        const uint32_t parent = s->queue[read++];
        for (uint32_t i = tree->left[parent]; i <= tree->right[parent]; i++) {
            if (s->budget-- == 0) {
                s->budget = 0;
                return tree->heads[token];
            }
            if (tree->heads[i] != parent || i == parent || i == token || s->is_space[i]) {
                continue;
            }
            if (tree->labels[i] == label) {
                return i;
            }
            if (written < tree->count) { /* always so in a tree */
                s->queue[written++] = i;
            }
        }
    }
    return tree->heads[token];
}

void dl_tree_unlift(dl_tree *tree, const bool *is_space, dl_arena *arena)
{
    search s = {.tree = tree,
                .is_space = is_space,
                .queue = dl_arena_new_array(arena, tree->count, uint32_t),
                .budget = (uint64_t)tree->count * SEARCH_PER_TOKEN};
    bool moved = false;
    for (uint32_t i = 0; i < tree->count && s.queue != NULL; i++) {
        const dl_label *label = tree->labels[i];
        if (label->head != NULL) {
            tree->heads[i] = find_head(&s, i, label->head);
            tree->labels[i] = label->bare;
            moved = true;
        }
    }
    if (moved) {
        dl_tree_span(tree);
    }
}
