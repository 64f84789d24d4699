/* reckon.c - the chronology: gathered, merged, counted, and put in order.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reckon.h"

#include "fold.h"
#include "hash.h"
#include "merge.h"

#include <stdlib.h>

#define ROLES_MOST 6      /* actors or recipients of one line */
#define SUMMARY_MOST 160  /* bytes of a summary made from a sentence */

/* ---- date and place: what most tellings say, the finest of them ---- */

static uint32_t support_when(const dl_reckoning *r, const dl_heap *heap, dl_when when)
{
    uint32_t support = 0;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_telling *t = &r->tellings.at[heap->tellings.at[i]];
        support += dl_when_known(t->when) && dl_when_first(t->when) == dl_when_first(when) &&
                   dl_when_last(t->when) == dl_when_last(when);
    }
    return support;
}

static bool dated_by_text(const dl_telling *t)
{
    return t->told->date.from != NULL && strcmp(t->told->date.from, "text") == 0;
}

/* The date of a happening: of the finest intervals the one told most often; one read in
 * the text before one taken from the day of publication; then the earliest. */
static void set_date(const dl_reckoning *r, const dl_heap *heap, dl_happening *out)
{
    const dl_telling *best = NULL;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_telling *t = &r->tellings.at[heap->tellings.at[i]];
        if (!dl_when_known(t->when) || t->told->modality == DL_DENIED) {
            continue;
        }
        if (best == NULL) {
            best = t;
            continue;
        }
        const int64_t days = (t->when.latest - t->when.earliest) / DL_DAY_SECONDS;
        const int64_t best_days = (best->when.latest - best->when.earliest) / DL_DAY_SECONDS;
        if (days != best_days) {
            best = days < best_days ? t : best;
        } else if (dated_by_text(t) != dated_by_text(best)) {
            best = dated_by_text(t) ? t : best;
        } else if (support_when(r, heap, t->when) > support_when(r, heap, best->when)) {
            best = t;
        }
    }
    if (best != NULL) {
        out->date = best->told->date;
        out->date.when = best->when;
    }
}

static int grain(const dl_place *place)
{
    switch (place->kind) {
    case DL_PLACE_CITY:
        return 4;
    case DL_PLACE_FACILITY:
    case DL_PLACE_ADMIN2:
        return 3;
    case DL_PLACE_ADMIN1:
    case DL_PLACE_REGION:
    case DL_PLACE_WATER:
        return 2;
    case DL_PLACE_COUNTRY:
    case DL_PLACE_CONTINENT:
        return 1;
    default:
        return 0;
    }
}

static void set_place(const dl_reckoning *r, const dl_heap *heap, dl_happening *out)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_place *place = r->tellings.at[heap->tellings.at[i]].place;
        uint32_t support = 0;
        if (place == NULL) {
            continue;
        }
        for (uint32_t k = 0; k < heap->tellings.count; k++) {
            const dl_place *other = r->tellings.at[heap->tellings.at[k]].place;
            support += other != NULL && dl_str_equal_fold(other->name, place->name);
        }
        const bool finer = most != 0 && grain(place) > grain(&out->place);
        const bool as_fine = most != 0 && grain(place) == grain(&out->place);
        if (most == 0 || finer || (as_fine && support > most)) {
            out->place = *place;
            most = support;
        }
    }
}

/* ---- type: the one told by most texts, an equal count by order ---- */

static void set_type(const dl_reckoning *r, const dl_heap *heap, dl_happening *out)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_event *event = r->tellings.at[heap->tellings.at[i]].told;
        uint32_t support = 0;
        for (uint32_t k = 0; k < heap->tellings.count; k++) {
            const dl_telling *other = &r->tellings.at[heap->tellings.at[k]];
            if (strcmp(other->told->type, event->type) == 0) {
                support += other->lead ? 2 : 1;
            }
        }
        if (support > most) {
            most = support;
            out->type = event->type;
        }
    }
}

/* ---- roles ---- */

typedef struct role {
    dl_str name;
    uint32_t thing, support;
    bool proper;
    char side;       /* 'g', 'r', '-' */
    char country[3];
} role;

static uint32_t add_role(role *roles, uint32_t count, role one)
{
    for (uint32_t i = 0; i < count; i++) {
        if ((one.thing != DL_NONE && roles[i].thing == one.thing) ||
            dl_str_equal_fold(roles[i].name, one.name)) {
            roles[i].support++;
            return count;
        }
    }
    if (count < ROLES_MOST * 4) {
        roles[count++] = one;
    }
    return count;
}

