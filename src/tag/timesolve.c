/* timesolve.c - carries out the operators of the rules; see timesolve.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timesolve.h"

#include "timecal.h"
#include "timetense.h"

#include <stdlib.h>

#define FEW_HIGH 10         /* "a few days ago" is 1 to 10 days ago */
#define FEAST_LONG_GONE 300 /* days; nobody says "at Easter" of one so long ago */

/* A solved moment that later ones may lean on. */
typedef struct kept {
    dl_moment moment;
    uint32_t time; /* index in out->times, or DL_ANCHOR_PUBLISHED */
    uint32_t sentence, paragraph;
    bool printed; /* its year was printed, not inferred */
} kept;

typedef struct scene {
    const dl_timewords *words;
    const dl_doc *doc;
    const dl_time_atoms *atoms;
    const dl_time_match *matches;
    dl_arena *arena;
    dl_tags *out;
    uint32_t time_room;
    bool narrative;
    dl_moment pub; /* the day of writing; grain NONE: unknown */
    uint32_t pub_anchor; /* what dl_time.anchor says for it */
    DL_VEC(kept) kept;
    uint32_t last_dated, last_month, last_day; /* into kept, or DL_NONE */
    uint32_t paragraph, paragraph_at; /* counted up to this byte */
    const uint8_t *aside;  /* by match: its year is a remark, not the story's */
} scene;

/* One expression while it is being solved. */
typedef struct solving {
    const int32_t *slots;
    const dl_time_match *match;
    const dl_time_piece *piece;
    uint32_t token, sentence;
    dl_moment moment;
    uint8_t type, way;
    uint32_t anchor;
    uint8_t weekday; /* for dl_time.weekday */
    dl_str value;    /* set when the moment does not give it */
    dl_when when;
    bool when_set, printed, aside;
} solving;

static int32_t slot(const solving *s, dl_time_slot which, int32_t otherwise)
{
    const int32_t value = s->slots[which];
    return value == DL_SLOT_EMPTY ? otherwise : value;
}

static bool told(const solving *s, dl_time_slot which)
{
    return s->slots[which] != DL_SLOT_EMPTY;
}

static bool pub_has_day(const scene *c)
{
    return c->pub.grain != DL_GRAIN_NONE && c->pub.first == c->pub.last;
}

/* ---- what to lean on ---- */

static void count_paragraphs(scene *c, uint32_t upto)
{
    const dl_str text = c->doc->text;
    for (; c->paragraph_at < upto; c->paragraph_at++) {
        c->paragraph += text.at[c->paragraph_at] == '\n';
    }
}

static bool in_paragraph(const scene *c, uint32_t index)
{
    return index != DL_NONE && c->kept.at[index].paragraph == c->paragraph;
}

/* The moment to count from. Day and finer units want a day. */
static const dl_moment *base_of(scene *c, solving *s, int32_t anchor, bool day)
{
    uint32_t index = day ? c->last_day : c->last_dated;
    if (day && c->last_dated != DL_NONE && index != DL_NONE && c->narrative &&
        c->last_dated > index && c->kept.at[c->last_dated].moment.first >
                                     c->kept.at[index].moment.last) {
        index = c->last_dated; /* the story has moved on, to no certain day */
    }
    if (day && index == DL_NONE) {
        index = c->last_dated;
    }
    if (anchor == DL_ANCHORED_NONE) {
        s->way = DL_WAY_UNKNOWN;
        return NULL;
    }
    bool text = anchor == DL_ANCHORED_TEXT;
    if (anchor == DL_ANCHORED_ANY) {
        text = c->narrative || in_paragraph(c, index);
    } else if (anchor == DL_ANCHORED_PUB) { /* in a history only people quoted say "ago" */
        text = c->narrative && in_paragraph(c, index);
        s->aside |= c->narrative;
    }
    if (text && index != DL_NONE) {
        s->anchor = c->kept.at[index].time;
        s->way = DL_WAY_TEXT;
        return &c->kept.at[index].moment;
    }
    /* "the following morning" of what? Not of today, unless it is ahead. */
    const bool ahead = anchor == DL_ANCHORED_TEXT && slot(s, DL_SLOT_DIR, 0) > 0 &&
                       dl_time_tense(c->words, c->doc, s->token) != DL_TENSE_FUTURE;
    if (c->pub.grain != DL_GRAIN_NONE && !ahead &&
        !(anchor == DL_ANCHORED_TEXT && c->narrative)) {
        s->anchor = c->pub_anchor;
        return &c->pub;
    }
    s->way = DL_WAY_UNKNOWN;
    return NULL;
}

/* ---- feasts ---- */

static dl_day feast_day(const dl_time_feast *f, int year, int *days)
{
    int hijri, month, dom;
    *days = 1;
    switch (f->kind) {
    case DL_FEAST_FIXED:
        *days = f->c;
        return dl_day_of(year, f->a, f->b);
    case DL_FEAST_EASTER:
    case DL_FEAST_ORTHODOX: {
        const dl_day easter = f->kind == DL_FEAST_EASTER
                                  ? dl_timecal_easter(year)
                                  : dl_timecal_orthodox_easter(year);
        *days = f->b > 0 ? f->b : 1;
        return easter == DL_DAY_NONE ? easter : easter + f->a;
    }
    case DL_FEAST_NTH:
        return dl_timecal_nth(year, f->a, f->b, f->c);
    case DL_FEAST_HIJRI: {
        const dl_day start = dl_day_of(year, 1, 1);
        if (start == DL_DAY_NONE || year < 640) {
            return DL_DAY_NONE;
        }
        dl_timecal_hijri_split(start, &hijri, &month, &dom);
        dl_day day = dl_timecal_hijri(hijri, f->a, f->b);
        if (day == DL_DAY_NONE || day < start) {
            day = dl_timecal_hijri(hijri + 1, f->a, f->b);
        }
        *days = f->c;
        return day;
    }
    case DL_FEAST_JALALI:
        *days = f->c;
        return dl_timecal_jalali(year - 621, f->a, f->b);
    default:
        *days = 1;
        return dl_timecal_passover(year) == DL_DAY_NONE ? DL_DAY_NONE
                                                        : dl_timecal_passover(year) + f->a;
    }
}

