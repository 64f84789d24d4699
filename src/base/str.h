/* str.h - views of text, spans in a text, and text that grows.
 *
 * A dl_str is a view: it never owns and need not end in NUL. A dl_span is a place in
 * some text, in bytes. A dl_buf owns its bytes (heap) and always ends in NUL.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_STR_H
#define DL_STR_H

#include "arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define DL_NONE UINT32_MAX /* "no index" everywhere */

typedef struct dl_str {
    const char *at;
    size_t size;
} dl_str;

typedef struct dl_span {
    uint32_t start, end; /* bytes, end not included */
} dl_span;

#define DL_STR(literal) ((dl_str){(literal), sizeof(literal) - 1})

static inline dl_str dl_str_of(const char *cstring)
{
    return (dl_str){cstring, cstring == NULL ? 0 : strlen(cstring)};
}

static inline dl_str dl_str_cut(dl_str text, dl_span span)
{
    return (dl_str){text.at + span.start, (size_t)span.end - span.start};
}

static inline bool dl_span_empty(dl_span s)
{
    return s.start >= s.end;
}

static inline bool dl_span_overlap(dl_span a, dl_span b)
{
    return a.start < b.end && b.start < a.end;
}

static inline bool dl_span_within(dl_span inner, dl_span outer)
{
    return inner.start >= outer.start && inner.end <= outer.end;
}

static inline bool dl_str_equal(dl_str a, dl_str b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

static inline bool dl_str_is(dl_str a, const char *cstring)
{
    return dl_str_equal(a, dl_str_of(cstring));
}

static inline bool dl_str_starts(dl_str text, dl_str prefix)
{
    return text.size >= prefix.size &&
           (prefix.size == 0 || memcmp(text.at, prefix.at, prefix.size) == 0);
}

/* Equal but for the case of A-Z. */
bool dl_str_equal_fold(dl_str a, dl_str b);
int dl_str_compare(dl_str a, dl_str b); /* by bytes, shorter first; for sorting */
bool dl_str_ends(dl_str text, dl_str suffix);
/* Offset of the first `needle` in `text`, or SIZE_MAX. */
size_t dl_str_find(dl_str text, dl_str needle);
/* Without ASCII white space at both ends. */
dl_str dl_str_trim(dl_str text);
/* Cuts `*rest` at the next `by`: gives what stands before it and moves `*rest` behind
 * it. When `by` is absent gives all and leaves `*rest` empty with at == NULL. */
dl_str dl_str_next(dl_str *rest, char by);

/* A copy in the arena, NUL-terminated; an empty view when out of memory. */
dl_str dl_str_copy(dl_arena *arena, dl_str text);
dl_str dl_str_printf(dl_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* A copy in the arena with A-Z made a-z. */
dl_str dl_str_lower_ascii(dl_arena *arena, dl_str text);

/* ---- text that grows ---- */
typedef struct dl_buf {
    char *at;
    size_t size, room;
    bool failed; /* sticks; then appending does nothing */
} dl_buf;

void dl_buf_init(dl_buf *buf);
void dl_buf_done(dl_buf *buf);
void dl_buf_clear(dl_buf *buf); /* empties it, keeps its memory and its failure */
void dl_buf_add(dl_buf *buf, dl_str text);
/* Makes room for `more` bytes behind the end, to be written there and counted in `size`
 * by the caller; false when out of memory. */
bool dl_buf_reserve(dl_buf *buf, size_t more);
void dl_buf_text(dl_buf *buf, const char *cstring);
void dl_buf_char(dl_buf *buf, char c);
void dl_buf_printf(dl_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static inline dl_str dl_buf_str(const dl_buf *buf)
{
    return (dl_str){buf->at, buf->size};
}

#endif
