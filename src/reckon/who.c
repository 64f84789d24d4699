/* who.c - see who.h.
 *
 * Union-find over all names of all reports. Reports are visited in the order given; the
 * caller gives them sorted by id, so that what comes out does not depend on arrival.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "who.h"

#include "fold.h"
#include "map.h"
#include "spelling.h"

#include <ctype.h>

static uint32_t root(const dl_who *w, uint32_t at)
{
    while (w->thing[at] != at) {
        at = w->thing[at];
    }
    return at;
}

static void join(dl_who *w, uint32_t a, uint32_t b, uint8_t learned)
{
    const uint32_t x = root(w, a), y = root(w, b);
    if (x == y) {
        return;
    }
    w->learned[b] = learned;
    if (x < y) {
        w->thing[y] = x;
    } else {
        w->thing[x] = y;
    }
}

static bool described(const dl_name *name)
{
    return name->type == DL_NAME_GROUP;
}

static bool common_noun(dl_str form)
{
    return form.size == 0 || (islower((unsigned char)form.at[0]) &&
                              !dl_str_starts(form, DL_STR("al-")) &&
                              !dl_str_starts(form, DL_STR("el-")));
}

static bool single_word(dl_str key)
{
    return memchr(key.at, ' ', key.size) == NULL;
}

/* What must be alike for two names with one key to be one thing. */
static char sort_of(const dl_name *name)
{
    return name->type == DL_NAME_PERSON                              ? 'p'
           : name->type == DL_NAME_GPE || name->type == DL_NAME_LOC ||
                   name->type == DL_NAME_FAC                          ? 'l'
           : name->type == DL_NAME_NORP || name->type == DL_NAME_LANGUAGE ? 'n'
           : described(name)                                          ? 'g'
                                                                      : 'o';
}

static dl_str key_of(dl_arena *arena, const dl_name *name, dl_str form)
{
    const dl_str folded = dl_fold(arena, form);
    return dl_str_printf(arena, "%c %.*s", sort_of(name), (int)folded.size, folded.at);
}

/* Names that answer to the same proper form. One word of a person's name is too little
 * to join strangers; it has been joined inside its own document. */
static void join_spelling(dl_who *w, dl_arena *arena)
{
    dl_map forms;
    dl_map_init(&forms, arena);
    for (uint32_t r = 0; r < w->report_count; r++) {
        const dl_tags *tags = &w->reports[r]->tags;
        for (uint32_t i = 0; i < tags->name_count; i++) {
            const dl_name *name = &tags->names[i];
            const uint32_t at = w->base[r] + i;
            if (described(name)) {
                if (name->country[0] != '\0' && name->sector.size != 0) {
                    const dl_str key = dl_str_printf(
                        arena, "side %s %.*s", name->country, (int)name->sector.size,
                        name->sector.at);
                    const uint32_t first = dl_map_add(&forms, key, at);
                    if (first != DL_NONE && first != at) {
                        join(w, first, at, DL_LEARNED_GIVEN);
                    }
                }
                continue;
            }
            const uint32_t first = dl_map_add(&forms, key_of(arena, name, name->name), at);
            if (first != DL_NONE && first != at) {
                join(w, first, at, DL_LEARNED_GIVEN);
            }
            for (uint32_t a = 0; a < name->alias_count; a++) {
                const dl_str form = name->aliases[a].name;
                if (common_noun(form) || (name->type == DL_NAME_PERSON && single_word(form))) {
                    continue;
                }
                const uint32_t other = dl_map_add(&forms, key_of(arena, name, form), at);
                if (other != DL_NONE && other != at) {
                    join(w, other, at, name->aliases[a].learned);
                }
            }
        }
    }
}

#define SHARED (DL_NONE - 1) /* a surname that several bear */

