/* furniture.c - template memory: text that the pages of one host repeat.
 *
 * A block is furniture by how many *unlike* pages of its host it stands on, and by the
 * company it keeps on the page at hand:
 *
 *     box          prose of the story   a box is the element around lines, with the two
 *       p  own     in it: in the        elements around it; boxes that the page sets
 *       p  shared  story's box          alike are one
 *     box
 *       p  shared  none: aside
 *
 * Text aside is furniture when two unlike pages have it. In the story's own box, lines
 * take three; sentences may be the background that an outlet repeats from report to
 * report, so they are furniture only as a notice: at the edge of the text, on most pages
 * of the host, and on five unlike ones. The opening of an article is
 * what others quote as its teaser: it is only left out where all pages open with it.
 *
 * Text without markup has no boxes, box 0: only notices are left out of it. Its other
 * lines tell no events, and copied along they show who copied whom.
 *
 * Pages are unlike when neither has half of the main text of the other. Only so many
 * pairs are compared for a block that the work stays linear in the traces.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "furniture.h"

#include "hash.h"
#include "map.h"

#include <stdlib.h>

#define ALIKE_SHARE 0.5     /* of one main text stands on the other page: a reprint */
#define COMPARE_MOST 24     /* pages of a block that are compared with one another */
#define ASIDE_PAGES 2       /* unlike pages that make text beside the story furniture */
#define LINE_PAGES 3        /* the same for lines among the story's */
#define OPENING_PAGES 3     /* the same for prose that pages open with */
#define NOTICE_PAGES 5      /* the same for prose among the story's */
#define NOTICE_SHARE 0.6    /* of the host's pages have a notice */
#define NOTICE_CHARS 500    /* longer ones are articles */
#define LINE_CHARS 4        /* shorter lines are signs and numbers */
#define SHORT_WORDS 4       /* a sentence has as many */
#define BOX_UP 3            /* elements of a box */
#define BOXED_MIN 3         /* paragraphs that can show that boxes tell nothing */

/* One block of the host. */
typedef struct known {
    uint64_t block;
    uint32_t pages;    /* on which it stands */
    uint32_t unlike;   /* of these, unlike one another; counted up to NOTICE_PAGES */
    uint32_t openings; /* on so many it stands before all of the page's own prose */
    uint32_t edges;    /* on so many before or behind all of it */
} known;

struct dl_habits {
    known *at; /* by block; only blocks that more than one page has */
    uint32_t count;
    uint32_t pages; /* of the host */
    dl_map index;   /* block -> known */
};

/* ---- what a page leaves ---- */

/* The name in front of ports and paths: "https://www.post.example:80/a" -> "post.example" */
static dl_str bare_host(dl_str url)
{
    const size_t at = dl_str_find(url, DL_STR("://"));
    if (at == SIZE_MAX) {
        return DL_STR("");
    }
    dl_str host = {url.at + at + 3, url.size - at - 3};
    size_t end = 0, start = 0;
    while (end < host.size && strchr("/?#\\", host.at[end]) == NULL) {
        start = host.at[end] == '@' ? end + 1 : start;
        end++;
    }
    host = (dl_str){host.at + start, end - start};
    for (end = 0; end < host.size && host.at[end] != ':';) {
        end++;
    }
    return (dl_str){host.at, end};
}

/* "www.", "www2." */
static dl_str without_www(dl_str host)
{
    size_t at = 3;
    if (host.size < 5 || !dl_str_equal_fold((dl_str){host.at, 3}, DL_STR("www"))) {
        return host;
    }
    while (at < host.size && host.at[at] >= '0' && host.at[at] <= '9') {
        at++;
    }
    return at + 1 < host.size && host.at[at] == '.'
               ? (dl_str){host.at + at + 1, host.size - at - 1} : host;
}

