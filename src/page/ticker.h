/* ticker.h - live tickers: the time of each entry.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TICKER_H
#define DL_TICKER_H

#include "choose.h"
#include "jsonld.h"

/* For each block the time of the entry it belongs to, unknown where it belongs to none;
 * NULL if the page is no ticker. Lives in `arena`. */
const dl_when *dl_ticker_read(const dl_blocks *blocks, const dl_choice *choice,
                              const dl_jsonld *ld, dl_arena *arena);

#endif
