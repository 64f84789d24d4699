/* Tests of block.h: lines are measured as a reader would count, a sign at a time.
 * SPDX-License-Identifier: Apache-2.0 */
#include "block.h"
#include "tap.h"
#include "utf8.h"

static void check_counts(const char *line, unsigned chars, unsigned words, unsigned stops,
                         unsigned commas)
{
    dl_block b = {0};
    dl_block_measure(dl_str_of(line), &b);
    CHECK_INT(b.chars, chars);
    CHECK_INT(b.words, words);
    CHECK_INT(b.stops, stops);
    CHECK_INT(b.commas, commas);
}

static void a_stop_counts_before_a_blank_or_the_end(void)
{
    check_counts("", 0, 0, 0, 0);
    check_counts("The dam failed.", 13, 3, 1, 0);
    check_counts("3.5 metres, they said", 18, 4, 0, 1);
    check_counts("(\"It failed.\") So it did!", 21, 5, 2, 0);
    check_counts("It failed.x So", 12, 3, 0, 0);
    check_counts("Wait ... what?", 12, 3, 2, 0);
}

static void signs_beyond_ascii_count_as_well(void)
{
    check_counts("„Der Damm ist gebrochen.“ Er sah es.", 30, 7, 2, 0);
    check_counts("大坝决堤。洪水。", 8, 4, 2, 0);
    check_counts("كسر السد، قال.", 12, 3, 1, 1);
}

/* The same, slowly: of ASCII and of a closing sign of three bytes. */
static void count_slowly(dl_str text, dl_block *b)
{
    bool stop = false, in_word = false;
    memset(b, 0, sizeof *b);
    for (size_t at = 0; at < text.size;) {
        const uint32_t c = dl_utf8_next(text, &at);
        if (c == ' ') {
            b->stops = (uint16_t)(b->stops + stop);
            stop = in_word = false;
            continue;
        }
        const bool closing = c == 0x201D || strchr("\"')]*", (int)(c & 0x7F)) != NULL;
        b->chars++;
        b->words = (uint16_t)(b->words + !in_word);
        b->commas = (uint16_t)(b->commas + (c == ','));
        in_word = true;
        stop = (c < 0x80 && strchr(".!?;", (int)c) != NULL) || (stop && closing);
    }
    b->stops = (uint16_t)(b->stops + stop);
}

static void long_lines_are_counted_as_short_ones(void)
{
    static const char *const pieces[] = {"a",  ".", " ",  ")",
                                         "\"", ",", "bc", "\xE2\x80\x9D"};
    uint32_t seed = 5;
    for (unsigned kinds = 7; kinds <= 8; kinds++) { /* ASCII alone, then not */
        for (unsigned n = 0; n < 300; n++) {
            dl_buf line;
            dl_block fast = {0}, slow;
            dl_buf_init(&line);
            for (unsigned i = 0; i < n; i++) {
                seed = seed * 1664525u + 1013904223u;
                dl_buf_text(&line, pieces[(seed >> 20) % kinds]);
            }
            dl_block_measure(dl_buf_str(&line), &fast);
            count_slowly(dl_buf_str(&line), &slow);
            CHECK(fast.chars == slow.chars && fast.words == slow.words &&
                  fast.stops == slow.stops && fast.commas == slow.commas);
            dl_buf_done(&line);
        }
    }
}

static void lower_case_stays_within_its_room(void)
{
    static const char line[] = "  THE DAM ÄÖÜ and some MORE ";
    for (size_t room = 0; room < 40; room++) {
        char out[48];
        memset(out, '#', sizeof out);
        const size_t size = dl_block_lower(dl_str_of(line), out, room);
        CHECK(size <= room && out[room] == '#');
        CHECK(memcmp(out, "the dam äöü and some more", size) == 0);
    }
}

int main(void)
{
    TEST(a_stop_counts_before_a_blank_or_the_end);
    TEST(signs_beyond_ascii_count_as_well);
    TEST(long_lines_are_counted_as_short_ones);
    TEST(lower_case_stays_within_its_room);
    return tap_done();
}
