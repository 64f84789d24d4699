/* event.h - finds the words that tell of events, by the rules of the codebook.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_EVENT_H
#define DL_EVENT_H

#include "reading.h"

/* A rule that fits at a token. */
typedef struct dl_match {
    const dl_rule *rule;
    dl_frame frame;
    uint32_t slots[DL_SLOT_MAX];
} dl_match;

/* The best rule at `token` among event rules (figures false) or figure rules. */
bool dl_event_match(const dl_reading *r, uint32_t token, bool figures, dl_match *out);

/* Fills r->found with every event told, in the order of the text, with its roles and
 * the modality of its grammar; and r->told. false when out of memory. */
bool dl_event_find(dl_reading *r);

#endif
