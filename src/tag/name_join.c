/* name_join.c - which names and descriptions are of one thing, and how that is known.
 *
 * Joins are unions of parts; each keeps the reason of the part that was joined to the
 * older or fuller one. Strong reasons first: the same spelling, the actor list, one place,
 * an acronym. Then parts of a name (surname, last word of a body), appositions, nouns.
 * A join is made only where exactly one thing answers; two candidates, no join.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#include "spelling.h"

#include <ctype.h>

#define NEAR_SENTENCES 3  /* how far back "the group" looks for a body */
#define ACRONYM_MOST 8    /* letters */
#define WINDOW_TOKENS 8   /* between a name and the "known as" that follows it */
#define THINGS_MOST 4000  /* above it only joins by equal spelling are made: each of the
                             others compares a part with all things before it */

static const dl_token *token(const dl_naming *n, uint32_t i)
{
    return &n->doc->tokens[i];
}

static bool word_is(const dl_naming *n, uint32_t i, const char *lower)
{
    return i < n->doc->token_count && dl_str_is(token(n, i)->lower, lower);
}

uint32_t dl_part_root(const dl_naming *n, uint32_t part)
{
    while (n->parts.at[part].up != part) {
        part = n->parts.at[part].up;
    }
    return part;
}

/* Joins `late` to `early`; the reason stays with `late` unless it has a stronger one. */
static void join(dl_naming *n, uint32_t early, uint32_t late, dl_learned learned,
                 dl_span shown, const char *rule)
{
    const uint32_t a = dl_part_root(n, early), b = dl_part_root(n, late);
    if (a == b) {
        return;
    }
    dl_part *part = &n->parts.at[late];
    if (part->learned == DL_LEARNED_GIVEN && learned != DL_LEARNED_GIVEN) {
        part->learned = (uint8_t)learned;
        part->shown = shown;
        part->rule = rule;
    }
    n->parts.at[b].up = a;
    dl_part *root = &n->parts.at[a], *old = &n->parts.at[b];
    if (root->actor == NULL) {
        root->actor = old->actor;
    }
    if (root->country[0] == '\0') {
        memcpy(root->country, old->country, sizeof root->country);
    }
    root->armed |= old->armed;
    if (root->side == '-') {
        root->side = old->side;
    }
    if (root->body == DL_NONE) {
        root->body = old->body;
    }
}

static bool same_sort(const dl_part *a, const dl_part *b)
{
    const bool person_a = a->type == DL_NAME_PERSON, person_b = b->type == DL_NAME_PERSON;
    return person_a == person_b;
}

/* ---- the same spelling, the same actor, the same place ---- */

static void join_equal(dl_naming *n)
{
    dl_map forms, actors, places;
    dl_map_init(&forms, n->arena);
    dl_map_init(&actors, n->arena);
    dl_map_init(&places, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if (part->kind == DL_PART_PRONOUN || part->kind == DL_PART_LOOSE) {
            continue;
        }
        if (part->actor != NULL) {
            const uint32_t first = dl_map_add_id(&actors, (uint64_t)(uintptr_t)part->actor, p);
            if (first != p && first != DL_NONE) {
                const bool alike = dl_str_equal(n->parts.at[first].key, part->key);
                join(n, first, p, alike ? DL_LEARNED_GIVEN : DL_LEARNED_LIST, part->span,
                     "name.join.list");
            }
            continue;
        }
        if (part->place != DL_NONE) {
            const dl_place *place = &n->tags->places[part->place];
            const uint32_t first = dl_map_add_id(
                &places, (uint64_t)place->group << 2 | (place->role == DL_PLACE_DEMONYM), p);
            if (first != p && first != DL_NONE) {
                const bool alike = dl_str_equal(n->parts.at[first].key, part->key);
                join(n, first, p, alike ? DL_LEARNED_GIVEN : DL_LEARNED_LIST, part->span,
                     "name.join.place");
            }
            continue;
        }
        const uint32_t first = dl_map_add(&forms, part->key, p);
        if (first != p && first != DL_NONE) {
            join(n, first, p, DL_LEARNED_GIVEN, part->span, "name.join.spelling");
        }
    }
    /* capitalised words nobody knew, when they spell a name that is known */
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const uint32_t first = n->parts.at[p].kind == DL_PART_LOOSE
                                   ? dl_map_find(&forms, n->parts.at[p].key)
                                   : DL_NONE;
        if (first != DL_NONE) {
            join(n, first, p, DL_LEARNED_GIVEN, n->parts.at[p].span, "name.join.spelling");
        }
    }
}

