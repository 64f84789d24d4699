/* timedate.c - the operators `date` and `numeric`: points of the calendar, and where the
 * parts nobody printed come from (year, month, day); see timesolve.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timecal.h"
#include "timescene.h"
#include "timetense.h"

#define FEAST_LONG_GONE 300 /* days; nobody says "at Easter" of one so long ago */

static bool settle_nth_weekday(dl_solving *s, int32_t year)
{
    const dl_day day = dl_timecal_nth(year, s->moment.month, dl_slot(s, DL_SLOT_ORD, 1),
                                      dl_slot(s, DL_SLOT_WEEKDAY, 0));
    s->moment.first = s->moment.last = day;
    if (day == DL_DAY_NONE) {
        return false;
    }
    s->moment.day = dl_moment_of_day(day).day;
    s->moment.grain = DL_GRAIN_DAY;
    return true;
}

static bool settle_at(const dl_scene *c, dl_solving *s, int32_t year)
{
    s->moment.year = year;
    if (dl_told(s, DL_SLOT_ORD) && dl_told(s, DL_SLOT_WEEKDAY) && year != DL_YEAR_NONE) {
        return settle_nth_weekday(s, year); /* "the second Sunday in May" */
    }
    return dl_told(s, DL_SLOT_FEAST) ? dl_solve_feast(c, s)
                                     : dl_moment_settle(&s->moment);
}

/* The year before or after `base` that `dir` asks for; DL_YEAR_NONE if none near. */
static int32_t year_beside(const dl_scene *c, dl_solving *s, const dl_moment *base,
                           int dir, bool touching)
{
    if (base->first == DL_DAY_NONE || base->year == DL_YEAR_NONE) {
        return DL_YEAR_NONE;
    }
    for (int k = 0; k <= 8; k++) { /* 8: 29 February */
        const int32_t year = base->year + (dir < 0 ? 1 - k : k - 1);
        if (!settle_at(c, s, year)) {
            continue;
        }
        const dl_moment *m = &s->moment;
        const bool fits =
            dir < 0 ? (touching ? m->first <= base->last : m->last < base->first)
                    : (touching ? m->last >= base->first : m->first > base->last);
        if (fits) {
            return year;
        }
    }
    return DL_YEAR_NONE;
}

static int64_t days_between(const dl_moment *a, const dl_moment *b)
{
    return a->first > b->last   ? a->first - b->last
           : a->last < b->first ? b->first - a->last
                                : 0;
}

static int32_t year_nearest(const dl_scene *c, dl_solving *s, const dl_moment *base)
{
    int32_t best = DL_YEAR_NONE;
    int64_t best_far = INT64_MAX;
    for (int k = -1; k <= 1; k++) {
        if (!settle_at(c, s, base->year + k)) {
            continue;
        }
        const int64_t far = days_between(&s->moment, base);
        if (far < best_far) {
            best_far = far;
            best = base->year + k;
        }
    }
    return best;
}

/* "this winter" may be that which has just begun or ended */
#define THIS_REACH 92 /* days */

/* "this fall": the one at hand; else the one of this year, or the one ahead. */
static int32_t year_of_this(const dl_scene *c, dl_solving *s, const dl_moment *base)
{
    const int32_t nearest = year_nearest(c, s, base);
    const bool ahead = dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_FUTURE;
    if (nearest != DL_YEAR_NONE && settle_at(c, s, nearest) &&
        days_between(&s->moment, base) <= THIS_REACH &&
        !(ahead && s->moment.last < base->first)) {
        return nearest;
    }
    return ahead ? year_beside(c, s, base, 1, true) : base->year;
}

#define AHEAD_FAR 240   /* days: a plan is seldom told so long before ... */
#define BEHIND_NEAR 120 /* ... the same day of the year having passed so lately */

/* "talks due to begin on 25 January were put off", told in March: the day went by. */
static int32_t year_of_plan(const dl_scene *c, dl_solving *s)
{
    const int32_t ahead = year_beside(c, s, &c->pub, 1, true);
    if (ahead == DL_YEAR_NONE || days_between(&s->moment, &c->pub) <= AHEAD_FAR) {
        return ahead;
    }
    const int32_t behind = year_beside(c, s, &c->pub, -1, true);
    return behind != DL_YEAR_NONE && days_between(&s->moment, &c->pub) <= BEHIND_NEAR
               ? behind
               : ahead;
}

