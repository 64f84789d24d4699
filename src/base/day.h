/* day.h - the civil calendar, and moments known only as intervals.
 *
 * A dl_day counts days since 1970-01-01 in the proleptic Gregorian calendar. A dl_when
 * is an interval of wall-clock seconds, [earliest, latest] both included, with the
 * precision it was told in: "March 2016" is 2016-03-01T00:00:00..2016-03-31T23:59:59
 * with precision month. Nothing is ever filled in: a side nobody told is DL_WHEN_OPEN_*.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_DAY_H
#define DL_DAY_H

#include "str.h"

typedef int32_t dl_day;
#define DL_DAY_NONE INT32_MIN
#define DL_DAY_SECONDS 86400

#define DL_WHEN_OPEN_START INT64_MIN /* earliest not known */
#define DL_WHEN_OPEN_END INT64_MAX   /* latest not known */
#define DL_ZONE_NONE INT16_MIN

typedef enum dl_precision {
    DL_PRECISION_NONE, /* no date at all */
    DL_PRECISION_YEAR,
    DL_PRECISION_MONTH,
    DL_PRECISION_DAY,
    DL_PRECISION_MINUTE,
    DL_PRECISION_SECOND
} dl_precision;

typedef struct dl_when {
    int64_t earliest, latest; /* seconds since 1970-01-01T00:00:00, wall clock */
    int16_t zone;             /* minutes east of UTC; DL_ZONE_NONE if not printed */
    uint8_t precision;        /* dl_precision; NONE: the other fields mean nothing */
} dl_when;

dl_day dl_day_of(int year, int month, int day); /* DL_DAY_NONE if there is no such day */
void dl_day_split(dl_day day, int *year, int *month, int *dom);
unsigned dl_day_weekday(dl_day day); /* 0 Monday .. 6 Sunday */
int dl_month_days(int year, int month);

static inline dl_when dl_when_none(void)
{
    return (dl_when){DL_WHEN_OPEN_START, DL_WHEN_OPEN_END, DL_ZONE_NONE,
                     DL_PRECISION_NONE};
}
static inline bool dl_when_known(dl_when w)
{
    return w.precision != DL_PRECISION_NONE;
}
dl_when dl_when_day(dl_day day);
dl_when dl_when_days(dl_day first, dl_day last); /* precision day */
dl_when dl_when_month(int year, int month);
dl_when dl_when_year(int year);
dl_day dl_when_first(dl_when w); /* day of earliest; DL_DAY_NONE if open */
dl_day dl_when_last(dl_when w);
bool dl_when_overlap(dl_when a, dl_when b); /* false if either is unknown */
/* What both allow: the later start, the earlier end, the finer precision. Unknown when
 * they do not overlap; the other one when one is unknown. */
dl_when dl_when_meet(dl_when a, dl_when b);

/* ISO 8601 of one side at the precision day or finer: "2016-03-01", or with the time,
 * "2017-03-02T20:57" / "...:08", when the precision is minute or second, and the zone
 * ("Z", "+01:00") where known. "" for an open side. Writes at most 32 bytes with NUL. */
void dl_when_iso(int64_t seconds, dl_when w, char out[32]);
const char *dl_precision_name(uint8_t precision); /* "year".."second"; "" for none */
/* 1 name of a precision to its value; DL_PRECISION_NONE if unknown. */
uint8_t dl_precision_of(dl_str name);

/* Reads an ISO 8601 date or date-time ("2017", "2017-03", "2017-03-02",
 * "2017-03-02T20:57[:08[.5]][Z|+01:00|+0100]", a blank for T) at the start of `text`.
 * Gives the bytes read, 0 if none. */
size_t dl_when_read_iso(dl_str text, dl_when *out);

#endif
