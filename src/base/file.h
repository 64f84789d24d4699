/* file.h - whole files: mapped read-only, or read into memory.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_FILE_H
#define DL_FILE_H

#include "status.h"
#include "str.h"

typedef struct dl_file {
    dl_str bytes;  /* the contents; valid until dl_file_close */
    void *mapped_; /* NULL for an empty file */
} dl_file;

/* Maps `path` read-only. DL_EIO with the system's reason when it cannot be opened or is
 * no regular file; DL_ELIMIT when it is larger than `limit` bytes (0: no limit). */
DL_CHECK dl_status dl_file_open(const char *path, size_t limit, dl_file *out,
                                dl_error *err);
void dl_file_close(dl_file *file);

#endif
