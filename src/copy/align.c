/* align.c - see align.h.
 *
 * Greedy tiling (after Wise 1993) on seeds of three words:
 *   1. what both texts begin and end with is matched at once (equal texts cost one pass);
 *   2. every run of three words of b is looked up in a, and grown both ways to the
 *      longest match; runs that stand in a more often than SEED_PLACES_MOST are passed
 * over, which is what keeps a text of one repeated word linear;
 *   3. the longest matches are taken first, each word once; short ones only beside a
 *      longer one and in the same order;
 *   4. the small gaps between neighbours, and the few words left at the beginning or the
 *      end of a sentence, are filled by the best sequence of equal words.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "align.h"

#include "hash.h"
#include "map.h"
#include "run.h"
#include "vec.h"

#include <stdlib.h>

#define SEED_WORDS 3
#define SEED_PLACES_MOST 12 /* places of one seed in a */
#define MATCH_ALONE 5       /* words a match needs when nothing beside it agrees */
#define NEAR_WORDS 16       /* how far a match beside it may lie */
#define EDGE_WORDS 8        /* words at a sentence's beginning or end tried at once */
#define GAP_CELLS_MOST 400  /* of the table that fills one gap */

typedef DL_VEC(dl_match) match_vec;

/* Places of every seed of a: chains through `next`, newest first. */
typedef struct seeds {
    dl_map first;     /* seed -> its last place */
    uint32_t *next;   /* place -> earlier place of the same seed */
    uint16_t *places; /* at a seed's last place: how many it has */
} seeds;

static bool index_seeds(const dl_text *a, dl_arena *arena, seeds *s)
{
    dl_map_init(&s->first, arena);
    s->next = dl_arena_new_array(arena, (size_t)a->count + 1, uint32_t);
    s->places = dl_arena_new_array(arena, (size_t)a->count + 1, uint16_t);
    if (s->next == NULL || s->places == NULL) {
        return false;
    }
    for (uint32_t i = 0; i + SEED_WORDS <= a->count; i++) {
        const uint64_t seed = dl_run_hash(a, i, SEED_WORDS);
        const uint32_t before = dl_map_find_id(&s->first, seed);
        const uint16_t places = before == DL_NONE ? 0 : s->places[before];
        s->next[i] = before;
        s->places[i] = places == UINT16_MAX ? places : (uint16_t)(places + 1);
        if (!dl_map_set_id(&s->first, seed, i)) {
            return false;
        }
    }
    return true;
}

static bool same(const dl_text *a, uint32_t i, const dl_text *b, uint32_t j)
{
    return a->at[i].key == b->at[j].key;
}

static void take(dl_alignment *out, uint32_t i, uint32_t j, uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        out->to_b[i + k] = j + k;
        out->to_a[j + k] = i + k;
    }
}

/* Step 1. */
static void take_ends(const dl_text *a, const dl_text *b, dl_alignment *out)
{
    const uint32_t least = a->count < b->count ? a->count : b->count;
    uint32_t front = 0, back = 0;
    while (front < least && same(a, front, b, front)) {
        front++;
    }
    while (back < least - front && same(a, a->count - 1 - back, b, b->count - 1 - back)) {
        back++;
    }
    if (front >= MATCH_ALONE) {
        take(out, 0, 0, front);
    }
    if (back >= MATCH_ALONE) {
        take(out, a->count - back, b->count - back, back);
    }
}

/* Step 2: all matches of at least SEED_WORDS among words not yet taken. `reach` holds
 * for each diagonal the word of b up to which it was looked at. */
static bool find_matches(const dl_text *a, const dl_text *b, const dl_alignment *out,
                         dl_arena *arena, match_vec *found)
{
    seeds s;
    uint32_t *reach =
        dl_arena_new_array(arena, (size_t)a->count + b->count + 1, uint32_t);
    if (reach == NULL || !index_seeds(a, arena, &s)) {
        return false;
    }
    for (uint32_t j = 0; j + SEED_WORDS <= b->count; j++) {
        if (out->to_a[j] != DL_NONE) {
            continue;
        }
        uint32_t i = dl_map_find_id(&s.first, dl_run_hash(b, j, SEED_WORDS));
        if (i == DL_NONE || s.places[i] > SEED_PLACES_MOST) {
            continue;
        }
        for (; i != DL_NONE; i = s.next[i]) {
            uint32_t *done = &reach[j + a->count - i];
            if (*done > j || out->to_b[i] != DL_NONE) {
                continue;
            }
            dl_match m = {i, j, 0};
            while (m.a > 0 && m.b > *done && out->to_b[m.a - 1] == DL_NONE &&
                   out->to_a[m.b - 1] == DL_NONE && same(a, m.a - 1, b, m.b - 1)) {
                m.a--;
                m.b--;
            }
            while (m.a + m.count < a->count && m.b + m.count < b->count &&
                   out->to_b[m.a + m.count] == DL_NONE &&
                   out->to_a[m.b + m.count] == DL_NONE &&
                   same(a, m.a + m.count, b, m.b + m.count)) {
                m.count++;
            }
            *done = m.b + m.count;
            dl_match *slot = dl_vec_push(found, arena);
            if (slot == NULL) {
                return false;
            }
            *slot = m;
        }
    }
    return true;
}

