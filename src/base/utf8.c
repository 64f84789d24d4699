/* utf8.c - see utf8.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "utf8.h"

#include "bytes.h"

static bool tail(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* Length of the well-formed sequence at s (n bytes left), or 0. Table 3-7 of Unicode. */
static unsigned sequence(const unsigned char *s, size_t n)
{
    if (s[0] < 0x80) {
        return 1;
    }
    if (s[0] >= 0xC2 && s[0] <= 0xDF) {
        return n >= 2 && tail(s[1]) ? 2 : 0;
    }
    if ((s[0] & 0xF0) == 0xE0) {
        if (n < 3 || !tail(s[1]) || !tail(s[2]) || (s[0] == 0xE0 && s[1] < 0xA0) ||
            (s[0] == 0xED && s[1] > 0x9F)) {
            return 0;
        }
        return 3;
    }
    if (s[0] >= 0xF0 && s[0] <= 0xF4) {
        if (n < 4 || !tail(s[1]) || !tail(s[2]) || !tail(s[3]) ||
            (s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F)) {
            return 0;
        }
        return 4;
    }
    return 0;
}

uint32_t dl_utf8_next_beyond(dl_str text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text.at + *at;
    const unsigned size = sequence(s, text.size - *at);
    *at += size == 0 ? 1 : size;
    switch (size) {
    case 1:
        return s[0];
    case 2:
        return (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3Fu);
    case 3:
        return (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 |
               (s[2] & 0x3Fu);
    case 4:
        return (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
               (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3Fu);
    default:
        return DL_UTF8_BAD;
    }
}

size_t dl_utf8_back(dl_str text, size_t at)
{
    size_t back = at - 1;
    while (back > 0 && at - back < 4 && tail((unsigned char)text.at[back])) {
        back--;
    }
    const unsigned char *s = (const unsigned char *)text.at + back;
    return sequence(s, text.size - back) == at - back ? back : at - 1;
}

unsigned dl_utf8_put(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        c = DL_UTF8_BAD;
    }
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t dl_utf8_valid(dl_str text)
{
    const unsigned char *s = (const unsigned char *)text.at;
    size_t i = 0;
    while (i < text.size) {
        i += dl_bytes_ascii(text.at + i, text.size - i);
        while (i < text.size && s[i] >= 0x80) {
            const unsigned size = sequence(s + i, text.size - i);
            if (size == 0) {
                return i;
            }
            i += size;
        }
    }
    return i;
}

size_t dl_utf8_count(dl_str text)
{
    size_t count = 0, at = 0;
    while (at < text.size) {
        dl_utf8_next(text, &at);
        count++;
    }
    return count;
}

dl_str dl_utf8_mend(dl_arena *arena, dl_str text)
{
    if (dl_utf8_valid(text) == text.size &&
        (text.size == 0 || memchr(text.at, 0, text.size) == NULL)) {
        return text;
    }
    char *out = dl_arena_bytes(arena, text.size * 3 + 1);
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    size_t at = 0, size = 0;
    while (at < text.size) {
        const uint32_t c = dl_utf8_next(text, &at);
        size += dl_utf8_put(c == 0 ? DL_UTF8_BAD : c, out + size);
    }
    return (dl_str){out, size};
}

size_t dl_utf8_point(dl_utf8_ruler *ruler, size_t at)
{
    if (at < ruler->byte) {
        ruler->byte = ruler->point = 0;
    }
    while (ruler->byte < at && ruler->byte < ruler->text.size) {
        dl_utf8_next(ruler->text, &ruler->byte);
        ruler->point++;
    }
    return ruler->point;
}

#define INDEX_STEP 256 /* bytes for each milestone; more than one code point has */

void dl_utf8_index_init(dl_utf8_index *index, dl_arena *arena, dl_str text)
{
    const size_t steps = text.size / INDEX_STEP + 1;
    index->text = text;
    index->stones = dl_arena_new_array(arena, steps, struct dl_utf8_stone);
    if (index->stones == NULL) {
        return;
    }
    size_t at = 0, point = 0, step = 0;
    for (;;) {
        /* a run of ASCII, or one character: stones for the steps that begin in it */
        const size_t run = at < text.size ? dl_bytes_ascii(text.at + at, text.size - at) : 0;
        for (; step < steps && step * INDEX_STEP <= at + run; step++) {
            const size_t here = step * INDEX_STEP < at ? at : step * INDEX_STEP;
            index->stones[step] =
                (struct dl_utf8_stone){(uint32_t)here, (uint32_t)(point + here - at)};
        }
        at += run;
        point += run;
        while (at < text.size && (unsigned char)text.at[at] >= 0x80) {
            dl_utf8_next_beyond(text, &at);
            point++;
            if (at >= step * INDEX_STEP && step < steps) {
                index->stones[step++] = (struct dl_utf8_stone){(uint32_t)at, (uint32_t)point};
            }
        }
        if (at >= text.size) {
            return;
        }
    }
}

size_t dl_utf8_index_point(const dl_utf8_index *index, size_t at)
{
    dl_utf8_ruler ruler = {.text = index->text};
    if (index->stones != NULL && at <= index->text.size) {
        const struct dl_utf8_stone *stone = &index->stones[at / INDEX_STEP];
        if (stone->byte <= at) {
            ruler.byte = stone->byte;
            ruler.point = stone->point;
        } else if (at >= INDEX_STEP) {
            ruler.byte = stone[-1].byte;
            ruler.point = stone[-1].point;
        }
    }
    return dl_utf8_point(&ruler, at);
}
