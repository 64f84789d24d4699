/* Tests of src/copy: who took what from whom, and what was changed.
 * SPDX-License-Identifier: Apache-2.0 */
#include "copy.h"
#include "tap.h"
#include "text.h"

#include <stdlib.h>
#include <time.h>

static dl_arena arena;

static dl_report report(const char *id, const char *text, const char *published)
{
    dl_report r = {0};
    r.article.id = dl_str_of(id);
    r.article.site = dl_str_of(id);
    r.article.text = dl_str_of(text);
    r.article.published.when = dl_when_none();
    if (published != NULL) {
        dl_when_read_iso(dl_str_of(published), &r.article.published.when);
    }
    return r;
}

static dl_copy compare(const dl_report *a, const dl_report *b)
{
    dl_copy copy;
    dl_error err;
    CHECK_INT(dl_copy_compare(a, b, &arena, &copy, &err), DL_OK);
    return copy;
}

/* The count of the substitution from -> to; 0 if it was not found. */
static uint32_t swapped(const dl_copy *copy, const char *from, const char *to)
{
    for (uint32_t i = 0; i < copy->substitution_count; i++) {
        if (dl_str_is(copy->substitutions[i].from, from) &&
            dl_str_is(copy->substitutions[i].to, to)) {
            return copy->substitutions[i].count;
        }
    }
    return 0;
}

static const char river[] =
    "The River League took the town of Ostra on Monday after two nights of fighting, the "
    "district office said.\n\n"
    "Its men entered from the mill road and met no resistance behind the railway line. "
    "The League has held the southern bank since the spring.\n\n"
    "\"They came over the ice with their lamps out,\" said a baker, Ilko Varn, who hid "
    "in "
    "his cellar.\n\n"
    "Forty families left for the hills before the League arrived. The office could not "
    "say how many had come back.\n\n"
    "Ostra lies on the only road that is open in winter, and whoever holds it decides "
    "who "
    "may pass.";

static const char river_changed[] =
    "The river bandits took the town of Ostra on Monday after two nights of fighting, "
    "the "
    "district office said.\n\n"
    "Its men entered from the mill road and met no resistance behind the railway line. "
    "The bandits has held the southern bank since the spring.\n\n"
    "\"They came over the ice with their lamps out,\" said a baker, Ilko Varn, who hid "
    "in "
    "his cellar.\n\n"
    "Sixty families left for the hills before the bandits arrived. The office could not "
    "say how many had come back.";

static const char lake[] =
    "Fishermen on Lake Dorun went on strike on Monday over the price of ice.\n\n"
    "They tied their boats together across the harbour mouth and sang. The mayor asked "
    "them for patience until the council meets.\n\n"
    "\"They came over the ice with their lamps out,\" said a baker, Ilko Varn, who hid "
    "in "
    "his cellar.";

static void a_reprint_is_a_copy_and_dates_say_of_which(void)
{
    const dl_report a = report("a", river, "2014-02-03"),
                    b = report("b", river, "2014-02-05");
    const dl_copy copy = compare(&a, &b);
    CHECK_INT(copy.kind, DL_COPY_COPY);
    CHECK_INT(copy.doc, 1);
    CHECK_INT(copy.of, 0);
    CHECK_INT(copy.direction, DL_DIRECTION_KNOWN);
    CHECK(strcmp(copy.rule, "copy.direction.dates") == 0);
    CHECK_NEAR(copy.shared, 1.0, 1e-9);
    CHECK_INT(copy.substitution_count, 0);
    CHECK_INT(copy.dropped_count, 0);
    const dl_copy turned = compare(&b, &a);
    CHECK_INT(turned.doc, 0);
    CHECK_INT(turned.of, 1);
}

static void words_put_for_others_are_named_and_counted(void)
{
    const dl_report a = report("a", river, NULL), b = report("b", river_changed, NULL);
    const dl_copy copy = compare(&a, &b);
    CHECK_INT(copy.kind, DL_COPY_COPY);
    CHECK_INT(swapped(&copy, "League", "bandits"), 3);
    CHECK_INT(swapped(&copy, "Forty", "Sixty"), 1);
    CHECK_INT(copy.dropped_count, 1);
    CHECK_STR(dl_str_cut(a.article.text, copy.dropped[0]),
              "Ostra lies on the only road that is open in winter, and whoever holds it "
              "decides who may pass");
}

