/* tell.h - the tell stage: tagged text in; events, claims and figures out, by the
 * codebook.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TELL_H
#define DL_TELL_H

#include "doc.h"
#include "status.h"
#include "tells.h"

/* Event types, words, roles, stances and reporting verbs, read from data/codebook.txt.
 * `user_path` (may be NULL) is read after `path` and overrides it. Mistakes give
 * DL_EDATA "file:line: what". */
typedef struct dl_codebook dl_codebook;
DL_CHECK dl_status dl_codebook_open(const char *path, const char *user_path,
                                    dl_codebook **out, dl_error *err);
void dl_codebook_close(dl_codebook *codebook);

/* Reads what a report tells. `published` dates events that the text tells of as news
 * without a date; unknown: they stay undated. *out is zeroed first; all is in `arena`
 * or belongs to the codebook. */
DL_CHECK dl_status dl_tell(const dl_codebook *codebook, const dl_doc *doc,
                           const dl_article *article, const dl_tags *tags,
                           dl_when published, dl_arena *arena, dl_tells *out,
                           dl_error *err);

#endif
