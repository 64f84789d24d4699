/* Tests of the mapped gazetteer: what it knows, and that a damaged file is refused.
 * SPDX-License-Identifier: Apache-2.0 */
#include "gazetteer.h"

#include "file.h"
#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

static dl_gazetteer *gazetteer; /* set once in main, before any test */
static char gazetteer_path[512];

/* The first bearer of a name. */
static const dl_gaz_place *first(dl_arena *arena, const char *name)
{
    dl_gazetteer_entry entry;
    const dl_str key = dl_gazetteer_key(arena, dl_str_of(name));
    return dl_gazetteer_find(gazetteer, key, &entry) && entry.count > 0
               ? dl_gazetteer_place(gazetteer, entry.at[0])
               : NULL;
}

static void a_key_knows_no_case_accents_or_short_forms(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    CHECK_STR(dl_gazetteer_key(&arena, DL_STR("Deir ez-Zor")), "deir ez zor");
    CHECK_STR(dl_gazetteer_key(&arena, DL_STR("St. Louis")), "saint louis");
    CHECK_STR(dl_gazetteer_key(&arena, DL_STR("Łódź")), "lodz");
    CHECK_STR(dl_gazetteer_key(&arena, DL_STR("TÓRSHAVN")), "torshavn");
    CHECK_STR(dl_gazetteer_key(&arena, DL_STR("Öster Sjælland")), "oster sjaelland");
    CHECK_STR(dl_gazetteer_key(&arena, DL_STR("N'Djamena")), "ndjamena");
    CHECK_STR(dl_gazetteer_key(&arena, DL_STR("")), "");
    dl_arena_done(&arena);
}

static void a_loose_key_is_the_same_for_all_spellings(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_str a = dl_gazetteer_loose_key(&arena, DL_STR("tall tamr"));
    const dl_str b = dl_gazetteer_loose_key(&arena, DL_STR("tel tamer"));
    CHECK(a.size > 0 && a.at[0] == '~' && dl_str_equal(a, b));
    CHECK(!dl_str_equal(a, dl_gazetteer_loose_key(&arena, DL_STR("tell kalakh"))));
    CHECK(dl_str_equal(dl_gazetteer_loose_key(&arena, DL_STR("shaykh zuwayd")),
                       dl_gazetteer_loose_key(&arena, DL_STR("sheikh zuweid"))));
    CHECK(dl_str_equal(dl_gazetteer_loose_key(&arena, DL_STR("al hasakah")),
                       dl_gazetteer_loose_key(&arena, DL_STR("hasakeh"))));
    CHECK_INT(dl_gazetteer_loose_key(&arena, DL_STR("al ab")).size, 0);
    dl_arena_done(&arena);
}

static void towns_are_known_by_all_their_names(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_gaz_place *tadmur = first(&arena, "Tadmur"),
                       *palmyra = first(&arena, "Palmyra");
    CHECK(tadmur != NULL && tadmur == palmyra);
    CHECK_INT(tadmur == NULL ? 0 : tadmur->geonames, 163808);
    CHECK_STR(tadmur == NULL ? DL_STR("") : dl_gazetteer_name(gazetteer, tadmur),
              "Palmyra");
    CHECK(first(&arena, "Zzyzzyqua") == NULL);
    dl_arena_done(&arena);
}

static void what_lies_in_what(void)
{
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const uint32_t town = dl_gazetteer_find_id(gazetteer, 163808);
    const dl_gaz_country *syria = dl_gazetteer_country_of(gazetteer, DL_STR("SY"));
    const dl_gaz_country *iraq = dl_gazetteer_country_of(gazetteer, DL_STR("IQ"));
    CHECK(town != DL_NONE && syria != NULL && iraq != NULL);
    CHECK(dl_gazetteer_within(gazetteer, town, syria->place));
    CHECK(!dl_gazetteer_within(gazetteer, town, iraq->place));
    const dl_gaz_place *place = dl_gazetteer_place(gazetteer, town);
    CHECK(place->admin1 != DL_NONE &&
          dl_gazetteer_within(gazetteer, town, place->admin1));
    CHECK(dl_gazetteer_country(gazetteer, place) == syria);
    CHECK(dl_gazetteer_country_of(gazetteer, DL_STR("QQ")) == NULL);
    CHECK_INT(dl_gazetteer_find_id(gazetteer, 4294967290u), DL_NONE);
    dl_arena_done(&arena);
}