dl_status dl_furniture_host(dl_str url, dl_str told, dl_str site, dl_arena *arena,
                            dl_str *out, dl_error *err)
{
    dl_str host = bare_host(url);
    if (host.size == 0) {
        host = bare_host(told);
    }
    host = host.size == 0 ? dl_str_trim(site) : without_www(host);
    char *low = dl_arena_alloc(arena, host.size + 1);
    if (low == NULL) {
        return dl_fail_memory(err);
    }
    for (size_t i = 0; i < host.size; i++) {
        const char c = host.at[i];
        low[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    *out = (dl_str){low, host.size};
    return DL_OK;
}

uint64_t dl_furniture_block(dl_str text)
{
    return dl_hash(text);
}

bool dl_furniture_prose(const dl_block *b)
{
    return b->prose || (b->stops > 0 && b->words >= SHORT_WORDS);
}

/* Elements that hold lines; the box is the element around them. */
static bool holds_lines(uint16_t tag)
{
    switch (tag) {
    case LXB_TAG_P: case LXB_TAG_LI: case LXB_TAG_UL: case LXB_TAG_OL: case LXB_TAG_BLOCKQUOTE:
    case LXB_TAG_DL: case LXB_TAG_DT: case LXB_TAG_DD: case LXB_TAG_H1: case LXB_TAG_H2:
    case LXB_TAG_H3: case LXB_TAG_H4: case LXB_TAG_H5: case LXB_TAG_H6: case LXB_TAG_PRE:
        return true;
    default:
        return false;
    }
}

uint32_t dl_furniture_box(const dl_blocks *blocks, const dl_block *b)
{
    const dl_dom *dom = blocks->dom;
    uint64_t hash = 0;
    uint32_t n = b->home;
    while (n != DL_NONE && holds_lines(dom->nodes[n].tag)) {
        n = dom->nodes[n].parent;
    }
    for (unsigned up = 0; n != DL_NONE && up < BOX_UP; up++, n = dom->nodes[n].parent) {
        const dl_str class = dl_dom_class(dom, n);
        hash = dl_hash_join(hash, dom->nodes[n].tag);
        hash = dl_hash_join(hash, class.at == NULL ? 0 : dl_hash(class));
    }
    return (uint32_t)hash;
}

/* ---- pages compared ---- */

/* A block of a page. */
typedef struct piece {
    uint64_t block;
    uint32_t chars;
    bool main; /* of the main text */
} piece;

typedef struct text {
    piece *pieces; /* by block, each once */
    uint32_t count;
    uint64_t chars; /* of the main text */
    uint32_t page;  /* whose it is */
} text;

/* A block in a text. */
typedef struct place {
    uint64_t block;
    uint32_t text;
} place;

typedef struct learner {
    const dl_traces *pages;
    uint32_t count;
    text *texts;   /* of the pages, the longest first */
    place *places; /* by block and text, each once */
    uint32_t place_count;
    dl_map pairs; /* two texts -> 1 when they are alike, else 0 */
    dl_arena arena;
    dl_habits *habits;
} learner;

static int by_block(const void *a, const void *b)
{
    const piece *x = a, *y = b;
    return x->block < y->block ? -1 : x->block > y->block;
}

static int by_place(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->block != y->block) {
        return x->block < y->block ? -1 : 1;
    }
    return x->text < y->text ? -1 : x->text > y->text;
}

/* Long texts first: one with little of its own is like all that have its furniture. */
static int by_length(const void *a, const void *b)
{
    const text *x = a, *y = b;
    if (x->chars != y->chars) {
        return x->chars > y->chars ? -1 : 1;
    }
    return x->page < y->page ? -1 : x->page > y->page;
}

typedef struct box_chars {
    uint32_t box;
    uint64_t chars;
} box_chars;

/* The box with the most prose; *some is false where there is no prose. */
static dl_status main_box(const dl_traces *page, dl_arena *arena, uint32_t *box, bool *some,
                          dl_error *err)
{
    box_chars *sums = dl_arena_new_array(arena, page->count, box_chars);
    uint32_t count = 0, best = 0;
    dl_map index;
    dl_map_init(&index, arena);
    *some = false;
    if (sums == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < page->count; i++) {
        const dl_trace *t = &page->at[i];
        if (!t->prose) {
            continue;
        }
        const uint32_t at = dl_map_add_id(&index, t->box, count);
        if (at == DL_NONE) {
            return dl_fail_memory(err);
        }
        count += at == count;
        sums[at].box = t->box;
        sums[at].chars += t->chars;
        best = sums[at].chars > sums[best].chars ? at : best;
    }
    *some = count > 0;
    *box = count > 0 ? sums[best].box : 0;
    return DL_OK;
}

static dl_status take_text(const dl_traces *page, dl_arena *arena, text *out, dl_error *err)
{
    uint32_t box = 0;
    bool some;
    const dl_status status = main_box(page, arena, &box, &some, err);
    out->pieces = dl_arena_new_array(arena, page->count, piece);
    if (status != DL_OK || out->pieces == NULL) {
        return status != DL_OK ? status : dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < page->count; i++) {
        const dl_trace *t = &page->at[i];
        out->pieces[i] = (piece){t->block, t->chars, !some || t->box == box};
    }
    if (page->count > 0) {
        qsort(out->pieces, page->count, sizeof *out->pieces, by_block);
    }
    for (uint32_t i = 0; i < page->count; i++) {
        const piece p = out->pieces[i];
        piece *last = out->count > 0 ? &out->pieces[out->count - 1] : NULL;
        const bool again = last != NULL && last->block == p.block;
        if (!again) {
            last = &out->pieces[out->count++];
            *last = (piece){p.block, p.chars, false};
        }
        out->chars += p.main && !last->main ? p.chars : 0;
        last->main |= p.main;
    }
    return DL_OK;
}

/* Whether two pages are reprints: the other has much of the main text of one of them. */
static bool alike(const text *a, const text *b)
{
    uint64_t of_a = 0, of_b = 0;
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        const piece *x = &a->pieces[i], *y = &b->pieces[j];
        const bool same = x->block == y->block;
        of_a += same && x->main ? x->chars : 0;
        of_b += same && y->main ? y->chars : 0;
        i += x->block <= y->block;
        j += y->block <= x->block;
    }
    return (double)of_a >= ALIKE_SHARE * (double)a->chars ||
           (double)of_b >= ALIKE_SHARE * (double)b->chars;
}

