/* site.c - see site.h.
 *
 * Candidates are the literal places of the sentence; each gets a cost: steps in the tree
 * between trigger and place, less for a locative preposition ("in", "near", "off"), more
 * for one of direction ("from"), for another clause, and for other people's words. The
 * cheapest wins; "Kabul, Afghanistan" gives the finer one. "The city" is what was named
 * before it. Without a candidate the last place of the paragraph is taken, then the town
 * the report names most, then the place of its first event; the dateline only when
 * nothing else is there.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "site.h"

#include "frame.h"
#include "phrase.h"

#define SITE_COST_MAX 30 /* farther ones are of other clauses */
#define SITE_FROM_COST 9 /* "from X", "to X" */
#define SITE_WIDE_COST 4 /* a country or a continent: the town beside it is better */

static bool literal(const dl_reading *r, uint32_t place)
{
    const dl_place *p = &r->tags->places[place];
    const uint32_t m = r->mention[p->end - 1];
    const bool body = m != DL_NONE && r->tags->mentions[m].name < r->tags->name_count &&
                      r->tags->names[r->tags->mentions[m].name].type == DL_NAME_ORG;
    return p->role == DL_PLACE_LITERAL &&
           !(p->kind == DL_PLACE_UNKNOWN &&
             (body || dl_map_find(&r->sources, p->name) != DL_NONE));
}

/* The preposition that a phrase's head hangs on, seen through "the edge of X". */
static uint32_t preposition(const dl_reading *r, uint32_t token)
{
    for (int n = 0; n < 8 && !dl_is_root(r, token); n++) {
        const uint32_t head = dl_head(r, token);
        if (dl_dep(r, head, "prep") || dl_dep(r, head, "agent")) {
            if (!dl_word_is(r, head, "of")) {
                return head;
            }
        } else if (dl_is_verb(r, head)) {
            return DL_NONE;
        }
        token = head;
    }
    return DL_NONE;
}

static bool wide(const dl_place *p)
{
    return p->kind == DL_PLACE_COUNTRY || p->kind == DL_PLACE_CONTINENT ||
           p->kind == DL_PLACE_ADMIN1;
}

static int cost_of(const dl_reading *r, const dl_found *found, uint32_t place)
{
    const dl_place *p = &r->tags->places[place];
    uint32_t head = p->end - 1;
    for (uint32_t t = p->first; t < p->end;
         t++) { /* the word that leads out of the name */
        if (dl_head(r, t) < p->first || dl_head(r, t) >= p->end) {
            head = t;
        }
    }
    int cost = 2 * dl_frame_distance(r, found->frame.trigger, head);
    const uint32_t prep = preposition(r, head);
    if (prep == DL_NONE) {
        cost += 3;
    } else if (dl_word_is(r, prep, "from")) {
        return SITE_COST_MAX; /* where something came from */
    } else if (dl_has(r, prep, DL_CLASS_NOTSITE)) {
        cost += SITE_FROM_COST;
    } else if (!dl_has(r, prep, DL_CLASS_LOCATIVE)) {
        cost += 3;
    }
    if (wide(p)) {
        cost += SITE_WIDE_COST;
    }
    if (p->kind == DL_PLACE_UNKNOWN) {
        cost += 2;
    }
    if (r->claim[head] != r->claim[found->frame.trigger]) {
        cost += 4;
    }
    return cost;
}

static void of_sentence(const dl_reading *r, dl_found *found)
{
    uint32_t first, end;
    dl_frame_window(r, found->frame.trigger, &first, &end);
    int best = SITE_COST_MAX;
    uint32_t last = DL_NONE;
    for (uint32_t t = first; t < end; t++) {
        const uint32_t place = r->place[t];
        if (place == DL_NONE || place == last || !literal(r, place)) {
            continue;
        }
        last = place;
        const int cost = cost_of(r, found, place);
        if (cost < best) {
            best = cost;
            found->event.place = place;
        }
    }
}

/* A literal place among the words of the rule's place slot. */
static bool of_slot(const dl_reading *r, dl_found *found)
{
    if (found->site == DL_NONE) {
        return false;
    }
    uint32_t best = DL_NONE;
    for (uint32_t t = r->left[found->site]; t <= r->right[found->site]; t++) {
        const uint32_t place = r->place[t];
        if (place == DL_NONE || !literal(r, place)) {
            continue;
        }
        const bool known = r->tags->places[place].kind != DL_PLACE_UNKNOWN;
        if (t == found->site && known) {
            best = place;
            break;
        }
        if (best == DL_NONE ||
            (known && r->tags->places[best].kind == DL_PLACE_UNKNOWN)) {
            best = place;
        }
    }
    found->event.place = best;
    return best != DL_NONE;
}

