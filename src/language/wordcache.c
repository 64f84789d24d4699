/* wordcache.c - keeps what the first layers make of a word: see wordcache.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "wordcache.h"

#include "hash.h"
#include "kernel.h"

#include <stdlib.h>

#define SLOTS_FIRST 1024U

typedef dl_wordcache_generation generation;

static uint64_t hash_key(const uint64_t *key, uint32_t size)
{
    uint64_t hash = 0;
    for (uint32_t i = 0; i < size; i++) {
        hash = hash * 0x9e3779b97f4a7c15ULL + key[i];
        hash ^= hash >> 29;
    }
    return dl_hash_mix(hash);
}

static void generation_done(generation *g)
{
    for (uint32_t i = 0; i < g->room / DL_WORDCACHE_BLOCK; i++) {
        free(g->blocks[i]);
    }
    free(g->blocks);
    free(g->keys);
    free(g->slots);
    *g = (generation){0};
}

/* The slot of `key`: the one that holds it, or the empty one where it belongs. */
static uint32_t *slot_of(const dl_wordcache *cache, const generation *g,
                         const uint64_t *key, uint64_t hash)
{
    const uint32_t mask = g->slot_count - 1;
    uint32_t slot = (uint32_t)hash & mask;
    while (g->slots[slot] != 0) {
        const uint64_t *there = g->keys + (size_t)(g->slots[slot] - 1) * cache->key_size;
        if (memcmp(there, key, cache->key_size * sizeof *key) == 0) {
            break;
        }
        slot = (slot + 1) & mask;
    }
    return &g->slots[slot];
}

/* Doubles the slots; half of them are free after that. */
static bool grow_slots(const dl_wordcache *cache, generation *g)
{
    generation larger = *g;
    larger.slot_count = g->slot_count == 0 ? SLOTS_FIRST : g->slot_count * 2;
    larger.slots = calloc(larger.slot_count, sizeof *larger.slots);
    if (larger.slots == NULL || larger.slot_count == 0) {
        free(larger.slots);
        return false;
    }
    for (uint32_t row = 0; row < g->count; row++) {
        const uint64_t *key = g->keys + (size_t)row * cache->key_size;
        *slot_of(cache, &larger, key, hash_key(key, cache->key_size)) = row + 1;
    }
    free(g->slots);
    *g = larger;
    return true;
}

/* Room for one block of rows more. */
static bool grow_rows(const dl_wordcache *cache, generation *g)
{
    const uint32_t blocks = g->room / DL_WORDCACHE_BLOCK + 1;
    if (g->room > UINT32_MAX / 4) {
        return false;
    }
    const uint32_t room = g->room + DL_WORDCACHE_BLOCK;
    uint64_t *keys = realloc(g->keys, (size_t)room * cache->key_size * sizeof *keys);
    if (keys == NULL) {
        return false;
    }
    g->keys = keys;
    float **list = realloc(g->blocks, blocks * sizeof *list);
    if (list == NULL) {
        return false;
    }
    g->blocks = list;
    list[blocks - 1] = dl_kernel_floats((size_t)DL_WORDCACHE_BLOCK * cache->row_size);
    if (list[blocks - 1] == NULL) {
        return false;
    }
    g->room = room;
    return true;
}

void dl_wordcache_init(dl_wordcache *cache, uint32_t key_size, uint32_t row_size,
                       size_t bytes)
{
    const size_t row_bytes = row_size * sizeof(float) + key_size * sizeof(uint64_t);
    const size_t rows = bytes / 2 / row_bytes; /* two generations */
    *cache = (dl_wordcache){
        .key_size = key_size,
        .row_size = row_size,
        .most_rows = rows < DL_WORDCACHE_BLOCK ? DL_WORDCACHE_BLOCK
                     : rows > UINT32_MAX / 8   ? UINT32_MAX / 8
                                               : (uint32_t)rows,
    };
}

void dl_wordcache_done(dl_wordcache *cache)
{
    generation_done(&cache->young);
    generation_done(&cache->old);
}

void dl_wordcache_turn(dl_wordcache *cache)
{
    if (cache->young.count < cache->most_rows) {
        return;
    }
    generation again = cache->old; /* its memory serves once more */
    again.count = 0;
    if (again.slots != NULL) {
        memset(again.slots, 0, again.slot_count * sizeof *again.slots);
    }
    cache->old = cache->young;
    cache->young = again;
}

/* Copies the row of `key` out of the old generation; false if it is not there. */
static bool copy_old(dl_wordcache *cache, const uint64_t *key, uint64_t hash, float *to)
{
    const generation *g = &cache->old;
    if (g->count == 0) {
        return false;
    }
    const uint32_t *slot = slot_of(cache, g, key, hash);
    if (*slot == 0) {
        return false;
    }
    const uint32_t row = *slot - 1;
    memcpy(to,
           g->blocks[row / DL_WORDCACHE_BLOCK] +
               (size_t)(row % DL_WORDCACHE_BLOCK) * cache->row_size,
           cache->row_size * sizeof *to);
    return true;
}

uint32_t dl_wordcache_row(dl_wordcache *cache, const uint64_t *key, bool *fresh)
{
    generation *g = &cache->young;
    *fresh = false;
    if (g->count >= g->slot_count / 2 && !grow_slots(cache, g)) {
        return DL_NONE;
    }
    const uint64_t hash = hash_key(key, cache->key_size);
    uint32_t *slot = slot_of(cache, g, key, hash);
    if (*slot != 0) {
        return *slot - 1;
    }
    if (g->count == g->room && !grow_rows(cache, g)) {
        return DL_NONE;
    }
    const uint32_t row = g->count++;
    memcpy(g->keys + (size_t)row * cache->key_size, key, cache->key_size * sizeof *key);
    *slot = row + 1;
    *fresh = !copy_old(cache, key, hash, dl_wordcache_at(cache, row));
    return row;
}
