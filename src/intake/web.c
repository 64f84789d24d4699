/* web.c - see web.h.
 *
 *   address --fetch--> page | feed --items--> page | address --fetch--> page
 *                           | OPML --items--> address --fetch--> feed ...
 *
 * How far an address may lead is its level: one that the user gave may be anything, one
 * out of OPML a feed, one out of a feed a page. So nothing leads in circles, and no
 * address is asked for twice.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "web.h"

#include "hash.h"
#include "items.h"
#include "keep.h"
#include "map.h"
#include "media.h"
#include "sniff.h"
#include "url.h"
#include "vec.h"

#include <stdio.h>
#include <stdlib.h>

enum level { LEVEL_GIVEN, LEVEL_FEED, LEVEL_PAGE, LEVELS };

/* What is known of an address before it is asked for. */
typedef struct hint {
    dl_when published;
    dl_str published_value;
} hint;

struct dl_web {
    dl_web_options options;
    dl_fetch *fetch;     /* NULL until it is needed */
    dl_keep *keep;       /* with it; NULL: nothing is kept */
    dl_arena arena;      /* hints, addresses asked for */
    dl_arena feed_arena; /* the feed that is being read */
    dl_items items;
    bool in_items;
    const char *items_path;
    DL_VEC(hint) hints; /* a tag is level + LEVELS * index */
    dl_map asked;       /* hashes of addresses */
    uint64_t unchanged;
    dl_buf note;
    bool has_note;
};

dl_status dl_web_new(const dl_web_options *options, dl_web **out, dl_error *err)
{
    dl_web *w = calloc(1, sizeof *w);
    *out = w;
    if (w == NULL) {
        return dl_fail_memory(err);
    }
    w->options = *options;
    dl_arena_init(&w->arena, 0);
    dl_arena_init(&w->feed_arena, 0);
    dl_map_init(&w->asked, &w->arena);
    dl_buf_init(&w->note);
    return DL_OK;
}

void dl_web_free(dl_web *w)
{
    if (w == NULL) {
        return;
    }
    dl_fetch_free(w->fetch);
    dl_keep_close(w->keep);
    dl_buf_done(&w->note);
    dl_arena_done(&w->feed_arena);
    dl_arena_done(&w->arena);
    free(w);
}

bool dl_web_note(dl_web *w, dl_str *out)
{
    const bool has = w->has_note && !w->note.failed;
    *out = dl_buf_str(&w->note);
    w->has_note = false;
    return has;
}

/* ---- asking ---- */

static dl_status no_network(dl_str name, dl_error *err)
{
    return dl_fail(
        err, DL_EUSAGE,
        "%.*s: addresses of the web, and fetching is not allowed here; allow it "
        "(--fetch), or save the pages and name the files",
        (int)(name.size < 300 ? name.size : 300), name.at);
}

static dl_status need_fetch(dl_web *w, dl_error *err)
{
    dl_status status = DL_OK;
    if (w->keep == NULL && w->options.keep != NULL) {
        status = dl_keep_open(w->options.keep, &w->keep, err);
    }
    return status != DL_OK || w->fetch != NULL
               ? status
               : dl_fetch_new(&w->options.how, &w->fetch, err);
}

static dl_status ask(dl_web *w, const dl_fetch_ask *what, enum level level,
                     const hint *known, dl_error *err)
{
    const uint64_t key = dl_hash(what->url);
    dl_fetch_ask request = *what;
    if (dl_map_find_id(&w->asked, key) != DL_NONE) {
        return DL_OK;
    }
    const dl_status status = need_fetch(w, err);
    if (status != DL_OK) {
        return status;
    }
    hint *slot = dl_vec_push(&w->hints, &w->arena);
    if (slot == NULL || dl_map_add_id(&w->asked, key, 0) == DL_NONE) {
        return dl_fail_memory(err);
    }
    slot->published = known == NULL ? dl_when_none() : known->published;
    slot->published_value =
        dl_str_copy(&w->arena, known == NULL ? DL_STR("") : known->published_value);
    request.tag = level + LEVELS * (uint64_t)(w->hints.count - 1);
    return dl_fetch_add(w->fetch, &request, err);
}

dl_status dl_web_add_known(dl_web *w, dl_str url, dl_str etag, dl_str modified,
                           dl_error *err)
{
    const dl_fetch_ask what = {.url = url, .etag = etag, .modified = modified};
    return w->options.fetch ? ask(w, &what, LEVEL_GIVEN, NULL, err)
                            : no_network(url, err);
}

dl_status dl_web_add(dl_web *w, dl_str url, dl_error *err)
{
    return dl_web_add_known(w, url, DL_STR(""), DL_STR(""), err);
}

static dl_status ask_item(dl_web *w, const dl_feed_item *item, enum level level,
                          dl_error *err)
{
    const dl_fetch_ask what = {
        .url = item->url, .etag = DL_STR(""), .modified = DL_STR("")};
    const hint known = {item->published, item->published_value};
    return ask(w, &what, level, &known, err);
}

