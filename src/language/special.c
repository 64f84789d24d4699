/* special.c - the table and the trie of special cases.
 * SPDX-License-Identifier: Apache-2.0 */
#include "special.h"

#include "hash.h"
#include "ids.h"

#define KEY_ORTH 65 /* spaCy's numbers of the two attributes a case may set */
#define KEY_NORM 67

/* One {ORTH: text, NORM: text}. */
static dl_status read_part(dl_special_part *part, dl_arena *arena, dl_msgpack *in,
                           const char *name, dl_error *err)
{
    for (uint32_t pairs = dl_msgpack_map(in); pairs > 0 && !in->failed; pairs--) {
        const uint64_t key = dl_msgpack_unsigned(in);
        const dl_str value = dl_msgpack_text(in);
        if (key == KEY_ORTH) {
            part->orth = dl_str_copy(arena, value);
        } else if (key == KEY_NORM) {
            part->norm = dl_string_id(value);
        } else if (!in->failed) {
            return dl_fail(err, DL_EDATA,
                           "%s: an exception sets attribute %llu; ORTH (%d)"
                           " and NORM (%d) are known",
                           name, (unsigned long long)key, KEY_ORTH, KEY_NORM);
        }
    }
    return DL_OK;
}

/* The parts of a case must make up its text. */
static bool parts_fit(const dl_specials *specials, const dl_special *item)
{
    size_t at = 0;
    for (uint32_t i = 0; i < item->count; i++) {
        const dl_str orth = specials->parts.at[item->first + i].orth;
        if (orth.size == 0 || orth.size > item->text.size - at ||
            memcmp(item->text.at + at, orth.at, orth.size) != 0) {
            return false;
        }
        at += orth.size;
    }
    return at == item->text.size && at > 0;
}

static dl_status read_case(dl_specials *specials, dl_arena *arena, dl_msgpack *in,
                           const char *name, dl_error *err)
{
    dl_special *item = dl_vec_push(&specials->items, arena);
    if (item == NULL) {
        return dl_fail_memory(err);
    }
    item->text = dl_str_copy(arena, dl_msgpack_text(in));
    item->first = specials->parts.count;
    item->count = dl_msgpack_array(in);
    for (uint32_t i = 0; i < item->count && !in->failed; i++) {
        dl_special_part *part = dl_vec_push(&specials->parts, arena);
        if (part == NULL) {
            return dl_fail_memory(err);
        }
        const dl_status status = read_part(part, arena, in, name, err);
        if (status != DL_OK) {
            return status;
        }
    }
    if (in->failed) {
        return DL_OK; /* the caller says where */
    }
    if (!parts_fit(specials, item)) {
        return dl_fail(err, DL_EDATA,
                       "%s: the parts of the exception '%.*s' are not its text", name,
                       (int)item->text.size, item->text.at);
    }
    if (item->text.size > specials->longest) {
        specials->longest = item->text.size;
    }
    const uint32_t place = specials->items.count - 1;
    return dl_map_set_id(&specials->map, dl_string_hash(item->text), place)
               ? DL_OK
               : dl_fail_memory(err);
}

dl_status dl_specials_read(dl_specials *specials, dl_arena *arena, dl_msgpack *in,
                           const char *name, dl_error *err)
{
    *specials = (dl_specials){0};
    dl_map_init(&specials->map, arena);
    dl_map_init(&specials->trie, arena);
    if (dl_vec_push(&specials->ends, arena) == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t left = dl_msgpack_map(in); left > 0 && !in->failed; left--) {
        const dl_status status = read_case(specials, arena, in, name, err);
        if (status != DL_OK) {
            return status;
        }
    }
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}

const dl_special *dl_specials_find(const dl_specials *specials, dl_str text)
{
    if (text.size == 0 || text.size > specials->longest) {
        return NULL;
    }
    const uint32_t place = dl_map_find_id(&specials->map, dl_string_hash(text));
    if (place == DL_NONE || !dl_str_equal(specials->items.at[place].text, text)) {
        return NULL;
    }
    return &specials->items.at[place];
}

bool dl_specials_learn(dl_specials *specials, dl_arena *arena, const uint64_t *orths,
                       uint32_t count)
{
    uint32_t state = DL_SPECIAL_ROOT;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t next = specials->ends.count;
        const uint32_t now =
            dl_map_add_id(&specials->trie, dl_hash_join(state, orths[i]), next);
        if (now == DL_NONE ||
            (now == next && dl_vec_push(&specials->ends, arena) == NULL)) {
            return false;
        }
        state = now;
    }
    if (count > 0) {
        specials->ends.at[state] = true;
    }
    return true;
}

uint32_t dl_specials_step(const dl_specials *specials, uint32_t state, uint64_t orth)
{
    return dl_map_find_id(&specials->trie, dl_hash_join(state, orth));
}
