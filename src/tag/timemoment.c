/* timemoment.c - a moment's days, its TIMEX3 value and its interval; see timesolve.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timesolve.h"

#include "timecal.h"

#include <stdio.h>

dl_moment dl_moment_none(void)
{
    return (dl_moment){.year = DL_YEAR_NONE,
                       .weekday = -1,
                       .hour = -1,
                       .minute = -1,
                       .second = -1,
                       .zone = DL_ZONE_NONE,
                       .first = DL_DAY_NONE,
                       .last = DL_DAY_NONE};
}

dl_moment dl_moment_of_day(dl_day day)
{
    dl_moment m = dl_moment_none();
    int year, month, dom;
    dl_day_split(day, &year, &month, &dom);
    m.grain = DL_GRAIN_DAY;
    m.year = year;
    m.month = (int8_t)month;
    m.day = (int8_t)dom;
    m.first = m.last = day;
    return m;
}

static bool months_from(dl_moment *m, int32_t year, int month, int count)
{
    const int last = month + count - 1;
    m->first = dl_day_of(year, month, 1);
    const int end_year = year + (last - 1) / 12, end_month = (last - 1) % 12 + 1;
    m->last = dl_day_of(end_year, end_month, dl_month_days(end_year, end_month));
    return m->first != DL_DAY_NONE && m->last != DL_DAY_NONE;
}

bool dl_moment_settle(dl_moment *m)
{
    m->first = m->last = DL_DAY_NONE;
    if (m->year == DL_YEAR_NONE) {
        return true;
    }
    switch (m->grain) {
    case DL_GRAIN_MILLENNIUM:
        return months_from(m, m->year, 1, 12000);
    case DL_GRAIN_CENTURY:
        return months_from(m, m->year, 1, 1200);
    case DL_GRAIN_DECADE:
        return months_from(m, m->year, 1, 120);
    case DL_GRAIN_YEAR:
        /* a budget year may begin from April of the year before on and end as late as
         * March of the year after; a school year runs from August to July */
        return m->fiscal == DL_YEAR_BUDGET   ? months_from(m, m->year - 1, 4, 24)
               : m->fiscal == DL_YEAR_SCHOOL ? months_from(m, m->year, 8, 12)
                                             : months_from(m, m->year, 1, 12);
    case DL_GRAIN_SEMESTER:
        return months_from(m, m->year, m->semester == 2 ? 7 : 1, 6);
    case DL_GRAIN_SEASON: /* of the northern half, by whole months; winter ends next year
                           */
        return m->fiscal == DL_WINTER_OF_YEAR ? months_from(m, m->year, 1, 14)
                                              : months_from(m, m->year, m->season * 3, 3);
    case DL_GRAIN_QUARTER:
        return months_from(m, m->year, m->quarter * 3 - 2, 3);
    case DL_GRAIN_MONTH:
        return months_from(m, m->year, m->month, 1);
    case DL_GRAIN_WEEK:
    case DL_GRAIN_WEEKEND:
        m->first = dl_timecal_monday(m->year, m->week);
        if (m->first == DL_DAY_NONE) {
            return false;
        }
        m->last = m->first + 6;
        m->first += m->grain == DL_GRAIN_WEEKEND ? 5 : 0;
        return true;
    default:
        if (m->month == 0) {
            return months_from(m, m->year, 1, 12);
        }
        if (m->day == 0) {
            return months_from(m, m->year, m->month, 1);
        }
        m->first = m->last = dl_day_of(m->year, m->month, m->day);
        return m->first != DL_DAY_NONE;
    }
}

/* ---- value ---- */

static const char *const SEASONS[] = {"", "SP", "SU", "FA", "WI"};
static const char *const PARTS[] = {"",   "MO", "MI", "AF",    "EV", "NI",
                                    "DT", "MO", "EV", "24:00", "NI"};

/* "2016", "BC0480", "XXXX", "198" (decade), "19" (century), "1" (millennium) */
static int put_year(const dl_moment *m, char *out, size_t room)
{
    if (m->year == DL_YEAR_NONE) {
        return snprintf(out, room, "XXXX");
    }
    const bool bc = m->year <= 0;
    const int year = bc ? 1 - m->year : m->year;
    const char *era = bc ? "BC" : "";
    switch (m->grain) {
    case DL_GRAIN_DECADE: /* of a decade BC the last year is told: the 470s are 479..470
                           */
        return snprintf(out, room, "%s%03d", era, (bc ? year : year) / 10);
    case DL_GRAIN_CENTURY:
        return snprintf(out, room, "%s%02d", era, (bc ? year - 1 : year) / 100);
    case DL_GRAIN_MILLENNIUM:
        return snprintf(out, room, "%s%d", era, year / 1000);
    default:
        return snprintf(out, room, "%s%04d", era, year);
    }
}

