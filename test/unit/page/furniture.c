/* Tests of src/page/furniture.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "furniture.h"
#include "tap.h"

#include <stdio.h>

#define NOTICE "The Post is read in nine valleys and printed in one of them, as it has always been."

static char html[2048];

static dl_page page_of(unsigned n, const char *host)
{
    static char url[64];
    snprintf(url, sizeof url, "https://%s/story-%u", host, n);
    snprintf(html, sizeof html,
             "<h1>Story %u</h1><p>In village number %u the well ran dry on Monday, and the people, %u of them, carried water.</p>"
             "<p>" NOTICE "</p><p>It was the %u. time this year, an old man said, and he had counted them all himself.</p>",
             n, n, n * 7, n + 2);
    return (dl_page){.id = DL_STR("p"), .bytes = dl_str_of(html), .kind = DL_PAGE_HTML,
                     .url = dl_str_of(url), .got = dl_when_none(), .published = dl_when_none()};
}

static dl_furniture *learned(unsigned pages)
{
    dl_furniture *f = dl_furniture_new();
    dl_error err;
    for (unsigned n = 0; n < pages; n++) {
        const dl_page page = page_of(n, "www.post.example");
        CHECK(dl_furniture_learn(f, &page, &DL_EXTRACT_LIMITS, &err) == DL_OK);
    }
    return f;
}

static bool notice_in(const dl_furniture *f, const char *host)
{
    dl_arena arena;
    dl_article a;
    dl_error err;
    dl_arena_init(&arena, 0);
    const dl_page page = page_of(99, host);
    CHECK(dl_extract(&page, &DL_EXTRACT_LIMITS, f, &arena, &a, &err) == DL_OK);
    const bool found = dl_str_find(a.text, DL_STR(NOTICE)) != SIZE_MAX;
    CHECK(dl_str_find(a.text, DL_STR("ran dry on Monday")) != SIZE_MAX);
    dl_arena_done(&arena);
    return found;
}

static void text_that_a_site_repeats_is_dropped(void)
{
    dl_furniture *f = learned(6);
    CHECK_INT(dl_furniture_host_pages(f, DL_STR("https://post.example/")), 6);
    CHECK_INT(dl_furniture_pages(f, DL_STR("https://post.example/x"), DL_STR(NOTICE)), 6);
    CHECK(!notice_in(f, "post.example"));
    dl_furniture_free(f);
}

static void another_sites_text_is_not(void)
{
    dl_furniture *f = learned(6);
    CHECK(notice_in(f, "other.example"));
    dl_furniture_free(f);
}

static void one_page_is_not_enough(void)
{
    dl_furniture *f = learned(1);
    CHECK(notice_in(f, "post.example"));
    dl_furniture_free(f);
    CHECK(notice_in(NULL, "post.example"));
}

static void rows_can_be_kept_and_read_again(void)
{
    dl_furniture *f = learned(6), *again = dl_furniture_new();
    const dl_furniture_row *rows;
    uint32_t count;
    dl_error err;
    CHECK(dl_furniture_rows(f, &rows, &count, &err) == DL_OK);
    for (uint32_t i = 0; i < count; i++) {
        CHECK(i == 0 || rows[i - 1].host < rows[i].host ||
              (rows[i - 1].host == rows[i].host && rows[i - 1].block < rows[i].block));
        CHECK(dl_furniture_add(again, rows[i], &err) == DL_OK);
    }
    CHECK(!notice_in(again, "post.example"));
    /* learning goes on after the rows were asked for */
    const dl_page page = page_of(7, "post.example");
    CHECK(dl_furniture_learn(f, &page, &DL_EXTRACT_LIMITS, &err) == DL_OK);
    CHECK_INT(dl_furniture_pages(f, page.url, DL_STR(NOTICE)), 7);
    dl_furniture_free(f);
    dl_furniture_free(again);
}

int main(void)
{
    TEST(text_that_a_site_repeats_is_dropped);
    TEST(another_sites_text_is_not);
    TEST(one_page_is_not_enough);
    TEST(rows_can_be_kept_and_read_again);
    return tap_done();
}
