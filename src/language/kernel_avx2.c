/* kernel_avx2.c - the kernel for x86 processors with AVX2 and FMA (2013 on).
 *
 * The tile keeps 6 x 2 sums in the 16 registers, with 2 for weights and 1 for the input.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#if defined(__x86_64__)
#if defined(__clang__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#include <immintrin.h>
#endif

#define LANES 8
#define VECTORS 2
#define ROWS 6
#define NAME "avx2"
#define KIND DL_KERNEL_AVX2
#define TABLE dl_kernel_avx2

typedef __m256 vec;
#define load(from) _mm256_loadu_ps(from)
#define store(to, v) _mm256_storeu_ps((to), (v))
#define splat(x) _mm256_set1_ps(x)
#define add(a, b) _mm256_add_ps((a), (b))
#define sub(a, b) _mm256_sub_ps((a), (b))
#define mul(a, b) _mm256_mul_ps((a), (b))
#define most(a, b) _mm256_max_ps((a), (b))
#define fused(a, b, c) _mm256_fmadd_ps((a), (b), (c))

#include "kernel_body.h"

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#else
typedef int dl_kernel_avx2_is_for_x86; /* a file must hold something */
#endif
