/* gazetteer_facts.c - data/places/: lines of fields between bars, lists between
 * semicolons, comments from '#'. Mistakes are told with file and line.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "gazetteer_maker.h"

#include <stdio.h>
#include <stdlib.h>

#define FIELDS_MOST 6

typedef struct dl_facts {
    const char *path;
    dl_str rest;
    uint32_t line;
    dl_str field[FIELDS_MOST];
} dl_facts;

static dl_status open_facts(dl_maker *m, const char *path, dl_facts *facts, dl_error *err)
{
    dl_file *file = dl_vec_push(&m->files, &m->arena);
    *facts = (dl_facts){.path = path};
    if (file == NULL) {
        return dl_fail_memory(err);
    }
    const dl_status status = dl_file_open(path, 0, file, err);
    facts->rest = file->bytes;
    return status;
}

/* The next line that says something, cut into fields; false at the end. */
static bool next_fact(dl_facts *facts, unsigned *count)
{
    while (facts->rest.size > 0) {
        dl_str line = dl_str_next(&facts->rest, '\n');
        facts->line++;
        line = dl_str_trim(dl_str_next(&line, '#'));
        if (line.size == 0) {
            continue;
        }
        *count = 0;
        for (unsigned i = 0; i < FIELDS_MOST; i++) {
            facts->field[i] = (dl_str){"", 0};
            if (line.at != NULL) {
                facts->field[i] = dl_str_trim(dl_str_next(&line, '|'));
                *count = i + 1;
            }
        }
        return true;
    }
    return false;
}

static dl_status wrong(const dl_facts *facts, const char *what, dl_str word,
                       dl_error *err)
{
    return dl_fail(err, DL_EDATA, "%s:%u: %s '%.*s'", facts->path, facts->line, what,
                   (int)word.size, word.at);
}

static bool read_degrees(dl_str text, double limit, float *out)
{
    char digits[24], *end;
    if (text.size == 0 || text.size >= sizeof digits) {
        return false;
    }
    memcpy(digits, text.at, text.size);
    digits[text.size] = 0;
    const double value = strtod(digits, &end);
    *out = (float)value;
    return *end == 0 && value >= -limit && value <= limit;
}

static bool read_point(dl_str text, float *lat, float *lon)
{
    const dl_str first = dl_str_next(&text, ' ');
    return read_degrees(first, 90, lat) && text.at != NULL &&
           read_degrees(dl_str_trim(text), 180, lon);
}

static bool call_all(dl_maker *m, uint32_t place, dl_str names, uint8_t bear)
{
    while (names.size > 0) {
        const dl_str name = dl_str_trim(dl_str_next(&names, ';'));
        if (name.size > 0 && !dl_maker_call(m, place, name, bear, DL_GAZ_NAME_LISTED)) {
            return false;
        }
    }
    return true;
}

/* Each word for people also with a plural -s. */
static bool call_people(dl_maker *m, uint32_t place, dl_str names)
{
    while (names.size > 0) {
        const dl_str name = dl_str_trim(dl_str_next(&names, ';'));
        if (name.size == 0) {
            continue;
        }
        const dl_str plural = dl_str_printf(&m->arena, "%.*ss", (int)name.size, name.at);
        const bool has_plural =
            !dl_str_ends(name, DL_STR("s")) && !dl_str_ends(name, DL_STR("sh")) &&
            !dl_str_ends(name, DL_STR("ch")) && !dl_str_ends(name, DL_STR("ese")) &&
            !dl_str_ends(name, DL_STR("men"));
        if (!dl_maker_call(m, place, name, DL_GAZ_BEAR_PEOPLE, DL_GAZ_NAME_LISTED) ||
            (has_plural &&
             !dl_maker_call(m, place, plural, DL_GAZ_BEAR_PEOPLE, DL_GAZ_NAME_LISTED))) {
            return false;
        }
    }
    return true;
}

static void give_point(dl_maker *m, uint32_t place, float lat, float lon)
{
    dl_made_place *p = &m->places.at[place];
    p->given = true;
    p->given_lat = lat;
    p->given_lon = lon;
}

