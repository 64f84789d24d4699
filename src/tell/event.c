/* event.c - see event.h.
 *
 * One look-up by lemma at each token gives the triggers that start there, strongest
 * first. A trigger fits when its further words hang where they should, and its rule
 * when each needed slot is filled by a phrase of the right class. A noun is an event
 * only when it is concrete: something is said to have happened to it, somebody carries
 * it out, or it comes with its own actor, victim, place or date.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "event.h"

#include "frame.h"
#include "mood.h"
#include "phrase.h"

#define FILLERS_MAX 24   /* fillers of one role */
#define PARTICLE_REACH 3 /* tokens behind a verb where a stray particle is looked for */
#define PARTICLE_SIZE 5  /* letters of the longest particle */

static char kind_of(const dl_reading *r, uint32_t token)
{
    if (dl_is_verb(r, token) || dl_pos_is(r, token, "AUX")) {
        return 'v';
    }
    if (dl_is_noun(r, token)) {
        return 'n';
    }
    const char *tag = dl_at(r, token)->tag;
    return tag[0] == 'J' || tag[0] == 'R' ? 'a' : '\0';
}

static bool spelled(const dl_reading *r, uint32_t token, dl_str word)
{
    return dl_str_equal(dl_at(r, token)->lower, word) ||
           dl_str_equal_fold(dl_at(r, token)->lemma, word);
}

/* Class words in triggers: "sign>@CEASEWORD". */
static bool fits(const dl_reading *r, uint32_t token, dl_str word)
{
    if (word.at[0] == '@' && word.size > 1) {
        const uint32_t class =
            dl_map_find(&r->book->class_ids, (dl_str){word.at + 1, word.size - 1});
        return class != DL_NONE &&
               dl_classes_meet(r->classes[token], dl_class_bit(class));
    }
    return spelled(r, token, word);
}

