/* place_pick.c - which of the places that bear a name is meant.
 *
 * One name means one place in a document, unless the text says otherwise ("Paris, Texas"
 * beside "Paris, France"). A place is worth
 *
 *     prior      how well known it is: kind, inhabitants, capital, main name
 *   + said       what is said of it: lies in Y, near Y, is a province, a river
 *   + around     how much of the document lies in its country, its region, near it
 *
 * and the best is taken. `around` needs the others' places, so there are a few rounds:
 * first with the countries alone, which are hardly ever in doubt, then with all. After
 * Leidner's minimality and Buscaldi's survey of toponym disambiguation, in plain sums.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include "geo.h"
#include "hash.h"

#include <math.h>

#define ROUNDS 3u
#define BEARERS_MOST 256u   /* of one name that are weighed */
#define NEIGHBOURS_MOST 64u /* sites that are weighed against a candidate */

/* Weights, in powers of ten of inhabitants; tuned on news, flat around these values. */
#define W_OTHER_NAME -1.3 /* it bears the name only as a second one */
#define W_CAPITAL 1.0
#define W_SAID_IN 6.0
#define W_SAID_COMMA 5.0
#define W_NEAR 3.0
#define W_KIND 2.5
#define W_WRONG_KIND -1.5
#define W_COUNTRY 2.2 /* all of the document in its country */
#define W_REGION 1.6
#define W_DISTANCE 1.4
#define W_HOME 0.8        /* in the country of the outlet */
#define W_HOME_REGION 0.8 /* in its region */
#define W_HOME_NEAR 0.8   /* near its town */
/* Its neighbour in a list is of its kind; twice if of its country. */
#define W_ALIKE 0.6
#define W_TWIN 1.0 /* the same name elsewhere in the text means it */
#define NEAR_KM 150.0

static double prior_of(const dl_gaz_place *place)
{
    const double people = log10((double)place->population + 100.0);
    switch (place->kind) {
    case DL_PLACE_COUNTRY:
        return 7.8;
    case DL_PLACE_CONTINENT:
        return 8.0;
    case DL_PLACE_ADMIN1:
        return 0.9 * people + ((place->marks & DL_GAZ_MARK_LISTED) != 0 ? 0.1 : 0.0);
    case DL_PLACE_ADMIN2:
        return 0.72 * people;
    case DL_PLACE_REGION:
    case DL_PLACE_WATER:
    case DL_PLACE_FACILITY:
        return (place->marks & DL_GAZ_MARK_LISTED) != 0 ? 6.0 : 2.0;
    default:
        return people + ((place->marks & DL_GAZ_MARK_CAPITAL) != 0 ? W_CAPITAL : 0.0);
    }
}

static bool kind_fits(const dl_gaz_place *place, uint8_t hint)
{
    switch (hint) {
    case DL_HINT_ADMIN:
        return place->kind == DL_PLACE_ADMIN1 || place->kind == DL_PLACE_ADMIN2 ||
               place->kind == DL_PLACE_REGION;
    case DL_HINT_TOWN:
        return place->kind == DL_PLACE_CITY;
    case DL_HINT_WATER:
        return place->kind == DL_PLACE_WATER;
    case DL_HINT_LAND:
        return (place->marks & DL_GAZ_MARK_LAND) != 0;
    default:
        return true;
    }
}

static bool usable(const dl_site *site, uint32_t bearing)
{
    const uint32_t bear = bearing >> DL_GAZ_BEAR_SHIFT;
    if (site->people) {
        return bear == DL_GAZ_BEAR_PEOPLE;
    }
    return bear <= DL_GAZ_BEAR_OTHER || (bear == DL_GAZ_BEAR_SHORT && site->brief);
}

#define FAR_DEGREES                                                                      \
    10.0 /* of latitude, twice that of longitude: beyond it nearness is nothing */

/* 1 at the place itself, falling to nothing over some `scale` km. */
static double nearness(const dl_gaz_place *a, const dl_gaz_place *b, double scale)
{
    const double lat = fabs((double)a->lat - b->lat);
    const double lon = fabs((double)a->lon - b->lon),
                 high = fmax(fabs((double)a->lat), fabs((double)b->lat));
    if (lat > FAR_DEGREES ||
        (high < 60 && lon > 2 * FAR_DEGREES && lon < 360 - 2 * FAR_DEGREES)) {
        return 0;
    }
    return exp(-dl_geo_km(a->lat, a->lon, b->lat, b->lon) / scale);
}

