/* Tests of src/language/biluo.c: which moves a state allows.
 * SPDX-License-Identifier: Apache-2.0 */
#include "biluo.h"
#include "tap.h"

static const dl_label person = {"PERSON", &person, NULL}, place = {"GPE", &place, NULL},
                      none = {"", &none, NULL};
static bool is_space[8], sent_start[8];

static dl_biluo_state start(uint32_t length)
{
    memset(is_space, 0, sizeof is_space);
    memset(sent_start, 0, sizeof sent_start);
    return (dl_biluo_state){.length = length,
                            .start = DL_NONE,
                            .is_space = is_space,
                            .sent_start = sent_start};
}

static void a_name_keeps_its_type_until_its_last_word(void)
{
    dl_biluo_state s = start(4);
    CHECK(dl_biluo_valid(&s, DL_BILUO_BEGIN, &person));
    dl_biluo_take(&s, DL_BILUO_BEGIN, &person);
    CHECK(dl_biluo_valid(&s, DL_BILUO_IN, &person));
    CHECK(!dl_biluo_valid(&s, DL_BILUO_IN, &place));
    CHECK(dl_biluo_valid(&s, DL_BILUO_LAST, &person));
    CHECK(!dl_biluo_valid(&s, DL_BILUO_LAST, &place));
    CHECK(!dl_biluo_valid(&s, DL_BILUO_OUT, &none));
    CHECK(!dl_biluo_valid(&s, DL_BILUO_UNIT, &person));
    dl_biluo_take(&s, DL_BILUO_LAST, &person);
    CHECK(!dl_biluo_valid(&s, DL_BILUO_LAST, &person));
    CHECK(dl_biluo_valid(&s, DL_BILUO_OUT, &none));
}

static void the_last_word_of_a_text_begins_no_long_name(void)
{
    dl_biluo_state s = start(1);
    CHECK(!dl_biluo_valid(&s, DL_BILUO_BEGIN, &person));
    CHECK(dl_biluo_valid(&s, DL_BILUO_UNIT, &person));
}

static void no_name_goes_over_a_sentence_start(void)
{
    dl_biluo_state s = start(3);
    sent_start[1] = true;
    CHECK(!dl_biluo_valid(&s, DL_BILUO_BEGIN, &person));
    CHECK(dl_biluo_valid(&s, DL_BILUO_UNIT, &person));
    sent_start[1] = false;
    sent_start[2] = true;
    dl_biluo_take(&s, DL_BILUO_BEGIN, &person);
    CHECK(!dl_biluo_valid(&s, DL_BILUO_IN, &person));
    CHECK(dl_biluo_valid(&s, DL_BILUO_LAST, &person));
}

static void no_name_begins_on_white_space_but_may_hold_it(void)
{
    dl_biluo_state s = start(4);
    is_space[0] = is_space[2] = true;
    CHECK(!dl_biluo_valid(&s, DL_BILUO_BEGIN, &person));
    CHECK(!dl_biluo_valid(&s, DL_BILUO_UNIT, &person));
    dl_biluo_take(&s, DL_BILUO_OUT, &none);
    dl_biluo_take(&s, DL_BILUO_BEGIN, &person);
    CHECK(dl_biluo_valid(&s, DL_BILUO_IN, &person));
    CHECK(dl_biluo_valid(&s, DL_BILUO_LAST, &person));
}

static void a_class_without_a_type_is_never_valid_but_outside(void)
{
    const dl_biluo_state s = start(4);
    CHECK(!dl_biluo_valid(&s, DL_BILUO_UNIT, &none));
    CHECK(!dl_biluo_valid(&s, DL_BILUO_BEGIN, &none));
    CHECK(dl_biluo_valid(&s, DL_BILUO_OUT, &none));
}

static void the_net_sees_where_the_open_name_began(void)
{
    dl_biluo_state s = start(6);
    int32_t few[3], many[6];
    dl_biluo_features(&s, 3, few);
    CHECK(few[0] == 0 && few[1] == -1 && few[2] == -1);
    dl_biluo_take(&s, DL_BILUO_OUT, &none);
    dl_biluo_take(&s, DL_BILUO_BEGIN, &place);
    dl_biluo_take(&s, DL_BILUO_IN, &place);
    dl_biluo_features(&s, 3, few);
    CHECK(few[0] == 3 && few[1] == 1 && few[2] == 2);
    dl_biluo_features(&s, 6, many);
    CHECK(many[0] == 3 && many[1] == 1 && many[2] == 2 && many[3] == -1 && many[5] == -1);
}

int main(void)
{
    TEST(a_name_keeps_its_type_until_its_last_word);
    TEST(the_last_word_of_a_text_begins_no_long_name);
    TEST(no_name_goes_over_a_sentence_start);
    TEST(no_name_begins_on_white_space_but_may_hold_it);
    TEST(a_class_without_a_type_is_never_valid_but_outside);
    TEST(the_net_sees_where_the_open_name_began);
    return tap_done();
}
