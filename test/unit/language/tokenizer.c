/* Tests of src/language/tokenizer.c with the package's rules, and without them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tokenizer.h"

#include "ids.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static dl_arena arena;
static dl_tokenizer_worker *worker;

/* The tokens of `text` with '|' between them. */
static dl_str cut(dl_str text)
{
    dl_error err = {0};
    dl_tokens tokens = {0};
    CHECK_INT(dl_tokenizer_read(worker, text, &arena, &tokens, &err), DL_OK);
    dl_str all = {"", 0};
    for (uint32_t i = 0; i < tokens.count; i++) {
        const dl_str word = dl_str_cut(text, tokens.spans[i]);
        all = dl_str_printf(&arena, "%.*s%s%.*s", (int)all.size, all.at,
                            i == 0 ? "" : "|", (int)word.size, word.at);
    }
    return all;
}

#define CUTS(text, want) CHECK_STR(cut(DL_STR(text)), want)

static void punctuation_is_peeled_off(void)
{
    CUTS("\"Go (now)!\" he said.", "\"|Go|(|now|)|!|\"|he|said|.");
    CUTS("...and then?!", "...|and|then|?|!");
}

static void special_cases_are_cut_as_the_package_says(void)
{
    CUTS("don't", "do|n't");
    CUTS("(don't)", "(|do|n't|)");
    CUTS("U.S. and 10a.m.", "U.S.|and|10|a.m.");
}

static void a_special_case_that_affixes_cut_is_mended(void)
{
    CUTS("_:)_", "_|:)|_");
    CUTS(">:(!", ">:(|!");
}

static void addresses_of_the_web_stay_whole(void)
{
    CUTS("see https://a.example.org/b?c=(1).", "see|https://a.example.org/b?c=(1|)|.");
    CUTS("desk@example.org,", "desk@example.org|,");
}

static void words_are_cut_at_infixes(void)
{
    CUTS("re-take 2016-2017 a/b", "re|-|take|2016|-|2017|a|/|b");
    CUTS("bridge\u2014known", "bridge|\u2014|known");
}

static void one_blank_belongs_to_the_token_more_are_a_token(void)
{
    CUTS("a b", "a|b");
    CUTS("a  b", "a| |b");
    CUTS(" a\n\nb ", " |a|\n\n|b");
    CUTS("a \n b", "a|\n |b");
}

static void the_norm_of_an_exception_is_its_own(void)
{
    dl_error err = {0};
    dl_tokens tokens;
    CHECK_INT(dl_tokenizer_read(worker, DL_STR("can't"), &arena, &tokens, &err), DL_OK);
    CHECK_INT(tokens.count, 2);
    CHECK(tokens.attrs[1].norm == dl_string_id(DL_STR("not")));
    CHECK(tokens.attrs[1].lower == dl_string_id(DL_STR("n't")));
}

static void an_empty_text_has_no_tokens(void)
{
    CUTS("", "");
}

static void a_text_read_twice_is_cut_the_same(void)
{
    CUTS("We've seen it, haven't we?", "We|'ve|seen|it|,|have|n't|we|?");
    CUTS("We've seen it, haven't we?", "We|'ve|seen|it|,|have|n't|we|?");
}

static uint32_t count_of(char fill, size_t size)
{
    dl_arena mine;
    dl_arena_init(&mine, 0);
    char *text = dl_arena_alloc(&mine, size);
    memset(text, fill, size);
    dl_error err = {0};
    dl_tokens tokens = {0};
    CHECK_INT(dl_tokenizer_read(worker, (dl_str){text, size}, &mine, &tokens, &err),
              DL_OK);
    size_t covered = 0;
    for (uint32_t i = 0; i < tokens.count; i++) {
        covered += tokens.spans[i].end - tokens.spans[i].start;
    }
    CHECK_INT(covered, size);
    const uint32_t count = tokens.count;
    dl_arena_done(&mine);
    return count;
}

static void a_megabyte_without_a_blank_is_read(void)
{
    CHECK_INT(count_of('a', 1000000), 1);
    CHECK_INT(count_of('1', 1000000), 1);
    CHECK_INT(count_of('.', 1000000), 1);
    CHECK_INT(count_of(' ', 1000000), 1);
    CHECK_INT(count_of('(', 200000), 200000);
}

static void what_is_forgotten_is_cut_the_same_again(void)
{
    dl_error err = {0};
    dl_tokens tokens;
    for (int i = 0; i < 200000; i++) { /* more new words than a worker keeps */
        const dl_str text = dl_str_printf(&arena, "w%dx, v%dy", i, i);
        CHECK_INT(dl_tokenizer_read(worker, text, &arena, &tokens, &err), DL_OK);
        if (tokens.count != 3) {
            CHECK_INT(tokens.count, 3);
            break;
        }
        if (i % 1000 == 0) {
            dl_arena_reset(&arena);
        }
    }
    CUTS("don't (stop)", "do|n't|(|stop|)");
}

static void a_folder_without_the_file_is_named(void)
{
    char dir[] = "/tmp/dateline-tokenizer-XXXXXX";
    CHECK(mkdtemp(dir) != NULL);
    dl_tokenizer *none = NULL;
    dl_error err = {0};
    CHECK_INT(dl_tokenizer_open(dir, &none, &err), DL_EIO);
    CHECK(none == NULL && strstr(err.message, "/tokenizer") != NULL);
    rmdir(dir);
}

int main(void)
{
    const char *share = getenv("DATELINE_SHARE");
    dl_arena_init(&arena, 0);
    const dl_str dir = dl_str_printf(&arena, "%s/model", share == NULL ? "." : share);
    struct stat s;
    if (stat(dir.at, &s) != 0) {
        printf("1..0 # SKIP no model in %s\n", dir.at);
        return 0;
    }
    dl_error err = {0};
    dl_tokenizer *tokenizer;
    if (dl_tokenizer_open(dir.at, &tokenizer, &err) != DL_OK ||
        dl_tokenizer_worker_new(tokenizer, &worker, &err) != DL_OK) {
        printf("Bail out! %s\n", err.message);
        return 1;
    }
    TEST(punctuation_is_peeled_off);
    TEST(special_cases_are_cut_as_the_package_says);
    TEST(a_special_case_that_affixes_cut_is_mended);
    TEST(addresses_of_the_web_stay_whole);
    TEST(words_are_cut_at_infixes);
    TEST(one_blank_belongs_to_the_token_more_are_a_token);
    TEST(the_norm_of_an_exception_is_its_own);
    TEST(an_empty_text_has_no_tokens);
    TEST(a_text_read_twice_is_cut_the_same);
    TEST(a_megabyte_without_a_blank_is_read);
    TEST(what_is_forgotten_is_cut_the_same_again);
    TEST(a_folder_without_the_file_is_named);
    dl_tokenizer_worker_free(worker);
    dl_tokenizer_close(tokenizer);
    dl_arena_done(&arena);
    return tap_done();
}
