/* gazetteer_maker.c - the model the sources fill: see gazetteer_maker.h.
 *
 * A region has no point in the sources. Its middle is taken from its towns: the map is
 * cut into cells, and the mean is over the cells that hold a town, each once, so that a
 * big city's suburbs do not pull the point of a whole province to themselves.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "gazetteer_maker.h"

#include "hash.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NAME_SIZE_MOST 64u /* bytes of a key; longer ones are never printed in news */
#define CODE_SIZE_MOST 3u  /* names in capitals up to this size are codes: LON, PAR */
#define CELL_DEGREES 0.25  /* cells of the map, for the middle of a region */

bool dl_maker_open(dl_maker *m)
{
    *m = (dl_maker){0};
    dl_arena_init(&m->arena, 0);
    dl_arena_init(&m->scratch, 0);
    dl_map_init(&m->name_of, &m->arena);
    dl_map_init(&m->country_of, &m->arena);
    dl_map_init(&m->admin_of, &m->arena);
    dl_map_init(&m->id_of, &m->arena);
    dl_map_init(&m->english, &m->arena);
    return true;
}

void dl_maker_close(dl_maker *m)
{
    for (uint32_t i = 0; i < m->files.count; i++) {
        dl_file_close(&m->files.at[i]);
    }
    dl_arena_done(&m->scratch);
    dl_arena_done(&m->arena);
}

dl_made_place *dl_maker_place(dl_maker *m, uint8_t kind, dl_str name)
{
    dl_made_place *p = dl_vec_push(&m->places, &m->arena);
    if (p == NULL) {
        return NULL;
    }
    p->place.kind = kind;
    p->place.admin1 = p->place.admin2 = DL_NONE;
    p->place.country = DL_GAZ_NO_COUNTRY;
    p->name = name;
    return p;
}

static uint32_t name_index(dl_maker *m, dl_str key)
{
    const uint32_t known = dl_map_find(&m->name_of, key);
    if (known != DL_NONE) {
        return known;
    }
    const dl_str kept = dl_str_copy(&m->arena, key);
    dl_made_name *name = dl_vec_push(&m->names, &m->arena);
    if (name == NULL || dl_arena_failed(&m->arena)) {
        return DL_NONE;
    }
    name->key = kept;
    return dl_map_add(&m->name_of, kept, m->names.count - 1);
}

static bool usable_key(dl_str key)
{
    unsigned words = 1, letters = 0;
    for (size_t i = 0; i < key.size; i++) {
        if ((unsigned char)key.at[i] >= 0x80) {
            return false; /* another script */
        }
        words += key.at[i] == ' ';
        letters += key.at[i] >= 'a' && key.at[i] <= 'z';
    }
    return letters >= 2 && key.size <= NAME_SIZE_MOST && words <= DL_GAZETTEER_WORDS_MOST;
}

static bool in_capitals(dl_str name)
{
    for (size_t i = 0; i < name.size; i++) {
        const unsigned char c = (unsigned char)name.at[i];
        if ((c >= 'a' && c <= 'z') || c >= 0x80) {
            return false;
        }
    }
    return true;
}

static bool has_capital(dl_str name)
{
    for (size_t i = 0; i < name.size; i++) {
        const unsigned char c = (unsigned char)name.at[i];
        if ((c >= 'A' && c <= 'Z') || c >= 0x80) {
            return true;
        }
    }
    return false;
}

bool dl_maker_call(dl_maker *m, uint32_t place, dl_str name, uint8_t bear, uint8_t flags)
{
    const bool listed = (flags & DL_GAZ_NAME_LISTED) != 0;
    if (!listed &&
        (!has_capital(name) || (in_capitals(name) && name.size <= CODE_SIZE_MOST))) {
        return true;
    }
    const dl_arena_mark mark = dl_arena_here(&m->scratch);
    const dl_str key = dl_gazetteer_key(&m->scratch, name);
    if (!usable_key(key)) {
        dl_arena_back(&m->scratch, mark);
        return true;
    }
    const uint32_t index = name_index(m, key);
    dl_arena_back(&m->scratch, mark);
    dl_made_bearing *bearing = dl_vec_push(&m->bearings, &m->arena);
    if (index == DL_NONE || bearing == NULL) {
        return false;
    }
    *bearing = (dl_made_bearing){index, place, bear};
    if (in_capitals(name) && bear != DL_GAZ_BEAR_SHORT && name.size <= 6) {
        flags |= DL_GAZ_NAME_CAPITALS;
    }
    m->names.at[index].flags |= flags;
    return true;
}

