/* print.c - fingerprints: a few hashes that stand for a text.
 *
 * Every run of five words is hashed; of each four neighbouring hashes the smallest is
 * kept (winnowing: Schleimer, Wilkerson, Aiken 2003). Two texts that share any run of
 * eight words share a fingerprint, and only one hash in two or three is kept.
 *
 *   words      a b c d e f g h
 *   runs       [a..e] [b..f] [c..g] [d..h]
 *   hashes       71     12     40     55      window of 4 -> keep 12
 *
 * Runs inside a site's own sentences are left out: they would make everybody a candidate.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "copy.h"
#include "run.h"

#include <stdlib.h>

#define PRINT_WINDOW 4

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Keeps the smallest of each window, once. */
static uint32_t winnow(const uint64_t *hashes, uint32_t count, uint64_t *kept)
{
    uint32_t n = 0, last = DL_NONE; /* last: index of the hash kept last */
    const uint32_t windows = count < PRINT_WINDOW ? 1 : count - PRINT_WINDOW + 1;
    for (uint32_t w = 0; w < windows && count > 0; w++) {
        uint32_t best = w;
        const uint32_t end = w + PRINT_WINDOW < count ? w + PRINT_WINDOW : count;
        for (uint32_t i = w + 1; i < end; i++) {
            best = hashes[i] <= hashes[best] ? i : best;
        }
        if (best != last) {
            kept[n++] = hashes[best];
            last = best;
        }
    }
    return n;
}

dl_status dl_prints(dl_str text, dl_arena *arena, uint64_t **out, uint32_t *count,
                    dl_error *err)
{
    dl_text words;
    *out = NULL;
    *count = 0;
    const dl_status status = dl_text_read(text, arena, &words, err);
    if (status != DL_OK) {
        return status;
    }
    uint64_t *hashes = dl_arena_new_array(arena, (size_t)words.count + 1, uint64_t);
    uint64_t *kept = dl_arena_new_array(arena, (size_t)words.count + 1, uint64_t);
    if (hashes == NULL || kept == NULL) {
        return dl_fail_memory(err);
    }
    uint32_t n = 0;
    for (uint32_t i = 0; i + DL_RUN_WORDS <= words.count; i++) {
        if ((words.at[i].flags & DL_TEXT_FURNITURE) == 0) {
            hashes[n++] = dl_run_hash(&words, i, DL_RUN_WORDS);
        }
    }
    if (n == 0 && words.count > 0 && words.count < DL_RUN_WORDS) {
        hashes[n++] = dl_run_hash(&words, 0, words.count);
    }
    n = winnow(hashes, n, kept);
    qsort(kept, n, sizeof *kept, by_value);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || kept[i] != kept[i - 1]) {
            kept[(*count)++] = kept[i];
        }
    }
    *out = kept;
    return DL_OK;
}
