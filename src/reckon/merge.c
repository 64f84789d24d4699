/* merge.c - which tellings tell of one happening.
 *
 * Tellings come finest date first. Each joins the heap it fits best, or opens one. Two
 * tellings fit when their types, places and dates allow it and their sides do not
 * contradict; how well, says `fit`. Dates decide most: two alike battles of one town are
 * two as soon as their intervals do not meet. A telling without a date joins only within
 * its own story, and only where one heap answers.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "merge.h"

#include "fold.h"
#include "geo.h"

#define NEAR_KM 30.0        /* a town and its edge; flat from 20 to 50 on bench/chronicle */
#define FIT_LEAST 2         /* points below which a telling opens a heap of its own */
#define HEAPS_MOST 200      /* heaps of one type and time that are compared with */

bool dl_types_agree(const char *a, const char *b)
{
    static const char *const ALIKE[][2] = {
        {"accident", "disaster"},       {"protest", "clash"},
        {"talks", "agreement"},         {"ceasefire", "agreement"},
        {"shelling", "bombing"},        {"shelling", "attack-on-civilians"},
        {"bombing", "attack-on-civilians"}, {"killing", "attack-on-civilians"},
        {"killing", "bombing"},         {"killing", "shelling"},
        {"killing", "accident"},        {"killing", "disaster"},
        {"killing", "clash"},           {"killing", "air-strike"},
        {"killing", "control-change"},  {"bombing", "heritage-damage"},
        {"air-strike", "bombing"},      {"clash", "control-change"},
        {"withdrawal", "control-change"}, {"violation", "shelling"},
        {"violation", "clash"},         {"heritage-damage", "accident"},
    };
    if (strcmp(a, b) == 0) {
        return true;
    }
    for (size_t i = 0; i < sizeof ALIKE / sizeof *ALIKE; i++) {
        if ((strcmp(a, ALIKE[i][0]) == 0 && strcmp(b, ALIKE[i][1]) == 0) ||
            (strcmp(b, ALIKE[i][0]) == 0 && strcmp(a, ALIKE[i][1]) == 0)) {
            return true;
        }
    }
    return false;
}

static bool inside(const dl_place *inner, const dl_place *outer)
{
    if (strcmp(inner->country, outer->country) != 0 || inner->country[0] == '\0') {
        return false;
    }
    return outer->kind == DL_PLACE_COUNTRY ||
           (outer->kind == DL_PLACE_ADMIN1 && dl_str_equal_fold(inner->admin1, outer->admin1));
}

bool dl_places_agree(const dl_place *a, const dl_place *b)
{
    if (dl_str_equal_fold(a->name, b->name)) {
        return a->kind == DL_PLACE_UNKNOWN || b->kind == DL_PLACE_UNKNOWN ||
               dl_geo_km(a->lat, a->lon, b->lat, b->lon) < 300;
    }
    if (a->kind == DL_PLACE_UNKNOWN || b->kind == DL_PLACE_UNKNOWN) {
        return false;
    }
    if (a->geonames != 0 && a->geonames == b->geonames) {
        return true;
    }
    if (inside(a, b) || inside(b, a)) {
        return true;
    }
    return dl_geo_km(a->lat, a->lon, b->lat, b->lon) <= NEAR_KM;
}

char dl_side_of(const dl_name *name)
{
    if (dl_str_is(name->sector, "REB")) {
        return 'r';
    }
    return dl_str_is(name->sector, "MIL") || dl_str_is(name->sector, "GOV") ||
                   dl_str_is(name->sector, "COP")
               ? 'g'
               : '-';
}

/* 1 if the two share one, -1 if both name somebody and none is shared, else 0. */
static int shared(const dl_reckoning *r, const uint32_t *a, uint32_t a_count,
                  const uint32_t *b, uint32_t b_count)
{
    uint32_t known_a = 0, known_b = 0;
    char side_a = '-', side_b = '-';
    for (uint32_t i = 0; i < a_count; i++) {
        for (uint32_t j = 0; j < b_count; j++) {
            if (a[i] != DL_NONE && a[i] == b[j]) {
                return 1;
            }
        }
        if (a[i] != DL_NONE) {
            known_a++;
            side_a = dl_side_of(dl_who_name(&r->who, a[i]));
        }
    }
    for (uint32_t j = 0; j < b_count; j++) {
        if (b[j] != DL_NONE) {
            known_b++;
            side_b = dl_side_of(dl_who_name(&r->who, b[j]));
        }
    }
    if (known_a == 0 || known_b == 0) {
        return 0;
    }
    return side_a != '-' && side_a == side_b ? 0 : -1;
}

#define SIDE_GOVERNMENT 1u
#define SIDE_REBEL 2u