static int longest_first(const void *x, const void *y)
{
    const dl_match *p = x, *q = y;
    if (p->count != q->count) {
        return p->count > q->count ? -1 : 1;
    }
    /* of equals, the one that keeps its place best; then the earlier */
    const uint32_t pd = p->a > p->b ? p->a - p->b : p->b - p->a;
    const uint32_t qd = q->a > q->b ? q->a - q->b : q->b - q->a;
    if (pd != qd) {
        return pd < qd ? -1 : 1;
    }
    return p->a != q->a ? (p->a < q->a ? -1 : 1) : p->b < q->b ? -1 : p->b > q->b;
}

/* The longest part of `m` whose words are free in both texts. */
static dl_match free_part(const dl_alignment *out, dl_match m)
{
    dl_match best = {0, 0, 0};
    uint32_t start = 0;
    for (uint32_t k = 0; k <= m.count; k++) {
        const bool free =
            k < m.count && out->to_b[m.a + k] == DL_NONE && out->to_a[m.b + k] == DL_NONE;
        if (free) {
            continue;
        }
        if (k - start > best.count) {
            best = (dl_match){m.a + start, m.b + start, k - start};
        }
        start = k + 1;
    }
    return best;
}

/* Is there a match just before or just behind `m`, in the same order? */
static bool has_neighbour(const dl_text *a, const dl_alignment *out, dl_match m)
{
    for (uint32_t d = 1; d <= NEAR_WORDS; d++) {
        if (m.a >= d && out->to_b[m.a - d] != DL_NONE) {
            const uint32_t j = out->to_b[m.a - d];
            if (j < m.b && m.b - j <= NEAR_WORDS) {
                return true;
            }
        }
        const uint32_t i = m.a + m.count - 1 + d;
        if (i < a->count && out->to_b[i] != DL_NONE) {
            const uint32_t j = out->to_b[i];
            if (j >= m.b + m.count && j - (m.b + m.count) < NEAR_WORDS) {
                return true;
            }
        }
    }
    return false;
}

/* Step 3. */
static void take_matches(const dl_text *a, dl_alignment *out, match_vec *found)
{
    if (found->count > 1) {
        qsort(found->at, found->count, sizeof *found->at, longest_first);
    }
    for (uint32_t k = 0; k < found->count; k++) {
        const dl_match m = free_part(out, found->at[k]);
        if (m.count >= MATCH_ALONE) {
            take(out, m.a, m.b, m.count);
        }
    }
    for (uint32_t k = 0; k < found->count; k++) {
        const dl_match m = free_part(out, found->at[k]);
        if (m.count >= 2 && has_neighbour(a, out, m)) {
            take(out, m.a, m.b, m.count);
        }
    }
}

/* The longest common subsequence of the gap a[i, ie) and b[j, je): table of lengths. */
static void fill_gap(const dl_text *a, uint32_t i, uint32_t ie, const dl_text *b,
                     uint32_t j, uint32_t je, dl_alignment *out)
{
    uint8_t best[GAP_CELLS_MOST * 2 + 2] = {0};
    const uint32_t rows = ie - i, columns = je - j, wide = columns + 1;
    if (rows * columns > GAP_CELLS_MOST || (rows + 1) * wide > sizeof best) {
        return;
    }
    for (uint32_t r = rows; r-- > 0;) {
        for (uint32_t c = columns; c-- > 0;) {
            const uint8_t down = best[(r + 1) * wide + c], right = best[r * wide + c + 1];
            const uint8_t longer = down > right ? down : right;
            const uint8_t both = (uint8_t)(best[(r + 1) * wide + c + 1] + 1);
            best[r * wide + c] =
                same(a, i + r, b, j + c) && both > longer ? both : longer;
        }
    }
    uint32_t r = 0, c = 0;
    while (r < rows && c < columns) {
        const uint8_t here = best[r * wide + c];
        if (same(a, i + r, b, j + c) && here == best[(r + 1) * wide + c + 1] + 1) {
            take(out, i + r, j + c, 1);
            r++;
            c++;
        } else if (here == best[(r + 1) * wide + c]) {
            r++;
        } else {
            c++;
        }
    }
}

static bool all_free(const uint32_t *partner, uint32_t first, uint32_t end)
{
    for (uint32_t k = first; k < end; k++) {
        if (partner[k] != DL_NONE) {
            return false;
        }
    }
    return true;
}

