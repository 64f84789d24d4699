/* hearing.h - who says what in a document: sayings, in the order of their cues.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_HEARING_H
#define DL_HEARING_H

#include "saying.h"

/* Fills *h with the quotations, speakers and sayings of `r`. false when out of memory. */
bool dl_hearing_find(dl_reading *r, dl_hearing *h);

/* Is `name` the outlet of the page itself? */
bool dl_hearing_own_outlet(const dl_reading *r, dl_str name);
/* Does the phrase of `token` name an outlet, or one who passes words on? */
bool dl_hearing_is_media(const dl_reading *r, uint32_t token);

#endif
