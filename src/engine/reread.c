/* reread.c - see reread.h.
 *
 *   hosts that are due -> traces of all their documents -> habits
 *                      -> what each document is to be read without, as a mark
 *                      -> those with another mark: page bytes -> article -> report
 *
 * Each batch is a transaction of its own, and a host stays due until all of its
 * documents are done: a call that was cut off is completed by the next, which finds the
 * marks of what was done already.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "reread.h"

#include "copy.h"
#include "export.h"
#include "furniture.h"
#include "pool.h"
#include "read.h"
#include "vec.h"

#include <stdio.h>
#include <stdlib.h>

#define TEMPLATES "templates" /* the setting that tells how the ledger was read */
#define BATCH_PAGES 64
#define SLOT_BYTES ((size_t)3 << 30) /* most memory one page may take */

/* A document that is to be read again. */
typedef struct todo {
    uint32_t number;
    dl_furniture furniture;
} todo;

typedef struct rereading {
    dl_call *call;
    dl_arena arena;
    DL_VEC(todo) list;
} rereading;

/* ---- the switch ---- */

static void name_switch(const dateline *d, char out[64])
{
    if (d->templates) {
        snprintf(out, 64, "rules %d, %u blocks", DL_FURNITURE_RULES, d->template_blocks);
    } else {
        snprintf(out, 64, "off");
    }
}

dl_status dl_reread_switched(dl_call *call, bool *switched)
{
    char name[64];
    dl_arena arena;
    dl_str was;
    name_switch(call->d, name);
    dl_arena_init(&arena, 0);
    const dl_status status =
        dl_ledger_setting(call->d->ledger, TEMPLATES, &arena, &was, call->err);
    *switched = status == DL_OK && !dl_str_is(was, name);
    dl_arena_done(&arena);
    return status;
}

/* Makes all hosts due, for a ledger that was read otherwise. */
static dl_status turn_switch(dl_call *call)
{
    bool switched;
    char name[64];
    dl_ledger *ledger = call->d->ledger;
    dl_status status = dl_reread_switched(call, &switched);
    if (status != DL_OK || !switched) {
        return status;
    }
    name_switch(call->d, name);
    status = dl_ledger_begin(ledger, call->err);
    if (status == DL_OK) {
        status = dl_ledger_set(ledger, TEMPLATES, dl_str_of(name), call->err);
    }
    if (status == DL_OK) {
        status = dl_ledger_set(ledger, DL_SETTLED, DL_STR("no"), call->err);
    }
    if (status == DL_OK) {
        status = dl_ledger_all_due(ledger, call->err);
    }
    return status == DL_OK ? dl_ledger_commit(ledger, call->err) : status;
}

/* ---- what is to be read again ---- */

static int by_order(const void *a, const void *b)
{
    const dl_template *x = *(const dl_template *const *)a,
                      *y = *(const dl_template *const *)b;
    if (x->order != y->order) {
        return x->order < y->order ? -1 : 1;
    }
    return x < y ? -1 : x > y; /* by id: they are one array in that order */
}

/* Learns from as many documents as the limit allows, taken by the hash of their ids. */
static dl_status learn(rereading *r, dl_str host, const dl_template *documents,
                       uint32_t count, dl_arena *arena, dl_habits **out)
{
    const dl_template **sorted = dl_arena_new_array(arena, count, const dl_template *);
    dl_traces *pages = dl_arena_new_array(arena, count, dl_traces);
    char message[DL_ERROR_MESSAGE_MAX];
    uint32_t blocks = 0, used = 0;
    if (sorted == NULL || pages == NULL) {
        return dl_fail_memory(r->call->err);
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = &documents[i];
    }
    qsort(sorted, count, sizeof *sorted, by_order);
    while (used < count &&
           sorted[used]->trace_count <= r->call->d->template_blocks - blocks) {
        blocks += sorted[used]->trace_count;
        pages[used] = (dl_traces){sorted[used]->traces, sorted[used]->trace_count};
        used++;
    }
    if (used < count) {
        snprintf(message, sizeof message,
                 "%.*s: what its pages repeat was learned from %u of %u; raise "
                 "--template-blocks for more",
                 (int)host.size, host.at, used, count);
        dl_call_note(r->call, message);
    }
    return dl_furniture_learn(pages, used, arena, out, r->call->err);
}

