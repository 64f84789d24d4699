/* figure.c - see figure.h.
 *
 * Figure rules of the codebook name the words ("die", "toll", "missing") and the slot
 * where the counted stand; event types say what their own subjects and objects count as
 * ("arrested 17 people"). A number belongs to the event in whose words it stands, else to
 * the nearest event of its sentence in which people can come to harm, else to the last
 * such event before it, else to the next.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "figure.h"

#include "event.h"
#include "frame.h"
#include "mood.h"
#include "number.h"
#include "phrase.h"

#include <math.h>

#define LOOK_BACK 256 /* events before a number */
#define LOOK_AHEAD 3  /* events after a number, in the same or the next paragraphs */

static const char *const WHAT[] = {"killed",   "wounded",  "missing",  "displaced",
                                   "arrested", "abducted", "fighters", "other"};

static const char *known_what(const char *word)
{
    for (size_t i = 0; i < sizeof WHAT / sizeof WHAT[0]; i++) {
        if (strcmp(word, WHAT[i]) == 0) {
            return WHAT[i];
        }
    }
    return "other";
}

bool dl_figure_carried(const dl_reading *r, const dl_found *found)
{
    return !found->dropped && r->book->types[found->rule->type].carries;
}

static bool takes(const dl_reading *r, const dl_found *found, const char *what)
{
    const dl_event_type *type = &r->book->types[found->rule->type];
    if (found->dropped || found->event.modality == DL_PLANNED ||
        found->event.modality == DL_POSSIBLE) {
        return false;
    }
    if (strcmp(what, "killed") == 0 || strcmp(what, "wounded") == 0 ||
        strcmp(what, "missing") == 0) {
        return type->carries;
    }
    return (type->obj_counts != NULL && strcmp(type->obj_counts, what) == 0) ||
           (type->subj_counts != NULL && strcmp(type->subj_counts, what) == 0);
}

/* The counted, without "at least nine". */
static dl_str counted_words(const dl_reading *r, uint32_t core, const dl_number *n)
{
    uint32_t first, last;
    dl_phrase_edges(r, core, &first, &last);
    if (n->last < core && n->last >= first) {
        return dl_str_copy(
            r->arena, dl_str_cut(r->doc->text, dl_tokens_span(r, n->last + 1, last)));
    }
    return dl_phrase_words(r, core);
}

static dl_figure make(const dl_reading *r, const char *what, const dl_number *n,
                      uint32_t head, uint32_t trigger, const char *rule)
{
    dl_figure f = {.what = what,
                   .value = n->value,
                   .low = n->low,
                   .high = n->high,
                   .approximate = n->approximate,
                   .rule = rule};
    const uint32_t core = dl_phrase_core(r, head);
    f.of = dl_tag_is(r, core, "CD") || dl_has(r, core, DL_CLASS_UNIT)
               ? (dl_str){"", 0}
               : counted_words(r, core, n);
    f.span = dl_tokens_span(r, n->first, n->last > head ? n->last : head);
    if (n->last < head) {
        f.span = dl_tokens_span(r, n->first, head);
    }
    f.claim = r->claim[n->last] != DL_NONE ? r->claim[n->last] : r->claim[trigger];
    return f;
}

static void push(dl_reading *r, dl_found *found, const dl_figure *f)
{
    dl_event *e = &found->event;
    for (uint32_t i = 0; i < e->figure_count; i++) {
        if (dl_span_overlap(e->figures[i].span, f->span) &&
            e->figures[i].what == f->what) {
            return;
        }
    }
    dl_figure *grown = dl_arena_grow(r->arena, e->figures, e->figure_count * sizeof *f,
                                     (e->figure_count + 1) * sizeof *f);
    if (grown != NULL) {
        e->figures = grown;
        e->figures[e->figure_count++] = *f;
    }
}

