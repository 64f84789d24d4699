/* warc.c - see warc.h.
 *
 *   WARC/1.0 <headers> <blank line> <Content-Length bytes> <two line ends>
 *   URL IP-address date type length <line end> <length bytes> <line end>       (ARC)
 *
 * Only responses with HTML or text, and resources of these, are taken into memory. When a
 * length is missing or false, or compressed data is damaged, the next line that begins a
 * record is looked for.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "warc.h"

#include "http.h"
#include "sniff.h"
#include "stamp.h"

#include <stdlib.h>

#define HEADER_BYTES_MOST (64u << 10) /* of one record */
#define HTTP_BYTES_MOST (256u << 10)  /* of the HTTP headers in a block, beside the page \
                                       */
#define LOOK_BYTES (64u << 10)        /* looked through at a time for the next record */
#define PASS_BYTES (256u << 10)       /* passed over at a time */

/* What is known of a record before its block is read. */
typedef struct record {
    uint64_t offset, length;
    dl_str url, type, media; /* type: response, resource ...; media: of a resource */
    dl_when date;
} record;

static dl_status bad(dl_warc *w, uint64_t offset, dl_status status, const char *why,
                     dl_error *err)
{
    dl_fail(err, status, "%s: record at byte %llu: %s", w->path,
            (unsigned long long)offset, why);
    if (err != NULL) {
        err->at = offset;
    }
    w->lost = true;
    return status;
}

/* Damage of the stream itself: told as it is, then on with the next member. */
static dl_status damage(dl_warc *w, dl_status status)
{
    w->lost = true;
    dl_stream_resume(w->stream);
    return status;
}

/* ---- finding the next record ---- */

static bool begins_record(dl_str text)
{
    return dl_str_starts(text, DL_STR("WARC/1.")) ||
           dl_str_starts(text, DL_STR("WARC/0."));
}

/* An ARC record begins with a URL; its line ends in a length. */
static bool begins_arc_record(dl_str text)
{
    const char *end = memchr(text.at, '\n', text.size);
    if (end == NULL || (!dl_str_starts(text, DL_STR("http://")) &&
                        !dl_str_starts(text, DL_STR("https://")))) {
        return false;
    }
    const dl_str line = dl_str_trim((dl_str){text.at, (size_t)(end - text.at)});
    unsigned blanks = 0;
    for (size_t i = 0; i < line.size; i++) {
        blanks += line.at[i] == ' ';
    }
    return blanks >= 4 && line.at[line.size - 1] >= '0' && line.at[line.size - 1] <= '9';
}

/* Goes to the next line that begins a record. DL_ENONE: there is none. */
static dl_status look_for_record(dl_warc *w, dl_error *err)
{
    bool at_line = true;
    while (true) {
        dl_str text;
        const dl_status status = dl_stream_peek(w->stream, LOOK_BYTES, &text, err);
        if (status != DL_OK) {
            if (!dl_stream_resume(w->stream)) {
                return DL_ENONE;
            }
            at_line = true;
            continue;
        }
        if (text.size == 0) {
            return DL_ENONE;
        }
        for (size_t i = 0; i < text.size;) {
            const dl_str here = {text.at + i, text.size - i};
            if (at_line && (w->arc ? begins_arc_record(here) : begins_record(here))) {
                dl_stream_take(w->stream, i);
                w->lost = false;
                return DL_OK;
            }
            const char *end = memchr(here.at, '\n', here.size);
            at_line = end != NULL;
            i = end == NULL ? text.size : (size_t)(end - text.at) + 1;
        }
        /* keep the last line, which may be the beginning of one that is not all there */
        size_t keep = 0;
        while (keep < text.size && keep < 256 && text.at[text.size - 1 - keep] != '\n') {
            keep++;
        }
        const bool more = text.size == LOOK_BYTES && keep < text.size;
        dl_stream_take(w->stream, more ? text.size - keep : text.size);
        at_line = more ? keep < 256 : at_line;
    }
}

/* ---- headers ---- */

static bool parse_length(dl_str text, uint64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i > 15) {
            return false;
        }
        *out = *out * 10 + (uint64_t)(text.at[i] - '0');
    }
    return text.size > 0;
}

static dl_str without_brackets(dl_str url)
{
    if (url.size >= 2 && url.at[0] == '<' && url.at[url.size - 1] == '>') {
        return (dl_str){url.at + 1, url.size - 2};
    }
    return url;
}

