/* figure.h - how many were killed, hurt, missing, moved, arrested, taken; how many took
 * part; and which event each number belongs to.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FIGURE_H
#define DL_FIGURE_H

#include "reading.h"

/* Finds the figures and hangs them on events. A figure told in a sentence without its
 * event makes that sentence a further telling of the event (an echo), so that whoever
 * gives the number is heard. false when out of memory. */
bool dl_figure_find(dl_reading *r);

/* May people be killed, hurt or missing in events of this kind? */
bool dl_figure_carried(const dl_reading *r, const dl_found *found);

/* Makes `found` a further telling of event `target`. */
void dl_figure_echo(dl_reading *r, dl_found *found, uint32_t target, const char *rule);

#endif
