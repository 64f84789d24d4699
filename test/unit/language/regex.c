/* Tests of src/language/regex.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "regex.h"
#include "tap.h"

static dl_regex_scratch *scratch;

static dl_span find(const char *pattern, dl_regex_kind kind, const char *text,
                    size_t from)
{
    dl_regex *regex = NULL;
    dl_error err = {0};
    dl_span found = {99, 99};
    CHECK_INT(dl_regex_new(dl_str_of(pattern), kind, "test", &regex, &err), DL_OK);
    if (regex != NULL &&
        !dl_regex_find(regex, scratch, dl_str_of(text), from, false, &found)) {
        found = (dl_span){99, 99};
    }
    dl_regex_free(regex);
    return found;
}

static bool finds(const char *pattern, const char *text, uint32_t start, uint32_t end)
{
    const dl_span found = find(pattern, DL_REGEX_SEARCH, text, 0);
    return found.start == start && found.end == end;
}

static bool refuses(const char *pattern)
{
    dl_regex *regex = NULL;
    dl_error err = {0};
    const dl_status status =
        dl_regex_new(dl_str_of(pattern), DL_REGEX_SEARCH, "test", &regex, &err);
    dl_regex_free(regex);
    return status == DL_EDATA && strncmp(err.message, "test: ", 6) == 0;
}

static void escapes_of_python_are_understood(void)
{
    CHECK(finds("[\\u00e0-\\u00ff]+", "a\u00e9\u00e8b", 1, 5));
    CHECK(finds("\\U0001F600", "x\U0001F600", 1, 5));
    CHECK(finds("\\x41", "bA", 1, 2));
    CHECK(finds("a\\Z", "aa", 1, 2));
    CHECK(!finds("a\\Z", "a\n", 0, 1));
    CHECK(finds("a$", "a\n", 0, 1));
}

static void classes_are_unicode(void)
{
    CHECK(finds("(?u)\\w+", "- d\u00e9j\u00e0_9\u00b2", 2, 12));
    CHECK(finds("\\d+", "a\u0663\u0664", 1, 5));
    CHECK(finds("\\s", "a\x1c", 1, 2));
    CHECK(finds("\\S+", "\u3000ab", 3, 5));
    CHECK(finds("[\\s]+", "a\u2028\u00a0", 1, 6));
}

static void a_bracket_inside_a_class_is_itself(void)
{
    CHECK(finds("[[:a]+", "x[a:", 1, 4));
    CHECK(finds("[]a]+", "x]a", 1, 3));
    CHECK(finds("[^]a]+", "]xa", 1, 2));
    CHECK(finds("[\\[\\]]+", "a[]", 1, 3));
}

static void repeats_may_lack_their_minimum(void)
{
    CHECK(finds("ba{,2}", "xbaaa", 1, 4));
}

static void the_first_alternative_wins_not_the_longest(void)
{
    CHECK(finds("^US|^US\\$", "US$", 0, 2));
}

static void match_holds_at_the_start_only(void)
{
    CHECK_INT(find("b", DL_REGEX_MATCH, "ab", 0).start, 99);
    CHECK_INT(find("a", DL_REGEX_MATCH, "ab", 0).end, 1);
}

static void a_search_from_the_middle_sees_what_lies_before(void)
{
    CHECK_INT(find("(?<=[0-9])km", DL_REGEX_SEARCH, "5km", 1).start, 1);
}

static void what_cannot_be_said_is_refused(void)
{
    CHECK(refuses("[\\W]"));
    CHECK(refuses("\\u12"));
    CHECK(refuses("(?x) a b"));
    CHECK(refuses("\\q"));
    CHECK(refuses("(a"));
    CHECK(refuses("a\\"));
}

static void endless_backtracking_ends(void)
{
    char text[4001];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    CHECK_INT(find("(a+)+(a+)+(a+)+b", DL_REGEX_SEARCH, text, 0).start, 99);
}

int main(void)
{
    dl_error err = {0};
    if (dl_regex_scratch_new(&scratch, &err) != DL_OK) {
        return 1;
    }
    TEST(escapes_of_python_are_understood);
    TEST(classes_are_unicode);
    TEST(a_bracket_inside_a_class_is_itself);
    TEST(repeats_may_lack_their_minimum);
    TEST(the_first_alternative_wins_not_the_longest);
    TEST(match_holds_at_the_start_only);
    TEST(a_search_from_the_middle_sees_what_lies_before);
    TEST(what_cannot_be_said_is_refused);
    TEST(endless_backtracking_ends);
    dl_regex_scratch_free(scratch);
    return tap_done();
}
