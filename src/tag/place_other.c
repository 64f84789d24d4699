/* place_other.c - places told in other ways than by a known name: by their kind ("the
 * village of X"), by the sound of their name, inside the names of bodies, by short forms
 * behind a comma, by their people.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <string.h>

#define HIDDEN_PEOPLE 20000u /* a town of this size in a body's name places the body */
#define BEGUN_POINTS 3.0     /* its kind and a preposition that speaks for a place */
#define TOLD_WORDS_MOST 5u   /* words of a name that only "the village of" tells */

/* Names the model gave another type and the gazetteer has not so spelled: "in Sheikh
 * Zuweid". */
static bool find_sounded(dl_placing *p)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        if (!dl_entity_is(e, "PERSON") && !dl_entity_is(e, "ORG") &&
            !dl_entity_is(e, "NORP") && !dl_entity_is(e, "FAC")) {
            continue;
        }
        dl_place_trim(p, &first, &end);
        if (first >= end || !dl_place_starts(p, first) || p->cover[first] != DL_NONE ||
            p->words[first].shouted || dl_place_proof(p, first, end) < 2.0 ||
            !dl_place_sane(p, first, end)) {
            continue;
        }
        dl_gazetteer_entry entry;
        const dl_str key = dl_place_key(p, first, end);
        const dl_str loose = dl_gazetteer_loose_key(p->arena, key);
        if (loose.size > 0 && !dl_gazetteer_find(p->gazetteer, key, &entry) &&
            dl_gazetteer_find(p->gazetteer, loose, &entry)) {
            dl_place_sound_out(p,
                               dl_place_add(p, first, end, key, NULL, "place.sounded"));
        }
    }
    return !dl_arena_failed(p->arena);
}

