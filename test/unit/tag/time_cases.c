/* Tests of the time rules on sentences: test/cases/time/NAME.txt, read by the language
 * engine as any text is. A file holds
 *
 *     published 2013-03-22          for what follows; "-": none
 *     text The council met on Thursday.
 *     is Thursday | DATE | 2013-03-21 [| mod=END] [| FROM..TO] [| dateline] [| weekday=3]
 *
 * and every time of the text must be listed, in order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "language.h"
#include "tag.h"
#include "tap.h"

#include <stdlib.h>
#include <time.h>

static const char *const TYPES[] = {"DATE", "TIME", "DURATION", "SET"};

typedef struct tools {
    dl_language *language;
    dl_language_worker *worker;
    dl_timewords *words;
} tools;

typedef struct seen {
    dl_arena arena;
    dl_doc doc;
    dl_tags tags;
    dl_str text;
    uint32_t checked;
    bool bad;
} seen;

static dl_str interval(dl_arena *arena, dl_when when)
{
    char from[32], to[32];
    dl_when_iso(when.earliest, when, from);
    dl_when_iso(when.latest, when, to);
    return dl_str_printf(arena, "%.10s..%.10s", from, to);
}

static bool field_holds(seen *s, const dl_time *time, dl_str field, uint32_t column)
{
    switch (column) {
    case 0:
        return dl_str_equal(dl_str_cut(s->text, time->span), field);
    case 1:
        return dl_str_is(field, TYPES[time->type]);
    case 2:
        return dl_str_equal(time->value, field);
    default:
        break;
    }
    if (dl_str_starts(field, DL_STR("mod="))) {
        return dl_str_equal((dl_str){field.at + 4, field.size - 4}, time->mod);
    }
    if (dl_str_starts(field, DL_STR("weekday="))) {
        return time->weekday == (uint8_t)(field.at[8] - '0');
    }
    if (dl_str_is(field, "dateline")) {
        return time->dateline;
    }
    return dl_str_equal(interval(&s->arena, time->when), field);
}

static void check_line(seen *s, dl_str line)
{
    if (s->checked >= s->tags.time_count) {
        s->bad = true;
        return;
    }
    const dl_time *time = &s->tags.times[s->checked++];
    bool mod = false;
    for (uint32_t column = 0; line.at != NULL; column++) {
        const dl_str field = dl_str_trim(dl_str_next(&line, '|'));
        mod |= dl_str_starts(field, DL_STR("mod="));
        s->bad |= !field_holds(s, time, field, column);
    }
    s->bad |= !mod && time->mod.size > 0;
}

/* Ends a case: says what was found when it is not what was asked for. */
static void finish(seen *s)
{
    if (s->text.size > 0 && (s->bad || s->checked != s->tags.time_count)) {
        printf("# %.*s\n", (int)s->text.size, s->text.at);
        for (uint32_t i = 0; i < s->tags.time_count; i++) {
            const dl_time *t = &s->tags.times[i];
            const dl_str words = dl_str_cut(s->text, t->span),
                         days = interval(&s->arena, t->when);
            printf("#   got %.*s | %s | %.*s | mod=%.*s | %.*s | weekday=%u%s (%s)\n",
                   (int)words.size, words.at, TYPES[t->type], (int)t->value.size,
                   t->value.at, (int)t->mod.size, t->mod.at, (int)days.size, days.at,
                   t->weekday, t->dateline ? " | dateline" : "", t->rule);
        }
        tap_bad = 1;
    }
    dl_arena_reset(&s->arena);
    s->text = (dl_str){0};
    s->checked = 0;
    s->bad = false;
}

static void begin(seen *s, tools *t, dl_str text, dl_when published)
{
    dl_error err;
    s->text = text;
    CHECK(dl_language_read(t->worker, text, &s->arena, &s->doc, &err) == DL_OK);
    CHECK(dl_tag_times(t->words, &s->doc, published, &s->arena, &s->tags, &err) == DL_OK);
}

static void run_file(tools *t, const char *name)
{
    char path[512];
    dl_file file;
    dl_error err;
    snprintf(path, sizeof path, "%s/test/cases/time/%s.txt", getenv("DATELINE_SOURCE"),
             name);
    if (dl_file_open(path, 0, &file, &err) != DL_OK) {
        printf("# %s\n", err.message);
        tap_bad = 1;
        return;
    }
    seen s = {0};
    dl_arena_init(&s.arena, 0);
    dl_when published = dl_when_none();
    dl_str rest = file.bytes;
    while (rest.at != NULL) {
        const dl_str line = dl_str_next(&rest, '\n');
        if (dl_str_starts(line, DL_STR("published "))) {
            finish(&s);
            published = dl_when_none();
            dl_when_read_iso((dl_str){line.at + 10, line.size - 10}, &published);
        } else if (dl_str_starts(line, DL_STR("text "))) {
            finish(&s);
            begin(&s, t, (dl_str){line.at + 5, line.size - 5}, published);
        } else if (dl_str_starts(line, DL_STR("is "))) {
            check_line(&s, (dl_str){line.at + 3, line.size - 3});
        }
    }
    finish(&s);
    dl_arena_done(&s.arena);
    dl_file_close(&file);
}

