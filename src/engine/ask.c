/* ask.c - the calls that only read a ledger: chronicle, control, event, stories, copies,
 * names, sources, unread, page, export. Most give records that were made by `add`.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ask.h"

#include "export.h"
#include "fold.h"

#include <stdio.h>

/* ---- shared ---- */

static dl_status give_text(dl_call *call, dl_str text)
{
    dl_buf record;
    dl_buf_init(&record);
    dl_buf_add(&record, text);
    const dl_status status = dl_call_record(call, &record);
    dl_buf_done(&record);
    return status;
}

dl_status dl_ask_each(dl_call *call, dl_sql *sql)
{
    bool row;
    dl_status status;
    while ((status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        if ((status = give_text(call, dl_sql_get(sql, 0))) != DL_OK) {
            break;
        }
    }
    return status;
}

dl_status dl_ask_aliases(dl_call *call, const char *name, dl_arena *arena, dl_map *out)
{
    dl_sql *sql;
    bool row;
    const dl_str folded = dl_fold(arena, dl_str_of(name));
    dl_map_init(out, arena);
    dl_map_add(out, folded, 1);
    dl_status status = dl_sql_new(call->d->ledger,
                                  "SELECT DISTINCT b.folded FROM alias a JOIN alias b"
                                  " ON b.name = a.name WHERE a.folded = ?",
                                  &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, folded);
    while ((status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        dl_map_add(out, dl_str_copy(arena, dl_sql_get(sql, 0)), 1);
    }
    dl_sql_free(sql);
    return status == DL_OK && dl_arena_failed(arena) ? dl_fail_memory(call->err) : status;
}

bool dl_ask_is_in(const dl_map *aliases, dl_str name, dl_arena *arena)
{
    const dl_arena_mark mark = dl_arena_here(arena);
    const dl_str folded = dl_fold(arena, name);
    const bool found = folded.size > 0 && dl_map_find(aliases, folded) != DL_NONE;
    dl_arena_back(arena, mark);
    return found;
}

dl_status dl_ask_day(dl_call *call, const char *option, const char *text, bool last,
                     char out[32])
{
    dl_when when;
    if (dl_when_read_iso(dl_str_of(text), &when) != strlen(text)) {
        return dl_fail(call->err, DL_EUSAGE,
                       "%s %s: not a date; write it like 2017, 2017-03 or 2017-03-02",
                       option, text);
    }
    when.precision = DL_PRECISION_DAY;
    dl_when_iso(last ? when.latest : when.earliest, when, out);
    out[10] = '\0';
    return DL_OK;
}

dl_status dl_ask_document(dl_call *call, const char *id, int64_t *number)
{
    dl_sql *sql;
    bool row;
    dl_status status = dl_sql_new(
        call->d->ledger, "SELECT number FROM document WHERE id = ?", &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, dl_str_of(id));
    status = dl_sql_step(sql, &row, call->err);
    *number = row ? dl_sql_get_int(sql, 0) : 0;
    dl_sql_free(sql);
    if (status == DL_OK && !row) {
        return dl_fail(call->err, DL_ENONE,
                       "no document has the id '%s'; `dateline search` lists ids", id);
    }
    return status;
}

/* ---- chronicle ---- */

typedef struct sieve {
    const dateline_filter *filter;
    dl_map places, actors;
    char from[32], to[32]; /* "" when not asked */
    dl_arena arena;
} sieve;

static dl_status set_sieve(dl_call *call, const dateline_filter *f, sieve *s)
{
    dl_status status = DL_OK;
    *s = (sieve){.filter = f};
    dl_arena_init(&s->arena, 0);
    if (f->place != NULL) {
        status = dl_ask_aliases(call, f->place, &s->arena, &s->places);
    }
    if (status == DL_OK && f->actor != NULL) {
        status = dl_ask_aliases(call, f->actor, &s->arena, &s->actors);
    }
    if (status == DL_OK && f->from != NULL) {
        status = dl_ask_day(call, "--from", f->from, false, s->from);
    }
    if (status == DL_OK && f->to != NULL) {
        status = dl_ask_day(call, "--to", f->to, true, s->to);
    }
    return status;
}

/* Does the day `iso` stand before `day`? Only the day counts. */
static bool before(dl_str iso, const char *day)
{
    return strncmp(iso.at, day, 10) < 0;
}

/* columns: 0 record, 1 type, 2 earliest, 3 latest, 4 place, 5 admin1, 6 country, 7 names
 * of actors and recipients, a line each */
static bool passes(sieve *s, const dl_sql *sql)
{
    const dl_str type = dl_sql_get(sql, 1), early = dl_sql_get(sql, 2),
                 late = dl_sql_get(sql, 3);
    if (s->filter->type != NULL && !dl_str_is(type, s->filter->type)) {
        return false;
    }
    if ((s->from[0] != '\0' || s->to[0] != '\0') && early.size == 0 && late.size == 0) {
        return false;
    }
    if ((s->from[0] != '\0' && late.size != 0 && before(late, s->from)) ||
        (s->to[0] != '\0' && early.size != 0 && !before(early, s->to) &&
         strncmp(early.at, s->to, 10) != 0)) {
        return false;
    }
    if (s->filter->place != NULL &&
        !dl_ask_is_in(&s->places, dl_sql_get(sql, 4), &s->arena) &&
        !dl_ask_is_in(&s->places, dl_sql_get(sql, 5), &s->arena) &&
        !dl_ask_is_in(&s->places, dl_sql_get(sql, 6), &s->arena)) {
        return false;
    }
    if (s->filter->actor == NULL) {
        return true;
    }
    dl_str names = dl_sql_get(sql, 7);
    while (names.at != NULL && names.size > 0) {
        if (dl_ask_is_in(&s->actors, dl_str_next(&names, '\n'), &s->arena)) {
            return true;
        }
    }
    return false;
}

dl_status dl_ask_chronicle(dl_call *call, const dateline_filter *filter,
                           dl_ask_give *give, void *context)
{
    static const char SELECT[] =
        "SELECT record, type, earliest, latest, place, admin1, country,"
        " (SELECT group_concat(name, char(10)) FROM event_actor WHERE event = e.id)"
        " FROM event e WHERE ?1 IS NULL OR id IN (SELECT a.event FROM account a"
        "  JOIN story_document s ON s.document = a.document WHERE s.story = ?1)"
        " ORDER BY n";
    const dateline_filter everything = DATELINE_FILTER;
    sieve s;
    dl_sql *sql = NULL;
    bool row;
    dl_status status = set_sieve(call, filter == NULL ? &everything : filter, &s);
    if (status == DL_OK) {
        status = dl_sql_new(call->d->ledger, SELECT, &sql, call->err);
    }
    if (status == DL_OK) {
        dl_sql_text(sql, 1, dl_str_of(s.filter->story));
    }
    while (status == DL_OK && (status = dl_sql_step(sql, &row, call->err)) == DL_OK &&
           row) {
        if (passes(&s, sql)) {
            status = give(call, dl_sql_get(sql, 0), context);
        }
    }
    dl_sql_free(sql);
    dl_arena_done(&s.arena);
    return status;
}

static dl_status give_record(dl_call *call, dl_str record, void *context)
{
    return give_text(call, record);
}

dateline_status dateline_chronicle(dateline *d, const dateline_filter *filter,
                                   const dateline_listener *to, dateline_done *done,
                                   dateline_error *error)
{
    DL_ASK(dl_ask_chronicle(&call, filter, give_record, NULL));
}

/* ---- export ---- */

typedef struct writing {
    const dl_format *format;
    dl_buf out;
} writing;

static dl_status give_formatted(dl_call *call, dl_str record, void *context)
{
    writing *w = context;
    dl_buf_clear(&w->out);
    if (!w->format->line(record, &w->out)) {
        return dl_fail(call->err, DL_EDATA,
                       "an event of the ledger is damaged: run `dateline add` again");
    }
    return dl_call_record(call, &w->out);
}

static dl_status export(dl_call *call, const char *name, const dateline_filter *filter)
{
    writing w = {.format = dl_format_find(dl_str_of(name))};
    if (w.format == NULL) {
        return dl_fail(call->err, DL_EUSAGE, "export %s: no such format; there are %s",
                       name == NULL ? "" : name, dl_format_names());
    }
    dl_status status = DL_OK;
    dl_buf_init(&w.out);
    if (w.format->head != NULL) {
        w.format->head(&w.out);
        status = dl_call_record(call, &w.out);
        call->done.records = 0; /* a heading is no answer */
    }
    if (status == DL_OK) {
        status = dl_ask_chronicle(call, filter, give_formatted, &w);
    }
    dl_buf_done(&w.out);
    return status;
}

dateline_status dateline_export(dateline *d, const char *format,
                                const dateline_filter *filter,
                                const dateline_listener *to, dateline_done *done,
                                dateline_error *error)
{
    DL_ASK(export(&call, format, filter));
}

/* ---- control ---- */

static dl_status control(dl_call *call, const char *place)
{
    dl_arena arena;
    dl_happening *happenings;
    dl_known *known;
    dl_control *rows = NULL;
    uint32_t happening_count, known_count, count = 0;
    dl_buf record;
    dl_arena_init(&arena, 0);
    dl_buf_init(&record);
    dl_status status = dl_ledger_events(call->d->ledger, &arena, &happenings,
                                        &happening_count, call->err);
    if (status == DL_OK) {
        status =
            dl_ledger_names(call->d->ledger, &arena, &known, &known_count, call->err);
    }
    if (status == DL_OK) {
        status = dl_reckon_control(happenings, happening_count, known, known_count,
                                   dl_str_of(place), &arena, &rows, &count, call->err);
    }
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        dl_buf_clear(&record);
        dl_export_control(dl_str_of(place), &rows[i], &record);
        status = dl_call_record(call, &record);
    }
    dl_buf_done(&record);
    dl_arena_done(&arena);
    return status;
}

dateline_status dateline_control(dateline *d, const char *place,
                                 const dateline_listener *to, dateline_done *done,
                                 dateline_error *error)
{
    DL_ASK(control(&call, place));
}

/* ---- one event ---- */

/* Runs `text` with `value` as its one parameter; no row is DL_ENONE with `missing`. */
static dl_status one(dl_call *call, const char *text, const char *value,
                     const char *missing)
{
    dl_sql *sql;
    const uint64_t before_it = call->done.records;
    dl_status status = dl_sql_new(call->d->ledger, text, &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_full(sql, 1, dl_str_of(value));
    status = dl_ask_each(call, sql);
    dl_sql_free(sql);
    if (status == DL_OK && call->done.records == before_it) {
        return dl_fail(call->err, DL_ENONE, missing, value);
    }
    return status;
}

dateline_status dateline_event(dateline *d, const char *id, const dateline_listener *to,
                               dateline_done *done, dateline_error *error)
{
    DL_ASK(one(&call, "SELECT record FROM event WHERE id = ?", id,
               "no event has the id '%s'; `dateline chronicle` lists ids"));
}

/* ---- stories ---- */

/* A story's record with its reports: the closing brace is opened again. */
static dl_status one_story(dl_call *call, const char *id, dl_str record, dl_buf *out)
{
    dl_sql *sql;
    dl_json json;
    bool row;
    dl_status status =
        dl_sql_new(call->d->ledger,
                   "SELECT d.id, d.site, d.title, CASE WHEN d.published IS NOT NULL THEN"
                   " d.earliest END FROM story_document s"
                   " JOIN document d ON d.number = s.document WHERE s.story = ?"
                   " ORDER BY d.earliest IS NULL, d.earliest, d.id",
                   &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_buf_add(out, (dl_str){record.at, record.size - 1});
    dl_buf_text(out, ",\"reports\":");
    dl_json_init(&json, out);
    dl_json_open(&json, '[');
    dl_sql_full(sql, 1, dl_str_of(id));
    while ((status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        static const char *const KEYS[] = {"doc", "site", "title", "published"};
        dl_json_open(&json, '{');
        for (int i = 0; i < 4; i++) {
            dl_json_key(&json, KEYS[i]);
            if (dl_sql_is_null(sql, i)) {
                dl_json_null(&json);
            } else {
                dl_json_str(&json, dl_sql_get(sql, i));
            }
        }
        dl_json_close(&json, '}');
    }
    dl_json_close(&json, ']');
    dl_buf_char(out, '}');
    dl_sql_free(sql);
    return status;
}

static dl_status stories(dl_call *call, const char *id)
{
    dl_sql *sql;
    bool row, any = false;
    dl_buf out;
    dl_status status =
        dl_sql_new(call->d->ledger,
                   "SELECT record, id FROM story WHERE ?1 IS NULL OR id = ?1"
                   " ORDER BY first IS NULL, first, id",
                   &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_buf_init(&out);
    dl_sql_text(sql, 1, dl_str_of(id));
    while ((status = dl_sql_step(sql, &row, call->err)) == DL_OK && row) {
        any = true;
        dl_buf_clear(&out);
        if (id == NULL) {
            dl_buf_add(&out, dl_sql_get(sql, 0));
        } else {
            status = one_story(call, id, dl_sql_get(sql, 0), &out);
        }
        if (status != DL_OK || (status = dl_call_record(call, &out)) != DL_OK) {
            break;
        }
    }
    dl_buf_done(&out);
    dl_sql_free(sql);
    return status == DL_OK && id != NULL && !any
               ? dl_fail(call->err, DL_ENONE,
                         "no story has the id '%s'; `dateline stories` lists ids", id)
               : status;
}

dateline_status dateline_stories(dateline *d, const char *id, const dateline_listener *to,
                                 dateline_done *done, dateline_error *error)
{
    DL_ASK(stories(&call, id));
}

/* ---- copies ---- */

static dl_status copies(dl_call *call, const char *document)
{
    dl_sql *sql;
    int64_t number = 0;
    dl_status status =
        document == NULL ? DL_OK : dl_ask_document(call, document, &number);
    if (status != DL_OK) {
        return status;
    }
    status = dl_sql_new(call->d->ledger,
                        "SELECT c.record FROM copy c JOIN document d ON d.number ="
                        " c.document JOIN document o ON o.number = c.of"
                        " WHERE ?1 = 0 OR d.number = ?1 OR"
                        " (o.number = ?1 AND c.common_origin IS NULL)"
                        " ORDER BY d.id, o.id",
                        &sql, call->err);
    if (status == DL_OK) {
        dl_sql_int(sql, 1, number);
        status = dl_ask_each(call, sql);
        dl_sql_free(sql);
    }
    return status;
}

dateline_status dateline_copies(dateline *d, const char *document,
                                const dateline_listener *to, dateline_done *done,
                                dateline_error *error)
{
    DL_ASK(copies(&call, document));
}

/* ---- names ---- */

static dl_status names(dl_call *call, const char *name)
{
    dl_sql *sql;
    dl_arena arena;
    dl_status status =
        dl_sql_new(call->d->ledger,
                   "SELECT record FROM name WHERE ?1 IS NULL OR n IN"
                   " (SELECT name FROM alias WHERE folded = ?1) ORDER BY n",
                   &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    dl_arena_init(&arena, 0);
    if (name != NULL) {
        dl_sql_full(sql, 1, dl_fold(&arena, dl_str_of(name)));
    }
    status = dl_ask_each(call, sql);
    dl_arena_done(&arena);
    dl_sql_free(sql);
    return status;
}

dateline_status dateline_names(dateline *d, const char *name, const dateline_listener *to,
                               dateline_done *done, dateline_error *error)
{
    DL_ASK(names(&call, name));
}

/* ---- sources ---- */

static dl_status each_of(dl_call *call, const char *text)
{
    dl_sql *sql;
    dl_status status = dl_sql_new(call->d->ledger, text, &sql, call->err);
    if (status == DL_OK) {
        status = dl_ask_each(call, sql);
        dl_sql_free(sql);
    }
    return status;
}

static const char SOURCES[] =
    "WITH taken AS (SELECT document, max(shared) AS shared FROM copy"
    "  WHERE common_origin IS NULL GROUP BY document),"
    " given AS (SELECT of, count(*) AS n FROM copy WHERE common_origin IS NULL GROUP BY "
    "of),"
    " outlet AS (SELECT d.site AS source, 'outlet' AS kind, count(*) AS documents,"
    "  count(*) - count(t.document) AS first, count(t.document) AS copies,"
    "  coalesce(sum(g.n), 0) AS copied,"
    "  (SELECT count(DISTINCT a.event) FROM account a JOIN document x"
    "    ON x.number = a.document WHERE x.site = d.site) AS events,"
    "  avg(t.shared) AS shared FROM document d LEFT JOIN taken t ON t.document = d.number"
    "  LEFT JOIN given g ON g.of = d.number WHERE d.site IS NOT NULL GROUP BY d.site),"
    " origin AS (SELECT a.origin AS source, 'origin' AS kind,"
    "  count(DISTINCT a.document) AS documents,"
    "  count(DISTINCT CASE WHEN t.document IS NULL THEN a.document END) AS first,"
    "  count(DISTINCT t.document) AS copies, 0 AS copied,"
    "  count(DISTINCT a.event) AS events, NULL AS shared FROM account a"
    "  LEFT JOIN taken t ON t.document = a.document WHERE a.origin IS NOT NULL"
    "  GROUP BY a.origin)"
    " SELECT json_object('source', source, 'kind', kind, 'documents', documents, 'first',"
    "  first, 'copies', copies, 'copied', copied, 'events', events, 'shared',"
    "  round(shared, 4)) FROM (SELECT * FROM outlet UNION ALL SELECT * FROM origin)"
    " ORDER BY kind DESC, documents DESC, source";

dateline_status dateline_sources(dateline *d, const dateline_listener *to,
                                 dateline_done *done, dateline_error *error)
{
    DL_ASK(each_of(&call, SOURCES));
}

/* ---- unread ---- */

/* Pages without article, what the tell stage left, places and dates that were not
 * resolved and that no line speaks of yet. */
static const char UNREAD[] =
    "SELECT json_object('id', id, 'doc', doc, 'start', start, 'end', stop, 'words', "
    "words,"
    " 'why', why) FROM ("
    " SELECT id, id AS doc, 0 AS start, 0 AS stop, '' AS words, error AS why"
    "  FROM document WHERE error IS NOT NULL"
    " UNION ALL SELECT u.id, d.id, u.start, u.\"end\","
    "  substr(d.text, u.start + 1, u.\"end\" - u.start), u.why"
    "  FROM unread u JOIN document d ON d.number = u.document"
    " UNION ALL SELECT NULL, d.id, p.start, p.\"end\","
    "  substr(d.text, p.start + 1, p.\"end\" - p.start), 'place not resolved'"
    "  FROM place p JOIN document d ON d.number = p.document WHERE p.kind = 'unknown'"
    "  AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.document = p.document"
    "   AND u.start = p.start AND u.\"end\" = p.\"end\")"
    " UNION ALL SELECT NULL, d.id, m.start, m.\"end\","
    "  substr(d.text, m.start + 1, m.\"end\" - m.start), 'date not resolved'"
    "  FROM moment m JOIN document d ON d.number = m.document"
    "  WHERE m.type IN ('DATE', 'TIME') AND m.earliest IS NULL AND m.latest IS NULL"
    "  AND coalesce(m.value, '') NOT LIKE '%\\_REF' ESCAPE '\\'"
    "  AND NOT EXISTS (SELECT 1 FROM unread u WHERE u.document = m.document"
    "   AND u.start = m.start AND u.\"end\" = m.\"end\"))"
    " ORDER BY doc, start, stop, why";

dateline_status dateline_unread(dateline *d, const dateline_listener *to,
                                dateline_done *done, dateline_error *error)
{
    DL_ASK(each_of(&call, UNREAD));
}

/* ---- page ---- */

static dl_status page(dl_call *call, const char *document)
{
    dl_sql *sql;
    dl_arena arena;
    bool row;
    int64_t number;
    dl_str bytes, hash = DL_STR("");
    dl_status status = dl_ask_document(call, document, &number);
    if (status == DL_OK) {
        status = dl_sql_new(call->d->ledger, "SELECT page FROM document WHERE number = ?",
                            &sql, call->err);
    }
    if (status != DL_OK) {
        return status;
    }
    dl_arena_init(&arena, 0);
    dl_sql_int(sql, 1, number);
    status = dl_sql_step(sql, &row, call->err);
    if (row) {
        hash = dl_str_copy(&arena, dl_sql_get(sql, 0));
    }
    dl_sql_free(sql);
    if (status == DL_OK) {
        status = dl_ledger_page(call->d->ledger, hash, &arena, &bytes, call->err);
    }
    if (status == DL_OK) {
        status = give_text(call, bytes);
    }
    dl_arena_done(&arena);
    return status;
}

dateline_status dateline_page(dateline *d, const char *document,
                              const dateline_listener *to, dateline_done *done,
                              dateline_error *error)
{
    DL_ASK(page(&call, document));
}
