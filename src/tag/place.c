/* place.c - dl_tag_places: finds, ties and resolves places, and writes them out.
 * The steps are in place.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <string.h>

/* Rule ids: place.KIND.WHY */
static const char *rule_of(uint8_t kind, uint8_t why)
{
#define RULES(kind)                                                                      \
    {                                                                                    \
        "place." kind ".only", "place." kind ".prior", "place." kind ".context",         \
            "place." kind ".container", "place." kind ".near", "place." kind ".kind",    \
            "place." kind ".spelling", "place." kind ".none"                             \
    }
    static const char *const rules[][DL_WHY_NONE + 1] = {
        RULES("unknown"), RULES("city"),     RULES("admin1"),
        RULES("admin2"),  RULES("country"),  RULES("region"),
        RULES("water"),   RULES("facility"), RULES("continent")};
#undef RULES
    return rules[kind][why];
}

static const char *people_rule(const dl_gaz_place *place)
{
    return place->kind == DL_PLACE_COUNTRY ? "place.people.country"
                                           : "place.people.region";
}

#define CHAIN_MOST 3u /* "X near Y in Z": steps from X to Z */

/* The place a site lies in, as far as the text says: its container's, or that of what it
 * is near. */
static uint32_t outer_of(const dl_placing *p, const dl_site *site)
{
    for (unsigned step = 0; step < CHAIN_MOST && site->tie != DL_TIE_NONE; step++) {
        site = &p->sites.at[site->to];
        if (site->place != DL_NONE) {
            return site->place;
        }
    }
    return DL_NONE;
}

static void set_country(const dl_placing *p, const dl_gaz_place *place, dl_place *out)
{
    const dl_gaz_country *country = dl_gazetteer_country(p->gazetteer, place);
    if (country != NULL) {
        memcpy(out->country, country->code, 2);
        out->country_name = dl_gazetteer_name(
            p->gazetteer, dl_gazetteer_place(p->gazetteer, country->place));
    }
    if (place->kind == DL_PLACE_ADMIN1) {
        out->admin1 = dl_gazetteer_name(p->gazetteer, place);
    } else if (place->admin1 != DL_NONE) {
        out->admin1 = dl_gazetteer_name(p->gazetteer,
                                        dl_gazetteer_place(p->gazetteer, place->admin1));
    }
}

/* "Trinidad" is enough of "La Santisima Trinidad", "Cali" of "Santiago de Cali". */
static bool part_of_name(dl_placing *p, dl_str called, dl_str name)
{
    const dl_str part = dl_gazetteer_key(p->arena, called);
    const dl_str whole = dl_gazetteer_key(p->arena, name);
    return part.size < whole.size &&
           ((dl_str_starts(whole, part) && whole.at[part.size] == ' ') ||
            (dl_str_ends(whole, part) && whole.at[whole.size - part.size - 1] == ' '));
}

/* "Ḩajjah" for "Hajjah": the same name in the signs of scholars, which news has not. */
static bool scholarly(dl_placing *p, dl_str called, dl_str name)
{
    bool signs = false;
    for (size_t i = 0; i < name.size; i++) {
        signs |= (unsigned char)name.at[i] >= 0xC4; /* beyond the letters of Latin-1 */
    }
    return signs && dl_str_equal(dl_gazetteer_key(p->arena, called),
                                 dl_gazetteer_key(p->arena, name));
}

/* Places go by the name the gazetteer knows to be English, or, where it knows none or a
 * longer one, by what the document calls them ("Patras", not "Pátrai"). */
static dl_str name_for(dl_placing *p, const dl_site *site, const dl_gaz_place *place)
{
    const dl_str known = dl_gazetteer_name(p->gazetteer, place);
    if (site->called.size == 0 || site->people ||
        (place->kind != DL_PLACE_CITY && (place->marks & DL_GAZ_MARK_ENGLISH) != 0)) {
        return known;
    }
    const bool english =
        (place->marks & DL_GAZ_MARK_ENGLISH) != 0 && !scholarly(p, site->called, known);
    return !english || part_of_name(p, site->called, known) ? site->called : known;
}

/* The seat of a region: the capital of a country, or the largest of its towns that the
 * text names; DL_NONE if it names none. */
static uint32_t seat_of(const dl_placing *p, uint32_t region)
{
    const dl_gaz_place *outer = dl_gazetteer_place(p->gazetteer, region);
    const dl_gaz_country *country = dl_gazetteer_country(p->gazetteer, outer);
    if (outer->kind == DL_PLACE_COUNTRY) {
        return country == NULL ? DL_NONE : country->capital;
    }
    uint32_t best = DL_NONE, people = 0;
    for (uint32_t i = 0; outer->kind == DL_PLACE_ADMIN1 && i < p->sites.count; i++) {
        const uint32_t at = p->sites.at[i].place;
        const dl_gaz_place *town =
            at == DL_NONE ? NULL : dl_gazetteer_place(p->gazetteer, at);
        if (town != NULL && town->kind == DL_PLACE_CITY && town->admin1 == region &&
            town->population > people) {
            best = at;
            people = town->population;
        }
    }
    return best;
}