/* ---- acronyms ---- */

static bool capitals(dl_str form)
{
    unsigned letters = 0;
    for (size_t i = 0; i < form.size; i++) {
        if (islower((unsigned char)form.at[i]) || form.at[i] == ' ') {
            return false;
        }
        letters += isupper((unsigned char)form.at[i]) != 0;
    }
    return letters >= 2 && letters <= ACRONYM_MOST;
}

static bool small_word(dl_str w)
{
    static const char *const SMALL[] = {"of", "for", "the", "and", "in", "on", "de", "la",
                                        "du", "des", "to", "al", "y", "et", "del"};
    for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++) {
        if (dl_str_is(w, SMALL[i])) {
            return true;
        }
    }
    return false;
}

/* The initials of `key` (folded) spell `acronym`, small words counted or not. */
static bool initials_spell(dl_str key, dl_str acronym)
{
    for (unsigned with_small = 0; with_small < 2; with_small++) {
        dl_str rest = key;
        size_t at = 0;
        bool right = true;
        unsigned words = 0;
        while (rest.size != 0 && right) {
            const dl_str w = dl_str_next(&rest, ' ');
            if (w.size == 0 || (!with_small && small_word(w))) {
                continue;
            }
            words++;
            while (at < acronym.size && !isalpha((unsigned char)acronym.at[at])) {
                at++;
            }
            right = at < acronym.size && tolower((unsigned char)acronym.at[at]) == w.at[0];
            at++;
        }
        if (right && at == acronym.size && words >= 2) {
            return true;
        }
    }
    return false;
}

static bool bracketed(const dl_naming *n, const dl_part *part)
{
    return part->first > 0 && word_is(n, part->first - 1, "(") &&
           (word_is(n, part->end, ")") || word_is(n, part->end, ","));
}

static void join_acronyms(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (!capitals(part->form) || part->place != DL_NONE) {
            continue;
        }
        uint32_t best = DL_NONE;
        for (uint32_t q = 0; q < n->parts.count; q++) {
            const dl_part *full = &n->parts.at[q];
            if (q != p && full->kind != DL_PART_PRONOUN && full->type != DL_NAME_PERSON &&
                initials_spell(full->key, part->form)) {
                best = q;
                if (q > p || full->end + 2 >= part->first) {
                    break;
                }
            }
        }
        if (best == DL_NONE && bracketed(n, part) && p > 0) {
            /* "Mouvement du 23 Mars (M23)": a name in brackets right after a name */
            const dl_part *before = &n->parts.at[p - 1];
            if (before->end + 1 == part->first && before->type == DL_NAME_ORG) {
                best = p - 1;
            }
        }
        if (best != DL_NONE) {
            const dl_span shown = {n->parts.at[best].span.start < part->span.start
                                       ? n->parts.at[best].span.start
                                       : part->span.start,
                                   part->span.end};
            if (n->parts.at[p].kind == DL_PART_LOOSE) {
                n->parts.at[p].kind = DL_PART_NAME;
            }
            join(n, best, p, DL_LEARNED_ACRONYM, bracketed(n, part) ? shown : part->span,
                 "name.join.acronym");
        }
    }
}

/* ---- parts of a name ---- */

static bool ends_in_words(dl_str longer, dl_str shorter)
{
    return longer.size > shorter.size && dl_str_ends(longer, shorter) &&
           longer.at[longer.size - shorter.size - 1] == ' ';
}

static bool begins_with_words(dl_str longer, dl_str shorter)
{
    return longer.size > shorter.size && dl_str_starts(longer, shorter) &&
           longer.at[shorter.size] == ' ';
}

/* "observatory" is the head of "syrian observatory for human rights". */
static bool heads_words(dl_str longer, dl_str shorter)
{
    const size_t at = dl_str_find(longer, shorter);
    if (at == SIZE_MAX || shorter.size < 4 || (at > 0 && longer.at[at - 1] != ' ')) {
        return false;
    }
    const dl_str rest = {longer.at + at + shorter.size, longer.size - at - shorter.size};
    return dl_str_starts(rest, DL_STR(" for ")) || dl_str_starts(rest, DL_STR(" of ")) ||
           dl_str_starts(rest, DL_STR(" on "));
}

