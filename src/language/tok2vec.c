/* tok2vec.c - a vector for each token, from its ids and its neighbours: see tok2vec.h.
 *
 * The text goes through in stretches of some hundred tokens, so that what is worked on
 * stays in the processor's cache. A stretch of tokens s..e needs its `margin` = depth *
 * window neighbours at both ends; each layer needs `window` rows fewer than the last:
 *
 *     words    [ margin | s ........ e | margin ]
 *     layer 1    [       rows          ]
 *     layer d           [ s .... e ]
 *
 * The first layer is a sum before its max: W [x-1|x|x+1] = L x-1 + C x + R x+1. L x, C x
 * and R x belong to the word, so they are kept with it (wordcache.h).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tok2vec.h"

#include <stdlib.h>

#define HASH_C1 0x87c37b91114253d5ULL
#define HASH_C2 0x4cf5ad432745937fULL
#define HASH_BYTES 8   /* of an id */
#define SEED_BASE 8    /* table i of MultiHashEmbed has the seed 8 + i */
#define TABLE_HASHES 4 /* rows of a table that are added up */

/* ---- hashing ---- */

void dl_tok2vec_hash(uint64_t id, uint32_t seed, uint32_t rows[4])
{
    uint64_t h1 = id * HASH_C1;
    h1 = (h1 << 31 | h1 >> 33) * HASH_C2;
    h1 ^= seed;
    h1 ^= HASH_BYTES;
    uint64_t h2 = (uint64_t)seed ^ HASH_BYTES;
    h1 += h2;
    h2 += h1;
    h1 ^= h1 >> 33, h1 *= 0xff51afd7ed558ccdULL;
    h1 ^= h1 >> 33, h1 *= 0xc4ceb9fe1a85ec53ULL;
    h1 ^= h1 >> 33;
    h2 ^= h2 >> 33, h2 *= 0xff51afd7ed558ccdULL;
    h2 ^= h2 >> 33, h2 *= 0xc4ceb9fe1a85ec53ULL;
    h2 ^= h2 >> 33;
    h1 += h2;
    h2 += h1;
    rows[0] = (uint32_t)h1;
    rows[1] = (uint32_t)(h1 >> 32);
    rows[2] = (uint32_t)h2;
    rows[3] = (uint32_t)(h2 >> 32);
}

/* ---- loading ---- */

typedef struct column_name {
    const char *name;
    uint8_t id; /* spaCy's number for it; packages use either */
} column_name;

static const column_name column_names[] = {
    [DL_TOK2VEC_ORTH] = {"ORTH", 65},     [DL_TOK2VEC_LOWER] = {"LOWER", 66},
    [DL_TOK2VEC_NORM] = {"NORM", 67},     [DL_TOK2VEC_SHAPE] = {"SHAPE", 68},
    [DL_TOK2VEC_PREFIX] = {"PREFIX", 69}, [DL_TOK2VEC_SUFFIX] = {"SUFFIX", 70},
    [DL_TOK2VEC_SPACY] = {"SPACY", 81},   [DL_TOK2VEC_IS_SPACE] = {"IS_SPACE", 6},
};
#define COLUMN_NAMES (sizeof column_names / sizeof column_names[0])

/* One item of the list of columns; COLUMN_NAMES if it is not known. */
static uint32_t take_column(dl_msgpack *in)
{
    const bool number = dl_msgpack_peek(in) == DL_MSGPACK_INT;
    const uint64_t id = number ? dl_msgpack_unsigned(in) : 0;
    const dl_str name = number ? (dl_str){"", 0} : dl_msgpack_text(in);
    uint32_t column = 0;
    while (column < COLUMN_NAMES && !(number && column_names[column].id == id) &&
           !(!number && dl_str_is(name, column_names[column].name))) {
        column++;
    }
    return column;
}

static dl_status load_columns(const dl_thinc *model, dl_tok2vec *net, dl_error *err)
{
    uint32_t node;
    const dl_status status = dl_thinc_need(model, "extract_features", 0, &node, err);
    if (status != DL_OK) {
        return status;
    }
    dl_msgpack in;
    dl_msgpack_init(&in, dl_thinc_attr(model, node, "columns"));
    net->column_count = dl_msgpack_array(&in);
    if (in.failed || net->column_count == 0 ||
        net->column_count >= DL_TOK2VEC_COLUMNS_MAX) {
        return dl_thinc_fail(model, err, "does not say which attributes it reads");
    }
    for (uint32_t i = 0; i < net->column_count; i++) {
        const uint32_t column = take_column(&in);
        if (in.failed || column == COLUMN_NAMES) {
            return dl_thinc_fail(model, err, "reads an attribute this engine lacks (%u)",
                                 i);
        }
        net->columns[i] = (dl_tok2vec_column)column;
    }
    return DL_OK;
}

