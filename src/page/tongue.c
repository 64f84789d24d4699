/* tongue.c - the language of a text.
 *
 * Scripts that one language owns decide at once (kana, hangul, Thai ...). For the rest
 * two witnesses are heard, both in eighths of a bit:
 *
 *   letters   each sequence of one to three letters speaks for the languages it is
 *             frequent in (tables made by tools/grams.py), as in Cavnar and Trenkle 1994
 *             and Dunning 1994: the share of the sequence, as if each were drawn alone
 *   words     the frequent short words of each language (data/language/tongues.txt): a
 *             word of k languages gives each the k-th part of WORD_CREDIT
 *
 * Letters decide on a dozen words and fewer, words between close neighbours and for the
 * languages whose letters were not counted: these are taken to fit as well as the best
 * of the others, less NEVER_COUNTED a letter.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tongue.h"

#include "utf8.h"
#include "words.h"

#include "grams_table.h"
#include "tongues_table.h"

#include <utf8proc.h>

#define SAMPLE_BYTES 8000 /* for words */
#define GRAM_BYTES 1500    /* of them for letters: whole words, spread over the text */
#define WORD_MAX 48
#define LEAST_LETTERS 20 /* with fewer the page's own word stands */
#define WORD_CREDIT 64   /* 8 bits */
#define NEVER_COUNTED 2  /* a quarter of a bit */
#define LEAST_CREDIT 42  /* of the best, a sequence: 5.25 bits; less is no language */
#define LONG_LETTERS 400
#define LONG_CREDIT 50      /* in a text of so many letters, where chance has no part */
#define LEAST_LEAD 24       /* over the next: 3 bits */
#define DECLARED_CREDIT 128 /* what the page says of itself: 16 bits */

#define CODES 28 /* nothing, a to z, and a word's edge */
#define PLAIN_GRAMS (CODES * CODES * CODES)

_Static_assert(sizeof grams_profiled == TONGUES_SECTIONS, "both from the same sections");
_Static_assert(PLAIN_GRAMS % 4 == 0, "four are looked at at once");
_Static_assert(sizeof grams_plain / sizeof *grams_plain == PLAIN_GRAMS, "the same codes");
_Static_assert(3 * SAMPLE_BYTES < UINT16_MAX, "counts have 16 bits");

typedef enum script {
    LATIN,
    CYRILLIC,
    GREEK,
    ARABIC,
    HEBREW,
    HAN,
    KANA,
    HANGUL,
    THAI,
    DEVANAGARI,
    BENGALI,
    GURMUKHI,
    GUJARATI,
    TAMIL,
    TELUGU,
    KANNADA,
    MALAYALAM,
    LAO,
    GEORGIAN,
    ARMENIAN,
    KHMER,
    BURMESE,
    AMHARIC,
    SINHALA,
    SCRIPTS
} script;

static const struct {
    uint32_t from, to;
    script script;
} ranges[] = {
    {0xC0, 0x24F, LATIN},      {0x370, 0x3FF, GREEK},     {0x400, 0x52F, CYRILLIC},
    {0x530, 0x58F, ARMENIAN},  {0x590, 0x5FF, HEBREW},    {0x600, 0x77F, ARABIC},
    {0x900, 0x97F, DEVANAGARI}, {0x980, 0x9FF, BENGALI},  {0xA00, 0xA7F, GURMUKHI},
    {0xA80, 0xAFF, GUJARATI},  {0xB80, 0xBFF, TAMIL},     {0xC00, 0xC7F, TELUGU},
    {0xC80, 0xCFF, KANNADA},   {0xD00, 0xD7F, MALAYALAM}, {0xD80, 0xDFF, SINHALA},
    {0xE00, 0xE7F, THAI},      {0xE80, 0xEFF, LAO},       {0x1000, 0x109F, BURMESE},
    {0x10A0, 0x10FF, GEORGIAN}, {0x1200, 0x137F, AMHARIC}, {0x1780, 0x17FF, KHMER},
    {0x1E00, 0x1EFF, LATIN},   {0x3040, 0x30FF, KANA},    {0x3400, 0x9FFF, HAN},
    {0xAC00, 0xD7AF, HANGUL},
};

