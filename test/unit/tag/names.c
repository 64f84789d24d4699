/* Tests of the joining of names on sentences: test/cases/names/NAME.txt, read by the
 * language engine as any text is. A file holds
 *
 *     text Marta Velan spoke. Velan left.
 *     is Marta Velan | PERSON = Velan (part); Mrs Velan     one thing, of this type, under
 *                                                           these forms (how: given)
 *     apart Marta Velan | Olaf Velan                        two things, or not named at all
 *     none Velan Vows                                       nothing is called so
 *     speaks Ivo Lant | Salt Coast Observatory              the one speaks for the other
 *
 * ("\n" in a text is a line's end). What is not listed may be found or not.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "language.h"
#include "tag.h"
#include "tap.h"

#include <stdlib.h>
#include <time.h>

static const char *const TYPES[] = {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT",
                                    "WORK", "LAW", "PRODUCT", "LANGUAGE", "WEAPON", "GROUP"};
static const char *const LEARNED[] = {"given", "acronym", "apposition", "copy", "list", "part"};

typedef struct tools {
    dl_language *language;
    dl_language_worker *worker;
    dl_gazetteer *gazetteer;
    dl_actors *actors;
} tools;

typedef struct seen {
    dl_arena arena;
    dl_doc doc;
    dl_tags tags;
    dl_str text;
    bool bad;
} seen;

static tools shared; /* set once in main, before any test */

static bool read_text(seen *s, dl_str text)
{
    dl_error err;
    s->text = text;
    s->tags = (dl_tags){0};
    return dl_language_read_paragraphs(shared.worker, text, &s->arena, &s->doc, &err) == DL_OK &&
           dl_tag_places(shared.gazetteer, &s->doc, NULL, &s->arena, &s->tags, &err) == DL_OK &&
           dl_tag_names(shared.actors, shared.gazetteer, &s->doc, NULL, &s->arena, &s->tags,
                        &err) == DL_OK;
}

/* The name that is called `form`, first by its own name, then by an alias; DL_NONE. */
static uint32_t called(const seen *s, dl_str form)
{
    for (uint32_t i = 0; i < s->tags.name_count; i++) {
        if (dl_str_equal(s->tags.names[i].name, form)) {
            return i;
        }
    }
    for (uint32_t i = 0; i < s->tags.name_count; i++) {
        for (uint32_t a = 0; a < s->tags.names[i].alias_count; a++) {
            if (dl_str_equal(s->tags.names[i].aliases[a].name, form)) {
                return i;
            }
        }
    }
    return DL_NONE;
}

static void complain(seen *s, const char *what, dl_str line)
{
    if (!s->bad) {
        printf("# %.*s\n", (int)s->text.size, s->text.at);
    }
    printf("#   %s: %.*s\n", what, (int)line.size, line.at);
    s->bad = true;
    tap_bad = 1;
}

/* "form (how)": does the name have it, learned so? */
static bool has_form(const dl_name *name, dl_str form)
{
    dl_str rest = form;
    const dl_str words = dl_str_trim(dl_str_next(&rest, '('));
    const dl_str how = rest.at == NULL ? DL_STR("given") : dl_str_next(&rest, ')');
    for (uint32_t a = 0; a < name->alias_count; a++) {
        if (dl_str_equal(name->aliases[a].name, words)) {
            return dl_str_is(how, LEARNED[name->aliases[a].learned]);
        }
    }
    return false;
}

static void show_forms(const dl_name *name)
{
    for (uint32_t a = 0; a < name->alias_count; a++) {
        const dl_alias *alias = &name->aliases[a];
        printf("#     has %.*s (%s)\n", (int)alias->name.size, alias->name.at,
               LEARNED[alias->learned]);
    }
}

static void check_is(seen *s, dl_str line)
{
    dl_str rest = line;
    const dl_str form = dl_str_trim(dl_str_next(&rest, '|'));
    const dl_str type = dl_str_trim(dl_str_next(&rest, '=')); /* no '=': alone */
    const uint32_t at = called(s, form);
    if (at == DL_NONE || !dl_str_equal(s->tags.names[at].name, form)) {
        complain(s, "no such name", form);
        return;
    }
    const dl_name *name = &s->tags.names[at];
    if (!dl_str_is(type, TYPES[name->type])) {
        complain(s, "of another type", dl_str_of(TYPES[name->type]));
    }
    while (rest.at != NULL) {
        const dl_str alias = dl_str_trim(dl_str_next(&rest, ';'));
        if (!has_form(name, alias)) {
            complain(s, "not joined, or otherwise", alias);
            show_forms(name);
        }
    }
}

static void check_apart(seen *s, dl_str line)
{
    dl_str rest = line;
    const dl_str first = dl_str_trim(dl_str_next(&rest, '|')), second = dl_str_trim(rest);
    const uint32_t a = called(s, first), b = called(s, second);
    if (a != DL_NONE && a == b) {
        complain(s, "joined", line);
    }
}

static void check_none(seen *s, dl_str line)
{
    if (called(s, line) != DL_NONE) {
        complain(s, "named", line);
    }
}

