/* Tests of src/tag/timecal.c: known days of several calendars.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timecal.h"
#include "tap.h"

static void iso_weeks_belong_to_the_year_of_their_thursday(void)
{
    int year, week;
    dl_timecal_week(dl_day_of(2016, 1, 3), &year, &week);
    CHECK_INT(year, 2015);
    CHECK_INT(week, 53);
    dl_timecal_week(dl_day_of(2018, 12, 31), &year, &week);
    CHECK_INT(year, 2019);
    CHECK_INT(week, 1);
    CHECK_INT(dl_timecal_monday(2019, 1), dl_day_of(2018, 12, 31));
}

static void easter_falls_where_the_tables_say(void)
{
    CHECK_INT(dl_timecal_easter(2016), dl_day_of(2016, 3, 27));
    CHECK_INT(dl_timecal_easter(2008), dl_day_of(2008, 3, 23));
    CHECK_INT(dl_timecal_easter(2038), dl_day_of(2038, 4, 25));
    CHECK_INT(dl_timecal_orthodox_easter(2016), dl_day_of(2016, 5, 1));
    CHECK_INT(dl_timecal_orthodox_easter(2017), dl_day_of(2017, 4, 16));
}

static void the_iranian_calendar_meets_ours(void)
{
    CHECK_INT(dl_timecal_jalali(1395, 12, 13), dl_day_of(2017, 3, 3));
    CHECK_INT(dl_timecal_jalali(1395, 12, 30), dl_day_of(2017, 3, 20)); /* leap */
    CHECK_INT(dl_timecal_jalali(1396, 12, 30), DL_DAY_NONE);
    CHECK_INT(dl_timecal_jalali(1357, 11, 22), dl_day_of(1979, 2, 11));
    CHECK_INT(dl_timecal_jalali(1404, 1, 1), dl_day_of(2025, 3, 21));
}

static void the_islamic_calendar_is_right_to_a_day(void)
{
    CHECK_NEAR(dl_timecal_hijri(1438, 9, 1), dl_day_of(2017, 5, 27), 1);
    CHECK_NEAR(dl_timecal_hijri(1400, 1, 1), dl_day_of(1979, 11, 20), 1);
    CHECK_INT(dl_timecal_hijri(1438, 2, 30), DL_DAY_NONE);
}

static void splitting_undoes_counting_in_the_islamic_calendar(void)
{
    for (dl_day day = dl_day_of(1900, 1, 1); day < dl_day_of(2100, 1, 1); day++) {
        int y, m, d;
        dl_timecal_hijri_split(day, &y, &m, &d);
        if (dl_timecal_hijri(y, m, d) != day) {
            CHECK_INT(dl_timecal_hijri(y, m, d), day);
            return;
        }
    }
}

static void passover_falls_where_the_tables_say(void)
{
    CHECK_INT(dl_timecal_passover(2016), dl_day_of(2016, 4, 23));
    CHECK_INT(dl_timecal_passover(2017), dl_day_of(2017, 4, 11));
    CHECK_INT(dl_timecal_passover(2024), dl_day_of(2024, 4, 23));
}

static void the_nth_weekday_of_a_month_is_found(void)
{
    CHECK_INT(dl_timecal_nth(2016, 11, 4, 3), dl_day_of(2016, 11, 24));
    CHECK_INT(dl_timecal_nth(2016, 5, -1, 0), dl_day_of(2016, 5, 30));
    CHECK_INT(dl_timecal_nth(2016, 2, 5, 1), DL_DAY_NONE);
}

int main(void)
{
    TEST(iso_weeks_belong_to_the_year_of_their_thursday);
    TEST(easter_falls_where_the_tables_say);
    TEST(the_iranian_calendar_meets_ours);
    TEST(the_islamic_calendar_is_right_to_a_day);
    TEST(splitting_undoes_counting_in_the_islamic_calendar);
    TEST(passover_falls_where_the_tables_say);
    TEST(the_nth_weekday_of_a_month_is_found);
    return tap_done();
}
