/* bytes.c - runs of plain bytes, sixteen at a time; see bytes.h.
 *
 * A step looks at sixteen bytes and gives a mask with a bit for each, the first byte's
 * lowest. SSE2 is part of every x86-64; elsewhere a loop makes the same mask, which a
 * compiler can turn into what the machine has.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "bytes.h"

#include <stdbool.h>
#include <string.h>

#define STEP 16
#define NEEDLE_MAX 64 /* longer ones are left to memmem, which is linear in them */

#ifdef __SSE2__
#include <emmintrin.h>

static __m128i load(const char *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

static unsigned equal(const char *at, char byte)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(load(at), _mm_set1_epi8(byte)));
}

static unsigned beyond_ascii(const char *at)
{
    return (unsigned)_mm_movemask_epi8(load(at));
}

/* Whether four steps hold no byte beyond ASCII. */
static bool four_ascii(const char *at)
{
    const __m128i all =
        _mm_or_si128(_mm_or_si128(load(at), load(at + STEP)),
                     _mm_or_si128(load(at + 2 * STEP), load(at + 3 * STEP)));
    return _mm_movemask_epi8(all) == 0;
}

/* Bytes below the blank, DEL, and those beyond ASCII, which are less as signed numbers. */
static unsigned not_printed(const char *at)
{
    const __m128i bytes = load(at);
    return (unsigned)_mm_movemask_epi8(
        _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')),
                     _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
}

static unsigned different(const char *a, const char *b)
{
    return ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(load(a), load(b))) & 0xFFFF;
}
#else
static unsigned different(const char *a, const char *b)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < STEP; i++) {
        mask |= (unsigned)(a[i] != b[i]) << i;
    }
    return mask;
}

static unsigned equal(const char *at, char byte)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < STEP; i++) {
        mask |= (unsigned)(at[i] == byte) << i;
    }
    return mask;
}

static unsigned beyond_ascii(const char *at)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < STEP; i++) {
        mask |= (unsigned)((unsigned char)at[i] >> 7) << i;
    }
    return mask;
}

static bool four_ascii(const char *at)
{
    uint64_t all = 0, eight;
    for (unsigned i = 0; i < 4 * STEP; i += sizeof eight) {
        memcpy(&eight, at + i, sizeof eight);
        all |= eight;
    }
    return (all & 0x8080808080808080ULL) == 0;
}

static unsigned not_printed(const char *at)
{
    unsigned mask = 0;
    for (unsigned i = 0; i < STEP; i++) {
        mask |= (unsigned)((unsigned char)at[i] < ' ' || (unsigned char)at[i] >= 0x7F)
                << i;
    }
    return mask;
}
#endif

static size_t first(unsigned mask)
{
    return (size_t)__builtin_ctz(mask);
}

size_t dl_bytes_ascii(const char *at, size_t size)
{
    size_t i = 0;
    while (i + 4 * STEP <= size && four_ascii(at + i)) {
        i += 4 * STEP;
    }
    for (; i + STEP <= size; i += STEP) {
        const unsigned mask = beyond_ascii(at + i);
        if (mask != 0) {
            return i + first(mask);
        }
    }
    while (i < size && (unsigned char)at[i] < 0x80) {
        i++;
    }
    return i;
}

size_t dl_bytes_tidy(const char *at, size_t size)
{
    size_t i = 0;
    unsigned blank = 0; /* 1: the byte before is one */
    for (; i + STEP <= size; i += STEP) {
        const unsigned blanks = equal(at + i, ' ');
        const unsigned wrong = not_printed(at + i) | (blanks & (blanks << 1 | blank));
        if (wrong != 0) {
            return i + first(wrong);
        }
        blank = blanks >> (STEP - 1);
    }
    for (; i < size; i++) {
        const unsigned char byte = (unsigned char)at[i];
        if (byte < ' ' || byte >= 0x7F || (byte == ' ' && blank != 0)) {
            return i;
        }
        blank = byte == ' ';
    }
    return i;
}

size_t dl_bytes_plain(const char *at, size_t size, char a, char b)
{
    size_t i = 0;
    for (; i + STEP <= size; i += STEP) {
        const unsigned other = not_printed(at + i) | equal(at + i, a) | equal(at + i, b);
        if (other != 0) {
            return i + first(other);
        }
    }
    while (i < size && (unsigned char)at[i] >= ' ' && (unsigned char)at[i] < 0x7F &&
           at[i] != a && at[i] != b) {
        i++;
    }
    return i;
}

size_t dl_bytes_alike(const char *a, const char *b, size_t size, char stop)
{
    size_t i = 0;
    for (; i + STEP <= size; i += STEP) {
        const unsigned other =
            different(a + i, b + i) | equal(a + i, stop) | beyond_ascii(a + i);
        if (other != 0) {
            return i + first(other);
        }
    }
    while (i < size && a[i] == b[i] && a[i] != stop && (unsigned char)a[i] < 0x80) {
        i++;
    }
    return i;
}

size_t dl_bytes_count(const char *at, size_t size, char byte)
{
    size_t count = 0;
    while (size > 0) { /* counts of one byte, that a compiler can keep sixteen of */
        const size_t part = size < UINT8_MAX ? size : UINT8_MAX;
        uint8_t few = 0;
        for (size_t i = 0; i < part; i++) {
            few += at[i] == byte;
        }
        count += few;
        at += part;
        size -= part;
    }
    return count;
}

uint64_t dl_bytes_among(const char *at, const char *set)
{
    uint64_t mask = 0;
    for (; *set != '\0'; set++) {
        mask |= equal(at, *set) | (uint64_t)equal(at + STEP, *set) << STEP |
                (uint64_t)equal(at + 2 * STEP, *set) << 2 * STEP |
                (uint64_t)equal(at + 3 * STEP, *set) << 3 * STEP;
    }
    return mask;
}

size_t dl_bytes_find(const char *at, size_t size, const char *needle, size_t needle_size)
{
    if (needle_size == 0 || needle_size > size) {
        return needle_size == 0 ? 0 : SIZE_MAX;
    }
    const size_t last = needle_size - 1;
    size_t i = 0;
    for (; needle_size <= NEEDLE_MAX && i + last + STEP <= size; i += STEP) {
        unsigned both = equal(at + i, needle[0]) & equal(at + i + last, needle[last]);
        for (; both != 0; both &= both - 1) {
            const size_t here = i + first(both);
            if (memcmp(at + here, needle, needle_size) == 0) {
                return here;
            }
        }
    }
    if (needle_size > NEEDLE_MAX) {
        const char *hit = memmem(at, size, needle, needle_size);
        return hit == NULL ? SIZE_MAX : (size_t)(hit - at);
    }
    for (; i + last < size; i++) { /* less than a step is left */
        if (at[i] == needle[0] && at[i + last] == needle[last] &&
            memcmp(at + i, needle, needle_size) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}
