/* pages.c - the calls that need no ledger: extract and annotate.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export.h"
#include "line.h"
#include "templates.h"

/* ---- extract ----
 *
 * Pages are read twice where they can be: first to learn what the pages of each host
 * repeat, then without it. Records of the first time are kept; they are given out when
 * nothing is to be left out of their page.
 */

/* What dates undated pages by their words; opened for the first that asks for it. */
typedef struct dater {
    dl_language_worker *worker;
    bool tried;
} dater;

typedef struct extraction {
    dater by;
    dl_templates *templates; /* NULL: none */
} extraction;

static void extract_without(dl_line *line, dl_slot *slot, const dl_furniture *furniture)
{
    slot->status = dl_extract(&slot->page, &line->call->d->limits, furniture, &slot->arena,
                              &slot->report.article, &slot->err);
    if (slot->status == DL_OK) {
        dl_export_article(&slot->report.article, &slot->arena, &slot->record);
    }
}

static void extract(dl_line *line, const dl_reader *reader, dl_slot *slot)
{
    (void)reader;
    extract_without(line, slot, NULL);
}

/* ---- the second time ---- */

/* A file whose record is there is not read again. */
static bool pass(void *context, dl_str id, uint64_t size, dl_str head)
{
    const dl_line *line = context;
    const dl_templates *templates = ((const extraction *)line->context)->templates;
    const dl_template_page *known = dl_templates_find_file(templates, id, size, head);
    return known != NULL && dl_templates_has_record(templates, known);
}

/* The record of the first time, with what is told of its article beside it. */
static void give_again(dl_slot *slot, const dl_templates *templates,
                       const dl_template_page *known)
{
    slot->report.article = (dl_article){.id = slot->page.id, .note = known->note};
    if (!dl_templates_record(templates, known, &slot->record)) {
        slot->status = dl_fail(&slot->err, DL_EIO,
                               "%.*s: its record was lost between two readings (is there "
                               "room in $TMPDIR?); --no-templates reads pages once",
                               (int)slot->page.id.size, slot->page.id.at);
    }
}

static void extract_again(dl_line *line, const dl_reader *reader, dl_slot *slot)
{
    const dl_templates *templates = ((const extraction *)line->context)->templates;
    const dl_template_page *known = slot->page.passed
                                        ? dl_templates_find_id(templates, slot->page.id)
                                        : dl_templates_find(templates, &slot->page);
    (void)reader;
    if (known != NULL && dl_templates_has_record(templates, known)) {
        give_again(slot, templates, known);
    } else {
        extract_without(line, slot, known == NULL ? NULL : &known->furniture);
    }
}

/* ---- giving ---- */

static dl_status give(dl_line *line, dl_slot *slot)
{
    const dl_article *article = &slot->report.article;
    if (article->error.size != 0) {
        dl_call_empty(line->call, article->id, article->error);
    }
    return dl_call_record(line->call, &slot->record);
}

/* Could the words say when the page was written? Only beside something printed that it
 * cannot be older than. */
static bool asks_for_words(const dl_article *article)
{
    bool bound = false;
    for (uint32_t i = 0; i < article->date_count && !bound; i++) {
        bound = article->dates[i].role == DL_DATE_BOUND;
    }
    return bound && article->text.size != 0 && !dl_when_known(article->published.when);
}

/* Without language data, or when the words do not say, the page stays undated. */
static void date_by_words(dl_line *line, dl_slot *slot)
{
    dater *by = &((extraction *)line->context)->by;
    dateline *d = line->call->d;
    if (!by->tried) {
        by->tried = true;
        if (dl_data_open(&d->data, &d->paths, DL_DATA_TAG, NULL) == DL_OK &&
            dl_language_worker_new(d->data.language, &by->worker, NULL) != DL_OK) {
            by->worker = NULL;
        }
    }
    const dl_reader reader = {
        .data = &d->data, .worker = by->worker, .part = DL_DATA_TAG};
    if (by->worker != NULL &&
        dl_read_text(&reader, &slot->arena, &slot->doc, &slot->report, NULL) == DL_OK) {
        dl_buf_clear(&slot->record);
        dl_export_article(&slot->report.article, &slot->arena, &slot->record);
    }
}

static dl_status give_article(dl_line *line, dl_slot *slot)
{
    if (asks_for_words(&slot->report.article)) {
        date_by_words(line, slot);
    }
    return give(line, slot);
}

