/* fetch.c - see fetch.h.
 *
 *   asked -> host's robots.txt known? -> allowed? -> host's pause over? -> transfer
 *              | no: a job for it, first            |                       |
 *              v                                    v no: an error          v
 *            wait                                        answer | redirect: asked anew
 *
 * Redirects are followed here and not by libcurl, so that the host they lead to is asked
 * for its robots.txt as well and its pause is kept. The clock is read for the pauses and
 * for the time an answer came, and for nothing else.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "fetch.h"

#include "guard.h"
#include "header.h"
#include "robots.h"
#include "url.h"
#include "vec.h"

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define CONNECT_SECONDS 10
#define HEADER_BYTES (256u << 10) /* of one answer's header */
#define ROBOTS_REDIRECTS 5        /* RFC 9309, 2.3.1.2 */
#define ROBOTS_PAUSE_MS 100       /* between robots.txt and the first page */
#define AGENT "dateline/0.1"
#define POLL_MS 1000
#define HELD_BYTES (32u << 20) /* of answers that wait for their turn to be given */

typedef enum job_state { JOB_WAITS, JOB_RUNS, JOB_DONE } job_state;

typedef struct host {
    dl_str site; /* "https://paper.example" */
    bool busy, robots_asked, robots_known;
    dl_robots robots;
    dl_str closed_why; /* when robots.closed: what came instead of it */
    int64_t next_ms;   /* not before */
} host;

typedef struct job {
    bool robots;   /* it asks for a host's robots.txt; then `host_index` is that host */
    uint32_t host; /* that is talked to */
    uint32_t robots_of;
    dl_str asked, url, etag, modified;
    uint64_t tag;
    job_state state;
    unsigned redirects, waits;
    CURL *easy;
    struct curl_slist *lines; /* of the request */
    dl_buf headers, body;
    bool too_large, refused;
    char why[CURL_ERROR_SIZE];
    dl_when got;
    /* when done */
    dl_status status;
    dl_error error;
    unsigned code;
    struct dl_fetch *fetch;
} job;

struct dl_fetch {
    dl_fetch_options options;
    char token[64]; /* the agent's name in robots.txt */
    dl_arena arena; /* hosts, rules, addresses asked for */
    CURLM *multi;
    DL_VEC(host) hosts;
    DL_VEC(job *) jobs;    /* pages, in the order asked */
    uint32_t first;        /* the next to be given */
    DL_VEC(job *) helpers; /* for robots.txt */
    uint32_t first_helper; /* those before are done */
    uint32_t running;
};

/* ---- time ---- */

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static dl_when wall_clock(void)
{
    const int64_t now = (int64_t)time(NULL);
    return (dl_when){now, now, 0, DL_PRECISION_SECOND};
}

/* ---- making ---- */

static void set_token(dl_fetch *f)
{
    const char *agent = f->options.agent;
    size_t n = 0;
    while (n + 1 < sizeof f->token && agent[n] != '\0' &&
           strchr("/ (", agent[n]) == NULL) {
        f->token[n] = agent[n];
        n++;
    }
}

dl_status dl_fetch_new(const dl_fetch_options *options, dl_fetch **out, dl_error *err)
{
    dl_fetch *f = calloc(1, sizeof *f);
    *out = NULL;
    if (f == NULL) {
        return dl_fail_memory(err);
    }
    dl_fetch_options *o = &f->options;
    *o = options == NULL ? (dl_fetch_options){0} : *options;
    o->bytes = o->bytes == 0 ? 20u << 20 : o->bytes;
    o->seconds = o->seconds == 0 ? 30 : o->seconds;
    o->redirects = o->redirects == 0 ? 5 : o->redirects;
    o->delay_ms = o->delay_ms == 0 ? 1000 : o->delay_ms;
    o->hosts = o->hosts == 0 ? 8 : o->hosts;
    o->wait_s = o->wait_s == 0 ? 60 : o->wait_s;
    o->agent = o->agent == NULL ? AGENT : o->agent;
    set_token(f);
    dl_arena_init(&f->arena, 0);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
        (f->multi = curl_multi_init()) == NULL) {
        dl_fetch_free(f);
        return dl_fail(err, DL_EIO, "libcurl could not be started");
    }
    *out = f;
    return DL_OK;
}

