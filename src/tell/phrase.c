/* phrase.c - see phrase.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "phrase.h"

#include <stdio.h>

static const char *const BEFORE[] = {"det",   "amod",     "compound", "nummod", "poss",
                                     "nmod",  "quantmod", "predet",   "advmod", "case",
                                     "punct", "npadvmod", NULL};

static uint32_t of_object(const dl_reading *r, uint32_t head)
{
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (kid > head && dl_dep(r, kid, "prep") && dl_word_is(r, kid, "of")) {
            return dl_child(r, kid, "pobj");
        }
    }
    return DL_NONE;
}

uint32_t dl_phrase_core(const dl_reading *r, uint32_t head)
{
    for (int n = 0; n < 3; n++) {
        if (!dl_has(r, head, DL_CLASS_UNIT) && !dl_tag_is(r, head, "CD") &&
            !dl_tag_is(r, head, "DT")) {
            return head;
        }
        const uint32_t inner = of_object(r, head);
        if (inner == DL_NONE) {
            return head;
        }
        head = inner;
    }
    return head;
}

/* Is there anything but a name's own inner comma between two tokens? */
static bool hyphen(const dl_reading *r, uint32_t token)
{
    const dl_str word = dl_at(r, token)->lower;
    return dl_str_is(word, "-") || dl_str_is(word, "\xe2\x80\x93") ||
           dl_str_is(word, "'") || dl_str_is(word, "\xe2\x80\x99");
}

void dl_phrase_edges(const dl_reading *r, uint32_t head, uint32_t *first, uint32_t *last)
{
    *first = *last = head;
    for (uint32_t k = r->kid_start[head + 1]; k > r->kid_start[head]; k--) {
        const uint32_t kid = r->kids[k - 1];
        if (kid > head) {
            continue;
        }
        if (!dl_dep_in(r, kid, BEFORE) || r->right[kid] + 1 != *first ||
            (dl_dep(r, kid, "punct") && !hyphen(r, kid)) ||
            (dl_dep(r, kid, "advmod") && dl_has(r, kid, DL_CLASS_TIMEWORD))) {
            break;
        }
        *first = r->left[kid];
    }
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (kid > head && kid == *last + 1 && dl_dep(r, kid, "prep") &&
            (dl_word_is(r, kid, "of") || dl_word_is(r, kid, "for"))) {
            const uint32_t inner = dl_child(r, kid, "pobj");
            if (inner != DL_NONE) {
                uint32_t from, to;
                from = inner;
                to = inner;
                /* one level is enough: "owners of guesthouses" */
                while (from > kid + 1) {
                    from--;
                }
                *last = to;
            }
        }
    }
    if (*last == head && head + 1 < r->doc->token_count &&
        dl_dep(r, head + 1, "nummod") && dl_head(r, head + 1) == head) {
        (*last)++; /* "Flight 19" */
    }
}

static bool left_out(const dl_reading *r, uint32_t token, uint32_t head)
{
    if (token == head) {
        return false;
    }
    return dl_tag_is(r, token, "DT") || dl_tag_is(r, token, "PRP$") ||
           dl_tag_is(r, token, "CD") || dl_has(r, token, DL_CLASS_APPROXIMATE) ||
           dl_has(r, token, DL_CLASS_ATLEAST) || dl_has(r, token, DL_CLASS_ATMOST) ||
           dl_dep(r, token, "quantmod") || dl_dep(r, token, "predet") ||
           dl_dep(r, token, "nummod") || dl_dep(r, token, "cc") || hyphen(r, token) ||
           dl_at(r, token)->is_space;
}

dl_str dl_phrase_words(const dl_reading *r, uint32_t head)
{
    uint32_t first, last;
    dl_phrase_edges(r, head, &first, &last);
    while (first < head && left_out(r, first, head)) {
        first++;
    }
    return dl_str_copy(r->arena,
                       dl_str_cut(r->doc->text, dl_tokens_span(r, first, last)));
}

static dl_classes named(const dl_reading *r, const char *key)
{
    return dl_codebook_classes(r->book, dl_str_of(key));
}

