/* Tests of src/intake/{guard,fetch,web}.c against a small server on 127.0.0.1 that is
 * started here. Nothing else is talked to.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fetch.h"
#include "archive.h"
#include "guard.h"
#include "intake.h"
#include "tap.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

/* ---- the server: each connection a thread, each answer a whole connection ---- */

typedef struct server {
    int fd;
    unsigned port;
    pthread_t thread;
    pthread_mutex_t lock;
    char log[8192];                  /* "GET /x;" a request */
    char last[2048];                 /* the last request, whole */
    unsigned open, most_open, asked; /* at once; for /busy */
    const char *robots;              /* the whole answer to /robots.txt; NULL: 404 */
} server;

static server first, second;

static void answer_with(int fd, const char *text, size_t size)
{
    while (size > 0) {
        const ssize_t n = write(fd, text, size);
        if (n <= 0) {
            return;
        }
        text += n;
        size -= (size_t)n;
    }
}

static void answer_text(int fd, const char *text)
{
    answer_with(fd, text, strlen(text));
}

#define HTML "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
#define PAGE(words) HTML "ETag: \"v1\"\r\n\r\n<!doctype html><p>" words "</p>"

static void answer_gzip(int fd)
{
    char text[1024];
    const int head = snprintf(text, sizeof text, HTML "Content-Encoding: gzip\r\n\r\n");
    z_stream z = {.next_in = (Bytef *)(uintptr_t) "<html><p>Packed.</p>",
                  .avail_in = 20,
                  .next_out = (Bytef *)text + head,
                  .avail_out = (uInt)(sizeof text - (size_t)head)};
    deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    deflate(&z, Z_FINISH);
    answer_with(fd, text, sizeof text - z.avail_out);
    deflateEnd(&z);
}

static void answer_large(int fd)
{
    static char block[1 << 16];
    memset(block, 'x', sizeof block);
    answer_text(fd, HTML "\r\n<html>");
    for (int i = 0; i < 64; i++) {
        answer_with(fd, block, sizeof block);
    }
}

static void answer_far(int fd, const char *path)
{
    char text[640];
    snprintf(text, sizeof text,
             "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%u%s\r\n\r\n", second.port,
             path);
    answer_text(fd, text);
}

static void answer_feed(int fd)
{
    answer_text(fd, "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n"
                    "<rss version='2.0'><channel><title>F</title><link>/</link>"
                    "<item><title>A</title><link>/page</link><pubDate>Thu, 02 Jan 2020 "
                    "03:04:05 GMT</pubDate></item><item><title>Again</title><link>/page"
                    "</link></item><item><title>B</title><link>/other</link></item>"
                    "</channel></rss>");
}

