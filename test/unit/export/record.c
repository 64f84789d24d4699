/* Tests of src/export: the records.
 * SPDX-License-Identifier: Apache-2.0 */
#include "export.h"
#include "tap.h"

static dl_arena arena;
static dl_buf out;

static void an_article_has_the_keys_of_the_contract_in_order(void)
{
    dl_str by[] = {DL_STR("Zoë \"Z\"")};
    dl_para paras[] = {{{0, 5}, 10, 20, 0, {0}}, {{7, 8}, 30, 31, 0, {0}}};
    dl_when minute;
    dl_when_read_iso(DL_STR("2017-03-02T20:57"), &minute);
    const dl_article article = {.id = DL_STR("a"),
                                .bylines = by,
                                .byline_count = 1,
                                .published = {.when = minute,
                                              .value = DL_STR("2017/03/02 20:57"),
                                              .from = "text"},
                                .modified = {.when = dl_when_none()},
                                .text = DL_STR("n\xC3\xA4\xC3\xAF\n\nx"),
                                .paras = paras,
                                .para_count = 2};
    dl_buf_clear(&out);
    dl_export_article(&article, &arena, &out);
    CHECK_STR(dl_buf_str(&out),
              "{\"id\":\"a\",\"url\":null,\"site\":null,\"language\":null,\"title\":null,"
              "\"byline\":[\"Zoë \\\"Z\\\"\"],\"published\":{\"value\":\"2017/03/02 "
              "20:57\",\"earliest\":\"2017-03-02T20:57\",\"latest\":\"2017-03-02T20:57\","
              "\"precision\":\"minute\",\"from\":\"text\"},\"modified\":null,\"text\":"
              "\"nä\xC3\xAF\\n\\nx\",\"paragraphs\":[{\"start\":0,\"end\":3,\"from\":10,"
              "\"to\":20},{\"start\":5,\"end\":6,\"from\":30,\"to\":31}]}");
}

static void a_live_ticker_has_entries_and_what_is_odd_is_noted_at_the_end(void)
{
    dl_when ten, nine;
    dl_when_read_iso(DL_STR("2017-03-02T10:30:00Z"), &ten);
    dl_when_read_iso(DL_STR("2017-03-02T09:15:00Z"), &nine);
    dl_para paras[] = {{{0, 1}, 0, 1, 0, {0}}, {{3, 4}, 2, 3, 0, ten}, {{6, 7}, 4, 5, 0, ten}, {{9, 10}, 6, 7, 0, nine}};
    const dl_article article = {.id = DL_STR("a"),
                                .published = {.when = dl_when_none()},
                                .modified = {.when = dl_when_none()},
                                .text = DL_STR("a\n\nb\n\nc\n\nd"),
                                .paras = paras,
                                .para_count = 4,
                                .section = DL_STR("Coast"),
                                .note = DL_STR("cut")};
    dl_buf_clear(&out);
    dl_export_article(&article, &arena, &out);
    const dl_str record = dl_buf_str(&out);
    const size_t at = dl_str_find(record, DL_STR("\"section\""));
    CHECK(at != SIZE_MAX);
    CHECK_STR(((dl_str){record.at + at, record.size - at}),
              "\"section\":\"Coast\",\"note\":\"cut\",\"entries\":["
              "{\"start\":3,\"end\":7,\"time\":\"2017-03-02T10:30:00Z\"},"
              "{\"start\":9,\"end\":10,\"time\":\"2017-03-02T09:15:00Z\"}]}");
}

static void an_open_side_of_a_date_is_null(void)
{
    const dl_date date = {.when = {dl_when_day(17227).earliest, DL_WHEN_OPEN_END,
                                   DL_ZONE_NONE, DL_PRECISION_DAY},
                          .value = DL_STR("after Thursday"),
                          .from = "text"};
    dl_json json;
    dl_buf_clear(&out);
    dl_json_init(&json, &out);
    dl_export_date(&json, &date);
    CHECK_STR(dl_buf_str(&out),
              "{\"value\":\"after Thursday\",\"earliest\":\"2017-03-02\",\"latest\":null,"
              "\"precision\":\"day\",\"from\":\"text\"}");
}

static void numbers_have_no_trailing_zeros_and_the_untold_is_null(void)
{
    dl_report report = {.article = {.id = DL_STR("d"), .text = DL_STR("about 2.5 km")}};
    const dl_report *reports[] = {&report};
    dl_told_figure figure = {.what = "other",
                             .of = DL_STR("km"),
                             .value = 2.5,
                             .low = NAN,
                             .high = 400,
                             .span = {6, 9}};
    const dl_happening h = {.id = 1,
                            .type = "other",
                            .date = {.when = dl_when_none()},
                            .place = {.name = DL_STR("X"), .kind = DL_PLACE_UNKNOWN},
                            .status = "reported",
                            .figures = &figure,
                            .figure_count = 1};
    dl_buf_clear(&out);
    dl_export_happening(reports, &h, &arena, &out);
    CHECK_STR(dl_buf_str(&out),
              "{\"event\":\"e-0000000000000001\",\"type\":\"other\",\"date\":null,"
              "\"place\":{\"name\":\"X\",\"lat\":null,\"lon\":null,\"geonames\":null,"
              "\"country\":null,\"admin1\":null},\"actor\":[],\"recipient\":[],"
              "\"summary\":\"\",\"status\":\"reported\",\"reports\":0,\"texts\":0,"
              "\"origins\":0,\"accounts\":[],\"figures\":[{\"what\":\"other\",\"of\":"
              "\"km\",\"value\":2.5,\"low\":null,\"high\":400,\"origin\":null,\"doc\":"
              "\"d\",\"start\":6,\"end\":9}]}");
}

