/* nets.c - the neural half of a pipeline: which components there are, what each listens
 * to, and the order in which they read a document.
 *
 *     tok2vec --+-- tagger  -> tags
 *               +-- parser  -> heads, labels, sentences
 *     own tok2vec -- ner    -> names (within the parser's sentences)
 *
 * A component whose model holds a "tok2vec-listener" reads the vectors of the component
 * that the config names as its upstream; any other brings its own. A senter gives the
 * sentences where there is no parser.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "nets.h"

#include "arceager.h"
#include "biluo.h"
#include "cfg.h"
#include "tagger.h"
#include "tok2vec.h"

#include <stdio.h>
#include <stdlib.h>

#define LISTENER "tok2vec-listener"
#define SECTION_MAX 256

/* What a component is for. */
typedef enum role { TAGGER, PARSER, SENTER, NER, ROLES } role;

static const char *const factories[ROLES] = {"tagger", "parser", "senter", "ner"};

/* Vectors for tokens. */
typedef struct source {
    const char *name; /* of the component */
    dl_tok2vec net;
} source;

#define SOURCES_MAX (2 * ROLES)

struct dl_nets {
    dl_arena arena;
    dl_labels labels;
    const dl_kernel *kernel;
    size_t cache_bytes;
    dl_vectors vectors;
    source sources[SOURCES_MAX];
    uint32_t source_count;
    bool has[ROLES];
    uint32_t reads[ROLES]; /* index of its source */
    dl_tagger tagger, senter;
    dl_arceager parser;
    dl_biluo ner;
};

struct dl_nets_worker {
    const dl_nets *nets;
    dl_tok2vec_scratch tok2vec[SOURCES_MAX];
    dl_statenet_scratch parser, ner;
};

/* ---- opening ---- */

/* Where the loading stands: what every step needs. */
typedef struct opening {
    dl_nets *nets;
    const char *dir;
    const dl_cfg *cfg;
    dl_str *pipeline, *disabled;
    uint32_t pipeline_count, disabled_count;
    dl_error *err;
} opening;

static bool among(const dl_str *list, uint32_t count, dl_str name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (dl_str_equal(list[i], name)) {
            return true;
        }
    }
    return false;
}

/* The factory of a component; empty when the config does not say. */
static dl_str factory_of(const opening *o, dl_str component)
{
    char section[SECTION_MAX];
    dl_str factory = {"", 0};
    snprintf(section, sizeof section, "components.%.*s", (int)component.size,
             component.at);
    dl_cfg_text(o->cfg, section, "factory", &o->nets->arena, &factory);
    return factory;
}

/* The first enabled component made by `factory`, NUL-terminated; NULL: there is none. */
static const char *find_component(const opening *o, const char *factory)
{
    for (uint32_t i = 0; i < o->pipeline_count; i++) {
        if (!among(o->disabled, o->disabled_count, o->pipeline[i]) &&
            dl_str_is(factory_of(o, o->pipeline[i]), factory)) {
            return dl_str_copy(&o->nets->arena, o->pipeline[i]).at;
        }
    }
    return NULL;
}

/* The component a listener reads: named in the config, or "*": the first tok2vec. */
static const char *upstream_of(const opening *o, const char *component)
{
    char section[SECTION_MAX];
    dl_str upstream = {"", 0};
    snprintf(section, sizeof section, "components.%s.model.tok2vec", component);
    dl_cfg_text(o->cfg, section, "upstream", &o->nets->arena, &upstream);
    if (upstream.size == 0 || dl_str_is(upstream, "*")) {
        return find_component(o, "tok2vec");
    }
    return dl_str_copy(&o->nets->arena, upstream).at;
}

static dl_status need_vectors(opening *o)
{
    return o->nets->vectors.file.bytes.at != NULL
               ? DL_OK
               : dl_vectors_open(o->dir, &o->nets->arena, &o->nets->vectors, o->err);
}

/* Makes a source out of the model of `component`. */
static dl_status add_source(opening *o, const char *component, const dl_thinc *model,
                            uint32_t *index)
{
    dl_nets *nets = o->nets;
    source *s = &nets->sources[nets->source_count];
    *s = (source){.name = component};
    *index = nets->source_count++;
    dl_status status = DL_OK;
    if (dl_thinc_find(model, "static_vectors", 0) != DL_NONE) {
        status = need_vectors(o);
    }
    return status != DL_OK ? status
                           : dl_tok2vec_init(model, nets->kernel, &nets->vectors,
                                             &nets->arena, &s->net, o->err);
}