static void answer(server *s, int fd, const char *request, const char *path)
{
    static const struct {
        const char *path, *text;
    } fixed[] = {
        {"/page", PAGE("A page.")},
        {"/other", PAGE("Another page.")},
        {"/private/x", PAGE("Not for robots.")},
        {"/chunked",
         HTML "Transfer-Encoding: chunked\r\n\r\n4\r\n<p>O\r\n3\r\nne.\r\n0\r\n\r\n"},
        {"/moved", "HTTP/1.1 301 Moved\r\nLocation: page\r\n\r\n"},
        {"/to-private", "HTTP/1.1 302 Found\r\nLocation: /private/x\r\n\r\n"},
        {"/loop", "HTTP/1.1 302 Found\r\nLocation: /loop\r\n\r\n"},
        {"/to-file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\n\r\n"},
        {"/gone", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>Gone."},
        {"/later", "HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\n\r\n"},
        {"/empty", HTML "\r\n"},
        {"/picture", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n"},
        {"/said", HTML "Content-Length: 99999999\r\n\r\n<p>x"},
        {"/robots-elsewhere",
         "HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n"},
    };
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        if (strcmp(path, fixed[i].path) == 0) {
            const bool same = strstr(request, "If-None-Match: \"v1\"") != NULL;
            answer_text(fd, same ? "HTTP/1.1 304 Not Modified\r\nETag: \"v1\"\r\n\r\n"
                                 : fixed[i].text);
            return;
        }
    }
    if (strcmp(path, "/robots.txt") == 0) {
        answer_text(fd, s->robots != NULL ? s->robots : "HTTP/1.1 404 No\r\n\r\n");
    } else if (strcmp(path, "/busy") == 0) {
        answer_text(fd, s->asked++ == 0 ? "HTTP/1.1 429 Slow\r\nRetry-After: 1\r\n\r\n"
                                        : PAGE("At last."));
    } else if (strcmp(path, "/slow") == 0) {
        usleep(300 * 1000);
        answer_text(fd, PAGE("Slow."));
    } else if (strcmp(path, "/silent") == 0) {
        sleep(3);
    } else if (strcmp(path, "/gzip") == 0) {
        answer_gzip(fd);
    } else if (strcmp(path, "/large") == 0) {
        answer_large(fd);
    } else if (strncmp(path, "/far", 4) == 0) {
        answer_far(fd, path + 4);
    } else if (strcmp(path, "/feed") == 0) {
        answer_feed(fd);
    } else {
        answer_text(fd, "HTTP/1.1 500 What\r\n\r\n");
    }
}

typedef struct visit {
    server *server;
    int fd;
} visit;

static void *serve_one(void *user)
{
    const visit v = *(visit *)user;
    server *s = v.server;
    char request[2048] = "", path[512] = "";
    size_t size = 0;
    free(user);
    while (size + 1 < sizeof request && strstr(request, "\r\n\r\n") == NULL) {
        const ssize_t n = read(v.fd, request + size, sizeof request - 1 - size);
        if (n <= 0) {
            break;
        }
        size += (size_t)n;
        request[size] = '\0';
    }
    if (sscanf(request, "GET %511s", path) == 1) {
        pthread_mutex_lock(&s->lock);
        s->open++;
        s->most_open = s->open > s->most_open ? s->open : s->most_open;
        snprintf(s->log + strlen(s->log), sizeof s->log - strlen(s->log), "%s;", path);
        memcpy(s->last, request, sizeof request);
        pthread_mutex_unlock(&s->lock);
        answer(s, v.fd, request, path);
        pthread_mutex_lock(&s->lock);
        s->open--;
        pthread_mutex_unlock(&s->lock);
    }
    shutdown(v.fd, SHUT_WR);
    close(v.fd);
    return NULL;
}

static void *serve(void *user)
{
    server *s = user;
    int fd;
    while ((fd = accept(s->fd, NULL, NULL)) >= 0) {
        visit *v = malloc(sizeof *v);
        pthread_t thread;
        *v = (visit){s, fd};
        if (pthread_create(&thread, NULL, serve_one, v) == 0) {
            pthread_detach(thread);
        }
    }
    return NULL;
}

static void open_server(server *s)
{
    struct sockaddr_in here = {.sin_family = AF_INET,
                               .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof here;
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    pthread_mutex_init(&s->lock, NULL);
    if (bind(s->fd, (struct sockaddr *)&here, size) != 0 || listen(s->fd, 32) != 0 ||
        getsockname(s->fd, (struct sockaddr *)&here, &size) != 0) {
        printf("Bail out! no socket on 127.0.0.1\n");
        exit(1);
    }
    s->port = ntohs(here.sin_port);
    pthread_create(&s->thread, NULL, serve, s);
}

static void close_server(server *s)
{
    shutdown(s->fd, SHUT_RDWR);
    close(s->fd);
    pthread_join(s->thread, NULL);
}

static void forget(server *s, const char *robots)
{
    pthread_mutex_lock(&s->lock);
    while (s->open > 0) { /* who was left by an impatient client */
        pthread_mutex_unlock(&s->lock);
        usleep(10000);
        pthread_mutex_lock(&s->lock);
    }
    s->log[0] = '\0';
    s->most_open = s->asked = 0;
    s->robots = robots;
    pthread_mutex_unlock(&s->lock);
}

#define ROBOTS "HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /private\n"

/* ---- asking ---- */

static dl_arena arena;

static const dl_fetch_options quick = {
    .allow_private = true, .delay_ms = 5, .seconds = 5, .bytes = 1 << 20};

static const char *at(const server *s, const char *path)
{
    return dl_str_printf(&arena, "http://127.0.0.1:%u%s", s->port, path).at;
}

typedef struct result {
    dl_status status;
    dl_fetch_got got;
    dl_error error;
} result;

static result get_with(const dl_fetch_options *options, const char *url, const char *etag)
{
    result r = {0};
    dl_fetch *fetch = NULL;
    CHECK(dl_fetch_new(options, &fetch, &r.error) == DL_OK);
    const dl_fetch_ask ask = {dl_str_of(url), dl_str_of(etag), DL_STR(""), 42};
    CHECK(dl_fetch_add(fetch, &ask, &r.error) == DL_OK);
    r.status = dl_fetch_next(fetch, &arena, &r.got, &r.error);
    dl_fetch_got none;
    dl_error err;
    CHECK_INT(dl_fetch_next(fetch, &arena, &none, &err), DL_ENONE);
    dl_fetch_free(fetch);
    return r;
}

static result get(const char *url)
{
    return get_with(&quick, url, "");
}

static bool says(const result *r, const char *words)
{
    return strstr(r->error.message, words) != NULL;
}

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the tests ---- */

static void an_answer_comes_with_all_that_was_said_of_it(void)
{
    forget(&first, NULL);
    const result r = get(at(&first, "/page"));
    CHECK_INT(r.status, DL_OK);
    CHECK_INT(r.got.code, 200);
    CHECK_INT(r.got.tag, 42);
    CHECK_STR(r.got.content, "<!doctype html><p>A page.</p>");
    CHECK_STR(r.got.http.charset, "utf-8");
    CHECK_STR(r.got.etag, "\"v1\"");
    CHECK(dl_str_starts(r.got.headers, DL_STR("HTTP/1.1 200 OK\r\n")));
    CHECK(dl_when_known(r.got.got) && r.got.got.zone == 0);
    CHECK_STR(dl_str_of(first.log), "/robots.txt;/page;");
    CHECK(strstr(first.last, "User-Agent: dateline/") != NULL);
}

static void packed_and_chunked_answers_are_undone_and_kept_as_sent(void)
{
    result r = get(at(&first, "/gzip"));
    CHECK_STR(r.got.content, "<html><p>Packed.</p>");
    CHECK(dl_str_starts(r.got.body, DL_STR("\x1f\x8b")));
    r = get(at(&first, "/chunked"));
    CHECK_STR(r.got.content, "<p>One.");
}

static void robots_txt_is_kept_to(void)
{
    forget(&first, ROBOTS);
    result r = get(at(&first, "/private/x"));
    CHECK_INT(r.status, DL_EIO);
    CHECK(says(&r, "robots.txt asks robots to stay away"));
    CHECK_STR(dl_str_of(first.log), "/robots.txt;");
    CHECK_INT(get(at(&first, "/page")).status, DL_OK);
    CHECK_INT(get(at(&first, "/to-private")).status, DL_EIO);
    CHECK_INT(get(at(&first, "/robots.txt")).status, DL_OK);
    static const char *const closed[] = {"HTTP/1.1 500 Oh\r\n\r\n",
                                         "HTTP/1.1 429 Slow\r\n\r\n", ""};
    for (int i = 0; i < 3; i++) {
        forget(&first, closed[i]);
        r = get(at(&first, "/page"));
        CHECK_INT(r.status, DL_EIO);
        CHECK(says(&r, "robots.txt could not be read"));
        CHECK_STR(dl_str_of(first.log), "/robots.txt;");
    }
    forget(&first, "HTTP/1.1 403 No\r\n\r\nUser-agent: *\nDisallow: /\n");
    CHECK_INT(get(at(&first, "/page")).status, DL_OK);
    forget(&first, "HTTP/1.1 301 There\r\nLocation: /robots-elsewhere\r\n\r\n");
    CHECK_INT(get(at(&first, "/private/x")).status, DL_EIO);
    CHECK_INT(get(at(&first, "/page")).status, DL_OK);
}

static void what_has_not_changed_is_not_sent_again(void)
{
    forget(&first, NULL);
    const result r = get_with(&quick, at(&first, "/page"), "\"v1\"");
    CHECK_INT(r.status, DL_OK);
    CHECK_INT(r.got.code, 304);
    CHECK_INT(r.got.content.size, 0);
    /* no line may be put into a request */
    get_with(&quick, at(&first, "/page"), "x\r\nEvil: 1");
    CHECK(strstr(first.last, "Evil") == NULL);
}

static void a_server_that_asks_to_wait_is_waited_for_within_bounds(void)
{
    forget(&first, NULL);
    const int64_t start = now_ms();
    result r = get(at(&first, "/busy"));
    CHECK_INT(r.status, DL_OK);
    CHECK_STR(r.got.content, "<!doctype html><p>At last.</p>");
    CHECK(now_ms() - start >= 1000);
    r = get(at(&first, "/later"));
    CHECK_INT(r.status, DL_EIO);
    CHECK_INT(r.got.code, 503);
    CHECK(says(&r, "503; it asks to wait 3600 seconds"));
}

static void sizes_and_times_have_bounds(void)
{
    result r = get(at(&first, "/large"));
    CHECK_INT(r.status, DL_ELIMIT);
    CHECK(says(&r, "larger than the limit of 1048576 bytes"));
    r = get(at(&first, "/said"));
    CHECK_INT(r.status, DL_ELIMIT);
    dl_fetch_options hasty = quick;
    hasty.seconds = 1;
    r = get_with(&hasty, at(&first, "/silent"), "");
    CHECK_INT(r.status, DL_ELIMIT);
    CHECK(says(&r, "no answer within 1 seconds"));
}

static void redirects_are_followed_a_few_times_and_not_off_the_web(void)
{
    forget(&first, NULL);
    result r = get(at(&first, "/moved"));
    CHECK_INT(r.status, DL_OK);
    CHECK_STR(r.got.url, at(&first, "/page"));
    CHECK_STR(r.got.asked, at(&first, "/moved"));
    r = get(at(&first, "/loop"));
    CHECK_INT(r.status, DL_EIO);
    CHECK(says(&r, "redirects"));
    r = get(at(&first, "/to-file"));
    CHECK_INT(r.status, DL_EIO);
    /* a redirect to another host asks for its robots.txt */
    forget(&second, ROBOTS);
    r = get(at(&first, "/far/page"));
    CHECK_INT(r.status, DL_OK);
    CHECK_STR(dl_str_of(second.log), "/robots.txt;/page;");
    CHECK_INT(get(at(&first, "/far/private/x")).status, DL_EIO);
}

static void answers_of_failure_are_errors_with_their_code(void)
{
    const result r = get(at(&first, "/gone"));
    CHECK_INT(r.status, DL_EIO);
    CHECK_INT(r.got.code, 404);
    CHECK(says(&r, "/gone: the server answered with 404"));
}

static void private_addresses_are_refused_before_a_byte_is_sent(void)
{
    dl_fetch_options careful = quick;
    careful.allow_private = false;
    forget(&first, NULL);
    const result r = get_with(&careful, at(&first, "/page"), "");
    CHECK_INT(r.status, DL_EIO);
    CHECK_STR(dl_str_of(first.log), "");
    /* names, and other ways to write an address */
    char url[100];
    static const char *const hosts[] = {"localhost", "2130706433",         "0x7f.1",
                                        "[::1]",     "[::ffff:127.0.0.1]", "0"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        snprintf(url, sizeof url, "http://%s:%u/page", hosts[i], first.port);
        CHECK(get_with(&careful, url, "").status != DL_OK);
    }
    CHECK_STR(dl_str_of(first.log), "");
}

static bool is_public(const char *text)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) {
        return dl_guard_public((struct sockaddr *)&v4, sizeof v4);
    }
    CHECK(inet_pton(AF_INET6, text, &v6.sin6_addr) == 1);
    return dl_guard_public((struct sockaddr *)&v6, sizeof v6);
}