dl_status dl_web_list(dl_web *w, const char *path, dl_str text, dl_error *err)
{
    dl_status status = w->options.fetch ? DL_OK : no_network(dl_str_of(path), err);
    while (status == DL_OK && text.size > 0) {
        const dl_str line = dl_str_trim(dl_str_next(&text, '\n'));
        if (line.size > 0 && line.at[0] != '#') {
            status = dl_web_add(w, line, err);
            status = status == DL_EUSAGE ? DL_OK : status; /* a line that is no address */
        }
    }
    return status;
}

/* ---- feeds ---- */

/* Begins with the items of the feed in w->items.feed. */
static dl_status take_feed(dl_web *w, dl_str path, enum level level, dl_error *err)
{
    dl_feed feed = w->items.feed;
    const char *name = dl_str_copy(&w->feed_arena, path).at;
    if (name == NULL) {
        return dl_fail_memory(err);
    }
    w->items = (dl_items){.feed = feed, .path = name, .fetch = w->options.fetch};
    if (feed.kind != DL_FEED_OPML) {
        w->in_items = true;
        return DL_OK;
    }
    if (!w->options.fetch) {
        return no_network(path, err);
    }
    if (level != LEVEL_GIVEN) {
        return dl_fail(err, DL_EDATA, "%s: a list of feeds within a list of feeds", name);
    }
    dl_status status = DL_OK;
    for (uint32_t i = 0; i < feed.count && status == DL_OK; i++) {
        status = ask_item(w, &feed.items[i], LEVEL_FEED, err);
        status = status == DL_EUSAGE ? DL_OK : status;
    }
    return status;
}

static dl_status name_feed(dl_str path, dl_status status, dl_error *err)
{
    char what[DL_ERROR_MESSAGE_MAX];
    if (status != DL_EDATA || err == NULL) {
        return status;
    }
    memcpy(what, err->message, sizeof what);
    return dl_fail(err, status, "%.*s: %s", (int)(path.size < 300 ? path.size : 300),
                   path.at, what);
}

static dl_status read_feed(dl_web *w, dl_str path, dl_str bytes, dl_str charset,
                           dl_str base, enum level level, dl_error *err)
{
    dl_arena_reset(&w->feed_arena);
    dl_status status =
        dl_feed_read(bytes, charset, base, &w->feed_arena, &w->items.feed, err);
    return status == DL_OK ? take_feed(w, path, level, err)
                           : name_feed(path, status, err);
}

dl_status dl_web_feed(dl_web *w, const char *path, dl_str bytes, dl_error *err)
{
    return read_feed(w, dl_str_of(path), bytes, DL_STR(""), DL_STR(""), LEVEL_GIVEN, err);
}

dl_status dl_web_feed_json(dl_web *w, const char *path, yyjson_val *root, dl_error *err)
{
    dl_arena_reset(&w->feed_arena);
    const dl_status status =
        dl_feed_read_json(root, DL_STR(""), &w->feed_arena, &w->items.feed, err);
    return status == DL_OK ? take_feed(w, dl_str_of(path), LEVEL_GIVEN, err)
                           : name_feed(dl_str_of(path), status, err);
}

static void note_feed(dl_web *w)
{
    const dl_items *i = &w->items;
    dl_buf_clear(&w->note);
    dl_buf_printf(&w->note, "%s: a feed of %u items; %u give their text", i->path,
                  i->feed.count, i->pages);
    if (i->links > 0) {
        dl_buf_printf(&w->note, ", the pages of %u are asked for", i->links);
    }
    if (i->nothing > 0) {
        dl_buf_printf(&w->note, ", %u have none%s", i->nothing,
                      i->fetch ? "" : " (fetching is not allowed)");
    }
    if (i->feed.left_out > 0) {
        dl_buf_printf(&w->note, "; %u over the limit of %d were left out",
                      i->feed.left_out, DL_FEED_ITEMS);
    }
    if (i->feed.loose) {
        dl_buf_text(&w->note, "; its XML is broken, and was read loosely");
    }
    w->has_note = true;
}

static dl_str own(dl_arena *arena, dl_str text)
{
    return text.size == 0 ? text : dl_str_copy(arena, text);
}

/* The next page of the feed's own; DL_ENONE when its items are over. */
static dl_status next_item(dl_web *w, dl_arena *arena, dl_page *out, dl_error *err)
{
    while (true) {
        const dl_feed_item *item;
        dl_items_use use;
        dl_status status = dl_items_next(&w->items, arena, &use, out, &item, err);
        if (status != DL_OK) {
            return status;
        }
        switch (use) {
        case DL_ITEMS_END:
            w->in_items = false;
            note_feed(w);
            return DL_ENONE;
        case DL_ITEMS_LINK:
            status = ask_item(w, item, LEVEL_PAGE, err);
            if (status != DL_OK) {
                return status;
            }
            break;
        case DL_ITEMS_PAGE:
            out->id = own(arena, out->id);
            out->bytes = own(arena, out->bytes);
            out->url = own(arena, out->url);
            out->title = own(arena, out->title);
            out->site = own(arena, out->site);
            out->published_value = own(arena, out->published_value);
            return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
        }
    }
}

