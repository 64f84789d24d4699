/* reread.h - template memory over the ledger: documents whose host has new habits are
 * read again without what the host repeats.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_REREAD_H
#define DL_REREAD_H

#include "handle.h"

/* Whether template memory is switched otherwise than when the ledger was settled. */
DL_CHECK dl_status dl_reread_switched(dl_call *call, bool *switched);

/* Brings the documents of all hosts that are due up to date. What the documents say
 * afterwards depends on which documents there are, never on their order or on where an
 * earlier call was cut off. Cheap when nothing has changed. */
DL_CHECK dl_status dl_reread(dl_call *call);

#endif
