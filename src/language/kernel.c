/* kernel.c - choosing a kernel and packing weights for it.
 *
 * A matrix product spends its time in a tile of some rows by one panel of outputs whose
 * sums stay in registers (Goto and van de Geijn 2008). Packing lays the weights out in
 * the order in which the tile reads them:
 *
 *     W   o0: i0 i1 i2 ..       panel 0   i0: o0 o1 .. oC   i1: o0 o1 .. oC   ...
 *         o1: i0 i1 i2 ..       panel 1   i0: oC ..
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"

#include <stdlib.h>
#include <string.h>

#define FLOATS_MOST ((size_t)1 << 31) /* 8 GB: no weight of these nets comes near */

static const dl_kernel *widest(void)
{
#if defined(__x86_64__)
    if (dl_kernel_find(DL_KERNEL_AVX512) != NULL) {
        return &dl_kernel_avx512;
    }
    if (dl_kernel_find(DL_KERNEL_AVX2) != NULL) {
        return &dl_kernel_avx2;
    }
#endif
    return &dl_kernel_portable;
}

const dl_kernel *dl_kernel_find(dl_kernel_kind kind)
{
    switch (kind) {
    case DL_KERNEL_BEST:
        return widest();
    case DL_KERNEL_PORTABLE:
        return &dl_kernel_portable;
#if defined(__x86_64__)
    case DL_KERNEL_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")
                   ? &dl_kernel_avx2
                   : NULL;
    case DL_KERNEL_AVX512:
        return __builtin_cpu_supports("avx512f") ? &dl_kernel_avx512 : NULL;
#endif
    default:
        return NULL;
    }
}

float *dl_kernel_floats(size_t count)
{
    if (count > FLOATS_MOST) {
        return NULL;
    }
    size_t size =
        (count * sizeof(float) + DL_KERNEL_ALIGN - 1) & ~(size_t)(DL_KERNEL_ALIGN - 1);
    if (size == 0) {
        size = DL_KERNEL_ALIGN;
    }
    float *floats = aligned_alloc(DL_KERNEL_ALIGN, size);
    if (floats != NULL) {
        memset(floats, 0, size);
    }
    return floats;
}

static float float_at(const unsigned char *bytes, size_t index)
{
    float value;
    memcpy(&value, bytes + index * sizeof value, sizeof value);
    return value;
}

/* Writes one output's row of weights into its column of its panel. */
static void pack_row(dl_matrix *matrix, uint32_t columns, uint32_t output,
                     const unsigned char *row, uint32_t from)
{
    const size_t panel = output / columns, column = output % columns;
    float *to = matrix->weights + panel * matrix->inputs * columns + column;
    for (uint32_t i = 0; i < matrix->inputs; i++) {
        to[(size_t)i * columns] = float_at(row, from + i);
    }
}

/* Packs one source from output `first` on. */
static void pack_source(dl_matrix *matrix, uint32_t columns, uint32_t first,
                        const dl_matrix_source *s)
{
    const uint32_t width = s->outputs / s->pieces;
    for (uint32_t j = 0; j < s->outputs; j++) {
        const uint32_t output = first + j % s->pieces * width + j / s->pieces;
        const unsigned char *row = s->weights + (size_t)j * s->row_size * sizeof(float);
        pack_row(matrix, columns, output, row, s->from);
        if (s->bias != NULL) {
            matrix->bias[output] = float_at(s->bias, j);
        }
    }
}

dl_status dl_matrix_new(const dl_kernel *kernel, const dl_matrix_source *sources,
                        uint32_t count, dl_matrix *out, dl_error *err)
{
    uint64_t outputs = 0;
    for (uint32_t i = 0; i < count; i++) {
        outputs += sources[i].outputs;
    }
    const uint64_t panels = (outputs + kernel->columns - 1) / kernel->columns;
    const uint32_t inputs = sources[0].inputs;
    const uint64_t stride = panels * kernel->columns;
    if (stride > UINT32_MAX || (stride != 0 && inputs + 1 > FLOATS_MOST / stride)) {
        return dl_fail(err, DL_ELIMIT, "a matrix of %llu x %u numbers is too large",
                       (unsigned long long)outputs, inputs);
    }
    float *floats = dl_kernel_floats(stride * (inputs + 1));
    if (floats == NULL) {
        return dl_fail_memory(err);
    }
    *out = (dl_matrix){.weights = floats,
                       .bias = floats + stride * inputs,
                       .outputs = (uint32_t)outputs,
                       .inputs = inputs,
                       .panels = (uint32_t)panels,
                       .stride = (uint32_t)stride};
    uint32_t first = 0;
    for (uint32_t i = 0; i < count; i++) {
        pack_source(out, kernel->columns, first, &sources[i]);
        first += sources[i].outputs;
    }
    return DL_OK;
}

void dl_matrix_free(dl_matrix *matrix)
{
    free(matrix->weights);
    *matrix = (dl_matrix){0};
}
