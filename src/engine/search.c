/* search.c - full-text search with fields.
 *
 *   "dam failed" OR flood place:Palmyra actor:"Syrian army" type:clash after:2017-03
 *
 * Words and phrases go to FTS5, each in quotes, so that no sign in a query is syntax;
 * OR between words and a `*` at the end of one are kept. Fields become conditions.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "ask.h"
#include "fold.h"
#include "json.h"

#include <math.h>

#define TERMS_MOST 256 /* words and fields in one query */

typedef struct query {
    dl_buf match; /* for FTS5; empty: no words were asked for */
    dl_map places, actors;
    bool by_place, by_actor;
    dl_str type, source;
    char after[32], before[32];
    dl_arena arena;
} query;

/* ---- reading a query ---- */

/* The next term: a field's name ("" for none) and its text, quotes undone. */
static bool next_term(dl_str *rest, dl_str *field, dl_str *text, bool *quoted)
{
    static const char *const FIELDS[] = {
        "place:", "actor:", "type:", "source:", "after:", "before:"};
    *rest = dl_str_trim(*rest);
    *field = DL_STR("");
    *quoted = false;
    if (rest->size == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        const dl_str name = dl_str_of(FIELDS[i]);
        if (dl_str_starts(*rest, name)) {
            *field = (dl_str){name.at, name.size - 1};
            *rest = (dl_str){rest->at + name.size, rest->size - name.size};
            break;
        }
    }
    if (rest->size > 0 && rest->at[0] == '"') {
        *quoted = true;
        *rest = (dl_str){rest->at + 1, rest->size - 1};
        *text = dl_str_next(rest, '"');
    } else {
        size_t end = 0;
        while (end < rest->size && strchr(" \t\r\n", rest->at[end]) == NULL) {
            end++;
        }
        *text = (dl_str){rest->at, end};
        *rest = (dl_str){rest->at + end, rest->size - end};
    }
    if (rest->at == NULL) {
        *rest = DL_STR("");
    }
    return true;
}

static void add_word(query *q, dl_str text, bool quoted)
{
    if (!quoted && dl_str_is(text, "OR")) {
        if (q->match.size > 0) {
            dl_buf_text(&q->match, " OR");
        }
        return;
    }
    const bool prefix = !quoted && text.size > 1 && text.at[text.size - 1] == '*';
    dl_buf_text(&q->match, q->match.size == 0 ? "\"" : " \"");
    for (size_t i = 0; i < text.size - (prefix ? 1 : 0); i++) {
        if (text.at[i] == '"') {
            dl_buf_char(&q->match, '"');
        }
        dl_buf_char(&q->match, text.at[i] == '\0' ? ' ' : text.at[i]);
    }
    dl_buf_text(&q->match, prefix ? "\"*" : "\"");
}

static dl_status add_field(dl_call *call, query *q, dl_str field, dl_str text)
{
    const char *value = dl_str_copy(&q->arena, text).at;
    if (value == NULL) {
        return dl_fail_memory(call->err);
    }
    if (dl_str_is(field, "place")) {
        q->by_place = true;
        return dl_ask_aliases(call, value, &q->arena, &q->places);
    }
    if (dl_str_is(field, "actor")) {
        q->by_actor = true;
        return dl_ask_aliases(call, value, &q->arena, &q->actors);
    }
    if (dl_str_is(field, "after")) {
        return dl_ask_day(call, "after:", value, false, q->after);
    }
    if (dl_str_is(field, "before")) {
        return dl_ask_day(call, "before:", value, true, q->before);
    }
    *(dl_str_is(field, "type") ? &q->type : &q->source) = dl_str_of(value);
    return DL_OK;
}

static dl_status read_query(dl_call *call, const char *text, query *q)
{
    dl_str rest = dl_str_of(text), field, term;
    bool quoted;
    unsigned terms = 0;
    dl_status status = DL_OK;
    while (status == DL_OK && next_term(&rest, &field, &term, &quoted)) {
        if (++terms > TERMS_MOST) {
            return dl_fail(call->err, DL_ELIMIT, "a query of more than %d words",
                           TERMS_MOST);
        }
        if (field.size > 0) {
            status = add_field(call, q, field, term);
        } else if (term.size > 0) {
            add_word(q, term, quoted);
        }
    }
    if (dl_str_ends(dl_buf_str(&q->match), DL_STR(" OR"))) {
        q->match.size -= 3;
        q->match.at[q->match.size] = '\0';
    }
    if (status == DL_OK && terms == 0) {
        return dl_fail(call->err, DL_EUSAGE,
                       "an empty query; give words, or a field like place:Palmyra");
    }
    return status;
}

/* ---- answering ---- */