/* A feast of one day is a day; a longer one (Ramadan) keeps its interval. */
static bool settle_feast(const scene *c, solving *s)
{
    int days;
    const dl_time_feast *f = &c->words->feast.at[s->slots[DL_SLOT_FEAST]];
    const dl_day day = s->moment.year == DL_YEAR_NONE
                           ? DL_DAY_NONE
                           : feast_day(f, s->moment.year, &days);
    if (day == DL_DAY_NONE) {
        s->moment.first = s->moment.last = DL_DAY_NONE;
        return false;
    }
    const dl_moment at = dl_moment_of_day(day);
    s->moment.month = at.month;
    s->moment.day = at.day;
    s->moment.first = day;
    s->moment.last = day + days - 1;
    if (days > 10) {
        s->moment.grain = DL_GRAIN_MONTH;
    }
    if (f->kind == DL_FEAST_HIJRI && days > 1) { /* the sighted moon may differ by a day */
        s->moment.first--;
        s->moment.last++;
    }
    return true;
}

/* ---- dates ---- */

static bool settle_nth_weekday(solving *s, int32_t year)
{
    const dl_day day = dl_timecal_nth(year, s->moment.month, slot(s, DL_SLOT_ORD, 1),
                                      slot(s, DL_SLOT_WEEKDAY, 0));
    s->moment.first = s->moment.last = day;
    if (day == DL_DAY_NONE) {
        return false;
    }
    s->moment.day = dl_moment_of_day(day).day;
    s->moment.grain = DL_GRAIN_DAY;
    return true;
}

static bool settle_at(const scene *c, solving *s, int32_t year)
{
    s->moment.year = year;
    if (told(s, DL_SLOT_ORD) && told(s, DL_SLOT_WEEKDAY) && year != DL_YEAR_NONE) {
        return settle_nth_weekday(s, year); /* "the second Sunday in May" */
    }
    return told(s, DL_SLOT_FEAST) ? settle_feast(c, s) : dl_moment_settle(&s->moment);
}

/* The year before or after `base` that `dir` asks for; DL_YEAR_NONE if none near. */
static int32_t year_beside(const scene *c, solving *s, const dl_moment *base, int dir,
                           bool touching)
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
        const bool fits = dir < 0 ? (touching ? m->first <= base->last : m->last < base->first)
                                  : (touching ? m->last >= base->first : m->first > base->last);
        if (fits) {
            return year;
        }
    }
    return DL_YEAR_NONE;
}

static int32_t year_nearest(const scene *c, solving *s, const dl_moment *base)
{
    int32_t best = DL_YEAR_NONE;
    int64_t best_far = INT64_MAX;
    for (int k = -1; k <= 1; k++) {
        if (!settle_at(c, s, base->year + k)) {
            continue;
        }
        const int64_t far = s->moment.first > base->last    ? s->moment.first - base->last
                            : s->moment.last < base->first ? base->first - s->moment.last
                                                           : 0;
        if (far < best_far) {
            best_far = far;
            best = base->year + k;
        }
    }
    return best;
}

static bool same_sentence(const scene *c, const solving *s, uint32_t index)
{
    return index != DL_NONE && c->kept.at[index].sentence == s->sentence;
}

/* Months run on: after November 1941, "January" is that of 1942. */
#define ROLL_FROM 8 /* months back that count as a step into the next year */

static int32_t year_from_text(const scene *c, solving *s, uint32_t index)
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
static uint32_t narrated_before(const scene *c, const solving *s)
{
    const uint32_t index = c->last_dated;
    if (index == DL_NONE || c->kept.at[index].time == DL_ANCHOR_PUBLISHED ||
        !c->kept.at[index].printed) {
        return DL_NONE;
    }
    const kept *k = &c->kept.at[index];
    const bool fine = k->moment.grain >= DL_GRAIN_SEASON;
    return fine && same_sentence(c, s, index) ? index : DL_NONE;
}

