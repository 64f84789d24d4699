/* compare.c - two documents side by side.
 *
 * The copy stage says which passages the two texts share; what lies between two shared
 * passages is replaced (in both), only in a, or only in b.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "ask.h"
#include "copy.h"
#include "json.h"
#include "pack.h"
#include "utf8.h"

#include <stdlib.h>

typedef struct side {
    dl_report report;
    dl_utf8_index text;
} side;

static dl_status load(dl_call *call, const char *id, dl_arena *arena, side *out)
{
    dl_sql *sql;
    bool row;
    int64_t number;
    dl_str pack = DL_STR("");
    dl_status status = dl_ask_document(call, id, &number);
    if (status == DL_OK) {
        status = dl_sql_new(call->d->ledger, "SELECT own FROM document WHERE number = ?",
                            &sql, call->err);
    }
    if (status != DL_OK) {
        return status;
    }
    dl_sql_int(sql, 1, number);
    status = dl_sql_step(sql, &row, call->err);
    if (row) {
        pack = dl_str_copy(arena, dl_sql_get(sql, 0));
    }
    dl_sql_free(sql);
    if (status == DL_OK) {
        status = dl_unpack_report(pack, arena, &out->report, call->err);
    }
    if (status == DL_OK) {
        dl_utf8_index_init(&out->text, arena, out->report.article.text);
    }
    return status;
}

/* ---- pieces ---- */

static void one_span(dl_json *json, const char *key, const side *s, dl_span span)
{
    dl_json_key(json, key);
    if (dl_span_empty(span)) {
        dl_json_null(json);
        return;
    }
    dl_json_open(json, '[');
    dl_json_int(json, (int64_t)dl_utf8_index_point(&s->text, span.start));
    dl_json_int(json, (int64_t)dl_utf8_index_point(&s->text, span.end));
    dl_json_close(json, ']');
}

static bool only_blanks(dl_str text)
{
    return dl_str_trim(text).size == 0;
}

static void piece(dl_json *json, const side *a, const side *b, const char *kind,
                  dl_span in_a, dl_span in_b)
{
    const dl_str words_a = dl_str_cut(a->report.article.text, in_a);
    const dl_str words_b = dl_str_cut(b->report.article.text, in_b);
    if (only_blanks(words_a) && only_blanks(words_b)) {
        return;
    }
    if (kind == NULL) {
        kind = only_blanks(words_a)   ? "only-b"
               : only_blanks(words_b) ? "only-a"
                                      : "replaced";
    }
    dl_json_open(json, '{');
    dl_json_key(json, "kind");
    dl_json_text(json, kind);
    one_span(json, "a", a, in_a);
    one_span(json, "b", b, in_b);
    dl_json_key(json, "text_a");
    dl_json_str(json, words_a);
    dl_json_key(json, "text_b");
    dl_json_str(json, words_b);
    dl_json_close(json, '}');
}

static int by_a(const void *x, const void *y)
{
    const dl_passage *p = x, *q = y;
    return p->a.start != q->a.start
               ? (p->a.start < q->a.start ? -1 : 1)
               : (p->b.start > q->b.start) - (p->b.start < q->b.start);
}

/* Passages in the order of a. One whose place in b lies before the last one's was moved:
 * it is shown as the same, and b goes on where it was. */
static void pieces(dl_json *json, const side *a, const side *b, dl_passage *passages,
                   uint32_t count)
{
    uint32_t at_a = 0, at_b = 0;
    if (count > 0) {
        qsort(passages, count, sizeof *passages, by_a);
    }
    for (uint32_t i = 0; i < count; i++) {
        const dl_passage *p = &passages[i];
        if (p->a.start < at_a) {
            continue;
        }
        const bool moved = p->b.start < at_b;
        piece(json, a, b, NULL, (dl_span){at_a, p->a.start},
              (dl_span){at_b, moved ? at_b : p->b.start});
        piece(json, a, b, "same", p->a, p->b);
        at_a = p->a.end;
        at_b = moved ? at_b : p->b.end;
    }
    piece(json, a, b, NULL, (dl_span){at_a, (uint32_t)a->report.article.text.size},
          (dl_span){at_b, (uint32_t)b->report.article.text.size});
}