/* The first time: nothing is given out. */
static dl_status learn(dl_line *line, dl_slot *slot)
{
    extraction *e = line->context;
    const dl_article *article = &slot->report.article;
    if (asks_for_words(article)) {
        date_by_words(line, slot);
    }
    const dl_str none = DL_STR("");
    return dl_templates_add(e->templates, &slot->page, article,
                            article->error.size != 0 || slot->record.failed
                                ? none : dl_buf_str(&slot->record),
                            line->call->err);
}

/* Learns what the pages repeat. Whatever fails is told when they are read again. */
static dl_status learn_templates(dl_call *call, extraction *e, const char *const *paths,
                                 size_t count)
{
    dl_call quiet = {.d = call->d, .err = call->err};
    quiet.to = (dateline_listener){.context = call->to.context,
                                   .progress = call->to.progress};
    dl_line line = {.call = &quiet,
                    .part = DL_DATA_NOTHING,
                    .context = e,
                    .work = extract,
                    .give = learn};
    if ((e->templates = dl_templates_new(call->d->template_blocks)) == NULL) {
        return dl_fail_memory(call->err);
    }
    dl_status status = dl_line_run(&line, paths, count, NULL);
    if (status == DL_OK) {
        status = dl_templates_learn(e->templates, NULL, call->err);
    }
    if (status == DL_ELIMIT) {
        dl_call_note(call, call->err->message);
        *call->err = (dl_error){0};
        dl_templates_free(e->templates);
        e->templates = NULL;
        status = DL_OK;
    }
    return status;
}

dateline_status dateline_extract(dateline *d, const char *const *paths, size_t count,
                                 const dateline_listener *to, dateline_done *done,
                                 dateline_error *error)
{
    dl_error err;
    dl_call call;
    dl_call_begin(&call, d, to, &err);
    extraction e = {0};
    dl_status status = DL_OK;
    if (dl_templates_can(d, paths, count)) {
        status = learn_templates(&call, &e, paths, count);
    }
    dl_line line = {.call = &call,
                    .part = DL_DATA_NOTHING,
                    .context = &e,
                    .pass = e.templates != NULL ? pass : NULL,
                    .work = e.templates != NULL ? extract_again : extract,
                    .give = give_article};
    if (status == DL_OK) {
        status = dl_line_run(&line, paths, count, NULL);
    }
    dl_language_worker_free(e.by.worker);
    dl_templates_free(e.templates);
    return dl_call_end(&call, status, done, error);
}

/* ---- annotate ---- */

/* Markup is extracted; text and records are read as they are, so that spans are places
 * in what was given. */
static dl_status read_article(dl_line *line, dl_slot *slot)
{
    return slot->page.kind == DL_PAGE_HTML
               ? dl_extract(&slot->page, &line->call->d->limits, NULL, &slot->arena,
                            &slot->report.article, &slot->err)
               : dl_read_plain(&slot->page, &slot->arena, &slot->report.article,
                               &slot->err);
}

static void annotate(dl_line *line, const dl_reader *reader, dl_slot *slot)
{
    slot->status = read_article(line, slot);
    if (slot->status == DL_OK) {
        slot->status =
            dl_read_text(reader, &slot->arena, &slot->doc, &slot->report, &slot->err);
    }
    if (slot->status == DL_OK) {
        dl_export_annotation(slot->page.id, &slot->doc,
                             reader->part >= DL_DATA_TAG ? &slot->report.tags : NULL,
                             reader->part >= DL_DATA_TELL ? &slot->report.tells : NULL,
                             &slot->arena, &slot->record);
    }
}

dateline_status dateline_annotate(dateline *d, const char *const *paths, size_t count,
                                  const char *published, dateline_stage stage,
                                  const dateline_listener *to, dateline_done *done,
                                  dateline_error *error)
{
    dl_error err;
    dl_call call;
    dl_call_begin(&call, d, to, &err);
    const dl_data_part part = stage == DATELINE_STAGE_LANGUAGE ? DL_DATA_LANGUAGE
                              : stage == DATELINE_STAGE_TAG    ? DL_DATA_TAG
                                                               : DL_DATA_TELL;
    dl_line line = {.call = &call, .part = part, .work = annotate, .give = give};
    return dl_call_end(&call, dl_line_run(&line, paths, count, published), done, error);
}
