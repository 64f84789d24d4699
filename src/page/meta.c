/* meta.c - what the head of a page and its structured data say of the article.
 *
 * Everything is kept as evidence; nothing is decided here. The names of <meta> that
 * tell a date of publication, with how far each may be trusted, are a table.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "meta.h"

#define META_VALUE_MAX 4096
#define SCRIPT_KEYS_MAX 64 /* mentions of publishing in one script that are looked at */
#define SCRIPT_WEIGHT 58 /* of a date in a script: it may speak of another article */

static const struct {
    const char *name;
    uint8_t role;
    uint8_t weight;
} date_metas[] = {
    {"article:published_time", DL_DATE_PUBLISHED, 95},
    {"og:published_time", DL_DATE_PUBLISHED, 94},
    {"og:article:published_time", DL_DATE_PUBLISHED, 94},
    {"datepublished", DL_DATE_PUBLISHED, 94},
    {"article.published", DL_DATE_PUBLISHED, 92},
    {"article:published", DL_DATE_PUBLISHED, 92},
    {"article_date_original", DL_DATE_PUBLISHED, 92},
    {"parsely-pub-date", DL_DATE_PUBLISHED, 91},
    {"sailthru.date", DL_DATE_PUBLISHED, 90},
    {"cxenseparse:recs:publishtime", DL_DATE_PUBLISHED, 90},
    {"cxense-parse:publishtime", DL_DATE_PUBLISHED, 90},
    {"publication_date", DL_DATE_PUBLISHED, 90},
    {"publish-date", DL_DATE_PUBLISHED, 90},
    {"publish_date", DL_DATE_PUBLISHED, 90},
    {"publishdate", DL_DATE_PUBLISHED, 90},
    {"published-date", DL_DATE_PUBLISHED, 90},
    {"publicationdate", DL_DATE_PUBLISHED, 90},
    {"pubdate", DL_DATE_PUBLISHED, 90},
    {"pub_date", DL_DATE_PUBLISHED, 90},
    {"og:pubdate", DL_DATE_PUBLISHED, 90},
    {"published_time_telegram", DL_DATE_PUBLISHED, 90},
    {"dc.date.issued", DL_DATE_PUBLISHED, 90},
    {"dcterms.issued", DL_DATE_PUBLISHED, 89},
    {"dcterms.available", DL_DATE_PUBLISHED, 86},
    {"dcterms.created", DL_DATE_PUBLISHED, 86},
    {"dcterms.date", DL_DATE_PUBLISHED, 88},
    {"dc.date.created", DL_DATE_PUBLISHED, 86},
    {"dc.date", DL_DATE_PUBLISHED, 88},
    {"citation_publication_date", DL_DATE_PUBLISHED, 88},
    {"citation_date", DL_DATE_PUBLISHED, 86},
    {"date", DL_DATE_PUBLISHED, 64},
    {"article:create_date", DL_DATE_PUBLISHED, 84},
    {"article:created", DL_DATE_PUBLISHED, 84},
    {"created", DL_DATE_PUBLISHED, 84},
    {"datecreated", DL_DATE_PUBLISHED, 84},
    {"release_date", DL_DATE_PUBLISHED, 84},
    {"displaydate", DL_DATE_PUBLISHED, 84},
    {"timestamp", DL_DATE_PUBLISHED, 76},
    {"originalpublicationdate", DL_DATE_PUBLISHED, 92},
    {"article:modified_time", DL_DATE_MODIFIED, 90},
    {"og:updated_time", DL_DATE_MODIFIED, 85},
    {"datemodified", DL_DATE_MODIFIED, 90},
    {"dateupdate", DL_DATE_MODIFIED, 85},
    {"dcterms.modified", DL_DATE_MODIFIED, 85},
    {"dc.date.modified", DL_DATE_MODIFIED, 85},
    {"article.updated", DL_DATE_MODIFIED, 85},
    {"article:modified", DL_DATE_MODIFIED, 85},
    {"lastmod", DL_DATE_MODIFIED, 85},
    {"last-modified", DL_DATE_MODIFIED, 80},
    {"last_modified", DL_DATE_MODIFIED, 80},
    {"modified", DL_DATE_MODIFIED, 80},
    {"revision_date", DL_DATE_MODIFIED, 80},
    {"utime", DL_DATE_MODIFIED, 80},
};

void dl_meta_add_date(dl_meta *meta, dl_arena *arena, dl_str value, const char *from,
                      const char *rule, dl_date_role role, int weight, uint64_t offset)
{
    dl_printed found;
    if (value.size < 6 || value.size > META_VALUE_MAX ||
        !dl_printed_machine(value, meta->order, &found)) {
        return;
    }
    dl_date_candidate *c = dl_vec_push(&meta->dates, arena);
    if (c == NULL) {
        return;
    }
    c->date = (dl_date){found.when, dl_str_copy(arena, dl_str_trim(value)), from, rule, offset};
    c->role = role;
    c->weight = weight;
}

