/* options.c - see options.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the tables ---- */

/* groups: a all, d language data, j jobs, l ledger, o output, p published, s stage,
 * f filter, x limits on pages, t template memory, w the web */
static const command COMMANDS[] = {
    {"add", COMMAND_ADD, "PATH-OR-URL...", 1, -1, "ldjpxtw",
     "read pages into the ledger and bring the chronology up to date",
     "  dateline add pages/              a folder, at any depth\n"
     "  dateline add *.html feed.ndjson  files and records\n"
     "  zcat dump.gz | dateline add -    standard input\n"
     "  dateline add https://paper.example/a https://paper.example/rss\n"
     "                                   a page; a feed and the pages it leads to\n"
     "  dateline add --fetch feeds.opml urls.txt\n"
     "                                   what the addresses in files lead to\n"
     "  dateline add --ledger again.db dateline.db.warc.gz\n"
     "                                   all that was fetched, without the network\n"},
    {"annotate", COMMAND_ANNOTATE, "PATH-OR-URL...", 1, -1, "odjpsxw",
     "tokens, names, times, places, events and claims of texts; no ledger",
     "  dateline annotate --json report.txt\n"
     "  dateline annotate --published 2017-03-02 report.txt\n"
     "  dateline annotate --stage language --json texts.ndjson\n"},
    {"chronicle", COMMAND_CHRONICLE, "", 0, 0, "olf", "the sourced chronology",
     "  dateline chronicle --place Palmyra --from 2016 --to 2017-03\n"
     "  dateline chronicle --type clash --json\n"},
    {"compare", COMMAND_COMPARE, "DOC DOC", 2, 2, "ol", "two reports side by side",
     "  dateline compare a.txt b.txt\n"},
    {"control", COMMAND_CONTROL, "PLACE", 1, 1, "ol",
     "who held a place when, according to whom", "  dateline control Palmyra\n"},
    {"copies", COMMAND_COPIES, "[DOC]", 0, 1, "ol",
     "who copied whom, what was replaced, dropped, added",
     "  dateline copies\n  dateline copies b.txt --json\n"},
    {"event", COMMAND_EVENT, "ID", 1, 1, "ol",
     "one event with every account of it and its evidence",
     "  dateline event e-0123456789abcdef\n"},
    {"explain", COMMAND_EXPLAIN, "ID", 1, 1, "ol",
     "why a row is there: rules, words, and the bytes of the page",
     "  dateline explain e-0123456789abcdef\n  dateline explain pages/a.html\n"},
    {"export", COMMAND_EXPORT, "FORMAT", 1, 1, "lf",
     "the chronology in another format: csv, md, ndjson",
     "  dateline export md >chronology.md\n  dateline export csv --place Palmyra\n"},
    {"extract", COMMAND_EXTRACT, "PATH-OR-URL...", 1, -1, "odjxtw",
     "the articles of pages; no ledger",
     "  dateline extract page.html\n  dateline extract --json pages/ >articles.ndjson\n"
     "  dateline extract https://paper.example/a\n"},
    {"names", COMMAND_NAMES, "[NAME]", 0, 1, "ol",
     "one thing under its many names, and which outlet uses which",
     "  dateline names\n  dateline names Daesh\n"},
    {"search", COMMAND_SEARCH, "QUERY...", 1, -1, "ol",
     "full text, with place: actor: type: source: after: before:",
     "  dateline search '\"dam failed\" OR flood place:Palmyra after:2017-03'\n"},
    {"sources", COMMAND_SOURCES, "", 0, 0, "ol",
     "outlets and origins: what each carries first, copies, shares",
     "  dateline sources\n"},
    {"stories", COMMAND_STORIES, "", 0, 0, "ol", "the stories", "  dateline stories\n"},
    {"story", COMMAND_STORY, "ID", 1, 1, "ol", "one story and its reports",
     "  dateline story s-0123456789abcdef\n"},
    {"unread", COMMAND_UNREAD, "", 0, 0, "ol", "what was not understood",
     "  dateline unread\n"},
    {"help", COMMAND_HELP, "[COMMAND]", 0, 1, "", "help on a command",
     "  dateline help add\n"},
};
#define COMMAND_COUNT (sizeof COMMANDS / sizeof *COMMANDS)