static int put_date(const dl_moment *m, char *out, size_t room)
{
    int n = put_year(m, out, room);
    char *at = out + n;
    room -= (size_t)n;
    switch (m->grain) {
    case DL_GRAIN_MILLENNIUM:
    case DL_GRAIN_CENTURY:
    case DL_GRAIN_DECADE:
        return n;
    case DL_GRAIN_YEAR:
        return m->fiscal == DL_YEAR_BUDGET
                   ? snprintf(out, room + (size_t)n, "FY%04d", m->year)
                   : n;
    case DL_GRAIN_SEMESTER:
        return n + snprintf(at, room, "-H%d", m->semester);
    case DL_GRAIN_SEASON:
        return n + snprintf(at, room, "-%s", SEASONS[m->season]);
    case DL_GRAIN_QUARTER:
        return n + (m->quarter == 0 ? snprintf(at, room, "-QX")
                                    : snprintf(at, room, "-Q%d", m->quarter));
    case DL_GRAIN_WEEK:
    case DL_GRAIN_WEEKEND:
        return n +
               (m->week == 0 ? snprintf(at, room, "-WXX")
                             : snprintf(at, room, "-W%02d", m->week)) +
               (m->grain == DL_GRAIN_WEEKEND ? snprintf(at + 4, room - 4, "-WE") : 0);
    default:
        break;
    }
    if (m->weekday >= 0 && m->day == 0) {
        return n + snprintf(at, room, "-WXX-%d", m->weekday + 1);
    }
    const int k =
        m->month == 0 ? snprintf(at, room, "-XX") : snprintf(at, room, "-%02d", m->month);
    if (m->grain == DL_GRAIN_MONTH) {
        return n + k;
    }
    return n + k +
           (m->day == 0 ? snprintf(at + k, room - (size_t)k, "-XX")
                        : snprintf(at + k, room - (size_t)k, "-%02d", m->day));
}

dl_str dl_moment_value(const dl_moment *m, dl_arena *arena)
{
    char date[64];
    put_date(m, date, sizeof date);
    switch (m->grain) {
    case DL_GRAIN_PART:
        return dl_str_printf(arena, "%sT%s", date, PARTS[m->part]);
    case DL_GRAIN_HOUR:
    case DL_GRAIN_MINUTE:
        if (m->hour < 0) {
            return dl_str_printf(arena, "%sTXX", date);
        }
        return dl_str_printf(arena, "%sT%02d:%02d", date, m->hour,
                             m->minute < 0 ? 0 : m->minute);
    case DL_GRAIN_SECOND:
        return dl_str_printf(arena, "%sT%02d:%02d:%02d", date, m->hour,
                             m->minute < 0 ? 0 : m->minute,
                             m->second < 0 ? 0 : m->second);
    default:
        return dl_str_copy(arena, dl_str_of(date));
    }
}

/* ---- interval ---- */

static uint8_t precision_of(uint8_t grain)
{
    if (grain <= DL_GRAIN_YEAR) {
        return DL_PRECISION_YEAR;
    }
    if (grain <= DL_GRAIN_MONTH) {
        return DL_PRECISION_MONTH;
    }
    return grain <= DL_GRAIN_PART     ? DL_PRECISION_DAY
           : grain == DL_GRAIN_SECOND ? DL_PRECISION_SECOND
                                      : DL_PRECISION_MINUTE;
}

/* early, mid, late: the first, second, last third; of a decade by whole years, of a year
 * by whole months, of a month by tens of days. */
static void narrow(const dl_moment *m, dl_day *first, dl_day *last)
{
    if (m->mod < DL_MOD_START || m->mod > DL_MOD_END || m->grain >= DL_GRAIN_DAY) {
        return;
    }
    const int days = *last - *first + 1;
    int a = days / 3, b = days * 2 / 3;
    if (m->grain == DL_GRAIN_MONTH) {
        a = 10;
        b = 20;
    } else if (m->grain == DL_GRAIN_YEAR) {
        a = dl_day_of(m->year, 5, 1) - *first;
        b = dl_day_of(m->year, 9, 1) - *first;
    } else if (m->grain == DL_GRAIN_DECADE) {
        a = dl_day_of(m->year + 4, 1, 1) - *first;
        b = dl_day_of(m->year + 7, 1, 1) - *first;
    }
    const dl_day start = *first;
    if (m->mod != DL_MOD_START) {
        *first = start + (m->mod == DL_MOD_MID ? a : b);
    }
    if (m->mod != DL_MOD_END) {
        *last = start + (m->mod == DL_MOD_START ? a : b) - 1;
    }
}

dl_when dl_moment_when(const dl_moment *m)
{
    static const struct {
        int8_t from, to;
    } HOURS[] = {{0, 23}, {5, 11}, {11, 13}, {12, 17}, {17, 23}, {18, 23},
                 {6, 19}, {3, 7},  {17, 21}, {0, 0},   {18, 29}};
    if (m->first == DL_DAY_NONE || m->grain == DL_GRAIN_NONE) {
        return dl_when_none();
    }
    dl_day first = m->first, last = m->last;
    narrow(m, &first, &last);
    dl_when w = dl_when_days(first, last);
    w.precision = precision_of(m->grain);
    w.zone = m->zone;
    if (first != last && m->grain > DL_GRAIN_DAY) {
        w.precision = m->month != 0 ? DL_PRECISION_MONTH : DL_PRECISION_YEAR;
        return w;
    }
    if (m->grain == DL_GRAIN_PART) {
        const int64_t day = (int64_t)first * DL_DAY_SECONDS;
        w.earliest = day + HOURS[m->part].from * 3600;
        w.latest = day + HOURS[m->part].to * 3600 + 3599;
    } else if (m->grain >= DL_GRAIN_HOUR && m->hour >= 0) {
        const int64_t at = (int64_t)first * DL_DAY_SECONDS + m->hour * 3600 +
                           (m->minute < 0 ? 0 : m->minute) * 60 +
                           (m->second < 0 ? 0 : m->second);
        w.earliest = at;
        w.latest = at + (m->grain == DL_GRAIN_SECOND ? 0 : 59);
    } else if (m->grain >= DL_GRAIN_HOUR) {
        w.precision = DL_PRECISION_DAY;
    }
    return w;
}
