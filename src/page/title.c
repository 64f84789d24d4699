/* title.c - the headline, the site's name and the bylines.
 *
 * Several places tell the headline: <title>, og:title, structured data, <h1>. The one
 * printed in the page wins where another confirms it; the site's name is cut off where
 * it stands behind or before a separator.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "choose.h"
#include "meta.h"
#include "utf8.h"

#define TITLE_MAX 400
#define SITE_MAX 60
#define BYLINE_MAX 90
#define KICKER_PEEK 10 /* bytes by which the text behind a kicker is found */
#define AUTHORS_MAX 8
#define ELEMENTS_BEHIND 60 /* nodes behind the first paragraph where a byline may still be */

static const char *const separators[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ",
                                         " / ", ": ", " |", "| ", "_"};

/* White space to single blanks, ends trimmed, character references of badly escaped
 * titles left as they are. */
static dl_str tidy(dl_arena *arena, dl_str text)
{
    char *out = dl_arena_alloc(arena, text.size + 1);
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    size_t at = 0, size = 0;
    bool gap = false;
    while (at < text.size) {
        const size_t before = at;
        const uint32_t c = dl_utf8_next(text, &at);
        if (c <= ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200A)) {
            gap = size > 0;
            continue;
        }
        if (c == 0xAD || c == 0x200B || c == 0xFEFF) {
            continue;
        }
        if (gap) {
            out[size++] = ' ';
            gap = false;
        }
        memcpy(out + size, text.at + before, at - before);
        size += at - before;
    }
    return (dl_str){out, size};
}

/* The part of `title` before or behind a separator that equals `site`, cut off. */
static dl_str without_site(dl_str title, dl_str site)
{
    for (size_t i = 0; i < sizeof separators / sizeof *separators && site.size > 0; i++) {
        const dl_str sign = dl_str_of(separators[i]);
        for (size_t at = 0; at + sign.size < title.size; at++) {
            if (memcmp(title.at + at, sign.at, sign.size) != 0) {
                continue;
            }
            const dl_str left = {title.at, at};
            const dl_str right = {title.at + at + sign.size, title.size - at - sign.size};
            if (dl_same_line(right, site)) {
                return dl_str_trim(left);
            }
            if (dl_same_line(left, site)) {
                return dl_str_trim(right);
            }
        }
    }
    return title;
}

/* The host's own word: "news" of www.news.example.org is "example". */
static dl_str host_word(dl_str url)
{
    const size_t start = dl_str_find(url, DL_STR("://"));
    if (start == SIZE_MAX) {
        return (dl_str){NULL, 0};
    }
    dl_str host = {url.at + start + 3, url.size - start - 3};
    size_t end = 0;
    while (end < host.size && host.at[end] != '/' && host.at[end] != ':' && host.at[end] != '?') {
        end++;
    }
    host.size = end;
    if (dl_str_starts(host, DL_STR("www."))) {
        host = (dl_str){host.at + 4, host.size - 4};
    }
    return host;
}

/* Letters and digits of `text` in small letters. */
static dl_str ascii_letters(dl_str text, char out[SITE_MAX])
{
    size_t size = 0;
    for (size_t i = 0; i < text.size && size < SITE_MAX; i++) {
        const char c = text.at[i];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            out[size++] = c;
        } else if (c >= 'A' && c <= 'Z') {
            out[size++] = (char)(c + 32);
        }
    }
    return (dl_str){out, size};
}

/* Letters and digits of `a` are all in `host` in a row: "The Daily Star" in
 * thedailystar.net, "star.net" in www.star.net. */
static bool names_host(dl_str a, dl_str host)
{
    char name[SITE_MAX], place[SITE_MAX];
    const dl_str letters = ascii_letters(a, name);
    return letters.size >= 3 && dl_str_find(ascii_letters(host, place), letters) != SIZE_MAX;
}

/* Whether a line is more than signs: "* * *". */
static bool has_words(dl_str text)
{
    unsigned letters = 0;
    for (size_t i = 0; i < text.size && letters < 3; i++) {
        const char c = text.at[i];
        letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    }
    return letters >= 3;
}

