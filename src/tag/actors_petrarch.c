/* actors_petrarch.c - reads dictionaries of actors in the form the PETRARCH event coders
 * use, so that a user's own need not be rewritten.
 *
 *     BARNABY_QUILL_  [USAGOV]        ; a name and its CAMEO code
 *     +SENATOR_QUILL_                 further names of the same actor
 *     <tab>[USAELI <050101]           a code that holds until, from or between days
 *     <tab>[USAGOV 050101-130120]     (YYMMDD or YYYYMMDD)
 *
 * Comments begin with '#' or ';', or stand between "<!--" and "-->". Of a code we keep
 * the country and the first role that PLOVER has as a sector. Entries whose code is a
 * country and nothing more are left to the gazetteer.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "actors_list.h"

#include "fold.h"

#include <ctype.h>

#define CENTURY_TURNS 30 /* YY below it is 20YY */
#define NAMES_MOST 4096  /* names of one entry */
#define TERMS_MOST 256   /* codes of one entry */

typedef struct term {
    dl_str code;
    int from, to;
} term;

typedef struct entry {
    DL_VEC(dl_str) names;
    DL_VEC(term) terms;
} entry;

/* What is left of a line without its comments; `*inside`: a comment runs on. */
static dl_str without_comments(dl_str line, bool *inside)
{
    if (*inside) {
        const size_t end = dl_str_find(line, DL_STR("-->"));
        if (end == SIZE_MAX) {
            return (dl_str){line.at, 0};
        }
        *inside = false;
        line = (dl_str){line.at + end + 3, line.size - end - 3};
    }
    for (size_t i = 0; i < line.size; i++) {
        if (line.at[i] == '#' || line.at[i] == ';') {
            /* "[###]" is a code that says there is none */
            if (line.at[i] == '#' && i > 0 && (line.at[i - 1] == '[' || line.at[i - 1] == '#')) {
                continue;
            }
            line.size = i;
        } else if (dl_str_starts((dl_str){line.at + i, line.size - i}, DL_STR("<!"))) {
            const dl_str rest = {line.at + i, line.size - i};
            *inside = dl_str_find(rest, DL_STR("-->")) == SIZE_MAX &&
                      dl_str_find(rest, DL_STR("->")) == SIZE_MAX;
            line.size = i;
        }
    }
    return line;
}

bool dl_actors_are_petrarch(dl_str bytes)
{
    dl_str rest = bytes;
    bool inside = false;
    while (rest.size != 0) {
        const dl_str line = dl_str_trim(without_comments(dl_str_next(&rest, '\n'), &inside));
        if (line.size == 0) {
            continue;
        }
        if (line.at[0] == '[' || memchr(line.at, '|', line.size) != NULL) {
            return false;
        }
        return memchr(line.at, '[', line.size) != NULL || memchr(line.at, '_', line.size) != NULL;
    }
    return false;
}

/* YYMMDD or YYYYMMDD; only the year is kept. */
static bool read_year(dl_str word, int *year)
{
    word = dl_str_trim(word);
    for (size_t i = 0; i < word.size; i++) {
        if (!isdigit((unsigned char)word.at[i])) {
            return false;
        }
    }
    if (word.size == 8) {
        *year = (word.at[0] - '0') * 1000 + (word.at[1] - '0') * 100 +
                (word.at[2] - '0') * 10 + (word.at[3] - '0');
        return *year > 0;
    }
    if (word.size == 6) {
        const int two = (word.at[0] - '0') * 10 + (word.at[1] - '0');
        *year = two < CENTURY_TURNS ? 2000 + two : 1900 + two;
        return true;
    }
    return false;
}

static dl_status read_term(const dl_actor_reader *r, dl_str inside, term *out)
{
    dl_str rest = dl_str_trim(inside);
    size_t end = 0;
    while (end < rest.size && rest.at[end] != ' ' && rest.at[end] != '\t' &&
           rest.at[end] != '<' && rest.at[end] != '>') {
        end++;
    }
    *out = (term){.code = {rest.at, end}};
    dl_str days = dl_str_trim((dl_str){rest.at + end, rest.size - end});
    if (out->code.size == 0 || isdigit((unsigned char)out->code.at[0])) {
        return dl_actor_wrong(r, "a code is [CODE] or [CODE DATES], not", inside);
    }
    if (days.size == 0) {
        return DL_OK;
    }
    const dl_str after = {days.at + 1, days.size - 1};
    bool right;
    if (days.at[0] == '<') {
        right = read_year(after, &out->to);
    } else if (days.at[0] == '>') {
        right = read_year(after, &out->from);
    } else {
        const dl_str first = dl_str_next(&days, '-');
        right = read_year(first, &out->from) && days.at != NULL && read_year(days, &out->to);
    }
    return right ? DL_OK : dl_actor_wrong(r, "dates are <DATE, >DATE or DATE-DATE, not", inside);
}

