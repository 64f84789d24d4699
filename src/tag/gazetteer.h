/* gazetteer.h - looking names of places up in one mapped file.
 *
 * The file is made by tools/gazetteer from GeoNames' data and data/places/ (see
 * gazetteer_file.h for its layout). Read-only, shared by threads. What is handed out
 * belongs to the gazetteer and lives as long as it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_GAZETTEER_H
#define DL_GAZETTEER_H

#include "gazetteer_file.h"
#include "tag.h"

#define DL_GAZETTEER_WORDS_MOST 7 /* words of a name that are looked up at most */

/* All that one key means. `at` holds `count` bearings, best first: a bearing is a place
 * and how it bears the name. `flags` are DL_GAZ_NAME_*, `words` DL_GAZ_WORD_* (the key
 * may be a word of data/places/words.txt and no name at all: count 0). */
typedef struct dl_gazetteer_entry {
    const uint32_t *at;
    uint32_t count;
    uint32_t flags, words;
} dl_gazetteer_entry;

/* The key of `text`: dl_fold, letters without decomposition spelled out (ø -> o), the
 * shortened saint, mount and fort of town names written out. Empty when nothing is left
 * or out of memory. */
dl_str dl_gazetteer_key(dl_arena *arena, dl_str text);

/* The key of a name spelled in any of the ways Arabic is spelled: "Tall Tamr", "Tel
 * Tamer". Begins with '~'; the gazetteer holds such keys for the lands where Arabic,
 * Kurdish, Persian and Pashto names are common. Empty for short names. */
dl_str dl_gazetteer_loose_key(dl_arena *arena, dl_str key);

/* false (and *out zeroed) when nobody bears this key and it is no word. */
bool dl_gazetteer_find(const dl_gazetteer *gazetteer, dl_str key,
                       dl_gazetteer_entry *out);

/* Only the classes (DL_GAZ_WORD_*) of a key, 0 if it has none; most words have none, and
 * are passed over without reading the table. */
uint32_t dl_gazetteer_words(const dl_gazetteer *gazetteer, dl_str key);

/* Place by index; never NULL for an index the gazetteer gave out. */
const dl_gaz_place *dl_gazetteer_place(const dl_gazetteer *gazetteer, uint32_t index);
dl_str dl_gazetteer_name(const dl_gazetteer *gazetteer, const dl_gaz_place *place);

/* Country of a place, or NULL. */
const dl_gaz_country *dl_gazetteer_country(const dl_gazetteer *gazetteer,
                                           const dl_gaz_place *place);
/* Country by its ISO 3166-1 code, or NULL. */
const dl_gaz_country *dl_gazetteer_country_of(const dl_gazetteer *gazetteer, dl_str code);

/* How many countries there are; dl_gaz_place.country counts among them. */
uint32_t dl_gazetteer_countries(const dl_gazetteer *gazetteer);

/* Place by GeoNames id: its index, or DL_NONE. */
uint32_t dl_gazetteer_find_id(const dl_gazetteer *gazetteer, uint32_t geonames);

/* True when `inner` lies in `outer` by the hierarchy (or is it). */
bool dl_gazetteer_within(const dl_gazetteer *gazetteer, uint32_t inner, uint32_t outer);

/* "places 291034, names 512345, ..." for set-up and `dateline --version`. */
void dl_gazetteer_describe(const dl_gazetteer *gazetteer, dl_buf *out);

#endif