static bool latin_letter(uint32_t c) /* of ASCII */
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static int script_of(uint32_t c)
{
    if (c < 0x80) {
        return latin_letter(c) ? LATIN : -1;
    }
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges && c >= ranges[i].from; i++) {
        if (c <= ranges[i].to) {
            return (int)ranges[i].script;
        }
    }
    return -1;
}

/* Languages told by their script alone. */
static const char *by_script(const unsigned *count, unsigned all)
{
    static const char *const owners[SCRIPTS] = {
        [GREEK] = "el",    [HEBREW] = "he",   [BENGALI] = "bn",   [GURMUKHI] = "pa",
        [GUJARATI] = "gu", [KANNADA] = "kn",  [MALAYALAM] = "ml", [LAO] = "lo",
        [HANGUL] = "ko",   [THAI] = "th",     [TAMIL] = "ta",     [TELUGU] = "te",
        [GEORGIAN] = "ka", [ARMENIAN] = "hy", [KHMER] = "km",     [BURMESE] = "my",
        [AMHARIC] = "am",  [SINHALA] = "si",
    };
    if (count[KANA] * 12 > all) {
        return "ja";
    }
    if (count[HAN] * 3 > all) {
        return "zh";
    }
    for (int s = 0; s < SCRIPTS; s++) {
        if (owners[s] != NULL && count[s] * 2 > all) {
            return owners[s];
        }
    }
    return NULL;
}

/* ---- what letters and words say ---- */

typedef struct hearing {
    int64_t letters[TONGUES_SECTIONS], words[TONGUES_SECTIONS];
    unsigned scripts[SCRIPTS];
    unsigned letter_count;
    unsigned word_count, stride;      /* each so many words the letters are heard */
    bool listens;                     /* to the letters of the word at hand */
    unsigned heard_count, gram_count; /* letters, and sequences of them */
    uint32_t last[3];  /* letters, the newest last; 0: none, ' ': a word's edge */
    uint16_t codes[3]; /* of them */
    char word[WORD_MAX];
    size_t word_size;
    bool long_word;
    uint16_t times[PLAIN_GRAMS]; /* sequences of a to z, by their codes, were heard: they
                                    come often, and speak once for all */
} hearing;

static void hear_word(hearing *h)
{
    const dl_str word = {h->word, h->word_size};
    const dl_word_rows rows = dl_words_rows(tongues_table_pair, tongues_first, word);
    unsigned first = 0, count = 0;
    for (unsigned i = rows.from; dl_words_sized(rows, word.size) && i < rows.to; i++) {
        const dl_word *w = &tongues_table[i];
        if (w->size == word.size && w->last == (unsigned char)word.at[word.size - 1] &&
            memcmp(w->text, word.at, word.size) == 0) {
            first = count++ == 0 ? i : first;
        } else if (count > 0) {
            break;
        }
    }
    for (unsigned i = first; i < first + count; i++) {
        h->words[tongues_table[i].section] += WORD_CREDIT / count;
    }
}

/* The `n`-th sequence, heard so many times, speaks for its languages. */
static void credit(hearing *h, uint32_t n, unsigned times)
{
    for (uint32_t i = grams_from[n]; i < grams_from[n + 1]; i++) {
        h->letters[grams_credit[i].whose] += (int64_t)grams_credit[i].bits * times;
    }
}

static void hear_rare(hearing *h, uint64_t key)
{
    uint16_t slot = (uint16_t)((key * 0x9E3779B97F4A7C15u) >> 48);
    while (grams_slot[slot] != 0) {
        const uint32_t n = grams_slot[slot++] - 1u;
        if (grams_key[n] == key) {
            credit(h, n, 1);
            return;
        }
    }
}

