/* paragraphs.c - reads a text paragraph by paragraph.
 *
 * The model was trained on running text. Where a headline without a full stop stands above
 * a sentence, it makes one sentence of the two and gives the headline's people the
 * sentence's verbs. So each paragraph (blank lines between) is read by itself, and the
 * readings are put together: indexes and spans move, and the blank lines between become
 * one token of white space that ends the sentence before it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "language.h"

#include "vec.h"

typedef struct whole {
    dl_arena *arena;
    DL_VEC(dl_token) tokens;
    DL_VEC(dl_entity) entities;
    DL_VEC(dl_sentence) sentences;
} whole;

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next run of white space with two line ends in it, from `at`; empty at the end. */
static dl_span next_break(dl_str text, size_t at)
{
    for (size_t i = at; i < text.size; i++) {
        size_t end = i;
        unsigned lines = 0;
        while (end < text.size && blank(text.at[end])) {
            lines += text.at[end++] == '\n';
        }
        if (lines >= 2) {
            return (dl_span){(uint32_t)i, (uint32_t)end};
        }
        i = end > i ? end - 1 : i;
    }
    return (dl_span){(uint32_t)text.size, (uint32_t)text.size};
}

static bool append(whole *w, const dl_doc *doc, uint32_t offset)
{
    const uint32_t tokens = w->tokens.count, entities = w->entities.count;
    const uint32_t sentences = w->sentences.count;
    for (uint32_t i = 0; i < doc->token_count; i++) {
        dl_token *token = dl_vec_push(&w->tokens, w->arena);
        if (token == NULL) {
            return false;
        }
        *token = doc->tokens[i];
        token->span.start += offset;
        token->span.end += offset;
        token->head += tokens;
        token->sentence += sentences;
        token->entity += token->entity == DL_NONE ? 0 : entities;
    }
    for (uint32_t i = 0; i < doc->entity_count; i++) {
        dl_entity *entity = dl_vec_push(&w->entities, w->arena);
        if (entity == NULL) {
            return false;
        }
        *entity = doc->entities[i];
        entity->first += tokens;
        entity->end += tokens;
        entity->span.start += offset;
        entity->span.end += offset;
    }
    for (uint32_t i = 0; i < doc->sentence_count; i++) {
        dl_sentence *sentence = dl_vec_push(&w->sentences, w->arena);
        if (sentence == NULL) {
            return false;
        }
        *sentence = doc->sentences[i];
        sentence->first += tokens;
        sentence->end += tokens;
        sentence->root += tokens;
    }
    return true;
}

/* The blank lines at `span` as the last token of the sentence before, or a sentence of
 * their own at the start of the text. */
static bool append_break(whole *w, dl_str text, dl_span span)
{
    const uint32_t index = w->tokens.count;
    dl_token *token = dl_vec_push(&w->tokens, w->arena);
    if (token == NULL) {
        return false;
    }
    *token = (dl_token){.span = span, .lemma = dl_str_cut(text, span), .lower = dl_str_cut(text, span),
                        .tag = "_SP", .pos = "SPACE", .dep = index == 0 ? "ROOT" : "dep",
                        .head = index == 0 ? 0 : index - 1, .entity = DL_NONE, .is_space = true};
    if (index == 0) {
        dl_sentence *sentence = dl_vec_push(&w->sentences, w->arena);
        if (sentence == NULL) {
            return false;
        }
        token->sent_start = true;
    }
    token->sentence = w->sentences.count - 1;
    w->sentences.at[w->sentences.count - 1].end = index + 1;
    return true;
}

dl_status dl_language_read_paragraphs(dl_language_worker *worker, dl_str text,
                                      dl_arena *arena, dl_doc *out, dl_error *err)
{
    whole w = {.arena = arena};
    size_t at = 0;
    *out = (dl_doc){0};
    if (text.size >= UINT32_MAX) {
        return dl_fail(err, DL_ELIMIT, "a text of %zu bytes: fewer than %u can be read",
                       text.size, UINT32_MAX);
    }
    const dl_str whole_text = dl_str_copy(arena, text);
    while (at < text.size) {
        const dl_span gap = next_break(whole_text, at);
        dl_doc doc;
        if (gap.start > at) {
            const dl_status status = dl_language_read(
                worker, (dl_str){whole_text.at + at, gap.start - at}, arena, &doc, err);
            if (status != DL_OK) {
                if (err != NULL) {
                    err->at += at;
                }
                return status;
            }
            if (!append(&w, &doc, (uint32_t)at)) {
                return dl_fail_memory(err);
            }
        }
        if (gap.end > gap.start && !append_break(&w, whole_text, gap)) {
            return dl_fail_memory(err);
        }
        at = gap.end;
    }
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    *out = (dl_doc){.text = whole_text, .tokens = w.tokens.at, .token_count = w.tokens.count,
                    .entities = w.entities.at, .entity_count = w.entities.count,
                    .sentences = w.sentences.at, .sentence_count = w.sentences.count};
    return DL_OK;
}
