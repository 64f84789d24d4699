/* handle.c - the handle, and the frame of every public call. See dateline.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "handle.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define VERSION "0.1.0"
#define JOBS_MOST 64
#define TEMPLATE_BLOCKS 200000 /* default of --template-blocks */

/* The two lists of statuses must stay one. */
_Static_assert((int)DATELINE_OK == (int)DL_OK && (int)DATELINE_EIO == (int)DL_EIO &&
                   (int)DATELINE_EUSAGE == (int)DL_EUSAGE &&
                   (int)DATELINE_ESTOP == (int)DL_ESTOP,
               "dateline_status mirrors dl_status");

const char *dateline_version(void)
{
    return VERSION;
}

const char *dateline_status_text(dateline_status status)
{
    return dl_status_text((dl_status)status);
}

static const char *keep(dateline *d, const char *text)
{
    return text == NULL ? NULL : dl_str_copy(&d->arena, dl_str_of(text)).at;
}

static uint32_t processors(void)
{
    const long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > JOBS_MOST ? JOBS_MOST : (uint32_t)n;
}

static void set_limits(dl_extract_limits *limits, const dateline_options *o)
{
    *limits = DL_EXTRACT_LIMITS;
    limits->page_bytes = o->page_bytes != 0 ? (size_t)o->page_bytes : limits->page_bytes;
    limits->depth = o->depth != 0 ? o->depth : limits->depth;
    limits->attributes = o->attributes != 0 ? o->attributes : limits->attributes;
    limits->nodes = o->nodes != 0 ? o->nodes : limits->nodes;
    limits->paragraphs = o->paragraphs != 0 ? o->paragraphs : limits->paragraphs;
}

static void set_web(dateline *d, const dateline_options *o)
{
    d->reach = o->fetch == DATELINE_FETCH_NOTHING ? DL_REACH_NOTHING
               : o->fetch == DATELINE_FETCH_ALL   ? DL_REACH_ALL
                                                  : DL_REACH_GIVEN;
    d->keep = keep(d, o->keep);
    d->web = (dl_fetch_options){.bytes = d->limits.page_bytes,
                                .seconds = o->seconds,
                                .redirects = o->redirects,
                                .delay_ms = o->delay_ms,
                                .hosts = o->hosts,
                                .wait_s = o->wait,
                                .allow_private = o->allow_private != 0,
                                .proxy = keep(d, o->proxy),
                                .agent = keep(d, o->agent)};
}

static void set_options(dateline *d, const dateline_options *o)
{
    d->paths = (dl_data_paths){.data = keep(d, o->data),
                               .environment = keep(d, getenv("DATELINE_DATA")),
                               .program = keep(d, o->program),
                               .model = keep(d, o->model),
                               .codebook = keep(d, o->codebook),
                               .actors = keep(d, o->actors),
                               .timewords = keep(d, o->timewords)};
    d->ledger_path = keep(d, o->ledger);
    d->jobs = o->jobs == 0 ? processors() : o->jobs > JOBS_MOST ? JOBS_MOST : o->jobs;
    set_limits(&d->limits, o);
    set_web(d, o);
    d->templates = o->no_templates == 0;
    d->template_blocks = o->template_blocks != 0 ? o->template_blocks : TEMPLATE_BLOCKS;
}

static void hand_over(const dl_error *from, dateline_error *to)
{
    if (to != NULL) {
        to->status = (dateline_status)from->status;
        snprintf(to->message, sizeof to->message, "%s", from->message);
    }
}

dateline_status dateline_open(const dateline_options *options, dateline **out,
                              dateline_error *error)
{
    const dateline_options fallback = DATELINE_OPTIONS;
    dateline_options given = fallback;
    dl_error err = {0};
    *out = NULL;
    if (options != NULL) { /* an older caller's struct may be shorter */
        const size_t size = options->size < sizeof given ? options->size : sizeof given;
        memcpy(&given, options, size);
    }
    dateline *d = calloc(1, sizeof *d);
    if (d == NULL) {
        (void)dl_fail_memory(&err);
        hand_over(&err, error);
        return DATELINE_ENOMEM;
    }
    dl_arena_init(&d->arena, 0);
    atomic_init(&d->stop, false);
    set_options(d, &given);
    if (dl_arena_failed(&d->arena)) {
        dateline_close(d);
        (void)dl_fail_memory(&err);
        hand_over(&err, error);
        return DATELINE_ENOMEM;
    }
    *out = d;
    return DATELINE_OK;
}

