/* ruler.c - spaCy's attribute_ruler over the part of its Matcher that packages use.
 *
 *     patterns [[{"TAG": "IN", "LOWER": {"IN": ["that", "if"]}}]]
 *     attrs    {"POS": "SCONJ"}        index 0: which token of the run is meant
 *
 * Attributes asked: ATTRIBUTE below. Operators: a string or a boolean, IN, NOT_IN, REGEX;
 * one token a node, no quantifiers. Attributes set: SETTABLE below.
 *
 * All patterns look at the tokens as they were; per token and attribute the rule with the
 * highest number wins. Patterns are kept by tag or word of their first node, so that a
 * token meets the few that can match it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "ruler.h"

#include "file.h"
#include "hash.h"
#include "ids.h"
#include "msgpack.h"

#include <stdio.h>
#include <stdlib.h>

#define PATTERNS_FILE_MAX (64u << 20) /* bytes */
#define NODES_MAX 64                  /* tokens in one pattern */

typedef enum attribute {
    ORTH,
    LOWER,
    NORM,
    PREFIX,
    SUFFIX,
    SHAPE,
    SPACY,
    IS_SPACE,
    TAG,
    DEP,
    ATTRIBUTES
} attribute;

static const char *const ATTRIBUTE[ATTRIBUTES] = {"ORTH",   "LOWER", "NORM",  "PREFIX",
                                                  "SUFFIX", "SHAPE", "SPACY", "IS_SPACE",
                                                  "TAG",    "DEP"};

typedef enum settable {
    SET_TAG,
    SET_POS,
    SET_DEP,
    SET_LEMMA,
    SET_MORPH,
    SETTABLES
} settable;

static const char *const SETTABLE[SETTABLES] = {"TAG", "POS", "DEP", "LEMMA", "MORPH"};

typedef enum operator{ IS, IN, NOT_IN, REGEX } operator;

typedef struct test {
    attribute attribute;
    operator operator;
    uint64_t value;        /* IS */
    uint32_t first, count; /* IN, NOT_IN: in values */
    dl_regex *regex;
} test;

typedef struct node {
    uint32_t first, count; /* in tests */
} node;

typedef struct pattern {
    uint32_t rule;
    uint32_t first, count; /* in nodes */
} pattern;

typedef struct rule {
    dl_str set[SETTABLES]; /* at == NULL: not set; NUL-terminated */
    uint8_t morph;
    int64_t index; /* of the token meant; negative: from the end of the run */
} rule;

/* Patterns that share a tag or word: a chain. */
typedef struct link {
    uint32_t pattern, next; /* next: DL_NONE at the end */
} link;

struct dl_ruler {
    dl_arena arena;
    DL_VEC(rule) rules;
    DL_VEC(pattern) patterns;
    DL_VEC(node) nodes;
    DL_VEC(test) tests;
    DL_VEC(uint64_t) values;
    dl_map places; /* attribute and id -> first link */
    DL_VEC(link) links;
    uint32_t anywhere; /* first link of those that no tag or word selects */
};

/* ---- loading ---- */
typedef struct loader {
    dl_ruler *ruler;
    dl_msgpack in;
    const char *path;
    dl_error *err;
} loader;

static dl_status refuse(loader *load, const char *what, dl_str name)
{
    if (load->in.failed || dl_msgpack_peek(&load->in) == DL_MSGPACK_NONE) {
        return dl_fail(load->err, DL_EDATA, "%s: cut or wrong at byte %zu", load->path,
                       dl_msgpack_at(&load->in));
    }
    return dl_fail(load->err, DL_EDATA, "%s: rule %u: the %s '%.*s' is not known",
                   load->path, load->ruler->rules.count, what,
                   (int)(name.size < 60 ? name.size : 60), name.at);
}

/* The place of `name` in `names`, whatever its case; `count` if it is not there. */
static uint32_t place_of(dl_str name, const char *const *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (dl_str_equal_fold(name, dl_str_of(names[i]))) {
            return i;
        }
    }
    return count;
}

