/* ring.h - pages on their way, each in a slot of its own: filled by one thread, worked on
 * by several, given in the order they came.
 *
 *     slot = dl_ring_slot(ring)   a free slot; fill it, then dl_ring_take or dl_ring_drop
 *     dl_ring_first(ring)         the oldest slot, when its work is done
 *     dl_ring_pass(ring)          it was given: free again
 *     dl_ring_help(ring)          work on a slot nobody has begun, or wait
 *
 *        first: given next    next: worked on next    end: filled next
 *          v                    v                       v
 *     ... [done] [done] [begun] [filled] [filled] [filled] ...
 *
 * All calls are from the thread that began the ring. With one job there is no other, and
 * dl_ring_help does all the work.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_RING_H
#define DL_RING_H

#include "line.h"

#include <pthread.h>

#define DL_RING_SLOTS 64

typedef struct dl_ring {
    dl_line *line;
    dl_slot *slots;
    dl_slot *idle[DL_RING_SLOTS]; /* a stack: the memory used last is the warmest */
    uint32_t idle_count;
    dl_slot *order[DL_RING_SLOTS]; /* slot n of the input at n modulo DL_RING_SLOTS */
    size_t bytes;                  /* of the pages in it */
    size_t kept;                   /* memory that idle slots hold, about */
    pthread_mutex_t lock;          /* of what follows, and of dl_slot.done */
    pthread_cond_t filled, done;
    uint64_t first, next, end;
    bool over; /* the threads are to go home */
    struct dl_ring_hand *hands;
    uint32_t hand_count;
} dl_ring;

/* An empty ring, and a thread for each job but the caller's own; where none can be
 * started the others do its share. DL_ENOMEM. */
DL_CHECK dl_status dl_ring_init(dl_ring *ring, dl_line *line);
/* Waits for what is being worked on; gives nothing. */
void dl_ring_done(dl_ring *ring);

bool dl_ring_full(const dl_ring *ring);
dl_slot *dl_ring_slot(dl_ring *ring); /* the ring must not be full */
void dl_ring_take(dl_ring *ring, dl_slot *slot);
void dl_ring_drop(dl_ring *ring, dl_slot *slot);

bool dl_ring_empty(dl_ring *ring);
dl_slot *dl_ring_first(dl_ring *ring); /* NULL: its work is not done, or there is none */
void dl_ring_pass(dl_ring *ring);
void dl_ring_help(dl_ring *ring); /* the ring must not be empty */

#endif
