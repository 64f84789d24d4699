/* name_person.c - what around a name shows that it is a person.
 *
 * A lone surname is to the language model a person, a body or a town as its letters
 * please. Verbs that only people are subjects of, dates of a life, kin, the noun of an
 * office said of it, and he or she in the same sentence tell more.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

enum {
    PERSON_LIFE = 6,    /* "X was born", "X died" */
    PERSON_DATES = 6,   /* "X (1901-1970)" */
    PERSON_KIN = 8,     /* "his brother X" */
    PERSON_OFFICE = 6,  /* "X was the leader of" */
    PERSON_PRONOUN = 5, /* "X finished his career" */
    PERSON_LINE = 5,    /* a line of its own: who wrote it */
    PERSON_HAILS = 6,   /* "Marta Velan (Spain)" */
    PERSON_BESIDE = 5   /* "with Marta Velan and X" */
};

#define NO_PERSON                                                                        \
    (DL_GAZ_WORD_BODY | DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_OFFICE | DL_GAZ_WORD_ADMIN |  \
     DL_GAZ_WORD_TOWN | DL_GAZ_WORD_WATER | DL_GAZ_WORD_DIRECTION | DL_GAZ_WORD_NOT)
#define LOOK_AHEAD 30   /* tokens to he or she */
#define DATES_WITHIN 16 /* tokens of a bracket with a life's dates */
#define BE_WITHIN 12    /* tokens from "was" to what somebody was */

/* "X was ...": the verb whose subject the part is; DL_NONE. */
static uint32_t verb_of(const dl_naming *n, const dl_part *part)
{
    const uint32_t verb = token(n, part->head)->head;
    return (is_dep(n, part->head, "nsubj") || is_dep(n, part->head, "nsubjpass")) &&
                   verb != part->head
               ? verb
               : DL_NONE;
}

static int life(const dl_naming *n, const dl_part *part, uint32_t verb)
{
    const bool done = is_dep(n, part->head, "nsubjpass");
    const dl_actor_class class = done ? DL_ACTORS_LIFE_DONE : DL_ACTORS_LIFE;
    return dl_actors_is(n->actors, class, n->lemmas[verb]) ? PERSON_LIFE : 0;
}

/* "X was the leader of" */
static int office(const dl_naming *n, uint32_t verb)
{
    uint32_t unused;
    if (!dl_str_is(n->lemmas[verb], "be")) {
        return 0;
    }
    for (uint32_t i = verb + 1; i < n->doc->token_count && i < verb + BE_WITHIN; i++) {
        if (token(n, i)->head == verb && is_dep(n, i, "attr")) {
            return is_tag(n, i, "NN") &&
                           dl_name_noun_at(n, i, 1u << DL_NOUN_ROLE, &unused) != NULL
                       ? PERSON_OFFICE
                       : 0;
        }
    }
    return 0;
}

static bool person_pronoun(const dl_naming *n, uint32_t i)
{
    static const char *const WORDS[] = {"he",  "his",     "him",    "she",
                                        "her", "himself", "herself"};
    for (size_t w = 0; w < sizeof WORDS / sizeof *WORDS; w++) {
        if (word_is(n, i, WORDS[w])) {
            return true;
        }
    }
    return false;
}

/* he or she behind the subject of a sentence, before anybody else it could be. */
static int pronoun(const dl_naming *n, const dl_part *part)
{
    uint32_t sentences = 0;
    for (uint32_t i = part->end; i < n->doc->token_count && i < part->end + LOOK_AHEAD;
         i++) {
        sentences += token(n, i)->sent_start;
        const uint32_t e = token(n, i)->entity;
        if (sentences > 1 ||
            (e != DL_NONE && strcmp(n->doc->entities[e].type, "PERSON") == 0) ||
            (sentences == 1 && !token(n, i)->sent_start)) {
            return 0;
        }
        if (person_pronoun(n, i)) {
            return PERSON_PRONOUN;
        }
        uint32_t unused;
        if (is_tag(n, i, "NN") &&
            (dl_actors_is(n->actors, DL_ACTORS_KIN, n->lemmas[i]) ||
             dl_name_noun_at(n, i, 1u << DL_NOUN_ROLE, &unused) != NULL)) {
            return 0;
        }
    }
    return 0;
}

/* "X (born 4 May 1950)", "X (1901-1970)", "X (née Velan)" */
static int dates(const dl_naming *n, uint32_t end)
{
    uint32_t years = 0;
    if (word_is(n, end, "born")) {
        return PERSON_DATES;
    }
    if (!word_is(n, end, "(")) {
        return 0;
    }
    for (uint32_t i = end + 1; i < n->doc->token_count && i < end + DATES_WITHIN; i++) {
        const dl_str w = word(n, i);
        if (dl_str_is(w, ")")) {
            break;
        }
        if (i < end + 3 &&
            (word_is(n, i, "born") || word_is(n, i, "née") || word_is(n, i, "b."))) {
            return PERSON_DATES;
        }
        for (size_t k = 0; k + 4 <= w.size; k++) {
            years += isdigit((unsigned char)w.at[k]) &&
                     isdigit((unsigned char)w.at[k + 1]) &&
                     isdigit((unsigned char)w.at[k + 2]) &&
                     isdigit((unsigned char)w.at[k + 3]);
        }
    }
    return years == 2 ? PERSON_DATES : 0;
}

