/* times_speed.c - how fast the time tagger is, for bench/times.sh.
 *
 *     times_speed MODEL TIMEWORDS FILE...
 *
 * FILE is NDJSON with "text" and, where known, "published" or "dct", or plain text (one
 * document). Each text is read once by the language engine; then its times are tagged
 * RUNS times, and the best run counts. Prints megabytes of text and expressions a second
 * of processor time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "language.h"
#include "tag.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yyjson.h>

#define RUNS 20

typedef struct speed {
    dl_language *language;
    dl_language_worker *worker;
    dl_timewords *words;
    double seconds;
    size_t bytes, times;
} speed;

/* Processor time, so that what else runs does not count. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const dl_error *err)
{
    fprintf(stderr, "times_speed: %s\n", err->message);
    exit(1);
}

static void one_text(speed *s, dl_str text, dl_str published)
{
    dl_error err = {0};
    dl_arena arena, scratch;
    dl_arena_init(&arena, 0);
    dl_arena_init(&scratch, 0);
    dl_doc doc;
    dl_when when = dl_when_none();
    if (dl_language_read(s->worker, text, &arena, &doc, &err) != DL_OK) {
        die(&err);
    }
    dl_when_read_iso(published, &when);
    double best = 1e9;
    dl_tags tags = {0};
    for (int i = 0; i < RUNS; i++) {
        const double start = now();
        if (dl_tag_times(s->words, &doc, when, &scratch, &tags, &err) != DL_OK) {
            die(&err);
        }
        const double took = now() - start;
        best = took < best ? took : best;
        dl_arena_reset(&scratch);
    }
    s->seconds += best;
    s->bytes += text.size;
    s->times += tags.time_count;
    dl_arena_done(&scratch);
    dl_arena_done(&arena);
}

static dl_str field(yyjson_val *record, const char *key)
{
    yyjson_val *value = yyjson_obj_get(record, key);
    return yyjson_is_str(value) ? (dl_str){yyjson_get_str(value), yyjson_get_len(value)}
                                : (dl_str){"", 0};
}

static void one_file(speed *s, const char *path)
{
    dl_error err = {0};
    dl_file file;
    if (dl_file_open(path, 0, &file, &err) != DL_OK) {
        die(&err);
    }
    dl_str rest = file.bytes;
    if (!dl_str_ends(dl_str_of(path), DL_STR(".ndjson"))) {
        one_text(s, rest, DL_STR(""));
        rest.at = NULL;
    }
    while (rest.at != NULL) {
        const dl_str line = dl_str_next(&rest, '\n');
        yyjson_doc *doc = yyjson_read(line.at, line.size, 0);
        if (doc != NULL) {
            yyjson_val *record = yyjson_doc_get_root(doc);
            const dl_str dct = field(record, "dct");
            one_text(s, field(record, "text"),
                     dct.size > 0 ? dct : field(record, "published"));
        }
        yyjson_doc_free(doc);
    }
    dl_file_close(&file);
}

int main(int argc, char **argv)
{
    dl_error err = {0};
    speed s = {0};
    if (argc < 4) {
        fprintf(stderr, "usage: times_speed MODEL TIMEWORDS FILE...\n");
        return 2;
    }
    const double start = now();
    if (dl_timewords_open(argv[2], NULL, &s.words, &err) != DL_OK) {
        die(&err);
    }
    const double opened = now() - start;
    if (dl_language_open(argv[1], &s.language, &err) != DL_OK ||
        dl_language_worker_new(s.language, &s.worker, &err) != DL_OK) {
        die(&err);
    }
    for (int i = 3; i < argc; i++) {
        one_file(&s, argv[i]);
    }
    printf("rules compiled in %.0f ms\n", opened * 1e3);
    printf("%zu bytes, %zu times in %.2f ms of processor time: %.1f MB/s, %.0f times/s\n",
           s.bytes, s.times, s.seconds * 1e3, (double)s.bytes / s.seconds * 1e-6,
           (double)s.times / s.seconds);
    dl_language_worker_free(s.worker);
    dl_language_close(s.language);
    dl_timewords_close(s.words);
    return 0;
}
