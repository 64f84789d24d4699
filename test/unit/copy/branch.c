/* Tests of src/copy/branch.c: the best set of parents.
 * SPDX-License-Identifier: Apache-2.0 */
#include "branch.h"
#include "tap.h"

static dl_arena arena;
static uint32_t parents[8];

static void choose(const dl_arc *arcs, uint32_t arc_count, uint32_t count)
{
    dl_error err;
    CHECK_INT(dl_branch(arcs, arc_count, count, &arena, parents, &err), DL_OK);
}

static void each_takes_its_best_parent(void)
{
    const dl_arc arcs[] = {{0, 1, 2}, {0, 2, 1}, {1, 2, 3}};
    choose(arcs, 3, 3);
    CHECK_INT(parents[0], DL_NONE);
    CHECK_INT(parents[1], 0);
    CHECK_INT(parents[2], 1);
}

static void a_circle_is_opened_where_it_costs_least(void)
{
    const dl_arc arcs[] = {{0, 1, 5}, {1, 2, 6}, {2, 0, 4}};
    choose(arcs, 3, 3);
    CHECK_INT(parents[0], DL_NONE);
    CHECK_INT(parents[1], 0);
    CHECK_INT(parents[2], 1);
}

static void a_circle_is_opened_by_who_comes_from_outside(void)
{
    const dl_arc arcs[] = {{0, 1, 5}, {1, 0, 5}, {2, 1, 4}, {0, 2, -1}};
    choose(arcs, 4, 3);
    CHECK_INT(parents[2], DL_NONE);
    CHECK_INT(parents[1], 2);
    CHECK_INT(parents[0], 1);
}

static void circles_within_circles_are_opened(void)
{
    const dl_arc arcs[] = {{0, 1, 10}, {1, 0, 10}, {2, 3, 10}, {3, 2, 10},
                           {1, 2, 8},  {3, 0, 8},  {4, 3, 1}};
    choose(arcs, 7, 5);
    CHECK_INT(parents[4], DL_NONE);
    double sum = 0;
    for (uint32_t v = 0; v < 4; v++) {
        for (uint32_t k = 0; k < 7; k++) {
            sum += arcs[k].to == v && arcs[k].from == parents[v] ? arcs[k].weight : 0;
        }
    }
    CHECK_NEAR(sum, 29, 1e-9); /* 4-3, 3-2, 3-0, 0-1 */
}

static void a_parent_worth_nothing_is_none(void)
{
    const dl_arc arcs[] = {{0, 1, -1}};
    choose(arcs, 1, 2);
    CHECK_INT(parents[1], DL_NONE);
    choose(NULL, 0, 2);
    CHECK_INT(parents[0], DL_NONE);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(each_takes_its_best_parent);
    TEST(a_circle_is_opened_where_it_costs_least);
    TEST(a_circle_is_opened_by_who_comes_from_outside);
    TEST(circles_within_circles_are_opened);
    TEST(a_parent_worth_nothing_is_none);
    dl_arena_done(&arena);
    return tap_done();
}