/* "his brother X", "her daughter, X" */
static int kin(const dl_naming *n, const dl_part *part)
{
    uint32_t i = part->first;
    i -= i > 0 && word_is(n, i - 1, ",");
    if (i < 2 || !dl_actors_is(n->actors, DL_ACTORS_KIN, n->words[i - 1])) {
        return 0;
    }
    return is_tag(n, i - 2, "PRP$") || is_tag(n, i - 2, "POS") ? PERSON_KIN : 0;
}

/* A full name with a given name. */
static bool full_name(const dl_naming *n, uint32_t token_at, bool at_end)
{
    dl_gazetteer_entry entry;
    const uint32_t p = token_at < n->doc->token_count ? n->cover[token_at] : DL_NONE;
    if (p == DL_NONE || n->gazetteer == NULL) {
        return false;
    }
    const dl_part *other = &n->parts.at[p];
    return other->kind == DL_PART_NAME && other->type == DL_NAME_PERSON &&
           (at_end ? other->end == token_at + 1 : other->first == token_at) &&
           other->end - other->first > 1 && other->end - other->first < 4 &&
           dl_gazetteer_find(n->gazetteer, n->words[other->first], &entry) &&
           (entry.words & DL_GAZ_WORD_GIVEN) != 0;
}

/* "with Marta Velan and X", "X, Marta Velan and others" */
static int beside(const dl_naming *n, const dl_part *part)
{
    const uint32_t first = part->first, end = part->end;
    const bool before = first > 1 &&
                        (word_is(n, first - 1, ",") || word_is(n, first - 1, "and")) &&
                        full_name(n, first - 2, true);
    const bool behind =
        (word_is(n, end, ",") || word_is(n, end, "and")) && full_name(n, end + 1, false);
    return before || behind ? PERSON_BESIDE : 0;
}

/* Two or three words, none of which says that it is a body or a place. */
static bool like_a_person(const dl_naming *n, const dl_part *part)
{
    const uint32_t words = part->end - part->first;
    for (uint32_t i = part->first; i < part->end; i++) {
        dl_gazetteer_entry entry;
        const bool known =
            n->gazetteer != NULL && dl_gazetteer_find(n->gazetteer, n->words[i], &entry);
        if (!upper(n, i) || word(n, i).size < 2 || class_at(n, DL_ACTORS_FIRM, i) ||
            class_at(n, DL_ACTORS_OUTLET, i) || class_at(n, DL_ACTORS_ARMED, i) ||
            dl_actors_noun(n->actors, n->words[i],
                           1u << DL_NOUN_BODY | 1u << DL_NOUN_GROUP) != NULL ||
            (known && (entry.words & NO_PERSON) != 0)) {
            return false;
        }
    }
    return words == 2 || words == 3;
}

static bool ends_line(const dl_naming *n, uint32_t i)
{
    return i >= n->doc->token_count || token(n, i)->is_space;
}

/* A line that is a name and nothing else: a byline. Towns of two words are known. */
static int line_alone(const dl_naming *n, const dl_part *part)
{
    return (part->first == 0 || ends_line(n, part->first - 1)) &&
                   ends_line(n, part->end) &&
                   n->style[part->first] == DL_STYLE_SENTENCE && like_a_person(n, part)
               ? PERSON_LINE
               : 0;
}

/* "Marta Velan (Spain)", as lists of results have them. */
static int hails_from(const dl_naming *n, const dl_part *part)
{
    const uint32_t in = part->end + 1;
    if (!word_is(n, part->end, "(") || in >= n->doc->token_count ||
        n->cover[in] == DL_NONE) {
        return 0;
    }
    const dl_part *place = &n->parts.at[n->cover[in]];
    const bool state = place->place != DL_NONE &&
                       n->tags->places[place->place].kind == DL_PLACE_COUNTRY &&
                       n->tags->places[place->place].role == DL_PLACE_LITERAL;
    return state && word_is(n, place->end, ")") && like_a_person(n, part) ? PERSON_HAILS
                                                                          : 0;
}

int dl_name_person(const dl_naming *n, const dl_part *part)
{
    const uint32_t verb = verb_of(n, part);
    int shown = dates(n, part->end) + kin(n, part) + beside(n, part) +
                line_alone(n, part) + hails_from(n, part);
    if (verb != DL_NONE) {
        shown += life(n, part, verb) + office(n, verb) + pronoun(n, part);
    }
    return shown;
}
