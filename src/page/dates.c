/* dates.c - when the article was published: the dates printed, and the decision.
 *
 * All candidates are kept with their evidence and a weight; the best one that can be
 * true is taken. What machines are told (structured data, <meta>, <time>) goes before
 * what is printed, and what is printed near the headline before the rest. A date of
 * change is never taken for the date of publication unless nothing else is known and
 * the page says so itself.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "meta.h"

#include <stdlib.h>

#define NEAR_BLOCKS 12       /* before the first prose: still the headline's area */
#define LEAD_REACH 12        /* blocks from a lead to the text behind it */
#define AFTER_BLOCKS 8       /* behind the last prose: lines like "Published: ..." */
#define LINE_MAX 220         /* longer blocks are text: their dates are the story's */
#define WEIGHT_TIME 80
#define WEIGHT_URL 101       /* addresses are not changed when a page is */
#define WEIGHT_HEAD 85       /* of what the head says by its best names */
#define WEIGHT_LABELLED 74
#define WEIGHT_NEAR 66
#define WEIGHT_CLASSED 60
#define WEIGHT_AFTER 50
#define WEIGHT_LEAD 57       /* at the start of the first paragraphs */
#define WEIGHT_PICTURE 46    /* a date alone under the picture */
#define WEIGHT_FAR 36        /* a short line anywhere else */
#define WEIGHT_IMAGE 24      /* in the address of the page's picture */
#define LEAD_BYTES 60
#define CHANGE_BYTES 40      /* before a date, where words of change may stand */
#define FAR_MAX 8            /* such lines: the first one is the likeliest */

#define OFF                                                                              \
    (DL_CLASS_COMMENT | DL_CLASS_RELATED | DL_CLASS_SIDEBAR | DL_CLASS_FOOTER |          \
     DL_CLASS_PROMO | DL_CLASS_AD | DL_CLASS_NAV | DL_CLASS_CONSENT)

static void add(dl_meta *meta, dl_arena *arena, dl_date_candidate candidate)
{
    dl_date_candidate *c = dl_vec_push(&meta->dates, arena);
    if (c != NULL) {
        *c = candidate;
    }
}

static uint64_t place(const dl_charset *charset, size_t at)
{
    return at == SIZE_MAX ? UINT64_MAX : dl_charset_source(charset, at);
}

/* Words right before a date that tell it is one of change. */
static bool tells_change(dl_str before)
{
    char lower[CHANGE_BYTES * 2];
    const size_t from = before.size > CHANGE_BYTES ? before.size - CHANGE_BYTES : 0;
    const dl_str tail = {before.at + from, before.size - from};
    const dl_str line = {lower, dl_block_lower(tail, lower, sizeof lower)};
    return (dl_words_line(line) & DL_LINE_CHANGED) != 0;
}

