/* language_dump.c - prints what the language engine sees, for tools/parity.py.
 *
 *     language_dump MODEL [--attrs] FILE...
 *
 * FILE is NDJSON with "id" and "text", or plain text (one document). Each document is one
 * line of columns, as tools/parity.py writes them for spaCy; --attrs runs the tokenizer
 * alone and gives the ids of the features instead of the annotation. Words a second
 * and the time of loading (processor time, both) go to standard error.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "json.h"
#include "language.h"
#include "tokenizer.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yyjson.h>

typedef struct dump {
    dl_tokenizer *tokenizer; /* with --attrs */
    dl_tokenizer_worker *words;
    dl_language *language; /* without */
    dl_language_worker *worker;
    dl_buf out;
    double seconds;
    size_t word_count, token_count;
} dump;

/* Processor time, so that what else runs does not count. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void die(const dl_error *err)
{
    fprintf(stderr, "language_dump: %s\n", err->message);
    exit(1);
}

static size_t count_words(dl_str text)
{
    size_t words = 0;
    bool inside = false;
    for (size_t i = 0; i < text.size; i++) {
        const bool space = strchr(" \n\t\r", text.at[i]) != NULL;
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

static void put_number(dl_json *json, uint64_t value)
{
    char digits[24];
    const int size = snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    if (json->comma) {
        dl_buf_char(json->out, ',');
    }
    dl_buf_add(json->out, (dl_str){digits, (size_t)size});
    json->comma = true;
}

static uint64_t attr(const dl_language_attrs *a, unsigned which)
{
    const uint64_t values[] = {a->orth,   a->lower, a->norm,  a->prefix,
                               a->suffix, a->shape, a->spacy, a->is_space};
    return values[which];
}

static const char *const ATTR[] = {"orth",   "lower", "norm",  "prefix",
                                   "suffix", "shape", "spacy", "is_space"};
static const char *const FIELD[] = {"tag",  "pos", "head", "dep",
                                    "sent", "iob", "type", "lemma"};

static void put_spans(dl_json *json, dl_str text, const dl_span *spans, size_t stride,
                      uint32_t count)
{
    static const char *const SIDE[] = {"start", "end"};
    for (int side = 0; side < 2; side++) {
        dl_utf8_ruler ruler = {.text = text};
        dl_json_key(json, SIDE[side]);
        dl_json_open(json, '[');
        for (uint32_t i = 0; i < count; i++) {
            const dl_span *span = (const void *)((const char *)spans + i * stride);
            put_number(json, dl_utf8_point(&ruler, side == 0 ? span->start : span->end));
        }
        dl_json_close(json, ']');
    }
}

static void put_attrs(dl_json *json, dl_str text, const dl_tokens *tokens)
{
    put_spans(json, text, tokens->spans, sizeof *tokens->spans, tokens->count);
    for (unsigned which = 0; which < sizeof ATTR / sizeof *ATTR; which++) {
        dl_json_key(json, ATTR[which]);
        dl_json_open(json, '[');
        for (uint32_t i = 0; i < tokens->count; i++) {
            put_number(json, attr(&tokens->attrs[i], which));
        }
        dl_json_close(json, ']');
    }
}

static void put_field(dl_json *json, const dl_doc *doc, uint32_t i, unsigned which)
{
    const dl_token *t = &doc->tokens[i];
    const dl_entity *e = t->entity == DL_NONE ? NULL : &doc->entities[t->entity];
    const char *const texts[] = {t->tag,
                                 t->pos,
                                 "",
                                 t->dep,
                                 "",
                                 e == NULL ? "O" : (e->first == i ? "B" : "I"),
                                 e == NULL ? "" : e->type};
    switch (which) {
    case 2:
        put_number(json, t->head);
        break;
    case 4:
        put_number(json, t->sent_start);
        break;
    case 7:
        dl_json_str(json, t->lemma);
        break;
    default:
        dl_json_text(json, texts[which]);
        break;
    }
}

static void put_doc(dl_json *json, const dl_doc *doc)
{
    put_spans(json, doc->text, &doc->tokens[0].span, sizeof *doc->tokens,
              doc->token_count);
    for (unsigned which = 0; which < sizeof FIELD / sizeof *FIELD; which++) {
        dl_json_key(json, FIELD[which]);
        dl_json_open(json, '[');
        for (uint32_t i = 0; i < doc->token_count; i++) {
            put_field(json, doc, i, which);
        }
        dl_json_close(json, ']');
    }
}

static void one_text(dump *d, dl_str id, dl_str text)
{
    dl_error err = {0};
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_tokens tokens = {0};
    dl_doc doc = {0};
    const double start = now();
    const dl_status status =
        d->words != NULL ? dl_tokenizer_read(d->words, text, &arena, &tokens, &err)
                         : dl_language_read(d->worker, text, &arena, &doc, &err);
    if (status != DL_OK) {
        die(&err);
    }
    d->seconds += now() - start;
    d->word_count += count_words(text);
    d->token_count += tokens.count + doc.token_count;
    dl_json json;
    dl_json_init(&json, &d->out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "id");
    dl_json_str(&json, id);
    if (d->words != NULL) {
        put_attrs(&json, text, &tokens);
    } else {
        put_doc(&json, &doc);
    }
    dl_json_close(&json, '}');
    dl_json_line(&json);
    fwrite(d->out.at, 1, d->out.size, stdout);
    dl_buf_clear(&d->out);
    dl_arena_done(&arena);
}

static dl_str field(yyjson_val *record, const char *key)
{
    yyjson_val *value = yyjson_obj_get(record, key);
    return yyjson_is_str(value) ? (dl_str){yyjson_get_str(value), yyjson_get_len(value)}
                                : (dl_str){"", 0};
}

static void one_file(dump *d, const char *path)
{
    dl_error err = {0};
    dl_file file;
    if (dl_file_open(path, 0, &file, &err) != DL_OK) {
        die(&err);
    }
    if (!dl_str_ends(dl_str_of(path), DL_STR(".ndjson"))) {
        one_text(d, dl_str_of(path), file.bytes);
        dl_file_close(&file);
        return;
    }
    dl_str rest = file.bytes;
    while (rest.at != NULL) {
        const dl_str line = dl_str_next(&rest, '\n');
        yyjson_doc *doc = yyjson_read(line.at, line.size, 0);
        if (doc != NULL) {
            yyjson_val *record = yyjson_doc_get_root(doc);
            one_text(d, field(record, "id"), field(record, "text"));
        }
        yyjson_doc_free(doc);
    }
    dl_file_close(&file);
}

static dl_status load(dump *d, const char *model, bool attrs, dl_error *err)
{
    if (attrs) {
        const dl_status status = dl_tokenizer_open(model, &d->tokenizer, err);
        return status == DL_OK ? dl_tokenizer_worker_new(d->tokenizer, &d->words, err)
                               : status;
    }
    const dl_status status = dl_language_open(model, &d->language, err);
    return status == DL_OK ? dl_language_worker_new(d->language, &d->worker, err)
                           : status;
}

int main(int argc, char **argv)
{
    dl_error err = {0};
    dump d = {0};
    const bool attrs = argc > 2 && strcmp(argv[2], "--attrs") == 0;
    const int first = attrs ? 3 : 2;
    if (argc <= first) {
        fprintf(stderr, "usage: language_dump MODEL [--attrs] FILE...\n");
        return 2;
    }
    const double start = now();
    if (load(&d, argv[1], attrs, &err) != DL_OK) {
        die(&err);
    }
    fprintf(stderr, "loaded in %.1f ms\n", (now() - start) * 1e3);
    dl_buf_init(&d.out);
    for (int i = first; i < argc; i++) {
        one_file(&d, argv[i]);
    }
    fprintf(stderr, "%zu words, %zu tokens in %.3f s of processor time: %.0f words/s\n",
            d.word_count, d.token_count, d.seconds, (double)d.word_count / d.seconds);
    dl_buf_done(&d.out);
    dl_tokenizer_worker_free(d.words);
    dl_tokenizer_close(d.tokenizer);
    dl_language_worker_free(d.worker);
    dl_language_close(d.language);
    return 0;
}
