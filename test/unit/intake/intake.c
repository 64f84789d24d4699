/* Tests of src/intake/intake.c: what a user points at becomes pages.
 * SPDX-License-Identifier: Apache-2.0 */
#include "intake.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

static char folder[64]; /* made by main, in the system's temporary folder */
static char name_room[8][256];
static unsigned name_next;

static const char *path_of(const char *name)
{
    char *path = name_room[name_next++ % 8];
    snprintf(path, sizeof name_room[0], "%s/%s", folder, name);
    return path;
}

static const char *put(const char *name, const void *bytes, size_t size)
{
    const char *path = path_of(name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(1);
    }
    return path;
}

static const char *put_text(const char *name, const char *text)
{
    return put(name, text, strlen(text));
}

static const char *put_gzip(const char *name, const char *first, const char *second)
{
    const char *path = path_of(name);
    const char *members[] = {first, second};
    for (int i = 0; i < 2; i++) {
        gzFile file = gzopen(path, i == 0 ? "wb" : "ab");
        gzwrite(file, members[i], (unsigned)strlen(members[i]));
        gzclose(file);
    }
    return path;
}

/* Everything the intake gives for `path`: ids of pages, and errors, in order. */
typedef struct answer {
    char log[4096];
    dl_page last;
    dl_error error;
    unsigned pages, errors;
    dl_arena arena;
} answer;

static answer read_with(const dl_intake_options *options, const char *const *paths)
{
    answer a = {0};
    dl_intake *intake;
    dl_error err;
    dl_page page;
    dl_arena_init(&a.arena, 0);
    if (dl_intake_new(options, &intake, &err) != DL_OK) {
        exit(1);
    }
    for (; *paths != NULL; paths++) {
        CHECK(dl_intake_add(intake, *paths, &err) == DL_OK);
    }
    for (unsigned guard = 0; guard < 10000; guard++) {
        const dl_status status = dl_intake_next(intake, &a.arena, &page, &err);
        if (status == DL_ENONE) {
            break;
        }
        const size_t at = strlen(a.log);
        if (status == DL_OK) {
            a.pages++;
            a.last = page;
            snprintf(a.log + at, sizeof a.log - at, "%.*s;", (int)page.id.size,
                     page.id.at);
        } else {
            a.errors++;
            a.error = err;
            snprintf(a.log + at, sizeof a.log - at, "!;");
        }
    }
    dl_intake_free(intake);
    return a;
}

static answer read_path(const char *path)
{
    const char *const paths[] = {path, NULL};
    return read_with(NULL, paths);
}

static bool says(const answer *a, const char *words)
{
    return strstr(a->error.message, words) != NULL;
}

#define TEXT                                                                             \
    "The ferry ran aground off the northern pier and was towed into the harbour. "
#define LONG_TEXT TEXT TEXT TEXT

static void a_page_of_html_is_known_by_its_bytes_not_its_name(void)
{
    answer a = read_path(put_text("odd.dat", "\n<!DOCTYPE html><p>The ferry left.</p>"));
    CHECK_INT(a.pages, 1);
    CHECK_INT(a.last.kind, DL_PAGE_HTML);
    CHECK_STR(a.last.id, path_of("odd.dat"));
    dl_arena_done(&a.arena);
}

static void crawled_text_stays_text_even_with_an_angle_bracket(void)
{
    answer a = read_path(put_text("t.txt", "Ships < 20 m may enter, the port said."));
    CHECK_INT(a.last.kind, DL_PAGE_TEXT);
    CHECK_STR(a.last.bytes, "Ships < 20 m may enter, the port said.");
    dl_arena_done(&a.arena);
}

static void each_line_of_ndjson_is_a_page_with_its_own_id(void)
{
    answer a = read_path(
        put_text("r.ndjson", "{\"id\":\"a\",\"text\":\"One.\"}\n\n"
                             "{\"id\":7,\"text\":\"Two.\",\"title\":\"T\",\"site\":\"s\","
                             "\"url\":\"u\",\"language\":\"en\","
                             "\"published\":\"2017-03-02\"}"));
    CHECK_STR(dl_str_of(a.log), "a;7;");
    CHECK_INT(a.last.kind, DL_PAGE_DOC);
    CHECK_STR(a.last.bytes, "Two.");
    CHECK_STR(a.last.title, "T");
    CHECK_STR(a.last.site, "s");
    CHECK_STR(a.last.url, "u");
    CHECK_STR(a.last.language, "en");
    CHECK_STR(a.last.published_value, "2017-03-02");
    CHECK_STR(a.last.from, "given");
    CHECK_INT(dl_when_first(a.last.published), dl_day_of(2017, 3, 2));
    CHECK_INT(a.last.offset, 26);
    dl_arena_done(&a.arena);
}

