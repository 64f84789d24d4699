/* repeat.c - see repeat.h.
 *
 * Two tellings are of one event when their types are the same and nothing speaks
 * against it: no dates apart, no places apart, nobody else who did it or suffered it, no
 * plan beside a fact, no memory beside news.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "repeat.h"

#include "figure.h"
#include "geo.h"
#include "phrase.h"

#define REPEAT_KM 50.0     /* places nearer than that may be one event's */
#define REPEAT_BACK 48     /* earlier events looked at */
#define GROUP_MAX 256      /* events between the first and a later telling */
#define FOLD_AHEAD_PARAS 2 /* a cause told after its outcome */

static bool is_any(const dl_reading *r, const dl_found *found)
{
    return strcmp(r->book->types[found->rule->type].name, "any") == 0;
}

static bool can_cause(const dl_reading *r, const dl_found *found)
{
    return dl_figure_carried(r, found) && !found->rule->outcome && !is_any(r, found) &&
           found->event.modality != DL_PLANNED && found->event.modality != DL_POSSIBLE;
}

static bool memory_apart(const dl_found *a, const dl_found *b)
{
    return (a->event.modality == DL_RECALLED) != (b->event.modality == DL_RECALLED);
}

/* An outcome of a kind that harms nobody ("they still hold the hostages") belongs to an
 * event of its own kind. */
static uint32_t same_kind_before(const dl_reading *r, uint32_t i)
{
    const dl_found *found = &r->found.at[i];
    for (uint32_t k = i; k-- > 0 && k + REPEAT_BACK > i;) {
        const dl_found *other = &r->found.at[k];
        if (!other->dropped && other->event.type == found->event.type &&
            other->event.modality != DL_PLANNED && other->event.modality != DL_POSSIBLE) {
            return k;
        }
    }
    return DL_NONE;
}

static uint32_t cause_of(const dl_reading *r, uint32_t i)
{
    if (!r->book->types[r->found.at[i].rule->type].carries &&
        !is_any(r, &r->found.at[i])) {
        return same_kind_before(r, i);
    }
    const dl_found *found = &r->found.at[i];
    const uint32_t sentence = dl_at(r, found->frame.trigger)->sentence;
    for (uint32_t k = i + 1; k < r->found.count && k < i + 8; k++) {
        const dl_found *other = &r->found.at[k];
        if (dl_at(r, other->frame.trigger)->sentence != sentence) {
            break;
        }
        if (can_cause(r, other) && !memory_apart(found, other)) {
            return k;
        }
    }
    for (uint32_t k = i; k-- > 0 && k + REPEAT_BACK > i;) {
        const dl_found *other = &r->found.at[k];
        if (can_cause(r, other) && !memory_apart(found, other)) {
            return k;
        }
    }
    for (uint32_t k = i + 1; k < r->found.count && k < i + 8; k++) {
        const dl_found *other = &r->found.at[k];
        if (r->para[other->frame.trigger] >
            r->para[found->frame.trigger] + FOLD_AHEAD_PARAS) {
            break;
        }
        if (can_cause(r, other) && !memory_apart(found, other)) {
            return k;
        }
    }
    return DL_NONE;
}

/* "raided the village, killing 27": the clause behind tells what came of the first. */
static uint32_t led_to(const dl_reading *r, uint32_t i)
{
    const dl_found *found = &r->found.at[i];
    const uint32_t trigger = found->frame.trigger;
    if (!dl_tag_is(r, trigger, "VBG") ||
        !(dl_dep(r, trigger, "advcl") || dl_dep(r, trigger, "acl")) ||
        !dl_figure_carried(r, found)) {
        return DL_NONE;
    }
    for (uint32_t k = i; k-- > 0 && k + 4 > i;) {
        const dl_found *other = &r->found.at[k];
        if (!can_cause(r, other)) {
            continue;
        }
        for (uint32_t p = 0; p < other->frame.part_count; p++) {
            if (other->frame.parts[p] == dl_head(r, trigger)) {
                return k;
            }
        }
    }
    return DL_NONE;
}

void dl_repeat_fold(dl_reading *r)
{
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        const bool any = is_any(r, found);
        const uint32_t led = found->dropped || any ? DL_NONE : led_to(r, i);
        if (led != DL_NONE) {
            dl_figure_echo(r, found, led, found->event.rule);
            continue;
        }
        if (found->dropped || (!found->rule->outcome && !any)) {
            continue;
        }
        const uint32_t cause = any && !found->definite ? DL_NONE : cause_of(r, i);
        if (cause != DL_NONE) {
            dl_figure_echo(r, found, cause, found->event.rule);
        } else if (any) {
            found->dropped = true;
        }
    }
}

