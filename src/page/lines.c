/* lines.c - an article out of crawled text: furniture and all, but no markup.
 *
 * Without elements only lines are left. Each is measured and looked up in the words of
 * furniture, and then seen in its place:
 *
 *     masthead, menu, date, headline      before the first prose: the head
 *     prose, subheads, captions, prompts  the body
 *     date lines, prompts, comments       behind the last prose: the tail
 *
 * The headline is the line of the head that shares its words with the body. A line of
 * date and time deep in the text begins the readers' comments. What is dropped is
 * still read for dates: those of head and tail are evidence of publication, those of
 * captions bounds.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include "choose.h"
#include "furniture.h"
#include "meta.h"
#include "utf8.h"

#define TITLE_WORDS_MAX 30
#define TITLE_OVERLAP 0.34  /* of a headline's long words, found in the body */
#define OVERLAP_BYTES 3000  /* of the body, looked at for these */
#define TAIL_PROSE_MAX 0.35 /* of all prose: more cannot be the readers' comments */

typedef enum zone { HEAD, BODY, TAIL } zone;

typedef struct line {
    dl_block block;  /* its counts; text is a span of the page's text */
    bool gap;        /* an empty line before it */
    bool dated;      /* holds a full date */
    bool stamp;      /* nothing but date and time */
    bool body;       /* prose enough to be the article's */
    bool keep;
    uint8_t zone;
    dl_printed date;
    const char *why; /* the rule that dropped it */
} line;

typedef struct reader {
    const dl_page *page;
    const dl_charset *charset;
    dl_arena *arena;
    dl_str text;
    DL_VEC(line) lines;
    dl_dates dates;
    uint32_t title, body_start, body_end;
} reader;

static dl_str text_of(const reader *r, uint32_t i)
{
    return dl_str_cut(r->text, r->lines.at[i].block.text);
}

static bool white_at(dl_str t, size_t at, size_t *size)
{
    const unsigned char c = (unsigned char)t.at[at];
    *size = 1;
    if (c <= ' ') {
        return true;
    }
    if (c == 0xC2 && at + 1 < t.size && (unsigned char)t.at[at + 1] == 0xA0) {
        *size = 2;
        return true;
    }
    if (c == 0xEF && at + 2 < t.size && memcmp(t.at + at, "\xEF\xBB\xBF", 3) == 0) {
        *size = 3;
        return true;
    }
    return false;
}

/* `span` without white space at both ends. */
static dl_span trimmed(dl_str t, dl_span s)
{
    size_t size;
    while (s.start < s.end && white_at(t, s.start, &size)) {
        s.start += (uint32_t)size;
    }
    while (s.end > s.start) {
        const size_t back = dl_utf8_back((dl_str){t.at, s.end}, s.end);
        if (!white_at(t, back, &size) || back + size < s.end) {
            break;
        }
        s.end = (uint32_t)back;
    }
    return s;
}

/* A sign of a list before the text: "• Date: ...". */
static dl_str without_bullet(dl_str t)
{
    static const char *const bullets[] = {"• ", "* ", "- ", "· ", "– "};
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
        if (dl_str_starts(t, dl_str_of(bullets[i]))) {
            return dl_str_trim((dl_str){t.at + strlen(bullets[i]), t.size - strlen(bullets[i])});
        }
    }
    return t;
}

static unsigned count_letters(dl_str t, dl_span without)
{
    unsigned letters = 0;
    for (size_t i = 0; i < t.size; i++) {
        const unsigned char c = (unsigned char)t.at[i];
        if (i < without.start || i >= without.end) {
            letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
        }
    }
    return letters;
}

static void measure(reader *r, line *l)
{
    const dl_str text = dl_str_cut(r->text, l->block.text);
    dl_block_measure(text, &l->block);
    dl_block *b = &l->block;
    b->prose = (b->words >= 8 && b->stops > 0) || (b->words >= 25 && b->commas > 0);
    char lower[240];
    const dl_str bare = without_bullet(text);
    b->line = dl_words_line((dl_str){lower, dl_block_lower(bare, lower, sizeof lower)});
    if (text.size < 400) {
        l->dated = dl_printed_find(text, 0, DL_PRINTED_DAY_FIRST, &l->date);
        l->stamp = l->dated && b->words <= 8 && count_letters(text, l->date.span) < 12;
    }
    /* a date of another calendar, "1395/12/13 4:19", is a stamp all the same */
    unsigned digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        digits += text.at[i] >= '0' && text.at[i] <= '9';
    }
    if (!l->dated && text.size < 32 && digits >= 7 && count_letters(text, (dl_span){0, 0}) < 4) {
        l->stamp = true;
    }
}