/* Without the site's name behind a last separator, told by its own name or the host's. */
static dl_str without_site_end(dl_str title, dl_str site, dl_str host)
{
    static const char *const signs[] = {" | ", " - ", " – ", " — ", " │ ", "-", "_"};
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
        const dl_str sign = dl_str_of(signs[k]);
        for (size_t at = title.size; at-- > 12;) {
            const dl_str rest = {title.at + at, title.size - at};
            if (!dl_str_starts(rest, sign)) {
                continue;
            }
            const dl_str name = {rest.at + sign.size, rest.size - sign.size};
            const bool named = dl_same_line(name, site) || (sign.size > 1 && names_host(name, host));
            if (named && has_words(name)) {
                return dl_str_trim((dl_str){title.at, at});
            }
            break;
        }
    }
    return title;
}

/* Cuts <title> at its separators: the longest part is the headline, a short one at an
 * end the site. */
static void split_title(dl_str title, dl_str host, dl_str *headline, dl_str *site)
{
    *headline = title;
    for (size_t k = 0; k + 2 < sizeof separators / sizeof *separators; k++) {
        const dl_str sign = dl_str_of(separators[k]);
        size_t last = SIZE_MAX, first = SIZE_MAX;
        for (size_t at = 0; at + sign.size < title.size; at++) {
            if (memcmp(title.at + at, sign.at, sign.size) == 0) {
                first = first == SIZE_MAX ? at : first;
                last = at;
            }
        }
        if (last == SIZE_MAX) {
            continue;
        }
        const dl_str tail = {title.at + last + sign.size, title.size - last - sign.size};
        const dl_str head = {title.at, last};
        const dl_str lead = {title.at, first};
        const dl_str rest = {title.at + first + sign.size, title.size - first - sign.size};
        if (names_host(lead, host) && !names_host(tail, host)) {
            *site = dl_str_trim(lead);
            *headline = dl_str_trim(rest);
            return;
        }
        if (tail.size <= SITE_MAX && (tail.size < head.size || names_host(tail, host))) {
            *site = dl_str_trim(tail);
            *headline = dl_str_trim(head);
            return;
        }
        if (lead.size < rest.size && lead.size <= SITE_MAX / 2) {
            *site = dl_str_trim(lead);
            *headline = dl_str_trim(rest);
            return;
        }
    }
}

/* Whether `part` stands in `whole`, in any case of letters. */
static bool holds(dl_str whole, dl_str part)
{
    if (part.size == 0 || part.size > whole.size) {
        return false;
    }
    for (size_t at = 0; at + part.size <= whole.size; at++) {
        if (dl_str_equal_fold((dl_str){whole.at + at, part.size}, part)) {
            return true;
        }
    }
    return false;
}

/* Whether `a` is a heading of the page and `b` is not. */
static bool heads_only(const dl_blocks *blocks, dl_str a, dl_str b)
{
    bool has_a = false;
    for (uint32_t i = 0; i < blocks->count && a.size > 0; i++) {
        if (blocks->at[i].level == 0 || blocks->at[i].level > 2) {
            continue;
        }
        const dl_str text = dl_block_text(blocks, &blocks->at[i]);
        if (dl_same_line(text, b)) {
            return false;
        }
        has_a |= dl_same_line(text, a) && blocks->at[i].link_chars == 0;
    }
    return has_a;
}

/* Whether `text` ends in `line`, which is most of it. */
static bool ends_with_line(dl_str text, dl_str line)
{
    return line.size >= 12 && text.size > line.size && text.size < line.size * 2 &&
           dl_same_line((dl_str){text.at + text.size - line.size, line.size}, line);
}

