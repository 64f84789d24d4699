/* http.c - see http.h.
 *
 *   body -> chunks joined -> codings undone, last first -> content
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "http.h"

#include "header.h"

#include <zlib.h>
#include <zstd.h>

#define CODINGS_MOST 4          /* on one answer, one around the other */
#define CHUNK_DIGITS_MOST 8     /* of a chunk's size: 4 GiB */
#define CHUNK_LINE_MOST 1024    /* its size line with extensions */
#define UNPACK_STEP (64u << 10) /* room made at a time */
#define WINDOW_GZIP (15 + 16)   /* zlib's ways to say what header comes: gzip, */
#define WINDOW_ZLIB 15          /* zlib's own, */
#define WINDOW_RAW (-15)        /* none */

/* ---- the head ---- */

/* "HTTP/1.1 200 OK", "HTTP/2 200", "ICY 200 OK" */
static bool status_line(dl_str block, unsigned *code)
{
    dl_str line = dl_str_next(&block, '\n');
    if (!dl_str_starts(line, DL_STR("HTTP/")) && !dl_str_starts(line, DL_STR("ICY "))) {
        return false;
    }
    (void)dl_str_next(&line, ' ');
    *code = 0;
    line = dl_str_trim(line);
    for (size_t i = 0; i < 3 && i < line.size; i++) {
        if (line.at[i] < '0' || line.at[i] > '9') {
            *code = 0;
            return true;
        }
        *code = *code * 10 + (unsigned)(line.at[i] - '0');
    }
    return true;
}

bool dl_http_head(dl_str block, dl_http *out)
{
    enum { TYPE, CODING, TRANSFER, LOCATION, LENGTH, FIELDS };
    static const char *const names[FIELDS] = {"content-type", "content-encoding",
                                              "transfer-encoding", "location",
                                              "content-length"};
    dl_str values[FIELDS];
    *out = (dl_http){0};
    if (!status_line(block, &out->code)) {
        return false;
    }
    out->head = dl_header_size(block);
    out->whole = out->head > 0;
    if (!out->whole) {
        out->head = block.size;
    }
    dl_header_read((dl_str){block.at, out->head}, names, FIELDS, values);
    out->type = values[TYPE];
    out->media = dl_header_media(values[TYPE]);
    out->charset = dl_header_parameter(values[TYPE], "charset");
    out->coding = values[CODING];
    out->location = values[LOCATION];
    if (!dl_header_number(values[LENGTH], &out->length)) {
        out->length = UINT64_MAX;
    }
    out->chunked =
        values[TRANSFER].size >= 7 &&
        dl_str_equal_fold((dl_str){values[TRANSFER].at + values[TRANSFER].size - 7, 7},
                          DL_STR("chunked"));
    return true;
}

/* ---- chunks ---- */

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1a3f", "1a3f ", "1a3f;name=value": the size; the line is taken off `rest`. */
static bool chunk_line(dl_str *rest, size_t *size)
{
    const size_t look = rest->size < CHUNK_LINE_MOST ? rest->size : CHUNK_LINE_MOST;
    const char *stop = look == 0 ? NULL : memchr(rest->at, '\n', look);
    size_t digits = 0;
    *size = 0;
    if (stop == NULL) {
        return false;
    }
    while (digits <= CHUNK_DIGITS_MOST && hex_digit(rest->at[digits]) >= 0) {
        *size = *size * 16 + (size_t)hex_digit(rest->at[digits]);
        digits++;
    }
    if (digits == 0 || digits > CHUNK_DIGITS_MOST ||
        strchr("; \t\r\n", rest->at[digits]) == NULL) {
        return false;
    }
    const size_t line = (size_t)(stop + 1 - rest->at);
    *rest = (dl_str){rest->at + line, rest->size - line};
    return true;
}

/* The line end behind a chunk's data. */
static bool chunk_end(dl_str *rest)
{
    if (rest->size > 0 && rest->at[0] == '\r') {
        *rest = (dl_str){rest->at + 1, rest->size - 1};
    }
    if (rest->size == 0 || rest->at[0] != '\n') {
        return false;
    }
    *rest = (dl_str){rest->at + 1, rest->size - 1};
    return true;
}

