/* Tests of pool.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pool.h"
#include "tap.h"

#include <stdatomic.h>

#define ITEMS 1000

typedef struct board {
    atomic_uint turns[ITEMS];
    unsigned square[ITEMS];
    atomic_uint worker_most;
} board;

static void work(void *context, uint32_t worker, uint32_t item)
{
    board *b = context;
    unsigned most = atomic_load(&b->worker_most);
    atomic_fetch_add(&b->turns[item], 1);
    b->square[item] = item * item;
    while (worker > most && !atomic_compare_exchange_weak(&b->worker_most, &most, worker)) {
    }
}

static void run(uint32_t workers, uint32_t items)
{
    static board b;
    memset(&b, 0, sizeof b);
    dl_pool_run(workers, items, work, &b);
    for (uint32_t i = 0; i < ITEMS; i++) {
        if (atomic_load(&b.turns[i]) != (i < items) || b.square[i] != (i < items ? i * i : 0)) {
            CHECK_INT(i, -1);
        }
    }
    CHECK(atomic_load(&b.worker_most) < workers);
}

static void each_item_is_done_once_whatever_the_number_of_threads(void)
{
    run(1, ITEMS);
    run(2, ITEMS);
    run(7, ITEMS);
    run(64, ITEMS);
}

static void more_threads_than_items_do_no_harm(void)
{
    run(8, 3);
    run(8, 1);
}

static void nothing_to_do_ends_at_once(void)
{
    run(1, 0);
    run(8, 0);
}

int main(void)
{
    TEST(each_item_is_done_once_whatever_the_number_of_threads);
    TEST(more_threads_than_items_do_no_harm);
    TEST(nothing_to_do_ends_at_once);
    return tap_done();
}
