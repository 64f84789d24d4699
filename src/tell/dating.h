/* dating.h - when an event happened, by what the text says; never filled in silently.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_DATING_H
#define DL_DATING_H

#include "reading.h"

/* Gives each event found the time attached to its own words. false when out of memory. */
bool dl_dating_read(dl_reading *r);

/* Marks events whose own date is clearly older than the news as recalled. */
void dl_dating_recall(dl_reading *r);

/* Once repeated tellings are joined: passes dates between them, dates the rest by what
 * stands around it, and marks what is recalled. What stays open goes to r->unread. false
 * when out of memory. */
bool dl_dating_settle(dl_reading *r);

#endif
