/* kernel_portable.c - the kernel for any processor: plain C on blocks of four floats,
 * which compilers turn into the four-wide instructions every 64-bit processor has.
 * SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#define LANES 4
#define VECTORS 2
#define ROWS 4
#define NAME "portable"
#define KIND DL_KERNEL_PORTABLE
#define TABLE dl_kernel_portable

typedef float vec __attribute__((vector_size(4 * LANES)));

static inline vec load(const float *from)
{
    vec v;
    memcpy(&v, from, sizeof v);
    return v;
}

static inline void store(float *to, vec v)
{
    memcpy(to, &v, sizeof v);
}

static inline vec splat(float x)
{
    return (vec){x, x, x, x};
}

static inline vec most(vec a, vec b)
{
    vec v;
    for (unsigned i = 0; i < LANES; i++) {
        v[i] = a[i] > b[i] ? a[i] : b[i];
    }
    return v;
}

#define add(a, b) ((a) + (b))
#define sub(a, b) ((a) - (b))
#define mul(a, b) ((a) * (b))
#define fused(a, b, c) ((a) * (b) + (c)) /* rounded twice: -ffp-contract=off */

#include "kernel_body.h"
