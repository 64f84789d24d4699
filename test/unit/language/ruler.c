/* Tests of src/language/ruler.c with rules made here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ruler.h"

#include "ids.h"
#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* MessagePack, written by hand: a map or an array of n, a short string. */
#define MAP1 "\x81"
#define MAP2 "\x82"
#define MAP3 "\x83"
#define LIST1 "\x91"
#define LIST2 "\x92"
#define STR2 "\xa2"
#define STR3 "\xa3"
#define STR4 "\xa4"
#define STR5 "\xa5"
#define STR6 "\xa6"
#define RULE(pattern, attrs, index)                                                      \
    MAP3 "\xa8"                                                                          \
         "patterns" LIST1 pattern STR5 "attrs" attrs STR5 "index" index

static dl_arena arena;
static dl_regex_scratch *scratch;
static char dir[] = "/tmp/dateline-ruler-XXXXXX";

static dl_status open_ruler(const char *bytes, size_t size, dl_ruler **out, dl_error *err)
{
    const dl_str path = dl_str_printf(&arena, "%s/ruler/patterns", dir);
    FILE *file = fopen(path.at, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, size, file) == size && fclose(file) == 0);
    return dl_ruler_open(dir, "ruler", out, err);
}

#define OPEN(bytes, out, err) open_ruler(bytes, sizeof(bytes) - 1, out, err)

/* Two tokens "Go home", tagged VB and NN, labelled ROOT and advmod. */
static void apply(const dl_ruler *ruler, dl_marks marks[2])
{
    static dl_lexeme words[2];
    static dl_language_attrs attrs[2];
    static const dl_lexeme *lexemes[2] = {&words[0], &words[1]};
    static const char *const TEXT[] = {"Go", "home"}, *const LOWER[] = {"go", "home"};
    for (int i = 0; i < 2; i++) {
        words[i].text = dl_str_of(TEXT[i]);
        words[i].lower = dl_str_of(LOWER[i]);
        attrs[i].orth = dl_string_id(words[i].text);
        attrs[i].lower = dl_string_id(words[i].lower);
        marks[i] = (dl_marks){
            .tag = i == 0 ? "VB" : "NN", .dep = i == 0 ? "ROOT" : "advmod", .pos = ""};
    }
    const dl_tokens tokens = {.count = 2, .attrs = attrs, .lexemes = lexemes};
    dl_error err = {0};
    CHECK_INT(dl_ruler_apply(ruler, scratch, &tokens, &arena, marks, &err), DL_OK);
}

static void a_rule_by_tag_sets_the_part_of_speech(void)
{
    dl_ruler *ruler;
    dl_error err = {0};
    dl_marks marks[2];
    CHECK_INT(OPEN(LIST1 RULE(LIST1 MAP1 STR3 "TAG" STR2 "NN",
                              MAP2 STR3 "POS" STR4 "NOUN" STR5 "MORPH"
                                        "\xab"
                                        "Number=Sing",
                              "\x00"),
                   &ruler, &err),
              DL_OK);
    apply(ruler, marks);
    CHECK(strcmp(marks[0].pos, "") == 0 && strcmp(marks[1].pos, "NOUN") == 0);
    CHECK_INT(marks[1].morph, DL_MORPH_NUMBER | DL_MORPH_SINGULAR);
    dl_ruler_close(ruler);
}

static void the_later_of_two_rules_wins(void)
{
    dl_ruler *ruler;
    dl_error err = {0};
    dl_marks marks[2];
    CHECK_INT(OPEN(LIST2 RULE(LIST1 MAP1 STR5 "LOWER" STR4 "home",
                              MAP1 STR3 "POS" STR3 "ADV", "\x00")
                       RULE(LIST1 MAP1 STR3 "TAG" STR2 "NN", MAP1 STR3 "POS" STR4 "NOUN",
                            "\x00"),
                   &ruler, &err),
              DL_OK);
    apply(ruler, marks);
    CHECK(strcmp(marks[1].pos, "NOUN") == 0);
    dl_ruler_close(ruler);
}