/* ---- what is said ---- */

/* Whether the candidate lies in (or near) any place the other site may mean. */
static double said(const dl_placing *p, const dl_site *site, uint32_t candidate)
{
    if (site->tie == DL_TIE_NONE) {
        return 0;
    }
    const dl_site *to = &p->sites.at[site->to];
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, candidate);
    double best = 0;
    for (uint32_t i = 0; i < to->entry.count && i < BEARERS_MOST; i++) {
        if (!usable(to, to->entry.at[i])) {
            continue;
        }
        const uint32_t outer = to->entry.at[i] & DL_GAZ_PLACE_MASK;
        const dl_gaz_place *out = dl_gazetteer_place(p->gazetteer, outer);
        const double known = prior_of(out) / 8; /* "X, Georgia": rather the bigger ones */
        double worth = 0;
        if (site->tie == DL_TIE_NEAR) {
            const double km = dl_geo_km(place->lat, place->lon, out->lat, out->lon);
            worth = km < 2 * NEAR_KM ? W_NEAR * exp(-km / NEAR_KM) : 0;
        } else if (outer != candidate &&
                   dl_gazetteer_within(p->gazetteer, candidate, outer)) {
            worth = site->tie == DL_TIE_IN ? W_SAID_IN : W_SAID_COMMA;
        } else if (out->kind == DL_PLACE_REGION && outer != candidate) {
            /* a region without administration: near its middle */
            const double km = dl_geo_km(place->lat, place->lon, out->lat, out->lon);
            worth = km < 600 ? W_NEAR * exp(-km / 600) : 0;
        } else if (out->kind == DL_PLACE_CITY && outer != candidate &&
                   place->kind == DL_PLACE_CITY) {
            const double km = dl_geo_km(place->lat, place->lon, out->lat, out->lon);
            worth = km < 60 ? W_NEAR * exp(-km / 60) : 0; /* a quarter of a town */
        }
        if (worth + known > best && worth > 0) {
            best = worth + known;
        }
    }
    return best;
}

/* The other way: does something lie in this candidate? "Tbilisi, Georgia" tells of
 * Georgia too. */
static double holds(const dl_placing *p, uint32_t index, uint32_t candidate)
{
    double best = 0;
    uint32_t seen = 0;
    for (uint32_t i = p->sites.at[index].child; i != DL_NONE && seen < NEIGHBOURS_MOST;
         i = p->sites.at[i].next, seen++) {
        const dl_site *inner = &p->sites.at[i];
        for (uint32_t b = 0; b < inner->entry.count && b < BEARERS_MOST; b++) {
            const uint32_t in = inner->entry.at[b] & DL_GAZ_PLACE_MASK;
            if (usable(inner, inner->entry.at[b]) && in != candidate &&
                dl_gazetteer_within(p->gazetteer, in, candidate)) {
                const double worth =
                    1.0 + prior_of(dl_gazetteer_place(p->gazetteer, in)) / 3;
                best = worth > best ? worth : best;
            }
        }
    }
    return best;
}

/* ---- what is around ---- */

static double saturate(double weight)
{
    return weight / (weight + 1.5);
}

static double around(const dl_placing *p, uint32_t index, const dl_gaz_place *place,
                     uint32_t candidate)
{
    double country = 0, region = 0, distance = 0, all = 0.5;
    uint32_t seen = 0;
    const uint32_t twin = p->sites.at[index].twin;
    for (uint32_t i = 0; i < p->sites.count && seen < NEIGHBOURS_MOST; i++) {
        const dl_resolved *other = &p->resolved[i];
        const dl_gaz_place *o = other->at;
        if (o == NULL || i == index || i == twin || other->place == candidate ||
            o->kind == DL_PLACE_CONTINENT) {
            continue;
        }
        seen++;
        all += other->weight;
        if (o->country == place->country && place->country != DL_GAZ_NO_COUNTRY) {
            country += other->weight;
        }
        const bool same = o->admin1 != DL_NONE &&
                          (o->admin1 == place->admin1 || o->admin1 == candidate);
        if (same || place->admin1 == other->place) {
            region += other->weight;
        }
        if (o->kind != DL_PLACE_COUNTRY && place->kind != DL_PLACE_COUNTRY) {
            distance += other->weight * nearness(o, place, NEAR_KM);
        }
    }
    return W_COUNTRY * saturate(country) * (0.5 + 0.5 * country / all) +
           W_REGION * saturate(region) + W_DISTANCE * saturate(distance);
}

