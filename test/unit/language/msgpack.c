/* Tests of src/language/msgpack.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "msgpack.h"
#include "tap.h"

#include <stdlib.h>

static dl_msgpack over(const void *bytes, size_t size)
{
    dl_msgpack in;
    dl_msgpack_init(&in, (dl_str){bytes, size});
    return in;
}

#define OVER(literal) over(literal, sizeof(literal) - 1)

static void whole_numbers_of_every_width_are_read(void)
{
    dl_msgpack in = OVER("\x07\xcc\xff\xcd\x01\x00\xce\x00\x01\x00\x00"
                         "\xcf\xff\xff\xff\xff\xff\xff\xff\xff");
    CHECK_INT(dl_msgpack_unsigned(&in), 7);
    CHECK_INT(dl_msgpack_unsigned(&in), 255);
    CHECK_INT(dl_msgpack_unsigned(&in), 256);
    CHECK_INT(dl_msgpack_unsigned(&in), 65536);
    CHECK(dl_msgpack_unsigned(&in) == UINT64_MAX);
    CHECK(dl_msgpack_done(&in));
}

static void numbers_below_zero_keep_their_sign(void)
{
    dl_msgpack in = OVER("\xff\xe0\xd0\x80\xd1\xff\x00\xd2\xff\xff\xff\xfe"
                         "\xd3\x80\x00\x00\x00\x00\x00\x00\x00");
    CHECK_INT(dl_msgpack_signed(&in), -1);
    CHECK_INT(dl_msgpack_signed(&in), -32);
    CHECK_INT(dl_msgpack_signed(&in), -128);
    CHECK_INT(dl_msgpack_signed(&in), -256);
    CHECK_INT(dl_msgpack_signed(&in), -2);
    CHECK(dl_msgpack_signed(&in) == INT64_MIN);
    CHECK(dl_msgpack_done(&in));
}

static void a_number_that_does_not_fit_is_a_failure(void)
{
    dl_msgpack in = OVER("\xff");
    CHECK_INT(dl_msgpack_unsigned(&in), 0);
    CHECK(in.failed);
    in = OVER("\xcf\x80\x00\x00\x00\x00\x00\x00\x00");
    CHECK_INT(dl_msgpack_signed(&in), 0);
    CHECK(in.failed);
}

static void reals_are_read_from_floats_doubles_and_integers(void)
{
    dl_msgpack in =
        OVER("\xca\x3f\xc0\x00\x00\xcb\xc0\x04\x00\x00\x00\x00\x00\x00\x05\xfd");
    CHECK_NEAR(dl_msgpack_real(&in), 1.5, 0);
    CHECK_NEAR(dl_msgpack_real(&in), -2.5, 0);
    CHECK_NEAR(dl_msgpack_real(&in), 5, 0);
    CHECK_NEAR(dl_msgpack_real(&in), -3, 0);
    CHECK(dl_msgpack_done(&in));
}

static void strings_and_blobs_are_views_of_the_bytes(void)
{
    static const char bytes[] = "\xa3yes\xd9\x02no\xc4\x03\0ab\xa0";
    dl_msgpack in = over(bytes, sizeof bytes - 1);
    const dl_str yes = dl_msgpack_text(&in);
    CHECK_STR(yes, "yes");
    CHECK(yes.at == bytes + 1);
    CHECK_STR(dl_msgpack_text(&in), "no");
    CHECK_INT(dl_msgpack_text(&in).size, 3);
    CHECK_STR(dl_msgpack_text(&in), "");
    CHECK(dl_msgpack_done(&in));
}

static void maps_and_arrays_say_how_much_follows(void)
{
    dl_msgpack in = OVER("\x82\xa1t\xc3\xa1n\xc0\x92\xc2\x01");
    CHECK_INT(dl_msgpack_map(&in), 2);
    CHECK_STR(dl_msgpack_text(&in), "t");
    CHECK(dl_msgpack_bool(&in));
    CHECK_STR(dl_msgpack_text(&in), "n");
    CHECK(dl_msgpack_nil(&in));
    CHECK_INT(dl_msgpack_array(&in), 2);
    CHECK(!dl_msgpack_nil(&in));
    CHECK(!dl_msgpack_bool(&in));
    CHECK_INT(dl_msgpack_unsigned(&in), 1);
    CHECK(dl_msgpack_done(&in));
}

static void skipping_takes_a_value_with_all_it_holds(void)
{
    dl_msgpack in = OVER("\x82\xa1k\x92\x01\x93\xc0\xc4\x01x\x02\xa1m\x80\x2a");
    CHECK_INT(dl_msgpack_skip(&in).size, 14);
    CHECK_INT(dl_msgpack_unsigned(&in), 42);
    in = OVER("\xc7\x02\x05zz\xd5\x01qq\x07");
    dl_msgpack_skip(&in);
    dl_msgpack_skip(&in);
    CHECK_INT(dl_msgpack_unsigned(&in), 7);
}

static void a_wrong_kind_fails_and_the_failure_sticks(void)
{
    dl_msgpack in = OVER("\xa1x\x05");
    CHECK_INT(dl_msgpack_unsigned(&in), 0);
    CHECK(in.failed);
    CHECK_INT(dl_msgpack_at(&in), 0);
    CHECK_STR(dl_msgpack_text(&in), "");
    CHECK_INT(dl_msgpack_peek(&in), DL_MSGPACK_NONE);
    CHECK(!dl_msgpack_done(&in));
}

static void a_count_beyond_the_bytes_is_a_failure_not_a_loop(void)
{
    dl_msgpack in = OVER("\xdf\xff\xff\xff\xff\x01\x02");
    CHECK_INT(dl_msgpack_map(&in), 0);
    CHECK(in.failed);
    in = OVER("\xdd\xff\xff\xff\xff");
    dl_msgpack_skip(&in);
    CHECK(in.failed);
    in = OVER("\xc6\xff\xff\xff\xff"); /* a blob of 4 GB */
    CHECK_INT(dl_msgpack_text(&in).size, 0);
    CHECK(in.failed);
}