static void the_public_internet_is_told_from_the_rest(void)
{
    static const char *const open[] = {
        "8.8.8.8",         "172.15.0.1",     "172.32.0.1",        "100.63.0.1",
        "2606:4700::1111", "::ffff:8.8.8.8", "2002:0808:0808::1", "64:ff9b::8.8.8.8"};
    static const char *const closed[] = {"0.0.0.0",
                                         "10.1.2.3",
                                         "127.0.0.1",
                                         "127.255.1.1",
                                         "169.254.169.254",
                                         "172.16.0.1",
                                         "172.31.255.255",
                                         "192.168.1.1",
                                         "100.64.0.1",
                                         "198.18.0.1",
                                         "192.0.2.1",
                                         "224.0.0.1",
                                         "255.255.255.255",
                                         "::",
                                         "::1",
                                         "fe80::1",
                                         "fc00::1",
                                         "fd12::1",
                                         "ff02::1",
                                         "::ffff:10.0.0.1",
                                         "64:ff9b::127.0.0.1",
                                         "2002:7f00:1::",
                                         "2001:db8::1",
                                         "2001::1",
                                         "::127.0.0.1"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        CHECK(is_public(open[i]));
    }
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        CHECK(!is_public(closed[i]));
        if (is_public(closed[i])) {
            printf("# %s\n", closed[i]);
        }
    }
}

