/* Tests of src/language/nets.c and tok2vec.c over the model that set-up fetched; without
 * it they are passed over.
 * SPDX-License-Identifier: Apache-2.0 */
#include "nets.h"
#include "cfg.h"
#include "file.h"
#include "tap.h"
#include "tok2vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <yyjson.h>

enum { WORDS = 1500 };

static char model_dir[512];
static dl_arena arena; /* of the config */
static dl_file config;
static dl_cfg cfg;
static dl_language_attrs words[WORDS]; /* a text of words drawn at random, many twice */

static bool have_model(void)
{
    const char *share = getenv("DATELINE_SHARE");
    char path[560];
    snprintf(model_dir, sizeof model_dir, "%s/model", share == NULL ? "." : share);
    snprintf(path, sizeof path, "%s/config.cfg", model_dir);
    return dl_file_open(path, 0, &config, NULL) == DL_OK &&
           dl_cfg_read(&arena, config.bytes, path, &cfg, NULL) == DL_OK;
}

static void draw_words(void)
{
    uint32_t seed = 3;
    for (uint32_t i = 0; i < WORDS; i++) {
        seed = seed * 1664525 + 1013904223;
        const uint64_t n = (seed >> 16) % 400 * ((seed >> 8) % 3) + 70;
        words[i] = (dl_language_attrs){.orth = n * 77773,
                                       .lower = n * 5557,
                                       .norm = n * 991 + 1,
                                       .prefix = n % 26 * 1000003 + 9,
                                       .suffix = n % 90 * 65537,
                                       .shape = n % 17 * 8191,
                                       .spacy = n % 5 != 0,
                                       .is_space = n % 31 == 0};
    }
}

static dl_nets *open_nets(dl_kernel_kind kernel, size_t cache_bytes)
{
    const dl_nets_options options = {.kernel = kernel, .cache_bytes = cache_bytes};
    dl_nets *nets = NULL;
    dl_error err;
    if (dl_nets_open_with(model_dir, &cfg, &options, &nets, &err) != DL_OK) {
        printf("# %s\n", err.message);
        CHECK(false);
    }
    return nets;
}

/* Reads words [first, first + count) with a worker. */
static void read_words(dl_nets_worker *worker, uint32_t first, uint32_t count,
                       dl_nets_token *out)
{
    dl_arena scratch;
    dl_arena_init(&scratch, 0);
    CHECK_INT(dl_nets_read(worker, words + first, count, &scratch, out, NULL), DL_OK);
    CHECK_INT(scratch.used, 0); /* what was lent was given back */
    dl_arena_done(&scratch);
}

static bool same(const dl_nets_token *a, const dl_nets_token *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (strcmp(a[i].tag, b[i].tag) != 0 || a[i].head != b[i].head ||
            strcmp(a[i].dep, b[i].dep) != 0 || a[i].sent_start != b[i].sent_start ||
            a[i].iob != b[i].iob || strcmp(a[i].ent_type, b[i].ent_type) != 0) {
            printf("# token %u: %s %u %s, %s %u %s\n", i, a[i].tag, a[i].head, a[i].dep,
                   b[i].tag, b[i].head, b[i].dep);
            return false;
        }
    }
    return true;
}

/* ---- the tests ---- */

static void an_id_falls_into_the_rows_that_murmur_says(void)
{
    uint32_t rows[4];
    dl_tok2vec_hash(5983625672228268878ULL, 8, rows); /* as thinc's ops.hash gives them */
    CHECK_INT(rows[0], 2726685510);
    CHECK_INT(rows[1], 2083710382);
    CHECK_INT(rows[2], 4090028265);
    CHECK_INT(rows[3], 978081925);
    dl_tok2vec_hash(12646065887601541794ULL, 8, rows);
    CHECK_INT(rows[0], 4276173638);
    CHECK_INT(rows[3], 2572013466);
}

