/* Tests of src/page: whole articles out of HTML.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"
#include "tap.h"

static dl_arena arena;

static dl_article extract(dl_str html)
{
    const dl_page page = {.id = DL_STR("t"), .bytes = html, .kind = DL_PAGE_HTML,
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

#define PAGE                                                                             \
    "<!doctype html><html lang=\"en\"><head><title>Old mill bridge closed | Rivertown Post</title>\n"    \
    "<meta property=\"og:site_name\" content=\"Rivertown Post\">\n"                       \
    "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Old mill bridge closed\","  \
    "\"datePublished\":\"2017-03-02T20:57:00+01:00\",\"author\":{\"@type\":\"Person\",\"name\":\"Ada Quill\"}}"  \
    "</script></head><body><nav><ul><li><a href=/>Home</a><li><a href=/s>Sport pages</a></ul></nav>\n"   \
    "<div id=\"consent-box\"><p>We and our 12 partners keep cookies on your device, as is our habit.</p></div>"  \
    "<main><article><h1>Old mill bridge closed</h1><p class=byline>By Ada Quill</p>\n"    \
    "<p>The council of Rivertown closed the old mill bridge on Thursday after engineers found cracks &amp; rust in two piers.</p>\n" \
    "<figure><img src=b.jpg><figcaption>The bridge in a dry year. Photo: handout</figcaption></figure>\n" \
    "<p>Lorries will be sent by the <a href=/map>valley road</a> until the spring, the mayor, <b>Tom Alder</b>, said.</p>\n" \
    "<p><a href=/n1>Read more: Five bridges that nobody loves any longer</a></p>\n"      \
    "<p>&ldquo;We would rather be late than wet,&rdquo; he told a small crowd at the town hall.</p>\n"   \
    "<h2>What comes next</h2><p>A new bridge was promised in 2009, and the drawings still hang in the library, a clerk said.</p>\n" \
    "<div class=\"newsletter-signup\"><p>Sign up for our newsletter, and never miss a bridge again.</p></div>" \
    "</article><aside><h3>Related coverage</h3><ul><li><a href=/a>Mayor opens another fair</a></ul></aside></main>\n" \
    "<section id=comments><p>First! And I always said that this bridge was a danger to all of us.</p></section>" \
    "<footer><p>All rights reserved by the Rivertown Post, a small company.</p></footer></body></html>"

static void an_article_comes_without_its_furniture(void)
{
    const dl_article a = extract(DL_STR(PAGE));
    CHECK_STR(a.title, "Old mill bridge closed");
    CHECK_STR(a.site, "Rivertown Post");
    CHECK_STR(a.language, "en");
    CHECK_INT(a.byline_count, 1);
    CHECK_STR(a.bylines[0], "Ada Quill");
    CHECK(has(&a, "cracks & rust in two piers."));
    CHECK(has(&a, "valley road"));
    CHECK(has(&a, "What comes next"));
    CHECK(!has(&a, "partners"));
    CHECK(!has(&a, "dry year"));
    CHECK(!has(&a, "nobody loves"));
    CHECK(!has(&a, "newsletter"));
    CHECK(!has(&a, "another fair"));
    CHECK(!has(&a, "First!"));
    CHECK(!has(&a, "rights reserved"));
    CHECK(!has(&a, "By Ada"));
    CHECK_INT(a.error.size, 0);
}

static void the_date_of_structured_data_keeps_its_time_and_zone(void)
{
    const dl_article a = extract(DL_STR(PAGE));
    char iso[32];
    dl_when_iso(a.published.when.earliest, a.published.when, iso);
    CHECK_STR(dl_str_of(iso), "2017-03-02T20:57:00+01:00");
    CHECK_STR(dl_str_of(a.published.from), "json-ld");
    CHECK(memcmp(&PAGE[a.published.offset], "2017-03-02T20:57", 16) == 0);
}

/* The source of a paragraph without tags, references made characters, blanks single. */
static dl_str plain(dl_str source)
{
    static char out[4096];
    size_t size = 0;
    bool tag = false;
    for (size_t i = 0; i < source.size && size + 8 < sizeof out; i++) {
        const dl_str rest = {source.at + i, source.size - i};
        if (source.at[i] == '<') {
            tag = true;
        } else if (source.at[i] == '>') {
            tag = false;
        } else if (!tag && dl_str_starts(rest, DL_STR("&amp;"))) {
            out[size++] = '&';
            i += 4;
        } else if (!tag && dl_str_starts(rest, DL_STR("&ldquo;"))) {
            memcpy(out + size, "“", 3);
            size += 3;
            i += 6;
        } else if (!tag && dl_str_starts(rest, DL_STR("&rdquo;"))) {
            memcpy(out + size, "”", 3);
            size += 3;
            i += 6;
        } else if (!tag && !(source.at[i] == '\n' && size > 0 && out[size - 1] == ' ')) {
            out[size++] = source.at[i] == '\n' ? ' ' : source.at[i];
        }
    }
    return (dl_str){out, size};
}

