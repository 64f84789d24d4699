/* timetense.c - see timetense.h. Tags are Penn Treebank's, labels ClearNLP's.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timetense.h"

#define CLIMB_MAX 12       /* heads followed to find the governing verb */
#define PARTICIPLE_REACH 3 /* heads up to a participle that stands for the verb */
#define WINDOW 24          /* tokens to each side searched for its auxiliaries */
#define CUE_REACH 3        /* tokens before a date in which a cue counts */

static bool tag_is(const dl_token *token, const char *tag)
{
    return strcmp(token->tag, tag) == 0;
}

static bool is_verb(const dl_token *token)
{
    return strcmp(token->pos, "VERB") == 0 || strcmp(token->pos, "AUX") == 0;
}

static bool is_present(const dl_token *token)
{
    return tag_is(token, "VBZ") || tag_is(token, "VBP");
}

/* What the auxiliaries of `verb` say: "will go" lies ahead, "would have gone" and "could
 * not go" lie behind. */
static dl_tense tense_of_auxiliaries(const dl_doc *doc, uint32_t verb, bool *present)
{
    const dl_token *tokens = doc->tokens;
    const uint32_t low = verb > WINDOW ? verb - WINDOW : 0;
    const uint32_t high =
        verb + WINDOW < doc->token_count ? verb + WINDOW : doc->token_count;
    bool modal = false, could = false, perfect = false, past = false, negated = false;
    bool infinitive = false;
    for (uint32_t i = low; i < high; i++) {
        if (tokens[i].head != verb || i == verb) {
            continue;
        }
        negated |= strcmp(tokens[i].dep, "neg") == 0;
        infinitive |= tag_is(&tokens[i], "TO");
        if (strncmp(tokens[i].dep, "aux", 3) != 0) {
            continue;
        }
        if (tag_is(&tokens[i], "MD")) {
            modal = true;
            could |= dl_str_is(tokens[i].lower, "could");
        }
        perfect |=
            dl_str_is(tokens[i].lower, "have") || dl_str_is(tokens[i].lower, "has");
        past |= tag_is(&tokens[i], "VBD") || tag_is(&tokens[i], "VBN");
        *present |= is_present(&tokens[i]);
    }
    if (perfect && infinitive && !modal) { /* "was to have left on Friday": did it? */
        *present = true;
        return DL_TENSE_NONE;
    }
    if (perfect && tag_is(&tokens[verb], "VB")) {
        return DL_TENSE_FUTURE; /* "has until Monday to appeal" */
    }
    if (modal && !perfect && !(could && negated)) {
        return DL_TENSE_FUTURE;
    }
    return modal || perfect || past ? DL_TENSE_PAST : DL_TENSE_NONE;
}

/* A word of `class` in one of the CUE_REACH tokens before `at`. */
static bool cue_near(const dl_timewords *words, const dl_doc *doc, uint32_t at,
                     uint16_t class)
{
    const uint32_t sentence = doc->tokens[at].sentence;
    for (uint32_t i = at, k = 0; i-- > 0 && k < CUE_REACH; k++) {
        if (doc->tokens[i].sentence != sentence) {
            break;
        }
        if (dl_time_token_is(words, doc, i, class)) {
            return true;
        }
        if (tag_is(&doc->tokens[i], "VBD") || tag_is(&doc->tokens[i], "VBZ")) {
            break; /* "the planned march began on Thursday" */
        }
    }
    return false;
}

static bool is_infinitive(const dl_doc *doc, uint32_t verb)
{
    const uint32_t low = verb > 4 ? verb - 4 : 0; /* "to not even once be" */
    bool to = false;
    for (uint32_t i = low; i < verb; i++) {
        const dl_token *child = &doc->tokens[i];
        if (child->head != verb) {
            continue;
        }
        to |= tag_is(child, "TO");
        if (strncmp(child->dep, "aux", 3) == 0 && dl_str_is(child->lower, "have")) {
            return false; /* "to have left": that may be behind */
        }
    }
    return to && strncmp(doc->tokens[verb].tag, "VB", 2) == 0;
}

