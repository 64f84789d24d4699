/* saying.h - a claim while it is being read: tokens of its cue, its source and what is
 * said; and how the said is cut out of sentences and quotations.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_SAYING_H
#define DL_SAYING_H

#include "claim.h"
#include "origin.h"
#include "quote.h"

#define QUOTE_LONG 8    /* tokens: so long a quotation says something without a verb */
#define FELLOW_REACH 12 /* tokens between speakers of one claim */
#define INSERT_MAX 48   /* tokens of "he said" and the like inside a quotation */

typedef struct dl_saying {
    uint32_t cue_first, cue_last;
    uint32_t source;      /* head token, or DL_NONE */
    uint32_t speaker;     /* index into speakers, or DL_NONE */
    uint32_t first, last; /* content tokens */
    uint32_t gap_first,
        gap_end;              /* "police said on Monday" between them, end not included */
    uint32_t via[DL_VIA_MAX]; /* speakers, innermost first */
    uint32_t via_count;
    uint8_t stance, kind;
    bool passes_on; /* an outlet's, around somebody else's */
    bool opinion;   /* about its words, without vouching that they are so */
    const char *rule;
} dl_saying;

typedef struct dl_hearing {
    dl_reading *r;
    dl_quote_vec quotes;
    dl_speakers speakers;
    DL_VEC(dl_saying) sayings;
    uint32_t outlet;                /* the outlet named last as passing on, or DL_NONE */
    uint32_t sentence, in_sentence; /* for the limit a sentence */
} dl_hearing;

/* Blanks and the marks that part what is said from the rest. */
bool dl_saying_skips(const dl_reading *r, uint32_t token);

/* Content: the whole sentence of a token. */
void dl_saying_sentence(const dl_reading *r, uint32_t token, dl_saying *s);

/* Content: what stands before cue and source, given the clause that is said. */
void dl_saying_before(const dl_reading *r, uint32_t clause, dl_saying *s);

/* Trims the content, takes in quotations it touches, and keeps the saying. false when out
 * of memory. */
bool dl_saying_add(dl_hearing *h, dl_saying *s);

#endif