static void only_the_web_is_asked(void)
{
    dl_fetch *fetch = NULL;
    dl_error err;
    static const char *const urls[] = {
        "file:///etc/passwd", "ftp://x.example/", "gopher:x", "", "http://", "/relative"};
    CHECK(dl_fetch_new(&quick, &fetch, &err) == DL_OK);
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        const dl_fetch_ask ask = {.url = dl_str_of(urls[i])};
        CHECK_INT(dl_fetch_add(fetch, &ask, &err), DL_EUSAGE);
    }
    dl_fetch_free(fetch);
}

static void one_host_is_asked_one_thing_at_a_time_and_answers_keep_their_order(void)
{
    dl_fetch *fetch = NULL;
    dl_fetch_options patient = quick;
    dl_error err;
    patient.delay_ms = 50;
    forget(&first, NULL);
    forget(&second, NULL);
    CHECK(dl_fetch_new(&patient, &fetch, &err) == DL_OK);
    const char *const urls[] = {at(&first, "/slow"), at(&second, "/page"),
                                at(&first, "/page"), at(&first, "/gone"),
                                at(&first, "/other")};
    for (uint64_t i = 0; i < 5; i++) {
        const dl_fetch_ask ask = {.url = dl_str_of(urls[i]), .tag = i};
        CHECK(dl_fetch_add(fetch, &ask, &err) == DL_OK);
    }
    const int64_t start = now_ms();
    for (uint64_t i = 0; i < 5; i++) {
        dl_fetch_got got;
        CHECK_INT(dl_fetch_next(fetch, &arena, &got, &err), i == 3 ? DL_EIO : DL_OK);
        CHECK_INT(got.tag, i);
    }
    CHECK(now_ms() - start >= 300 + 3 * 50);
    CHECK_INT(first.most_open, 1);
    CHECK_STR(dl_str_of(first.log), "/robots.txt;/slow;/page;/gone;/other;");
    dl_fetch_free(fetch);
}

