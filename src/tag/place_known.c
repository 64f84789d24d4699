/* place_known.c - what the document as a whole says of each name, and the names the model
 * gave another type or missed: they are places if the words around all their mentions
 * say so (place_proof.c), or if they are known so well that little is needed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <string.h>

/* A town of this size needs no more evidence than capitals. */
#define SURE_PEOPLE 100000u

/* Words that are names of towns, but nearly always something else. */
#define EVERYDAY (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_NOT | DL_GAZ_WORD_DIRECTION)

/* ---- what the document says of each name ---- */

static bool set_surname(dl_map *surnames, dl_str name, uint32_t how)
{
    return dl_map_find(surnames, name) == DL_SURNAME_SURE || dl_map_set(surnames, name, how);
}

/* Last words of persons' names in the document; and the first, where it is a given name:
 * "Olivia" beside "Olivia Chandler". */
static bool read_surnames(const dl_placing *p, dl_map *surnames)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        if (!dl_entity_is(e, "PERSON")) {
            continue;
        }
        dl_place_trim(p, &first, &end);
        if (end <= first + 1 || !p->words[end - 2].capital ||
            (dl_place_words(p, first) &
             (DL_GAZ_WORD_DIRECTION | DL_GAZ_WORD_TOWN | DL_GAZ_WORD_LOCATIVE)) != 0 ||
            strncmp(p->doc->tokens[first].tag, "NNP", 3) != 0) {
            continue;
        }
        const bool given = (dl_place_words(p, first) & DL_GAZ_WORD_GIVEN) != 0;
        if (!set_surname(surnames, p->words[end - 1].key,
                         given ? DL_SURNAME_SURE : DL_SURNAME_LIKELY) ||
            (given && !set_surname(surnames, p->words[first].key, DL_SURNAME_LIKELY))) {
            return false;
        }
        for (uint32_t t = first + 1; given && t + 1 < end; t++) {
            if (p->words[t].capital && p->words[t - 1].capital &&
                !set_surname(surnames, p->words[t].key, DL_SURNAME_LIKELY)) {
                return false; /* "Rivera" of "Ana Rivera Molina" */
            }
        }
    }
    return true;
}

#define PROOF_MOST 4.0 /* of one mention */

#define MODEL_COUNTED 3u /* mentions the model calls a place that are counted */

/* The text is about the country of this entry, if it is a state's or a people's. */
static void set_scene(const dl_placing *p, dl_known *known,
                      const dl_gazetteer_entry *entry)
{
    if (entry->count == 0) {
        return;
    }
    const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry->at[0]);
    const bool state =
        place->kind == DL_PLACE_COUNTRY ||
        (place->kind == DL_PLACE_ADMIN1 && (place->marks & DL_GAZ_MARK_LISTED) != 0);
    if (state && place->country != DL_GAZ_NO_COUNTRY) {
        known->countries[place->country] = true;
    }
}

static bool count_mention(dl_placing *p, dl_known *known, dl_str key, double proof,
                          bool model, bool shouted)
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
    if (!shouted) {
        profile->calm += proof + (model ? MODEL_POINTS : 0);
    }
    return true;
}

double dl_place_profile(const dl_known *known, dl_str key)
{
    const uint32_t at = dl_map_find(&known->index, key);
    if (at == DL_NONE) {
        return 0;
    }
    const dl_profile *profile = &known->profiles.at[at];
    const uint32_t model =
        profile->model < MODEL_COUNTED ? profile->model : MODEL_COUNTED;
    return profile->proof + MODEL_POINTS * model;
}

double dl_place_told(const dl_known *known, dl_str key)
{
    const uint32_t at = dl_map_find(&known->index, key);
    return at == DL_NONE ? 0 : known->profiles.at[at].proof;
}

/* The entity at [first, end) when the tokens are all of it; *part is set when they are
 * only a part of one. */
