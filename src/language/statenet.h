/* statenet.h - scores the moves of a parser's state.
 *
 * spaCy's TransitionBasedParser.v2 (after Kiperwasser and Goldberg 2016, with the
 * features' products worked out beforehand). A state is known by a few tokens, its
 * features (the top of the stack, the front of the buffer ...):
 *
 *     t      = linear . x                        each token          [64]
 *     y[f]   = lower[f] . t                      each token, feature [pieces * 64]
 *     h      = max over pieces (bias + sum over f of y[f] of the f-th token)
 *     scores = upper . h
 *
 * A feature that is absent counts as the row pad[f]. y is worked out for blocks of tokens
 * when a state first looks at one, and only some blocks are kept, so that a text of any
 * length needs the same memory.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_STATENET_H
#define DL_STATENET_H

#include "kernel.h"
#include "thinc.h"

#define DL_STATENET_FEATURES_MAX 13
#define DL_STATENET_BLOCK 48  /* tokens worked out at a time */
#define DL_STATENET_BLOCKS 32 /* kept; a state looks at no more than FEATURES_MAX */

typedef struct dl_statenet {
    const dl_kernel *kernel;
    dl_matrix linear, lower;
    dl_matrix upper; /* weights == NULL: the hidden layer is the scores */
    uint32_t width;  /* of a token's vector */
    uint32_t features, hidden, pieces;
    uint32_t classes;
    const float *bias, *pad; /* [pieces][hidden]; [features][pieces][hidden] */
    const uint8_t *unseen;   /* [classes]: 1 where the net was never trained; or NULL */
} dl_statenet;

/* Takes the net out of `model`. `arena` must live as long as it. */
DL_CHECK dl_status dl_statenet_init(const dl_thinc *model, const dl_kernel *kernel,
                                    dl_arena *arena, dl_statenet *out, dl_error *err);
void dl_statenet_done(dl_statenet *net);

typedef struct dl_statenet_scratch {
    float *floats; /* owned; cut into the parts below */
    float *blocks; /* [DL_STATENET_BLOCKS][DL_STATENET_BLOCK][lower.stride] */
    float *middle; /* [DL_STATENET_BLOCK][linear.stride] */
    float *state;  /* [pieces][hidden] */
    float *hidden; /* [hidden] */
    float *scores; /* [at least classes] */
    uint32_t owner[DL_STATENET_BLOCKS];   /* which block of tokens lies there */
    uint64_t used_at[DL_STATENET_BLOCKS]; /* the state that looked at it last */
    uint64_t clock;
} dl_statenet_scratch;

DL_CHECK dl_status dl_statenet_scratch_init(const dl_statenet *net,
                                            dl_statenet_scratch *out, dl_error *err);
void dl_statenet_scratch_done(dl_statenet_scratch *scratch);

/* One document being read. */
typedef struct dl_statenet_run {
    const dl_statenet *net;
    dl_statenet_scratch *scratch;
    const float *tokens; /* [count][width] */
    uint32_t count;
    uint8_t *place; /* [count / DL_STATENET_BLOCK + 1]: where a block lies + 1, or 0 */
} dl_statenet_run;

/* Begins a document. false when out of memory. */
DL_CHECK bool dl_statenet_begin(const dl_statenet *net, dl_statenet_scratch *scratch,
                                const float *tokens, uint32_t count, dl_arena *arena,
                                dl_statenet_run *out);

/* The scores of the classes for a state with these features (token indices; < 0: absent).
 * Valid until the next call. */
const float *dl_statenet_score(dl_statenet_run *run, const int32_t *features);

#endif
