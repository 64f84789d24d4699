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

/* A column: its heading and where its value stands in the record: "a.b", "a[].b" for the
 * values in a list, or "a[#]" for their number. */
typedef struct column {
    const char *title, *path;
    enum {
        FIT,  /* as wide as its longest cell */
        WIDE, /* shares the room that is left */
        PATH  /* the same, and is cut in front */
    } kind;
} column;

typedef struct view {
    command_id command;
    column columns[16];
} view;

static const view VIEWS[] = {
    {COMMAND_CONTROL,
     {{"from", "from.earliest", FIT},
      {"to", "to.earliest", FIT},
      {"holder", "holder", WIDE},
      {"status", "status", FIT},
      {"reports", "reports", FIT},
      {"texts", "texts", FIT},
      {"origins", "origins", FIT},
      {"event", "event", FIT}}},
    {COMMAND_STORIES,
     {{"from", "from", FIT},
      {"to", "to", FIT},
      {"title", "title", WIDE},
      {"places", "places", WIDE},
      {"documents", "documents[#]", FIT},
      {"story", "story", FIT}}},
    {COMMAND_COPIES,
     {{"doc", "doc", PATH},
      {"of", "of", PATH},
      {"shared", "shared", FIT},
      {"direction", "direction", FIT},
      {"replaced", "substitutions[].from", WIDE},
      {"by", "substitutions[].to", WIDE},
      {"common origin", "common_origin", FIT}}},
    {COMMAND_NAMES,
     {{"name", "name", WIDE},
      {"type", "type", FIT},
      {"aliases", "aliases[].name", WIDE}}},
    {COMMAND_SOURCES,
     {{"source", "source", WIDE},
      {"kind", "kind", FIT},
      {"documents", "documents", FIT},
      {"first", "first", FIT},
      {"copies", "copies", FIT},
      {"copied", "copied", FIT},
      {"events", "events", FIT},
      {"shared", "shared", FIT}}},
    {COMMAND_SEARCH,
     {{"published", "published", FIT},
      {"site", "site", WIDE},
      {"doc", "doc", PATH},
      {"title", "title", WIDE},
      {"words", "snippet", WIDE}}},
    {COMMAND_UNREAD,
     {{"doc", "doc", PATH},
      {"words", "words", WIDE},
      {"why", "why", WIDE},
      {"id", "id", FIT}}},
    {COMMAND_CHRONICLE,
     {{"event", "event", FIT},
      {"type", "type", FIT},
      {"date", "date.value", FIT},
      {"earliest", "date.earliest", FIT},
      {"latest", "date.latest", FIT},
      {"place", "place.name", WIDE},
      {"country", "place.country", WIDE},
      {"lat", "place.lat", FIT},
      {"lon", "place.lon", FIT},
      {"actor", "actor", WIDE},
      {"recipient", "recipient", WIDE},
      {"summary", "summary", WIDE},
      {"status", "status", FIT},
      {"reports", "reports", FIT},
      {"texts", "texts", FIT},
      {"origins", "origins", FIT}}},
    {COMMAND_EXTRACT,
     {{"id", "id", WIDE},
      {"url", "url", WIDE},
      {"site", "site", WIDE},
      {"language", "language", FIT},
      {"title", "title", WIDE},
      {"byline", "byline", WIDE},
      {"published", "published.earliest", FIT},
      {"precision", "published.precision", FIT},
      {"text", "text", WIDE},
      {"error", "error", WIDE}}},
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

/* The value at `path` as text; the caller's to free. NULL: no memory. Without `counts`
 * "[#]" gives the list itself. */
static char *at_path(yyjson_val *record, const char *path, bool counts)
{
    char key[64];
    yyjson_val *value = record;
    while (*path != '\0') {
        const size_t size = strcspn(path, ".[");
        snprintf(key, sizeof key, "%.*s", (int)size, path);
        value = yyjson_obj_get(value, key);
        path += size;
        if (counts && path[0] == '[' && path[1] == '#') {
            char number[32];
            snprintf(number, sizeof number, "%zu", yyjson_arr_size(value));
            return strdup(number);
        }
        if (path[0] == '[') {
            path += strcspn(path, "]") + 1;
            return list_text(value, *path == '.' ? path + 1 : NULL);
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
        char *text = at_path(record, p->view->columns[i].path, false);
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
        char *text = at_path(record, p->view->columns[i].path, true);
        p->cells[p->rows * p->column_count + i] = text;
        ok = ok && text != NULL;
    }
    p->rows++;
    return ok;
}

static bool is_wide(const printer *p, size_t c)
{
    return p->view->columns[c].kind != FIT;
}

/* What the longest cell of column `c` takes. */
static unsigned longest(const printer *p, size_t c)
{
    unsigned most = draw_width(p->view->columns[c].title);
    for (size_t r = 0; r < p->rows; r++) {
        const char *cell = p->cells[r * p->column_count + c];
        const unsigned w = draw_width(cell == NULL ? "" : cell);
        most = w > most ? w : most;
    }
    return most;
}

#define WIDE_LEAST 12 /* columns that a wide column has at least */

/* Columns that fit get what they take, the wide ones share the rest of the terminal:
 * those that want less than their share leave it to the others. */
static void set_widths(const printer *p, unsigned *widths)
{
    unsigned left = p->frame.width, wide = 0;
    bool settled[16] = {false};
    for (size_t c = 0; c < p->column_count; c++) {
        widths[c] = longest(p, c);
        settled[c] = !is_wide(p, c);
        wide += is_wide(p, c);
        const unsigned used =
            (settled[c] ? widths[c] : 0) + (c + 1 < p->column_count ? 2 : 0);
        left = left > used ? left - used : 0;
    }
    left = left > wide * WIDE_LEAST ? left : wide * WIDE_LEAST;
    for (bool more = true; more && wide > 0;) {
        const unsigned share = left / wide;
        more = false;
        for (size_t c = 0; c < p->column_count; c++) {
            if (!settled[c] && widths[c] <= share) {
                settled[c] = more = true;
                left -= widths[c];
                wide--;
            }
        }
    }
    for (size_t c = 0; c < p->column_count; c++) {
        if (!settled[c]) {
            widths[c] = left / wide;
        }
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
            const bool last = c + 1 == p->column_count;
            if (p->view->columns[c].kind == PATH && !last) {
                draw_cell_end(&p->frame, cell == NULL ? "" : cell, widths[c]);
            } else {
                draw_cell(&p->frame, cell == NULL ? "" : cell, widths[c], DRAW_PLAIN,
                          last);
            }
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
