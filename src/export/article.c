/* article.c - the `extract` record.
 * SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

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
    dl_export_date(&json, &article->published);
    dl_json_key(&json, "modified");
    dl_export_date(&json, &article->modified);
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
    if (article->error.size != 0) {
        dl_json_key(&json, "error");
        dl_json_str(&json, article->error);
    }
    dl_json_close(&json, '}');
}
