/* Tests of src/language/language.c: the whole engine against what spaCy said of our
 * sentences (test/cases/language, made by tools/parity.py), and against broken models.
 * SPDX-License-Identifier: Apache-2.0 */
#include "language.h"

#include "file.h"
#include "pool.h"
#include "tap.h"
#include "tokenizer.h"
#include "utf8.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yyjson.h>

static dl_arena arena;
static const char *model;
static dl_language *language;
static dl_language_worker *worker;

/* ---- what spaCy said ---- */
static dl_file golden_file;

static const char *text_at(yyjson_val *record, const char *key, uint32_t i)
{
    return yyjson_get_str(yyjson_arr_get(yyjson_obj_get(record, key), i));
}

static uint64_t number_at(yyjson_val *record, const char *key, uint32_t i)
{
    return yyjson_get_uint(yyjson_arr_get(yyjson_obj_get(record, key), i));
}

static void fail_at(yyjson_val *record, uint32_t i, const char *what)
{
    printf("# %s token %u: %s\n", yyjson_get_str(yyjson_obj_get(record, "id")), i, what);
    tap_bad = 1;
}

typedef void compare(yyjson_val *record, dl_str text);

static void each_golden(compare *call)
{
    dl_str rest = golden_file.bytes;
    unsigned records = 0;
    while (rest.at != NULL) {
        const dl_str line = dl_str_next(&rest, '\n');
        yyjson_doc *doc = yyjson_read(line.at, line.size, 0);
        if (doc != NULL) {
            yyjson_val *root = yyjson_doc_get_root(doc),
                       *text = yyjson_obj_get(root, "text");
            call(root, (dl_str){yyjson_get_str(text), yyjson_get_len(text)});
            records++;
        }
        yyjson_doc_free(doc);
    }
    CHECK(records >= 40);
}

static void compare_attrs(yyjson_val *record, dl_str text)
{
    static dl_tokenizer *tokenizer;
    static dl_tokenizer_worker *words;
    dl_error err = {0};
    dl_tokens tokens = {0};
    CHECK_INT(dl_tokenizer_open(model, &tokenizer, &err), DL_OK);
    CHECK_INT(dl_tokenizer_worker_new(tokenizer, &words, &err), DL_OK);
    CHECK_INT(dl_tokenizer_read(words, text, &arena, &tokens, &err), DL_OK);
    for (uint32_t i = 0; i < tokens.count; i++) {
        const dl_language_attrs *a = &tokens.attrs[i];
        const uint64_t ours[] = {a->norm, a->prefix, a->suffix, a->shape};
        static const char *const KEY[] = {"norm", "prefix", "suffix", "shape"};
        for (int k = 0; k < 4; k++) {
            const char *theirs = text_at(record, KEY[k], i);
            if (theirs == NULL || strtoull(theirs, NULL, 10) != ours[k]) {
                fail_at(record, i, KEY[k]);
            }
        }
        if (number_at(record, "spacy", i) != a->spacy ||
            number_at(record, "is_space", i) != a->is_space) {
            fail_at(record, i, "white space");
        }
    }
    dl_tokenizer_worker_free(words);
    dl_tokenizer_close(tokenizer);
}

static void compare_token(yyjson_val *record, const dl_doc *doc, uint32_t i)
{
    const dl_token *t = &doc->tokens[i];
    const dl_entity *e = t->entity == DL_NONE ? NULL : &doc->entities[t->entity];
    const char *const ours[] = {t->tag, t->pos, t->dep,
                                e == NULL ? "O" : (e->first == i ? "B" : "I"),
                                e == NULL ? "" : e->type};
    static const char *const KEY[] = {"tag", "pos", "dep", "iob", "type"};
    for (int k = 0; k < 5; k++) {
        const char *theirs = text_at(record, KEY[k], i);
        if (theirs == NULL || strcmp(theirs, ours[k]) != 0) {
            fail_at(record, i, KEY[k]);
        }
    }
    const char *lemma = text_at(record, "lemma", i);
    if (lemma == NULL || !dl_str_is(t->lemma, lemma)) {
        fail_at(record, i, "lemma");
    }
    if (number_at(record, "head", i) != t->head) {
        fail_at(record, i, "head");
    }
    if (number_at(record, "sent", i) != t->sent_start) {
        fail_at(record, i, "sentence start");
    }
}

