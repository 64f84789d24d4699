/* moves.c - the classes of a transition system: see moves.h. After spaCy's
 * TransitionSystem.initialize_actions, whose order the nets' weights are in.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "moves.h"

#include "file.h"
#include "msgpack.h"
#include "parse.h"

#include <stdlib.h>

/* One label of one move as the file has it. */
typedef struct entry {
    uint32_t action;
    int64_t frequency;
    dl_str label;
} entry;

typedef struct reader {
    const char *path;
    uint32_t actions;
    bool (*keeps)(uint32_t action, const dl_label *label);
    dl_arena *arena;
    dl_error *err;
    entry *entries;
    uint32_t count;
} reader;

/* Classes as spaCy numbers them: those known from the start by move, then the added. */
static int compare_entries(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    const bool added = x->frequency < 0, other_added = y->frequency < 0;
    if (added != other_added) {
        return added ? 1 : -1;
    }
    if (!added && x->action != y->action) {
        return x->action < y->action ? -1 : 1;
    }
    if (x->frequency != y->frequency) {
        return x->frequency > y->frequency ? -1 : 1;
    }
    const int by_label = -dl_str_compare(x->label, y->label);
    return by_label != 0 ? by_label : (x->action > y->action) - (x->action < y->action);
}

/* The number of a move, written as a key: "0" to "9" in every system there is. */
static bool read_action(const reader *r, yyjson_val *key, uint32_t *action)
{
    const char *text = yyjson_get_str(key);
    if (yyjson_get_len(key) != 1 || text[0] < '0' || text[0] > '9') {
        return false;
    }
    *action = (uint32_t)(text[0] - '0');
    return *action < r->actions;
}

static uint64_t count_labels(yyjson_val *root)
{
    uint64_t count = 0;
    size_t i, n;
    yyjson_val *key, *labels;
    yyjson_obj_foreach(root, i, n, key, labels)
    {
        count += yyjson_obj_size(labels);
    }
    return count;
}

static dl_status read_action_labels(reader *r, uint32_t action, yyjson_val *labels)
{
    size_t i, n;
    yyjson_val *key, *frequency;
    yyjson_obj_foreach(labels, i, n, key, frequency)
    {
        const dl_str label = {yyjson_get_str(key), yyjson_get_len(key)};
        if (!yyjson_is_int(frequency)) {
            return dl_fail(r->err, DL_EDATA, "%s: '%.40s' has no whole frequency",
                           r->path, label.at);
        }
        r->entries[r->count++] =
            (entry){action, yyjson_get_sint(frequency), dl_str_copy(r->arena, label)};
    }
    return DL_OK;
}

static dl_status read_entries(reader *r, yyjson_val *root)
{
    const uint64_t count = count_labels(root);
    if (!yyjson_is_obj(root) || count == 0 || count > DL_MOVES_MAX) {
        return dl_fail(r->err, DL_EDATA, "%s: holds %llu moves", r->path,
                       (unsigned long long)count);
    }
    r->entries = dl_arena_new_array(r->arena, count, entry);
    if (r->entries == NULL) {
        return dl_fail_memory(r->err);
    }
    size_t i, n;
    yyjson_val *key, *labels;
    yyjson_obj_foreach(root, i, n, key, labels)
    {
        uint32_t action;
        if (!read_action(r, key, &action)) {
            return dl_fail(r->err, DL_EDATA, "%s: move '%.40s' is unknown", r->path,
                           yyjson_get_str(key));
        }
        const dl_status status = read_action_labels(r, action, labels);
        if (status != DL_OK) {
            return status;
        }
    }
    qsort(r->entries, r->count, sizeof *r->entries, compare_entries);
    return dl_arena_failed(r->arena) ? dl_fail_memory(r->err) : DL_OK;
}

static dl_status make_moves(reader *r, dl_labels *labels, dl_moves *out)
{
    out->at = dl_arena_new_array(r->arena, r->count, dl_move);
    if (out->at == NULL) {
        return dl_fail_memory(r->err);
    }
    for (uint32_t i = 0; i < r->count; i++) {
        const dl_label *label = dl_labels_add(labels, r->entries[i].label);
        if (label == NULL) {
            return dl_fail_memory(r->err);
        }
        if (r->keeps == NULL || r->keeps(r->entries[i].action, label)) {
            out->at[out->count++] = (dl_move){r->entries[i].action, label};
        }
    }
    return DL_OK;
}

/* The JSON text under "moves" in the file's MessagePack map, which must be whole. */
static dl_str find_json(dl_str bytes)
{
    dl_msgpack in;
    dl_str json = {NULL, 0};
    dl_msgpack_init(&in, bytes);
    for (uint32_t pairs = dl_msgpack_map(&in); pairs > 0 && !in.failed; pairs--) {
        if (dl_str_is(dl_msgpack_text(&in), "moves")) {
            json = dl_msgpack_text(&in);
        } else {
            dl_msgpack_skip(&in);
        }
    }
    return dl_msgpack_done(&in) ? json : (dl_str){NULL, 0};
}

static dl_status read_file(reader *r, dl_str bytes, dl_labels *labels, dl_moves *out)
{
    yyjson_doc *doc = dl_parse_json(find_json(bytes), r->arena);
    if (doc == NULL) {
        return dl_arena_failed(r->arena)
                   ? dl_fail_memory(r->err)
                   : dl_fail(r->err, DL_EDATA, "%s: is cut or damaged", r->path);
    }
    dl_status status = read_entries(r, yyjson_doc_get_root(doc));
    if (status == DL_OK) {
        status = make_moves(r, labels, out);
    }
    yyjson_doc_free(doc);
    return status;
}

dl_status dl_moves_open(const char *dir, const char *component, uint32_t actions,
                        bool (*keeps)(uint32_t action, const dl_label *label),
                        dl_labels *labels, dl_arena *arena, dl_moves *out, dl_error *err)
{
    *out = (dl_moves){.count = 0};
    const dl_str path = dl_str_printf(arena, "%s/%s/moves", dir, component);
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_file file;
    dl_status status = dl_file_open(path.at, 0, &file, err);
    if (status != DL_OK) {
        return status;
    }
    reader r = {
        .path = path.at, .actions = actions, .keeps = keeps, .arena = arena, .err = err};
    status = read_file(&r, file.bytes, labels, out);
    dl_file_close(&file);
    return status;
}
