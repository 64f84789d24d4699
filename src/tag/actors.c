/* actors.c - see actors.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "actors.h"

#include "file.h"
#include "fold.h"
#include "map.h"
#include "vec.h"

#include <ctype.h>
#include <stdlib.h>

#define FILE_BYTES_MOST ((size_t)64 << 20)
#define SHORT_NAME 5 /* names in capitals up to this long are matched with their case */

typedef struct alias {
    dl_str printed;
    uint32_t actor;
    bool cased; /* only as printed */
} alias;

struct dl_actors {
    dl_arena arena;
    dl_map aliases; /* folded alias -> index into forms */
    dl_map nouns[3];
    dl_map titles, armed, outlets;
    DL_VEC(dl_actor) list;
    DL_VEC(alias) forms;
    DL_VEC(dl_noun) words;
};

typedef struct reader {
    dl_actors *into;
    const char *path;
    uint32_t line;
    dl_error *err;
} reader;

static dl_status wrong(const reader *r, const char *what, dl_str word)
{
    return dl_fail(r->err, DL_EDATA, "%s:%u: %s '%.*s'", r->path, r->line, what,
                   (int)(word.size > 80 ? 80 : word.size), word.at);
}

static bool in_capitals(dl_str name)
{
    bool any = false;
    for (size_t i = 0; i < name.size; i++) {
        if (islower((unsigned char)name.at[i])) {
            return false;
        }
        any |= isupper((unsigned char)name.at[i]) != 0;
    }
    return any;
}

static dl_status add_alias(reader *r, dl_str printed, uint32_t actor)
{
    dl_actors *a = r->into;
    const dl_str key = dl_fold(&a->arena, printed);
    if (key.size == 0) {
        return DL_OK;
    }
    const uint32_t index = a->forms.count;
    alias *form = dl_vec_push(&a->forms, &a->arena);
    if (form == NULL) {
        return dl_fail_memory(r->err);
    }
    *form = (alias){dl_str_copy(&a->arena, printed), actor,
                    printed.size <= SHORT_NAME && in_capitals(printed)};
    return dl_map_set(&a->aliases, key, index) ? DL_OK : dl_fail_memory(r->err);
}

static bool read_type(dl_str word, uint8_t *type)
{
    static const struct {
        const char *word;
        uint8_t type;
    } TYPES[] = {{"ORG", DL_NAME_ORG}, {"PERSON", DL_NAME_PERSON}, {"NORP", DL_NAME_NORP},
                 {"GPE", DL_NAME_GPE}};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        if (dl_str_is(word, TYPES[i].word)) {
            *type = TYPES[i].type;
            return true;
        }
    }
    return false;
}

static dl_status read_actor(reader *r, dl_str line)
{
    dl_str rest = line;
    const dl_str name = dl_str_trim(dl_str_next(&rest, '|'));
    dl_str facts = dl_str_trim(dl_str_next(&rest, '|'));
    const dl_str type = dl_str_next(&facts, ' '), sector = dl_str_next(&facts, ' ');
    const dl_str country = dl_str_next(&facts, ' '), years = dl_str_trim(facts);
    dl_actor actor = {.name = dl_str_copy(&r->into->arena, name),
                      .sector = dl_str_copy(&r->into->arena, sector)};
    if (name.size == 0 || rest.at == NULL) {
        return wrong(r, "an actor is NAME | TYPE SECTOR COUNTRY | aliases, not", line);
    }
    if (!read_type(type, &actor.type)) {
        return wrong(r, "the type is ORG, PERSON, NORP or GPE, not", type);
    }
    if (!dl_str_is(country, "-") && country.size != 2) {
        return wrong(r, "the country is two letters or '-', not", country);
    }
    if (country.size == 2) {
        memcpy(actor.country, country.at, 2);
    }
    if (years.size != 0) {
        actor.from = atoi(years.at);
        const char *dash = memchr(years.at, '-', years.size);
        actor.to = dash == NULL ? actor.from : atoi(dash + 1);
        if (actor.from == 0) {
            return wrong(r, "years are FROM-TO, not", years);
        }
    }
    const uint32_t index = r->into->list.count;
    dl_actor *slot = dl_vec_push(&r->into->list, &r->into->arena);
    if (slot == NULL) {
        return dl_fail_memory(r->err);
    }
    *slot = actor;
    dl_status status = add_alias(r, name, index);
    while (status == DL_OK && rest.at != NULL) {
        status = add_alias(r, dl_str_trim(dl_str_next(&rest, ';')), index);
    }
    return status;
}

