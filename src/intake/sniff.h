/* sniff.h - what a file holds, judged by its first bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SNIFF_H
#define DL_SNIFF_H

#include "str.h"

#define DL_SNIFF_BYTES 4096 /* looked at */

typedef enum dl_sniffed {
    DL_SNIFF_EMPTY,
    DL_SNIFF_HTML,
    DL_SNIFF_TEXT,
    DL_SNIFF_JSON, /* records: one a line, or one or a list of them in the whole file */
    DL_SNIFF_WARC, /* and ARC */
    DL_SNIFF_FEED, /* RSS, Atom, OPML */
    DL_SNIFF_URLS, /* addresses of the web, one a line */
    DL_SNIFF_BINARY
} dl_sniffed;

/* `head`: the first bytes (decompressed), DL_SNIFF_BYTES of them or all there are.
 * `name`: of the file; decides between text and HTML or JSON where the bytes do not. */
dl_sniffed dl_sniff(dl_str head, dl_str name);

/* Does the name end like a web archive's (".warc", ".arc", packed or not)? */
bool dl_sniff_archive_name(dl_str name);

/* What kind of binary file it looks like, for an error: "a PDF file, not text". */
const char *dl_sniff_binary_name(dl_str head);

#endif
