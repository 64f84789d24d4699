/* title.c - the headline and the site's name.
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
#define KICKER_PEEK 10 /* bytes by which the text behind a kicker is found */

static const char *const separators[] = {" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " ‹ ", " › ",
                                         " / ", ": ", " |", "| ", "_"};

dl_str dl_meta_tidy(dl_arena *arena, dl_str text)
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

dl_str dl_meta_host(dl_str url)
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

bool dl_meta_names_host(dl_str a, dl_str host)
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
            const bool named = dl_same_line(name, site) || (sign.size > 1 && dl_meta_names_host(name, host));
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
        if (dl_meta_names_host(lead, host) && !dl_meta_names_host(tail, host)) {
            *site = dl_str_trim(lead);
            *headline = dl_str_trim(rest);
            return;
        }
        if (tail.size <= SITE_MAX && (tail.size < head.size || dl_meta_names_host(tail, host))) {
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
        if (!(b->bits & DL_CLASS_BYLINE) || b->prose || b->words > 10) {
            continue;
        }
        const dl_str text = dl_block_text(blocks, b);
        const size_t at = dl_str_find(text, DL_STR(" for "));
        if (at == SIZE_MAX) {
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
    for (uint32_t n = b->home + 1; kicker == DL_NONE && n <= b->last; n++) {
        /* an element called the title behind another text: that is the kicker */
        if (n > b->first && blocks->bits[n] & DL_CLASS_TITLE && dom->nodes[n].end > b->last) {
            kicker = n - 1;
        }
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
    const dl_str host = dl_meta_host(url);
    const dl_str tag = dl_meta_tidy(arena, meta->title_tag);
    const dl_str og = dl_meta_tidy(arena, meta->og_title.size > 0 ? meta->og_title : meta->twitter_title);
    const dl_str ld = dl_meta_tidy(arena, meta->ld.headline);
    *site = dl_meta_tidy(arena, meta->og_site.size > 0 ? meta->og_site
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
