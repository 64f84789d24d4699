/* frame.c - see frame.h.
 *
 * Works on ClearNLP's labels (nsubj, nsubjpass, dobj, agent, pobj, xcomp, relcl, acl,
 * advcl, conj). A verb without a subject of its own takes one from where English hides
 * it:
 *   conj    "entered the town and took the bridge"      the first verb's
 *   xcomp   "managed to retake", "forced them to leave" the head's subject, or object
 *   advcl   "..., killing nine"                         the head's subject
 *   acl     "troops holding the town"                   the noun
 *   relcl   "the group which took the town"             the noun
 *   pcomp   "after taking the town"                     the clause's subject
 * Each step goes up the tree, at most DL_STEPS_MAX of them.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "frame.h"

static const char *const SUBJECTS[] = {"nsubj", "nsubjpass", "csubj", "expl", NULL};

static uint32_t own_subject(const dl_reading *r, uint32_t verb)
{
    uint32_t best =
        DL_NONE; /* of two, the one next to the verb: a dateline comes first */
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep_in(r, kid, SUBJECTS) && (best == DL_NONE || kid < verb)) {
            best = kid;
        }
    }
    for (uint32_t k = r->kid_start[verb]; best == DL_NONE && k < r->kid_start[verb + 1];
         k++) {
        if (dl_dep(r, r->kids[k], "aux") || dl_dep(r, r->kids[k], "auxpass")) {
            best = dl_child(r, r->kids[k], "nsubj"); /* hung on "are" of "are missing" */
        }
    }
    return best;
}

bool dl_frame_passive(const dl_reading *r, uint32_t verb)
{
    if (dl_child(r, verb, "auxpass") != DL_NONE ||
        dl_child(r, verb, "nsubjpass") != DL_NONE ||
        dl_child(r, verb, "agent") != DL_NONE) {
        return true;
    }
    if (!dl_tag_is(r, verb, "VBN") && !dl_tag_is(r, verb, "VBD")) {
        return false;
    }
    if (dl_dep(r, verb, "acl") || dl_dep(r, verb, "amod")) {
        return true;
    }
    /* "was shot and killed": the second participle shares the first one's auxiliary */
    return dl_dep(r, verb, "conj") && own_subject(r, verb) == DL_NONE &&
           dl_tag_is(r, verb, "VBN") && dl_child(r, verb, "aux") == DL_NONE &&
           dl_child(r, verb, "dobj") == DL_NONE &&
           (dl_child(r, dl_head(r, verb), "auxpass") != DL_NONE);
}

static bool is_relative(const dl_reading *r, uint32_t token)
{
    return dl_word_is(r, token, "who") || dl_word_is(r, token, "which") ||
           dl_word_is(r, token, "that") || dl_word_is(r, token, "whom");
}

