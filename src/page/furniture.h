/* furniture.h - what is known of a host's furniture: text its pages repeat.
 *
 * A block that stands on several pages of one host belongs to the site, not to a story.
 * The memory counts, per host, on how many pages a block's text was seen. It is learned
 * from pages one after another, handed to dl_extract read-only, and can be kept as rows
 * (host, block, pages) between runs.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FURNITURE_H
#define DL_FURNITURE_H

#include "extract.h"

typedef struct dl_furniture_row {
    uint64_t host;  /* dl_hash of the host's name */
    uint64_t block; /* dl_hash of the block's text, host mixed in */
    uint32_t pages; /* on so many pages of the host */
} dl_furniture_row;

/* An empty memory; NULL when out of memory. */
dl_furniture *dl_furniture_new(void);
void dl_furniture_free(dl_furniture *furniture);

/* Counts the blocks of `page` once. Pages without a host (no URL) are not learned from.
 * Not for several threads at once. */
DL_CHECK dl_status dl_furniture_learn(dl_furniture *furniture, const dl_page *page,
                                      const dl_extract_limits *limits, dl_error *err);

/* Adds a stored row; counts of the same block add up. */
DL_CHECK dl_status dl_furniture_add(dl_furniture *furniture, dl_furniture_row row,
                                    dl_error *err);

/* All rows, ordered by host and block; valid until the next change. */
DL_CHECK dl_status dl_furniture_rows(dl_furniture *furniture, const dl_furniture_row **rows,
                                     uint32_t *count, dl_error *err);

/* Pages of the host of `url` on which `text` was seen. */
uint32_t dl_furniture_pages(const dl_furniture *furniture, dl_str url, dl_str text);

/* How many of the host's pages were learned from. */
uint32_t dl_furniture_host_pages(const dl_furniture *furniture, dl_str url);

#endif
