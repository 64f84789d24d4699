/* wordcache.h - keeps what the first layers make of a word, by the word's ids.
 *
 * The embedding, its mixing layer and the products of the first convolution depend on a
 * word's own ids alone, and words repeat. A row of floats is kept for each combination of
 * ids seen, in two generations: when the young one is full at the start of a stretch of
 * text it becomes the old one, and what is still used is copied over as it is met.
 * Nothing moves while a stretch is read. A row is a function of its key alone, so the
 * cache changes the time and never the result.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WORDCACHE_H
#define DL_WORDCACHE_H

#include "str.h"

typedef struct dl_wordcache_generation {
    uint64_t *keys;  /* [room][key_size] */
    float **blocks;  /* each of DL_WORDCACHE_BLOCK rows */
    uint32_t *slots; /* row + 1, or 0; slot_count is a power of two */
    uint32_t slot_count, count, room;
} dl_wordcache_generation;

#define DL_WORDCACHE_BLOCK 64 /* rows allocated at a time */

typedef struct dl_wordcache {
    dl_wordcache_generation young, old;
    uint32_t key_size;  /* ids in a key */
    uint32_t row_size;  /* floats in a row */
    uint32_t most_rows; /* of a generation, at the start of a stretch */
} dl_wordcache;

/* An empty cache that keeps about `bytes` (at least DL_WORDCACHE_BLOCK rows). */
void dl_wordcache_init(dl_wordcache *cache, uint32_t key_size, uint32_t row_size,
                       size_t bytes);
void dl_wordcache_done(dl_wordcache *cache);

/* To be called before each stretch of text; the numbers of rows given before are void. */
void dl_wordcache_turn(dl_wordcache *cache);

/* The number of the row of `key`; *fresh says that it was not known: the row is to be
 * filled in before the next stretch. DL_NONE when out of memory. */
uint32_t dl_wordcache_row(dl_wordcache *cache, const uint64_t *key, bool *fresh);

/* A row by its number: aligned, valid until the next turn. */
static inline float *dl_wordcache_at(const dl_wordcache *cache, uint32_t row)
{
    return cache->young.blocks[row / DL_WORDCACHE_BLOCK] +
           (size_t)(row % DL_WORDCACHE_BLOCK) * cache->row_size;
}

#endif
