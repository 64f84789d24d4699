/* byline.c - who wrote an article: names of people, as they are told.
 *
 * Structured data, the head, elements that say that they hold an author's name, and
 * printed lines, in this order; the first that gives a name is believed. A name is told
 * without "By", a role or a date. What is no person is left out where it can be known:
 * the outlet itself, addresses, words of the page.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "choose.h"
#include "meta.h"
#include "printed.h"
#include "utf8.h"

#define BYLINE_MAX 90
#define AUTHORS_MAX 8
#define OUTLET_MIN                                                                       \
    7 /* bytes of a single word that is the outlet, not a blogger's first name */
#define ELEMENTS_BEHIND                                                                  \
    60 /* nodes behind the first paragraph where a byline may still be */

/* ---- one name ---- */

static dl_str last_word(dl_str text)
{
    size_t at = text.size;
    while (at > 0 && text.at[at - 1] != ' ') {
        at--;
    }
    return (dl_str){text.at + at, text.size - at};
}

/* Lower case of a word, without the signs at its end. */
static dl_str bare(dl_str word, char out[BYLINE_MAX * 2])
{
    size_t size = dl_block_lower(word, out, BYLINE_MAX * 2);
    while (size > 0 && strchr(".,:;|+-", out[size - 1]) != NULL) {
        size--;
    }
    return (dl_str){out, size};
}

static bool is_role(dl_str word)
{
    static const char *const roles[] = {
        "editor",      "writer",       "reporter",   "correspondent",
        "contributor", "columnist",    "journalist", "staff",
        "senior",      "stand",        "von",        "por",
        "par",         "contributing", "freelance",  "redakteur",
        "redakteurin", "updated",      "by",         "and",
        "published",   "posted"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (dl_str_is(word, roles[i])) {
            return true;
        }
    }
    return false;
}

static bool is_date_word(dl_str word)
{
    return dl_printed_month(word) != 0 || dl_printed_weekday(word);
}

/* The name without roles, months and signs at its end. */
static dl_str without_tail(dl_str name)
{
    for (;;) {
        char low[BYLINE_MAX * 2];
        while (name.size > 0 && strchr(" ,;:|+-", name.at[name.size - 1]) != NULL) {
            name.size--;
        }
        const dl_str last = last_word(name);
        const dl_str word = bare(last, low);
        const bool name_before = last.size < name.size;
        if (!name_before || !(is_role(word) || is_date_word(word))) {
            return name;
        }
        name.size -= last.size;
    }
}

/* Words of the page, dates, addresses and the outlet are nobody's name. */
static bool nobody(dl_str name, dl_str site, dl_str host)
{
    char low[BYLINE_MAX * 2];
    const dl_str lower = bare(name, low);
    const bool one_word = memchr(name.at, ' ', name.size) == NULL;
    if (one_word && (memchr(name.at, '.', name.size) != NULL || is_role(lower) ||
                     is_date_word(lower))) {
        return true;
    }
    return strchr(",/@", name.at[0]) != NULL || memchr(name.at, '/', name.size) != NULL ||
           dl_words_line(lower) & (DL_LINE_DATE | DL_LINE_SHARE | DL_LINE_NAV |
                                   DL_LINE_COMMENT | DL_LINE_PROMO | DL_LINE_NOTICE) ||
           dl_same_line(name, site) ||
           (one_word && name.size >= OUTLET_MIN && host.size > 0 &&
            dl_meta_names_host(name, host));
}

/* What names are checked against, and where they go. */
typedef struct bylines {
    dl_str site, host;
    dl_arena *arena;
    dl_article *out;
    uint32_t room;
} bylines;

static void add_byline(bylines *to, dl_str name)
{
    dl_article *out = to->out;
    name = without_tail(dl_meta_tidy(to->arena, name));
    if (name.size < 3 || name.size > BYLINE_MAX || nobody(name, to->site, to->host)) {
        return;
    }
    for (uint32_t i = 0; i < out->byline_count; i++) {
        if (dl_same_line(out->bylines[i], name)) {
            return;
        }
    }
    dl_str *at =
        dl_vec_room(to->arena, out->bylines, out->byline_count, &to->room, sizeof *at);
    if (at != NULL) {
        out->bylines = at;
        at[out->byline_count++] = name;
    }
}

