/* archive.c - see archive.h.
 *
 *   record -> wanted by its type? -> by its media type? -> content -> page
 *
 * What is passed over is judged by headers alone, and not unpacked further than the file
 * demands.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive.h"

#include "header.h"
#include "http.h"
#include "media.h"
#include "stamp.h"
#include "warc.h"

#include <stdio.h>
#include <stdlib.h>

#define HEAD_LOOK (16u << 10)   /* of a block, to judge it by its HTTP header */
#define BLOCK_SLACK (64u << 10) /* a block may be larger than its page: its header */

struct dl_archive {
    const char *path;
    size_t page_bytes;
    dl_warc *warc;
    bool feeds;  /* are given too */
    dl_buf room; /* contents that had to be joined or unpacked */
    dl_archive_tally tally;
};

dl_status dl_archive_open(dl_members *members, const char *path, size_t page_bytes,
                          dl_archive **out, dl_error *err)
{
    dl_archive *a = calloc(1, sizeof *a);
    *out = NULL;
    if (a == NULL) {
        return dl_fail_memory(err);
    }
    a->path = path;
    a->page_bytes = page_bytes;
    dl_buf_init(&a->room);
    const dl_status status = dl_warc_new(members, path, &a->warc, err);
    if (status != DL_OK) {
        dl_archive_close(a);
        return status;
    }
    *out = a;
    return DL_OK;
}

void dl_archive_close(dl_archive *a)
{
    if (a == NULL) {
        return;
    }
    dl_warc_free(a->warc);
    dl_buf_done(&a->room);
    free(a);
}

const dl_archive_tally *dl_archive_tally_of(const dl_archive *a)
{
    return &a->tally;
}

/* ---- what is wanted ---- */

/* Is there a page behind this address? Tools leave their own notes under others. */
static bool web_address(dl_str url)
{
    static const char *const schemes[] = {"http:", "https:", "ftp:", "file:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        const size_t size = strlen(schemes[i]);
        if (url.size > size &&
            dl_str_equal_fold((dl_str){url.at, size}, dl_str_of(schemes[i]))) {
            return true;
        }
    }
    /* no scheme at all: a writer's mistake, and no reason to lose the page */
    return memchr(url.at, ':', url.size) == NULL;
}

/* By the record's header alone. */
static bool wanted(dl_archive *a, const dl_warc_record *r)
{
    switch (r->type) {
    case DL_WARC_RESPONSE:
        if (r->identified.size > 0 && dl_media_of(r->identified) == DL_MEDIA_OTHER) {
            a->tally.other_media++;
            return false;
        }
        return true;
    case DL_WARC_RESOURCE:
    case DL_WARC_CONVERSION:
        if (dl_media_of(dl_header_media(r->media)) == DL_MEDIA_OTHER ||
            !web_address(r->url)) {
            a->tally.other_media++;
            return false;
        }
        return true;
    case DL_WARC_REVISIT:
        a->tally.revisits++;
        return false;
    case DL_WARC_CONTINUATION:
    case DL_WARC_REQUEST:
    case DL_WARC_METADATA:
    case DL_WARC_INFO:
    case DL_WARC_OTHER:
        break;
    }
    a->tally.other_types++;
    return false;
}

/* The head of an answer; of a record without one, what the record says of its block. */
static dl_http read_head(const dl_warc_record *r, dl_str block)
{
    dl_http http;
    if (!dl_http_head(block, &http)) {
        http = (dl_http){.code = 200, .type = r->media};
        http.media = dl_header_media(r->media);
        http.charset = dl_header_parameter(r->media, "charset");
        http.coding = http.location = DL_STR("");
        http.length = UINT64_MAX;
        http.whole = false; /* the record's word, to be weighed with its block */
    }
    return http;
}

/* What was fetched by us was asked for as a page or a feed, whatever its server calls it.
 */
static dl_media media_of(const dl_warc_record *r, const dl_http *http)
{
    const dl_media said = dl_media_of(http->media);
    return said == DL_MEDIA_OTHER && r->asked.size > 0 ? DL_MEDIA_UNSAID : said;
}

