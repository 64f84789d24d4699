/* name_index.c - see name_index.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "name_index.h"

void dl_name_index_init(dl_name_index *index, dl_arena *arena)
{
    *index = (dl_name_index){0};
    dl_map_init(&index->map, arena);
}

void dl_name_index_add(dl_naming *n, dl_name_index *index, dl_str key, uint32_t part)
{
    if (key.size == 0) {
        return;
    }
    const uint32_t at = dl_map_add(&index->map, key, index->lists.count);
    if (at == index->lists.count && dl_vec_push(&index->lists, n->arena) == NULL) {
        return;
    }
    if (at == DL_NONE) {
        return;
    }
    dl_answers *list = &index->lists.at[at];
    const uint32_t root = dl_part_root(n, part);
    for (uint32_t i = 0; i < list->count; i++) {
        if (dl_part_root(n, list->parts[i]) == root) {
            return;
        }
    }
    if (list->count < DL_ANSWERS_MOST) {
        list->parts[list->count++] = part;
    }
}

void dl_name_index_endings(dl_naming *n, dl_name_index *index, dl_str key, unsigned most,
                           uint32_t part)
{
    unsigned words = 0;
    for (size_t i = key.size; i-- > 1 && words < most;) {
        if (key.at[i] == ' ') {
            words++;
            dl_name_index_add(n, index, (dl_str){key.at + i + 1, key.size - i - 1}, part);
        }
    }
}

void dl_name_index_beginnings(dl_naming *n, dl_name_index *index, dl_str key,
                              unsigned most, uint32_t part)
{
    unsigned words = 0;
    for (size_t i = 1; i < key.size && words < most; i++) {
        if (key.at[i] == ' ') {
            words++;
            dl_name_index_add(n, index, (dl_str){key.at, i}, part);
        }
    }
}

const dl_answers *dl_name_index_all(const dl_name_index *index, dl_str key)
{
    const uint32_t at = key.size == 0 ? DL_NONE : dl_map_find(&index->map, key);
    return at == DL_NONE || at >= index->lists.count ? NULL : &index->lists.at[at];
}

void dl_name_index_heads(dl_naming *n, dl_name_index *index, dl_str key,
                         uint32_t part)
{
    static const char *const LINKS[] = {" for ", " of ", " on "};
    enum { HEAD_LETTERS_LEAST = 4 };
    for (size_t l = 0; l < sizeof LINKS / sizeof *LINKS; l++) {
        const size_t at = dl_str_find(key, dl_str_of(LINKS[l]));
        if (at == SIZE_MAX || at < HEAD_LETTERS_LEAST) {
            continue;
        }
        const dl_str before = {key.at, at};
        dl_name_index_endings(n, index, before, 2, part);
        dl_name_index_add(n, index, before, part);
    }
}

uint32_t dl_name_index_only(const dl_naming *n, const dl_name_index *index, dl_str key,
                            uint32_t part, bool *several)
{
    const dl_answers *list = dl_name_index_all(index, key);
    uint32_t found = DL_NONE;
    *several = false;
    for (uint32_t i = 0; list != NULL && i < list->count; i++) {
        if (list->parts[i] == part) {
            continue;
        }
        if (found == DL_NONE) {
            found = list->parts[i];
        } else if (dl_part_root(n, found) != dl_part_root(n, list->parts[i])) {
            *several = true;
            return DL_NONE;
        }
    }
    return found;
}
