/* likeness.c - see likeness.h.
 *
 * The cosine of the reports' terms, each weighed by its rarity among these reports and,
 * for small sets, by what is known of common words; mixed with the same of their names
 * and places where both reports were tagged; then made less for what happened or was
 * published on other days: two look-alike happenings in one town differ in little else.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "likeness.h"

#include "day.h"
#include "map.h"
#include "vec.h"

#include <math.h>
#include <stdlib.h>

#define BACKGROUND 80.0     /* reports thought to stand behind those given */
#define NAMES_SHARE 0.15    /* of the likeness comes from names and places */
#define NAMES_LEAST 3       /* when both reports have so many */
#define LIKENESS_LEAST 0.02 /* worth mentioning */
#define PUBLISHED_FADE 60.0 /* days in which it falls to 1/e, after the first */
#define DAY_SAME 1.15       /* something happened on the same day in both */
#define DAY_APART 0.8       /* all happened DAYS_APART days or more from one another */
#define DAYS_APART 3
#define LOOKS_BACK 0.25   /* one is an anniversary piece, the other is not */
#define WEEKDAY_APART 0.9 /* the same judged by a weekday in the beginning */
#define WEEKDAY_SAME 1.05

/* A term held by more reports than both of these makes nobody alike: its cost is the
 * square of its holders. */
#define HOLDERS_MOST 400
#define HOLDERS_SHARE 0.125

/* ---- time ---- */

/* Days between two intervals; 0 when they meet or one is not known. */
static double days_between(const dl_terms *x, const dl_terms *y)
{
    if (x->last != DL_DAY_NONE && y->first != DL_DAY_NONE && x->last < y->first) {
        return y->first - x->last;
    }
    if (y->last != DL_DAY_NONE && x->first != DL_DAY_NONE && y->last < x->first) {
        return x->first - y->last;
    }
    return 0;
}

/* The fewest days between a day of one and a day of the other; both are in order. */
static int32_t nearest_days(const dl_terms *x, const dl_terms *y)
{
    int32_t least = INT32_MAX;
    for (uint32_t i = 0, k = 0; i < x->day_count && k < y->day_count;) {
        const int32_t gap = x->days[i] - y->days[k];
        const int32_t size = gap < 0 ? -gap : gap;
        least = size < least ? size : least;
        if (gap < 0) {
            i++;
        } else {
            k++;
        }
    }
    return least;
}

/* The day of the weekday told, at or before the publication; DL_DAY_NONE if not known. */
static int32_t told_day(const dl_terms *x)
{
    if (x->weekday == 7 || x->last == DL_DAY_NONE || x->first != x->last) {
        return DL_DAY_NONE;
    }
    const int32_t back = ((int32_t)dl_day_weekday(x->last) - x->weekday + 7) % 7;
    return x->last - back;
}

static double weekday_factor(const dl_terms *x, const dl_terms *y)
{
    if (x->weekday == 7 || y->weekday == 7) {
        return 1;
    }
    const int32_t day_x = told_day(x), day_y = told_day(y);
    if (day_x != DL_DAY_NONE && day_y != DL_DAY_NONE) {
        const int32_t gap = day_x < day_y ? day_y - day_x : day_x - day_y;
        return gap == 0 ? WEEKDAY_SAME : gap >= DAYS_APART ? WEEKDAY_APART : 1;
    }
    const int apart = abs((int)x->weekday - (int)y->weekday);
    return apart >= DAYS_APART && apart <= 7 - DAYS_APART ? WEEKDAY_APART : 1;
}

static double time_factor(const dl_terms *x, const dl_terms *y)
{
    const double gap = days_between(x, y);
    const double fade = (gap <= 1 ? 1 : exp(-(gap - 1) / PUBLISHED_FADE)) *
                        (x->looks_back != y->looks_back ? LOOKS_BACK : 1);
    const int32_t nearest = nearest_days(x, y);
    if (nearest == INT32_MAX) {
        return fade * weekday_factor(x, y);
    }
    return fade * (nearest == 0 ? DAY_SAME : nearest >= DAYS_APART ? DAY_APART : 1);
}

/* ---- terms ---- */

/* One report's share in one term. */
typedef struct holding {
    uint32_t report, next; /* next: of the same term, or DL_NONE */
    double weight;
} holding;

typedef struct finder {
    uint32_t count;
    dl_map place;             /* term -> index into first */
    DL_VEC(uint32_t) first;   /* newest holding of each term */
    DL_VEC(uint32_t) holders; /* how many hold it */
    DL_VEC(holding) holdings;
    dl_arena *arena;
} finder;

