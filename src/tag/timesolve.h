/* timesolve.h - what a matched expression means: TIMEX3 value and interval.
 *
 * A *moment* is a point of the calendar at some grain, with the parts nobody told left
 * out. Matches are solved in the order of the text; each solved moment is kept, because
 * later ones lean on it ("two days later", "that year", "in June").
 *
 * Which year, which Thursday? Two kinds of text answer differently:
 *   news       deictic words, weekdays; what is missing comes from the day of
 * publication, before it or after it as the tense of the governing verb says narrative
 * many past years and hardly a deictic word; what is missing comes from the date told
 * last (as Mazur and Dale 2010 found for histories of wars)
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TIMESOLVE_H
#define DL_TIMESOLVE_H

#include "timematch.h"

typedef enum dl_grain {
    DL_GRAIN_NONE,
    DL_GRAIN_MILLENNIUM,
    DL_GRAIN_CENTURY,
    DL_GRAIN_DECADE,
    DL_GRAIN_YEAR,
    DL_GRAIN_SEMESTER,
    DL_GRAIN_SEASON,
    DL_GRAIN_QUARTER,
    DL_GRAIN_MONTH,
    DL_GRAIN_WEEK,
    DL_GRAIN_WEEKEND,
    DL_GRAIN_DAY,
    DL_GRAIN_PART,
    DL_GRAIN_HOUR,
    DL_GRAIN_MINUTE,
    DL_GRAIN_SECOND
} dl_grain;

#define DL_YEAR_NONE INT32_MIN

/* Years that are not calendar years (values of the slot `fiscal`), and "the winter of
 * 1914", which may be that of its beginning or that of its end. */
enum { DL_YEAR_BUDGET = 1, DL_YEAR_SCHOOL = 2, DL_WINTER_OF_YEAR = 3 };

typedef struct dl_moment {
    uint8_t grain, mod;
    int32_t year;      /* astronomical; of a decade or century its first; DL_YEAR_NONE */
    int8_t month, day; /* 0: not told */
    int8_t week;       /* ISO; then `year` is the ISO year */
    int8_t weekday;    /* 0 Monday..6 while the day is not known, else -1 */
    uint8_t season, quarter, semester, part, fiscal;
    int8_t hour, minute, second; /* -1: not told */
    int16_t zone;
    dl_day first, last; /* the days it can be; DL_DAY_NONE while unresolved */
} dl_moment;

dl_moment dl_moment_none(void);
dl_moment dl_moment_of_day(dl_day day);
/* Fills first and last from the other fields; false when there is no such day. */
bool dl_moment_settle(dl_moment *moment);
/* TIMEX3 value, in `arena`. */
dl_str dl_moment_value(const dl_moment *moment, dl_arena *arena);
dl_when dl_moment_when(const dl_moment *moment);

/* Solves `matches` in order and appends to out->times. */
DL_CHECK dl_status dl_time_solve(const dl_timewords *words, const dl_doc *doc,
                                 const dl_time_atoms *atoms,
                                 const dl_time_matches *matches, dl_when published,
                                 bool narrative, dl_arena *arena, dl_tags *out,
                                 dl_error *err);

#endif
