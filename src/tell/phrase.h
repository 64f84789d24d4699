/* phrase.h - noun phrases: their words, their classes, and whom they name.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PHRASE_H
#define DL_PHRASE_H

#include "reading.h"

#define DL_CONJUNCTS_MAX 12 /* members of one co-ordination */

/* The word that carries the meaning: "two of the doors" -> "doors". */
uint32_t dl_phrase_core(const dl_reading *r, uint32_t head);

/* First and last token of the phrase's own words: determiner to head, with an "of"
 * phrase behind; without clauses, appositions and co-ordinated phrases. */
void dl_phrase_edges(const dl_reading *r, uint32_t head, uint32_t *first, uint32_t *last);

/* Its own words without article, possessive pronoun and numbers. */
dl_str dl_phrase_words(const dl_reading *r, uint32_t head);

/* Classes of the phrase: its words', its entity's, its name's. */
dl_classes dl_phrase_classes(const dl_reading *r, uint32_t head);
bool dl_phrase_is(const dl_reading *r, uint32_t head, dl_known_class which);

/* Index of the name the phrase stands for: a name among its words before a description,
 * a description before a pronoun; DL_NONE. */
uint32_t dl_phrase_name(const dl_reading *r, uint32_t head);

/* Head tokens of "A, B and C", given A. */
uint32_t dl_phrase_members(const dl_reading *r, uint32_t head,
                           uint32_t out[DL_CONJUNCTS_MAX]);

/* A role filled by the phrase; name empty when it cannot be one (a bare pronoun). */
dl_filler dl_phrase_filler(const dl_reading *r, uint32_t head);

/* "a", "an", "some", a number, or a bare plural. */
bool dl_phrase_indefinite(const dl_reading *r, uint32_t head);

#endif