/* Every [..] of a line. */
static dl_status read_terms(const dl_actor_reader *r, dl_str line, entry *e)
{
    while (line.size != 0) {
        const char *open = memchr(line.at, '[', line.size);
        if (open == NULL) {
            return DL_OK;
        }
        const dl_str rest = {open + 1, line.size - (size_t)(open + 1 - line.at)};
        const char *close = memchr(rest.at, ']', rest.size);
        if (close == NULL) {
            return dl_actor_wrong(r, "']' is missing after", rest);
        }
        term t;
        const dl_status status =
            read_term(r, (dl_str){rest.at, (size_t)(close - rest.at)}, &t);
        if (status != DL_OK) {
            return status;
        }
        if (e->terms.count == TERMS_MOST) {
            return dl_actor_wrong(r, "more than 256 codes for one name, last", t.code);
        }
        term *slot = dl_vec_push(&e->terms, &r->into->arena);
        if (slot == NULL) {
            return dl_fail_memory(r->err);
        }
        *slot = t;
        line = (dl_str){close + 1, rest.size - (size_t)(close + 1 - rest.at)};
    }
    return DL_OK;
}

static bool small_word(dl_str word)
{
    static const char *const SMALL[] = {"OF", "THE", "AND", "FOR", "IN", "ON", "DE", "LA",
                                        "BIN", "AL", "EL", "VAN", "VON", "DU", "DEL"};
    for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++) {
        if (dl_str_is(word, SMALL[i])) {
            return true;
        }
    }
    return false;
}

/* "BARNABY_QUILL_" is printed "Barnaby Quill"; one short word stays in capitals. */
static dl_str printed_name(dl_arena *arena, dl_str phrase)
{
    char *out = dl_arena_alloc(arena, phrase.size + 1);
    size_t size = 0;
    bool lower = false;
    for (size_t i = 0; i < phrase.size; i++) {
        lower |= islower((unsigned char)phrase.at[i]) != 0;
    }
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    for (size_t i = 0; i < phrase.size; i++) {
        const char c = phrase.at[i] == '_' || phrase.at[i] == '\t' ? ' ' : phrase.at[i];
        if (c != ' ' || (size > 0 && out[size - 1] != ' ')) {
            out[size++] = c;
        }
    }
    const dl_str name = dl_str_trim((dl_str){out, size});
    if (lower || (memchr(name.at, ' ', name.size) == NULL && name.size <= 4)) {
        return name;
    }
    dl_str rest = name;
    while (rest.at != NULL) {
        const dl_str word = dl_str_next(&rest, ' ');
        const size_t at = (size_t)(word.at - out);
        const bool small = small_word(word) && word.at != name.at;
        for (size_t i = small ? 0 : 1; i < word.size; i++) {
            if (i == 0 || isalpha((unsigned char)word.at[i - 1]) || word.at[i - 1] == '\'') {
                out[at + i] = (char)tolower((unsigned char)word.at[i]);
            }
        }
    }
    return name;
}

static const char *sector_of(dl_str role)
{
    static const char *const ROLES[][2] = {
        {"GOV", "GOV"}, {"MIL", "MIL"}, {"REB", "REB"}, {"SEP", "REB"}, {"INS", "REB"},
        {"UAF", "UAF"}, {"IMG", "REB"}, {"COP", "COP"}, {"JUD", "JUD"}, {"SPY", "SPY"},
        {"LEG", "LEG"}, {"OPP", "OPP"}, {"PTY", "PTY"}, {"MED", "JRN"}, {"EDU", "EDU"},
        {"BUS", "BUS"}, {"MNC", "BUS"}, {"CVL", "CVL"}, {"REF", "REF"}, {"LAB", "LAB"},
        {"CRM", "CRM"}, {"AGR", "AGR"}, {"ENV", "NGO"}, {"HLH", "MED"}, {"HRI", "NGO"},
        {"ELI", "ELI"}, {"NGO", "NGO"}, {"NGM", "NGO"}, {"IGO", "IGO"}, {"UNO", "IGO"},
        {"REL", "REL"}, {"PRM", "PRM"}, {"PRE", "PRE"}, {"SOC", "SOC"}};
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++) {
        if (dl_str_is(role, ROLES[i][0])) {
            return ROLES[i][1];
        }
    }
    return NULL;
}