static void what_was_not_given_yet_is_let_go(void)
{
    dl_fetch *fetch = NULL;
    dl_error err;
    dl_fetch_got got;
    CHECK(dl_fetch_new(&quick, &fetch, &err) == DL_OK);
    const dl_fetch_ask ask = {.url = dl_str_of(at(&first, "/page"))};
    const dl_fetch_ask slow = {.url = dl_str_of(at(&second, "/slow"))};
    CHECK(dl_fetch_add(fetch, &ask, &err) == DL_OK);
    CHECK(dl_fetch_add(fetch, &slow, &err) == DL_OK);
    CHECK(dl_fetch_next(fetch, &arena, &got, &err) == DL_OK);
    dl_fetch_free(fetch);
}

/* ---- through the intake ---- */

static char intake_log[2048];

static dl_page read_all(const char *const *paths, dl_web_reach reach)
{
    dl_intake *intake = NULL;
    dl_intake_options options = {.reach = reach, .web = quick};
    dl_page page = {0}, last = {0};
    dl_error err;
    dl_status status;
    intake_log[0] = '\0';
    CHECK(dl_intake_new(&options, &intake, &err) == DL_OK);
    for (; *paths != NULL; paths++) {
        CHECK(dl_intake_add(intake, *paths, &err) == DL_OK);
    }
    while ((status = dl_intake_next(intake, &arena, &page, &err)) != DL_ENONE) {
        const dl_str what = status == DL_OK ? page.id : dl_str_of(err.message);
        const char *slash = memrchr(what.at, '/', what.size);
        const size_t from = slash == NULL ? 0 : (size_t)(slash - what.at);
        snprintf(intake_log + strlen(intake_log), sizeof intake_log - strlen(intake_log),
                 "%s%.*s;", status == DL_OK ? "" : "!", (int)(what.size - from),
                 what.at + from);
        last = status == DL_OK ? page : last;
    }
    last.id = dl_str_copy(&arena, last.id);
    last.published_value = dl_str_copy(&arena, last.published_value);
    dl_intake_free(intake);
    return last;
}

