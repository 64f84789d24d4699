/* template.c - template memory: the traces of each document, which hosts are due, and
 * what was left out.
 *
 * What a host repeats is never stored: it is learned from the traces of its documents,
 * which are put, replaced and dropped with them in one transaction. So it can neither be
 * counted twice nor be half there.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "hash.h"
#include "ledger_part.h"
#include "pack.h"
#include "vec.h"

/* Runs a statement whose only value is the number of a document. */
static dl_status run_for(dl_sql *sql, uint32_t number, dl_error *err)
{
    dl_sql_int(sql, 1, number);
    const dl_status status = dl_sql_run(sql, err);
    dl_sql_reset(sql);
    return status;
}

/* ---- hosts that are due ---- */

static dl_status make_due(dl_ledger *ledger, uint32_t number, dl_error *err)
{
    dl_sql *sql;
    const dl_status status =
        dl_ledger_kept(ledger,
                       "INSERT INTO host_due SELECT host, 1 FROM template WHERE document ="
                       " ? AND host IS NOT NULL ON CONFLICT DO UPDATE SET n = n + 1",
                       &sql, err);
    return status == DL_OK ? run_for(sql, number, err) : status;
}

dl_status dl_ledger_all_due(dl_ledger *ledger, dl_error *err)
{
    return dl_ledger_run(ledger,
                         "INSERT INTO host_due SELECT DISTINCT host, 1 FROM template WHERE"
                         " host IS NOT NULL ON CONFLICT DO UPDATE SET n = n + 1",
                         err);
}

dl_status dl_ledger_hosts_due(dl_ledger *ledger, dl_arena *arena, dl_due **out,
                              uint32_t *count, dl_error *err)
{
    DL_VEC(dl_due) hosts = {0};
    dl_sql *sql;
    bool row;
    *count = 0;
    dl_status status = dl_ledger_kept(
        ledger, "SELECT host, n FROM host_due ORDER BY host", &sql, err);
    if (status != DL_OK) {
        return status;
    }
    while ((status = dl_sql_step(sql, &row, err)) == DL_OK && row) {
        dl_due *due = dl_vec_push(&hosts, arena);
        if (due == NULL) {
            status = dl_fail_memory(err);
            break;
        }
        *due = (dl_due){dl_str_copy(arena, dl_sql_get(sql, 0)), dl_sql_get_int(sql, 1)};
    }
    dl_sql_reset(sql);
    *out = hosts.at;
    *count = hosts.count;
    return status;
}

dl_status dl_ledger_host_done(dl_ledger *ledger, const dl_due *due, dl_error *err)
{
    dl_sql *sql;
    dl_status status =
        dl_ledger_kept(ledger, "DELETE FROM host_due WHERE host = ? AND n = ?", &sql, err);
    if (status == DL_OK) {
        dl_sql_text(sql, 1, due->host);
        dl_sql_int(sql, 2, due->n);
        status = dl_sql_run(sql, err);
        dl_sql_reset(sql);
    }
    return status;
}

/* ---- put and drop ---- */

static dl_status forget_left_out(dl_ledger *ledger, uint32_t number, dl_error *err)
{
    dl_sql *sql;
    const dl_status status =
        dl_ledger_kept(ledger, "DELETE FROM left_out WHERE document = ?", &sql, err);
    return status == DL_OK ? run_for(sql, number, err) : status;
}

dl_status dl_ledger_drop_template(dl_ledger *ledger, uint32_t number, dl_error *err)
{
    dl_sql *sql;
    dl_status status = make_due(ledger, number, err);
    if (status == DL_OK) {
        status = forget_left_out(ledger, number, err);
    }
    if (status == DL_OK) {
        status = dl_ledger_kept(ledger, "DELETE FROM template WHERE document = ?", &sql,
                                err);
    }
    return status == DL_OK ? run_for(sql, number, err) : status;
}

static dl_status put_left_out(dl_ledger *ledger, uint32_t number, const dl_article *article,
                              dl_error *err)
{
    dl_sql *sql;
    dl_status status = forget_left_out(ledger, number, err);
    if (status == DL_OK) {
        status = dl_ledger_kept(ledger, "INSERT INTO left_out VALUES(?, ?, ?, ?, ?, ?)",
                                &sql, err);
    }
    for (uint32_t i = 0; status == DL_OK && i < article->left_out_count; i++) {
        const dl_left_out *l = &article->left_out[i];
        dl_sql_int(sql, 1, number);
        dl_sql_int(sql, 2, i);
        dl_sql_full(sql, 3, l->text);
        dl_sql_text(sql, 4, dl_str_of(l->rule));
        dl_sql_int(sql, 5, (int64_t)l->from);
        dl_sql_int(sql, 6, (int64_t)l->to);
        status = dl_sql_run(sql, err);
        dl_sql_reset(sql);
    }
    return status;
}

