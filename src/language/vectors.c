/* vectors.c - the word vectors of a package: see vectors.h.
 *
 * The larger packages have some 700,000 words for 20,000 vectors, so the table from
 * words to rows is the compact kind: two arrays, the ids (which are hashes already)
 * placed by their product with a large odd number.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "vectors.h"

#include "msgpack.h"

#include <stdio.h>
#include <stdlib.h>

#define WORDS_MOST ((uint32_t)1 << 26)
#define NPY_START "\x93NUMPY\x01"
#define NPY_PREAMBLE 10 /* magic, version, two bytes of header length */

/* ---- words to rows ---- */

static uint32_t slot_of(const dl_vectors *vectors, uint64_t key)
{
    const uint32_t mask = vectors->slot_count - 1;
    uint32_t slot = (uint32_t)((key * 0x9e3779b97f4a7c15ULL) >> 32) & mask;
    while (vectors->rows[slot] != 0 && vectors->keys[slot] != key) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static dl_status make_slots(dl_vectors *vectors, uint32_t words, dl_arena *arena,
                            dl_error *err)
{
    vectors->slot_count = 16;
    while (vectors->slot_count / 2 < words) {
        vectors->slot_count *= 2;
    }
    vectors->keys = dl_arena_new_array(arena, vectors->slot_count, uint64_t);
    vectors->rows = dl_arena_new_array(arena, vectors->slot_count, uint32_t);
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}

static dl_status read_words(dl_vectors *vectors, dl_str bytes, const char *path,
                            dl_arena *arena, dl_error *err)
{
    dl_msgpack in;
    dl_msgpack_init(&in, bytes);
    uint32_t words = dl_msgpack_map(&in);
    if (words > WORDS_MOST) {
        return dl_fail(err, DL_ELIMIT, "%s: has %u words", path, words);
    }
    const dl_status status = make_slots(vectors, words, arena, err);
    if (status != DL_OK) {
        return status;
    }
    for (; words > 0 && !in.failed; words--) {
        const uint64_t key = dl_msgpack_unsigned(&in);
        const int64_t row = dl_msgpack_signed(&in);
        if (row >= (int64_t)vectors->row_count) {
            return dl_fail(err, DL_EDATA, "%s: names row %lld of %u", path,
                           (long long)row, vectors->row_count);
        }
        if (row >= 0 && !in.failed) {
            const uint32_t slot = slot_of(vectors, key);
            vectors->keys[slot] = key;
            vectors->rows[slot] = (uint32_t)row + 1;
        }
    }
    return dl_msgpack_done(&in) ? DL_OK
                                : dl_fail(err, DL_EDATA, "%s: is cut or damaged", path);
}

/* ---- the table ---- */

/* Reads "{'descr': '<f4', 'fortran_order': False, 'shape': (rows, width), }". */
static bool read_header(dl_str header, unsigned long long shape[2])
{
    char text[256];
    const size_t from = dl_str_find(header, DL_STR("'shape': ("));
    if (from == SIZE_MAX || dl_str_find(header, DL_STR("'<f4'")) == SIZE_MAX ||
        dl_str_find(header, DL_STR("'fortran_order': False")) == SIZE_MAX) {
        return false;
    }
    const size_t size =
        header.size - from < sizeof text ? header.size - from : sizeof text - 1;
    memcpy(text, header.at + from, size);
    text[size] = '\0';
    return sscanf(text, "'shape': (%19llu, %19llu)", &shape[0], &shape[1]) == 2;
}

static dl_status read_table(dl_vectors *vectors, const char *path, dl_error *err)
{
    const dl_str bytes = vectors->file.bytes;
    if (!dl_str_starts(bytes, DL_STR(NPY_START)) || bytes.size < NPY_PREAMBLE) {
        return dl_fail(err, DL_EDATA, "%s: is no table of numpy's format 1", path);
    }
    const unsigned char *at = (const unsigned char *)bytes.at;
    const size_t start = NPY_PREAMBLE + (at[8] | (size_t)at[9] << 8);
    unsigned long long shape[2];
    if (start > bytes.size ||
        !read_header((dl_str){bytes.at + NPY_PREAMBLE, start - NPY_PREAMBLE}, shape)) {
        return dl_fail(err, DL_EDATA, "%s: its header is not that of an f4 table", path);
    }
    const size_t floats = (bytes.size - start) / sizeof(float);
    if (shape[0] == 0) {
        return DL_OK;
    }
    if (shape[0] > WORDS_MOST || shape[1] == 0 || shape[1] > WORDS_MOST ||
        shape[0] * shape[1] > floats) {
        return dl_fail(err, DL_EDATA, "%s: %llu x %llu numbers do not fit its %zu bytes",
                       path, shape[0], shape[1], bytes.size);
    }
    vectors->data = at + start;
    vectors->row_count = (uint32_t)shape[0];
    vectors->width = (uint32_t)shape[1];
    return DL_OK;
}

dl_status dl_vectors_open(const char *dir, dl_arena *arena, dl_vectors *out,
                          dl_error *err)
{
    *out = (dl_vectors){.row_count = 0};
    const dl_str table = dl_str_printf(arena, "%s/vocab/vectors", dir);
    const dl_str words = dl_str_printf(arena, "%s/vocab/key2row", dir);
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_status status = dl_file_open(table.at, 0, &out->file, err);
    if (status != DL_OK) {
        return status;
    }
    status = read_table(out, table.at, err);
    if (status == DL_OK && out->row_count > 0) {
        dl_file file;
        status = dl_file_open(words.at, 0, &file, err);
        if (status == DL_OK) {
            status = read_words(out, file.bytes, words.at, arena, err);
            dl_file_close(&file);
        }
    }
    if (status != DL_OK) {
        dl_vectors_close(out);
    }
    return status;
}

void dl_vectors_close(dl_vectors *vectors)
{
    dl_file_close(&vectors->file);
    *vectors = (dl_vectors){.row_count = 0};
}

const unsigned char *dl_vectors_find(const dl_vectors *vectors, uint64_t orth)
{
    if (vectors->slot_count == 0) {
        return NULL;
    }
    const uint32_t row = vectors->rows[slot_of(vectors, orth)];
    return row == 0 ? NULL
                    : vectors->data + (size_t)(row - 1) * vectors->width * sizeof(float);
}
