/* place_tie.c - what the words around a place say of it: its kind ("X province"), what
 * it lies in ("X, Y"; "X in northern Y"; "Y's X") or near ("20 km north of Y"), and
 * whether it stands for a government or is where the report was filed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#include <string.h>

#define TIE_REACH 8u       /* tokens between two places that lean on one another */
#define CONJUNCTS_MOST 6u  /* members of a list that are walked back */
#define DATELINE_REACH 18u /* tokens of a dateline at most */
#define DATELINE_PARAS 8u  /* paragraphs in which a dateline may begin */

static uint32_t spot_at(const dl_placing *p, uint32_t token)
{
    return token < p->doc->token_count ? p->cover[token] : DL_NONE;
}

/* ---- kind ---- */

static uint8_t hint_of(uint32_t words)
{
    if ((words & DL_GAZ_WORD_ADMIN) != 0) {
        return DL_HINT_ADMIN;
    }
    if ((words & DL_GAZ_WORD_WATER) != 0) {
        return DL_HINT_WATER;
    }
    if ((words & DL_GAZ_WORD_LAND) != 0) {
        return DL_HINT_LAND;
    }
    if ((words & DL_GAZ_WORD_TOWN) != 0) {
        return DL_HINT_TOWN;
    }
    return DL_HINT_NONE;
}

static uint8_t hint_around(const dl_placing *p, const dl_spot *s)
{
    uint8_t hint = hint_of(dl_place_words(p, s->end));
    if (hint != DL_HINT_NONE && hint != DL_HINT_TOWN &&
        !dl_place_is(p, s->end, "state")) {
        return hint;
    }
    if (dl_place_is(p, s->end, "state") && !p->words[s->end].capital) {
        return DL_HINT_ADMIN;
    }
    /* "the province of X", "the town X" */
    uint32_t before = s->first;
    if (before > 1 && dl_place_is(p, before - 1, "of")) {
        before--;
    }
    return before > 0 && (before < s->first || !p->words[before - 1].capital)
               ? hint_of(dl_place_words(p, before - 1))
               : hint;
}

/* ---- ties ---- */

static void tie(dl_placing *p, uint32_t spot, uint32_t to, uint8_t how)
{
    dl_spot *s = &p->spots.at[spot];
    if (spot != to && s->tie == DL_TIE_NONE && !p->spots.at[to].people) {
        s->tie = how;
        s->to = to;
    }
}

static bool passes(const dl_placing *p, uint32_t token)
{
    return (dl_place_words(p, token) & DL_GAZ_WORD_DIRECTION) != 0 ||
           dl_place_is(p, token, "the") || dl_place_is(p, token, "-");
}

/* The spot behind `token` with only directions and articles between. */
static uint32_t next_spot(const dl_placing *p, uint32_t token)
{
    for (uint32_t i = 0; i < TIE_REACH && token < p->doc->token_count; i++, token++) {
        if (spot_at(p, token) != DL_NONE) {
            return spot_at(p, token);
        }
        if (!passes(p, token)) {
            return DL_NONE;
        }
    }
    return DL_NONE;
}

/* "X, Y" and "X (Y)". */
static void tie_comma(dl_placing *p, uint32_t spot)
{
    const uint32_t end = p->spots.at[spot].end;
    if (!dl_place_is(p, end, ",") && !dl_place_is(p, end, "(")) {
        return;
    }
    const uint32_t to = next_spot(p, end + 1);
    if (to != DL_NONE) {
        tie(p, spot, to, DL_TIE_COMMA);
    }
}

/* "X in northern Y", "X, in Y", "X province in Y", "X, a town in Y's east". */
static void tie_in(dl_placing *p, uint32_t spot)
{
    uint32_t token = p->spots.at[spot].end;
    for (uint32_t i = 0; i < TIE_REACH && token < p->doc->token_count; i++, token++) {
        if (dl_place_is(p, token, "in")) {
            const uint32_t to = next_spot(p, token + 1);
            if (to != DL_NONE) {
                tie(p, spot, to, DL_TIE_IN);
            }
            return;
        }
        const uint32_t words = dl_place_words(p, token);
        const bool kind = (words & (DL_GAZ_WORD_ADMIN | DL_GAZ_WORD_TOWN |
                                    DL_GAZ_WORD_LAND | DL_GAZ_WORD_DIRECTION)) != 0;
        if (!kind && !dl_place_is(p, token, ",") && !dl_place_is(p, token, "a") &&
            !dl_place_is(p, token, "the") && !dl_place_is(p, token, "an")) {
            return;
        }
    }
}

