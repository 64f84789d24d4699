/* order.h - reports in the order of their ids: nothing may depend on the order in which
 * the documents came in.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ORDER_H
#define DL_ORDER_H

#include "tells.h"

typedef struct dl_order {
    uint32_t *at;   /* at[k]: the number of the report that is k-th by id */
    uint32_t *rank; /* rank[i]: where report i stands */
} dl_order;

/* False when out of memory. Of equal ids the first comes first. */
bool dl_order_by_id(const dl_report *const *reports, uint32_t count, dl_arena *arena,
                    dl_order *out);

#endif
