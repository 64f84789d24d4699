/* intake.c - see intake.h.
 *
 *   paths -> walk (folders) -> stream (bytes, decompressed) -> sniff -> one of
 *       page      the whole file is one page
 *       lines     one record a line
 *       records   the whole file is one JSON record, or a list of them
 *       archive   the records of a web archive
 *       web       the items of a feed, and what was fetched
 *
 * One source is open at a time. A failure names what failed and leaves the intake ready
 * for the next item.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "intake.h"

#include "archive.h"
#include "feed.h"
#include "hash.h"
#include "map.h"
#include "record.h"
#include "sniff.h"
#include "stream.h"
#include "url.h"
#include "vec.h"
#include "walk.h"
#include "web.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef enum source_kind {
    SOURCE_NONE, /* nothing is open */
    SOURCE_PAGE,
    SOURCE_LINES,
    SOURCE_RECORDS,
    SOURCE_ARCHIVE,
    SOURCE_WEB /* feeds, lists of addresses, addresses */
} source_kind;

typedef struct source {
    source_kind kind;
    dl_page_kind page;
    const char *path; /* the id of its pages; "-" for standard input */
    dl_stream *stream;
    uint64_t line;
    yyjson_doc *json; /* of SOURCE_RECORDS */
    yyjson_arr_iter records;
    bool one_record; /* not a list */
    dl_archive *archive;
    bool in_feed; /* that was met in the archive */
    bool kept;    /* the page given last is one we fetched once */
} source;

struct dl_intake {
    dl_intake_options options;
    dl_arena arena;      /* paths given, ids seen */
    dl_arena file_arena; /* the open source's path; a record file's text */
    DL_VEC(const char *) paths;
    uint32_t next_path;
    bool standard_input; /* given already */
    dl_walk *walk;
    source source;
    dl_map seen; /* hashes of ids */
    dl_web *web; /* NULL until it is needed */
    uint64_t pages, refused;
    DL_VEC(dl_str) notes;
    uint32_t next_note;
};

dl_status dl_intake_new(const dl_intake_options *options, dl_intake **out, dl_error *err)
{
    const dl_intake_options fallback = DL_INTAKE_OPTIONS;
    dl_intake *intake = calloc(1, sizeof *intake);
    *out = intake;
    if (intake == NULL) {
        return dl_fail_memory(err);
    }
    dl_intake_options *o = &intake->options;
    *o = options == NULL ? fallback : *options;
    o->page_bytes = o->page_bytes == 0 ? fallback.page_bytes : o->page_bytes;
    o->line_bytes = o->line_bytes == 0 ? fallback.line_bytes : o->line_bytes;
    o->depth = o->depth == 0 ? fallback.depth : o->depth;
    o->entries = o->entries == 0 ? fallback.entries : o->entries;
    dl_arena_init(&intake->arena, 0);
    dl_arena_init(&intake->file_arena, 0);
    dl_map_init(&intake->seen, &intake->arena);
    return DL_OK;
}

dl_status dl_intake_add(dl_intake *intake, const char *path, dl_error *err)
{
    if (path == NULL || path[0] == '\0') {
        return dl_fail(err, DL_EUSAGE, "an empty path was given");
    }
    if (dl_url_web(dl_str_of(path)) && intake->options.reach == DL_REACH_NOTHING) {
        return dl_fail(err, DL_EUSAGE,
                       "%.300s: an address of the web, and nothing may be asked for over "
                       "the network (--offline)",
                       path);
    }
    if (strcmp(path, "-") == 0) {
        if (intake->standard_input) {
            return dl_fail(err, DL_EUSAGE, "standard input ('-') can be read only once");
        }
        intake->standard_input = true;
    }
    const dl_str copy = dl_str_copy(&intake->arena, dl_str_of(path));
    const char **slot = dl_vec_push(&intake->paths, &intake->arena);
    if (slot == NULL || dl_arena_failed(&intake->arena)) {
        return dl_fail_memory(err);
    }
    *slot = copy.at;
    return DL_OK;
}

