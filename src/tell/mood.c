/* mood.c - see mood.h.
 *
 * The way from the trigger up to the root of its sentence is walked, and each word on
 * it is asked what it does to the truth of what hangs below: a denial, a plan, a
 * condition, a rumour. Words that leave it as it is ("managed to", "began to") are the
 * class RAISING. What lies outside the words of a claim, above its cue, still counts: a
 * denied claim is denied.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "mood.h"

#include "frame.h"

static bool has_child(const dl_reading *r, uint32_t token, dl_known_class which,
                      const char *dep)
{
    for (uint32_t k = r->kid_start[token]; k < r->kid_start[token + 1]; k++) {
        if (dl_has(r, r->kids[k], which) && (dep == NULL || dl_dep(r, r->kids[k], dep))) {
            return true;
        }
    }
    return false;
}

static bool negated(const dl_reading *r, uint32_t token)
{
    if (dl_child(r, token, "neg") != DL_NONE) {
        /* "no later than", "not only" do not deny */
        const uint32_t neg = dl_child(r, token, "neg");
        return !(neg + 1 < r->doc->token_count && dl_word_is(r, neg + 1, "only"));
    }
    return has_child(r, token, DL_CLASS_NEGATION, "det") ||
           has_child(r, token, DL_CLASS_NEGATION, "advmod");
}

/* A subject or object that is nobody: "nobody was hurt", "no shots were fired". */
static bool of_nobody(const dl_reading *r, uint32_t verb)
{
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if ((dl_dep(r, kid, "nsubj") || dl_dep(r, kid, "nsubjpass") ||
             dl_dep(r, kid, "dobj")) &&
            (dl_has(r, kid, DL_CLASS_NEGATION) || negated(r, kid))) {
            return true;
        }
    }
    return false;
}

/* What the auxiliaries of a verb say; DL_HAPPENED when they say nothing. */
static uint8_t auxiliaries(const dl_reading *r, uint32_t verb)
{
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (!dl_dep(r, kid, "aux") && !dl_dep(r, kid, "auxpass")) {
            continue;
        }
        if (dl_has(r, kid, DL_CLASS_FUTURE)) {
            return DL_PLANNED;
        }
        if (dl_has(r, kid, DL_CLASS_MODAL)) {
            return DL_POSSIBLE;
        }
    }
    return DL_HAPPENED;
}

/* "is to leave", "are to meet": a form of be with a bare "to VERB". */
static bool is_to(const dl_reading *r, uint32_t verb)
{
    const uint32_t head = dl_head(r, verb);
    return dl_dep(r, verb, "xcomp") && dl_pos_is(r, head, "AUX") &&
           dl_str_is(dl_at(r, head)->lemma, "be") && verb > head && verb <= head + 3;
}

static bool infinitive(const dl_reading *r, uint32_t verb)
{
    const uint32_t aux = dl_child(r, verb, "aux");
    return dl_tag_is(r, verb, "VB") && aux != DL_NONE && dl_word_is(r, aux, "to");
}

static uint8_t worse(uint8_t a, uint8_t b)
{
    /* a denial outweighs a plan, a plan a possibility */
    static const uint8_t weight[] = {[DL_HAPPENED] = 0,
                                     [DL_RECALLED] = 1,
                                     [DL_POSSIBLE] = 2,
                                     [DL_PLANNED] = 3,
                                     [DL_DENIED] = 4};
    return weight[a] >= weight[b] ? a : b;
}

/* What a word says about itself being so. */
static uint8_t own_mood(const dl_reading *r, uint32_t token)
{
    uint8_t mood = auxiliaries(r, token);
    if (negated(r, token) || of_nobody(r, token)) {
        mood = worse(mood, DL_DENIED);
    }
    if (has_child(r, token, DL_CLASS_IF, NULL)) {
        mood = worse(mood, DL_POSSIBLE);
    }
    if (has_child(r, token, DL_CLASS_HEDGE, "advmod") ||
        has_child(r, token, DL_CLASS_HEDGE, "amod")) {
        mood = worse(mood, DL_POSSIBLE);
    }
    if (has_child(r, token, DL_CLASS_PLAN, "amod") ||
        has_child(r, token, DL_CLASS_PLAN, "compound")) { /* "planned talks" */
        mood = worse(mood, DL_PLANNED);
    }
    if (is_to(r, token)) {
        mood = worse(mood, DL_PLANNED);
    }
    return mood;
}

