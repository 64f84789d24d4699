/* extract_dump.c - prints the article of each file as one line of JSON, for developers.
 *
 * usage: extract_dump [-t] FILE...     -t only tells the CPU time; names ending in .txt are
 * read as text, all else as HTML.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"
#include "file.h"
#include "json.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void put_date(dl_json *j, const char *key, const dl_date *date)
{
    dl_json_key(j, key);
    if (!dl_when_known(date->when)) {
        dl_json_null(j);
        return;
    }
    char first[32], last[32];
    dl_when day = date->when;
    day.precision = DL_PRECISION_DAY;
    dl_when_iso(date->when.earliest, day, first);
    dl_when_iso(date->when.latest, day, last);
    dl_json_open(j, '{');
    dl_json_key(j, "value"), dl_json_str(j, date->value);
    dl_json_key(j, "earliest"), dl_json_text(j, first);
    dl_json_key(j, "latest"), dl_json_text(j, last);
    dl_json_key(j, "precision"), dl_json_text(j, dl_precision_name(date->when.precision));
    dl_json_key(j, "from"), dl_json_text(j, date->from);
    dl_json_key(j, "rule"), dl_json_text(j, date->rule);
    dl_json_close(j, '}');
}

static void put_article(dl_json *j, const dl_article *a)
{
    dl_json_open(j, '{');
    dl_json_key(j, "id"), dl_json_str(j, a->id);
    dl_json_key(j, "url"), dl_json_str(j, a->url);
    dl_json_key(j, "site"), dl_json_str(j, a->site);
    dl_json_key(j, "language"), dl_json_str(j, a->language);
    dl_json_key(j, "title"), dl_json_str(j, a->title);
    dl_json_key(j, "byline"), dl_json_open(j, '[');
    for (uint32_t i = 0; i < a->byline_count; i++) {
        dl_json_str(j, a->bylines[i]);
    }
    dl_json_close(j, ']');
    put_date(j, "published", &a->published);
    put_date(j, "modified", &a->modified);
    dl_json_key(j, "text"), dl_json_str(j, a->text);
    dl_json_key(j, "paragraphs"), dl_json_open(j, '[');
    dl_utf8_ruler ruler = {a->text, 0, 0};
    for (uint32_t i = 0; i < a->para_count; i++) {
        dl_json_open(j, '{');
        dl_json_key(j, "start"), dl_json_int(j, (int64_t)dl_utf8_point(&ruler, a->paras[i].text.start));
        dl_json_key(j, "end"), dl_json_int(j, (int64_t)dl_utf8_point(&ruler, a->paras[i].text.end));
        dl_json_key(j, "from"), dl_json_int(j, (int64_t)a->paras[i].from);
        dl_json_key(j, "to"), dl_json_int(j, (int64_t)a->paras[i].to);
        dl_json_close(j, '}');
    }
    dl_json_close(j, ']');
    if (a->error.size > 0) {
        dl_json_key(j, "error"), dl_json_str(j, a->error);
    }
    dl_json_key(j, "charset"), dl_json_text(j, a->charset);
    dl_json_key(j, "charset_from"), dl_json_text(j, a->charset_from);
    dl_json_key(j, "note"), dl_json_str(j, a->note);
    dl_json_key(j, "dates"), dl_json_open(j, '[');
    for (uint32_t i = 0; i < a->date_count && i < 12; i++) {
        char iso[32], line[160];
        dl_when_iso(a->dates[i].date.when.earliest, a->dates[i].date.when, iso);
        snprintf(line, sizeof line, "%d %d %s %s", a->dates[i].weight, (int)a->dates[i].role, iso,
                 a->dates[i].date.rule);
        dl_json_text(j, line);
    }
    dl_json_close(j, ']');
    dl_json_close(j, '}');
    dl_json_line(j);
}

static int dump(const char *path, bool quiet, dl_arena *arena, double *seconds)
{
    dl_error err;
    dl_file file;
    if (dl_file_open(path, 0, &file, &err) != DL_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 2;
    }
    const dl_str name = dl_str_of(path);
    const dl_page page = {.id = name, .bytes = file.bytes,
                          .kind = dl_str_ends(name, DL_STR(".txt")) ? DL_PAGE_TEXT : DL_PAGE_HTML,
                          .got = dl_when_none(), .published = dl_when_none()};
    dl_arena_reset(arena);
    dl_article article;
    struct timespec a, b;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &a);
    const dl_status status = dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, arena, &article, &err);
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &b);
    *seconds += (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
    if (status != DL_OK) {
        fprintf(stderr, "%s: %s\n", path, err.message);
    } else if (!quiet) {
        dl_buf out;
        dl_buf_init(&out);
        dl_json json;
        dl_json_init(&json, &out);
        put_article(&json, &article);
        fwrite(out.at, 1, out.size, stdout);
        dl_buf_done(&out);
    }
    dl_file_close(&file);
    return status == DL_OK ? 0 : 3;
}

int main(int argc, char **argv)
{
    bool quiet = false;
    double seconds = 0;
    int worst = 0, pages = 0;
    dl_arena arena;
    dl_arena_init(&arena, 0);
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-t") == 0) {
            quiet = true;
            continue;
        }
        const int rc = dump(argv[i], quiet, &arena, &seconds);
        worst = rc > worst ? rc : worst;
        pages++;
    }
    if (quiet && seconds > 0) {
        fprintf(stderr, "%d pages, %.3f s of CPU, %.0f pages/s\n", pages, seconds, pages / seconds);
    }
    dl_arena_done(&arena);
    return worst;
}
