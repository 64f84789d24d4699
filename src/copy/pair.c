/* pair.c - see pair.h.
 *
 * What two texts share is a copy when enough of it is prose: no quotation with its few
 * words of attribution, no site's furniture. Two tests, either is enough:
 *   - runs of five words: taken over as they stand;
 *   - runs of three words without names and numbers: told anew with the old words. Two
 *     reports of one happening share its names; its small words they share by copying.
 * When only quotations, or a notice that says who announced it, are shared, both have
 * them from somewhere else: a common origin.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "pair.h"

#include "vec.h"

#include <stdlib.h>

/* Best F1 over real, rewritten and made-up copies together; flat from 10 to 14 runs and
 * from .05 to .07. */
#define COPY_RUNS_LEAST 12   /* shared five-word runs of prose */
#define COPY_RUNS_SHARE 0.06 /* of the runs of the text that has fewer of its own */
#define COPY_SMALL_LEAST 13  /* shared three-word runs without names and numbers */
#define COPY_SMALL_SHARE 0.08
#define BRIEF_SHARE 0.5    /* a brief of few words: half of its runs, at least */
#define BRIEF_RUNS_LEAST 4 /* so many */

#define QUOTE_WORDS_LEAST 7    /* shared words of a quotation that make a common origin */
#define NOTICE_WORDS_LEAST 12  /* shared words in a row of an announcing sentence */
#define NOTICE_PASSAGE_LEAST 7 /* ... when a quotation is shared as well */
#define STRETCH_ATTRIBUTION                                                              \
    12 /* more shared words around quotations in one stretch, and                        \
          the stretch was copied */
#define PASSAGE_WORDS_LEAST 5
#define PASSAGE_GAP_MOST 16 /* words between two matches of one passage */
#define ANEW_SHARE_PER 2    /* fewer than one run in two taken over: told anew */
#define KIND_WORDS_LEAST 5  /* words of prose that make a passage prose */
#define KIND_WORDS_PER 5    /* ... and one word in five */

#define NOT_PROSE (DL_TEXT_QUOTED | DL_TEXT_ATTRIBUTED | DL_TEXT_FURNITURE)

static uint8_t flags_of(const dl_text *a, const dl_text *b, uint32_t i, uint32_t j)
{
    return a->at[i].flags | b->at[j].flags;
}

/* ---- is it a copy? ---- */

static bool own_words(dl_text *words, dl_arena *arena)
{
    dl_text_word *copy =
        dl_arena_new_array(arena, (size_t)words->count + 1, dl_text_word);
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, words->at, words->count * sizeof *copy);
    words->at = copy;
    return true;
}

static bool taken_as_it_stood(const dl_pair *pair, dl_match m)
{
    uint32_t around = 0;
    for (uint32_t w = 0; w < m.count && around <= STRETCH_ATTRIBUTION; w++) {
        around += (pair->a.at[m.a + w].flags & pair->b.at[m.b + w].flags &
                   DL_TEXT_ATTRIBUTED) != 0;
    }
    return around > STRETCH_ATTRIBUTION;
}

static bool free_stretches(dl_pair *pair, dl_arena *arena)
{
    const uint8_t keep = (uint8_t) ~(DL_TEXT_QUOTED | DL_TEXT_ATTRIBUTED);
    bool own = false;
    for (uint32_t k = 0; k < pair->alignment.match_count; k++) {
        const dl_match m = pair->alignment.matches[k];
        if (!taken_as_it_stood(pair, m)) {
            continue;
        }
        if (!own && (!own_words(&pair->a, arena) || !own_words(&pair->b, arena))) {
            return false;
        }
        own = true;
        for (uint32_t w = 0; w < m.count; w++) {
            pair->a.at[m.a + w].flags &= keep;
            pair->b.at[m.b + w].flags &= keep;
        }
    }
    return true;
}

static double share(dl_run_counts c)
{
    const uint32_t least = c.a < c.b ? c.a : c.b;
    return least == 0 ? 0 : (double)c.both / least;
}

static dl_status is_copy(const dl_text *a, const dl_text *b, dl_run_counts all,
                         dl_arena *arena, bool *out, dl_error *err)
{
    dl_run_counts prose, small;
    const uint8_t plain = NOT_PROSE | DL_TEXT_CAPITAL | DL_TEXT_NUMBER;
    dl_status status = dl_run_count(a, b, DL_RUN_WORDS, NOT_PROSE, arena, &prose, err);
    if (status == DL_OK) {
        status = dl_run_count(a, b, 3, plain, arena, &small, err);
    }
    if (status != DL_OK) {
        return status;
    }
    *out = (prose.both >= COPY_RUNS_LEAST && share(prose) >= COPY_RUNS_SHARE) ||
           (small.both >= COPY_SMALL_LEAST && share(small) >= COPY_SMALL_SHARE &&
            all.both > 0) ||
           (prose.both >= BRIEF_RUNS_LEAST && share(prose) >= BRIEF_SHARE &&
            share(all) >= BRIEF_SHARE);
    return DL_OK;
}

