/* name_join_noun.c - which body or group a noun stands for: "the company", "the army",
 * "X fighters", "the official X news agency".
 *
 * A noun joins the one fuller phrase or name that has it; else the body named inside it;
 * else, when it says no more than "the group", the body named last. Soldiers of one
 * government are one side, whatever they are called.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name_index.h"

#define SIDES_MOST 16 /* armies of different countries in one text */

/* Nouns that say no more than "body": they can stand for any. */
static bool general_noun(const dl_noun *noun)
{
    static const char *const GENERAL[] = {
        "group",   "movement", "organisation",     "organization", "agency",
        "charity", "monitor",  "monitoring group", "watchdog",     "company",
        "firm",    "party",    "coalition"};
    for (size_t i = 0; i < sizeof GENERAL / sizeof *GENERAL; i++) {
        if (dl_str_is(noun->word, GENERAL[i])) {
            return true;
        }
    }
    return dl_str_is(noun->sector, "JRN");
}

/* The body named last, for "the group". */
static uint32_t nearest_body(const dl_naming *n, uint32_t p)
{
    const dl_part *part = &n->parts.at[p];
    for (uint32_t q = p, steps = 0; q-- > 0 && steps < NEAR_PARTS; steps++) {
        const dl_part *body = &n->parts.at[q];
        if (token(n, body->head)->sentence + NEAR_SENTENCES <
            token(n, part->head)->sentence) {
            return DL_NONE;
        }
        if (body->type == DL_NAME_ORG && body->kind == DL_PART_NAME &&
            body->noun == NULL) {
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

/* "Observatory director": a capital within the sentence makes a noun as definite as
 * "the". */
static bool capital_within(const dl_naming *n, const dl_part *part)
{
    return isupper((unsigned char)part->form.at[0]) &&
           !token(n, part->first)->sent_start &&
           n->style[part->first] == DL_STYLE_SENTENCE;
}

/* Only "terrorist", "militant" and the like, or the noun's own first word, stand between
 * a name and the noun: "X terrorist group", "X news agency". */
static bool leads_to_head(const dl_naming *n, const dl_part *part, uint32_t from)
{
    uint32_t unused;
    if (from + many_words(part->core) == part->head) {
        return true;
    }
    for (uint32_t i = from; i < part->head; i++) {
        const dl_noun *noun = dl_name_noun_at(n, i, 1u << DL_NOUN_GROUP, &unused);
        if ((noun == NULL || noun->side != 'r') && !is_dep(n, i, "punct") &&
            n->cover[i] == DL_NONE) {
            return false;
        }
    }
    return true;
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
        const bool beside = leads_to_head(n, part, inner->end);
        if (part->noun->kind == DL_NOUN_BODY ? beside && general_noun(part->noun)
                                             : part->noun->side == 'r' && inner->armed) {
            return q;
        }
    }
    return DL_NONE;
}

typedef struct nouns {
    dl_name_index bare;  /* head nouns of longer phrases */
    dl_name_index named; /* nouns in the names of bodies */
} nouns;

static void index_nouns(dl_naming *n, nouns *by)
{
    dl_map seen;
    dl_map_init(&seen, n->arena);
    dl_name_index_init(&by->bare, n->arena);
    dl_name_index_init(&by->named, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (nounish(part) && part->modified && part->kind != DL_PART_ROLE) {
            dl_name_index_add(n, &by->bare, part->core, p);
            dl_name_index_endings(n, &by->bare, part->core, 2, p);
        } else if (nounish(part) && part->noun->kind == DL_NOUN_THING) {
            dl_name_index_add(n, &by->bare, part->core, p);
        }
        if (part->kind == DL_PART_NAME && part->type == DL_NAME_ORG &&
            dl_map_add(&seen, part->key, p) == p) {
            dl_name_index_endings(n, &by->named, part->key, 2, p);
            dl_name_index_heads(n, &by->named, part->key, p);
        }
    }
}

/* What "the company", "the army", "the Observatory" stand for: the one phrase or name
 * with that noun. */
static uint32_t fuller_of(const dl_naming *n, const nouns *by, uint32_t p, bool *several)
{
    const dl_part *part = &n->parts.at[p];
    const uint32_t phrase = dl_name_index_only(n, &by->bare, part->core, p, several);
    if (*several || !(part->definite || capital_within(n, part))) {
        return phrase;
    }
    const uint32_t name = dl_name_index_only(n, &by->named, part->core, p, several);
    if (*several || (phrase != DL_NONE && name != DL_NONE &&
                     dl_part_root(n, phrase) != dl_part_root(n, name))) {
        *several = true;
        return DL_NONE;
    }
    return name != DL_NONE ? name : phrase;
}

static bool same_country(const char *a, const char *b)
{
    return a[0] == '\0' || b[0] == '\0' || strcmp(a, b) == 0;
}

/* Two groups that may be one: not of two countries, not of two sides. "Forces" may be
 * anybody's, "rebel forces" are not. */
static bool groups_fit(const dl_naming *n, uint32_t full, uint32_t bare)
{
    if (n->parts.at[bare].noun->kind == DL_NOUN_GROUP && n->parts.at[bare].side == '-' &&
        n->parts.at[full].side != '-') {
        return false;
    }
    const dl_part *x = &n->parts.at[dl_part_root(n, full)];
    const dl_part *y = &n->parts.at[dl_part_root(n, bare)];
    return same_country(x->country, y->country) &&
           (x->side == '-' || y->side == '-' || x->side == y->side);
}

static void join_noun(dl_naming *n, const nouns *by, uint32_t p, uint32_t armed)
{
    dl_part *part = &n->parts.at[p];
    bool several = false;
    const uint32_t found = part->modified ? DL_NONE : fuller_of(n, by, p, &several);
    if (found != DL_NONE && !groups_fit(n, found, p)) {
        return;
    }
    if (found != DL_NONE) {
        dl_part_join(n, found, p, DL_LEARNED_PART, part->span, "name.join.head");
        return;
    }
    const uint32_t inner = name_inside(n, p);
    if (inner != DL_NONE) {
        dl_part_join(n, inner, p, DL_LEARNED_APPOSITION, part->span, "name.join.inside");
        return;
    }
    if (part->noun->kind == DL_NOUN_GROUP && part->side == 'r' && part->definite &&
        !part->modified && armed != DL_NONE) {
        dl_part_join(n, armed, p, DL_LEARNED_APPOSITION, part->span, "name.join.armed");
        return;
    }
    if (part->noun->kind == DL_NOUN_BODY && part->definite && !part->modified &&
        part->learned == DL_LEARNED_GIVEN && general_noun(part->noun)) {
        const uint32_t body = nearest_body(n, p);
        if (body != DL_NONE) {
            dl_part_join(n, body, p, DL_LEARNED_APPOSITION, part->span,
                         "name.join.nearest");
        }
    }
}

/* Soldiers of a government, by what describes them. */
static bool soldiers(const dl_part *part)
{
    return nounish(part) && part->kind != DL_PART_ROLE &&
           part->noun->kind == DL_NOUN_GROUP && part->side == 'g' &&
           dl_str_is(part->noun->sector, "MIL");
}

/* "Assad's forces", "the Quill government": of the country whose leader is told of as
 * such ("Syrian President Bashar al-Assad"). */
static void take_leaders_country(dl_naming *n, dl_part *part)
{
    for (uint32_t i = part->first; i < part->head && part->country[0] == '\0'; i++) {
        const uint32_t q = n->cover[i];
        const dl_part *inner = q == DL_NONE ? NULL : &n->parts.at[q];
        if (inner == NULL || inner->type != DL_NAME_PERSON ||
            inner->kind != DL_PART_NAME) {
            continue;
        }
        const dl_part *leader = &n->parts.at[dl_part_root(n, q)];
        memcpy(part->country, leader->country, sizeof part->country);
        if (part->side == '-' && leader->country[0] != '\0' &&
            dl_str_is(part->noun->sector, "MIL")) {
            part->side = 'g';
        }
    }
}

/* The soldiers of one government are one side, whatever they are called. `sides` holds
 * the first part of each. */
static void join_side(dl_naming *n, uint32_t p, uint32_t *sides, uint32_t *count)
{
    for (uint32_t s = 0; s < *count; s++) {
        const dl_part *root = &n->parts.at[dl_part_root(n, sides[s])];
        if (same_country(n->parts.at[sides[s]].country, n->parts.at[p].country) &&
            same_country(root->country, n->parts.at[p].country)) {
            dl_part_join(n, sides[s], p, DL_LEARNED_PART, n->parts.at[p].span,
                         "name.join.side");
            return;
        }
    }
    if (*count < SIDES_MOST) {
        sides[(*count)++] = p;
    }
}

void dl_name_join_nouns(dl_naming *n)
{
    const uint32_t armed = only_armed(n);
    uint32_t sides[SIDES_MOST], side_count = 0;
    nouns by;
    index_nouns(n, &by);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        if (!nounish(&n->parts.at[p]) || n->parts.at[p].kind == DL_PART_ROLE) {
            continue;
        }
        if (n->parts.at[p].noun->kind == DL_NOUN_GROUP) {
            take_leaders_country(n, &n->parts.at[p]);
        }
        if (soldiers(&n->parts.at[p])) {
            join_side(n, p, sides, &side_count);
        }
        if (n->parts.at[p].kind == DL_PART_NOUN) {
            join_noun(n, &by, p, armed);
        }
    }
}
