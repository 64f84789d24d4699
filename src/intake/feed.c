/* feed.c - see feed.h.
 *
 * One table says which element is which field; the reader knows three places: in the
 * feed, in an item, in a field. What is inside a field is its text; elements there are
 * written out again (Atom's XHTML, and HTML that somebody forgot to escape).
 *
 *   rss/channel/item/title      feed/entry/title      rdf:RDF/item/title
 *       ^container ^item ^field
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "feed.h"

#include "plain.h"
#include "stamp.h"
#include "url.h"
#include "vec.h"
#include "xml.h"

#define FIELD_BYTES (8u << 20) /* of one field; the rest of it is left out */

typedef enum field {
    FIELD_NONE,
    FIELD_TITLE,
    FIELD_LINK,
    FIELD_ORIGINAL_LINK, /* behind a counter of clicks */
    FIELD_ID,
    FIELD_CONTENT,
    FIELD_SUMMARY,
    FIELD_PUBLISHED,
    FIELD_UPDATED
} field;

typedef struct reader {
    dl_arena *arena;
    dl_feed *feed;
    dl_str base;
    DL_VEC(dl_feed_item) items;
    unsigned depth;
    unsigned container; /* depth of the feed's element; 0: not begun */
    unsigned item;      /* depth of the item's; 0: not in one */
    field field;
    unsigned field_depth;
    bool html, escape, permanent; /* of the field: see start_field */
    dl_buf text;
    dl_feed_item now;
    dl_str original_link, updated_value;
    bool has_original, bad_memory;
} reader;

/* ---- fields ---- */

static field field_of(dl_xml_space space, dl_str name)
{
    enum { RSS = 1, ATOM = 2, DC = 4, CONTENT = 8, BURNER = 16 };
    static const struct {
        const char *name;
        unsigned spaces;
        field field;
    } fields[] = {{"title", RSS | ATOM, FIELD_TITLE},
                  {"link", RSS | ATOM, FIELD_LINK},
                  {"origLink", BURNER, FIELD_ORIGINAL_LINK},
                  {"guid", RSS, FIELD_ID},
                  {"id", ATOM, FIELD_ID},
                  {"encoded", CONTENT, FIELD_CONTENT},
                  {"content", ATOM, FIELD_CONTENT},
                  {"description", RSS, FIELD_SUMMARY},
                  {"summary", ATOM, FIELD_SUMMARY},
                  {"pubDate", RSS, FIELD_PUBLISHED},
                  {"published", ATOM, FIELD_PUBLISHED},
                  {"issued", ATOM | DC, FIELD_PUBLISHED},
                  {"date", DC, FIELD_PUBLISHED},
                  {"created", ATOM | DC, FIELD_PUBLISHED},
                  {"updated", ATOM, FIELD_UPDATED},
                  {"modified", ATOM | DC, FIELD_UPDATED}};
    const unsigned bit = space == DL_XML_NONE || space == DL_XML_RSS1 ? RSS
                         : space == DL_XML_ATOM                       ? ATOM
                         : space == DL_XML_DC                         ? DC
                         : space == DL_XML_CONTENT                    ? CONTENT
                         : space == DL_XML_FEEDBURNER                 ? BURNER
                                                                      : 0;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if ((fields[i].spaces & bit) != 0 &&
            dl_str_equal_fold(name, dl_str_of(fields[i].name))) {
            return fields[i].field;
        }
    }
    return FIELD_NONE;
}

/* Without namespaces (read loosely, or never declared) a feed of <entry> is Atom. */
static dl_xml_space space_in(const reader *r, dl_xml_space space)
{
    return space == DL_XML_NONE && r->feed->kind == DL_FEED_ATOM ? DL_XML_ATOM : space;
}

static dl_str attribute(const dl_xml_attribute *attributes, size_t count,
                        const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (dl_str_equal_fold(attributes[i].name, dl_str_of(name))) {
            return attributes[i].value;
        }
    }
    return DL_STR("");
}

