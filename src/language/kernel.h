/* kernel.h - the f32 arithmetic of the nets, in one version for each kind of processor.
 *
 * A dl_kernel is a table of functions; which table serves is asked of the processor when
 * the nets are opened and kept in their handle.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_KERNEL_H
#define DL_KERNEL_H

typedef enum dl_kernel_kind {
    DL_KERNEL_BEST, /* the widest this machine can run */
    DL_KERNEL_PORTABLE,
    DL_KERNEL_AVX2,
    DL_KERNEL_AVX512,
} dl_kernel_kind;

#endif
