/* document.c - pages and documents: is it there, put it, take it out again.
 *
 * The bytes of a page are kept once, by their SHA-256, packed with zstd. A document is
 * what was read from one page under one id; its row holds the article for readers, and
 * `own` and `dated` hold the whole report for the stages (see pack.h).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "hash.h"
#include "label.h"
#include "ledger_part.h"
#include "pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <zstd.h>

#define ZSTD_LEVEL 3
#define PAGE_MOST (1u << 30) /* no page of a ledger unpacks to more */

void dl_sql_side(dl_sql *sql, int at, int64_t side, dl_when when, char room[32])
{
    room[0] = '\0';
    if (dl_when_known(when)) {
        dl_when_iso(side, when, room);
    }
    dl_sql_text(sql, at, dl_str_of(room));
}

/* ---- is it there ---- */

static uint64_t given_hash(const dl_page *page)
{
    const dl_str parts[] = {page->url,  page->charset,  page->title,
                            page->site, page->language, page->published_value,
                            page->from};
    uint64_t hash = dl_hash_mix(page->kind + 1u);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        hash = dl_hash_join(hash, dl_hash(parts[i]));
    }
    hash = dl_hash_join(hash, page->published.precision);
    if (dl_when_known(page->published)) {
        hash = dl_hash_join(hash, (uint64_t)page->published.earliest);
        hash = dl_hash_join(hash, (uint64_t)page->published.latest);
    }
    return hash;
}

void dl_page_key_of(const dl_page *page, dl_str made, dl_page_key *out)
{
    dl_sha256_hex(page->bytes, out->hash);
    snprintf(out->given, sizeof out->given, "%016llx",
             (unsigned long long)given_hash(page));
    out->made = made;
}

static dl_str file_name(dl_str id)
{
    size_t at = id.size;
    while (at > 0 && id.at[at - 1] != '/') {
        at--;
    }
    return (dl_str){id.at + at, id.size - at};
}

/* Another document made of the same page: see dl_ledger_find_page. */
static dl_status find_twin(dl_ledger *ledger, const dl_page *page, const dl_page_key *key,
                           dl_known_page *known, uint32_t *instead, dl_error *err)
{
    dl_sql *sql;
    bool row;
    dl_status status =
        dl_ledger_kept(ledger,
                       "SELECT number, id, coalesce(url, '') FROM document"
                       " WHERE page = ? AND kind = ? AND id <> ? ORDER BY id",
                       &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, dl_str_of(key->hash));
    dl_sql_text(sql, 2, dl_str_of(dl_label_page_kind((uint8_t)page->kind)));
    dl_sql_full(sql, 3, page->id);
    while ((status = dl_sql_step(sql, &row, err)) == DL_OK && row) {
        const dl_str id = dl_sql_get(sql, 1), url = dl_sql_get(sql, 2);
        const bool same = page->url.size != 0
                              ? dl_str_equal(page->url, url)
                              : dl_str_equal(file_name(page->id), file_name(id));
        if (!same) {
            continue;
        }
        if (dl_str_compare(id, page->id) < 0) {
            *known = DL_PAGE_THERE;
        } else {
            *instead = (uint32_t)dl_sql_get_int(sql, 0);
        }
        dl_sql_reset(sql);
        return DL_OK;
    }
    return status;
}

dl_status dl_ledger_find_page(dl_ledger *ledger, const dl_page *page,
                              const dl_page_key *key, dl_known_page *known,
                              uint32_t *instead, dl_error *err)
{
    dl_sql *sql;
    bool row;
    *known = DL_PAGE_NEW;
    *instead = DL_NONE;
    dl_status status = dl_ledger_kept(
        ledger,
        "SELECT page = ?2 AND given = ?3 AND made = ?4 AND EXISTS(SELECT 1 FROM template"
        " WHERE document = number) FROM document WHERE id = ?1",
        &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, page->id);
    dl_sql_text(sql, 2, dl_str_of(key->hash));
    dl_sql_text(sql, 3, dl_str_of(key->given));
    dl_sql_full(sql, 4, key->made);
    status = dl_sql_step(sql, &row, err);
    if (status != DL_OK) {
        return status;
    }
    if (row) {
        *known = dl_sql_get_int(sql, 0) != 0 ? DL_PAGE_THERE : DL_PAGE_CHANGED;
        dl_sql_reset(sql);
        return DL_OK;
    }
    return page->kind == DL_PAGE_DOC ? DL_OK
                                     : find_twin(ledger, page, key, known, instead, err);
}

/* ---- put and drop ---- */