static dl_status split(reader *r, const dl_extract_limits *limits, dl_error *err)
{
    size_t at = 0;
    bool gap = false;
    while (at < r->text.size && r->lines.count < limits->paragraphs) {
        size_t end = at;
        while (end < r->text.size && r->text.at[end] != '\n' && r->text.at[end] != '\r') {
            end++;
        }
        const dl_span span = trimmed(r->text, (dl_span){(uint32_t)at, (uint32_t)end});
        at = end + 1;
        if (r->text.at[end < r->text.size ? end : 0] == '\r' && at < r->text.size &&
            r->text.at[at] == '\n') {
            at++;
        }
        if (dl_span_empty(span)) {
            gap = true;
            continue;
        }
        line *l = dl_vec_push(&r->lines, r->arena);
        if (l == NULL) {
            return dl_fail_memory(err);
        }
        l->block.text = span;
        l->gap = gap;
        gap = false;
        measure(r, l);
    }
    return DL_OK;
}

/* ---- zones ---- */

/* A menu: words parted by bars or arrows, or all capitals in a row without a verb. */
static bool menu_like(dl_str t)
{
    unsigned bars = 0;
    for (size_t i = 1; i + 1 < t.size; i++) {
        bars += (t.at[i] == '|' || t.at[i] == '>') && t.at[i - 1] == ' ';
    }
    if (bars >= 2 || (bars == 1 && t.size < 60)) {
        return true;
    }
    return false;
}

static bool shouting(dl_str t)
{
    unsigned small = 0, capital = 0;
    for (size_t i = 0; i < t.size; i++) {
        small += t.at[i] >= 'a' && t.at[i] <= 'z';
        capital += t.at[i] >= 'A' && t.at[i] <= 'Z';
    }
    return capital > 3 && small == 0;
}

#define FURNITURE_LINE                                                                   \
    (DL_LINE_SHARE | DL_LINE_RELATED | DL_LINE_PROMO | DL_LINE_AD | DL_LINE_CREDIT |     \
     DL_LINE_RIGHTS | DL_LINE_COMMENT | DL_LINE_CONSENT | DL_LINE_NAV | DL_LINE_DATE |   \
     DL_LINE_TAGS | DL_LINE_PAYWALL)

static bool furniture_line(const reader *r, uint32_t i)
{
    const dl_block *b = &r->lines.at[i].block;
    if (b->line & FURNITURE_LINE && (!b->prose || b->chars < 110)) {
        return true;
    }
    return r->lines.at[i].stamp || menu_like(text_of(r, i));
}

static bool body_line(const reader *r, uint32_t i)
{
    const dl_block *b = &r->lines.at[i].block;
    return b->prose && !furniture_line(r, i) && (b->chars >= 60 || b->words >= 12);
}

/* Where the tail begins by a sign in it: a comment form, "Also see", or a stamp deep in
 * the text. The lines from there on hold little prose. */
static uint32_t sign_of_tail(const reader *r)
{
    uint64_t all = 0, before = 0;
    unsigned seen = 0;
    for (uint32_t i = 0; i < r->lines.count; i++) {
        all += r->lines.at[i].body ? r->lines.at[i].block.chars : 0;
    }
    for (uint32_t i = 0; i < r->lines.count; i++) {
        const line *l = &r->lines.at[i];
        const bool sign = l->stamp || (l->block.line & (DL_LINE_COMMENT | DL_LINE_END) &&
                                       l->block.chars < 80);
        if (seen >= 3 && sign && (double)(all - before) <= TAIL_PROSE_MAX * (double)all) {
            return i;
        }
        seen += l->body;
        before += l->body ? l->block.chars : 0;
    }
    return r->lines.count;
}

