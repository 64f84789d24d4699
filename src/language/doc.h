/* doc.h - a text as the language engine sees it: tokens, heads, sentences, names.
 *
 * Labels (tag, pos, dep, entity type) are NUL-terminated strings owned by the language
 * model and live as long as it; compare them with strcmp. Tags are Penn Treebank's, pos
 * Universal Dependencies' coarse classes, dep ClearNLP's labels (nsubj, nsubjpass, dobj,
 * agent, pobj, ccomp ...), entity types OntoNotes'.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_DOC_H
#define DL_DOC_H

#include "str.h"

typedef struct dl_token {
    dl_span span;       /* bytes in the text */
    dl_str lemma;       /* owned by the doc's arena or the model */
    dl_str lower;       /* lower case of the word */
    const char *tag, *pos, *dep; /* never NULL; "" when not predicted */
    uint32_t head;      /* token index; a root is its own head */
    uint32_t sentence;  /* index into dl_doc.sentences */
    uint32_t entity;    /* index into dl_doc.entities, or DL_NONE */
    bool sent_start;
    bool space_after;   /* one ' ' follows */
    bool is_space;      /* a token of white space */
} dl_token;

typedef struct dl_entity {
    uint32_t first, end; /* tokens, end not included */
    dl_span span;        /* bytes */
    const char *type;    /* PERSON, NORP, FAC, ORG, GPE, LOC, PRODUCT, EVENT, ... DATE ... */
} dl_entity;

typedef struct dl_sentence {
    uint32_t first, end; /* tokens */
    uint32_t root;       /* its first root */
} dl_sentence;

typedef struct dl_doc {
    dl_str text;
    dl_token *tokens;
    uint32_t token_count;
    dl_entity *entities;
    uint32_t entity_count;
    dl_sentence *sentences;
    uint32_t sentence_count;
} dl_doc;

#endif
