/* hearing.c - see hearing.h.
 *
 * Cues are looked for in the text's order: reporting verbs with a clause, an infinitive,
 * an object or a quotation as what is said; "according to"; nouns like "claim that"; and
 * quotations that stand alone and go on where the last speaker stopped. Each gives a
 * saying: tokens of cue, source and content, and those it came through.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "hearing.h"

#include "frame.h"
#include "mood.h"
#include "phrase.h"

#define SAYINGS_BACK 32 /* sayings before a quotation that may go on in it */

static const struct {
    dl_known_class class;
    uint8_t stance;
} STANCES[] = {{DL_CLASS_ASSERTS, DL_ASSERTS},
               {DL_CLASS_DENIES, DL_DENIES},
               {DL_CLASS_ACCUSES, DL_ACCUSES},
               {DL_CLASS_PREDICTS, DL_PREDICTS},
               {DL_CLASS_ASKS, DL_ASKS}};

static bool stance_of(const dl_reading *r, uint32_t token, uint8_t *out)
{
    for (size_t i = 0; i < sizeof STANCES / sizeof STANCES[0]; i++) {
        if (dl_has(r, token, STANCES[i].class)) {
            *out = STANCES[i].stance;
            return true;
        }
    }
    return false;
}

/* ---- sources ---- */
bool dl_hearing_own_outlet(const dl_reading *r, dl_str name)
{
    return r->article != NULL && r->article->site.size > 0 &&
           dl_str_equal_fold(r->article->site, name);
}

bool dl_hearing_is_media(const dl_reading *r, uint32_t token)
{
    if (dl_phrase_is(r, token, DL_CLASS_MEDIA)) {
        return true;
    }
    const dl_str words = dl_at(r, token)->lower;
    return dl_codebook_is(r->book, words, DL_CLASS_MEDIA);
}

static void add_via(dl_hearing *h, dl_saying *s, uint32_t token)
{
    uint32_t speaker = dl_origin_of(h->r, &h->speakers, token);
    if (speaker != DL_NONE && dl_at(h->r, token)->tag[2] == 'P') {
        h->outlet = speaker;
    } else if (h->outlet != DL_NONE && dl_has(h->r, token, DL_CLASS_MEDIA)) {
        speaker = h->outlet; /* "the newspaper": the one named before */
    }
    if (speaker == DL_NONE || speaker == s->speaker || s->via_count == DL_VIA_MAX ||
        dl_hearing_own_outlet(h->r, h->speakers.list.at[speaker].name)) {
        return;
    }
    for (uint32_t i = 0; i < s->via_count; i++) {
        if (s->via[i] == speaker) {
            return;
        }
    }
    s->via[s->via_count++] = speaker;
}

/* Those by whom `verb` says that words were carried. */
static void carried_by(dl_hearing *h, dl_saying *s, uint32_t verb)
{
    dl_reading *r = h->r;
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t prep = r->kids[k];
        if (!(dl_dep(r, prep, "agent") || dl_dep(r, prep, "prep")) ||
            !(dl_word_is(r, prep, "by") || dl_word_is(r, prep, "on") ||
              dl_word_is(r, prep, "in"))) {
            continue;
        }
        const uint32_t object = dl_child(r, prep, "pobj");
        if (object != DL_NONE && r->time[object] == DL_NONE) {
            add_via(h, s, object);
        }
    }
}

/* "a statement carried by X", "state TV, quoted by X": those who passed it on. */
static void carriers(dl_hearing *h, dl_saying *s, uint32_t noun)
{
    dl_reading *r = h->r;
    for (uint32_t k = r->kid_start[noun]; k < r->kid_start[noun + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_is_verb(r, kid) && dl_has(r, kid, DL_CLASS_CARRY)) {
            carried_by(h, s, kid);
        }
    }
    uint32_t behind = r->right[noun] + 1; /* hung elsewhere by the parser */
    const uint32_t end = dl_sentence_of(r, noun)->end;
    while (behind < end && dl_saying_skips(r, behind)) {
        behind++;
    }
    if (behind < end && dl_tag_is(r, behind, "VBN") &&
        dl_has(r, behind, DL_CLASS_CARRY) && dl_head(r, behind) != noun) {
        carried_by(h, s, behind);
    }
}

