/* draw.c - see draw.h.
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

/* ---- text on a terminal ---- */

static const char *const CODES[] = {"",         "\033[1m",  "\033[2m",
                                    "\033[31m", "\033[32m", "\033[33m"};

/* The next character of *at: its bytes, and the columns it takes. What must not reach a
 * terminal (controls, wrong UTF-8) is shown as a blank or a question mark. */
static const char *next_char(const char **at, size_t *size, unsigned *columns)
{
    wchar_t wide;
    mbstate_t state = {0};
    const char *here = *at;
    const size_t n = mbrtowc(&wide, here, strlen(here), &state);
    if (n == (size_t)-1 || n == (size_t)-2 || n == 0) {
        *at += n == 0 ? 0 : 1;
        *size = 1;
        *columns = 1;
        return n == 0 ? "" : "?";
    }
    *at += n;
    const int w = wcwidth(wide);
    if (w < 0) {
        *size = 1;
        *columns = 1;
        return " ";
    }
    *size = n;
    *columns = (unsigned)w;
    return here;
}

unsigned draw_width(const char *text)
{
    unsigned sum = 0, columns;
    size_t size;
    while (*text != '\0') {
        next_char(&text, &size, &columns);
        sum += columns;
    }
    return sum;
}

static void style(const draw_frame *f, draw_style s)
{
    if (f->colors) {
        fputs(s == DRAW_PLAIN ? "\033[0m" : CODES[s], stdout);
    }
}

/* At most `most` columns of `text`; the columns used. */
static unsigned put(const char *text, unsigned most)
{
    unsigned used = 0, columns;
    size_t size;
    while (*text != '\0') {
        const char *before = text;
        const char *c = next_char(&text, &size, &columns);
        const bool more = *text != '\0';
        if (used + columns > most ||
            (more && used + columns + 1 > most && draw_width(before) > most - used)) {
            fputs("\u2026", stdout);
            return used + 1;
        }
        fwrite(c, 1, size, stdout);
        used += columns;
    }
    return used;
}

/* Where to begin so that at most `most` columns are left. */
static const char *tail_of(const char *text, unsigned most)
{
    unsigned left = draw_width(text), columns;
    size_t size;
    while (*text != '\0' && left > most) {
        next_char(&text, &size, &columns);
        left -= columns;
    }
    return text;
}

/* The last `most` columns of `text`; the columns used. */
static unsigned put_end(const char *text, unsigned most)
{
    if (draw_width(text) <= most) {
        return put(text, most);
    }
    fputs("\u2026", stdout);
    return 1 + put(tail_of(text, most - 1), most - 1);
}

void draw_cell_end(const draw_frame *f, const char *text, unsigned width)
{
    unsigned used = put_end(text, width);
    for (; used < width + 2; used++) {
        putchar(' ');
    }
}

void draw_cell(const draw_frame *f, const char *text, unsigned width, draw_style s,
               bool last)
{
    if (s != DRAW_PLAIN) {
        style(f, s);
    }
    unsigned used = put(text, width);
    if (s != DRAW_PLAIN) {
        style(f, DRAW_PLAIN);
    }
    if (last) {
        putchar('\n');
        return;
    }
    for (; used < width + 2; used++) {
        putchar(' ');
    }
}

/* `text` broken between words, each line after the first behind `indent` blanks; `at` is
 * the column it begins in. */
static void wrap(const draw_frame *f, const char *text, unsigned at, unsigned indent)
{
    bool start = true;
    while (*text != '\0') {
        const char *word = text + strspn(text, " \n\t\r");
        const size_t size = strcspn(word, " \n\t\r");
        char *copy = strndup(word, size);
        if (copy == NULL || size == 0) {
            free(copy);
            break;
        }
        const unsigned columns = draw_width(copy);
        if (!start && at + 1 + columns > f->width) {
            printf("\n%*s", (int)indent, "");
            at = indent;
        } else if (!start) {
            putchar(' ');
            at++;
        }
        put(copy, columns);
        at += columns;
        start = false;
        free(copy);
        text = word + size;
    }
    putchar('\n');
}

