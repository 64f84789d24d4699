/* Tests of src/language/kernel*.c: every kernel against sums in double, odd shapes too.
 * SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"
#include "tap.h"

#include <stdlib.h>

static const dl_kernel_kind kinds[] = {DL_KERNEL_PORTABLE, DL_KERNEL_AVX2,
                                       DL_KERNEL_AVX512};
#define KINDS (sizeof kinds / sizeof kinds[0])

static uint32_t seed = 1;

static float next_float(void)
{
    seed = seed * 1664525 + 1013904223;
    return (float)(seed >> 8) / (float)(1 << 24) - 0.5F;
}

static float *random_floats(size_t count)
{
    float *floats = malloc(count * sizeof *floats);
    for (size_t i = 0; i < count; i++) {
        floats[i] = next_float();
    }
    return floats;
}

/* Row `r` of x times output `o` of w, plus its bias, exactly enough. */
static double expected(const float *w, const float *bias, uint32_t inputs,
                       uint32_t row_size, uint32_t from, uint32_t o, const float *x)
{
    double sum = bias == NULL ? 0 : bias[o];
    for (uint32_t i = 0; i < inputs; i++) {
        sum += (double)w[(size_t)o * row_size + from + i] * x[i];
    }
    return sum;
}

/* The largest error of a product of this shape, for one kernel. */
static double product_error(const dl_kernel *kernel, uint32_t outputs, uint32_t inputs,
                            uint32_t rows, uint32_t pieces, uint32_t from)
{
    const uint32_t row_size = inputs + from + 3;
    float *w = random_floats((size_t)outputs * row_size), *bias = random_floats(outputs);
    float *x = random_floats((size_t)rows * inputs);
    const dl_matrix_source source = {.weights = (const unsigned char *)w,
                                     .bias = (const unsigned char *)bias,
                                     .outputs = outputs,
                                     .inputs = inputs,
                                     .row_size = row_size,
                                     .from = from,
                                     .pieces = pieces};
    dl_matrix m;
    CHECK_INT(dl_matrix_new(kernel, &source, 1, &m, NULL), DL_OK);
    float *y =
        malloc((size_t)rows * m.stride * sizeof *y); /* exact: no room to run over */
    kernel->product(&m, x, inputs, rows, y);
    double worst = 0;
    const uint32_t width = outputs / pieces;
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t o = 0; o < outputs; o++) {
            const double want =
                expected(w, bias, inputs, row_size, from, o, x + (size_t)r * inputs);
            const double got = y[(size_t)r * m.stride + o % pieces * width + o / pieces];
            worst = fmax(worst, fabs(got - want));
        }
    }
    dl_matrix_free(&m);
    free(y);
    free(x);
    free(bias);
    free(w);
    return worst;
}

static void products_are_right_whatever_the_shape(void)
{
    static const uint32_t outputs[] = {1, 3, 31, 50, 64, 106, 290},
                          inputs[] = {1, 7, 96, 288};
    static const uint32_t rows[] = {1, 2, 3, 5, 11, 12, 13, 29};
    for (unsigned k = 0; k < KINDS; k++) {
        const dl_kernel *kernel = dl_kernel_find(kinds[k]);
        for (unsigned o = 0; kernel != NULL && o < sizeof outputs / sizeof *outputs;
             o++) {
            for (unsigned i = 0; i < sizeof inputs / sizeof *inputs; i++) {
                for (unsigned r = 0; r < sizeof rows / sizeof *rows; r++) {
                    CHECK_NEAR(
                        product_error(kernel, outputs[o], inputs[i], rows[r], 1, r), 0,
                        1e-4);
                }
            }
        }
    }
}

static void pieces_stand_one_after_the_other_in_the_output(void)
{
    for (unsigned k = 0; k < KINDS; k++) {
        const dl_kernel *kernel = dl_kernel_find(kinds[k]);
        if (kernel != NULL) {
            CHECK_NEAR(product_error(kernel, 288, 96, 7, 3, 0), 0, 1e-4);
            CHECK_NEAR(product_error(kernel, 22, 5, 4, 2, 1), 0, 1e-4);
        }
    }
}