static void add_note(dl_intake *intake, dl_str words)
{
    dl_str *note = dl_vec_push(&intake->notes, &intake->arena);
    if (note != NULL) {
        *note = dl_str_copy(&intake->arena, words);
    }
}

/* What is worth a line about an archive that was read. */
static void note_archive(dl_intake *intake)
{
    const source *s = &intake->source;
    if (s->archive == NULL) {
        return;
    }
    const dl_archive_tally *t = dl_archive_tally_of(s->archive);
    const struct {
        uint64_t count;
        const char *what;
    } parts[] = {{t->other_types, "requests and the like"},
                 {t->revisits, "revisits"},
                 {t->failures, "answers of failure or redirects"},
                 {t->other_media, "of other media"},
                 {t->empty, "empty"}};
    dl_buf line;
    dl_buf_init(&line);
    dl_buf_printf(&line, "%s: %llu records", s->path, (unsigned long long)t->records);
    const char *before = "; passed over: ";
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].count > 0) {
            dl_buf_printf(&line, "%s%llu %s", before, (unsigned long long)parts[i].count,
                          parts[i].what);
            before = ", ";
        }
    }
    if (t->truncated > 0) {
        dl_buf_printf(&line, "; %llu pages were cut by the crawler",
                      (unsigned long long)t->truncated);
    }
    if (t->repaired > 0) {
        dl_buf_printf(&line, "; the length of %llu was wrong or missing",
                      (unsigned long long)t->repaired);
    }
    if (t->shared > 0) {
        dl_buf_printf(&line,
                      "; %llu share a compressed piece with others, so that they cannot "
                      "be reached alone",
                      (unsigned long long)t->shared);
    }
    if (!line.failed) {
        add_note(intake, dl_buf_str(&line));
    }
    dl_buf_done(&line);
}

bool dl_intake_note(dl_intake *intake, dl_str *out)
{
    if (intake->next_note == intake->notes.count) {
        return false;
    }
    *out = intake->notes.at[intake->next_note++];
    return true;
}

static void close_source(dl_intake *intake)
{
    note_archive(intake);
    dl_archive_close(intake->source.archive);
    dl_stream_close(intake->source.stream);
    yyjson_doc_free(intake->source.json);
    intake->source = (source){0};
    dl_arena_reset(&intake->file_arena);
}

/* ---- feeds and addresses ---- */

static dl_status need_web(dl_intake *intake, dl_error *err)
{
    const dl_web_options options = {intake->options.reach, intake->options.web,
                                    intake->options.keep, intake->options.memory};
    return intake->web != NULL ? DL_OK : dl_web_new(&options, &intake->web, err);
}

/* A feed, or a list of addresses, in the open file. */
static dl_status open_web(dl_intake *intake, bool list, dl_error *err)
{
    source *s = &intake->source;
    dl_str bytes;
    s->kind = SOURCE_WEB;
    dl_status status = need_web(intake, err);
    if (status == DL_OK) {
        status = dl_stream_rest(s->stream, intake->options.page_bytes,
                                &intake->file_arena, &bytes, err);
    }
    if (status != DL_OK) {
        return status;
    }
    return list ? dl_web_list(intake->web, s->path, bytes, err)
                : dl_web_feed(intake->web, s->path, bytes, err);
}

/* The address given last, and those given right behind it: they can be asked for at the
 * same time. One that is none is left for its own turn, to be told then. */
static dl_status open_addresses(dl_intake *intake, const char *path, dl_error *err)
{
    source *s = &intake->source;
    s->kind = SOURCE_WEB;
    s->path = "-";
    dl_status status = need_web(intake, err);
    if (status == DL_OK) {
        status = dl_web_add(intake->web, dl_str_of(path), err);
    }
    while (status == DL_OK && intake->next_path < intake->paths.count &&
           dl_url_web(dl_str_of(intake->paths.at[intake->next_path]))) {
        path = intake->paths.at[intake->next_path];
        status = dl_web_add(intake->web, dl_str_of(path), err);
        if (status == DL_EUSAGE) {
            return DL_OK;
        }
        intake->next_path++;
    }
    return status;
}

