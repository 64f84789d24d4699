/* known.c - one thing under its many names, over all documents, and which outlet uses
 * which.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reckon.h"

#include "merge.h"
#include "who.h"

#include <stdlib.h>

typedef DL_VEC(dl_alias) alias_list;

typedef struct wording {
    dl_str site;
    alias_list words;
} wording;

typedef struct thing {
    uint32_t id, count; /* root in who; mentions */
    alias_list aliases;
    DL_VEC(wording) sites;
} thing;

static bool add_word(alias_list *list, dl_alias one, dl_arena *arena)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (dl_str_equal(list->at[i].name, one.name)) {
            list->at[i].count += one.count;
            if (list->at[i].learned == DL_LEARNED_GIVEN) {
                list->at[i].learned = one.learned;
            }
            return true;
        }
    }
    dl_alias *slot = dl_vec_push(list, arena);
    if (slot != NULL) {
        *slot = one;
    }
    return slot != NULL;
}

static wording *site_of(thing *t, dl_str site, dl_arena *arena)
{
    for (uint32_t i = 0; i < t->sites.count; i++) {
        if (dl_str_equal(t->sites.at[i].site, site)) {
            return &t->sites.at[i];
        }
    }
    wording *slot = dl_vec_push(&t->sites, arena);
    if (slot != NULL) {
        slot->site = site;
    }
    return slot;
}

static bool add_name(thing *t, const dl_who *who, uint32_t report, uint32_t name,
                     dl_arena *arena)
{
    const dl_report *r = who->reports[report];
    const dl_name *n = &r->tags.names[name];
    const uint8_t joined = who->learned[who->base[report] + name];
    wording *site = site_of(t, dl_outlet_of(&r->article), arena);
    if (site == NULL) {
        return false;
    }
    for (uint32_t a = 0; a < n->alias_count; a++) {
        dl_alias alias = n->aliases[a];
        if (joined != DL_LEARNED_GIVEN && alias.learned == DL_LEARNED_GIVEN) {
            alias.learned = joined;
        }
        t->count += alias.count;
        if (!add_word(&t->aliases, alias, arena) || !add_word(&site->words, alias, arena)) {
            return false;
        }
    }
    return true;
}

static int by_count(const void *left, const void *right)
{
    const dl_alias *a = left, *b = right;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return dl_str_compare(a->name, b->name);
}

static int by_mentions(const void *left, const void *right)
{
    const thing *a = left, *b = right;
    if (a->count != b->count) {
        return a->count > b->count ? -1 : 1;
    }
    return a->id < b->id ? -1 : a->id > b->id;
}

static int by_site(const void *left, const void *right)
{
    return dl_str_compare(((const wording *)left)->site, ((const wording *)right)->site);
}

static bool write_out(thing *t, const dl_who *who, dl_arena *arena, dl_known *out)
{
    const dl_name *best = dl_who_name(who, t->id);
    *out = (dl_known){.name = best->name, .type = best->type};
    qsort(t->aliases.at, t->aliases.count, sizeof *t->aliases.at, by_count);
    qsort(t->sites.at, t->sites.count, sizeof *t->sites.at, by_site);
    out->aliases = t->aliases.at;
    out->alias_count = t->aliases.count;
    out->wording = dl_arena_array(arena, t->sites.count + 1, sizeof *out->wording);
    if (out->wording == NULL) {
        return false;
    }
    for (uint32_t s = 0; s < t->sites.count; s++) {
        alias_list *words = &t->sites.at[s].words;
        qsort(words->at, words->count, sizeof *words->at, by_count);
        out->wording[s].site = t->sites.at[s].site;
        out->wording[s].words = words->at;
        out->wording[s].word_count = words->count;
    }
    out->wording_count = t->sites.count;
    return true;
}

dl_status dl_reckon_names(const dl_report *const *reports, uint32_t count,
                          const dl_copy *copies, uint32_t copy_count,
                          const dl_story *stories, uint32_t story_count, dl_arena *arena,
                          dl_known **out, uint32_t *out_count, dl_error *err)
{
    dl_who who;
    *out = NULL;
    *out_count = 0;
    const dl_status status = dl_who_join(reports, count, copies, copy_count, stories,
                                         story_count, arena, &who, err);
    if (status != DL_OK) {
        return status;
    }
    uint32_t *number = dl_arena_new_array(arena, who.count + 1, uint32_t);
    thing *things = dl_arena_new_array(arena, who.count + 1, thing);
    uint32_t made = 0;
    if (number == NULL || things == NULL) {
        return dl_fail_memory(err);
    }
    memset(number, 0xFF, (who.count + 1) * sizeof *number);
    for (uint32_t r = 0; r < count; r++) {
        for (uint32_t i = 0; i < reports[r]->tags.name_count; i++) {
            const uint32_t root = dl_who_of(&who, r, i);
            if (number[root] == DL_NONE) {
                number[root] = made;
                things[made++].id = root;
            }
            if (!add_name(&things[number[root]], &who, r, i, arena)) {
                return dl_fail_memory(err);
            }
        }
    }
    qsort(things, made, sizeof *things, by_mentions);
    dl_known *known = dl_arena_new_array(arena, made + 1, dl_known);
    if (known == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < made; i++) {
        if (!write_out(&things[i], &who, arena, &known[i])) {
            return dl_fail_memory(err);
        }
    }
    *out = known;
    *out_count = made;
    return DL_OK;
}
