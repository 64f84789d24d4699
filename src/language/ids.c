/* ids.c - string ids; the two tables are sorted, looked up by halving.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ids.h"

#include "tables.h"

#define SEED 1u
#define MULTIPLIER 0xc6a4a7935bd1e995u
#define SHIFT 47

static uint64_t load(const char *at, size_t size)
{
    uint64_t value = 0;
    memcpy(&value, at, size);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
}

uint64_t dl_string_hash(dl_str text)
{
    uint64_t hash = SEED ^ (text.size * MULTIPLIER);
    size_t at = 0;
    for (; at + 8 <= text.size; at += 8) {
        uint64_t k = load(text.at + at, 8) * MULTIPLIER;
        k = (k ^ (k >> SHIFT)) * MULTIPLIER;
        hash = (hash ^ k) * MULTIPLIER;
    }
    if (at < text.size) {
        hash = (hash ^ load(text.at + at, text.size - at)) * MULTIPLIER;
    }
    hash = (hash ^ (hash >> SHIFT)) * MULTIPLIER;
    return hash ^ (hash >> SHIFT);
}

/* The value of `key`, or `other`. */
static uint64_t find(const dl_id_pair *pairs, uint32_t count, uint64_t key,
                     uint64_t other)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (pairs[middle].key < key) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && pairs[low].key == key ? pairs[low].value : other;
}

uint64_t dl_string_id_of_hash(uint64_t hash)
{
    return find(dl_symbols, dl_symbols_count, hash, hash);
}

uint64_t dl_string_id(dl_str text)
{
    return text.size == 0 ? 0 : dl_string_id_of_hash(dl_string_hash(text));
}

uint64_t dl_string_base_norm(uint64_t orth)
{
    return find(dl_base_norms, dl_base_norms_count, orth, 0);
}
