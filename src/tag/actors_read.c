/* actors_read.c - reads data/actors.txt and lists of the same form, line by line.
 * SPDX-License-Identifier: Apache-2.0 */
#include "actors_list.h"

#include "fold.h"

#include <stdlib.h>

static bool read_type(dl_str word, uint8_t *type)
{
    static const struct {
        const char *word;
        uint8_t type;
    } TYPES[] = {{"ORG", DL_NAME_ORG},   {"PERSON", DL_NAME_PERSON}, {"NORP", DL_NAME_NORP},
                 {"GPE", DL_NAME_GPE},   {"FAC", DL_NAME_FAC},       {"PRODUCT", DL_NAME_PRODUCT}};
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++) {
        if (dl_str_is(word, TYPES[i].word)) {
            *type = TYPES[i].type;
            return true;
        }
    }
    return false;
}

static bool four_digits(dl_str word, int *year)
{
    if (word.size != 4 || strspn(word.at, "0123456789") < 4) {
        return false;
    }
    *year = atoi(word.at);
    return true;
}

/* "2004-2013", "2004-" (open), "2004" (that year) */
static bool read_years(dl_str word, dl_actor *actor)
{
    dl_str rest = word;
    const dl_str from = dl_str_next(&rest, '-');
    if (!four_digits(from, &actor->from)) {
        return false;
    }
    if (rest.at == NULL) {
        actor->to = actor->from;
        return true;
    }
    return rest.size == 0 || (four_digits(rest, &actor->to) && actor->to >= actor->from);
}

static dl_status read_facts(const dl_actor_reader *r, dl_str facts, dl_actor *actor)
{
    const dl_str type = dl_str_next(&facts, ' '), sector = dl_str_next(&facts, ' ');
    const dl_str country = dl_str_next(&facts, ' '), years = dl_str_trim(facts);
    if (!read_type(type, &actor->type)) {
        return dl_actor_wrong(r, "the type is ORG, PERSON, NORP, GPE, FAC or PRODUCT, not", type);
    }
    if (!dl_str_is(country, "-") && country.size != 2) {
        return dl_actor_wrong(r, "the country is two letters or '-', not", country);
    }
    if (country.size == 2) {
        memcpy(actor->country, country.at, 2);
    }
    if (!dl_str_is(sector, "-")) {
        actor->sector = dl_str_copy(&r->into->arena, sector);
    }
    if (years.size != 0 && !read_years(years, actor)) {
        return dl_actor_wrong(r, "years are FROM-TO, not", years);
    }
    return DL_OK;
}

static dl_status read_actor(dl_actor_reader *r, dl_str line)
{
    dl_str rest = line;
    const dl_str form = dl_str_trim(dl_str_next(&rest, '|'));
    const bool unsure = form.size > 1 && form.at[form.size - 1] == '?';
    const dl_str name = {form.at, form.size - unsure};
    const dl_str facts = dl_str_trim(dl_str_next(&rest, '|'));
    dl_actor actor = {.name = dl_str_copy(&r->into->arena, name)};
    uint32_t index;
    if (name.size == 0 || rest.at == NULL) {
        return dl_actor_wrong(r, "an actor is NAME | TYPE SECTOR COUNTRY | aliases, not", line);
    }
    dl_status status = read_facts(r, facts, &actor);
    if (status == DL_OK) {
        status = dl_actor_add(r, &actor, &index);
    }
    if (status == DL_OK) {
        status = dl_actor_alias(r, form, index);
    }
    while (status == DL_OK && rest.at != NULL) {
        status = dl_actor_alias(r, dl_str_trim(dl_str_next(&rest, ';')), index);
    }
    return status;
}

static dl_status read_side(const dl_actor_reader *r, dl_str side, dl_noun *noun)
{
    if (!dl_str_is(side, "gov") && !dl_str_is(side, "reb") && !dl_str_is(side, "-")) {
        return dl_actor_wrong(r, "a side is gov, reb or '-', not", side);
    }
    noun->side = side.at[0];
    return DL_OK;
}

