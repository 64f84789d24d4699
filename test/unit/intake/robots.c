/* Tests of src/intake/robots.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "robots.h"
#include "tap.h"

#include <time.h>

static dl_arena arena;

static bool allowed(const char *text, const char *path)
{
    const dl_robots robots = dl_robots_read(dl_str_of(text), "dateline", &arena);
    return dl_robots_allow(&robots, dl_str_of(path), &arena);
}

static void without_rules_all_is_allowed(void)
{
    CHECK(allowed("", "/x"));
    CHECK(allowed("User-agent: *\nDisallow:\n", "/x"));
    CHECK(allowed("<html>not a robots file</html>", "/x"));
    CHECK(allowed("Disallow: /\n", "/x")); /* of no group */
}

static void our_group_counts_and_no_other(void)
{
    const char *text =
        "User-agent: *\nDisallow: /\n\nUser-Agent: DateLine/2.0\nDisallow: "
        "/private\n\nUser-agent: other\nDisallow: /x\n";
    CHECK(allowed(text, "/x"));
    CHECK(!allowed(text, "/private/1"));
    CHECK(!allowed("User-agent: *\nDisallow: /x\n", "/x"));
    CHECK(allowed("User-agent: datelinebot\nDisallow: /x\n", "/x"));
}

static void groups_may_share_rules_and_be_told_in_pieces(void)
{
    CHECK(!allowed("User-agent: a\nUser-agent: dateline\nUser-agent: b\nDisallow: /x",
                   "/x"));
    const char *text =
        "User-agent: dateline\nDisallow: /a\nUser-agent: other\nDisallow: "
        "/c\nSitemap: http://x.example/\nuser-agent: dateline\nDisallow: /b";
    CHECK(!allowed(text, "/a") && !allowed(text, "/b") && allowed(text, "/c"));
    /* what belongs to no group does not end one */
    CHECK(
        !allowed("User-agent: dateline\nSitemap: x\nUser-agent: b\nDisallow: /q", "/q"));
}

static void the_longest_rule_decides_and_allow_wins_a_tie(void)
{
    const char *text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\n"
                       "Allow: /t\nDisallow: /t\n";
    CHECK(!allowed(text, "/a/x"));
    CHECK(allowed(text, "/a/b/x"));
    CHECK(!allowed(text, "/a/b/c/x"));
    CHECK(allowed(text, "/t"));
}

static void stars_and_dollars(void)
{
    static const struct {
        const char *rule, *path;
        bool hit;
    } cases[] = {
        {"/*.php", "/index.php?x", true},
        {"/*.php$", "/index.php", true},
        {"/*.php$", "/index.php5", false},
        {"/*.php$", "/a.php/b.php", true},
        {"/a*b*c", "/a-b-c-d", true},
        {"/a*b*c", "/a-c-b", false},
        {"/fish*", "/fish", true},
        {"/fish$", "/fish", true},
        {"/fish$", "/fishes", false},
        {"*", "/anything", true},
        {"/$", "/", true},
        {"/$", "/x", false},
        {"/**x", "/ax", true},
        {"/a*$", "/abc", true},
        {"*.gif$", "/i.gif", true},
        {"/x*y$", "/xyzy", true},
        {"/x*y$", "/xyz", false},
        {"/ab*b$", "/ab", false},
        {"fish", "/fish", true},
        {"/", "/", true},
        {"/Fish", "/fish", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[200];
        snprintf(text, sizeof text, "User-agent: *\nDisallow: %s\n", cases[i].rule);
        CHECK(allowed(text, cases[i].path) == !cases[i].hit);
        if (allowed(text, cases[i].path) != !cases[i].hit) {
            printf("# %s against %s\n", cases[i].rule, cases[i].path);
        }
    }
}

static void percent_signs_are_seen_through(void)
{
    CHECK(!allowed("User-agent: *\nDisallow: /%7Ejoe", "/~joe/x"));
    CHECK(!allowed("User-agent: *\nDisallow: /~joe", "/%7ejoe/x"));
    CHECK(!allowed("User-agent: *\nDisallow: /caf\xc3\xa9", "/caf%c3%A9"));
    CHECK(!allowed("User-agent: *\nDisallow: /100%", "/100%25"));
    CHECK(allowed("User-agent: *\nDisallow: /%3%396", "/96"));
    CHECK(allowed("User-agent: *\nDisallow: /a%2Fb", "/a/b"));
    CHECK(!allowed("User-agent: *\nDisallow: /a%2fb", "/a%2Fb"));
}

static void lines_may_end_as_they_like(void)
{
    CHECK(!allowed("\xef\xbb\xbfUser-agent:*\rDisallow:/x\r", "/x"));
    CHECK(!allowed("user-AGENT : * # all\r\n  disallow :  /x   # no\r\n", "/x"));
    CHECK(allowed("User-agent: *\nDisallow: /x # y\n", "/y"));
}

static void the_file_itself_may_always_be_asked_for(void)
{
    CHECK(allowed("User-agent: *\nDisallow: /\n", "/robots.txt"));
    const dl_robots closed = {.closed = true};
    CHECK(dl_robots_allow(&closed, DL_STR("/robots.txt"), &arena));
    CHECK(!dl_robots_allow(&closed, DL_STR("/x"), &arena));
}

static void delays_are_read_and_have_a_bound(void)
{
    CHECK_INT(
        dl_robots_read(DL_STR("User-agent: *\nCrawl-delay: 7\n"), "d", &arena).delay_s,
        7);
    CHECK_INT(
        dl_robots_read(DL_STR("User-agent: *\nCrawl-delay: 99999999999\n"), "d", &arena)
            .delay_s,
        60);
    CHECK_INT(
        dl_robots_read(DL_STR("User-agent: x\nCrawl-delay: 7\n"), "d", &arena).delay_s,
        0);
}

static void what_lies_behind_the_limit_is_ignored(void)
{
    dl_buf text;
    dl_buf_init(&text);
    dl_buf_text(&text, "User-agent: *\nDisallow: /a\n");
    while (text.size < DL_ROBOTS_BYTES) {
        dl_buf_text(&text, "# a line of words that say nothing at all to anybody\n");
    }
    dl_buf_text(&text, "Disallow: /b\n");
    CHECK(!allowed(text.at, "/a"));
    CHECK(allowed(text.at, "/b"));
    dl_buf_done(&text);
}

static void many_stars_take_no_time(void)
{
    dl_buf text, path;
    dl_buf_init(&text);
    dl_buf_init(&path);
    dl_buf_text(&text, "User-agent: *\n");
    while (text.size < DL_ROBOTS_BYTES) {
        dl_buf_text(&text, "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n");
    }
    dl_buf_char(&path, '/');
    while (path.size < 8000) {
        dl_buf_char(&path, 'a');
    }
    const clock_t start = clock();
    CHECK(allowed(text.at, path.at));
    CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 2);
    dl_buf_done(&text);
    dl_buf_done(&path);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(without_rules_all_is_allowed);
    TEST(our_group_counts_and_no_other);
    TEST(groups_may_share_rules_and_be_told_in_pieces);
    TEST(the_longest_rule_decides_and_allow_wins_a_tie);
    TEST(stars_and_dollars);
    TEST(percent_signs_are_seen_through);
    TEST(lines_may_end_as_they_like);
    TEST(the_file_itself_may_always_be_asked_for);
    TEST(delays_are_read_and_have_a_bound);
    TEST(what_lies_behind_the_limit_is_ignored);
    TEST(many_stars_take_no_time);
    dl_arena_done(&arena);
    return tap_done();
}
