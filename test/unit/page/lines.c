/* Tests of src/page/lines.c: articles out of crawled text.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"
#include "tap.h"

static dl_arena arena;

static dl_article extract(dl_str text, dl_page_kind kind)
{
    const dl_page page = {.id = DL_STR("t"), .bytes = text, .kind = kind,
                          .got = dl_when_none(), .published = dl_when_none()};
    dl_article article;
    dl_error err;
    dl_arena_reset(&arena);
    CHECK(dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, &arena, &article, &err) == DL_OK);
    return article;
}

static bool has(const dl_article *a, const char *words)
{
    return dl_str_find(a->text, dl_str_of(words)) != SIZE_MAX;
}

#define BODY                                                                             \
    "The bridge over the Alder was closed on Thursday after two of its piers had cracked, the county office said.\n" \
    "\"It has carried us for ninety years and it is tired,\" said the county engineer, Maud Penrose.\n" \
    "Buses will go by way of Northgate until the end of the winter, according to the office.\n" \
    "Nobody was hurt. A baker who lives at the bridge said he had heard it groan at night.\n"

static void masthead_menu_and_date_stay_out_of_the_text(void)
{
    const dl_article a = extract(DL_STR(
        "ALDER VALLEY HERALD\nHome | Farms | Sport | Letters\nMonday, December 19, 2016\n"
        "Bridge closed over cracked piers\nBy Ada Quill and Tom Alder\n" BODY "Tags: bridges, winter\nSubscribe: 3 months for the price of 2\n"),
        DL_PAGE_TEXT);
    CHECK_STR(a.title, "Bridge closed over cracked piers");
    CHECK_STR(a.site, "ALDER VALLEY HERALD");
    CHECK_INT(a.byline_count, 2);
    CHECK_STR(a.bylines[1], "Tom Alder");
    CHECK(!has(&a, "Quill"));
    CHECK_INT(dl_when_first(a.published.when), dl_day_of(2016, 12, 19));
    CHECK_INT(a.para_count, 4);
    CHECK(!has(&a, "HERALD") && !has(&a, "Sport") && !has(&a, "Tags") && !has(&a, "Subscribe"));
    CHECK(!has(&a, "Bridge closed over"));
}

static void lists_of_date_and_time_are_read_together(void)
{
    const dl_article a = extract(DL_STR(
        "Bridge closed over cracked piers\n\n  • Date: 2017/03/02\n  • Time: 20:57\n  • News Code: 37\n  • Print\n"
        "Bridge closed over cracked piers\n\n" BODY), DL_PAGE_TEXT);
    char iso[32];
    dl_when_iso(a.published.when.earliest, a.published.when, iso);
    CHECK_STR(dl_str_of(iso), "2017-03-02T20:57");
    CHECK(!has(&a, "News Code") && !has(&a, "Print"));
}

static void comments_and_their_dates_are_not_the_article(void)
{
    const dl_article a = extract(DL_STR(
        "Bridge closed over cracked piers\n\nDate: 2017/03/02\n" BODY "\n\n1395/12/13 4:19\n"
        "I always said that this bridge was a danger, and nobody ever listened to me, did they ?\n"
        "Your comment\nName :\nEmail :\n"), DL_PAGE_TEXT);
    CHECK_INT(dl_when_first(a.published.when), dl_day_of(2017, 3, 2));
    CHECK(!has(&a, "always said") && !has(&a, "Your comment") && !has(&a, "1395"));
}

static void captions_and_credits_go_and_their_dates_bound(void)
{
    const dl_article a = extract(DL_STR(
        "Bridge closed over cracked piers\n\nPhoto by: Agency\n\n"
        "The Alder bridge is seen in this handout picture of March 26, 2016.\n\n" BODY), DL_PAGE_TEXT);
    CHECK(!has(&a, "Photo by") && !has(&a, "handout"));
    CHECK(!dl_when_known(a.published.when));
    CHECK_INT(a.date_count, 1);
    CHECK_INT(a.dates[0].role, DL_DATE_BOUND);
}

static void a_dateline_stays_in_the_text(void)
{
    const dl_article a = extract(DL_STR("NORTHGATE, May 20 (Alder News) - " BODY), DL_PAGE_TEXT);
    CHECK(has(&a, "NORTHGATE, May 20 (Alder News) - The bridge"));
}

static void subheads_within_the_text_stay(void)
{
    const dl_article a = extract(DL_STR(
        BODY "Baker 'not surprised'\nThe baker's own cellar has been wet since the flood of 2009, he told this paper, and he keeps his flour upstairs.\n"),
        DL_PAGE_TEXT);
    CHECK(has(&a, "Baker 'not surprised'"));
}

static void a_published_line_at_the_end_is_found(void)
{
    const dl_article a = extract(DL_STR(
        "In association with\n\nBridge closed over cracked piers\n\n" BODY
        "\nPublished Date: Mar 03, 2017 07:52 AM | Updated Date: Mar 04, 2017 07:52 AM\n\nAlso See"), DL_PAGE_TEXT);
    CHECK_STR(a.published.value, "2017-03-03T07:52");
    CHECK_STR(a.dates[0].date.value, "Mar 03, 2017 07:52 AM");
    CHECK(!has(&a, "Published Date") && !has(&a, "Also See") && !has(&a, "In association"));
}

static void paragraphs_lead_to_their_lines(void)
{
    const dl_str page = DL_STR("ALDER HERALD\r\n\r\n" BODY);
    const dl_article a = extract(page, DL_PAGE_TEXT);
    for (uint32_t i = 0; i < a.para_count; i++) {
        const dl_str source = {page.at + a.paras[i].from, a.paras[i].to - a.paras[i].from};
        CHECK(dl_str_equal(source, dl_str_cut(a.text, a.paras[i].text)));
    }
    CHECK_INT(a.para_count, 4);
}

static void a_ready_text_is_only_tidied(void)
{
    const dl_article a = extract(DL_STR("Menu | Home\n\n  Two   blanks.\nBy Ada Quill\n"), DL_PAGE_DOC);
    CHECK_STR(a.text, "Menu | Home\n\nTwo blanks.\n\nBy Ada Quill");
    CHECK_INT(a.error.size, 0);
}

static void text_without_prose_is_no_article(void)
{
    const dl_article a = extract(DL_STR("Home\nSport\nWeather\n"), DL_PAGE_TEXT);
    CHECK_INT(a.text.size, 0);
    CHECK(a.error.size > 0);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(masthead_menu_and_date_stay_out_of_the_text);
    TEST(lists_of_date_and_time_are_read_together);
    TEST(comments_and_their_dates_are_not_the_article);
    TEST(captions_and_credits_go_and_their_dates_bound);
    TEST(a_dateline_stays_in_the_text);
    TEST(subheads_within_the_text_stay);
    TEST(a_published_line_at_the_end_is_found);
    TEST(paragraphs_lead_to_their_lines);
    TEST(a_ready_text_is_only_tidied);
    TEST(text_without_prose_is_no_article);
    dl_arena_done(&arena);
    return tap_done();
}
