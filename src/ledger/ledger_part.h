/* ledger_part.h - what the files of this folder share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LEDGER_PART_H
#define DL_LEDGER_PART_H

#include "ledger.h"

/* The prepared statement of `text`, a literal that stands in one place of the program;
 * it belongs to the ledger and stays prepared until it is closed. */
DL_CHECK dl_status dl_ledger_kept(dl_ledger *ledger, const char *text, dl_sql **out,
                                  dl_error *err);

/* Binds one side of an interval as ISO 8601; NULL when it is open or not known. The
 * bytes are put into `room`, which must live until the statement has run. */
void dl_sql_side(dl_sql *sql, int at, int64_t side, dl_when when, char room[32]);

/* Keeps what `page` came with and the traces of its article; its hosts, now and before, become due. */
DL_CHECK dl_status dl_ledger_put_template(dl_ledger *ledger, uint32_t number,
                                          const dl_page *page, const dl_article *article,
                                          dl_error *err);
/* Forgets these; the host becomes due. */
DL_CHECK dl_status dl_ledger_drop_template(dl_ledger *ledger, uint32_t number,
                                           dl_error *err);

#endif