/* "Ar Raqqah" -> "Raqqah": names of Arabic drop their article in news. */
bool dl_maker_call_bare(dl_maker *m, uint32_t place, dl_str name, uint8_t bear)
{
    static const char *const articles[] = {"Al", "Ar", "As", "Ash", "At", "Ad",  "An",
                                           "Az", "El", "Ed", "Er",  "Es", "Ath", "Adh"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        const dl_str article = dl_str_of(articles[i]);
        if (name.size > article.size + 4 && dl_str_starts(name, article) &&
            (name.at[article.size] == ' ' || name.at[article.size] == '-')) {
            return dl_maker_call(
                m, place,
                (dl_str){name.at + article.size + 1, name.size - article.size - 1}, bear,
                0);
        }
    }
    return true;
}

bool dl_maker_call_loose(dl_maker *m, uint32_t place, dl_str name)
{
    const dl_arena_mark mark = dl_arena_here(&m->scratch);
    const dl_str key = dl_gazetteer_key(&m->scratch, name);
    const dl_str loose =
        usable_key(key) ? dl_gazetteer_loose_key(&m->scratch, key) : (dl_str){"", 0};
    const uint32_t index =
        loose.size == 0 || !has_capital(name) ? DL_NONE : name_index(m, loose);
    dl_arena_back(&m->scratch, mark);
    if (index == DL_NONE) {
        return !dl_arena_failed(&m->arena);
    }
    dl_made_bearing *bearing = dl_vec_push(&m->bearings, &m->arena);
    if (bearing == NULL) {
        return false;
    }
    *bearing = (dl_made_bearing){index, place, DL_GAZ_BEAR_OTHER};
    return true;
}

bool dl_maker_word(dl_maker *m, dl_str word, uint32_t words)
{
    const dl_arena_mark mark = dl_arena_here(&m->scratch);
    const dl_str key = dl_gazetteer_key(&m->scratch, word);
    const uint32_t index =
        key.size == 0 || key.size > NAME_SIZE_MOST ? DL_NONE : name_index(m, key);
    dl_arena_back(&m->scratch, mark);
    if (index != DL_NONE) {
        m->names.at[index].words |= words;
    }
    return !dl_arena_failed(&m->arena);
}

static uint32_t words_of(dl_maker *m, dl_str word)
{
    const dl_arena_mark mark = dl_arena_here(&m->scratch);
    const uint32_t index = dl_map_find(&m->name_of, dl_gazetteer_key(&m->scratch, word));
    dl_arena_back(&m->scratch, mark);
    return index == DL_NONE ? 0 : m->names.at[index].words;
}

/* "Homs Governorate" -> "Homs", "Province of Bulacan" -> "Bulacan"; empty if there is
 * nothing to take away, or if only "Central" would be left. */
static dl_str without_kind(dl_maker *m, dl_str name)
{
    dl_str rest = name;
    const dl_str first = dl_str_next(&rest, ' ');
    if (rest.at == NULL) {
        return (dl_str){"", 0};
    }
    size_t last = name.size;
    while (last > 0 && name.at[last - 1] != ' ') {
        last--;
    }
    const dl_str tail = {name.at + last, name.size - last};
    dl_str plain = {"", 0};
    if ((words_of(m, tail) & DL_GAZ_WORD_ADMIN) != 0) {
        plain = (dl_str){name.at, last - 1};
    } else if ((words_of(m, first) & DL_GAZ_WORD_ADMIN) != 0) {
        plain = rest;
        const dl_str of = dl_str_next(&rest, ' ');
        if (rest.at != NULL &&
            (dl_str_is(of, "of") || dl_str_is(of, "de") || dl_str_is(of, "di"))) {
            plain = rest;
        }
    }
    const bool direction =
        (words_of(m, plain) & (DL_GAZ_WORD_DIRECTION | DL_GAZ_WORD_ADMIN)) != 0;
    return direction ? (dl_str){"", 0} : plain;
}

