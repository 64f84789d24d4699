/* kernel_body.h - the text of a kernel, written once for vectors of any width.
 *
 * Included by kernel_portable.c, kernel_avx2.c and kernel_avx512.c, which first say:
 *
 *     vec, LANES             a vector of LANES floats (LANES divides SUM_LANES)
 *     load(p) store(p, v)    no alignment asked
 *     splat(x)               x in every lane
 *     add sub mul most       lane by lane
 *     fused(a, b, c)         a * b + c, rounded once where the processor can
 *     ROWS, VECTORS          the tile: ROWS rows by VECTORS * LANES outputs
 *     NAME, KIND, TABLE      of the dl_kernel at the end
 *
 * Sums along a row (mean, variance) run in SUM_LANES parts joined in a fixed order, the
 * same for every width of vector.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"

#include <math.h>

#define COLUMNS (LANES * VECTORS)
#define SUM_LANES 16
#define PARTS (SUM_LANES / LANES)
#define NORM_EPSILON 1e-8F /* thinc's LayerNorm adds this to the variance */
#define ALWAYS static inline __attribute__((always_inline))

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 16")
#endif

/* ---- products ---- */

/* `rows` <= ROWS rows by one panel. `rows` is a constant wherever this is called. */
ALWAYS void tile(const float *weights, const float *bias, uint32_t inputs, const float *x,
                 size_t x_stride, float *y, size_t y_stride, const unsigned rows)
{
    vec sums[ROWS][VECTORS];
    UNROLL
    for (unsigned r = 0; r < rows; r++) {
        UNROLL
        for (unsigned v = 0; v < VECTORS; v++) {
            sums[r][v] = load(bias + v * LANES);
        }
    }
    for (uint32_t i = 0; i < inputs; i++) {
        vec column[VECTORS];
        UNROLL
        for (unsigned v = 0; v < VECTORS; v++) {
            column[v] = load(weights + (size_t)i * COLUMNS + v * LANES);
        }
        UNROLL
        for (unsigned r = 0; r < rows; r++) {
            const vec one = splat(x[r * x_stride + i]);
            UNROLL
            for (unsigned v = 0; v < VECTORS; v++) {
                sums[r][v] = fused(one, column[v], sums[r][v]);
            }
        }
    }
    UNROLL
    for (unsigned r = 0; r < rows; r++) {
        UNROLL
        for (unsigned v = 0; v < VECTORS; v++) {
            store(y + r * y_stride + v * LANES, sums[r][v]);
        }
    }
}

/* The rows that are left over when ROWS do not divide them: 8, 4, 2, 1 at a time. */
ALWAYS uint32_t tile_rest(const float *weights, const float *bias, uint32_t inputs,
                          const float *x, size_t x_stride, uint32_t rows, float *y,
                          size_t y_stride)
{
#if ROWS > 8
    if (rows >= 8) {
        tile(weights, bias, inputs, x, x_stride, y, y_stride, 8);
        return 8;
    }
#endif
#if ROWS > 4
    if (rows >= 4) {
        tile(weights, bias, inputs, x, x_stride, y, y_stride, 4);
        return 4;
    }
#endif
    if (rows >= 2) {
        tile(weights, bias, inputs, x, x_stride, y, y_stride, 2);
        return 2;
    }
    tile(weights, bias, inputs, x, x_stride, y, y_stride, 1);
    return 1;
}

/* One row by WIDE panels: a single row's sums are too few to keep the processor busy. */
#define WIDE 4

ALWAYS void tile_row(const float *weights, size_t panel, const float *bias,
                     uint32_t inputs, const float *x, float *y, const unsigned panels)
{
    vec sums[WIDE][VECTORS];
    UNROLL
    for (unsigned p = 0; p < panels; p++) {
        UNROLL
        for (unsigned v = 0; v < VECTORS; v++) {
            sums[p][v] = load(bias + p * COLUMNS + v * LANES);
        }
    }
    for (uint32_t i = 0; i < inputs; i++) {
        const vec one = splat(x[i]);
        UNROLL
        for (unsigned p = 0; p < panels; p++) {
            const float *at = weights + p * panel + (size_t)i * COLUMNS;
            UNROLL
            for (unsigned v = 0; v < VECTORS; v++) {
                sums[p][v] = fused(one, load(at + v * LANES), sums[p][v]);
            }
        }
    }
    UNROLL
    for (unsigned p = 0; p < panels; p++) {
        UNROLL
        for (unsigned v = 0; v < VECTORS; v++) {
            store(y + p * COLUMNS + v * LANES, sums[p][v]);
        }
    }
}

