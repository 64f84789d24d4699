/* tok2vec.h - a vector for each token, from its ids and its neighbours.
 *
 * spaCy's Tok2Vec.v2: MultiHashEmbed (with static vectors where the package has them),
 * a mixing layer, and MaxoutWindowEncoder. For the small English model (width 96):
 *
 *     ids -> 6 hashed tables x 96 -> [576] -> maxout of 3 -> norm -> x [96]
 *     4 times:  x += norm(maxout of 3 (W [288 x 288] . [x-1 | x | x+1]))
 *
 * Before and after the text stand depth * window rows of zeros that go through the layers
 * too: the tokens near the ends see them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TOK2VEC_H
#define DL_TOK2VEC_H

#include "attrs.h"
#include "kernel.h"
#include "thinc.h"
#include "vectors.h"
#include "wordcache.h"

#define DL_TOK2VEC_COLUMNS_MAX 16
#define DL_TOK2VEC_DEPTH_MAX 32
#define DL_TOK2VEC_WIDTH_MAX 4096
#define DL_TOK2VEC_WINDOW_MAX 8

typedef enum dl_tok2vec_column {
    DL_TOK2VEC_ORTH,
    DL_TOK2VEC_LOWER,
    DL_TOK2VEC_NORM,
    DL_TOK2VEC_SHAPE,
    DL_TOK2VEC_PREFIX,
    DL_TOK2VEC_SUFFIX,
    DL_TOK2VEC_SPACY,
    DL_TOK2VEC_IS_SPACE,
} dl_tok2vec_column;

/* A hashed table: an id's vector is the sum of four rows (Weinberger et al. 2009; thinc's
 * HashEmbed). */
typedef struct dl_tok2vec_table {
    float *rows; /* [row_count][width]; owned */
    uint32_t row_count, seed;
    uint32_t column; /* index into dl_tok2vec.columns */
} dl_tok2vec_table;

typedef struct dl_tok2vec {
    const dl_kernel *kernel;
    dl_tok2vec_column columns[DL_TOK2VEC_COLUMNS_MAX]; /* what makes a word's key */
    uint32_t column_count;
    dl_tok2vec_table tables[DL_TOK2VEC_COLUMNS_MAX];
    uint32_t table_count;
    const dl_vectors *vectors; /* NULL: none; borrowed */
    dl_matrix vectors_matrix;  /* vectors' width -> width */
    uint32_t width, embed_width, depth, window;
    dl_matrix mix;
    dl_norm mix_norm;
    dl_matrix first; /* the first layer's slices, one for each place in the window */
    const float *first_bias;                /* [pieces * width] */
    dl_matrix layers[DL_TOK2VEC_DEPTH_MAX]; /* [1, depth) */
    dl_norm norms[DL_TOK2VEC_DEPTH_MAX];    /* [0, depth) */
} dl_tok2vec;

/* Takes the net out of `model`, which may be closed then; `arena` must live as long as
 * the net. `vectors` may be NULL when the net asks for none (DL_EDATA when it does). */
DL_CHECK dl_status dl_tok2vec_init(const dl_thinc *model, const dl_kernel *kernel,
                                   const dl_vectors *vectors, dl_arena *arena,
                                   dl_tok2vec *out, dl_error *err);
void dl_tok2vec_done(dl_tok2vec *net);

/* One thread's scratch and cache. */
typedef struct dl_tok2vec_scratch {
    dl_wordcache words;
    float *floats;  /* owned; cut into the parts below */
    float *embed;   /* [DL_TOK2VEC_BATCH][embed_width] */
    float *mixed;   /* [DL_TOK2VEC_BATCH][width] */
    float *wide;    /* products before the max */
    float *rows;    /* [DL_TOK2VEC_STRETCH + 2 * margin][width] */
    float *nothing; /* a word's row for where no word is: zeros */
} dl_tok2vec_scratch;

#define DL_TOK2VEC_BATCH 48    /* new words embedded at a time */
#define DL_TOK2VEC_STRETCH 240 /* tokens taken through all layers at a time */

DL_CHECK dl_status dl_tok2vec_scratch_init(const dl_tok2vec *net, size_t cache_bytes,
                                           dl_tok2vec_scratch *out, dl_error *err);
void dl_tok2vec_scratch_done(dl_tok2vec_scratch *scratch);

/* Writes out[count][width]. Linear in `count`; memory beyond *out does not grow with it.
 */
DL_CHECK dl_status dl_tok2vec_run(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                                  const dl_language_attrs *attrs, uint32_t count,
                                  float *out, dl_error *err);

/* The four rows of a table an id falls into, before the modulus: MurmurHash3 x64_128
 * (Appleby) of its eight bytes. */
void dl_tok2vec_hash(uint64_t id, uint32_t seed, uint32_t rows[4]);

#endif
