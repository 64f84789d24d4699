/* memory.c - what happens when memory runs out: the main job with one allocation failing.
 *
 *     memory BUILD FOLDER_OF_PAGES
 *
 * The program is linked with --wrap, so that every malloc, calloc and realloc of ours and
 * of the libraries built with ours (lexbor, yyjson, SQLite) goes through here, also under
 * a sanitizer. One handle is opened; then a child process is forked for each allocation
 * tried, in which that one fails and, in a second child, all after it too. Each must end by
 * itself, say "out of memory" unless its answer is the undisturbed one, and leave a
 * ledger that says the undisturbed thing once the pages are added again. When there are
 * more allocations than children, they are sampled evenly.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "dateline.h"
#include "hash.h"
#include "tap.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define SANITIZED 0
#endif
#if SANITIZED /* slow: sampled more thinly */
#define FIRST_CHILDREN 8
#define CHILDREN 12
#else
#define FIRST_CHILDREN 24 /* the first allocations are tried one by one */
#define CHILDREN 40       /* and so many of the rest, evenly */
#endif
#define SECONDS_MAX 600   /* of one child, also under a sanitizer */

/* ---- the failing allocator ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static atomic_bool armed;
static bool for_good; /* every allocation after the one that fails fails too */
static atomic_long seen, fails_at;