static dl_status load_table(const dl_thinc *model, uint32_t node, dl_tok2vec *net,
                            dl_error *err)
{
    dl_thinc_array rows;
    const dl_status status = dl_thinc_param(model, node, "E", 2, &rows, err);
    if (status != DL_OK) {
        return status;
    }
    const uint32_t i = net->table_count;
    const int64_t column = dl_thinc_int(model, node, "column", i);
    const int64_t seed = dl_thinc_int(model, node, "seed", SEED_BASE + i);
    if (i >= DL_TOK2VEC_COLUMNS_MAX || column < 0 || column >= net->column_count ||
        seed < 0 || seed > UINT32_MAX || (i > 0 && rows.axes[1] != net->width) ||
        rows.axes[1] > DL_TOK2VEC_WIDTH_MAX) {
        return dl_thinc_fail(model, err, "layer %u does not fit the other tables", node);
    }
    const size_t floats = (size_t)rows.axes[0] * rows.axes[1];
    float *copy = dl_kernel_floats(floats);
    if (copy == NULL) {
        return dl_fail_memory(err);
    }
    memcpy(copy, rows.data, floats * sizeof *copy);
    net->width = rows.axes[1];
    net->tables[i] = (dl_tok2vec_table){.rows = copy,
                                        .row_count = rows.axes[0],
                                        .seed = (uint32_t)seed,
                                        .column = (uint32_t)column};
    net->table_count++;
    net->embed_width += net->width;
    return DL_OK;
}

static dl_status load_tables(const dl_thinc *model, dl_tok2vec *net, dl_error *err)
{
    uint32_t node = dl_thinc_find(model, "hashembed", 0);
    while (node != DL_NONE) {
        const dl_status status = load_table(model, node, net, err);
        if (status != DL_OK) {
            return status;
        }
        node = dl_thinc_find(model, "hashembed", node + 1);
    }
    return net->table_count == 0 ? dl_thinc_fail(model, err, "has no hashed tables")
                                 : DL_OK;
}

static dl_status load_vectors(const dl_thinc *model, const dl_vectors *vectors,
                              dl_tok2vec *net, dl_error *err)
{
    const uint32_t node = dl_thinc_find(model, "static_vectors", 0);
    if (node == DL_NONE) {
        return DL_OK;
    }
    dl_thinc_array w;
    const dl_status status = dl_thinc_param(model, node, "W", 2, &w, err);
    if (status != DL_OK) {
        return status;
    }
    if (vectors == NULL || vectors->row_count == 0 || vectors->width != w.axes[1] ||
        w.axes[0] != net->width || w.axes[1] > DL_TOK2VEC_WIDTH_MAX) {
        return dl_thinc_fail(model, err, "needs word vectors of %u numbers", w.axes[1]);
    }
    net->vectors = vectors;
    net->embed_width += net->width;
    net->columns[net->column_count++] = DL_TOK2VEC_ORTH; /* of the key */
    const dl_matrix_source source = {.weights = w.data,
                                     .outputs = w.axes[0],
                                     .inputs = w.axes[1],
                                     .row_size = w.axes[1],
                                     .pieces = 1};
    return dl_matrix_new(net->kernel, &source, 1, &net->vectors_matrix, err);
}

/* A maxout layer and the norm behind it, still in the file. */
typedef struct layer {
    dl_thinc_array w, b, gain, shift;
} layer;

static dl_status find_layer(const dl_thinc *model, uint32_t *maxout, uint32_t *norm,
                            layer *out, dl_error *err)
{
    dl_status status = dl_thinc_need(model, "maxout", *maxout, maxout, err);
    if (status == DL_OK) {
        status = dl_thinc_need(model, "layernorm", *norm, norm, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, *maxout, "W", 3, &out->w, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, *maxout, "b", 2, &out->b, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, *norm, "G", 1, &out->gain, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, *norm, "b", 1, &out->shift, err);
    }
    ++*maxout;
    ++*norm;
    return status;
}

