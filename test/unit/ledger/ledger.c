/* Tests of src/ledger/ledger.c, document.c, rows.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "ledger.h"
#include "schema.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static dl_arena arena;
static char folder[] = "/tmp/dateline-ledger-XXXXXX";
static char path[256];

static dl_ledger *fresh(void)
{
    dl_ledger *ledger = NULL;
    unlink(path);
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_WRITE, &ledger, NULL), DL_OK);
    return ledger;
}

static int64_t count(dl_ledger *ledger, const char *text)
{
    dl_sql *sql;
    bool row;
    if (dl_sql_new(ledger, text, &sql, NULL) != DL_OK) {
        return -1;
    }
    const int64_t n =
        dl_sql_step(sql, &row, NULL) == DL_OK && row ? dl_sql_get_int(sql, 0) : -1;
    dl_sql_free(sql);
    return n;
}

static dl_page page_of(const char *id, const char *bytes)
{
    return (dl_page){.id = dl_str_of(id),
                     .bytes = dl_str_of(bytes),
                     .kind = DL_PAGE_TEXT,
                     .got = dl_when_none(),
                     .published = dl_when_none()};
}

static dl_status put(dl_ledger *ledger, const dl_page *page, const char *text)
{
    dl_page_key key;
    const dl_date none = {.when = dl_when_none()};
    const dl_report report = {.article = {.id = page->id,
                                          .text = dl_str_of(text),
                                          .published = none,
                                          .modified = none}};
    dl_page_key_of(page, DL_STR("m"), &key);
    dl_status status = dl_ledger_begin(ledger, NULL);
    if (status == DL_OK) {
        status = dl_ledger_put(ledger, page, &key, &report, DL_STR("{}"), NULL);
    }
    return status == DL_OK ? dl_ledger_commit(ledger, NULL) : status;
}

static dl_known_page known(dl_ledger *ledger, const dl_page *page, const char *made,
                           uint32_t *instead)
{
    dl_page_key key;
    dl_known_page out = DL_PAGE_NEW;
    dl_page_key_of(page, dl_str_of(made), &key);
    CHECK_INT(dl_ledger_find_page(ledger, page, &key, &out, instead, NULL), DL_OK);
    return out;
}

static void a_new_ledger_has_this_version_and_opens_again(void)
{
    dl_ledger *ledger = fresh();
    CHECK_INT(count(ledger, "PRAGMA user_version"), DL_SCHEMA_VERSION);
    CHECK_INT(count(ledger, "PRAGMA application_id"), DL_SCHEMA_APPLICATION);
    dl_ledger_close(ledger);
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_READ, &ledger, NULL), DL_OK);
    dl_ledger_close(ledger);
}

static void a_newer_ledger_is_refused(void)
{
    dl_error err;
    dl_ledger *ledger = fresh();
    CHECK_INT(dl_ledger_run(ledger, "PRAGMA user_version=1000", NULL), DL_OK);
    dl_ledger_close(ledger);
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_WRITE, &ledger, &err), DL_EVERSION);
    CHECK(ledger == NULL);
    CHECK(strstr(err.message, "1000") != NULL && strstr(err.message, path) != NULL);
}

/* The tables of version 1 know no template memory: a page that was read then is read
 * again when it comes again. */
static void an_older_ledger_is_brought_up(void)
{
    uint32_t instead;
    dl_ledger *ledger = fresh();
    const dl_page page = page_of("a.txt", "bytes");
    CHECK_INT(put(ledger, &page, "text"), DL_OK);
    CHECK_INT(dl_ledger_run(ledger,
                            "DROP VIEW furniture; DROP TABLE left_out; DROP TABLE template;"
                            "DROP TABLE host_due; PRAGMA user_version=1",
                            NULL),
              DL_OK);
    dl_ledger_close(ledger);
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_READ, &ledger, NULL), DL_EVERSION);
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_WRITE, &ledger, NULL), DL_OK);
    CHECK_INT(count(ledger, "PRAGMA user_version"), DL_SCHEMA_VERSION);
    CHECK_INT(count(ledger, "SELECT count(*) FROM furniture"), 0);
    CHECK_INT(known(ledger, &page, "m", &instead), DL_PAGE_CHANGED);
    CHECK_INT(put(ledger, &page, "text"), DL_OK);
    CHECK_INT(known(ledger, &page, "m", &instead), DL_PAGE_THERE);
    CHECK_INT(count(ledger, "SELECT revision FROM document"), 1);
    dl_ledger_close(ledger);
}

