/* explain.c - why a row is there: from any id to words, rules and the bytes of a page.
 *
 *   event  -> each account -> the told event -> the claim it stands in -> the document
 *   story  -> its documents      copy -> both documents
 *   document -> its page, how it was dated, what was left out because its host repeats it
 *
 * Every step names the rule that took it, the span, the words, and the page's hash with
 * the bytes that hold the paragraph.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "ask.h"
#include "json.h"

#define SOURCE_MOST 4000 /* bytes of a page shown for one step */

/* 0 step, 1 rule, 2 document, 3 start, 4 end, 5 words, 6 page, 7 from, 8 to. A step with
 * an empty span is about the date, which has its own place in the page. */
#define STEP                                                                             \
    "s.step, s.rule, d.id, s.start, s.stop, CASE WHEN s.start = s.stop THEN d.published" \
    " ELSE substr(iif(s.title, d.title, d.text), s.start + 1, s.stop - s.start) END,"    \
    " d.page, CASE WHEN s.start = s.stop THEN d.published_at WHEN s.title THEN"          \
    " d.title_from ELSE p.page_from END, CASE WHEN s.start = s.stop THEN d.published_at" \
    " + length(CAST(d.published AS BLOB)) WHEN s.title THEN d.title_to ELSE p.page_to "  \
    "END"
#define PLACE                                                                            \
    " JOIN document d ON d.number = s.document LEFT JOIN paragraph p ON p.document ="    \
    " s.document AND NOT s.title AND p.n = (SELECT max(n) FROM paragraph WHERE document" \
    " = s.document AND start <= s.start)"
#define DATED                                                                            \
    "SELECT n + 0.4, CASE WHEN x.published_from IS NULL THEN 'dated: no date found' "    \
    "ELSE"                                                                               \
    " iif(x.published IS NULL, 'bounded by its words: ', 'dated by ' || "                \
    "x.published_from"                                                                   \
    " || ': ') || coalesce(x.earliest, '') || iif(x.earliest IS x.latest, '', ' to ' ||" \
    " coalesce(x.latest, '?')) END,"                                                     \
    " x.published_rule, x.number, 0, 0, 0 FROM "

/* One kind of id: how it is recognised, what it is, and its steps. `steps` selects
 * (order, step, rule, document, start, stop, title). */
typedef struct kind {
    char letter; /* 0: a document */
    const char *name;
    const char *what; /* the row in words; no row: no such id */
    const char *steps;
} kind;

