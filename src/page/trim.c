/* trim.c - noise inside the article, taken out line by line.
 *
 * What the best extractors lose on news is noise in the middle of the text: credits,
 * prompts, teasers, repeats. Each rule here looks at one line and its neighbours: what
 * it is by its words (data/page/lines.txt), by its element, by how much of it is link,
 * and by where it stands. A block that is cut keeps the name of the rule.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "choose.h"

#include "map.h"
#include "printed.h"

#define LINK_SHARE_MAX 0.6 /* of a line: it is a link, not a sentence with one */
#define SHORT_CHARS 130    /* a line whose words may speak against it */
#define NOTICE_CHARS 420   /* a paragraph of the outlet about itself */
#define AUTHOR_CHARS 420   /* a paragraph about a writer */
#define CREDIT_TEXT 420    /* bytes of a caption that ends in a credit */
#define AGENCY_TEXT 1200   /* the same where an agency's mark in brackets ends it */
#define CREDIT_TAIL 56     /* bytes of the credit */
#define PICTURE_PROSE 100  /* a longer sentence beside a picture is text */
#define HEAD_WORDS 7 /* shorter lines before the first sentence are kickers and dates */
#define TAIL_WORDS 8 /* a last line without a stop that is still text */
#define TAIL_LINK_CHARS                                                                  \
    90 /* a last line with a link in it that is shorter leads elsewhere */
#define STAMP_CHARS 130 /* a line with date and time */
#define HEADING_WORDS 8 /* of a heading over links */
#define TABLE_UP 8      /* elements above a line that are searched for a table */
#define TABLE_ROWS 3
#define TABLE_COLUMNS 3
#define PARTS_MIN 2      /* headings of the first level that part a text */
#define HEADING_LEADS 12 /* characters of the first of these */
#define END_SHARE_MAX                                                                    \
    0.45                /* of the prose may stand behind a line that ends the article */
#define COMMENT_WORDS 5 /* of a heading over comments */
#define COMMENT_SHARE_MAX 0.9 /* the same behind a heading over comments */
#define NOTES_SHARE_MAX 0.15  /* of the text in italics: more, and they mean nothing */
#define PULLED_WORDS 5        /* of a sentence that is set a second time */
#define PULLED_BYTES 12       /* of letters */
#define PULLED_MOST 60
#define PULLED_REACH 12 /* blocks between the two */
#define NAME_WORDS 6    /* of a line that is a writer's name */
#define EDGE_BLOCKS 4   /* last blocks kept, where writers are introduced */

static double link_share(const dl_block *b)
{
    return b->chars == 0 ? 0 : (double)b->link_chars / b->chars;
}

static void cut(dl_choice *choice, dl_block *b, uint32_t i, const char *why)
{
    choice->keep[i] = false;
    b->cut = true;
    b->why = why;
}

static unsigned digits(dl_str text)
{
    unsigned n = 0;
    for (size_t i = 0; i < text.size; i++) {
        n += text.at[i] >= '0' && text.at[i] <= '9';
    }
    return n;
}

/* Whether a line holds a sign that most credits do: spares the looking for each. */
static bool may_credit(dl_str line)
{
    for (size_t i = 0; i < line.size; i++) {
        const char c = line.at[i];
        if (c == ':' || c == '(' || c == '\xC2') {
            return true;
        }
    }
    return dl_str_find(line, DL_STR("Photo by ")) != SIZE_MAX;
}

