/* batch.h - some pages that are worked on together, each in a slot of its own.
 *
 *     dl_batch_next(batch) ... the next free slot; fill its page, then dl_batch_take
 *     dl_batch_start(batch)    the work begins, beside the caller
 *     dl_batch_finish(batch)   the work is done; results are given in order; empty again
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_BATCH_H
#define DL_BATCH_H

#include "line.h"

#include <pthread.h>

typedef struct dl_batch {
    dl_line *line;
    dl_slot *slots;
    uint32_t count;
    uint32_t fetched; /* of them came over the network */
    size_t bytes;     /* of all their pages */
    pthread_t thread;
    bool beside; /* the thread works on it */
    bool worked; /* it is done */
} dl_batch;

DL_CHECK dl_status dl_batch_init(dl_batch *batch, dl_line *line);
void dl_batch_done(dl_batch *batch); /* waits for its work; gives nothing */

dl_slot *dl_batch_next(dl_batch *batch);
void dl_batch_take(dl_batch *batch); /* the next slot's page is to be worked on */
void dl_batch_drop(dl_batch *batch); /* it is not: the slot is free again */
bool dl_batch_full(const dl_batch *batch);

/* With one job the work is left to the two below. */
void dl_batch_start(dl_batch *batch);
void dl_batch_await(dl_batch *batch); /* the work is done */
DL_CHECK dl_status dl_batch_finish(dl_batch *batch);

#endif
