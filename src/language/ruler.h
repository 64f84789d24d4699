/* ruler.h - the attribute ruler: patterns over tokens that set part of speech, features,
 * lemma, tag or label.
 *
 * In the English packages no net predicts the part of speech: it is what these rules make
 * of tag, word and label. Of spaCy's pattern language the loader knows the attributes and
 * operators listed in ruler.c, and refuses the rest.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_RULER_H
#define DL_RULER_H

#include "regex.h"
#include "tokenizer.h"

/* Features of a token's morphology that the lemmatizer asks for. */
typedef enum dl_morph {
    DL_MORPH_NUMBER = 1, /* has a Number */
    DL_MORPH_SINGULAR = 2,
    DL_MORPH_INFINITIVE = 4,
    DL_MORPH_FINITE = 8,
    DL_MORPH_FORM_NONE = 16, /* VerbForm=None */
    DL_MORPH_PRESENT = 32,
    DL_MORPH_POSITIVE = 64 /* Degree=Pos */
} dl_morph;

/* What is said of one token. */
typedef struct dl_marks {
    const char *tag, *dep, *pos; /* never NULL */
    dl_str lemma;                /* at == NULL: not set */
    uint8_t morph;               /* dl_morph flags */
} dl_marks;

typedef struct dl_ruler dl_ruler;

/* Reads attribute_ruler/patterns of the model directory `dir`; `component` is the name of
 * that folder. DL_EDATA names a pattern that is not understood. */
DL_CHECK dl_status dl_ruler_open(const char *dir, const char *component, dl_ruler **out,
                                 dl_error *err);
void dl_ruler_close(dl_ruler *ruler);

/* Changes `marks` (one a token; tag and dep are given) by all rules that match what was
 * given; of two rules for one thing the later one in the file wins. The strings belong to
 * the ruler. */
DL_CHECK dl_status dl_ruler_apply(const dl_ruler *ruler, dl_regex_scratch *scratch,
                                  const dl_tokens *tokens, dl_arena *arena,
                                  dl_marks *marks, dl_error *err);

#endif
