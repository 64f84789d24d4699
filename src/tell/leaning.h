/* leaning.h - events told by their distance from another: "two days after the bombing".
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LEANING_H
#define DL_LEANING_H

#include "reading.h"

typedef struct dl_leaning {
    uint32_t *lead_at;  /* by token: the lead whose words it is among, or DL_NONE */
    uint32_t *found_at; /* by token: the first event it triggers, or DL_NONE */
} dl_leaning;

/* Finds leads and events by token. false when out of memory. */
bool dl_leaning_init(dl_leaning *out, const dl_reading *r);

/* The lead `found` is told by; NULL if none. */
const dl_lead *dl_leaning_find(const dl_leaning *l, const dl_reading *r,
                               const dl_found *found);

/* Dates `found` from the event that `lead` starts from; false while that has no date. */
bool dl_leaning_date(const dl_leaning *l, const dl_reading *r, dl_found *found,
                     const dl_lead *lead);

/* "On Tuesday, the tenth anniversary of the invasion": dates the event remembered. */
void dl_leaning_remember(const dl_leaning *l, dl_reading *r);

#endif