/* ---- which event ---- */
static uint32_t in_sentence(const dl_reading *r, uint32_t token, const char *what)
{
    const uint32_t sentence = dl_at(r, token)->sentence;
    uint32_t best = DL_NONE;
    int least = DL_FRAME_FAR + 1;
    uint32_t low = 0, high = r->found.count; /* first event of the sentence */
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        if (dl_at(r, r->found.at[middle].frame.trigger)->sentence < sentence) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (uint32_t i = low; i < r->found.count && i < low + 32; i++) {
        const dl_found *found = &r->found.at[i];
        if (dl_at(r, found->frame.trigger)->sentence != sentence) {
            break;
        }
        if (found->frame.trigger == token) {
            return takes(r, found, what) ? i : best;
        }
        if (!takes(r, found, what)) {
            continue;
        }
        const int cost = dl_frame_distance(r, found->frame.trigger, token) +
                         (found->event.modality == DL_RECALLED ? 20 : 0) +
                         (found->rule->outcome ? 8 : 0);
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return best;
}

static uint32_t before_or_after(const dl_reading *r, uint32_t token, const char *what)
{
    uint32_t after = 0, high = r->found.count, old = DL_NONE;
    while (after < high) {
        const uint32_t middle = (after + high) / 2;
        if (r->found.at[middle].frame.trigger < token) {
            after = middle + 1;
        } else {
            high = middle;
        }
    }
    for (uint32_t i = after; i-- > 0 && i + LOOK_BACK > after;) {
        const dl_found *found = &r->found.at[i];
        if (!takes(r, found, what) || found->event.modality == DL_DENIED) {
            continue;
        }
        if (found->event.modality != DL_RECALLED) {
            return i;
        }
        old = old == DL_NONE && r->para[found->frame.trigger] == r->para[token] ? i : old;
    }
    for (uint32_t i = after; i < r->found.count && i < after + LOOK_AHEAD; i++) {
        if (takes(r, &r->found.at[i], what) &&
            r->found.at[i].event.modality == DL_HAPPENED) {
            return i;
        }
    }
    return old;
}

/* ---- figures of figure rules ---- */
typedef struct loose {
    dl_figure figure;
    dl_frame frame;
    uint32_t event; /* index into found, or DL_NONE */
    bool near;      /* in the event's own sentence */
} loose;
typedef DL_VEC(loose) loose_vec;

static bool read_counted(dl_reading *r, const dl_match *m, uint32_t head, loose_vec *out)
{
    uint32_t members[DL_CONJUNCTS_MAX];
    const uint32_t count = dl_phrase_members(r, head, members);
    for (uint32_t i = 0; i < count; i++) {
        dl_number n;
        if (!dl_number_of(r, members[i], &n)) {
            continue;
        }
        loose *l = dl_vec_push(out, r->arena);
        if (l == NULL) {
            return false;
        }
        l->figure = make(r, known_what(m->rule->figure), &n, members[i], m->frame.trigger,
                         m->rule->id);
        l->frame = m->frame;
        l->event = in_sentence(r, m->frame.trigger, l->figure.what);
        l->near = l->event != DL_NONE;
        if (!l->near) {
            l->event = before_or_after(r, m->frame.trigger, l->figure.what);
        }
    }
    return true;
}

static bool read_loose(dl_reading *r, loose_vec *out)
{
    for (uint32_t t = 0; t < r->doc->token_count; t++) {
        dl_match m;
        if (!dl_event_match(r, t, true, &m)) {
            continue;
        }
        const uint8_t mood = dl_mood_of(r, &m.frame);
        if ((mood == DL_DENIED && m.frame.part_count == 1) || mood == DL_PLANNED) {
            continue;
        }
        for (uint32_t i = 0; i < m.rule->slot_count; i++) {
            if (m.rule->slots[i].role == DL_ROLE_COUNTED && m.slots[i] != DL_NONE &&
                !read_counted(r, &m, m.slots[i], out)) {
                return false;
            }
        }
    }
    return true;
}

/* ---- figures of an event's own roles ---- */
static void own_count(dl_reading *r, dl_found *found, uint32_t head, const char *what)
{
    dl_number n;
    if (head == DL_NONE || !dl_number_of(r, head, &n)) {
        return;
    }
    const bool fighters = dl_phrase_is(r, head, DL_CLASS_FIGHTER);
    if (what == NULL && !fighters) {
        return;
    }
    const dl_figure f = make(r, what == NULL ? "fighters" : known_what(what), &n, head,
                             found->frame.trigger, "figure.role");
    push(r, found, &f);
}

static void own_figures(dl_reading *r, dl_found *found)
{
    const dl_event_type *type = &r->book->types[found->rule->type];
    uint32_t actor = DL_NONE, recipient = DL_NONE;
    for (uint32_t i = 0; i < found->rule->slot_count; i++) {
        const uint8_t role = found->rule->slots[i].role;
        if (role == DL_ROLE_ACTOR && actor == DL_NONE) {
            actor = found->slots[i];
        } else if ((role == DL_ROLE_RECIPIENT || role == DL_ROLE_INSTRUMENT) &&
                   recipient == DL_NONE) {
            recipient = found->slots[i];
        }
    }
    uint32_t members[DL_CONJUNCTS_MAX];
    uint32_t count = actor == DL_NONE ? 0 : dl_phrase_members(r, actor, members);
    for (uint32_t i = 0; i < count; i++) {
        own_count(r, found, members[i], type->subj_counts);
    }
    count = recipient == DL_NONE || type->obj_counts == NULL
                ? 0
                : dl_phrase_members(r, recipient, members);
    for (uint32_t i = 0; i < count; i++) {
        own_count(r, found, members[i], type->obj_counts);
    }
}

/* ---- echoes ---- */
void dl_figure_echo(dl_reading *r, dl_found *found, uint32_t target, const char *rule)
{
    const dl_found *main_event = &r->found.at[target];
    dl_event *e = &found->event;
    e->type = main_event->event.type;
    e->plover = main_event->event.plover;
    e->cameo = main_event->event.cameo;
    e->acled = main_event->event.acled;
    e->plover_mode = main_event->event.plover_mode;
    e->cameo_code = main_event->event.cameo_code;
    e->acled_name = main_event->event.acled_name;
    e->rule = rule;
    e->same_as =
        main_event->event.same_as != DL_NONE ? main_event->event.same_as : target;
    found->rule = main_event->rule;
    found->echo = true;
}

static void fresh_echo(dl_reading *r, dl_found *found, const loose *l)
{
    const uint32_t trigger = l->frame.trigger;
    *found = (dl_found){.frame = l->frame, .site = DL_NONE};
    dl_event *e = &found->event;
    e->trigger = trigger;
    e->span = dl_at(r, trigger)->span;
    e->claim = r->claim[trigger];
    e->time = e->place = e->same_as = DL_NONE;
    e->date = (dl_date){.when = dl_when_none(),
                        .from = "none",
                        .rule = "date.none",
                        .offset = UINT64_MAX};
    const dl_sentence *s = dl_sentence_of(r, trigger);
    e->sentence = dl_tokens_span(r, s->first, s->end - 1);
    e->modality = dl_mood_of(r, &l->frame);
    dl_figure_echo(r, found, l->event, l->figure.rule);
    memset(found->slots, 0xff, sizeof found->slots);
}

/* Adds the figure to the echo already made at its trigger or sentence, or to a new one.
 */
static bool place_echo(dl_reading *r, const loose *l, uint32_t first_echo)
{
    for (uint32_t i = r->found.count; i-- > first_echo;) {
        dl_found *found = &r->found.at[i];
        if (dl_at(r, found->frame.trigger)->sentence !=
            dl_at(r, l->frame.trigger)->sentence) {
            break;
        }
        if (found->event.claim == l->figure.claim) {
            push(r, found, &l->figure);
            return true;
        }
    }
    dl_found *found = dl_vec_push(&r->found, r->arena);
    if (found == NULL) {
        return false;
    }
    fresh_echo(r, found, l);
    push(r, found, &l->figure);
    r->told[l->frame.trigger] = true;
    return true;
}

bool dl_figure_find(dl_reading *r)
{
    loose_vec all = {0};
    if (!read_loose(r, &all)) {
        return false;
    }
    const uint32_t events = r->found.count;
    for (uint32_t i = 0; i < events; i++) {
        if (!r->found.at[i].dropped && !r->found.at[i].echo) {
            own_figures(r, &r->found.at[i]);
        }
    }
    for (uint32_t i = 0; i < all.count; i++) {
        const loose *l = &all.at[i];
        if (l->event == DL_NONE) {
            dl_unread *u = dl_vec_push(&r->unread, r->arena);
            if (u == NULL) {
                return false;
            }
            *u = (dl_unread){l->figure.span, "figure without event"};
        } else if (l->near) {
            push(r, &r->found.at[l->event], &l->figure);
        } else if (!place_echo(r, l, events)) {
            return false;
        }
    }
    return !dl_arena_failed(r->arena);
}
