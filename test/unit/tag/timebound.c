/* Tests of src/tag/timebound.c, on sentences read by the language engine.
 * SPDX-License-Identifier: Apache-2.0 */
#include "language.h"
#include "tag.h"
#include "tap.h"

#include <stdlib.h>

static dl_language *language; /* set once in main */
static dl_language_worker *worker;
static dl_timewords *words;

/* "FROM..TO rule" of a text whose furniture prints `caption` (NULL: nothing). */
static dl_str bound(const char *text, const char *caption)
{
    static char line[128];
    dl_arena arena;
    dl_error err;
    dl_doc doc;
    dl_tags tags = {0};
    dl_arena_init(&arena, 0);
    line[0] = '\0';
    if (dl_language_read(worker, dl_str_of(text), &arena, &doc, &err) == DL_OK &&
        dl_tag_times(words, &doc, dl_when_none(), &arena, &tags, &err) == DL_OK) {
        dl_date_candidate candidate = {.role = DL_DATE_BOUND};
        dl_article article = {0};
        if (caption != NULL) {
            dl_when_read_iso(dl_str_of(caption), &candidate.date.when);
            article.dates = &candidate;
            article.date_count = 1;
        }
        const char *rule;
        char from[32], to[32];
        const dl_when when = dl_tag_bound_published(&doc, &tags, &article, &rule);
        dl_when_iso(when.earliest, when, from);
        dl_when_iso(when.latest, when, to);
        snprintf(line, sizeof line, "%s..%s %s", from, to, rule);
    }
    dl_arena_done(&arena);
    return dl_str_of(line);
}

static void the_latest_past_date_is_a_lower_bound(void)
{
    CHECK_STR(
        bound("The rebels seized Arlenne in May 2015. They lost it in December 2016.",
              NULL),
        "2016-12-01.. time.bound.told");
}

static void a_coming_date_bounds_nothing(void)
{
    CHECK_STR(
        bound(
            "The rebels seized Arlenne in May 2015. The vote will be held in June 2019.",
            NULL),
        "2015-05-01.. time.bound.told");
}

static void a_caption_is_a_lower_bound(void)
{
    CHECK_STR(bound("The council said that it had no plan.", "2017-02-07"),
              "2017-02-07.. time.bound.printed");
}

static void a_weekday_told_as_news_beside_a_caption_pins_the_day(void)
{
    CHECK_STR(
        bound("Soldiers recaptured Arlenne on Sunday, a monitor said. The mayor praised "
              "them on Sunday. They had entered the town on Thursday.",
              "2016-03-26"),
        "2016-03-27..2016-03-27 time.bound.weekday");
}

static void a_weekday_told_once_pins_nothing(void)
{
    CHECK_STR(
        bound("Soldiers recaptured Arlenne on Sunday, a monitor said.", "2016-03-26"),
        "2016-03-26.. time.bound.printed");
}

static void a_weekday_far_from_the_caption_pins_nothing(void)
{
    CHECK_STR(
        bound("Soldiers recaptured Arlenne on Friday. The mayor praised them on Friday.",
              "2016-03-26"),
        "2016-03-26.. time.bound.printed");
}

static void without_any_date_nothing_is_known(void)
{
    CHECK_STR(bound("The army entered the town on Thursday.", NULL), ".. ");
    CHECK_STR(bound("", NULL), ".. ");
}

int main(void)
{
    char path[512];
    dl_error err;
    snprintf(path, sizeof path, "%s/model", getenv("DATELINE_SHARE"));
    if (dl_language_open(path, &language, &err) != DL_OK) {
        printf("1..0 # SKIP %s\n", err.message);
        return 0;
    }
    snprintf(path, sizeof path, "%s/data/time/en.txt", getenv("DATELINE_SOURCE"));
    if (dl_language_worker_new(language, &worker, &err) != DL_OK ||
        dl_timewords_open(path, NULL, &words, &err) != DL_OK) {
        printf("1..1\nnot ok 1 - %s\n", err.message);
        return 1;
    }
    TEST(the_latest_past_date_is_a_lower_bound);
    TEST(a_coming_date_bounds_nothing);
    TEST(a_caption_is_a_lower_bound);
    TEST(a_weekday_told_as_news_beside_a_caption_pins_the_day);
    TEST(a_weekday_told_once_pins_nothing);
    TEST(a_weekday_far_from_the_caption_pins_nothing);
    TEST(without_any_date_nothing_is_known);
    dl_timewords_close(words);
    dl_language_worker_free(worker);
    dl_language_close(language);
    return tap_done();
}
