/* lemmatizer.c - spaCy's lemmatizer in its modes "rule" and "lookup".
 *
 * rule: a word that is its own dictionary form by its features (a singular noun, an
 * infinitive) is kept; else the suffix rules of its part of speech make candidates,
 *
 *     ponies   s -> ""  "ponie"     ies -> y  "pony" (in the index)
 *
 * candidates in the index go before those that are no words of letters only; exceptions
 * go before all; candidates of neither kind count when there is nothing else.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "lemmatizer.h"

#include "file.h"
#include "ids.h"
#include "map.h"
#include "msgpack.h"
#include "unicode.h"

#include <stdlib.h>

#define TABLES_FILE_MAX (256u << 20) /* bytes */
#define POS_MAX_BYTES 16             /* of a part of speech: longer ones have no tables */

typedef struct suffix_rule {
    dl_str old, new;
} suffix_rule;

/* The tables of one part of speech. */
typedef struct paradigm {
    uint64_t pos; /* id of its name in lower case */
    DL_VEC(suffix_rule) rules;
    dl_map index;      /* words */
    dl_map exceptions; /* word -> place in dl_lemmatizer.lists */
    bool empty;        /* none of the three has an entry */
} paradigm;

typedef struct list {
    uint32_t first, count; /* in dl_lemmatizer.forms */
} list;

struct dl_lemmatizer {
    dl_arena arena;
    dl_file file; /* strings are views of it */
    bool lookup;
    bool english; /* the test for base forms is English's */
    DL_VEC(paradigm *) paradigms;
    DL_VEC(list) lists;
    DL_VEC(dl_str) forms;
    dl_map table; /* lookup: word id -> place in forms */
};

/* ---- loading ---- */
static paradigm *paradigm_of(dl_lemmatizer *lemmatizer, uint64_t pos)
{
    for (uint32_t i = 0; i < lemmatizer->paradigms.count; i++) {
        if (lemmatizer->paradigms.at[i]->pos == pos) {
            return lemmatizer->paradigms.at[i];
        }
    }
    paradigm *fresh = dl_arena_new(&lemmatizer->arena, paradigm);
    paradigm **item = dl_vec_push(&lemmatizer->paradigms, &lemmatizer->arena);
    if (fresh == NULL || item == NULL) {
        return NULL;
    }
    *item = fresh;
    fresh->pos = pos;
    fresh->empty = true;
    dl_map_init(&fresh->index, &lemmatizer->arena);
    dl_map_init(&fresh->exceptions, &lemmatizer->arena);
    return fresh;
}

/* False when out of memory: here and in the other readers. */
static bool read_rules(dl_lemmatizer *lemmatizer, paradigm *p, dl_msgpack *in)
{
    for (uint32_t left = dl_msgpack_array(in); left > 0 && !in->failed; left--) {
        suffix_rule *rule = dl_vec_push(&p->rules, &lemmatizer->arena);
        if (rule == NULL) {
            return false;
        }
        in->failed |= dl_msgpack_array(in) != 2;
        rule->old = dl_msgpack_text(in);
        rule->new = dl_msgpack_text(in);
        p->empty = false;
    }
    return true;
}

static bool read_index(dl_lemmatizer *lemmatizer, paradigm *p, dl_msgpack *in)
{
    for (uint32_t left = dl_msgpack_array(in); left > 0 && !in->failed; left--) {
        if (!dl_map_set(&p->index, dl_msgpack_text(in), 1)) {
            return false;
        }
        p->empty = false;
    }
    return true;
}

/* The forms of one word; a string stands for a list of one. */
static bool read_forms(dl_lemmatizer *lemmatizer, dl_msgpack *in, list *out)
{
    *out = (list){lemmatizer->forms.count, 1};
    if (dl_msgpack_peek(in) == DL_MSGPACK_ARRAY) {
        out->count = dl_msgpack_array(in);
    }
    for (uint32_t i = 0; i < out->count && !in->failed; i++) {
        dl_str *form = dl_vec_push(&lemmatizer->forms, &lemmatizer->arena);
        if (form == NULL) {
            return false;
        }
        *form = dl_msgpack_text(in);
    }
    return true;
}