static void every_kernel_gives_the_same_annotations(void)
{
    static dl_nets_token want[WORDS], got[WORDS];
    for (dl_kernel_kind kind = DL_KERNEL_PORTABLE; kind <= DL_KERNEL_AVX512; kind++) {
        if (dl_kernel_find(kind) == NULL) {
            continue;
        }
        dl_nets *nets = open_nets(kind, 0);
        dl_nets_worker *worker = NULL;
        CHECK_INT(dl_nets_worker_new(nets, &worker, NULL), DL_OK);
        read_words(worker, 0, WORDS, got);
        if (kind == DL_KERNEL_PORTABLE) {
            memcpy(want, got, sizeof want); /* labels are compared by their text */
            for (uint32_t i = 0; i < WORDS; i++) {
                want[i].tag = strdup(got[i].tag);
                want[i].dep = strdup(got[i].dep);
                want[i].ent_type = strdup(got[i].ent_type);
            }
        }
        CHECK(same(want, got, WORDS));
        dl_nets_worker_free(worker);
        dl_nets_close(nets);
    }
    for (uint32_t i = 0; i < WORDS; i++) {
        free((char *)want[i].tag);
        free((char *)want[i].dep);
        free((char *)want[i].ent_type);
    }
}

/* ---- sentences as spaCy read them ---- */

static yyjson_val *item(yyjson_val *record, const char *column, uint32_t i)
{
    return yyjson_arr_get(yyjson_obj_get(record, column), i);
}

static uint64_t id_at(yyjson_val *record, const char *column, uint32_t i)
{
    const char *digits = yyjson_get_str(item(record, column, i));
    return digits == NULL ? 0 : strtoull(digits, NULL, 10);
}

static bool text_is(yyjson_val *record, const char *column, uint32_t i, const char *ours)
{
    return yyjson_equals_str(item(record, column, i), ours);
}

/* Is a token what spaCy made it? The rules after the nets give white space its labels. */
static bool as_golden(yyjson_val *record, uint32_t i, const dl_nets_token *t)
{
    static const char *const iob[] = {"", "I", "O", "B"};
    const bool space = yyjson_get_uint(item(record, "is_space", i)) != 0;
    return (space ||
            (text_is(record, "tag", i, t->tag) && text_is(record, "dep", i, t->dep))) &&
           yyjson_get_uint(item(record, "head", i)) == t->head &&
           (yyjson_get_uint(item(record, "sent", i)) != 0) == t->sent_start &&
           text_is(record, "iob", i, iob[t->iob]) &&
           text_is(record, "type", i, t->ent_type);
}

static void read_golden(dl_nets_worker *worker, yyjson_val *record)
{
    static dl_nets_token out[WORDS];
    static dl_language_attrs attrs[WORDS];
    const uint32_t count = (uint32_t)yyjson_arr_size(yyjson_obj_get(record, "norm"));
    CHECK(count > 0 && count <= WORDS);
    for (uint32_t i = 0; i < count && i < WORDS; i++) {
        attrs[i] = (dl_language_attrs){
            .norm = id_at(record, "norm", i),
            .prefix = id_at(record, "prefix", i),
            .suffix = id_at(record, "suffix", i),
            .shape = id_at(record, "shape", i),
            .spacy = yyjson_get_uint(item(record, "spacy", i)) != 0,
            .is_space = yyjson_get_uint(item(record, "is_space", i)) != 0};
    }
    dl_arena scratch;
    dl_arena_init(&scratch, 0);
    CHECK_INT(dl_nets_read(worker, attrs, count, &scratch, out, NULL), DL_OK);
    dl_arena_done(&scratch);
    for (uint32_t i = 0; i < count; i++) {
        if (!as_golden(record, i, &out[i])) {
            printf("# %s token %u\n", yyjson_get_str(yyjson_obj_get(record, "id")), i);
            CHECK(false);
        }
    }
}

static void every_kernel_reads_the_golden_sentences_as_spacy_does(void)
{
    char path[600];
    const char *source = getenv("DATELINE_SOURCE");
    snprintf(path, sizeof path, "%s/test/cases/language/golden.ndjson",
             source == NULL ? "." : source);
    dl_file golden;
    CHECK_INT(dl_file_open(path, 0, &golden, NULL), DL_OK);
    for (dl_kernel_kind kind = DL_KERNEL_PORTABLE; kind <= DL_KERNEL_AVX512; kind++) {
        dl_nets *nets = dl_kernel_find(kind) == NULL ? NULL : open_nets(kind, 0);
        dl_nets_worker *worker = NULL;
        if (nets == NULL) {
            continue;
        }
        CHECK_INT(dl_nets_worker_new(nets, &worker, NULL), DL_OK);
        dl_str rest = golden.bytes;
        while (rest.at != NULL) {
            const dl_str line = dl_str_next(&rest, '\n');
            yyjson_doc *doc = line.size == 0 ? NULL : yyjson_read(line.at, line.size, 0);
            if (doc != NULL) {
                read_golden(worker, yyjson_doc_get_root(doc));
            }
            yyjson_doc_free(doc);
        }
        dl_nets_worker_free(worker);
        dl_nets_close(nets);
    }
    dl_file_close(&golden);
}

