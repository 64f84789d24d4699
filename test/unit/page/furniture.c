/* Tests of src/page/furniture.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "furniture.h"
#include "hash.h"
#include "tap.h"

#include <stdio.h>

#define MOST 8

/* Pages of one host: given as HTML (or as lines), read alone, learned from, read again. */
typedef struct shelf {
    dl_arena arena;
    dl_page pages[MOST];
    dl_article alone[MOST], again[MOST];
    dl_furniture furniture[MOST];
    uint32_t count;
} shelf;

static void add(shelf *s, dl_page_kind kind, const char *text)
{
    const dl_str id = dl_str_printf(&s->arena, "page-%u", s->count);
    s->pages[s->count++] = (dl_page){.id = id,
                                     .bytes = dl_str_copy(&s->arena, dl_str_of(text)),
                                     .kind = kind,
                                     .url = DL_STR("https://www.post.example/story"),
                                     .got = dl_when_none(),
                                     .published = dl_when_none()};
}

static void read_shelf(shelf *s)
{
    dl_traces traces[MOST];
    dl_habits *habits;
    dl_error err;
    for (uint32_t i = 0; i < s->count; i++) {
        CHECK(dl_extract(&s->pages[i], &DL_EXTRACT_LIMITS, NULL, &s->arena, &s->alone[i],
                         &err) == DL_OK);
        traces[i] = (dl_traces){s->alone[i].traces, s->alone[i].trace_count};
    }
    CHECK(dl_furniture_learn(traces, s->count, &s->arena, &habits, &err) == DL_OK);
    for (uint32_t i = 0; i < s->count; i++) {
        CHECK(dl_furniture_find(habits, &traces[i], &s->arena, &s->furniture[i], &err) ==
              DL_OK);
        CHECK(dl_extract(&s->pages[i], &DL_EXTRACT_LIMITS, &s->furniture[i], &s->arena,
                         &s->again[i], &err) == DL_OK);
    }
}

static bool says(const dl_article *a, const char *words)
{
    return dl_str_find(a->text, dl_str_of(words)) != SIZE_MAX;
}

/* On how many pages the words stand after the second reading. */
static uint32_t kept(const shelf *s, const char *words)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        n += says(&s->again[i], words);
    }
    return n;
}

static const char *story(unsigned n)
{
    static char text[MOST][600];
    snprintf(text[n], sizeof text[n],
             "<p>In village number %u the well ran dry on Monday, and the people, %u of them, "
             "carried water from the river.</p><p>It was the %u. time this year, an old man "
             "said, and he had counted them all himself from his window.</p>",
             n, n * 7 + 30, n + 2);
    return text[n];
}

#define NOTICE "The Post is read in nine valleys and printed in one of them, as it has always been."

/* A page with its story in one box; `beside` has one within it, `behind` none. */
static void add_page(shelf *s, unsigned n, const char *before, const char *behind,
                     const char *beside)
{
    char html[6000];
    snprintf(html, sizeof html,
             "<html><body><main><h1>Story %u</h1><div class=text>%s%s%s%s</div></main>"
             "</body></html>",
             n, before, story(n), behind, beside);
    add(s, DL_PAGE_HTML, html);
}

static void text_that_a_site_sets_beside_its_stories_is_left_out(void)
{
    shelf s = {.count = 0};
    for (unsigned n = 0; n < 2; n++) {
        add_page(&s, n, "", "", "<div class=strip><p>" NOTICE "</p></div>");
    }
    read_shelf(&s);
    CHECK(says(&s.alone[0], NOTICE));
    CHECK_INT(kept(&s, NOTICE), 0);
    CHECK_INT(kept(&s, "ran dry on Monday"), 2);
    CHECK_INT(s.furniture[0].count, 1);
    CHECK(s.furniture[0].count > 0 && strcmp(s.furniture[0].habits[0].rule, "template.aside") == 0);
    dl_arena_done(&s.arena);
}

