/* vectors.h - the word vectors of a package: vocab/key2row and vocab/vectors.
 *
 * Larger packages bring a table of static vectors. A word's string id leads to a row, or
 * to none; the table is numpy's .npy of f4, mapped.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_VECTORS_H
#define DL_VECTORS_H

#include "file.h"

typedef struct dl_vectors {
    dl_file file;
    uint64_t *keys;            /* [slot_count], in the arena; open addressing */
    uint32_t *rows;            /* [slot_count]: row + 1, or 0 for an empty slot */
    uint32_t slot_count;       /* a power of two, or 0 */
    const unsigned char *data; /* [row_count][width], little-endian f32, not aligned */
    uint32_t row_count, width; /* row_count 0: the package has none */
} dl_vectors;

/* Opens the vectors of the package `dir`. A package without any gives an empty table. */
DL_CHECK dl_status dl_vectors_open(const char *dir, dl_arena *arena, dl_vectors *out,
                                   dl_error *err);
void dl_vectors_close(dl_vectors *vectors);

/* The bytes of the vector of string id `orth`, or NULL. */
const unsigned char *dl_vectors_find(const dl_vectors *vectors, uint64_t orth);

#endif