/* ---- the record ---- */

static double shared(const dl_passage *passages, uint32_t count, bool of_a, size_t size)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        const dl_span s = of_a ? passages[i].a : passages[i].b;
        sum += s.end - s.start;
    }
    return size == 0 ? 0 : (double)(sum < size ? sum : size) / (double)size;
}

/* The relations of the ledger between the two, as they are. */
static dl_status relations(dl_call *call, const char *a, const char *b, dl_buf *out)
{
    dl_sql *sql;
    bool row, first = true;
    dl_status status = dl_sql_new(
        call->d->ledger,
        "SELECT c.record FROM copy c JOIN document d ON d.number = c.document"
        " JOIN document o ON o.number = c.of WHERE (d.id = ?1 AND o.id = ?2) OR"
        " (d.id = ?2 AND o.id = ?1 AND c.common_origin IS NULL) ORDER BY d.id, o.id",
        &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, dl_str_of(a));
    dl_sql_full(sql, 2, dl_str_of(b));
    while ((status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        dl_buf_text(out, first ? "" : ",");
        dl_buf_add(out, dl_sql_get(sql, 0));
        first = false;
    }
    dl_sql_free(sql);
    return status;
}

static dl_status write(dl_call *call, const char *id_a, const char *id_b, const side *a,
                       const side *b, dl_passage *passages, uint32_t count)
{
    dl_buf out;
    dl_json json;
    dl_buf_init(&out);
    dl_json_init(&json, &out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "a");
    dl_json_text(&json, id_a);
    dl_json_key(&json, "b");
    dl_json_text(&json, id_b);
    dl_json_key(&json, "shared_a");
    dl_json_real(&json, shared(passages, count, true, a->report.article.text.size), 4);
    dl_json_key(&json, "shared_b");
    dl_json_real(&json, shared(passages, count, false, b->report.article.text.size), 4);
    dl_json_key(&json, "copies");
    dl_buf_char(&out, '[');
    dl_status status = relations(call, id_a, id_b, &out);
    dl_buf_char(&out, ']');
    json.comma = true;
    dl_json_key(&json, "pieces");
    dl_json_open(&json, '[');
    pieces(&json, a, b, passages, count);
    dl_json_close(&json, ']');
    dl_json_close(&json, '}');
    if (status == DL_OK) {
        status = dl_call_record(call, &out);
    }
    dl_buf_done(&out);
    return status;
}

static dl_status compare(dl_call *call, const char *id_a, const char *id_b)
{
    dl_arena arena;
    side a, b;
    dl_copy copy = {0};
    dl_arena_init(&arena, 0);
    dl_status status = load(call, id_a, &arena, &a);
    if (status == DL_OK) {
        status = load(call, id_b, &arena, &b);
    }
    if (status == DL_OK) {
        status = dl_copy_compare(&a.report, &b.report, &arena, &copy, call->err);
    }
    if (status == DL_OK) {
        for (uint32_t i = 0; i < copy.passage_count && copy.doc == 1; i++) {
            const dl_span in_b = copy.passages[i].a; /* b is the copy: turn it round */
            copy.passages[i].a = copy.passages[i].b;
            copy.passages[i].b = in_b;
        }
        status = write(call, id_a, id_b, &a, &b, copy.passages, copy.passage_count);
    }
    dl_arena_done(&arena);
    return status;
}

dateline_status dateline_compare(dateline *d, const char *a, const char *b,
                                 const dateline_listener *to, dateline_done *done,
                                 dateline_error *error)
{
    DL_ASK(compare(&call, a, b));
}
