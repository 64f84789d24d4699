/* together.c - what documents say together: copies, stories, events, names.
 *
 * These rows are made anew, in one transaction, from what the stages across documents
 * gave. `n` columns keep the order in which they were given: the order of the records.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "fold.h"
#include "label.h"
#include "ledger_part.h"
#include "pack.h"
#include "utf8.h"
#include "vec.h"

#include <math.h>
#include <stdlib.h>

static dl_status run(dl_sql *sql, dl_error *err)
{
    const dl_status status = dl_sql_run(sql, err);
    dl_sql_reset(sql);
    return status;
}

dl_status dl_ledger_clear(dl_ledger *ledger, dl_error *err)
{
    return dl_ledger_run(ledger,
                         "DELETE FROM copy; DELETE FROM substitution; DELETE FROM story;"
                         "DELETE FROM story_document; DELETE FROM event;"
                         "DELETE FROM event_actor; DELETE FROM account;"
                         "DELETE FROM name; DELETE FROM alias",
                         err);
}

/* ---- families ---- */

dl_status dl_ledger_family(dl_ledger *ledger, uint64_t signature, dl_arena *arena,
                           dl_str *out, dl_error *err)
{
    dl_sql *sql;
    bool row;
    *out = (dl_str){NULL, 0};
    dl_status status =
        dl_ledger_kept(ledger, "SELECT pack FROM family WHERE signature = ?", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_int(sql, 1, (int64_t)signature);
    status = dl_sql_step(sql, &row, err);
    if (row) {
        *out = dl_str_copy(arena, dl_sql_get(sql, 0));
    }
    dl_sql_reset(sql);
    return status;
}

dl_status dl_ledger_put_family(dl_ledger *ledger, uint64_t signature, dl_str pack,
                               dl_error *err)
{
    dl_sql *sql;
    const dl_status status =
        dl_ledger_kept(ledger, "INSERT OR REPLACE INTO family VALUES(?, ?)", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_int(sql, 1, (int64_t)signature);
    dl_sql_blob(sql, 2, pack);
    return run(sql, err);
}

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

dl_status dl_ledger_keep_families(dl_ledger *ledger, const uint64_t *signatures,
                                  uint32_t count, dl_error *err)
{
    dl_arena arena;
    dl_sql *sql;
    bool row;
    DL_VEC(uint64_t) gone = {0};
    dl_arena_init(&arena, 0);
    dl_status status = dl_ledger_kept(ledger, "SELECT signature FROM family", &sql, err);
    while (status == DL_OK && (status = dl_sql_step(sql, &row, err)) == DL_OK && row) {
        const uint64_t signature = (uint64_t)dl_sql_get_int(sql, 0);
        if (count == 0 ||
            bsearch(&signature, signatures, count, sizeof signature, by_number) == NULL) {
            uint64_t *one = dl_vec_push(&gone, &arena);
            if (one == NULL) {
                dl_sql_reset(sql);
                status = dl_fail_memory(err);
                break;
            }
            *one = signature;
        }
    }
    if (status == DL_OK) {
        status =
            dl_ledger_kept(ledger, "DELETE FROM family WHERE signature = ?", &sql, err);
    }
    for (uint32_t i = 0; status == DL_OK && i < gone.count; i++) {
        dl_sql_int(sql, 1, (int64_t)gone.at[i]);
        status = run(sql, err);
    }
    dl_arena_done(&arena);
    return status;
}

/* ---- copies ---- */

static dl_status put_substitutions(dl_ledger *ledger, const dl_stored *documents,
                                   const dl_copy *copy, dl_error *err)
{
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        ledger, "INSERT INTO substitution VALUES(?, ?, ?, ?, ?)", &sql, err);
    for (uint32_t i = 0; status == DL_OK && i < copy->substitution_count; i++) {
        const dl_substitution *s = &copy->substitutions[i];
        dl_sql_int(sql, 1, documents[copy->doc].number);
        dl_sql_int(sql, 2, documents[copy->of].number);
        dl_sql_full(sql, 3, s->from);
        dl_sql_full(sql, 4, s->to);
        dl_sql_int(sql, 5, s->count);
        status = run(sql, err);
    }
    return status;
}

dl_status dl_ledger_put_copy(dl_ledger *ledger, const dl_stored *documents,
                             const dl_copy *copy, dl_str common_origin, dl_str record,
                             dl_error *err)
{
    char id[DL_ID_MAX];
    const dl_stored *doc = &documents[copy->doc], *of = &documents[copy->of];
    dl_sql *sql;
    const dl_status status = dl_ledger_kept(
        ledger, "INSERT OR REPLACE INTO copy VALUES(?, ?, ?, ?, ?, ?, ?, ?)", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_id_put('k', dl_id_of_row('k', doc->id, (uint32_t)dl_id_of_row('k', of->id, 0)),
              id);
    dl_sql_text(sql, 1, dl_str_of(id));
    dl_sql_int(sql, 2, doc->number);
    dl_sql_int(sql, 3, of->number);
    dl_sql_text(sql, 4, common_origin);
    dl_sql_text(sql, 5, dl_str_of(dl_label_direction(copy->direction)));
    dl_sql_real(sql, 6, copy->shared);
    dl_sql_text(sql, 7, dl_str_of(copy->rule));
    dl_sql_full(sql, 8, record);
    const dl_status put = run(sql, err);
    return put == DL_OK ? put_substitutions(ledger, documents, copy, err) : put;
}

/* ---- stories ---- */

dl_status dl_ledger_put_story(dl_ledger *ledger, const dl_stored *documents,
                              const dl_story *story, uint32_t n, dl_str record,
                              dl_error *err)
{
    char id[DL_ID_MAX], first[32], last[32];
    dl_sql *sql;
    dl_id_put('s', story->id, id);
    dl_status status =
        dl_ledger_kept(ledger, "INSERT INTO story VALUES(?, ?, ?, ?, ?, ?)", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, dl_str_of(id));
    dl_sql_text(sql, 2, story->title);
    dl_sql_side(sql, 3, story->from.earliest, story->from, first);
    dl_sql_side(sql, 4, story->to.latest, story->to, last);
    dl_sql_int(sql, 5, n);
    dl_sql_full(sql, 6, record);
    status = run(sql, err);
    if (status == DL_OK) {
        status = dl_ledger_kept(
            ledger, "INSERT OR IGNORE INTO story_document VALUES(?, ?)", &sql, err);
    }
    for (uint32_t i = 0; status == DL_OK && i < story->document_count; i++) {
        dl_sql_text(sql, 1, dl_str_of(id));
        dl_sql_int(sql, 2, documents[story->documents[i]].number);
        status = run(sql, err);
    }
    return status;
}

/* ---- events ---- */

static dl_status put_event_row(dl_ledger *ledger, const dl_happening *h, uint32_t n,
                               dl_str id, dl_str record, dl_error *err)
{
    char early[32], late[32], story[DL_ID_MAX];
    dl_buf packed;
    dl_sql *sql;
    dl_status status = dl_ledger_kept(ledger,
                                      "INSERT INTO event VALUES(?, ?, ?, ?, ?, ?, ?, ?, "
                                      "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                                      " ?, ?, ?)",
                                      &sql, err);
    if (status != DL_OK) {
        return status;
    }
    const bool dated = dl_when_known(h->date.when);
    const bool located = h->place.kind != DL_PLACE_UNKNOWN;
    dl_buf_init(&packed);
    dl_pack_happening(h, &packed);
    dl_id_put('s', h->story, story);
    dl_sql_text(sql, 1, id);
    dl_sql_int(sql, 2, n);
    dl_sql_text(sql, 3, dl_str_of(h->type));
    dl_sql_text(sql, 4, dated ? h->date.value : DL_STR(""));
    dl_sql_side(sql, 5, h->date.when.earliest, h->date.when, early);
    dl_sql_side(sql, 6, h->date.when.latest, h->date.when, late);
    dl_sql_text(sql, 7, dl_str_of(dl_precision_name(h->date.when.precision)));
    dl_sql_text(sql, 8, dl_str_of(dated ? h->date.from : NULL));
    dl_sql_text(sql, 9, h->place.name);
    dl_sql_real(sql, 10, located ? h->place.lat : NAN);
    dl_sql_real(sql, 11, located ? h->place.lon : NAN);
    if (located && h->place.geonames != 0) {
        dl_sql_int(sql, 12, h->place.geonames);
    }
    dl_sql_text(sql, 13,
                h->place.country_name.size != 0 ? h->place.country_name
                                                : dl_str_of(h->place.country));
    dl_sql_text(sql, 14, h->place.admin1);
    dl_sql_text(sql, 15, h->summary);
    dl_sql_text(sql, 16, dl_str_of(h->status));
    dl_sql_int(sql, 17, h->reports);
    dl_sql_int(sql, 18, h->texts);
    dl_sql_int(sql, 19, h->origins);
    dl_sql_text(sql, 20, h->story != 0 ? dl_str_of(story) : DL_STR(""));
    dl_sql_full(sql, 21, record);
    dl_sql_blob(sql, 22, dl_buf_str(&packed));
    status = packed.failed ? dl_fail_memory(err) : run(sql, err);
    dl_buf_done(&packed);
    return status;
}

static dl_status put_actors(dl_ledger *ledger, const char *role, const dl_str *names,
                            uint32_t count, dl_str id, dl_error *err)
{
    dl_sql *sql;
    dl_status status =
        dl_ledger_kept(ledger, "INSERT INTO event_actor VALUES(?, ?, ?, ?)", &sql, err);
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        dl_sql_text(sql, 1, id);
        dl_sql_text(sql, 2, dl_str_of(role));
        dl_sql_int(sql, 3, i);
        dl_sql_full(sql, 4, names[i]);
        status = run(sql, err);
    }
    return status;
}