/* Is one of the texts that `text` selects for document `number` in the set? */
static dl_status any_in(dl_call *call, query *q, const dl_map *set, const char *text,
                        int64_t number, bool *found)
{
    dl_sql *sql;
    bool row;
    *found = false;
    dl_status status = dl_sql_new(call->d->ledger, text, &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_int(sql, 1, number);
    while (!*found && (status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        *found = dl_ask_is_in(set, dl_sql_get(sql, 0), &q->arena);
    }
    dl_sql_free(sql);
    return status;
}

static dl_status fits(dl_call *call, query *q, int64_t number, bool *fits_it)
{
    dl_status status = DL_OK;
    *fits_it = true;
    if (q->by_place) {
        status = any_in(call, q, &q->places,
                        "SELECT DISTINCT name FROM place WHERE document = ?1 UNION"
                        " SELECT DISTINCT admin1 FROM place WHERE document = ?1",
                        number, fits_it);
    }
    if (status == DL_OK && *fits_it && q->by_actor) {
        status = any_in(call, q, &q->actors,
                        "SELECT DISTINCT name FROM mention WHERE document = ?1", number,
                        fits_it);
    }
    return status;
}

/* columns: 0 number, 1 id, 2 site, 3 title, 4 earliest, 5 snippet, 6 rank */
static void write_hit(const dl_sql *sql, dl_buf *out)
{
    static const char *const KEYS[] = {"doc", "site", "title", "published", "snippet"};
    dl_json json;
    dl_json_init(&json, out);
    dl_json_open(&json, '{');
    for (int i = 0; i < 5; i++) {
        dl_json_key(&json, KEYS[i]);
        if (dl_sql_is_null(sql, i + 1)) {
            dl_json_null(&json);
        } else {
            dl_json_str(&json, dl_sql_get(sql, i + 1));
        }
    }
    dl_json_key(&json, "score");
    dl_json_real(&json, -dl_sql_get_real(sql, 6), 4);
    dl_json_close(&json, '}');
}

static dl_status answer(dl_call *call, query *q)
{
    static const char WORDS[] =
        "SELECT d.number, d.id, d.site, d.title,"
        " CASE WHEN d.published IS NOT NULL THEN d.earliest END,"
        " snippet(article, 1, '', '', ' \u2026 ', 24), bm25(article, 4.0, 1.0) AS rank"
        " FROM article JOIN document d ON d.number = article.rowid WHERE article MATCH "
        "?1";
    static const char ALL[] = "SELECT d.number, d.id, d.site, d.title,"
                              " CASE WHEN d.published IS NOT NULL THEN d.earliest END,"
                              " substr(d.text, 1, 160), 0.0 AS rank FROM document d"
                              " WHERE ?1 IS NULL AND d.error IS NULL";
    static const char FIELDS[] =
        " AND (?2 IS NULL OR d.number IN (SELECT document FROM told WHERE type = ?2))"
        " AND (?3 IS NULL OR lower(d.site) LIKE '%' || lower(?3) || '%' OR d.number IN"
        "  (SELECT document FROM claim WHERE lower(origin) LIKE '%' || lower(?3) || '%'))"
        " AND (?4 IS NULL OR substr(d.latest, 1, 10) >= ?4)"
        " AND (?5 IS NULL OR substr(d.earliest, 1, 10) <= ?5)"
        " ORDER BY rank, d.earliest IS NULL, d.earliest, d.id";
    dl_buf out;
    dl_sql *sql;
    bool row, wanted;
    dl_buf_init(&out);
    dl_buf_text(&out, q->match.size > 0 ? WORDS : ALL);
    dl_buf_text(&out, FIELDS);
    dl_status status = out.failed ? dl_fail_memory(call->err)
                                  : dl_sql_new(call->d->ledger, out.at, &sql, call->err);
    if (status != DL_OK) {
        dl_buf_done(&out);
        return status;
    }
    dl_sql_text(sql, 1, dl_buf_str(&q->match));
    dl_sql_text(sql, 2, q->type);
    dl_sql_text(sql, 3, q->source);
    dl_sql_text(sql, 4, dl_str_of(q->after));
    dl_sql_text(sql, 5, dl_str_of(q->before));
    while ((status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        status = fits(call, q, dl_sql_get_int(sql, 0), &wanted);
        if (status == DL_OK && wanted) {
            dl_buf_clear(&out);
            write_hit(sql, &out);
            status = dl_call_record(call, &out);
        }
        if (status != DL_OK) {
            break;
        }
    }
    dl_sql_free(sql);
    dl_buf_done(&out);
    return status;
}

static dl_status search(dl_call *call, const char *text)
{
    query q = {0};
    dl_buf_init(&q.match);
    dl_arena_init(&q.arena, 0);
    dl_status status = read_query(call, text, &q);
    if (status == DL_OK && (q.match.failed || dl_arena_failed(&q.arena))) {
        status = dl_fail_memory(call->err);
    }
    if (status == DL_OK) {
        status = answer(call, &q);
    }
    dl_buf_done(&q.match);
    dl_arena_done(&q.arena);
    return status;
}

dateline_status dateline_search(dateline *d, const char *query_text,
                                const dateline_listener *to, dateline_done *done,
                                dateline_error *error)
{
    DL_ASK(search(&call, query_text));
}
