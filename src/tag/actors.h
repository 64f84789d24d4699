/* actors.h - the actor list, and the words that stand for people, groups and bodies.
 * The format is told at the head of data/actors.txt; a user's list may also be a
 * dictionary of actors as PETRARCH has them (actors_petrarch.c).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ACTORS_H
#define DL_ACTORS_H

#include "tag.h"

#define DL_ACTOR_ANY UINT8_MAX /* a type the list does not tell */

typedef struct dl_actor {
    dl_str name, sector;
    uint8_t type; /* dl_name_type, or DL_ACTOR_ANY */
    char country[3];
    int from, to; /* years in which the name holds; 0: open */
    bool user;    /* from the user's own list */
} dl_actor;

/* One reading of a written form. */
typedef struct dl_actor_hit {
    const dl_actor *actor;
    bool unsure; /* to be believed only where something else speaks for it */
} dl_actor_hit;

typedef enum dl_noun_kind {
    DL_NOUN_GROUP,
    DL_NOUN_BODY,
    DL_NOUN_ROLE,
    DL_NOUN_THING, /* a ship, a mill: no actor, but it bears a name */
    DL_NOUN_KINDS
} dl_noun_kind;

typedef struct dl_noun {
    dl_str word; /* lemma, one or more words */
    dl_str sector;
    uint8_t kind; /* dl_noun_kind */
    uint8_t type; /* things: dl_name_type of what bears the name */
    char side;    /* groups: 'g' government, 'r' rebel, '-' */
    bool speaks;  /* roles: for a body */
    bool many;    /* roles: many have it at once: "the member" is nobody certain */
} dl_noun;

#define DL_ACTOR_WORDS_MOST 9 /* words of the longest alias looked for */
#define DL_ACTOR_HITS_MOST 8  /* actors of one form that are told apart */

/* The actors one of whose names folds to `key`, a user's alone if there are any;
 * `printed` is the text itself, whose case counts for short names in capitals. How many
 * were put into `out`. */
unsigned dl_actors_find(const dl_actors *actors, dl_str key, dl_str printed,
                        dl_actor_hit out[DL_ACTOR_HITS_MOST]);

/* The noun with this lemma (folded), NULL if none. Of several kinds the first of group,
 * body, role, thing that is asked for by `kinds` (bits 1 << kind). */
const dl_noun *dl_actors_noun(const dl_actors *actors, dl_str lemma, unsigned kinds);

/* Words by class; all are asked for in their folded form. */
typedef enum dl_actor_class {
    DL_ACTORS_TITLE,    /* before a person's name */
    DL_ACTORS_MALE,     /* titles that tell */
    DL_ACTORS_FEMALE,
    DL_ACTORS_ARMED,    /* in the name of an armed group */
    DL_ACTORS_OUTLET,   /* in the name of a news outlet */
    DL_ACTORS_FIRM,     /* ends the name of a company */
    DL_ACTORS_EVENT,    /* begins ("Battle of") or ends the name of a happening */
    DL_ACTORS_CONTEST,  /* ends, after a year and a name, the name of a happening */
    DL_ACTORS_LAW,      /* begins ("Treaty of") or ends the name of a law */
    DL_ACTORS_LIFE,     /* verbs whose subject is a person */
    DL_ACTORS_LIFE_DONE, /* ... in the passive */
    DL_ACTORS_KIN,      /* "X's wife", "her brother X" */
    DL_ACTORS_HEADLINE, /* in a headline, never part of a name */
    /* told by the rest of the list */
    DL_ACTORS_NOUN,        /* a noun by itself */
    DL_ACTORS_BEGINS_NOUN, /* the first words of a longer noun */
    DL_ACTORS_BEGINS_NAME, /* ... of a longer name */
    DL_ACTORS_CLASSES
} dl_actor_class;

bool dl_actors_is(const dl_actors *actors, dl_actor_class class, dl_str word);

/* All classes of a word: bits 1 << dl_actor_class. */
uint32_t dl_actors_classes(const dl_actors *actors, dl_str word);

#endif
