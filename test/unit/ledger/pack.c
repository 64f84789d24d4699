/* Tests of src/ledger/pack.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack.h"
#include "tap.h"

#include <stdlib.h>

static dl_arena arena;

/* A report with something in every list and every kind of value. */
static dl_report sample(void)
{
    static dl_str bylines[] = {{"Achol Deng", 10}, {"", 0}}, via[] = {{"Radio", 5}};
    static dl_para paras[] = {{{0, 12}, 100, 4000000000u, DL_PARA_QUOTE, {0}}};
    static dl_date_candidate dates[1];
    static dl_time times[1];
    static dl_place places[1];
    static dl_alias aliases[] = {{{"GB", 2}, 3, DL_LEARNED_ACRONYM, {4, 6}}};
    static dl_name names[1];
    static dl_mention mentions[1];
    static dl_lead leads[1];
    static dl_written written[1];
    static dl_filler fillers[] = {{{1, 2}, {"army", 4}, DL_NONE}};
    static dl_figure figures[1];
    static dl_event events[1];
    static dl_claim claims[1];
    static dl_unread unread[] = {{{3, 5}, "no reason"}};
    static uint64_t prints[] = {1, 0xffffffffffffffffULL};
    const dl_date date = {.when = dl_when_month(2016, 3),
                          .value = DL_STR("March 2016"),
                          .from = "text",
                          .rule = "time.month",
                          .offset = UINT64_MAX};
    dates[0] = (dl_date_candidate){date, DL_DATE_BOUND, -7};
    times[0] = (dl_time){.span = {2, 9},
                         .value = DL_STR("2016-03"),
                         .mod = DL_STR(""),
                         .when = {DL_WHEN_OPEN_START, 5, -300, DL_PRECISION_SECOND},
                         .anchor = DL_ANCHOR_PUBLISHED,
                         .weekday = 7,
                         .dateline = true,
                         .tense = 2,
                         .rule = "r"};
    places[0] = (dl_place){.name = DL_STR("Bentiu"),
                           .lat = 9.2333,
                           .lon = -0.0,
                           .geonames = 373265,
                           .country = "SS",
                           .country_name = DL_STR("South Sudan"),
                           .kind = DL_PLACE_CITY,
                           .group = 4,
                           .rule = "p"};
    names[0] = (dl_name){.name = DL_STR("Green Banner"),
                         .key = DL_STR("green banner"),
                         .type = DL_NAME_ORG,
                         .aliases = aliases,
                         .alias_count = 1,
                         .speaks_for = DL_NONE};
    leads[0] =
        (dl_lead){.span = {0, 3}, .low = -9, .high = -5, .time = DL_NONE, .rule = "l"};
    written[0] = (dl_written){{1, 4}, dl_when_none()};
    mentions[0] = (dl_mention){{7, 8}, 1, 2, 1, 0, DL_NONE, 2, "m"};
    figures[0] = (dl_figure){.span = {9, 11},
                             .what = "killed",
                             .of = DL_STR("soldiers"),
                             .value = NAN,
                             .low = 14,
                             .high = NAN,
                             .claim = 0,
                             .rule = NULL};
    events[0] = (dl_event){.span = {1, 4},
                           .trigger = 9,
                           .type = "clash",
                           .rule = "clash.1",
                           .cameo = "19",
                           .cameo_code = "190",
                           .date = date,
                           .time = DL_NONE,
                           .place = 0,
                           .actors = fillers,
                           .actor_count = 1,
                           .figures = figures,
                           .figure_count = 1,
                           .modality = DL_RECALLED,
                           .claim = 0,
                           .same_as = DL_NONE,
                           .title = true};
    claims[0] = (dl_claim){.span = {0, 3},
                           .origin = DL_STR("army"),
                           .who = 0,
                           .via = via,
                           .via_count = 1,
                           .stance = DL_ACCUSES,
                           .body = DL_NONE,
                           .event = DL_NONE,
                           .rule = "c"};
    return (dl_report){.article = {.id = DL_STR("a\"b"),
                                   .title = DL_STR("T"),
                                   .bylines = bylines,
                                   .byline_count = 2,
                                   .published = date,
                                   .modified = {.when = dl_when_none()},
                                   .dates = dates,
                                   .date_count = 1,
                                   .text = DL_STR("text of the a"),
                                   .paras = paras,
                                   .para_count = 1,
                                   .charset = "utf-8",
                                   .cut = true,
                                   .error = DL_STR("")},
                       .tags = {times, 1, places, 1, names, 1, mentions, 1, DL_NONE, 0,
                                leads, 1, written, 1},
                       .tells = {events, 1, claims, 1, unread, 1},
                       .prints = prints,
                       .print_count = 2};
}

static dl_str packed(dl_buf *buf)
{
    const dl_report report = sample();
    dl_buf_init(buf);
    dl_pack_report(&report, buf);
    return dl_buf_str(buf);
}

