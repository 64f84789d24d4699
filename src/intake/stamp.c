/* stamp.c - see stamp.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "stamp.h"

#define UNIX_SECONDS_FIRST 100000000LL /* 1973: nine digits; fewer are no stamp */

typedef struct scanner {
    dl_str text;
    size_t at;
} scanner;

static void pass_blanks(scanner *s)
{
    while (s->at < s->text.size &&
           (s->text.at[s->at] == ' ' || s->text.at[s->at] == '\t')) {
        s->at++;
    }
}

/* A number of `least` to `most` digits, or -1. */
static int number(scanner *s, size_t least, size_t most)
{
    int value = 0;
    size_t n = 0;
    while (n < most && s->at + n < s->text.size && s->text.at[s->at + n] >= '0' &&
           s->text.at[s->at + n] <= '9') {
        value = value * 10 + (s->text.at[s->at + n] - '0');
        n++;
    }
    if (n < least) {
        return -1;
    }
    s->at += n;
    return value;
}

static bool pass_char(scanner *s, char c)
{
    if (s->at < s->text.size && s->text.at[s->at] == c) {
        s->at++;
        return true;
    }
    return false;
}

static dl_str letters(scanner *s)
{
    const size_t start = s->at;
    while (s->at < s->text.size && (s->text.at[s->at] | 32) >= 'a' &&
           (s->text.at[s->at] | 32) <= 'z') {
        s->at++;
    }
    return (dl_str){s->text.at + start, s->at - start};
}

static int month_of(dl_str word)
{
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    for (int i = 0; i < 12 && word.size >= 3; i++) {
        if (dl_str_equal_fold((dl_str){word.at, 3}, dl_str_of(months[i]))) {
            return i + 1;
        }
    }
    return 0;
}

/* The zones of RFC 822, in minutes. */
static int16_t zone_of(scanner *s)
{
    static const struct {
        const char *name;
        int16_t minutes;
    } zones[] = {{"GMT", 0},    {"UT", 0},     {"UTC", 0},    {"Z", 0},
                 {"EST", -300}, {"EDT", -240}, {"CST", -360}, {"CDT", -300},
                 {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}};
    pass_blanks(s);
    const bool minus = s->at < s->text.size && s->text.at[s->at] == '-';
    if (minus || (s->at < s->text.size && s->text.at[s->at] == '+')) {
        s->at++;
        const int hours = number(s, 2, 2);
        pass_char(s, ':');
        const int minutes = number(s, 2, 2);
        if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) {
            return DL_ZONE_NONE;
        }
        return (int16_t)((minus ? -1 : 1) * (hours * 60 + minutes));
    }
    const dl_str name = letters(s);
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        if (dl_str_equal_fold(name, dl_str_of(zones[i].name))) {
            return zones[i].minutes;
        }
    }
    return DL_ZONE_NONE;
}

static dl_when moment(int year, int month, int day, int hour, int minute, int second,
                      int16_t zone)
{
    const dl_day date = dl_day_of(year, month, day);
    if (date == DL_DAY_NONE || hour > 23 || minute > 59 || second > 60) {
        return dl_when_none();
    }
    if (hour < 0) {
        return dl_when_day(date);
    }
    const int64_t start = (int64_t)date * DL_DAY_SECONDS + hour * 3600 + minute * 60;
    if (second < 0) {
        return (dl_when){start, start + 59, zone, DL_PRECISION_MINUTE};
    }
    second = second == 60 ? 59 : second;
    return (dl_when){start + second, start + second, zone, DL_PRECISION_SECOND};
}

/* "Thu, 02 Mar 2017 20:57:08 GMT", "2 March 2017" */
static dl_when read_rfc822(dl_str text)
{
    scanner s = {text, 0};
    if (letters(&s).size > 0) {
        pass_char(&s, ',');
        pass_blanks(&s);
    }
    const int day = number(&s, 1, 2);
    pass_blanks(&s);
    const int month = month_of(letters(&s));
    pass_blanks(&s);
    int year = number(&s, 2, 4);
    if (day < 0 || month == 0 || year < 0) {
        return dl_when_none();
    }
    if (year < 100) {
        year += year < 50 ? 2000 : 1900;
    }
    pass_blanks(&s);
    int hour = number(&s, 1, 2), minute = -1, second = -1;
    int16_t zone = DL_ZONE_NONE;
    if (hour >= 0) {
        if (!pass_char(&s, ':') || (minute = number(&s, 2, 2)) < 0) {
            return dl_when_none();
        }
        if (pass_char(&s, ':')) {
            second = number(&s, 2, 2);
        }
        zone = zone_of(&s);
    }
    return moment(year, month, day, hour, minute, second, zone);
}

static bool all_digits(dl_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
    }
    return text.size > 0;
}

/* "20170302", "20170302205708", seconds and milliseconds since 1970 */
static dl_when read_digits(dl_str text)
{
    scanner s = {text, 0};
    if (text.size == 8 || text.size == 14) {
        const int year = number(&s, 4, 4), month = number(&s, 2, 2),
                  day = number(&s, 2, 2);
        const int hour = number(&s, 2, 2), minute = number(&s, 2, 2);
        return moment(year, month, day, hour, minute, number(&s, 2, 2), DL_ZONE_NONE);
    }
    int64_t value = 0;
    for (size_t i = 0; i < text.size && text.size <= 13; i++) {
        value = value * 10 + (text.at[i] - '0');
    }
    if (text.size >= 12) {
        value /= 1000;
    }
    if (value < UNIX_SECONDS_FIRST) {
        return dl_when_none();
    }
    return (dl_when){value, value, 0, DL_PRECISION_SECOND};
}

dl_when dl_stamp_read(dl_str text)
{
    dl_when when = dl_when_none(), until;
    text = dl_str_trim(text);
    if (text.size == 0) {
        return when;
    }
    if (all_digits(text) && text.size != 4) {
        return read_digits(text);
    }
    const size_t used = dl_when_read_iso(text, &when);
    if (used == 0) {
        return read_rfc822(text);
    }
    if (used < text.size && text.at[used] == '/') {
        const dl_str rest = {text.at + used + 1, text.size - used - 1};
        if (dl_when_read_iso(rest, &until) == rest.size &&
            until.latest >= when.earliest) {
            when.latest = until.latest;
            when.precision =
                when.precision < until.precision ? when.precision : until.precision;
            return when;
        }
        return dl_when_none();
    }
    /* " UTC" and the like behind an ISO time */
    scanner s = {text, used};
    const int16_t zone = zone_of(&s);
    if (zone != DL_ZONE_NONE && when.zone == DL_ZONE_NONE) {
        when.zone = zone;
    }
    return s.at == text.size ? when : dl_when_none();
}