static const char *text_of(yyjson_val *object, const char *key)
{
    const char *text = yyjson_get_str(yyjson_obj_get(object, key));
    return text == NULL ? "" : text;
}

static uint64_t number_of(yyjson_val *object, const char *key)
{
    return yyjson_get_uint(yyjson_obj_get(object, key));
}

/* ---- chronicle and event ---- */

static void day_text(yyjson_val *date, char out[64])
{
    const char *from = text_of(date, "earliest"), *to = text_of(date, "latest");
    if (from[0] == '\0' && to[0] == '\0') {
        snprintf(out, 64, "no date");
    } else if (from[0] == '\0') {
        snprintf(out, 64, "until %s", to);
    } else if (to[0] == '\0') {
        snprintf(out, 64, "from %s", from);
    } else if (strncmp(from, to, 10) == 0) {
        snprintf(out, 64, "%.10s", from);
    } else if (strcmp(text_of(date, "precision"), "month") == 0 &&
               strncmp(from, to, 7) == 0) {
        snprintf(out, 64, "%.7s", from);
    } else if (strcmp(text_of(date, "precision"), "year") == 0 &&
               strncmp(from, to, 4) == 0) {
        snprintf(out, 64, "%.4s", from);
    } else {
        snprintf(out, 64, "%.10s..%.10s", from, to);
    }
}

#define GUTTER 12 /* columns of the date and the gap behind it */

static void counts(yyjson_val *r)
{
    static const char *const ONE[] = {"report", "text", "origin"};
    static const char *const KEY[] = {"reports", "texts", "origins"};
    for (int i = 0; i < 3; i++) {
        const unsigned long long n = number_of(r, KEY[i]);
        printf("%s%llu %s", i == 0 ? "" : " \u00b7 ", n, n == 1 ? ONE[i] : KEY[i]);
    }
}

/* ": Syrian army, Kremlin" - the distinct origins of the accounts */
static void origins(const draw_frame *f, yyjson_val *r)
{
    char line[1024] = "";
    size_t i, n, j, m, at = 0;
    yyjson_val *a, *b;
    yyjson_arr_foreach(yyjson_obj_get(r, "accounts"), i, n, a)
    {
        const char *origin = text_of(a, "origin");
        bool seen = origin[0] == '\0' || strcmp(text_of(a, "relation"), "denies") == 0;
        yyjson_arr_foreach(yyjson_obj_get(r, "accounts"), j, m, b)
        {
            if (j >= i) {
                break;
            }
            seen = seen || strcmp(origin, text_of(b, "origin")) == 0;
        }
        if (!seen && at < sizeof line - 1) {
            at += (size_t)snprintf(line + at, sizeof line - at, "%s%s",
                                   at == 0 ? ": " : ", ", origin);
        }
    }
    put(line, f->width > GUTTER + 40 ? f->width - GUTTER - 40 : 40);
}

static void status_of(const draw_frame *f, yyjson_val *r)
{
    const char *status = text_of(r, "status");
    if (strcmp(status, "reported") != 0 && status[0] != '\0') {
        style(f, strcmp(status, "denied") == 0 ? DRAW_RED : DRAW_YELLOW);
        printf(" \u00b7 %s", status);
        style(f, DRAW_PLAIN);
    }
}

/* An account before `at` has the same origin and relation: a copy, or the same again. */
static bool said_before(yyjson_val *accounts, size_t at, yyjson_val *one)
{
    size_t i, n;
    yyjson_val *other;
    yyjson_arr_foreach(accounts, i, n, other)
    {
        if (i >= at) {
            break;
        }
        if (strcmp(text_of(other, "origin"), text_of(one, "origin")) == 0 &&
            strcmp(text_of(other, "relation"), text_of(one, "relation")) == 0) {
            return true;
        }
    }
    return false;
}

