/* spelling.h - spellings of one name: transliterations compared by how they sound.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SPELLING_H
#define DL_SPELLING_H

#include "str.h"

#define DL_SOUND_LEAST 5 /* consonants; names with fewer sound like too many others */

/* What the spellings of one folded name have in common: "abdel rahman", "abd al rahman"
 * and "abdulrahman" give the same, "mario" and "maria", "paul" and "paula" do not. ""
 * for a name too short to tell by its sound. In the arena. */
dl_str dl_spelling_sound(dl_arena *arena, dl_str key);

/* The last word of a folded name. */
dl_str dl_spelling_last(dl_str key);

#endif