static dl_str without_article(dl_str key)
{
    return dl_str_starts(key, DL_STR("al ")) || dl_str_starts(key, DL_STR("el "))
               ? (dl_str){key.at + 3, key.size - 3}
               : key;
}

/* `part` is a shorter or differently spelt form of the person `full`. */
static bool same_person(dl_naming *n, const dl_part *full, const dl_part *part)
{
    const dl_str shorter = without_article(part->key);
    if (ends_in_words(full->key, shorter) || ends_in_words(full->key, part->key)) {
        return true;
    }
    const dl_arena_mark mark = dl_arena_here(n->arena);
    const dl_str a = dl_spelling_bones(n->arena, full->key), b = dl_spelling_bones(n->arena, part->key);
    const bool alike = a.size >= DL_BONES_LEAST && dl_str_equal(a, b) &&
                       full->key.at[0] == part->key.at[0];
    dl_arena_back(n->arena, mark);
    return alike;
}

/* "the Front" of "Salamat Renewal Front"; "Copperline" of "Copperline News Agency". */
static bool same_body(const dl_part *full, const dl_part *part)
{
    if (full->type == DL_NAME_PERSON || part->type == DL_NAME_PERSON) {
        return false;
    }
    if (part->type == DL_NAME_NORP || part->type == DL_NAME_LANGUAGE) {
        return false;
    }
    if ((part->definite || part->kind != DL_PART_NOUN) &&
        (ends_in_words(full->key, part->key) || heads_words(full->key, part->key))) {
        return true;
    }
    return part->place == DL_NONE && part->kind != DL_PART_NOUN &&
           begins_with_words(full->key, part->key) && part->key.size >= 4 &&
           (full->noun == NULL || full->noun->kind == DL_NOUN_BODY) &&
           full->type == DL_NAME_ORG && part->type == DL_NAME_ORG;
}

static bool shortens(dl_naming *n, const dl_part *full, const dl_part *part)
{
    if (full->kind != DL_PART_NAME || full->place != DL_NONE || part->place != DL_NONE) {
        return false;
    }
    if (full->type == DL_NAME_PERSON && (part->type == DL_NAME_PERSON || part->kind == DL_PART_LOOSE ||
                                         part->kind == DL_PART_NAME)) {
        return part->noun == NULL && same_person(n, full, part);
    }
    return same_body(full, part);
}

static void join_parts(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if ((part->kind != DL_PART_NAME && part->kind != DL_PART_LOOSE) ||
            part->actor != NULL) {
            continue;
        }
        uint32_t found = DL_NONE;
        bool several = false;
        for (uint32_t q = 0; q < n->parts.count; q++) {
            if (q == p || !shortens(n, &n->parts.at[q], part)) {
                continue;
            }
            if (found != DL_NONE && dl_part_root(n, found) != dl_part_root(n, q)) {
                /* the nearest before it wins over later ones; two before it: no join */
                several |= q < p;
            }
            if (found == DL_NONE || q < p) {
                found = q;
            }
        }
        if (found == DL_NONE || (several && n->parts.at[found].type != DL_NAME_PERSON)) {
            continue;
        }
        if (part->kind == DL_PART_LOOSE || part->type != n->parts.at[found].type) {
            part->kind = DL_PART_NAME;
            part->type = n->parts.at[found].type;
        }
        join(n, found, p, DL_LEARNED_PART, part->span, "name.join.part");
    }
}

/* ---- appositions ---- */

/* "known in Arabic as Tadmur", "also called X", "whose followers call themselves X". */
static bool naming_word(const dl_naming *n, uint32_t i)
{
    static const char *const WORDS[] = {"known", "called", "named", "dubbed", "nicknamed",
                                        "themselves", "itself", "abbreviated", "acronym",
                                        "formerly"};
    for (size_t w = 0; w < sizeof WORDS / sizeof *WORDS; w++) {
        if (word_is(n, i, WORDS[w])) {
            return true;
        }
    }
    return false;
}

/* The naming word that leads straight to token `first`: "known (in Arabic) as", "called
 * the", "themselves". DL_NONE if other words stand between. */