static dl_str keep(reader *r, dl_str text)
{
    const dl_str copy = dl_str_copy(r->arena, dl_str_trim(text));
    r->bad_memory = r->bad_memory || dl_arena_failed(r->arena);
    return copy;
}

static bool is_one_of(dl_str text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (dl_str_equal_fold(text, dl_str_of(*words))) {
            return true;
        }
    }
    return false;
}

/* An Atom link is in its attributes. */
static void take_link(reader *r, const dl_xml_attribute *attributes, size_t count)
{
    static const char *const own[] = {"", "alternate", NULL};
    const dl_str href = attribute(attributes, count, "href");
    const dl_str rel = attribute(attributes, count, "rel");
    if (href.size == 0 || !is_one_of(dl_str_trim(rel), own)) {
        return;
    }
    dl_str *url = r->item > 0 ? &r->now.url : &r->feed->url;
    if (url->size == 0) {
        *url = keep(r, href);
    }
}

static void start_field(reader *r, dl_xml_space space, field f,
                        const dl_xml_attribute *attributes, size_t count)
{
    static const char *const html[] = {"html", "xhtml", "text/html",
                                       "application/xhtml+xml", NULL};
    static const char *const text[] = {"", "text", "text/plain", NULL};
    const dl_str type = attribute(attributes, count, "type");
    const dl_str mode = attribute(attributes, count, "mode"); /* Atom 0.3 */
    r->html = r->escape = r->permanent = false;
    if (f == FIELD_LINK && attribute(attributes, count, "href").size > 0) {
        take_link(r, attributes, count);
        return;
    }
    if (f == FIELD_TITLE || f == FIELD_SUMMARY || f == FIELD_CONTENT) {
        r->html = space != DL_XML_ATOM || is_one_of(type, html);
        r->escape = dl_str_equal_fold(type, DL_STR("xhtml")) ||
                    dl_str_equal_fold(mode, DL_STR("xml"));
        if (space == DL_XML_ATOM && ((!r->html && !is_one_of(type, text)) ||
                                     attribute(attributes, count, "src").size > 0 ||
                                     dl_str_equal_fold(mode, DL_STR("base64")))) {
            return; /* a picture, something elsewhere */
        }
    }
    if (f == FIELD_ID) {
        r->permanent = !dl_str_equal_fold(attribute(attributes, count, "isPermaLink"),
                                          DL_STR("false"));
    }
    r->field = f;
    r->field_depth = r->depth;
    dl_buf_clear(&r->text);
}

/* The first of several counts; a date that can be read counts more than one that cannot.
 */
static void set_date(reader *r, dl_str value)
{
    const dl_when when = dl_stamp_read(value);
    if (!dl_when_known(r->now.published) &&
        (dl_when_known(when) || r->now.published_value.size == 0)) {
        r->now.published = when;
        r->now.published_value = keep(r, value);
    }
}

static void set_once(reader *r, dl_str *to, dl_str value)
{
    if (to->size == 0) {
        *to = keep(r, value);
    }
}

static dl_str as_plain(reader *r, dl_str text)
{
    return r->html ? dl_plain(text, r->arena) : keep(r, text);
}

static void end_item_field(reader *r, dl_str text)
{
    switch (r->field) {
    case FIELD_TITLE:
        r->now.title = r->now.title.size > 0 ? r->now.title : as_plain(r, text);
        break;
    case FIELD_LINK:
        set_once(r, &r->now.url, text);
        break;
    case FIELD_ORIGINAL_LINK:
        r->now.url = keep(r, text);
        break;
    case FIELD_ID:
        set_once(r, &r->now.id, text);
        if (r->permanent && dl_url_web(dl_str_trim(text))) {
            set_once(r, &r->original_link, text); /* used when there is no link */
        }
        break;
    case FIELD_CONTENT:
        if (text.size > r->now.content.size) {
            r->now.content = keep(r, text);
            r->now.content_html = r->html;
        }
        break;
    case FIELD_SUMMARY:
        if (r->html && text.size > r->now.content.size && r->now.summary.size == 0 &&
            r->now.content.size == 0) {
            r->now.content = keep(r, text); /* a description may be all there is */
            r->now.content_html = true;
        }
        r->now.summary = r->now.summary.size > 0 ? r->now.summary : as_plain(r, text);
        break;
    case FIELD_PUBLISHED:
        set_date(r, text);
        break;
    case FIELD_UPDATED:
        set_once(r, &r->updated_value, text);
        break;
    case FIELD_NONE:
        break;
    }
}