/* What `head` does to `token` below it. */
static uint8_t seen_from(const dl_reading *r, uint32_t token, uint32_t head)
{
    const char *dep = dl_at(r, token)->dep;
    const bool complement = strcmp(dep, "xcomp") == 0 || strcmp(dep, "ccomp") == 0 ||
                            strcmp(dep, "dobj") == 0 || strcmp(dep, "pcomp") == 0 ||
                            strcmp(dep, "prep") == 0 || strcmp(dep, "acl") == 0 ||
                            strcmp(dep, "pobj") == 0 || strcmp(dep, "nsubjpass") == 0 ||
                            strcmp(dep, "relcl") == 0 || strcmp(dep, "advcl") == 0 ||
                            strcmp(dep, "oprd") == 0;
    const bool clause = strcmp(dep, "relcl") == 0 || strcmp(dep, "advcl") == 0;
    if (strcmp(dep, "nsubj") == 0 && dl_is_noun(r, token) &&
        has_child(r, head, DL_CLASS_CONDITIONAL, "aux")) {
        return DL_POSSIBLE; /* "the capture of the town would mark ..." */
    }
    if (strcmp(dep, "prep") == 0 && dl_child(r, token, "pcomp") != DL_NONE &&
        has_child(r, head, DL_CLASS_PLAN, "dobj")) {
        return DL_PLANNED; /* "shifted its focus to retaking the town" */
    }
    if (!complement) {
        return DL_HAPPENED;
    }
    if (dl_has(r, head, DL_CLASS_DENY) && !clause && strcmp(dep, "prep") != 0 &&
        dl_child(r, head, "neg") == DL_NONE) {
        return DL_DENIED;
    }
    if (dl_has(r, head, DL_CLASS_RUMOUR) && strcmp(dep, "relcl") != 0) {
        return DL_POSSIBLE;
    }
    if (dl_tag_is(r, head, "VBG") && dl_has(r, head, DL_CLASS_ASSERTS) &&
        strcmp(dep, "ccomp") == 0) { /* "people were saying that" */
        const uint32_t who = dl_child(r, head, "nsubj");
        const bool nobody = who == DL_NONE && dl_is_root(r, head);
        if (nobody || (who != DL_NONE && dl_has(r, who, DL_CLASS_ANYBODY))) {
            return DL_POSSIBLE;
        }
    }
    const bool inf = infinitive(r, token);
    if (dl_has(r, head, DL_CLASS_PLAN) && !clause &&
        (inf || strcmp(dep, "dobj") == 0 || strcmp(dep, "nsubjpass") == 0 ||
         strcmp(dep, "pcomp") == 0 || strcmp(dep, "ccomp") == 0 ||
         strcmp(dep, "pobj") == 0 || strcmp(dep, "prep") == 0 ||
         strcmp(dep, "acl") == 0)) {
        return DL_PLANNED;
    }
    if (dl_has(r, head, DL_CLASS_HEDGE) && !clause && strcmp(dep, "dobj") != 0 &&
        strcmp(dep, "prep") != 0) {
        return DL_POSSIBLE;
    }
    if (inf && !dl_has(r, head, DL_CLASS_RAISING) &&
        (strcmp(dep, "advcl") == 0 || strcmp(dep, "acl") == 0 ||
         strcmp(dep, "relcl") == 0 || strcmp(dep, "xcomp") == 0)) {
        return DL_PLANNED; /* a purpose */
    }
    return DL_HAPPENED;
}

/* May the truth of `head` be asked about what hangs on it by `dep`? The negation of
 * "he did not say that ..." or of the clause around a relative one says nothing. */
static bool passes_mood(const dl_reading *r, uint32_t token, uint32_t head)
{
    if (dl_dep(r, token, "xcomp") || dl_dep(r, token, "dobj") ||
        dl_dep(r, token, "nsubjpass") || dl_dep(r, token, "pobj") ||
        dl_dep(r, token, "prep") || dl_dep(r, token, "nsubj") ||
        dl_dep(r, token, "attr") || dl_dep(r, token, "pcomp") ||
        dl_dep(r, token, "oprd") || dl_dep(r, token, "compound") ||
        dl_dep(r, token, "nmod")) {
        return dl_has(r, head, DL_CLASS_RAISING) || dl_has(r, head, DL_CLASS_LIGHT) ||
               dl_has(r, head, DL_CLASS_OCCUR) || dl_pos_is(r, head, "AUX") ||
               dl_has(r, head, DL_CLASS_PLAN) || dl_has(r, head, DL_CLASS_CAUSE) ||
               !dl_dep(r, token, "nsubj");
    }
    if (dl_dep(r, token, "conj")) {
        return auxiliaries(r, token) == DL_HAPPENED &&
               dl_child(r, token, "aux") == DL_NONE &&
               dl_child(r, token, "nsubj") == DL_NONE;
    }
    return false;
}

