/* meta.h - what a page's head, structured data and headline area say of the article.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_META_H
#define DL_META_H

#include "block.h"
#include "charset.h"
#include "jsonld.h"
#include "printed.h"
#include "vec.h"

typedef DL_VEC(dl_date_candidate) dl_dates;

typedef struct dl_meta {
    dl_jsonld ld;
    dl_str og_title, title_tag, twitter_title, meta_title;
    dl_str og_site, application, og_url, canonical, description, author, html_lang, section;
    dl_str locale, image;
    bool script_seen;
    bool og_article;
    uint32_t title_node;       /* the <title>'s text node; DL_NONE if there is none */
    dl_printed_order order;
    dl_dates dates;
} dl_meta;

/* Reads the head and the structured data. *out is in `arena`. */
DL_CHECK dl_status dl_meta_read(const dl_dom *dom, const dl_charset *charset,
                                const dl_page *page, dl_arena *arena, dl_meta *out,
                                dl_error *err);

/* Adds a candidate if `value` holds a date. `offset` as in dl_date. */
void dl_meta_add_date(dl_meta *meta, dl_arena *arena, dl_str value, const char *from,
                      const char *rule, dl_date_role role, int weight, uint64_t offset);

/* Adds the dates in the page's addresses: its URL, its canonical link, its picture's. */
void dl_meta_url_dates(dl_meta *meta, const dl_page *page, dl_arena *arena);

/* Adds the dates printed in the page: <time> and text. `headline` is the headline's
 * block or DL_NONE; `first` and `end` the blocks of the article. */
void dl_meta_printed_dates(dl_meta *meta, const dl_blocks *blocks, const dl_charset *charset,
                           uint32_t headline, uint32_t first, uint32_t end, dl_arena *arena);

/* Sorts the candidates, best first, and sets published and modified of `out`: their
 * values as printed where that is ISO 8601, else in ISO 8601 to the precision printed
 * (the candidates keep what was printed, and `offset` leads to it). */
void dl_meta_decide_dates(dl_meta *meta, const dl_page *page, dl_arena *arena,
                          dl_article *out);

/* The headline, without the site's name, and the site's name. */
void dl_meta_title(const dl_meta *meta, const dl_blocks *blocks, dl_arena *arena,
                   dl_str *title, dl_str *site);
/* `text` with white space as single blanks and its ends trimmed. */
dl_str dl_meta_tidy(dl_arena *arena, dl_str text);
/* The host of an address, without www. */
dl_str dl_meta_host(dl_str url);
/* Whether letters and digits of `a` are all in `host` in a row: "The Daily Star" in
 * thedailystar.net, "star.net" in www.star.net. */
bool dl_meta_names_host(dl_str a, dl_str host);

/* Adds the names of a printed byline, "By Jane Doe and John Roe". */
void dl_meta_byline_line(dl_str line, dl_arena *arena, dl_article *out);
void dl_meta_bylines(const dl_meta *meta, const dl_blocks *blocks, uint32_t headline,
                     uint32_t first, dl_str site, dl_arena *arena, dl_article *out);

#endif
