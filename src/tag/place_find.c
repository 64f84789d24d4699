/* place_find.c - which words name places.
 *
 * The model's names come first, each corrected by the gazetteer: its ends are moved to
 * the longest name the gazetteer knows there. Then names the model gave another type or
 * missed: they need evidence - the same name taken as a place elsewhere in the document,
 * a preposition that takes places, a neighbour that is one, or a size that leaves little
 * doubt. A name that ends a person's name in the document is that person.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <string.h>

/* A town of this size needs no more evidence than capitals. */
#define SURE_PEOPLE 100000u
#define BIG_PEOPLE 500000u /* and of this size stays a place beside a person so named */

/* ---- adding spots ---- */

dl_spot *dl_place_add(dl_placing *p, uint32_t first, uint32_t end, dl_str key,
                      const dl_gazetteer_entry *entry, const char *found)
{
    for (uint32_t t = first; t < end; t++) {
        if (p->cover[t] != DL_NONE) {
            return NULL;
        }
    }
    dl_spot *spot = dl_vec_push(&p->spots, p->arena);
    if (spot == NULL) {
        return NULL;
    }
    *spot = (dl_spot){.first = first,
                      .end = end,
                      .key = key,
                      .to = DL_NONE,
                      .site = DL_NONE,
                      .found = found};
    if (entry != NULL) {
        spot->entry = *entry;
    }
    for (uint32_t t = first; t < end; t++) {
        p->cover[t] = p->spots.count - 1;
    }
    return spot;
}

/* A name the gazetteer has not so spelled: by the sound of it. */
void dl_place_sound_out(dl_placing *p, dl_spot *spot)
{
    dl_gazetteer_entry entry;
    if (spot == NULL || spot->entry.count > 0 || spot->key.size == 0) {
        return;
    }
    const dl_str loose = dl_gazetteer_loose_key(p->arena, spot->key);
    if (loose.size > 0 && dl_gazetteer_find(p->gazetteer, loose, &entry) &&
        entry.count > 0) {
        spot->entry = entry;
        spot->loose = true;
    }
}

/* ---- the model's places ---- */

/* Leaves out "the" before and possessives, blanks and points after. */
/* "Near Osk, ...": a preposition that begins a sentence is no part of the name behind it,
 * unless the two are one ("Near East"). */
static bool loose_preposition(const dl_placing *p, uint32_t first, uint32_t end)
{
    const bool begins = first == 0 || p->doc->tokens[first].sent_start ||
                        p->doc->tokens[first - 1].is_space || !p->words[first - 1].word;
    if (!begins || end - first < 2 || !p->words[first + 1].capital ||
        (p->words[first].words & DL_GAZ_WORD_LOCATIVE) == 0) {
        return false;
    }
    dl_gazetteer_entry entry;
    dl_str key;
    return !dl_place_look_up((dl_placing *)p, first, first + 2, &key, &entry);
}

void dl_place_trim(const dl_placing *p, uint32_t *first, uint32_t *end)
{
    while (*first < *end && (p->doc->tokens[*first].is_space || !p->words[*first].word ||
                             (dl_place_is(p, *first, "the") && *end - *first > 1) ||
                             loose_preposition(p, *first, *end))) {
        (*first)++;
    }
    while (*first < *end &&
           (p->doc->tokens[*end - 1].is_space || dl_place_is(p, *end - 1, "'s") ||
            dl_place_is(p, *end - 1, "’s") || dl_place_is(p, *end - 1, "'") ||
            dl_place_is(p, *end - 1, "’") || !p->words[*end - 1].word)) {
        (*end)--;
    }
}

#define AROUND 3u /* tokens before a model's name where a longer name may start */

/* A name of the gazetteer that holds tokens [first, end) and more: the model cut it. */
static bool wider_run(dl_placing *p, uint32_t first, uint32_t end, uint32_t *start,
                      dl_run *out)
{
    const uint32_t from = first > AROUND ? first - AROUND : 0;
    const uint32_t most = end + DL_GAZETTEER_WORDS_MOST < p->doc->token_count
                              ? end + DL_GAZETTEER_WORDS_MOST
                              : p->doc->token_count;
    for (uint32_t s = from; s <= first; s++) {
        dl_run run;
        if (p->cover[s] != DL_NONE || !dl_place_starts(p, s) ||
            !dl_place_longest(p, s, most, &run)) {
            continue;
        }
        const bool article =
            dl_place_is(p, s, "the") && s + 1 == first; /* "The Philippines" */
        const bool wider = run.end >= end && run.end - s > end - first && !article;
        if (wider &&
            (run.end == end || p->doc->tokens[run.end - 1].entity == DL_NONE ||
             p->doc->tokens[run.end - 1].entity == p->doc->tokens[first].entity ||
             (run.entry.flags & DL_GAZ_NAME_LISTED) != 0)) {
            *start = s;
            *out = run;
            return true;
        }
    }
    return false;
}