static void find_zones(reader *r)
{
    for (uint32_t i = 0; i < r->lines.count; i++) {
        r->lines.at[i].body = body_line(r, i);
    }
    const uint32_t tail = sign_of_tail(r);
    r->body_start = r->body_end = tail;
    for (uint32_t i = 0; i < tail; i++) {
        if (r->lines.at[i].body) {
            r->body_start = i < r->body_start ? i : r->body_start;
            r->body_end = i + 1;
        }
        if (r->body_start == tail) {
            r->body_end = tail;
        }
    }
    /* sentences right behind the last long one belong to it: "Classes go on, he said." */
    while (r->body_end < tail && r->body_start < tail) {
        const dl_block *b = &r->lines.at[r->body_end].block;
        if (b->stops == 0 || b->words < 4 || furniture_line(r, r->body_end)) {
            break;
        }
        r->body_end++;
    }
    for (uint32_t i = 0; i < r->lines.count; i++) {
        r->lines.at[i].zone = i < r->body_start ? HEAD : i < r->body_end ? BODY : TAIL;
    }
}

/* ---- the headline ---- */

/* Share of the long words of `t` that stand in `body`, by their first five letters. */
static double overlap(dl_str t, dl_str body)
{
    unsigned words = 0, found = 0;
    size_t at = 0;
    while (at < t.size) {
        size_t end = at;
        while (end < t.size && (unsigned char)t.at[end] > ' ' && strchr("\"'()[],.:;!?-/", t.at[end]) == NULL) {
            end++;
        }
        if (end - at >= 4) {
            const size_t stem = end - at > 6 ? 6 : end - at;
            const dl_str w = {t.at + at, stem};
            words++;
            for (size_t i = 0; i + stem <= body.size; i++) {
                if ((i == 0 || !((body.at[i - 1] | 0x20) >= 'a' && (body.at[i - 1] | 0x20) <= 'z')) &&
                    dl_str_equal_fold((dl_str){body.at + i, stem}, w)) {
                    found++;
                    break;
                }
            }
        }
        at = end + 1;
    }
    return words == 0 ? 0 : (double)found / words;
}

