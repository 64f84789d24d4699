/* timeshift.c - the operators `shift` (n units before or after), `span`, `set` and `ref`.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timecal.h"
#include "timescene.h"
#include "timetense.h"

#include <stdio.h>

#define FEW_HIGH 10 /* "a few days ago" is 1 to 10 days ago */

static uint8_t grain_of_unit(int32_t unit)
{
    static const uint8_t GRAINS[] = {[DL_UNIT_SECOND] = DL_GRAIN_SECOND,
                                     [DL_UNIT_MINUTE] = DL_GRAIN_MINUTE,
                                     [DL_UNIT_HOUR] = DL_GRAIN_HOUR,
                                     [DL_UNIT_DAY] = DL_GRAIN_DAY,
                                     [DL_UNIT_NIGHT] = DL_GRAIN_PART,
                                     [DL_UNIT_WEEKEND] = DL_GRAIN_WEEKEND,
                                     [DL_UNIT_WEEK] = DL_GRAIN_WEEK,
                                     [DL_UNIT_FORTNIGHT] = DL_GRAIN_WEEK,
                                     [DL_UNIT_MONTH] = DL_GRAIN_MONTH,
                                     [DL_UNIT_QUARTER] = DL_GRAIN_QUARTER,
                                     [DL_UNIT_SEASON] = DL_GRAIN_SEASON,
                                     [DL_UNIT_YEAR] = DL_GRAIN_YEAR,
                                     [DL_UNIT_DECADE] = DL_GRAIN_DECADE,
                                     [DL_UNIT_CENTURY] = DL_GRAIN_CENTURY,
                                     [DL_UNIT_MILLENNIUM] = DL_GRAIN_MILLENNIUM};
    return unit >= DL_UNIT_SECOND && unit <= DL_UNIT_MILLENNIUM ? GRAINS[unit]
                                                                : DL_GRAIN_DAY;
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

static void shift_days(dl_solving *s, const dl_moment *base, int64_t days)
{
    if (base->first == DL_DAY_NONE || days > 4000000 || days < -4000000) {
        return;
    }
    if (base->first == base->last) {
        dl_solving_take_day(s, base->first + (dl_day)days);
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

static void shift_clock(dl_solving *s, const dl_scene *c, const dl_moment *base,
                        int64_t n, int32_t unit)
{
    (void)c;
    if (base->hour < 0 || base->first == DL_DAY_NONE || n > 1000000 || n < -1000000) {
        if (base->first == base->last && base->first != DL_DAY_NONE) {
            dl_solving_take_day(s, base->first);
        }
        return;
    }
    const int64_t step = unit == DL_UNIT_HOUR ? 3600 : unit == DL_UNIT_MINUTE ? 60 : 1;
    const int64_t at = (int64_t)base->first * DL_DAY_SECONDS + base->hour * 3600 +
                       (base->minute < 0 ? 0 : base->minute) * 60 + n * step;
    const int64_t day =
        at >= 0 ? at / DL_DAY_SECONDS : -((-at + DL_DAY_SECONDS - 1) / DL_DAY_SECONDS);
    const int32_t rest = (int32_t)(at - day * DL_DAY_SECONDS);
    dl_solving_take_day(s, (dl_day)day);
    s->moment.hour = (int8_t)(rest / 3600);
    s->moment.minute = (int8_t)(rest / 60 % 60);
}

/* "a few weeks ago": somewhere 1 to FEW_HIGH units before. */
static void shift_vaguely(dl_solving *s, const dl_moment *base, int dir, int32_t unit)
{
    static const int DAYS[] = {[DL_UNIT_DAY] = 1,         [DL_UNIT_NIGHT] = 1,
                               [DL_UNIT_WEEKEND] = 7,     [DL_UNIT_WEEK] = 7,
                               [DL_UNIT_FORTNIGHT] = 14,  [DL_UNIT_MONTH] = 30,
                               [DL_UNIT_QUARTER] = 91,    [DL_UNIT_SEASON] = 91,
                               [DL_UNIT_YEAR] = 365,      [DL_UNIT_DECADE] = 3652,
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
    s->when.precision = unit >= DL_UNIT_YEAR   ? DL_PRECISION_YEAR
                        : unit >= DL_UNIT_WEEK ? DL_PRECISION_MONTH
                                               : DL_PRECISION_DAY;
    s->when_set = true;
}

/* "the weekend": this one if it is ahead or has begun, else the last. */
static int direction_by_tense(const dl_scene *c, const dl_solving *s)
{
    const bool begun = dl_scene_dated(c) && dl_day_weekday(c->pub.first) >= 5;
    return begun || dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_FUTURE ? 0 : -1;
}

/* "earlier this year" ends with the day of writing, "later this month" begins with it. */
static void cut_at_base(dl_solving *s, const dl_moment *base)
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

#define QUOTE_REACH 1500 /* bytes looked back for the quotation mark */
#define SPEECH_NEAR 3    /* expressions to each side that may date the speech */

/* Whether the text at byte `at` stands between quotation marks of its paragraph. */
static bool in_quotation(dl_str text, uint32_t at)
{
    uint32_t straight = 0;
    for (uint32_t i = at, k = 0; i-- > 0 && k < QUOTE_REACH; k++) {
        const char *c = text.at + i;
        if (*c == '\n') {
            break;
        }
        straight += *c == '"';
        if (*c == '\x80' && i > 0 && c[-1] == '\xE2' && straight == 0 && i + 1 < at) {
            if (c[1] == '\x9C' || c[1] == '\x9D') {
                return c[1] == '\x9C'; /* the nearest curly mark: opening or closing */
            }
        }
    }
    return straight % 2 == 1;
}

/* '"We leave today," he said on Tuesday': the day somebody said it, from a bare weekday
 * of the sentence outside the quotation; DL_DAY_NONE if there is none. */
static dl_day day_of_speech(const dl_scene *c, const dl_solving *s)
{
    const uint32_t here = (uint32_t)(s->match - c->matches);
    if (!dl_scene_dated(c) ||
        !in_quotation(c->doc->text, c->doc->tokens[s->token].span.start)) {
        return DL_DAY_NONE;
    }
    const uint32_t low = here > SPEECH_NEAR ? here - SPEECH_NEAR : 0;
    for (uint32_t i = low; i <= here + SPEECH_NEAR && i < c->match_count; i++) {
        const dl_time_piece *p = &c->matches[i].pieces[0];
        const uint32_t token = c->atoms->at[p->end - 1].token;
        if (p->slots[DL_SLOT_WEEKDAY] == DL_SLOT_EMPTY ||
            p->slots[DL_SLOT_MONTH] != DL_SLOT_EMPTY ||
            c->doc->tokens[token].sentence != s->sentence ||
            dl_time_tense(c->words, c->doc, token) != DL_TENSE_PAST ||
            in_quotation(c->doc->text, c->doc->tokens[token].span.start)) {
            continue;
        }
        return c->pub.first -
               ((int)dl_day_weekday(c->pub.first) - p->slots[DL_SLOT_WEEKDAY] + 7) % 7;
    }
    return DL_DAY_NONE;
}

/* What to count from when the time told before is too coarse for months and quarters: a
 * quarter's first month, else the day of writing. */
static dl_moment fine_base(dl_scene *c, dl_solving *s, const dl_moment *found,
                           int32_t unit)
{
    dl_moment base = *found;
    if (base.month == 0 && base.first != DL_DAY_NONE && base.grain >= DL_GRAIN_WEEK) {
        base.month = dl_moment_of_day(base.first).month;
    }
    const bool weeks = unit >= DL_UNIT_WEEKEND && unit <= DL_UNIT_FORTNIGHT;
    if (weeks && base.first != DL_DAY_NONE && base.last - base.first > 6 &&
        !c->narrative && dl_scene_dated(c)) {
        s->anchor = c->pub_anchor; /* "4% on the week" beside "this year" */
        s->way = DL_WAY_PLAIN;
        return c->pub;
    }
    if ((unit != DL_UNIT_MONTH && unit != DL_UNIT_QUARTER) || base.month != 0) {
        return base;
    }
    if (base.grain == DL_GRAIN_QUARTER && base.quarter != 0) {
        base.month = (int8_t)(base.quarter * 3 - 2);
    } else if (base.grain == DL_GRAIN_YEAR && !c->narrative && dl_scene_dated(c)) {
        base = c->pub;
        s->anchor = c->pub_anchor;
        s->way = DL_WAY_PLAIN;
    }
    return base;
}

/* "a week from Sunday", "a week ago Friday": the next such day, or the last. */
static dl_moment weekday_beside(const dl_scene *c, const dl_solving *s, int dir)
{
    const int weekday = dl_slot(s, DL_SLOT_WEEKDAY, 0);
    const int ahead = (weekday - (int)dl_day_weekday(c->pub.first) + 7) % 7;
    return dl_moment_of_day(c->pub.first + (dir < 0 ? -((7 - ahead) % 7) : ahead));
}

/* "a year and a half ago" counts the next smaller unit. */
static int32_t halved(int32_t unit, int64_t *n)
{
    static const struct {
        int32_t unit, smaller;
        int whole, half;
    } HALVES[] = {{DL_UNIT_WEEK, DL_UNIT_DAY, 7, 3},
                  {DL_UNIT_YEAR, DL_UNIT_MONTH, 12, 6},
                  {DL_UNIT_DECADE, DL_UNIT_YEAR, 10, 5},
                  {DL_UNIT_CENTURY, DL_UNIT_YEAR, 100, 50},
                  {DL_UNIT_HOUR, DL_UNIT_MINUTE, 60, 30}};
    for (size_t i = 0; i < sizeof HALVES / sizeof HALVES[0]; i++) {
        if (HALVES[i].unit == unit) {
            *n = *n * HALVES[i].whole + HALVES[i].half;
            return HALVES[i].smaller;
        }
    }
    return unit;
}

/* n units before or after the base; n 0: the unit the base lies in. */
void dl_solve_shift(dl_scene *c, dl_solving *s)
{
    int32_t unit = dl_slot(s, DL_SLOT_UNIT, DL_UNIT_DAY);
    int64_t count = dl_slot(s, DL_SLOT_N, 1);
    if (dl_told(s, DL_SLOT_HALF)) {
        unit = halved(unit, &count);
    }
    const int dir =
        dl_told(s, DL_SLOT_TENSE) ? direction_by_tense(c, s) : dl_slot(s, DL_SLOT_DIR, 0);
    const int64_t n = count * dir;
    const bool day = unit <= DL_UNIT_FORTNIGHT;
    const dl_moment *found =
        dl_scene_base(c, s, dl_slot(s, DL_SLOT_ANCHOR, DL_ANCHORED_PUB), day);
    dl_moment *m = &s->moment;
    m->grain = grain_of_unit(unit);
    m->mod = (uint8_t)dl_slot(s, DL_SLOT_MOD, 0);
    s->aside |= dl_told(s, DL_SLOT_ASIDE);
    s->type = m->grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
    if (dl_told(s, DL_SLOT_MANY)) {
        shift_vaguely(s, found, dir, unit);
        return;
    }
    if (found == NULL) {
        return;
    }
    dl_moment base = fine_base(c, s, found, unit);
    if (unit == DL_UNIT_QUARTER && n == 0 && s->anchor == c->pub_anchor &&
        c->last_books != DL_NONE && dl_slot(s, DL_SLOT_ANCHOR, 0) == DL_ANCHORED_ANY) {
        base = fine_base(c, s, &c->kept.at[c->last_books].moment, unit);
        s->anchor = c->kept.at[c->last_books].time; /* "in the quarter" of the report */
        s->way = DL_WAY_TEXT;
    }
    if (dl_told(s, DL_SLOT_WEEKDAY)) {
        if (dl_scene_dated(c)) {
            base = weekday_beside(c, s, dir);
            m->grain = DL_GRAIN_DAY;
            if (unit == DL_UNIT_MONTH ||
                unit == DL_UNIT_YEAR) { /* "two years ago Friday" */
                shift_months(m, &base, unit == DL_UNIT_YEAR ? n * 12 : n);
                m->day = base.day;
                dl_moment_settle(m);
            } else {
                shift_days(s, &base, unit == DL_UNIT_WEEK ? n * 7 : n);
            }
        }
        return;
    }
    if (unit == DL_UNIT_DAY && s->anchor == c->pub_anchor) {
        const dl_day said = day_of_speech(c, s);
        base = said == DL_DAY_NONE ? base : dl_moment_of_day(said);
    }
    switch (unit) {
    case DL_UNIT_SECOND:
    case DL_UNIT_MINUTE:
    case DL_UNIT_HOUR:
        shift_clock(s, c, &base, n, unit);
        return;
    case DL_UNIT_DAY:
    case DL_UNIT_NIGHT:
        m->grain = DL_GRAIN_DAY;
        dl_solving_read_clock(s);
        if (unit == DL_UNIT_NIGHT) {
            m->grain = DL_GRAIN_PART;
            m->part = DL_PART_NI;
        }
        s->type = m->grain > DL_GRAIN_DAY ? DL_TIME_TIME : DL_TIME_DATE;
        shift_days(s, &base, n);
        return;
    case DL_UNIT_WEEK:
    case DL_UNIT_WEEKEND:
    case DL_UNIT_FORTNIGHT:
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
        if (step == 1 && base.grain == DL_GRAIN_MONTH &&
            dl_slot(s, DL_SLOT_ANCHOR, 0) == DL_ANCHORED_COMPARED) {
            m->grain = DL_GRAIN_MONTH;
            m->month = base.month;
        }
        if (step == 1 && base.grain == DL_GRAIN_QUARTER && n != 0) {
            m->grain = DL_GRAIN_QUARTER; /* "in the third quarter; a year earlier" */
            m->quarter = base.quarter;
        }
        if (step > 1) {
            m->year = floor_to(m->year, step) + (step >= 100);
        }
        break;
    }
    }
    if (dl_told(s, DL_SLOT_YEAR)) { /* "the same month of 1991" */
        m->year = dl_slot(s, DL_SLOT_YEAR, 0);
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
    static const char *const LETTERS[] = {"",  "S", "M", "H", "D", "N",  "WE", "W",
                                          "W", "M", "Q", "S", "Y", "DE", "CE", "ML"};
    return unit >= DL_UNIT_SECOND && unit <= DL_UNIT_MILLENNIUM ? LETTERS[unit] : "D";
}

/* "two hours and 20 minutes", "nine months and six days"; empty if not of such parts. */
static dl_str composed_value(const dl_scene *c, const dl_solving *s)
{
    static const struct {
        dl_time_slot slot;
        char letter;
    } PARTS[] = {{DL_SLOT_YEAR, 'Y'}, {DL_SLOT_MONTH, 'M'},  {DL_SLOT_DAY, 'D'},
                 {DL_SLOT_HOUR, 'H'}, {DL_SLOT_MINUTE, 'M'}, {DL_SLOT_SECOND, 'S'}};
    char value[128];
    int n = 0;
    bool clock = false;
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        if (!dl_told(s, PARTS[i].slot)) {
            continue;
        }
        const bool frac = PARTS[i].letter == 'S' && dl_told(s, DL_SLOT_FRAC);
        const char *t = PARTS[i].slot >= DL_SLOT_HOUR && !clock ? "T" : "";
        clock |= PARTS[i].slot >= DL_SLOT_HOUR;
        n += snprintf(value + n, sizeof value - (size_t)n, "%s%d", t,
                      dl_slot(s, PARTS[i].slot, 0));
        n += frac ? snprintf(value + n, sizeof value - (size_t)n, ".%d",
                             dl_slot(s, DL_SLOT_FRAC, 0))
                  : 0;
        n += snprintf(value + n, sizeof value - (size_t)n, "%c", PARTS[i].letter);
    }
    return n == 0 ? (dl_str){0} : dl_str_printf(c->arena, "P%s", value);
}

static dl_str span_value(const dl_scene *c, const dl_solving *s)
{
    const int32_t unit = dl_slot(s, DL_SLOT_UNIT, DL_UNIT_DAY);
    const char *t = unit <= DL_UNIT_HOUR ? "T" : "";
    const char *letter = unit_letter(unit);
    int32_t n = dl_slot(s, DL_SLOT_N, 1);
    const dl_str whole = composed_value(c, s);
    if (whole.size > 0) {
        return whole;
    }
    if (dl_told(s, DL_SLOT_MANY)) {
        return dl_str_printf(c->arena, "P%sX%s", t, letter);
    }
    if (unit == DL_UNIT_FORTNIGHT) {
        n *= 2;
    }
    if (dl_told(s, DL_SLOT_HALF)) {
        if (dl_told(s, DL_SLOT_N)) {
            return dl_str_printf(c->arena, "P%s%d.5%s", t, n, letter);
        }
        static const struct {
            int32_t unit;
            const char *value;
        } HALVES[] = {{DL_UNIT_MINUTE, "PT30S"}, {DL_UNIT_HOUR, "PT30M"},
                      {DL_UNIT_DAY, "PT12H"},    {DL_UNIT_MONTH, "P15D"},
                      {DL_UNIT_YEAR, "P6M"},     {DL_UNIT_DECADE, "P5Y"},
                      {DL_UNIT_CENTURY, "P50Y"}, {DL_UNIT_MILLENNIUM, "P500Y"}};
        for (size_t i = 0; i < sizeof HALVES / sizeof HALVES[0]; i++) {
            if (HALVES[i].unit == unit) {
                return dl_str_of(HALVES[i].value);
            }
        }
    }
    if (dl_told(s, DL_SLOT_FRAC)) {
        return dl_str_printf(c->arena, "P%s%d.%d%s", t, n, dl_slot(s, DL_SLOT_FRAC, 0),
                             letter);
    }
    return dl_str_printf(c->arena, "P%s%d%s", t, n, letter);
}

void dl_solve_span(dl_scene *c, dl_solving *s)
{
    s->type = DL_TIME_DURATION;
    s->value = span_value(c, s);
    s->moment.mod = (uint8_t)dl_slot(s, DL_SLOT_MOD, 0);
}

void dl_solve_set(dl_scene *c, dl_solving *s)
{
    s->type = DL_TIME_SET;
    if (dl_told(s, DL_SLOT_UNIT)) {
        s->value = span_value(c, s);
        return;
    }
    s->moment.grain = DL_GRAIN_DAY;
    dl_solving_read_fields(s);
    s->moment.weekday = (int8_t)dl_slot(s, DL_SLOT_WEEKDAY, -1);
    if (dl_told(s, DL_SLOT_WEEKEND)) {
        s->moment.grain = DL_GRAIN_WEEKEND;
    }
    s->value = dl_moment_value(&s->moment, c->arena);
    s->moment.grain = DL_GRAIN_NONE;
}

/* PAST_REF and its like; "in recent weeks" is also an interval before publication. */
void dl_solve_ref(dl_scene *c, dl_solving *s)
{
    static const dl_str VALUES[] = {
        {"", 0}, {"PAST_REF", 8}, {"PRESENT_REF", 11}, {"FUTURE_REF", 10}};
    const int32_t ref = dl_slot(s, DL_SLOT_REF, DL_REF_PRESENT);
    s->value = VALUES[ref];
    s->moment.mod = (uint8_t)dl_slot(s, DL_SLOT_MOD, 0);
    if (c->narrative || !dl_scene_dated(c)) {
        return;
    }
    if (ref == DL_REF_PRESENT) {
        s->anchor = c->pub_anchor;
        s->when = dl_when_day(c->pub.first);
        s->when_set = true;
    } else if (dl_told(s, DL_SLOT_RECENT)) {
        const int32_t unit = dl_slot(s, DL_SLOT_RECENT, DL_UNIT_DAY);
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