/* "told the newspaper", "said via SANA", "said on state television". */
static void channels(dl_hearing *h, dl_saying *s, uint32_t cue)
{
    dl_reading *r = h->r;
    for (uint32_t k = r->kid_start[cue]; k < r->kid_start[cue + 1]; k++) {
        const uint32_t kid = r->kids[k];
        uint32_t object = DL_NONE;
        if (dl_dep(r, kid, "dobj") || dl_dep(r, kid, "dative")) {
            object = dl_has(r, cue, DL_CLASS_SAYTO) ? kid : DL_NONE;
        } else if (dl_dep(r, kid, "prep") &&
                   (dl_word_is(r, kid, "via") || dl_word_is(r, kid, "on") ||
                    dl_word_is(r, kid, "through") || dl_word_is(r, kid, "to"))) {
            object = dl_child(r, kid, "pobj");
        }
        if (object != DL_NONE && r->time[object] == DL_NONE &&
            dl_hearing_is_media(r, object)) {
            add_via(h, s, object);
        }
    }
}

/* "X reported, quoting Y": Y vouches, X passes it on. */
static void quoted_source(dl_hearing *h, dl_saying *s, uint32_t cue)
{
    dl_reading *r = h->r;
    for (uint32_t k = r->kid_start[cue]; k < r->kid_start[cue + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (!dl_is_verb(r, kid) || !dl_has(r, kid, DL_CLASS_CARRY) ||
            !dl_tag_is(r, kid, "VBG")) {
            continue;
        }
        uint32_t object = dl_child(r, kid, "dobj");
        for (uint32_t j = r->kid_start[kid];
             object == DL_NONE && j < r->kid_start[kid + 1]; j++) {
            if (dl_dep(r, r->kids[j], "prep") && dl_word_is(r, r->kids[j], "to")) {
                object = dl_child(r, r->kids[j], "pobj");
            }
        }
        if (object == DL_NONE) {
            continue;
        }
        const uint32_t passer = s->source;
        s->speaker = dl_origin_of(r, &h->speakers, object);
        s->source = object;
        if (passer != DL_NONE) {
            add_via(h, s, passer);
        }
        s->rule = "claim.quoting";
        return;
    }
}

static void set_source(dl_hearing *h, dl_saying *s, uint32_t source)
{
    s->source = source;
    s->speaker = source == DL_NONE ? DL_NONE : dl_origin_of(h->r, &h->speakers, source);
}

/* "the rebels and two residents said": one claim for each of them. */
static bool add_fellows(dl_hearing *h, const dl_saying *s)
{
    dl_reading *r = h->r;
    uint32_t members[DL_CONJUNCTS_MAX];
    const uint32_t count =
        s->source == DL_NONE ? 0 : dl_phrase_members(r, s->source, members);
    for (uint32_t i = 1; i < count; i++) {
        if (s->source > s->cue_last && members[i] > s->source + FELLOW_REACH) {
            break;
        }
        dl_saying fellow = *s;
        fellow.via_count = 0;
        set_source(h, &fellow, members[i]);
        if (fellow.speaker != DL_NONE && fellow.speaker != s->speaker &&
            !dl_saying_add(h, &fellow)) {
            return false;
        }
    }
    return true;
}

/* ---- reporting verbs ---- */
static bool can_speak(const dl_reading *r, uint32_t token)
{
    if (dl_pos_is(r, token, "PRON")) {
        return !dl_word_is(r, token, "what") && !dl_word_is(r, token, "there");
    }
    if (dl_has(r, token, DL_CLASS_NOTSPEAKER) && r->mention[token] == DL_NONE) {
        return false;
    }
    return dl_is_noun(r, token) || dl_tag_is(r, token, "CD") ||
           dl_tag_is(r, token, "DT") || dl_pos_is(r, token, "PROPN") ||
           dl_pos_is(r, token, "ADJ");
}

/* The clause that a verb reports: its finite complement. */
static uint32_t reported_clause(const dl_reading *r, uint32_t verb)
{
    uint32_t clause = dl_child(r, verb, "ccomp");
    if (clause == DL_NONE) {
        const uint32_t open = dl_child(r, verb, "xcomp");
        if (open != DL_NONE && (dl_has(r, verb, DL_CLASS_SAYINF))) {
            clause = open;
        }
    }
    return clause;
}

/* Does the quotation say something, or only borrow a word? */
static bool says_something(const dl_reading *r, const dl_quote *q)
{
    if (q->last - q->first >= QUOTE_LONG) {
        return true;
    }
    for (uint32_t t = q->first; t <= q->last; t++) {
        if (dl_is_verb(r, t) || dl_pos_is(r, t, "AUX")) {
            return q->last - q->first >= DL_QUOTE_WORDS_MIN - 1;
        }
    }
    return false;
}

/* "X happened; the agency put ...": a semicolon parts two sentences. */
static bool parted(const dl_reading *r, uint32_t from, uint32_t to)
{
    for (uint32_t t = from; t < to; t++) {
        if (dl_word_is(r, t, ";")) {
            return true;
        }
    }
    return false;
}

/* A quotation that touches the cue's group of words, or stands in its sentence. */
static uint32_t nearby_quote(dl_hearing *h, uint32_t cue)
{
    const dl_sentence *s = dl_sentence_of(h->r, cue);
    uint32_t best = DL_NONE;
    for (uint32_t t = cue; t-- > s->first && t + 60 > cue;) {
        const uint32_t q = dl_quote_at(&h->quotes, t);
        if (q != DL_NONE && says_something(h->r, &h->quotes.at[q])) {
            best = q;
            break;
        }
    }
    for (uint32_t t = cue; best == DL_NONE && t < s->end && t < cue + 60; t++) {
        const uint32_t q = dl_quote_at(&h->quotes, t);
        if (q != DL_NONE && says_something(h->r, &h->quotes.at[q])) {
            best = q;
        }
    }
    return best;
}

/* "put the toll at 14", "gave a count of nine", "spoke of sixty killed". */
static bool put_content(const dl_reading *r, uint32_t verb, uint32_t object, dl_saying *s)
{
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        const bool about =
            dl_word_is(r, kid, "of") || dl_word_is(r, kid, "about") ||
            dl_word_is(r, kid, "against") ||
            (dl_word_is(r, kid, "to") && dl_has(r, verb, DL_CLASS_POINTS)) ||
            (dl_word_is(r, kid, "for") && dl_has(r, verb, DL_CLASS_ASKS));
        if (dl_dep(r, kid, "prep") && kid > verb &&
            ((object != DL_NONE && dl_word_is(r, kid, "at")) ||
             (object == DL_NONE && about))) {
            s->first = object != DL_NONE && object > verb ? r->left[object] : kid;
            s->last = r->right[kid];
            return true;
        }
    }
    if (object != DL_NONE && object > verb && dl_has(r, object, DL_CLASS_TOLLWORD)) {
        s->first = r->left[object];
        s->last = r->right[object];
        return true;
    }
    return false;
}