static const dl_entity *whole_entity(const dl_placing *p, uint32_t first, uint32_t end,
                                     bool *part)
{
    *part = false;
    const dl_entity *whole = NULL;
    for (uint32_t t = first; t < end; t++) {
        if (p->doc->tokens[t].entity == DL_NONE) {
            continue;
        }
        const dl_entity *e = &p->doc->entities[p->doc->tokens[t].entity];
        uint32_t from = e->first, to = e->end;
        dl_place_trim(p, &from, &to);
        if (from < first || to > end) {
            *part = true;
            return NULL;
        }
        whole = e;
    }
    return whole;
}

/* "Moscow, Idaho - The university": the model ran on over the dash. */
static bool region_of_dateline(const dl_placing *p, uint32_t token, const dl_run *run)
{
    const uint32_t behind = run->end;
    return token > 1 && dl_place_is(p, token - 1, ",") && p->words[token - 2].capital &&
           (dl_place_is(p, behind, "-") || dl_place_is(p, behind, "–") ||
            dl_place_is(p, behind, "—") || dl_place_is(p, behind, "--") ||
            dl_place_is(p, behind, ","));
}

/* "Minister for the Middle East Marta Velan": a region listed by us, behind "the" and a
 * preposition, whatever the model ran it together with. */
bool dl_place_region_of_office(const dl_placing *p, uint32_t token, const dl_run *run)
{
    return token > 1 && run->end > token + 1 && dl_place_is(p, token - 1, "the") &&
           (dl_place_words(p, token - 2) & DL_GAZ_WORD_LOCATIVE) != 0 &&
           (run->entry.flags & DL_GAZ_NAME_LISTED) != 0;
}

/* The run at `token` that may be a place's name, or false. */
static bool free_run(dl_placing *p, uint32_t token, dl_run *run, const dl_entity **e)
{
    bool part;
    *e = NULL;
    if (p->cover[token] != DL_NONE || !dl_place_starts(p, token) ||
        dl_place_is(p, token, "the") || dl_place_is_people(p, token, token + 1) ||
        !dl_place_longest(p, token, p->doc->token_count, run)) {
        return false;
    }
    *e = whole_entity(p, token, run->end, &part);
    return !part || p->words[token].shouted || region_of_dateline(p, token, run) ||
           dl_place_region_of_office(p, token, run);
}

static bool read_profiles(dl_placing *p, dl_known *known)
{
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        dl_run run;
        const dl_entity *e;
        if (free_run(p, t, &run, &e)) {
            if (!count_mention(p, known, run.key, dl_place_proof(p, t, run.end),
                               dl_entity_is_place(e), p->words[t].shouted)) {
                return false;
            }
            if ((run.entry.flags & DL_GAZ_NAME_LISTED) != 0) {
                set_scene(p, known, &run.entry);
            }
            t = run.end - 1;
        } else if (p->words[t].capital) {
            const dl_gazetteer_entry *entry = dl_place_entry(p, t);
            if (entry != NULL && dl_place_bears(entry, DL_GAZ_BEAR_PEOPLE)) {
                set_scene(p, known, entry);
            }
        }
    }
    for (uint32_t i = 0; i < p->doc->entity_count;
         i++) { /* names the gazetteer has not */
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        dl_place_trim(p, &first, &end);
        dl_place_trim_small(p, &first, &end);
        const dl_str key = dl_place_key(p, first, end);
        if (first < end && dl_entity_is_place(e) &&
            dl_map_find(&known->index, key) == DL_NONE &&
            !count_mention(p, known, key, dl_place_proof(p, first, end), false,
                           p->words[first].shouted)) {
            return false;
        }
    }
    return true;
}

#define TITLE_WORDS_MOST 40u /* words of a title that are looked at */
#define TITLE_NAME_WORDS 4u  /* words of a name in it */
#define TITLE_POINTS 1.25    /* a title names a place */
#define TITLE_IN_POINTS 2.0  /* behind "in", "near", "at" */

