/* place_proof.c - what the words around a name say for or against its being a place.
 *
 * Points, added up: "in X", "the town of X", "X province", "X, Texas", "retook X",
 * "X-based" speak for a place; "Mr X", "newspaper X", "X Times", "X told" against it.
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <string.h>

bool dl_place_person_before(const dl_placing *p, uint32_t first)
{
    if (first == 0 || p->doc->tokens[first].sent_start) {
        return false;
    }
    const uint32_t before = first - 1;
    const uint32_t words = dl_place_words(p, before);
    const bool ship = (words & DL_GAZ_WORD_SHIP) != 0 && p->words[before].capitals;
    return p->words[before].capital && !p->words[before].shouted &&
           (ship || (words & (DL_GAZ_WORD_TITLE | DL_GAZ_WORD_GIVEN)) != 0);
}

bool dl_place_region_behind(dl_placing *p, uint32_t end)
{
    dl_run run;
    return dl_place_is(p, end, ",") && dl_place_starts(p, end + 1) &&
           dl_place_longest(p, end + 1, p->doc->token_count, &run) &&
           dl_place_well_known(p, &run.entry, UINT32_MAX);
}

static const struct {
    const char *word;
    double points;
} PREPOSITIONS[] = {{"in", 2},       {"near", 2},      {"at", 1.5},   {"outside", 2},
                    {"around", 2},   {"into", 2},      {"from", 1.5}, {"to", 1},
                    {"toward", 1.5}, {"towards", 1.5}, {"across", 2}, {"throughout", 2},
                    {"inside", 2},   {"off", 1.5},     {"of", 0.5},   {"through", 1},
                    {"between", 1},  {"over", 0.5},    {"via", 1},    {"for", 0.3},
                    {"on", 0.3},     {"within", 1.5}};

/* "at the Hilton": towns take no article. */
static bool article_before(const dl_placing *p, uint32_t first, uint32_t end)
{
    const dl_gazetteer_entry *entry = dl_place_entry(p, first);
    const char *dep = p->doc->tokens[end - 1].dep;
    return entry != NULL && first > 0 && end == first + 1 && dl_place_is(p, first - 1, "the") &&
           strcmp(dep, "compound") != 0 && strcmp(dep, "amod") != 0 &&
           strcmp(dep, "nmod") != 0 &&
           (entry->flags & DL_GAZ_NAME_LISTED) == 0;
}

static double points_before(const dl_placing *p, uint32_t first, uint32_t end)
{
    uint32_t at = first;
    while (at > 0 && ((dl_place_words(p, at - 1) & DL_GAZ_WORD_DIRECTION) != 0 ||
                      dl_place_is(p, at - 1, "the") || dl_place_is(p, at - 1, "-"))) {
        at--;
    }
    if (at == 0) {
        return 0;
    }
    if (article_before(p, first, end)) {
        return -1;
    }
    if (dl_place_is(p, at - 1, "of") && at > 1) {
        const uint32_t words = dl_place_words(p, at - 2);
        if ((words & (DL_GAZ_WORD_TOWN | DL_GAZ_WORD_ADMIN)) != 0) {
            return 4;
        }
        if ((words & DL_GAZ_WORD_FOLK) != 0) {
            return 2.5; /* "residents of X" */
        }
        if ((words & (DL_GAZ_WORD_DIRECTION | DL_GAZ_WORD_LAND)) != 0 ||
            dl_place_is(p, at - 2, "out")) {
            return 2;
        }
    }
    for (size_t i = 0; i < sizeof PREPOSITIONS / sizeof *PREPOSITIONS; i++) {
        if (dl_place_is(p, at - 1, PREPOSITIONS[i].word)) {
            return PREPOSITIONS[i].points;
        }
    }
    const uint32_t words = dl_place_words(p, at - 1);
    if ((words & DL_GAZ_WORD_TAKES) != 0 &&
        (p->words[first].shouted || p->words[first].titled)) {
        return 1.5; /* the parser is lost in lines of capitals */
    }
    if (!p->words[at - 1].capital && (words & DL_GAZ_WORD_BODY) != 0) {
        return -3; /* "news network X" */
    }
    if (!p->words[at - 1].capital && (words & DL_GAZ_WORD_TOWN) != 0) {
        return 2;
    }
    return 0;
}

static bool possessive(const dl_placing *p, uint32_t token)
{
    return dl_place_is(p, token, "'s") || dl_place_is(p, token, "’s");
}

