/* timetense.h - does what is told at a token lie behind or ahead?
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TIMETENSE_H
#define DL_TIMETENSE_H

#include "timematch.h"

typedef enum dl_tense { DL_TENSE_NONE, DL_TENSE_PAST, DL_TENSE_FUTURE } dl_tense;

/* The tense of what happens at `token`: by a cue word shortly before it ("due on"; class
 * CUE_FUTURE of `words`, which may be NULL), else by the governing verb and its
 * auxiliaries, climbing out of infinitives and participles. Looks at a bounded window. */
dl_tense dl_time_tense(const dl_timewords *words, const dl_doc *doc, uint32_t token);

#endif
