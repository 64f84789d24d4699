/* intake.h - pages out of whatever a user points at: files, folders, standard input,
 * addresses of the web.
 *
 *     dl_intake_new(NULL, &intake, &err);
 *     dl_intake_add(intake, "pages/", &err);
 *     while ((status = dl_intake_next(intake, &arena, &page, &err)) != DL_ENONE) {
 *         if (status != DL_OK) { report err.message; continue; }
 *         ... the page; then dl_arena_reset(&arena) ...
 *     }
 *
 * What a path leads to may lead further: a feed to its items, and, where fetching is
 * allowed, these to their pages; a list of addresses or of feeds (OPML) to what is there.
 *
 * What a file is, is read from its first bytes, its name only helps where they leave it
 * open: HTML, text, NDJSON (one record a line), JSON (one record, or a list of them);
 * WARC and ARC; RSS, Atom, JSON Feed and OPML; a list of addresses, one a line; each also
 * compressed (gzip, zstd, lz4).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_INTAKE_H
#define DL_INTAKE_H

#include "fetch.h"
#include "page.h"
#include "web.h"

typedef struct dl_intake dl_intake;

#define DL_INTAKE_HEAD_BYTES 4096

/* Limits on what is read. A zero stands for the default. */
typedef struct dl_intake_options {
    size_t page_bytes;  /* of one page, decompressed; a larger one is an error: 20 MiB */
    size_t line_bytes;  /* of one line of NDJSON: 64 MiB */
    uint32_t depth;     /* folders within folders: 64 */
    uint32_t entries;   /* names in one folder: 10,000,000 */
    dl_web_reach reach; /* what may be asked for over the network: nothing */
    dl_fetch_options web; /* how; see fetch.h */
    const char *keep;     /* a WARC file that all that is fetched is added to, so that it
                             can be read again without the network; NULL: none */
    dl_web_memory memory; /* of earlier answers; see web.h */
    /* May be NULL. Asked of a file that is one page and not packed, by its size and first
     * DL_INTAKE_HEAD_BYTES: true gives the page without its bytes, `passed`. */
    bool (*pass)(void *context, dl_str id, uint64_t size, dl_str head);
    void *pass_context;
} dl_intake_options;
#define DL_INTAKE_OPTIONS                                                                \
    ((dl_intake_options){                                                                \
        20u << 20, 64u << 20, 64, 10000000, DL_REACH_NOTHING, {0}, NULL, {0}, NULL,  \
        NULL})

/* `options` NULL: the defaults. */
DL_CHECK dl_status dl_intake_new(const dl_intake_options *options, dl_intake **out,
                                 dl_error *err);

/* Puts a path (a file, a folder at any depth), "-" (standard input) or an address of the
 * web at the end of the line; the string is copied. Nothing is opened yet: a path that
 * cannot be read is told by dl_intake_next. DL_EUSAGE for an empty path, "-" given twice,
 * an address when options.reach is DL_REACH_NOTHING. */
DL_CHECK dl_status dl_intake_add(dl_intake *intake, const char *path, dl_error *err);

/* The next page, in `arena`. Paths come in the order given, a folder's files in byte
 * order of their names; names that begin with a dot, and links to folders, are left out.
 * DL_OK: *out is a page. DL_ENONE: there are no more. Anything else: one file, line or
 * record could not be used; err->message names it and err->at is its byte; the next call
 * goes on behind it. An id seen before is such an error (DL_EDATA), but in an archive of
 * what was fetched: there it is the page as it was later. DL_ESTOP: web.stopped said so.
 */
DL_CHECK dl_status dl_intake_next(dl_intake *intake, dl_arena *arena, dl_page *out,
                                  dl_error *err);

/* Pages given and items refused so far. */
void dl_intake_counts(const dl_intake *intake, uint64_t *pages, uint64_t *refused);

/* Addresses that had not changed since they were fetched before; they give no page. */
uint64_t dl_intake_unchanged(const dl_intake *intake);

/* The next remark about what was read and is no failure: what an archive held besides
 * pages, say. false when there is none (yet). The words are good until dl_intake_free. */
bool dl_intake_note(dl_intake *intake, dl_str *out);

void dl_intake_free(dl_intake *intake); /* NULL does nothing */

#endif