/* The source of a shared tok2vec, opened when it is first asked for. */
static dl_status shared_source(opening *o, const char *listener, uint32_t *index)
{
    const char *upstream = upstream_of(o, listener);
    if (upstream == NULL) {
        return dl_fail(o->err, DL_EDATA,
                       "%s/config.cfg: '%s' listens to a tok2vec that is not there",
                       o->dir, listener);
    }
    for (uint32_t i = 0; i < o->nets->source_count; i++) {
        if (strcmp(o->nets->sources[i].name, upstream) == 0) {
            *index = i;
            return DL_OK;
        }
    }
    dl_thinc model;
    dl_status status = dl_thinc_open(o->dir, upstream, &o->nets->arena, &model, o->err);
    if (status == DL_OK) {
        status = add_source(o, upstream, &model, index);
        dl_thinc_close(&model);
    }
    return status;
}

static dl_status load_head(opening *o, role r, const char *component,
                           const dl_thinc *model)
{
    dl_nets *nets = o->nets;
    switch (r) {
    case TAGGER:
    case SENTER:
        return dl_tagger_init(o->dir, component, model, nets->kernel, &nets->labels,
                              &nets->arena, r == TAGGER ? &nets->tagger : &nets->senter,
                              o->err);
    case PARSER:
        return dl_arceager_init(o->dir, component, model, nets->kernel, &nets->labels,
                                &nets->arena, &nets->parser, o->err);
    case NER:
        return dl_biluo_init(o->dir, component, model, nets->kernel, &nets->labels,
                             &nets->arena, &nets->ner, o->err);
    case ROLES:
        break;
    }
    return DL_OK;
}

/* The width of vectors that a head reads. */
static uint32_t head_width(const dl_nets *nets, role r)
{
    return r == TAGGER   ? nets->tagger.matrix.inputs
           : r == SENTER ? nets->senter.matrix.inputs
           : r == PARSER ? nets->parser.net.width
                         : nets->ner.net.width;
}

static dl_status load_component(opening *o, role r, const char *component)
{
    dl_nets *nets = o->nets;
    dl_thinc model;
    dl_status status = dl_thinc_open(o->dir, component, &nets->arena, &model, o->err);
    if (status != DL_OK) {
        return status;
    }
    status = load_head(o, r, component, &model);
    if (status == DL_OK) {
        nets->has[r] = true;
        status = dl_thinc_mentions(&model, LISTENER)
                     ? shared_source(o, component, &nets->reads[r])
                     : add_source(o, component, &model, &nets->reads[r]);
    }
    dl_thinc_close(&model);
    const uint32_t width = nets->sources[nets->reads[r]].net.width;
    if (status == DL_OK && width != head_width(nets, r)) {
        status =
            dl_fail(o->err, DL_EDATA, "%s/%s/model: reads vectors of %u numbers, gets %u",
                    o->dir, component, head_width(nets, r), width);
    }
    return status;
}

static dl_status load(opening *o)
{
    dl_arena *arena = &o->nets->arena;
    if (!dl_cfg_texts(o->cfg, "nlp", "pipeline", arena, &o->pipeline,
                      &o->pipeline_count)) {
        return dl_fail(o->err, DL_EDATA, "%s/config.cfg: [nlp] names no pipeline",
                       o->dir);
    }
    if (!dl_cfg_texts(o->cfg, "nlp", "disabled", arena, &o->disabled,
                      &o->disabled_count)) {
        o->disabled_count = 0;
    }
    for (role r = 0; r < ROLES; r++) {
        const char *component = find_component(o, factories[r]);
        if (component == NULL || (r == SENTER && o->nets->has[PARSER])) {
            continue;
        }
        const dl_status status = load_component(o, r, component);
        if (status != DL_OK) {
            return status;
        }
    }
    return dl_arena_failed(arena) ? dl_fail_memory(o->err) : DL_OK;
}

dl_status dl_nets_open_with(const char *dir, const dl_cfg *cfg,
                            const dl_nets_options *options, dl_nets **out, dl_error *err)
{
    *out = NULL;
    const dl_kernel *kernel = dl_kernel_find(options->kernel);
    if (kernel == NULL) {
        return dl_fail(err, DL_EUSAGE, "this processor cannot run the kernel asked for");
    }
    dl_nets *nets = calloc(1, sizeof *nets);
    if (nets == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&nets->arena, 0);
    dl_labels_init(&nets->labels, &nets->arena);
    nets->kernel = kernel;
    nets->cache_bytes =
        options->cache_bytes == 0 ? DL_NETS_CACHE_BYTES : options->cache_bytes;
    opening o = {.nets = nets, .dir = dir, .cfg = cfg, .err = err};
    const dl_status status = load(&o);
    if (status != DL_OK) {
        dl_nets_close(nets);
        return status;
    }
    *out = nets;
    return DL_OK;
}

