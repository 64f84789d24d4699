/* language.h - runs a published spaCy 3 CNN pipeline, read from its package as it is.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LANGUAGE_H
#define DL_LANGUAGE_H

#include "doc.h"
#include "status.h"

typedef struct dl_language dl_language;
typedef struct dl_language_worker dl_language_worker; /* scratch and caches, one a thread */

/* Loads the model directory `dir` (the one that holds config.cfg). Read-only after that
 * and shared by threads. DL_EIO names a missing file, DL_EDATA a cut or wrong one. */
DL_CHECK dl_status dl_language_open(const char *dir, dl_language **out, dl_error *err);
void dl_language_close(dl_language *language);

/* Name, version and language of the model, for records: "en_core_web_sm 3.8.0". */
const char *dl_language_name(const dl_language *language);

DL_CHECK dl_status dl_language_worker_new(const dl_language *language,
                                          dl_language_worker **out, dl_error *err);
void dl_language_worker_free(dl_language_worker *worker);

/* Analyses `text` (valid UTF-8, at most UINT32_MAX - 1 bytes). Everything in *out is in
 * `arena` or belongs to the model. An empty text gives an empty doc. */
DL_CHECK dl_status dl_language_read(dl_language_worker *worker, dl_str text,
                                    dl_arena *arena, dl_doc *out, dl_error *err);

/* The same, paragraph by paragraph (blank lines between): no sentence runs from one into
 * the next. What the stages after this one use; dl_language_read is the model's own word. */
DL_CHECK dl_status dl_language_read_paragraphs(dl_language_worker *worker, dl_str text,
                                               dl_arena *arena, dl_doc *out, dl_error *err);

#endif