static void check_speaks(seen *s, dl_str line)
{
    dl_str rest = line;
    const dl_str first = dl_str_trim(dl_str_next(&rest, '|')), second = dl_str_trim(rest);
    const uint32_t a = called(s, first);
    if (a == DL_NONE || s->tags.names[a].speaks_for >= s->tags.name_count ||
        !dl_str_equal(s->tags.names[s->tags.names[a].speaks_for].name, second)) {
        complain(s, "does not speak for it", line);
    }
}

static void check_line(seen *s, dl_str line)
{
    static const struct {
        const char *word;
        void (*check)(seen *, dl_str);
    } CHECKS[] = {{"is ", check_is}, {"apart ", check_apart}, {"none ", check_none},
                  {"speaks ", check_speaks}};
    for (size_t i = 0; i < sizeof CHECKS / sizeof *CHECKS; i++) {
        const size_t size = strlen(CHECKS[i].word);
        if (dl_str_starts(line, dl_str_of(CHECKS[i].word))) {
            CHECKS[i].check(s, dl_str_trim((dl_str){line.at + size, line.size - size}));
        }
    }
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

static void run_file(const char *name)
{
    char path[512];
    dl_file file;
    dl_error err;
    uint32_t cases = 0;
    snprintf(path, sizeof path, "%s/test/cases/names/%s.txt", getenv("DATELINE_SOURCE"), name);
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
            dl_arena_reset(&s.arena);
            s.bad = false;
            cases++;
            CHECK(read_text(&s, lines_of(&s.arena, (dl_str){line.at + 5, line.size - 5})));
        } else {
            check_line(&s, line);
        }
    }
    CHECK(cases > 0);
    dl_arena_done(&s.arena);
    dl_file_close(&file);
}

static void happenings_are_names_of_their_own(void)
{
    run_file("happenings");
}

static void places_nobody_lists_are_told_by_what_is_said_of_them(void)
{
    run_file("grounds");
}

static void persons_are_joined_by_surname_title_and_spelling(void)
{
    run_file("persons");
}

static void bodies_are_joined_by_acronym_noun_and_apposition(void)
{
    run_file("bodies");
}

static void groups_are_joined_by_side_and_country(void)
{
    run_file("groups");
}

static void headlines_are_read_by_the_sentences_below_them(void)
{
    run_file("headlines");
}

static void mentions_vote_on_what_a_name_is(void)
{
    run_file("votes");
}

/* ---- texts meant to hurt ---- */

/* Seconds that reading `text` took in the names stage alone. */
static double seconds_for_names(dl_str text)
{
    seen s = {0};
    dl_error err;
    double seconds = 1e9;
    dl_arena_init(&s.arena, 0);
    if (dl_language_read(shared.worker, text, &s.arena, &s.doc, &err) == DL_OK &&
        dl_tag_places(shared.gazetteer, &s.doc, NULL, &s.arena, &s.tags, &err) == DL_OK) {
        const clock_t start = clock();
        CHECK_INT(dl_tag_names(shared.actors, shared.gazetteer, &s.doc, NULL, &s.arena, &s.tags,
                               &err), DL_OK);
        seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    }
    dl_arena_done(&s.arena);
    return seconds;
}

/* `count` sentences made by `print`; the time for four times as many is at most about
 * four times as long (twice that, for a machine that does other things too). */
static void check_linear(void (*print)(dl_buf *, unsigned), unsigned count)
{
    double took[2];
    for (unsigned round = 0; round < 2; round++) {
        dl_buf text;
        dl_buf_init(&text);
        for (unsigned i = 0; i < (round == 0 ? count / 4 : count); i++) {
            print(&text, i);
        }
        took[round] = seconds_for_names(dl_buf_str(&text));
        dl_buf_done(&text);
    }
    if (took[1] > 10 * took[0] + 0.25) {
        printf("# %.3f s for a quarter, %.3f s for all\n", took[0], took[1]);
        tap_bad = 1;
    }
}

static char letter(unsigned i)
{
    return (char)('a' + i % 26);
}

static void print_new_name(dl_buf *out, unsigned i)
{
    dl_buf_printf(out, "Ana V%c%c%c%c spoke to the Union of %c%c%c%c Workers. ", letter(i),
                  letter(i / 26), letter(i / 676), letter(i / 17576), (char)(letter(i) - 32),
                  letter(i / 26), letter(i / 676), letter(i / 17576));
}

static void print_same_name(dl_buf *out, unsigned i)
{
    dl_buf_text(out, i % 2 == 0 ? "Marta Velan spoke. " : "Mrs Velan left, the group said. ");
}

static void print_same_surname(dl_buf *out, unsigned i)
{
    dl_buf_printf(out, "%c%c%c%c Velan spoke and Velan left. ", (char)(letter(i) - 32),
                  letter(i / 26), letter(i / 676), letter(i / 17576));
}

static void print_rebels(dl_buf *out, unsigned i)
{
    dl_buf_text(out, i % 3 == 0 ? "The army took the Free Valley Front's hill. "
                                : "The rebels, its leader said, and the company fled. ");
}