static dl_status add_todo(rereading *r, const dl_template *document,
                          const dl_furniture *furniture)
{
    if (dl_furniture_mark(furniture) == document->mark) {
        return DL_OK;
    }
    dl_habit *habits = dl_arena_new_array(&r->arena, furniture->count, dl_habit);
    todo *fresh = dl_vec_push(&r->list, &r->arena);
    if (habits == NULL || fresh == NULL) {
        return dl_fail_memory(r->call->err);
    }
    if (furniture->count > 0) {
        memcpy(habits, furniture->habits, furniture->count * sizeof *habits);
    }
    *fresh = (todo){document->number, {habits, furniture->count}};
    return DL_OK;
}

static dl_status judge_host(rereading *r, dl_str host, dl_arena *arena)
{
    dl_template *documents;
    dl_habits *habits = NULL;
    uint32_t count;
    const bool on = r->call->d->templates;
    dl_error *err = r->call->err;
    dl_status status =
        dl_ledger_templates(r->call->d->ledger, host, arena, &documents, &count, err);
    if (status == DL_OK && on && count > 0) {
        status = learn(r, host, documents, count, arena, &habits);
    }
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        const dl_traces page = {documents[i].traces, documents[i].trace_count};
        dl_furniture furniture = {NULL, 0};
        if (on) {
            status = dl_furniture_find(habits, &page, arena, &furniture, err);
        }
        if (status == DL_OK) {
            status = add_todo(r, &documents[i], &furniture);
        }
    }
    return status;
}

/* ---- reading again ---- */

typedef struct slot {
    dl_arena arena;
    dl_page page;
    dl_report report;
    dl_doc doc;
    dl_buf record;
    dl_status status;
    dl_error err;
} slot;

typedef struct batch {
    rereading *r;
    dl_language_worker **workers;
    slot *slots;
    uint32_t first, count; /* of the list */
} batch;

static void read_one(void *context, uint32_t worker, uint32_t item)
{
    batch *b = context;
    slot *s = &b->slots[item];
    dateline *d = b->r->call->d;
    const dl_reader reader = {
        .data = &d->data, .worker = b->workers[worker], .part = DL_DATA_TELL};
    if (s->status != DL_OK) {
        return;
    }
    s->report = (dl_report){0};
    s->status = dl_extract(&s->page, &d->limits,
                           &b->r->list.at[b->first + item].furniture, &s->arena,
                           &s->report.article, &s->err);
    if (s->status == DL_OK) {
        s->status = dl_read_text(&reader, &s->arena, &s->doc, &s->report, &s->err);
    }
    if (s->status == DL_OK) {
        s->status = dl_prints(s->report.article.text, &s->arena, &s->report.prints,
                              &s->report.print_count, &s->err);
    }
    if (s->status == DL_OK) {
        dl_export_article(&s->report.article, &s->arena, &s->record);
    }
    if (s->status == DL_OK && s->record.failed) {
        s->status = dl_fail_memory(&s->err);
    }
}

static dl_status put(batch *b)
{
    dl_call *call = b->r->call;
    dl_ledger *ledger = call->d->ledger;
    dl_status status = dl_ledger_begin(ledger, call->err);
    if (status == DL_OK) {
        status = dl_ledger_set(ledger, DL_SETTLED, DL_STR("no"), call->err);
    }
    for (uint32_t i = 0; status == DL_OK && i < b->count; i++) {
        const slot *s = &b->slots[i];
        const todo *t = &b->r->list.at[b->first + i];
        if (s->status != DL_OK) { /* stays as it was read alone */
            dl_call_failed(call, s->err.message);
            continue;
        }
        status = dl_ledger_put_again(ledger, t->number, dl_str_of(call->d->data.made),
                                     &s->report, dl_buf_str(&s->record), call->err);
    }
    return status == DL_OK ? dl_ledger_commit(ledger, call->err) : status;
}

