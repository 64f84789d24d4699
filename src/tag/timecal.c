/* timecal.c - see timecal.h. Each calendar is a closed formula; nothing is looked up.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timecal.h"

static int floor_div(int a, int b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

dl_day dl_timecal_monday(int year, int week)
{
    const dl_day fourth = dl_day_of(year, 1, 4); /* always in week 1 */
    if (fourth == DL_DAY_NONE || week < 1 || week > 53) {
        return DL_DAY_NONE;
    }
    return fourth - (dl_day)dl_day_weekday(fourth) + (week - 1) * 7;
}

void dl_timecal_week(dl_day day, int *year, int *week)
{
    const dl_day thursday = day - (dl_day)dl_day_weekday(day) + 3;
    int month, dom;
    dl_day_split(thursday, year, &month, &dom);
    *week = (thursday - dl_day_of(*year, 1, 1)) / 7 + 1;
}

dl_day dl_timecal_easter(int year)
{
    const int a = year % 19, b = year / 100, c = year % 100;
    const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
    const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
    const int n = h + l - 7 * m + 114;
    return year < 1 ? DL_DAY_NONE : dl_day_of(year, n / 31, n % 31 + 1);
}

dl_day dl_timecal_orthodox_easter(int year)
{
    if (year < 1) {
        return DL_DAY_NONE;
    }
    const int a = year % 4, b = year % 7, c = year % 19;
    const int d = (19 * c + 15) % 30, e = (2 * a + 4 * b - d + 34) % 7;
    const dl_day julian = dl_day_of(year, (d + e + 114) / 31, (d + e + 114) % 31 + 1);
    return julian == DL_DAY_NONE ? julian : julian + year / 100 - year / 400 - 2;
}

dl_day dl_timecal_nth(int year, int month, int n, int weekday)
{
    const dl_day first = dl_day_of(year, month, 1);
    if (first == DL_DAY_NONE) {
        return DL_DAY_NONE;
    }
    if (n < 0) {
        const dl_day last = first + dl_month_days(year, month) - 1;
        return last - ((int)dl_day_weekday(last) - weekday + 7) % 7;
    }
    const dl_day day =
        first + (weekday - (int)dl_day_weekday(first) + 7) % 7 + (n - 1) * 7;
    return day < first + dl_month_days(year, month) ? day : DL_DAY_NONE;
}

/* 1 Muharram of year 1, civil: Friday 16 July 622 (Julian), as days from 1970. */
#define HIJRI_EPOCH (-492148)

static bool hijri_leap(int year)
{
    return (11 * year + 14) % 30 < 11;
}

int dl_timecal_hijri_days(int year, int month)
{
    if (year < 1 || month < 1 || month > 12) {
        return 0;
    }
    return month % 2 == 1 || (month == 12 && hijri_leap(year)) ? 30 : 29;
}

dl_day dl_timecal_hijri(int year, int month, int day)
{
    if (year > 9000 || day < 1 || day > dl_timecal_hijri_days(year, month)) {
        return DL_DAY_NONE;
    }
    return HIJRI_EPOCH + (year - 1) * 354 + (3 + 11 * year) / 30 + (month - 1) * 29 +
           month / 2 + day - 1;
}

void dl_timecal_hijri_split(dl_day day, int *year, int *month, int *dom)
{
    *year = floor_div(30 * (day - HIJRI_EPOCH) + 10646, 10631);
    *month = 1;
    if (*year < 1) {
        *year = 0;
        *dom = 0;
        return;
    }
    int left = day - dl_timecal_hijri(*year, 1, 1);
    while (*month < 12 && left >= dl_timecal_hijri_days(*year, *month)) {
        left -= dl_timecal_hijri_days(*year, *month);
        (*month)++;
    }
    *dom = left + 1;
}

static bool jalali_leap(int year)
{
    return (25 * year + 11) % 33 < 8;
}

dl_day dl_timecal_jalali(int year, int month, int day)
{
    if (year < 1 || year > 3000 || month < 1 || month > 12 || day < 1) {
        return DL_DAY_NONE;
    }
    const int days = month <= 6 ? 31 : month < 12 || jalali_leap(year) ? 30 : 29;
    if (day > days) {
        return DL_DAY_NONE;
    }
    /* counted from 1 Farvardin 1395 = 20 March 2016 */
    dl_day first = dl_day_of(2016, 3, 20);
    for (int y = 1395; y < year; y++) {
        first += 365 + jalali_leap(y);
    }
    for (int y = year; y < 1395; y++) {
        first -= 365 + jalali_leap(y);
    }
    return first + (month <= 7 ? (month - 1) * 31 : 186 + (month - 7) * 30) + day - 1;
}

/* Days from the Hebrew epoch to 1 Tishri of a Hebrew year. */
static int hebrew_new_year(int year)
{
    const int months = floor_div(235 * year - 234, 19);
    const int parts = 12084 + 13753 * (months % 25920); /* keeps below 2^31 */
    int day = 29 * months + floor_div(parts, 25920);
    if (months >= 25920) {
        day += 13753 * (months / 25920);
    }
    if ((3 * (day + 1)) % 7 < 3) {
        day++;
    }
    return day;
}

static int hebrew_delay(int year)
{
    const int before = hebrew_new_year(year - 1), here = hebrew_new_year(year),
              after = hebrew_new_year(year + 1);
    return after - here == 356 ? 2 : here - before == 382 ? 1 : 0;
}

/* The day before 1 Tishri AM 1, counted from 1970-01-01. */
#define HEBREW_EPOCH (-2092590)

dl_day dl_timecal_passover(int year)
{
    if (year < 1 || year > 4000) {
        return DL_DAY_NONE;
    }
    /* 15 Nisan is always 163 days before the next 1 Tishri */
    const int hebrew = year + 3761;
    return HEBREW_EPOCH + hebrew_new_year(hebrew) + hebrew_delay(hebrew) - 163;
}
