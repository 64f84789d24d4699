/* direction.c - see direction.h.
 *
 *   copy.direction.dates       one was published before the other could have been
 *   copy.direction.credit      one names the other's outlet as where it has it from
 *   copy.direction.correction  one says that it corrects an earlier text
 *   copy.direction.superset    one is all in the other, which tells much more
 *   copy.direction.lossy       two words of the one are a single word of the other: only
 *                              this way round can the change be made without knowing
 *                              which to choose
 *   copy.direction.slip        a word misspelled in one is spelled right elsewhere in it
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "direction.h"

#include "pair.h"

/* Weights: set by hand, in the manner of half the logarithm of the odds. */
#define WEIGHT_DAYS 3.0  /* dates a day and a half apart or more */
#define WEIGHT_DAY 2.2   /* from half a day to that */
#define WEIGHT_HOURS 1.5 /* less: stamps are often rounded or shifted */
#define WEIGHT_CREDIT 3.0
#define WEIGHT_CORRECTION 2.5
#define WEIGHT_SUPERSET 1.2
#define WEIGHT_LOSSY 1.5
#define WEIGHT_SLIP 1.0
#define SLIPS_MOST 2

#define SUPERSET_COVERED 0.85 /* share of the shorter that stands in the longer */
#define SUPERSET_LEFT 0.80    /* and the longer has so much at most in the shorter */
#define LIKELY 0.9            /* sum of weights for "likely" */
#define SWAPS_LOOKED_AT 64
#define SITE_WORDS_MOST 6

/* ---- dates ---- */

static void bounds(dl_when when, bool with_zone, int64_t *earliest, int64_t *latest)
{
    const int64_t shift = with_zone ? (int64_t)when.zone * 60 : 0;
    *earliest =
        when.earliest == DL_WHEN_OPEN_START ? when.earliest : when.earliest - shift;
    *latest = when.latest == DL_WHEN_OPEN_END ? when.latest : when.latest - shift;
}

static double weight_of_gap(int64_t before, int64_t after)
{
    const double hours = (double)(after - before) / 3600.0;
    return hours >= 36 ? WEIGHT_DAYS : hours >= 12 ? WEIGHT_DAY : WEIGHT_HOURS;
}

/* The middle of an interval; its closed side when the other is open. */
static int64_t middle(int64_t earliest, int64_t latest)
{
    if (earliest == DL_WHEN_OPEN_START) {
        return latest;
    }
    return latest == DL_WHEN_OPEN_END ? earliest : earliest + (latest - earliest) / 2;
}

static double date_weight(dl_when a, dl_when b)
{
    if (!dl_when_known(a) || !dl_when_known(b)) {
        return 0;
    }
    const bool zones = a.zone != DL_ZONE_NONE && b.zone != DL_ZONE_NONE;
    int64_t a_from, a_to, b_from, b_to;
    bounds(a, zones, &a_from, &a_to);
    bounds(b, zones, &b_from, &b_to);
    if (a_to < b_from) {
        return weight_of_gap(middle(a_from, a_to), middle(b_from, b_to));
    }
    if (b_to < a_from) {
        return -weight_of_gap(middle(b_from, b_to), middle(a_from, a_to));
    }
    return 0;
}

/* ---- credit ---- */

/* The words of an outlet's name: of "www.harbour-post.example" those of "harbour-post".
 */
static dl_str outlet(const dl_report *report)
{
    dl_str site = dl_str_trim(report->article.site);
    if (memchr(site.at == NULL ? "" : site.at, ' ', site.size) != NULL) {
        return site;
    }
    if (dl_str_starts(site, DL_STR("www."))) {
        site = (dl_str){site.at + 4, site.size - 4};
    }
    const size_t dot = dl_str_find(site, DL_STR("."));
    return dot == SIZE_MAX ? site : (dl_str){site.at, dot};
}

/* Is the outlet `name` named in the text, outside its furniture? */
static bool names_outlet(const dl_text *text, dl_str name, dl_arena *arena)
{
    dl_text wanted;
    if (name.size < 4 || dl_text_read(name, arena, &wanted, NULL) != DL_OK ||
        wanted.count == 0 || wanted.count > SITE_WORDS_MOST) {
        return false;
    }
    /* one short or everyday word is no name */
    if (wanted.count == 1 && wanted.at[0].letters < 5) {
        return false;
    }
    for (uint32_t i = 0; i + wanted.count <= text->count; i++) {
        uint32_t k = 0;
        while (k < wanted.count && text->at[i + k].key == wanted.at[k].key &&
               (text->at[i + k].flags & (DL_TEXT_CAPITAL | DL_TEXT_NUMBER)) != 0 &&
               (text->at[i + k].flags & DL_TEXT_FURNITURE) == 0) {
            k++;
        }
        if (k == wanted.count) {
            return true;
        }
    }
    return false;
}