/* The beginnings of two sentences that are matched from i and j on. */
static void fill_beginning(const dl_text *a, uint32_t i, const dl_text *b, uint32_t j,
                           dl_alignment *out)
{
    uint32_t x = i, y = j;
    while (x > 0 && i - x <= EDGE_WORDS && a->at[x - 1].sentence == a->at[i].sentence) {
        x--;
    }
    while (y > 0 && j - y <= EDGE_WORDS && b->at[y - 1].sentence == b->at[j].sentence) {
        y--;
    }
    if (x < i && y < j && i - x <= EDGE_WORDS && j - y <= EDGE_WORDS &&
        all_free(out->to_b, x, i) && all_free(out->to_a, y, j)) {
        fill_gap(a, x, i, b, y, j, out);
    }
}

/* The ends of two sentences that are matched up to i and j. */
static void fill_end(const dl_text *a, uint32_t i, const dl_text *b, uint32_t j,
                     dl_alignment *out)
{
    uint32_t x = i + 1, y = j + 1;
    while (x < a->count && x - i <= EDGE_WORDS + 1 &&
           a->at[x].sentence == a->at[i].sentence) {
        x++;
    }
    while (y < b->count && y - j <= EDGE_WORDS + 1 &&
           b->at[y].sentence == b->at[j].sentence) {
        y++;
    }
    if (x > i + 1 && y > j + 1 && x - i <= EDGE_WORDS + 1 && y - j <= EDGE_WORDS + 1 &&
        all_free(out->to_b, i + 1, x) && all_free(out->to_a, j + 1, y)) {
        fill_gap(a, i + 1, x, b, j + 1, y, out);
    }
}

/* Step 4. */
static void fill_edges(const dl_text *a, const dl_text *b, dl_alignment *out)
{
    for (uint32_t i = 0; i < a->count; i++) {
        const uint32_t j = out->to_b[i];
        if (j == DL_NONE) {
            continue;
        }
        if (i > 0 && out->to_b[i - 1] == DL_NONE && j > 0 &&
            out->to_a[j - 1] == DL_NONE) {
            fill_beginning(a, i, b, j, out);
        }
        if (i + 1 < a->count && out->to_b[i + 1] == DL_NONE && j + 1 < b->count &&
            out->to_a[j + 1] == DL_NONE) {
            fill_end(a, i, b, j, out);
        }
    }
}

static void fill_gaps(const dl_text *a, const dl_text *b, dl_alignment *out)
{
    uint32_t last = DL_NONE;
    for (uint32_t i = 0; i < a->count; i++) {
        if (out->to_b[i] == DL_NONE) {
            continue;
        }
        if (last != DL_NONE && i - last > 1 && i - last <= NEAR_WORDS) {
            const uint32_t j = out->to_b[last], je = out->to_b[i];
            bool free = je > j + 1 && je - j <= NEAR_WORDS;
            for (uint32_t k = j + 1; free && k < je; k++) {
                free = out->to_a[k] == DL_NONE;
            }
            if (free) {
                fill_gap(a, last + 1, i, b, j + 1, je, out);
            }
        }
        last = i;
    }
}

static bool list_matches(const dl_text *a, dl_alignment *out, dl_arena *arena)
{
    match_vec list = {0};
    for (uint32_t i = 0; i < a->count; i++) {
        if (out->to_b[i] == DL_NONE) {
            continue;
        }
        dl_match *last = list.count == 0 ? NULL : &list.at[list.count - 1];
        if (last != NULL && last->a + last->count == i &&
            last->b + last->count == out->to_b[i]) {
            last->count++;
            continue;
        }
        last = dl_vec_push(&list, arena);
        if (last == NULL) {
            return false;
        }
        *last = (dl_match){i, out->to_b[i], 1};
    }
    out->matches = list.at;
    out->match_count = list.count;
    return true;
}

dl_status dl_align(const dl_text *a, const dl_text *b, dl_arena *arena, dl_alignment *out,
                   dl_error *err)
{
    match_vec found = {0};
    *out = (dl_alignment){0};
    out->to_b = dl_arena_new_array(arena, (size_t)a->count + 1, uint32_t);
    out->to_a = dl_arena_new_array(arena, (size_t)b->count + 1, uint32_t);
    if (out->to_b == NULL || out->to_a == NULL) {
        return dl_fail_memory(err);
    }
    memset(out->to_b, 0xff, a->count * sizeof *out->to_b);
    memset(out->to_a, 0xff, b->count * sizeof *out->to_a);
    take_ends(a, b, out);
    if (!find_matches(a, b, out, arena, &found)) {
        return dl_fail_memory(err);
    }
    take_matches(a, out, &found);
    fill_gaps(a, b, out);
    fill_edges(a, b, out);
    return list_matches(a, out, arena) ? DL_OK : dl_fail_memory(err);
}
