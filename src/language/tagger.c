/* tagger.c - one label for each token: see tagger.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tagger.h"

#include "file.h"
#include "parse.h"

#include <float.h>

#define BATCH 48U /* tokens scored at a time */
#define LABELS_MOST 65536U

/* ---- loading ---- */

static dl_status take_labels(dl_tagger *tagger, yyjson_val *list, const char *path,
                             dl_labels *labels, dl_error *err)
{
    if (yyjson_arr_size(list) != tagger->label_count) {
        return dl_fail(err, DL_EDATA, "%s: has %zu labels and the model %u", path,
                       yyjson_arr_size(list), tagger->label_count);
    }
    size_t i, n;
    yyjson_val *item;
    yyjson_arr_foreach(list, i, n, item)
    {
        if (!yyjson_is_str(item)) {
            return dl_fail(err, DL_EDATA, "%s: label %zu is no text", path, i);
        }
        tagger->labels[i] =
            dl_labels_add(labels, (dl_str){yyjson_get_str(item), yyjson_get_len(item)});
        if (tagger->labels[i] == NULL) {
            return dl_fail_memory(err);
        }
    }
    return DL_OK;
}

static dl_status load_labels(const char *dir, const char *component, dl_tagger *tagger,
                             dl_labels *labels, dl_arena *arena, dl_error *err)
{
    const dl_str path = dl_str_printf(arena, "%s/%s/cfg", dir, component);
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_file file;
    dl_status status = dl_file_open(path.at, 0, &file, err);
    if (status != DL_OK) {
        return status;
    }
    yyjson_doc *doc = dl_parse_json(file.bytes, arena);
    yyjson_val *list = yyjson_obj_get(yyjson_doc_get_root(doc), "labels");
    if (doc == NULL) {
        status = dl_arena_failed(arena)
                     ? dl_fail_memory(err)
                     : dl_fail(err, DL_EDATA, "%s: is cut or damaged", path.at);
    } else if (list == NULL && tagger->label_count == 2) { /* a senter */
        tagger->labels[0] = dl_labels_add(labels, DL_STR("I"));
        tagger->labels[1] = dl_labels_add(labels, DL_STR("S"));
        status = dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
    } else {
        status = take_labels(tagger, list, path.at, labels, err);
    }
    yyjson_doc_free(doc);
    dl_file_close(&file);
    return status;
}

dl_status dl_tagger_init(const char *dir, const char *component, const dl_thinc *model,
                         const dl_kernel *kernel, dl_labels *labels, dl_arena *arena,
                         dl_tagger *out, dl_error *err)
{
    uint32_t node;
    dl_thinc_array w, b;
    *out = (dl_tagger){.kernel = kernel};
    dl_status status = dl_thinc_need(model, "softmax", 0, &node, err);
    if (status == DL_OK) {
        status = dl_thinc_param(model, node, "W", 2, &w, err);
    }
    if (status == DL_OK) {
        status = dl_thinc_param(model, node, "b", 1, &b, err);
    }
    if (status == DL_OK && (b.axes[0] != w.axes[0] || w.axes[0] > LABELS_MOST)) {
        status = dl_thinc_fail(model, err, "its last layer does not fit");
    }
    if (status != DL_OK) {
        return status;
    }
    out->label_count = w.axes[0];
    out->labels = dl_arena_array(arena, out->label_count, sizeof *out->labels);
    if (out->labels == NULL) {
        return dl_fail_memory(err);
    }
    status = load_labels(dir, component, out, labels, arena, err);
    if (status == DL_OK) {
        const dl_matrix_source source = {.weights = w.data,
                                         .bias = b.data,
                                         .pieces = 1,
                                         .outputs = w.axes[0],
                                         .inputs = w.axes[1],
                                         .row_size = w.axes[1]};
        status = dl_matrix_new(kernel, &source, 1, &out->matrix, err);
    }
    return status;
}

void dl_tagger_done(dl_tagger *tagger)
{
    dl_matrix_free(&tagger->matrix);
}

/* ---- running ---- */

/* The first class with the highest score, and its lead. */
static uint32_t choose(const float *scores, uint32_t count, float *lead)
{
    uint32_t best = 0;
    float next = -FLT_MAX;
    for (uint32_t i = 1; i < count; i++) {
        if (scores[i] > scores[best]) {
            next = scores[best];
            best = i;
        } else if (scores[i] > next) {
            next = scores[i];
        }
    }
    *lead = scores[best] - next;
    return best;
}

bool dl_tagger_run(const dl_tagger *tagger, const float *tokens, uint32_t count,
                   dl_arena *arena, float *margins, uint32_t *out)
{
    const dl_matrix *matrix = &tagger->matrix;
    void *bytes = dl_arena_alloc(arena, BATCH * (size_t)matrix->stride * sizeof(float) +
                                            DL_KERNEL_ALIGN);
    if (bytes == NULL) {
        return false;
    }
    float *scores = dl_kernel_aligned(bytes);
    for (uint32_t done = 0, batch; done < count; done += batch) {
        batch = count - done < BATCH ? count - done : BATCH;
        tagger->kernel->product(matrix, tokens + (size_t)done * matrix->inputs,
                                matrix->inputs, batch, scores);
        for (uint32_t i = 0; i < batch; i++) {
            float lead;
            out[done + i] =
                choose(scores + (size_t)i * matrix->stride, tagger->label_count, &lead);
            if (margins != NULL) {
                margins[done + i] = lead;
            }
        }
    }
    return true;
}
