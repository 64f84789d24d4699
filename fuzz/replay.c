/* replay.c - gives every file of a corpus to a fuzz target, under any compiler.
 *
 * Usage: replay FOLDER. One TAP point a file: a target that crashes or hangs never gets to
 * print it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

int main(int count, char **words)
{
    struct dirent **entries = NULL;
    const int files = count == 2 ? scandir(words[1], &entries, visible, alphasort) : -1;
    int bad = 0;
    for (int i = 0; i < files; i++) {
        char path[4096];
        dl_file file;
        snprintf(path, sizeof path, "%s/%s", words[1], entries[i]->d_name);
        const int failed = dl_file_open(path, 0, &file, NULL) != DL_OK;
        if (!failed) {
            LLVMFuzzerTestOneInput((const uint8_t *)file.bytes.at, file.bytes.size);
            dl_file_close(&file);
        }
        bad += failed;
        printf("%sok %d - %s\n", failed ? "not " : "", i + 1, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    if (files <= 0) {
        printf("not ok 1 - the corpus has files\n1..1\n");
        return 1;
    }
    printf("1..%d\n", files);
    return bad != 0;
}
