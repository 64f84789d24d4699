/* settle.h - brings what documents say together up to date with the documents.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SETTLE_H
#define DL_SETTLE_H

#include "handle.h"

/* Makes copies, stories, dates from copies, names and the chronology anew from the
 * documents of the ledger, in one transaction. Depends on the documents alone: not on
 * when or in which order they came. Needs the data of DL_DATA_TELL open.
 * *overtaken: somebody else has written to the ledger since `version` was asked for
 * (dl_ledger_version); then nothing is put. */
DL_CHECK dl_status dl_settle(dl_call *call, int64_t version, bool *overtaken);

#endif