static void deep_nesting_is_skipped_without_a_stack(void)
{
    enum { DEPTH = 1000000 };
    char *bytes = malloc(DEPTH + 1);
    memset(bytes, 0x91, DEPTH); /* an array of one, in an array of one ... */
    bytes[DEPTH] = 0x01;
    dl_msgpack in = over(bytes, DEPTH + 1);
    CHECK_INT(dl_msgpack_skip(&in).size, DEPTH + 1);
    CHECK(dl_msgpack_done(&in));
    in = over(bytes, DEPTH);
    dl_msgpack_skip(&in);
    CHECK(in.failed);
    free(bytes);
}

static void every_cut_of_a_value_is_a_failure(void)
{
    static const char bytes[] = "\x83\xa1k\x92\x01\xcd\x01\x02\xa1m\xc4\x02xy\xa1r\xcb"
                                "\x40\x00\x00\x00\x00\x00\x00\x00";
    for (size_t size = 0; size < sizeof bytes - 1; size++) {
        char *cut = malloc(size + 1); /* so that a sanitizer sees a step too far */
        memcpy(cut, bytes, size);
        dl_msgpack in = over(cut, size);
        dl_msgpack_skip(&in);
        CHECK(in.failed);
        free(cut);
    }
    dl_msgpack in = over(bytes, sizeof bytes - 1);
    dl_msgpack_skip(&in);
    CHECK(dl_msgpack_done(&in));
}

static void any_bytes_at_all_are_survived(void)
{
    uint32_t seed = 1;
    for (int round = 0; round < 20000; round++) {
        char bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            seed = seed * 1664525 + 1013904223;
            bytes[i] = (char)(seed >> 24);
        }
        dl_msgpack in = over(bytes, sizeof bytes);
        while (!in.failed && !dl_msgpack_done(&in)) {
            const size_t before = dl_msgpack_at(&in);
            dl_msgpack_skip(&in);
            CHECK(in.failed || dl_msgpack_at(&in) > before);
        }
        CHECK(dl_msgpack_at(&in) <= sizeof bytes);
    }
}

static void nothing_at_all_is_no_value(void)
{
    dl_msgpack in = over(NULL, 0);
    CHECK_INT(dl_msgpack_peek(&in), DL_MSGPACK_NONE);
    CHECK(!dl_msgpack_nil(&in));
    CHECK(dl_msgpack_done(&in));
    CHECK_INT(dl_msgpack_map(&in), 0);
    CHECK(in.failed);
    in = OVER("\xc1"); /* the one byte the format never uses */
    dl_msgpack_skip(&in);
    CHECK(in.failed);
}

int main(void)
{
    TEST(whole_numbers_of_every_width_are_read);
    TEST(numbers_below_zero_keep_their_sign);
    TEST(a_number_that_does_not_fit_is_a_failure);
    TEST(reals_are_read_from_floats_doubles_and_integers);
    TEST(strings_and_blobs_are_views_of_the_bytes);
    TEST(maps_and_arrays_say_how_much_follows);
    TEST(skipping_takes_a_value_with_all_it_holds);
    TEST(a_wrong_kind_fails_and_the_failure_sticks);
    TEST(a_count_beyond_the_bytes_is_a_failure_not_a_loop);
    TEST(deep_nesting_is_skipped_without_a_stack);
    TEST(every_cut_of_a_value_is_a_failure);
    TEST(any_bytes_at_all_are_survived);
    TEST(nothing_at_all_is_no_value);
    return tap_done();
}
