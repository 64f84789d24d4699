/* tongue.c - the language of a text.
 *
 * Scripts that one language owns decide at once (kana, hangul, Thai ...). For the rest
 * the frequent short words of each language (data/language/tongues.txt) vote: a word of
 * k languages gives each 1/k of a vote. In running text such words are a third to a
 * half of all, so a hundred words decide between close neighbours; below MIN_WORDS the
 * page's own claim stands.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tongue.h"

#include "utf8.h"
#include "words.h"

#include "tongues_table.h"

#include <utf8proc.h>

#define SAMPLE_BYTES 24000
#define WORD_MAX 48
#define MIN_WORDS 12
#define MIN_SHARE 0.08    /* of all words: votes of the winner */
#define DECLARED_BONUS 1.15

typedef enum script {
    LATIN, CYRILLIC, GREEK, ARABIC, HEBREW, HAN, KANA, HANGUL, THAI, DEVANAGARI, BENGALI,
    TAMIL, TELUGU, GEORGIAN, ARMENIAN, KHMER, BURMESE, AMHARIC, SINHALA, SCRIPTS
} script;

static const struct {
    uint32_t from, to;
    script script;
} ranges[] = {
    {'A', 'Z', LATIN},         {'a', 'z', LATIN},         {0xC0, 0x24F, LATIN},
    {0x370, 0x3FF, GREEK},     {0x400, 0x52F, CYRILLIC},  {0x530, 0x58F, ARMENIAN},
    {0x590, 0x5FF, HEBREW},    {0x600, 0x77F, ARABIC},    {0x900, 0x97F, DEVANAGARI},
    {0x980, 0x9FF, BENGALI},   {0xB80, 0xBFF, TAMIL},     {0xC00, 0xC7F, TELUGU},
    {0xD80, 0xDFF, SINHALA},   {0xE00, 0xE7F, THAI},      {0x1000, 0x109F, BURMESE},
    {0x10A0, 0x10FF, GEORGIAN}, {0x1200, 0x137F, AMHARIC}, {0x1780, 0x17FF, KHMER},
    {0x1E00, 0x1EFF, LATIN},   {0x3040, 0x30FF, KANA},    {0x3400, 0x9FFF, HAN},
    {0xAC00, 0xD7AF, HANGUL},
};

static int script_of(uint32_t c)
{
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
        [HANGUL] = "ko", [THAI] = "th", [TAMIL] = "ta",  [TELUGU] = "te", [GEORGIAN] = "ka",
        [ARMENIAN] = "hy", [KHMER] = "km", [BURMESE] = "my", [AMHARIC] = "am", [SINHALA] = "si",
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

/* Adds the votes of one word. */
static void vote(dl_str word, double votes[TONGUES_SECTIONS])
{
    const unsigned char b = (unsigned char)word.at[0];
    unsigned first = 0, count = 0;
    for (unsigned i = tongues_first[b]; i < tongues_first[b + 1]; i++) {
        const dl_word *w = &tongues_table[i];
        if (w->size == word.size && memcmp(w->text, word.at, word.size) == 0) {
            first = count++ == 0 ? i : first;
        } else if (count > 0) {
            break;
        }
    }
    for (unsigned i = first; i < first + count; i++) {
        votes[tongues_table[i].section] += 1.0 / count;
    }
}

static int declared_section(dl_str declared)
{
    char code[2];
    if (declared.size < 2 || (declared.size > 2 && declared.at[2] != '-' && declared.at[2] != '_')) {
        return -1;
    }
    code[0] = (char)(declared.at[0] | 0x20);
    code[1] = (char)(declared.at[1] | 0x20);
    for (int i = 0; i < TONGUES_SECTIONS; i++) {
        if (memcmp(tongues_section[i], code, 2) == 0 && tongues_section[i][2] == '\0') {
            return i;
        }
    }
    return -1;
}

const char *dl_tongue_of(dl_str text, dl_str declared)
{
    unsigned scripts[SCRIPTS] = {0}, letters = 0, words = 0;
    double votes[TONGUES_SECTIONS] = {0};
    char word[WORD_MAX];
    size_t size = 0, at = 0;
    bool long_word = false;
    const size_t end = text.size < SAMPLE_BYTES ? text.size : SAMPLE_BYTES;
    while (at <= end) {
        uint32_t c = ' ';
        if (at < end && (unsigned char)text.at[at] < 0x80) { /* most letters of most texts */
            c = (unsigned char)text.at[at++];
            const uint32_t low = c | 0x20;
            if (low >= 'a' && low <= 'z' && size + 4 < WORD_MAX) {
                word[size++] = (char)low;
                scripts[LATIN]++;
                letters++;
                continue;
            }
        } else if (at < end) {
            c = dl_utf8_next(text, &at);
        } else {
            at++;
        }
        const int hand = script_of(c);
        if (hand >= 0) {
            scripts[hand]++;
            letters++;
            if (size + 4 < WORD_MAX) {
                size += dl_utf8_put((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), word + size);
            } else {
                long_word = true;
            }
            continue;
        }
        if (size > 0) {
            words++;
            if (!long_word) {
                vote((dl_str){word, size}, votes);
            }
            size = 0;
            long_word = false;
        }
    }
    const char *owner = letters > 0 ? by_script(scripts, letters) : NULL;
    if (owner != NULL) {
        return owner;
    }
    const int said = declared_section(declared);
    if (words < MIN_WORDS) {
        return said >= 0 ? tongues_section[said] : "";
    }
    if (said >= 0) {
        votes[said] *= DECLARED_BONUS;
    }
    int best = 0;
    for (int i = 1; i < TONGUES_SECTIONS; i++) {
        best = votes[i] > votes[best] ? i : best;
    }
    if (votes[best] < MIN_SHARE * words) {
        return said >= 0 ? tongues_section[said] : "";
    }
    return tongues_section[best];
}