#define AHEAD_SOON 31 /* days: so soon after the day of writing, ... */
#define BEHIND_FAR                                                                       \
    330 /* ... and so long before it, a day without a year is the coming one */

/* "fans were asked to clap at the game on 19 November", told on the 10th. */
static int32_t year_of_memory(const dl_scene *c, dl_solving *s)
{
    const int32_t behind = year_beside(c, s, &c->pub, -1, true);
    if (s->moment.day == 0 || behind == DL_YEAR_NONE ||
        days_between(&s->moment, &c->pub) <= BEHIND_FAR) {
        return behind;
    }
    const int32_t ahead = year_beside(c, s, &c->pub, 1, true);
    return ahead != DL_YEAR_NONE && days_between(&s->moment, &c->pub) <= AHEAD_SOON
               ? ahead
               : behind;
}

static bool same_sentence(const dl_scene *c, const dl_solving *s, uint32_t index)
{
    return index != DL_NONE && c->kept.at[index].sentence == s->sentence;
}

/* Months run on: after November 1941, "January" is that of 1942. */
#define ROLL_FROM 8 /* months back that count as a step into the next year */

static int32_t year_from_text(const dl_scene *c, dl_solving *s, uint32_t index)
{
    const dl_moment *base = &c->kept.at[index].moment;
    int32_t year = base->year;
    if (base->grain < DL_GRAIN_YEAR || base->month == 0 || s->moment.month == 0) {
        return year;
    }
    if (base->month - s->moment.month >= ROLL_FROM) {
        year++;
    } else if (s->moment.month - base->month > ROLL_FROM + 1) {
        year--;
    }
    (void)c;
    return year;
}

/* An explicit date just before in the text that this one continues: "driven out in March
 * 2016 but recaptured the city in December". */
static uint32_t narrated_before(const dl_scene *c, const dl_solving *s)
{
    const uint32_t index = c->last_dated;
    if (index == DL_NONE || c->kept.at[index].time == DL_ANCHOR_PUBLISHED ||
        !c->kept.at[index].printed) {
        return DL_NONE;
    }
    const dl_kept *k = &c->kept.at[index];
    const bool fine = k->moment.grain >= DL_GRAIN_SEASON;
    return fine && same_sentence(c, s, index) ? index : DL_NONE;
}

#define TURN_FROM 6 /* months back that take a range into the next year */

/* "28 December to 3 January", "April 5-6": the year of the piece before goes on. */
static int32_t year_of_piece_before(const dl_scene *c, const dl_solving *s)
{
    if (s->piece == s->match->pieces || c->kept.count == 0 || s->moment.month == 0) {
        return DL_YEAR_NONE;
    }
    const dl_kept *k = &c->kept.at[c->kept.count - 1];
    if (k->time + 1 != c->out->time_count || k->moment.month == 0 || k->printed ||
        k->moment.year == DL_YEAR_NONE) {
        return DL_YEAR_NONE;
    }
    return k->moment.year + (k->moment.month - s->moment.month >= TURN_FROM);
}

#define SAME_BACK 4 /* moments looked back for the month itself */

/* "prices rose in October; last October they fell": not the October just told. */
static bool told_before(const dl_scene *c, const dl_moment *m)
{
    for (uint32_t k = 0; k < SAME_BACK && k < c->kept.count; k++) {
        const uint32_t index = c->kept.count - 1 - k;
        const dl_moment *kept = &c->kept.at[index].moment;
        if (!dl_scene_in_paragraph(c, index)) {
            return false;
        }
        if (kept->grain == DL_GRAIN_MONTH && kept->month == m->month &&
            kept->year == m->year) {
            return true;
        }
    }
    return false;
}