/* Full names by their consonants; then lone surnames to the one full name that bears it. */
static void join_persons(dl_who *w, dl_arena *arena)
{
    dl_map spelt, surnames;
    dl_map_init(&spelt, arena);
    dl_map_init(&surnames, arena);
    for (unsigned pass = 0; pass < 2; pass++) {
        for (uint32_t r = 0; r < w->report_count; r++) {
            const dl_tags *tags = &w->reports[r]->tags;
            for (uint32_t i = 0; i < tags->name_count; i++) {
                const dl_name *name = &tags->names[i];
                const uint32_t at = w->base[r] + i;
                if (name->type != DL_NAME_PERSON || common_noun(name->name) || name->key.size == 0) {
                    continue;
                }
                const dl_str surname = dl_spelling_last(name->key);
                const bool full_name = surname.size < name->key.size;
                if (pass == 0 && full_name) {
                    const dl_str bones = dl_spelling_bones(arena, name->key);
                    if (bones.size >= DL_BONES_LEAST) {
                        const dl_str key = dl_str_printf(arena, "%c%.*s", name->key.at[0],
                                                         (int)bones.size, bones.at);
                        const uint32_t first = dl_map_add(&spelt, key, at);
                        if (first != DL_NONE && first != at) {
                            join(w, first, at, DL_LEARNED_GIVEN);
                        }
                    }
                    const uint32_t first = dl_map_add(&surnames, surname, at);
                    if (first < SHARED && root(w, first) != root(w, at)) {
                        dl_map_set(&surnames, surname, SHARED); /* two bear it */
                    }
                } else if (pass == 1 && !full_name) {
                    const uint32_t full = dl_map_find(&surnames, surname);
                    if (full < SHARED) {
                        join(w, full, at, DL_LEARNED_PART);
                    }
                }
            }
        }
    }
}

/* The name of report `r` that is written as `form` somewhere; DL_NONE. */
static uint32_t name_written(const dl_report *report, dl_str form, dl_arena *arena)
{
    const dl_arena_mark mark = dl_arena_here(arena);
    const dl_str key = dl_fold(arena, form);
    uint32_t found = DL_NONE;
    for (uint32_t i = 0; i < report->tags.name_count && found == DL_NONE; i++) {
        const dl_name *name = &report->tags.names[i];
        for (uint32_t a = 0; a < name->alias_count; a++) {
            if (dl_str_equal(dl_fold(arena, name->aliases[a].name), key)) {
                found = i;
                break;
            }
        }
    }
    dl_arena_back(arena, mark);
    return found;
}

static bool an_actor(const dl_name *name)
{
    return name->type == DL_NAME_ORG || name->type == DL_NAME_PERSON ||
           name->type == DL_NAME_NORP || name->type == DL_NAME_GROUP;
}

/* A copy that always writes B where its original writes A holds them for one thing. */
static void join_copies(dl_who *w, const dl_copy *copies, uint32_t count, dl_arena *arena)
{
    for (uint32_t c = 0; c < count; c++) {
        if (copies[c].kind != DL_COPY_COPY) {
            continue;
        }
        const uint32_t doc = copies[c].doc, of = copies[c].of;
        for (uint32_t s = 0; s < copies[c].substitution_count; s++) {
            const dl_substitution *sub = &copies[c].substitutions[s];
            const uint32_t a = name_written(w->reports[of], sub->from, arena);
            const uint32_t b = name_written(w->reports[doc], sub->to, arena);
            if (a != DL_NONE && b != DL_NONE && an_actor(&w->reports[of]->tags.names[a]) &&
                an_actor(&w->reports[doc]->tags.names[b])) {
                join(w, w->base[of] + a, w->base[doc] + b, DL_LEARNED_COPY);
            }
        }
        /* descriptions that both use are the same people */
        for (uint32_t i = 0; i < w->reports[doc]->tags.name_count; i++) {
            const dl_name *name = &w->reports[doc]->tags.names[i];
            if (described(name)) {
                const uint32_t a = name_written(w->reports[of], name->name, arena);
                if (a != DL_NONE) {
                    join(w, w->base[of] + a, w->base[doc] + i, DL_LEARNED_GIVEN);
                }
            }
        }
    }
}

/* Words for anybody: the people of one sentence are not those of the next. */
static bool anybody(const dl_name *name)
{
    return dl_str_is(name->sector, "CVL") || dl_str_is(name->sector, "JRN");
}

