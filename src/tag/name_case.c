/* name_case.c - which capitals mean anything.
 *
 * In a headline every word may begin with a capital, in a line of capitals all do, and
 * the language model, trained on sentences, takes them for names. What a headline's words
 * are is shown by the sentences below it: a word they write small is no name there
 * either; a name they use is one in the headline too.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#include "fold.h"
#include "seen.h"

#define TITLE_WORDS_LEAST 4 /* capitals in a line before it can be a headline */
#define TITLE_EXCEPTIONS 8  /* capitals that outweigh one small word of content */
#define UPPER_WORDS_LEAST 2
#define UPPER_LETTERS_LEAST 8
#define UPPER_SHARE 10     /* of so many letters one may be small */
#define EVIDENCE_LETTERS 3 /* shorter words prove nothing */

typedef struct line {
    uint32_t first, end;
    uint32_t capitals, small, words, upper_letters, letters;
} line;

/* Words a headline leaves small. */
static bool function_word(dl_str w)
{
    static const char *const WORDS[] = {
        "a",   "an",   "the", "of",  "in",   "on",   "at",    "to",   "for",  "from",
        "by",  "with", "and", "or",  "nor",  "but",  "as",    "is",   "are",  "be",
        "was", "vs",   "via", "per", "into", "over", "after", "amid", "than", "that",
        "up",  "out",  "off", "its", "his",  "her",  "s",     "t",    "al",   "el",
        "de",  "la",   "du",  "des", "der",  "von",  "van",   "bin",  "y"};
    for (size_t i = 0; w.size > 0 && i < sizeof WORDS / sizeof *WORDS; i++) {
        if (WORDS[i][0] == w.at[0] && dl_str_is(w, WORDS[i])) {
            return true;
        }
    }
    return false;
}

static bool ends_line(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    return token(n, i)->is_space && memchr(w.at, '\n', w.size) != NULL;
}

/* What the letters of a word say, whatever stands around it. */
typedef struct letters {
    dl_str folded;
    uint32_t classes;
    uint32_t letters, upper_letters;
    bool digit, function;
} letters;

static bool small_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool capital_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static void count_word(const dl_naming *n, line *l, uint32_t i, const letters *w)
{
    l->letters += w->letters;
    l->upper_letters += w->upper_letters;
    if (w->digit || !letter_at(n, i)) {
        return;
    }
    l->words++;
    if (upper(n, i)) {
        l->capitals++;
    } else {
        l->small += !w->function;
    }
}

static dl_style style_of(const dl_naming *n, const line *l)
{
    if (l->words >= UPPER_WORDS_LEAST && l->letters >= UPPER_LETTERS_LEAST &&
        l->upper_letters >= l->letters - l->letters / UPPER_SHARE) {
        return DL_STYLE_UPPER;
    }
    const bool stopped = l->end > l->first && dl_str_is(word(n, l->end - 1), ".");
    const bool few = l->small == 0 || (l->small == 1 && l->capitals >= TITLE_EXCEPTIONS);
    return l->capitals >= TITLE_WORDS_LEAST && few && !stopped ? DL_STYLE_TITLE
                                                               : DL_STYLE_SENTENCE;
}

static void mark_line(dl_naming *n, const line *l)
{
    memset(n->style + l->first, (int)style_of(n, l), l->end - l->first);
}

static bool begins(const dl_naming *n, uint32_t i)
{
    return i == 0 || token(n, i)->sent_start || !letter_at(n, i - 1);
}

static bool read_sentences(dl_naming *n)
{
    bool right = true;
    for (uint32_t i = 0; i < n->doc->token_count && right; i++) {
        if (n->style[i] != DL_STYLE_SENTENCE || n->words[i].size < EVIDENCE_LETTERS) {
            continue;
        }
        if (!upper(n, i)) {
            right = dl_map_add(&n->lower, n->words[i], i) != DL_NONE;
        } else if (!begins(n, i)) {
            right = dl_map_add(&n->upper, n->words[i], i) != DL_NONE;
        }
    }
    return right;
}

/* ---- the words ---- */

/* ASCII letters and digits alone: folding is lower case. */
static bool plain(dl_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        if (!small_letter(c) && !capital_letter(c) && !digit(c)) {
            return false;
        }
    }
    return true;
}

/* Folding costs little where there is nothing to fold. */
static dl_str folded(const dl_naming *n, dl_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (!small_letter(text.at[i]) && !digit(text.at[i])) {
            return dl_fold(n->arena, text);
        }
    }
    return text;
}