static uint32_t cue_before(const dl_naming *n, uint32_t first, uint32_t from)
{
    uint32_t i = first;
    while (i > from && (word_is(n, i - 1, "the") || word_is(n, i - 1, "\"") || word_is(n, i - 1, "“") ||
                        word_is(n, i - 1, "‘") || word_is(n, i - 1, "'"))) {
        i--;
    }
    if (i > from && naming_word(n, i - 1) && !word_is(n, i - 1, "known")) {
        return i - 1;
    }
    if (i == from || !word_is(n, i - 1, "as")) {
        return DL_NONE;
    }
    for (uint32_t back = 1; back < WINDOW_TOKENS && i - 1 - back + 1 > from; back++) {
        const uint32_t at = i - 1 - back;
        if (naming_word(n, at)) {
            return at;
        }
        if (word_is(n, at, ",") || at == from) {
            break;
        }
    }
    return DL_NONE;
}

static void join_known_as(dl_naming *n)
{
    for (uint32_t p = 1; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if ((part->kind != DL_PART_NAME && part->kind != DL_PART_LOOSE) ||
            part->type == DL_NAME_LANGUAGE || word_is(n, part->first - 1, "in")) {
            continue;
        }
        const uint32_t sentence = token(n, part->head)->sentence;
        const uint32_t from = n->doc->sentences[sentence].first;
        const uint32_t cue = cue_before(n, part->first, from);
        if (cue == DL_NONE) {
            continue;
        }
        for (uint32_t q = p; q-- > 0;) {
            dl_part *full = &n->parts.at[q];
            if (full->head < from || token(n, full->head)->sentence != sentence) {
                break;
            }
            if (full->end <= cue && cue - full->end < WINDOW_TOKENS &&
                full->kind == DL_PART_NAME && full->type != DL_NAME_LANGUAGE &&
                (full->type != DL_NAME_NORP || full->place == DL_NONE)) {
                part->kind = DL_PART_NAME;
                part->type = full->type;
                join(n, q, p, DL_LEARNED_APPOSITION,
                     (dl_span){full->span.start, part->span.end}, "name.join.known-as");
                break;
            }
        }
    }
}

/* The body a role speaks for: a name or body among the words before its head, after "of"
 * or "for", or the last body named when it is "its". */
static uint32_t body_of_role(dl_naming *n, uint32_t role)
{
    const dl_part *part = &n->parts.at[role];
    uint32_t found = DL_NONE;
    for (uint32_t q = 0; q < n->parts.count; q++) {
        const dl_part *body = &n->parts.at[q];
        if (q == role || body->type == DL_NAME_PERSON || body->type == DL_NAME_NORP ||
            body->kind == DL_PART_LOOSE) {
            continue;
        }
        /* "Defence Minister": a field of office, no body */
        const bool field = body->end == part->head && body->end - body->first == 1 &&
                           body->actor == NULL &&
                           (dl_str_is(part->core, "minister") || dl_str_is(part->core, "secretary"));
        const bool inside = body->first >= part->first && body->end <= part->head && !field &&
                            (body->place == DL_NONE || found == DL_NONE);
        const uint32_t up = token(n, body->head)->head;
        const bool owner = strcmp(token(n, body->head)->dep, "poss") == 0 && up == part->head;
        const bool of = strcmp(token(n, body->head)->dep, "pobj") == 0 &&
                        token(n, up)->head == part->head && up > part->head &&
                        (word_is(n, up, "of") || word_is(n, up, "for") || word_is(n, up, "at") ||
                         word_is(n, up, "in"));
        if ((inside || owner || of) && (found == DL_NONE || n->parts.at[found].place != DL_NONE)) {
            found = q;
        }
    }
    if (found != DL_NONE) {
        return found;
    }
    const uint32_t before = part->first > 0 ? part->first - 1 : 0;
    if (part->first == 0 || !(word_is(n, before, "its") || word_is(n, before, "their"))) {
        return DL_NONE;
    }
    for (uint32_t subjects = 2; subjects-- > 0;) {
        for (uint32_t q = role; q-- > 0;) {
            const dl_part *body = &n->parts.at[q];
            if (token(n, body->head)->sentence + NEAR_SENTENCES < token(n, part->head)->sentence) {
                break;
            }
            const uint32_t up = token(n, body->head)->head;
            const bool subject = strcmp(token(n, body->head)->dep, "nsubj") == 0 &&
                                 token(n, up)->head == up;
            if (body->type == DL_NAME_ORG && body->kind != DL_PART_LOOSE &&
                (subject || subjects == 0)) {
                return q;
            }
        }
    }
    return DL_NONE;
}