static void end_field(reader *r)
{
    const dl_str text = dl_str_trim(dl_buf_str(&r->text));
    if (r->item > 0) {
        end_item_field(r, text);
    } else if (r->field == FIELD_TITLE && r->feed->title.size == 0) {
        r->feed->title = as_plain(r, text);
    } else if (r->field == FIELD_LINK && r->feed->url.size == 0) {
        r->feed->url = keep(r, text);
    }
    r->field = FIELD_NONE;
}

/* ---- items ---- */

static void add_item(reader *r, const dl_feed_item *item)
{
    if (r->items.count == DL_FEED_ITEMS) {
        r->feed->left_out++;
        return;
    }
    dl_feed_item *slot = dl_vec_push(&r->items, r->arena);
    r->bad_memory = r->bad_memory || slot == NULL;
    if (slot != NULL) {
        *slot = *item;
    }
}

static void end_item(reader *r)
{
    dl_feed_item *item = &r->now;
    if (item->url.size == 0) {
        item->url = r->original_link;
    }
    if (!dl_when_known(item->published) && r->updated_value.size > 0) {
        set_date(r, r->updated_value);
    }
    if (item->url.size > 0 || item->title.size > 0 || item->content.size > 0 ||
        item->summary.size > 0) {
        add_item(r, item);
    }
    r->item = 0;
}

static void start_item(reader *r, const dl_xml_attribute *attributes, size_t count)
{
    r->item = r->depth;
    r->now = (dl_feed_item){.id = DL_STR(""),
                            .url = DL_STR(""),
                            .title = DL_STR(""),
                            .content = DL_STR(""),
                            .summary = DL_STR(""),
                            .published = dl_when_none(),
                            .published_value = DL_STR("")};
    r->original_link = r->updated_value = DL_STR("");
    const dl_str about = attribute(attributes, count, "about"); /* RSS 1.0 */
    if (dl_url_web(about)) {
        r->original_link = keep(r, about);
    }
}

/* <outline type="rss" text="..." xmlUrl="..."/>, at any depth */
static void take_outline(reader *r, const dl_xml_attribute *attributes, size_t count)
{
    const dl_str url = attribute(attributes, count, "xmlUrl");
    if (!dl_url_web(dl_str_trim(url))) {
        return;
    }
    dl_str title = attribute(attributes, count, "title");
    title = title.size > 0 ? title : attribute(attributes, count, "text");
    const dl_feed_item item = {.id = DL_STR(""),
                               .url = keep(r, url),
                               .title = keep(r, title),
                               .content = DL_STR(""),
                               .summary = DL_STR(""),
                               .published = dl_when_none(),
                               .published_value = DL_STR("")};
    add_item(r, &item);
}

/* ---- elements ---- */

/* An element within a field is written out again. */
static void write_tag(reader *r, dl_str name, const dl_xml_attribute *attributes,
                      size_t count)
{
    static const char *const kept[] = {"href", "src", "alt", "datetime", "class", NULL};
    dl_buf_char(&r->text, '<');
    dl_buf_add(&r->text, name);
    for (size_t i = 0; i < count; i++) {
        if (is_one_of(attributes[i].name, kept) &&
            memchr(attributes[i].value.at, '"', attributes[i].value.size) == NULL) {
            dl_buf_char(&r->text, ' ');
            dl_buf_add(&r->text, attributes[i].name);
            dl_buf_text(&r->text, "=\"");
            dl_buf_add(&r->text, attributes[i].value);
            dl_buf_char(&r->text, '"');
        }
    }
    dl_buf_char(&r->text, '>');
}