static dl_status put_of_host(dl_ledger *ledger, const char *id, const char *host)
{
    dl_trace traces[] = {{1, 0, 90, true}, {2, 0, 40, false}};
    dl_page_key key;
    const dl_page page = page_of(id, id);
    const dl_report report = {.article = {.id = page.id,
                                          .text = DL_STR("text"),
                                          .published = {.when = dl_when_none()},
                                          .modified = {.when = dl_when_none()},
                                          .host = dl_str_of(host),
                                          .traces = traces,
                                          .trace_count = 2}};
    dl_page_key_of(&page, DL_STR("m"), &key);
    return dl_ledger_put(ledger, &page, &key, &report, DL_STR("{}"), NULL);
}

static void a_host_is_due_until_it_is_done(void)
{
    dl_due *due;
    dl_template *templates;
    uint32_t n;
    dl_page page;
    dl_ledger *ledger = fresh();
    CHECK_INT(put_of_host(ledger, "b", "post.example"), DL_OK);
    CHECK_INT(put_of_host(ledger, "a", "post.example"), DL_OK);
    CHECK_INT(put_of_host(ledger, "c", ""), DL_OK);
    CHECK_INT(dl_ledger_hosts_due(ledger, &arena, &due, &n, NULL), DL_OK);
    CHECK_INT(n, 1);
    CHECK_STR(due[0].host, "post.example");
    CHECK_INT(dl_ledger_templates(ledger, due[0].host, &arena, &templates, &n, NULL), DL_OK);
    CHECK_INT(n, 2);
    CHECK_INT(templates[0].number, 2); /* by id */
    CHECK_INT(templates[0].trace_count, 2);
    CHECK(templates[0].traces[1].block == 2 && templates[0].mark == 0);
    CHECK_INT(dl_ledger_read_page(ledger, 2, &arena, &page, NULL), DL_OK);
    CHECK_STR(page.bytes, "a");
    CHECK_STR(page.id, "a");
    /* a page that came meanwhile keeps it due */
    CHECK_INT(put_of_host(ledger, "d", "post.example"), DL_OK);
    CHECK_INT(dl_ledger_host_done(ledger, &due[0], NULL), DL_OK);
    CHECK_INT(count(ledger, "SELECT count(*) FROM host_due"), 1);
    CHECK_INT(dl_ledger_hosts_due(ledger, &arena, &due, &n, NULL), DL_OK);
    CHECK_INT(dl_ledger_host_done(ledger, &due[0], NULL), DL_OK);
    CHECK_INT(count(ledger, "SELECT count(*) FROM host_due"), 0);
    /* and so does one that goes, or moves to another host */
    CHECK_INT(dl_ledger_drop(ledger, 2, NULL), DL_OK);
    CHECK_INT(put_of_host(ledger, "d", "other.example"), DL_OK);
    CHECK_INT(dl_ledger_hosts_due(ledger, &arena, &due, &n, NULL), DL_OK);
    CHECK_INT(n, 2);
    dl_ledger_close(ledger);
}

static void what_was_left_out_goes_with_its_document(void)
{
    dl_left_out left[] = {{DL_STR("Sign up"), 5, 12, "template.line"}};
    const dl_page page = page_of("a", "a");
    const dl_report report = {.article = {.id = page.id,
                                          .text = DL_STR("text"),
                                          .published = {.when = dl_when_none()},
                                          .modified = {.when = dl_when_none()},
                                          .left_out = left,
                                          .left_out_count = 1,
                                          .mark = 77}};
    dl_ledger *ledger = fresh();
    CHECK_INT(put_of_host(ledger, "a", "post.example"), DL_OK);
    CHECK_INT(dl_ledger_put_again(ledger, 1, DL_STR("m"), &report, DL_STR("{}"), NULL), DL_OK);
    CHECK_INT(count(ledger, "SELECT mark FROM template"), 77);
    CHECK_INT(count(ledger, "SELECT page_to FROM furniture WHERE words = 'Sign up'"), 12);
    CHECK_INT(put_of_host(ledger, "a", "post.example"), DL_OK); /* read alone again */
    CHECK_INT(count(ledger, "SELECT mark FROM template"), 0);
    CHECK_INT(count(ledger, "SELECT count(*) FROM left_out"), 0);
    CHECK_INT(dl_ledger_drop(ledger, 1, NULL), DL_OK);
    CHECK_INT(count(ledger, "SELECT count(*) FROM template"), 0);
    dl_ledger_close(ledger);
}

