/* pool.c - see pool.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"

#include <pthread.h>
#include <stdatomic.h>

#define WORKERS_MOST 64

typedef struct job {
    dl_pool_work *work;
    void *context;
    uint32_t items;
    atomic_uint_fast32_t next;
} job;

typedef struct hand {
    job *job;
    uint32_t number;
    pthread_t thread;
} hand;

static void *labour(void *pointer)
{
    const hand *me = pointer;
    for (;;) {
        const uint_fast32_t item = atomic_fetch_add(&me->job->next, 1);
        if (item >= me->job->items) {
            return NULL;
        }
        me->job->work(me->job->context, me->number, (uint32_t)item);
    }
}

void dl_pool_run(uint32_t workers, uint32_t items, dl_pool_work *work, void *context)
{
    job shared = {.work = work, .context = context, .items = items};
    hand hands[WORKERS_MOST];
    uint32_t started = 1;
    atomic_init(&shared.next, 0);
    if (workers > WORKERS_MOST) {
        workers = WORKERS_MOST;
    }
    for (uint32_t i = 1; i < workers && i < items; i++) {
        hands[started] = (hand){.job = &shared, .number = started};
        if (pthread_create(&hands[started].thread, NULL, labour, &hands[started]) == 0) {
            started++;
        }
    }
    hands[0] = (hand){.job = &shared, .number = 0};
    labour(&hands[0]);
    for (uint32_t i = 1; i < started; i++) {
        pthread_join(hands[i].thread, NULL);
    }
}
