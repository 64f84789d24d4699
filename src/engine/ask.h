/* ask.h - what the calls that only read a ledger share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ASK_H
#define DL_ASK_H

#include "handle.h"
#include "map.h"

/* The folded forms of all names of what `name` is a name of: its own, and those of every
 * row of `names` that has it among its aliases. A set: value 1. */
DL_CHECK dl_status dl_ask_aliases(dl_call *call, const char *name, dl_arena *arena,
                                  dl_map *out);
/* Is the folded form of `name` in the set? */
bool dl_ask_is_in(const dl_map *aliases, dl_str name, dl_arena *arena);

/* The day a filter names: the first (of `from`) or last (of `to`) it allows, as ISO. */
DL_CHECK dl_status dl_ask_day(dl_call *call, const char *option, const char *text,
                              bool last, char out[32]);

/* Gives the first column of each row as a record. */
DL_CHECK dl_status dl_ask_each(dl_call *call, dl_sql *sql);

/* The number of a document; DL_ENONE with a message when there is none of this id. */
DL_CHECK dl_status dl_ask_document(dl_call *call, const char *id, int64_t *number);

/* Calls give(call, record, context) with each chronicle record the filter lets pass. */
typedef dl_status dl_ask_give(dl_call *call, dl_str record, void *context);
DL_CHECK dl_status dl_ask_chronicle(dl_call *call, const dateline_filter *filter,
                                    dl_ask_give *give, void *context);

/* Frames a call that reads: opens the ledger, runs `body`, ends the call. */
#define DL_ASK(body)                                                                     \
    do {                                                                                 \
        dl_error err_;                                                                   \
        dl_call call;                                                                    \
        dl_call_begin(&call, d, to, &err_);                                              \
        dl_status status_ = dl_call_ledger(&call, DL_LEDGER_READ);                       \
        if (status_ == DL_OK) {                                                          \
            status_ = (body);                                                            \
        }                                                                                \
        return dl_call_end(&call, status_, done, error);                                 \
    } while (0)

#endif