/* "a deal to reopen it", "asked to leave", "is to be sworn in". */
static bool intended(const dl_timewords *words, const dl_doc *doc, uint32_t verb)
{
    const uint32_t head = doc->tokens[verb].head;
    return is_infinitive(doc, verb) && head < doc->token_count &&
           (strcmp(doc->tokens[verb].dep, "acl") == 0 ||
            dl_time_token_is(words, doc, head, words->class_intent));
}

/* A word that points ahead: "due", "scheduled"; "set for", but not as a verb in the past
 * that the time is the subject of ("Friday's test set off sirens"). */
static bool points_ahead(const dl_timewords *words, const dl_doc *doc, uint32_t at,
                         bool subject)
{
    return dl_time_token_is(words, doc, at, words->class_future) ||
           (!subject && dl_time_token_is(words, doc, at, words->class_state) &&
            !tag_is(&doc->tokens[at], "VBD") && !tag_is(&doc->tokens[at], "NN"));
}

#define DIRECT_REACH 2    /* heads from a time to what it modifies: "signed on Sunday" */
#define CONDITION_REACH 6 /* tokens before a participle searched for "if" and "when" */

/* "claims of a tape leaked on Friday", "Under the pact, signed on Sunday, it will pay": a
 * participle that tells what was done. Not "if approved on Friday, it will pay". */
static bool is_reduced(const dl_doc *doc, uint32_t at, bool direct)
{
    const dl_token *token = &doc->tokens[at];
    if (!tag_is(token, "VBN")) {
        return false;
    }
    if (strcmp(token->dep, "acl") == 0) {
        return direct;
    }
    bool condition = !direct || strcmp(token->dep, "advcl") != 0;
    const uint32_t low = at > CONDITION_REACH ? at - CONDITION_REACH : 0;
    for (uint32_t i = low; i < at; i++) {
        const dl_token *child = &doc->tokens[i];
        condition |= child->head == at &&
                     (strcmp(child->dep, "mark") == 0 || tag_is(child, "WRB") ||
                      strncmp(child->dep, "aux", 3) == 0);
    }
    return !condition;
}

/* "the vote is on Monday", "the funeral is Thursday": the day hangs on the verb itself.
 */
static bool is_told_of_plan(const dl_timewords *words, const dl_doc *doc, uint32_t token,
                            uint32_t verb)
{
    uint32_t at = doc->tokens[token].head;
    if (at < doc->token_count && at != verb && dl_str_is(doc->tokens[at].lower, "on")) {
        at = doc->tokens[at].head;
    }
    return at == verb && is_present(&doc->tokens[verb]) &&
           dl_time_token_is(words, doc, verb, words->class_be);
}

static bool is_leading(const dl_token *token)
{
    return tag_is(token, "IN") || tag_is(token, "TO");
}

/* "postponed until Monday", "delayed to Friday", "on leave until Friday": what is put
 * off, and what a state lasts until, lies ahead. */
static bool is_waited_for(const dl_timewords *words, const dl_doc *doc, uint32_t token)
{
    const dl_token *tokens = doc->tokens;
    uint32_t led = tokens[token].head;
    if (led < token && token - led <= CUE_REACH && !is_leading(&tokens[led])) {
        led = tokens[led].head; /* "moved to Nov. 20": the month leads to the day */
    }
    if (led >= doc->token_count || led >= token || tokens[led].head >= doc->token_count ||
        tokens[led].head == led) {
        return false;
    }
    const uint32_t head = tokens[led].head;
    const bool until = dl_time_token_is(words, doc, led, words->class_wait);
    if (until || dl_str_is(tokens[led].lower, "to")) {
        return dl_time_token_is(words, doc, head, words->class_delay) ||
               (until && !is_verb(&tokens[head]) && head < led);
    }
    return false;
}

