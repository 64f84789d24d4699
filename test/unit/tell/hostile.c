/* Tests of the tell stage on trees no parser makes: it must end, and find what it finds
 * without reading past anything.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tap.h"
#include "tell.h"

#include <stdlib.h>

static dl_codebook *book;

static uint32_t dice(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* `count` words with tags, labels and heads drawn at random (heads stay in the
 * sentence, cycles and all). */
static dl_doc random_doc(dl_arena *arena, uint32_t count, uint32_t per_sentence,
                         uint32_t seed)
{
    static const char *const words[] = {"army", "said", "\"",        "town",   "killed",
                                        "nine", "of",   "by",        "attack", "on",
                                        ",",    "who",  "according", "to",     "bomb",
                                        "not",  "-",    "twenty",    "three",  "."};
    static const char *const tags[] = {"NN", "VBD", "VBG", "NNP", "CD",
                                       "IN", "JJ",  "PRP", "WDT"};
    static const char *const deps[] = {
        "nsubj", "dobj",  "pobj",   "prep",  "ccomp",     "conj",  "acl", "relcl",
        "advcl", "appos", "nummod", "xcomp", "nsubjpass", "agent", "det", "poss"};
    dl_doc doc = {.tokens = dl_arena_new_array(arena, count + 1, dl_token),
                  .sentences = dl_arena_new_array(arena, count + 1, dl_sentence)};
    char *text = dl_arena_alloc(arena, (size_t)count * 16 + 1);
    size_t at = 0;
    for (uint32_t t = 0; t < count; t++) {
        const char *word = words[dice(&seed) % (sizeof words / sizeof words[0])];
        dl_token *token = &doc.tokens[t];
        const uint32_t first = t / per_sentence * per_sentence;
        const uint32_t size = first + per_sentence > count ? count - first : per_sentence;
        memcpy(text + at, word, strlen(word));
        token->span = (dl_span){(uint32_t)at, (uint32_t)(at + strlen(word))};
        at += strlen(word);
        text[at++] = ' ';
        token->lemma = token->lower = dl_str_of(word);
        token->tag = tags[dice(&seed) % (sizeof tags / sizeof tags[0])];
        token->pos = token->tag[0] == 'V' ? "VERB" : token->tag[0] == 'N' ? "NOUN" : "X";
        token->dep = deps[dice(&seed) % (sizeof deps / sizeof deps[0])];
        token->head = first + dice(&seed) % size;
        token->entity = DL_NONE;
        token->sentence = t / per_sentence;
        token->sent_start = t == first;
        token->space_after = true;
        if (t == first) {
            doc.sentences[doc.sentence_count++] =
                (dl_sentence){first, first + size, first};
        }
    }
    doc.token_count = count;
    doc.text = (dl_str){text, at};
    return doc;
}

static bool tells(dl_arena *arena, const dl_doc *doc, dl_tells *out)
{
    dl_error err;
    const dl_tags none = {.dateline_place = DL_NONE, .dateline_time = DL_NONE};
    return dl_tell(book, doc, NULL, &none, dl_when_none(), arena, out, &err) == DL_OK;
}

static void spans_and_indices_stay_inside(const dl_doc *doc, const dl_tells *t)
{
    for (uint32_t i = 0; i < t->event_count; i++) {
        const dl_event *e = &t->events[i];
        CHECK(e->span.start <= e->span.end && e->span.end <= doc->text.size);
        CHECK(e->claim == DL_NONE || e->claim < t->claim_count);
        CHECK(e->same_as == DL_NONE || e->same_as < i);
    }
    for (uint32_t i = 0; i < t->claim_count; i++) {
        const dl_claim *c = &t->claims[i];
        CHECK(c->span.start <= c->span.end && c->span.end <= doc->text.size);
        CHECK(c->event == DL_NONE || c->event < t->event_count);
    }
}

static void random_trees_are_survived(void)
{
    for (uint32_t seed = 1; seed <= 400; seed++) {
        dl_arena arena;
        dl_arena_init(&arena, 0);
        const dl_doc doc = random_doc(&arena, 120, 5 + seed % 40, seed);
        dl_tells t;
        CHECK(tells(&arena, &doc, &t));
        spans_and_indices_stay_inside(&doc, &t);
        dl_arena_done(&arena);
    }
}

static void a_sentence_of_a_hundred_thousand_words_ends(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc = random_doc(&arena, 100000, 100000, 7);
    dl_tells t;
    CHECK(tells(&arena, &doc, &t));
    spans_and_indices_stay_inside(&doc, &t);
    dl_arena_done(&arena);
}

static void an_empty_text_tells_nothing(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_doc doc = {.text = {"", 0}};
    dl_tells t;
    CHECK(tells(&arena, &doc, &t));
    CHECK_INT(t.event_count + t.claim_count + t.unread_count, 0);
    dl_arena_done(&arena);
}

static void too_little_memory_is_an_error_not_a_crash(void)
{
    for (size_t limit = 1000; limit < 200000; limit += 7000) {
        dl_arena build, small;
        dl_arena_init(&build, 0);
        dl_arena_init(&small, limit);
        const dl_doc doc = random_doc(&build, 300, 20, 3);
        dl_tells t;
        if (!tells(&small, &doc, &t)) {
            CHECK(dl_arena_failed(&small));
        }
        dl_arena_done(&small);
        dl_arena_done(&build);
    }
}

int main(void)
{
    char path[512];
    snprintf(path, sizeof path, "%s/data/codebook.txt", getenv("DATELINE_SOURCE"));
    dl_error err;
    if (dl_codebook_open(path, NULL, &book, &err) != DL_OK) {
        printf("Bail out! %s\n", err.message);
        return 1;
    }
    TEST(random_trees_are_survived);
    TEST(a_sentence_of_a_hundred_thousand_words_ends);
    TEST(an_empty_text_tells_nothing);
    TEST(too_little_memory_is_an_error_not_a_crash);
    dl_codebook_close(book);
    return tap_done();
}