/* <time datetime>, <abbr class=published title>, itemprop=datePublished with content. */
static void read_elements(dl_meta *meta, const dl_blocks *blocks, const dl_charset *charset,
                          uint32_t from_node, uint32_t to_node, dl_arena *arena)
{
    const dl_dom *dom = blocks->dom;
    unsigned nth = 0, far = 0;
    for (uint32_t i = 0; i < dom->count; i++) {
        const uint16_t tag = dom->nodes[i].tag;
        if ((tag != LXB_TAG_TIME && tag != LXB_TAG_SPAN && tag != LXB_TAG_ABBR) || !dl_dom_has_attrs(dom, i)) {
            continue;
        }
        const dl_str property = dl_dom_attr(dom, i, "itemprop");
        if (tag == LXB_TAG_SPAN && property.size == 0 && dl_dom_attr(dom, i, "title").size == 0) {
            continue;
        }
        const bool changed = dl_str_is(property, "dateModified") ||
                             dl_str_find(dl_dom_class(dom, i), DL_STR("updated")) != SIZE_MAX ||
                             dl_str_find(dl_dom_class(dom, i), DL_STR("modified")) != SIZE_MAX;
        const bool stated = dl_str_is(property, "datePublished") ||
                            dl_dom_attr(dom, i, "pubdate").at != NULL ||
                            dl_str_find(dl_dom_class(dom, i), DL_STR("published")) != SIZE_MAX;
        dl_str value = {NULL, 0};
        if (tag == LXB_TAG_TIME) {
            value = dl_dom_attr(dom, i, "datetime");
        } else if (tag == LXB_TAG_ABBR) {
            value = dl_dom_attr(dom, i, "title");
        }
        if (value.size == 0 && property.size > 0) {
            value = dl_dom_attr(dom, i, "content");
        }
        if (value.size == 0 && tag == LXB_TAG_SPAN && (changed || stated)) {
            value = dl_dom_attr(dom, i, "title");
        }
        if (value.size == 0 || (blocks->above[i] & OFF && !stated)) {
            continue;
        }
        const bool near = i >= from_node && i < to_node;
        int weight = near ? WEIGHT_TIME - (nth > 3 ? 3 : (int)nth) : 45 - (far > 9 ? 9 : (int)far);
        weight += stated && near ? 10 : stated ? 4 : 0;
        nth += near;
        far += !near;
        dl_meta_add_date(meta, arena, value, "time", stated ? "time-stated" : "time",
                         changed && !stated ? DL_DATE_MODIFIED : DL_DATE_PUBLISHED, weight,
                         place(charset, dl_dom_attr_source(dom, value)));
    }
}

/* Where byte `at` of a block's text stands in the page: blanks were collapsed, so count
 * the visible characters. */
static uint64_t block_place(const dl_blocks *blocks, const dl_block *b,
                            const dl_charset *charset, size_t at)
{
    const dl_str text = dl_block_text(blocks, b);
    size_t visible = 0;
    for (size_t i = 0; i < at && i < text.size; i++) {
        visible += text.at[i] != ' ' && (text.at[i] & 0xC0) != 0x80;
    }
    for (uint32_t n = b->first; n <= b->last; n++) {
        const dl_str node = blocks->dom->nodes[n].text;
        for (size_t i = n == b->first ? b->first_at : 0; i < node.size; i++) {
            const unsigned char c = (unsigned char)node.at[i];
            if (c <= ' ' || (c & 0xC0) == 0x80) {
                continue;
            }
            if (visible == 0) {
                size_t behind;
                return place(charset, dl_dom_text_source(blocks->dom, n, i, &behind));
            }
            visible--;
        }
    }
    return UINT64_MAX;
}

static void read_line(dl_meta *meta, const dl_blocks *blocks, const dl_block *b,
                      const dl_charset *charset, int weight, const char *rule, dl_arena *arena)
{
    const dl_str text = dl_block_text(blocks, b);
    dl_printed found;
    size_t from = 0;
    for (unsigned n = 0; n < 4 && dl_printed_find(text, from, meta->order, &found); n++) {
        const dl_str before = {text.at + from, found.span.start - from};
        dl_date_role role = tells_change(before) ? DL_DATE_MODIFIED : DL_DATE_PUBLISHED;
        int w = weight - 2 * (int)n - (found.short_year ? 8 : 0);
        const bool alone = found.span.end - found.span.start + 4 >= text.size ||
                           (found.span.start < 3 && b->chars < 40);
        if (b->bits & DL_CLASS_CAPTION && !(blocks->bits[b->home] & DL_CLASS_DATE)) {
            role = alone ? role : DL_DATE_BOUND;
            w = alone ? WEIGHT_PICTURE - (int)n : w;
        }
        if (b->line & DL_LINE_DATE && role == DL_DATE_PUBLISHED) {
            w += WEIGHT_LABELLED - WEIGHT_NEAR;
        }
        add(meta, arena,
            (dl_date_candidate){{found.when, dl_str_copy(arena, dl_str_cut(text, found.span)), "text",
                                 rule, block_place(blocks, b, charset, found.span.start)},
                                role, w});
        from = found.span.end;
    }
}

