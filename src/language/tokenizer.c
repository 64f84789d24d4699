/* tokenizer.c - spaCy's rule tokenizer (spacy.Tokenizer.v1).
 *
 *   text    She said "don't!" twice
 *   chunks  [She] [said] ["don't!"] [twice]       cut where white space begins or ends
 *   affixes               " | don't | ! "         prefixes and suffixes peeled in turns
 *   rest                      do n't              a special case; else a URL; else cut
 *                                                 at infixes
 *
 * At the end, runs of tokens that together spell a special case whose cutting the affixes
 * got wrong are replaced: longest first, without overlap.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tokenizer.h"

#include "file.h"
#include "ids.h"
#include "msgpack.h"
#include "regex.h"
#include "special.h"
#include "unicode.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>

#define MODEL_FILE_MAX (256u << 20) /* bytes of either file */

typedef enum rule { PREFIX, SUFFIX, INFIX, TOKEN, URL, RULES } rule;

static const struct {
    const char *key;
    dl_regex_kind kind;
} RULE[RULES] = {
    [PREFIX] = {"prefix_search", DL_REGEX_SEARCH},
    [SUFFIX] = {"suffix_search", DL_REGEX_SEARCH},
    [INFIX] = {"infix_finditer", DL_REGEX_SEARCH},
    [TOKEN] = {"token_match", DL_REGEX_MATCH},
    [URL] = {"url_match", DL_REGEX_MATCH},
};

struct dl_tokenizer {
    dl_arena arena;
    dl_regex *rules[RULES]; /* NULL where the package has none */
    dl_specials specials;
    dl_norms norms;
    bool fast; /* faster_heuristics: only cases with affixes or blanks go to the trie */
};

typedef struct piece {
    dl_lexeme *lexeme;
    uint64_t norm;
} piece;

typedef struct token {
    piece piece;
    dl_span span;
    bool spacy;
} token;

typedef struct chunk {
    dl_str text;
    uint32_t first, count; /* in the worker's kept */
} chunk;

typedef DL_VEC(token) tokens;

struct dl_tokenizer_worker {
    const dl_tokenizer *tokenizer;
    dl_regex_scratch *scratch;
    bool ignore_specials; /* while the cases themselves are being cut */
    dl_lexemes lexemes;   /* its arena holds what follows, too */
    dl_map map;           /* hash of a chunk -> index into chunks */
    DL_VEC(chunk) chunks;
    DL_VEC(piece) kept;
    /* of the chunk at hand; in `hand` */
    dl_arena hand;
    DL_VEC(piece) pieces;
    DL_VEC(dl_str) suffixes;
};

/* ---- one chunk ---- */
static bool find(dl_tokenizer_worker *worker, rule which, dl_str text, size_t from,
                 dl_span *out)
{
    const dl_regex *regex = worker->tokenizer->rules[which];
    return regex != NULL && dl_regex_find(regex, worker->scratch, text, from, false, out);
}

static const dl_special *special(const dl_tokenizer_worker *worker, dl_str text)
{
    return worker->ignore_specials ? NULL
                                   : dl_specials_find(&worker->tokenizer->specials, text);
}

static dl_lexeme *word(dl_tokenizer_worker *worker, dl_str text)
{
    bool fresh;
    dl_lexeme *lexeme = dl_lexemes_get(&worker->lexemes, text, &fresh);
    if (lexeme != NULL && fresh) {
        lexeme->special = dl_specials_step(&worker->tokenizer->specials, DL_SPECIAL_ROOT,
                                           lexeme->attrs.orth);
    }
    return lexeme;
}

/* False when out of memory: here and in what follows. */
static bool push(dl_tokenizer_worker *worker, dl_str text, uint64_t norm)
{
    piece *item = dl_vec_push(&worker->pieces, &worker->hand);
    if (item == NULL) {
        return false;
    }
    *item = (piece){word(worker, text), norm};
    return item->lexeme != NULL;
}

static bool push_special(dl_tokenizer_worker *worker, const dl_special *item)
{
    const dl_special_part *parts = worker->tokenizer->specials.parts.at + item->first;
    for (uint32_t i = 0; i < item->count; i++) {
        if (!push(worker, parts[i].orth, parts[i].norm)) {
            return false;
        }
    }
    return true;
}

static size_t prefix_size(dl_tokenizer_worker *worker, dl_str text)
{
    dl_span found;
    return find(worker, PREFIX, text, 0, &found) ? found.end - found.start : 0;
}