static void keep(dl_str *field, dl_str value)
{
    value = dl_str_trim(value);
    if (field->size == 0 && value.size > 0 && value.size <= META_VALUE_MAX) {
        *field = value;
    }
}

static void read_named(dl_meta *meta, const dl_dom *dom, const dl_charset *charset,
                       dl_str name, dl_str content, dl_arena *arena)
{
    static const struct {
        const char *name;
        size_t field;
    } fields[] = {
        {"og:title", offsetof(dl_meta, og_title)},
        {"twitter:title", offsetof(dl_meta, twitter_title)},
        {"title", offsetof(dl_meta, meta_title)},
        {"dc.title", offsetof(dl_meta, meta_title)},
        {"sailthru.title", offsetof(dl_meta, meta_title)},
        {"parsely-title", offsetof(dl_meta, meta_title)},
        {"headline", offsetof(dl_meta, meta_title)},
        {"og:site_name", offsetof(dl_meta, og_site)},
        {"application-name", offsetof(dl_meta, application)},
        {"apple-mobile-web-app-title", offsetof(dl_meta, application)},
        {"dc.publisher", offsetof(dl_meta, application)},
        {"og:url", offsetof(dl_meta, og_url)},
        {"description", offsetof(dl_meta, description)},
        {"og:description", offsetof(dl_meta, description)},
        {"author", offsetof(dl_meta, author)},
        {"article:author_name", offsetof(dl_meta, author)},
        {"parsely-author", offsetof(dl_meta, author)},
        {"sailthru.author", offsetof(dl_meta, author)},
        {"dc.creator", offsetof(dl_meta, author)},
        {"dcterms.creator", offsetof(dl_meta, author)},
        {"byl", offsetof(dl_meta, author)},
        {"article:author", offsetof(dl_meta, author)},
        {"article:section", offsetof(dl_meta, section)},
        {"section", offsetof(dl_meta, section)},
        {"og:image", offsetof(dl_meta, image)},
        {"og:locale", offsetof(dl_meta, locale)},
        {"content-language", offsetof(dl_meta, locale)},
    };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (dl_str_is(name, fields[i].name)) {
            keep((dl_str *)((char *)meta + fields[i].field), content);
        }
    }
    if (dl_str_is(name, "og:type") && dl_str_is(content, "article")) {
        meta->og_article = true;
    }
    for (size_t i = 0; i < sizeof date_metas / sizeof *date_metas; i++) {
        if (dl_str_is(name, date_metas[i].name)) {
            const size_t at = dl_dom_attr_source(dom, content);
            dl_meta_add_date(meta, arena, content, "meta", date_metas[i].name,
                             date_metas[i].role, date_metas[i].weight,
                             at == SIZE_MAX ? UINT64_MAX : dl_charset_source(charset, at));
        }
    }
}

static void read_meta(dl_meta *meta, const dl_dom *dom, const dl_charset *charset,
                      uint32_t node, dl_arena *arena)
{
    static const char *const names[] = {"property", "name", "itemprop", "http-equiv"};
    const dl_str content = dl_dom_attr(dom, node, "content");
    if (content.size == 0) {
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const dl_str name = dl_dom_attr(dom, node, names[i]);
        if (name.size > 0 && name.size < 64) {
            read_named(meta, dom, charset, dl_str_lower_ascii(arena, dl_str_trim(name)),
                       content, arena);
        }
    }
}

/* Offset in the page of byte `at` of the script `text`. */
static uint64_t script_byte(const dl_dom *dom, const dl_charset *charset, dl_str text, size_t at)
{
    return dl_charset_source(charset, (size_t)(text.at - dom->source.at) + at);
}

/* Offset in the page of `value` as it stands in the script `text`. */
static uint64_t script_place(const dl_dom *dom, const dl_charset *charset, dl_str text,
                             dl_str value)
{
    const size_t at = value.size == 0 ? SIZE_MAX : dl_str_find(text, value);
    return at == SIZE_MAX ? UINT64_MAX : script_byte(dom, charset, text, at);
}

/* Keys under which scripts of a page's own keep its date. All hold DL_DOM_SCRIPT_SIGN. */
static const char *const script_keys[] = {
    "datePublished", "publishedDate", "published_at", "publishDate", "publish_date", "firstPublished",
    "date_published", "publishedAt", "publish_time",
};

/* The key in quotes around byte `at` of a script, if it is one of ours: where it ends. */
static size_t script_key(dl_str script, size_t at)
{
    size_t start = at, end = at;
    while (start > 0 && script.at[start - 1] != '"' && at - start < 16) {
        start--;
    }
    while (end < script.size && script.at[end] != '"' && end - at < 16) {
        end++;
    }
    const dl_str key = {script.at + start, end - start};
    for (size_t i = 0; i < sizeof script_keys / sizeof *script_keys; i++) {
        if (dl_str_is(key, script_keys[i])) {
            return end;
        }
    }
    return 0;
}