static void bind_row_id(dl_sql *sql, int at, char letter, dl_str document, uint32_t n,
                        char room[DL_ID_MAX])
{
    if (n == DL_NONE) {
        dl_sql_null(sql, at);
        return;
    }
    dl_id_put(letter, dl_id_of_row(letter, document, n), room);
    dl_sql_text(sql, at, dl_str_of(room));
}

static dl_status put_account(dl_ledger *ledger, const dl_stored *document,
                             const dl_report *report, const dl_account *a, uint32_t n,
                             dl_str id, dl_error *err)
{
    char told[DL_ID_MAX], claim[DL_ID_MAX];
    const bool in_title = a->event != DL_NONE && report->tells.events[a->event].title;
    const dl_str text = in_title ? report->article.title : report->article.text;
    dl_utf8_ruler ruler = {.text = text};
    dl_buf via;
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        ledger, "INSERT INTO account VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_buf_init(&via);
    for (uint32_t i = 0; i < a->via_count; i++) {
        dl_buf_text(&via, i == 0 ? "" : "; ");
        dl_buf_add(&via, a->via[i]);
    }
    dl_sql_text(sql, 1, id);
    dl_sql_int(sql, 2, n);
    dl_sql_int(sql, 3, document->number);
    bind_row_id(sql, 4, 't', document->id, a->event, told);
    bind_row_id(sql, 5, 'c', document->id, a->claim, claim);
    dl_sql_int(sql, 6, (int64_t)dl_utf8_point(&ruler, a->span.start));
    dl_sql_int(sql, 7, (int64_t)dl_utf8_point(&ruler, a->span.end));
    dl_sql_int(sql, 8, in_title);
    dl_sql_text(sql, 9, a->origin);
    dl_sql_text(sql, 10, dl_buf_str(&via));
    dl_sql_text(sql, 11, dl_str_of(dl_label_relation(a->relation)));
    dl_sql_text(sql, 12, dl_str_of(dl_label_stance(a->stance)));
    dl_sql_text(sql, 13,
                dl_span_empty(a->quote) ? DL_STR("") : dl_str_cut(text, a->quote));
    dl_sql_text(sql, 14, dl_str_of(a->rule));
    status = via.failed ? dl_fail_memory(err) : run(sql, err);
    dl_buf_done(&via);
    return status;
}

