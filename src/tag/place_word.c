/* place_word.c - the tokens of a document as the place finder sees them, and the longest
 * name of the gazetteer that starts at one of them.
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include "fold.h"
#include "seen.h"
#include "utf8.h"

#include <string.h>

/* ---- tokens as words ---- */

static bool upper(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
           c == 0x130 || c == 0x141 || c == 0x15A || c == 0x15E || c == 0x160 ||
           c == 0x17D || c == 0x10C || c == 0x11E || c == 0x218 || c == 0x21A ||
           (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F);
}

static bool lower_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xDF && c < 0x250 && c != 0xF7 && !upper(c));
}

static const char *const PARTICLES[] = {
    "of",  "the", "and", "de",  "del",   "des", "da",   "do",  "dos", "du",
    "di",  "la",  "las", "le",  "les",   "los", "upon", "on",  "in",  "am",
    "der", "den", "sur", "-",   "'s",    "’s",  "e",    "y",   "i",   "au",
    "aux", "ter", "op",  "nad", "na",    "pod", "sous", "lez", "à",   "d'",
    "l'",  "–",   "abu", "bin", "under", "by"};
static const char *const ARTICLES[] = {"al", "el", "ar", "as", "ash", "at", "ad", "an",
                                       "az", "ez", "es", "et", "ed",  "ul", "er", "en"};

#define LONGEST_PARTICLE 5u

static bool among(dl_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (words[i][0] == word.at[0] && words[i][1] == (word.size > 1 ? word.at[1] : '\0') &&
            dl_str_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

/* ASCII letters and digits alone: folding is lower case. */
static bool plain(dl_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char c = (unsigned char)text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
            return false;
        }
    }
    return true;
}

/* Words that were read, by slot. */
typedef struct read_words {
    dl_seen seen;
    dl_word *at;
} read_words;

static bool read_init(read_words *read, const dl_placing *p)
{
    if (!dl_seen_init(&read->seen, p->arena, p->doc->token_count)) {
        return false;
    }
    read->at = dl_arena_new_array(p->arena, read->seen.mask + 1, dl_word);
    return read->at != NULL;
}

static void read_case(dl_str text, dl_word *w)
{
    uint32_t letters = 0, capitals = 0;
    for (size_t at = 0; at < text.size;) {
        const bool first = at == 0;
        const bool ascii = (unsigned char)text.at[at] < 0x80;
        const uint32_t c = ascii ? (unsigned char)text.at[at++] : dl_utf8_next(text, &at);
        const bool capital = ascii ? c >= 'A' && c <= 'Z' : upper(c);
        capitals += capital;
        letters += capital || (ascii ? c >= 'a' && c <= 'z' : lower_letter(c));
        w->capital |= first && capital;
    }
    w->word = letters > 0;
    w->capitals = letters > 0 && capitals == letters;
}

static dl_word read_letters(const dl_placing *p, uint32_t token, dl_str text)
{
    const dl_str lower = p->doc->tokens[token].lower;
    dl_word w = {.key = {"", 0}};
    read_case(text, &w);
    if (lower.size > 0 && lower.size <= LONGEST_PARTICLE) {
        w.article = among(lower, ARTICLES, sizeof ARTICLES / sizeof *ARTICLES);
        w.particle =
            w.article || among(lower, PARTICLES, sizeof PARTICLES / sizeof *PARTICLES);
    }
    if (!p->doc->tokens[token].is_space) {
        w.key = plain(lower) ? lower : dl_fold(p->arena, lower);
    }
    if (w.capital && w.key.size > 0) {
        w.looked_up = true;
        (void)dl_gazetteer_find(p->gazetteer, w.key, &w.entry);
        w.words = w.entry.words;
    } else if (w.key.size > 0) {
        w.words = dl_gazetteer_words(p->gazetteer, w.key);
    }
    return w;
}

static void read_word(dl_placing *p, read_words *read, uint32_t token)
{
    const dl_str text = dl_str_cut(p->doc->text, p->doc->tokens[token].span);
    if (text.size == 0) {
        p->words[token] = read_letters(p, token, text);
        return;
    }
    bool again;
    const uint32_t slot = dl_seen_slot(&read->seen, text, &again);
    if (!again) {
        read->at[slot] = read_letters(p, token, text);
    }
    p->words[token] = read->at[slot];
}

#define SHOUTED_LEAST 2 /* words of a line in capitals before it counts as one */
#define TITLED_LEAST 5  /* words of a line with capitals before it counts as a title */
#define TITLED_WORD 4u  /* letters of the words that must have them */

