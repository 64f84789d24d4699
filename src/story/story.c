/* story.c - reports into stories. See story.h.
 *
 * Copies are folded first: thirty reprints of one text are one voice. The originals are
 * compared (likeness.c) and grouped (cluster.c); copies go where their original went.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "story.h"

#include "hash.h"
#include "likeness.h"
#include "map.h"
#include "order.h"
#include "vec.h"

#include <stdlib.h>

#define FOLD_SHARE                                                                       \
    0.5 /* of a copy's runs in its original, that it be no voice of its own */
#define BRIEF_WORDS 40  /* a text of fewer words is a headline */
#define NAMES_TOLD 12   /* places, actors named of a story */
#define TITLE_BYTES 160 /* of a first sentence that must do for a title */

typedef struct sorter {
    const dl_report *const *reports;
    uint32_t count;
    dl_order order;     /* reports by id; from here on all is by place in this order */
    uint32_t *original; /* what each is folded into; itself if nothing */
    dl_arena *arena;
} sorter;

/* ---- order ---- */

static bool put_in_order(sorter *s)
{
    s->original = dl_arena_new_array(s->arena, (size_t)s->count + 1, uint32_t);
    if (s->original == NULL || !dl_order_by_id(s->reports, s->count, s->arena, &s->order)) {
        return false;
    }
    for (uint32_t k = 0; k < s->count; k++) {
        s->original[k] = k;
    }
    return true;
}

static const dl_report *report_at(const sorter *s, uint32_t k)
{
    return s->reports[s->order.at[k]];
}

/* ---- copies ---- */

static uint32_t original_of(sorter *s, uint32_t k)
{
    for (uint32_t guard = 0; s->original[k] != k && guard <= s->count; guard++) {
        k = s->original[k];
    }
    return k;
}

/* A merge goes to the parent that gave it more. */
static bool fold_copies(sorter *s, const dl_copy *copies, uint32_t count)
{
    double *best = dl_arena_new_array(s->arena, (size_t)s->count + 1, double);
    if (best == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const dl_copy *c = &copies[i];
        if (c->kind != DL_COPY_COPY || c->shared < FOLD_SHARE || c->doc >= s->count ||
            c->of >= s->count || c->doc == c->of) {
            continue;
        }
        const uint32_t doc = s->order.rank[c->doc], of = s->order.rank[c->of];
        const bool better =
            c->shared > best[doc] || (c->shared == best[doc] && of < s->original[doc]);
        if (better && original_of(s, of) != doc) {
            best[doc] = c->shared;
            s->original[doc] = of;
        }
    }
    return true;
}

/* ---- what a story says of itself ---- */

typedef struct mention {
    dl_str name;
    uint32_t reports; /* that name it */
} mention;

static int most_told(const void *x, const void *y)
{
    const mention *p = x, *q = y;
    if (p->reports != q->reports) {
        return p->reports > q->reports ? -1 : 1;
    }
    return dl_str_compare(p->name, q->name);
}

typedef struct list {
    DL_VEC(mention) mentions;
    dl_map at;
} list;

static bool note(list *l, dl_str name, dl_arena *arena)
{
    if (name.size == 0) {
        return true;
    }
    const uint32_t at = dl_map_add(&l->at, name, l->mentions.count);
    if (at == DL_NONE) {
        return false;
    }
    mention *m =
        at < l->mentions.count ? &l->mentions.at[at] : dl_vec_push(&l->mentions, arena);
    if (m == NULL) {
        return false;
    }
    m->name = name;
    m->reports++;
    return true;
}

/* Where its events happened; when none is known, the places it names. */
static bool note_places(list *l, const dl_report *report, dl_arena *arena)
{
    const dl_tags *tags = &report->tags;
    bool any = false;
    for (uint32_t i = 0; i < report->tells.event_count; i++) {
        const dl_event *event = &report->tells.events[i];
        if (event->place < tags->place_count && event->modality == DL_HAPPENED) {
            any = true;
            if (!note(l, tags->places[event->place].name, arena)) {
                return false;
            }
        }
    }
    for (uint32_t i = 0; i < tags->place_count && !any; i++) {
        if (tags->places[i].role == DL_PLACE_LITERAL && tags->places[i].group == i &&
            tags->places[i].kind != DL_PLACE_UNKNOWN &&
            !note(l, tags->places[i].name, arena)) {
            return false;
        }
    }
    return true;
}

