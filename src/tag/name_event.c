/* name_event.c - happenings told by a year, a name and a small word: "1996 Osk general
 * election", "2004 Velan leadership election in Mirsk", "IV Coast summit".
 *
 * The language model, trained on names in capitals, takes the country out of the middle
 * of them, or the parliament. What begins with a year or a number of order, has a name in
 * it and ends in a word of the list's [contests] is one name of its own.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#define EVENT_WORDS_MOST 10 /* between the year and the last word */
#define YEAR_LEAST 1500
#define YEAR_MOST 2199

static bool year_at(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    int year = 0;
    for (size_t k = 0; k < w.size && k < 4; k++) {
        if (!isdigit((unsigned char)w.at[k])) {
            return false;
        }
        year = year * 10 + (w.at[k] - '0');
    }
    return w.size == 4 && year >= YEAR_LEAST && year <= YEAR_MOST;
}

/* "IV", "III", and "I" when a name in capitals follows. */
static bool roman_at(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    for (size_t k = 0; k < w.size; k++) {
        if (memchr("IVX", w.at[k], 3) == NULL) {
            return false;
        }
    }
    return w.size > 0 && i + 1 < n->doc->token_count && upper(n, i + 1) &&
           letter_at(n, i + 1);
}

/* A word inside such a name that has no capital: "general", "presidential", "leadership",
 * "of", the "by" and the hyphen of "by-election". */
static bool small_word(const dl_naming *n, uint32_t i)
{
    return is_tag(n, i, "JJ") || is_tag(n, i, "NN") || is_tag(n, i, "HYPH") ||
           word_is(n, i, "of") || word_is(n, i, "and") || word_is(n, i, "'s") ||
           word_is(n, i, "-") || (word_is(n, i, "by") && word_is(n, i + 1, "-"));
}

/* The token after the word that ends the name which begins at `first`; DL_NONE. */
static uint32_t ended_at(const dl_naming *n, uint32_t first)
{
    uint32_t capitals = 0;
    for (uint32_t i = first + 1; i < n->doc->token_count && i - first <= EVENT_WORDS_MOST;
         i++) {
        const bool capital =
            upper(n, i) && letter_at(n, i) && !class_at(n, DL_ACTORS_TITLE, i);
        if (!same_sentence(n, first, i) ||
            !(capital || small_word(n, i) || class_at(n, DL_ACTORS_CONTEST, i))) {
            return DL_NONE;
        }
        if (class_at(n, DL_ACTORS_CONTEST, i) && i > first + 1) {
            return capitals > 0 ? i + 1 : DL_NONE;
        }
        capitals += capital;
    }
    return DL_NONE;
}

/* "... election in Denmark", "... in the Isle of Osk": where, as part of the name. */
static uint32_t with_place(const dl_naming *n, uint32_t first, uint32_t end)
{
    uint32_t stop = end + 1;
    if (!word_is(n, end, "in") || upper(n, end - 1) || !same_sentence(n, first, end)) {
        return end;
    }
    stop +=
        word_is(n, stop, "the") && stop + 1 < n->doc->token_count && upper(n, stop + 1);
    const uint32_t from = stop;
    while (stop < n->doc->token_count && same_sentence(n, first, stop) &&
           upper(n, stop) && letter_at(n, stop) &&
           (is_tag(n, stop, "NNP") || is_tag(n, stop, "NNPS")) &&
           stop - from < EVENT_WORDS_MOST) {
        stop++;
    }
    return stop > from ? stop : end;
}

/* "Battle of Velan's Creek" */
static bool inner_possessive(const dl_naming *n, uint32_t i, uint32_t from)
{
    return i > from && is_tag(n, i, "POS") && i + 1 < n->doc->token_count &&
           upper(n, i + 1) && letter_at(n, i + 1);
}

/* "Battle of Osk", "Treaty of the Two Rivers": the token behind it; DL_NONE. */
static uint32_t of_something(const dl_naming *n, uint32_t first, dl_actor_class class)
{
    uint32_t i = first + 2;
    if (!upper(n, first) || !class_at(n, class, first) || !word_is(n, first + 1, "of") ||
        n->style[first] != DL_STYLE_SENTENCE) {
        return DL_NONE;
    }
    i += word_is(n, i, "the");
    const uint32_t from = i;
    while (i < n->doc->token_count && i - from < EVENT_WORDS_MOST &&
           same_sentence(n, first, i) &&
           ((upper(n, i) && letter_at(n, i)) || inner_possessive(n, i, from))) {
        i++;
    }
    return i > from ? i : DL_NONE;
}

static void add_event(dl_naming *n, uint32_t *i, uint32_t end, uint8_t type)
{
    dl_part *part = dl_name_add(n, *i, end, DL_PART_NAME, type);
    if (part != NULL) {
        part->rule = "name.contest";
        *i = part->end - 1;
    }
}

/* May a name begin here that is none of a headline's common words? */
static bool may_begin(const dl_naming *n, uint32_t i)
{
    return n->style[i] != DL_STYLE_UPPER && (year_at(n, i) || roman_at(n, i)) &&
           !(i > 0 && roman_at(n, i) && upper(n, i - 1) && letter_at(n, i - 1));
}

void dl_name_events(dl_naming *n)
{
    for (uint32_t i = 0; i + 2 < n->doc->token_count; i++) {
        const uint32_t end = may_begin(n, i) ? ended_at(n, i) : DL_NONE;
        const uint32_t event = of_something(n, i, DL_ACTORS_EVENT);
        const uint32_t law = of_something(n, i, DL_ACTORS_LAW);
        if (end != DL_NONE) {
            add_event(n, &i, with_place(n, i, end), DL_NAME_EVENT);
        } else if (event != DL_NONE) {
            add_event(n, &i, event, DL_NAME_EVENT);
        } else if (law != DL_NONE) {
            add_event(n, &i, law, DL_NAME_LAW);
        }
    }
}
