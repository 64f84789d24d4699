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

#define SURE_PEOPLE 100000u /* a town of this size needs no more evidence than capitals */
#define TOLD_WORDS_MOST 5u  /* words of a name that only "the village of" tells */
#define HIDDEN_PEOPLE 20000u /* a town of this size in a body's name places the body */
#define BIG_PEOPLE 500000u  /* and of this size stays a place beside a person so named */

/* ---- adding spots ---- */

static dl_spot *add_spot(dl_placing *p, uint32_t first, uint32_t end, dl_str key,
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
    *spot = (dl_spot){.first = first, .end = end, .key = key, .to = DL_NONE, .site = DL_NONE,
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
static void sound_out(dl_placing *p, dl_spot *spot)
{
    dl_gazetteer_entry entry;
    if (spot == NULL || spot->entry.count > 0 || spot->key.size == 0) {
        return;
    }
    const dl_str loose = dl_gazetteer_loose_key(p->arena, spot->key);
    if (loose.size > 0 && dl_gazetteer_find(p->gazetteer, loose, &entry) && entry.count > 0) {
        spot->entry = entry;
        spot->loose = true;
    }
}

static bool is_type(const dl_entity *e, const char *type)
{
    return strcmp(e->type, type) == 0;
}

/* ---- the model's places ---- */

/* Leaves out "the" before and possessives, blanks and points after. */
static void trim(const dl_placing *p, uint32_t *first, uint32_t *end)
{
    while (*first < *end && (p->doc->tokens[*first].is_space || !p->words[*first].word ||
                             (dl_place_is(p, *first, "the") && *end - *first > 1))) {
        (*first)++;
    }
    while (*first < *end && (p->doc->tokens[*end - 1].is_space ||
                             dl_place_is(p, *end - 1, "'s") || dl_place_is(p, *end - 1, "’s") ||
                             dl_place_is(p, *end - 1, "'") || dl_place_is(p, *end - 1, "’") ||
                             !p->words[*end - 1].word)) {
        (*end)--;
    }
}

#define AROUND 3u /* tokens before a model's name where a longer name may start */

/* A name of the gazetteer that holds tokens [first, end) and more: the model cut it. */
static bool wider_run(dl_placing *p, uint32_t first, uint32_t end, uint32_t *start, dl_run *out)
{
    const uint32_t from = first > AROUND ? first - AROUND : 0;
    const uint32_t most = end + DL_GAZETTEER_WORDS_MOST < p->doc->token_count
                              ? end + DL_GAZETTEER_WORDS_MOST
                              : p->doc->token_count;
    for (uint32_t s = from; s <= first; s++) {
        dl_run run;
        if (p->cover[s] != DL_NONE || !dl_place_starts(p, s) || !dl_place_longest(p, s, most, &run)) {
            continue;
        }
        const bool article = dl_place_is(p, s, "the") && s + 1 == first; /* "The Philippines" */
        const bool wider = run.end >= end && run.end - s > end - first && !article;
        if (wider && (run.end == end || p->doc->tokens[run.end - 1].entity == DL_NONE ||
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
    dl_placing *mutable = (dl_placing *)p;
    dl_gazetteer_entry entry;
    const dl_str key = dl_place_key(mutable, first, end);
    return key.size > 0 && dl_gazetteer_find(p->gazetteer, key, &entry) &&
           (entry.words & DL_GAZ_WORD_NOT) != 0;
}

/* "Canadian" is a word for people before it is a town in Texas. */
static bool people_word(dl_placing *p, uint32_t first, uint32_t end)
{
    dl_gazetteer_entry entry;
    const dl_str key = dl_place_key(p, first, end);
    return key.size > 0 && dl_gazetteer_find(p->gazetteer, key, &entry) &&
           dl_place_bears(&entry, DL_GAZ_BEAR_PEOPLE);
}

static bool sane_unknown(const dl_placing *p, uint32_t first, uint32_t end)
{
    if (!dl_place_starts(p, first) || end - first > 6) {
        return false;
    }
    for (uint32_t t = first; t < end; t++) {
        const dl_str text = dl_str_cut(p->doc->text, p->doc->tokens[t].span);
        for (size_t i = 0; i < text.size; i++) {
            if ((text.at[i] >= '0' && text.at[i] <= '9') || text.at[i] == '@' || text.at[i] == '/') {
                return false;
            }
        }
    }
    return true;
}

/* "northern Iraq": the place is Iraq. Leaves out words in small letters at both ends. */
static void trim_small(const dl_placing *p, uint32_t *first, uint32_t *end)
{
    while (*first + 1 < *end && !dl_place_starts(p, *first)) {
        (*first)++;
    }
    while (*first + 1 < *end && !p->words[*end - 1].capital) {
        (*end)--;
    }
}

/* ---- what the document says of each name ---- */

/* Last words of persons' names in the document. */
static bool read_surnames(const dl_placing *p, dl_map *surnames)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        if (!is_type(e, "PERSON")) {
            continue;
        }
        trim(p, &first, &end);
        const bool given = end > first + 1 && p->words[end - 2].capital &&
                           (dl_place_words(p, first) & (DL_GAZ_WORD_DIRECTION | DL_GAZ_WORD_TOWN |
                                                        DL_GAZ_WORD_LOCATIVE)) == 0 &&
                           strncmp(p->doc->tokens[first].tag, "NNP", 3) == 0;
        if (given && dl_map_add(surnames, p->words[end - 1].key, 1) == DL_NONE) {
            return false;
        }
    }
    return true;
}

/* All that speaks for a name, over its mentions. */
typedef struct dl_profile {
    double proof;      /* points, of words around */
    uint32_t mentions, model; /* mentions the model calls a place */
} dl_profile;

typedef struct dl_known {
    dl_map surnames;
    dl_map index; /* key -> profile */
    DL_VEC(dl_profile) profiles;
    bool *countries; /* by index: named in the document, itself or by its people */
} dl_known;

#define PROOF_MOST 4.0  /* of one mention */
#define MODEL_POINTS 2.0
#define MODEL_COUNTED 3u /* mentions the model calls a place that are counted */

static bool count_mention(dl_placing *p, dl_known *known, dl_str key, double proof, bool model)
{
    if (key.size == 0) {
        return true;
    }
    uint32_t at = dl_map_add(&known->index, key, known->profiles.count);
    if (at == DL_NONE) {
        return false;
    }
    if (at == known->profiles.count && dl_vec_push(&known->profiles, p->arena) == NULL) {
        return false;
    }
    dl_profile *profile = &known->profiles.at[at];
    proof = proof > PROOF_MOST ? PROOF_MOST : proof < -PROOF_MOST ? -PROOF_MOST : proof;
    profile->proof += proof;
    profile->mentions++;
    profile->model += model;
    return true;
}

static double profile_of(const dl_known *known, dl_str key)
{
    const uint32_t at = dl_map_find(&known->index, key);
    if (at == DL_NONE) {
        return 0;
    }
    const dl_profile *profile = &known->profiles.at[at];
    const uint32_t model = profile->model < MODEL_COUNTED ? profile->model : MODEL_COUNTED;
    return profile->proof + MODEL_POINTS * model;
}

/* The entity at [first, end) when the tokens are all of it; *part is set when they are
 * only a part of one. */
static const dl_entity *whole_entity(const dl_placing *p, uint32_t first, uint32_t end, bool *part)
{
    *part = false;
    const dl_entity *whole = NULL;
    for (uint32_t t = first; t < end; t++) {
        if (p->doc->tokens[t].entity == DL_NONE) {
            continue;
        }
        const dl_entity *e = &p->doc->entities[p->doc->tokens[t].entity];
        uint32_t from = e->first, to = e->end;
        trim(p, &from, &to);
        if (from < first || to > end) {
            *part = true;
            return NULL;
        }
        whole = e;
    }
    return whole;
}

static bool model_place(const dl_entity *e)
{
    return e != NULL && (is_type(e, "GPE") || is_type(e, "LOC"));
}

/* "Moscow, Idaho - The university": the model ran on over the dash. */
static bool region_of_dateline(const dl_placing *p, uint32_t token, const dl_run *run)
{
    const uint32_t behind = run->end;
    return token > 1 && dl_place_is(p, token - 1, ",") && p->words[token - 2].capital &&
           (dl_place_is(p, behind, "-") || dl_place_is(p, behind, "–") || dl_place_is(p, behind, "—") ||
            dl_place_is(p, behind, "--") || dl_place_is(p, behind, ","));
}

/* The run at `token` that may be a place's name, or false. */
static bool free_run(dl_placing *p, uint32_t token, dl_run *run, const dl_entity **e)
{
    bool part;
    *e = NULL;
    if (p->cover[token] != DL_NONE || !dl_place_starts(p, token) || dl_place_is(p, token, "the") ||
        people_word(p, token, token + 1) ||
        !dl_place_longest(p, token, p->doc->token_count, run)) {
        return false;
    }
    *e = whole_entity(p, token, run->end, &part);
    return !part || region_of_dateline(p, token, run);
}

static bool read_profiles(dl_placing *p, dl_known *known)
{
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        dl_run run;
        const dl_entity *e;
        if (free_run(p, t, &run, &e)) {
            if (!count_mention(p, known, run.key, dl_place_proof(p, t, run.end), model_place(e))) {
                return false;
            }
            t = run.end - 1;
        }
    }
    for (uint32_t i = 0; i < p->doc->entity_count; i++) { /* names the gazetteer has not */
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        trim(p, &first, &end);
        trim_small(p, &first, &end);
        const dl_str key = dl_place_key(p, first, end);
        if (first < end && model_place(e) && dl_map_find(&known->index, key) == DL_NONE &&
            !count_mention(p, known, key, dl_place_proof(p, first, end), false)) {
            return false;
        }
    }
    return true;
}

/* ---- names the model gave another type, or missed ---- */

static bool name_continues(const dl_placing *p, uint32_t first, uint32_t end)
{
    const bool behind = end < p->doc->token_count && p->words[end].capital &&
                        !p->words[end].shouted && !p->doc->tokens[end].sent_start &&
                        (dl_place_words(p, end) & (DL_GAZ_WORD_ADMIN | DL_GAZ_WORD_TITLE)) == 0;
    const bool before = first > 0 && p->words[first - 1].capital && !p->words[first - 1].shouted &&
                        !p->doc->tokens[first].sent_start &&
                        !p->doc->tokens[first - 1].sent_start &&
                        (dl_place_words(p, first - 1) & (DL_GAZ_WORD_DIRECTION | DL_GAZ_WORD_LOCATIVE)) == 0 &&
                        !dl_place_is(p, first - 1, "the");
    return behind || before;
}

static bool other_type(const dl_entity *e)
{
    static const char *const never[] = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY",
                                        "ORDINAL", "CARDINAL", "LANGUAGE"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        if (is_type(e, never[i])) {
            return true;
        }
    }
    return false;
}

/* Points a name needs before it is taken for a place. */
static double needed(const dl_placing *p, const dl_known *known, uint32_t first, const dl_run *run,
                     const dl_entity *e)
{
    const bool single = run->end == first + 1;
    const bool big = dl_place_well_known(p, &run->entry, SURE_PEOPLE);
    double need = big ? 1.0 : 1.75;
    if ((run->entry.flags & DL_GAZ_NAME_LISTED) != 0) {
        need = 0.0;
    }
    if (single && (run->entry.words & (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_NOT)) != 0) {
        need = 3.5;
    } else if (!single) {
        need -= 0.5;
    }
    if (single && dl_map_find(&known->surnames, p->words[first].key) != DL_NONE) {
        need += 4.0;
    }
    if (e != NULL && !model_place(e)) {
        const bool given = single && (run->entry.words & DL_GAZ_WORD_GIVEN) != 0;
        need += is_type(e, "PERSON") && given ? 1.5 : 0.25;
    }
    return need;
}

#define SCENE_PEOPLE 10000u /* a town of this size in a country the text names ... */
#define SCENE_POINTS 0.75   /* ... needs so much less */

/* A town of a country the document names. */
static bool on_the_scene(const dl_placing *p, const dl_known *known, const dl_gazetteer_entry *entry)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry->at[i]);
        if (entry->at[i] >> DL_GAZ_BEAR_SHIFT <= DL_GAZ_BEAR_OTHER && place->population >= SCENE_PEOPLE &&
            place->country != DL_GAZ_NO_COUNTRY && known->countries[place->country]) {
            return true;
        }
    }
    return false;
}

