/* line.c - see line.h.
 *
 * Two batches take turns: while the pages of one are worked on, the other's results are
 * given and the pages after them are read.
 *
 *     read 0 | start 0, read 1 | start 1, give 0 when it is done, read 0 | ...
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "line.h"

#include "batch.h"
#include "intake.h"
#include "visits.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- workers ---- */

static dl_status hire(dl_line *line)
{
    dateline *d = line->call->d;
    dl_status status = dl_data_open(&d->data, &d->paths, line->part, line->call->err);
    line->workers = calloc(d->jobs, sizeof *line->workers);
    if (line->workers == NULL) {
        return dl_fail_memory(line->call->err);
    }
    for (uint32_t i = 0; status == DL_OK && line->part >= DL_DATA_LANGUAGE && i < d->jobs;
         i++) {
        status =
            dl_language_worker_new(d->data.language, &line->workers[i], line->call->err);
    }
    return status;
}

static void dismiss(dl_line *line)
{
    for (uint32_t i = 0; line->workers != NULL && i < line->call->d->jobs; i++) {
        dl_language_worker_free(line->workers[i]);
    }
    free(line->workers);
    line->workers = NULL;
}

/* ---- the line ---- */

/* Is the page in the batch's next slot to be worked on? */
static dl_status offer(dl_line *line, dl_batch *b, const dl_when *published, dl_str value)
{
    dl_slot *slot = dl_batch_next(b);
    bool wanted = true;
    line->pages++;
    if (dl_when_known(*published) && !dl_when_known(slot->page.published)) {
        slot->page.published = *published;
        slot->page.published_value = value;
        slot->page.from = DL_STR("given");
    }
    const dl_status status = line->take == NULL ? DL_OK : line->take(line, slot, &wanted);
    if (status != DL_OK || !wanted) {
        dl_batch_drop(b);
    } else {
        dl_batch_take(b);
    }
    return status;
}

/* What the intake has to say about what it read. */
static void tell_notes(dl_line *line, dl_intake *intake)
{
    char message[DL_ERROR_MESSAGE_MAX];
    dl_str note;
    while (dl_intake_note(intake, &note)) {
        snprintf(message, sizeof message, "%.*s", (int)note.size, note.at);
        dl_call_note(line->call, message);
    }
}

/* Pages that are as they were count as read. */
static void count_unchanged(dl_line *line, const dl_intake *intake)
{
    char message[128];
    const uint64_t count = dl_intake_unchanged(intake);
    if (count > 0) {
        line->call->done.records += count;
        snprintf(message, sizeof message,
                 "addresses that have not changed since they were fetched: %llu",
                 (unsigned long long)count);
        dl_call_note(line->call, message);
    }
}

/* Reads pages until the batch is full; *more: there may be more. */
static dl_status fill(dl_line *line, dl_batch *b, dl_intake *intake,
                      const dl_when *published, dl_str value, bool *more)
{
    dl_status status = DL_OK;
    while (status == DL_OK && !dl_batch_full(b) && *more) {
        dl_slot *slot = dl_batch_next(b);
        dl_error err = {0};
        const dl_status next = dl_intake_next(intake, &slot->arena, &slot->page, &err);
        tell_notes(line, intake);
        if (next == DL_OK) {
            status = offer(line, b, published, value);
        } else if (next == DL_ENONE || next == DL_ESTOP) {
            *more = false;
        } else {
            dl_batch_drop(b);
            dl_call_failed(line->call, err.message);
        }
        *more = *more && !dl_call_stopped(line->call);
    }
    return status;
}

static dl_status feed_batches(dl_line *line, dl_batch batches[2], dl_intake *intake,
                              const dl_when *published, dl_str value)
{
    dl_batch *now = &batches[0], *last = &batches[1];
    dl_status status = DL_OK;
    bool more = !dl_call_stopped(line->call);
    while (status == DL_OK && more) {
        status = fill(line, now, intake, published, value, &more);
        if (line->part >=
            DL_DATA_LANGUAGE) { /* its workers are for one batch at a time */
            dl_batch_await(last);
        }
        dl_batch_start(now);
        const dl_status given = dl_batch_finish(last);
        status = status == DL_OK ? given : status;
        if (status == DL_OK &&
            now->fetched > 0) { /* who waits for a server wants to see */
            status = dl_batch_finish(now);
        }
        dl_batch *const other = last;
        last = now;
        now = other;
    }
    return status == DL_OK ? dl_batch_finish(last) : status;
}

