/* keep.h - writes what was fetched into a web archive, so that it can be read again
 * without the network: WARC 1.1, one gzip member a record.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_KEEP_H
#define DL_KEEP_H

#include "fetch.h"

typedef struct dl_keep dl_keep;

/* Opens `path` to add to it; makes it when there is none. */
DL_CHECK dl_status dl_keep_open(const char *path, dl_keep **out, dl_error *err);
void dl_keep_close(dl_keep *keep); /* NULL does nothing */

/* Adds an answer as it came; *offset: where its record begins (see dl_archive_reopen).
 * `published` is the date that led to it, as printed there, or "". */
DL_CHECK dl_status dl_keep_add(dl_keep *keep, const dl_fetch_got *got, dl_str published,
                               uint64_t *offset, dl_error *err);

const char *dl_keep_path(const dl_keep *keep);

#endif
