/* cue.h - phrases of the codebook by which words limit, correct or look ahead.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CUE_H
#define DL_CUE_H

#include "codebook.h"

/* The dl_mark bits of `words`: one for each kind of cue that stands in them as whole
 * words, whatever the case. Memory is taken from `arena` and given back. */
uint8_t dl_cue_marks(const dl_codebook *book, dl_arena *arena, dl_str words);

/* The kind of cue called `name` in the codebook ("NARROWS"); DL_CUE_KINDS if none. */
uint32_t dl_cue_kind(dl_str name);

#endif
