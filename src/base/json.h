/* json.h - writing JSON (RFC 8259) in a fixed order of keys, compact, UTF-8.
 *
 *     dl_json_open(j, '{');  dl_json_key(j, "id"); dl_json_str(j, id); ... dl_json_close(j, '}');
 *
 * The writer sets the commas. Reading is yyjson's business.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_JSON_H
#define DL_JSON_H

#include "str.h"

typedef struct dl_json {
    dl_buf *out;
    bool comma; /* a comma is due before the next item */
} dl_json;

void dl_json_init(dl_json *json, dl_buf *out);
void dl_json_open(dl_json *json, char bracket);  /* '{' or '[' */
void dl_json_close(dl_json *json, char bracket); /* '}' or ']' */
void dl_json_key(dl_json *json, const char *key);
void dl_json_str(dl_json *json, dl_str text); /* wrong UTF-8 becomes U+FFFD */
void dl_json_text(dl_json *json, const char *text); /* NULL: null */
void dl_json_int(dl_json *json, int64_t value);
void dl_json_real(dl_json *json, double value, int decimals); /* no trailing zeros */
void dl_json_bool(dl_json *json, bool value);
void dl_json_null(dl_json *json);
void dl_json_line(dl_json *json); /* ends a record: '\n' */

#endif
