/* name_find.c - where names stand.
 *
 * In this order, each leaving tokens already taken alone: names of the actor list; the
 * language model's entities in sentences; places; in headlines the names the sentences
 * know, then what is left of the model's entities there; and at the end, after the nouns
 * (name_noun.c), capitalised words nobody knew.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#include "fold.h"

#define HEADLINE_WORDS_MOST 6 /* words of a known name looked for in a headline */
#define SHOWN 5               /* what the words around capitals must say before they are a name */
#define YEARS_AFTER 5         /* how long a name that has ended is still spoken of */

static bool any_taken(const dl_naming *n, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (n->cover[i] != DL_NONE) {
            return true;
        }
    }
    return false;
}

dl_part *dl_name_add(dl_naming *n, uint32_t first, uint32_t end, uint8_t kind, uint8_t type)
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
        part->definite = word_is(n, first - 1, "the") || is_tag(n, first - 1, "PRP$");
    }
    for (uint32_t i = first; i < end; i++) {
        n->cover[i] = index;
    }
    return part;
}

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

/* "Standard Oil Company of": no name ends so. */
static bool small_end(const dl_naming *n, uint32_t i)
{
    return !upper(n, i) && (is_tag(n, i, "IN") || is_tag(n, i, "DT") || is_tag(n, i, "CC") ||
                            is_tag(n, i, "TO"));
}

/* Drops articles, quotes, possessives, and for persons their titles, from both ends. */
static void trim(const dl_naming *n, uint32_t *first, uint32_t *end, uint8_t type)
{
    while (*first < *end) {
        const bool title = type == DL_NAME_PERSON && *end - *first > 1 &&
                           class_at(n, DL_ACTORS_TITLE, *first);
        const bool mark = is_tag(n, *first, "POS"); /* "'s Law Department" */
        if (!article_at(n, *first) && !title && !mark && letter_at(n, *first)) {
            break;
        }
        ++*first;
    }
    while (*first < *end && (is_tag(n, *end - 1, "POS") || !letter_at(n, *end - 1) ||
                             small_end(n, *end - 1))) {
        --*end;
    }
}

/* ---- names of the list ---- */

static void set_actor(dl_part *part, const dl_actor *actor)
{
    part->actor = actor;
    part->type = actor->type == DL_ACTOR_ANY ? part->type : actor->type;
    part->armed = dl_str_is(actor->sector, "REB");
    memcpy(part->country, actor->country, sizeof part->country);
}

static bool begun(const dl_naming *n, const dl_actor *actor)
{
    return n->year == 0 || actor->from == 0 || actor->from <= n->year;
}

static bool ended(const dl_naming *n, const dl_actor *actor)
{
    return n->year != 0 && actor->to != 0 && actor->to + YEARS_AFTER < n->year;
}

/* The reading that fits the year and the countries spoken of; of equals the first of the
 * list. A name is told of long after its end, but never before its beginning. */
static const dl_actor_hit *choose(const dl_naming *n, const dl_actor_hit *hits, unsigned count)
{
    const dl_actor_hit *best = NULL;
    int best_score = -1;
    for (unsigned h = count; h-- > 0;) { /* the list's first comes last */
        const dl_actor *actor = hits[h].actor;
        if (!begun(n, actor)) {
            continue;
        }
        const int score = (n->countries[dl_name_country(actor->country)] ? 2
                           : actor->country[0] == '\0'                   ? 1
                                                                         : 0) +
                          (ended(n, actor) ? 0 : 3);
        if (score > best_score) {
            best = &hits[h];
            best_score = score;
        }
    }
    return best;
}

