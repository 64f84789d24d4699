/* Tests of src/language/arceager.c: the moves, by hand on short sentences.
 * SPDX-License-Identifier: Apache-2.0 */
#include "arceager.h"
#include "tap.h"

static dl_arena arena;

/* A state over `length` words. */
static dl_arceager_state start(uint32_t length)
{
    dl_arceager_state s;
    dl_arena_done(&arena);
    CHECK(dl_arceager_begin(length, &arena, &s));
    return s;
}

static const dl_label det = {"det", &det, NULL}, nsubj = {"nsubj", &nsubj, NULL},
                      dobj = {"dobj", &dobj, NULL};

static void take(dl_arceager_state *s, dl_arceager_action action, const dl_label *label)
{
    CHECK(dl_arceager_valid(s, action));
    dl_arceager_take(s, action, label);
}

static void at_the_start_only_a_shift_or_a_break_is_valid(void)
{
    const dl_arceager_state s = start(3);
    CHECK(dl_arceager_valid(&s, DL_ARCEAGER_SHIFT));
    CHECK(dl_arceager_valid(&s, DL_ARCEAGER_BREAK));
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_REDUCE));
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_LEFT));
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_RIGHT));
    CHECK(!dl_arceager_final(&s));
}

static void left_arcs_hang_words_on_what_follows(void)
{
    dl_arceager_state s = start(3);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_LEFT, &det); /* the <- mayor */
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_LEFT, &nsubj); /* mayor <- resigned */
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    CHECK(dl_arceager_final(&s));
    CHECK_INT(s.heads[0], 1);
    CHECK_INT(s.heads[1], 2);
    CHECK_INT(s.heads[2], -1);
    CHECK(s.labels[1] == &nsubj);
}

static void a_right_arc_pushes_and_a_reduce_pops_what_has_a_head(void)
{
    dl_arceager_state s = start(3); /* they closed schools */
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_LEFT, &nsubj);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_RIGHT, &dobj);
    CHECK_INT(s.stack_count, 2);
    CHECK_INT(s.heads[2], 1);
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    CHECK_INT(s.back_count, 0);
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    CHECK(dl_arceager_final(&s));
}

static void reducing_a_word_without_head_puts_it_back_once(void)
{
    dl_arceager_state s = start(3);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_SHIFT, NULL); /* stack 0 1, buffer 2 */
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    CHECK_INT(s.stack_count, 1);
    CHECK_INT(s.back_count, 1);
    int32_t features[8];
    dl_arceager_features(&s, 8, features);
    CHECK_INT(features[0], 1); /* first in the buffer again */
    CHECK_INT(features[1], 2);
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_SHIFT)); /* or it would run in a circle */
    take(&s, DL_ARCEAGER_LEFT, &nsubj);               /* 0 <- 1 makes it shiftable */
    CHECK(dl_arceager_valid(&s, DL_ARCEAGER_SHIFT));
}

static void a_later_left_arc_replaces_the_head(void)
{
    dl_arceager_state s = start(3);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_RIGHT, &dobj); /* 0 -> 1 */
    CHECK_INT(s.right_child[0], 1);
    take(&s, DL_ARCEAGER_LEFT, &nsubj); /* 1 <- 2 after all */
    CHECK_INT(s.heads[1], 2);
    CHECK_INT(s.right_child[0], -1);
    CHECK_INT(s.left_child[2], 1);
}

static void no_arc_crosses_a_break(void)
{
    dl_arceager_state s = start(4);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_BREAK, NULL); /* before 2: buffer is 1 2 3 */
    CHECK(s.sent_start[2]);
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_BREAK)); /* it is one already */
    take(&s, DL_ARCEAGER_RIGHT, &dobj);
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_SHIFT));
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_LEFT));
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_RIGHT));
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    CHECK(dl_arceager_valid(&s, DL_ARCEAGER_SHIFT)); /* the stack is empty */
}

static void a_break_needs_two_neighbours_in_the_buffer(void)
{
    dl_arceager_state s = start(4);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_SHIFT, NULL); /* stack 0 1 2, buffer 3 */
    CHECK(!dl_arceager_valid(&s, DL_ARCEAGER_BREAK));
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    CHECK(dl_arceager_valid(&s, DL_ARCEAGER_BREAK)); /* 2 3 */
    take(&s, DL_ARCEAGER_REDUCE, NULL);              /* buffer 1 2 3 */
    take(&s, DL_ARCEAGER_RIGHT, &dobj);
    CHECK(dl_arceager_valid(&s, DL_ARCEAGER_BREAK));
}

static void the_net_sees_children_added_last(void)
{
    dl_arceager_state s = start(6);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_LEFT, &det);
    take(&s, DL_ARCEAGER_LEFT, &det); /* 1 and then 0 hang on 2 */
    take(&s, DL_ARCEAGER_SHIFT, NULL);
    take(&s, DL_ARCEAGER_RIGHT, &dobj);
    take(&s, DL_ARCEAGER_REDUCE, NULL);
    take(&s, DL_ARCEAGER_RIGHT, &dobj);
    take(&s, DL_ARCEAGER_REDUCE, NULL); /* 3 and then 4 hang on 2, buffer 5 */
    int32_t few[8], many[13];
    dl_arceager_features(&s, 8, few);
    CHECK_INT(few[0], 5);
    CHECK_INT(few[1], -1);
    CHECK_INT(few[2], 2);
    CHECK_INT(few[5], -1);
    CHECK_INT(few[6], 0);
    CHECK_INT(few[7], 4);
    dl_arceager_features(&s, 13, many);
    CHECK_INT(many[5], 0);
    CHECK_INT(many[6], 4);
    CHECK_INT(many[8], 3);
    CHECK_INT(many[12], -1);
}

static void any_run_of_valid_moves_ends_with_every_word_read(void)
{
    uint32_t seed = 7;
    for (int round = 0; round < 400; round++) {
        dl_arceager_state s = start(1 + (uint32_t)round % 37);
        uint32_t moves = 0;
        while (!dl_arceager_final(&s) && moves < 16 * s.length) {
            seed = seed * 1664525 + 1013904223;
            const dl_arceager_action action = seed >> 16 & 7;
            if (action < DL_ARCEAGER_ACTIONS && dl_arceager_valid(&s, action)) {
                dl_arceager_take(&s, action, &det);
                moves++;
            }
        }
        CHECK(dl_arceager_final(&s));
        for (uint32_t i = 0; i < s.length; i++) { /* no circles: heads lead to a root */
            int32_t at = (int32_t)i;
            for (uint32_t steps = 0; steps <= s.length && at >= 0; steps++) {
                at = s.heads[at];
            }
            CHECK_INT(at, -1);
        }
    }
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(at_the_start_only_a_shift_or_a_break_is_valid);
    TEST(left_arcs_hang_words_on_what_follows);
    TEST(a_right_arc_pushes_and_a_reduce_pops_what_has_a_head);
    TEST(reducing_a_word_without_head_puts_it_back_once);
    TEST(a_later_left_arc_replaces_the_head);
    TEST(no_arc_crosses_a_break);
    TEST(a_break_needs_two_neighbours_in_the_buffer);
    TEST(the_net_sees_children_added_last);
    TEST(any_run_of_valid_moves_ends_with_every_word_read);
    dl_arena_done(&arena);
    return tap_done();
}