static void infer_year(dl_scene *c, dl_solving *s)
{
    const int32_t anchor = dl_slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_ANY);
    int32_t year = DL_YEAR_NONE;
    if (dl_told(s, DL_SLOT_INYEAR)) {
        settle_at(c, s, year); /* of a year that is not known */
        return;
    }
    if (dl_told(s, DL_SLOT_DIR)) {
        const dl_moment *base = dl_scene_base(
            c, s, anchor == DL_ANCHORED_ANY && !c->narrative ? DL_ANCHORED_PUB : anchor,
            false);
        const int dir = dl_slot(s, DL_SLOT_DIR, 0);
        if (base != NULL && base->year != DL_YEAR_NONE) {
            year =
                dir == 0 ? year_of_this(c, s, base) : year_beside(c, s, base, dir, false);
        }
        settle_at(c, s, year);
        if (dir < 0 && s->moment.grain == DL_GRAIN_MONTH && year != DL_YEAR_NONE &&
            told_before(c, &s->moment)) {
            settle_at(c, s, year - 1);
        }
        return;
    }
    const int32_t same = year_of_piece_before(c, s);
    if (same != DL_YEAR_NONE && !dl_told(s, DL_SLOT_FEAST)) {
        s->anchor = c->kept.at[c->kept.count - 1].time;
        s->way = DL_WAY_TEXT;
        settle_at(c, s, same);
        return;
    }
    uint32_t before = narrated_before(c, s);
    if (before != DL_NONE && dl_scene_dated(c) && !c->narrative &&
        dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_FUTURE) {
        before = DL_NONE; /* "the first rise since May 2005; another is due in June" */
    }
    if (c->narrative && c->last_dated != DL_NONE) {
        year = year_from_text(c, s, c->last_dated);
        s->anchor = c->kept.at[c->last_dated].time;
        s->way = DL_WAY_TEXT;
    } else if (before != DL_NONE) {
        year = year_beside(c, s, &c->kept.at[before].moment, 1, true);
        s->anchor = c->kept.at[before].time;
        s->way = DL_WAY_TEXT;
    } else if (c->pub.grain != DL_GRAIN_NONE && c->pub.year != DL_YEAR_NONE) {
        const dl_tense t = dl_time_tense(c->words, c->doc, s->token);
        s->anchor = c->pub_anchor;
        s->way = t == DL_TENSE_FUTURE ? DL_WAY_NEXT : DL_WAY_PAST;
        const bool near =
            dl_told(s, DL_SLOT_DATELINE) || (t == DL_TENSE_NONE && s->moment.day != 0);
        year = near                   ? year_nearest(c, s, &c->pub)
               : t == DL_TENSE_FUTURE ? year_of_plan(c, s)
                                      : year_of_memory(c, s);
        settle_at(c, s, year);
        if (dl_told(s, DL_SLOT_FEAST) && year != DL_YEAR_NONE &&
            c->pub.first - s->moment.last > FEAST_LONG_GONE) {
            year = year_nearest(c, s, &c->pub);
        }
    } else if (c->last_dated != DL_NONE) {
        year = year_from_text(c, s, c->last_dated);
        s->anchor = c->kept.at[c->last_dated].time;
        s->way = DL_WAY_TEXT;
    } else {
        s->way = DL_WAY_UNKNOWN;
    }
    settle_at(c, s, year);
}

/* "Friday, May 20" without a year: the weekday decides between neighbouring years. */
static void check_weekday(const dl_scene *c, dl_solving *s)
{
    const int32_t weekday = dl_slot(s, DL_SLOT_WEEKDAY, -1);
    if (weekday < 0 || s->printed || dl_told(s, DL_SLOT_ORD) || s->moment.day == 0 ||
        s->moment.first == DL_DAY_NONE ||
        (int32_t)dl_day_weekday(s->moment.first) == weekday) {
        return;
    }
    static const int STEPS[] = {-1, 1, -2, 2};
    const int32_t year = s->moment.year;
    for (int i = 0; i < 4; i++) {
        if (settle_at(c, s, year + STEPS[i]) &&
            (int32_t)dl_day_weekday(s->moment.first) == weekday) {
            return;
        }
    }
    settle_at(c, s, year);
}

static int32_t century_of(const dl_scene *c, const dl_solving *s, int32_t two)
{
    (void)s;
    if (c->narrative && c->last_dated != DL_NONE) {
        const int32_t year = c->kept.at[c->last_dated].moment.year;
        return year - year % 100 + two;
    }
    if (c->pub.grain != DL_GRAIN_NONE) {
        const int32_t year = c->pub.year - c->pub.year % 100 + two;
        return year > c->pub.year + 10 ? year - 100 : year;
    }
    return two > 30 ? 1900 + two : 2000 + two;
}

