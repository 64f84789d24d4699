/* text.c - see text.h.
 *
 * Three passes, each linear: cut words and sentences; mark what stands between quotation
 * marks; mark, sentence by sentence, what goes with a quotation, what announces, and what
 * is a site's furniture.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "text.h"

#include "hash.h"
#include "speech.h"
#include "utf8.h"
#include "vec.h"

#include <utf8proc.h>

#define QUOTE_WORDS_MOST 200      /* a longer stretch is a quotation mark gone wrong */
#define ATTRIBUTION_WORDS_MOST 16 /* beside a quotation, in its sentence */
#define AMENDS_WORDS 40           /* a correction's note stands so near to an end */
#define NOTICE_WORDS_MOST 45      /* a longer sentence tells more than it announces */

typedef DL_VEC(dl_text_word) word_vec;

/* ---- characters ---- */

/* a letter or a digit */
static bool is_letter(uint32_t c)
{
    if (c < 128) {
        return (c | 32) - 'a' < 26 || c - '0' < 10;
    }
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
        return true;
    default:
        return false;
    }
}

static bool is_digit(uint32_t c)
{
    return c - '0' < 10;
}

static bool is_upper(uint32_t c)
{
    if (c < 128) {
        return c - 'A' < 26;
    }
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

/* Scripts written without blanks: Thai to Khmer, kana, Chinese characters. */
static bool stands_alone(uint32_t c)
{
    return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x3040 && c <= 0x30FF) ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x02BC;
}

/* The character without case and accents; 0 for a combining mark. */
static uint32_t fold(uint32_t c)
{
    if (c < 128) {
        return c - 'A' < 26 ? c + 32 : c;
    }
    utf8proc_int32_t parts[16];
    int last = UTF8PROC_BOUNDCLASS_START;
    const utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, 16,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK,
        &last);
    return n < 1 ? 0 : (uint32_t)parts[0];
}

static uint64_t key_step(uint64_t key, uint32_t c)
{
    return c == 0 ? key : (key ^ c) * 0x100000001b3ULL;
}
#define KEY_START 0xcbf29ce484222325ULL

uint64_t dl_text_key(const char *word)
{
    uint64_t key = KEY_START;
    for (; *word != '\0'; word++) {
        key = key_step(key, (unsigned char)*word);
    }
    return dl_hash_mix(key);
}

/* ---- cutting ---- */

typedef struct cutter {
    dl_str text;
    size_t at;       /* next byte */
    uint32_t before; /* the character before `at`, 0 at the start */
    bool new_sentence, new_paragraph;
    uint32_t sentence;
    word_vec words;
    DL_VEC(uint8_t) marks; /* of each word: what dl_speech knows of it */
    dl_map speech;
} cutter;

static uint32_t peek(const cutter *c, size_t at)
{
    return at < c->text.size ? dl_utf8_next(c->text, &at) : 0;
}

/* Does the apostrophe or the mark of a number at `at` (behind it: `after`) stand inside
 * the word? */
static bool joins(uint32_t before, uint32_t mark, uint32_t after)
{
    if (is_apostrophe(mark)) {
        return is_letter(after) && !stands_alone(after);
    }
    return (mark == ',' || mark == '.') && is_digit(before) && is_digit(after);
}

/* How many bytes at the end of the word are a possessive's: "'s". */
static unsigned possessive(dl_str word)
{
    static const char *const endings[] = {"'s", "\xe2\x80\x99s", "'S", "\xe2\x80\x99S"};
    for (size_t i = 0; i < 4; i++) {
        const dl_str ending = dl_str_of(endings[i]);
        if (word.size > ending.size && dl_str_ends(word, ending)) {
            return (unsigned)ending.size;
        }
    }
    return 0;
}

/* "dockers' union": an apostrophe behind an s and before a small letter's word. */
static unsigned plural_possessive(const cutter *c, size_t end)
{
    const uint32_t mark = peek(c, end);
    if (!is_apostrophe(mark) || end == 0 || c->text.at[end - 1] != 's') {
        return 0;
    }
    const unsigned size = mark == '\'' ? 1 : mark == 0x2019 ? 3 : 2;
    if (end + size + 1 >= c->text.size || c->text.at[end + size] != ' ') {
        return 0;
    }
    const uint32_t next = peek(c, end + size + 1);
    return is_letter(next) && !is_upper(next) ? size : 0;
}

static void fold_word(dl_str text, dl_text_word *word)
{
    uint64_t key = KEY_START;
    size_t at = word->span.start;
    while (at < word->span.end) {
        const uint32_t c = dl_utf8_next(text, &at);
        if (!is_apostrophe(c) && c != ',') {
            key = key_step(key, fold(c));
        }
        word->letters += word->letters < UINT16_MAX;
    }
    word->key = dl_hash_mix(key);
}

