/* name_noun.c - descriptions: nouns for groups, bodies and offices with the words that
 * belong to them; things that bear a name; he and she.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#define PHRASE_WORDS_MOST 8 /* words of a noun phrase before its head */

#define GROUP_BIT (1u << DL_NOUN_GROUP)
#define BODY_BIT (1u << DL_NOUN_BODY)
#define ROLE_BIT (1u << DL_NOUN_ROLE)
#define THING_BIT (1u << DL_NOUN_THING)

/* The noun of a word, or of the word without its plural s, which the tagger leaves on
 * what it takes for names ("Police", "Fighters"). */
static const dl_noun *noun_of(const dl_naming *n, uint32_t i, unsigned kinds)
{
    dl_str lower = n->words[i];
    const bool same = dl_str_equal(n->lemmas[i], lower);
    const dl_noun *noun = same ? NULL : dl_actors_noun(n->actors, n->lemmas[i], kinds);
    if (noun == NULL && class_at(n, DL_ACTORS_NOUN, i)) {
        noun = dl_actors_noun(n->actors, lower, kinds);
    }
    if (noun == NULL && lower.size > 3 && lower.at[lower.size - 1] == 's') {
        lower.size--;
        noun = dl_actors_noun(n->actors, lower, kinds);
    }
    return noun;
}

const dl_noun *dl_name_noun_at(const dl_naming *n, uint32_t i, unsigned kinds,
                               uint32_t *first)
{
    enum { PAIR_MOST = 96 };
    char pair[PAIR_MOST];
    *first = i;
    if (i > 0 && class_at(n, DL_ACTORS_BEGINS_NOUN, i - 1) && same_sentence(n, i - 1, i) &&
        n->words[i - 1].size + n->lemmas[i].size + 1 < PAIR_MOST) {
        const dl_str a = n->words[i - 1], b = n->lemmas[i];
        memcpy(pair, a.at, a.size);
        pair[a.size] = ' ';
        memcpy(pair + a.size + 1, b.at, b.size);
        const dl_noun *noun =
            dl_actors_noun(n->actors, (dl_str){pair, a.size + 1 + b.size}, kinds);
        if (noun != NULL) {
            *first = i - 1;
            return noun;
        }
    }
    return noun_of(n, i, kinds);
}

/* "last year inspectors had asked": when, not which. */
static bool time_word(const dl_naming *n, uint32_t i)
{
    const uint32_t e = token(n, i)->entity;
    return e != DL_NONE && (strcmp(n->doc->entities[e].type, "DATE") == 0 ||
                            strcmp(n->doc->entities[e].type, "TIME") == 0);
}

static bool modifier(const dl_naming *n, uint32_t i)
{
    if (time_word(n, i)) {
        return false;
    }
    return is_dep(n, i, "amod") || is_dep(n, i, "compound") || is_dep(n, i, "nmod") ||
           is_dep(n, i, "poss") || is_dep(n, i, "case") || is_dep(n, i, "punct") ||
           is_dep(n, i, "advmod") || is_dep(n, i, "npadvmod");
}

/* The first token of the phrase that ends in `head`, article and numbers left out. */
static uint32_t phrase_start(const dl_naming *n, uint32_t head, uint32_t first)
{
    const uint32_t from = n->doc->sentences[token(n, head)->sentence].first;
    while (first > from && head - first < PHRASE_WORDS_MOST) {
        uint32_t i = first - 1;
        if (is_tag(n, i, "POS") && i > from && is_dep(n, i - 1, "poss")) {
            i--; /* "dockers' union": the owner and his mark go together */
        }
        const uint32_t up = token(n, i)->head;
        if (!modifier(n, i) || up <= i || up > head || token(n, i)->is_space ||
            dl_name_common(n, i) ||
            is_tag(n, i, "PRP$") || is_tag(n, i, "CD") || is_tag(n, i, "DT") ||
            (is_dep(n, i, "punct") && !dl_str_is(word(n, i), "-"))) {
            break;
        }
        first = i;
    }
    /* a bare hyphen or possessive mark cannot begin a phrase */
    while (first < head && (is_dep(n, first, "punct") || is_tag(n, first, "POS"))) {
        first++;
    }
    return first;
}

