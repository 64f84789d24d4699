/* file.c - see file.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static dl_status map(int fd, const char *path, size_t limit, dl_file *out, dl_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return dl_fail(err, DL_EIO, "%s: %s", path, strerror(errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return dl_fail(err, DL_EIO, "%s: not a regular file", path);
    }
    if (limit != 0 && (uint64_t)info.st_size > limit) {
        return dl_fail(err, DL_ELIMIT, "%s: %lld bytes, more than the limit of %zu", path,
                       (long long)info.st_size, limit);
    }
    out->bytes = (dl_str){"", 0};
    if (info.st_size == 0) {
        return DL_OK;
    }
    void *at = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (at == MAP_FAILED) {
        return dl_fail(err, DL_EIO, "%s: %s", path, strerror(errno));
    }
    out->mapped_ = at;
    out->bytes = (dl_str){at, (size_t)info.st_size};
    return DL_OK;
}

dl_status dl_file_open(const char *path, size_t limit, dl_file *out, dl_error *err)
{
    *out = (dl_file){0};
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return dl_fail(err, DL_EIO, "%s: %s", path, strerror(errno));
    }
    const dl_status status = map(fd, path, limit, out, err);
    close(fd);
    return status;
}

void dl_file_close(dl_file *file)
{
    if (file->mapped_ != NULL) {
        munmap(file->mapped_, file->bytes.size);
    }
    *file = (dl_file){0};
}