static bool comma(const dl_naming *n, uint32_t i)
{
    return word_is(n, i, ",");
}

/* The person a role stands beside: "SOHR director NN", "its director, NN", "NN, the
 * mediator". DL_NONE if none. */
static uint32_t person_beside(const dl_naming *n, uint32_t role)
{
    const dl_part *part = &n->parts.at[role];
    for (uint32_t q = role; q + 1 < n->parts.count && q < role + 4; q++) {
        const dl_part *person = &n->parts.at[q + 1];
        if (person->type == DL_NAME_PERSON && person->kind == DL_PART_NAME &&
            token(n, person->head)->sentence == token(n, part->head)->sentence &&
            person->first >= part->head) {
            const bool touches = person->first == part->head + 1 ||
                                 (person->first == part->head + 2 && comma(n, part->head + 1));
            const bool linked = token(n, person->head)->head == part->head &&
                                strcmp(token(n, person->head)->dep, "appos") == 0;
            const bool of_between = token(n, part->head)->head == person->head &&
                                    strcmp(token(n, part->head)->dep, "appos") == 0;
            return touches || linked || of_between ? q + 1 : DL_NONE;
        }
    }
    for (uint32_t q = role; q-- > 0 && q + 4 > role;) {
        const dl_part *person = &n->parts.at[q];
        if (person->type == DL_NAME_PERSON && person->kind == DL_PART_NAME &&
            token(n, person->head)->sentence == token(n, part->head)->sentence &&
            comma(n, person->end) &&
            (token(n, part->head)->head == person->head ||
             person->end + 1 + (part->first > person->end + 1) == part->first) &&
            (strcmp(token(n, part->head)->dep, "appos") == 0 || person->end + 2 >= part->first)) {
            return q;
        }
    }
    return DL_NONE;
}

static void join_roles(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *role = &n->parts.at[p];
        if (role->kind != DL_PART_ROLE) {
            continue;
        }
        const uint32_t person = person_beside(n, p);
        const uint32_t body = role->noun->speaks ? body_of_role(n, p) : DL_NONE;
        role->body = body;
        if (person != DL_NONE && !role->modified && body == DL_NONE &&
            n->parts.at[person].first == role->end && dl_actors_title(n->actors, role->key)) {
            role->kind = DL_PART_LOOSE; /* "Colonel NN": a title, no second name */
            continue;
        }
        if (person != DL_NONE) {
            dl_part *root = &n->parts.at[dl_part_root(n, person)];
            if (body != DL_NONE && root->body == DL_NONE) {
                root->body = body;
            }
            const dl_part *who = &n->parts.at[person];
            join(n, person, p, DL_LEARNED_APPOSITION,
                 (dl_span){role->span.start < who->span.start ? role->span.start : who->span.start,
                           role->span.end > who->span.end ? role->span.end : who->span.end},
                 "name.join.apposition");
        }
    }
}

/* A body's name beside what it is: "NN, a monitoring group", "the charity NN", "the union
 * of textile workers, NN". The model often takes such names for persons. */
static bool described_as(const dl_naming *n, const dl_part *noun, const dl_part *name)
{
    if (token(n, noun->head)->sentence != token(n, name->head)->sentence) {
        return false;
    }
    if (noun->end == name->first) {
        return true;
    }
    const bool appos = (strcmp(token(n, noun->head)->dep, "appos") == 0 &&
                        token(n, noun->head)->head == name->head) ||
                       (strcmp(token(n, name->head)->dep, "appos") == 0 &&
                        token(n, name->head)->head == noun->head);
    return appos && (noun->end + 1 == name->first || name->end + 3 >= noun->first);
}

static void join_descriptions(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *noun = &n->parts.at[p];
        if (noun->kind != DL_PART_NOUN || noun->noun == NULL || noun->noun->kind != DL_NOUN_BODY) {
            continue;
        }
        for (uint32_t q = p > 2 ? p - 2 : 0; q < n->parts.count && q < p + 3; q++) {
            dl_part *name = &n->parts.at[q];
            if (q == p || (name->kind != DL_PART_NAME && name->kind != DL_PART_LOOSE) ||
                name->type == DL_NAME_NORP || !described_as(n, noun, name)) {
                continue;
            }
            if (name->place != DL_NONE &&
                n->tags->places[name->place].kind != DL_PLACE_UNKNOWN) {
                continue;
            }
            name->kind = DL_PART_NAME;
            name->type = name->actor == NULL ? DL_NAME_ORG : name->type;
            join(n, q, p, DL_LEARNED_APPOSITION,
                 (dl_span){noun->span.start < name->span.start ? noun->span.start : name->span.start,
                           noun->span.end > name->span.end ? noun->span.end : name->span.end},
                 "name.join.description");
            break;
        }
    }
}