dl_status dl_ledger_put_event(dl_ledger *ledger, const dl_stored *documents,
                              const dl_report *const *reports,
                              const dl_happening *happening, uint32_t n, dl_str record,
                              dl_error *err)
{
    char room[DL_ID_MAX];
    dl_id_put('e', happening->id, room);
    const dl_str id = dl_str_of(room);
    dl_status status = put_event_row(ledger, happening, n, id, record, err);
    if (status == DL_OK) {
        status = put_actors(ledger, "actor", happening->actors, happening->actor_count,
                            id, err);
    }
    if (status == DL_OK) {
        status = put_actors(ledger, "recipient", happening->recipients,
                            happening->recipient_count, id, err);
    }
    for (uint32_t i = 0; status == DL_OK && i < happening->account_count; i++) {
        const dl_account *a = &happening->accounts[i];
        status =
            put_account(ledger, &documents[a->report], reports[a->report], a, i, id, err);
    }
    return status;
}

dl_status dl_ledger_events(dl_ledger *ledger, dl_arena *arena, dl_happening **out,
                           uint32_t *count, dl_error *err)
{
    DL_VEC(dl_happening) all = {0};
    dl_sql *sql;
    bool row;
    dl_status status =
        dl_ledger_kept(ledger, "SELECT pack FROM event ORDER BY n", &sql, err);
    while (status == DL_OK && (status = dl_sql_step(sql, &row, err)) == DL_OK && row) {
        dl_happening *h = dl_vec_push(&all, arena);
        const dl_str pack = dl_str_copy(arena, dl_sql_get(sql, 0));
        status =
            h == NULL ? dl_fail_memory(err) : dl_unpack_happening(pack, arena, h, err);
    }
    if (sql != NULL) {
        dl_sql_reset(sql);
    }
    *out = all.at;
    *count = all.count;
    return status;
}