/* What the document calls the place; "" if it never does in small letters. */
static dl_str called_of(const dl_placing *p, uint32_t place)
{
    for (uint32_t i = 0; i < p->sites.count; i++) {
        if (p->sites.at[i].place == place && p->sites.at[i].called.size > 0) {
            return p->sites.at[i].called;
        }
    }
    return (dl_str){"", 0};
}

/* What a building, works, bay or hill is, known or not. */
static uint8_t kind_of_facility(const dl_spot *s)
{
    return s->hint == DL_HINT_WATER  ? DL_PLACE_WATER
           : s->hint == DL_HINT_LAND ? DL_PLACE_REGION
                                     : DL_PLACE_FACILITY;
}

static void set_resolved(dl_placing *p, const dl_spot *s, const dl_site *site,
                         dl_place *out)
{
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, site->place);
    out->lat = place->lat;
    out->lon = place->lon;
    set_country(p, place, out);
    if (s->facility) { /* its town is known, it is not */
        out->kind = out->said;
        out->rule = out->kind == DL_PLACE_WATER    ? "place.water.town"
                    : out->kind == DL_PLACE_REGION ? "place.region.town"
                                                   : "place.facility.town";
        return;
    }
    out->name = name_for(p, site, place);
    out->geonames = place->geonames;
    out->kind = place->kind;
    out->rule = s->people ? people_rule(place) : rule_of(place->kind, site->why);
}

static bool emit(dl_placing *p, const dl_spot *s, dl_map *groups, dl_place *out)
{
    const dl_site own = p->sites.at[s->site];
    dl_site meant = own;
    if (s->seat && own.place != DL_NONE && seat_of(p, own.place) != DL_NONE) {
        meant.place = seat_of(p, own.place);
        meant.called = called_of(p, meant.place);
        meant.why = DL_WHY_KIND;
    }
    const dl_site *site = &meant;
    out->first = s->first;
    out->end = s->end;
    out->span = (dl_span){p->doc->tokens[s->first].span.start,
                          p->doc->tokens[s->end - 1].span.end};
    out->name = dl_str_cut(p->doc->text, out->span);
    out->role = s->role;
    out->kind = DL_PLACE_UNKNOWN;
    out->said = s->facility ? kind_of_facility(s) : DL_PLACE_UNKNOWN;
    out->rule = s->found;
    uint64_t same = (uint64_t)s->site << 32 | 0xFFFFFFFEu; /* unresolved: by its site */
    if (site->place != DL_NONE) {
        set_resolved(p, s, site, out);
        same = s->facility ? same : site->place;
    } else if (outer_of(p, site) != DL_NONE) {
        set_country(p, dl_gazetteer_place(p->gazetteer, outer_of(p, site)), out);
    }
    out->group = dl_map_add_id(groups, same, groups->count);
    return out->group != DL_NONE;
}

static bool write_out(dl_placing *p, dl_tags *out)
{
    dl_map groups;
    dl_map_init(&groups, p->arena);
    out->places = dl_arena_new_array(p->arena, p->spots.count, dl_place);
    out->place_count = 0;
    out->dateline_place = DL_NONE;
    if (out->places == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->spots.count; i++) {
        const dl_spot *spot = &p->spots.at[i];
        const dl_site *site = &p->sites.at[spot->site];
        if (spot->hidden ||
            (spot->weak && site->place == DL_NONE && site->tie == DL_TIE_NONE)) {
            continue;
        }
        if (!emit(p, &p->spots.at[i], &groups, &out->places[out->place_count])) {
            return false;
        }
        if (p->spots.at[i].role == DL_PLACE_DATELINE && out->dateline_place == DL_NONE) {
            out->dateline_place = out->place_count;
        }
        out->place_count++;
    }
    return true;
}

dl_status dl_tag_places(const dl_gazetteer *gazetteer, const dl_doc *doc,
                        const dl_article *article, dl_arena *arena, dl_tags *out,
                        dl_error *err)
{
    dl_placing placing = {
        .gazetteer = gazetteer, .doc = doc, .article = article, .arena = arena};
    out->places = NULL;
    out->place_count = 0;
    out->dateline_place = DL_NONE;
    dl_place_read_home(&placing);
    if (!dl_place_read_words(&placing) || !dl_place_find(&placing) ||
        !dl_place_tie(&placing) || !dl_place_pick(&placing) ||
        !write_out(&placing, out)) {
        return dl_fail_memory(err);
    }
    return DL_OK;
}
