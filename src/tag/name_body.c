/* name_body.c - bodies told by the words they are made of.
 *
 * The language model misses or cuts names it has no like of. Their own words show them:
 * what an acronym in brackets stands for ("Mirsk Dockworkers Federation (MDF)"), and
 * capitals before a word that ends the names of bodies, companies, papers or armed groups
 * ("Tamsin Column", "Osk Gazette"), with what follows by "of" or "for" ("Observatory for
 * Rivers").
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#define NAME_TOKENS_MOST 10 /* words of a body's name */
#define ACRONYM_LEAST 2
#define ACRONYM_MOST 8

/* Small words inside names. */
static bool particle(const dl_naming *n, uint32_t i)
{
    static const char *const PARTICLES[] = {"of", "for", "and", "the", "de", "la", "le", "du",
                                            "des", "das", "dos", "do", "da", "del", "della",
                                            "di", "el", "al", "y", "e", "et", "und", "der",
                                            "für", "pour", "para", "on", "in", "-", "&", "'s"};
    for (size_t p = 0; p < sizeof PARTICLES / sizeof *PARTICLES; p++) {
        if (word_is(n, i, PARTICLES[p])) {
            return true;
        }
    }
    return false;
}

/* May the part that covers token i become part of a longer name? */
static bool may_join(const dl_naming *n, uint32_t i)
{
    const uint32_t q = n->cover[i];
    if (q == DL_NONE) {
        return true;
    }
    const dl_part *part = &n->parts.at[q];
    const bool demonym =
        part->place != DL_NONE && n->tags->places[part->place].role == DL_PLACE_DEMONYM;
    return part->actor == NULL && part->kind == DL_PART_NAME && part->type != DL_NAME_EVENT &&
           (part->place == DL_NONE || demonym);
}

/* "Party of Osk", "University of the Coast": the place is the end of the body's name. */
static bool place_behind_of(const dl_naming *n, uint32_t first, uint32_t i)
{
    const dl_part *part = &n->parts.at[n->cover[i]];
    const uint32_t of = part->first - (part->first > 0 && word_is(n, part->first - 1, "the"));
    return part->place != DL_NONE && part->actor == NULL && of > first && of > 0 &&
           word_is(n, of - 1, "of") &&
           n->tags->places[part->place].role != DL_PLACE_DEMONYM;
}

/* Makes tokens first..end-1 one name of a body, in place of the parts in them. Not when a
 * part reaches out of them. */
static void make_body(dl_naming *n, uint32_t first, uint32_t end, bool armed, const char *rule)
{
    for (uint32_t i = first; i < end; i++) {
        const dl_part *part = n->cover[i] == DL_NONE ? NULL : &n->parts.at[n->cover[i]];
        if (part == NULL) {
            continue;
        }
        if (part->first < first || part->end > end ||
            (!may_join(n, i) && !place_behind_of(n, first, i))) {
            return;
        }
        armed |= part->armed;
        if (part->first == first && part->end == end) {
            rule = part->rule;
        }
    }
    for (uint32_t i = first; i < end; i++) {
        if (n->cover[i] != DL_NONE) {
            n->parts.at[n->cover[i]].end = n->parts.at[n->cover[i]].first; /* gone */
        }
    }
    dl_part *made = dl_name_add(n, first, end, DL_PART_NAME, DL_NAME_ORG);
    if (made != NULL) {
        made->rule = rule;
        made->armed = armed;
    }
}

/* ---- acronyms in brackets ---- */

static bool acronym_at(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    unsigned capitals = 0;
    for (size_t k = 0; k < w.size; k++) {
        if (!isupper((unsigned char)w.at[k]) && !isdigit((unsigned char)w.at[k]) && w.at[k] != '-') {
            return false;
        }
        capitals += isupper((unsigned char)w.at[k]) != 0;
    }
    return capitals > 0 && w.size >= ACRONYM_LEAST && w.size <= ACRONYM_MOST;
}

/* Where the name before token `end` begins whose words begin with the letters of the
 * acronym, read from the right; DL_NONE when they do not. */
static uint32_t spelled_from(const dl_naming *n, uint32_t end, dl_str acronym)
{
    uint32_t i = end;
    size_t left = acronym.size;
    while (left > 0) {
        const char want = (char)tolower((unsigned char)acronym.at[left - 1]);
        if (!isalpha((unsigned char)want)) {
            left--;
            continue;
        }
        if (i == 0 || end - i >= NAME_TOKENS_MOST || !same_sentence(n, i - 1, end - 1)) {
            return DL_NONE;
        }
        i--;
        if (upper(n, i) && n->words[i].size > 0 && n->words[i].at[0] == want) {
            left--;
        } else if (!particle(n, i)) {
            return DL_NONE;
        }
    }
    uint32_t unused;
    const bool person = i < end && (dl_str_is(n->words[i], "fellow") ||
                                    dl_name_noun_at(n, i, 1u << DL_NOUN_ROLE, &unused) != NULL);
    return i < end && upper(n, i) && !person ? i : DL_NONE; /* no "Member of Parliament (MP)" */
}

/* "Movimento das Aguas Livres (M9)": one letter and a number say less; all capitals
 * before the bracket, if the first begins with the letter. */
