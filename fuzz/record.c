/* record.c - fuzzes records of JSON, one a line or a list, and whatever else a file may
 * turn out to be. What must hold is asserted: reading ends, every page has an id.
 * SPDX-License-Identifier: Apache-2.0 */
#include "intake.h"

#include "in_memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    const int fd = in_memory(data, size, path);
    const dl_intake_options options = {.page_bytes = 1 << 20, .line_bytes = 1 << 20};
    dl_intake *intake = NULL;
    dl_arena arena;
    dl_page page;
    dl_error err;
    dl_status status;
    size_t rounds = 0;
    dl_arena_init(&arena, 0);
    must(dl_intake_new(&options, &intake, &err) == DL_OK);
    must(dl_intake_add(intake, path, &err) == DL_OK);
    while ((status = dl_intake_next(intake, &arena, &page, &err)) != DL_ENONE) {
        must(rounds++ <= size + 1);
        must(status != DL_OK ||
             (page.id.size > 0 && page.published.earliest <= page.published.latest));
        dl_arena_reset(&arena);
    }
    dl_intake_free(intake);
    dl_arena_done(&arena);
    close(fd);
    return 0;
}
