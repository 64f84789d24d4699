/* utf8.h - UTF-8 (RFC 3629): decoding, checking, and byte offsets to code points.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_UTF8_H
#define DL_UTF8_H

#include "str.h"

#define DL_UTF8_BAD 0xFFFDu

/* dl_utf8_next where a byte beyond ASCII is known to stand. */
uint32_t dl_utf8_next_beyond(dl_str text, size_t *at);

/* The code point at `text.at[*at]`; moves *at behind it. A wrong byte gives U+FFFD and
 * moves by one, so that a loop always ends. *at < text.size. */
static inline uint32_t dl_utf8_next(dl_str text, size_t *at)
{
    const unsigned char byte = (unsigned char)text.at[*at];
    if (byte < 0x80) {
        ++*at;
        return byte;
    }
    return dl_utf8_next_beyond(text, at);
}

/* The start of the code point before byte `at` (at > 0). */
size_t dl_utf8_back(dl_str text, size_t at);

/* Writes `c` to `out` (4 bytes of room); the number of bytes written. */
unsigned dl_utf8_put(uint32_t c, char out[4]);

/* Bytes of the longest valid prefix; text.size when all is valid. */
size_t dl_utf8_valid(dl_str text);

/* Number of code points (a wrong byte counts as one). */
size_t dl_utf8_count(dl_str text);

/* `text` with every wrong byte replaced by U+FFFD and NUL by U+FFFD; `text` itself when
 * nothing was wrong, else a copy in the arena. */
dl_str dl_utf8_mend(dl_arena *arena, dl_str text);

/* Byte offsets to code points for ascending queries, in one pass over the text. */
typedef struct dl_utf8_ruler {
    dl_str text;
    size_t byte, point;
} dl_utf8_ruler;

/* The code point index of byte `at`. Cheap when queries ascend; a query behind the last
 * one starts again from 0. */
size_t dl_utf8_point(dl_utf8_ruler *ruler, size_t at);

/* Byte offsets to code points in any order: a milestone for every 256 bytes. */
typedef struct dl_utf8_index {
    dl_str text;
    struct dl_utf8_stone {
        uint32_t byte, point; /* the first code point of the step */
    } *stones; /* NULL (out of memory): answers take a walk from the start */
} dl_utf8_index;

void dl_utf8_index_init(dl_utf8_index *index, dl_arena *arena, dl_str text);
/* The code point index of byte `at`; the number of code points behind the end. */
size_t dl_utf8_index_point(const dl_utf8_index *index, size_t at);

#endif
