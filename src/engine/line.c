/* line.c - see line.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "line.h"

#include "intake.h"
#include "pool.h"

#include <stdio.h>
#include <stdlib.h>

#define BATCH_PAGES 64               /* a batch is this many pages */
#define BATCH_BYTES (64u << 20)      /* or, if that is less, this many bytes */
#define SLOT_BYTES ((size_t)3 << 30) /* most memory one page may take */
#define SLOT_KEEPS (16u << 20)       /* memory of a slot that is kept for the next page */

typedef struct batch {
    dl_line *line;
    uint32_t count;
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
    b->count = 0;
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
    return b->count == BATCH_PAGES || b->bytes >= BATCH_BYTES ? finish(b) : DL_OK;
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
        if (next == DL_ENONE) {
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

static dl_status line_up(dl_line *line, dl_intake *intake, const char *const *paths,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const dl_str path = dl_str_of(paths[i]);
        dl_error err = {0};
        if (dl_str_starts(path, DL_STR("http://")) ||
            dl_str_starts(path, DL_STR("https://"))) {
            (void)dl_fail(&err, DL_EUSAGE,
                          "%s: fetching is not built in yet; save the page and name the "
                          "file",
                          paths[i]);
            dl_call_failed(line->call, err.message);
            continue;
        }
        const dl_status status = dl_intake_add(intake, paths[i], line->call->err);
        if (status != DL_OK) {
            return status;
        }
    }
    return DL_OK;
}

dl_status dl_line_run(dl_line *line, const char *const *paths, size_t count,
                      const char *published)
{
    dl_intake_options options = DL_INTAKE_OPTIONS;
    dl_intake *intake = NULL;
    dl_when when;
    options.page_bytes = line->call->d->limits.page_bytes;
    dl_status status = read_published(published, &when, line->call->err);
    if (status == DL_OK) {
        status = hire(line);
    }
    if (status == DL_OK) {
        status = dl_intake_new(&options, &intake, line->call->err);
    }
    if (status == DL_OK) {
        status = line_up(line, intake, paths, count);
    }
    if (status == DL_OK) {
        status = feed(line, intake, &when, dl_str_of(published));
    }
    dl_intake_free(intake);
    dismiss(line);
    return status;
}