/* Reads the headers up to the blank line and takes them. */
static dl_status read_warc_header(dl_warc *w, dl_arena *arena, record *r, dl_error *err)
{
    dl_str text;
    const dl_status status = dl_stream_peek(w->stream, HEADER_BYTES_MOST, &text, err);
    if (status != DL_OK) {
        return damage(w, status);
    }
    size_t end = 0, line = 0;
    while (end == 0 && line < text.size) {
        const char *stop = memchr(text.at + line, '\n', text.size - line);
        if (stop == NULL) {
            break;
        }
        const size_t next = (size_t)(stop - text.at) + 1;
        if (next - line <= 2 && (next - line == 1 || text.at[line] == '\r')) {
            end = next;
        }
        line = next;
    }
    if (end == 0) {
        dl_stream_take(w->stream, text.size < 5 ? text.size : 5);
        return bad(w, r->offset, DL_EDATA, "its header has no end", err);
    }
    const dl_str headers = dl_str_copy(arena, (dl_str){text.at, end});
    dl_stream_take(w->stream, end);
    if (headers.at == NULL) {
        return dl_fail_memory(err);
    }
    r->url = without_brackets(dl_http_header(headers, "WARC-Target-URI"));
    r->type = dl_http_header(headers, "WARC-Type");
    r->media = dl_http_header(headers, "Content-Type");
    r->date = dl_stamp_read(dl_http_header(headers, "WARC-Date"));
    if (!parse_length(dl_http_header(headers, "Content-Length"), &r->length)) {
        return bad(w, r->offset, DL_EDATA, "its Content-Length is missing or no number",
                   err);
    }
    return DL_OK;
}

/* "URL IP date type length", or with more fields between in version 2; the URL may hold
 * blanks, so the fields are counted from the end. */
static dl_status read_arc_header(dl_warc *w, dl_arena *arena, record *r, dl_error *err)
{
    dl_str line;
    dl_status status = dl_stream_line(w->stream, HEADER_BYTES_MOST, &line, err);
    if (status == DL_ENONE) {
        return status;
    }
    if (status != DL_OK) {
        return damage(w, status);
    }
    line = dl_str_copy(arena, dl_str_trim(line));
    if (line.at == NULL) {
        return dl_fail_memory(err);
    }
    dl_str fields[5] = {{0}}; /* from the end: length, type, date, IP, URL */
    size_t end = line.size;
    for (int f = 0; f < 4; f++) {
        size_t start = end;
        while (start > 0 && line.at[start - 1] != ' ') {
            start--;
        }
        fields[f] = (dl_str){line.at + start, end - start};
        end = start > 0 ? start - 1 : 0;
    }
    fields[4] = (dl_str){line.at, end};
    r->url = fields[4];
    r->media = fields[1];
    r->date = dl_stamp_read(fields[2]);
    r->type = dl_str_starts(r->url, DL_STR("filedesc:")) ? DL_STR("warcinfo")
                                                         : DL_STR("response");
    if (r->url.size == 0 || !parse_length(fields[0], &r->length)) {
        return bad(w, r->offset, DL_EDATA, "its line has no length", err);
    }
    return DL_OK;
}

/* ---- blocks ---- */

static dl_status pass(dl_warc *w, const record *r, dl_error *err)
{
    uint64_t left = r->length;
    w->passed++;
    while (left > 0) {
        dl_str text;
        const size_t want = left < PASS_BYTES ? (size_t)left : PASS_BYTES;
        const dl_status status = dl_stream_peek(w->stream, want, &text, err);
        if (status != DL_OK) {
            return damage(w, status);
        }
        if (text.size == 0) {
            return bad(w, r->offset, DL_EDATA, "it is cut off", err);
        }
        dl_stream_take(w->stream, text.size);
        left -= text.size;
    }
    return DL_OK;
}

/* Passes the line ends behind a block; false when what follows is no record. */
static bool pass_end(dl_warc *w)
{
    dl_str text;
    if (dl_stream_peek(w->stream, 16, &text, NULL) != DL_OK) {
        return true; /* damage is told with the next record */
    }
    size_t n = 0;
    while (n < text.size && n < 4 && (text.at[n] == '\r' || text.at[n] == '\n')) {
        n++;
    }
    const dl_str rest = {text.at + n, text.size - n};
    dl_stream_take(w->stream, n);
    return rest.size == 0 || w->arc || begins_record(rest);
}

static bool media_is(dl_str media, const char *type)
{
    const size_t size = strlen(type);
    return media.size >= size &&
           dl_str_equal_fold((dl_str){media.at, size}, (dl_str){type, size});
}

static bool may_be_page(dl_str media)
{
    return media.size == 0 || media_is(media, "text/html") ||
           media_is(media, "text/plain") || media_is(media, "application/xhtml");
}

