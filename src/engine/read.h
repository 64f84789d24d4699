/* read.h - one page through the stages of a page.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_READ_H
#define DL_READ_H

#include "data.h"
#include "extract.h"
#include "tells.h"

/* What the text is given to. */
typedef struct dl_reader {
    const dl_data *data;
    dl_language_worker *worker;
    dl_data_part part; /* how far to go: LANGUAGE, TAG or TELL */
    dl_written *written; /* passages of the text known to be older, or NULL */
    uint32_t written_count;
} dl_reader;

/* The article of a text that needs no extraction: the whole of it, in paragraphs. */
DL_CHECK dl_status dl_read_plain(const dl_page *page, dl_arena *arena, dl_article *out,
                                 dl_error *err);

/* Reads report->article, whose `published` counts, into report->tags, ->tells and *doc.
 * An undated article that its own words date gets that date. An empty one stays empty. */
DL_CHECK dl_status dl_read_text(const dl_reader *reader, dl_arena *arena, dl_doc *doc,
                                dl_report *report, dl_error *err);

#endif