static bool read_exceptions(dl_lemmatizer *lemmatizer, paradigm *p, dl_msgpack *in)
{
    for (uint32_t left = dl_msgpack_map(in); left > 0 && !in->failed; left--) {
        const dl_str word = dl_msgpack_text(in);
        list *fresh = dl_vec_push(&lemmatizer->lists, &lemmatizer->arena);
        if (fresh == NULL || !read_forms(lemmatizer, in, fresh) ||
            !dl_map_set(&p->exceptions, word, lemmatizer->lists.count - 1)) {
            return false;
        }
        p->empty = false;
    }
    return true;
}

static bool read_lookup(dl_lemmatizer *lemmatizer, dl_msgpack *in)
{
    for (uint32_t left = dl_msgpack_map(in); left > 0 && !in->failed; left--) {
        const uint64_t word = dl_msgpack_unsigned(in);
        list forms;
        if (!read_forms(lemmatizer, in, &forms)) {
            return false;
        }
        if (forms.count > 0 && !dl_map_set_id(&lemmatizer->table, word, forms.first)) {
            return false;
        }
    }
    return true;
}

typedef bool read_paradigm(dl_lemmatizer *, paradigm *, dl_msgpack *);

static bool read_table(dl_lemmatizer *lemmatizer, dl_str name, dl_msgpack *in)
{
    read_paradigm *read = NULL;
    if (dl_str_is(name, "lemma_rules")) {
        read = read_rules;
    } else if (dl_str_is(name, "lemma_index")) {
        read = read_index;
    } else if (dl_str_is(name, "lemma_exc")) {
        read = read_exceptions;
    } else if (dl_str_is(name, "lemma_lookup") && lemmatizer->lookup) {
        return read_lookup(lemmatizer, in);
    }
    if (read == NULL || lemmatizer->lookup) {
        dl_msgpack_skip(in);
        return true;
    }
    for (uint32_t left = dl_msgpack_map(in); left > 0 && !in->failed; left--) {
        paradigm *p = paradigm_of(lemmatizer, dl_msgpack_unsigned(in));
        if (p == NULL || !read(lemmatizer, p, in)) {
            return false;
        }
    }
    return true;
}

/* Reads the mode and what else of the settings bears on the result. */
static dl_status read_settings(dl_lemmatizer *lemmatizer, const dl_cfg *cfg,
                               const char *component, dl_error *err)
{
    dl_arena *arena = &lemmatizer->arena;
    const dl_str section = dl_str_printf(arena, "components.%s", component);
    dl_str mode = DL_STR("lookup"), lang = {"", 0};
    bool overwrite = false;
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_cfg_text(cfg, section.at, "mode", arena, &mode);
    dl_cfg_text(cfg, "nlp", "lang", arena, &lang);
    dl_cfg_bool(cfg, section.at, "overwrite", &overwrite);
    lemmatizer->english = dl_str_is(lang, "en");
    lemmatizer->lookup = dl_str_is(mode, "lookup");
    if (overwrite || (!lemmatizer->lookup && !dl_str_is(mode, "rule"))) {
        return dl_fail(err, DL_EDATA,
                       "config.cfg: [%s]: mode \"%.*s\"%s is not known: rule "
                       "and lookup without overwrite are",
                       section.at, (int)mode.size, mode.at,
                       overwrite ? " with overwrite" : "");
    }
    if (!lemmatizer->lookup && !lemmatizer->english) {
        return dl_fail(err, DL_EDATA,
                       "config.cfg: [%s]: the rules of language \"%.*s\" are "
                       "not known: those of \"en\" are",
                       section.at, (int)lang.size, lang.at);
    }
    return DL_OK;
}

