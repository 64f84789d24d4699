/* quote.h - stretches between quotation marks.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_QUOTE_H
#define DL_QUOTE_H

#include "reading.h"

typedef struct dl_quote {
    uint32_t first, last; /* tokens, the marks included */
    uint32_t claim;       /* claim that took it, or DL_NONE */
} dl_quote;
typedef DL_VEC(dl_quote) dl_quote_vec;

#define DL_QUOTE_WORDS_MIN 4 /* shorter ones quote a word, not a saying */

/* All quotations, in order. A mark that is never closed ends with its paragraph. */
bool dl_quote_find(const dl_reading *r, dl_quote_vec *out);

/* The first quotation that does not end before `token`; quotes->count if none. */
uint32_t dl_quote_from(const dl_quote_vec *quotes, uint32_t token);

/* The quotation that covers `token`, among `quotes`; DL_NONE. */
uint32_t dl_quote_at(const dl_quote_vec *quotes, uint32_t token);

#endif