/* "ahead of Thursday's meeting", "a deadline of noon Saturday", "as soon as May" */
static bool is_ahead_of(const dl_timewords *words, const dl_doc *doc, uint32_t token)
{
    for (uint32_t i = token, k = 0; i-- > 1 && k < CUE_REACH; k++) {
        if (dl_str_is(doc->tokens[i].lower, "of") ||
            dl_str_is(doc->tokens[i].lower, "as") ||
            dl_str_is(doc->tokens[i].lower, "to")) {
            return dl_time_token_is(words, doc, i - 1, words->class_ahead);
        }
    }
    return false;
}

/* Climbs from `token` over its heads until a verb or a cue word decides. */
static dl_tense tense_of_verbs(const dl_timewords *words, const dl_doc *doc,
                               uint32_t token)
{
    const dl_token *tokens = doc->tokens;
    uint32_t at = token;
    bool participle = false; /* "a picture provided on 26 March" */
    bool subject = false;    /* "Tuesday's launch comes days after ..." */
    bool infinitive = false; /* "forecasts the rain to return on Tuesday" */
    for (int i = 0; i < CLIMB_MAX; i++) {
        if (i > 0 && words != NULL && points_ahead(words, doc, at, subject)) {
            return DL_TENSE_FUTURE;
        }
        if (i > 0 && is_reduced(doc, at, i <= DIRECT_REACH)) {
            return DL_TENSE_PAST;
        }
        participle |= tag_is(&tokens[at], "VBN") && i <= PARTICIPLE_REACH;
        if (is_verb(&tokens[at])) {
            bool present = is_present(&tokens[at]);
            const dl_tense found = tense_of_auxiliaries(doc, at, &present);
            if (found != DL_TENSE_NONE) {
                return found;
            }
            /* a participle with a subject and no auxiliary is a verb in the past */
            if (tag_is(&tokens[at], "VBD") || (subject && tag_is(&tokens[at], "VBN"))) {
                return DL_TENSE_PAST;
            }
            if (words != NULL && intended(words, doc, at)) {
                return DL_TENSE_FUTURE;
            }
            if (words != NULL && !subject && is_present(&tokens[at]) &&
                dl_time_token_is(words, doc, at, words->class_schedule)) {
                return DL_TENSE_FUTURE; /* "the truce comes into force on Saturday" */
            }
            if (words != NULL && !subject && is_told_of_plan(words, doc, token, at)) {
                return DL_TENSE_FUTURE;
            }
            if (present && !subject) { /* whoever said so, it is not told as past */
                return infinitive ? DL_TENSE_FUTURE : DL_TENSE_NONE;
            }
            infinitive |= is_infinitive(doc, at);
        }
        if (tokens[at].head == at || tokens[at].head >= doc->token_count) {
            break;
        }
        subject = strncmp(tokens[at].dep, "nsubj", 5) == 0;
        at = tokens[at].head;
    }
    return participle ? DL_TENSE_PAST : DL_TENSE_NONE;
}

dl_tense dl_time_tense(const dl_timewords *words, const dl_doc *doc, uint32_t token)
{
    if (words != NULL && (cue_near(words, doc, token, words->class_future) ||
                          cue_near(words, doc, token, words->class_state))) {
        return DL_TENSE_FUTURE;
    }
    if (words != NULL &&
        (is_ahead_of(words, doc, token) || is_waited_for(words, doc, token))) {
        return DL_TENSE_FUTURE;
    }
    if (words != NULL && token > 0 &&
        dl_time_token_is(words, doc, token - 1, words->class_since)) {
        return DL_TENSE_PAST;
    }
    const dl_tense found = tense_of_verbs(words, doc, token);
    if (found == DL_TENSE_NONE && words != NULL &&
        cue_near(words, doc, token, words->class_until)) {
        return DL_TENSE_FUTURE; /* "the road is closed until Monday" */
    }
    return found;
}
