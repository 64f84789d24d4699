/* families.h - copies among all documents, family by family.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FAMILIES_H
#define DL_FAMILIES_H

#include "handle.h"

/* What was found, and what is to be kept for the next time. */
typedef struct dl_families {
    dl_copy *copies; /* by doc, then of; indexes into the documents */
    uint32_t copy_count;
    uint64_t *signatures; /* of all families, ascending */
    uint32_t count;
    struct dl_family *list;
} dl_families;

/* Finds the copies among `documents`, as they are read alone. A family is what candidate
 * pairs tie together. One that is known by its signature is taken from the ledger, the
 * others are compared on several threads. All in `arena`. */
DL_CHECK dl_status dl_families_find(dl_call *call, const dl_stored *documents,
                                    const dl_report *const *reports, uint32_t count,
                                    dl_arena *arena, dl_families *out);

/* Keeps what was compared anew, forgets families that are no more. */
DL_CHECK dl_status dl_families_put(dl_call *call, const dl_families *families);

#endif
