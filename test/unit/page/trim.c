/* Tests of src/page: noise within the text, told by form rather than by words.
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"
#include "tap.h"

static dl_arena arena;

#define FIRST "<p>The ferry to Gull Island stayed in port on Monday because the ramp had sunk into the mud.</p>\n"
#define SECOND "<p>Forty passengers waited in the rain, and the harbour master, Ida Holm, served them soup.</p>\n"
#define THIRD "<p>A crane from the mainland is to lift the ramp on Wednesday, the council said in a letter.</p>\n"
#define FOURTH "<p>Until then the mail goes by the small boat, which takes nine people, two dogs and no cars at all.</p>\n"

/* The page with `inside` between its paragraphs and `behind` after them. */
static dl_article extract(const char *inside, const char *behind)
{
    dl_error err;
    dl_article article;
    dl_arena_reset(&arena);
    const dl_page page = {
        .id = DL_STR("t"), .kind = DL_PAGE_HTML, .got = dl_when_none(), .published = dl_when_none(),
        .bytes = dl_str_printf(&arena,
            "<!doctype html><title>Ferry stuck</title><body><main><h1>Ferry stuck</h1>\n"
            "<div class=text>" FIRST SECOND "%s" FOURTH THIRD "%s</div></main></body>", inside, behind)};
    CHECK(dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, &arena, &article, &err) == DL_OK);
    return article;
}

static bool has(const dl_article *a, const char *words)
{
    return dl_str_find(a->text, dl_str_of(words)) != SIZE_MAX;
}

/* The three paragraphs are there, and `words` are not. */
static void check_without(const dl_article *a, const char *words)
{
    CHECK(has(a, "sunk into the mud."));
    CHECK(has(a, "served them soup."));
    CHECK(has(a, "said in a letter."));
    CHECK(!has(a, words));
}

static void a_note_in_italics_behind_the_text_is_the_outlets_own(void)
{
    const dl_article a = extract("", "<p><em>Ole Brandt covers the coast for this paper and lives aboard.</em></p>");
    check_without(&a, "lives aboard");
}

static void italics_in_the_middle_and_quotations_stay(void)
{
    const dl_article a = extract("<p><em>The sea was as flat as a plate that morning, she wrote.</em></p>",
                                 "<p><i>\"We have seen worse ramps than this one, and we laughed.\"</i></p>");
    CHECK(has(&a, "flat as a plate"));
    CHECK(has(&a, "worse ramps"));
}

static void a_heading_over_nothing_but_links_goes_with_them(void)
{
    const dl_article a = extract("<div><h3>From the quay</h3><ul><li><a href=/a>Six boats that never came home</a>"
                                 "<li><a href=/b>Why gulls like chips</a></ul></div>", "");
    check_without(&a, "From the quay");
}

static void a_heading_over_text_stays_though_links_come_first(void)
{
    const dl_article a = extract("<h2>On the quay</h2><p><a href=/m>Map of the harbour and its ramps</a></p>", "");
    CHECK(has(&a, "On the quay"));
}

static void teasers_that_lead_elsewhere_are_no_text(void)
{
    const dl_article a = extract("", "<div class=teasers><div class=teaser><a href=/x>A lighthouse for sale at last</a>"
        "<p>The lighthouse at Nock has stood empty for nine years, and the paint is coming off in sheets.</p></div>"
        "<div class=teaser><a href=/y>Herring is back in the bay</a>"
        "<p>Fishermen had given up on herring, but this spring the nets were full again, they say.</p></div></div>");
    check_without(&a, "nine years");
    CHECK(!has(&a, "herring"));
}

static void a_lead_that_is_called_a_teaser_stays(void)
{
    const dl_article a = extract("<p class=teaser>The ramp was built only two years ago and cost a million crowns, most of it lent by the bank in town.</p>", "");
    CHECK(has(&a, "a million crowns"));
}

static void a_long_line_beside_a_picture_is_its_caption(void)
{
    const dl_article a = extract("<div class=box><img src=r.jpg><p>The ramp at low water, as the crew of the mail boat saw it from "
                                 "the eastern pier on the morning after the storm of last week.</p></div>", "");
    check_without(&a, "mail boat");
}

static void a_writer_told_of_in_an_element_called_byline_is_no_text(void)
{
    const dl_article a = extract("", "<div class=extended-byline>Ole Brandt writes about ferries. He joined the paper in 2011.</div>");
    check_without(&a, "joined the paper");
}

static void an_agencys_mark_in_brackets_ends_a_caption_of_any_length(void)
{
    const dl_article a = extract("<p>The ferry lies at its berth on Gull Island, where it has been since the ramp gave way; the harbour "
        "master said that nobody was hurt, that the passengers were fed, that the mail would go by the small boat, that the cows would "
        "have to wait for the crane, and that the crane would not come before the weather turned, which it would not do before the "
        "middle of the week, when the wind was to go round to the north and drop at last. (AP Photo/Nils Berg)</p>", "");
    check_without(&a, "cows would");
}

static void a_name_drawn_by_a_machine_says_nothing_of_an_element(void)
{
    const dl_article a = extract("<section id=cb-8f1a2f6c2-ad1-8cf3a><p>The ramp weighs forty tons, which is more than any crane here lifts.</p></section>"
                                 "<p id=AdDs>It had been laid on clay, not on rock, and clay gives way when it is wet, a builder said.</p>", "");
    CHECK(has(&a, "forty tons"));
    CHECK(has(&a, "laid on clay"));
}

