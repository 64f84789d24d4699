/* frame.h - the grammar around a trigger: who does it, to whom, by which preposition,
 * whatever the voice and however the clause was folded into another.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FRAME_H
#define DL_FRAME_H

#include "reading.h"

/* The subject a verb has or shares (control, co-ordination, relative and participial
 * clauses); DL_NONE. */
uint32_t dl_frame_subject(const dl_reading *r, uint32_t verb);
bool dl_frame_passive(const dl_reading *r, uint32_t verb);
/* Who does what a verb tells, whatever the voice; DL_NONE. */
uint32_t dl_frame_doer(const dl_reading *r, uint32_t verb);
/* To whom; DL_NONE. */
uint32_t dl_frame_done_to(const dl_reading *r, uint32_t verb);

/* Fills subj, obj, clause of a frame whose trigger and parts are set. */
void dl_frame_fill(const dl_reading *r, dl_frame *frame);

/* Object of the first of `preps` that hangs on the frame's words (or on its clause's
 * verb or object, for a noun that a light verb carries); DL_NONE. */
uint32_t dl_frame_prep(const dl_reading *r, const dl_frame *frame, const dl_slot *slot);

/* Object of preposition token `prep`; DL_NONE. */
uint32_t dl_frame_pobj(const dl_reading *r, uint32_t prep);

#define DL_FRAME_FAR 60 /* distance of tokens that have nothing in common */
#define DL_FRAME_WINDOW                                                                  \
    150 /* tokens looked at on either side, in very long sentences                       \
         */

/* Steps between two tokens of one sentence over their lowest common head; a border
 * between clauses counts several. */
int dl_frame_distance(const dl_reading *r, uint32_t a, uint32_t b);

/* The tokens of a token's sentence that are near enough to be looked at. */
void dl_frame_window(const dl_reading *r, uint32_t token, uint32_t *first, uint32_t *end);

/* The verb of the clause that a token stands in (itself if it is a verb). */
uint32_t dl_frame_clause(const dl_reading *r, uint32_t token);

#endif
