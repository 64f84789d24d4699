/* words.c - looking up the words of classes, ids and lines.
 * SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include "classes_table.h"
#include "lines_table.h"

#define CLASS_SIZE_MAX 256 /* bytes of one attribute that are looked at */
#define LINE_ANYWHERE_MAX 220 /* longer lines are prose: only their start is looked at */

/* Sections of data/page/classes.txt in the order of DL_CLASS_*. */
static const uint32_t class_bit[CLASSES_SECTIONS] = {
    [CLASSES_COMMENT] = DL_CLASS_COMMENT, [CLASSES_SHARE] = DL_CLASS_SHARE,
    [CLASSES_NAV] = DL_CLASS_NAV,         [CLASSES_RELATED] = DL_CLASS_RELATED,
    [CLASSES_PROMO] = DL_CLASS_PROMO,     [CLASSES_AD] = DL_CLASS_AD,
    [CLASSES_CONSENT] = DL_CLASS_CONSENT, [CLASSES_FOOTER] = DL_CLASS_FOOTER,
    [CLASSES_SIDEBAR] = DL_CLASS_SIDEBAR, [CLASSES_CAPTION] = DL_CLASS_CAPTION,
    [CLASSES_BYLINE] = DL_CLASS_BYLINE,   [CLASSES_DATE] = DL_CLASS_DATE,
    [CLASSES_TAGS] = DL_CLASS_TAGS,       [CLASSES_HIDDEN] = DL_CLASS_HIDDEN,
    [CLASSES_TOOLS] = DL_CLASS_TOOLS,     [CLASSES_BODY] = DL_CLASS_BODY,
    [CLASSES_ARTICLE] = DL_CLASS_ARTICLE, [CLASSES_LEAD] = DL_CLASS_LEAD,
    [CLASSES_TITLE] = DL_CLASS_TITLE,     [CLASSES_HEADER] = DL_CLASS_HEADER,
    [CLASSES_PAYWALL] = DL_CLASS_PAYWALL, [CLASSES_BIO] = DL_CLASS_BIO,
    [CLASSES_EMBED] = DL_CLASS_EMBED,
    [CLASSES_KICKER] = DL_CLASS_KICKER,
};

static const uint32_t line_bit[LINES_SECTIONS] = {
    [LINES_SHARE] = DL_LINE_SHARE,     [LINES_RELATED] = DL_LINE_RELATED,
    [LINES_PROMO] = DL_LINE_PROMO,     [LINES_AD] = DL_LINE_AD,
    [LINES_CREDIT] = DL_LINE_CREDIT,   [LINES_RIGHTS] = DL_LINE_RIGHTS,
    [LINES_COMMENT] = DL_LINE_COMMENT, [LINES_CONSENT] = DL_LINE_CONSENT,
    [LINES_NAV] = DL_LINE_NAV,         [LINES_BYLINE] = DL_LINE_BYLINE,
    [LINES_DATE] = DL_LINE_DATE,       [LINES_TAGS] = DL_LINE_TAGS,
    [LINES_PAYWALL] = DL_LINE_PAYWALL, [LINES_END] = DL_LINE_END,
    [LINES_NOTICE] = DL_LINE_NOTICE,   [LINES_CAPTION] = DL_LINE_CAPTION,
    [LINES_CHANGED] = DL_LINE_CHANGED,
};

/* What is named after an article and is no text of it. */
#define PART_OF                                                                          \
    (DL_CLASS_SHARE | DL_CLASS_NAV | DL_CLASS_PROMO | DL_CLASS_FOOTER |                  \
     DL_CLASS_SIDEBAR | DL_CLASS_TAGS | DL_CLASS_TOOLS)
#define POST_SIZE_MIN 11 /* of a class attribute that names a topic as well */

/* What a byte is in a word; 0: not of one. */
enum { SMALL = 1, CAPITAL, BEYOND };
static const uint8_t kind_of[256] = {
    ['a' ... 'z'] = SMALL, ['A' ... 'Z'] = CAPITAL, [0x80 ... 0xFF] = BEYOND};

static uint8_t kind(char c)
{
    return kind_of[(unsigned char)c];
}

/* The class in lower case, its words joined by '-': "articleBody" -> "article-body". Gives
 * the bytes written. */
static size_t normalise(dl_str value, char out[2 * CLASS_SIZE_MAX])
{
    size_t size = 0;
    uint8_t before = 0;
    for (size_t i = 0; i < value.size && i < CLASS_SIZE_MAX; i++) {
        const char c = value.at[i];
        const uint8_t now = kind(c);
        if (now == CAPITAL) {
            if (before == SMALL || before == BEYOND) {
                out[size++] = '-';
            }
            out[size++] = (char)(c - 'A' + 'a');
        } else if (now != 0) {
            out[size++] = c;
        } else if (size > 0 && out[size - 1] != '-') {
            out[size++] = '-';
        }
        before = now;
    }
    return size;
}

/* Bits of the entries that are the whole of `word`: of whole classes, or of words. */
static uint32_t look_up(dl_str word, bool token)
{
    uint32_t bits = 0;
    if (word.size < 2) {
        return 0;
    }
    const dl_word_rows rows = dl_words_rows(classes_table_pair, classes_first, word);
    for (unsigned i = rows.from; dl_words_sized(rows, word.size) && i < rows.to; i++) {
        const dl_word *w = &classes_table[i];
        if (w->size == word.size && w->last == (unsigned char)word.at[word.size - 1] &&
            (w->place == DL_WORD_TOKEN) == token && memcmp(w->text, word.at, word.size) == 0) {
            bits |= class_bit[w->section];
        }
    }
    return bits;
}

