/* name_index.h - which things answer to some words.
 *
 * A key has a few parts under it, each of another thing: what comes after them is not
 * needed, for where several things answer no join is made. So every question costs the
 * same, however often a text says a name.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_NAME_INDEX_H
#define DL_NAME_INDEX_H

#include "name.h"

#define DL_ANSWERS_MOST 4

typedef struct dl_answers {
    uint32_t parts[DL_ANSWERS_MOST];
    uint32_t count;
} dl_answers;

typedef struct dl_name_index {
    dl_map map;
    DL_VEC(dl_answers) lists;
} dl_name_index;

void dl_name_index_init(dl_name_index *index, dl_arena *arena);

/* Says that `part` answers to `key` (borrowed). */
void dl_name_index_add(dl_naming *n, dl_name_index *index, dl_str key, uint32_t part);

/* Every way in which `key` ends, or begins, at a word: "de mistura", "mistura". The whole
 * key is not among them; at most `most` words. */
void dl_name_index_endings(dl_naming *n, dl_name_index *index, dl_str key, unsigned most,
                           uint32_t part);
void dl_name_index_beginnings(dl_naming *n, dl_name_index *index, dl_str key,
                              unsigned most, uint32_t part);

/* What stands before "of", "for" or "on", and how it ends: "observatory" is the head of
 * "syrian observatory for human rights". */
void dl_name_index_heads(dl_naming *n, dl_name_index *index, dl_str key, uint32_t part);

/* The one thing that answers to `key` beside `part` itself: a part of it. DL_NONE when
 * there is none, or (*several set) more than one. */
uint32_t dl_name_index_only(const dl_naming *n, const dl_name_index *index, dl_str key,
                            uint32_t part, bool *several);

/* All that answer, or NULL. */
const dl_answers *dl_name_index_all(const dl_name_index *index, dl_str key);

#endif