typedef enum option_id {
    OPTION_HELP = 256,
    OPTION_VERSION,
    OPTION_QUIET,
    OPTION_COLOR,
    OPTION_JSON,
    OPTION_CSV,
    OPTION_LEDGER,
    OPTION_DATA,
    OPTION_MODEL,
    OPTION_CODEBOOK,
    OPTION_ACTORS,
    OPTION_TIMEWORDS,
    OPTION_JOBS,
    OPTION_PUBLISHED,
    OPTION_STAGE,
    OPTION_PLACE,
    OPTION_ACTOR,
    OPTION_TYPE,
    OPTION_FROM,
    OPTION_TO,
    OPTION_STORY,
    OPTION_PAGE_BYTES,
    OPTION_DEPTH,
    OPTION_ATTRIBUTES,
    OPTION_NODES,
    OPTION_PARAGRAPHS,
    OPTION_FETCH,
    OPTION_OFFLINE,
    OPTION_KEEP,
    OPTION_ALLOW_PRIVATE,
    OPTION_DELAY,
    OPTION_TIMEOUT,
    OPTION_REDIRECTS,
    OPTION_HOSTS,
    OPTION_WAIT,
    OPTION_AGENT,
    OPTION_PROXY,
    OPTION_NO_TEMPLATES,
    OPTION_TEMPLATE_BLOCKS
} option_id;

typedef struct option_row {
    const char *name;
    option_id id;
    char group;
    const char *argument; /* NULL: takes none */
    const char *about;
} option_row;

static const option_row OPTIONS[] = {
    {"json", OPTION_JSON, 'o', NULL, "one JSON record a line"},
    {"csv", OPTION_CSV, 'o', NULL, "comma-separated values, with a heading"},
    {"ledger", OPTION_LEDGER, 'l', "FILE",
     "the ledger; else $DATELINE_LEDGER, else dateline.db"},
    {"place", OPTION_PLACE, 'f', "NAME", "at this place, or in this region or country"},
    {"actor", OPTION_ACTOR, 'f', "NAME", "done by or to this actor, under any name"},
    {"type", OPTION_TYPE, 'f', "TYPE", "of this type: clash, protest, talks ..."},
    {"from", OPTION_FROM, 'f', "DATE", "not wholly before this day, month or year"},
    {"to", OPTION_TO, 'f', "DATE", "not wholly after it"},
    {"story", OPTION_STORY, 'f', "ID", "told by the reports of this story"},
    {"published", OPTION_PUBLISHED, 'p', "DATE", "date of pages that bring none"},
    {"stage", OPTION_STAGE, 's', "STAGE", "stop after language, tag or tell"},
    {"jobs", OPTION_JOBS, 'j', "N", "threads; else one for each processor"},
    {"data", OPTION_DATA, 'd', "FOLDER", "language data; else $DATELINE_DATA"},
    {"model", OPTION_MODEL, 'd', "FOLDER", "another spaCy model"},
    {"codebook", OPTION_CODEBOOK, 'd', "FILE", "your own codebook, read after ours"},
    {"actors", OPTION_ACTORS, 'd', "FILE", "your own list of actors, read after ours"},
    {"timewords", OPTION_TIMEWORDS, 'd', "FILE", "your own time words, read after ours"},
    {"page-bytes", OPTION_PAGE_BYTES, 'x', "N", "largest page (20971520)"},
    {"depth", OPTION_DEPTH, 'x', "N", "open elements of a page (512)"},
    {"attributes", OPTION_ATTRIBUTES, 'x', "N", "attributes of one tag (256)"},
    {"nodes", OPTION_NODES, 'x', "N", "nodes of one page (300000)"},
    {"paragraphs", OPTION_PARAGRAPHS, 'x', "N", "paragraphs of one article (100000)"},
    {"fetch", OPTION_FETCH, 'w', NULL,
     "ask for the addresses that files hold too (feeds, OPML, lists)"},
    {"offline", OPTION_OFFLINE, 'w', NULL, "ask for nothing; an address is an error"},
    {"keep", OPTION_KEEP, 'w', "FILE",
     "add what is fetched to this web archive, `none` for none; `add` keeps it in "
     "LEDGER.warc.gz"},
    {"allow-private", OPTION_ALLOW_PRIVATE, 'w', NULL,
     "addresses of this machine and of private networks too"},
    {"delay", OPTION_DELAY, 'w', "MS", "pause between two requests to one host (1000)"},
    {"timeout", OPTION_TIMEOUT, 'w', "S", "longest time for one request (30)"},
    {"redirects", OPTION_REDIRECTS, 'w', "N", "redirects followed (5)"},
    {"hosts", OPTION_HOSTS, 'w', "N", "hosts talked to at once (8)"},
    {"wait", OPTION_WAIT, 'w', "S", "longest Retry-After that is waited for (60)"},
    {"agent", OPTION_AGENT, 'w', "TEXT",
     "the User-Agent; robots.txt may name its first word"},
    {"proxy", OPTION_PROXY, 'w', "URL", "a proxy; those of the environment are not used"},
    {"no-templates", OPTION_NO_TEMPLATES, 't', NULL,
     "keep text that the pages of a host repeat"},
    {"template-blocks", OPTION_TEMPLATE_BLOCKS, 't', "N",
     "blocks of text compared to find it (200000)"},
    {"color", OPTION_COLOR, 'a', "WHEN", "auto, always or never"},
    {"quiet", OPTION_QUIET, 'a', NULL, "no notes and no progress"},
    {"help", OPTION_HELP, 'a', NULL, "this help"},
    {"version", OPTION_VERSION, 'a', NULL, "the version"},
};
#define OPTION_COUNT (sizeof OPTIONS / sizeof *OPTIONS)