static dl_status read_set(loader *load, test *out)
{
    out->first = load->ruler->values.count;
    out->count = dl_msgpack_array(&load->in);
    for (uint32_t i = 0; i < out->count && !load->in.failed; i++) {
        uint64_t *value = dl_vec_push(&load->ruler->values, &load->ruler->arena);
        if (value == NULL) {
            return dl_fail_memory(load->err);
        }
        *value = dl_string_id(dl_msgpack_text(&load->in));
    }
    return DL_OK;
}

/* {"IN": [...]}, {"NOT_IN": [...]} or {"REGEX": "..."} */
static dl_status read_operator(loader *load, test *out)
{
    if (dl_msgpack_map(&load->in) != 1) {
        return refuse(load, "combination of operators", DL_STR(""));
    }
    const dl_str name = dl_msgpack_text(&load->in);
    if (dl_str_is(name, "IN") || dl_str_is(name, "NOT_IN")) {
        out->operator= dl_str_is(name, "IN") ? IN : NOT_IN;
        if (dl_msgpack_peek(&load->in) != DL_MSGPACK_ARRAY) {
            return refuse(load, "value of the operator", name);
        }
        return read_set(load, out);
    }
    if (dl_str_is(name, "REGEX") && (out->attribute == LOWER || out->attribute == ORTH) &&
        dl_msgpack_peek(&load->in) == DL_MSGPACK_TEXT) {
        out->operator= REGEX;
        return dl_regex_new(dl_msgpack_text(&load->in), DL_REGEX_SEARCH, load->path,
                            &out->regex, load->err);
    }
    return refuse(load, "operator", name);
}

static dl_status read_test(loader *load)
{
    test *out = dl_vec_push(&load->ruler->tests, &load->ruler->arena);
    if (out == NULL) {
        return dl_fail_memory(load->err);
    }
    dl_str name = dl_msgpack_text(&load->in);
    if (dl_str_equal_fold(name, DL_STR("TEXT"))) {
        name = DL_STR("ORTH");
    }
    const uint32_t place = place_of(name, ATTRIBUTE, ATTRIBUTES);
    if (place == ATTRIBUTES) {
        return refuse(load, "attribute", name);
    }
    out->attribute = (attribute)place;
    out->operator= IS;
    switch (dl_msgpack_peek(&load->in)) {
    case DL_MSGPACK_TEXT:
        out->value = dl_string_id(dl_msgpack_text(&load->in));
        return DL_OK;
    case DL_MSGPACK_BOOL:
        out->value = dl_msgpack_bool(&load->in);
        return DL_OK;
    case DL_MSGPACK_MAP:
        return read_operator(load, out);
    default:
        return refuse(load, "kind of value for", name);
    }
}

static dl_status read_node(loader *load)
{
    node *out = dl_vec_push(&load->ruler->nodes, &load->ruler->arena);
    if (out == NULL) {
        return dl_fail_memory(load->err);
    }
    out->first = load->ruler->tests.count;
    out->count = dl_msgpack_map(&load->in);
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < out->count; i++) {
        status = read_test(load);
    }
    return status;
}

static dl_status read_pattern(loader *load)
{
    pattern *out = dl_vec_push(&load->ruler->patterns, &load->ruler->arena);
    if (out == NULL) {
        return dl_fail_memory(load->err);
    }
    out->rule = load->ruler->rules.count - 1;
    out->first = load->ruler->nodes.count;
    const uint32_t count = dl_msgpack_array(&load->in);
    if (count == 0 || count > NODES_MAX) {
        return refuse(load, "number of tokens in a pattern", DL_STR(""));
    }
    out->count = count;
    dl_status status = DL_OK;
    for (uint32_t i = 0; status == DL_OK && i < count; i++) {
        status = read_node(load);
    }
    return status;
}

static dl_status read_patterns(loader *load)
{
    dl_status status = DL_OK;
    for (uint32_t left = dl_msgpack_array(&load->in); status == DL_OK && left > 0;
         left--) {
        status = read_pattern(load);
    }
    return status;
}