static void compare_doc(yyjson_val *record, dl_str text)
{
    dl_error err = {0};
    dl_doc doc;
    CHECK_INT(dl_language_read(worker, text, &arena, &doc, &err), DL_OK);
    CHECK_INT(doc.token_count, yyjson_arr_size(yyjson_obj_get(record, "start")));
    dl_utf8_ruler ruler = {.text = text};
    for (uint32_t i = 0; i < doc.token_count; i++) {
        if (number_at(record, "start", i) !=
                dl_utf8_point(&ruler, doc.tokens[i].span.start) ||
            number_at(record, "end", i) !=
                dl_utf8_point(&ruler, doc.tokens[i].span.end)) {
            fail_at(record, i, "span");
            return;
        }
        compare_token(record, &doc, i);
    }
}

static void features_are_those_of_spacy(void)
{
    each_golden(compare_attrs);
}

static void annotations_are_those_of_spacy(void)
{
    each_golden(compare_doc);
}

/* ---- the doc ---- */
static dl_doc read_text(const char *text)
{
    dl_error err = {0};
    dl_doc doc;
    CHECK_INT(dl_language_read(worker, dl_str_of(text), &arena, &doc, &err), DL_OK);
    return doc;
}

static void sentences_and_names_cover_their_tokens(void)
{
    const dl_doc doc = read_text("Ada Quill left Ostrova on Monday. She went to Brenn.");
    CHECK_INT(doc.sentence_count, 2);
    CHECK_INT(doc.sentences[0].first, 0);
    CHECK_INT(doc.sentences[1].first, doc.sentences[0].end);
    CHECK_INT(doc.sentences[1].end, doc.token_count);
    CHECK_STR(dl_str_cut(doc.text, doc.tokens[doc.sentences[0].root].span), "left");
    CHECK(doc.entity_count >= 2);
    CHECK_STR(dl_str_cut(doc.text, doc.entities[0].span), "Ada Quill");
    CHECK(strcmp(doc.entities[0].type, "PERSON") == 0);
    CHECK_INT(doc.tokens[1].entity, 0);
    CHECK_INT(doc.tokens[2].entity, DL_NONE);
    CHECK_STR(doc.tokens[0].lower, "ada");
}

static void an_empty_text_gives_an_empty_doc(void)
{
    const dl_doc doc = read_text("");
    CHECK(doc.token_count == 0 && doc.sentence_count == 0 && doc.entity_count == 0);
}

static void the_doc_stands_without_the_callers_text(void)
{
    char text[] = "The men fled.";
    dl_error err = {0};
    dl_doc doc;
    CHECK_INT(dl_language_read(worker, dl_str_of(text), &arena, &doc, &err), DL_OK);
    memset(text, '#', sizeof text - 1);
    CHECK_STR(doc.tokens[1].lower, "men");
    CHECK_STR(doc.tokens[1].lemma, "man");
    CHECK_STR(doc.tokens[0].lower, "the");
}

static void the_same_text_is_read_the_same_by_an_old_worker_and_a_new_one(void)
{
    dl_language_worker *fresh;
    dl_error err = {0};
    CHECK_INT(dl_language_worker_new(language, &fresh, &err), DL_OK);
    const char *text =
        "Shells fell on Karsk overnight, the monitor's chief told reporters.";
    const dl_doc old = read_text(text);
    dl_doc again;
    CHECK_INT(dl_language_read(fresh, dl_str_of(text), &arena, &again, &err), DL_OK);
    CHECK_INT(old.token_count, again.token_count);
    for (uint32_t i = 0; i < old.token_count; i++) {
        CHECK(old.tokens[i].head == again.tokens[i].head &&
              strcmp(old.tokens[i].tag, again.tokens[i].tag) == 0 &&
              strcmp(old.tokens[i].dep, again.tokens[i].dep) == 0);
    }
    dl_language_worker_free(fresh);
}

/* ---- threads ---- */
#define THREADS 3
#define READINGS 24

static const char *const NEWS[] = {
    "Shells fell on Karsk overnight, the monitor's chief told reporters.",
    "Ada Quill didn't leave Ostrova until Monday 6 March.",
    "Nine people were hurt when a lorry hit the gate of Brenn's market."};

typedef struct reading {
    dl_arena arena;
    dl_doc doc;
} reading;

