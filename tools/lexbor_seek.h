/* lexbor_seek.h - stands in for lexbor's core/swar.h: where one of a few bytes stands,
 * sixteen bytes at a time. The values of attributes are half of many a page.
 *
 * Gives the first place of one of them, or a place before it with less than sixteen
 * bytes left, from where the tokenizer goes on byte by byte.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef LEXBOR_SWAR_H
#define LEXBOR_SWAR_H

#include "lexbor/core/base.h"

#ifdef __SSE2__
#include <emmintrin.h>

lxb_inline const lxb_char_t *lexbor_swar_seek4(const lxb_char_t *data,
                                               const lxb_char_t *end, lxb_char_t c1,
                                               lxb_char_t c2, lxb_char_t c3,
                                               lxb_char_t c4)
{
    const __m128i a = _mm_set1_epi8((char)c1), b = _mm_set1_epi8((char)c2);
    const __m128i c = _mm_set1_epi8((char)c3), d = _mm_set1_epi8((char)c4);
    for (; end - data >= 16; data += 16) {
        const __m128i bytes = _mm_loadu_si128((const __m128i *)data);
        const __m128i found = _mm_or_si128(
            _mm_or_si128(_mm_cmpeq_epi8(bytes, a), _mm_cmpeq_epi8(bytes, b)),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, c), _mm_cmpeq_epi8(bytes, d)));
        const int mask = _mm_movemask_epi8(found);
        if (mask != 0) {
            return data + __builtin_ctz((unsigned)mask);
        }
    }
    return data;
}
#else
lxb_inline const lxb_char_t *lexbor_swar_seek4(const lxb_char_t *data,
                                               const lxb_char_t *end, lxb_char_t c1,
                                               lxb_char_t c2, lxb_char_t c3,
                                               lxb_char_t c4)
{
    while (data != end && *data != c1 && *data != c2 && *data != c3 && *data != c4) {
        data++;
    }
    return data;
}
#endif

#endif
