/* extract.c - the page stage: a page in, an article out.
 *
 *   bytes -> charset -> dom -> blocks -> choose -> trim -> text
 *                          \-> head and structured data -> title, site, dates
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"

#include "charset.h"
#include "choose.h"
#include "furniture.h"
#include "lines.h"
#include "meta.h"
#include "ticker.h"
#include "tongue.h"
#include "utf8.h"

#define TEXT_MIN 30          /* characters: less is no article */
#define BINARY_SAMPLE 4096
#define ENOUGH_CHARS 220     /* of prose: less, and fewer signs of furniture are believed */
#define BRIEF_CHARS 110      /* the same of a text that begins at the printed headline */
#define BRIEF_REACH 8        /* blocks from the one to the other */
#define CUT_CHARS 900        /* of prose: a page that asks for money and gives less is cut */
#define CUT_CHARS_BOTH 2500  /* the same where structured data says so, too */

/* NUL and other control bytes that no text has. UTF-16 is known by its mark. */
static bool binary(dl_str bytes)
{
    const unsigned char *b = (const unsigned char *)bytes.at;
    if (bytes.size >= 2 && ((b[0] == 0xFE && b[1] == 0xFF) || (b[0] == 0xFF && b[1] == 0xFE))) {
        return false;
    }
    const size_t size = bytes.size < BINARY_SAMPLE ? bytes.size : BINARY_SAMPLE;
    size_t odd = 0;
    for (size_t i = 0; i < size; i++) {
        odd += b[i] == 0 || (b[i] < 32 && b[i] != '\t' && b[i] != '\n' && b[i] != '\r' &&
                             b[i] != '\f' && b[i] != 0x1B);
    }
    return odd * 50 > size;
}

/* Where a block stands in the page. Text that the parser has put elsewhere than its tags
 * stand (into a table, say) may have lost its place: then `from` and `to` stay. */
static void source_of(const dl_dom *dom, const dl_charset *charset, const dl_block *block,
                      uint64_t *from, uint64_t *to)
{
    size_t behind;
    const size_t start = dl_dom_text_source(dom, block->first, block->first_at, &behind);
    const size_t end = dl_dom_text_source(dom, block->last, block->last_at, &behind);
    if (start != SIZE_MAX) {
        *from = dl_charset_source(charset, start);
    }
    if (end != SIZE_MAX) {
        *to = dl_charset_source(charset, behind);
    }
    *to = *to < *from ? *from : *to;
}

/* ---- the text ---- */

static bool ends_sentence(dl_str text)
{
    if (text.size == 0) {
        return true;
    }
    const char c = text.at[text.size - 1];
    return c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || c == ')' ||
           (c & 0x80) != 0;
}

/* Writes the kept blocks as paragraphs; lines that only a <br> parts and that do not
 * end a sentence are one paragraph. */
static dl_status write_text(const dl_blocks *blocks, const dl_charset *charset,
                            const dl_choice *choice, const dl_when *times,
                            const dl_extract_limits *limits, dl_arena *arena,
                            dl_article *out, dl_error *err)
{
    size_t room = 1;
    uint32_t count = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        if (choice->keep[i]) {
            room += blocks->at[i].text.end - blocks->at[i].text.start + 2;
            count++;
        }
    }
    char *text = dl_arena_bytes(arena, room);
    out->paras = dl_arena_new_array(arena, count, dl_para);
    if (text == NULL || out->paras == NULL) {
        return dl_fail_memory(err);
    }
    size_t size = 0;
    uint32_t last = DL_NONE;
    for (uint32_t i = 0; i < blocks->count; i++) {
        if (!choice->keep[i]) {
            continue;
        }
        const dl_block *b = &blocks->at[i];
        const dl_str t = dl_block_text(blocks, b);
        const bool same = b->soft && last != DL_NONE && last + 1 == i && out->para_count > 0 &&
                          !ends_sentence((dl_str){text, size});
        if (!same && out->para_count == limits->paragraphs) {
            out->note = DL_STR("limit reached: paragraphs");
            break;
        }
        if (size > 0) {
            memcpy(text + size, same ? " " : "\n\n", same ? 1 : 2);
            size += same ? 1 : 2;
        }
        dl_para *p = &out->paras[same ? out->para_count - 1 : out->para_count];
        uint64_t from = last == DL_NONE ? 0 : out->paras[out->para_count - 1].to, to = from;
        source_of(blocks->dom, charset, b, &from, &to);
        if (!same) {
            out->para_count++;
            p->text.start = (uint32_t)size;
            p->from = from;
            p->kind = b->kind;
            p->time = times == NULL ? dl_when_none() : times[i];
        }
        memcpy(text + size, t.at, t.size);
        size += t.size;
        p->text.end = (uint32_t)size;
        p->to = to < p->from ? p->from : to;
        last = i;
    }
    out->text = (dl_str){text, size};
    return DL_OK;
}