dl_status dl_nets_open(const char *dir, const dl_cfg *cfg, dl_nets **out, dl_error *err)
{
    const dl_nets_options options = {.kernel = DL_KERNEL_BEST};
    return dl_nets_open_with(dir, cfg, &options, out, err);
}

void dl_nets_close(dl_nets *nets)
{
    if (nets == NULL) {
        return;
    }
    for (uint32_t i = 0; i < nets->source_count; i++) {
        dl_tok2vec_done(&nets->sources[i].net);
    }
    dl_tagger_done(&nets->tagger);
    dl_tagger_done(&nets->senter);
    dl_arceager_done(&nets->parser);
    dl_biluo_done(&nets->ner);
    dl_vectors_close(&nets->vectors);
    dl_arena_done(&nets->arena);
    free(nets);
}

const char *dl_nets_kernel(const dl_nets *nets)
{
    return nets->kernel->name;
}

/* ---- workers ---- */

dl_status dl_nets_worker_new(const dl_nets *nets, dl_nets_worker **out, dl_error *err)
{
    *out = NULL;
    dl_nets_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL) {
        return dl_fail_memory(err);
    }
    worker->nets = nets;
    dl_status status = DL_OK;
    for (uint32_t i = 0; i < nets->source_count && status == DL_OK; i++) {
        status = dl_tok2vec_scratch_init(&nets->sources[i].net, nets->cache_bytes,
                                         &worker->tok2vec[i], err);
    }
    if (status == DL_OK && nets->has[PARSER]) {
        status = dl_statenet_scratch_init(&nets->parser.net, &worker->parser, err);
    }
    if (status == DL_OK && nets->has[NER]) {
        status = dl_statenet_scratch_init(&nets->ner.net, &worker->ner, err);
    }
    if (status != DL_OK) {
        dl_nets_worker_free(worker);
        return status;
    }
    *out = worker;
    return DL_OK;
}

void dl_nets_worker_free(dl_nets_worker *worker)
{
    if (worker == NULL) {
        return;
    }
    for (uint32_t i = 0; i < SOURCES_MAX; i++) {
        dl_tok2vec_scratch_done(&worker->tok2vec[i]);
    }
    dl_statenet_scratch_done(&worker->parser);
    dl_statenet_scratch_done(&worker->ner);
    free(worker);
}

/* ---- reading ---- */

/* One document on its way through the components. */
typedef struct reading {
    dl_nets_worker *worker;
    const dl_language_attrs *attrs;
    uint32_t count;
    dl_arena *arena;
    dl_nets_margins margins;
    dl_nets_token *out;
    float *vectors;      /* [count][width] of one source: they are large */
    uint32_t vectors_of; /* that source, or DL_NONE */
    bool *is_space, *sent_start;
    dl_error *err;
} reading;

/* The most floats a token's vector has in any source. */
static size_t widest_source(const dl_nets *nets)
{
    size_t width = 0;
    for (uint32_t i = 0; i < nets->source_count; i++) {
        width = nets->sources[i].net.width > width ? nets->sources[i].net.width : width;
    }
    return width;
}

static bool make_room(reading *d)
{
    const size_t row = widest_source(d->worker->nets) * sizeof(float);
    if (d->count > (SIZE_MAX / 2 - DL_KERNEL_ALIGN) / (row + 1)) {
        return false;
    }
    void *bytes = dl_arena_alloc(d->arena, d->count * row + DL_KERNEL_ALIGN);
    d->vectors = bytes == NULL ? NULL : dl_kernel_aligned(bytes);
    d->vectors_of = DL_NONE;
    return bytes != NULL;
}

/* The vectors that the component in role `r` reads, in place of those of another. */
static dl_status need_rows(reading *d, role r, const float **rows)
{
    const uint32_t index = d->worker->nets->reads[r];
    *rows = d->vectors;
    if (d->vectors_of == index) {
        return DL_OK;
    }
    d->vectors_of = index;
    return dl_tok2vec_run(&d->worker->nets->sources[index].net,
                          &d->worker->tok2vec[index], d->attrs, d->count, d->vectors,
                          d->err);
}

