/* tag_speed.c - how many places and names a second the tag stage finds, for
 * bench/places.sh.
 *
 *     tag_speed SHARE ACTORS FILE...
 *
 * SHARE holds model/ and gazetteer.bin; FILE is NDJSON with "text". The language engine
 * reads each text once, untimed; then places alone and names alone are found ROUNDS times
 * on one thread. Printed are mentions, mentions a second of processor time, and bytes of
 * text a second.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "language.h"
#include "tag.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yyjson.h>

#define ROUNDS 16

typedef struct meter {
    double seconds;
    size_t mentions;
} meter;

typedef struct bench {
    dl_language *language;
    dl_language_worker *worker;
    dl_gazetteer *gazetteer;
    dl_actors *actors;
    meter places, names;
    size_t bytes;
} bench;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const dl_error *err)
{
    fprintf(stderr, "tag_speed: %s\n", err->message);
    exit(1);
}

/* One round over one text: places, then names on top of them. */
static void one_round(bench *b, const dl_doc *doc, dl_arena *arena)
{
    dl_error err = {0};
    dl_tags tags = {0};
    const double start = now();
    if (dl_tag_places(b->gazetteer, doc, NULL, arena, &tags, &err) != DL_OK) {
        die(&err);
    }
    const double between = now();
    if (dl_tag_names(b->actors, b->gazetteer, doc, NULL, arena, &tags, &err) != DL_OK) {
        die(&err);
    }
    b->places.seconds += between - start;
    b->names.seconds += now() - between;
    b->places.mentions += tags.place_count;
    b->names.mentions += tags.mention_count;
    dl_arena_reset(arena);
}

static void one_text(bench *b, dl_str text)
{
    dl_error err = {0};
    dl_arena arena, found;
    dl_doc doc;
    dl_arena_init(&arena, 0);
    dl_arena_init(&found, 0);
    if (dl_language_read_paragraphs(b->worker, text, &arena, &doc, &err) != DL_OK) {
        die(&err);
    }
    for (int i = 0; i < ROUNDS; i++) {
        one_round(b, &doc, &found);
    }
    b->bytes += text.size * ROUNDS;
    dl_arena_done(&found);
    dl_arena_done(&arena);
}

static void one_file(bench *b, const char *path)
{
    dl_error err = {0};
    dl_file file;
    if (dl_file_open(path, 0, &file, &err) != DL_OK) {
        die(&err);
    }
    dl_str rest = file.bytes;
    while (rest.at != NULL) {
        const dl_str line = dl_str_next(&rest, '\n');
        yyjson_doc *doc = yyjson_read(line.at, line.size, 0);
        yyjson_val *text = yyjson_obj_get(yyjson_doc_get_root(doc), "text");
        if (yyjson_is_str(text)) {
            one_text(b, (dl_str){yyjson_get_str(text), yyjson_get_len(text)});
        }
        yyjson_doc_free(doc);
    }
    dl_file_close(&file);
}

static void print_meter(const bench *b, const char *what, const meter *m)
{
    printf("%-7s %8zu mentions  %8.0f mentions/s  %6.1f MB/s\n", what,
           m->mentions / ROUNDS, (double)m->mentions / m->seconds,
           (double)b->bytes / m->seconds / 1e6);
}

int main(int argc, char **argv)
{
    dl_error err = {0};
    bench b = {0};
    char model[4096], gazetteer[4096];
    if (argc < 4) {
        fprintf(stderr, "usage: tag_speed SHARE ACTORS FILE...\n");
        return 2;
    }
    snprintf(model, sizeof model, "%s/model", argv[1]);
    snprintf(gazetteer, sizeof gazetteer, "%s/gazetteer.bin", argv[1]);
    if (dl_language_open(model, &b.language, &err) != DL_OK ||
        dl_language_worker_new(b.language, &b.worker, &err) != DL_OK ||
        dl_gazetteer_open(gazetteer, &b.gazetteer, &err) != DL_OK ||
        dl_actors_open(argv[2], NULL, &b.actors, &err) != DL_OK) {
        die(&err);
    }
    for (int i = 3; i < argc; i++) {
        one_file(&b, argv[i]);
    }
    print_meter(&b, "places", &b.places);
    print_meter(&b, "names", &b.names);
    dl_actors_close(b.actors);
    dl_gazetteer_close(b.gazetteer);
    dl_language_worker_free(b.worker);
    dl_language_close(b.language);
    return 0;
}
