/* Tests of src/tag/timewords.c and timeauto.c: what a file of time words may say, and how
 * its mistakes are told.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tag.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static dl_str opened(const char *text, dl_error *err)
{
    char path[] = "/tmp/timewords-XXXXXX";
    const int file = mkstemp(path);
    static char message[DL_ERROR_MESSAGE_MAX];
    snprintf(message, sizeof message, "no file");
    if (file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text)) {
        dl_timewords *words;
        const dl_status status = dl_timewords_open(path, NULL, &words, err);
        const char *colon = status == DL_OK ? NULL : strchr(err->message, ':');
        snprintf(message, sizeof message, "%s",
                 status == DL_OK ? "ok"
                 : colon == NULL ? err->message
                                 : colon + 1);
        dl_timewords_close(words);
    }
    if (file >= 0) {
        close(file);
        unlink(path);
    }
    return dl_str_of(message);
}

static void a_small_file_is_read(void)
{
    dl_error err;
    CHECK_STR(opened("class DAYWORD weekday : today tomorrow=1/cap\n"
                     "rule d : DAYWORD (\"at\" \"noon\")? => date\n",
                     &err),
              "ok");
}

static void mistakes_name_their_line(void)
{
    dl_error err;
    CHECK_STR(opened("# one\n\nclas X y : z\n", &err),
              "3: 'clas' is neither class, number, feast, let nor rule");
    CHECK_STR(opened("class X nowhere : z\n", &err), "1: 'nowhere' is no slot");
    CHECK_STR(opened("class X month : z=maybe\n", &err),
              "1: 'maybe' is no value of month");
    CHECK_STR(opened("class X month : z=1/large\n", &err),
              "1: 'large' is no condition (cap, noverb, noun, tight, noprep)");
    CHECK_STR(opened("feast eid : nearest a b 40\n", &err),
              "1: expected: nearest FEAST FEAST DAYS");
    CHECK_STR(opened("class X - : z\nrule r : X Y => date\n", &err),
              "2: 'Y' is neither a class nor a let");
    CHECK_STR(opened("class X - : z\nrule r : (X => date\n", &err), "2: ')' is missing");
    CHECK_STR(opened("class X - : z\nrule r : X => guess\n", &err),
              "2: 'guess' is no meaning");
    CHECK_STR(opened("class X - : z\nrule r : X => date if lucky\n", &err),
              "2: 'lucky' is no guard");
    CHECK_STR(opened("class X - : z\nrule r : X\n", &err), "2: a rule needs '=>'");
}

static void a_let_that_uses_itself_is_refused(void)
{
    dl_error err;
    CHECK_STR(opened("let a : a \"x\"\nrule r : a => date\n", &err),
              "2: nested deeper than 24 (does a let use itself?)");
}

static void a_file_without_rules_is_refused(void)
{
    dl_error err;
    CHECK_STR(opened("class X - : z\n", &err), "the time words hold no rule");
}

static void a_missing_file_is_named(void)
{
    dl_error err;
    dl_timewords *words;
    CHECK_INT(dl_timewords_open("/nowhere/en.txt", NULL, &words, &err), DL_EIO);
    CHECK(strstr(err.message, "/nowhere/en.txt") != NULL);
}

int main(void)
{
    TEST(a_small_file_is_read);
    TEST(mistakes_name_their_line);
    TEST(a_let_that_uses_itself_is_refused);
    TEST(a_file_without_rules_is_refused);
    TEST(a_missing_file_is_named);
    return tap_done();
}