static void a_ledger_tells_when_somebody_else_wrote(void)
{
    dl_ledger *ledger = fresh(), *other = NULL;
    int64_t before, after;
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_WRITE, &other, NULL), DL_OK);
    CHECK_INT(dl_ledger_version(ledger, &before, NULL), DL_OK);
    CHECK_INT(dl_ledger_set(ledger, "key", DL_STR("mine"), NULL), DL_OK);
    CHECK_INT(dl_ledger_version(ledger, &after, NULL), DL_OK);
    CHECK(before == after);
    CHECK_INT(dl_ledger_set(other, "key", DL_STR("theirs"), NULL), DL_OK);
    CHECK_INT(dl_ledger_version(ledger, &after, NULL), DL_OK);
    CHECK(before != after);
    dl_ledger_close(other);
    dl_ledger_close(ledger);
}

static void a_missing_ledger_is_not_made_by_reading(void)
{
    dl_error err;
    dl_ledger *ledger;
    unlink(path);
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_READ, &ledger, &err), DL_EIO);
    CHECK(access(path, F_OK) != 0);
}

static void a_page_is_new_then_there_then_changed(void)
{
    uint32_t instead;
    dl_ledger *ledger = fresh();
    const dl_page page = page_of("a.txt", "bytes"), other = page_of("a.txt", "others");
    dl_page dated = page;
    dated.published = dl_when_day(3);
    CHECK_INT(known(ledger, &page, "m", &instead), DL_PAGE_NEW);
    CHECK_INT(put(ledger, &page, "text"), DL_OK);
    CHECK_INT(known(ledger, &page, "m", &instead), DL_PAGE_THERE);
    CHECK_INT(known(ledger, &page, "newer lists", &instead), DL_PAGE_CHANGED);
    CHECK_INT(known(ledger, &other, "m", &instead), DL_PAGE_CHANGED);
    CHECK_INT(known(ledger, &dated, "m", &instead), DL_PAGE_CHANGED);
    CHECK_INT(put(ledger, &other, "text"), DL_OK);
    CHECK_INT(count(ledger, "SELECT count(*) FROM document"), 1);
    CHECK_INT(count(ledger, "SELECT revision FROM document"), 2);
    CHECK_INT(count(ledger, "SELECT count(*) FROM page"), 2);
    dl_ledger_close(ledger);
}

static void the_same_file_on_another_path_keeps_the_first_id(void)
{
    uint32_t instead;
    dl_ledger *ledger = fresh();
    const dl_page b = page_of("b/x.txt", "bytes"), a = page_of("a/x.txt", "bytes"),
                  c = page_of("c/x.txt", "bytes"), y = page_of("a/y.txt", "bytes");
    dl_page record = page_of("c/x.txt", "bytes");
    record.kind = DL_PAGE_DOC;
    CHECK_INT(put(ledger, &b, "text"), DL_OK);
    CHECK_INT(known(ledger, &c, "m", &instead), DL_PAGE_THERE);
    CHECK_INT(known(ledger, &a, "m", &instead), DL_PAGE_NEW);
    CHECK_INT(instead, count(ledger, "SELECT number FROM document"));
    CHECK_INT(known(ledger, &y, "m", &instead), DL_PAGE_NEW); /* another file */
    CHECK_INT(instead, DL_NONE);
    CHECK_INT(known(ledger, &record, "m", &instead), DL_PAGE_NEW);
    dl_ledger_close(ledger);
}

