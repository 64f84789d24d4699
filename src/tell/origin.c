/* origin.c - see origin.h.
 *
 * The head of a source phrase is looked at in this order:
 *   pronoun      the name it stands for, else who spoke last
 *   statement    its issuer ("an army statement"), else who spoke last
 *   mouthpiece   ("its director", "a police spokesman") the body it belongs to
 *   name         the name; when it speaks for a body, the body
 *   unnamed      "unnamed" and the words
 *   description  the words; the same head word later ("the committee") is the same one
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "origin.h"

#include "phrase.h"

#include <ctype.h>

#define BODY_STEPS 3 /* "the spokesman of the head of the office" */
#define MORE_WORDS 7 /* words taken over behind "a source in ..." */

void dl_speakers_init(dl_speakers *out, dl_arena *arena)
{
    *out = (dl_speakers){.last = DL_NONE, .last_person = DL_NONE};
    dl_map_init(&out->by_word, arena);
    dl_map_init(&out->by_who, arena);
}

void dl_origin_spoke(dl_speakers *speakers, uint32_t index)
{
    if (index == DL_NONE) {
        return;
    }
    speakers->last = index;
    if (speakers->list.at[index].person) {
        speakers->last_person = index;
    }
}

static bool pronoun(const dl_reading *r, uint32_t token)
{
    return dl_tag_is(r, token, "PRP") || dl_tag_is(r, token, "WP") ||
           dl_tag_is(r, token, "WDT");
}

static bool definite(const dl_reading *r, uint32_t head)
{
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "poss") ||
            (dl_dep(r, kid, "det") &&
             (dl_word_is(r, kid, "the") || dl_word_is(r, kid, "this") ||
              dl_word_is(r, kid, "that")))) {
            return true;
        }
    }
    return false;
}

/* The body a mouthpiece belongs to: "X's head", "head of X", "X spokesman". */
static uint32_t body_of(const dl_reading *r, uint32_t head)
{
    uint32_t compound = DL_NONE;
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "poss")) {
            return kid;
        }
        if (kid > head && dl_dep(r, kid, "prep") &&
            (dl_word_is(r, kid, "of") || dl_word_is(r, kid, "for") ||
             dl_word_is(r, kid, "with") || dl_word_is(r, kid, "at") ||
             dl_word_is(r, kid, "from"))) {
            const uint32_t object = dl_child(r, kid, "pobj");
            if (object != DL_NONE) {
                return object;
            }
        }
        if ((dl_dep(r, kid, "compound") || dl_dep(r, kid, "nmod")) &&
            !dl_has(r, kid, DL_CLASS_SPEAKER)) {
            const uint32_t m = r->mention[kid];
            const bool person =
                m != DL_NONE && r->tags->mentions[m].name < r->tags->name_count &&
                r->tags->names[r->tags->mentions[m].name].type == DL_NAME_PERSON;
            compound = person ? compound : kid;
        }
    }
    return compound;
}

static uint32_t add(const dl_reading *r, dl_speakers *s, dl_str name, uint32_t who,
                    bool person)
{
    if (name.size == 0) {
        return DL_NONE;
    }
    for (uint32_t i = 0; who == DL_NONE && i < s->list.count && i < 64; i++) {
        if (dl_str_equal_fold(s->list.at[i].name, name)) {
            return i;
        }
    }
    if (who != DL_NONE) {
        const uint32_t old = dl_map_find_id(&s->by_who, who);
        if (old != DL_NONE) {
            return old;
        }
    }
    dl_speaker *fresh = dl_vec_push(&s->list, r->arena);
    if (fresh == NULL) {
        return DL_NONE;
    }
    *fresh = (dl_speaker){name, who, person};
    if (who != DL_NONE) {
        dl_map_add_id(&s->by_who, who, s->list.count - 1);
    }
    return s->list.count - 1;
}

static void learn(const dl_reading *r, dl_speakers *s, uint32_t head, uint32_t index)
{
    const dl_str lemma = dl_at(r, head)->lower;
    if (index != DL_NONE && lemma.size > 2 && dl_is_noun(r, head)) {
        dl_map_add(&s->by_word, lemma, index);
    }
}

