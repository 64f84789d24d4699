/* change.c - see change.h.
 *
 * The words between two neighbouring matches are a change. It is a replacement when it is
 * short on both sides, stays within one sentence of each text, and stands between enough
 * equal words; the beginning or the end of a sentence serves as well as an equal word.
 *
 *   a   ... said the | Front      | had left ...          "Front" -> "mercenaries"
 *   b   ... said the | mercenaries| had left ...
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "change.h"

#include "hash.h"
#include "map.h"
#include "vec.h"

#include <stdlib.h>

#define SWAP_WORDS_MOST 6 /* of either side of a replacement */
#define ANCHOR_REACH 6    /* how far to both sides equal words are counted */
#define ANCHOR_WORDS 5    /* how many must be there */
#define ANCHOR_PROPER 4   /* enough where a name or a number was replaced */
#define SENTENCE_ANCHOR 2 /* what a sentence's end counts as */
#define SPELLED_LETTERS 4 /* a word must be so long to be called a slip */
#define SPELLED_NAME 6    /* a name: "Iran" for "Iraq" is none */
#define LONG_SIDE 3       /* words on either side that make a replacement a long one */
#define LONG_ANCHOR 3     /* equal words it needs at once before and behind */

typedef DL_VEC(dl_change) change_vec;

typedef struct finder {
    const dl_text *a, *b;
    const dl_alignment *alignment;
    dl_arena *arena;
    change_vec changes;
} finder;

/* ---- words that do not count as put for one another ---- */

/* Is the word one of grammar only? "a" for "the" is no replacement worth telling. */
static bool grammar(const dl_text *words, uint32_t i)
{
    static const char list[] =
        " a an the of in on at to by as is was are were be been it its and or that this "
        "which who with from for had has have would will he she they his her their but ";
    const dl_str word = dl_str_cut(words->text, words->at[i].span);
    char spaced[12];
    if (word.size > 5) {
        return false;
    }
    spaced[0] = ' ';
    for (size_t k = 0; k < word.size; k++) {
        spaced[k + 1] =
            (char)(word.at[k] >= 'A' && word.at[k] <= 'Z' ? word.at[k] + 32 : word.at[k]);
    }
    spaced[word.size + 1] = ' ';
    spaced[word.size + 2] = '\0';
    return strstr(list, spaced) != NULL;
}

static bool all_grammar(const dl_text *words, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (!grammar(words, i)) {
            return false;
        }
    }
    return true;
}

/* ---- words spelled a little differently ---- */

#define SPELL_BYTES_MOST 48

/* Letters to change, put in or leave out to make one word of the other; stops at 3. */
static unsigned distance(dl_str x, dl_str y)
{
    uint8_t row[SPELL_BYTES_MOST + 1];
    if (x.size > SPELL_BYTES_MOST || y.size > SPELL_BYTES_MOST) {
        return 3;
    }
    for (size_t j = 0; j <= y.size; j++) {
        row[j] = (uint8_t)j;
    }
    for (size_t i = 1; i <= x.size; i++) {
        uint8_t corner = row[0];
        row[0] = (uint8_t)i;
        for (size_t j = 1; j <= y.size; j++) {
            const uint8_t above = row[j];
            const uint8_t swap =
                (uint8_t)(corner + ((x.at[i - 1] | 32) != (y.at[j - 1] | 32)));
            const uint8_t step = (uint8_t)((above < row[j - 1] ? above : row[j - 1]) + 1);
            row[j] = swap < step ? swap : step;
            corner = above;
        }
    }
    return row[y.size] < 3 ? row[y.size] : 3;
}

static bool spelled_alike(const finder *f, uint32_t i, uint32_t j)
{
    const dl_text_word *x = &f->a->at[i], *y = &f->b->at[j];
    const uint16_t longer = x->letters > y->letters ? x->letters : y->letters;
    const uint8_t flags = x->flags | y->flags;
    if (longer < ((flags & DL_TEXT_CAPITAL) != 0 ? SPELLED_NAME : SPELLED_LETTERS) ||
        (flags & DL_TEXT_NUMBER) != 0) {
        return false;
    }
    return distance(dl_str_cut(f->a->text, x->span), dl_str_cut(f->b->text, y->span)) ==
           1;
}

/* ---- is it a replacement? ---- */

static bool one_sentence(const dl_text *words, uint32_t first, uint32_t end)
{
    return words->at[first].sentence == words->at[end - 1].sentence;
}

static bool proper(const dl_text *words, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const uint8_t flags = words->at[i].flags;
        if ((flags & DL_TEXT_NUMBER) != 0 ||
            ((flags & DL_TEXT_CAPITAL) != 0 && (flags & DL_TEXT_STARTS) == 0)) {
            return true;
        }
    }
    return false;
}