/* "Springfield, (12.11.2021). The council ...": a date that opens the text. */
static void read_lead(dl_meta *meta, const dl_blocks *blocks, const dl_block *b,
                      const dl_charset *charset, dl_arena *arena)
{
    dl_str text = dl_block_text(blocks, b);
    text.size = text.size < LEAD_BYTES ? text.size : LEAD_BYTES;
    dl_printed found;
    if (dl_printed_find(text, 0, meta->order, &found) && found.span.start < LEAD_BYTES / 2) {
        add(meta, arena,
            (dl_date_candidate){{found.when, dl_str_copy(arena, dl_str_cut(text, found.span)), "text",
                                 "lead", block_place(blocks, b, charset, found.span.start)},
                                DL_DATE_PUBLISHED, WEIGHT_LEAD});
    }
}

/* The first block of the text behind its lead: the date often stands between the two. */
static uint32_t behind_lead(const dl_blocks *blocks, uint32_t first)
{
    if (first >= blocks->count ||
        (!(blocks->at[first].bits & DL_CLASS_LEAD) && blocks->at[first].level == 0)) {
        return first;
    }
    for (uint32_t i = first + 1; i < blocks->count && i < first + LEAD_REACH; i++) {
        const dl_block *b = &blocks->at[i];
        if (b->prose && b->level == 0 && !(b->bits & DL_CLASS_LEAD)) {
            return i;
        }
    }
    return first;
}

static void read_lines(dl_meta *meta, const dl_blocks *blocks, const dl_charset *charset,
                       uint32_t headline, uint32_t opening, uint32_t end, dl_arena *arena)
{
    const uint32_t first = behind_lead(blocks, opening);
    const uint32_t near = first > NEAR_BLOCKS ? first - NEAR_BLOCKS : 0;
    unsigned far = 0, leads = 0, classed = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (i >= opening && i < first + NEAR_BLOCKS && leads < 2 && b->prose && b->chars > 40) {
            read_lead(meta, blocks, b, charset, arena);
            leads++;
        }
        if (b->chars > LINE_MAX || b->chars < 6 ||
            (b->prose && b->chars > 100 && !(b->line & DL_LINE_DATE) && !(b->bits & DL_CLASS_CAPTION))) {
            continue;
        }
        if (b->bits & DL_CLASS_CAPTION) {
            read_line(meta, blocks, b, charset, 10, "caption", arena);
            continue;
        }
        const bool off = (b->bits & OFF) != 0;
        /* between headline and text a line is what it says, whatever it is called */
        const bool ours = !(b->bits & (DL_CLASS_COMMENT | DL_CLASS_AD | DL_CLASS_CONSENT)) &&
                          2 * b->link_chars <= b->chars;
        const bool head = (headline != DL_NONE && i >= headline && i < first) ||
                          (i >= near && i < first + 2);
        if (head && (!off || (ours && headline != DL_NONE && i < first))) {
            read_line(meta, blocks, b, charset, WEIGHT_NEAR, "line-near", arena);
        } else if (b->bits & (DL_CLASS_DATE | DL_CLASS_BYLINE) && !off) {
            const bool dated = b->bits & DL_CLASS_DATE && i < first && classed++ == 0;
            read_line(meta, blocks, b, charset,
                      dated ? WEIGHT_NEAR + 1 : i < end ? WEIGHT_CLASSED : WEIGHT_CLASSED - 8,
                      "line-classed", arena);
        } else if (i >= end && i < end + AFTER_BLOCKS && !off) {
            read_line(meta, blocks, b, charset, WEIGHT_AFTER, "line-after", arena);
        } else if (b->line & DL_LINE_DATE && !off) {
            read_line(meta, blocks, b, charset, 44, "line-labelled", arena);
        } else if (!off && b->chars < 60 && far < FAR_MAX) {
            const uint32_t had = meta->dates.count;
            read_line(meta, blocks, b, charset, WEIGHT_FAR - (int)far, "line-far", arena);
            far += meta->dates.count > had;
        }
    }
}

