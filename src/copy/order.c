/* order.c - see order.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "order.h"

#include <stdlib.h>

typedef struct named {
    dl_str id;
    uint32_t at;
} named;

static int by_id(const void *x, const void *y)
{
    const named *p = x, *q = y;
    const int way = dl_str_compare(p->id, q->id);
    return way != 0 ? way : p->at < q->at ? -1 : p->at > q->at;
}

bool dl_order_by_id(const dl_report *const *reports, uint32_t count, dl_arena *arena,
                    dl_order *out)
{
    named *names = dl_arena_new_array(arena, (size_t)count + 1, named);
    out->at = dl_arena_new_array(arena, (size_t)count + 1, uint32_t);
    out->rank = dl_arena_new_array(arena, (size_t)count + 1, uint32_t);
    if (names == NULL || out->at == NULL || out->rank == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        names[i] = (named){reports[i]->article.id, i};
    }
    qsort(names, count, sizeof *names, by_id);
    for (uint32_t k = 0; k < count; k++) {
        out->at[k] = names[k].at;
        out->rank[names[k].at] = k;
    }
    return true;
}