typedef struct shared {
    dl_language_worker *workers[THREADS];
    reading readings[READINGS];
} shared;

static void read_one(void *context, uint32_t thread, uint32_t item)
{
    shared *all = context;
    reading *mine = &all->readings[item];
    dl_error err = {0};
    dl_arena_init(&mine->arena, 0);
    if (dl_language_read(all->workers[thread], dl_str_of(NEWS[item % 3]), &mine->arena,
                         &mine->doc, &err) != DL_OK) {
        mine->doc.token_count = 0;
    }
}

static bool same_docs(const dl_doc *a, const dl_doc *b)
{
    bool same = a->token_count == b->token_count && a->entity_count == b->entity_count;
    for (uint32_t i = 0; same && i < a->token_count; i++) {
        const dl_token *x = &a->tokens[i], *y = &b->tokens[i];
        same = x->head == y->head && strcmp(x->tag, y->tag) == 0 &&
               strcmp(x->dep, y->dep) == 0 && dl_str_equal(x->lemma, y->lemma);
    }
    return same;
}

static void threads_read_the_same_as_one(void)
{
    static shared all;
    dl_error err = {0};
    for (int t = 0; t < THREADS; t++) {
        CHECK_INT(dl_language_worker_new(language, &all.workers[t], &err), DL_OK);
    }
    dl_pool_run(THREADS, READINGS, read_one, &all);
    for (int i = 0; i < READINGS; i++) {
        const dl_doc alone = read_text(NEWS[i % 3]);
        CHECK(alone.token_count > 0 && same_docs(&alone, &all.readings[i].doc));
        dl_arena_done(&all.readings[i].arena);
    }
    for (int t = 0; t < THREADS; t++) {
        dl_language_worker_free(all.workers[t]);
    }
}

static void text_that_is_not_utf8_is_refused(void)
{
    dl_error err = {0};
    dl_doc doc;
    CHECK_INT(dl_language_read(worker, DL_STR("ab\xff\x80"), &arena, &doc, &err),
              DL_EDATA);
    CHECK(strstr(err.message, "byte 2") != NULL);
    CHECK_INT(dl_language_read(worker, DL_STR("\xed\xa0\x80"), &arena, &doc, &err),
              DL_EDATA);
}

static void a_megabyte_without_a_blank_is_one_token(void)
{
    dl_arena mine;
    dl_arena_init(&mine, 0);
    const size_t size = 1 << 20;
    char *text = dl_arena_alloc(&mine, size);
    memset(text, 'x', size);
    dl_error err = {0};
    dl_doc doc;
    CHECK_INT(dl_language_read(worker, (dl_str){text, size}, &mine, &doc, &err), DL_OK);
    CHECK_INT(doc.token_count, 1);
    dl_arena_done(&mine);
}

/* ---- broken models ---- */
static const char *const FILES[] = {"config.cfg",
                                    "meta.json",
                                    "tokenizer",
                                    "vocab/lookups.bin",
                                    "tagger/model",
                                    "tagger/cfg",
                                    "tok2vec/model",
                                    "parser/model",
                                    "parser/moves",
                                    "ner/model",
                                    "ner/moves",
                                    "attribute_ruler/patterns",
                                    "lemmatizer/lookups/lookups.bin"};
#define FILE_COUNT (sizeof FILES / sizeof *FILES)