/* Only the end of a long text is searched: no suffix is longer than the window, but for
 * a run of dots, which then fills it. */
static size_t suffix_size(dl_tokenizer_worker *worker, dl_str text)
{
    size_t from = 0;
    if (text.size > DL_TOKENIZER_SUFFIX_WINDOW) {
        from = dl_utf8_back(text, text.size - DL_TOKENIZER_SUFFIX_WINDOW);
    }
    dl_span found;
    if (text.size == 0 || !find(worker, SUFFIX, text, from, &found)) {
        return 0;
    }
    if (from > 0 && found.start == from && !find(worker, SUFFIX, text, 0, &found)) {
        return 0;
    }
    return found.end - found.start;
}

static dl_str cut_front(dl_str text, size_t size)
{
    return (dl_str){text.at + size, text.size - size};
}

static dl_str cut_back(dl_str text, size_t size)
{
    return (dl_str){text.at, text.size - size};
}

static bool push_suffix(dl_tokenizer_worker *worker, dl_str text, size_t size)
{
    dl_str *item = dl_vec_push(&worker->suffixes, &worker->hand);
    if (item != NULL) {
        *item = (dl_str){text.at + text.size - size, size};
    }
    return item != NULL;
}

/* Peels affixes off *text: prefixes become pieces, suffixes wait, last one first. */
static bool peel(dl_tokenizer_worker *worker, dl_str *text)
{
    dl_span found;
    for (size_t last = 0; text->size > 0 && text->size != last;) {
        if (find(worker, TOKEN, *text, 0, &found) || special(worker, *text) != NULL) {
            return true;
        }
        last = text->size;
        const size_t prefix = prefix_size(worker, *text);
        const dl_str whole = *text, no_prefix = cut_front(whole, prefix);
        if (prefix != 0 && special(worker, no_prefix) != NULL) {
            *text = no_prefix;
            return push(worker, cut_back(whole, no_prefix.size), 0);
        }
        const size_t suffix = suffix_size(worker, no_prefix);
        const dl_str no_suffix = cut_back(whole, suffix);
        if (suffix != 0 && special(worker, no_suffix) != NULL) {
            *text = no_suffix;
            return push_suffix(worker, whole, suffix);
        }
        if (prefix != 0 && !push(worker, cut_back(whole, no_prefix.size), 0)) {
            return false;
        }
        if (suffix != 0 && !push_suffix(worker, whole, suffix)) {
            return false;
        }
        *text = cut_back(no_prefix, suffix);
    }
    return true;
}

/* Cuts at the infixes. One at the very start is left where it is; an empty one cuts
 * without being a token. */
static bool cut_infixes(dl_tokenizer_worker *worker, dl_str text)
{
    const dl_regex *regex = worker->tokenizer->rules[INFIX];
    size_t start = 0, from = 0;
    bool not_empty = false;
    dl_span found;
    while (regex != NULL && from <= text.size &&
           dl_regex_find(regex, worker->scratch, text, from, not_empty, &found)) {
        not_empty = found.start == found.end;
        from = found.end;
        if (found.start == 0) {
            continue;
        }
        if (found.start != start &&
            !push(worker, dl_str_cut(text, (dl_span){(uint32_t)start, found.start}), 0)) {
            return false;
        }
        if (found.start != found.end && !push(worker, dl_str_cut(text, found), 0)) {
            return false;
        }
        start = found.end;
    }
    return start >= text.size || push(worker, cut_front(text, start), 0);
}

/* What the affixes left. */
static bool cut_rest(dl_tokenizer_worker *worker, dl_str text)
{
    dl_span found;
    if (text.size == 0) {
        return true;
    }
    const dl_special *item = special(worker, text);
    if (item != NULL) {
        return push_special(worker, item);
    }
    if (find(worker, TOKEN, text, 0, &found) || find(worker, URL, text, 0, &found)) {
        return push(worker, text, 0);
    }
    return cut_infixes(worker, text);
}

/* Cuts `text` into worker->pieces. */
static bool cut_chunk(dl_tokenizer_worker *worker, dl_str text)
{
    worker->pieces.count = 0;
    worker->suffixes.count = 0;
    const dl_special *item = special(worker, text);
    if (item != NULL) {
        return push_special(worker, item);
    }
    if (!peel(worker, &text) || !cut_rest(worker, text)) {
        return false;
    }
    for (uint32_t i = worker->suffixes.count; i > 0; i--) {
        if (!push(worker, worker->suffixes.at[i - 1], 0)) {
            return false;
        }
    }
    return true;
}

