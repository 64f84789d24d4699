/* add.c - the main job: pages into the ledger.
 *
 *   first  the new pages are extracted alone, to foresee what their hosts repeat
 *   take   is the page there already? then it is not read again
 *   work   page -> article -> language, tag, tell -> fingerprints
 *   give   into the ledger, each run of pages in one transaction
 *   then   read again what stands on hosts that repeat something, without it
 *   then   settle: what the documents say together
 *
 * Each run takes the mark "settled" away in its transaction, and settling puts it
 * back in its own: a call that is cut off anywhere is completed by the next.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "copy.h"
#include "export.h"
#include "line.h"
#include "reread.h"
#include "settle.h"
#include "templates.h"

#include <stdio.h>

#define SETTLE_TRIES 5 /* beside another call that adds */

static dl_status take(dl_line *line, dl_slot *slot, bool *wanted)
{
    dl_known_page known;
    uint32_t instead;
    dl_call *call = line->call;
    dl_page_key_of(&slot->page, dl_str_of(call->d->data.made), &slot->key);
    const dl_status status = dl_ledger_find_page(call->d->ledger, &slot->page, &slot->key,
                                                 &known, &instead, call->err);
    *wanted = known != DL_PAGE_THERE;
    call->done.records++;
    return status;
}

/* Extracts the article, without what its host is foreseen to repeat. Whether that was
 * right is seen when all pages are in; it only saves most of them a second reading. */
static void extract(dl_line *line, dl_slot *slot)
{
    const dl_templates *templates = line->context;
    const dl_template_page *known =
        templates == NULL ? NULL : dl_templates_find(templates, &slot->page);
    const bool foreseen = known != NULL && known->furniture.count > 0;
    dl_article *article = &slot->report.article;
    slot->report = (dl_report){0};
    slot->status = dl_extract(&slot->page, &line->call->d->limits,
                              foreseen ? &known->furniture : NULL, &slot->arena, article,
                              &slot->err);
    if (slot->status == DL_OK && foreseen) {
        article->traces = dl_arena_new_array(&slot->arena, known->traces.count, dl_trace);
        if (article->traces == NULL) {
            slot->status = dl_fail_memory(&slot->err);
            return;
        }
        article->trace_count = known->traces.count;
        memcpy(article->traces, known->traces.at, known->traces.count * sizeof(dl_trace));
    }
}

static void work(dl_line *line, const dl_reader *reader, dl_slot *slot)
{
    dl_report *report = &slot->report;
    extract(line, slot);
    if (slot->status == DL_OK) {
        slot->status = dl_read_text(reader, &slot->arena, &slot->doc, report, &slot->err);
    }
    if (slot->status == DL_OK) {
        slot->status = dl_prints(report->article.text, &slot->arena, &report->prints,
                                 &report->print_count, &slot->err);
    }
    if (slot->status == DL_OK) {
        dl_export_article(&report->article, &slot->arena, &slot->record);
    }
    if (slot->status == DL_OK && slot->record.failed) {
        slot->status = dl_fail_memory(&slot->err);
    }
}

static dl_status begin(dl_line *line)
{
    dl_call *call = line->call;
    const dl_status status = dl_ledger_begin(call->d->ledger, call->err);
    return status == DL_OK
               ? dl_ledger_set(call->d->ledger, DL_SETTLED, DL_STR("no"), call->err)
               : status;
}

/* A twin may have come meanwhile, so the page is looked up once more. */
static dl_status give(dl_line *line, dl_slot *slot)
{
    dl_known_page known;
    uint32_t instead;
    dl_call *call = line->call;
    dl_ledger *ledger = call->d->ledger;
    const dl_article *article = &slot->report.article;
    dl_status status =
        dl_ledger_find_page(ledger, &slot->page, &slot->key, &known, &instead, call->err);
    if (status != DL_OK || known == DL_PAGE_THERE) {
        return status;
    }
    if (article->error.size != 0) {
        dl_call_empty(call, article->id, article->error);
    }
    if (instead != DL_NONE) {
        status = dl_ledger_drop(ledger, instead, call->err);
    }
    if (status == DL_OK) {
        status = dl_ledger_put(ledger, &slot->page, &slot->key, &slot->report,
                               dl_buf_str(&slot->record), call->err);
    }
    call->done.fresh++;
    return status;
}

static dl_status end(dl_line *line)
{
    return dl_ledger_commit(line->call->d->ledger, line->call->err);
}

/* "12 documents (3 new or changed) · 2 copies · 4 stories · 31 events in FILE" */
static dl_status sum_up(dl_call *call)
{
    static const char COUNT[] =
        "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM copy WHERE"
        " common_origin IS NULL), (SELECT count(*) FROM story), (SELECT count(*) FROM "
        "event)";
    char message[DL_ERROR_MESSAGE_MAX];
    dl_sql *sql;
    bool row;
    dl_status status = dl_sql_new(call->d->ledger, COUNT, &sql, call->err);
    if (status != DL_OK) {
        return status;
    }
    status = dl_sql_step(sql, &row, call->err);
    if (row) {
        snprintf(message, sizeof message,
                 "documents %lld (%llu new or changed), copies %lld, stories %lld, "
                 "events %lld; ledger %s",
                 (long long)dl_sql_get_int(sql, 0), (unsigned long long)call->done.fresh,
                 (long long)dl_sql_get_int(sql, 1), (long long)dl_sql_get_int(sql, 2),
                 (long long)dl_sql_get_int(sql, 3), call->d->ledger_path);
        dl_call_note(call, message);
    }
    dl_sql_free(sql);
    return status;
}

