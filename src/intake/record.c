/* record.c - see record.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "record.h"

#include "stamp.h"
#include "url.h"

/* Names of a field, best first. */
static const char *const id_names[] = {"id", "stories_id", "_id", "guid", NULL};
static const char *const text_names[] = {"text",         "maintext",    "raw_text",
                                         "text_content", "articleBody", "content",
                                         "body",         NULL};
static const char *const html_names[] = {"html", "raw_html", "content_html", NULL};
static const char *const title_names[] = {"title", "headline", "title_page", NULL};
static const char *const url_names[] = {"url", "source-url", "source_url", "link", NULL};
static const char *const site_names[] = {
    "site",      "sitename", "source_domain", "source-hostname", "media_name", "outlet",
    "publisher", "hostname", "domain",        "source",          NULL};
static const char *const source_name[] = {"source", NULL};
static const char *const language_names[] = {"language", "lang", NULL};
static const char *const date_names[] = {
    "published", "date_publish", "publish_date", "datePublished", "date", "published_at",
    NULL};

static dl_status wrong_type(dl_error *err, const char *name, yyjson_val *value)
{
    return dl_fail(err, DL_EDATA, "the field '%s' is %s and not text", name,
                   yyjson_is_obj(value)   ? "an object"
                   : yyjson_is_arr(value) ? "a list"
                                          : yyjson_get_type_desc(value));
}

static bool copy_text(dl_arena *arena, yyjson_val *value, dl_str *out)
{
    const dl_str text = {yyjson_get_str(value), yyjson_get_len(value)};
    *out = dl_str_copy(arena, text);
    return out->at != NULL;
}

/* The first field of `names` that holds text. `strict`: it may hold nothing but text. */
static dl_status read_text(yyjson_val *record, const char *const *names, bool strict,
                           dl_arena *arena, dl_str *out, dl_error *err)
{
    *out = DL_STR("");
    for (; *names != NULL; names++) {
        yyjson_val *value = yyjson_obj_get(record, *names);
        if (value == NULL || yyjson_is_null(value)) {
            continue;
        }
        if (!yyjson_is_str(value)) {
            if (strict) {
                return wrong_type(err, *names, value);
            }
            continue;
        }
        if (yyjson_get_len(value) > 0) {
            return copy_text(arena, value, out) ? DL_OK : dl_fail_memory(err);
        }
    }
    return DL_OK;
}

/* An id may be a number: it is kept as its digits. */
static dl_status read_id(yyjson_val *record, dl_arena *arena, dl_str *out, dl_error *err)
{
    *out = DL_STR("");
    for (const char *const *name = id_names; *name != NULL; name++) {
        yyjson_val *value = yyjson_obj_get(record, *name);
        if (yyjson_is_str(value) && yyjson_get_len(value) > 0) {
            return copy_text(arena, value, out) ? DL_OK : dl_fail_memory(err);
        }
        if (yyjson_is_uint(value) || yyjson_is_sint(value)) {
            *out = dl_str_printf(arena, "%lld", (long long)yyjson_get_sint(value));
            return out->at != NULL ? DL_OK : dl_fail_memory(err);
        }
        if (value != NULL && !yyjson_is_null(value) && name == id_names &&
            !yyjson_is_str(value)) {
            return wrong_type(err, *name, value);
        }
    }
    return DL_OK;
}

/* A DATE of our own records: its value as printed, its bounds and its precision. */
static dl_when read_date_object(yyjson_val *date)
{
    const char *earliest = yyjson_get_str(yyjson_obj_get(date, "earliest"));
    const char *latest = yyjson_get_str(yyjson_obj_get(date, "latest"));
    const char *precision = yyjson_get_str(yyjson_obj_get(date, "precision"));
    dl_when from = dl_stamp_read(dl_str_of(earliest)),
            to = dl_stamp_read(dl_str_of(latest));
    if (!dl_when_known(from) && !dl_when_known(to)) {
        return dl_stamp_read(dl_str_of(yyjson_get_str(yyjson_obj_get(date, "value"))));
    }
    dl_when when = dl_when_known(from) ? from : to;
    when.earliest = dl_when_known(from) ? from.earliest : DL_WHEN_OPEN_START;
    when.latest = dl_when_known(to) ? to.latest : DL_WHEN_OPEN_END;
    const uint8_t told = dl_precision_of(dl_str_of(precision == NULL ? "" : precision));
    when.precision = told != DL_PRECISION_NONE ? told : when.precision;
    return when.latest < when.earliest ? dl_when_none() : when;
}