/* ---- what speaks against it ---- */
static bool places_apart(const dl_reading *r, const dl_event *a, const dl_event *b)
{
    if (a->place == DL_NONE || b->place == DL_NONE) {
        return false;
    }
    const dl_place *x = &r->tags->places[a->place], *y = &r->tags->places[b->place];
    if (x->group == y->group || x->kind == DL_PLACE_UNKNOWN ||
        y->kind == DL_PLACE_UNKNOWN) {
        return false;
    }
    const bool wide = x->kind == DL_PLACE_COUNTRY || y->kind == DL_PLACE_COUNTRY ||
                      x->kind == DL_PLACE_ADMIN1 || y->kind == DL_PLACE_ADMIN1 ||
                      x->kind == DL_PLACE_REGION || y->kind == DL_PLACE_REGION;
    if (wide) {
        return x->country[0] != '\0' && y->country[0] != '\0' &&
               strcmp(x->country, y->country) != 0;
    }
    return dl_geo_km(x->lat, x->lon, y->lat, y->lon) > REPEAT_KM;
}

static dl_str last_word(dl_str words)
{
    size_t n = words.size;
    while (n > 0 && words.at[n - 1] != ' ') {
        n--;
    }
    return (dl_str){words.at + n, words.size - n};
}

/* "people", "men", "fighters": may be anybody. */
static bool generic(const dl_reading *r, const dl_filler *f)
{
    const bool described =
        f->who == DL_NONE || r->tags->names[f->who].type == DL_NAME_GROUP;
    return described && (dl_codebook_is(r->book, last_word(f->name), DL_CLASS_GENERIC) ||
                         (f->who == DL_NONE &&
                          dl_codebook_is(r->book, last_word(f->name), DL_CLASS_MEMBERS)));
}

static bool same_filler(const dl_reading *r, const dl_filler *a, const dl_filler *b)
{
    if (generic(r, a) || generic(r, b)) {
        return true;
    }
    if (a->who != DL_NONE && b->who != DL_NONE) {
        return a->who == b->who;
    }
    return dl_str_equal_fold(last_word(a->name), last_word(b->name));
}

/* Both told, and nobody in common. */
static bool people_apart(const dl_reading *r, const dl_filler *a, uint32_t an,
                         const dl_filler *b, uint32_t bn)
{
    if (an == 0 || bn == 0) {
        return false;
    }
    for (uint32_t i = 0; i < an; i++) {
        for (uint32_t k = 0; k < bn; k++) {
            if (same_filler(r, &a[i], &b[k])) {
                return false;
            }
        }
    }
    return true;
}

static bool dates_apart(const dl_event *a, const dl_event *b)
{
    if (a->time == b->time && a->time != DL_NONE) {
        return false;
    }
    return dl_when_known(a->date.when) && dl_when_known(b->date.when) &&
           !dl_when_overlap(a->date.when, b->date.when);
}

static bool weekdays_apart(const dl_reading *r, const dl_event *a, const dl_event *b)
{
    if (a->time == DL_NONE || b->time == DL_NONE) {
        return false;
    }
    const dl_time *x = &r->tags->times[a->time], *y = &r->tags->times[b->time];
    return x->weekday < 7 && y->weekday < 7 && x->weekday != y->weekday &&
           !dl_when_known(x->when);
}

static bool moods_apart(const dl_event *a, const dl_event *b)
{
    const bool fact_a = a->modality == DL_HAPPENED || a->modality == DL_DENIED,
               fact_b = b->modality == DL_HAPPENED || b->modality == DL_DENIED;
    return fact_a && fact_b ? false : a->modality != b->modality;
}

/* Types that tell one happening in other words: "a blast", "an explosion of gas". */
static bool kin(const dl_reading *r, uint32_t type, uint32_t other)
{
    const dl_event_type *t = &r->book->types[type];
    for (uint32_t i = 0; i < t->kin_count; i++) {
        if (t->kin[i] == other) {
            return true;
        }
    }
    return false;
}

static bool same_type(const dl_reading *r, const dl_found *a, const dl_found *b)
{
    return a->event.type == b->event.type || kin(r, a->rule->type, b->rule->type) ||
           kin(r, b->rule->type, a->rule->type);
}

static bool repeats(const dl_reading *r, const dl_found *first, const dl_found *second)
{
    const dl_event *a = &first->event, *b = &second->event;
    if (!same_type(r, first, second) || moods_apart(a, b) || dates_apart(a, b) ||
        weekdays_apart(r, a, b) || places_apart(r, a, b)) {
        return false;
    }
    return !people_apart(r, a->actors, a->actor_count, b->actors, b->actor_count) &&
           !people_apart(r, a->recipients, a->recipient_count, b->recipients,
                         b->recipient_count);
}

/* "a second march", "another attack": something else than before. */
static bool marked_other(const dl_reading *r, const dl_found *found)
{
    for (uint32_t k = r->kid_start[found->frame.trigger];
         k < r->kid_start[found->frame.trigger + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_word_is(r, kid, "second") || dl_word_is(r, kid, "another") ||
            dl_word_is(r, kid, "third") || dl_word_is(r, kid, "new") ||
            dl_word_is(r, kid, "fresh") || dl_word_is(r, kid, "separate") ||
            dl_word_is(r, kid, "previous") || dl_word_is(r, kid, "earlier")) {
            return !found->definite;
        }
    }
    return false;
}