/* The first "datePublished": "..." in a script that is no structured data. */
static void read_raw_script(dl_meta *meta, const dl_dom *dom, const dl_charset *charset,
                            dl_str script, dl_arena *arena)
{
    size_t from = 0;
    for (unsigned n = 0; n < SCRIPT_KEYS_MAX; n++) {
        const size_t found =
            dl_str_find((dl_str){script.at + from, script.size - from}, DL_STR(DL_DOM_SCRIPT_SIGN));
        if (found == SIZE_MAX) {
            return;
        }
        size_t i = script_key(script, from + found);
        from += found + 1;
        if (i == 0) {
            continue;
        }
        while (i < script.size && (script.at[i] == ' ' || script.at[i] == ':' || script.at[i] == '"')) {
            i++;
        }
        size_t end = i;
        while (end < script.size && script.at[end] != '"' && end - i < 40) {
            end++;
        }
        dl_meta_add_date(meta, arena, (dl_str){script.at + i, end - i}, "meta", "script", DL_DATE_PUBLISHED,
                         SCRIPT_WEIGHT, script_byte(dom, charset, script, i));
        meta->script_seen = true;
        return;
    }
}

static dl_status read_script(dl_meta *meta, const dl_dom *dom, const dl_charset *charset,
                             const dl_script *script, dl_arena *arena, dl_error *err)
{
    if (!script->data) {
        if (!meta->script_seen) {
            read_raw_script(meta, dom, charset, script->text, arena);
        }
        return DL_OK;
    }
    dl_jsonld *ld = &meta->ld;
    const bool had = ld->published.size > 0, had_changed = ld->modified.size > 0;
    const bool had_page = ld->page_published.size > 0;
    const dl_status status = dl_jsonld_read(script->text, arena, ld, err);
    if (!had && ld->published.size > 0) {
        dl_meta_add_date(meta, arena, ld->published, "json-ld", "ld-published", DL_DATE_PUBLISHED,
                         100, script_place(dom, charset, script->text, ld->published));
    }
    if (!had_changed && ld->modified.size > 0) {
        dl_meta_add_date(meta, arena, ld->modified, "json-ld", "ld-modified", DL_DATE_MODIFIED,
                         100, script_place(dom, charset, script->text, ld->modified));
    }
    if (!had_page && ld->page_published.size > 0) {
        dl_meta_add_date(meta, arena, ld->page_published, "json-ld", "ld-page", DL_DATE_PUBLISHED,
                         87, script_place(dom, charset, script->text, ld->page_published));
    }
    return status;
}

static void read_link(dl_meta *meta, const dl_dom *dom, uint32_t node)
{
    if (dl_str_equal_fold(dl_dom_attr(dom, node, "rel"), DL_STR("canonical"))) {
        keep(&meta->canonical, dl_dom_attr(dom, node, "href"));
    }
}

static bool american(const dl_meta *meta)
{
    const dl_str lang = meta->html_lang, locale = meta->locale;
    return dl_str_equal_fold(lang, DL_STR("en-US")) || dl_str_equal_fold(lang, DL_STR("en_US")) ||
           (dl_str_equal_fold(locale, DL_STR("en_US")) && (lang.size == 0 || lang.size == 2));
}

dl_status dl_meta_read(const dl_dom *dom, const dl_charset *charset, const dl_page *page,
                       dl_arena *arena, dl_meta *out, dl_error *err)
{
    memset(out, 0, sizeof *out);
    out->title_node = DL_NONE;
    if (dom->count > 0) {
        out->html_lang = dl_dom_attr(dom, 0, "lang");
        if (out->html_lang.size == 0) {
            out->html_lang = dl_dom_attr(dom, 0, "xml:lang");
        }
    }
    /* the order of day and month must be known before a date is read */
    for (uint32_t i = 0; i < dom->count && out->locale.size == 0; i++) {
        if (dom->nodes[i].tag == LXB_TAG_META &&
            dl_str_is(dl_dom_attr(dom, i, "property"), "og:locale")) {
            keep(&out->locale, dl_dom_attr(dom, i, "content"));
        }
    }
    out->order = american(out) ? DL_PRINTED_MONTH_FIRST : DL_PRINTED_DAY_FIRST;
    for (uint32_t i = 0; i < dom->count; i++) {
        const dl_node *n = &dom->nodes[i];
        if (n->tag == LXB_TAG_META) {
            read_meta(out, dom, charset, i, arena);
        } else if (n->tag == LXB_TAG_LINK) {
            read_link(out, dom, i);
        } else if (n->tag == LXB_TAG_TITLE && out->title_node == DL_NONE && i + 1 < n->end) {
            out->title_node = i + 1;
            out->title_tag = dom->nodes[i + 1].text;
        }
    }
    for (uint32_t i = 0; i < dom->script_count; i++) {
        const dl_status status = read_script(out, dom, charset, &dom->scripts[i], arena, err);
        if (status != DL_OK) {
            return status;
        }
    }
    (void)page;
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}
