/* ledger.h - the SQLite file: pages, documents, and what was made of them.
 *
 * One connection. Everything is written between dl_ledger_begin and dl_ledger_commit;
 * what is not committed is as if it had never been. A failed write leaves the file as it
 * was after the last commit.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LEDGER_H
#define DL_LEDGER_H

#include "page.h"
#include "reckon.h"
#include "status.h"
#include "tells.h"

typedef struct dl_ledger dl_ledger;

typedef enum dl_ledger_mode {
    DL_LEDGER_READ, /* must be there */
    DL_LEDGER_WRITE /* is made when it is not there, and brought to this version */
} dl_ledger_mode;

/* DL_EIO: cannot be opened or made; for READ, there is no such file. DL_ENONE: an empty
 * file (READ). DL_EVERSION: made by a newer dateline. DL_EDATA: not a ledger, or damaged.
 */
DL_CHECK dl_status dl_ledger_open(const char *path, dl_ledger_mode mode, dl_ledger **out,
                                  dl_error *err);
void dl_ledger_close(dl_ledger *ledger); /* NULL does nothing */

/* Begins to write. DL_EBUSY when another process writes for longer than ten seconds. */
DL_CHECK dl_status dl_ledger_begin(dl_ledger *ledger, dl_error *err);
DL_CHECK dl_status dl_ledger_commit(dl_ledger *ledger, dl_error *err);
/* Gives up what was written since dl_ledger_begin. Harmless without one. */
void dl_ledger_rollback(dl_ledger *ledger);

/* ---- statements ---- */

/* A prepared statement. Values are bound by position from 1, columns count from 0; text
 * got from a column is valid until the next step. */
typedef struct dl_sql dl_sql;

DL_CHECK dl_status dl_sql_new(dl_ledger *ledger, const char *text, dl_sql **out,
                              dl_error *err);
void dl_sql_free(dl_sql *sql); /* NULL does nothing */

/* Binding copies nothing: the value must live until the statement has run. An empty
 * text is NULL in the table, but see dl_sql_full. Failures are told by the next step. */
void dl_sql_text(dl_sql *sql, int at, dl_str text);
void dl_sql_full(dl_sql *sql, int at, dl_str text); /* an empty text stays one */
void dl_sql_blob(dl_sql *sql, int at, dl_str bytes);
void dl_sql_int(dl_sql *sql, int at, int64_t value);
void dl_sql_real(dl_sql *sql, int at, double value); /* NAN: NULL */
void dl_sql_null(dl_sql *sql, int at);

/* The next row: *row says whether there is one. After the last the statement can be
 * bound and run again. */
DL_CHECK dl_status dl_sql_step(dl_sql *sql, bool *row, dl_error *err);
/* Runs a statement that gives no rows. */
DL_CHECK dl_status dl_sql_run(dl_sql *sql, dl_error *err);
void dl_sql_reset(dl_sql *sql); /* gives up the rows that are left, and all bindings */

bool dl_sql_is_null(const dl_sql *sql, int column);
dl_str dl_sql_get(const dl_sql *sql, int column); /* text or blob; "" for NULL */
int64_t dl_sql_get_int(const dl_sql *sql, int column);
double dl_sql_get_real(const dl_sql *sql, int column);

/* Runs statements without values. */
DL_CHECK dl_status dl_ledger_run(dl_ledger *ledger, const char *text, dl_error *err);

/* A number that is another one when another connection has committed since. */
DL_CHECK dl_status dl_ledger_version(dl_ledger *ledger, int64_t *out, dl_error *err);

/* ---- settings ---- */

/* "" when `key` was never set. */
DL_CHECK dl_status dl_ledger_setting(dl_ledger *ledger, const char *key, dl_arena *arena,
                                     dl_str *out, dl_error *err);
DL_CHECK dl_status dl_ledger_set(dl_ledger *ledger, const char *key, dl_str value,
                                 dl_error *err);

/* ---- ids of rows ---- */

#define DL_ID_MAX 24 /* bytes, with NUL */
/* "e-00f1...": `letter`, a dash, 16 hex digits. */
void dl_id_put(char letter, uint64_t number, char out[DL_ID_MAX]);
/* The id of row `n` of a document: t told event, c claim, u unread line. */
uint64_t dl_id_of_row(char letter, dl_str document, uint32_t n);

/* ---- documents ---- */

/* What decides whether a page is already there. */
typedef struct dl_page_key {
    char hash[65];  /* SHA-256 of the page's bytes */
    char given[17]; /* hash of what came beside it: url, title, date ... */
    dl_str made;    /* what read it: program, model and word lists */
} dl_page_key;
void dl_page_key_of(const dl_page *page, dl_str made, dl_page_key *out);

typedef enum dl_known_page {
    DL_PAGE_NEW,    /* no document has this id */
    DL_PAGE_THERE,  /* read already, alike: nothing to do */
    DL_PAGE_CHANGED /* the id is there with other bytes, or was read otherwise */
} dl_known_page;

/* Looks `page` up. The same page under another id (same bytes, and the same URL, or no
 * URL and the same file name) is the same document, and keeps the id that sorts first:
 * then *known is THERE, or *instead the number of the document the new one replaces
 * (else DL_NONE). Records of NDJSON are never folded so. */
DL_CHECK dl_status dl_ledger_find_page(dl_ledger *ledger, const dl_page *page,
                                       const dl_page_key *key, dl_known_page *known,
                                       uint32_t *instead, dl_error *err);
/* Removes a document and its rows. */
DL_CHECK dl_status dl_ledger_drop(dl_ledger *ledger, uint32_t number, dl_error *err);

/* Puts a page and what was read from it, in place of an older revision. `record` is the
 * document's `extract` record. The traces must be those of the page read alone. */