/* "LUSAKA - The army ...": parsers hang the sentence's subject on the dateline. */
static uint32_t past_dateline(const dl_reading *r, uint32_t subject)
{
    uint32_t first = subject;
    for (int n = 0; n < 4 && first > 0 && r->para[first - 1] == r->para[subject] &&
                    !dl_at(r, first - 1)->is_space;
         n++) {
        first--;
    }
    const bool opens = first == 0 || dl_at(r, first - 1)->is_space ||
                       r->para[first - 1] != r->para[subject];
    if (!opens || subject - first > 3) {
        return subject;
    }
    for (uint32_t k = r->kid_start[subject]; k < r->kid_start[subject + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (kid <= subject + 1 || r->left[kid] == 0 ||
            !(dl_dep(r, kid, "appos") || dl_dep(r, kid, "conj") ||
              dl_dep(r, kid, "dep"))) {
            continue;
        }
        const uint32_t dash = r->left[kid] - 1;
        if (dash > subject && dash <= subject + 3 &&
            (dl_word_is(r, dash, "-") || dl_word_is(r, dash, "\xe2\x80\x93") ||
             dl_word_is(r, dash, "\xe2\x80\x94") || dl_word_is(r, dash, "--"))) {
            return kid;
        }
    }
    return subject;
}

/* Climbs one step towards the subject that `verb` shares; DL_NONE at the end. `*found`
 * is set when the answer itself is reached. */
static uint32_t step(const dl_reading *r, uint32_t verb, uint32_t *found)
{
    const uint32_t head = dl_head(r, verb);
    *found = DL_NONE;
    if (head == verb) {
        return DL_NONE;
    }
    if (dl_dep(r, verb, "xcomp") || dl_dep(r, verb, "ccomp")) {
        if (dl_dep(r, verb, "ccomp") && !dl_tag_is(r, verb, "VB") &&
            !dl_tag_is(r, verb, "VBG") && !dl_tag_is(r, verb, "VBN")) {
            return DL_NONE;
        }
        if (dl_has(r, head, DL_CLASS_OBJECTCONTROL)) {
            const uint32_t object = dl_frame_passive(r, head) ? own_subject(r, head)
                                                              : dl_child(r, head, "dobj");
            if (object != DL_NONE) {
                *found = object;
                return DL_NONE;
            }
        }
        return head;
    }
    if (dl_dep(r, verb, "acl") || dl_dep(r, verb, "relcl") || dl_dep(r, verb, "amod")) {
        *found = dl_is_verb(r, head) ? DL_NONE : head;
        return DL_NONE;
    }
    if (dl_dep(r, verb, "conj") || dl_dep(r, verb, "advcl")) {
        return dl_is_verb(r, head) || dl_pos_is(r, head, "AUX") ? head : DL_NONE;
    }
    if (dl_dep(r, verb, "pcomp") || dl_dep(r, verb, "prep")) {
        for (uint32_t up = head, n = 0; n < DL_STEPS_MAX && !dl_is_root(r, up); n++) {
            up = dl_head(r, up);
            if (dl_is_verb(r, up) || dl_pos_is(r, up, "AUX")) {
                return up;
            }
        }
    }
    return DL_NONE;
}

uint32_t dl_frame_subject(const dl_reading *r, uint32_t verb)
{
    uint32_t at = verb;
    for (int n = 0; n < DL_STEPS_MAX && at != DL_NONE; n++) {
        const uint32_t own = own_subject(r, at);
        if (own != DL_NONE && dl_dep(r, own, "expl")) {
            const uint32_t attr = dl_child(r, at, "attr");
            return attr;
        }
        if (own != DL_NONE && is_relative(r, own) && dl_dep(r, at, "relcl")) {
            return dl_head(r, at);
        }
        if (own != DL_NONE) {
            return past_dateline(r, own);
        }
        /* the subject of "to VERB" under a copula's adjective stays with the copula */
        uint32_t found;
        at = step(r, at, &found);
        if (found != DL_NONE) {
            return found;
        }
    }
    return DL_NONE;
}

uint32_t dl_frame_pobj(const dl_reading *r, uint32_t prep)
{
    uint32_t object = dl_child(r, prep, "pobj");
    if (object == DL_NONE) {
        object = dl_child(r, prep, "pcomp");
    }
    if (object == DL_NONE) { /* "out of", "according to", "because of" */
        const uint32_t inner = dl_child(r, prep, "prep");
        return inner == DL_NONE ? DL_NONE : dl_child(r, inner, "pobj");
    }
    return object;
}

uint32_t dl_frame_doer(const dl_reading *r, uint32_t verb)
{
    if (!dl_frame_passive(r, verb)) {
        return dl_frame_subject(r, verb);
    }
    const uint32_t agent = dl_child(r, verb, "agent");
    if (agent != DL_NONE) {
        return dl_frame_pobj(r, agent);
    }
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "prep") && dl_word_is(r, kid, "by")) {
            return dl_frame_pobj(r, kid);
        }
    }
    return DL_NONE;
}