/* "Y's X", "Y's northern X province", "Syrian town of X" (people lead to their land). */
static void tie_owner(dl_placing *p, uint32_t spot)
{
    uint32_t token = p->spots.at[spot].first;
    for (uint32_t i = 0; i < TIE_REACH && token > 0; i++) {
        token--;
        const uint32_t owner = spot_at(p, token);
        if (owner != DL_NONE) {
            if (p->spots.at[owner].people && i > 0) {
                dl_spot *s = &p->spots.at[spot];
                s->tie = s->tie == DL_TIE_NONE ? DL_TIE_IN : s->tie;
                s->to = s->to == DL_NONE ? owner : s->to;
            }
            return;
        }
        if (dl_place_is(p, token, "'s") || dl_place_is(p, token, "’s")) {
            const uint32_t of = token > 0 ? spot_at(p, token - 1) : DL_NONE;
            if (of != DL_NONE) {
                tie(p, spot, of, DL_TIE_IN);
            }
            return;
        }
        const uint32_t words = dl_place_words(p, token);
        if ((words & (DL_GAZ_WORD_ADMIN | DL_GAZ_WORD_TOWN | DL_GAZ_WORD_LAND |
                      DL_GAZ_WORD_WATER | DL_GAZ_WORD_DIRECTION)) == 0 &&
            !dl_place_is(p, token, "of") && !dl_place_is(p, token, "ancient") &&
            !dl_place_is(p, token, "border") && !dl_place_is(p, token, "main") &&
            !dl_place_is(p, token, "largest") && !dl_place_is(p, token, "second")) {
            return;
        }
    }
}

/* "X, 30 km north-west of Y", "X, east of Y", "X near Y". */
static void tie_near(dl_placing *p, uint32_t spot)
{
    uint32_t token = p->spots.at[spot].end;
    for (uint32_t i = 0; i < 2 * TIE_REACH && token < p->doc->token_count; i++, token++) {
        if (spot_at(p, token) != DL_NONE || p->doc->tokens[token].sent_start) {
            return;
        }
        const bool of = dl_place_is(p, token, "of") &&
                        ((dl_place_words(p, token - 1) & DL_GAZ_WORD_DIRECTION) != 0 ||
                         (dl_place_words(p, token - 1) & DL_GAZ_WORD_TOWN) != 0);
        const bool near =
            dl_place_is(p, token, "near") || dl_place_is(p, token, "outside");
        const bool from =
            dl_place_is(p, token, "from") &&
            (dl_place_is(p, token - 1, "kilometers") || dl_place_is(p, token - 1, "km") ||
             dl_place_is(p, token - 1, "kilometres") ||
             dl_place_is(p, token - 1, "miles"));
        if (of || near || from) {
            const uint32_t to = next_spot(p, token + 1);
            if (to != DL_NONE) {
                tie(p, spot, to, DL_TIE_NEAR);
            }
            return;
        }
    }
}

/* ---- metonymy ---- */

static bool state_like(const dl_placing *p, const dl_spot *s)
{
    for (uint32_t i = 0; i < s->entry.count && i < 4; i++) {
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, s->entry.at[i]);
        if (place->kind == DL_PLACE_COUNTRY ||
            (place->marks & DL_GAZ_MARK_CAPITAL) != 0) {
            return true;
        }
    }
    return false;
}

static uint32_t lemma_words(const dl_placing *p, uint32_t token)
{
    const dl_str key = dl_gazetteer_key(p->arena, p->doc->tokens[token].lemma);
    return key.size == 0 ? 0 : dl_gazetteer_words(p->gazetteer, key);
}

static bool acts_behind(const dl_placing *p, uint32_t token)
{
    static const char *const acts[] = {"led",       "backed", "funded",   "supported",
                                       "sponsored", "allied", "made",     "brokered",
                                       "trained",   "armed",  "supplied", "aligned"};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        if (dl_place_is(p, token, acts[i])) {
            return true;
        }
    }
    return false;
}

/* "Riyadh-based", "UK-based": where somebody is at home, not where something happened. */
static bool home_behind(const dl_placing *p, uint32_t end)
{
    return dl_place_is(p, end, "-") &&
           (dl_place_is(p, end + 1, "based") || dl_place_is(p, end + 1, "born") ||
            dl_place_is(p, end + 1, "headquartered"));
}