/* The name of a name, or of the body it speaks for. */
static uint32_t of_name(const dl_reading *r, dl_speakers *s, uint32_t who)
{
    const dl_name *name = &r->tags->names[who];
    if (name->speaks_for < r->tags->name_count && name->speaks_for != who) {
        const uint32_t body = name->speaks_for;
        const uint32_t index = add(r, s, r->tags->names[body].name, body, false);
        dl_map_add_id(&s->by_who, who, index);
        return index;
    }
    return add(r, s, name->name, who, name->type == DL_NAME_PERSON);
}

/* Somebody who wants no name: marked so anywhere in the sentence. */
static bool anonymous(const dl_reading *r, uint32_t head)
{
    for (uint32_t t = r->left[head]; t <= r->right[head]; t++) {
        if (dl_has(r, t, DL_CLASS_ANONYMOUS)) {
            return true;
        }
    }
    return false;
}

/* A person with a name of his own, not one known by his function alone. */
static bool named_person(const dl_reading *r, uint32_t who)
{
    return who != DL_NONE && r->tags->names[who].type == DL_NAME_PERSON &&
           r->tags->names[who].name.size > 0 &&
           !islower((unsigned char)r->tags->names[who].name.at[0]);
}

static dl_str unnamed_words(const dl_reading *r, uint32_t head)
{
    uint32_t first, last;
    dl_phrase_edges(r, head, &first, &last);
    const dl_str words = dl_phrase_words(r, head);
    uint32_t end = last;
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (kid == end + 1 &&
            (dl_dep(r, kid, "prep") || dl_dep(r, kid, "amod") || dl_dep(r, kid, "acl")) &&
            !dl_is_verb(r, kid) && r->right[kid] < end + MORE_WORDS) {
            end = r->right[kid];
        }
    }
    const dl_str more = dl_str_cut(
        r->doc->text, (dl_span){dl_at(r, last)->span.end, dl_at(r, end)->span.end});
    return dl_str_printf(r->arena, "unnamed %.*s%.*s", (int)words.size, words.at,
                         (int)more.size, more.at);
}

/* "Observatory director NN": the Observatory. */
static uint32_t employer_of(const dl_reading *r, uint32_t head)
{
    bool speaker = false;
    uint32_t body = DL_NONE;
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k], m = r->mention[kid];
        if (kid > head || !(dl_dep(r, kid, "compound") || dl_dep(r, kid, "nmod"))) {
            continue;
        }
        speaker = speaker || dl_has(r, kid, DL_CLASS_SPEAKER);
        if (m != DL_NONE && r->tags->mentions[m].name < r->tags->name_count &&
            r->tags->names[r->tags->mentions[m].name].type == DL_NAME_ORG) {
            body = kid;
        }
    }
    return speaker ? body : DL_NONE;
}

/* An appended name: "the harbour master, La Ode Ruslan". */
static uint32_t appended(const dl_reading *r, uint32_t head)
{
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "appos") && dl_at(r, kid)->tag[0] == 'N' &&
            (dl_tag_is(r, kid, "NNP") || dl_tag_is(r, kid, "NNPS"))) {
            return kid;
        }
    }
    return DL_NONE;
}

/* "an official": one of many, without a name. */
static bool nameless(const dl_reading *r, uint32_t head)
{
    return dl_has(r, head, DL_CLASS_UNNAMED) && dl_tag_is(r, head, "NN") &&
           dl_phrase_indefinite(r, head) && appended(r, head) == DL_NONE;
}