static void events_of_the_title_are_left_out_and_claims_still_point_right(void)
{
    dl_event events[3] = {{.type = "a", .title = true, .place = DL_NONE},
                          {.type = "b", .span = {0, 1}, .place = DL_NONE},
                          {.type = "c", .span = {1, 2}, .place = DL_NONE}};
    dl_claim claims[2] = {{.event = 2}, {.event = 0}};
    const dl_doc doc = {.text = DL_STR("words")};
    const dl_tags tags = {0};
    const dl_tells tells = {events, 3, claims, 2, NULL, 0};
    dl_buf_clear(&out);
    dl_export_annotation(DL_STR("x"), &doc, &tags, &tells, &arena, &out);
    CHECK(strstr(out.at, "\"type\":\"a\"") == NULL);
    CHECK(strstr(out.at, "\"event\":1}") != NULL);
    CHECK(strstr(out.at, "\"event\":null}") != NULL);
}

static void entities_are_joined_names_and_between_them_the_models_own(void)
{
    dl_token tokens[] = {{.span = {0, 4}, .tag = "", .pos = "", .dep = "", .entity = 0},
                         {.span = {5, 11}, .tag = "", .pos = "", .dep = "", .entity = 1}};
    dl_entity entities[] = {{0, 1, {0, 4}, "GPE"}, {1, 2, {5, 11}, "DATE"}};
    dl_name names[] = {{.name = DL_STR("Lyon, France"), .type = DL_NAME_GPE}};
    dl_mention mentions[] = {{.span = {0, 4}, .first = 0, .end = 1, .name = 0, .kind = 0}};
    const dl_doc doc = {.text = DL_STR("Lyon Monday"),
                        .tokens = tokens,
                        .token_count = 2,
                        .entities = entities,
                        .entity_count = 2};
    const dl_tags tags = {
        .names = names, .name_count = 1, .mentions = mentions, .mention_count = 1};
    dl_buf_clear(&out);
    dl_export_annotation(DL_STR("x"), &doc, &tags, NULL, &arena, &out);
    CHECK(strstr(out.at, "\"entities\":[{\"start\":0,\"end\":4,\"type\":\"GPE\",\"name\":"
                         "\"Lyon, France\"},{\"start\":5,\"end\":11,\"type\":\"DATE\","
                         "\"name\":\"Monday\"}]") != NULL);
}

static void markdown_escapes_what_would_be_markup(void)
{
    const dl_format *md = dl_format_find(DL_STR("md"));
    dl_buf_clear(&out);
    CHECK(md->line(DL_STR("{\"event\":\"e-1\",\"date\":null,\"summary\":\"a <b> *c* "
                          "[d](e)\",\"type\":\"clash\",\"accounts\":[{\"doc\":\"x\","
                          "\"relation\":\"denies\",\"quote\":\"two\\nlines\"}]}"),
                   &out));
    CHECK(strstr(out.at, "a \\<b\\> \\*c\\* \\[d\\](e)") != NULL);
    CHECK(strstr(out.at, "no date") != NULL);
    CHECK(strstr(out.at, "(denies)") != NULL && strstr(out.at, "two lines") != NULL);
    CHECK(!md->line(DL_STR("no json"), &out));
}

static void csv_quotes_cells_and_disarms_formulas(void)
{
    const dl_format *csv = dl_format_find(DL_STR("csv"));
    dl_buf_clear(&out);
    CHECK(csv->line(
        DL_STR("{\"event\":\"e-1\",\"type\":\"=1+1\",\"summary\":\"a, \\\"b\\\"\","
               "\"accounts\":[{\"doc\":\"x\",\"origin\":\"o\"},{\"doc\":\"x\","
               "\"origin\":\"p\"}]}"),
        &out));
    CHECK(strstr(out.at, "\"'=1+1\"") != NULL);
    CHECK(strstr(out.at, "\"a, \"\"b\"\"\"") != NULL);
    CHECK(strstr(out.at, ",o; p,x,") != NULL);
    CHECK(dl_format_find(DL_STR("pdf")) == NULL);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    dl_buf_init(&out);
    TEST(an_article_has_the_keys_of_the_contract_in_order);
    TEST(a_live_ticker_has_entries_and_what_is_odd_is_noted_at_the_end);
    TEST(an_open_side_of_a_date_is_null);
    TEST(numbers_have_no_trailing_zeros_and_the_untold_is_null);
    TEST(events_of_the_title_are_left_out_and_claims_still_point_right);
    TEST(entities_are_joined_names_and_between_them_the_models_own);
    TEST(markdown_escapes_what_would_be_markup);
    TEST(csv_quotes_cells_and_disarms_formulas);
    dl_buf_done(&out);
    dl_arena_done(&arena);
    return tap_done();
}