/* Joins the chunks. When the first of them does not hold together the body was joined
 * before it was stored, and is left as it is. */
static void join_chunks(dl_str *body, dl_buf *out, bool *cut)
{
    dl_str rest = *body;
    size_t size;
    bool first = true;
    while (chunk_line(&rest, &size)) {
        if (size == 0) {
            *body = dl_buf_str(out);
            return;
        }
        const size_t have = size < rest.size ? size : rest.size;
        const dl_str data = {rest.at, have};
        rest = (dl_str){rest.at + have, rest.size - have};
        const bool whole = have == size && (chunk_end(&rest) || rest.size == 0);
        if (first && have == size && !whole) {
            return;
        }
        first = false;
        dl_buf_add(out, data);
        if (!whole) {
            break;
        }
    }
    if (first) {
        return;
    }
    *cut = true; /* the last chunk, of no bytes, did not come */
    *body = dl_buf_str(out);
}

/* ---- codings ---- */

static bool make_room(dl_buf *out, size_t most, dl_error *err, dl_status *status)
{
    if (out->size > most) {
        *status = dl_fail(err, DL_ELIMIT,
                          "unpacked it is larger than the limit of %zu bytes", most);
        return false;
    }
    if (!dl_buf_reserve(out, UNPACK_STEP)) {
        *status = dl_fail_memory(err);
        return false;
    }
    return true;
}

/* gzip, zlib or bare deflate. Data that ends too early is given as far as it goes. */
static dl_status unpack_deflate(dl_str packed, int window, size_t most, dl_buf *out,
                                bool *cut, dl_error *err)
{
    z_stream z = {.next_in = (Bytef *)(uintptr_t)packed.at,
                  .avail_in = packed.size > UINT32_MAX ? UINT32_MAX : (uInt)packed.size};
    dl_status status = DL_OK;
    int code = inflateInit2(&z, window);
    if (code != Z_OK) {
        return dl_fail_memory(err);
    }
    while (code == Z_OK && make_room(out, most, err, &status)) {
        z.next_out = (Bytef *)out->at + out->size;
        z.avail_out = UNPACK_STEP;
        code = inflate(&z, Z_NO_FLUSH);
        out->size += UNPACK_STEP - z.avail_out;
        if (code == Z_STREAM_END && window == WINDOW_GZIP && z.avail_in > 2 &&
            z.next_in[0] == 0x1f && z.next_in[1] == 0x8b) { /* another member */
            code = inflateReset(&z);
        }
    }
    inflateEnd(&z);
    *cut = *cut || code == Z_BUF_ERROR;
    if (status == DL_OK && code != Z_STREAM_END && code != Z_BUF_ERROR) {
        status = dl_fail(err, DL_EDATA, "its compressed content is damaged");
    }
    return status;
}

static dl_status unpack_zstd(dl_str packed, size_t most, dl_buf *out, bool *cut,
                             dl_error *err)
{
    ZSTD_DCtx *zstd = ZSTD_createDCtx();
    ZSTD_inBuffer in = {packed.at, packed.size, 0};
    dl_status status = DL_OK;
    size_t hint = 1;
    if (zstd == NULL) {
        return dl_fail_memory(err);
    }
    while (!ZSTD_isError(hint) && (in.pos < in.size || hint != 0) &&
           make_room(out, most, err, &status)) {
        ZSTD_outBuffer to = {out->at + out->size, UNPACK_STEP, 0};
        const size_t before = in.pos;
        hint = ZSTD_decompressStream(zstd, &to, &in);
        out->size += to.pos;
        if (!ZSTD_isError(hint) && in.pos == before && to.pos == 0) {
            *cut = hint != 0;
            break;
        }
    }
    ZSTD_freeDCtx(zstd);
    if (status == DL_OK && ZSTD_isError(hint)) {
        status = dl_fail(err, DL_EDATA, "its compressed content is damaged");
    }
    return status;
}