/* ---- JSON: lines or one document ---- */

/* Does the first line stand for itself? Then the file is NDJSON, if it is no feed. */
static bool first_line_is_json(dl_str head)
{
    const dl_str rest = dl_str_trim(head);
    const char *stop = memchr(rest.at, '\n', rest.size);
    const size_t size = stop == NULL ? rest.size : (size_t)(stop - rest.at);
    yyjson_doc *doc = yyjson_read(rest.at, size, YYJSON_READ_NOFLAG);
    yyjson_val *root = yyjson_doc_get_root(doc);
    const bool record = yyjson_is_obj(root) && !dl_feed_is_json(root);
    yyjson_doc_free(doc);
    return record;
}

/* Looks further and further until the first line is whole. */
static dl_status first_line(dl_intake *intake, dl_str *head, dl_error *err)
{
    const size_t most = intake->options.line_bytes;
    for (size_t want = DL_SNIFF_BYTES;; want = want * 4 < most ? want * 4 : most) {
        const dl_status status = dl_stream_peek(intake->source.stream, want, head, err);
        if (status != DL_OK) {
            return status;
        }
        const dl_str text = dl_str_trim(*head);
        if (head->size < want || want == most ||
            memchr(text.at, '\n', text.size) != NULL) {
            return DL_OK;
        }
    }
}

static dl_status open_records(dl_intake *intake, bool sure, dl_error *err)
{
    source *s = &intake->source;
    dl_str head;
    s->kind = SOURCE_LINES;
    dl_status status = first_line(intake, &head, err);
    if (status != DL_OK || first_line_is_json(head)) {
        return status;
    }
    /* not a record a line: the whole file at once, if it is no larger than a line may be
     */
    status = dl_stream_peek(s->stream, intake->options.line_bytes, &head, err);
    if (status != DL_OK) {
        return status;
    }
    s->json = yyjson_read(head.at, head.size, YYJSON_READ_STOP_WHEN_DONE);
    yyjson_val *root = yyjson_doc_get_root(s->json);
    if (dl_feed_is_json(root)) {
        s->kind = SOURCE_WEB;
        status = need_web(intake, err);
        return status == DL_OK ? dl_web_feed_json(intake->web, s->path, root, err)
                               : status;
    }
    if (yyjson_is_arr(root)) {
        s->kind = SOURCE_RECORDS;
        yyjson_arr_iter_init(root, &s->records);
    } else if (yyjson_is_obj(root)) {
        s->kind = SOURCE_RECORDS;
        s->one_record = true;
    } else if (!sure) { /* a text that begins with a bracket */
        s->kind = SOURCE_PAGE;
        s->page = DL_PAGE_TEXT;
    }
    return DL_OK;
}

/* ---- opening ---- */

static dl_status open_archive(dl_intake *intake, dl_error *err)
{
    source *s = &intake->source;
    s->kind = SOURCE_ARCHIVE;
    return dl_archive_open(dl_stream_members(s->stream), s->path,
                           intake->options.page_bytes, &s->archive, err);
}

static dl_status open_kind(dl_intake *intake, dl_error *err)
{
    source *s = &intake->source;
    const dl_str name = dl_str_of(s->path);
    dl_str head;
    dl_status status = dl_stream_peek(s->stream, DL_SNIFF_BYTES, &head, err);
    if (dl_sniff_archive_name(name) && (status == DL_EDATA || head.size > 0)) {
        return open_archive(intake, err); /* damage is no reason to leave the rest */
    }
    if (status != DL_OK) {
        return status;
    }
    s->kind = SOURCE_PAGE;
    switch (dl_sniff(head, name)) {
    case DL_SNIFF_EMPTY:
        return dl_fail(err, DL_EDATA, "%s: the file is empty", s->path);
    case DL_SNIFF_BINARY:
        return dl_fail(err, DL_EDATA, "%s: %s", s->path, dl_sniff_binary_name(head));
    case DL_SNIFF_WARC:
        return open_archive(intake, err);
    case DL_SNIFF_FEED:
        return open_web(intake, false, err);
    case DL_SNIFF_URLS:
        return open_web(intake, true, err);
    case DL_SNIFF_JSON:
        return open_records(intake, strchr("[{", dl_str_trim(head).at[0]) == NULL, err);
    case DL_SNIFF_HTML:
        s->page = DL_PAGE_HTML;
        return DL_OK;
    case DL_SNIFF_TEXT:
        s->page = DL_PAGE_TEXT;
        return DL_OK;
    }
    return DL_OK;
}

