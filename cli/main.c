/* main.c - the command line: reads what is asked, calls dateline.h, prints, and turns
 * what happened into an exit code.
 * SPDX-License-Identifier: Apache-2.0 */
#include "options.h"
#include "print.h"

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_DONE = 0, EXIT_NOTHING = 1, EXIT_UNUSABLE = 2, EXIT_PART = 3 };

#define PROGRESS_AFTER 1.0 /* seconds before a progress line appears */
#define PROGRESS_EVERY 0.2

/* What the listener needs. */
typedef struct run {
    const request *request;
    printer *printer;
    bool progress; /* may be drawn */
    bool drawn;    /* a progress line stands on the terminal */
    struct timespec start;
    double last;
} run;

/* ---- what a call tells on its way ---- */

static double seconds(const struct timespec *from)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - from->tv_sec) +
           (double)(now.tv_nsec - from->tv_nsec) / 1e9;
}

static void wipe(run *r)
{
    if (r->drawn) {
        fputs("\r\033[K", stderr);
        r->drawn = false;
    }
}

static void complain(run *r, const char *message)
{
    wipe(r);
    fprintf(stderr, "dateline: %s\n", message);
}

static void on_failed(void *context, const char *message)
{
    complain(context, message);
}

static void on_note(void *context, const char *message)
{
    run *r = context;
    if (!r->request->quiet) {
        complain(r, message);
    }
}

static void on_progress(void *context, const char *what, uint64_t done, uint64_t total)
{
    run *r = context;
    const double now = r->progress ? seconds(&r->start) : 0;
    if (!r->progress || now < PROGRESS_AFTER || now - r->last < PROGRESS_EVERY) {
        return;
    }
    r->last = now;
    r->drawn = true;
    if (total != 0) {
        fprintf(stderr, "\r\033[K%s: %llu of %llu", what, (unsigned long long)done,
                (unsigned long long)total);
    } else {
        fprintf(stderr, "\r\033[K%s: %llu", what, (unsigned long long)done);
    }
}

static int on_record(void *context, const char *text, size_t size)
{
    run *r = context;
    if (r->printer != NULL) {
        return printer_add(r->printer, text, size) ? 0 : 1;
    }
    return fwrite(text, 1, size, stdout) == size ? 0 : 1; /* export: text as it is */
}

/* ---- calls ---- */

/* The words of a query as one text, with a blank between them. */
static char *joined(const char *const *words)
{
    size_t size = 1;
    for (size_t i = 0; words[i] != NULL; i++) {
        size += strlen(words[i]) + 1;
    }
    char *text = calloc(1, size);
    for (size_t i = 0; text != NULL && words[i] != NULL; i++) {
        strcat(strcat(text, i == 0 ? "" : " "), words[i]);
    }
    return text;
}

static dateline_status search(dateline *d, const request *q, const dateline_listener *to,
                              dateline_done *done, dateline_error *error)
{
    char *query = joined(q->arguments);
    const dateline_status status =
        dateline_search(d, query == NULL ? "" : query, to, done, error);
    free(query);
    return status;
}

static dateline_status call(dateline *d, const request *q, const dateline_listener *to,
                            dateline_done *done, dateline_error *error)
{
    const char *const *args = q->arguments;
    const size_t count = (size_t)q->argument_count;
    switch (q->command->id) { /* a switch that only maps */
    case COMMAND_EXTRACT:
        return dateline_extract(d, args, count, to, done, error);
    case COMMAND_ANNOTATE:
        return dateline_annotate(d, args, count, q->published, q->stage, to, done, error);
    case COMMAND_ADD:
        return dateline_add(d, args, count, q->published, to, done, error);
    case COMMAND_CHRONICLE:
        return dateline_chronicle(d, &q->filter, to, done, error);
    case COMMAND_CONTROL:
        return dateline_control(d, args[0], to, done, error);
    case COMMAND_EVENT:
        return dateline_event(d, args[0], to, done, error);
    case COMMAND_STORIES:
    case COMMAND_STORY:
        return dateline_stories(d, args[0], to, done, error);
    case COMMAND_COPIES:
        return dateline_copies(d, args[0], to, done, error);
    case COMMAND_COMPARE:
        return dateline_compare(d, args[0], args[1], to, done, error);
    case COMMAND_NAMES:
        return dateline_names(d, args[0], to, done, error);
    case COMMAND_SOURCES:
        return dateline_sources(d, to, done, error);
    case COMMAND_SEARCH:
        return search(d, q, to, done, error);
    case COMMAND_UNREAD:
        return dateline_unread(d, to, done, error);
    case COMMAND_EXPLAIN:
        return dateline_explain(d, args[0], to, done, error);
    case COMMAND_EXPORT:
        return dateline_export(d, args[0], &q->filter, to, done, error);
    case COMMAND_HELP:
        break;
    }
    return DATELINE_EUSAGE;
}

/* ---- one run ---- */

static dateline *volatile running; /* for the signal handler alone */