/* The sides that act in a telling, as bits. */
static unsigned sides_of(const dl_reckoning *r, const dl_telling *t)
{
    unsigned sides = 0;
    for (uint32_t i = 0; i < t->told->actor_count; i++) {
        const char side = t->actors[i] == DL_NONE ? '-' : dl_side_of(dl_who_name(&r->who, t->actors[i]));
        sides |= side == 'g' ? SIDE_GOVERNMENT : side == 'r' ? SIDE_REBEL : 0;
    }
    return sides;
}

/* A militia beside an army is on the army's side: only clean opposites count. */
static bool opposed(const dl_reckoning *r, const dl_telling *a, const dl_telling *b)
{
    const unsigned one = sides_of(r, a), other = sides_of(r, b);
    return one != 0 && other != 0 && (one & other) == 0;
}

/* Both sentences name one thing that is no place and no people: a ship, a mill, a man. */
static bool share_name(const dl_reckoning *r, const dl_telling *a, const dl_telling *b)
{
    const dl_tags *tags_a = &r->reports[a->report]->tags, *tags_b = &r->reports[b->report]->tags;
    for (uint32_t m = 0; m < tags_a->mention_count; m++) {
        const dl_mention *mention = &tags_a->mentions[m];
        const dl_name *name = &tags_a->names[mention->name];
        if (mention->kind != 0 || mention->place != DL_NONE || name->type == DL_NAME_NORP ||
            name->type == DL_NAME_GROUP || a->told->title ||
            !dl_span_within(mention->span, a->told->sentence)) {
            continue;
        }
        const uint32_t thing = dl_who_of(&r->who, a->report, mention->name);
        for (uint32_t k = 0; k < tags_b->mention_count; k++) {
            if (dl_span_within(tags_b->mentions[k].span, b->told->sentence) &&
                dl_who_of(&r->who, b->report, tags_b->mentions[k].name) == thing) {
                return true;
            }
        }
    }
    return false;
}

static bool one_day(const dl_telling *a, const dl_telling *b)
{
    const dl_day day = dl_when_first(a->when);
    return day != DL_DAY_NONE && day == dl_when_last(a->when) &&
           day == dl_when_first(b->when) && day == dl_when_last(b->when);
}

static bool coarse(dl_when w)
{
    return !dl_when_known(w) || w.latest - w.earliest >= 20 * (int64_t)DL_DAY_SECONDS;
}

#define APART (-1)   /* nothing joins these two */
#define AGAINST (-2) /* one speaks against the other: no heap can hold both */

#define NEWS_DAYS 31 /* what a report tells without a date is not older than that */

/* `undated` is told without a date by a report that has one: what it tells lies before
 * that day, and not long before. */
static bool too_far(const dl_reckoning *r, const dl_telling *dated, const dl_telling *undated)
{
    const dl_when published = r->reports[undated->report]->article.published.when;
    const dl_day day = dl_when_last(published), first = dl_when_first(dated->when);
    const dl_day last = dl_when_last(dated->when);
    if (dl_when_known(undated->when) || !dl_when_known(dated->when) || day == DL_DAY_NONE) {
        return false;
    }
    return (first != DL_DAY_NONE && first > day) ||
           (last != DL_DAY_NONE && last < day - NEWS_DAYS);
}

/* Points for two tellings being of one happening; APART or AGAINST when they are not. */
static int fit(const dl_reckoning *r, const dl_telling *a, const dl_telling *b)
{
    const bool alike = strcmp(a->told->type, b->told->type) == 0;
    const bool one_story = a->story != DL_NONE && a->story == b->story;
    int points = 0;
    if (!dl_types_agree(a->told->type, b->told->type) || (!alike && !one_story)) {
        return APART;
    }
    points += alike ? 2 : 0;
    if (a->place != NULL && b->place != NULL) {
        if (dl_places_agree(a->place, b->place)) {
            points += dl_str_equal_fold(a->place->name, b->place->name) ? 2 : 1;
        } else if (!(one_story && alike && one_day(a, b) &&
                     (a->place->kind == DL_PLACE_UNKNOWN || b->place->kind == DL_PLACE_UNKNOWN ||
                      share_name(r, a, b)))) {
            return alike ? AGAINST : APART;
        }
    } else if (!one_story &&
               !(alike && one_day(a, b) &&
                 (share_name(r, a, b) || shared(r, a->actors, a->told->actor_count, b->actors,
                                                b->told->actor_count) > 0))) {
        return APART;
    }
    if (dl_when_known(a->when) && dl_when_known(b->when)) {
        if (!dl_when_overlap(a->when, b->when)) {
            return AGAINST;
        }
        points += coarse(a->when) || coarse(b->when) ? 1 : 2;
    } else if (!one_story) {
        return APART;
    }
    if (too_far(r, a, b) || too_far(r, b, a)) {
        return APART;
    }
    const bool control = strcmp(a->told->type, "control-change") == 0 ||
                         strcmp(b->told->type, "control-change") == 0;
    if (control && alike && opposed(r, a, b)) {
        return AGAINST;
    }
    const int actors = shared(r, a->actors, a->told->actor_count, b->actors, b->told->actor_count);
    const int recipients = shared(r, a->recipients, a->told->recipient_count, b->recipients,
                                  b->told->recipient_count);
    if (!one_story && control && actors < 0) {
        return APART;
    }
    /* in one place on one day, two kidnappings have two victims */
    if (recipients < 0 && actors <= 0 && alike &&
        (strcmp(a->told->type, "abduction") == 0 || strcmp(a->told->type, "arrest") == 0 ||
         strcmp(a->told->type, "killing") == 0 || strcmp(a->told->type, "trial") == 0)) {
        return AGAINST;
    }
    points += actors > 0 ? 2 : actors;
    points += recipients > 0 ? 1 : recipients;
    points += one_story ? 2 : 0;
    if (!alike && (a->place == NULL || b->place == NULL) && actors <= 0 && recipients <= 0 &&
        a->report != b->report) {
        return APART;
    }
    return points;
}