/* "called the ruling a mistake", "described it as a war crime". */
static bool called_content(const dl_reading *r, uint32_t verb, dl_saying *s)
{
    static const char *const parts[] = {"dobj", "oprd", "ccomp", "xcomp", "prep", NULL};
    bool what = false, name = false;
    s->first = s->last = verb + 1;
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (kid < verb || !dl_dep_in(r, kid, parts) ||
            (dl_dep(r, kid, "prep") && !dl_word_is(r, kid, "as"))) {
            continue;
        }
        s->first = what || name ? s->first : r->left[kid];
        s->last = r->right[kid];
        what = what || dl_dep(r, kid, "dobj");
        name = name || !dl_dep(r, kid, "dobj");
    }
    /* "an act UNESCO has called a war crime": the thing named stands outside */
    name = name || (what && dl_dep(r, verb, "relcl"));
    return name && s->first > verb && s->last >= s->first;
}

/* What an accusation, a denial or an announcement is about: "of breaking the truce". */
static bool nominal_content(const dl_reading *r, uint32_t verb, dl_saying *s)
{
    const uint32_t object = dl_frame_done_to(r, verb);
    const bool blames = s->stance == DL_ACCUSES || s->stance == DL_ASKS ||
                        dl_has(r, verb, DL_CLASS_ATTITUDE); /* "congratulated him on" */
    for (uint32_t k = r->kid_start[verb]; blames && k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "prep") && kid > verb && (object == DL_NONE || object < kid) &&
            (dl_word_is(r, kid, "of") || dl_word_is(r, kid, "for") ||
             dl_word_is(r, kid, "on"))) {
            s->first = object != DL_NONE && object > verb ? r->left[object] : kid;
            s->last = r->right[kid];
            return true;
        }
    }
    for (uint32_t k = r->kid_start[verb]; blames && k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if (dl_dep(r, kid, "xcomp")) {
            s->first =
                object != DL_NONE && object > verb ? r->left[object] : r->left[kid];
            s->last = r->right[kid];
            return true;
        }
    }
    if (dl_has(r, verb, DL_CLASS_PUTS)) {
        return put_content(r, verb, object, s);
    }
    if (object == DL_NONE || object < verb || !dl_has(r, verb, DL_CLASS_SAYOBJ)) {
        return false;
    }
    s->first = r->left[object];
    s->last = r->right[object];
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k]; /* "counted nine dead and thirty not found" */
        if (dl_dep(r, kid, "conj") && dl_tag_is(r, kid, "VBN") && r->left[kid] > object &&
            r->right[kid] > s->last) {
            s->last = r->right[kid];
        }
    }
    return true;
}