/* Lists are of things alike: states beside states, towns beside towns. */
static double alike(const dl_placing *p, const dl_site *site, const dl_gaz_place *place)
{
    double worth = 0;
    for (unsigned side = 0; side < 2; side++) {
        const uint32_t at = site->beside[side];
        if (at == DL_NONE || p->sites.at[at].place == DL_NONE) {
            continue;
        }
        const dl_gaz_place *other =
            dl_gazetteer_place(p->gazetteer, p->sites.at[at].place);
        if (other->kind == place->kind) {
            worth += other->country == place->country ? 2 * W_ALIKE : W_ALIKE;
        }
    }
    return worth;
}

static double twin_worth(const dl_placing *p, const dl_site *site, uint32_t candidate)
{
    return site->twin != DL_NONE && p->sites.at[site->twin].place == candidate ? W_TWIN
                                                                               : 0;
}

/* ---- choosing ---- */

static bool is_country(const dl_placing *p, const dl_site *site)
{
    for (uint32_t i = 0; i < site->entry.count; i++) {
        if (usable(site, site->entry.at[i])) {
            return dl_gazetteer_place(p->gazetteer, site->entry.at[i])->kind ==
                   DL_PLACE_COUNTRY;
        }
    }
    return false;
}

/* Local papers tell of their town and what is near, and leave out where that is. */
static double at_home(const dl_placing *p, uint32_t candidate)
{
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, candidate);
    const bool land =
        p->home_country != DL_NONE && place->country != DL_GAZ_NO_COUNTRY &&
        place->country == dl_gazetteer_place(p->gazetteer, p->home_country)->country;
    if (!land || p->home == DL_NONE || place->kind == DL_PLACE_COUNTRY) {
        return land ? W_HOME : 0;
    }
    const dl_gaz_place *home = dl_gazetteer_place(p->gazetteer, p->home);
    const uint32_t region = home->kind == DL_PLACE_ADMIN1 ? p->home : home->admin1;
    const bool same = region != DL_NONE && (place->admin1 == region || candidate == region);
    return W_HOME + (same ? W_HOME_REGION : 0) + W_HOME_NEAR * nearness(home, place, NEAR_KM);
}

/* A candidate with what of its worth no other site's choice can change. */
static dl_choice weigh_alone(const dl_placing *p, uint32_t index, uint32_t bearing)
{
    const dl_site *site = &p->sites.at[index];
    const uint32_t candidate = bearing & DL_GAZ_PLACE_MASK;
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, candidate);
    dl_choice out = {.place = candidate,
                     .prior = prior_of(place),
                     .told = said(p, site, candidate)};
    out.alone = out.prior;
    if (bearing >> DL_GAZ_BEAR_SHIFT == DL_GAZ_BEAR_OTHER &&
        place->kind != DL_PLACE_COUNTRY) {
        out.alone += W_OTHER_NAME;
    }
    if (site->hint != DL_HINT_NONE) {
        out.alone += kind_fits(place, site->hint) ? W_KIND : W_WRONG_KIND;
    }
    if (place->kind != DL_PLACE_CITY || !is_country(p, site)) { /* China, Texas */
        out.alone += at_home(p, candidate);
    }
    out.alone = out.alone + out.told + holds(p, index, candidate);
    return out;
}

static double weigh_beside(const dl_placing *p, uint32_t index, uint32_t candidate,
                           double alone)
{
    const dl_site *site = &p->sites.at[index];
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, candidate);
    return alone + around(p, index, place, candidate) + alike(p, site, place) +
           twin_worth(p, site, candidate);
}

/* The bearings that may be meant, each with its fixed worth. */
static bool read_choices(dl_placing *p, uint32_t index)
{
    dl_site *site = &p->sites.at[index];
    const uint32_t most =
        site->entry.count < BEARERS_MOST ? site->entry.count : BEARERS_MOST;
    uint32_t usables = 0;
    for (uint32_t i = 0; i < most; i++) {
        usables += usable(site, site->entry.at[i]);
    }
    site->choices = dl_arena_new_array(p->arena, usables + 1, dl_choice);
    if (site->choices == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < most; i++) {
        if (usable(site, site->entry.at[i])) {
            site->choices[site->choice_count++] =
                weigh_alone(p, index, site->entry.at[i]);
        }
    }
    return true;
}

