/* written.h - which passages of a report were written earlier, by another: "Thursday" in
 * a copy is the Thursday of the original. SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WRITTEN_H
#define DL_WRITTEN_H

#include "copy.h"

/* The older passages of one report, in the order of its text, apart from each other. */
typedef struct dl_older {
    dl_written *passages;
    uint32_t count;
} dl_older;

/* Follows each copied passage to the report it came from first, as far as directions are
 * known or likely. One counts if that report has a day, earlier than this one's (`dates`:
 * of those that print none). *out has `count` members in `arena`. false when out of
 * memory. */
bool dl_older_find(const dl_report *const *reports, uint32_t count, const dl_copy *copies,
                   uint32_t copy_count, const dl_date *dates, dl_arena *arena,
                   dl_older **out);

/* `date` and the passages as one text: the same text, the same reading. at NULL when out
 * of memory. */
dl_str dl_older_key(const dl_older *older, dl_str date, dl_arena *arena);

#endif