/* A work, an event, a place of that name: "1996 United States Senate election". */
static bool other_kind(const char *type)
{
    static const char *const KINDS[] = {"EVENT", "WORK_OF_ART", "LAW", "FAC", "PRODUCT"};
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        if (strcmp(type, KINDS[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Words of the entity before or behind that are part of a longer name. */
static bool longer_before(const dl_naming *n, const dl_entity *entity, uint32_t i)
{
    return entity->first < i && upper(n, i - 1) && letter_at(n, i - 1) &&
           !article_at(n, i - 1) && !class_at(n, DL_ACTORS_TITLE, i - 1);
}

static bool longer_behind(const dl_naming *n, const dl_entity *entity, uint32_t end)
{
    uint32_t unused;
    if (entity->end <= end || !letter_at(n, end) || is_tag(n, end, "POS")) {
        return false;
    }
    if (word_is(n, end, "of") || word_is(n, end, "for")) {
        return end + 1 < entity->end;
    }
    return upper(n, end) && dl_name_noun_at(n, end, 1u << DL_NOUN_GROUP | 1u << DL_NOUN_ROLE,
                                            &unused) == NULL;
}

static bool acronym(dl_str w)
{
    for (size_t i = 0; i < w.size; i++) {
        if (!isupper((unsigned char)w.at[i]) && w.at[i] != '.' && !isdigit((unsigned char)w.at[i])) {
            return false;
        }
    }
    return w.size > 1;
}

/* A longer name holds this one: "Reuters Institute", "Robert Wagner", "Italian Socialist
 * Party". Armed groups and acronyms are sure by themselves. */
static bool inside_longer(const dl_naming *n, const dl_actor *actor, uint32_t i, uint32_t end)
{
    const uint32_t e = token(n, i)->entity;
    if (e == DL_NONE) {
        return false;
    }
    const dl_entity *entity = &n->doc->entities[e];
    const bool before = longer_before(n, entity, i), behind = longer_behind(n, entity, end);
    if (other_kind(entity->type) && (entity->first + 1 < i || entity->end > end)) {
        return true;
    }
    if (strcmp(entity->type, "PERSON") == 0 && before) {
        return true;
    }
    if (dl_str_is(actor->sector, "REB") || actor->user) {
        return false;
    }
    return behind || (before && !(end == i + 1 && acronym(word(n, i))));
}

/* The model takes exactly these words for a body. */
static bool model_agrees(const dl_naming *n, uint32_t first, uint32_t end)
{
    const uint32_t e = token(n, first)->entity;
    if (e == DL_NONE || strcmp(n->doc->entities[e].type, "ORG") != 0) {
        return false;
    }
    uint32_t from = n->doc->entities[e].first, to = n->doc->entities[e].end;
    trim(n, &from, &to, DL_NAME_ORG);
    return from == first && to == end;
}

static void add_listed(dl_naming *n, uint32_t i, uint32_t end, const dl_actor *actor)
{
    uint8_t type = DL_NAME_ORG;
    const uint32_t e = token(n, i)->entity;
    uint32_t first = i, last = end;
    if (actor->type == DL_ACTOR_ANY && e != DL_NONE) {
        (void)type_of_entity(n->doc->entities[e].type, &type);
    }
    trim(n, &first, &last, actor->type);
    dl_part *part = dl_name_add(n, first, end, DL_PART_NAME, type);
    if (part != NULL) {
        set_actor(part, actor);
        part->rule = "name.list";
    }
}

static bool may_begin(const dl_naming *n, uint32_t i)
{
    return n->cover[i] == DL_NONE && letter_at(n, i) && !dl_name_common(n, i) &&
           (upper(n, i) || (i + 1 < n->doc->token_count && word(n, i).size <= 3 &&
                            !token(n, i)->space_after && upper(n, i + 1)) ||
            word_is(n, i, "al") || word_is(n, i, "al-") || word_is(n, i, "so"));
}

/* A blank or a sign stands behind token i: what is folded goes on with another word. */
static bool word_ends(const dl_naming *n, uint32_t i)
{
    if (token(n, i)->space_after || i + 1 == n->doc->token_count) {
        return true;
    }
    const dl_str next = word(n, i + 1);
    const unsigned char c = next.size > 0 ? (unsigned char)next.at[0] : 'x';
    return c < 0x80 && !isalnum(c) && c != '\'' && c != '`';
}

/* The longest listed name that begins at token i; `*unsure`: it needs support. */
static const dl_actor *listed_at(dl_naming *n, uint32_t i, uint32_t *end, bool *unsure)
{
    const uint32_t sentence_end = n->doc->sentences[token(n, i)->sentence].end;
    const bool alone = word_ends(n, i) && !class_at(n, DL_ACTORS_BEGINS_NAME, i);
    for (uint32_t words = alone ? 1 : DL_ACTOR_WORDS_MOST; words > 0; words--) {
        if (i + words > sentence_end || !letter_at(n, i + words - 1) ||
            any_taken(n, i, i + words)) {
            continue;
        }
        dl_actor_hit hits[DL_ACTOR_HITS_MOST];
        const dl_arena_mark mark = dl_arena_here(n->arena);
        const dl_str printed =
            dl_str_cut(n->doc->text, (dl_span){token(n, i)->span.start,
                                               token(n, i + words - 1)->span.end});
        const unsigned count =
            dl_actors_find(n->actors, words == 1 ? n->words[i] : dl_fold(n->arena, printed),
                           printed, hits);
        dl_arena_back(n->arena, mark);
        const dl_actor_hit *hit = choose(n, hits, count);
        if (hit == NULL) {
            continue;
        }
        if (inside_longer(n, hit->actor, i, i + words)) {
            return NULL;
        }
        *end = i + words;
        *unsure = hit->unsure;
        return hit->actor;
    }
    return NULL;
}

typedef struct doubt {
    uint32_t first, end;
    const dl_actor *actor;
} doubt;

static void find_listed(dl_naming *n)
{
    DL_VEC(doubt) doubts = {0};
    dl_map sure;
    dl_map_init(&sure, n->arena);
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        uint32_t end = i;
        bool unsure = false;
        const dl_actor *actor = may_begin(n, i) ? listed_at(n, i, &end, &unsure) : NULL;
        if (actor == NULL) {
            continue;
        }
        if (unsure && !model_agrees(n, i, end)) {
            doubt *d = dl_vec_push(&doubts, n->arena);
            if (d != NULL) {
                *d = (doubt){i, end, actor};
            }
        } else {
            add_listed(n, i, end, actor);
            dl_map_add_id(&sure, (uint64_t)(uintptr_t)actor, i);
        }
        i = end - 1;
    }
    for (uint32_t d = 0; d < doubts.count; d++) {
        if (dl_map_find_id(&sure, (uint64_t)(uintptr_t)doubts.at[d].actor) != DL_NONE) {
            add_listed(n, doubts.at[d].first, doubts.at[d].end, doubts.at[d].actor);
        }
    }
}

/* ---- the model's entities ---- */

static bool armed_words(const dl_naming *n, const dl_part *part)
{
    bool armed = false;
    for (uint32_t i = part->first; i < part->end && part->end - part->first > 1; i++) {
        armed |= class_at(n, DL_ACTORS_ARMED, i);
    }
    return armed;
}

/* "Fighters of the X Front": the name is what they are of. */
static void drop_members(const dl_naming *n, uint32_t *first, uint32_t end)
{
    uint32_t unused;
    if (*first + 2 < end && word_is(n, *first + 1, "of") &&
        n->words[*first].size > 3 && dl_str_ends(n->words[*first], DL_STR("s")) &&
        dl_name_noun_at(n, *first, 1u << DL_NOUN_GROUP, &unused) != NULL &&
        n->words[*first].at[n->words[*first].size - 1] == 's' &&
        !dl_str_ends(n->words[*first], DL_STR("forces"))) {
        *first += 2 + (*first + 3 < end && article_at(n, *first + 2));
    }
}

/* Marks that part one line of a menu from the next, and ends of lines. */
static bool parts_names(const dl_naming *n, uint32_t i)
{
    static const char *const MARKS[] = {"|", "•", "·", "»", "«", "►", "▶", "→", ">", "<", "*", "=", "~"};
    const dl_str w = word(n, i);
    if (token(n, i)->is_space && memchr(w.at, '\n', w.size) != NULL) {
        return true;
    }
    for (size_t m = 0; m < sizeof MARKS / sizeof *MARKS; m++) {
        if (dl_str_is(w, MARKS[m])) {
            return true;
        }
    }
    return false;
}

static bool only_digits(dl_str key)
{
    for (size_t i = 0; i < key.size; i++) {
        if (!isdigit((unsigned char)key.at[i]) && key.at[i] != ' ') {
            return false;
        }
    }
    return true;
}

/* "Date: 4 May", "Photo: archive": one word that begins a line, before a colon. */
static bool label(const dl_naming *n, uint32_t i, uint8_t type)
{
    return (type == DL_NAME_ORG || type == DL_NAME_PERSON || type == DL_NAME_WORK) &&
           word_is(n, i + 1, ":") && (i == 0 || token(n, i - 1)->is_space);
}

/* "Mr", "Trooper": whatever the model says, a person follows. */
static bool says_person(const dl_naming *n, uint32_t i)
{
    static const char *const TITLES[] = {
        "mr",  "mrs",  "ms",  "dr",   "mr.",  "mrs.", "ms.",     "dr.",       "sgt",       "sgt.",
        "lt.", "cpl.", "sen.", "rep.", "rev.", "gov.", "trooper", "patrolman", "detective"};
    for (size_t t = 0; t < sizeof TITLES / sizeof *TITLES; t++) {
        if (word_is(n, i, TITLES[t])) {
            return true;
        }
    }
    return false;
}

/* "Secretary of State", "Defence Minister": what an office is for is no body. */
static bool field_of_office(const dl_naming *n, uint32_t i)
{
    const bool behind = i > 1 && word_is(n, i - 1, "of") && upper(n, i - 2) &&
                        (word_is(n, i - 2, "secretary") || word_is(n, i - 2, "minister"));
    const bool before = i + 1 < n->doc->token_count && upper(n, i + 1) &&
                        (word_is(n, i + 1, "secretary") || word_is(n, i + 1, "minister"));
    return (behind || before) && !acronym(word(n, i));
}

static void add_entity(dl_naming *n, uint32_t first, uint32_t end, uint8_t type)
{
    if (end - first > 1 && end - first < 5 && says_person(n, first)) {
        type = DL_NAME_PERSON;
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
    trim(n, &first, &stop, type);
    const bool lone = stop == first + 1;
    uint32_t titles = 0;
    for (uint32_t i = first; i < stop; i++) {
        titles += class_at(n, DL_ACTORS_TITLE, i);
    }
    if (titles > 1 && titles == stop - first) {
        return; /* "Major General" */
    }
    uint32_t figures = 0;
    for (uint32_t i = first; i < stop; i++) {
        figures += only_digits(n->words[i]);
    }
    if (first >= stop || figures == stop - first ||
        (lone && (label(n, first, type) || n->words[first].size < 2 ||
                  (type == DL_NAME_ORG && field_of_office(n, first))))) {
        return;
    }
    dl_part *part = dl_name_add(n, first, stop, DL_PART_NAME, type);
    if (part != NULL) {
        part->rule = "name.model";
        part->armed = type != DL_NAME_PERSON && armed_words(n, part);
        part->type = part->armed && type != DL_NAME_EVENT ? DL_NAME_ORG : type;
    }
}

/* "Department of Works (DW": a bracket that is not closed in it. */
static uint32_t open_bracket(const dl_naming *n, const dl_entity *entity)
{
    uint32_t open = DL_NONE;
    for (uint32_t i = entity->first; i < entity->end; i++) {
        if (word_is(n, i, "(")) {
            open = i;
        } else if (word_is(n, i, ")")) {
            open = DL_NONE;
        }
    }
    return open;
}

static bool ends_body(const dl_naming *n, uint32_t i)
{
    return upper(n, i) && dl_actors_noun(n->actors, n->words[i], 1u << DL_NOUN_BODY) != NULL;
}

/* "Osk University and University of Mirsk", "Coast Society and Rights Foundation": two
 * bodies, told by the words that end or begin them. */
static bool two_bodies(const dl_naming *n, const dl_entity *entity, uint32_t i)
{
    if (strcmp(entity->type, "ORG") != 0 || !word_is(n, i, "and") || i <= entity->first + 1 ||
        i + 2 >= entity->end) {
        return false;
    }
    return ends_body(n, i - 1) &&
           (ends_body(n, entity->end - 1) || (ends_body(n, i + 1) && word_is(n, i + 2, "of")));
}

/* "Marden's Ana Velis": a person and what is his are two names. */
static bool owner_ends(const dl_naming *n, const dl_entity *entity, uint8_t type, uint32_t i)
{
    return type == DL_NAME_PERSON && i > entity->first && i + 1 < entity->end &&
           is_tag(n, i, "POS") && upper(n, i + 1);
}

/* The entities of sentences, or those of headlines; there what the sentences show to be
 * common words falls out, and what is left on both sides are names of their own. */
static void find_entities(dl_naming *n, bool headlines)
{
    for (uint32_t e = 0; e < n->doc->entity_count; e++) {
        const dl_entity *entity = &n->doc->entities[e];
        uint8_t type;
        if (!type_of_entity(entity->type, &type) ||
            (n->style[entity->first] != DL_STYLE_SENTENCE) != headlines) {
            continue;
        }
        uint32_t from = entity->first;
        const uint32_t open = open_bracket(n, entity);
        for (uint32_t i = entity->first; i <= entity->end; i++) {
            if (i == entity->end || i == open || parts_names(n, i) || dl_name_common(n, i) ||
                two_bodies(n, entity, i) || owner_ends(n, entity, type, i)) {
                add_entity(n, from, i, type);
                from = i + 1;
            }
        }
    }
}

/* ---- places ---- */

static uint8_t type_of_place(const dl_place *place)
{
    const uint8_t kind = place->kind == DL_PLACE_UNKNOWN ? place->said : place->kind;
    return place->role == DL_PLACE_DEMONYM ? DL_NAME_NORP
           : kind == DL_PLACE_FACILITY     ? DL_NAME_FAC
           : kind == DL_PLACE_WATER || kind == DL_PLACE_REGION || kind == DL_PLACE_CONTINENT
               ? DL_NAME_LOC
               : DL_NAME_GPE;
}

/* Places the model called nothing, or something else. */
static void find_places(dl_naming *n)
{
    for (uint32_t p = 0; p < n->tags->place_count; p++) {
        const dl_place *place = &n->tags->places[p];
        const uint32_t cover =
            place->first < n->doc->token_count ? n->cover[place->first] : DL_NONE;
        dl_part *part = NULL;
        if (cover != DL_NONE) {
            part = &n->parts.at[cover];
            if (part->actor != NULL || part->type == DL_NAME_EVENT || part->type == DL_NAME_LAW ||
                part->first < place->first || part->end > place->end) {
                continue;
            }
            part->armed = false;
        } else {
            uint32_t first = place->first, end = place->end;
            trim(n, &first, &end, DL_NAME_GPE);
            part = first < end && !any_taken(n, first, end)
                       ? dl_name_add(n, first, end, DL_PART_NAME, DL_NAME_GPE)
                       : NULL;
            if (part == NULL) {
                continue;
            }
            part->rule = place->rule;
        }
        part->place = p;
        part->type = type_of_place(place);
        memcpy(part->country, place->country, sizeof part->country);
    }
}

/* ---- headlines ---- */

/* What the sentences call by name, and the last words of persons: key -> part. */
static void learn_names(dl_naming *n, dl_map *known)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (n->style[part->first] != DL_STYLE_SENTENCE) {
            continue;
        }
        dl_map_add(known, part->key, p);
        if (part->type == DL_NAME_PERSON && part->end - part->first > 1) {
            dl_map_add(known, n->words[part->end - 1], p);
        }
        /* "Copper Ridge" of "Copper Ridge News Agency" */
        uint32_t words = 0;
        for (size_t i = 0; i < part->key.size && part->type == DL_NAME_ORG; i++) {
            words += part->key.at[i] == ' ';
            if (words == 2 && part->key.at[i] == ' ' && n->words[part->first + 1].size > 3) {
                dl_map_add(known, (dl_str){part->key.at, i}, p);
                break;
            }
        }
    }
}

/* Tokens that may become one name: free, or (in sentences) covered by no more than what
 * the model says. */
static bool free_for(const dl_naming *n, uint32_t first, uint32_t end, bool sentence)
{
    for (uint32_t i = first; i < end; i++) {
        const dl_part *part = n->cover[i] == DL_NONE ? NULL : &n->parts.at[n->cover[i]];
        if (part != NULL && (!sentence || part->actor != NULL || part->place != DL_NONE ||
                             part->first < first || part->end > end ||
                             part->end - part->first == end - first)) {
            return false;
        }
        if (sentence && (!upper(n, i) || !letter_at(n, i))) {
            return false;
        }
    }
    return true;
}

/* The known name of tokens first..end-1, or DL_NONE. */
static uint32_t known_at(dl_naming *n, const dl_map *known, uint32_t first, uint32_t end)
{
    const dl_arena_mark mark = dl_arena_here(n->arena);
    const dl_span span = {token(n, first)->span.start, token(n, end - 1)->span.end};
    const uint32_t found = dl_map_find(
        known, end - first == 1 ? n->words[first]
                                : dl_fold(n->arena, dl_str_cut(n->doc->text, span)));
    dl_arena_back(n->arena, mark);
    return end - first == 1 && dl_name_common(n, first) ? DL_NONE : found;
}

static void take_known(dl_naming *n, uint32_t first, uint32_t end, uint32_t found)
{
    for (uint32_t i = first; i < end; i++) {
        if (n->cover[i] != DL_NONE) {
            n->parts.at[n->cover[i]].end = n->parts.at[n->cover[i]].first; /* gone */
        }
    }
    dl_part *part = dl_name_add(n, first, end, DL_PART_NAME, n->parts.at[found].type);
    const dl_part *model = &n->parts.at[found];
    if (part != NULL) {
        part->rule = "name.known";
        part->armed = model->armed;
        part->place = dl_str_equal(model->key, part->key) ? model->place : DL_NONE;
        memcpy(part->country, model->country, sizeof part->country);
    }
}

void dl_name_drop_gone(dl_naming *n)
{
    uint32_t kept = 0;
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (part->end <= part->first) {
            continue;
        }
        for (uint32_t i = part->first; i < part->end && kept != p; i++) {
            n->cover[i] = n->cover[i] == p ? kept : n->cover[i];
        }
        n->parts.at[kept] = *part;
        n->parts.at[kept].up = kept;
        kept++;
    }
    n->parts.count = kept;
}

/* Known names where the model did not see them: in headlines any, in sentences those of
 * two words and more. */
static void find_known(dl_naming *n)
{
    dl_map known;
    dl_map_init(&known, n->arena);
    learn_names(n, &known);
    for (uint32_t i = 0; i < n->doc->token_count && known.count > 0; i++) {
        const bool sentence = n->style[i] == DL_STYLE_SENTENCE;
        if (!upper(n, i) || !letter_at(n, i)) {
            continue;
        }
        for (uint32_t words = HEADLINE_WORDS_MOST; words > (sentence ? 1 : 0); words--) {
            const uint32_t end = i + words;
            if (end > n->doc->token_count || !same_sentence(n, i, end - 1) ||
                (n->style[end - 1] == DL_STYLE_SENTENCE) != sentence ||
                !letter_at(n, end - 1) || !free_for(n, i, end, sentence)) {
                continue;
            }
            const uint32_t found = known_at(n, &known, i, end);
            if (found != DL_NONE) {
                take_known(n, i, end, found);
                i = end - 1;
                break;
            }
        }
    }
    dl_name_drop_gone(n);
}

/* ---- capitals ---- */

/* The model takes names it never saw for dates ("in Skarnby"); those have figures in them
 * or words of time. */
static bool no_date(const dl_naming *n, uint32_t i)
{
    const uint32_t e = token(n, i)->entity;
    if (e == DL_NONE) {
        return true;
    }
    const dl_entity *entity = &n->doc->entities[e];
    return !n->timed[i] && entity->end == entity->first + 1 && strcmp(entity->type, "DATE") == 0;
}

static bool proper(const dl_naming *n, uint32_t i)
{
    return n->cover[i] == DL_NONE && (is_tag(n, i, "NNP") || is_tag(n, i, "NNPS")) &&
           upper(n, i) && no_date(n, i) && !dl_name_common(n, i);
}

/* Capitals alone, before the nouns take them: "MDF members". */
static void find_acronyms(dl_naming *n)
{
    for (uint32_t i = 0; i < n->doc->token_count; i++) {
        if (proper(n, i) && n->style[i] == DL_STYLE_SENTENCE && acronym(word(n, i))) {
            dl_part *part = dl_name_add(n, i, i + 1, DL_PART_LOOSE, DL_NAME_ORG);
            if (part != NULL) {
                part->rule = "name.capitals";
            }
        }
    }
}

/* "Kenyan Moses Tarus": capitals that begin with a given name, behind a people. */
static bool full_name(const dl_naming *n, const dl_part *part)
{
    dl_gazetteer_entry entry;
    const uint32_t words = part->end - part->first;
    const uint32_t before = part->first > 0 ? n->cover[part->first - 1] : DL_NONE;
    return words > 1 && words < 4 && n->gazetteer != NULL && before != DL_NONE &&
           n->parts.at[before].type == DL_NAME_NORP &&
           dl_gazetteer_find(n->gazetteer, n->words[part->first], &entry) &&
           (entry.words & DL_GAZ_WORD_GIVEN) != 0;
}

/* Capitals the model passed over, of which the words around them say what they are. */
static void settle_loose(dl_naming *n, dl_part *part)
{
    const int person = full_name(n, part) ? SHOWN : dl_name_person(n, part);
    const int where = dl_name_where(n, part);
    if (n->style[part->first] != DL_STYLE_SENTENCE || (person < SHOWN && where < SHOWN)) {
        return;
    }
    part->kind = DL_PART_NAME;
    part->type = person >= where ? DL_NAME_PERSON : DL_NAME_GPE;
    part->rule = "name.shown";
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
        if (end == first + 1 && class_at(n, DL_ACTORS_TITLE, first)) {
            continue; /* "Mayor Tom Brandner": a title the model left alone */
        }
        dl_part *part = dl_name_add(n, first, end, DL_PART_LOOSE, DL_NAME_ORG);
        if (part != NULL) {
            part->rule = "name.capitals";
            settle_loose(n, part);
        }
    }
}

/* ---- all ---- */

/* Parts in order of their heads (a counting sort). The cover map is made anew. */
static bool put_in_order(dl_naming *n)
{
    const uint32_t count = n->parts.count;
    uint32_t *at = dl_arena_new_array(n->arena, n->doc->token_count + 2u, uint32_t);
    dl_part *sorted = dl_arena_new_array(n->arena, count + 1u, dl_part);
    if (at == NULL || sorted == NULL) {
        return false;
    }
    for (uint32_t p = 0; p < count; p++) {
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
    n->cover = dl_arena_new_array(n->arena, n->doc->token_count + 1u, uint32_t);
    if (n->cover == NULL) {
        return false;
    }
    memset(n->cover, 0xFF, (n->doc->token_count + 1u) * sizeof *n->cover);
    dl_name_events(n);
    find_listed(n);
    find_entities(n, false);
    find_places(n);
    dl_name_bodies(n);
    find_known(n);
    find_entities(n, true);
    dl_name_vote(n);
    dl_name_teams(n);
    find_acronyms(n);
    dl_name_nouns(n);
    find_loose(n);
    return !dl_arena_failed(n->arena) && put_in_order(n);
}
