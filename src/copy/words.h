/* words.h - a text as words that can be compared: folded, with what each one stands in.
 *
 *     The  mayor  said ,  "The  bridge  is  gone" .
 *      0     1     2        3     4     5    6         words
 *     [attributed     ]    [quoted               ]    flags
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WORDS_H
#define DL_WORDS_H

#include "status.h"
#include "str.h"

typedef enum dl_word_flag {
    DL_WORD_QUOTED = 1,     /* between quotation marks */
    DL_WORD_ATTRIBUTED = 2, /* the few words around a quotation: who said it, and where */
    DL_WORD_NOTICE = 4,     /* in a sentence that says who said or announced it */
    DL_WORD_CAPITAL = 8,    /* begins with a capital letter */
    DL_WORD_NUMBER = 16,    /* begins with a digit */
    DL_WORD_FURNITURE = 32, /* in a sentence that belongs to a site, not to a story */
    DL_WORD_STARTS = 64,    /* first of its sentence */
    DL_WORD_PARAGRAPH = 128 /* first of its paragraph */
} dl_word_flag;

typedef struct dl_word {
    dl_span span;      /* bytes in the text; without a possessive's ending */
    uint64_t key;      /* hash of the folded word: no case, no accents */
    uint32_t sentence; /* ascending from 0 */
    uint16_t letters;  /* code points */
    uint8_t flags;     /* dl_word_flag */
    uint8_t ending;    /* bytes of a possessive's ending behind the span ("'s", "'") */
} dl_word;

typedef struct dl_words {
    dl_str text;
    dl_word *at;
    uint32_t count, sentences;
    bool amends; /* begins or ends with a word that says it corrects something */
} dl_words;

/* Reads `text`, which must be valid UTF-8. Words are runs of letters and digits, with
 * apostrophes inside words and commas or points inside numbers; a character of a script
 * written without blanks is a word of its own. */
DL_CHECK dl_status dl_words_read(dl_str text, dl_arena *arena, dl_words *out,
                                 dl_error *err);

/* The key a word spelled `word` (folded, ASCII) has. */
uint64_t dl_word_key(const char *word);

/* The text from the first word to the last, with their endings, and with a bracket or a
 * quotation mark closed that was opened inside. */
dl_str dl_words_text(const dl_words *words, uint32_t first, uint32_t end);

#endif
