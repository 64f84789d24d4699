/* rows.c - the readable rows of one document: told events, claims, figures, places,
 * moments, mentions, unread lines. They say in columns what the packed report holds.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "label.h"
#include "ledger_part.h"
#include "utf8.h"

#include <math.h>

/* What the row writers of one document share. */
typedef struct rows {
    dl_ledger *ledger;
    const dl_report *report;
    uint32_t number;
    dl_utf8_index text; /* of the article's text, or of its title */
    dl_arena arena;
    dl_buf join; /* a list as one text */
    dl_error *err;
} rows;

static void bind_span(rows *r, dl_sql *sql, int at, dl_span span)
{
    dl_sql_int(sql, at, (int64_t)dl_utf8_index_point(&r->text, span.start));
    dl_sql_int(sql, at + 1, (int64_t)dl_utf8_index_point(&r->text, span.end));
}

/* An empty span: two NULLs. */
static void bind_some_span(rows *r, dl_sql *sql, int at, dl_span span)
{
    if (dl_span_empty(span)) {
        dl_sql_null(sql, at);
        dl_sql_null(sql, at + 1);
    } else {
        bind_span(r, sql, at, span);
    }
}

static dl_str joined(rows *r, const dl_str *items, uint32_t count)
{
    dl_buf_clear(&r->join);
    for (uint32_t i = 0; i < count; i++) {
        dl_buf_text(&r->join, i == 0 ? "" : "; ");
        dl_buf_add(&r->join, items[i]);
    }
    return dl_buf_str(&r->join);
}

static dl_str fillers(dl_buf *join, const dl_filler *items, uint32_t count)
{
    dl_buf_clear(join);
    for (uint32_t i = 0; i < count; i++) {
        dl_buf_text(join, i == 0 ? "" : "; ");
        dl_buf_add(join, items[i].name);
    }
    return dl_buf_str(join);
}

static void bind_id(dl_sql *sql, int at, char letter, const rows *r, uint32_t n,
                    char room[DL_ID_MAX])
{
    if (n == DL_NONE) {
        dl_sql_null(sql, at);
        return;
    }
    dl_id_put(letter, dl_id_of_row(letter, r->report->article.id, n), room);
    dl_sql_text(sql, at, dl_str_of(room));
}

static dl_status run(rows *r, dl_sql *sql)
{
    const dl_status status =
        r->join.failed ? dl_fail_memory(r->err) : dl_sql_run(sql, r->err);
    dl_sql_reset(sql);
    return status;
}

/* ---- one writer a table ---- */

/* When an article was published; else the bound its words give: then only the columns of
 * the interval are filled, `published` stays NULL. */
static const dl_date *date_of(const dl_article *a)
{
    for (uint32_t i = 0; !dl_when_known(a->published.when) && i < a->date_count; i++) {
        const dl_date_candidate *c = &a->dates[i];
        if (c->role == DL_DATE_BOUND && c->date.from != NULL &&
            strcmp(c->date.from, "text") == 0) {
            return &c->date;
        }
    }
    return &a->published;
}

static dl_status put_article(rows *r, dl_str record)
{
    const dl_article *a = &r->report->article;
    const dl_date *p = date_of(a);
    char early[32], late[32];
    dl_sql *sql;
    const dl_status status = dl_ledger_kept(
        r->ledger,
        "UPDATE document SET url = ?, site = ?, language = ?, title = ?, byline = ?,"
        " published = ?, earliest = ?, latest = ?, precision = ?, published_from = ?,"
        " published_rule = ?, text = ?, note = ?, error = ?, record = ?, published_at = "
        "?,"
        " title_from = ?, title_to = ? WHERE number = ?",
        &sql, r->err);
    if (status != DL_OK) {
        return status;
    }
    dl_sql_text(sql, 1, a->url);
    dl_sql_text(sql, 2, a->site);
    dl_sql_text(sql, 3, a->language);
    dl_sql_text(sql, 4, a->title);
    dl_sql_text(sql, 5, joined(r, a->bylines, a->byline_count));
    dl_sql_text(sql, 6, dl_when_known(a->published.when) ? p->value : DL_STR(""));
    dl_sql_side(sql, 7, p->when.earliest, p->when, early);
    dl_sql_side(sql, 8, p->when.latest, p->when, late);
    dl_sql_text(sql, 9, dl_str_of(dl_precision_name(p->when.precision)));
    dl_sql_text(sql, 10, dl_str_of(dl_when_known(p->when) ? p->from : NULL));
    dl_sql_text(sql, 11, dl_str_of(dl_when_known(p->when) ? p->rule : NULL));
    dl_sql_full(sql, 12, a->text);
    dl_sql_text(sql, 13, a->note);
    dl_sql_text(sql, 14, a->error);
    dl_sql_full(sql, 15, record);
    if (dl_when_known(p->when) && p->offset != UINT64_MAX) {
        dl_sql_int(sql, 16, (int64_t)p->offset);
    }
    if (!dl_span_empty(a->title_source)) {
        dl_sql_int(sql, 17, a->title_source.start);
        dl_sql_int(sql, 18, a->title_source.end);
    }
    dl_sql_int(sql, 19, r->number);
    return run(r, sql);
}