/* "Number=Sing|Person=3" as flags. */
static uint8_t morph_of(dl_str features)
{
    static const struct {
        const char *name;
        uint8_t flags;
    } KNOWN[] = {
        {"Number=Sing", DL_MORPH_SINGULAR}, {"VerbForm=Inf", DL_MORPH_INFINITIVE},
        {"VerbForm=Fin", DL_MORPH_FINITE},  {"VerbForm=None", DL_MORPH_FORM_NONE},
        {"Tense=Pres", DL_MORPH_PRESENT},   {"Degree=Pos", DL_MORPH_POSITIVE},
    };
    uint8_t flags = 0;
    while (features.at != NULL) {
        const dl_str one = dl_str_next(&features, '|');
        for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
            flags |= dl_str_is(one, KNOWN[i].name) ? KNOWN[i].flags : 0;
        }
        flags |= dl_str_starts(one, DL_STR("Number=")) ? DL_MORPH_NUMBER : 0;
    }
    return flags;
}

static dl_status read_attrs(loader *load, rule *out)
{
    for (uint32_t left = dl_msgpack_map(&load->in); left > 0; left--) {
        const dl_str name = dl_msgpack_text(&load->in);
        const uint32_t place = place_of(name, SETTABLE, SETTABLES);
        if (place == SETTABLES || dl_msgpack_peek(&load->in) != DL_MSGPACK_TEXT) {
            return refuse(load, "attribute to set", name);
        }
        out->set[place] = dl_str_copy(&load->ruler->arena, dl_msgpack_text(&load->in));
    }
    out->morph = out->set[SET_MORPH].at == NULL ? 0 : morph_of(out->set[SET_MORPH]);
    return DL_OK;
}

static dl_status read_rule(loader *load)
{
    rule *fresh = dl_vec_push(&load->ruler->rules, &load->ruler->arena);
    if (fresh == NULL) {
        return dl_fail_memory(load->err);
    }
    dl_status status = DL_OK;
    for (uint32_t left = dl_msgpack_map(&load->in); status == DL_OK && left > 0; left--) {
        const dl_str key = dl_msgpack_text(&load->in);
        if (dl_str_is(key, "patterns")) {
            status = read_patterns(load);
        } else if (dl_str_is(key, "attrs")) {
            status = read_attrs(load, fresh);
        } else if (dl_str_is(key, "index")) {
            fresh->index = dl_msgpack_signed(&load->in);
        } else {
            status = refuse(load, "key", key);
        }
    }
    return status;
}

/* The token meant must lie in every run of the rule. */
static dl_status check_indices(loader *load)
{
    const dl_ruler *ruler = load->ruler;
    for (uint32_t i = 0; i < ruler->patterns.count; i++) {
        const pattern *p = &ruler->patterns.at[i];
        const int64_t index = ruler->rules.at[p->rule].index;
        if (index >= (int64_t)p->count || index < -(int64_t)p->count) {
            return dl_fail(load->err, DL_EDATA,
                           "%s: rule %u: token %lld of a pattern of %u tokens",
                           load->path, p->rule + 1, (long long)index, p->count);
        }
    }
    return DL_OK;
}

/* ---- patterns by their first node ---- */
static uint64_t place_key(attribute which, uint64_t value)
{
    return dl_hash_join((uint64_t)which + 1, value);
}

static bool add_link(dl_ruler *ruler, uint32_t *head, uint32_t place)
{
    link *item = dl_vec_push(&ruler->links, &ruler->arena);
    if (item == NULL) {
        return false;
    }
    *item = (link){place, *head};
    *head = ruler->links.count - 1;
    return true;
}

static bool add_place(dl_ruler *ruler, attribute which, uint64_t value, uint32_t place)
{
    uint32_t head = dl_map_find_id(&ruler->places, place_key(which, value));
    return add_link(ruler, &head, place) &&
           dl_map_set_id(&ruler->places, place_key(which, value), head);
}