/* ---- names ---- */

static dl_status put_aliases(dl_ledger *ledger, const dl_known *known, uint32_t n,
                             dl_error *err)
{
    dl_arena arena;
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        ledger, "INSERT OR IGNORE INTO alias VALUES(?, ?, ?, ?, ?)", &sql, err);
    dl_arena_init(&arena, 0);
    for (uint32_t i = 0; status == DL_OK && i < known->alias_count; i++) {
        const dl_alias *a = &known->aliases[i];
        dl_sql_int(sql, 1, n);
        dl_sql_full(sql, 2, a->name);
        dl_sql_full(sql, 3, dl_fold(&arena, a->name));
        dl_sql_int(sql, 4, a->count);
        dl_sql_text(sql, 5, dl_str_of(dl_label_learned(a->learned)));
        status = run(sql, err);
    }
    dl_arena_done(&arena);
    return status;
}

static uint32_t mentions(const dl_known *known)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < known->alias_count; i++) {
        sum += known->aliases[i].count;
    }
    return sum;
}

dl_status dl_ledger_put_name(dl_ledger *ledger, const dl_known *known, uint32_t n,
                             dl_str record, dl_error *err)
{
    dl_buf packed;
    dl_sql *sql;
    dl_status status =
        dl_ledger_kept(ledger, "INSERT INTO name VALUES(?, ?, ?, ?, ?, ?)", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_buf_init(&packed);
    dl_pack_known(known, &packed);
    dl_sql_int(sql, 1, n);
    dl_sql_full(sql, 2, known->name);
    dl_sql_text(sql, 3, dl_str_of(dl_label_name_type(known->type)));
    dl_sql_int(sql, 4, mentions(known));
    dl_sql_full(sql, 5, record);
    dl_sql_blob(sql, 6, dl_buf_str(&packed));
    status = packed.failed ? dl_fail_memory(err) : run(sql, err);
    dl_buf_done(&packed);
    return status == DL_OK ? put_aliases(ledger, known, n, err) : status;
}

dl_status dl_ledger_names(dl_ledger *ledger, dl_arena *arena, dl_known **out,
                          uint32_t *count, dl_error *err)
{
    DL_VEC(dl_known) all = {0};
    dl_sql *sql;
    bool row;
    dl_status status =
        dl_ledger_kept(ledger, "SELECT pack FROM name ORDER BY n", &sql, err);
    while (status == DL_OK && (status = dl_sql_step(sql, &row, err)) == DL_OK && row) {
        dl_known *known = dl_vec_push(&all, arena);
        const dl_str pack = dl_str_copy(arena, dl_sql_get(sql, 0));
        status = known == NULL ? dl_fail_memory(err)
                               : dl_unpack_known(pack, arena, known, err);
    }
    if (sql != NULL) {
        dl_sql_reset(sql);
    }
    *out = all.at;
    *count = all.count;
    return status;
}