static void read_year(dl_scene *c, dl_solving *s)
{
    dl_moment *m = &s->moment;
    const bool bc = dl_slot(s, DL_SLOT_ERA, 2) == 1;
    if (dl_told(s, DL_SLOT_YEAR)) {
        m->year = dl_slot(s, DL_SLOT_YEAR, 0);
        m->year = bc ? 1 - m->year : m->year;
    } else if (dl_told(s, DL_SLOT_YY)) {
        m->year = century_of(c, s, dl_slot(s, DL_SLOT_YY, 0));
    } else if (dl_told(s, DL_SLOT_INYEAR)) { /* "March of last year" */
        const dl_moment *base = dl_scene_base(c, s, DL_ANCHORED_PUB, false);
        if (base != NULL && base->year != DL_YEAR_NONE) {
            m->year = base->year + dl_slot(s, DL_SLOT_INYEAR, 0);
        }
        return;
    }
    s->printed = m->year != DL_YEAR_NONE;
    if (dl_told(s, DL_SLOT_DECADE)) {
        int32_t decade = dl_slot(s, DL_SLOT_DECADE, 0);
        decade = decade < 100 && !bc ? century_of(c, s, decade) : decade;
        m->year = bc ? 1 - (decade + 9) : decade;
        m->grain = DL_GRAIN_DECADE;
        s->printed = true;
    } else if (dl_told(s, DL_SLOT_CENTURY)) {
        const int32_t century = dl_slot(s, DL_SLOT_CENTURY, 1);
        m->year = bc ? 1 - century * 100 : (century - 1) * 100 + 1;
        m->grain = DL_GRAIN_CENTURY;
        s->printed = true;
    }
}

static int hour_of(const dl_solving *s)
{
    const int32_t hour = dl_slot(s, DL_SLOT_HOUR, -1);
    switch (dl_slot(s, DL_SLOT_AMPM, 0)) {
    case 1: /* a.m. */
        return hour == 12 ? 0 : hour;
    case 2: /* p.m. */
        return hour < 12 ? hour + 12 : hour;
    default:
        return hour;
    }
}

/* Whether `hour` of a 12-hour clock is after noon in this part of the day. */
static bool after_noon(uint8_t part, int hour)
{
    return hour < 12 &&
           ((part == DL_PART_AF && hour > 0) || (part == DL_PART_EV && hour > 3) ||
            (part == DL_PART_NI && hour > 5));
}

/* "UTC+3", "GMT -5:30", "+0530": minutes. */
static int32_t offset_of(const dl_solving *s)
{
    const int sign = dl_told(s, DL_SLOT_MINUS) ? -1 : 1;
    const int32_t n = dl_slot(s, sign < 0 ? DL_SLOT_MINUS : DL_SLOT_PLUS, 0);
    return sign * (n < 100 ? n * 60 : n / 100 * 60 + n % 100);
}

void dl_solving_read_clock(dl_solving *s)
{
    dl_moment *m = &s->moment;
    if (dl_told(s, DL_SLOT_PART)) {
        m->part = (uint8_t)dl_slot(s, DL_SLOT_PART, 0);
        m->grain = DL_GRAIN_PART;
    }
    if (dl_told(s, DL_SLOT_HOUR)) {
        int hour = hour_of(s);
        if (hour >= 100) { /* "0112 GMT" */
            m->minute = (int8_t)(hour % 100);
            hour /= 100;
        }
        if (!dl_told(s, DL_SLOT_AMPM) && after_noon(m->part, hour)) {
            hour += 12; /* "7 o'clock in the evening" */
        }
        m->hour = (int8_t)hour;
        m->minute = (int8_t)dl_slot(s, DL_SLOT_MINUTE, m->minute);
        m->second = (int8_t)dl_slot(s, DL_SLOT_SECOND, -1);
        m->grain = m->second >= 0   ? DL_GRAIN_SECOND
                   : m->minute >= 0 ? DL_GRAIN_MINUTE
                                    : DL_GRAIN_HOUR;
        if (dl_told(s, DL_SLOT_ZONE)) {
            m->zone = (int16_t)(dl_slot(s, DL_SLOT_ZONE, 0) + offset_of(s));
        }
    }
}