static void what_was_left_out_is_told_with_its_bytes(void)
{
    shelf s = {.count = 0};
    for (unsigned n = 0; n < 2; n++) {
        add_page(&s, n, "", "", "<div class=strip><p>" NOTICE "</p></div>");
    }
    read_shelf(&s);
    CHECK_INT(s.again[1].left_out_count, 1);
    const dl_left_out *l = &s.again[1].left_out[0];
    CHECK(dl_str_is(l->text, NOTICE));
    CHECK(dl_str_is((dl_str){s.pages[1].bytes.at + l->from, (size_t)(l->to - l->from)}, NOTICE));
    CHECK_INT(s.alone[1].left_out_count, 0);
    dl_arena_done(&s.arena);
}

static void one_page_is_not_enough(void)
{
    shelf s = {.count = 0};
    add_page(&s, 0, "", "", "<div class=strip><p>" NOTICE "</p></div>");
    add_page(&s, 1, "", "", "");
    read_shelf(&s);
    CHECK_INT(kept(&s, NOTICE), 1);
    CHECK_INT((int)dl_furniture_mark(&s.furniture[0]), 0);
    dl_arena_done(&s.arena);
}

/* The same article under other addresses, with a line more, with another notice. */
static void a_story_printed_three_times_is_no_furniture(void)
{
    shelf s = {.count = 0};
    add_page(&s, 3, "", "", "");
    add_page(&s, 3, "", "<p>This report was brought up to date at noon with word from the river.</p>", "");
    add_page(&s, 3, "", "", "<div class=strip><p>" NOTICE "</p></div>");
    read_shelf(&s);
    CHECK_INT(kept(&s, "ran dry on Monday"), 3);
    CHECK_INT(kept(&s, "counted them all himself"), 3);
    CHECK_INT(s.furniture[0].count + s.furniture[1].count + s.furniture[2].count, 0);
    dl_arena_done(&s.arena);
}

/* Whichever page comes first: one that has little but the notice is like all others. */
static void a_page_of_little_but_furniture_hides_none(void)
{
    for (unsigned at = 0; at < 3; at++) {
        shelf s = {.count = 0};
        for (unsigned n = 0; n < 3; n++) {
            if (n == at) {
                add(&s, DL_PAGE_HTML, "<main><h1>Brief</h1><div class=text><p>In the village the well ran dry on Monday, a man said.</p>"
                                      "<div class=strip><p>" NOTICE "</p></div></div></main>");
            } else {
                add_page(&s, n, "", "", "<div class=strip><p>" NOTICE "</p></div>");
            }
        }
        read_shelf(&s);
        CHECK_INT(kept(&s, NOTICE), 0);
        CHECK_INT(kept(&s, "ran dry on Monday"), 3);
        dl_arena_done(&s.arena);
    }
}

#define BACKGROUND "The drought began in April, when the dam above the valleys was opened for repair and not shut again."

static void background_told_again_in_another_story_is_kept(void)
{
    shelf s = {.count = 0};
    for (unsigned n = 0; n < 4; n++) {
        add_page(&s, n, n % 2 ? "<p>" BACKGROUND "</p>" : "", n % 2 ? "" : "<p>" BACKGROUND "</p>", "");
    }
    read_shelf(&s);
    CHECK_INT(kept(&s, BACKGROUND), 4);
    dl_arena_done(&s.arena);
}

static void paragraphs_in_wrappers_of_their_own_share_a_box(void)
{
    shelf s = {.count = 0};
    for (unsigned n = 0; n < 3; n++) {
        char html[6000];
        snprintf(html, sizeof html,
                 "<main><h1>Story %u</h1><div class=text><div class=p><p>In village number %u the "
                 "well ran dry on Monday, and the people carried water, %u buckets of it.</p></div>"
                 "<div class=p><p>" BACKGROUND "</p></div><div class=p><p>It was the %u. time this "
                 "year, an old man said, who had counted them from his window.</p></div></div></main>",
                 n, n, n * 9 + 40, n + 2);
        add(&s, DL_PAGE_HTML, html);
    }
    read_shelf(&s);
    CHECK_INT(kept(&s, BACKGROUND), 3);
    dl_arena_done(&s.arena);
}

