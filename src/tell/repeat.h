/* repeat.h - which tellings in one document are of the same event.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_REPEAT_H
#define DL_REPEAT_H

#include "reading.h"

/* Words that tell only what came of something ("nine people were killed") join the event
 * that did it; words like "the incident" join what they point back to, or are dropped. */
void dl_repeat_fold(dl_reading *r);

/* Sets same_as of every further telling of an event. */
void dl_repeat_find(dl_reading *r);

/* Drops nouns that point back to nothing this report tells ("the truce"). After all
 * repeats and figures are found. */
void dl_repeat_drop(dl_reading *r);

#endif