/* "By A, B and C": the names. */
static void split_names(bylines *to, dl_str text)
{
    static const char *const joins[] = {" and ", " und ", " et ", " y ",
                                        " e ",   " & ",   "; ",   ", "};
    while (text.size > 0) {
        size_t cut = text.size, skip = 0;
        for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
            const size_t at = dl_str_find(text, dl_str_of(joins[i]));
            if (at < cut) {
                cut = at;
                skip = strlen(joins[i]);
            }
        }
        add_byline(to, (dl_str){text.at, cut});
        if (skip == 0) {
            return;
        }
        text = (dl_str){text.at + cut + skip, text.size - cut - skip};
    }
}

/* The byline without its "By", and without what stands behind the names: a date, a place.
 */
static dl_str without_by(dl_str text)
{
    static const char *const by[] = {
        "By ",   "BY ",   "by ",          "Von ",        "von ",
        "Par ",  "Por ",  "Di ",          "Written by ", "Posted by ",
        "VON ",  "PAR ",  "POR ",         "Review by ",  "Veröffentlicht von ",
        "By: ",  "by: ", "BY: ",  "Von: ", "Written by: ", "Author: ",    "Autor: ",
        "Text: ",  "Edited By: ",  "Penulis ",   "Autore: ",  "Автор: ",
        "מאת: ",   "מאת ",         "بقلم: ",     "بقلم "};
    text = dl_str_trim(text);
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        if (dl_str_starts(text, dl_str_of(by[i]))) {
            text =
                dl_str_trim((dl_str){text.at + strlen(by[i]), text.size - strlen(by[i])});
        }
    }
    static const char *const ends[] = {" under ", " | ",  " on ",  " in ", " - ",
                                       " – ",     " — ",  " · ",   " • ",  " / ",
                                       " am ",    " le ", " for ", " at ", " ("};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t at = dl_str_find(text, dl_str_of(ends[i]));
        text.size = at < text.size ? at : text.size;
    }
    for (size_t i = 0; i < text.size; i++) { /* names have no digits: a date begins */
        if (text.at[i] >= '0' && text.at[i] <= '9') {
            text.size = i;
        } else if (text.at[i] == '@' && memchr(text.at, ' ', i) != NULL) { /* an address */
            while (text.at[i] != ' ') {
                i--;
            }
            text.size = i;
        }
    }
    text = dl_str_trim(text);
    while (text.size > 0 && strchr(",;:|-", text.at[text.size - 1]) != NULL) {
        text = dl_str_trim((dl_str){text.at, text.size - 1});
    }
    return text;
}

/* One to five words, the first with a capital or in a script without them. */
static bool like_name(dl_str text)
{
    unsigned words = text.size > 0;
    for (size_t i = 0; i < text.size; i++) {
        words += text.at[i] == ' ';
        if (strchr("?!:@*_/", text.at[i]) != NULL) {
            return false;
        }
    }
    const unsigned char c = (unsigned char)(text.size > 0 ? text.at[0] : 'a');
    return text.size >= 3 && text.size <= 60 && words <= 5 &&
           ((c >= 'A' && c <= 'Z') || c >= 0xC0);
}

/* The text below a node, up to `size` bytes, as one line. */
static dl_str text_below(const dl_dom *dom, uint32_t node, char *out, size_t size)
{
    size_t used = 0;
    for (uint32_t n = node + 1; n < dom->nodes[node].end; n++) {
        const dl_str t = dom->nodes[n].text;
        if (dom->nodes[n].tag != LXB_TAG__TEXT) {
            continue;
        }
        for (size_t i = 0; i < t.size; i++) {
            const bool blank = (unsigned char)t.at[i] <= ' ';
            if (used + 1 >= size) {
                return (dl_str){NULL, 0}; /* too long for a name */
            }
            if (!blank || (used > 0 && out[used - 1] != ' ')) {
                out[used++] = blank ? ' ' : t.at[i];
            }
        }
    }
    return dl_str_trim((dl_str){out, used});
}