static dl_status load(dl_lemmatizer *lemmatizer, const char *dir, const char *component,
                      dl_error *err)
{
    const dl_str path =
        dl_str_printf(&lemmatizer->arena, "%s/%s/lookups/lookups.bin", dir, component);
    if (dl_arena_failed(&lemmatizer->arena)) {
        return dl_fail_memory(err);
    }
    dl_status status = dl_file_open(path.at, TABLES_FILE_MAX, &lemmatizer->file, err);
    if (status != DL_OK) {
        return status;
    }
    dl_msgpack in;
    dl_msgpack_init(&in, lemmatizer->file.bytes);
    for (uint32_t left = dl_msgpack_map(&in); left > 0 && !in.failed; left--) {
        const dl_str name = dl_msgpack_text(&in);
        if (!read_table(lemmatizer, name, &in)) {
            return dl_fail_memory(err);
        }
    }
    if (in.failed) {
        return dl_fail(err, DL_EDATA, "%s: cut or wrong at byte %zu", path.at,
                       dl_msgpack_at(&in));
    }
    return DL_OK;
}

dl_status dl_lemmatizer_open(const char *dir, const dl_cfg *cfg, const char *component,
                             dl_lemmatizer **out, dl_error *err)
{
    *out = NULL;
    dl_lemmatizer *lemmatizer = calloc(1, sizeof *lemmatizer);
    if (lemmatizer == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&lemmatizer->arena, 0);
    dl_map_init(&lemmatizer->table, &lemmatizer->arena);
    dl_status status = read_settings(lemmatizer, cfg, component, err);
    if (status == DL_OK) {
        status = load(lemmatizer, dir, component, err);
    }
    if (status != DL_OK) {
        dl_lemmatizer_close(lemmatizer);
        return status;
    }
    *out = lemmatizer;
    return DL_OK;
}

void dl_lemmatizer_close(dl_lemmatizer *lemmatizer)
{
    if (lemmatizer != NULL) {
        dl_file_close(&lemmatizer->file);
        dl_arena_done(&lemmatizer->arena);
        free(lemmatizer);
    }
}

/* ---- finding ---- */
/* English: the word is its dictionary form by its features. */
static bool is_base_form(const char *pos, uint8_t morph)
{
    const bool singular = (morph & DL_MORPH_SINGULAR) != 0;
    const bool present = (morph & DL_MORPH_FINITE) != 0 &&
                         (morph & DL_MORPH_PRESENT) != 0 &&
                         (morph & DL_MORPH_NUMBER) == 0;
    return (singular && strcmp(pos, "NOUN") == 0) ||
           (present && strcmp(pos, "VERB") == 0) ||
           (morph & (DL_MORPH_INFINITIVE | DL_MORPH_FORM_NONE | DL_MORPH_POSITIVE)) != 0;
}

static const paradigm *find_paradigm(const dl_lemmatizer *lemmatizer, const char *pos)
{
    char lower[POS_MAX_BYTES];
    size_t size = 0;
    for (; pos[size] != '\0'; size++) {
        if (size == POS_MAX_BYTES) {
            return NULL;
        }
        lower[size] =
            (char)(pos[size] >= 'A' && pos[size] <= 'Z' ? pos[size] + 32 : pos[size]);
    }
    const uint64_t id = dl_string_id((dl_str){lower, size});
    for (uint32_t i = 0; i < lemmatizer->paradigms.count; i++) {
        const paradigm *p = lemmatizer->paradigms.at[i];
        if (p->pos == id) {
            return p->empty ? NULL : p;
        }
    }
    return NULL;
}

typedef DL_VEC(dl_str) strings;

static bool add(strings *to, dl_arena *arena, dl_str text)
{
    dl_str *item = dl_vec_push(to, arena);
    if (item != NULL) {
        *item = text;
    }
    return item != NULL;
}

