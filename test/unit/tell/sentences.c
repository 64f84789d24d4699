/* Tests of the tell stage on sentences read by the language engine:
 * test/cases/tell/NAME.txt. A file holds texts and what must be found in them:
 *
 *     > The army retook Velmar on Monday.
 *     event TYPE MODALITY [actor=WORD] [recipient=WORD] [figure=WHAT:N] [by=WORD]
 *                         [date=YYYY-MM-DD[..YYYY-MM-DD]] [rule=ID]
 *     claim ORIGIN STANCE [source=WORD] [words=WORD] [via=WORD] [kind=direct]
 *     figure WHAT N        a figure of any event
 *     nofigure WHAT        no such figure
 *     no TYPE              no event of that type
 *     no-fact TYPE         none that happened
 *
 * A WORD must be part of the name; "11-" is a least number, "10-20" a range. Events and
 * claims that no line asks for are nobody's business here. Texts have no day of
 * publication; "@ YYYY-MM-DD" gives one to those that follow, and reads their times.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "language.h"
#include "tag.h"
#include "tap.h"
#include "tell.h"

#include <stdlib.h>

static const char *const MOODS[] = {"happened", "denied", "planned", "possible",
                                    "recalled"};
static const char *const STANCES[] = {"asserts", "denies", "accuses", "predicts", "asks"};
static const char *const KINDS[] = {"direct", "indirect", "mixed"};

static dl_language_worker *worker;
static dl_codebook *book;
static dl_timewords *words;

typedef struct told {
    dl_arena arena;
    dl_doc doc;
    dl_tells tells;
    dl_when published; /* of the texts that follow */
} told;

static bool has(dl_str text, dl_str word)
{
    return dl_str_find(text, word) != SIZE_MAX;
}

static bool among(const dl_filler *list, uint32_t count, dl_str word)
{
    for (uint32_t i = 0; i < count; i++) {
        if (has(list[i].name, word)) {
            return true;
        }
    }
    return false;
}

/* "9", "11-" (at least), "-9" (at most), "10-20" */
static bool number_is(const dl_figure *f, dl_str want)
{
    const double first = atof(want.at);
    const size_t dash = dl_str_find(want, DL_STR("-"));
    if (dash == SIZE_MAX) {
        return f->value == first;
    }
    const double second = dash + 1 < want.size ? atof(want.at + dash + 1) : NAN;
    return f->low == first && (isnan(second) ? isnan(f->high) : f->high == second);
}

static bool figure_is(const dl_figure *f, dl_str want)
{
    dl_str rest = want;
    const dl_str what = dl_str_next(&rest, ':');
    return dl_str_is(what, f->what) && (rest.at == NULL || number_is(f, rest));
}

/* Figures of an event and of its further tellings. */
static bool figure_of(const dl_tells *t, uint32_t event, dl_str want)
{
    for (uint32_t i = 0; i < t->event_count; i++) {
        if (i != event && t->events[i].same_as != event) {
            continue;
        }
        for (uint32_t k = 0; k < t->events[i].figure_count; k++) {
            if (figure_is(&t->events[i].figures[k], want)) {
                return true;
            }
        }
    }
    return false;
}

static bool date_is(dl_when when, dl_str want)
{
    char from[32], to[32];
    dl_when_iso(when.earliest, when, from);
    dl_when_iso(when.latest, when, to);
    const dl_str first = dl_str_next(&want, '.');
    const dl_str last = want.size > 1 ? (dl_str){want.at + 1, want.size - 1} : first;
    return dl_str_starts(dl_str_of(from), first) && dl_str_starts(dl_str_of(to), last);
}

static bool event_is(const dl_tells *t, uint32_t index, dl_str wants)
{
    const dl_event *e = &t->events[index];
    if (!dl_str_is(dl_str_next(&wants, ' '), e->type) ||
        !dl_str_is(dl_str_next(&wants, ' '), MOODS[e->modality])) {
        return false;
    }
    while (wants.at != NULL) {
        dl_str value = dl_str_next(&wants, ' ');
        const dl_str key = dl_str_next(&value, '=');
        const bool right =
            key.size == 0 || dl_str_is(value, "-") ? true
            : dl_str_is(key, "actor") ? among(e->actors, e->actor_count, value)
            : dl_str_is(key, "recipient")
                ? among(e->recipients, e->recipient_count, value)
            : dl_str_is(key, "figure") ? figure_of(t, index, value)
            : dl_str_is(key, "date")   ? date_is(e->date.when, value)
            : dl_str_is(key, "rule")   ? dl_str_is(value, e->rule)
            : dl_str_is(key, "by")
                ? e->claim != DL_NONE && has(t->claims[e->claim].origin, value)
                : false;
        if (!right) {
            return false;
        }
    }
    return true;
}

static bool claim_is(const told *s, const dl_claim *c, dl_str wants)
{
    const dl_str origin = dl_str_next(&wants, ' ');
    if ((!dl_str_is(origin, "-") && !has(c->origin, origin)) ||
        !dl_str_is(dl_str_next(&wants, ' '), STANCES[c->stance])) {
        return false;
    }
    while (wants.at != NULL) {
        dl_str value = dl_str_next(&wants, ' ');
        const dl_str key = dl_str_next(&value, '=');
        bool right = key.size == 0;
        if (dl_str_is(key, "source")) {
            right = has(dl_str_cut(s->doc.text, c->source), value);
        } else if (dl_str_is(key, "words")) {
            right = has(dl_str_cut(s->doc.text, c->span), value);
        } else if (dl_str_is(key, "kind")) {
            right = dl_str_is(value, KINDS[c->kind]);
        } else if (dl_str_is(key, "via")) {
            right = c->via_count > 0 && has(c->via[0], value);
        }
        if (!right) {
            return false;
        }
    }
    return true;
}