/* Side and country of a group from the words before its head. */
static void weigh_modifiers(dl_naming *n, dl_part *part)
{
    for (uint32_t i = part->first; i < part->end; i++) {
        uint32_t unused;
        if (n->cover[i] != DL_NONE && n->cover[i] < n->parts.count) {
            const dl_part *inner = &n->parts.at[n->cover[i]];
            if (inner->country[0] != '\0' && inner != part) {
                memcpy(part->country, inner->country, sizeof part->country);
                if (part->side == '-' && part->noun != NULL && dl_str_is(part->noun->sector, "MIL")) {
                    part->side = 'g';
                }
            }
            if (inner != part && inner->armed) {
                part->side = 'r';
                part->armed = true;
            }
        }
        if (i + 1 < part->end) {
            const dl_noun *inner = dl_name_noun_at(n, i, GROUP_BIT, &unused);
            if (inner != NULL && inner->side != '-') {
                part->side = inner->side;
            }
        }
    }
}

static uint8_t noun_type(const dl_noun *noun)
{
    return noun->kind == DL_NOUN_GROUP   ? DL_NAME_GROUP
           : noun->kind == DL_NOUN_BODY  ? DL_NAME_ORG
           : noun->kind == DL_NOUN_THING ? noun->type
                                         : DL_NAME_PERSON;
}

/* The country of the first place inside tokens first..end-1 that has one. */
static void take_country(const dl_naming *n, dl_part *part)
{
    uint32_t low = 0, high = n->tags->place_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (n->tags->places[middle].first < part->first) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < n->tags->place_count && n->tags->places[low].end <= part->end; low++) {
        if (n->tags->places[low].country[0] != '\0') {
            memcpy(part->country, n->tags->places[low].country, sizeof part->country);
        }
    }
}

/* One word the model took for somebody's name that is a body's noun with a capital: "the
 * Observatory", "Observatory director". */
static bool noun_for_name(const dl_naming *n, const dl_part *part)
{
    uint32_t first;
    if (part->end - part->first != 1 || token(n, part->first)->sent_start ||
        dl_name_noun_at(n, part->first, BODY_BIT, &first) == NULL) {
        return false;
    }
    const bool article = part->first > 0 && article_at(n, part->first - 1);
    const bool office = part->end < n->doc->token_count &&
                        dl_name_noun_at(n, part->end, ROLE_BIT, &first) != NULL;
    return article || office;
}

/* A name that ends in such a noun is of that kind too: "Syrian Army". */
static void mark_named_nouns(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        uint32_t first;
        const bool lone = noun_for_name(n, part);
        if (part->kind == DL_PART_PRONOUN || part->actor != NULL || part->place != DL_NONE ||
            (part->type == DL_NAME_PERSON && !lone)) {
            continue;
        }
        const dl_noun *noun = dl_name_noun_at(n, part->end - 1, GROUP_BIT | BODY_BIT, &first);
        if (noun == NULL) {
            continue;
        }
        part->noun = noun;
        part->core = noun->word;
        part->modified = part->end - part->first > 1;
        part->side = noun->side;
        if (lone) {
            part->kind = DL_PART_NOUN;
            part->type = noun_type(noun);
            part->definite = true;
            part->rule = "name.noun.body";
        }
        take_country(n, part);
        const bool own_name = part->armed && part->modified && noun->side != 'g' &&
                              part->country[0] == '\0'; /* "Tamsin Column" */
        if (noun->kind == DL_NOUN_GROUP && !own_name) {
            part->type = DL_NAME_GROUP;
            part->armed = noun->side == 'r' || (part->armed && noun->side != 'g');
        }
    }
}

/* "union of textile workers": the end of a body's phrase with whom it is of, when those
 * are common nouns. */
