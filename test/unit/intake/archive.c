/* Tests of src/intake/{member,warc,archive}.c: archives as they are, whole and broken.
 * Every archive is made here.
 * SPDX-License-Identifier: Apache-2.0 */
#include "archive.h"
#include "intake.h"
#include "tap.h"
#include "warc.h"

#include <lz4frame.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define PLAIN 0
#define GZIP 1
#define ZSTD 2
#define LZ4 3

static char folder[64];

/* ---- making archives ---- */

typedef struct maker {
    dl_buf out;     /* the file */
    dl_buf pending; /* of the member that is being made */
    int packing;
    size_t start; /* where the last record was put, as stored */
} maker;

static maker begin(int packing)
{
    return (maker){.packing = packing};
}

static void pack(maker *m)
{
    static char room[1 << 20];
    size_t size = m->pending.size;
    m->start = m->out.size;
    if (m->packing == GZIP) {
        z_stream z = {.next_in = (Bytef *)m->pending.at,
                      .avail_in = (uInt)size,
                      .next_out = (Bytef *)room,
                      .avail_out = sizeof room};
        CHECK(deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
        CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
        size = sizeof room - z.avail_out;
        deflateEnd(&z);
        dl_buf_add(&m->out, (dl_str){room, size});
    } else if (m->packing == ZSTD) {
        size = ZSTD_compress(room, sizeof room, m->pending.at, size, 3);
        dl_buf_add(&m->out, (dl_str){room, size});
    } else if (m->packing == LZ4) {
        const LZ4F_preferences_t sums = {.frameInfo.contentChecksumFlag =
                                             LZ4F_contentChecksumEnabled};
        size = LZ4F_compressFrame(room, sizeof room, m->pending.at, size, &sums);
        dl_buf_add(&m->out, (dl_str){room, size});
    } else {
        dl_buf_add(&m->out, dl_buf_str(&m->pending));
    }
    dl_buf_clear(&m->pending);
}

/* A record whose told length is `length` (-1: the true one; -2: none). */
static void put_record(maker *m, const char *type, const char *url, const char *more,
                       dl_str block, long length)
{
    dl_buf_printf(&m->pending,
                  "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n"
                  "WARC-Date: 2020-01-02T03:04:05Z\r\n%s",
                  type, url, more);
    if (length != -2) {
        dl_buf_printf(&m->pending, "Content-Length: %ld\r\n",
                      length < 0 ? (long)block.size : length);
    }
    dl_buf_text(&m->pending, "\r\n");
    dl_buf_add(&m->pending, block);
    dl_buf_text(&m->pending, "\r\n\r\n");
}

static void put_answer(maker *m, const char *url, const char *answer)
{
    put_record(m, "response", url, "Content-Type: application/http; msgtype=response\r\n",
               dl_str_of(answer), -1);
}

static void add_answer(maker *m, const char *url, const char *answer)
{
    put_answer(m, url, answer);
    pack(m);
}

#define PAGE(words)                                                                      \
    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n"              \
    "<!doctype html><p>" words "</p>"

static const char *path_of(const char *name)
{
    static char room[4][256];
    static unsigned next;
    char *path = room[next++ % 4];
    snprintf(path, sizeof room[0], "%s/%s", folder, name);
    return path;
}

static const char *save(maker *m, const char *name)
{
    const char *path = path_of(name);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && !m->out.failed);
    CHECK(fwrite(m->out.at, 1, m->out.size, file) == m->out.size);
    fclose(file);
    dl_buf_done(&m->out);
    dl_buf_done(&m->pending);
    return path;
}

/* ---- reading them ---- */

typedef struct answer {
    char log[4096];  /* ids without the folder, "!" for errors */
    char last[4096]; /* the last page's bytes */
    dl_page page;
    dl_error error;
    unsigned pages, errors;
    char note[512];
    dl_arena arena;
} answer;

