/* settle.c - see settle.h.
 *
 *   documents -> candidates by fingerprints -> copies -> stories
 *             -> dates for the undated from both; those are read again with their date
 *             -> stories -> names -> chronology -> rows
 *
 * A document is judged by what it says alone (`own`) where copies and dates are found,
 * and by its second reading (`dated`) from there on; so is a dated copy, whose passages
 * from an older report are read with that one's date (written.h). A second reading is
 * kept, and made again only when its date changes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "settle.h"

#include "export.h"
#include "families.h"
#include "hash.h"
#include "pool.h"
#include "read.h"
#include "written.h"

#include <stdlib.h>

/* Everything while settling. */
typedef struct table {
    dl_call *call;
    int64_t version; /* of the ledger */
    bool overtaken;
    dl_arena arena;
    dl_stored *documents;
    uint32_t count;
    const dl_report **reports; /* what counts of each: own or dated */
    bool *changed;             /* its second reading is new, or gone */
    dl_date *dates;            /* to read again with: found for the undated, its own for
                                * one with older passages, else unknown */
    dl_older *older;           /* passages copied from older reports */
    dl_families families;
    const dl_copy *copies; /* of the families */
    uint32_t copy_count;
    dl_story *stories;
    uint32_t story_count;
    dl_known *known;
    uint32_t known_count;
    dl_happening *happenings;
    uint32_t happening_count;
} table;

/* ---- copies and stories ---- */

static dl_status find_copies(table *t)
{
    dl_call_progress(t->call, "copies", 0, t->count);
    const dl_status status = dl_families_find(t->call, t->documents, t->reports, t->count,
                                              &t->arena, &t->families);
    t->copies = t->families.copies;
    t->copy_count = t->families.copy_count;
    return status;
}

static dl_status find_stories(table *t)
{
    dl_call_progress(t->call, "stories", 0, t->count);
    return dl_stories(t->reports, t->count, t->copies, t->copy_count, &t->arena,
                      &t->stories, &t->story_count, t->call->err);
}

/* ---- dates for the undated ---- */

/* A text that is the same for the same date: what dated_with holds. */
static dl_str date_key(const dl_date *date, dl_arena *arena)
{
    char early[32], late[32];
    dl_when_iso(date->when.earliest, date->when, early);
    dl_when_iso(date->when.latest, date->when, late);
    return dl_str_printf(
        arena, "%s/%s %s %s %.*s", early, late, dl_precision_name(date->when.precision),
        date->from == NULL ? "" : date->from, (int)date->value.size, date->value.at);
}

typedef struct second_reading {
    table *t;
    const uint32_t *todo; /* documents */
    dl_language_worker **workers;
    dl_arena *arenas; /* one a worker; they live until the table goes */
    dl_status *statuses;
    dl_error *errors;
} second_reading;

static void read_again(void *context, uint32_t worker, uint32_t item)
{
    second_reading *s = context;
    dl_stored *document = &s->t->documents[s->todo[item]];
    dl_arena *arena = &s->arenas[worker];
    dl_doc doc;
    const dl_older *older = &s->t->older[s->todo[item]];
    const dl_reader reader = {.data = &s->t->call->d->data,
                              .worker = s->workers[worker],
                              .part = DL_DATA_TELL,
                              .written = older->passages,
                              .written_count = older->count};
    document->dated = document->own;
    document->dated.article.published = s->t->dates[s->todo[item]];
    s->statuses[item] =
        dl_read_text(&reader, arena, &doc, &document->dated, &s->errors[item]);
}

static dl_status hire(second_reading *s, uint32_t jobs, uint32_t todo)
{
    dl_arena *arena = &s->t->arena;
    dl_error *err = s->t->call->err;
    s->statuses = dl_arena_new_array(arena, todo, dl_status);
    s->errors = dl_arena_new_array(arena, todo, dl_error);
    if (s->statuses == NULL || s->errors == NULL) {
        return dl_fail_memory(err);
    }
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < jobs; i++) {
        status =
            dl_language_worker_new(s->t->call->d->data.language, &s->workers[i], err);
    }
    return status;
}