static void every_paragraph_leads_to_its_bytes(void)
{
    const dl_article a = extract(DL_STR(PAGE));
    CHECK(a.para_count >= 5);
    for (uint32_t i = 0; i < a.para_count; i++) {
        const dl_para *p = &a.paras[i];
        const dl_str source = {&PAGE[p->from], p->to - p->from};
        CHECK(dl_str_equal(plain(source), dl_str_cut(a.text, p->text)));
    }
}

static void offsets_hold_in_other_encodings(void)
{
    const dl_str page = DL_STR(
        "<meta charset=windows-1252><title>Caf\xE9</title><h1>Caf\xE9 closed</h1>"
        "<p>The caf\xE9 on the quay was closed on Friday, and its owner, Ren\xE9 Duval, said no word about it.</p>"
        "<p>\x93" "Nobody asked,\x94 said a waiter, who had carried cups there for thirty years and a day.</p>");
    const dl_article a = extract(page);
    CHECK_INT(a.para_count, 2);
    CHECK(memcmp(page.at + a.paras[0].from, "The caf\xE9", 8) == 0);
    CHECK(memcmp(page.at + a.paras[1].from, "\x93" "Nobody", 7) == 0);
    CHECK(memcmp(page.at + a.paras[1].to - 6, "a day.", 6) == 0);
    CHECK(has(&a, "“Nobody asked,”"));
}

static void breaks_part_paragraphs_in_old_pages(void)
{
    const dl_article a = extract(DL_STR(
        "<table><tr><td><font size=4><b>Harbour silted up</b></font><br>"
        "<font size=1>Posted Thursday, 2 March 2017</font><br><br>"
        "The harbour of Eastquay has silted up, and the dredger will not come before June, the office said.<br><br>"
        "Fishermen now wait for the tide, which comes twice a day and never when it is wanted.<br>"
        "They have written to the county, they said, and the county has written back.</td></tr></table>"));
    CHECK_INT(a.para_count, 3);
    CHECK(!has(&a, "Posted"));
    CHECK_INT(dl_when_first(a.published.when), dl_day_of(2017, 3, 2));
    CHECK_STR(dl_str_of(a.published.from), "text");
}

static void another_article_below_is_left_out_with_a_note(void)
{
#define BODY(who)                                                                        \
    "<p>The " who " of the valley met on Monday to speak about the water, which was low, and the price, which was not.</p>" \
    "<p>It was the third meeting of the " who " in a month, and the first one with biscuits, a man at the door said.</p>" \
    "<p>No vote was taken, since the " who " could not agree on who should count the hands, he added later.</p>" \
    "<p>They will meet again, the " who " said, as soon as somebody has found the key to the small hall.</p>"
    const dl_article a = extract(DL_STR(
        "<title>Millers meet</title><main><article><h1>Millers meet</h1>" BODY("millers") "</article>"
        "<article><h1>Weavers meet</h1>" BODY("weavers") "</article></main>"));
    CHECK_STR(a.title, "Millers meet");
    CHECK(has(&a, "The millers of the valley"));
    CHECK(!has(&a, "weavers"));
    CHECK(a.note.size > 0);
}