static dl_classes pronoun_classes(const dl_reading *r, uint32_t token)
{
    if (dl_word_is(r, token, "it")) {
        return named(r, "@IT");
    }
    if (dl_word_is(r, token, "they") || dl_word_is(r, token, "them") ||
        dl_word_is(r, token, "we") || dl_word_is(r, token, "us")) {
        return named(r, "@THEY");
    }
    return named(r, "@HE");
}

static const char *const NAME_KEYS[] = {
    "@PERSON", "@ORG", "@GPE",     "@NORP",     "@LOC",    "@FAC",       "@EVENT",
    "@WORK",   "@LAW", "@PRODUCT", "@LANGUAGE", "@WEAPON", "@NAMEDGROUP"};

static dl_classes name_classes(const dl_reading *r, uint32_t token)
{
    dl_classes set = {{0}};
    const uint32_t m = r->mention[token];
    if (m == DL_NONE) {
        return set;
    }
    const uint32_t name = r->tags->mentions[m].name;
    if (name >= r->tags->name_count) {
        return set;
    }
    const dl_name *n = &r->tags->names[name];
    if (n->type < sizeof NAME_KEYS / sizeof NAME_KEYS[0]) {
        set = dl_classes_join(set, named(r, NAME_KEYS[n->type]));
    }
    if (n->sector.size > 0 && n->sector.size < 16) {
        char key[24];
        snprintf(key, sizeof key, "@%.*s", (int)n->sector.size, n->sector.at);
        set = dl_classes_join(set, named(r, key));
    }
    return set;
}

dl_classes dl_phrase_classes(const dl_reading *r, uint32_t head)
{
    head = dl_phrase_core(r, head);
    dl_classes set = dl_classes_join(r->classes[head], name_classes(r, head));
    if (dl_pos_is(r, head, "PRON")) {
        set = dl_classes_join(set, pronoun_classes(r, head));
    }
    if (r->place[head] != DL_NONE &&
        r->tags->places[r->place[head]].role == DL_PLACE_LITERAL) {
        set = dl_classes_join(set, named(r, "@PLACE"));
    }
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        const bool part = dl_dep(r, kid, "compound") && dl_at(r, kid)->tag[2] != 'P';
        if (part || dl_dep(r, kid, "appos") || dl_dep(r, kid, "conj")) {
            set = dl_classes_join(set, r->classes[kid]);
        }
    }
    return set;
}

bool dl_phrase_is(const dl_reading *r, uint32_t head, dl_known_class which)
{
    return dl_classes_have(dl_phrase_classes(r, head), which);
}

/* "the owner of the mill, NAME": parsers hang the name on the mill. */
static uint32_t named_behind(const dl_reading *r, uint32_t head)
{
    const uint32_t of = of_object(r, head);
    for (uint32_t k = of == DL_NONE ? 0 : r->kid_start[of];
         of != DL_NONE && k < r->kid_start[of + 1]; k++) {
        const uint32_t kid = r->kids[k], m = r->mention[kid];
        if (dl_dep(r, kid, "appos") && m != DL_NONE && r->tags->mentions[m].kind == 0 &&
            r->tags->mentions[m].name < r->tags->name_count &&
            r->tags->names[r->tags->mentions[m].name].type == DL_NAME_PERSON) {
            return r->tags->mentions[m].name;
        }
    }
    return DL_NONE;
}

/* "fighters of the Front", "Front fighters", "the Front's men": the Front. */
static uint32_t owner_name(const dl_reading *r, uint32_t head)
{
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "prep") &&
            (dl_word_is(r, kid, "of") || dl_word_is(r, kid, "from"))) {
            kid = dl_child(r, kid, "pobj");
        } else if (!dl_dep(r, kid, "poss") && !dl_dep(r, kid, "compound") &&
                   !dl_dep(r, kid, "nmod")) {
            continue;
        }
        const uint32_t m = kid == DL_NONE ? DL_NONE : r->mention[kid];
        if (m == DL_NONE && kid != DL_NONE && dl_tag_is(r, kid, "PRP$") &&
            r->claim[kid] != DL_NONE &&
            r->claims.at[r->claim[kid]].body < r->tags->name_count) {
            return r->claims.at[r->claim[kid]].body; /* "denied that its men had ..." */
        }
        if (m == DL_NONE || r->tags->mentions[m].name >= r->tags->name_count) {
            continue;
        }
        const uint8_t type = r->tags->names[r->tags->mentions[m].name].type;
        if (type == DL_NAME_ORG || type == DL_NAME_GROUP || type == DL_NAME_NORP) {
            return r->tags->mentions[m].name;
        }
    }
    return DL_NONE;
}

