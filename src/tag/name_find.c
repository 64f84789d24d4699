/* name_find.c - where names and descriptions stand.
 *
 * In this order, each leaving tokens already taken alone: names of the actor list; the
 * language model's entities; capitalised words nobody knew; nouns for groups, bodies and
 * roles with the words that belong to them; he and she.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#include "fold.h"

#include <ctype.h>

#define PHRASE_WORDS_MOST 8 /* words of a noun phrase before its head */

static const dl_token *token(const dl_naming *n, uint32_t i)
{
    return &n->doc->tokens[i];
}

static dl_str word(const dl_naming *n, uint32_t i)
{
    return dl_str_cut(n->doc->text, token(n, i)->span);
}

static bool upper(const dl_naming *n, uint32_t i)
{
    const dl_str w = word(n, i);
    return w.size > 0 && (isupper((unsigned char)w.at[0]) || (unsigned char)w.at[0] >= 0xC3);
}

static bool is_tag(const dl_naming *n, uint32_t i, const char *tag)
{
    return strcmp(token(n, i)->tag, tag) == 0;
}

static bool is_dep(const dl_naming *n, uint32_t i, const char *dep)
{
    return strcmp(token(n, i)->dep, dep) == 0;
}

static bool article(dl_str w)
{
    return dl_str_equal_fold(w, DL_STR("the")) || dl_str_equal_fold(w, DL_STR("a")) ||
           dl_str_equal_fold(w, DL_STR("an"));
}

static bool any_taken(const dl_naming *n, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (n->cover[i] != DL_NONE) {
            return true;
        }
    }
    return false;
}

/* A part over tokens first..end-1; NULL when nothing is left of it. */
static dl_part *add_part(dl_naming *n, uint32_t first, uint32_t end, uint8_t kind,
                         uint8_t type)
{
    const uint32_t index = n->parts.count;
    if (first >= end) {
        return NULL;
    }
    const dl_span span = {token(n, first)->span.start, token(n, end - 1)->span.end};
    const dl_str form = dl_str_cut(n->doc->text, span);
    const dl_str key = dl_fold(n->arena, form);
    if (key.size == 0 && kind != DL_PART_PRONOUN) {
        return NULL;
    }
    dl_part *part = dl_vec_push(&n->parts, n->arena);
    if (part == NULL) {
        return NULL;
    }
    uint32_t head = end - 1;
    for (uint32_t i = first; i < end; i++) {
        const uint32_t up = token(n, i)->head;
        if (up < first || up >= end || up == i) {
            head = i;
            break;
        }
    }
    *part = (dl_part){.span = span, .first = first, .end = end, .head = head,
                      .form = form, .key = key, .place = DL_NONE, .kind = kind,
                      .type = type, .side = '-', .up = index, .shown = span,
                      .body = DL_NONE};
    if (first > 0) {
        const dl_str before = word(n, first - 1);
        part->definite = dl_str_equal_fold(before, DL_STR("the")) ||
                         is_tag(n, first - 1, "PRP$");
    }
    for (uint32_t i = first; i < end; i++) {
        n->cover[i] = index;
    }
    return part;
}

/* ---- names ---- */

static bool type_of_entity(const char *entity, uint8_t *type)
{
    static const struct {
        const char *entity;
        uint8_t type;
    } TYPES[] = {{"PERSON", DL_NAME_PERSON}, {"ORG", DL_NAME_ORG}, {"NORP", DL_NAME_NORP},
                 {"GPE", DL_NAME_GPE}, {"LOC", DL_NAME_LOC}, {"FAC", DL_NAME_FAC},
                 {"EVENT", DL_NAME_EVENT}, {"WORK_OF_ART", DL_NAME_WORK},
                 {"LAW", DL_NAME_LAW}, {"PRODUCT", DL_NAME_PRODUCT},
                 {"LANGUAGE", DL_NAME_LANGUAGE}};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        if (strcmp(entity, TYPES[i].entity) == 0) {
            *type = TYPES[i].type;
            return true;
        }
    }
    return false;
}

