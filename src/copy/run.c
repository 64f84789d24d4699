/* run.c - see run.h. Sets of runs are compared by containment |A & B| / |A|, not by
 * likeness: a brief copied into a long report must still score 1 (Broder 1997).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include "hash.h"

#include <stdlib.h>

uint64_t dl_run_hash(const dl_text *words, uint32_t first, uint32_t size)
{
    uint64_t hash = size;
    for (uint32_t i = first; i < first + size; i++) {
        hash = dl_hash_join(hash, words->at[i].key);
    }
    return hash;
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The distinct runs of `words`, ascending; NULL when out of memory. */
static uint64_t *runs_of(const dl_text *words, uint32_t size, uint8_t without,
                         dl_arena *arena, uint32_t *count)
{
    uint64_t *runs = dl_arena_new_array(arena, (size_t)words->count + 1, uint64_t);
    uint32_t n = 0, clean = 0; /* clean: words in a row without the flags */
    *count = 0;
    for (uint32_t i = 0; i < words->count && runs != NULL; i++) {
        clean = (words->at[i].flags & without) != 0 ? 0 : clean + 1;
        if (clean >= size) {
            runs[n++] = dl_run_hash(words, i + 1 - size, size);
        }
    }
    if (n > 1) {
        qsort(runs, n, sizeof *runs, by_value);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || runs[i] != runs[i - 1]) {
            runs[(*count)++] = runs[i];
        }
    }
    return runs;
}

dl_status dl_run_count(const dl_text *a, const dl_text *b, uint32_t size, uint8_t without,
                       dl_arena *arena, dl_run_counts *out, dl_error *err)
{
    const dl_arena_mark mark = dl_arena_here(arena);
    *out = (dl_run_counts){0};
    const uint64_t *x = runs_of(a, size, without, arena, &out->a);
    const uint64_t *y = runs_of(b, size, without, arena, &out->b);
    if (x == NULL || y == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0, j = 0; i < out->a && j < out->b;) {
        if (x[i] == y[j]) {
            out->both++;
            i++;
            j++;
        } else if (x[i] < y[j]) {
            i++;
        } else {
            j++;
        }
    }
    dl_arena_back(arena, mark);
    return DL_OK;
}
