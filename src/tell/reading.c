/* reading.c - see reading.h. All look-ups are made once, in time linear in the tokens.
 * SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include <stdio.h>

bool dl_dep_in(const dl_reading *r, uint32_t token, const char *const *deps)
{
    for (; *deps != NULL; deps++) {
        if (dl_dep(r, token, *deps)) {
            return true;
        }
    }
    return false;
}

uint32_t dl_child(const dl_reading *r, uint32_t token, const char *dep)
{
    for (uint32_t k = r->kid_start[token]; k < r->kid_start[token + 1]; k++) {
        if (dl_dep(r, r->kids[k], dep)) {
            return r->kids[k];
        }
    }
    return DL_NONE;
}

bool dl_within(const dl_reading *r, uint32_t token, uint32_t top)
{
    for (int steps = 0; steps < DL_STEPS_MAX; steps++) {
        if (token == top) {
            return true;
        }
        if (dl_is_root(r, token)) {
            return false;
        }
        token = dl_head(r, token);
    }
    return false;
}

dl_span dl_tokens_span(const dl_reading *r, uint32_t first, uint32_t last)
{
    return (dl_span){dl_at(r, first)->span.start, dl_at(r, last)->span.end};
}

dl_span dl_phrase_span(const dl_reading *r, uint32_t token)
{
    return dl_tokens_span(r, r->left[token], r->right[token]);
}

static void list_kids(dl_reading *r)
{
    const uint32_t n = r->doc->token_count;
    for (uint32_t t = 0; t < n; t++) {
        if (dl_head(r, t) != t) {
            r->kid_start[dl_head(r, t) + 1]++;
        }
    }
    for (uint32_t t = 0; t < n; t++) {
        r->kid_start[t + 1] += r->kid_start[t];
    }
    uint32_t *next = dl_arena_new_array(r->arena, n + 1, uint32_t);
    if (next == NULL) {
        return;
    }
    for (uint32_t t = 0; t < n; t++) {
        next[t] = r->kid_start[t];
    }
    for (uint32_t t = 0; t < n; t++) {
        if (dl_head(r, t) != t) {
            r->kids[next[dl_head(r, t)]++] = t;
        }
    }
}

/* Leaves first: a token hands its edges to its head once all its children did. Tokens
 * on a cycle (a parser never makes one) keep themselves as edges. */
static void find_edges(dl_reading *r)
{
    const uint32_t n = r->doc->token_count;
    uint32_t *open = dl_arena_new_array(r->arena, n + 1, uint32_t);
    uint32_t *queue = dl_arena_new_array(r->arena, n + 1, uint32_t);
    if (open == NULL || queue == NULL) {
        return;
    }
    uint32_t first = 0, last = 0;
    for (uint32_t t = 0; t < n; t++) {
        r->left[t] = r->right[t] = t;
        open[t] = r->kid_start[t + 1] - r->kid_start[t];
        if (open[t] == 0) {
            queue[last++] = t;
        }
    }
    while (first < last) {
        const uint32_t t = queue[first++], head = dl_head(r, t);
        if (head == t) {
            continue;
        }
        r->left[head] = r->left[t] < r->left[head] ? r->left[t] : r->left[head];
        r->right[head] = r->right[t] > r->right[head] ? r->right[t] : r->right[head];
        if (--open[head] == 0) {
            queue[last++] = head;
        }
    }
}

static bool person_or_time(const dl_reading *r, const dl_token *token)
{
    if (token->entity == DL_NONE) {
        return false;
    }
    const char *type = r->doc->entities[token->entity].type;
    return strcmp(type, "PERSON") == 0 || strcmp(type, "DATE") == 0 ||
           strcmp(type, "TIME") == 0;
}