static bool note_actors(list *l, const dl_report *report, dl_arena *arena)
{
    for (uint32_t i = 0; i < report->tells.event_count; i++) {
        const dl_event *event = &report->tells.events[i];
        for (uint32_t k = 0; k < event->actor_count; k++) {
            if (event->modality == DL_HAPPENED && event->actors[k].who != DL_NONE &&
                !note(l, event->actors[k].name, arena)) {
                return false;
            }
        }
    }
    return true;
}

static bool give(list *l, dl_arena *arena, dl_str **out, uint32_t *count)
{
    if (l->mentions.count > 1) {
        qsort(l->mentions.at, l->mentions.count, sizeof *l->mentions.at, most_told);
    }
    *count = l->mentions.count < NAMES_TOLD ? l->mentions.count : NAMES_TOLD;
    *out = dl_arena_new_array(arena, (size_t)*count + 1, dl_str);
    for (uint32_t i = 0; i < *count && *out != NULL; i++) {
        (*out)[i] = l->mentions.at[i].name;
    }
    return *out != NULL;
}

static dl_str title_of(const dl_report *report)
{
    const dl_str title = dl_str_trim(report->article.title);
    if (title.size > 0) {
        return title;
    }
    dl_str text = dl_str_trim(report->article.text);
    size_t end = 0;
    while (end < text.size && end < TITLE_BYTES && text.at[end] != '\n') {
        end++;
        if (end > 20 && end < text.size && text.at[end - 1] == '.' &&
            text.at[end] == ' ') {
            break;
        }
    }
    while (end < text.size && ((unsigned char)text.at[end] & 0xC0) == 0x80) {
        end--; /* not within a character */
    }
    return (dl_str){text.at, end};
}

static void widen(dl_story *story, dl_when when)
{
    if (!dl_when_known(when)) {
        return;
    }
    if (!dl_when_known(story->from) || when.earliest < story->from.earliest) {
        story->from = when;
    }
    if (!dl_when_known(story->to) || when.latest > story->to.latest) {
        story->to = when;
    }
}

/* Publication, and the days of what happened. */
static void widen_by(dl_story *story, const dl_report *report)
{
    widen(story, report->article.published.when);
    for (uint32_t i = 0; i < report->tells.event_count; i++) {
        const dl_event *event = &report->tells.events[i];
        if (event->modality == DL_HAPPENED &&
            event->date.when.precision >= DL_PRECISION_DAY) {
            widen(story, event->date.when);
        }
    }
}

/* Is x before y? By publication, the unknown last; then by id. */
static bool older(const dl_report *x, const dl_report *y)
{
    const dl_when p = x->article.published.when, q = y->article.published.when;
    if (dl_when_known(p) != dl_when_known(q)) {
        return dl_when_known(p);
    }
    if (dl_when_known(p) && p.earliest != q.earliest) {
        return p.earliest < q.earliest;
    }
    return dl_str_compare(x->article.id, y->article.id) < 0;
}

/* `members`: places in the order, ascending. */
static bool tell_story(const sorter *s, const uint32_t *members, uint32_t count,
                       const double *central, dl_story *out)
{
    list places = {0}, actors = {0};
    dl_map_init(&places.at, s->arena);
    dl_map_init(&actors.at, s->arena);
    *out = (dl_story){.from = dl_when_none(), .to = dl_when_none()};
    out->documents = dl_arena_new_array(s->arena, (size_t)count + 1, uint32_t);
    if (out->documents == NULL) {
        return false;
    }
    uint32_t middle = members[0], oldest = members[0];
    for (uint32_t i = 0; i < count; i++) {
        const dl_report *report = report_at(s, members[i]);
        out->documents[out->document_count++] = s->order.at[members[i]];
        widen_by(out, report);
        middle = central[members[i]] > central[middle] ? members[i] : middle;
        oldest = older(report, report_at(s, oldest)) ? members[i] : oldest;
        if (!note_places(&places, report, s->arena) ||
            !note_actors(&actors, report, s->arena)) {
            return false;
        }
    }
    out->title = title_of(report_at(s, middle));
    out->id = dl_hash(report_at(s, oldest)->article.id);
    return give(&places, s->arena, &out->places, &out->place_count) &&
           give(&actors, s->arena, &out->actors, &out->actor_count);
}

/* ---- the whole ---- */