static bool forbidden(const dl_placing *p, uint32_t first, uint32_t end)
{
    dl_gazetteer_entry entry;
    dl_str key;
    return dl_place_look_up((dl_placing *)p, first, end, &key, &entry) &&
           (entry.words & DL_GAZ_WORD_NOT) != 0;
}

#define TOWN_TOO 50000u /* inhabitants of a town that is called as a people are */

/* "from Norman", "Edmond and Norman": a town by its place in the sentence. */
static bool town_too(const dl_placing *p, uint32_t token, const dl_gazetteer_entry *entry)
{
    const dl_token *t = &p->doc->tokens[token];
    if (strcmp(t->tag, "NNP") != 0 ||
        (strcmp(t->dep, "pobj") != 0 && strcmp(t->dep, "conj") != 0)) {
        return false;
    }
    for (uint32_t i = 0; i < entry->count; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry->at[i]);
        if (entry->at[i] >> DL_GAZ_BEAR_SHIFT == DL_GAZ_BEAR_MAIN &&
            place->kind == DL_PLACE_CITY && place->population >= TOWN_TOO) {
            return true;
        }
    }
    return false;
}

/* "Canadian" is a word for people before it is a town in Texas. */
bool dl_place_is_people(dl_placing *p, uint32_t first, uint32_t end)
{
    dl_gazetteer_entry entry;
    dl_str key;
    return dl_place_look_up(p, first, end, &key, &entry) &&
           dl_place_bears(&entry, DL_GAZ_BEAR_PEOPLE) && !town_too(p, end - 1, &entry);
}

bool dl_place_sane(const dl_placing *p, uint32_t first, uint32_t end)
{
    if (!dl_place_starts(p, first) || end - first > 6) {
        return false;
    }
    for (uint32_t t = first; t < end; t++) {
        const dl_str text = dl_str_cut(p->doc->text, p->doc->tokens[t].span);
        for (size_t i = 0; i < text.size; i++) {
            if ((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '@' ||
                text.at[i] == '/') {
                return false;
            }
        }
    }
    return true;
}

/* "northern Iraq": the place is Iraq. Leaves out words in small letters at both ends. */
void dl_place_trim_small(const dl_placing *p, uint32_t *first, uint32_t *end)
{
    while (*first + 1 < *end && !dl_place_starts(p, *first)) {
        (*first)++;
    }
    while (*first + 1 < *end && !p->words[*end - 1].capital) {
        (*end)--;
    }
}

/* ---- the model's places ---- */

/* Names of the gazetteer inside tokens the model took as one. */
static uint32_t split_places(dl_placing *p, uint32_t first, uint32_t end)
{
    uint32_t added = 0;
    for (uint32_t t = first; t < end;) {
        dl_run run;
        if (!dl_place_starts(p, t) || !dl_place_longest(p, t, end, &run)) {
            t++;
            continue;
        }
        const bool common =
            run.end == t + 1 &&
            (run.entry.words & (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_DIRECTION)) != 0;
        if (!common &&
            dl_place_add(p, t, run.end, run.key, &run.entry, "place.split") != NULL) {
            added++;
        }
        t = run.end;
    }
    return added;
}

static bool has_break(const dl_placing *p, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        if (dl_place_is(p, t, ",") || dl_place_is(p, t, "and") ||
            dl_place_is(p, t, "/") || dl_place_is(p, t, "(") || dl_place_is(p, t, "or") ||
            dl_place_is(p, t, "–") || dl_place_is(p, t, "'s") ||
            dl_place_is(p, t, "’s") || p->doc->tokens[t].is_space) {
            return true;
        }
    }
    return false;
}

static bool names_state(const dl_placing *p, const dl_gazetteer_entry *entry)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry->at[i]);
        if (place->kind == DL_PLACE_ADMIN1 && (place->marks & DL_GAZ_MARK_LISTED) != 0 &&
            entry->at[i] >> DL_GAZ_BEAR_SHIFT == DL_GAZ_BEAR_MAIN) {
            return true;
        }
    }
    return false;
}

/* A capitalised direction before a known name ("East Mosul"): printed whole, looked up
 * without. */
