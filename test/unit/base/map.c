/* Tests of map.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "map.h"
#include "tap.h"

static void a_key_put_twice_has_one_place(void)
{
    dl_arena arena;
    dl_map map;
    dl_arena_init(&arena, 0);
    dl_map_init(&map, &arena);
    for (unsigned i = 0; i < 1000; i++) { /* wide enough to be moved some times */
        const dl_str key = dl_str_printf(&arena, "class-%u", i % 500);
        uint32_t *value = dl_map_put(&map, key, DL_NONE);
        CHECK(value != NULL && *value == (i < 500 ? DL_NONE : i - 500));
        if (value != NULL) {
            *value = i;
        }
    }
    CHECK_INT(map.count, 500);
    CHECK_INT(dl_map_find(&map, DL_STR("class-7")), 507);
    CHECK(dl_map_find(&map, DL_STR("class-500")) == DL_NONE);
    CHECK_INT(dl_map_add(&map, DL_STR("class-7"), 1), 507);
    dl_arena_done(&arena);
}

static void without_memory_there_is_no_place(void)
{
    dl_arena arena;
    dl_map map;
    dl_arena_init(&arena, 16);
    dl_map_init(&map, &arena);
    CHECK(dl_map_put(&map, DL_STR("a"), 1) == NULL);
    CHECK(dl_map_find(&map, DL_STR("a")) == DL_NONE);
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(a_key_put_twice_has_one_place);
    TEST(without_memory_there_is_no_place);
    return tap_done();
}