static void log_page(answer *a, const dl_page *page)
{
    const size_t at = strlen(a->log);
    const size_t skip = strlen(folder) + 1;
    snprintf(a->log + at, sizeof a->log - at, "%.*s;", (int)(page->id.size - skip),
             page->id.at + skip);
    snprintf(a->last, sizeof a->last, "%.*s", (int)page->bytes.size, page->bytes.at);
    a->page = *page;
    a->pages++;
}

static answer read_archive(const char *path, const dl_intake_options *options)
{
    answer a = {0};
    dl_intake *intake = NULL;
    dl_page page;
    dl_error err;
    dl_str note;
    dl_arena_init(&a.arena, 0);
    CHECK(dl_intake_new(options, &intake, &err) == DL_OK);
    CHECK(dl_intake_add(intake, path, &err) == DL_OK);
    for (unsigned guard = 0; guard < 10000; guard++) {
        const dl_status status = dl_intake_next(intake, &a.arena, &page, &err);
        if (status == DL_ENONE) {
            break;
        }
        if (status == DL_OK) {
            log_page(&a, &page);
        } else {
            a.errors++;
            a.error = err;
            strcat(a.log, "!;");
        }
    }
    while (dl_intake_note(intake, &note)) {
        snprintf(a.note, sizeof a.note, "%.*s", (int)note.size, note.at);
    }
    dl_intake_free(intake);
    return a;
}

static bool says(const answer *a, const char *words)
{
    return strstr(a->error.message, words) != NULL;
}

static bool gave(const answer *a, const char *words)
{
    return strstr(a->last, words) != NULL;
}

static void check_log(answer *a, const char *format, size_t x, size_t y)
{
    char want[512];
    snprintf(want, sizeof want, format, x, y);
    CHECK_STR(dl_str_of(a->log), want);
}

/* ---- the tests ---- */

static void records_become_pages_in_every_packing(void)
{
    static const char *const names[] = {"a.warc", "a.warc.gz", "a.warc.zst",
                                        "a.warc.lz4"};
    for (int packing = PLAIN; packing <= LZ4; packing++) {
        maker m = begin(packing);
        put_record(&m, "warcinfo", "", "", DL_STR("software: none\r\n"), -1);
        pack(&m);
        add_answer(&m, "http://a.example/1", PAGE("One."));
        const size_t first = m.start;
        put_record(&m, "request", "http://a.example/2", "",
                   DL_STR("GET / HTTP/1.1\r\n\r\n"), -1);
        pack(&m);
        add_answer(&m, "http://a.example/2", PAGE("Two."));
        const size_t second = m.start;
        answer a = read_archive(save(&m, names[packing]), NULL);
        char want[128];
        snprintf(want, sizeof want, "%s#%zu;%s#%zu;", names[packing], first,
                 names[packing], second);
        CHECK_STR(dl_str_of(a.log), want);
        CHECK_STR(dl_str_of(a.last), "<!doctype html><p>Two.</p>");
        CHECK_STR(a.page.url, "http://a.example/2");
        CHECK_STR(a.page.charset, "utf-8");
        CHECK_STR(a.page.file, path_of(names[packing]));
        CHECK_INT(a.page.kind, DL_PAGE_HTML);
        CHECK_INT(a.page.got.earliest, 1577934245);
        CHECK_INT(a.page.got.zone, 0);
        CHECK_INT(a.page.offset, second);
        CHECK(strstr(a.note, "4 records; passed over: 2 requests and the like") != NULL);
        dl_arena_done(&a.arena);
    }
}