static void end_transfer(job *j)
{
    if (j->easy != NULL) {
        curl_multi_remove_handle(j->fetch->multi, j->easy);
        curl_easy_cleanup(j->easy);
        j->easy = NULL;
        j->fetch->running--;
    }
    curl_slist_free_all(j->lines);
    j->lines = NULL;
}

static void free_job(job *j)
{
    end_transfer(j);
    dl_buf_done(&j->headers);
    dl_buf_done(&j->body);
    free(j);
}

void dl_fetch_free(dl_fetch *f)
{
    if (f == NULL) {
        return;
    }
    for (uint32_t i = f->first; i < f->jobs.count; i++) {
        free_job(f->jobs.at[i]);
    }
    for (uint32_t i = 0; i < f->helpers.count; i++) {
        free_job(f->helpers.at[i]);
    }
    curl_multi_cleanup(f->multi);
    dl_arena_done(&f->arena);
    free(f);
}

/* ---- hosts ---- */

static uint32_t host_of(dl_fetch *f, dl_str url)
{
    const dl_str site = dl_url_site(url, &f->arena);
    for (uint32_t i = 0; i < f->hosts.count; i++) {
        if (dl_str_equal(f->hosts.at[i].site, site)) {
            return i;
        }
    }
    host *h = site.size == 0 ? NULL : dl_vec_push(&f->hosts, &f->arena);
    if (h == NULL) {
        return DL_NONE;
    }
    h->site = site;
    return f->hosts.count - 1;
}

static job *new_job(dl_fetch *f, dl_str url, bool robots)
{
    job *j = calloc(1, sizeof *j);
    job **slot = j == NULL ? NULL
                 : robots  ? (job **)dl_vec_push(&f->helpers, &f->arena)
                           : (job **)dl_vec_push(&f->jobs, &f->arena);
    if (slot == NULL) {
        free(j);
        return NULL;
    }
    *slot = j;
    j->fetch = f;
    j->robots = robots;
    j->asked = j->url = url;
    j->etag = j->modified = DL_STR("");
    j->host = host_of(f, url);
    return j;
}

dl_status dl_fetch_add(dl_fetch *f, const dl_fetch_ask *ask, dl_error *err)
{
    const dl_str url = dl_url_join(DL_STR(""), ask->url, &f->arena);
    if (url.size == 0) {
        return dl_fail(err, DL_EUSAGE, "%.*s: no address of the web (http or https)",
                       (int)(ask->url.size < 200 ? ask->url.size : 200), ask->url.at);
    }
    job *j = new_job(f, url, false);
    if (j == NULL || j->host == DL_NONE) {
        return dl_fail_memory(err);
    }
    j->asked = dl_str_copy(&f->arena, ask->url);
    j->etag = dl_str_copy(&f->arena, ask->etag);
    j->modified = dl_str_copy(&f->arena, ask->modified);
    j->tag = ask->tag;
    return dl_arena_failed(&f->arena) ? dl_fail_memory(err) : DL_OK;
}

static void finish(job *j, dl_status status, const char *why)
{
    end_transfer(j);
    j->state = JOB_DONE;
    j->status = status;
    if (j->robots) { /* its rules were read; nobody asks for the rest */
        dl_buf_done(&j->headers);
        dl_buf_done(&j->body);
    }
    if (status != DL_OK) {
        (void)dl_fail(&j->error, status, "%.*s: %s",
                      (int)(j->asked.size < 300 ? j->asked.size : 300), j->asked.at, why);
    }
}

/* ---- one transfer ---- */

static size_t on_header(char *at, size_t size, size_t count, void *user)
{
    job *j = user;
    const dl_str line = {at, size * count};
    if (dl_str_starts(line, DL_STR("HTTP/"))) { /* "100 Continue" may come before */
        dl_buf_clear(&j->headers);
    }
    if (j->headers.size + line.size > HEADER_BYTES) {
        j->too_large = true;
        return 0;
    }
    dl_buf_add(&j->headers, line);
    return j->headers.failed ? 0 : line.size;
}

static size_t most_bytes(const job *j)
{
    return j->robots ? DL_ROBOTS_BYTES : j->fetch->options.bytes;
}