#define STRANGER_PEOPLE 200000u /* a town this big stays itself beside a wrong "X, Y" */

/* "X, Y" where no X of the gazetteer lies in Y: another, smaller X. */
static bool stranger(const dl_placing *p, const dl_site *site, const dl_gaz_place *place,
                     double told)
{
    if (told > 0 || place->kind != DL_PLACE_CITY || place->population > STRANGER_PEOPLE ||
        (site->tie != DL_TIE_IN && site->tie != DL_TIE_COMMA)) {
        return false;
    }
    const uint32_t outer = p->sites.at[site->to].place;
    if (outer == DL_NONE) {
        return false;
    }
    const dl_gaz_place *out = dl_gazetteer_place(p->gazetteer, outer);
    return (out->kind == DL_PLACE_COUNTRY || out->kind == DL_PLACE_ADMIN1) &&
           place->country != out->country;
}

#define SEAT_SHARE 2u     /* per cent of the region's people that live in such a town */
#define SEAT_PEOPLE 5000u /* a town of this size may give its province the name */

/* A bare "Raqqa" is the town, not the province of that name: the town among the bearers
 * that lies in the region picked, or the pick itself. */
static uint32_t rather_the_town(const dl_placing *p, const dl_site *site, uint32_t pick)
{
    const dl_gaz_place *region = dl_gazetteer_place(p->gazetteer, pick);
    if ((region->kind != DL_PLACE_ADMIN1 && region->kind != DL_PLACE_ADMIN2) ||
        (region->marks & DL_GAZ_MARK_LISTED) != 0 || site->hint == DL_HINT_ADMIN ||
        site->child != DL_NONE) {
        return pick;
    }
    for (uint32_t i = 0; i < site->entry.count && i < BEARERS_MOST; i++) {
        const uint32_t at = site->entry.at[i] & DL_GAZ_PLACE_MASK;
        const dl_gaz_place *town = dl_gazetteer_place(p->gazetteer, at);
        if (usable(site, site->entry.at[i]) && town->kind == DL_PLACE_CITY &&
            town->population >= SEAT_PEOPLE &&
            town->population / SEAT_SHARE >= region->population / 100 &&
            dl_gazetteer_within(p->gazetteer, at, pick)) {
            return at;
        }
    }
    return pick;
}

/* "the province of Raqqa" where only the town bears the name so spelled: the region of
 * that town, if it is called after it. */
static uint32_t rather_the_region(const dl_placing *p, const dl_site *site, uint32_t pick)
{
    const dl_gaz_place *town = dl_gazetteer_place(p->gazetteer, pick);
    if (site->hint != DL_HINT_ADMIN || town->kind != DL_PLACE_CITY ||
        town->admin1 == DL_NONE) {
        return pick;
    }
    const dl_gaz_place *region = dl_gazetteer_place(p->gazetteer, town->admin1);
    const dl_str name = dl_gazetteer_name(p->gazetteer, region);
    for (size_t size = name.size; size > 0;
         size--) { /* its name, then without last words */
        dl_gazetteer_entry entry;
        if (size < name.size && name.at[size] != ' ') {
            continue;
        }
        if (!dl_gazetteer_find(p->gazetteer,
                               dl_gazetteer_key(p->arena, (dl_str){name.at, size}),
                               &entry)) {
            continue;
        }
        for (uint32_t i = 0; i < entry.count; i++) {
            if ((entry.at[i] & DL_GAZ_PLACE_MASK) == pick) {
                return town->admin1;
            }
        }
    }
    return pick;
}

#define LONELY_PEOPLE                                                                    \
    30000u /* towns below this need somebody of their country beside them */
#define LONELY_OTHER 200000u /* the same for those that bear the name as a second one */
#define LONELY_KM 600.0
#define LONELY_OTHERS 1u /* mentions of others before that counts */

static bool bears_as_other(const dl_site *site, uint32_t place)
{
    bool other = false;
    for (uint32_t i = 0; i < site->entry.count; i++) {
        if ((site->entry.at[i] & DL_GAZ_PLACE_MASK) == place) {
            other = site->entry.at[i] >> DL_GAZ_BEAR_SHIFT == DL_GAZ_BEAR_OTHER;
        }
    }
    return other;
}

/* A small town alone in its country, far from all the others: a namesake of what is
 * meant. */
