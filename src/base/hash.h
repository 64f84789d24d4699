/* hash.h - hashes of bytes: fast ones for tables, SHA-256 for pages.
 *
 * dl_hash is stable across machines and versions (it is stored in ledgers).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_HASH_H
#define DL_HASH_H

#include "str.h"

/* 64-bit hash: FNV-1a over 8-byte steps with the finisher of MurmurHash3 (Appleby). */
uint64_t dl_hash(dl_str text);

/* Mixes two hashes; order matters. */
static inline uint64_t dl_hash_mix(uint64_t h)
{
    h ^= h >> 33;
    h *= 0xff51afd7ed558ccdULL;
    h ^= h >> 33;
    h *= 0xc4ceb9fe1a85ec53ULL;
    return h ^ (h >> 33);
}

static inline uint64_t dl_hash_join(uint64_t a, uint64_t b)
{
    return dl_hash_mix(a * 0x9e3779b97f4a7c15ULL + b);
}

/* SHA-256 (FIPS 180-4) of `text`. */
void dl_sha256(dl_str text, uint8_t digest[32]);

/* The same as 64 lower-case hex digits and a NUL. */
void dl_sha256_hex(dl_str text, char hex[65]);

#endif
