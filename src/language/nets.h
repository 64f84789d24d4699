/* nets.h - the neural half of a pipeline: tags, parse, sentences and names from ids.
 *
 * Runs the components `tok2vec`, `tagger`, `parser`, `senter` and `ner` of a spaCy 3 CNN
 * package in f32. What goes in is the six ids of each token (attrs.h), what comes out is
 * one dl_nets_token for each. The models are read-only and shared; a worker holds the
 * scratch memory and the caches of one thread.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_NETS_H
#define DL_NETS_H

#include "attrs.h"
#include "kernel.h"
#include "status.h"
#include "str.h"

typedef struct dl_cfg dl_cfg; /* cfg.h */
typedef struct dl_nets dl_nets;
typedef struct dl_nets_worker dl_nets_worker;

/* B begins a name, I goes on with it, O is outside; DL_NETS_MISSING: no `ner` ran. */
typedef enum dl_nets_iob {
    DL_NETS_MISSING,
    DL_NETS_I,
    DL_NETS_O,
    DL_NETS_B,
} dl_nets_iob;

typedef struct dl_nets_token {
    const char *tag;      /* never NULL; "" when no tagger ran */
    const char *dep;      /* never NULL; "" when no parser ran */
    const char *ent_type; /* never NULL; "" outside names */
    uint32_t head;        /* token index; a root is its own head */
    bool sent_start;
    uint8_t iob; /* dl_nets_iob */
} dl_nets_token;

typedef struct dl_nets_options {
    dl_kernel_kind kernel; /* DL_KERNEL_BEST, or one forced (tests); DL_EUSAGE when this
                              machine cannot run it */
    size_t cache_bytes;    /* what a worker keeps of words it met, for each tok2vec;
                              0: DL_NETS_CACHE_BYTES */
} dl_nets_options;

#define DL_NETS_CACHE_BYTES ((size_t)8 << 20) /* some 2,000 words; more is no faster */

/* Loads the components named in `cfg` (the package's config.cfg) from the directory
 * `dir`. DL_EIO names a missing file, DL_EDATA a cut or unexpected one. */
DL_CHECK dl_status dl_nets_open(const char *dir, const dl_cfg *cfg, dl_nets **out,
                                dl_error *err);
DL_CHECK dl_status dl_nets_open_with(const char *dir, const dl_cfg *cfg,
                                     const dl_nets_options *options, dl_nets **out,
                                     dl_error *err);
void dl_nets_close(dl_nets *nets);

DL_CHECK dl_status dl_nets_worker_new(const dl_nets *nets, dl_nets_worker **out,
                                      dl_error *err);
void dl_nets_worker_free(dl_nets_worker *worker);

/* Annotates one document of `count` tokens: fills out[0..count). The labels belong to
 * the nets. `arena` lends memory for the call and gets it back. DL_ENOMEM is the only
 * failure. */
DL_CHECK dl_status dl_nets_read(dl_nets_worker *worker, const dl_language_attrs *attrs,
                                uint32_t count, dl_arena *arena, dl_nets_token *out,
                                dl_error *err);

/* By how much each choice was made: the score taken less the next best. Each array has
 * `count` floats or is NULL. For the parser: the least while the token stood first in the
 * buffer. A near tie is where two machines, or two programs, may differ. */
typedef struct dl_nets_margins {
    float *tag, *parse, *name;
} dl_nets_margins;

DL_CHECK dl_status dl_nets_read_margins(dl_nets_worker *worker,
                                        const dl_language_attrs *attrs, uint32_t count,
                                        dl_arena *arena, const dl_nets_margins *margins,
                                        dl_nets_token *out, dl_error *err);

/* The kernel in use: "avx512", "avx2", "portable". */
const char *dl_nets_kernel(const dl_nets *nets);

#endif