/* Do the shapes of a layer agree with each other and with what goes in and out? */
static bool layer_fits(const layer *l, uint32_t inputs, uint32_t width)
{
    return l->w.axes[0] == width && l->w.axes[2] == inputs && l->b.axes[0] == width &&
           l->b.axes[1] == l->w.axes[1] && l->gain.axes[0] == width &&
           l->shift.axes[0] == width && l->w.axes[1] <= 64;
}

static dl_matrix_source layer_source(const layer *l, uint32_t inputs, uint32_t from)
{
    const uint32_t pieces = l->w.axes[1];
    return (dl_matrix_source){.weights = l->w.data,
                              .bias = l->b.data,
                              .outputs = l->w.axes[0] * pieces,
                              .inputs = inputs,
                              .row_size = l->w.axes[2],
                              .from = from,
                              .pieces = pieces};
}

static dl_status load_norm(const layer *l, dl_arena *arena, dl_norm *out, dl_error *err)
{
    const uint32_t width = l->w.axes[0];
    float *floats = dl_arena_new_array(arena, (size_t)width * 2, float);
    if (floats == NULL) {
        return dl_fail_memory(err);
    }
    memcpy(floats, l->gain.data, width * sizeof *floats);
    memcpy(floats + width, l->shift.data, width * sizeof *floats);
    *out = (dl_norm){
        .gain = floats, .bias = floats + width, .width = width, .pieces = l->w.axes[1]};
    return DL_OK;
}

/* The bias of the first layer, which is not part of its words' products. */
static dl_status load_first_bias(const layer *l, dl_arena *arena, dl_tok2vec *net,
                                 dl_error *err)
{
    const uint32_t width = l->b.axes[0], pieces = l->b.axes[1];
    float *bias = dl_arena_new_array(arena, (size_t)width * pieces, float);
    if (bias == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < width * pieces; i++) {
        memcpy(&bias[i % pieces * width + i / pieces], l->b.data + i * sizeof *bias,
               sizeof *bias);
    }
    net->first_bias = bias;
    return DL_OK;
}

static dl_status load_first(const layer *l, dl_arena *arena, dl_tok2vec *net,
                            dl_error *err)
{
    dl_matrix_source slices[2 * DL_TOK2VEC_WINDOW_MAX + 1];
    const uint32_t count = 2 * net->window + 1;
    for (uint32_t i = 0; i < count; i++) {
        slices[i] = layer_source(l, net->width, i * net->width);
        slices[i].bias = NULL;
    }
    const dl_status status = dl_matrix_new(net->kernel, slices, count, &net->first, err);
    return status == DL_OK ? load_first_bias(l, arena, net, err) : status;
}

static dl_status load_window(const dl_thinc *model, dl_tok2vec *net, dl_error *err)
{
    for (uint32_t node = 0;
         (node = dl_thinc_find(model, "expand_window", node)) != DL_NONE; node++) {
        const int64_t window = dl_thinc_int(model, node, "window_size", 1);
        if (net->depth == DL_TOK2VEC_DEPTH_MAX || window < 1 ||
            window > DL_TOK2VEC_WINDOW_MAX || (net->depth > 0 && window != net->window)) {
            return dl_thinc_fail(model, err, "layer %u looks %lld tokens around itself",
                                 node, (long long)window);
        }
        net->window = (uint32_t)window;
        net->depth++;
    }
    return DL_OK;
}

static dl_status load_layers(const dl_thinc *model, dl_arena *arena, dl_tok2vec *net,
                             dl_error *err)
{
    uint32_t maxout = 0, norm = 0;
    layer l;
    dl_status status = find_layer(model, &maxout, &norm, &l, err);
    if (status == DL_OK && !layer_fits(&l, net->embed_width, net->width)) {
        status = dl_thinc_fail(model, err, "its first layer does not fit its tables");
    }
    if (status == DL_OK) {
        const dl_matrix_source source = layer_source(&l, net->embed_width, 0);
        status = dl_matrix_new(net->kernel, &source, 1, &net->mix, err);
    }
    if (status == DL_OK) {
        status = load_norm(&l, arena, &net->mix_norm, err);
    }
    const uint32_t inputs = (2 * net->window + 1) * net->width;
    for (uint32_t i = 0; i < net->depth && status == DL_OK; i++) {
        status = find_layer(model, &maxout, &norm, &l, err);
        if (status == DL_OK && !layer_fits(&l, inputs, net->width)) {
            status =
                dl_thinc_fail(model, err, "layer %u over windows does not fit", i + 1);
        }
        if (status == DL_OK) {
            status = load_norm(&l, arena, &net->norms[i], err);
        }
        if (status == DL_OK && i == 0) {
            status = load_first(&l, arena, net, err);
        } else if (status == DL_OK) {
            const dl_matrix_source source = layer_source(&l, inputs, 0);
            status = dl_matrix_new(net->kernel, &source, 1, &net->layers[i], err);
        }
    }
    return status;
}

