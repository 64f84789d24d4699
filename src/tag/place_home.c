/* place_home.c - where the outlet is at home.
 *
 * A local paper does not say which Springfield it means. Its address may tell the country
 * ("osknews.co.uk"), its name the town or the region ("Boston Examiner", "oskherald.com"
 * written in one): a well-known place with words that papers and stations are called by.
 * Of namesakes the best known is taken, in the country of the address if that tells one.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "place.h"

#define HOME_PEOPLE 50000u /* of a town in an outlet's name */
#define HOME_LETTERS 4u    /* of a name that is written in one with other words */
#define HOME_WORDS 12u     /* of an outlet's name that are looked at */

/* ---- the address ---- */

/* "news.example.co.uk" of an address or of a bare name of a host; "" if it is neither. */
static dl_str host_of(const dl_article *article)
{
    dl_str host = article->site;
    if (host.size == 0 || memchr(host.at, '.', host.size) == NULL ||
        memchr(host.at, ' ', host.size) != NULL) {
        host = article->url;
        (void)dl_str_next(&host, '/'); /* "https:" */
        if (host.at == NULL || !dl_str_starts(host, DL_STR("/"))) {
            return DL_STR("");
        }
        host = (dl_str){host.at + 1, host.size - 1};
    }
    size_t size = 0;
    while (size < host.size && strchr("/:?#", host.at[size]) == NULL) {
        size++;
    }
    return (dl_str){host.at, size};
}

static uint32_t country_of(const dl_placing *p, dl_str host)
{
    if (host.size < 4 || host.at[host.size - 3] != '.') {
        return DL_NONE;
    }
    char code[3] = {host.at[host.size - 2], host.at[host.size - 1], 0};
    for (unsigned i = 0; i < 2; i++) {
        code[i] = (char)(code[i] >= 'a' && code[i] <= 'z' ? code[i] - 32 : code[i]);
    }
    static const char *const sold[] = {"CO", "TV", "ME", "IO", "CC",
                                       "WS", "FM", "AI", "LY", "TO"};
    for (size_t i = 0; i < sizeof sold / sizeof *sold; i++) {
        if (strcmp(code, sold[i]) == 0) { /* sold to everybody: says nothing */
            return DL_NONE;
        }
    }
    const dl_gaz_country *country = dl_gazetteer_country_of(
        p->gazetteer, dl_str_of(strcmp(code, "UK") == 0 ? "GB" : code));
    return country == NULL ? DL_NONE : country->place;
}

/* "osknews" of "www.osknews.co.uk": the longest part; the others are short. */
static dl_str label_of(dl_str host)
{
    dl_str best = DL_STR(""), rest = host;
    while (rest.at != NULL && rest.size > 0) {
        const dl_str label = dl_str_next(&rest, '.');
        best = label.size > best.size ? label : best;
    }
    return best;
}

/* ---- the name ---- */

/* The best known town that bears the key, else well-known region, in the home's country.
 */
static uint32_t known_place(const dl_placing *p, dl_str key)
{
    const uint32_t never = DL_GAZ_WORD_COMMON | DL_GAZ_WORD_NOT | DL_GAZ_WORD_GIVEN;
    dl_gazetteer_entry entry;
    uint32_t best = DL_NONE, people = 0;
    bool town = false;
    if (key.size == 0 || !dl_gazetteer_find(p->gazetteer, key, &entry) ||
        (entry.words & never) != 0) {
        return DL_NONE;
    }
    for (uint32_t i = 0; i < entry.count; i++) {
        const uint32_t at = entry.at[i] & DL_GAZ_PLACE_MASK;
        const dl_gaz_place *place = dl_gazetteer_place(p->gazetteer, at);
        const bool fits = place->kind == DL_PLACE_CITY
                              ? place->population >= HOME_PEOPLE
                              : place->kind == DL_PLACE_ADMIN1 &&
                                    (place->marks & DL_GAZ_MARK_LISTED) != 0;
        const bool here =
            p->home_country == DL_NONE ||
            dl_gazetteer_place(p->gazetteer, p->home_country)->country == place->country;
        const bool better =
            (place->kind == DL_PLACE_CITY) == town ? place->population >= people : !town;
        if (entry.at[i] >> DL_GAZ_BEAR_SHIFT <= DL_GAZ_BEAR_OTHER && fits && here &&
            better) {
            best = at;
            people = place->population;
            town = place->kind == DL_PLACE_CITY;
        }
    }
    return best;
}

static bool of_papers(const dl_placing *p, dl_str key)
{
    return (dl_gazetteer_words(p->gazetteer, key) & DL_GAZ_WORD_BODY) != 0;
}

/* "The Osk Hill Courier-Post": the longest name of a place, and a paper's word. */
static uint32_t place_in_name(const dl_placing *p, dl_str name)
{
    dl_str words[HOME_WORDS], rest = dl_gazetteer_key(p->arena, name);
    uint32_t count = 0, best = DL_NONE, longest = 0;
    bool paper = false;
    while (rest.at != NULL && rest.size > 0 && count < HOME_WORDS) {
        words[count] = dl_str_next(&rest, ' ');
        paper |= of_papers(p, words[count]);
        count++;
    }
    for (uint32_t first = 0; paper && first < count; first++) {
        for (uint32_t end = first + 1; end <= count && end - first < count; end++) {
            const dl_str last = words[end - 1];
            const dl_str key = {words[first].at,
                                (size_t)(last.at + last.size - words[first].at)};
            const uint32_t at = end - first > longest ? known_place(p, key) : DL_NONE;
            if (at != DL_NONE) {
                best = at;
                longest = end - first;
            }
        }
    }
    return best;
}

/* "oskherald": a place's name and a paper's word written in one. */
static uint32_t place_in_label(const dl_placing *p, dl_str label)
{
    const dl_str key = dl_gazetteer_key(p->arena, label);
    for (size_t size = key.size; size > HOME_LETTERS; size--) {
        const dl_str rest = {key.at + size - 1, key.size - size + 1};
        const uint32_t at =
            of_papers(p, rest) ? known_place(p, (dl_str){key.at, size - 1}) : DL_NONE;
        if (at != DL_NONE) {
            return at;
        }
    }
    return DL_NONE;
}

void dl_place_read_home(dl_placing *p)
{
    p->home = p->home_country = DL_NONE;
    if (p->article == NULL) {
        return;
    }
    const dl_str host = host_of(p->article);
    p->home_country = country_of(p, host);
    p->home = place_in_name(p, p->article->site);
    if (p->home == DL_NONE) {
        p->home = place_in_label(p, label_of(host));
    }
    if (p->home != DL_NONE && p->home_country == DL_NONE) {
        const dl_gaz_country *country =
            dl_gazetteer_country(p->gazetteer, dl_gazetteer_place(p->gazetteer, p->home));
        p->home_country = country == NULL ? DL_NONE : country->place;
    }
}