static dl_status put_paragraphs(rows *r)
{
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        r->ledger, "INSERT INTO paragraph VALUES(?, ?, ?, ?, ?, ?)", &sql, r->err);
    for (uint32_t i = 0; status == DL_OK && i < r->report->article.para_count; i++) {
        const dl_para *p = &r->report->article.paras[i];
        dl_sql_int(sql, 1, r->number);
        dl_sql_int(sql, 2, i);
        bind_span(r, sql, 3, p->text);
        dl_sql_int(sql, 5, (int64_t)p->from);
        dl_sql_int(sql, 6, (int64_t)p->to);
        status = run(r, sql);
    }
    return status;
}

static dl_status put_told(rows *r, uint32_t n)
{
    const dl_event *e = &r->report->tells.events[n];
    const dl_place *place =
        e->place == DL_NONE ? NULL : &r->report->tags.places[e->place];
    char id[DL_ID_MAX], claim[DL_ID_MAX], early[32], late[32];
    dl_buf other;
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        r->ledger,
        "INSERT INTO told VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
        " ?, ?, ?, ?, ?, ?, ?)",
        &sql, r->err);
    if (status != DL_OK) {
        return status;
    }
    const dl_utf8_index text = r->text;
    if (e->title) {
        r->text = (dl_utf8_index){.text = r->report->article.title};
    }
    dl_buf_init(&other);
    bind_id(sql, 1, 't', r, n, id);
    dl_sql_int(sql, 2, r->number);
    dl_sql_int(sql, 3, n);
    dl_sql_text(sql, 4, dl_str_of(e->type));
    bind_span(r, sql, 5, e->span);
    dl_sql_int(sql, 7, e->title);
    dl_sql_text(sql, 8, dl_str_of(dl_label_modality(e->modality)));
    const bool dated = dl_when_known(e->date.when);
    dl_sql_text(sql, 9, dated ? e->date.value : DL_STR(""));
    dl_sql_side(sql, 10, e->date.when.earliest, e->date.when, early);
    dl_sql_side(sql, 11, e->date.when.latest, e->date.when, late);
    dl_sql_text(sql, 12, dl_str_of(dl_precision_name(e->date.when.precision)));
    dl_sql_text(sql, 13, dl_str_of(dated ? e->date.from : NULL));
    const bool located = place != NULL && place->kind != DL_PLACE_UNKNOWN;
    dl_sql_text(sql, 14, place != NULL ? place->name : DL_STR(""));
    dl_sql_real(sql, 15, located ? place->lat : NAN);
    dl_sql_real(sql, 16, located ? place->lon : NAN);
    dl_sql_text(sql, 17, fillers(&r->join, e->actors, e->actor_count));
    dl_sql_text(sql, 18, fillers(&other, e->recipients, e->recipient_count));
    bind_id(sql, 19, 'c', r, e->claim, claim);
    bind_some_span(r, sql, 20, e->sentence);
    dl_sql_text(sql, 22, dl_str_of(e->rule));
    dl_sql_text(sql, 23, dl_str_of(e->plover));
    dl_sql_text(sql, 24, dl_str_of(e->plover_mode));
    dl_sql_text(sql, 25, dl_str_of(e->cameo_code != NULL ? e->cameo_code : e->cameo));
    dl_sql_text(sql, 26, dl_str_of(e->acled_name != NULL ? e->acled_name : e->acled));
    status = other.failed ? dl_fail_memory(r->err) : run(r, sql);
    dl_buf_done(&other);
    r->text = text;
    return status;
}

