/* actors.c - see actors.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "actors_list.h"

#include "file.h"
#include "fold.h"

#include <ctype.h>
#include <stdlib.h>

#define FILE_BYTES_MOST ((size_t)64 << 20)
#define SHORT_NAME 5   /* acronyms up to this long are matched with their case */
#define TITLED_LEAST 4 /* an acronym this long may be printed as a word: "Nato" */

dl_status dl_actor_wrong(const dl_actor_reader *r, const char *what, dl_str word)
{
    return dl_fail(r->err, DL_EDATA, "%s:%u: %s '%.*s'", r->path, r->line, what,
                   (int)(word.size > 80 ? 80 : word.size), word.at);
}

/* "WHO", "LeT", "MoD": a capital that does not begin the word. */
static bool inner_capital(dl_str name)
{
    for (size_t i = 1; i < name.size; i++) {
        if (isupper((unsigned char)name.at[i]) && isalpha((unsigned char)name.at[i - 1])) {
            return true;
        }
    }
    return memchr(name.at, '.', name.size) != NULL;
}

bool dl_actor_class_add(dl_actors *actors, dl_actor_class class, dl_str word)
{
    return dl_map_set(&actors->classes, word, dl_actors_classes(actors, word) | 1u << class);
}

bool dl_actor_class_begin(dl_actors *actors, dl_actor_class class, dl_str key)
{
    bool right = true;
    for (size_t i = 0; i < key.size && right; i++) {
        right = key.at[i] != ' ' || dl_actor_class_add(actors, class, (dl_str){key.at, i});
    }
    return right;
}

dl_status dl_actor_alias(dl_actor_reader *r, dl_str printed, uint32_t actor)
{
    dl_actors *a = r->into;
    const bool unsure = printed.size > 1 && printed.at[printed.size - 1] == '?';
    printed.size -= unsure;
    const dl_str key = dl_fold(&a->arena, printed);
    if (key.size == 0) {
        return dl_arena_failed(&a->arena) ? dl_fail_memory(r->err) : DL_OK;
    }
    const uint32_t index = a->forms.count;
    const uint32_t first = dl_map_find(&a->forms_of, key);
    for (uint32_t f = first; f != DL_NONE; f = a->forms.at[f].next) {
        if (a->forms.at[f].actor == actor) {
            return DL_OK; /* the same form twice */
        }
    }
    dl_actor_form *form = dl_vec_push(&a->forms, &a->arena);
    if (form == NULL || !dl_map_set(&a->forms_of, key, index) ||
        !dl_actor_class_begin(a, DL_ACTORS_BEGINS_NAME, key)) {
        return dl_fail_memory(r->err);
    }
    *form = (dl_actor_form){dl_str_copy(&a->arena, printed), actor, first,
                            printed.size <= SHORT_NAME && inner_capital(printed), unsure};
    return DL_OK;
}

/* Gives up every form of an actor that is read anew. */
static void forget_forms(dl_actors *a, uint32_t actor)
{
    for (uint32_t f = 0; f < a->forms.count; f++) {
        if (a->forms.at[f].actor == actor) {
            a->forms.at[f].actor = DL_NONE;
        }
    }
}

dl_status dl_actor_add(dl_actor_reader *r, const dl_actor *actor, uint32_t *index)
{
    dl_actors *a = r->into;
    const dl_str key = dl_fold(&a->arena, actor->name);
    const uint32_t old = dl_map_find(&a->actor_of, key);
    dl_actor *slot = dl_arena_new(&a->arena, dl_actor);
    if (slot == NULL) {
        return dl_fail_memory(r->err);
    }
    *slot = *actor;
    slot->user = r->user;
    if (old != DL_NONE && r->user && !a->list.at[old]->user) {
        forget_forms(a, old);
        a->list.at[old] = slot;
        *index = old;
        return DL_OK;
    }
    *index = a->list.count;
    dl_actor **place = dl_vec_push(&a->list, &a->arena);
    if (place == NULL || !dl_map_set(&a->actor_of, key, *index)) {
        return dl_fail_memory(r->err);
    }
    *place = slot;
    return DL_OK;
}