/* "Washington said", "Moscow's support", "accused by Ankara". */
static bool government(const dl_placing *p, const dl_spot *s)
{
    if (!state_like(p, s)) {
        return false;
    }
    if (dl_place_is(p, s->end, "-") && acts_behind(p, s->end + 1)) {
        return true; /* "US-led" */
    }
    uint32_t token = s->end - 1;
    for (uint32_t t = s->first; t < s->end; t++) { /* the head of the words */
        if (p->doc->tokens[t].head < s->first || p->doc->tokens[t].head >= s->end) {
            token = t;
        }
    }
    const dl_token *head = &p->doc->tokens[token];
    for (unsigned i = 0; i < CONJUNCTS_MOST && strcmp(head->dep, "conj") == 0; i++) {
        head = &p->doc->tokens[head->head]; /* "A, B and C agreed" */
    }
    const uint32_t governor = head->head;
    if (strcmp(head->dep, "nsubj") == 0) {
        return strcmp(p->doc->tokens[governor].pos, "VERB") == 0 &&
               (lemma_words(p, governor) & DL_GAZ_WORD_STAYS) == 0;
    }
    if (strcmp(head->dep, "poss") == 0) {
        return (lemma_words(p, governor) & DL_GAZ_WORD_POLITY) != 0;
    }
    if (strcmp(head->dep, "pobj") == 0 &&
        (dl_place_is(p, governor, "of") || dl_place_is(p, governor, "from") ||
         dl_place_is(p, governor, "with"))) { /* "an ally of Damascus" */
        const uint32_t what = p->doc->tokens[governor].head;
        return (lemma_words(p, what) & DL_GAZ_WORD_ALLY) != 0;
    }
    if (strcmp(head->dep, "pobj") == 0 && dl_place_is(p, governor, "by")) {
        const dl_token *by = &p->doc->tokens[governor];
        return strcmp(by->dep, "agent") == 0;
    }
    return false;
}

/* ---- dateline ---- */

static bool month_or_number(const dl_placing *p, uint32_t token)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    const dl_str lower = p->doc->tokens[token].lower;
    if (lower.size > 0 && lower.at[0] >= '0' && lower.at[0] <= '9') {
        return true;
    }
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (dl_str_starts(lower, dl_str_of(months[i])) && lower.size <= 9 &&
            p->words[token].capital) {
            return true;
        }
    }
    return false;
}

static bool dash(const dl_placing *p, uint32_t token)
{
    return dl_place_is(p, token, "-") || dl_place_is(p, token, "–") ||
           dl_place_is(p, token, "—") || dl_place_is(p, token, "--");
}

static bool weekday(const dl_placing *p, uint32_t token)
{
    const dl_str lower = p->doc->tokens[token].lower;
    return dl_str_ends(lower, DL_STR("day")) && p->words[token].capital;
}

/* Walks over what a dateline may hold behind its place; the token behind its end, or 0
 * when this is no dateline. */
static uint32_t dateline_end(const dl_placing *p, uint32_t start, uint32_t first)
{
    const uint32_t open = dl_place_is(p, start, "(") ? 1 : 0;
    uint32_t depth = open;
    for (uint32_t t = first; t < p->doc->token_count && t < start + DATELINE_REACH; t++) {
        if (p->doc->tokens[t].is_space) {
            return 0;
        }
        if (spot_at(p, t) != DL_NONE) {
            continue;
        }
        if (dl_place_is(p, t, "(")) {
            depth++;
        } else if (dl_place_is(p, t, ")")) {
            depth -= depth > 0;
            if (open && depth == 0) {
                return t + 1;
            }
        } else if (depth == 0 && dash(p, t)) {
            return t + 1;
        } else if (depth == 0 && dl_place_is(p, t, ":")) {
            return t + 1;
        } else if (!month_or_number(p, t) && !weekday(p, t) && !dl_place_is(p, t, ",") &&
                   !dl_place_is(p, t, "/") && !dl_place_is(p, t, ".") &&
                   (dl_place_words(p, t) & DL_GAZ_WORD_AGENCY) == 0 && depth == open) {
            return 0;
        }
    }
    return 0;
}

static bool starts_paragraph(const dl_placing *p, uint32_t token)
{
    if (token == 0) {
        return true;
    }
    const dl_token *before = &p->doc->tokens[token - 1];
    return before->is_space && memchr(p->doc->text.at + before->span.start, '\n',
                                      before->span.end - before->span.start) != NULL;
}

#define DATELINE_BODY 6u /* words that must follow a dateline in its paragraph */
/* The same behind "Town:", which may also begin a headline. */
#define DATELINE_COLON 14u

static bool body_follows(const dl_placing *p, uint32_t token, uint32_t least)
{
    uint32_t words = 0;
    for (; token < p->doc->token_count && words < least; token++) {
        if (starts_paragraph(p, token)) {
            return false;
        }
        words += p->words[token].word;
    }
    return words >= least;
}