/* The code of a letter; CODES: it has none. */
static uint16_t code_of(uint32_t c)
{
    return c >= 'a' && c <= 'z' ? (uint16_t)(c - 'a' + 1) : c == ' ' ? CODES - 1 : c == 0 ? 0 : CODES;
}

/* The sequence `key`, at place `at` of the plain ones where its letters have codes. */
static void hear_gram(hearing *h, uint64_t key, unsigned at, bool plain)
{
    h->gram_count++;
    if (plain) {
        h->times[at]++;
    } else {
        hear_rare(h, key);
    }
}

static void credit_plain(hearing *h)
{
    for (unsigned four = 0; four < PLAIN_GRAMS; four += 4) {
        uint64_t any;
        memcpy(&any, h->times + four, sizeof any);
        for (unsigned at = four; any != 0 && at < four + 4; at++) {
            if (h->times[at] != 0 && grams_plain[at] != 0) {
                credit(h, grams_plain[at] - 1u, h->times[at]);
            }
        }
    }
}

/* The letters as the tables were counted: two spellings of one are one, and Vietnamese
 * ones with two marks are not told apart. */
static uint32_t counted_as(uint32_t c)
{
    switch (c) {
    case 0x219:
        return 0x15F;
    case 0x21B:
        return 0x163;
    case 0x6CC:
        return 0x64A;
    default:
        return c >= 0x1EA0 && c <= 0x1EFF ? 0x1EC3 : c;
    }
}

/* The sequences that end with `c`, a letter or ' '. */
static void hear_letter(hearing *h, uint32_t c)
{
    uint32_t *last = h->last;
    if (last[2] == ' ') { /* sequences do not run over a word's edge */
        last[1] = 0;
        h->codes[1] = 0;
    }
    if (c == ' ' && (last[2] == ' ' || last[2] == 0)) {
        return;
    }
    last[0] = last[1];
    last[1] = last[2] == 0 ? ' ' : last[2];
    last[2] = c;
    uint16_t *codes = h->codes;
    codes[0] = codes[1];
    codes[1] = code_of(last[1]);
    codes[2] = code_of(c);
    const uint64_t two = (uint64_t)last[1] << 21 | c;
    const unsigned at = (unsigned)codes[1] * CODES + codes[2];
    const bool plain = codes[2] < CODES, both = plain && codes[1] < CODES;
    if (c != ' ') {
        hear_gram(h, c, codes[2], plain);
    }
    hear_gram(h, two, at, both);
    if (last[0] != 0) {
        hear_gram(h, (uint64_t)last[0] << 42 | two, (unsigned)codes[0] * CODES * CODES + at,
                  both && codes[0] < CODES);
    }
}

static void end_word(hearing *h)
{
    if (h->word_size > 0 && !h->long_word) {
        hear_word(h);
    }
    if (h->word_size > 0) {
        h->word_count++;
        h->listens = h->word_count % h->stride == 0;
    }
    h->word_size = 0;
    h->long_word = false;
    hear_letter(h, ' ');
}

