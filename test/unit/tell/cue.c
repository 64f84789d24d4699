/* Tests of src/tell/cue.c: phrases found as whole words, a user's in place of ours.
 * SPDX-License-Identifier: Apache-2.0 */
#include "cue.h"
#include "tap.h"
#include "tells.h"

#include <stdlib.h>
#include <unistd.h>

static const char *written(const char *text)
{
    static char path[2][64];
    static unsigned turn;
    char *name = path[turn++ % 2];
    snprintf(name, sizeof path[0], "/tmp/dateline-cues-XXXXXX");
    const int file = mkstemp(name);
    CHECK(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text));
    close(file);
    return name;
}

static const char OURS[] = "cues NARROWS not yet; Parts of\n"
                           "cues CORRECTS\n  counted twice\n  in error; misstated\n";

static uint8_t marks(const char *ours, const char *users, const char *words)
{
    dl_arena arena;
    dl_codebook *book = NULL;
    dl_error err;
    dl_arena_init(&arena, 0);
    CHECK(dl_codebook_open(ours, users, &book, &err) == DL_OK);
    const uint8_t found = dl_cue_marks(book, &arena, dl_str_of(words));
    dl_codebook_close(book);
    dl_arena_done(&arena);
    return found;
}

static void cues_are_whole_words_in_any_case(void)
{
    const char *ours = written(OURS);
    CHECK_INT(marks(ours, NULL, "It has NOT YET fallen"), DL_MARK_NARROWS);
    CHECK_INT(marks(ours, NULL, "counterparts offered help"), 0);
    CHECK_INT(marks(ours, NULL, "Parts of it were counted twice, in error"),
              DL_MARK_NARROWS | DL_MARK_CORRECTS);
    CHECK_INT(marks(ours, NULL, ""), 0);
    unlink(ours);
}

static void a_users_cues_replace_ours_or_join_them(void)
{
    const char *ours = written(OURS);
    const char *users = written("cues NARROWS hardly\ncues +CORRECTS wrong figure\n");
    CHECK_INT(marks(ours, users, "not yet"), 0);
    CHECK_INT(marks(ours, users, "it has hardly begun"), DL_MARK_NARROWS);
    CHECK_INT(marks(ours, users, "misstated"), DL_MARK_CORRECTS);
    CHECK_INT(marks(ours, users, "a wrong figure"), DL_MARK_CORRECTS);
    unlink(ours);
    unlink(users);
}

int main(void)
{
    TEST(cues_are_whole_words_in_any_case);
    TEST(a_users_cues_replace_ours_or_join_them);
    return tap_done();
}