static bool hold(finder *f, uint32_t report, const dl_term *terms, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t at = dl_map_add_id(&f->place, terms[i].key, f->first.count);
        if (at == DL_NONE) {
            return false;
        }
        if (at == f->first.count) {
            uint32_t *first = dl_vec_push(&f->first, f->arena);
            uint32_t *holders = dl_vec_push(&f->holders, f->arena);
            if (first == NULL || holders == NULL) {
                return false;
            }
            *first = DL_NONE;
        }
        holding *h = dl_vec_push(&f->holdings, f->arena);
        if (h == NULL) {
            return false;
        }
        *h = (holding){report, f->first.at[at], 0};
        f->first.at[at] = f->holdings.count - 1;
        f->holders.at[at]++;
    }
    return true;
}

static double rarity(const finder *f, uint32_t holders, double common)
{
    const double r =
        log((f->count + BACKGROUND) / (holders + (double)common * BACKGROUND));
    return r > 0 ? r : 0;
}

/* Gives each holding its weight, so that each report's are of length 1. */
static void weigh(finder *f, uint32_t *at, const dl_term *terms, uint32_t count)
{
    double length = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t term = dl_map_find_id(&f->place, terms[i].key);
        const double w =
            terms[i].weight * rarity(f, f->holders.at[term], terms[i].common);
        f->holdings.at[*at + i].weight = w;
        length += w * w;
    }
    length = length > 0 ? sqrt(length) : 1;
    for (uint32_t i = 0; i < count; i++) {
        f->holdings.at[*at + i].weight /= length;
    }
    *at += count;
}

static bool counts(const finder *f, uint32_t term)
{
    const uint32_t n = f->holders.at[term];
    return n <= HOLDERS_MOST || n <= HOLDERS_SHARE * f->count;
}

/* Adds to sums what each earlier report has in common with the one whose holdings begin
 * at `first_holding`. */
static void add_common(const finder *f, const dl_term *terms, uint32_t count,
                       uint32_t first_holding, double *sums)
{
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t term = dl_map_find_id(&f->place, terms[i].key);
        if (!counts(f, term)) {
            continue;
        }
        const double weight = f->holdings.at[first_holding + i].weight;
        /* behind us in the chain are the earlier reports */
        uint32_t h = f->holdings.at[first_holding + i].next;
        for (; h != DL_NONE; h = f->holdings.at[h].next) {
            sums[f->holdings.at[h].report] += weight * f->holdings.at[h].weight;
        }
    }
}

static bool index_terms(finder *f, const dl_terms *const *terms, bool names,
                        uint32_t **firsts)
{
    *firsts = dl_arena_new_array(f->arena, (size_t)f->count + 1, uint32_t);
    if (*firsts == NULL) {
        return false;
    }
    dl_map_init(&f->place, f->arena);
    for (uint32_t i = 0; i < f->count; i++) {
        (*firsts)[i] = f->holdings.count;
        if (!hold(f, i, names ? terms[i]->names : terms[i]->words,
                  names ? terms[i]->name_count : terms[i]->word_count)) {
            return false;
        }
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        weigh(f, &at, names ? terms[i]->names : terms[i]->words,
              names ? terms[i]->name_count : terms[i]->word_count);
    }
    return true;
}

static double mixed(const dl_terms *x, const dl_terms *y, double words, double names)
{
    if (x->name_count < NAMES_LEAST || y->name_count < NAMES_LEAST) {
        return words;
    }
    return (1 - NAMES_SHARE) * words + NAMES_SHARE * names;
}

dl_status dl_likeness_find(const dl_terms *const *terms, uint32_t count, dl_arena *arena,
                           dl_likeness **out, uint32_t *out_count, dl_error *err)
{
    finder words = {.count = count, .arena = arena}, names = words;
    uint32_t *first_word, *first_name;
    DL_VEC(dl_likeness) list = {0};
    double *by_words = dl_arena_new_array(arena, (size_t)count + 1, double);
    double *by_names = dl_arena_new_array(arena, (size_t)count + 1, double);
    if (by_words == NULL || by_names == NULL ||
        !index_terms(&words, terms, false, &first_word) ||
        !index_terms(&names, terms, true, &first_name)) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 1; i < count; i++) {
        memset(by_words, 0, i * sizeof *by_words);
        memset(by_names, 0, i * sizeof *by_names);
        add_common(&words, terms[i]->words, terms[i]->word_count, first_word[i],
                   by_words);
        add_common(&names, terms[i]->names, terms[i]->name_count, first_name[i],
                   by_names);
        for (uint32_t k = 0; k < i; k++) {
            const double plain = mixed(terms[k], terms[i], by_words[k], by_names[k]);
            if (plain < LIKENESS_LEAST) {
                continue;
            }
            const double value = plain * time_factor(terms[k], terms[i]);
            dl_likeness *slot = value < LIKENESS_LEAST ? NULL : dl_vec_push(&list, arena);
            if (slot != NULL) {
                *slot = (dl_likeness){k, i, value < 1 ? value : 1};
            } else if (dl_arena_failed(arena)) {
                return dl_fail_memory(err);
            }
        }
    }
    *out = list.at;
    *out_count = list.count;
    return DL_OK;
}