uint32_t dl_phrase_name(const dl_reading *r, uint32_t head)
{
    const dl_tags *tags = r->tags;
    head = dl_phrase_core(r, head);
    uint32_t best = DL_NONE;
    int best_kind = 3;
    const uint32_t own = r->mention[head];
    if (own != DL_NONE && tags->mentions[own].name < tags->name_count) {
        best = tags->mentions[own].name;
        best_kind = tags->mentions[own].kind;
    }
    for (uint32_t k = r->kid_start[head]; best_kind > 0 && k < r->kid_start[head + 1];
         k++) {
        const uint32_t kid = r->kids[k];
        const uint32_t m = r->mention[kid];
        if (dl_dep(r, kid, "appos") && m != DL_NONE && tags->mentions[m].kind == 0 &&
            tags->mentions[m].name < tags->name_count) {
            best = tags->mentions[m].name;
            best_kind = 0;
        }
    }
    if (dl_has(r, head, DL_CLASS_MEMBERS) &&
        (best == DL_NONE || r->tags->names[best].type == DL_NAME_GROUP)) {
        const uint32_t owner = owner_name(r, head);
        best = owner != DL_NONE ? owner : best;
    }
    if (best_kind > 0 && dl_has(r, head, DL_CLASS_PERSON)) {
        const uint32_t person = named_behind(r, head);
        best = person != DL_NONE ? person : best;
    }
    return best;
}

uint32_t dl_phrase_members(const dl_reading *r, uint32_t head,
                           uint32_t out[DL_CONJUNCTS_MAX])
{
    uint32_t count = 0;
    out[count++] = head;
    for (uint32_t i = 0; i < count && count < DL_CONJUNCTS_MAX; i++) {
        for (uint32_t k = r->kid_start[out[i]]; k < r->kid_start[out[i] + 1]; k++) {
            const uint32_t kid = r->kids[k];
            if (dl_dep(r, kid, "conj") && count < DL_CONJUNCTS_MAX &&
                (dl_is_noun(r, kid) || dl_pos_is(r, kid, "PRON") ||
                 dl_tag_is(r, kid, "CD"))) {
                out[count++] = kid;
            }
        }
    }
    return count;
}

dl_filler dl_phrase_filler(const dl_reading *r, uint32_t head)
{
    dl_filler filler = {.who = DL_NONE};
    uint32_t first, last;
    dl_phrase_edges(r, head, &first, &last);
    filler.span = dl_tokens_span(r, first, last);
    filler.who = dl_phrase_name(r, head);
    if (filler.who != DL_NONE) {
        filler.name = r->tags->names[filler.who].name;
    } else if (!dl_pos_is(r, head, "PRON") && !dl_tag_is(r, head, "WP") &&
               !dl_tag_is(r, head, "WDT")) {
        filler.name = dl_phrase_words(r, dl_phrase_core(r, head));
    }
    return filler;
}

bool dl_phrase_indefinite(const dl_reading *r, uint32_t head)
{
    for (uint32_t k = r->kid_start[head]; k < r->kid_start[head + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (kid > head) {
            break;
        }
        if (dl_dep(r, kid, "det")) {
            return dl_word_is(r, kid, "a") || dl_word_is(r, kid, "an") ||
                   dl_word_is(r, kid, "some") || dl_word_is(r, kid, "another") ||
                   dl_word_is(r, kid, "no") || dl_word_is(r, kid, "any");
        }
        if (dl_dep(r, kid, "poss")) {
            return false;
        }
    }
    return dl_tag_is(r, head, "NNS") || dl_child(r, head, "nummod") != DL_NONE;
}
