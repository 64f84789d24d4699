/* Tests of src/language/tree.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tree.h"
#include "tap.h"

enum { MOST = 16 };

static uint32_t heads[MOST], left[MOST], right[MOST];
static bool sent_start[MOST], is_space[MOST];
static const dl_label *labels[MOST];

static const dl_label x = {"x", &x, NULL}, verb = {"verb", &verb, NULL},
                      lifted = {"x||verb", &x, &verb};

static dl_tree tree_of(uint32_t count, const uint32_t *wanted)
{
    memcpy(heads, wanted, count * sizeof *heads);
    memset(is_space, 0, sizeof is_space);
    for (uint32_t i = 0; i < count; i++) {
        labels[i] = &x;
    }
    return (dl_tree){count, heads, labels, left, right, sent_start};
}

static void a_sentence_starts_at_its_roots_leftmost_word(void)
{
    dl_tree tree = tree_of(6, (const uint32_t[]){1, 2, 2, 4, 4, 4});
    dl_tree_span(&tree);
    CHECK(sent_start[0] && !sent_start[1] && !sent_start[2]);
    CHECK(sent_start[3] && !sent_start[4] && !sent_start[5]);
    CHECK_INT(left[2], 0);
    CHECK_INT(right[4], 5);
}

static void a_crossing_tree_spreads_until_it_holds(void)
{
    /* 0 hangs on 3 and 3 on 1: the span of 1 reaches 0 only through 3 */
    dl_tree tree = tree_of(4, (const uint32_t[]){3, 1, 1, 1});
    dl_tree_span(&tree);
    CHECK(sent_start[0]);
    CHECK(!sent_start[1]);
    CHECK_INT(left[1], 0);
}

static void a_lifted_arc_is_hung_on_the_first_head_of_its_kind(void)
{
    dl_label const *kept = &lifted;
    dl_tree tree = tree_of(5, (const uint32_t[]){2, 2, 2, 2, 3});
    labels[0] = kept;
    labels[4] = &verb;
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_tree_span(&tree);
    dl_tree_unlift(&tree, is_space, &arena);
    CHECK_INT(heads[0], 4);
    CHECK(labels[0] == &x);
    CHECK(sent_start[0]);
    dl_arena_done(&arena);
}

static void a_nearer_level_comes_before_a_deeper_one(void)
{
    dl_tree tree = tree_of(5, (const uint32_t[]){2, 0, 2, 2, 2});
    labels[1] = &verb; /* below 0, a child of the head */
    labels[4] = &verb; /* a child of the head itself */
    labels[3] = &lifted;
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_tree_span(&tree);
    dl_tree_unlift(&tree, is_space, &arena);
    CHECK_INT(heads[3], 4);
    dl_arena_done(&arena);
}

static void white_space_and_the_word_itself_are_no_heads(void)
{
    dl_tree tree = tree_of(4, (const uint32_t[]){1, 1, 1, 2});
    labels[0] = &verb;
    is_space[0] = true;
    labels[2] = &lifted; /* below it stands a verb, but that would be a circle */
    labels[3] = &verb;
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_tree_span(&tree);
    dl_tree_unlift(&tree, is_space, &arena);
    CHECK_INT(heads[2], 1);
    CHECK(labels[2] == &x);
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(a_sentence_starts_at_its_roots_leftmost_word);
    TEST(a_crossing_tree_spreads_until_it_holds);
    TEST(a_lifted_arc_is_hung_on_the_first_head_of_its_kind);
    TEST(a_nearer_level_comes_before_a_deeper_one);
    TEST(white_space_and_the_word_itself_are_no_heads);
    return tap_done();
}