void dateline_close(dateline *d)
{
    if (d != NULL) {
        dl_ledger_close(d->ledger);
        dl_data_close(&d->data);
        dl_arena_done(&d->arena);
        free(d);
    }
}

void dateline_stop(dateline *d)
{
    atomic_store(&d->stop, true);
}

/* ---- calls ---- */

void dl_call_begin(dl_call *call, dateline *d, const dateline_listener *to, dl_error *err)
{
    const dateline_listener nobody = {0};
    *call = (dl_call){.d = d, .to = to == NULL ? nobody : *to, .err = err};
    *err = (dl_error){0};
    atomic_store(&d->stop, false);
}

dateline_status dl_call_end(const dl_call *call, dl_status status, dateline_done *done,
                            dateline_error *error)
{
    if (done != NULL) {
        *done = call->done;
    }
    if (status != DL_OK) {
        call->err->status = status;
        if (call->err->message[0] == '\0') {
            snprintf(call->err->message, sizeof call->err->message, "%s",
                     dl_status_text(status));
        }
        hand_over(call->err, error);
    }
    return (dateline_status)status;
}

dl_status dl_call_record(dl_call *call, const dl_buf *buf)
{
    if (buf->failed) {
        return dl_fail_memory(call->err);
    }
    call->done.records++;
    if (call->to.record != NULL &&
        call->to.record(call->to.context, buf->at, buf->size) != 0) {
        return dl_fail(call->err, DL_ESTOP, "stopped: the output was not taken");
    }
    return DL_OK;
}

void dl_call_failed(dl_call *call, const char *message)
{
    call->done.failed++;
    if (call->to.failed != NULL) {
        call->to.failed(call->to.context, message);
    }
}

void dl_call_empty(dl_call *call, dl_str id, dl_str why)
{
    char message[DL_ERROR_MESSAGE_MAX];
    call->done.empty++;
    if (call->to.failed != NULL) {
        snprintf(message, sizeof message, "%.*s: %s%.*s", (int)id.size, id.at,
                 dl_str_starts(why, DL_STR("no article")) ? "" : "no article: ",
                 (int)why.size, why.at);
        call->to.failed(call->to.context, message);
    }
}

void dl_call_note(dl_call *call, const char *message)
{
    if (call->to.note != NULL) {
        call->to.note(call->to.context, message);
    }
}

void dl_call_progress(dl_call *call, const char *what, uint64_t done, uint64_t total)
{
    if (call->to.progress != NULL) {
        call->to.progress(call->to.context, what, done, total);
    }
}

bool dl_call_stopped(const dl_call *call)
{
    return atomic_load(&call->d->stop);
}

static dl_status check_settled(dl_call *call)
{
    dl_arena arena;
    dl_str settled;
    dl_arena_init(&arena, 0);
    const dl_status status =
        dl_ledger_setting(call->d->ledger, DL_SETTLED, &arena, &settled, call->err);
    if (status == DL_OK && !dl_str_is(settled, "yes")) {
        dl_call_note(call,
                     "the last `dateline add` was cut off; run it again to bring the "
                     "chronology up to date");
    }
    dl_arena_done(&arena);
    return status;
}

dl_status dl_call_ledger(dl_call *call, dl_ledger_mode mode)
{
    dateline *d = call->d;
    if (d->ledger_path == NULL) {
        return dl_fail(call->err, DL_EUSAGE, "no ledger was named");
    }
    if (d->ledger != NULL && d->mode != mode) {
        dl_ledger_close(d->ledger);
        d->ledger = NULL;
    }
    if (d->ledger == NULL) {
        const dl_status status =
            dl_ledger_open(d->ledger_path, mode, &d->ledger, call->err);
        if (status != DL_OK) {
            return status;
        }
        d->mode = mode;
    }
    call->writes = mode == DL_LEDGER_WRITE;
    return mode == DL_LEDGER_READ ? check_settled(call) : DL_OK;
}