static void headings_of_the_first_level_may_head_the_parts_of_a_text(void)
{
    const dl_article a = extract("<h1>The ramp</h1><p>It was built in a hurry, two years ago, for the visit of a minister.</p>"
                                 "<h1>The mud</h1><p>Nobody had asked the fishermen, who know the mud of the bay, the paper wrote.</p>", "");
    CHECK(has(&a, "The ramp"));
    CHECK(has(&a, "The mud"));
    CHECK(!has(&a, "Ferry stuck"));
}

static void a_list_of_short_items_may_end_a_text(void)
{
    const dl_article a = extract("", "<p>These boats stay in port as well, until the crane has come and gone:</p><ul><li>Mail boat<li>Cattle barge</ul>");
    CHECK(has(&a, "Cattle barge"));
}

static void a_heading_keeps_its_place_whatever_it_is_called(void)
{
    const dl_article a = extract("<h3 class=tag>Who pays</h3><p>The bank pays first, then the council, and the islanders last, said the mayor.</p>", "");
    CHECK(has(&a, "Who pays"));
}

static void a_table_of_figures_is_no_running_text(void)
{
    const dl_article a = extract("<table><tr><th>Boat<th>Built<th>Tons<tr><td>Gull<td>1961<td>210<tr><td>Tern<td>1974<td>330</table>"
                                 "<table><tr><td>Ramp repaired, a list<td>Crane from the mainland</table>", "");
    check_without(&a, "1974");
    CHECK(!has(&a, "Built"));
    CHECK(has(&a, "Ramp repaired"));
}

static void words_for_the_ear_within_a_line_are_left_out(void)
{
    const dl_article a = extract("<p>The letter hangs in the <a href=/h>town hall<span class=sr-only> (opens "
                                 "in a new tab)</span></a> until Friday, the clerk said.</p>", "");
    check_without(&a, "new tab");
    CHECK(has(&a, "town hall until Friday"));
}

static void cards_side_by_side_lead_elsewhere(void)
{
    const dl_article a = extract("",
        "<div class=row><div class=x><h3><a href=/a>A goat on the ferry</a></h3><p>It paid for no ticket, and nobody asked for one, they say.</p></div>"
        "<div class=x><h3><a href=/b>The last pilot retires</a></h3><p>He knows every rock by name, and two of them by touch, he says.</p></div>"
        "<div class=x><h3><a href=/c>Soup for forty</a></h3><p>The harbour master gives away her recipe, with leeks and patience.</p></div></div>");
    check_without(&a, "no ticket");
    CHECK(!has(&a, "every rock"));
    CHECK(!has(&a, "leeks"));
}

static void a_small_form_is_no_text(void)
{
    const dl_article a = extract("<form><p>Leave us your address, and we send you the tide tables on Saturday.</p><input></form>", "");
    check_without(&a, "tide tables");
}

static void paragraphs_set_as_a_heading_are_text(void)
{
    const dl_article a = extract("", "<h4>The mainland sends its crane, and its crane driver sends his regards.<br>"
                                     "He was born on the island, a neighbour said, and left it by rowing boat.</h4>");
    CHECK(has(&a, "his regards."));
    CHECK(has(&a, "rowing boat."));
}

static void a_sentence_pulled_out_stands_once(void)
{
    const dl_article a = extract("<blockquote>The harbour master, Ida Holm, served them soup.</blockquote>", "");
    check_without(&a, "The harbour master, Ida Holm");
}

static void a_heading_below_the_headline_is_the_lead(void)
{
    dl_error err;
    dl_article a;
    dl_arena_reset(&arena);
    const dl_page page = {
        .id = DL_STR("t"), .kind = DL_PAGE_HTML, .got = dl_when_none(), .published = dl_when_none(),
        .bytes = DL_STR("<title>Ferry stuck</title><body><main><div><h1>Ferry stuck</h1><h2>A ramp sinks and an island has to row</h2>"
                        "<p>By Ole Brandt</p></div><div>" FIRST SECOND THIRD "</div></main>")};
    CHECK(dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, &arena, &a, &err) == DL_OK);
    CHECK(has(&a, "has to row"));
    CHECK(!has(&a, "By Ole"));
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(a_note_in_italics_behind_the_text_is_the_outlets_own);
    TEST(italics_in_the_middle_and_quotations_stay);
    TEST(a_heading_over_nothing_but_links_goes_with_them);
    TEST(a_heading_over_text_stays_though_links_come_first);
    TEST(teasers_that_lead_elsewhere_are_no_text);
    TEST(a_lead_that_is_called_a_teaser_stays);
    TEST(a_long_line_beside_a_picture_is_its_caption);
    TEST(a_writer_told_of_in_an_element_called_byline_is_no_text);
    TEST(an_agencys_mark_in_brackets_ends_a_caption_of_any_length);
    TEST(a_name_drawn_by_a_machine_says_nothing_of_an_element);
    TEST(headings_of_the_first_level_may_head_the_parts_of_a_text);
    TEST(a_list_of_short_items_may_end_a_text);
    TEST(a_heading_keeps_its_place_whatever_it_is_called);
    TEST(a_table_of_figures_is_no_running_text);
    TEST(words_for_the_ear_within_a_line_are_left_out);
    TEST(cards_side_by_side_lead_elsewhere);
    TEST(a_small_form_is_no_text);
    TEST(paragraphs_set_as_a_heading_are_text);
    TEST(a_sentence_pulled_out_stands_once);
    TEST(a_heading_below_the_headline_is_the_lead);
    dl_arena_done(&arena);
    return tap_done();
}
