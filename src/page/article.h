/* article.h - what a page says: title, byline, dates, text; each with its evidence.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ARTICLE_H
#define DL_ARTICLE_H

#include "day.h"
#include "str.h"

/* A date with its evidence (contract: DATE). */
typedef struct dl_date {
    dl_when when;     /* precision NONE: no date */
    dl_str value;     /* as printed */
    const char *from; /* json-ld, meta, time, url, text, copy, given; static text */
    const char *rule; /* id of the rule that read it, for `explain`; static text */
    uint64_t offset;  /* byte of `value` in the page source; UINT64_MAX if not there */
} dl_date;

/* What a date candidate speaks of. */
typedef enum dl_date_role {
    DL_DATE_PUBLISHED,
    DL_DATE_MODIFIED,
    DL_DATE_BOUND /* something printed in furniture (a caption's date): the page is not
                     older than this */
} dl_date_role;

typedef struct dl_date_candidate {
    dl_date date;
    dl_date_role role;
    int weight; /* higher is better evidence */
} dl_date_candidate;

typedef enum dl_para_kind { DL_PARA_BODY, DL_PARA_HEADING, DL_PARA_LIST, DL_PARA_QUOTE } dl_para_kind;

typedef struct dl_para {
    dl_span text;      /* in dl_article.text */
    uint64_t from, to; /* bytes in the page source */
    uint8_t kind;      /* dl_para_kind */
    dl_when time;      /* of a liveblog entry; else unknown */
} dl_para;

/* What template memory keeps of a block of the text; see furniture.h. */
typedef struct dl_trace {
    uint64_t block; /* hash of its text */
    uint32_t box;   /* hash of where it stands; blocks set alike have the same; 0: in
                       text without markup */
    uint32_t chars; /* without white space */
    bool prose;     /* a sentence at least */
} dl_trace;

/* A block that template memory left out. */
typedef struct dl_left_out {
    dl_str text;
    uint64_t from, to; /* bytes in the page source */
    const char *rule;  /* static text */
} dl_left_out;

typedef struct dl_article {
    dl_str id, url, site, language, title, section;
    dl_span title_source; /* bytes of the page the title was read from; 0,0 if none */
    dl_str *bylines;
    uint32_t byline_count;
    dl_date published, modified;
    dl_date_candidate *dates; /* all that were seen, best first */
    uint32_t date_count;
    dl_str text; /* valid UTF-8, paragraphs separated by one blank line ("\n\n") */
    dl_para *paras;
    uint32_t para_count;
    /* of template memory; these are not packed with the report */
    dl_str host;      /* whose habits the page shares: furniture.h */
    dl_trace *traces; /* of the blocks of the text, in order */
    uint32_t trace_count;
    dl_left_out *left_out;
    uint32_t left_out_count;
    uint64_t mark; /* dl_furniture_mark of what it was read without */
    const char *charset, *charset_from; /* encoding read, and the step that decided */
    bool cut;          /* paywalled or cut off */
    dl_str note;       /* "" or what a reader of this article should know */
    dl_str error;      /* "" or why there is no text */
} dl_article;

#endif
