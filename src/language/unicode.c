/* unicode.c - str.lower and str.isalpha of Python (Unicode Standard, section 3.13:
 * SpecialCasing without locales) over the generated tables.
 * SPDX-License-Identifier: Apache-2.0 */
#include "unicode.h"

#include "utf8.h"

#define CAPITAL_SIGMA 0x3A3u
#define SMALL_SIGMA 0x3C3u
#define FINAL_SIGMA 0x3C2u
#define CAPITAL_I_DOT 0x130u /* its lower case is "i" and a combining dot */
#define COMBINING_DOT 0x307u
#define GROWTH 2 /* a lower case has at most this many times the bytes of its capital */

/* The nearest code point before `at` that is not ignorable is cased. */
static bool cased_before(dl_str text, size_t at)
{
    while (at > 0) {
        size_t here = dl_utf8_back(text, at);
        at = here;
        const uint8_t flags = dl_unicode_of(dl_utf8_next(text, &here)).flags;
        if ((flags & DL_UNICODE_IGNORABLE) == 0) {
            return (flags & DL_UNICODE_CASED) != 0;
        }
    }
    return false;
}

static bool cased_after(dl_str text, size_t at)
{
    while (at < text.size) {
        const uint8_t flags = dl_unicode_of(dl_utf8_next(text, &at)).flags;
        if ((flags & DL_UNICODE_IGNORABLE) == 0) {
            return (flags & DL_UNICODE_CASED) != 0;
        }
    }
    return false;
}

static bool changes(dl_str text)
{
    for (size_t at = 0; at < text.size;) {
        const unsigned char byte = (unsigned char)text.at[at];
        if (byte < 0x80) {
            if (byte >= 'A' && byte <= 'Z') {
                return true;
            }
            at++;
            continue;
        }
        const uint32_t c = dl_utf8_next(text, &at);
        if (c == CAPITAL_I_DOT || dl_unicode_of(c).lower != 0) {
            return true;
        }
    }
    return false;
}

dl_str dl_unicode_lower(dl_arena *arena, dl_str text)
{
    if (!changes(text)) {
        return text;
    }
    /* a wrong byte becomes U+FFFD, three bytes, hence the extra one */
    char *out = dl_arena_alloc(arena, text.size * (GROWTH + 1) + 1);
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    size_t size = 0;
    for (size_t at = 0; at < text.size;) {
        const size_t here = at;
        const uint32_t c = dl_utf8_next(text, &at);
        uint32_t lower = (uint32_t)((int32_t)c + dl_unicode_of(c).lower);
        if (c == CAPITAL_SIGMA) {
            lower = cased_before(text, here) && !cased_after(text, at) ? FINAL_SIGMA
                                                                       : SMALL_SIGMA;
        } else if (c == CAPITAL_I_DOT) {
            size += dl_utf8_put('i', out + size);
            lower = COMBINING_DOT;
        }
        size += dl_utf8_put(lower, out + size);
    }
    out[size] = '\0';
    return (dl_str){out, size};
}

bool dl_unicode_all_alpha(dl_str text)
{
    for (size_t at = 0; at < text.size;) {
        if (!dl_unicode_is(dl_utf8_next(text, &at), DL_UNICODE_ALPHA)) {
            return false;
        }
    }
    return text.size > 0;
}