static dl_status open_source(dl_intake *intake, const char *path, dl_error *err)
{
    source *s = &intake->source;
    const bool standard = strcmp(path, "-") == 0;
    s->path = dl_str_copy(&intake->file_arena, dl_str_of(path)).at;
    if (dl_arena_failed(&intake->file_arena)) {
        return dl_fail_memory(err);
    }
    dl_status status =
        dl_stream_open(standard ? NULL : s->path, standard ? "standard input" : s->path,
                       &s->stream, err);
    if (status == DL_OK) {
        status = open_kind(intake, err);
    }
    return status;
}

/* The next file: out of the folder we are in, else the next path given. */
static dl_status next_source(dl_intake *intake, dl_error *err)
{
    const char *path = NULL;
    if (intake->walk != NULL) {
        const dl_status status = dl_walk_next(intake->walk, &path, err);
        if (status == DL_ENONE) {
            dl_walk_close(intake->walk);
            intake->walk = NULL;
            return next_source(intake, err); /* once: there is no walk now */
        }
        return status != DL_OK ? status : open_source(intake, path, err);
    }
    if (intake->next_path == intake->paths.count) {
        return DL_ENONE;
    }
    path = intake->paths.at[intake->next_path++];
    if (dl_url_web(dl_str_of(path))) {
        return open_addresses(intake, path, err);
    }
    struct stat info;
    if (strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        return dl_walk_open(path, intake->options.depth, intake->options.entries,
                            &intake->walk, err);
    }
    return open_source(intake, path, err);
}

/* ---- pages ---- */

/* Whether the caller wants no more of the open file than to know that it is there. */
static bool passes(const dl_intake *intake, const dl_page *page)
{
    const dl_intake_options *o = &intake->options;
    dl_members *members = dl_stream_members(intake->source.stream);
    const dl_str head = dl_members_peek_on(members, DL_INTAKE_HEAD_BYTES);
    const uint64_t size = dl_members_left(members);
    return size <= o->page_bytes && o->pass(o->pass_context, page->id, size, head);
}

static dl_status whole_page(dl_intake *intake, dl_arena *arena, dl_page *out,
                            dl_error *err)
{
    const source *s = &intake->source;
    *out = (dl_page){.kind = s->page, .got = dl_when_none(), .published = dl_when_none()};
    out->id = dl_str_copy(arena, dl_str_of(s->path));
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    if (intake->options.pass != NULL && passes(intake, out)) {
        out->passed = true;
        return DL_OK;
    }
    return dl_stream_rest(s->stream, intake->options.page_bytes, arena, &out->bytes, err);
}

/* Puts "file:line: " before what a record's reader said. */
static dl_status name_record(const source *s, const char *unit, uint64_t at,
                             dl_status status, dl_error *err)
{
    char what[DL_ERROR_MESSAGE_MAX];
    if (err == NULL || status == DL_ENOMEM) {
        return status;
    }
    memcpy(what, err->message, sizeof what);
    dl_fail(err, status, "%s: %s %llu (byte %llu): %s", s->path, unit,
            (unsigned long long)s->line, (unsigned long long)at, what);
    err->at = at;
    return status;
}

static dl_status finish_record(dl_intake *intake, yyjson_val *record, uint64_t at,
                               dl_arena *arena, dl_page *out, dl_error *err)
{
    dl_status status = dl_record_read(record, arena, out, err);
    if (status == DL_OK && out->bytes.size > intake->options.page_bytes) {
        status = dl_fail(err, DL_ELIMIT, "the text is larger than the limit of %zu bytes",
                         intake->options.page_bytes);
    }
    if (status == DL_OK && out->id.size == 0) {
        out->id = out->url.size > 0 ? out->url
                                    : dl_str_printf(arena, "%s#%llu", intake->source.path,
                                                    (unsigned long long)at);
    }
    out->offset = at;
    return status;
}

