/* gazetteer.c - see gazetteer.h. The whole file is checked once, when it is opened:
 * size, checksum, then every index in it, so that looking up checks nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "gazetteer.h"

#include "file.h"
#include "fold.h"
#include "hash.h"
#include "utf8.h"
#include "vec.h"

#include <inttypes.h>
#include <stdlib.h>

#define CLASSED_BITS 65536u /* some twenty for each word of data/places/words.txt */

struct dl_gazetteer {
    dl_file file;
    const dl_gaz_head *head;
    const dl_gaz_country *countries;
    const dl_gaz_place *places;
    const dl_gaz_name *names;
    const uint32_t *slots, *bearings, *ids;
    const uint8_t *tags;
    const char *text;
    uint32_t slot_mask;
    uint64_t classed[CLASSED_BITS / 64]; /* bits of the hashes of keys that have classes */
};

/* ---- keys ---- */

static const struct {
    uint32_t point;
    const char *plain;
} LETTERS[] = {{0xE6, "ae"},  {0xF0, "d"},  {0xF8, "o"},  {0xFE, "th"}, {0x111, "d"},
               {0x127, "h"},  {0x131, "i"}, {0x138, "k"}, {0x142, "l"}, {0x14B, "n"},
               {0x153, "oe"}, {0x167, "t"}, {0x259, "e"}, {0x25B, "e"}, {0x254, "o"},
               {0x1DD, "e"},  {0x253, "b"}, {0x257, "d"}, {0x199, "k"}, {0x1B4, "y"}};

static const char *plain_letter(uint32_t point)
{
    for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++) {
        if (LETTERS[i].point == point) {
            return LETTERS[i].plain;
        }
    }
    return NULL;
}

static bool all_ascii(dl_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.at[i] >= 0x80) {
            return false;
        }
    }
    return true;
}

static dl_str spell_letters(dl_arena *arena, dl_str folded)
{
    char *out = dl_arena_alloc(arena, folded.size + 1);
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    size_t size = 0; /* every replacement is as long as what it replaces, or shorter */
    for (size_t at = 0; at < folded.size;) {
        const size_t from = at;
        const char *plain = plain_letter(dl_utf8_next(folded, &at));
        const dl_str piece =
            plain != NULL ? dl_str_of(plain)
                          : dl_str_cut(folded, (dl_span){(uint32_t)from, (uint32_t)at});
        memcpy(out + size, piece.at, piece.size);
        size += piece.size;
    }
    return (dl_str){out, size};
}

static const struct {
    const char *brief, *full;
} SHORTENED[] = {{"st", "saint"}, {"ste", "sainte"}, {"mt", "mount"}, {"ft", "fort"}};

/* "st louis" -> "saint louis": only before another word. */
static dl_str spell_first_word(dl_arena *arena, dl_str key)
{
    for (size_t i = 0; i < sizeof SHORTENED / sizeof *SHORTENED; i++) {
        const dl_str brief = dl_str_of(SHORTENED[i].brief);
        if (key.size > brief.size + 1 && dl_str_starts(key, brief) &&
            key.at[brief.size] == ' ') {
            return dl_str_printf(arena, "%s%.*s", SHORTENED[i].full,
                                 (int)(key.size - brief.size), key.at + brief.size);
        }
    }
    return key;
}

dl_str dl_gazetteer_key(dl_arena *arena, dl_str text)
{
    dl_str key = dl_fold(arena, text);
    if (!all_ascii(key)) {
        key = spell_letters(arena, key);
    }
    return spell_first_word(arena, key);
}

static bool arabic_article(dl_str word)
{
    static const char *const articles[] = {"al", "el", "ar", "as", "ash",
                                           "at", "ad", "an", "az", "ez",
                                           "es", "et", "ed", "er", "ul"};
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
        if (dl_str_is(word, articles[i])) {
            return true;
        }
    }
    return false;
}

/* One letter for the sounds that are written in many ways; 0: nothing. */
static char loose_letter(dl_str word, size_t *at)
{
    static const struct {
        const char *from;
        char to;
    } sounds[] = {{"kh", 'x'}, {"gh", 'g'}, {"sh", 's'}, {"ch", 's'}, {"th", 't'},
                  {"dh", 'd'}, {"ph", 'f'}, {"ee", 'i'}, {"oo", 'u'}, {"ou", 'u'},
                  {"ei", 'a'}, {"ai", 'a'}, {"ay", 'a'}, {"ey", 'a'}, {"aw", 'u'},
                  {"au", 'u'}, {"iy", 'i'}, {"q", 'k'},  {"c", 'k'},  {"w", 'u'},
                  {"y", 'i'},  {"e", 'a'},  {"o", 'u'},  {"v", 'u'}};
    const dl_str rest = {word.at + *at, word.size - *at};
    for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
        const dl_str from = dl_str_of(sounds[i].from);
        if (dl_str_starts(rest, from)) {
            *at += from.size;
            return sounds[i].to;
        }
    }
    const char c = rest.at[0];
    (*at)++;
    return c == 'h' && *at == word.size ? 0 : c; /* "Hasakah", "Hasaka" */
}