static bool add_directed(dl_placing *p, uint32_t first, uint32_t end)
{
    dl_run run;
    uint32_t inner = first;
    while (inner < end && ((dl_place_words(p, inner) & DL_GAZ_WORD_DIRECTION) != 0 ||
                           dl_place_is(p, inner, "-"))) {
        inner++;
    }
    if (inner == first || inner == end || !dl_place_longest(p, inner, end, &run) ||
        run.end != end) {
        return false;
    }
    dl_spot *spot = dl_place_add(p, first, end, run.key, &run.entry, "place.directed");
    if (spot != NULL && dl_str_ends(p->doc->tokens[first].lower, DL_STR("ern")) &&
        names_state(p, &run.entry)) {
        spot->hint = DL_HINT_ADMIN; /* "Western Washington" is no part of a town */
    }
    return spot != NULL;
}

static bool ends_in(const dl_placing *p, uint32_t end, uint32_t words)
{
    return end > 0 && (dl_place_words(p, end - 1) & words) != 0;
}

/* The place in a building's name must be known by that name, or told of elsewhere. */
static bool places_facility(const dl_placing *p, const dl_known *known, uint32_t first,
                            const dl_run *run)
{
    const bool common =
        run->end == first + 1 && (run->entry.words & DL_GAZ_WORD_COMMON) != 0;
    const double points = dl_place_profile(known, run->key);
    return (points >= UNKNOWN_POINTS ||
            (dl_place_well_known(p, &run->entry, SURE_PEOPLE) &&
             dl_place_bears(&run->entry, DL_GAZ_BEAR_MAIN))) &&
           !(common && points < 2 * UNKNOWN_POINTS);
}

/* A building or works, a bay or hill: known itself, or by the place in its name. */
static void add_facility(dl_placing *p, const dl_known *known, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end;
    while (first < end &&
           (p->doc->tokens[first].is_space || dl_place_is(p, first, "the"))) {
        first++;
    }
    while (end > first &&
           (p->doc->tokens[end - 1].is_space || dl_place_is(p, end - 1, "'s") ||
            dl_place_is(p, end - 1, "’s"))) {
        end--;
    }
    while (first < end && !dl_place_starts(p, first)) {
        first++;
    }
    if (first >= end) {
        return;
    }
    const dl_str key = dl_place_key(p, first, end);
    dl_gazetteer_entry entry;
    if (dl_gazetteer_find(p->gazetteer, key, &entry) && dl_place_borne(&entry)) {
        const bool common = end == first + 1 && (entry.words & DL_GAZ_WORD_COMMON) != 0;
        if ((entry.words & DL_GAZ_WORD_NOT) != 0) {
            return; /* "the Pentagon" */
        }
        if (!common || dl_place_profile(known, key) >= MODEL_POINTS) {
            dl_place_add(p, first, end, key, &entry, "place.model");
        }
        return;
    }
    const bool numbered = end > first + 1 && !p->words[end - 1].word; /* "Highway 4" */
    const uint32_t last = numbered ? end - 1 : end;
    if (!ends_in(p, last, DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_WATER | DL_GAZ_WORD_LAND) ||
        (last == first + 1 && !numbered)) {
        return;
    }
    dl_run run;
    const bool inside =
        !ends_in(p, last, DL_GAZ_WORD_STREET) && dl_place_longest(p, first, last - 1, &run) &&
        places_facility(p, known, first, &run);
    dl_spot *spot = dl_place_add(p, first, end, inside ? run.key : key,
                                 inside ? &run.entry : NULL, "place.facility.unknown");
    if (spot != NULL) {
        spot->facility = true;
        spot->hint = ends_in(p, last, DL_GAZ_WORD_FACILITY) ? DL_HINT_FACILITY
                     : ends_in(p, last, DL_GAZ_WORD_WATER)  ? DL_HINT_WATER
                                                            : DL_HINT_LAND;
    }
}

/* The model calls it a place, and the gazetteer knows one of the name; but the word is
 * an everyday one or a given name, or stands in a line of capitals, or nothing around
 * speaks of a place. */
static bool doubtful(dl_placing *p, const dl_known *known, uint32_t first, uint32_t end,
                     dl_str key, const dl_gazetteer_entry *entry)
{
    const bool given = (entry->words & DL_GAZ_WORD_GIVEN) != 0 &&
                       !dl_place_well_known(p, entry, SURE_PEOPLE);
    const bool common =
        end == first + 1 &&
        ((entry->words & (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_DIRECTION)) != 0 || given);
    const double points = dl_place_profile(known, key);
    if (common && points < MODEL_POINTS + 1.0) {
        return true;
    }
    if (p->words[first].shouted) {
        const dl_run run = {end, key, *entry};
        return !dl_place_shouted_fits(p, known, first, &run, true);
    }
    return points < 0 || dl_place_person_before(p, first);
}