static dl_status is_due(dl_call *call, bool *due)
{
    dl_arena arena;
    dl_str settled;
    dl_arena_init(&arena, 0);
    dl_status status =
        dl_ledger_setting(call->d->ledger, DL_SETTLED, &arena, &settled, call->err);
    if (status == DL_OK) {
        status = dl_reread_switched(call, due);
        *due = *due || !dl_str_is(settled, "yes");
    }
    dl_arena_done(&arena);
    return status;
}

static dl_status read_and_settle(dl_call *call, bool *overtaken)
{
    int64_t version;
    dl_status status = dl_ledger_version(call->d->ledger, &version, call->err);
    if (status == DL_OK) {
        status = dl_reread(call);
    }
    return status == DL_OK ? dl_settle(call, version, overtaken) : status;
}

/* Another call may add to the ledger at the same time: whoever is overtaken begins again,
 * and after some tries leaves it to the other, which settles what both have added. */
static dl_status settle_if_due(dl_call *call)
{
    bool due = false, overtaken = true;
    dl_status status = is_due(call, &due);
    for (unsigned tries = 0; status == DL_OK && due && overtaken; tries++) {
        if (tries == SETTLE_TRIES) {
            dl_call_note(call, "another call adds to this ledger: it will settle what both "
                               "have added");
            break;
        }
        status = read_and_settle(call, &overtaken);
        if (status == DL_OK && overtaken) {
            status = is_due(call, &due);
        }
    }
    return status;
}

/* ---- foreseeing ---- */

static void extract_alone(dl_line *line, const dl_reader *reader, dl_slot *slot)
{
    (void)reader;
    slot->status = dl_extract(&slot->page, &line->call->d->limits, NULL, &slot->arena,
                              &slot->report.article, &slot->err);
}

static dl_status learn(dl_line *line, dl_slot *slot)
{
    return dl_templates_add(line->context, &slot->page, &slot->report.article, DL_STR(""),
                            line->call->err);
}

/* Foresees what the hosts of the new pages repeat, from as many as the memory holds.
 * What fails here is told when the pages are read. */
static dl_status foresee(dl_call *call, const char *const *paths, size_t count,
                         const char *published, dl_templates *templates)
{
    dl_call quiet = {.d = call->d, .err = call->err};
    quiet.to = (dateline_listener){.context = call->to.context,
                                   .progress = call->to.progress};
    dl_line line = {.call = &quiet,
                    .part = DL_DATA_NOTHING,
                    .context = templates,
                    .take = take,
                    .work = extract_alone,
                    .give = learn};
    dl_status status = dl_line_run(&line, paths, count, published);
    if (status == DL_ELIMIT) {
        *call->err = (dl_error){0};
        status = DL_OK;
    }
    return status == DL_OK ? dl_templates_learn(templates, call->d->ledger, call->err)
                           : status;
}

static dl_status read_pages(dl_call *call, const char *const *paths, size_t count,
                            const char *published)
{
    dl_templates *templates = NULL;
    dl_status status = DL_OK;
    if (dl_templates_can(call->d, paths, count)) {
        templates = dl_templates_new(call->d->template_blocks);
        status = templates == NULL ? dl_fail_memory(call->err)
                                   : foresee(call, paths, count, published, templates);
    }
    dl_line line = {.call = call,
                    .part = DL_DATA_TELL,
                    .context = templates,
                    .take = take,
                    .work = work,
                    .give = give,
                    .begin = begin,
                    .end = end};
    if (status == DL_OK) {
        status = dl_line_run(&line, paths, count, published);
    }
    dl_templates_free(templates);
    return status;
}

static dl_status add(dl_call *call, const char *const *paths, size_t count,
                     const char *published)
{
    dateline *d = call->d;
    dl_status status = dl_data_open(&d->data, &d->paths, DL_DATA_TELL, call->err);
    if (status == DL_OK) {
        status = dl_call_ledger(call, DL_LEDGER_WRITE);
    }
    if (status != DL_OK) {
        return status;
    }
    status = read_pages(call, paths, count, published);
    if (status != DL_OK) {
        dl_ledger_rollback(d->ledger);
    }
    if (status != DL_OK && status != DL_ESTOP) {
        return status;
    }
    const dl_error stopped = *call->err;
    dl_status settled = settle_if_due(call);
    if (settled == DL_OK) {
        settled = sum_up(call);
    }
    if (settled != DL_OK) {
        dl_ledger_rollback(d->ledger);
        return settled;
    }
    *call->err = stopped;
    return status;
}

dateline_status dateline_add(dateline *d, const char *const *paths, size_t count,
                             const char *published, const dateline_listener *to,
                             dateline_done *done, dateline_error *error)
{
    dl_error err;
    dl_call call;
    dl_call_begin(&call, d, to, &err);
    return dl_call_end(&call, add(&call, paths, count, published), done, error);
}
