/* language_dump.c - prints what the language engine sees, for tools/parity.py.
 *
 *     language_dump MODEL [--attrs] FILE...
 *
 * FILE is NDJSON with "id" and "text", or plain text (one document). Each document is one
 * line of columns, as tools/parity.py writes them for spaCy; --attrs runs the tokenizer
 * alone and gives the ids of the features instead of the annotation. Words a second and
 * the time of loading go to standard error.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "file.h"
#include "json.h"
#include "tokenizer.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yyjson.h>

typedef struct dump {
    dl_tokenizer_worker *words;
    bool attrs;
    dl_buf out;
    double seconds;
    size_t word_count, token_count;
} dump;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
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

static void put_attrs(dl_json *json, dl_str text, const dl_tokens *tokens)
{
    static const char *const NAME[] = {"orth",   "lower", "norm",  "prefix",
                                       "suffix", "shape", "spacy", "is_space"};
    dl_utf8_ruler ruler = {.text = text};
    dl_json_key(json, "start");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < tokens->count; i++) {
        put_number(json, dl_utf8_point(&ruler, tokens->spans[i].start));
    }
    dl_json_close(json, ']');
    dl_json_key(json, "end");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < tokens->count; i++) {
        put_number(json, dl_utf8_point(&ruler, tokens->spans[i].end));
    }
    dl_json_close(json, ']');
    for (unsigned which = 0; which < sizeof NAME / sizeof *NAME; which++) {
        dl_json_key(json, NAME[which]);
        dl_json_open(json, '[');
        for (uint32_t i = 0; i < tokens->count; i++) {
            put_number(json, attr(&tokens->attrs[i], which));
        }
        dl_json_close(json, ']');
    }
}

static void one_text(dump *d, dl_str id, dl_str text)
{
    dl_error err = {0};
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_tokens tokens;
    const double start = now();
    if (dl_tokenizer_read(d->words, text, &arena, &tokens, &err) != DL_OK) {
        die(&err);
    }
    d->seconds += now() - start;
    d->word_count += count_words(text);
    d->token_count += tokens.count;
    dl_json json;
    dl_json_init(&json, &d->out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "id");
    dl_json_str(&json, id);
    put_attrs(&json, text, &tokens);
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

int main(int argc, char **argv)
{
    dl_error err = {0};
    dump d = {0};
    int first = 2;
    if (argc > 2 && strcmp(argv[2], "--attrs") == 0) {
        d.attrs = true;
        first = 3;
    }
    if (argc <= first) {
        fprintf(stderr, "usage: language_dump MODEL [--attrs] FILE...\n");
        return 2;
    }
    const double start = now();
    dl_tokenizer *tokenizer;
    if (dl_tokenizer_open(argv[1], &tokenizer, &err) != DL_OK ||
        dl_tokenizer_worker_new(tokenizer, &d.words, &err) != DL_OK) {
        die(&err);
    }
    fprintf(stderr, "loaded in %.1f ms\n", (now() - start) * 1e3);
    dl_buf_init(&d.out);
    for (int i = first; i < argc; i++) {
        one_file(&d, argv[i]);
    }
    fprintf(stderr, "%zu words, %zu tokens in %.3f s: %.0f words/s\n", d.word_count,
            d.token_count, d.seconds, (double)d.word_count / d.seconds);
    dl_buf_done(&d.out);
    dl_tokenizer_worker_free(d.words);
    dl_tokenizer_close(tokenizer);
    return 0;
}
