/* timereader.h - reading data/time/LANG.txt: what timewords.c (classes, words, files) and
 * timepattern.c (patterns, rules) share.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TIMEREADER_H
#define DL_TIMEREADER_H

#include "timewords.h"

#define DL_TIME_ENTRY_ATOMS 6 /* words of an entry like new_year_'s_eve */

typedef struct dl_timephrase {
    uint16_t literals[DL_TIME_ENTRY_ATOMS];
    uint8_t count;
    int32_t value;
    uint32_t next; /* next phrase of the same class, or DL_NONE */
} dl_timephrase;

typedef struct dl_timeclass {
    dl_str name;
    uint8_t slot, fill;
    uint32_t phrases; /* first phrase or DL_NONE */
} dl_timeclass;

typedef struct dl_timeline {
    dl_str name, body; /* body: what follows the colon */
    const char *path;
    uint32_t number;
} dl_timeline;

typedef DL_VEC(dl_timeline) dl_timelines;

typedef struct dl_timereader {
    dl_timewords *words;
    dl_arena *arena;
    DL_VEC(dl_timeclass) classes;
    DL_VEC(dl_timephrase) phrases;
    dl_timelines lets, rules;
    DL_VEC(dl_time_entry) entries; /* with .word beside it in owners */
    DL_VEC(uint32_t) owners;
    dl_map class_names, let_names, rule_names;
    const char *path;
    uint32_t number;
    dl_error *err;
} dl_timereader;

/* For "%.*s": at most 60 bytes of a view. */
#define DL_TIME_W(str) (int)((str).size > 60 ? 60 : (str).size), (str).at

/* DL_EDATA "file:line: what". */
dl_status dl_timereader_fail(dl_timereader *r, const char *format, ...) DL_PRINTF(2, 3);

/* Scanners: each takes something off the start of *rest. */
void dl_timereader_blanks(dl_str *rest);
bool dl_timereader_char(dl_str *rest, char c); /* false: something else stands there */
dl_str dl_timereader_name(dl_str *rest);       /* letters, digits, "_", "-", "." */
dl_str dl_timereader_field(dl_str *rest);      /* up to the next blank */

/* A slot by its name; DL_SLOT_COUNT if there is none. */
uint8_t dl_timereader_slot(dl_str name);
/* A number, or a named value of `slot`. */
DL_CHECK dl_status dl_timereader_value(dl_timereader *r, uint8_t slot, dl_str text,
                                       int32_t *out);
/* The class of one literal word: its name is the word in double quotes. */
DL_CHECK dl_status dl_timereader_literal(dl_timereader *r, dl_str text, uint32_t *out);

/* Parses one rule into nodes and adds it to the words. */
DL_CHECK dl_status dl_timereader_compile(dl_timereader *r, const dl_timeline *source);

#endif
