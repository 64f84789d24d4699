/* copy.c - two documents: who copied whom. See copy.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "copy.h"

#include "pair.h"

/* Without evidence the longer text is called the original, then the first one. */
static bool second_is_first(const dl_pair *pair, const dl_text *a, const dl_text *b)
{
    const double sum = dl_direction_sum(&pair->evidence);
    return sum != 0 ? sum < 0 : b->count > a->count;
}

dl_status dl_copy_compare(const dl_report *a, const dl_report *b, dl_arena *arena,
                          dl_copy *out, dl_error *err)
{
    dl_text words[2];
    dl_pair pair;
    *out = (dl_copy){.kind = DL_COPY_NONE, .doc = 1, .of = 0, .rule = "copy.none"};
    dl_status status = dl_text_read(a->article.text, arena, &words[0], err);
    if (status == DL_OK) {
        status = dl_text_read(b->article.text, arena, &words[1], err);
    }
    if (status == DL_OK) {
        status = dl_pair_compare(a, b, &words[0], &words[1], arena, &pair, err);
    }
    if (status != DL_OK || pair.kind == DL_COPY_NONE) {
        return status;
    }
    if (!second_is_first(&pair, &words[0], &words[1])) {
        return dl_pair_relation(&pair, arena, out, err);
    }
    status = dl_pair_compare(b, a, &words[1], &words[0], arena, &pair, err);
    if (status == DL_OK) {
        status = dl_pair_relation(&pair, arena, out, err);
    }
    out->doc = 0;
    out->of = 1;
    return status;
}