DL_CHECK dl_status dl_ledger_put(dl_ledger *ledger, const dl_page *page,
                                 const dl_page_key *key, const dl_report *report,
                                 dl_str record, dl_error *err);

/* One document of the ledger, as the stages across documents need it. */
typedef struct dl_stored {
    uint32_t number;
    dl_str id;
    uint64_t stamp;    /* the same as long as id, page and what read it are the same */
    dl_report own;     /* read alone */
    dl_report dated;   /* read again with a date from elsewhere, when dated_with is set */
    dl_str dated_with; /* that date, as dl_ledger_put_dated was told; "" if none */
} dl_stored;

/* All documents, by id. */
DL_CHECK dl_status dl_ledger_documents(dl_ledger *ledger, dl_arena *arena,
                                       dl_stored **out, uint32_t *count, dl_error *err);

/* Keeps the second reading of a document; `report` NULL: forgets it. */
DL_CHECK dl_status dl_ledger_put_dated(dl_ledger *ledger, uint32_t number,
                                       dl_str dated_with, const dl_report *report,
                                       dl_error *err);

/* Puts the readable rows of a document (told, claim, figure, place ...) and the date its
 * row shows anew, from `report`. */
DL_CHECK dl_status dl_ledger_put_rows(dl_ledger *ledger, uint32_t number,
                                      const dl_report *report, dl_str record,
                                      dl_error *err);

/* The bytes of a page, unpacked into `arena`. DL_ENONE if there is no such hash. */
DL_CHECK dl_status dl_ledger_page(dl_ledger *ledger, dl_str hash, dl_arena *arena,
                                  dl_str *out, dl_error *err);

/* ---- template memory ---- */

/* What a document teaches of its host. */
typedef struct dl_template {
    uint32_t number; /* of the document */
    uint64_t order;  /* a hash of its id: a sample of a host goes by it */
    uint64_t mark;   /* of what it was read without; 0: nothing */
    dl_trace *traces;
    uint32_t trace_count;
} dl_template;

/* A host one of whose documents is new, changed or gone. */
typedef struct dl_due {
    dl_str host;
    int64_t n; /* how often: tells whether it has become due again */
} dl_due;

/* The hosts that are due, by name. */
DL_CHECK dl_status dl_ledger_hosts_due(dl_ledger *ledger, dl_arena *arena, dl_due **out,
                                       uint32_t *count, dl_error *err);
/* Makes the hosts of all documents due. */
DL_CHECK dl_status dl_ledger_all_due(dl_ledger *ledger, dl_error *err);
/* The host is done with, unless it has become due again. */
DL_CHECK dl_status dl_ledger_host_done(dl_ledger *ledger, const dl_due *due,
                                       dl_error *err);

/* The documents of a host, by id. */
DL_CHECK dl_status dl_ledger_templates(dl_ledger *ledger, dl_str host, dl_arena *arena,
                                       dl_template **out, uint32_t *count, dl_error *err);

/* The page a document was read from, as it came, with its bytes. */
DL_CHECK dl_status dl_ledger_read_page(dl_ledger *ledger, uint32_t number,
                                       dl_arena *arena, dl_page *out, dl_error *err);

/* Puts what was read from the same page again, with or without what its host repeats; the
 * traces stay. A date from elsewhere is forgotten. */
DL_CHECK dl_status dl_ledger_put_again(dl_ledger *ledger, uint32_t number, dl_str made,
                                       const dl_report *report, dl_str record,
                                       dl_error *err);

/* ---- what documents say together ---- */

/* Forgets copies, stories, events and names, to be put anew in the same transaction. */
DL_CHECK dl_status dl_ledger_clear(dl_ledger *ledger, dl_error *err);

/* Relations found among a family of documents, kept by a signature of its members, so
 * that a family nobody joined need not be compared again. Not found: *out is empty. */
DL_CHECK dl_status dl_ledger_family(dl_ledger *ledger, uint64_t signature,
                                    dl_arena *arena, dl_str *out, dl_error *err);
DL_CHECK dl_status dl_ledger_put_family(dl_ledger *ledger, uint64_t signature,
                                        dl_str pack, dl_error *err);
/* Forgets the families whose signatures are not among these (ascending). */
DL_CHECK dl_status dl_ledger_keep_families(dl_ledger *ledger, const uint64_t *signatures,
                                           uint32_t count, dl_error *err);

/* `documents` are what the indexes of the relation point into. `record`: its line. */
DL_CHECK dl_status dl_ledger_put_copy(dl_ledger *ledger, const dl_stored *documents,
                                      const dl_copy *copy, dl_str common_origin,
                                      dl_str record, dl_error *err);
DL_CHECK dl_status dl_ledger_put_story(dl_ledger *ledger, const dl_stored *documents,
                                       const dl_story *story, uint32_t n, dl_str record,
                                       dl_error *err);
DL_CHECK dl_status dl_ledger_put_event(dl_ledger *ledger, const dl_stored *documents,
                                       const dl_report *const *reports,
                                       const dl_happening *happening, uint32_t n,
                                       dl_str record, dl_error *err);
DL_CHECK dl_status dl_ledger_put_name(dl_ledger *ledger, const dl_known *known,
                                      uint32_t n, dl_str record, dl_error *err);

/* The chronology and the names as they were put. */
DL_CHECK dl_status dl_ledger_events(dl_ledger *ledger, dl_arena *arena,
                                    dl_happening **out, uint32_t *count, dl_error *err);
DL_CHECK dl_status dl_ledger_names(dl_ledger *ledger, dl_arena *arena, dl_known **out,
                                   uint32_t *count, dl_error *err);

#endif