static bool lonely(const dl_placing *p, uint32_t index, uint32_t pick)
{
    const dl_site *site = &p->sites.at[index];
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, pick);
    const bool other_name = bears_as_other(site, pick);
    if ((place->kind != DL_PLACE_CITY && place->kind != DL_PLACE_ADMIN2) ||
        place->population > (other_name ? LONELY_OTHER : LONELY_PEOPLE)) {
        return false;
    }
    uint32_t others = 0;
    for (uint32_t i = 0; i < p->sites.count; i++) {
        const dl_site *other = &p->sites.at[i];
        if (i == index || other->place == DL_NONE) {
            continue;
        }
        const dl_gaz_place *o = dl_gazetteer_place(p->gazetteer, other->place);
        if (o->country == place->country ||
            dl_geo_km(o->lat, o->lon, place->lat, place->lon) < LONELY_KM) {
            return false;
        }
        others += o->kind == DL_PLACE_CONTINENT ? 0 : other->spots;
    }
    return others >= LONELY_OTHERS;
}

#define STRAY_KM 300.0
#define STRAY_OTHERS 3u  /* places of the text in one region before that counts */
#define STRAY_BEARERS 3u /* and towns that bear the name */

/* In a text about one region, a small town of another region of that country, far off, by
 * a name that many towns bear: most likely one that the gazetteer has not. */
static bool stray(const dl_placing *p, uint32_t index)
{
    const dl_site *site = &p->sites.at[index];
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, site->place);
    uint32_t others = 0, region = DL_NONE;
    if (place->kind != DL_PLACE_CITY || place->population > LONELY_PEOPLE ||
        site->choice_count < STRAY_BEARERS) {
        return false;
    }
    for (uint32_t i = 0; i < p->sites.count; i++) {
        const dl_gaz_place *o = p->resolved[i].at;
        if (i == index || o == NULL || p->resolved[i].place == site->place ||
            o->country != place->country || o->kind == DL_PLACE_COUNTRY) {
            continue;
        }
        const uint32_t its = o->kind == DL_PLACE_ADMIN1 ? p->resolved[i].place : o->admin1;
        if (its == DL_NONE || its == place->admin1 || (region != DL_NONE && its != region) ||
            dl_geo_km(o->lat, o->lon, place->lat, place->lon) < STRAY_KM) {
            return false;
        }
        region = its;
        others++;
    }
    return others >= STRAY_OTHERS;
}

/* "Yates" for Yates County. */
static bool shortened(dl_placing *p, const dl_site *site, const dl_gaz_place *place)
{
    const dl_str name =
        dl_gazetteer_key(p->arena, dl_gazetteer_name(p->gazetteer, place));
    if (name.size <= site->key.size + 1 || !dl_str_starts(name, site->key) ||
        name.at[site->key.size] != ' ') {
        return false;
    }
    const dl_str rest = {name.at + site->key.size + 1, name.size - site->key.size - 1};
    return (dl_gazetteer_words(p->gazetteer, rest) & DL_GAZ_WORD_ADMIN) != 0;
}

/* A county by its bare name needs something else of its region. */
static bool bare_county(dl_placing *p, uint32_t index)
{
    const dl_site *site = &p->sites.at[index];
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, site->place);
    if (place->kind != DL_PLACE_ADMIN2 || site->hint == DL_HINT_ADMIN ||
        !shortened(p, site, place)) {
        return false;
    }
    for (uint32_t i = 0; i < p->sites.count; i++) {
        const dl_gaz_place *o = p->resolved[i].at;
        if (i != index && o != NULL && p->resolved[i].place != site->place &&
            (p->resolved[i].place == place->admin1 ||
             (o->admin1 == place->admin1 && o->admin1 != DL_NONE))) {
            return false;
        }
    }
    return true;
}

/* A place found by its sound must lie where the text is. */
static bool supported(const dl_placing *p, uint32_t index, const dl_gaz_place *place)
{
    for (uint32_t i = 0; i < p->sites.count; i++) {
        const dl_site *other = &p->sites.at[i];
        if (i != index && other->place != DL_NONE && !other->loose &&
            dl_gazetteer_place(p->gazetteer, other->place)->country == place->country) {
            return true;
        }
    }
    return false;
}

static void settle(dl_placing *p, uint32_t index, uint32_t pick)
{
    dl_site *site = &p->sites.at[index];
    p->resolutions += site->place != pick;
    site->place = pick;
    p->resolved[index].place = pick;
    p->resolved[index].at = pick == DL_NONE ? NULL : dl_gazetteer_place(p->gazetteer, pick);
}

