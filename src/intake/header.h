/* header.h - blocks of "Name: value" lines, as in HTTP (RFC 9112), WARC (ISO 28500),
 * mail.
 *
 * Lenient: lines may end in "\n" alone, blanks before the colon and around the value are
 * passed over, lines without a colon are ignored, a folded line is left out.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_HEADER_H
#define DL_HEADER_H

#include "str.h"

/* Size of the block that `text` begins with, up to and with its empty line; 0 when there
 * is no empty line. */
size_t dl_header_size(dl_str text);

/* For each of `count` names the trimmed value of the first field of that name (in any
 * case), or "" . The views are into `block`. */
void dl_header_read(dl_str block, const char *const *names, size_t count, dl_str *values);

/* "text/html; charset=UTF-8": the media type ("text/html", as printed), and the value of
 * a parameter, without quotes; "" when there is none. */
dl_str dl_header_media(dl_str value);
dl_str dl_header_parameter(dl_str value, const char *name);

/* A number of digits alone; false when it is none, or over INT64_MAX. */
bool dl_header_number(dl_str value, uint64_t *out);

#endif
