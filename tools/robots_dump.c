/* robots_dump.c - what a robots.txt allows; for developers and bench/robots.py.
 *
 * Usage: robots_dump ROBOTS.TXT AGENT < PATHS     prints 1 (allowed) or 0 a line
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "robots.h"

#include <stdio.h>

int main(int count, char **words)
{
    char line[8192];
    dl_file file;
    dl_arena arena;
    dl_error err = {0};
    if (count != 3 || dl_file_open(words[1], 0, &file, &err) != DL_OK) {
        fprintf(stderr, "usage: robots_dump ROBOTS.TXT AGENT < PATHS; %s\n", err.message);
        return 2;
    }
    dl_arena_init(&arena, 0);
    const dl_robots robots = dl_robots_read(file.bytes, words[2], &arena);
    while (fgets(line, sizeof line, stdin) != NULL) {
        const dl_str path = dl_str_trim(dl_str_of(line));
        puts(dl_robots_allow(&robots, path, &arena) ? "1" : "0");
    }
    dl_arena_done(&arena);
    dl_file_close(&file);
    return 0;
}
