/* Tests of src/story: which reports tell of one happening.
 * SPDX-License-Identifier: Apache-2.0 */
#include "story.h"
#include "tap.h"
#include "term.h"

#include <stdlib.h>
#include <time.h>

static dl_arena arena;

static dl_report report(const char *id, const char *title, const char *text,
                        const char *published)
{
    dl_report r = {0};
    r.article.id = dl_str_of(id);
    r.article.title = dl_str_of(title);
    r.article.text = dl_str_of(text);
    r.article.published.when = dl_when_none();
    if (published != NULL) {
        dl_when_read_iso(dl_str_of(published), &r.article.published.when);
    }
    return r;
}

static dl_story *stories(const dl_report *const *reports, uint32_t count,
                         const dl_copy *copies, uint32_t copy_count, uint32_t *found)
{
    dl_story *list;
    dl_error err;
    CHECK_INT(dl_stories(reports, count, copies, copy_count, &arena, &list, found, &err),
              DL_OK);
    return list;
}

static bool together(const dl_story *list, uint32_t count, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < count; i++) {
        bool has_a = false, has_b = false;
        for (uint32_t k = 0; k < list[i].document_count; k++) {
            has_a |= list[i].documents[k] == a;
            has_b |= list[i].documents[k] == b;
        }
        if (has_a || has_b) {
            return has_a && has_b;
        }
    }
    return false;
}

static const char dam_one[] = "The Orsk dam broke on Friday night and drowned the lower "
                              "streets of Velin. The warden of "
                              "the dam, Petr Holub, said that the spillway had been "
                              "blocked by ice since the morning. "
                              "Two hundred people slept in the school of Velin.";
static const char dam_two[] = "Velin woke to a lake in its streets on Saturday. Petr "
                              "Holub, who keeps the Orsk dam, "
                              "blamed the ice in the spillway. The school of Velin took "
                              "in two hundred people, and the "
                              "railway sent blankets.";
static const char dam_three[] = "Engineers from the capital looked at what is left of "
                                "the Orsk dam. The spillway was built "
                                "for half of the water that came, one of them said in "
                                "Velin, where the school is still "
                                "full of people.";
static const char strike_one[] =
    "Bakers in the harbour of Mirel left their ovens cold on Friday. Their guild wants a "
    "higher price for the long loaf. Guild master Anka Doric said they would bake for "
    "the "
    "hospital only.";
static const char strike_two[] =
    "No long loaf in Mirel: the bakers' guild kept the ovens cold for a second day. Anka "
    "Doric, who leads the guild, met the harbour council and came out after ten minutes.";

static void reports_of_one_happening_meet_and_others_stay_apart(void)
{
    const dl_report a = report("a", "Dam breaks above Velin", dam_one, "2013-02-09");
    const dl_report b = report("b", "Velin under water", dam_two, "2013-02-09");
    const dl_report c = report("c", "What broke at Orsk", dam_three, "2013-02-11");
    const dl_report d = report("d", "Cold ovens", strike_one, "2013-02-09");
    const dl_report e = report("e", "No loaf", strike_two, "2013-02-10");
    const dl_report *const set[] = {&a, &b, &c, &d, &e};
    uint32_t count;
    const dl_story *list = stories(set, 5, NULL, 0, &count);
    CHECK_INT(count, 2);
    CHECK(together(list, count, 0, 1));
    CHECK(together(list, count, 0, 2));
    CHECK(together(list, count, 3, 4));
    CHECK(!together(list, count, 0, 3));
}

static void the_same_happening_a_year_later_is_another_story(void)
{
    const dl_report a = report("a", "Dam breaks above Velin", dam_one, "2013-02-09");
    const dl_report b = report("b", "Velin under water", dam_two, "2014-02-11");
    const dl_report *const set[] = {&a, &b};
    uint32_t count;
    stories(set, 2, NULL, 0, &count);
    CHECK_INT(count, 2);
}

/* A report of one event that happened, or is recalled, on a day. */
static void tell(dl_report *r, dl_event *event, uint8_t modality, dl_when when)
{
    *event = (dl_event){.type = "disaster", .modality = modality};
    event->date.when = when;
    event->same_as = event->place = event->time = event->claim = DL_NONE;
    r->tells.events = event;
    r->tells.event_count = 1;
}

static void an_undated_report_that_recalls_the_other_one_is_later(void)
{
    dl_report a = report("a", "", dam_one, NULL), b = report("b", "", dam_two, NULL);
    const dl_report *const set[] = {&a, &b};
    dl_event x, y;
    uint32_t count;
    stories(set, 2, NULL, 0, &count);
    CHECK_INT(count, 1);
    tell(&a, &x, DL_HAPPENED, dl_when_day(dl_day_of(2013, 2, 8)));
    tell(&b, &y, DL_RECALLED, dl_when_month(2013, 12));
    stories(set, 2, NULL, 0, &count);
    CHECK_INT(count, 2);
}

static void an_anniversary_is_no_news_of_the_day(void)
{
    dl_report a = report("a", "", dam_one, NULL), b = report("b", "", dam_two, NULL);
    b.article.title = DL_STR("Ten years after the Orsk dam");
    dl_terms t = {0};
    dl_error err;
    CHECK_INT(dl_terms_read(&b, &arena, &t, &err), DL_OK);
    CHECK(t.looks_back);
    CHECK_INT(dl_terms_read(&a, &arena, &t, &err), DL_OK);
    CHECK(!t.looks_back);
}