static void without_dates_the_text_that_tells_more_is_likely_the_original(void)
{
    static const char part[] =
        "The River League took the town of Ostra on Monday after two nights of fighting, "
        "the district office said.\n\n"
        "Its men entered from the mill road and met no resistance behind the railway "
        "line.";
    const dl_report a = report("a", part, NULL), b = report("b", river, NULL);
    const dl_copy copy = compare(&a, &b);
    CHECK_INT(copy.doc, 0);
    CHECK_INT(copy.of, 1);
    CHECK_INT(copy.direction, DL_DIRECTION_LIKELY);
    CHECK(strcmp(copy.rule, "copy.direction.superset") == 0);
}

static void two_words_that_became_one_say_which_text_was_first(void)
{
    static const char before[] =
        "The Vardo scouts closed the pass on Sunday, drivers said. The "
        "Kelmen scouts let milk lorries through at noon, drivers said. "
        "By night the Vardo captain had gone home to his village.";
    static const char after[] =
        "The rebel scouts closed the pass on Sunday, drivers said. The "
        "rebel scouts let milk lorries through at noon, drivers said. "
        "By night the rebel captain had gone home to his village.";
    const dl_report a = report("a", after, NULL), b = report("b", before, NULL);
    const dl_copy copy = compare(&a, &b);
    CHECK_INT(copy.doc, 0);
    CHECK_INT(copy.direction, DL_DIRECTION_LIKELY);
    CHECK(strcmp(copy.rule, "copy.direction.lossy") == 0);
    CHECK_INT(swapped(&copy, "Vardo", "rebel"), 2);
}

static void without_any_evidence_the_direction_is_unknown(void)
{
    const dl_report a = report("a", river, NULL), b = report("b", river, NULL);
    CHECK_INT(compare(&a, &b).direction, DL_DIRECTION_UNKNOWN);
}

static void naming_the_other_outlet_says_who_copied(void)
{
    char text[2048];
    snprintf(text, sizeof text, "%s\n\nThe account is that of the Ostra Messenger.",
             river);
    dl_report a = report("a", text, NULL), b = report("b", river, NULL);
    b.article.site = DL_STR("Ostra Messenger");
    const dl_copy copy = compare(&a, &b);
    CHECK_INT(copy.doc, 0);
    CHECK_INT(copy.of, 1);
    CHECK_INT(copy.direction, DL_DIRECTION_LIKELY);
    CHECK(strcmp(copy.rule, "copy.direction.credit") == 0);
}

static void a_shared_quotation_is_a_common_origin_and_no_copy(void)
{
    const dl_report a = report("a", river, "2014-02-03"),
                    b = report("b", lake, "2014-02-04");
    const dl_copy copy = compare(&a, &b);
    CHECK_INT(copy.kind, DL_COPY_COMMON_ORIGIN);
    CHECK_INT(copy.passage_count, 1);
    CHECK_INT(copy.passages[0].kind, DL_PASSAGE_QUOTE);
    CHECK_INT(copy.substitution_count, 0);
}

static void a_shared_notice_of_rights_is_nothing(void)
{
    static const char one[] =
        "The council of Pell voted for a new bridge.\n\nCopyright 2011. All rights "
        "reserved. "
        "This material may not be published, broadcast, rewritten or redistributed.";
    static const char two[] = "Nobody was hurt when a barn burned in Upper "
                              "Zaren.\n\nCopyright 2011. All rights "
                              "reserved. This material may not be published, broadcast, "
                              "rewritten or redistributed.";
    const dl_report a = report("a", one, NULL), b = report("b", two, NULL);
    CHECK_INT(compare(&a, &b).kind, DL_COPY_NONE);
}

