/* Tests of src/language/wordcache.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "wordcache.h"
#include "tap.h"

enum { KEY = 2, ROW = 5 };

/* Looks `n` up and fills its row if it is new; true if it was. */
static bool meet(dl_wordcache *cache, uint64_t n)
{
    const uint64_t key[KEY] = {n, n / 2};
    bool fresh;
    const uint32_t row = dl_wordcache_row(cache, key, &fresh);
    CHECK(row != DL_NONE);
    float *floats = dl_wordcache_at(cache, row);
    if (fresh) {
        floats[0] = (float)n;
        floats[ROW - 1] = (float)n + 0.5F;
    }
    CHECK_NEAR(floats[0], n, 0);
    CHECK_NEAR(floats[ROW - 1], n + 0.5, 0);
    return fresh;
}

static void a_word_is_new_once(void)
{
    dl_wordcache cache;
    dl_wordcache_init(&cache, KEY, ROW, 1 << 20);
    for (uint64_t n = 0; n < 3000; n++) {
        CHECK(meet(&cache, n));
    }
    for (uint64_t n = 0; n < 3000; n++) {
        CHECK(!meet(&cache, n));
    }
    dl_wordcache_done(&cache);
}

static void keys_that_differ_in_one_id_are_different_words(void)
{
    dl_wordcache cache;
    bool fresh;
    dl_wordcache_init(&cache, KEY, ROW, 0);
    const uint32_t a = dl_wordcache_row(&cache, (const uint64_t[]){1, 2}, &fresh);
    const uint32_t b = dl_wordcache_row(&cache, (const uint64_t[]){1, 3}, &fresh);
    const uint32_t c = dl_wordcache_row(&cache, (const uint64_t[]){2, 1}, &fresh);
    CHECK(a != b && b != c && a != c);
    dl_wordcache_done(&cache);
}

static void what_is_used_survives_a_turn_and_what_is_not_goes_after_two(void)
{
    dl_wordcache cache;
    dl_wordcache_init(&cache, KEY, ROW, 0); /* the least: one block a generation */
    CHECK(meet(&cache, 1000));
    CHECK(meet(&cache, 2000));
    for (uint64_t round = 0; round < 5; round++) {
        for (uint64_t n = 0; n < DL_WORDCACHE_BLOCK; n++) {
            meet(&cache, round * DL_WORDCACHE_BLOCK + n);
        }
        dl_wordcache_turn(&cache);
        CHECK(!meet(&cache, 1000)); /* met in every round */
    }
    CHECK(meet(&cache, 2000));
    CHECK(cache.young.room + cache.old.room <= 6 * DL_WORDCACHE_BLOCK);
    dl_wordcache_done(&cache);
}

static void a_turn_of_a_cache_that_is_not_full_changes_nothing(void)
{
    dl_wordcache cache;
    dl_wordcache_init(&cache, KEY, ROW, 1 << 20);
    CHECK(meet(&cache, 7));
    dl_wordcache_turn(&cache);
    CHECK_INT(cache.young.count, 1);
    CHECK(!meet(&cache, 7));
    dl_wordcache_done(&cache);
}

int main(void)
{
    TEST(a_word_is_new_once);
    TEST(keys_that_differ_in_one_id_are_different_words);
    TEST(what_is_used_survives_a_turn_and_what_is_not_goes_after_two);
    TEST(a_turn_of_a_cache_that_is_not_full_changes_nothing);
    return tap_done();
}
