/* actors_list.h - the actor list while it is read; others see actors.h.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ACTORS_LIST_H
#define DL_ACTORS_LIST_H

#include "actors.h"
#include "map.h"
#include "vec.h"

typedef struct dl_actor_form {
    dl_str printed;
    uint32_t actor; /* index; DL_NONE: given up, a user's line replaced it */
    uint32_t next;  /* another actor of the same form, or DL_NONE */
    bool cased;     /* only as printed */
    bool unsure;
} dl_actor_form;

struct dl_actors {
    dl_arena arena;
    dl_map forms_of; /* folded alias -> index of its first form */
    dl_map actor_of; /* folded name -> index of the actor */
    dl_map country_of; /* ISO 3166-1 alpha-3 -> index into codes */
    dl_map nouns[DL_NOUN_KINDS];
    dl_map classes; /* word -> bits 1 << dl_actor_class */
    DL_VEC(dl_actor *) list;
    DL_VEC(dl_actor_form) forms;
    DL_VEC(dl_noun) words;
    DL_VEC(dl_str) codes;
};

typedef struct dl_actor_reader {
    dl_actors *into;
    const char *path;
    uint32_t line;
    bool user;
    dl_error *err;
} dl_actor_reader;

/* "path:line: what 'word'" */
dl_status dl_actor_wrong(const dl_actor_reader *r, const char *what, dl_str word);

/* One more class of a word, which must live as long as the list; false when out of memory. */
bool dl_actor_class_add(dl_actors *actors, dl_actor_class class, dl_str word);
/* The same for all first words of a key of several words. */
bool dl_actor_class_begin(dl_actors *actors, dl_actor_class class, dl_str key);

/* A new actor, or the place of the one of that name when a user's line replaces it. */
dl_status dl_actor_add(dl_actor_reader *r, const dl_actor *actor, uint32_t *index);
dl_status dl_actor_alias(dl_actor_reader *r, dl_str printed, uint32_t actor);

dl_status dl_actors_read_own(dl_actor_reader *r, dl_str bytes);
bool dl_actors_are_petrarch(dl_str bytes);
dl_status dl_actors_read_petrarch(dl_actor_reader *r, dl_str bytes);

#endif