static void begin_container(reader *r, dl_str name)
{
    static const struct {
        const char *name;
        dl_feed_kind kind;
    } roots[] = {{"channel", DL_FEED_RSS}, /* in rss, and in RDF beside the items */
                 {"feed", DL_FEED_ATOM},
                 {"opml", DL_FEED_OPML}};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        if (dl_str_equal_fold(name, dl_str_of(roots[i].name))) {
            r->feed->kind = roots[i].kind;
            r->container = r->depth;
        }
    }
}

static void on_start(void *to, dl_xml_space space, dl_str name,
                     const dl_xml_attribute *attributes, size_t count)
{
    reader *r = to;
    r->depth++;
    if (r->field != FIELD_NONE) {
        if (r->text.size < FIELD_BYTES) {
            write_tag(r, name, attributes, count);
            r->html = true;
        }
        return;
    }
    if (r->container == 0) {
        begin_container(r, name);
        return;
    }
    if (r->feed->kind == DL_FEED_OPML) {
        if (dl_str_equal_fold(name, DL_STR("outline"))) {
            take_outline(r, attributes, count);
        } else if (dl_str_equal_fold(name, DL_STR("title")) && r->feed->title.size == 0) {
            start_field(r, DL_XML_NONE, FIELD_TITLE, attributes, count);
        }
        return;
    }
    space = space_in(r, space);
    const bool item = dl_str_equal_fold(name, DL_STR("item")) ||
                      dl_str_equal_fold(name, DL_STR("entry"));
    if (r->item == 0 && item) {
        start_item(r, attributes, count);
        return;
    }
    const unsigned parent = r->item > 0 ? r->item : r->container;
    const field f = r->depth == parent + 1 ? field_of(space, name) : FIELD_NONE;
    if (f != FIELD_NONE) {
        start_field(r, space, f, attributes, count);
    }
}

static void on_text(void *to, dl_str text)
{
    reader *r = to;
    if (r->field == FIELD_NONE || r->text.size >= FIELD_BYTES) {
        return;
    }
    const size_t left = FIELD_BYTES - r->text.size;
    text.size = text.size < left ? text.size : left;
    if (!r->escape) {
        dl_buf_add(&r->text, text);
        return;
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '<') {
            dl_buf_text(&r->text, "&lt;");
        } else if (text.at[i] == '&') {
            dl_buf_text(&r->text, "&amp;");
        } else {
            dl_buf_char(&r->text, text.at[i]);
        }
    }
}

static void on_end(void *to, dl_str name)
{
    reader *r = to;
    if (r->field != FIELD_NONE && r->depth > r->field_depth) {
        if (r->text.size < FIELD_BYTES) {
            dl_buf_text(&r->text, "</");
            dl_buf_add(&r->text, name);
            dl_buf_char(&r->text, '>');
        }
    } else if (r->field != FIELD_NONE && r->depth == r->field_depth) {
        end_field(r);
    } else if (r->item > 0 && r->depth == r->item) {
        end_item(r);
    }
    r->depth--;
}

/* ---- the feed ---- */

static reader begin(dl_arena *arena, dl_str base, dl_feed *out)
{
    *out = (dl_feed){.title = DL_STR(""), .url = DL_STR("")};
    reader r = {.arena = arena, .feed = out, .base = base};
    dl_buf_init(&r.text);
    return r;
}

