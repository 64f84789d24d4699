/* absent.c - stand-ins for stages that are not there yet; each gives an empty answer.
 * Linked last, so that the real ones win. This file goes when they are all there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reckon.h"
#include "story.h"

#include <stdlib.h>

#define WEAK __attribute__((weak))

WEAK dl_status dl_stories(const dl_report *const *reports, uint32_t count,
                          const dl_copy *copies, uint32_t copy_count, dl_arena *arena,
                          dl_story **out, uint32_t *out_count, dl_error *err)
{
    *out = dl_arena_new(arena, dl_story);
    *out_count = count > 0;
    (*out)->documents = dl_arena_new_array(arena, count, uint32_t);
    (*out)->document_count = count;
    (*out)->from = (*out)->to = dl_when_none();
    for (uint32_t i = 0; i < count; i++) {
        (*out)->documents[i] = i;
    }
    return DL_OK;
}
