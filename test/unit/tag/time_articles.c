/* Whole articles with every time marked in the text, as an annotator of TimeML 1.2.1
 * marks them; read as annotate reads. test/cases/time/articles.txt was worked on with the
 * rules; articles-aside.txt was scored only when they were done. A file holds
 *
 *     article NAME
 *     published 1989-10-25
 *
 *     Profit fell, it said [early Friday|DATE|1989-10-20|START].
 *     ---
 *
 * Not every mark must be hit; the shares that are may not fall below the floors.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "language.h"
#include "tag.h"
#include "tap.h"

#include <stdlib.h>

static const char *const TYPES[] = {"DATE", "TIME", "DURATION", "SET"};

#define MARKS_MAX 128 /* of one article */

typedef struct mark {
    dl_span span;
    dl_str type, value, mod;
} mark;

typedef struct article {
    dl_str name, text;
    dl_when published;
    mark marks[MARKS_MAX];
    uint32_t count;
} article;

typedef struct score {
    uint32_t marked, found, exact, overlap, value, type, mod;
} score;

typedef struct tools {
    dl_language *language;
    dl_language_worker *worker;
    dl_timewords *words;
} tools;

static tools shared; /* set once in main, before any test */

/* Takes the marks out of `body`. */
static void read_marks(dl_arena *arena, dl_str body, article *a)
{
    char *text = dl_arena_new_array(arena, body.size + 1, char);
    uint32_t size = 0;
    for (uint32_t i = 0; i < body.size; i++) {
        if (body.at[i] != '[' || a->count == MARKS_MAX) {
            text[size++] = body.at[i];
            continue;
        }
        uint32_t end = i;
        while (end < body.size && body.at[end] != ']') {
            end++;
        }
        dl_str rest = {body.at + i + 1, end - i - 1};
        const dl_str words = dl_str_next(&rest, '|');
        mark *m = &a->marks[a->count++];
        m->span = (dl_span){size, size + words.size};
        m->type = dl_str_next(&rest, '|');
        m->value = dl_str_next(&rest, '|');
        m->mod = rest.at == NULL ? (dl_str){0} : dl_str_next(&rest, '|');
        memcpy(text + size, words.at, words.size);
        size += words.size;
        i = end;
    }
    a->text = (dl_str){text, size};
}

static void say(const article *a, const mark *m, const dl_time *t)
{
    const dl_str want = m != NULL ? dl_str_cut(a->text, m->span) : DL_STR("-");
    const dl_str got = t != NULL ? dl_str_cut(a->text, t->span) : DL_STR("-");
    const dl_str value = m != NULL ? m->value : DL_STR("");
    printf("#   %.*s: '%.*s' %.*s, got '%.*s' %.*s\n", (int)a->name.size, a->name.at,
           (int)want.size, want.at, (int)value.size, value.at, (int)got.size, got.at,
           t != NULL ? (int)t->value.size : 0, t != NULL ? t->value.at : "");
}

/* Both lists are in the order of the text and do not overlap within themselves. */
static void compare(const article *a, const dl_tags *tags, score *s)
{
    uint32_t i = 0, k = 0;
    s->marked += a->count;
    s->found += tags->time_count;
    while (i < a->count || k < tags->time_count) {
        const mark *m = i < a->count ? &a->marks[i] : NULL;
        const dl_time *t = k < tags->time_count ? &tags->times[k] : NULL;
        if (t == NULL || (m != NULL && m->span.end <= t->span.start)) {
            say(a, m, NULL);
            i++;
            continue;
        }
        if (m == NULL || t->span.end <= m->span.start) {
            say(a, NULL, t);
            k++;
            continue;
        }
        const bool exact = m->span.start == t->span.start && m->span.end == t->span.end;
        const bool value = dl_str_equal(m->value, t->value);
        s->overlap++;
        s->exact += exact;
        s->value += value;
        s->type += dl_str_is(m->type, TYPES[t->type]);
        s->mod += dl_str_equal(m->mod, t->mod);
        if (!exact || !value) {
            say(a, m, t);
        }
        i++;
        k++;
    }
}

static void run_article(dl_str lines, dl_arena *arena, score *s)
{
    dl_error err;
    article *a = dl_arena_new(arena, article);
    *a = (article){.published = dl_when_none()};
    while (lines.at != NULL && lines.size > 0) {
        const dl_str line = dl_str_next(&lines, '\n');
        if (dl_str_starts(line, DL_STR("article "))) {
            a->name = (dl_str){line.at + 8, line.size - 8};
        } else if (dl_str_starts(line, DL_STR("published "))) {
            dl_when_read_iso((dl_str){line.at + 10, line.size - 10}, &a->published);
            break;
        }
    }
    if (lines.at == NULL) {
        return;
    }
    read_marks(arena, dl_str_trim(lines), a);
    dl_doc doc;
    dl_tags tags = {0};
    CHECK(dl_language_read_paragraphs(shared.worker, a->text, arena, &doc, &err) ==
          DL_OK);
    CHECK(dl_tag_times(shared.words, &doc, a->published, arena, &tags, &err) == DL_OK);
    compare(a, &tags, s);
}

static bool run_file(const char *name, score *s)
{
    char path[512];
    dl_file file;
    dl_error err;
    snprintf(path, sizeof path, "%s/test/cases/time/%s.txt", getenv("DATELINE_SOURCE"),
             name);
    if (dl_file_open(path, 0, &file, &err) != DL_OK) {
        printf("# %s\n", err.message);
        return false;
    }
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const char *at = file.bytes.at, *end = at + file.bytes.size;
    for (const char *from = at; at < end; at++) {
        if (end - at >= 4 && memcmp(at, "---\n", 4) == 0 &&
            (at == from || at[-1] == '\n')) {
            run_article((dl_str){from, (uint32_t)(at - from)}, &arena, s);
            dl_arena_reset(&arena);
            from = at + 4;
        }
    }
    dl_arena_done(&arena);
    dl_file_close(&file);
    return true;
}

/* Strict and relaxed F1 and the share of right values among what overlaps, in percent. */
static void check_floors(const char *name, int strict, int relaxed, int values)
{
    score s = {0};
    CHECK(run_file(name, &s));
    const double all = s.marked + s.found, overlap = s.overlap > 0 ? s.overlap : 1;
    const double got_strict = 200.0 * s.exact / all,
                 got_relaxed = 200.0 * s.overlap / all,
                 got_values = 100.0 * s.value / overlap;
    printf("# %s: %u marked, %u found; strict F1 %.1f, relaxed F1 %.1f; of these values "
           "%.1f, types %.1f, mods %.1f percent right\n",
           name, s.marked, s.found, got_strict, got_relaxed, got_values,
           100.0 * s.type / overlap, 100.0 * s.mod / overlap);
    CHECK(s.marked > 0 && got_strict >= strict && got_relaxed >= relaxed &&
          got_values >= values);
}

static void articles_are_read_as_an_annotator_reads_them(void)
{
    check_floors("articles", 99, 99, 97);
}

static void so_are_articles_that_no_rule_was_made_for(void)
{
    check_floors("articles-aside", 97, 98, 96);
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
    TEST(articles_are_read_as_an_annotator_reads_them);
    TEST(so_are_articles_that_no_rule_was_made_for);
    dl_timewords_close(shared.words);
    dl_language_worker_free(shared.worker);
    dl_language_close(shared.language);
    return tap_done();
}