/* A product whose rows overlap: a window over a sequence. */
static void rows_may_overlap(void)
{
    enum { WIDTH = 6, ROWS = 9 };
    for (unsigned k = 0; k < KINDS; k++) {
        const dl_kernel *kernel = dl_kernel_find(kinds[k]);
        if (kernel == NULL) {
            continue;
        }
        float *w = random_floats(10 * 3 * WIDTH), *x = random_floats((ROWS + 2) * WIDTH);
        const dl_matrix_source source = {.weights = (const unsigned char *)w,
                                         .outputs = 10,
                                         .inputs = 3 * WIDTH,
                                         .row_size = 3 * WIDTH,
                                         .pieces = 1};
        dl_matrix m;
        CHECK_INT(dl_matrix_new(kernel, &source, 1, &m, NULL), DL_OK);
        float *y = malloc(ROWS * (size_t)m.stride * sizeof *y);
        kernel->product(&m, x, WIDTH, ROWS, y);
        for (uint32_t r = 0; r < ROWS; r++) {
            CHECK_NEAR(y[r * m.stride + 4],
                       expected(w, NULL, 3 * WIDTH, 3 * WIDTH, 0, 4, x + r * WIDTH),
                       1e-5);
        }
        dl_matrix_free(&m);
        free(y);
        free(x);
        free(w);
    }
}

static void a_rows_result_does_not_depend_on_its_neighbours(void)
{
    enum { INPUTS = 96, OUTPUTS = 106, ROWS = 31 };
    float *w = random_floats(OUTPUTS * INPUTS), *x = random_floats(ROWS * INPUTS);
    const dl_matrix_source source = {.weights = (const unsigned char *)w,
                                     .outputs = OUTPUTS,
                                     .inputs = INPUTS,
                                     .row_size = INPUTS,
                                     .pieces = 1};
    for (unsigned k = 0; k < KINDS; k++) {
        const dl_kernel *kernel = dl_kernel_find(kinds[k]);
        dl_matrix m;
        if (kernel == NULL) {
            continue;
        }
        CHECK_INT(dl_matrix_new(kernel, &source, 1, &m, NULL), DL_OK);
        float *all = malloc(ROWS * (size_t)m.stride * sizeof *all);
        float *one = malloc((size_t)m.stride * sizeof *one);
        kernel->product(&m, x, INPUTS, ROWS, all);
        for (uint32_t r = 0; r < ROWS; r++) {
            kernel->product(&m, x + r * INPUTS, INPUTS, 1, one);
            CHECK_INT(memcmp(one, all + (size_t)r * m.stride, OUTPUTS * sizeof *one), 0);
        }
        dl_matrix_free(&m);
        free(one);
        free(all);
    }
    free(x);
    free(w);
}

static void check_norm(const dl_kernel *kernel, uint32_t width, uint32_t pieces)
{
    float *gain = random_floats(width), *bias = random_floats(width);
    float *x = random_floats((size_t)width * pieces), *skip = random_floats(width);
    double *best = malloc(width * sizeof *best), mean = 0, variance = 0;
    for (uint32_t j = 0; j < width; j++) {
        best[j] = x[j];
        for (uint32_t p = 1; p < pieces; p++) {
            best[j] = fmax(best[j], x[(size_t)p * width + j]);
        }
        mean += best[j] / width;
    }
    for (uint32_t j = 0; j < width; j++) {
        variance += (best[j] - mean) * (best[j] - mean) / width;
    }
    float *out = malloc(width * sizeof *out);
    const dl_norm norm = {gain, bias, width, pieces};
    memcpy(out, skip, width * sizeof *out);
    kernel->maxout_norm(&norm, x, out, out); /* in place, as the layers use it */
    for (uint32_t j = 0; j < width; j++) {
        CHECK_NEAR(out[j],
                   (best[j] - mean) / sqrt(variance + 1e-8) * gain[j] + bias[j] + skip[j],
                   1e-4);
    }
    free(out);
    free(best);
    free(skip);
    free(x);
    free(bias);
    free(gain);
}

static void a_layer_ends_in_its_best_piece_normalised(void)
{
    static const uint32_t widths[] = {2, 5, 16, 17, 31, 96, 300};
    for (unsigned k = 0; k < KINDS; k++) {
        const dl_kernel *kernel = dl_kernel_find(kinds[k]);
        for (unsigned i = 0; kernel != NULL && i < sizeof widths / sizeof *widths; i++) {
            check_norm(kernel, widths[i], 1);
            check_norm(kernel, widths[i], 3);
        }
    }
}

