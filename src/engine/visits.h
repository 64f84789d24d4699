/* visits.h - what the ledger knows of addresses that were fetched before, so that what
 * has not changed is not sent again.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_VISITS_H
#define DL_VISITS_H

#include "handle.h"
#include "web.h"

typedef struct dl_visits dl_visits;

/* Over the ledger that `call` has open for writing. */
DL_CHECK dl_status dl_visits_new(dl_call *call, dl_visits **out, dl_error *err);
void dl_visits_free(dl_visits *visits); /* NULL does nothing */

/* For the intake. A page is known when its document was read as it would be read now, and
 * the archive that its answer was kept in is still there. */
dl_web_memory dl_visits_memory(dl_visits *visits);

/* Notes the feeds that were read, in a transaction of its own; when a part of the input
 * failed, none: what failed may be a page one of them led to. */
DL_CHECK dl_status dl_visits_end(dl_visits *visits);

#endif
