/* spelling.h - spellings of one name: transliterations compared by their consonants.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SPELLING_H
#define DL_SPELLING_H

#include "str.h"

#define DL_BONES_LEAST 5 /* shorter consonant skeletons fit too many names */

/* The consonants of a folded name: articles al and el left out, vowels, w and y dropped,
 * q and c written k, doubled letters once. "abdel rahman" and "abdulrahman" both give
 * "bdlrhmn". In the arena. */
dl_str dl_spelling_bones(dl_arena *arena, dl_str key);

/* The last word of a folded name. */
dl_str dl_spelling_last(dl_str key);

#endif
