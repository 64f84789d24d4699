/* ids.h - the 64-bit ids that spaCy gives to strings.
 *
 * MurmurHash64A (Austin Appleby) of the UTF-8 bytes with seed 1, but for the names of
 * data/language/symbols.txt, which are small numbers, and "", which is 0.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_IDS_H
#define DL_IDS_H

#include "str.h"

/* The hash alone: the key of the tokenizer's tables. */
uint64_t dl_string_hash(dl_str text);

/* The id: the value of a token's attribute, the key of the lookup tables. */
uint64_t dl_string_id(dl_str text);

/* The id of a string whose hash is known (not of ""). */
uint64_t dl_string_id_of_hash(uint64_t hash);

/* The norm that holds for every language for the string of id `orth`; 0 if none. */
uint64_t dl_string_base_norm(uint64_t orth);

#endif