static void rows_are_added_and_the_best_piece_found(void)
{
    enum { WIDTH = 37, ROWS = 9 };
    for (unsigned k = 0; k < KINDS; k++) {
        const dl_kernel *kernel = dl_kernel_find(kinds[k]);
        if (kernel == NULL) {
            continue;
        }
        float *x = random_floats(WIDTH * ROWS), out[WIDTH];
        const float *rows[ROWS];
        for (unsigned r = 0; r < ROWS; r++) {
            rows[r] = x + (size_t)r * WIDTH;
        }
        kernel->sum(rows, ROWS, WIDTH, out);
        CHECK_NEAR(out[36],
                   x[36] + x[73] + x[110] + x[147] + x[184] + x[221] + x[258] + x[295] +
                       x[332],
                   1e-5);
        kernel->maxout(x, WIDTH, 2, out);
        for (unsigned j = 0; j < WIDTH; j++) {
            CHECK_NEAR(out[j], fmaxf(x[j], x[WIDTH + j]), 0);
        }
        free(x);
    }
}

static void kernels_with_a_fused_product_agree_to_the_bit(void)
{
    const dl_kernel *a = dl_kernel_find(DL_KERNEL_AVX2),
                    *b = dl_kernel_find(DL_KERNEL_AVX512);
    if (a == NULL || b == NULL) {
        return;
    }
    enum { INPUTS = 288, OUTPUTS = 288, ROWS = 20 };
    float *w = random_floats(OUTPUTS * INPUTS), *x = random_floats(ROWS * INPUTS);
    const dl_matrix_source source = {.weights = (const unsigned char *)w,
                                     .outputs = OUTPUTS,
                                     .inputs = INPUTS,
                                     .row_size = INPUTS,
                                     .pieces = 3};
    dl_matrix ma, mb;
    CHECK_INT(dl_matrix_new(a, &source, 1, &ma, NULL), DL_OK);
    CHECK_INT(dl_matrix_new(b, &source, 1, &mb, NULL), DL_OK);
    float *ya = malloc(ROWS * (size_t)ma.stride * sizeof *ya);
    float *yb = malloc(ROWS * (size_t)mb.stride * sizeof *yb);
    a->product(&ma, x, INPUTS, ROWS, ya);
    b->product(&mb, x, INPUTS, ROWS, yb);
    const dl_norm norm = {w, w + 96, 96, 3};
    for (uint32_t r = 0; r < ROWS; r++) {
        float one[96], other[96];
        CHECK_INT(memcmp(ya + (size_t)r * ma.stride, yb + (size_t)r * mb.stride,
                         OUTPUTS * sizeof *ya),
                  0);
        a->maxout_norm(&norm, ya + (size_t)r * ma.stride, NULL, one);
        b->maxout_norm(&norm, yb + (size_t)r * mb.stride, NULL, other);
        CHECK_INT(memcmp(one, other, sizeof one), 0);
    }
    dl_matrix_free(&ma);
    dl_matrix_free(&mb);
    free(ya);
    free(yb);
    free(x);
    free(w);
}

static void there_is_always_a_kernel(void)
{
    CHECK(dl_kernel_find(DL_KERNEL_BEST) != NULL);
    CHECK(dl_kernel_find(DL_KERNEL_PORTABLE) == &dl_kernel_portable);
    CHECK(dl_kernel_find((dl_kernel_kind)99) == NULL);
}

static void a_matrix_beyond_reason_is_refused(void)
{
    const dl_matrix_source source = {
        .outputs = UINT32_MAX, .inputs = UINT32_MAX, .row_size = UINT32_MAX, .pieces = 1};
    dl_matrix m;
    dl_error err;
    CHECK_INT(dl_matrix_new(&dl_kernel_portable, &source, 1, &m, &err), DL_ELIMIT);
}

int main(void)
{
    TEST(products_are_right_whatever_the_shape);
    TEST(pieces_stand_one_after_the_other_in_the_output);
    TEST(rows_may_overlap);
    TEST(a_rows_result_does_not_depend_on_its_neighbours);
    TEST(a_layer_ends_in_its_best_piece_normalised);
    TEST(rows_are_added_and_the_best_piece_found);
    TEST(kernels_with_a_fused_product_agree_to_the_bit);
    TEST(there_is_always_a_kernel);
    TEST(a_matrix_beyond_reason_is_refused);
    return tap_done();
}