static size_t on_body(char *at, size_t size, size_t count, void *user)
{
    job *j = user;
    const dl_str part = {at, size * count};
    if (j->body.size + part.size > most_bytes(j)) {
        j->too_large = true;
        if (j->robots) { /* the first 500 KiB count */
            dl_buf_add(&j->body, (dl_str){at, most_bytes(j) - j->body.size});
        }
        return 0;
    }
    dl_buf_add(&j->body, part);
    return j->body.failed ? 0 : part.size;
}

/* libcurl asks for a socket to an address it found for the host's name. */
static curl_socket_t on_socket(void *user, curlsocktype purpose,
                               struct curl_sockaddr *address)
{
    job *j = user;
    if (purpose != CURLSOCKTYPE_IPCXN ||
        (!j->fetch->options.allow_private && j->fetch->options.proxy == NULL &&
         !dl_guard_public(&address->addr, address->addrlen))) {
        j->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static bool add_line(job *j, const char *name, dl_str value)
{
    if (value.size == 0 || memchr(value.at, '\n', value.size) != NULL ||
        memchr(value.at, '\r', value.size) != NULL) {
        return true;
    }
    const dl_str line =
        dl_str_printf(&j->fetch->arena, "%s: %.*s", name, (int)value.size, value.at);
    struct curl_slist *more =
        line.size == 0 ? NULL : curl_slist_append(j->lines, line.at);
    j->lines = more == NULL ? j->lines : more;
    return more != NULL;
}

static bool set_options(job *j, const char *url)
{
    const dl_fetch_options *o = &j->fetch->options;
    CURL *c = j->easy;
    const struct {
        CURLoption option;
        long value;
    } numbers[] = {{CURLOPT_NOSIGNAL, 1},
                   {CURLOPT_FOLLOWLOCATION, 0},
                   {CURLOPT_TIMEOUT, (long)o->seconds},
                   {CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS},
                   {CURLOPT_MAXFILESIZE, j->robots ? 0 : (long)o->bytes},
                   {CURLOPT_MAXAGE_CONN, 30}};
    bool good = curl_easy_setopt(c, CURLOPT_URL, url) == CURLE_OK &&
                curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
                curl_easy_setopt(c, CURLOPT_USERAGENT, o->agent) == CURLE_OK &&
                curl_easy_setopt(c, CURLOPT_PROXY, o->proxy == NULL ? "" : o->proxy) ==
                    CURLE_OK &&
                curl_easy_setopt(c, CURLOPT_HTTPHEADER, j->lines) == CURLE_OK;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        good =
            good && curl_easy_setopt(c, numbers[i].option, numbers[i].value) == CURLE_OK;
    }
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, j);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, j);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, j);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, j->why);
    curl_easy_setopt(c, CURLOPT_PRIVATE, j);
    return good;
}

/* What is unpacked here is asked for here; libcurl gives the bytes as they came. */
static void start(job *j)
{
    dl_fetch *f = j->fetch;
    const dl_str url = dl_str_copy(&f->arena, j->url);
    dl_buf_clear(&j->headers);
    dl_buf_clear(&j->body);
    j->too_large = j->refused = false;
    j->why[0] = '\0';
    const bool lines = add_line(j, "Accept-Encoding", DL_STR("gzip, deflate")) &&
                       add_line(j, "If-None-Match", j->etag) &&
                       add_line(j, "If-Modified-Since", j->modified);
    j->easy = curl_easy_init();
    f->running += j->easy != NULL;
    if (!lines || j->easy == NULL || url.at == NULL || !set_options(j, url.at) ||
        curl_multi_add_handle(f->multi, j->easy) != CURLM_OK) {
        finish(j, DL_ENOMEM, "out of memory");
        return;
    }
    f->hosts.at[j->host].busy = true;
    j->state = JOB_RUNS;
}

/* ---- what an answer leads to ---- */

static dl_str field(const job *j, const char *name)
{
    const char *const names[] = {name};
    dl_str value;
    dl_header_read(dl_buf_str(&j->headers), names, 1, &value);
    return value;
}

