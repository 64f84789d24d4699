/* number.c - see number.h.
 *
 * Number words add and multiply as they are read: below a hundred they add, "hundred"
 * multiplies what stands before it, "thousand" and "million" close a group. Vague words
 * ("dozens") give bounds and no value.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "number.h"

#include <math.h>
#include <stdlib.h>

static const struct {
    const char *word;
    double value;
} UNITS[] = {{"zero", 0},     {"one", 1},        {"two", 2},       {"three", 3},
             {"four", 4},     {"five", 5},       {"six", 6},       {"seven", 7},
             {"eight", 8},    {"nine", 9},       {"ten", 10},      {"eleven", 11},
             {"twelve", 12},  {"thirteen", 13},  {"fourteen", 14}, {"fifteen", 15},
             {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
             {"twenty", 20},  {"thirty", 30},    {"forty", 40},    {"fifty", 50},
             {"sixty", 60},   {"seventy", 70},   {"eighty", 80},   {"ninety", 90}};

static const struct {
    const char *word;
    double value;
} POWERS[] = {{"hundred", 100}, {"thousand", 1000}, {"million", 1e6},
              {"billion", 1e9}, {"dozen", 12},      {"score", 20}};

/* word, least and most it may mean */
static const struct {
    const char *word;
    double low, high;
} VAGUE[] = {{"dozens", 24, 99},        {"scores", 40, 99}, {"hundreds", 200, 999},
             {"thousands", 2000, 9999}, {"several", 3, 9},  {"tens", 20, 99},
             {"millions", 2e6, 9e6},    {"few", 3, 9},      {"couple", 2, 2},
             {"handful", 3, 9}};

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* "4,200" or "81" or "1.5"; NAN if the word is no number. */
static double digits(dl_str word)
{
    char copy[32];
    size_t size = 0;
    for (size_t i = 0; i < word.size; i++) {
        const char c = word.at[i];
        if (c == ',' && i > 0 && word.size - i > 3) {
            continue;
        }
        if ((c < '0' || c > '9') && c != '.') {
            return NAN;
        }
        if (size + 1 == sizeof copy) {
            return NAN;
        }
        copy[size++] = c;
    }
    copy[size] = '\0';
    if (size == 0 || copy[0] == '.') {
        return NAN;
    }
    char *end;
    const double value = strtod(copy, &end);
    return *end == '\0' ? value : NAN;
}

static double unit(dl_str word)
{
    for (size_t i = 0; i < COUNT_OF(UNITS); i++) {
        if (dl_str_is(word, UNITS[i].word)) {
            return UNITS[i].value;
        }
    }
    return digits(word);
}

bool dl_number_value(dl_str word, double *value)
{
    *value = unit(word);
    return !isnan(*value);
}

static double power(dl_str word)
{
    for (size_t i = 0; i < COUNT_OF(POWERS); i++) {
        if (dl_str_is(word, POWERS[i].word)) {
            return POWERS[i].value;
        }
    }
    return NAN;
}

static bool is_dash(const dl_reading *r, uint32_t token)
{
    return dl_word_is(r, token, "-") || dl_word_is(r, token, "\xe2\x80\x93");
}

/* "twenty-three" as one token: read both halves. */
static double joined(dl_str word)
{
    dl_str rest = word;
    const dl_str tens = dl_str_next(&rest, '-');
    if (rest.at == NULL) {
        return NAN;
    }
    const double a = unit(tens), b = unit(rest);
    return a >= 20 && a < 100 && b > 0 && b < 10 ? a + b : NAN;
}

/* Reads one exact number starting at `at`; gives the token behind it, or `at`. */
static uint32_t read_exact(const dl_reading *r, uint32_t at, uint32_t last, double *value)
{
    double total = 0, group = 0;
    bool any = false;
    uint32_t t = at, end = at;
    while (t <= last) {
        const dl_str word = dl_at(r, t)->lower;
        double v = unit(word);
        if (isnan(v)) {
            v = joined(word);
        }
        const double p = power(word);
        if (!isnan(v)) {
            if (any && (v >= 100 || group >= 100) && !(group >= 100 && v < 100)) {
                break; /* "2007 81": two numbers side by side */
            }
            if (any && group > 0 && group < 20 && isnan(p)) {
                break;
            }
            group += v;
        } else if (!isnan(p)) {
            group = (group == 0 ? 1 : group) * p;
            if (p >= 1000) {
                total += group;
                group = 0;
            }
        } else if (any && t < last && (is_dash(r, t) || dl_str_is(word, "and")) &&
                   !isnan(unit(dl_at(r, t + 1)->lower)) &&
                   unit(dl_at(r, t + 1)->lower) < 10 &&
                   (dl_str_is(word, "and")
                        ? group >= 100 || total > 0
                        : group >= 20 && group < 100 && fmod(group, 10) == 0)) {
            t++;
            group += unit(dl_at(r, t)->lower);
        } else {
            break;
        }
        any = true;
        end = ++t;
    }
    *value = total + group;
    return any ? end : at;
}