/* By the answer's header. */
static bool acceptable(dl_archive *a, const dl_warc_record *r, const dl_http *http)
{
    if (http->code != 0 && (http->code < 200 || http->code > 299)) {
        a->tally.failures++;
        return false;
    }
    if (media_of(r, http) == DL_MEDIA_OTHER) {
        a->tally.other_media++;
        return false;
    }
    return true;
}

/* By the content itself. */
static bool readable(dl_archive *a, const dl_http *http, dl_str content,
                     const dl_warc_record *r, dl_page_kind *kind, dl_archive_gives *gives)
{
    *gives = r->asked.size > 0 ? DL_ARCHIVE_KEPT : DL_ARCHIVE_PAGE;
    switch (dl_media_find(media_of(r, http), content, r->url, kind)) {
    case DL_MEDIA_PAGE:
        return true;
    case DL_MEDIA_EMPTY:
        a->tally.empty++;
        return false;
    case DL_MEDIA_FEED:
    case DL_MEDIA_JSON:
        if (a->feeds && r->asked.size > 0) {
            *gives = DL_ARCHIVE_FEED;
            return true;
        }
        break;
    case DL_MEDIA_NO_PAGE:
        break;
    }
    a->tally.other_media++;
    return false;
}

/* ---- pages ---- */

static dl_str note_of(dl_archive *a, const dl_warc_record *r, bool cut, dl_arena *arena)
{
    dl_str note = DL_STR("");
    if (r->truncated.size > 0 || cut) {
        const dl_str why =
            r->truncated.size > 0 ? r->truncated : DL_STR("its content has no end");
        a->tally.truncated++;
        note = dl_str_printf(arena, "cut by the crawler: %.*s",
                             (int)(why.size < 60 ? why.size : 60), why.at);
    }
    if (r->repaired) {
        a->tally.repaired++;
        note = dl_str_printf(arena, "%.*s%sits length in the archive is missing or wrong",
                             (int)note.size, note.at, note.size > 0 ? "; " : "");
    }
    return note;
}

/* An archive of our own says how the page came to us. */
static void recall(const dl_warc_record *r, dl_arena *arena, dl_page *out)
{
    out->id = dl_str_copy(arena, r->asked);
    if (r->published.size > 0) {
        out->published_value = dl_str_copy(arena, r->published);
        out->published = dl_stamp_read(out->published_value);
        out->from = DL_STR("given");
    }
}

static dl_status fill_page(dl_archive *a, const dl_warc_record *r, const dl_http *http,
                           dl_str content, dl_arena *arena, dl_page *out, dl_error *err)
{
    out->id = r->place.within == 0 ? dl_str_printf(arena, "%s#%llu", a->path,
                                                   (unsigned long long)r->place.offset)
                                   : dl_str_printf(arena, "%s#%llu+%llu", a->path,
                                                   (unsigned long long)r->place.offset,
                                                   (unsigned long long)r->place.within);
    if (r->asked.size > 0) {
        recall(r, arena, out);
    }
    out->bytes = dl_str_copy(arena, content);
    out->url = dl_str_copy(arena, r->url);
    out->charset = dl_str_copy(arena, http->charset);
    out->got = r->got;
    out->offset = r->place.offset;
    out->within = r->place.within;
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}

/* Puts "path: record at byte N: " before what a reader of contents said. */
static dl_status name_record(const dl_archive *a, const dl_warc_record *r,
                             dl_status status, dl_error *err)
{
    char what[DL_ERROR_MESSAGE_MAX];
    if (err == NULL || status == DL_ENOMEM) {
        return status;
    }
    memcpy(what, err->message, sizeof what);
    dl_fail(err, status, "%s: record at byte %llu: %s", a->path,
            (unsigned long long)r->place.offset, what);
    err->at = r->place.offset;
    return status;
}

/* Is the body whole by the answer's own word, though the archive is cut off behind it? */
static bool whole_body(dl_str block, const dl_http *http, bool cut)
{
    const size_t body = block.size - http->head;
    return http->chunked ? !cut : http->length != UINT64_MAX && body >= http->length;
}

