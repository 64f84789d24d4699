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
        w->thing[at] = w->thing[w->thing[at]]; /* paths are halved as they are walked */
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

/* Full names by their sound; then lone surnames to the one full name that bears it. */
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
                    const dl_str sound = dl_spelling_sound(arena, name->key);
                    const uint32_t alike = sound.size == 0 ? at : dl_map_add(&spelt, sound, at);
                    if (alike != DL_NONE && alike != at) {
                        join(w, alike, at, DL_LEARNED_GIVEN);
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

/* The written forms of the names of one report; made when first asked for. */
static dl_map *forms_of(const dl_who *w, dl_map **all, uint32_t report, dl_arena *arena)
{
    if (all[report] != NULL) {
        return all[report];
    }
    dl_map *forms = dl_arena_new(arena, dl_map);
    if (forms == NULL) {
        return NULL;
    }
    dl_map_init(forms, arena);
    const dl_tags *tags = &w->reports[report]->tags;
    for (uint32_t i = 0; i < tags->name_count; i++) {
        for (uint32_t a = 0; a < tags->names[i].alias_count; a++) {
            dl_map_add(forms, dl_fold(arena, tags->names[i].aliases[a].name), i);
        }
    }
    all[report] = forms;
    return forms;
}

/* The name of a report that is written as `form` somewhere; DL_NONE. */
static uint32_t name_written(const dl_who *w, dl_map **all, uint32_t report, dl_str form,
                             dl_arena *arena)
{
    const dl_map *forms = forms_of(w, all, report, arena);
    if (forms == NULL) {
        return DL_NONE;
    }
    const dl_arena_mark mark = dl_arena_here(arena);
    const uint32_t found = dl_map_find(forms, dl_fold(arena, form));
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
    dl_map **all = dl_arena_new_array(arena, w->report_count + 1u, dl_map *);
    if (all == NULL) {
        return;
    }
    for (uint32_t c = 0; c < count; c++) {
        if (copies[c].kind != DL_COPY_COPY) {
            continue;
        }
        const uint32_t doc = copies[c].doc, of = copies[c].of;
        for (uint32_t s = 0; s < copies[c].substitution_count; s++) {
            const dl_substitution *sub = &copies[c].substitutions[s];
            const uint32_t a = name_written(w, all, of, sub->from, arena);
            const uint32_t b = name_written(w, all, doc, sub->to, arena);
            if (a != DL_NONE && b != DL_NONE && an_actor(&w->reports[of]->tags.names[a]) &&
                an_actor(&w->reports[doc]->tags.names[b])) {
                join(w, w->base[of] + a, w->base[doc] + b, DL_LEARNED_COPY);
            }
        }
        /* descriptions that both use are the same people */
        for (uint32_t i = 0; i < w->reports[doc]->tags.name_count; i++) {
            const dl_name *name = &w->reports[doc]->tags.names[i];
            if (described(name)) {
                const uint32_t a = name_written(w, all, of, name->name, arena);
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
    return name->type != DL_NAME_ORG &&
           (dl_str_is(name->sector, "CVL") || dl_str_is(name->sector, "JRN"));
}

/* ---- within one story ---- */

/* What names of one story answer to; SHARED where several do. */
typedef struct told {
    dl_map forms, surnames, initials, bags, firsts;
} told;

#define INITIALS_MOST 12
#define BAG_WORDS_MOST 8

/* Adds an answer; a second thing under the same key makes it nobody's. */
static void answer(const dl_who *w, dl_map *map, dl_str key, uint32_t at)
{
    const uint32_t first = key.size == 0 ? DL_NONE : dl_map_add(map, key, at);
    if (first < SHARED && root(w, first) != root(w, at)) {
        dl_map_set(map, key, SHARED);
    }
}

static bool small_word(dl_str word)
{
    static const char *const SMALL[] = {"of", "for", "the", "and", "in", "on", "de", "la",
                                        "du", "des", "del", "al", "el", "y", "e", "et"};
    for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++) {
        if (dl_str_is(word, SMALL[i])) {
            return true;
        }
    }
    return false;
}

/* "High Council for River Trade": hcrt. */
static dl_str initials(dl_arena *arena, dl_str key)
{
    char *out = dl_arena_alloc(arena, INITIALS_MOST + 1);
    size_t size = 0;
    dl_str rest = key;
    while (out != NULL && rest.size != 0 && size < INITIALS_MOST) {
        const dl_str word = dl_str_next(&rest, ' ');
        if (word.size != 0 && !small_word(word)) {
            out[size++] = word.at[0];
        }
    }
    return size < 2 ? (dl_str){"", 0} : (dl_str){out, size};
}

/* The words of a body in the order of the alphabet: "Ministry of Rivers" and "Rivers
 * Ministry" are one. "" for one word, or too many. */
static dl_str bag(dl_arena *arena, dl_str key)
{
    dl_str words[BAG_WORDS_MOST], rest = key;
    unsigned count = 0;
    while (rest.size != 0) {
        const dl_str word = dl_str_next(&rest, ' ');
        if (word.size == 0 || small_word(word)) {
            continue;
        }
        if (count == BAG_WORDS_MOST) {
            return (dl_str){"", 0};
        }
        unsigned i = count++;
        for (; i > 0 && dl_str_compare(word, words[i - 1]) < 0; i--) {
            words[i] = words[i - 1];
        }
        words[i] = word;
    }
    char *out = dl_arena_alloc(arena, key.size + 1);
    size_t size = 0;
    for (unsigned i = 0; i < count && out != NULL; i++) {
        memcpy(out + size, words[i].at, words[i].size);
        size += words[i].size;
        out[size++] = ' ';
    }
    return count < 2 ? (dl_str){"", 0} : (dl_str){out, out == NULL ? 0 : size};
}

static dl_str first_word(dl_str key)
{
    return dl_str_next(&key, ' ');
}

static bool acronym(dl_str form)
{
    for (size_t i = 0; i < form.size; i++) {
        if (!isupper((unsigned char)form.at[i])) {
            return false;
        }
    }
    return form.size >= 2 && form.size <= INITIALS_MOST;
}

/* A thing named by its firm: "Corbin mill". */
static bool thing(const dl_name *name)
{
    const dl_str last = dl_spelling_last(name->name);
    return (name->type == DL_NAME_FAC || name->type == DL_NAME_PRODUCT) &&
           !single_word(name->key) && last.size > 0 && islower((unsigned char)last.at[0]);
}

static void tell(const dl_who *w, told *t, const dl_name *name, uint32_t at, dl_arena *arena)
{
    if (name->type == DL_NAME_PERSON && !common_noun(name->name) && !single_word(name->key)) {
        answer(w, &t->surnames, dl_spelling_last(name->key), at);
    }
    if (name->type != DL_NAME_ORG || common_noun(name->name) || single_word(name->key)) {
        return;
    }
    answer(w, &t->initials, initials(arena, name->key), at);
    answer(w, &t->firsts, first_word(name->key), at);
    const dl_str words = bag(arena, name->key);
    if (words.size != 0) {
        dl_map_add(&t->bags, words, at);
    }
}

static void join_answer(dl_who *w, const dl_map *map, dl_str key, uint32_t at, uint8_t learned)
{
    const uint32_t found = key.size == 0 ? DL_NONE : dl_map_find(map, key);
    if (found < SHARED && found != at) {
        join(w, found, at, learned);
    }
}

/* Surnames, acronyms, turned words, things: what is certain among the few names of one
 * story, not among all. */
static void join_told(dl_who *w, const told *t, const dl_name *name, uint32_t at, dl_arena *arena)
{
    if (name->type == DL_NAME_PERSON && !common_noun(name->name) && single_word(name->key)) {
        join_answer(w, &t->surnames, name->key, at, DL_LEARNED_PART);
    } else if (name->type == DL_NAME_ORG && acronym(name->name)) {
        join_answer(w, &t->initials, name->key, at, DL_LEARNED_ACRONYM);
    } else if (name->type == DL_NAME_ORG && !common_noun(name->name)) {
        join_answer(w, &t->bags, bag(arena, name->key), at, DL_LEARNED_GIVEN);
    } else if (thing(name)) {
        join_answer(w, &t->firsts, first_word(name->key), at, DL_LEARNED_PART);
    }
}

/* In one story "the army", "the union", "the harbour master" are one each. */
static void join_forms(dl_who *w, dl_map *forms, const dl_name *name, uint32_t at, dl_arena *arena)
{
    const char sort = sort_of(name);
    for (uint32_t a = 0; a < name->alias_count && !anybody(name); a++) {
        const dl_str form = dl_fold(arena, name->aliases[a].name);
        const dl_str key =
            dl_str_printf(arena, "%c %.*s", sort == 'n' || sort == 'g' ? 'o' : sort,
                          (int)form.size, form.at);
        const uint32_t first = dl_map_add(forms, key, at);
        if (first != DL_NONE && first != at) {
            join(w, first, at, name->aliases[a].learned);
        }
    }
}

static void join_story(dl_who *w, const dl_story *story, dl_arena *arena)
{
    told t;
    dl_map *const maps[] = {&t.forms, &t.surnames, &t.initials, &t.bags, &t.firsts};
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
        dl_map_init(maps[m], arena);
    }
    for (unsigned pass = 0; pass < 3; pass++) {
        for (uint32_t d = 0; d < story->document_count; d++) {
            const uint32_t r = story->documents[d];
            for (uint32_t i = 0; i < w->reports[r]->tags.name_count; i++) {
                const dl_name *name = &w->reports[r]->tags.names[i];
                const uint32_t at = w->base[r] + i;
                if (pass == 0) {
                    join_forms(w, &t.forms, name, at, arena);
                } else if (pass == 1) {
                    tell(w, &t, name, at, arena);
                } else {
                    join_told(w, &t, name, at, arena);
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
