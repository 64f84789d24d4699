/* thinc.c - reads a component's `model` file (thinc/model.py to_dict; srsly's encoding
 * of numpy arrays, whose keys are blobs, not strings).
 *
 * Opening walks the whole file once, so that a cut file is found then and not in the
 * middle of a text; after that the accessors read maps that are known to be whole.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "thinc.h"

#include <stdarg.h>
#include <stdio.h>

dl_status dl_thinc_fail(const dl_thinc *model, dl_error *err, const char *format, ...)
{
    char what[DL_ERROR_MESSAGE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    return dl_fail(err, DL_EDATA, "%s: %s", model->path.at, what);
}

/* ---- opening ---- */

/* The name of one node: a map {index, name, dims, refs}. */
static dl_str node_name(dl_msgpack *in)
{
    dl_str name = {"", 0};
    for (uint32_t pairs = dl_msgpack_map(in); pairs > 0 && !in->failed; pairs--) {
        if (dl_str_is(dl_msgpack_text(in), "name")) {
            name = dl_msgpack_text(in);
        } else {
            dl_msgpack_skip(in);
        }
    }
    return name;
}

/* One item of a list, a map that is only walked over. */
static dl_str whole_map(dl_msgpack *in)
{
    if (dl_msgpack_peek(in) != DL_MSGPACK_MAP) {
        in->failed = true;
    }
    return dl_msgpack_skip(in);
}

typedef enum list { NODES, ATTRS, PARAMS, OTHER } list;

static list list_of(dl_str key)
{
    return dl_str_is(key, "nodes")    ? NODES
           : dl_str_is(key, "attrs")  ? ATTRS
           : dl_str_is(key, "params") ? PARAMS
                                      : OTHER;
}

/* Takes one of the parallel lists into the nodes, making them at the first. */
static dl_status take_list(dl_thinc *model, list which, dl_msgpack *in, dl_arena *arena,
                           dl_error *err)
{
    const uint32_t count = dl_msgpack_array(in);
    if (in->failed) {
        return DL_OK; /* the caller reports */
    }
    if (model->nodes == NULL) {
        if (count == 0 || count > DL_THINC_NODES_MAX) {
            return dl_thinc_fail(model, err, "has %u layers", count);
        }
        model->node_count = count;
        model->nodes = dl_arena_new_array(arena, count, dl_thinc_node);
        if (model->nodes == NULL) {
            return dl_fail_memory(err);
        }
    } else if (count != model->node_count) {
        return dl_thinc_fail(model, err, "has %u layers and %u parts for them",
                             model->node_count, count);
    }
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        dl_thinc_node *node = &model->nodes[i];
        if (which == NODES) {
            node->name = node_name(in);
        } else if (which == ATTRS) {
            node->attrs = whole_map(in);
        } else {
            node->params = whole_map(in);
        }
    }
    return DL_OK;
}

static dl_status take_file(dl_thinc *model, dl_arena *arena, dl_error *err)
{
    dl_msgpack in;
    dl_msgpack_init(&in, model->file.bytes);
    unsigned seen = 0;
    for (uint32_t pairs = dl_msgpack_map(&in); pairs > 0 && !in.failed; pairs--) {
        const list which = list_of(dl_msgpack_text(&in));
        if (which == OTHER) {
            dl_msgpack_skip(&in);
            continue;
        }
        const dl_status status = take_list(model, which, &in, arena, err);
        if (status != DL_OK) {
            return status;
        }
        seen |= 1U << which;
    }
    if (!dl_msgpack_done(&in)) {
        return dl_thinc_fail(model, err, "is cut or damaged at byte %zu of %zu",
                             dl_msgpack_at(&in), model->file.bytes.size);
    }
    if (seen != (1U << NODES | 1U << ATTRS | 1U << PARAMS)) {
        return dl_thinc_fail(model, err, "is not a model: layers or numbers are missing");
    }
    return DL_OK;
}

dl_status dl_thinc_open(const char *dir, const char *component, dl_arena *arena,
                        dl_thinc *out, dl_error *err)
{
    *out = (dl_thinc){.path = dl_str_printf(arena, "%s/%s/model", dir, component)};
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_status status = dl_file_open(out->path.at, 0, &out->file, err);
    if (status != DL_OK) {
        return status;
    }
    status = take_file(out, arena, err);
    if (status != DL_OK) {
        dl_thinc_close(out);
    }
    return status;
}

void dl_thinc_close(dl_thinc *model)
{
    dl_file_close(&model->file);
    *model = (dl_thinc){0};
}

/* ---- finding ---- */

uint32_t dl_thinc_find(const dl_thinc *model, const char *name, uint32_t from)
{
    for (uint32_t i = from; i < model->node_count; i++) {
        if (dl_str_is(model->nodes[i].name, name)) {
            return i;
        }
    }
    return DL_NONE;
}

