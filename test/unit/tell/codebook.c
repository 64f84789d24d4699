/* Tests of src/tell/codebook.c: what it reads, what a user may change, and how it
 * complains.
 * SPDX-License-Identifier: Apache-2.0 */
#include "codebook.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

/* Writes `text` to a file of its own; the path stays valid until the next two calls. */
static const char *written(const char *text)
{
    static char paths[3][64];
    static unsigned turn;
    char *path = paths[turn++ % 3];
    snprintf(path, sizeof paths[0], "/tmp/dateline-codebook-XXXXXX");
    const int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    return path;
}

#define SMALL                                                                            \
    "class PLACE town city\n"                                                            \
    "type control-change\n  plover ASSAULT:territory\n  cameo 192\n"                     \
    "  acled GOV_REGAINS_TERIT Government regains territory\n  casualties\n"             \
    "rule control.take.1 control-change\n  verb take seize take>over\n    overrun\n"     \
    "  obj place PLACE\n  from|out? recipient\n"

static void a_rule_is_found_by_its_words(void)
{
    dl_codebook *book = NULL;
    dl_error err;
    const char *path = written(SMALL);
    CHECK(dl_codebook_open(path, NULL, &book, &err) == DL_OK);
    unlink(path);
    if (book == NULL) {
        return;
    }
    const uint32_t seize = dl_codebook_find(book, DL_STR("seize"), 'v');
    CHECK(seize != DL_NONE);
    CHECK(dl_codebook_find(book, DL_STR("seize"), 'n') == DL_NONE);
    CHECK(dl_codebook_find(book, DL_STR("overrun"), 'v') != DL_NONE);
    const dl_rule *rule = &book->rules[book->triggers[seize].rule];
    CHECK(strcmp(rule->id, "control.take.1") == 0);
    CHECK_INT(rule->slot_count, 2);
    CHECK_INT(rule->slots[1].prep_count, 2);
    CHECK(rule->slots[1].need == DL_WELCOME);
    CHECK(dl_codebook_is(book, DL_STR("town"), DL_CLASS_PLACE));
    CHECK(!dl_codebook_is(book, DL_STR("river"), DL_CLASS_PLACE));
    dl_codebook_close(book);
}

static void codes_are_kept_in_short_and_in_full(void)
{
    dl_codebook *book = NULL;
    dl_error err;
    const char *path = written(SMALL);
    CHECK(dl_codebook_open(path, NULL, &book, &err) == DL_OK);
    unlink(path);
    const dl_codes *codes = &book->types[0].codes;
    CHECK_STR(dl_str_of(codes->plover), "ASSAULT");
    CHECK_STR(dl_str_of(codes->plover_mode), "territory");
    CHECK_STR(dl_str_of(codes->cameo), "19");
    CHECK_STR(dl_str_of(codes->cameo_code), "192");
    CHECK_STR(dl_str_of(codes->acled), "GOV_REGAINS_TERIT");
    CHECK_STR(dl_str_of(codes->acled_name), "Government regains territory");
    dl_codebook_close(book);
}

static void longer_triggers_are_tried_first(void)
{
    dl_codebook *book = NULL;
    dl_error err;
    const char *path = written(SMALL);
    CHECK(dl_codebook_open(path, NULL, &book, &err) == DL_OK);
    unlink(path);
    const uint32_t first = dl_codebook_find(book, DL_STR("take"), 'v');
    CHECK_INT(book->triggers[first].part_count, 2);
    CHECK_INT(book->triggers[book->triggers[first].next].part_count, 1);
    dl_codebook_close(book);
}

static void a_users_rule_replaces_ours_and_goes_first(void)
{
    dl_codebook *book = NULL;
    dl_error err;
    const char *ours = written(SMALL);
    const char *users = written("type handover\nrule mine.1 handover\n  verb seize\n"
                                "rule control.take.1 control-change\n  verb grab\n");
    CHECK(dl_codebook_open(ours, users, &book, &err) == DL_OK);
    const uint32_t seize = dl_codebook_find(book, DL_STR("seize"), 'v');
    CHECK(strcmp(book->rules[book->triggers[seize].rule].id, "mine.1") == 0);
    CHECK(book->triggers[seize].next == DL_NONE);
    CHECK(dl_codebook_find(book, DL_STR("overrun"), 'v') == DL_NONE);
    dl_codebook_close(book);
    unlink(users);
    users = written("drop control.take.1\nclass PLACE hamlet\n");
    CHECK(dl_codebook_open(ours, users, &book, &err) == DL_OK);
    CHECK(dl_codebook_find(book, DL_STR("seize"), 'v') == DL_NONE);
    CHECK(dl_codebook_is(book, DL_STR("hamlet"), DL_CLASS_PLACE));
    CHECK(!dl_codebook_is(book, DL_STR("town"), DL_CLASS_PLACE));
    dl_codebook_close(book);
    unlink(ours);
    unlink(users);
}