static const char *file_with(const char *text)
{
    static char path[64];
    snprintf(path, sizeof path, "/tmp/fetch.XXXXXX");
    const int fd = mkstemp(path);
    CHECK(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    return path;
}

static void an_address_is_a_page_with_its_provenance(void)
{
    forget(&first, NULL);
    const char *url = at(&first, "/moved");
    const char *const paths[] = {url, at(&first, "/picture"), at(&first, "/empty"),
                                 at(&first, "/gone"), NULL};
    const dl_page page = read_all(paths, DL_REACH_ALL);
    CHECK_STR(dl_str_of(intake_log),
              "/moved;!/picture: a picture, not text;!/empty: the answer is empty;"
              "!/gone: the server answered with 404;");
    CHECK_STR(page.id, url);
    CHECK_STR(page.url, at(&first, "/page"));
    CHECK_STR(page.charset, "utf-8");
    CHECK(dl_when_known(page.got));
    CHECK(page.headers.size > 0);
}

static void a_list_of_feeds_leads_to_the_pages_of_their_items(void)
{
    forget(&first, NULL);
    const char *opml =
        dl_str_printf(&arena, "<opml><body><outline xmlUrl='%s'/></body></opml>",
                      at(&first, "/feed"))
            .at;
    const char *path = file_with(opml);
    const char *const paths[] = {path, NULL};
    const dl_page page = read_all(paths, DL_REACH_ALL);
    CHECK_STR(dl_str_of(intake_log), "/page;/other;");
    CHECK_STR(page.id, at(&first, "/other"));
    CHECK_STR(dl_str_of(first.log), "/robots.txt;/feed;/page;/other;");
    const char *const direct[] = {at(&first, "/page"), at(&first, "/feed"), NULL};
    read_all(direct, DL_REACH_GIVEN);
    CHECK_STR(dl_str_of(intake_log), "/page;/other;");
    read_all(paths, DL_REACH_GIVEN);
    CHECK(strstr(intake_log, "may not be asked for") != NULL);
    unlink(path);
}

static void the_date_of_a_feed_goes_with_the_page_it_leads_to(void)
{
    forget(&first, NULL);
    const char *path = file_with(
        dl_str_printf(
            &arena,
            "<rss version='2.0'><channel><item><link>%s</link><pubDate>Thu, 02 Jan "
            "2020 03:04:05 GMT</pubDate></item></channel></rss>",
            at(&first, "/page"))
            .at);
    const char *const paths[] = {path, NULL};
    const dl_page page = read_all(paths, DL_REACH_ALL);
    CHECK_STR(dl_str_of(intake_log), "/page;");
    CHECK_INT(dl_when_first(page.published), dl_day_of(2020, 1, 2));
    CHECK_STR(page.published_value, "Thu, 02 Jan 2020 03:04:05 GMT");
    CHECK_STR(page.from, "given");
    unlink(path);
}

static void a_list_of_addresses_is_gone_through(void)
{
    forget(&first, NULL);
    const char *path =
        file_with(dl_str_printf(&arena, "# mine\n%s\n\n%s\n%s\n", at(&first, "/page"),
                                at(&first, "/other"), at(&first, "/page"))
                      .at);
    const char *const paths[] = {path, NULL};
    read_all(paths, DL_REACH_ALL);
    CHECK_STR(dl_str_of(intake_log), "/page;/other;");
    unlink(path);
}

static void what_is_kept_can_be_read_again_without_the_network(void)
{
    forget(&first, NULL);
    const char *path = file_with("");
    const char *const urls[] = {at(&first, "/page"), at(&first, "/gzip"),
                                at(&first, "/chunked")};
    for (int round = 0; round < 3; round++) { /* each opens the file anew */
        dl_intake *intake = NULL;
        dl_intake_options options = {.reach = DL_REACH_GIVEN, .web = quick, .keep = path};
        dl_page page, again;
        dl_error err;
        CHECK(dl_intake_new(&options, &intake, &err) == DL_OK);
        CHECK(dl_intake_add(intake, urls[round], &err) == DL_OK);
        CHECK_INT(dl_intake_next(intake, &arena, &page, &err), DL_OK);
        CHECK_STR(page.file, path);
        CHECK_INT(dl_archive_reopen(path, (dl_spot){page.offset, 0}, 1 << 20, &arena,
                                    &again, &err),
                  DL_OK);
        CHECK(dl_str_equal(again.bytes, page.bytes));
        CHECK(dl_str_equal(again.url, page.url));
        CHECK(dl_str_equal(again.charset, page.charset));
        CHECK_INT(again.got.earliest, page.got.earliest);
        dl_intake_free(intake);
    }
    const char *const paths[] = {path, NULL};
    read_all(paths, DL_REACH_GIVEN);
    CHECK(strstr(intake_log, "!") == NULL && strlen(intake_log) > 10);
    unlink(path);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    signal(SIGPIPE, SIG_IGN);
    open_server(&first);
    open_server(&second);
    TEST(an_answer_comes_with_all_that_was_said_of_it);
    TEST(packed_and_chunked_answers_are_undone_and_kept_as_sent);
    TEST(robots_txt_is_kept_to);
    TEST(what_has_not_changed_is_not_sent_again);
    TEST(a_server_that_asks_to_wait_is_waited_for_within_bounds);
    TEST(sizes_and_times_have_bounds);
    TEST(redirects_are_followed_a_few_times_and_not_off_the_web);
    TEST(answers_of_failure_are_errors_with_their_code);
    TEST(private_addresses_are_refused_before_a_byte_is_sent);
    TEST(the_public_internet_is_told_from_the_rest);
    TEST(only_the_web_is_asked);
    TEST(one_host_is_asked_one_thing_at_a_time_and_answers_keep_their_order);
    TEST(what_was_not_given_yet_is_let_go);
    TEST(an_address_is_a_page_with_its_provenance);
    TEST(a_list_of_feeds_leads_to_the_pages_of_their_items);
    TEST(the_date_of_a_feed_goes_with_the_page_it_leads_to);
    TEST(a_list_of_addresses_is_gone_through);
    TEST(what_is_kept_can_be_read_again_without_the_network);
    close_server(&first);
    close_server(&second);
    dl_arena_done(&arena);
    return tap_done();
}