static void a_page_is_read_again_by_its_id(void)
{
    static const char *const names[] = {"r.warc", "r.warc.gz", "r.warc.zst",
                                        "r.warc.lz4"};
    for (int packing = PLAIN; packing <= LZ4; packing++) {
        maker m = begin(packing);
        put_answer(&m, "http://a.example/1", PAGE("One."));
        put_answer(&m, "http://a.example/2", PAGE("Two.")); /* shares a member */
        pack(&m);
        add_answer(&m, "http://a.example/3", PAGE("Three."));
        answer a = read_archive(save(&m, names[packing]), NULL);
        CHECK_INT(a.pages, 3);
        char *rest = a.log;
        for (int i = 0; i < 3; i++) {
            static const char *const words[] = {"One.", "Two.", "Three."};
            dl_str path;
            dl_spot place;
            dl_page page = {0};
            dl_error err = {0};
            const char *id = strsep(&rest, ";");
            CHECK(dl_archive_place(dl_str_of(id), &path, &place));
            CHECK_STR(path, names[packing]);
            CHECK(dl_archive_reopen(path_of(names[packing]), place, 1 << 20, &a.arena,
                                    &page, &err) == DL_OK);
            CHECK(dl_str_find(page.bytes, dl_str_of(words[i])) != SIZE_MAX);
            CHECK(page.id.size > strlen(id) && dl_str_ends(page.id, dl_str_of(id)));
        }
        dl_page page;
        dl_error err;
        CHECK_INT(dl_archive_reopen(path_of(names[packing]), (dl_spot){7, 0}, 1 << 20,
                                    &a.arena, &page, &err),
                  DL_EDATA);
        dl_arena_done(&a.arena);
    }
    dl_str path;
    dl_spot place;
    CHECK(!dl_archive_place(DL_STR("page.html"), &path, &place));
    CHECK(!dl_archive_place(DL_STR("#12"), &path, &place));
    CHECK(!dl_archive_place(DL_STR("a#b#12+"), &path, &place));
    CHECK(dl_archive_place(DL_STR("a#b#12+3"), &path, &place));
    CHECK_STR(path, "a#b");
    CHECK(place.offset == 12 && place.within == 3);
}

