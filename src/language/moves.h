/* moves.h - the classes of a transition system: which move, with which label.
 *
 * A package's parser/moves and ner/moves hold the labels of each move with how often they
 * were seen. Class i of the net is the i-th move in this order: moves by their number; in
 * each, labels by (frequency, label), descending; labels added later (frequency < 0)
 * last.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_MOVES_H
#define DL_MOVES_H

#include "labels.h"
#include "status.h"

#define DL_MOVES_MAX 65536 /* classes */

typedef struct dl_move {
    uint32_t action; /* a number of the transition system */
    const dl_label *label;
} dl_move;

typedef struct dl_moves {
    dl_move *at;
    uint32_t count;
} dl_moves;

/* Reads `dir`/`component`/moves. Actions are below `actions`. `keeps` says which classes
 * the system has at all (NULL: all); the others take no number. */
DL_CHECK dl_status dl_moves_open(const char *dir, const char *component, uint32_t actions,
                                 bool (*keeps)(uint32_t action, const dl_label *label),
                                 dl_labels *labels, dl_arena *arena, dl_moves *out,
                                 dl_error *err);

#endif
