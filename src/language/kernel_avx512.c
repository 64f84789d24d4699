/* kernel_avx512.c - the kernel for x86 processors with AVX-512F.
 *
 * The tile keeps 12 x 2 sums in the 32 registers, with 2 for weights and 1 for the input.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#if defined(__x86_64__)
#if defined(__clang__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx512f")
#include <immintrin.h>
#endif

#define LANES 16
#define VECTORS 2
#define ROWS 12
#define NAME "avx512"
#define KIND DL_KERNEL_AVX512
#define TABLE dl_kernel_avx512

typedef __m512 vec;
#define load(from) _mm512_loadu_ps(from)
#define store(to, v) _mm512_storeu_ps((to), (v))
#define splat(x) _mm512_set1_ps(x)
#define add(a, b) _mm512_add_ps((a), (b))
#define sub(a, b) _mm512_sub_ps((a), (b))
#define mul(a, b) _mm512_mul_ps((a), (b))
#define most(a, b) _mm512_max_ps((a), (b))
#define fused(a, b, c) _mm512_fmadd_ps((a), (b), (c))

#include "kernel_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#else
typedef int dl_kernel_avx512_is_for_x86; /* a file must hold something */
#endif
