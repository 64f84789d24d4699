/* attrs.h - what the nets see of a token: ids of six attributes.
 *
 * Each value is the string id of ids.h (a small number for the names spaCy calls
 * symbols, else MurmurHash64A), as Doc.to_array of spaCy gives it. One per token, in
 * the order of the text; the tokenizer makes them, the nets and the rules read them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ATTRS_H
#define DL_ATTRS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dl_language_attrs {
    uint64_t orth;   /* the word as written */
    uint64_t lower;  /* in lower case */
    uint64_t norm;   /* normalised: "n't" -> not, "grey" -> gray */
    uint64_t prefix; /* its first code point */
    uint64_t suffix; /* its last three code points */
    uint64_t shape;  /* "Xxxx", "dd" */
    bool spacy;      /* one ' ' follows */
    bool is_space;   /* white space only */
} dl_language_attrs;

#endif