static void what_was_read_before_changes_nothing(void)
{
    static dl_nets_token want[WORDS], got[WORDS];
    dl_nets *nets = open_nets(DL_KERNEL_BEST, 1); /* the smallest cache turns often */
    dl_nets_worker *fresh = NULL, *used = NULL;
    CHECK_INT(dl_nets_worker_new(nets, &used, NULL), DL_OK);
    for (uint32_t first = 0; first < WORDS; first += 100) {
        read_words(used, first, WORDS - first, got);
    }
    for (uint32_t count = 1; count < WORDS; count += 249) {
        CHECK_INT(dl_nets_worker_new(nets, &fresh, NULL), DL_OK);
        read_words(fresh, 0, count, want);
        read_words(used, 0, count, got);
        CHECK(same(want, got, count));
        dl_nets_worker_free(fresh);
    }
    dl_nets_worker_free(used);
    dl_nets_close(nets);
}

static void the_parse_is_a_forest_and_names_stay_in_their_sentences(void)
{
    static dl_nets_token out[WORDS];
    dl_nets *nets = open_nets(DL_KERNEL_BEST, 0);
    dl_nets_worker *worker = NULL;
    CHECK_INT(dl_nets_worker_new(nets, &worker, NULL), DL_OK);
    read_words(worker, 0, WORDS, out);
    CHECK(out[0].sent_start);
    for (uint32_t i = 0; i < WORDS; i++) {
        uint32_t at = i, steps = 0;
        CHECK(out[i].head < WORDS);
        while (out[at].head != at && steps++ < WORDS) {
            at = out[at].head;
        }
        CHECK(steps < WORDS);
        CHECK_INT(out[i].head == i, strcmp(out[i].dep, "ROOT") == 0);
        CHECK(strstr(out[i].dep, "||") == NULL);
        CHECK(out[i].tag[0] != '\0');
        CHECK((out[i].iob == DL_NETS_O) == (out[i].ent_type[0] == '\0'));
        CHECK(out[i].iob != DL_NETS_I ||
              (i > 0 && !out[i].sent_start &&
               strcmp(out[i].ent_type, out[i - 1].ent_type) == 0));
        CHECK(out[i].iob != DL_NETS_B || !words[i].is_space);
    }
    dl_nets_worker_free(worker);
    dl_nets_close(nets);
}

static void no_words_are_no_work(void)
{
    dl_nets *nets = open_nets(DL_KERNEL_BEST, 0);
    dl_nets_worker *worker = NULL;
    CHECK_INT(dl_nets_worker_new(nets, &worker, NULL), DL_OK);
    read_words(worker, 0, 0, NULL);
    dl_nets_worker_free(worker);
    dl_nets_close(nets);
}

static void an_arena_that_is_full_is_an_error_and_the_worker_lives_on(void)
{
    static dl_nets_token want[WORDS], got[WORDS];
    dl_nets *nets = open_nets(DL_KERNEL_BEST, 0);
    dl_nets_worker *worker = NULL;
    CHECK_INT(dl_nets_worker_new(nets, &worker, NULL), DL_OK);
    read_words(worker, 0, WORDS, want);
    for (size_t limit = 1000; limit < 600000; limit = limit * 3 / 2) {
        dl_arena small;
        dl_arena_init(&small, limit);
        CHECK_INT(dl_nets_read(worker, words, WORDS, &small, got, NULL), DL_ENOMEM);
        dl_arena_done(&small);
    }
    read_words(worker, 0, WORDS, got);
    CHECK(same(want, got, WORDS));
    dl_nets_worker_free(worker);
    dl_nets_close(nets);
}

/* ---- damaged packages ---- */

static char damaged[64];

static void path_to(char *out, size_t size, const char *dir, const char *name)
{
    snprintf(out, size, "%s/%s", dir, name);
}

/* Puts the first `size` bytes of the model's `name` into the damaged package. */
static void put_cut(const char *name, size_t size)
{
    char from[600], to[600];
    dl_file file;
    path_to(from, sizeof from, model_dir, name);
    path_to(to, sizeof to, damaged, name);
    CHECK_INT(dl_file_open(from, 0, &file, NULL), DL_OK);
    FILE *out = fopen(to, "wb");
    const size_t count = size < file.bytes.size ? size : file.bytes.size;
    CHECK(out != NULL && fwrite(file.bytes.at, 1, count, out) == count);
    fclose(out);
    dl_file_close(&file);
}

