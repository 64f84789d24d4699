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

#include "fold.h"
#include "hash.h"
#include "utf8.h"

#include <string.h>

#define SURE_PEOPLE 100000u /* a town of this size needs no more evidence than capitals */
#define BIG_PEOPLE 500000u  /* and of this size stays a place beside a person so named */

/* ---- tokens as words ---- */

static bool upper(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || c == 0x130 ||
           c == 0x141 || c == 0x15A || c == 0x15E || c == 0x160 || c == 0x17D || c == 0x10C ||
           c == 0x11E || c == 0x218 || c == 0x21A || (c >= 0x391 && c <= 0x3A9) ||
           (c >= 0x410 && c <= 0x42F);
}

static bool lower_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c < 0x250 && c != 0xF7 && !upper(c));
}

static void read_word(dl_placing *p, uint32_t token)
{
    const dl_str text = dl_str_cut(p->doc->text, p->doc->tokens[token].span);
    dl_word *w = &p->words[token];
    uint32_t letters = 0, capitals = 0;
    for (size_t at = 0; at < text.size;) {
        const bool first = at == 0;
        const uint32_t c = dl_utf8_next(text, &at);
        const bool capital = upper(c);
        capitals += capital;
        letters += capital || lower_letter(c);
        w->capital |= first && capital;
    }
    w->word = letters > 0;
    w->capitals = letters > 0 && capitals == letters;
    if (!p->doc->tokens[token].is_space) {
        w->key = dl_fold(p->arena, text);
        dl_gazetteer_entry entry;
        if (w->key.size > 0 && dl_gazetteer_find(p->gazetteer, w->key, &entry)) {
            w->words = entry.words;
        }
    }
}

#define SHOUTED_LEAST 3 /* words of a line in capitals before it counts as one */

/* Lines where every word is in capitals: there capitals mean nothing. */
static void mark_shouted(dl_placing *p)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i <= p->doc->token_count; i++) {
        if (i < p->doc->token_count && !p->doc->tokens[i].is_space) {
            continue;
        }
        uint32_t words = 0, capitals = 0;
        for (uint32_t t = start; t < i; t++) {
            words += p->words[t].word;
            capitals += p->words[t].capitals;
        }
        for (uint32_t t = start; t < i && words >= SHOUTED_LEAST; t++) {
            p->words[t].shouted = capitals * 10 >= words * 9;
        }
        start = i + 1;
    }
}

bool dl_place_read_words(dl_placing *p)
{
    p->words = dl_arena_new_array(p->arena, p->doc->token_count + 1, dl_word);
    if (p->words == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < p->doc->token_count; i++) {
        read_word(p, i);
    }
    mark_shouted(p);
    return !dl_arena_failed(p->arena);
}

dl_str dl_place_key(dl_placing *p, uint32_t first, uint32_t end)
{
    if (first >= end) {
        return (dl_str){"", 0};
    }
    const dl_span span = {p->doc->tokens[first].span.start, p->doc->tokens[end - 1].span.end};
    return dl_gazetteer_key(p->arena, dl_str_cut(p->doc->text, span));
}

/* ---- looking up runs of tokens ---- */

static bool particle(const dl_placing *p, uint32_t token)
{
    static const char *const particles[] = {
        "of", "the", "and", "al",  "el",  "ar",  "as",  "ash", "at", "ad", "an", "az", "ez",
        "es", "et",  "de",  "del", "des", "da",  "do",  "dos", "du", "di", "la", "las", "le",
        "les", "los", "upon", "on", "in", "am", "an", "der", "den", "sur", "-", "'s", "’s",
        "e", "y", "i", "d'", "l'", "–", "ul", "abu", "bin", "ed", "er", "en", "under", "by"};
    const dl_str lower = p->doc->tokens[token].lower;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++) {
        if (dl_str_is(lower, particles[i])) {
            return true;
        }
    }
    return false;
}

static bool article_before_dash(const dl_placing *p, uint32_t token)
{
    static const char *const articles[] = {"al", "el", "ar", "as", "ash", "at", "ad", "an",
                                           "az", "ez", "es", "et", "ed", "ul", "er", "en"};
    if (token + 2 >= p->doc->token_count || !dl_place_is(p, token + 1, "-") ||
        !p->words[token + 2].capital) {
        return false;
    }
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        if (dl_place_is(p, token, articles[i])) {
            return true;
        }
    }
    return false;
}

