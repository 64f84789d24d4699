/* warc.h - pages out of web archives: WARC 0.18 to 1.1 (ISO 28500) and ARC 1 and 2.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WARC_H
#define DL_WARC_H

#include "page.h"
#include "stream.h"

typedef struct dl_warc {
    dl_stream *stream;
    const char *path; /* for ids and errors */
    size_t page_bytes;
    bool arc, lost;  /* lost: the next record must be looked for */
    uint64_t passed; /* records that hold no page: requests, metadata, pictures, errors */
} dl_warc;

/* The next page, in `arena`; its id is path#offset, offset being where its record begins
 * in the file. Records that hold no page are passed over unread. DL_ENONE at the end; any
 * other status: one record is bad, err names its offset, and the next call goes on at the
 * record behind it. */
DL_CHECK dl_status dl_warc_next(dl_warc *warc, dl_arena *arena, dl_page *out,
                                dl_error *err);

#endif