/* "X was quoted as saying", "X is said to have": the subject speaks or is spoken of. */
static uint32_t as_saying(const dl_reading *r, uint32_t verb)
{
    const uint32_t as = dl_head(r, verb);
    if (dl_dep(r, verb, "pcomp") && dl_word_is(r, as, "as") && !dl_is_root(r, as)) {
        const uint32_t quoted = dl_head(r, as);
        if (dl_has(r, quoted, DL_CLASS_CARRY)) {
            return quoted;
        }
    }
    return DL_NONE;
}

/* "said it was over, adding that ...": parsers hang "adding" on "was"; the speaker is
 * that of "said". */
static uint32_t outer_cue(const dl_reading *r, uint32_t verb)
{
    if (!dl_tag_is(r, verb, "VBG") ||
        !(dl_dep(r, verb, "advcl") || dl_dep(r, verb, "xcomp"))) {
        return DL_NONE;
    }
    const uint32_t inner = dl_head(r, verb);
    uint8_t stance;
    if (!dl_dep(r, inner, "ccomp") || !stance_of(r, dl_head(r, inner), &stance)) {
        return DL_NONE;
    }
    return dl_head(r, inner);
}

/* The noun phrase right behind a cue: "said the ministry". */
static uint32_t noun_behind(const dl_reading *r, uint32_t verb)
{
    const uint32_t end = dl_sentence_of(r, verb)->end;
    for (uint32_t t = verb + 1; t < end && t < verb + FELLOW_REACH; t++) {
        if (!dl_is_noun(r, t) && !dl_tag_is(r, t, "PRP")) {
            continue;
        }
        while (dl_head(r, t) > t && dl_head(r, t) < end && dl_is_noun(r, dl_head(r, t))) {
            t = dl_head(r, t);
        }
        return t;
    }
    return DL_NONE;
}

static uint32_t source_of(dl_hearing *h, dl_saying *s, uint32_t verb)
{
    dl_reading *r = h->r;
    const uint32_t quoted = as_saying(r, verb);
    if (quoted != DL_NONE) {
        s->cue_first = quoted;
        s->rule = "claim.quoted";
        return dl_frame_done_to(r, quoted);
    }
    uint32_t source = dl_frame_doer(r, verb);
    const uint32_t outer = outer_cue(r, verb);
    if (outer != DL_NONE) {
        source = dl_frame_doer(r, outer);
    }
    if (source != DL_NONE && dl_quote_at(&h->quotes, source) != DL_NONE &&
        dl_quote_at(&h->quotes, source) != dl_quote_at(&h->quotes, verb)) {
        source =
            noun_behind(r, verb); /* "'The result is bad,' said NN": not the result */
    }
    return source == DL_NONE || !can_speak(r, source) ? DL_NONE : source;
}

/* "..., the conservator said." whatever the parser made of what stands before. */
static bool ends_sentence(const dl_reading *r, uint32_t verb, uint32_t source)
{
    const dl_sentence *s = dl_sentence_of(r, verb);
    uint32_t first, last;
    dl_phrase_edges(r, source, &first, &last);
    if (source > verb || first <= s->first + 3 || !dl_word_is(r, first - 1, ",") ||
        r->left[source] != first) {
        return false;
    }
    for (uint32_t t = verb + 1; t < s->end; t++) {
        if (!dl_at(r, t)->is_space && !dl_pos_is(r, t, "PUNCT") &&
            r->time[t] == DL_NONE && !dl_word_is(r, t, "on")) {
            return false;
        }
    }
    return true;
}

