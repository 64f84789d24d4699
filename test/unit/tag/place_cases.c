/* Tests of the place finder on sentences: test/cases/place/NAME.txt, read by the language
 * engine as any text is. A file holds
 *
 *     text Police in Cairo, Ga., said ...
 *     is Cairo | Cairo | US/Georgia | city [| dateline]
 *
 * (words, name, country and first-level region, kind, role unless literal; "\n" in a text
 * is a line's end), and every place of the text must be listed, in order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "language.h"
#include "tag.h"
#include "tap.h"

#include <stdlib.h>

static const char *const KINDS[] = {"unknown", "city",  "admin1",   "admin2",   "country",
                                    "region",  "water", "facility", "continent"};
static const char *const ROLES[] = {"literal", "dateline", "demonym", "metonym"};

typedef struct tools {
    dl_language *language;
    dl_language_worker *worker;
    dl_gazetteer *gazetteer;
} tools;

typedef struct seen {
    dl_arena arena;
    dl_doc doc;
    dl_tags tags;
    dl_str text;
    uint32_t checked;
    bool bad;
} seen;

/* A place as a line of the file has it. */
static dl_str line_of(seen *s, const dl_place *p)
{
    const dl_str words = dl_str_cut(s->text, p->span);
    return dl_str_printf(&s->arena, "%.*s | %.*s | %s%s%.*s | %s%s%s", (int)words.size,
                         words.at, (int)p->name.size, p->name.at,
                         p->country[0] == 0 ? "-" : p->country,
                         p->admin1.size > 0 ? "/" : "", (int)p->admin1.size, p->admin1.at,
                         KINDS[p->kind], p->role == DL_PLACE_LITERAL ? "" : " | ",
                         p->role == DL_PLACE_LITERAL ? "" : ROLES[p->role]);
}

static void check_line(seen *s, dl_str line)
{
    s->bad |= s->checked >= s->tags.place_count ||
              !dl_str_equal(line_of(s, &s->tags.places[s->checked]), dl_str_trim(line));
    s->checked++;
}

/* Ends a case: says what was found when it is not what was asked for. */
static void finish(seen *s)
{
    if (s->text.size > 0 && (s->bad || s->checked != s->tags.place_count)) {
        printf("# %.*s\n", (int)s->text.size, s->text.at);
        for (uint32_t i = 0; i < s->tags.place_count; i++) {
            const dl_str line = line_of(s, &s->tags.places[i]);
            printf("#   got %.*s (%s)\n", (int)line.size, line.at,
                   s->tags.places[i].rule);
        }
        tap_bad = 1;
    }
    dl_arena_reset(&s->arena);
    s->text = (dl_str){0};
    s->checked = 0;
    s->bad = false;
}

/* The text with "\n" made an end of line. */
static dl_str lines_of(dl_arena *arena, dl_str text)
{
    char *out = dl_arena_alloc(arena, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        const bool end = text.at[i] == '\\' && i + 1 < text.size && text.at[i + 1] == 'n';
        out[size++] = end ? '\n' : text.at[i];
        i += end;
    }
    return (dl_str){out, size};
}

static void begin(seen *s, tools *t, dl_str text)
{
    dl_error err;
    s->text = lines_of(&s->arena, text);
    CHECK(dl_language_read(t->worker, s->text, &s->arena, &s->doc, &err) == DL_OK);
    CHECK(dl_tag_places(t->gazetteer, &s->doc, NULL, &s->arena, &s->tags, &err) == DL_OK);
}

static tools shared; /* set once in main, before any test */

static void run_file(const char *name)
{
    char path[512];
    dl_file file;
    dl_error err;
    snprintf(path, sizeof path, "%s/test/cases/place/%s.txt", getenv("DATELINE_SOURCE"),
             name);
    if (dl_file_open(path, 0, &file, &err) != DL_OK) {
        printf("# %s\n", err.message);
        tap_bad = 1;
        return;
    }
    seen s = {0};
    dl_arena_init(&s.arena, 0);
    dl_str rest = file.bytes;
    while (rest.at != NULL) {
        const dl_str line = dl_str_next(&rest, '\n');
        if (dl_str_starts(line, DL_STR("text "))) {
            finish(&s);
            begin(&s, &shared, (dl_str){line.at + 5, line.size - 5});
        } else if (dl_str_starts(line, DL_STR("is "))) {
            check_line(&s, (dl_str){line.at + 3, line.size - 3});
        }
    }
    finish(&s);
    dl_arena_done(&s.arena);
    dl_file_close(&file);
}

static void the_text_decides_among_namesakes(void)
{
    run_file("namesakes");
}

static void datelines_are_told_apart(void)
{
    run_file("datelines");
}

static void peoples_states_persons_and_bodies_are_not_places_of_events(void)
{
    run_file("people");
}

static void regions_waters_works_and_unknown_places(void)
{
    run_file("regions");
}

static void one_place_is_found_under_many_spellings(void)
{
    run_file("spellings");
}

static void text_in_capitals_is_no_list_of_villages(void)
{
    run_file("capitals");
}

static void local_news_is_placed_by_its_neighbours(void)
{
    run_file("local");
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
    snprintf(path, sizeof path, "%s/gazetteer.bin", getenv("DATELINE_SHARE"));
    if (dl_gazetteer_open(path, &shared.gazetteer, &err) != DL_OK) {
        printf("1..0 # SKIP %s\n", err.message);
        dl_language_close(shared.language);
        return 0;
    }
    if (dl_language_worker_new(shared.language, &shared.worker, &err) != DL_OK) {
        printf("1..1\nnot ok 1 - %s\n", err.message);
        return 1;
    }
    TEST(the_text_decides_among_namesakes);
    TEST(datelines_are_told_apart);
    TEST(peoples_states_persons_and_bodies_are_not_places_of_events);
    TEST(regions_waters_works_and_unknown_places);
    TEST(one_place_is_found_under_many_spellings);
    TEST(text_in_capitals_is_no_list_of_villages);
    TEST(local_news_is_placed_by_its_neighbours);
    dl_language_worker_free(shared.worker);
    dl_gazetteer_close(shared.gazetteer);
    dl_language_close(shared.language);
    return tap_done();
}
