/* claim.c - see claim.h.
 *
 * Sayings (hearing.h) become claims. Chains ("..., according to state TV, quoted by the
 * agency") come out of nesting: whoever is quoted as passing a saying on stands in the
 * `via` of the saying inside.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "claim.h"

#include "hearing.h"
#include "phrase.h"

/* ---- sayings to claims ---- */
static bool covers(const dl_saying *outer, const dl_saying *inner)
{
    return outer->first <= inner->cue_first && outer->last >= inner->cue_last &&
           outer->last - outer->first > inner->last - inner->first;
}

/* Is an outlet's saying little more than the one inside? Then it vouches for nothing. */
static bool only_passes_on(const dl_hearing *h, const dl_saying *outer,
                           const dl_saying *inner)
{
    return outer->source != DL_NONE && dl_hearing_is_media(h->r, outer->source) &&
           (inner->last - inner->first + 1) * 10 >= (outer->last - outer->first + 1) * 5;
}

/* What wraps a saying passed it on: neighbours in the list come from one sentence. */
static void chain(dl_hearing *h)
{
    for (uint32_t i = 0; i < h->sayings.count; i++) {
        dl_saying *inner = &h->sayings.at[i];
        const uint32_t low =
            i > DL_CLAIMS_PER_SENTENCE_MAX ? i - DL_CLAIMS_PER_SENTENCE_MAX : 0;
        for (uint32_t k = low; k < h->sayings.count && k < i + DL_CLAIMS_PER_SENTENCE_MAX;
             k++) {
            const dl_saying *outer = &h->sayings.at[k];
            if (k == i || !covers(outer, inner) || outer->speaker == DL_NONE ||
                outer->speaker == inner->speaker ||
                dl_hearing_own_outlet(h->r, h->speakers.list.at[outer->speaker].name)) {
                continue;
            }
            h->sayings.at[k].passes_on = only_passes_on(h, outer, inner);
            bool known = false;
            for (uint32_t v = 0; v < inner->via_count; v++) {
                known = known || inner->via[v] == outer->speaker;
            }
            if (!known && inner->via_count < DL_VIA_MAX) {
                inner->via[inner->via_count++] = outer->speaker;
            }
            for (uint32_t v = 0; v < outer->via_count && inner->via_count < DL_VIA_MAX;
                 v++) {
                inner->via[inner->via_count++] = outer->via[v];
            }
        }
    }
}

static int by_place(const dl_saying *a, const dl_saying *b)
{
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return a->last != b->last
               ? (a->last > b->last ? -1 : 1)
               : (a->cue_first > b->cue_first) - (a->cue_first < b->cue_first);
}

/* Sayings come nearly in order: insertion sort over a bounded distance is linear; a
 * far stray (a quotation that goes on) costs its distance once. */
static void sort_sayings(dl_hearing *h)
{
    for (uint32_t i = 1; i < h->sayings.count; i++) {
        const dl_saying one = h->sayings.at[i];
        uint32_t k = i;
        while (k > 0 && by_place(&h->sayings.at[k - 1], &one) > 0) {
            h->sayings.at[k] = h->sayings.at[k - 1];
            k--;
        }
        h->sayings.at[k] = one;
    }
}

static bool to_claim(dl_hearing *h, const dl_saying *s)
{
    dl_reading *r = h->r;
    dl_claim *c = dl_vec_push(&r->claims, r->arena);
    if (c == NULL) {
        return false;
    }
    c->span = dl_tokens_span(r, s->first, s->last);
    c->cue = dl_tokens_span(r, s->cue_first, s->cue_last);
    if (s->source != DL_NONE) {
        uint32_t first, last;
        dl_phrase_edges(r, s->source, &first, &last);
        const uint32_t left = r->left[s->source], right = r->right[s->source];
        /* with appositions, while they hold no clause and no cue */
        uint32_t end = last;
        for (uint32_t t = last + 1; t <= right && !dl_is_verb(r, t) && t < last + 12;
             t++) {
            if (t >= s->first && t <= s->last && s->first > s->source) {
                break;
            }
            end = t;
        }
        while (end > last && (dl_saying_skips(r, end) || dl_pos_is(r, end, "PRON") ||
                              dl_dep(r, end, "mark") || dl_dep(r, end, "prep"))) {
            end--;
        }
        (void)left;
        c->source = dl_tokens_span(r, first, end);
    }
    c->event = c->who = c->body = DL_NONE;
    if (s->speaker != DL_NONE) {
        c->origin = h->speakers.list.at[s->speaker].name;
        c->who = s->source == DL_NONE ? DL_NONE : dl_phrase_name(r, s->source);
        c->body = h->speakers.list.at[s->speaker].who;
        if (c->who == DL_NONE) {
            c->who = c->body;
        }
    } else {
        c->origin =
            s->source == DL_NONE ? DL_STR("unnamed") : dl_phrase_words(r, s->source);
    }
    c->kind = s->kind;
    c->stance = s->stance;
    c->rule = s->rule;
    c->via_count = s->via_count;
    c->via = dl_arena_new_array(r->arena, s->via_count + 1u, dl_str);
    if (c->via == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < s->via_count; i++) { /* nearest to the origin first */
        c->via[i] = h->speakers.list.at[s->via[i]].name;
    }
    return true;
}

/* Marks tokens with their innermost claim. Sorted by place, an inner claim comes after
 * the one around it. */
static void mark_tokens(dl_hearing *h)
{
    dl_reading *r = h->r;
    for (uint32_t i = 0; i < h->sayings.count; i++) {
        const dl_saying *s = &h->sayings.at[i];
        for (uint32_t t = s->first; !s->opinion && t <= s->last; t++) {
            if ((t < s->cue_first || t > s->cue_last) &&
                (t < s->gap_first || t >= s->gap_end)) {
                const uint32_t old = r->claim[t];
                if (old != DL_NONE &&
                    h->sayings.at[old].last - h->sayings.at[old].first <=
                        s->last - s->first) {
                    continue;
                }
                r->claim[t] = i;
            }
        }
    }
}

/* Outlets that only passed a saying on stand in its `via`. */
static void drop_passed_on(dl_hearing *h)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < h->sayings.count; i++) {
        if (!h->sayings.at[i].passes_on) {
            h->sayings.at[count++] = h->sayings.at[i];
        }
    }
    h->sayings.count = count;
}

bool dl_claim_find(dl_reading *r)
{
    dl_hearing h;
    if (!dl_hearing_find(r, &h)) {
        return false;
    }
    sort_sayings(&h);
    chain(&h);
    drop_passed_on(&h);
    for (uint32_t i = 0; i < h.sayings.count; i++) {
        if (!to_claim(&h, &h.sayings.at[i])) {
            return false;
        }
    }
    mark_tokens(&h);
    return !dl_arena_failed(r->arena);
}

void dl_claim_link(dl_reading *r, const dl_event *events, uint32_t event_count)
{
    for (uint32_t i = 0; i < event_count; i++) {
        const uint32_t claim = events[i].claim;
        if (claim != DL_NONE && r->claims.at[claim].event == DL_NONE) {
            r->claims.at[claim].event = i;
        }
    }
    for (uint32_t i = 1; i < r->claims.count; i++) { /* the same words, another speaker */
        dl_claim *a = &r->claims.at[i - 1], *b = &r->claims.at[i];
        if (a->span.start == b->span.start && a->span.end == b->span.end &&
            a->cue.start == b->cue.start) {
            a->event = a->event == DL_NONE ? b->event : a->event;
            b->event = b->event == DL_NONE ? a->event : b->event;
        }
    }
}
