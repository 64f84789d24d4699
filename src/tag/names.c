/* names.c - the names of a document: one thing under its many names.
 *
 * Finds where names and descriptions stand (name_find.c), joins those of one thing
 * (name_join.c), and writes things out: a canonical name, its aliases with the words that
 * show each join, and a mention for every place.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#include "fold.h"
#include "hash.h"

static bool lone_capitals(dl_str form)
{
    for (size_t i = 0; i < form.size; i++) {
        if (islower((unsigned char)form.at[i]) || form.at[i] == ' ') {
            return false;
        }
    }
    return true;
}

/* A better canonical form: proper before described, of a sentence before a headline's,
 * full before acronym, longer first. */
static bool better(const dl_naming *n, const dl_part *a, const dl_part *b)
{
    const bool name_a = a->kind == DL_PART_NAME, name_b = b->kind == DL_PART_NAME;
    if (name_a != name_b) {
        return name_a;
    }
    const bool loud_a = n->style[a->first] == DL_STYLE_UPPER,
               loud_b = n->style[b->first] == DL_STYLE_UPPER;
    if (loud_a != loud_b && dl_str_equal(a->key, b->key)) {
        return loud_b;
    }
    if (lone_capitals(a->form) != lone_capitals(b->form)) {
        return lone_capitals(b->form);
    }
    if (!name_a) {
        return a->modified && !b->modified;
    }
    return a->key.size > b->key.size;
}

static bool stays(const dl_naming *n, uint32_t p)
{
    const dl_part *part = &n->parts.at[p];
    return part->kind != DL_PART_LOOSE && part->kind != DL_PART_PRONOUN;
}

/* A lone surname keeps the "Mr" that stands before it. */
static dl_str printed_form(const dl_naming *n, const dl_part *part)
{
    if (part->type != DL_NAME_PERSON || part->kind != DL_PART_NAME ||
        part->end - part->first != 1 || part->first == 0) {
        return part->form;
    }
    const dl_token *before = &n->doc->tokens[part->first - 1];
    static const char *const TITLES[] = {"mr", "mrs", "ms", "dr", "mr.", "mrs.", "ms.", "dr."};
    for (size_t i = 0; i < sizeof TITLES / sizeof *TITLES; i++) {
        if (dl_str_is(before->lower, TITLES[i])) {
            return dl_str_cut(n->doc->text, (dl_span){before->span.start, part->span.end});
        }
    }
    return part->form;
}

/* One key for one form of one thing, whatever its case. */
static uint64_t alias_key(dl_arena *arena, uint32_t name, dl_str form)
{
    const dl_arena_mark mark = dl_arena_here(arena);
    const uint64_t key = dl_hash_join(dl_hash(dl_str_lower_ascii(arena, form)), name);
    dl_arena_back(arena, mark);
    return key;
}

static bool shouted(dl_str form)
{
    for (size_t i = 0; i < form.size; i++) {
        if (islower((unsigned char)form.at[i])) {
            return false;
        }
    }
    return true;
}

/* Counts a written form of name `number`; `seen` knows the forms it has. */
static dl_status add_alias(const dl_naming *n, dl_tags *out, uint32_t number,
                           const dl_part *part, dl_map *seen, dl_error *err)
{
    dl_name *name = &out->names[number];
    const dl_str form = printed_form(n, part);
    const uint32_t at =
        dl_map_add_id(seen, alias_key(n->arena, number, form), name->alias_count);
    if (at == DL_NONE) {
        return dl_fail_memory(err);
    }
    if (at < name->alias_count) {
        dl_alias *known = &name->aliases[at];
        if (shouted(known->name) && n->style[part->first] == DL_STYLE_SENTENCE) {
            known->name = form; /* as sentences write it */
        }
        known->count++;
        return DL_OK;
    }
    /* room is doubled each time the count is a power of two */
    if ((name->alias_count & (name->alias_count - 1)) == 0) {
        const uint32_t room = name->alias_count == 0 ? 1 : name->alias_count * 2;
        dl_alias *grown = dl_arena_grow(n->arena, name->aliases,
                                        name->alias_count * sizeof *grown, room * sizeof *grown);
        if (grown == NULL) {
            return dl_fail_memory(err);
        }
        name->aliases = grown;
    }
    name->aliases[name->alias_count++] = (dl_alias){form, 1, part->learned, part->shown};
    return DL_OK;
}

static void set_name(const dl_naming *n, dl_name *name, const dl_part *best,
                     const dl_part *root, dl_arena *arena)
{
    name->name = best->form;
    name->type = best->type;
    memcpy(name->country, root->country, sizeof name->country);
    if (root->actor != NULL) {
        name->name = root->actor->name;
        name->type = root->actor->type;
        name->sector = root->actor->sector;
        memcpy(name->country, root->actor->country, sizeof name->country);
    } else if (best->place != DL_NONE && best->type != DL_NAME_NORP) {
        const dl_place *place = &n->tags->places[best->place];
        if (place->kind != DL_PLACE_UNKNOWN) {
            name->name = place->name;
        }
    } else if (root->armed) {
        name->sector = DL_STR("REB");
    } else if (best->noun != NULL) {
        name->sector = best->noun->sector;
    }
    name->key = dl_fold(arena, name->name);
}