/* Is `to` only the country or province around `from`? */
static bool widens(const dl_reading *r, uint32_t from, uint32_t to)
{
    if (from == DL_NONE) {
        return false;
    }
    const dl_place *a = &r->tags->places[from], *b = &r->tags->places[to];
    return !wide(a) && a->kind != DL_PLACE_UNKNOWN && wide(b) &&
           strcmp(a->country, b->country) == 0;
}

/* For each token the last literal place before it in its paragraph, or DL_NONE. */
static uint32_t *places_before(const dl_reading *r)
{
    const uint32_t n = r->doc->token_count;
    uint32_t *before = dl_arena_new_array(r->arena, n + 1, uint32_t);
    uint32_t last = DL_NONE;
    for (uint32_t t = 0; before != NULL && t < n; t++) {
        if (t > 0 && r->para[t] != r->para[t - 1]) {
            last = DL_NONE;
        }
        before[t] = last;
        if (r->place[t] != DL_NONE && literal(r, r->place[t])) {
            const uint32_t prep = preposition(r, t);
            if ((prep == DL_NONE || !dl_has(r, prep, DL_CLASS_NOTSITE)) &&
                !widens(r, last, r->place[t])) {
                last = r->place[t];
            }
        }
    }
    return before;
}

/* The resolved town or site named most often; the first of equals. */
static uint32_t most_told(const dl_reading *r)
{
    const dl_tags *tags = r->tags;
    uint32_t *counts = dl_arena_new_array(r->arena, tags->place_count + 1, uint32_t);
    dl_map groups;
    dl_map_init(&groups, r->arena);
    uint32_t best = DL_NONE;
    for (uint32_t i = 0; counts != NULL && i < tags->place_count; i++) {
        const dl_place *p = &tags->places[i];
        if (!literal(r, i) || wide(p) || p->kind == DL_PLACE_UNKNOWN ||
            p->first >= p->end) {
            continue;
        }
        const uint32_t first = dl_map_add_id(&groups, p->group, i);
        if (first == DL_NONE) {
            break;
        }
        counts[first]++;
        if (best == DL_NONE || counts[first] > counts[best]) {
            best = first;
        }
    }
    return best;
}

/* "the city", "the village": what was named before, not what else the sentence names. */
static bool described(const dl_reading *r, const dl_found *found, const uint32_t *before,
                      uint32_t most, uint32_t *out)
{
    const uint32_t site = found->site;
    if (site == DL_NONE || dl_at(r, site)->tag[2] == 'P' || !dl_is_noun(r, site)) {
        return false;
    }
    const uint32_t det = dl_child(r, site, "det");
    if (det == DL_NONE || !dl_word_is(r, det, "the") ||
        !dl_has(r, site, DL_CLASS_TOWNWORD)) {
        return false;
    }
    const uint32_t m = r->mention[site];
    if (m != DL_NONE && r->tags->mentions[m].place < r->tags->place_count) {
        *out = r->tags->mentions[m].place;
        return true;
    }
    uint32_t last = before[dl_sentence_of(r, site)->first];
    if (last != DL_NONE && wide(&r->tags->places[last])) {
        last = DL_NONE;
    }
    *out = last != DL_NONE ? last : most;
    return *out != DL_NONE;
}

/* A name that says something is a body, whatever the tags took it for. */
static void note_sources(dl_reading *r)
{
    for (uint32_t i = 0; i < r->tags->place_count; i++) {
        const dl_place *p = &r->tags->places[i];
        if (p->end == 0 || p->end > r->doc->token_count) {
            continue;
        }
        const uint32_t head = dl_head(r, p->end - 1);
        if (p->kind == DL_PLACE_UNKNOWN &&
            (dl_has(r, head, DL_CLASS_ASSERTS) || dl_has(r, head, DL_CLASS_DENIES)) &&
            dl_dep(r, p->end - 1, "nsubj")) {
            dl_map_add(&r->sources, p->name, i);
        }
    }
}

void dl_site_find(dl_reading *r)
{
    note_sources(r);
    const uint32_t *before = places_before(r);
    const uint32_t most = most_told(r);
    uint32_t first = DL_NONE; /* place of the first event that has one of its own */
    if (before == NULL) {
        return;
    }
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        uint32_t *place = &found->event.place;
        *place = DL_NONE;
        if (!of_slot(r, found) && !described(r, found, before, most, place)) {
            of_sentence(r, found);
        }
        if (*place == DL_NONE) {
            *place = before[found->frame.trigger];
        }
        first = first == DL_NONE ? *place : first;
    }
    const uint32_t main_place = most != DL_NONE    ? most
                                : first != DL_NONE ? first
                                                   : r->tags->dateline_place;
    for (uint32_t i = 0; i < r->found.count; i++) {
        if (r->found.at[i].event.place == DL_NONE) {
            r->found.at[i].event.place = main_place;
        }
    }
}