static void what_is_no_page_is_passed_over_and_counted(void)
{
    maker m = begin(GZIP);
    add_answer(&m, "http://a.example/p.png",
               "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG....");
    add_answer(
        &m, "http://a.example/moved",
        "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\nLocation: /x\r\n\r\n<p>x");
    add_answer(&m, "http://a.example/lost",
               "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Not here.");
    add_answer(&m, "http://a.example/nothing",
               "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
    put_record(&m, "revisit", "http://a.example/1", "", DL_STR("HTTP/1.1 200 OK\r\n\r\n"),
               -1);
    pack(&m);
    put_record(&m, "resource", "metadata:log.txt", "Content-Type: text/plain\r\n",
               DL_STR("the crawler's own log"), -1);
    pack(&m);
    put_record(&m, "response", "http://a.example/i",
               "WARC-Identified-Payload-Type: image/gif\r\n", DL_STR(PAGE("no")), -1);
    pack(&m);
    answer a = read_archive(save(&m, "n.warc.gz"), NULL);
    CHECK_INT(a.pages, 0);
    CHECK_INT(a.errors, 0);
    CHECK(strstr(a.note, "7 records; passed over: 1 revisits, 2 answers of failure or "
                         "redirects, 3 of other media, 1 empty") != NULL);
    dl_arena_done(&a.arena);
}

static void resources_and_conversions_are_pages_without_an_answer(void)
{
    maker m = begin(GZIP);
    put_record(&m, "resource", "http://a.example/r",
               "Content-Type: text/html; charset=koi8-r\r\n", DL_STR("<html><p>R."), -1);
    pack(&m);
    put_record(&m, "conversion", "http://a.example/c", "Content-Type: text/plain\r\n",
               DL_STR("Just words."), -1);
    pack(&m);
    answer a = read_archive(save(&m, "c.warc.gz"), NULL);
    CHECK_INT(a.pages, 2);
    CHECK_INT(a.page.kind, DL_PAGE_TEXT);
    CHECK_STR(dl_str_of(a.last), "Just words.");
    dl_arena_done(&a.arena);
}

static void header_lines_may_end_in_a_newline_alone(void)
{
    maker m = begin(PLAIN);
    dl_buf_text(&m.out,
                "WARC/1.1\nwarc-type: response\nWARC-Target-URI: <http://b.example/ "
                "x>\nWARC-Date: 2020-01-02T03:04:05.123Z\nContent-Length: 64\n\n"
                "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><p>Low tide.</p>\n"
                "\n\nWARC/1.1\nWARC-Type: request\nContent-Length: 3\n\nGET\n\n");
    answer a = read_archive(save(&m, "lf.warc"), NULL);
    CHECK_INT(a.pages, 1);
    CHECK_INT(a.errors, 0);
    CHECK_STR(a.page.url, "http://b.example/ x");
    CHECK(gave(&a, "Low tide."));
    dl_arena_done(&a.arena);
}

static void a_wrong_length_is_mended_by_the_next_record(void)
{
    static const long lengths[] = {10, 5000, 150, -2};
    static const char *const names[] = {"w.warc", "w.warc.gz", "w.warc.zst",
                                        "w.warc.lz4"};
    for (int packing = PLAIN; packing <= LZ4; packing++) {
        for (int i = 0; i < 4; i++) {
            maker m = begin(packing);
            put_record(&m, "response", "http://a.example/1", "", DL_STR(PAGE("One.")),
                       lengths[i]);
            pack(&m);
            add_answer(&m, "http://a.example/2", PAGE("Two."));
            answer a = read_archive(save(&m, names[packing]), NULL);
            CHECK_INT(a.pages, 2);
            CHECK_INT(a.errors, 0);
            CHECK(gave(&a, "Two."));
            CHECK(strstr(a.note, "the length of 1 was wrong") != NULL);
            dl_arena_done(&a.arena);
        }
    }
}

static void a_wrong_length_of_a_record_passed_over_costs_nothing(void)
{
    static const long lengths[] = {3, 400, 1000000, 100000000, -2};
    for (int i = 0; i < 5; i++) {
        maker m = begin(PLAIN);
        put_record(&m, "request", "http://a.example/1", "",
                   DL_STR("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"), lengths[i]);
        pack(&m);
        add_answer(&m, "http://a.example/2", PAGE("Two."));
        answer a = read_archive(save(&m, "q.warc"), NULL);
        CHECK_INT(a.pages, 1);
        CHECK_INT(a.errors, i == 3); /* it leads behind the end: told */
        CHECK(gave(&a, "Two."));
        dl_arena_done(&a.arena);
    }
}

static void after_damage_the_next_record_is_found(void)
{
    static const char *const names[] = {"d.warc", "d.warc.gz", "d.warc.zst",
                                        "d.warc.lz4"};
    for (int packing = PLAIN; packing <= LZ4; packing++) {
        maker m = begin(packing);
        add_answer(&m, "http://a.example/1", PAGE("One."));
        const size_t hurt = m.out.size;
        add_answer(&m, "http://a.example/2", PAGE("Two, which will be damaged."));
        add_answer(&m, "http://a.example/3", PAGE("Three."));
        const size_t third = m.start;
        if (packing == PLAIN) {
            memcpy(m.out.at + hurt, "XXXX/9.9", 8); /* no record begins here now */
        } else {
            memset(m.out.at + hurt + 60, 0xff, 20);
        }
        answer a = read_archive(save(&m, names[packing]), NULL);
        char want[128];
        snprintf(want, sizeof want, "%s#0;!;%s#%zu;", names[packing], names[packing],
                 third);
        CHECK_STR(dl_str_of(a.log), want);
        CHECK_INT(a.error.at, hurt);
        CHECK(gave(&a, "Three."));
        dl_arena_done(&a.arena);
    }
}

static void a_wrong_checksum_is_damage(void)
{
    maker m = begin(GZIP);
    add_answer(&m, "http://a.example/1", PAGE("One."));
    m.out.at[m.out.size - 8] ^= 1;
    add_answer(&m, "http://a.example/2", PAGE("Two."));
    answer a = read_archive(save(&m, "crc.warc.gz"), NULL);
    check_log(&a, "!;crc.warc.gz#%zu;", m.start, 0);
    CHECK(says(&a, "checksum is wrong"));
    dl_arena_done(&a.arena);
}

static void a_file_cut_off_ends_in_one_error(void)
{
    static const char *const names[] = {"t.warc", "t.warc.gz", "t.warc.zst",
                                        "t.warc.lz4"};
    for (int packing = PLAIN; packing <= LZ4; packing++) {
        for (size_t less = 8; less < 100; less += 13) {
            maker m = begin(packing);
            add_answer(&m, "http://a.example/1", PAGE("One."));
            add_answer(&m, "http://a.example/2",
                       PAGE("Two, and then a little more of it, and more."));
            const size_t second = m.start;
            m.out.size -= less;
            answer a = read_archive(save(&m, names[packing]), NULL);
            CHECK_INT(a.pages, 1);
            CHECK_INT(a.errors, 1);
            CHECK_INT(a.error.at, second);
            dl_arena_done(&a.arena);
        }
    }
}

static void an_archive_cut_behind_a_whole_answer_still_gives_it(void)
{
    maker m = begin(PLAIN);
    put_record(&m, "response", "http://a.example/1", "",
               DL_STR("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: "
                      "20\r\n\r\n<html><p>Whole.</p>\n"),
               4000);
    pack(&m);
    m.out.size -= 4;
    answer a = read_archive(save(&m, "h.warc"), NULL);
    CHECK_INT(a.pages, 1);
    CHECK_INT(a.errors, 0);
    CHECK(gave(&a, "Whole."));
    CHECK(a.page.note.size > 0);
    dl_arena_done(&a.arena);
}

static void a_last_record_without_a_length_ends_with_the_file(void)
{
    maker m = begin(PLAIN);
    put_record(&m, "response", "http://a.example/1", "", DL_STR(PAGE("One.")), -2);
    pack(&m);
    answer a = read_archive(save(&m, "last.warc"), NULL);
    CHECK_INT(a.pages, 1);
    CHECK_INT(a.errors, 0);
    CHECK_STR(dl_str_of(a.last), "<!doctype html><p>One.</p>");
    dl_arena_done(&a.arena);
}

static void records_without_an_end_cost_no_more_than_their_bytes(void)
{
    maker m = begin(PLAIN);
    for (int i = 0; i < 200000; i++) {
        dl_buf_text(&m.out, "WARC/1.0\r\n");
    }
    add_answer(&m, "http://a.example/1", PAGE("One."));
    dl_members *members = NULL;
    dl_warc *warc = NULL;
    dl_warc_record record;
    dl_error err;
    dl_status status;
    unsigned good = 0;
    const char *path = save(&m, "ends.warc");
    const clock_t start = clock();
    CHECK(dl_members_open(path, path, &members, &err) == DL_OK);
    CHECK(dl_warc_new(members, path, &warc, &err) == DL_OK);
    while ((status = dl_warc_next(warc, &record, &err)) != DL_ENONE) {
        good += status == DL_OK;
    }
    CHECK_INT(good, 1);
    CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 5);
    dl_warc_free(warc);
    dl_members_close(members);
}

