/* timematch.h - text into atoms, atoms into matches of rules.
 *
 * spaCy's tokens are too coarse for dates ("2017/03/02" is one token, "7-day" is one, and
 * "7-8" is three), so tokens that are not plain words are cut again: runs of letters,
 * runs of digits, single marks. Letters with points ("a.m.", "U.S.") stay together.
 *
 *     "mid-1916"  ->  mid  -  1916        "3:30pm"  ->  3  :  30  pm
 *
 * Matching: at every atom the DFA runs as far as it can; the longest match wins, among
 * equals the rule that stands first in the file. A rule whose guards fail gives way to
 * the next one, then to a shorter match.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TIMEMATCH_H
#define DL_TIMEMATCH_H

#include "timewords.h"

typedef struct dl_time_atom {
    dl_span span;
    uint32_t token;
    uint32_t word;  /* index into words->word, or DL_NONE */
    int32_t number; /* of digits; -1: none or too large */
    uint16_t sign;
    uint8_t digits; /* how many; 0: not a number */
    uint8_t holds;  /* DL_TIME_CAPITAL ... */
    bool glued;     /* no space before */
} dl_time_atom;

#define DL_TIME_PIECES 6 /* spans one rule can give: "from 3 to 5 May" gives two */

typedef struct dl_time_piece {
    uint32_t first, end; /* atoms */
    int32_t slots[DL_SLOT_COUNT];
} dl_time_piece;

/* One rule's match. What a piece does not say, a later piece of the same match may
 * ("3 to 5 May": the first takes its month from the second). */
typedef struct dl_time_match {
    uint32_t rule;
    uint32_t first, end; /* atoms */
    uint32_t piece_count;
    dl_time_piece pieces[DL_TIME_PIECES];
} dl_time_match;

typedef DL_VEC(dl_time_atom) dl_time_atoms;
typedef DL_VEC(dl_time_match) dl_time_matches;

/* Cuts `doc` into atoms. false when out of memory. */
bool dl_time_cut(const dl_timewords *words, const dl_doc *doc, dl_arena *arena,
                 dl_time_atoms *out);

/* Finds the matches, in order, not overlapping. `narrative`: what the guard of that name
 * answers. false when out of memory. */
bool dl_time_find(const dl_timewords *words, const dl_doc *doc,
                  const dl_time_atoms *atoms, bool narrative, dl_arena *arena,
                  dl_time_matches *out);

/* Whether token `at` carries a word of `class`. */
bool dl_time_token_is(const dl_timewords *words, const dl_doc *doc, uint32_t at,
                      uint16_t class);

#endif