/* Accounts that say more than that it happened: "the Observatory narrows: ..." */
static void other_accounts(const draw_frame *f, yyjson_val *r)
{
    size_t i, n;
    yyjson_val *a;
    yyjson_arr_foreach(yyjson_obj_get(r, "accounts"), i, n, a)
    {
        const char *relation = text_of(a, "relation");
        if (strcmp(relation, "same") == 0 ||
            said_before(yyjson_obj_get(r, "accounts"), i, a)) {
            continue;
        }
        const char *origin = text_of(a, "origin");
        printf("%*s", GUTTER, "");
        const unsigned used = put(origin[0] == '\0' ? text_of(a, "doc") : origin, 40);
        style(f, DRAW_YELLOW);
        printf(" %s: ", relation);
        style(f, DRAW_PLAIN);
        wrap(f, text_of(a, "quote"), GUTTER + used + (unsigned)strlen(relation) + 3,
             GUTTER + 2);
    }
}

static void headline(const draw_frame *f, yyjson_val *r)
{
    char day[64];
    const char *type = text_of(r, "type");
    const unsigned right = (unsigned)strlen(type);
    day_text(yyjson_obj_get(r, "date"), day);
    style(f, DRAW_BOLD);
    printf("%-*s", GUTTER, day);
    style(f, DRAW_PLAIN);
    unsigned at = strlen(day) >= GUTTER ? (unsigned)strlen(day) : GUTTER;
    if (strlen(day) >= GUTTER) {
        printf("  ");
        at += 2;
    }
    const unsigned room = f->width > at + right + 2 ? f->width - at - right - 2 : 20;
    const unsigned used = put(text_of(r, "summary"), room);
    printf("%*s", (int)(room - used) + 2, "");
    style(f, DRAW_FAINT);
    puts(type);
    style(f, DRAW_PLAIN);
}

static void chronicle(draw_frame *f, yyjson_val *r)
{
    headline(f, r);
    printf("%*s", GUTTER, "");
    counts(r);
    origins(f, r);
    status_of(f, r);
    putchar('\n');
    other_accounts(f, r);
}

static void figure(const draw_frame *f, yyjson_val *fig)
{
    static const char *const KEYS[] = {"value", "low", "high"};
    static const char *const SIGNS[] = {" ", " at least ", " at most "};
    printf("%*s%s", GUTTER, "", text_of(fig, "what"));
    for (int i = 0; i < 3; i++) {
        yyjson_val *v = yyjson_obj_get(fig, KEYS[i]);
        if (yyjson_is_num(v)) {
            printf("%s%.12g", SIGNS[i], yyjson_get_num(v));
        }
    }
    const char *of = text_of(fig, "of"), *origin = text_of(fig, "origin");
    if (of[0] != '\0') {
        putchar(' ');
        put(of, 40);
    }
    style(f, DRAW_FAINT);
    printf("  %s%s", origin[0] == '\0' ? "" : "says ", "");
    put(origin, 40);
    fputs("  ", stdout);
    put(text_of(fig, "doc"), 60);
    style(f, DRAW_PLAIN);
    putchar('\n');
}