/* Leaves out what template memory knows to be furniture. */
static void drop_furniture(const dl_furniture *furniture, const dl_blocks *blocks,
                           dl_choice *choice)
{
    for (uint32_t i = 0; furniture != NULL && i < blocks->count; i++) {
        const dl_habit *habit =
            choice->keep[i] ? dl_furniture_has(furniture, dl_block_text(blocks, &blocks->at[i]))
                            : NULL;
        if (habit != NULL) {
            choice->keep[i] = false;
            blocks->at[i].cut = true;
            blocks->at[i].why = habit->rule;
        }
    }
}

/* What template memory learns from the blocks kept, and what it left out of the page. */
static dl_status put_traces(const dl_blocks *blocks, const dl_charset *charset,
                            const dl_choice *choice, const dl_furniture *furniture,
                            dl_arena *arena, dl_article *out, dl_error *err)
{
    out->traces = dl_arena_new_array(arena, blocks->count, dl_trace);
    out->left_out = dl_arena_new_array(
        arena, furniture == NULL ? 0 : blocks->count, dl_left_out);
    if (out->traces == NULL || out->left_out == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        const dl_str text = dl_block_text(blocks, b);
        if (choice->keep[i]) {
            out->traces[out->trace_count++] =
                (dl_trace){dl_furniture_block(text), dl_furniture_box(blocks, b), b->chars,
                           dl_furniture_prose(b)};
            continue;
        }
        const dl_habit *habit =
            b->why != NULL && strncmp(b->why, "template.", 9) == 0
                ? dl_furniture_has(furniture, text) : NULL;
        if (habit != NULL) {
            dl_left_out *l = &out->left_out[out->left_out_count++];
            *l = (dl_left_out){text, 0, 0, habit->rule};
            source_of(blocks->dom, charset, b, &l->from, &l->to);
        }
    }
    return DL_OK;
}

/* Characters of prose that are kept. */
static size_t kept_prose(const dl_blocks *blocks, const dl_choice *choice)
{
    size_t chars = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        chars += choice->keep[i] && blocks->at[i].words > 3 ? blocks->at[i].chars : 0;
    }
    return chars;
}

/* A page behind a paywall: it says so itself, and what it gives is short. A page that is
 * marked as paid but gives its whole text is not cut. */
static bool is_cut(const dl_blocks *blocks, const dl_choice *choice, bool paid)
{
    bool asks = false;
    for (uint32_t i = choice->first; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        asks |= !choice->keep[i] && (b->line & DL_LINE_PAYWALL) && b->chars < 220;
    }
    return (asks || paid) && kept_prose(blocks, choice) < (asks && paid ? CUT_CHARS_BOTH : CUT_CHARS);
}

static dl_str title_span(const dl_blocks *blocks, const dl_charset *charset,
                         const dl_choice *choice, dl_str title, dl_article *out)
{
    if (choice->headline != DL_NONE) {
        const dl_block *b = &blocks->at[choice->headline];
        if (dl_same_line(dl_block_text(blocks, b), title)) {
            uint64_t from = 0, to = 0;
            source_of(blocks->dom, charset, b, &from, &to);
            out->title_source = (dl_span){(uint32_t)from, (uint32_t)to};
        }
    }
    return title;
}

