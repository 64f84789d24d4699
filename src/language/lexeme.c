/* lexeme.c - the features of a word's letters, as spaCy's lexical attributes define them:
 * lower case, prefix (1 code point), suffix (3), shape, norm, white space.
 *
 * shape:  letters become x or X, digits d, others stay; a run is cut after four:
 *         "Reuters2017!" -> "Xxxxxdddd!"
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "lexeme.h"

#include "ids.h"
#include "msgpack.h"
#include "unicode.h"
#include "utf8.h"

#define SUFFIX_POINTS 3
#define SHAPE_RUN 4
#define SHAPE_POINTS_MAX 100 /* from here on the shape is SHAPE_LONG */
#define SHAPE_LONG "LONG"
#define NORM_TABLE "lexeme_norm"

/* ---- the table of norms ---- */
static bool read_pairs(dl_norms *norms, dl_arena *arena, dl_msgpack *in)
{
    for (uint32_t pairs = dl_msgpack_map(in); pairs > 0 && !in->failed; pairs--) {
        const uint64_t key = dl_msgpack_unsigned(in);
        const dl_str value = dl_msgpack_text(in);
        uint64_t *item = dl_vec_push(&norms->values, arena);
        if (item == NULL || !dl_map_set_id(&norms->map, key, norms->values.count - 1)) {
            return false;
        }
        *item = dl_string_id(value);
    }
    return true;
}

dl_status dl_norms_read(dl_norms *norms, dl_arena *arena, dl_str bytes, const char *name,
                        dl_error *err)
{
    *norms = (dl_norms){0};
    dl_map_init(&norms->map, arena);
    dl_msgpack in;
    dl_msgpack_init(&in, bytes);
    for (uint32_t tables = dl_msgpack_map(&in); tables > 0 && !in.failed; tables--) {
        if (!dl_str_is(dl_msgpack_text(&in), NORM_TABLE)) {
            dl_msgpack_skip(&in);
        } else if (!read_pairs(norms, arena, &in)) {
            return dl_fail_memory(err);
        }
    }
    if (in.failed) {
        return dl_fail(err, DL_EDATA, "%s: cut or wrong at byte %zu", name,
                       dl_msgpack_at(&in));
    }
    return DL_OK;
}

static uint64_t norm_of(const dl_norms *norms, uint64_t orth, uint64_t lower)
{
    const uint32_t place = dl_map_find_id(&norms->map, orth);
    if (place != DL_NONE) {
        return norms->values.at[place];
    }
    const uint64_t base = dl_string_base_norm(orth);
    return base != 0 ? base : lower;
}

/* ---- features ---- */
static dl_str prefix_of(dl_str text)
{
    size_t at = 0;
    dl_utf8_next(text, &at);
    return (dl_str){text.at, at};
}

static dl_str suffix_of(dl_str text)
{
    size_t at = text.size;
    for (int i = 0; i < SUFFIX_POINTS && at > 0; i++) {
        at = dl_utf8_back(text, at);
    }
    return (dl_str){text.at + at, text.size - at};
}

/* What stands for `c` in a shape; 'X', 'x' and 'd' are code points too. */
static uint32_t shape_of_point(uint32_t c)
{
    const uint8_t flags = dl_unicode_of(c).flags;
    if ((flags & DL_UNICODE_ALPHA) != 0) {
        return (flags & DL_UNICODE_UPPER) != 0 ? 'X' : 'x';
    }
    return (flags & DL_UNICODE_DIGIT) != 0 ? 'd' : c;
}

/* Writes the shape of `text` to `out`. */
static dl_str shape_of(dl_str text, char out[SHAPE_POINTS_MAX * 4])
{
    size_t size = 0;
    uint32_t last = 0, points = 0, run = 0;
    for (size_t at = 0; at < text.size; points++) {
        if (points + 1 >= SHAPE_POINTS_MAX) {
            return DL_STR(SHAPE_LONG);
        }
        const uint32_t c = shape_of_point(dl_utf8_next(text, &at));
        run = points > 0 && c == last ? run + 1 : 0;
        last = c;
        if (run < SHAPE_RUN) {
            size += dl_utf8_put(c, out + size);
        }
    }
    return (dl_str){out, size};
}

static bool all_space(dl_str text)
{
    for (size_t at = 0; at < text.size;) {
        if (!dl_unicode_is(dl_utf8_next(text, &at), DL_UNICODE_SPACE)) {
            return false;
        }
    }
    return true;
}

static dl_lexeme *make(dl_lexemes *lexemes, dl_str text, uint64_t hash)
{
    dl_lexeme *lexeme = dl_arena_new(&lexemes->arena, dl_lexeme);
    if (lexeme == NULL) {
        return NULL;
    }
    char shape[SHAPE_POINTS_MAX * 4];
    lexeme->text = dl_str_copy(&lexemes->arena, text);
    lexeme->lower = dl_unicode_lower(&lexemes->arena, lexeme->text);
    lexeme->special = DL_NONE;
    if (dl_arena_failed(&lexemes->arena)) {
        return NULL;
    }
    dl_language_attrs *attrs = &lexeme->attrs;
    attrs->orth = dl_string_id_of_hash(hash);
    attrs->lower = dl_string_id(lexeme->lower);
    attrs->norm = norm_of(lexemes->norms, attrs->orth, attrs->lower);
    attrs->prefix = dl_string_id(prefix_of(text));
    attrs->suffix = dl_string_id(suffix_of(text));
    attrs->shape = dl_string_id(shape_of(text, shape));
    attrs->is_space = all_space(text);
    return lexeme;
}

/* ---- the table of words ---- */
void dl_lexemes_init(dl_lexemes *lexemes, const dl_norms *norms)
{
    *lexemes = (dl_lexemes){.norms = norms};
    dl_arena_init(&lexemes->arena, 0);
    dl_map_init(&lexemes->map, &lexemes->arena);
}

void dl_lexemes_done(dl_lexemes *lexemes)
{
    dl_arena_done(&lexemes->arena);
}

void dl_lexemes_reset(dl_lexemes *lexemes)
{
    dl_lexemes_done(lexemes);
    dl_lexemes_init(lexemes, lexemes->norms);
}

dl_lexeme *dl_lexemes_get(dl_lexemes *lexemes, dl_str text, bool *fresh)
{
    *fresh = false;
    const uint64_t hash = dl_string_hash(text);
    const uint32_t place = dl_map_find_id(&lexemes->map, hash);
    if (place != DL_NONE && dl_str_equal(lexemes->items.at[place]->text, text)) {
        return lexemes->items.at[place];
    }
    dl_lexeme *lexeme = make(lexemes, text, hash);
    if (lexeme == NULL) {
        return NULL;
    }
    *fresh = true;
    if (place != DL_NONE) {
        return lexeme; /* two words of one hash: the second is not kept */
    }
    dl_lexeme **item = dl_vec_push(&lexemes->items, &lexemes->arena);
    if (item == NULL) {
        return NULL;
    }
    *item = lexeme;
    dl_map_add_id(&lexemes->map, hash, lexemes->items.count - 1);
    return dl_arena_failed(&lexemes->arena) ? NULL : lexeme;
}
