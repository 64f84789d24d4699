/* line.c - see line.h.
 *
 * The calling thread gives what is done, reads on while there is room, and works with
 * the others when there is neither.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "line.h"

#include "intake.h"
#include "ring.h"
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

/* ---- reading ---- */

/* Is the page in the slot to be worked on? */
static dl_status offer(dl_line *line, dl_slot *slot, const dl_when *published, dl_str value)
{
    slot->wanted = true;
    line->pages++;
    if (dl_when_known(*published) && !dl_when_known(slot->page.published)) {
        slot->page.published = *published;
        slot->page.published_value = value;
        slot->page.from = DL_STR("given");
    }
    return line->take == NULL ? DL_OK : line->take(line, slot, &slot->wanted);
}

/* What the intake has to say about what it read is said in its place. */
static dl_status keep_notes(dl_slot *slot, dl_intake *intake, dl_error *err)
{
    dl_str note;
    while (dl_intake_note(intake, &note)) {
        dl_str *kept = dl_vec_push(&slot->notes, &slot->arena);
        if (kept == NULL) {
            return dl_fail_memory(err);
        }
        *kept = note;
    }
    return DL_OK;
}

/* Reads a page into the ring; *more: there may be more. */
static dl_status read_on(dl_line *line, dl_ring *ring, dl_intake *intake,
                         const dl_when *published, dl_str value, bool *more)
{
    dl_slot *slot = dl_ring_slot(ring);
    slot->status = dl_intake_next(intake, &slot->arena, &slot->page, &slot->err);
    *more = slot->status != DL_ENONE && slot->status != DL_ESTOP;
    const bool failed = *more && slot->status != DL_OK;
    dl_status status = keep_notes(slot, intake, line->call->err);
    if (status == DL_OK && slot->status == DL_OK) {
        status = offer(line, slot, published, value);
    }
    if (status == DL_OK && (slot->wanted || failed || slot->notes.count > 0)) {
        dl_ring_take(ring, slot);
    } else {
        dl_ring_drop(ring, slot);
    }
    *more = *more && !dl_call_stopped(line->call);
    return status;
}

/* ---- giving ---- */

/* An article that was cut short by a limit is worth a line. */
static void tell_limit(dl_line *line, const dl_article *article)
{
    char message[DL_ERROR_MESSAGE_MAX];
    if (dl_str_starts(article->note, DL_STR("limit reached"))) {
        snprintf(message, sizeof message, "%.*s: %.*s", (int)article->id.size,
                 article->id.at, (int)article->note.size, article->note.at);
        dl_call_note(line->call, message);
    }
}

static void tell_notes(dl_line *line, const dl_slot *slot)
{
    char message[DL_ERROR_MESSAGE_MAX];
    for (uint32_t i = 0; i < slot->notes.count; i++) {
        const dl_str note = slot->notes.at[i];
        snprintf(message, sizeof message, "%.*s", (int)note.size, note.at);
        dl_call_note(line->call, message);
    }
}

static dl_status give_slot(dl_line *line, dl_slot *slot, bool *begun)
{
    tell_notes(line, slot);
    if (slot->status != DL_OK && slot->status != DL_ENONE && slot->status != DL_ESTOP) {
        dl_call_failed(line->call, slot->err.message);
    }
    if (slot->status != DL_OK || !slot->wanted) {
        return DL_OK;
    }
    tell_limit(line, &slot->report.article);
    const dl_status status = *begun || line->begin == NULL ? DL_OK : line->begin(line);
    *begun = true;
    return status == DL_OK ? line->give(line, slot) : status;
}

/* Gives all that is done and has nothing undone before it. */
static dl_status give_on(dl_line *line, dl_ring *ring)
{
    dl_status status = DL_OK;
    bool begun = false;
    for (dl_slot *slot; status == DL_OK && (slot = dl_ring_first(ring)) != NULL;) {
        status = give_slot(line, slot, &begun);
        dl_ring_pass(ring);
    }
    dl_call_progress(line->call, "pages", line->pages, 0);
    return status == DL_OK && begun && line->end != NULL ? line->end(line) : status;
}

/* ---- the line ---- */

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

static dl_status feed(dl_line *line, dl_intake *intake, const dl_when *published,
                      dl_str value)
{
    dl_ring ring;
    bool more = !dl_call_stopped(line->call);
    dl_status status = dl_ring_init(&ring, line);
    while (status == DL_OK && (more || !dl_ring_empty(&ring))) {
        if (dl_ring_first(&ring) != NULL) {
            status = give_on(line, &ring);
        } else if (more && !dl_ring_full(&ring)) {
            status = read_on(line, &ring, intake, published, value, &more);
        } else {
            dl_ring_help(&ring);
        }
    }
    dl_ring_done(&ring);
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
    options.pass = line->pass;
    options.pass_context = line;
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