dl_status dl_tok2vec_init(const dl_thinc *model, const dl_kernel *kernel,
                          const dl_vectors *vectors, dl_arena *arena, dl_tok2vec *out,
                          dl_error *err)
{
    *out = (dl_tok2vec){.kernel = kernel};
    dl_status status = load_columns(model, out, err);
    if (status == DL_OK) {
        status = load_tables(model, out, err);
    }
    if (status == DL_OK) {
        status = load_vectors(model, vectors, out, err);
    }
    if (status == DL_OK) {
        status = load_window(model, out, err);
    }
    if (status == DL_OK) {
        status = load_layers(model, arena, out, err);
    }
    if (status != DL_OK) {
        dl_tok2vec_done(out);
    }
    return status;
}

void dl_tok2vec_done(dl_tok2vec *net)
{
    for (uint32_t i = 0; i < net->table_count; i++) {
        free(net->tables[i].rows);
    }
    net->table_count = 0;
    dl_matrix_free(&net->vectors_matrix);
    dl_matrix_free(&net->mix);
    dl_matrix_free(&net->first);
    for (uint32_t i = 0; i < DL_TOK2VEC_DEPTH_MAX; i++) {
        dl_matrix_free(&net->layers[i]);
    }
}

/* ---- scratch ---- */

#define EVEN 16 /* floats in DL_KERNEL_ALIGN bytes: parts start on such a boundary */

static size_t even(size_t floats)
{
    return (floats + EVEN - 1) / EVEN * EVEN;
}

static uint32_t margin_of(const dl_tok2vec *net)
{
    return net->depth * net->window;
}

/* Floats of a word's row: its vector, then its products with the first layer. */
static size_t word_size(const dl_tok2vec *net)
{
    return even(net->width) + even(net->first.outputs);
}