/* ---- did you mean ---- */

#define NEAR_MOST 2  /* letters that may differ */
#define WORD_MOST 40 /* longer words are not compared */

/* Edits from a to b (Levenshtein, with neighbours swapped counting once). */
static int distance(const char *a, const char *b)
{
    int rows[3][WORD_MOST + 1];
    const int n = (int)strlen(a), m = (int)strlen(b);
    if (n > WORD_MOST || m > WORD_MOST) {
        return WORD_MOST;
    }
    for (int j = 0; j <= m; j++) {
        rows[0][j] = j;
    }
    for (int i = 1; i <= n; i++) {
        int *now = rows[i % 3], *last = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
        now[0] = i;
        for (int j = 1; j <= m; j++) {
            int best = last[j - 1] + (a[i - 1] != b[j - 1]);
            best = last[j] + 1 < best ? last[j] + 1 : best;
            best = now[j - 1] + 1 < best ? now[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                before[j - 2] + 1 < best) {
                best = before[j - 2] + 1;
            }
            now[j] = best;
        }
    }
    return rows[n % 3][m];
}

static void nearer(const char *word, const char *name, const char **best, int *least)
{
    const int d = distance(word, name);
    if (d < *least) {
        *least = d;
        *best = name;
    }
}

static const char *like_command(const char *word)
{
    const char *best = NULL;
    int least = NEAR_MOST + 1;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        nearer(word, COMMANDS[i].name, &best, &least);
    }
    return best;
}

static const char *like_option(const char *word)
{
    const char *best = NULL;
    int least = NEAR_MOST + 1;
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        nearer(word, OPTIONS[i].name, &best, &least);
    }
    return best;
}

/* ---- values ---- */

const command *options_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(COMMANDS[i].name, name) == 0) {
            return &COMMANDS[i];
        }
    }
    return NULL;
}

static const option_row *find_option(int id)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if ((int)OPTIONS[i].id == id) {
            return &OPTIONS[i];
        }
    }
    return NULL;
}

static bool number(const char *name, const char *text, uint64_t most, uint64_t *out,
                   char message[512])
{
    char *end;
    errno = 0;
    const unsigned long long value = strtoull(text, &end, 10);
    if (errno != 0 || *end != '\0' || end == text || text[0] == '-' || value == 0 ||
        value > most) {
        snprintf(message, 512, "--%s %s: not a number from 1 to %llu", name, text,
                 (unsigned long long)most);
        return false;
    }
    *out = value;
    return true;
}

static bool small(const char *name, const char *text, uint32_t most, uint32_t *out,
                  char message[512])
{
    uint64_t wide;
    if (!number(name, text, most, &wide, message)) {
        return false;
    }
    *out = (uint32_t)wide;
    return true;
}

/* The index of `text` in a NULL-terminated list of words. */
static bool word(const char *name, const char *text, const char *const *words, int *out,
                 char message[512])
{
    size_t at = (size_t)snprintf(message, 512, "--%s %s: not one of", name, text);
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(text, words[i]) == 0) {
            *out = i;
            return true;
        }
        at += (size_t)snprintf(message + at, at < 512 ? 512 - at : 0, "%s %s",
                               i == 0 ? "" : ",", words[i]);
    }
    return false;
}

static bool set_stage(const char *text, request *r, char message[512])
{
    static const char *const STAGES[] = {"language", "tag", "tell", NULL};
    int stage;
    if (!word("stage", text, STAGES, &stage, message)) {
        return false;
    }
    r->stage = (dateline_stage)(stage + 1);
    return true;
}