static void a_report_comes_back_as_it_went_in(void)
{
    dl_buf once, twice;
    dl_report back;
    const dl_str bytes = packed(&once);
    CHECK_INT(dl_unpack_report(bytes, &arena, &back, NULL), DL_OK);
    dl_buf_init(&twice);
    dl_pack_report(&back, &twice); /* packing what came back gives the same bytes */
    CHECK(dl_str_equal(bytes, dl_buf_str(&twice)));
    CHECK_STR(back.article.id, "a\"b");
    CHECK_STR(back.article.bylines[0], "Achol Deng");
    CHECK_INT(back.article.paras[0].to, 4000000000u);
    CHECK_INT(back.article.dates[0].weight, -7);
    CHECK_INT(back.article.modified.when.precision, DL_PRECISION_NONE);
    CHECK_INT(back.article.published.offset, UINT64_MAX);
    CHECK(strcmp(back.article.published.from, "text") == 0);
    CHECK(back.article.charset_from == NULL);
    CHECK_INT(back.tags.times[0].when.zone, -300);
    CHECK_INT(back.tags.times[0].when.earliest, DL_WHEN_OPEN_START);
    CHECK_INT(back.tags.times[0].anchor, DL_ANCHOR_PUBLISHED);
    CHECK(back.tags.places[0].lat == 9.2333);
    CHECK(strcmp(back.tags.places[0].country, "SS") == 0);
    CHECK_INT(back.tags.names[0].aliases[0].learned, DL_LEARNED_ACRONYM);
    CHECK_INT(back.tags.mentions[0].place, DL_NONE);
    CHECK(isnan(back.tells.events[0].figures[0].value));
    CHECK(back.tells.events[0].figures[0].low == 14);
    CHECK(back.tells.events[0].plover == NULL);
    CHECK(strcmp(back.tells.events[0].cameo, "19") == 0);
    CHECK(back.tells.events[0].title);
    CHECK_STR(back.tells.claims[0].via[0], "Radio");
    CHECK_INT(back.tells.claims[0].body, DL_NONE);
    CHECK_INT(back.tags.times[0].tense, 2);
    CHECK_INT(back.tags.leads[0].low, -9);
    CHECK_INT(back.tags.written[0].span.end, 4);
    CHECK(strcmp(back.tells.events[0].cameo_code, "190") == 0);
    CHECK(back.tells.events[0].plover_mode == NULL);
    CHECK(back.prints[1] == 0xffffffffffffffffULL);
    dl_buf_done(&once);
    dl_buf_done(&twice);
}

static void a_page_comes_back_but_for_its_bytes(void)
{
    const dl_page page = {.id = DL_STR("a.html"), .bytes = DL_STR("bytes"), .kind = DL_PAGE_TEXT,
                          .url = DL_STR("https://post.example/a"), .charset = DL_STR("latin1"),
                          .got = dl_when_none(), .title = DL_STR("T"), .site = DL_STR("S"),
                          .language = DL_STR("en"), .published = dl_when_day(17),
                          .published_value = DL_STR("17"), .from = DL_STR("given")};
    dl_buf buf;
    dl_page back;
    dl_buf_init(&buf);
    dl_pack_page(&page, &buf);
    CHECK_INT(dl_unpack_page(dl_buf_str(&buf), &arena, &back, NULL), DL_OK);
    CHECK_STR(back.id, "a.html");
    CHECK_INT(back.kind, DL_PAGE_TEXT);
    CHECK_STR(back.url, "https://post.example/a");
    CHECK_STR(back.charset, "latin1");
    CHECK_STR(back.site, "S");
    CHECK_INT(back.published.earliest, page.published.earliest);
    CHECK_STR(back.from, "given");
    CHECK_INT(back.bytes.size, 0);
    CHECK_INT(back.got.precision, DL_PRECISION_NONE);
    dl_buf_done(&buf);
}

static void traces_come_back_in_order(void)
{
    dl_trace traces[] = {{UINT64_MAX, 7, 120, true}, {0, UINT32_MAX, 0, false}};
    const dl_trace_list list = {traces, 2};
    dl_trace_list back;
    dl_buf buf;
    dl_buf_init(&buf);
    dl_pack_traces(&list, &buf);
    CHECK_INT(dl_unpack_traces(dl_buf_str(&buf), &arena, &back, NULL), DL_OK);
    CHECK_INT(back.count, 2);
    CHECK(back.at[0].block == UINT64_MAX && back.at[0].prose && !back.at[1].prose);
    CHECK(back.at[0].box == 7 && back.at[0].chars == 120 && back.at[1].box == UINT32_MAX);
    dl_buf_done(&buf);
}

/* Adding a field to a struct that is packed changes its size: then pack.c has to know it
 * too, DL_PACK_VERSION goes up, and the number here is set anew. */
