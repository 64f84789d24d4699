/* language.c - a pipeline from end to end: tokens, nets, rules, lemmas, one dl_doc.
 *
 *   text -> tokenizer -> nets (tags, heads, labels, sentences, names)
 *                     -> attribute ruler (parts of speech) -> lemmatizer -> dl_doc
 *
 * A component that the package has and this engine does not know is an error at opening:
 * a model is run as its authors meant it, or not at all.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "language.h"

#include "file.h"
#include "lemmatizer.h"
#include "nets.h"
#include "parse.h"
#include "ruler.h"
#include "tokenizer.h"
#include "utf8.h"

#include <stdlib.h>

#define CONFIG_FILE_MAX (16u << 20) /* bytes of config.cfg and of meta.json */
#define TOKENIZER_KNOWN "spacy.Tokenizer.v1"

struct dl_language {
    dl_arena arena;
    dl_cfg cfg;
    const char *name;
    dl_tokenizer *tokenizer;
    dl_nets *nets;
    dl_ruler *ruler;           /* NULL when the package has none */
    dl_lemmatizer *lemmatizer; /* likewise */
};

struct dl_language_worker {
    const dl_language *language;
    dl_tokenizer_worker *words;
    dl_nets_worker *nets;
    dl_regex_scratch *scratch;
    dl_arena brief; /* what one document needs while it is read */
};

/* ---- opening ---- */
/* The bytes of dir/name, copied to the arena; *path for messages. */
static dl_status read_whole(dl_language *language, const char *dir, const char *name,
                            dl_str *path, dl_str *out, dl_error *err)
{
    *path = dl_str_printf(&language->arena, "%s/%s", dir, name);
    if (dl_arena_failed(&language->arena)) {
        return dl_fail_memory(err);
    }
    dl_file file;
    const dl_status status = dl_file_open(path->at, CONFIG_FILE_MAX, &file, err);
    if (status != DL_OK) {
        return status;
    }
    *out = dl_str_copy(&language->arena, file.bytes);
    dl_file_close(&file);
    return dl_arena_failed(&language->arena) ? dl_fail_memory(err) : DL_OK;
}

static dl_status read_config(dl_language *language, const char *dir, dl_error *err)
{
    dl_str path, text, kind;
    dl_status status = read_whole(language, dir, "config.cfg", &path, &text, err);
    if (status == DL_OK) {
        status = dl_cfg_read(&language->arena, text, path.at, &language->cfg, err);
    }
    if (status != DL_OK) {
        return status;
    }
    /* the tokenizer is a block of its own, or a value of [nlp] */
    const bool block = dl_cfg_text(&language->cfg, "nlp.tokenizer", "@tokenizers",
                                   &language->arena, &kind);
    if (block ? !dl_str_is(kind, TOKENIZER_KNOWN)
              : dl_str_find(dl_cfg_json(&language->cfg, "nlp", "tokenizer"),
                            DL_STR("\"" TOKENIZER_KNOWN "\"")) == SIZE_MAX) {
        return dl_fail(err, DL_EDATA, "%s: the tokenizer is not " TOKENIZER_KNOWN,
                       path.at);
    }
    return DL_OK;
}

static const char *text_of(yyjson_val *root, const char *key)
{
    const char *text = yyjson_get_str(yyjson_obj_get(root, key));
    return text == NULL ? "" : text;
}

static dl_status read_name(dl_language *language, const char *dir, dl_error *err)
{
    dl_str path, text;
    const dl_status status = read_whole(language, dir, "meta.json", &path, &text, err);
    if (status != DL_OK) {
        return status;
    }
    yyjson_doc *doc = dl_parse_json(text, &language->arena);
    yyjson_val *root = yyjson_doc_get_root(doc);
    if (!yyjson_is_obj(root)) {
        yyjson_doc_free(doc);
        return dl_arena_failed(&language->arena)
                   ? dl_fail_memory(err)
                   : dl_fail(err, DL_EDATA, "%s: cut or no JSON object", path.at);
    }
    language->name = dl_str_printf(&language->arena, "%s_%s %s", text_of(root, "lang"),
                                   text_of(root, "name"), text_of(root, "version"))
                         .at;
    yyjson_doc_free(doc);
    return dl_arena_failed(&language->arena) ? dl_fail_memory(err) : DL_OK;
}