static void event(draw_frame *f, yyjson_val *r)
{
    size_t i, n, j, m;
    yyjson_val *a, *via;
    yyjson_val *place = yyjson_obj_get(r, "place");
    chronicle(f, r);
    printf("%*s%s", GUTTER, "", text_of(r, "event"));
    if (yyjson_is_obj(place)) {
        printf(" \u00b7 ");
        put(text_of(place, "name"), 40);
        if (text_of(place, "country")[0] != '\0') {
            printf(", ");
            put(text_of(place, "country"), 40);
        }
    }
    puts("");
    yyjson_arr_foreach(yyjson_obj_get(r, "accounts"), i, n, a)
    {
        printf("\n%*s", GUTTER, "");
        style(f, DRAW_BOLD);
        put(text_of(a, "doc"), f->width - GUTTER);
        style(f, DRAW_PLAIN);
        printf("  %s", text_of(a, "relation"));
        if (text_of(a, "origin")[0] != '\0') {
            printf(" \u00b7 says ");
            put(text_of(a, "origin"), 60);
        }
        yyjson_arr_foreach(yyjson_obj_get(a, "via"), j, m, via)
        {
            printf(" via ");
            put(yyjson_get_str(via) == NULL ? "" : yyjson_get_str(via), 60);
        }
        printf("\n%*s", GUTTER + 2, "");
        wrap(f, text_of(a, "quote"), GUTTER + 2, GUTTER + 2);
    }
    yyjson_arr_foreach(yyjson_obj_get(r, "figures"), i, n, a)
    {
        if (i == 0) {
            puts("");
        }
        figure(f, a);
    }
}

/* ---- extract ---- */

static void article(draw_frame *f, yyjson_val *r)
{
    char day[64];
    size_t i, n;
    yyjson_val *name;
    if (f->records > 0) {
        puts("");
    }
    style(f, DRAW_BOLD);
    wrap(f, text_of(r, "title")[0] != '\0' ? text_of(r, "title") : text_of(r, "id"), 0,
         0);
    style(f, DRAW_PLAIN);
    day_text(yyjson_obj_get(r, "published"), day);
    style(f, DRAW_FAINT);
    put(text_of(r, "id"), f->width);
    printf(" \u00b7 %s", day);
    yyjson_arr_foreach(yyjson_obj_get(r, "byline"), i, n, name)
    {
        printf("%s", i == 0 ? " \u00b7 by " : ", ");
        put(yyjson_get_str(name) == NULL ? "" : yyjson_get_str(name), 60);
    }
    puts("");
    style(f, DRAW_PLAIN);
    const char *text = text_of(r, "text");
    if (text[0] == '\0') {
        style(f, DRAW_RED);
        wrap(f, text_of(r, "error"), 0, 0);
        style(f, DRAW_PLAIN);
    }
    while (*text != '\0') {
        const char *end = strstr(text, "\n\n");
        const size_t size = end == NULL ? strlen(text) : (size_t)(end - text);
        char *para = strndup(text, size);
        puts("");
        if (para != NULL) {
            wrap(f, para, 0, 0);
        }
        free(para);
        text += size + (end == NULL ? 0 : 2);
    }
}

/* ---- annotate ---- */

static void names_of(yyjson_val *list)
{
    size_t i, n;
    yyjson_val *item;
    yyjson_arr_foreach(list, i, n, item)
    {
        fputs(i == 0 ? "" : ", ", stdout);
        put(text_of(item, "name"), 40);
    }
}

static void annotation(draw_frame *f, yyjson_val *r)
{
    size_t i, n;
    yyjson_val *e;
    char day[64];
    style(f, DRAW_BOLD);
    put(text_of(r, "id"), f->width);
    style(f, DRAW_PLAIN);
    printf("  %zu tokens, %zu entities, %zu times, %zu places, %zu events, %zu claims\n",
           yyjson_arr_size(yyjson_obj_get(r, "tokens")),
           yyjson_arr_size(yyjson_obj_get(r, "entities")),
           yyjson_arr_size(yyjson_obj_get(r, "times")),
           yyjson_arr_size(yyjson_obj_get(r, "places")),
           yyjson_arr_size(yyjson_obj_get(r, "events")),
           yyjson_arr_size(yyjson_obj_get(r, "claims")));
    yyjson_arr_foreach(yyjson_obj_get(r, "events"), i, n, e)
    {
        day_text(yyjson_obj_get(e, "date"), day);
        printf("  %-22s %-19s %-9s ", day, text_of(e, "type"), text_of(e, "modality"));
        names_of(yyjson_obj_get(e, "actor"));
        if (yyjson_arr_size(yyjson_obj_get(e, "recipient")) > 0) {
            fputs(" \u2192 ", stdout);
            names_of(yyjson_obj_get(e, "recipient"));
        }
        if (text_of(yyjson_obj_get(e, "place"), "name")[0] != '\0') {
            fputs(" @ ", stdout);
            put(text_of(yyjson_obj_get(e, "place"), "name"), 40);
        }
        puts("");
    }
    yyjson_arr_foreach(yyjson_obj_get(r, "claims"), i, n, e)
    {
        const char *origin = text_of(e, "origin");
        printf("  %-22s ", "claim");
        put(origin[0] == '\0' ? "(nobody named)" : origin, 50);
        printf(" %s\n", text_of(e, "stance"));
    }
}