static uint8_t why_of(const dl_site *site, const dl_gaz_place *place, bool best_known)
{
    if (site->loose) {
        return DL_WHY_SPELLING;
    }
    if (site->told > 0) {
        return site->tie == DL_TIE_NEAR ? DL_WHY_NEAR : DL_WHY_CONTAINER;
    }
    if (site->choice_count == 1) {
        return DL_WHY_ONLY;
    }
    if (best_known) {
        return DL_WHY_PRIOR;
    }
    return site->hint != DL_HINT_NONE && kind_fits(place, site->hint) ? DL_WHY_KIND
                                                                      : DL_WHY_CONTEXT;
}

/* The best of its choices, as the others stand now. */
static void choose(dl_placing *p, uint32_t index)
{
    dl_site *site = &p->sites.at[index];
    double best = -1e9, second = -1e9, top_prior = -1e9;
    const dl_choice *pick = NULL;
    for (uint32_t i = 0; i < site->choice_count; i++) {
        const dl_choice *c = &site->choices[i];
        /* who alone may bear the name needs no weighing */
        const double worth = site->choice_count == 1
                                 ? c->told
                                 : weigh_beside(p, index, c->place, c->alone);
        top_prior = c->prior > top_prior ? c->prior : top_prior;
        if (worth > best) {
            second = best;
            best = worth;
            pick = c;
        } else if (worth > second) {
            second = worth;
        }
    }
    site->score = (float)(best - second);
    if (pick == NULL) {
        site->why = DL_WHY_NONE;
        settle(p, index, DL_NONE);
        return;
    }
    site->told = pick->told;
    settle(p, index, rather_the_region(p, site, rather_the_town(p, site, pick->place)));
    site->why = why_of(site, dl_gazetteer_place(p->gazetteer, site->place),
                       pick->prior >= top_prior);
}

/* "the Southern District", "Central Region": every country may have one. */
static bool general_name(const dl_placing *p, const dl_site *site)
{
    dl_str rest = site->key;
    const dl_str first = dl_str_next(&rest, ' ');
    return rest.at != NULL &&
           (dl_gazetteer_words(p->gazetteer, first) & DL_GAZ_WORD_DIRECTION) != 0 &&
           (dl_gazetteer_words(p->gazetteer, rest) & DL_GAZ_WORD_ADMIN) != 0;
}

/* Whether the pick cannot be meant, bad as it is. */
static bool wrong(dl_placing *p, uint32_t index)
{
    const dl_site *site = &p->sites.at[index];
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, site->place);
    const bool small =
        place->kind == DL_PLACE_CITY && place->population < STRANGER_PEOPLE;
    if (small && site->hint == DL_HINT_WATER) {
        return true;
    }
    if (small && site->hint == DL_HINT_ADMIN && site->told <= 0 &&
        !supported(p, index, place)) {
        return true;
    }
    return ((site->loose || general_name(p, site)) && !supported(p, index, place)) ||
           stranger(p, site, place, site->told) ||
           (site->told <= 0 && (lonely(p, index, site->place) || stray(p, index) ||
                                bare_county(p, index)));
}

/* One round over all sites. Where no other choice changed since a site's own, its stays. */
static void choose_all(dl_placing *p, bool last)
{
    for (uint32_t i = 0; i < p->sites.count; i++) {
        dl_site *site = &p->sites.at[i];
        if (site->chosen_at != p->resolutions + 1) {
            choose(p, i);
            site->chosen_at = p->resolutions + 1;
        }
        if (last && site->place != DL_NONE && wrong(p, i)) {
            settle(p, i, DL_NONE);
            site->why = DL_WHY_NONE;
        }
    }
}

/* ---- sites ---- */

static bool in_list(const dl_placing *p, uint32_t token)
{
    return dl_place_is(p, token, ",") || dl_place_is(p, token, "and") ||
           dl_place_is(p, token, "or");
}

/* ", Z" or "and Z" behind, Z a place. */
static bool list_goes_on(const dl_placing *p, uint32_t token)
{
    if (!in_list(p, token)) {
        return false;
    }
    const uint32_t next = token + (in_list(p, token + 1) ? 2 : 1);
    return next < p->doc->token_count && p->cover[next] != DL_NONE;
}

static bool list_came(const dl_placing *p, uint32_t first)
{
    return first > 1 && dl_place_is(p, first - 1, ",") && p->cover[first - 2] != DL_NONE;
}