void dl_solving_read_fields(dl_solving *s)
{
    dl_moment *m = &s->moment;
    if (m->grain == DL_GRAIN_NONE && m->year != DL_YEAR_NONE) {
        m->grain = DL_GRAIN_YEAR;
    }
    static const struct {
        dl_time_slot slot;
        dl_grain grain;
    } FIELDS[] = {
        {DL_SLOT_SEMESTER, DL_GRAIN_SEMESTER}, {DL_SLOT_SEASON, DL_GRAIN_SEASON},
        {DL_SLOT_QUARTER, DL_GRAIN_QUARTER},   {DL_SLOT_MONTH, DL_GRAIN_MONTH},
        {DL_SLOT_DAY, DL_GRAIN_DAY},           {DL_SLOT_FEAST, DL_GRAIN_DAY}};
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        if (dl_told(s, FIELDS[i].slot)) {
            m->grain = FIELDS[i].grain;
        }
    }
    m->semester = (uint8_t)dl_slot(s, DL_SLOT_SEMESTER, 0);
    m->season = (uint8_t)dl_slot(s, DL_SLOT_SEASON, 0);
    m->quarter = (uint8_t)dl_slot(s, DL_SLOT_QUARTER, 0);
    m->month = (int8_t)dl_slot(s, DL_SLOT_MONTH, 0);
    m->day = (int8_t)dl_slot(s, DL_SLOT_DAY, 0);
    m->fiscal = (uint8_t)dl_slot(s, DL_SLOT_FISCAL, 0);
    if (m->fiscal != 0) {
        m->grain = DL_GRAIN_YEAR;
    }
    dl_solving_read_clock(s);
}

void dl_solving_take_day(dl_solving *s, dl_day day)
{
    const dl_moment at = dl_moment_of_day(day);
    s->moment.year = at.year;
    s->moment.month = at.month;
    s->moment.day = at.day;
    s->moment.first = s->moment.last = day;
}

/* Published within some days: the last such weekday before each of them is the same. */
static bool one_past_day(const dl_scene *c, int weekday)
{
    if (c->pub.first == DL_DAY_NONE || c->pub.last == DL_DAY_NONE ||
        c->pub.last - c->pub.first > 6) {
        return false;
    }
    const int back_first = ((int)dl_day_weekday(c->pub.first) - weekday + 7) % 7;
    const int back_last = ((int)dl_day_weekday(c->pub.last) - weekday + 7) % 7;
    return c->pub.first - back_first == c->pub.last - back_last;
}

/* What no verb puts behind or ahead is the coming day, if it comes so soon. */
#define AHEAD_NEAREST 2 /* days */

/* A bare weekday. */
static void infer_weekday(dl_scene *c, dl_solving *s)
{
    const int weekday = dl_slot(s, DL_SLOT_WEEKDAY, 0);
    const int32_t anchor = dl_slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_PUB);
    if (s->moment.grain < DL_GRAIN_DAY) {
        s->moment.grain = DL_GRAIN_DAY;
    }
    s->weekday = (uint8_t)weekday;
    s->moment.weekday = (int8_t)weekday;
    const bool text = anchor == DL_ANCHORED_TEXT || c->narrative;
    dl_day base = DL_DAY_NONE;
    if (text && c->last_day != DL_NONE) {
        base = c->kept.at[c->last_day].moment.first;
        s->anchor = c->kept.at[c->last_day].time;
        s->way = DL_WAY_TEXT;
    } else if (dl_scene_dated(c) && !c->narrative) {
        base = c->pub.first;
        s->anchor = c->pub_anchor;
    } else if (!c->narrative && one_past_day(c, weekday) &&
               dl_time_tense(c->words, c->doc, s->token) != DL_TENSE_FUTURE) {
        base = c->pub.last;
        s->anchor = c->pub_anchor;
    }
    if (base == DL_DAY_NONE) {
        s->way = DL_WAY_UNKNOWN;
        return;
    }
    const int ahead = (weekday - (int)dl_day_weekday(base) + 7) % 7;
    const int back = (7 - ahead) % 7;
    dl_day day = base - back;
    if (dl_told(s, DL_SLOT_DIR)) {
        const int dir = dl_slot(s, DL_SLOT_DIR, 0);
        day = dir < 0   ? base - (back == 0 ? 7 : back)
              : dir > 0 ? base + (ahead == 0 ? 7 : ahead)
                        : base + ahead;
        if (dir == 0 && dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_PAST) {
            day = base - back;
        }
    } else if (s->way == DL_WAY_TEXT) {
        day = base + ahead;
    } else {
        const dl_tense t = dl_time_tense(c->words, c->doc, s->token);
        const bool future = t == DL_TENSE_FUTURE ||
                            (t == DL_TENSE_NONE && ahead > 0 && ahead <= AHEAD_NEAREST);
        s->way = future ? DL_WAY_NEXT : DL_WAY_PAST;
        day = future ? base + ahead : day;
    }
    if (dl_told(s, DL_SLOT_WEEK)) { /* "Friday last week" */
        day =
            base - (int)dl_day_weekday(base) + weekday + dl_slot(s, DL_SLOT_WEEK, 0) * 7;
    }
    dl_solving_take_day(s, day);
}