static bool holds(const strings *in, dl_str text)
{
    for (uint32_t i = 0; i < in->count; i++) {
        if (dl_str_equal(in->at[i], text)) {
            return true;
        }
    }
    return false;
}

static dl_str joined(dl_arena *arena, dl_str stem, dl_str ending)
{
    char *at = dl_arena_alloc(arena, stem.size + ending.size + 1);
    if (at == NULL) {
        return (dl_str){NULL, 0};
    }
    memcpy(at, stem.at, stem.size);
    memcpy(at + stem.size, ending.at, ending.size);
    return (dl_str){at, stem.size + ending.size};
}

/* The candidates by their rank. */
typedef struct candidates {
    strings indexed; /* the last one comes first */
    strings other;   /* not of letters only */
    strings unknown;
} candidates;

static bool gather(const paradigm *p, dl_str lower, dl_arena *arena, candidates *out)
{
    for (uint32_t i = 0; i < p->rules.count; i++) {
        const suffix_rule *rule = &p->rules.at[i];
        if (!dl_str_ends(lower, rule->old)) {
            continue;
        }
        const dl_str stem = {lower.at, lower.size - rule->old.size};
        const dl_str form = joined(arena, stem, rule->new);
        if (form.at == NULL) {
            return false;
        }
        if (form.size == 0) {
            continue;
        }
        strings *to = &out->unknown;
        if (dl_map_find(&p->index, form) != DL_NONE) {
            to = &out->indexed;
        } else if (!dl_unicode_all_alpha(form)) {
            to = &out->other;
        }
        if (!add(to, arena, form)) {
            return false;
        }
    }
    return true;
}

/* The last exception that no rule has made; each that is new goes to the front. */
static dl_str exception(const dl_lemmatizer *lemmatizer, const paradigm *p, dl_str lower,
                        const candidates *made)
{
    dl_str best = {NULL, 0};
    const uint32_t place = dl_map_find(&p->exceptions, lower);
    if (place == DL_NONE) {
        return best;
    }
    const list forms = lemmatizer->lists.at[place];
    for (uint32_t i = 0; i < forms.count; i++) {
        const dl_str form = lemmatizer->forms.at[forms.first + i];
        bool seen = holds(&made->indexed, form) || holds(&made->other, form);
        for (uint32_t j = 0; j < i && !seen; j++) {
            seen = dl_str_equal(form, lemmatizer->forms.at[forms.first + j]);
        }
        best = seen ? best : form;
    }
    return best;
}

static dl_str by_rules(const dl_lemmatizer *lemmatizer, const paradigm *p, dl_str text,
                       dl_str lower, dl_arena *arena)
{
    candidates made = {0};
    if (!gather(p, lower, arena, &made)) {
        return (dl_str){NULL, 0};
    }
    const dl_str special = exception(lemmatizer, p, lower, &made);
    if (special.at != NULL) {
        return special;
    }
    if (made.indexed.count > 0) {
        return made.indexed.at[made.indexed.count - 1];
    }
    if (made.other.count > 0) {
        return made.other.at[0];
    }
    return made.unknown.count > 0 ? made.unknown.at[0] : text;
}

dl_str dl_lemmatizer_find(const dl_lemmatizer *lemmatizer, const dl_marks *marks,
                          dl_str text, dl_str lower, dl_arena *arena)
{
    if (lemmatizer->lookup) {
        const uint32_t place = dl_map_find_id(&lemmatizer->table, dl_string_id(text));
        return place == DL_NONE ? text : lemmatizer->forms.at[place];
    }
    const char *pos = marks->pos;
    if (pos[0] == '\0' || strcmp(pos, "SPACE") == 0 || strcmp(pos, "EOL") == 0 ||
        is_base_form(pos, marks->morph)) {
        return lower;
    }
    const paradigm *p = find_paradigm(lemmatizer, pos);
    if (p == NULL) {
        return strcmp(pos, "PROPN") == 0 ? text : lower;
    }
    return by_rules(lemmatizer, p, text, lower, arena);
}
