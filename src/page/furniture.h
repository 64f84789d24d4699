/* furniture.h - template memory: text that the pages of one host repeat.
 *
 * A block that stands on several pages of one host belongs to the site, not to a story:
 * prompts, notices, teasers, forms. It is found in two steps, so that what is found
 * depends on the set of pages only, never on the order they came in:
 *
 *     each page, read alone   -> its article and the traces of the blocks it keeps
 *     the traces of a host    -> habits: what stands on how many unlike pages
 *     habits and a page       -> furniture: what is to be left out of that page
 *     the page, read again    -> its article without it
 *
 * Two pages that share most of their text are reprints of one another and count as one:
 * a story printed twice does not become furniture.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FURNITURE_H
#define DL_FURNITURE_H

#include "block.h"

/* Raised whenever the rules below change: what was read under others is read again. */
#define DL_FURNITURE_RULES 1

/* What is to be left out of one page: blocks by their hash, ascending. */
typedef struct dl_habit {
    uint64_t block;   /* dl_furniture_block of its text */
    const char *rule; /* template.aside, template.line or template.notice; static text */
} dl_habit;
struct dl_furniture {
    const dl_habit *habits;
    uint32_t count;
};

/* The traces of one page. */
typedef struct dl_traces {
    const dl_trace *at;
    uint32_t count;
} dl_traces;

/* The host whose habits a page shares: that of `url`, else of `told` (the address the
 * page gives for itself), without "www."; else `site` as given beside the page. Small
 * letters; "" if nothing is known. */
DL_CHECK dl_status dl_furniture_host(dl_str url, dl_str told, dl_str site,
                                     dl_arena *arena, dl_str *out, dl_error *err);

uint64_t dl_furniture_block(dl_str text);
/* Whether the block says something: a sentence, however short. */
bool dl_furniture_prose(const dl_block *block);
/* The box a block stands in: alike for paragraphs that the page sets alike. */
uint32_t dl_furniture_box(const dl_blocks *blocks, const dl_block *block);

/* What the pages of one host have in common. */
typedef struct dl_habits dl_habits;

/* Learns from `pages`, all of one host, in an order that does not depend on how they
 * came (by id). *out is in `arena` and borrows nothing. */
DL_CHECK dl_status dl_furniture_learn(const dl_traces *pages, uint32_t count,
                                      dl_arena *arena, dl_habits **out, dl_error *err);

/* Which blocks of `page` are furniture by `habits`; *out is in `arena`. */
DL_CHECK dl_status dl_furniture_find(const dl_habits *habits, const dl_traces *page,
                                     dl_arena *arena, dl_furniture *out, dl_error *err);

/* A number that is the same as long as the same blocks are left out by the same rules;
 * 0 for none. */
uint64_t dl_furniture_mark(const dl_furniture *furniture);

/* The habit of a block with this text, or NULL. `furniture` may be NULL. */
const dl_habit *dl_furniture_has(const dl_furniture *furniture, dl_str text);

#endif
