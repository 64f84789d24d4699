/* biluo.h - names: a label for each token that says where a name begins and ends.
 *
 * spaCy's BiluoPushDown, run greedily from left to right: B begins a name of several
 * tokens, I goes on in it, L is its last, U is a name of one token, O is outside. A name
 * keeps one type and never goes over a sentence start, nor begins on white space.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_BILUO_H
#define DL_BILUO_H

#include "moves.h"
#include "statenet.h"

typedef enum dl_biluo_action {
    DL_BILUO_MISSING, /* never a class */
    DL_BILUO_BEGIN,
    DL_BILUO_IN,
    DL_BILUO_LAST,
    DL_BILUO_UNIT,
    DL_BILUO_OUT,
    DL_BILUO_ACTIONS,
} dl_biluo_action;

/* Where the reading stands: before token `at`, maybe inside a name. */
typedef struct dl_biluo_state {
    uint32_t at, length;
    uint32_t start;        /* of the open name; DL_NONE: none is open */
    const dl_label *label; /* of the open name */
    const bool *is_space, *sent_start;
} dl_biluo_state;

bool dl_biluo_valid(const dl_biluo_state *s, dl_biluo_action action,
                    const dl_label *label);
void dl_biluo_take(dl_biluo_state *s, dl_biluo_action action, const dl_label *label);

/* Writes the 3 or 6 tokens the net looks at. */
void dl_biluo_features(const dl_biluo_state *s, uint32_t count, int32_t *out);

typedef struct dl_biluo {
    dl_statenet net;
    dl_moves moves;
} dl_biluo;

/* Loads `dir`/`component`/moves for the net in `model`. */
DL_CHECK dl_status dl_biluo_init(const char *dir, const char *component,
                                 const dl_thinc *model, const dl_kernel *kernel,
                                 dl_labels *labels, dl_arena *arena, dl_biluo *out,
                                 dl_error *err);
void dl_biluo_done(dl_biluo *names);

/* What comes out, in `arena`, one for each token. */
typedef struct dl_biluo_names {
    const dl_label **labels; /* NULL outside names */
    bool *begins;            /* the first token of a name */
} dl_biluo_names;

/* Finds the names in `count` tokens. `margins` (may be NULL) gets each token's lead of
 * the move taken over the next best. */
DL_CHECK dl_status dl_biluo_run(const dl_biluo *names, dl_statenet_scratch *scratch,
                                const float *tokens, const bool *is_space,
                                const bool *sent_start, uint32_t count, dl_arena *arena,
                                float *margins, dl_biluo_names *out, dl_error *err);

#endif
