/* Tests of src/tag/spelling.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "spelling.h"
#include "tap.h"

static bool alike(const char *a, const char *b)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_str x = dl_spelling_sound(&arena, dl_str_of(a)), y = dl_spelling_sound(&arena, dl_str_of(b));
    const bool same = x.size > 0 && dl_str_equal(x, y);
    dl_arena_done(&arena);
    return same;
}

static void transliterations_of_one_name_sound_alike(void)
{
    CHECK(alike("samir abdel karim", "samir abdulkarim"));
    CHECK(alike("samir abdul karim", "samir abd al karim"));
    CHECK(alike("nabil abdurrahman", "nabil abdel rahman"));
    CHECK(alike("muhammad al tarifi", "mohammed tarifi"));
    CHECK(alike("hussein barqawi", "husayn barkawi"));
    CHECK(alike("sergei brodskiy", "sergey brodsky"));
    CHECK(alike("khalid abdullah murad", "khaled abdallah murad"));
}

static void other_names_do_not(void)
{
    CHECK(!alike("mario velanski", "maria velanski"));
    CHECK(!alike("paul lindgren", "paula lindgren"));
    CHECK(!alike("juan perezalta", "jean perezalta"));
    CHECK(!alike("karim haddadin", "karim haddad"));
}

static void short_names_do_not_tell(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    CHECK_INT(dl_spelling_sound(&arena, DL_STR("li na")).size, 0);
    CHECK_INT(dl_spelling_sound(&arena, DL_STR("")).size, 0);
    CHECK_INT(dl_spelling_sound(&arena, DL_STR("al el ul")).size, 0);
    CHECK_INT(dl_spelling_sound(&arena, DL_STR("abd")).size, 0);
    CHECK_INT(dl_spelling_sound(&arena, DL_STR("xxxxxxxxx")).size > 0, 1);
    dl_arena_done(&arena);
}

static void the_last_word_is_the_surname(void)
{
    CHECK_STR(dl_spelling_last(DL_STR("marta velan")), "velan");
    CHECK_STR(dl_spelling_last(DL_STR("velan")), "velan");
    CHECK_STR(dl_spelling_last(DL_STR("")), "");
}

int main(void)
{
    TEST(transliterations_of_one_name_sound_alike);
    TEST(other_names_do_not);
    TEST(short_names_do_not_tell);
    TEST(the_last_word_is_the_surname);
    return tap_done();
}