static bool counts_nothing(const dl_reading *r, uint32_t first, uint32_t end)
{
    const uint32_t n = r->doc->token_count;
    const uint32_t entity = dl_at(r, first)->entity;
    if (r->time[first] != DL_NONE) {
        return true;
    }
    if (entity != DL_NONE) {
        const char *type = r->doc->entities[entity].type;
        if (strcmp(type, "MONEY") == 0 || strcmp(type, "PERCENT") == 0) {
            return true;
        }
    }
    if (end < n && (dl_word_is(r, end, "%") || dl_word_is(r, end, "percent") ||
                    dl_word_is(r, end, "per") || dl_has(r, end, DL_CLASS_TIMEWORD))) {
        return true;
    }
    return first > 0 &&
           (dl_word_is(r, first - 1, "$") || dl_word_is(r, first - 1, "aged"));
}

/* "at least", "more than", "up to", "about" before the number at `first`. */
static void read_bounds(const dl_reading *r, dl_number *out)
{
    bool least = false, most = false;
    const uint32_t sentence = dl_at(r, out->first)->sentence;
    for (int n = 0; n < 5 && out->first > 0; n++) {
        const uint32_t t = out->first - 1;
        if (dl_at(r, t)->sentence != sentence) {
            break;
        }
        const bool link = dl_word_is(r, t, "than") || dl_word_is(r, t, "to") ||
                          dl_word_is(r, t, "at") || dl_word_is(r, t, "as") ||
                          dl_word_is(r, t, "a") || dl_word_is(r, t, "the") ||
                          dl_word_is(r, t, "no") || dl_word_is(r, t, "estimated");
        if (dl_has(r, t, DL_CLASS_APPROXIMATE)) {
            out->approximate = true;
        } else if (dl_has(r, t, DL_CLASS_ATLEAST)) {
            least = true;
        } else if (dl_has(r, t, DL_CLASS_ATMOST)) {
            most = true;
        } else if (!link) {
            break;
        }
        if (dl_word_is(r, t, "no") && most) { /* "no fewer than" */
            least = true;
            most = false;
        }
        if (link && (n == 0 || dl_word_is(r, t, "to")) && !dl_word_is(r, t, "than") &&
            !dl_word_is(r, t, "as") &&
            !(dl_word_is(r, t, "to") && t > 0 && dl_has(r, t - 1, DL_CLASS_ATMOST))) {
            break; /* "rose to 19" */
        }
        out->first = t;
    }
    if (least || most) {
        out->low = least ? out->value : NAN;
        out->high = most ? out->value : NAN;
        out->value = NAN;
    }
}

/* "10 to 20", "10-20", "nine or ten". */
static void read_range(const dl_reading *r, uint32_t last, dl_number *out)
{
    const uint32_t link = out->last + 1;
    if (link + 1 > last || isnan(out->value)) {
        return;
    }
    if (!dl_word_is(r, link, "to") && !dl_word_is(r, link, "or") && !is_dash(r, link) &&
        !(dl_word_is(r, link, "and") && out->first > 0 &&
          dl_word_is(r, out->first - 1, "between"))) {
        return;
    }
    double upper;
    const uint32_t end = read_exact(r, link + 1, last, &upper);
    if (end > link + 1 && upper > out->value) {
        out->low = out->value;
        out->high = upper;
        out->value = NAN;
        out->last = end - 1;
    }
}

bool dl_number_read(const dl_reading *r, uint32_t first, uint32_t last, dl_number *out)
{
    for (uint32_t t = first; t <= last && t < r->doc->token_count; t++) {
        *out = (dl_number){t, t, NAN, NAN, NAN, false};
        for (size_t i = 0; i < COUNT_OF(VAGUE); i++) {
            if (dl_word_is(r, t, VAGUE[i].word)) {
                out->low = VAGUE[i].low;
                out->high = VAGUE[i].high;
                out->approximate = true;
                return true;
            }
        }
        double value;
        const uint32_t end = read_exact(r, t, last, &value);
        if (end == t) {
            continue;
        }
        if (counts_nothing(r, t, end) ||
            (value == 1 && end <= last && dl_word_is(r, end, "of"))) {
            t = end - 1;
            continue;
        }
        out->value = value;
        out->last = end - 1;
        read_range(r, last, out);
        read_bounds(r, out);
        return true;
    }
    return false;
}

bool dl_number_of(const dl_reading *r, uint32_t head, dl_number *out)
{
    if (r->left[head] < head || dl_tag_is(r, head, "CD") ||
        dl_has(r, head, DL_CLASS_UNIT)) {
        uint32_t first = head;
        /* only the words that stand right before the head: not those of a clause */
        for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
            const uint32_t kid = r->kids[k];
            if (kid < head &&
                (dl_dep(r, kid, "nummod") || dl_dep(r, kid, "quantmod") ||
                 dl_dep(r, kid, "amod") || dl_dep(r, kid, "det") ||
                 dl_dep(r, kid, "compound") || dl_dep(r, kid, "nmod") ||
                 dl_dep(r, kid, "advmod")) &&
                r->left[kid] < first) {
                first = r->left[kid];
            }
        }
        if (dl_number_read(r, first, head, out)) {
            return true;
        }
    }
    return false;
}