static bool starts_name(const dl_placing *p, uint32_t token)
{
    return token < p->doc->token_count &&
           (p->words[token].capital || article_before_dash(p, token));
}

/* What the entry may mean here: its bearings but for short forms. */
static bool bears_place(const dl_gazetteer_entry *entry)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        const uint32_t bear = entry->at[i] >> DL_GAZ_BEAR_SHIFT;
        if (bear == DL_GAZ_BEAR_MAIN || bear == DL_GAZ_BEAR_OTHER) {
            return true;
        }
    }
    return false;
}

static bool bears(const dl_gazetteer_entry *entry, uint32_t wanted)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        if (entry->at[i] >> DL_GAZ_BEAR_SHIFT == wanted) {
            return true;
        }
    }
    return false;
}

/* An acronym needs its capitals: "us" is no place. */
static bool case_fits(const dl_placing *p, uint32_t first, uint32_t end,
                      const dl_gazetteer_entry *entry)
{
    if ((entry->flags & DL_GAZ_NAME_CAPITALS) == 0 || end - first > 1) {
        return true;
    }
    if (p->words[first].capitals) {
        return true;
    }
    const dl_span span = p->doc->tokens[first].span;
    return span.end - span.start > 4; /* "Sohar" printed SOHAR in the sources */
}

typedef struct dl_run {
    uint32_t end;
    dl_str key;
    dl_gazetteer_entry entry;
} dl_run;

/* The longest name of the gazetteer that starts at `first`, ending at `most` at the
 * latest. */
static bool longest_run(dl_placing *p, uint32_t first, uint32_t most, dl_run *out)
{
    bool found = false;
    uint32_t words = 0;
    const uint32_t limit = first + 2 * DL_GAZETTEER_WORDS_MOST < most ? first + 2 * DL_GAZETTEER_WORDS_MOST : most;
    for (uint32_t end = first + 1; end <= limit && words < DL_GAZETTEER_WORDS_MOST; end++) {
        const uint32_t last = end - 1;
        const dl_token *token = &p->doc->tokens[last];
        if (token->is_space || (last > first && token->sent_start)) {
            break;
        }
        const bool name = p->words[last].capital || (last == first);
        if (!name && !particle(p, last)) {
            break;
        }
        words += p->words[last].word;
        if (!name) {
            continue;
        }
        const dl_str key = dl_place_key(p, first, end);
        dl_gazetteer_entry entry;
        if (key.size > 0 && dl_gazetteer_find(p->gazetteer, key, &entry) &&
            bears_place(&entry) && case_fits(p, first, end, &entry)) {
            *out = (dl_run){end, key, entry};
            found = true;
        }
    }
    return found;
}

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

static bool is_type(const dl_entity *e, const char *type)
{
    return strcmp(e->type, type) == 0;
}

/* The best known bearer, by the order of the bearings. */
static const dl_gaz_place *best_of(const dl_placing *p, const dl_gazetteer_entry *entry)
{
    const dl_gaz_place *best = NULL;
    for (uint32_t i = 0; i < entry->count; i++) {
        if (entry->at[i] >> DL_GAZ_BEAR_SHIFT > DL_GAZ_BEAR_OTHER) {
            continue;
        }
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, entry->at[i]);
        const bool bare = entry->at[i] >> DL_GAZ_BEAR_SHIFT == DL_GAZ_BEAR_MAIN;
        if (best == NULL || (bare && place->population > best->population &&
                             best->kind == DL_PLACE_CITY)) {
            best = place;
        }
    }
    return best;
}