#define LOOSE_LEAST 6u /* bytes of a loose key; shorter ones mean too much */

dl_str dl_gazetteer_loose_key(dl_arena *arena, dl_str key)
{
    char *out = dl_arena_alloc(arena, key.size + 2);
    size_t size = 0;
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    out[size++] = '~';
    dl_str rest = key;
    while (rest.at != NULL && rest.size > 0) {
        const dl_str word = dl_str_next(&rest, ' ');
        for (size_t at = 0; !arabic_article(word) && at < word.size;) {
            const bool first = at == 0;
            const char c = loose_letter(word, &at);
            if (c == 0 || (c == 'a' && !first) || out[size - 1] == c) {
                continue; /* "a" and "e" come and go; doubled letters are one */
            }
            out[size++] = c;
        }
    }
    while (size > 1 && out[size - 1] == 'i') {
        size--;
    }
    return size < LOOSE_LEAST ? (dl_str){"", 0} : (dl_str){out, size};
}

/* ---- opening ---- */

static const size_t ITEM_SIZE[DL_GAZ_SECTIONS] = {sizeof(dl_gaz_country),
                                                  sizeof(dl_gaz_place),
                                                  sizeof(dl_gaz_name),
                                                  sizeof(uint32_t),
                                                  sizeof(uint8_t),
                                                  sizeof(uint32_t),
                                                  sizeof(uint32_t),
                                                  1};

static dl_status bad(const char *path, const char *what, dl_error *err)
{
    return dl_fail(err, DL_EDATA, "%s: %s; make it again with tools/gazetteer.sh", path,
                   what);
}

static dl_status check_head(const dl_gazetteer *g, const char *path, dl_error *err)
{
    const dl_gaz_head *head = g->head;
    const uint64_t size = g->file.bytes.size;
    if (size < sizeof *head ||
        memcmp(head->magic, DL_GAZ_MAGIC, sizeof head->magic) != 0) {
        return bad(path, "not a gazetteer", err);
    }
    if (head->version != DL_GAZ_VERSION || head->order != 0x01020304) {
        return dl_fail(err, DL_EVERSION,
                       "%s: a gazetteer of version %" PRIu32
                       ", not %d or of another kind of "
                       "machine; make it again with tools/gazetteer.sh",
                       path, head->version, DL_GAZ_VERSION);
    }
    if (head->size != size) {
        return bad(path, size < head->size ? "cut off" : "longer than it should be", err);
    }
    const dl_str body = {g->file.bytes.at + sizeof *head, size - sizeof *head};
    if (dl_hash(body) != head->checksum) {
        return bad(path, "damaged (its checksum is wrong)", err);
    }
    for (unsigned s = 0; s < DL_GAZ_SECTIONS; s++) {
        const dl_gaz_section *section = &head->sections[s];
        if (section->at < sizeof *head || section->at > size || section->at % 8 != 0 ||
            section->count > (size - section->at) / ITEM_SIZE[s]) {
            return bad(path, "a section lies outside the file", err);
        }
    }
    return DL_OK;
}

static uint64_t count_of(const dl_gazetteer *g, unsigned section)
{
    return g->head->sections[section].count;
}

static const void *section_of(const dl_gazetteer *g, unsigned section)
{
    return g->file.bytes.at + g->head->sections[section].at;
}

static bool text_fits(const dl_gazetteer *g, uint64_t at, uint64_t size)
{
    return at <= count_of(g, DL_GAZ_TEXT) && size <= count_of(g, DL_GAZ_TEXT) - at;
}

static uint16_t name_size(const dl_gazetteer *g, uint32_t at)
{
    uint16_t size;
    memcpy(&size, g->text + at, sizeof size);
    return size;
}

static bool index_fits(uint32_t index, uint64_t count)
{
    return index == DL_NONE || index < count;
}