/* "asked not to be named" */
static bool wants_no_name(const dl_reading *r, uint32_t clause)
{
    return dl_has(r, clause, DL_CLASS_ANONYMOUS);
}

static bool inverted(const dl_reading *r, uint32_t verb, uint32_t clause)
{
    return r->left[clause] < verb;
}

static bool read_verb(dl_hearing *h, uint32_t verb)
{
    dl_reading *r = h->r;
    dl_saying s = {.cue_first = verb,
                   .cue_last = verb,
                   .source = DL_NONE,
                   .speaker = DL_NONE,
                   .rule = "claim.verb"};
    if (!dl_is_verb(r, verb) || !stance_of(r, verb, &s.stance) ||
        dl_dep(r, verb, "amod")) {
        return true;
    }
    if (dl_has(r, verb, DL_CLASS_CALLS) && dl_child(r, verb, "dobj") == DL_NONE &&
        dl_has(r, verb, DL_CLASS_ASKS)) {
        s.stance = DL_ASKS; /* "called for" */
    }
    if (dl_tag_is(r, verb, "VBG") && dl_has(r, verb, DL_CLASS_CARRY) &&
        dl_dep(r, verb, "advcl") && dl_has(r, dl_head(r, verb), DL_CLASS_ASSERTS)) {
        return true; /* "reported, quoting Y": read with its verb */
    }
    const uint32_t source = source_of(h, &s, verb);
    uint32_t clause = reported_clause(r, verb);
    if (clause != DL_NONE && clause < verb && parted(r, clause, verb)) {
        clause = DL_NONE;
    }
    const uint32_t quote = nearby_quote(h, verb);
    const bool plain_say = dl_has(r, verb, DL_CLASS_ASSERTS);
    s.source = source;
    if (dl_quote_at(&h->quotes, verb) != DL_NONE &&
        (source == DL_NONE || clause == DL_NONE || !dl_is_noun(r, source) ||
         !dl_has(r, verb, DL_CLASS_ASSERTS))) {
        return true; /* "I think", "you know", inside a quotation */
    }
    if (clause != DL_NONE && wants_no_name(r, clause)) {
        return true;
    }
    if (dl_has(r, verb, DL_CLASS_CALLS) && source != DL_NONE &&
        called_content(r, verb, &s)) {
        s.rule = "claim.verb.names";
    } else if (clause != DL_NONE && inverted(r, verb, clause)) {
        dl_saying_before(r, clause, &s);
        s.rule = "claim.verb.after";
    } else if (clause != DL_NONE) {
        s.first = r->left[clause];
        s.last = r->right[clause];
    } else if ((dl_dep(r, verb, "parataxis") || dl_dep(r, verb, "advcl")) &&
               source != DL_NONE && !dl_is_root(r, verb) && plain_say &&
               (dl_dep(r, verb, "parataxis") || dl_child(r, verb, "mark") != DL_NONE) &&
               !dl_tag_is(r, verb, "VBG")) {
        const uint32_t mark = dl_child(r, verb, "mark"); /* "as the police said" */
        if (mark != DL_NONE && !dl_word_is(r, mark, "as")) {
            return true;
        }
        if (mark != DL_NONE && !dl_is_root(r, dl_head(r, verb))) {
            return true; /* "denied that it fell, as websites wrote" */
        }
        dl_saying_sentence(r, verb, &s);
        s.rule = "claim.verb.inside";
    } else if (quote != DL_NONE && source != DL_NONE &&
               h->quotes.at[quote].claim == DL_NONE &&
               dl_quote_at(&h->quotes, verb) != quote) {
        s.first = h->quotes.at[quote].first;
        s.last = h->quotes.at[quote].last;
        s.rule = "claim.verb.quote";
    } else if (source != DL_NONE && plain_say && ends_sentence(r, verb, source)) {
        s.first = dl_sentence_of(r, verb)->first;
        s.last = r->left[source] - 1;
        s.rule = "claim.verb.tail";
    } else if (source != DL_NONE && nominal_content(r, verb, &s)) {
        s.rule = "claim.verb.object";
        s.opinion = dl_has(r, verb, DL_CLASS_ATTITUDE);
    } else {
        return true;
    }
    if (source == DL_NONE && !dl_frame_passive(r, verb)) {
        return true;
    }
    const dl_frame cue = {
        .trigger = verb, .parts = {verb}, .part_count = 1, .clause = verb};
    if (dl_quote_at(&h->quotes, verb) == DL_NONE && dl_mood_of(r, &cue) == DL_PLANNED &&
        s.stance != DL_PREDICTS) {
        return true; /* "is expected to announce" */
    }
    s.opinion = s.opinion || source == DL_NONE; /* "are believed to have" */
    set_source(h, &s, source);
    if (as_saying(r, verb) != DL_NONE) {
        const uint32_t passer = dl_frame_doer(r, as_saying(r, verb));
        if (passer != DL_NONE && passer != source) {
            add_via(h, &s, passer);
        }
    }
    if (source != DL_NONE) {
        carriers(h, &s, source);
    }
    channels(h, &s, verb);
    quoted_source(h, &s, verb);
    if (r->kid_start[verb] < r->kid_start[verb + 1]) {
        const uint32_t mark = clause == DL_NONE ? DL_NONE : dl_child(r, clause, "mark");
        if (mark != DL_NONE &&
            (dl_word_is(r, mark, "whether") || dl_word_is(r, mark, "if"))) {
            s.stance = DL_ASKS;
        }
    }
    dl_origin_spoke(&h->speakers, s.speaker);
    return dl_saying_add(h, &s) && add_fellows(h, &s);
}

