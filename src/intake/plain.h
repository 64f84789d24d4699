/* plain.h - the text of a piece of HTML: titles and summaries of feeds.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PLAIN_H
#define DL_PLAIN_H

#include "str.h"

/* The text of `html` without its tags, scripts and styles, entities undone, white space
 * run together; in `arena`. "" when out of memory. */
dl_str dl_plain(dl_str html, dl_arena *arena);

#endif