static bool places_fit(const dl_gazetteer *g)
{
    const uint64_t count = count_of(g, DL_GAZ_PLACES);
    for (uint64_t i = 0; i < count; i++) {
        const dl_gaz_place *p = &g->places[i];
        if (!text_fits(g, p->name, 2) ||
            !text_fits(g, p->name + 2ull, name_size(g, p->name)) ||
            !index_fits(p->admin1, count) || !index_fits(p->admin2, count) ||
            (p->country != DL_GAZ_NO_COUNTRY &&
             p->country >= count_of(g, DL_GAZ_COUNTRIES))) {
            return false;
        }
    }
    for (uint64_t i = 0; i < count_of(g, DL_GAZ_COUNTRIES); i++) {
        if (g->countries[i].place >= count ||
            !index_fits(g->countries[i].capital, count)) {
            return false;
        }
    }
    for (uint64_t i = 0; i < count_of(g, DL_GAZ_IDS); i++) {
        if (g->ids[i] >= count) {
            return false;
        }
    }
    return true;
}

static bool names_fit(const dl_gazetteer *g)
{
    const uint64_t bearings = count_of(g, DL_GAZ_BEARINGS),
                   slots = count_of(g, DL_GAZ_SLOTS);
    bool room = false; /* a full table would never end a search */
    if (slots == 0 || slots > UINT32_MAX || (slots & (slots - 1)) != 0 ||
        count_of(g, DL_GAZ_TAGS) != slots) {
        return false;
    }
    for (uint64_t i = 0; i < slots; i++) {
        room |= g->tags[i] == 0;
        if (!index_fits(g->slots[i], count_of(g, DL_GAZ_NAMES)) ||
            (g->slots[i] == DL_NONE) != (g->tags[i] == 0)) {
            return false;
        }
    }
    for (uint64_t i = 0; i < count_of(g, DL_GAZ_NAMES); i++) {
        const dl_gaz_name *n = &g->names[i];
        if (!text_fits(g, n->key, n->size) || n->first > bearings ||
            n->count > bearings - n->first) {
            return false;
        }
    }
    for (uint64_t i = 0; i < bearings; i++) {
        if ((g->bearings[i] & DL_GAZ_PLACE_MASK) >= count_of(g, DL_GAZ_PLACES)) {
            return false;
        }
    }
    return room;
}

static void mark_classed(dl_gazetteer *g)
{
    for (uint64_t i = 0; i < count_of(g, DL_GAZ_NAMES); i++) {
        const dl_gaz_name *n = &g->names[i];
        if (n->words != 0) {
            const uint64_t bit = dl_hash((dl_str){g->text + n->key, n->size}) % CLASSED_BITS;
            g->classed[bit / 64] |= 1ull << bit % 64;
        }
    }
}

static dl_status open_checked(dl_gazetteer *g, const char *path, dl_error *err)
{
    dl_status status = dl_file_open(path, 0, &g->file, err);
    if (status != DL_OK) {
        return status;
    }
    g->head = (const dl_gaz_head *)(const void *)g->file.bytes.at;
    status = check_head(g, path, err);
    if (status != DL_OK) {
        return status;
    }
    g->countries = section_of(g, DL_GAZ_COUNTRIES);
    g->places = section_of(g, DL_GAZ_PLACES);
    g->names = section_of(g, DL_GAZ_NAMES);
    g->slots = section_of(g, DL_GAZ_SLOTS);
    g->tags = section_of(g, DL_GAZ_TAGS);
    g->bearings = section_of(g, DL_GAZ_BEARINGS);
    g->ids = section_of(g, DL_GAZ_IDS);
    g->text = section_of(g, DL_GAZ_TEXT);
    g->slot_mask = (uint32_t)count_of(g, DL_GAZ_SLOTS) - 1;
    if (!places_fit(g) || !names_fit(g)) {
        return bad(path, "an index in it points nowhere", err);
    }
    mark_classed(g);
    return DL_OK;
}

dl_status dl_gazetteer_open(const char *path, dl_gazetteer **out, dl_error *err)
{
    *out = NULL;
    dl_gazetteer *g = calloc(1, sizeof *g);
    if (g == NULL) {
        return dl_fail_memory(err);
    }
    const dl_status status = open_checked(g, path, err);
    if (status != DL_OK) {
        dl_gazetteer_close(g);
        return status;
    }
    *out = g;
    return DL_OK;
}

void dl_gazetteer_close(dl_gazetteer *gazetteer)
{
    if (gazetteer != NULL) {
        dl_file_close(&gazetteer->file);
        free(gazetteer);
    }
}

/* ---- looking up ---- */

