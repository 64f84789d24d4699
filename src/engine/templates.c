/* templates.c - see templates.h.
 *
 * The pages are grouped by host and sorted by the hash of their ids, so that what is
 * learned does not depend on their order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "templates.h"

#include "hash.h"
#include "map.h"
#include "vec.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define SPOOL_PATH_MAX 4096

typedef struct added {
    uint64_t id, look; /* hashes */
    uint32_t host, first, count;
    dl_template_page known;
} added;

struct dl_templates {
    dl_arena arena;
    dl_map hosts, ids;
    DL_VEC(dl_str) names; /* of the hosts */
    dl_trace *traces; /* these two outgrow an arena */
    added *pages;
    uint32_t trace_count, trace_room, page_count, page_room;
    uint32_t blocks; /* the limit */
    FILE *spool;     /* records, one behind the other; NULL: none is kept */
    uint64_t spooled;
};

/* Room for `more` items behind `count`; NULL when out of memory, `at` is still there. */
static void *grown(void *at, uint32_t count, uint32_t more, uint32_t *room, size_t size)
{
    uint64_t wanted = *room;
    while (wanted < (uint64_t)count + more) {
        wanted = wanted < 64 ? 64 : wanted + wanted / 2;
    }
    if (wanted == *room && at != NULL) {
        return at;
    }
    void *fresh = wanted > UINT32_MAX ? NULL : realloc(at, (size_t)wanted * size);
    *room = fresh != NULL ? (uint32_t)wanted : *room;
    return fresh;
}

/* Tells a page that has changed between two readings, cheaply. */
static uint64_t look(uint64_t size, dl_str head)
{
    head.size = head.size < DL_INTAKE_HEAD_BYTES ? head.size : DL_INTAKE_HEAD_BYTES;
    return dl_hash_join(size, dl_hash(head));
}

/* A file without a name in $TMPDIR or /tmp; NULL when there can be none. */
static FILE *open_spool(void)
{
    char path[SPOOL_PATH_MAX];
    const char *folder = getenv("TMPDIR");
    const int size = snprintf(path, sizeof path, "%s/dateline-XXXXXX",
                              folder == NULL || folder[0] == '\0' ? "/tmp" : folder);
    const int fd = size > 0 && (size_t)size < sizeof path ? mkostemp(path, O_CLOEXEC) : -1;
    if (fd < 0) {
        return NULL;
    }
    unlink(path);
    FILE *spool = fdopen(fd, "w+");
    if (spool == NULL) {
        close(fd);
    }
    return spool;
}

dl_templates *dl_templates_new(uint32_t blocks)
{
    dl_templates *t = calloc(1, sizeof *t);
    if (t != NULL) {
        dl_arena_init(&t->arena, 0);
        dl_map_init(&t->hosts, &t->arena);
        dl_map_init(&t->ids, &t->arena);
        t->blocks = blocks;
        t->spool = open_spool();
    }
    return t;
}

static void give_up_spool(dl_templates *t)
{
    if (t->spool != NULL) {
        fclose(t->spool);
        t->spool = NULL;
    }
}

void dl_templates_free(dl_templates *t)
{
    if (t != NULL) {
        give_up_spool(t);
        dl_arena_done(&t->arena);
        free(t->traces);
        free(t->pages);
        free(t);
    }
}

static dl_status add_traces(dl_templates *t, const dl_article *article, added *out,
                            dl_error *err)
{
    const dl_str host = dl_str_copy(&t->arena, article->host);
    out->host = host.size == 0 ? DL_NONE : dl_map_add(&t->hosts, host, t->names.count);
    if (out->host == t->names.count) {
        dl_str *name = dl_vec_push(&t->names, &t->arena);
        if (name == NULL) {
            return dl_fail_memory(err);
        }
        *name = host;
    }
    out->first = t->trace_count;
    out->count = out->host == DL_NONE ? 0 : article->trace_count;
    dl_trace *traces = grown(t->traces, t->trace_count, out->count, &t->trace_room,
                             sizeof *traces);
    if (traces == NULL) {
        return dl_fail_memory(err);
    }
    t->traces = traces;
    if (out->count > 0) {
        memcpy(traces + out->first, article->traces, out->count * sizeof *traces);
    }
    t->trace_count += out->count;
    return DL_OK;
}

static void keep_record(dl_templates *t, dl_str record, dl_str note,
                        dl_template_page *out)
{
    if (t->spool == NULL || record.size == 0) {
        return;
    }
    if (fwrite(record.at, 1, record.size, t->spool) != record.size) {
        give_up_spool(t); /* the disk is full: what it held is read again */
        return;
    }
    out->note = dl_str_copy(&t->arena, note);
    out->record_at = t->spooled;
    out->record_size = record.size;
    t->spooled += record.size;
}

bool dl_templates_has_record(const dl_templates *t, const dl_template_page *known)
{
    return t->spool != NULL && known->furniture.count == 0 && known->record_size > 0;
}

bool dl_templates_record(const dl_templates *t, const dl_template_page *known, dl_buf *out)
{
    const size_t size = known->record_size;
    if (!dl_buf_reserve(out, size) ||
        pread(fileno(t->spool), out->at + out->size, size, (off_t)known->record_at) !=
            (ssize_t)size) {
        return false;
    }
    out->size += size;
    out->at[out->size] = '\0';
    return true;
}

