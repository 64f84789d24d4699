/* text.h - a text as words that can be compared: folded, with what each one stands in.
 *
 *     The  mayor  said ,  "The  bridge  is  gone" .
 *      0     1     2        3     4     5    6         words
 *     [attributed     ]    [quoted               ]    flags
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TEXT_H
#define DL_TEXT_H

#include "status.h"
#include "str.h"

typedef enum dl_text_flag {
    DL_TEXT_QUOTED = 1,     /* between quotation marks */
    DL_TEXT_ATTRIBUTED = 2, /* the few words around a quotation: who said it, and where */
    DL_TEXT_NOTICE = 4,     /* in a sentence that says who said or announced it */
    DL_TEXT_CAPITAL = 8,    /* begins with a capital letter */
    DL_TEXT_NUMBER = 16,    /* begins with a digit */
    DL_TEXT_FURNITURE = 32, /* in a sentence that belongs to a site, not to a story */
    DL_TEXT_STARTS = 64,    /* first of its sentence */
    DL_TEXT_PARAGRAPH = 128 /* first of its paragraph */
} dl_text_flag;

typedef struct dl_text_word {
    dl_span span;      /* bytes in the text; without a possessive's ending */
    uint64_t key;      /* hash of the folded word: no case, no accents */
    uint32_t sentence; /* ascending from 0 */
    uint16_t letters;  /* code points */
    uint8_t flags;     /* dl_text_flag */
    uint8_t ending;    /* bytes of a possessive's ending behind the span ("'s", "'") */
} dl_text_word;

typedef struct dl_text {
    dl_str text;
    dl_text_word *at;
    uint32_t count, sentences;
    bool amends; /* begins or ends with a word that says it corrects something */
} dl_text;

/* Reads `text`, which must be valid UTF-8. Words are runs of letters and digits, with
 * apostrophes inside words and commas or points inside numbers; a character of a script
 * written without blanks is a word of its own. */
DL_CHECK dl_status dl_text_read(dl_str text, dl_arena *arena, dl_text *out,
                                dl_error *err);

/* The key a word spelled `word` (folded, ASCII) has. */
uint64_t dl_text_key(const char *word);

/* The text from the first word to the last, with their endings, and with a bracket or a
 * quotation mark closed that was opened inside. */
dl_str dl_text_of(const dl_text *words, uint32_t first, uint32_t end);

#endif