/* ---- story ---- */

static void story(draw_frame *f, yyjson_val *r)
{
    size_t i, n;
    yyjson_val *doc;
    style(f, DRAW_BOLD);
    wrap(f, text_of(r, "title"), 0, 0);
    style(f, DRAW_PLAIN);
    printf("%s \u00b7 %s to %s\n", text_of(r, "story"), text_of(r, "from"),
           text_of(r, "to"));
    yyjson_arr_foreach(yyjson_obj_get(r, "reports"), i, n, doc)
    {
        printf("  %-12.10s", text_of(doc, "published"));
        put(text_of(doc, "doc"), 40);
        fputs("  ", stdout);
        put(text_of(doc, "title"), f->width > 60 ? f->width - 58 : 40);
        puts("");
    }
}

/* ---- compare ---- */

/* One line of `text` from *at, broken at a word, in `width` columns. */
static void column_line(const char **at, unsigned width, bool end)
{
    unsigned used = 0;
    bool start = true;
    while (**at != '\0') {
        const char *word = *at + strspn(*at, " \n\t\r");
        const size_t size = strcspn(word, " \n\t\r");
        char *copy = strndup(word, size);
        const unsigned columns = copy == NULL ? 0 : draw_width(copy);
        if (copy == NULL || size == 0) {
            *at += strlen(*at);
            free(copy);
            break;
        }
        if (!start && used + 1 + columns > width) {
            free(copy);
            break;
        }
        if (!start) {
            putchar(' ');
            used++;
        }
        used += put(copy, width - used);
        start = false;
        *at = word + size;
        free(copy);
    }
    for (; !end && used < width; used++) {
        putchar(' ');
    }
}

static void compare(draw_frame *f, yyjson_val *r)
{
    const unsigned half = f->width > 43 ? (f->width - 3) / 2 : 20;
    size_t i, n;
    yyjson_val *piece;
    draw_cell(f, text_of(r, "a"), half, DRAW_BOLD, false);
    draw_cell(f, text_of(r, "b"), half, DRAW_BOLD, true);
    yyjson_arr_foreach(yyjson_obj_get(r, "pieces"), i, n, piece)
    {
        const char *kind = text_of(piece, "kind");
        const char *a = text_of(piece, "text_a"), *b = text_of(piece, "text_b");
        const bool same = strcmp(kind, "same") == 0;
        do {
            style(f, same ? DRAW_PLAIN : DRAW_RED);
            column_line(&a, half, false);
            style(f, DRAW_PLAIN);
            fputs(same ? " = " : " | ", stdout);
            style(f, same ? DRAW_PLAIN : DRAW_GREEN);
            column_line(&b, half, true);
            style(f, DRAW_PLAIN);
            puts("");
        } while (a[strspn(a, " \n\t\r")] != '\0' || b[strspn(b, " \n\t\r")] != '\0');
    }
}

/* ---- copies ---- */

static void span_count(yyjson_val *r, const char *key, const char *what)
{
    const size_t n = yyjson_arr_size(yyjson_obj_get(r, key));
    if (n > 0) {
        printf(", %zu %s %s", n, n == 1 ? "stretch" : "stretches", what);
    }
}

