/* Tests of src/base/fold.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fold.h"
#include "tap.h"

static void names_are_compared_without_case_accents_and_punctuation(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    CHECK_STR(dl_fold(&arena, DL_STR("Abou Deïa")), "abou deia");
    CHECK_STR(dl_fold(&arena, DL_STR("Deir  ez-Zor,")), "deir ez zor");
    CHECK_STR(dl_fold(&arena, DL_STR("N’Djamena")), "ndjamena");
    CHECK_STR(dl_fold(&arena, DL_STR("  SYRIA. ")), "syria");
    CHECK_STR(dl_fold(&arena, DL_STR("Straße")), "strasse");
    CHECK_STR(dl_fold(&arena, DL_STR("«»")), "");
    CHECK_STR(dl_fold(&arena, DL_STR("")), "");
    dl_arena_done(&arena);
}

static void other_scripts_keep_their_letters(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    CHECK_STR(dl_fold(&arena, DL_STR("Пальмира")), "пальмира");
    CHECK(dl_fold(&arena, DL_STR("تدمر")).size == 8);
    dl_arena_done(&arena);
}

static void the_longest_decomposition_fits(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    CHECK(dl_fold(&arena, DL_STR("\xEF\xB7\xBA\xEF\xB7\xBA\xEF\xB7\xBA")).size > 60);
    dl_arena_done(&arena);
}

static void folding_a_folded_name_changes_nothing(void)
{
    static const char *const names[] = {"\u0149aba", "\u01C5ur", "\uFB03ce", "\u0130zmir", "\u00B4Aden"};
    dl_arena arena;
    dl_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const dl_str once = dl_fold(&arena, dl_str_of(names[i]));
        CHECK(once.size > 0 && dl_str_equal(dl_fold(&arena, once), once));
    }
    CHECK_STR(dl_fold(&arena, DL_STR("\u0149aba")), "naba");
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(names_are_compared_without_case_accents_and_punctuation);
    TEST(other_scripts_keep_their_letters);
    TEST(the_longest_decomposition_fits);
    TEST(folding_a_folded_name_changes_nothing);
    return tap_done();
}