static void no_struct_has_grown_a_field_that_is_not_packed(void)
{
    if (sizeof(void *) != 8) {
        return;
    }
    CHECK_INT(sizeof(dl_article), 408); /* 56 of template memory are not packed with it */
    CHECK_INT(sizeof(dl_trace), 24);
    CHECK_INT(sizeof(dl_para), 56);
    CHECK_INT(sizeof(dl_date_candidate), 72);
    CHECK_INT(sizeof(dl_time), 104);
    CHECK_INT(sizeof(dl_place), 104);
    CHECK_INT(sizeof(dl_name), 80);
    CHECK_INT(sizeof(dl_mention), 40);
    CHECK_INT(sizeof(dl_tags), 104);
    CHECK_INT(sizeof(dl_lead), 56);
    CHECK_INT(sizeof(dl_event), 232);
    CHECK_INT(sizeof(dl_claim), 88);
    CHECK_INT(sizeof(dl_figure), 72);
    CHECK_INT(sizeof(dl_tells), 48);
    CHECK_INT(sizeof(dl_copy), 96);
    CHECK_INT(sizeof(dl_account), 72);
    CHECK_INT(sizeof(dl_told_figure), 80);
    CHECK_INT(sizeof(dl_happening), 288);
    CHECK_INT(sizeof(dl_known), 56);
}

static void a_pack_that_is_cut_anywhere_is_refused(void)
{
    dl_buf buf;
    dl_report back;
    const dl_str bytes = packed(&buf);
    for (size_t size = 0; size < bytes.size; size++) {
        char *part =
            malloc(size + 1); /* its own block, so that a sanitizer sees the end */
        memcpy(part, bytes.at, size);
        if (dl_unpack_report((dl_str){part, size}, &arena, &back, NULL) == DL_OK) {
            CHECK_INT(size, bytes.size);
        }
        free(part);
    }
    dl_buf_done(&buf);
}

static void a_pack_with_wrong_bytes_never_breaks_anything(void)
{
    dl_buf buf;
    dl_report back;
    const dl_str bytes = packed(&buf);
    for (size_t i = 0; i < bytes.size; i++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            buf.at[i] = (char)(buf.at[i] ^ (1 << bit));
            dl_arena_reset(&arena);
            const dl_status status = dl_unpack_report(bytes, &arena, &back, NULL);
            CHECK(status == DL_OK || status == DL_EDATA || status == DL_EVERSION ||
                  status == DL_ENOMEM);
            buf.at[i] = (char)(buf.at[i] ^ (1 << bit));
        }
    }
    dl_buf_done(&buf);
}

static void a_pack_of_another_version_is_told(void)
{
    dl_buf buf;
    dl_report back;
    dl_error err;
    const dl_str bytes = packed(&buf);
    buf.at[0] = DL_PACK_VERSION + 1;
    CHECK_INT(dl_unpack_report(bytes, &arena, &back, &err), DL_EVERSION);
    CHECK(strstr(err.message, "another version") != NULL);
    dl_buf_done(&buf);
}

static void a_happening_and_a_known_name_come_back_too(void)
{
    dl_str actors[] = {DL_STR("army")};
    dl_account accounts[] = {{.report = 3, .event = DL_NONE, .claim = 1, .rule = "x"}};
    dl_alias words[] = {{DL_STR("rebels"), 2, 0, {0, 0}}};
    const dl_happening happening = {.id = 77,
                                    .type = "clash",
                                    .date = {.when = dl_when_none()},
                                    .actors = actors,
                                    .actor_count = 1,
                                    .status = "disputed",
                                    .accounts = accounts,
                                    .account_count = 1,
                                    .story = UINT64_MAX};
    dl_known known = {.name = DL_STR("GB"), .aliases = words, .alias_count = 1};
    known.wording = calloc(1, sizeof *known.wording);
    known.wording[0].site = DL_STR("Lantern");
    known.wording[0].words = words;
    known.wording[0].word_count = known.wording_count = 1;
    dl_happening back;
    dl_known name;
    dl_buf buf;
    dl_buf_init(&buf);
    dl_pack_happening(&happening, &buf);
    CHECK_INT(dl_unpack_happening(dl_buf_str(&buf), &arena, &back, NULL), DL_OK);
    CHECK_INT(back.id, 77);
    CHECK_INT(back.accounts[0].report, 3);
    CHECK_INT(back.accounts[0].event, DL_NONE);
    CHECK(strcmp(back.status, "disputed") == 0);
    CHECK(back.story == UINT64_MAX);
    dl_buf_clear(&buf);
    dl_pack_known(&known, &buf);
    CHECK_INT(dl_unpack_known(dl_buf_str(&buf), &arena, &name, NULL), DL_OK);
    CHECK_STR(name.wording[0].site, "Lantern");
    CHECK_STR(name.wording[0].words[0].name, "rebels");
    free(known.wording);
    dl_buf_done(&buf);
}

int main(void)
{
    dl_arena_init(&arena, 1u << 30);
    TEST(a_report_comes_back_as_it_went_in);
    TEST(a_page_comes_back_but_for_its_bytes);
    TEST(traces_come_back_in_order);
    TEST(no_struct_has_grown_a_field_that_is_not_packed);
    TEST(a_pack_that_is_cut_anywhere_is_refused);
    TEST(a_pack_with_wrong_bytes_never_breaks_anything);
    TEST(a_pack_of_another_version_is_told);
    TEST(a_happening_and_a_known_name_come_back_too);
    dl_arena_done(&arena);
    return tap_done();
}
