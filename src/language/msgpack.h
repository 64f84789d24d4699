/* msgpack.h - reads MessagePack (msgpack.org's specification) where it lies.
 *
 * A dl_msgpack is a cursor over bytes. Each call takes one value off the front, or fails;
 * a failure sticks, so that a reader may ask once at the end of a record:
 *
 *     dl_msgpack in;
 *     dl_msgpack_init(&in, file.bytes);
 *     uint32_t pairs = dl_msgpack_map(&in);
 *     for (; pairs > 0 && !in.failed; pairs--) {
 *         const dl_str key = dl_msgpack_text(&in);
 *         if (dl_str_is(key, "cfg")) { ... } else { dl_msgpack_skip(&in); }
 *     }
 *     if (in.failed) { ... "cut or wrong at byte dl_msgpack_at(&in)" }
 *
 * Safe on any bytes: a count is checked against the bytes that are left (a value takes at
 * least one), skipping keeps a count instead of recursing, and nothing is allocated.
 * Strings and blobs are views into the bytes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_MSGPACK_H
#define DL_MSGPACK_H

#include "str.h"

typedef enum dl_msgpack_kind {
    DL_MSGPACK_NONE, /* the end of the bytes, or a byte the format does not know */
    DL_MSGPACK_NIL,
    DL_MSGPACK_BOOL,
    DL_MSGPACK_INT, /* signed or not */
    DL_MSGPACK_REAL,
    DL_MSGPACK_TEXT,
    DL_MSGPACK_BLOB,
    DL_MSGPACK_ARRAY,
    DL_MSGPACK_MAP,
    DL_MSGPACK_EXTENSION,
} dl_msgpack_kind;

typedef struct dl_msgpack {
    const uint8_t *start, *at, *end;
    bool failed; /* sticks; every later call gives 0 or nothing */
} dl_msgpack;

void dl_msgpack_init(dl_msgpack *in, dl_str bytes);

/* What the next value is; takes nothing. */
dl_msgpack_kind dl_msgpack_peek(const dl_msgpack *in);

/* The bytes taken so far: where a failure lies. */
size_t dl_msgpack_at(const dl_msgpack *in);

/* All bytes taken and none wrong. */
bool dl_msgpack_done(const dl_msgpack *in);

/* Opens a map or an array: the number of its pairs or items, which follow. */
uint32_t dl_msgpack_map(dl_msgpack *in);
uint32_t dl_msgpack_array(dl_msgpack *in);

/* A string or a blob (packages write either for the same thing). */
dl_str dl_msgpack_text(dl_msgpack *in);

/* An integer. unsigned: all 64 bits of one >= 0 (hashes); signed: within int64_t. */
uint64_t dl_msgpack_unsigned(dl_msgpack *in);
int64_t dl_msgpack_signed(dl_msgpack *in);

/* A float, double or integer. */
double dl_msgpack_real(dl_msgpack *in);

/* A boolean. */
bool dl_msgpack_bool(dl_msgpack *in);

/* Takes a nil if the next value is one; says whether it did. Never fails. */
bool dl_msgpack_nil(dl_msgpack *in);

/* Takes one whole value with all it holds; gives its bytes. */
dl_str dl_msgpack_skip(dl_msgpack *in);

#endif