/* "in Jabal al-Zawiya", whatever the model says: it begins with what it is. */
static bool find_begun(dl_placing *p)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        if (!dl_entity_is(e, "PERSON") && !dl_entity_is(e, "ORG") && !dl_entity_is(e, "FAC")) {
            continue;
        }
        dl_place_trim(p, &first, &end);
        if (first + 1 < end && p->cover[first] == DL_NONE && p->cover[end - 1] == DL_NONE &&
            (dl_place_words(p, first) & (DL_GAZ_WORD_LAND | DL_GAZ_WORD_WATER)) != 0 &&
            !p->words[first].shouted && dl_place_proof(p, first, end) >= BEGUN_POINTS &&
            (dl_place_words(p, end - 1) & DL_GAZ_WORD_BODY) == 0 && dl_place_sane(p, first, end)) {
            dl_place_sound_out(p, dl_place_add(p, first, end, dl_place_key(p, first, end), NULL,
                                               "place.begun"));
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- places in the names of bodies ---- */

/* "U.S. Department of Agriculture", "Government of Canada", "Queensland Police": a state acting, told as one. */
static bool of_state(const dl_placing *p, const dl_gazetteer_entry *entry)
{
    const uint8_t kind = dl_gazetteer_place(p->gazetteer, entry->at[0])->kind;
    return kind == DL_PLACE_COUNTRY ||
           (kind == DL_PLACE_ADMIN1 &&
            (dl_gazetteer_place(p->gazetteer, entry->at[0])->marks &
             DL_GAZ_MARK_LISTED) != 0);
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
bool dl_place_find_hidden(dl_placing *p, const dl_known *known)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        uint32_t first = e->first, end = e->end;
        if (!dl_entity_is(e, "ORG")) {
            continue;
        }
        dl_place_trim(p, &first, &end);
        for (uint32_t t = first; t < end; t++) {
            dl_run run;
            if (p->cover[t] != DL_NONE || !dl_place_starts(p, t) ||
                !dl_place_longest(p, t, end, &run)) {
                continue;
            }
            if (t == first && run.end == end) {
                break; /* all of it is a place's name */
            }
            const bool at_edge = t == first || run.end == end ||
                                 dl_place_is(p, t - 1, "of") ||
                                 dl_place_is(p, t - 1, "in");
            if (!at_edge) {
                continue;
            }
            const uint32_t poor =
                DL_GAZ_WORD_COMMON | DL_GAZ_WORD_NOT | DL_GAZ_WORD_GIVEN;
            if (dl_place_is_people(p, t, run.end) || dl_place_region_of_office(p, t, &run) ||
                (run.end == t + 1 && (run.entry.words & poor) != 0) ||
                (!dl_place_well_known(p, &run.entry, HIDDEN_PEOPLE) &&
                 dl_place_profile(known, run.key) < UNKNOWN_POINTS)) {
                continue;
            }
            dl_spot *spot =
                dl_place_add(p, t, run.end, run.key, &run.entry, "place.body");
            if (spot != NULL) {
                const bool before = t == first && has_office(p, run.end, end);
                const bool behind = run.end == end && t > first &&
                                    dl_place_is(p, t - 1, "of") && has_office(p, first, t);
                spot->hidden = !(of_state(p, &run.entry) && (before || behind));
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
        while (end < p->doc->token_count && end < t + TOLD_WORDS_MOST &&
               p->cover[end] == DL_NONE && !p->doc->tokens[end].is_space &&
               (p->words[end].capital || dl_place_is(p, end, "-") ||
                (end == t && dl_place_starts(p, t)))) {
            end++;
        }
        while (end > t && !p->words[end - 1].word) {
            end--;
        }
        if (end > t && dl_place_sane(p, t, end)) {
            dl_gazetteer_entry entry;
            const dl_str key = dl_place_key(p, t, end);
            const bool known = key.size > 0 &&
                               dl_gazetteer_find(p->gazetteer, key, &entry) &&
                               dl_place_borne(&entry);
            dl_place_sound_out(
                p, dl_place_add(p, t, end, key, known ? &entry : NULL, "place.told"));
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- people and adjectives ---- */

static bool find_people(dl_placing *p)
{
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        uint32_t end = t + 1;
        if (p->cover[t] != DL_NONE || !p->words[t].capital) {
            continue;
        }
        const dl_gazetteer_entry *one = dl_place_entry(p, t);
        const bool two = end < p->doc->token_count && p->words[end].capital &&
                         p->cover[end] == DL_NONE && dl_place_two_people(p, t);
        end += two; /* "South Sudanese" */
        const bool found = two || (one != NULL && dl_place_bears(one, DL_GAZ_BEAR_PEOPLE));
        const char *tag = p->doc->tokens[t].tag;
        const bool fits = strncmp(tag, "NNP", 3) == 0 || strcmp(tag, "JJ") == 0 ||
                          strcmp(tag, "NNS") == 0 || strcmp(tag, "NN") == 0;
        const dl_entity *e = p->doc->tokens[t].entity == DL_NONE
                                 ? NULL
                                 : &p->doc->entities[p->doc->tokens[t].entity];
        const bool in_person =
            e != NULL && dl_entity_is(e, "PERSON") && (e->end > end || e->first < t);
        if (!found || !fits || in_person || !dl_place_is_people(p, t, end)) {
            continue;
        }
        dl_gazetteer_entry entry;
        dl_str key;
        (void)dl_place_look_up(p, t, end, &key, &entry);
        dl_spot *spot = dl_place_add(p, t, end, key, &entry, "place.people");
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
        const dl_gazetteer_entry *entry = dl_place_entry(p, t);
        if (entry == NULL || p->cover[t] != DL_NONE || !p->words[t].capital ||
            !dl_place_is(p, t - 1, ",") || !p->words[t - 2].capital) {
            continue;
        }
        const dl_span span = p->doc->tokens[t].span;
        const bool pointed =
            p->doc->text.at[span.end - 1] == '.' || dl_place_is(p, t + 1, ".");
        if (!dl_place_bears(entry, DL_GAZ_BEAR_SHORT) ||
            (!pointed && !p->words[t].capitals) || p->words[t].shouted) {
            continue;
        }
        uint32_t from = t - 2; /* the town before it, known or not */
        if (p->cover[from] == DL_NONE) {
            while (from > 0 && dl_place_starts(p, from - 1) &&
                   p->cover[from - 1] == DL_NONE && t - from < 4 &&
                   !p->doc->tokens[from].sent_start) {
                from--;
            }
            dl_run run;
            const bool known = dl_place_longest(p, from, t - 1, &run) && run.end == t - 1;
            dl_place_add(p, from, t - 1, known ? run.key : dl_place_key(p, from, t - 1),
                         known ? &run.entry : NULL, "place.before-region");
        }
        dl_spot *spot =
            dl_place_add(p, t, t + 1, p->words[t].key, entry, "place.short-form");
        if (spot != NULL) {
            spot->brief = true;
        }
    }
    return !dl_arena_failed(p->arena);
}

/* ---- all of them ---- */

bool dl_place_find_others(dl_placing *p)
{
    return find_told(p) && find_sounded(p) && find_begun(p) && find_brief(p) && find_people(p);
}