static void texts_with_nothing_in_common_or_nothing_at_all_are_nothing(void)
{
    const dl_report a = report("a", river, NULL), b = report("b", "", NULL);
    const dl_report c = report("c", "A choir of nine sang in the station of Mull.", NULL);
    CHECK_INT(compare(&a, &b).kind, DL_COPY_NONE);
    CHECK_INT(compare(&b, &b).kind, DL_COPY_NONE);
    CHECK_INT(compare(&a, &c).kind, DL_COPY_NONE);
}

static void a_possessive_is_not_part_of_what_was_replaced(void)
{
    static const char one[] =
        "On Friday Marek's men opened the sluice by the old tannery gate.\n\n"
        "The harbour watch had seen Marek walk along the quay with two "
        "lamps and a rope the night before.";
    static const char two[] =
        "On Friday Tavin's men opened the sluice by the old tannery gate.\n\n"
        "The harbour watch had seen Tavin walk along the quay with two "
        "lamps and a rope the night before.";
    const dl_report a = report("a", one, "2014-01-01"),
                    b = report("b", two, "2014-01-09");
    const dl_copy copy = compare(&a, &b);
    CHECK_INT(swapped(&copy, "Marek", "Tavin"), 2);
    CHECK_INT(copy.substitution_count, 1);
}

static void prints_of_a_part_are_found_in_the_whole(void)
{
    uint64_t *whole, *part;
    uint32_t whole_count, part_count, both = 0;
    dl_error err;
    CHECK(dl_prints(dl_str_of(river), &arena, &whole, &whole_count, &err) == DL_OK);
    CHECK(dl_prints((dl_str){river, 320}, &arena, &part, &part_count, &err) == DL_OK);
    for (uint32_t i = 0; i < part_count; i++) {
        for (uint32_t j = 0; j < whole_count; j++) {
            both += part[i] == whole[j];
        }
    }
    CHECK(part_count > 5);
    CHECK(both + 2 >= part_count);
    for (uint32_t i = 1; i < whole_count; i++) {
        CHECK(whole[i - 1] < whole[i]);
    }
}

/* ---- sets ---- */

static dl_copy *resolve(const dl_report *const *reports, uint32_t count, uint32_t *found)
{
    uint32_t pairs[64], n = 0;
    dl_copy *copies;
    dl_error err;
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = i + 1; j < count && n < 32; j++) {
            pairs[2 * n] = i;
            pairs[2 * n++ + 1] = j;
        }
    }
    CHECK_INT(dl_copies_resolve(reports, count, pairs, n, &arena, &copies, found, &err),
              DL_OK);
    return copies;
}

static void a_copy_of_a_copy_leans_on_the_nearest(void)
{
    const dl_report first = report("first", river, "2014-02-03");
    const dl_report second = report("second", river_changed, "2014-02-05");
    const dl_report third = report("third", river_changed, "2014-02-07");
    const dl_report *const set[] = {&third, &first, &second};
    uint32_t count;
    const dl_copy *copies = resolve(set, 3, &count);
    CHECK_INT(count, 2);
    CHECK_INT(copies[0].doc, 0); /* third */
    CHECK_INT(copies[0].of, 2);
    CHECK_INT(copies[1].doc, 2); /* second */
    CHECK_INT(copies[1].of, 1);
}

static const char harbour[] =
    "Pilots at the harbour of Senne laid down their work at dawn because a lamp on the "
    "outer "
    "mole has been dark for a month. Eleven ships waited in the roads by noon. The port "
    "company "
    "promised a new lamp within the week and sent a man with a ladder. Nobody had told "
    "him that "
    "the mole is an island at high water, and he came back wet to the knees.";

static void a_text_made_of_two_has_two_parents(void)
{
    char merged[4096];
    snprintf(merged, sizeof merged, "%.330s\n\n%.260s", river, harbour);
    const dl_report a = report("a", river, "2014-02-03"),
                    b = report("b", harbour, "2014-02-03");
    const dl_report c = report("c", merged, "2014-02-06");
    const dl_report *const set[] = {&a, &b, &c};
    uint32_t count;
    const dl_copy *copies = resolve(set, 3, &count);
    CHECK_INT(count, 2);
    CHECK(count == 2 && copies[0].doc == 2 && copies[0].of == 0);
    CHECK(count == 2 && copies[1].doc == 2 && copies[1].of == 1);
}

