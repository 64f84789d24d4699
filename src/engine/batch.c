/* batch.c - see batch.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "batch.h"

#include "pool.h"

#include <stdio.h>
#include <stdlib.h>

#define BATCH_PAGES 64               /* a batch is this many pages */
#define BATCH_BYTES (2u << 20)          /* or, if that is less, this many bytes */
#define BATCH_FETCHED 8              /* or this many pages that came over the network */
#define SLOT_BYTES ((size_t)3 << 30) /* most memory one page may take */
#define KEPT_BYTES ((size_t)3 << 20)   /* memory all slots keep for the next pages */

dl_status dl_batch_init(dl_batch *b, dl_line *line)
{
    *b = (dl_batch){.line = line};
    b->slots = calloc(BATCH_PAGES, sizeof *b->slots);
    if (b->slots == NULL) {
        return dl_fail_memory(line->call->err);
    }
    for (uint32_t i = 0; i < BATCH_PAGES; i++) {
        dl_arena_init(&b->slots[i].arena, SLOT_BYTES);
        dl_buf_init(&b->slots[i].record);
    }
    return DL_OK;
}

void dl_batch_done(dl_batch *b)
{
    if (b->beside) {
        dl_batch_await(b);
    }
    for (uint32_t i = 0; b->slots != NULL && i < BATCH_PAGES; i++) {
        dl_arena_done(&b->slots[i].arena);
        dl_buf_done(&b->slots[i].record);
    }
    free(b->slots);
    b->slots = NULL;
}

/* ---- filling ---- */

dl_slot *dl_batch_next(dl_batch *b)
{
    return &b->slots[b->count];
}

void dl_batch_take(dl_batch *b)
{
    const dl_page *page = &b->slots[b->count].page;
    b->bytes += page->bytes.size;
    b->fetched += page->headers.size > 0;
    b->count++;
}

static void empty(dl_slot *slot)
{
    slot->kept = slot->arena.used > slot->kept ? slot->arena.used : slot->kept;
    dl_arena_reset(&slot->arena);
    dl_buf_clear(&slot->record);
    slot->status = DL_OK;
    slot->err = (dl_error){0};
}

void dl_batch_drop(dl_batch *b)
{
    empty(&b->slots[b->count]);
}

bool dl_batch_full(const dl_batch *b)
{
    return b->count == BATCH_PAGES || b->bytes >= BATCH_BYTES ||
           b->fetched == BATCH_FETCHED;
}

/* ---- the work ---- */

static void work(void *context, uint32_t worker, uint32_t item)
{
    const dl_batch *b = context;
    dl_line *line = b->line;
    const dl_reader reader = {.data = &line->call->d->data,
                              .worker = line->workers[worker],
                              .part = line->part};
    line->work(line, &reader, &b->slots[item]);
}

static void *work_on_all(void *context)
{
    dl_batch *b = context;
    dl_pool_run(b->line->call->d->jobs, b->count, work, b);
    return NULL;
}

void dl_batch_start(dl_batch *b)
{
    b->worked = false;
    b->beside = b->line->call->d->jobs > 1 && b->count > 0 &&
                pthread_create(&b->thread, NULL, work_on_all, b) == 0;
}

void dl_batch_await(dl_batch *b)
{
    if (b->beside) {
        pthread_join(b->thread, NULL);
        b->beside = false;
    } else if (b->count > 0 && !b->worked) {
        work_on_all(b);
    }
    b->worked = true;
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

static dl_status give(dl_batch *b)
{
    dl_line *line = b->line;
    dl_status status = line->begin == NULL ? DL_OK : line->begin(line);
    for (uint32_t i = 0; status == DL_OK && i < b->count; i++) {
        dl_slot *slot = &b->slots[i];
        if (slot->status != DL_OK) {
            dl_call_failed(line->call, slot->err.message);
        } else {
            tell_limit(line, &slot->report.article);
            status = line->give(line, slot);
        }
    }
    return status == DL_OK && line->end != NULL ? line->end(line) : status;
}

/* Memory is kept from page to page, since to get it anew costs more than to fill it: by
 * the first slots, which are used most, and in all no more than KEPT_BYTES, so that large
 * pages leave no trace. */
static void trim(dl_batch *b)
{
    size_t kept = 0;
    for (uint32_t i = 0; i < BATCH_PAGES; i++) {
        dl_slot *slot = &b->slots[i];
        if (slot->kept > KEPT_BYTES - kept) {
            dl_arena_done(&slot->arena);
            dl_buf_done(&slot->record);
            dl_buf_init(&slot->record);
            slot->kept = 0;
        }
        kept += slot->kept;
    }
}

dl_status dl_batch_finish(dl_batch *b)
{
    if (b->count == 0) {
        return DL_OK;
    }
    dl_batch_await(b);
    const dl_status status = give(b);
    for (uint32_t i = 0; i < b->count; i++) {
        empty(&b->slots[i]);
    }
    trim(b);
    b->count = b->fetched = 0;
    b->bytes = 0;
    dl_call_progress(b->line->call, "pages", b->line->pages, 0);
    return status;
}