static bool any_figure(const dl_tells *t, dl_str want)
{
    for (uint32_t i = 0; i < t->event_count; i++) {
        for (uint32_t k = 0; k < t->events[i].figure_count; k++) {
            if (figure_is(&t->events[i].figures[k], want)) {
                return true;
            }
        }
    }
    return false;
}

static bool holds(told *s, dl_str line)
{
    const dl_tells *t = &s->tells;
    const dl_str what = dl_str_next(&line, ' ');
    if (dl_str_is(what, "event")) {
        for (uint32_t i = 0; i < t->event_count; i++) {
            if (event_is(t, i, line)) {
                return true;
            }
        }
        return false;
    }
    if (dl_str_is(what, "claim")) {
        for (uint32_t i = 0; i < t->claim_count; i++) {
            if (claim_is(s, &t->claims[i], line)) {
                return true;
            }
        }
        return false;
    }
    if (dl_str_is(what, "figure") || dl_str_is(what, "nofigure")) {
        dl_str number = line;
        const dl_str kind = dl_str_next(&number, ' ');
        const dl_str want = number.at == NULL
                                ? kind
                                : dl_str_printf(&s->arena, "%.*s:%.*s", (int)kind.size,
                                                kind.at, (int)number.size, number.at);
        return any_figure(t, want) == dl_str_is(what, "figure");
    }
    for (uint32_t i = 0; i < t->event_count; i++) {
        if (dl_str_is(line, t->events[i].type) &&
            (dl_str_is(what, "no") || t->events[i].modality == DL_HAPPENED)) {
            return false;
        }
    }
    return dl_str_is(what, "no") || dl_str_is(what, "no-fact");
}

static void read_text(told *s, dl_str text)
{
    dl_error err;
    dl_tags tags = {.dateline_place = DL_NONE, .dateline_time = DL_NONE};
    CHECK(dl_language_read(worker, text, &s->arena, &s->doc, &err) == DL_OK);
    if (dl_when_known(s->published)) {
        CHECK(dl_tag_times(words, &s->doc, s->published, &s->arena, &tags, &err) == DL_OK);
    }
    CHECK(dl_tell(book, &s->doc, NULL, &tags, s->published, &s->arena, &s->tells, &err) ==
          DL_OK);
    for (uint32_t i = 0; i < s->tells.claim_count; i++) {
        const dl_span said = s->tells.claims[i].span;
        CHECK(said.start < said.end && said.end <= text.size);
    }
}

static void check_file(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/test/cases/tell/%s.txt", getenv("DATELINE_SOURCE"),
             name);
    dl_file file;
    dl_error err;
    CHECK(dl_file_open(path, 0, &file, &err) == DL_OK);
    told s = {.published = dl_when_none()};
    dl_arena_init(&s.arena, 0);
    dl_str text = {"", 0};
    uint32_t number = 0;
    for (dl_str rest = file.bytes; rest.at != NULL;) {
        const dl_str line = dl_str_trim(dl_str_next(&rest, '\n'));
        number++;
        if (line.size == 0 || line.at[0] == '#') {
            continue;
        }
        if (line.at[0] == '@') {
            const dl_str day = dl_str_trim((dl_str){line.at + 1, line.size - 1});
            CHECK(dl_when_read_iso(day, &s.published) == day.size);
        } else if (line.at[0] == '>') {
            text = dl_str_trim((dl_str){line.at + 1, line.size - 1});
            read_text(&s, text);
        } else if (!holds(&s, line)) {
            printf("# %s:%u: not so: %.*s\n#    in: %.*s\n", path, number, (int)line.size,
                   line.at, (int)text.size, text.at);
            tap_bad = 1;
        }
    }
    dl_arena_done(&s.arena);
    dl_file_close(&file);
}

static void towns_change_hands(void)
{
    check_file("control");
}

static void people_come_to_harm_and_are_counted(void)
{
    check_file("harm");
}

static void other_things_happen_and_habits_do_not(void)
{
    check_file("others");
}

static void events_have_the_day_told_with_them(void)
{
    check_file("dates");
}

static void words_have_somebody_who_said_them(void)
{
    check_file("claims");
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
    if (dl_language_worker_new(language, &worker, &err) != DL_OK ||
        dl_codebook_open(codebook, NULL, &book, &err) != DL_OK ||
        dl_timewords_open(times, NULL, &words, &err) != DL_OK) {
        printf("Bail out! %s\n", err.message);
        return 1;
    }
    TEST(towns_change_hands);
    TEST(people_come_to_harm_and_are_counted);
    TEST(other_things_happen_and_habits_do_not);
    TEST(events_have_the_day_told_with_them);
    TEST(words_have_somebody_who_said_them);
    dl_timewords_close(words);
    dl_codebook_close(book);
    dl_language_worker_free(worker);
    dl_language_close(language);
    return tap_done();
}