static dl_status read_tags(reading *d, const dl_tagger *tagger, role r)
{
    const float *rows = NULL;
    const dl_status status = need_rows(d, r, &rows);
    if (status != DL_OK) {
        return status;
    }
    uint32_t *classes = dl_arena_new_array(d->arena, d->count, uint32_t);
    if (classes == NULL ||
        !dl_tagger_run(tagger, rows, d->count, d->arena,
                       r == TAGGER ? d->margins.tag : d->margins.parse, classes)) {
        return dl_fail_memory(d->err);
    }
    for (uint32_t i = 0; i < d->count; i++) {
        if (r == TAGGER) {
            d->out[i].tag = tagger->labels[classes[i]]->text;
        } else {
            d->sent_start[i] = classes[i] == 1;
        }
    }
    return DL_OK;
}

static dl_status read_parse(reading *d)
{
    const float *rows = NULL;
    dl_arceager_parse parse;
    dl_status status = need_rows(d, PARSER, &rows);
    if (status == DL_OK) {
        status = dl_arceager_run(&d->worker->nets->parser, &d->worker->parser, rows,
                                 d->is_space, d->count, d->arena, d->margins.parse,
                                 &parse, d->err);
    }
    for (uint32_t i = 0; i < d->count && status == DL_OK; i++) {
        d->out[i].head = parse.heads[i];
        d->out[i].dep = parse.labels[i]->text;
        d->sent_start[i] = parse.sent_start[i];
    }
    return status;
}

static dl_status read_names(reading *d)
{
    const float *rows = NULL;
    dl_biluo_names names;
    dl_status status = need_rows(d, NER, &rows);
    if (status == DL_OK) {
        status = dl_biluo_run(&d->worker->nets->ner, &d->worker->ner, rows, d->is_space,
                              d->sent_start, d->count, d->arena, d->margins.name, &names,
                              d->err);
    }
    for (uint32_t i = 0; i < d->count && status == DL_OK; i++) {
        d->out[i].iob = names.begins[i]           ? DL_NETS_B
                        : names.labels[i] != NULL ? DL_NETS_I
                                                  : DL_NETS_O;
        d->out[i].ent_type = names.labels[i] == NULL ? "" : names.labels[i]->text;
    }
    return status;
}

static dl_status read_all(reading *d)
{
    const dl_nets *nets = d->worker->nets;
    d->is_space = dl_arena_new_array(d->arena, d->count, bool);
    d->sent_start = dl_arena_new_array(d->arena, d->count, bool);
    if (!make_room(d) || dl_arena_failed(d->arena)) {
        return dl_fail_memory(d->err);
    }
    for (uint32_t i = 0; i < d->count; i++) {
        d->is_space[i] = d->attrs[i].is_space;
        d->out[i] = (dl_nets_token){.tag = "", .dep = "", .ent_type = "", .head = i};
    }
    dl_status status = DL_OK;
    if (nets->has[TAGGER]) {
        status = read_tags(d, &nets->tagger, TAGGER);
    }
    if (status == DL_OK && nets->has[PARSER]) {
        status = read_parse(d);
    }
    if (status == DL_OK && nets->has[SENTER]) {
        status = read_tags(d, &nets->senter, SENTER);
    }
    if (status == DL_OK && nets->has[NER]) {
        status = read_names(d);
    }
    for (uint32_t i = 0; i < d->count; i++) {
        d->out[i].sent_start = i == 0 || d->sent_start[i];
    }
    return status;
}

dl_status dl_nets_read_margins(dl_nets_worker *worker, const dl_language_attrs *attrs,
                               uint32_t count, dl_arena *arena,
                               const dl_nets_margins *margins, dl_nets_token *out,
                               dl_error *err)
{
    if (count == 0) {
        return DL_OK;
    }
    reading d = {.worker = worker,
                 .attrs = attrs,
                 .count = count,
                 .arena = arena,
                 .margins = *margins,
                 .out = out,
                 .err = err};
    const dl_arena_mark mark = dl_arena_here(arena);
    const dl_status status = read_all(&d);
    dl_arena_back(arena, mark);
    return status;
}

dl_status dl_nets_read(dl_nets_worker *worker, const dl_language_attrs *attrs,
                       uint32_t count, dl_arena *arena, dl_nets_token *out, dl_error *err)
{
    const dl_nets_margins none = {.tag = NULL};
    return dl_nets_read_margins(worker, attrs, count, arena, &none, out, err);
}