static dl_status read_file(dl_actors *actors, const char *path, bool user, dl_error *err)
{
    dl_file file;
    dl_status status = dl_file_open(path, FILE_BYTES_MOST, &file, err);
    if (status != DL_OK) {
        return status;
    }
    dl_actor_reader r = {.into = actors, .path = path, .user = user, .err = err};
    if (user && dl_actors_are_petrarch(file.bytes)) {
        status = dl_actors_read_petrarch(&r, file.bytes);
    } else {
        status = dl_actors_read_own(&r, file.bytes);
    }
    dl_file_close(&file);
    return status;
}

/* "official" is a group's noun ("officials") and a person's: of one sector. */
static void give_roles_sectors(dl_actors *actors)
{
    for (uint32_t i = 0; i < actors->words.count; i++) {
        dl_noun *role = &actors->words.at[i];
        const dl_noun *group = role->kind == DL_NOUN_ROLE
                                   ? dl_actors_noun(actors, role->word, 1u << DL_NOUN_GROUP)
                                   : NULL;
        if (group != NULL) {
            role->sector = group->sector;
        }
    }
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
    dl_map_init(&actors->forms_of, &actors->arena);
    dl_map_init(&actors->actor_of, &actors->arena);
    dl_map_init(&actors->country_of, &actors->arena);
    for (unsigned i = 0; i < DL_NOUN_KINDS; i++) {
        dl_map_init(&actors->nouns[i], &actors->arena);
    }
    dl_map_init(&actors->classes, &actors->arena);
    dl_status status = read_file(actors, path, false, err);
    if (status == DL_OK && user_path != NULL) {
        status = read_file(actors, user_path, true, err);
    }
    if (status != DL_OK) {
        dl_actors_close(actors);
        return status;
    }
    give_roles_sectors(actors);
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

/* "NATO" is written "NATO" and "Nato", never "nato"; "WHO" is never "Who". */
static bool case_fits(const dl_actor_form *form, dl_str printed)
{
    if (!form->cased || dl_str_equal(form->printed, printed)) {
        return true;
    }
    bool titled = printed.size >= TITLED_LEAST && printed.size == form->printed.size &&
                  dl_str_equal_fold(form->printed, printed) &&
                  isupper((unsigned char)printed.at[0]);
    for (size_t i = 1; i < printed.size && titled; i++) {
        titled = islower((unsigned char)printed.at[i]) != 0;
    }
    return titled;
}

unsigned dl_actors_find(const dl_actors *actors, dl_str key, dl_str printed,
                        dl_actor_hit out[DL_ACTOR_HITS_MOST])
{
    unsigned count = 0;
    bool user = false;
    for (uint32_t f = dl_map_find(&actors->forms_of, key); f != DL_NONE;
         f = actors->forms.at[f].next) {
        const dl_actor_form *form = &actors->forms.at[f];
        if (form->actor == DL_NONE || !case_fits(form, printed)) {
            continue;
        }
        const dl_actor *actor = actors->list.at[form->actor];
        if (actor->user && !user) {
            user = true;
            count = 0;
        }
        if (actor->user == user && count < DL_ACTOR_HITS_MOST) {
            out[count++] = (dl_actor_hit){actor, form->unsure};
        }
    }
    return count;
}

const dl_noun *dl_actors_noun(const dl_actors *actors, dl_str lemma, unsigned kinds)
{
    for (unsigned kind = 0; kind < DL_NOUN_KINDS; kind++) {
        const uint32_t index = kinds >> kind & 1 ? dl_map_find(&actors->nouns[kind], lemma)
                                                 : DL_NONE;
        if (index != DL_NONE) {
            return &actors->words.at[index];
        }
    }
    return NULL;
}

uint32_t dl_actors_classes(const dl_actors *actors, dl_str word)
{
    const uint32_t bits = word.size == 0 ? DL_NONE : dl_map_find(&actors->classes, word);
    return bits == DL_NONE ? 0 : bits;
}

bool dl_actors_is(const dl_actors *actors, dl_actor_class class, dl_str word)
{
    return (dl_actors_classes(actors, word) >> class & 1) != 0;
}
