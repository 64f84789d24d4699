/* spelling.c - see spelling.h.
 *
 * Consonants stay, doubled ones once; q and c are k, x is ks, a final h is silent. Of a
 * run of vowels only its kind stays: front (a e i y), back (o u w), or both, for Arabic
 * and Cyrillic are written with either of a kind. Articles fall away, and so does what
 * joins "Abd" to the word behind it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "spelling.h"

typedef struct sound {
    char *out;
    size_t size;
    unsigned consonants;
} sound;

static bool front(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'y';
}

static bool back(char c)
{
    return c == 'o' || c == 'u' || c == 'w';
}

static bool vowel(dl_str word, size_t i)
{
    return (front(word.at[i]) && !(word.at[i] == 'y' && i == 0)) ||
           (back(word.at[i]) && !(word.at[i] == 'w' && i == 0));
}

static void add_consonant(sound *s, char c)
{
    if (s->size == 0 || s->out[s->size - 1] != c) {
        s->out[s->size++] = c;
        s->consonants++;
    }
}

/* Behind "abd": the vowel and the l (or the letter it became) of the article. */
static size_t behind_abd(dl_str word, size_t i)
{
    while (i < word.size && (front(word.at[i]) || back(word.at[i]))) {
        i++;
    }
    if (i < word.size && word.at[i] == 'l') {
        i++;
    } else if (i + 1 < word.size && word.at[i] == word.at[i + 1]) {
        i++; /* "abdurrahman" */
    }
    return i;
}

static void add_word(sound *s, dl_str word)
{
    size_t i = 0;
    if (dl_str_starts(word, DL_STR("abd"))) {
        add_consonant(s, 'b');
        add_consonant(s, 'd');
        i = behind_abd(word, 3);
    }
    while (i < word.size) {
        if (vowel(word, i)) {
            bool any_front = false, any_back = false;
            for (; i < word.size && vowel(word, i); i++) {
                any_front |= front(word.at[i]);
                any_back |= back(word.at[i]);
            }
            s->out[s->size++] = any_front && any_back ? 'u' : any_back ? 'o' : 'a';
            continue;
        }
        const char c = word.at[i++];
        if (c == 'x') {
            add_consonant(s, 'k');
            add_consonant(s, 's');
        } else if (c != 'h' || i < word.size || word.size < 4) {
            add_consonant(s, c == 'q' || c == 'c' ? 'k' : c);
        }
    }
}

static bool article(dl_str word)
{
    return dl_str_is(word, "al") || dl_str_is(word, "el") || dl_str_is(word, "ul");
}

dl_str dl_spelling_sound(dl_arena *arena, dl_str key)
{
    /* an x becomes two letters */
    sound s = {.out = dl_arena_alloc(arena, 2 * key.size + 1)};
    dl_str rest = key;
    if (s.out == NULL) {
        return (dl_str){"", 0};
    }
    while (rest.size != 0) {
        const dl_str word = dl_str_next(&rest, ' ');
        if (!article(word)) {
            add_word(&s, word);
        }
    }
    return s.consonants < DL_SOUND_LEAST ? (dl_str){"", 0} : (dl_str){s.out, s.size};
}

dl_str dl_spelling_last(dl_str key)
{
    size_t at = key.size;
    while (at > 0 && key.at[at - 1] != ' ') {
        at--;
    }
    return (dl_str){key.at + at, key.size - at};
}