static uint32_t described(const dl_reading *r, dl_speakers *s, uint32_t head)
{
    const uint32_t name = appended(r, head);
    if (definite(r, head) || !dl_phrase_indefinite(r, head)) {
        const uint32_t old = dl_map_find(&s->by_word, dl_at(r, head)->lower);
        if (old != DL_NONE) {
            return old;
        }
    }
    if (name != DL_NONE) {
        return add(r, s, dl_phrase_words(r, name), dl_phrase_name(r, name), true);
    }
    if (anonymous(r, head) || nameless(r, head)) {
        return add(r, s, unnamed_words(r, head), DL_NONE, dl_tag_is(r, head, "NN"));
    }
    return add(r, s, dl_phrase_words(r, head), DL_NONE, dl_has(r, head, DL_CLASS_PERSON));
}

/* "The chief, NN," after "the village chief": the same speaker. */
static uint32_t seen_before(const dl_reading *r, const dl_speakers *s, uint32_t head)
{
    if (!dl_tag_is(r, head, "NN") || !definite(r, head) || appended(r, head) == DL_NONE) {
        return DL_NONE;
    }
    return dl_map_find(&s->by_word, dl_at(r, head)->lower);
}

/* The subject of the sentence around `token`, or of the one before it, when a body or a
 * group can be meant by "it" or "they". */
static uint32_t subject_before(const dl_reading *r, uint32_t token)
{
    const uint32_t here = dl_at(r, token)->sentence;
    for (uint32_t back = 0; back < 2 && back <= here; back++) {
        const dl_sentence *sentence = &r->doc->sentences[here - back];
        for (uint32_t t = sentence->first; t < sentence->end && t < token; t++) {
            const uint32_t name = dl_dep(r, t, "nsubj") ? dl_phrase_name(r, t) : DL_NONE;
            if (name != DL_NONE && (r->tags->names[name].type == DL_NAME_ORG ||
                                    r->tags->names[name].type == DL_NAME_GROUP)) {
                return t;
            }
        }
    }
    return DL_NONE;
}

uint32_t dl_origin_of(const dl_reading *r, dl_speakers *s, uint32_t head)
{
    head = dl_phrase_core(r, head);
    const uint32_t outer = head;
    uint32_t index = DL_NONE;
    for (int n = 0; n < BODY_STEPS && index == DL_NONE; n++) {
        const uint32_t who = dl_phrase_name(r, head);
        if (pronoun(r, head) || dl_tag_is(r, head, "PRP$")) {
            index = who != DL_NONE ? of_name(r, s, who)
                    : dl_word_is(r, head, "he") || dl_word_is(r, head, "she") ||
                            dl_word_is(r, head, "his") || dl_word_is(r, head, "her")
                        ? s->last_person
                        : s->last;
            index = index == DL_NONE ? s->last : index;
            const uint32_t subject = index == DL_NONE ? subject_before(r, head) : DL_NONE;
            if (subject !=
                DL_NONE) { /* nobody spoke yet: "The port corrected the toll, it said" */
                head = subject;
                continue;
            }
            break;
        }
        if ((anonymous(r, head) || nameless(r, head)) && !named_person(r, who)) {
            index = described(r, s, head);
            break;
        }
        const uint32_t employer = employer_of(r, head);
        if (employer != DL_NONE && who != DL_NONE &&
            r->tags->names[who].speaks_for == DL_NONE) {
            head = employer;
            continue;
        }
        const bool statement = dl_has(r, head, DL_CLASS_STATEMENT);
        if (statement || (dl_has(r, head, DL_CLASS_SPEAKER) && !anonymous(r, head))) {
            if (who != DL_NONE && r->tags->names[who].speaks_for != DL_NONE) {
                index = of_name(r, s, who);
                break;
            }
            const uint32_t body = body_of(r, head);
            if (body != DL_NONE && body != head) {
                head = body;
                continue;
            }
            if (statement && definite(r, head) && s->last != DL_NONE) {
                index = s->last;
                break;
            }
        }
        const uint32_t before = seen_before(r, s, head);
        if (before != DL_NONE && who != DL_NONE) {
            dl_map_add_id(&s->by_who, who, before);
        }
        index = before != DL_NONE ? before
                : who != DL_NONE  ? of_name(r, s, who)
                                  : described(r, s, head);
        learn(r, s, head, index);
    }
    learn(r, s, outer, index);
    return index;
}
