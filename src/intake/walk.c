/* walk.c - see walk.h.
 *
 * One list of names for each folder we stand in; no recursion, and no folder is held
 * open.
 *
 *   pages      [a.html  >june<  z.txt]
 *   pages/june [1.html  >2.html<]        -> pages/june/2.html
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "walk.h"

#include "vec.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

typedef struct frame {
    dl_arena arena;
    const char *path; /* with no '/' at its end, unless it is "/" */
    char **names;     /* sorted */
    uint32_t count, next;
} frame;

struct dl_walk {
    frame *frames; /* [depth] */
    uint32_t count, depth, entries;
    dl_arena arena; /* the path given out last */
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static dl_status read_names(const dl_walk *walk, frame *f, dl_error *err)
{
    DIR *dir = opendir(f->path);
    if (dir == NULL) {
        return dl_fail(err, DL_EIO, "%s: %s", f->path, strerror(errno));
    }
    DL_VEC(char *) names = {0};
    dl_status status = DL_OK;
    const struct dirent *entry;
    while (status == DL_OK && (errno = 0, entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        if (names.count == walk->entries) {
            status = dl_fail(err, DL_ELIMIT, "%s: more than %u names in one folder",
                             f->path, walk->entries);
            break;
        }
        const dl_str copy = dl_str_copy(&f->arena, dl_str_of(entry->d_name));
        char **slot = dl_vec_push(&names, &f->arena);
        if (slot == NULL || dl_arena_failed(&f->arena)) {
            status = dl_fail_memory(err);
            break;
        }
        *slot = (char *)copy.at;
    }
    closedir(dir);
    if (names.count > 1) {
        qsort(names.at, names.count, sizeof *names.at, by_bytes);
    }
    f->names = names.at;
    f->count = names.count;
    return status;
}

static void leave(dl_walk *walk)
{
    walk->count--;
    dl_arena_done(&walk->frames[walk->count].arena);
}

static dl_status enter(dl_walk *walk, const char *path, dl_error *err)
{
    if (walk->count == walk->depth) {
        return dl_fail(err, DL_ELIMIT, "%s: more than %u folders within one another",
                       path, walk->depth);
    }
    frame *f = &walk->frames[walk->count];
    *f = (frame){0};
    dl_arena_init(&f->arena, 0);
    walk->count++;
    f->path = dl_str_copy(&f->arena, dl_str_of(path)).at;
    const dl_status status =
        dl_arena_failed(&f->arena) ? dl_fail_memory(err) : read_names(walk, f, err);
    if (status != DL_OK) {
        leave(walk);
    }
    return status;
}

dl_status dl_walk_open(const char *path, uint32_t depth, uint32_t entries, dl_walk **out,
                       dl_error *err)
{
    dl_walk *walk = calloc(1, sizeof *walk);
    *out = NULL;
    if (walk == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&walk->arena, 0);
    walk->depth = depth;
    walk->entries = entries;
    walk->frames = calloc(depth, sizeof *walk->frames);
    const dl_status status =
        walk->frames == NULL ? dl_fail_memory(err) : enter(walk, path, err);
    if (status != DL_OK) {
        dl_walk_close(walk);
        return status;
    }
    *out = walk;
    return DL_OK;
}

static const char *join(dl_arena *arena, const char *folder, const char *name)
{
    const size_t size = strlen(folder);
    const char *between = size > 0 && folder[size - 1] == '/' ? "" : "/";
    return dl_str_printf(arena, "%s%s%s", folder, between, name).at;
}

dl_status dl_walk_next(dl_walk *walk, const char **path, dl_error *err)
{
    while (walk->count > 0) {
        frame *f = &walk->frames[walk->count - 1];
        if (f->next == f->count) {
            leave(walk);
            continue;
        }
        dl_arena_reset(&walk->arena);
        const char *here = join(&walk->arena, f->path, f->names[f->next++]);
        if (dl_arena_failed(&walk->arena)) {
            return dl_fail_memory(err);
        }
        struct stat link, file;
        if (lstat(here, &link) != 0) {
            return dl_fail(err, DL_EIO, "%s: %s", here, strerror(errno));
        }
        if (S_ISDIR(link.st_mode)) {
            const dl_status status = enter(walk, here, err);
            if (status != DL_OK) {
                return status;
            }
            continue;
        }
        if (S_ISLNK(link.st_mode) && stat(here, &file) == 0 && S_ISDIR(file.st_mode)) {
            continue;
        }
        *path = here;
        return DL_OK;
    }
    return DL_ENONE;
}

void dl_walk_close(dl_walk *walk)
{
    if (walk == NULL) {
        return;
    }
    while (walk->count > 0) {
        leave(walk);
    }
    free(walk->frames);
    dl_arena_done(&walk->arena);
    free(walk);
}
