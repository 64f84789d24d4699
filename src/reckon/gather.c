/* gather.c - events of reports become tellings.
 *
 * Plans and possibilities are left out: they are no events. What is left is put into one
 * canonical order, finest date first, so that merging does not depend on arrival.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "merge.h"

#include <stdlib.h>
#include <string.h>

#define LEAD_BYTES 700 /* about the first three paragraphs */

dl_str dl_outlet_of(const dl_article *article)
{
    if (article->site.size != 0) {
        return article->site;
    }
    dl_str url = article->url;
    const size_t slashes = dl_str_find(url, DL_STR("://"));
    if (slashes != SIZE_MAX) {
        url = (dl_str){url.at + slashes + 3, url.size - slashes - 3};
        url = dl_str_next(&url, '/');
        return dl_str_starts(url, DL_STR("www.")) ? (dl_str){url.at + 4, url.size - 4} : url;
    }
    const char *slash = memrchr(article->id.at, '/', article->id.size);
    return slash == NULL ? article->id
                         : (dl_str){slash + 1, article->id.size - (size_t)(slash + 1 - article->id.at)};
}

static uint32_t *things(dl_reckoning *r, uint32_t report, const dl_filler *fillers,
                        uint32_t count)
{
    uint32_t *out = dl_arena_new_array(r->arena, count + 1, uint32_t);
    for (uint32_t i = 0; out != NULL && i < count; i++) {
        out[i] = dl_who_of(&r->who, report, fillers[i].who);
    }
    return out;
}

static bool tells(const dl_event *event)
{
    return event->modality == DL_HAPPENED || event->modality == DL_DENIED ||
           (event->modality == DL_RECALLED && dl_when_known(event->date.when));
}

static bool add_report(dl_reckoning *r, uint32_t at)
{
    const dl_report *report = r->reports[at];
    for (uint32_t e = 0; e < report->tells.event_count; e++) {
        const dl_event *event = &report->tells.events[e];
        if (!tells(event)) {
            continue;
        }
        dl_telling *t = dl_vec_push(&r->tellings, r->arena);
        if (t == NULL) {
            return false;
        }
        *t = (dl_telling){.report = at, .event = e, .told = event, .when = event->date.when,
                          .story = r->story_of[at], .heap = DL_NONE,
                          .twin = DL_NONE,
                          .lead = event->title || event->span.start < LEAD_BYTES};
        if (event->place != DL_NONE) {
            t->place = &report->tags.places[event->place];
        }
        t->actors = things(r, at, event->actors, event->actor_count);
        t->recipients = things(r, at, event->recipients, event->recipient_count);
    }
    return true;
}

static int64_t width(dl_when w)
{
    if (!dl_when_known(w) || w.earliest == DL_WHEN_OPEN_START || w.latest == DL_WHEN_OPEN_END) {
        return INT64_MAX;
    }
    return w.latest - w.earliest;
}

/* Finest date first, then older, then by place in the reports. Denials last: they need
 * something to deny. */
static int order(const void *left, const void *right, void *context)
{
    const dl_telling *a = left, *b = right;
    const dl_reckoning *r = context;
    const bool deny_a = a->told->modality == DL_DENIED, deny_b = b->told->modality == DL_DENIED;
    if (deny_a != deny_b) {
        return deny_a ? 1 : -1;
    }
    const bool placed_a = a->place != NULL, placed_b = b->place != NULL;
    if (placed_a != placed_b) {
        return placed_a ? -1 : 1;
    }
    const int64_t wide_a = width(a->when), wide_b = width(b->when);
    /* within a day all are alike: the hour told does not make a better witness */
    const int64_t grain_a = wide_a / DL_DAY_SECONDS, grain_b = wide_b / DL_DAY_SECONDS;
    if (grain_a != grain_b) {
        return grain_a < grain_b ? -1 : 1;
    }
    if (wide_a != INT64_MAX && a->when.earliest != b->when.earliest) {
        return a->when.earliest < b->when.earliest ? -1 : 1;
    }
    const int ids = dl_str_compare(r->reports[a->report]->article.id,
                                   r->reports[b->report]->article.id);
    if (ids != 0) {
        return ids;
    }
    return a->event < b->event ? -1 : a->event > b->event;
}

/* ---- twins: what a copy took over tells what its original told ---- */

#define TWIN_SLACK 40 /* bytes the copied words may have moved within a passage */