static bool letter_in(dl_str w)
{
    for (size_t i = 0; i < w.size; i++) {
        if (isalnum((unsigned char)w.at[i]) || (unsigned char)w.at[i] >= 0x80) {
            return true;
        }
    }
    return false;
}

/* Drops articles, quotes, possessives, and for persons their titles, from both ends. */
static void trim(const dl_naming *n, uint32_t *first, uint32_t *end, uint8_t type)
{
    dl_arena scratch;
    dl_arena_init(&scratch, 0);
    while (*first < *end) {
        const dl_str w = word(n, *first);
        const bool title = type == DL_NAME_PERSON && *end - *first > 1 &&
                           dl_actors_title(n->actors, dl_fold(&scratch, w));
        if (!article(w) && !title && letter_in(w) && !token(n, *first)->is_space) {
            break;
        }
        ++*first;
    }
    while (*first < *end && (is_tag(n, *end - 1, "POS") || token(n, *end - 1)->is_space ||
                             !letter_in(word(n, *end - 1)))) {
        --*end;
    }
    dl_arena_done(&scratch);
}

static void set_actor(dl_part *part, const dl_actor *actor)
{
    part->actor = actor;
    part->type = actor->type;
    part->armed = dl_str_is(actor->sector, "REB");
    memcpy(part->country, actor->country, sizeof part->country);
}

static bool holds(const dl_naming *n, const dl_actor *actor)
{
    return n->year == 0 || actor->from == 0 || actor->from <= n->year;
}

/* Names of the list, longest first at each token that begins with a capital. */
static void find_listed(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        if (!upper(n, i) && !(i + 1 < n->doc->token_count && word(n, i).size == 2 &&
                              !token(n, i)->space_after && upper(n, i + 1))) {
            continue; /* "al-Qaeda" is three tokens */
        }
        const uint32_t sentence_end = n->doc->sentences[token(n, i)->sentence].end;
        for (uint32_t words = DL_ACTOR_WORDS_MOST; words > 0; words--) {
            if (i + words > sentence_end || n->cover[i] != DL_NONE) {
                continue;
            }
            const dl_arena_mark mark = dl_arena_here(n->arena);
            const dl_str printed = dl_str_cut(
                n->doc->text, (dl_span){token(n, i)->span.start,
                                        token(n, i + words - 1)->span.end});
            const dl_actor *actor =
                dl_actors_find(n->actors, dl_fold(n->arena, printed), printed);
            dl_arena_back(n->arena, mark);
            if (actor == NULL || !holds(n, actor) || !letter_in(word(n, i + words - 1))) {
                continue;
            }
            const uint32_t entity = token(n, i)->entity;
            if (entity != DL_NONE && !dl_str_is(actor->sector, "REB") &&
                n->doc->entities[entity].first <= i &&
                n->doc->entities[entity].end > i + words &&
                !is_tag(n, i + words, "POS") && strcmp(token(n, i + words)->dep, "punct") != 0 &&
                upper(n, i + words)) {
                break; /* a longer name begins with it: "Reuters Institute" */
            }
            uint32_t first = i;
            trim(n, &first, &(uint32_t){i + words}, actor->type);
            dl_part *part = add_part(n, first, i + words, DL_PART_NAME, actor->type);
            if (part != NULL) {
                set_actor(part, actor);
                part->rule = "name.list";
            }
            break;
        }
    }
}

static bool armed_words(const dl_naming *n, const dl_part *part)
{
    dl_arena scratch;
    bool armed = false;
    dl_arena_init(&scratch, 0);
    for (uint32_t i = part->first; i < part->end && part->end - part->first > 1; i++) {
        armed |= dl_actors_armed(n->actors, dl_fold(&scratch, word(n, i)));
    }
    dl_arena_done(&scratch);
    return armed;
}