/* "Jane Doe for The Valley Post" in a byline names the outlet. */
static dl_str site_of_byline(const dl_blocks *blocks)
{
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        const dl_str text = dl_block_text(blocks, b);
        const size_t at = dl_str_find(text, DL_STR(" for "));
        if (!(b->bits & DL_CLASS_BYLINE) || b->prose || b->words > 10 || at == SIZE_MAX) {
            continue;
        }
        const dl_str site = {text.at + at + 5, text.size - at - 5};
        if (site.size > 3 && site.size <= SITE_MAX && site.at[0] >= 'A' && site.at[0] <= 'Z') {
            return site;
        }
    }
    return (dl_str){NULL, 0};
}

/* The line of a heading without the kicker that stands at its start, in an element of
 * its own within the heading. */
static dl_str without_kicker(const dl_blocks *blocks, const dl_block *b)
{
    const dl_dom *dom = blocks->dom;
    const dl_str text = dl_block_text(blocks, b);
    uint32_t kicker = DL_NONE;
    for (uint32_t n = dom->nodes[b->first].parent; n != b->home && n != DL_NONE; n = dom->nodes[n].parent) {
        kicker = blocks->bits[n] & DL_CLASS_KICKER && dom->nodes[n].end <= b->last ? n : kicker;
    }
    for (uint32_t n = kicker == DL_NONE ? b->last + 1 : dom->nodes[kicker].end; n <= b->last; n++) {
        dl_str start = dl_str_trim(dom->nodes[n].text);
        if (!has_words(start)) {
            continue;
        }
        start.size = start.size < KICKER_PEEK ? start.size : KICKER_PEEK;
        const size_t at = dl_str_find(text, start);
        return at == SIZE_MAX ? text : (dl_str){text.at + at, text.size - at};
    }
    return text;
}

void dl_meta_title(const dl_meta *meta, const dl_blocks *blocks, dl_arena *arena,
                   dl_str *title, dl_str *site)
{
    const dl_str url = meta->canonical.size > 0 ? meta->canonical : meta->og_url;
    const dl_str host = host_word(url);
    const dl_str tag = tidy(arena, meta->title_tag);
    const dl_str og = tidy(arena, meta->og_title.size > 0 ? meta->og_title : meta->twitter_title);
    const dl_str ld = tidy(arena, meta->ld.headline);
    *site = tidy(arena, meta->og_site.size > 0 ? meta->og_site
                        : meta->ld.publisher.size > 0 ? meta->ld.publisher : meta->application);
    const dl_str told_site = *site;
    dl_str split = tag, split_site = {NULL, 0};
    split_title(tag, host, &split, &split_site);
    if (og.size == 0 && ld.size == 0 && heads_only(blocks, split_site, split)) { /* "Short headline - Long Name of a Site" */
        const dl_str swap = split;
        split = split_site;
        split_site = swap;
    }
    const dl_str clean_og = without_site(og, *site);
    const dl_str clean_tag = without_site(tag, *site);
    /* a heading that another place confirms */
    dl_str confirmed = {NULL, 0}, by_tag = {NULL, 0}, tail = {NULL, 0}, part = {NULL, 0}, h1 = {NULL, 0};
    unsigned h1_count = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        const dl_str text = b->level == 1 ? without_kicker(blocks, b) : dl_block_text(blocks, b);
        if (text.size > TITLE_MAX || text.size < 4 || !has_words(text)) {
            continue;
        }
        const bool heading = b->kind == DL_PARA_HEADING;
        if (b->level == 1 && !(b->bits & (DL_CLASS_HIDDEN | DL_CLASS_RELATED)) &&
            !dl_same_line(text, *site) && !dl_same_line(text, split_site)) {
            h1 = h1_count++ == 0 ? text : h1;
        }
        const bool line = heading || b->words >= 3;
        if (confirmed.size == 0 && line && (dl_same_line(text, clean_og) || dl_same_line(text, ld))) {
            confirmed = text;
        }
        /* the site's own name comes first on a page: of two parts of <title> the later */
        if (line && (dl_same_line(text, clean_tag) || dl_same_line(text, split) ||
                     (heading && by_tag.size > 0 && dl_same_line(by_tag, split) && site->size == 0 &&
                      b->level <= 3 && !(b->bits & (DL_CLASS_FOOTER | DL_CLASS_SIDEBAR)) &&
                      dl_same_line(text, split_site)))) {
            by_tag = by_tag.size == 0 || dl_same_line(text, split_site) ? text : by_tag;
        }
        /* a kicker in the same heading: "Sport Five goals in the rain" */
        if (tail.size == 0 && b->level == 1 && ends_with_line(text, clean_og)) {
            tail = clean_og;
        }
        if (part.size == 0 && heading && b->level <= 2 && b->words >= 3 &&
            !(b->level == 1 && b->link_chars == b->chars) && !dl_same_line(text, *site) && !dl_same_line(text, split_site) &&
            (holds(tag, text) || holds(og, text))) {
            part = text;
        }
    }
    if (confirmed.size > 0) {
        *title = confirmed;
    } else if (tail.size > 0) {
        *title = tail;
    } else if (by_tag.size > 0) {
        *title = by_tag;
    } else if (part.size > 0) {
        *title = part;
    } else if (h1_count == 1 && h1.size > 12) {
        *title = h1;
    } else if (clean_og.size > 0) {
        *title = clean_og;
    } else if (ld.size > 0) {
        *title = ld;
    } else if (split.size > 0) {
        *title = split;
    } else {
        *title = h1;
    }
    if (site->size == 0 && dl_same_line(split_site, *title)) {
        *site = split;
    } else if (site->size == 0 && split_site.size > 0 && dl_same_line(split, *title)) {
        *site = split_site;
    } else if (site->size == 0 && title->size > 0 && tag.size > title->size) {
        *site = split_site;
    }
    if (site->size == 0) {
        *site = site_of_byline(blocks);
    }
    *title = without_site_end(*title, told_site, host);
    if (site->size == 0) {
        *site = host; /* better a name in small letters than none */
    }
}