static void hear(hearing *h, uint32_t c)
{
    const int hand = script_of(c);
    if (hand < 0) {
        end_word(h);
        return;
    }
    const uint32_t low = (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
    h->scripts[hand]++;
    h->letter_count++;
    if (h->listens) {
        h->heard_count++;
        hear_letter(h, counted_as(low));
    }
    if (h->word_size + 4 < WORD_MAX) {
        h->word_size += dl_utf8_put(low, h->word + h->word_size);
    } else {
        h->long_word = true;
    }
}

/* The same for letters of ASCII, as many as follow each other. Gives their number. */
static size_t hear_plain(hearing *h, const char *at, size_t size)
{
    size_t count = 0;
    for (; count < size && latin_letter((unsigned char)at[count]); count++) {
        const char low = (char)(at[count] | 0x20);
        if (h->listens) {
            hear_letter(h, (unsigned char)low);
        }
        if (h->word_size + 4 < WORD_MAX) {
            h->word[h->word_size++] = low;
        } else {
            h->long_word = true;
        }
    }
    h->scripts[LATIN] += (unsigned)count;
    h->letter_count += (unsigned)count;
    h->heard_count += h->listens ? (unsigned)count : 0;
    return count;
}

/* ---- the verdict ---- */

/* Other codes of a language we have. */
static void one_code(char code[2])
{
    static const char *const others[][2] = {
        {"nb", "no"}, {"nn", "no"}, {"iw", "he"}, {"in", "id"}, {"sh", "hr"}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (memcmp(code, others[i][0], 2) == 0) {
            memcpy(code, others[i][1], 2);
        }
    }
}

static int declared_section(dl_str declared)
{
    char code[2];
    if (declared.size < 2 ||
        (declared.size > 2 && declared.at[2] != '-' && declared.at[2] != '_')) {
        return -1;
    }
    code[0] = (char)(declared.at[0] | 0x20);
    code[1] = (char)(declared.at[1] | 0x20);
    one_code(code);
    for (int i = 0; i < TONGUES_SECTIONS; i++) {
        if (memcmp(tongues_section[i], code, 2) == 0 && tongues_section[i][2] == '\0') {
            return i;
        }
    }
    return -1;
}

/* A language whose letters were not counted, but which has words in the text. */
static void fill_uncounted(hearing *h)
{
    int64_t top = 0;
    for (int i = 0; i < TONGUES_SECTIONS; i++) {
        top = h->letters[i] > top ? h->letters[i] : top;
    }
    for (int i = 0; i < TONGUES_SECTIONS; i++) {
        if (!grams_profiled[i] && h->words[i] > 0) {
            h->letters[i] = top - (int64_t)NEVER_COUNTED * h->heard_count;
        }
    }
}

static const char *judge(hearing *h, int said)
{
    int64_t total[TONGUES_SECTIONS];
    int best = 0, next = -1;
    fill_uncounted(h);
    for (int i = 0; i < TONGUES_SECTIONS; i++) {
        total[i] = h->letters[i] + h->words[i];
        total[i] += i == said && total[i] > 0 ? DECLARED_CREDIT : 0;
        if (i > 0 && total[i] > total[best]) {
            next = best;
            best = i;
        } else if (i > 0 && (next < 0 || total[i] > total[next])) {
            next = i;
        }
    }
    const int64_t least = h->heard_count < LONG_LETTERS ? LEAST_CREDIT : LONG_CREDIT;
    const bool like_one = h->letters[best] >= least * h->gram_count;
    const bool leads = total[best] - total[next] >= LEAST_LEAD;
    return like_one && leads ? tongues_section[best]
           : said >= 0       ? tongues_section[said]
                             : "";
}

const char *dl_tongue_of(dl_str text, dl_str declared)
{
    hearing h = {0};
    size_t at = 0;
    const size_t end = text.size < SAMPLE_BYTES ? text.size : SAMPLE_BYTES;
    h.stride = (unsigned)(end / GRAM_BYTES) + 1;
    h.listens = true;
    while (at < end) {
        const size_t plain = hear_plain(&h, text.at + at, end - at);
        at += plain;
        if (plain == 0) {
            hear(&h, dl_utf8_next(text, &at));
        }
    }
    end_word(&h);
    const char *owner = h.letter_count > 0 ? by_script(h.scripts, h.letter_count) : NULL;
    const int said = declared_section(declared);
    if (owner != NULL) {
        return owner;
    }
    if (h.letter_count < LEAST_LETTERS) {
        return said >= 0 ? tongues_section[said] : "";
    }
    credit_plain(&h);
    return judge(&h, said);
}