static uint32_t capitals_before(const dl_naming *n, uint32_t end, dl_str acronym)
{
    uint32_t i = end, begin = DL_NONE;
    while (i > 0 && end - i < NAME_TOKENS_MOST && same_sentence(n, i - 1, end - 1) &&
           (upper(n, i - 1) || particle(n, i - 1))) {
        i--;
        if (upper(n, i) && n->words[i].size > 0 &&
            n->words[i].at[0] == tolower((unsigned char)acronym.at[0])) {
            begin = i;
        }
    }
    return begin != DL_NONE && end - begin >= 2 ? begin : DL_NONE;
}

static void find_defined(dl_naming *n)
{
    for (uint32_t i = 2; i < n->doc->token_count; i++) {
        if (!word_is(n, i - 1, "(") || !acronym_at(n, i) || n->style[i] == DL_STYLE_UPPER ||
            !(word_is(n, i + 1, ")") || word_is(n, i + 1, ",") || word_is(n, i + 1, ";"))) {
            continue;
        }
        const dl_str acronym = word(n, i);
        unsigned letters = 0;
        for (size_t k = 0; k < acronym.size; k++) {
            letters += isalpha((unsigned char)acronym.at[k]) != 0;
        }
        const uint32_t first = letters > 1 ? spelled_from(n, i - 1, acronym)
                                           : capitals_before(n, i - 1, acronym);
        if (first != DL_NONE && i - 1 - first >= 2) {
            make_body(n, first, i - 1, false, "name.defined");
            if (n->cover[i] == DL_NONE) {
                (void)dl_name_add(n, i, i + 1, DL_PART_NAME, DL_NAME_ORG);
            }
        }
    }
}

/* ---- words that end the names of bodies ---- */

static bool ends_a_name(const dl_naming *n, uint32_t i)
{
    const dl_noun *noun = dl_actors_noun(n->actors, n->words[i], 1u << DL_NOUN_BODY);
    return noun != NULL || class_at(n, DL_ACTORS_ARMED, i) || class_at(n, DL_ACTORS_OUTLET, i) ||
           class_at(n, DL_ACTORS_FIRM, i);
}

static bool capital_word(const dl_naming *n, uint32_t i)
{
    return upper(n, i) && letter_at(n, i) && may_join(n, i) && !token(n, i)->is_space &&
           (is_tag(n, i, "NNP") || is_tag(n, i, "NNPS") || is_tag(n, i, "JJ") ||
            is_tag(n, i, "NN") || is_tag(n, i, "NNS")) &&
           !class_at(n, DL_ACTORS_TITLE, i);
}

static uint32_t left_edge(const dl_naming *n, uint32_t i)
{
    uint32_t first = i;
    while (first > 0 && i - first < NAME_TOKENS_MOST && same_sentence(n, first - 1, i) &&
           capital_word(n, first - 1) &&
           !(token(n, first - 1)->sent_start && !is_tag(n, first - 1, "NNP"))) {
        first--;
    }
    return first;
}

/* "... for Rivers", "... of Fish Health": capitals nobody else has a claim to. */
static uint32_t right_edge(const dl_naming *n, uint32_t i)
{
    const uint32_t end = i + 1;
    if (!(word_is(n, end, "of") || word_is(n, end, "for"))) {
        return end;
    }
    uint32_t stop = end + 1;
    const uint32_t place = end + 1 + word_is(n, end + 1, "the");
    if (word_is(n, end, "of") && place < n->doc->token_count && n->cover[place] != DL_NONE &&
        n->parts.at[n->cover[place]].first == place && same_sentence(n, i, place) &&
        place_behind_of(n, i, place)) {
        return n->parts.at[n->cover[place]].end;
    }
    while (stop < n->doc->token_count && same_sentence(n, i, stop) && stop - i < NAME_TOKENS_MOST &&
           capital_word(n, stop) && (n->cover[stop] == DL_NONE || n->cover[stop] == n->cover[i])) {
        stop++;
    }
    return stop > end + 1 ? stop : end;
}

/* More capitals behind, or a hyphen before: the name is another, longer one. */
static bool goes_on(const dl_naming *n, uint32_t first, uint32_t end)
{
    uint32_t unused;
    const bool hyphen = first > 0 && word_is(n, first - 1, "-") && !token(n, first - 1)->space_after;
    const bool more = end < n->doc->token_count && same_sentence(n, first, end) &&
                      upper(n, end) && letter_at(n, end) && !class_at(n, DL_ACTORS_TITLE, end) &&
                      dl_name_noun_at(n, end, 1u << DL_NOUN_ROLE | 1u << DL_NOUN_GROUP, &unused) ==
                          NULL;
    return hyphen || more;
}

static void find_ended(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        if (n->style[i] != DL_STYLE_SENTENCE || !capital_word(n, i) || !ends_a_name(n, i)) {
            continue;
        }
        const dl_noun *noun = dl_actors_noun(n->actors, n->words[i], 1u << DL_NOUN_BODY);
        const uint32_t first = left_edge(n, i);
        uint32_t end = noun == NULL ? i + 1 : right_edge(n, i);
        while (end < n->doc->token_count && n->cover[end - 1] != DL_NONE &&
               n->cover[end] == n->cover[end - 1] && n->parts.at[n->cover[end]].first >= first &&
               end - first < 2 * NAME_TOKENS_MOST) {
            end++; /* the model's name goes on */
        }
        if (end - first >= 2 && !goes_on(n, first, end)) {
            make_body(n, first, end, class_at(n, DL_ACTORS_ARMED, i), "name.words");
        }
        i = end - 1;
    }
}

void dl_name_bodies(dl_naming *n)
{
    find_defined(n);
    find_ended(n);
    dl_name_drop_gone(n);
}