static double points_behind(const dl_placing *p, uint32_t end)
{
    const uint32_t words = dl_place_words(p, end);
    if (end >= p->doc->token_count) {
        return 0;
    }
    const bool ill = p->words[end].capital && (words & DL_GAZ_WORD_NOT) != 0;
    if (ill && (dl_place_words(p, end + 1) & DL_GAZ_WORD_NOT) != 0) {
        return -2; /* "Hong Kong Flu virus" */
    }
    if (p->words[end].capital && !p->words[end].shouted) {
        return (words & DL_GAZ_WORD_BODY) != 0 ? -2 : 0;
    }
    if ((words & DL_GAZ_WORD_NOT) != 0) {
        return -2; /* "Reston ebolavirus" */
    }
    if ((words & (DL_GAZ_WORD_ADMIN | DL_GAZ_WORD_TOWN | DL_GAZ_WORD_FOLK)) != 0) {
        return 2;
    }
    if (possessive(p, end) && (dl_place_words(p, end + 1) & DL_GAZ_WORD_FOLK) != 0) {
        return 2; /* "X's mayor" */
    }
    if ((words & (DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_LAND | DL_GAZ_WORD_WATER)) != 0) {
        return 1;
    }
    if (dl_place_is(p, end, "-") &&
        (dl_place_is(p, end + 1, "based") || dl_place_is(p, end + 1, "born"))) {
        return 2;
    }
    return 0;
}

static uint32_t lemma_words(dl_placing *p, uint32_t token)
{
    return dl_gazetteer_words(p->gazetteer, p->doc->tokens[token].lemma);
}

/* "Washington said": a country or a capital speaks. */
static bool stands_for_state(dl_placing *p, uint32_t first, uint32_t end)
{
    dl_gazetteer_entry entry;
    dl_str key;
    if (!dl_place_look_up(p, first, end, &key, &entry)) {
        return false;
    }
    for (uint32_t i = 0; i < entry.count && i < 4; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry.at[i]);
        if (place->kind == DL_PLACE_COUNTRY ||
            (place->marks & DL_GAZ_MARK_CAPITAL) != 0) {
            return true;
        }
    }
    return false;
}

/* The verb or preposition that governs the name. */
static double points_above(dl_placing *p, uint32_t first, uint32_t end)
{
    const dl_token *head = &p->doc->tokens[end - 1];
    if (head->head >= first && head->head < end) {
        return 0;
    }
    if (strcmp(head->dep, "dobj") == 0 || strcmp(head->dep, "nsubjpass") == 0) {
        return (lemma_words(p, head->head) & DL_GAZ_WORD_TAKES) != 0 ? 2 : 0;
    }
    if (strcmp(head->dep, "nsubj") == 0) {
        return (lemma_words(p, head->head) & DL_GAZ_WORD_TELLS) == 0  ? 0
               : stands_for_state(p, first, end) ? 1.5
                                                 : -1.5;
    }
    return 0;
}

static double worth_of_neighbour(const dl_placing *p, const dl_run *run, bool single)
{
    if (single && (run->entry.words &
                   (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_GIVEN | DL_GAZ_WORD_NOT)) != 0) {
        return 0;
    }
    return dl_place_well_known(p, &run->entry, 100000) ? 1.25 : 0.75;
}

static bool lists(const dl_placing *p, uint32_t token)
{
    return dl_place_is(p, token, ",") || dl_place_is(p, token, "and") ||
           dl_place_is(p, token, "or") || dl_place_is(p, token, "/");
}

/* Where the name before this one in a list begins, or DL_NONE. */
static uint32_t neighbour_before(dl_placing *p, uint32_t first, dl_run *run)
{
    uint32_t gap = first;
    while (gap > 0 && first - gap < 2 && lists(p, gap - 1)) {
        gap--;
    }
    for (uint32_t words = 1; gap < first && words <= 3 && words <= gap; words++) {
        const uint32_t from = gap - words;
        if (!p->words[from].capital) {
            return DL_NONE;
        }
        if (dl_place_longest(p, from, gap, run) && run->end == gap) {
            return from;
        }
    }
    return DL_NONE;
}

/* Neighbours in a list that may be places themselves. */
static double points_beside(dl_placing *p, uint32_t first, uint32_t end)
{
    dl_run run;
    double points = 0;
    const uint32_t next =
        end + (dl_place_is(p, end, ",") && dl_place_is(p, end + 1, "and") ? 2 : 1);
    if (lists(p, end) && dl_place_starts(p, next) &&
        dl_place_longest(p, next, p->doc->token_count, &run)) {
        points += worth_of_neighbour(p, &run, run.end == next + 1);
    }
    const uint32_t before = neighbour_before(p, first, &run);
    if (before != DL_NONE) {
        points += worth_of_neighbour(p, &run, run.end == before + 1);
    }
    return points;
}

#define DATE_TOKENS 6u       /* at most, of a date written in figures */
#define LIST_WALK 4u       /* names a list is walked back to its head */
#define LIST_INHERITS 0.75 /* of what is said of the head */

