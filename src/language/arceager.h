/* arceager.h - dependency parsing: heads, labels and sentence starts.
 *
 * A non-monotonic arc-eager system with sentence breaks (Nivre 2004; Honnibal and Johnson
 * 2014), as spaCy runs it, greedily. A state is a stack, a buffer and the arcs so far;
 * the net says which of the allowed moves is taken:
 *
 *     SHIFT   the buffer's first goes on the stack
 *     REDUCE  the stack's top leaves it; if it has no head yet it goes back to the buffer
 *     LEFT    the buffer's first becomes the head of the stack's top, which leaves
 *     RIGHT   the stack's top becomes the head of the buffer's first, which is pushed
 *     BREAK   the buffer's second starts a sentence: no arc may cross to it
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ARCEAGER_H
#define DL_ARCEAGER_H

#include "moves.h"
#include "statenet.h"

typedef enum dl_arceager_action {
    DL_ARCEAGER_SHIFT,
    DL_ARCEAGER_REDUCE,
    DL_ARCEAGER_LEFT,
    DL_ARCEAGER_RIGHT,
    DL_ARCEAGER_BREAK,
    DL_ARCEAGER_ACTIONS,
} dl_arceager_action;

/* A state. Token indices are int32_t and -1 is none, as in the net's features. */
typedef struct dl_arceager_state {
    uint32_t length;
    int32_t *heads;          /* -1: none yet */
    const dl_label **labels; /* of the arc to the head */
    int32_t *stack, *back;   /* back: what was put back, before the buffer */
    uint32_t stack_count, back_count, next; /* next: first token never pushed */
    int32_t *left_child, *right_child;      /* the child added last on that side, or -1 */
    int32_t *sibling;                       /* of a child: the one added before it */
    bool *unshiftable, *sent_start;
} dl_arceager_state;

/* A state with all tokens in the buffer; false when out of memory. */
DL_CHECK bool dl_arceager_begin(uint32_t length, dl_arena *arena, dl_arceager_state *out);
bool dl_arceager_final(const dl_arceager_state *s);

/* May `action` be taken? For labels other than "subtok", which asks for neighbours. */
bool dl_arceager_valid(const dl_arceager_state *s, dl_arceager_action action);

/* Takes a valid action. */
void dl_arceager_take(dl_arceager_state *s, dl_arceager_action action,
                      const dl_label *label);

/* Writes the 8 or 13 tokens the net looks at. */
void dl_arceager_features(const dl_arceager_state *s, uint32_t count, int32_t *out);

typedef struct dl_arceager {
    dl_statenet net;
    dl_moves moves;
    uint32_t
        first[DL_ARCEAGER_ACTIONS + 1]; /* the moves of an action: [first, next first) */
    bool sorted;                        /* false: labels were added, ask each move */
    const dl_label *root, *subtok;
} dl_arceager;

/* Loads `dir`/`component`/moves for the net in `model`. */
DL_CHECK dl_status dl_arceager_init(const char *dir, const char *component,
                                    const dl_thinc *model, const dl_kernel *kernel,
                                    dl_labels *labels, dl_arena *arena, dl_arceager *out,
                                    dl_error *err);
void dl_arceager_done(dl_arceager *parser);

/* What comes out, in `arena`, one for each token. */
typedef struct dl_arceager_parse {
    uint32_t *heads;         /* a root is its own head */
    const dl_label **labels; /* "ROOT" for a root */
    bool *sent_start;
} dl_arceager_parse;

/* Parses `count` tokens. `is_space` says which are white space. `margins` (may be NULL)
 * gets, for each token, the smallest lead a move had over the next best while the token
 * was first in the buffer: how near the parse came to another one. */
DL_CHECK dl_status dl_arceager_run(const dl_arceager *parser,
                                   dl_statenet_scratch *scratch, const float *tokens,
                                   const bool *is_space, uint32_t count, dl_arena *arena,
                                   float *margins, dl_arceager_parse *out, dl_error *err);

#endif