static bool texts_alike(learner *l, uint32_t a, uint32_t b)
{
    const uint64_t pair = (uint64_t)a << 32 | b;
    uint32_t answer = dl_map_find_id(&l->pairs, pair);
    if (answer == DL_NONE) {
        answer = alike(&l->texts[a], &l->texts[b]);
        dl_map_add_id(&l->pairs, pair, answer);
    }
    return answer != 0;
}

/* How many of the texts of a block are unlike one another, taken as they come. */
static uint32_t count_unlike(learner *l, const place *places, uint32_t count)
{
    uint32_t taken[NOTICE_PAGES], n = 0;
    for (uint32_t i = 0; i < count && i < COMPARE_MOST && n < NOTICE_PAGES; i++) {
        bool fresh = true;
        for (uint32_t k = 0; k < n && fresh; k++) {
            fresh = !texts_alike(l, taken[k], places[i].text);
        }
        if (fresh) {
            taken[n++] = places[i].text;
        }
    }
    return n;
}

/* ---- learning ---- */

static dl_status take_places(learner *l, dl_error *err)
{
    size_t room = 0;
    for (uint32_t p = 0; p < l->count; p++) {
        room += l->pages[p].count;
    }
    l->texts = dl_arena_new_array(&l->arena, l->count, text);
    l->places = room > UINT32_MAX ? NULL : dl_arena_new_array(&l->arena, room, place);
    if (l->texts == NULL || l->places == NULL) {
        return dl_fail_memory(err);
    }
    uint32_t n = 0;
    for (uint32_t p = 0; p < l->count; p++) {
        const dl_status status = take_text(&l->pages[p], &l->arena, &l->texts[p], err);
        if (status != DL_OK) {
            return status;
        }
        l->texts[p].page = p;
    }
    if (l->count > 0) {
        qsort(l->texts, l->count, sizeof *l->texts, by_length);
    }
    for (uint32_t t = 0; t < l->count; t++) {
        for (uint32_t i = 0; i < l->texts[t].count; i++) {
            l->places[n++] = (place){l->texts[t].pieces[i].block, t};
        }
    }
    if (n > 0) {
        qsort(l->places, n, sizeof *l->places, by_place);
    }
    l->place_count = n;
    return DL_OK;
}

