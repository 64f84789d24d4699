/* timefeast.c - feasts of several calendars as days; see timescene.h. The list is data
 * (data/time), the calendars are timecal.c's.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timecal.h"
#include "timescene.h"

static dl_day feast_day(const dl_time_feast *f, int year, int *days)
{
    int hijri, month, dom;
    *days = 1;
    switch (f->kind) {
    case DL_FEAST_FIXED:
        *days = f->c;
        return dl_day_of(year, f->a, f->b);
    case DL_FEAST_EASTER:
    case DL_FEAST_ORTHODOX: {
        const dl_day easter = f->kind == DL_FEAST_EASTER
                                  ? dl_timecal_easter(year)
                                  : dl_timecal_orthodox_easter(year);
        *days = f->b > 0 ? f->b : 1;
        return easter == DL_DAY_NONE ? easter : easter + f->a;
    }
    case DL_FEAST_NTH: {
        const dl_day day = dl_timecal_nth(year, f->a, f->b, f->c);
        return day == DL_DAY_NONE ? day : day + f->after;
    }
    case DL_FEAST_HIJRI: {
        const dl_day start = dl_day_of(year, 1, 1);
        if (start == DL_DAY_NONE || year < 640) {
            return DL_DAY_NONE;
        }
        dl_timecal_hijri_split(start, &hijri, &month, &dom);
        dl_day day = dl_timecal_hijri(hijri, f->a, f->b);
        if (day == DL_DAY_NONE || day < start) {
            day = dl_timecal_hijri(hijri + 1, f->a, f->b);
        }
        *days = f->c;
        return day;
    }
    case DL_FEAST_JALALI:
        *days = f->c;
        return dl_timecal_jalali(year - 621, f->a, f->b);
    case DL_FEAST_NEAREST:
        return DL_DAY_NONE; /* dl_feast_choose() */
    default:
        *days = 1;
        return dl_timecal_passover(year) == DL_DAY_NONE
                   ? DL_DAY_NONE
                   : dl_timecal_passover(year) + f->a;
    }
}

/* A feast of one day is a day; a longer one (Ramadan) keeps its interval. */
static bool place_feast(const dl_time_feast *f, dl_solving *s)
{
    int days;
    const dl_day day = s->moment.year == DL_YEAR_NONE
                           ? DL_DAY_NONE
                           : feast_day(f, s->moment.year, &days);
    if (day == DL_DAY_NONE) {
        s->moment.first = s->moment.last = DL_DAY_NONE;
        return false;
    }
    const dl_moment at = dl_moment_of_day(day);
    s->moment.month = at.month;
    s->moment.day = at.day;
    s->moment.first = day;
    s->moment.last = day + days - 1;
    if (days > 10) {
        s->moment.grain = DL_GRAIN_MONTH;
    }
    if (f->kind == DL_FEAST_HIJRI &&
        days > 1) { /* the sighted moon may differ by a day */
        s->moment.first--;
        s->moment.last++;
    }
    return true;
}

#define FEAST_YEAR 366 /* days */

/* "Eid" without more: of two feasts in three years, the one nearest to the day of
 * writing; DL_NONE when none is near enough to be meant. Sets the year. */
static uint32_t nearest_of(const dl_scene *c, const dl_time_feast *f, int dir,
                           int32_t *year)
{
    uint32_t best = DL_NONE;
    int32_t best_far = dir != 0 ? FEAST_YEAR : f->c; /* "last Eid", "next Eid" */
    for (int k = 0; k < 6 && dl_scene_dated(c); k++) {
        const uint32_t which = (uint32_t)(k < 3 ? f->a : f->b);
        const int32_t at = c->pub.year + k % 3 - 1;
        int days;
        const dl_day day = feast_day(&c->words->feast.at[which], at, &days);
        const int32_t ahead = day - c->pub.first;
        if (day == DL_DAY_NONE || (dir < 0 && ahead >= 0) || (dir > 0 && ahead <= 0)) {
            continue;
        }
        const int32_t far = ahead < 0 ? -ahead : ahead;
        if (far <= best_far) {
            best = which;
            best_far = far;
            *year = at;
        }
    }
    return best;
}

bool dl_feast_choose(const dl_scene *c, dl_solving *s)
{
    const dl_time_feast *f = &c->words->feast.at[s->slots[DL_SLOT_FEAST]];
    if (f->kind != DL_FEAST_NEAREST) {
        return false;
    }
    s->way = DL_WAY_UNKNOWN;
    s->moment.month = s->moment.day = 0;
    int32_t year = DL_YEAR_NONE;
    const uint32_t found = nearest_of(c, f, dl_slot(s, DL_SLOT_DIR, 0), &year);
    if (found != DL_NONE && (s->moment.year == DL_YEAR_NONE || s->moment.year == year)) {
        s->way = DL_WAY_PLAIN;
        s->anchor = c->pub_anchor;
        s->moment.year = year;
        place_feast(&c->words->feast.at[found], s);
        if (dl_slot(s, DL_SLOT_UNIT, 0) == DL_UNIT_YEAR) { /* "in the new year" */
            s->moment.month = s->moment.day = 0;
            s->moment.grain = DL_GRAIN_YEAR;
            dl_moment_settle(&s->moment);
        }
    }
    return true;
}

bool dl_solve_feast(const dl_scene *c, dl_solving *s)
{
    return place_feast(&c->words->feast.at[s->slots[DL_SLOT_FEAST]], s);
}