static void records_of_other_tools_are_understood(void)
{
    answer a = read_path(put_text(
        "n.json",
        "{\n \"maintext\": \"It rained.\",\n \"date_publish\": \"2019-05-01 10:20:30\",\n"
        " \"source_domain\": \"wet.example\", \"url\": \"http://wet.example/1\"}\n"));
    CHECK_STR(dl_str_of(a.log), "http://wet.example/1;");
    CHECK_STR(a.last.bytes, "It rained.");
    CHECK_STR(a.last.site, "wet.example");
    CHECK_INT(a.last.published.precision, DL_PRECISION_SECOND);
    dl_arena_done(&a.arena);
    /* trafilatura: `source` is the address */
    a = read_path(put_text(
        "t.json",
        "{\"title\":\"Rain\",\"hostname\":\"wet.example\",\"date\":\"2019-05-01\","
        "\"id\":null,\"raw_text\":\"It rained. All day.\",\"text\":\"It rained.\","
        "\"language\":null,\"source\":\"https://wet.example/2\","
        "\"source-hostname\":\"The Wet Paper\",\"excerpt\":\"Rain.\"}"));
    CHECK_STR(dl_str_of(a.log), "https://wet.example/2;");
    CHECK_STR(a.last.bytes, "It rained.");
    CHECK_STR(a.last.url, "https://wet.example/2");
    CHECK_STR(a.last.site, "The Wet Paper");
    CHECK_INT(a.last.published.precision, DL_PRECISION_DAY);
    dl_arena_done(&a.arena);
    /* Media Cloud: a number is the id */
    a = read_path(put_text(
        "m.ndjson", "{\"stories_id\":71,\"media_name\":\"Wet Paper\",\"url\":"
                    "\"http://wet.example/3\",\"publish_date\":\"2019-05-01 10:20:30\","
                    "\"title\":\"Rain\",\"text\":\"It rained.\"}\n"));
    CHECK_STR(dl_str_of(a.log), "71;");
    CHECK_STR(a.last.url, "http://wet.example/3");
    CHECK_STR(a.last.site, "Wet Paper");
    dl_arena_done(&a.arena);
}

static void a_list_of_records_is_read_and_a_record_of_html_is_html(void)
{
    answer a =
        read_path(put_text("l.json", "[{\"id\":\"x\",\"text\":\"A.\"},{\"text\":5},"
                                     "{\"id\":\"y\",\"html\":\"<p>B.\"}]"));
    CHECK_STR(dl_str_of(a.log), "x;!;y;");
    CHECK_INT(a.last.kind, DL_PAGE_HTML);
    CHECK(says(&a, "record 2"));
    dl_arena_done(&a.arena);
}

static void a_bad_line_is_named_and_the_rest_is_read(void)
{
    answer a =
        read_path(put_text("bad.ndjson", "{\"id\":\"a\",\"text\":\"A.\"}\n{\"id\":\n"
                                         "[]\n{\"id\":\"b\",\"text\":\"B.\"}\n"));
    CHECK_STR(dl_str_of(a.log), "a;!;!;b;");
    CHECK(says(&a, "bad.ndjson: line 3 (byte 30)"));
    CHECK_INT(a.error.at, 30);
    dl_arena_done(&a.arena);
}

static void an_id_that_comes_twice_is_refused(void)
{
    answer a = read_path(put_text("twice.ndjson", "{\"id\":\"a\",\"text\":\"A.\"}\n"
                                                  "{\"id\":\"a\",\"text\":\"B.\"}\n"));
    CHECK_STR(dl_str_of(a.log), "a;!;");
    CHECK(says(&a, "'a' was given before"));
    dl_arena_done(&a.arena);
}

#define LONG_PAGE (3u << 20) /* longer than any window the bytes go through */

static void a_long_page_is_the_same_plain_and_packed(void)
{
    static char page[LONG_PAGE + 1];
    size_t size = (size_t)snprintf(page, sizeof page, "<!doctype html><p>");
    for (unsigned i = 0; size < LONG_PAGE; i++) {
        const int n = snprintf(page + size, sizeof page - size, "%u steps; ", i);
        size = size + (size_t)n > LONG_PAGE ? LONG_PAGE : size + (size_t)n;
    }
    page[LONG_PAGE] = '\0';
    const char *const paths[] = {put("long.html", page, LONG_PAGE), put_gzip("long.html.gz", page, "")};
    for (int i = 0; i < 2; i++) {
        answer a = read_path(paths[i]);
        CHECK_INT(a.pages, 1);
        CHECK(a.last.bytes.size == LONG_PAGE && memcmp(a.last.bytes.at, page, LONG_PAGE) == 0);
        dl_arena_done(&a.arena);
    }
}

