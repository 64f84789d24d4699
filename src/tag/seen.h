/* seen.h - words of a document that were met before.
 *
 * What the letters of a word say does not change where it comes again, and most words of
 * a text come again. Each word has one slot by a quick hash of its ends and its size; a
 * later word takes the place of an earlier one. What is known of the word is kept by the
 * caller, in an array of `mask` + 1.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SEEN_H
#define DL_SEEN_H

#include "arena.h"

#include <string.h>

typedef struct dl_seen {
    dl_str *words; /* by slot; size 0: none yet */
    uint32_t mask;
} dl_seen;

#define DL_SEEN_MOST 1024u

/* false when out of memory. */
static inline bool dl_seen_init(dl_seen *seen, dl_arena *arena, uint32_t tokens)
{
    uint32_t count = 16;
    while (count < tokens && count < DL_SEEN_MOST) {
        count *= 2;
    }
    seen->words = dl_arena_new_array(arena, count, dl_str);
    seen->mask = count - 1;
    return seen->words != NULL;
}

static inline uint64_t dl_seen_bytes(const char *at, size_t size)
{
    uint64_t bytes = 0;
    memcpy(&bytes, at, size);
    return bytes;
}

/* First and last bytes: overlapping where the word is short. The order of a machine's
 * bytes decides nothing but the slot. */
static inline uint32_t dl_seen_hash(dl_str word)
{
    const char *end = word.at + word.size;
    uint64_t first, last;
    if (word.size >= 8) {
        first = dl_seen_bytes(word.at, 8);
        last = dl_seen_bytes(end - 8, 8);
    } else if (word.size >= 4) {
        first = dl_seen_bytes(word.at, 4);
        last = dl_seen_bytes(end - 4, 4);
    } else {
        first = (unsigned char)word.at[0];
        last =
            (uint64_t)(unsigned char)word.at[word.size / 2] << 8 | (unsigned char)end[-1];
    }
    const uint64_t h =
        (first + word.size) * 0x9e3779b97f4a7c15ULL ^ last * 0xc4ceb9fe1a85ec53ULL;
    return (uint32_t)(h >> 40);
}

/* The slot of a word that is not empty; *again: it was met before and has the slot still.
 */
static inline uint32_t dl_seen_slot(dl_seen *seen, dl_str word, bool *again)
{
    const uint32_t slot = dl_seen_hash(word) & seen->mask;
    dl_str *held = &seen->words[slot];
    *again = held->size == word.size && memcmp(held->at, word.at, word.size) == 0;
    *held = word;
    return slot;
}

#endif
