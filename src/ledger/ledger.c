/* ledger.c - opening, migrating, transactions and statements. See ledger.h.
 *
 * The file is in WAL mode: readers never wait for the writer. PRAGMA user_version counts
 * the steps of schema.c that made it, PRAGMA application_id says that it is ours.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "ledger_part.h"

#include "hash.h"
#include "schema.h"

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BUSY_MS 10000 /* how long to wait for another writer */
#define WAL_WAIT_MS 20

#define KEPT_MOST 64 /* statements kept prepared; one for each call of dl_ledger_kept */

struct dl_ledger {
    sqlite3 *db;
    char *path;
    bool writing;
    struct {
        const char *text;
        dl_sql *sql;
    } kept[KEPT_MOST];
    unsigned kept_count;
};

struct dl_sql {
    dl_ledger *ledger;
    sqlite3_stmt *statement;
    int failed; /* SQLITE_OK, or what a binding gave */
};

/* ---- errors ---- */

/* What SQLite's code `code` means for a user of `ledger`. */
static dl_status told(const dl_ledger *ledger, int code, dl_error *err)
{
    const char *path = ledger->path;
    switch (code & 0xff) {
    case SQLITE_FULL:
        return dl_fail(err, DL_EIO,
                       "%s: no room left to write; what was committed is kept: make room "
                       "and run the same command again",
                       path);
    case SQLITE_IOERR:
        return dl_fail(err, DL_EIO,
                       "%s: could not be read or written (%s); what was committed is "
                       "kept: run the same command again",
                       path, sqlite3_errstr(code));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return dl_fail(err, DL_EBUSY,
                       "%s: another process is writing to it; try again when it is done",
                       path);
    case SQLITE_CORRUPT:
        return dl_fail(
            err, DL_EDATA,
            "%s: the ledger is damaged (%s); restore it from a copy, or remove "
            "it and add the pages again",
            path, sqlite3_errmsg(ledger->db));
    case SQLITE_NOTADB:
        return dl_fail(err, DL_EDATA, "%s: not a ledger; name another file by --ledger",
                       path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        return dl_fail(err, DL_EIO,
                       "%s: cannot be written; check the folder and its permissions, or "
                       "name another file by --ledger",
                       path);
    case SQLITE_NOMEM:
        return dl_fail_memory(err);
    default:
        return dl_fail(err, DL_EDATA, "%s: %s", path,
                       ledger->db == NULL ? sqlite3_errstr(code)
                                          : sqlite3_errmsg(ledger->db));
    }
}

dl_status dl_ledger_run(dl_ledger *ledger, const char *text, dl_error *err)
{
    const int code = sqlite3_exec(ledger->db, text, NULL, NULL, NULL);
    return code == SQLITE_OK ? DL_OK
                             : told(ledger, sqlite3_extended_errcode(ledger->db), err);
}

/* ---- statements ---- */

dl_status dl_sql_new(dl_ledger *ledger, const char *text, dl_sql **out, dl_error *err)
{
    *out = NULL;
    dl_sql *sql = calloc(1, sizeof *sql);
    if (sql == NULL) {
        return dl_fail_memory(err);
    }
    sql->ledger = ledger;
    const int code = sqlite3_prepare_v2(ledger->db, text, -1, &sql->statement, NULL);
    if (code != SQLITE_OK) {
        free(sql);
        return told(ledger, code, err);
    }
    *out = sql;
    return DL_OK;
}

void dl_sql_free(dl_sql *sql)
{
    if (sql != NULL) {
        sqlite3_finalize(sql->statement);
        free(sql);
    }
}

static void bound(dl_sql *sql, int code)
{
    if (code != SQLITE_OK) {
        sql->failed = code;
    }
}

void dl_sql_full(dl_sql *sql, int at, dl_str text)
{
    bound(sql, sqlite3_bind_text64(sql->statement, at, text.at == NULL ? "" : text.at,
                                   text.size, SQLITE_STATIC, SQLITE_UTF8));
}

void dl_sql_text(dl_sql *sql, int at, dl_str text)
{
    if (text.size == 0) {
        dl_sql_null(sql, at);
    } else {
        dl_sql_full(sql, at, text);
    }
}

void dl_sql_blob(dl_sql *sql, int at, dl_str bytes)
{
    bound(sql, sqlite3_bind_blob64(sql->statement, at, bytes.at == NULL ? "" : bytes.at,
                                   bytes.size, SQLITE_STATIC));
}

void dl_sql_int(dl_sql *sql, int at, int64_t value)
{
    bound(sql, sqlite3_bind_int64(sql->statement, at, value));
}

void dl_sql_real(dl_sql *sql, int at, double value)
{
    if (isfinite(value)) {
        bound(sql, sqlite3_bind_double(sql->statement, at, value));
    } else {
        dl_sql_null(sql, at);
    }
}

void dl_sql_null(dl_sql *sql, int at)
{
    bound(sql, sqlite3_bind_null(sql->statement, at));
}

void dl_sql_reset(dl_sql *sql)
{
    sqlite3_reset(sql->statement);
    sqlite3_clear_bindings(sql->statement);
    sql->failed = SQLITE_OK;
}

dl_status dl_sql_step(dl_sql *sql, bool *row, dl_error *err)
{
    int code = sql->failed;
    *row = false;
    if (code == SQLITE_OK) {
        code = sqlite3_step(sql->statement);
    }
    if (code == SQLITE_ROW) {
        *row = true;
        return DL_OK;
    }
    const dl_status status =
        code == SQLITE_DONE
            ? DL_OK
            : told(sql->ledger, sqlite3_extended_errcode(sql->ledger->db), err);
    dl_sql_reset(sql);
    return status;
}

dl_status dl_sql_run(dl_sql *sql, dl_error *err)
{
    bool row = false;
    dl_status status = dl_sql_step(sql, &row, err);
    if (row) {
        dl_sql_reset(sql);
    }
    return status;
}

bool dl_sql_is_null(const dl_sql *sql, int column)
{
    return sqlite3_column_type(sql->statement, column) == SQLITE_NULL;
}

dl_str dl_sql_get(const dl_sql *sql, int column)
{
    const void *at = sqlite3_column_type(sql->statement, column) == SQLITE_BLOB
                         ? sqlite3_column_blob(sql->statement, column)
                         : (const void *)sqlite3_column_text(sql->statement, column);
    if (at == NULL) {
        return DL_STR("");
    }
    return (dl_str){at, (size_t)sqlite3_column_bytes(sql->statement, column)};
}

int64_t dl_sql_get_int(const dl_sql *sql, int column)
{
    return sqlite3_column_int64(sql->statement, column);
}

double dl_sql_get_real(const dl_sql *sql, int column)
{
    return dl_sql_is_null(sql, column) ? NAN
                                       : sqlite3_column_double(sql->statement, column);
}

dl_status dl_ledger_kept(dl_ledger *ledger, const char *text, dl_sql **out, dl_error *err)
{
    for (unsigned i = 0; i < ledger->kept_count; i++) {
        if (ledger->kept[i].text == text) {
            *out = ledger->kept[i].sql;
            return DL_OK;
        }
    }
    if (ledger->kept_count == KEPT_MOST) {
        *out = NULL;
        return dl_fail(err, DL_ELIMIT, "more than %d kept statements", KEPT_MOST);
    }
    const dl_status status = dl_sql_new(ledger, text, out, err);
    if (status == DL_OK) {
        ledger->kept[ledger->kept_count].text = text;
        ledger->kept[ledger->kept_count++].sql = *out;
    }
    return status;
}

/* The number a PRAGMA or count gives. */
static dl_status number(dl_ledger *ledger, const char *text, int64_t *out, dl_error *err)
{
    dl_sql *sql;
    bool row;
    dl_status status = dl_sql_new(ledger, text, &sql, err);
    if (status != DL_OK) {
        return status;
    }
    status = dl_sql_step(sql, &row, err);
    *out = row ? dl_sql_get_int(sql, 0) : 0;
    dl_sql_free(sql);
    return status;
}

dl_status dl_ledger_version(dl_ledger *ledger, int64_t *out, dl_error *err)
{
    return number(ledger, "PRAGMA data_version", out, err);
}

/* ---- transactions ---- */

dl_status dl_ledger_begin(dl_ledger *ledger, dl_error *err)
{
    const dl_status status = dl_ledger_run(ledger, "BEGIN IMMEDIATE", err);
    ledger->writing = status == DL_OK;
    return status;
}

dl_status dl_ledger_commit(dl_ledger *ledger, dl_error *err)
{
    const dl_status status = dl_ledger_run(ledger, "COMMIT", err);
    if (status == DL_OK) {
        ledger->writing = false;
    } else {
        dl_ledger_rollback(ledger);
    }
    return status;
}

void dl_ledger_rollback(dl_ledger *ledger)
{
    if (ledger->writing) {
        sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
        ledger->writing = false;
    }
}

/* ---- opening ---- */

/* Is the file one of ours, or empty and ours to make? */
static dl_status ours(dl_ledger *ledger, int64_t version, dl_error *err)
{
    int64_t application, tables;
    dl_status status = number(ledger, "PRAGMA application_id", &application, err);
    if (status == DL_OK) {
        status = number(ledger, "SELECT count(*) FROM sqlite_schema", &tables, err);
    }
    if (status != DL_OK) {
        return status;
    }
    if (application != DL_SCHEMA_APPLICATION && (tables > 0 || version > 0)) {
        return dl_fail(err, DL_EDATA,
                       "%s: an SQLite file of another program; name another file by "
                       "--ledger",
                       ledger->path);
    }
    if (version > DL_SCHEMA_VERSION) {
        return dl_fail(
            err, DL_EVERSION,
            "%s: a ledger of version %lld, and this dateline knows versions up "
            "to %d; use a newer dateline",
            ledger->path, (long long)version, DL_SCHEMA_VERSION);
    }
    return DL_OK;
}

static dl_status migrate(dl_ledger *ledger, dl_error *err)
{
    int64_t version; /* again, now that nobody else can write */
    char pragma[128];
    dl_status status = dl_ledger_begin(ledger, err);
    if (status != DL_OK) {
        return status;
    }
    status = number(ledger, "PRAGMA user_version", &version, err);
    for (; status == DL_OK && version < DL_SCHEMA_VERSION; version++) {
        status = dl_ledger_run(ledger, DL_SCHEMA_STEPS[version], err);
    }
    if (status == DL_OK) {
        snprintf(pragma, sizeof pragma,
                 "PRAGMA application_id=%d; PRAGMA user_version=%d",
                 DL_SCHEMA_APPLICATION, DL_SCHEMA_VERSION);
        status = dl_ledger_run(ledger, pragma, err);
    }
    if (status != DL_OK) {
        dl_ledger_rollback(ledger);
        return status;
    }
    return dl_ledger_commit(ledger, err);
}

/* SQLite does not wait when two connections of a new file turn to WAL at once: this does. */
static dl_status turn_to_wal(dl_ledger *ledger, dl_error *err)
{
    static const char TEXT[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL";
    dl_status status = dl_ledger_run(ledger, TEXT, err);
    for (unsigned waited = 0; status == DL_EBUSY && waited < BUSY_MS; waited += WAL_WAIT_MS) {
        sqlite3_sleep(WAL_WAIT_MS);
        status = dl_ledger_run(ledger, TEXT, err);
    }
    return status;
}

static dl_status begin_use(dl_ledger *ledger, dl_ledger_mode mode, dl_error *err)
{
    int64_t version;
    sqlite3_extended_result_codes(ledger->db, 1);
    sqlite3_busy_timeout(ledger->db, BUSY_MS);
    dl_status status = number(ledger, "PRAGMA user_version", &version, err);
    if (status == DL_OK) {
        status = ours(ledger, version, err);
    }
    if (status != DL_OK) {
        return status;
    }
    if (mode == DL_LEDGER_READ) {
        return version == DL_SCHEMA_VERSION
                   ? DL_OK
                   : dl_fail(err, version == 0 ? DL_ENONE : DL_EVERSION,
                             version == 0
                                 ? "%s: an empty ledger; fill it by `dateline add`"
                                 : "%s: a ledger of an older version; run "
                                   "`dateline add` on it once to renew it",
                             ledger->path);
    }
    status = turn_to_wal(ledger, err);
    if (status == DL_OK && version < DL_SCHEMA_VERSION) {
        status = migrate(ledger, err);
    }
    return status;
}

/* Can be read, and no other process has it open for writing: there is no WAL beside it.
 */
static bool is_at_rest(const char *path)
{
    dl_buf wal;
    dl_buf_init(&wal);
    dl_buf_printf(&wal, "%s-wal", path);
    const bool at_rest =
        !wal.failed && access(path, R_OK) == 0 && access(wal.at, F_OK) != 0;
    dl_buf_done(&wal);
    return at_rest;
}

/* A ledger in a folder that may not be written: SQLite cannot make its WAL files there,
 * and is told that nothing will change. */
static dl_status open_at_rest(dl_ledger *ledger, dl_error *err)
{
    dl_buf uri;
    dl_buf_init(&uri);
    dl_buf_text(&uri, "file:");
    for (const char *c = ledger->path; *c != '\0'; c++) {
        dl_buf_printf(&uri, strchr("%?#", *c) != NULL ? "%%%02X" : "%c", *c);
    }
    dl_buf_text(&uri, "?immutable=1");
    sqlite3_close(ledger->db);
    ledger->db = NULL;
    const int code = uri.failed ? SQLITE_NOMEM
                                : sqlite3_open_v2(uri.at, &ledger->db,
                                                  SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
                                                      SQLITE_OPEN_NOMUTEX,
                                                  NULL);
    dl_buf_done(&uri);
    return code == SQLITE_OK ? begin_use(ledger, DL_LEDGER_READ, err)
                             : told(ledger, code, err);
}

static dl_status open_file(dl_ledger *ledger, dl_ledger_mode mode, dl_error *err)
{
    const int flags = mode == DL_LEDGER_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                              : SQLITE_OPEN_READWRITE;
    if (mode == DL_LEDGER_READ && access(ledger->path, F_OK) != 0) {
        return dl_fail(err, DL_EIO,
                       "%s: no such ledger; make one by `dateline add PATH`, or name one "
                       "by --ledger",
                       ledger->path);
    }
    const int code =
        sqlite3_open_v2(ledger->path, &ledger->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    const dl_status status =
        code == SQLITE_OK ? begin_use(ledger, mode, err) : told(ledger, code, err);
    return status == DL_EIO && mode == DL_LEDGER_READ && is_at_rest(ledger->path)
               ? open_at_rest(ledger, err)
               : status;
}

dl_status dl_ledger_open(const char *path, dl_ledger_mode mode, dl_ledger **out,
                         dl_error *err)
{
    dl_ledger *ledger = calloc(1, sizeof *ledger);
    *out = NULL;
    if (ledger == NULL || (ledger->path = strdup(path)) == NULL) {
        free(ledger);
        return dl_fail_memory(err);
    }
    const dl_status status = open_file(ledger, mode, err);
    if (status != DL_OK) {
        dl_ledger_close(ledger);
        return status;
    }
    *out = ledger;
    return DL_OK;
}

void dl_ledger_close(dl_ledger *ledger)
{
    if (ledger != NULL) {
        for (unsigned i = 0; i < ledger->kept_count; i++) {
            dl_sql_free(ledger->kept[i].sql);
        }
        dl_ledger_rollback(ledger);
        sqlite3_close(ledger->db);
        free(ledger->path);
        free(ledger);
    }
}

/* ---- settings ---- */

dl_status dl_ledger_setting(dl_ledger *ledger, const char *key, dl_arena *arena,
                            dl_str *out, dl_error *err)
{
    dl_sql *sql;
    bool row;
    *out = DL_STR("");
    dl_status status =
        dl_sql_new(ledger, "SELECT value FROM setting WHERE key = ?", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, dl_str_of(key));
    status = dl_sql_step(sql, &row, err);
    if (row) {
        *out = dl_str_copy(arena, dl_sql_get(sql, 0));
    }
    dl_sql_free(sql);
    return status;
}

dl_status dl_ledger_set(dl_ledger *ledger, const char *key, dl_str value, dl_error *err)
{
    dl_sql *sql;
    dl_status status = dl_sql_new(
        ledger, "INSERT OR REPLACE INTO setting(key, value) VALUES(?, ?)", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, dl_str_of(key));
    dl_sql_full(sql, 2, value);
    status = dl_sql_run(sql, err);
    dl_sql_free(sql);
    return status;
}

/* ---- ids ---- */

void dl_id_put(char letter, uint64_t number, char out[DL_ID_MAX])
{
    snprintf(out, DL_ID_MAX, "%c-%016llx", letter, (unsigned long long)number);
}

uint64_t dl_id_of_row(char letter, dl_str document, uint32_t n)
{
    return dl_hash_join(dl_hash(document), ((uint64_t)(unsigned char)letter << 32) | n);
}
