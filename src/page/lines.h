/* lines.h - an article out of crawled text: furniture and all, but no markup.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LINES_H
#define DL_LINES_H

#include "charset.h"
#include "extract.h"

/* Reads the article of a text page into *out (title, site, byline, dates, text). */
DL_CHECK dl_status dl_lines_read(const dl_page *page, const dl_charset *charset,
                                 const dl_extract_limits *limits,
                                 const dl_furniture *furniture, dl_arena *arena,
                                 dl_article *out, dl_error *err);

/* Text that is an article already: white space is tidied, nothing is dropped but what
 * template memory knows. */
DL_CHECK dl_status dl_lines_clean(const dl_page *page, const dl_charset *charset,
                                  const dl_extract_limits *limits,
                                  const dl_furniture *furniture, dl_arena *arena,
                                  dl_article *out, dl_error *err);

#endif
