/* intake_dump.c - what the intake makes of files, one line a page; for developers.
 *
 * Usage: intake_dump [-c] [-w FILE.warc.gz] PATH-OR-URL...
 *     -c: only the counts
 *     -w: fetch, from this machine too, and keep the answers in FILE
 *
 *     page   html 1256 bytes utf-8 <url> id [note]
 *     error  what was refused
 *     note   what was passed over
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "intake.h"

#include <stdio.h>
#include <unistd.h>

static void show_page(const dl_page *page)
{
    static const char *const kinds[] = {"html", "text", "doc"};
    char got[32];
    dl_when_iso(page->got.earliest, page->got, got);
    printf("page   %s %zu bytes %.*s %s <%.*s> %.*s %.*s\n", kinds[page->kind],
           page->bytes.size, (int)page->charset.size, page->charset.at, got,
           (int)page->url.size, page->url.at, (int)page->id.size, page->id.at,
           (int)page->note.size, page->note.at);
}

static void read_all(dl_intake *intake, bool quiet)
{
    dl_arena arena;
    dl_page page;
    dl_error err;
    dl_str note;
    dl_status status;
    uint64_t bytes = 0, pages, refused;
    dl_arena_init(&arena, 0);
    while ((status = dl_intake_next(intake, &arena, &page, &err)) != DL_ENONE) {
        if (status != DL_OK) {
            printf("error  %s\n", err.message);
        } else if (!quiet) {
            show_page(&page);
        }
        bytes += status == DL_OK ? page.bytes.size : 0;
        dl_arena_reset(&arena);
    }
    while (dl_intake_note(intake, &note)) {
        printf("note   %.*s\n", (int)note.size, note.at);
    }
    dl_intake_counts(intake, &pages, &refused);
    printf("count  %llu pages, %llu bytes, %llu refused\n", (unsigned long long)pages,
           (unsigned long long)bytes, (unsigned long long)refused);
    dl_arena_done(&arena);
}

int main(int count, char **words)
{
    dl_intake_options options = DL_INTAKE_OPTIONS;
    dl_intake *intake = NULL;
    dl_error err;
    bool quiet = false;
    int choice;
    while ((choice = getopt(count, words, "cw:")) != -1) {
        if (choice == 'c') {
            quiet = true;
        } else if (choice == 'w') {
            options.reach = DL_REACH_ALL;
            options.web.allow_private = true;
            options.keep = optarg;
        } else {
            return 2;
        }
    }
    dl_status status = dl_intake_new(&options, &intake, &err);
    for (int i = optind; i < count && status == DL_OK; i++) {
        status = dl_intake_add(intake, words[i], &err);
    }
    if (status == DL_OK) {
        read_all(intake, quiet);
    } else {
        fprintf(stderr, "intake_dump: %s\n", err.message);
    }
    dl_intake_free(intake);
    return status == DL_OK ? 0 : 2;
}