static uint32_t after_of(const dl_naming *n, uint32_t head)
{
    if (head + 2 >= n->doc->token_count || !word_is(n, head + 1, "of")) {
        return head + 1;
    }
    for (uint32_t i = head + 2; i < head + 5 && i < n->doc->token_count; i++) {
        if (n->cover[i] != DL_NONE || upper(n, i)) {
            break;
        }
        if (is_tag(n, i, "NNS") && is_dep(n, i, "pobj") && token(n, i)->head == head + 1) {
            return i + 1;
        }
    }
    return head + 1;
}

/* A noun before another: part of the longer phrase ("army units"), unless it is the body
 * somebody speaks for ("police spokesman"). */
static bool inside_phrase(const dl_naming *n, uint32_t i, const dl_noun *noun)
{
    uint32_t first;
    if (!is_dep(n, i, "compound") || token(n, i)->head != i + 1 || n->cover[i + 1] != DL_NONE) {
        return false;
    }
    const dl_noun *next = dl_name_noun_at(n, i + 1, GROUP_BIT | BODY_BIT | ROLE_BIT, &first);
    const bool spoken_for = (noun->kind == DL_NOUN_BODY || noun->side == 'g') && next != NULL &&
                            next->kind == DL_NOUN_ROLE && next->speaks && first == i + 1;
    return next != NULL && !spoken_for;
}

/* "Syria's army" is the army; a name with a possessive is left out. */
static uint32_t behind_owner(const dl_naming *n, uint32_t first, uint32_t head)
{
    while (first < head && n->cover[first] != DL_NONE &&
           n->parts.at[n->cover[first]].kind == DL_PART_NAME &&
           n->parts.at[n->cover[first]].type != DL_NAME_GROUP &&
           is_tag(n, n->parts.at[n->cover[first]].end, "POS")) {
        first = n->parts.at[n->cover[first]].end + 1;
    }
    return first;
}

/* "Observatory director": the tagger may take a name before an office for an adjective. */
static bool named_before_office(const dl_naming *n, uint32_t i)
{
    uint32_t first;
    if (!upper(n, i) || i + 1 >= n->doc->token_count || !same_sentence(n, i, i + 1)) {
        return false;
    }
    const dl_noun *noun = dl_actors_noun(n->actors, n->words[i], BODY_BIT);
    const dl_noun *next = noun == NULL ? NULL : dl_name_noun_at(n, i + 1, ROLE_BIT, &first);
    return next != NULL && next->speaks;
}

/* "Defence Minister": a field of office, which the model takes for a body. */
static void drop_field(dl_naming *n, uint32_t i, const dl_noun *noun)
{
    const uint32_t q = n->cover[i - 1];
    dl_part *field = q == DL_NONE ? NULL : &n->parts.at[q];
    if (field != NULL && field->kind == DL_PART_NAME && field->end == i &&
        field->end - field->first == 1 && field->actor == NULL && field->place == DL_NONE &&
        field->type != DL_NAME_NORP &&
        (dl_str_is(noun->word, "minister") || dl_str_is(noun->word, "secretary"))) {
        field->kind = DL_PART_LOOSE;
    }
}

static void add_noun(dl_naming *n, uint32_t i, uint32_t first, const dl_noun *noun)
{
    uint32_t kept[PHRASE_WORDS_MOST + 2]; /* inner names keep their tokens */
    const uint32_t width = i + 1 - first;
    if (width > PHRASE_WORDS_MOST + 2) {
        return;
    }
    for (uint32_t k = 0; k < width; k++) {
        kept[k] = n->cover[first + k];
    }
    const uint32_t end = noun->kind == DL_NOUN_BODY ? after_of(n, i) : i + 1;
    dl_part *part =
        dl_name_add(n, first, end, noun->kind == DL_NOUN_ROLE ? DL_PART_ROLE : DL_PART_NOUN,
                    noun_type(noun));
    if (part == NULL) {
        return;
    }
    for (uint32_t k = 0; k < width; k++) {
        if (kept[k] != DL_NONE) {
            n->cover[first + k] = kept[k];
        }
    }
    part->noun = noun;
    part->head = i;
    part->core = noun->word;
    part->side = noun->side;
    part->definite |= named_before_office(n, i);
    part->modified =
        (first < i && width > 1 && part->key.size > noun->word.size + 1) || end > i + 1;
    part->rule = noun->kind == DL_NOUN_GROUP   ? "name.noun.group"
                 : noun->kind == DL_NOUN_BODY  ? "name.noun.body"
                 : noun->kind == DL_NOUN_THING ? "name.noun.thing"
                                               : "name.noun.role";
    weigh_modifiers(n, part);
    part->armed |= noun->kind == DL_NOUN_GROUP && part->side == 'r';
    if (noun->kind == DL_NOUN_ROLE && i > first) {
        drop_field(n, i, noun);
    }
}

