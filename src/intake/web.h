/* web.h - pages out of feeds, lists of addresses, and the network.
 *
 * A feed leads to its items; where fetching is allowed, an item without its text leads to
 * its page, an OPML list to its feeds, a list of addresses to what is there.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WEB_H
#define DL_WEB_H

#include "fetch.h"
#include "page.h"

#include <yyjson.h>

typedef struct dl_web dl_web;

typedef struct dl_web_options {
    bool fetch; /* may the network be asked? */
    dl_fetch_options how;
    const char *keep; /* a WARC file that every answer is added to; NULL: none */
} dl_web_options;

DL_CHECK dl_status dl_web_new(const dl_web_options *options, dl_web **out, dl_error *err);
void dl_web_free(dl_web *web); /* NULL does nothing */

/* Asks for an address: a page, a feed, an OPML list. */
DL_CHECK dl_status dl_web_add(dl_web *web, dl_str url, dl_error *err);
/* The same, when a copy of it is at hand: `etag` and `modified` are what its answer's
 * header said of it. An address that has not changed gives no page. */
DL_CHECK dl_status dl_web_add_known(dl_web *web, dl_str url, dl_str etag, dl_str modified,
                                    dl_error *err);

/* Takes a feed or an OPML list out of a file, whose bytes are copied; `path` is what ids
 * and errors begin with. DL_EDATA when it is none; DL_EUSAGE when it holds nothing but
 * addresses, and fetching is not allowed. */
DL_CHECK dl_status dl_web_feed(dl_web *web, const char *path, dl_str bytes,
                               dl_error *err);
DL_CHECK dl_status dl_web_feed_json(dl_web *web, const char *path, yyjson_val *root,
                                    dl_error *err);

/* Takes a list of addresses, one a line. DL_EUSAGE when fetching is not allowed. */
DL_CHECK dl_status dl_web_list(dl_web *web, const char *path, dl_str text, dl_error *err);

/* The next page, in `arena`. DL_ENONE: there are no more for now. Another status: one
 * address or item gave no page; the next call goes on. */
DL_CHECK dl_status dl_web_next(dl_web *web, dl_arena *arena, dl_page *out, dl_error *err);

/* A remark on what was read; false when there is none. Good until the next call. */
bool dl_web_note(dl_web *web, dl_str *out);

#endif
