/* cue.c - see cue.h.
 *
 * Words and cues are folded alike and set between blanks, so that a cue is found by a
 * plain search and only as whole words.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "cue.h"

#include "fold.h"
#include "tells.h"

static const struct {
    const char *name;
    uint8_t mark;
} KINDS[DL_CUE_KINDS] = {{"NARROWS", DL_MARK_NARROWS},
                         {"CORRECTS", DL_MARK_CORRECTS},
                         {"AHEAD", DL_MARK_AHEAD}};

uint32_t dl_cue_kind(dl_str name)
{
    uint32_t kind = 0;
    while (kind < DL_CUE_KINDS && !dl_str_is(name, KINDS[kind].name)) {
        kind++;
    }
    return kind;
}

uint8_t dl_cue_marks(const dl_codebook *book, dl_arena *arena, dl_str words)
{
    const dl_arena_mark here = dl_arena_here(arena);
    const dl_str folded = dl_fold(arena, words);
    const dl_str padded = dl_str_printf(arena, " %.*s ", (int)folded.size, folded.at);
    uint8_t marks = 0;
    for (uint32_t kind = 0; kind < DL_CUE_KINDS; kind++) {
        const dl_cue_list *cues = &book->cues[kind];
        for (uint32_t i = 0; i < cues->count; i++) {
            if (dl_str_find(padded, cues->at[i]) != SIZE_MAX) {
                marks |= KINDS[kind].mark;
                break;
            }
        }
    }
    dl_arena_back(arena, here);
    return marks;
}
