/* timecal.h - calendar arithmetic the time stage needs beyond base/day.h.
 *
 * Years are astronomical (1 BC is 0, 499 BC is -498). Every function gives DL_DAY_NONE
 * for a day that does not exist or lies outside the years -9999..9999.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TIMECAL_H
#define DL_TIMECAL_H

#include "day.h"

/* ISO 8601 week of a day: its year (which may differ from the day's) and number. */
void dl_timecal_week(dl_day day, int *year, int *week);
/* Monday of an ISO week. */
dl_day dl_timecal_monday(int year, int week);

/* Western Easter Sunday (Meeus, Jones, Butcher) and Orthodox Easter (Meeus), both as
 * Gregorian days. */
dl_day dl_timecal_easter(int year);
dl_day dl_timecal_orthodox_easter(int year);

/* The n-th (1..5, or -1 for the last) `weekday` (0 Monday) of a month. */
dl_day dl_timecal_nth(int year, int month, int n, int weekday);

/* Islamic tabular calendar (civil epoch, leap years 2 5 7 10 13 16 18 21 24 26 29): right
 * to a day or two of the sighted moon. */
dl_day dl_timecal_hijri(int year, int month, int day);
int dl_timecal_hijri_days(int year, int month);
void dl_timecal_hijri_split(dl_day day, int *year, int *month, int *dom);

/* Solar Hijri (Iranian) calendar by the 33-year rule: exact for 1244..1472 AP. */
dl_day dl_timecal_jalali(int year, int month, int day);

/* Hebrew calendar: the day of 15 Nisan (Passover) and of 1 Tishri (Rosh Hashanah) that
 * fall in a Gregorian year (Gauss 1802, after Conway, Agnew and Reingold's molad). */
dl_day dl_timecal_passover(int year);

#endif
