/* name.h - the inside of the joining of names; others see tag.h.
 *
 * A `part` is one place in the text where somebody or something is called by a name or
 * by a description. Parts are found first (name_find.c), then joined into things, each
 * join with its reason (name_join.c), then written out as names, aliases and mentions
 * (names.c).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_NAME_H
#define DL_NAME_H

#include "actors.h"
#include "map.h"
#include "tag.h"
#include "vec.h"

typedef enum dl_part_kind {
    DL_PART_NAME,   /* a proper name */
    DL_PART_LOOSE,  /* capitalised words nobody knew: kept only if they join a name */
    DL_PART_NOUN,   /* a group or body by its noun: "the army", "port company" */
    DL_PART_ROLE,   /* a person by his function: "the harbour master" */
    DL_PART_PRONOUN /* he, she */
} dl_part_kind;

typedef struct dl_part {
    dl_span span;
    uint32_t first, end; /* tokens of the whole phrase, article left out */
    uint32_t head;
    dl_str form;         /* as printed, without article, title and possessive */
    dl_str key;          /* folded form */
    dl_str core;         /* nouns: folded lemma of the head noun; persons: the surname */
    const dl_actor *actor;
    const dl_noun *noun;
    uint32_t place;      /* index into tags.places, or DL_NONE */
    uint8_t kind, type;  /* dl_part_kind, dl_name_type */
    bool definite;       /* "the", "its", "their" before it */
    bool modified;       /* nouns: has a word before its head */
    char side;           /* 'g', 'r', '-' */
    char country[3];
    bool armed;
    uint32_t up;         /* union-find */
    uint8_t learned;     /* how it came to its thing */
    dl_span shown;       /* the words that show it */
    const char *rule;
    uint32_t body;       /* roles: the part it speaks for, or DL_NONE */
} dl_part;

typedef struct dl_naming {
    const dl_actors *actors;
    const dl_doc *doc;
    const dl_tags *tags;
    dl_arena *arena;
    int year;            /* of publication, 0 unknown */
    uint32_t *cover;     /* token -> part that covers it, or DL_NONE */
    DL_VEC(dl_part) parts;
} dl_naming;

/* Fills n->parts in order of place. false when out of memory. */
bool dl_name_find(dl_naming *n);

/* Joins parts (up, learned, shown, rule, body). */
void dl_name_join(dl_naming *n);

uint32_t dl_part_root(const dl_naming *n, uint32_t part);

#endif