/* ---- chunks seen before ---- */
static bool keep(dl_tokenizer_worker *worker, dl_str text, uint64_t hash)
{
    dl_arena *arena = &worker->lexemes.arena;
    chunk *item = dl_vec_push(&worker->chunks, arena);
    if (item == NULL) {
        return false;
    }
    *item = (chunk){dl_str_copy(arena, text), worker->kept.count, worker->pieces.count};
    for (uint32_t i = 0; i < worker->pieces.count; i++) {
        piece *place = dl_vec_push(&worker->kept, arena);
        if (place == NULL) {
            return false;
        }
        *place = worker->pieces.at[i];
    }
    return dl_map_set_id(&worker->map, hash, worker->chunks.count - 1);
}

/* The pieces of `text`, remembered or cut now; NULL when out of memory. */
static const piece *pieces_of(dl_tokenizer_worker *worker, dl_str text, uint32_t *count)
{
    const bool small = text.size <= DL_TOKENIZER_CHUNK_MAX;
    const uint64_t hash = small ? dl_string_hash(text) : 0;
    const uint32_t place = small ? dl_map_find_id(&worker->map, hash) : DL_NONE;
    if (place != DL_NONE && dl_str_equal(worker->chunks.at[place].text, text)) {
        *count = worker->chunks.at[place].count;
        return worker->kept.at + worker->chunks.at[place].first;
    }
    if (!cut_chunk(worker, text) || (small && !keep(worker, text, hash))) {
        return NULL;
    }
    *count = worker->pieces.count;
    return worker->pieces.at;
}

static bool add_chunk(dl_tokenizer_worker *worker, dl_str text, size_t start, size_t end,
                      dl_arena *arena, tokens *out)
{
    uint32_t count = 0;
    const piece *pieces =
        pieces_of(worker, (dl_str){text.at + start, end - start}, &count);
    for (uint32_t i = 0; pieces != NULL && i < count; i++) {
        token *item = dl_vec_push(out, arena);
        if (item == NULL) {
            return false;
        }
        item->piece = pieces[i];
        item->span.start = (uint32_t)start;
        start += pieces[i].lexeme->text.size;
        item->span.end = (uint32_t)start;
    }
    return pieces != NULL;
}

/* All chunks. A ' ' that ends a chunk is the token's; other white space is a chunk. */
static bool add_chunks(dl_tokenizer_worker *worker, dl_str text, dl_arena *arena,
                       tokens *out)
{
    size_t start = 0, at = 0;
    bool in_space = false;
    while (at < text.size) {
        const size_t here = at;
        const uint32_t c = dl_utf8_next(text, &at);
        const bool space = dl_unicode_is(c, DL_UNICODE_SPACE);
        if (here == 0) {
            in_space = space;
        }
        if (space == in_space) {
            continue;
        }
        if (start < here && !add_chunk(worker, text, start, here, arena, out)) {
            return false;
        }
        start = here;
        if (c == ' ') {
            out->at[out->count - 1].spacy = true;
            start = at;
        }
        in_space = space;
    }
    return start >= text.size || add_chunk(worker, text, start, text.size, arena, out);
}

/* ---- special cases over tokens ---- */
typedef DL_VEC(dl_span) runs; /* tokens, end not included */

static bool find_runs(const dl_specials *specials, const tokens *in, dl_arena *arena,
                      runs *out)
{
    for (uint32_t i = 0; i < in->count; i++) {
        uint32_t state = in->at[i].piece.lexeme->special;
        for (uint32_t j = i + 1; state != DL_NONE; j++) {
            if (specials->ends.at[state]) {
                dl_span *run = dl_vec_push(out, arena);
                if (run == NULL) {
                    return false;
                }
                *run = (dl_span){i, j};
            }
            if (j >= in->count) {
                break;
            }
            state = dl_specials_step(specials, state, in->at[j].piece.lexeme->attrs.orth);
        }
    }
    return true;
}