static letters read_letters(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    letters out = {.folded = plain(w) ? token(n, i)->lower : folded(n, w)};
    for (size_t k = 0; k < w.size; k++) {
        out.upper_letters += capital_letter(w.at[k]);
        out.letters += capital_letter(w.at[k]) || small_letter(w.at[k]);
        out.digit |= digit(w.at[k]);
    }
    out.classes = dl_actors_classes(n->actors, out.folded);
    out.function = function_word(out.folded);
    return out;
}

typedef struct reader {
    dl_seen words, lemmas;
    letters *letters; /* by slot of a word */
    dl_str *folded;   /* by slot of a lemma */
} reader;

static bool reader_init(reader *r, const dl_naming *n)
{
    if (!dl_seen_init(&r->words, n->arena, n->doc->token_count) ||
        !dl_seen_init(&r->lemmas, n->arena, n->doc->token_count)) {
        return false;
    }
    r->letters = dl_arena_new_array(n->arena, r->words.mask + 1, letters);
    r->folded = dl_arena_new_array(n->arena, r->lemmas.mask + 1, dl_str);
    return r->letters != NULL && r->folded != NULL;
}

/* Words, lemmas and classes of token i; what its letters say. */
static letters read_word(dl_naming *n, reader *r, uint32_t i)
{
    const dl_str w = word(n, i), lemma = token(n, i)->lemma;
    bool again = false;
    const uint32_t slot = w.size == 0 ? 0 : dl_seen_slot(&r->words, w, &again);
    const letters out = again ? r->letters[slot] : read_letters(n, i);
    if (w.size > 0) {
        r->letters[slot] = out;
    }
    n->words[i] = out.folded;
    n->classes[i] = out.classes;
    if (lemma.size == 0) {
        n->lemmas[i] = lemma;
        return out;
    }
    const uint32_t held = dl_seen_slot(&r->lemmas, lemma, &again);
    if (!again) {
        r->folded[held] = folded(n, lemma);
    }
    n->lemmas[i] = r->folded[held];
    return out;
}

static bool read_words(dl_naming *n)
{
    reader r;
    if (!reader_init(&r, n)) {
        return false;
    }
    const uint32_t count = n->doc->token_count;
    line l = {0};
    for (uint32_t i = 0; i < count; i++) {
        const letters w = read_word(n, &r, i);
        if (!ends_line(n, i)) {
            count_word(n, &l, i, &w);
            l.end = i + 1;
            continue;
        }
        l.end = i;
        mark_line(n, &l);
        n->style[i] = DL_STYLE_SENTENCE;
        l = (line){.first = i + 1};
    }
    l.end = count;
    mark_line(n, &l);
    return !dl_arena_failed(n->arena);
}

bool dl_name_case(dl_naming *n)
{
    const uint32_t count = n->doc->token_count;
    n->words = dl_arena_new_array(n->arena, count + 1u, dl_str);
    n->lemmas = dl_arena_new_array(n->arena, count + 1u, dl_str);
    n->style = dl_arena_new_array(n->arena, count + 1u, uint8_t);
    n->countries = dl_arena_new_array(n->arena, 26 * 26 + 1, bool);
    n->classes = dl_arena_new_array(n->arena, count + 1u, uint32_t);
    n->timed = dl_arena_new_array(n->arena, count + 1u, bool);
    if (n->timed == NULL || n->classes == NULL || n->words == NULL || n->lemmas == NULL ||
        n->style == NULL || n->countries == NULL) {
        return false;
    }
    for (uint32_t p = 0; p < n->tags->place_count; p++) {
        n->countries[dl_name_country(n->tags->places[p].country)] = true;
    }
    n->countries[26 * 26] = false; /* no country */
    for (uint32_t t = 0; t < n->tags->time_count; t++) {
        for (uint32_t i = n->tags->times[t].first; i < n->tags->times[t].end && i < count;
             i++) {
            n->timed[i] = true;
        }
    }
    dl_map_init(&n->lower, n->arena);
    dl_map_init(&n->upper, n->arena);
    return read_words(n) && read_sentences(n) && !dl_arena_failed(n->arena);
}

/* "WHO Says ...": capitals alone among capitalised words are an acronym. */
static bool stands_out(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    for (size_t k = 0; k < w.size; k++) {
        if (!isupper((unsigned char)w.at[k])) {
            return false;
        }
    }
    return n->style[i] == DL_STYLE_TITLE && w.size > 1;
}

bool dl_name_common(const dl_naming *n, uint32_t i)
{
    if (stands_out(n, i)) {
        return false;
    }
    if (n->style[i] == DL_STYLE_SENTENCE ||
        dl_map_find(&n->upper, n->words[i]) != DL_NONE) {
        return false;
    }
    return dl_map_find(&n->lower, n->words[i]) != DL_NONE ||
           class_at(n, DL_ACTORS_HEADLINE, i);
}
