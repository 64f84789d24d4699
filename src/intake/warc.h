/* warc.h - the records of a web archive: WARC 0.17 to 1.1 (ISO 28500), ARC 1 and 2.
 *
 * Reads archives as they are: header lines that end in "\n" alone, a Content-Length that
 * is missing or wrong (the next record decides), records that share a gzip member or lie
 * across several, files that are cut off or damaged in the middle (the next record is
 * searched, and what was lost is told with its place).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WARC_H
#define DL_WARC_H

#include "day.h"
#include "member.h"

/* Fields of our own in the records of what was fetched (keep.h). */
#define DL_WARC_ASKED "dateline-asked"
#define DL_WARC_PUBLISHED "dateline-published"

typedef enum dl_warc_type {
    DL_WARC_RESPONSE, /* every record of an ARC but its first */
    DL_WARC_RESOURCE,
    DL_WARC_CONVERSION,
    DL_WARC_REVISIT,
    DL_WARC_CONTINUATION,
    DL_WARC_REQUEST,
    DL_WARC_METADATA,
    DL_WARC_INFO,
    DL_WARC_OTHER
} dl_warc_type;

typedef struct dl_warc_record {
    dl_spot place;
    dl_warc_type type;
    dl_str url;        /* without the brackets some writers put around it */
    dl_str media;      /* Content-Type of the block, as printed */
    dl_str identified; /* WARC-Identified-Payload-Type; "" if none */
    dl_str truncated;  /* WARC-Truncated: why the crawler cut the block; "" if whole */
    dl_str asked;      /* our own archives: the address asked for; "" elsewhere */
    dl_str published;  /* and the date of the feed that led there, as printed */
    dl_when got;
    uint64_t length; /* of the block, as told; UINT64_MAX if not */
    /* known after the block: */
    bool repaired;   /* the told length was missing or wrong */
    const char *cut; /* why the block may not be whole; NULL: it is */
} dl_warc_record;

typedef struct dl_warc dl_warc;

/* Reads from `members`, which stays the caller's; `name` is what errors call it. */
DL_CHECK dl_status dl_warc_new(dl_members *members, const char *name, dl_warc **out,
                               dl_error *err);
void dl_warc_free(dl_warc *warc); /* NULL does nothing */

/* The next record. Its strings are good until the next call. The block is not read.
 * DL_ENONE: there are no more. Another status: something was damaged; err->at is its
 * stored byte, and the next call goes on behind it. */
DL_CHECK dl_status dl_warc_next(dl_warc *warc, dl_warc_record *out, dl_error *err);

/* Shows up to `want` bytes of the block's start. */
dl_str dl_warc_head(dl_warc *warc, size_t want);

/* Shows the block of the record given last, once; the view is good until the next call.
 * When the file is cut off or damaged in it, it is what there is, and record->cut says
 * why. DL_ELIMIT when it is larger than `most`. */
DL_CHECK dl_status dl_warc_block(dl_warc *warc, size_t most, dl_warc_record *record,
                                 dl_str *out, dl_error *err);

/* How many records did not begin a piece of their own in a packed file. */
uint64_t dl_warc_shared(const dl_warc *warc);

#endif
