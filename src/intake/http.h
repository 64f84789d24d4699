/* http.h - what an HTTP answer, stored as it came, holds.
 *
 * The rules are those of RFC 9112; where stored answers break them (a header that says
 * "chunked" over a body that is not; one that says "gzip" over plain text) the bytes
 * decide.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_HTTP_H
#define DL_HTTP_H

#include "status.h"
#include "str.h"

typedef struct dl_http {
    size_t head;     /* bytes of the status line and the header */
    bool whole;      /* the header has its end */
    unsigned code;   /* 200; 0 when the status line has none */
    dl_str type;     /* Content-Type, whole */
    dl_str media;    /* "text/html", as printed */
    dl_str charset;  /* "" if none */
    dl_str coding;   /* Content-Encoding */
    uint64_t length; /* Content-Length; UINT64_MAX if none */
    bool chunked;
    dl_str location; /* of a redirect */
} dl_http;

/* Reads the head of `block`; views are into it. false: it does not begin like an HTTP
 * answer. A block that ends within its header is all header. */
bool dl_http_head(dl_str block, dl_http *out);

/* The content of the answer in `block`: chunks joined, gzip, deflate and zstd undone.
 * *out is a view into `block`, or into `room`, whose memory it uses. *cut: it ends before
 * its end (a chunk or the packed data is not whole). DL_ELIMIT when it is more than
 * `most` bytes, DL_EDATA for a coding not known (Brotli) or damaged data; the message has
 * no name of a file. */
DL_CHECK dl_status dl_http_content(dl_str block, const dl_http *http, size_t most,
                                   dl_buf *room, dl_str *out, bool *cut, dl_error *err);

#endif
