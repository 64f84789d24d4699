/* read.c - see read.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "read.h"

#include "utf8.h"
#include "vec.h"

/* ---- plain text ---- */

static bool blank_line(dl_str text, size_t at, size_t *after)
{
    size_t i = at;
    while (i < text.size &&
           (text.at[i] == ' ' || text.at[i] == '\t' || text.at[i] == '\r')) {
        i++;
    }
    *after = i + 1;
    return i < text.size && text.at[i] == '\n';
}

/* Paragraphs are what blank lines part. */
static dl_status paragraphs(dl_str text, dl_arena *arena, dl_article *out, dl_error *err)
{
    DL_VEC(dl_para) paras = {0};
    size_t start = 0, at = 0, after = 0;
    while (at <= text.size) {
        const bool end = at == text.size;
        if (!end && !(text.at[at] == '\n' && blank_line(text, at + 1, &after))) {
            at++;
            continue;
        }
        const dl_str words = dl_str_trim((dl_str){text.at + start, at - start});
        if (words.size > 0) {
            dl_para *para = dl_vec_push(&paras, arena);
            if (para == NULL) {
                return dl_fail_memory(err);
            }
            para->from = (uint64_t)(words.at - text.at);
            para->to = para->from + words.size;
            para->text = (dl_span){(uint32_t)para->from, (uint32_t)para->to};
        }
        start = at = end ? at + 1 : after;
    }
    out->paras = paras.at;
    out->para_count = paras.count;
    return DL_OK;
}

dl_status dl_read_plain(const dl_page *page, dl_arena *arena, dl_article *out,
                        dl_error *err)
{
    const dl_date no_date = {.when = dl_when_none(), .offset = UINT64_MAX};
    *out = (dl_article){.id = page->id,
                        .url = page->url,
                        .site = page->site,
                        .language = page->language,
                        .title = page->title,
                        .published = no_date,
                        .modified = no_date};
    if (page->bytes.size >= UINT32_MAX) {
        return dl_fail(err, DL_ELIMIT,
                       "%.*s: a text of %zu bytes; at most %u can be read",
                       (int)page->id.size, page->id.at, page->bytes.size, UINT32_MAX - 1);
    }
    out->text = dl_utf8_mend(arena, page->bytes);
    if (dl_when_known(page->published)) {
        out->published.when = page->published;
        out->published.value = page->published_value;
        out->published.from = "given";
        out->published.rule = "page.given";
    }
    return paragraphs(out->text, arena, out, err);
}

/* ---- a text through language, tag and tell ---- */

static bool one_day(dl_when when)
{
    const dl_day first = dl_when_first(when);
    return dl_when_known(when) && first != DL_DAY_NONE && first == dl_when_last(when);
}

/* The date an undated article was written by its own words: a day becomes the date of
 * publication (true), a wider bound is kept among the candidates. */
static bool date_by_words(const dl_doc *doc, dl_report *report, dl_arena *arena)
{
    dl_article *article = &report->article;
    const char *rule = NULL;
    const dl_when bound = dl_tag_bound_published(doc, &report->tags, article, &rule);
    char iso[32];
    if (!dl_when_known(bound)) {
        return false;
    }
    dl_when_iso(bound.earliest != DL_WHEN_OPEN_START ? bound.earliest : bound.latest,
                bound, iso);
    const dl_date date = {.when = bound,
                          .value = dl_str_copy(arena, dl_str_of(iso)),
                          .from = "text",
                          .rule = rule,
                          .offset = UINT64_MAX};
    if (one_day(bound)) {
        article->published = date;
        return true;
    }
    dl_date_candidate *dates =
        dl_arena_new_array(arena, article->date_count + 1u, dl_date_candidate);
    if (dates != NULL) {
        dates[0] = (dl_date_candidate){.date = date, .role = DL_DATE_BOUND};
        if (article->date_count > 0) {
            memcpy(dates + 1, article->dates, article->date_count * sizeof *dates);
        }
        article->dates = dates;
        article->date_count++;
    }
    return false;
}

/* Is the article in a language that the model does not know? */
static bool foreign(const dl_reader *reader, const dl_article *article)
{
    const char *model = dl_language_name(reader->data->language);
    return article->language.size >= 2 && model != NULL && strlen(model) >= 2 &&
           !dl_str_equal_fold((dl_str){article->language.at, 2}, (dl_str){model, 2});
}

static dl_status tell_nothing(dl_report *report, dl_arena *arena, dl_error *err)
{
    dl_unread *unread = dl_arena_new(arena, dl_unread);
    if (unread == NULL) {
        return dl_fail_memory(err);
    }
    *unread = (dl_unread){{0, (uint32_t)report->article.text.size},
                          "in a language the model does not know"};
    report->tells = (dl_tells){.unread = unread, .unread_count = 1};
    return DL_OK;
}

static dl_status tag(const dl_reader *reader, dl_arena *arena, const dl_doc *doc,
                     dl_report *report, dl_error *err)
{
    return dl_tag(&reader->data->tag, doc, &report->article,
                  report->article.published.when, arena, &report->tags, err);
}

dl_status dl_read_text(const dl_reader *reader, dl_arena *arena, dl_doc *doc,
                       dl_report *report, dl_error *err)
{
    report->tags = (dl_tags){.written = reader->written,
                             .written_count = reader->written_count,
                             .dateline_place = DL_NONE,
                             .dateline_time = DL_NONE};
    report->tells = (dl_tells){0};
    *doc = (dl_doc){.text = report->article.text};
    if (report->article.text.size == 0) {
        return DL_OK;
    }
    dl_status status =
        reader->part < DL_DATA_TAG
            ? dl_language_read(reader->worker, report->article.text, arena, doc, err)
            : dl_language_read_paragraphs(reader->worker, report->article.text, arena,
                                          doc, err);
    if (status != DL_OK || reader->part < DL_DATA_TAG) {
        return status;
    }
    status = tag(reader, arena, doc, report, err);
    if (status == DL_OK && !dl_when_known(report->article.published.when) &&
        date_by_words(doc, report, arena)) {
        status = tag(reader, arena, doc, report, err);
    }
    if (status != DL_OK || reader->part < DL_DATA_TELL) {
        return status;
    }
    if (foreign(reader, &report->article)) {
        return tell_nothing(report, arena, err);
    }
    return dl_tell(reader->data->codebook, doc, &report->article, &report->tags,
                   report->article.published.when, arena, &report->tells, err);
}