/* Lines where every word is in capitals: there capitals mean nothing. */
static void mark_shouted(dl_placing *p)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i <= p->doc->token_count; i++) {
        if (i < p->doc->token_count && !p->doc->tokens[i].is_space) {
            continue;
        }
        uint32_t words = 0, capitals = 0, longer = 0, capital = 0;
        for (uint32_t t = start; t < i; t++) {
            const dl_span span = p->doc->tokens[t].span;
            const bool counts = p->words[t].word && span.end - span.start >= TITLED_WORD;
            words += p->words[t].word;
            capitals += p->words[t].capitals;
            longer += counts;
            capital += counts && p->words[t].capital;
        }
        for (uint32_t t = start; t < i; t++) {
            p->words[t].shouted = words >= SHOUTED_LEAST && capitals * 10 >= words * 9;
            p->words[t].titled = words >= TITLED_LEAST && capital * 10 >= longer * 9;
        }
        start = i + 1;
    }
}

bool dl_place_read_words(dl_placing *p)
{
    p->words = dl_arena_new_array(p->arena, p->doc->token_count + 1, dl_word);
    p->runs_at = dl_arena_new_array(p->arena, p->doc->token_count + 1, uint32_t);
    if (p->words == NULL || p->runs_at == NULL) {
        return false;
    }
    read_words read;
    if (!read_init(&read, p)) {
        return false;
    }
    for (uint32_t i = 0; i < p->doc->token_count; i++) {
        read_word(p, &read, i);
    }
    mark_shouted(p);
    return !dl_arena_failed(p->arena);
}

dl_str dl_place_key(dl_placing *p, uint32_t first, uint32_t end)
{
    if (first >= end) {
        return (dl_str){"", 0};
    }
    if (end == first + 1 && plain(p->words[first].key)) {
        return p->words[first].key;
    }
    const dl_span span = {p->doc->tokens[first].span.start,
                          p->doc->tokens[end - 1].span.end};
    return dl_gazetteer_key(p->arena, dl_str_cut(p->doc->text, span));
}

const dl_gazetteer_entry *dl_place_entry(const dl_placing *p, uint32_t token)
{
    dl_word *w = &p->words[token];
    if (!w->looked_up) {
        w->looked_up = true;
        (void)dl_gazetteer_find(p->gazetteer, w->key, &w->entry);
    }
    return w->entry.at == NULL ? NULL : &w->entry;
}

bool dl_place_look_up(dl_placing *p, uint32_t first, uint32_t end, dl_str *key,
                      dl_gazetteer_entry *entry)
{
    if (end == first + 1 && plain(p->words[first].key)) {
        const dl_gazetteer_entry *known = dl_place_entry(p, first);
        *key = p->words[first].key;
        *entry = known == NULL ? (dl_gazetteer_entry){0} : *known;
        return known != NULL;
    }
    *key = dl_place_key(p, first, end);
    if (key->size == 0) {
        *entry = (dl_gazetteer_entry){0};
        return false;
    }
    return dl_gazetteer_find(p->gazetteer, *key, entry);
}

/* ---- looking up runs of tokens ---- */

bool dl_place_article_before_dash(const dl_placing *p, uint32_t token)
{
    return token + 2 < p->doc->token_count && p->words[token].article &&
           dl_place_is(p, token + 1, "-") && p->words[token + 2].capital;
}

/* What the entry may mean here: its bearings but for short forms. */
bool dl_place_borne(const dl_gazetteer_entry *entry)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        const uint32_t bear = entry->at[i] >> DL_GAZ_BEAR_SHIFT;
        if (bear == DL_GAZ_BEAR_MAIN || bear == DL_GAZ_BEAR_OTHER) {
            return true;
        }
    }
    return false;
}

bool dl_place_bears(const dl_gazetteer_entry *entry, uint32_t wanted)
{
    for (uint32_t i = 0; i < entry->count; i++) {
        if (entry->at[i] >> DL_GAZ_BEAR_SHIFT == wanted) {
            return true;
        }
    }
    return false;
}

/* An acronym needs its capitals: "us" is no place. */
#define CODE_MOST 4u /* letters of a word in capitals that may be an abbreviation */