static dl_status put_figures(rows *r, uint32_t n)
{
    const dl_event *e = &r->report->tells.events[n];
    char id[DL_ID_MAX], claim[DL_ID_MAX];
    dl_sql *sql;
    if (e->title) {
        return DL_OK; /* their places are in the title, not the text */
    }
    dl_status status = dl_ledger_kept(
        r->ledger, "INSERT INTO figure VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &sql,
        r->err);
    for (uint32_t i = 0; status == DL_OK && i < e->figure_count; i++) {
        const dl_figure *f = &e->figures[i];
        dl_sql_int(sql, 1, r->number);
        bind_id(sql, 2, 't', r, n, id);
        bind_span(r, sql, 3, f->span);
        dl_sql_text(sql, 5, dl_str_of(f->what));
        dl_sql_text(sql, 6, f->of);
        dl_sql_real(sql, 7, f->value);
        dl_sql_real(sql, 8, f->low);
        dl_sql_real(sql, 9, f->high);
        bind_id(sql, 10, 'c', r, f->claim, claim);
        dl_sql_text(sql, 11, dl_str_of(f->rule));
        status = run(r, sql);
    }
    return status;
}

static dl_status put_claim(rows *r, uint32_t n)
{
    const dl_claim *c = &r->report->tells.claims[n];
    char id[DL_ID_MAX], event[DL_ID_MAX];
    dl_sql *sql;
    const dl_status status = dl_ledger_kept(
        r->ledger,
        "INSERT INTO claim VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &sql,
        r->err);
    if (status != DL_OK) {
        return status;
    }
    bind_id(sql, 1, 'c', r, n, id);
    dl_sql_int(sql, 2, r->number);
    dl_sql_int(sql, 3, n);
    bind_span(r, sql, 4, c->span);
    bind_some_span(r, sql, 6, c->cue);
    bind_some_span(r, sql, 8, c->source);
    dl_sql_text(sql, 10, c->origin);
    dl_sql_text(sql, 11, joined(r, c->via, c->via_count));
    dl_sql_text(sql, 12, dl_str_of(dl_label_claim_kind(c->kind)));
    dl_sql_text(sql, 13, dl_str_of(dl_label_stance(c->stance)));
    bind_id(sql, 14, 't', r, c->event, event);
    dl_sql_text(sql, 15, dl_str_of(c->rule));
    return run(r, sql);
}

static dl_status put_tells(rows *r)
{
    const dl_tells *tells = &r->report->tells;
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < tells->event_count; i++) {
        status = put_told(r, i);
        if (status == DL_OK) {
            status = put_figures(r, i);
        }
    }
    for (uint32_t i = 0; status == DL_OK && i < tells->claim_count; i++) {
        status = put_claim(r, i);
    }
    return status;
}

static dl_status put_places(rows *r)
{
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        r->ledger, "INSERT INTO place VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &sql,
        r->err);
    for (uint32_t i = 0; status == DL_OK && i < r->report->tags.place_count; i++) {
        const dl_place *p = &r->report->tags.places[i];
        const bool known = p->kind != DL_PLACE_UNKNOWN;
        dl_sql_int(sql, 1, r->number);
        bind_span(r, sql, 2, p->span);
        dl_sql_text(sql, 4, p->name);
        dl_sql_real(sql, 5, known ? p->lat : NAN);
        dl_sql_real(sql, 6, known ? p->lon : NAN);
        if (known && p->geonames != 0) {
            dl_sql_int(sql, 7, p->geonames);
        } else {
            dl_sql_null(sql, 7);
        }
        dl_sql_text(sql, 8, dl_str_of(p->country));
        dl_sql_text(sql, 9, p->admin1);
        dl_sql_text(sql, 10, dl_str_of(dl_label_place_kind(p->kind)));
        dl_sql_text(sql, 11, dl_str_of(dl_label_place_role(p->role)));
        dl_sql_text(sql, 12, dl_str_of(p->rule));
        status = run(r, sql);
    }
    return status;
}

static dl_status put_moments(rows *r)
{
    char early[32], late[32];
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        r->ledger, "INSERT INTO moment VALUES(?, ?, ?, ?, ?, ?, ?, ?)", &sql, r->err);
    for (uint32_t i = 0; status == DL_OK && i < r->report->tags.time_count; i++) {
        const dl_time *t = &r->report->tags.times[i];
        dl_sql_int(sql, 1, r->number);
        bind_span(r, sql, 2, t->span);
        dl_sql_text(sql, 4, dl_str_of(dl_label_time_type(t->type)));
        dl_sql_text(sql, 5, t->value);
        dl_sql_side(sql, 6, t->when.earliest, t->when, early);
        dl_sql_side(sql, 7, t->when.latest, t->when, late);
        dl_sql_text(sql, 8, dl_str_of(t->rule));
        status = run(r, sql);
    }
    return status;
}

