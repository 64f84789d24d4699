/* tagger.h - one label for each token: spaCy's Tagger.v2, a linear layer and its maximum.
 *
 * Serves the components `tagger` (tags) and `senter` (sentence starts: label 1).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TAGGER_H
#define DL_TAGGER_H

#include "kernel.h"
#include "labels.h"
#include "thinc.h"

typedef struct dl_tagger {
    const dl_kernel *kernel;
    dl_matrix matrix;
    const dl_label **labels; /* [label_count] */
    uint32_t label_count;
} dl_tagger;

/* Takes the layer out of `model`. Its labels are in `dir`/`component`/cfg; a senter's are
 * "I" and "S" and stand nowhere. */
DL_CHECK dl_status dl_tagger_init(const char *dir, const char *component,
                                  const dl_thinc *model, const dl_kernel *kernel,
                                  dl_labels *labels, dl_arena *arena, dl_tagger *out,
                                  dl_error *err);
void dl_tagger_done(dl_tagger *tagger);

/* out[i] = the class of token i, tokens[count][matrix.inputs]. `margins` (may be NULL)
 * gets its lead over the next best. false when out of memory. */
DL_CHECK bool dl_tagger_run(const dl_tagger *tagger, const float *tokens, uint32_t count,
                            dl_arena *arena, float *margins, uint32_t *out);

#endif