static const char *const parts[] = {"tok2vec/model", "tagger/model", "tagger/cfg",
                                    "parser/model",  "parser/moves", "ner/model",
                                    "ner/moves"};
#define PARTS (sizeof parts / sizeof parts[0])

/* Opening must fail and name the part. */
static void check_refused(const char *part, dl_status want)
{
    dl_nets *nets = NULL;
    dl_error err;
    CHECK_INT(dl_nets_open(damaged, &cfg, &nets, &err), want);
    CHECK(strstr(err.message, part) != NULL);
    CHECK(nets == NULL);
}

static void make_damaged(void)
{
    static const char *const folders[] = {"tok2vec", "tagger", "parser", "ner"};
    char path[600];
    snprintf(damaged, sizeof damaged, "/tmp/dateline-nets-XXXXXX");
    CHECK(mkdtemp(damaged) != NULL);
    for (unsigned i = 0; i < 4; i++) {
        path_to(path, sizeof path, damaged, folders[i]);
        CHECK_INT(mkdir(path, 0700), 0);
    }
    for (unsigned i = 0; i < PARTS; i++) {
        put_cut(parts[i], SIZE_MAX);
    }
}

static void remove_damaged(void)
{
    static const char *const folders[] = {"tok2vec", "tagger", "parser", "ner", ""};
    char path[600];
    for (unsigned i = 0; i < PARTS; i++) {
        path_to(path, sizeof path, damaged, parts[i]);
        unlink(path);
    }
    for (unsigned i = 0; i < 5; i++) {
        path_to(path, sizeof path, damaged, folders[i]);
        rmdir(path);
    }
}

static void a_cut_or_missing_file_is_named(void)
{
    static const size_t sizes[] = {0, 1, 7, 100, 5000, 15000};
    make_damaged();
    dl_nets *nets = NULL;
    CHECK_INT(dl_nets_open(damaged, &cfg, &nets, NULL), DL_OK);
    dl_nets_close(nets);
    for (unsigned i = 0; i < PARTS; i++) {
        char path[600];
        struct stat whole;
        path_to(path, sizeof path, damaged, parts[i]);
        CHECK_INT(stat(path, &whole), 0);
        for (unsigned s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            if (sizes[s] + 2 < (size_t)whole.st_size) { /* cfg ends in spaces */
                put_cut(parts[i], sizes[s]);
                check_refused(parts[i], DL_EDATA);
            }
        }
        put_cut(parts[i], (size_t)whole.st_size - 3);
        check_refused(parts[i], DL_EDATA);
        unlink(path);
        check_refused(parts[i], DL_EIO);
        put_cut(parts[i], SIZE_MAX);
    }
    remove_damaged();
}

static void a_part_of_another_component_is_refused(void)
{
    char from[600], to[600];
    make_damaged();
    path_to(from, sizeof from, damaged, "ner/model");
    path_to(to, sizeof to, damaged, "parser/model");
    CHECK_INT(rename(from, to), 0); /* 3 features, 74 classes */
    put_cut("ner/model", SIZE_MAX);
    check_refused("parser/model", DL_EDATA);
    remove_damaged();
}

static void a_kernel_the_machine_lacks_is_refused(void)
{
    const dl_nets_options options = {.kernel = (dl_kernel_kind)77};
    dl_nets *nets = NULL;
    CHECK_INT(dl_nets_open_with(model_dir, &cfg, &options, &nets, NULL), DL_EUSAGE);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(an_id_falls_into_the_rows_that_murmur_says);
    if (have_model()) {
        draw_words();
        TEST(every_kernel_gives_the_same_annotations);
        TEST(every_kernel_reads_the_golden_sentences_as_spacy_does);
        TEST(what_was_read_before_changes_nothing);
        TEST(the_parse_is_a_forest_and_names_stay_in_their_sentences);
        TEST(no_words_are_no_work);
        TEST(an_arena_that_is_full_is_an_error_and_the_worker_lives_on);
        TEST(a_cut_or_missing_file_is_named);
        TEST(a_part_of_another_component_is_refused);
        TEST(a_kernel_the_machine_lacks_is_refused);
        dl_file_close(&config);
    } else {
        printf("# no model in DATELINE_SHARE: its tests are passed over\n");
    }
    dl_arena_done(&arena);
    return tap_done();
}