bool dl_maker_call_plain(dl_maker *m, uint32_t place, dl_str name)
{
    const dl_str plain = without_kind(m, name);
    return plain.size == 0 || dl_maker_call(m, place, plain, DL_GAZ_BEAR_MAIN, 0);
}

dl_str dl_maker_english(dl_maker *m, dl_str code)
{
    const uint32_t at = dl_map_find(&m->english, code);
    dl_str name = at == DL_NONE ? (dl_str){"", 0} : m->english_names.at[at];
    const dl_str formal = DL_STR("State of "); /* "State of Maine" is Maine */
    if (dl_str_starts(name, formal)) {
        name.at += formal.size;
        name.size -= formal.size;
    }
    return name;
}

/* ---- settling ---- */

typedef struct dl_cell {
    uint32_t region;
    int16_t row, column;
} dl_cell;

static int compare_cells(const void *a, const void *b)
{
    const dl_cell *x = a, *y = b;
    if (x->region != y->region) {
        return x->region < y->region ? -1 : 1;
    }
    if (x->row != y->row) {
        return x->row < y->row ? -1 : 1;
    }
    return (x->column > y->column) - (x->column < y->column);
}

/* The mean of the distinct cells of one region, on the sphere (so that the date line
 * does no harm). */
static void settle_region(dl_made_place *region, const dl_cell *cells, uint32_t count)
{
    double x = 0, y = 0, z = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0 && compare_cells(&cells[i], &cells[i - 1]) == 0) {
            continue;
        }
        const double lat = (cells[i].row + 0.5) * CELL_DEGREES * M_PI / 180;
        const double lon = (cells[i].column + 0.5) * CELL_DEGREES * M_PI / 180;
        x += cos(lat) * cos(lon);
        y += cos(lat) * sin(lon);
        z += sin(lat);
    }
    region->place.lat = (float)(atan2(z, hypot(x, y)) * 180 / M_PI);
    region->place.lon = (float)(atan2(y, x) * 180 / M_PI);
    region->pointless = false;
}

static bool add_cell(dl_maker *m, dl_cell **cells, uint32_t *count, uint32_t *room,
                     uint32_t region, const dl_gaz_place *town)
{
    if (region == DL_NONE) {
        return true;
    }
    dl_cell *grown = dl_vec_room(&m->scratch, *cells, *count, room, sizeof **cells);
    if (grown == NULL) {
        return false;
    }
    *cells = grown;
    grown[(*count)++] = (dl_cell){region, (int16_t)floor(town->lat / CELL_DEGREES),
                                  (int16_t)floor(town->lon / CELL_DEGREES)};
    return true;
}

static bool settle_regions(dl_maker *m)
{
    dl_cell *cells = NULL;
    uint32_t count = 0, room = 0;
    for (uint32_t i = 0; i < m->places.count; i++) {
        const dl_gaz_place *town = &m->places.at[i].place;
        if (town->kind != DL_PLACE_CITY) {
            continue;
        }
        if (!add_cell(m, &cells, &count, &room, town->admin1, town) ||
            !add_cell(m, &cells, &count, &room, town->admin2, town)) {
            return false;
        }
        if (town->admin1 != DL_NONE) {
            m->places.at[town->admin1].place.population += town->population;
        }
        if (town->admin2 != DL_NONE) {
            m->places.at[town->admin2].place.population += town->population;
        }
    }
    if (count > 0) {
        qsort(cells, count, sizeof *cells, compare_cells);
    }
    for (uint32_t from = 0; from < count;) {
        uint32_t to = from;
        while (to < count && cells[to].region == cells[from].region) {
            to++;
        }
        dl_made_place *region = &m->places.at[cells[from].region];
        if (region->pointless) {
            settle_region(region, cells + from, to - from);
        }
        from = to;
    }
    return true;
}

/* The more populous of two towns of a country, one of which may be nobody. */
static uint32_t larger(const dl_maker *m, uint32_t known, uint32_t town)
{
    return known == DL_NONE ||
                   m->places.at[known].place.population < m->places.at[town].place.population
               ? town
               : known;
}