static dl_status read_date(yyjson_val *record, dl_arena *arena, dl_page *out,
                           dl_error *err)
{
    out->published = dl_when_none();
    for (const char *const *name = date_names; *name != NULL; name++) {
        yyjson_val *value = yyjson_obj_get(record, *name);
        dl_str text = {0};
        if (yyjson_is_str(value)) {
            text = (dl_str){yyjson_get_str(value), yyjson_get_len(value)};
            out->published = dl_stamp_read(text);
        } else if (yyjson_is_uint(value)) {
            text =
                dl_str_printf(arena, "%llu", (unsigned long long)yyjson_get_uint(value));
            out->published = dl_stamp_read(text);
        } else if (yyjson_is_obj(value)) {
            text = dl_str_of(yyjson_get_str(yyjson_obj_get(value, "value")));
            out->published = read_date_object(value);
        } else if (value != NULL && !yyjson_is_null(value) && name == date_names) {
            return dl_fail(err, DL_EDATA, "the field '%s' is no date", *name);
        }
        if (text.size > 0 || dl_when_known(out->published)) {
            out->published_value = dl_str_copy(arena, text);
            out->from = DL_STR("given");
            return out->published_value.at != NULL ? DL_OK : dl_fail_memory(err);
        }
    }
    return DL_OK;
}

/* Where the page is and whose it is; what some tools call `source` is its address, with
 * others its site. */
static dl_status read_source(yyjson_val *record, dl_arena *arena, dl_page *out,
                             dl_error *err)
{
    dl_str source;
    dl_status status = read_text(record, url_names, false, arena, &out->url, err);
    if (status == DL_OK) {
        status = read_text(record, site_names, false, arena, &out->site, err);
    }
    if (status == DL_OK) {
        status = read_text(record, source_name, false, arena, &source, err);
    }
    if (status != DL_OK || !dl_url_web(source)) {
        return status;
    }
    out->url = out->url.size == 0 ? source : out->url;
    out->site = dl_str_equal(out->site, source) ? DL_STR("") : out->site;
    return DL_OK;
}

dl_status dl_record_read(yyjson_val *record, dl_arena *arena, dl_page *out, dl_error *err)
{
    *out = (dl_page){.got = dl_when_none(), .published = dl_when_none()};
    if (!yyjson_is_obj(record)) {
        return dl_fail(err, DL_EDATA, "the record is %s and not an object",
                       yyjson_is_arr(record) ? "a list" : yyjson_get_type_desc(record));
    }
    static const char *const text_name[] = {"text", NULL}, *const title_name[] = {"title",
                                                                                  NULL};
    dl_str html = DL_STR("");
    dl_status status = read_id(record, arena, &out->id, err);
    status = status != DL_OK
                 ? status
                 : read_text(record, text_name, true, arena, &out->bytes, err);
    if (status == DL_OK && out->bytes.size == 0) {
        status = read_text(record, text_names, false, arena, &out->bytes, err);
    }
    status = status != DL_OK ? status
                             : read_text(record, html_names, false, arena, &html, err);
    status = status != DL_OK
                 ? status
                 : read_text(record, title_name, true, arena, &out->title, err);
    if (status == DL_OK && out->title.size == 0) {
        status = read_text(record, title_names, false, arena, &out->title, err);
    }
    status = status != DL_OK ? status : read_source(record, arena, out, err);
    status = status != DL_OK
                 ? status
                 : read_text(record, language_names, false, arena, &out->language, err);
    status = status != DL_OK ? status : read_date(record, arena, out, err);
    if (status != DL_OK) {
        return status;
    }
    out->kind = DL_PAGE_DOC;
    if (out->bytes.size == 0 && html.size > 0) {
        out->kind = DL_PAGE_HTML;
        out->bytes = html;
        out->charset =
            DL_STR("utf-8"); /* JSON is: what the page says of itself is over */
    }
    if (out->bytes.size == 0 && out->title.size == 0) {
        return dl_fail(err, DL_EDATA, "the record holds no text, html or title");
    }
    return DL_OK;
}
