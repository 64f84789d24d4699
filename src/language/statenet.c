/* statenet.c - scores the moves of a parser's state: see statenet.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "statenet.h"

#include <float.h>
#include <stdlib.h>

#define WIDTH_MOST 4096U
#define PIECES_MOST 64U

/* ---- loading ---- */

/* The layers still in the file. */
typedef struct parts {
    dl_thinc_array linear_w, linear_b;
    dl_thinc_array lower_w, lower_b, pad;
    dl_thinc_array upper_w, upper_b;
    bool has_upper;
} parts;

static dl_status find_linear(const dl_thinc *model, uint32_t *node, dl_thinc_array *w,
                             dl_thinc_array *b, dl_error *err)
{
    dl_status status = dl_thinc_need(model, "linear", *node, node, err);
    if (status == DL_OK) {
        status = dl_thinc_param(model, *node, "W", 2, w, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, *node, "b", 1, b, err);
    }
    ++*node;
    return status;
}

/* The upper layer stands before the tokens' linear layer in the breadth-first walk. */
static dl_status find_parts(const dl_thinc *model, parts *p, dl_error *err)
{
    uint32_t lower, linear = 0;
    dl_status status = dl_thinc_need(model, "precomputable_affine", 0, &lower, err);
    if (status == DL_OK) {
        status = dl_thinc_param(model, lower, "W", 4, &p->lower_w, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, lower, "b", 2, &p->lower_b, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, lower, "pad", 4, &p->pad, err);
    }
    if (status == DL_OK) {
        const uint32_t first = dl_thinc_find(model, "linear", 0);
        p->has_upper =
            first != DL_NONE && dl_thinc_find(model, "linear", first + 1) != DL_NONE;
    }
    if (status == DL_OK && p->has_upper) {
        status = find_linear(model, &linear, &p->upper_w, &p->upper_b, err);
    }
    if (status == DL_OK) {
        status = find_linear(model, &linear, &p->linear_w, &p->linear_b, err);
    }
    return status;
}

static bool parts_fit(const parts *p)
{
    const uint32_t *lower = p->lower_w.axes; /* features, hidden, pieces, inputs */
    const uint32_t *pad = p->pad.axes;
    const bool shapes = lower[0] <= DL_STATENET_FEATURES_MAX && lower[1] <= WIDTH_MOST &&
                        lower[2] <= PIECES_MOST && lower[3] <= WIDTH_MOST &&
                        p->linear_w.axes[1] <= WIDTH_MOST;
    return shapes && p->linear_w.axes[0] == lower[3] && p->linear_b.axes[0] == lower[3] &&
           p->lower_b.axes[0] == lower[1] && p->lower_b.axes[1] == lower[2] &&
           pad[0] == 1 && pad[1] == lower[0] && pad[2] == lower[1] &&
           pad[3] == lower[2] &&
           (!p->has_upper ||
            (p->upper_w.axes[1] == lower[1] && p->upper_b.axes[0] == p->upper_w.axes[0] &&
             p->upper_w.axes[0] <= DL_THINC_AXIS_MAX / WIDTH_MOST));
}

/* Copies [count][hidden][pieces] as [count][pieces][hidden]. */
static const float *by_pieces(const dl_statenet *net, const unsigned char *data,
                              uint32_t count, dl_arena *arena)
{
    const uint32_t size = net->hidden * net->pieces;
    float *floats = dl_arena_new_array(arena, (size_t)count * size, float);
    for (uint32_t i = 0; floats != NULL && i < count * size; i++) {
        const uint32_t row = i / size, j = i % size;
        memcpy(&floats[row * size + j % net->pieces * net->hidden + j / net->pieces],
               data + (size_t)i * sizeof *floats, sizeof *floats);
    }
    return floats;
}

