/* feed.h - what feeds hold: RSS 0.90 to 2.0, Atom 0.3 and 1.0, JSON Feed, OPML.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FEED_H
#define DL_FEED_H

#include "day.h"
#include "status.h"
#include "str.h"

#include <yyjson.h>

#define DL_FEED_ITEMS 100000 /* of one feed; more are left out */

typedef enum dl_feed_kind {
    DL_FEED_RSS,
    DL_FEED_ATOM,
    DL_FEED_JSON,
    DL_FEED_OPML /* a list of feeds: `items` have url and title */
} dl_feed_kind;

typedef struct dl_feed_item {
    dl_str id;      /* guid, atom:id; "" if none */
    dl_str url;     /* whole; "" if none */
    dl_str title;   /* plain text */
    dl_str content; /* what the item gives as its content; "" if none */
    bool content_html;
    dl_str summary; /* plain text */
    dl_when published;
    dl_str published_value; /* as printed */
} dl_feed_item;

typedef struct dl_feed {
    dl_feed_kind kind;
    dl_str title; /* plain text */
    dl_str url;   /* of the site; "" if none */
    dl_feed_item *items;
    uint32_t count;
    uint32_t left_out; /* items over DL_FEED_ITEMS */
    bool loose;        /* the XML was not well formed, and was read loosely */
} dl_feed;

/* Reads a feed of XML. `charset`: from the transport, or ""; `base`: the feed's own
 * address, or "". *out is in `arena`. DL_EDATA when it is no feed at all. */
DL_CHECK dl_status dl_feed_read(dl_str bytes, dl_str charset, dl_str base,
                                dl_arena *arena, dl_feed *out, dl_error *err);

/* Is it a JSON Feed? And what it holds. */
bool dl_feed_is_json(yyjson_val *root);
DL_CHECK dl_status dl_feed_read_json(yyjson_val *root, dl_str base, dl_arena *arena,
                                     dl_feed *out, dl_error *err);

#endif