static tools shared; /* set once in main, before any test */

static void dates_as_they_are_printed(void)
{
    run_file(&shared, "dates");
}

static void times_lean_on_the_day_of_publication(void)
{
    run_file(&shared, "relative");
}

static void lengths_sets_and_clocks_are_read(void)
{
    run_file(&shared, "spans");
}

static void news_is_read_as_agencies_write_it(void)
{
    run_file(&shared, "news");
}

static void newswire_is_read_as_far_as_its_expressions_go(void)
{
    run_file(&shared, "newswire");
}

static void calendars_feasts_and_ranges_are_read(void)
{
    run_file(&shared, "calendar");
}

static void verbs_say_which_weekday_is_meant(void)
{
    run_file(&shared, "tense");
}

static void numbers_and_names_are_no_dates(void)
{
    run_file(&shared, "never");
}

static void a_history_leans_on_the_date_told_last(void)
{
    run_file(&shared, "history");
}

static void without_a_date_of_publication_nothing_is_guessed(void)
{
    run_file(&shared, "undated");
}

static dl_day day_of(const seen *s, uint32_t time)
{
    return time < s->tags.time_count ? dl_when_first(s->tags.times[time].when)
                                     : DL_DAY_NONE;
}

static void a_passage_written_earlier_leans_on_its_own_day(void)
{
    const dl_str text =
        DL_STR("Police left on Sunday. The town fell on Thursday. It rained "
               "yesterday.\n\nA truce began on Tuesday.");
    dl_written copied = {{23, 71}, dl_when_day(dl_day_of(2017, 3, 3))};
    seen s = {.tags = {.written = &copied, .written_count = 1}};
    dl_arena_init(&s.arena, 0);
    begin(&s, &shared, text, dl_when_day(dl_day_of(2017, 3, 15)));
    CHECK(s.tags.time_count == 4);
    CHECK(day_of(&s, 0) == dl_day_of(2017, 3, 12));
    CHECK(day_of(&s, 1) == dl_day_of(2017, 3, 2));
    CHECK(day_of(&s, 2) == dl_day_of(2017, 3, 2));
    CHECK(day_of(&s, 3) == dl_day_of(2017, 3, 14));
    dl_arena_done(&s.arena);
}

static void a_clock_leans_on_the_day_the_story_tells(void)
{
    const dl_str text =
        DL_STR("Fire broke out in Orm on Tuesday.\n\nA neighbor heard the bang at "
               "11:40 p.m. and ran.\n\nThe road will be closed from 6 p.m.");
    seen s = {0};
    dl_arena_init(&s.arena, 0);
    begin(&s, &shared, text, dl_when_day(dl_day_of(2017, 3, 16)));
    CHECK(s.tags.time_count == 3);
    CHECK(day_of(&s, 0) == dl_day_of(2017, 3, 14));
    CHECK(day_of(&s, 1) == dl_day_of(2017, 3, 14));
    CHECK(day_of(&s, 2) == dl_day_of(2017, 3, 16));
    dl_arena_done(&s.arena);
}

/* Nothing reads the clock or the zone of the machine. */
static void the_zone_of_the_machine_does_not_matter(void)
{
    static const char *const ZONES[] = {"Pacific/Kiritimati", "UTC+12", "Asia/Kolkata"};
    for (size_t i = 0; i < sizeof ZONES / sizeof ZONES[0]; i++) {
        setenv("TZ", ZONES[i], 1);
        tzset();
        run_file(&shared, "relative");
        run_file(&shared, "calendar");
    }
    unsetenv("TZ");
    tzset();
}

int main(void)
{
    char path[512];
    dl_error err;
    snprintf(path, sizeof path, "%s/model", getenv("DATELINE_SHARE"));
    if (dl_language_open(path, &shared.language, &err) != DL_OK) {
        printf("1..0 # SKIP %s\n", err.message);
        return 0;
    }
    snprintf(path, sizeof path, "%s/data/time/en.txt", getenv("DATELINE_SOURCE"));
    if (dl_language_worker_new(shared.language, &shared.worker, &err) != DL_OK ||
        dl_timewords_open(path, NULL, &shared.words, &err) != DL_OK) {
        printf("1..1\nnot ok 1 - %s\n", err.message);
        return 1;
    }
    TEST(dates_as_they_are_printed);
    TEST(times_lean_on_the_day_of_publication);
    TEST(lengths_sets_and_clocks_are_read);
    TEST(news_is_read_as_agencies_write_it);
    TEST(newswire_is_read_as_far_as_its_expressions_go);
    TEST(calendars_feasts_and_ranges_are_read);
    TEST(a_passage_written_earlier_leans_on_its_own_day);
    TEST(a_clock_leans_on_the_day_the_story_tells);
    TEST(the_zone_of_the_machine_does_not_matter);
    TEST(verbs_say_which_weekday_is_meant);
    TEST(numbers_and_names_are_no_dates);
    TEST(a_history_leans_on_the_date_told_last);
    TEST(without_a_date_of_publication_nothing_is_guessed);
    dl_timewords_close(shared.words);
    dl_language_worker_free(shared.worker);
    dl_language_close(shared.language);
    return tap_done();
}