static dl_status pack(dl_statenet *net, const parts *p, dl_error *err)
{
    const dl_matrix_source linear = {.weights = p->linear_w.data,
                                     .bias = p->linear_b.data,
                                     .pieces = 1,
                                     .outputs = p->linear_w.axes[0],
                                     .inputs = net->width,
                                     .row_size = net->width};
    dl_status status = dl_matrix_new(net->kernel, &linear, 1, &net->linear, err);
    dl_matrix_source lower[DL_STATENET_FEATURES_MAX];
    const uint32_t inputs = p->lower_w.axes[3], outputs = net->hidden * net->pieces;
    for (uint32_t f = 0; f < net->features; f++) {
        lower[f] = (dl_matrix_source){
            .weights = p->lower_w.data + (size_t)f * outputs * inputs * sizeof(float),
            .outputs = outputs,
            .inputs = inputs,
            .row_size = inputs,
            .pieces = net->pieces};
    }
    if (status == DL_OK) {
        status = dl_matrix_new(net->kernel, lower, net->features, &net->lower, err);
    }
    if (status == DL_OK && p->has_upper) {
        const dl_matrix_source upper = {.weights = p->upper_w.data,
                                        .bias = p->upper_b.data,
                                        .pieces = 1,
                                        .outputs = net->classes,
                                        .inputs = net->hidden,
                                        .row_size = net->hidden};
        status = dl_matrix_new(net->kernel, &upper, 1, &net->upper, err);
    }
    return status;
}

/* The attribute "unseen_classes" of the first node: a list of class numbers. */
static dl_status load_unseen(const dl_thinc *model, dl_arena *arena, dl_statenet *net,
                             dl_error *err)
{
    const dl_str value = dl_thinc_attr(model, 0, "unseen_classes");
    dl_msgpack in;
    dl_msgpack_init(&in, value);
    uint32_t count = dl_msgpack_array(&in);
    if (value.at == NULL || in.failed || count == 0) {
        return DL_OK;
    }
    uint8_t *unseen = dl_arena_new_array(arena, net->classes, uint8_t);
    if (unseen == NULL) {
        return dl_fail_memory(err);
    }
    for (; count > 0; count--) {
        const uint64_t class = dl_msgpack_unsigned(&in);
        if (in.failed || class >= net->classes) {
            return dl_thinc_fail(model, err, "its unseen classes are not among its %u",
                                 net->classes);
        }
        unseen[class] = 1;
    }
    net->unseen = unseen;
    return DL_OK;
}

dl_status dl_statenet_init(const dl_thinc *model, const dl_kernel *kernel,
                           dl_arena *arena, dl_statenet *out, dl_error *err)
{
    parts p = {.has_upper = false};
    *out = (dl_statenet){.kernel = kernel};
    dl_status status = find_parts(model, &p, err);
    if (status == DL_OK && !parts_fit(&p)) {
        status = dl_thinc_fail(model, err, "the layers over its states do not fit");
    }
    if (status != DL_OK) {
        return status;
    }
    out->features = p.lower_w.axes[0];
    out->hidden = p.lower_w.axes[1];
    out->pieces = p.lower_w.axes[2];
    out->width = p.linear_w.axes[1];
    out->classes = p.has_upper ? p.upper_w.axes[0] : out->hidden;
    out->bias = by_pieces(out, p.lower_b.data, 1, arena);
    out->pad = by_pieces(out, p.pad.data, out->features, arena);
    status = dl_arena_failed(arena) ? dl_fail_memory(err) : pack(out, &p, err);
    if (status == DL_OK) {
        status = load_unseen(model, arena, out, err);
    }
    if (status != DL_OK) {
        dl_statenet_done(out);
    }
    return status;
}

void dl_statenet_done(dl_statenet *net)
{
    dl_matrix_free(&net->linear);
    dl_matrix_free(&net->lower);
    dl_matrix_free(&net->upper);
}

/* ---- running ---- */

#define EVEN 16 /* floats in DL_KERNEL_ALIGN bytes */

static size_t even(size_t floats)
{
    return (floats + EVEN - 1) / EVEN * EVEN;
}

dl_status dl_statenet_scratch_init(const dl_statenet *net, dl_statenet_scratch *out,
                                   dl_error *err)
{
    *out = (dl_statenet_scratch){.clock = 0};
    const size_t tokens = (size_t)DL_STATENET_BLOCKS * DL_STATENET_BLOCK;
    const size_t blocks = even(tokens * net->lower.stride);
    const size_t middle = even(DL_STATENET_BLOCK * (size_t)net->linear.stride);
    const size_t state = even((size_t)net->hidden * net->pieces);
    const size_t hidden = even(net->hidden);
    const size_t scores = even(net->upper.stride);
    out->floats = dl_kernel_floats(blocks + middle + state + hidden + scores);
    if (out->floats == NULL) {
        return dl_fail_memory(err);
    }
    out->blocks = out->floats;
    out->middle = out->blocks + blocks;
    out->state = out->middle + middle;
    out->hidden = out->state + state;
    out->scores = out->hidden + hidden;
    return DL_OK;
}