void dl_meta_printed_dates(dl_meta *meta, const dl_blocks *blocks, const dl_charset *charset,
                           uint32_t headline, uint32_t first, uint32_t end, dl_arena *arena)
{
    const dl_dom *dom = blocks->dom;
    uint32_t from = 0, to = dom->count;
    if (first < blocks->count) {
        const uint32_t top = headline != DL_NONE && headline < first
                                 ? headline
                                 : (first > NEAR_BLOCKS ? first - NEAR_BLOCKS : 0);
        from = blocks->at[top].home;
        from = from > 40 ? from - 40 : 0; /* a line above the headline counts as well */
        to = blocks->at[first + 1 < blocks->count ? first + 1 : first].last + 1;
    }
    read_elements(meta, blocks, charset, from, to, arena);
    read_lines(meta, blocks, charset, headline, first, end, arena);
}

void dl_meta_url_dates(dl_meta *meta, const dl_page *page, dl_arena *arena)
{
    const dl_str urls[] = {page->url, meta->canonical, meta->og_url, meta->image};
    for (size_t i = 0; i < 4; i++) {
        dl_printed found;
        if (dl_printed_url(urls[i], &found)) {
            add(meta, arena,
                (dl_date_candidate){{found.when, dl_str_copy(arena, dl_str_cut(urls[i], found.span)),
                                     "url", i < 3 ? "url" : "url-picture", UINT64_MAX},
                                    DL_DATE_PUBLISHED, i < 3 ? WEIGHT_URL : WEIGHT_IMAGE});
            return;
        }
    }
}

/* ---- the decision ---- */

/* Two candidates for one moment: one told in UTC, the other by the clock of the place,
 * with or without a zone, to the minute. */
static bool same_moment(const dl_when *utc, const dl_when *local)
{
    if (utc->precision < DL_PRECISION_MINUTE || local->precision < DL_PRECISION_MINUTE ||
        utc->zone != 0 || local->zone == 0) {
        return false;
    }
    const int64_t shift = local->earliest / 60 - utc->earliest / 60;
    return shift != 0 && shift % 15 == 0 && shift >= -12 * 60 && shift <= 14 * 60 &&
           (local->zone == DL_ZONE_NONE || local->zone == shift);
}

/* The best candidate as the outlet's readers saw it: by the clock of the place where
 * that is told, and with the time of day where only the address gave the day. */
static dl_date localise(const dl_meta *meta, dl_date best)
{
    for (uint32_t i = 0; i < meta->dates.count; i++) {
        const dl_date_candidate *c = &meta->dates.at[i];
        if (c->role == DL_DATE_PUBLISHED && c->weight >= WEIGHT_AFTER &&
            same_moment(&best.when, &c->date.when)) {
            dl_date local = c->date;
            const int64_t shift = c->date.when.earliest / 60 - best.when.earliest / 60;
            local.when.zone = (int16_t)shift;
            return local;
        }
    }
    return best;
}

/* Whether a candidate of `least` weight told by another rule than `best` gives its day. */
static bool has_witness(const dl_meta *meta, dl_date best, int least)
{
    for (uint32_t i = 0; i < meta->dates.count; i++) {
        const dl_date_candidate *c = &meta->dates.at[i];
        if (c->role == DL_DATE_PUBLISHED && c->weight >= least && strcmp(c->date.rule, best.rule) != 0 &&
            dl_when_first(c->date.when) == dl_when_first(best.when)) {
            return true;
        }
    }
    return false;
}

/* Another day that both the head and a printed line give, where the best stands alone. An
 * address may keep the day on which a text was begun. */
