/* written.c - see written.h.
 *
 *   A, 3 March:   [on Thursday the army ...]
 *   B, 10 March:  [on Thursday the army ...] of A, [and on Monday ...] its own
 *   C, 12 March:  [on Thursday the army ...] [and on Monday ...] of B
 *
 * In C the first passage is A's of 3 March, the second B's of 10 March: a passage is
 * followed from parent to parent while it lies in a passage the parent took over.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "written.h"

#include "day.h"
#include "str.h"

#include <stdio.h>
#include <stdlib.h>

#define PARENTS_MAX 8 /* copies of copies followed back */

typedef struct trace {
    const dl_report *const *reports;
    const dl_copy *copies;
    uint32_t copy_count;
    const uint32_t *first; /* by document: its first relation; count + 1 of them */
    const dl_date *dates;
} trace;

static bool has_direction(const dl_copy *copy)
{
    return copy->kind == DL_COPY_COPY && copy->direction != DL_DIRECTION_UNKNOWN;
}

/* The day a report was published, DL_DAY_NONE if it is not known to the day. */
static dl_day day_of(const trace *t, uint32_t document)
{
    const dl_when printed = t->reports[document]->article.published.when;
    const dl_when when = dl_when_known(printed) ? printed : t->dates[document].when;
    const dl_day first = dl_when_first(when);
    return dl_when_known(when) && first == dl_when_last(when) ? first : DL_DAY_NONE;
}

/* The passage of `document` that holds byte `at` and came from elsewhere. */
static const dl_passage *taken_over(const trace *t, uint32_t document, uint32_t at,
                                    uint32_t *from)
{
    for (uint32_t c = t->first[document]; c < t->first[document + 1]; c++) {
        const dl_copy *copy = &t->copies[c];
        uint32_t low = 0, high = has_direction(copy) ? copy->passage_count : 0;
        while (low < high) { /* passages come in the order of the copy's text */
            const uint32_t mid = low + (high - low) / 2;
            if (copy->passages[mid].a.end <= at) {
                low = mid + 1;
            } else {
                high = mid;
            }
        }
        if (has_direction(copy) && low < copy->passage_count &&
            copy->passages[low].a.start <= at) {
            *from = copy->of;
            return &copy->passages[low];
        }
    }
    return NULL;
}

/* The day of the first report a passage of `copy` is traced to; DL_DAY_NONE. */
static dl_day day_of_origin(const trace *t, const dl_copy *copy,
                            const dl_passage *passage)
{
    uint32_t document = copy->of;
    uint32_t at = passage->b.start + (passage->b.end - passage->b.start) / 2;
    dl_day day = day_of(t, document);
    for (int i = 0; i < PARENTS_MAX; i++) {
        uint32_t from;
        const dl_passage *before = taken_over(t, document, at, &from);
        const dl_day earlier = before == NULL ? DL_DAY_NONE : day_of(t, from);
        if (before == NULL ||
            (earlier != DL_DAY_NONE && day != DL_DAY_NONE && earlier > day)) {
            break;
        }
        document = from;
        at = before->b.start + (before->b.end - before->b.start) / 2;
        day = earlier == DL_DAY_NONE ? day : earlier;
    }
    return day;
}

static int by_place(const void *a, const void *b)
{
    const dl_written *x = a, *y = b;
    if (x->span.start != y->span.start) {
        return x->span.start < y->span.start ? -1 : 1;
    }
    return (x->span.end > y->span.end) - (x->span.end < y->span.end);
}

/* In order and apart: of two that overlap the later begins where the earlier ends. */
static void set_apart(dl_older *older)
{
    uint32_t kept = 0, end = 0;
    qsort(older->passages, older->count, sizeof *older->passages, by_place);
    for (uint32_t i = 0; i < older->count; i++) {
        dl_written w = older->passages[i];
        w.span.start = w.span.start < end ? end : w.span.start;
        if (w.span.start < w.span.end) {
            end = w.span.end;
            older->passages[kept++] = w;
        }
    }
    older->count = kept;
}

static bool find_one(const trace *t, uint32_t document, dl_arena *arena, dl_older *out)
{
    uint32_t room = 0;
    for (uint32_t c = t->first[document]; c < t->first[document + 1]; c++) {
        room += has_direction(&t->copies[c]) ? t->copies[c].passage_count : 0;
    }
    *out = (dl_older){0};
    if (room == 0) {
        return true;
    }
    out->passages = dl_arena_new_array(arena, room, dl_written);
    if (out->passages == NULL) {
        return false;
    }
    const dl_day own = day_of(t, document);
    for (uint32_t c = t->first[document]; c < t->first[document + 1]; c++) {
        for (uint32_t p = 0;
             has_direction(&t->copies[c]) && p < t->copies[c].passage_count; p++) {
            const dl_passage *passage = &t->copies[c].passages[p];
            const dl_day day = day_of_origin(t, &t->copies[c], passage);
            if (passage->kind != DL_PASSAGE_FURNITURE && day != DL_DAY_NONE &&
                (own == DL_DAY_NONE || day < own)) {
                out->passages[out->count++] = (dl_written){passage->a, dl_when_day(day)};
            }
        }
    }
    set_apart(out);
    return true;
}

bool dl_older_find(const dl_report *const *reports, uint32_t count, const dl_copy *copies,
                   uint32_t copy_count, const dl_date *dates, dl_arena *arena,
                   dl_older **out)
{
    uint32_t *first = dl_arena_new_array(arena, (size_t)count + 2, uint32_t);
    *out = dl_arena_new_array(arena, (size_t)count + 1, dl_older);
    if (first == NULL || *out == NULL) {
        return false;
    }
    uint32_t c = 0; /* relations come by doc */
    for (uint32_t i = 0; i <= count; i++) {
        while (c < copy_count && copies[c].doc < i) {
            c++;
        }
        first[i] = c;
    }
    const trace t = {reports, copies, copy_count, first, dates};
    for (uint32_t i = 0; i < count; i++) {
        if (!find_one(&t, i, arena, &(*out)[i])) {
            return false;
        }
    }
    return true;
}

dl_str dl_older_key(const dl_older *older, dl_str date, dl_arena *arena)
{
    dl_str key = date;
    dl_buf buf;
    if (older->count == 0 || date.at == NULL) {
        return key;
    }
    dl_buf_init(&buf);
    dl_buf_add(&buf, date);
    for (uint32_t i = 0; i < older->count; i++) {
        const dl_written *w = &older->passages[i];
        char part[64];
        snprintf(part, sizeof part, " %u-%u:%d", w->span.start, w->span.end,
                 (int)dl_when_first(w->when));
        dl_buf_add(&buf, dl_str_of(part));
    }
    key = buf.failed ? (dl_str){0} : dl_str_copy(arena, dl_buf_str(&buf));
    dl_buf_done(&buf);
    return key;
}
