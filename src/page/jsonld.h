/* jsonld.h - what schema.org data in a page says of its article.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_JSONLD_H
#define DL_JSONLD_H

#include "status.h"
#include "str.h"

/* An entry of a live ticker; strings are "" where untold. */
typedef struct dl_jsonld_entry {
    dl_str time, headline, body;
} dl_jsonld_entry;

typedef struct dl_jsonld {
    dl_str headline, url, published, modified, publisher, body, section, language;
    dl_str page_published, page_modified; /* of a WebPage, when no article has one */
    dl_str page_name;
    dl_str live_start;
    dl_str *authors;
    uint32_t author_count, author_room;
    dl_jsonld_entry *entries;
    uint32_t entry_count, entry_room;
    bool article;      /* an article was found */
    bool live;         /* a LiveBlogPosting */
    bool paid;         /* isAccessibleForFree: false */
} dl_jsonld;

/* Adds what the JSON text `script` says; the first article that says a thing wins.
 * Broken JSON is read as far as its dates can be found. Strings are in `arena`. */
DL_CHECK dl_status dl_jsonld_read(dl_str script, dl_arena *arena, dl_jsonld *out,
                                  dl_error *err);

#endif