uint32_t dl_frame_done_to(const dl_reading *r, uint32_t verb)
{
    if (dl_frame_passive(r, verb)) {
        return dl_frame_subject(r, verb);
    }
    uint32_t object = dl_child(r, verb, "dobj");
    if (object != DL_NONE && is_relative(r, object) && dl_dep(r, verb, "relcl")) {
        return dl_head(r, verb);
    }
    if (object == DL_NONE && dl_dep(r, verb, "relcl")) {
        const uint32_t own = own_subject(r, verb);
        if (own != DL_NONE && !is_relative(r, own)) { /* "the town the rebels took" */
            return dl_head(r, verb);
        }
    }
    if (object == DL_NONE) { /* "shelled and bombed the town": the object is shared */
        for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
            const uint32_t kid = r->kids[k];
            if (dl_dep(r, kid, "conj") && dl_is_verb(r, kid) &&
                own_subject(r, kid) == DL_NONE && kid <= verb + 3 && kid > verb) {
                return dl_child(r, kid, "dobj");
            }
        }
    }
    return object;
}

uint32_t dl_frame_clause(const dl_reading *r, uint32_t token)
{
    for (int n = 0; n < DL_STEPS_MAX; n++) {
        if ((dl_is_verb(r, token) && !dl_dep(r, token, "amod")) ||
            dl_pos_is(r, token, "AUX") || dl_is_root(r, token)) {
            return token;
        }
        token = dl_head(r, token);
    }
    return token;
}