/* Makes a page of a response or a resource; false when it is no page. */
static dl_status make_page(dl_warc *w, const record *r, dl_str block, dl_arena *arena,
                           dl_page *out, bool *is_page, dl_error *err)
{
    dl_http http;
    dl_str media = r->media;
    *is_page = false;
    if (dl_http_split(block, &http)) {
        media = dl_http_header(http.headers, "content-type");
        if (http.status < 200 || http.status > 299) {
            return DL_OK;
        }
    } else if (dl_str_equal_fold(r->type, DL_STR("response")) && !w->arc &&
               dl_http_parameter(r->media, "msgtype").size > 0) {
        return bad(w, r->offset, DL_EDATA, "it holds no HTTP response", err);
    }
    if (!may_be_page(media)) {
        return DL_OK;
    }
    dl_str body;
    dl_error why;
    const dl_status status = dl_http_body(&http, w->page_bytes, arena, &body, &why);
    if (status != DL_OK) {
        const dl_status told = bad(w, r->offset, status, why.message, err);
        w->lost = false; /* the record as such is whole */
        return told;
    }
    const dl_str head = {body.at,
                         body.size < DL_SNIFF_BYTES ? body.size : DL_SNIFF_BYTES};
    const dl_sniffed kind = dl_sniff(head, r->url);
    if (kind != DL_SNIFF_HTML && kind != DL_SNIFF_TEXT) {
        return DL_OK;
    }
    out->bytes = dl_str_copy(arena, body);
    out->kind = kind == DL_SNIFF_HTML || media_is(media, "text/html") ? DL_PAGE_HTML
                                                                      : DL_PAGE_TEXT;
    out->charset = dl_str_copy(arena, dl_http_parameter(media, "charset"));
    out->url = r->url;
    out->got = r->date;
    out->published = dl_when_none();
    out->offset = r->offset;
    out->id = dl_str_printf(arena, "%s#%llu", w->path, (unsigned long long)r->offset);
    *is_page = true;
    return out->id.at == NULL || out->bytes.at == NULL ? dl_fail_memory(err) : DL_OK;
}

static dl_status read_block(dl_warc *w, const record *r, dl_arena *arena, dl_page *out,
                            bool *is_page, dl_error *err)
{
    dl_str block;
    if (r->length > w->page_bytes + HTTP_BYTES_MOST) {
        const dl_status status = pass(w, r, err);
        w->passed--;
        if (status != DL_OK) {
            return status;
        }
        const dl_status told =
            bad(w, r->offset, DL_ELIMIT, "it is larger than the limit for one page", err);
        w->lost = !pass_end(w);
        return told;
    }
    dl_status status = dl_stream_peek(w->stream, (size_t)r->length, &block, err);
    if (status != DL_OK) {
        return damage(w, status);
    }
    if (block.size < r->length) {
        dl_stream_take(w->stream, block.size);
        dl_stream_peek(w->stream, 1, &block, NULL) == DL_OK
            ? (void)0
            : (void)dl_stream_resume(w->stream);
        return bad(w, r->offset, DL_EDATA, "it is cut off", err);
    }
    status = make_page(w, r, block, arena, out, is_page, err);
    dl_stream_take(w->stream, (size_t)r->length);
    return status;
}

static bool is_taken(const record *r)
{
    return dl_str_equal_fold(r->type, DL_STR("response")) ||
           (dl_str_equal_fold(r->type, DL_STR("resource")) && may_be_page(r->media)) ||
           (dl_str_equal_fold(r->type, DL_STR("conversion")) && may_be_page(r->media));
}

/* One record: DL_OK with or without a page. */
static dl_status read_record(dl_warc *w, dl_arena *arena, dl_page *out, bool *is_page,
                             dl_error *err)
{
    record r = {.offset = dl_stream_stored_at(w->stream)};
    dl_str text;
    dl_status status = dl_stream_peek(w->stream, 16, &text, err);
    if (status != DL_OK) {
        return damage(w, status);
    }
    if (dl_str_trim(text).size == 0 && text.size < 16) {
        return DL_ENONE;
    }
    w->arc = w->arc || dl_str_starts(text, DL_STR("filedesc:"));
    if (!w->arc && !begins_record(text)) {
        return bad(w, r.offset, DL_EDATA, "there is no record here", err);
    }
    status =
        w->arc ? read_arc_header(w, arena, &r, err) : read_warc_header(w, arena, &r, err);
    if (status != DL_OK) {
        return status;
    }
    status =
        is_taken(&r) ? read_block(w, &r, arena, out, is_page, err) : pass(w, &r, err);
    if (status == DL_OK && !*is_page && is_taken(&r)) {
        w->passed++;
    }
    if (!w->lost && !pass_end(w)) {
        w->lost = true; /* a false length: found and told with the next record */
    }
    return status;
}

dl_status dl_warc_next(dl_warc *w, dl_arena *arena, dl_page *out, dl_error *err)
{
    bool is_page = false;
    while (!is_page) {
        *out = (dl_page){.got = dl_when_none(), .published = dl_when_none()};
        if (w->lost) {
            const dl_status status = look_for_record(w, err);
            if (status != DL_OK) {
                return status;
            }
        }
        const dl_arena_mark mark = dl_arena_here(arena);
        const dl_status status = read_record(w, arena, out, &is_page, err);
        if (status != DL_OK) {
            return status;
        }
        if (!is_page) {
            dl_arena_back(arena, mark);
        }
    }
    return DL_OK;
}
