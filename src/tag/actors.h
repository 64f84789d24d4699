/* actors.h - the actor list, and the words that stand for people, groups and bodies.
 * The format is told at the head of data/actors.txt.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ACTORS_H
#define DL_ACTORS_H

#include "tag.h"

typedef struct dl_actor {
    dl_str name, sector;
    uint8_t type; /* dl_name_type */
    char country[3];
    int from, to; /* years in which the name holds; 0: open */
} dl_actor;

typedef enum dl_noun_kind { DL_NOUN_GROUP, DL_NOUN_BODY, DL_NOUN_ROLE } dl_noun_kind;

typedef struct dl_noun {
    dl_str word; /* lemma, one or more words */
    dl_str sector;
    uint8_t kind; /* dl_noun_kind */
    char side;    /* groups: 'g' government, 'r' rebel, '-' */
    bool speaks;  /* roles: for a body */
} dl_noun;

#define DL_ACTOR_WORDS_MOST 8 /* words of the longest alias looked for */

/* The actor one of whose names folds to `key`; `printed` is the text itself, whose case
 * counts for short names in capitals. NULL if none. */
const dl_actor *dl_actors_find(const dl_actors *actors, dl_str key, dl_str printed);

/* The noun with this lemma (folded), NULL if none. Of several kinds the first of group,
 * body, role that is asked for by `kinds` (bits 1 << kind). */
const dl_noun *dl_actors_noun(const dl_actors *actors, dl_str lemma, unsigned kinds);

bool dl_actors_title(const dl_actors *actors, dl_str word);  /* folded */
bool dl_actors_armed(const dl_actors *actors, dl_str word);  /* folded */
bool dl_actors_outlet(const dl_actors *actors, dl_str word); /* folded */

#endif
