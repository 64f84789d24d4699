/* dateline.h - the public interface of dateline: news pages in, a sourced chronology out.
 *
 *     dateline_options options = DATELINE_OPTIONS;
 *     dateline *d;
 *     dateline_error error;
 *     options.ledger = "news.db";
 *     if (dateline_open(&options, &d, &error) != DATELINE_OK) { puts(error.message); }
 *     dateline_add(d, paths, count, &listener, &done, &error);
 *     dateline_chronicle(d, &filter, &listener, &done, &error);
 *     dateline_close(d);
 *
 * Every answer comes as JSON text, one record a call of listener.record, with the fields
 * that the documentation of the command of the same name fixes. The command line, the
 * server and the bindings use these calls and no others.
 *
 * Threads: a handle is used by one thread at a time; many handles may live in one
 * process. Work inside a call runs on options.jobs threads; the listener is only ever
 * called on the thread that made the call. There is no global state.
 *
 * Memory: strings given to a call are borrowed for the length of the call, those in
 * dateline_options for the length of dateline_open. Text given to the listener is valid
 * until the listener returns.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DATELINE_H
#define DATELINE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define DATELINE_API __attribute__((visibility("default")))
#else
#define DATELINE_API
#endif

/* ---- status ------------------------------------------------------------------- */

typedef enum dateline_status {
    DATELINE_OK,
    DATELINE_ENOMEM,   /* out of memory */
    DATELINE_EIO,      /* a file could not be read or written */
    DATELINE_EDATA,    /* a file is not what it should be */
    DATELINE_ELIMIT,   /* a limit was reached */
    DATELINE_EVERSION, /* the ledger was made by a newer version */
    DATELINE_EUSAGE,   /* the call cannot be understood */
    DATELINE_ENONE,    /* there is no such thing */
    DATELINE_EBUSY,    /* the ledger is being written by another process */
    DATELINE_ESTOP     /* stopped by dateline_stop or by the listener */
} dateline_status;

/* Filled by a call that does not give DATELINE_OK. One line of text: what, where, with
 * which value, and what to do. Every call takes it last and it may be NULL. */
typedef struct dateline_error {
    dateline_status status;
    char message[512];
} dateline_error;

/* The version of the library: "0.1.0". */
DATELINE_API const char *dateline_version(void);

/* The sentence of a status; never NULL. */
DATELINE_API const char *dateline_status_text(dateline_status status);

/* ---- the handle --------------------------------------------------------------- */

typedef struct dateline dateline;

/* Which addresses of the web are asked for. */
typedef enum dateline_fetch {
    DATELINE_FETCH_GIVEN, /* those given as a path, and what a feed among them leads to */
    DATELINE_FETCH_ALL, /* also those that files hold: feeds, OPML, lists of addresses */
    DATELINE_FETCH_NOTHING /* none; giving one is an error */
} dateline_fetch;

/* What to work with. Start from DATELINE_OPTIONS; NULL and 0 stand for the default. */
typedef struct dateline_options {
    size_t size;          /* sizeof(dateline_options): tells the version of this struct */
    const char *ledger;   /* the SQLite file; NULL: calls that need one give EUSAGE */
    const char *data;     /* folder with codebook.txt, actors.txt, time/, gazetteer.bin
                             and model/. NULL: $DATELINE_DATA, then beside `program`,
                             then where dateline was installed */
    const char *program;  /* folder of the running program, for `data`; may be NULL */
    const char *model;    /* a spaCy model folder; NULL: model/ of the data */
    const char *codebook; /* the user's own codebook, read after ours; may be NULL */
    const char *actors;   /* the user's own actor list, read after ours; may be NULL */
    const char *timewords; /* the user's own time words, read after ours; may be NULL */
    uint32_t jobs;         /* threads; 0: one for each processor */
    uint64_t page_bytes;   /* largest page: 20 MiB */
    uint32_t depth;        /* open elements of a page: 512 */
    uint32_t attributes;   /* attributes of one tag: 256 */
    uint32_t nodes;        /* nodes of one page: 300,000 */
    uint32_t paragraphs;   /* paragraphs of one article: 100,000 */
    uint32_t no_templates; /* 1: text that the pages of a host repeat is left in */
    uint32_t template_blocks; /* blocks of text that are compared for it, of one host in a
                                 ledger, of all pages in dateline_extract: 200,000 */
    /* the network */
    dateline_fetch fetch;
    const char *keep; /* a web archive that all that is fetched is added to, from which it
                         can be read again. NULL: for dateline_add the ledger's name with
                         ".warc.gz", for others none; "": none */
    uint32_t allow_private; /* not 0: addresses of this machine and of private networks
                               may be asked for too */
    uint32_t delay_ms;      /* between two requests to one host: 1000 */
    uint32_t seconds;       /* for one request: 30 */
    uint32_t redirects;     /* followed: 5 */
    uint32_t hosts;         /* talked to at once: 8 */
    uint32_t wait;          /* seconds a server may ask to wait (Retry-After): 60 */
    const char *agent; /* the User-Agent, whose first word robots.txt may name: that of
                          dateline */
    const char *proxy; /* NULL: none, whatever the environment says */
} dateline_options;
#define DATELINE_OPTIONS                                                                 \
    {                                                                                    \
        .size = sizeof(dateline_options)                                                 \
    }

