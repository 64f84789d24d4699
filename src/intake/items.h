/* items.h - pages out of the items of a feed.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ITEMS_H
#define DL_ITEMS_H

#include "feed.h"
#include "page.h"

typedef struct dl_items {
    dl_feed feed;
    uint32_t next;
    const char *path; /* of the file, or the feed's address: ids begin with it */
    dl_str file;      /* that keeps the feed, when it was fetched; else "" */
    bool fetch;       /* the pages behind links may be asked for */
    uint32_t pages, links, nothing; /* what became of the items so far */
} dl_items;

typedef enum dl_items_use {
    DL_ITEMS_PAGE, /* *page: the item's own text */
    DL_ITEMS_LINK, /* (*item)->url is to be fetched */
    DL_ITEMS_END
} dl_items_use;

/* Goes to the next item that can be used. The page is in `arena` but borrows from the
 * feed. DL_ENOMEM is all that can go wrong. */
DL_CHECK dl_status dl_items_next(dl_items *items, dl_arena *arena, dl_items_use *use,
                                 dl_page *page, const dl_feed_item **item, dl_error *err);

#endif