static bool find_hashed(const dl_gazetteer *g, dl_str key, uint64_t hash,
                        dl_gazetteer_entry *out)
{
    *out = (dl_gazetteer_entry){0};
    const uint8_t tag = dl_gaz_tag(hash);
    for (uint32_t slot = (uint32_t)hash & g->slot_mask; g->tags[slot] != 0;
         slot = (slot + 1) & g->slot_mask) {
        if (g->tags[slot] != tag) {
            continue;
        }
        const dl_gaz_name *name = &g->names[g->slots[slot]];
        if (name->size == key.size &&
            memcmp(g->text + name->key, key.at, key.size) == 0) {
            *out = (dl_gazetteer_entry){g->bearings + name->first, name->count,
                                        name->flags, name->words};
            return true;
        }
    }
    return false;
}

bool dl_gazetteer_find(const dl_gazetteer *gazetteer, dl_str key, dl_gazetteer_entry *out)
{
    return find_hashed(gazetteer, key, dl_hash(key), out);
}

uint32_t dl_gazetteer_words(const dl_gazetteer *g, dl_str key)
{
    const uint64_t hash = dl_hash(key);
    const uint32_t bit = hash % CLASSED_BITS;
    dl_gazetteer_entry entry = {0};
    if ((g->classed[bit / 64] >> bit % 64 & 1) != 0) {
        (void)find_hashed(g, key, hash, &entry);
    }
    return entry.words;
}

const dl_gaz_place *dl_gazetteer_place(const dl_gazetteer *gazetteer, uint32_t index)
{
    return &gazetteer->places[index & DL_GAZ_PLACE_MASK];
}

dl_str dl_gazetteer_name(const dl_gazetteer *gazetteer, const dl_gaz_place *place)
{
    return (dl_str){gazetteer->text + place->name + 2, name_size(gazetteer, place->name)};
}

const dl_gaz_country *dl_gazetteer_country(const dl_gazetteer *gazetteer,
                                           const dl_gaz_place *place)
{
    return place->country == DL_GAZ_NO_COUNTRY ? NULL
                                               : &gazetteer->countries[place->country];
}

const dl_gaz_country *dl_gazetteer_country_of(const dl_gazetteer *g, dl_str code)
{
    for (uint64_t i = 0; i < count_of(g, DL_GAZ_COUNTRIES); i++) {
        if (dl_str_is(code, g->countries[i].code)) {
            return &g->countries[i];
        }
    }
    return NULL;
}

uint32_t dl_gazetteer_countries(const dl_gazetteer *gazetteer)
{
    return (uint32_t)count_of(gazetteer, DL_GAZ_COUNTRIES);
}

uint32_t dl_gazetteer_find_id(const dl_gazetteer *g, uint32_t geonames)
{
    uint64_t low = 0, high = count_of(g, DL_GAZ_IDS);
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        const uint32_t id = g->places[g->ids[middle]].geonames;
        if (id == geonames) {
            return g->ids[middle];
        }
        if (id < geonames) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return DL_NONE;
}

bool dl_gazetteer_within(const dl_gazetteer *g, uint32_t inner, uint32_t outer)
{
    const dl_gaz_place *in = dl_gazetteer_place(g, inner),
                       *out = dl_gazetteer_place(g, outer);
    if (inner == outer || in->admin1 == outer || in->admin2 == outer) {
        return true;
    }
    return out->kind == DL_PLACE_COUNTRY && in->country == out->country &&
           in->country != DL_GAZ_NO_COUNTRY;
}

void dl_gazetteer_describe(const dl_gazetteer *g, dl_buf *out)
{
    static const char *const kinds[] = {"",          "towns",      "first-level regions",
                                        "districts", "countries",  "regions",
                                        "waters",    "facilities", "continents"};
    uint32_t by_kind[sizeof kinds / sizeof *kinds] = {0};
    for (uint64_t i = 0; i < count_of(g, DL_GAZ_PLACES); i++) {
        const uint8_t kind = g->places[i].kind;
        by_kind[kind < sizeof kinds / sizeof *kinds ? kind : 0]++;
    }
    dl_buf_printf(out, "%" PRIu64 " places (", count_of(g, DL_GAZ_PLACES));
    const char *comma = "";
    for (unsigned k = 1; k < sizeof kinds / sizeof *kinds; k++) {
        if (by_kind[k] > 0) {
            dl_buf_printf(out, "%s%" PRIu32 " %s", comma, by_kind[k], kinds[k]);
            comma = ", ";
        }
    }
    dl_buf_printf(out, "), %" PRIu64 " names", count_of(g, DL_GAZ_NAMES));
}
