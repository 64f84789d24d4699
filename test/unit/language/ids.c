/* Tests of src/language/ids.c and unicode.c: the ids and letters that features are made
 * of. SPDX-License-Identifier: Apache-2.0 */
#include "ids.h"
#include "tap.h"
#include "unicode.h"

static dl_arena arena;

static void a_word_has_its_hash_as_id(void)
{
    /* spacy.strings.get_string_id("apple") */
    CHECK(dl_string_id(DL_STR("apple")) == 8566208034543834098u);
    CHECK(dl_string_id(DL_STR("apple")) == dl_string_hash(DL_STR("apple")));
}

static void the_empty_string_is_zero(void)
{
    CHECK_INT(dl_string_id(DL_STR("")), 0);
}

static void a_symbol_has_its_number_even_as_a_word(void)
{
    CHECK_INT(dl_string_id(DL_STR("NOUN")), 92);
    CHECK_INT(dl_string_id(DL_STR("det")), 415);
    CHECK(dl_string_id(DL_STR("dets")) > 1000000);
}

static void a_norm_of_every_language_is_known(void)
{
    CHECK(dl_string_base_norm(dl_string_id(DL_STR("\u201c"))) ==
          dl_string_id(DL_STR("\"")));
    CHECK(dl_string_base_norm(dl_string_id(DL_STR("US$"))) == dl_string_id(DL_STR("$")));
    CHECK_INT(dl_string_base_norm(dl_string_id(DL_STR("word"))), 0);
}

static void white_space_is_what_python_calls_so(void)
{
    CHECK(dl_unicode_is(0x1C, DL_UNICODE_SPACE) && dl_unicode_is(0x85, DL_UNICODE_SPACE));
    CHECK(dl_unicode_is(0x202F, DL_UNICODE_SPACE) &&
          dl_unicode_is(0x3000, DL_UNICODE_SPACE));
    CHECK(!dl_unicode_is(0x200B, DL_UNICODE_SPACE) &&
          !dl_unicode_is(0x1B, DL_UNICODE_SPACE));
    CHECK(dl_unicode_is(0xB2, DL_UNICODE_DIGIT) &&
          !dl_unicode_is(0xBD, DL_UNICODE_DIGIT));
}

static void lower_case_knows_the_final_sigma(void)
{
    CHECK_STR(dl_unicode_lower(&arena, DL_STR("ΟΔΥΣΣΕΥΣ")), "οδυσσευς");
    CHECK_STR(dl_unicode_lower(&arena, DL_STR("Σ")), "σ");
    CHECK_STR(dl_unicode_lower(&arena, DL_STR("ΑΣ.")), "ας.");
    CHECK_STR(dl_unicode_lower(&arena, DL_STR("ΑΣ.Α")), "ασ.α");
}

static void lower_case_may_grow(void)
{
    CHECK_STR(dl_unicode_lower(&arena, DL_STR("İ")), "i\u0307");
    CHECK_STR(dl_unicode_lower(&arena, DL_STR("ȺȺȺȺ")), "ⱥⱥⱥⱥ");
}

static void a_text_without_capitals_is_given_back(void)
{
    const dl_str text = DL_STR("déjà 10:30");
    CHECK(dl_unicode_lower(&arena, text).at == text.at);
}

static void wrong_bytes_do_not_overrun(void)
{
    CHECK_STR(dl_unicode_lower(&arena, DL_STR("A\xff\xfe\xc3")), "a\uFFFD\uFFFD\uFFFD");
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(a_word_has_its_hash_as_id);
    TEST(the_empty_string_is_zero);
    TEST(a_symbol_has_its_number_even_as_a_word);
    TEST(a_norm_of_every_language_is_known);
    TEST(white_space_is_what_python_calls_so);
    TEST(lower_case_knows_the_final_sigma);
    TEST(lower_case_may_grow);
    TEST(a_text_without_capitals_is_given_back);
    TEST(wrong_bytes_do_not_overrun);
    dl_arena_done(&arena);
    return tap_done();
}
