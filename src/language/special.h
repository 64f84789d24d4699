/* special.h - strings that the tokenizer must cut in one certain way: "don't" is "do" and
 * "n't" (whose norm is "not"), "a.m." stays whole.
 *
 * A case is found by the text of a chunk; and, when the expressions for affixes would
 * have cut it, by the run of tokens they make of it, kept in a trie over word ids.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SPECIAL_H
#define DL_SPECIAL_H

#include "map.h"
#include "msgpack.h"
#include "status.h"
#include "vec.h"

#define DL_SPECIAL_ROOT 0u /* the trie's first state */

typedef struct dl_special_part {
    dl_str orth;
    uint64_t norm; /* 0: the word's own */
} dl_special_part;

typedef struct dl_special {
    dl_str text;
    uint32_t first, count; /* in dl_specials.parts */
} dl_special;

typedef struct dl_specials {
    dl_map map; /* hash of the text -> index into items */
    DL_VEC(dl_special) items;
    DL_VEC(dl_special_part) parts;
    size_t longest;    /* bytes of the longest text */
    dl_map trie;       /* state and word id -> state */
    DL_VEC(bool) ends; /* for each state: a run of tokens ends here */
} dl_specials;

/* Reads the map {text: [{ORTH: text, NORM: text}, ...]}. Strings are copied to `arena`;
 * `name` stands in messages. */
DL_CHECK dl_status dl_specials_read(dl_specials *specials, dl_arena *arena,
                                    dl_msgpack *in, const char *name, dl_error *err);

/* The case of `text`, or NULL. */
const dl_special *dl_specials_find(const dl_specials *specials, dl_str text);

/* Adds a run of word ids to the trie; false when out of memory. */
bool dl_specials_learn(dl_specials *specials, dl_arena *arena, const uint64_t *orths,
                       uint32_t count);

/* The state after `orth` in `state`, or DL_NONE. */
uint32_t dl_specials_step(const dl_specials *specials, uint32_t state, uint64_t orth);

#endif