static dl_date outvoted(const dl_meta *meta, dl_date best)
{
    const bool address = strcmp(best.rule, "url") == 0;
    const int least = address ? WEIGHT_CLASSED : WEIGHT_NEAR;
    const dl_date_candidate *head = NULL;
    if (has_witness(meta, best, address ? WEIGHT_AFTER : WEIGHT_NEAR) ||
        (address && best.when.precision != DL_PRECISION_DAY)) {
        return best;
    }
    for (uint32_t i = 0; i < meta->dates.count; i++) {
        const dl_date_candidate *c = &meta->dates.at[i];
        const bool same = dl_when_first(c->date.when) == dl_when_first(best.when);
        if (c->role != DL_DATE_PUBLISHED || c->weight < least || same) {
            continue;
        }
        if (head == NULL && c->weight >= WEIGHT_HEAD) {
            head = c;
        }
        if (head != NULL && strcmp(c->date.from, "text") == 0 &&
            dl_when_first(c->date.when) == dl_when_first(head->date.when)) {
            return head->date;
        }
    }
    return best;
}

/* Of candidates for the address' day, the first with a time of day. */
static dl_date with_time(const dl_meta *meta, dl_date best)
{
    if (strcmp(best.rule, "url") != 0) {
        return best;
    }
    for (uint32_t i = 0; i < meta->dates.count; i++) {
        const dl_date_candidate *c = &meta->dates.at[i];
        if (c->role != DL_DATE_PUBLISHED || c->weight < WEIGHT_AFTER) {
            continue;
        }
        const dl_date local = localise(meta, c->date);
        if (dl_when_first(local.when) == dl_when_first(best.when) &&
            strcmp(c->date.rule, "url") != 0) {
            return local;
        }
    }
    return best;
}

static int better(const void *a, const void *b)
{
    const dl_date_candidate *x = a, *y = b;
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    if (x->date.when.precision != y->date.when.precision) {
        return x->date.when.precision > y->date.when.precision ? -1 : 1;
    }
    if (x->date.offset != y->date.offset) {
        return x->date.offset < y->date.offset ? -1 : 1;
    }
    return x->date.when.earliest < y->date.when.earliest   ? -1
           : x->date.when.earliest > y->date.when.earliest ? 1
                                                           : 0;
}

static bool possible(const dl_date_candidate *c, const dl_page *page)
{
    return !dl_when_known(page->got) ||
           dl_when_first(c->date.when) <= dl_when_last(page->got) + 1;
}

/* "Mar 03, 2017 07:52 AM" becomes "2017-03-03T07:52"; what is ISO 8601 stays. */
static void make_iso(dl_arena *arena, dl_date *date)
{
    char iso[32];
    if (!dl_when_known(date->when)) {
        return;
    }
    dl_when_iso(date->when.earliest, date->when, iso);
    if (date->value.size < 10 || memcmp(date->value.at, iso, 10) != 0) {
        date->value = dl_str_copy(arena, dl_str_of(iso));
    }
}

void dl_meta_decide_dates(dl_meta *meta, const dl_page *page, dl_arena *arena,
                          dl_article *out)
{
    if (meta->dates.count > 0) {
        qsort(meta->dates.at, meta->dates.count, sizeof *meta->dates.at, better);
    }
    out->dates = meta->dates.at;
    out->date_count = meta->dates.count;
    for (uint32_t i = 0; i < meta->dates.count; i++) {
        const dl_date_candidate *c = &meta->dates.at[i];
        if (!possible(c, page)) {
            continue;
        }
        if (c->role == DL_DATE_PUBLISHED && !dl_when_known(out->published.when)) {
            out->published = with_time(meta, localise(meta, outvoted(meta, c->date)));
        } else if (c->role == DL_DATE_MODIFIED && !dl_when_known(out->modified.when)) {
            out->modified = c->date;
        }
    }
    if (dl_when_known(page->published)) {
        out->published = (dl_date){page->published, page->published_value,
                                   page->from.size > 0 ? "given" : "given", "given", UINT64_MAX};
    }
    if (!dl_when_known(out->published.when) && dl_when_known(out->modified.when)) {
        out->published = out->modified;
    }
    make_iso(arena, &out->modified);
    if (!dl_when_known(page->published)) {
        make_iso(arena, &out->published);
    }
}