static dl_status read_all_again(table *t, const uint32_t *todo, uint32_t count,
                                dl_arena *arenas)
{
    const uint32_t jobs = t->call->d->jobs;
    second_reading s = {.t = t, .todo = todo, .arenas = arenas};
    if (count == 0) {
        return DL_OK;
    }
    s.workers = calloc(jobs, sizeof *s.workers);
    dl_status status =
        s.workers == NULL ? dl_fail_memory(t->call->err) : hire(&s, jobs, count);
    if (status == DL_OK) {
        dl_call_progress(t->call, "undated pages", 0, count);
        dl_pool_run(jobs, count, read_again, &s);
    }
    for (uint32_t i = 0; s.workers != NULL && i < jobs; i++) {
        dl_language_worker_free(s.workers[i]);
    }
    free(s.workers);
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        if (s.statuses[i] != DL_OK) {
            *t->call->err = s.errors[i];
            status = s.statuses[i];
        }
    }
    return status;
}

/* A date that stands nowhere in print is called by its days: "2014-02-10", or
 * "2014-02-10/2014-02-16". */
static void name_date(dl_date *date, dl_arena *arena)
{
    char first[32], last[32];
    if (!dl_when_known(date->when) || date->value.size != 0) {
        return;
    }
    dl_when_iso(date->when.earliest, date->when, first);
    dl_when_iso(date->when.latest, date->when, last);
    date->value = strcmp(first, last) == 0 ? dl_str_copy(arena, dl_str_of(first))
                                           : dl_str_printf(arena, "%s/%s", first, last);
}

/* What to do with document i, now that its date is (un)known. */
static dl_status judge_date(table *t, uint32_t i, uint32_t *todo, uint32_t *todo_count)
{
    dl_stored *document = &t->documents[i];
    if (!dl_when_known(t->dates[i].when)) {
        t->changed[i] = document->dated_with.size != 0;
        document->dated_with = DL_STR("");
        return DL_OK;
    }
    const dl_str date = date_key(&t->dates[i], &t->arena);
    const dl_str key = dl_older_key(&t->older[i], date, &t->arena);
    if (key.size == 0) {
        return dl_fail_memory(t->call->err);
    }
    if (!dl_str_equal(key, document->dated_with)) {
        document->dated_with = key;
        t->changed[i] = true;
        todo[(*todo_count)++] = i;
    }
    return DL_OK;
}

static dl_status date_the_undated(table *t, dl_arena *arenas)
{
    uint32_t *todo = dl_arena_new_array(&t->arena, t->count, uint32_t), todo_count = 0;
    uint32_t dated = 0;
    dl_status status = todo == NULL ? dl_fail_memory(t->call->err) : DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < t->count; i++) {
        const dl_article *article = &t->documents[i].own.article;
        if (article->text.size != 0 && !dl_when_known(article->published.when)) {
            t->dates[i] =
                dl_reckon_published(t->reports, t->count, t->copies, t->copy_count,
                                    t->stories, t->story_count, i);
            name_date(&t->dates[i], &t->arena);
        }
    }
    if (status == DL_OK && !dl_older_find(t->reports, t->count, t->copies, t->copy_count,
                                          t->dates, &t->arena, &t->older)) {
        status = dl_fail_memory(t->call->err);
    }
    for (uint32_t i = 0; status == DL_OK && i < t->count; i++) {
        if (t->older[i].count > 0 && !dl_when_known(t->dates[i].when)) {
            t->dates[i] = t->documents[i].own.article.published;
        }
        status = judge_date(t, i, todo, &todo_count);
    }
    if (status == DL_OK) {
        status = read_all_again(t, todo, todo_count, arenas);
    }
    for (uint32_t i = 0; i < t->count; i++) {
        if (t->documents[i].dated_with.size != 0) {
            t->reports[i] = &t->documents[i].dated;
            dated++;
        }
    }
    return status == DL_OK && dated > 0 ? find_stories(t) : status;
}

/* ---- the chronology ---- */