static bool has_common_origin(const dl_text *a, const dl_text *b, const dl_alignment *al)
{
    for (uint32_t k = 0; k < al->match_count; k++) {
        const dl_match m = al->matches[k];
        uint32_t quoted = 0, notice = 0;
        for (uint32_t w = 0; w < m.count; w++) {
            const uint8_t flags = flags_of(a, b, m.a + w, m.b + w);
            if ((flags & DL_TEXT_FURNITURE) != 0) {
                quoted = notice = 0;
                continue;
            }
            quoted += (flags & DL_TEXT_QUOTED) != 0;
            notice += (flags & DL_TEXT_NOTICE) != 0;
            if (quoted >= QUOTE_WORDS_LEAST || notice >= NOTICE_WORDS_LEAST) {
                return true;
            }
        }
    }
    return false;
}

static double covered(const dl_text *words, const uint32_t *partner)
{
    uint32_t all = 0, both = 0;
    for (uint32_t i = 0; i < words->count; i++) {
        if ((words->at[i].flags & DL_TEXT_FURNITURE) == 0) {
            all++;
            both += partner[i] != DL_NONE;
        }
    }
    return all == 0 ? 0 : (double)both / all;
}

dl_status dl_pair_compare(const dl_report *a, const dl_report *b, const dl_text *words_a,
                          const dl_text *words_b, dl_arena *arena, dl_pair *out,
                          dl_error *err)
{
    bool copy = false;
    *out = (dl_pair){.a = *words_a, .b = *words_b};
    dl_status status = dl_align(&out->a, &out->b, arena, &out->alignment, err);
    if (status == DL_OK) {
        status = dl_run_count(&out->a, &out->b, DL_RUN_WORDS, 0, arena, &out->runs, err);
    }
    if (status == DL_OK && !free_stretches(out, arena)) {
        status = dl_fail_memory(err);
    }
    if (status == DL_OK) {
        status = is_copy(&out->a, &out->b, out->runs, arena, &copy, err);
    }
    if (status != DL_OK) {
        return status;
    }
    out->in_b = covered(&out->a, out->alignment.to_b);
    out->in_a = covered(&out->b, out->alignment.to_a);
    out->kind = copy ? DL_COPY_COPY
                : has_common_origin(&out->a, &out->b, &out->alignment)
                    ? DL_COPY_COMMON_ORIGIN
                    : DL_COPY_NONE;
    if (out->kind == DL_COPY_NONE) {
        return DL_OK;
    }
    status =
        dl_changes_find(&out->a, &out->b, &out->alignment, arena, &out->changes, err);
    if (status == DL_OK) {
        status = dl_swaps_count(&out->a, &out->b, &out->changes, arena, &out->swaps, err);
    }
    if (status == DL_OK) {
        dl_direction_weigh(a, b, out, arena);
    }
    return status;
}

/* ---- the relation in full ---- */

typedef DL_VEC(dl_passage) passage_vec;
typedef DL_VEC(dl_span) span_vec;

static dl_span words_span(const dl_text *words, uint32_t first, uint32_t end)
{
    const dl_text_word *last = &words->at[end - 1];
    return (dl_span){words->at[first].span.start, last->span.end + last->ending};
}

/* A passage as it grows, in words; counts of what its matched words are. */
typedef struct stretch {
    uint32_t a, a_end, b, b_end;
    uint32_t matched, prose, notice, furniture;
} stretch;

static uint8_t kind_of(const stretch *s)
{
    if (s->furniture * 2 > s->matched) {
        return DL_PASSAGE_FURNITURE;
    }
    return s->prose < KIND_WORDS_LEAST || s->prose * KIND_WORDS_PER < s->matched
               ? DL_PASSAGE_QUOTE
               : DL_PASSAGE_PROSE;
}

/* Of texts that are no copies the shared prose is chance, but for an announcement. */
static bool push_passage(passage_vec *list, dl_arena *arena, const dl_pair *pair,
                         const stretch *s)
{
    uint8_t kind = kind_of(s);
    if (pair->kind == DL_COPY_COMMON_ORIGIN && kind == DL_PASSAGE_PROSE) {
        if (s->notice < NOTICE_PASSAGE_LEAST || s->notice * 2 < s->matched) {
            return true;
        }
        kind = DL_PASSAGE_QUOTE;
    }
    if (s->matched < PASSAGE_WORDS_LEAST) {
        return true;
    }
    dl_passage *p = dl_vec_push(list, arena);
    if (p == NULL) {
        return false;
    }
    p->a = words_span(&pair->b, s->b, s->b_end); /* the copy first */
    p->b = words_span(&pair->a, s->a, s->a_end);
    p->kind = kind;
    return true;
}

