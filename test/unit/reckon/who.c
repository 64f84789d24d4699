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

/* One name of a report: what it is called, of which type. */
typedef struct said {
    const char *name;
    uint8_t type;
} said;

/* Reports that name one thing each, all in one story. */
static dl_who joined_in_story(dl_arena *arena, const said *names, uint32_t count)
{
    dl_report *reports = dl_arena_new_array(arena, count, dl_report);
    const dl_report **list = dl_arena_new_array(arena, count, const dl_report *);
    uint32_t *documents = dl_arena_new_array(arena, count, uint32_t);
    for (uint32_t i = 0; i < count; i++) {
        dl_name *name = dl_arena_new(arena, dl_name);
        *name = (dl_name){.name = dl_str_of(names[i].name), .type = names[i].type,
                          .speaks_for = DL_NONE};
        name->key = dl_fold(arena, name->name);
        name->aliases = dl_arena_new(arena, dl_alias);
        name->aliases[0] = (dl_alias){.name = name->name, .count = 1};
        name->alias_count = 1;
        reports[i].tags.names = name;
        reports[i].tags.name_count = 1;
        list[i] = &reports[i];
        documents[i] = i;
    }
    const dl_story story = {.documents = documents, .document_count = count};
    dl_who who;
    CHECK_INT(dl_who_join(list, count, NULL, 0, &story, 1, arena, &who, NULL), DL_OK);
    return who;
}

static bool one(const said *names, uint32_t count)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_who who = joined_in_story(&arena, names, count);
    bool same = true;
    for (uint32_t i = 1; i < count; i++) {
        same &= dl_who_of(&who, 0, 0) == dl_who_of(&who, i, 0);
    }
    dl_arena_done(&arena);
    return same;
}

static void names_of_two_that_sound_alike_stay_apart(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_who who = joined(&arena, (const char *[]){"Mario Velanski", "Maria Velanski",
                                                       "Paul Lindgren", "Paula Lindgren"}, 4);
    CHECK(dl_who_of(&who, 0, 0) != dl_who_of(&who, 1, 0));
    CHECK(dl_who_of(&who, 2, 0) != dl_who_of(&who, 3, 0));
    dl_arena_done(&arena);
}

static void a_story_joins_an_acronym_to_the_one_body_it_spells(void)
{
    CHECK(one((said[]){{"HCRT", DL_NAME_ORG}, {"High Council for River Trade", DL_NAME_ORG}}, 2));
}

static void two_bodies_with_the_same_letters_share_no_acronym(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_who who = joined_in_story(&arena, (said[]){{"OWU", DL_NAME_ORG},
                                                        {"Osk Weavers Union", DL_NAME_ORG},
                                                        {"Osk Welders Union", DL_NAME_ORG}}, 3);
    CHECK(dl_who_of(&who, 0, 0) != dl_who_of(&who, 1, 0));
    CHECK(dl_who_of(&who, 0, 0) != dl_who_of(&who, 2, 0));
    CHECK(dl_who_of(&who, 1, 0) != dl_who_of(&who, 2, 0));
    dl_arena_done(&arena);
}

static void a_story_joins_bodies_by_the_same_words(void)
{
    CHECK(one((said[]){{"Ministry of Rivers", DL_NAME_ORG}, {"Rivers Ministry", DL_NAME_ORG}}, 2));
    CHECK(!one((said[]){{"Ministry of Rivers", DL_NAME_ORG}, {"Ministry of Roads", DL_NAME_ORG}}, 2));
}

static void a_story_joins_a_mill_to_its_firm(void)
{
    CHECK(one((said[]){{"Corbin mill", DL_NAME_FAC}, {"Corbin Weaving", DL_NAME_ORG}}, 2));
    CHECK(!one((said[]){{"Corbin mill", DL_NAME_FAC}, {"Denton Weaving", DL_NAME_ORG}}, 2));
}

static void a_story_joins_a_surname_to_its_bearer(void)
{
    CHECK(one((said[]){{"Odile Marchetti", DL_NAME_PERSON}, {"Marchetti", DL_NAME_PERSON}}, 2));
    CHECK(!one((said[]){{"Odile Marchetti", DL_NAME_PERSON}, {"Bruno Marchetti", DL_NAME_PERSON}}, 2));
}

int main(void)
{
    TEST(transliterations_are_one_person);
    TEST(a_surname_joins_the_one_who_bears_it);
    TEST(a_surname_that_two_or_more_bear_joins_nobody);
    TEST(names_of_two_that_sound_alike_stay_apart);
    TEST(a_story_joins_an_acronym_to_the_one_body_it_spells);
    TEST(two_bodies_with_the_same_letters_share_no_acronym);
    TEST(a_story_joins_bodies_by_the_same_words);
    TEST(a_story_joins_a_mill_to_its_firm);
    TEST(a_story_joins_a_surname_to_its_bearer);
    return tap_done();
}