static void the_order_of_documents_changes_nothing(void)
{
    const dl_report a = report("a", river, "2014-02-03"), b = report("b", river, NULL);
    const dl_report c = report("c", river_changed, NULL), d = report("d", lake, NULL);
    const dl_report *const one[] = {&a, &b, &c, &d}, *const two[] = {&d, &c, &b, &a};
    uint32_t n, m;
    const dl_copy *x = resolve(one, 4, &n), *y = resolve(two, 4, &m);
    CHECK_INT(n, m);
    for (uint32_t i = 0; i < n && n == m; i++) {
        bool same = false;
        for (uint32_t j = 0; j < m; j++) {
            same |= x[i].doc == 3 - y[j].doc && x[i].of == 3 - y[j].of &&
                    x[i].kind == y[j].kind;
        }
        CHECK(same);
    }
}

static void a_pair_that_names_no_document_is_refused(void)
{
    const dl_report a = report("a", river, NULL);
    const dl_report *const set[] = {&a};
    const uint32_t pairs[] = {0, 1};
    dl_copy *copies;
    uint32_t count;
    dl_error err;
    CHECK_INT(dl_copies_resolve(set, 1, pairs, 1, &arena, &copies, &count, &err),
              DL_EUSAGE);
}

/* ---- hostile texts ---- */

static char *repeated(const char *unit, size_t size)
{
    char *text = malloc(size + 1);
    const size_t step = strlen(unit);
    for (size_t i = 0; i < size; i++) {
        text[i] = unit[i % step];
    }
    text[size] = '\0';
    return text;
}

static void a_megabyte_of_repetition_takes_no_longer_than_one_of_news(void)
{
    static const char *const units[] = {"bread ",           "bread and butter and ",
                                        "a b c d e f g h ", "\"bread\" he said. ",
                                        "((((((((( ",       "'"};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        char *x = repeated(units[k], 1000000), *y = repeated(units[k], 900007);
        const dl_report a = report("a", x, NULL), b = report("b", y, NULL);
        const clock_t start = clock();
        compare(&a, &b);
        CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 5.0);
        free(x);
        free(y);
        dl_arena_reset(&arena);
    }
}

static void bytes_that_are_no_words_do_no_harm(void)
{
    static const char odd[] =
        "\xE2\x80\x9C\xE2\x80\x9C \xE2\x80\x9D\n\n\n\"\n\n' '' \xCC\x81 "
        "\xE0\xB8\x81\xE0\xB8\x82 \xE4\xB8\xAD\xE6\x96\x87\xE3\x80\x82";
    const dl_report a = report("a", odd, NULL), b = report("b", odd, NULL);
    compare(&a, &b);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(a_reprint_is_a_copy_and_dates_say_of_which);
    TEST(words_put_for_others_are_named_and_counted);
    TEST(without_dates_the_text_that_tells_more_is_likely_the_original);
    TEST(two_words_that_became_one_say_which_text_was_first);
    TEST(without_any_evidence_the_direction_is_unknown);
    TEST(naming_the_other_outlet_says_who_copied);
    TEST(a_shared_quotation_is_a_common_origin_and_no_copy);
    TEST(a_shared_notice_of_rights_is_nothing);
    TEST(texts_with_nothing_in_common_or_nothing_at_all_are_nothing);
    TEST(a_possessive_is_not_part_of_what_was_replaced);
    TEST(prints_of_a_part_are_found_in_the_whole);
    TEST(a_copy_of_a_copy_leans_on_the_nearest);
    TEST(a_text_made_of_two_has_two_parents);
    TEST(the_order_of_documents_changes_nothing);
    TEST(a_pair_that_names_no_document_is_refused);
    TEST(a_megabyte_of_repetition_takes_no_longer_than_one_of_news);
    TEST(bytes_that_are_no_words_do_no_harm);
    dl_arena_done(&arena);
    return tap_done();
}
