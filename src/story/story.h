/* story.h - which documents are about one unfolding happening.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_STORY_H
#define DL_STORY_H

#include "copy.h"
#include "status.h"
#include "tells.h"

typedef struct dl_story {
    uint32_t *documents; /* indexes into the reports given, ascending by id */
    uint32_t document_count;
    dl_str title;            /* of its most central document */
    dl_when from, to;        /* first and last publication or event day */
    dl_str *places, *actors; /* most told first */
    uint32_t place_count, actor_count;
    uint64_t id; /* stable: from the id of its oldest document */
} dl_story;

/* Parts `reports` into stories. The answer does not depend on their order. `copies` are
 * the relations among them (doc, of: indexes into reports). */
DL_CHECK dl_status dl_stories(const dl_report *const *reports, uint32_t count,
                              const dl_copy *copies, uint32_t copy_count, dl_arena *arena,
                              dl_story **out, uint32_t *out_count, dl_error *err);

/* Terms by which documents of one story find one another: hashes of their rarest names,
 * places and words, heaviest first, at most `most`. The engine looks candidates up by
 * them. */
DL_CHECK dl_status dl_story_terms(const dl_report *report, dl_arena *arena, uint32_t most,
                                  uint64_t **out, uint32_t *count, dl_error *err);

#endif
