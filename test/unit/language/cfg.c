/* Tests of src/language/cfg.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cfg.h"
#include "tap.h"

static const char TEXT[] = "[nlp]\n"
                           "lang = \"en\"\n"
                           "# a comment = not a key\n"
                           "pipeline = [\"tagger\",\n"
                           "    \"ner\"]\n"
                           "\n"
                           "[components]\n"
                           "[components.ner.model]\n"
                           "width = ${components.encode:width}\n"
                           "deep = ${components.encode.depth}\n"
                           "rows = [5000,1000]\n"
                           "use_upper = true\n"
                           "nO = null\n"
                           "loop = ${components.ner.model:loop}\n"
                           "lost = ${nowhere:at_all}\n"
                           "[components.encode]\n"
                           "width = 96\n"
                           "depth = ${components.encode:width}\n";

static dl_arena arena;

static dl_cfg read_all(void)
{
    dl_cfg cfg;
    dl_error err = {0};
    CHECK_INT(dl_cfg_read(&arena, dl_str_of(TEXT), "config.cfg", &cfg, &err), DL_OK);
    return cfg;
}

static void values_are_read_by_their_kind(void)
{
    const dl_cfg cfg = read_all();
    dl_str lang = {0}, *pipeline = NULL;
    int64_t *rows = NULL;
    uint32_t count = 0;
    bool upper = false;
    CHECK(dl_cfg_text(&cfg, "nlp", "lang", &arena, &lang));
    CHECK_STR(lang, "en");
    CHECK(dl_cfg_bool(&cfg, "components.ner.model", "use_upper", &upper) && upper);
    CHECK(dl_cfg_ints(&cfg, "components.ner.model", "rows", &arena, &rows, &count));
    CHECK(count == 2 && rows[1] == 1000);
    CHECK(dl_cfg_texts(&cfg, "nlp", "pipeline", &arena, &pipeline, &count));
    CHECK_INT(count, 2);
    CHECK_STR(pipeline[1], "ner");
}

static void references_are_followed(void)
{
    const dl_cfg cfg = read_all();
    int64_t width = 0, deep = 0;
    CHECK(dl_cfg_int(&cfg, "components.ner.model", "width", &width));
    CHECK_INT(width, 96);
    CHECK(dl_cfg_int(&cfg, "components.ner.model", "deep", &deep));
    CHECK_INT(deep, 96);
}

static void a_circle_of_references_ends(void)
{
    const dl_cfg cfg = read_all();
    CHECK(dl_cfg_json(&cfg, "components.ner.model", "loop").at == NULL);
    CHECK(dl_cfg_json(&cfg, "components.ner.model", "lost").at == NULL);
}

static void what_is_absent_or_of_another_kind_leaves_the_default(void)
{
    const dl_cfg cfg = read_all();
    int64_t number = 7;
    CHECK(!dl_cfg_int(&cfg, "components.ner.model", "nO", &number));
    CHECK(!dl_cfg_int(&cfg, "nlp", "lang", &number));
    CHECK(!dl_cfg_int(&cfg, "nlp", "nothing", &number));
    CHECK_INT(number, 7);
    CHECK(dl_cfg_section(&cfg, "components") && !dl_cfg_section(&cfg, "component"));
}

static void a_line_that_is_nothing_is_named(void)
{
    dl_cfg cfg;
    dl_error err = {0};
    CHECK_INT(dl_cfg_read(&arena, DL_STR("[a]\nb = 1\nwhat\n"), "x.cfg", &cfg, &err),
              DL_EDATA);
    CHECK(strncmp(err.message, "x.cfg:3:", 8) == 0);
    CHECK_INT(dl_cfg_read(&arena, DL_STR("[a\n"), "x.cfg", &cfg, &err), DL_EDATA);
    CHECK_INT(dl_cfg_read(&arena, DL_STR("   more\n"), "x.cfg", &cfg, &err), DL_EDATA);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(values_are_read_by_their_kind);
    TEST(references_are_followed);
    TEST(a_circle_of_references_ends);
    TEST(what_is_absent_or_of_another_kind_leaves_the_default);
    TEST(a_line_that_is_nothing_is_named);
    dl_arena_done(&arena);
    return tap_done();
}