static dl_status next_line(dl_intake *intake, dl_arena *arena, dl_page *out,
                           dl_error *err)
{
    source *s = &intake->source;
    while (true) {
        const uint64_t at = dl_stream_at(s->stream);
        dl_str line;
        dl_status status =
            dl_stream_line(s->stream, intake->options.line_bytes, &line, err);
        if (status == DL_ENONE) {
            return status;
        }
        s->line++;
        if (status != DL_OK) {
            return status;
        }
        if (s->line == 1 && dl_str_starts(line, DL_STR("\xef\xbb\xbf"))) {
            line = (dl_str){line.at + 3, line.size - 3};
        }
        line = dl_str_trim(line);
        if (line.size == 0) {
            continue;
        }
        yyjson_read_err why;
        yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)line.at, line.size,
                                           YYJSON_READ_NOFLAG, NULL, &why);
        if (doc == NULL) {
            status =
                dl_fail(err, DL_EDATA, "not JSON: %s at its byte %zu", why.msg, why.pos);
        } else {
            status = finish_record(intake, yyjson_doc_get_root(doc), at, arena, out, err);
        }
        yyjson_doc_free(doc);
        return status == DL_OK ? status : name_record(s, "line", at, status, err);
    }
}

static dl_status next_listed(dl_intake *intake, dl_arena *arena, dl_page *out,
                             dl_error *err)
{
    source *s = &intake->source;
    yyjson_val *record = NULL;
    if (s->one_record) {
        record = s->line == 0 ? yyjson_doc_get_root(s->json) : NULL;
    } else {
        record = yyjson_arr_iter_next(&s->records);
    }
    if (record == NULL) {
        return DL_ENONE;
    }
    const uint64_t at = s->line; /* a parsed record no longer knows its byte */
    s->line++;
    const dl_status status = finish_record(intake, record, at, arena, out, err);
    out->offset = 0;
    return status == DL_OK ? status : name_record(s, "record", 0, status, err);
}

static dl_status next_web(dl_intake *intake, dl_arena *arena, dl_page *out, dl_error *err)
{
    const source *s = &intake->source;
    dl_str note;
    const dl_status status = dl_web_next(intake->web, arena, out, err);
    if (dl_web_note(intake->web, &note)) {
        add_note(intake, note);
    }
    if (status == DL_OK && out->file.size == 0 && strcmp(s->path, "-") != 0) {
        out->file = dl_str_copy(arena, dl_str_of(s->path)); /* a feed's own item */
    }
    return status;
}

/* The next page of an archive, or of a feed that it holds. */
static dl_status next_archived(dl_intake *intake, dl_arena *arena, dl_page *out,
                               dl_error *err)
{
    source *s = &intake->source;
    dl_archive_gives gives;
    dl_status status = s->in_feed ? next_web(intake, arena, out, err) : DL_ENONE;
    s->in_feed = s->in_feed && status != DL_ENONE;
    while (status == DL_ENONE && !s->in_feed) {
        status = dl_archive_next(s->archive, arena, out, &gives, err);
        if (status == DL_ENONE) {
            return status;
        }
        s->kept = status == DL_OK && gives == DL_ARCHIVE_KEPT;
        if (status == DL_OK && gives == DL_ARCHIVE_FEED) {
            status = need_web(intake, err);
            if (status == DL_OK) {
                status = dl_web_feed_kept(intake->web, out->id, out->url, out->charset,
                                          out->offset, out->bytes, err);
            }
            if (status == DL_OK) {
                status = next_web(intake, arena, out, err);
                s->in_feed = status != DL_ENONE;
            }
        }
    }
    return status;
}