/* ---- "according to" ---- */
static bool read_according(dl_hearing *h, uint32_t token)
{
    dl_reading *r = h->r;
    if (!dl_word_is(r, token, "according") || token + 1 >= r->doc->token_count ||
        !dl_word_is(r, token + 1, "to")) {
        return true;
    }
    uint32_t object = dl_child(r, token + 1, "pobj");
    if (object == DL_NONE) {
        object = dl_child(r, token, "pobj");
    }
    if (object == DL_NONE) {
        return true;
    }
    dl_saying s = {.cue_first = token,
                   .cue_last = token + 1,
                   .source = object,
                   .speaker = DL_NONE,
                   .stance = DL_ASSERTS,
                   .rule = "claim.according"};
    const dl_sentence *sentence = dl_sentence_of(r, token);
    const uint32_t end = r->right[object] > token ? r->right[object] : token + 1;
    if (token <= sentence->first + 1) { /* "According to X, ..." */
        s.first = end < sentence->end - 1 ? end + 1 : end;
        s.last = sentence->end - 1;
    } else {
        s.first = sentence->first;
        s.last = token - 1;
        if (end + 3 < sentence->end && !dl_is_root(r, token) &&
            r->right[dl_head(r, token)] > end + 3) {
            s.last = r->right[dl_head(r, token)];
        }
    }
    if (s.last < s.first) {
        return true;
    }
    set_source(h, &s, object);
    if (h->outlet != DL_NONE && dl_has(r, object, DL_CLASS_MEDIA) &&
        dl_at(r, object)->tag[2] != 'P' && dl_child(r, object, "compound") == DL_NONE) {
        s.speaker = h->outlet; /* "according to the newspaper" */
    }
    carriers(h, &s, object);
    dl_origin_spoke(&h->speakers, s.speaker);
    return dl_saying_add(h, &s);
}

/* ---- "the claim that ..." ---- */
static bool read_noun(dl_hearing *h, uint32_t noun)
{
    dl_reading *r = h->r;
    if (!dl_is_noun(r, noun) || !dl_has(r, noun, DL_CLASS_STATEMENT)) {
        return true;
    }
    uint32_t clause = dl_child(r, noun, "acl");
    if (clause == DL_NONE) {
        clause = dl_child(r, noun, "ccomp");
    }
    if (clause == DL_NONE || dl_child(r, clause, "mark") == DL_NONE ||
        !dl_word_is(r, dl_child(r, clause, "mark"), "that")) {
        return true;
    }
    dl_saying s = {.cue_first = noun,
                   .cue_last = noun,
                   .source = DL_NONE,
                   .speaker = DL_NONE,
                   .first = r->left[clause],
                   .last = r->right[clause],
                   .stance = DL_ASSERTS,
                   .rule = "claim.noun"};
    dl_frame frame = {.trigger = noun, .parts = {noun}, .part_count = 1};
    dl_frame_fill(r, &frame);
    set_source(h, &s, frame.subj != DL_NONE ? frame.subj : frame.obj);
    return dl_saying_add(h, &s);
}

