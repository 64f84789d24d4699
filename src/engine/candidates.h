/* candidates.h - which documents may have copied one another.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CANDIDATES_H
#define DL_CANDIDATES_H

#include "status.h"
#include "tells.h"

/* Pairs (a < b, 2 * *pairs indexes into `reports`, in order) that share at least
 * DL_CANDIDATE_LEAST fingerprints. A fingerprint of more than DL_CANDIDATE_MOST
 * documents pairs each with the next ones only, so that the work stays linear. */
#define DL_CANDIDATE_LEAST 2
#define DL_CANDIDATE_MOST 24

DL_CHECK dl_status dl_candidates(const dl_report *const *reports, uint32_t count,
                                 dl_arena *arena, uint32_t **out, uint32_t *pairs,
                                 dl_error *err);

#endif