/* Likenesses and groups of the originals alone, given out for all. */
static dl_status group(sorter *s, uint32_t *groups, double *central, dl_error *err)
{
    const size_t room = (size_t)s->count + 1;
    uint32_t *originals = dl_arena_new_array(s->arena, room, uint32_t);
    uint32_t *place = dl_arena_new_array(s->arena, room, uint32_t);
    uint32_t *found = dl_arena_new_array(s->arena, room, uint32_t);
    const dl_terms **terms = dl_arena_new_array(s->arena, room, const dl_terms *);
    bool *brief = dl_arena_new_array(s->arena, room, bool);
    dl_likeness *pairs;
    uint32_t count = 0, pair_count;
    if (dl_arena_failed(s->arena)) {
        return dl_fail_memory(err);
    }
    for (uint32_t k = 0; k < s->count; k++) {
        if (original_of(s, k) != k) {
            continue;
        }
        dl_terms *t = dl_arena_new(s->arena, dl_terms);
        const dl_status status = t == NULL
                                     ? dl_fail_memory(err)
                                     : dl_terms_read(report_at(s, k), s->arena, t, err);
        if (status != DL_OK) {
            return status;
        }
        place[k] = count;
        originals[count] = k;
        brief[count] = t->length < BRIEF_WORDS;
        terms[count++] = t;
    }
    dl_status status = dl_likeness_find(terms, count, s->arena, &pairs, &pair_count, err);
    if (status == DL_OK) {
        status = dl_cluster(pairs, pair_count, count, brief, s->arena, found, err);
    }
    if (status != DL_OK) {
        return status;
    }
    for (uint32_t k = 0; k < s->count; k++) {
        groups[k] = originals[found[place[original_of(s, k)]]];
    }
    for (uint32_t p = 0; p < pair_count; p++) {
        if (found[pairs[p].a] == found[pairs[p].b]) {
            central[originals[pairs[p].a]] += pairs[p].value;
            central[originals[pairs[p].b]] += pairs[p].value;
        }
    }
    return DL_OK;
}

dl_status dl_stories(const dl_report *const *reports, uint32_t count,
                     const dl_copy *copies, uint32_t copy_count, dl_arena *arena,
                     dl_story **out, uint32_t *out_count, dl_error *err)
{
    const size_t room = (size_t)count + 1;
    sorter s = {.reports = reports, .count = count, .arena = arena};
    uint32_t *groups = dl_arena_new_array(arena, room, uint32_t);
    uint32_t *members = dl_arena_new_array(arena, room, uint32_t);
    uint32_t *starts = dl_arena_new_array(arena, room + 1, uint32_t);
    uint32_t *next = dl_arena_new_array(arena, room, uint32_t);
    double *central = dl_arena_new_array(arena, room, double);
    *out = dl_arena_new_array(arena, room, dl_story);
    *out_count = 0;
    if (dl_arena_failed(arena) || !put_in_order(&s) ||
        !fold_copies(&s, copies, copy_count)) {
        return dl_fail_memory(err);
    }
    const dl_status status = count == 0 ? DL_OK : group(&s, groups, central, err);
    if (status != DL_OK) {
        return status;
    }
    for (uint32_t k = 0; k < count; k++) {
        starts[groups[k] + 1]++;
    }
    for (uint32_t k = 0; k < count; k++) {
        starts[k + 1] += starts[k];
        next[k] = starts[k];
    }
    for (uint32_t k = 0; k < count; k++) {
        members[next[groups[k]]++] = k;
    }
    for (uint32_t k = 0; k < count; k++) {
        const uint32_t size = starts[k + 1] - starts[k];
        if (size > 0 && !tell_story(&s, members + starts[k], size, central,
                                    &(*out)[(*out_count)++])) {
            return dl_fail_memory(err);
        }
    }
    return DL_OK;
}

/* ---- looking up ---- */

static double heaviness(const dl_term *t)
{
    return t->weight * (t->common > 0.1f ? 0.2 : 1);
}

static int heaviest_first(const void *x, const void *y)
{
    const dl_term *p = x, *q = y;
    const double a = heaviness(p), b = heaviness(q);
    if (a != b) {
        return a > b ? -1 : 1;
    }
    return p->key < q->key ? -1 : p->key > q->key;
}

dl_status dl_story_terms(const dl_report *report, dl_arena *arena, uint32_t most,
                         uint64_t **out, uint32_t *count, dl_error *err)
{
    dl_terms terms;
    *out = NULL;
    *count = 0;
    const dl_status status = dl_terms_read(report, arena, &terms, err);
    if (status != DL_OK) {
        return status;
    }
    if (terms.word_count > 1) {
        qsort(terms.words, terms.word_count, sizeof *terms.words, heaviest_first);
    }
    *count = terms.word_count < most ? terms.word_count : most;
    *out = dl_arena_new_array(arena, (size_t)*count + 1, uint64_t);
    for (uint32_t i = 0; i < *count && *out != NULL; i++) {
        (*out)[i] = terms.words[i].key;
    }
    return *out == NULL ? dl_fail_memory(err) : DL_OK;
}