/* ---- answers ---- */

static dl_status refuse(const dl_fetch_got *got, const char *why, dl_error *err)
{
    return dl_fail(err, DL_EDATA, "%.*s: %s",
                   (int)(got->asked.size < 300 ? got->asked.size : 300), got->asked.at,
                   why);
}

static dl_status json_answer(dl_web *w, const dl_fetch_got *got, enum level level,
                             dl_error *err)
{
    yyjson_doc *doc = yyjson_read(got->content.at, got->content.size, YYJSON_READ_NOFLAG);
    yyjson_val *root = yyjson_doc_get_root(doc);
    dl_status status;
    dl_arena_reset(&w->feed_arena);
    if (level == LEVEL_PAGE || !dl_feed_is_json(root)) {
        status = refuse(got, "JSON that is no feed", err);
    } else {
        status = dl_feed_read_json(root, got->url, &w->feed_arena, &w->items.feed, err);
        status = status == DL_OK ? take_feed(w, got->asked, level, err)
                                 : name_feed(got->asked, status, err);
    }
    yyjson_doc_free(doc);
    return status;
}

static dl_status fill_page(dl_web *w, const dl_fetch_got *got, dl_arena *arena,
                           dl_page *out, dl_error *err)
{
    const hint *known = &w->hints.at[got->tag / LEVELS];
    out->id = got->asked;
    out->bytes = got->content;
    out->url = got->url;
    out->charset = got->http.charset;
    out->got = got->got;
    out->headers = got->headers;
    if (known->published_value.size > 0) {
        out->published = known->published;
        out->published_value = dl_str_copy(arena, known->published_value);
        out->from = DL_STR("given");
    }
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}

/* Writes the answer down, and where it can be read again. */
static dl_status keep_answer(dl_web *w, const dl_fetch_got *got, uint64_t *offset,
                             dl_error *err)
{
    *offset = 0;
    return w->keep == NULL || got->code == 304 ? DL_OK
                                               : dl_keep_add(w->keep, got, offset, err);
}

/* DL_ENONE: the answer was no page, and all is well. */
static dl_status take_answer(dl_web *w, const dl_fetch_got *got, dl_arena *arena,
                             dl_page *out, dl_error *err)
{
    const enum level level = (enum level)(got->tag % LEVELS);
    const dl_media said = dl_media_of(got->http.media);
    dl_status status;
    *out = (dl_page){.got = dl_when_none(), .published = dl_when_none()};
    if (got->code == 304) {
        w->unchanged++;
        return DL_ENONE;
    }
    switch (dl_media_find(said == DL_MEDIA_OTHER ? DL_MEDIA_UNSAID : said, got->content,
                          dl_url_path(got->url), &out->kind)) {
    case DL_MEDIA_PAGE:
        return fill_page(w, got, arena, out, err);
    case DL_MEDIA_EMPTY:
        return refuse(got, "the answer is empty", err);
    case DL_MEDIA_FEED:
        if (level == LEVEL_PAGE) {
            return refuse(got, "a feed, and no page", err);
        }
        status = read_feed(w, got->asked, got->content, got->http.charset, got->url,
                           level, err);
        return status == DL_OK ? DL_ENONE : status;
    case DL_MEDIA_JSON:
        status = json_answer(w, got, level, err);
        return status == DL_OK ? DL_ENONE : status;
    case DL_MEDIA_NO_PAGE:
        break;
    }
    return refuse(got, dl_sniff_binary_name(got->content), err);
}

dl_status dl_web_next(dl_web *w, dl_arena *arena, dl_page *out, dl_error *err)
{
    dl_status status = DL_ENONE;
    while (status == DL_ENONE) {
        if (w->in_items) {
            status = next_item(w, arena, out, err);
            if (status == DL_ENONE && w->has_note) {
                continue;
            }
            return status;
        }
        dl_fetch_got got;
        if (w->fetch == NULL) {
            return DL_ENONE;
        }
        status = dl_fetch_next(w->fetch, arena, &got, err);
        if (status != DL_OK) {
            return status;
        }
        uint64_t offset;
        status = keep_answer(w, &got, &offset, err);
        status = status == DL_OK ? take_answer(w, &got, arena, out, err) : status;
        if (status == DL_OK && w->keep != NULL) {
            out->offset = offset;
            out->file = dl_str_copy(arena, dl_str_of(dl_keep_path(w->keep)));
            status = out->file.at == NULL ? dl_fail_memory(err) : DL_OK;
        }
    }
    return status;
}
