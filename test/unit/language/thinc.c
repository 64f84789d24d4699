/* Tests of src/language/thinc.c and moves.c: files as a package has them, whole and cut.
 * SPDX-License-Identifier: Apache-2.0 */
#include "thinc.h"
#include "moves.h"
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64], path[128];
static dl_arena arena;

/* Puts `bytes` into dir/part/`name`. */
static void put(const char *name, const void *bytes, size_t size)
{
    snprintf(path, sizeof path, "%s/part/%s", dir, name);
    FILE *file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(bytes, 1, size, file) == size);
    CHECK(fclose(file) == 0);
}

/* Two layers, the second with W of 2 x 3 and an attribute seed = 8. */
static const char model[] =
    "\x84\xa5nodes\x92\x82\xa5index\x00\xa4name\xa5outer\x82\xa4name\xa5inner\xa4"
    "dims\x81\xa2nO\x02"
    "\xa5"
    "attrs\x92\x80\x82\xa4seed\xc4\x01\x08\xa3odd\xc4\x00"
    "\xa6params\x92\x80\x82\xa1W\x85\xc4\x02nd\xc3\xc4\x04type\xa3<f4\xc4\x04kind\xc4\x00"
    "\xc4\x05shape\x92\x02\x03\xc4\x04"
    "data\xc4\x18"
    "\x00\x00\x80\x3f\x00\x00\x00\x40\x00\x00\x40\x40\x00\x00\x80\x40\x00\x00\xa0\x40"
    "\x00\x00\xc0\x40\xa1"
    "b\xc0"
    "\xa5shims\x92\x90\x90";

static void a_layer_is_found_by_name_with_its_numbers(void)
{
    dl_thinc m;
    dl_thinc_array w;
    put("model", model, sizeof model - 1);
    CHECK_INT(dl_thinc_open(dir, "part", &arena, &m, NULL), DL_OK);
    CHECK_INT(m.node_count, 2);
    const uint32_t inner = dl_thinc_find(&m, "inner", 0);
    CHECK_INT(inner, 1);
    CHECK_INT(dl_thinc_find(&m, "inner", 2), DL_NONE);
    CHECK(dl_thinc_mentions(&m, "oute") && !dl_thinc_mentions(&m, "outerr"));
    CHECK_INT(dl_thinc_param(&m, inner, "W", 2, &w, NULL), DL_OK);
    CHECK_INT(w.axes[0], 2);
    CHECK_INT(w.axes[1], 3);
    float last;
    memcpy(&last, w.data + 5 * sizeof last, sizeof last);
    CHECK_NEAR(last, 6, 0);
    CHECK_INT(dl_thinc_int(&m, inner, "seed", -1), 8);
    CHECK_INT(dl_thinc_int(&m, inner, "odd", -1), -1);
    CHECK_INT(dl_thinc_int(&m, 0, "seed", -1), -1);
    dl_thinc_close(&m);
}

static void numbers_of_another_shape_are_refused_by_name(void)
{
    dl_thinc m;
    dl_thinc_array w;
    dl_error err;
    CHECK_INT(dl_thinc_open(dir, "part", &arena, &m, NULL), DL_OK);
    CHECK_INT(dl_thinc_param(&m, 1, "W", 3, &w, &err), DL_EDATA);
    CHECK(strstr(err.message, "part/model") != NULL &&
          strstr(err.message, "'W'") != NULL);
    CHECK_INT(dl_thinc_param(&m, 1, "b", 1, &w, &err), DL_EDATA);
    CHECK_INT(dl_thinc_param(&m, 0, "W", 2, &w, &err), DL_EDATA);
    dl_thinc_close(&m);
}

static void a_shape_that_lies_about_its_bytes_is_refused(void)
{
    char lie[sizeof model];
    memcpy(lie, model, sizeof model);
    char *shape = memmem(lie, sizeof lie, "\x92\x02\x03", 3);
    static const char wrong[][2] = {{2, 4}, {3, 3}, {0, 3}, {1, 3}, {127, 127}};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        dl_thinc m;
        dl_thinc_array w;
        memcpy(shape + 1, wrong[i], 2);
        put("model", lie, sizeof lie - 1);
        CHECK_INT(dl_thinc_open(dir, "part", &arena, &m, NULL), DL_OK);
        CHECK_INT(dl_thinc_param(&m, 1, "W", 2, &w, NULL), DL_EDATA);
        dl_thinc_close(&m);
    }
}

static void every_cut_of_a_model_is_an_error_with_its_name(void)
{
    for (size_t size = 0; size < sizeof model - 1; size++) {
        dl_thinc m;
        dl_error err;
        put("model", model, size);
        CHECK_INT(dl_thinc_open(dir, "part", &arena, &m, &err), DL_EDATA);
        CHECK(strstr(err.message, "part/model") != NULL);
    }
}