/* ---- bylines ---- */

static void add_byline(dl_str name, dl_arena *arena, dl_article *out, uint32_t *room)
{
    name = dl_str_trim(name);
    if (name.size < 3 || name.size > BYLINE_MAX || dl_str_find(name, DL_STR("//")) != SIZE_MAX ||
        dl_str_find(name, DL_STR("@")) != SIZE_MAX) {
        return;
    }
    for (uint32_t i = 0; i < out->byline_count; i++) {
        if (dl_same_line(out->bylines[i], name)) {
            return;
        }
    }
    dl_str *at = dl_vec_room(arena, out->bylines, out->byline_count, room, sizeof *at);
    if (at != NULL) {
        out->bylines = at;
        at[out->byline_count++] = name;
    }
}

/* "By A, B and C": the names. */
static void split_names(dl_str text, dl_arena *arena, dl_article *out, uint32_t *room)
{
    static const char *const joins[] = {" and ", " und ", " et ", " y ", " e ", " & ", "; ", ", "};
    while (text.size > 0) {
        size_t cut = text.size, skip = 0;
        for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
            const size_t at = dl_str_find(text, dl_str_of(joins[i]));
            if (at < cut) {
                cut = at;
                skip = strlen(joins[i]);
            }
        }
        add_byline((dl_str){text.at, cut}, arena, out, room);
        if (skip == 0) {
            return;
        }
        text = (dl_str){text.at + cut + skip, text.size - cut - skip};
    }
}

