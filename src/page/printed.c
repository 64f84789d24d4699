/* printed.c - dates as people print them, in many languages.
 *
 * A date is tried wherever a number or a word begins. The shapes:
 *
 *     2017-03-02  2017/03/02  2017.03.02        year first
 *     02.03.2017  2/3/2017  02-03-2017          day first, or month first where told
 *     2 March 2017  2. März 2017  2 de marzo de 2017  2-Mar-2017
 *     March 2, 2017   Mar. 2nd 2017
 *     2017年3月2日   2017년 3월 2일   2017. március 2.
 *
 * A time of day is read behind it (", 08:30 GMT", " um 8.30 Uhr") or just before it
 * ("20:57, 2 March 2017"). Names of months are data (data/page/months.txt). After ISO
 * 8601 and RFC 5322 for what machines write.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "printed.h"

#include "utf8.h"
#include "words.h"

#include "months_table.h"

#include <utf8proc.h>

#define YEAR_MIN 1980
#define YEAR_MAX 2099
#define SHORT_YEAR_PIVOT 70 /* 70..99 are 19xx */
#define WORD_MAX 48

static bool digit(dl_str t, size_t at)
{
    return at < t.size && t.at[at] >= '0' && t.at[at] <= '9';
}

static bool letter(dl_str t, size_t at)
{
    if (at >= t.size) {
        return false;
    }
    const unsigned char c = (unsigned char)t.at[at];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* Digits at `at`, at most `most`; 0 if none or more follow. */
static unsigned number(dl_str t, size_t at, unsigned most, int *value)
{
    unsigned n = 0;
    *value = 0;
    while (n < most && digit(t, at + n)) {
        *value = *value * 10 + (t.at[at + n] - '0');
        n++;
    }
    return digit(t, at + n) ? 0 : n;
}

static size_t skip(dl_str t, size_t at, const char *signs)
{
    while (at < t.size && strchr(signs, t.at[at]) != NULL && t.at[at] != '\0') {
        at++;
    }
    return at;
}

/* The word at `at` in lower case into `out`; bytes of the word in the text, 0 if none. */
static size_t word(dl_str t, size_t at, char out[WORD_MAX], size_t *size)
{
    size_t i = at;
    *size = 0;
    while (letter(t, i) && *size + 4 < WORD_MAX) {
        const size_t before = i;
        uint32_t c = dl_utf8_next(t, &i);
        if (c == 0xA0 || (c >= 0x2000 && c <= 0x206F) || c == 0x5E74 || c == 0xB7 ||
            c == 0xBB || c == 0xAB || c == 0xB0 || c == 0xBA) {
            i = before;
            break;
        }
        *size += dl_utf8_put((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), out + *size);
    }
    return letter(t, i) && *size + 4 >= WORD_MAX ? 0 : i - at;
}

static int section_of(dl_str name, unsigned first, unsigned last)
{
    if (name.size == 0) {
        return 0;
    }
    const unsigned char b = (unsigned char)name.at[0];
    for (unsigned i = months_first[b]; i < months_first[b + 1]; i++) {
        const dl_word *w = &months_table[i];
        if (w->size == name.size && w->section >= first && w->section <= last &&
            memcmp(w->text, name.at, name.size) == 0) {
            return (int)(w->section - first + 1);
        }
    }
    return 0;
}

int dl_printed_month(dl_str name)
{
    return section_of(name, MONTHS_M_A, MONTHS_M_L);
}

bool dl_printed_weekday(dl_str name)
{
    return section_of(name, MONTHS_D_A, MONTHS_D_G) != 0;
}

static bool set_day(dl_printed *out, int year, int month, int day)
{
    if (year < YEAR_MIN || year > YEAR_MAX) {
        return false;
    }
    const dl_day d = dl_day_of(year, month, day);
    if (d == DL_DAY_NONE) {
        return false;
    }
    out->when = dl_when_day(d);
    return true;
}

/* ---- time of day ---- */

static const struct {
    const char *name;
    int16_t minutes;
} zones[] = {
    {"utc", 0},     {"gmt", 0},     {"z", 0},       {"est", -300},  {"edt", -240},
    {"cdt", -300},  {"mst", -420},  {"mdt", -360},  {"pst", -480},  {"pdt", -420},
    {"cet", 60},    {"cest", 120},  {"mez", 60},    {"mesz", 120},  {"eet", 120},
    {"eest", 180},  {"bst", 60},    {"msk", 180},   {"jst", 540},   {"kst", 540},
    {"sgt", 480},   {"hkt", 480},   {"aest", 600},  {"aedt", 660},  {"wat", 60},
    {"eat", 180},   {"sast", 120},  {"pkt", 300},   {"nzst", 720},  {"nzdt", 780},
};

/* "+01:00", "-0500", "GMT", "(UTC+2)". */
static size_t read_zone(dl_str t, size_t at, int16_t *zone)
{
    const size_t start = at;
    char name[WORD_MAX];
    size_t size;
    at = skip(t, at, " (");
    const size_t bytes = word(t, at, name, &size);
    bool named = false;
    for (size_t i = 0; bytes > 0 && i < sizeof zones / sizeof *zones; i++) {
        if (dl_str_is((dl_str){name, size}, zones[i].name)) {
            *zone = zones[i].minutes;
            at += bytes;
            named = true;
        }
    }
    if (bytes > 0 && !named) {
        return 0;
    }
    if (at < t.size && (t.at[at] == '+' || t.at[at] == '-') && digit(t, at + 1)) {
        int hours, minutes = 0;
        const int sign = t.at[at] == '-' ? -1 : 1;
        unsigned n = number(t, at + 1, 2, &hours);
        size_t end = at + 1 + n;
        if (n == 0) {
            n = number(t, at + 1, 4, &hours);
            if (n != 4) {
                return named ? at - start : 0;
            }
            minutes = hours % 100;
            hours /= 100;
            end = at + 5;
        } else if (end < t.size && t.at[end] == ':') {
            end += 1 + number(t, end + 1, 2, &minutes);
        }
        if (hours <= 14 && minutes < 60) {
            *zone = (int16_t)(sign * (hours * 60 + minutes));
            return end - start;
        }
    }
    return named ? at - start : 0;
}

/* "am", "p.m." at `at`: 1 am, 2 pm, 0 neither; *size its bytes with blanks before. */
static int half_day(dl_str t, size_t at, size_t *size)
{
    const size_t start = at;
    at = skip(t, at, " ");
    if (at >= t.size) {
        return 0;
    }
    const char c = (char)(t.at[at] | 0x20);
    if (c != 'a' && c != 'p') {
        return 0;
    }
    size_t i = at + 1;
    i += i < t.size && t.at[i] == '.';
    if (i >= t.size || (t.at[i] | 0x20) != 'm' || letter(t, i + 1)) {
        return 0;
    }
    i++;
    i += i < t.size && t.at[i] == '.';
    *size = i - start;
    return c == 'a' ? 1 : 2;
}

size_t dl_printed_time(dl_str t, int *minutes, int *seconds, int16_t *zone)
{
    int h, m = 0, s = -1;
    size_t at = number(t, 0, 2, &h), more = 0;
    *zone = DL_ZONE_NONE;
    if (at == 0 || h > 24) {
        return 0;
    }
    int half = 0;
    if (at < t.size && (t.at[at] == ':' || t.at[at] == '.' || t.at[at] == 'h' ||
                        t.at[at] == 'H') && number(t, at + 1, 2, &m) == 2 && m < 60) {
        const bool dotted = t.at[at] == '.';
        at += 3;
        if (at < t.size && t.at[at] == ':' && number(t, at + 1, 2, &s) == 2 && s < 61) {
            at += 3;
            if (at < t.size && t.at[at] == '.' && digit(t, at + 1)) { /* fractions */
                at++;
                while (digit(t, at)) {
                    at++;
                }
            }
        } else {
            s = -1;
        }
        half = half_day(t, at, &more);
        if (dotted && half == 0 && s < 0) {
            /* "8.30" is a time only where something says so */
            const size_t i = skip(t, at, " ");
            if (!(i + 3 <= t.size && memcmp(t.at + i, "Uhr", 3) == 0)) {
                return 0;
            }
        }
    } else {
        m = 0;
        half = half_day(t, at, &more);
        if (half == 0) {
            return 0;
        }
    }
    if (half != 0) {
        if (h > 12 && half == 1) {
            return 0;
        }
        h = h > 12 ? h : h % 12 + (half == 2 ? 12 : 0); /* "20:57 PM" is seen, too */
        at += more;
    }
    if (h > 23) {
        return 0;
    }
    *minutes = h * 60 + m;
    *seconds = s;
    at += read_zone(t, at, zone);
    return at;
}

static void set_time(dl_printed *out, int minutes, int seconds, int16_t zone)
{
    const int64_t start = out->when.earliest + (int64_t)minutes * 60;
    out->when.earliest = start + (seconds > 0 ? seconds : 0);
    out->when.latest = seconds >= 0 ? out->when.earliest : start + 59;
    out->when.precision = seconds >= 0 ? DL_PRECISION_SECOND : DL_PRECISION_MINUTE;
    out->when.zone = zone;
}

/* Signs and small words between a date and its time. */
static size_t between(dl_str t, size_t at)
{
    static const char *const words[] = {"at", "um", "à", "a las", "alle", "às", "klo", "kl", "time", "saat", "в", "ore"};
    at = skip(t, at, " ,|-\t\n\r/@T");
    if (at + 3 <= t.size && (memcmp(t.at + at, "\xE2\x80\x93", 3) == 0 ||
                             memcmp(t.at + at, "\xE2\x80\x94", 3) == 0 ||
                             memcmp(t.at + at, "\xE2\x80\xA2", 3) == 0)) {
        at = skip(t, at + 3, " ");
    } else if (at + 2 <= t.size && memcmp(t.at + at, "\xC2\xB7", 2) == 0) {
        at = skip(t, at + 2, " ");
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const dl_str w = dl_str_of(words[i]);
        if (t.size - at > w.size && dl_str_equal_fold((dl_str){t.at + at, w.size}, w) &&
            !letter(t, at + w.size)) {
            return skip(t, at + w.size, " :.,");
        }
    }
    return at;
}

static void add_time(dl_str t, dl_printed *out)
{
    int minutes, seconds;
    int16_t zone;
    const size_t at = between(t, out->span.end);
    if (at < t.size && digit(t, at)) {
        const size_t size =
            dl_printed_time((dl_str){t.at + at, t.size - at}, &minutes, &seconds, &zone);
        if (size > 0) {
            set_time(out, minutes, seconds, zone);
            out->span.end = (uint32_t)(at + size);
            return;
        }
    }
    /* just before: "20:57, 2 March 2017" */
    size_t back = out->span.start;
    while (back > 0 && strchr(" ,-|", t.at[back - 1]) != NULL) {
        back--;
    }
    size_t i = back;
    while (i > 0 && back - i < 12 && strchr("0123456789:.apmAPM GMTUCZ", t.at[i - 1]) != NULL) {
        i--;
    }
    for (; i < back; i++) {
        if (digit(t, i) && (i == 0 || !digit(t, i - 1))) {
            const dl_str part = {t.at + i, back - i};
            const size_t size = dl_printed_time(part, &minutes, &seconds, &zone);
            if (size > 0 && skip(t, i + size, " ") == back) {
                set_time(out, minutes, seconds, zone);
                out->span.start = (uint32_t)i;
                return;
            }
        }
    }
}

/* ---- shapes ---- */

/* 2017-03-02, 2017/3/2, 2017.03.02; CJK 2017年3月2日 */
static size_t year_first(dl_str t, size_t at, dl_printed *out)
{
    int y, m, d;
    if (number(t, at, 4, &y) != 4) {
        return 0;
    }
    size_t i = at + 4;
    i = skip(t, i, " ");
    size_t sign = 1;
    char c = i < t.size ? t.at[i] : ' ';
    const bool wide = (unsigned char)c >= 0x80;
    if (wide) {
        const dl_str rest = {t.at + i, t.size - i};
        if (!dl_str_starts(rest, DL_STR("年")) && !dl_str_starts(rest, DL_STR("년"))) {
            return 0;
        }
        sign = 3;
    } else if (c != '-' && c != '/' && c != '.') {
        return 0;
    } else if (i != at + 4) {
        return 0;
    }
    i = skip(t, i + sign, " ");
    unsigned n = number(t, i, 2, &m);
    if (n == 0) { /* 2017. március 2. */
        char name[WORD_MAX];
        size_t size;
        const size_t bytes = c == '.' ? word(t, i, name, &size) : 0;
        m = bytes > 0 ? dl_printed_month((dl_str){name, size}) : 0;
        if (m == 0) {
            return 0;
        }
        i = skip(t, i + bytes, " .");
    } else {
        i = skip(t, i + n, " ");
        if (wide) {
            const dl_str rest = {t.at + i, t.size - i};
            if (!dl_str_starts(rest, DL_STR("月")) && !dl_str_starts(rest, DL_STR("월"))) {
                return 0;
            }
            i = skip(t, i + 3, " ");
        } else {
            if (i >= t.size || t.at[i] != c) {
                return 0;
            }
            i = skip(t, i + 1, " ");
        }
    }
    n = number(t, i, 2, &d);
    if (n == 0 || !set_day(out, y, m, d)) {
        return 0;
    }
    i += n;
    if (wide && i + 3 <= t.size && (unsigned char)t.at[i] >= 0x80) {
        i += 3;
    }
    return i;
}

/* 02.03.2017, 2/3/17, 02-03-2017 */
static size_t day_first(dl_str t, size_t at, dl_printed_order order, dl_printed *out)
{
    int a, b, y;
    unsigned n = number(t, at, 2, &a);
    if (n == 0) {
        return 0;
    }
    size_t i = at + n;
    const size_t bar = skip(t, i, " ");
    i = bar > i && bar < t.size && t.at[bar] == '|' ? bar : i; /* "26 | 01 | 2022" */
    if (i >= t.size || strchr("./-|", t.at[i]) == NULL) {
        return 0;
    }
    const char sign = t.at[i];
    const char *blanks = sign == '.' || sign == '|' ? " " : "";
    i = skip(t, i + 1, blanks);
    n = number(t, i, 2, &b);
    i = sign == '|' ? skip(t, i + n, blanks) : i + n;
    if (n == 0 || i >= t.size || t.at[i] != sign) {
        return 0;
    }
    i = skip(t, i + 1, blanks);
    n = number(t, i, 4, &y);
    if (n != 4 && n != 2) {
        return 0;
    }
    if (n == 2) {
        y += y >= SHORT_YEAR_PIVOT ? 1900 : 2000;
        out->short_year = true;
    }
    const bool month_first = sign != '.' && sign != '|' && a <= 12 &&
                             (b > 12 || order == DL_PRINTED_MONTH_FIRST);
    out->ambiguous = sign != '.' && sign != '|' && a <= 12 && b <= 12 && a != b;
    if (!set_day(out, y, month_first ? a : b, month_first ? b : a)) {
        return 0;
    }
    return i + n;
}

/* Endings of a day's number: 1st, 2nd, 3., 4º, 1er */
static size_t ordinal(dl_str t, size_t at)
{
    static const char *const ends[] = {"st", "nd", "rd", "th", "er", "º", "ª", ".", "ste", "de", "η"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const dl_str e = dl_str_of(ends[i]);
        if (t.size - at >= e.size && memcmp(t.at + at, e.at, e.size) == 0 &&
            !letter(t, at + e.size)) {
            return e.size;
        }
    }
    return 0;
}

/* Small words between day, month and year: of, de, del, den */
static size_t particle(dl_str t, size_t at)
{
    char name[WORD_MAX];
    size_t size;
    const size_t bytes = word(t, at, name, &size);
    const dl_str w = {name, size};
    if (bytes > 0 && (dl_str_is(w, "of") || dl_str_is(w, "de") || dl_str_is(w, "del") ||
                      dl_str_is(w, "do"))) {
        return skip(t, at + bytes, " ");
    }
    return at;
}

/* 2 March 2017, 2. März 2017, 2-Mar-17 */
static size_t day_month_year(dl_str t, size_t at, dl_printed *out)
{
    int d, y;
    unsigned n = number(t, at, 2, &d);
    if (n == 0 || d == 0 || d > 31) {
        return 0;
    }
    size_t i = at + n;
    i += ordinal(t, i);
    i = skip(t, i, " -/,");
    i = particle(t, i);
    char name[WORD_MAX];
    size_t size;
    const size_t bytes = word(t, i, name, &size);
    const int m = bytes == 0 ? 0 : dl_printed_month((dl_str){name, size});
    if (m == 0) {
        return 0;
    }
    i = skip(t, i + bytes, " .,-/'");
    i = particle(t, i);
    n = number(t, i, 4, &y);
    if (n == 2) {
        y += y >= SHORT_YEAR_PIVOT ? 1900 : 2000;
        out->short_year = true;
    } else if (n != 4) {
        return 0;
    }
    return set_day(out, y, m, d) ? i + n : 0;
}

/* March 2, 2017; Mar. 2nd 2017; Thu Mar 02 20:57:00 2017 */
static size_t month_day_year(dl_str t, size_t at, dl_printed *out)
{
    char name[WORD_MAX];
    size_t size;
    const size_t bytes = word(t, at, name, &size);
    const int m = bytes == 0 ? 0 : dl_printed_month((dl_str){name, size});
    if (m == 0) {
        return 0;
    }
    int d, y, minutes, seconds;
    int16_t zone;
    size_t i = skip(t, at + bytes, " .-/,");
    unsigned n = number(t, i, 2, &d);
    if (n == 0) {
        return 0;
    }
    i += n;
    i += ordinal(t, i);
    i = skip(t, i, " ,-/.");
    const size_t clock = dl_printed_time((dl_str){t.at + i, t.size - i}, &minutes, &seconds, &zone);
    size_t j = skip(t, i + clock, " ,");
    char zone_name[WORD_MAX];
    if (clock > 0 && word(t, j, zone_name, &size) > 0 && size <= 4) {
        j = skip(t, j + size, " ");
    }
    n = number(t, j, 4, &y);
    if (n != 4 || !set_day(out, y, m, d)) {
        return 0;
    }
    if (clock > 0) {
        set_time(out, minutes, seconds, zone);
    }
    return j + n;
}

static bool read_at(dl_str t, size_t at, dl_printed_order order, dl_printed *out)
{
    memset(out, 0, sizeof *out);
    size_t end = 0;
    if (digit(t, at)) {
        end = year_first(t, at, out);
        if (end == 0) {
            end = day_first(t, at, order, out);
        }
        if (end == 0) {
            end = day_month_year(t, at, out);
        }
    } else {
        end = month_day_year(t, at, out);
    }
    if (end == 0 || digit(t, end)) {
        return false;
    }
    out->span = (dl_span){(uint32_t)at, (uint32_t)end};
    if (out->when.precision == DL_PRECISION_DAY) {
        add_time(t, out);
    }
    return true;
}

bool dl_printed_find(dl_str t, size_t from, dl_printed_order order, dl_printed *out)
{
    bool start = true; /* of a word or number */
    for (size_t at = from; at < t.size; at++) {
        const bool d = digit(t, at);
        if (start && (d || letter(t, at)) && read_at(t, at, order, out)) {
            return true;
        }
        /* "Jane Doe3.11.2017": two elements with no blank between them */
        if (d && !start && at > 0 && !digit(t, at - 1) && read_at(t, at, order, out) &&
            !out->short_year &&
            (!letter(t, out->span.end) || out->when.precision > DL_PRECISION_DAY)) {
            return true;
        }
        const unsigned char c = (unsigned char)t.at[at];
        /* a number may follow a full-width sign at once */
        start = d ? false : !letter(t, at) || (c >= 0x80 && digit(t, at + 1));
        if (d && at + 1 < t.size && !digit(t, at + 1) && letter(t, at + 1)) {
            start = false;
        }
    }
    return false;
}

bool dl_printed_machine(dl_str t, dl_printed_order order, dl_printed *out)
{
    memset(out, 0, sizeof *out);
    t = dl_str_trim(t);
    size_t digits = 0;
    while (digit(t, digits)) {
        digits++;
    }
    if (digits == t.size && (digits == 10 || digits == 13)) { /* seconds, thousandths */
        int64_t seconds = 0;
        for (size_t i = 0; i < 10; i++) {
            seconds = seconds * 10 + (t.at[i] - '0');
        }
        int y, m, d;
        dl_day_split((dl_day)(seconds / DL_DAY_SECONDS), &y, &m, &d);
        if (!set_day(out, y, m, d)) {
            return false;
        }
        out->when = (dl_when){seconds, seconds, 0, DL_PRECISION_SECOND};
        out->span = (dl_span){0, (uint32_t)t.size};
        return true;
    }
    if (digits == 8 || digits == 12 || digits == 14) {
        const int date = (t.at[0] - '0') * 1000 + (t.at[1] - '0') * 100 + (t.at[2] - '0') * 10 +
                         (t.at[3] - '0');
        const int m = (t.at[4] - '0') * 10 + (t.at[5] - '0');
        const int d = (t.at[6] - '0') * 10 + (t.at[7] - '0');
        if (set_day(out, date, m, d)) {
            out->span = (dl_span){0, (uint32_t)digits};
            return true;
        }
    }
    const size_t iso = dl_when_read_iso(t, &out->when);
    if (iso > 0 && out->when.precision >= DL_PRECISION_DAY) {
        int y, m, d;
        dl_day_split(dl_when_first(out->when), &y, &m, &d);
        out->span = (dl_span){0, (uint32_t)iso};
        return y >= YEAR_MIN && y <= YEAR_MAX;
    }
    return dl_printed_find(t, 0, order, out);
}

bool dl_printed_url(dl_str url, dl_printed *out)
{
    memset(out, 0, sizeof *out);
    size_t at = dl_str_find(url, DL_STR("://"));
    at = at == SIZE_MAX ? 0 : at + 3;
    for (; at + 8 <= url.size; at++) {
        if (url.at[at] == '?' && at > 0) {
            break;
        }
        if (at == 0 || digit(url, at - 1) || !digit(url, at)) {
            continue;
        }
        int y, m, d;
        if (number(url, at, 4, &y) == 4) {
            const char sign = url.at[at + 4];
            if (sign != '/' && sign != '-' && sign != '_' && sign != '.') {
                continue;
            }
            unsigned n = number(url, at + 5, 2, &m);
            if (n == 0) { /* /2017/mar/02/ */
                char name[WORD_MAX];
                size_t size;
                n = (unsigned)word(url, at + 5, name, &size);
                m = n == 0 ? 0 : dl_printed_month((dl_str){name, size});
                if (m == 0) {
                    continue;
                }
            }
            const size_t i = at + 5 + n;
            if (i >= url.size || url.at[i] != sign) {
                continue;
            }
            const unsigned k = number(url, i + 1, 2, &d);
            if (k > 0 && set_day(out, y, m, d)) {
                out->span = (dl_span){(uint32_t)at, (uint32_t)(i + 1 + k)};
                return true;
            }
        } else if (number(url, at, 8, &y) == 8 && set_day(out, y / 10000, y / 100 % 100, y % 100)) {
            out->span = (dl_span){(uint32_t)at, (uint32_t)(at + 8)};
            return true;
        }
    }
    return false;
}