static dl_status read_noun(dl_actor_reader *r, dl_str line, dl_noun_kind kind)
{
    dl_str rest = line;
    dl_arena *arena = &r->into->arena;
    const dl_str word = dl_fold(arena, dl_str_next(&rest, '|'));
    dl_str facts = dl_str_trim(rest);
    const dl_str first = dl_str_next(&facts, ' '), second = dl_str_trim(facts);
    dl_noun noun = {.word = word, .kind = (uint8_t)kind, .side = '-'};
    dl_status status = DL_OK;
    if (word.size == 0 || first.size == 0) {
        return dl_actor_wrong(r, "a word is WORD | WHAT, not", line);
    }
    if (kind == DL_NOUN_ROLE) {
        noun.speaks = dl_str_is(first, "body");
        if (!noun.speaks && !dl_str_is(first, "self")) {
            return dl_actor_wrong(r, "a role is 'body' or 'self', not", first);
        }
        noun.many = dl_str_is(second, "many");
        if (second.size != 0 && !noun.many) {
            return dl_actor_wrong(r, "after 'body' or 'self' there may be 'many', not", second);
        }
    } else if (kind == DL_NOUN_THING) {
        if (!read_type(first, &noun.type)) {
            return dl_actor_wrong(r, "a thing is PRODUCT, FAC or ORG, not", first);
        }
    } else if (!dl_str_is(first, "-")) {
        noun.sector = dl_str_copy(arena, first);
    }
    if (kind == DL_NOUN_GROUP) {
        status = read_side(r, second, &noun);
    }
    const uint32_t index = r->into->words.count;
    dl_noun *slot = status == DL_OK ? dl_vec_push(&r->into->words, arena) : NULL;
    if (status != DL_OK) {
        return status;
    }
    if (slot == NULL || !dl_map_set(&r->into->nouns[kind], word, index) ||
        !dl_actor_class_add(r->into, DL_ACTORS_NOUN, word) ||
        !dl_actor_class_begin(r->into, DL_ACTORS_BEGINS_NOUN, word)) {
        return dl_fail_memory(r->err);
    }
    *slot = noun;
    return DL_OK;
}

static dl_status read_word(dl_actor_reader *r, dl_actor_class class, dl_str line)
{
    dl_str rest = line;
    const dl_str word = dl_fold(&r->into->arena, dl_str_next(&rest, '|'));
    const dl_str sex = dl_str_trim(rest);
    if (word.size != 0 && !dl_actor_class_add(r->into, class, word)) {
        return dl_fail_memory(r->err);
    }
    if (rest.at == NULL) {
        return DL_OK;
    }
    if (class != DL_ACTORS_TITLE || !(dl_str_is(sex, "m") || dl_str_is(sex, "f"))) {
        return dl_actor_wrong(r, "only a title may have '| m' or '| f', not", line);
    }
    const dl_actor_class sexed = sex.at[0] == 'm' ? DL_ACTORS_MALE : DL_ACTORS_FEMALE;
    return dl_actor_class_add(r->into, sexed, word) ? DL_OK : dl_fail_memory(r->err);
}

static dl_status read_country(dl_actor_reader *r, dl_str line)
{
    dl_str rest = line;
    const dl_str three = dl_str_trim(dl_str_next(&rest, '|')), two = dl_str_trim(rest);
    const uint32_t index = r->into->codes.count;
    if (three.size != 3 || two.size != 2) {
        return dl_actor_wrong(r, "a country is ABC | AB, not", line);
    }
    dl_str *slot = dl_vec_push(&r->into->codes, &r->into->arena);
    if (slot == NULL ||
        !dl_map_set(&r->into->country_of, dl_str_copy(&r->into->arena, three), index)) {
        return dl_fail_memory(r->err);
    }
    *slot = dl_str_copy(&r->into->arena, two);
    return DL_OK;
}

static dl_status read_line(dl_actor_reader *r, dl_str section, dl_str line)
{
    static const struct {
        const char *section;
        dl_noun_kind kind;
    } NOUNS[] = {{"[groups]", DL_NOUN_GROUP}, {"[bodies]", DL_NOUN_BODY},
                 {"[roles]", DL_NOUN_ROLE},   {"[things]", DL_NOUN_THING}};
    static const struct {
        const char *section;
        dl_actor_class class;
    } WORDS[] = {{"[titles]", DL_ACTORS_TITLE},   {"[armed]", DL_ACTORS_ARMED},
                 {"[outlets]", DL_ACTORS_OUTLET}, {"[firms]", DL_ACTORS_FIRM},
                 {"[events]", DL_ACTORS_EVENT},   {"[contests]", DL_ACTORS_CONTEST},
                 {"[laws]", DL_ACTORS_LAW},       {"[lives]", DL_ACTORS_LIFE},
                 {"[lives done]", DL_ACTORS_LIFE_DONE}, {"[kin]", DL_ACTORS_KIN},
                 {"[headline]", DL_ACTORS_HEADLINE}};
    if (dl_str_is(section, "[actors]")) {
        return read_actor(r, line);
    }
    if (dl_str_is(section, "[countries]")) {
        return read_country(r, line);
    }
    for (size_t i = 0; i < sizeof NOUNS / sizeof *NOUNS; i++) {
        if (dl_str_is(section, NOUNS[i].section)) {
            return read_noun(r, line, NOUNS[i].kind);
        }
    }
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        if (dl_str_is(section, WORDS[i].section)) {
            return read_word(r, WORDS[i].class, line);
        }
    }
    return dl_actor_wrong(r, section.size == 0 ? "no section yet before" : "unknown section",
                          section.size == 0 ? line : section);
}

dl_status dl_actors_read_own(dl_actor_reader *r, dl_str bytes)
{
    dl_status status = DL_OK;
    dl_str rest = bytes, section = {0};
    while (status == DL_OK && rest.size != 0) {
        dl_str line = dl_str_next(&rest, '\n');
        r->line++;
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
        status = read_line(r, section, line);
    }
    return status;
}
