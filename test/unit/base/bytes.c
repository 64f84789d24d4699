/* Tests of bytes.h: every answer is that of a loop over single bytes, at every length
 * and at every place in memory.
 * SPDX-License-Identifier: Apache-2.0 */
#include "bytes.h"
#include "tap.h"

#include <stdint.h>
#include <string.h>

#define LENGTHS 150 /* more than two steps of four times sixteen */
#define PLACES 17

static char room[PLACES + LENGTHS];

static size_t slow_ascii(const char *at, size_t size)
{
    size_t i = 0;
    while (i < size && (unsigned char)at[i] < 0x80) {
        i++;
    }
    return i;
}

static size_t slow_tidy(const char *at, size_t size)
{
    size_t i = 0;
    while (i < size && (unsigned char)at[i] >= ' ' && (unsigned char)at[i] < 0x7F &&
           !(i > 0 && at[i] == ' ' && at[i - 1] == ' ')) {
        i++;
    }
    return i;
}

static size_t slow_plain(const char *at, size_t size, char a, char b)
{
    size_t i = 0;
    while (i < size && (unsigned char)at[i] >= ' ' && (unsigned char)at[i] < 0x7F &&
           at[i] != a && at[i] != b) {
        i++;
    }
    return i;
}

static size_t slow_alike(const char *a, const char *b, size_t size, char stop)
{
    size_t i = 0;
    while (i < size && a[i] == b[i] && a[i] != stop && (unsigned char)a[i] < 0x80) {
        i++;
    }
    return i;
}

static size_t slow_count(const char *at, size_t size, char byte)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += at[i] == byte;
    }
    return count;
}

/* Whether all agree on `text` wherever it lies. */
static bool agree(const char *text, size_t size)
{
    bool same = true;
    char plain[LENGTHS];
    memset(plain, 'a', sizeof plain);
    for (size_t place = 0; place < PLACES; place++) {
        char *at = room + place;
        memset(room, 0xFF, sizeof room); /* what stands around it is not looked at */
        memcpy(at, text, size);
        same = same && dl_bytes_ascii(at, size) == slow_ascii(at, size) &&
               dl_bytes_tidy(at, size) == slow_tidy(at, size) &&
               dl_bytes_plain(at, size, '~', 'b') == slow_plain(at, size, '~', 'b') &&
               dl_bytes_alike(at, plain, size, '~') == slow_alike(at, plain, size, '~') &&
               dl_bytes_alike(at, text, size, ' ') == slow_alike(at, text, size, ' ') &&
               dl_bytes_count(at, size, ' ') == slow_count(at, size, ' ') &&
               dl_bytes_count(at, size, (char)0xFF) == slow_count(at, size, (char)0xFF);
    }
    return same;
}

static void one_odd_byte_is_found_wherever_it_stands(void)
{
    static const unsigned char odd[] = {0x80, 0xFF, 0x7F, 0x1F, 0x00, '\n', ' ', '~'};
    char text[LENGTHS];
    for (size_t size = 0; size <= 70; size++) {
        bool same = true;
        for (size_t o = 0; o < sizeof odd; o++) {
            for (size_t at = 0; at <= size; at++) {
                memset(text, 'a', sizeof text);
                text[at] = (char)odd[o]; /* at == size: behind the text */
                same = same && agree(text, size);
            }
        }
        CHECK(same);
    }
}

static void texts_of_few_letters_give_what_a_loop_gives(void)
{
    static const char letters[] = "aa  b. \x80";
    char text[LENGTHS];
    uint32_t seed = 1;
    for (size_t size = 0; size < LENGTHS; size++) {
        for (size_t i = 0; i < size; i++) {
            seed = seed * 1664525u + 1013904223u;
            const unsigned pick = seed >> 24; /* the odd byte is rare */
            text[i] = pick == 0 ? letters[7] : letters[pick % 7];
        }
        CHECK(agree(text, size));
    }
}

static void a_blank_behind_a_blank_is_untidy_also_between_steps(void)
{
    char text[LENGTHS];
    for (size_t at = 1; at < 70; at++) {
        memset(text, 'a', sizeof text);
        text[at - 1] = text[at] = ' ';
        CHECK_INT(dl_bytes_tidy(text, 70), at);
    }
    CHECK_INT(dl_bytes_tidy(" a b ", 5), 5);
    CHECK_INT(dl_bytes_tidy("", 0), 0);
}

static void a_needle_is_found_where_memmem_finds_it(void)
{
    static const char letters[] = "aab";
    char text[LENGTHS], needle[80];
    uint32_t seed = 7;
    for (size_t size = 0; size < LENGTHS; size++) {
        bool same = true;
        for (size_t needle_size = 0; needle_size < sizeof needle; needle_size++) {
            for (size_t i = 0; i < size; i++) {
                seed = seed * 1664525u + 1013904223u;
                text[i] = letters[(seed >> 24) % 3];
            }
            const size_t from =
                size > needle_size ? (seed >> 8) % (size - needle_size + 1) : 0;
            memcpy(needle, text + from, needle_size < size ? needle_size : size);
            const char *hit = memmem(text, size, needle, needle_size);
            const size_t expected = hit == NULL ? SIZE_MAX : (size_t)(hit - text);
            same = same && dl_bytes_find(text, size, needle, needle_size) == expected;
        }
        CHECK(same);
    }
    CHECK(dl_bytes_find("crane", 5, "harbour", 7) == SIZE_MAX);
    CHECK_INT(dl_bytes_find("crane", 5, "", 0), 0);
}

static void sixty_four_bytes_are_told_apart_at_once(void)
{
    static const char letters[] = "a .,;)b";
    uint32_t seed = 3;
    for (size_t place = 0; place < PLACES; place++) {
        uint64_t expected = 0;
        for (size_t i = 0; i < 64; i++) {
            seed = seed * 1664525u + 1013904223u;
            room[place + i] = letters[(seed >> 24) % 7];
            expected |= (uint64_t)(strchr(".;)", room[place + i]) != NULL) << i;
        }
        CHECK(dl_bytes_among(room + place, ".;)") == expected);
        CHECK(dl_bytes_among(room + place, "") == 0);
    }
}

int main(void)
{
    TEST(one_odd_byte_is_found_wherever_it_stands);
    TEST(texts_of_few_letters_give_what_a_loop_gives);
    TEST(a_blank_behind_a_blank_is_untidy_also_between_steps);
    TEST(sixty_four_bytes_are_told_apart_at_once);
    TEST(a_needle_is_found_where_memmem_finds_it);
    return tap_done();
}
