/* Tests of src/intake/{header,http}.c: header blocks, chunks, codings.
 * SPDX-License-Identifier: Apache-2.0 */
#include "http.h"
#include "header.h"
#include "tap.h"

#include <zlib.h>
#include <zstd.h>

#define OK_HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

static dl_buf room;

/* What is in the answer; "!..." for an error. */
static dl_str content_of(dl_str block, bool *cut)
{
    static char message[600];
    dl_http http;
    dl_str out;
    dl_error err = {0};
    CHECK(dl_http_head(block, &http));
    if (dl_http_content(block, &http, 100000, &room, &out, cut, &err) != DL_OK) {
        snprintf(message, sizeof message, "!%s", err.message);
        return dl_str_of(message);
    }
    return out;
}

static dl_str content(const char *block)
{
    bool cut;
    return content_of(dl_str_of(block), &cut);
}

static void a_block_is_found_with_either_line_end(void)
{
    CHECK_INT(dl_header_size(DL_STR("a: b\r\nc: d\r\n\r\nrest")), 14);
    CHECK_INT(dl_header_size(DL_STR("a: b\nc: d\n\nrest")), 11);
    CHECK_INT(dl_header_size(DL_STR("a: b\r\nc: d\r\n")), 0);
    CHECK_INT(dl_header_size(DL_STR("")), 0);
}

static void fields_are_found_in_any_case_and_the_first_counts(void)
{
    static const char *const names[] = {"content-type", "x", "absent"};
    dl_str values[3];
    dl_header_read(DL_STR("HTTP/1.1 200 OK\nCONTENT-Type :  text/html \r\n folded: no\n"
                          "content-type: second\nnonsense\nX:\n\n"),
                   names, 3, values);
    CHECK_STR(values[0], "text/html");
    CHECK_STR(values[1], "");
    CHECK_STR(values[2], "");
}

static void parameters_lose_their_quotes(void)
{
    CHECK_STR(dl_header_media(DL_STR("text/html ; charset=x")), "text/html");
    CHECK_STR(dl_header_parameter(DL_STR("text/html; a=1; Charset=\"UTF-8\""), "charset"),
              "UTF-8");
    CHECK_STR(dl_header_parameter(DL_STR("text/html; charset='koi8-r'"), "charset"),
              "koi8-r");
    CHECK_STR(dl_header_parameter(DL_STR("text/html; charset="), "charset"), "");
    CHECK_STR(dl_header_parameter(DL_STR("text/html"), "charset"), "");
}

static void numbers_are_digits_alone(void)
{
    uint64_t n;
    CHECK(dl_header_number(DL_STR(" 42 "), &n) && n == 42);
    CHECK(!dl_header_number(DL_STR("-1"), &n));
    CHECK(!dl_header_number(DL_STR(""), &n));
    CHECK(!dl_header_number(DL_STR("99999999999999999999"), &n));
}

static void the_status_line_is_read_leniently(void)
{
    dl_http http;
    CHECK(dl_http_head(DL_STR("HTTP/2 404\r\n\r\n"), &http) && http.code == 404);
    CHECK(dl_http_head(DL_STR("HTTP/1.0 OK\n\n"), &http) && http.code == 0);
    CHECK(!dl_http_head(DL_STR("<html>"), &http));
    CHECK(dl_http_head(DL_STR("HTTP/1.1 200 OK\r\nContent-Le"), &http));
    CHECK_INT(http.head, 27);
    CHECK(http.length == UINT64_MAX);
}

static void chunks_are_joined(void)
{
    CHECK_STR(content(OK_HTML "Transfer-Encoding: chunked\r\n\r\n"
                              "5\r\n<p>On\r\n00A;x=y\r\ne and two.\r\n0\r\n\r\n"),
              "<p>One and two.");
}

static void a_body_that_only_says_chunked_is_left_alone(void)
{
    CHECK_STR(content(OK_HTML "Transfer-Encoding: chunked\r\n\r\n<p>Not so."),
              "<p>Not so.");
    CHECK_STR(content(OK_HTML "Transfer-Encoding: chunked\r\n\r\n3\r\nabcdef\r\n"),
              "3\r\nabcdef\r\n");
}

static void chunks_cut_off_are_said_to_be(void)
{
    bool cut;
    dl_str got = content_of(DL_STR(OK_HTML "Transfer-Encoding: chunked\r\n\r\n"
                                           "5\r\n<p>On\r\n20\r\ne and tw"),
                            &cut);
    CHECK_STR(got, "<p>One and tw");
    CHECK(cut);
    got = content_of(DL_STR(OK_HTML "Transfer-Encoding: chunked\r\n\r\n5\r\n<p>On\r\n"),
                     &cut);
    CHECK_STR(got, "<p>On");
    CHECK(cut);
}