/* "Town:", "Town - " without a date, an agency or capitals needs more text behind it, and
 * must be a town: "Syria: army advances" is a headline. */
static bool bare_dateline(const dl_placing *p, uint32_t first, uint32_t end)
{
    uint32_t spots = 0;
    for (uint32_t t = first; t < end; t++) {
        spots += spot_at(p, t) != DL_NONE && p->spots.at[spot_at(p, t)].first == t;
        if (spots > 1 || month_or_number(p, t) ||
            (dl_place_words(p, t) & DL_GAZ_WORD_AGENCY) != 0 ||
            (spot_at(p, t) != DL_NONE && p->words[t].capitals)) {
            return false;
        }
    }
    return true;
}

static bool only_country(const dl_placing *p, const dl_spot *s)
{
    return s->entry.count > 0 &&
           dl_gazetteer_place(p->gazetteer, s->entry.at[0])->kind == DL_PLACE_COUNTRY;
}

/* "BONN 2004-05-06", "Osk, 3 May" on a line of its own: the token behind it, 0 if it is
 * none. */
static uint32_t dateline_line(const dl_placing *p, uint32_t first)
{
    bool dated = false;
    for (uint32_t t = first; t < p->doc->token_count && t < first + DATELINE_REACH; t++) {
        if (p->doc->tokens[t].is_space) {
            return dated && starts_paragraph(p, t + 1) && t + 1 < p->doc->token_count ? t : 0;
        }
        if (spot_at(p, t) != DL_NONE) {
            continue;
        }
        if (!month_or_number(p, t) && !weekday(p, t) && !dl_place_is(p, t, ",") &&
            !dl_place_is(p, t, ".") && !dash(p, t)) {
            return 0;
        }
        dated |= month_or_number(p, t);
    }
    return 0;
}

static void set_dateline(dl_placing *p, uint32_t first, uint32_t end)
{
    for (uint32_t s = first; s < end; s++) {
        if (spot_at(p, s) != DL_NONE) {
            p->spots.at[spot_at(p, s)].role = DL_PLACE_DATELINE;
        }
    }
}

static void mark_dateline(dl_placing *p)
{
    uint32_t paras = 0;
    for (uint32_t t = 0; t < p->doc->token_count && paras < DATELINE_PARAS; t++) {
        if (p->doc->tokens[t].is_space || !starts_paragraph(p, t)) {
            continue;
        }
        paras++;
        const uint32_t first = t + (dl_place_is(p, t, "(") ? 1 : 0);
        const uint32_t spot = spot_at(p, first);
        if (spot == DL_NONE || p->spots.at[spot].people ||
            p->spots.at[spot].first != first) {
            continue;
        }
        if (dateline_line(p, first) != 0) {
            set_dateline(p, first, dateline_line(p, first));
            return;
        }
        const uint32_t end = dateline_end(p, t, first);
        const bool bare = end != 0 && bare_dateline(p, first, end);
        if (end == 0 || !body_follows(p, end, bare ? DATELINE_COLON : DATELINE_BODY) ||
            (bare && (p->spots.at[spot].entry.count == 0 ||
                      only_country(p, &p->spots.at[spot])))) {
            continue;
        }
        set_dateline(p, first, end);
        return;
    }
}

/* "the Beni capital": not the region but its seat. */
static bool seat_behind(const dl_placing *p, const dl_spot *s)
{
    return dl_place_is(p, s->end, "capital") && spot_at(p, s->end + 1) == DL_NONE &&
           s->first > 0 && dl_place_is(p, s->first - 1, "the");
}

bool dl_place_tie(dl_placing *p)
{
    for (uint32_t i = 0; i < p->spots.count; i++) {
        dl_spot *s = &p->spots.at[i];
        if (s->people) {
            s->role = DL_PLACE_DEMONYM;
            continue;
        }
        s->seat = seat_behind(p, s);
        if (!s->facility && s->hint == DL_HINT_NONE) {
            s->hint = hint_around(p, s);
        } else if (s->facility && s->hint == DL_HINT_NONE) {
            s->hint = DL_HINT_FACILITY;
        }
        tie_comma(p, i);
        tie_in(p, i);
        tie_owner(p, i);
        tie_near(p, i);
    }
    mark_dateline(p);
    for (uint32_t i = 0; i < p->spots.count; i++) {
        dl_spot *s = &p->spots.at[i];
        if (s->role == DL_PLACE_LITERAL && !s->facility &&
            (home_behind(p, s->end) || government(p, s))) {
            s->role = DL_PLACE_METONYM;
        }
    }
    return !dl_arena_failed(p->arena);
}