static dl_status from_source(dl_intake *intake, dl_arena *arena, dl_page *out,
                             dl_error *err)
{
    source *s = &intake->source;
    dl_status status = DL_ENONE;
    switch (s->kind) {
    case SOURCE_NONE:
        break;
    case SOURCE_PAGE:
        status = whole_page(intake, arena, out, err);
        s->kind = SOURCE_NONE;
        break;
    case SOURCE_LINES:
        status = next_line(intake, arena, out, err);
        break;
    case SOURCE_RECORDS:
        status = next_listed(intake, arena, out, err);
        break;
    case SOURCE_ARCHIVE:
        status = next_archived(intake, arena, out, err);
        break;
    case SOURCE_WEB:
        return next_web(intake, arena, out, err);
    }
    if (status == DL_OK && strcmp(s->path, "-") != 0) {
        out->file = dl_str_copy(arena, dl_str_of(s->path));
    }
    return status;
}

/* The same id twice would make two documents one. */
static dl_status check_id(dl_intake *intake, const dl_page *page, dl_error *err)
{
    const uint64_t key = dl_hash(page->id);
    if (dl_map_find_id(&intake->seen, key) != DL_NONE) {
        if (intake->source.kept || intake->source.in_feed) {
            return DL_OK; /* fetched again later */
        }
        dl_fail(err, DL_EDATA, "%s: byte %llu: the id '%.*s' was given before; left out",
                intake->source.path, (unsigned long long)page->offset,
                (int)(page->id.size < 200 ? page->id.size : 200), page->id.at);
        if (err != NULL) {
            err->at = page->offset;
        }
        return DL_EDATA;
    }
    return dl_map_add_id(&intake->seen, key, 0) == DL_NONE ? dl_fail_memory(err) : DL_OK;
}

/* The next item of the open source, or of the next one; DL_ENONE: all is over. */
static dl_status next_item(dl_intake *intake, dl_arena *arena, dl_page *out,
                           dl_error *err)
{
    dl_status status = DL_ENONE;
    do {
        if (intake->source.kind == SOURCE_NONE) {
            close_source(intake);
            status = next_source(intake, err);
            if (status != DL_OK) {
                close_source(intake);
                return status;
            }
        }
        status = from_source(intake, arena, out, err);
        if (status == DL_ENONE) {
            close_source(intake);
        }
    } while (status == DL_ENONE);
    return status;
}

/* Copies that could not be made are empty: whatever came of that is want of memory. */
static bool starved(const dl_intake *intake, const dl_arena *arena, dl_status status)
{
    return status != DL_ENONE && status != DL_ELIMIT &&
           (dl_arena_failed(arena) || dl_arena_failed(&intake->arena) ||
            dl_arena_failed(&intake->file_arena));
}

dl_status dl_intake_next(dl_intake *intake, dl_arena *arena, dl_page *out, dl_error *err)
{
    dl_status status;
    bool repeated; /* two feeds have the same item: that is no error */
    if (err != NULL) {
        *err = (dl_error){0};
    }
    do {
        status = next_item(intake, arena, out, err);
        repeated = false;
        if (starved(intake, arena, status)) {
            status = dl_fail_memory(err);
        }
        if (status == DL_OK) {
            status = check_id(intake, out, err);
            repeated = status == DL_EDATA && intake->source.kind == SOURCE_WEB;
        }
    } while (repeated);
    if (status != DL_ENONE) {
        intake->pages += status == DL_OK;
        intake->refused += status != DL_OK;
    }
    return status;
}

void dl_intake_counts(const dl_intake *intake, uint64_t *pages, uint64_t *refused)
{
    *pages = intake->pages;
    *refused = intake->refused;
}

uint64_t dl_intake_unchanged(const dl_intake *intake)
{
    return intake->web == NULL ? 0 : dl_web_unchanged(intake->web);
}

void dl_intake_free(dl_intake *intake)
{
    if (intake == NULL) {
        return;
    }
    close_source(intake);
    dl_web_free(intake->web);
    dl_walk_close(intake->walk);
    dl_arena_done(&intake->file_arena);
    dl_arena_done(&intake->arena);
    free(intake);
}
