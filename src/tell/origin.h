/* origin.h - who vouches for a claim: a body and whoever speaks for it are one origin.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ORIGIN_H
#define DL_ORIGIN_H

#include "reading.h"

typedef struct dl_speaker {
    dl_str name;  /* canonical */
    uint32_t who; /* index into tags.names, or DL_NONE */
    bool person;
} dl_speaker;

/* The speakers of one document, as they come. */
typedef struct dl_speakers {
    DL_VEC(dl_speaker) list;
    dl_map by_word;             /* head word of a description -> index into list */
    dl_map by_who;              /* name -> index into list */
    uint32_t last, last_person; /* who spoke last; DL_NONE */
} dl_speakers;

void dl_speakers_init(dl_speakers *out, dl_arena *arena);

/* The speaker that the phrase of `head` stands for; index into speakers->list, or
 * DL_NONE when nobody can be told. Does not change who spoke last. */
uint32_t dl_origin_of(const dl_reading *r, dl_speakers *speakers, uint32_t head);

/* Notes that speaker `index` has just spoken. */
void dl_origin_spoke(dl_speakers *speakers, uint32_t index);

#endif