static void find_classes(dl_reading *r)
{
    for (uint32_t t = 0; t < r->doc->token_count; t++) {
        const dl_token *token = dl_at(r, t);
        dl_classes set = dl_codebook_classes(r->book, token->lemma);
        set = dl_classes_join(set, dl_codebook_classes(r->book, token->lower));
        if (token->entity != DL_NONE) {
            char key[40];
            const int size =
                snprintf(key, sizeof key, "@%s", r->doc->entities[token->entity].type);
            if (size > 0 && (size_t)size < sizeof key) {
                set = dl_classes_join(
                    set, dl_codebook_classes(r->book, (dl_str){key, (size_t)size}));
            }
        }
        if (strcmp(token->tag, "CD") == 0) {
            set = dl_classes_join(set, dl_codebook_classes(r->book, DL_STR("@NUMBER")));
        }
        if (strncmp(token->tag, "NNP", 3) == 0) {
            set = dl_classes_join(set, dl_codebook_classes(r->book, DL_STR("@NNP")));
            if (!person_or_time(r, token)) {
                set =
                    dl_classes_join(set, dl_codebook_classes(r->book, DL_STR("@PROPER")));
            }
        }
        r->classes[t] = set;
    }
}

static void cover(uint32_t *where, uint32_t first, uint32_t end, uint32_t value,
                  uint32_t count)
{
    for (uint32_t t = first; t < end && t < count; t++) {
        where[t] = value;
    }
}

static void find_tags(dl_reading *r)
{
    const uint32_t n = r->doc->token_count;
    const dl_tags *tags = r->tags;
    cover(r->time, 0, n, DL_NONE, n);
    cover(r->place, 0, n, DL_NONE, n);
    cover(r->mention, 0, n, DL_NONE, n);
    cover(r->claim, 0, n, DL_NONE, n);
    for (uint32_t i = 0; i < tags->time_count; i++) {
        cover(r->time, tags->times[i].first, tags->times[i].end, i, n);
    }
    for (uint32_t i = 0; i < tags->place_count; i++) {
        cover(r->place, tags->places[i].first, tags->places[i].end, i, n);
    }
    for (uint32_t i = 0; i < tags->mention_count; i++) {
        cover(r->mention, tags->mentions[i].first, tags->mentions[i].end, i, n);
    }
    for (uint32_t i = 0; i < tags->mention_count; i++) {
        if (tags->mentions[i].head < n) {
            r->mention[tags->mentions[i].head] = i;
        }
    }
}

/* Paragraphs are the article's; without an article, blank lines part them. */
static void find_paras(dl_reading *r)
{
    uint32_t para = 0;
    const dl_article *article = r->article;
    for (uint32_t t = 0; t < r->doc->token_count; t++) {
        const dl_token *token = dl_at(r, t);
        if (article != NULL && article->para_count > 0) {
            while (para + 1 < article->para_count &&
                   token->span.start >= article->paras[para + 1].text.start) {
                para++;
            }
        } else if (t > 0 && dl_at(r, t - 1)->is_space &&
                   dl_str_find(dl_str_cut(r->doc->text, dl_at(r, t - 1)->span),
                               DL_STR("\n\n")) != SIZE_MAX) {
            para++;
        }
        r->para[t] = para;
    }
}

bool dl_reading_init(dl_reading *out, const dl_codebook *book, const dl_doc *doc,
                     const dl_article *article, const dl_tags *tags, dl_when published,
                     dl_arena *arena)
{
    *out = (dl_reading){.book = book,
                        .doc = doc,
                        .article = article,
                        .tags = tags,
                        .published = published,
                        .arena = arena};
    const size_t n = doc->token_count;
    out->kid_start = dl_arena_new_array(arena, n + 2, uint32_t);
    out->kids = dl_arena_new_array(arena, n + 1, uint32_t);
    out->left = dl_arena_new_array(arena, n + 1, uint32_t);
    out->right = dl_arena_new_array(arena, n + 1, uint32_t);
    out->mention = dl_arena_new_array(arena, n + 1, uint32_t);
    out->time = dl_arena_new_array(arena, n + 1, uint32_t);
    out->place = dl_arena_new_array(arena, n + 1, uint32_t);
    out->para = dl_arena_new_array(arena, n + 1, uint32_t);
    out->claim = dl_arena_new_array(arena, n + 1, uint32_t);
    out->classes = dl_arena_new_array(arena, n + 1, dl_classes);
    out->told = dl_arena_new_array(arena, n + 1, bool);
    if (dl_arena_failed(arena)) {
        return false;
    }
    dl_map_init(&out->sources, arena);
    list_kids(out);
    find_edges(out);
    find_classes(out);
    find_tags(out);
    find_paras(out);
    return !dl_arena_failed(arena);
}