/* Seconds to wait; a date is measured from the answer's own Date. */
static int64_t retry_after(const job *j)
{
    const dl_str value = field(j, "retry-after"), date = field(j, "date");
    uint64_t seconds;
    char text[64];
    if (value.size == 0) {
        return -1;
    }
    if (dl_header_number(value, &seconds)) {
        return seconds > INT32_MAX ? INT32_MAX : (int64_t)seconds;
    }
    snprintf(text, sizeof text, "%.*s", (int)value.size, value.at);
    const time_t until = curl_getdate(text, NULL);
    snprintf(text, sizeof text, "%.*s", (int)date.size, date.at);
    const time_t from = curl_getdate(text, NULL);
    return until < 0 ? -1
           : until < (from < 0 ? time(NULL) : from)
               ? 0
               : (int64_t)(until - (from < 0 ? time(NULL) : from));
}

/* The site's rules are what `text` says; `text` NULL: nothing may be fetched, because of
 * `why`. */
static void set_robots(job *j, const dl_str *text, const char *why)
{
    host *h = &j->fetch->hosts.at[j->robots_of];
    h->robots_known = true;
    h->robots = (dl_robots){.closed = text == NULL};
    h->closed_why = dl_str_copy(&j->fetch->arena, dl_str_of(why));
    if (text != NULL) {
        const dl_str copy = dl_str_copy(&j->fetch->arena, *text);
        h->robots = dl_robots_read(copy, j->fetch->token, &j->fetch->arena);
    }
    h->next_ms = now_ms() + ROBOTS_PAUSE_MS;
}

/* RFC 9309, 2.3.1: no such file: all is allowed; no answer: nothing is. A site that says
 * "too many requests" (429) is left alone too. */
static void robots_answer(job *j)
{
    const dl_str none = DL_STR("");
    dl_http http;
    dl_str content;
    dl_buf room;
    bool cut;
    dl_buf_init(&room);
    dl_str block = dl_buf_str(&j->body);
    if (j->code >= 200 && j->code < 300 && dl_http_head(dl_buf_str(&j->headers), &http)) {
        http.head = 0;
        http.chunked = false;
        const dl_status status = dl_http_content(block, &http, 4 * DL_ROBOTS_BYTES, &room,
                                                 &content, &cut, NULL);
        set_robots(j, status == DL_OK ? &content : NULL, "it cannot be unpacked");
    } else {
        char why[64];
        snprintf(why, sizeof why, "the server answered with %u", j->code);
        set_robots(j, j->code >= 300 && j->code < 500 && j->code != 429 ? &none : NULL,
                   why);
    }
    dl_buf_done(&room);
    finish(j, DL_OK, "");
}

/* Asks again elsewhere. false: it leads nowhere. */
static bool redirect(job *j)
{
    const unsigned most = j->robots ? ROBOTS_REDIRECTS : j->fetch->options.redirects;
    const dl_str location = field(j, "location");
    if (location.size == 0 || j->redirects == most) {
        return false;
    }
    const dl_str url = dl_url_join(j->url, location, &j->fetch->arena);
    const uint32_t to = url.size == 0 ? DL_NONE : host_of(j->fetch, url);
    if (to == DL_NONE) {
        return false;
    }
    j->redirects++;
    j->url = url;
    j->host = to;
    j->state = JOB_WAITS;
    return true;
}

static void failed_code(job *j, const char *what)
{
    char why[160];
    const int64_t seconds = retry_after(j);
    if (seconds >= 0) {
        snprintf(why, sizeof why, "%s %u; it asks to wait %lld seconds", what, j->code,
                 (long long)seconds);
    } else {
        snprintf(why, sizeof why, "%s %u", what, j->code);
    }
    finish(j, DL_EIO, why);
}

static void page_answer(job *j)
{
    host *h = &j->fetch->hosts.at[j->host];
    if ((j->code >= 200 && j->code < 300) || j->code == 304) {
        finish(j, DL_OK, "");
        return;
    }
    const int64_t wait = retry_after(j);
    if ((j->code == 429 || j->code == 503) && wait >= 0) {
        const int64_t until = now_ms() + 1000 * wait;
        h->next_ms = until > h->next_ms ? until : h->next_ms;
        if (wait <= (int64_t)j->fetch->options.wait_s && j->waits++ == 0) {
            j->state = JOB_WAITS;
            return;
        }
    }
    failed_code(j, "the server answered with");
}

