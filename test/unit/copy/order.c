/* Tests of order.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "order.h"
#include "tap.h"

static dl_arena arena;

static void reports_stand_by_id_and_equal_ones_as_they_came(void)
{
    const dl_report reports[] = {{.article = {.id = DL_STR("harbour")}},
                                 {.article = {.id = DL_STR("bridge")}},
                                 {.article = {.id = DL_STR("harbour")}},
                                 {.article = {.id = DL_STR("")}}};
    const dl_report *all[] = {&reports[0], &reports[1], &reports[2], &reports[3]};
    dl_order order;
    CHECK(dl_order_by_id(all, 4, &arena, &order));
    const uint32_t wanted[] = {3, 1, 0, 2};
    for (uint32_t k = 0; k < 4; k++) {
        CHECK_INT(order.at[k], wanted[k]);
        CHECK_INT(order.rank[wanted[k]], k);
    }
}

static void no_reports_are_in_order_too(void)
{
    dl_order order;
    CHECK(dl_order_by_id(NULL, 0, &arena, &order));
}

static void want_of_memory_is_told(void)
{
    dl_arena small;
    dl_arena_init(&small, 8);
    const dl_report one = {.article = {.id = DL_STR("a")}};
    const dl_report *all[] = {&one};
    dl_order order;
    CHECK(!dl_order_by_id(all, 1, &small, &order));
    dl_arena_done(&small);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(reports_stand_by_id_and_equal_ones_as_they_came);
    TEST(no_reports_are_in_order_too);
    TEST(want_of_memory_is_told);
    dl_arena_done(&arena);
    return tap_done();
}