/* The test of the first node by which a pattern is found, or NULL. */
static const test *selector(const dl_ruler *ruler, const pattern *p)
{
    const node *first = &ruler->nodes.at[p->first];
    const test *best = NULL;
    for (uint32_t i = 0; i < first->count; i++) {
        const test *t = &ruler->tests.at[first->first + i];
        const bool selects = (t->attribute == TAG || t->attribute == LOWER) &&
                             (t->operator== IS || t->operator== IN);
        if (selects && (best == NULL || t->attribute == LOWER)) {
            best = t;
        }
    }
    return best;
}

static dl_status place_patterns(dl_ruler *ruler, dl_error *err)
{
    dl_map_init(&ruler->places, &ruler->arena);
    ruler->anywhere = DL_NONE;
    bool done = true;
    for (uint32_t i = 0; done && i < ruler->patterns.count; i++) {
        const test *by = selector(ruler, &ruler->patterns.at[i]);
        if (by == NULL) {
            done = add_link(ruler, &ruler->anywhere, i);
        } else if (by->operator== IS) {
            done = add_place(ruler, by->attribute, by->value, i);
        }
        for (uint32_t v = 0; done && by != NULL && by->operator== IN && v<by->count;
             v++) {
            done = add_place(ruler, by->attribute, ruler->values.at[by->first + v], i);
        }
    }
    return done ? DL_OK : dl_fail_memory(err);
}

static dl_status read_file(dl_ruler *ruler, const char *path, dl_error *err)
{
    dl_file file;
    dl_status status = dl_file_open(path, PATTERNS_FILE_MAX, &file, err);
    if (status != DL_OK) {
        return status;
    }
    loader load = {.ruler = ruler, .path = path, .err = err};
    dl_msgpack_init(&load.in, file.bytes);
    for (uint32_t left = dl_msgpack_array(&load.in); status == DL_OK && left > 0;
         left--) {
        status = read_rule(&load);
    }
    if (status == DL_OK && load.in.failed) {
        status = refuse(&load, "", DL_STR(""));
    }
    if (status == DL_OK) {
        status = check_indices(&load);
    }
    dl_file_close(&file);
    return status;
}

dl_status dl_ruler_open(const char *dir, const char *component, dl_ruler **out,
                        dl_error *err)
{
    *out = NULL;
    dl_ruler *ruler = calloc(1, sizeof *ruler);
    if (ruler == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&ruler->arena, 0);
    const dl_str path = dl_str_printf(&ruler->arena, "%s/%s/patterns", dir, component);
    dl_status status = dl_arena_failed(&ruler->arena) ? dl_fail_memory(err)
                                                      : read_file(ruler, path.at, err);
    if (status == DL_OK) {
        status = place_patterns(ruler, err);
    }
    if (status == DL_OK && dl_arena_failed(&ruler->arena)) {
        status = dl_fail_memory(err);
    }
    if (status != DL_OK) {
        dl_ruler_close(ruler);
        return status;
    }
    *out = ruler;
    return DL_OK;
}

void dl_ruler_close(dl_ruler *ruler)
{
    if (ruler != NULL) {
        for (uint32_t i = 0; i < ruler->tests.count; i++) {
            dl_regex_free(ruler->tests.at[i].regex);
        }
        dl_arena_done(&ruler->arena);
        free(ruler);
    }
}

/* ---- matching ---- */
typedef struct scene {
    const dl_ruler *ruler;
    dl_regex_scratch *scratch;
    const dl_tokens *tokens;
    uint64_t *tags, *deps;       /* ids as given */
    uint32_t (*rank)[SETTABLES]; /* 1 + the rule that set it; 0: none */
    dl_marks *marks;
} scene;

static uint64_t value_of(const scene *s, attribute which, uint32_t i)
{
    const dl_language_attrs *a = &s->tokens->attrs[i];
    const uint64_t values[ATTRIBUTES] = {a->orth,    a->lower,  a->norm,  a->prefix,
                                         a->suffix,  a->shape,  a->spacy, a->is_space,
                                         s->tags[i], s->deps[i]};
    return values[which];
}

