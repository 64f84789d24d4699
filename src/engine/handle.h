/* handle.h - what stands behind a `dateline *`, and what every call needs.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_HANDLE_H
#define DL_HANDLE_H

#include "data.h"
#include "dateline.h"
#include "extract.h"
#include "ledger.h"
#include "web.h"

#include <stdatomic.h>

struct dateline {
    dl_arena arena; /* the options' strings */
    dl_data_paths paths;
    const char *ledger_path; /* NULL: none */
    uint32_t jobs;           /* 1 at least */
    dl_extract_limits limits;
    dl_web_reach reach;
    dl_fetch_options web;
    const char *keep; /* as dateline_options.keep */
    bool templates;           /* use template memory */
    uint32_t template_blocks; /* that it compares */
    dl_data data; /* what is open of it */
    dl_ledger *ledger;
    dl_ledger_mode mode; /* how `ledger` was opened */
    atomic_bool stop;
};

/* One call of the public interface while it runs. */
typedef struct dl_call {
    dateline *d;
    dateline_listener to;
    dateline_done done;
    dl_error *err;
    bool writes; /* it has the ledger open for writing */
} dl_call;

/* Begins a call: clears the stop sign. */
void dl_call_begin(dl_call *call, dateline *d, const dateline_listener *to,
                   dl_error *err);
/* Ends it: hands `done` and the error on; gives the public status. */
dateline_status dl_call_end(const dl_call *call, dl_status status, dateline_done *done,
                            dateline_error *error);

/* Gives a record to the listener. `text` must be followed by a NUL. DL_ESTOP when it
 * wants no more, DL_ENOMEM when `buf` has failed. */
DL_CHECK dl_status dl_call_record(dl_call *call, const dl_buf *buf);
void dl_call_failed(dl_call *call, const char *message);
/* A page without article: told, and counted apart from failures. */
void dl_call_empty(dl_call *call, dl_str id, dl_str why);
void dl_call_note(dl_call *call, const char *message);
void dl_call_progress(dl_call *call, const char *what, uint64_t done, uint64_t total);
bool dl_call_stopped(const dl_call *call);

/* Opens the ledger of the handle in `mode`, or keeps it open. A ledger whose last `add`
 * was cut off gives a note. */
DL_CHECK dl_status dl_call_ledger(dl_call *call, dl_ledger_mode mode);

/* The setting that is "yes" when copies, stories, names and events are up to date with
 * the documents. */
#define DL_SETTLED "settled"

#endif
