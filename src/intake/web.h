/* web.h - pages out of feeds, lists of addresses, and the network.
 *
 * A feed leads to its items; an item without its text leads to its page, an OPML list to
 * its feeds, a list of addresses to what is there: as far as dl_web_reach lets them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WEB_H
#define DL_WEB_H

#include "fetch.h"
#include "page.h"

#include <yyjson.h>

typedef struct dl_web dl_web;

/* What may be asked for over the network. */
typedef enum dl_web_reach {
    DL_REACH_NOTHING,
    DL_REACH_GIVEN, /* addresses that were given as such, and what these lead to */
    DL_REACH_ALL    /* and those that files hold: feeds, OPML, lists */
} dl_web_reach;

/* What the caller knows of earlier answers, so that what has not changed is not sent
 * again. Functions may be NULL. */
typedef struct dl_web_memory {
    void *context;
    /* What the last answer's header said of itself; false when there is none at hand. */
    bool (*find)(void *context, dl_str url, dl_arena *arena, dl_str *etag,
                 dl_str *modified);
    /* A feed was read; its pages are given by the calls that follow. */
    void (*feed)(void *context, dl_str url, dl_str etag, dl_str modified);
} dl_web_memory;

typedef struct dl_web_options {
    dl_web_reach reach;
    dl_fetch_options how;
    const char *keep; /* a WARC file that every answer is added to; NULL: none */
    dl_web_memory memory;
} dl_web_options;

DL_CHECK dl_status dl_web_new(const dl_web_options *options, dl_web **out, dl_error *err);
void dl_web_free(dl_web *web); /* NULL does nothing */

/* Asks for an address: a page, a feed, an OPML list. One that has not changed gives
 * nothing. */
DL_CHECK dl_status dl_web_add(dl_web *web, dl_str url, dl_error *err);

/* Takes a feed or an OPML list out of a file, whose bytes are copied; `path` is what ids
 * and errors begin with. DL_EDATA when it is none; DL_EUSAGE when it holds nothing but
 * addresses, and these may not be asked for. */
DL_CHECK dl_status dl_web_feed(dl_web *web, const char *path, dl_str bytes,
                               dl_error *err);
DL_CHECK dl_status dl_web_feed_json(dl_web *web, const char *path, yyjson_val *root,
                                    dl_error *err);

/* Takes a feed that was fetched from `url` and kept: what its items tell themselves, and
 * nothing of what they led to, which is kept as well. `place`: of its record. */
DL_CHECK dl_status dl_web_feed_kept(dl_web *web, dl_str url, dl_str base, dl_str charset,
                                    uint64_t place, dl_str bytes, dl_error *err);

/* Takes a list of addresses, one a line. DL_EUSAGE when these may not be asked for. */
DL_CHECK dl_status dl_web_list(dl_web *web, const char *path, dl_str text, dl_error *err);

/* The next page, in `arena`. DL_ENONE: there are no more for now. Another status: one
 * address or item gave no page; the next call goes on. */
DL_CHECK dl_status dl_web_next(dl_web *web, dl_arena *arena, dl_page *out, dl_error *err);

/* Addresses that had not changed, so far. */
uint64_t dl_web_unchanged(const dl_web *web);

/* A remark on what was read; false when there is none. Good until the next call. */
bool dl_web_note(dl_web *web, dl_str *out);

#endif
