/* Tests of src/page: invented pages in the markup of many kinds of sites, with what a
 * careful reader keeps of each (test/cases/pages: NAME.html and NAME.txt).
 *
 * NAME.txt holds the lines `title:`, `byline:` (names parted by "; ") and `published:`
 * (the day), an empty line, and the paragraphs with an empty line between them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"
#include "file.h"
#include "tap.h"

#include <stdlib.h>

#define FILE_MOST (1 << 20)

static dl_arena arena;
static const char *name; /* of the page at hand */

static dl_str load(const char *ending)
{
    char path[512];
    dl_error err;
    dl_file file;
    const char *root = getenv("DATELINE_SOURCE");
    snprintf(path, sizeof path, "%s/test/cases/pages/%s%s", root == NULL ? "." : root,
             name, ending);
    CHECK_INT(dl_file_open(path, FILE_MOST, &file, &err), DL_OK);
    const dl_str bytes = dl_str_copy(&arena, file.bytes);
    dl_file_close(&file);
    return bytes;
}

static void check_same(const char *what, dl_str got, dl_str want)
{
    if (!dl_str_equal(got, want)) {
        printf("# %s: %s is\n# %.*s\n# and not\n# %.*s\n", name, what, (int)got.size,
               got.at, (int)want.size, want.at);
    }
    CHECK(dl_str_equal(got, want));
}

/* The value of the next line of `rest`, behind its label. */
static dl_str value_of(dl_str *rest)
{
    dl_str line = dl_str_next(rest, '\n');
    dl_str_next(&line, ':');
    return dl_str_trim(line);
}

static dl_str bylines_of(const dl_article *a)
{
    dl_str all = {"", 0};
    for (uint32_t i = 0; i < a->byline_count; i++) {
        all = dl_str_printf(&arena, "%.*s%s%.*s", (int)all.size, all.at,
                            i > 0 ? "; " : "", (int)a->bylines[i].size, a->bylines[i].at);
    }
    return all;
}

static void check_page(const char *page_name)
{
    name = page_name;
    dl_article a;
    dl_error err;
    dl_arena_reset(&arena);
    const dl_page page = {.id = DL_STR("t"),
                          .kind = DL_PAGE_HTML,
                          .bytes = load(".html"),
                          .got = dl_when_none(),
                          .published = dl_when_none()};
    dl_str want = load(".txt");
    CHECK(dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, &arena, &a, &err) == DL_OK);
    check_same("the title", a.title, value_of(&want));
    check_same("the byline", bylines_of(&a), value_of(&want));
    dl_str day = a.published.value;
    day.size = day.size < 10 ? day.size : 10;
    check_same("the day", day, value_of(&want));
    check_same("the text", a.text, dl_str_trim(want));
}

static void pages_of_content_systems_give_their_article(void)
{
    static const char *const names[] = {
        "wordpress-classic",    "wordpress-blocks",
        "wordpress-author-box", "wordpress-inline-related",
        "page-builder",         "drupal-old",
        "drupal-new",           "joomla",
        "blog-line-breaks",     "newsletter-cards",
        "extended-entry"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_page(names[i]);
    }
}

static void pages_of_newspapers_give_their_article(void)
{
    static const char *const names[] = {
        "public-radio", "regional-paper", "hashed-block-classes", "hashed-column-classes",
        "mobile-page",  "text-among-ads", "table-layout"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_page(names[i]);
    }
}

static void pages_in_many_languages_give_their_article(void)
{
    static const char *const names[] = {"arabic", "bengali-elements", "chinese-portal",
                                        "german", "polish",           "russian",
                                        "thai",   "turkish"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_page(names[i]);
    }
}

static void pages_of_unusual_shape_give_their_article(void)
{
    static const char *const names[] = {"brief", "long-comments", "photo-essay",
                                        "transcript"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_page(names[i]);
    }
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(pages_of_content_systems_give_their_article);
    TEST(pages_of_newspapers_give_their_article);
    TEST(pages_in_many_languages_give_their_article);
    TEST(pages_of_unusual_shape_give_their_article);
    dl_arena_done(&arena);
    return tap_done();
}
