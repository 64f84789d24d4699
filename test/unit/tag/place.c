/* Tests of dl_tag_places on documents made by hand: what the language engine may give it
 * at worst, and what it must not depend on.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tag.h"
#include "tap.h"

#include <stdlib.h>
#include <time.h>

static dl_gazetteer *gazetteer; /* set once in main, before any test */

/* A document of the words between blanks; every word a proper noun and its own head. An
 * entity of type `type` covers all words, one each, if `type` is not NULL. */
static dl_doc document(dl_arena *arena, dl_str text, const char *type)
{
    dl_doc doc = {.text = text};
    uint32_t most = 1;
    for (size_t i = 0; i < text.size; i++) {
        most += text.at[i] == ' ';
    }
    doc.tokens = dl_arena_new_array(arena, most, dl_token);
    doc.entities = dl_arena_new_array(arena, most, dl_entity);
    doc.sentences = dl_arena_new_array(arena, 1, dl_sentence);
    doc.sentence_count = 1;
    for (size_t at = 0; at < text.size;) {
        size_t end = at;
        while (end < text.size && text.at[end] != ' ') {
            end++;
        }
        const uint32_t i = doc.token_count++;
        dl_token *token = &doc.tokens[i];
        token->span = (dl_span){(uint32_t)at, (uint32_t)end};
        token->lower = token->lemma =
            dl_str_lower_ascii(arena, dl_str_cut(text, token->span));
        token->tag = "NNP";
        token->pos = "PROPN";
        token->dep = "";
        token->head = i;
        token->sent_start = i == 0;
        token->entity = DL_NONE;
        if (type != NULL) {
            token->entity = doc.entity_count;
            doc.entities[doc.entity_count++] = (dl_entity){i, i + 1, token->span, type};
        }
        at = end + 1;
    }
    doc.sentences[0] = (dl_sentence){0, doc.token_count, 0};
    return doc;
}

static dl_tags places(dl_arena *arena, const dl_doc *doc, const dl_article *article)
{
    dl_tags tags = {0};
    dl_error err;
    CHECK(dl_tag_places(gazetteer, doc, article, arena, &tags, &err) == DL_OK);
    return tags;
}

static void nothing_in_nothing_out(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc = document(&arena, DL_STR(""), NULL);
    const dl_tags tags = places(&arena, &doc, NULL);
    CHECK_INT(tags.place_count, 0);
    CHECK_INT(tags.dateline_place, DL_NONE);
    dl_arena_done(&arena);
}

/* The region of the first place of "fire in NAME today", in a paper of that name. */
static dl_str region_told_by(dl_arena *arena, const char *text, const dl_article *article)
{
    dl_doc doc = document(arena, dl_str_of(text), NULL);
    doc.entities[0] = (dl_entity){2, 3, doc.tokens[2].span, "GPE"};
    doc.entity_count = 1;
    doc.tokens[2].entity = 0;
    const dl_tags tags = places(arena, &doc, article);
    CHECK(tags.place_count == 1);
    return tags.place_count == 1 ? tags.places[0].admin1 : DL_STR("");
}

static void the_outlets_town_settles_a_doubt(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_article tribune = {.site = DL_STR("The Chicago Lantern News")},
                     glued = {.url = DL_STR("https://www.bostonherald.example/a"),
                              .site = DL_STR("bostonherald.example")};
    CHECK_STR(region_told_by(&arena, "fire in Springfield today", &tribune), "Illinois");
    CHECK_STR(region_told_by(&arena, "fire in Springfield today", &glued), "Massachusetts");
    CHECK_STR(region_told_by(&arena, "fire in Paris today", &tribune),
              "Île-de-France Region");
    dl_arena_done(&arena);
}

static void the_outlets_home_settles_a_doubt(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc = document(&arena, DL_STR("fire in Hamilton today"), NULL);
    dl_doc named = doc;
    named.entities[0] = (dl_entity){2, 3, doc.tokens[2].span, "GPE"};
    named.entity_count = 1;
    named.tokens[2].entity = 0;
    const dl_article british = {.site = DL_STR("news.example.nz")};
    const dl_tags away = places(&arena, &named, NULL),
                  home = places(&arena, &named, &british);
    CHECK_INT(away.place_count, 1);
    CHECK_INT(home.place_count, 1);
    CHECK(home.place_count == 1 && strcmp(home.places[0].country, "NZ") == 0);
    CHECK(away.place_count == 1 && strcmp(away.places[0].country, "CA") == 0);
    dl_arena_done(&arena);
}

static void a_title_vouches_for_a_name_of_the_text(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc =
        document(&arena, DL_STR("men came from the hills on Arauca yesterday"), NULL);
    const dl_article article = {.title =
                                    DL_STR("Two vets taken in Arauca, say neighbours")};
    CHECK_INT(places(&arena, &doc, NULL).place_count, 0);
    const dl_tags told = places(&arena, &doc, &article);
    CHECK_INT(told.place_count, 1);
    CHECK(told.place_count == 1 && strcmp(told.places[0].country, "CO") == 0);
    dl_arena_done(&arena);
}

