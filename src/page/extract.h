/* extract.h - the page stage: a page in, an article out.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_EXTRACT_H
#define DL_EXTRACT_H

#include "article.h"
#include "page.h"
#include "status.h"

/* Limits on hostile pages; every one is an option of the command line as well. */
typedef struct dl_extract_limits {
    size_t page_bytes;    /* larger pages are cut here: 20 MiB */
    uint32_t depth;       /* open elements: 512 */
    uint32_t attributes;  /* of one tag: 256 */
    uint32_t nodes;       /* tags and texts of one page: 300,000 */
    uint32_t paragraphs;  /* blocks of text of one page: 100,000 */
} dl_extract_limits;
#define DL_EXTRACT_LIMITS ((dl_extract_limits){20u << 20, 512, 256, 300000, 100000})

/* What is known to be furniture of a page's host (furniture.h); may be NULL. */
typedef struct dl_furniture dl_furniture;

/* A page that holds no article gives DL_OK with out->text empty and out->error set:
 * bad pages are results. *out is in `arena` and borrows from `page`. */
DL_CHECK dl_status dl_extract(const dl_page *page, const dl_extract_limits *limits,
                              const dl_furniture *furniture, dl_arena *arena,
                              dl_article *out, dl_error *err);

#endif