/* ---- nouns ---- */

static bool nounish(const dl_part *part)
{
    return part->noun != NULL && part->kind != DL_PART_PRONOUN;
}

/* All government soldiers are one side, unless of two countries. */
static bool same_side(const dl_part *a, const dl_part *b)
{
    if (a->noun->kind != DL_NOUN_GROUP || b->noun->kind != DL_NOUN_GROUP ||
        a->side != b->side || a->side == '-') {
        return false;
    }
    const bool military = dl_str_is(a->noun->sector, "MIL") && dl_str_is(b->noun->sector, "MIL");
    return a->side == 'g' && military &&
           (a->country[0] == '\0' || b->country[0] == '\0' ||
            strcmp(a->country, b->country) == 0);
}

/* "the company" for "the port company": the same head, the shorter without modifiers. */
static bool bare_of(const dl_part *full, const dl_part *bare)
{
    if (bare->noun->kind == DL_NOUN_GROUP && bare->side == '-' && full->side != '-') {
        return false; /* "forces" may be anybody's, "rebel forces" are not */
    }
    return nounish(full) && full->modified && !bare->modified && same_sort(full, bare) &&
           (dl_str_equal(full->core, bare->core) || ends_in_words(full->core, bare->core));
}

static uint32_t nearest_body(const dl_naming *n, uint32_t p)
{
    const dl_part *part = &n->parts.at[p];
    for (uint32_t q = p; q-- > 0;) {
        const dl_part *body = &n->parts.at[q];
        if (token(n, body->head)->sentence + NEAR_SENTENCES < token(n, part->head)->sentence) {
            return DL_NONE;
        }
        if (body->type == DL_NAME_ORG && body->kind == DL_PART_NAME && body->noun == NULL) {
            return q;
        }
    }
    return DL_NONE;
}

static uint32_t only_armed(const dl_naming *n)
{
    uint32_t found = DL_NONE;
    for (uint32_t q = 0; q < n->parts.count; q++) {
        const dl_part *part = &n->parts.at[q];
        if (part->kind == DL_PART_NAME && part->armed && part->type == DL_NAME_ORG) {
            const uint32_t root = dl_part_root(n, q);
            if (found != DL_NONE && root != found) {
                return DL_NONE;
            }
            found = root;
        }
    }
    return found;
}

static bool ends_in_noun_word(const dl_part *full, dl_str core)
{
    return full->kind == DL_PART_NAME && full->type == DL_NAME_ORG &&
           (ends_in_words(full->key, core) || heads_words(full->key, core));
}

/* "Observatory director": a capital within the sentence makes a noun as definite as "the". */
static bool capital_within(const dl_naming *n, const dl_part *part)
{
    return isupper((unsigned char)part->form.at[0]) && !token(n, part->first)->sent_start;
}

/* Nouns that say no more than "body": they can stand for any. */
static bool general_noun(const dl_noun *noun)
{
    static const char *const GENERAL[] = {"group", "movement", "organisation", "organization",
                                          "agency", "charity", "monitor", "monitoring group",
                                          "watchdog", "company", "firm", "party", "coalition"};
    for (size_t i = 0; i < sizeof GENERAL / sizeof *GENERAL; i++) {
        if (dl_str_is(noun->word, GENERAL[i])) {
            return true;
        }
    }
    return dl_str_is(noun->sector, "MED");
}

/* "the official X news agency", "X fighters": the body named inside the phrase. */
static uint32_t name_inside(const dl_naming *n, uint32_t p)
{
    const dl_part *part = &n->parts.at[p];
    for (uint32_t i = part->first; i < part->head; i++) {
        const uint32_t q = n->cover[i];
        if (q == DL_NONE || q == p || n->parts.at[q].kind != DL_PART_NAME ||
            n->parts.at[q].type != DL_NAME_ORG || n->parts.at[q].end > part->head) {
            continue;
        }
        const dl_part *inner = &n->parts.at[q];
        const bool beside = inner->end == part->head ||
                            (inner->end + 1 == part->head && memchr(part->core.at, ' ', part->core.size) != NULL);
        if (part->noun->kind == DL_NOUN_BODY ? beside && general_noun(part->noun)
                                             : part->noun->side == 'r' && inner->armed) {
            return q;
        }
    }
    return DL_NONE;
}