static uint32_t part_below(const dl_reading *r, uint32_t token, dl_str word)
{
    for (uint32_t k = r->kid_start[token]; k < r->kid_start[token + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (fits(r, kid, word)) {
            return kid;
        }
    }
    const uint32_t done_to = dl_is_verb(r, token) && dl_dep(r, token, "relcl")
                                 ? dl_frame_done_to(r, token)
                                 : DL_NONE;
    if (done_to != DL_NONE && fits(r, done_to, word)) {
        return done_to; /* "a truce which both had signed" */
    }
    /* "take over" with the particle hung elsewhere by the parser */
    for (uint32_t t = token + 1; word.size <= PARTICLE_SIZE && word.at[0] != '@' &&
                                 t <= token + PARTICLE_REACH && t < r->doc->token_count;
         t++) {
        if (dl_at(r, t)->sentence != dl_at(r, token)->sentence ||
            dl_pos_is(r, t, "PUNCT")) {
            break;
        }
        if (dl_str_equal(dl_at(r, t)->lower, word) &&
            (t == token + 1 || dl_dep(r, t, "prt") || dl_dep(r, t, "advmod"))) {
            return t;
        }
    }
    return DL_NONE;
}

static bool trigger_fits(const dl_reading *r, const dl_trigger *trigger, uint32_t token,
                         dl_frame *frame)
{
    frame->trigger = frame->parts[0] = token;
    frame->part_count = 1;
    for (uint32_t i = 1; i < trigger->part_count; i++) {
        const uint32_t part =
            part_below(r, frame->parts[trigger->parent[i]], trigger->parts[i]);
        if (part == DL_NONE) {
            return false;
        }
        frame->parts[frame->part_count++] = part;
    }
    return true;
}

static uint32_t slot_token(const dl_reading *r, const dl_frame *f, const dl_slot *slot)
{
    switch (slot->relation) {
    case DL_REL_SUBJ:
        return f->subj;
    case DL_REL_OBJ:
        return f->obj;
    case DL_REL_SURFACE:
        return f->surface;
    case DL_REL_SELF:
        return f->trigger;
    case DL_REL_HEAD:
        return dl_is_root(r, f->trigger) ? DL_NONE : dl_head(r, f->trigger);
    default:
        return dl_frame_prep(r, f, slot);
    }
}

static bool slots_fit(const dl_reading *r, const dl_rule *rule, dl_match *m)
{
    for (uint32_t i = 0; i < rule->slot_count; i++) {
        const dl_slot *slot = &rule->slots[i];
        const uint32_t token = slot_token(r, &m->frame, slot);
        const bool right = token != DL_NONE &&
                           (dl_classes_empty(slot->classes) ||
                            dl_classes_meet(slot->classes, dl_phrase_classes(r, token)));
        m->slots[i] = right && slot->need != DL_FORBIDDEN ? token : DL_NONE;
        if ((slot->need == DL_NEEDED && !right) ||
            (slot->need == DL_FORBIDDEN && right) ||
            (slot->need == DL_FITTING && !right && token != DL_NONE)) {
            return false;
        }
    }
    return true;
}

static bool match_kind(const dl_reading *r, uint32_t token, char kind, dl_str lemma,
                       bool figures, dl_match *out)
{
    uint32_t t = dl_codebook_find(r->book, lemma, kind);
    dl_frame filled = {.trigger = DL_NONE};
    for (; t != DL_NONE; t = r->book->triggers[t].next) {
        const dl_trigger *trigger = &r->book->triggers[t];
        const dl_rule *rule = &r->book->rules[trigger->rule];
        if ((rule->figure != NULL) != figures ||
            !trigger_fits(r, trigger, token, &out->frame)) {
            continue;
        }
        if (filled.trigger == DL_NONE) {
            filled = out->frame;
            dl_frame_fill(r, &filled);
        }
        out->frame.clause = filled.clause;
        out->frame.passive = filled.passive;
        out->frame.surface = filled.surface;
        out->frame.subj = filled.subj;
        out->frame.obj = filled.obj;
        out->rule = rule;
        if (slots_fit(r, rule, out)) {
            return true;
        }
    }
    return false;
}

bool dl_event_match(const dl_reading *r, uint32_t token, bool figures, dl_match *out)
{
    *out = (dl_match){.rule = NULL};
    const char kind = kind_of(r, token);
    if (kind == '\0' || dl_at(r, token)->lemma.size == 0) {
        return false;
    }
    const dl_str lower = dl_at(r, token)->lower;
    if (match_kind(r, token, kind,
                   kind == 'n' && dl_at(r, token)->tag[2] == 'P' ? lower
                                                                 : dl_at(r, token)->lemma,
                   figures, out)) {
        return true;
    }
    if (kind == 'n' && !dl_str_equal(lower, dl_at(r, token)->lemma) &&
        match_kind(r, token, kind, lower, figures, out)) {
        return true; /* "talks", "hostilities": words of their own in the plural */
    }
    /* participles: "the shelling" read as a verb, "displaced" as an adjective */
    static const char *const nominal[] = {"nsubj", "nsubjpass", "dobj",
                                          "pobj",  "attr",      NULL};
    if (kind != 'n' && dl_tag_is(r, token, "VBG") && dl_dep_in(r, token, nominal)) {
        return match_kind(r, token, 'n', lower, figures, out);
    }
    if (kind == 'a' || dl_tag_is(r, token, "VBN") || dl_tag_is(r, token, "VBD")) {
        return match_kind(r, token, 'a', lower, figures, out);
    }
    return false;
}

/* ---- nouns: concrete or in general ---- */
static uint32_t determiner(const dl_reading *r, uint32_t noun)
{
    const uint32_t det = dl_child(r, noun, "det");
    return det != DL_NONE ? det : dl_child(r, noun, "poss");
}

static bool is_definite(const dl_reading *r, uint32_t noun)
{
    const uint32_t det = determiner(r, noun);
    return det != DL_NONE && (dl_word_is(r, det, "the") || dl_word_is(r, det, "this") ||
                              dl_word_is(r, det, "that") || dl_word_is(r, det, "these") ||
                              dl_dep(r, det, "poss"));
}

static bool dated(const dl_reading *r, uint32_t top)
{
    for (uint32_t k = r->kid_start[top]; k < r->kid_start[top + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_is_verb(r, kid)) {
            continue;
        }
        if (r->time[kid] != DL_NONE) {
            return true;
        }
        const uint32_t object =
            dl_dep(r, kid, "prep") ? dl_child(r, kid, "pobj") : DL_NONE;
        if (object != DL_NONE && r->time[object] != DL_NONE) {
            return true;
        }
    }
    return false;
}

static bool placed(const dl_reading *r, uint32_t top)
{
    for (uint32_t k = r->kid_start[top]; k < r->kid_start[top + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (!dl_dep(r, kid, "prep") || !dl_has(r, kid, DL_CLASS_LOCATIVE)) {
            continue;
        }
        const uint32_t object = dl_child(r, kid, "pobj");
        if (object == DL_NONE) {
            continue;
        }
        for (uint32_t t = r->left[object]; t <= r->right[object] && t < object + 8; t++) {
            if (r->place[t] != DL_NONE) {
                return true;
            }
        }
    }
    return false;
}

/* Does the noun stand where things that happen stand? */
static bool happens(const dl_reading *r, const dl_match *m)
{
    uint32_t top = m->frame.trigger;
    for (int n = 0; n < DL_STEPS_MAX && dl_dep(r, top, "conj"); n++) {
        top = dl_head(r, top);
    }
    const uint32_t head = dl_head(r, top);
    const bool subject = dl_dep(r, top, "nsubj") || dl_dep(r, top, "nsubjpass");
    if (subject && (dl_has(r, head, DL_CLASS_OCCUR) || dl_has(r, head, DL_CLASS_CAUSE))) {
        return true;
    }
    if ((dl_dep(r, top, "dobj") || dl_dep(r, top, "nsubjpass")) &&
        (dl_has(r, head, DL_CLASS_LIGHT) || dl_has(r, head, DL_CLASS_OCCUR))) {
        return true;
    }
    if (dl_dep(r, top, "pobj") && dl_dep(r, head, "agent")) {
        return true;
    }
    if (dl_dep(r, top, "attr") && dl_child(r, head, "expl") != DL_NONE) {
        return true; /* "there was an explosion" */
    }
    return dl_is_root(r, top); /* a headline */
}

static bool plural_bare(const dl_reading *r, uint32_t noun)
{
    return dl_at(r, noun)->tag[2] == 'S' && determiner(r, noun) == DL_NONE &&
           dl_child(r, noun, "nummod") == DL_NONE;
}

/* "three days of talks" */
static bool lasted(const dl_reading *r, uint32_t noun)
{
    const uint32_t of = dl_head(r, noun);
    return dl_dep(r, noun, "pobj") && dl_word_is(r, of, "of") &&
           dl_has(r, dl_head(r, of), DL_CLASS_TIMEWORD);
}

static bool concrete(const dl_reading *r, const dl_match *m)
{
    const uint32_t noun = m->frame.trigger;
    if (dl_dep(r, noun, "compound") || dl_dep(r, noun, "nmod") ||
        (dl_dep(r, noun, "amod") && !dl_is_verb(r, noun))) {
        return false; /* "fire service", "peace talks venue" */
    }
    if (dl_dep(r, noun, "pobj") && dl_word_is(r, dl_head(r, noun), "like")) {
        return false;
    }
    if (lasted(r, noun)) {
        return true;
    }
    const bool happened = happens(r, m);
    if (happened && !plural_bare(r, noun)) {
        return true;
    }
    const bool when = dated(r, noun) || dated(r, m->frame.clause);
    const bool where = placed(r, noun);
    if (m->rule->weak) {
        return happened && (when || where);
    }
    if (plural_bare(r, noun)) {
        return (happened || where) && (when || where);
    }
    if (dl_dep(r, noun, "dobj") && !happened && !is_definite(r, noun) &&
        dl_is_verb(r, dl_head(r, noun)) && !where) {
        return false; /* "lit a fire" */
    }
    if (is_definite(r, noun) || when || where) {
        return true;
    }
    for (uint32_t i = 0; i < m->rule->slot_count; i++) {
        if (m->rule->slots[i].role != DL_ROLE_NONE && m->slots[i] != DL_NONE) {
            return true;
        }
    }
    const uint32_t head = dl_head(r, noun);
    return dl_dep(r, noun, "pobj") && dl_has(r, head, DL_CLASS_DURING);
}

/* ---- roles ---- */
/* "The army said it had ...", "We left": a pronoun nobody resolved is the speaker. */
static dl_filler speaker_for_pronoun(const dl_reading *r, uint32_t token,
                                     dl_filler filler)
{
    const uint32_t claim = r->claim[token];
    const bool first_person = dl_word_is(r, token, "we") || dl_word_is(r, token, "i") ||
                              dl_word_is(r, token, "us");
    if (claim == DL_NONE || !dl_tag_is(r, token, "PRP") ||
        (filler.name.size > 0 && !first_person) || r->claims.at[claim].origin.size == 0) {
        return filler;
    }
    filler.name = r->claims.at[claim].origin;
    filler.who = r->claims.at[claim].body;
    return filler;
}

static void fill_role(dl_reading *r, uint32_t head, dl_filler **list, uint32_t *count)
{
    uint32_t members[DL_CONJUNCTS_MAX];
    const uint32_t n = dl_phrase_members(r, dl_phrase_core(r, head), members);
    for (uint32_t i = 0; i < n; i++) {
        const dl_filler filler =
            speaker_for_pronoun(r, members[i], dl_phrase_filler(r, members[i]));
        bool known = filler.name.size == 0 || dl_tag_is(r, members[i], "CD") ||
                     *count == FILLERS_MAX;
        for (uint32_t k = 0; !known && k < *count; k++) {
            known = dl_str_equal((*list)[k].name, filler.name);
        }
        if (known) {
            continue;
        }
        dl_filler *grown = dl_arena_grow(r->arena, *list, *count * sizeof **list,
                                         (*count + 1) * sizeof **list);
        if (grown == NULL) {
            return;
        }
        *list = grown;
        (*list)[(*count)++] = filler;
    }
}

static void fill_codes(dl_event *e, const dl_codes *own, const dl_codes *types)
{
    const dl_codes *p = own->plover != NULL ? own : types;
    const dl_codes *c = own->cameo != NULL ? own : types;
    const dl_codes *a = own->acled != NULL ? own : types;
    if (!p->no_plover) {
        e->plover = p->plover;
        e->plover_mode = p->plover_mode;
    }
    if (!c->no_cameo) {
        e->cameo = c->cameo;
        e->cameo_code = c->cameo_code;
    }
    if (!a->no_acled) {
        e->acled = a->acled;
        e->acled_name = a->acled_name;
    }
}

static void fill_event(dl_reading *r, const dl_match *m, dl_found *found)
{
    const dl_rule *rule = m->rule;
    const dl_event_type *type = &r->book->types[rule->type];
    dl_event *e = &found->event;
    found->frame = m->frame;
    found->rule = rule;
    found->site = DL_NONE;
    memcpy(found->slots, m->slots, sizeof found->slots);
    e->type = type->name;
    e->rule = rule->id;
    fill_codes(e, &rule->codes, &type->codes);
    e->extent = rule->extent;
    e->trigger = m->frame.trigger;
    uint32_t first = m->frame.trigger, last = m->frame.trigger;
    for (uint32_t i = 1; i < m->frame.part_count; i++) {
        first = m->frame.parts[i] < first ? m->frame.parts[i] : first;
        last = m->frame.parts[i] > last ? m->frame.parts[i] : last;
    }
    e->span = last - first <= PARTICLE_REACH + 2 ? dl_tokens_span(r, first, last)
                                                 : dl_at(r, e->trigger)->span;
    e->claim = r->claim[e->trigger];
    e->time = e->place = e->same_as = DL_NONE;
    e->date.when = dl_when_none();
    e->date.from = "none";
    e->date.value = (dl_str){"", 0};
    e->date.rule = "date.none";
    e->date.offset = UINT64_MAX;
    const dl_sentence *s = dl_sentence_of(r, e->trigger);
    uint32_t begin = s->first, end = s->end;
    while (begin < end && dl_at(r, begin)->is_space) {
        begin++;
    }
    while (end > begin + 1 && dl_at(r, end - 1)->is_space) {
        end--;
    }
    e->sentence = dl_tokens_span(r, begin, end - 1);
    for (uint32_t i = 0; i < rule->slot_count; i++) {
        if (m->slots[i] == DL_NONE) {
            continue;
        }
        switch (rule->slots[i].role) {
        case DL_ROLE_ACTOR:
            if (rule->slots[i].relation == DL_REL_SURFACE && e->actor_count > 0) {
                break; /* "the rebels and the army" before those who met around them */
            }
            fill_role(r, m->slots[i], &e->actors, &e->actor_count);
            break;
        case DL_ROLE_RECIPIENT:
            fill_role(r, m->slots[i], &e->recipients, &e->recipient_count);
            break;
        case DL_ROLE_INSTRUMENT:
            fill_role(r, m->slots[i], &e->instruments, &e->instrument_count);
            break;
        case DL_ROLE_PLACE:
            found->site = m->slots[i];
            break;
        default:
            break;
        }
    }
}

static bool add_event(dl_reading *r, const dl_match *m)
{
    dl_found *found = dl_vec_push(&r->found, r->arena);
    if (found == NULL) {
        return false;
    }
    fill_event(r, m, found);
    found->event.modality = dl_mood_of(r, &m->frame);
    if (m->rule->sure && found->event.modality == DL_POSSIBLE) {
        found->event.modality = DL_HAPPENED;
    }
    found->definite = dl_is_noun(r, m->frame.trigger) && is_definite(r, m->frame.trigger);
    for (uint32_t i = 0; i < m->frame.part_count; i++) {
        r->told[m->frame.parts[i]] = true;
    }
    return true;
}

static bool noun_like(const dl_reading *r, uint32_t token)
{
    return !dl_is_verb(r, token) ||
           (dl_tag_is(r, token, "VBG") && determiner(r, token) != DL_NONE);
}

/* One pass over the tokens; `several` picks the triggers of more than one word. */
static bool pass(dl_reading *r, bool several)
{
    for (uint32_t t = 0; t < r->doc->token_count; t++) {
        dl_match m;
        if (dl_is_verb(r, t) && dl_dep(r, t, "amod")) {
            continue; /* "the besieged city" */
        }
        if (r->told[t] || (r->time[t] != DL_NONE && dl_is_noun(r, t)) ||
            !dl_event_match(r, t, false, &m) || (m.frame.part_count > 1) != several) {
            continue;
        }
        if (dl_mood_general(r, &m.frame, m.rule) ||
            (noun_like(r, t) && m.frame.part_count == 1 && !concrete(r, &m))) {
            continue;
        }
        if (m.rule->weak && !noun_like(r, t) && !dated(r, t)) {
            continue;
        }
        if (!add_event(r, &m)) {
            return false;
        }
    }
    return true;
}

static void sort_found(dl_reading *r)
{
    /* two ascending runs: merge them */
    if (r->found.count < 2) {
        return;
    }
    dl_found *sorted = dl_arena_new_array(r->arena, r->found.count + 1, dl_found);
    if (sorted == NULL) {
        return;
    }
    uint32_t split = 0;
    while (split + 1 < r->found.count &&
           r->found.at[split].event.trigger < r->found.at[split + 1].event.trigger) {
        split++;
    }
    uint32_t a = 0, b = split + 1, n = 0;
    while (n < r->found.count) {
        const bool left =
            b >= r->found.count ||
            (a <= split && r->found.at[a].event.trigger < r->found.at[b].event.trigger);
        sorted[n++] = r->found.at[left ? a++ : b++];
    }
    memcpy(r->found.at, sorted, n * sizeof *sorted);
}

bool dl_event_find(dl_reading *r)
{
    if (!pass(r, true) || !pass(r, false)) {
        return false;
    }
    sort_found(r);
    return !dl_arena_failed(r->arena);
}