/* Elements that say by rel, itemprop or class that they hold the author's name. */
static void find_byline_elements(const dl_blocks *blocks, uint32_t end, bylines *to)
{
    const dl_dom *dom = blocks->dom;
    const uint32_t off = DL_CLASS_COMMENT | DL_CLASS_RELATED | DL_CLASS_NAV |
                         DL_CLASS_AD | DL_CLASS_CAPTION;
    for (unsigned pass = 0; pass < 2 && to->out->byline_count == 0; pass++) {
        for (uint32_t n = 0; n < end && to->out->byline_count < AUTHORS_MAX; n++) {
            const uint16_t tag = dom->nodes[n].tag;
            if (tag == LXB_TAG__TEXT || blocks->above[n] & off ||
                !dl_dom_has_attrs(dom, n)) {
                continue;
            }
            const dl_dom_traits traits = dl_dom_traits_of(dom, n);
            const bool stated = dl_str_is(traits.rel, "author") ||
                                dl_str_is(traits.itemprop, "author");
            if (pass == 0 ? !stated : !(blocks->bits[n] & DL_CLASS_BYLINE)) {
                continue;
            }
            char text[BYLINE_MAX];
            const dl_str line = without_by(text_below(dom, n, text, sizeof text));
            if (!like_name(line) || dl_same_line(line, to->site)) {
                continue;
            }
            split_names(to, dl_str_copy(to->arena, line));
            if (pass == 1 && to->out->byline_count > 0) {
                return;
            }
        }
    }
}

void dl_meta_byline_line(dl_str line, dl_arena *arena, dl_article *out)
{
    bylines to = {.arena = arena, .out = out, .room = out->byline_count};
    split_names(&to, without_by(line));
}

/* Several names in one string: "A. Person, B. Person". */
static bool several(dl_str text)
{
    const size_t at = dl_str_find(text, DL_STR(", "));
    if (at == SIZE_MAX) {
        return dl_str_find(text, DL_STR(" and ")) != SIZE_MAX ||
               dl_str_find(text, DL_STR(" und ")) != SIZE_MAX;
    }
    const dl_str rest = {text.at + at + 2, text.size - at - 2};
    return memchr(text.at, ' ', at) != NULL && memchr(rest.at, ' ', rest.size) != NULL &&
           like_name(rest);
}

void dl_meta_bylines(const dl_meta *meta, const dl_blocks *blocks, uint32_t headline,
                     uint32_t first, dl_str site, dl_arena *arena, dl_article *out)
{
    bylines to = {
        .site = site,
        .arena = arena,
        .out = out,
        .host = dl_meta_host(meta->canonical.size > 0 ? meta->canonical : meta->og_url)};
    for (uint32_t i = 0; i < meta->ld.author_count; i++) {
        const dl_str name = without_by(dl_meta_tidy(arena, meta->ld.authors[i]));
        if (several(name)) {
            split_names(&to, name);
        } else {
            add_byline(&to, name);
        }
    }
    const dl_str author = without_by(dl_meta_tidy(arena, meta->author));
    if (out->byline_count == 0 && author.size > 0 &&
        dl_str_find(author, DL_STR("www.")) == SIZE_MAX &&
        dl_str_find(author, DL_STR("GmbH")) == SIZE_MAX) {
        split_names(&to, author);
    }
    if (out->byline_count == 0) {
        const uint32_t last =
            first < blocks->count ? blocks->at[first].last + ELEMENTS_BEHIND : 0;
        find_byline_elements(blocks,
                             last < blocks->dom->count ? last : blocks->dom->count, &to);
    }
    const uint32_t from = headline == DL_NONE ? 0 : headline;
    for (uint32_t i = from; i < first && i < blocks->count && out->byline_count == 0;
         i++) {
        const dl_block *b = &blocks->at[i];
        const dl_str text = dl_block_text(blocks, b);
        if (b->chars < BYLINE_MAX && b->words <= 12 && !b->prose &&
            ((b->line & DL_LINE_BYLINE) ||
             (b->bits & DL_CLASS_BYLINE && !(b->bits & DL_CLASS_DATE)))) {
            split_names(&to, without_by(text));
        }
    }
}