static void boxes_that_change_with_every_paragraph_tell_nothing(void)
{
    shelf s = {.count = 0};
    for (unsigned n = 0; n < 3; n++) {
        char html[3000];
        snprintf(html, sizeof html,
                 "<main><h1>Story %u</h1><div class=text><div class=b1><p>In village number %u the well "
                 "ran dry on Monday, and the people carried water, %u buckets of it.</p></div>"
                 "<div class=b2><p>" BACKGROUND "</p></div><div class=b3><p>It was the %u. time this year, "
                 "an old man said, who had counted them from his window.</p></div><div class=b4><p>Rain is "
                 "not due before month number %u, and the river is low, said the %u. miller.</p></div></div></main>",
                 n, n, n * 9 + 40, n + 2, n + 5, n + 3);
        add(&s, DL_PAGE_HTML, html);
    }
    read_shelf(&s);
    CHECK_INT(kept(&s, BACKGROUND), 3);
    dl_arena_done(&s.arena);
}

static void a_notice_among_the_text_takes_five_pages(void)
{
    shelf s = {.count = 0}, few = {.count = 0};
    for (unsigned n = 0; n < 6; n++) {
        add_page(&s, n, "", "<p>" NOTICE "</p>", "");
    }
    for (unsigned n = 0; n < 4; n++) {
        add_page(&few, n, "", "<p>" NOTICE "</p>", "");
    }
    read_shelf(&s);
    read_shelf(&few);
    CHECK_INT(kept(&s, NOTICE), 0);
    CHECK_INT(kept(&s, "ran dry on Monday"), 6);
    CHECK(s.furniture[0].count > 0 && strcmp(s.furniture[0].habits[0].rule, "template.notice") == 0);
    CHECK_INT(kept(&few, NOTICE), 4);
    dl_arena_done(&s.arena);
    dl_arena_done(&few.arena);
}

/* The lead of one story, quoted beside the others. */
static void a_lead_stays_where_it_leads(void)
{
    static const char *const lead =
        "<div class=lead><p>Nobody in the valley has slept since the mill burned down on Sunday night, and nobody knows who lit it.</p></div>";
    shelf s = {.count = 0};
    char html[6000];
    snprintf(html, sizeof html, "<main><h1>Story 0</h1><div class=text>%s%s</div></main>", lead, story(0));
    add(&s, DL_PAGE_HTML, html);
    for (unsigned n = 1; n < 5; n++) {
        add_page(&s, n, "", "", lead);
    }
    read_shelf(&s);
    CHECK(says(&s.alone[1], "since the mill burned"));
    CHECK_INT(kept(&s, "since the mill burned"), 1);
    CHECK(says(&s.again[0], "since the mill burned"));
    dl_arena_done(&s.arena);
}

static void lines_of_records_are_blocks_too(void)
{
    shelf s = {.count = 0};
    for (unsigned n = 0; n < 6; n++) {
        char text[900];
        snprintf(text, sizeof text,
                 "In village number %u the well ran dry on Monday, and %u people carried water.\n\n"
                 "Continue reading\n\nIt was the %u. time this year, an old man said at his window.\n\n" NOTICE "\n",
                 n, n * 7, n + 2);
        add(&s, DL_PAGE_DOC, text);
    }
    read_shelf(&s);
    CHECK_INT(kept(&s, NOTICE), 0);
    CHECK_INT(kept(&s, "ran dry on Monday"), 6);
    CHECK_INT(s.again[2].left_out_count, 1);
    CHECK_INT(kept(&s, "Continue reading"), 6); /* copied along it shows who copied whom */
    dl_arena_done(&s.arena);
}

