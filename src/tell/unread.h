/* unread.h - what looked like ours and was not understood.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_UNREAD_H
#define DL_UNREAD_H

#include "reading.h"

/* Adds sentences with an event word and no event, and dates and places that events needed
 * and that could not be resolved. false when out of memory. */
bool dl_unread_find(dl_reading *r);

#endif
