/* line.c - see line.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "line.h"

#include "intake.h"
#include "pool.h"
#include "visits.h"

#include <stdio.h>
#include <stdlib.h>

#define BATCH_PAGES 64               /* a batch is this many pages */
#define BATCH_BYTES (64u << 20)      /* or, if that is less, this many bytes */
#define BATCH_FETCHED 8              /* or this many pages that came over the network */
#define SLOT_BYTES ((size_t)3 << 30) /* most memory one page may take */
#define SLOT_KEEPS (16u << 20)       /* memory of a slot that is kept for the next page */

typedef struct batch {
    dl_line *line;
    uint32_t count, fetched;
    size_t bytes;
} batch;

/* ---- workers ---- */

static dl_status hire(dl_line *line)
{
    dateline *d = line->call->d;
    dl_status status = dl_data_open(&d->data, &d->paths, line->part, line->call->err);
    line->workers = calloc(d->jobs, sizeof *line->workers);
    line->slots = calloc(BATCH_PAGES, sizeof *line->slots);
    if (line->workers == NULL || line->slots == NULL) {
        return dl_fail_memory(line->call->err);
    }
    for (uint32_t i = 0; i < BATCH_PAGES; i++) {
        dl_arena_init(&line->slots[i].arena, SLOT_BYTES);
        dl_buf_init(&line->slots[i].record);
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
    for (uint32_t i = 0; line->slots != NULL && i < BATCH_PAGES; i++) {
        dl_arena_done(&line->slots[i].arena);
        dl_buf_done(&line->slots[i].record);
    }
    free(line->workers);
    free(line->slots);
    line->workers = NULL;
    line->slots = NULL;
}

/* ---- a batch ---- */

static void work(void *context, uint32_t worker, uint32_t item)
{
    dl_line *line = context;
    const dl_reader reader = {.data = &line->call->d->data,
                              .worker = line->workers[worker],
                              .part = line->part};
    line->work(line, &reader, &line->slots[item]);
}

static dl_status give(dl_line *line, uint32_t count)
{
    dl_status status = line->begin == NULL ? DL_OK : line->begin(line);
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        dl_slot *slot = &line->slots[i];
        if (slot->status != DL_OK) {
            dl_call_failed(line->call, slot->err.message);
        } else {
            status = line->give(line, slot);
        }
    }
    return status == DL_OK && line->end != NULL ? line->end(line) : status;
}

static void empty(dl_slot *slot)
{
    if (slot->arena.used > SLOT_KEEPS) {
        dl_arena_done(&slot->arena);
        dl_arena_init(&slot->arena, SLOT_BYTES);
    } else {
        dl_arena_reset(&slot->arena);
    }
    dl_buf_clear(&slot->record);
    slot->status = DL_OK;
    slot->err = (dl_error){0};
}

static dl_status finish(batch *b)
{
    dl_line *line = b->line;
    if (b->count == 0) {
        return DL_OK;
    }
    dl_pool_run(line->call->d->jobs, b->count, work, line);
    const dl_status status = give(line, b->count);
    for (uint32_t i = 0; i < b->count; i++) {
        empty(&line->slots[i]);
    }
    b->count = b->fetched = 0;
    b->bytes = 0;
    dl_call_progress(line->call, "pages", line->pages, 0);
    return status;
}

/* ---- the line ---- */

static dl_status offer(batch *b, dl_slot *slot, const dl_when *published, dl_str value)
{
    dl_line *line = b->line;
    bool wanted = true;
    line->pages++;
    if (dl_when_known(*published) && !dl_when_known(slot->page.published)) {
        slot->page.published = *published;
        slot->page.published_value = value;
        slot->page.from = DL_STR("given");
    }
    const dl_status status = line->take == NULL ? DL_OK : line->take(line, slot, &wanted);
    if (status != DL_OK || !wanted) {
        empty(slot);
        return status;
    }
    b->bytes += slot->page.bytes.size;
    b->count++;
    b->fetched += slot->page.headers.size > 0;
    return b->count == BATCH_PAGES || b->bytes >= BATCH_BYTES ||
                   b->fetched == BATCH_FETCHED
               ? finish(b)
               : DL_OK;
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

static dl_status feed(dl_line *line, dl_intake *intake, const dl_when *published,
                      dl_str value)
{
    batch b = {.line = line};
    dl_status status = DL_OK;
    while (status == DL_OK && !dl_call_stopped(line->call)) {
        dl_slot *slot = &line->slots[b.count];
        dl_error err = {0};
        const dl_status next = dl_intake_next(intake, &slot->arena, &slot->page, &err);
        tell_notes(line, intake);
        if (next == DL_ENONE || next == DL_ESTOP) {
            break;
        }
        if (next != DL_OK) {
            empty(slot);
            dl_call_failed(line->call, err.message);
            continue;
        }
        status = offer(&b, slot, published, value);
    }
    if (status == DL_OK) {
        status = finish(&b);
    }
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