/* How often the form of each group is used, "the army" below "Syrian army". */
static bool count_groups(dl_naming *n, dl_map *uses)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (part->type == DL_NAME_GROUP) {
            const uint32_t before = dl_map_find(uses, part->key);
            if (!dl_map_set(uses, part->key, before == DL_NONE ? 1 : before + 1)) {
                return false;
            }
        }
    }
    return true;
}

static uint32_t frequency(const dl_naming *n, const dl_map *uses, uint32_t p)
{
    const dl_part *part = &n->parts.at[p];
    const uint32_t count = dl_map_find(uses, part->key);
    return (count == DL_NONE ? 0 : count) + (part->country[0] != '\0');
}

static uint8_t mention_kind(const dl_part *part)
{
    return part->kind == DL_PART_PRONOUN                             ? 2
           : part->kind == DL_PART_NOUN || part->kind == DL_PART_ROLE ? 1
                                                                     : 0;
}

static dl_status write_out(dl_naming *n, dl_tags *out, dl_error *err)
{
    const uint32_t count = n->parts.count;
    uint32_t *number = dl_arena_new_array(n->arena, count + 1, uint32_t);
    uint32_t *best = dl_arena_new_array(n->arena, count + 1, uint32_t);
    out->names = dl_arena_new_array(n->arena, count + 1, dl_name);
    out->mentions = dl_arena_new_array(n->arena, count + 1, dl_mention);
    if (number == NULL || best == NULL || out->names == NULL || out->mentions == NULL) {
        return dl_fail_memory(err);
    }
    memset(number, 0xFF, (count + 1) * sizeof *number);
    dl_map uses, seen;
    dl_map_init(&uses, n->arena);
    dl_map_init(&seen, n->arena);
    if (!count_groups(n, &uses)) {
        return dl_fail_memory(err);
    }
    /* number the things by their first mention, and choose the form that names them */
    for (uint32_t p = 0; p < count; p++) {
        const uint32_t root = dl_part_root(n, p);
        if (!stays(n, p)) {
            continue;
        }
        if (number[root] == DL_NONE) {
            number[root] = out->name_count++;
            best[root] = p;
        } else if (n->parts.at[p].type == DL_NAME_GROUP &&
                   n->parts.at[best[root]].type == DL_NAME_GROUP) {
            if (frequency(n, &uses, p) > frequency(n, &uses, best[root])) {
                best[root] = p;
            }
        } else if (better(n, &n->parts.at[p], &n->parts.at[best[root]])) {
            best[root] = p;
        }
    }
    for (uint32_t p = 0; p < count; p++) {
        const uint32_t root = dl_part_root(n, p);
        if (number[root] == DL_NONE) {
            continue; /* a pronoun or loose capitals that joined nothing */
        }
        dl_part *part = &n->parts.at[p];
        dl_name *name = &out->names[number[root]];
        if (name->name.at == NULL) {
            set_name(n, name, &n->parts.at[best[root]], &n->parts.at[root], n->arena);
            const uint32_t body = n->parts.at[root].body;
            name->speaks_for = DL_NONE;
            if (body != DL_NONE && number[dl_part_root(n, body)] != number[root]) {
                name->speaks_for = number[dl_part_root(n, body)];
            }
        }
        if (part->kind != DL_PART_PRONOUN) {
            const dl_status status = add_alias(n, out, number[root], part, &seen, err);
            if (status != DL_OK) {
                return status;
            }
        }
        out->mentions[out->mention_count++] =
            (dl_mention){part->span, part->first, part->end, part->head, number[root],
                         part->place, mention_kind(part), part->rule};
    }
    return DL_OK;
}

dl_status dl_tag_names(const dl_actors *actors, const dl_gazetteer *gazetteer,
                       const dl_doc *doc, const dl_article *article, dl_arena *arena,
                       dl_tags *out, dl_error *err)
{
    dl_naming n = {
        .actors = actors, .gazetteer = gazetteer, .doc = doc, .tags = out, .arena = arena};
    if (article != NULL && dl_when_known(article->published.when)) {
        int month, day;
        const dl_day last = dl_when_last(article->published.when);
        if (last != DL_DAY_NONE) {
            dl_day_split(last, &n.year, &month, &day);
        }
    }
    if (doc->token_count == 0) {
        return DL_OK;
    }
    if (!dl_name_case(&n) || !dl_name_find(&n)) {
        return dl_fail_memory(err);
    }
    dl_name_join(&n);
    const dl_status status = write_out(&n, out, err);
    return status == DL_OK && dl_arena_failed(arena) ? dl_fail_memory(err) : status;
}
