/* Tests of src/page/printed.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "printed.h"
#include "tap.h"

static char iso_text[32];

/* The first date in `text` as ISO 8601, "-" if there is none. */
static dl_str iso(const char *text)
{
    dl_printed found;
    if (!dl_printed_find(dl_str_of(text), 0, DL_PRINTED_DAY_FIRST, &found)) {
        return DL_STR("-");
    }
    dl_when_iso(found.when.earliest, found.when, iso_text);
    return dl_str_of(iso_text);
}

static void numeric_dates_are_read_in_every_order(void)
{
    CHECK_STR(iso("Date: 2017/03/02"), "2017-03-02");
    CHECK_STR(iso("am 02.03.2017 um"), "2017-03-02");
    CHECK_STR(iso("2.3.2017"), "2017-03-02");
    CHECK_STR(iso("on 2017-03-02."), "2017-03-02");
    CHECK_STR(iso("31/12/2009"), "2009-12-31");
    CHECK_STR(iso("12/31/2009"), "2009-12-31"); /* no 31st month */
    CHECK_STR(iso("26 | 01 | 2022"), "2022-01-26");
}

static void the_order_of_day_and_month_is_the_callers(void)
{
    dl_printed found;
    CHECK(dl_printed_find(DL_STR("3/4/2017"), 0, DL_PRINTED_MONTH_FIRST, &found));
    CHECK_INT(dl_when_first(found.when), dl_day_of(2017, 3, 4));
    CHECK(found.ambiguous);
    CHECK(dl_printed_find(DL_STR("3/4/2017"), 0, DL_PRINTED_DAY_FIRST, &found));
    CHECK_INT(dl_when_first(found.when), dl_day_of(2017, 4, 3));
}

static void months_are_known_in_many_languages(void)
{
    CHECK_STR(iso("Issue of Thursday, 28 March 2019"), "2019-03-28");
    CHECK_STR(iso("2. März 2017"), "2017-03-02");
    CHECK_STR(iso("2 de marzo de 2017"), "2017-03-02");
    CHECK_STR(iso("1er février 2020"), "2020-02-01");
    CHECK_STR(iso("2 марта 2017 г."), "2017-03-02");
    CHECK_STR(iso("2 Μαρτίου 2017"), "2017-03-02");
    CHECK_STR(iso("2017年3月2日"), "2017-03-02");
    CHECK_STR(iso("2017. március 2."), "2017-03-02");
    CHECK_STR(iso("2 marca 2017"), "2017-03-02");
    CHECK_STR(iso("Mar. 2nd, 2017"), "2017-03-02");
}

static void the_time_of_day_is_read_beside_the_date(void)
{
    CHECK_STR(iso("Published Date: Mar 03, 2017 07:52 AM"), "2017-03-03T07:52");
    CHECK_STR(iso("19/11/2009 21:15 | Reads: 412"), "2009-11-19T21:15");
    CHECK_STR(iso("Wed 4 Nov 2009, 08:30 GMT"), "2009-11-04T08:30Z");
    CHECK_STR(iso("18.06.2018, 11.20 Uhr"), "2018-06-18T11:20");
    CHECK_STR(iso("20:57, 2 March 2017"), "2017-03-02T20:57");
    CHECK_STR(iso("4 Nov 2009 at 12:05 am"), "2009-11-04T00:05");
    CHECK_STR(iso("Thu Mar 02 20:57:08 2017"), "2017-03-02T20:57:08");
    CHECK_STR(iso("Thu, 02 Mar 2017 20:57:08 +0330"), "2017-03-02T20:57:08+03:30");
}

static void what_is_no_date_is_none(void)
{
    CHECK_STR(iso("1395/12/13 4:19"), "-"); /* another calendar */
    CHECK_STR(iso("31.02.2017"), "-");
    CHECK_STR(iso("version 1.2.3"), "-");
    CHECK_STR(iso("call 2017-03-021"), "-");
    CHECK_STR(iso("in March"), "-");
    CHECK_STR(iso(""), "-");
    CHECK_STR(iso("192.168.10.2014"), "-");
}

static void machines_write_epochs_and_compact_dates(void)
{
    dl_printed found;
    CHECK(dl_printed_machine(DL_STR("20170302"), DL_PRINTED_DAY_FIRST, &found));
    CHECK_INT(dl_when_first(found.when), dl_day_of(2017, 3, 2));
    CHECK(dl_printed_machine(DL_STR("1488488220"), DL_PRINTED_DAY_FIRST, &found));
    CHECK_INT(found.when.earliest, 1488488220);
    CHECK(!dl_printed_machine(DL_STR("banana"), DL_PRINTED_DAY_FIRST, &found));
}

static void the_day_in_an_address_is_found(void)
{
    dl_printed found;
    CHECK(dl_printed_url(DL_STR("https://post.example/2017/03/02/bridge"), &found));
    CHECK_INT(dl_when_first(found.when), dl_day_of(2017, 3, 2));
    CHECK(dl_printed_url(DL_STR("https://post.example/2017/mar/02/bridge"), &found));
    CHECK_INT(dl_when_first(found.when), dl_day_of(2017, 3, 2));
    CHECK(dl_printed_url(DL_STR("https://post.example/a/20170302-bridge"), &found));
    CHECK(!dl_printed_url(DL_STR("https://post.example/2017/03/bridge"), &found));
    CHECK(!dl_printed_url(DL_STR("https://post.example/?d=2017/03/02"), &found));
    CHECK(!dl_printed_url((dl_str){NULL, 0}, &found));
}

int main(void)
{
    TEST(numeric_dates_are_read_in_every_order);
    TEST(the_order_of_day_and_month_is_the_callers);
    TEST(months_are_known_in_many_languages);
    TEST(the_time_of_day_is_read_beside_the_date);
    TEST(what_is_no_date_is_none);
    TEST(machines_write_epochs_and_compact_dates);
    TEST(the_day_in_an_address_is_found);
    return tap_done();
}