static bool well_known(const dl_placing *p, const dl_gazetteer_entry *entry, uint32_t people)
{
    if ((entry->flags & DL_GAZ_NAME_LISTED) != 0 && bears_place(entry)) {
        return true;
    }
    const dl_gaz_place *best = best_of(p, entry);
    return best != NULL && (best->kind == DL_PLACE_COUNTRY || best->kind == DL_PLACE_ADMIN1 ||
                            best->population >= people);
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
        if (p->cover[s] != DL_NONE || !starts_name(p, s) || !longest_run(p, s, most, &run)) {
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
           bears(&entry, DL_GAZ_BEAR_PEOPLE);
}

/* "Texas" behind "Paris ,": a place is told more closely by what follows it. */
static bool region_behind(dl_placing *p, uint32_t end)
{
    dl_run run;
    return dl_place_is(p, end, ",") && starts_name(p, end + 1) &&
           longest_run(p, end + 1, p->doc->token_count, &run) &&
           well_known(p, &run.entry, BIG_PEOPLE);
}

static bool sane_unknown(const dl_placing *p, uint32_t first, uint32_t end)
{
    if (!starts_name(p, first) || end - first > 6) {
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
    while (*first + 1 < *end && !starts_name(p, *first)) {
        (*first)++;
    }
    while (*first + 1 < *end && !p->words[*end - 1].capital) {
        (*end)--;
    }
}

/* Names of the gazetteer inside tokens the model took as one. */
static uint32_t split_places(dl_placing *p, uint32_t first, uint32_t end)
{
    uint32_t added = 0;
    for (uint32_t t = first; t < end;) {
        dl_run run;
        if (!starts_name(p, t) || !longest_run(p, t, end, &run)) {
            t++;
            continue;
        }
        const bool common = run.end == t + 1 && (run.entry.words & DL_GAZ_WORD_COMMON) != 0;
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
    if (inner == first || inner == end || !longest_run(p, inner, end, &run) || run.end != end) {
        return false;
    }
    return add_spot(p, first, end, run.key, &run.entry, "place.directed") != NULL;
}

/* "Homs province": the name is the place, the word in small letters only its kind. */
static void add_model_place(dl_placing *p, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end, start = 0;
    trim(p, &first, &end);
    trim_small(p, &first, &end);
    if (first >= end || !starts_name(p, first) ||
        (forbidden(p, first, end) && !region_behind(p, end))) {
        return;
    }
    if (people_word(p, first, end) && !region_behind(p, end)) {
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
        case_fits(p, first, end, &entry)) {
        const bool brief = first > 0 && (dl_place_is(p, first - 1, ",") ||
                                         dl_place_is(p, first - 1, "(")) &&
                           bears(&entry, DL_GAZ_BEAR_SHORT);
        if (bears_place(&entry) || brief) {
            dl_spot *spot = add_spot(p, first, end, key, &entry, "place.model");
            if (spot != NULL) {
                spot->brief = brief;
            }
            return;
        }
    }
    if (add_directed(p, first, end)) {
        return;
    }
    if (has_break(p, first, end) && split_places(p, first, end) > 0) {
        return;
    }
    if (sane_unknown(p, first, end)) {
        add_spot(p, first, end, key, NULL, "place.model.unknown");
    }
}

static bool ends_in(const dl_placing *p, uint32_t end, uint32_t words)
{
    return end > 0 && (dl_place_words(p, end - 1) & words) != 0;
}

/* A building or works: known itself, or by the place in its name. */
static void add_facility(dl_placing *p, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end;
    trim(p, &first, &end);
    trim_small(p, &first, &end);
    if (first >= end) {
        return;
    }
    const dl_str key = dl_place_key(p, first, end);
    dl_gazetteer_entry entry;
    if (dl_gazetteer_find(p->gazetteer, key, &entry) && bears_place(&entry)) {
        add_spot(p, first, end, key, &entry, "place.model");
        return;
    }
    if (!ends_in(p, end, DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_WATER | DL_GAZ_WORD_LAND)) {
        return;
    }
    dl_run run;
    const bool inside = starts_name(p, first) && longest_run(p, first, end, &run) &&
                        well_known(p, &run.entry, SURE_PEOPLE) &&
                        !(run.end == first + 1 && (run.entry.words & DL_GAZ_WORD_COMMON) != 0);
    dl_spot *spot = add_spot(p, first, end, inside ? run.key : key, inside ? &run.entry : NULL,
                             "place.facility.unknown");
    if (spot != NULL) {
        spot->facility = true;
    }
}

/* ---- names of persons ---- */

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
        if (end > first + 1 && dl_map_add(surnames, p->words[end - 1].key, 1) == DL_NONE) {
            return false;
        }
    }
    return true;
}

static bool title_before(const dl_placing *p, uint32_t first)
{
    if (first == 0) {
        return false;
    }
    uint32_t before = first - 1;
    if (dl_place_is(p, before, ".") && before > 0) {
        before--;
    }
    return (dl_place_words(p, before) & DL_GAZ_WORD_TITLE) != 0 && p->words[before].capital;
}

/* Stands where a preposition wants a place: "in Palmyra", "near the town of Palmyra". */
static bool locative_before(const dl_placing *p, uint32_t first)
{
    static const char *const strong[] = {"in", "near", "at", "outside", "around", "from", "to",
                                         "into", "toward", "towards", "across", "throughout"};
    uint32_t at = first;
    while (at > 0 && ((dl_place_words(p, at - 1) & DL_GAZ_WORD_DIRECTION) != 0 ||
                      dl_place_is(p, at - 1, "the") || dl_place_is(p, at - 1, "-"))) {
        at--;
    }
    if (at == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof strong / sizeof *strong; i++) {
        if (dl_place_is(p, at - 1, strong[i])) {
            return true;
        }
    }
    return dl_place_is(p, at - 1, "of") && at > 1 &&
           (dl_place_words(p, at - 2) &
            (DL_GAZ_WORD_TOWN | DL_GAZ_WORD_ADMIN | DL_GAZ_WORD_DIRECTION)) != 0;
}

static bool kind_word_behind(const dl_placing *p, uint32_t end)
{
    return (dl_place_words(p, end) & DL_GAZ_WORD_ADMIN) != 0 && !p->words[end].capital;
}

/* ---- names the model gave another type, or missed ---- */

static bool spot_touches(const dl_placing *p, uint32_t first, uint32_t end)
{
    /* "Homs, Hama and Palmyra": a neighbour in a list is a place */
    const bool before = first > 1 && p->cover[first - 2] != DL_NONE &&
                        (dl_place_is(p, first - 1, ",") || dl_place_is(p, first - 1, "and"));
    const bool behind = end + 1 < p->doc->token_count && p->cover[end + 1] != DL_NONE &&
                        (dl_place_is(p, end, ",") || dl_place_is(p, end, "and"));
    return (before && !p->spots.at[p->cover[first - 2]].people) ||
           (behind && !p->spots.at[p->cover[end + 1]].people);
}

static bool name_continues(const dl_placing *p, uint32_t first, uint32_t end)
{
    const bool behind = end < p->doc->token_count && p->words[end].capital &&
                        !p->words[end].shouted && !p->doc->tokens[end].sent_start;
    const bool before = first > 0 && p->words[first - 1].capital && !p->words[first - 1].shouted &&
                        !p->doc->tokens[first].sent_start &&
                        !p->doc->tokens[first - 1].sent_start;
    return behind || before;
}

typedef struct dl_vote {
    dl_map places;   /* key -> 1: taken as a place somewhere */
    dl_map surnames;
} dl_vote;

/* Whether a run nobody took for a place is one. */
static bool enough_evidence(dl_placing *p, const dl_vote *vote, uint32_t first, const dl_run *run,
                            const dl_entity *e)
{
    const bool single = run->end == first + 1;
    const bool person = e != NULL && is_type(e, "PERSON");
    const bool voted = dl_map_find(&vote->places, run->key) != DL_NONE;
    const bool common = single && (run->entry.words & (DL_GAZ_WORD_COMMON | DL_GAZ_WORD_NOT)) != 0;
    const bool locative = locative_before(p, first);
    if (title_before(p, first) || (single && dl_map_find(&vote->surnames, p->words[first].key) != DL_NONE &&
                                   !well_known(p, &run->entry, BIG_PEOPLE))) {
        return false;
    }
    if (region_behind(p, run->end) && (locative || !person)) {
        return true;
    }
    if (common) {
        return voted && !p->words[first].shouted && locative;
    }
    if (p->words[first].shouted) {
        return voted || (well_known(p, &run->entry, SURE_PEOPLE) && !person);
    }
    if (e == NULL && name_continues(p, first, run->end)) {
        return false;
    }
    if (voted) {
        return !person || locative;
    }
    if (person) {
        return locative && well_known(p, &run->entry, SURE_PEOPLE);
    }
    const bool proper = strncmp(p->doc->tokens[first].tag, "NNP", 3) == 0;
    if (!proper && !p->words[first].capitals) {
        return (run->entry.flags & DL_GAZ_NAME_LISTED) != 0 && !p->doc->tokens[first].sent_start;
    }
    if (locative || kind_word_behind(p, run->end) || spot_touches(p, first, run->end)) {
        return true;
    }
    return well_known(p, &run->entry, SURE_PEOPLE) && (e == NULL || !single || (run->entry.flags & DL_GAZ_NAME_LISTED) != 0);
}

/* The entity at `token` when [first, end) is all of it; NULL with *part set when the
 * tokens are only a part of one. */
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

static bool place_type(const dl_entity *e)
{
    return is_type(e, "ORG") || is_type(e, "PERSON") || is_type(e, "GPE") || is_type(e, "LOC") ||
           is_type(e, "FAC") || is_type(e, "NORP") || is_type(e, "PRODUCT") || is_type(e, "WORK_OF_ART") ||
           is_type(e, "EVENT") || is_type(e, "LAW");
}

static bool find_missed(dl_placing *p, const dl_vote *vote)
{
    for (uint32_t t = 0; t < p->doc->token_count; t++) {
        dl_run run;
        bool part;
        if (p->cover[t] != DL_NONE || !starts_name(p, t) || dl_place_is(p, t, "the") ||
            people_word(p, t, t + 1) ||
            !longest_run(p, t, p->doc->token_count, &run)) {
            continue;
        }
        const dl_entity *e = whole_entity(p, t, run.end, &part);
        if (part || (e != NULL && !place_type(e)) || !enough_evidence(p, vote, t, &run, e)) {
            continue;
        }
        if (add_spot(p, t, run.end, run.key, &run.entry, "place.gazetteer") != NULL) {
            t = run.end - 1;
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
                    bears(&entry, DL_GAZ_BEAR_PEOPLE) && p->cover[end] == DL_NONE;
            end += found;
        }
        if (!found) {
            found = dl_gazetteer_find(p->gazetteer, p->words[t].key, &entry) &&
                    bears(&entry, DL_GAZ_BEAR_PEOPLE);
        }
        const char *tag = p->doc->tokens[t].tag;
        const bool fits = strncmp(tag, "NNP", 3) == 0 || strcmp(tag, "JJ") == 0 ||
                          strcmp(tag, "NNS") == 0 || strcmp(tag, "NN") == 0;
        const dl_entity *e = p->doc->tokens[t].entity == DL_NONE
                                 ? NULL : &p->doc->entities[p->doc->tokens[t].entity];
        if (!found || !fits || (e != NULL && is_type(e, "PERSON"))) {
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
            !bears(&entry, DL_GAZ_BEAR_SHORT) || (!pointed && !p->words[t].capitals) ||
            p->words[t].shouted) {
            continue;
        }
        uint32_t from = t - 2; /* the town before it, known or not */
        if (p->cover[from] == DL_NONE) {
            while (from > 0 && starts_name(p, from - 1) && p->cover[from - 1] == DL_NONE &&
                   t - from < 4 && !p->doc->tokens[from].sent_start) {
                from--;
            }
            dl_run run;
            const bool known = longest_run(p, from, t - 1, &run) && run.end == t - 1;
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
static bool is_surname(const dl_placing *p, const dl_vote *vote, const dl_entity *e)
{
    uint32_t first = e->first, end = e->end;
    trim(p, &first, &end);
    if (end != first + 1 || dl_map_find(&vote->surnames, p->words[first].key) == DL_NONE) {
        return false;
    }
    dl_gazetteer_entry entry;
    return locative_before(p, first) == false ||
           !(dl_gazetteer_find(p->gazetteer, p->words[first].key, &entry) &&
             well_known(p, &entry, BIG_PEOPLE));
}

static bool find_model(dl_placing *p, const dl_vote *vote)
{
    for (uint32_t i = 0; i < p->doc->entity_count; i++) {
        const dl_entity *e = &p->doc->entities[i];
        if ((is_type(e, "GPE") || is_type(e, "LOC")) && !is_surname(p, vote, e)) {
            add_model_place(p, e);
        } else if (is_type(e, "FAC")) {
            add_facility(p, e);
        }
    }
    return !dl_arena_failed(p->arena);
}

static bool count_votes(const dl_placing *p, dl_vote *vote)
{
    for (uint32_t i = 0; i < p->spots.count; i++) {
        const dl_spot *s = &p->spots.at[i];
        if (!s->people && !s->facility && s->key.size > 0 &&
            dl_map_add(&vote->places, s->key, 1) == DL_NONE) {
            return false;
        }
    }
    return true;
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
    dl_vote vote;
    dl_map_init(&vote.places, p->arena);
    dl_map_init(&vote.surnames, p->arena);
    p->cover = dl_arena_new_array(p->arena, p->doc->token_count + 1, uint32_t);
    if (p->cover == NULL) {
        return false;
    }
    memset(p->cover, 0xFF, (p->doc->token_count + 1) * sizeof *p->cover);
    if (!read_surnames(p, &vote.surnames) || !find_model(p, &vote) || !count_votes(p, &vote) ||
        !find_missed(p, &vote) || !count_votes(p, &vote) || !find_missed(p, &vote) ||
        !find_brief(p) || !find_people(p)) {
        return false;
    }
    return sort_spots(p);
}