/* Bears the name of a state or of one of its well-known parts. */
static bool state_level(const dl_placing *p, const dl_gazetteer_entry *entry)
{
    for (uint32_t i = 0; i < entry->count && i < 16; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry->at[i]);
        if (place->kind == DL_PLACE_COUNTRY ||
            (place->kind == DL_PLACE_ADMIN1 &&
             (place->marks & DL_GAZ_MARK_LISTED) != 0)) {
            return true;
        }
    }
    return false;
}

/* Ties that cannot be meant: "Damascus, Aleppo and Homs" is a list. */
static bool tie_can_hold(const dl_placing *p, const dl_spot *s)
{
    if (s->tie != DL_TIE_COMMA) {
        return s->tie != DL_TIE_NONE;
    }
    const dl_spot *to = &p->spots.at[s->to];
    if (s->entry.count == 0) {
        return true;
    }
    const bool goes_on = list_goes_on(p, to->end) || list_came(p, s->first);
    if (goes_on && !s->brief && !to->brief && state_level(p, &s->entry) &&
        state_level(p, &to->entry)) {
        return false; /* "Georgia, Oklahoma, Pennsylvania" */
    }
    for (uint32_t i = 0; i < s->entry.count && i < BEARERS_MOST; i++) {
        const uint32_t in = s->entry.at[i] & DL_GAZ_PLACE_MASK;
        for (uint32_t k = 0; k < to->entry.count && k < 16; k++) {
            const uint32_t out = to->entry.at[k] & DL_GAZ_PLACE_MASK;
            if (in != out && dl_gazetteer_within(p->gazetteer, in, out)) {
                return true;
            }
        }
    }
    /* a list goes on: "X, Y and Z", "X, Y, Z" */
    return !list_goes_on(p, to->end);
}

static dl_site *new_site(dl_placing *p, const dl_spot *s)
{
    dl_site *site = dl_vec_push(&p->sites, p->arena);
    if (site != NULL) {
        *site = (dl_site){.key = s->key,
                          .entry = s->entry,
                          .to = DL_NONE,
                          .place = DL_NONE,
                          .child = DL_NONE,
                          .next = DL_NONE,
                          .beside = {DL_NONE, DL_NONE},
                          .twin = DL_NONE,
                          .brief = s->brief,
                          .people = s->people,
                          .loose = s->loose};
    }
    return site;
}

static dl_str join(dl_placing *p, dl_str a, dl_str b)
{
    char *out = dl_arena_alloc(p->arena, a.size + b.size + 1);
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    memcpy(out, a.at, a.size);
    memcpy(out + a.size, b.at, b.size);
    return (dl_str){out, a.size + b.size};
}

/* The site of a spot: by its name, its kind, and what it is said to lie in. The first
 * container told keeps the name for all mentions that tell none; another one ("Paris,
 * France" after "Paris, Texas") makes another site. A name behind a comma ("Atlanta,
 * Georgia") is a site of its own, twin to the one of the name alone. */
static uint32_t site_of(dl_placing *p, dl_map *by_name, const dl_spot *s, bool container)
{
    const bool admin = s->facility && s->entry.count > 0
                           ? false
                           : s->hint == DL_HINT_ADMIN || s->hint == DL_HINT_WATER ||
                                 s->hint == DL_HINT_LAND;
    const char sort[] = {'|', s->people ? '1' : s->brief ? '2' : '0',
                         (char)('0' + (admin ? s->hint : 0)), container ? '1' : '0'};
    const dl_str label = join(p, s->key, (dl_str){sort, sizeof sort});
    if (label.size == 0) {
        return DL_NONE;
    }
    const bool tied = (s->tie == DL_TIE_COMMA || s->tie == DL_TIE_IN) && !s->people &&
                      !p->spots.at[s->to].people;
    const dl_str to = tied ? p->spots.at[s->to].key : (dl_str){"", 0};
    uint32_t at = dl_map_find(by_name, label);
    if (at == DL_NONE) {
        at = p->sites.count;
        if (new_site(p, s) == NULL || dl_map_add(by_name, label, at) == DL_NONE) {
            return DL_NONE;
        }
    }
    if (!tied || dl_str_equal(p->sites.at[at].held, to)) {
        return at;
    }
    if (p->sites.at[at].held.size == 0) {
        p->sites.at[at].held = to;
        return at;
    }
    const dl_str closer = join(p, join(p, label, DL_STR("|")), to);
    at = dl_map_add(by_name, closer, p->sites.count);
    if (at == p->sites.count) {
        dl_site *site = new_site(p, s);
        if (site == NULL) {
            return DL_NONE;
        }
        site->held = to;
    }
    return at;
}