/* "Fighters of the X Front": the name is what they are of. */
static void drop_members(const dl_naming *n, uint32_t *first, uint32_t end)
{
    dl_arena scratch;
    if (*first + 2 >= end || !dl_str_is(token(n, *first + 1)->lower, "of")) {
        return;
    }
    dl_arena_init(&scratch, 0);
    dl_str lower = dl_fold(&scratch, word(n, *first));
    const bool plural = lower.size > 3 && lower.at[lower.size - 1] == 's';
    lower.size -= plural;
    if (dl_actors_noun(n->actors, lower, 1u << DL_NOUN_GROUP) != NULL) {
        *first += 2 + (*first + 3 < end && article(word(n, *first + 2)));
    }
    dl_arena_done(&scratch);
}

static void find_entities(dl_naming *n)
{
    for (uint32_t e = 0; e < n->doc->entity_count; e++) {
        const dl_entity *entity = &n->doc->entities[e];
        uint32_t first = entity->first, end = entity->end;
        uint8_t type;
        if (!type_of_entity(entity->type, &type)) {
            continue;
        }
        trim(n, &first, &end, type);
        drop_members(n, &first, end);
        while (first < end && n->cover[first] != DL_NONE) {
            first++; /* a listed name at its start */
        }
        trim(n, &first, &end, type);
        uint32_t stop = first;
        while (stop < end && n->cover[stop] == DL_NONE) {
            stop++;
        }
        dl_part *part = add_part(n, first, stop, DL_PART_NAME, type);
        if (part != NULL) {
            part->rule = "name.model";
            part->armed = type != DL_NAME_PERSON && armed_words(n, part);
            part->type = part->armed ? DL_NAME_ORG : type;
        }
    }
}

/* Places the model called nothing, or something else. */
static void find_places(dl_naming *n)
{
    for (uint32_t p = 0; p < n->tags->place_count; p++) {
        const dl_place *place = &n->tags->places[p];
        const uint32_t cover = place->first < n->doc->token_count ? n->cover[place->first]
                                                                  : DL_NONE;
        if (cover != DL_NONE) {
            dl_part *part = &n->parts.at[cover];
            if (part->actor == NULL && part->first >= place->first && part->end <= place->end) {
                part->place = p;
                part->type = place->role == DL_PLACE_DEMONYM       ? DL_NAME_NORP
                             : place->kind == DL_PLACE_FACILITY     ? DL_NAME_FAC
                             : place->kind == DL_PLACE_WATER ||
                                     place->kind == DL_PLACE_REGION ||
                                     place->kind == DL_PLACE_CONTINENT
                                 ? DL_NAME_LOC
                                 : DL_NAME_GPE;
                part->armed = false;
                memcpy(part->country, place->country, sizeof part->country);
            }
            continue;
        }
        uint32_t first = place->first, end = place->end;
        trim(n, &first, &end, DL_NAME_GPE);
        if (first < end && !any_taken(n, first, end)) {
            dl_part *part = add_part(n, first, end, DL_PART_NAME,
                                     place->role == DL_PLACE_DEMONYM ? DL_NAME_NORP
                                                                     : DL_NAME_GPE);
            if (part != NULL) {
                part->place = p;
                part->rule = place->rule;
                memcpy(part->country, place->country, sizeof part->country);
            }
        }
    }
}

static bool proper(const dl_naming *n, uint32_t i)
{
    return n->cover[i] == DL_NONE && (is_tag(n, i, "NNP") || is_tag(n, i, "NNPS")) &&
           upper(n, i) && token(n, i)->entity == DL_NONE;
}

static void find_loose(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        if (!proper(n, i)) {
            continue;
        }
        uint32_t end = i + 1;
        while (end < n->doc->token_count && proper(n, end) &&
               token(n, end)->sentence == token(n, i)->sentence) {
            end++;
        }
        uint32_t first = i;
        i = end - 1;
        trim(n, &first, &end, DL_NAME_PERSON);
        dl_part *part = add_part(n, first, end, DL_PART_LOOSE, DL_NAME_ORG);
        if (part != NULL) {
            part->rule = "name.capitals";
        }
    }
}

/* ---- nouns ---- */