/* Longest first; of one length, the first. */
static int by_length(const void *a, const void *b)
{
    const dl_span x = *(const dl_span *)a, y = *(const dl_span *)b;
    const uint32_t x_size = x.end - x.start, y_size = y.end - y.start;
    if (x_size != y_size) {
        return x_size > y_size ? -1 : 1;
    }
    return (x.start > y.start) - (x.start < y.start);
}

static int by_start(const void *a, const void *b)
{
    const dl_span x = *(const dl_span *)a, y = *(const dl_span *)b;
    return (x.start > y.start) - (x.start < y.start);
}

/* Keeps what does not overlap; a run that is dropped still bars its tokens. */
static bool drop_overlaps(runs *all, uint32_t token_count, dl_arena *arena)
{
    bool *barred = dl_arena_new_array(arena, token_count, bool);
    if (barred == NULL) {
        return false;
    }
    qsort(all->at, all->count, sizeof *all->at, by_length);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        const dl_span run = all->at[i];
        if (!barred[run.start] && !barred[run.end - 1]) {
            all->at[kept++] = run;
        }
        for (uint32_t t = run.start; t < run.end; t++) {
            barred[t] = true;
        }
    }
    all->count = kept;
    qsort(all->at, all->count, sizeof *all->at, by_start);
    return true;
}

/* The tokens of `item` in place of those that lie over it. */
static bool put_special(dl_tokenizer_worker *worker, const dl_special *item, dl_span span,
                        bool spacy, dl_arena *arena, tokens *out)
{
    const dl_special_part *parts = worker->tokenizer->specials.parts.at + item->first;
    uint32_t at = span.start;
    for (uint32_t i = 0; i < item->count; i++) {
        token *fresh = dl_vec_push(out, arena);
        if (fresh == NULL) {
            return false;
        }
        fresh->piece = (piece){word(worker, parts[i].orth), parts[i].norm};
        if (fresh->piece.lexeme == NULL) {
            return false;
        }
        fresh->span.start = at;
        at += (uint32_t)parts[i].orth.size;
        fresh->span.end = at;
        fresh->spacy = spacy && i + 1 == item->count;
    }
    return true;
}

static bool put_same(const tokens *in, uint32_t from, uint32_t to, dl_arena *arena,
                     tokens *out)
{
    for (uint32_t i = from; i < to; i++) {
        token *item = dl_vec_push(out, arena);
        if (item == NULL) {
            return false;
        }
        *item = in->at[i];
    }
    return true;
}

static bool replace_runs(dl_tokenizer_worker *worker, dl_str text, dl_arena *arena,
                         tokens *all)
{
    const dl_specials *specials = &worker->tokenizer->specials;
    runs found = {0};
    if (!find_runs(specials, all, arena, &found)) {
        return false;
    }
    if (found.count == 0) {
        return true;
    }
    if (!drop_overlaps(&found, all->count, arena)) {
        return false;
    }
    tokens out = {0};
    uint32_t at = 0;
    for (uint32_t i = 0; i < found.count; i++) {
        const dl_span run = found.at[i];
        const dl_span span = {all->at[run.start].span.start,
                              all->at[run.end - 1].span.end};
        const dl_special *item = dl_specials_find(specials, dl_str_cut(text, span));
        if (item == NULL) { /* white space between the tokens: not that case */
            continue;
        }
        if (!put_same(all, at, run.start, arena, &out) ||
            !put_special(worker, item, span, all->at[run.end - 1].spacy, arena, &out)) {
            return false;
        }
        at = run.end;
    }
    if (!put_same(all, at, all->count, arena, &out)) {
        return false;
    }
    *all = out;
    return true;
}

/* ---- a text ---- */
static void forget(dl_tokenizer_worker *worker)
{
    dl_lexemes_reset(&worker->lexemes);
    dl_map_init(&worker->map, &worker->lexemes.arena);
    memset(&worker->chunks, 0, sizeof worker->chunks);
    memset(&worker->kept, 0, sizeof worker->kept);
}

static bool give(const tokens *in, dl_arena *arena, dl_tokens *out)
{
    out->spans = dl_arena_new_array(arena, in->count, dl_span);
    out->attrs = dl_arena_new_array(arena, in->count, dl_language_attrs);
    out->lexemes = dl_arena_new_array(arena, in->count, const dl_lexeme *);
    if (out->spans == NULL || out->attrs == NULL || out->lexemes == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < in->count; i++) {
        const token *item = &in->at[i];
        out->spans[i] = item->span;
        out->lexemes[i] = item->piece.lexeme;
        out->attrs[i] = item->piece.lexeme->attrs;
        out->attrs[i].spacy = item->spacy;
        if (item->piece.norm != 0) {
            out->attrs[i].norm = item->piece.norm;
        }
    }
    out->count = in->count;
    return true;
}

