/* candidates.c - see candidates.h. Sorts (fingerprint, document), pairs the documents of
 * each run, sorts the pairs, keeps those that come often enough.
 * SPDX-License-Identifier: Apache-2.0 */
#include "candidates.h"

#include "vec.h"

#include <stdlib.h>

typedef struct posting {
    uint64_t print;
    uint32_t document;
} posting;

typedef DL_VEC(uint64_t) pair_list; /* a << 32 | b */

static int by_print(const void *a, const void *b)
{
    const posting *x = a, *y = b;
    if (x->print != y->print) {
        return x->print < y->print ? -1 : 1;
    }
    return x->document < y->document ? -1 : x->document > y->document;
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Pairs the documents of one run of postings. */
static bool pair_run(const posting *run, size_t size, dl_arena *arena, pair_list *pairs)
{
    for (size_t i = 0; i < size; i++) {
        const size_t reach =
            size - i - 1 < DL_CANDIDATE_MOST ? size - i - 1 : DL_CANDIDATE_MOST;
        for (size_t j = i + 1; j <= i + reach; j++) {
            uint64_t *pair = dl_vec_push(pairs, arena);
            if (pair == NULL) {
                return false;
            }
            *pair = (uint64_t)run[i].document << 32 | run[j].document;
        }
    }
    return true;
}

static posting *post(const dl_report *const *reports, uint32_t count, dl_arena *arena,
                     size_t *total)
{
    size_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        n += reports[i]->print_count;
    }
    posting *all = dl_arena_new_array(arena, n, posting);
    *total = n;
    n = 0;
    for (uint32_t i = 0; all != NULL && i < count; i++) {
        for (uint32_t j = 0; j < reports[i]->print_count; j++) {
            all[n++] = (posting){reports[i]->prints[j], i};
        }
    }
    if (all != NULL) {
        qsort(all, n, sizeof *all, by_print);
    }
    return all;
}

/* Keeps the pairs that come DL_CANDIDATE_LEAST times, as two indexes each. */
static uint32_t *often(pair_list *pairs, dl_arena *arena, uint32_t *kept)
{
    uint32_t *out = dl_arena_new_array(arena, (size_t)pairs->count * 2, uint32_t);
    *kept = 0;
    if (pairs->count > 0) {
        qsort(pairs->at, pairs->count, sizeof *pairs->at, by_value);
    }
    for (uint32_t i = 0, j; out != NULL && i < pairs->count; i = j) {
        for (j = i + 1; j < pairs->count && pairs->at[j] == pairs->at[i]; j++) {
        }
        if (j - i >= DL_CANDIDATE_LEAST) {
            out[*kept * 2] = (uint32_t)(pairs->at[i] >> 32);
            out[*kept * 2 + 1] = (uint32_t)pairs->at[i];
            ++*kept;
        }
    }
    return out;
}

dl_status dl_candidates(const dl_report *const *reports, uint32_t count, dl_arena *arena,
                        uint32_t **out, uint32_t *kept, dl_error *err)
{
    pair_list pairs = {0};
    size_t total;
    const posting *all = post(reports, count, arena, &total);
    *out = NULL;
    *kept = 0;
    for (size_t i = 0, j; all != NULL && i < total; i = j) {
        for (j = i + 1; j < total && all[j].print == all[i].print; j++) {
        }
        if (j - i > 1 && !pair_run(all + i, j - i, arena, &pairs)) {
            return dl_fail_memory(err);
        }
    }
    *out = often(&pairs, arena, kept);
    return all == NULL || *out == NULL ? dl_fail_memory(err) : DL_OK;
}