static bool among(const scene *s, const test *t, uint64_t value)
{
    for (uint32_t i = 0; i < t->count; i++) {
        if (s->ruler->values.at[t->first + i] == value) {
            return true;
        }
    }
    return false;
}

static bool passes(const scene *s, const test *t, uint32_t i)
{
    dl_span found;
    const dl_lexeme *lexeme = s->tokens->lexemes[i];
    switch (t->operator) {
    case IS:
        return value_of(s, t->attribute, i) == t->value;
    case IN:
        return among(s, t, value_of(s, t->attribute, i));
    case NOT_IN:
        return !among(s, t, value_of(s, t->attribute, i));
    default:
        return dl_regex_find(t->regex, s->scratch,
                             t->attribute == LOWER ? lexeme->lower : lexeme->text, 0,
                             false, &found);
    }
}

static bool matches(const scene *s, const pattern *p, uint32_t start)
{
    if (p->count > s->tokens->count - start) {
        return false;
    }
    for (uint32_t n = 0; n < p->count; n++) {
        const node *here = &s->ruler->nodes.at[p->first + n];
        for (uint32_t i = 0; i < here->count; i++) {
            if (!passes(s, &s->ruler->tests.at[here->first + i], start + n)) {
                return false;
            }
        }
    }
    return true;
}

static void set(dl_marks *marks, settable which, const rule *by)
{
    const dl_str value = by->set[which];
    switch (which) {
    case SET_TAG:
        marks->tag = value.at;
        break;
    case SET_POS:
        marks->pos = value.at;
        break;
    case SET_DEP:
        marks->dep = value.at;
        break;
    case SET_LEMMA:
        marks->lemma = value;
        break;
    default:
        marks->morph = by->morph;
        break;
    }
}

static void apply(scene *s, const pattern *p, uint32_t start)
{
    const rule *by = &s->ruler->rules.at[p->rule];
    const int64_t index = by->index < 0 ? by->index + p->count : by->index;
    const uint32_t target = start + (uint32_t)index;
    for (settable which = 0; which < SETTABLES; which++) {
        if (by->set[which].at != NULL && s->rank[target][which] <= p->rule) {
            s->rank[target][which] = p->rule + 1;
            set(&s->marks[target], which, by);
        }
    }
}

static void try_chain(scene *s, uint32_t head, uint32_t start)
{
    for (uint32_t at = head; at != DL_NONE; at = s->ruler->links.at[at].next) {
        const pattern *p = &s->ruler->patterns.at[s->ruler->links.at[at].pattern];
        if (matches(s, p, start)) {
            apply(s, p, start);
        }
    }
}

dl_status dl_ruler_apply(const dl_ruler *ruler, dl_regex_scratch *scratch,
                         const dl_tokens *tokens, dl_arena *arena, dl_marks *marks,
                         dl_error *err)
{
    const uint32_t count = tokens->count;
    scene s = {.ruler = ruler, .scratch = scratch, .tokens = tokens, .marks = marks};
    s.tags = dl_arena_new_array(arena, count, uint64_t);
    s.deps = dl_arena_new_array(arena, count, uint64_t);
    s.rank = dl_arena_array(arena, count, sizeof *s.rank);
    if (s.tags == NULL || s.deps == NULL || s.rank == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < count; i++) {
        s.tags[i] = dl_string_id(dl_str_of(marks[i].tag));
        s.deps[i] = dl_string_id(dl_str_of(marks[i].dep));
    }
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t lower = tokens->attrs[i].lower;
        try_chain(&s, dl_map_find_id(&ruler->places, place_key(TAG, s.tags[i])), i);
        try_chain(&s, dl_map_find_id(&ruler->places, place_key(LOWER, lower)), i);
        try_chain(&s, ruler->anywhere, i);
    }
    return DL_OK;
}