static void sections_of_one_article_stay_together(void)
{
    const dl_article a = extract(DL_STR(
        "<title>Snow</title><div class=page><h1>Snow on the passes</h1><section class=part>"
        "<p>Snow fell on all three passes on Sunday, and the last bus turned back at the second bend, the driver said.</p>"
        "<p>Nobody was hurt, and the passengers were given soup at the inn, where they sang until it was late.</p></section>"
        "<section class=part><h2>Roads</h2>"
        "<p>The ploughs will work from the south, the road office said, and reach the summit on Tuesday, if it does not snow.</p>"
        "<p>Drivers should carry chains, a blanket and some patience, an officer of the road office said.</p></section></div>"));
    CHECK(has(&a, "Snow fell on all three passes"));
    CHECK(has(&a, "Drivers should carry chains"));
}

static void a_modified_date_is_not_the_published_one(void)
{
    const dl_article a = extract(DL_STR(
        "<head><meta property=article:modified_time content=2019-06-03T10:00:00Z>"
        "<meta property=article:published_time content=2019-06-01T08:00:00Z></head><h1>Wells</h1>"
        "<p>Two wells were dug in the upper village in May, and both of them gave water, the engineer said.</p>"));
    CHECK_INT(dl_when_first(a.published.when), dl_day_of(2019, 6, 1));
    CHECK_INT(dl_when_first(a.modified.when), dl_day_of(2019, 6, 3));
    CHECK(a.date_count >= 2);
}

static void the_clock_of_the_place_goes_before_utc(void)
{
    const dl_article a = extract(DL_STR(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2019-06-02T01:30:00Z\"}</script>"
        "<h1>Wells</h1><div class=date>June 1, 2019 at 5:30 PM</div>"
        "<p>Two wells were dug in the upper village in May, and both of them gave water, the engineer said.</p>"));
    CHECK_INT(dl_when_first(a.published.when), dl_day_of(2019, 6, 1));
    CHECK_INT(a.published.when.zone, -480);
}

static void an_address_with_an_older_day_is_outvoted_by_head_and_line(void)
{
    const dl_article a = extract(DL_STR(
        "<link rel=canonical href=\"https://post.example/2021/05/02/wells\">"
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"datePublished\":\"2021-05-08T06:00:00-05:00\"}</script>"
        "<h1>Wells</h1><p>8 May 2021</p><p>Two wells were dug in the upper village, and both of them gave water, the engineer said.</p>"));
    char iso[32];
    dl_when_iso(a.published.when.earliest, a.published.when, iso);
    CHECK_STR(dl_str_of(iso), "2021-05-08T06:00:00-05:00");
}

#define WELLS "<p>Two wells were dug in the upper village in May, and both of them gave water, the engineer said.</p>"

static void a_title_is_without_kicker_and_site(void)
{
    dl_article a = extract(DL_STR("<h1><span class=kicker>Water</span>Two wells in the upper village</h1>" WELLS));
    CHECK_STR(a.title, "Two wells in the upper village");
    a = extract(DL_STR("<link rel=canonical href=https://www.hillpost.example/1><meta property=og:title "
                       "content=\"Two wells in the upper village | Hillpost\">" WELLS));
    CHECK_STR(a.title, "Two wells in the upper village");
}

/* The names of a page with `line` above its text, joined by '|'. */
static dl_str names_of(const char *line)
{
    const dl_str html = dl_str_printf(&arena, "<link rel=canonical href=https://www.hillpost.example/1><h1>Two wells</h1>%s" WELLS, line);
    char page[1024];
    memcpy(page, html.at, html.size);
    const dl_article a = extract((dl_str){page, html.size});
    dl_str names = DL_STR("");
    for (uint32_t i = 0; i < a.byline_count; i++) {
        names = dl_str_printf(&arena, "%.*s%s%.*s", (int)names.size, names.at, i == 0 ? "" : "|",
                              (int)a.bylines[i].size, a.bylines[i].at);
    }
    return names;
}

