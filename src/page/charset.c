/* charset.c - the encoding of a page, and its text as UTF-8 with the way back.
 *
 * The order is that of the HTML standard (WHATWG, "determining the character
 * encoding"): byte order mark, transport, <meta> prescan; then a check for valid UTF-8,
 * then a guess by uchardet. One rule goes before the labels: bytes that are valid UTF-8
 * with characters beyond ASCII are UTF-8 whatever a label says, since text in another
 * encoding practically never is, while pages re-encoded by a crawler with their old
 * label are common. And a label of UTF-8 on bytes that are mostly not falls through to
 * the guess.
 *
 * Pages not in UTF-8 are decoded one character at a time by lexbor's tables, with a mark
 * every MARK_EVERY characters that keeps the decoder's state, so that any byte of the
 * text can be led back to the byte of the page by decoding from the mark before it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "charset.h"

#include "bytes.h"
#include "utf8.h"

#include <lexbor/encoding/encoding.h>
#include <lexbor/html/encoding.h>
#include <uchardet/uchardet.h>

#define PRESCAN_BYTES 8192 /* the standard asks for 1024; templates with comments need more */
#define GUESS_BYTES (1u << 20)
#define MARK_EVERY 128
#define MAX_WRONG_DECLARED 3 /* the same where the page says that it is UTF-8 */
#define MAX_WRONG_SHARE 8 /* of 8 characters beyond ASCII at most one may be broken UTF-8 */

struct dl_charset_mark {
    size_t text, page; /* bytes */
    lxb_encoding_decode_t state;
};

static const lxb_encoding_data_t *by_label(const char *label, size_t size)
{
    return size == 0 ? NULL : lxb_encoding_data_by_pre_name((const lxb_char_t *)label, size);
}

static const lxb_encoding_data_t *by_id(lxb_encoding_t id)
{
    return lxb_encoding_data(id);
}

/* Bytes of a byte order mark, and the encoding it tells. */
static size_t read_bom(dl_str page, const lxb_encoding_data_t **encoding)
{
    const unsigned char *b = (const unsigned char *)page.at;
    if (page.size >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF) {
        *encoding = by_id(LXB_ENCODING_UTF_8);
        return 3;
    }
    if (page.size >= 2 && b[0] == 0xFE && b[1] == 0xFF) {
        *encoding = by_id(LXB_ENCODING_UTF_16BE);
        return 2;
    }
    if (page.size >= 2 && b[0] == 0xFF && b[1] == 0xFE) {
        *encoding = by_id(LXB_ENCODING_UTF_16LE);
        return 2;
    }
    return 0;
}

/* What a <meta> in the first bytes declares; NULL if none does. */
static const lxb_encoding_data_t *read_meta(dl_str page)
{
    lxb_html_encoding_t scan;
    memset(&scan, 0, sizeof scan);
    const lxb_encoding_data_t *found = NULL;
    if (lxb_html_encoding_init(&scan) != LXB_STATUS_OK) {
        return NULL;
    }
    const lxb_char_t *at = (const lxb_char_t *)page.at;
    const size_t size = page.size < PRESCAN_BYTES ? page.size : PRESCAN_BYTES;
    if (lxb_html_encoding_determine(&scan, at, at + size) == LXB_STATUS_OK) {
        lxb_html_encoding_entry_t *entry = lxb_html_encoding_meta_entry(&scan, 0);
        if (entry != NULL) {
            found = by_label((const char *)entry->name, (size_t)(entry->end - entry->name));
        }
    }
    lxb_html_encoding_destroy(&scan, false);
    /* the standard: a page that could be read so far is not in UTF-16 */
    if (found != NULL && (found->encoding == LXB_ENCODING_UTF_16BE ||
                          found->encoding == LXB_ENCODING_UTF_16LE)) {
        return by_id(LXB_ENCODING_UTF_8);
    }
    return found;
}

static const lxb_encoding_data_t *guess(dl_str page)
{
    uchardet_t detector = uchardet_new();
    const lxb_encoding_data_t *found = NULL;
    if (detector == NULL) {
        return NULL;
    }
    const size_t size = page.size < GUESS_BYTES ? page.size : GUESS_BYTES;
    if (uchardet_handle_data(detector, page.at, size) == 0) {
        uchardet_data_end(detector);
        const char *name = uchardet_get_charset(detector);
        found = by_label(name, strlen(name));
    }
    uchardet_delete(detector);
    return found;
}

/* Counts characters beyond ASCII and bytes that are no UTF-8, in the first megabyte; the
 * first `plain` bytes are ASCII. Of a page that is UTF-8 all through, *beyond only tells
 * whether there are any. */
static void weigh_utf8(dl_str page, size_t plain, bool valid, size_t *beyond, size_t *wrong)
{
    const dl_str part = {page.at, page.size < GUESS_BYTES ? page.size : GUESS_BYTES};
    *beyond = valid && plain < part.size;
    *wrong = 0;
    size_t at = valid ? part.size : plain;
    while (at < part.size) {
        if ((unsigned char)part.at[at] < 0x80) {
            at += dl_bytes_ascii(part.at + at, part.size - at);
            continue;
        }
        const size_t before = at;
        const uint32_t c = dl_utf8_next_beyond(part, &at);
        *beyond += 1;
        *wrong += c == DL_UTF8_BAD && at - before == 1;
    }
}

