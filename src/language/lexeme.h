/* lexeme.h - what is known of a word by its letters alone, kept for the next time.
 *
 * A dl_lexemes interns the words of one worker: the same word is always the same
 * dl_lexeme until dl_lexemes_reset.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LEXEME_H
#define DL_LEXEME_H

#include "attrs.h"
#include "map.h"
#include "status.h"
#include "vec.h"

/* The package's table of norms (vocab/lookups.bin, lexeme_norm): string id to string id.
 */
typedef struct dl_norms {
    dl_map map; /* id of a word -> index into values */
    DL_VEC(uint64_t) values;
} dl_norms;

/* Reads the table from the bytes of lookups.bin; a file without it gives an empty one.
 * `name` stands in messages. */
DL_CHECK dl_status dl_norms_read(dl_norms *norms, dl_arena *arena, dl_str bytes,
                                 const char *name, dl_error *err);

typedef struct dl_lexeme {
    dl_str text, lower;
    dl_language_attrs attrs; /* attrs.spacy is false: it is the token's */
    uint32_t special;        /* state in the trie of special cases, or DL_NONE */
} dl_lexeme;

typedef struct dl_lexemes {
    dl_arena arena;
    dl_map map; /* hash of the text -> index into items */
    DL_VEC(dl_lexeme *) items;
    const dl_norms *norms;
} dl_lexemes;

void dl_lexemes_init(dl_lexemes *lexemes, const dl_norms *norms);
void dl_lexemes_done(dl_lexemes *lexemes);
void dl_lexemes_reset(dl_lexemes *lexemes); /* forgets all words */

/* The lexeme of `text` (not empty), made when it is new: then *fresh is true. NULL when
 * out of memory. */
dl_lexeme *dl_lexemes_get(dl_lexemes *lexemes, dl_str text, bool *fresh);

#endif
