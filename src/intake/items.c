/* items.c - see items.h.
 *
 * An item with enough text is an article. One with less is a link, where fetching is
 * allowed; else what it says is taken for what it is: a summary.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "items.h"

#include "plain.h"

#define FULL_BYTES 600   /* of plain text: a content as long as this is the article */
#define SUMMARY_BYTES 80 /* a summary shorter than this tells of nothing */

/* Ids: the address, else the item's own id, else its number. */
static dl_str id_of(const dl_items *items, const dl_feed_item *item, dl_arena *arena)
{
    if (item->url.size > 0) {
        return item->url;
    }
    return item->id.size > 0
               ? dl_str_printf(arena, "%s#%.*s", items->path, (int)item->id.size,
                               item->id.at)
               : dl_str_printf(arena, "%s#%u", items->path, items->next - 1);
}

static void fill(const dl_items *items, const dl_feed_item *item, dl_arena *arena,
                 dl_page *out)
{
    *out = (dl_page){.got = dl_when_none(), .published = item->published};
    out->id = id_of(items, item, arena);
    out->url = item->url;
    out->title = item->title;
    out->site = item->url.size > 0 ? DL_STR("") : items->feed.title;
    out->charset = DL_STR("utf-8");
    if (item->published_value.size > 0) {
        out->published_value = item->published_value;
        out->from = DL_STR("given");
    }
}

static dl_str plain_content(const dl_feed_item *item, dl_arena *arena)
{
    return item->content_html ? dl_plain(item->content, arena) : item->content;
}

dl_status dl_items_next(dl_items *items, dl_arena *arena, dl_items_use *use,
                        dl_page *page, const dl_feed_item **item, dl_error *err)
{
    while (items->next < items->feed.count) {
        const dl_feed_item *now = *item = &items->feed.items[items->next++];
        const dl_arena_mark mark = dl_arena_here(arena);
        const dl_str text = plain_content(now, arena);
        const bool full = text.size >= FULL_BYTES;
        const bool content_most = text.size >= now->summary.size;
        const size_t most = content_most ? text.size : now->summary.size;
        dl_arena_back(arena, mark);
        if (!full && items->fetch && now->url.size > 0) {
            items->links++;
            *use = DL_ITEMS_LINK;
            return DL_OK;
        }
        if (most < SUMMARY_BYTES) {
            items->nothing++;
            continue;
        }
        fill(items, now, arena, page);
        page->bytes = content_most ? now->content : now->summary;
        page->kind = content_most && now->content_html ? DL_PAGE_HTML : DL_PAGE_DOC;
        page->note = full ? DL_STR("") : DL_STR("what the feed says of it, and no more");
        items->pages++;
        *use = DL_ITEMS_PAGE;
        return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
    }
    *use = DL_ITEMS_END;
    return DL_OK;
}
