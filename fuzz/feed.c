/* feed.c - fuzzes the reading of feeds, of XML and of JSON. What must hold is asserted:
 * addresses are of the web, items have a bound.
 * SPDX-License-Identifier: Apache-2.0 */
#include "feed.h"
#include "url.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check(const dl_feed *feed)
{
    must(feed->count <= DL_FEED_ITEMS);
    must(feed->url.size == 0 || dl_url_web(feed->url));
    for (uint32_t i = 0; i < feed->count; i++) {
        must(feed->items[i].url.size == 0 || dl_url_web(feed->items[i].url));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const charsets[] = {
        "",         "utf-8",   "windows-1251", "shift_jis",
        "utf-16le", "gb18030", "iso-2022-jp",  "x"};
    const dl_str charset = dl_str_of(size == 0 ? "" : charsets[data[size - 1] % 8]);
    const dl_str text = {(const char *)data, size};
    dl_arena arena;
    dl_feed feed;
    dl_error err;
    dl_arena_init(&arena, 0);
    if (dl_feed_read(text, charset, DL_STR("http://f.example/a/b"), &arena, &feed,
                     &err) == DL_OK) {
        check(&feed);
    }
    yyjson_doc *doc = yyjson_read(text.at, text.size, YYJSON_READ_NOFLAG);
    yyjson_val *root = yyjson_doc_get_root(doc);
    if (dl_feed_is_json(root) &&
        dl_feed_read_json(root, DL_STR(""), &arena, &feed, &err) == DL_OK) {
        check(&feed);
    }
    yyjson_doc_free(doc);
    dl_arena_done(&arena);
    return 0;
}