dl_status dl_tokenizer_read(dl_tokenizer_worker *worker, dl_str text, dl_arena *arena,
                            dl_tokens *out, dl_error *err)
{
    *out = (dl_tokens){0};
    if (text.size >= UINT32_MAX) {
        return dl_fail(err, DL_ELIMIT, "a text of %zu bytes: fewer than %u can be read",
                       text.size, UINT32_MAX);
    }
    if (worker->lexemes.arena.used > DL_TOKENIZER_CACHE_BYTES ||
        dl_arena_failed(&worker->lexemes.arena)) {
        forget(worker);
    }
    dl_arena_reset(&worker->hand);
    memset(&worker->pieces, 0, sizeof worker->pieces);
    memset(&worker->suffixes, 0, sizeof worker->suffixes);
    tokens all = {0};
    const bool done = add_chunks(worker, text, arena, &all) &&
                      replace_runs(worker, text, arena, &all) && give(&all, arena, out);
    return done ? DL_OK : dl_fail_memory(err);
}

/* ---- workers ---- */
dl_status dl_tokenizer_worker_new(const dl_tokenizer *tokenizer,
                                  dl_tokenizer_worker **out, dl_error *err)
{
    *out = NULL;
    dl_tokenizer_worker *worker = calloc(1, sizeof *worker);
    if (worker == NULL) {
        return dl_fail_memory(err);
    }
    worker->tokenizer = tokenizer;
    dl_lexemes_init(&worker->lexemes, &tokenizer->norms);
    dl_map_init(&worker->map, &worker->lexemes.arena);
    dl_arena_init(&worker->hand, 0);
    const dl_status status = dl_regex_scratch_new(&worker->scratch, err);
    if (status != DL_OK) {
        dl_tokenizer_worker_free(worker);
        return status;
    }
    *out = worker;
    return DL_OK;
}

void dl_tokenizer_worker_free(dl_tokenizer_worker *worker)
{
    if (worker != NULL) {
        dl_regex_scratch_free(worker->scratch);
        dl_lexemes_done(&worker->lexemes);
        dl_arena_done(&worker->hand);
        free(worker);
    }
}

/* ---- loading ---- */
static dl_status read_rule(dl_tokenizer *tokenizer, rule which, dl_msgpack *in,
                           const char *path, dl_error *err)
{
    if (dl_msgpack_nil(in)) {
        return DL_OK;
    }
    const dl_str pattern = dl_msgpack_text(in);
    char name[DL_ERROR_MESSAGE_MAX];
    snprintf(name, sizeof name, "%s: %s", path, RULE[which].key);
    if (in->failed || pattern.size == 0 || tokenizer->rules[which] != NULL) {
        return DL_OK;
    }
    return dl_regex_new(pattern, RULE[which].kind, name, &tokenizer->rules[which], err);
}

static dl_status read_entry(dl_tokenizer *tokenizer, dl_str key, dl_msgpack *in,
                            const char *path, dl_error *err)
{
    for (rule which = 0; which < RULES; which++) {
        if (dl_str_is(key, RULE[which].key)) {
            return read_rule(tokenizer, which, in, path, err);
        }
    }
    if (dl_str_is(key, "exceptions")) {
        return dl_specials_read(&tokenizer->specials, &tokenizer->arena, in, path, err);
    }
    if (dl_str_is(key, "faster_heuristics") && dl_msgpack_peek(in) == DL_MSGPACK_BOOL) {
        tokenizer->fast = dl_msgpack_bool(in);
    } else {
        dl_msgpack_skip(in);
    }
    return DL_OK;
}

static dl_status read_rules(dl_tokenizer *tokenizer, dl_str bytes, const char *path,
                            dl_error *err)
{
    dl_msgpack in, empty;
    dl_msgpack_init(&empty, DL_STR("\x80"));
    dl_status status =
        dl_specials_read(&tokenizer->specials, &tokenizer->arena, &empty, path, err);
    dl_msgpack_init(&in, bytes);
    for (uint32_t left = dl_msgpack_map(&in); status == DL_OK && left > 0 && !in.failed;
         left--) {
        const dl_str key = dl_msgpack_text(&in);
        status = read_entry(tokenizer, key, &in, path, err);
    }
    if (status == DL_OK && (in.failed || bytes.size == 0)) {
        return dl_fail(err, DL_EDATA, "%s: cut or wrong at byte %zu", path,
                       dl_msgpack_at(&in));
    }
    return status;
}

