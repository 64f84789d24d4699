/* copy.h - who took what from whom, and what was changed.
 *
 * Two steps. dl_prints gives each text a small set of fingerprints; texts that share
 * some are candidates (the engine looks them up). dl_copy_compare aligns two texts word
 * by word and says what they share, what was put for what, and which came first, with
 * the reasons.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_COPY_H
#define DL_COPY_H

#include "article.h"
#include "status.h"
#include "tells.h"

typedef enum dl_passage_kind {
    DL_PASSAGE_PROSE,
    DL_PASSAGE_QUOTE,
    DL_PASSAGE_FURNITURE
} dl_passage_kind;

typedef struct dl_passage {
    dl_span a, b; /* in the text of a and of b */
    uint8_t kind; /* dl_passage_kind */
} dl_passage;

typedef struct dl_substitution {
    dl_str from, to; /* the words of the original, of the copy */
    uint32_t count;
    dl_span from_span, to_span; /* first place, in the original and the copy */
} dl_substitution;

typedef enum dl_direction {
    DL_DIRECTION_UNKNOWN,
    DL_DIRECTION_LIKELY,
    DL_DIRECTION_KNOWN
} dl_direction;

typedef enum dl_copy_kind {
    DL_COPY_NONE,         /* nothing to tell */
    DL_COPY_COPY,         /* `doc` is a copy of `of` */
    DL_COPY_COMMON_ORIGIN /* they share a quotation or notice, neither is the other's copy
                           */
} dl_copy_kind;

/* One relation. `doc` and `of` are 0 (a) or 1 (b) of the call that made it, or indexes
 * into the set when made by dl_copies_resolve. */
typedef struct dl_copy {
    uint8_t kind, direction;
    uint32_t doc, of;
    double shared;        /* share of doc's 5-word runs that stand in `of` too */
    dl_passage *passages; /* a: doc, b: of */
    uint32_t passage_count;
    dl_substitution *substitutions; /* most frequent first, then by place */
    uint32_t substitution_count;
    dl_span *dropped; /* in `of`: words the copy left out */
    uint32_t dropped_count;
    dl_span *added; /* in `doc`: words the copy put in */
    uint32_t added_count;
    const char *rule; /* why the direction: "copy.direction.dates" ... */
} dl_copy;

/* Fingerprints of `text`: winnowed hashes of word 5-grams, ascending and distinct
 * (Schleimer, Wilkerson, Aiken 2003). */
DL_CHECK dl_status dl_prints(dl_str text, dl_arena *arena, uint64_t **out,
                             uint32_t *count, dl_error *err);

/* Compares two documents. out->doc/of say which of 0 (a), 1 (b) is the copy. */
DL_CHECK dl_status dl_copy_compare(const dl_report *a, const dl_report *b,
                                   dl_arena *arena, dl_copy *out, dl_error *err);

/* Among a set of documents that may have copied one another: compares the `pairs`
 * (indexes into `reports`, 2 * pair_count of them), keeps for each document its direct
 * parent(s) only (copies of copies lean on the nearest; a merge has two), and gives the
 * relations in a fixed order: by doc, then of. */
DL_CHECK dl_status dl_copies_resolve(const dl_report *const *reports, uint32_t count,
                                     const uint32_t *pairs, uint32_t pair_count,
                                     dl_arena *arena, dl_copy **out, uint32_t *out_count,
                                     dl_error *err);

#endif
