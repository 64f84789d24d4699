/* kernel.h - the f32 arithmetic of the nets, in one version for each kind of processor.
 *
 * A dl_kernel is a table of functions; which table serves is asked of the processor when
 * the nets are opened and kept in their handle. Every version adds the same numbers in
 * the same order, row by row, so a row's result does not depend on its neighbours in the
 * batch, and the versions with a fused multiply-add agree to the last bit.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_KERNEL_H
#define DL_KERNEL_H

#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DL_KERNEL_ALIGN 64 /* bytes; matrices and rows that start here load fastest */

typedef enum dl_kernel_kind {
    DL_KERNEL_BEST, /* the widest this machine can run */
    DL_KERNEL_PORTABLE,
    DL_KERNEL_AVX2,
    DL_KERNEL_AVX512,
} dl_kernel_kind;

/* y[rows][outputs] = x[rows][inputs] * weights' + bias. Packed for one kernel: the
 * outputs in panels of dl_kernel.columns, in each panel the inputs one after the other,
 * missing outputs 0. Rows of y have `stride` floats, of which `outputs` mean something.
 */
typedef struct dl_matrix {
    float *weights; /* [panels][inputs][columns]; owned */
    float *bias;    /* [panels][columns]; owned, in the same block */
    uint32_t outputs, inputs, panels;
    uint32_t stride; /* panels * columns */
} dl_matrix;

/* How a layer ends: the best of `pieces`, normalised (Ba 2016), scaled, plus the input.
 */
typedef struct dl_norm {
    const float *gain, *bias; /* [width] */
    uint32_t width, pieces;
} dl_norm;

typedef struct dl_kernel {
    const char *name;
    dl_kernel_kind kind;
    uint32_t columns; /* outputs in a panel */

    /* y = x * matrix; row i of x starts at x + i * x_stride (rows may overlap: that is a
     * window over a sequence), row i of y at y + i * matrix->stride. */
    void (*product)(const dl_matrix *matrix, const float *x, size_t x_stride,
                    uint32_t rows, float *y);

    /* out[j] = norm(max over p of x[p * width + j]) + skip[j]; skip may be NULL, and may
     * be out. x is used up. */
    void (*maxout_norm)(const dl_norm *norm, float *x, const float *skip, float *out);

    /* out[j] = max over p of x[p * width + j]; out may be x. */
    void (*maxout)(const float *x, uint32_t width, uint32_t pieces, float *out);

    /* out = the sum of `count` > 0 rows of `width` floats, in their order. */
    void (*sum)(const float *const *rows, uint32_t count, uint32_t width, float *out);
} dl_kernel;

/* The table of `kind`, or NULL when this machine cannot run it. BEST never gives NULL. */
const dl_kernel *dl_kernel_find(dl_kernel_kind kind);

/* Where the numbers of a matrix come from: W[outputs][row_size] as bytes (no alignment
 * asked), of which columns [from, from + inputs) are taken. */
typedef struct dl_matrix_source {
    const unsigned char *weights; /* little-endian f32 */
    const unsigned char *bias;    /* [outputs] or NULL: 0 */
    uint32_t outputs, inputs;
    uint32_t row_size, from;
    uint32_t
        pieces; /* outputs are [width][pieces] and become [pieces][width]; 1: as is */
} dl_matrix_source;

/* Packs `count` sources of equal `inputs` one under the other into one matrix. */
DL_CHECK dl_status dl_matrix_new(const dl_kernel *kernel, const dl_matrix_source *sources,
                                 uint32_t count, dl_matrix *out, dl_error *err);
void dl_matrix_free(dl_matrix *matrix);

/* `count` floats on a boundary of DL_KERNEL_ALIGN, zeroed; NULL when out of memory.
 * Given back with free(). */
float *dl_kernel_floats(size_t count);

/* The same out of raw bytes that are long enough: the first aligned place in them. */
static inline float *dl_kernel_aligned(void *bytes)
{
    const uintptr_t at = (uintptr_t)bytes;
    return (float *)((char *)bytes +
                     ((DL_KERNEL_ALIGN - at % DL_KERNEL_ALIGN) % DL_KERNEL_ALIGN));
}

/* The versions, each in a file of its own; ask dl_kernel_find which of them may run. */
extern const dl_kernel dl_kernel_portable;
#if defined(__x86_64__)
extern const dl_kernel dl_kernel_avx2, dl_kernel_avx512;
#endif

#endif
