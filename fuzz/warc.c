/* warc.c - fuzzes the reading of web archives. What must hold is asserted: reading ends,
 * every page has an id that leads back to it, and what is read again is the same.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive.h"
#include "in_memory.h"

#define PAGES_AGAIN 4        /* of one input */
#define PAGE_BYTES (1 << 20) /* so that bombs stop early */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void read_again(const char *file, const dl_page *page, dl_archive_gives gives)
{
    dl_arena arena;
    dl_page again;
    dl_error err;
    dl_str path;
    dl_spot place;
    dl_arena_init(&arena, 0);
    if (gives == DL_ARCHIVE_PAGE) {
        must(dl_archive_place(page->id, &path, &place));
        must(dl_str_is(path, file));
        must(place.offset == page->offset && place.within == page->within);
    } else { /* its id is the address it was fetched from */
        place = (dl_spot){page->offset, page->within};
    }
    /* a record that has no other record behind it, or one damaged, may read otherwise */
    if (dl_archive_reopen(file, place, PAGE_BYTES, &arena, &again, &err) == DL_OK &&
        page->note.size == 0 && again.note.size == 0) {
        must(dl_str_equal(page->bytes, again.bytes));
        must(dl_str_equal(page->id, again.id));
    }
    dl_arena_done(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    const int fd = in_memory(data, size, path);
    dl_members *members = NULL;
    dl_archive *archive = NULL;
    dl_arena arena;
    dl_archive_gives gives;
    dl_page page;
    dl_error err;
    dl_status status;
    size_t rounds = 0;
    unsigned again = 0;
    dl_arena_init(&arena, 0);
    must(dl_members_open(path, path, &members, &err) == DL_OK);
    must(dl_archive_open(members, path, PAGE_BYTES, &archive, &err) == DL_OK);
    while ((status = dl_archive_next(archive, &arena, &page, &gives, &err)) != DL_ENONE) {
        must(rounds++ <= size + 1);
        if (status == DL_OK && again++ < PAGES_AGAIN) {
            read_again(path, &page, gives);
        }
        dl_arena_reset(&arena);
    }
    dl_archive_close(archive);
    dl_members_close(members);
    dl_arena_done(&arena);
    close(fd);
    return 0;
}