static bool told_at(const dl_telling *t, uint32_t report, const char *type, int64_t at)
{
    const int64_t off = (int64_t)t->told->span.start - at;
    return t->report == report && !t->told->title && strcmp(t->told->type, type) == 0 &&
           off <= TWIN_SLACK && off >= -TWIN_SLACK;
}

static uint32_t twin_in(const dl_reckoning *r, const dl_copy *copy, const dl_telling *mine)
{
    for (uint32_t p = 0; p < copy->passage_count; p++) {
        const dl_passage *passage = &copy->passages[p];
        if (mine->told->title || !dl_span_overlap(mine->told->span, passage->a)) {
            continue;
        }
        const int64_t at = (int64_t)passage->b.start + mine->told->span.start - passage->a.start;
        uint32_t best = DL_NONE;
        int64_t nearest = INT64_MAX;
        for (uint32_t i = r->telling_of[copy->of]; i != DL_NONE; i = r->tellings.at[i].next) {
            const dl_telling *t = &r->tellings.at[i];
            const int64_t off = (int64_t)t->told->span.start - at;
            if (told_at(t, copy->of, mine->told->type, at) && (off < 0 ? -off : off) < nearest) {
                nearest = off < 0 ? -off : off;
                best = i;
            }
        }
        if (best != DL_NONE) {
            return best;
        }
    }
    return DL_NONE;
}

/* "Thursday" in a copy is the Thursday of the original: twins take over its date, unless
 * the original knows none. */
static void find_twins(dl_reckoning *r)
{
    for (uint32_t i = 0; i < r->tellings.count; i++) {
        dl_telling *mine = &r->tellings.at[i];
        for (uint32_t c = r->copy_of[mine->report]; c != DL_NONE && mine->twin == DL_NONE;
             c = r->copy_next[c]) {
            mine->twin = twin_in(r, &r->copies[c], mine);
        }
    }
    for (uint32_t i = 0; i < r->tellings.count; i++) {
        dl_telling *mine = &r->tellings.at[i];
        uint32_t at = mine->twin;
        for (uint32_t step = 0; at != DL_NONE && step < r->report_count; step++) {
            if (dl_when_known(r->tellings.at[at].told->date.when)) {
                mine->when = r->tellings.at[at].told->date.when;
            }
            at = r->tellings.at[at].twin;
        }
    }
}

/* ---- what belongs to a report ---- */

/* `count` numbers, all DL_NONE; NULL when out of memory. */
static uint32_t *nothing(dl_arena *arena, uint32_t count)
{
    uint32_t *list = dl_arena_new_array(arena, count + 1, uint32_t);
    for (uint32_t i = 0; list != NULL && i < count; i++) {
        list[i] = DL_NONE;
    }
    return list;
}

static void chain_copies(dl_reckoning *r)
{
    for (uint32_t c = r->copy_count; c-- > 0;) {
        if (r->copies[c].kind == DL_COPY_COPY) {
            r->copy_next[c] = r->copy_of[r->copies[c].doc];
            r->copy_of[r->copies[c].doc] = c;
        }
    }
}

static void chain_tellings(dl_reckoning *r)
{
    for (uint32_t i = r->tellings.count; i-- > 0;) {
        dl_telling *t = &r->tellings.at[i];
        t->next = r->telling_of[t->report];
        r->telling_of[t->report] = i;
    }
}

bool dl_reckon_gather(dl_reckoning *r)
{
    r->story_of = nothing(r->arena, r->report_count);
    r->telling_of = nothing(r->arena, r->report_count);
    r->copy_of = nothing(r->arena, r->report_count);
    r->copy_next = nothing(r->arena, r->copy_count);
    if (r->story_of == NULL || r->telling_of == NULL || r->copy_of == NULL ||
        r->copy_next == NULL) {
        return false;
    }
    for (uint32_t s = 0; s < r->story_count; s++) {
        for (uint32_t d = 0; d < r->stories[s].document_count; d++) {
            r->story_of[r->stories[s].documents[d]] = s;
        }
    }
    for (uint32_t i = 0; i < r->report_count; i++) {
        if (!add_report(r, i)) {
            return false;
        }
    }
    if (r->tellings.count > 1) {
        qsort_r(r->tellings.at, r->tellings.count, sizeof *r->tellings.at, order, r);
    }
    chain_tellings(r);
    chain_copies(r);
    find_twins(r);
    return !dl_arena_failed(r->arena);
}
