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
    uint64_t place; /* of the feed's record in the archive it is kept in */
    bool kept;      /* these items' pages were fetched before, and are not asked for */
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

uint64_t dl_web_unchanged(const dl_web *w)
{
    return w->unchanged;
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
        "%.*s: addresses of the web, and a file's may not be asked for; allow it "
        "(--fetch), or save the pages and name the files",
        (int)(name.size < 300 ? name.size : 300), name.at);
}

/* What the last answer said of itself goes with the request. */
static void recall(dl_web *w, dl_fetch_ask *request)
{
    const dl_web_memory *memory = &w->options.memory;
    dl_str etag, modified;
    request->etag = request->modified = DL_STR("");
    if (memory->find != NULL &&
        memory->find(memory->context, request->url, &w->arena, &etag, &modified)) {
        request->etag = etag;
        request->modified = modified;
    }
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

static dl_status ask(dl_web *w, dl_str url, enum level level, const hint *known,
                     dl_error *err)
{
    const uint64_t key = dl_hash(url);
    dl_fetch_ask request = {.url = url};
    if (dl_map_find_id(&w->asked, key) != DL_NONE) {
        return DL_OK;
    }
    dl_status status = need_fetch(w, err);
    if (status != DL_OK) {
        return status;
    }
    hint *slot = dl_vec_push(&w->hints, &w->arena);
    if (slot == NULL) {
        return dl_fail_memory(err);
    }
    slot->published = known == NULL ? dl_when_none() : known->published;
    slot->published_value =
        dl_str_copy(&w->arena, known == NULL ? DL_STR("") : known->published_value);
    recall(w, &request);
    request.tag = level + LEVELS * (uint64_t)(w->hints.count - 1);
    status = dl_fetch_add(w->fetch, &request, err);
    return status == DL_OK && dl_map_add_id(&w->asked, key, 0) == DL_NONE
               ? dl_fail_memory(err)
               : status;
}

dl_status dl_web_add(dl_web *w, dl_str url, dl_error *err)
{
    return ask(w, url, LEVEL_GIVEN, NULL, err);
}

static dl_status ask_item(dl_web *w, const dl_feed_item *item, enum level level,
                          dl_error *err)
{
    const hint known = {item->published, item->published_value};
    return ask(w, item->url, level, &known, err);
}

dl_status dl_web_list(dl_web *w, const char *path, dl_str text, dl_error *err)
{
    dl_status status =
        w->options.reach == DL_REACH_ALL ? DL_OK : no_network(dl_str_of(path), err);
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

/* Where a feed comes from: whether its links may be followed. */
typedef enum feed_origin {
    ORIGIN_FILE,
    ORIGIN_ANSWER,
    ORIGIN_KEPT /* an answer of an earlier time; what it led to is kept beside it */
} feed_origin;

/* Begins with the items of the feed in w->items.feed. */
static dl_status take_feed(dl_web *w, dl_str path, enum level level, feed_origin origin,
                           uint64_t place, dl_error *err)
{
    const bool fetch = origin != ORIGIN_FILE || w->options.reach == DL_REACH_ALL;
    dl_feed feed = w->items.feed;
    const char *name = dl_str_copy(&w->feed_arena, path).at;
    if (name == NULL) {
        return dl_fail_memory(err);
    }
    const bool here = origin == ORIGIN_ANSWER && w->keep != NULL;
    w->items = (dl_items){.feed = feed,
                          .path = name,
                          .file = here ? dl_str_of(dl_keep_path(w->keep)) : DL_STR(""),
                          .fetch = fetch};
    w->kept = origin == ORIGIN_KEPT;
    w->place = place;
    if (feed.kind != DL_FEED_OPML) {
        w->in_items = true;
        return DL_OK;
    }
    if (origin == ORIGIN_KEPT) {
        return DL_OK;
    }
    if (!fetch) {
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

typedef struct feed_source {
    dl_str path; /* of the file, or the address asked for */
    dl_str base, charset;
    enum level level;
    feed_origin origin;
    uint64_t place; /* in the archive it is kept in */
} feed_source;

static dl_status read_feed(dl_web *w, const feed_source *from, dl_str bytes,
                           dl_error *err)
{
    dl_arena_reset(&w->feed_arena);
    const dl_status status = dl_feed_read(bytes, from->charset, from->base,
                                          &w->feed_arena, &w->items.feed, err);
    return status == DL_OK
               ? take_feed(w, from->path, from->level, from->origin, from->place, err)
               : name_feed(from->path, status, err);
}

static dl_status read_feed_json(dl_web *w, const feed_source *from, yyjson_val *root,
                                dl_error *err)
{
    dl_arena_reset(&w->feed_arena);
    const dl_status status =
        dl_feed_read_json(root, from->base, &w->feed_arena, &w->items.feed, err);
    return status == DL_OK
               ? take_feed(w, from->path, from->level, from->origin, from->place, err)
               : name_feed(from->path, status, err);
}

dl_status dl_web_feed(dl_web *w, const char *path, dl_str bytes, dl_error *err)
{
    const feed_source from = {dl_str_of(path), DL_STR(""),  DL_STR(""),
                              LEVEL_GIVEN,     ORIGIN_FILE, 0};
    return read_feed(w, &from, bytes, err);
}

dl_status dl_web_feed_json(dl_web *w, const char *path, yyjson_val *root, dl_error *err)
{
    const feed_source from = {dl_str_of(path), DL_STR(""),  DL_STR(""),
                              LEVEL_GIVEN,     ORIGIN_FILE, 0};
    return read_feed_json(w, &from, root, err);
}

/* The items of JSON that is a feed. */
static dl_status read_json(dl_web *w, const feed_source *from, dl_str bytes,
                           dl_error *err)
{
    yyjson_doc *doc = yyjson_read(bytes.at, bytes.size, YYJSON_READ_NOFLAG);
    yyjson_val *root = yyjson_doc_get_root(doc);
    const dl_status status =
        dl_feed_is_json(root)
            ? read_feed_json(w, from, root, err)
            : dl_fail(err, DL_EDATA, "%.*s: JSON that is no feed",
                      (int)(from->path.size < 300 ? from->path.size : 300),
                      from->path.at);
    yyjson_doc_free(doc);
    return status;
}

dl_status dl_web_feed_kept(dl_web *w, dl_str url, dl_str base, dl_str charset,
                           uint64_t place, dl_str bytes, dl_error *err)
{
    const feed_source from = {url, base, charset, LEVEL_FEED, ORIGIN_KEPT, place};
    const dl_str start = dl_str_trim(bytes);
    return start.size > 0 && start.at[0] == '{' ? read_json(w, &from, bytes, err)
                                                : read_feed(w, &from, bytes, err);
}

static void note_feed(dl_web *w)
{
    const dl_items *i = &w->items;
    dl_buf_clear(&w->note);
    dl_buf_printf(&w->note, "%s: a feed of %u items; %u give their text", i->path,
                  i->feed.count, i->pages);
    if (i->links > 0) {
        dl_buf_printf(&w->note, ", the pages of %u are %s", i->links,
                      w->kept ? "kept beside it" : "asked for");
    }
    if (i->nothing > 0) {
        dl_buf_printf(&w->note, ", %u have none%s", i->nothing,
                      i->fetch ? "" : " (their addresses may be asked for with --fetch)");
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
            status = w->kept ? DL_OK : ask_item(w, item, LEVEL_PAGE, err);
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
            out->offset = w->place;
            out->file = own(arena, w->items.file);
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
    const dl_str published = w->hints.at[got->tag / LEVELS].published_value;
    *offset = 0;
    return w->keep == NULL || got->code == 304
               ? DL_OK
               : dl_keep_add(w->keep, got, published, offset, err);
}

/* The items of an answer that is a feed; then there is no page. */
static dl_status take_items(dl_web *w, const dl_fetch_got *got, bool json, uint64_t place,
                            dl_error *err)
{
    const enum level level = (enum level)(got->tag % LEVELS);
    const dl_web_memory *memory = &w->options.memory;
    const feed_source from = {got->asked, got->url,      got->http.charset,
                              level,      ORIGIN_ANSWER, place};
    if (level == LEVEL_PAGE) {
        return refuse(got, json ? "JSON, and no page" : "a feed, and no page", err);
    }
    const dl_status status = json ? read_json(w, &from, got->content, err)
                                  : read_feed(w, &from, got->content, err);
    if (status == DL_OK && memory->feed != NULL) {
        memory->feed(memory->context, got->asked, got->etag, got->modified);
    }
    return status == DL_OK ? DL_ENONE : status;
}

/* DL_ENONE: the answer was no page, and all is well. */
static dl_status take_answer(dl_web *w, const dl_fetch_got *got, uint64_t offset,
                             dl_arena *arena, dl_page *out, dl_error *err)
{
    const dl_media said = dl_media_of(got->http.media);
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
        return take_items(w, got, false, offset, err);
    case DL_MEDIA_JSON:
        return take_items(w, got, true, offset, err);
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
        status = status == DL_OK ? take_answer(w, &got, offset, arena, out, err) : status;
        if (status == DL_OK && w->keep != NULL) {
            out->offset = offset;
            out->file = dl_str_copy(arena, dl_str_of(dl_keep_path(w->keep)));
            status = out->file.at == NULL ? dl_fail_memory(err) : DL_OK;
        }
    }
    return status;
}