static void a_folder_is_read_at_any_depth_in_byte_order(void)
{
    mkdir(path_of("f"), 0700);
    mkdir(path_of("f/b"), 0700);
    mkdir(path_of("f/b/c"), 0700);
    put_text("f/z.txt", "Z.");
    put_text("f/B.txt", "B.");
    put_text("f/b/c/1.txt", "One.");
    put_text("f/.hidden", "No.");
    answer a = read_path(path_of("f/"));
    char want[1024];
    snprintf(want, sizeof want, "%s/f/B.txt;%s/f/b/c/1.txt;%s/f/z.txt;", folder, folder,
             folder);
    CHECK_STR(dl_str_of(a.log), want);
    dl_arena_done(&a.arena);
}

static void what_cannot_be_read_is_named(void)
{
    answer a = read_path(path_of("absent.html"));
    CHECK(a.pages == 0 && a.errors == 1 && says(&a, "absent.html: No such file"));
    dl_arena_done(&a.arena);
    a = read_path(put_text("empty.txt", " \n\n"));
    CHECK(a.pages == 0 && a.errors == 1 && says(&a, "empty.txt: the file is empty"));
    dl_arena_done(&a.arena);
    a = read_path(put("p.html", "%PDF-1.4\n1 0 obj", 15));
    CHECK(a.pages == 0 && a.errors == 1 && says(&a, "p.html: a PDF file"));
    dl_arena_done(&a.arena);
    a = read_path(put("n.txt", "some\0bytes", 10));
    CHECK(a.pages == 0 && a.errors == 1 && says(&a, "binary data"));
    dl_arena_done(&a.arena);
}

static void gzip_of_several_members_is_one_file(void)
{
    answer a = read_path(
        put_gzip("g.ndjson.gz",
                 "{\"id\":\"a\",\"text\":\"A.\"}\n{\"id\":", "\"b\",\"text\":\"B.\"}\n"));
    CHECK_STR(dl_str_of(a.log), "a;b;");
    dl_arena_done(&a.arena);
    a = read_path(put_gzip("h.gz", "<html><p>Hel", "lo.</p>"));
    CHECK_INT(a.last.kind, DL_PAGE_HTML);
    CHECK_STR(a.last.bytes, "<html><p>Hello.</p>");
    dl_arena_done(&a.arena);
}

