/* print.c - see print.h. What is drawn is made from the same JSON records that --json
 * prints; this file has the frame, the CSV and the plain tables, draw.c the rest.
 *
 * Text of pages goes to a terminal without its control characters.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "print.h"

#include "draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A column: its heading and where its value stands in the record: "a.b", or "a[].b" for
 * the distinct values in a list. */
typedef struct column {
    const char *title, *path;
    bool wide; /* gets the room that is left */
} column;

typedef struct view {
    command_id command;
    column columns[16];
} view;

static const view VIEWS[] = {
    {COMMAND_CONTROL,
     {{"from", "from.earliest", false}, {"to", "to.earliest", false},
      {"holder", "holder", true}, {"status", "status", false},
      {"reports", "reports", false}, {"texts", "texts", false},
      {"origins", "origins", false}, {"event", "event", false}}},
    {COMMAND_STORIES,
     {{"from", "from", false}, {"to", "to", false}, {"title", "title", true},
      {"documents", "documents", true}, {"places", "places", true},
      {"story", "story", false}}},
    {COMMAND_COPIES,
     {{"doc", "doc", true}, {"of", "of", true}, {"shared", "shared", false},
      {"direction", "direction", false}, {"replaced", "substitutions[].from", true},
      {"by", "substitutions[].to", true}, {"common origin", "common_origin", false}}},
    {COMMAND_NAMES,
     {{"name", "name", true}, {"type", "type", false}, {"aliases", "aliases[].name", true}}},
    {COMMAND_SOURCES,
     {{"source", "source", true}, {"kind", "kind", false},
      {"documents", "documents", false}, {"first", "first", false},
      {"copies", "copies", false}, {"copied", "copied", false},
      {"events", "events", false}, {"shared", "shared", false}}},
    {COMMAND_SEARCH,
     {{"published", "published", false}, {"site", "site", true}, {"doc", "doc", true},
      {"title", "title", true}, {"words", "snippet", true}}},
    {COMMAND_UNREAD,
     {{"doc", "doc", true}, {"words", "words", true}, {"why", "why", true},
      {"id", "id", false}}},
    {COMMAND_CHRONICLE,
     {{"event", "event", false}, {"type", "type", false}, {"date", "date.value", false},
      {"earliest", "date.earliest", false}, {"latest", "date.latest", false},
      {"place", "place.name", true}, {"country", "place.country", true},
      {"lat", "place.lat", false}, {"lon", "place.lon", false},
      {"actor", "actor", true}, {"recipient", "recipient", true},
      {"summary", "summary", true}, {"status", "status", false},
      {"reports", "reports", false}, {"texts", "texts", false},
      {"origins", "origins", false}}},
    {COMMAND_EXTRACT,
     {{"id", "id", true}, {"url", "url", true}, {"site", "site", true},
      {"language", "language", false}, {"title", "title", true},
      {"byline", "byline", true}, {"published", "published.earliest", false},
      {"precision", "published.precision", false}, {"text", "text", true},
      {"error", "error", true}}},
};

static const view *find_view(command_id id)
{
    for (size_t i = 0; i < sizeof VIEWS / sizeof *VIEWS; i++) {
        if (VIEWS[i].command == id) {
            return &VIEWS[i];
        }
    }
    return NULL;
}

struct printer {
    const request *request;
    const view *view; /* of CSV and plain tables */
    draw_function *draw;
    draw_frame frame;
    size_t column_count;
    char **cells; /* of a plain table: rows of column_count */
    size_t rows, room;
    bool headed; /* CSV: the heading is out */
};

static size_t count_columns(const view *v)
{
    size_t n = 0;
    while (v != NULL && n < sizeof v->columns / sizeof *v->columns &&
           v->columns[n].title != NULL) {
        n++;
    }
    return n;
}

static unsigned terminal_width(void)
{
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= 40) {
        return size.ws_col;
    }
    const int given = columns == NULL ? 0 : atoi(columns);
    return given >= 40 && given <= 1000 ? (unsigned)given : 100;
}

bool printer_colors(const request *q)
{
    const char *no = getenv("NO_COLOR");
    if (q->color != COLOR_AUTO) {
        return q->color == COLOR_ALWAYS;
    }
    return isatty(STDOUT_FILENO) && (no == NULL || no[0] == '\0');
}

printer *printer_new(const request *q)
{
    printer *p = calloc(1, sizeof *p);
    if (p != NULL) {
        p->request = q;
        p->frame = (draw_frame){.width = terminal_width(), .colors = printer_colors(q)};
        p->draw = q->csv ? NULL : draw_of(q->command->id);
        p->view = find_view(q->command->id);
        p->column_count = count_columns(p->view);
    }
    return p;
}

/* ---- values ---- */

static char *value_text(yyjson_val *value)
{
    if (value == NULL || yyjson_is_null(value)) {
        return strdup("");
    }
    return yyjson_is_str(value) ? strdup(yyjson_get_str(value))
                                : yyjson_val_write(value, 0, NULL);
}

/* The distinct values of a list, joined by "; ". `key` NULL: the items themselves. */
static char *list_text(yyjson_val *list, const char *key)
{
    char *out = NULL;
    size_t size = 0, i, n;
    yyjson_val *item;
    FILE *stream = open_memstream(&out, &size);
    if (stream == NULL) {
        return NULL;
    }
    yyjson_arr_foreach(list, i, n, item)
    {
        char *text = value_text(key == NULL ? item : yyjson_obj_get(item, key));
        fprintf(stream, "%s%s", i == 0 ? "" : "; ", text == NULL ? "" : text);
        free(text);
    }
    fclose(stream);
    return out;
}

