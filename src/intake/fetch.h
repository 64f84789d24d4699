/* fetch.h - pages from the web, politely.
 *
 *     dl_fetch_new(NULL, &fetch, &err);
 *     dl_fetch_add(fetch, &(dl_fetch_ask){.url = url}, &err);
 *     while ((status = dl_fetch_next(fetch, arena, &got, &err)) != DL_ENONE) ...
 *
 * One request at a time to one host, with a pause between two; several hosts at once. A
 * host's robots.txt is read first and kept to. Answers come in the order asked. Only http
 * and https; addresses that are not of the public internet are refused.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FETCH_H
#define DL_FETCH_H

#include "day.h"
#include "http.h"

typedef struct dl_fetch dl_fetch;

typedef struct dl_fetch_options {
    size_t bytes;       /* of an answer, as sent and unpacked: 20 MiB */
    uint32_t seconds;   /* for one request: 30 */
    uint32_t redirects; /* followed: 5 */
    uint32_t delay_ms;  /* between two requests to one host: 1000; robots.txt may ask for
                           more */
    uint32_t hosts;     /* talked to at once: 8 */
    uint32_t wait_s;    /* a Retry-After up to this is waited for, once: 60 */
    bool allow_private; /* addresses of this machine and of private networks too */
    bool (*stopped)(void *context); /* asked again and again: stop waiting? NULL: never */
    void *context;                  /* of `stopped` */
    const char *proxy;              /* NULL: none, whatever the environment says */
    const char *agent; /* NULL: "dateline/VERSION"; its product token is looked for
                          in robots.txt */
} dl_fetch_options;

typedef struct dl_fetch_ask {
    dl_str url;
    dl_str etag;     /* of the copy we have, or "" */
    dl_str modified; /* its Last-Modified, or "" */
    uint64_t tag;    /* the caller's; comes back with the answer */
} dl_fetch_ask;

typedef struct dl_fetch_got {
    dl_str asked; /* the address as asked for */
    dl_str url;   /* where the answer came from */
    uint64_t tag;
    unsigned code;  /* 200; 304: the copy we have is good */
    dl_str headers; /* status line and header, as sent */
    dl_str body;    /* as sent, chunks joined */
    dl_str content; /* of the body, unpacked */
    dl_http http;   /* views into `headers` */
    dl_str etag, modified;
    dl_when got; /* when the answer came */
} dl_fetch_got;

/* `options` NULL or zero fields: the defaults. */
DL_CHECK dl_status dl_fetch_new(const dl_fetch_options *options, dl_fetch **out,
                                dl_error *err);
void dl_fetch_free(dl_fetch *fetch); /* NULL does nothing */

/* Asks for an address; strings are copied. DL_EUSAGE when it is none of the web. */
DL_CHECK dl_status dl_fetch_add(dl_fetch *fetch, const dl_fetch_ask *ask, dl_error *err);

/* The next answer, in `arena`, in the order asked. DL_ENONE: nothing was asked for any
 * more. Another status: this address gave no page; err->message names it and says why
 * (refused by robots.txt, an answer of failure, too large, too slow, a private address);
 * out->asked, out->tag and out->code are set. DL_ESTOP: options.stopped said so. */
DL_CHECK dl_status dl_fetch_next(dl_fetch *fetch, dl_arena *arena, dl_fetch_got *out,
                                 dl_error *err);

#endif
