/* published.c - the day of a report that prints none, from those it travels with.
 *
 * A copy that is dated bounds its original: the original is not younger. Where the
 * original says "on Thursday" of its news, it was written on that Thursday or in the six
 * days after; the last such Thursday up to the copy's day pins it. An undated copy is not
 * older than its original. And a report that says "on Thursday" of a happening its story
 * dates to a Thursday was written in the week that began then.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "reckon.h"

#include "merge.h"

#define WEEK 6 /* days a bare weekday reaches back */

/* The bare weekday of a report's first lines, 7 if none: what its news happened on. */
static unsigned lead_weekday(const dl_report *report)
{
    for (uint32_t i = 0; i < report->tags.time_count; i++) {
        const dl_time *time = &report->tags.times[i];
        if (time->weekday < 7) {
            return time->weekday;
        }
    }
    return 7;
}

static dl_day back_to(dl_day from, unsigned weekday)
{
    const unsigned step = (dl_day_weekday(from) + 7 - weekday) % 7;
    return from - (dl_day)step;
}

static dl_date made(dl_day first, dl_day last, const char *from, const char *rule)
{
    return (dl_date){.when = dl_when_days(first, last), .from = from, .rule = rule,
                     .offset = UINT64_MAX};
}

static dl_date from_copies(const dl_report *const *reports, const dl_copy *copies,
                           uint32_t copy_count, uint32_t report)
{
    const unsigned weekday = lead_weekday(reports[report]);
    for (uint32_t c = 0; c < copy_count; c++) {
        const bool original = copies[c].of == report, copy = copies[c].doc == report;
        if (copies[c].kind != DL_COPY_COPY || (!original && !copy)) {
            continue;
        }
        const dl_when other = reports[original ? copies[c].doc : copies[c].of]->article.published.when;
        const dl_day first = dl_when_first(other), last = dl_when_last(other);
        if (first == DL_DAY_NONE || last == DL_DAY_NONE || first != last) {
            continue;
        }
        if (original && weekday < 7) {
            return made(back_to(last, weekday), last, "copy", "published.copy.weekday");
        }
        if (original) {
            dl_date date = made(last, last, "copy", "published.copy.before");
            date.when.earliest = DL_WHEN_OPEN_START;
            return date;
        }
        if (weekday < 7) { /* the same weekday still serves: within the week */
            return made(first, back_to(first, weekday) + WEEK, "copy", "published.copy.weekday");
        }
        dl_date date = made(first, first, "copy", "published.copy.after");
        date.when.latest = DL_WHEN_OPEN_END;
        return date;
    }
    return (dl_date){.when = dl_when_none()};
}

/* An event of the report that is undated but for its weekday, and an event of a dated
 * mate with the same type and place on such a weekday. */
static dl_date from_story(const dl_report *const *reports, const dl_story *story,
                          uint32_t report)
{
    const dl_report *mine = reports[report];
    const unsigned weekday = lead_weekday(mine);
    if (weekday == 7) {
        return (dl_date){.when = dl_when_none()};
    }
    dl_day best = DL_DAY_NONE;
    for (uint32_t d = 0; d < story->document_count; d++) {
        const dl_report *mate = reports[story->documents[d]];
        for (uint32_t e = 0; e < mate->tells.event_count; e++) {
            const dl_event *event = &mate->tells.events[e];
            const dl_day day = dl_when_first(event->date.when);
            if (mate == mine || event->modality != DL_HAPPENED || day == DL_DAY_NONE ||
                day != dl_when_last(event->date.when) || dl_day_weekday(day) != weekday ||
                !dl_when_known(mate->article.published.when)) {
                continue;
            }
            for (uint32_t k = 0; k < mine->tells.event_count; k++) {
                const dl_event *own = &mine->tells.events[k];
                const bool places = own->place != DL_NONE && event->place != DL_NONE &&
                                    dl_places_agree(&mine->tags.places[own->place],
                                                    &mate->tags.places[event->place]);
                if (dl_types_agree(own->type, event->type) && places &&
                    (best == DL_DAY_NONE || day > best)) {
                    best = day;
                }
            }
        }
    }
    if (best == DL_DAY_NONE) {
        return (dl_date){.when = dl_when_none()};
    }
    return made(best, best + WEEK, "text", "published.story.weekday");
}

dl_date dl_reckon_published(const dl_report *const *reports, uint32_t count,
                            const dl_copy *copies, uint32_t copy_count,
                            const dl_story *stories, uint32_t story_count, uint32_t report)
{
    dl_date date = from_copies(reports, copies, copy_count, report);
    for (uint32_t s = 0; s < story_count && !dl_when_known(date.when); s++) {
        for (uint32_t d = 0; d < stories[s].document_count; d++) {
            if (stories[s].documents[d] == report) {
                date = from_story(reports, &stories[s], report);
            }
        }
    }
    return date;
}