static bool cut_word(cutter *c, dl_arena *arena)
{
    dl_text_word *word = dl_vec_push(&c->words, arena);
    uint8_t *mark = dl_vec_push(&c->marks, arena);
    if (word == NULL || mark == NULL) {
        return false;
    }
    const size_t start = c->at;
    size_t at = start;
    uint32_t last = dl_utf8_next(c->text, &at);
    const uint32_t first = last;
    while (at < c->text.size && !stands_alone(first)) {
        size_t next = at;
        const uint32_t here = dl_utf8_next(c->text, &next);
        if (is_letter(here) ? stands_alone(here) : !joins(last, here, peek(c, next))) {
            break;
        }
        last = here;
        at = next;
    }
    const dl_str all = {c->text.at + start, at - start};
    const unsigned inner = possessive(all);
    word->ending = (uint8_t)(inner > 0 ? inner : plural_possessive(c, at));
    word->span = (dl_span){(uint32_t)start, (uint32_t)(at - inner)};
    word->flags = (uint8_t)((is_upper(first) ? DL_TEXT_CAPITAL : 0) |
                            (is_digit(first) ? DL_TEXT_NUMBER : 0) |
                            (c->new_sentence ? DL_TEXT_STARTS : 0) |
                            (c->new_paragraph ? DL_TEXT_PARAGRAPH : 0));
    c->sentence += c->new_sentence && c->words.count > 1;
    word->sentence = c->sentence;
    c->new_sentence = c->new_paragraph = false;
    fold_word(c->text, word);
    const uint32_t known = dl_map_find_id(&c->speech, word->key);
    *mark = known == DL_NONE ? 0 : (uint8_t)known;
    c->at = at;
    c->before = last;
    return true;
}

/* Is the full stop at hand behind an abbreviation or an initial? */
static bool abbreviates(const cutter *c)
{
    if (c->words.count == 0) {
        return false;
    }
    const dl_text_word *word = &c->words.at[c->words.count - 1];
    const bool touches = word->span.end == c->at;
    const bool brief = (c->marks.at[c->words.count - 1] & DL_SPEECH_SHORT) != 0 &&
                       (word->flags & DL_TEXT_CAPITAL) != 0;
    return touches &&
           (brief || (word->letters == 1 && (word->flags & DL_TEXT_NUMBER) == 0));
}

/* Passes one character that is no word; notices the ends of sentences and paragraphs. */
static void pass_mark(cutter *c)
{
    const uint32_t mark = peek(c, c->at);
    if (mark == '\n') {
        c->new_sentence = true;
        c->new_paragraph |= c->before == '\n';
    } else if (mark == '!' || mark == '?' || mark == 0x2026 || mark == 0x3002 ||
               mark == 0xFF01 || mark == 0xFF1F || mark == 0x061F || mark == 0x0964) {
        c->new_sentence = true;
    } else if (mark == '.' && !abbreviates(c)) {
        const uint32_t next = peek(c, c->at + 1);
        c->new_sentence |= !is_letter(next);
    }
    if (mark != ' ' && mark != '\r' && mark != '\t') {
        c->before = mark;
    }
    dl_utf8_next(c->text, &c->at);
}

/* ---- quotation marks ---- */

typedef struct quoting {
    uint32_t open; /* first word behind the opening mark */
    uint32_t mark; /* the opening mark; 0: none is open */
} quoting;

static void flag(word_vec *words, uint32_t first, uint32_t end, uint8_t flags)
{
    for (uint32_t i = first; i < end; i++) {
        words->at[i].flags |= flags;
    }
}

static void close_quote(quoting *q, word_vec *words, uint32_t next)
{
    if (q->mark != 0 && next - q->open <= QUOTE_WORDS_MOST) {
        flag(words, q->open, next, DL_TEXT_QUOTED);
    }
    q->mark = 0;
}

static bool opens(uint32_t mark, uint32_t before, uint32_t after)
{
    switch (mark) {
    case 0x201C: /* left double */
    case 0x00AB:
    case 0x201E:
    case 0x300C:
        return true;
    case 0x2018:
        return is_letter(after);
    case '\'':
        return !is_letter(before) && is_letter(after);
    default:
        return mark == '"';
    }
}

static bool closes(uint32_t open, uint32_t mark, uint32_t after)
{
    switch (open) {
    case 0x201C:
    case 0x201E:
        return mark == 0x201D || mark == '"' || (open == 0x201E && mark == 0x201C);
    case 0x00AB:
        return mark == 0x00BB;
    case 0x300C:
        return mark == 0x300D;
    case 0x2018:
        return mark == 0x2019 && !is_letter(after);
    case '\'':
        return mark == '\'' && !is_letter(after);
    default:
        return mark == '"' || mark == 0x201D;
    }
}

/* A paragraph ends with the quotation still open: a quotation that goes on in the next
 * paragraph if it began this one, else a mark gone wrong. */
static void end_paragraph(quoting *q, word_vec *words, uint32_t next)
{
    const bool from_start =
        q->mark != 0 && q->open < next &&
        (words->at[q->open].flags & (DL_TEXT_PARAGRAPH | DL_TEXT_STARTS)) != 0;
    if (from_start && q->mark != '\'' && q->mark != 0x2018) {
        close_quote(q, words, next);
    }
    q->mark = 0;
}