static bool all_proper(const dl_text *words, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if ((words->at[i].flags & (DL_TEXT_NUMBER | DL_TEXT_CAPITAL)) == 0) {
            return false;
        }
    }
    return true;
}

static bool sentence_begins(const dl_text *words, uint32_t i)
{
    return i == 0 || words->at[i].sentence != words->at[i - 1].sentence;
}

/* Equal words just before the change, in order; a sentence's start counts too. */
static uint32_t anchors_before(const finder *f, const dl_change *c)
{
    uint32_t count = 0, last = c->b;
    for (uint32_t k = 1; k <= ANCHOR_REACH && k <= c->a; k++) {
        const uint32_t j = f->alignment->to_b[c->a - k];
        if (j != DL_NONE && j < last && last - j <= ANCHOR_REACH) {
            count++;
            last = j;
        }
    }
    const bool starts = sentence_begins(f->a, c->a) && sentence_begins(f->b, c->b);
    return count + (starts ? SENTENCE_ANCHOR : 0);
}

static uint32_t anchors_behind(const finder *f, const dl_change *c)
{
    uint32_t count = 0, last = c->b_end;
    for (uint32_t k = 0; k < ANCHOR_REACH && c->a_end + k < f->a->count; k++) {
        const uint32_t j = f->alignment->to_b[c->a_end + k];
        if (j != DL_NONE && j >= last && j - last < ANCHOR_REACH) {
            count++;
            last = j + 1;
        }
    }
    const bool ends = (c->a_end == f->a->count || sentence_begins(f->a, c->a_end)) &&
                      (c->b_end == f->b->count || sentence_begins(f->b, c->b_end));
    return count + (ends ? SENTENCE_ANCHOR : 0);
}

/* Are the words just before and just behind the same, without a gap? */
static bool firm(const finder *f, const dl_change *c)
{
    uint32_t before = 0, behind = 0;
    while (before < LONG_ANCHOR && c->a > before && c->b > before &&
           f->alignment->to_b[c->a - 1 - before] == c->b - 1 - before) {
        before++;
    }
    while (behind < LONG_ANCHOR && c->a_end + behind < f->a->count &&
           f->alignment->to_b[c->a_end + behind] == c->b_end + behind) {
        behind++;
    }
    const bool starts =
        sentence_begins(f->a, c->a - before) && sentence_begins(f->b, c->b - before);
    const bool ends =
        (c->a_end + behind == f->a->count || sentence_begins(f->a, c->a_end + behind));
    return (before == LONG_ANCHOR || starts) && (behind == LONG_ANCHOR || ends);
}

static uint8_t kind_of(const finder *f, const dl_change *c)
{
    const uint32_t from = c->a_end - c->a, to = c->b_end - c->b;
    if (from == 0 || to == 0 || from > SWAP_WORDS_MOST || to > SWAP_WORDS_MOST ||
        !one_sentence(f->a, c->a, c->a_end) || !one_sentence(f->b, c->b, c->b_end) ||
        (all_grammar(f->a, c->a, c->a_end) && all_grammar(f->b, c->b, c->b_end))) {
        return DL_CHANGE_OTHER;
    }
    if (from == 1 && to == 1 && spelled_alike(f, c->a, c->b)) {
        return DL_CHANGE_SPELLED;
    }
    if ((from >= LONG_SIDE || to >= LONG_SIDE) && !firm(f, c)) {
        return DL_CHANGE_OTHER;
    }
    const bool names = proper(f->a, c->a, c->a_end) || proper(f->b, c->b, c->b_end);
    const uint32_t before = anchors_before(f, c), behind = anchors_behind(f, c);
    return before > 0 && behind > 0 &&
                   before + behind >= (names ? ANCHOR_PROPER : ANCHOR_WORDS)
               ? DL_CHANGE_REPLACED
               : DL_CHANGE_OTHER;
}

static bool push(finder *f, dl_change c)
{
    if (c.a == c.a_end && c.b == c.b_end) {
        return true;
    }
    c.kind = kind_of(f, &c);
    dl_change *slot = dl_vec_push(&f->changes, f->arena);
    if (slot == NULL) {
        return false;
    }
    *slot = c;
    return true;
}

/* The free words of b before `j` and from `j` on: up to the next match. */
static uint32_t free_back(const finder *f, uint32_t j)
{
    while (j > 0 && f->alignment->to_a[j - 1] == DL_NONE) {
        j--;
    }
    return j;
}

