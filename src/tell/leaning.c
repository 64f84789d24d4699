/* leaning.c - see leaning.h.
 *
 *   "A bomb killed nine people on 3 May. Two days after the bombing, troops left."
 *                                        ------------------------- the lead
 *                                                       -------    its event
 *
 * The event a lead names is one found at those words; its day is that of any telling of
 * it, or, when no telling was joined, that of the only dated event of its type before.
 * With two of those the lead stays open.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "leaning.h"

#include "frame.h"

#define LEAD_COST_MAX 13  /* steps from the event to its lead, as for times */
#define LEAD_BACK 48      /* events looked back for the one meant */
#define DAY_WIDE 10       /* an interval of so many days still tells a day, */
#define MONTH_WIDE 45     /* and of so many a month */
#define ANNIVERSARY_GAP 3 /* tokens between a day and "the anniversary" beside it */

bool dl_leaning_init(dl_leaning *out, const dl_reading *r)
{
    const uint32_t n = r->doc->token_count;
    out->lead_at = dl_arena_new_array(r->arena, n + 1, uint32_t);
    out->found_at = dl_arena_new_array(r->arena, n + 1, uint32_t);
    if (out->lead_at == NULL || out->found_at == NULL) {
        return false;
    }
    for (uint32_t t = 0; t < n; t++) {
        out->lead_at[t] = out->found_at[t] = DL_NONE;
    }
    for (uint32_t i = r->found.count; i-- > 0;) {
        if (r->found.at[i].frame.trigger < n) {
            out->found_at[r->found.at[i].frame.trigger] = i;
        }
    }
    for (uint32_t i = 0; i < r->tags->lead_count; i++) {
        for (uint32_t t = r->tags->leads[i].first; t < r->tags->leads[i].end && t < n;
             t++) {
            out->lead_at[t] = i;
        }
    }
    return true;
}

/* Is the trigger the lead's own event, or in the clause that tells it? */
static bool is_of_event(const dl_reading *r, const dl_lead *lead, const dl_found *found)
{
    const uint32_t trigger = found->frame.trigger, head = lead->event_end - 1;
    return (trigger >= lead->event_first && trigger < lead->event_end) ||
           dl_within(r, trigger, head);
}

const dl_lead *dl_leaning_find(const dl_leaning *l, const dl_reading *r,
                               const dl_found *found)
{
    uint32_t first, end, last = DL_NONE;
    int best = LEAD_COST_MAX + 1;
    const dl_lead *nearest = NULL;
    dl_frame_window(r, found->frame.trigger, &first, &end);
    for (uint32_t t = first; r->tags->lead_count > 0 && t < end; t++) {
        const uint32_t which = l->lead_at[t];
        if (which == DL_NONE || which == last) {
            continue;
        }
        last = which;
        const dl_lead *lead = &r->tags->leads[which];
        if (is_of_event(r, lead, found) ||
            r->claim[t] != r->claim[found->frame.trigger]) {
            continue;
        }
        const int cost = dl_frame_distance(r, found->frame.trigger, t);
        if (cost < best) {
            best = cost;
            nearest = lead;
        }
    }
    return nearest;
}

/* The event found at the lead's words, at their head if there is one; DL_NONE. */
static uint32_t event_of(const dl_leaning *l, const dl_lead *lead)
{
    for (uint32_t t = lead->event_end; t-- > lead->event_first;) {
        if (l->found_at[t] != DL_NONE) {
            return l->found_at[t];
        }
    }
    return DL_NONE;
}

static bool has_days(const dl_found *found)
{
    const dl_when w = found->event.date.when;
    return dl_when_known(w) && dl_when_first(w) != DL_DAY_NONE &&
           dl_when_last(w) != DL_DAY_NONE;
}

/* A dated telling of event `i`: itself, what it repeats, another that repeats the same.
 */
static uint32_t dated_telling(const dl_reading *r, uint32_t i)
{
    const uint32_t same = r->found.at[i].event.same_as;
    const uint32_t root = same == DL_NONE ? i : same;
    if (has_days(&r->found.at[i])) {
        return i;
    }
    if (has_days(&r->found.at[root])) {
        return root;
    }
    for (uint32_t k = root; k < r->found.count && k < root + LEAD_BACK; k++) {
        if (r->found.at[k].event.same_as == root && has_days(&r->found.at[k])) {
            return k;
        }
    }
    return DL_NONE;
}

