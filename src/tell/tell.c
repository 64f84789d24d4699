/* tell.c - runs the parts of the tell stage in their order. See tell.h.
 *
 *   claims    who says which words                              claim.c
 *   events    words of the codebook in their grammar            event.c
 *   moments, sites   when and where, as far as their own words say
 *   folding   outcomes to causes, repeats to the first telling  repeat.c
 *   figures   numbers to events                                 figure.c
 *   settling  dates by what stands around; memories             dating.c
 *   marks     does it limit or correct what others say?         cue.c
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tell.h"

#include "claim.h"
#include "cue.h"
#include "dating.h"
#include "event.h"
#include "figure.h"
#include "reading.h"
#include "repeat.h"
#include "site.h"
#include "unread.h"

#include <stdlib.h>

/* Echoes inherit what their event knows. */
static void fill_echoes(dl_reading *r)
{
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        const uint32_t to = found->event.same_as;
        if (!found->echo || to == DL_NONE) {
            continue;
        }
        const dl_event *first = &r->found.at[to].event;
        if (found->event.place == DL_NONE) {
            found->event.place = first->place;
        }
        if (!dl_when_known(found->event.date.when) && found->event.time == DL_NONE) {
            found->event.date = first->date;
            found->event.date.rule = "date.repeat";
            found->event.time = first->time;
        }
        if (found->event.modality == DL_HAPPENED) {
            found->event.modality =
                first->modality == DL_RECALLED ? DL_RECALLED : found->event.modality;
        }
    }
}

typedef struct place_in_text {
    uint32_t trigger, index;
} place_in_text;

static int by_trigger(const void *a, const void *b)
{
    const place_in_text *x = a, *y = b;
    if (x->trigger != y->trigger) {
        return x->trigger < y->trigger ? -1 : 1;
    }
    return (x->index > y->index) - (x->index < y->index);
}

/* Puts the events in the order of the text and turns indices accordingly. */
static bool finish(dl_reading *r, dl_tells *out)
{
    const uint32_t n = r->found.count;
    place_in_text *order = dl_arena_new_array(r->arena, n + 1, place_in_text);
    uint32_t *now = dl_arena_new_array(r->arena, n + 1, uint32_t);
    dl_event *events = dl_arena_new_array(r->arena, n + 1, dl_event);
    if (order == NULL || now == NULL || events == NULL) {
        return false;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < n; i++) {
        now[i] = DL_NONE;
        if (!r->found.at[i].dropped) {
            order[count++] = (place_in_text){r->found.at[i].event.trigger, i};
        }
    }
    qsort(order, count, sizeof *order, by_trigger);
    for (uint32_t i = 0; i < count; i++) {
        now[order[i].index] = i;
        events[i] = r->found.at[order[i].index].event;
    }
    /* same_as points at the earliest telling: when an echo comes before its event, the
     * event becomes a repeat of the echo's place in the text */
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].same_as != DL_NONE) {
            events[i].same_as = now[events[i].same_as];
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t to = events[i].same_as;
        if (to == DL_NONE || to < i) {
            continue;
        }
        events[i].same_as = DL_NONE; /* the first telling now; the others follow it */
        for (uint32_t k = i + 1; k < count; k++) {
            if (k == to || events[k].same_as == to) {
                events[k].same_as = i;
            }
        }
    }
    out->events = events;
    out->event_count = count;
    return true;
}

/* How the words stand to what others said. */
static void mark(const dl_codebook *codebook, dl_str text, dl_arena *arena, dl_tells *out)
{
    for (uint32_t i = 0; i < out->event_count; i++) {
        const dl_str sentence = dl_str_cut(text, out->events[i].sentence);
        out->events[i].marks = dl_cue_marks(codebook, arena, sentence);
    }
    for (uint32_t i = 0; i < out->claim_count; i++) {
        const dl_str words = dl_str_cut(text, out->claims[i].span);
        out->claims[i].marks = dl_cue_marks(codebook, arena, words);
    }
}

dl_status dl_tell(const dl_codebook *codebook, const dl_doc *doc,
                  const dl_article *article, const dl_tags *tags, dl_when published,
                  dl_arena *arena, dl_tells *out, dl_error *err)
{
    memset(out, 0, sizeof *out);
    dl_reading r;
    if (doc->token_count == 0) {
        return DL_OK;
    }
    if (!dl_reading_init(&r, codebook, doc, article, tags, published, arena) ||
        !dl_claim_find(&r) || !dl_event_find(&r)) {
        return dl_fail_memory(err);
    }
    if (!dl_dating_read(&r)) {
        return dl_fail_memory(err);
    }
    dl_dating_recall(&r);
    dl_site_find(&r);
    dl_repeat_fold(&r);
    dl_repeat_find(&r);
    if (!dl_figure_find(&r) || !dl_dating_settle(&r)) {
        return dl_fail_memory(err);
    }
    dl_repeat_find(&r); /* again, now that more is dated */
    dl_repeat_drop(&r);
    fill_echoes(&r);
    if (!dl_unread_find(&r) || !finish(&r, out)) {
        return dl_fail_memory(err);
    }
    dl_claim_link(&r, out->events, out->event_count);
    out->claims = r.claims.at;
    out->claim_count = r.claims.count;
    mark(codebook, doc->text, arena, out);
    out->unread = r.unread.at;
    out->unread_count = r.unread.count;
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}
