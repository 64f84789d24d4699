/* gazetteer_file.h - the layout of the mapped gazetteer, for its reader and its maker.
 *
 *     head | countries | places | names | slots | tags | bearings | ids | text
 *
 * All numbers little-endian, every section at a multiple of 8. Names are keys (see
 * dl_gazetteer_key); `slots` is an open-addressing table of 2^n name indices, probed
 * from dl_hash(key); `tags` hold a byte of the hash for each slot, 0 where it is empty, so
 * that a word that is no name costs one look. `bearings` hold, for each name, the places that bear it, the better
 * first. `ids` are place indices sorted by GeoNames id. The checksum is dl_hash of all
 * that follows the head.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_GAZETTEER_FILE_H
#define DL_GAZETTEER_FILE_H

#include <stdint.h>

#define DL_GAZ_MAGIC "DLPLACES"
#define DL_GAZ_VERSION 3
#define DL_GAZ_NO_COUNTRY UINT16_MAX

/* How a place bears a name: the upper bits of a bearing. */
#define DL_GAZ_BEAR_SHIFT 28
#define DL_GAZ_PLACE_MASK ((1u << DL_GAZ_BEAR_SHIFT) - 1)
enum {
    DL_GAZ_BEAR_MAIN,  /* its name */
    DL_GAZ_BEAR_OTHER, /* another name of it */
    DL_GAZ_BEAR_SHORT, /* a short form, valid behind a comma: "Calif." */
    DL_GAZ_BEAR_PEOPLE /* its people, its adjective: "Syrian" */
};

/* Name flags. */
enum {
    DL_GAZ_NAME_CAPITALS = 1, /* printed in capitals: UK, NSW */
    DL_GAZ_NAME_LISTED = 2    /* from data/places: sure by itself */
};

/* Classes of words (data/places/words.txt); the order is that of the file's classes. */
#define DL_GAZ_WORD_MAP(X)                                                               \
    X(ADMIN, "admin")       /* province, district: names an administration */            \
    X(TOWN, "town")         /* city, village */                                          \
    X(WATER, "water")       /* river, lake */                                            \
    X(LAND, "land")         /* mountain, valley, island */                               \
    X(FACILITY, "facility") /* airport, hospital */                                      \
    X(DIRECTION, "direction")                                                            \
    X(COMMON, "common") /* town names that are everyday words */                         \
    X(GIVEN, "given")   /* given names that are place names too, and others */           \
    X(TITLE, "title")   /* stands before a person's name */                              \
    X(BODY, "body")     /* ends the name of an organisation */                           \
    X(OFFICE, "office") /* in the name of a state's office: ministry, police */          \
    X(FOLK, "folk")         /* who or what a town has: police, residents, mayor */       \
    X(TELLS, "tells") /* verbs of telling and of politics: their subject is no place */  \
    X(TAKES, "takes") /* verbs whose object may be a place: retake, reach */             \
    X(STAYS, "stays") /* verbs a place may be the subject of, as a place */              \
    X(POLITY, "polity")     /* what a capital city has only as a government */           \
    X(ALLY, "ally")         /* of these "of X" names a government */                     \
    X(LOCATIVE, "locative") /* prepositions that take places */                          \
    X(AGENCY, "agency")     /* news agencies, as in a dateline */                        \
    X(SHIP, "ship")         /* before a ship's name: HMS, MV */                          \
    X(NOT, "not")           /* never a place, whatever the model says */                 \
    X(STREET, "street") /* facilities called after towns that are elsewhere */

enum {
#define DL_GAZ_WORD_SHIFT(name, text) DL_GAZ_WORD_BIT_##name,
    DL_GAZ_WORD_MAP(DL_GAZ_WORD_SHIFT)
#undef DL_GAZ_WORD_SHIFT
        DL_GAZ_WORD_CLASSES
};
enum {
#define DL_GAZ_WORD_ENUM(name, text) DL_GAZ_WORD_##name = 1 << DL_GAZ_WORD_BIT_##name,
    DL_GAZ_WORD_MAP(DL_GAZ_WORD_ENUM)
#undef DL_GAZ_WORD_ENUM
};

/* Place marks. */
enum {
    DL_GAZ_MARK_CAPITAL = 1, /* of a country */
    DL_GAZ_MARK_LISTED = 2,  /* from data/places */
    DL_GAZ_MARK_LAND = 4,    /* mountain, desert, island */
    DL_GAZ_MARK_ENGLISH = 8  /* its name is known to be the English one */
};

typedef struct dl_gaz_place {
    uint32_t geonames; /* 0 if none */
    float lat, lon;
    uint32_t population;
    uint32_t name;           /* byte in the text section: u16 size, then the name */
    uint32_t admin1, admin2; /* places, or DL_NONE */
    uint16_t country;        /* index of country, or DL_GAZ_NO_COUNTRY */
    uint8_t kind;            /* dl_place_kind */
    uint8_t marks;
} dl_gaz_place;

typedef struct dl_gaz_country {
    char code[4];      /* ISO 3166-1 alpha-2 */
    uint32_t place;    /* the country as a place */
    uint32_t capital;  /* place, or DL_NONE */
    char continent[4]; /* "AS" */
    uint32_t area;     /* km2 */
} dl_gaz_country;

typedef struct dl_gaz_name {
    uint32_t key;   /* byte in the text section */
    uint32_t first; /* bearing */
    uint16_t count;
    uint8_t size; /* bytes of the key */
    uint8_t flags;
    uint32_t words;
} dl_gaz_name;

/* The tag of a key's slot: never 0. */
static inline uint8_t dl_gaz_tag(uint64_t hash)
{
    return (uint8_t)(hash >> 56 | 1);
}

typedef struct dl_gaz_section {
    uint64_t at; /* byte in the file */
    uint64_t count;
} dl_gaz_section;

enum {
    DL_GAZ_COUNTRIES,
    DL_GAZ_PLACES,
    DL_GAZ_NAMES,
    DL_GAZ_SLOTS,
    DL_GAZ_TAGS,
    DL_GAZ_BEARINGS,
    DL_GAZ_IDS,
    DL_GAZ_TEXT,
    DL_GAZ_SECTIONS
};

typedef struct dl_gaz_head {
    char magic[8];
    uint32_t version, order; /* order: 0x01020304 as the writing machine stores it */
    uint64_t size, checksum;
    dl_gaz_section sections[DL_GAZ_SECTIONS];
} dl_gaz_head;

#endif
