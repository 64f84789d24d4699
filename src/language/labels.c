/* labels.c - the names a pipeline gives: see labels.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "labels.h"

#include "vec.h"

#define DECORATION "||"

void dl_labels_init(dl_labels *labels, dl_arena *arena)
{
    *labels = (dl_labels){.arena = arena};
    dl_map_init(&labels->map, arena);
}

/* The label of exactly this text, undecorated if it is made. */
static dl_label *add_plain(dl_labels *labels, dl_str text)
{
    const uint32_t known = dl_map_find(&labels->map, text);
    if (known != DL_NONE) {
        return labels->all[known];
    }
    dl_label **all = dl_vec_room(labels->arena, labels->all, labels->count, &labels->room,
                                 sizeof *all);
    dl_label *label = dl_arena_new(labels->arena, dl_label);
    const dl_str copy = dl_str_copy(labels->arena, text);
    if (all == NULL || label == NULL || dl_arena_failed(labels->arena)) {
        return NULL;
    }
    labels->all = all;
    *label = (dl_label){.text = copy.at, .bare = label};
    if (dl_map_add(&labels->map, copy, labels->count) == DL_NONE) {
        return NULL;
    }
    labels->all[labels->count++] = label;
    return label;
}

const dl_label *dl_labels_add(dl_labels *labels, dl_str text)
{
    dl_label *label = add_plain(labels, text);
    const size_t at = dl_str_find(text, DL_STR(DECORATION));
    if (label == NULL || at == SIZE_MAX || label->head != NULL) {
        return label;
    }
    const size_t after = at + sizeof DECORATION - 1;
    const dl_label *bare = add_plain(labels, (dl_str){text.at, at});
    const dl_label *head =
        add_plain(labels, (dl_str){text.at + after, text.size - after});
    if (bare == NULL || head == NULL) {
        return NULL;
    }
    label->bare = bare;
    label->head = head;
    return label;
}