static bool looks_gzip(dl_str body)
{
    return dl_str_starts(body, (dl_str){"\x1f\x8b\x08", 3});
}

/* RFC 1950: a header of two bytes that is a multiple of 31 */
static bool looks_zlib(dl_str body)
{
    return body.size >= 2 && (body.at[0] & 0x0f) == 8 &&
           ((unsigned char)body.at[0] * 256 + (unsigned char)body.at[1]) % 31 == 0;
}

static bool is_coding(dl_str name, const char *word)
{
    return dl_str_equal_fold(name, dl_str_of(word));
}

/* Undoes one coding; the bytes decide whether it was there at all. */
static dl_status undo(dl_str name, dl_str *body, size_t most, dl_buf *out, bool *cut,
                      dl_error *err)
{
    dl_status status = DL_OK;
    if (is_coding(name, "gzip") || is_coding(name, "x-gzip")) {
        if (!looks_gzip(*body)) {
            return DL_OK;
        }
        status = unpack_deflate(*body, WINDOW_GZIP, most, out, cut, err);
    } else if (is_coding(name, "deflate")) {
        if (body->size == 0 || body->at[0] == '<') {
            return DL_OK;
        }
        status = unpack_deflate(*body, looks_zlib(*body) ? WINDOW_ZLIB : WINDOW_RAW, most,
                                out, cut, err);
    } else if (is_coding(name, "zstd")) {
        if (!dl_str_starts(*body, (dl_str){"\x28\xb5\x2f\xfd", 4})) {
            return DL_OK;
        }
        status = unpack_zstd(*body, most, out, cut, err);
    } else if (is_coding(name, "br")) {
        const bool plain = body->size > 0 && body->at[0] == '<'; /* undone before */
        return plain ? DL_OK
                     : dl_fail(err, DL_EDATA,
                               "its content is compressed with Brotli, which is not read "
                               "here; crawl again with gzip");
    } else if (name.size > 0 && !is_coding(name, "identity") &&
               !is_coding(name, "none") && !is_coding(name, "utf-8")) {
        return dl_fail(err, DL_EDATA, "its content has the unknown coding '%.*s'",
                       (int)(name.size < 40 ? name.size : 40), name.at);
    } else {
        return DL_OK;
    }
    *body = dl_buf_str(out);
    return status;
}

/* The word behind the last comma, which is taken off. */
static dl_str last_coding(dl_str *list)
{
    size_t at = list->size;
    while (at > 0 && list->at[at - 1] != ',') {
        at--;
    }
    const dl_str word = dl_str_trim((dl_str){list->at + at, list->size - at});
    list->size = at == 0 ? 0 : at - 1;
    return word;
}

dl_status dl_http_content(dl_str block, const dl_http *http, size_t most, dl_buf *room,
                          dl_str *out, bool *cut, dl_error *err)
{
    dl_buf other; /* what one step made is what the next one reads */
    dl_str body = {block.at + http->head, block.size - http->head};
    dl_str list = http->coding;
    dl_status status = DL_OK;
    unsigned codings = 0;
    dl_buf_init(&other);
    dl_buf_clear(room);
    *cut = false;
    if (http->chunked) {
        join_chunks(&body, room, cut);
    }
    while (status == DL_OK && (list.size > 0 || (codings == 0 && looks_gzip(body)))) {
        if (codings++ == CODINGS_MOST) {
            status = dl_fail(err, DL_EDATA, "its content has more than %d codings",
                             CODINGS_MOST);
            break;
        }
        const dl_str name = list.size > 0 ? last_coding(&list) : DL_STR("gzip");
        dl_buf_clear(&other);
        status = undo(name, &body, most, &other, cut, err);
        if (status == DL_OK && body.at == other.at && other.at != NULL) {
            const dl_buf made = other;
            other = *room;
            *room = made;
        }
    }
    if (status == DL_OK && room->failed) {
        status = dl_fail_memory(err);
    }
    if (status == DL_OK && body.size > most) {
        status =
            dl_fail(err, DL_ELIMIT, "it is larger than the limit of %zu bytes", most);
    }
    dl_buf_done(&other);
    *out = body;
    return status;
}
