/* format.c - the chronology in other formats, made from its `chronicle` records: what
 * goes out is what the records say, and nothing else.
 *
 *   md      a heading a day, an item an event, under it each account with its words
 *   csv     RFC 4180, one row an event, lists joined by "; "
 *   ndjson  the records as they are
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "export.h"

#include <stdlib.h>
#include <yyjson.h>

/* ---- reading a record ---- */

static dl_str text_of(yyjson_val *value)
{
    const char *at = yyjson_get_str(value);
    return at == NULL ? DL_STR("") : (dl_str){at, yyjson_get_len(value)};
}

static dl_str field(yyjson_val *object, const char *key)
{
    return text_of(yyjson_obj_get(object, key));
}

/* ---- Markdown ---- */

/* Text of a page must not become markup: what could is escaped, line ends are blanks. */
static void plain(dl_buf *out, dl_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        if (c == '\n' || c == '\r' || c == '\t') {
            dl_buf_char(out, ' ');
            continue;
        }
        if (strchr("\\`*_{}[]<>#|", c) != NULL && c != '\0') {
            dl_buf_char(out, '\\');
        }
        dl_buf_char(out, c);
    }
}

static void md_head(dl_buf *out)
{
    dl_buf_text(out, "# Chronology\n");
}

/* "2017-03-02", or "2016-03-01 to 2016-03-31" */
static void day_of(dl_buf *out, yyjson_val *date)
{
    const dl_str from = field(date, "earliest"), to = field(date, "latest");
    if (from.size == 0 && to.size == 0) {
        dl_buf_text(out, "no date");
        return;
    }
    if (from.size == 0) {
        dl_buf_text(out, "until ");
        dl_buf_add(out, to);
        return;
    }
    dl_buf_add(out, from);
    if (to.size == 0) {
        dl_buf_text(out, " or later");
    } else if (!dl_str_equal(from, to)) {
        dl_buf_text(out, " to ");
        dl_buf_add(out, to);
    }
}

static void md_account(dl_buf *out, yyjson_val *account)
{
    const dl_str origin = field(account, "origin"), relation = field(account, "relation");
    size_t i, n;
    yyjson_val *via;
    dl_buf_text(out, "  - ");
    plain(out, field(account, "doc"));
    if (origin.size != 0) {
        dl_buf_text(out, ", says ");
        plain(out, origin);
    }
    yyjson_arr_foreach(yyjson_obj_get(account, "via"), i, n, via)
    {
        dl_buf_text(out, i == 0 ? " via " : ", ");
        plain(out, text_of(via));
    }
    if (!dl_str_is(relation, "same")) {
        dl_buf_text(out, " (");
        dl_buf_add(out, relation);
        dl_buf_text(out, ")");
    }
    dl_buf_text(out, ": \u201c");
    plain(out, field(account, "quote"));
    dl_buf_text(out, "\u201d\n");
}

static void count(dl_buf *out, yyjson_val *record, const char *key, const char *one)
{
    const uint64_t n = yyjson_get_uint(yyjson_obj_get(record, key));
    dl_buf_printf(out, "%llu %s", (unsigned long long)n, n == 1 ? one : key);
}

static void md_event(dl_buf *out, yyjson_val *record)
{
    yyjson_val *place = yyjson_obj_get(record, "place"), *account;
    size_t i, n;
    dl_buf_text(out, "\n- **");
    day_of(out, yyjson_obj_get(record, "date"));
    dl_buf_text(out, "** ");
    plain(out, field(record, "summary"));
    dl_buf_text(out, " *(");
    plain(out, field(record, "type"));
    if (yyjson_is_obj(place)) {
        dl_buf_text(out, ", ");
        plain(out, field(place, "name"));
        if (field(place, "country").size != 0) {
            dl_buf_text(out, ", ");
            plain(out, field(place, "country"));
        }
    }
    dl_buf_text(out, ")*\n  ");
    count(out, record, "reports", "report");
    dl_buf_text(out, " \u00b7 ");
    count(out, record, "texts", "text");
    dl_buf_text(out, " \u00b7 ");
    count(out, record, "origins", "origin");
    if (!dl_str_is(field(record, "status"), "reported")) {
        dl_buf_text(out, " \u00b7 ");
        dl_buf_add(out, field(record, "status"));
    }
    dl_buf_text(out, " \u00b7 `");
    dl_buf_add(out, field(record, "event"));
    dl_buf_text(out, "`\n");
    yyjson_arr_foreach(yyjson_obj_get(record, "accounts"), i, n, account)
    {
        md_account(out, account);
    }
}

static bool md_line(dl_str record, dl_buf *out)
{
    yyjson_doc *doc = yyjson_read(record.at, record.size, 0);
    if (doc != NULL) {
        md_event(out, yyjson_doc_get_root(doc));
        yyjson_doc_free(doc);
    }
    return doc != NULL;
}

/* ---- CSV ---- */

static void csv_head(dl_buf *out)
{
    dl_buf_text(out, "event,type,date,earliest,latest,precision,place,country,admin1,lat,"
                     "lon,geonames,actor,recipient,summary,status,reports,texts,origins,"
                     "origin_names,documents,figures\r\n");
}

/* A cell; `first` of its row. A cell that a spreadsheet would take for a formula gets a
 * quote in front. */
