/* Tests of src/story/cluster.c: groups out of likenesses.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cluster.h"
#include "tap.h"

static dl_arena arena;
static uint32_t groups[32];
static const bool brief[32];

static void part(const dl_likeness *pairs, uint32_t pair_count, uint32_t count)
{
    dl_error err;
    CHECK_INT(dl_cluster(pairs, pair_count, count, brief, &arena, groups, &err), DL_OK);
}

static void what_is_alike_comes_together(void)
{
    const dl_likeness pairs[] = {{0, 1, 0.5}, {2, 3, 0.5}, {1, 2, 0.01}};
    part(pairs, 3, 5);
    CHECK(groups[0] == 0 && groups[1] == 0);
    CHECK(groups[2] == 2 && groups[3] == 2);
    CHECK_INT(groups[4], 4);
}

static void a_chain_does_not_hold(void)
{
    /* each is like the next only: 0 - 1 - 2 - ... - 7 */
    dl_likeness pairs[7];
    for (uint32_t i = 0; i < 7; i++) {
        pairs[i] = (dl_likeness){i, i + 1, 0.3};
    }
    part(pairs, 7, 8);
    CHECK(groups[0] != groups[7]);
}

static void two_groups_less_alike_than_each_is_within_stay_two(void)
{
    dl_likeness pairs[28];
    uint32_t n = 0;
    for (uint32_t i = 0; i < 8; i++) {
        for (uint32_t k = i + 1; k < 8; k++) {
            pairs[n++] = (dl_likeness){i, k, (i < 4) == (k < 4) ? 0.6 : 0.2};
        }
    }
    part(pairs, n, 8);
    CHECK_INT(groups[3], 0);
    CHECK_INT(groups[7], 4);
}

static void the_first_of_a_group_gives_it_its_number(void)
{
    const dl_likeness pairs[] = {{1, 3, 0.9}, {0, 3, 0.8}, {0, 1, 0.8}};
    part(pairs, 3, 4);
    CHECK_INT(groups[3], 0);
    CHECK_INT(groups[1], 0);
    CHECK_INT(groups[2], 2);
}

static void nothing_to_part_is_no_error(void)
{
    part(NULL, 0, 0);
    part(NULL, 0, 3);
    CHECK_INT(groups[2], 2);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(what_is_alike_comes_together);
    TEST(a_chain_does_not_hold);
    TEST(two_groups_less_alike_than_each_is_within_stay_two);
    TEST(the_first_of_a_group_gives_it_its_number);
    TEST(nothing_to_part_is_no_error);
    dl_arena_done(&arena);
    return tap_done();
}
