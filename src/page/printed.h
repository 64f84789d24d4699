/* printed.h - dates as people print them, in many languages.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PRINTED_H
#define DL_PRINTED_H

#include "day.h"

/* Which number comes first in 3/4/2017. */
typedef enum dl_printed_order { DL_PRINTED_DAY_FIRST, DL_PRINTED_MONTH_FIRST } dl_printed_order;

typedef struct dl_printed {
    dl_when when;
    dl_span span;   /* in the text that was read */
    bool ambiguous; /* day and month could be the other way round */
    bool short_year; /* two digits */
} dl_printed;

/* Finds the first full date (a day of a year) in `text` from byte `from` on, with the
 * time of day printed beside it. Years before 1980 and after 2099 are none: other
 * calendars' years are not ours. false if there is none. */
bool dl_printed_find(dl_str text, size_t from, dl_printed_order order, dl_printed *out);

/* Reads a machine's date: ISO 8601, RFC 2822, 20170302, seconds since 1970, or any date
 * printed. false if `text` is none. */
bool dl_printed_machine(dl_str text, dl_printed_order order, dl_printed *out);

/* A time of day at the start of `text`, as "20:57" or "8.30 pm GMT": minutes since
 * midnight in *minutes. Gives the bytes read, 0 if none. */
size_t dl_printed_time(dl_str text, int *minutes, int *seconds, int16_t *zone);

/* The day in a path like /2017/03/02/ or /2017-03-02-; false if there is none. */
bool dl_printed_url(dl_str url, dl_printed *out);

/* Month 1..12, or 0, of a name in any of the languages known. */
int dl_printed_month(dl_str name);

/* Whether `text` has only a name of a day of the week and signs. */
bool dl_printed_weekday(dl_str word);

#endif