static void decide(dl_str page, dl_str transport, bool markup, size_t plain, bool valid,
                   dl_charset *out, const lxb_encoding_data_t **encoding)
{
    const lxb_encoding_data_t *utf8 = by_id(LXB_ENCODING_UTF_8);
    size_t beyond, wrong;
    out->skipped = read_bom(page, encoding);
    if (out->skipped > 0) {
        out->from = "bom";
        return;
    }
    weigh_utf8(page, plain, valid, &beyond, &wrong);
    const bool is_utf8 = wrong * MAX_WRONG_SHARE <= beyond;
    out->from = "transport";
    *encoding = by_label(transport.at, transport.size);
    if (*encoding == NULL && markup) {
        out->from = "meta";
        *encoding = read_meta(page);
    }
    const bool mostly = wrong * MAX_WRONG_DECLARED <= beyond;
    if (*encoding != NULL && (*encoding == utf8 ? mostly : beyond == 0 || wrong > 0)) {
        return;
    }
    if (is_utf8) {
        out->from = *encoding == utf8 ? out->from : "valid";
        *encoding = utf8;
        return;
    }
    out->from = "guess";
    *encoding = guess(page);
    if (*encoding == NULL || *encoding == utf8) {
        out->from = "default";
        *encoding = by_id(LXB_ENCODING_WINDOWS_1252);
    }
}

/* One character into `put`; gives the bytes. The decoder's error signs become U+FFFD. */
static unsigned decode_one(const lxb_encoding_data_t *encoding, lxb_encoding_decode_t *state,
                           const lxb_char_t **at, const lxb_char_t *end, char put[4])
{
    const lxb_char_t *before = *at;
    lxb_codepoint_t c = encoding->decode_single(state, at, end);
    if (c > LXB_ENCODING_DECODE_MAX_CODEPOINT || c == 0) {
        if (*at == before) {
            *at = before + 1;
        }
        c = DL_UTF8_BAD;
    }
    return dl_utf8_put(c, put);
}

static dl_status transcode(dl_arena *arena, dl_charset *out, dl_error *err)
{
    const lxb_encoding_data_t *encoding = out->encoding;
    const lxb_char_t *at = (const lxb_char_t *)out->page.at + out->skipped;
    const lxb_char_t *end = (const lxb_char_t *)out->page.at + out->page.size;
    const size_t bytes = (size_t)(end - at);
    dl_buf text;
    dl_buf_init(&text);
    /* two: a character of two bytes or more never needs more than three of UTF-8 */
    const uint32_t marks = (uint32_t)(bytes / MARK_EVERY + 2);
    lxb_encoding_decode_t state;
    lxb_encoding_decode_init_single(&state, encoding);
    out->marks = dl_arena_new_array(arena, marks, dl_charset_mark);
    for (uint32_t n = 0; at < end && out->marks != NULL; n++) {
        if (n % MARK_EVERY == 0 && out->mark_count < marks) {
            dl_charset_mark *mark = &out->marks[out->mark_count++];
            mark->text = text.size;
            mark->page = (size_t)(at - (const lxb_char_t *)out->page.at);
            mark->state = state;
        }
        char put[4];
        const unsigned size = decode_one(encoding, &state, &at, end, put);
        dl_buf_add(&text, (dl_str){put, size});
    }
    out->text = dl_str_copy(arena, dl_buf_str(&text));
    const bool failed = text.failed || out->marks == NULL ||
                        (text.size > 0 && out->text.size == 0);
    dl_buf_done(&text);
    return failed ? dl_fail_memory(err) : DL_OK;
}

dl_status dl_charset_read(dl_str page, dl_str transport, bool markup, dl_arena *arena,
                          dl_charset *out, dl_error *err)
{
    const lxb_encoding_data_t *encoding = NULL;
    memset(out, 0, sizeof *out);
    out->page = page;
    const size_t plain = dl_bytes_ascii(page.at, page.size);
    const dl_str behind = {page.at + plain, page.size - plain};
    const bool valid = dl_utf8_valid(behind) == behind.size; /* a mark counts as a character */
    decide(page, transport, markup, plain, valid, out, &encoding);
    out->encoding = encoding;
    out->name = (const char *)encoding->name;
    const dl_str rest = {page.at + out->skipped, page.size - out->skipped};
    if (encoding->encoding == LXB_ENCODING_UTF_8 && valid) {
        out->text = rest;
        return DL_OK;
    }
    return transcode(arena, out, err);
}

uint64_t dl_charset_source(const dl_charset *charset, size_t at)
{
    if (charset->marks == NULL || charset->mark_count == 0) {
        return charset->skipped + at;
    }
    uint32_t low = 0, high = charset->mark_count;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (charset->marks[middle].text <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const dl_charset_mark *mark = &charset->marks[low];
    lxb_encoding_decode_t state = mark->state;
    const lxb_char_t *from = (const lxb_char_t *)charset->page.at + mark->page;
    const lxb_char_t *end = (const lxb_char_t *)charset->page.at + charset->page.size;
    size_t text = mark->text;
    while (text < at && from < end) {
        char put[4];
        text += decode_one(charset->encoding, &state, &from, end, put);
    }
    return (uint64_t)(from - (const lxb_char_t *)charset->page.at);
}