static void product_row(const dl_matrix *m, const float *x, float *y)
{
    const size_t panel = (size_t)m->inputs * COLUMNS;
    uint32_t p = 0;
    for (; m->panels - p >= WIDE; p += WIDE) {
        tile_row(m->weights + p * panel, panel, m->bias + (size_t)p * COLUMNS, m->inputs,
                 x, y + (size_t)p * COLUMNS, WIDE);
    }
    if (m->panels - p >= 2) {
        tile_row(m->weights + p * panel, panel, m->bias + (size_t)p * COLUMNS, m->inputs,
                 x, y + (size_t)p * COLUMNS, 2);
        p += 2;
    }
    if (m->panels - p == 1) {
        tile_row(m->weights + p * panel, panel, m->bias + (size_t)p * COLUMNS, m->inputs,
                 x, y + (size_t)p * COLUMNS, 1);
    }
}

static void product(const dl_matrix *m, const float *x, size_t x_stride, uint32_t rows,
                    float *y)
{
    if (rows == 1) {
        product_row(m, x, y);
        return;
    }
    for (uint32_t p = 0; p < m->panels; p++) {
        const float *weights = m->weights + (size_t)p * m->inputs * COLUMNS;
        const float *bias = m->bias + (size_t)p * COLUMNS;
        float *to = y + (size_t)p * COLUMNS;
        uint32_t row = 0;
        for (; rows - row >= ROWS; row += ROWS) {
            tile(weights, bias, m->inputs, x + row * x_stride, x_stride,
                 to + (size_t)row * m->stride, m->stride, ROWS);
        }
        while (row < rows) {
            row += tile_rest(weights, bias, m->inputs, x + row * x_stride, x_stride,
                             rows - row, to + (size_t)row * m->stride, m->stride);
        }
    }
}

/* ---- rows ---- */

static void maxout(const float *x, uint32_t width, uint32_t pieces, float *out)
{
    uint32_t j = 0;
    for (; width - j >= LANES; j += LANES) {
        vec best = load(x + j);
        for (uint32_t p = 1; p < pieces; p++) {
            best = most(best, load(x + (size_t)p * width + j));
        }
        store(out + j, best);
    }
    for (; j < width; j++) {
        float best = x[j];
        for (uint32_t p = 1; p < pieces; p++) {
            const float other = x[(size_t)p * width + j];
            best = best > other ? best : other;
        }
        out[j] = best;
    }
}

static void sum(const float *const *rows, uint32_t count, uint32_t width, float *out)
{
    uint32_t j = 0;
    for (; width - j >= LANES; j += LANES) {
        vec total = load(rows[0] + j);
        for (uint32_t r = 1; r < count; r++) {
            total = add(total, load(rows[r] + j));
        }
        store(out + j, total);
    }
    for (; j < width; j++) {
        float total = rows[0][j];
        for (uint32_t r = 1; r < count; r++) {
            total += rows[r][j];
        }
        out[j] = total;
    }
}

/* The sum of SUM_LANES numbers by halves. */
ALWAYS float fold(float *lanes)
{
    for (unsigned half = SUM_LANES / 2; half > 0; half /= 2) {
        for (unsigned i = 0; i < half; i++) {
            lanes[i] += lanes[i + half];
        }
    }
    return lanes[0];
}

/* The sum of x, or of (x - mean)^2 when `squares`. */
ALWAYS float total(const float *x, uint32_t width, float mean, const bool squares)
{
    vec parts[PARTS];
    const vec middle = splat(mean);
    uint32_t j = 0;
    for (unsigned part = 0; part < PARTS; part++) {
        parts[part] = splat(0);
    }
    for (; width - j >= SUM_LANES; j += SUM_LANES) {
        for (unsigned part = 0; part < PARTS; part++) {
            const vec at = load(x + j + part * LANES), off = sub(at, middle);
            parts[part] = add(parts[part], squares ? mul(off, off) : at);
        }
    }
    float lanes[SUM_LANES];
    for (unsigned part = 0; part < PARTS; part++) {
        store(lanes + part * LANES, parts[part]);
    }
    for (unsigned lane = 0; j < width; j++, lane++) {
        lanes[lane] += squares ? (x[j] - mean) * (x[j] - mean) : x[j];
    }
    return fold(lanes);
}

static void maxout_norm(const dl_norm *norm, float *x, const float *skip, float *out)
{
    const uint32_t width = norm->width;
    maxout(x, width, norm->pieces, x);
    const float mean = total(x, width, 0, false) / (float)width;
    const float variance = total(x, width, mean, true) / (float)width + NORM_EPSILON;
    const float scale = 1.0F / sqrtf(variance);
    const vec middle = splat(mean), by = splat(scale);
    uint32_t j = 0;
    for (; width - j >= LANES; j += LANES) {
        vec at = mul(sub(load(x + j), middle), by);
        at = add(mul(at, load(norm->gain + j)), load(norm->bias + j));
        store(out + j, skip == NULL ? at : add(at, load(skip + j)));
    }
    for (; j < width; j++) {
        const float at = (x[j] - mean) * scale * norm->gain[j] + norm->bias[j];
        out[j] = skip == NULL ? at : at + skip[j];
    }
}

const dl_kernel TABLE = {
    .name = NAME,
    .kind = KIND,
    .columns = COLUMNS,
    .product = product,
    .maxout_norm = maxout_norm,
    .maxout = maxout,
    .sum = sum,
};