static void a_copy_goes_where_its_original_went(void)
{
    const dl_report a = report("a", "Dam breaks above Velin", dam_one, "2013-02-09");
    const dl_report b = report("b", "", "A short notice of nothing else.", "2015-02-09");
    const dl_report *const set[] = {&a, &b};
    const dl_copy copy = {.kind = DL_COPY_COPY, .doc = 1, .of = 0, .shared = 0.9};
    uint32_t count;
    stories(set, 2, &copy, 1, &count);
    CHECK_INT(count, 1);
    const dl_copy circle[] = {copy,
                              {.kind = DL_COPY_COPY, .doc = 0, .of = 1, .shared = 0.9}};
    stories(set, 2, circle, 2, &count);
    CHECK_INT(count, 1);
}

static void a_story_has_a_title_days_and_a_lasting_id(void)
{
    const dl_report a = report("b-late", "Velin under water", dam_two, "2013-02-10");
    const dl_report b =
        report("c-first", "Dam breaks above Velin", dam_one, "2013-02-09");
    const dl_report c = report("a-last", "What broke at Orsk", dam_three, "2013-02-11");
    const dl_report *const two[] = {&a, &b}, *const three[] = {&c, &a, &b};
    uint32_t n, m;
    const dl_story *x = stories(two, 2, NULL, 0, &n), *y = stories(three, 3, NULL, 0, &m);
    CHECK_INT(n, 1);
    CHECK_INT(m, 1);
    CHECK(x[0].id == y[0].id);
    CHECK(y[0].title.size > 0);
    CHECK_INT(dl_when_first(y[0].from), dl_day_of(2013, 2, 9));
    CHECK_INT(dl_when_last(y[0].to), dl_day_of(2013, 2, 11));
    CHECK_INT(y[0].documents[0], 0); /* a-last comes first by id */
}

static void the_order_of_reports_changes_nothing(void)
{
    const dl_report a = report("a", "", dam_one, NULL),
                    b = report("b", "", strike_one, NULL);
    const dl_report c = report("c", "", dam_two, NULL),
                    d = report("d", "", strike_two, NULL);
    const dl_report *const one[] = {&a, &b, &c, &d}, *const two[] = {&d, &c, &b, &a};
    uint32_t n, m;
    const dl_story *x = stories(one, 4, NULL, 0, &n), *y = stories(two, 4, NULL, 0, &m);
    CHECK_INT(n, m);
    for (uint32_t i = 0; i < n && n == m; i++) {
        CHECK(x[i].id == y[i].id);
        CHECK_INT(x[i].document_count, y[i].document_count);
        CHECK_INT(x[i].documents[0], 3 - y[i].documents[0]);
    }
}

static void headlines_alone_are_grouped(void)
{
    const dl_report a =
        report("a", "Dam breaks above Velin", "Dam breaks above Velin", NULL);
    const dl_report b =
        report("b", "Velin flooded as dam breaks", "Velin flooded as dam breaks", NULL);
    const dl_report c =
        report("c", "Bakers of Mirel on strike", "Bakers of Mirel on strike", NULL);
    const dl_report *const set[] = {&a, &b, &c};
    uint32_t count;
    const dl_story *list = stories(set, 3, NULL, 0, &count);
    CHECK(together(list, count, 0, 1));
    CHECK(!together(list, count, 0, 2));
}

static void reports_without_words_are_stories_of_their_own(void)
{
    const dl_report a = report("a", "", "", NULL), b = report("b", "", "", NULL);
    const dl_report *const set[] = {&a, &b};
    uint32_t count;
    stories(set, 2, NULL, 0, &count);
    CHECK_INT(count, 2);
    stories(NULL, 0, NULL, 0, &count);
    CHECK_INT(count, 0);
}

static void the_terms_of_two_reports_of_one_happening_meet(void)
{
    const dl_report a = report("a", "", dam_one, NULL),
                    b = report("b", "", dam_two, NULL);
    uint64_t *x, *y;
    uint32_t n, m, both = 0;
    dl_error err;
    CHECK_INT(dl_story_terms(&a, &arena, 12, &x, &n, &err), DL_OK);
    CHECK_INT(dl_story_terms(&b, &arena, 12, &y, &m, &err), DL_OK);
    CHECK_INT(n, 12);
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t k = 0; k < m; k++) {
            both += x[i] == y[k];
        }
    }
    CHECK(both >= 3);
}

static void thousands_of_reports_of_the_same_words_end_soon(void)
{
    enum { MANY = 3000 };
    static dl_report all[MANY];
    static const dl_report *set[MANY];
    static char ids[MANY][8];
    for (uint32_t i = 0; i < MANY; i++) {
        snprintf(ids[i], sizeof ids[i], "%u", i);
        all[i] =
            report(ids[i], "Rain and more rain", "Rain and more rain on Monday.", NULL);
        set[i] = &all[i];
    }
    const clock_t start = clock();
    uint32_t count;
    stories(set, MANY, NULL, 0, &count);
    CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 60.0);
    CHECK(count > 0);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(reports_of_one_happening_meet_and_others_stay_apart);
    TEST(the_same_happening_a_year_later_is_another_story);
    TEST(an_undated_report_that_recalls_the_other_one_is_later);
    TEST(an_anniversary_is_no_news_of_the_day);
    TEST(a_copy_goes_where_its_original_went);
    TEST(a_story_has_a_title_days_and_a_lasting_id);
    TEST(the_order_of_reports_changes_nothing);
    TEST(headlines_alone_are_grouped);
    TEST(reports_without_words_are_stories_of_their_own);
    TEST(the_terms_of_two_reports_of_one_happening_meet);
    TEST(thousands_of_reports_of_the_same_words_end_soon);
    dl_arena_done(&arena);
    return tap_done();
}