static dl_status reckon(table *t)
{
    dl_call_progress(t->call, "names", 0, t->count);
    dl_status status = dl_reckon_names(t->reports, t->count, t->copies, t->copy_count,
                                       t->stories, t->story_count, &t->arena, &t->known,
                                       &t->known_count, t->call->err);
    if (status == DL_OK) {
        dl_call_progress(t->call, "chronology", 0, t->count);
        status = dl_reckon(t->reports, t->count, t->copies, t->copy_count, t->stories,
                           t->story_count, t->known, t->known_count, &t->arena,
                           &t->happenings, &t->happening_count, t->call->err);
    }
    return status;
}

/* ---- rows ---- */

static dl_status put_documents(table *t, dl_buf *record)
{
    dl_ledger *ledger = t->call->d->ledger;
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < t->count; i++) {
        const dl_stored *document = &t->documents[i];
        const bool dated = document->dated_with.size != 0;
        if (!t->changed[i]) {
            continue;
        }
        status = dl_ledger_put_dated(ledger, document->number, document->dated_with,
                                     dated ? &document->dated : NULL, t->call->err);
        dl_buf_clear(record);
        dl_export_article(&t->reports[i]->article, &t->arena, record);
        if (status == DL_OK) {
            status = dl_ledger_put_rows(ledger, document->number, t->reports[i],
                                        dl_buf_str(record), t->call->err);
        }
    }
    return status;
}

/* A relation of common origin is told from both sides, under one id. */
static dl_status put_common_origin(table *t, const dl_copy *copy, dl_buf *record)
{
    char id[DL_ID_MAX];
    const dl_str a = t->documents[copy->doc].id, b = t->documents[copy->of].id;
    const bool turned = dl_str_compare(a, b) > 0;
    dl_id_put('o', dl_hash_join(dl_hash(turned ? b : a), dl_hash(turned ? a : b)), id);
    dl_copy other = *copy;
    other.doc = copy->of;
    other.of = copy->doc;
    other.dropped = copy->added;
    other.dropped_count = copy->added_count;
    other.added = copy->dropped;
    other.added_count = copy->dropped_count;
    other.passages = dl_arena_new_array(&t->arena, copy->passage_count, dl_passage);
    if (other.passages == NULL) {
        return dl_fail_memory(t->call->err);
    }
    for (uint32_t i = 0; i < copy->passage_count; i++) {
        const dl_passage *p = &copy->passages[i];
        other.passages[i] = (dl_passage){.a = p->b, .b = p->a, .kind = p->kind};
    }
    const dl_copy *const sides[] = {copy, &other};
    dl_status status = DL_OK;
    for (unsigned i = 0; status == DL_OK && i < 2; i++) {
        dl_buf_clear(record);
        dl_export_copy(t->reports, sides[i], dl_str_of(id), &t->arena, record);
        status = dl_ledger_put_copy(t->call->d->ledger, t->documents, sides[i],
                                    dl_str_of(id), dl_buf_str(record), t->call->err);
    }
    return status;
}

static dl_status put_copies(table *t, dl_buf *record)
{
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < t->copy_count; i++) {
        const dl_copy *copy = &t->copies[i];
        if (copy->kind == DL_COPY_COMMON_ORIGIN) {
            status = put_common_origin(t, copy, record);
        } else if (copy->kind == DL_COPY_COPY) {
            dl_buf_clear(record);
            dl_export_copy(t->reports, copy, DL_STR(""), &t->arena, record);
            status = dl_ledger_put_copy(t->call->d->ledger, t->documents, copy,
                                        DL_STR(""), dl_buf_str(record), t->call->err);
        }
    }
    return status;
}

static dl_status put_stories(table *t, dl_buf *record)
{
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < t->story_count; i++) {
        dl_buf_clear(record);
        dl_export_story(t->reports, &t->stories[i], record);
        status = dl_ledger_put_story(t->call->d->ledger, t->documents, &t->stories[i], i,
                                     dl_buf_str(record), t->call->err);
    }
    return status;
}