/* Whether what is kept begins right behind the printed headline, as short news does. */
static bool opens_at_headline(const dl_blocks *blocks, const dl_choice *choice, dl_str title)
{
    const uint32_t at = choice->headline;
    if (at == DL_NONE || !dl_same_line(dl_block_text(blocks, &blocks->at[at]), title)) {
        return false;
    }
    for (uint32_t i = at + 1; i < blocks->count && i <= at + BRIEF_REACH; i++) {
        if (choice->keep[i] && blocks->at[i].prose) {
            return true;
        }
    }
    return false;
}

/* Chooses the article; where hardly anything is left, listens to fewer signs. */
static dl_status choose_and_trim(dl_blocks *blocks, const dl_names *names, dl_str told,
                                 const dl_furniture *furniture, dl_arena *arena,
                                 dl_choice *choice, dl_error *err)
{
    static const uint32_t believe[] = {
        UINT32_MAX,
        DL_CLASS_COMMENT | DL_CLASS_FOOTER | DL_CLASS_NAV | DL_CLASS_CONSENT | DL_CLASS_SHARE,
        0,
    };
    if (blocks->count == 0) {
        return dl_choose(blocks, names->title, told, UINT32_MAX, arena, choice, err);
    }
    dl_block *before = dl_arena_new_array(arena, blocks->count, dl_block);
    dl_block *best_blocks = NULL;
    size_t best = 0;
    memset(choice, 0, sizeof *choice);
    if (before == NULL) {
        return dl_fail_memory(err);
    }
    memcpy(before, blocks->at, blocks->count * sizeof *before);
    for (size_t i = 0; i < sizeof believe / sizeof *believe; i++) {
        dl_choice now;
        dl_block *fresh = i == 0 ? blocks->at : dl_arena_new_array(arena, blocks->count, dl_block);
        if (fresh == NULL) {
            return dl_fail_memory(err);
        }
        memcpy(fresh, before, blocks->count * sizeof *before);
        blocks->at = fresh;
        dl_status status = dl_choose(blocks, names->title, told, believe[i], arena, &now, err);
        if (status == DL_OK) {
            drop_furniture(furniture, blocks, &now);
            status = dl_trim(blocks, names, &now, arena, err);
        }
        if (status != DL_OK) {
            return status;
        }
        const size_t chars = kept_prose(blocks, &now);
        if (i == 0 || chars > 2 * best) {
            *choice = now;
            best = chars;
            best_blocks = fresh;
        }
        if (best >= ENOUGH_CHARS || (best >= BRIEF_CHARS && opens_at_headline(blocks, choice, names->title))) {
            break;
        }
    }
    blocks->at = best_blocks;
    return DL_OK;
}

/* The names of writers as far as they are known before the text is: those of structured
 * data as they stand there, else what a byline seems to say. */
static dl_article known_writers(const dl_meta *meta, const dl_blocks *blocks, dl_str title,
                                dl_str site, dl_arena *arena)
{
    dl_article found = {.bylines = (dl_str *)meta->ld.authors, .byline_count = meta->ld.author_count};
    uint32_t headline = 0, first;
    while (found.byline_count == 0 && headline < blocks->count &&
           !dl_same_line(dl_block_text(blocks, &blocks->at[headline]), title)) {
        headline++;
    }
    for (first = headline; first < blocks->count && !blocks->at[first].prose;) {
        first++;
    }
    if (found.byline_count == 0 && headline < blocks->count) {
        dl_meta_bylines(meta, blocks, headline, first, site, arena, &found);
    }
    return found;
}