static bool asked(const dl_reading *r, uint32_t token)
{
    const dl_sentence *s = dl_sentence_of(r, token);
    uint32_t last = s->end;
    while (last > s->first &&
           (dl_at(r, last - 1)->is_space ||
            (dl_pos_is(r, last - 1, "PUNCT") && !dl_word_is(r, last - 1, "?") &&
             !dl_word_is(r, last - 1, ".")))) {
        last--;
    }
    return last > s->first && dl_word_is(r, last - 1, "?");
}

uint8_t dl_mood_of(const dl_reading *r, const dl_frame *frame)
{
    uint32_t token = frame->trigger;
    uint8_t mood = own_mood(r, token);
    bool open = true; /* is the mood of the words above still this one's? */
    if (asked(r, token)) {
        mood = worse(mood, DL_POSSIBLE);
    }
    for (uint32_t i = 1; i < frame->part_count; i++) {
        if (has_child(r, frame->parts[i], DL_CLASS_NEGATION, "det")) {
            mood = worse(mood, DL_DENIED);
        }
    }
    for (int n = 0; n < DL_STEPS_MAX && !dl_is_root(r, token); n++) {
        const uint32_t head = dl_head(r, token);
        mood = worse(mood, seen_from(r, token, head));
        open = open && passes_mood(r, token, head);
        if (open) {
            mood = worse(mood, own_mood(r, head));
        } else if (has_child(r, head, DL_CLASS_IF, "mark") &&
                   !dl_dep(r, token, "advcl") && !dl_dep(r, token, "relcl")) {
            mood = worse(mood, DL_POSSIBLE);
        }
        token = head;
    }
    return mood;
}

bool dl_mood_pluperfect(const dl_reading *r, uint32_t verb)
{
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        if (dl_dep(r, r->kids[k], "aux") && dl_word_is(r, r->kids[k], "had")) {
            return true;
        }
    }
    return false;
}

bool dl_mood_perfect(const dl_reading *r, uint32_t verb)
{
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        if (dl_dep(r, r->kids[k], "aux") &&
            (dl_word_is(r, r->kids[k], "has") || dl_word_is(r, r->kids[k], "have"))) {
            return true;
        }
    }
    return false;
}

/* Simple present of a full sentence; headlines end without a full stop. */
static bool habitual_present(const dl_reading *r, uint32_t verb)
{
    if (!dl_tag_is(r, verb, "VBZ") && !dl_tag_is(r, verb, "VBP")) {
        return false;
    }
    const dl_sentence *s = dl_sentence_of(r, verb);
    for (uint32_t t = s->end; t > s->first; t--) {
        if (!dl_at(r, t - 1)->is_space) {
            return dl_word_is(r, t - 1, ".") || dl_word_is(r, t - 1, "!");
        }
    }
    return false;
}

bool dl_mood_general(const dl_reading *r, const dl_frame *f, const dl_rule *rule)
{
    if (has_child(r, f->trigger, DL_CLASS_HABIT, NULL) ||
        has_child(r, f->clause, DL_CLASS_HABIT, NULL)) {
        return true;
    }
    for (uint32_t k = r->kid_start[f->clause]; k < r->kid_start[f->clause + 1]; k++) {
        if (dl_dep(r, r->kids[k], "npadvmod") && dl_word_is(r, r->kids[k], "times")) {
            return true; /* "has changed hands several times" */
        }
    }
    if (rule->state) {
        return false;
    }
    if (f->clause == f->trigger) {
        if (!habitual_present(r, f->trigger)) {
            /* passive present: "are often attacked", "is paid" */
            const uint32_t aux = dl_child(r, f->trigger, "auxpass");
            return aux != DL_NONE && dl_child(r, f->trigger, "aux") == DL_NONE &&
                   (dl_tag_is(r, aux, "VBZ") || dl_tag_is(r, aux, "VBP"));
        }
        return true;
    }
    return false;
}