/* A part of the day or a time of the clock alone. */
static void infer_day(dl_scene *c, dl_solving *s)
{
    const int32_t anchor = dl_slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_ANY);
    const uint32_t index = c->last_day;
    if (anchor == DL_ANCHORED_PUB || index == DL_NONE ||
        (!c->narrative && anchor == DL_ANCHORED_ANY &&
         !dl_scene_in_paragraph(c, index))) {
        if (anchor == DL_ANCHORED_ANY && c->lead_day != DL_NONE && !c->narrative &&
            dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_PAST) {
            s->anchor = c->kept.at[c->lead_day].time; /* what the story tells of */
            s->way = DL_WAY_TEXT;
            dl_solving_take_day(s, c->kept.at[c->lead_day].moment.first +
                                       dl_slot(s, DL_SLOT_DIR, 0));
        } else if (dl_scene_dated(c) && !c->narrative) {
            s->anchor = c->pub_anchor;
            dl_solving_take_day(s, c->pub.first + dl_slot(s, DL_SLOT_DIR, 0));
        } else {
            s->way = DL_WAY_UNKNOWN;
        }
        return;
    }
    s->anchor = c->kept.at[index].time;
    s->way = DL_WAY_TEXT;
    dl_solving_take_day(s, c->kept.at[index].moment.first + dl_slot(s, DL_SLOT_DIR, 0));
}

/* "the 20th", "the 15": a day of the month the text is in. */
static void infer_month(dl_scene *c, dl_solving *s)
{
    const dl_moment *base = dl_scene_base(c, s, DL_ANCHORED_ANY, false);
    if (base != NULL && base->month == 0 && c->last_month != DL_NONE &&
        c->kept.at[c->last_month].moment.year == base->year) {
        base = &c->kept.at[c->last_month].moment;
        s->anchor = c->kept.at[c->last_month].time;
    }
    if (base == NULL || base->month == 0) {
        return;
    }
    s->moment.year = base->year;
    s->moment.month = base->month;
    if (!dl_moment_settle(&s->moment)) {
        s->moment.day = 0;
    }
}

static void solve_jalali(dl_solving *s)
{
    const dl_day day =
        dl_timecal_jalali(dl_slot(s, DL_SLOT_YEAR, 0), dl_slot(s, DL_SLOT_MONTH, 0),
                          dl_slot(s, DL_SLOT_DAY, 0));
    s->moment.month = s->moment.day = 0;
    s->moment.year = DL_YEAR_NONE;
    if (day != DL_DAY_NONE) {
        dl_solving_take_day(s, day);
        s->printed = true;
    }
}

/* "15 Ramadan 1438": right to a day or two, so the interval is three days wide. */
static void solve_hijri(dl_solving *s)
{
    const dl_day day =
        dl_timecal_hijri(dl_slot(s, DL_SLOT_YEAR, 0), dl_slot(s, DL_SLOT_MONTH, 0),
                         dl_slot(s, DL_SLOT_DAY, 1));
    const bool month = !dl_told(s, DL_SLOT_DAY);
    s->moment.month = s->moment.day = 0;
    s->moment.year = DL_YEAR_NONE;
    if (day != DL_DAY_NONE) {
        dl_solving_take_day(s, day);
        s->moment.first = day - 1;
        s->moment.last = month ? day + 30 : day + 1;
        s->printed = true;
    }
}

/* The Saturday and Sunday beside a day: those before a Monday or Tuesday, else after. */
static void take_weekend(dl_moment *m)
{
    int year, week;
    const int weekday = (int)dl_day_weekday(m->first);
    dl_timecal_week(m->first - (weekday <= 1 ? 7 : 0), &year, &week);
    *m = dl_moment_none();
    m->grain = DL_GRAIN_WEEKEND;
    m->year = year;
    m->week = (int8_t)week;
    dl_moment_settle(m);
}

