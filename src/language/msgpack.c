/* msgpack.c - reads MessagePack (msgpack.org's specification) where it lies.
 *
 * Every value starts with a byte that says its kind and either holds a small number or
 * names the width of the big-endian number that follows. `head` reads both for all kinds;
 * the public calls only check that the kind is the one asked for.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "msgpack.h"

/* One value's first bytes. */
typedef struct head {
    dl_msgpack_kind kind;
    uint64_t number; /* integer bits, float bits, or count of bytes, items or pairs */
    uint8_t width;   /* bytes of `number` that follow the first byte */
    bool negative;   /* integers: `number` is two's complement */
    uint8_t extra;   /* extensions: the byte of the type */
} head;

static uint64_t big_endian(const uint8_t *at, unsigned width)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < width; i++) {
        number = number << 8 | at[i];
    }
    return number;
}

static uint64_t sign_extend(uint64_t number, unsigned width)
{
    const unsigned shift = 64 - 8 * width;
    return shift == 0 ? number : (uint64_t)((int64_t)(number << shift) >> shift);
}

/* The kind and width of a first byte >= 0xc0; the number is still to be read. */
static head marked(uint8_t byte)
{
    switch (byte) {
    case 0xc0:
        return (head){.kind = DL_MSGPACK_NIL};
    case 0xc2:
    case 0xc3:
        return (head){.kind = DL_MSGPACK_BOOL, .number = byte & 1};
    case 0xc4:
    case 0xc5:
    case 0xc6:
        return (head){.kind = DL_MSGPACK_BLOB, .width = (uint8_t)(1 << (byte - 0xc4))};
    case 0xc7:
    case 0xc8:
    case 0xc9:
        return (head){.kind = DL_MSGPACK_EXTENSION,
                      .width = (uint8_t)(1 << (byte - 0xc7)),
                      .extra = 1};
    case 0xca:
    case 0xcb:
        return (head){.kind = DL_MSGPACK_REAL, .width = (uint8_t)(4 << (byte - 0xca))};
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
        return (head){.kind = DL_MSGPACK_INT, .width = (uint8_t)(1 << (byte - 0xcc))};
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
        return (head){.kind = DL_MSGPACK_INT,
                      .width = (uint8_t)(1 << (byte - 0xd0)),
                      .negative = true};
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
        return (head){
            .kind = DL_MSGPACK_EXTENSION, .number = 1U << (byte - 0xd4), .extra = 1};
    case 0xd9:
    case 0xda:
    case 0xdb:
        return (head){.kind = DL_MSGPACK_TEXT, .width = (uint8_t)(1 << (byte - 0xd9))};
    case 0xdc:
    case 0xdd:
        return (head){.kind = DL_MSGPACK_ARRAY, .width = (uint8_t)(2 << (byte - 0xdc))};
    case 0xde:
    case 0xdf:
        return (head){.kind = DL_MSGPACK_MAP, .width = (uint8_t)(2 << (byte - 0xde))};
    default:
        return (head){.kind = DL_MSGPACK_NONE}; /* 0xc1: never used */
    }
}

static head classify(uint8_t byte)
{
    if (byte < 0x80) {
        return (head){.kind = DL_MSGPACK_INT, .number = byte};
    }
    if (byte < 0x90) {
        return (head){.kind = DL_MSGPACK_MAP, .number = byte & 0x0f};
    }
    if (byte < 0xa0) {
        return (head){.kind = DL_MSGPACK_ARRAY, .number = byte & 0x0f};
    }
    if (byte < 0xc0) {
        return (head){.kind = DL_MSGPACK_TEXT, .number = byte & 0x1f};
    }
    if (byte >= 0xe0) {
        return (head){
            .kind = DL_MSGPACK_INT, .number = sign_extend(byte, 1), .negative = true};
    }
    return marked(byte);
}

/* How many bytes must follow the head at least. UINT64_MAX when that overflows. */
static uint64_t least_bytes(const head *h)
{
    switch (h->kind) {
    case DL_MSGPACK_TEXT:
    case DL_MSGPACK_BLOB:
    case DL_MSGPACK_ARRAY:
        return h->number;
    case DL_MSGPACK_MAP:
        return 2 * h->number; /* counts have at most 32 bits */
    case DL_MSGPACK_EXTENSION:
        return h->number + h->extra;
    default:
        return 0;
    }
}