static void a_first_member_that_is_broken_does_not_hide_the_rest(void)
{
    maker m = begin(GZIP);
    add_answer(&m, "http://a.example/1", PAGE("One."));
    memset(m.out.at + 12, 0xff, 30);
    add_answer(&m, "http://a.example/2", PAGE("Two."));
    answer a = read_archive(save(&m, "f.warc.gz"), NULL);
    check_log(&a, "!;f.warc.gz#%zu;", m.start, 0);
    dl_arena_done(&a.arena);
}

static void members_without_records_are_told_once(void)
{
    maker m = begin(GZIP);
    for (int i = 0; i < 50; i++) {
        dl_buf_text(&m.pending, "nothing of any use");
        pack(&m);
    }
    add_answer(&m, "http://a.example/2", PAGE("Two."));
    answer a = read_archive(save(&m, "u.warc.gz"), NULL);
    check_log(&a, "!;u.warc.gz#%zu;", m.start, 0);
    CHECK(says(&a, "no record begins here"));
    dl_arena_done(&a.arena);
}

static void records_may_share_a_member_or_lie_across_several(void)
{
    maker m = begin(GZIP);
    put_answer(&m, "http://a.example/1", PAGE("One."));
    const size_t within = m.pending.size;
    put_answer(&m, "http://a.example/2", PAGE("Two."));
    pack(&m);
    answer a = read_archive(save(&m, "one.warc.gz"), NULL);
    check_log(&a, "one.warc.gz#0;one.warc.gz#0+%zu;", within, 0);
    CHECK(strstr(a.note, "1 share a compressed piece") != NULL);
    dl_arena_done(&a.arena);

    maker whole = begin(PLAIN);
    add_answer(&whole, "http://a.example/1", PAGE("One."));
    add_answer(&whole, "http://a.example/2", PAGE("Two."));
    maker cut = begin(GZIP);
    for (size_t at = 0; at < whole.out.size; at += 100) {
        const size_t left = whole.out.size - at;
        dl_buf_add(&cut.pending, (dl_str){whole.out.at + at, left < 100 ? left : 100});
        pack(&cut);
    }
    a = read_archive(save(&cut, "blocks.warc.gz"), NULL);
    CHECK_INT(a.pages, 2);
    CHECK_INT(a.errors, 0);
    CHECK_STR(dl_str_of(a.last), "<!doctype html><p>Two.</p>");
    dl_buf_done(&whole.out);
    dl_buf_done(&whole.pending);
    dl_arena_done(&a.arena);
}