/* The noun whose last word is token i: two words before one. */
static const dl_noun *noun_at(const dl_naming *n, uint32_t i, unsigned kinds,
                              uint32_t *first)
{
    dl_arena scratch;
    dl_arena_init(&scratch, 0);
    const dl_str lemma = dl_fold(&scratch, token(n, i)->lemma);
    const dl_noun *noun = NULL;
    *first = i;
    if (i > 0 && token(n, i - 1)->sentence == token(n, i)->sentence) {
        const dl_str before = dl_fold(&scratch, word(n, i - 1));
        noun = dl_actors_noun(n->actors,
                              dl_str_printf(&scratch, "%.*s %.*s", (int)before.size,
                                            before.at, (int)lemma.size, lemma.at),
                              kinds);
        if (noun != NULL) {
            *first = i - 1;
        }
    }
    if (noun == NULL) {
        noun = dl_actors_noun(n->actors, lemma, kinds);
    }
    if (noun == NULL) { /* the tagger may lemmatise "Police" or "Fighters" as names */
        dl_str lower = dl_fold(&scratch, word(n, i));
        noun = dl_actors_noun(n->actors, lower, kinds);
        if (noun == NULL && lower.size > 3 && lower.at[lower.size - 1] == 's') {
            lower.size--;
            noun = dl_actors_noun(n->actors, lower, kinds);
        }
    }
    dl_arena_done(&scratch);
    return noun;
}

static bool modifier(const dl_naming *n, uint32_t i)
{
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
            const dl_noun *inner = noun_at(n, i, 1u << DL_NOUN_GROUP, &unused);
            if (inner != NULL && inner->side != '-') {
                part->side = inner->side;
            }
        }
    }
}

static uint8_t noun_type(const dl_noun *noun)
{
    return noun->kind == DL_NOUN_GROUP  ? DL_NAME_GROUP
           : noun->kind == DL_NOUN_BODY ? DL_NAME_ORG
                                        : DL_NAME_PERSON;
}

/* A name that ends in such a noun is of that kind too: "Syrian Army". */
static void mark_named_nouns(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        uint32_t first;
        if (part->kind == DL_PART_PRONOUN || part->actor != NULL || part->place != DL_NONE ||
            part->type == DL_NAME_PERSON) {
            continue;
        }
        const dl_noun *noun =
            noun_at(n, part->end - 1, 1u << DL_NOUN_GROUP | 1u << DL_NOUN_BODY, &first);
        if (noun == NULL) {
            continue;
        }
        part->noun = noun;
        part->core = noun->word;
        part->modified = part->end - part->first > 1;
        part->side = noun->side;
        part->kind = part->kind == DL_PART_LOOSE && !part->modified ? DL_PART_NOUN
                                                                    : part->kind;
        if (noun->kind == DL_NOUN_GROUP) {
            part->type = DL_NAME_GROUP;
            part->armed = noun->side == 'r' || (part->armed && noun->side != 'g');
            for (uint32_t t = 0; t < n->tags->place_count; t++) {
                const dl_place *place = &n->tags->places[t];
                if (place->first >= part->first && place->end <= part->end &&
                    place->country[0] != '\0') {
                    memcpy(part->country, place->country, sizeof part->country);
                }
            }
        }
    }
}

/* "union of textile workers": the end of a body's phrase with whom it is of, when those
 * are common nouns. */
