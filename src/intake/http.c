/* http.c - see http.h. After RFC 9112, as forgiving as archives need: a chunked header
 * over a body that is not chunked, chunks that lie about their size, a body already
 * decoded whose header was left in.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "http.h"

#include <stdlib.h>
#include <zlib.h>

#define HTTP_ANY_WINDOW (15 + 32) /* zlib finds out whether it is gzip or zlib */

bool dl_http_split(dl_str block, dl_http *out)
{
    *out = (dl_http){.body = block};
    if (!dl_str_starts(block, DL_STR("HTTP/"))) {
        return false;
    }
    dl_str rest = block;
    const dl_str line = dl_str_next(&rest, '\n');
    const size_t blank = dl_str_find(line, DL_STR(" "));
    if (blank != SIZE_MAX && blank + 3 < line.size) {
        for (size_t i = blank + 1; i < blank + 4; i++) {
            const char c = line.at[i];
            out->status = out->status * 10 + (c >= '0' && c <= '9' ? c - '0' : 0);
        }
    }
    const char *start = rest.at;
    while (rest.at != NULL) {
        const char *here = rest.at;
        const dl_str next = dl_str_next(&rest, '\n');
        if (dl_str_trim(next).size == 0) {
            out->headers = (dl_str){start, (size_t)(here - start)};
            out->body = rest.at == NULL ? (dl_str){"", 0} : rest;
            return true;
        }
    }
    /* no blank line: no body */
    out->headers = (dl_str){start == NULL ? "" : start,
                            start == NULL ? 0 : (size_t)(block.at + block.size - start)};
    out->body = (dl_str){"", 0};
    return true;
}

dl_str dl_http_header(dl_str headers, const char *name)
{
    const dl_str wanted = dl_str_of(name);
    dl_str rest = headers;
    while (rest.at != NULL && rest.size > 0) {
        const dl_str line = dl_str_next(&rest, '\n');
        const size_t colon = dl_str_find(line, DL_STR(":"));
        if (colon != SIZE_MAX &&
            dl_str_equal_fold(dl_str_trim((dl_str){line.at, colon}), wanted)) {
            return dl_str_trim((dl_str){line.at + colon + 1, line.size - colon - 1});
        }
    }
    return (dl_str){"", 0};
}

dl_str dl_http_parameter(dl_str value, const char *name)
{
    const dl_str wanted = dl_str_of(name);
    dl_str rest = value;
    dl_str_next(&rest, ';');
    while (rest.at != NULL) {
        const dl_str part = dl_str_trim(dl_str_next(&rest, ';'));
        const size_t equals = dl_str_find(part, DL_STR("="));
        if (equals == SIZE_MAX ||
            !dl_str_equal_fold(dl_str_trim((dl_str){part.at, equals}), wanted)) {
            continue;
        }
        dl_str found =
            dl_str_trim((dl_str){part.at + equals + 1, part.size - equals - 1});
        if (found.size >= 2 && (found.at[0] == '"' || found.at[0] == '\'')) {
            found = (dl_str){found.at + 1, found.size - 2};
        }
        return found;
    }
    return (dl_str){"", 0};
}

/* ---- chunks ---- */

