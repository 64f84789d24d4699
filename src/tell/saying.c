/* saying.c - see saying.h.
 *
 * What is said rarely is one clean subtree: an inserted "he said" parts it, quotations
 * run over sentences, and parsers hang the last clause on the cue. The content is one
 * stretch of tokens; cue, source and what belongs to them are left out of it by `gap`.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "saying.h"

#include "frame.h"
#include "phrase.h"

bool dl_saying_skips(const dl_reading *r, uint32_t token)
{
    return dl_at(r, token)->is_space || dl_word_is(r, token, ",") ||
           dl_word_is(r, token, ".") || dl_word_is(r, token, ";") ||
           dl_word_is(r, token, ":");
}

static void trim(const dl_reading *r, dl_saying *s)
{
    while (s->first < s->last && dl_saying_skips(r, s->first)) {
        s->first++;
    }
    while (s->last > s->first && dl_saying_skips(r, s->last)) {
        s->last--;
    }
}

void dl_saying_sentence(const dl_reading *r, uint32_t token, dl_saying *s)
{
    s->first = dl_sentence_of(r, token)->first;
    s->last = dl_sentence_of(r, token)->end - 1;
}

/* First and last token of cue and source together. */
static void insert_edges(const dl_reading *r, const dl_saying *s, uint32_t *first,
                         uint32_t *last)
{
    *first = s->cue_first;
    *last = s->cue_last;
    if (s->source != DL_NONE) {
        uint32_t from, to;
        dl_phrase_edges(r, s->source, &from, &to);
        *first = from < *first ? from : *first;
        *last = to > *last ? to : *last;
    }
    /* "the news agency Baltika reported": read as two subjects, both are the source */
    for (uint32_t k = r->kid_start[s->cue_last]; k < r->kid_start[s->cue_last + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "nsubj") && r->right[kid] + 1 == *first) {
            *first = r->left[kid];
            break;
        }
    }
}

/* The clause stands before the cue: all of the sentence up to it is said; what comes
 * behind the insert ("..., said X, but Y") is too when it is a clause of its own. */
void dl_saying_before(const dl_reading *r, uint32_t clause, dl_saying *s)
{
    uint32_t from, to;
    insert_edges(r, s, &from, &to);
    const dl_sentence *sentence = dl_sentence_of(r, clause);
    s->first = sentence->first;
    s->last = from > s->first ? from - 1 : s->first;
    if (r->right[clause] > to && dl_within(r, clause, s->cue_first)) {
        s->last = r->right[clause];
    }
    for (uint32_t k = r->kid_start[s->cue_last]; k < r->kid_start[s->cue_last + 1]; k++) {
        const uint32_t kid = r->kids[k]; /* "..., police said, a week after ..." */
        if (kid > to && dl_dep(r, kid, "advcl") && !dl_tag_is(r, kid, "VBG") &&
            r->left[kid] > 0 && dl_word_is(r, r->left[kid] - 1, ",") &&
            r->right[kid] > s->last) {
            s->gap_first = from;
            s->gap_end = r->left[kid];
            s->last = r->right[kid];
        }
    }
}

/* A quotation around any content token: the whole of it is said. */
static void widen_to_quotes(dl_hearing *h, dl_saying *s)
{
    const uint32_t a = dl_quote_at(&h->quotes, s->first),
                   b = dl_quote_at(&h->quotes, s->last);
    if (a != DL_NONE && dl_quote_at(&h->quotes, s->cue_first) != a) {
        s->first = h->quotes.at[a].first < s->first ? h->quotes.at[a].first : s->first;
    }
    if (b != DL_NONE && dl_quote_at(&h->quotes, s->cue_first) != b) {
        s->last = h->quotes.at[b].last > s->last ? h->quotes.at[b].last : s->last;
    }
}

/* "A," he said, "B": content found behind the cue takes in the quotation before it. */
static void widen_back(dl_hearing *h, dl_saying *s)
{
    uint32_t from, to;
    insert_edges(h->r, s, &from, &to);
    if (s->first <= s->cue_last || dl_quote_at(&h->quotes, s->first) == DL_NONE) {
        return;
    }
    while (from > 0 && dl_saying_skips(h->r, from - 1) &&
           s->cue_first - from < INSERT_MAX) {
        from--;
    }
    const uint32_t q = from == 0 ? DL_NONE : dl_quote_at(&h->quotes, from - 1);
    if (q != DL_NONE && h->quotes.at[q].claim == DL_NONE &&
        h->r->para[h->quotes.at[q].first] == h->r->para[s->cue_first]) {
        s->first = h->quotes.at[q].first;
    }
}

/* What is said stands in the paragraph of its cue. */
static void clip(const dl_reading *r, dl_saying *s)
{
    while (s->first < s->last && r->para[s->first] != r->para[s->cue_first]) {
        s->first++;
    }
    while (s->last > s->first && r->para[s->last] != r->para[s->cue_first]) {
        s->last--;
    }
}

static uint8_t kind_of(dl_hearing *h, const dl_saying *s)
{
    uint32_t inside = 0, words = 0;
    for (uint32_t t = s->first; t <= s->last; t++) {
        if ((t >= s->cue_first && t <= s->cue_last) || dl_saying_skips(h->r, t)) {
            continue;
        }
        words++;
        inside += dl_quote_at(&h->quotes, t) != DL_NONE;
    }
    return inside == 0 ? DL_INDIRECT : inside * 10 >= words * 8 ? DL_DIRECT : DL_MIXED;
}

static void take_quotes(dl_hearing *h, const dl_saying *s, uint32_t index)
{
    uint32_t q = dl_quote_from(&h->quotes, s->first);
    for (; q < h->quotes.count && h->quotes.at[q].first <= s->last; q++) {
        h->quotes.at[q].claim = index;
    }
}

bool dl_saying_add(dl_hearing *h, dl_saying *s)
{
    dl_reading *r = h->r;
    const uint32_t sentence = dl_at(r, s->cue_first)->sentence;
    h->in_sentence = sentence == h->sentence ? h->in_sentence + 1 : 0;
    h->sentence = sentence;
    if (h->in_sentence >= DL_CLAIMS_PER_SENTENCE_MAX) {
        return true;
    }
    trim(r, s);
    widen_to_quotes(h, s);
    widen_back(h, s);
    clip(r, s);
    if (s->last < s->first) {
        return true; /* nothing of it is left */
    }
    trim(r, s);
    s->kind = kind_of(h, s);
    dl_saying *fresh = dl_vec_push(&h->sayings, r->arena);
    if (fresh == NULL) {
        return false;
    }
    *fresh = *s;
    take_quotes(h, s, h->sayings.count - 1);
    return true;
}