/* What hangs on a noun: "the army's capture of the town by night". */
static void fill_noun(const dl_reading *r, dl_frame *f)
{
    for (uint32_t k = r->kid_start[f->trigger]; k < r->kid_start[f->trigger + 1]; k++) {
        const uint32_t kid = r->kids[k];
        const bool prep = dl_dep(r, kid, "prep") || dl_dep(r, kid, "agent");
        if (prep && dl_word_is(r, kid, "by") && f->subj == DL_NONE) {
            f->subj = dl_frame_pobj(r, kid);
        } else if (prep && dl_word_is(r, kid, "of") && f->obj == DL_NONE) {
            f->obj = dl_frame_pobj(r, kid);
        }
    }
    for (uint32_t k = r->kid_start[f->trigger]; k < r->kid_start[f->trigger + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (!dl_dep(r, kid, "poss") && !dl_dep(r, kid, "compound") &&
            !dl_dep(r, kid, "amod") && !dl_dep(r, kid, "nmod")) {
            continue;
        }
        if (dl_has(r, kid, DL_CLASS_PLACE) && r->place[kid] != DL_NONE &&
            r->tags->places[r->place[kid]].role == DL_PLACE_LITERAL) {
            f->obj = f->obj == DL_NONE ? kid : f->obj;
        } else if (f->subj == DL_NONE &&
                   (dl_dep(r, kid, "poss") || dl_has(r, kid, DL_CLASS_GROUP) ||
                    dl_has(r, kid, DL_CLASS_FORCE))) {
            f->subj = kid;
        }
    }
}

/* "carried out an attack on", "held talks with": the verb lends its subject. */
static void fill_light(const dl_reading *r, dl_frame *f)
{
    uint32_t top = f->trigger;
    for (int n = 0;
         n < DL_STEPS_MAX && (dl_dep(r, top, "conj") || dl_dep(r, top, "compound"));
         n++) {
        top = dl_head(r, top);
    }
    const uint32_t head = dl_head(r, top);
    f->clause = dl_frame_clause(r, top);
    if (f->clause == f->trigger) {
        return;
    }
    const bool object = dl_dep(r, top, "dobj") || dl_dep(r, top, "nsubjpass");
    if (object && dl_is_verb(r, head) && dl_has(r, head, DL_CLASS_LIGHT) &&
        f->subj == DL_NONE) {
        f->subj = dl_frame_doer(r, head);
    }
}

void dl_frame_fill(const dl_reading *r, dl_frame *f)
{
    f->subj = f->obj = f->surface = DL_NONE;
    f->clause = f->trigger;
    if (dl_is_verb(r, f->trigger) || dl_pos_is(r, f->trigger, "AUX")) {
        f->passive = dl_frame_passive(r, f->trigger);
        f->surface = dl_frame_subject(r, f->trigger);
        f->subj = dl_frame_doer(r, f->trigger);
        f->obj = dl_frame_done_to(r, f->trigger);
        return;
    }
    fill_noun(r, f);
    fill_light(r, f);
    f->surface = dl_child(r, f->trigger, "nsubj"); /* "leaving four dead" */
    if (f->surface == DL_NONE &&
        (dl_is_verb(r, f->clause) || dl_pos_is(r, f->clause, "AUX"))) {
        f->surface = dl_frame_subject(r, f->clause);
    }
}

static bool slot_takes(const dl_reading *r, const dl_slot *slot, uint32_t token)
{
    for (uint32_t i = 0; i < slot->prep_count; i++) {
        if (dl_str_equal(dl_at(r, token)->lower, slot->preps[i])) {
            return true;
        }
    }
    return false;
}

static uint32_t prep_of(const dl_reading *r, uint32_t token, const dl_slot *slot)
{
    for (uint32_t k = r->kid_start[token]; k < r->kid_start[token + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if ((dl_dep(r, kid, "prep") || dl_dep(r, kid, "agent") ||
             dl_dep(r, kid, "dative") || dl_dep(r, kid, "prt") ||
             dl_dep(r, kid, "advmod")) &&
            slot_takes(r, slot, kid)) {
            const uint32_t object = dl_frame_pobj(r, kid);
            if (object != DL_NONE) {
                return object;
            }
        }
    }
    return DL_NONE;
}

uint32_t dl_frame_prep(const dl_reading *r, const dl_frame *f, const dl_slot *slot)
{
    for (uint32_t i = 0; i < f->part_count; i++) {
        /* a preposition that is itself a word of the trigger: "control of" */
        if (i > 0 && slot_takes(r, slot, f->parts[i])) {
            const uint32_t object = dl_frame_pobj(r, f->parts[i]);
            if (object != DL_NONE) {
                return object;
            }
        }
        const uint32_t object = prep_of(r, f->parts[i], slot);
        if (object != DL_NONE) {
            return object;
        }
    }
    if (f->obj != DL_NONE && dl_is_verb(r, f->trigger)) { /* "drove the Front out of X" */
        const uint32_t object = prep_of(r, f->obj, slot);
        if (object != DL_NONE) {
            return object;
        }
    }
    if (f->clause != f->trigger &&
        (dl_has(r, f->clause, DL_CLASS_LIGHT) || slot->role == DL_ROLE_COUNTED)) {
        return prep_of(r, f->clause, slot);
    }
    return DL_NONE;
}

#define RELATIVE_COST 14 /* into a relative clause: about its noun, not about us */
#define CLAUSE_COST 6    /* steps that a border between clauses counts for */

static bool starts_clause(const dl_reading *r, uint32_t token)
{
    static const char *const deps[] = {"ccomp", "advcl",     "relcl", "acl",
                                       "conj",  "parataxis", NULL};
    return (dl_is_verb(r, token) || dl_pos_is(r, token, "AUX")) &&
           dl_dep_in(r, token, deps);
}

int dl_frame_distance(const dl_reading *r, uint32_t a, uint32_t b)
{
    uint32_t path[DL_STEPS_MAX];
    int costs[DL_STEPS_MAX];
    int count = 0, cost = 0;
    for (uint32_t t = a; count < DL_STEPS_MAX; t = dl_head(r, t)) {
        path[count] = t;
        costs[count++] = cost;
        if (dl_is_root(r, t)) {
            break;
        }
        cost += 1 + (starts_clause(r, t) ? CLAUSE_COST : 0);
    }
    cost = 0;
    uint32_t t = b;
    for (int n = 0; n < DL_STEPS_MAX; n++) {
        for (int i = 0; i < count; i++) {
            if (path[i] == t) {
                return cost + costs[i];
            }
        }
        if (dl_is_root(r, t)) {
            break;
        }
        cost += 1 + (dl_dep(r, t, "relcl") ? RELATIVE_COST
                     : starts_clause(r, t) ? CLAUSE_COST
                                           : 0);
        t = dl_head(r, t);
    }
    return DL_FRAME_FAR;
}

void dl_frame_window(const dl_reading *r, uint32_t token, uint32_t *first, uint32_t *end)
{
    const dl_sentence *s = dl_sentence_of(r, token);
    *first = token > s->first + DL_FRAME_WINDOW ? token - DL_FRAME_WINDOW : s->first;
    *end = token + DL_FRAME_WINDOW < s->end ? token + DL_FRAME_WINDOW : s->end;
}
