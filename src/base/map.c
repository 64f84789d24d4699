/* map.c - see map.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "map.h"

#include "hash.h"

struct dl_map_slot {
    uint64_t hash; /* of the string, or the id itself, mixed */
    dl_str key;    /* key.at == NULL for a 64-bit key, whose value is key.size */
    uint32_t value;
    bool used;
};

void dl_map_init(dl_map *map, dl_arena *arena)
{
    *map = (dl_map){.arena = arena};
}

static bool same_key(const struct dl_map_slot *slot, uint64_t hash, dl_str key)
{
    if (slot->hash != hash || slot->key.size != key.size) {
        return false;
    }
    if (slot->key.at == NULL || key.at == NULL) {
        return slot->key.at == key.at;
    }
    return memcmp(slot->key.at, key.at, key.size) == 0;
}

static struct dl_map_slot *probe(const dl_map *map, uint64_t hash, dl_str key)
{
    uint32_t i = (uint32_t)hash & (map->room - 1);
    while (map->slots[i].used && !same_key(&map->slots[i], hash, key)) {
        i = (i + 1) & (map->room - 1);
    }
    return &map->slots[i];
}

static bool widen(dl_map *map)
{
    if (map->room != 0 && (uint64_t)map->count * 4 < (uint64_t)map->room * 3) {
        return true;
    }
    const dl_map old = *map;
    const uint32_t room = old.room == 0 ? 16 : old.room * 2;
    struct dl_map_slot *slots = dl_arena_new_array(map->arena, room, struct dl_map_slot);
    if (slots == NULL) {
        return false;
    }
    map->slots = slots;
    map->room = room;
    for (uint32_t i = 0; i < old.room; i++) {
        if (old.slots[i].used) {
            *probe(map, old.slots[i].hash, old.slots[i].key) = old.slots[i];
        }
    }
    return true;
}

static struct dl_map_slot *find(const dl_map *map, uint64_t hash, dl_str key)
{
    if (map->room == 0) {
        return NULL;
    }
    struct dl_map_slot *slot = probe(map, hash, key);
    return slot->used ? slot : NULL;
}

static struct dl_map_slot *add(dl_map *map, uint64_t hash, dl_str key, uint32_t value)
{
    struct dl_map_slot *slot = map->room == 0 ? NULL : probe(map, hash, key);
    if (slot != NULL && slot->used) {
        return slot;
    }
    const uint32_t room = map->room;
    if (!widen(map)) {
        return NULL;
    }
    if (map->room != room) {
        slot = probe(map, hash, key);
    }
    *slot = (struct dl_map_slot){hash, key, value, true};
    map->count++;
    return slot;
}

static dl_str solid(dl_str key)
{
    return key.at == NULL ? (dl_str){"", 0} : key;
}

static dl_str id_key(uint64_t id)
{
    return (dl_str){NULL, (size_t)id};
}

uint32_t dl_map_find(const dl_map *map, dl_str key)
{
    const struct dl_map_slot *slot = find(map, dl_hash(key), solid(key));
    return slot == NULL ? DL_NONE : slot->value;
}

uint32_t dl_map_find_id(const dl_map *map, uint64_t key)
{
    const struct dl_map_slot *slot = find(map, dl_hash_mix(key), id_key(key));
    return slot == NULL ? DL_NONE : slot->value;
}

uint32_t dl_map_add(dl_map *map, dl_str key, uint32_t value)
{
    const struct dl_map_slot *slot = add(map, dl_hash(key), solid(key), value);
    return slot == NULL ? DL_NONE : slot->value;
}

uint32_t *dl_map_put(dl_map *map, dl_str key, uint32_t value)
{
    struct dl_map_slot *slot = add(map, dl_hash(key), solid(key), value);
    return slot == NULL ? NULL : &slot->value;
}

uint32_t dl_map_add_id(dl_map *map, uint64_t key, uint32_t value)
{
    const struct dl_map_slot *slot = add(map, dl_hash_mix(key), id_key(key), value);
    return slot == NULL ? DL_NONE : slot->value;
}

bool dl_map_set(dl_map *map, dl_str key, uint32_t value)
{
    struct dl_map_slot *slot = add(map, dl_hash(key), solid(key), value);
    if (slot != NULL) {
        slot->value = value;
    }
    return slot != NULL;
}

bool dl_map_set_id(dl_map *map, uint64_t key, uint32_t value)
{
    struct dl_map_slot *slot = add(map, dl_hash_mix(key), id_key(key), value);
    if (slot != NULL) {
        slot->value = value;
    }
    return slot != NULL;
}