/* An answer with `coding`, whose body is `words` deflated with zlib's `window`. */
static dl_str packed_answer(const char *coding, int window, const char *words,
                            size_t less)
{
    static char block[4096];
    const int head =
        snprintf(block, sizeof block, OK_HTML "Content-Encoding: %s\r\n\r\n", coding);
    z_stream z = {.next_in = (Bytef *)(uintptr_t)words,
                  .avail_in = (uInt)strlen(words),
                  .next_out = (Bytef *)block + head,
                  .avail_out = (uInt)(sizeof block - (size_t)head)};
    CHECK(deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    deflateEnd(&z);
    return (dl_str){block, sizeof block - z.avail_out - less};
}

static void codings_are_undone(void)
{
    bool cut;
    static const struct {
        const char *coding;
        int window;
    } ways[] = {{"gzip", 31},     {"x-gzip", 31},         {"GZIP", 31}, {"deflate", 15},
                {"deflate", -15}, {"identity, gzip", 31}, {"", 31}};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        CHECK_STR(content_of(packed_answer(ways[i].coding, ways[i].window, "<p>Tide.", 0),
                             &cut),
                  "<p>Tide.");
        CHECK(!cut);
    }
}

static void a_coding_that_is_not_there_is_ignored(void)
{
    CHECK_STR(content(OK_HTML "Content-Encoding: gzip\r\n\r\n<p>Plain."), "<p>Plain.");
    CHECK_STR(content(OK_HTML "Content-Encoding: deflate\r\n\r\n<p>Plain."), "<p>Plain.");
    CHECK_STR(content(OK_HTML "Content-Encoding: br\r\n\r\n<p>Plain."), "<p>Plain.");
    CHECK_STR(content(OK_HTML "Content-Encoding: zstd\r\n\r\n<p>Plain."), "<p>Plain.");
}

static void zstd_is_a_coding_too(void)
{
    static char block[512];
    const int head =
        snprintf(block, sizeof block, OK_HTML "Content-Encoding: zstd\r\n\r\n");
    const size_t n =
        ZSTD_compress(block + head, sizeof block - (size_t)head, "<p>Z.", 5, 3);
    bool cut;
    CHECK_STR(content_of((dl_str){block, (size_t)head + n}, &cut), "<p>Z.");
    CHECK(!cut);
    content_of((dl_str){block, (size_t)head + n - 3}, &cut);
    CHECK(cut);
}

static void packed_content_cut_off_is_given_as_far_as_it_goes(void)
{
    bool cut;
    const dl_str got = content_of(
        packed_answer("gzip", 31, "<p>A long enough line to be cut in its trailer.", 6),
        &cut);
    CHECK_STR(got, "<p>A long enough line to be cut in its trailer.");
    CHECK(cut);
}

static void what_cannot_be_undone_is_an_error_that_says_what(void)
{
    CHECK(dl_str_find(content(OK_HTML "Content-Encoding: br\r\n\r\n\x0b\x02\x80"),
                      DL_STR("Brotli")) != SIZE_MAX);
    CHECK(dl_str_find(content(OK_HTML "Content-Encoding: rot13\r\n\r\nabc"),
                      DL_STR("unknown coding 'rot13'")) != SIZE_MAX);
    CHECK(dl_str_find(content(OK_HTML "Content-Encoding: gzip\r\n\r\n"
                                      "\x1f\x8b\x08\x01\x01\x01\x01\x01\x01\x01\xff\xff"),
                      DL_STR("damaged")) != SIZE_MAX);
    CHECK_STR(content(OK_HTML "Content-Encoding: a,b,c,d,e,f\r\n\r\nabc"),
              "!its content has the unknown coding 'f'");
    CHECK_STR(
        content(OK_HTML "Content-Encoding: none,none,none,none,none,none\r\n\r\nabc"),
        "!its content has more than 4 codings");
}

int main(void)
{
    TEST(a_block_is_found_with_either_line_end);
    TEST(fields_are_found_in_any_case_and_the_first_counts);
    TEST(parameters_lose_their_quotes);
    TEST(numbers_are_digits_alone);
    TEST(the_status_line_is_read_leniently);
    TEST(chunks_are_joined);
    TEST(a_body_that_only_says_chunked_is_left_alone);
    TEST(chunks_cut_off_are_said_to_be);
    TEST(codings_are_undone);
    TEST(a_coding_that_is_not_there_is_ignored);
    TEST(zstd_is_a_coding_too);
    TEST(packed_content_cut_off_is_given_as_far_as_it_goes);
    TEST(what_cannot_be_undone_is_an_error_that_says_what);
    dl_buf_done(&room);
    return tap_done();
}