static const kind KINDS[] = {
    {'e', "event", "SELECT summary FROM event WHERE id = ?1",
     "SELECT n, 'account: ' || relation || coalesce(', says ' || origin, '') ||"
     " coalesce(' via ' || via, ''), rule, document, start, \"end\" AS stop, in_title AS"
     " title FROM account WHERE event = ?1"
     " UNION ALL SELECT a.n + 0.1, 'told: ' || t.type || ', ' || t.modality, t.rule,"
     " t.document, t.start, t.\"end\", t.in_title FROM account a JOIN told t ON t.id ="
     " a.told WHERE a.event = ?1"
     " UNION ALL SELECT a.n + 0.2, 'claim: ' || c.stance, c.rule, c.document, c.start,"
     " c.\"end\", 0 FROM account a JOIN claim c ON c.id = a.claim WHERE a.event = ?1"
     " UNION ALL SELECT a.n + 0.3, 'figure: ' || f.what, f.rule, f.document, f.start,"
     " f.\"end\", 0 FROM account a JOIN figure f ON f.told = a.told WHERE a.event = ?1"
     " UNION ALL " DATED "account a JOIN document x ON x.number = a.document WHERE"
     " a.event = ?1"},
    {'t', "told event", "SELECT type || ', ' || modality FROM told WHERE id = ?1",
     "SELECT 1, 'told: ' || type || ', ' || modality, rule, document, start, \"end\" AS"
     " stop, in_title AS title FROM told WHERE id = ?1"
     " UNION ALL SELECT 2, 'claim: ' || c.stance || coalesce(', says ' || c.origin, ''),"
     " c.rule, c.document, c.start, c.\"end\", 0 FROM told t JOIN claim c ON c.id ="
     " t.claim WHERE t.id = ?1"
     " UNION ALL SELECT 3, 'figure: ' || what, rule, document, start, \"end\", 0 FROM"
     " figure WHERE told = ?1"},
    {'c', "claim",
     "SELECT stance || coalesce(', says ' || origin, '') FROM claim WHERE id = ?1",
     "SELECT 1, 'claim: ' || stance || coalesce(', says ' || origin, ''), rule, document,"
     " start, \"end\" AS stop, 0 AS title FROM claim WHERE id = ?1"
     " UNION ALL SELECT 2, 'cue', rule, document, cue_start, cue_end, 0 FROM claim WHERE"
     " id = ?1 AND cue_start IS NOT NULL"
     " UNION ALL SELECT 3, 'source', rule, document, source_start, source_end, 0 FROM"
     " claim WHERE id = ?1 AND source_start IS NOT NULL"
     " UNION ALL SELECT 4, 'told: ' || t.type || ', ' || t.modality, t.rule, t.document,"
     " t.start, t.\"end\", t.in_title FROM claim c JOIN told t ON t.id = c.told WHERE"
     " c.id = ?1"},
    {'u', "unread line", "SELECT why FROM unread WHERE id = ?1",
     "SELECT 1, 'unread: ' || why, NULL, document, start, \"end\" AS stop, 0 AS title "
     "FROM"
     " unread WHERE id = ?1"},
    {'k', "copy",
     "SELECT d.id || CASE WHEN c.common_origin IS NULL THEN ' is a copy of ' ELSE"
     " ' shares words with ' END || o.id || ', direction ' || c.direction FROM copy c "
     "JOIN"
     " document d ON d.number = c.document JOIN document o ON o.number = c.of WHERE"
     " c.id = ?1",
     "SELECT 1, 'shared: ' || round(shared, 2) || ', direction ' || direction, rule,"
     " document, 0 AS start, 0 AS stop, 0 AS title FROM copy WHERE id = ?1"
     " UNION ALL SELECT 2, 'of', rule, of, 0, 0, 0 FROM copy WHERE id = ?1"},
    {'s', "story", "SELECT coalesce(title, '(no title)') FROM story WHERE id = ?1",
     "SELECT x.id AS n, 'report', 'story.member', x.number, 0 AS start, 0 AS stop, 0 AS"
     " title FROM story_document s JOIN document x ON x.number = s.document WHERE s.story"
     " = ?1"},
    {0, "document", "SELECT coalesce(title, id) FROM document WHERE id = ?1",
     "SELECT 1 AS n, 'page: ' || kind || coalesce(', ' || charset, '') || ', revision ' "
     "||"
     " revision, 'page.text' AS rule, number, 0 AS start, length(text) AS stop, 0 AS "
     "title"
     " FROM document WHERE id = ?1"
     " UNION ALL " DATED "(SELECT 1 AS n, * FROM document WHERE id = ?1) x"},
};

/* The blocks of a document that stand nowhere in its text, in the columns of STEP. */
static const char LEFT_OUT[] =
    "SELECT 'left out: the pages of ' || t.host || ' repeat it', l.rule, d.id, NULL, NULL,"
    " l.words, d.page, l.page_from, l.page_to FROM left_out l JOIN document d ON d.number ="
    " l.document JOIN template t ON t.document = l.document WHERE d.id = ?1 ORDER BY l.n";

/* The row in words; *found says whether the id is there. */
static dl_status describe(dl_call *call, const kind *k, const char *id, dl_arena *arena,
                          dl_str *what, bool *found)
{
    dl_sql *sql;
    dl_status status = dl_sql_new(call->d->ledger, k->what, &sql, call->err);
    *found = false;
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, dl_str_of(id));
    status = dl_sql_step(sql, found, call->err);
    *what = *found ? dl_str_copy(arena, dl_sql_get(sql, 0)) : DL_STR("");
    dl_sql_free(sql);
    return status;
}

/* The page looked at last, so that the steps on one page unpack it once. */
typedef struct leaf {
    dl_arena arena;
    dl_str hash, bytes;
} leaf;

static dl_status turn_to(dl_call *call, leaf *at, dl_str hash)
{
    if (dl_str_equal(at->hash, hash)) {
        return DL_OK;
    }
    dl_arena_reset(&at->arena);
    at->hash = dl_str_copy(&at->arena, hash);
    return dl_ledger_page(call->d->ledger, at->hash, &at->arena, &at->bytes, call->err);
}

static void text_or_null(dl_json *json, const char *key, const dl_sql *sql, int column)
{
    dl_json_key(json, key);
    if (dl_sql_is_null(sql, column)) {
        dl_json_null(json);
    } else {
        dl_json_str(json, dl_sql_get(sql, column));
    }
}

static void int_or_null(dl_json *json, const char *key, const dl_sql *sql, int column)
{
    dl_json_key(json, key);
    if (dl_sql_is_null(sql, column)) {
        dl_json_null(json);
    } else {
        dl_json_int(json, dl_sql_get_int(sql, column));
    }
}