dl_status dl_thinc_need(const dl_thinc *model, const char *name, uint32_t from,
                        uint32_t *out, dl_error *err)
{
    *out = dl_thinc_find(model, name, from);
    return *out == DL_NONE
               ? dl_thinc_fail(model, err, "has no (further) layer '%s'", name)
               : DL_OK;
}

bool dl_thinc_mentions(const dl_thinc *model, const char *part)
{
    for (uint32_t i = 0; i < model->node_count; i++) {
        if (dl_str_find(model->nodes[i].name, dl_str_of(part)) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* Sets `in` on the value of `name` in a whole map; false if it is absent. */
static bool find_value(dl_str map, const char *name, dl_msgpack *in)
{
    dl_msgpack_init(in, map);
    for (uint32_t pairs = dl_msgpack_map(in); pairs > 0 && !in->failed; pairs--) {
        if (dl_str_is(dl_msgpack_text(in), name)) {
            return !in->failed;
        }
        dl_msgpack_skip(in);
    }
    return false;
}

/* ---- arrays ---- */

typedef struct raw_array {
    dl_str type, data;
    uint64_t axes[DL_THINC_AXES_MAX];
    uint32_t axis_count; /* DL_THINC_AXES_MAX + 1: more than that */
} raw_array;

static void take_shape(dl_msgpack *in, raw_array *array)
{
    const uint32_t count = dl_msgpack_array(in);
    array->axis_count = count > DL_THINC_AXES_MAX ? DL_THINC_AXES_MAX + 1 : count;
    for (uint32_t i = 0; i < count && !in->failed; i++) {
        const uint64_t length = dl_msgpack_unsigned(in);
        if (i < DL_THINC_AXES_MAX) {
            array->axes[i] = length;
        }
    }
}

static void take_array(dl_msgpack *in, raw_array *array)
{
    for (uint32_t pairs = dl_msgpack_map(in); pairs > 0 && !in->failed; pairs--) {
        const dl_str key = dl_msgpack_text(in);
        if (dl_str_is(key, "type")) {
            array->type = dl_msgpack_text(in);
        } else if (dl_str_is(key, "shape")) {
            take_shape(in, array);
        } else if (dl_str_is(key, "data")) {
            array->data = dl_msgpack_text(in);
        } else {
            dl_msgpack_skip(in);
        }
    }
}

/* Do the axes multiply to the bytes there are? */
static bool shape_fits(const raw_array *array)
{
    uint64_t floats = 1;
    for (uint32_t i = 0; i < array->axis_count; i++) {
        if (array->axes[i] == 0 || array->axes[i] > DL_THINC_AXIS_MAX ||
            floats > array->data.size / array->axes[i]) {
            return false;
        }
        floats *= array->axes[i];
    }
    return floats * sizeof(float) == array->data.size;
}

dl_status dl_thinc_param(const dl_thinc *model, uint32_t node, const char *name,
                         uint32_t axes, dl_thinc_array *out, dl_error *err)
{
    const dl_thinc_node *at = &model->nodes[node];
    dl_msgpack in;
    raw_array array = {.axis_count = 0};
    if (!find_value(at->params, name, &in)) {
        return dl_thinc_fail(model, err, "layer %u '%.*s' has no numbers '%s'", node,
                             (int)(at->name.size < 40 ? at->name.size : 40), at->name.at,
                             name);
    }
    take_array(&in, &array);
    if (in.failed || array.axis_count != axes || !shape_fits(&array) ||
        !dl_str_is(array.type, "<f4")) {
        return dl_thinc_fail(model, err,
                             "the numbers '%s' of layer %u are not %u axes of f32", name,
                             node, axes);
    }
    *out = (dl_thinc_array){.data = (const unsigned char *)array.data.at};
    for (uint32_t i = 0; i < DL_THINC_AXES_MAX; i++) {
        out->axes[i] = i < axes ? (uint32_t)array.axes[i] : 1;
    }
    return DL_OK;
}

/* ---- attributes ---- */

dl_str dl_thinc_attr(const dl_thinc *model, uint32_t node, const char *name)
{
    dl_msgpack in;
    if (!find_value(model->nodes[node].attrs, name, &in)) {
        return (dl_str){NULL, 0};
    }
    const dl_str value = dl_msgpack_text(&in);
    return in.failed ? (dl_str){NULL, 0} : value;
}

int64_t dl_thinc_int(const dl_thinc *model, uint32_t node, const char *name,
                     int64_t fallback)
{
    const dl_str value = dl_thinc_attr(model, node, name);
    if (value.at == NULL) {
        return fallback;
    }
    dl_msgpack in;
    dl_msgpack_init(&in, value);
    const int64_t number = dl_msgpack_signed(&in);
    return in.failed ? fallback : number;
}