static void check_host(const char *url, const char *told, const char *site, const char *host)
{
    dl_arena arena;
    dl_str out;
    dl_arena_init(&arena, 0);
    CHECK(dl_furniture_host(dl_str_of(url), dl_str_of(told), dl_str_of(site), &arena, &out, NULL) == DL_OK);
    CHECK(dl_str_is(out, host));
    dl_arena_done(&arena);
}

static void a_host_is_that_of_the_address_else_the_site(void)
{
    check_host("https://www.Post.example:8080/a?b#c", "https://other.example/", "Site", "post.example");
    check_host("http://me@www2.post.example", "", "", "post.example");
    check_host("", "https://news.post.example/x", "Site", "news.post.example");
    check_host("", "", "The Post", "the post");
    check_host("no address", "", "", "");
    check_host("https://", "", "", "");
    check_host("https://www.example", "", "", "example");
}

static void the_mark_changes_with_what_is_left_out(void)
{
    const dl_habit one[] = {{1, "template.aside"}}, two[] = {{1, "template.aside"}, {2, "template.line"}};
    const dl_furniture none = {NULL, 0}, a = {one, 1}, b = {two, 2}, again = {two, 1};
    CHECK(dl_furniture_mark(&none) == 0);
    CHECK(dl_furniture_mark(&a) != 0 && dl_furniture_mark(&a) != dl_furniture_mark(&b));
    CHECK(dl_furniture_mark(&a) == dl_furniture_mark(&again));
    CHECK(dl_furniture_has(NULL, DL_STR("x")) == NULL && dl_furniture_has(&none, DL_STR("x")) == NULL);
}

/* Many pages that share everything and nothing: the work is bounded. */
static void a_host_of_many_pages_is_learned_in_linear_time(void)
{
    enum { PAGES = 3000, BLOCKS = 30 };
    dl_arena arena;
    dl_habits *habits;
    dl_furniture found;
    dl_error err;
    dl_arena_init(&arena, 0);
    dl_traces *pages = dl_arena_new_array(&arena, PAGES, dl_traces);
    for (uint32_t p = 0; p < PAGES; p++) {
        dl_trace *t = dl_arena_new_array(&arena, BLOCKS, dl_trace);
        for (uint32_t i = 0; i < BLOCKS; i++) {
            const bool shared = i >= BLOCKS / 2;
            t[i] = (dl_trace){dl_hash_mix(shared ? i : p * BLOCKS + i + 1000), shared, 120, true};
        }
        pages[p] = (dl_traces){t, BLOCKS};
    }
    CHECK(dl_furniture_learn(pages, PAGES, &arena, &habits, &err) == DL_OK);
    CHECK(dl_furniture_find(habits, &pages[PAGES - 1], &arena, &found, &err) == DL_OK);
    CHECK_INT(found.count, BLOCKS / 2);
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(text_that_a_site_sets_beside_its_stories_is_left_out);
    TEST(what_was_left_out_is_told_with_its_bytes);
    TEST(one_page_is_not_enough);
    TEST(a_story_printed_three_times_is_no_furniture);
    TEST(a_page_of_little_but_furniture_hides_none);
    TEST(background_told_again_in_another_story_is_kept);
    TEST(paragraphs_in_wrappers_of_their_own_share_a_box);
    TEST(boxes_that_change_with_every_paragraph_tell_nothing);
    TEST(a_notice_among_the_text_takes_five_pages);
    TEST(a_lead_stays_where_it_leads);
    TEST(lines_of_records_are_blocks_too);
    TEST(a_host_is_that_of_the_address_else_the_site);
    TEST(the_mark_changes_with_what_is_left_out);
    TEST(a_host_of_many_pages_is_learned_in_linear_time);
    return tap_done();
}