static dl_status feed(dl_line *line, dl_intake *intake, const dl_when *published,
                      dl_str value)
{
    dl_batch batches[2] = {{0}};
    dl_status status = dl_batch_init(&batches[0], line);
    if (status == DL_OK) {
        status = dl_batch_init(&batches[1], line);
    }
    if (status == DL_OK) {
        status = feed_batches(line, batches, intake, published, value);
    }
    dl_batch_done(&batches[0]);
    dl_batch_done(&batches[1]);
    count_unchanged(line, intake);
    if (status == DL_OK && dl_call_stopped(line->call)) {
        status = dl_fail(line->call->err, DL_ESTOP,
                         "stopped after %llu pages; run the same command again to go on",
                         (unsigned long long)line->pages);
    }
    return status;
}

static dl_status read_published(const char *text, dl_when *out, dl_error *err)
{
    *out = dl_when_none();
    if (text != NULL && dl_when_read_iso(dl_str_of(text), out) != strlen(text)) {
        return dl_fail(err, DL_EUSAGE,
                       "--published %s: not a date; write it like 2017-03-02", text);
    }
    return DL_OK;
}

static dl_status line_up(dl_intake *intake, const char *const *paths, size_t count,
                         dl_error *err)
{
    dl_status status = DL_OK;
    for (size_t i = 0; status == DL_OK && i < count; i++) {
        status = dl_intake_add(intake, paths[i], err);
    }
    return status;
}

/* ---- the network ---- */

#define ARCHIVE_SUFFIX ".warc.gz"

static bool stopped(void *context)
{
    return dl_call_stopped(context);
}

/* What is fetched is kept where the caller says, else beside the ledger it goes to. */
static const char *archive_path(const dl_call *call, dl_arena *arena)
{
    const dateline *d = call->d;
    if (d->keep != NULL) {
        return d->keep[0] == '\0' ? NULL : d->keep;
    }
    return call->writes ? dl_str_printf(arena, "%s" ARCHIVE_SUFFIX, d->ledger_path).at
                        : NULL;
}

static dl_status open_intake(dl_line *line, dl_arena *arena, dl_visits **visits,
                             dl_intake **out)
{
    dl_call *call = line->call;
    dl_intake_options options = DL_INTAKE_OPTIONS;
    dl_status status = DL_OK;
    options.page_bytes = call->d->limits.page_bytes;
    options.reach = call->d->reach;
    options.web = call->d->web;
    options.web.stopped = stopped;
    options.web.context = call;
    options.keep = archive_path(call, arena);
    if (call->writes) {
        status = dl_visits_new(call, visits, call->err);
        options.memory = status == DL_OK ? dl_visits_memory(*visits) : options.memory;
    }
    if (status == DL_OK && dl_arena_failed(arena)) {
        status = dl_fail_memory(call->err);
    }
    return status == DL_OK ? dl_intake_new(&options, out, call->err) : status;
}

dl_status dl_line_run(dl_line *line, const char *const *paths, size_t count,
                      const char *published)
{
    dl_intake *intake = NULL;
    dl_visits *visits = NULL;
    dl_arena arena;
    dl_when when;
    dl_arena_init(&arena, 0);
    dl_status status = read_published(published, &when, line->call->err);
    if (status == DL_OK) {
        status = hire(line);
    }
    if (status == DL_OK) {
        status = open_intake(line, &arena, &visits, &intake);
    }
    if (status == DL_OK) {
        status = line_up(intake, paths, count, line->call->err);
    }
    if (status == DL_OK) {
        status = feed(line, intake, &when, dl_str_of(published));
    }
    if (status == DL_OK && visits != NULL) {
        status = dl_visits_end(visits);
    }
    dl_intake_free(intake);
    dl_visits_free(visits);
    dl_arena_done(&arena);
    dismiss(line);
    return status;
}
