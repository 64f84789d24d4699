/* day.c - see day.h. Day counts after Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms" (2013): years run from March, so that the leap day is the last one.
 * SPDX-License-Identifier: Apache-2.0 */
#include "day.h"

#include <stdio.h>

static bool leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int dl_month_days(int year, int month)
{
    static const int DAYS[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) {
        return 0;
    }
    return month == 2 && leap(year) ? 29 : DAYS[month - 1];
}

dl_day dl_day_of(int year, int month, int day)
{
    if (year < -9999 || year > 9999 || day < 1 || day > dl_month_days(year, month)) {
        return DL_DAY_NONE;
    }
    const int y = year - (month <= 2);
    const int era = (y >= 0 ? y : y - 399) / 400;
    const int yoe = y - era * 400;
    const int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void dl_day_split(dl_day day, int *year, int *month, int *dom)
{
    const int z = day + 719468;
    const int era = (z >= 0 ? z : z - 146096) / 146097;
    const int doe = z - era * 146097;
    const int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    const int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    const int mp = (5 * doy + 2) / 153;
    *dom = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}

unsigned dl_day_weekday(dl_day day)
{
    const int w = (day + 3) % 7; /* 1970-01-01 was a Thursday */
    return (unsigned)(w < 0 ? w + 7 : w);
}

dl_when dl_when_days(dl_day first, dl_day last)
{
    if (first == DL_DAY_NONE || last == DL_DAY_NONE || first > last) {
        return dl_when_none();
    }
    return (dl_when){(int64_t)first * DL_DAY_SECONDS,
                     (int64_t)last * DL_DAY_SECONDS + DL_DAY_SECONDS - 1, DL_ZONE_NONE,
                     DL_PRECISION_DAY};
}

dl_when dl_when_day(dl_day day)
{
    return dl_when_days(day, day);
}

dl_when dl_when_month(int year, int month)
{
    dl_when w = dl_when_days(dl_day_of(year, month, 1),
                             dl_day_of(year, month, dl_month_days(year, month)));
    if (dl_when_known(w)) {
        w.precision = DL_PRECISION_MONTH;
    }
    return w;
}

dl_when dl_when_year(int year)
{
    dl_when w = dl_when_days(dl_day_of(year, 1, 1), dl_day_of(year, 12, 31));
    if (dl_when_known(w)) {
        w.precision = DL_PRECISION_YEAR;
    }
    return w;
}

static dl_day day_of_seconds(int64_t s)
{
    return (dl_day)((s >= 0 ? s : s - DL_DAY_SECONDS + 1) / DL_DAY_SECONDS);
}

dl_day dl_when_first(dl_when w)
{
    return !dl_when_known(w) || w.earliest == DL_WHEN_OPEN_START
               ? DL_DAY_NONE
               : day_of_seconds(w.earliest);
}

dl_day dl_when_last(dl_when w)
{
    return !dl_when_known(w) || w.latest == DL_WHEN_OPEN_END ? DL_DAY_NONE
                                                             : day_of_seconds(w.latest);
}

bool dl_when_overlap(dl_when a, dl_when b)
{
    return dl_when_known(a) && dl_when_known(b) && a.earliest <= b.latest &&
           b.earliest <= a.latest;
}

dl_when dl_when_meet(dl_when a, dl_when b)
{
    if (!dl_when_known(a)) {
        return b;
    }
    if (!dl_when_known(b)) {
        return a;
    }
    if (!dl_when_overlap(a, b)) {
        return dl_when_none();
    }
    dl_when w = a.precision >= b.precision ? a : b;
    w.earliest = a.earliest > b.earliest ? a.earliest : b.earliest;
    w.latest = a.latest < b.latest ? a.latest : b.latest;
    return w;
}

void dl_when_iso(int64_t seconds, dl_when w, char out[32])
{
    out[0] = '\0';
    if (!dl_when_known(w) || seconds == DL_WHEN_OPEN_START || seconds == DL_WHEN_OPEN_END) {
        return;
    }
    int year, month, dom;
    const dl_day day = day_of_seconds(seconds);
    dl_day_split(day, &year, &month, &dom);
    const unsigned y = (unsigned)(year < 0 ? -year : year) % 10000u;
    int n = snprintf(out, 32, "%s%04u-%02u-%02u", year < 0 ? "-" : "", y, (unsigned)month % 100u,
                     (unsigned)dom % 100u);
    if (w.precision < DL_PRECISION_MINUTE) {
        return;
    }
    const unsigned s = (unsigned)(seconds - (int64_t)day * DL_DAY_SECONDS);
    n += snprintf(out + n, 32 - (size_t)n, "T%02u:%02u", s / 3600 % 100u, s / 60 % 60);
    if (w.precision == DL_PRECISION_SECOND) {
        n += snprintf(out + n, 32 - (size_t)n, ":%02u", s % 60);
    }
    if (w.zone == 0) {
        snprintf(out + n, 32 - (size_t)n, "Z");
    } else if (w.zone != DL_ZONE_NONE) {
        const unsigned m = (unsigned)(w.zone < 0 ? -w.zone : w.zone);
        snprintf(out + n, 32 - (size_t)n, "%c%02u:%02u", w.zone < 0 ? '-' : '+',
                 m / 60 % 100u, m % 60);
    }
}

static const char *const PRECISIONS[] = {"", "year", "month", "day", "minute", "second"};

const char *dl_precision_name(uint8_t precision)
{
    return precision <= DL_PRECISION_SECOND ? PRECISIONS[precision] : "";
}

uint8_t dl_precision_of(dl_str name)
{
    for (uint8_t p = DL_PRECISION_YEAR; p <= DL_PRECISION_SECOND; p++) {
        if (dl_str_is(name, PRECISIONS[p])) {
            return p;
        }
    }
    return DL_PRECISION_NONE;
}

/* `digits` digits at text[at], or -1. */
static int number(dl_str text, size_t at, unsigned digits)
{
    int value = 0;
    if (at + digits > text.size) {
        return -1;
    }
    for (unsigned i = 0; i < digits; i++) {
        const char c = text.at[at + i];
        if (c < '0' || c > '9') {
            return -1;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

static bool is_at(dl_str text, size_t at, const char *any)
{
    return at < text.size && text.at[at] != '\0' && strchr(any, text.at[at]) != NULL;
}

static size_t read_zone(dl_str text, size_t at, dl_when *w)
{
    if (is_at(text, at, "Zz")) {
        w->zone = 0;
        return at + 1;
    }
    if (!is_at(text, at, "+-")) {
        return at;
    }
    const int hours = number(text, at + 1, 2);
    const size_t colon = at + 3 + is_at(text, at + 3, ":");
    int minutes = number(text, colon, 2);
    size_t end = colon + 2;
    if (minutes < 0) {
        minutes = 0;
        end = at + 3;
    }
    if (hours < 0 || hours > 14 || minutes > 59) {
        return at;
    }
    w->zone = (int16_t)((hours * 60 + minutes) * (text.at[at] == '-' ? -1 : 1));
    return end;
}

size_t dl_when_read_iso(dl_str text, dl_when *out)
{
    const int year = number(text, 0, 4);
    *out = dl_when_none();
    if (year < 0) {
        return 0;
    }
    if (!is_at(text, 4, "-/")) {
        *out = dl_when_year(year);
        return dl_when_known(*out) ? 4 : 0;
    }
    const int month = number(text, 5, 2);
    if (month < 1 || month > 12) {
        *out = dl_when_year(year);
        return 4;
    }
    if (!is_at(text, 7, "-/") || number(text, 8, 2) < 0) {
        *out = dl_when_month(year, month);
        return dl_when_known(*out) ? 7 : 0;
    }
    const dl_day day = dl_day_of(year, month, number(text, 8, 2));
    if (day == DL_DAY_NONE) {
        return 0;
    }
    *out = dl_when_day(day);
    const int hour = is_at(text, 10, "Tt ") ? number(text, 11, 2) : -1;
    const int minute = is_at(text, 13, ":") ? number(text, 14, 2) : -1;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
        return 10;
    }
    out->earliest += hour * 3600 + minute * 60;
    out->latest = out->earliest + 59;
    out->precision = DL_PRECISION_MINUTE;
    size_t end = 16;
    const int second = is_at(text, 16, ":") ? number(text, 17, 2) : -1;
    if (second >= 0 && second < 60) {
        out->earliest += second;
        out->latest = out->earliest;
        out->precision = DL_PRECISION_SECOND;
        end = 19;
        if (is_at(text, end, ".,") && number(text, end + 1, 1) >= 0) {
            for (end++; number(text, end, 1) >= 0; end++) {
            }
        }
    }
    return read_zone(text, end, out);
}
