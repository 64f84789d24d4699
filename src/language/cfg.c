/* cfg.c - reads config.cfg: a line is a section, a key with its value, the continuation
 * of a value (it starts with a blank), a comment, or empty. JSON is read by yyjson when
 * a value is asked for.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cfg.h"

#include "parse.h"

static bool is_comment(dl_str line)
{
    return line.size == 0 || line.at[0] == '#' || line.at[0] == ';';
}

/* "value" and its continuation lines, with a blank between. */
static dl_str join(dl_arena *arena, dl_str value, dl_str more)
{
    return dl_str_printf(arena, "%.*s %.*s", (int)value.size, value.at, (int)more.size,
                         more.at);
}

static dl_status add_entry(dl_arena *arena, dl_cfg *cfg, dl_str section, dl_str line,
                           const char *name, unsigned number, dl_error *err)
{
    const char *equals = memchr(line.at, '=', line.size);
    if (equals == NULL) {
        return dl_fail(err, DL_EDATA, "%s:%u: neither a [section] nor a key = value",
                       name, number);
    }
    if (cfg->entries.count >= DL_CFG_ENTRIES_MAX) {
        return dl_fail(err, DL_ELIMIT, "%s:%u: more than %d keys", name, number,
                       DL_CFG_ENTRIES_MAX);
    }
    dl_cfg_entry *entry = dl_vec_push(&cfg->entries, arena);
    if (entry == NULL) {
        return dl_fail_memory(err);
    }
    const size_t at = (size_t)(equals - line.at);
    entry->section = section;
    entry->key = dl_str_trim((dl_str){line.at, at});
    entry->value = dl_str_trim((dl_str){equals + 1, line.size - at - 1});
    return DL_OK;
}

dl_status dl_cfg_read(dl_arena *arena, dl_str text, const char *name, dl_cfg *out,
                      dl_error *err)
{
    *out = (dl_cfg){.arena = arena};
    dl_str rest = text, section = {"", 0};
    bool open = false; /* an entry that a blank line or a section has not ended */
    for (unsigned number = 1; rest.at != NULL; number++) {
        const dl_str raw = dl_str_next(&rest, '\n');
        const dl_str line = dl_str_trim(raw);
        if (is_comment(line)) {
            open = open && line.size > 0;
            continue;
        }
        if (open && (raw.at[0] == ' ' || raw.at[0] == '\t')) {
            dl_cfg_entry *last = &out->entries.at[out->entries.count - 1];
            last->value = join(arena, last->value, line);
            continue;
        }
        if (line.at[0] == '[') {
            if (line.at[line.size - 1] != ']') {
                return dl_fail(err, DL_EDATA, "%s:%u: a section without ']'", name,
                               number);
            }
            section = dl_str_trim((dl_str){line.at + 1, line.size - 2});
            dl_str *item = dl_vec_push(&out->sections, arena);
            if (item == NULL) {
                return dl_fail_memory(err);
            }
            *item = section;
            open = false;
            continue;
        }
        const dl_status status = add_entry(arena, out, section, line, name, number, err);
        if (status != DL_OK) {
            return status;
        }
        open = true;
    }
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}

bool dl_cfg_section(const dl_cfg *cfg, const char *section)
{
    for (uint32_t i = 0; i < cfg->sections.count; i++) {
        if (dl_str_is(cfg->sections.at[i], section)) {
            return true;
        }
    }
    return false;
}

static dl_str find(const dl_cfg *cfg, dl_str section, dl_str key)
{
    for (uint32_t i = 0; i < cfg->entries.count; i++) {
        const dl_cfg_entry *entry = &cfg->entries.at[i];
        if (dl_str_equal(entry->section, section) && dl_str_equal(entry->key, key)) {
            return entry->value;
        }
    }
    return (dl_str){NULL, 0};
}

/* Cuts "${a.b:c}" or "${a.b.c}" into section "a.b" and key "c". */
static bool split_reference(dl_str value, dl_str *section, dl_str *key)
{
    if (value.size < 5 || value.at[0] != '$' || value.at[1] != '{' ||
        value.at[value.size - 1] != '}') {
        return false;
    }
    const dl_str inner = {value.at + 2, value.size - 3};
    const char *cut = memrchr(inner.at, ':', inner.size);
    if (cut == NULL) {
        cut = memrchr(inner.at, '.', inner.size);
    }
    if (cut == NULL) {
        return false;
    }
    *section = (dl_str){inner.at, (size_t)(cut - inner.at)};
    *key = (dl_str){cut + 1, inner.size - section->size - 1};
    return true;
}