static dl_status put_mentions(rows *r)
{
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        r->ledger, "INSERT INTO mention VALUES(?, ?, ?, ?, ?, ?, ?)", &sql, r->err);
    for (uint32_t i = 0; status == DL_OK && i < r->report->tags.mention_count; i++) {
        const dl_mention *m = &r->report->tags.mentions[i];
        if (m->name >= r->report->tags.name_count) {
            continue;
        }
        const dl_name *name = &r->report->tags.names[m->name];
        dl_sql_int(sql, 1, r->number);
        bind_span(r, sql, 2, m->span);
        dl_sql_text(sql, 4, name->name);
        dl_sql_text(sql, 5, dl_str_of(dl_label_name_type(name->type)));
        dl_sql_text(sql, 6, dl_str_of(dl_label_mention_kind(m->kind)));
        dl_sql_text(sql, 7, dl_str_of(m->rule));
        status = run(r, sql);
    }
    return status;
}

static dl_status put_unread(rows *r)
{
    char id[DL_ID_MAX];
    dl_sql *sql;
    dl_status status = dl_ledger_kept(
        r->ledger, "INSERT INTO unread VALUES(?, ?, ?, ?, ?)", &sql, r->err);
    for (uint32_t i = 0; status == DL_OK && i < r->report->tells.unread_count; i++) {
        const dl_unread *u = &r->report->tells.unread[i];
        bind_id(sql, 1, 'u', r, i, id);
        dl_sql_int(sql, 2, r->number);
        bind_span(r, sql, 3, u->span);
        dl_sql_text(sql, 5, dl_str_of(u->why));
        status = run(r, sql);
    }
    return status;
}

/* ---- all of them ---- */

static dl_status forget(dl_ledger *ledger, uint32_t number, dl_error *err)
{
    static const char *const GONE[] = {"DELETE FROM paragraph WHERE document = ?",
                                       "DELETE FROM told WHERE document = ?",
                                       "DELETE FROM claim WHERE document = ?",
                                       "DELETE FROM figure WHERE document = ?",
                                       "DELETE FROM place WHERE document = ?",
                                       "DELETE FROM moment WHERE document = ?",
                                       "DELETE FROM mention WHERE document = ?",
                                       "DELETE FROM unread WHERE document = ?"};
    dl_status status = DL_OK;
    for (size_t i = 0; status == DL_OK && i < sizeof GONE / sizeof *GONE; i++) {
        dl_sql *sql;
        status = dl_ledger_kept(ledger, GONE[i], &sql, err);
        if (status == DL_OK) {
            dl_sql_int(sql, 1, number);
            status = dl_sql_run(sql, err);
        }
    }
    return status;
}

dl_status dl_ledger_put_rows(dl_ledger *ledger, uint32_t number, const dl_report *report,
                             dl_str record, dl_error *err)
{
    static dl_status (*const WRITERS[])(rows *) = {
        put_paragraphs, put_tells, put_places, put_moments, put_mentions, put_unread};
    rows r = {.ledger = ledger, .report = report, .number = number, .err = err};
    dl_buf_init(&r.join);
    dl_arena_init(&r.arena, 0);
    dl_utf8_index_init(&r.text, &r.arena, report->article.text);
    dl_status status = forget(ledger, number, err);
    if (status == DL_OK) {
        status = put_article(&r, record);
    }
    for (size_t i = 0; status == DL_OK && i < sizeof WRITERS / sizeof *WRITERS; i++) {
        status = WRITERS[i](&r);
    }
    dl_buf_done(&r.join);
    dl_arena_done(&r.arena);
    return status;
}

dl_status dl_ledger_drop(dl_ledger *ledger, uint32_t number, dl_error *err)
{
    dl_sql *sql;
    dl_status status = forget(ledger, number, err);
    if (status == DL_OK) {
        status = dl_ledger_drop_template(ledger, number, err);
    }
    if (status == DL_OK) {
        status =
            dl_ledger_kept(ledger, "DELETE FROM document WHERE number = ?", &sql, err);
    }
    if (status == DL_OK) {
        dl_sql_int(sql, 1, number);
        status = dl_sql_run(sql, err);
    }
    return status;
}