/* The page of the record given last. DL_ENONE: it holds none. */
static dl_status page_of(dl_archive *a, dl_warc_record *r, dl_arena *arena, dl_page *out,
                         dl_archive_gives *gives, dl_error *err)
{
    dl_str block, content;
    bool cut = false;
    *out = (dl_page){.got = dl_when_none(), .published = dl_when_none()};
    if (!wanted(a, r)) {
        return DL_ENONE;
    }
    dl_http http = read_head(r, dl_warc_head(a->warc, HEAD_LOOK));
    if (http.whole && !acceptable(a, r, &http)) {
        return DL_ENONE;
    }
    dl_status status =
        dl_warc_block(a->warc, a->page_bytes + BLOCK_SLACK, r, &block, err);
    if (status != DL_OK) {
        return status;
    }
    http = read_head(r, block);
    status = dl_http_content(block, &http, a->page_bytes, &a->room, &content, &cut, err);
    if (status == DL_OK && r->cut != NULL && !whole_body(block, &http, cut)) {
        status = dl_fail(err, DL_EDATA, "%s", r->cut);
    }
    if (status != DL_OK) {
        return name_record(a, r, status, err);
    }
    r->repaired = r->repaired || r->cut != NULL;
    if (!acceptable(a, r, &http) || !readable(a, &http, content, r, &out->kind, gives)) {
        return DL_ENONE;
    }
    out->note = note_of(a, r, cut, arena);
    return fill_page(a, r, &http, content, arena, out, err);
}

dl_status dl_archive_next(dl_archive *a, dl_arena *arena, dl_page *out,
                          dl_archive_gives *gives, dl_error *err)
{
    dl_archive_gives what = DL_ARCHIVE_PAGE;
    dl_warc_record record;
    a->feeds = gives != NULL;
    dl_status status = DL_ENONE;
    while (status == DL_ENONE) {
        status = dl_warc_next(a->warc, &record, err);
        if (status != DL_OK) {
            return status;
        }
        a->tally.records++;
        a->tally.shared = dl_warc_shared(a->warc);
        status = page_of(a, &record, arena, out, &what, err);
    }
    if (gives != NULL) {
        *gives = what;
    }
    return status;
}

/* ---- again ---- */

static bool read_number(dl_str digits, uint64_t *out)
{
    return dl_header_number(digits, out) && digits.size == dl_str_trim(digits).size;
}

bool dl_archive_place(dl_str id, dl_str *path, dl_spot *place)
{
    size_t at = id.size;
    while (at > 0 && id.at[at - 1] != '#') {
        at--;
    }
    if (at < 2) {
        return false;
    }
    dl_str rest = {id.at + at, id.size - at};
    const dl_str offset = dl_str_next(&rest, '+');
    *path = (dl_str){id.at, at - 1};
    *place = (dl_spot){0};
    return read_number(offset, &place->offset) &&
           (rest.at == NULL || read_number(rest, &place->within));
}

static dl_status read_again(dl_archive *a, dl_spot place, dl_arena *arena, dl_page *out,
                            dl_error *err)
{
    dl_archive_gives gives;
    dl_warc_record record;
    dl_http http;
    dl_status status = dl_warc_next(a->warc, &record, err);
    if (status != DL_OK) {
        return status;
    }
    record.place = place;
    const dl_str block = dl_warc_head(a->warc, HEAD_LOOK);
    const dl_str head = dl_http_head(block, &http)
                            ? dl_str_copy(arena, (dl_str){block.at, http.head})
                            : DL_STR("");
    status = page_of(a, &record, arena, out, &gives, err);
    if (status == DL_OK) {
        out->headers = head;
    }
    return status;
}

dl_status dl_archive_reopen(const char *path, dl_spot place, size_t page_bytes,
                            dl_arena *arena, dl_page *out, dl_error *err)
{
    dl_members *members = NULL;
    dl_archive *archive = NULL;
    dl_status status = dl_members_open(path, path, &members, err);
    if (status == DL_OK) {
        status = dl_members_seek(members, place, err);
    }
    if (status == DL_OK) {
        status = dl_archive_open(members, path, page_bytes, &archive, err);
    }
    if (status == DL_OK) {
        status = read_again(archive, place, arena, out, err);
    }
    if (status == DL_ENONE) {
        status = dl_fail(err, DL_EDATA, "%s: the record at byte %llu holds no page", path,
                         (unsigned long long)place.offset);
    }
    if (status == DL_OK) {
        out->file = dl_str_copy(arena, dl_str_of(path));
        status = dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
    }
    dl_archive_close(archive);
    dl_members_close(members);
    return status;
}
