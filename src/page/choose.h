/* choose.h - which blocks of a page are the article.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CHOOSE_H
#define DL_CHOOSE_H

#include "block.h"

typedef struct dl_choice {
    uint32_t container;    /* node that holds the article; DL_NONE: there is none */
    uint32_t first, end;   /* blocks from the first to behind the last one kept */
    uint32_t headline;     /* block of the printed headline; DL_NONE if not found */
    bool *keep;            /* of each block */
    const char *note;      /* NULL or what a reader should know */
} dl_choice;

/* Chooses the article, and settles which furniture bits of the blocks hold. `title` is the headline as the page's head tells it, or "";
 * `told` the article's text as structured data tells it, or "". `believe` is the set of
 * DL_CLASS_* that count as signs of furniture: all, or fewer where all left nothing. */
DL_CHECK dl_status dl_choose(dl_blocks *blocks, dl_str title, dl_str told, uint32_t believe,
                             dl_arena *arena, dl_choice *out, dl_error *err);

/* What is known of the page by other means. */
typedef struct dl_names {
    dl_str title, site;
    const dl_str *authors;
    uint32_t author_count;
} dl_names;

/* Takes noise out of what was chosen: credits, prompts, related links, repeats. */
DL_CHECK dl_status dl_trim(dl_blocks *blocks, const dl_names *names, dl_choice *choice,
                           dl_arena *arena, dl_error *err);

/* Whether two lines say the same but for case, punctuation and white space. */
bool dl_same_line(dl_str a, dl_str b);

/* Letters and digits of `text` in small letters, at most `most` bytes, into `out`. */
size_t dl_letters_of(dl_str text, char *out, size_t most);

#endif