static void join_noun(dl_naming *n, uint32_t p, uint32_t armed)
{
    dl_part *part = &n->parts.at[p];
    uint32_t found = DL_NONE;
    bool several = false;
    for (uint32_t q = 0; q < n->parts.count && !part->modified; q++) {
        const dl_part *full = &n->parts.at[q];
        if (q == p || !(bare_of(full, part) ||
                        ((part->definite || capital_within(n, part)) &&
                         ends_in_noun_word(full, part->core)))) {
            continue;
        }
        several |= found != DL_NONE && dl_part_root(n, found) != dl_part_root(n, q);
        if (found == DL_NONE || q < p) {
            found = q;
        }
    }
    if (found != DL_NONE && !several) {
        join(n, found, p, DL_LEARNED_PART, part->span, "name.join.head");
        return;
    }
    const uint32_t inner = name_inside(n, p);
    if (inner != DL_NONE) {
        join(n, inner, p, DL_LEARNED_APPOSITION, part->span, "name.join.inside");
        return;
    }
    if (part->noun->kind == DL_NOUN_GROUP && part->side == 'r' && part->definite &&
        !part->modified && armed != DL_NONE) {
        join(n, armed, p, DL_LEARNED_APPOSITION, part->span, "name.join.armed");
        return;
    }
    if (part->noun->kind == DL_NOUN_BODY && part->definite && !part->modified &&
        general_noun(part->noun) && found == DL_NONE) {
        const uint32_t body = nearest_body(n, p);
        if (body != DL_NONE) {
            join(n, body, p, DL_LEARNED_APPOSITION, part->span, "name.join.nearest");
        }
    }
}

/* The soldiers of a government are one side, whatever they are called. */
static void join_side(dl_naming *n, uint32_t p)
{
    for (uint32_t q = 0; q < p; q++) {
        const dl_part *other = &n->parts.at[q];
        const dl_part *root = &n->parts.at[dl_part_root(n, q)];
        if (nounish(other) && other->kind != DL_PART_ROLE && other->noun->kind == DL_NOUN_GROUP &&
            dl_str_is(other->noun->sector, "MIL") && same_side(other, &n->parts.at[p]) &&
            (root->country[0] == '\0' || n->parts.at[p].country[0] == '\0' ||
             strcmp(root->country, n->parts.at[p].country) == 0)) {
            join(n, q, p, DL_LEARNED_PART, n->parts.at[p].span, "name.join.side");
            return;
        }
    }
}

static void join_nouns(dl_naming *n)
{
    const uint32_t armed = only_armed(n);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        if (!nounish(&n->parts.at[p]) || n->parts.at[p].kind == DL_PART_ROLE) {
            continue;
        }
        if (n->parts.at[p].side == 'g' && dl_str_is(n->parts.at[p].noun->sector, "MIL")) {
            join_side(n, p);
        }
        if (n->parts.at[p].kind == DL_PART_NOUN) {
            join_noun(n, p, armed);
        }
    }
}

/* ---- pronouns ---- */

static void join_pronouns(dl_naming *n)
{
    uint32_t person = DL_NONE;
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if (part->kind == DL_PART_PRONOUN) {
            if (person != DL_NONE &&
                token(n, n->parts.at[person].head)->sentence + NEAR_SENTENCES >=
                    token(n, part->head)->sentence) {
                join(n, person, p, DL_LEARNED_APPOSITION, part->span, "name.join.pronoun");
            }
        } else if (part->type == DL_NAME_PERSON && part->kind == DL_PART_NAME) {
            person = p;
        } else if (part->kind == DL_PART_ROLE && person == DL_NONE) {
            person = p;
        }
    }
}

void dl_name_join(dl_naming *n)
{
    join_equal(n);
    if (n->parts.count > THINGS_MOST) {
        return;
    }
    join_acronyms(n);
    join_parts(n);
    join_known_as(n);
    join_descriptions(n);
    join_roles(n);
    join_nouns(n);
    join_pronouns(n);
}