static dl_status read_html(const dl_page *page, const dl_charset *charset, dl_dom *dom,
                           const dl_extract_limits *limits, const dl_furniture *furniture,
                           dl_arena *arena, dl_article *out, dl_error *err)
{
    dl_blocks blocks;
    dl_meta meta;
    dl_choice choice;
    dl_status status = dl_blocks_read(dom, limits->paragraphs, arena, &blocks, &dom->limit, err);
    if (status == DL_OK) {
        status = dl_meta_read(dom, charset, page, arena, &meta, err);
    }
    if (status != DL_OK) {
        return status;
    }
    dl_str title, site;
    dl_meta_title(&meta, &blocks, arena, &title, &site);
    const dl_article writers = known_writers(&meta, &blocks, title, site, arena);
    const dl_names names = {title, site, writers.bylines, writers.byline_count};
    status = choose_and_trim(&blocks, &names, meta.ld.body, furniture, arena, &choice, err);
    if (status != DL_OK) {
        return status;
    }
    choice.first = blocks.count;
    choice.end = 0;
    for (uint32_t i = 0; i < blocks.count; i++) {
        if (choice.keep[i]) {
            choice.first = i < choice.first ? i : choice.first;
            choice.end = i + 1;
        }
    }
    out->title = title_span(&blocks, charset, &choice, title, out);
    out->title = dl_str_copy(arena, title);
    out->site = dl_str_copy(arena, site);
    out->url = dl_str_copy(arena, meta.canonical.size > 0 ? meta.canonical : meta.og_url.size > 0 ? meta.og_url : page->url);
    out->section = dl_str_copy(arena, meta.section.size > 0 ? meta.section : meta.ld.section);
    out->cut = is_cut(&blocks, &choice, meta.ld.paid);
    if (choice.note != NULL) {
        out->note = dl_str_of(choice.note);
    } else if (out->cut) {
        out->note = DL_STR("the page shows only a part of the article");
    }
    dl_meta_printed_dates(&meta, &blocks, charset, choice.headline, choice.first, choice.end, arena);
    dl_meta_url_dates(&meta, page, arena);
    dl_meta_decide_dates(&meta, page, arena, out);
    dl_meta_bylines(&meta, &blocks, choice.headline, choice.first, site, arena, out);
    for (uint32_t i = 0; i < out->byline_count; i++) {
        out->bylines[i] = dl_str_copy(arena, out->bylines[i]);
    }
    status = write_text(&blocks, charset, &choice, dl_ticker_read(&blocks, &choice, &meta.ld, arena), limits, arena, out, err);
    out->language = dl_str_copy(arena, meta.html_lang); /* what the page claims, for now */
    return status != DL_OK ? status
                           : put_traces(&blocks, charset, &choice, furniture, arena, out, err);
}

static void finish(const dl_page *page, dl_arena *arena, const char *limit, dl_article *out)
{
    out->language = dl_str_of(dl_tongue_of(out->text, out->language));
    if (out->text.size == 0 && out->language.size == 0) {
        out->language = dl_str_of(dl_tongue_of(out->title, page->language));
    }
    if (page->title.size > 0 && (out->title.size == 0 || page->kind == DL_PAGE_DOC)) {
        out->title = page->title;
    }
    if (page->site.size > 0) {
        out->site = page->site;
    }
    if (page->language.size > 0 && page->kind == DL_PAGE_DOC) {
        out->language = page->language;
    }
    if (out->url.size == 0) {
        out->url = page->url;
    }
    if (limit != NULL) {
        out->note = dl_str_printf(arena, "limit reached: %s", limit);
    }
    const bool short_text = out->text.size < 4 * TEXT_MIN && dl_utf8_count(out->text) < TEXT_MIN;
    if (short_text && page->kind != DL_PAGE_DOC) {
        out->text.size = 0;
        out->para_count = 0;
        out->trace_count = 0;
    }
    if (out->text.size == 0 && out->error.size == 0) {
        out->error = DL_STR("no article: the page holds no running text");
    }
}

/* ---- the article outlives the page's tree ---- */

