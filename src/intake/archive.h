/* archive.h - the pages of a web archive (WARC, ARC; plain, gzip, zstd, lz4).
 *
 * A page is what a record of an answer, a resource or a conversion holds, when it is HTML
 * or plain text and no answer of failure. Everything else is passed over and counted. In
 * an archive that we wrote (keep.h) a page has the id it had when it was fetched, and the
 * feeds are given too.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ARCHIVE_H
#define DL_ARCHIVE_H

#include "member.h"
#include "page.h"

typedef struct dl_archive dl_archive;

/* What was met and is no page. */
typedef struct dl_archive_tally {
    uint64_t records;
    uint64_t other_types; /* requests, metadata, the archive's own */
    uint64_t revisits;    /* "the same as before": their page is another record's */
    uint64_t failures;    /* answers of failure and redirects (a code that is not 2xx) */
    uint64_t other_media; /* pictures, styles, scripts, ... */
    uint64_t empty;
    uint64_t truncated; /* pages the crawler cut off; given, with a note */
    uint64_t repaired; /* records whose length was wrong or missing; given, with a note */
    uint64_t shared;   /* records that do not begin a gzip member or frame */
} dl_archive_tally;

/* Reads from `members`, which stays the caller's. `path` is what ids and errors begin
 * with; `page_bytes` the largest page. */
DL_CHECK dl_status dl_archive_open(dl_members *members, const char *path,
                                   size_t page_bytes, dl_archive **out, dl_error *err);
void dl_archive_close(dl_archive *archive); /* NULL does nothing */

typedef enum dl_archive_gives {
    DL_ARCHIVE_PAGE,
    DL_ARCHIVE_KEPT, /* a page we fetched: a later one of the same id is a new revision */
    DL_ARCHIVE_FEED  /* a feed we fetched; its bytes, and no page */
} dl_archive_gives;

/* The next page, in `arena`; its id is `path#offset`, or `path#offset+within` where
 * records share a gzip member. `gives` may be NULL: then feeds are passed over. DL_ENONE:
 * there are no more. Another status: a record could not be read; err->at is its stored
 * byte, and the next call goes on behind it. */
DL_CHECK dl_status dl_archive_next(dl_archive *archive, dl_arena *arena, dl_page *out,
                                   dl_archive_gives *gives, dl_error *err);

const dl_archive_tally *dl_archive_tally_of(const dl_archive *archive);

/* Splits an id into the path and the place; false when it is not one of an archive. */
bool dl_archive_place(dl_str id, dl_str *path, dl_spot *place);

/* Reads one page again, with the header of its answer. DL_EDATA when no record with a
 * page is there. */
DL_CHECK dl_status dl_archive_reopen(const char *path, dl_spot place, size_t page_bytes,
                                     dl_arena *arena, dl_page *out, dl_error *err);

#endif
