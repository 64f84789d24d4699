/* Tests of src/reckon/who.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "who.h"
#include "fold.h"
#include "tap.h"

/* Reports that name one person each. */
static dl_who joined(dl_arena *arena, const char *const *names, uint32_t count)
{
    dl_report *reports = dl_arena_new_array(arena, count, dl_report);
    const dl_report **list = dl_arena_new_array(arena, count, const dl_report *);
    for (uint32_t i = 0; i < count; i++) {
        dl_name *name = dl_arena_new(arena, dl_name);
        *name = (dl_name){.name = dl_str_of(names[i]), .type = DL_NAME_PERSON, .speaks_for = DL_NONE};
        name->key = dl_fold(arena, name->name);
        name->aliases = dl_arena_new(arena, dl_alias);
        name->aliases[0] = (dl_alias){.name = name->name, .count = 1};
        name->alias_count = 1;
        reports[i].tags.names = name;
        reports[i].tags.name_count = 1;
        list[i] = &reports[i];
    }
    dl_who who;
    CHECK_INT(dl_who_join(list, count, NULL, 0, NULL, 0, arena, &who, NULL), DL_OK);
    return who;
}

static void transliterations_are_one_person(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_who who = joined(&arena, (const char *[]){"Samir Abdel Karim", "Samir Abdulkarim"}, 2);
    CHECK_INT(dl_who_of(&who, 0, 0), dl_who_of(&who, 1, 0));
    dl_arena_done(&arena);
}

static void a_surname_joins_the_one_who_bears_it(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_who who = joined(&arena, (const char *[]){"Odile Marchetti", "Marchetti"}, 2);
    CHECK_INT(dl_who_of(&who, 0, 0), dl_who_of(&who, 1, 0));
    CHECK_STR(dl_who_name(&who, dl_who_of(&who, 1, 0))->name, "Odile Marchetti");
    dl_arena_done(&arena);
}

static void a_surname_that_two_or_more_bear_joins_nobody(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_who who = joined(&arena, (const char *[]){"Odile Marchetti", "Bruno Marchetti", "Ines Marchetti", "Marchetti"}, 4);
    CHECK(dl_who_of(&who, 0, 0) != dl_who_of(&who, 1, 0));
    CHECK(dl_who_of(&who, 1, 0) != dl_who_of(&who, 2, 0));
    CHECK_INT(dl_who_of(&who, 3, 0), 3);
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(transliterations_are_one_person);
    TEST(a_surname_joins_the_one_who_bears_it);
    TEST(a_surname_that_two_or_more_bear_joins_nobody);
    return tap_done();
}
