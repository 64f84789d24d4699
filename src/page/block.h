/* block.h - a page as a run of text blocks, with what is known of each.
 *
 * A block is the inline content between two block boundaries: a paragraph, a heading, a
 * list item, a line before a <br>. Its text has single blanks for white space.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_BLOCK_H
#define DL_BLOCK_H

#include "dom.h"
#include "words.h"

typedef struct dl_block {
    dl_span text;          /* in dl_blocks.text */
    uint32_t first, last;  /* its first and last text node */
    uint32_t first_at, last_at; /* bytes in these: first and last visible character */
    uint32_t home;         /* the block element around it */
    uint32_t bits;         /* DL_CLASS_* of home and all elements above it */
    uint32_t line;         /* DL_LINE_* by its words */
    uint32_t chars, link_chars; /* code points without white space */
    uint32_t slant_chars;  /* of these, set in italics */
    uint16_t words, stops, commas, links;
    uint8_t kind;          /* dl_para_kind */
    uint8_t level;         /* of a heading: 1..6 */
    bool soft;             /* only a <br> lies between it and the block before */
    bool prose;            /* reads like sentences */
    bool in_p;             /* home is a <p>, or it stands in one */
    bool cut;              /* taken out by a later step */
    const char *why;       /* the rule that took it out */
} dl_block;

typedef struct dl_blocks {
    const dl_dom *dom;
    dl_str text;
    dl_block *at;
    uint32_t count;
    uint32_t *bits;  /* of each node: DL_CLASS_* of its own class, id, tag and role */
    uint32_t *above; /* of each node: the same of it and all elements above */
    uint32_t *home;  /* of each node: the block element it stands in, or is */
} dl_blocks;

/* Cuts the page into blocks, at most `most`: then *limit (not NULL) names the limit.
 * *out lives in `arena`. */
DL_CHECK dl_status dl_blocks_read(const dl_dom *dom, uint32_t most, dl_arena *arena,
                                  dl_blocks *out, const char **limit, dl_error *err);

static inline dl_str dl_block_text(const dl_blocks *blocks, const dl_block *block)
{
    return dl_str_cut(blocks->text, block->text);
}

/* Lower case of `text` (any script), trimmed, at most `size` bytes into `out`. */
size_t dl_block_lower(dl_str text, char *out, size_t size);

/* Counts of a line of text, without markup. */
void dl_block_measure(dl_str text, dl_block *block);

#endif