/* In one story "the army", "the union", "the harbour master" are one each. */
static void join_story(dl_who *w, const dl_story *story, dl_arena *arena)
{
    dl_map forms;
    dl_map_init(&forms, arena);
    for (uint32_t d = 0; d < story->document_count; d++) {
        const uint32_t r = story->documents[d];
        for (uint32_t i = 0; i < w->reports[r]->tags.name_count; i++) {
            const dl_name *name = &w->reports[r]->tags.names[i];
            const char sort = sort_of(name);
            for (uint32_t a = 0; a < name->alias_count && !anybody(name); a++) {
                const dl_str form = dl_fold(arena, name->aliases[a].name);
                const dl_str key = dl_str_printf(
                    arena, "%c %.*s", sort == 'n' || sort == 'g' ? 'o' : sort, (int)form.size, form.at);
                const uint32_t at = w->base[r] + i;
                const uint32_t first = dl_map_add(&forms, key, at);
                if (first != DL_NONE && first != at) {
                    join(w, first, at, name->aliases[a].learned);
                }
            }
        }
    }
}

static uint32_t mentions(const dl_name *name)
{
    uint32_t sum = 0;
    for (uint32_t a = 0; a < name->alias_count; a++) {
        sum += name->aliases[a].count;
    }
    return sum;
}

static const dl_name *name_at(const dl_who *w, uint32_t at)
{
    uint32_t low = 0, high = w->report_count;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (w->base[middle] <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return &w->reports[low]->tags.names[at - w->base[low]];
}

/* A proper name before a description; then the one most often used; then by letters. */
static bool names_better(const dl_name *a, const dl_name *b)
{
    if (described(a) != described(b)) {
        return described(b);
    }
    if (common_noun(a->name) != common_noun(b->name)) {
        return common_noun(b->name);
    }
    const bool one_a = single_word(a->key), one_b = single_word(b->key);
    if (one_a != one_b) {
        return one_b;
    }
    if (mentions(a) != mentions(b)) {
        return mentions(a) > mentions(b);
    }
    return dl_str_compare(a->name, b->name) < 0;
}

static void choose_best(dl_who *w)
{
    for (uint32_t at = 0; at < w->count; at++) {
        const uint32_t thing = root(w, at);
        w->thing[at] = thing; /* roots come first: paths end here */
        if (w->best[thing] == DL_NONE || names_better(name_at(w, at), name_at(w, w->best[thing]))) {
            w->best[thing] = at;
        }
    }
}

dl_status dl_who_join(const dl_report *const *reports, uint32_t count,
                      const dl_copy *copies, uint32_t copy_count,
                      const dl_story *stories, uint32_t story_count, dl_arena *arena,
                      dl_who *out, dl_error *err)
{
    *out = (dl_who){.reports = reports, .report_count = count};
    out->base = dl_arena_new_array(arena, count + 1, uint32_t);
    if (out->base == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t r = 0; r < count; r++) {
        out->base[r] = out->count;
        out->count += reports[r]->tags.name_count;
    }
    out->base[count] = out->count;
    out->thing = dl_arena_new_array(arena, out->count + 1, uint32_t);
    out->best = dl_arena_new_array(arena, out->count + 1, uint32_t);
    out->learned = dl_arena_new_array(arena, out->count + 1, uint8_t);
    if (out->thing == NULL || out->best == NULL || out->learned == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < out->count; i++) {
        out->thing[i] = i;
        out->best[i] = DL_NONE;
    }
    join_spelling(out, arena);
    join_persons(out, arena);
    join_copies(out, copies, copy_count, arena);
    for (uint32_t s = 0; s < story_count; s++) {
        join_story(out, &stories[s], arena);
    }
    choose_best(out);
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}

uint32_t dl_who_of(const dl_who *who, uint32_t report, uint32_t name)
{
    return name == DL_NONE ? DL_NONE : who->thing[who->base[report] + name];
}

const dl_name *dl_who_name(const dl_who *who, uint32_t thing)
{
    return name_at(who, who->best[thing]);
}