/* The bytes of the page that hold the words; cut when they are very many. */
static void source(dl_json *json, const dl_sql *sql, dl_str page)
{
    const size_t from = (size_t)dl_sql_get_int(sql, 7),
                 to = (size_t)dl_sql_get_int(sql, 8);
    dl_json_key(json, "source");
    if (dl_sql_is_null(sql, 7) || from >= to || to > page.size) {
        dl_json_null(json);
    } else {
        dl_json_str(json, (dl_str){page.at + from,
                                   to - from < SOURCE_MOST ? to - from : SOURCE_MOST});
    }
}

static dl_status step(dl_call *call, dl_json *json, const dl_sql *sql, leaf *page)
{
    const dl_status status = turn_to(call, page, dl_sql_get(sql, 6));
    dl_json_open(json, '{');
    text_or_null(json, "step", sql, 0);
    text_or_null(json, "rule", sql, 1);
    text_or_null(json, "doc", sql, 2);
    int_or_null(json, "start", sql, 3);
    int_or_null(json, "end", sql, 4);
    text_or_null(json, "words", sql, 5);
    text_or_null(json, "page", sql, 6);
    int_or_null(json, "from", sql, 7);
    int_or_null(json, "to", sql, 8);
    source(json, sql, page->bytes);
    dl_json_close(json, '}');
    return status;
}

/* The steps that `text` selects. */
static dl_status select_steps(dl_call *call, const char *text, const char *id, leaf *page,
                              dl_json *json)
{
    dl_sql *sql;
    bool row;
    dl_status status = dl_sql_new(call->d->ledger, text, &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, dl_str_of(id));
    while ((status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        if ((status = step(call, json, sql, page)) != DL_OK) {
            break;
        }
    }
    dl_sql_free(sql);
    return status;
}

static dl_status steps(dl_call *call, const kind *k, const char *id, dl_json *json)
{
    leaf page = {.hash = DL_STR("")};
    dl_buf text;
    dl_buf_init(&text);
    dl_buf_text(&text, "WITH s(n, step, rule, document, start, stop, title) AS (");
    dl_buf_text(&text, k->steps);
    dl_buf_text(&text, ") SELECT " STEP " FROM s" PLACE " ORDER BY s.n, s.start, s.step");
    dl_arena_init(&page.arena, 0);
    dl_status status = text.failed ? dl_fail_memory(call->err)
                                   : select_steps(call, text.at, id, &page, json);
    if (status == DL_OK && k->letter == 0) {
        status = select_steps(call, LEFT_OUT, id, &page, json);
    }
    dl_arena_done(&page.arena);
    dl_buf_done(&text);
    return status;
}

static dl_status explain_as(dl_call *call, const kind *k, const char *id, dl_str what)
{
    dl_buf out;
    dl_json json;
    dl_buf_init(&out);
    dl_json_init(&json, &out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "id");
    dl_json_text(&json, id);
    dl_json_key(&json, "kind");
    dl_json_text(&json, k->name);
    dl_json_key(&json, "what");
    dl_json_str(&json, what);
    dl_json_key(&json, "steps");
    dl_json_open(&json, '[');
    dl_status status = steps(call, k, id, &json);
    dl_json_close(&json, ']');
    dl_json_close(&json, '}');
    if (status == DL_OK) {
        status = dl_call_record(call, &out);
    }
    dl_buf_done(&out);
    return status;
}

static dl_status explain(dl_call *call, const char *id)
{
    dl_arena arena;
    dl_str what;
    bool found = false;
    dl_status status = DL_OK;
    dl_arena_init(&arena, 0);
    for (size_t i = 0; status == DL_OK && !found && i < sizeof KINDS / sizeof *KINDS;
         i++) {
        const kind *k = &KINDS[i];
        if (k->letter != 0 && (id[0] != k->letter || id[1] != '-')) {
            continue;
        }
        status = describe(call, k, id, &arena, &what, &found);
        if (status == DL_OK && found) {
            status = explain_as(call, k, id, what);
        }
    }
    dl_arena_done(&arena);
    if (status == DL_OK && !found) {
        return dl_fail(
            call->err, DL_ENONE,
            "nothing in the ledger has the id '%s'; ids stand in the records of "
            "chronicle, stories, search and unread",
            id);
    }
    return status;
}

dateline_status dateline_explain(dateline *d, const char *id, const dateline_listener *to,
                                 dateline_done *done, dateline_error *error)
{
    DL_ASK(explain(&call, id));
}
