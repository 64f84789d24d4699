/* Tests of events told by their distance from another, in sentences the engine reads:
 * each case is a text, the type of the event asked for, and what must date it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "language.h"
#include "tag.h"
#include "tap.h"
#include "tell.h"

#include <stdlib.h>

static dl_language_worker *worker;
static dl_codebook *book;
static dl_timewords *words;

typedef struct want {
    const char *published, *text;
    const char *type;  /* the last event of this type is asked for */
    const char *days;  /* FROM..TO, or "" for none */
    const char *value; /* the words that date it, or what is unread */
    const char *rule;
} want;

static bool dated_so(const dl_event *e, const want *w, dl_arena *arena)
{
    char from[32], to[32];
    dl_when_iso(e->date.when.earliest, e->date.when, from);
    dl_when_iso(e->date.when.latest, e->date.when, to);
    const dl_str days = dl_when_known(e->date.when)
                            ? dl_str_printf(arena, "%.10s..%.10s", from, to)
                            : DL_STR("");
    const bool right = dl_str_is(days, w->days) &&
                       (days.size == 0 || (dl_str_is(e->date.value, w->value) &&
                                           strcmp(e->date.rule, w->rule) == 0));
    if (!right) {
        printf("# %s\n#   got %.*s | %.*s | %s\n", w->text, (int)days.size, days.at,
               (int)e->date.value.size, e->date.value.at,
               e->date.rule == NULL ? "" : e->date.rule);
    }
    return right;
}

static bool is_unread(const dl_tells *tells, dl_str text, const char *value)
{
    for (uint32_t i = 0; i < tells->unread_count; i++) {
        if (strcmp(tells->unread[i].why, "date unresolved") == 0 &&
            dl_str_is(dl_str_cut(text, tells->unread[i].span), value)) {
            return true;
        }
    }
    return false;
}

static void check(const want *w)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_doc doc;
    dl_tags tags = {.dateline_place = DL_NONE, .dateline_time = DL_NONE};
    dl_tells tells;
    dl_error err;
    dl_when published = dl_when_none();
    dl_when_read_iso(dl_str_of(w->published), &published);
    CHECK(dl_language_read(worker, dl_str_of(w->text), &arena, &doc, &err) == DL_OK);
    CHECK(dl_tag_times(words, &doc, published, &arena, &tags, &err) == DL_OK);
    CHECK(dl_tell(book, &doc, NULL, &tags, published, &arena, &tells, &err) == DL_OK);
    const dl_event *last = NULL;
    for (uint32_t i = 0; i < tells.event_count; i++) {
        if (strcmp(tells.events[i].type, w->type) == 0) {
            last = &tells.events[i];
        }
    }
    CHECK(last != NULL);
    if (last != NULL) {
        CHECK(dated_so(last, w, &arena));
        CHECK(w->days[0] != '\0' || is_unread(&tells, doc.text, w->value));
    }
    dl_arena_done(&arena);
}

static void the_day_of_the_other_event_leads_to_it(void)
{
    static const want CASES[] = {
        {"2016-06-10",
         "A car bomb killed nine people in Velmar on 3 May 2016. Two days after the "
         "bombing, rebels seized the barracks.",
         "control-change", "2016-05-05..2016-05-05", "Two days after the bombing",
         "date.event.after"},
        {"2016-06-10",
         "A car bomb killed nine people on 3 May 2016. Rebels seized the barracks a week "
         "before the bombing.",
         "control-change", "2016-04-24..2016-04-28", "a week before the bombing",
         "date.event.before"},
        {"2016-06-10",
         "A ferry sank off Velmar on 1 June. Police arrested the captain hours after the "
         "ferry sank.",
         "arrest", "2016-06-01..2016-06-02", "hours after the ferry sank",
         "date.event.after"},
        {"2016-06-10",
         "An earthquake hit Velmar on 2 May. The day after the earthquake, looters "
         "robbed "
         "the museum.",
         "looting", "2016-05-03..2016-05-03", "The day after the earthquake",
         "date.event.after"},
        {"2016-06-10",
         "An earthquake hit Velmar on 2 May. On the eve of the earthquake, police "
         "arrested "
         "a man.",
         "arrest", "2016-05-01..2016-05-01", "the eve of the earthquake",
         "date.event.before"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        check(&CASES[i]);
    }
}

static void an_anniversary_leads_both_ways(void)
{
    static const want CASES[] = {
        {"2017-05-03",
         "A car bomb killed nine people in Velmar on 3 May 2016. On the first "
         "anniversary "
         "of the bombing, police arrested three men.",
         "arrest", "2017-05-03..2017-05-03", "the first anniversary of the bombing",
         "date.event.anniversary"},
        {"2016-06-10",
         "On Friday, the 10th anniversary of the bombing in Velmar, police arrested a "
         "man.",
         "bombing", "2006-06-10..2006-06-10",
         "Friday, the 10th anniversary of the bombing", "date.event.anniversary"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        check(&CASES[i]);
    }
}

static void without_a_day_of_the_other_event_it_stays_open(void)
{
    static const want CASES[] = {
        {"2016-06-10",
         "The mayor spoke.\n\nThe town was calm.\n\nIt rained.\n\nThree weeks after the "
         "visit, rebels seized the barracks.",
         "control-change", "", "Three weeks after the visit", ""},
        /* two bombings: which one? */
        {"2016-06-10",
         "The mayor spoke.\n\nThe town was calm.\n\nA car bomb killed nine people in "
         "Velmar "
         "on 3 May. A car bomb killed two soldiers in Torrin on 8 May.\n\nThree weeks "
         "after "
         "a bombing at the port, rebels seized the barracks.",
         "control-change", "", "Three weeks after a bombing", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        check(&CASES[i]);
    }
}

int main(void)
{
    char model[512], codebook[512], times[512];
    snprintf(model, sizeof model, "%s/model", getenv("DATELINE_SHARE"));
    snprintf(codebook, sizeof codebook, "%s/data/codebook.txt",
             getenv("DATELINE_SOURCE"));
    snprintf(times, sizeof times, "%s/data/time/en.txt", getenv("DATELINE_SOURCE"));
    dl_language *language;
    dl_error err;
    if (dl_language_open(model, &language, &err) != DL_OK) {
        printf("1..0 # SKIP %s\n", err.message);
        return 0;
    }
    if (dl_codebook_open(codebook, NULL, &book, &err) != DL_OK ||
        dl_timewords_open(times, NULL, &words, &err) != DL_OK ||
        dl_language_worker_new(language, &worker, &err) != DL_OK) {
        printf("1..1\nnot ok 1 - %s\n", err.message);
        return 1;
    }
    TEST(the_day_of_the_other_event_leads_to_it);
    TEST(an_anniversary_leads_both_ways);
    TEST(without_a_day_of_the_other_event_it_stays_open);
    dl_language_worker_free(worker);
    dl_timewords_close(words);
    dl_codebook_close(book);
    dl_language_close(language);
    return tap_done();
}