/* The value at `path` as text; the caller's to free. NULL: no memory. */
static char *at_path(yyjson_val *record, const char *path)
{
    char key[64];
    yyjson_val *value = record;
    while (*path != '\0') {
        const size_t size = strcspn(path, ".[");
        snprintf(key, sizeof key, "%.*s", (int)size, path);
        value = yyjson_obj_get(value, key);
        path += size;
        if (path[0] == '[') {
            return list_text(value, path[2] == '.' ? path + 3 : NULL);
        }
        path += *path == '.';
    }
    return yyjson_is_arr(value) ? list_text(value, NULL) : value_text(value);
}

/* ---- CSV ---- */

/* A cell that a spreadsheet would take for a formula gets a quote in front. */
static void csv_cell(const char *text, bool first)
{
    const bool formula = text[0] != '\0' && strchr("=+@\t", text[0]) != NULL;
    if (!first) {
        putchar(',');
    }
    if (!formula && strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, stdout);
        return;
    }
    fputs(formula ? "\"'" : "\"", stdout);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            putchar('"');
        }
        putchar(*text);
    }
    putchar('"');
}

static bool csv_row(printer *p, yyjson_val *record)
{
    for (size_t i = 0; !p->headed && i < p->column_count; i++) {
        csv_cell(p->view->columns[i].title, i == 0);
    }
    if (!p->headed) {
        fputs("\r\n", stdout);
        p->headed = true;
    }
    for (size_t i = 0; i < p->column_count; i++) {
        char *text = at_path(record, p->view->columns[i].path);
        if (text == NULL) {
            return false;
        }
        csv_cell(text, i == 0);
        free(text);
    }
    fputs("\r\n", stdout);
    return true;
}

/* ---- plain tables ---- */

static bool keep_row(printer *p, yyjson_val *record)
{
    if (p->rows == p->room) {
        const size_t room = p->room == 0 ? 32 : p->room * 2;
        char **cells = realloc(p->cells, room * p->column_count * sizeof *cells);
        if (cells == NULL) {
            return false;
        }
        p->cells = cells;
        p->room = room;
    }
    bool ok = true;
    for (size_t i = 0; i < p->column_count; i++) {
        char *text = at_path(record, p->view->columns[i].path);
        p->cells[p->rows * p->column_count + i] = text;
        ok = ok && text != NULL;
    }
    p->rows++;
    return ok;
}

/* Widths: what the longest cell takes; wide columns share what the terminal leaves. */
static void set_widths(const printer *p, unsigned *widths)
{
    unsigned fixed = 0, wide = 0, wanted = 0;
    for (size_t c = 0; c < p->column_count; c++) {
        widths[c] = draw_width(p->view->columns[c].title);
        for (size_t r = 0; r < p->rows; r++) {
            const char *cell = p->cells[r * p->column_count + c];
            const unsigned w = draw_width(cell == NULL ? "" : cell);
            widths[c] = w > widths[c] ? w : widths[c];
        }
        fixed += p->view->columns[c].wide ? 2 : widths[c] + 2;
        wide += p->view->columns[c].wide;
        wanted += p->view->columns[c].wide ? widths[c] : 0;
    }
    unsigned left = p->frame.width > fixed + wide * 12 ? p->frame.width - fixed : wide * 12;
    for (unsigned round = 0; wide > 0 && wanted > left && round < 16; round++) {
        unsigned share = left / wide, used = 0, open = 0; /* small columns keep theirs */
        for (size_t c = 0; c < p->column_count; c++) {
            if (p->view->columns[c].wide && widths[c] <= share) {
                used += widths[c];
            } else {
                open += p->view->columns[c].wide;
            }
        }
        share = open > 0 && left > used ? (left - used) / open : share;
        for (size_t c = 0; c < p->column_count; c++) {
            if (p->view->columns[c].wide && widths[c] > share && open > 0) {
                widths[c] = share;
            }
        }
        break;
    }
}

static void print_table(const printer *p)
{
    unsigned widths[16];
    if (p->rows == 0) {
        return;
    }
    set_widths(p, widths);
    for (size_t c = 0; c < p->column_count; c++) {
        draw_cell(&p->frame, p->view->columns[c].title, widths[c], DRAW_FAINT,
                  c + 1 == p->column_count);
    }
    for (size_t r = 0; r < p->rows; r++) {
        for (size_t c = 0; c < p->column_count; c++) {
            const char *cell = p->cells[r * p->column_count + c];
            draw_cell(&p->frame, cell == NULL ? "" : cell, widths[c], DRAW_PLAIN,
                      c + 1 == p->column_count);
        }
    }
}

/* ---- the frame ---- */

bool printer_add(printer *p, const char *json, size_t size)
{
    const bool drawn = !p->request->json && (p->draw != NULL || p->column_count > 0);
    if (!drawn) {
        fwrite(json, 1, size, stdout);
        putchar('\n');
        return !ferror(stdout);
    }
    yyjson_doc *doc = yyjson_read(json, size, 0);
    if (doc == NULL) {
        return false;
    }
    bool ok = true;
    yyjson_val *record = yyjson_doc_get_root(doc);
    if (p->request->csv) {
        ok = csv_row(p, record);
    } else if (p->draw != NULL) {
        p->draw(&p->frame, record);
        p->frame.records++;
    } else {
        ok = keep_row(p, record);
    }
    yyjson_doc_free(doc);
    return ok && !ferror(stdout);
}

bool printer_end(printer *p)
{
    if (p->draw == NULL && !p->request->csv && !p->request->json) {
        print_table(p);
    }
    for (size_t i = 0; i < p->rows * p->column_count; i++) {
        free(p->cells[i]);
    }
    free(p->cells);
    free(p);
    return fflush(stdout) == 0 && !ferror(stdout);
}