static bool among(dl_str name, const dl_str *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (dl_str_equal(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* Opens what belongs to one component besides the nets. */
static dl_status open_component(dl_language *language, const char *dir, dl_str name,
                                dl_error *err)
{
    dl_arena *arena = &language->arena;
    const dl_str component = dl_str_copy(arena, name);
    const dl_str section = dl_str_printf(arena, "components.%s", component.at);
    dl_str factory = {"", 0};
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_cfg_text(&language->cfg, section.at, "factory", arena, &factory);
    if (dl_str_is(factory, "attribute_ruler") && language->ruler == NULL &&
        language->lemmatizer == NULL) {
        return dl_ruler_open(dir, component.at, &language->ruler, err);
    }
    if (dl_str_is(factory, "lemmatizer") && language->lemmatizer == NULL) {
        return dl_lemmatizer_open(dir, &language->cfg, component.at,
                                  &language->lemmatizer, err);
    }
    static const char *const NETS[] = {"tok2vec", "tagger", "parser", "senter", "ner"};
    for (size_t i = 0; i < sizeof NETS / sizeof *NETS; i++) {
        if (dl_str_is(factory, NETS[i])) {
            return DL_OK;
        }
    }
    return dl_fail(
        err, DL_EDATA,
        "%s/config.cfg: component \"%s\" (factory \"%.*s\") cannot be run here", dir,
        component.at, (int)factory.size, factory.at);
}

static dl_status open_components(dl_language *language, const char *dir, dl_error *err)
{
    dl_arena *arena = &language->arena;
    dl_str *names, *disabled = NULL;
    uint32_t count, disabled_count = 0;
    if (!dl_cfg_texts(&language->cfg, "nlp", "pipeline", arena, &names, &count)) {
        return dl_fail(err, DL_EDATA, "%s/config.cfg: [nlp] has no pipeline", dir);
    }
    dl_cfg_texts(&language->cfg, "nlp", "disabled", arena, &disabled, &disabled_count);
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        if (!among(names[i], disabled, disabled_count)) {
            status = open_component(language, dir, names[i], err);
        }
    }
    return status;
}

dl_status dl_language_open(const char *dir, dl_language **out, dl_error *err)
{
    *out = NULL;
    dl_language *language = calloc(1, sizeof *language);
    if (language == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&language->arena, 0);
    dl_status status = read_config(language, dir, err);
    if (status == DL_OK) {
        status = read_name(language, dir, err);
    }
    if (status == DL_OK) {
        status = dl_tokenizer_open(dir, &language->tokenizer, err);
    }
    if (status == DL_OK) {
        status = open_components(language, dir, err);
    }
    if (status == DL_OK) {
        status = dl_nets_open(dir, &language->cfg, &language->nets, err);
    }
    if (dl_arena_failed(&language->arena)) { /* also by a value that nobody must give */
        status = dl_fail_memory(err);
    }
    if (status != DL_OK) {
        dl_language_close(language);
        return status;
    }
    *out = language;
    return DL_OK;
}

void dl_language_close(dl_language *language)
{
    if (language != NULL) {
        dl_nets_close(language->nets);
        dl_lemmatizer_close(language->lemmatizer);
        dl_ruler_close(language->ruler);
        dl_tokenizer_close(language->tokenizer);
        dl_arena_done(&language->arena);
        free(language);
    }
}

const char *dl_language_name(const dl_language *language)
{
    return language->name;
}

/* ---- workers ---- */
dl_status dl_language_worker_new(const dl_language *language, dl_language_worker **out,
                                 dl_error *err)
{
    *out = NULL;
    dl_language_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL) {
        return dl_fail_memory(err);
    }
    worker->language = language;
    dl_arena_init(&worker->brief, 0);
    dl_status status = dl_tokenizer_worker_new(language->tokenizer, &worker->words, err);
    if (status == DL_OK) {
        status = dl_nets_worker_new(language->nets, &worker->nets, err);
    }
    if (status == DL_OK) {
        status = dl_regex_scratch_new(&worker->scratch, err);
    }
    if (status != DL_OK) {
        dl_language_worker_free(worker);
        return status;
    }
    *out = worker;
    return DL_OK;
}

void dl_language_worker_free(dl_language_worker *worker)
{
    if (worker != NULL) {
        dl_tokenizer_worker_free(worker->words);
        dl_nets_worker_free(worker->nets);
        dl_regex_scratch_free(worker->scratch);
        dl_arena_done(&worker->brief);
        free(worker);
    }
}

/* ---- reading ---- */
/* `text` as the doc may keep it: in the doc's own text when it says the same there. */
static dl_str kept(dl_arena *arena, dl_str text, dl_str in_doc)
{
    return dl_str_equal(text, in_doc) ? in_doc : dl_str_copy(arena, text);
}

static dl_str lemma_of(dl_language_worker *worker, const dl_marks *marks, dl_str text,
                       dl_str lower, dl_arena *arena)
{
    const dl_lemmatizer *lemmatizer = worker->language->lemmatizer;
    if (marks->lemma.at != NULL || lemmatizer == NULL) {
        return marks->lemma.at != NULL ? marks->lemma : DL_STR("");
    }
    const dl_str lemma =
        dl_lemmatizer_find(lemmatizer, marks, text, lower, &worker->brief);
    return lemma.at == lower.at && lemma.size == lower.size ? lower
                                                            : kept(arena, lemma, text);
}

static void fill_tokens(dl_language_worker *worker, const dl_tokens *tokens,
                        const dl_nets_token *nets, const dl_marks *marks, dl_arena *arena,
                        dl_doc *out)
{
    uint32_t sentence = 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        dl_token *token = &out->tokens[i];
        const dl_str text = dl_str_cut(out->text, tokens->spans[i]);
        token->span = tokens->spans[i];
        token->lower = kept(arena, tokens->lexemes[i]->lower, text);
        token->lemma = lemma_of(worker, &marks[i], text, token->lower, arena);
        token->tag = marks[i].tag;
        token->pos = marks[i].pos;
        token->dep = marks[i].dep;
        token->head = nets[i].head;
        token->sent_start = i == 0 || nets[i].sent_start;
        sentence += token->sent_start && i > 0;
        token->sentence = sentence;
        token->entity = DL_NONE;
        token->space_after = tokens->attrs[i].spacy;
        token->is_space = tokens->attrs[i].is_space;
    }
    out->sentence_count = tokens->count == 0 ? 0 : sentence + 1;
}