static uint32_t after_of(const dl_naming *n, uint32_t head)
{
    if (head + 2 >= n->doc->token_count || !dl_str_is(token(n, head + 1)->lower, "of")) {
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

static void find_nouns(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        uint32_t first = i;
        const bool noun_like = strcmp(token(n, i)->pos, "NOUN") == 0 ||
                               strcmp(token(n, i)->pos, "PROPN") == 0;
        if (!noun_like || n->cover[i] != DL_NONE) {
            continue;
        }
        /* inside a longer noun phrase it is a modifier: "army units", "police spokesman" */
        if (is_dep(n, i, "compound") && token(n, i)->head == i + 1 &&
            noun_at(n, i + 1, 7, &first) != NULL && n->cover[i + 1] == DL_NONE) {
            continue;
        }
        const dl_noun *noun = noun_at(n, i, 7, &first);
        if (noun == NULL) {
            continue;
        }
        first = phrase_start(n, i, first);
        while (first < i && n->cover[first] != DL_NONE &&
               n->parts.at[n->cover[first]].kind == DL_PART_NAME &&
               n->parts.at[n->cover[first]].type != DL_NAME_GROUP &&
               is_tag(n, n->parts.at[n->cover[first]].end, "POS")) {
            first = n->parts.at[n->cover[first]].end + 1; /* "Syria's army" is the army */
        }
        if (first > i) {
            continue;
        }
        /* inner names keep their tokens: remember what covered them */
        uint32_t kept[PHRASE_WORDS_MOST + 2];
        const uint32_t width = i + 1 - first;
        if (width > PHRASE_WORDS_MOST + 2) {
            continue;
        }
        for (uint32_t k = 0; k < width; k++) {
            kept[k] = n->cover[first + k];
        }
        const uint32_t end = noun->kind == DL_NOUN_BODY ? after_of(n, i) : i + 1;
        dl_part *part = add_part(n, first, end,
                                 noun->kind == DL_NOUN_ROLE ? DL_PART_ROLE : DL_PART_NOUN,
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
        part->modified = (first < i && width > 1 && part->key.size > noun->word.size + 1) ||
                         end > i + 1;
        part->rule = noun->kind == DL_NOUN_GROUP  ? "name.noun.group"
                     : noun->kind == DL_NOUN_BODY ? "name.noun.body"
                                                  : "name.noun.role";
        weigh_modifiers(n, part);
        part->armed |= noun->kind == DL_NOUN_GROUP && part->side == 'r';
    }
}

static void find_pronouns(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        const dl_str w = word(n, i);
        if (n->cover[i] == DL_NONE && (dl_str_equal_fold(w, DL_STR("he")) ||
                                       dl_str_equal_fold(w, DL_STR("she")))) {
            dl_part *part = add_part(n, i, i + 1, DL_PART_PRONOUN, DL_NAME_PERSON);
            if (part != NULL) {
                part->rule = "name.pronoun";
            }
        }
    }
}

/* Parts in order of their place: sorted by first token (insertion: nearly sorted runs are
 * merged; documents are short). The cover map is made anew. */
static bool put_in_order(dl_naming *n)
{
    const uint32_t count = n->parts.count;
    uint32_t *at = dl_arena_new_array(n->arena, n->doc->token_count + 2, uint32_t);
    dl_part *sorted = dl_arena_new_array(n->arena, count + 1, dl_part);
    if (at == NULL || sorted == NULL) {
        return false;
    }
    for (uint32_t p = 0; p < count; p++) { /* counting sort by head, stable */
        at[n->parts.at[p].head + 1]++;
    }
    for (uint32_t i = 0; i <= n->doc->token_count; i++) {
        at[i + 1] += at[i];
    }
    for (uint32_t p = 0; p < count; p++) {
        sorted[at[n->parts.at[p].head]++] = n->parts.at[p];
    }
    n->parts.at = sorted;
    n->parts.room = count + 1;
    memset(n->cover, 0xFF, n->doc->token_count * sizeof *n->cover);
    for (uint32_t p = 0; p < count; p++) {
        sorted[p].up = p;
    }
    /* names over nouns where they nest */
    for (unsigned names = 0; names < 2; names++) {
        for (uint32_t p = 0; p < count; p++) {
            const bool is_name = sorted[p].kind == DL_PART_NAME;
            for (uint32_t i = sorted[p].first; is_name == (names == 1) && i < sorted[p].end; i++) {
                n->cover[i] = p;
            }
        }
    }
    return true;
}

bool dl_name_find(dl_naming *n)
{
    n->cover = dl_arena_new_array(n->arena, n->doc->token_count + 1, uint32_t);
    if (n->cover == NULL) {
        return false;
    }
    memset(n->cover, 0xFF, (n->doc->token_count + 1) * sizeof *n->cover);
    find_listed(n);
    find_entities(n);
    find_places(n);
    mark_named_nouns(n);
    find_nouns(n);
    find_loose(n);
    find_pronouns(n);
    return !dl_arena_failed(n->arena) && put_in_order(n);
}