static void places_come_in_order_and_never_overlap(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc = document(
        &arena, DL_STR("Paris , Texas , and London , Ontario , Syrian Aleppo"), "GPE");
    const dl_tags tags = places(&arena, &doc, NULL);
    CHECK(tags.place_count >= 5);
    for (uint32_t i = 1; i < tags.place_count; i++) {
        CHECK(tags.places[i - 1].span.end <= tags.places[i].span.start);
        CHECK(tags.places[i - 1].end <= tags.places[i].first);
    }
    dl_arena_done(&arena);
}

static void a_document_means_the_same_twice(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc = document(
        &arena, DL_STR("Paris and London and San Antonio , Springfield near Santa Cruz"),
        "GPE");
    const dl_tags a = places(&arena, &doc, NULL), b = places(&arena, &doc, NULL);
    CHECK_INT(a.place_count, b.place_count);
    for (uint32_t i = 0; i < a.place_count && i < b.place_count; i++) {
        CHECK_INT(a.places[i].geonames, b.places[i].geonames);
        CHECK_INT(a.places[i].group, b.places[i].group);
    }
    dl_arena_done(&arena);
}

/* `piece` over and over. */
static dl_str repeated(dl_arena *arena, const char *piece, size_t times)
{
    const size_t size = strlen(piece);
    char *text = dl_arena_alloc(arena, size * times + 1);
    for (size_t i = 0; i < times; i++) {
        memcpy(text + i * size, piece, size);
    }
    return (dl_str){text, size * times};
}

static double seconds_for(dl_str text, const char *type)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc = document(&arena, text, type);
    const clock_t start = clock();
    places(&arena, &doc, NULL);
    const double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    dl_arena_done(&arena);
    return seconds;
}

/* Pages made to be slow: many namesakes, endless lists, endless names. */
static void hostile_pages_take_linear_time(void)
{
    static const char *const pieces[] = {"San Antonio , ",
                                         "A - ",
                                         "of ",
                                         "( ",
                                         "Paris in ",
                                         "- ",
                                         "X 's Paris , ",
                                         "north of San Jose , Santa Ana in ",
                                         "al - ",
                                         "NEW YORK : "};
    dl_arena arena;
    dl_arena_init(&arena, 0);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const double once = seconds_for(repeated(&arena, pieces[i], 4000), "GPE");
        const double four = seconds_for(repeated(&arena, pieces[i], 16000), "GPE");
        CHECK(four < 2.0);
        CHECK(four < 0.2 || four < 10 * once);
        CHECK(seconds_for(repeated(&arena, pieces[i], 16000), NULL) < 2.0);
    }
    dl_arena_done(&arena);
}

/* As many different names as a page can hold. */
static void many_different_names_take_linear_time(void)
{
    static const char *const towns[] = {
        "Paris",    "London",  "Springfield", "Salem",    "Georgetown", "Clinton",
        "Franklin", "Madison", "Arlington",   "Fairview", "Greenville", "Bristol"};
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_buf text;
    dl_buf_init(&text);
    for (unsigned i = 0; i < 6000; i++) {
        dl_buf_printf(&text, "in %s %c%c , ", towns[i % 12], 'A' + i % 26,
                      'a' + i / 26 % 26);
        dl_buf_printf(&text, "Zanq%uum ", i);
    }
    CHECK(seconds_for(dl_buf_str(&text), "GPE") < 3.0);
    dl_buf_done(&text);
    dl_arena_done(&arena);
}

static void without_memory_it_says_so(void)
{
    dl_arena arena, small;
    dl_arena_init(&arena, 0);
    const dl_doc doc =
        document(&arena, DL_STR("Paris , Texas and Syrian Aleppo near Homs"), "GPE");
    bool ended = false;
    for (size_t limit = 64; limit < 4u << 20 && !ended; limit *= 2) {
        dl_tags tags = {0};
        dl_error err = {0};
        dl_arena_init(&small, limit);
        const dl_status status =
            dl_tag_places(gazetteer, &doc, NULL, &small, &tags, &err);
        CHECK(status == DL_OK || status == DL_ENOMEM);
        ended = status == DL_OK;
        dl_arena_done(&small);
    }
    CHECK(ended);
    dl_arena_done(&arena);
}

int main(void)
{
    char path[512];
    dl_error err;
    snprintf(path, sizeof path, "%s/gazetteer.bin", getenv("DATELINE_SHARE"));
    if (dl_gazetteer_open(path, &gazetteer, &err) != DL_OK) {
        printf("1..0 # SKIP %s\n", err.message);
        return 0;
    }
    TEST(nothing_in_nothing_out);
    TEST(the_outlets_home_settles_a_doubt);
    TEST(the_outlets_town_settles_a_doubt);
    TEST(a_title_vouches_for_a_name_of_the_text);
    TEST(places_come_in_order_and_never_overlap);
    TEST(a_document_means_the_same_twice);
    TEST(hostile_pages_take_linear_time);
    TEST(many_different_names_take_linear_time);
    TEST(without_memory_it_says_so);
    dl_gazetteer_close(gazetteer);
    return tap_done();
}