static dl_status count_blocks(learner *l, dl_arena *arena, dl_error *err)
{
    dl_habits *h = l->habits;
    uint32_t blocks = 0;
    for (uint32_t i = 1; i < l->place_count; i++) {
        blocks += l->places[i].block == l->places[i - 1].block &&
                  (i == 1 || l->places[i].block != l->places[i - 2].block);
    }
    h->at = dl_arena_new_array(arena, blocks, known);
    if (h->at == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0, end; i < l->place_count; i = end) {
        for (end = i + 1; end < l->place_count && l->places[end].block == l->places[i].block;) {
            end++;
        }
        if (end - i < 2) {
            continue;
        }
        known *k = &h->at[h->count];
        *k = (known){.block = l->places[i].block, .pages = end - i,
                     .unlike = count_unlike(l, &l->places[i], end - i)};
        if (dl_map_add_id(&h->index, k->block, h->count++) == DL_NONE) {
            return dl_fail_memory(err);
        }
    }
    return dl_arena_failed(&l->arena) ? dl_fail_memory(err) : DL_OK;
}

static known *find(const dl_habits *h, uint64_t block)
{
    const uint32_t at = dl_map_find_id(&h->index, block);
    return at == DL_NONE ? NULL : &h->at[at];
}

/* A page's own: prose that no unlike page has. */
static bool own(const dl_habits *h, const dl_trace *t)
{
    const known *k = t->prose ? find(h, t->block) : NULL;
    return t->prose && (k == NULL || k->unlike < ASIDE_PAGES);
}

/* The traces from the first to behind the last that are the page's own. */
static void find_own(const dl_habits *h, const dl_traces *page, uint32_t *first,
                     uint32_t *behind)
{
    *first = page->count;
    *behind = 0;
    for (uint32_t i = 0; i < page->count; i++) {
        if (own(h, &page->at[i])) {
            *first = i < *first ? i : *first;
            *behind = i + 1;
        }
    }
}

/* Where blocks stand on the pages that have them; a block counts once a page, where it
 * stands first. */
static dl_status count_edges(learner *l, dl_error *err)
{
    dl_habits *h = l->habits;
    uint32_t *last = dl_arena_new_array(&l->arena, h->count, uint32_t); /* page + 1 */
    if (last == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t p = 0; p < l->count; p++) {
        uint32_t first, behind;
        find_own(h, &l->pages[p], &first, &behind);
        for (uint32_t i = 0; i < l->pages[p].count; i++) {
            known *k = find(h, l->pages[p].at[i].block);
            if (k == NULL || last[k - h->at] == p + 1) {
                continue;
            }
            last[k - h->at] = p + 1;
            k->openings += i < first;
            k->edges += i < first || i >= behind;
        }
    }
    return DL_OK;
}

dl_status dl_furniture_learn(const dl_traces *pages, uint32_t count, dl_arena *arena,
                             dl_habits **out, dl_error *err)
{
    learner l = {.pages = pages, .count = count};
    *out = l.habits = dl_arena_new(arena, dl_habits);
    if (*out == NULL) {
        return dl_fail_memory(err);
    }
    l.habits->pages = count;
    dl_map_init(&l.habits->index, arena);
    dl_arena_init(&l.arena, 0);
    dl_map_init(&l.pairs, &l.arena);
    dl_status status = take_places(&l, err);
    if (status == DL_OK) {
        status = count_blocks(&l, arena, err);
    }
    if (status == DL_OK) {
        status = count_edges(&l, err);
    }
    dl_arena_done(&l.arena);
    return status;
}

/* ---- finding ---- */

/* The rule by which a block is furniture, or NULL. `aside`: none of the page's own prose
 * stands in its box; `opening`: nor before it. */
static const char *rule_of(const dl_habits *h, const known *k, const dl_trace *t, bool aside,
                           bool opening)
{
    if (!t->prose && t->box == 0) {
        return NULL;
    }
    if (!t->prose) {
        return t->chars < LINE_CHARS || k->unlike < (aside ? ASIDE_PAGES : LINE_PAGES) ? NULL
               : aside ? "template.aside" : "template.line";
    }
    if (opening && (k->unlike < OPENING_PAGES || k->openings < k->pages)) {
        return NULL;
    }
    if (aside) {
        return "template.aside";
    }
    return k->unlike >= NOTICE_PAGES && k->edges == k->pages && t->chars <= NOTICE_CHARS &&
                   (double)k->pages >= NOTICE_SHARE * (double)h->pages
               ? "template.notice" : NULL;
}

