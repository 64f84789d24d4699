/* Tests of src/intake/stamp.c: dates that machines write.
 * SPDX-License-Identifier: Apache-2.0 */
#include "stamp.h"
#include "tap.h"

static const char *read_back(const char *text)
{
    static char iso[32];
    const dl_when when = dl_stamp_read(dl_str_of(text));
    iso[0] = '\0';
    if (dl_when_known(when)) {
        dl_when_iso(when.earliest, when, iso);
    }
    return iso;
}

static void iso_dates_and_times_are_read(void)
{
    CHECK_STR(dl_str_of(read_back("2017-03-02")), "2017-03-02");
    CHECK_STR(dl_str_of(read_back("2017-03-02 20:57:08")), "2017-03-02T20:57:08");
    CHECK_STR(dl_str_of(read_back(" 2017-03-02T20:57Z ")), "2017-03-02T20:57Z");
    CHECK_STR(dl_str_of(read_back("2017-03-02 20:57:08 UTC")), "2017-03-02T20:57:08Z");
}

static void the_dates_of_feeds_and_headers_are_read(void)
{
    CHECK_STR(dl_str_of(read_back("Thu, 02 Mar 2017 20:57:08 GMT")),
              "2017-03-02T20:57:08Z");
    CHECK_STR(dl_str_of(read_back("2 Mar 2017 20:57 +0100")), "2017-03-02T20:57+01:00");
    CHECK_STR(dl_str_of(read_back("Thu, 02 Mar 17 20:57:08 EST")),
              "2017-03-02T20:57:08-05:00");
}

static void digits_are_a_day_a_moment_or_seconds_since_1970(void)
{
    CHECK_STR(dl_str_of(read_back("20170302")), "2017-03-02");
    CHECK_STR(dl_str_of(read_back("20170302205708")), "2017-03-02T20:57:08");
    CHECK_STR(dl_str_of(read_back("1488488228")), "2017-03-02T20:57:08Z");
    CHECK_STR(dl_str_of(read_back("1488488228000")), "2017-03-02T20:57:08Z");
}

static void an_interval_keeps_both_ends(void)
{
    const dl_when when = dl_stamp_read(DL_STR("2017-03-01/2017-03-02"));
    CHECK_INT(dl_when_first(when), dl_day_of(2017, 3, 1));
    CHECK_INT(dl_when_last(when), dl_day_of(2017, 3, 2));
}

static void what_is_no_date_is_unknown(void)
{
    CHECK_STR(dl_str_of(read_back("")), "");
    CHECK(!dl_when_known(dl_stamp_read((dl_str){NULL, 0})));
    CHECK_STR(dl_str_of(read_back("yesterday")), "");
    CHECK_STR(dl_str_of(read_back("2017-03-02 or so")), "");
    CHECK_STR(dl_str_of(read_back("42")), "");
    CHECK_STR(dl_str_of(read_back("31 Feb 2017")), "");
    CHECK_STR(dl_str_of(read_back("99999999999999999999")), "");
    CHECK_STR(dl_str_of(read_back("2017-03-02/2017-03-01")), "");
}

int main(void)
{
    TEST(iso_dates_and_times_are_read);
    TEST(the_dates_of_feeds_and_headers_are_read);
    TEST(digits_are_a_day_a_moment_or_seconds_since_1970);
    TEST(an_interval_keeps_both_ends);
    TEST(what_is_no_date_is_unknown);
    return tap_done();
}
