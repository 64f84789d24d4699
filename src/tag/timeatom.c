/* timeatom.c - tokens cut into atoms; see timematch.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timematch.h"

#include "utf8.h"

#define WORD_MAX 32 /* bytes; longer runs of letters are no time words */

typedef struct cutter {
    const dl_timewords *words;
    const dl_doc *doc;
    dl_arena *arena;
    dl_time_atoms *out;
    bool failed;
} cutter;

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* The mark at `at` written in ASCII, or 0: curly quotes and dashes have many forms. */
static char mark_of(dl_str text, size_t at, size_t *size)
{
    const unsigned char c = (unsigned char)text.at[at];
    if (c < 0x80) {
        *size = 1;
        return is_letter(c) || is_digit(c) ? 0 : (char)c;
    }
    size_t after = at;
    const uint32_t point = dl_utf8_next(text, &after);
    *size = after - at;
    switch (point) {
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return '-';
    case 0x2018:
    case 0x2019:
    case 0x02BC:
    case 0x00B4:
        return '\'';
    case 0x201C:
    case 0x201D:
        return '"';
    case 0x00A0:
    case 0x202F:
    case 0x2009:
        return ' ';
    default:
        return 0;
    }
}

/* "40 million over five years", but not "for over five years", "took over an hour". */
static bool leads_phrase(const dl_doc *doc, uint32_t index)
{
    const dl_token *token = &doc->tokens[index];
    if (token->dep[0] != 'p' || token->dep[1] != 'r') {
        return false; /* most words: asked of each */
    }
    if (strcmp(token->dep, "prt") == 0) {
        return true; /* "took over" */
    }
    const char *before = index > 0 ? token[-1].tag : "";
    return strcmp(token->dep, "prep") == 0 &&
           (strncmp(before, "NN", 2) == 0 || strcmp(before, "CD") == 0);
}

static uint8_t word_conditions(const dl_doc *doc, uint32_t index)
{
    const char *tag = doc->tokens[index].tag;
    const bool verb =
        (tag[0] == 'V' && tag[1] == 'B') || (tag[0] == 'M' && tag[1] == 'D');
    const bool noun = (tag[0] == 'N' && tag[1] == 'N') || tag[0] == '\0';
    return (uint8_t)((verb ? 0 : DL_TIME_NOT_VERB) | (noun ? DL_TIME_NOUN : 0) |
                     (leads_phrase(doc, index) ? 0 : DL_TIME_NOT_PREP));
}

static dl_time_atom *add_atom(cutter *c, uint32_t token, uint32_t start, uint32_t end)
{
    dl_time_atom *atom = dl_vec_push(c->out, c->arena);
    if (atom == NULL) {
        c->failed = true;
        return NULL;
    }
    *atom = (dl_time_atom){
        .span = {start, end}, .token = token, .word = DL_NONE, .number = -1};
    atom->glued = c->out->count > 1 && c->out->at[c->out->count - 2].span.end == start;
    return atom;
}

static void add_word(cutter *c, uint32_t token, dl_str lower, uint32_t start,
                     uint32_t end)
{
    dl_time_atom *atom = add_atom(c, token, start, end);
    if (atom == NULL) {
        return;
    }
    atom->word = dl_map_find(&c->words->words, lower);
    if (atom->word == DL_NONE) {
        return;
    }
    const char first = c->doc->text.at[start];
    atom->holds = word_conditions(c->doc, token);
    if (first >= 'A' && first <= 'Z') {
        atom->holds |= DL_TIME_CAPITAL;
    }
    atom->sign = c->words->word.at[atom->word].signs[atom->holds];
}

static void add_number(cutter *c, uint32_t token, uint32_t start, uint32_t end)
{
    dl_time_atom *atom = add_atom(c, token, start, end);
    if (atom == NULL) {
        return;
    }
    atom->digits = end - start > 200 ? 200 : (uint8_t)(end - start);
    atom->number = 0;
    for (uint32_t i = start; i < end && atom->number >= 0; i++) {
        const int digit = c->doc->text.at[i] - '0';
        atom->number = atom->number > 99999999 ? -1 : atom->number * 10 + digit;
    }
    atom->sign = dl_timewords_number(c->words, atom->number, atom->digits);
}

/* End of a run of letters from `at`; "a.m." and "B.C." are one run. */
static uint32_t run_of_letters(dl_str text, uint32_t at, uint32_t end)
{
    uint32_t i = at;
    while (i < end && (is_letter((unsigned char)text.at[i]) ||
                       ((unsigned char)text.at[i] >= 0x80))) {
        size_t size;
        if ((unsigned char)text.at[i] >= 0x80) {
            if (mark_of(text, i, &size) != 0) {
                break;
            }
            i += (uint32_t)size;
            continue;
        }
        i++;
    }
    if (i == at + 1) { /* one letter: with points? */
        uint32_t k = at;
        while (k + 1 < end && is_letter((unsigned char)text.at[k]) &&
               text.at[k + 1] == '.') {
            k += 2;
        }
        if (k >= at + 4) {
            return k;
        }
        if (k == at + 2 && k < end && is_letter((unsigned char)text.at[k]) &&
            (k + 1 == end || !is_letter((unsigned char)text.at[k + 1]))) {
            return k + 1; /* "p.m" */
        }
    }
    return i;
}