static bool title_preposition(dl_str word)
{
    static const char *const words[] = {"in",  "near",   "at",     "from",
                                        "off", "around", "outside"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (dl_str_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* One name of the title that starts at word `i`; how many words it has, 0 if none. */
static uint32_t title_name(dl_placing *p, dl_known *known, const dl_str *words,
                           uint32_t i, uint32_t count)
{
    const uint32_t most = count - i < TITLE_NAME_WORDS ? count - i : TITLE_NAME_WORDS;
    if (words[i].at[0] >= 'a' && words[i].at[0] <= 'z') {
        return 0;
    }
    for (uint32_t n = most; n > 0; n--) {
        const dl_str last = words[i + n - 1];
        const dl_str name = {words[i].at, (size_t)(last.at + last.size - words[i].at)};
        const dl_str key = dl_gazetteer_key(p->arena, name);
        dl_gazetteer_entry entry;
        if (key.size == 0 || !dl_gazetteer_find(p->gazetteer, key, &entry) ||
            !dl_place_borne(&entry) || (n == 1 && (entry.words & EVERYDAY) != 0)) {
            continue;
        }
        const bool told = i > 0 && title_preposition(words[i - 1]);
        if ((entry.flags & DL_GAZ_NAME_LISTED) != 0) {
            set_scene(p, known, &entry);
        }
        return count_mention(p, known, key, told ? TITLE_IN_POINTS : TITLE_POINTS, false,
                             false)
                   ? n
                   : 0;
    }
    return 0;
}

/* A title is about the place it names. */
static void read_title(dl_placing *p, dl_known *known)
{
    dl_str words[TITLE_WORDS_MOST],
        rest = p->article == NULL ? DL_STR("") : p->article->title;
    uint32_t count = 0;
    while (rest.size > 0 && count < TITLE_WORDS_MOST) {
        dl_str word = dl_str_next(&rest, ' ');
        while (word.size > 0 && strchr(",.:;!?\"'", word.at[word.size - 1]) != NULL) {
            word.size--;
        }
        if (word.size > 0) {
            words[count++] = word;
        }
    }
    for (uint32_t i = 0; i < count;) {
        const uint32_t taken = title_name(p, known, words, i, count);
        i += taken > 0 ? taken : 1;
    }
}

bool dl_place_read_known(dl_placing *p, dl_known *known)
{
    dl_map_init(&known->index, p->arena);
    dl_map_init(&known->surnames, p->arena);
    known->countries =
        dl_arena_new_array(p->arena, dl_gazetteer_countries(p->gazetteer) + 1, bool);
    if (known->countries == NULL) {
        return false;
    }
    read_title(p, known);
    return read_surnames(p, &known->surnames) && read_profiles(p, known);
}

/* ---- names the model gave another type, or missed ---- */

static bool name_continues(const dl_placing *p, uint32_t first, uint32_t end)
{
    const bool behind =
        end < p->doc->token_count && p->words[end].capital && !p->words[end].shouted &&
        !p->doc->tokens[end].sent_start &&
        (dl_place_words(p, end) & (DL_GAZ_WORD_ADMIN | DL_GAZ_WORD_TITLE)) == 0;
    const bool before =
        first > 0 && p->words[first - 1].capital && !p->words[first - 1].shouted &&
        !p->doc->tokens[first].sent_start && !p->doc->tokens[first - 1].sent_start &&
        (dl_place_words(p, first - 1) & (DL_GAZ_WORD_DIRECTION | DL_GAZ_WORD_LOCATIVE)) ==
            0 &&
        !dl_place_is(p, first - 1, "the");
    return behind || before;
}

static bool other_type(const dl_entity *e)
{
    static const char *const never[] = {"DATE",     "TIME",    "MONEY",    "PERCENT",
                                        "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        if (dl_entity_is(e, never[i])) {
            return true;
        }
    }
    return false;
}

/* The model's dates and numbers are not always: "in Leominster" as a DATE. */
static bool stray_type(const dl_placing *p, const dl_entity *e, const dl_run *run)
{
    for (uint32_t t = e->first; t < e->end; t++) {
        if (p->words[t].word &&
            (!p->words[t].capital || (p->words[t].words & DL_GAZ_WORD_COMMON) != 0)) {
            return false;
        }
    }
    return (run->entry.words & DL_GAZ_WORD_COMMON) == 0;
}

static bool capital_of_state(const dl_placing *p, const dl_gazetteer_entry *entry)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        if (entry->at[i] >> DL_GAZ_BEAR_SHIFT <= DL_GAZ_BEAR_OTHER &&
            (dl_gazetteer_place(p->gazetteer, entry->at[i])->marks & DL_GAZ_MARK_CAPITAL) != 0) {
            return true;
        }
    }
    return false;
}