static bool fill_sentences(dl_arena *arena, dl_doc *out)
{
    out->sentences = dl_arena_new_array(arena, out->sentence_count, dl_sentence);
    if (out->sentences == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < out->token_count; i++) {
        dl_sentence *sentence = &out->sentences[out->tokens[i].sentence];
        if (out->tokens[i].sent_start) {
            *sentence = (dl_sentence){i, i, DL_NONE};
        }
        sentence->end = i + 1;
        if (sentence->root == DL_NONE && out->tokens[i].head == i) {
            sentence->root = i;
        }
    }
    for (uint32_t i = 0; i < out->sentence_count; i++) {
        if (out->sentences[i].root == DL_NONE) {
            out->sentences[i].root = out->sentences[i].first;
        }
    }
    return true;
}

static bool fill_entities(const dl_nets_token *nets, dl_arena *arena, dl_doc *out)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < out->token_count; i++) {
        count += nets[i].iob == DL_NETS_B;
    }
    out->entities = dl_arena_new_array(arena, count, dl_entity);
    if (out->entities == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < out->token_count; i++) {
        const dl_span span = out->tokens[i].span;
        if (nets[i].iob == DL_NETS_B) {
            out->entities[out->entity_count++] =
                (dl_entity){i, i, span, nets[i].ent_type};
        }
        if ((nets[i].iob == DL_NETS_B || nets[i].iob == DL_NETS_I) &&
            out->entity_count > 0) {
            dl_entity *entity = &out->entities[out->entity_count - 1];
            entity->end = i + 1;
            entity->span.end = span.end;
            out->tokens[i].entity = out->entity_count - 1;
        }
    }
    return true;
}

static dl_status annotate(dl_language_worker *worker, const dl_tokens *tokens,
                          dl_arena *arena, dl_doc *out, dl_error *err)
{
    dl_arena *brief = &worker->brief;
    const uint32_t count = tokens->count;
    dl_nets_token *nets = dl_arena_new_array(brief, count, dl_nets_token);
    dl_marks *marks = dl_arena_new_array(brief, count, dl_marks);
    out->tokens = dl_arena_new_array(arena, count, dl_token);
    out->token_count = count;
    if (nets == NULL || marks == NULL || out->tokens == NULL) {
        return dl_fail_memory(err);
    }
    dl_status status = dl_nets_read(worker->nets, tokens->attrs, count, brief, nets, err);
    if (status != DL_OK) {
        return status;
    }
    for (uint32_t i = 0; i < count; i++) {
        marks[i] = (dl_marks){.tag = nets[i].tag, .dep = nets[i].dep, .pos = ""};
    }
    if (worker->language->ruler != NULL) {
        status = dl_ruler_apply(worker->language->ruler, worker->scratch, tokens, brief,
                                marks, err);
        if (status != DL_OK) {
            return status;
        }
    }
    fill_tokens(worker, tokens, nets, marks, arena, out);
    if (!fill_sentences(arena, out) || !fill_entities(nets, arena, out) ||
        dl_arena_failed(arena) || dl_arena_failed(brief)) {
        return dl_fail_memory(err);
    }
    return DL_OK;
}

dl_status dl_language_read(dl_language_worker *worker, dl_str text, dl_arena *arena,
                           dl_doc *out, dl_error *err)
{
    *out = (dl_doc){0};
    if (text.size >= UINT32_MAX) {
        return dl_fail(err, DL_ELIMIT, "a text of %zu bytes: fewer than %u can be read",
                       text.size, UINT32_MAX);
    }
    const size_t valid = dl_utf8_valid(text);
    if (valid < text.size) {
        return dl_fail(err, DL_EDATA, "the text is not UTF-8 at byte %zu", valid);
    }
    out->text = dl_str_copy(arena, text);
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_arena_reset(&worker->brief);
    dl_tokens tokens;
    const dl_status status =
        dl_tokenizer_read(worker->words, out->text, &worker->brief, &tokens, err);
    return status == DL_OK ? annotate(worker, &tokens, arena, out, err) : status;
}