static int by_habit(const void *a, const void *b)
{
    const dl_habit *x = a, *y = b;
    return x->block < y->block ? -1 : x->block > y->block;
}

/* What the finding of one page shares. */
typedef struct finder {
    const dl_habits *habits;
    const dl_traces *page;
    dl_map boxes;   /* with prose of the page's own in them */
    bool boxed;     /* boxes tell something: they do not change with every paragraph */
    uint32_t first; /* trace that is its own */
} finder;

static dl_status find_boxes(finder *f, dl_arena *arena, dl_error *err)
{
    uint32_t count = 0;
    dl_map_init(&f->boxes, arena);
    for (uint32_t i = 0; i < f->page->count; i++) {
        const dl_trace *t = &f->page->at[i];
        if (!own(f->habits, t)) {
            continue;
        }
        count++;
        if (dl_map_add_id(&f->boxes, t->box, 1) == DL_NONE) {
            return dl_fail_memory(err);
        }
    }
    f->boxed = count < BOXED_MIN || f->boxes.count <= count / 2;
    return DL_OK;
}

static const char *judge(const finder *f, uint32_t i, const known *k)
{
    const dl_trace *t = &f->page->at[i];
    const bool aside = f->boxed && dl_map_find_id(&f->boxes, t->box) == DL_NONE;
    return rule_of(f->habits, k, t, aside, i < f->first);
}

/* A block that stands on the page twice is furniture where both are. */
static dl_status find_all(const finder *f, dl_arena *arena, dl_habit *out, uint32_t *count,
                          dl_error *err)
{
    dl_map seen; /* 1: furniture, 0: in one place it is not */
    dl_map_init(&seen, arena);
    for (unsigned pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < f->page->count; i++) {
            const uint64_t block = f->page->at[i].block;
            const known *k = find(f->habits, block);
            if (k == NULL || k->unlike < ASIDE_PAGES) {
                continue;
            }
            const char *rule = judge(f, i, k);
            if ((pass == 0) != (rule == NULL)) {
                continue;
            }
            const uint32_t size = seen.count;
            if (dl_map_add_id(&seen, block, rule != NULL) == DL_NONE) {
                return dl_fail_memory(err);
            }
            if (rule != NULL && seen.count > size) {
                out[(*count)++] = (dl_habit){block, rule};
            }
        }
    }
    return DL_OK;
}

dl_status dl_furniture_find(const dl_habits *habits, const dl_traces *page, dl_arena *arena,
                            dl_furniture *out, dl_error *err)
{
    finder f = {.habits = habits, .page = page};
    uint32_t behind;
    dl_habit *found = dl_arena_new_array(arena, page->count, dl_habit);
    *out = (dl_furniture){found, 0};
    dl_status status = find_boxes(&f, arena, err);
    if (status != DL_OK || found == NULL) {
        return status != DL_OK ? status : dl_fail_memory(err);
    }
    find_own(habits, page, &f.first, &behind);
    status = find_all(&f, arena, found, &out->count, err);
    if (out->count > 0) {
        qsort(found, out->count, sizeof *found, by_habit);
    }
    return status;
}

uint64_t dl_furniture_mark(const dl_furniture *f)
{
    uint64_t mark = f->count == 0 ? 0 : dl_hash_mix(DL_FURNITURE_RULES);
    for (uint32_t i = 0; i < f->count; i++) {
        mark = dl_hash_join(mark, f->habits[i].block);
        mark = dl_hash_join(mark, dl_hash(dl_str_of(f->habits[i].rule)));
    }
    return mark;
}

const dl_habit *dl_furniture_has(const dl_furniture *f, dl_str line)
{
    if (f == NULL || f->count == 0) {
        return NULL;
    }
    const dl_habit key = {.block = dl_furniture_block(line)};
    return bsearch(&key, f->habits, f->count, sizeof key, by_habit);
}