/* "fighters" beside the Front they fight for, "columns" beside the army. */
static bool said_better(const role *roles, uint32_t count, uint32_t at)
{
    const role *one = &roles[at];
    if (one->proper || one->side == '-') {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const role *other = &roles[i];
        if (i == at || other->side != one->side ||
            (other->country[0] != '\0' && one->country[0] != '\0' &&
             strcmp(other->country, one->country) != 0)) {
            continue;
        }
        /* "Syrian army" says more than "regime forces": whose they are */
        const bool whose_one = one->country[0] != '\0', whose_other = other->country[0] != '\0';
        if (other->proper || (whose_other && !whose_one)) {
            return true;
        }
        if (whose_one == whose_other && (other->support > one->support ||
                                         (other->support == one->support && i < at))) {
            return true;
        }
    }
    return false;
}

/* Those told most; described ones fall away where a name of the same side stands, and
 * what only one of many tells. */
static void set_roles(dl_reckoning *r, const dl_heap *heap, dl_happening *out, bool actors)
{
    role roles[ROLES_MOST * 4];
    uint32_t count = 0, most = 0, kept = 0;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_telling *t = &r->tellings.at[heap->tellings.at[i]];
        const uint32_t fillers = actors ? t->told->actor_count : t->told->recipient_count;
        const dl_filler *filler = actors ? t->told->actors : t->told->recipients;
        const uint32_t *things = actors ? t->actors : t->recipients;
        if (strcmp(t->told->type, out->type) != 0) {
            continue;
        }
        for (uint32_t f = 0; f < fillers; f++) {
            role one = {.name = filler[f].name, .thing = things[f], .support = 1, .side = '-'};
            if (things[f] != DL_NONE) {
                const dl_name *name = dl_who_name(&r->who, things[f]);
                one.name = name->name;
                one.proper = name->type != DL_NAME_GROUP;
                if (strcmp(out->type, "control-change") != 0 && name->type == DL_NAME_GPE &&
                    dl_str_equal_fold(name->name, out->place.name)) {
                    continue; /* where it happened, not who did it */
                }
                one.side = dl_side_of(name);
                memcpy(one.country, name->country, sizeof one.country);
            }
            count = add_role(roles, count, one);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        most = roles[i].support > most ? roles[i].support : most;
    }
    for (uint32_t i = 1; i < count; i++) { /* most told first; a stable insertion */
        const role one = roles[i];
        uint32_t at = i;
        for (; at > 0 && roles[at - 1].support < one.support; at--) {
            roles[at] = roles[at - 1];
        }
        roles[at] = one;
    }
    bool sided = false; /* a town is taken by a side, where one is told */
    for (uint32_t i = 0; i < count; i++) {
        sided |= roles[i].side != '-' && strcmp(out->type, "control-change") == 0;
    }
    dl_str *names = dl_arena_new_array(r->arena, count + 1, dl_str);
    for (uint32_t i = 0; names != NULL && i < count && kept < ROLES_MOST; i++) {
        if (roles[i].support * 3 >= most && !said_better(roles, count, i) &&
            !(sided && roles[i].side == '-')) {
            names[kept++] = roles[i].name;
        }
    }
    if (actors) {
        out->actors = names;
        out->actor_count = kept;
    } else {
        out->recipients = names;
        out->recipient_count = kept;
    }
}

/* Somebody cannot be both: the side told more often keeps him. */
static void part_roles(dl_happening *out)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->recipient_count; i++) {
        bool acts = false;
        for (uint32_t k = 0; k < out->actor_count; k++) {
            acts |= dl_str_equal_fold(out->actors[k], out->recipients[i]);
        }
        if (!acts) {
            out->recipients[kept++] = out->recipients[i];
        }
    }
    out->recipient_count = kept;
}

/* ---- summary ---- */

static dl_str one_line(dl_reckoning *r, dl_str text)
{
    dl_str cut = text;
    if (cut.size > SUMMARY_MOST) {
        cut.size = SUMMARY_MOST;
        while (cut.size > 0 && cut.at[cut.size - 1] != ' ') {
            cut.size--;
        }
        return dl_str_printf(r->arena, "%.*s ...", (int)dl_str_trim(cut).size, cut.at);
    }
    const dl_str copy = dl_str_copy(r->arena, dl_str_trim(cut));
    for (size_t i = 0; i < copy.size; i++) {
        if (copy.at[i] == '\n') {
            ((char *)copy.at)[i] = ' ';
        }
    }
    return copy;
}

/* In its own type, in a title, by name: the better line to stand for the happening. */
static bool tells_better(const dl_happening *out, const dl_telling *a, const dl_telling *b)
{
    const bool type_a = strcmp(a->told->type, out->type) == 0;
    const bool type_b = strcmp(b->told->type, out->type) == 0;
    if (type_a != type_b) {
        return type_a;
    }
    if (a->told->title != b->told->title) {
        return a->told->title;
    }
    return a->told->actor_count > 0 && b->told->actor_count == 0;
}