static void grow(stretch *s, const dl_text *a, const dl_text *b, dl_match m)
{
    for (uint32_t w = 0; w < m.count; w++) {
        const uint8_t flags = flags_of(a, b, m.a + w, m.b + w);
        s->furniture += (flags & DL_TEXT_FURNITURE) != 0;
        s->prose += (flags & NOT_PROSE) == 0;
        s->notice += (flags & DL_TEXT_NOTICE) != 0;
    }
    s->matched += m.count;
    s->a_end = m.a + m.count;
    s->b_end = m.b + m.count;
}

static bool list_passages(const dl_pair *pair, const dl_text *a, const dl_text *b,
                          dl_arena *arena, passage_vec *list)
{
    stretch s = {0};
    for (uint32_t k = 0; k < pair->alignment.match_count; k++) {
        const dl_match m = pair->alignment.matches[k];
        const bool goes_on = s.matched > 0 && m.a - s.a_end <= PASSAGE_GAP_MOST &&
                             m.b >= s.b_end && m.b - s.b_end <= PASSAGE_GAP_MOST;
        if (!goes_on) {
            if (!push_passage(list, arena, pair, &s)) {
                return false;
            }
            s = (stretch){.a = m.a, .b = m.b};
        }
        grow(&s, a, b, m);
    }
    return push_passage(list, arena, pair, &s);
}

/* Where most was told anew, a word that was put in place of another once is part of the
 * telling; only what was done again and again, or to names and numbers, is told. */
static bool worth_telling(const dl_pair *pair, const dl_swap *swap)
{
    const bool anew = pair->runs.both * ANEW_SHARE_PER < pair->runs.b;
    return !anew || swap->count > 1 || swap->proper_both;
}

static bool list_swaps(const dl_pair *pair, dl_arena *arena, dl_copy *out)
{
    uint32_t n = 0;
    out->substitutions =
        dl_arena_new_array(arena, (size_t)pair->swaps.count + 1, dl_substitution);
    if (out->substitutions == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < pair->swaps.count; i++) {
        const dl_swap *s = &pair->swaps.at[i];
        if (worth_telling(pair, s)) {
            out->substitutions[n++] =
                (dl_substitution){s->from, s->to, s->count, s->from_span, s->to_span};
        }
    }
    out->substitution_count = n;
    return true;
}

static bool list_rest(const dl_pair *pair, const dl_text *a, const dl_text *b,
                      dl_arena *arena, dl_copy *out)
{
    span_vec dropped = {0}, added = {0};
    for (uint32_t k = 0; k < pair->changes.count; k++) {
        const dl_change *c = &pair->changes.at[k];
        if (c->kind != DL_CHANGE_OTHER) {
            continue;
        }
        if (c->a < c->a_end) {
            dl_span *span = dl_vec_push(&dropped, arena);
            if (span == NULL) {
                return false;
            }
            *span = words_span(a, c->a, c->a_end);
        }
        if (c->b < c->b_end) {
            dl_span *span = dl_vec_push(&added, arena);
            if (span == NULL) {
                return false;
            }
            *span = words_span(b, c->b, c->b_end);
        }
    }
    out->dropped = dropped.at;
    out->dropped_count = dropped.count;
    out->added = added.at;
    out->added_count = added.count;
    return true;
}

static int by_start(const void *x, const void *y)
{
    const dl_span *p = x, *q = y;
    return p->start < q->start ? -1 : p->start > q->start;
}

static int by_copy(const void *x, const void *y)
{
    const dl_passage *p = x, *q = y;
    return p->a.start < q->a.start ? -1 : p->a.start > q->a.start;
}

dl_status dl_pair_relation(const dl_pair *pair, dl_arena *arena, dl_copy *out,
                           dl_error *err)
{
    const dl_text *a = &pair->a, *b = &pair->b;
    passage_vec passages = {0};
    *out = (dl_copy){.kind = pair->kind, .doc = 1, .of = 0};
    out->shared = pair->runs.b == 0 ? 0 : (double)pair->runs.both / pair->runs.b;
    out->rule = pair->kind == DL_COPY_COPY ? pair->evidence.rule : "copy.common.quote";
    out->direction = pair->kind == DL_COPY_COPY ? dl_direction_sure(&pair->evidence)
                                                : DL_DIRECTION_UNKNOWN;
    if (!list_passages(pair, a, b, arena, &passages)) {
        return dl_fail_memory(err);
    }
    out->passages = passages.at;
    out->passage_count = passages.count;
    if (pair->kind == DL_COPY_COPY &&
        (!list_swaps(pair, arena, out) || !list_rest(pair, a, b, arena, out))) {
        return dl_fail_memory(err);
    }
    if (passages.count > 1) {
        qsort(out->passages, passages.count, sizeof *out->passages, by_copy);
    }
    if (out->added_count > 1) {
        qsort(out->added, out->added_count, sizeof *out->added, by_start);
    }
    return DL_OK;
}