#define OWN_LEAST -1.0 /* points of the mention itself, whatever the others say */

static bool is_place(dl_placing *p, const dl_known *known, uint32_t first, const dl_run *run,
                     const dl_entity *e)
{
    if (e != NULL && other_type(e)) {
        return false;
    }
    const double own = dl_place_proof(p, first, run->end);
    const bool region = dl_place_region_behind(p, run->end);
    const bool single = run->end == first + 1;
    const bool common = single && (run->entry.words & (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_NOT)) != 0;
    if (dl_place_person_before(p, first) || own < OWN_LEAST ||
        (e == NULL && !region && !p->words[first].titled && name_continues(p, first, run->end)) ||
        (common && !region && own < 2)) {
        return false;
    }
    const bool proper = strncmp(p->doc->tokens[run->end - 1].tag, "NNP", 3) == 0 || e != NULL ||
                        p->words[first].shouted;
    double known_points = profile_of(known, run->key);
    if (!common && (e == NULL || !is_type(e, "PERSON")) && on_the_scene(p, known, &run->entry)) {
        known_points += SCENE_POINTS;
    }
    return known_points >= needed(p, known, first, run, e) + (proper ? 0 : 1);
}

/* Countries the document names so far. */
static bool read_scene(dl_placing *p, dl_known *known)
{
    known->countries = dl_arena_new_array(p->arena, dl_gazetteer_countries(p->gazetteer) + 1, bool);
    if (known->countries == NULL) {
        return false;
    }
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        dl_gazetteer_entry entry = {0};
        if (p->cover[t] != DL_NONE) {
            entry = p->spots.at[p->cover[t]].entry;
        } else if (p->words[t].capital) {
            dl_gazetteer_find(p->gazetteer, p->words[t].key, &entry);
            entry.count = dl_place_bears(&entry, DL_GAZ_BEAR_PEOPLE) ? entry.count : 0;
        }
        if (entry.count > 0) {
            const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry.at[0]);
            const bool state = place->kind == DL_PLACE_COUNTRY ||
                               (place->kind == DL_PLACE_ADMIN1 && (place->marks & DL_GAZ_MARK_LISTED) != 0);
            if (state && place->country != DL_GAZ_NO_COUNTRY) {
                known->countries[place->country] = true;
            }
        }
    }
    return true;
}