/* The most populous town of the country that bears the capital's name, with its accents
 * or without, as its own or another ("Bogota", "Kyiv"). */
static uint32_t capital_of(dl_maker *m, uint32_t country)
{
    const dl_arena_mark mark = dl_arena_here(&m->scratch);
    const dl_str name = dl_str_trim(m->countries.at[country].capital);
    const uint32_t index = dl_map_find(&m->name_of, dl_gazetteer_key(&m->scratch, name));
    dl_arena_back(&m->scratch, mark);
    uint32_t capital = DL_NONE;
    if (name.size == 0 || index == DL_NONE) {
        return DL_NONE;
    }
    for (uint32_t b = dl_maker_first_bearing(m, index);
         b < m->bearings.count && m->bearings.at[b].name == index; b++) {
        const uint32_t at = m->bearings.at[b].place;
        const dl_gaz_place *town = &m->places.at[at].place;
        if (town->kind == DL_PLACE_CITY && town->country == country &&
            m->bearings.at[b].bear <= DL_GAZ_BEAR_OTHER) {
            capital = larger(m, capital, at);
        }
    }
    return capital;
}

static void settle_capitals(dl_maker *m)
{
    dl_maker_sort_bearings(m);
    for (uint32_t i = 0; i < m->countries.count; i++) {
        const uint32_t capital = capital_of(m, i);
        m->countries.at[i].country.capital = capital;
        if (capital != DL_NONE) {
            m->places.at[capital].place.marks |= DL_GAZ_MARK_CAPITAL;
        }
    }
}

bool dl_maker_settle(dl_maker *m)
{
    settle_capitals(m);
    if (!settle_regions(m)) {
        return false;
    }
    for (uint32_t i = 0; i < m->places.count; i++) {
        dl_made_place *p = &m->places.at[i];
        if (p->given) {
            p->place.lat = p->given_lat;
            p->place.lon = p->given_lon;
            p->pointless = false;
        }
    }
    return true;
}

/* ---- writing ---- */

static int rank_of(const dl_made_place *p)
{
    static const int by_kind[] = {0, 3, 6, 2, 9, 5, 5, 1, 8}; /* dl_place_kind */
    return by_kind[p->place.kind] + ((p->place.marks & DL_GAZ_MARK_CAPITAL) != 0 ? 3 : 0);
}

static const dl_maker *sorted; /* qsort has no context; this program has one thread */

static int compare_bearings(const void *a, const void *b)
{
    const dl_made_bearing *x = a, *y = b;
    const dl_made_place *p = &sorted->places.at[x->place],
                        *q = &sorted->places.at[y->place];
    if (x->name != y->name) {
        return x->name < y->name ? -1 : 1;
    }
    if (x->place == y->place) {
        return (x->bear > y->bear) - (x->bear < y->bear);
    }
    if (rank_of(p) != rank_of(q)) {
        return rank_of(p) > rank_of(q) ? -1 : 1;
    }
    if (p->place.population != q->place.population) {
        return p->place.population > q->place.population ? -1 : 1;
    }
    return x->place < y->place ? -1 : 1;
}

void dl_maker_sort_bearings(dl_maker *m)
{
    sorted = m;
    qsort(m->bearings.at, m->bearings.count, sizeof *m->bearings.at, compare_bearings);
    m->sorted_bearings = m->bearings.count;
}

uint32_t dl_maker_first_bearing(const dl_maker *m, uint32_t name)
{
    uint32_t low = 0, high = m->sorted_bearings;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (m->bearings.at[middle].name < name) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < m->sorted_bearings ? low : m->bearings.count;
}

/* Places of one name kept; "San Antonio" has some hundreds. */
#define BEARINGS_MOST 512u

typedef struct dl_writing {
    dl_gaz_head head;
    dl_buf out;
    dl_buf text;
    uint32_t *renumbered; /* place -> index in the file */
} dl_writing;

static void begin_section(dl_writing *w, unsigned section)
{
    while (w->out.size % 8 != 0) {
        dl_buf_char(&w->out, 0);
    }
    w->head.sections[section].at = sizeof w->head + w->out.size;
}