dl_str dl_cfg_json(const dl_cfg *cfg, const char *section, const char *key)
{
    dl_str value = find(cfg, dl_str_of(section), dl_str_of(key));
    dl_str next_section, next_key;
    for (int hop = 0;
         value.at != NULL && split_reference(value, &next_section, &next_key); hop++) {
        value = hop < DL_CFG_HOPS ? find(cfg, next_section, next_key) : (dl_str){NULL, 0};
    }
    return value;
}

static yyjson_doc *parse(const dl_cfg *cfg, const char *section, const char *key)
{
    const dl_str value = dl_cfg_json(cfg, section, key);
    return dl_parse_json(value, cfg->arena);
}

bool dl_cfg_int(const dl_cfg *cfg, const char *section, const char *key, int64_t *out)
{
    yyjson_doc *doc = parse(cfg, section, key);
    yyjson_val *root = yyjson_doc_get_root(doc);
    const bool found = yyjson_is_int(root);
    if (found) {
        *out = yyjson_get_sint(root);
    }
    yyjson_doc_free(doc);
    return found;
}

bool dl_cfg_bool(const dl_cfg *cfg, const char *section, const char *key, bool *out)
{
    yyjson_doc *doc = parse(cfg, section, key);
    yyjson_val *root = yyjson_doc_get_root(doc);
    const bool found = yyjson_is_bool(root);
    if (found) {
        *out = yyjson_get_bool(root);
    }
    yyjson_doc_free(doc);
    return found;
}

static dl_str text_of(yyjson_val *value, dl_arena *arena)
{
    return dl_str_copy(arena, (dl_str){yyjson_get_str(value), yyjson_get_len(value)});
}

bool dl_cfg_text(const dl_cfg *cfg, const char *section, const char *key, dl_arena *arena,
                 dl_str *out)
{
    yyjson_doc *doc = parse(cfg, section, key);
    yyjson_val *root = yyjson_doc_get_root(doc);
    const bool found = yyjson_is_str(root);
    if (found) {
        *out = text_of(root, arena);
    }
    yyjson_doc_free(doc);
    return found && !dl_arena_failed(arena);
}

bool dl_cfg_texts(const dl_cfg *cfg, const char *section, const char *key,
                  dl_arena *arena, dl_str **out, uint32_t *count)
{
    yyjson_doc *doc = parse(cfg, section, key);
    yyjson_val *root = yyjson_doc_get_root(doc);
    bool found = yyjson_is_arr(root);
    const size_t size = yyjson_arr_size(root);
    dl_str *items = found ? dl_arena_new_array(arena, size, dl_str) : NULL;
    size_t i, max;
    yyjson_val *item;
    yyjson_arr_foreach(root, i, max, item)
    {
        found = found && items != NULL && yyjson_is_str(item);
        if (found) {
            items[i] = text_of(item, arena);
        }
    }
    yyjson_doc_free(doc);
    if (!found || dl_arena_failed(arena)) {
        return false;
    }
    *out = items;
    *count = (uint32_t)size;
    return true;
}

bool dl_cfg_ints(const dl_cfg *cfg, const char *section, const char *key, dl_arena *arena,
                 int64_t **out, uint32_t *count)
{
    yyjson_doc *doc = parse(cfg, section, key);
    yyjson_val *root = yyjson_doc_get_root(doc);
    bool found = yyjson_is_arr(root);
    const size_t size = yyjson_arr_size(root);
    int64_t *items = found ? dl_arena_new_array(arena, size, int64_t) : NULL;
    size_t i, max;
    yyjson_val *item;
    yyjson_arr_foreach(root, i, max, item)
    {
        found = found && items != NULL && yyjson_is_int(item);
        if (found) {
            items[i] = yyjson_get_sint(item);
        }
    }
    yyjson_doc_free(doc);
    if (!found || dl_arena_failed(arena)) {
        return false;
    }
    *out = items;
    *count = (uint32_t)size;
    return true;
}