/* "in Homs, Hama and Palmyra", "shelled Homs and Hama": what is said of the first is said
 * of all. */
static double points_of_head(dl_placing *p, uint32_t first)
{
    dl_run run;
    uint32_t at = first;
    for (unsigned step = 0; step < LIST_WALK; step++) {
        const uint32_t before = neighbour_before(p, at, &run);
        if (before == DL_NONE) {
            break;
        }
        at = before;
    }
    const double points =
        at == first ? 0 : points_before(p, at, run.end) + points_above(p, at, run.end);
    return points > 0 ? LIST_INHERITS * points : 0;
}

/* "X, the capital", "X, a village in ..." */
static double points_apposed(const dl_placing *p, uint32_t end)
{
    if (!dl_place_is(p, end, ",") ||
        !(dl_place_is(p, end + 1, "the") || dl_place_is(p, end + 1, "a") ||
          dl_place_is(p, end + 1, "an"))) {
        return 0;
    }
    for (uint32_t t = end + 2; t < end + 5 && t < p->doc->token_count; t++) {
        if ((dl_place_words(p, t) & (DL_GAZ_WORD_TOWN | DL_GAZ_WORD_ADMIN)) != 0 &&
            !p->words[t].capital) {
            return 3;
        }
    }
    return 0;
}

/* "2004-05-06" and the end of the line: nothing but a date follows. */
static bool date_alone(const dl_placing *p, uint32_t end)
{
    uint32_t t = end;
    while (t < p->doc->token_count && !p->doc->tokens[t].is_space && t < end + DATE_TOKENS) {
        const dl_str w = dl_str_cut(p->doc->text, p->doc->tokens[t].span);
        if (!(w.at[0] >= '0' && w.at[0] <= '9') && w.at[0] != '-' && w.at[0] != '/') {
            return false;
        }
        t++;
    }
    return t > end && (t >= p->doc->token_count || p->doc->tokens[t].is_space);
}

/* Where a dateline stands: "TOWN (Agency) -", "Town: ", "TOWN, March 3". */
static double points_in_dateline(const dl_placing *p, uint32_t first, uint32_t end)
{
    const uint32_t start =
        first > 0 && dl_place_is(p, first - 1, "(") ? first - 1 : first;
    if (start > 0 && !p->doc->tokens[start - 1].is_space) {
        return 0;
    }
    if (dl_place_is(p, end, ":") || dl_place_is(p, end, "-") ||
        dl_place_is(p, end, "–") || dl_place_is(p, end, "—") ||
        dl_place_is(p, end, "--")) {
        return 2;
    }
    if (p->words[first].capitals && date_alone(p, end)) {
        return 2;
    }
    return p->words[first].capitals && !p->words[first].shouted &&
                   (dl_place_is(p, end, "(") || dl_place_is(p, end, ","))
               ? 2
               : 0;
}

/* ", 43," */
static bool age_behind(const dl_placing *p, uint32_t end)
{
    if (!dl_place_is(p, end, ",") || !dl_place_is(p, end + 2, ",")) {
        return false;
    }
    const dl_str age = dl_str_cut(p->doc->text, p->doc->tokens[end + 1].span);
    return age.size == 2 && age.at[0] >= '0' && age.at[0] <= '9' && age.at[1] >= '0' &&
           age.at[1] <= '9';
}

#define CASE_POINTS -2.0

/* "Marden v. Osk": the parties of a case in court. */
static double points_of_case(const dl_placing *p, uint32_t first, uint32_t end)
{
    const bool party = dl_place_is(p, end, "v.") || (first > 0 && dl_place_is(p, first - 1, "v."));
    return party ? CASE_POINTS : 0;
}

#define KIND_POINTS 1.5

/* "Wadi Barada", "Mount Velan", "Lake Osk": a name that begins with what it is. */
static double points_of_kind(const dl_placing *p, uint32_t first, uint32_t end)
{
    return end > first + 1 && !p->words[first].shouted && p->words[first + 1].word &&
                   (p->words[first].words & (DL_GAZ_WORD_LAND | DL_GAZ_WORD_WATER)) != 0
               ? KIND_POINTS
               : 0;
}

double dl_place_proof(dl_placing *p, uint32_t first, uint32_t end)
{
    double points = points_before(p, first, end) + points_behind(p, end) +
                    points_above(p, first, end) + points_beside(p, first, end) +
                    points_apposed(p, end) + points_in_dateline(p, first, end) +
                    points_of_head(p, first) + points_of_kind(p, first, end) +
                    points_of_case(p, first, end);
    if (dl_place_region_behind(p, end)) {
        points += 2.5;
    }
    if (dl_place_person_before(p, first) || age_behind(p, end)) {
        points -= 3;
    }
    return points;
}