/* Is one of them in both lists, by name or words? */
static bool share(const dl_filler *a, uint32_t an, const dl_filler *b, uint32_t bn)
{
    for (uint32_t i = 0; i < an; i++) {
        for (uint32_t k = 0; k < bn; k++) {
            if ((a[i].who != DL_NONE && a[i].who == b[k].who) ||
                dl_str_equal_fold(a[i].name, b[k].name)) {
                return true;
            }
        }
    }
    return false;
}

/* "the rebels had left" after "the army took the town": the same from the other side,
 * unless those who left are those who took it. */
static bool counters(const dl_reading *r, const dl_found *first, const dl_found *second)
{
    const dl_event *a = &first->event, *b = &second->event;
    return first->rule->type == r->book->types[second->rule->type].counter &&
           !moods_apart(a, b) && !dates_apart(a, b) && !weekdays_apart(r, a, b) &&
           !places_apart(r, a, b) && a->place != DL_NONE && b->place != DL_NONE &&
           b->actor_count > 0 &&
           !share(a->actors, a->actor_count, b->actors, b->actor_count) &&
           !people_apart(r, a->recipients, a->recipient_count, b->actors, b->actor_count);
}

static void make_counter(dl_reading *r, dl_found *found, uint32_t root)
{
    dl_event *e = &found->event;
    dl_figure_echo(r, found, root, e->rule);
    e->recipients = e->actors;
    e->recipient_count = e->actor_count;
    e->actors = NULL;
    e->actor_count = 0;
}

/* "the truce" with nothing before it to point at, and nothing said to have happened to
 * it here: older than this report. */
static bool points_nowhere(const dl_reading *r, const dl_found *found)
{
    if (!found->definite || found->frame.part_count > 1 ||
        found->event.same_as != DL_NONE || found->event.time != DL_NONE) {
        return false;
    }
    const dl_event *e = &found->event;
    const uint32_t head = dl_head(r, found->frame.trigger);
    return e->actor_count + e->recipient_count + e->instrument_count == 0 &&
           found->site == DL_NONE && !dl_has(r, head, DL_CLASS_OCCUR) &&
           !dl_has(r, head, DL_CLASS_CAUSE);
}

/* Nothing in any telling of the group of `root` speaks against `i`. */
static bool fits_group(const dl_reading *r, uint32_t root, uint32_t i)
{
    for (uint32_t k = root; k < i; k++) {
        const dl_found *member = &r->found.at[k];
        if ((k == root || member->event.same_as == root) && !member->dropped &&
            !member->echo && !repeats(r, member, &r->found.at[i])) {
            return false;
        }
    }
    return true;
}

void dl_repeat_drop(dl_reading *r)
{
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        if (found->event.same_as != DL_NONE) {
            r->found.at[found->event.same_as].told_again = true;
        }
    }
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        found->dropped =
            found->dropped || (points_nowhere(r, found) && !found->told_again &&
                               found->event.figure_count == 0);
    }
}

void dl_repeat_find(dl_reading *r)
{
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        if (found->dropped || found->echo || found->event.same_as != DL_NONE) {
            continue;
        }
        const bool other_one = marked_other(r, found);
        uint32_t refused = DL_NONE;
        for (uint32_t k = i; k-- > 0 && k + REPEAT_BACK > i;) {
            const dl_found *other = &r->found.at[k];
            const uint32_t root =
                other->event.same_as != DL_NONE ? other->event.same_as : k;
            if (other_one && dl_at(r, other->frame.trigger)->sentence !=
                                 dl_at(r, found->frame.trigger)->sentence) {
                break;
            }
            if (root == refused) {
                continue;
            }
            if (!other->dropped && !other->echo && !other_one &&
                counters(r, &r->found.at[root], found)) {
                make_counter(r, found, root);
                break;
            }
            if (!other->dropped && !other->echo && repeats(r, other, found)) {
                if (i - root > GROUP_MAX || !fits_group(r, root, i)) {
                    refused = root;
                    continue;
                }
                if (other->event.type != found->event.type) {
                    dl_figure_echo(r, found, root, found->event.rule);
                }
                found->event.same_as = root;
                break;
            }
        }
    }
    for (uint32_t i = 0; i < r->found.count;
         i++) { /* what was a first telling may now repeat */
        const uint32_t to = r->found.at[i].event.same_as;
        if (to != DL_NONE && r->found.at[to].event.same_as != DL_NONE) {
            r->found.at[i].event.same_as = r->found.at[to].event.same_as;
        }
    }
    /* an echo of a repeat is an echo of the first telling */
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        const uint32_t to = found->event.same_as;
        if (found->echo && to != DL_NONE && r->found.at[to].event.same_as != DL_NONE) {
            found->event.same_as = r->found.at[to].event.same_as;
        }
    }
}