static void add_item(dl_writing *w, unsigned section, const void *item, size_t size)
{
    dl_buf_add(&w->out, (dl_str){item, size});
    w->head.sections[section].count++;
}

static uint32_t renumber(const dl_writing *w, uint32_t place)
{
    return place == DL_NONE ? DL_NONE : w->renumbered[place];
}

static void write_countries(dl_maker *m, dl_writing *w)
{
    begin_section(w, DL_GAZ_COUNTRIES);
    for (uint32_t i = 0; i < m->countries.count; i++) {
        dl_gaz_country c = m->countries.at[i].country;
        c.place = renumber(w, c.place);
        c.capital = renumber(w, c.capital);
        add_item(w, DL_GAZ_COUNTRIES, &c, sizeof c);
    }
}

static void write_places(dl_maker *m, dl_writing *w)
{
    begin_section(w, DL_GAZ_PLACES);
    for (uint32_t i = 0; i < m->places.count; i++) {
        dl_made_place *p = &m->places.at[i];
        if (p->pointless) {
            continue;
        }
        dl_gaz_place place = p->place;
        place.name = (uint32_t)w->text.size;
        place.admin1 = renumber(w, place.admin1);
        place.admin2 = renumber(w, place.admin2);
        const uint16_t size = (uint16_t)p->name.size;
        dl_buf_add(&w->text, (dl_str){(const char *)&size, sizeof size});
        dl_buf_add(&w->text, p->name);
        add_item(w, DL_GAZ_PLACES, &place, sizeof place);
    }
}

/* Copies the bearings of one name, each place once, the best first. */
static uint16_t write_bearings(dl_maker *m, dl_writing *w, dl_vec_u32 *out, uint32_t name,
                               uint32_t *next)
{
    uint16_t count = 0;
    uint32_t before = DL_NONE;
    for (; *next < m->bearings.count && m->bearings.at[*next].name == name; (*next)++) {
        const dl_made_bearing *b = &m->bearings.at[*next];
        if (b->place == before || m->places.at[b->place].pointless ||
            count == BEARINGS_MOST) {
            continue;
        }
        before = b->place;
        uint32_t *slot = dl_vec_push(out, &m->arena);
        if (slot == NULL) {
            return count;
        }
        *slot = w->renumbered[b->place] | (uint32_t)b->bear << DL_GAZ_BEAR_SHIFT;
        count++;
    }
    return count;
}

static bool write_names(dl_maker *m, dl_writing *w)
{
    dl_vec_u32 bearings = {0};
    uint32_t next = 0, slots = 16;
    while (slots < m->names.count + m->names.count / 2) {
        slots *= 2;
    }
    uint32_t *table = dl_arena_new_array(&m->arena, slots, uint32_t);
    uint8_t *tags = dl_arena_new_array(&m->arena, slots, uint8_t);
    if (table == NULL || tags == NULL) {
        return false;
    }
    memset(table, 0xFF, slots * sizeof *table);
    begin_section(w, DL_GAZ_NAMES);
    for (uint32_t i = 0; i < m->names.count; i++) {
        const dl_made_name *made = &m->names.at[i];
        dl_gaz_name name = {.key = (uint32_t)w->text.size,
                            .first = bearings.count,
                            .size = (uint8_t)made->key.size,
                            .flags = made->flags,
                            .words = made->words};
        name.count = write_bearings(m, w, &bearings, i, &next);
        dl_buf_add(&w->text, made->key);
        const uint64_t hash = dl_hash(made->key);
        uint32_t slot = (uint32_t)hash & (slots - 1);
        while (table[slot] != DL_NONE) {
            slot = (slot + 1) & (slots - 1);
        }
        table[slot] = i;
        tags[slot] = dl_gaz_tag(hash);
        add_item(w, DL_GAZ_NAMES, &name, sizeof name);
    }
    begin_section(w, DL_GAZ_SLOTS);
    for (uint32_t i = 0; i < slots; i++) {
        add_item(w, DL_GAZ_SLOTS, &table[i], sizeof table[i]);
    }
    begin_section(w, DL_GAZ_TAGS);
    for (uint32_t i = 0; i < slots; i++) {
        add_item(w, DL_GAZ_TAGS, &tags[i], sizeof tags[i]);
    }
    begin_section(w, DL_GAZ_BEARINGS);
    for (uint32_t i = 0; i < bearings.count; i++) {
        add_item(w, DL_GAZ_BEARINGS, &bearings.at[i], sizeof bearings.at[i]);
    }
    return !dl_arena_failed(&m->arena);
}