/* Whether the affixes could cut this case, so that it must be sought among tokens. */
static bool is_cut(dl_tokenizer_worker *worker, dl_str text)
{
    dl_span found;
    return !worker->tokenizer->fast || prefix_size(worker, text) > 0 ||
           find(worker, INFIX, text, 0, &found) || suffix_size(worker, text) > 0 ||
           memchr(text.at, ' ', text.size) != NULL;
}

/* Cuts `text` as if it were no special case, and puts the tokens into the trie. */
static bool learn(dl_tokenizer *tokenizer, dl_tokenizer_worker *worker, dl_str text)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    tokens all = {0};
    bool done = add_chunks(worker, text, &arena, &all);
    uint64_t *orths = dl_arena_new_array(&arena, all.count, uint64_t);
    for (uint32_t i = 0; done && orths != NULL && i < all.count; i++) {
        orths[i] = all.at[i].piece.lexeme->attrs.orth;
    }
    done = done && orths != NULL &&
           dl_specials_learn(&tokenizer->specials, &tokenizer->arena, orths, all.count);
    dl_arena_done(&arena);
    return done;
}

static dl_status learn_specials(dl_tokenizer *tokenizer, dl_error *err)
{
    dl_tokenizer_worker *worker = NULL;
    dl_status status = dl_tokenizer_worker_new(tokenizer, &worker, err);
    if (status != DL_OK) {
        return status;
    }
    worker->ignore_specials = true;
    for (uint32_t i = 0; status == DL_OK && i < tokenizer->specials.items.count; i++) {
        const dl_str text = tokenizer->specials.items.at[i].text;
        if (is_cut(worker, text) && !learn(tokenizer, worker, text)) {
            status = dl_fail_memory(err);
        }
    }
    dl_tokenizer_worker_free(worker);
    return status;
}

/* Opens dir/name; *path is kept in the arena for messages. */
static dl_status open_file(dl_tokenizer *tokenizer, const char *dir, const char *name,
                           dl_str *path, dl_file *file, dl_error *err)
{
    *path = dl_str_printf(&tokenizer->arena, "%s/%s", dir, name);
    if (dl_arena_failed(&tokenizer->arena)) {
        return dl_fail_memory(err);
    }
    return dl_file_open(path->at, MODEL_FILE_MAX, file, err);
}

static dl_status load(dl_tokenizer *tokenizer, const char *dir, dl_error *err)
{
    dl_file file;
    dl_str path;
    dl_status status = open_file(tokenizer, dir, "tokenizer", &path, &file, err);
    if (status != DL_OK) {
        return status;
    }
    status = read_rules(tokenizer, file.bytes, path.at, err);
    dl_file_close(&file);
    if (status != DL_OK) {
        return status;
    }
    status = open_file(tokenizer, dir, "vocab/lookups.bin", &path, &file, err);
    if (status != DL_OK) {
        return status;
    }
    status =
        dl_norms_read(&tokenizer->norms, &tokenizer->arena, file.bytes, path.at, err);
    dl_file_close(&file);
    return status == DL_OK ? learn_specials(tokenizer, err) : status;
}

dl_status dl_tokenizer_open(const char *dir, dl_tokenizer **out, dl_error *err)
{
    *out = NULL;
    dl_tokenizer *tokenizer = calloc(1, sizeof *tokenizer);
    if (tokenizer == NULL) {
        return dl_fail_memory(err);
    }
    tokenizer->fast = true;
    dl_arena_init(&tokenizer->arena, 0);
    const dl_status status = load(tokenizer, dir, err);
    if (status != DL_OK) {
        dl_tokenizer_close(tokenizer);
        return status;
    }
    *out = tokenizer;
    return DL_OK;
}

void dl_tokenizer_close(dl_tokenizer *tokenizer)
{
    if (tokenizer != NULL) {
        for (rule which = 0; which < RULES; which++) {
            dl_regex_free(tokenizer->rules[which]);
        }
        dl_arena_done(&tokenizer->arena);
        free(tokenizer);
    }
}
