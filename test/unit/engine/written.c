/* Tests of older passages: whose Thursday is it?
 * SPDX-License-Identifier: Apache-2.0 */
#include "written.h"

#include "tap.h"

enum { SHEPHERD, MILLER, SMITH, REPORTS }; /* in the order they were published */

typedef struct shelf {
    dl_arena arena;
    dl_report reports[REPORTS];
    const dl_report *list[REPORTS];
    dl_date dates[REPORTS];
    dl_older *older;
} shelf;

static dl_day day(int dom)
{
    return dl_day_of(2017, 3, dom);
}

static void set_up(shelf *s)
{
    *s = (shelf){0};
    dl_arena_init(&s->arena, 0);
    const int days[] = {3, 10, 12};
    for (int i = 0; i < REPORTS; i++) {
        s->reports[i].article.published.when = dl_when_day(day(days[i]));
        s->dates[i].when = dl_when_none();
        s->list[i] = &s->reports[i];
    }
}

static void find(shelf *s, const dl_copy *copies, uint32_t count)
{
    CHECK(dl_older_find(s->list, REPORTS, copies, count, s->dates, &s->arena, &s->older));
}

static void a_copied_passage_has_the_day_of_its_original(void)
{
    shelf s;
    set_up(&s);
    dl_passage shared[] = {{{0, 50}, {10, 60}, DL_PASSAGE_PROSE},
                           {{90, 99}, {70, 79}, DL_PASSAGE_FURNITURE}};
    const dl_copy copy = {.kind = DL_COPY_COPY,
                          .direction = DL_DIRECTION_LIKELY,
                          .doc = MILLER,
                          .of = SHEPHERD,
                          .passages = shared,
                          .passage_count = 2};
    find(&s, &copy, 1);
    CHECK(s.older[SHEPHERD].count == 0);
    CHECK(s.older[MILLER].count == 1);
    CHECK(s.older[MILLER].passages[0].span.end == 50);
    CHECK(dl_when_first(s.older[MILLER].passages[0].when) == day(3));
    dl_arena_done(&s.arena);
}

static void a_copy_of_a_copy_leans_on_the_first(void)
{
    shelf s;
    set_up(&s);
    dl_passage first[] = {{{0, 50}, {0, 50}, DL_PASSAGE_PROSE}};
    dl_passage second[] = {{{0, 50}, {0, 50}, DL_PASSAGE_PROSE},
                           {{60, 90}, {60, 90}, DL_PASSAGE_PROSE}};
    const dl_copy copies[] = {{.kind = DL_COPY_COPY,
                               .direction = DL_DIRECTION_KNOWN,
                               .doc = MILLER,
                               .of = SHEPHERD,
                               .passages = first,
                               .passage_count = 1},
                              {.kind = DL_COPY_COPY,
                               .direction = DL_DIRECTION_KNOWN,
                               .doc = SMITH,
                               .of = MILLER,
                               .passages = second,
                               .passage_count = 2}};
    find(&s, copies, 2);
    CHECK(s.older[SMITH].count == 2);
    CHECK(dl_when_first(s.older[SMITH].passages[0].when) == day(3));
    CHECK(dl_when_first(s.older[SMITH].passages[1].when) == day(10));
    dl_arena_done(&s.arena);
}

static void nothing_is_older_without_a_direction_or_an_earlier_day(void)
{
    shelf s;
    set_up(&s);
    dl_passage shared[] = {{{0, 50}, {10, 60}, DL_PASSAGE_PROSE}};
    dl_copy copy = {.kind = DL_COPY_COPY,
                    .direction = DL_DIRECTION_UNKNOWN,
                    .doc = MILLER,
                    .of = SHEPHERD,
                    .passages = shared,
                    .passage_count = 1};
    find(&s, &copy, 1);
    CHECK(s.older[MILLER].count == 0);
    copy.direction = DL_DIRECTION_KNOWN;
    copy.doc = SHEPHERD; /* the day of the copy is the earlier one */
    copy.of = MILLER;
    find(&s, &copy, 1);
    CHECK(s.older[SHEPHERD].count == 0);
    dl_arena_done(&s.arena);
}

static void an_undated_copy_reads_its_passages_with_the_day_of_the_original(void)
{
    shelf s;
    set_up(&s);
    s.reports[MILLER].article.published.when = dl_when_none();
    dl_passage shared[] = {{{0, 50}, {10, 60}, DL_PASSAGE_PROSE}};
    const dl_copy copy = {.kind = DL_COPY_COPY,
                          .direction = DL_DIRECTION_LIKELY,
                          .doc = MILLER,
                          .of = SHEPHERD,
                          .passages = shared,
                          .passage_count = 1};
    find(&s, &copy, 1);
    CHECK(s.older[MILLER].count == 1);
    CHECK(dl_when_first(s.older[MILLER].passages[0].when) == day(3));
    dl_arena_done(&s.arena);
}

static void another_day_of_a_passage_is_another_key(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_written passage = {{0, 50}, dl_when_day(day(3))};
    const dl_older older = {&passage, 1}, none = {0};
    const dl_str date = DL_STR("2017-03-10"), a = dl_older_key(&older, date, &arena);
    passage.when = dl_when_day(day(4));
    const dl_str b = dl_older_key(&older, date, &arena);
    CHECK(!dl_str_equal(a, b));
    CHECK(dl_str_equal(dl_older_key(&none, date, &arena), date));
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(a_copied_passage_has_the_day_of_its_original);
    TEST(a_copy_of_a_copy_leans_on_the_first);
    TEST(nothing_is_older_without_a_direction_or_an_earlier_day);
    TEST(an_undated_copy_reads_its_passages_with_the_day_of_the_original);
    TEST(another_day_of_a_passage_is_another_key);
    return tap_done();
}
