/* Tests of dateline.h as a stranger uses it: the header alone, and the shared library.
 *
 *     api FOLDER_OF_PAGES
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include <dateline.h>

#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static const char *pages;
static char folder[] = "/tmp/dateline-api-XXXXXX";
static char ledger[256], program[512];

typedef struct seen {
    int records, failed, most;
    char last[65536];
} seen;

static int on_record(void *context, const char *text, size_t size)
{
    seen *s = context;
    s->records++;
    snprintf(s->last, sizeof s->last, "%s", text);
    CHECK(text[size] == '\0');
    return s->most != 0 && s->records >= s->most;
}

static void on_failed(void *context, const char *message)
{
    ((seen *)context)->failed++;
    CHECK(strchr(message, '\n') == NULL);
}

static dateline *open_one(void)
{
    dateline_options options = DATELINE_OPTIONS;
    dateline *d = NULL;
    options.ledger = ledger;
    options.program = program;
    CHECK(dateline_open(&options, &d, NULL) == DATELINE_OK);
    return d;
}

static void a_handle_without_options_can_be_made_and_closed(void)
{
    dateline *d = NULL;
    dateline_error error;
    CHECK(dateline_open(NULL, &d, NULL) == DATELINE_OK);
    CHECK(dateline_chronicle(d, NULL, NULL, NULL, &error) == DATELINE_EUSAGE);
    CHECK(strstr(error.message, "ledger") != NULL);
    dateline_close(d);
    dateline_close(NULL);
}

static void an_options_struct_of_an_older_header_is_taken(void)
{
    dateline *d = NULL;
    dateline_options options = DATELINE_OPTIONS;
    options.size = offsetof(dateline_options, data); /* as if nothing stood behind it */
    options.data = (const char *)1;                  /* must not be looked at */
    CHECK(dateline_open(&options, &d, NULL) == DATELINE_OK);
    dateline_close(d);
}

static void pages_become_records_and_events(void)
{
    seen s = {0};
    const dateline_listener to = {&s, on_record, on_failed, NULL, NULL};
    dateline_done done;
    dateline_error error;
    dateline *d = open_one();
    CHECK(dateline_extract(d, &pages, 1, &to, &done, &error) == DATELINE_OK);
    CHECK_INT(done.records, 4);
    CHECK_INT(s.records, 4);
    CHECK(dateline_add(d, &pages, 1, NULL, &to, &done, &error) == DATELINE_OK);
    CHECK_INT(done.fresh, 4);
    s.records = 0;
    CHECK(dateline_chronicle(d, NULL, &to, &done, &error) == DATELINE_OK);
    CHECK(s.records > 0);
    dateline_filter filter = DATELINE_FILTER;
    filter.place = "no such place";
    CHECK(dateline_chronicle(d, &filter, &to, &done, &error) == DATELINE_OK);
    CHECK_INT(done.records, 0);
    CHECK(dateline_event(d, "e-none", &to, &done, &error) == DATELINE_ENONE);
    CHECK(error.status == DATELINE_ENONE && error.message[0] != '\0');
    dateline_close(d);
}

static void a_listener_can_stop_a_call(void)
{
    seen s = {.most = 2};
    const dateline_listener to = {&s, on_record, on_failed, NULL, NULL};
    dateline *d = open_one();
    CHECK(dateline_extract(d, &pages, 1, &to, NULL, NULL) == DATELINE_ESTOP);
    CHECK_INT(s.records, 2);
    dateline_close(d);
}

static void a_page_comes_back_as_its_bytes(void)
{
    seen s = {0};
    char id[512];
    const dateline_listener to = {&s, on_record, on_failed, NULL, NULL};
    dateline *d = open_one();
    snprintf(id, sizeof id, "%s/lantern.html", pages);
    CHECK(dateline_page(d, id, &to, NULL, NULL) == DATELINE_OK);
    CHECK(strncmp(s.last, "<!DOCTYPE html>", 15) == 0);
    dateline_close(d);
}

static void many_handles_live_side_by_side(void)
{
    dateline *a = open_one(), *b = open_one();
    dateline_done done;
    CHECK(dateline_chronicle(a, NULL, NULL, &done, NULL) == DATELINE_OK);
    CHECK(dateline_chronicle(b, NULL, NULL, &done, NULL) == DATELINE_OK);
    dateline_close(a);
    CHECK(dateline_stories(b, NULL, NULL, &done, NULL) == DATELINE_OK);
    dateline_close(b);
}

int main(int argc, char **argv)
{
    if (argc != 3 || mkdtemp(folder) == NULL) {
        return 2;
    }
    pages = argv[1];
    snprintf(program, sizeof program, "%s", argv[2]); /* a folder beside data/ */
    snprintf(ledger, sizeof ledger, "%s/x.db", folder);
    TEST(a_handle_without_options_can_be_made_and_closed);
    TEST(an_options_struct_of_an_older_header_is_taken);
    TEST(pages_become_records_and_events);
    TEST(a_listener_can_stop_a_call);
    TEST(a_page_comes_back_as_its_bytes);
    TEST(many_handles_live_side_by_side);
    unlink(ledger);
    rmdir(folder);
    return tap_done();
}
