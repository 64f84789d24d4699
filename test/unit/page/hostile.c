/* Tests of src/page on pages made to hurt: each ends soon, names the limit it hit, and
 * gives the text before it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"
#include "tap.h"

#include <stdlib.h>
#include <time.h>

#define HEAD                                                                             \
    "<title>Bridge closed</title><h1>Bridge closed</h1><p>The council met on Monday, and the mayor said that the bridge would be closed until spring.</p>"
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define UNDER_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define UNDER_SANITIZER
#endif
#ifdef UNDER_SANITIZER
#define SECONDS_MAX 60.0 /* the parser's own memory is slow there */
#else
#define SECONDS_MAX 6.0  /* of CPU, on a busy machine: quadratic code takes minutes */
#endif

/* HEAD, then `piece` so many times; %u in it is the number. */
static dl_buf page_of(const char *piece, unsigned times)
{
    dl_buf page;
    dl_buf_init(&page);
    dl_buf_text(&page, HEAD);
    const bool counted = strchr(piece, '%') != NULL;
    for (unsigned i = 0; i < times; i++) {
        if (counted) {
            char text[256];
            snprintf(text, sizeof text, piece, i, i);
            dl_buf_text(&page, text);
        } else {
            dl_buf_text(&page, piece);
        }
    }
    return page;
}

/* Extracts, checks the time and the first paragraph, and gives the note. */
static dl_str survive(dl_buf *bytes, dl_arena *arena)
{
    const dl_page page = {.id = DL_STR("t"), .bytes = dl_buf_str(bytes), .kind = DL_PAGE_HTML,
                          .got = dl_when_none(), .published = dl_when_none()};
    dl_article article;
    dl_error err;
    const clock_t start = clock();
    CHECK(dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, arena, &article, &err) == DL_OK);
    CHECK((double)(clock() - start) / CLOCKS_PER_SEC < SECONDS_MAX);
    CHECK(dl_str_find(article.text, DL_STR("The council met on Monday")) != SIZE_MAX);
    return article.note;
}

static void check_limit(const char *piece, unsigned times, const char *limit)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_buf bytes = page_of(piece, times);
    const dl_str note = survive(&bytes, &arena);
    if (limit != NULL) {
        CHECK(dl_str_find(note, dl_str_of(limit)) != SIZE_MAX);
    }
    dl_buf_done(&bytes);
    dl_arena_done(&arena);
}

static void two_hundred_thousand_nested_elements(void)
{
    check_limit("<div>", 200000, "depth");
    check_limit("<span>", 200000, "depth");
    check_limit("<table><tr><td>", 50000, "depth");
}

static void formatting_that_never_closes(void)
{
    check_limit("<b id=b%u><p>x", 50000, "formatting");
    check_limit("<p><b>", 50000, NULL);
    check_limit("<font><a href=x>", 50000, NULL);
}

static void one_tag_with_hundreds_of_thousands_of_attributes(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_buf bytes = page_of("", 0);
    dl_buf_text(&bytes, "<div ");
    for (unsigned i = 0; i < 300000; i++) {
        dl_buf_printf(&bytes, "a%u=1 ", i);
    }
    dl_buf_text(&bytes, ">x</div>");
    CHECK(dl_str_find(survive(&bytes, &arena), DL_STR("attributes")) != SIZE_MAX);
    dl_buf_done(&bytes);
    dl_arena_done(&arena);
}

static void tags_that_are_all_different(void)
{
    check_limit("<x%u y%u=1>", 100000, NULL);
    check_limit("<p q%u=1 r%u=2>", 100000, "attributes");
}

static void a_table_of_a_million_cells(void)
{
    check_limit("<td>1", 1000000, NULL);
    check_limit("<table><tr><td colspan=9007199254740991 rowspan=9007199254740991>1</table>", 100, NULL);
}

static void a_million_lines(void)
{
    check_limit("<br>a", 1000000, NULL);
}

static void a_page_of_many_megabytes_in_one_line(void)
{
    check_limit("word, and more of it. ", 1000000, "page_bytes");
}

static void signs_that_look_like_markup(void)
{
    check_limit("<", 500000, NULL);
    check_limit("&amp;&notit;&#38;&", 200000, NULL);
    check_limit("<!--", 100000, NULL);
    check_limit("</p>", 300000, NULL);
}

static void numbers_that_look_like_dates(void)
{
    check_limit("<div>12.12.", 100000, NULL);
    check_limit("<p>12 March 2019 11:11 12.12.2012</p>", 50000, NULL);
}

static void structured_data_that_nests(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_buf bytes = page_of("", 0);
    dl_buf_text(&bytes, "<script type=\"application/ld+json\">");
    for (unsigned i = 0; i < 500000; i++) {
        dl_buf_text(&bytes, "{\"a\":[");
    }
    dl_buf_text(&bytes, "</script>");
    survive(&bytes, &arena);
    dl_buf_done(&bytes);
    dl_arena_done(&arena);
}

static void an_arena_too_small_is_an_error_not_a_crash(void)
{
    for (size_t limit = 1000; limit < 400000; limit = limit * 5 / 4) {
        const dl_page page = {.id = DL_STR("t"), .bytes = DL_STR(HEAD HEAD), .kind = DL_PAGE_HTML,
                              .got = dl_when_none(), .published = dl_when_none()};
        dl_arena arena;
        dl_article article;
        dl_error err;
        dl_arena_init(&arena, limit);
        const dl_status status = dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, &arena, &article, &err);
        CHECK(status == DL_OK || status == DL_ENOMEM);
        dl_arena_done(&arena);
    }
}

int main(void)
{
    TEST(two_hundred_thousand_nested_elements);
    TEST(formatting_that_never_closes);
    TEST(one_tag_with_hundreds_of_thousands_of_attributes);
    TEST(tags_that_are_all_different);
    TEST(a_table_of_a_million_cells);
    TEST(a_million_lines);
    TEST(a_page_of_many_megabytes_in_one_line);
    TEST(signs_that_look_like_markup);
    TEST(numbers_that_look_like_dates);
    TEST(structured_data_that_nests);
    TEST(an_arena_too_small_is_an_error_not_a_crash);
    return tap_done();
}
