/* Tests of src/engine/candidates.c and read.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "candidates.h"
#include "read.h"
#include "tap.h"

static dl_arena arena;

static void documents_that_share_enough_prints_are_paired(void)
{
    uint64_t a[] = {1, 2, 3}, b[] = {2, 3, 9}, c[] = {3, 4}, d[] = {8};
    dl_report all[] = {{.prints = a, .print_count = 3},
                       {.prints = b, .print_count = 3},
                       {.prints = c, .print_count = 2},
                       {.prints = d, .print_count = 1}};
    const dl_report *reports[] = {&all[0], &all[1], &all[2], &all[3]};
    uint32_t *pairs, count;
    CHECK_INT(dl_candidates(reports, 4, &arena, &pairs, &count, NULL), DL_OK);
    CHECK_INT(count, 1);
    CHECK_INT(pairs[0], 0);
    CHECK_INT(pairs[1], 1);
}

static void a_print_of_very_many_documents_costs_linear_work(void)
{
    enum { N = 2000 };
    static dl_report all[N];
    static const dl_report *reports[N];
    static uint64_t prints[] = {5, 6};
    uint32_t *pairs, count;
    for (int i = 0; i < N; i++) {
        all[i] = (dl_report){.prints = prints, .print_count = 2};
        reports[i] = &all[i];
    }
    CHECK_INT(dl_candidates(reports, N, &arena, &pairs, &count, NULL), DL_OK);
    CHECK(count <= N * DL_CANDIDATE_MOST);
    CHECK(count >= N - 1); /* and nobody stands alone */
}

static void nothing_gives_nothing(void)
{
    uint32_t *pairs, count;
    CHECK_INT(dl_candidates(NULL, 0, &arena, &pairs, &count, NULL), DL_OK);
    CHECK_INT(count, 0);
}

static void plain_text_keeps_every_byte_and_knows_its_paragraphs(void)
{
    dl_article article;
    const dl_page page = {.id = DL_STR("t"),
                          .bytes =
                              DL_STR("  One line\nand another.\r\n\r\n\n \t\nTwo.\n"),
                          .published = dl_when_none()};
    CHECK_INT(dl_read_plain(&page, &arena, &article, NULL), DL_OK);
    CHECK(dl_str_equal(article.text, page.bytes));
    CHECK_INT(article.para_count, 2);
    CHECK_STR(dl_str_cut(article.text, article.paras[0].text), "One line\nand another.");
    CHECK_STR(dl_str_cut(article.text, article.paras[1].text), "Two.");
    CHECK_INT(article.published.when.precision, DL_PRECISION_NONE);
}

static void wrong_bytes_of_plain_text_become_replacement_characters(void)
{
    dl_article article;
    const dl_page page = {.bytes = DL_STR("a\xff"), .published = dl_when_day(1)};
    CHECK_INT(dl_read_plain(&page, &arena, &article, NULL), DL_OK);
    CHECK_STR(article.text, "a\xEF\xBF\xBD");
    CHECK(strcmp(article.published.from, "given") == 0);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(documents_that_share_enough_prints_are_paired);
    TEST(a_print_of_very_many_documents_costs_linear_work);
    TEST(nothing_gives_nothing);
    TEST(plain_text_keeps_every_byte_and_knows_its_paragraphs);
    TEST(wrong_bytes_of_plain_text_become_replacement_characters);
    dl_arena_done(&arena);
    return tap_done();
}
