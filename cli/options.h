/* options.h - commands and options, as tables; what a command line asks for.
 *
 * The tables are the one place where a command or an option is named: the parser, --help
 * and its errors are made from them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <dateline.h>

#include <stdbool.h>

#define COMMAND_NAME_MAX 128

typedef enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } color_when;

typedef enum command_id {
    COMMAND_EXTRACT,
    COMMAND_ANNOTATE,
    COMMAND_ADD,
    COMMAND_CHRONICLE,
    COMMAND_CONTROL,
    COMMAND_EVENT,
    COMMAND_STORIES,
    COMMAND_STORY,
    COMMAND_COPIES,
    COMMAND_COMPARE,
    COMMAND_NAMES,
    COMMAND_SOURCES,
    COMMAND_SEARCH,
    COMMAND_UNREAD,
    COMMAND_EXPLAIN,
    COMMAND_EXPORT,
    COMMAND_HELP
} command_id;

typedef struct command {
    const char *name;
    command_id id;
    const char *arguments; /* as --help shows them: "PATH..." */
    int least, most;       /* number of arguments; most -1: any */
    const char *groups;    /* letters of the option groups it takes; all take 'a' */
    const char *about;     /* one line */
    const char *examples;  /* lines */
} command;

/* What was asked. */
typedef struct request {
    const command *command; /* NULL: none was named */
    const char **arguments; /* NULL-terminated */
    int argument_count;
    bool help, version, json, csv, quiet;
    color_when color;
    const char *published;
    dateline_stage stage;
    dateline_filter filter;
    dateline_options options;
} request;

/* Reads the command line. false: it cannot be understood, and `message` says why. The
 * strings of *out are those of argv; free out->arguments. */
bool options_read(int argc, char **argv, request *out, char message[512]);

/* The command of a name; NULL if there is none. */
const command *options_command(const char *name);

/* Prints the help of a command; NULL: of the program. */
void options_help(const command *command);

#endif