static dl_status put_events(table *t, dl_buf *record)
{
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < t->happening_count; i++) {
        dl_buf_clear(record);
        dl_export_happening(t->reports, &t->happenings[i], &t->arena, record);
        status =
            dl_ledger_put_event(t->call->d->ledger, t->documents, t->reports,
                                &t->happenings[i], i, dl_buf_str(record), t->call->err);
    }
    return status;
}

static dl_status put_names(table *t, dl_buf *record)
{
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < t->known_count; i++) {
        dl_buf_clear(record);
        dl_export_known(&t->known[i], record);
        status = dl_ledger_put_name(t->call->d->ledger, &t->known[i], i,
                                    dl_buf_str(record), t->call->err);
    }
    return status;
}

static dl_status put(table *t)
{
    static dl_status (*const PUT[])(table *, dl_buf *) = {
        put_documents, put_copies, put_stories, put_events, put_names};
    dl_ledger *ledger = t->call->d->ledger;
    dl_buf record;
    int64_t version = 0;
    dl_status status = dl_ledger_begin(ledger, t->call->err);
    if (status == DL_OK) {
        status = dl_ledger_version(ledger, &version, t->call->err);
    }
    t->overtaken = status == DL_OK && version != t->version;
    if (status != DL_OK || t->overtaken) {
        dl_ledger_rollback(ledger);
        return status;
    }
    dl_buf_init(&record);
    status = dl_ledger_clear(ledger, t->call->err);
    if (status == DL_OK) {
        status = dl_families_put(t->call, &t->families);
    }
    for (size_t i = 0; status == DL_OK && i < sizeof PUT / sizeof *PUT; i++) {
        status = PUT[i](t, &record);
    }
    if (status == DL_OK) {
        status = dl_ledger_set(ledger, DL_SETTLED, DL_STR("yes"), t->call->err);
    }
    if (status == DL_OK && record.failed) {
        status = dl_fail_memory(t->call->err);
    }
    dl_buf_done(&record);
    if (status != DL_OK) {
        dl_ledger_rollback(ledger);
        return status;
    }
    return dl_ledger_commit(ledger, t->call->err);
}

/* ---- all of it ---- */

static dl_status set(table *t)
{
    const dl_status status = dl_ledger_documents(t->call->d->ledger, &t->arena,
                                                 &t->documents, &t->count, t->call->err);
    if (status != DL_OK) {
        return status;
    }
    t->reports = dl_arena_new_array(&t->arena, t->count, const dl_report *);
    t->changed = dl_arena_new_array(&t->arena, t->count, bool);
    t->dates = dl_arena_new_array(&t->arena, t->count, dl_date);
    if (dl_arena_failed(&t->arena)) {
        return dl_fail_memory(t->call->err);
    }
    for (uint32_t i = 0; i < t->count; i++) {
        t->reports[i] = &t->documents[i].own;
        t->dates[i] = (dl_date){.when = dl_when_none(), .offset = UINT64_MAX};
    }
    return DL_OK;
}

static dl_status settle(table *t, dl_arena *arenas)
{
    dl_status status = set(t);
    if (status == DL_OK) {
        status = find_copies(t);
    }
    if (status == DL_OK) {
        status = find_stories(t);
    }
    if (status == DL_OK) {
        status = date_the_undated(t, arenas);
    }
    if (status == DL_OK) {
        status = reckon(t);
    }
    return status == DL_OK ? put(t) : status;
}

dl_status dl_settle(dl_call *call, int64_t version, bool *overtaken)
{
    const uint32_t jobs = call->d->jobs;
    table t = {.call = call, .version = version};
    dl_arena *arenas = calloc(jobs, sizeof *arenas);
    if (arenas == NULL) {
        return dl_fail_memory(call->err);
    }
    dl_arena_init(&t.arena, 0);
    for (uint32_t i = 0; i < jobs; i++) {
        dl_arena_init(&arenas[i], 0);
    }
    const dl_status status = settle(&t, arenas);
    *overtaken = t.overtaken;
    for (uint32_t i = 0; i < jobs; i++) {
        dl_arena_done(&arenas[i]);
    }
    dl_arena_done(&t.arena);
    free(arenas);
    return status;
}