static void peoples_and_short_forms_say_what_they_are(void)
{
    dl_gazetteer_entry entry;
    CHECK(dl_gazetteer_find(gazetteer, DL_STR("syrian"), &entry));
    CHECK_INT(entry.count > 0 ? entry.at[0] >> DL_GAZ_BEAR_SHIFT : 99,
              DL_GAZ_BEAR_PEOPLE);
    CHECK(dl_gazetteer_find(gazetteer, DL_STR("calif"), &entry));
    CHECK_INT(entry.count > 0 ? entry.at[0] >> DL_GAZ_BEAR_SHIFT : 99, DL_GAZ_BEAR_SHORT);
    CHECK(dl_gazetteer_find(gazetteer, DL_STR("governorate"), &entry));
    CHECK((entry.words & DL_GAZ_WORD_ADMIN) != 0);
    CHECK(dl_gazetteer_find(gazetteer, DL_STR("us"), &entry));
    CHECK((entry.flags & DL_GAZ_NAME_CAPITALS) != 0);
}

/* Writes `bytes`, with the byte at `at` changed, to a file and opens it. */
static dl_status open_changed(dl_str bytes, size_t at, char *message)
{
    char path[] = "/tmp/gazetteer-test-XXXXXX";
    const int fd = mkstemp(path);
    FILE *file = fdopen(fd, "wb");
    fwrite(bytes.at, 1, bytes.size, file);
    if (at < bytes.size) {
        fseek(file, (long)at, SEEK_SET);
        fputc(bytes.at[at] ^ 0x20, file);
    }
    fclose(file);
    dl_gazetteer *opened;
    dl_error err = {0};
    const dl_status status = dl_gazetteer_open(path, &opened, &err);
    dl_gazetteer_close(opened);
    CHECK(status == DL_OK || strstr(err.message, path) != NULL);
    snprintf(message, DL_ERROR_MESSAGE_MAX, "%s", err.message);
    unlink(path);
    return status;
}

static void a_cut_or_damaged_file_is_refused_by_name(void)
{
    dl_file file;
    dl_error err;
    char message[DL_ERROR_MESSAGE_MAX];
    CHECK(dl_file_open(gazetteer_path, 0, &file, &err) == DL_OK);
    const dl_str all = file.bytes;
    CHECK_INT(open_changed((dl_str){all.at, 0}, SIZE_MAX, message), DL_EDATA);
    CHECK_INT(open_changed((dl_str){all.at, 40}, SIZE_MAX, message), DL_EDATA);
    CHECK_INT(open_changed((dl_str){all.at, 100000}, SIZE_MAX, message), DL_EDATA);
    CHECK(strstr(message, "cut off") != NULL);
    CHECK_INT(open_changed(all, 2, message), DL_EDATA);    /* magic */
    CHECK_INT(open_changed(all, 8, message), DL_EVERSION); /* version */
    CHECK_INT(open_changed(all, all.size / 2, message), DL_EDATA);
    CHECK(strstr(message, "checksum") != NULL);
    dl_file_close(&file);
}

static void a_missing_file_is_named(void)
{
    dl_gazetteer *none;
    dl_error err;
    CHECK_INT(dl_gazetteer_open("/nowhere/gazetteer.bin", &none, &err), DL_EIO);
    CHECK(none == NULL && strstr(err.message, "/nowhere/gazetteer.bin") != NULL);
    dl_gazetteer_close(NULL);
}

int main(void)
{
    dl_error err;
    snprintf(gazetteer_path, sizeof gazetteer_path, "%s/gazetteer.bin",
             getenv("DATELINE_SHARE"));
    if (dl_gazetteer_open(gazetteer_path, &gazetteer, &err) != DL_OK) {
        printf("1..0 # SKIP %s\n", err.message);
        return 0;
    }
    TEST(a_key_knows_no_case_accents_or_short_forms);
    TEST(a_loose_key_is_the_same_for_all_spellings);
    TEST(towns_are_known_by_all_their_names);
    TEST(what_lies_in_what);
    TEST(peoples_and_short_forms_say_what_they_are);
    TEST(a_cut_or_damaged_file_is_refused_by_name);
    TEST(a_missing_file_is_named);
    dl_gazetteer_close(gazetteer);
    return tap_done();
}
