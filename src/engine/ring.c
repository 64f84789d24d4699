/* ring.c - see ring.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ring.h"

#include <stdlib.h>

#define JOB_BYTES (1u << 20)          /* of pages read ahead, for each job */
#define SLOT_BYTES ((size_t)3 << 30)  /* most memory one page may take */
#define KEPT_BYTES ((size_t)3 << 20)  /* memory all idle slots keep for the next pages */

typedef struct dl_ring_hand {
    dl_ring *ring;
    uint32_t number;
    pthread_t thread;
} hand;

/* ---- the work ---- */

/* The next slot nobody has begun, or NULL; the lock is held. */
static dl_slot *begin_next(dl_ring *ring)
{
    return ring->next == ring->end ? NULL : ring->order[ring->next++ % DL_RING_SLOTS];
}

static void work_on(dl_ring *ring, uint32_t worker, dl_slot *slot)
{
    dl_line *line = ring->line;
    const dl_reader reader = {.data = &line->call->d->data,
                              .worker = line->workers[worker],
                              .part = line->part};
    if (slot->wanted) {
        line->work(line, &reader, slot);
    }
}

static void end_work(dl_ring *ring, dl_slot *slot)
{
    slot->done = true;
    pthread_cond_signal(&ring->done);
}

static void *labour(void *pointer)
{
    const hand *me = pointer;
    dl_ring *ring = me->ring;
    pthread_mutex_lock(&ring->lock);
    while (!ring->over) {
        dl_slot *slot = begin_next(ring);
        if (slot == NULL) {
            pthread_cond_wait(&ring->filled, &ring->lock);
            continue;
        }
        pthread_mutex_unlock(&ring->lock);
        work_on(ring, me->number, slot);
        pthread_mutex_lock(&ring->lock);
        end_work(ring, slot);
    }
    pthread_mutex_unlock(&ring->lock);
    return NULL;
}

void dl_ring_help(dl_ring *ring)
{
    pthread_mutex_lock(&ring->lock);
    dl_slot *slot = begin_next(ring);
    if (slot != NULL) {
        pthread_mutex_unlock(&ring->lock);
        work_on(ring, 0, slot);
        pthread_mutex_lock(&ring->lock);
        end_work(ring, slot);
    }
    while (slot == NULL && !ring->order[ring->first % DL_RING_SLOTS]->done) {
        pthread_cond_wait(&ring->done, &ring->lock);
    }
    pthread_mutex_unlock(&ring->lock);
}

/* ---- beginning and end ---- */

dl_status dl_ring_init(dl_ring *ring, dl_line *line)
{
    const uint32_t jobs = line->call->d->jobs;
    *ring = (dl_ring){.line = line};
    pthread_mutex_init(&ring->lock, NULL);
    pthread_cond_init(&ring->filled, NULL);
    pthread_cond_init(&ring->done, NULL);
    ring->slots = calloc(DL_RING_SLOTS, sizeof *ring->slots);
    ring->hands = calloc(jobs, sizeof *ring->hands);
    if (ring->slots == NULL || ring->hands == NULL) {
        return dl_fail_memory(line->call->err);
    }
    for (uint32_t i = DL_RING_SLOTS; i-- > 0;) {
        dl_arena_init(&ring->slots[i].arena, SLOT_BYTES);
        dl_buf_init(&ring->slots[i].record);
        ring->idle[ring->idle_count++] = &ring->slots[i];
    }
    for (uint32_t i = 1; i < jobs; i++) {
        hand *fresh = &ring->hands[ring->hand_count];
        *fresh = (hand){.ring = ring, .number = i};
        ring->hand_count += pthread_create(&fresh->thread, NULL, labour, fresh) == 0;
    }
    return DL_OK;
}

void dl_ring_done(dl_ring *ring)
{
    pthread_mutex_lock(&ring->lock);
    ring->over = true;
    pthread_cond_broadcast(&ring->filled);
    pthread_mutex_unlock(&ring->lock);
    for (uint32_t i = 0; i < ring->hand_count; i++) {
        pthread_join(ring->hands[i].thread, NULL);
    }
    for (uint32_t i = 0; ring->slots != NULL && i < DL_RING_SLOTS; i++) {
        dl_arena_done(&ring->slots[i].arena);
        dl_buf_done(&ring->slots[i].record);
    }
    free(ring->slots);
    free(ring->hands);
    pthread_cond_destroy(&ring->done);
    pthread_cond_destroy(&ring->filled);
    pthread_mutex_destroy(&ring->lock);
}

/* ---- slots ---- */

/* One page for each job at least, else as many as JOB_BYTES allow. With one job nothing
 * is read ahead: it would only take memory. */
bool dl_ring_full(const dl_ring *ring)
{
    const uint32_t count = DL_RING_SLOTS - ring->idle_count, jobs = ring->hand_count + 1;
    return ring->idle_count == 0 || (jobs == 1 && count > 0) ||
           (count >= jobs && ring->bytes >= (size_t)jobs * JOB_BYTES);
}

dl_slot *dl_ring_slot(dl_ring *ring)
{
    dl_slot *slot = ring->idle[--ring->idle_count];
    ring->kept -= slot->kept;
    slot->kept = 0;
    return slot;
}

void dl_ring_take(dl_ring *ring, dl_slot *slot)
{
    ring->bytes += slot->page.bytes.size;
    pthread_mutex_lock(&ring->lock);
    ring->order[ring->end++ % DL_RING_SLOTS] = slot;
    pthread_cond_signal(&ring->filled);
    pthread_mutex_unlock(&ring->lock);
}

/* Memory is kept from page to page, since to get it anew costs more than to fill it; but
 * in all no more than KEPT_BYTES, so that large pages leave no trace. */
void dl_ring_drop(dl_ring *ring, dl_slot *slot)
{
    slot->kept = slot->arena.used + slot->record.room;
    if (slot->kept > KEPT_BYTES - ring->kept) {
        dl_arena_done(&slot->arena);
        dl_buf_done(&slot->record);
        dl_buf_init(&slot->record);
        slot->kept = 0;
    }
    ring->kept += slot->kept;
    dl_arena_reset(&slot->arena);
    dl_buf_clear(&slot->record);
    slot->page = (dl_page){0};
    slot->notes.at = NULL;
    slot->notes.count = slot->notes.room = 0;
    slot->wanted = slot->done = false;
    slot->status = DL_OK;
    slot->err = (dl_error){0};
    ring->idle[ring->idle_count++] = slot;
}

bool dl_ring_empty(dl_ring *ring)
{
    return ring->idle_count == DL_RING_SLOTS;
}

dl_slot *dl_ring_first(dl_ring *ring)
{
    dl_slot *slot = NULL;
    pthread_mutex_lock(&ring->lock);
    if (ring->first != ring->end && ring->order[ring->first % DL_RING_SLOTS]->done) {
        slot = ring->order[ring->first % DL_RING_SLOTS];
    }
    pthread_mutex_unlock(&ring->lock);
    return slot;
}

void dl_ring_pass(dl_ring *ring)
{
    dl_slot *slot = ring->order[ring->first % DL_RING_SLOTS];
    ring->bytes -= slot->page.bytes.size;
    pthread_mutex_lock(&ring->lock);
    ring->first++;
    pthread_mutex_unlock(&ring->lock);
    dl_ring_drop(ring, slot);
}
