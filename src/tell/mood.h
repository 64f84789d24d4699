/* mood.h - did it happen? Negation, plans, conditions, hedges, rumours, memories.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_MOOD_H
#define DL_MOOD_H

#include "reading.h"

/* dl_modality of what a frame tells, from its grammar alone (dates come later). */
uint8_t dl_mood_of(const dl_reading *r, const dl_frame *frame);

/* Is it told as a habit or in general ("clashes are frequent", "attacks rise every
 * year") rather than as something that happened once? */
bool dl_mood_general(const dl_reading *r, const dl_frame *frame, const dl_rule *rule);

/* Pluperfect: earlier than what the text is about. */
bool dl_mood_pluperfect(const dl_reading *r, uint32_t verb);

/* "has taken", "have been killed": of now. */
bool dl_mood_perfect(const dl_reading *r, uint32_t verb);

#endif