static void mark_quotes(dl_str text, word_vec *words)
{
    quoting q = {0};
    uint32_t before = ' ', next = 0; /* next: first word that begins at or behind `at` */
    size_t at = 0;
    while (at < text.size) {
        while (next < words->count && words->at[next].span.start < at) {
            next++;
        }
        /* inside a word there are only apostrophes: go behind it */
        if (next < words->count && words->at[next].span.start == at) {
            at = words->at[next].span.end + words->at[next].ending;
            before = 'a';
            next++;
            continue;
        }
        size_t behind = at;
        const uint32_t mark = dl_utf8_next(text, &behind);
        size_t look = behind;
        const uint32_t after = behind < text.size ? dl_utf8_next(text, &look) : ' ';
        if (mark == '\n' && after == '\n') {
            end_paragraph(&q, words, next);
        } else if (q.mark != 0 && closes(q.mark, mark, after)) {
            close_quote(&q, words, next);
        } else if (q.mark == 0 && opens(mark, before, after)) {
            q = (quoting){next, mark};
        } else if (q.mark == '\'' && (mark == '"' || mark == 0x201C)) {
            q = (quoting){next, mark};
        }
        before = mark;
        at = behind;
    }
    end_paragraph(&q, words, next);
}

/* ---- sentences ---- */

static void mark_sentence(cutter *c, uint32_t first, uint32_t end)
{
    uint32_t quoted = 0;
    unsigned weight = 0;
    bool told = false;
    dl_text_word *words = c->words.at;
    for (uint32_t i = first; i < end; i++) {
        const bool in_quote = (words[i].flags & DL_TEXT_QUOTED) != 0;
        quoted += in_quote;
        weight += in_quote ? 0 : c->marks.at[i] & DL_SPEECH_WEIGHT;
        told |= (c->marks.at[i] & DL_SPEECH_TELLS) != 0;
    }
    if (quoted > 0 && end - first - quoted <= ATTRIBUTION_WORDS_MOST) {
        for (uint32_t i = first; i < end; i++) {
            if ((words[i].flags & DL_TEXT_QUOTED) == 0) {
                words[i].flags |= DL_TEXT_ATTRIBUTED;
            }
        }
    }
    if (told && end - first <= NOTICE_WORDS_MOST) {
        flag(&c->words, first, end, DL_TEXT_NOTICE);
    }
    if (dl_speech_is_furniture(weight, end - first)) {
        flag(&c->words, first, end, DL_TEXT_FURNITURE);
    }
}

static void mark_sentences(cutter *c)
{
    uint32_t first = 0;
    for (uint32_t i = 1; i <= c->words.count; i++) {
        if (i == c->words.count ||
            c->words.at[i].sentence != c->words.at[first].sentence) {
            mark_sentence(c, first, i);
            first = i;
        }
    }
}

dl_status dl_text_read(dl_str text, dl_arena *arena, dl_text *out, dl_error *err)
{
    *out = (dl_text){.text = text};
    if (text.size > UINT32_MAX / 2) {
        return dl_fail(err, DL_ELIMIT, "a text of %zu bytes is too long to compare",
                       text.size);
    }
    cutter c = {.text = text, .new_sentence = true, .new_paragraph = true};
    if (!dl_speech_open(&c.speech, arena)) {
        return dl_fail_memory(err);
    }
    while (c.at < text.size) {
        if (!is_letter(peek(&c, c.at))) {
            pass_mark(&c);
        } else if (!cut_word(&c, arena)) {
            return dl_fail_memory(err);
        }
    }
    mark_quotes(text, &c.words);
    mark_sentences(&c);
    for (uint32_t i = 0; i < c.words.count; i++) {
        const bool edge = i < AMENDS_WORDS || i + AMENDS_WORDS >= c.words.count;
        out->amends |= edge && (c.marks.at[i] & DL_SPEECH_AMENDS) != 0;
    }
    out->at = c.words.at;
    out->count = c.words.count;
    out->sentences = c.words.count == 0 ? 0 : c.sentence + 1;
    return DL_OK;
}

/* ---- text of words ---- */

dl_str dl_text_of(const dl_text *words, uint32_t first, uint32_t end)
{
    static const char pairs[][2][4] = {
        {"(", ")"}, {"[", "]"}, {"\xe2\x80\x9c", "\xe2\x80\x9d"}};
    if (first >= end) {
        return (dl_str){"", 0};
    }
    const dl_text_word *last = &words->at[end - 1];
    const size_t start = words->at[first].span.start;
    size_t stop = last->span.end + last->ending;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const dl_str here = {words->text.at + start, stop - start};
        const dl_str open = dl_str_of(pairs[i][0]), close = dl_str_of(pairs[i][1]);
        const dl_str rest = {words->text.at + stop, words->text.size - stop};
        if (dl_str_find(here, open) != SIZE_MAX && dl_str_find(here, close) == SIZE_MAX &&
            dl_str_starts(rest, close)) {
            stop += close.size;
        }
    }
    return (dl_str){words->text.at + start, stop - start};
}