static bool fails(void)
{
    if (!atomic_load_explicit(&armed, memory_order_relaxed)) {
        return false;
    }
    const long number = atomic_fetch_add(&seen, 1) + 1;
    return number == fails_at || (for_good && number > fails_at);
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

static void arm(long number, bool all)
{
    for_good = all;
    atomic_store(&seen, 0);
    atomic_store(&fails_at, number);
    atomic_store(&armed, true);
}

/* ---- what a child did, in memory that both see ---- */

typedef struct told {
    dateline_status status;
    uint64_t answer; /* hash of the records */
    uint64_t records;
    long seen;
    bool said; /* "out of memory", as the error, a failure or a note */
    char message[sizeof(((dateline_error *)0)->message)];
} told;

static told *shared;
static const char *build, *pages;
static char folder[] = "/tmp/dateline-memory-XXXXXX", ledger[64], full[64];

static int on_record(void *context, const char *text, size_t size)
{
    told *t = context;
    t->answer = dl_hash_join(t->answer, dl_hash((dl_str){text, size}));
    t->records++;
    return 0;
}

static void on_line(void *context, const char *message)
{
    told *t = context;
    if (strstr(message, "out of memory") != NULL) {
        t->said = true;
    }
}

typedef dateline_status job(dateline *d, const dateline_listener *to, dateline_error *error);

static dateline_status add(dateline *d, const dateline_listener *to, dateline_error *error)
{
    return dateline_add(d, &pages, 1, NULL, to, NULL, error);
}

static dateline_status annotate(dateline *d, const dateline_listener *to,
                                dateline_error *error)
{
    return dateline_annotate(d, &pages, 1, NULL, DATELINE_STAGE_ALL, to, NULL, error);
}

static dateline_status chronicle(dateline *d, const dateline_listener *to,
                                 dateline_error *error)
{
    return dateline_chronicle(d, NULL, to, NULL, error);
}

static dateline *open_with(const char *path, uint32_t jobs)
{
    dateline_options options = DATELINE_OPTIONS;
    dateline *d = NULL;
    options.ledger = path;
    options.program = build;
    options.jobs = jobs;
    return dateline_open(&options, &d, NULL) == DATELINE_OK ? d : NULL;
}

static void run(job *what, dateline *d, told *out)
{
    dateline_error error = {0};
    const dateline_listener to = {.context = out, .record = on_record, .failed = on_line, .note = on_line};
    out->answer = 0, out->records = 0, out->said = false;
    out->status = what(d, &to, &error);
    on_line(out, error.message);
    snprintf(out->message, sizeof out->message, "%s", error.message);
}

/* A fresh ledger for this child. */
static void copy_ledger(const char *from)
{
    char command[256];
    snprintf(command, sizeof command, "rm -f %s %s-wal %s-shm", ledger, ledger, ledger);
    CHECK(system(command) == 0);
    if (from != NULL) {
        snprintf(command, sizeof command, "cp %s %s", from, ledger);
        CHECK(system(command) == 0);
    }
}

/* In the child: the job with the failure, then without, then what the ledger says.
 * shared[0] is the disturbed run, shared[1] the chronicle after a clean second one. */
static void child(job *what, dateline *d, long number, bool all, bool again)
{
    alarm(SECONDS_MAX);
    arm(number, all);
    run(what, d, &shared[0]);
    atomic_store(&armed, false);
    shared[0].seen = seen;
    dateline_close(d);
    if (again) {
        told added = {0};
        d = open_with(ledger, 1);
        run(add, d, &added);
        run(chronicle, d, &shared[1]);
        if (added.status != DATELINE_OK) {
            shared[1].status = added.status;
        }
        dateline_close(d);
    }
    fflush(stdout);
    _exit(0);
}

static int in_child(job *what, dateline *d, long number, bool all, bool again)
{
    fflush(stdout);
    memset(shared, 0, 2 * sizeof *shared);
    const pid_t pid = fork();
    if (pid == 0) {
        child(what, d, number, all, again);
    }
    int end = -1;
    return pid > 0 && waitpid(pid, &end, 0) == pid ? end : -1;
}

/* The undisturbed chronicle of the pages. */
static uint64_t whole;

static void try_one(job *what, dateline *d, long number, bool all, const told *calm)
{
    const bool writes = what == add;
    if (writes) {
        copy_ledger(NULL);
    }
    const int end = in_child(what, d, number, all, writes);
    const bool same = shared[0].status == DATELINE_OK && shared[0].records == calm->records &&
                      shared[0].answer == calm->answer;
    const bool sound = !writes || (shared[1].status == DATELINE_OK && shared[1].answer == whole);
    if (end != 0 || !(same || shared[0].said) || !sound) {
        printf("# allocation %ld%s: ended with %s %d, status %d, \"%s\"; added again: status %d %s\n", number,
               all ? " and all after" : "", WIFSIGNALED(end) ? "signal" : "code",
               WIFSIGNALED(end) ? WTERMSIG(end) : WEXITSTATUS(end), shared[0].status,
               shared[0].message, shared[1].status, sound ? "" : "and another chronicle");
        tap_bad = 1;
    }
}

static void try_all(job *what, dateline *d)
{
    copy_ledger(NULL);
    CHECK(d != NULL);
    CHECK_INT(in_child(what, d, 0, false, false), 0);
    const told calm = shared[0];
    CHECK_INT(calm.status, DATELINE_OK);
    CHECK(calm.seen > FIRST_CHILDREN);
    printf("# %ld allocations\n", calm.seen);
    long step = (calm.seen - FIRST_CHILDREN) / CHILDREN;
    step = step > 0 ? step : 1;
    for (long n = 1; n <= calm.seen; n += n <= FIRST_CHILDREN ? 1 : step) {
        try_one(what, d, n, n % 2 == 0, &calm);
    }
}

/* ---- the tests ---- */

static void reading_the_language_data_survives_want_of_memory(void)
{
    dateline *d = open_with(ledger, 1); /* opens nothing yet */
    try_all(annotate, d);
    dateline_close(d);
}

static dateline *warm(const char *path, uint32_t jobs)
{
    dateline *d = open_with(path, jobs);
    told t = {0};
    run(annotate, d, &t);
    CHECK_INT(t.status, DATELINE_OK);
    CHECK(t.records > 0);
    return d;
}

static void adding_pages_survives_want_of_memory(void)
{
    dateline *d = warm(ledger, 1);
    try_all(add, d);
    dateline_close(d);
}

static void adding_pages_on_three_threads_survives_want_of_memory(void)
{
    dateline *d = warm(ledger, 3);
    try_all(add, d);
    dateline_close(d);
}

static void asking_for_the_chronicle_survives_want_of_memory(void)
{
    dateline *d = open_with(full, 1);
    try_all(chronicle, d);
    dateline_close(d);
}

int main(int count, char **arg)
{
    if (count < 3 || mkdtemp(folder) == NULL) {
        return 2;
    }
    build = arg[1], pages = arg[2];
    snprintf(ledger, sizeof ledger, "%s/x.db", folder);
    snprintf(full, sizeof full, "%s/full.db", folder);
    shared = mmap(NULL, 2 * sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) {
        return 2;
    }
    dateline *d = open_with(full, 2);
    told t = {0};
    run(add, d, &t);
    run(chronicle, d, &t);
    whole = t.answer;
    dateline_close(d);
    TEST(reading_the_language_data_survives_want_of_memory);
    TEST(adding_pages_survives_want_of_memory);
    TEST(adding_pages_on_three_threads_survives_want_of_memory);
    TEST(asking_for_the_chronicle_survives_want_of_memory);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    CHECK(system(command) == 0);
    return tap_done();
}
