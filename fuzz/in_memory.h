/* in_memory.h - a file that lies in memory, for targets that read files.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef IN_MEMORY_H
#define IN_MEMORY_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* Makes one; `path` is how it can be opened until the descriptor is closed. */
static inline int in_memory(const uint8_t *data, size_t size, char path[64])
{
    const int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size) {
        abort();
    }
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