static void every_mistake_says_file_line_and_what(void)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"rule a.1 unheard\n", ":1: type is not known (write it above): 'unheard'"},
        {"type t\n\nrule a.1 t\n  obj place NOWHERE\n",
         ":4: class is not known (write it above): 'NOWHERE'"},
        {"type t\nrule a.1 t\n  obj victim\n",
         ":3: a role is actor, recipient, instrument, place, counted or -, not 'victim'"},
        {"type t\nrule a.1 t\nrule a.1 t\n", ":3: there are two rules 'a.1'"},
        {"tpye t\n", ":1: a line starts with class, cues, type, kin, counter, rule, include "
                     "or drop, not 'tpye'"},
        {"cues WIDENS\n", ":1: cues are NARROWS, CORRECTS or AHEAD, not 'WIDENS'"},
        {"  verb go\n", ":1: an indented line belongs to no class, type or rule: 'verb'"},
        {"type t\nrule a.1 t\n  verb take>>over\n",
         ":3: empty word in trigger 'take>>over'"},
        {"type t\nrule a.1 t\n  verb a>b>c>d>e>f\n",
         ":3: more than 5 words in trigger 'a>b>c>d>e>f'"},
        {"type t\n  colour red\n", ":2: a type has plover, cameo, acled, counts-subj, "
                                   "counts-obj, casualties; not 'colour'"},
        {"class A +B\n", ":1: class is not known (write it above): 'B'"},
        {"type t\nkin t u\n", ":2: type is not known (write it above): 'u'"},
        {"type t\nrule a.1 t\n  extent huge\n",
         ":3: an extent is full, partial or claimed, not 'huge'"},
        {"drop a.1\n", ":1: no rule to drop: 'a.1'"},
        {"rule a.1\n", ":1: a rule needs an id and a type: rule 'a.1'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *path = written(cases[i].text);
        dl_codebook *book = NULL;
        dl_error err = {0};
        CHECK(dl_codebook_open(path, NULL, &book, &err) == DL_EDATA);
        CHECK(book == NULL);
        char want[DL_ERROR_MESSAGE_MAX];
        snprintf(want, sizeof want, "%s%s", path, cases[i].message);
        CHECK_STR(dl_str_of(err.message), want);
        unlink(path);
    }
}

static void a_file_that_names_itself_ends(void)
{
    char path[] = "/tmp/dateline-codebook-XXXXXX";
    const int fd = mkstemp(path);
    char line[128];
    const int size = snprintf(line, sizeof line, "include %s\n", strrchr(path, '/') + 1);
    CHECK(fd >= 0 && write(fd, line, (size_t)size) == size);
    close(fd);
    dl_codebook *book = NULL;
    dl_error err = {0};
    CHECK(dl_codebook_open(path, NULL, &book, &err) == DL_EDATA);
    CHECK(strstr(err.message, "at most 16") != NULL);
    unlink(path);
}

static void a_missing_file_is_named(void)
{
    dl_codebook *book = NULL;
    dl_error err = {0};
    CHECK(dl_codebook_open("/nowhere/codebook.txt", NULL, &book, &err) == DL_EIO);
    CHECK(strstr(err.message, "/nowhere/codebook.txt") != NULL);
}

static void the_shipped_codebook_opens_and_fills_every_known_class(void)
{
    char path[512];
    snprintf(path, sizeof path, "%s/data/codebook.txt", getenv("DATELINE_SOURCE"));
    dl_codebook *book = NULL;
    dl_error err = {0};
    CHECK(dl_codebook_open(path, NULL, &book, &err) == DL_OK);
    if (book == NULL) {
        printf("# %s\n", err.message);
        return;
    }
    for (uint32_t c = 0; c < DL_KNOWN_CLASS_COUNT; c++) {
        bool filled = false;
        for (uint32_t i = 0; i < book->set_count; i++) {
            filled = filled || dl_classes_meet(book->sets[i], dl_class_bit(c));
        }
        if (!filled) {
            printf("# class %.*s is empty\n", (int)book->class_names[c].size,
                   book->class_names[c].at);
        }
        CHECK(filled);
    }
    CHECK(book->type_count >= 27);
    dl_codebook_close(book);
}

int main(void)
{
    TEST(a_rule_is_found_by_its_words);
    TEST(codes_are_kept_in_short_and_in_full);
    TEST(longer_triggers_are_tried_first);
    TEST(a_users_rule_replaces_ours_and_goes_first);
    TEST(every_mistake_says_file_line_and_what);
    TEST(a_file_that_names_itself_ends);
    TEST(a_missing_file_is_named);
    TEST(the_shipped_codebook_opens_and_fills_every_known_class);
    return tap_done();
}