/* Makes a handle. Opens nothing yet: a ledger or language data that cannot be opened is
 * told by the first call that needs it. *out is NULL on failure. */
DATELINE_API dateline_status dateline_open(const dateline_options *options,
                                           dateline **out, dateline_error *error);

/* Frees the handle and closes its ledger. NULL does nothing. */
DATELINE_API void dateline_close(dateline *d);

/* Asks the call that is running to finish what it has begun, keep it, and return
 * DATELINE_ESTOP. May be called from another thread or a signal handler. */
DATELINE_API void dateline_stop(dateline *d);

/* Where the answers of a call go. Any function may be NULL. */
typedef struct dateline_listener {
    void *context; /* handed back to each function */
    /* One record: JSON (or a piece of the text, for dateline_export) without a line end,
     * `size` bytes, NUL-terminated. Anything but 0 ends the call with DATELINE_ESTOP. */
    int (*record)(void *context, const char *text, size_t size);
    /* One line about a part of the input that failed; everything else is still done. */
    void (*failed)(void *context, const char *message);
    /* One line worth knowing that is no failure. */
    void (*note)(void *context, const char *message);
    /* How far a long call has come: `done` of `total` (0: not known). */
    void (*progress)(void *context, const char *what, uint64_t done, uint64_t total);
} dateline_listener;

/* What a call did. May be NULL in every call. */
typedef struct dateline_done {
    uint64_t records; /* given to the listener; dateline_add: pages that were read */
    uint64_t failed;  /* parts of the input that failed, each told to the listener */
    uint64_t empty;   /* pages that hold no article, each told to the listener */
    uint64_t fresh;   /* dateline_add: documents that are new or changed */
} dateline_done;

/* ---- pages in, records out; no ledger ------------------------------------------ */

/* Reads the articles of `paths` (files, folders, addresses, "-"): `extract` records, in
 * the order of the input. A page without article gives a record with `error` set. Paths
 * that can be read twice are: first to learn what the pages of a host repeat, which is
 * left out; with "-" or an address among them, or more blocks than
 * options.template_blocks, nothing is left out. */
DATELINE_API dateline_status dateline_extract(dateline *d, const char *const *paths,
                                              size_t count, const dateline_listener *to,
                                              dateline_done *done, dateline_error *error);

/* How far dateline_annotate goes. */
typedef enum dateline_stage {
    DATELINE_STAGE_ALL,
    DATELINE_STAGE_LANGUAGE, /* tokens and the model's own entities */
    DATELINE_STAGE_TAG,      /* and times, places, names */
    DATELINE_STAGE_TELL      /* and events, claims: the same as ALL */
} dateline_stage;

/* Annotates articles (HTML), text (as it is) or NDJSON records with `id` and `text`.
 * `published` (ISO 8601, or NULL) is the date of those that bring none. */
DATELINE_API dateline_status dateline_annotate(dateline *d, const char *const *paths,
                                               size_t count, const char *published,
                                               dateline_stage stage,
                                               const dateline_listener *to,
                                               dateline_done *done,
                                               dateline_error *error);

/* ---- the ledger ------------------------------------------------------------------ */

/* Reads pages into the ledger and brings copies, stories, names and the chronology up to
 * date. A page that is there already is not read again; the same id with other bytes is
 * a new revision. Each batch is committed: a call that was cut off, even by a crash, is
 * completed by the next one. What the ledger holds afterwards does not depend on the
 * order of the pages, on `jobs`, or on where it was cut off. Gives no records. A page
 * fetched before is asked for with what its last answer said of itself; what has not
 * changed is not sent again. */
DATELINE_API dateline_status dateline_add(dateline *d, const char *const *paths,
                                          size_t count, const char *published,
                                          const dateline_listener *to,
                                          dateline_done *done, dateline_error *error);

