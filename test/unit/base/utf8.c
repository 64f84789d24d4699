/* Tests of src/base/utf8.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "utf8.h"
#include "tap.h"

/* A text of `size` bytes with heads of 1 to 4 bytes, and wrong bytes when asked. */
static dl_str mixed(dl_arena *arena, size_t size, bool wrong)
{
    static const char *const PIECES[] = {
        "a", "\xC3\xA4", "\xE2\x80\x9C", "\xF0\x9F\x8E\xA8", "\xFF", "\xE2\x80"};
    dl_buf buf;
    uint32_t state = 7;
    dl_buf_init(&buf);
    while (buf.size < size) {
        state = state * 1664525u + 1013904223u;
        dl_buf_text(&buf, PIECES[(state >> 16) % (wrong ? 6 : 4)]);
    }
    const dl_str text = dl_str_copy(arena, dl_buf_str(&buf));
    dl_buf_done(&buf);
    return text;
}

static void an_index_counts_like_a_ruler_in_any_order(void)
{
    dl_arena arena;
    dl_utf8_index index;
    dl_arena_init(&arena, 0);
    for (int wrong = 0; wrong < 2; wrong++) {
        const dl_str text = mixed(&arena, 3000, wrong != 0);
        dl_utf8_index_init(&index, &arena, text);
        for (size_t at = text.size + 1; at-- > 0;) {
            dl_utf8_ruler ruler = {.text = text};
            const size_t want = dl_utf8_point(&ruler, at);
            if (dl_utf8_index_point(&index, at) != want) {
                CHECK_INT(dl_utf8_index_point(&index, at), want);
                break;
            }
        }
        CHECK_INT(dl_utf8_index_point(&index, text.size + 99), dl_utf8_count(text));
    }
    dl_arena_done(&arena);
}

static void an_index_steps_over_long_runs_of_ascii(void)
{
    dl_arena arena;
    dl_utf8_index index;
    char text[2000];
    dl_arena_init(&arena, 0);
    for (size_t wide = 250; wide < 520; wide++) { /* around the stones */
        bool same = true;
        memset(text, 'x', sizeof text);
        memcpy(text + wide, "\xE2\x80\x9C", 3);
        dl_utf8_index_init(&index, &arena, (dl_str){text, sizeof text});
        for (size_t at = 0; at <= sizeof text; at += at < 600 ? 1 : 97) {
            dl_utf8_ruler ruler = {.text = {text, sizeof text}};
            same = same && dl_utf8_index_point(&index, at) == dl_utf8_point(&ruler, at);
        }
        CHECK(same);
    }
    dl_arena_done(&arena);
}

static void an_index_of_steps_without_rest_knows_its_end(void)
{
    dl_arena arena;
    dl_utf8_index index;
    char text[512];
    memset(text, 'x', sizeof text);
    dl_arena_init(&arena, 0);
    dl_utf8_index_init(&index, &arena, (dl_str){text, sizeof text});
    CHECK_INT(dl_utf8_index_point(&index, 512), 512);
    CHECK_INT(dl_utf8_index_point(&index, 256), 256);
    dl_utf8_index_init(&index, &arena, DL_STR(""));
    CHECK_INT(dl_utf8_index_point(&index, 0), 0);
    CHECK_INT(dl_utf8_index_point(&index, 5), 0);
    dl_arena_done(&arena);
}

static void an_index_without_memory_still_answers(void)
{
    dl_arena arena;
    dl_utf8_index index;
    dl_arena_init(&arena, 1);
    dl_utf8_index_init(&index, &arena, DL_STR("\xC3\xA4z"));
    CHECK(index.stones == NULL);
    CHECK_INT(dl_utf8_index_point(&index, 2), 1);
    dl_arena_done(&arena);
}

int main(void)
{
    TEST(an_index_counts_like_a_ruler_in_any_order);
    TEST(an_index_steps_over_long_runs_of_ascii);
    TEST(an_index_of_steps_without_rest_knows_its_end);
    TEST(an_index_without_memory_still_answers);
    return tap_done();
}
