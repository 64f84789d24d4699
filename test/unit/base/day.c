/* Tests of src/base/day.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "day.h"
#include "tap.h"

static void days_count_from_1970_and_know_their_weekday(void)
{
    CHECK_INT(dl_day_of(1970, 1, 1), 0);
    CHECK_INT(dl_day_of(2017, 3, 2), 17227);
    CHECK_INT(dl_day_weekday(dl_day_of(2017, 3, 2)), 3); /* a Thursday */
    CHECK_INT(dl_day_weekday(dl_day_of(1916, 7, 1)), 5); /* a Saturday */
}

static void a_day_that_does_not_exist_is_none(void)
{
    CHECK_INT(dl_day_of(2015, 2, 29), DL_DAY_NONE);
    CHECK_INT(dl_day_of(2016, 13, 1), DL_DAY_NONE);
    CHECK(dl_day_of(2016, 2, 29) != DL_DAY_NONE);
}

static void splitting_undoes_counting_for_a_thousand_years(void)
{
    for (dl_day day = dl_day_of(1500, 1, 1); day < dl_day_of(2500, 1, 1); day++) {
        int y, m, d;
        dl_day_split(day, &y, &m, &d);
        if (dl_day_of(y, m, d) != day) {
            CHECK_INT(dl_day_of(y, m, d), day);
            return;
        }
    }
}

static void a_month_is_an_interval(void)
{
    char iso[32];
    const dl_when w = dl_when_month(2016, 2);
    dl_when_iso(w.earliest, w, iso);
    CHECK_STR(dl_str_of(iso), "2016-02-01");
    dl_when_iso(w.latest, w, iso);
    CHECK_STR(dl_str_of(iso), "2016-02-29");
}

static void iso_dates_are_read_with_their_precision_and_zone(void)
{
    dl_when w;
    char iso[32];
    CHECK_INT(dl_when_read_iso(DL_STR("2009-11-19T17:42:00+01:00"), &w), 25);
    CHECK_INT(w.precision, DL_PRECISION_SECOND);
    CHECK_INT(w.zone, 60);
    dl_when_iso(w.earliest, w, iso);
    CHECK_STR(dl_str_of(iso), "2009-11-19T17:42:00+01:00");
    CHECK_INT(dl_when_read_iso(DL_STR("2017-03 and"), &w), 7);
    CHECK_INT(w.precision, DL_PRECISION_MONTH);
    CHECK_INT(dl_when_read_iso(DL_STR("2017-02-30"), &w), 0);
    CHECK_INT(dl_when_read_iso(DL_STR("not a date"), &w), 0);
}

static void two_intervals_meet_where_both_allow(void)
{
    const dl_when month = dl_when_month(2017, 3), day = dl_when_day(dl_day_of(2017, 3, 2));
    CHECK_INT(dl_when_first(dl_when_meet(month, day)), dl_day_of(2017, 3, 2));
    CHECK_INT(dl_when_meet(month, day).precision, DL_PRECISION_DAY);
    CHECK(!dl_when_known(dl_when_meet(day, dl_when_month(2016, 3))));
    CHECK_INT(dl_when_first(dl_when_meet(dl_when_none(), day)), dl_day_of(2017, 3, 2));
}

int main(void)
{
    TEST(days_count_from_1970_and_know_their_weekday);
    TEST(a_day_that_does_not_exist_is_none);
    TEST(splitting_undoes_counting_for_a_thousand_years);
    TEST(a_month_is_an_interval);
    TEST(iso_dates_are_read_with_their_precision_and_zone);
    TEST(two_intervals_meet_where_both_allow);
    return tap_done();
}