/* Sites of one name know one another: it is the likelier that they mean one place. */
static bool pair_twins(dl_placing *p)
{
    dl_map by_key;
    dl_map_init(&by_key, p->arena);
    for (uint32_t i = 0; i < p->sites.count; i++) {
        dl_site *site = &p->sites.at[i];
        if (site->people || site->key.size == 0) {
            continue;
        }
        const uint32_t first = dl_map_add(&by_key, site->key, i);
        if (first == DL_NONE) {
            return false;
        }
        if (first != i) {
            site->twin = first;
            p->sites.at[first].twin = i;
        }
    }
    return true;
}

static bool make_sites(dl_placing *p)
{
    dl_map by_name;
    dl_map_init(&by_name, p->arena);
    for (uint32_t i = 0; i < p->spots.count; i++) {
        dl_spot *s = &p->spots.at[i];
        if (!tie_can_hold(p, s)) {
            s->tie = DL_TIE_NONE;
            s->to = DL_NONE;
        }
    }
    bool *holds_comma = dl_arena_new_array(p->arena, p->spots.count + 1, bool);
    if (holds_comma == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->spots.count; i++) {
        if (p->spots.at[i].tie == DL_TIE_COMMA) {
            holds_comma[p->spots.at[i].to] = true;
        }
    }
    for (uint32_t i = 0; i < p->spots.count; i++) {
        dl_spot *s = &p->spots.at[i];
        s->site = site_of(p, &by_name, s, holds_comma[i]);
        if (s->site == DL_NONE) {
            return false;
        }
        dl_site *its = &p->sites.at[s->site];
        its->spots++;
        if (its->called.size == 0 && !p->words[s->end - 1].capitals && !s->facility) {
            its->called =
                dl_str_cut(p->doc->text, (dl_span){p->doc->tokens[s->first].span.start,
                                                   p->doc->tokens[s->end - 1].span.end});
        }
        if (p->sites.at[s->site].hint == DL_HINT_NONE && !s->facility) {
            p->sites.at[s->site].hint = s->hint;
        }
    }
    for (uint32_t i = 0; i < p->spots.count; i++) { /* ties of spots to ties of sites */
        const dl_spot *s = &p->spots.at[i];
        dl_site *site = &p->sites.at[s->site];
        const bool stronger = site->tie == DL_TIE_NONE ||
                              (site->tie == DL_TIE_NEAR && s->tie != DL_TIE_NEAR);
        if (s->tie != DL_TIE_NONE && stronger && p->spots.at[s->to].site != s->site) {
            site->tie = s->tie;
            site->to = p->spots.at[s->to].site;
        }
    }
    for (uint32_t i = 1; i < p->spots.count; i++) {
        const dl_spot *a = &p->spots.at[i - 1], *b = &p->spots.at[i];
        const bool apart =
            a->end < b->first && b->first - a->end <= 2 && a->tie != DL_TIE_COMMA;
        if (!apart || a->people || b->people || !in_list(p, a->end) ||
            a->site == b->site || (b->first - a->end == 2 && !in_list(p, a->end + 1))) {
            continue;
        }
        p->sites.at[a->site].beside[1] = b->site;
        p->sites.at[b->site].beside[0] = a->site;
    }
    for (uint32_t i = p->sites.count; i-- > 0;) {
        dl_site *site = &p->sites.at[i];
        if (site->tie == DL_TIE_COMMA || site->tie == DL_TIE_IN) {
            site->next = p->sites.at[site->to].child;
            p->sites.at[site->to].child = i;
        }
    }
    return pair_twins(p);
}

bool dl_place_pick(dl_placing *p)
{
    if (!make_sites(p)) {
        return false;
    }
    p->resolved = dl_arena_new_array(p->arena, p->sites.count + 1, dl_resolved);
    if (p->resolved == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->sites.count; i++) {
        p->resolved[i].weight = sqrt((double)p->sites.at[i].spots);
        if (!read_choices(p, i)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < p->sites.count; i++) { /* countries first */
        if (is_country(p, &p->sites.at[i])) {
            choose(p, i);
        }
    }
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        choose_all(p, round == ROUNDS);
    }
    return !dl_arena_failed(p->arena);
}
