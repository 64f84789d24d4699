/* tongue.h - the language of a text.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TONGUE_H
#define DL_TONGUE_H

#include "str.h"

/* The language of `text` as an ISO 639-1 code in static memory, or "" when the text is
 * too short or unlike every language known. `declared` is what the page says ("en-GB",
 * or ""): it decides where the text alone cannot. */
const char *dl_tongue_of(dl_str text, dl_str declared);

#endif