/* "the Gulf" is listed so, "Gulf" means others. */
static void with_article(dl_placing *p, dl_spot *spot)
{
    dl_gazetteer_entry entry;
    if (spot->first == 0 || !dl_place_is(p, spot->first - 1, "the")) {
        return;
    }
    const dl_str key = dl_place_key(p, spot->first - 1, spot->end);
    if (dl_gazetteer_find(p->gazetteer, key, &entry) &&
        (entry.flags & DL_GAZ_NAME_LISTED) != 0) {
        spot->key = key;
        spot->entry = entry;
    }
}

/* "Lamu County" where the gazetteer has "Lamu": printed whole, looked up without. */
static bool add_administered(dl_placing *p, uint32_t first, uint32_t end)
{
    dl_run run;
    const uint32_t last = end - 1;
    if (end < first + 2 || (dl_place_words(p, last) & DL_GAZ_WORD_ADMIN) == 0 ||
        !dl_place_longest(p, first, last, &run) || run.end != last ||
        (run.entry.words & DL_GAZ_WORD_DIRECTION) != 0) {
        return false;
    }
    dl_spot *spot =
        dl_place_add(p, first, end, run.key, &run.entry, "place.administered");
    if (spot != NULL) {
        spot->hint = DL_HINT_ADMIN;
    }
    return spot != NULL;
}

/* "Yoshi Yamato", where the model took only "Yoshi" for a person. */
static bool ends_person(const dl_placing *p, uint32_t first)
{
    const uint32_t before = first > 0 ? p->doc->tokens[first - 1].entity : DL_NONE;
    return before != DL_NONE && dl_entity_is(&p->doc->entities[before], "PERSON") &&
           p->doc->entities[before].end == first && p->words[first - 1].capital &&
           !p->doc->tokens[first].sent_start && !p->words[first].titled;
}

/* "Rhode Island Ave.", "Oakland Street": a street, not what it is called after; but "Texas
 * Highway 35" is in Texas. */
static bool add_street(dl_placing *p, uint32_t first, uint32_t end)
{
    if (end >= p->doc->token_count || !p->words[end].capital || p->words[end].shouted ||
        p->words[end].titled || (p->words[end].words & DL_GAZ_WORD_STREET) == 0 ||
        p->cover[end] != DL_NONE ||
        (end + 1 < p->doc->token_count && !p->words[end + 1].word &&
         !p->doc->tokens[end + 1].is_space && !dl_place_is(p, end + 1, ",") &&
         !dl_place_is(p, end + 1, "."))) {
        return false;
    }
    dl_spot *spot = dl_place_add(p, first, end + 1, dl_place_key(p, first, end + 1), NULL,
                                 "place.facility.unknown");
    if (spot != NULL) {
        spot->facility = true;
        spot->hint = DL_HINT_FACILITY;
    }
    return spot != NULL;
}

/* "Congress St., NE": a quarter of the town, not Nebraska. */
static bool behind_street(const dl_placing *p, uint32_t first)
{
    return first > 1 && dl_place_is(p, first - 1, ",") && p->words[first - 2].capital &&
           (p->words[first - 2].words & DL_GAZ_WORD_STREET) != 0;
}

