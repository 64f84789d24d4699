/* page.h - a page: bytes as they came, with where and when they were got.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PAGE_H
#define DL_PAGE_H

#include "day.h"
#include "status.h"
#include "str.h"

typedef enum dl_page_kind {
    DL_PAGE_HTML, /* markup */
    DL_PAGE_TEXT, /* crawled text with furniture, no markup */
    DL_PAGE_DOC   /* an article already: a record of NDJSON; `bytes` is its text */
} dl_page_kind;

typedef struct dl_page {
    dl_str id;    /* path as given; WARC: path#offset; fetched: URL; NDJSON: its id */
    dl_str bytes; /* the page as got, any encoding */
    dl_page_kind kind;
    bool passed; /* its bytes were not read: whoever asked knows it (intake.h) */
    dl_str url;     /* "" if unknown */
    dl_str charset; /* from the transport; "" if unknown */
    dl_when got;    /* when it was got; unknown: precision NONE */
    /* what came beside the page (NDJSON fields, a feed); "" or unknown if nothing did */
    dl_str title, site, language;
    dl_when published;
    dl_str published_value; /* as printed there */
    dl_str from;            /* where `published` comes from: "given" */
    /* where the bytes can be read again */
    dl_str file;     /* the file that holds the page; "" for standard input */
    uint64_t offset; /* first byte of the page or record in `file`, as stored there; for a
                        compressed file that is not a WARC: in what it holds */
    uint64_t within; /* archives: byte in the unpacked gzip member or zstd frame that
                        begins at `offset`; 0 where each record has its own */
    dl_str note;     /* what is odd about how it came, in words ("cut by the crawler:
                        length"); "" mostly */
    dl_str headers;  /* fetched, or reopened in an archive: status line and header of the
                        answer, as sent; else "" */
} dl_page;

#endif
