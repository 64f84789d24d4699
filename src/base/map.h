/* map.h - a table from strings, or 64-bit keys, to 32-bit numbers.
 *
 * Open addressing, linear probing, no deletion; lives in an arena, keys are borrowed
 * (they must outlive the map). Never iterate a map to make output: its order is
 * nobody's business. Keep a vector beside it for that.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_MAP_H
#define DL_MAP_H

#include "str.h"

typedef struct dl_map {
    dl_arena *arena;
    struct dl_map_slot *slots;
    uint32_t count, room; /* room is a power of two */
} dl_map;

void dl_map_init(dl_map *map, dl_arena *arena);

/* The value of `key`, or DL_NONE. */
uint32_t dl_map_find(const dl_map *map, dl_str key);
uint32_t dl_map_find_id(const dl_map *map, uint64_t key);

/* Sets `key` to `value` if it is new; gives the value it has now (the older one if it
 * was there); DL_NONE when out of memory. */
uint32_t dl_map_add(dl_map *map, dl_str key, uint32_t value);
uint32_t dl_map_add_id(dl_map *map, uint64_t key, uint32_t value);

/* The place of the value of `key`, which is `value` if the key is new: to be read and
 * written until the map is added to again. NULL when out of memory. */
uint32_t *dl_map_put(dl_map *map, dl_str key, uint32_t value);

/* Sets `key` to `value`, new or not. false when out of memory. */
bool dl_map_set(dl_map *map, dl_str key, uint32_t value);
bool dl_map_set_id(dl_map *map, uint64_t key, uint32_t value);

#endif