static dl_status put_page(dl_ledger *ledger, const dl_page *page, const dl_page_key *key,
                          dl_error *err)
{
    dl_sql *sql;
    bool row;
    dl_status status =
        dl_ledger_kept(ledger, "SELECT 1 FROM page WHERE hash = ?", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, dl_str_of(key->hash));
    status = dl_sql_step(sql, &row, err);
    if (status != DL_OK || row) {
        dl_sql_reset(sql);
        return status;
    }
    const size_t bound = ZSTD_compressBound(page->bytes.size);
    char *room = malloc(bound);
    if (room == NULL) {
        return dl_fail_memory(err);
    }
    const size_t size =
        ZSTD_compress(room, bound, page->bytes.at, page->bytes.size, ZSTD_LEVEL);
    if (ZSTD_isError(size)) {
        free(room);
        return dl_fail(err, DL_EDATA, "%.*s: could not be packed: %s", (int)page->id.size,
                       page->id.at, ZSTD_getErrorName(size));
    }
    status = dl_ledger_kept(ledger, "INSERT INTO page(hash, size, zstd) VALUES(?, ?, ?)",
                            &sql, err);
    if (status == DL_OK) {
        dl_sql_text(sql, 1, dl_str_of(key->hash));
        dl_sql_int(sql, 2, (int64_t)page->bytes.size);
        dl_sql_blob(sql, 3, (dl_str){room, size});
        status = dl_sql_run(sql, err);
        dl_sql_reset(sql);
    }
    free(room);
    return status;
}

/* ?1 id, ?2 page, ?3 kind, ?4 charset, ?5 got, ?6 given, ?7 made, ?8 own, ?9 file, ?10 and
 * ?11 where in it, ?12 what is odd about how it came */
static dl_status put_document(dl_ledger *ledger, const dl_page *page,
                              const dl_page_key *key, const dl_report *report,
                              dl_buf *packed, uint32_t *number, dl_error *err)
{
    static const char PUT[] =
        "INSERT INTO document(id, page, kind, charset, got, given, made, own, file,"
        " file_offset, file_within, got_note, text, record)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, '', '')"
        " ON CONFLICT(id) DO UPDATE SET page = ?2, kind = ?3, charset = ?4, got = ?5,"
        " revision = revision + (page <> ?2), given = ?6, made = ?7, own = ?8, file = ?9,"
        " file_offset = ?10, file_within = ?11, got_note = ?12,"
        " dated = NULL, dated_with = NULL RETURNING number";
    char got[32];
    dl_sql *sql;
    bool row;
    dl_pack_report(report, packed);
    if (packed->failed) {
        return dl_fail_memory(err);
    }
    dl_status status = dl_ledger_kept(ledger, PUT, &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, page->id);
    dl_sql_text(sql, 2, dl_str_of(key->hash));
    dl_sql_text(sql, 3, dl_str_of(dl_label_page_kind((uint8_t)page->kind)));
    dl_sql_text(sql, 4, dl_str_of(report->article.charset));
    dl_sql_side(sql, 5, page->got.earliest, page->got, got);
    dl_sql_text(sql, 6, dl_str_of(key->given));
    dl_sql_full(sql, 7, key->made);
    dl_sql_blob(sql, 8, dl_buf_str(packed));
    dl_sql_text(sql, 9, page->file);
    dl_sql_int(sql, 10, (int64_t)page->offset);
    dl_sql_int(sql, 11, (int64_t)page->within);
    dl_sql_text(sql, 12, page->note);
    status = dl_sql_step(sql, &row, err);
    *number = row ? (uint32_t)dl_sql_get_int(sql, 0) : 0;
    dl_sql_reset(sql);
    return status;
}

dl_status dl_ledger_put(dl_ledger *ledger, const dl_page *page, const dl_page_key *key,
                        const dl_report *report, dl_str record, dl_error *err)
{
    dl_buf packed;
    uint32_t number = 0;
    dl_buf_init(&packed);
    dl_status status = put_page(ledger, page, key, err);
    if (status == DL_OK) {
        status = put_document(ledger, page, key, report, &packed, &number, err);
    }
    if (status == DL_OK) {
        status = dl_ledger_put_rows(ledger, number, report, record, err);
    }
    if (status == DL_OK) {
        status = dl_ledger_put_template(ledger, number, page, &report->article, err);
    }
    dl_buf_done(&packed);
    return status;
}