dl_status dl_maker_read_country_facts(dl_maker *m, const char *path, dl_error *err)
{
    dl_facts facts;
    const dl_status status = open_facts(m, path, &facts, err);
    unsigned count;
    while (status == DL_OK && next_fact(&facts, &count)) {
        const uint32_t index = dl_map_find(&m->country_of, facts.field[0]);
        float lat, lon;
        if (index == DL_NONE) {
            return wrong(&facts, "there is no country", facts.field[0], err);
        }
        if (!read_point(facts.field[1], &lat, &lon)) {
            return wrong(&facts, "not a latitude and a longitude:", facts.field[1], err);
        }
        const uint32_t place = m->countries.at[index].country.place;
        give_point(m, place, lat, lon);
        if (!call_people(m, place, facts.field[2]) ||
            !call_all(m, place, facts.field[3], DL_GAZ_BEAR_MAIN)) {
            return dl_fail_memory(err);
        }
    }
    return status;
}

dl_status dl_maker_read_state_facts(dl_maker *m, const char *path, dl_error *err)
{
    dl_facts facts;
    const dl_status status = open_facts(m, path, &facts, err);
    unsigned count;
    while (status == DL_OK && next_fact(&facts, &count)) {
        const uint32_t place = dl_map_find(&m->admin_of, facts.field[0]);
        float lat, lon;
        if (place == DL_NONE) {
            return wrong(&facts, "there is no region", facts.field[0], err);
        }
        if (!dl_str_is(facts.field[1], "-")) {
            if (!read_point(facts.field[1], &lat, &lon)) {
                return wrong(&facts, "not a latitude and a longitude:", facts.field[1],
                             err);
            }
            give_point(m, place, lat, lon);
        }
        if (facts.field[2].size > 0 || facts.field[3].size > 0) {
            m->places.at[place].place.marks |= DL_GAZ_MARK_LISTED;
        }
        dl_str alone = facts.field[2];
        const dl_str brief = dl_str_next(&alone, '!');
        if (!call_all(m, place, brief, DL_GAZ_BEAR_SHORT) ||
            (alone.at != NULL && !call_all(m, place, alone, DL_GAZ_BEAR_OTHER)) ||
            !call_people(m, place, facts.field[3])) {
            return dl_fail_memory(err);
        }
    }
    return status;
}

static uint8_t kind_of_word(dl_str word)
{
    static const struct {
        const char *word;
        uint8_t kind;
    } kinds[] = {{"continent", DL_PLACE_CONTINENT},
                 {"region", DL_PLACE_REGION},
                 {"island", DL_PLACE_REGION},
                 {"land", DL_PLACE_REGION},
                 {"water", DL_PLACE_WATER},
                 {"facility", DL_PLACE_FACILITY}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (dl_str_is(word, kinds[i].word)) {
            return kinds[i].kind;
        }
    }
    return DL_PLACE_UNKNOWN;
}

static dl_status add_region(dl_maker *m, const dl_facts *facts, dl_error *err)
{
    const dl_str *field = facts->field;
    const uint8_t kind = kind_of_word(field[0]);
    float lat, lon;
    if (kind == DL_PLACE_UNKNOWN) {
        return wrong(facts, "unknown kind", field[0], err);
    }
    if (!read_point(field[2], &lat, &lon)) {
        return wrong(facts, "not a latitude and a longitude:", field[2], err);
    }
    const uint32_t admin1 = dl_map_find(&m->admin_of, field[3]); /* "US.NY" */
    const uint32_t country = admin1 != DL_NONE ? m->places.at[admin1].place.country
                                               : dl_map_find(&m->country_of, field[3]);
    if (country == DL_NONE && !dl_str_is(field[3], "-")) {
        return wrong(facts, "there is no country", field[3], err);
    }
    dl_str names = field[1];
    const dl_str main = dl_str_trim(dl_str_next(&names, ';'));
    dl_made_place *p = dl_maker_place(m, kind, main);
    if (p == NULL) {
        return dl_fail_memory(err);
    }
    const uint32_t index = m->places.count - 1;
    give_point(m, index, lat, lon);
    p->place.country = country == DL_NONE ? DL_GAZ_NO_COUNTRY : (uint16_t)country;
    p->place.admin1 = admin1;
    p->place.marks =
        DL_GAZ_MARK_LISTED | DL_GAZ_MARK_ENGLISH |
        (dl_str_is(field[0], "land") || dl_str_is(field[0], "island") ? DL_GAZ_MARK_LAND
                                                                      : 0);
    return call_all(m, index, field[1], DL_GAZ_BEAR_MAIN) &&
                   call_people(m, index, field[4])
               ? DL_OK
               : dl_fail_memory(err);
}

