/* pages.c - the calls that need no ledger: extract and annotate.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export.h"
#include "line.h"

/* ---- extract ---- */

static void extract(dl_line *line, const dl_reader *reader, dl_slot *slot)
{
    slot->status = dl_extract(&slot->page, &line->call->d->limits, NULL, &slot->arena,
                              &slot->report.article, &slot->err);
    if (slot->status == DL_OK) {
        dl_export_article(&slot->report.article, &slot->arena, &slot->record);
    }
}

static dl_status give(dl_line *line, dl_slot *slot)
{
    const dl_article *article = &slot->report.article;
    if (article->error.size != 0) {
        dl_call_empty(line->call, article->id, article->error);
    }
    return dl_call_record(line->call, &slot->record);
}

/* What dates undated pages by their words; opened for the first that asks for it. */
typedef struct dater {
    dl_language_worker *worker;
    bool tried;
} dater;

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
    dater *by = line->context;
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

dateline_status dateline_extract(dateline *d, const char *const *paths, size_t count,
                                 const dateline_listener *to, dateline_done *done,
                                 dateline_error *error)
{
    dl_error err;
    dl_call call;
    dl_call_begin(&call, d, to, &err);
    dater by = {0};
    dl_line line = {.call = &call,
                    .part = DL_DATA_NOTHING,
                    .context = &by,
                    .work = extract,
                    .give = give_article};
    const dl_status status = dl_line_run(&line, paths, count, NULL);
    dl_language_worker_free(by.worker);
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
