/* data.c - see data.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "data.h"

#include "dateline.h"
#include "file.h"
#include "hash.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#define FOLDERS_MOST 6

#ifndef DATELINE_INSTALLED /* where the build installs data/ */
#define DATELINE_INSTALLED "/usr/local/share/dateline"
#endif

static unsigned folders(const dl_data_paths *paths, char out[FOLDERS_MOST][PATH_MAX])
{
    static const char *const BESIDE[] = {"../share/dateline", "../data",
                                         "../.deps/share"};
    unsigned n = 0;
    if (paths->data != NULL) {
        snprintf(out[n++], PATH_MAX, "%s", paths->data);
    }
    if (paths->environment != NULL && paths->environment[0] != '\0') {
        snprintf(out[n++], PATH_MAX, "%s", paths->environment);
    }
    for (unsigned i = 0; paths->program != NULL && i < 3; i++) {
        snprintf(out[n++], PATH_MAX, "%s/%s", paths->program, BESIDE[i]);
    }
    snprintf(out[n++], PATH_MAX, "%s", DATELINE_INSTALLED);
    return n;
}

/* The path of `name` in the first folder that has it. */
static dl_status look(const dl_data_paths *paths, const char *name, char out[PATH_MAX],
                      dl_error *err)
{
    char where[FOLDERS_MOST][PATH_MAX], said[DL_ERROR_MESSAGE_MAX / 2] = "";
    const unsigned n = folders(paths, where);
    size_t at = 0;
    for (unsigned i = 0; i < n; i++) {
        const int size = snprintf(out, PATH_MAX, "%s/%s", where[i], name);
        if (size < PATH_MAX && access(out, R_OK) == 0) {
            return DL_OK;
        }
        if (at < sizeof said) {
            at += (size_t)snprintf(said + at, sizeof said - at, "%s%s",
                                   i == 0 ? "" : ", ", where[i]);
        }
    }
    return dl_fail(err, DL_EIO,
                   "no %s in %s: run `make`, or name the data folder by --data",
                   name, n == 0 ? "any folder (none was named)" : said);
}

/* Mixes the contents of `path` into `*hash`. */
static dl_status mix(const char *path, uint64_t *hash, dl_error *err)
{
    dl_file file;
    if (path == NULL) {
        *hash = dl_hash_join(*hash, 0);
        return DL_OK;
    }
    const dl_status status = dl_file_open(path, 0, &file, err);
    if (status == DL_OK) {
        *hash = dl_hash_join(*hash, dl_hash(file.bytes));
        dl_file_close(&file);
    }
    return status;
}

/* Mixes a codebook and the files beside it that it includes. */
static dl_status mix_codebook(const char *path, uint64_t *hash, dl_error *err)
{
    const char *slash = path == NULL ? NULL : strrchr(path, '/');
    char beside[PATH_MAX];
    dl_file file;
    dl_status status = mix(path, hash, err);
    if (status != DL_OK || path == NULL || dl_file_open(path, 0, &file, err) != DL_OK) {
        return status;
    }
    dl_str rest = file.bytes;
    while (status == DL_OK && rest.at != NULL && rest.size > 0) {
        const dl_str line = dl_str_trim(dl_str_next(&rest, '\n'));
        if (dl_str_starts(line, DL_STR("include "))) {
            const dl_str name = dl_str_trim((dl_str){line.at + 8, line.size - 8});
            snprintf(beside, sizeof beside, "%.*s/%.*s",
                     slash == NULL ? 1 : (int)(slash - path), slash == NULL ? "." : path,
                     (int)name.size, name.at);
            status = mix(beside, hash, err);
        }
    }
    dl_file_close(&file);
    return status;
}

static dl_status open_language(dl_data *data, const dl_data_paths *paths, dl_error *err)
{
    char path[PATH_MAX];
    dl_status status = DL_OK;
    if (paths->model != NULL) {
        snprintf(path, sizeof path, "%s", paths->model);
    } else {
        status = look(paths, "model", path, err);
    }
    return status == DL_OK ? dl_language_open(path, &data->language, err) : status;
}

static dl_status open_tag(dl_data *data, const dl_data_paths *paths, uint64_t *made,
                          dl_error *err)
{
    char words[PATH_MAX], places[PATH_MAX], actors[PATH_MAX];
    dl_status status = look(paths, "time/en.txt", words, err);
    if (status == DL_OK) {
        status = look(paths, "gazetteer.bin", places, err);
    }
    if (status == DL_OK) {
        status = look(paths, "actors.txt", actors, err);
    }
    if (status == DL_OK) {
        status = dl_timewords_open(words, paths->timewords, &data->timewords, err);
    }
    if (status == DL_OK) {
        status = dl_gazetteer_open(places, &data->gazetteer, err);
    }
    if (status == DL_OK) {
        status = dl_actors_open(actors, paths->actors, &data->actors, err);
    }
    const char *const read[] = {words, places, actors, paths->timewords, paths->actors};
    for (size_t i = 0; status == DL_OK && i < sizeof read / sizeof *read; i++) {
        status = mix(read[i], made, err);
    }
    data->tag = (dl_tag_data){data->timewords, data->gazetteer, data->actors};
    return status;
}

static dl_status open_tell(dl_data *data, const dl_data_paths *paths, uint64_t *made,
                           dl_error *err)
{
    char path[PATH_MAX];
    dl_status status = look(paths, "codebook.txt", path, err);
    if (status == DL_OK) {
        status = dl_codebook_open(path, paths->codebook, &data->codebook, err);
    }
    if (status == DL_OK) {
        status = mix_codebook(path, made, err);
    }
    return status == DL_OK ? mix_codebook(paths->codebook, made, err) : status;
}

dl_status dl_data_open(dl_data *data, const dl_data_paths *paths, dl_data_part part,
                       dl_error *err)
{
    dl_status status = DL_OK;
    uint64_t made = 0;
    if (data->open >= part) {
        return DL_OK;
    }
    dl_data_close(data); /* rare: a handle that needs more than it did before */
    if (part >= DL_DATA_LANGUAGE) {
        status = open_language(data, paths, err);
    }
    if (status == DL_OK && part >= DL_DATA_TAG) {
        status = open_tag(data, paths, &made, err);
    }
    if (status == DL_OK && part >= DL_DATA_TELL) {
        status = open_tell(data, paths, &made, err);
    }
    if (status != DL_OK) {
        dl_data_close(data);
        return status;
    }
    if (part >= DL_DATA_TELL) {
        made = dl_hash_join(made, dl_hash(dl_str_of(dateline_version())));
        made = dl_hash_join(made, dl_hash(dl_str_of(dl_language_name(data->language))));
        snprintf(data->made, sizeof data->made, "%016llx", (unsigned long long)made);
    }
    data->open = part;
    return DL_OK;
}

void dl_data_close(dl_data *data)
{
    dl_language_close(data->language);
    dl_timewords_close(data->timewords);
    dl_gazetteer_close(data->gazetteer);
    dl_actors_close(data->actors);
    dl_codebook_close(data->codebook);
    *data = (dl_data){0};
}