/* Addresses are made whole: seen from the site, and from the feed itself. */
static dl_status finish(reader *r, dl_error *err)
{
    dl_feed *feed = r->feed;
    const bool failed = r->bad_memory || r->text.failed;
    dl_buf_done(&r->text);
    if (failed) {
        return dl_fail_memory(err);
    }
    feed->items = r->items.at;
    feed->count = r->items.count;
    feed->url = dl_url_join(r->base, feed->url, r->arena);
    const dl_str base = feed->url.size > 0 ? feed->url : r->base;
    for (uint32_t i = 0; i < feed->count; i++) {
        dl_str *url = &feed->items[i].url;
        *url = url->size > 0 ? dl_url_join(base, *url, r->arena) : *url;
    }
    return dl_arena_failed(r->arena) ? dl_fail_memory(err) : DL_OK;
}

dl_status dl_feed_read(dl_str bytes, dl_str charset, dl_str base, dl_arena *arena,
                       dl_feed *out, dl_error *err)
{
    const dl_str text = dl_xml_utf8(bytes, charset, arena);
    reader r = begin(arena, base, out);
    const dl_xml_reader handler = {&r, on_start, on_text, on_end};
    dl_status status = dl_xml_read(dl_str_trim(text), &handler, err);
    if (status == DL_EDATA) {
        dl_buf_done(&r.text);
        r = begin(arena, base, out);
        out->loose = true;
        status = dl_xml_read_loose(text, &handler, err);
    }
    const bool feed = r.container > 0 || r.items.count > 0;
    const dl_status finished = finish(&r, err);
    if (status != DL_OK || finished != DL_OK) {
        return status != DL_OK ? status : finished;
    }
    return feed ? DL_OK : dl_fail(err, DL_EDATA, "no RSS, Atom or OPML is in it");
}

/* ---- JSON Feed ---- */

bool dl_feed_is_json(yyjson_val *root)
{
    const char *version = yyjson_get_str(yyjson_obj_get(root, "version"));
    return version != NULL && strstr(version, "jsonfeed.org/version") != NULL &&
           yyjson_is_arr(yyjson_obj_get(root, "items"));
}

static dl_str json_text(yyjson_val *object, const char *name)
{
    yyjson_val *value = yyjson_obj_get(object, name);
    return yyjson_is_str(value) ? (dl_str){yyjson_get_str(value), yyjson_get_len(value)}
                                : DL_STR("");
}

static void json_item(reader *r, yyjson_val *value)
{
    start_item(r, NULL, 0);
    dl_feed_item *item = &r->now;
    const dl_str html = json_text(value, "content_html");
    yyjson_val *id = yyjson_obj_get(value, "id");
    item->id = yyjson_is_uint(id) ? dl_str_printf(r->arena, "%llu",
                                                  (unsigned long long)yyjson_get_uint(id))
                                  : keep(r, json_text(value, "id"));
    item->url = keep(r, json_text(value, "url"));
    if (item->url.size == 0 && dl_url_web(item->id)) {
        item->url = item->id;
    }
    item->title = keep(r, json_text(value, "title"));
    item->summary = keep(r, json_text(value, "summary"));
    item->content_html = html.size > 0;
    item->content = keep(r, html.size > 0 ? html : json_text(value, "content_text"));
    set_date(r, json_text(value, "date_published"));
    r->updated_value = json_text(value, "date_modified");
    end_item(r);
}

dl_status dl_feed_read_json(yyjson_val *root, dl_str base, dl_arena *arena, dl_feed *out,
                            dl_error *err)
{
    reader r = begin(arena, base, out);
    yyjson_val *value;
    yyjson_arr_iter items;
    out->kind = DL_FEED_JSON;
    out->title = keep(&r, json_text(root, "title"));
    out->url = keep(&r, json_text(root, "home_page_url"));
    yyjson_arr_iter_init(yyjson_obj_get(root, "items"), &items);
    while ((value = yyjson_arr_iter_next(&items)) != NULL) {
        if (yyjson_is_obj(value)) {
            json_item(&r, value);
        }
    }
    return finish(&r, err);
}
