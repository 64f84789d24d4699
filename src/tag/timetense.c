/* timetense.c - see timetense.h. Tags are Penn Treebank's, labels ClearNLP's.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timetense.h"

#define CLIMB_MAX 12 /* heads followed to find the governing verb */
#define WINDOW 24    /* tokens to each side searched for its auxiliaries */
#define CUE_REACH 6  /* tokens before a date in which a cue counts */

static bool tag_is(const dl_token *token, const char *tag)
{
    return strcmp(token->tag, tag) == 0;
}

static bool is_verb(const dl_token *token)
{
    return strcmp(token->pos, "VERB") == 0 || strcmp(token->pos, "AUX") == 0;
}

static uint32_t governing_verb(const dl_doc *doc, uint32_t at)
{
    for (int i = 0; i < CLIMB_MAX; i++) {
        const uint32_t head = doc->tokens[at].head;
        if (head == at || head >= doc->token_count) {
            break;
        }
        at = head;
        if (is_verb(&doc->tokens[at])) {
            return at;
        }
    }
    return is_verb(&doc->tokens[at]) ? at : DL_NONE;
}

/* What the auxiliaries of `verb` say; `to`: whether an infinitive's "to" is among them. */
static dl_tense tense_of_auxiliaries(const dl_doc *doc, uint32_t verb, bool *to)
{
    const dl_token *tokens = doc->tokens;
    const uint32_t low = verb > WINDOW ? verb - WINDOW : 0;
    const uint32_t high =
        verb + WINDOW < doc->token_count ? verb + WINDOW : doc->token_count;
    dl_tense found = DL_TENSE_NONE;
    *to = false;
    for (uint32_t i = low; i < high; i++) {
        if (tokens[i].head != verb || i == verb) {
            continue;
        }
        if (tag_is(&tokens[i], "TO")) {
            *to = true;
        }
        if (strncmp(tokens[i].dep, "aux", 3) != 0) {
            continue;
        }
        if (tag_is(&tokens[i], "MD")) {
            return DL_TENSE_FUTURE;
        }
        if (tag_is(&tokens[i], "VBD") || tag_is(&tokens[i], "VBN") ||
            dl_str_is(tokens[i].lower, "has") || dl_str_is(tokens[i].lower, "have")) {
            found = DL_TENSE_PAST;
        }
    }
    return found;
}

static bool cue_near(const dl_timewords *words, const dl_doc *doc, uint32_t at)
{
    const uint32_t sentence = doc->tokens[at].sentence;
    for (uint32_t i = at, k = 0; i-- > 0 && k < CUE_REACH; k++) {
        if (doc->tokens[i].sentence != sentence) {
            break;
        }
        if (dl_time_token_is(words, doc, i, words->class_future)) {
            return true;
        }
    }
    return false;
}

dl_tense dl_time_tense(const dl_timewords *words, const dl_doc *doc, uint32_t token)
{
    const dl_token *tokens = doc->tokens;
    if (words != NULL && cue_near(words, doc, token)) {
        return DL_TENSE_FUTURE;
    }
    uint32_t verb = governing_verb(doc, token);
    for (int i = 0; verb != DL_NONE && i < CLIMB_MAX; i++) {
        bool to;
        const dl_tense found = tense_of_auxiliaries(doc, verb, &to);
        if (found != DL_TENSE_NONE) {
            return found;
        }
        if (tag_is(&tokens[verb], "VBD")) {
            return DL_TENSE_PAST;
        }
        if (words != NULL && dl_time_token_is(words, doc, verb, words->class_future)) {
            return DL_TENSE_FUTURE;
        }
        const uint32_t up = governing_verb(doc, verb);
        if (up == DL_NONE || up == verb) {
            return DL_TENSE_NONE;
        }
        verb = up;
    }
    return DL_TENSE_NONE;
}