static void infer_year(scene *c, solving *s)
{
    const int32_t anchor = slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_ANY);
    int32_t year = DL_YEAR_NONE;
    if (told(s, DL_SLOT_DIR)) {
        const dl_moment *base = base_of(c, s, anchor == DL_ANCHORED_ANY && !c->narrative
                                                  ? DL_ANCHORED_PUB : anchor, false);
        const int dir = slot(s, DL_SLOT_DIR, 0);
        if (base != NULL && base->year != DL_YEAR_NONE) {
            year = dir == 0 ? year_nearest(c, s, base) : year_beside(c, s, base, dir, false);
        }
        settle_at(c, s, year);
        return;
    }
    const uint32_t before = narrated_before(c, s);
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
        const bool near = told(s, DL_SLOT_DATELINE) ||
                          (t == DL_TENSE_NONE && s->moment.day != 0);
        year = near ? year_nearest(c, s, &c->pub)
                    : year_beside(c, s, &c->pub, t == DL_TENSE_FUTURE ? 1 : -1, true);
        if (told(s, DL_SLOT_FEAST) && year != DL_YEAR_NONE &&
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
static void check_weekday(const scene *c, solving *s)
{
    const int32_t weekday = slot(s, DL_SLOT_WEEKDAY, -1);
    if (weekday < 0 || s->printed || told(s, DL_SLOT_ORD) || s->moment.day == 0 ||
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

static int32_t century_of(const scene *c, const solving *s, int32_t two)
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

static void read_year(scene *c, solving *s)
{
    dl_moment *m = &s->moment;
    const bool bc = slot(s, DL_SLOT_ERA, 2) == 1;
    if (told(s, DL_SLOT_YEAR)) {
        m->year = slot(s, DL_SLOT_YEAR, 0);
        m->year = bc ? 1 - m->year : m->year;
    } else if (told(s, DL_SLOT_YY)) {
        m->year = century_of(c, s, slot(s, DL_SLOT_YY, 0));
    }
    s->printed = m->year != DL_YEAR_NONE;
    if (told(s, DL_SLOT_DECADE)) {
        int32_t decade = slot(s, DL_SLOT_DECADE, 0);
        decade = decade < 100 && !bc ? century_of(c, s, decade) : decade;
        m->year = bc ? 1 - (decade + 9) : decade;
        m->grain = DL_GRAIN_DECADE;
        s->printed = true;
    } else if (told(s, DL_SLOT_CENTURY)) {
        const int32_t century = slot(s, DL_SLOT_CENTURY, 1);
        m->year = bc ? 1 - century * 100 : (century - 1) * 100 + 1;
        m->grain = DL_GRAIN_CENTURY;
        s->printed = true;
    }
}

static int hour_of(const solving *s)
{
    const int32_t hour = slot(s, DL_SLOT_HOUR, -1);
    switch (slot(s, DL_SLOT_AMPM, 0)) {
    case 1: /* a.m. */
        return hour == 12 ? 0 : hour;
    case 2: /* p.m. */
        return hour < 12 ? hour + 12 : hour;
    default:
        return hour;
    }
}

static void read_clock(solving *s)
{
    dl_moment *m = &s->moment;
    if (told(s, DL_SLOT_PART)) {
        m->part = (uint8_t)slot(s, DL_SLOT_PART, 0);
        m->grain = DL_GRAIN_PART;
    }
    if (told(s, DL_SLOT_HOUR)) {
        int hour = hour_of(s);
        if (hour >= 100) { /* "0112 GMT" */
            m->minute = (int8_t)(hour % 100);
            hour /= 100;
        }
        if (m->part >= DL_PART_AF && m->part <= DL_PART_NI && hour < 12 && hour > 3 &&
            !told(s, DL_SLOT_AMPM)) {
            hour += 12; /* "7 o'clock in the evening" */
        }
        m->hour = (int8_t)hour;
        m->minute = (int8_t)slot(s, DL_SLOT_MINUTE, m->minute);
        m->second = (int8_t)slot(s, DL_SLOT_SECOND, -1);
        m->grain = m->second >= 0 ? DL_GRAIN_SECOND
                   : m->minute >= 0 ? DL_GRAIN_MINUTE
                                    : DL_GRAIN_HOUR;
        if (told(s, DL_SLOT_ZONE)) {
            m->zone = (int16_t)slot(s, DL_SLOT_ZONE, 0);
        }
    }
}

static void read_fields(solving *s)
{
    dl_moment *m = &s->moment;
    if (m->grain == DL_GRAIN_NONE && m->year != DL_YEAR_NONE) {
        m->grain = DL_GRAIN_YEAR;
    }
    static const struct { dl_time_slot slot; dl_grain grain; } FIELDS[] = {
        {DL_SLOT_SEMESTER, DL_GRAIN_SEMESTER}, {DL_SLOT_SEASON, DL_GRAIN_SEASON},
        {DL_SLOT_QUARTER, DL_GRAIN_QUARTER}, {DL_SLOT_MONTH, DL_GRAIN_MONTH},
        {DL_SLOT_DAY, DL_GRAIN_DAY}, {DL_SLOT_FEAST, DL_GRAIN_DAY}};
    for (size_t i = 0; i < sizeof FIELDS / sizeof FIELDS[0]; i++) {
        if (told(s, FIELDS[i].slot)) {
            m->grain = FIELDS[i].grain;
        }
    }
    m->semester = (uint8_t)slot(s, DL_SLOT_SEMESTER, 0);
    m->season = (uint8_t)slot(s, DL_SLOT_SEASON, 0);
    m->quarter = (uint8_t)slot(s, DL_SLOT_QUARTER, 0);
    m->month = (int8_t)slot(s, DL_SLOT_MONTH, 0);
    m->day = (int8_t)slot(s, DL_SLOT_DAY, 0);
    m->fiscal = (uint8_t)slot(s, DL_SLOT_FISCAL, 0);
    if (m->fiscal != 0) {
        m->grain = DL_GRAIN_YEAR;
    }
    read_clock(s);
}

static void take_day(solving *s, dl_day day)
{
    const dl_moment at = dl_moment_of_day(day);
    s->moment.year = at.year;
    s->moment.month = at.month;
    s->moment.day = at.day;
    s->moment.first = s->moment.last = day;
}

/* Published within some days: the last such weekday before each of them is the same. */
static bool one_past_day(const scene *c, int weekday)
{
    if (c->pub.first == DL_DAY_NONE || c->pub.last == DL_DAY_NONE ||
        c->pub.last - c->pub.first > 6) {
        return false;
    }
    const int back_first = ((int)dl_day_weekday(c->pub.first) - weekday + 7) % 7;
    const int back_last = ((int)dl_day_weekday(c->pub.last) - weekday + 7) % 7;
    return c->pub.first - back_first == c->pub.last - back_last;
}

/* A bare weekday. */
static void infer_weekday(scene *c, solving *s)
{
    const int weekday = slot(s, DL_SLOT_WEEKDAY, 0);
    const int32_t anchor = slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_PUB);
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
    } else if (pub_has_day(c) && !c->narrative) {
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
    if (told(s, DL_SLOT_DIR)) {
        const int dir = slot(s, DL_SLOT_DIR, 0);
        day = dir < 0   ? base - (back == 0 ? 7 : back)
              : dir > 0 ? base + (ahead == 0 ? 7 : ahead)
                        : base + ahead;
        if (dir == 0 && dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_PAST) {
            day = base - back;
        }
    } else if (s->way == DL_WAY_TEXT) {
        day = base + ahead;
    } else {
        const bool future = dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_FUTURE;
        s->way = future ? DL_WAY_NEXT : DL_WAY_PAST;
        day = future ? base + ahead : day;
    }
    if (told(s, DL_SLOT_WEEK)) { /* "Friday last week" */
        day = base - (int)dl_day_weekday(base) + weekday + slot(s, DL_SLOT_WEEK, 0) * 7;
    }
    take_day(s, day);
}

/* A part of the day or a time of the clock alone. */
static void infer_day(scene *c, solving *s)
{
    const int32_t anchor = slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_ANY);
    const uint32_t index = c->last_day;
    if (anchor == DL_ANCHORED_PUB || index == DL_NONE ||
        (!c->narrative && anchor == DL_ANCHORED_ANY && !in_paragraph(c, index))) {
        if (pub_has_day(c) && !c->narrative) {
            s->anchor = c->pub_anchor;
            take_day(s, c->pub.first + slot(s, DL_SLOT_DIR, 0));
        } else {
            s->way = DL_WAY_UNKNOWN;
        }
        return;
    }
    s->anchor = c->kept.at[index].time;
    s->way = DL_WAY_TEXT;
    take_day(s, c->kept.at[index].moment.first + slot(s, DL_SLOT_DIR, 0));
}

/* "the 20th", "the 15": a day of the month the text is in. */
static void infer_month(scene *c, solving *s)
{
    const dl_moment *base = base_of(c, s, DL_ANCHORED_ANY, false);
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

static void solve_jalali(solving *s)
{
    const dl_day day = dl_timecal_jalali(slot(s, DL_SLOT_YEAR, 0), slot(s, DL_SLOT_MONTH, 0),
                                         slot(s, DL_SLOT_DAY, 0));
    s->moment.month = s->moment.day = 0;
    s->moment.year = DL_YEAR_NONE;
    if (day != DL_DAY_NONE) {
        take_day(s, day);
        s->printed = true;
    }
}

/* "15 Ramadan 1438": right to a day or two, so the interval is three days wide. */
static void solve_hijri(solving *s)
{
    const dl_day day = dl_timecal_hijri(slot(s, DL_SLOT_YEAR, 0), slot(s, DL_SLOT_MONTH, 0),
                                        slot(s, DL_SLOT_DAY, 1));
    const bool month = !told(s, DL_SLOT_DAY);
    s->moment.month = s->moment.day = 0;
    s->moment.year = DL_YEAR_NONE;
    if (day != DL_DAY_NONE) {
        take_day(s, day);
        s->moment.first = day - 1;
        s->moment.last = month ? day + 30 : day + 1;
        s->printed = true;
    }
}

static void solve_date(scene *c, solving *s)
{
    dl_moment *m = &s->moment;
    m->mod = (uint8_t)slot(s, DL_SLOT_MOD, 0);
    read_year(c, s);
    read_fields(s);
    if (told(s, DL_SLOT_CALENDAR)) {
        slot(s, DL_SLOT_CALENDAR, 0) == DL_CALENDAR_JALALI ? solve_jalali(s) : solve_hijri(s);
    } else if (m->grain == DL_GRAIN_DECADE || m->grain == DL_GRAIN_CENTURY) {
        dl_moment_settle(m);
    } else if (m->year != DL_YEAR_NONE) {
        m->fiscal = m->season == DL_SEASON_WI ? DL_WINTER_OF_YEAR : m->fiscal;
        if (!settle_at(c, s, m->year) && m->day != 0) {
            m->day = 0; /* 30 February: keep the month */
            m->grain = DL_GRAIN_MONTH;
            dl_moment_settle(m);
        }
    } else if (told(s, DL_SLOT_MONTH) || told(s, DL_SLOT_SEASON) || told(s, DL_SLOT_FEAST) ||
               told(s, DL_SLOT_QUARTER) || told(s, DL_SLOT_SEMESTER)) {
        infer_year(c, s);
        check_weekday(c, s);
    } else if (told(s, DL_SLOT_DAY)) {
        infer_month(c, s);
    } else if (told(s, DL_SLOT_WEEKDAY)) {
        infer_weekday(c, s);
    } else {
        infer_day(c, s);
    }
    if (told(s, DL_SLOT_WEEK) && m->grain == DL_GRAIN_DAY && m->first != DL_DAY_NONE &&
        told(s, DL_SLOT_MONTH)) { /* "the week of 8 April" */
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

/* 03/04/2017: which is the month? Told by a number over 12; else the reading that lies
 * nearer before the publication; else month first, as most English pages outside Britain
 * print it. */
static void solve_numeric(scene *c, solving *s)
{
    read_year(c, s);
    const int32_t a = slot(s, DL_SLOT_FIRST, 0), b = slot(s, DL_SLOT_SECONDN, 0);
    dl_day month_first = dl_day_of(s->moment.year, a, b);
    dl_day day_first = dl_day_of(s->moment.year, b, a);
    dl_day day = month_first == DL_DAY_NONE ? day_first : month_first;
    if (month_first != DL_DAY_NONE && day_first != DL_DAY_NONE && pub_has_day(c)) {
        const bool late = month_first > c->pub.first;
        if ((late && day_first <= c->pub.first) || day_first == c->pub.first) {
            day = day_first;
        }
    }
    s->moment.grain = DL_GRAIN_DAY;
    if (day == DL_DAY_NONE) {
        s->moment.year = DL_YEAR_NONE;
        s->way = DL_WAY_UNKNOWN;
    } else {
        take_day(s, day);
    }
    read_clock(s);
    s->type = s->moment.grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
}

/* ---- shifts ---- */

static uint8_t grain_of_unit(int32_t unit)
{
    static const uint8_t GRAINS[] = {
        [DL_UNIT_SECOND] = DL_GRAIN_SECOND, [DL_UNIT_MINUTE] = DL_GRAIN_MINUTE,
        [DL_UNIT_HOUR] = DL_GRAIN_HOUR, [DL_UNIT_DAY] = DL_GRAIN_DAY,
        [DL_UNIT_NIGHT] = DL_GRAIN_PART, [DL_UNIT_WEEKEND] = DL_GRAIN_WEEKEND,
        [DL_UNIT_WEEK] = DL_GRAIN_WEEK, [DL_UNIT_FORTNIGHT] = DL_GRAIN_WEEK,
        [DL_UNIT_MONTH] = DL_GRAIN_MONTH, [DL_UNIT_QUARTER] = DL_GRAIN_QUARTER,
        [DL_UNIT_SEASON] = DL_GRAIN_SEASON, [DL_UNIT_YEAR] = DL_GRAIN_YEAR,
        [DL_UNIT_DECADE] = DL_GRAIN_DECADE, [DL_UNIT_CENTURY] = DL_GRAIN_CENTURY,
        [DL_UNIT_MILLENNIUM] = DL_GRAIN_MILLENNIUM};
    return unit >= DL_UNIT_SECOND && unit <= DL_UNIT_MILLENNIUM ? GRAINS[unit] : DL_GRAIN_DAY;
}

static int32_t floor_to(int32_t value, int32_t step)
{
    const int32_t rest = value % step;
    return value - (rest < 0 ? rest + step : rest);
}

static void shift_months(dl_moment *m, const dl_moment *base, int64_t months)
{
    const int64_t at = (int64_t)base->year * 12 + base->month - 1 + months;
    if (at < -9999 * 12 || at > 9999 * 12) {
        m->year = DL_YEAR_NONE;
        return;
    }
    m->year = floor_to((int32_t)at, 12) / 12;
    m->month = (int8_t)(at - (int64_t)m->year * 12 + 1);
}

static void shift_days(solving *s, const dl_moment *base, int64_t days)
{
    if (base->first == DL_DAY_NONE || days > 4000000 || days < -4000000) {
        return;
    }
    if (base->first == base->last) {
        take_day(s, base->first + (dl_day)days);
        return;
    }
    /* from no certain day: the value keeps the month, if it stays the same */
    const dl_moment low = dl_moment_of_day(base->first + (dl_day)days),
                    high = dl_moment_of_day(base->last + (dl_day)days);
    s->moment.year = low.year == high.year ? low.year : base->year;
    s->moment.month = low.year == high.year && low.month == high.month ? low.month : 0;
    s->moment.first = base->first + (dl_day)days;
    s->moment.last = base->last + (dl_day)days;
}

static void shift_weeks(dl_moment *m, const dl_moment *base, int64_t weeks)
{
    int year, week;
    if (base->first == DL_DAY_NONE || base->last - base->first > 6 || weeks > 500000 ||
        weeks < -500000) {
        m->year = base->year;
        return;
    }
    dl_timecal_week(base->first + (dl_day)weeks * 7, &year, &week);
    m->year = year;
    m->week = (int8_t)week;
}

static void shift_clock(solving *s, const scene *c, const dl_moment *base, int64_t n,
                        int32_t unit)
{
    (void)c;
    if (base->hour < 0 || base->first == DL_DAY_NONE || n > 1000000 || n < -1000000) {
        if (base->first == base->last && base->first != DL_DAY_NONE) {
            take_day(s, base->first);
        }
        return;
    }
    const int64_t step = unit == DL_UNIT_HOUR ? 3600 : unit == DL_UNIT_MINUTE ? 60 : 1;
    const int64_t at = (int64_t)base->first * DL_DAY_SECONDS + base->hour * 3600 +
                       (base->minute < 0 ? 0 : base->minute) * 60 + n * step;
    const int64_t day = at >= 0 ? at / DL_DAY_SECONDS : -((-at + DL_DAY_SECONDS - 1) / DL_DAY_SECONDS);
    const int32_t rest = (int32_t)(at - day * DL_DAY_SECONDS);
    take_day(s, (dl_day)day);
    s->moment.hour = (int8_t)(rest / 3600);
    s->moment.minute = (int8_t)(rest / 60 % 60);
}

/* "a few weeks ago": somewhere 1 to FEW_HIGH units before. */
static void shift_vaguely(solving *s, const dl_moment *base, int dir, int32_t unit)
{
    static const int DAYS[] = {
        [DL_UNIT_DAY] = 1, [DL_UNIT_NIGHT] = 1, [DL_UNIT_WEEKEND] = 7, [DL_UNIT_WEEK] = 7,
        [DL_UNIT_FORTNIGHT] = 14, [DL_UNIT_MONTH] = 30, [DL_UNIT_QUARTER] = 91,
        [DL_UNIT_SEASON] = 91, [DL_UNIT_YEAR] = 365, [DL_UNIT_DECADE] = 3652,
        [DL_UNIT_CENTURY] = 36524, [DL_UNIT_MILLENNIUM] = 365242};
    s->value = dir < 0 ? DL_STR("PAST_REF") : DL_STR("FUTURE_REF");
    s->moment = dl_moment_none();
    if (base == NULL || base->first == DL_DAY_NONE || unit > DL_UNIT_DECADE) {
        return;
    }
    const int step = DAYS[unit];
    const dl_day near = (dir < 0 ? base->first : base->last) + dir * step;
    const dl_day far = (dir < 0 ? base->first : base->last) + dir * step * FEW_HIGH;
    s->when = dl_when_days(dir < 0 ? far : near, dir < 0 ? near : far);
    s->when.precision = unit >= DL_UNIT_YEAR ? DL_PRECISION_YEAR
                        : unit >= DL_UNIT_WEEK ? DL_PRECISION_MONTH
                                               : DL_PRECISION_DAY;
    s->when_set = true;
}

/* "the weekend": this one if it is ahead or has begun, else the last. */
static int direction_by_tense(const scene *c, const solving *s)
{
    const bool begun = pub_has_day(c) && dl_day_weekday(c->pub.first) >= 5;
    return begun || dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_FUTURE ? 0 : -1;
}

/* "earlier this year" ends with the day of writing, "later this month" begins with it. */
static void cut_at_base(solving *s, const dl_moment *base)
{
    const dl_moment *m = &s->moment;
    if (m->first == DL_DAY_NONE || base->first != base->last || base->first < m->first ||
        base->first > m->last) {
        return;
    }
    s->when = dl_moment_when(m);
    const dl_when day = dl_when_day(base->first);
    if (m->mod == DL_MOD_EARLIER) {
        s->when.latest = day.latest;
    } else {
        s->when.earliest = day.earliest;
    }
    s->when_set = true;
}

/* n units before or after the base; n 0: the unit the base lies in. */
static void solve_shift(scene *c, solving *s)
{
    const int32_t unit = slot(s, DL_SLOT_UNIT, DL_UNIT_DAY);
    const int dir = told(s, DL_SLOT_TENSE) ? direction_by_tense(c, s)
                                           : slot(s, DL_SLOT_DIR, 0);
    const int64_t n = (int64_t)slot(s, DL_SLOT_N, 1) * dir;
    const bool day = unit <= DL_UNIT_FORTNIGHT;
    const dl_moment *found = base_of(c, s, slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_PUB), day);
    dl_moment *m = &s->moment;
    m->grain = grain_of_unit(unit);
    m->mod = (uint8_t)slot(s, DL_SLOT_MOD, 0);
    s->type = m->grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
    if (told(s, DL_SLOT_MANY)) {
        shift_vaguely(s, found, dir, unit);
        return;
    }
    if (found == NULL) {
        return;
    }
    const dl_moment base = *found;
    switch (unit) {
    case DL_UNIT_SECOND: case DL_UNIT_MINUTE: case DL_UNIT_HOUR:
        shift_clock(s, c, &base, n, unit);
        return;
    case DL_UNIT_DAY: case DL_UNIT_NIGHT:
        m->grain = DL_GRAIN_DAY;
        read_clock(s);
        if (unit == DL_UNIT_NIGHT) {
            m->grain = DL_GRAIN_PART;
            m->part = DL_PART_NI;
        }
        s->type = m->grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
        shift_days(s, &base, n);
        return;
    case DL_UNIT_WEEK: case DL_UNIT_WEEKEND: case DL_UNIT_FORTNIGHT:
        shift_weeks(m, &base, unit == DL_UNIT_FORTNIGHT ? 2 * n : n);
        break;
    case DL_UNIT_MONTH:
        if (base.month == 0) {
            m->year = base.year;
        } else {
            shift_months(m, &base, n);
        }
        break;
    case DL_UNIT_QUARTER: {
        dl_moment at = base;
        if (base.month == 0) {
            m->year = base.year;
            break;
        }
        shift_months(&at, &base, n * 3);
        m->year = at.year;
        m->quarter = (uint8_t)((at.month - 1) / 3 + 1);
        break;
    }
    default: {
        const int32_t step = unit == DL_UNIT_DECADE       ? 10
                             : unit == DL_UNIT_CENTURY    ? 100
                             : unit == DL_UNIT_MILLENNIUM ? 1000
                                                          : 1;
        int64_t year = base.year + n * step;
        if (base.year == DL_YEAR_NONE || year < -9999 || year > 9999) {
            return;
        }
        m->year = (int32_t)year;
        if (step > 1) {
            m->year = floor_to(m->year, step) + (step >= 100);
        }
        break;
    }
    }
    if ((m->grain == DL_GRAIN_WEEK || m->grain == DL_GRAIN_WEEKEND) && m->week == 0) {
        return;
    }
    if (m->grain == DL_GRAIN_MONTH && m->month == 0) {
        return;
    }
    dl_moment_settle(m);
    if (n == 0 && (m->mod == DL_MOD_EARLIER || m->mod == DL_MOD_LATER)) {
        cut_at_base(s, &base);
    }
}

/* ---- durations, sets, references ---- */

static const char *unit_letter(int32_t unit)
{
    static const char *const LETTERS[] = {"",  "S", "M", "H", "D",  "N",  "WE", "W",
                                          "W", "M", "Q", "S", "Y", "DE", "CE", "ML"};
    return unit >= DL_UNIT_SECOND && unit <= DL_UNIT_MILLENNIUM ? LETTERS[unit] : "D";
}

static dl_str span_value(const scene *c, const solving *s)
{
    const int32_t unit = slot(s, DL_SLOT_UNIT, DL_UNIT_DAY);
    const char *t = unit <= DL_UNIT_HOUR ? "T" : "";
    const char *letter = unit_letter(unit);
    int32_t n = slot(s, DL_SLOT_N, 1);
    if (told(s, DL_SLOT_MANY)) {
        return dl_str_printf(c->arena, "P%sX%s", t, letter);
    }
    if (unit == DL_UNIT_FORTNIGHT) {
        n *= 2;
    }
    if (told(s, DL_SLOT_HALF)) {
        if (told(s, DL_SLOT_N)) {
            return dl_str_printf(c->arena, "P%s%d.5%s", t, n, letter);
        }
        static const struct { int32_t unit; const char *value; } HALVES[] = {
            {DL_UNIT_MINUTE, "PT30S"}, {DL_UNIT_HOUR, "PT30M"}, {DL_UNIT_DAY, "PT12H"},
            {DL_UNIT_MONTH, "P15D"}, {DL_UNIT_YEAR, "P6M"}, {DL_UNIT_DECADE, "P5Y"},
            {DL_UNIT_CENTURY, "P50Y"}, {DL_UNIT_MILLENNIUM, "P500Y"}};
        for (size_t i = 0; i < sizeof HALVES / sizeof HALVES[0]; i++) {
            if (HALVES[i].unit == unit) {
                return dl_str_of(HALVES[i].value);
            }
        }
    }
    if (told(s, DL_SLOT_FRAC)) {
        return dl_str_printf(c->arena, "P%s%d.%d%s", t, n, slot(s, DL_SLOT_FRAC, 0), letter);
    }
    return dl_str_printf(c->arena, "P%s%d%s", t, n, letter);
}

static void solve_span(scene *c, solving *s)
{
    s->type = DL_TIME_DURATION;
    s->value = span_value(c, s);
    s->moment.mod = (uint8_t)slot(s, DL_SLOT_MOD, 0);
}

static void solve_set(scene *c, solving *s)
{
    s->type = DL_TIME_SET;
    if (told(s, DL_SLOT_UNIT)) {
        s->value = span_value(c, s);
        return;
    }
    s->moment.grain = DL_GRAIN_DAY;
    read_fields(s);
    s->moment.weekday = (int8_t)slot(s, DL_SLOT_WEEKDAY, -1);
    if (told(s, DL_SLOT_WEEKEND)) {
        s->moment.grain = DL_GRAIN_WEEKEND;
    }
    s->value = dl_moment_value(&s->moment, c->arena);
    s->moment.grain = DL_GRAIN_NONE;
}

/* PAST_REF and its like; "in recent weeks" is also an interval before publication. */
static void solve_ref(scene *c, solving *s)
{
    static const dl_str VALUES[] = {{"", 0}, {"PAST_REF", 8}, {"PRESENT_REF", 11}, {"FUTURE_REF", 10}};
    const int32_t ref = slot(s, DL_SLOT_REF, DL_REF_PRESENT);
    s->value = VALUES[ref];
    s->moment.mod = (uint8_t)slot(s, DL_SLOT_MOD, 0);
    if (c->narrative || !pub_has_day(c)) {
        return;
    }
    if (ref == DL_REF_PRESENT) {
        s->anchor = c->pub_anchor;
        s->when = dl_when_day(c->pub.first);
        s->when_set = true;
    } else if (told(s, DL_SLOT_RECENT)) {
        const int32_t unit = slot(s, DL_SLOT_RECENT, DL_UNIT_DAY);
        const int days = unit <= DL_UNIT_DAY    ? FEW_HIGH
                         : unit <= DL_UNIT_WEEK ? 7 * FEW_HIGH
                         : unit < DL_UNIT_YEAR  ? 365
                                                : 3652;
        s->anchor = c->pub_anchor;
        s->when = dl_when_days(ref == DL_REF_PAST ? c->pub.first - days : c->pub.first,
                               ref == DL_REF_PAST ? c->pub.first : c->pub.first + days);
        s->when_set = true;
    }
}

/* ---- one after another ---- */

static const dl_str MODS[DL_MOD_COUNT] = {
    {"", 0}, {"START", 5}, {"MID", 3}, {"END", 3}, {"APPROX", 6}, {"MORE_THAN", 9},
    {"LESS_THAN", 9}, {"EQUAL_OR_MORE", 13}, {"EQUAL_OR_LESS", 13}, {"BEFORE", 6},
    {"AFTER", 5}, {"START", 5}, {"END", 3}};

static bool keep(scene *c, const solving *s, uint32_t time)
{
    const dl_moment *m = &s->moment;
    if (s->type > DL_TIME_TIME || m->grain < DL_GRAIN_DECADE || m->year == DL_YEAR_NONE ||
        m->first == DL_DAY_NONE || s->aside) {
        return true;
    }
    if (c->narrative && m->grain == DL_GRAIN_YEAR && c->last_dated != DL_NONE &&
        c->kept.at[c->last_dated].moment.year == m->year) {
        return true; /* the year again: the month told before still holds */
    }
    kept *k = dl_vec_push(&c->kept, c->arena);
    if (k == NULL) {
        return false;
    }
    *k = (kept){*m, time, s->sentence, c->paragraph, s->printed};
    if (m->grain >= DL_GRAIN_YEAR) {
        c->last_dated = c->kept.count - 1;
    }
    if (m->month != 0) {
        c->last_month = c->kept.count - 1;
    }
    if (m->first == m->last) {
        c->last_day = c->kept.count - 1;
    }
    return true;
}

static dl_time *time_new(scene *c)
{
    dl_tags *out = c->out;
    dl_time *at = dl_vec_room(c->arena, out->times, out->time_count, &c->time_room,
                              sizeof *at);
    if (at == NULL) {
        return NULL;
    }
    out->times = at;
    memset(&at[out->time_count], 0, sizeof *at);
    return &at[out->time_count++];
}

/* What follows a dateline was written on its day, however late it is published again. */
static void write_from_dateline(scene *c, const solving *s, uint32_t index)
{
    const dl_moment *m = &s->moment;
    if (m->first == DL_DAY_NONE || m->first != m->last ||
        (pub_has_day(c) && m->first >= c->pub.first)) {
        return;
    }
    c->pub = dl_moment_of_day(m->first);
    c->pub_anchor = index;
}

static bool emit(scene *c, const solving *s)
{
    const dl_time_atom *first = &c->atoms->at[s->piece->first],
                       *last = &c->atoms->at[s->piece->end - 1];
    dl_time *time = time_new(c);
    if (time == NULL) {
        return false;
    }
    const uint32_t index = c->out->time_count - 1;
    *time = (dl_time){
        .span = {first->span.start, last->span.end},
        .first = first->token,
        .end = last->token + 1,
        .type = s->type,
        .value = s->value.at != NULL ? s->value : dl_moment_value(&s->moment, c->arena),
        .mod = MODS[s->moment.mod],
        .when = s->when_set ? s->when : dl_moment_when(&s->moment),
        .anchor = s->anchor,
        .weekday = s->weekday,
        .dateline = told(s, DL_SLOT_DATELINE),
        .rule = c->words->rule.at[s->match->rule].ids[s->way],
    };
    if (s->type >= DL_TIME_DURATION) {
        time->when = dl_when_none();
    }
    if (time->dateline && c->out->dateline_time == DL_NONE) {
        c->out->dateline_time = index;
        write_from_dateline(c, s, index);
    }
    return time->value.at != NULL && keep(c, s, index);
}

/* Takes from `other` what `slots` leaves out: the month and year of "3 to 5 May 2016".
 * Never the day or anything finer. */
static void borrow(int32_t *slots, const int32_t *other, bool from_later)
{
    static const dl_time_slot SHARED[] = {DL_SLOT_YEAR, DL_SLOT_MONTH, DL_SLOT_ERA,
                                          DL_SLOT_UNIT, DL_SLOT_AMPM};
    for (size_t i = 0; i < sizeof SHARED / sizeof SHARED[0]; i++) {
        const dl_time_slot which = SHARED[i];
        if (slots[which] != DL_SLOT_EMPTY || other[which] == DL_SLOT_EMPTY) {
            continue;
        }
        if (which == DL_SLOT_MONTH && slots[DL_SLOT_DAY] == DL_SLOT_EMPTY) {
            continue; /* "1940 to May 1944" */
        }
        if (which == DL_SLOT_YEAR && slots[DL_SLOT_YY] != DL_SLOT_EMPTY) {
            slots[DL_SLOT_YEAR] = other[which] - other[which] % 100 + slots[DL_SLOT_YY];
            continue; /* "1940-45" */
        }
        if (which != DL_SLOT_ERA || from_later) {
            slots[which] = other[which];
        }
    }
}

static void share_among_pieces(dl_time_match *match)
{
    for (uint32_t p = 0; p < match->piece_count; p++) {
        for (uint32_t q = 0; q < match->piece_count; q++) {
            if (q != p) {
                borrow(match->pieces[p].slots, match->pieces[q].slots, q > p);
            }
        }
    }
}

/* In a history: dates that the story does not go on from. */
static bool is_remark(const scene *c, const solving *s)
{
    const bool year = told(s, DL_SLOT_YEAR), first = c->last_dated == DL_NONE;
    if (year && dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_FUTURE) {
        return true; /* "the offensive would come in 1976" */
    }
    if (year && !first && !told(s, DL_SLOT_MONTH) && s->piece->first > 0) {
        const uint32_t before = c->atoms->at[s->piece->first - 1].span.start;
        const dl_token *token = &c->doc->tokens[s->token];
        if (c->doc->text.at[before] == '(') {
            return true; /* "the Civil Constitution (1790)" */
        }
        const uint32_t led = c->atoms->at[s->piece->first - 1].token;
        return strcmp(token->dep, "nummod") == 0 && token->head > s->token &&
               strcmp(c->doc->tokens[led].tag, "IN") != 0 &&
               s->match->piece_count == 1; /* "the 1791 law" */
    }
    return slot(s, DL_SLOT_DIR, 0) < 0 && slot(s, DL_SLOT_UNIT, 0) >= DL_UNIT_YEAR;
}

static bool solve_piece(scene *c, const dl_time_match *match, const dl_time_piece *piece)
{
    const uint32_t token = c->atoms->at[piece->first].token;
    solving s = {.slots = piece->slots, .match = match, .piece = piece,
                 .token = c->atoms->at[piece->end - 1].token,
                 .sentence = c->doc->tokens[token].sentence, .moment = dl_moment_none(),
                 .anchor = DL_ANCHOR_NONE, .weekday = 7};
    s.aside = c->aside[match - c->matches] || (c->narrative && is_remark(c, &s));
    count_paragraphs(c, c->doc->tokens[token].span.start);
    switch (c->words->rule.at[match->rule].op) {
    case DL_TIMEOP_DATE:
        solve_date(c, &s);
        break;
    case DL_TIMEOP_NUMERIC:
        solve_numeric(c, &s);
        break;
    case DL_TIMEOP_SHIFT:
        solve_shift(c, &s);
        break;
    case DL_TIMEOP_SPAN:
        solve_span(c, &s);
        break;
    case DL_TIMEOP_SET:
        solve_set(c, &s);
        break;
    default:
        solve_ref(c, &s);
        break;
    }
    return emit(c, &s);
}

static dl_moment moment_of_publication(dl_when published)
{
    if (!dl_when_known(published) || dl_when_first(published) == DL_DAY_NONE ||
        dl_when_last(published) == DL_DAY_NONE) {
        return dl_moment_none();
    }
    dl_moment m = dl_moment_of_day(dl_when_first(published));
    m.last = dl_when_last(published);
    if (m.first != m.last) {
        const dl_moment last = dl_moment_of_day(m.last);
        m.grain = last.year == m.year && last.month == m.month ? DL_GRAIN_MONTH
                                                               : DL_GRAIN_YEAR;
        m.day = 0;
        m.month = m.grain == DL_GRAIN_MONTH ? m.month : 0;
        m.year = last.year == m.year ? m.year : DL_YEAR_NONE;
    } else if (published.precision >= DL_PRECISION_MINUTE) {
        const int64_t rest = published.earliest - (int64_t)m.first * DL_DAY_SECONDS;
        m.hour = (int8_t)(rest / 3600);
        m.minute = (int8_t)(rest / 60 % 60);
    }
    return m;
}

/* ---- asides ---- */

#define ASIDE_YEARS 8 /* so far from the story's years ... */
#define ASIDE_BACK 3  /* ... which goes on so near to where it was, */
#define ASIDE_NEXT 4  /* within so many printed years, makes a remark */

static int32_t printed_year(const scene *c, const dl_time_match *match)
{
    const int32_t *slots = match->pieces[0].slots;
    if (c->words->rule.at[match->rule].op != DL_TIMEOP_DATE ||
        slots[DL_SLOT_YEAR] == DL_SLOT_EMPTY) {
        return DL_YEAR_NONE;
    }
    return slots[DL_SLOT_ERA] == 1 ? 1 - slots[DL_SLOT_YEAR] : slots[DL_SLOT_YEAR];
}

/* "In June 1944, as a study of 2009 put it, ... In August": 2009 is a remark. */
static bool mark_asides(scene *c, const dl_time_matches *matches)
{
    uint8_t *aside = dl_arena_new_array(c->arena, (size_t)matches->count + 1, uint8_t);
    if (aside == NULL) {
        return false;
    }
    int32_t before = DL_YEAR_NONE;
    for (uint32_t i = 0; i < matches->count; i++) {
        const int32_t year = printed_year(c, &matches->at[i]);
        if (year == DL_YEAR_NONE) {
            continue;
        }
        if (before != DL_YEAR_NONE && abs(year - before) > ASIDE_YEARS) {
            for (uint32_t k = i + 1, seen = 0; k < matches->count && seen < ASIDE_NEXT; k++) {
                const int32_t next = printed_year(c, &matches->at[k]);
                seen += next != DL_YEAR_NONE;
                aside[i] |= next != DL_YEAR_NONE && abs(next - before) <= ASIDE_BACK;
            }
        }
        before = aside[i] ? before : year;
    }
    c->aside = aside;
    return true;
}

dl_status dl_time_solve(const dl_timewords *words, const dl_doc *doc,
                        const dl_time_atoms *atoms, const dl_time_matches *matches,
                        dl_when published, bool narrative, dl_arena *arena, dl_tags *out,
                        dl_error *err)
{
    scene c = {.words = words, .doc = doc, .atoms = atoms, .arena = arena, .out = out,
               .narrative = narrative, .pub = moment_of_publication(published),
               .pub_anchor = DL_ANCHOR_PUBLISHED, .last_dated = DL_NONE, .last_month = DL_NONE, .last_day = DL_NONE};
    c.time_room = out->time_count;
    c.matches = matches->at;
    if (!mark_asides(&c, matches)) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < matches->count; i++) {
        dl_time_match *match = &matches->at[i];
        share_among_pieces(match);
        for (uint32_t p = 0; p < match->piece_count; p++) {
            if (!solve_piece(&c, match, &match->pieces[p])) {
                return dl_fail_memory(err);
            }
        }
    }
    return DL_OK;
}