static bool set_color(const char *text, request *r, char message[512])
{
    static const char *const WHEN[] = {"auto", "always", "never", NULL};
    int when;
    if (!word("color", text, WHEN, &when, message)) {
        return false;
    }
    r->color = (color_when)when;
    return true;
}

static bool set_web(int id, const char *text, request *r, char message[512])
{
    dateline_options *o = &r->options;
    switch (id) { /* a switch that only maps */
    case OPTION_FETCH:
        o->fetch = DATELINE_FETCH_ALL;
        return true;
    case OPTION_OFFLINE:
        o->fetch = DATELINE_FETCH_NOTHING;
        return true;
    case OPTION_KEEP:
        o->keep = strcmp(text, "none") == 0 ? "" : text;
        return true;
    case OPTION_ALLOW_PRIVATE:
        o->allow_private = 1;
        return true;
    case OPTION_DELAY:
        return small("delay", text, 86400000, &o->delay_ms, message);
    case OPTION_TIMEOUT:
        return small("timeout", text, 86400, &o->seconds, message);
    case OPTION_REDIRECTS:
        return small("redirects", text, 100, &o->redirects, message);
    case OPTION_HOSTS:
        return small("hosts", text, 256, &o->hosts, message);
    case OPTION_WAIT:
        return small("wait", text, 86400, &o->wait, message);
    case OPTION_AGENT:
        o->agent = text;
        return true;
    case OPTION_PROXY:
        o->proxy = text;
        return true;
    default:
        return false;
    }
}

static bool set(int id, const char *text, request *r, char message[512])
{
    dateline_options *o = &r->options;
    switch (id) { /* a switch that only maps */
    case OPTION_HELP:
        r->help = true;
        return true;
    case OPTION_VERSION:
        r->version = true;
        return true;
    case OPTION_QUIET:
        r->quiet = true;
        return true;
    case OPTION_JSON:
        r->json = true;
        return true;
    case OPTION_CSV:
        r->csv = true;
        return true;
    case OPTION_COLOR:
        return set_color(text, r, message);
    case OPTION_LEDGER:
        o->ledger = text;
        return true;
    case OPTION_DATA:
        o->data = text;
        return true;
    case OPTION_MODEL:
        o->model = text;
        return true;
    case OPTION_CODEBOOK:
        o->codebook = text;
        return true;
    case OPTION_ACTORS:
        o->actors = text;
        return true;
    case OPTION_TIMEWORDS:
        o->timewords = text;
        return true;
    case OPTION_JOBS:
        return small("jobs", text, 64, &o->jobs, message);
    case OPTION_PUBLISHED:
        r->published = text;
        return true;
    case OPTION_STAGE:
        return set_stage(text, r, message);
    case OPTION_PLACE:
        r->filter.place = text;
        return true;
    case OPTION_ACTOR:
        r->filter.actor = text;
        return true;
    case OPTION_TYPE:
        r->filter.type = text;
        return true;
    case OPTION_FROM:
        r->filter.from = text;
        return true;
    case OPTION_TO:
        r->filter.to = text;
        return true;
    case OPTION_STORY:
        r->filter.story = text;
        return true;
    case OPTION_PAGE_BYTES:
        return number("page-bytes", text, UINT32_MAX / 2, &o->page_bytes, message);
    case OPTION_DEPTH:
        return small("depth", text, 1u << 20, &o->depth, message);
    case OPTION_ATTRIBUTES:
        return small("attributes", text, 1u << 20, &o->attributes, message);
    case OPTION_NODES:
        return small("nodes", text, 1u << 30, &o->nodes, message);
    case OPTION_PARAGRAPHS:
        return small("paragraphs", text, 1u << 30, &o->paragraphs, message);
    case OPTION_NO_TEMPLATES:
        o->no_templates = 1;
        return true;
    case OPTION_TEMPLATE_BLOCKS:
        return small("template-blocks", text, 1u << 26, &o->template_blocks, message);
    default:
        return set_web(id, text, r, message);
    }
}

/* ---- reading ---- */

static bool wrong_option(const char *given, char message[512])
{
    char name[WORD_MOST + 1];
    const char *bare = given + strspn(given, "-");
    const size_t size = strcspn(bare, "="), kept = size < WORD_MOST ? size : WORD_MOST;
    memcpy(name, bare, kept);
    name[kept] = '\0';
    const char *like = strlen(bare) > 1 ? like_option(name) : NULL;
    if (like != NULL) {
        snprintf(message, 512, "%.60s: no such option; did you mean --%s?", given, like);
    } else {
        snprintf(message, 512, "%.60s: no such option; `dateline --help` lists them",
                 given);
    }
    return false;
}