static void a_model_with_any_byte_changed_is_survived(void)
{
    char bytes[sizeof model];
    for (size_t i = 0; i < sizeof model - 1; i++) {
        for (unsigned value = 0; value < 256; value += 5) {
            memcpy(bytes, model, sizeof bytes);
            bytes[i] = (char)value;
            put("model", bytes, sizeof bytes - 1);
            dl_thinc m;
            dl_thinc_array w;
            if (dl_thinc_open(dir, "part", &arena, &m, NULL) == DL_OK) {
                for (uint32_t node = 0; node < m.node_count; node++) {
                    dl_status status = dl_thinc_param(&m, node, "W", 2, &w, NULL);
                    CHECK(status == DL_OK || status == DL_EDATA);
                    dl_thinc_int(&m, node, "seed", 0);
                }
                dl_thinc_close(&m);
            }
        }
    }
}

static void a_missing_model_is_named(void)
{
    dl_thinc m;
    dl_error err;
    CHECK_INT(dl_thinc_open(dir, "absent", &arena, &m, &err), DL_EIO);
    CHECK(strstr(err.message, "absent/model") != NULL);
}

/* ---- moves ---- */

static void put_moves(const char *json)
{
    char bytes[512];
    const size_t size = strlen(json);
    CHECK(size < 256);
    const int start = snprintf(bytes, sizeof bytes, "\x81\xa5moves\xd9%c", (int)size);
    memcpy(bytes + start, json, size);
    put("moves", bytes, (size_t)start + size);
}

static bool keeps_all_but_m(uint32_t action, const dl_label *label)
{
    return action != 9 && strcmp(label->text, "m") != 0;
}

static void classes_go_by_move_then_frequency_then_label(void)
{
    dl_labels labels;
    dl_moves moves;
    dl_labels_init(&labels, &arena);
    put_moves("{\"2\":{\"a\":5,\"c\":7,\"b\":7},\"0\":{\"\":3},\"3\":{\"z\":-2,\"y\":1,"
              "\"m\":9},"
              "\"1\":{\"z\":-1}}");
    CHECK_INT(
        dl_moves_open(dir, "part", 5, keeps_all_but_m, &labels, &arena, &moves, NULL),
        DL_OK);
    static const struct {
        uint32_t action;
        const char *label;
    } want[] = {{0, ""}, {2, "c"}, {2, "b"}, {2, "a"}, {3, "y"}, {1, "z"}, {3, "z"}};
    CHECK_INT(moves.count, 7);
    for (uint32_t i = 0; i < moves.count; i++) {
        CHECK_INT(moves.at[i].action, want[i].action);
        CHECK_STR(dl_str_of(moves.at[i].label->text), want[i].label);
    }
    CHECK(moves.at[5].label == moves.at[6].label); /* equal labels are one */
}

static void labels_come_apart_where_they_are_decorated(void)
{
    dl_labels labels;
    dl_labels_init(&labels, &arena);
    const dl_label *whole = dl_labels_add(&labels, DL_STR("prep||dobj"));
    CHECK_STR(dl_str_of(whole->bare->text), "prep");
    CHECK(whole->head == dl_labels_add(&labels, DL_STR("dobj")));
    CHECK(whole->head->head == NULL && whole->head->bare == whole->head);
    CHECK(whole == dl_labels_add(&labels, DL_STR("prep||dobj")));
}

static void moves_that_are_no_moves_are_refused(void)
{
    static const char *const wrong[] = {"{}",
                                        "[]",
                                        "{\"7\":{\"a\":1}}",
                                        "{\"x\":{\"a\":1}}",
                                        "{\"0\":{\"a\":1.5}}",
                                        "{\"0\":{\"a\":",
                                        "",
                                        "{\"10\":{\"a\":1}}",
                                        "{\"0\":[1]}"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        dl_labels labels;
        dl_moves moves;
        dl_error err;
        dl_labels_init(&labels, &arena);
        put_moves(wrong[i]);
        CHECK_INT(dl_moves_open(dir, "part", 5, NULL, &labels, &arena, &moves, &err),
                  DL_EDATA);
        CHECK(strstr(err.message, "part/moves") != NULL);
    }
    put("moves", "\x81\xa5move", 7);
    dl_labels labels;
    dl_moves moves;
    dl_labels_init(&labels, &arena);
    CHECK_INT(dl_moves_open(dir, "part", 5, NULL, &labels, &arena, &moves, NULL),
              DL_EDATA);
}

int main(void)
{
    snprintf(dir, sizeof dir, "/tmp/dateline-thinc-XXXXXX");
    if (mkdtemp(dir) == NULL) {
        return 1;
    }
    snprintf(path, sizeof path, "%s/part", dir);
    mkdir(path, 0700);
    dl_arena_init(&arena, 0);
    TEST(a_layer_is_found_by_name_with_its_numbers);
    TEST(numbers_of_another_shape_are_refused_by_name);
    TEST(a_shape_that_lies_about_its_bytes_is_refused);
    TEST(every_cut_of_a_model_is_an_error_with_its_name);
    TEST(a_model_with_any_byte_changed_is_survived);
    TEST(a_missing_model_is_named);
    TEST(classes_go_by_move_then_frequency_then_label);
    TEST(labels_come_apart_where_they_are_decorated);
    TEST(moves_that_are_no_moves_are_refused);
    dl_arena_done(&arena);
    snprintf(path, sizeof path, "%s/part/model", dir);
    unlink(path);
    snprintf(path, sizeof path, "%s/part/moves", dir);
    unlink(path);
    snprintf(path, sizeof path, "%s/part", dir);
    rmdir(path);
    rmdir(dir);
    return tap_done();
}