void dl_solve_date(dl_scene *c, dl_solving *s)
{
    dl_moment *m = &s->moment;
    m->mod = (uint8_t)dl_slot(s, DL_SLOT_MOD, 0);
    /* a name that is a date ("9/11") tells nothing of the dates beside it */
    s->aside |= dl_slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_ANY) == DL_ANCHORED_NONE;
    read_year(c, s);
    dl_solving_read_fields(s);
    if (dl_told(s, DL_SLOT_FEAST) && dl_feast_choose(c, s)) {
        s->type = m->grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
        return;
    }
    if (dl_told(s, DL_SLOT_CALENDAR)) {
        dl_slot(s, DL_SLOT_CALENDAR, 0) == DL_CALENDAR_JALALI ? solve_jalali(s)
                                                              : solve_hijri(s);
    } else if (m->grain == DL_GRAIN_DECADE || m->grain == DL_GRAIN_CENTURY) {
        dl_moment_settle(m);
    } else if (dl_told(s, DL_SLOT_WEEK) && m->grain == DL_GRAIN_YEAR) {
        m->grain = DL_GRAIN_WEEK; /* "week 7 of 2017" */
        m->week = (int8_t)dl_slot(s, DL_SLOT_WEEK, 1);
        dl_moment_settle(m);
    } else if (m->year != DL_YEAR_NONE) {
        m->fiscal = m->season == DL_SEASON_WI ? DL_WINTER_OF_YEAR : m->fiscal;
        if (!settle_at(c, s, m->year) && m->day != 0) {
            m->day = 0; /* 30 February: keep the month */
            m->grain = DL_GRAIN_MONTH;
            dl_moment_settle(m);
        }
    } else if (dl_told(s, DL_SLOT_MONTH) || dl_told(s, DL_SLOT_SEASON) ||
               dl_told(s, DL_SLOT_FEAST) || dl_told(s, DL_SLOT_QUARTER) ||
               dl_told(s, DL_SLOT_SEMESTER)) {
        infer_year(c, s);
        check_weekday(c, s);
    } else if (dl_told(s, DL_SLOT_DAY)) {
        infer_month(c, s);
    } else if (dl_told(s, DL_SLOT_WEEKDAY)) {
        infer_weekday(c, s);
    } else {
        infer_day(c, s);
    }
    if (dl_told(s, DL_SLOT_WEEKEND) && m->first != DL_DAY_NONE) {
        take_weekend(m); /* "the Labor Day weekend" */
    }
    if (dl_told(s, DL_SLOT_WEEK) && m->grain == DL_GRAIN_DAY && m->first != DL_DAY_NONE &&
        dl_told(s, DL_SLOT_MONTH)) { /* "the week of 8 April" */
        int year, week;
        dl_timecal_week(m->first, &year, &week);
        *m = dl_moment_none();
        m->grain = DL_GRAIN_WEEK;
        m->year = year;
        m->week = (int8_t)week;
        dl_moment_settle(m);
    }
    s->type = m->grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
}

/* 03/04/2017: which is the month? A number over 12 tells, the day of publication, another
 * date of the page; then dots and dashes stand for day first, and slashes for month
 * first, unless that day had not come yet. */
static bool is_day_first(const dl_scene *c, const dl_solving *s, dl_day month_first,
                         dl_day day_first)
{
    if (month_first == DL_DAY_NONE || day_first == DL_DAY_NONE) {
        return month_first == DL_DAY_NONE;
    }
    if (dl_scene_dated(c) && (day_first == c->pub.first || month_first == c->pub.first)) {
        return day_first == c->pub.first;
    }
    if (c->day_first != c->month_first) {
        return c->day_first;
    }
    return dl_told(s, DL_SLOT_DAYFIRST) ||
           (dl_scene_dated(c) && month_first > c->pub.first && day_first <= c->pub.first);
}

void dl_solve_numeric(dl_scene *c, dl_solving *s)
{
    read_year(c, s);
    const int32_t a = dl_slot(s, DL_SLOT_FIRST, 0), b = dl_slot(s, DL_SLOT_SECONDN, 0);
    const dl_day month_first = dl_day_of(s->moment.year, a, b);
    const dl_day day_first = dl_day_of(s->moment.year, b, a);
    const dl_day day =
        is_day_first(c, s, month_first, day_first) ? day_first : month_first;
    s->moment.grain = DL_GRAIN_DAY;
    if (day == DL_DAY_NONE) {
        s->moment.year = DL_YEAR_NONE;
        s->way = DL_WAY_UNKNOWN;
    } else {
        dl_solving_take_day(s, day);
    }
    dl_solving_read_clock(s);
    s->type = s->moment.grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
}