static bool takes(const command *c, const option_row *o)
{
    return o->group == 'a' || strchr(c->groups, o->group) != NULL;
}

static bool check_command(request *r, const bool *given, const char *name,
                          char message[512])
{
    const command *c = r->command;
    if (c == NULL) {
        const char *like = like_command(name);
        snprintf(message, 512,
                 like != NULL ? "%.60s: no such command; did you mean `%s`?"
                              : "%.60s: no such command; `dateline --help` lists them",
                 name, like);
        return false;
    }
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (given[i] && !takes(c, &OPTIONS[i])) {
            snprintf(message, 512,
                     "%s takes no --%s; `dateline %s --help` lists what it takes",
                     c->name, OPTIONS[i].name, c->name);
            return false;
        }
    }
    if (r->help || r->version) {
        return true;
    }
    if (r->argument_count < c->least || (c->most >= 0 && r->argument_count > c->most)) {
        snprintf(message, 512, "write: dateline %s%s%s; `dateline %s --help` tells more",
                 c->name, c->arguments[0] == '\0' ? "" : " ", c->arguments, c->name);
        return false;
    }
    return true;
}

bool options_read(int argc, char **argv, request *out, char message[512])
{
    struct option table[OPTION_COUNT + 1] = {0};
    bool given[OPTION_COUNT] = {false};
    int id;
    const dateline_options fallback = DATELINE_OPTIONS;
    const dateline_filter everything = DATELINE_FILTER;
    *out = (request){.options = fallback, .filter = everything};
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        table[i] =
            (struct option){OPTIONS[i].name,
                            OPTIONS[i].argument != NULL ? required_argument : no_argument,
                            NULL, (int)OPTIONS[i].id};
    }
    opterr = 0;
    for (;;) {
        const int here = optind;
        if ((id = getopt_long(argc, argv, ":hl:j:q", table, NULL)) == -1) {
            break;
        }
        id = id == 'h'   ? OPTION_HELP
             : id == 'l' ? OPTION_LEDGER
             : id == 'j' ? OPTION_JOBS
             : id == 'q' ? OPTION_QUIET
                         : id;
        const option_row *row = find_option(id);
        if (id == ':') {
            snprintf(message, 512, "%.60s wants a value", argv[optind - 1]);
            return false;
        }
        if (row == NULL) {
            return wrong_option(argv[optind > here ? optind - 1 : here], message);
        }
        given[row - OPTIONS] = true;
        if (!set(id, optarg, out, message)) {
            return false;
        }
    }
    if (optind < argc) {
        out->command = options_command(argv[optind]);
        out->argument_count = argc - optind - 1;
    }
    out->arguments = calloc((size_t)out->argument_count + 1, sizeof *out->arguments);
    if (out->arguments == NULL) {
        snprintf(message, 512, "out of memory");
        return false;
    }
    for (int i = 0; i < out->argument_count; i++) {
        out->arguments[i] = argv[optind + 1 + i];
    }
    return optind == argc || check_command(out, given, argv[optind], message);
}

/* ---- help ---- */

static void help_options(const command *c)
{
    puts("\nOptions:");
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const option_row *o = &OPTIONS[i];
        if (takes(c, o)) {
            char left[COMMAND_NAME_MAX];
            snprintf(left, sizeof left, "--%s%s%s", o->name,
                     o->argument != NULL ? " " : "",
                     o->argument != NULL ? o->argument : "");
            printf("  %-20s %s\n", left, o->about);
        }
    }
}

void options_help(const command *c)
{
    if (c != NULL) {
        printf("dateline %s: %s\n\nUsage: dateline %s%s%s [OPTION...]\n", c->name,
               c->about, c->name, c->arguments[0] == '\0' ? "" : " ", c->arguments);
        help_options(c);
        printf("\nExamples:\n%s", c->examples);
        return;
    }
    puts("dateline: a sourced chronology from news pages.\n\n"
         "Usage: dateline COMMAND [ARGUMENT...] [OPTION...]\n\nCommands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        char left[COMMAND_NAME_MAX];
        snprintf(left, sizeof left, "%s %s", COMMANDS[i].name, COMMANDS[i].arguments);
        printf("  %-20s %s\n", left, COMMANDS[i].about);
    }
    puts(
        "\n`dateline COMMAND --help` tells the options of a command, with examples.\n"
        "Exit: 0 done; 1 done, and nothing was found; 2 the call or its input cannot be\n"
        "used; 3 part of the input failed, everything else was done.\n\n"
        "Start with:\n  dateline add pages/\n  dateline chronicle");
}