static void on_signal(int number)
{
    if (running != NULL) {
        dateline_stop(running);
    }
    signal(number, SIG_DFL); /* the second one ends the program */
}

static int exit_code(const request *q, dateline_status status, const dateline_done *done)
{
    const uint64_t whole =
        done->records - (done->empty < done->records ? done->empty : done->records);
    switch (status) {
    case DATELINE_OK:
        break;
    case DATELINE_ENONE:
        return EXIT_NOTHING;
    case DATELINE_ESTOP:
        return EXIT_PART;
    default:
        return EXIT_UNUSABLE;
    }
    if (done->failed > 0) {
        return done->records > 0 ? EXIT_PART : EXIT_UNUSABLE;
    }
    if (done->empty > 0) {
        return whole > 0 ? EXIT_PART : EXIT_NOTHING;
    }
    return done->records == 0 ? EXIT_NOTHING : EXIT_DONE;
}

static int serve(dateline *d, const request *q)
{
    run r = {.request = q, .progress = !q->quiet && isatty(STDERR_FILENO)};
    dateline_done done = {0};
    dateline_error error = {0};
    clock_gettime(CLOCK_MONOTONIC, &r.start);
    if (q->command->id != COMMAND_EXPORT && (r.printer = printer_new(q)) == NULL) {
        complain(&r, "out of memory");
        return EXIT_UNUSABLE;
    }
    const dateline_listener to = {&r, on_record, on_failed, on_note, on_progress};
    running = d;
    const dateline_status status = call(d, q, &to, &done, &error);
    running = NULL;
    const bool printed = r.printer == NULL || printer_end(r.printer);
    if (!printed || fflush(stdout) != 0 || ferror(stdout)) {
        char message[128];
        snprintf(message, sizeof message, "standard output: %s", strerror(errno));
        complain(&r, message);
        return EXIT_UNUSABLE;
    }
    if (status != DATELINE_OK) {
        complain(&r, error.message);
    }
    wipe(&r);
    return exit_code(q, status, &done);
}

/* The folder this program lies in. */
static bool own_folder(char out[PATH_MAX])
{
    const ssize_t size = readlink("/proc/self/exe", out, PATH_MAX - 1);
    char *slash;
    if (size <= 0) {
        return false;
    }
    out[size] = '\0';
    slash = strrchr(out, '/');
    if (slash != NULL) {
        *slash = '\0';
    }
    return slash != NULL;
}

static const char *ledger_of(const request *q)
{
    const char *named = getenv("DATELINE_LEDGER");
    return q->options.ledger != NULL           ? q->options.ledger
           : named != NULL && named[0] != '\0' ? named
                                               : "dateline.db";
}

/* What a thread frees stays with the heap it came from: as many heaps as threads work at
 * once are enough, however many come and go. */
static void bound_heaps(uint32_t jobs)
{
#ifdef M_ARENA_MAX
    const long processors = sysconf(_SC_NPROCESSORS_ONLN);
    mallopt(M_ARENA_MAX, jobs > 0 ? (int)jobs : processors > 0 ? (int)processors : 1);
#endif
}

static int work(request *q)
{
    char folder[PATH_MAX];
    dateline_error error = {0};
    dateline *d;
    bound_heaps(q->options.jobs);
    q->options.program = own_folder(folder) ? folder : NULL;
    q->options.ledger = ledger_of(q);
    if (dateline_open(&q->options, &d, &error) != DATELINE_OK) {
        fprintf(stderr, "dateline: %s\n", error.message);
        return EXIT_UNUSABLE;
    }
    const struct sigaction act = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    const int code = serve(d, q);
    dateline_close(d);
    return code;
}

static int help(const request *q)
{
    const command *about = q->command;
    if (about != NULL && about->id == COMMAND_HELP) {
        about = NULL;
        if (q->argument_count == 1 &&
            (about = options_command(q->arguments[0])) == NULL) {
            fprintf(stderr,
                    "dateline: %s: no such command; `dateline --help` lists them\n",
                    q->arguments[0]);
            return EXIT_UNUSABLE;
        }
    }
    options_help(about);
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    request q;
    char message[512];
    int code;
    setlocale(LC_CTYPE, "C.UTF-8");
    if (!options_read(argc, argv, &q, message)) {
        fprintf(stderr, "dateline: %s\n", message);
        free(q.arguments);
        return EXIT_UNUSABLE;
    }
    if (q.version) {
        printf("dateline %s\n", dateline_version());
        code = EXIT_DONE;
    } else if (q.help || (q.command != NULL && q.command->id == COMMAND_HELP)) {
        code = help(&q);
    } else if (q.command == NULL) {
        fprintf(stderr, "dateline: no command was given; `dateline --help` lists them\n");
        code = EXIT_UNUSABLE;
    } else if (q.json && q.csv) {
        fprintf(stderr, "dateline: --json and --csv: choose one\n");
        code = EXIT_UNUSABLE;
    } else {
        code = work(&q);
    }
    free(q.arguments);
    return code;
}
