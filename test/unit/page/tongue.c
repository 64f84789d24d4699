/* Tests of src/page/tongue.c: the language of a text, on the sentences of
 * test/cases/tongue.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tongue.h"
#include "file.h"
#include "tap.h"

#include <stdlib.h>

#define EMPTY DL_STR("")

static dl_file file;

static dl_str sentences(void)
{
    char path[512];
    dl_error err;
    const char *root = getenv("DATELINE_SOURCE");
    snprintf(path, sizeof path, "%s/test/cases/tongue/sentences.txt",
             root == NULL ? "." : root);
    CHECK_INT(dl_file_open(path, 1 << 20, &file, &err), DL_OK);
    return file.bytes;
}

static void a_sentence_tells_its_language(void)
{
    dl_str rest = sentences();
    unsigned count = 0, right = 0;
    while (rest.size > 0) {
        dl_str line = dl_str_next(&rest, '\n');
        if (line.size == 0 || line.at[0] == '#') {
            continue;
        }
        const dl_str code = dl_str_next(&line, ' ');
        const char *told = dl_tongue_of(line, EMPTY);
        count++;
        if (dl_str_is(code, told) || (dl_str_is(code, "-") && told[0] == '\0')) {
            right++;
        } else {
            printf("# %s, and not %.*s: %.*s\n", told[0] == '\0' ? "none" : told,
                   (int)code.size, code.at, (int)line.size, line.at);
        }
    }
    CHECK(count > 100);
    CHECK_INT(right, count);
}

static void what_the_page_says_decides_where_the_text_does_not(void)
{
    const dl_str brief = DL_STR("Oslo 3 2"),
                 german = DL_STR("Die Mauer ist gefallen, und "
                                 "niemand war darunter.");
    CHECK_STR(dl_str_of(dl_tongue_of(brief, DL_STR("nb-NO"))), "no");
    CHECK_STR(dl_str_of(dl_tongue_of(brief, DL_STR("no"))), "no");
    CHECK_STR(dl_str_of(dl_tongue_of(brief, DL_STR("de_AT"))), "de");
    CHECK_STR(dl_str_of(dl_tongue_of(german, DL_STR("en"))), "de");
    CHECK_STR(dl_str_of(dl_tongue_of(EMPTY, EMPTY)), "");
}

static void what_is_no_language_is_left_open(void)
{
    static const char *const texts[] = {
        "xkqzw vrtpl mnbcd qqwzx ghjkl zxcvb qwrtp plkjh gfdsz xcvbn mnbvc",
        "0x3f 7b qx9 zz9 plq; ((kxz)) wq_rt qqp zx[12] bnm=vbnm kjh+hgf xcvq pwq"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK_STR(dl_str_of(dl_tongue_of(dl_str_of(texts[i]), EMPTY)), "");
    }
}

int main(void)
{
    TEST(a_sentence_tells_its_language);
    TEST(what_the_page_says_decides_where_the_text_does_not);
    TEST(what_is_no_language_is_left_open);
    dl_file_close(&file);
    return tap_done();
}