/* Points a name needs before it is taken for a place. */
static double needed(const dl_placing *p, const dl_known *known, uint32_t first,
                     const dl_run *run, const dl_entity *e)
{
    const bool single = run->end == first + 1;
    const bool big = dl_place_well_known(p, &run->entry, SURE_PEOPLE);
    double need = capital_of_state(p, &run->entry) ? 0.75 : big ? 1.0 : 1.75;
    if ((run->entry.flags & DL_GAZ_NAME_LISTED) != 0) {
        need = first > 0 && dl_place_is(p, first - 1, "the") ? -0.5 : 0.0; /* "the Sahel" */
    }
    if (single && (run->entry.words & EVERYDAY) != 0) {
        need = 3.5;
    } else if (!single) {
        need -= 0.5;
    }
    if (single && dl_map_find(&known->surnames, p->words[first].key) != DL_NONE) {
        need += 4.0;
    }
    if (e != NULL && !dl_entity_is_place(e)) {
        const bool given = single && (run->entry.words & DL_GAZ_WORD_GIVEN) != 0;
        need += dl_entity_is(e, "PERSON") && given ? 1.5 : 0.25;
    }
    return need;
}

#define SCENE_PEOPLE 10000u /* a town of this size in a country the text names ... */
#define SCENE_POINTS 0.75   /* ... needs so much less */

/* A town of a country the document names. */
static bool on_the_scene(const dl_placing *p, const dl_known *known,
                         const dl_gazetteer_entry *entry)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry->at[i]);
        if (entry->at[i] >> DL_GAZ_BEAR_SHIFT <= DL_GAZ_BEAR_OTHER &&
            place->population >= SCENE_PEOPLE && place->country != DL_GAZ_NO_COUNTRY &&
            known->countries[place->country]) {
            return true;
        }
    }
    return false;
}

#define CALM_POINTS 1.75 /* a name of the running text is one in a headline too */
#define GREAT_PEOPLE 700000u /* a town of this size, or a capital, needs nothing more */
#define SHOUTED_ALONE                                                                    \
    30000u                  /* a town of this size, with something that speaks for it    \
                             */
#define SHOUTED_SMALL 2000u /* a town of this size, in a country the text names */

/* In lines of capitals the case says nothing, and every word is the name of a village
 * somewhere: only main names count, of well-known places or of the text's countries. */
bool dl_place_shouted_fits(dl_placing *p, const dl_known *known, uint32_t first,
                           const dl_run *run, bool model)
{
    const uint32_t at = dl_map_find(&known->index, run->key);
    const bool many_words = run->end > first + 1;
    const double own = dl_place_proof(p, first, run->end);
    if (!many_words && (run->entry.words & EVERYDAY) != 0) {
        return false;
    }
    if ((at != DL_NONE && known->profiles.at[at].calm >= CALM_POINTS) ||
        dl_place_region_behind(p, run->end)) {
        return true;
    }
    if ((run->entry.flags & DL_GAZ_NAME_LISTED) != 0) {
        return own >= -0.5;
    }
    for (uint32_t i = 0; i < run->entry.count; i++) {
        const uint32_t bear = run->entry.at[i] >> DL_GAZ_BEAR_SHIFT;
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, run->entry.at[i]);
        const bool scene =
            place->country != DL_GAZ_NO_COUNTRY && known->countries[place->country];
        const bool main = bear == DL_GAZ_BEAR_MAIN, other = bear == DL_GAZ_BEAR_OTHER;
        const bool great = place->population >= GREAT_PEOPLE ||
                           (place->marks & DL_GAZ_MARK_CAPITAL) != 0;
        if ((main && great && own >= -0.5) ||
            (main && place->population >= SURE_PEOPLE && own >= (model ? -0.5 : 1.0)) ||
            (main && own >= (model ? 0.5 : 1.5) &&
             place->population >= (scene ? SHOUTED_SMALL : SHOUTED_ALONE)) ||
            (other && scene && many_words && own >= 1.5)) {
            return true;
        }
    }
    return false;
}