static size_t most(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Products before the max: of a batch of words, or of a stretch of rows. */
static size_t wide_size(const dl_tok2vec *net)
{
    const size_t batch =
        most(most(net->mix.stride, net->first.stride), net->vectors_matrix.stride);
    size_t stretch = (size_t)net->norms[0].pieces * net->width;
    for (uint32_t i = 1; i < net->depth; i++) {
        stretch = most(stretch, net->layers[i].stride);
    }
    return most(batch * DL_TOK2VEC_BATCH,
                stretch * (DL_TOK2VEC_STRETCH + 2 * (size_t)margin_of(net)));
}

dl_status dl_tok2vec_scratch_init(const dl_tok2vec *net, size_t cache_bytes,
                                  dl_tok2vec_scratch *out, dl_error *err)
{
    *out = (dl_tok2vec_scratch){.floats = NULL};
    const size_t vector = net->vectors == NULL ? 0 : net->vectors->width;
    const size_t embed = even(DL_TOK2VEC_BATCH * (size_t)net->embed_width + vector);
    const size_t mixed = even(DL_TOK2VEC_BATCH * (size_t)net->width);
    const size_t wide = even(wide_size(net));
    const size_t rows =
        even((DL_TOK2VEC_STRETCH + 2 * (size_t)margin_of(net)) * net->width);
    out->floats = dl_kernel_floats(embed + mixed + wide + rows + word_size(net));
    if (out->floats == NULL) {
        return dl_fail_memory(err);
    }
    out->embed = out->floats;
    out->mixed = out->embed + embed;
    out->wide = out->mixed + mixed;
    out->rows = out->wide + wide;
    out->nothing = out->rows + rows;
    dl_wordcache_init(&out->words, net->column_count, (uint32_t)word_size(net),
                      cache_bytes);
    return DL_OK;
}

void dl_tok2vec_scratch_done(dl_tok2vec_scratch *scratch)
{
    dl_wordcache_done(&scratch->words);
    free(scratch->floats);
    *scratch = (dl_tok2vec_scratch){.floats = NULL};
}

/* ---- words ---- */

static uint64_t id_of(const dl_language_attrs *token, dl_tok2vec_column column)
{
    switch (column) {
    case DL_TOK2VEC_ORTH:
        return token->orth;
    case DL_TOK2VEC_LOWER:
        return token->lower;
    case DL_TOK2VEC_NORM:
        return token->norm;
    case DL_TOK2VEC_SHAPE:
        return token->shape;
    case DL_TOK2VEC_PREFIX:
        return token->prefix;
    case DL_TOK2VEC_SUFFIX:
        return token->suffix;
    case DL_TOK2VEC_SPACY:
        return token->spacy;
    case DL_TOK2VEC_IS_SPACE:
        return token->is_space;
    }
    return 0;
}

/* out = the four rows of a table that `id` falls into, added up. */
static void embed_id(const dl_tok2vec *net, const dl_tok2vec_table *table, uint64_t id,
                     float *out)
{
    uint32_t hashes[TABLE_HASHES];
    const float *rows[TABLE_HASHES];
    dl_tok2vec_hash(id, table->seed, hashes);
    for (unsigned h = 0; h < TABLE_HASHES; h++) {
        rows[h] = table->rows + (size_t)(hashes[h] % table->row_count) * net->width;
    }
    net->kernel->sum(rows, TABLE_HASHES, net->width, out);
}

/* out = the projected static vector of a word, or zeros. */
static void embed_vector(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                         uint64_t orth, float *out)
{
    const unsigned char *vector = dl_vectors_find(net->vectors, orth);
    if (vector == NULL) {
        memset(out, 0, net->width * sizeof *out);
        return;
    }
    float *aligned = scratch->embed + DL_TOK2VEC_BATCH * (size_t)net->embed_width;
    memcpy(aligned, vector, net->vectors->width * sizeof *aligned);
    net->kernel->product(&net->vectors_matrix, aligned, net->vectors->width, 1,
                         scratch->wide);
    memcpy(out, scratch->wide, net->width * sizeof *out);
}

static void embed_word(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                       const uint64_t *key, float *out)
{
    for (uint32_t t = 0; t < net->table_count; t++) {
        embed_id(net, &net->tables[t], key[net->tables[t].column],
                 out + (size_t)t * net->width);
    }
    if (net->vectors != NULL) {
        embed_vector(net, scratch, key[net->column_count - 1],
                     out + (size_t)net->table_count * net->width);
    }
}

/* Fills the rows of up to DL_TOK2VEC_BATCH new words. */
static void fill_words(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                       const uint32_t *words, uint32_t count)
{
    const dl_kernel *k = net->kernel;
    const dl_wordcache *cache = &scratch->words;
    for (uint32_t i = 0; i < count; i++) {
        embed_word(net, scratch, cache->young.keys + (size_t)words[i] * cache->key_size,
                   scratch->embed + (size_t)i * net->embed_width);
    }
    k->product(&net->mix, scratch->embed, net->embed_width, count, scratch->wide);
    for (uint32_t i = 0; i < count; i++) {
        float *mixed = scratch->mixed + (size_t)i * net->width;
        k->maxout_norm(&net->mix_norm, scratch->wide + (size_t)i * net->mix.stride, NULL,
                       mixed);
        memcpy(dl_wordcache_at(cache, words[i]), mixed, net->width * sizeof *mixed);
    }
    if (net->depth > 0) {
        k->product(&net->first, scratch->mixed, net->width, count, scratch->wide);
        for (uint32_t i = 0; i < count; i++) {
            memcpy(dl_wordcache_at(cache, words[i]) + even(net->width),
                   scratch->wide + (size_t)i * net->first.stride,
                   net->first.outputs * sizeof(float));
        }
    }
}

/* The longest stretch with its margins. */
#define SPAN_MAX (DL_TOK2VEC_STRETCH + 2 * DL_TOK2VEC_DEPTH_MAX * DL_TOK2VEC_WINDOW_MAX)

/* Where a stretch lies: rows [0, size), row 0 is token `start`, which may be < 0. */
typedef struct stretch {
    int64_t start;
    uint32_t size;
} stretch;

/* Points at[row] to each token's word, new ones filled in; false: out of memory. */
static bool find_words(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                       const dl_language_attrs *attrs, uint32_t count, stretch s,
                       const float **at)
{
    uint32_t fresh[DL_TOK2VEC_BATCH], fresh_count = 0;
    uint64_t key[DL_TOK2VEC_COLUMNS_MAX];
    dl_wordcache_turn(&scratch->words);
    for (uint32_t i = 0; i < s.size; i++) {
        const int64_t token = s.start + i;
        if (token < 0 || token >= count) {
            at[i] = scratch->nothing;
            continue;
        }
        for (uint32_t c = 0; c < net->column_count; c++) {
            key[c] = id_of(&attrs[token], net->columns[c]);
        }
        bool is_fresh;
        const uint32_t word = dl_wordcache_row(&scratch->words, key, &is_fresh);
        if (word == DL_NONE) {
            return false;
        }
        at[i] = dl_wordcache_at(&scratch->words, word);
        if (is_fresh) {
            fresh[fresh_count++] = word;
        }
        if (fresh_count == DL_TOK2VEC_BATCH) {
            fill_words(net, scratch, fresh, fresh_count);
            fresh_count = 0;
        }
    }
    if (fresh_count > 0) {
        fill_words(net, scratch, fresh, fresh_count);
    }
    return true;
}

/* ---- layers ---- */

/* The first layer, out of the words' products: rows [window, size - window). */
static void first_layer(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                        const float *const *words, uint32_t size)
{
    const uint32_t reach = 2 * net->window + 1;
    const uint32_t wide = net->norms[0].pieces * net->width;
    const float *parts[2 * DL_TOK2VEC_WINDOW_MAX + 2];
    for (uint32_t i = net->window; i + net->window < size; i++) {
        parts[0] = net->first_bias;
        for (uint32_t d = 0; d < reach; d++) {
            parts[1 + d] =
                words[i - net->window + d] + even(net->width) + (size_t)d * wide;
        }
        net->kernel->sum(parts, reach + 1, wide, scratch->wide);
        net->kernel->maxout_norm(&net->norms[0], scratch->wide, words[i],
                                 scratch->rows + (size_t)i * net->width);
    }
}

/* Layer `depth` >= 1 in place: rows [(depth + 1) * window, size - (depth + 1) * window).
 */
static void window_layer(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                         uint32_t depth, uint32_t size)
{
    const uint32_t from = (depth + 1) * net->window, count = size - 2 * from;
    const dl_matrix *matrix = &net->layers[depth];
    float *rows = scratch->rows + (size_t)from * net->width;
    net->kernel->product(matrix, rows - (size_t)net->window * net->width, net->width,
                         count, scratch->wide);
    for (uint32_t i = 0; i < count; i++) {
        float *row = rows + (size_t)i * net->width;
        net->kernel->maxout_norm(&net->norms[depth],
                                 scratch->wide + (size_t)i * matrix->stride, row, row);
    }
}

dl_status dl_tok2vec_run(const dl_tok2vec *net, dl_tok2vec_scratch *scratch,
                         const dl_language_attrs *attrs, uint32_t count, float *out,
                         dl_error *err)
{
    const float *words[SPAN_MAX];
    const uint32_t margin = margin_of(net);
    for (uint32_t done = 0, tokens; done < count; done += tokens) {
        const uint32_t left = count - done;
        tokens = left < DL_TOK2VEC_STRETCH ? left : DL_TOK2VEC_STRETCH;
        const stretch s = {(int64_t)done - margin, tokens + 2 * margin};
        if (!find_words(net, scratch, attrs, count, s, words)) {
            dl_wordcache_done(&scratch->words); /* rows that were never filled */
            return dl_fail_memory(err);
        }
        const float *last = scratch->rows + (size_t)margin * net->width;
        if (net->depth > 0) {
            first_layer(net, scratch, words, s.size);
        }
        for (uint32_t depth = 1; depth < net->depth; depth++) {
            window_layer(net, scratch, depth, s.size);
        }
        for (uint32_t i = 0; i < tokens; i++) {
            memcpy(out + (size_t)(done + i) * net->width,
                   net->depth == 0 ? words[i] : last + (size_t)i * net->width,
                   net->width * sizeof *out);
        }
    }
    return DL_OK;
}