dl_status dl_templates_add(dl_templates *t, const dl_page *page, const dl_article *article,
                           dl_str record, dl_error *err)
{
    added fresh = {.id = dl_hash(page->id), .look = look(page->bytes.size, page->bytes)};
    if (article->trace_count > t->blocks - t->trace_count) {
        return dl_fail(err, DL_ELIMIT,
                       "more than %u blocks of text: what the pages of a host repeat is "
                       "left in; read fewer pages at once, raise --template-blocks, or add "
                       "them to a ledger",
                       t->blocks);
    }
    const dl_status status = add_traces(t, article, &fresh, err);
    if (status != DL_OK) {
        return status;
    }
    keep_record(t, record, article->note, &fresh.known);
    added *pages = grown(t->pages, t->page_count, 1, &t->page_room, sizeof *pages);
    if (pages == NULL || dl_map_add_id(&t->ids, fresh.id, t->page_count) == DL_NONE) {
        t->pages = pages != NULL ? pages : t->pages;
        return dl_fail_memory(err);
    }
    t->pages = pages;
    pages[t->page_count++] = fresh;
    return dl_arena_failed(&t->arena) ? dl_fail_memory(err) : DL_OK;
}

/* ---- learning ---- */

static int by_host(const void *a, const void *b)
{
    const added *x = *(added *const *)a, *y = *(added *const *)b;
    if (x->host != y->host) {
        return x->host < y->host ? -1 : 1;
    }
    return x->id < y->id ? -1 : x->id > y->id;
}

/* The traces of the pages of a host, and behind them those of its other documents in
 * the ledger. */
static dl_status gather(const dl_templates *t, added *const *pages, uint32_t count,
                        dl_ledger *ledger, dl_arena *scratch, dl_traces **out,
                        uint32_t *all, dl_error *err)
{
    dl_template *documents = NULL;
    uint32_t more = 0;
    dl_status status = DL_OK;
    if (ledger != NULL) {
        status = dl_ledger_templates(ledger, t->names.at[pages[0]->host], scratch,
                                     &documents, &more, err);
    }
    if (status != DL_OK) {
        return status;
    }
    dl_traces *traces = dl_arena_new_array(scratch, count + more, dl_traces);
    if (traces == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < count; i++) {
        traces[i] = pages[i]->known.traces =
            (dl_traces){t->traces + pages[i]->first, pages[i]->count};
    }
    *all = count;
    for (uint32_t i = 0; i < more; i++) {
        if (dl_map_find_id(&t->ids, documents[i].order) == DL_NONE) {
            traces[(*all)++] = (dl_traces){documents[i].traces, documents[i].trace_count};
        }
    }
    *out = traces;
    return DL_OK;
}

/* Learns from the pages of one host, and finds what each of them is to lose. */
static dl_status learn_host(dl_templates *t, added *const *pages, uint32_t count,
                            dl_ledger *ledger, dl_arena *scratch, dl_error *err)
{
    dl_habits *habits;
    dl_traces *traces = NULL;
    uint32_t all = 0;
    dl_status status = gather(t, pages, count, ledger, scratch, &traces, &all, err);
    if (status == DL_OK) {
        status = dl_furniture_learn(traces, all, scratch, &habits, err);
    }
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        dl_furniture *out = &pages[i]->known.furniture, found;
        status = dl_furniture_find(habits, &traces[i], scratch, &found, err);
        if (status != DL_OK || found.count == 0) {
            continue;
        }
        dl_habit *kept = dl_arena_new_array(&t->arena, found.count, dl_habit);
        if (kept == NULL) {
            return dl_fail_memory(err);
        }
        memcpy(kept, found.habits, found.count * sizeof *kept);
        *out = (dl_furniture){kept, found.count};
    }
    return status;
}

dl_status dl_templates_learn(dl_templates *t, dl_ledger *ledger, dl_error *err)
{
    added **pages = dl_arena_new_array(&t->arena, t->page_count, added *);
    dl_arena scratch;
    dl_status status = pages == NULL ? dl_fail_memory(err) : DL_OK;
    dl_arena_init(&scratch, 0);
    if (t->spool != NULL && fflush(t->spool) != 0) {
        give_up_spool(t);
    }
    for (uint32_t i = 0; status == DL_OK && i < t->page_count; i++) {
        pages[i] = &t->pages[i];
    }
    if (status == DL_OK && t->page_count > 0) {
        qsort(pages, t->page_count, sizeof *pages, by_host);
    }
    for (uint32_t i = 0, end; status == DL_OK && i < t->page_count; i = end) {
        for (end = i + 1; end < t->page_count && pages[end]->host == pages[i]->host;) {
            end++;
        }
        if (pages[i]->host != DL_NONE) {
            status = learn_host(t, pages + i, end - i, ledger, &scratch, err);
            dl_arena_reset(&scratch);
        }
    }
    dl_arena_done(&scratch);
    return status;
}

const dl_template_page *dl_templates_find_id(const dl_templates *t, dl_str id)
{
    const uint32_t at = dl_map_find_id(&t->ids, dl_hash(id));
    return at == DL_NONE ? NULL : &t->pages[at].known;
}

const dl_template_page *dl_templates_find_file(const dl_templates *t, dl_str id,
                                               uint64_t size, dl_str head)
{
    const uint32_t at = dl_map_find_id(&t->ids, dl_hash(id));
    return at == DL_NONE || t->pages[at].look != look(size, head) ? NULL
                                                                  : &t->pages[at].known;
}

const dl_template_page *dl_templates_find(const dl_templates *t, const dl_page *page)
{
    return dl_templates_find_file(t, page->id, page->bytes.size, page->bytes);
}

bool dl_templates_can(const dateline *d, const char *const *paths, size_t count)
{
    struct stat s;
    if (!d->templates || d->reach == DL_REACH_ALL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const bool there = stat(paths[i], &s) == 0;
        if (strcmp(paths[i], "-") == 0 || strstr(paths[i], "://") != NULL ||
            (there && !S_ISREG(s.st_mode) && !S_ISDIR(s.st_mode))) {
            return false;
        }
    }
    return true;
}