/* How well a telling fits a heap: its best fit with any member, none contradicting. */
static int fit_heap(const dl_reckoning *r, const dl_heap *heap, const dl_telling *t)
{
    int best = APART;
    if (dl_when_known(t->when) && dl_when_known(heap->when) &&
        !dl_when_overlap(t->when, heap->when)) {
        return APART;
    }
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_telling *other = &r->tellings.at[heap->tellings.at[i]];
        const int points = fit(r, other, t);
        if (points == AGAINST) {
            return APART;
        }
        best = points > best ? points : best;
    }
    return best;
}

static bool put(dl_reckoning *r, uint32_t heap, uint32_t telling)
{
    dl_heap *into = &r->heaps.at[heap];
    uint32_t *slot = dl_vec_push(&into->tellings, r->arena);
    if (slot == NULL) {
        return false;
    }
    *slot = telling;
    r->tellings.at[telling].heap = heap;
    const dl_when both = dl_when_meet(into->when, r->tellings.at[telling].when);
    if (dl_when_known(both)) {
        into->when = both;
    }
    return true;
}

static bool later(const dl_heap *a, const dl_heap *b)
{
    return dl_when_known(a->when) && dl_when_known(b->when) && a->when.earliest > b->when.earliest;
}

/* Heaps are looked through newest first, at most HEAPS_MOST that could fit. */
static bool place_telling(dl_reckoning *r, uint32_t telling)
{
    const dl_telling *t = &r->tellings.at[telling];
    if (!dl_when_known(t->when) &&
        !dl_when_known(r->reports[t->report]->article.published.when)) {
        return true; /* nothing says whether it came before or after the others */
    }
    uint32_t best = DL_NONE, looked = 0;
    int most = FIT_LEAST - 1;
    bool tie = false;
    for (uint32_t h = r->heaps.count; h-- > 0 && looked < HEAPS_MOST;) {
        const int points = fit_heap(r, &r->heaps.at[h], t);
        looked += points >= 0;
        if (points > most) {
            most = points;
            best = h;
            tie = false;
        } else if (points == most && best != DL_NONE) {
            tie = true;
            if (dl_when_known(t->when) || !later(&r->heaps.at[best], &r->heaps.at[h])) {
                best = h; /* the first made; for news without a date the latest in time */
            }
        }
    }
    if (best != DL_NONE && !(tie && !dl_when_known(t->when) && !t->lead)) {
        return put(r, best, telling);
    }
    if (t->told->modality == DL_DENIED || !dl_when_known(t->when)) {
        return true; /* nothing it could be about */
    }
    return dl_vec_push(&r->heaps, r->arena) != NULL && put(r, r->heaps.count - 1, telling);
}

bool dl_reckon_merge(dl_reckoning *r)
{
    for (uint32_t i = 0; i < r->tellings.count; i++) {
        if (r->tellings.at[i].twin == DL_NONE && !place_telling(r, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < r->tellings.count; i++) { /* copies go where originals went */
        uint32_t at = i;
        for (uint32_t step = 0; step < r->report_count && r->tellings.at[at].twin != DL_NONE; step++) {
            at = r->tellings.at[at].twin;
        }
        const uint32_t heap = r->tellings.at[at].heap;
        if (r->tellings.at[i].heap == DL_NONE && heap != DL_NONE && !put(r, heap, i)) {
            return false;
        }
    }
    return !dl_arena_failed(r->arena);
}
