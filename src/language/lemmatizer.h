/* lemmatizer.h - the dictionary form of a word, from the package's tables.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LEMMATIZER_H
#define DL_LEMMATIZER_H

#include "cfg.h"
#include "doc.h"
#include "ruler.h"

typedef struct dl_lemmatizer dl_lemmatizer;

/* Reads COMPONENT/lookups/lookups.bin of the model directory `dir`, for the mode that
 * `cfg` gives the component ("rule" or "lookup"). */
DL_CHECK dl_status dl_lemmatizer_open(const char *dir, const dl_cfg *cfg,
                                      const char *component, dl_lemmatizer **out,
                                      dl_error *err);
void dl_lemmatizer_close(dl_lemmatizer *lemmatizer);

/* The lemma of a word with the part of speech and features of `marks`: `text` or `lower`
 * itself, or a string of the tables, or made in `arena`. An empty view with at == NULL
 * when out of memory. */
dl_str dl_lemmatizer_find(const dl_lemmatizer *lemmatizer, const dl_marks *marks,
                          dl_str text, dl_str lower, dl_arena *arena);

#endif