/* Takes the first bytes of the next value; kind NONE and `failed` when there is none. */
static head take_head(dl_msgpack *in)
{
    if (in->failed || in->at == in->end) {
        in->failed = true;
        return (head){.kind = DL_MSGPACK_NONE};
    }
    head h = classify(*in->at);
    const size_t left = (size_t)(in->end - in->at) - 1;
    if (h.kind == DL_MSGPACK_NONE || h.width > left) {
        in->failed = true;
        return (head){.kind = DL_MSGPACK_NONE};
    }
    if (h.width > 0) {
        h.number = big_endian(in->at + 1, h.width);
        if (h.negative) {
            h.number = sign_extend(h.number, h.width);
        }
    }
    if (least_bytes(&h) > left - h.width) {
        in->failed = true;
        return (head){.kind = DL_MSGPACK_NONE};
    }
    in->at += 1 + h.width;
    return h;
}

/* Takes a head that must be of `kind`. */
static head take(dl_msgpack *in, dl_msgpack_kind kind)
{
    const uint8_t *before = in->at;
    const head h = take_head(in);
    if (h.kind != kind) {
        in->at = before;
        in->failed = true;
        return (head){.kind = DL_MSGPACK_NONE};
    }
    return h;
}

void dl_msgpack_init(dl_msgpack *in, dl_str bytes)
{
    static const uint8_t nothing[1];
    in->start = bytes.at == NULL ? nothing : (const uint8_t *)bytes.at;
    in->at = in->start;
    in->end = in->start + (bytes.at == NULL ? 0 : bytes.size);
    in->failed = false;
}

dl_msgpack_kind dl_msgpack_peek(const dl_msgpack *in)
{
    return in->failed || in->at == in->end ? DL_MSGPACK_NONE : classify(*in->at).kind;
}

size_t dl_msgpack_at(const dl_msgpack *in)
{
    return (size_t)(in->at - in->start);
}

bool dl_msgpack_done(const dl_msgpack *in)
{
    return !in->failed && in->at == in->end;
}

uint32_t dl_msgpack_map(dl_msgpack *in)
{
    return (uint32_t)take(in, DL_MSGPACK_MAP).number;
}

uint32_t dl_msgpack_array(dl_msgpack *in)
{
    return (uint32_t)take(in, DL_MSGPACK_ARRAY).number;
}

dl_str dl_msgpack_text(dl_msgpack *in)
{
    const dl_msgpack_kind kind = dl_msgpack_peek(in);
    const head h = take(in, kind == DL_MSGPACK_BLOB ? DL_MSGPACK_BLOB : DL_MSGPACK_TEXT);
    const dl_str text = {(const char *)in->at, in->failed ? 0 : (size_t)h.number};
    in->at += text.size;
    return text;
}

uint64_t dl_msgpack_unsigned(dl_msgpack *in)
{
    const head h = take(in, DL_MSGPACK_INT);
    if (h.negative && (int64_t)h.number < 0) {
        in->failed = true;
        return 0;
    }
    return h.number;
}

int64_t dl_msgpack_signed(dl_msgpack *in)
{
    const head h = take(in, DL_MSGPACK_INT);
    if (!h.negative && h.number > INT64_MAX) {
        in->failed = true;
        return 0;
    }
    return (int64_t)h.number;
}

double dl_msgpack_real(dl_msgpack *in)
{
    if (dl_msgpack_peek(in) == DL_MSGPACK_INT) {
        const head h = take(in, DL_MSGPACK_INT);
        return h.negative ? (double)(int64_t)h.number : (double)h.number;
    }
    const head h = take(in, DL_MSGPACK_REAL);
    if (h.width == 4) {
        float narrow;
        const uint32_t bits = (uint32_t)h.number;
        memcpy(&narrow, &bits, sizeof narrow);
        return (double)narrow;
    }
    double wide = 0;
    memcpy(&wide, &h.number, sizeof wide);
    return wide;
}

bool dl_msgpack_bool(dl_msgpack *in)
{
    return take(in, DL_MSGPACK_BOOL).number != 0;
}

bool dl_msgpack_nil(dl_msgpack *in)
{
    if (dl_msgpack_peek(in) != DL_MSGPACK_NIL) {
        return false;
    }
    in->at++;
    return true;
}

dl_str dl_msgpack_skip(dl_msgpack *in)
{
    const uint8_t *from = in->at;
    /* Each value costs a byte, so `open` beyond the bytes left is a lie: no overflow. */
    for (uint64_t open = 1; open > 0 && !in->failed; open--) {
        const head h = take_head(in);
        if (h.kind == DL_MSGPACK_ARRAY || h.kind == DL_MSGPACK_MAP) {
            open += least_bytes(&h);
            in->failed |= open - 1 > (uint64_t)(in->end - in->at);
        } else if (!in->failed) {
            in->at += least_bytes(&h);
        }
    }
    return (dl_str){(const char *)from, in->failed ? 0 : (size_t)(in->at - from)};
}