void dl_statenet_scratch_done(dl_statenet_scratch *scratch)
{
    free(scratch->floats);
    *scratch = (dl_statenet_scratch){.clock = 0};
}

bool dl_statenet_begin(const dl_statenet *net, dl_statenet_scratch *scratch,
                       const float *tokens, uint32_t count, dl_arena *arena,
                       dl_statenet_run *out)
{
    *out = (dl_statenet_run){
        .net = net, .scratch = scratch, .tokens = tokens, .count = count};
    out->place = dl_arena_new_array(arena, count / DL_STATENET_BLOCK + 1, uint8_t);
    for (unsigned i = 0; i < DL_STATENET_BLOCKS; i++) {
        scratch->owner[i] = DL_NONE;
        scratch->used_at[i] = 0;
    }
    scratch->clock = 1;
    return out->place != NULL;
}

/* The place to lay the next block: the one that was looked at longest ago. */
static unsigned oldest_place(const dl_statenet_scratch *scratch)
{
    unsigned oldest = 0;
    for (unsigned i = 1; i < DL_STATENET_BLOCKS; i++) {
        if (scratch->used_at[i] < scratch->used_at[oldest]) {
            oldest = i;
        }
    }
    return oldest;
}

static float *place_at(const dl_statenet_run *run, unsigned place)
{
    return run->scratch->blocks +
           (size_t)place * DL_STATENET_BLOCK * run->net->lower.stride;
}

/* Works a block of tokens out; gives its place. */
static unsigned work_out(dl_statenet_run *run, uint32_t block)
{
    const dl_statenet *net = run->net;
    dl_statenet_scratch *scratch = run->scratch;
    const unsigned place = oldest_place(scratch);
    if (scratch->owner[place] != DL_NONE) {
        run->place[scratch->owner[place]] = 0;
    }
    scratch->owner[place] = block;
    run->place[block] = (uint8_t)(place + 1);
    const uint32_t first = block * DL_STATENET_BLOCK, left = run->count - first;
    const uint32_t count = left < DL_STATENET_BLOCK ? left : DL_STATENET_BLOCK;
    net->kernel->product(&net->linear, run->tokens + (size_t)first * net->width,
                         net->width, count, scratch->middle);
    net->kernel->product(&net->lower, scratch->middle, net->linear.stride, count,
                         place_at(run, place));
    return place;
}

/* y[f] of a token. */
static const float *feature_row(dl_statenet_run *run, uint32_t f, uint32_t token)
{
    const dl_statenet *net = run->net;
    const uint32_t block = token / DL_STATENET_BLOCK;
    const unsigned place =
        run->place[block] != 0 ? run->place[block] - 1U : work_out(run, block);
    run->scratch->used_at[place] = run->scratch->clock;
    return place_at(run, place) +
           (size_t)(token % DL_STATENET_BLOCK) * net->lower.stride +
           (size_t)f * net->pieces * net->hidden;
}

/* Classes the net never learned get the lowest score of all. */
static void lower_unseen(const dl_statenet *net, float *scores)
{
    float lowest = FLT_MAX;
    for (uint32_t i = 0; i < net->classes; i++) {
        lowest = scores[i] < lowest ? scores[i] : lowest;
    }
    for (uint32_t i = 0; i < net->classes; i++) {
        scores[i] = net->unseen[i] ? lowest : scores[i];
    }
}

const float *dl_statenet_score(dl_statenet_run *run, const int32_t *features)
{
    const dl_statenet *net = run->net;
    dl_statenet_scratch *scratch = run->scratch;
    const uint32_t size = net->pieces * net->hidden;
    const float *rows[DL_STATENET_FEATURES_MAX + 1];
    scratch->clock++;
    for (uint32_t f = 0; f < net->features; f++) {
        rows[f] = features[f] < 0 ? net->pad + (size_t)f * size
                                  : feature_row(run, f, (uint32_t)features[f]);
    }
    rows[net->features] = net->bias;
    net->kernel->sum(rows, net->features + 1, size, scratch->state);
    net->kernel->maxout(scratch->state, net->hidden, net->pieces, scratch->hidden);
    float *scores = scratch->hidden;
    if (net->upper.weights != NULL) {
        net->kernel->product(&net->upper, scratch->hidden, net->hidden, 1,
                             scratch->scores);
        scores = scratch->scores;
    }
    if (net->unseen != NULL) {
        lower_unseen(net, scores);
    }
    return scores;
}