static uint32_t free_on(const finder *f, uint32_t j)
{
    while (j < f->b->count && f->alignment->to_a[j] == DL_NONE) {
        j++;
    }
    return j;
}

/* Takes equal words off both ends, as long as something is left on both sides. */
static dl_change trimmed(const finder *f, dl_change c)
{
    while (c.a + 1 < c.a_end && c.b + 1 < c.b_end &&
           f->a->at[c.a].key == f->b->at[c.b].key) {
        c.a++;
        c.b++;
    }
    while (c.a + 1 < c.a_end && c.b + 1 < c.b_end &&
           f->a->at[c.a_end - 1].key == f->b->at[c.b_end - 1].key) {
        c.a_end--;
        c.b_end--;
    }
    return c;
}

/* The words of a between two matches, when what lies beside them in b is no one stretch:
 * try the sentence's end behind the match before, and its beginning before the next. */
static bool push_apart(finder *f, uint32_t i, uint32_t ie, uint32_t j, uint32_t je)
{
    /* j: behind the match before in b; je: start of the next match in b; DL_NONE: none */
    uint32_t left = i, right = ie;
    if (j != DL_NONE && left < right && !sentence_begins(f->a, left)) {
        uint32_t stop = left + 1;
        while (stop < right && !sentence_begins(f->a, stop)) {
            stop++;
        }
        uint32_t b_stop = j;
        const uint32_t most = free_on(f, j);
        while (b_stop < most && (b_stop == j || !sentence_begins(f->b, b_stop))) {
            b_stop++;
        }
        const dl_change c = trimmed(f, (dl_change){left, stop, j, b_stop, 0});
        if (b_stop > j && !sentence_begins(f->b, j) &&
            kind_of(f, &c) != DL_CHANGE_OTHER) {
            if (!push(f, c)) {
                return false;
            }
            left = stop;
        }
    }
    if (je != DL_NONE && left < right) {
        uint32_t start = right;
        while (start > left && (start == right || !sentence_begins(f->a, start))) {
            start--;
        }
        uint32_t b_start = je;
        const uint32_t least = free_back(f, je);
        while (b_start > least && (b_start == je || !sentence_begins(f->b, b_start))) {
            b_start--;
        }
        const dl_change c = trimmed(f, (dl_change){start, right, b_start, je, 0});
        if (b_start < je && sentence_begins(f->a, start) &&
            sentence_begins(f->b, b_start) && !sentence_begins(f->a, right) &&
            kind_of(f, &c) != DL_CHANGE_OTHER) {
            if (left < start && !push(f, (dl_change){left, start, b_start, b_start, 0})) {
                return false;
            }
            return push(f, c);
        }
    }
    return left == right || push(f, (dl_change){left, right, j == DL_NONE ? 0 : j,
                                                j == DL_NONE ? 0 : j, 0});
}

/* Words of b that no change spoke of. */
static bool push_rest(finder *f)
{
    uint8_t *told = dl_arena_new_array(f->arena, (size_t)f->b->count + 1, uint8_t);
    if (told == NULL) {
        return false;
    }
    for (uint32_t k = 0; k < f->changes.count; k++) {
        const dl_change *c = &f->changes.at[k];
        memset(told + c->b, 1, c->b_end - c->b);
    }
    for (uint32_t j = 0; j < f->b->count; j++) {
        const uint32_t start = j;
        while (j < f->b->count && f->alignment->to_a[j] == DL_NONE && !told[j]) {
            j++;
        }
        const uint32_t before = start > 0 ? f->alignment->to_a[start - 1] : DL_NONE;
        const uint32_t i = before == DL_NONE ? 0 : before + 1;
        if (j > start && !push(f, (dl_change){i, i, start, j, 0})) {
            return false;
        }
    }
    return true;
}

static int by_place(const void *x, const void *y)
{
    const dl_change *p = x, *q = y;
    if (p->a != q->a) {
        return p->a < q->a ? -1 : 1;
    }
    if (p->a_end != q->a_end) {
        return p->a_end < q->a_end ? -1 : 1;
    }
    return p->b < q->b ? -1 : p->b > q->b;
}