/* "b.txt is a copy of a.txt: 82 % shared, direction likely" and what was put for what */
static void copy(draw_frame *f, yyjson_val *r)
{
    const char *of = text_of(r, "of"), *with = text_of(r, "with"),
               *doc = text_of(r, "doc");
    size_t i, n;
    yyjson_val *s;
    if (of[0] == '\0' && strcmp(doc, with) > 0) {
        return; /* told from the other side */
    }
    const unsigned half = (f->width - 19) / 2; /* " shares words with " */
    style(f, DRAW_BOLD);
    put_end(doc, half);
    style(f, DRAW_PLAIN);
    fputs(of[0] != '\0' ? " is a copy of " : " shares words with ", stdout);
    style(f, DRAW_BOLD);
    put_end(of[0] != '\0' ? of : with, half);
    style(f, DRAW_PLAIN);
    printf("\n    %.0f %% shared", 100 * yyjson_get_num(yyjson_obj_get(r, "shared")));
    if (of[0] != '\0') {
        printf(", direction %s", text_of(r, "direction"));
        span_count(r, "dropped", "dropped");
        span_count(r, "added", "added");
    } else {
        printf(", common origin %s", text_of(r, "common_origin"));
    }
    puts("");
    yyjson_arr_foreach(yyjson_obj_get(r, "substitutions"), i, n, s)
    {
        fputs("    ", stdout);
        put(text_of(s, "from"), 60);
        style(f, DRAW_YELLOW);
        fputs(" -> ", stdout);
        style(f, DRAW_PLAIN);
        put(text_of(s, "to"), 60);
        printf(" (%llu)\n", (unsigned long long)number_of(s, "count"));
    }
}

/* ---- explain ---- */

static void explain(draw_frame *f, yyjson_val *r)
{
    size_t i, n;
    yyjson_val *s;
    style(f, DRAW_BOLD);
    printf("%s %s: ", text_of(r, "kind"), text_of(r, "id"));
    style(f, DRAW_PLAIN);
    wrap(f, text_of(r, "what"), 0, 2);
    yyjson_arr_foreach(yyjson_obj_get(r, "steps"), i, n, s)
    {
        printf("  %s", text_of(s, "step"));
        style(f, DRAW_FAINT);
        printf("  [%s]\n", text_of(s, "rule"));
        style(f, DRAW_PLAIN);
        if (text_of(s, "words")[0] != '\0') {
            fputs("    \u201c", stdout);
            put(text_of(s, "words"), f->width > 10 ? f->width - 8 : 70);
            fputs("\u201d\n", stdout);
        }
        style(f, DRAW_FAINT);
        fputs("    ", stdout);
        put(text_of(s, "doc"), 60);
        printf(" %llu..%llu", (unsigned long long)number_of(s, "start"),
               (unsigned long long)number_of(s, "end"));
        if (yyjson_is_num(yyjson_obj_get(s, "from"))) {
            printf(", page %.12s bytes %llu..%llu", text_of(s, "page"),
                   (unsigned long long)number_of(s, "from"),
                   (unsigned long long)number_of(s, "to"));
        } else {
            printf(", page %.12s", text_of(s, "page"));
        }
        puts("");
        if (text_of(s, "source")[0] != '\0') {
            fputs("    ", stdout);
            put(text_of(s, "source"), f->width > 10 ? f->width - 8 : 70);
            puts("");
        }
        style(f, DRAW_PLAIN);
    }
}

draw_function *draw_of(command_id id)
{
    switch (id) {
    case COMMAND_CHRONICLE:
        return chronicle;
    case COMMAND_EVENT:
        return event;
    case COMMAND_EXTRACT:
        return article;
    case COMMAND_ANNOTATE:
        return annotation;
    case COMMAND_STORY:
        return story;
    case COMMAND_COPIES:
        return copy;
    case COMMAND_COMPARE:
        return compare;
    case COMMAND_EXPLAIN:
        return explain;
    default:
        return NULL;
    }
}