/* ---- quotations without a cue ---- */
/* "A," he said. "B": the second half belongs to the claim of the first. */
static bool goes_on(dl_hearing *h, dl_quote *quote, uint32_t before)
{
    const dl_reading *r = h->r;
    for (uint32_t i = before; i-- > 0 && i + SAYINGS_BACK > before;) {
        dl_saying *s = &h->sayings.at[i];
        if (s->last >= quote->first || s->cue_first > quote->first) {
            continue;
        }
        if (r->para[s->last] != r->para[quote->first] || s->kind == DL_INDIRECT ||
            s->cue_first < s->last || s->last + INSERT_MAX < quote->first ||
            dl_at(r, quote->first)->sentence > dl_at(r, s->cue_first)->sentence + 1) {
            return false;
        }
        s->last = quote->last;
        quote->claim = i;
        return true;
    }
    return false;
}

/* "The governor, in a letter: 'B'": the subject of the words before the colon, or the
 * name right before it. */
static bool after_colon(dl_hearing *h, const dl_quote *quote, dl_saying *s)
{
    dl_reading *r = h->r;
    uint32_t colon = quote->first;
    while (colon > 0 && dl_at(r, colon - 1)->is_space) {
        colon--;
    }
    if (colon < 2 || !dl_word_is(r, colon - 1, ":") ||
        r->para[colon - 1] + 1 < r->para[quote->first]) {
        return false;
    }
    colon--;
    uint32_t source = colon - 1;
    if (!dl_is_noun(r, source)) {
        source = dl_frame_subject(r, dl_frame_clause(r, colon - 1));
    }
    if (source == DL_NONE || !can_speak(r, source)) {
        return false;
    }
    *s = (dl_saying){.cue_first = colon,
                     .cue_last = colon,
                     .first = quote->first,
                     .last = quote->last,
                     .stance = DL_ASSERTS,
                     .rule = "claim.colon"};
    set_source(h, s, source);
    dl_origin_spoke(&h->speakers, s->speaker);
    return true;
}

static bool lone_quotes(dl_hearing *h)
{
    dl_reading *r = h->r;
    const uint32_t cues = h->sayings.count; /* these come in the order of their cues */
    uint32_t before = 0;                    /* those whose cue stands before the quote */
    for (uint32_t q = 0; q < h->quotes.count; q++) {
        dl_quote *quote = &h->quotes.at[q];
        while (before < cues && h->sayings.at[before].cue_first < quote->first) {
            before++;
        }
        if (quote->claim != DL_NONE || !says_something(r, quote)) {
            continue;
        }
        if (goes_on(h, quote, before)) {
            continue;
        }
        dl_saying colon;
        if (after_colon(h, quote, &colon)) {
            if (!dl_saying_add(h, &colon)) {
                return false;
            }
            continue;
        }
        /* the nearest saying before it in its paragraph or the one before; when a
         * paragraph is nothing but the quotation, one that ends in a colon */
        uint32_t best = DL_NONE;
        for (uint32_t i = before;
             best == DL_NONE && i-- > 0 && i + SAYINGS_BACK > before;) {
            const dl_saying *s = &h->sayings.at[i];
            if (s->speaker != DL_NONE &&
                r->para[s->cue_first] + 1 >= r->para[quote->first]) {
                best = i;
            }
        }
        if (best == DL_NONE) {
            continue;
        }
        dl_saying s = h->sayings.at[best];
        s.first = quote->first;
        s.last = quote->last;
        s.kind = DL_DIRECT;
        s.stance = DL_ASSERTS;
        s.rule = "claim.quote.goes-on";
        dl_saying *fresh = dl_vec_push(&h->sayings, r->arena);
        if (fresh == NULL) {
            return false;
        }
        *fresh = s;
        quote->claim = h->sayings.count - 1;
    }
    return true;
}

bool dl_hearing_find(dl_reading *r, dl_hearing *h)
{
    *h = (dl_hearing){.r = r, .outlet = DL_NONE, .sentence = DL_NONE};
    dl_speakers_init(&h->speakers, r->arena);
    if (!dl_quote_find(r, &h->quotes)) {
        return false;
    }
    for (uint32_t t = 0; t < r->doc->token_count; t++) {
        if (!read_verb(h, t) || !read_according(h, t) || !read_noun(h, t)) {
            return false;
        }
    }
    return lone_quotes(h);
}
