/* gazetteer_maker.h - the gazetteer while it is made: places and names in memory, the
 * readers of the sources that fill them, and the writer of the mapped file.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_GAZETTEER_MAKER_H
#define DL_GAZETTEER_MAKER_H

#include "file.h"
#include "gazetteer.h"
#include "map.h"
#include "vec.h"

typedef struct dl_made_place {
    dl_gaz_place place; /* `name` unused here */
    dl_str name;
    float given_lat, given_lon; /* from data/places; used when `given` */
    bool given, pointless;      /* pointless: nothing says where it is; left out */
} dl_made_place;

typedef struct dl_made_country {
    dl_gaz_country country;
    dl_str capital; /* its name */
} dl_made_country;

typedef struct dl_made_name {
    dl_str key;
    uint8_t flags;
    uint32_t words;
} dl_made_name;

typedef struct dl_made_bearing {
    uint32_t name, place;
    uint8_t bear;
} dl_made_bearing;

/* The rows of the list of regions, counted from 1, and the places they became. */
typedef struct dl_rows {
    uint32_t *at;
    uint32_t count;
} dl_rows;

typedef struct dl_maker {
    dl_arena arena, scratch;
    DL_VEC(dl_made_place) places;
    DL_VEC(dl_made_name) names;
    DL_VEC(dl_made_bearing) bearings;
    uint32_t sorted_bearings; /* so many are in order of names */
    DL_VEC(dl_made_country) countries;
    dl_map name_of;    /* key -> name */
    dl_map country_of; /* "SY" -> country */
    dl_map admin_of;   /* "SY.11", "US.CA.059" -> place */
    dl_map id_of;      /* GeoNames id -> place */
    dl_map english;    /* id or code -> index into english_names */
    DL_VEC(dl_str) english_names;
    dl_rows rows;
    DL_VEC(dl_file) files; /* kept mapped: names are views into them */
} dl_maker;

typedef DL_VEC(uint32_t) dl_vec_u32;

bool dl_maker_open(dl_maker *m);
void dl_maker_close(dl_maker *m);

/* A new place; NULL when out of memory. */
dl_made_place *dl_maker_place(dl_maker *m, uint8_t kind, dl_str name);

/* Lets the place be called `name`. Names that are not in Latin letters, codes and
 * overlong ones are passed over. */
bool dl_maker_call(dl_maker *m, uint32_t place, dl_str name, uint8_t bear, uint8_t flags);

/* Lets the place be called by the name without its Arabic article, if it has one. */
bool dl_maker_call_bare(dl_maker *m, uint32_t place, dl_str name, uint8_t bear);

/* Lets the place be found by the loose key of the name. */
bool dl_maker_call_loose(dl_maker *m, uint32_t place, dl_str name);

/* Adds a class to a word. */
bool dl_maker_word(dl_maker *m, dl_str word, uint32_t words);

/* Calls a district or province also by its name without "Province" and the like. */
bool dl_maker_call_plain(dl_maker *m, uint32_t place, dl_str name);

/* Orders the bearings by name; after that, until names are added, the bearings of a name
 * lie together from dl_maker_first_bearing on. */
void dl_maker_sort_bearings(dl_maker *m);
uint32_t dl_maker_first_bearing(const dl_maker *m, uint32_t name);

/* The English name under `code` (an id or "SY.11"), or an empty view. */
dl_str dl_maker_english(dl_maker *m, dl_str code);

/* ---- sources ---- */
DL_CHECK dl_status dl_maker_read_words(dl_maker *m, const char *path, dl_error *err);
DL_CHECK dl_status dl_maker_read_english(dl_maker *m, const char *path, dl_error *err);
DL_CHECK dl_status dl_maker_read_countries(dl_maker *m, const char *path, dl_error *err);
DL_CHECK dl_status dl_maker_read_admins(dl_maker *m, const char *path, dl_error *err);
DL_CHECK dl_status dl_maker_read_cities(dl_maker *m, const char *cities_path,
                                        const char *admins_path, dl_error *err);
DL_CHECK dl_status dl_maker_read_all(dl_maker *m, const char *path, dl_error *err);
DL_CHECK dl_status dl_maker_read_country_facts(dl_maker *m, const char *path,
                                               dl_error *err);
DL_CHECK dl_status dl_maker_read_state_facts(dl_maker *m, const char *path,
                                             dl_error *err);
DL_CHECK dl_status dl_maker_read_town_facts(dl_maker *m, const char *path, dl_error *err);
DL_CHECK dl_status dl_maker_read_regions(dl_maker *m, const char *path, dl_error *err);

/* Capitals, populations and points of regions from their towns. */
bool dl_maker_settle(dl_maker *m);

DL_CHECK dl_status dl_maker_write(dl_maker *m, const char *path, dl_error *err);

#endif