static void whatever_can_be_read_can_be_packed(void)
{
    static const struct {
        const char *name, *first, *second, *log;
    } files[] = {
        {"r.xml.gz", "<rss version='2.0'><channel><item><link>http://a.example/1</link>",
         "<description>" LONG_TEXT "</description></item></channel></rss>",
         "http://a.example/1;"},
        {"a.atom.gz",
         "<feed xmlns='http://www.w3.org/2005/Atom'><entry><link "
         "href='http://a.example/2'/>",
         "<content>" LONG_TEXT "</content></entry></feed>", "http://a.example/2;"},
        {"j.json.gz", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{",
         "\"id\":\"3\",\"url\":\"http://a.example/3\",\"content_text\":\"" LONG_TEXT
         "\"}]}",
         "http://a.example/3;"},
        {"o.opml.gz", "<opml version='2.0'><body>",
         "<outline xmlUrl='http://a.example/rss'/></body></opml>", "!;"},
        {"u.txt.gz", "http://a.example/4\n", "http://a.example/5\n", "!;"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        answer a = read_path(put_gzip(files[i].name, files[i].first, files[i].second));
        CHECK_STR(dl_str_of(a.log), files[i].log);
        CHECK(files[i].log[0] != '!' || says(&a, "--fetch"));
        dl_arena_done(&a.arena);
    }
}

static void zstd_is_read_too(void)
{
    char packed[256];
    const char text[] = "The bridge is closed.";
    const size_t size = ZSTD_compress(packed, sizeof packed, text, sizeof text - 1, 3);
    answer a = read_path(put("z.txt.zst", packed, size));
    CHECK_STR(a.last.bytes, text);
    dl_arena_done(&a.arena);
}

static void a_gzip_cut_off_gives_the_records_before_the_cut(void)
{
    char packed[65536];
    put_gzip("whole.gz",
             "{\"id\":\"a\",\"text\":\"A.\"}\n{\"id\":\"b\",\"text\":\"B.\"}\n", "");
    FILE *file = fopen(path_of("whole.gz"), "rb");
    const size_t size = fread(packed, 1, sizeof packed, file);
    fclose(file);
    /* the second member is 20 bytes; cut into the first one's trailer */
    answer a = read_path(put("cut.gz", packed, size - 24));
    CHECK_STR(dl_str_of(a.log), "a;b;!;");
    CHECK(says(&a, "ends too early"));
    dl_arena_done(&a.arena);
}

static void limits_are_errors_that_say_which(void)
{
    const dl_intake_options small = {.page_bytes = 100, .line_bytes = 40};
    char big[200];
    memset(big, 'x', sizeof big);
    const char *const page[] = {put("big.txt", big, sizeof big), NULL};
    answer a = read_with(&small, page);
    CHECK(a.pages == 0 && says(&a, "big.txt") && says(&a, "limit of 100"));
    CHECK_INT(a.error.status, DL_ELIMIT);
    dl_arena_done(&a.arena);
    const char *const lines[] = {
        put_text("long.ndjson", "{\"id\":\"a\",\"text\":\"A.\"}\n"
                                "{\"id\":\"long\",\"text\":\"more than forty bytes\"}\n"
                                "{\"id\":\"b\",\"text\":\"B.\"}\n"),
        NULL};
    a = read_with(&small, lines);
    CHECK_STR(dl_str_of(a.log), "a;!;b;");
    dl_arena_done(&a.arena);
}

static void a_chain_of_folders_deeper_than_the_limit_is_refused(void)
{
    const dl_intake_options shallow = {.depth = 2};
    mkdir(path_of("d"), 0700);
    mkdir(path_of("d/e"), 0700);
    mkdir(path_of("d/e/f"), 0700);
    put_text("d/z.txt", "Z.");
    put_text("d/e/f/x.txt", "X.");
    const char *const paths[] = {path_of("d"), NULL};
    answer a = read_with(&shallow, paths);
    CHECK_INT(a.pages, 1);
    CHECK_INT(a.errors, 1);
    CHECK_INT(a.error.status, DL_ELIMIT);
    dl_arena_done(&a.arena);
}

static void standard_input_is_read_once_and_is_called_dash(void)
{
    put_text("in.txt", "The dam held.");
    CHECK(freopen(path_of("in.txt"), "rb", stdin) != NULL);
    answer a = read_path("-");
    CHECK_STR(dl_str_of(a.log), "-;");
    CHECK_STR(a.last.bytes, "The dam held.");
    dl_arena_done(&a.arena);
    dl_intake *intake;
    dl_error err;
    CHECK(dl_intake_new(NULL, &intake, &err) == DL_OK);
    CHECK(dl_intake_add(intake, "-", &err) == DL_OK);
    CHECK_INT(dl_intake_add(intake, "-", &err), DL_EUSAGE);
    dl_intake_free(intake);
}

static void ten_thousand_open_brackets_are_no_page_of_records(void)
{
    static char deep[20000];
    memset(deep, '[', sizeof deep);
    answer a = read_path(put("deep.ndjson", deep, sizeof deep));
    CHECK_INT(a.pages + a.errors, 1);
    dl_arena_done(&a.arena);
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/intake.XXXXXX", tmp == NULL ? "/tmp" : tmp);
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    TEST(a_page_of_html_is_known_by_its_bytes_not_its_name);
    TEST(crawled_text_stays_text_even_with_an_angle_bracket);
    TEST(each_line_of_ndjson_is_a_page_with_its_own_id);
    TEST(records_of_other_tools_are_understood);
    TEST(a_list_of_records_is_read_and_a_record_of_html_is_html);
    TEST(a_bad_line_is_named_and_the_rest_is_read);
    TEST(an_id_that_comes_twice_is_refused);
    TEST(a_long_page_is_the_same_plain_and_packed);
    TEST(a_folder_is_read_at_any_depth_in_byte_order);
    TEST(what_cannot_be_read_is_named);
    TEST(gzip_of_several_members_is_one_file);
    TEST(whatever_can_be_read_can_be_packed);
    TEST(zstd_is_read_too);
    TEST(a_gzip_cut_off_gives_the_records_before_the_cut);
    TEST(limits_are_errors_that_say_which);
    TEST(a_chain_of_folders_deeper_than_the_limit_is_refused);
    TEST(standard_input_is_read_once_and_is_called_dash);
    TEST(ten_thousand_open_brackets_are_no_page_of_records);
    char clean[128];
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    return system(clean) != 0 ? 1 : tap_done();
}
