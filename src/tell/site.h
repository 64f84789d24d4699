/* site.h - where an event happened: the place attached to its words, else to its clause,
 * its sentence, its paragraph.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SITE_H
#define DL_SITE_H

#include "reading.h"

/* Gives every event found a place, or none. */
void dl_site_find(dl_reading *r);

#endif