/* "$US", "mid-Atlantic", "euro-Atlantic". */
static bool prefixed(const dl_placing *p, uint32_t first)
{
    if (first == 0 || p->doc->tokens[first - 1].space_after) {
        return false;
    }
    if (dl_place_is(p, first - 1, "$")) {
        return true;
    }
    return first > 1 && dl_place_is(p, first - 1, "-") &&
           !p->doc->tokens[first - 2].space_after && p->words[first - 2].word &&
           !p->words[first - 2].capital && !p->words[first - 2].article &&
           (p->words[first - 2].words & DL_GAZ_WORD_DIRECTION) == 0;
}

bool dl_place_case_fits(const dl_placing *p, uint32_t first, uint32_t end,
                        const dl_gazetteer_entry *entry)
{
    const dl_span span = p->doc->tokens[first].span;
    if (p->doc->text.at[span.end - 1] == '$' || prefixed(p, first)) {
        return false; /* "US$", "mid-Atlantic" */
    }
    if (end - first > 1 || span.end - span.start > CODE_MOST) {
        return true;
    }
    const bool printed = p->words[first].capitals && span.end - span.start > 1;
    const bool line_start = first == 0 || p->doc->tokens[first - 1].is_space;
    if ((entry->flags & DL_GAZ_NAME_CAPITALS) != 0) {
        return printed; /* "us" is no place */
    }
    return !printed || p->words[first].shouted || line_start; /* "FAO" is not Fao */
}

/* `*people`: the first two tokens are a word for people. */
static bool longest_before(dl_placing *p, uint32_t first, uint32_t most, dl_run *out,
                           bool *people)
{
    bool found = false;
    uint32_t words = 0;
    const uint32_t limit = first + 2 * DL_GAZETTEER_WORDS_MOST < most
                               ? first + 2 * DL_GAZETTEER_WORDS_MOST
                               : most;
    for (uint32_t end = first + 1; end <= limit && words < DL_GAZETTEER_WORDS_MOST;
         end++) {
        const uint32_t last = end - 1;
        const dl_token *token = &p->doc->tokens[last];
        if (token->is_space || (last > first && token->sent_start)) {
            break;
        }
        const bool name = p->words[last].capital || (last == first);
        if (!name && !p->words[last].particle) {
            break;
        }
        words += p->words[last].word;
        if (!name) {
            continue;
        }
        dl_str key;
        dl_gazetteer_entry entry;
        if (!dl_place_look_up(p, first, end, &key, &entry)) {
            continue;
        }
        *people |= end == first + 2 && dl_place_bears(&entry, DL_GAZ_BEAR_PEOPLE);
        if (dl_place_borne(&entry) && dl_place_case_fits(p, first, end, &entry)) {
            *out = (dl_run){end, key, entry};
            found = true;
        }
    }
    return found;
}

/* What `runs_at` holds: the number of the longest run and whether two tokens are people. */
enum { RUN_UNREAD, RUN_NONE, RUN_FIRST, RUN_PEOPLE = 1 << 30 };

/* The same place is asked for by many: the longest of all is looked up once. */
static uint32_t longest_at(dl_placing *p, uint32_t first)
{
    if (p->runs_at[first] == RUN_UNREAD) {
        dl_run run;
        bool people = false;
        uint32_t at = RUN_NONE;
        if (longest_before(p, first, p->doc->token_count, &run, &people)) {
            dl_run *kept = dl_vec_push(&p->runs, p->arena);
            if (kept != NULL) {
                *kept = run;
                at = RUN_FIRST + p->runs.count - 1;
            }
        }
        p->runs_at[first] = at | (people ? RUN_PEOPLE : 0);
    }
    return p->runs_at[first];
}

bool dl_place_longest(dl_placing *p, uint32_t first, uint32_t most, dl_run *out)
{
    const uint32_t at = longest_at(p, first) & ~(uint32_t)RUN_PEOPLE;
    bool people = false;
    if (at == RUN_NONE) {
        return false;
    }
    *out = p->runs.at[at - RUN_FIRST];
    return out->end <= most || longest_before(p, first, most, out, &people);
}

bool dl_place_two_people(dl_placing *p, uint32_t first)
{
    return (longest_at(p, first) & RUN_PEOPLE) != 0;
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

bool dl_place_well_known(const dl_placing *p, const dl_gazetteer_entry *entry,
                         uint32_t people)
{
    if ((entry->flags & DL_GAZ_NAME_LISTED) != 0 && dl_place_borne(entry)) {
        return true;
    }
    const dl_gaz_place *best = best_of(p, entry);
    return best != NULL && (best->kind == DL_PLACE_COUNTRY ||
                            best->kind == DL_PLACE_ADMIN1 || best->population >= people);
}