static void pages_come_back_by_their_hash(void)
{
    dl_page_key key;
    dl_str bytes;
    dl_ledger *ledger = fresh();
    const dl_page page = page_of("a.txt", "some bytes of a page");
    CHECK_INT(put(ledger, &page, "text"), DL_OK);
    dl_page_key_of(&page, DL_STR("m"), &key);
    CHECK_INT(dl_ledger_page(ledger, dl_str_of(key.hash), &arena, &bytes, NULL), DL_OK);
    CHECK_STR(bytes, "some bytes of a page");
    CHECK_INT(dl_ledger_page(ledger, DL_STR("00"), &arena, &bytes, NULL), DL_ENONE);
    dl_ledger_close(ledger);
}

static void what_is_not_committed_never_was(void)
{
    dl_ledger *ledger = fresh();
    CHECK_INT(dl_ledger_begin(ledger, NULL), DL_OK);
    CHECK_INT(dl_ledger_set(ledger, "k", DL_STR("v"), NULL), DL_OK);
    dl_ledger_close(ledger); /* as if the program had ended here */
    CHECK_INT(dl_ledger_open(path, DL_LEDGER_READ, &ledger, NULL), DL_OK);
    CHECK_INT(count(ledger, "SELECT count(*) FROM setting"), 0);
    dl_ledger_close(ledger);
}

static void documents_come_in_the_order_of_their_ids(void)
{
    dl_stored *all;
    uint32_t n;
    dl_ledger *ledger = fresh();
    const dl_page b = page_of("b", "1"), a = page_of("a", "2"), c = page_of("c", "3");
    CHECK_INT(put(ledger, &b, "B"), DL_OK);
    CHECK_INT(put(ledger, &c, "C"), DL_OK);
    CHECK_INT(put(ledger, &a, "A"), DL_OK);
    CHECK_INT(dl_ledger_documents(ledger, &arena, &all, &n, NULL), DL_OK);
    CHECK_INT(n, 3);
    CHECK_STR(all[0].id, "a");
    CHECK_STR(all[2].own.article.text, "C");
    CHECK_INT(dl_ledger_begin(ledger, NULL), DL_OK);
    CHECK_INT(dl_ledger_put_dated(ledger, all[0].number, DL_STR("d"), &all[2].own, NULL),
              DL_OK);
    CHECK_INT(dl_ledger_commit(ledger, NULL), DL_OK);
    CHECK_INT(dl_ledger_documents(ledger, &arena, &all, &n, NULL), DL_OK);
    CHECK_STR(all[0].dated_with, "d");
    CHECK_STR(all[0].dated.article.text, "C");
    CHECK_STR(all[1].dated_with, "");
    dl_ledger_close(ledger);
}

static void ids_of_rows_differ_by_letter_document_and_number(void)
{
    char text[DL_ID_MAX];
    const uint64_t id = dl_id_of_row('t', DL_STR("a"), 0);
    CHECK(id != dl_id_of_row('c', DL_STR("a"), 0));
    CHECK(id != dl_id_of_row('t', DL_STR("b"), 0));
    CHECK(id != dl_id_of_row('t', DL_STR("a"), 1));
    dl_id_put('e', 255, text);
    CHECK_STR(dl_str_of(text), "e-00000000000000ff");
}

int main(void)
{
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    snprintf(path, sizeof path, "%s/x.db", folder);
    dl_arena_init(&arena, 0);
    TEST(a_new_ledger_has_this_version_and_opens_again);
    TEST(a_newer_ledger_is_refused);
    TEST(an_older_ledger_is_brought_up);
    TEST(a_host_is_due_until_it_is_done);
    TEST(what_was_left_out_goes_with_its_document);
    TEST(a_ledger_tells_when_somebody_else_wrote);
    TEST(a_missing_ledger_is_not_made_by_reading);
    TEST(a_page_is_new_then_there_then_changed);
    TEST(the_same_file_on_another_path_keeps_the_first_id);
    TEST(pages_come_back_by_their_hash);
    TEST(what_is_not_committed_never_was);
    TEST(documents_come_in_the_order_of_their_ids);
    TEST(ids_of_rows_differ_by_letter_document_and_number);
    dl_arena_done(&arena);
    unlink(path);
    rmdir(folder);
    return tap_done();
}
