/* words.h - tables of words made from data/ at build time, and how to look into them.
 *
 * A table is sorted by bytes and indexed by first byte, so that a look costs a handful
 * of comparisons. `place` says where in a text an entry counts: WORDS as a whole word,
 * ANYWHERE within one, TOKEN as a whole class, START, END or WHOLE of a line.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WORDS_H
#define DL_WORDS_H

#include "str.h"

enum {
    DL_WORD_WORDS,
    DL_WORD_ANYWHERE,
    DL_WORD_START,
    DL_WORD_END,
    DL_WORD_WHOLE,
    DL_WORD_TOKEN
};

typedef struct dl_word {
    const char *text;
    uint8_t size, section, place, last; /* `last`: its last byte, which tells most apart */
} dl_word;

typedef struct dl_word_rows {
    uint16_t from, to;
    uint32_t sizes; /* of their texts, a bit each; 31: so many or more */
} dl_word_rows;

static inline bool dl_words_sized(dl_word_rows rows, size_t size)
{
    return rows.sizes >> (size < 31 ? size : 31) & 1;
}

/* The rows of a table whose entries begin as `text` does, by the table's two indexes. */
static inline dl_word_rows dl_words_rows(const dl_word_rows pair[676],
                                         const uint16_t first[257], dl_str text)
{
    const unsigned char a = (unsigned char)text.at[0];
    if (text.size > 1 && a >= 'a' && a <= 'z' && text.at[1] >= 'a' && text.at[1] <= 'z') {
        return pair[(a - 'a') * 26 + text.at[1] - 'a'];
    }
    return (dl_word_rows){first[a], first[a + 1], UINT32_MAX};
}

/* What the class and id of an element say of it. */
enum {
    DL_CLASS_COMMENT = 1 << 0,
    DL_CLASS_SHARE = 1 << 1,
    DL_CLASS_NAV = 1 << 2,
    DL_CLASS_RELATED = 1 << 3,
    DL_CLASS_PROMO = 1 << 4,
    DL_CLASS_AD = 1 << 5,
    DL_CLASS_CONSENT = 1 << 6,
    DL_CLASS_FOOTER = 1 << 7,
    DL_CLASS_SIDEBAR = 1 << 8,
    DL_CLASS_CAPTION = 1 << 9,
    DL_CLASS_BYLINE = 1 << 10,
    DL_CLASS_DATE = 1 << 11,
    DL_CLASS_TAGS = 1 << 12,
    DL_CLASS_HIDDEN = 1 << 13,
    DL_CLASS_TOOLS = 1 << 14,
    DL_CLASS_BODY = 1 << 15,
    DL_CLASS_ARTICLE = 1 << 16,
    DL_CLASS_LEAD = 1 << 17,
    DL_CLASS_TITLE = 1 << 18,
    DL_CLASS_HEADER = 1 << 19,
    DL_CLASS_PAYWALL = 1 << 20,
    DL_CLASS_BIO = 1 << 21,
    DL_CLASS_EMBED = 1 << 22, /* a post of another site */
    DL_CLASS_PICTURE = 1 << 23, /* of a line: it stands alone with a picture */
    DL_CLASS_FIGURES = 1 << 24, /* of a line: a cell of a table of names and figures */
    DL_CLASS_KICKER = 1 << 25   /* the line above a headline, often within its heading */
};

/* The bits of one class. */
uint32_t dl_words_class(dl_str token);

/* Whether a class attribute is that of a post of a content system, which also names the
 * post's topics in it; and whether one class is such a topic. */
bool dl_words_post(dl_str value);
bool dl_words_topic(dl_str token);

/* What a line of text says by its words alone; a set of these. */
enum {
    DL_LINE_SHARE = 1 << 0,
    DL_LINE_RELATED = 1 << 1, /* "Read more: ..." */
    DL_LINE_PROMO = 1 << 2,
    DL_LINE_AD = 1 << 3,
    DL_LINE_CREDIT = 1 << 4,
    DL_LINE_RIGHTS = 1 << 5,
    DL_LINE_COMMENT = 1 << 6,
    DL_LINE_CONSENT = 1 << 7,
    DL_LINE_NAV = 1 << 8,
    DL_LINE_BYLINE = 1 << 9,
    DL_LINE_DATE = 1 << 10,
    DL_LINE_PAYWALL = 1 << 11,
    DL_LINE_END = 1 << 12, /* what follows is no longer the article */
    DL_LINE_TAGS = 1 << 13,
    DL_LINE_NOTICE = 1 << 14, /* of the outlet about itself or the page */
    DL_LINE_CAPTION = 1 << 15,
    DL_LINE_CHANGED = 1 << 16 /* tells of a change of the page */
};

/* The signs of a line; `lower` is the line in lower case, trimmed. */
uint32_t dl_words_line(dl_str lower);

#endif