/* Reads a chunk's size line at *at; false when it is none. */
static bool chunk_size(dl_str body, size_t *at, size_t *size)
{
    size_t i = *at, digits = 0;
    *size = 0;
    for (; i < body.size && digits < 15; i++, digits++) {
        const char c = body.at[i] | 32;
        if (c >= '0' && c <= '9') {
            *size = *size * 16 + (size_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            *size = *size * 16 + (size_t)(c - 'a' + 10);
        } else {
            break;
        }
    }
    while (i < body.size && body.at[i] != '\n' && i - *at < 256) {
        if (digits == 0 ||
            (body.at[i] != '\r' && body.at[i] != ' ' && body.at[i] != ';' &&
             memchr(body.at + *at, ';', i - *at) == NULL)) {
            return false;
        }
        i++;
    }
    if (digits == 0 || i >= body.size || body.at[i] != '\n') {
        return false;
    }
    *at = i + 1;
    return true;
}

/* The chunks put together; the body as it is when it does not begin with a chunk. Where a
 * chunk lies, what is there is kept and the reading ends. */
static dl_str unchunk(dl_str body, dl_arena *arena)
{
    size_t at = 0, size;
    if (!chunk_size(body, &at, &size)) {
        return body;
    }
    char *out = dl_arena_alloc(arena, body.size + 1);
    size_t n = 0;
    if (out == NULL) {
        return (dl_str){NULL, 0};
    }
    while (size > 0) {
        const size_t there = body.size - at < size ? body.size - at : size;
        memcpy(out + n, body.at + at, there);
        n += there;
        at += there;
        while (at < body.size && (body.at[at] == '\r' || body.at[at] == '\n')) {
            at++;
        }
        if (at >= body.size || !chunk_size(body, &at, &size)) {
            break;
        }
    }
    return (dl_str){out, n};
}

/* ---- compression ---- */

static dl_status unzip(dl_str body, int window, size_t most, dl_arena *arena, dl_str *out,
                       dl_error *err)
{
    z_stream z = {0};
    if (inflateInit2(&z, window) != Z_OK) {
        return dl_fail_memory(err);
    }
    dl_buf plain;
    dl_buf_init(&plain);
    char room[16384];
    int code = Z_OK;
    z.next_in = (Bytef *)(uintptr_t)body.at;
    z.avail_in = (uInt)body.size;
    while (code == Z_OK && plain.size <= most && !plain.failed) {
        z.next_out = (Bytef *)room;
        z.avail_out = sizeof room;
        code = inflate(&z, Z_NO_FLUSH);
        dl_buf_add(&plain, (dl_str){room, sizeof room - z.avail_out});
    }
    inflateEnd(&z);
    dl_status status = DL_OK;
    if (plain.failed) {
        status = dl_fail_memory(err);
    } else if (plain.size > most) {
        status =
            dl_fail(err, DL_ELIMIT, "the body is more than the limit of %zu bytes", most);
    } else if (plain.size == 0 && code != Z_STREAM_END) {
        *out = body; /* not compressed at all: the header was left in */
    } else {
        *out = dl_str_copy(arena, dl_buf_str(&plain));
        status = out->at == NULL ? dl_fail_memory(err) : DL_OK;
    }
    dl_buf_done(&plain);
    return status;
}

dl_status dl_http_body(const dl_http *http, size_t most, dl_arena *arena, dl_str *out,
                       dl_error *err)
{
    *out = http->body;
    const dl_str transfer = dl_http_header(http->headers, "transfer-encoding");
    const dl_str content = dl_http_header(http->headers, "content-encoding");
    if (dl_str_equal_fold(transfer, DL_STR("chunked"))) {
        *out = unchunk(*out, arena);
        if (out->at == NULL) {
            return dl_fail_memory(err);
        }
    }
    if (dl_str_equal_fold(content, DL_STR("gzip")) ||
        dl_str_equal_fold(content, DL_STR("x-gzip"))) {
        return unzip(*out, HTTP_ANY_WINDOW, most, arena, out, err);
    }
    if (dl_str_equal_fold(content, DL_STR("deflate"))) {
        const bool wrapped = out->size > 0 && (out->at[0] & 0x0f) == 8;
        return unzip(*out, wrapped ? HTTP_ANY_WINDOW : -15, most, arena, out, err);
    }
    if (content.size > 0 && !dl_str_equal_fold(content, DL_STR("identity")) &&
        (dl_str_equal_fold(content, DL_STR("br")) ||
         dl_str_equal_fold(content, DL_STR("zstd")))) {
        return dl_fail(err, DL_EDATA,
                       "the body is compressed with '%.*s', which is not read",
                       (int)content.size, content.at);
    }
    if (out->size > most) {
        return dl_fail(err, DL_ELIMIT, "the body is more than the limit of %zu bytes",
                       most);
    }
    return DL_OK;
}
