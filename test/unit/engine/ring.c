/* Tests of ring.h: whatever the threads do, pages are given in their order.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ring.h"

#include "tap.h"

#include <stdatomic.h>
#include <stdlib.h>

#define PAGES 500
#define LARGE (2u << 20)

typedef struct board {
    dateline d;
    dl_call call;
    dl_error err;
    dl_line line;
    dl_ring ring;
    dl_language_worker *workers[64];
    atomic_uint worked[PAGES];
    uint32_t given, ahead_most;
} board;

/* The number of a page stands in its offset; odd ones take longer. */
static void work(dl_line *line, const dl_reader *reader, dl_slot *slot)
{
    board *b = line->context;
    volatile unsigned sum = 0;
    (void)reader;
    for (unsigned i = 0; i < (slot->page.offset % 7) * 3000; i++) {
        sum += i;
    }
    atomic_fetch_add(&b->worked[slot->page.offset], 1);
    slot->page.within = sum;
    dl_buf_printf(&slot->record, "%u", (unsigned)slot->page.offset);
}

static void set_up(board *b, uint32_t jobs)
{
    memset(b, 0, sizeof *b);
    b->d.jobs = jobs;
    b->call = (dl_call){.d = &b->d, .err = &b->err};
    b->line = (dl_line){.call = &b->call, .context = b, .work = work, .workers = b->workers};
    CHECK_INT(dl_ring_init(&b->ring, &b->line), DL_OK);
}

static void put(board *b, uint32_t number, size_t size)
{
    dl_slot *slot = dl_ring_slot(&b->ring);
    slot->page.offset = number;
    slot->page.bytes.size = size;
    slot->wanted = true;
    dl_ring_take(&b->ring, slot);
    const uint32_t ahead = number + 1 - b->given;
    b->ahead_most = ahead > b->ahead_most ? ahead : b->ahead_most;
}

static void give(board *b)
{
    for (dl_slot *slot; (slot = dl_ring_first(&b->ring)) != NULL; b->given++) {
        char number[16];
        snprintf(number, sizeof number, "%u", (unsigned)b->given);
        CHECK_STR(dl_buf_str(&slot->record), number);
        dl_ring_pass(&b->ring);
    }
}

static void run(board *b, uint32_t pages, size_t size)
{
    for (uint32_t next = 0; next < pages || !dl_ring_empty(&b->ring);) {
        give(b);
        if (next < pages && !dl_ring_full(&b->ring)) {
            put(b, next++, size);
        } else if (!dl_ring_empty(&b->ring)) {
            dl_ring_help(&b->ring);
        }
    }
    CHECK_INT(b->given, pages);
    for (uint32_t i = 0; i < pages; i++) {
        if (atomic_load(&b->worked[i]) != 1) {
            CHECK_INT(i, -1);
        }
    }
    dl_ring_done(&b->ring);
}

static void pages_are_given_in_their_order_for_any_number_of_threads(void)
{
    static board b;
    const uint32_t jobs[] = {1, 2, 3, 8};
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        set_up(&b, jobs[i]);
        run(&b, PAGES, 1000);
    }
}

static void one_thread_reads_nothing_ahead(void)
{
    static board b;
    set_up(&b, 1);
    run(&b, 20, 10);
    CHECK_INT(b.ahead_most, 1);
}

static void large_pages_are_not_read_far_ahead(void)
{
    static board b;
    set_up(&b, 2);
    run(&b, 20, LARGE);
    CHECK(b.ahead_most <= 2); /* one for each */
    set_up(&b, 2);
    run(&b, PAGES, 10);
    CHECK(b.ahead_most <= DL_RING_SLOTS);
}

static void a_dropped_page_leaves_its_slot_free(void)
{
    static board b;
    set_up(&b, 2);
    for (uint32_t i = 0; i < 10 * DL_RING_SLOTS; i++) {
        dl_slot *slot = dl_ring_slot(&b.ring);
        CHECK(dl_arena_alloc(&slot->arena, 100000) != NULL);
        dl_ring_drop(&b.ring, slot);
    }
    CHECK(dl_ring_empty(&b.ring));
    CHECK(b.ring.kept <= DL_RING_SLOTS * 100000u && b.ring.kept < (4u << 20));
    run(&b, 3, 10);
}

static void what_was_only_said_is_not_worked_on(void)
{
    static board b;
    set_up(&b, 1);
    dl_slot *slot = dl_ring_slot(&b.ring);
    slot->page.offset = 5;
    dl_ring_take(&b.ring, slot);
    CHECK(dl_ring_first(&b.ring) == NULL);
    dl_ring_help(&b.ring);
    CHECK(dl_ring_first(&b.ring) == slot);
    CHECK_INT(atomic_load(&b.worked[5]), 0);
    dl_ring_pass(&b.ring);
    dl_ring_done(&b.ring);
}

static void a_ring_that_is_given_up_waits_for_its_threads(void)
{
    static board b;
    set_up(&b, 4);
    for (uint32_t i = 0; i < 8; i++) {
        put(&b, i, 10);
    }
    dl_ring_done(&b.ring);
}

int main(void)
{
    TEST(pages_are_given_in_their_order_for_any_number_of_threads);
    TEST(one_thread_reads_nothing_ahead);
    TEST(large_pages_are_not_read_far_ahead);
    TEST(a_dropped_page_leaves_its_slot_free);
    TEST(what_was_only_said_is_not_worked_on);
    TEST(a_ring_that_is_given_up_waits_for_its_threads);
    return tap_done();
}
