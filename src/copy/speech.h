/* speech.h - words by which a sentence betrays what it is for.
 *
 * A site speaking of itself ("All rights reserved. This material may not be published,
 * broadcast, rewritten or redistributed") is furniture: two reports that share it have
 * copied nothing from one another. In real news more than half of all shared word runs
 * are of this kind.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SPEECH_H
#define DL_SPEECH_H

#include "map.h"

#define DL_SPEECH_WEIGHT 15 /* mask: how much the word is a site's, 0 to 15 */
#define DL_SPEECH_TELLS 16  /* "said": somebody told it */
#define DL_SPEECH_SHORT 32  /* "Mr": a full stop behind it ends no sentence */
#define DL_SPEECH_AMENDS 64 /* "correction", "updated" */

/* A table from word keys (dl_text_key) to the marks above. false: out of memory. */
bool dl_speech_open(dl_map *speech, dl_arena *arena);

/* Is a sentence of `words` words whose weights add up to `weight` a site's own? */
bool dl_speech_is_furniture(unsigned weight, uint32_t words);

#endif