static void add_model_place(dl_placing *p, const dl_known *known, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end, start = 0;
    dl_place_trim(p, &first, &end);
    dl_place_trim_small(p, &first, &end);
    if (first >= end || !dl_place_starts(p, first) || ends_person(p, first) ||
        add_street(p, first, end) ||
        (forbidden(p, first, end) && !dl_place_region_behind(p, end))) {
        return;
    }
    if (dl_place_is_people(p, first, end) && !dl_place_region_behind(p, end)) {
        return; /* find_people takes it */
    }
    dl_run run;
    if (wider_run(p, first, end, &start, &run)) {
        dl_place_add(p, start, run.end, run.key, &run.entry, "place.model.wider");
        return;
    }
    const dl_str key = dl_place_key(p, first, end);
    dl_gazetteer_entry entry = {0};
    if (key.size > 0 && dl_gazetteer_find(p->gazetteer, key, &entry) &&
        dl_place_case_fits(p, first, end, &entry)) {
        const bool brief =
            first > 0 &&
            (dl_place_is(p, first - 1, ",") || dl_place_is(p, first - 1, "(")) &&
            dl_place_bears(&entry, DL_GAZ_BEAR_SHORT);
        if (brief && behind_street(p, first)) {
            return;
        }
        if (!brief && dl_place_borne(&entry) &&
            doubtful(p, known, first, end, key, &entry)) {
            return;
        }
        if (dl_place_borne(&entry) || brief) {
            dl_spot *spot = dl_place_add(p, first, end, key, &entry, "place.model");
            if (spot != NULL) {
                spot->brief = brief;
                with_article(p, spot);
            }
            return;
        }
    }
    if (add_administered(p, first, end) || add_directed(p, first, end)) {
        return;
    }
    if ((has_break(p, first, end) || p->words[first].titled) &&
        split_places(p, first, end) > 0) {
        return;
    }
    if (end > first + 1 &&
        ends_in(p, end, DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_WATER | DL_GAZ_WORD_LAND)) {
        add_facility(p, known, e);
        return;
    }
    const bool everyday =
        end == first + 1 && p->words[first].shouted &&
        (p->words[first].words & (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_TITLE)) != 0;
    if (!everyday && dl_place_sane(p, first, end) &&
        (dl_place_proof(p, first, end) >= UNKNOWN_POINTS ||
         dl_place_profile(known, key) >= UNKNOWN_POINTS)) {
        dl_place_sound_out(p,
                           dl_place_add(p, first, end, key, NULL, "place.model.unknown"));
    }
}

/* ---- all of it ---- */

#define STATE_POINTS 1.0 /* of the words around all mentions of a state's name */

/* A name by itself that is a person's in this document: "Harden" after "Maya Harden". */
static bool is_surname(dl_placing *p, const dl_known *known, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end;
    dl_place_trim(p, &first, &end);
    if (end != first + 1 ||
        dl_map_find(&known->surnames, p->words[first].key) == DL_NONE) {
        return false;
    }
    const dl_gazetteer_entry *entry = dl_place_entry(p, first);
    if (entry != NULL && (entry->flags & DL_GAZ_NAME_LISTED) != 0) {
        /* a state: the model tells them apart, unless nothing speaks for it anywhere */
        return dl_place_person_before(p, first) ||
               (dl_map_find(&known->surnames, p->words[first].key) == DL_SURNAME_SURE &&
                dl_place_told(known, p->words[first].key) < STATE_POINTS);
    }
    return dl_place_proof(p, first, end) < 1.5 ||
           entry == NULL || !dl_place_well_known(p, entry, BIG_PEOPLE);
}

/* "HMS Ocean", "USS Vermont" */
static bool is_ship(const dl_placing *p, const dl_entity *e)
{
    return e->end > e->first + 1 && (dl_place_words(p, e->first) & DL_GAZ_WORD_SHIP) != 0 &&
           p->words[e->first].capitals;
}

static bool find_model(dl_placing *p, const dl_known *known)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        if (dl_entity_is_place(e) && !is_surname(p, known, e) && !is_ship(p, e)) {
            add_model_place(p, known, e);
        }
    }
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        if (dl_entity_is(&p->doc->entities[i], "FAC") && !is_ship(p, &p->doc->entities[i])) {
            add_facility(p, known, &p->doc->entities[i]);
        }
    }
    return !dl_arena_failed(p->arena);
}

/* In order of place: the tokens know which spot covers them. */
static bool sort_spots(dl_placing *p)
{
    dl_spot *sorted = dl_arena_new_array(p->arena, p->spots.count, dl_spot);
    if (sorted == NULL) {
        return false;
    }
    uint32_t count = 0;
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        if (p->cover[t] == DL_NONE) {
            continue;
        }
        const dl_spot spot = p->spots.at[p->cover[t]];
        for (uint32_t i = spot.first; i < spot.end; i++) {
            p->cover[i] = count;
        }
        t = spot.end - 1;
        sorted[count++] = spot;
    }
    p->spots.at = sorted;
    p->spots.room = p->spots.count = count;
    return true;
}

bool dl_place_find(dl_placing *p)
{
    dl_known known = {.index = {0}};
    p->cover = dl_arena_new_array(p->arena, p->doc->token_count + 1, uint32_t);
    if (p->cover == NULL) {
        return false;
    }
    memset(p->cover, 0xFF, (p->doc->token_count + 1) * sizeof *p->cover);
    if (!dl_place_read_known(p, &known) || !find_model(p, &known) ||
        !dl_place_find_hidden(p, &known)) {
        return false;
    }
    dl_place_read_scene(p, &known);
    return dl_place_find_missed(p, &known) && dl_place_find_others(p) && sort_spots(p);
}
