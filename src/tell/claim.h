/* claim.h - who said what: reporting verbs, "according to", quotations, statements.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CLAIM_H
#define DL_CLAIM_H

#include "reading.h"

#define DL_CLAIMS_PER_SENTENCE_MAX 24
#define DL_VIA_MAX 6 /* links of one chain */

/* Fills r->claims in the order of the text, and r->claim. false when out of memory. */
bool dl_claim_find(dl_reading *r);

/* Links claims to the first event told in their own words. */
void dl_claim_link(dl_reading *r, const dl_event *events, uint32_t event_count);

#endif
