/* tags.h - what the tag stage finds in a text: times, places, names.
 *
 * Every finding keeps its span (bytes of the article's text), its tokens, and the id of
 * the rule that found it (static text or owned by the language data; ids look like
 * "time.weekday.past" or "place.city.comma-region").
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TAGS_H
#define DL_TAGS_H

#include "day.h"
#include "str.h"

/* ---- times (TIMEX3) ---- */
typedef enum dl_time_type { DL_TIME_DATE, DL_TIME_TIME, DL_TIME_DURATION, DL_TIME_SET } dl_time_type;

#define DL_ANCHOR_NONE UINT32_MAX            /* stands alone, or leans on nothing known */
#define DL_ANCHOR_PUBLISHED (UINT32_MAX - 1) /* leans on the publication date */
#define DL_ANCHOR_EVENT (UINT32_MAX - 2)     /* leans on an event: see dl_lead */

typedef struct dl_time {
    dl_span span;
    uint32_t first, end; /* tokens */
    uint8_t type;        /* dl_time_type */
    dl_str value;        /* TIMEX3 value: "2017-03-02", "2016-W12", "P2D", "PAST_REF" */
    dl_str mod;          /* TIMEX3 mod, "" if none */
    dl_when when;        /* interval; unknown for durations, sets and the unresolved */
    uint32_t anchor;     /* index of the time it leans on, or DL_ANCHOR_* */
    uint8_t weekday;     /* 0 Monday..6; 7: not a bare weekday. Kept so that it can be
                            resolved later, when a publication date becomes known */
    bool dateline;       /* stands in the dateline */
    const char *rule;
    uint8_t tense; /* of what is told at it: 0 not said, 1 past, 2 ahead (a plan) */
} dl_time;

/* A passage that was written on another day than the rest: copied from an older report.
 * "On Thursday" in it is the Thursday of that one. */
typedef struct dl_written {
    dl_span span;
    dl_when when; /* one day */
} dl_written;

/* Words that lead from an event to a time: "two days after the bombing", "on the first
 * anniversary of the fire". When the event happened is for the tell stage to say. */
typedef struct dl_lead {
    dl_span span;                    /* "two days after the bombing" */
    dl_span event;                   /* "the bombing" */
    uint32_t first, end;             /* tokens of what leads */
    uint32_t event_first, event_end; /* tokens of the event's words; its head is last */
    uint32_t time;                   /* index of the time among them ("two days"), or DL_NONE */
    int32_t low, high;               /* days from the event, negative: before it */
    uint32_t years;                  /* of an anniversary: to the day; else 0 */
    const char *rule;                /* "time.event.after" */
} dl_lead;

/* ---- places ---- */
typedef enum dl_place_kind {
    DL_PLACE_UNKNOWN, /* unresolved: lat, lon, geonames mean nothing */
    DL_PLACE_CITY, DL_PLACE_ADMIN1, DL_PLACE_ADMIN2, DL_PLACE_COUNTRY, DL_PLACE_REGION,
    DL_PLACE_WATER, DL_PLACE_FACILITY, DL_PLACE_CONTINENT
} dl_place_kind;

typedef enum dl_place_role {
    DL_PLACE_LITERAL,  /* a place as a place: may be where something happened */
    DL_PLACE_DATELINE, /* where the report was filed */
    DL_PLACE_DEMONYM,  /* "Syrian", "Parisians" */
    DL_PLACE_METONYM   /* "Washington said": the government */
} dl_place_role;

typedef struct dl_place {
    dl_span span;
    uint32_t first, end; /* tokens */
    dl_str name;         /* canonical name, or the words as printed when unresolved */
    double lat, lon;
    uint32_t geonames;   /* 0 if it has none */
    char country[3];     /* ISO 3166-1 alpha-2; "" if not known */
    dl_str country_name, admin1; /* "" if not known */
    uint8_t kind, role;  /* dl_place_kind, dl_place_role */
    uint8_t said; /* dl_place_kind its own words tell ("Oak Street"), UNKNOWN if none do */
    uint32_t group;      /* mentions of the same place in this document share a number */
    const char *rule;
} dl_place;

/* ---- names ---- */
typedef enum dl_name_type {
    DL_NAME_PERSON, DL_NAME_ORG, DL_NAME_GPE, DL_NAME_NORP, DL_NAME_LOC, DL_NAME_FAC,
    DL_NAME_EVENT, DL_NAME_WORK, DL_NAME_LAW, DL_NAME_PRODUCT, DL_NAME_LANGUAGE,
    DL_NAME_WEAPON, DL_NAME_GROUP /* described, not named: "the rebels", "residents" */
} dl_name_type;

typedef enum dl_learned {
    DL_LEARNED_GIVEN,      /* spelled alike but for case, article, possessive */
    DL_LEARNED_ACRONYM,    /* "X Y Z (XYZ)", or by its initials */
    DL_LEARNED_APPOSITION, /* "known as", "its director, NN", "the group" */
    DL_LEARNED_COPY,       /* a copy put one for the other */
    DL_LEARNED_LIST,       /* the actor list, the gazetteer */
    DL_LEARNED_PART        /* surname for the full name, last word for the body */
} dl_learned;

typedef struct dl_alias {
    dl_str name;     /* one written form, outer article and possessive removed */
    uint32_t count;  /* mentions in this form, in this document */
    uint8_t learned; /* dl_learned */
    dl_span span;    /* the words that show the join (first mention if GIVEN) */
} dl_alias;

typedef struct dl_name {
    dl_str name;     /* canonical: the list's, else the longest proper form */
    dl_str key;      /* folded canonical form; the same key in two documents is one thing */
    uint8_t type;    /* dl_name_type */
    dl_str sector;   /* PLOVER sector (MIL, GOV, REB, ...), "" if not known */
    char country[3]; /* whose actor it is; "" if not known */
    dl_alias *aliases;
    uint32_t alias_count;
    uint32_t speaks_for; /* index of the name it speaks for (a spokesman: his body), or
                            DL_NONE */
} dl_name;

/* One place in the text where a name stands, or a pronoun or description for it. */
typedef struct dl_mention {
    dl_span span;
    uint32_t first, end; /* tokens */
    uint32_t head;       /* head token of the phrase */
    uint32_t name;       /* index into names */
    uint32_t place;      /* index into places if it is one, else DL_NONE */
    uint8_t kind;        /* 0 name, 1 description ("the group"), 2 pronoun */
    const char *rule;
} dl_mention;

typedef struct dl_tags {
    dl_time *times;
    uint32_t time_count;
    dl_place *places;
    uint32_t place_count;
    dl_name *names;
    uint32_t name_count;
    dl_mention *mentions;
    uint32_t mention_count;
    uint32_t dateline_place; /* index into places, or DL_NONE */
    uint32_t dateline_time;  /* index into times, or DL_NONE */
    dl_lead *leads;          /* in the order of the text */
    uint32_t lead_count;
    dl_written *written; /* given before tagging; in the order of the text, apart */
    uint32_t written_count;
} dl_tags;

#endif
