/* article.c - the `extract` record.
 * SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

static bool same_time(const dl_para *a, const dl_para *b)
{
    return a->time.earliest == b->time.earliest && a->time.zone == b->time.zone &&
           a->time.precision == b->time.precision;
}

/* "entries":[{"start","end","time"}] of a live ticker: paragraphs in a row that have one
 * time. Nothing where no paragraph has any. */
static void put_entries(dl_json *json, const dl_article *article,
                        const dl_utf8_index *text)
{
    bool any = false;
    for (uint32_t i = 0; i < article->para_count; i++) {
        const dl_para *first = &article->paras[i];
        if (!dl_when_known(first->time)) {
            continue;
        }
        while (i + 1 < article->para_count && same_time(first, &article->paras[i + 1])) {
            i++;
        }
        if (!any) {
            dl_json_key(json, "entries");
            dl_json_open(json, '[');
            any = true;
        }
        char time[32];
        dl_when_iso(first->time.earliest, first->time, time);
        dl_json_open(json, '{');
        dl_part_span(json, text,
                     (dl_span){first->text.start, article->paras[i].text.end});
        dl_json_key(json, "time");
        dl_json_text(json, time);
        dl_json_close(json, '}');
    }
    if (any) {
        dl_json_close(json, ']');
    }
}

static void put_if_told(dl_json *json, const char *key, dl_str text)
{
    if (text.size != 0) {
        dl_json_key(json, key);
        dl_json_str(json, text);
    }
}

/* A date with the words the page has for it, where it was read off the page. */
static void put_date(dl_json *json, const dl_article *article, const dl_date *date)
{
    dl_str printed = {"", 0};
    for (uint32_t i = 0; i < article->date_count && printed.size == 0; i++) {
        const dl_date *seen = &article->dates[i].date;
        if (date->offset != UINT64_MAX && seen->offset == date->offset &&
            strcmp(seen->rule, date->rule) == 0) {
            printed = seen->value;
        }
    }
    dl_part_date(json, date, printed);
}

void dl_export_article(const dl_article *article, dl_arena *arena, dl_buf *out)
{
    dl_json json;
    dl_utf8_index text;
    dl_json_init(&json, out);
    dl_utf8_index_init(&text, arena, article->text);
    dl_json_open(&json, '{');
    dl_json_key(&json, "id");
    dl_json_str(&json, article->id);
    dl_json_key(&json, "url");
    dl_part_str_or_null(&json, article->url);
    dl_json_key(&json, "site");
    dl_part_str_or_null(&json, article->site);
    dl_json_key(&json, "language");
    dl_part_str_or_null(&json, article->language);
    dl_json_key(&json, "title");
    dl_part_str_or_null(&json, article->title);
    dl_json_key(&json, "byline");
    dl_part_strings(&json, article->bylines, article->byline_count);
    dl_json_key(&json, "published");
    put_date(&json, article, &article->published);
    dl_json_key(&json, "modified");
    put_date(&json, article, &article->modified);
    dl_json_key(&json, "text");
    dl_json_str(&json, article->text);
    dl_json_key(&json, "paragraphs");
    dl_json_open(&json, '[');
    for (uint32_t i = 0; i < article->para_count; i++) {
        const dl_para *p = &article->paras[i];
        dl_json_open(&json, '{');
        dl_part_span(&json, &text, p->text);
        dl_json_key(&json, "from");
        dl_json_int(&json, (int64_t)p->from);
        dl_json_key(&json, "to");
        dl_json_int(&json, (int64_t)p->to);
        dl_json_close(&json, '}');
    }
    dl_json_close(&json, ']');
    put_if_told(&json, "error", article->error);
    put_if_told(&json, "section", article->section);
    put_if_told(&json, "note", article->note);
    put_entries(&json, article, &text);
    dl_json_close(&json, '}');
}
