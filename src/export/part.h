/* part.h - the parts that records share.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_EXPORT_PART_H
#define DL_EXPORT_PART_H

#include "export.h"

#define FIGURE_DECIMALS 6
#define DEGREE_DECIMALS 5 /* a metre */
#define SHARE_DECIMALS 4

/* "start":S,"end":E */
void dl_part_span(dl_json *json, const dl_utf8_index *text, dl_span span);
/* [S,E] */
void dl_part_pair(dl_json *json, const dl_utf8_index *text, dl_span span);
/* {"name","lat","lon","geonames","country","admin1"}, or null when there is no name */
void dl_part_place(dl_json *json, const dl_place *place);
void dl_part_strings(dl_json *json, const dl_str *items, uint32_t count);
/* One side of an interval: a string or null. */
void dl_part_side(dl_json *json, int64_t side, dl_when when);
void dl_part_str_or_null(dl_json *json, dl_str text); /* "": null */
/* "what","of","value","low","high" */
void dl_part_amount(dl_json *json, const char *what, dl_str of, double value, double low,
                    double high);

/* DATE, or null; with "printed", the words the page has for it, unless they are "". */
void dl_part_date(dl_json *json, const dl_date *date, dl_str printed);

#endif
