/* http.h - an HTTP response as archives keep it: status, headers, body.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_HTTP_H
#define DL_HTTP_H

#include "status.h"
#include "str.h"

typedef struct dl_http {
    int status;     /* 0: no status line */
    dl_str headers; /* the lines, without the status line */
    dl_str body;    /* as it came */
} dl_http;

/* Splits a response; lines may end in "\n" alone. False when `block` begins with no
 * status line: then all of it is the body. */
bool dl_http_split(dl_str block, dl_http *out);

/* The value of the first header called `name`, trimmed; "" if there is none. */
dl_str dl_http_header(dl_str headers, const char *name);

/* The value of a header's parameter: charset of "text/html; charset=utf-8". */
dl_str dl_http_parameter(dl_str value, const char *name);

/* The body with transfer and content encodings undone (chunked, gzip, deflate); a body
 * that is not what its headers say is taken as it is. DL_ELIMIT when it is more than
 * `most` bytes; DL_EDATA for an encoding that is not known. */
DL_CHECK dl_status dl_http_body(const dl_http *http, size_t most, dl_arena *arena,
                                dl_str *out, dl_error *err);

#endif
