/* Tests of src/language/paragraphs.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "language.h"
#include "tap.h"

#include <stdlib.h>

static dl_language *language;
static dl_language_worker *worker;

static dl_doc read(dl_arena *arena, const char *text)
{
    dl_doc doc;
    dl_error err = {0};
    dl_arena_init(arena, 0);
    if (dl_language_read_paragraphs(worker, dl_str_of(text), arena, &doc, &err) != DL_OK) {
        printf("# %s\n", err.message);
        CHECK(false);
    }
    return doc;
}

static void a_headline_without_a_stop_is_a_sentence_of_its_own(void)
{
    dl_arena arena;
    const dl_doc doc = read(&arena, "Rebels rooted out of Orvale\n\nTroops entered the town on Sunday.");
    CHECK_INT(doc.sentence_count, 2);
    for (uint32_t i = 0; i < doc.token_count; i++) {
        const dl_sentence *s = &doc.sentences[doc.tokens[i].sentence];
        CHECK(i >= s->first && i < s->end);
        CHECK(doc.tokens[i].head >= s->first && doc.tokens[i].head < s->end);
    }
    dl_arena_done(&arena);
}

static void spans_of_later_paragraphs_are_places_in_the_whole_text(void)
{
    dl_arena arena;
    const dl_doc doc = read(&arena, "One.\n \nTwo met Anna Berg in Oslo.");
    const dl_token *last = &doc.tokens[doc.token_count - 2];
    CHECK_STR(dl_str_cut(doc.text, last->span), "Oslo");
    CHECK(doc.entity_count > 0);
    for (uint32_t e = 0; e < doc.entity_count; e++) {
        CHECK_INT(doc.entities[e].span.start, doc.tokens[doc.entities[e].first].span.start);
    }
    dl_arena_done(&arena);
}

static void blank_lines_alone_and_at_the_ends_are_read(void)
{
    dl_arena arena;
    CHECK_INT(read(&arena, "").token_count, 0);
    dl_arena_done(&arena);
    CHECK_INT(read(&arena, "\n\n\n").token_count, 1);
    dl_arena_done(&arena);
    const dl_doc doc = read(&arena, "\n\nHello there.\n\n");
    CHECK_INT(doc.tokens[0].is_space, true);
    CHECK_INT(doc.tokens[doc.token_count - 1].is_space, true);
    CHECK_INT(doc.sentences[doc.sentence_count - 1].end, doc.token_count);
    dl_arena_done(&arena);
}

int main(void)
{
    char dir[4096];
    dl_error err = {0};
    snprintf(dir, sizeof dir, "%s/model", getenv("DATELINE_SHARE"));
    if (dl_language_open(dir, &language, &err) != DL_OK ||
        dl_language_worker_new(language, &worker, &err) != DL_OK) {
        printf("# %s\nnot ok 1 - the model opens\n1..1\n", err.message);
        return 1;
    }
    TEST(a_headline_without_a_stop_is_a_sentence_of_its_own);
    TEST(spans_of_later_paragraphs_are_places_in_the_whole_text);
    TEST(blank_lines_alone_and_at_the_ends_are_read);
    dl_language_worker_free(worker);
    dl_language_close(language);
    return tap_done();
}
