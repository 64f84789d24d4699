/* Tests of src/language/special.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "special.h"

#include "ids.h"
#include "tap.h"

static dl_arena arena;
static dl_specials specials;

/* {"dunno": [{ORTH: "du"}, {ORTH: "nno", NORM: "not know"}]} */
static const char DUNNO[] = "\x81\xa5"
                            "dunno\x92\x81\x41\xa2"
                            "du\x82\x41\xa3nno\x43\xa8not know";

static dl_status read_bytes(const char *bytes, size_t size, dl_error *err)
{
    dl_msgpack in;
    dl_msgpack_init(&in, (dl_str){bytes, size});
    const dl_status status = dl_specials_read(&specials, &arena, &in, "test", err);
    return status == DL_OK && in.failed ? DL_EDATA : status;
}

#define READ(bytes, err) read_bytes(bytes, sizeof(bytes) - 1, err)

static void a_case_is_found_by_its_text(void)
{
    dl_error err = {0};
    CHECK_INT(READ(DUNNO, &err), DL_OK);
    const dl_special *found = dl_specials_find(&specials, DL_STR("dunno"));
    CHECK(found != NULL && found->count == 2);
    CHECK_STR(specials.parts.at[found->first + 1].orth, "nno");
    CHECK(specials.parts.at[found->first].norm == 0);
    CHECK(specials.parts.at[found->first + 1].norm == dl_string_id(DL_STR("not know")));
    CHECK(dl_specials_find(&specials, DL_STR("dunn")) == NULL);
    CHECK(dl_specials_find(&specials, DL_STR("")) == NULL);
}

static void the_trie_tells_where_a_run_ends(void)
{
    dl_error err = {0};
    CHECK_INT(READ(DUNNO, &err), DL_OK);
    const uint64_t longer[] = {7, 8, 9}, shorter[] = {7, 8};
    CHECK(dl_specials_learn(&specials, &arena, longer, 3));
    CHECK(dl_specials_learn(&specials, &arena, shorter, 2));
    const uint32_t one = dl_specials_step(&specials, DL_SPECIAL_ROOT, 7);
    const uint32_t two = dl_specials_step(&specials, one, 8);
    CHECK(!specials.ends.at[one] && specials.ends.at[two]);
    CHECK(specials.ends.at[dl_specials_step(&specials, two, 9)]);
    CHECK_INT(dl_specials_step(&specials, two, 7), DL_NONE);
    CHECK_INT(dl_specials_step(&specials, DL_SPECIAL_ROOT, 8), DL_NONE);
}

static void parts_that_are_not_the_text_are_refused(void)
{
    dl_error err = {0};
    CHECK_INT(READ("\x81\xa2"
                   "ab\x91\x81\x41\xa1"
                   "a",
                   &err),
              DL_EDATA);
    CHECK(strstr(err.message, "'ab'") != NULL);
    CHECK_INT(READ("\x81\xa1"
                   "a\x91\x81\x41\xa2"
                   "ab",
                   &err),
              DL_EDATA);
    CHECK_INT(READ("\x81\xa1"
                   "a\x90",
                   &err),
              DL_EDATA);
    CHECK_INT(READ("\x81\xa1"
                   "a\x91\x82\x41\xa1"
                   "a\x49\xa1x",
                   &err),
              DL_EDATA);
    CHECK(strstr(err.message, "attribute 73") != NULL);
}

static void bytes_cut_anywhere_are_refused(void)
{
    for (size_t size = 0; size < sizeof DUNNO - 1; size++) {
        dl_error err = {0};
        CHECK_INT(read_bytes(DUNNO, size, &err), DL_EDATA);
    }
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(a_case_is_found_by_its_text);
    TEST(the_trie_tells_where_a_run_ends);
    TEST(parts_that_are_not_the_text_are_refused);
    TEST(bytes_cut_anywhere_are_refused);
    dl_arena_done(&arena);
    return tap_done();
}