/* "an official" is a person, "officials" are a group. */
static const dl_noun *one_person(const dl_naming *n, uint32_t i, const dl_noun *noun)
{
    if (noun->kind != DL_NOUN_GROUP || !is_tag(n, i, "NN")) {
        return noun;
    }
    const dl_noun *role = dl_actors_noun(n->actors, noun->word, ROLE_BIT);
    return role == NULL ? noun : role;
}

static void find_nouns(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        uint32_t first = i;
        const bool noun_like = strcmp(token(n, i)->pos, "NOUN") == 0 ||
                               strcmp(token(n, i)->pos, "PROPN") == 0 ||
                               named_before_office(n, i);
        if (!noun_like || n->cover[i] != DL_NONE) {
            continue;
        }
        const dl_noun *noun = dl_name_noun_at(n, i, GROUP_BIT | BODY_BIT | ROLE_BIT, &first);
        if (noun == NULL || inside_phrase(n, i, noun)) {
            continue;
        }
        noun = one_person(n, i, noun);
        first = behind_owner(n, phrase_start(n, i, first), i);
        if (first <= i) {
            add_noun(n, i, first, noun);
        }
    }
}

/* ---- things that bear a name ---- */

static bool can_be_a_name(const dl_naming *n, const dl_part *part)
{
    return (part->kind == DL_PART_NAME || part->kind == DL_PART_LOOSE) &&
           part->actor == NULL && part->type != DL_NAME_NORP &&
           (part->place == DL_NONE || n->tags->places[part->place].kind == DL_PLACE_UNKNOWN);
}

/* Capitalised words of one name that begin at i: where they end. */
static uint32_t capitals_end(const dl_naming *n, uint32_t i)
{
    uint32_t end = i;
    while (end < n->doc->token_count && same_sentence(n, i, end) && upper(n, end) &&
           letter_at(n, end) && n->cover[end] == DL_NONE && end - i < PHRASE_WORDS_MOST) {
        end++;
    }
    return end;
}

/* "the ferry Salt Heron": the words behind the noun are its name. */
static void name_behind(dl_naming *n, uint32_t i, const dl_noun *noun)
{
    const uint32_t at = i + 1;
    if (at >= n->doc->token_count || !same_sentence(n, i, at) || upper(n, i) ||
        !is_tag(n, i, "NN") || !upper(n, at) || !letter_at(n, at) || token(n, at)->is_space) {
        return;
    }
    dl_part *part = NULL;
    if (n->cover[at] != DL_NONE) {
        part = &n->parts.at[n->cover[at]];
        if (part->first != at || !can_be_a_name(n, part)) {
            return;
        }
    } else {
        part = dl_name_add(n, at, capitals_end(n, at), DL_PART_NAME, noun->type);
    }
    if (part == NULL) {
        return;
    }
    part->kind = DL_PART_NAME;
    part->type = noun_type(noun);
    part->armed = false;
    part->rule = "name.thing";
    if (noun->kind == DL_NOUN_THING) {
        part->noun = noun;
        part->core = noun->word;
    }
}

/* Capitalised words nobody knew that end before token i. */
static void take_capitals_before(dl_naming *n, uint32_t i)
{
    uint32_t first = i;
    while (first > 0 && i - first < 3 && same_sentence(n, first - 1, i) && upper(n, first - 1) &&
           letter_at(n, first - 1) && n->cover[first - 1] == DL_NONE) {
        first--;
    }
    if (first < i) {
        (void)dl_name_add(n, first, i, DL_PART_LOOSE, DL_NAME_ORG);
    }
}