/* Country and sector of a CAMEO code: three letters each. false: a country alone, which
 * makes no actor. */
static bool read_code(const dl_actors *a, dl_str code, dl_actor *actor)
{
    size_t at = 0;
    if (code.size >= 3) {
        const uint32_t c = dl_map_find(&a->country_of, (dl_str){code.at, 3});
        if (c != DL_NONE) {
            memcpy(actor->country, a->codes.at[c].at, 2);
            at = 3;
        }
    }
    if (at == 3 && code.size == 3) {
        return false;
    }
    for (; at + 3 <= code.size && actor->sector.size == 0; at += 3) {
        const char *sector = sector_of((dl_str){code.at + at, 3});
        actor->sector = sector == NULL ? (dl_str){0} : dl_str_of(sector);
    }
    return true;
}

static bool code_says_nothing(dl_str code)
{
    return dl_str_is(code, "---") || dl_str_is(code, "###") || dl_str_is(code, "+++");
}

/* An actor for every term of the entry, all with the same names. */
static dl_status keep(dl_actor_reader *r, entry *e)
{
    dl_status status = DL_OK;
    for (uint32_t t = 0; t < e->terms.count && status == DL_OK; t++) {
        const term *at = &e->terms.at[t];
        dl_actor actor = {.name = printed_name(&r->into->arena, e->names.at[0]),
                          .type = DL_ACTOR_ANY, .from = at->from, .to = at->to};
        uint32_t index;
        if (code_says_nothing(at->code) || !read_code(r->into, at->code, &actor)) {
            continue;
        }
        if (actor.name.size == 0) {
            return dl_arena_failed(&r->into->arena) ? dl_fail_memory(r->err) : DL_OK;
        }
        status = dl_actor_add(r, &actor, &index);
        for (uint32_t i = 0; i < e->names.count && status == DL_OK; i++) {
            status = dl_actor_alias(r, printed_name(&r->into->arena, e->names.at[i]), index);
        }
    }
    e->names.count = e->terms.count = 0;
    return status;
}

static dl_status add_name(dl_actor_reader *r, entry *e, dl_str phrase)
{
    phrase = dl_str_trim(phrase);
    if (phrase.size == 0 || dl_str_trim(printed_name(&r->into->arena, phrase)).size == 0) {
        return dl_arena_failed(&r->into->arena) ? dl_fail_memory(r->err)
                                                : dl_actor_wrong(r, "a name is missing before", phrase);
    }
    if (e->names.count == NAMES_MOST) {
        return dl_actor_wrong(r, "more than 4096 names for one actor, last", phrase);
    }
    dl_str *slot = dl_vec_push(&e->names, &r->into->arena);
    if (slot == NULL) {
        return dl_fail_memory(r->err);
    }
    *slot = phrase;
    return DL_OK;
}

static dl_status read_entry_line(dl_actor_reader *r, entry *e, dl_str line)
{
    dl_str trimmed = dl_str_trim(line);
    dl_status status = DL_OK;
    if (trimmed.at[0] == '[') {
        return e->names.count == 0 ? dl_actor_wrong(r, "a code before any name:", trimmed)
                                   : read_terms(r, trimmed, e);
    }
    if (trimmed.at[0] == '+') {
        if (e->names.count == 0) {
            return dl_actor_wrong(r, "a further name before any name:", trimmed);
        }
        trimmed = (dl_str){trimmed.at + 1, trimmed.size - 1};
    } else {
        status = keep(r, e);
    }
    dl_str rest = trimmed;
    const dl_str phrase = dl_str_next(&rest, '[');
    if (status == DL_OK) {
        status = add_name(r, e, phrase);
    }
    if (status == DL_OK && rest.at != NULL) {
        status = read_terms(r, (dl_str){phrase.at + phrase.size, trimmed.size - phrase.size}, e);
    }
    return status;
}

dl_status dl_actors_read_petrarch(dl_actor_reader *r, dl_str bytes)
{
    entry e = {0};
    dl_str rest = bytes;
    bool inside = false;
    dl_status status = DL_OK;
    while (status == DL_OK && rest.size != 0) {
        r->line++;
        const dl_str line = without_comments(dl_str_next(&rest, '\n'), &inside);
        if (dl_str_trim(line).size != 0) {
            status = read_entry_line(r, &e, line);
        }
    }
    return status == DL_OK ? keep(r, &e) : status;
}