/* The only dated event of the same type told before `i`; DL_NONE if there are two. */
static uint32_t only_one_before(const dl_reading *r, uint32_t i)
{
    uint32_t found = DL_NONE;
    for (uint32_t k = i; k-- > 0 && k + LEAD_BACK > i;) {
        const dl_found *other = &r->found.at[k];
        if (other->dropped || !has_days(other) ||
            other->event.type != r->found.at[i].event.type ||
            (other->event.modality != DL_HAPPENED &&
             other->event.modality != DL_RECALLED)) {
            continue;
        }
        if (found != DL_NONE && !dl_when_overlap(r->found.at[found].event.date.when,
                                                 other->event.date.when)) {
            return DL_NONE;
        }
        found = k;
    }
    return found;
}

static dl_day years_from(dl_day day, int years)
{
    int y, m, d;
    dl_day_split(day, &y, &m, &d);
    const dl_day there = dl_day_of(y + years, m, d);
    return there == DL_DAY_NONE ? dl_day_of(y + years, m, d - 1) : there;
}

static dl_when led_to(const dl_lead *lead, dl_when base)
{
    dl_day first = dl_when_first(base) + lead->low,
           last = dl_when_last(base) + lead->high;
    if (lead->years > 0) {
        first = years_from(dl_when_first(base), (int)lead->years);
        last = years_from(dl_when_last(base), (int)lead->years);
    }
    dl_when when = dl_when_days(first, last);
    when.precision = last - first < DAY_WIDE     ? DL_PRECISION_DAY
                     : last - first < MONTH_WIDE ? DL_PRECISION_MONTH
                                                 : DL_PRECISION_YEAR;
    return when;
}

static void set_date(const dl_reading *r, dl_found *found, dl_when when, dl_span words,
                     const char *rule)
{
    found->event.date.when = when;
    found->event.date.value = dl_str_cut(r->doc->text, words);
    found->event.date.from = "text";
    found->event.date.rule = rule;
}

bool dl_leaning_date(const dl_leaning *l, const dl_reading *r, dl_found *found,
                     const dl_lead *lead)
{
    const uint32_t event = event_of(l, lead);
    if (event == DL_NONE) {
        return false;
    }
    uint32_t told = dated_telling(r, event);
    told = told == DL_NONE ? only_one_before(r, event) : told;
    if (told == DL_NONE || &r->found.at[told] == found) {
        return false;
    }
    const dl_when base = r->found.at[told].event.date.when;
    set_date(r, found, led_to(lead, base), lead->span,
             lead->years > 0  ? "date.event.anniversary"
             : lead->high < 0 ? "date.event.before"
                              : "date.event.after");
    return true;
}

/* The day printed right before the anniversary; DL_NONE. */
static uint32_t day_beside(const dl_reading *r, const dl_lead *lead)
{
    for (uint32_t t = lead->first, k = 0; t-- > 0 && k < ANNIVERSARY_GAP; k++) {
        const uint32_t time = r->time[t];
        if (dl_at(r, t)->sentence != dl_at(r, lead->first)->sentence ||
            dl_is_verb(r, t)) {
            break;
        }
        if (time != DL_NONE) {
            const dl_when w = r->tags->times[time].when;
            return dl_when_known(w) && dl_when_first(w) == dl_when_last(w) ? time
                                                                           : DL_NONE;
        }
    }
    return DL_NONE;
}

void dl_leaning_remember(const dl_leaning *l, dl_reading *r)
{
    for (uint32_t i = 0; i < r->tags->lead_count; i++) {
        const dl_lead *lead = &r->tags->leads[i];
        const uint32_t time = lead->years > 0 ? day_beside(r, lead) : DL_NONE;
        const uint32_t event = time == DL_NONE ? DL_NONE : event_of(l, lead);
        if (event == DL_NONE) {
            continue;
        }
        dl_found *found = &r->found.at[event];
        const dl_day day = dl_when_first(r->tags->times[time].when);
        found->event.time = DL_NONE;
        set_date(r, found, dl_when_day(years_from(day, -(int)lead->years)),
                 (dl_span){r->tags->times[time].span.start, lead->span.end},
                 "date.event.anniversary");
    }
}