#define OWN_LEAST -1.0 /* points of the mention itself, whatever the others say */

/* "the Islamic State of Iraq and the Levant": the body's name goes on where the model
 * ended it. */
static bool goes_on(const dl_placing *p, uint32_t first, const dl_run *run)
{
    const uint32_t before = first > 2 ? p->doc->tokens[first - 3].entity : DL_NONE;
    if (before == DL_NONE || !dl_entity_is(&p->doc->entities[before], "ORG") ||
        !dl_place_is(p, first - 1, "the") || !dl_place_is(p, first - 2, "and")) {
        return false;
    }
    const dl_entity *body = &p->doc->entities[before];
    bool of = false;
    for (uint32_t t = body->first; t < body->end; t++) {
        of |= dl_place_is(p, t, "of");
    }
    return of && dl_gazetteer_place(p->gazetteer, run->entry.at[0])->kind == DL_PLACE_REGION;
}

#define HOUSE_POINTS 0.5 /* of a seat of power, before it is where something happens */

static bool is_house(const dl_placing *p, const dl_run *run)
{
    for (uint32_t i = 0; i < run->entry.count; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, run->entry.at[i]);
        if (place->kind == DL_PLACE_FACILITY && (place->marks & DL_GAZ_MARK_LISTED) != 0) {
            return true;
        }
    }
    return false;
}

static bool is_place(dl_placing *p, const dl_known *known, uint32_t first,
                     const dl_run *run, const dl_entity *e)
{
    if (e != NULL && other_type(e) && !stray_type(p, e, run)) {
        return false;
    }
    const double own = dl_place_proof(p, first, run->end);
    const bool region = dl_place_region_behind(p, run->end);
    const bool single = run->end == first + 1;
    const bool common = single && (run->entry.words & EVERYDAY) != 0;
    if (!single && !region && (run->entry.words & DL_GAZ_WORD_NOT) != 0) {
        return false; /* "the European Union" */
    }
    if (dl_place_person_before(p, first) || own < OWN_LEAST || goes_on(p, first, run) ||
        (e == NULL && !region && !p->words[first].titled &&
         !dl_place_region_of_office(p, first, run) && name_continues(p, first, run->end)) ||
        (common && !region && own < 2)) {
        return false;
    }
    if (p->words[first].shouted) {
        return dl_place_shouted_fits(p, known, first, run, false);
    }
    if (own < HOUSE_POINTS && is_house(p, run)) {
        return false; /* "the White House said" */
    }
    if (common && !region && !dl_entity_is_place(e)) {
        return false;
    }
    const bool proper =
        strncmp(p->doc->tokens[run->end - 1].tag, "NNP", 3) == 0 || e != NULL;
    double known_points = dl_place_profile(known, run->key);
    if (!common && (e == NULL || !dl_entity_is(e, "PERSON")) &&
        on_the_scene(p, known, &run->entry)) {
        known_points += SCENE_POINTS;
    }
    return known_points >= needed(p, known, first, run, e) + (proper ? 0 : 1);
}

/* Countries named by the spots found so far, beside those of the names alone. */
void dl_place_read_scene(dl_placing *p, dl_known *known)
{
    for (uint32_t i = 0; i < p->spots.count; i++) {
        set_scene(p, known, &p->spots.at[i].entry);
    }
}

bool dl_place_find_missed(dl_placing *p, const dl_known *known)
{
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        dl_run run;
        const dl_entity *e;
        if (!free_run(p, t, &run, &e) || !is_place(p, known, t, &run, e)) {
            continue;
        }
        dl_spot *spot =
            dl_place_add(p, t, run.end, run.key, &run.entry, "place.gazetteer");
        if (spot != NULL) {
            spot->weak = !dl_entity_is_place(e);
            t = run.end - 1;
        }
    }
    return !dl_arena_failed(p->arena);
}
