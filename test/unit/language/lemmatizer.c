/* Tests of src/language/lemmatizer.c with the package's tables.
 * SPDX-License-Identifier: Apache-2.0 */
#include "lemmatizer.h"

#include "tap.h"

#include <stdlib.h>
#include <sys/stat.h>

static dl_arena arena;
static dl_lemmatizer *lemmatizer;

static dl_str find(const char *text, const char *lower, const char *pos, uint8_t morph)
{
    const dl_marks marks = {.tag = "", .dep = "", .pos = pos, .morph = morph};
    return dl_lemmatizer_find(lemmatizer, &marks, dl_str_of(text), dl_str_of(lower),
                              &arena);
}

static void rules_take_off_endings(void)
{
    CHECK_STR(find("ponies", "ponies", "NOUN", DL_MORPH_NUMBER), "pony");
    CHECK_STR(find("Towns", "towns", "NOUN", DL_MORPH_NUMBER), "town");
    CHECK_STR(find("shelled", "shelled", "VERB", 0), "shell");
}

static void exceptions_go_first(void)
{
    CHECK_STR(find("geese", "geese", "NOUN", DL_MORPH_NUMBER), "goose");
    CHECK_STR(find("fell", "fell", "VERB", 0), "fall");
    CHECK_STR(find("better", "better", "ADV", 0), "well");
}

static void a_base_form_is_kept_in_lower_case(void)
{
    CHECK_STR(find("Glasses", "glasses", "NOUN", DL_MORPH_NUMBER | DL_MORPH_SINGULAR),
              "glasses");
    CHECK_STR(find("Leaves", "leaves", "VERB", DL_MORPH_INFINITIVE), "leaves");
    CHECK_STR(find("leaves", "leaves", "VERB", DL_MORPH_FINITE | DL_MORPH_PRESENT),
              "leaves");
    CHECK_STR(find("leaves", "leaves", "VERB",
                   DL_MORPH_FINITE | DL_MORPH_PRESENT | DL_MORPH_NUMBER),
              "leave");
}

static void a_name_stays_as_it_is_written(void)
{
    CHECK_STR(find("Ostrova", "ostrova", "PROPN", DL_MORPH_NUMBER | DL_MORPH_SINGULAR),
              "Ostrova");
    CHECK_STR(find("The", "the", "DET", 0), "the");
}

static void marks_become_plain(void)
{
    CHECK_STR(find("\u201c", "\u201c", "PUNCT", 0), "\"");
}

static void a_word_no_table_knows_keeps_its_letters(void)
{
    CHECK_STR(find("Qwrt", "qwrt", "NOUN", DL_MORPH_NUMBER), "Qwrt");
    CHECK_STR(find("A", "a", "A-PART-OF-SPEECH-OF-A-LONG-NAME", 0), "a");
}

static void a_mode_that_is_not_known_is_refused(void)
{
    dl_cfg cfg;
    dl_error err = {0};
    dl_lemmatizer *none = NULL;
    CHECK_INT(
        dl_cfg_read(&arena,
                    DL_STR("[nlp]\nlang = \"xx\"\n[components.l]\nmode = \"rule\"\n"),
                    "config.cfg", &cfg, &err),
        DL_OK);
    CHECK_INT(dl_lemmatizer_open("/nowhere", &cfg, "l", &none, &err), DL_EDATA);
    CHECK(none == NULL && strstr(err.message, "xx") != NULL);
}

int main(void)
{
    const char *share = getenv("DATELINE_SHARE");
    dl_arena_init(&arena, 0);
    const dl_str dir = dl_str_printf(&arena, "%s/model", share == NULL ? "." : share);
    struct stat s;
    if (stat(dir.at, &s) != 0) {
        printf("1..0 # SKIP no model in %s\n", dir.at);
        return 0;
    }
    dl_error err = {0};
    dl_cfg cfg;
    if (dl_cfg_read(&arena,
                    DL_STR("[nlp]\nlang = \"en\"\n[components.lemmatizer]\n"
                           "mode = \"rule\"\n"),
                    "config.cfg", &cfg, &err) != DL_OK ||
        dl_lemmatizer_open(dir.at, &cfg, "lemmatizer", &lemmatizer, &err) != DL_OK) {
        printf("Bail out! %s\n", err.message);
        return 1;
    }
    TEST(rules_take_off_endings);
    TEST(exceptions_go_first);
    TEST(a_base_form_is_kept_in_lower_case);
    TEST(a_name_stays_as_it_is_written);
    TEST(marks_become_plain);
    TEST(a_word_no_table_knows_keeps_its_letters);
    TEST(a_mode_that_is_not_known_is_refused);
    dl_lemmatizer_close(lemmatizer);
    dl_arena_done(&arena);
    return tap_done();
}