dl_status dl_changes_find(const dl_text *a, const dl_text *b,
                          const dl_alignment *alignment, dl_arena *arena, dl_changes *out,
                          dl_error *err)
{
    finder f = {.a = a, .b = b, .alignment = alignment, .arena = arena};
    bool ok = true;
    for (uint32_t k = 0; ok && k <= alignment->match_count; k++) {
        const dl_match *before = k == 0 ? NULL : &alignment->matches[k - 1];
        const dl_match *next =
            k == alignment->match_count ? NULL : &alignment->matches[k];
        const uint32_t i = before == NULL ? 0 : before->a + before->count;
        const uint32_t ie = next == NULL ? a->count : next->a;
        const uint32_t j = before == NULL ? DL_NONE : before->b + before->count;
        const uint32_t je = next == NULL ? DL_NONE : next->b;
        const bool together =
            j != DL_NONE && je != DL_NONE && je >= j && free_on(&f, j) >= je;
        ok = together ? push(&f, (dl_change){i, ie, j, je, 0})
                      : push_apart(&f, i, ie, j, je);
    }
    if (!ok || !push_rest(&f)) {
        return dl_fail_memory(err);
    }
    if (f.changes.count > 1) {
        qsort(f.changes.at, f.changes.count, sizeof *f.changes.at, by_place);
    }
    out->at = f.changes.at;
    out->count = f.changes.count;
    return DL_OK;
}

/* ---- counting replacements ---- */

static uint64_t key_of(const dl_text *words, uint32_t first, uint32_t end)
{
    uint64_t key = end - first;
    for (uint32_t i = first; i < end; i++) {
        key = dl_hash_join(key, words->at[i].key);
    }
    return key;
}

static dl_span span_of(const dl_text *words, uint32_t first, uint32_t end)
{
    const dl_str text = dl_text_of(words, first, end);
    const uint32_t start = words->at[first].span.start;
    return (dl_span){start, start + (uint32_t)text.size};
}

static int most_first(const void *x, const void *y)
{
    const dl_swap *p = x, *q = y;
    if (p->count != q->count) {
        return p->count > q->count ? -1 : 1;
    }
    return p->from_span.start != q->from_span.start
               ? (p->from_span.start < q->from_span.start ? -1 : 1)
               : (p->to_span.start > q->to_span.start) -
                     (p->to_span.start < q->to_span.start);
}

/* Does the word end in a possessive's "'s" (and not in a bare apostrophe)? */
static bool has_s(const dl_text *words, uint32_t i)
{
    const dl_text_word *word = &words->at[i];
    return word->ending > 1 &&
           (words->text.at[word->span.end + word->ending - 1] | 32) == 's';
}

/* The same possessive's ending on both sides is not what was replaced. */
static void drop_common_ending(const dl_text *a, const dl_text *b, const dl_change *c,
                               dl_swap *swap)
{
    if (has_s(a, c->a_end - 1) && has_s(b, c->b_end - 1)) {
        swap->from_span.end = a->at[c->a_end - 1].span.end;
        swap->to_span.end = b->at[c->b_end - 1].span.end;
        swap->from = dl_str_cut(a->text, swap->from_span);
        swap->to = dl_str_cut(b->text, swap->to_span);
    }
}

dl_status dl_swaps_count(const dl_text *a, const dl_text *b, const dl_changes *changes,
                         dl_arena *arena, dl_swaps *out, dl_error *err)
{
    DL_VEC(dl_swap) swaps = {0};
    dl_map known;
    dl_map_init(&known, arena);
    for (uint32_t k = 0; k < changes->count; k++) {
        const dl_change *c = &changes->at[k];
        if (c->kind != DL_CHANGE_REPLACED) {
            continue;
        }
        const uint64_t from = key_of(a, c->a, c->a_end);
        const uint64_t to = key_of(b, c->b, c->b_end);
        const uint32_t at = dl_map_add_id(&known, dl_hash_join(from, to), swaps.count);
        if (at == DL_NONE) {
            return dl_fail_memory(err);
        }
        if (at < swaps.count) {
            swaps.at[at].count++;
            continue;
        }
        dl_swap *swap = dl_vec_push(&swaps, arena);
        if (swap == NULL) {
            return dl_fail_memory(err);
        }
        *swap =
            (dl_swap){.from_key = from,
                      .to_key = to,
                      .from = dl_text_of(a, c->a, c->a_end),
                      .to = dl_text_of(b, c->b, c->b_end),
                      .from_span = span_of(a, c->a, c->a_end),
                      .to_span = span_of(b, c->b, c->b_end),
                      .count = 1,
                      .proper = proper(a, c->a, c->a_end) || proper(b, c->b, c->b_end),
                      .proper_both =
                          all_proper(a, c->a, c->a_end) && all_proper(b, c->b, c->b_end)};
        drop_common_ending(a, b, c, swap);
    }
    if (swaps.count > 1) {
        qsort(swaps.at, swaps.count, sizeof *swaps.at, most_first);
    }
    out->at = swaps.at;
    out->count = swaps.count;
    return DL_OK;
}