/* Words that only captions have. */
static bool caption_words(dl_str t)
{
    static const char *const words[] = {"(File)", "handout picture", "file photo", "File photo", "in this picture",
                                        "in this photo", "handout photo", "seen in this", "(file)", "picture provided by",
                                        "photo provided by", "picture taken", "photo taken", "are seen in", "is seen in"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (dl_str_find(t, dl_str_of(words[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static bool title_like(const reader *r, uint32_t i)
{
    const line *l = &r->lines.at[i];
    const bool sentence = l->block.stops > 0 && (l->block.words > 14 || i >= r->body_start);
    return l->block.words >= 2 && l->block.words <= TITLE_WORDS_MAX && !l->dated &&
           !furniture_line(r, i) && l->block.chars < 250 && l->block.chars > 8 && !sentence &&
           !(l->block.line & (DL_LINE_CREDIT | DL_LINE_RIGHTS)) && !caption_words(text_of(r, i));
}

/* The body's beginning as one string to look for a headline's words in. */
static dl_str body_sample(const reader *r)
{
    if (r->body_start >= r->lines.count) {
        return (dl_str){"", 0};
    }
    const size_t from = r->lines.at[r->body_start].block.text.start;
    const size_t to = r->lines.at[r->body_end - 1].block.text.end;
    return (dl_str){r->text.at + from, to - from < OVERLAP_BYTES ? to - from : OVERLAP_BYTES};
}

/* The line is printed a second time near the top, as headlines are. */
static bool said_twice(const reader *r, uint32_t i)
{
    for (uint32_t k = i + 1; k < r->lines.count && k < i + 12; k++) {
        if (dl_same_line(text_of(r, i), text_of(r, k))) {
            return true;
        }
    }
    return false;
}

/* The headline: shares its words with the body, stands behind masthead, menu and date,
 * and is printed before the second headline line. */
static uint32_t find_title(const reader *r)
{
    const dl_str body = body_sample(r);
    uint32_t best = DL_NONE, mast = 0; /* lines of masthead, menu and date seen last */
    double best_score = 0;
    for (uint32_t i = 0; i < r->body_start; i++) {
        const line *l = &r->lines.at[i];
        mast = l->dated || menu_like(text_of(r, i)) || (shouting(text_of(r, i)) && i < 4) ? i + 1 : mast;
    }
    for (uint32_t i = 0; i < r->body_end && i <= r->body_start + 2; i++) {
        const dl_str t = text_of(r, i);
        if (!title_like(r, i)) {
            continue;
        }
        const double share = overlap(without_bullet(t), body);
        if (share < TITLE_OVERLAP && i + 1 != r->body_start) {
            continue;
        }
        double score = share + (i >= mast ? 0.45 : 0) + (said_twice(r, i) ? 0.5 : 0);
        score -= r->lines.at[i].block.words < 4 ? 0.25 : 0;
        score -= i == 0 && r->lines.at[i].block.words < 5 ? 0.45 : 0;
        score -= i > r->body_start ? 0.25 : 0;
        if (best == DL_NONE || score > best_score + 0.25) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

/* ---- the site ---- */

/* "HOME NATIONAL SPORT": many words, all capitals. */
static bool menu_of_words(dl_str t)
{
    unsigned blanks = 0;
    for (size_t i = 0; i < t.size; i++) {
        blanks += t.at[i] == ' ';
    }
    return shouting(t) && blanks >= 4;
}

static dl_str cut_site(dl_str t)
{
    static const char *const ends[] = {" | ", " > ", " - ", " – ", " no. ", " Online Edition", " :: "};
    t = without_bullet(t);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t at = dl_str_find(t, dl_str_of(ends[i]));
        if (at != SIZE_MAX && at > 0) {
            t.size = at;
        }
    }
    t = dl_str_trim(t);
    /* a station's frequency, an issue's number */
    size_t end = t.size;
    while (end > 0 && ((t.at[end - 1] >= '0' && t.at[end - 1] <= '9') || t.at[end - 1] == '.')) {
        end--;
    }
    if (end > 2 && end < t.size && t.at[end - 1] == ' ') {
        t.size = end - 1;
    }
    return t;
}

/* "EXAMPLE PRESS Region: In a statement ...": an agency that opens its own text. */
static dl_str site_of_opening(dl_str t)
{
    static const char *const kinds[] = {"PRESS", "NEWS", "AGENCY", "Press", "News", "Agency", "WIRE", "Wire"};
    const size_t colon = dl_str_find(t, DL_STR(": "));
    if (colon == SIZE_MAX || colon > 50) {
        return (dl_str){NULL, 0};
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const size_t at = dl_str_find((dl_str){t.at, colon}, dl_str_of(kinds[i]));
        if (at != SIZE_MAX && at > 1) {
            return (dl_str){t.at, at + strlen(kinds[i])};
        }
    }
    return (dl_str){NULL, 0};
}

static dl_str find_site(const reader *r)
{
    const uint32_t top = r->title != DL_NONE ? r->title : r->body_start;
    for (uint32_t i = 0; i < top && i < 4; i++) {
        const line *l = &r->lines.at[i];
        const dl_str site = cut_site(text_of(r, i));
        if (l->dated || l->block.prose || l->block.words > 14 || site.size < 3 || site.size > 60 ||
            (l->block.line & ~(uint32_t)DL_LINE_BYLINE) != 0 || menu_of_words(text_of(r, i))) {
            continue;
        }
        return site;
    }
    for (uint32_t i = r->body_start, seen = 0; i < r->body_end && seen < 2; i++) {
        const dl_str site = site_of_opening(text_of(r, i));
        if (site.size > 0 && r->lines.at[i].body) {
            return site;
        }
        seen += r->lines.at[i].body && i + 1 < r->body_end && r->lines.at[i + 1].body;
    }
    /* "Exampletown Post and agencies" at the end */
    for (uint32_t i = r->body_end; i < r->lines.count; i++) {
        const dl_str t = text_of(r, i);
        const size_t at = dl_str_find(t, DL_STR(" and agencies"));
        if (at != SIZE_MAX && at < 60) {
            return (dl_str){t.at, at};
        }
    }
    return (dl_str){NULL, 0};
}

/* ---- the body ---- */

static bool ends_with_site(dl_str t, dl_str site)
{
    return site.size > 2 && t.size > site.size + 3 && dl_str_ends(t, site) &&
           memcmp(t.at + t.size - site.size - 3, " - ", 3) == 0;
}

static void drop_line(line *l, const char *why)
{
    l->keep = false;
    l->why = why;
}

static void keep_body(reader *r, dl_str site)
{
    const dl_str title = r->title == DL_NONE ? (dl_str){NULL, 0} : text_of(r, r->title);
    const uint32_t from = r->title != DL_NONE && r->title > r->body_start &&
                                  !dl_same_line(title, text_of(r, 0))
                              ? r->title + 1 : 0;
    bool after_picture = false; /* the line before belongs to a picture or an embed */
    uint32_t last_kept = 0;
    for (uint32_t i = 0; i < r->body_end; i++) {
        line *l = &r->lines.at[i];
        const dl_str t = text_of(r, i);
        const bool head = i < r->body_start;
        l->keep = true;
        const bool picture = ends_with_site(t, site) ||
                             (caption_words(t) && (after_picture || l->block.chars < 260)) ||
                             (l->block.line & DL_LINE_CREDIT && (!l->block.prose || l->block.chars < 90 ||
                                                                 dl_str_starts(t, DL_STR("©"))));
        if (dl_same_line(t, title) || i < from) {
            drop_line(l, "title");
        } else if (picture) {
            drop_line(l, "caption");
        } else if (furniture_line(r, i)) {
            drop_line(l, "line");
        } else if (head && !(title.size > 0 && i > r->title && l->block.words >= 8 &&
                             overlap(t, body_sample(r)) >= TITLE_OVERLAP)) {
            drop_line(l, "head"); /* a second headline line is kept, the rest is not */
        } else if (!l->block.prose && after_picture && !l->gap && l->block.stops == 0) {
            drop_line(l, "embed");
        } else if (!l->body && l->block.words < 2) {
            drop_line(l, "line");
        }
        for (uint32_t k = i; l->keep && k-- > last_kept;) { /* said just before */
            if (dl_same_line(t, text_of(r, k)) && l->block.words >= 3) {
                drop_line(l, "repeat");
            }
        }
        last_kept = i > 6 ? i - 6 : 0;
        after_picture = picture || (l->why != NULL && strcmp(l->why, "embed") == 0);
    }
    /* a short last sentence that names the outlet is its own notice */
    if (r->body_end > 0 && site.size > 3) {
        line *l = &r->lines.at[r->body_end - 1];
        if (l->block.chars < 60 && dl_str_find(text_of(r, r->body_end - 1), site) != SIZE_MAX) {
            drop_line(l, "notice");
        }
    }
}

/* Subheads at the very end are none. */
static void cut_tail(reader *r)
{
    for (uint32_t i = r->body_end; i-- > 0;) {
        line *l = &r->lines.at[i];
        if (!l->keep) {
            continue;
        }
        if (l->block.stops > 0) {
            return;
        }
        drop_line(l, "tail");
    }
}

/* Leaves out what template memory knows, and notes what it may learn from the rest.
 * Lines have no boxes. */
static dl_status use_memory(reader *r, const dl_furniture *furniture, dl_article *out,
                            dl_error *err)
{
    out->traces = dl_arena_new_array(r->arena, r->lines.count, dl_trace);
    out->left_out = dl_arena_new_array(r->arena, r->lines.count, dl_left_out);
    if (out->traces == NULL || out->left_out == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < r->lines.count; i++) {
        line *l = &r->lines.at[i];
        const dl_str t = text_of(r, i);
        const dl_habit *habit = l->keep ? dl_furniture_has(furniture, t) : NULL;
        if (habit != NULL) {
            drop_line(l, habit->rule);
            out->left_out[out->left_out_count++] =
                (dl_left_out){t, dl_charset_source(r->charset, l->block.text.start),
                              dl_charset_source(r->charset, l->block.text.end),
                              habit->rule};
        } else if (l->keep) {
            out->traces[out->trace_count++] = (dl_trace){
                dl_furniture_block(t), 0, l->block.chars, dl_furniture_prose(&l->block)};
        }
    }
    return DL_OK;
}

/* ---- dates ---- */

static bool word_before(dl_str t, size_t at, const char *const *words, size_t count)
{
    char lower[48];
    const size_t from = at > 36 ? at - 36 : 0;
    const dl_str tail = {lower, dl_block_lower((dl_str){t.at + from, at - from}, lower, sizeof lower)};
    for (size_t i = 0; i < count; i++) {
        if (dl_str_find(tail, dl_str_of(words[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* A "Time: 20:57" in one of the next lines, for a date without one. */
static void take_time_line(const reader *r, uint32_t i, dl_when *when)
{
    for (uint32_t k = i + 1; k < r->lines.count && k <= i + 2; k++) {
        const dl_str t = without_bullet(text_of(r, k));
        if (t.size < 40 && t.size > 6 && dl_str_equal_fold((dl_str){t.at, 5}, DL_STR("time:"))) {
            const dl_str clock = dl_str_trim((dl_str){t.at + 5, t.size - 5});
            int minutes, seconds;
            int16_t east;
            if (dl_printed_time(clock, &minutes, &seconds, &east) > 0) {
                when->earliest += (int64_t)minutes * 60 + (seconds > 0 ? seconds : 0);
                when->latest = seconds >= 0 ? when->earliest : when->earliest + 59;
                when->precision = seconds >= 0 ? DL_PRECISION_SECOND : DL_PRECISION_MINUTE;
                when->zone = east;
                return;
            }
        }
    }
}

static void read_dates(reader *r, uint32_t i, uint32_t comments)
{
    static const char *const changed[] = {"updated", "modified", "last update", "aktualisiert", "mis à jour", "actualizado"};
    static const char *const stated[] = {"published", "posted", "date:", "issue of", "issued", "last update:"};
    const line *l = &r->lines.at[i];
    const dl_str t = text_of(r, i);
    dl_printed found;
    size_t from = 0;
    if (i >= comments && !word_before(t, t.size < 30 ? t.size : 30, stated, 2)) {
        return;
    }
    for (unsigned n = 0; n < 4 && dl_printed_find(t, from, DL_PRINTED_DAY_FIRST, &found); n++) {
        dl_date_candidate *c = dl_vec_push(&r->dates, r->arena);
        if (c == NULL) {
            return;
        }
        const bool labelled = word_before(t, found.span.start, stated, 5);
        const bool change = word_before(t, found.span.start, changed, 6);
        const bool caption = l->why != NULL && strcmp(l->why, "caption") == 0;
        c->role = caption ? DL_DATE_BOUND : change && !labelled ? DL_DATE_MODIFIED : DL_DATE_PUBLISHED;
        c->weight = caption ? 10 : (l->zone == TAIL ? 50 : l->zone == HEAD ? 66 : 60);
        c->weight += (labelled ? 14 : l->stamp ? 6 : 0) - 2 * (int)n;
        if (found.when.precision == DL_PRECISION_DAY) {
            take_time_line(r, i, &found.when);
        }
        c->date = (dl_date){found.when, dl_str_cut(t, found.span), "text",
                            caption ? "line-caption" : labelled ? "line-labelled" : "line-dated",
                            dl_charset_source(r->charset, l->block.text.start + found.span.start)};
        from = found.span.end;
    }
}

static void find_dates(reader *r, dl_article *out)
{
    uint32_t comments = r->lines.count; /* dates behind the first sign of comments are readers' */
    for (uint32_t i = r->body_end; i < r->lines.count && comments == r->lines.count; i++) {
        if (r->lines.at[i].block.line & DL_LINE_COMMENT) {
            comments = i;
        }
    }
    for (uint32_t i = 0; i < r->lines.count; i++) {
        const line *l = &r->lines.at[i];
        const bool prose = l->zone == BODY && l->keep;
        if (l->block.chars < 400 && (!prose || (l->stamp && !l->block.prose))) {
            read_dates(r, i, comments);
        }
    }
    dl_meta meta = {.dates = r->dates};
    dl_meta_decide_dates(&meta, r->page, r->arena, out);
}

/* ---- the article ---- */

/* "By Jane Doe" before the text or in its first lines. */
static void find_bylines(const reader *r, dl_article *out)
{
    for (uint32_t i = 0; i < r->body_end && i < r->body_start + 3 && out->byline_count == 0; i++) {
        const dl_block *b = &r->lines.at[i].block;
        if (b->line & DL_LINE_BYLINE && b->words >= 3 && b->words <= 9 && b->stops == 0 && i != r->title) {
            dl_meta_byline_line(text_of(r, i), r->arena, out);
        }
    }
}

static dl_status write_text(reader *r, dl_article *out, dl_error *err)
{
    size_t room = 1;
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->lines.count; i++) {
        if (r->lines.at[i].keep) {
            room += r->lines.at[i].block.text.end - r->lines.at[i].block.text.start + 2;
            count++;
        }
    }
    char *text = dl_arena_bytes(r->arena, room);
    out->paras = dl_arena_new_array(r->arena, count, dl_para);
    if (text == NULL || out->paras == NULL) {
        return dl_fail_memory(err);
    }
    size_t size = 0;
    for (uint32_t i = 0; i < r->lines.count; i++) {
        const line *l = &r->lines.at[i];
        if (!l->keep) {
            continue;
        }
        const dl_str t = text_of(r, i);
        if (size > 0) {
            text[size++] = '\n';
            text[size++] = '\n';
        }
        const size_t start = size;
        bool gap = false;
        for (size_t k = 0; k < t.size;) {
            size_t wide;
            if (white_at(t, k, &wide)) {
                gap = true;
                k += wide;
                continue;
            }
            if (gap) {
                text[size++] = ' ';
                gap = false;
            }
            text[size++] = t.at[k++];
        }
        dl_para *p = &out->paras[out->para_count++];
        p->text = (dl_span){(uint32_t)start, (uint32_t)size};
        p->from = dl_charset_source(r->charset, l->block.text.start);
        p->to = dl_charset_source(r->charset, l->block.text.end);
        p->kind = l->block.stops == 0 && l->block.words < 16 ? DL_PARA_HEADING : DL_PARA_BODY;
        p->time = dl_when_none();
    }
    out->text = (dl_str){text, size};
    return DL_OK;
}

dl_status dl_lines_read(const dl_page *page, const dl_charset *charset,
                        const dl_extract_limits *limits, const dl_furniture *furniture,
                        dl_arena *arena, dl_article *out, dl_error *err)
{
    reader r = {.page = page, .charset = charset, .arena = arena, .text = charset->text};
    dl_status status = split(&r, limits, err);
    if (status != DL_OK) {
        return status;
    }
    find_zones(&r);
    r.title = r.body_start < r.body_end ? find_title(&r) : DL_NONE;
    out->site = find_site(&r);
    if (r.title != DL_NONE) {
        const line *l = &r.lines.at[r.title];
        out->title = text_of(&r, r.title);
        out->title_source = (dl_span){(uint32_t)dl_charset_source(charset, l->block.text.start),
                                      (uint32_t)dl_charset_source(charset, l->block.text.end)};
    }
    keep_body(&r, out->site);
    status = use_memory(&r, furniture, out, err);
    if (status != DL_OK) {
        return status;
    }
    cut_tail(&r);
    find_dates(&r, out);
    find_bylines(&r, out);
    return write_text(&r, out, err);
}

dl_status dl_lines_clean(const dl_page *page, const dl_charset *charset,
                         const dl_extract_limits *limits, const dl_furniture *furniture,
                         dl_arena *arena, dl_article *out, dl_error *err)
{
    reader r = {.page = page, .charset = charset, .arena = arena, .text = charset->text};
    dl_status status = split(&r, limits, err);
    if (status != DL_OK) {
        return status;
    }
    for (uint32_t i = 0; i < r.lines.count; i++) {
        r.lines.at[i].keep = true;
    }
    status = use_memory(&r, furniture, out, err);
    if (status != DL_OK) {
        return status;
    }
    dl_meta meta = {0};
    dl_meta_decide_dates(&meta, page, arena, out);
    return write_text(&r, out, err);
}
