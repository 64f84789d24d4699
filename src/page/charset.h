/* charset.h - the encoding of a page, and its text as UTF-8 with the way back.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CHARSET_H
#define DL_CHARSET_H

#include "status.h"
#include "str.h"

typedef struct dl_charset_mark dl_charset_mark;

typedef struct dl_charset {
    const char *name; /* WHATWG's name of the encoding; static text */
    const char *from; /* the step that decided: bom, transport, meta, valid, guess, default */
    dl_str text;      /* valid UTF-8 without a byte order mark */
    /* the way back from `text` to the page */
    dl_str page;
    const void *encoding;
    dl_charset_mark *marks; /* NULL: text is the page from byte `skipped` on */
    uint32_t mark_count;
    size_t skipped;
} dl_charset;

/* Decides on the encoding of `page` and gives its text. `transport` is the label the
 * transport gave, or "". `markup` says whether a <meta> may be believed. *out is in
 * `arena` and borrows from `page`. */
DL_CHECK dl_status dl_charset_read(dl_str page, dl_str transport, bool markup,
                                   dl_arena *arena, dl_charset *out, dl_error *err);

/* The byte of the page that byte `at` of `text` was read from. */
uint64_t dl_charset_source(const dl_charset *charset, size_t at);

#endif