static void no_answer(job *j, CURLcode code)
{
    const char *why = j->why[0] != '\0' ? j->why : curl_easy_strerror(code);
    char text[CURL_ERROR_SIZE + 64];
    const bool large = j->too_large || code == CURLE_FILESIZE_EXCEEDED;
    if (j->robots) {
        if (large && code != CURLE_FILESIZE_EXCEEDED) {
            robots_answer(j); /* as much as counts was read */
            return;
        }
        set_robots(j, NULL,
                   j->refused ? "its address is not of the public internet" : why);
        finish(j, DL_OK, "");
    } else if (large) {
        snprintf(text, sizeof text, "larger than the limit of %zu bytes",
                 j->fetch->options.bytes);
        finish(j, DL_ELIMIT, text);
    } else if (j->refused) {
        finish(j, DL_EIO, "its address is not of the public internet; not asked");
    } else if (code == CURLE_OPERATION_TIMEDOUT) {
        snprintf(text, sizeof text, "no answer within %u seconds",
                 j->fetch->options.seconds);
        finish(j, DL_ELIMIT, text);
    } else {
        finish(j, DL_EIO, why);
    }
}

static void transfer_done(job *j, CURLcode code)
{
    dl_fetch *f = j->fetch;
    host *h = &f->hosts.at[j->host];
    long answer = 0;
    curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &answer);
    j->code = (unsigned)answer;
    j->got = wall_clock();
    end_transfer(j);
    const int64_t pause = (int64_t)h->robots.delay_s * 1000;
    h->busy = false;
    h->next_ms = now_ms() + (j->robots                     ? ROBOTS_PAUSE_MS
                             : pause > f->options.delay_ms ? pause
                                                           : f->options.delay_ms);
    if (code != CURLE_OK) {
        no_answer(j, code);
    } else if (j->code >= 300 && j->code < 400 && j->code != 304 && redirect(j)) {
        return;
    } else if (j->robots) {
        robots_answer(j);
    } else if (j->code >= 300 && j->code < 400 && j->code != 304) {
        failed_code(j, "too many redirects, or one that leads nowhere:");
    } else {
        page_answer(j);
    }
}

/* ---- the queue ---- */

static bool ask_robots(dl_fetch *f, uint32_t index)
{
    const dl_str site = f->hosts.at[index].site;
    const dl_str url =
        dl_str_printf(&f->arena, "%.*s/robots.txt", (int)site.size, site.at);
    job *j = url.size == 0 ? NULL : new_job(f, url, true);
    if (j == NULL || j->host == DL_NONE) {
        return false;
    }
    f->hosts.at[index].robots_asked = true;
    j->robots_of = index;
    return true;
}

/* Starts a job if nothing stands against it at `now`, which is one moment for all jobs of
 * a round: else a later one could be let in before an earlier one of its host; *wake:
 * when nothing will. */
static void try_start(dl_fetch *f, job *j, int64_t now, int64_t *wake)
{
    host *h = &f->hosts.at[j->host];
    if (!j->robots && !h->robots_known) {
        if (!h->robots_asked && !ask_robots(f, j->host)) {
            finish(j, DL_ENOMEM, "out of memory");
        }
        return;
    }
    if (!j->robots) {
        dl_arena_mark mark = dl_arena_here(&f->arena);
        const bool allowed = dl_robots_allow(&h->robots, dl_url_path(j->url), &f->arena);
        dl_arena_back(&f->arena, mark);
        if (!allowed) {
            char why[CURL_ERROR_SIZE + 64];
            snprintf(why, sizeof why,
                     "its robots.txt could not be read (%.*s); not asked",
                     (int)h->closed_why.size, h->closed_why.at);
            finish(j, DL_EIO,
                   h->robots.closed ? why : "its robots.txt asks robots to stay away");
            return;
        }
    }
    if (h->busy || f->running >= f->options.hosts) {
        return;
    }
    if (h->next_ms > now) {
        *wake = h->next_ms < *wake ? h->next_ms : *wake;
        return;
    }
    start(j);
}

/* Takes what has come; how many transfers are over. */
static unsigned collect(dl_fetch *f)
{
    int left;
    unsigned count = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(f->multi, &left)) != NULL) {
        job *j = NULL;
        if (message->msg == CURLMSG_DONE &&
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &j) == CURLE_OK) {
            transfer_done(j, message->data.result);
            count++;
        }
    }
    return count;
}