static void cell(dl_buf *out, dl_str text, bool first)
{
    if (!first) {
        dl_buf_char(out, ',');
    }
    const bool formula = text.size > 0 && strchr("=+@\t", text.at[0]) != NULL;
    bool quote = formula;
    for (size_t i = 0; i < text.size && !quote; i++) {
        quote = text.at[i] != '\0' && strchr(",\"\r\n", text.at[i]) != NULL;
    }
    if (!quote) {
        dl_buf_add(out, text);
        return;
    }
    dl_buf_char(out, '"');
    if (formula) {
        dl_buf_char(out, '\'');
    }
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '"') {
            dl_buf_char(out, '"');
        }
        dl_buf_char(out, text.at[i]);
    }
    dl_buf_char(out, '"');
}

static void number_cell(dl_buf *out, yyjson_val *value)
{
    char *text = yyjson_is_num(value) ? yyjson_val_write(value, 0, NULL) : NULL;
    dl_buf_char(out, ',');
    if (text != NULL) {
        dl_buf_text(out, text);
    }
    free(text);
}

/* The distinct texts of a list, joined. `key` NULL: of texts, else of objects' field. */
static void list_cell(dl_buf *out, yyjson_val *list, const char *key)
{
    dl_buf join;
    size_t i, n, j, m;
    yyjson_val *item, *before;
    dl_buf_init(&join);
    yyjson_arr_foreach(list, i, n, item)
    {
        const dl_str text = key == NULL ? text_of(item) : field(item, key);
        bool seen = text.size == 0;
        yyjson_arr_foreach(list, j, m, before)
        {
            if (j == i || seen) {
                break;
            }
            seen = dl_str_equal(text, key == NULL ? text_of(before) : field(before, key));
        }
        if (!seen) {
            dl_buf_text(&join, join.size == 0 ? "" : "; ");
            dl_buf_add(&join, text);
        }
    }
    cell(out, dl_buf_str(&join), false);
    dl_buf_done(&join);
}

static void amount(dl_buf *join, const char *before, yyjson_val *value)
{
    char *text = yyjson_is_num(value) ? yyjson_val_write(value, 0, NULL) : NULL;
    if (text != NULL) {
        dl_buf_printf(join, "%s%s", before, text);
    }
    free(text);
}

/* "killed 12 (city hospital); killed >= 9 (police)" */
static void figures_cell(dl_buf *out, yyjson_val *list)
{
    dl_buf join;
    size_t i, n;
    yyjson_val *f;
    dl_buf_init(&join);
    yyjson_arr_foreach(list, i, n, f)
    {
        dl_buf_text(&join, i == 0 ? "" : "; ");
        dl_buf_add(&join, field(f, "what"));
        amount(&join, " ", yyjson_obj_get(f, "value"));
        amount(&join, " >= ", yyjson_obj_get(f, "low"));
        amount(&join, " <= ", yyjson_obj_get(f, "high"));
        if (field(f, "origin").size != 0) {
            dl_buf_text(&join, " (");
            dl_buf_add(&join, field(f, "origin"));
            dl_buf_text(&join, ")");
        }
    }
    cell(out, dl_buf_str(&join), false);
    dl_buf_done(&join);
}

static void csv_row(dl_buf *out, yyjson_val *record)
{
    static const char *const TEXTS[] = {"summary", "status"};
    static const char *const NUMBERS[] = {"reports", "texts", "origins"};
    yyjson_val *date = yyjson_obj_get(record, "date"),
               *place = yyjson_obj_get(record, "place");
    cell(out, field(record, "event"), true);
    cell(out, field(record, "type"), false);
    cell(out, field(date, "value"), false);
    cell(out, field(date, "earliest"), false);
    cell(out, field(date, "latest"), false);
    cell(out, field(date, "precision"), false);
    cell(out, field(place, "name"), false);
    cell(out, field(place, "country"), false);
    cell(out, field(place, "admin1"), false);
    number_cell(out, yyjson_obj_get(place, "lat"));
    number_cell(out, yyjson_obj_get(place, "lon"));
    number_cell(out, yyjson_obj_get(place, "geonames"));
    list_cell(out, yyjson_obj_get(record, "actor"), NULL);
    list_cell(out, yyjson_obj_get(record, "recipient"), NULL);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
        cell(out, field(record, TEXTS[i]), false);
    }
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        number_cell(out, yyjson_obj_get(record, NUMBERS[i]));
    }
    list_cell(out, yyjson_obj_get(record, "accounts"), "origin");
    list_cell(out, yyjson_obj_get(record, "accounts"), "doc");
    figures_cell(out, yyjson_obj_get(record, "figures"));
    dl_buf_text(out, "\r\n");
}

static bool csv_line(dl_str record, dl_buf *out)
{
    yyjson_doc *doc = yyjson_read(record.at, record.size, 0);
    if (doc != NULL) {
        csv_row(out, yyjson_doc_get_root(doc));
        yyjson_doc_free(doc);
    }
    return doc != NULL;
}

/* ---- NDJSON ---- */

static bool ndjson_line(dl_str record, dl_buf *out)
{
    dl_buf_add(out, record);
    dl_buf_char(out, '\n');
    return true;
}

static const dl_format FORMATS[] = {
    {"csv", "one row an event", csv_head, csv_line},
    {"md", "a chronology to read, with every account", md_head, md_line},
    {"ndjson", "the chronicle records", NULL, ndjson_line},
};

const dl_format *dl_format_find(dl_str name)
{
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
        if (dl_str_is(name, FORMATS[i].name)) {
            return &FORMATS[i];
        }
    }
    return NULL;
}

const char *dl_format_names(void)
{
    return "csv, md, ndjson";
}