/* The title of the first report that tells it in its title or lead and is dated with it;
 * else the sentence that tells it. */
static void set_summary(dl_reckoning *r, const dl_heap *heap, dl_happening *out)
{
    const dl_telling *best = NULL;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_telling *t = &r->tellings.at[heap->tellings.at[i]];
        if (t->told->modality == DL_DENIED) {
            continue;
        }
        if (best == NULL || tells_better(out, t, best)) {
            best = t;
        }
    }
    if (best == NULL) {
        best = &r->tellings.at[heap->tellings.at[0]];
    }
    const dl_article *article = &r->reports[best->report]->article;
    const dl_str text = best->told->title ? article->title : article->text;
    const dl_span sentence = best->told->sentence;
    if (sentence.end <= text.size && sentence.start < sentence.end) {
        out->summary = one_line(r, dl_str_cut(text, sentence));
    } else {
        out->summary = one_line(r, article->title);
    }
}

/* ---- identity ---- */

/* Stable while reports arrive: made of the first account, which later ones do not move. */
static uint64_t identity(const dl_reckoning *r, const dl_happening *out)
{
    const dl_account *first = &out->accounts[0];
    for (uint32_t i = 1; i < out->account_count && first->event == DL_NONE; i++) {
        first = &out->accounts[i];
    }
    const uint64_t doc = dl_hash(r->reports[first->report]->article.id);
    return dl_hash_join(dl_hash_join(doc, dl_hash(dl_str_of(out->type))),
                        ((uint64_t)first->span.start << 1) |
                            (first->event != DL_NONE &&
                             r->reports[first->report]->tells.events[first->event].title));
}

static uint64_t story_of(const dl_reckoning *r, const dl_happening *out)
{
    uint64_t story = 0;
    uint32_t most = 0;
    for (uint32_t i = 0; i < out->account_count; i++) {
        const uint32_t here = r->story_of[out->accounts[i].report];
        uint32_t support = 0;
        for (uint32_t k = 0; here != DL_NONE && k < out->account_count; k++) {
            support += r->story_of[out->accounts[k].report] == here;
        }
        if (support > most) {
            most = support;
            story = r->stories[here].id;
        }
    }
    return story;
}

static bool finish(dl_reckoning *r, uint32_t heap_index, dl_happening *out)
{
    const dl_heap *heap = &r->heaps.at[heap_index];
    *out = (dl_happening){.type = r->tellings.at[heap->tellings.at[0]].told->type};
    set_type(r, heap, out);
    set_date(r, heap, out);
    set_place(r, heap, out);
    set_roles(r, heap, out, true);
    set_roles(r, heap, out, false);
    part_roles(out);
    set_summary(r, heap, out);
    if (!dl_reckon_accounts(r, heap_index, out) || out->account_count == 0) {
        return false;
    }
    out->id = identity(r, out);
    out->story = story_of(r, out);
    return true;
}

static int by_date(const void *left, const void *right)
{
    const dl_happening *a = left, *b = right;
    if (a->date.when.earliest != b->date.when.earliest) {
        return a->date.when.earliest < b->date.when.earliest ? -1 : 1;
    }
    if (a->date.when.latest != b->date.when.latest) {
        return a->date.when.latest < b->date.when.latest ? -1 : 1;
    }
    return a->id < b->id ? -1 : a->id > b->id;
}

dl_status dl_reckon(const dl_report *const *reports, uint32_t count, const dl_copy *copies,
                    uint32_t copy_count, const dl_story *stories, uint32_t story_count,
                    const dl_known *known, uint32_t known_count, dl_arena *arena,
                    dl_happening **out, uint32_t *out_count, dl_error *err)
{
    dl_reckoning r = {.reports = reports, .report_count = count, .copies = copies,
                      .copy_count = copy_count, .stories = stories,
                      .story_count = story_count, .arena = arena};
    *out = NULL;
    *out_count = 0;
    const dl_status status =
        dl_who_join(reports, count, copies, copy_count, stories, story_count, arena, &r.who,
                    err);
    if (status != DL_OK) {
        return status;
    }
    if (!dl_reckon_gather(&r) || !dl_reckon_merge(&r)) {
        return dl_fail_memory(err);
    }
    dl_happening *happenings = dl_arena_new_array(arena, r.heaps.count + 1, dl_happening);
    if (happenings == NULL) {
        return dl_fail_memory(err);
    }
    uint32_t made = 0;
    for (uint32_t h = 0; h < r.heaps.count; h++) {
        made += finish(&r, h, &happenings[made]);
        if (dl_arena_failed(arena)) {
            return dl_fail_memory(err);
        }
    }
    qsort(happenings, made, sizeof *happenings, by_date);
    *out = happenings;
    *out_count = made;
    return DL_OK;
}