static void ten_thousand_names_cost_no_more_each_than_ten(void)
{
    check_linear(print_new_name, 5000);
    check_linear(print_same_name, 10000);
    check_linear(print_same_surname, 5000);
    check_linear(print_rebels, 5000);
}

static void no_text_is_too_odd(void)
{
    static const char *const TEXTS[] = {
        "", " ", "\n\n\n", "|", "((((((", "Mr", "Mr Mr Mr Mr Mr", "the", "the the the", "()",
        "A (B (C (D (E", "Known as as as", "its its its director", "\"", "'s's's", "X X X X X X X X X X",
        "\xF0\x9F\x92\xA3 \xF0\x9F\x92\xA3 said", "\xEF\xBF\xBD", "1 2 3 4 5", "IS IS IS IS IS",
        "MR PRESIDENT OF THE THE THE\n\nTHE\n\nOF OF OF", "Jr Jr II III IV", "al-al-al-al", "| Army | Navy |"};
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        seen s = {0};
        dl_named *named;
        uint32_t count, end = 0;
        dl_arena_init(&s.arena, 0);
        CHECK(read_text(&s, dl_str_of(TEXTS[i])));
        CHECK_INT(dl_tag_entities(&s.doc, &s.tags, &s.arena, &named, &count, NULL), DL_OK);
        for (uint32_t k = 0; k < count; k++) {
            CHECK(named[k].span.start >= end && named[k].span.end > named[k].span.start);
            end = named[k].span.end;
        }
        dl_arena_done(&s.arena);
    }
}

static void want_of_memory_is_told(void)
{
    const dl_str text = DL_STR("Marta Velan of the Mirsk Dockworkers Federation (MDF) spoke. The "
                               "federation said she left. The army denied it.");
    for (size_t limit = 1000; limit < 40000; limit += 1000) {
        seen s = {0};
        dl_error err;
        dl_arena_init(&s.arena, 0);
        CHECK(dl_language_read(shared.worker, text, &s.arena, &s.doc, &err) == DL_OK);
        s.arena.limit = s.arena.used + limit;
        const dl_status status =
            dl_tag_names(shared.actors, shared.gazetteer, &s.doc, NULL, &s.arena, &s.tags, &err);
        CHECK(status == DL_OK || status == DL_ENOMEM);
        dl_arena_done(&s.arena);
    }
}

static void entities_carry_the_article_that_is_theirs(void)
{
    seen s = {0};
    dl_named *named;
    uint32_t count;
    dl_arena_init(&s.arena, 0);
    CHECK(read_text(&s, DL_STR("Mr Velan told the United Nations that ISIS had left on Monday.")));
    CHECK_INT(dl_tag_entities(&s.doc, &s.tags, &s.arena, &named, &count, NULL), DL_OK);
    CHECK_INT(count, 4);
    CHECK_STR(dl_str_cut(s.text, named[0].span), "Velan");
    CHECK_STR(dl_str_of(named[0].type), "PERSON");
    CHECK_STR(dl_str_cut(s.text, named[1].span), "the United Nations");
    CHECK_STR(named[1].name, "United Nations");
    CHECK_STR(named[2].name, "Islamic State");
    CHECK_STR(dl_str_of(named[2].type), "ORG");
    CHECK_STR(dl_str_of(named[3].type), "DATE");
    dl_arena_done(&s.arena);
}

static bool open_tools(dl_error *err)
{
    char path[512];
    snprintf(path, sizeof path, "%s/model", getenv("DATELINE_SHARE"));
    if (dl_language_open(path, &shared.language, err) != DL_OK) {
        return false;
    }
    snprintf(path, sizeof path, "%s/gazetteer.bin", getenv("DATELINE_SHARE"));
    return dl_gazetteer_open(path, &shared.gazetteer, err) == DL_OK &&
           dl_language_worker_new(shared.language, &shared.worker, err) == DL_OK;
}

int main(void)
{
    char path[512];
    dl_error err;
    if (!open_tools(&err)) {
        printf("1..0 # SKIP %s\n", err.message);
        return 0;
    }
    snprintf(path, sizeof path, "%s/data/actors.txt", getenv("DATELINE_SOURCE"));
    if (dl_actors_open(path, NULL, &shared.actors, &err) != DL_OK) {
        printf("1..1\nnot ok 1 - %s\n", err.message);
        return 1;
    }
    TEST(happenings_are_names_of_their_own);
    TEST(places_nobody_lists_are_told_by_what_is_said_of_them);
    TEST(persons_are_joined_by_surname_title_and_spelling);
    TEST(bodies_are_joined_by_acronym_noun_and_apposition);
    TEST(groups_are_joined_by_side_and_country);
    TEST(headlines_are_read_by_the_sentences_below_them);
    TEST(mentions_vote_on_what_a_name_is);
    TEST(ten_thousand_names_cost_no_more_each_than_ten);
    TEST(no_text_is_too_odd);
    TEST(want_of_memory_is_told);
    TEST(entities_carry_the_article_that_is_theirs);
    dl_actors_close(shared.actors);
    dl_language_worker_free(shared.worker);
    dl_gazetteer_close(shared.gazetteer);
    dl_language_close(shared.language);
    return tap_done();
}
