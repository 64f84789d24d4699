/* visits.c - see visits.h.
 *
 * A page's answer lies in the archive of what was fetched; its document says where. A
 * feed has no document, so its marks are a setting of the ledger:
 *
 *     feed https://paper.example/rss -> "MADE\nETAG\nLAST-MODIFIED"
 *
 * MADE is what read its pages: with other word lists they have to be read again.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "visits.h"

#include "archive.h"
#include "header.h"
#include "vec.h"

#include <stdlib.h>

typedef struct feed_mark {
    dl_str key, value;
} feed_mark;

struct dl_visits {
    dl_call *call;
    dl_arena arena; /* feeds */
    dl_arena page;  /* the answer that is looked at */
    DL_VEC(feed_mark) feeds;
};

dl_status dl_visits_new(dl_call *call, dl_visits **out, dl_error *err)
{
    dl_visits *v = calloc(1, sizeof *v);
    *out = v;
    if (v == NULL) {
        return dl_fail_memory(err);
    }
    v->call = call;
    dl_arena_init(&v->arena, 0);
    dl_arena_init(&v->page, 0);
    return DL_OK;
}

void dl_visits_free(dl_visits *v)
{
    if (v != NULL) {
        dl_arena_done(&v->page);
        dl_arena_done(&v->arena);
        free(v);
    }
}

static dl_str made(const dl_visits *v)
{
    return dl_str_of(v->call->d->data.made);
}

/* ---- pages ---- */

/* Where the document of `url` was read from; false when there is none of today's making.
 */
static bool find_place(dl_visits *v, dl_str url, dl_str *file, dl_spot *place)
{
    static const char TEXT[] = "SELECT file, file_offset, file_within FROM document"
                               " WHERE id = ?1 AND made = ?2 AND file IS NOT NULL";
    dl_sql *sql;
    bool row = false;
    if (dl_sql_new(v->call->d->ledger, TEXT, &sql, NULL) != DL_OK) {
        return false;
    }
    dl_sql_text(sql, 1, url);
    dl_sql_text(sql, 2, made(v));
    if (dl_sql_step(sql, &row, NULL) == DL_OK && row) {
        *file = dl_str_copy(&v->page, dl_sql_get(sql, 0));
        *place = (dl_spot){.offset = (uint64_t)dl_sql_get_int(sql, 1),
                           .within = (uint64_t)dl_sql_get_int(sql, 2)};
    }
    dl_sql_free(sql);
    return row && file->size > 0;
}

static bool find_page(dl_visits *v, dl_str url, dl_arena *arena, dl_str *etag,
                      dl_str *modified)
{
    static const char *const NAMES[] = {"etag", "last-modified"};
    dl_str values[2], file;
    dl_spot place;
    dl_page page;
    dl_arena_reset(&v->page);
    if (!find_place(v, url, &file, &place) ||
        dl_archive_reopen(file.at, place, v->call->d->limits.page_bytes, &v->page, &page,
                          NULL) != DL_OK ||
        !dl_str_equal(page.id, url)) {
        return false;
    }
    dl_header_read(page.headers, NAMES, 2, values);
    *etag = dl_str_copy(arena, values[0]);
    *modified = dl_str_copy(arena, values[1]);
    return etag->size > 0 || modified->size > 0;
}

/* ---- feeds ---- */

static dl_str feed_key(dl_str url, dl_arena *arena)
{
    return dl_str_printf(arena, "feed %.*s", (int)url.size, url.at);
}

static bool find_feed(dl_visits *v, dl_str url, dl_arena *arena, dl_str *etag,
                      dl_str *modified)
{
    dl_str value;
    const dl_str key = feed_key(url, arena);
    if (key.size == 0 ||
        dl_ledger_setting(v->call->d->ledger, key.at, arena, &value, NULL) != DL_OK) {
        return false;
    }
    if (!dl_str_equal(dl_str_next(&value, '\n'), made(v))) {
        return false;
    }
    *etag = dl_str_next(&value, '\n');
    *modified = value.at == NULL ? DL_STR("") : value;
    return etag->size > 0 || modified->size > 0;
}

static void note_feed(void *context, dl_str url, dl_str etag, dl_str modified)
{
    dl_visits *v = context;
    feed_mark *mark = dl_vec_push(&v->feeds, &v->arena);
    if (mark != NULL) {
        mark->key = feed_key(url, &v->arena);
        mark->value =
            dl_str_printf(&v->arena, "%s\n%.*s\n%.*s", v->call->d->data.made,
                          (int)etag.size, etag.at, (int)modified.size, modified.at);
    }
}

static bool find(void *context, dl_str url, dl_arena *arena, dl_str *etag,
                 dl_str *modified)
{
    return find_page(context, url, arena, etag, modified) ||
           find_feed(context, url, arena, etag, modified);
}

dl_web_memory dl_visits_memory(dl_visits *v)
{
    return (dl_web_memory){.context = v, .find = find, .feed = note_feed};
}

dl_status dl_visits_end(dl_visits *v)
{
    dl_call *call = v->call;
    dl_ledger *ledger = call->d->ledger;
    if (call->done.failed > 0 || v->feeds.count == 0) {
        return DL_OK;
    }
    if (dl_arena_failed(&v->arena)) {
        return dl_fail_memory(call->err);
    }
    dl_status status = dl_ledger_begin(ledger, call->err);
    for (uint32_t i = 0; status == DL_OK && i < v->feeds.count; i++) {
        const feed_mark *mark = &v->feeds.at[i];
        status = dl_ledger_set(ledger, mark->key.at, mark->value, call->err);
    }
    if (status != DL_OK) {
        dl_ledger_rollback(ledger);
        return status;
    }
    return dl_ledger_commit(ledger, call->err);
}