static void a_member_larger_than_the_fast_way_takes_is_streamed(void)
{
    maker m = begin(GZIP);
    add_answer(&m, "http://a.example/1", PAGE("One."));
    dl_buf big;
    dl_buf_init(&big);
    dl_buf_text(&big, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
    while (big.size < 9u << 20) {
        dl_buf_text(&big, "<p>The same line of a very long page, again.</p>\n");
    }
    put_record(&m, "response", "http://a.example/big", "", dl_buf_str(&big), -1);
    pack(&m);
    const size_t second = m.start;
    add_answer(&m, "http://a.example/3", PAGE("Three."));
    const size_t third = m.start;
    const char *path = save(&m, "big.warc.gz");
    answer a = read_archive(path, NULL);
    char want[128];
    snprintf(want, sizeof want, "big.warc.gz#0;big.warc.gz#%zu;big.warc.gz#%zu;", second,
             third);
    CHECK_STR(dl_str_of(a.log), want);
    dl_arena_done(&a.arena);

    const dl_intake_options small = {.page_bytes = 1 << 20};
    a = read_archive(path, &small);
    check_log(&a, "big.warc.gz#0;!;big.warc.gz#%zu;", third, 0);
    CHECK_INT(a.error.status, DL_ELIMIT);
    CHECK_INT(a.error.at, second);
    dl_arena_done(&a.arena);
    dl_buf_done(&big);
}

static void a_bomb_in_the_content_stops_at_the_limit(void)
{
    static char zeros[4 << 20], packed[1 << 16];
    z_stream z = {.next_in = (Bytef *)zeros,
                  .avail_in = sizeof zeros,
                  .next_out = (Bytef *)packed,
                  .avail_out = sizeof packed};
    CHECK(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    CHECK(deflate(&z, Z_FINISH) == Z_STREAM_END);
    const size_t size = sizeof packed - z.avail_out;
    deflateEnd(&z);
    dl_buf block;
    dl_buf_init(&block);
    dl_buf_text(&block, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: "
                        "gzip\r\n\r\n");
    dl_buf_add(&block, (dl_str){packed, size});
    maker m = begin(PLAIN);
    put_record(&m, "response", "http://a.example/b", "", dl_buf_str(&block), -1);
    pack(&m);
    const dl_intake_options small = {.page_bytes = 1 << 20};
    answer a = read_archive(save(&m, "bomb.warc"), &small);
    CHECK_INT(a.pages, 0);
    CHECK_INT(a.error.status, DL_ELIMIT);
    CHECK(says(&a, "record at byte 0: unpacked it is larger than the limit of 1048576"));
    dl_buf_done(&block);
    dl_arena_done(&a.arena);
}

static void what_the_crawler_cut_is_given_with_a_note(void)
{
    maker m = begin(GZIP);
    put_record(&m, "response", "http://a.example/1", "WARC-Truncated: length\r\n",
               DL_STR(PAGE("One.")), -1);
    pack(&m);
    answer a = read_archive(save(&m, "cut.warc.gz"), NULL);
    CHECK_INT(a.pages, 1);
    CHECK_STR(a.page.note, "cut by the crawler: length");
    dl_arena_done(&a.arena);
}

static void a_dictionary_before_the_frames_of_zstd_is_used(void)
{
    static char samples[64 * 200], dictionary[4096], packed[8192];
    static const char frame_start[4] = {0x5d, 0x2a, 0x4d, 0x18};
    memset(samples, 'x', sizeof samples);
    for (int i = 0; i < 64; i++) {
        snprintf(samples + (size_t)i * 200, 200, "WARC/1.0 <html><p>The %d. harbour %d",
                 i, i * 7);
    }
    memcpy(dictionary, samples, sizeof dictionary); /* raw content is a dictionary too */
    for (int packs = 0; packs < 2; packs++) {
        maker m = begin(PLAIN);
        size_t size = sizeof dictionary;
        const char *stored = dictionary;
        if (packs == 1) {
            size = ZSTD_compress(packed, sizeof packed, dictionary, sizeof dictionary, 3);
            stored = packed;
        }
        const char little[4] = {(char)(size & 255), (char)(size >> 8), 0, 0};
        dl_buf_add(&m.out, (dl_str){frame_start, 4});
        dl_buf_add(&m.out, (dl_str){little, 4});
        dl_buf_add(&m.out, (dl_str){stored, size});
        ZSTD_CCtx *zstd = ZSTD_createCCtx();
        CHECK(
            !ZSTD_isError(ZSTD_CCtx_loadDictionary(zstd, dictionary, sizeof dictionary)));
        size_t place = 0;
        for (int i = 0; i < 2; i++) {
            static char frame[8192];
            put_answer(&m, "http://a.example/z", PAGE("The 12. harbour 84"));
            place = m.out.size;
            const size_t n =
                ZSTD_compress2(zstd, frame, sizeof frame, m.pending.at, m.pending.size);
            dl_buf_clear(&m.pending);
            dl_buf_add(&m.out, (dl_str){frame, n});
        }
        ZSTD_freeCCtx(zstd);
        answer a = read_archive(save(&m, "dict.warc.zst"), NULL);
        CHECK_INT(a.pages, 2);
        CHECK_INT(a.errors, 0);
        dl_page page;
        dl_error err;
        CHECK_INT(dl_archive_reopen(path_of("dict.warc.zst"), (dl_spot){place, 0},
                                    1 << 20, &a.arena, &page, &err),
                  DL_OK);
        CHECK(dl_str_find(page.bytes, DL_STR("The 12. harbour")) != SIZE_MAX);
        dl_arena_done(&a.arena);
    }
}

#define ARC_PAGE "HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><p>By the quay.</p>"

static void arc_of_both_versions_is_read(void)
{
    char arc[2048];
    const int size = (int)strlen(ARC_PAGE);
    snprintf(
        arc, sizeof arc,
        "filedesc://x.arc 0.0.0.0 20080102030405 text/plain 20\n1 0 none\nabcdefghij\n\n"
        "http://q.example/a b 10.0.0.1 20080102030405 text/html %d\n%s\n"
        "http://q.example/c 10.0.0.1 20080102030406 text/html 200 - - 0 x.arc %d\n%s\n",
        size, ARC_PAGE, size, ARC_PAGE);
    maker m = begin(PLAIN);
    dl_buf_text(&m.out, arc);
    answer a = read_archive(save(&m, "x.arc"), NULL);
    CHECK_INT(a.pages, 2);
    CHECK_INT(a.errors, 0);
    CHECK_STR(a.page.url, "http://q.example/c");
    CHECK_INT(a.page.got.earliest, 1199243046);
    CHECK(gave(&a, "By the quay."));
    dl_arena_done(&a.arena);

    m = begin(GZIP); /* a length that is too long, one that is none, garbage between */
    dl_buf_text(&m.pending,
                "filedesc://x.arc 0.0.0.0 20080102030405 text/plain -1\n1 0\n\n");
    pack(&m);
    dl_buf_printf(&m.pending,
                  "http://q.example/1 10.0.0.1 20080102030405 text/html 9000\n%s\n",
                  ARC_PAGE);
    pack(&m);
    dl_buf_text(&m.pending, "what is this doing here\n");
    pack(&m);
    dl_buf_printf(&m.pending,
                  "http://q.example/2 10.0.0.1 20080102030405 text/html x\n%s\n",
                  ARC_PAGE);
    pack(&m);
    a = read_archive(save(&m, "y.arc.gz"), NULL);
    CHECK_INT(a.pages, 2);
    CHECK_INT(a.errors, 0); /* the garbage is behind the first page's own lines */
    CHECK_STR(a.page.url, "http://q.example/2");
    dl_arena_done(&a.arena);
}

static void a_million_lies_about_length_take_no_time(void)
{
    maker m = begin(PLAIN);
    for (int i = 0; i < 50000; i++) {
        dl_buf_printf(&m.out,
                      "WARC/1.0\r\nWARC-Type: %s\r\nContent-Length: 900000\r\n\r\nx\r\n",
                      i % 2 == 0 ? "response" : "request");
    }
    const clock_t start = clock();
    dl_members *members = NULL;
    dl_archive *archive = NULL;
    dl_arena arena;
    dl_page page;
    dl_error err;
    unsigned rounds = 0;
    const char *path = save(&m, "lies.warc");
    dl_arena_init(&arena, 0);
    CHECK(dl_members_open(path, path, &members, &err) == DL_OK);
    CHECK(dl_archive_open(members, path, 20 << 20, &archive, &err) == DL_OK);
    while (dl_archive_next(archive, &arena, &page, NULL, &err) != DL_ENONE) {
        rounds++;
        dl_arena_reset(&arena);
    }
    CHECK(rounds <= 50000);
    CHECK((double)(clock() - start) / CLOCKS_PER_SEC < 5);
    dl_archive_close(archive);
    dl_members_close(members);
    dl_arena_done(&arena);
}

int main(void)
{
    const char *tmp = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%.40s/archive.XXXXXX", tmp == NULL ? "/tmp" : tmp);
    if (mkdtemp(folder) == NULL) {
        return 1;
    }
    TEST(records_become_pages_in_every_packing);
    TEST(a_page_is_read_again_by_its_id);
    TEST(what_is_no_page_is_passed_over_and_counted);
    TEST(resources_and_conversions_are_pages_without_an_answer);
    TEST(header_lines_may_end_in_a_newline_alone);
    TEST(a_wrong_length_is_mended_by_the_next_record);
    TEST(a_wrong_length_of_a_record_passed_over_costs_nothing);
    TEST(after_damage_the_next_record_is_found);
    TEST(a_wrong_checksum_is_damage);
    TEST(a_file_cut_off_ends_in_one_error);
    TEST(an_archive_cut_behind_a_whole_answer_still_gives_it);
    TEST(a_last_record_without_a_length_ends_with_the_file);
    TEST(records_without_an_end_cost_no_more_than_their_bytes);
    TEST(a_first_member_that_is_broken_does_not_hide_the_rest);
    TEST(members_without_records_are_told_once);
    TEST(records_may_share_a_member_or_lie_across_several);
    TEST(a_member_larger_than_the_fast_way_takes_is_streamed);
    TEST(a_bomb_in_the_content_stops_at_the_limit);
    TEST(what_the_crawler_cut_is_given_with_a_note);
    TEST(a_dictionary_before_the_frames_of_zstd_is_used);
    TEST(arc_of_both_versions_is_read);
    TEST(a_million_lies_about_length_take_no_time);
    char clean[128];
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    return system(clean) != 0 ? 1 : tap_done();
}