static void link_all(const char *from, const char *to, int depth)
{
    DIR *dir = opendir(from);
    for (struct dirent *e = dir == NULL ? NULL : readdir(dir); e != NULL;
         e = readdir(dir)) {
        const dl_str source = dl_str_printf(&arena, "%s/%s", from, e->d_name);
        const dl_str target = dl_str_printf(&arena, "%s/%s", to, e->d_name);
        struct stat s;
        if (e->d_name[0] == '.' || stat(source.at, &s) != 0) {
            continue;
        }
        if (S_ISDIR(s.st_mode) && depth < 3) {
            mkdir(target.at, 0700);
            link_all(source.at, target.at, depth + 1);
        } else {
            CHECK_INT(symlink(source.at, target.at), 0);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
}

static void remove_all(const char *path)
{
    DIR *dir = opendir(path);
    for (struct dirent *e = dir == NULL ? NULL : readdir(dir); e != NULL;
         e = readdir(dir)) {
        const dl_str one = dl_str_printf(&arena, "%s/%s", path, e->d_name);
        struct stat s;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            lstat(one.at, &s) != 0) {
            continue;
        }
        if (S_ISDIR(s.st_mode)) {
            remove_all(one.at);
        } else {
            unlink(one.at);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    rmdir(path);
}

/* Opening the copy must fail with `status` and name the file. */
static void must_name(const char *dir, const char *file, dl_status status)
{
    dl_language *none = NULL;
    dl_error err = {0};
    const dl_status got = dl_language_open(dir, &none, &err);
    if (got != status || strstr(err.message, file) == NULL ||
        strchr(err.message, '\n') != NULL) {
        printf("# %s: status %d, \"%s\"\n", file, got, err.message);
        tap_bad = 1;
    }
    dl_language_close(none);
}

static void write_head(const char *from, const char *to, size_t size)
{
    dl_file file;
    dl_error err = {0};
    CHECK_INT(dl_file_open(from, 0, &file, &err), DL_OK);
    FILE *out = fopen(to, "wb");
    CHECK(out != NULL);
    fwrite(file.bytes.at, 1, size < file.bytes.size ? size : file.bytes.size / 2, out);
    fclose(out);
    dl_file_close(&file);
}

static void a_missing_or_cut_file_of_the_model_is_named(void)
{
    char dir[] = "/tmp/dateline-model-XXXXXX";
    CHECK(mkdtemp(dir) != NULL);
    link_all(model, dir, 0);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        const dl_str whole = dl_str_printf(&arena, "%s/%s", model, FILES[i]);
        const dl_str copy = dl_str_printf(&arena, "%s/%s", dir, FILES[i]);
        unlink(copy.at);
        must_name(dir, FILES[i], DL_EIO);
        write_head(whole.at, copy.at, 1000000000); /* half of it */
        must_name(dir, FILES[i], DL_EDATA);
        write_head(whole.at, copy.at, 0);
        must_name(dir, FILES[i], DL_EDATA);
        unlink(copy.at);
        CHECK_INT(symlink(whole.at, copy.at), 0);
    }
    dl_language *good = NULL;
    dl_error err = {0};
    CHECK_INT(dl_language_open(dir, &good, &err), DL_OK);
    dl_language_close(good);
    remove_all(dir);
}

static void a_folder_that_is_not_there_is_named(void)
{
    must_name("/nowhere/at/all", "/nowhere/at/all/config.cfg", DL_EIO);
}

static void the_model_has_a_name(void)
{
    CHECK(strncmp(dl_language_name(language), "en_core_web", 11) == 0);
    CHECK(strstr(dl_language_name(language), " 3.") != NULL);
}

int main(void)
{
    const char *share = getenv("DATELINE_SHARE"), *source = getenv("DATELINE_SOURCE");
    dl_arena_init(&arena, 0);
    model = dl_str_printf(&arena, "%s/model", share == NULL ? "." : share).at;
    struct stat s;
    if (source == NULL || stat(model, &s) != 0) {
        printf("1..0 # SKIP no model in %s\n", model);
        return 0;
    }
    dl_error err = {0};
    const dl_str golden =
        dl_str_printf(&arena, "%s/test/cases/language/golden.ndjson", source);
    if (dl_file_open(golden.at, 0, &golden_file, &err) != DL_OK ||
        dl_language_open(model, &language, &err) != DL_OK ||
        dl_language_worker_new(language, &worker, &err) != DL_OK) {
        printf("Bail out! %s\n", err.message);
        return 1;
    }
    TEST(features_are_those_of_spacy);
    TEST(annotations_are_those_of_spacy);
    TEST(sentences_and_names_cover_their_tokens);
    TEST(an_empty_text_gives_an_empty_doc);
    TEST(the_doc_stands_without_the_callers_text);
    TEST(the_same_text_is_read_the_same_by_an_old_worker_and_a_new_one);
    TEST(threads_read_the_same_as_one);
    TEST(text_that_is_not_utf8_is_refused);
    TEST(a_megabyte_without_a_blank_is_one_token);
    TEST(a_missing_or_cut_file_of_the_model_is_named);
    TEST(a_folder_that_is_not_there_is_named);
    TEST(the_model_has_a_name);
    dl_language_worker_free(worker);
    dl_language_close(language);
    dl_file_close(&golden_file);
    dl_arena_done(&arena);
    return tap_done();
}
