/* timebound.c - when was an undated text written?
 *
 * Three things follow from the text itself:
 *   - nobody tells a date as past before it came: the latest past date is a lower bound;
 *   - a page that prints a dated caption is not older than the picture: so is that date;
 *   - news says "on Sunday" of the Sunday just gone: when the same bare weekday is told
 * as past at least twice and falls within a few days after a picture's date, that is the
 *     day of writing, unless a later date is told.
 * What is left is open: the end is never guessed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tag.h"
#include "timetense.h"

#define PIN_DAYS 3 /* from a caption's date to the weekday told as news */
#define PIN_TOLD 2 /* times the weekday must be told as past */

/* A date printed in full, or one whose year a date just before it gives: "driven out in
 * March 2016 but recaptured the city in December". What was counted from other times
 * ("the following week") may lie ahead of the writer. */
static bool stands_firm(const dl_time *time)
{
    return time->anchor == DL_ANCHOR_NONE ||
           (time->anchor != DL_ANCHOR_PUBLISHED &&
            (strncmp(time->rule, "time.month.", 11) == 0 ||
             strncmp(time->rule, "time.date.", 10) == 0));
}

/* The bound a date of the text gives; DL_DAY_NONE if it gives none. */
static dl_day told_bound(const dl_time *time)
{
    if (time->type > DL_TIME_TIME || !dl_when_known(time->when) ||
        time->tense != DL_TENSE_PAST || !stands_firm(time)) {
        return DL_DAY_NONE;
    }
    return dl_when_first(time->when);
}

/* The latest date the furniture prints (captions): full days only count as days. */
static dl_day printed_bound(const dl_article *article, bool *day)
{
    dl_day bound = DL_DAY_NONE;
    *day = false;
    for (uint32_t i = 0; article != NULL && i < article->date_count; i++) {
        const dl_date_candidate *c = &article->dates[i];
        const dl_day first = dl_when_first(c->date.when);
        if (c->role == DL_DATE_BOUND && dl_when_known(c->date.when) &&
            first != DL_DAY_NONE && first > bound) {
            bound = first;
            *day = dl_when_last(c->date.when) == first;
        }
    }
    return bound;
}

/* The bare weekday told as past most often, at least PIN_TOLD times; 7 if none or two
 * share the first place. */
static unsigned told_weekday(const dl_tags *tags)
{
    unsigned counts[7] = {0}, best = 7;
    for (uint32_t i = 0; i < tags->time_count; i++) {
        const dl_time *t = &tags->times[i];
        if (t->weekday < 7 && t->tense == DL_TENSE_PAST) {
            counts[t->weekday]++;
        }
    }
    for (unsigned d = 0; d < 7; d++) {
        if (counts[d] >= PIN_TOLD && (best == 7 || counts[d] > counts[best])) {
            best = d;
        }
    }
    for (unsigned d = 0; best < 7 && d < 7; d++) {
        if (d != best && counts[d] == counts[best]) {
            return 7;
        }
    }
    return best;
}

static dl_when open_from(dl_day day)
{
    dl_when w = dl_when_day(day);
    w.latest = DL_WHEN_OPEN_END;
    return w;
}

dl_when dl_tag_bound_published(const dl_doc *doc, const dl_tags *tags,
                               const dl_article *article, const char **rule)
{
    (void)doc; /* what it says is in the tags already */
    dl_day told = DL_DAY_NONE;
    for (uint32_t i = 0; i < tags->time_count; i++) {
        const dl_day day = told_bound(&tags->times[i]);
        told = day > told ? day : told;
    }
    bool day;
    const dl_day printed = printed_bound(article, &day);
    *rule = "";
    if (told == DL_DAY_NONE && printed == DL_DAY_NONE) {
        return dl_when_none();
    }
    const unsigned weekday = told_weekday(tags);
    if (day && weekday < 7 && told <= printed + PIN_DAYS) {
        const int ahead = ((int)weekday - (int)dl_day_weekday(printed) + 7) % 7;
        if (ahead <= PIN_DAYS && told <= printed + ahead) {
            *rule = "time.bound.weekday";
            return dl_when_day(printed + ahead);
        }
    }
    *rule = told >= printed ? "time.bound.told" : "time.bound.printed";
    return open_from(told >= printed ? told : printed);
}
