/* fold.h - a name as compared: without case, accents, punctuation, outer blanks.
 *
 *     "Abou Deïa" -> "abou deia"     "Deir ez-Zor" -> "deir ez zor"
 *     "N'Djamena" -> "ndjamena"      "  SYRIA. "   -> "syria"
 *
 * Case folding and decomposition are Unicode's (utf8proc); combining marks fall away,
 * apostrophes vanish, every other run of non-letters becomes one blank.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FOLD_H
#define DL_FOLD_H

#include "str.h"

/* The folded form, in the arena; empty when nothing is left or out of memory. */
dl_str dl_fold(dl_arena *arena, dl_str text);

/* Appends the folded form to `out`. */
void dl_fold_to(dl_buf *out, dl_str text);

#endif
