/* Tests of src/language/lexeme.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lexeme.h"

#include "ids.h"
#include "tap.h"

static dl_arena arena;
static dl_norms norms;
static dl_lexemes lexemes;

static const dl_lexeme *get(const char *text)
{
    bool fresh;
    return dl_lexemes_get(&lexemes, dl_str_of(text), &fresh);
}

static bool has_shape(const char *text, const char *shape)
{
    return get(text)->attrs.shape == dl_string_id(dl_str_of(shape));
}

static void a_shape_cuts_runs_after_four(void)
{
    CHECK(has_shape("Reuters2017!", "Xxxxxdddd!"));
    CHECK(has_shape("U.S.", "X.X."));
    CHECK(has_shape("------", "----"));
    CHECK(has_shape("\u0416\u0443\u043a\u00b2\u00bd", "Xxxd\u00bd"));
    CHECK(has_shape("xXxX", "xXxX"));
}

static void a_word_of_a_hundred_letters_has_the_shape_long(void)
{
    char text[101];
    memset(text, 'a', sizeof text);
    text[100] = '\0';
    CHECK(has_shape(text, "LONG"));
    text[99] = '\0';
    CHECK(has_shape(text, "xxxx"));
}

static void prefix_and_suffix_are_code_points(void)
{
    const dl_language_attrs a = get("\u00e9t\u00e9s")->attrs, b = get("ab")->attrs;
    CHECK(a.prefix == dl_string_id(DL_STR("\u00e9")));
    CHECK(a.suffix == dl_string_id(DL_STR("t\u00e9s")));
    CHECK(b.suffix == dl_string_id(DL_STR("ab")));
}

static void a_norm_is_the_tables_or_the_signs_or_the_lower_case(void)
{
    CHECK(get("grey")->attrs.norm == dl_string_id(DL_STR("gray")));
    CHECK(get("\u201d")->attrs.norm == dl_string_id(DL_STR("\"")));
    CHECK(get("Town")->attrs.norm == dl_string_id(DL_STR("town")));
    CHECK(get("Town")->attrs.norm == get("Town")->attrs.lower);
}

static void a_word_is_made_once(void)
{
    bool fresh;
    const dl_lexeme *first = dl_lexemes_get(&lexemes, DL_STR("once"), &fresh);
    CHECK(fresh);
    CHECK(dl_lexemes_get(&lexemes, DL_STR("once"), &fresh) == first && !fresh);
    dl_lexemes_reset(&lexemes);
    dl_lexemes_get(&lexemes, DL_STR("once"), &fresh);
    CHECK(fresh);
}

static void white_space_is_known_as_such(void)
{
    CHECK(get(" \n\u00a0")->attrs.is_space && !get("\u200b")->attrs.is_space);
}

static void a_cut_table_is_refused(void)
{
    dl_norms cut;
    dl_error err = {0};
    CHECK_INT(
        dl_norms_read(&cut, &arena, DL_STR("\x81\xablexeme_norm\x81\x05"), "x.bin", &err),
        DL_EDATA);
    CHECK(strncmp(err.message, "x.bin: ", 7) == 0);
    CHECK_INT(dl_norms_read(&cut, &arena, DL_STR(""), "x.bin", &err), DL_EDATA);
    CHECK_INT(dl_norms_read(&cut, &arena, DL_STR("\x80"), "x.bin", &err), DL_OK);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    /* {"lexeme_norm": {id of "grey": "gray"}} */
    char bytes[64] = "\x81\xablexeme_norm\x81\xcf";
    const uint64_t id = dl_string_id(DL_STR("grey"));
    size_t size = strlen(bytes);
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes[size++] = (char)(id >> shift);
    }
    memcpy(bytes + size, "\xa4gray", 5);
    dl_error err = {0};
    if (dl_norms_read(&norms, &arena, (dl_str){bytes, size + 5}, "test", &err) != DL_OK) {
        printf("Bail out! %s\n", err.message);
        return 1;
    }
    dl_lexemes_init(&lexemes, &norms);
    TEST(a_shape_cuts_runs_after_four);
    TEST(a_word_of_a_hundred_letters_has_the_shape_long);
    TEST(prefix_and_suffix_are_code_points);
    TEST(a_norm_is_the_tables_or_the_signs_or_the_lower_case);
    TEST(a_word_is_made_once);
    TEST(white_space_is_known_as_such);
    TEST(a_cut_table_is_refused);
    dl_lexemes_done(&lexemes);
    dl_arena_done(&arena);
    return tap_done();
}
