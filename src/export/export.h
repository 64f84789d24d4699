/* export.h - what was found, as records: one serializer for all who ask.
 *
 * Each function appends one record to `out`: JSON with the keys of the contract in their
 * order, without a line end. Spans become code points of the text they are in. A record
 * is whole when out->failed is false afterwards.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_EXPORT_H
#define DL_EXPORT_H

#include "doc.h"
#include "json.h"
#include "reckon.h"
#include "tells.h"
#include "utf8.h"

/* ---- one document ---- */

/* `extract`. */
void dl_export_article(const dl_article *article, dl_arena *arena, dl_buf *out);

/* `annotate`: as far as the parts go that are not NULL. Without `tags` the entities are
 * the model's own. */
void dl_export_annotation(dl_str id, const dl_doc *doc, const dl_tags *tags,
                          const dl_tells *tells, dl_arena *arena, dl_buf *out);

/* ---- many documents ---- */

/* `copies`: reports[copy->doc] seen against reports[copy->of]. `common_origin`: the id of
 * what both draw on, for a relation of that kind, else "". */
void dl_export_copy(const dl_report *const *reports, const dl_copy *copy,
                    dl_str common_origin, dl_arena *arena, dl_buf *out);

/* `stories`. */
void dl_export_story(const dl_report *const *reports, const dl_story *story, dl_buf *out);

/* `chronicle`. */
void dl_export_happening(const dl_report *const *reports, const dl_happening *happening,
                         dl_arena *arena, dl_buf *out);

/* `control`; `place` as it was asked for. */
void dl_export_control(dl_str place, const dl_control *control, dl_buf *out);

/* `names`. */
void dl_export_known(const dl_known *known, dl_buf *out);

/* ---- other formats, from `chronicle` records ---- */

typedef struct dl_format {
    const char *name;
    const char *about;
    /* Each may be NULL. `record` is one chronicle record. */
    void (*head)(dl_buf *out);
    bool (*line)(dl_str record, dl_buf *out); /* false: not a chronicle record */
} dl_format;

/* NULL when there is none of that name. */
const dl_format *dl_format_find(dl_str name);
/* "md, csv, ndjson" */
const char *dl_format_names(void);

/* ---- parts that others write too ---- */

void dl_export_date(dl_json *json, const dl_date *date); /* DATE, or null */
void dl_export_id(dl_json *json, char letter, uint64_t id);

#endif
