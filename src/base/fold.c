/* fold.c - see fold.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "fold.h"

#include "utf8.h"

#include <utf8proc.h>

#define PIECES_MOST 32 /* code points one code point can decompose to */

typedef struct folder {
    char *out; /* room for 3 bytes a byte of input, and one more */
    size_t size;
    bool gap; /* a blank is due before the next letter */
} folder;

static void put(folder *f, uint32_t c)
{
    if (f->gap && f->size > 0) {
        f->out[f->size++] = ' ';
    }
    f->gap = false;
    f->size += dl_utf8_put(c, f->out + f->size);
}

static bool apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2018 || c == 0x2019 || c == 0x02BC || c == 0x02BB ||
           c == '`' || c == 0x00B4;
}

static void fold_point(folder *f, uint32_t c)
{
    utf8proc_int32_t pieces[PIECES_MOST];
    int boundary = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, pieces, PIECES_MOST,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < PIECES_MOST; i++) {
        const utf8proc_category_t category = utf8proc_category(pieces[i]);
        const bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        const bool digit = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
        const bool mark = category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
        if (apostrophe((uint32_t)pieces[i])) {
            continue; /* of a letter written with one: U+0149 */
        }
        if (letter || digit) {
            put(f, (uint32_t)pieces[i]);
        } else if (!mark) {
            f->gap = true;
        }
    }
}

/* What becomes of an ASCII byte: a letter or digit, GAP, or nothing. */
enum { NOTHING, GAP };

static const unsigned char ASCII[128] = {
#define GAPS4 GAP, GAP, GAP, GAP
#define GAPS16 GAPS4, GAPS4, GAPS4, GAPS4
    GAPS16, GAPS16, GAPS4, GAP, GAP, GAP, NOTHING, GAPS4, GAPS4,
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', GAPS4, GAP, GAP,
    GAP, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', GAPS4, GAP,
    NOTHING, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o',
    'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', GAPS4, GAP
#undef GAPS16
#undef GAPS4
};

/* The run of ASCII at `at`; where it ends. */
static size_t fold_ascii(folder *f, dl_str text, size_t at)
{
    char *out = f->out;
    size_t size = f->size;
    bool gap = f->gap;
    for (; at < text.size && (unsigned char)text.at[at] < 0x80; at++) {
        const unsigned char c = ASCII[(unsigned char)text.at[at]];
        if (c > GAP) {
            if (gap && size > 0) {
                out[size++] = ' ';
            }
            gap = false;
            out[size++] = (char)c;
        } else {
            gap |= c == GAP;
        }
    }
    f->size = size;
    f->gap = gap;
    return at;
}

static void fold_text(folder *f, dl_str text)
{
    for (size_t at = fold_ascii(f, text, 0); at < text.size; at = fold_ascii(f, text, at)) {
        const uint32_t c = dl_utf8_next(text, &at);
        if (!apostrophe(c)) {
            fold_point(f, c);
        }
    }
}

/* What a text may grow to: a code point decomposes to at most 18 others (U+FDFA); bytes
 * grow at most 11-fold, ASCII not at all but for blanks. */
static size_t room_for(dl_str text)
{
    size_t wide = 0;
    for (size_t i = 0; i < text.size; i++) {
        wide += (unsigned char)text.at[i] >= 0x80;
    }
    return text.size * 2 + wide * 12 + 8;
}

dl_str dl_fold(dl_arena *arena, dl_str text)
{
    folder f = {.out = dl_arena_alloc(arena, room_for(text))};
    if (f.out == NULL) {
        return (dl_str){"", 0};
    }
    fold_text(&f, text);
    return (dl_str){f.out, f.size};
}

void dl_fold_to(dl_buf *out, dl_str text)
{
    dl_arena scratch;
    dl_arena_init(&scratch, 0);
    dl_buf_add(out, dl_fold(&scratch, text));
    out->failed |= dl_arena_failed(&scratch);
    dl_arena_done(&scratch);
}