/* What to look for in the chronology; NULL: anything. */
typedef struct dateline_filter {
    size_t size;           /* sizeof(dateline_filter) */
    const char *place;     /* a name or alias of the place, its region or country */
    const char *actor;     /* a name or alias of an actor or recipient */
    const char *type;      /* an event type */
    const char *from, *to; /* ISO 8601: not wholly before, not wholly after */
    const char *story;     /* a story's id */
} dateline_filter;
#define DATELINE_FILTER                                                                  \
    {                                                                                    \
        .size = sizeof(dateline_filter)                                                  \
    }

/* `chronicle` records, oldest first. `filter` may be NULL. */
DATELINE_API dateline_status dateline_chronicle(dateline *d,
                                                const dateline_filter *filter,
                                                const dateline_listener *to,
                                                dateline_done *done,
                                                dateline_error *error);

/* `control` records: who held `place` when, according to whom; oldest first. */
DATELINE_API dateline_status dateline_control(dateline *d, const char *place,
                                              const dateline_listener *to,
                                              dateline_done *done, dateline_error *error);

/* One record: the event's `chronicle` record. ENONE if there is no such event. */
DATELINE_API dateline_status dateline_event(dateline *d, const char *id,
                                            const dateline_listener *to,
                                            dateline_done *done, dateline_error *error);

/* `stories` records, by first day. With `id` only that story, and its reports added as
 * "reports":[{"doc","site","title","published"}]; ENONE if there is no such story. */
DATELINE_API dateline_status dateline_stories(dateline *d, const char *id,
                                              const dateline_listener *to,
                                              dateline_done *done, dateline_error *error);

/* `copies` records, by document; with `document` only those that concern it. ENONE if
 * there is no such document. */
DATELINE_API dateline_status dateline_copies(dateline *d, const char *document,
                                             const dateline_listener *to,
                                             dateline_done *done, dateline_error *error);

/* One record that sets two documents side by side: {"a","b","shared_a","shared_b",
 * "copies":[copies record...],"pieces":[{"kind","a":[s,e]|null,"b":[s,e]|null,"text_a",
 * "text_b"}]}; `kind` is same, replaced, only-a or only-b. */
DATELINE_API dateline_status dateline_compare(dateline *d, const char *a, const char *b,
                                              const dateline_listener *to,
                                              dateline_done *done, dateline_error *error);

/* `names` records, most mentioned first; with `name` those it is a name of. */
DATELINE_API dateline_status dateline_names(dateline *d, const char *name,
                                            const dateline_listener *to,
                                            dateline_done *done, dateline_error *error);

/* {"source","kind","documents","first","copies","copied","events","shared"}: outlets
 * (`kind` outlet) and origins (`kind` origin), most documents first. `first`: texts that
 * are no copy; `copies`: texts copied from others; `copied`: texts others copied;
 * `events`: events told or vouched for; `shared`: mean share of its copies. */
DATELINE_API dateline_status dateline_sources(dateline *d, const dateline_listener *to,
                                              dateline_done *done, dateline_error *error);

/* Full-text search: words, "phrases", OR, and place: actor: type: source: after: before:
 * Best first: {"doc","site","title","published","snippet","score"}. */
DATELINE_API dateline_status dateline_search(dateline *d, const char *query,
                                             const dateline_listener *to,
                                             dateline_done *done, dateline_error *error);

/* What was not understood: {"id","doc","start","end","words","why"}, by document. */
DATELINE_API dateline_status dateline_unread(dateline *d, const dateline_listener *to,
                                             dateline_done *done, dateline_error *error);

/* Why a row is there. `id`: of an event, story, document, claim, told event, copy or
 * unread line. One record
 * {"id","kind","what","steps":[{"step","rule","doc","start","end",
 * "words","page","from","to","source"}]}: `page` is the page's SHA-256, `from` and `to`
 * the bytes of it that hold the paragraph of the words, `source` those bytes (the first
 * 4000). ENONE if there is no such row. */
DATELINE_API dateline_status dateline_explain(dateline *d, const char *id,
                                              const dateline_listener *to,
                                              dateline_done *done, dateline_error *error);

/* The bytes of the page a document was read from, as they came, as one record. */
DATELINE_API dateline_status dateline_page(dateline *d, const char *document,
                                           const dateline_listener *to,
                                           dateline_done *done, dateline_error *error);

/* The chronology in another format: "md", "csv" or "ndjson"; a record is a line of it.
 * EUSAGE for an unknown format, with the known ones in the message. */
DATELINE_API dateline_status dateline_export(dateline *d, const char *format,
                                             const dateline_filter *filter,
                                             const dateline_listener *to,
                                             dateline_done *done, dateline_error *error);

#ifdef __cplusplus
}
#endif

#endif
