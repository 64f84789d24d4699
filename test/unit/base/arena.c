/* Tests of arena.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"
#include "tap.h"

#include <stdint.h>

static bool zeroed(const unsigned char *at, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (at[i] != 0) {
            return false;
        }
    }
    return true;
}

static void memory_is_zeroed_and_aligned_also_when_used_again(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 5000; size = size * 3 + 1) {
            unsigned char *at = dl_arena_alloc(&arena, size);
            CHECK(at != NULL && (uintptr_t)at % _Alignof(max_align_t) == 0);
            CHECK(zeroed(at, size));
            memset(at, 0xAA, size);
        }
        dl_arena_reset(&arena);
        CHECK_INT(arena.used, 0);
    }
    CHECK(dl_arena_alloc(&arena, 0) != NULL);
    dl_arena_done(&arena);
}

static void bytes_may_hold_anything_but_what_grows_behind_them_is_zero(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 100000);
    unsigned char *at = dl_arena_bytes(&arena, 100);
    CHECK(at != NULL && (uintptr_t)at % _Alignof(max_align_t) == 0);
    memset(at, 0xAA, 112); /* to the end of what was given */
    (void)dl_arena_bytes(&arena, 1);
    at = dl_arena_grow(&arena, at, 100, 300);
    CHECK(at != NULL && at[99] == 0xAA && zeroed(at + 100, 200));
    at = dl_arena_bytes(&arena, 100);
    memset(at, 0xAA, 112);
    CHECK(dl_arena_grow(&arena, at, 100, 300) == at); /* where it stands */
    CHECK(at[99] == 0xAA && zeroed(at + 100, 200));
    CHECK(dl_arena_bytes(&arena, 200000) == NULL && dl_arena_failed(&arena));
    dl_arena_done(&arena);
}

static void over_its_limit_it_fails_and_stays_failed(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 100);
    CHECK(dl_arena_alloc(&arena, 64) != NULL);
    CHECK(!dl_arena_failed(&arena));
    CHECK(dl_arena_alloc(&arena, 64) == NULL);
    CHECK(dl_arena_failed(&arena));
    CHECK(dl_arena_alloc(&arena, 1) == NULL);
    dl_arena_reset(&arena);
    CHECK(!dl_arena_failed(&arena));
    CHECK(dl_arena_alloc(&arena, 64) != NULL);
    dl_arena_done(&arena);
}

static void a_count_that_overflows_is_no_memory(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    CHECK(dl_arena_array(&arena, SIZE_MAX / 4, 8) == NULL);
    CHECK(dl_arena_failed(&arena));
    dl_arena_done(&arena);
}

static void a_block_that_grows_keeps_its_bytes(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    char *at = dl_arena_alloc(&arena, 4);
    memcpy(at, "crane", 4);
    for (size_t size = 4; size < 100000; size *= 2) {
        (void)dl_arena_alloc(&arena, 16); /* something in its way */
        at = dl_arena_grow(&arena, at, size, size * 2);
        CHECK(at != NULL && memcmp(at, "cran", 4) == 0);
        CHECK(at != NULL && zeroed((unsigned char *)at + size, size));
    }
    dl_arena_done(&arena);
}

static void what_came_after_a_mark_is_given_up(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    char *kept = dl_arena_alloc(&arena, 10);
    memcpy(kept, "harbour", 8);
    const dl_arena_mark mark = dl_arena_here(&arena);
    const size_t used = arena.used;
    for (int i = 0; i < 100; i++) {
        (void)dl_arena_alloc(&arena, 10000);
    }
    dl_arena_back(&arena, mark);
    CHECK_INT(arena.used, used);
    CHECK(strcmp(kept, "harbour") == 0);
    CHECK(dl_arena_alloc(&arena, 10) != NULL);
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(memory_is_zeroed_and_aligned_also_when_used_again);
    TEST(bytes_may_hold_anything_but_what_grows_behind_them_is_zero);
    TEST(over_its_limit_it_fails_and_stays_failed);
    TEST(a_count_that_overflows_is_no_memory);
    TEST(a_block_that_grows_keeps_its_bytes);
    TEST(what_came_after_a_mark_is_given_up);
    return tap_done();
}