static dl_status read_noun(reader *r, dl_str line, dl_noun_kind kind)
{
    dl_str rest = line;
    const dl_str word = dl_fold(&r->into->arena, dl_str_next(&rest, '|'));
    dl_str facts = dl_str_trim(rest);
    const dl_str first = dl_str_next(&facts, ' '), side = dl_str_trim(facts);
    dl_noun noun = {.word = word, .kind = (uint8_t)kind, .side = '-'};
    if (word.size == 0 || first.size == 0) {
        return wrong(r, "a word is WORD | WHAT, not", line);
    }
    if (kind == DL_NOUN_ROLE) {
        noun.speaks = dl_str_is(first, "body");
        if (!noun.speaks && !dl_str_is(first, "self")) {
            return wrong(r, "a role is 'body' or 'self', not", first);
        }
    } else if (!dl_str_is(first, "-")) {
        noun.sector = dl_str_copy(&r->into->arena, first);
    }
    if (kind == DL_NOUN_GROUP) {
        if (!dl_str_is(side, "gov") && !dl_str_is(side, "reb") && !dl_str_is(side, "-")) {
            return wrong(r, "a side is gov, reb or '-', not", side);
        }
        noun.side = side.at[0];
    }
    const uint32_t index = r->into->words.count;
    dl_noun *slot = dl_vec_push(&r->into->words, &r->into->arena);
    if (slot == NULL || !dl_map_set(&r->into->nouns[kind], word, index)) {
        return dl_fail_memory(r->err);
    }
    *slot = noun;
    return DL_OK;
}

static dl_status read_word(reader *r, dl_map *map, dl_str line)
{
    const dl_str word = dl_fold(&r->into->arena, line);
    return word.size != 0 && !dl_map_set(map, word, 1) ? dl_fail_memory(r->err) : DL_OK;
}

static dl_status read_line(reader *r, dl_str section, dl_str line)
{
    if (dl_str_is(section, "[actors]")) {
        return read_actor(r, line);
    }
    if (dl_str_is(section, "[groups]")) {
        return read_noun(r, line, DL_NOUN_GROUP);
    }
    if (dl_str_is(section, "[bodies]")) {
        return read_noun(r, line, DL_NOUN_BODY);
    }
    if (dl_str_is(section, "[roles]")) {
        return read_noun(r, line, DL_NOUN_ROLE);
    }
    if (dl_str_is(section, "[titles]")) {
        return read_word(r, &r->into->titles, line);
    }
    if (dl_str_is(section, "[armed]")) {
        return read_word(r, &r->into->armed, line);
    }
    if (dl_str_is(section, "[outlets]")) {
        return read_word(r, &r->into->outlets, line);
    }
    return wrong(r, section.size == 0 ? "no section yet before" : "unknown section",
                 section.size == 0 ? line : section);
}

static dl_status read_file(dl_actors *actors, const char *path, dl_error *err)
{
    dl_file file;
    dl_status status = dl_file_open(path, FILE_BYTES_MOST, &file, err);
    if (status != DL_OK) {
        return status;
    }
    reader r = {.into = actors, .path = path, .err = err};
    dl_str rest = file.bytes, section = {0};
    while (status == DL_OK && rest.size != 0) {
        dl_str line = dl_str_next(&rest, '\n');
        r.line++;
        const char *comment = line.size == 0 ? NULL : memchr(line.at, '#', line.size);
        if (comment != NULL) {
            line.size = (size_t)(comment - line.at);
        }
        line = dl_str_trim(line);
        if (line.size == 0) {
            continue;
        }
        if (line.at[0] == '[') {
            section = line;
            continue;
        }
        status = read_line(&r, section, line);
    }
    dl_file_close(&file);
    return status;
}

dl_status dl_actors_open(const char *path, const char *user_path, dl_actors **out,
                         dl_error *err)
{
    dl_actors *actors = calloc(1, sizeof *actors);
    *out = NULL;
    if (actors == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&actors->arena, 0);
    dl_map_init(&actors->aliases, &actors->arena);
    for (unsigned i = 0; i < 3; i++) {
        dl_map_init(&actors->nouns[i], &actors->arena);
    }
    dl_map_init(&actors->titles, &actors->arena);
    dl_map_init(&actors->armed, &actors->arena);
    dl_map_init(&actors->outlets, &actors->arena);
    dl_status status = read_file(actors, path, err);
    if (status == DL_OK && user_path != NULL) {
        status = read_file(actors, user_path, err);
    }
    if (status != DL_OK) {
        dl_actors_close(actors);
        return status;
    }
    *out = actors;
    return DL_OK;
}

void dl_actors_close(dl_actors *actors)
{
    if (actors != NULL) {
        dl_arena_done(&actors->arena);
        free(actors);
    }
}

const dl_actor *dl_actors_find(const dl_actors *actors, dl_str key, dl_str printed)
{
    const uint32_t index = dl_map_find(&actors->aliases, key);
    if (index == DL_NONE) {
        return NULL;
    }
    const alias *form = &actors->forms.at[index];
    if (form->cased && !dl_str_equal(form->printed, printed)) {
        return NULL;
    }
    return &actors->list.at[form->actor];
}

const dl_noun *dl_actors_noun(const dl_actors *actors, dl_str lemma, unsigned kinds)
{
    for (unsigned kind = 0; kind < 3; kind++) {
        const uint32_t index = kinds >> kind & 1 ? dl_map_find(&actors->nouns[kind], lemma)
                                                 : DL_NONE;
        if (index != DL_NONE) {
            return &actors->words.at[index];
        }
    }
    return NULL;
}

bool dl_actors_title(const dl_actors *actors, dl_str word)
{
    return dl_map_find(&actors->titles, word) != DL_NONE;
}

bool dl_actors_armed(const dl_actors *actors, dl_str word)
{
    return dl_map_find(&actors->armed, word) != DL_NONE;
}

bool dl_actors_outlet(const dl_actors *actors, dl_str word)
{
    return dl_map_find(&actors->outlets, word) != DL_NONE;
}