dl_status dl_ledger_put_dated(dl_ledger *ledger, uint32_t number, dl_str dated_with,
                              const dl_report *report, dl_error *err)
{
    dl_buf packed;
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        ledger, "UPDATE document SET dated_with = ?, dated = ? WHERE number = ?", &sql,
        err);
    if (status != DL_OK) {
        return status;
    }
    dl_buf_init(&packed);
    if (report != NULL) {
        dl_pack_report(report, &packed);
        dl_sql_text(sql, 1, dated_with);
        dl_sql_blob(sql, 2, dl_buf_str(&packed));
    } else {
        dl_sql_null(sql, 1);
        dl_sql_null(sql, 2);
    }
    dl_sql_int(sql, 3, number);
    status = packed.failed ? dl_fail_memory(err) : dl_sql_run(sql, err);
    dl_sql_reset(sql);
    dl_buf_done(&packed);
    return status;
}

/* ---- take out ---- */

static dl_status count_documents(dl_ledger *ledger, uint32_t *count, dl_error *err)
{
    dl_sql *sql;
    bool row;
    dl_status status = dl_ledger_kept(ledger, "SELECT count(*) FROM document", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    status = dl_sql_step(sql, &row, err);
    *count = row ? (uint32_t)dl_sql_get_int(sql, 0) : 0;
    dl_sql_reset(sql);
    return status;
}

static dl_status read_stored(const dl_sql *sql, dl_arena *arena, dl_stored *out,
                             dl_error *err)
{
    out->number = (uint32_t)dl_sql_get_int(sql, 0);
    out->id = dl_str_copy(arena, dl_sql_get(sql, 1));
    out->dated_with = dl_str_copy(arena, dl_sql_get(sql, 3));
    out->stamp = dl_hash(out->id);
    for (int column = 5; column <= 7; column++) {
        out->stamp = dl_hash_join(out->stamp, dl_hash(dl_sql_get(sql, column)));
    }
    out->stamp = dl_hash_join(out->stamp, (uint64_t)dl_sql_get_int(sql, 8));
    const dl_str own = dl_str_copy(arena, dl_sql_get(sql, 2));
    const dl_str dated = dl_str_copy(arena, dl_sql_get(sql, 4));
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_status status = dl_unpack_report(own, arena, &out->own, err);
    if (status == DL_OK && out->dated_with.size != 0) {
        status = dl_unpack_report(dated, arena, &out->dated, err);
    }
    return status;
}

dl_status dl_ledger_documents(dl_ledger *ledger, dl_arena *arena, dl_stored **out,
                              uint32_t *count, dl_error *err)
{
    dl_sql *sql;
    bool row;
    uint32_t room = 0, n = 0;
    *out = NULL;
    *count = 0;
    dl_status status = count_documents(ledger, &room, err);
    if (status != DL_OK) {
        return status;
    }
    if ((*out = dl_arena_new_array(arena, room, dl_stored)) == NULL) {
        return dl_fail_memory(err);
    }
    status = dl_ledger_kept(ledger,
                            "SELECT number, id, own, dated_with, dated, page, given, made,"
                            " coalesce(mark, 0) FROM document LEFT JOIN template ON"
                            " document = number ORDER BY id",
                            &sql, err);
    if (status != DL_OK) {
        return status;
    }
    while ((status = dl_sql_step(sql, &row, err)) == DL_OK && row && n < room) {
        if ((status = read_stored(sql, arena, &(*out)[n], err)) != DL_OK) {
            break;
        }
        n++;
    }
    dl_sql_reset(sql);
    *count = n;
    return status;
}

dl_status dl_ledger_page(dl_ledger *ledger, dl_str hash, dl_arena *arena, dl_str *out,
                         dl_error *err)
{
    dl_sql *sql;
    bool row;
    *out = DL_STR("");
    dl_status status =
        dl_ledger_kept(ledger, "SELECT size, zstd FROM page WHERE hash = ?", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, hash);
    status = dl_sql_step(sql, &row, err);
    if (status != DL_OK || !row) {
        dl_sql_reset(sql);
        return status != DL_OK ? status
                               : dl_fail(err, DL_ENONE, "no page has the hash %.*s",
                                         (int)hash.size, hash.at);
    }
    const size_t size = (size_t)dl_sql_get_int(sql, 0);
    const dl_str packed = dl_sql_get(sql, 1);
    char *room = size > PAGE_MOST ? NULL : dl_arena_alloc(arena, size + 1);
    if (room == NULL) {
        status = dl_fail_memory(err);
    } else if (ZSTD_decompress(room, size, packed.at, packed.size) != size) {
        status = dl_fail(err, DL_EDATA, "the page %.*s of the ledger is damaged",
                         (int)hash.size, hash.at);
    } else {
        *out = (dl_str){room, size};
    }
    dl_sql_reset(sql);
    return status;
}