/* Starts what can be started: what is asked of the first jobs, as far as their answers
 * may be held until it is their turn. */
static int64_t start_some(dl_fetch *f)
{
    const int64_t now = now_ms();
    int64_t wake = now + POLL_MS;
    size_t held = 0;
    const uint32_t left = f->jobs.count - f->first;
    const uint32_t ahead = 4 * f->options.hosts;
    for (uint32_t i = 0; i < left && i < ahead && (i == 0 || held < HELD_BYTES); i++) {
        job *j = f->jobs.at[f->first + i];
        held += j->body.size;
        if (j->state == JOB_WAITS) {
            try_start(f, j, now, &wake);
        }
    }
    for (uint32_t i = f->first_helper; i < f->helpers.count; i++) {
        job *j = f->helpers.at[i];
        if (j->state == JOB_WAITS) {
            try_start(f, j, now, &wake);
        }
        f->first_helper += i == f->first_helper && j->state == JOB_DONE;
    }
    return wake;
}

/* One step of everything: starts, lets libcurl work, waits for something to happen. */
static void step(dl_fetch *f)
{
    int running = 0;
    const int64_t wake = start_some(f);
    curl_multi_perform(f->multi, &running);
    if (collect(f) == 0 && f->jobs.at[f->first]->state != JOB_DONE) {
        const int64_t wait = wake - now_ms();
        curl_multi_poll(f->multi, NULL, 0, wait < 1 ? 1 : (int)wait, NULL);
    }
}

static dl_status give(job *j, dl_arena *arena, dl_fetch_got *out, dl_error *err)
{
    static const char *const names[] = {"etag", "last-modified"};
    dl_buf room;
    dl_str content, values[2];
    bool cut = false;
    out->url = dl_str_copy(arena, j->url);
    out->headers = dl_str_copy(arena, dl_buf_str(&j->headers));
    out->body = dl_str_copy(arena, dl_buf_str(&j->body));
    out->got = j->got;
    if (!dl_http_head(out->headers, &out->http)) {
        return dl_fail(err, DL_EDATA, "%.*s: the answer has no header",
                       (int)(j->asked.size < 300 ? j->asked.size : 300), j->asked.at);
    }
    dl_header_read(out->headers, names, 2, values);
    out->etag = values[0];
    out->modified = values[1];
    dl_http plain = out->http; /* of the body alone, whose chunks are joined */
    plain.head = 0;
    plain.chunked = false;
    dl_buf_init(&room);
    dl_status status = dl_http_content(out->body, &plain, j->fetch->options.bytes, &room,
                                       &content, &cut, err);
    if (status == DL_OK) {
        out->content = content.at == out->body.at ? content : dl_str_copy(arena, content);
    } else if (err != NULL && status != DL_ENOMEM) {
        char what[DL_ERROR_MESSAGE_MAX];
        memcpy(what, err->message, sizeof what);
        (void)dl_fail(err, status, "%.*s: %s",
                      (int)(j->asked.size < 300 ? j->asked.size : 300), j->asked.at,
                      what);
    }
    dl_buf_done(&room);
    if (status == DL_OK && dl_arena_failed(arena)) {
        status = dl_fail_memory(err);
    }
    return status;
}

dl_status dl_fetch_next(dl_fetch *f, dl_arena *arena, dl_fetch_got *out, dl_error *err)
{
    *out = (dl_fetch_got){.got = dl_when_none()};
    if (f->first < f->jobs.count) {
        job *j = f->jobs.at[f->first];
        while (j->state != JOB_DONE) {
            if (f->options.stopped != NULL && f->options.stopped(f->options.context)) {
                return dl_fail(err, DL_ESTOP, "stopped while waiting for an answer");
            }
            step(f);
        }
        f->first++;
        out->asked = dl_str_copy(arena, j->asked);
        out->tag = j->tag;
        out->code = j->code;
        dl_status status = j->status;
        if (status == DL_OK) {
            status = give(j, arena, out, err);
        } else if (err != NULL) {
            *err = j->error;
        }
        free_job(j);
        return status;
    }
    return DL_ENONE;
}