static bool find_missed(dl_placing *p, const dl_known *known)
{
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        dl_run run;
        const dl_entity *e;
        if (free_run(p, t, &run, &e) && is_place(p, known, t, &run, e) &&
            add_spot(p, t, run.end, run.key, &run.entry, "place.gazetteer") != NULL) {
            t = run.end - 1;
        }
    }
    return !dl_arena_failed(p->arena);
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
        const bool common = run.end == t + 1 &&
                            (run.entry.words & (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_DIRECTION)) != 0;
        if (!common && add_spot(p, t, run.end, run.key, &run.entry, "place.split") != NULL) {
            added++;
        }
        t = run.end;
    }
    return added;
}

static bool has_break(const dl_placing *p, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        if (dl_place_is(p, t, ",") || dl_place_is(p, t, "and") || dl_place_is(p, t, "/") ||
            dl_place_is(p, t, "(") || dl_place_is(p, t, "or") || dl_place_is(p, t, "–") ||
            dl_place_is(p, t, "'s") || dl_place_is(p, t, "’s") || p->doc->tokens[t].is_space) {
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
    if (inner == first || inner == end || !dl_place_longest(p, inner, end, &run) || run.end != end) {
        return false;
    }
    return add_spot(p, first, end, run.key, &run.entry, "place.directed") != NULL;
}


#define UNKNOWN_POINTS 1.5 /* a name the gazetteer has not needs a sign beside the model's word */

static bool ends_in(const dl_placing *p, uint32_t end, uint32_t words)
{
    return end > 0 && (dl_place_words(p, end - 1) & words) != 0;
}

/* A building or works, a bay or hill: known itself, or by the place in its name. */
static void add_facility(dl_placing *p, const dl_known *known, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end;
    while (first < end && (p->doc->tokens[first].is_space || dl_place_is(p, first, "the"))) {
        first++;
    }
    while (end > first && (p->doc->tokens[end - 1].is_space || dl_place_is(p, end - 1, "'s") ||
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
        add_spot(p, first, end, key, &entry, "place.model");
        return;
    }
    const bool numbered = end > first + 1 && !p->words[end - 1].word; /* "Highway 4" */
    const uint32_t last = numbered ? end - 1 : end;
    if (!ends_in(p, last, DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_WATER | DL_GAZ_WORD_LAND) ||
        (last == first + 1 && !numbered)) {
        return;
    }
    dl_run run;
    const bool inside = dl_place_longest(p, first, last - 1, &run) &&
                        (dl_place_well_known(p, &run.entry, SURE_PEOPLE) ||
                         profile_of(known, run.key) >= UNKNOWN_POINTS) &&
                        !(run.end == first + 1 && (run.entry.words & DL_GAZ_WORD_COMMON) != 0 &&
                          profile_of(known, run.key) < 2 * UNKNOWN_POINTS);
    dl_spot *spot = add_spot(p, first, end, inside ? run.key : key, inside ? &run.entry : NULL,
                             "place.facility.unknown");
    if (spot != NULL) {
        spot->facility = true;
        spot->hint = ends_in(p, last, DL_GAZ_WORD_FACILITY) ? DL_HINT_FACILITY
                     : ends_in(p, last, DL_GAZ_WORD_WATER)  ? DL_HINT_WATER
                                                            : DL_HINT_LAND;
    }
}

/* The model calls it a place, and the gazetteer knows one of the name; but the word is
 * an everyday one, or stands in a line of capitals, or nothing around speaks of a place. */
static bool doubtful(dl_placing *p, const dl_known *known, uint32_t first, uint32_t end, dl_str key,
                     const dl_gazetteer_entry *entry)
{
    const bool common = end == first + 1 && (entry->words & DL_GAZ_WORD_COMMON) != 0;
    const double points = profile_of(known, key);
    if (common && points < MODEL_POINTS + 1.0) {
        return true;
    }
    if (p->words[first].shouted) {
        return !dl_place_well_known(p, entry, SURE_PEOPLE) && points < MODEL_POINTS + 1.0;
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
    if (dl_gazetteer_find(p->gazetteer, key, &entry) && (entry.flags & DL_GAZ_NAME_LISTED) != 0) {
        spot->key = key;
        spot->entry = entry;
    }
}

static void add_model_place(dl_placing *p, const dl_known *known, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end, start = 0;
    trim(p, &first, &end);
    trim_small(p, &first, &end);
    if (first >= end || !dl_place_starts(p, first) ||
        (forbidden(p, first, end) && !dl_place_region_behind(p, end))) {
        return;
    }
    if (people_word(p, first, end) && !dl_place_region_behind(p, end)) {
        return; /* find_people takes it */
    }
    dl_run run;
    if (wider_run(p, first, end, &start, &run)) {
        add_spot(p, start, run.end, run.key, &run.entry, "place.model.wider");
        return;
    }
    const dl_str key = dl_place_key(p, first, end);
    dl_gazetteer_entry entry = {0};
    if (key.size > 0 && dl_gazetteer_find(p->gazetteer, key, &entry) &&
        dl_place_case_fits(p, first, end, &entry)) {
        const bool brief = first > 0 && (dl_place_is(p, first - 1, ",") ||
                                         dl_place_is(p, first - 1, "(")) &&
                           dl_place_bears(&entry, DL_GAZ_BEAR_SHORT);
        if (!brief && dl_place_borne(&entry) && doubtful(p, known, first, end, key, &entry)) {
            return;
        }
        if (dl_place_borne(&entry) || brief) {
            dl_spot *spot = add_spot(p, first, end, key, &entry, "place.model");
            if (spot != NULL) {
                spot->brief = brief;
                with_article(p, spot);
            }
            return;
        }
    }
    if (add_directed(p, first, end)) {
        return;
    }
    if ((has_break(p, first, end) || p->words[first].titled) && split_places(p, first, end) > 0) {
        return;
    }
    if (end > first + 1 && ends_in(p, end, DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_WATER | DL_GAZ_WORD_LAND)) {
        add_facility(p, known, e);
        return;
    }
    if (sane_unknown(p, first, end) && (dl_place_proof(p, first, end) >= UNKNOWN_POINTS ||
                                        profile_of(known, key) >= UNKNOWN_POINTS)) {
        sound_out(p, add_spot(p, first, end, key, NULL, "place.model.unknown"));
    }
}

/* Names the model gave another type and the gazetteer has not so spelled: "in Sheikh
 * Zuweid". */
static bool find_sounded(dl_placing *p)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        if (!is_type(e, "PERSON") && !is_type(e, "ORG") && !is_type(e, "NORP") && !is_type(e, "FAC")) {
            continue;
        }
        trim(p, &first, &end);
        if (first >= end || !dl_place_starts(p, first) || p->cover[first] != DL_NONE ||
            dl_place_proof(p, first, end) < 2.0 || !sane_unknown(p, first, end)) {
            continue;
        }
        dl_gazetteer_entry entry;
        const dl_str key = dl_place_key(p, first, end);
        const dl_str loose = dl_gazetteer_loose_key(p->arena, key);
        if (loose.size > 0 && !dl_gazetteer_find(p->gazetteer, key, &entry) &&
            dl_gazetteer_find(p->gazetteer, loose, &entry)) {
            sound_out(p, add_spot(p, first, end, key, NULL, "place.sounded"));
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- places in the names of bodies ---- */

/* "U.S. Department of Agriculture", "Queensland Police": a state acting, told as one. */
static bool of_state(const dl_placing *p, const dl_gazetteer_entry *entry)
{
    const uint8_t kind = dl_gazetteer_place(p->gazetteer, entry->at[0])->kind;
    return kind == DL_PLACE_COUNTRY ||
           (kind == DL_PLACE_ADMIN1 && (dl_gazetteer_place(p->gazetteer, entry->at[0])->marks & DL_GAZ_MARK_LISTED) != 0);
}

static bool has_office(const dl_placing *p, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        if (p->words[t].capital && (dl_place_words(p, t) & DL_GAZ_WORD_OFFICE) != 0) {
            return true;
        }
    }
    return false;
}

/* "Athens Police Department", "University of Georgia": the text is about there. */
static bool find_hidden(dl_placing *p, const dl_known *known)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        if (!is_type(e, "ORG")) {
            continue;
        }
        trim(p, &first, &end);
        for (uint32_t t = first; t < end; t++) {
            dl_run run;
            const bool may = t == first || dl_place_is(p, t - 1, "of") || dl_place_is(p, t - 1, "in");
            if (!may || p->cover[t] != DL_NONE || !dl_place_starts(p, t) ||
                !dl_place_longest(p, t, end, &run) || (t == first && run.end == end)) {
                continue;
            }
            const uint32_t poor = DL_GAZ_WORD_COMMON | DL_GAZ_WORD_NOT | DL_GAZ_WORD_GIVEN;
            if ((run.end == t + 1 && (run.entry.words & poor) != 0) ||
                (!dl_place_well_known(p, &run.entry, HIDDEN_PEOPLE) &&
                 profile_of(known, run.key) < UNKNOWN_POINTS)) {
                continue;
            }
            dl_spot *spot = add_spot(p, t, run.end, run.key, &run.entry, "place.body");
            if (spot != NULL) {
                spot->hidden = !(t == first && of_state(p, &run.entry) && has_office(p, run.end, end));
                spot->role = DL_PLACE_METONYM;
            }
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- names nobody knows, told by their kind ---- */

/* "the village of X", "the X district": a place even if model and gazetteer miss it. */
static bool find_told(dl_placing *p)
{
    for (uint32_t t = 2; t < p->doc->token_count; t++) {
        if (p->cover[t] != DL_NONE || !dl_place_starts(p, t) || p->words[t].shouted ||
            !dl_place_is(p, t - 1, "of") || p->words[t - 2].capital ||
            (dl_place_words(p, t - 2) & DL_GAZ_WORD_TOWN) == 0 ||
            (dl_place_words(p, t) & (DL_GAZ_WORD_NOT | DL_GAZ_WORD_TITLE)) != 0) {
            continue;
        }
        uint32_t end = t;
        while (end < p->doc->token_count && end < t + TOLD_WORDS_MOST && p->cover[end] == DL_NONE &&
               !p->doc->tokens[end].is_space &&
               (p->words[end].capital || dl_place_is(p, end, "-") || (end == t && dl_place_starts(p, t)))) {
            end++;
        }
        while (end > t && !p->words[end - 1].word) {
            end--;
        }
        if (end > t && sane_unknown(p, t, end)) {
            dl_gazetteer_entry entry;
            const dl_str key = dl_place_key(p, t, end);
            const bool known = key.size > 0 && dl_gazetteer_find(p->gazetteer, key, &entry) &&
                               dl_place_borne(&entry);
            sound_out(p, add_spot(p, t, end, key, known ? &entry : NULL, "place.told"));
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- people and adjectives ---- */

static bool find_people(dl_placing *p)
{
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        dl_gazetteer_entry entry;
        uint32_t end = t + 1;
        if (p->cover[t] != DL_NONE || !p->words[t].capital) {
            continue;
        }
        bool found = false;
        if (end < p->doc->token_count && p->words[end].capital) { /* "South Sudanese" */
            const dl_str two = dl_place_key(p, t, end + 1);
            found = dl_gazetteer_find(p->gazetteer, two, &entry) &&
                    dl_place_bears(&entry, DL_GAZ_BEAR_PEOPLE) && p->cover[end] == DL_NONE;
            end += found;
        }
        if (!found) {
            found = dl_gazetteer_find(p->gazetteer, p->words[t].key, &entry) &&
                    dl_place_bears(&entry, DL_GAZ_BEAR_PEOPLE);
        }
        const char *tag = p->doc->tokens[t].tag;
        const bool fits = strncmp(tag, "NNP", 3) == 0 || strcmp(tag, "JJ") == 0 ||
                          strcmp(tag, "NNS") == 0 || strcmp(tag, "NN") == 0;
        const dl_entity *e = p->doc->tokens[t].entity == DL_NONE
                                 ? NULL : &p->doc->entities[p->doc->tokens[t].entity];
        const bool in_person = e != NULL && is_type(e, "PERSON") && (e->end > end || e->first < t);
        if (!found || !fits || in_person) {
            continue;
        }
        dl_spot *spot = add_spot(p, t, end, dl_place_key(p, t, end), &entry, "place.people");
        if (spot != NULL) {
            spot->people = true;
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- short forms ---- */

/* "Boise, Idaho" is found by its name; "Austin, TX" and "Reno, Nev." by this. */
static bool find_brief(dl_placing *p)
{
    for (uint32_t t = 2; t < p->doc->token_count; t++) {
        dl_gazetteer_entry entry;
        if (p->cover[t] != DL_NONE || !p->words[t].capital || !dl_place_is(p, t - 1, ",") ||
            !p->words[t - 2].capital) {
            continue;
        }
        const dl_span span = p->doc->tokens[t].span;
        const bool pointed = p->doc->text.at[span.end - 1] == '.' || dl_place_is(p, t + 1, ".");
        if (!dl_gazetteer_find(p->gazetteer, p->words[t].key, &entry) ||
            !dl_place_bears(&entry, DL_GAZ_BEAR_SHORT) || (!pointed && !p->words[t].capitals) ||
            p->words[t].shouted) {
            continue;
        }
        uint32_t from = t - 2; /* the town before it, known or not */
        if (p->cover[from] == DL_NONE) {
            while (from > 0 && dl_place_starts(p, from - 1) && p->cover[from - 1] == DL_NONE &&
                   t - from < 4 && !p->doc->tokens[from].sent_start) {
                from--;
            }
            dl_run run;
            const bool known = dl_place_longest(p, from, t - 1, &run) && run.end == t - 1;
            add_spot(p, from, t - 1, known ? run.key : dl_place_key(p, from, t - 1),
                     known ? &run.entry : NULL, "place.before-region");
        }
        dl_spot *spot = add_spot(p, t, t + 1, p->words[t].key, &entry, "place.short-form");
        if (spot != NULL) {
            spot->brief = true;
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- all of it ---- */

/* A name by itself that is a person's in this document: "Harden" after "Maya Harden". */
static bool is_surname(dl_placing *p, const dl_known *known, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end;
    trim(p, &first, &end);
    if (end != first + 1 || dl_map_find(&known->surnames, p->words[first].key) == DL_NONE) {
        return false;
    }
    dl_gazetteer_entry entry;
    if (dl_gazetteer_find(p->gazetteer, p->words[first].key, &entry) &&
        (entry.flags & DL_GAZ_NAME_LISTED) != 0) {
        return dl_place_person_before(p, first); /* a state: the model tells them apart */
    }
    return dl_place_proof(p, first, end) < 1.5 ||
           !(dl_gazetteer_find(p->gazetteer, p->words[first].key, &entry) &&
             dl_place_well_known(p, &entry, BIG_PEOPLE));
}

static bool find_model(dl_placing *p, const dl_known *known)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        if (model_place(e) && !is_surname(p, known, e)) {
            add_model_place(p, known, e);
        }
    }
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        if (is_type(&p->doc->entities[i], "FAC")) {
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
    dl_map_init(&known.index, p->arena);
    dl_map_init(&known.surnames, p->arena);
    p->cover = dl_arena_new_array(p->arena, p->doc->token_count + 1, uint32_t);
    if (p->cover == NULL) {
        return false;
    }
    memset(p->cover, 0xFF, (p->doc->token_count + 1) * sizeof *p->cover);
    return read_surnames(p, &known.surnames) && read_profiles(p, &known) &&
           find_model(p, &known) && read_scene(p, &known) && find_missed(p, &known) && find_told(p) && find_sounded(p) && find_hidden(p, &known) && find_brief(p) && find_people(p) &&
           sort_spots(p);
}