static void bylines_are_people_without_roles_and_dates(void)
{
    CHECK_STR(names_of("<p class=byline>By Ada Quill and Bo Fern</p>"), "Ada Quill|Bo Fern");
    CHECK_STR(names_of("<p class=byline>Ada Quill, Senior Reporter</p>"), "Ada Quill");
    CHECK_STR(names_of("<p class=byline>Ada Quill March 3, 2021</p>"), "Ada Quill");
    CHECK_STR(names_of("<a rel=author href=mailto:x>Email the author</a>"), "");
    CHECK_STR(names_of("<p class=byline>Published</p>"), "");
    CHECK_STR(names_of("<p class=byline>Hillpost</p>"), "");
    CHECK_STR(names_of("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":{\"name\":\"By Ada Quill, Bo Fern\"}}</script>"),
              "Ada Quill|Bo Fern");
}

static void section_site_and_address_are_those_of_the_head(void)
{
    const dl_article a = extract(DL_STR(
        "<link rel=canonical href=https://www.hillpost.example/wells><meta property=og:site_name content='The Hill Post'>"
        "<meta property=article:section content=Water><h1>Two wells</h1>" WELLS));
    CHECK_STR(a.url, "https://www.hillpost.example/wells");
    CHECK_STR(a.site, "The Hill Post");
    CHECK_STR(a.section, "Water");
}

static void offsets_hold_through_comments_references_and_nested_tags(void)
{
    static const char page[] =
        "<h1>Two wells</h1><div><p>\n <b><i>Two</i> wells</b><!-- old: three --> were&nbsp;dug at the caf&eacute, &#8220;deep&#x201d;<script>1 < 2</script>"
        " and w<wbr>ide, the <a href='?a=1&b=2'>engi&shy;neer</a> said on Friday, and both gave water<em>&#46;</em></p><p>" WELLS;
    const dl_article a = extract((dl_str){page, sizeof page - 1});
    CHECK(has(&a, "Two wells were dug at the café, “deep” and wide, the engineer said on Friday"));
    CHECK(a.para_count > 0);
    CHECK(memcmp(page + a.paras[0].from, "Two</i>", 7) == 0);
    CHECK(memcmp(page + a.paras[0].to - 5, "&#46;</em>", 10) == 0);
}

static void a_line_of_signs_is_no_title(void)
{
    const dl_article a = extract(DL_STR("<title>Two wells in the village</title><h1>* * *</h1>" WELLS));
    CHECK_STR(a.title, "Two wells in the village");
}

static void a_captions_date_only_bounds(void)
{
    const dl_article a = extract(DL_STR(
        "<h1>Wells</h1><figure><img src=x><figcaption>The upper village, seen on 3 May 2018 from the hill</figcaption></figure>"
        "<p>Two wells were dug in the upper village, and both of them gave water, the engineer said on Friday.</p>"));
    CHECK(!dl_when_known(a.published.when));
    CHECK_INT(a.date_count, 1);
    CHECK_INT(a.dates[0].role, DL_DATE_BOUND);
}

static void pages_without_an_article_say_so(void)
{
    dl_article a = extract(DL_STR(""));
    CHECK_INT(a.text.size, 0);
    CHECK(dl_str_find(a.error, DL_STR("empty")) != SIZE_MAX);
    a = extract(DL_STR("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\b\6\0\0\0"));
    CHECK(dl_str_find(a.error, DL_STR("not text")) != SIZE_MAX);
    a = extract(DL_STR("<html><body><ul><li><a href=1>One</a><li><a href=2>Two</a></ul></body></html>"));
    CHECK_INT(a.text.size, 0);
    CHECK(a.error.size > 0);
}

static void languages_are_told_apart(void)
{
    dl_article a = extract(DL_STR(
        "<html lang=en><p>Der Rat der Stadt hat am Montag die alte Brücke gesperrt, weil sie nach Angaben der Prüfer nicht mehr sicher ist.</p>"
        "<p>Die Lastwagen werden bis zum Frühling durch das Tal geleitet, sagte der Bürgermeister, und das wird so bleiben.</p>"));
    CHECK_STR(a.language, "de");
    a = extract(DL_STR("<p>Городской совет в понедельник закрыл старый мост, потому что он больше не безопасен, и это надолго.</p>"));
    CHECK_STR(a.language, "ru");
    a = extract(DL_STR("<p>市议会星期一关闭了旧桥，因为检查人员说它已经不再安全，卡车将绕行山谷，直到春天为止。市长说，这样更好。</p>"));
    CHECK_STR(a.language, "zh");
}

static void entries_of_a_live_ticker_keep_their_times(void)
{
    const dl_article a = extract(DL_STR(
        "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"datePublished\":\"2019-06-01T08:00:00Z\"}</script>"
        "<h1>Flood: what we know</h1><div class=story>"
        "<div class=entry><time datetime=2019-06-01T10:30:00Z>10:30</time><p>The river has left its bed at two places, and the lower town is being cleared, the fire brigade said.</p></div>"
        "<div class=entry><time datetime=2019-06-01T09:15:00Z>09:15</time><p>Schools will stay closed on Monday, the county said, and the buses will not run before noon.</p></div>"
        "<div class=entry><time datetime=2019-06-01T08:05:00Z>08:05</time><p>It has rained for thirty hours, which has not been seen since the weather office was opened.</p></div></div>"));
    CHECK_INT(a.para_count, 3);
    char iso[32];
    dl_when_iso(a.paras[1].time.earliest, a.paras[1].time, iso);
    CHECK_STR(dl_str_of(iso), "2019-06-01T09:15:00Z");
    CHECK(!has(&a, "10:30"));
}

static void two_entries_make_a_ticker_where_the_page_says_it_is_one(void)
{
    const dl_article a = extract(DL_STR(
        "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\"}</script><header><time datetime=2019-05-31>31 May</time></header>"
        "<h1>Flood: what we know</h1><div class=story>"
        "<div><time datetime=2019-06-01T10:30:00Z>10:30</time><p>The river has left its bed at two places, and the lower town is being cleared, the fire brigade said.</p></div>"
        "<div><time datetime=2019-06-01T09:15:00Z>09:15</time><p>Schools will stay closed on Monday, the county said, and the buses will not run before noon.</p></div></div>"));
    CHECK_INT(a.para_count, 2);
    char iso[32];
    dl_when_iso(a.paras[0].time.earliest, a.paras[0].time, iso);
    CHECK_STR(dl_str_of(iso), "2019-06-01T10:30:00Z");
}

static void structured_data_tells_the_times_of_entries(void)
{
    const dl_article a = extract(DL_STR(
        "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\",\"headline\":\"Flood: what we know\",\"liveBlogUpdate\":["
        "{\"@type\":\"BlogPosting\",\"headline\":\"River has left its bed\",\"datePublished\":\"2019-06-01T10:30:00Z\"},"
        "{\"@type\":\"BlogPosting\",\"articleBody\":\"Schools &amp; nurseries will stay closed on Monday, the county said.\",\"datePublished\":\"2019-06-01T09:15:00Z\"}]}</script>"
        "<h1>Flood: what we know</h1><div><p>It has rained for thirty hours, which has not been seen since the weather office was opened.</p>"
        "<h3>River has left its bed</h3><p>It did so at two places, and the lower town is being cleared, the fire brigade said at noon.</p>"
        "<p>Schools &amp; nurseries will stay closed on Monday, the county said, and the buses will not run before noon.</p></div>"));
    CHECK_INT(a.para_count, 4);
    CHECK(!dl_when_known(a.paras[0].time));
    char iso[32];
    dl_when_iso(a.paras[2].time.earliest, a.paras[2].time, iso);
    CHECK_STR(dl_str_of(iso), "2019-06-01T10:30:00Z");
    dl_when_iso(a.paras[3].time.earliest, a.paras[3].time, iso);
    CHECK_STR(dl_str_of(iso), "2019-06-01T09:15:00Z");
}

static void an_article_with_a_date_or_two_is_no_ticker(void)
{
    const dl_article a = extract(DL_STR(
        "<h1>Wells</h1><div><time datetime=2019-05-31T10:00>31 May</time><p>Two wells were dug in the upper village in May, and both of them gave water, the engineer said.</p>"
        "<p>Updated <time datetime=2019-06-01T10:00>1 June</time></p><p>A third one is to follow in the autumn, if the money holds, and if the rock is as soft as it was.</p></div>"));
    for (uint32_t i = 0; i < a.para_count; i++) {
        CHECK(!dl_when_known(a.paras[i].time));
    }
}

static void a_page_behind_a_paywall_says_that_it_is_cut(void)
{
    const dl_article a = extract(DL_STR(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false}</script>"
        "<h1>Wells</h1><p>Two wells were dug in the upper village in May, and both of them gave water, the engineer said.</p>"
        "<p>Subscribe to continue reading this article.</p>"));
    CHECK(a.cut);
    CHECK(a.note.size > 0);
    CHECK(!has(&a, "Subscribe"));
}