/* Copies all that *a points to from the arena of the page's reading into `arena`. */
static bool keep_article(dl_article *a, dl_arena *arena)
{
    dl_str *const texts[] = {&a->id, &a->url, &a->site, &a->language, &a->title, &a->section,
                             &a->text, &a->note, &a->error, &a->published.value, &a->modified.value,
                             &a->host};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = texts[i]->at == NULL ? *texts[i] : dl_str_copy(arena, *texts[i]);
    }
    dl_str *bylines = dl_arena_new_array(arena, a->byline_count, dl_str);
    dl_date_candidate *dates = dl_arena_new_array(arena, a->date_count, dl_date_candidate);
    dl_para *paras = dl_arena_new_array(arena, a->para_count, dl_para);
    dl_trace *traces = dl_arena_new_array(arena, a->trace_count, dl_trace);
    dl_left_out *left_out = dl_arena_new_array(arena, a->left_out_count, dl_left_out);
    if (bylines == NULL || dates == NULL || paras == NULL || traces == NULL ||
        left_out == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < a->byline_count; i++) {
        bylines[i] = dl_str_copy(arena, a->bylines[i]);
    }
    for (uint32_t i = 0; i < a->date_count; i++) {
        dates[i] = a->dates[i];
        dates[i].date.value = dl_str_copy(arena, a->dates[i].date.value);
    }
    for (uint32_t i = 0; i < a->left_out_count; i++) {
        left_out[i] = a->left_out[i];
        left_out[i].text = dl_str_copy(arena, a->left_out[i].text);
    }
    if (a->para_count > 0) {
        memcpy(paras, a->paras, a->para_count * sizeof *paras);
    }
    if (a->trace_count > 0) {
        memcpy(traces, a->traces, a->trace_count * sizeof *traces);
    }
    a->traces = traces;
    a->left_out = left_out;
    a->bylines = bylines;
    a->dates = dates;
    a->paras = paras;
    return !dl_arena_failed(arena);
}

static dl_status read_page(const dl_page *page, const dl_extract_limits *limits,
                           const dl_furniture *furniture, dl_arena *arena, dl_article *out,
                           dl_error *err)
{
    memset(out, 0, sizeof *out);
    out->id = page->id;
    out->published.when = out->modified.when = dl_when_none();
    out->published.from = out->modified.from = "";
    out->published.offset = out->modified.offset = UINT64_MAX;
    out->text = (dl_str){"", 0};
    out->charset = out->charset_from = "";
    dl_str bytes = page->bytes;
    const char *limit = NULL;
    if (bytes.size > limits->page_bytes) {
        bytes.size = limits->page_bytes;
        limit = "page_bytes";
    }
    if (bytes.size == 0) {
        out->error = DL_STR("no article: the page is empty");
        finish(page, arena, NULL, out);
        return DL_OK;
    }
    if (binary(bytes)) {
        out->error = DL_STR("no article: the page is not text");
        finish(page, arena, NULL, out);
        return DL_OK;
    }
    dl_charset charset;
    dl_status status = dl_charset_read(bytes, page->charset, page->kind == DL_PAGE_HTML, arena,
                                       &charset, err);
    if (status != DL_OK) {
        return status;
    }
    out->charset = charset.name;
    out->charset_from = charset.from;
    if (page->kind == DL_PAGE_TEXT) {
        status = dl_lines_read(page, &charset, limits, furniture, arena, out, err);
    } else if (page->kind == DL_PAGE_DOC) {
        status = dl_lines_clean(page, &charset, limits, furniture, arena, out, err);
    } else {
        dl_dom dom;
        status = dl_dom_read(charset.text, limits, arena, &dom, err);
        if (status == DL_OK) {
            status = read_html(page, &charset, &dom, limits, furniture, arena, out, err);
            limit = dom.limit != NULL ? dom.limit : limit;
            dl_dom_done(&dom);
        }
    }
    if (status == DL_OK) {
        finish(page, arena, limit, out);
        status = dl_furniture_host(page->url, out->url, page->site, arena, &out->host, err);
        out->mark = furniture == NULL ? 0 : dl_furniture_mark(furniture);
    }
    return dl_arena_failed(arena) && status == DL_OK ? dl_fail_memory(err) : status;
}

dl_status dl_extract(const dl_page *page, const dl_extract_limits *limits,
                     const dl_furniture *furniture, dl_arena *arena, dl_article *out,
                     dl_error *err)
{
    /* the tree of a page is a hundred times its article: its memory goes to the next page */
    dl_arena work;
    dl_arena_init(&work, arena->limit > arena->used ? arena->limit - arena->used : arena->limit);
    dl_status status = read_page(page, limits, furniture, &work, out, err);
    if (status == DL_OK && !keep_article(out, arena)) {
        status = dl_fail_memory(err);
    }
    dl_arena_done(&work);
    return status;
}