static int compare_ids(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    const uint32_t p = sorted->places.at[x].place.geonames,
                   q = sorted->places.at[y].place.geonames;
    return p != q ? (p < q ? -1 : 1) : (x > y) - (x < y);
}

static bool write_ids(dl_maker *m, dl_writing *w)
{
    uint32_t *ids = dl_arena_new_array(&m->arena, m->places.count, uint32_t), count = 0;
    if (ids == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < m->places.count; i++) {
        if (!m->places.at[i].pointless && m->places.at[i].place.geonames != 0) {
            ids[count++] = i;
        }
    }
    qsort(ids, count, sizeof *ids, compare_ids);
    begin_section(w, DL_GAZ_IDS);
    for (uint32_t i = 0; i < count; i++) {
        add_item(w, DL_GAZ_IDS, &w->renumbered[ids[i]], sizeof *ids);
    }
    return true;
}

/* A country without a point would leave its towns without a country. */
static const dl_made_place *country_without_point(const dl_maker *m)
{
    for (uint32_t i = 0; i < m->countries.count; i++) {
        const dl_made_place *p = &m->places.at[m->countries.at[i].country.place];
        if (p->pointless) {
            return p;
        }
    }
    return NULL;
}

static bool compose(dl_maker *m, dl_writing *w)
{
    w->renumbered = dl_arena_new_array(&m->arena, m->places.count, uint32_t);
    if (w->renumbered == NULL) {
        return false;
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < m->places.count; i++) {
        w->renumbered[i] = m->places.at[i].pointless ? DL_NONE : kept++;
    }
    dl_maker_sort_bearings(m);
    write_countries(m, w);
    write_places(m, w);
    if (!write_names(m, w) || !write_ids(m, w)) {
        return false;
    }
    begin_section(w, DL_GAZ_TEXT);
    dl_buf_add(&w->out, dl_buf_str(&w->text));
    w->head.sections[DL_GAZ_TEXT].count = w->text.size;
    memcpy(w->head.magic, DL_GAZ_MAGIC, sizeof w->head.magic);
    w->head.version = DL_GAZ_VERSION;
    w->head.order = 0x01020304;
    w->head.size = sizeof w->head + w->out.size;
    w->head.checksum = dl_hash(dl_buf_str(&w->out));
    return !w->out.failed && !w->text.failed;
}

/* Beside the old file first, so that a reader never sees half of it. */
static dl_status put_file(const dl_writing *w, const char *path, dl_error *err)
{
    char beside[4096];
    if ((size_t)snprintf(beside, sizeof beside, "%s.new", path) >= sizeof beside) {
        return dl_fail(err, DL_EUSAGE, "%s: the path is too long", path);
    }
    FILE *file = fopen(beside, "wb");
    if (file == NULL) {
        return dl_fail(err, DL_EIO, "%s: cannot be written", beside);
    }
    const bool whole = fwrite(&w->head, sizeof w->head, 1, file) == 1 &&
                       fwrite(w->out.at, 1, w->out.size, file) == w->out.size;
    if (fclose(file) != 0 || !whole || rename(beside, path) != 0) {
        remove(beside);
        return dl_fail(err, DL_EIO, "%s: cannot be written; is the disk full?", path);
    }
    return DL_OK;
}

dl_status dl_maker_write(dl_maker *m, const char *path, dl_error *err)
{
    const dl_made_place *lost = country_without_point(m);
    if (lost != NULL) {
        return dl_fail(err, DL_EDATA,
                       "%.*s has no point: add a line to data/places/countries.txt",
                       (int)lost->name.size, lost->name.at);
    }
    dl_writing w = {0};
    dl_buf_init(&w.out);
    dl_buf_init(&w.text);
    const dl_status status =
        compose(m, &w) ? put_file(&w, path, err) : dl_fail_memory(err);
    dl_buf_done(&w.text);
    dl_buf_done(&w.out);
    return status;
}