static void rules_see_what_was_given_not_what_rules_set(void)
{
    dl_ruler *ruler;
    dl_error err = {0};
    dl_marks marks[2];
    CHECK_INT(OPEN(LIST2 RULE(LIST1 MAP1 STR3 "TAG" STR2 "NN", MAP1 STR3 "TAG" STR2 "RB",
                              "\x00") RULE(LIST1 MAP1 STR3 "TAG" STR2 "RB",
                                           MAP1 STR3 "POS" STR3 "ADV", "\x00"),
                   &ruler, &err),
              DL_OK);
    apply(ruler, marks);
    CHECK(strcmp(marks[1].tag, "RB") == 0 && strcmp(marks[1].pos, "") == 0);
    dl_ruler_close(ruler);
}

static void a_rule_over_two_tokens_means_the_one_of_its_index(void)
{
    dl_ruler *ruler;
    dl_error err = {0};
    dl_marks marks[2];
    CHECK_INT(
        OPEN(LIST1 RULE(LIST2 MAP1 STR5 "LOWER" MAP1 STR5 "REGEX" STR4 "^g.$" MAP1 STR3
                                        "DEP" MAP1 STR6 "NOT_IN" LIST1 STR3 "det",
                        MAP1 STR5 "LEMMA" STR5 "there", "\xff"),
             &ruler, &err),
        DL_OK);
    apply(ruler, marks);
    CHECK(marks[0].lemma.at == NULL);
    CHECK_STR(marks[1].lemma, "there");
    dl_ruler_close(ruler);
}

static void what_the_loader_does_not_know_is_refused(void)
{
    dl_ruler *ruler;
    dl_error err = {0};
    CHECK_INT(OPEN(LIST1 RULE(LIST1 MAP1 STR5 "LOWER" MAP1 STR5 "FUZZY" STR2 "no",
                              MAP1 STR3 "POS" STR3 "ADV", "\x00"),
                   &ruler, &err),
              DL_EDATA);
    CHECK(strstr(err.message, "FUZZY") != NULL && strstr(err.message, "rule 1") != NULL);
    CHECK_INT(OPEN(LIST1 RULE(LIST1 MAP1 STR2 "OP" STR2 "??", MAP1 STR3 "POS" STR3 "ADV",
                              "\x00"),
                   &ruler, &err),
              DL_EDATA);
    CHECK_INT(OPEN(LIST1 RULE(LIST1 MAP1 STR3 "TAG" STR2 "NN",
                              MAP1 STR4 "NORM" STR3 "ADV", "\x00"),
                   &ruler, &err),
              DL_EDATA);
    CHECK_INT(OPEN(LIST1 RULE(LIST1 MAP1 STR3 "TAG" STR2 "NN", MAP1 STR3 "POS" STR3 "ADV",
                              "\x01"),
                   &ruler, &err),
              DL_EDATA);
}

static void a_file_cut_anywhere_is_refused(void)
{
    static const char WHOLE[] =
        LIST1 RULE(LIST1 MAP1 STR3 "TAG" STR2 "NN", MAP1 STR3 "POS" STR3 "ADV", "\x00");
    for (size_t size = 0; size < sizeof WHOLE - 1; size++) {
        dl_ruler *ruler = NULL;
        dl_error err = {0};
        if (open_ruler(WHOLE, size, &ruler, &err) != DL_EDATA ||
            strstr(err.message, "ruler/patterns") == NULL) {
            CHECK_INT(size, -1);
        }
    }
}

int main(void)
{
    dl_error err = {0};
    dl_arena_init(&arena, 0);
    if (mkdtemp(dir) == NULL || dl_regex_scratch_new(&scratch, &err) != DL_OK) {
        return 1;
    }
    const dl_str folder = dl_str_printf(&arena, "%s/ruler", dir);
    const dl_str file = dl_str_printf(&arena, "%s/patterns", folder.at);
    mkdir(folder.at, 0700);
    TEST(a_rule_by_tag_sets_the_part_of_speech);
    TEST(the_later_of_two_rules_wins);
    TEST(rules_see_what_was_given_not_what_rules_set);
    TEST(a_rule_over_two_tokens_means_the_one_of_its_index);
    TEST(what_the_loader_does_not_know_is_refused);
    TEST(a_file_cut_anywhere_is_refused);
    unlink(file.at);
    rmdir(folder.at);
    rmdir(dir);
    dl_regex_scratch_free(scratch);
    dl_arena_done(&arena);
    return tap_done();
}