static void add_mixed_word(cutter *c, uint32_t token, uint32_t start, uint32_t end)
{
    char lower[WORD_MAX];
    if (end - start > WORD_MAX) {
        add_atom(c, token, start, end);
        return;
    }
    for (uint32_t i = start; i < end; i++) {
        const char ch = c->doc->text.at[i];
        lower[i - start] = ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
    }
    add_word(c, token, (dl_str){lower, end - start}, start, end);
}

static void add_mark(cutter *c, uint32_t token, char mark, uint32_t start, uint32_t end)
{
    char text[1] = {mark};
    add_word(c, token, (dl_str){text, 1}, start, end);
}

/* "'s" and "'ll" are one atom, but "'99" is two. */
static bool apostrophe_word(dl_str text, size_t after, uint32_t end)
{
    return after < end && is_letter((unsigned char)text.at[after]);
}

static void add_apostrophe_word(cutter *c, uint32_t token, uint32_t start,
                                uint32_t letters, uint32_t end)
{
    char lower[WORD_MAX] = "'";
    uint32_t n = 1;
    for (uint32_t i = letters; i < end && n < WORD_MAX; i++) {
        const char ch = c->doc->text.at[i];
        lower[n++] = ch >= 'A' && ch <= 'Z' ? (char)(ch + 32) : ch;
    }
    add_word(c, token, (dl_str){lower, n}, start, end);
}

static void cut_token(cutter *c, uint32_t token)
{
    const dl_str text = c->doc->text;
    const dl_span span = c->doc->tokens[token].span;
    uint32_t at = span.start;
    while (at < span.end && !c->failed) {
        const unsigned char ch = (unsigned char)text.at[at];
        uint32_t end = at;
        size_t size = 1;
        if (is_digit(ch)) {
            while (end < span.end && is_digit((unsigned char)text.at[end])) {
                end++;
            }
            add_number(c, token, at, end);
        } else if (mark_of(text, at, &size) != 0) {
            const char mark = mark_of(text, at, &size);
            end = at + (uint32_t)size;
            if (mark == '\'' && apostrophe_word(text, end, span.end)) {
                const uint32_t letters = end;
                end = run_of_letters(text, end, span.end);
                add_apostrophe_word(c, token, at, letters, end);
            } else if (mark != ' ') {
                add_mark(c, token, mark, at, end);
            }
        } else {
            end = run_of_letters(text, at, span.end);
            end = end > at ? end : at + (uint32_t)size;
            add_mixed_word(c, token, at, end);
        }
        at = end;
    }
}

static bool plain_word(dl_str text, dl_span span)
{
    for (uint32_t i = span.start; i < span.end; i++) {
        if (!is_letter((unsigned char)text.at[i])) {
            return false;
        }
    }
    return span.end > span.start;
}

/* White space with an empty line in it ends whatever was going on. */
static void cut_space(cutter *c, uint32_t token)
{
    const dl_span span = c->doc->tokens[token].span;
    uint32_t newlines = 0;
    for (uint32_t i = span.start; i < span.end; i++) {
        newlines += c->doc->text.at[i] == '\n';
    }
    if (newlines >= 2) {
        add_atom(c, token, span.start, span.end);
    }
}

/* A mark between two atoms without spaces ("5:30", "1940-45") is tight. */
static void mark_tight(const dl_timewords *words, dl_time_atoms *atoms)
{
    for (uint32_t i = 1; i + 1 < atoms->count; i++) {
        dl_time_atom *atom = &atoms->at[i];
        if (atom->word != DL_NONE && atom->glued && atoms->at[i + 1].glued) {
            atom->holds |= DL_TIME_TIGHT;
            atom->sign = words->word.at[atom->word].signs[atom->holds];
        }
    }
}

bool dl_time_cut(const dl_timewords *words, const dl_doc *doc, dl_arena *arena,
                 dl_time_atoms *out)
{
    cutter c = {words, doc, arena, out, false};
    for (uint32_t i = 0; i < doc->token_count && !c.failed; i++) {
        const dl_token *token = &doc->tokens[i];
        if (token->is_space) {
            cut_space(&c, i);
        } else if (plain_word(doc->text, token->span)) {
            add_word(&c, i, token->lower, token->span.start, token->span.end);
        } else {
            cut_token(&c, i);
        }
    }
    if (!c.failed) {
        mark_tight(words, out);
    }
    return !c.failed;
}