static void the_text_is_not_taken_from_structured_data(void)
{
    const dl_article a = extract(DL_STR(
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"A text that nobody can see on this page, told to machines alone, in two clauses and a half.\"}</script>"
        "<h1>Wells</h1><p>Two wells were dug in the upper village in May, and both of them gave water, the engineer said.</p>"));
    CHECK(has(&a, "Two wells") && !has(&a, "machines alone"));
}

static void the_same_page_gives_the_same_article(void)
{
    dl_arena other;
    dl_arena_init(&other, 0);
    const dl_article a = extract(DL_STR(PAGE));
    const dl_str text = dl_str_copy(&other, a.text);
    const dl_article b = extract(DL_STR(PAGE));
    CHECK(dl_str_equal(text, b.text));
    dl_arena_done(&other);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(an_article_comes_without_its_furniture);
    TEST(the_date_of_structured_data_keeps_its_time_and_zone);
    TEST(every_paragraph_leads_to_its_bytes);
    TEST(offsets_hold_in_other_encodings);
    TEST(breaks_part_paragraphs_in_old_pages);
    TEST(another_article_below_is_left_out_with_a_note);
    TEST(sections_of_one_article_stay_together);
    TEST(a_modified_date_is_not_the_published_one);
    TEST(the_clock_of_the_place_goes_before_utc);
    TEST(an_address_with_an_older_day_is_outvoted_by_head_and_line);
    TEST(a_title_is_without_kicker_and_site);
    TEST(a_line_of_signs_is_no_title);
    TEST(bylines_are_people_without_roles_and_dates);
    TEST(section_site_and_address_are_those_of_the_head);
    TEST(offsets_hold_through_comments_references_and_nested_tags);
    TEST(a_captions_date_only_bounds);
    TEST(pages_without_an_article_say_so);
    TEST(languages_are_told_apart);
    TEST(entries_of_a_live_ticker_keep_their_times);
    TEST(two_entries_make_a_ticker_where_the_page_says_it_is_one);
    TEST(structured_data_tells_the_times_of_entries);
    TEST(an_article_with_a_date_or_two_is_no_ticker);
    TEST(a_page_behind_a_paywall_says_that_it_is_cut);
    TEST(the_text_is_not_taken_from_structured_data);
    TEST(the_same_page_gives_the_same_article);
    dl_arena_done(&arena);
    return tap_done();
}