static dl_status read_batch(batch *b)
{
    dl_call *call = b->r->call;
    for (uint32_t i = 0; i < b->count; i++) {
        slot *s = &b->slots[i];
        dl_arena_done(&s->arena);
        dl_arena_init(&s->arena, SLOT_BYTES);
        dl_buf_clear(&s->record);
        s->status = dl_ledger_read_page(call->d->ledger,
                                        b->r->list.at[b->first + i].number, &s->arena,
                                        &s->page, &s->err);
    }
    dl_pool_run(call->d->jobs, b->count, read_one, b);
    dl_call_progress(call, "pages read again", b->first + b->count, b->r->list.count);
    return put(b);
}

static dl_status hire(batch *b)
{
    dateline *d = b->r->call->d;
    b->workers = calloc(d->jobs, sizeof *b->workers);
    b->slots = calloc(BATCH_PAGES, sizeof *b->slots);
    if (b->workers == NULL || b->slots == NULL) {
        return dl_fail_memory(b->r->call->err);
    }
    for (uint32_t i = 0; i < BATCH_PAGES; i++) {
        dl_arena_init(&b->slots[i].arena, SLOT_BYTES);
        dl_buf_init(&b->slots[i].record);
    }
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < d->jobs; i++) {
        status = dl_language_worker_new(d->data.language, &b->workers[i],
                                        b->r->call->err);
    }
    return status;
}

static void dismiss(batch *b)
{
    for (uint32_t i = 0; b->workers != NULL && i < b->r->call->d->jobs; i++) {
        dl_language_worker_free(b->workers[i]);
    }
    for (uint32_t i = 0; b->slots != NULL && i < BATCH_PAGES; i++) {
        dl_arena_done(&b->slots[i].arena);
        dl_buf_done(&b->slots[i].record);
    }
    free(b->workers);
    free(b->slots);
}

static dl_status read_all(rereading *r)
{
    batch b = {.r = r};
    if (r->list.count == 0) {
        return DL_OK;
    }
    dl_status status = hire(&b);
    for (; status == DL_OK && b.first < r->list.count; b.first += b.count) {
        const uint32_t left = r->list.count - b.first;
        b.count = left < BATCH_PAGES ? left : BATCH_PAGES;
        status = read_batch(&b);
    }
    dismiss(&b);
    return status;
}

/* ---- all of it ---- */

static dl_status hosts_done(dl_call *call, const dl_due *due, uint32_t count)
{
    dl_status status = count == 0 ? DL_OK : dl_ledger_begin(call->d->ledger, call->err);
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        status = dl_ledger_host_done(call->d->ledger, &due[i], call->err);
    }
    return status == DL_OK && count > 0 ? dl_ledger_commit(call->d->ledger, call->err)
                                        : status;
}

static dl_status reread(rereading *r)
{
    dl_due *due;
    uint32_t count = 0;
    dl_arena scratch;
    dl_status status = turn_switch(r->call);
    if (status == DL_OK) {
        status = dl_ledger_hosts_due(r->call->d->ledger, &r->arena, &due, &count,
                                     r->call->err);
    }
    dl_arena_init(&scratch, 0);
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        status = judge_host(r, due[i].host, &scratch);
        dl_arena_reset(&scratch);
    }
    dl_arena_done(&scratch);
    if (status == DL_OK) {
        status = read_all(r);
    }
    return status == DL_OK ? hosts_done(r->call, due, count) : status;
}

dl_status dl_reread(dl_call *call)
{
    rereading r = {.call = call};
    dl_arena_init(&r.arena, 0);
    const dl_status status = reread(&r);
    if (status != DL_OK) {
        dl_ledger_rollback(call->d->ledger);
    }
    dl_arena_done(&r.arena);
    return status;
}