static double credit_weight(const dl_report *a, const dl_report *b,
                            const dl_text *words_a, const dl_text *words_b,
                            dl_arena *arena)
{
    const dl_str of_a = outlet(a), of_b = outlet(b);
    if (dl_str_equal_fold(of_a, of_b)) {
        return 0;
    }
    const bool b_names_a = names_outlet(words_b, of_a, arena);
    const bool a_names_b = names_outlet(words_a, of_b, arena);
    return b_names_a == a_names_b ? 0 : b_names_a ? WEIGHT_CREDIT : -WEIGHT_CREDIT;
}

/* ---- text ---- */

static double correction_weight(const dl_text *a, const dl_text *b)
{
    return a->amends == b->amends ? 0
           : b->amends            ? WEIGHT_CORRECTION
                                  : -WEIGHT_CORRECTION;
}

static double superset_weight(const dl_pair *pair)
{
    if (pair->in_a >= SUPERSET_COVERED && pair->in_b <= SUPERSET_LEFT) {
        return WEIGHT_SUPERSET;
    }
    return pair->in_b >= SUPERSET_COVERED && pair->in_a <= SUPERSET_LEFT
               ? -WEIGHT_SUPERSET
               : 0;
}

/* Words of one side that several words of the other became. */
static int merged_words(const dl_swaps *swaps, bool forward)
{
    int merged = 0;
    const uint32_t count =
        swaps->count < SWAPS_LOOKED_AT ? swaps->count : SWAPS_LOOKED_AT;
    for (uint32_t i = 0; i < count; i++) {
        const dl_swap *x = &swaps->at[i];
        for (uint32_t j = i + 1; j < count; j++) {
            const dl_swap *y = &swaps->at[j];
            const bool one =
                forward ? x->to_key == y->to_key : x->from_key == y->from_key;
            merged += one && x->count + y->count >= 3 && x->proper && y->proper;
        }
    }
    return merged;
}

static double lossy_weight(const dl_swaps *swaps)
{
    const int forward = merged_words(swaps, true), back = merged_words(swaps, false);
    return forward == back ? 0 : forward > back ? WEIGHT_LOSSY : -WEIGHT_LOSSY;
}

static uint32_t times(const dl_text *words, uint64_t key)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < words->count; i++) {
        n += words->at[i].key == key;
    }
    return n;
}

/* A slip stands once in its text, which knows the right word too. */
static double slip_weight(const dl_text *a, const dl_text *b, const dl_changes *changes)
{
    int slips = 0, looked = 0;
    for (uint32_t k = 0; k < changes->count && looked < SWAPS_LOOKED_AT; k++) {
        const dl_change *c = &changes->at[k];
        if (c->kind != DL_CHANGE_SPELLED) {
            continue;
        }
        looked++;
        const uint64_t x = a->at[c->a].key, y = b->at[c->b].key;
        slips += times(b, y) == 1 && times(b, x) > 0 && times(a, y) == 0;
        slips -= times(a, x) == 1 && times(a, y) > 0 && times(b, x) == 0;
    }
    slips = slips > SLIPS_MOST ? SLIPS_MOST : slips < -SLIPS_MOST ? -SLIPS_MOST : slips;
    return WEIGHT_SLIP * slips;
}

void dl_direction_weigh(const dl_report *a, const dl_report *b, dl_pair *pair,
                        dl_arena *arena)
{
    const dl_text *words_a = &pair->a, *words_b = &pair->b;
    const struct {
        double weight;
        const char *rule;
    } pieces[] = {
        {date_weight(a->article.published.when, b->article.published.when),
         "copy.direction.dates"},
        {credit_weight(a, b, words_a, words_b, arena), "copy.direction.credit"},
        {correction_weight(words_a, words_b), "copy.direction.correction"},
        {lossy_weight(&pair->swaps), "copy.direction.lossy"},
        {superset_weight(pair), "copy.direction.superset"},
        {slip_weight(words_a, words_b, &pair->changes), "copy.direction.slip"},
    };
    dl_evidence *e = &pair->evidence;
    *e = (dl_evidence){.dates = pieces[0].weight, .rule = "copy.direction.none"};
    double best = 0;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        e->text += i == 0 ? 0 : pieces[i].weight;
        if (pieces[i].weight > best) {
            best = pieces[i].weight;
            e->rule = pieces[i].rule;
        }
    }
}

uint8_t dl_direction_sure(const dl_evidence *e)
{
    const double sum = dl_direction_sum(e);
    if (e->dates > 0 && sum > 0) {
        return e->text < 0 && sum < LIKELY ? DL_DIRECTION_LIKELY : DL_DIRECTION_KNOWN;
    }
    return sum >= LIKELY ? DL_DIRECTION_LIKELY : DL_DIRECTION_UNKNOWN;
}