/* Bits of the entries for ANYWHERE that begin here. */
static uint32_t look_within(dl_str rest)
{
    uint32_t bits = 0;
    const dl_word_rows rows = dl_words_rows(classes_within_pair, classes_within_first, rest);
    for (unsigned i = rows.from; i < rows.to; i++) {
        const dl_word *w = &classes_within[i];
        if (w->size <= rest.size && w->last == (unsigned char)rest.at[w->size - 1] &&
            memcmp(w->text, rest.at, w->size) == 0) {
            bits |= class_bit[w->section];
        }
    }
    return bits;
}

/* Words after which a word speaks of something else than the element: "no-sidebar". */
static bool turns(dl_str word)
{
    return dl_str_is(word, "has") || dl_str_is(word, "with") || dl_str_is(word, "no") ||
           dl_str_is(word, "without") || dl_str_is(word, "not") || dl_str_is(word, "label") ||
           dl_str_is(word, "overflow");
}

/* Bits of one class: its words, pairs and threes of them, and itself. */
static uint32_t class_bits(dl_str token)
{
    uint32_t bits = look_up(token, true);
    size_t one = 0, two = SIZE_MAX, three = SIZE_MAX; /* starts of the last words */
    bool turned = false;
    for (size_t i = 0; i <= token.size; i++) {
        if (i < token.size && token.at[i] != '-') {
            bits |= turned ? 0 : look_within((dl_str){token.at + i, token.size - i});
            continue;
        }
        if (i == one) {
            one = i + 1;
            continue;
        }
        if (!turned) {
            bits |= look_up((dl_str){token.at + one, i - one}, false);
            bits |= two == SIZE_MAX ? 0 : look_up((dl_str){token.at + two, i - two}, false);
            bits |= three == SIZE_MAX ? 0 : look_up((dl_str){token.at + three, i - three}, false);
        }
        turned = turns((dl_str){token.at + one, i - one});
        three = two;
        two = one;
        one = i + 1;
    }
    /* "article__newsletter" is a part of the article's box, not the article */
    return bits & PART_OF ? bits & ~(uint32_t)DL_CLASS_ARTICLE : bits;
}

bool dl_words_post(dl_str value)
{
    return value.size >= POST_SIZE_MIN && (dl_str_find(value, DL_STR("hentry")) != SIZE_MAX ||
                                           dl_str_find(value, DL_STR("type-post")) != SIZE_MAX);
}

bool dl_words_topic(dl_str token)
{
    return dl_str_starts(token, DL_STR("tag-")) || dl_str_starts(token, DL_STR("category-")) ||
           dl_str_starts(token, DL_STR("has-")) || dl_str_starts(token, DL_STR("format-"));
}

uint32_t dl_words_class(dl_str token)
{
    char text[2 * CLASS_SIZE_MAX];
    const size_t size = normalise(token, text);
    return size == 0 ? 0 : class_bits((dl_str){text, size});
}

static bool matches(const dl_word *w, dl_str line, size_t at)
{
    if (line.size - at < w->size || w->last != (unsigned char)line.at[at + w->size - 1] ||
        memcmp(w->text, line.at + at, w->size) != 0) {
        return false;
    }
    const size_t end = at + w->size;
    /* an entry that ends in a letter must end a word */
    if (end < line.size && w->place != DL_WORD_WHOLE && kind((char)w->last) != 0 &&
        kind(line.at[end]) != 0 && kind(line.at[end]) != BEYOND && line.at[end] != 's') {
        return false;
    }
    switch (w->place) {
    case DL_WORD_START:
        return at == 0;
    case DL_WORD_WHOLE:
        return at == 0 && end == line.size;
    case DL_WORD_END:
        return end == line.size;
    default:
        return true;
    }
}

/* Bits of those of `rows` that match at byte `at`. */
static uint32_t look_line(const dl_word *table, dl_word_rows rows, dl_str line, size_t at,
                          bool notices_only)
{
    uint32_t bits = 0;
    for (unsigned i = rows.from; i < rows.to; i++) {
        const dl_word *w = &table[i];
        if ((!notices_only || w->section == LINES_NOTICE) && matches(w, line, at)) {
            bits |= line_bit[w->section];
        }
    }
    return bits;
}

/* Where the word or the sign at `at` ends. */
static size_t word_end(dl_str line, size_t at)
{
    const bool word = kind(line.at[at++]) != 0;
    while (word && at < line.size && kind(line.at[at]) != 0) {
        at++;
    }
    return at;
}

uint32_t dl_words_line(dl_str lower)
{
    uint32_t bits = 0;
    const bool whole = lower.size <= LINE_ANYWHERE_MAX;
    for (size_t at = 0; at < lower.size; at = word_end(lower, at)) {
        if (lower.at[at] == ' ') {
            continue; /* no entry begins with one */
        }
        const dl_str rest = {lower.at + at, lower.size - at};
        /* of long lines only the start counts, and notices anywhere */
        if (at == 0 || whole) { /* starts, wholes and ends: these are as long as the rest */
            const dl_word_rows rows = dl_words_rows(lines_table_pair, lines_first, rest);
            bits |= at > 0 && !dl_words_sized(rows, rest.size)
                        ? 0 : look_line(lines_table, rows, lower, at, false);
        }
        bits |= look_line(lines_within, dl_words_rows(lines_within_pair, lines_within_first, rest),
                          lower, at, !whole && at > 0);
    }
    return bits;
}