/* "the Corbin mill": the name and the noun together. */
static bool name_before(dl_naming *n, uint32_t i, const dl_noun *noun)
{
    if (i == 0 || n->cover[i] != DL_NONE) {
        return false;
    }
    if (n->cover[i - 1] == DL_NONE) {
        take_capitals_before(n, i);
    }
    if (n->cover[i - 1] == DL_NONE) {
        return false;
    }
    dl_part *part = &n->parts.at[n->cover[i - 1]];
    if (part->end != i || !can_be_a_name(n, part) || !same_sentence(n, i - 1, i) ||
        part->first == 0 || !word_is(n, part->first - 1, "the") ||
        part->end - part->first > 3) {
        return false;
    }
    n->cover[i] = n->cover[i - 1];
    part->end = i + 1;
    part->span.end = token(n, i)->span.end;
    part->shown = part->span;
    part->form = dl_str_cut(n->doc->text, part->span);
    part->key = dl_str_printf(n->arena, "%.*s %.*s", (int)part->key.size, part->key.at,
                              (int)n->words[i].size, n->words[i].at);
    part->head = i;
    part->kind = DL_PART_NAME;
    part->type = noun->type;
    part->noun = noun;
    part->core = noun->word;
    part->modified = true;
    part->rule = "name.thing";
    return true;
}

static bool nobody_knows(const dl_naming *n, uint32_t i)
{
    return i < n->doc->token_count && n->cover[i] == DL_NONE && token(n, i)->entity == DL_NONE &&
           (is_tag(n, i, "NNP") || is_tag(n, i, "NNPS"));
}

static void find_things(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        uint32_t first;
        const bool noun_like = strcmp(token(n, i)->pos, "NOUN") == 0 || is_tag(n, i, "NNP");
        if (!noun_like || n->cover[i] != DL_NONE) {
            continue;
        }
        const dl_noun *noun = dl_name_noun_at(n, i, THING_BIT, &first);
        if (noun != NULL && !name_before(n, i, noun)) {
            name_behind(n, i, noun);
        } else if (noun == NULL && nobody_knows(n, i + 1)) {
            noun = dl_name_noun_at(n, i, BODY_BIT, &first);
            if (noun != NULL) {
                name_behind(n, i, noun); /* "the charity Winter Hands" */
            }
        }
    }
}

/* "the ferry", "the mill" where one has been named. */
static void find_bare_things(dl_naming *n)
{
    dl_map named;
    dl_map_init(&named, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (part->noun != NULL && part->noun->kind == DL_NOUN_THING) {
            dl_map_add(&named, part->core, p);
        }
    }
    for (uint32_t i = 0; named.count > 0 && i < n->doc->token_count; i++) {
        uint32_t first;
        if (n->cover[i] != DL_NONE || !is_tag(n, i, "NN")) {
            continue;
        }
        const dl_noun *noun = dl_name_noun_at(n, i, THING_BIT, &first);
        const bool compound = is_dep(n, i, "compound");
        if (noun != NULL && !compound && first > 0 && word_is(n, first - 1, "the") &&
            dl_map_find(&named, noun->word) != DL_NONE) {
            add_noun(n, i, first, noun);
        }
    }
}

static void find_pronouns(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        if (n->cover[i] == DL_NONE && (word_is(n, i, "he") || word_is(n, i, "she"))) {
            dl_part *part = dl_name_add(n, i, i + 1, DL_PART_PRONOUN, DL_NAME_PERSON);
            if (part != NULL) {
                part->rule = "name.pronoun";
                part->sex = word_is(n, i, "he") ? 'm' : 'f';
            }
        }
    }
}

void dl_name_nouns(dl_naming *n)
{
    mark_named_nouns(n);
    find_things(n);
    find_nouns(n);
    find_bare_things(n);
    find_pronouns(n);
}
