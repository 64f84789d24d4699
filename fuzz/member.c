/* member.c - fuzzes the unpacking of gzip members, zstd and lz4 frames. What must hold is
 * asserted: taking little or much at a time gives the same bytes; every place given leads
 * back to its byte; reading ends.
 * SPDX-License-Identifier: Apache-2.0 */
#include "member.h"
#include "hash.h"

#include "in_memory.h"

#define UNPACKED_MOST (4u << 20) /* so that bombs stop early */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool any(dl_str head)
{
    return head.size > 0;
}

/* Reads everything, `step` bytes at a time, over damage; a hash of it. */
static uint64_t read_all(const char *path, size_t step, dl_spot *last, char *byte)
{
    dl_members *members = NULL;
    dl_error err;
    dl_status status;
    uint64_t hash = 0, offset, total = 0;
    bool more = true;
    must(dl_members_open(path, path, &members, &err) == DL_OK);
    while (more && total < UNPACKED_MOST) {
        const dl_str here = dl_members_peek(members, step);
        if (here.size == 0) {
            more = dl_members_damage(members, &status, &offset) != NULL &&
                   dl_members_recover(members, any);
            continue;
        }
        *last = dl_members_place(members);
        *byte = here.at[0];
        for (size_t i = 0; i < here.size; i++) {
            hash = hash * 31 + (unsigned char)here.at[i];
        }
        total += here.size;
        dl_members_take(members, here.size);
    }
    dl_members_close(members);
    return total < UNPACKED_MOST ? hash : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64], byte = 0, other;
    const int fd = in_memory(data, size, path);
    dl_spot last = {0}, ignored;
    dl_members *members = NULL;
    dl_error err;
    const uint64_t small = read_all(path, 1000, &last, &byte);
    const uint64_t large = read_all(path, 1u << 20, &ignored, &other);
    must(small == large || small == 0 || large == 0);
    must(dl_members_open(path, path, &members, &err) == DL_OK);
    if (small != 0 && dl_members_seek(members, last, &err) == DL_OK) {
        must(dl_members_peek(members, 1).at[0] == byte);
    }
    dl_members_close(members);
    close(fd);
    return 0;
}