/* "... seen from the hill. Credit: A. Person" */
static bool ends_in_credit(dl_str text)
{
    static const char *const signs[] = {
        "Credit: ",     "Credits: ", "CREDIT: ", "Photo: ",   "Photo by ",
        "Photograph: ", "Image: ",   "(Photo",   "(AP Photo", "(Image",
        "Foto: ",       "Bild: ",    "© "};
    static const char *const agency[] = {"(AP Photo", "(Photo by ", "/Getty Images)",
                                         " via AP)"};
    const size_t from = text.size > CREDIT_TAIL ? text.size - CREDIT_TAIL : 0;
    const dl_str tail = {text.at + from, text.size - from};
    const bool closed =
        tail.size > 0 && tail.at[tail.size - 1] == ')' && text.size <= AGENCY_TEXT;
    for (size_t i = 0; i < sizeof agency / sizeof *agency && closed; i++) {
        if (dl_str_find(tail, dl_str_of(agency[i])) != SIZE_MAX) {
            return true;
        }
    }
    if (text.size > CREDIT_TEXT || !may_credit(tail)) {
        return false;
    }
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (dl_str_find(tail, dl_str_of(signs[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* A date that is most of the line, or a short line with date and time of day. */
static bool stamp(const dl_block *b, dl_str text)
{
    dl_printed found;
    if (b->chars > STAMP_CHARS || digits(text) < 5 ||
        !dl_printed_find(text, 0, DL_PRINTED_DAY_FIRST, &found)) {
        return false;
    }
    return found.when.precision >= DL_PRECISION_MINUTE ||
           5 * (found.span.end - found.span.start) >= 3 * text.size;
}

static bool in_italics(const dl_block *b)
{
    return 10 * (uint64_t)b->slant_chars >= 9 * (uint64_t)b->chars;
}

/* A line of speech, or a footnote. */
static bool opens_quote(dl_str text)
{
    static const char *const signs[] = {
        "\"",           "'",        "*",           "\xE2\x80\x9C", "\xE2\x80\x98",
        "\xE2\x80\x9E", "\xC2\xAB", "\xE2\x80\x93"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (dl_str_starts(text, dl_str_of(signs[i]))) {
            return true;
        }
    }
    return false;
}

/* Nothing but speech. */
static bool all_quote(dl_str text)
{
    static const char *const signs[] = {
        "\"", "'", "\xE2\x80\x9D", "\xE2\x80\x99", "\xE2\x80\x9C", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs && opens_quote(text); i++) {
        if (dl_str_ends(text, dl_str_of(signs[i]))) {
            return true;
        }
    }
    return false;
}

static const char *by_words(const dl_block *b, dl_str text)
{
    const uint32_t line = b->line;
    const bool is_short = b->chars <= SHORT_CHARS;
    if (is_short &&
        line & (DL_LINE_SHARE | DL_LINE_AD | DL_LINE_CONSENT | DL_LINE_COMMENT)) {
        return "line-tools";
    }
    if (line & DL_LINE_RELATED && is_short && (b->link_chars > 0 || !b->prose)) {
        return "line-related";
    }
    if (line & DL_LINE_PROMO && b->chars <= 220 && (b->link_chars > 0 || !b->prose)) {
        return "line-promo";
    }
    if (is_short && (line & (DL_LINE_RIGHTS | DL_LINE_TAGS) ||
                     (line & DL_LINE_NAV && (!b->prose || b->link_chars > 0)))) {
        return "line-rights";
    }
    if (line & DL_LINE_CREDIT && is_short && !(b->prose && b->chars > 90)) {
        return "line-credit";
    }
    if (line & (DL_LINE_BYLINE | DL_LINE_DATE) && b->chars < 60 && b->stops == 0 &&
        (b->level == 0 || digits(text) > 3)) { /* "By the numbers" may head a part */
        return "line-byline";
    }
    if ((line & DL_LINE_DATE && b->chars < 150 && digits(text) >= 6) || stamp(b, text)) {
        return "line-date";
    }
    if ((line & DL_LINE_CAPTION && b->chars <= NOTICE_CHARS) || ends_in_credit(text)) {
        return "line-caption";
    }
    if (line & DL_LINE_NOTICE && b->chars <= NOTICE_CHARS) {
        return "line-notice";
    }
    if (line & DL_LINE_PAYWALL && b->chars <= 220) {
        return "line-paywall";
    }
    return NULL;
}

static uint32_t parent_of(const dl_blocks *blocks, const dl_block *b)
{
    const uint32_t up = blocks->dom->nodes[b->home].parent;
    return b->in_p && up != DL_NONE ? up : b->home;
}

/* The element most of the paragraphs kept stand in, by characters; DL_NONE where no
 * element has most. A vote by majority (Boyer & Moore), then counted. */
static uint32_t main_home(const dl_blocks *blocks, const dl_choice *choice)
{
    uint32_t home = DL_NONE;
    int64_t lead = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (!choice->keep[i] || !b->prose) {
            continue;
        }
        const uint32_t at = parent_of(blocks, b);
        if (lead <= 0) {
            home = at;
            lead = b->chars;
        } else {
            lead += at == home ? (int64_t)b->chars : -(int64_t)b->chars;
        }
    }
    uint64_t all = 0, here = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (choice->keep[i] && b->prose) {
            all += b->chars;
            here += parent_of(blocks, b) == home ? b->chars : 0;
        }
    }
    return 2 * here > all ? home : DL_NONE;
}

static const char *by_element(const dl_blocks *blocks, const dl_block *b, uint32_t home)
{
    const bool beside =
        home != DL_NONE && parent_of(blocks, b) != home && !(b->bits & DL_CLASS_LEAD);
    if (b->bits & DL_CLASS_CAPTION ||
        (b->bits & DL_CLASS_PICTURE &&
         (beside || !(b->prose && b->chars > PICTURE_PROSE)))) {
        return "caption";
    }
    if (b->bits & (DL_CLASS_BYLINE | DL_CLASS_DATE) && !b->prose && b->chars < 150) {
        return "byline";
    }
    if (b->bits & DL_CLASS_FIGURES) {
        return "table";
    }
    if (b->bits & DL_CLASS_BYLINE && b->chars <= AUTHOR_CHARS) {
        return "author";
    }
    if (link_share(b) > LINK_SHARE_MAX && (b->kind != DL_PARA_BODY || b->chars > 10)) {
        return "link";
    }
    return NULL;
}

/* Sentences set in italics as a whole behind the text are the outlet's own: who wrote it,
 * when the film starts, what was corrected. Quotations and footnotes are not. */
static void cut_notes(const dl_blocks *blocks, dl_choice *choice)
{
    uint64_t all = 0, slanted = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        all += choice->keep[i] ? b->chars : 0;
        slanted += choice->keep[i] && in_italics(b) ? b->chars : 0;
    }
    if ((double)slanted > NOTES_SHARE_MAX * (double)all) {
        return;
    }
    unsigned seen = 0;
    for (uint32_t i = blocks->count; i-- > 0 && seen < EDGE_BLOCKS;) {
        dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        seen++;
        if (!in_italics(b)) {
            if (b->prose) {
                break;
            }
            continue;
        }
        if (b->prose && !b->soft && b->chars <= AUTHOR_CHARS &&
            !opens_quote(dl_block_text(blocks, b))) {
            cut(choice, b, i, "note");
        }
    }
}

/* ---- tables ---- */

/* The table whose cell holds `node`, near above it; DL_NONE if there is none. */
static uint32_t table_of(const dl_dom *dom, uint32_t node)
{
    bool cell = false;
    for (unsigned up = 0; node != DL_NONE && up < TABLE_UP;
         up++, node = dom->nodes[node].parent) {
        const uint16_t tag = dom->nodes[node].tag;
        cell |= tag == LXB_TAG_TD || tag == LXB_TAG_TH;
        if (tag == LXB_TAG_TABLE) {
            return cell ? node : DL_NONE;
        }
    }
    return DL_NONE;
}

/* Whether a table is one of names and figures: three cells and more in a row, and no
 * table within. Fewer columns are as often a list or a layout. */
static bool of_figures(const dl_dom *dom, uint32_t table)
{
    uint32_t rows = 0, cells = 0;
    for (uint32_t n = table + 1; n < dom->nodes[table].end; n++) {
        const uint16_t tag = dom->nodes[n].tag;
        if (tag == LXB_TAG_TABLE) {
            return false;
        }
        rows += tag == LXB_TAG_TR;
        cells += tag == LXB_TAG_TD || tag == LXB_TAG_TH;
    }
    return rows >= TABLE_ROWS && cells >= TABLE_COLUMNS * rows;
}

/* Marks the cells of such tables. */
static dl_status mark_figures(dl_blocks *blocks, const dl_choice *choice, dl_arena *arena,
                              dl_error *err)
{
    enum { UNKNOWN, NO, YES };
    uint8_t *known = NULL; /* of each node; made where the first table is met */
    for (uint32_t i = 0; i < blocks->count; i++) {
        dl_block *b = &blocks->at[i];
        const uint32_t table =
            choice->keep[i] && !b->prose ? table_of(blocks->dom, b->home) : DL_NONE;
        if (table == DL_NONE) {
            continue;
        }
        if (known == NULL &&
            (known = dl_arena_new_array(arena, blocks->dom->count, uint8_t)) == NULL) {
            return dl_fail_memory(err);
        }
        if (known[table] == UNKNOWN) {
            known[table] = of_figures(blocks->dom, table) ? YES : NO;
        }
        b->bits |= known[table] == YES ? DL_CLASS_FIGURES : 0;
    }
    return DL_OK;
}

/* "[3] A. Person, A Book, p. 12": only behind the text. */
static bool footnote(dl_str text)
{
    size_t i = 1;
    while (i < text.size && text.at[i] >= '0' && text.at[i] <= '9') {
        i++;
    }
    return text.size > 4 && text.at[0] == '[' && i > 1 && i < 5 && text.at[i] == ']';
}

/* Headings and short lines at the end, with no prose after them, are no text. */
static void cut_tail(const dl_blocks *blocks, dl_choice *choice)
{
    for (uint32_t i = blocks->count; i-- > 0;) {
        dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        if (footnote(dl_block_text(blocks, b))) {
            cut(choice, b, i, "footnote");
            continue;
        }
        if (b->words >= TAIL_WORDS && b->link_chars == 0 && b->kind == DL_PARA_BODY) {
            break;
        }
        const bool short_link = b->link_chars > 0 && b->chars < TAIL_LINK_CHARS;
        const bool item = b->kind == DL_PARA_LIST &&
                          (b->words > 3 || (b->words > 1 && b->link_chars == 0));
        if ((b->prose || b->stops > 0 || item) && !short_link) {
            break;
        }
        cut(choice, b, i, "tail");
    }
}

/* Short lines before the first prose: bylines, dates, kickers. */
static void cut_head(const dl_blocks *blocks, dl_choice *choice)
{
    for (uint32_t i = 0; i < blocks->count; i++) {
        dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        dl_printed date;
        const bool dated =
            b->chars < STAMP_CHARS &&
            dl_printed_find(dl_block_text(blocks, b), 0, DL_PRINTED_DAY_FIRST, &date);
        if (b->prose || (b->words >= HEAD_WORDS && !dated &&
                         !(b->line & (DL_LINE_BYLINE | DL_LINE_DATE)) &&
                         !(b->bits & (DL_CLASS_BYLINE | DL_CLASS_DATE)))) {
            break;
        }
        cut(choice, b, i, "head");
    }
}

/* A heading whose element holds nothing else that is text: "More coverage" over links. */
static void cut_link_headings(const dl_blocks *blocks, dl_choice *choice)
{
    uint32_t before = DL_NONE; /* the block kept last */
    for (uint32_t i = 0; i + 1 < blocks->count; i++) {
        dl_block *b = &blocks->at[i];
        const dl_block *next = b + 1;
        if (!choice->keep[i]) {
            continue;
        }
        if (b->prose || b->words > HEADING_WORDS || choice->keep[i + 1] ||
            link_share(next) <= LINK_SHARE_MAX || next->chars < HEADING_LEADS) {
            before = i;
            continue;
        }
        const dl_node *nodes = blocks->dom->nodes;
        uint32_t both = b->home; /* the smallest element around the two */
        while (nodes[both].end <= next->last && nodes[both].parent != DL_NONE) {
            both = nodes[both].parent;
        }
        uint32_t after = i + 1;
        while (after < blocks->count && !choice->keep[after] &&
               blocks->at[after].first < nodes[both].end) {
            after++;
        }
        const bool alone =
            (before == DL_NONE || blocks->at[before].last < both) &&
            (after == blocks->count || blocks->at[after].first >= nodes[both].end);
        if (alone) {
            cut(choice, b, i, "link-heading");
        } else {
            before = i;
        }
    }
}

/* A heading must be followed by text before the next heading of its level. */
static void cut_bare_headings(const dl_blocks *blocks, dl_choice *choice)
{
    uint8_t below = 0; /* level of the heading seen last, from the end, with no text */
    bool text = false;
    for (uint32_t i = blocks->count; i-- > 0;) {
        dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        if (b->kind != DL_PARA_HEADING) {
            text = true;
            continue;
        }
        if (!text && b->level >= below) {
            cut(choice, b, i, "bare-heading");
        }
        below = b->level;
        text = false;
    }
}

/* "Jane Doe is a reporter ..." behind the text, "By Jane Doe" before it. */
static bool about_author(const dl_blocks *blocks, const dl_block *b,
                         const dl_names *names)
{
    const dl_str text = dl_block_text(blocks, b);
    if (b->chars > AUTHOR_CHARS) {
        return false;
    }
    for (uint32_t i = 0; i < names->author_count; i++) {
        const dl_str name = names->authors[i];
        const size_t at = name.size < 5 ? SIZE_MAX : dl_str_find(text, name);
        if (at != SIZE_MAX && (at < 4 || (at < 14 && b->chars < 60))) {
            return true;
        }
    }
    return false;
}

/* A line that is a writer's name and nothing else. */
static bool names_writer(const dl_blocks *blocks, const dl_block *b,
                         const dl_names *names)
{
    for (uint32_t i = 0; i < names->author_count && b->words <= NAME_WORDS; i++) {
        if (dl_same_line(dl_block_text(blocks, b), names->authors[i])) {
            return true;
        }
    }
    return false;
}

/* "Jane has been with us since ..." below a line with her name. */
static bool goes_on_about(const dl_blocks *blocks, uint32_t i, const dl_names *names)
{
    const dl_str text = dl_block_text(blocks, &blocks->at[i]);
    const char *blank = memchr(text.at, ' ', text.size);
    if (i == 0 || blank == NULL || blocks->at[i].chars > AUTHOR_CHARS ||
        !names_writer(blocks, &blocks->at[i - 1], names)) {
        return false;
    }
    for (uint32_t k = 0; k < names->author_count; k++) {
        if (dl_str_starts(names->authors[k],
                          (dl_str){text.at, (size_t)(blank - text.at + 1)})) {
            return true;
        }
    }
    return false;
}

/* Words by which outlets introduce their writers. */
static bool introduces_writer(const dl_blocks *blocks, const dl_block *b)
{
    static const char *const what[] = {" reporter",   " writer",     " editor",
                                       " journalist", " columnist",  " correspondent",
                                       " author of ", " professor ", " contributor",
                                       " producer",   " freelance"};
    static const char *const is[] = {" is a ", " is an ", " is the ", " was a ", " are "};
    const dl_str text = dl_block_text(blocks, b);
    size_t at = SIZE_MAX;
    if (b->chars > AUTHOR_CHARS) {
        return false;
    }
    for (size_t i = 0; i < sizeof is / sizeof *is; i++) {
        const size_t found = dl_str_find(text, dl_str_of(is[i]));
        at = found < at ? found : at;
    }
    if (at == SIZE_MAX || at > 50) {
        return false;
    }
    const dl_str rest = {text.at + at, text.size - at < 70 ? text.size - at : 70};
    for (size_t i = 0; i < sizeof what / sizeof *what; i++) {
        if (dl_str_find(rest, dl_str_of(what[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* Notices about writers among the first and last few blocks kept. */
static void cut_authors(const dl_blocks *blocks, const dl_names *names, dl_choice *choice)
{
    unsigned seen = 0;
    for (uint32_t i = blocks->count; i-- > 0 && seen < EDGE_BLOCKS;) {
        dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        seen++;
        if (about_author(blocks, b, names) || goes_on_about(blocks, i, names) ||
            (seen <= 2 && introduces_writer(blocks, b))) {
            cut(choice, b, i, "author");
        }
    }
    seen = 0;
    for (uint32_t i = 0; i < blocks->count && seen < 2; i++) {
        dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        seen++;
        if (about_author(blocks, b, names) &&
            (b->chars < 100 || b->line & DL_LINE_BYLINE)) {
            cut(choice, b, i, "author");
        }
    }
}

/* Whether most of the prose behind block `i` stands where the article's does: then the
 * line was that of a box in the middle. */
static bool goes_on(const dl_blocks *blocks, const dl_choice *choice, uint32_t i,
                    uint32_t home)
{
    uint64_t here = 0, all = 0;
    for (; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (choice->keep[i] && b->prose) {
            all += b->chars;
            here += parent_of(blocks, b) == home ? b->chars : 0;
        }
    }
    return 2 * here > all;
}

/* The share of the prose that may stand behind a line that ends the article. */
static double behind_most(const dl_block *b)
{
    const bool heads = b->level > 0 && b->words <= COMMENT_WORDS && b->link_chars == 0;
    return heads && b->line & DL_LINE_COMMENT ? COMMENT_SHARE_MAX : END_SHARE_MAX;
}

/* "Related articles", "Leave a reply": what follows such a line is no longer the article,
 * if it is the lesser part. */
static void cut_after_end(const dl_blocks *blocks, dl_choice *choice)
{
    uint64_t all = 0, before = 0;
    unsigned seen = 0;
    const uint32_t home = main_home(blocks, choice);
    for (uint32_t i = 0; i < blocks->count; i++) {
        all += choice->keep[i] && blocks->at[i].prose ? blocks->at[i].chars : 0;
    }
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (seen >= 2 && b->line & (DL_LINE_END | DL_LINE_COMMENT) && b->chars < 60 &&
            !b->prose && (double)(all - before) < behind_most(b) * (double)all &&
            !goes_on(blocks, choice, i, home)) {
            for (uint32_t k = i; k < blocks->count; k++) {
                if (choice->keep[k]) {
                    cut(choice, &blocks->at[k], k, "after-end");
                }
            }
            return;
        }
        seen += choice->keep[i] && b->prose;
        before += choice->keep[i] && b->prose ? b->chars : 0;
    }
}

/* Sentences of the text that stand in it a second time, in large letters. */
static dl_status cut_pulled(const dl_blocks *blocks, uint32_t home, dl_choice *choice,
                            dl_arena *arena, dl_error *err)
{
    dl_str *plain = dl_arena_new_array(arena, blocks->count, dl_str);
    char *room =
        dl_arena_alloc(arena, blocks->text.size + 8 * ((size_t)blocks->count + 1));
    if (plain == NULL || room == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < blocks->count; i++) {
        if (choice->keep[i]) {
            const dl_str text = dl_block_text(blocks, &blocks->at[i]);
            plain[i] = (dl_str){room, dl_letters_of(text, room, text.size + 8)};
            room += plain[i].size;
        }
    }
    for (uint32_t i = 0; i < blocks->count; i++) {
        dl_block *b = &blocks->at[i];
        const bool quote = b->kind == DL_PARA_QUOTE ||
                           (b->level == 0 && all_quote(dl_block_text(blocks, b)));
        const bool beside = b->prose && b->level == 0 && !(b->bits & DL_CLASS_LEAD) &&
                            home != DL_NONE && parent_of(blocks, b) != home;
        if (!choice->keep[i] || b->words < PULLED_WORDS || b->words > PULLED_MOST ||
            b->kind == DL_PARA_LIST || !(quote || beside)) {
            continue;
        }
        const uint32_t from = i > PULLED_REACH ? i - PULLED_REACH : 0;
        for (uint32_t k = from; k < blocks->count && k <= i + PULLED_REACH; k++) {
            if (k != i && choice->keep[k] && plain[i].size >= PULLED_BYTES &&
                plain[k].size > plain[i].size &&
                dl_str_find(plain[k], plain[i]) != SIZE_MAX) {
                cut(choice, b, i, "pulled");
                break;
            }
        }
    }
    return DL_OK;
}

/* Whether headings of the first level head the parts of the text, as some editors set
 * them: two or more of them between its prose. */
static bool has_parts(const dl_blocks *blocks, const dl_choice *choice, uint32_t *opening)
{
    unsigned headings = 0;
    bool text = false;
    *opening = DL_NONE;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        if (b->prose) {
            *opening = *opening == DL_NONE ? i : *opening;
            text = true;
        } else if (b->level == 1 && text) {
            headings++;
            text = false;
        }
    }
    return headings >= PARTS_MIN;
}

dl_status dl_trim(dl_blocks *blocks, const dl_names *names, dl_choice *choice,
                  dl_arena *arena, dl_error *err)
{
    const dl_str title = names->title;
    dl_map seen;
    dl_map_init(&seen, arena);
    if (mark_figures(blocks, choice, arena, err) != DL_OK) {
        return dl_fail_memory(err);
    }
    cut_after_end(blocks, choice);
    const uint32_t home = main_home(blocks, choice);
    uint32_t opening;
    const bool parts = has_parts(blocks, choice, &opening);
    for (uint32_t i = 0; i < blocks->count; i++) {
        dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        const dl_str text = dl_block_text(blocks, b);
        const char *why = by_element(blocks, b, home);
        if (why == NULL) {
            why = by_words(b, text);
        }
        if (why == NULL && names_writer(blocks, b, names)) {
            why = "author";
        }
        if (why == NULL && b->level == 1 && !(parts && i > opening)) {
            why = "headline";
        }
        if (why == NULL && title.size > 0 && b->chars < 300 &&
            dl_same_line(text, title)) {
            why = "title";
        }
        const uint32_t first = why != NULL ? i : dl_map_add(&seen, text, i);
        if (first == DL_NONE) {
            return dl_fail_memory(err);
        }
        if (first != i && b->words >= 4) {
            why = "repeat";
        }
        if (why != NULL) {
            cut(choice, b, i, why);
        }
    }
    if (cut_pulled(blocks, home, choice, arena, err) != DL_OK) {
        return dl_fail_memory(err);
    }
    cut_authors(blocks, names, choice);
    cut_notes(blocks, choice);
    cut_link_headings(blocks, choice);
    cut_tail(blocks, choice);
    cut_head(blocks, choice);
    cut_bare_headings(blocks, choice);
    return DL_OK;
}