dl_status dl_maker_read_regions(dl_maker *m, const char *path, dl_error *err)
{
    dl_facts facts;
    dl_status status = open_facts(m, path, &facts, err);
    unsigned count;
    while (status == DL_OK && next_fact(&facts, &count)) {
        status = add_region(m, &facts, err);
    }
    return status;
}

/* The most populous town of the country that bears the name. */
static uint32_t town_of(dl_maker *m, uint16_t country, dl_str names)
{
    uint32_t best = DL_NONE;
    while (names.size > 0) {
        const dl_str name = dl_str_trim(dl_str_next(&names, ';'));
        const dl_arena_mark mark = dl_arena_here(&m->scratch);
        const uint32_t index =
            dl_map_find(&m->name_of, dl_gazetteer_key(&m->scratch, name));
        dl_arena_back(&m->scratch, mark);
        for (uint32_t i = dl_maker_first_bearing(m, index);
             i < m->bearings.count && m->bearings.at[i].name == index; i++) {
            const uint32_t place = m->bearings.at[i].place;
            const dl_gaz_place *town = &m->places.at[place].place;
            if (town->kind == DL_PLACE_CITY && town->country == country &&
                (best == DL_NONE ||
                 town->population > m->places.at[best].place.population)) {
                best = place;
            }
        }
    }
    return best;
}

#define LISTED_PEOPLE 15000u /* taken for a town whose inhabitants nobody told us */

static dl_status add_town(dl_maker *m, const dl_facts *facts, dl_error *err)
{
    const dl_str *field = facts->field;
    const uint32_t country = dl_map_find(&m->country_of, field[0]);
    if (country == DL_NONE) {
        return wrong(facts, "there is no country", field[0], err);
    }
    const dl_str names = dl_str_printf(&m->arena, "%.*s;%.*s", (int)field[1].size,
                                       field[1].at, (int)field[2].size, field[2].at);
    uint32_t index = DL_NONE;
    float lat, lon;
    if (field[3].size == 0) {
        index = town_of(m, (uint16_t)country, names);
        if (index == DL_NONE) {
            return wrong(facts, "no town of that country is called", field[1], err);
        }
    } else {
        if (!read_point(field[3], &lat, &lon)) {
            return wrong(facts, "not a latitude and a longitude:", field[3], err);
        }
        if (dl_maker_place(m, DL_PLACE_CITY, field[1]) == NULL) {
            return dl_fail_memory(err);
        }
        index = m->places.count - 1;
        give_point(m, index, lat, lon);
        m->places.at[index].place.country = (uint16_t)country;
        m->places.at[index].place.population = LISTED_PEOPLE;
    }
    dl_made_place *town = &m->places.at[index];
    town->name = field[1];
    town->place.marks |= DL_GAZ_MARK_ENGLISH;
    dl_str rest = names;
    while (rest.size > 0) {
        const dl_str name = dl_str_trim(dl_str_next(&rest, ';'));
        if (name.size > 0 && !dl_maker_call(m, index, name, DL_GAZ_BEAR_MAIN, 0)) {
            return dl_fail_memory(err);
        }
    }
    return DL_OK;
}

dl_status dl_maker_read_town_facts(dl_maker *m, const char *path, dl_error *err)
{
    dl_facts facts;
    dl_status status = open_facts(m, path, &facts, err);
    unsigned count;
    dl_maker_sort_bearings(m);
    while (status == DL_OK && next_fact(&facts, &count)) {
        status = add_town(m, &facts, err);
    }
    return status;
}

static const char *const CLASSES[] = {
#define CLASS_NAME(name, text) text,
    DL_GAZ_WORD_MAP(CLASS_NAME)
#undef CLASS_NAME
};

dl_status dl_maker_read_words(dl_maker *m, const char *path, dl_error *err)
{
    dl_facts facts;
    const dl_status status = open_facts(m, path, &facts, err);
    unsigned count;
    while (status == DL_OK && next_fact(&facts, &count)) {
        unsigned class = 0;
        while (class < DL_GAZ_WORD_CLASSES &&
               !dl_str_is(facts.field[0], CLASSES[class])) {
            class ++;
        }
        if (class == DL_GAZ_WORD_CLASSES || count != 2) {
            return wrong(
                &facts, "not 'class | words', or an unknown class:", facts.field[0], err);
        }
        dl_str words = facts.field[1];
        while (words.size > 0) {
            const dl_str word = dl_str_trim(dl_str_next(&words, ';'));
            if (word.size > 0 && !dl_maker_word(m, word, 1u << class)) {
                return dl_fail_memory(err);
            }
        }
    }
    return status;
}