dl_status dl_ledger_put_template(dl_ledger *ledger, uint32_t number, const dl_page *page,
                                 const dl_article *article, dl_error *err)
{
    const dl_trace_list list = {article->traces, article->trace_count};
    dl_buf came, traces;
    dl_sql *sql;
    dl_buf_init(&came);
    dl_buf_init(&traces);
    dl_pack_page(page, &came);
    dl_pack_traces(&list, &traces);
    dl_status status = dl_ledger_drop_template(ledger, number, err);
    if (status == DL_OK && (came.failed || traces.failed)) {
        status = dl_fail_memory(err);
    }
    if (status == DL_OK) {
        status = dl_ledger_kept(ledger,
                                "INSERT INTO template(document, host, came, traces, mark)"
                                " VALUES(?, ?, ?, ?, ?)",
                                &sql, err);
    }
    if (status == DL_OK) {
        dl_sql_int(sql, 1, number);
        dl_sql_text(sql, 2, article->host);
        dl_sql_blob(sql, 3, dl_buf_str(&came));
        dl_sql_blob(sql, 4, dl_buf_str(&traces));
        dl_sql_int(sql, 5, (int64_t)article->mark);
        status = dl_sql_run(sql, err);
        dl_sql_reset(sql);
    }
    if (status == DL_OK) {
        status = put_left_out(ledger, number, article, err);
    }
    dl_buf_done(&came);
    dl_buf_done(&traces);
    return status == DL_OK ? make_due(ledger, number, err) : status;
}

/* ---- reading again ---- */

dl_status dl_ledger_templates(dl_ledger *ledger, dl_str host, dl_arena *arena,
                              dl_template **out, uint32_t *count, dl_error *err)
{
    DL_VEC(dl_template) list = {0};
    dl_sql *sql;
    bool row;
    *count = 0;
    dl_status status =
        dl_ledger_kept(ledger,
                       "SELECT t.document, d.id, t.mark, t.traces FROM template t JOIN"
                       " document d ON d.number = t.document WHERE t.host = ? ORDER BY d.id",
                       &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, host);
    while ((status = dl_sql_step(sql, &row, err)) == DL_OK && row) {
        dl_trace_list traces;
        dl_template *t = dl_vec_push(&list, arena);
        status = t == NULL ? dl_fail_memory(err)
                           : dl_unpack_traces(dl_sql_get(sql, 3), arena, &traces, err);
        if (status != DL_OK) {
            break;
        }
        *t = (dl_template){.number = (uint32_t)dl_sql_get_int(sql, 0),
                           .order = dl_hash(dl_sql_get(sql, 1)),
                           .mark = (uint64_t)dl_sql_get_int(sql, 2),
                           .traces = traces.at,
                           .trace_count = traces.count};
    }
    dl_sql_reset(sql);
    *out = list.at;
    *count = list.count;
    return status;
}

dl_status dl_ledger_read_page(dl_ledger *ledger, uint32_t number, dl_arena *arena,
                              dl_page *out, dl_error *err)
{
    dl_sql *sql;
    bool row;
    dl_str came = DL_STR(""), hash = DL_STR("");
    dl_status status =
        dl_ledger_kept(ledger,
                       "SELECT t.came, d.page FROM template t JOIN document d ON d.number ="
                       " t.document WHERE t.document = ?",
                       &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_int(sql, 1, number);
    status = dl_sql_step(sql, &row, err);
    if (status == DL_OK && row) {
        came = dl_str_copy(arena, dl_sql_get(sql, 0));
        hash = dl_str_copy(arena, dl_sql_get(sql, 1));
    } else if (status == DL_OK) {
        status = dl_fail(err, DL_ENONE, "no document has the number %u", number);
    }
    dl_sql_reset(sql);
    if (status == DL_OK) {
        status = dl_unpack_page(came, arena, out, err);
    }
    return status == DL_OK ? dl_ledger_page(ledger, hash, arena, &out->bytes, err) : status;
}

static dl_status put_mark(dl_ledger *ledger, uint32_t number, uint64_t mark, dl_error *err)
{
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        ledger, "UPDATE template SET mark = ? WHERE document = ?", &sql, err);
    if (status == DL_OK) {
        dl_sql_int(sql, 1, (int64_t)mark);
        dl_sql_int(sql, 2, number);
        status = dl_sql_run(sql, err);
        dl_sql_reset(sql);
    }
    return status;
}

dl_status dl_ledger_put_again(dl_ledger *ledger, uint32_t number, dl_str made,
                              const dl_report *report, dl_str record, dl_error *err)
{
    dl_buf packed;
    dl_sql *sql;
    dl_status status =
        dl_ledger_kept(ledger,
                       "UPDATE document SET own = ?, made = ?, dated = NULL, dated_with ="
                       " NULL WHERE number = ?",
                       &sql, err);
    if (status != DL_OK) {
        return status;
    }
    dl_buf_init(&packed);
    dl_pack_report(report, &packed);
    dl_sql_blob(sql, 1, dl_buf_str(&packed));
    dl_sql_full(sql, 2, made);
    dl_sql_int(sql, 3, number);
    status = packed.failed ? dl_fail_memory(err) : dl_sql_run(sql, err);
    dl_sql_reset(sql);
    dl_buf_done(&packed);
    if (status == DL_OK) {
        status = dl_ledger_put_rows(ledger, number, report, record, err);
    }
    if (status == DL_OK) {
        status = put_left_out(ledger, number, &report->article, err);
    }
    return status == DL_OK ? put_mark(ledger, number, report->article.mark, err) : status;
}