/* The byline without its "By", and without what stands behind the names: a date, a place. */
static dl_str without_by(dl_str text)
{
    static const char *const by[] = {"By ", "BY ", "by ", "Von ", "von ", "Par ", "Por ", "Di ", "Written by ", "Posted by ",
                                     "By: ", "Von: ", "Written by: ", "Author: ", "Autor: ", "Text: "};
    text = dl_str_trim(text);
    for (size_t i = 0; i < sizeof by / sizeof *by; i++) {
        if (dl_str_starts(text, dl_str_of(by[i]))) {
            text = dl_str_trim((dl_str){text.at + strlen(by[i]), text.size - strlen(by[i])});
        }
    }
    static const char *const ends[] = {" under ", " | ", " on ", " in ", " - ", " – ", " — ", " · ", " • ", " / ", " am ", " le ", " for ", " at ", " ("};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t at = dl_str_find(text, dl_str_of(ends[i]));
        text.size = at < text.size ? at : text.size;
    }
    for (size_t i = 0; i < text.size; i++) { /* names have no digits: a date begins */
        if (text.at[i] >= '0' && text.at[i] <= '9') {
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
    return text.size >= 3 && text.size <= 60 && words <= 5 && ((c >= 'A' && c <= 'Z') || c >= 0xC0);
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
static void find_byline_elements(const dl_blocks *blocks, dl_str site, uint32_t end,
                                 dl_arena *arena, dl_article *out, uint32_t *room)
{
    const dl_dom *dom = blocks->dom;
    const uint32_t off = DL_CLASS_COMMENT | DL_CLASS_RELATED | DL_CLASS_NAV | DL_CLASS_AD | DL_CLASS_CAPTION;
    for (unsigned pass = 0; pass < 2 && out->byline_count == 0; pass++) {
        for (uint32_t n = 0; n < end && out->byline_count < AUTHORS_MAX; n++) {
            const uint16_t tag = dom->nodes[n].tag;
            if (tag == LXB_TAG__TEXT || blocks->above[n] & off || !dl_dom_has_attrs(dom, n)) {
                continue;
            }
            const bool stated = dl_str_is(dl_dom_attr(dom, n, "rel"), "author") ||
                                dl_str_is(dl_dom_attr(dom, n, "itemprop"), "author");
            if (pass == 0 ? !stated : !(blocks->bits[n] & DL_CLASS_BYLINE)) {
                continue;
            }
            char text[BYLINE_MAX];
            const dl_str line = without_by(text_below(dom, n, text, sizeof text));
            if (!like_name(line) || dl_same_line(line, site)) {
                continue;
            }
            split_names(dl_str_copy(arena, line), arena, out, room);
            if (pass == 1) {
                return;
            }
        }
    }
}

void dl_meta_byline_line(dl_str line, dl_arena *arena, dl_article *out)
{
    uint32_t room = out->byline_count;
    split_names(without_by(line), arena, out, &room);
}

void dl_meta_bylines(const dl_meta *meta, const dl_blocks *blocks, uint32_t headline,
                     uint32_t first, dl_str site, dl_arena *arena, dl_article *out)
{
    uint32_t room = 0;
    for (uint32_t i = 0; i < meta->ld.author_count; i++) {
        if (!dl_same_line(meta->ld.authors[i], site)) {
            add_byline(meta->ld.authors[i], arena, out, &room);
        }
    }
    const dl_str author = without_by(tidy(arena, meta->author));
    if (out->byline_count == 0 && author.size > 0 && !dl_same_line(author, site) &&
        dl_str_find(author, DL_STR("www.")) == SIZE_MAX && dl_str_find(author, DL_STR("GmbH")) == SIZE_MAX) {
        split_names(author, arena, out, &room);
    }
    if (out->byline_count == 0) {
        const uint32_t last = first < blocks->count ? blocks->at[first].last + ELEMENTS_BEHIND : 0;
        find_byline_elements(blocks, site, last < blocks->dom->count ? last : blocks->dom->count,
                             arena, out, &room);
    }
    const uint32_t from = headline == DL_NONE ? 0 : headline;
    for (uint32_t i = from; i < first && i < blocks->count && out->byline_count == 0; i++) {
        const dl_block *b = &blocks->at[i];
        const dl_str text = dl_block_text(blocks, b);
        if (b->chars < BYLINE_MAX && b->words <= 12 && !b->prose &&
            ((b->line & DL_LINE_BYLINE) || (b->bits & DL_CLASS_BYLINE && !(b->bits & DL_CLASS_DATE)))) {
            split_names(without_by(text), arena, out, &room);
        }
    }
}
