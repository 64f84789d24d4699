/* walk.h - the files of a folder and of the folders in it, in byte order of names.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_WALK_H
#define DL_WALK_H

#include "status.h"
#include "str.h"

typedef struct dl_walk dl_walk;

/* Starts at `path`, which must be a folder. At most `depth` folders within one another
 * and `entries` names in one folder. */
DL_CHECK dl_status dl_walk_open(const char *path, uint32_t depth, uint32_t entries,
                                dl_walk **out, dl_error *err);

/* The path of the next file: the folder's path as given, '/', and the way to the file.
 * Good until the next call. DL_ENONE at the end. Another status: one folder could not be
 * read; the next call goes on behind it. Names beginning with '.' and symbolic links to
 * folders are left out (a link may lead back to where we are). */
DL_CHECK dl_status dl_walk_next(dl_walk *walk, const char **path, dl_error *err);

void dl_walk_close(dl_walk *walk); /* NULL does nothing */

#endif
