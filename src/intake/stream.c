/* stream.c - see stream.h.
 *
 *   file -> raw (as stored) -> unpack: as is | gzip | zstd -> buffer [start..end) ->
 * caller
 *
 * Damage does not throw away what was read before it: the stream remembers the error and
 * gives it once the good bytes are used up.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define STREAM_RAW_BYTES (64u << 10) /* read from the system at a time */
#define STREAM_STEP (64u << 10)      /* room made for decompressed bytes at a time */
#define GZIP_WINDOW (15 + 16) /* zlib's way to say "a gzip header, 32 KiB window" */

enum packing { PACKING_UNKNOWN, PACKING_NONE, PACKING_GZIP, PACKING_ZSTD };

struct dl_stream {
    int fd;
    bool own_fd;
    const char *name;
    uint8_t *raw;
    size_t raw_at, raw_end;
    bool raw_over; /* the system has no more */
    enum packing packing;
    z_stream gzip;
    bool gzip_open, gzip_between; /* between two members */
    ZSTD_DStream *zstd;
    size_t zstd_hint; /* 0: between two frames */
    char *buf;
    size_t start, end, room;
    uint64_t at;      /* of buf[start] */
    bool over;        /* nothing more will come */
    dl_status damage; /* told when the buffer is empty */
    char why[160];
};

static dl_status check_file(int fd, const char *name, dl_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return dl_fail(err, DL_EIO, "%s: %s", name, strerror(errno));
    }
    if (S_ISDIR(info.st_mode) || S_ISSOCK(info.st_mode) || S_ISBLK(info.st_mode)) {
        return dl_fail(err, DL_EIO, "%s: not a file", name);
    }
    return DL_OK;
}

dl_status dl_stream_open(const char *path, const char *name, dl_stream **out,
                         dl_error *err)
{
    dl_stream *s = calloc(1, sizeof *s);
    *out = NULL;
    if (s == NULL) {
        return dl_fail_memory(err);
    }
    s->name = name;
    s->own_fd = path != NULL;
    s->fd = path == NULL ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    s->raw = malloc(STREAM_RAW_BYTES);
    dl_status status = DL_OK;
    if (s->raw == NULL) {
        status = dl_fail_memory(err);
    } else if (s->fd < 0) {
        status = dl_fail(err, DL_EIO, "%s: %s", name, strerror(errno));
    } else {
        status = check_file(s->fd, name, err);
    }
    if (status != DL_OK) {
        dl_stream_close(s);
        return status;
    }
    *out = s;
    return DL_OK;
}

void dl_stream_close(dl_stream *s)
{
    if (s == NULL) {
        return;
    }
    if (s->gzip_open) {
        inflateEnd(&s->gzip);
    }
    ZSTD_freeDStream(s->zstd);
    if (s->own_fd && s->fd >= 0) {
        close(s->fd);
    }
    free(s->raw);
    free(s->buf);
    free(s);
}

static void damaged(dl_stream *s, dl_status status, const char *why)
{
    s->over = true;
    s->damage = status;
    snprintf(s->why, sizeof s->why, "%s", why);
}

/* Reads more stored bytes when there are none. */
static void fill_raw(dl_stream *s)
{
    if (s->raw_at < s->raw_end || s->raw_over) {
        return;
    }
    ssize_t got;
    do {
        got = read(s->fd, s->raw, STREAM_RAW_BYTES);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        damaged(s, DL_EIO, strerror(errno));
        got = 0;
    }
    s->raw_at = 0;
    s->raw_end = (size_t)got;
    s->raw_over = got == 0;
}

static bool starts_with(const dl_stream *s, const char *magic, size_t size)
{
    return s->raw_end - s->raw_at >= size && memcmp(s->raw + s->raw_at, magic, size) == 0;
}

static void choose_packing(dl_stream *s)
{
    s->packing = PACKING_NONE;
    if (starts_with(s, "\x1f\x8b\x08", 3)) {
        s->packing = PACKING_GZIP;
        s->gzip_open = inflateInit2(&s->gzip, GZIP_WINDOW) == Z_OK;
        if (!s->gzip_open) {
            damaged(s, DL_ENOMEM, "out of memory");
        }
    } else if (starts_with(s, "\x28\xb5\x2f\xfd", 4)) {
        s->packing = PACKING_ZSTD;
        s->zstd = ZSTD_createDStream();
        if (s->zstd == NULL) {
            damaged(s, DL_ENOMEM, "out of memory");
        }
    }
}

static bool make_room(dl_stream *s)
{
    if (s->start > 0) {
        memmove(s->buf, s->buf + s->start, s->end - s->start);
        s->end -= s->start;
        s->start = 0;
    }
    if (s->room - s->end >= STREAM_STEP) {
        return true;
    }
    const size_t room = s->room < STREAM_STEP ? 2 * STREAM_STEP : 2 * s->room;
    char *buf = realloc(s->buf, room);
    if (buf == NULL) {
        damaged(s, DL_ENOMEM, "out of memory");
        return false;
    }
    s->buf = buf;
    s->room = room;
    return true;
}

static void unpack_none(dl_stream *s)
{
    size_t n = s->raw_end - s->raw_at;
    n = n < s->room - s->end ? n : s->room - s->end;
    if (n == 0) {
        s->over = s->raw_over;
        return;
    }
    memcpy(s->buf + s->end, s->raw + s->raw_at, n);
    s->raw_at += n;
    s->end += n;
}

static void unpack_gzip(dl_stream *s)
{
    if (s->raw_at == s->raw_end) { /* the system has no more */
        if (s->gzip_between) {
            s->over = true;
        } else {
            damaged(s, DL_EDATA, "the gzip data ends too early");
        }
        return;
    }
    if (s->gzip_between) {
        if (s->raw[s->raw_at] != 0x1f) { /* padding behind the last member */
            s->over = true;
            return;
        }
        s->gzip_between = false;
    }
    s->gzip.next_in = s->raw + s->raw_at;
    s->gzip.avail_in = (uInt)(s->raw_end - s->raw_at);
    s->gzip.next_out = (Bytef *)s->buf + s->end;
    s->gzip.avail_out = (uInt)STREAM_STEP;
    const int code = inflate(&s->gzip, Z_NO_FLUSH);
    s->raw_at = s->raw_end - s->gzip.avail_in;
    s->end += STREAM_STEP - s->gzip.avail_out;
    if (code == Z_STREAM_END) {
        s->gzip_between = true;
        inflateReset(&s->gzip);
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
        damaged(s, DL_EDATA, "the gzip data is damaged");
    }
}

static void unpack_zstd(dl_stream *s)
{
    if (s->raw_at == s->raw_end) {
        if (s->zstd_hint == 0) {
            s->over = true;
        } else {
            damaged(s, DL_EDATA, "the zstd data ends too early");
        }
        return;
    }
    ZSTD_inBuffer in = {s->raw, s->raw_end, s->raw_at};
    ZSTD_outBuffer out = {s->buf + s->end, STREAM_STEP, 0};
    s->zstd_hint = ZSTD_decompressStream(s->zstd, &out, &in);
    s->raw_at = in.pos;
    s->end += out.pos;
    if (ZSTD_isError(s->zstd_hint)) {
        damaged(s, DL_EDATA, "the zstd data is damaged");
    }
}

/* Brings more bytes into the buffer, or sets `over`. */
static void fill(dl_stream *s)
{
    if (!make_room(s)) {
        return;
    }
    fill_raw(s);
    if (s->packing == PACKING_UNKNOWN && !s->over) {
        choose_packing(s);
    }
    if (s->over) {
        return;
    }
    switch (s->packing) {
    case PACKING_GZIP:
        unpack_gzip(s);
        break;
    case PACKING_ZSTD:
        unpack_zstd(s);
        break;
    default:
        unpack_none(s);
        break;
    }
}

static dl_status tell_damage(dl_stream *s, dl_error *err)
{
    const dl_status status = s->damage;
    s->damage = DL_OK; /* once is enough */
    dl_fail(err, status, "%s: byte %llu: %s", s->name, (unsigned long long)s->at, s->why);
    if (err != NULL) {
        err->at = s->at;
    }
    return status;
}

dl_status dl_stream_peek(dl_stream *s, size_t want, dl_str *out, dl_error *err)
{
    while (s->end - s->start < want && !s->over) {
        fill(s);
    }
    if (s->end == s->start && s->damage != DL_OK) {
        *out = (dl_str){"", 0};
        return tell_damage(s, err);
    }
    const size_t have = s->end - s->start;
    *out = (dl_str){have == 0 ? "" : s->buf + s->start, have < want ? have : want};
    return DL_OK;
}

void dl_stream_take(dl_stream *s, size_t size)
{
    s->start += size;
    s->at += size;
}

/* Throws away up to and with the next line end. */
static void pass_line(dl_stream *s)
{
    while (true) {
        const size_t have = s->end - s->start;
        const char *stop = have == 0 ? NULL : memchr(s->buf + s->start, '\n', have);
        if (stop != NULL) {
            dl_stream_take(s, (size_t)(stop - (s->buf + s->start)) + 1);
            return;
        }
        dl_stream_take(s, have);
        if (s->over) {
            return;
        }
        fill(s);
    }
}

dl_status dl_stream_line(dl_stream *s, size_t most, dl_str *out, dl_error *err)
{
    size_t seen = 0;
    *out = (dl_str){"", 0};
    while (true) {
        const size_t have = s->end - s->start;
        const char *from = s->buf + s->start;
        const char *stop = have == seen ? NULL : memchr(from + seen, '\n', have - seen);
        if (stop == NULL && !s->over && have <= most) {
            seen = have;
            fill(s);
            continue;
        }
        size_t size = stop == NULL ? have : (size_t)(stop - from);
        if (size > most) {
            const uint64_t at = s->at;
            pass_line(s);
            dl_fail(err, DL_ELIMIT, "%s: byte %llu: a line of more than %zu bytes",
                    s->name, (unsigned long long)at, most);
            if (err != NULL) {
                err->at = at;
            }
            return DL_ELIMIT;
        }
        if (stop == NULL && s->damage != DL_OK) { /* half a line */
            dl_stream_take(s, have);
            return tell_damage(s, err);
        }
        if (stop == NULL && have == 0) {
            return DL_ENONE;
        }
        dl_stream_take(s, stop == NULL ? size : size + 1);
        if (size > 0 && from[size - 1] == '\r') {
            size--;
        }
        *out = (dl_str){from, size};
        return DL_OK;
    }
}

dl_status dl_stream_rest(dl_stream *s, size_t most, dl_arena *arena, dl_str *out,
                         dl_error *err)
{
    *out = (dl_str){"", 0};
    while (!s->over && s->end - s->start <= most) {
        fill(s);
    }
    if (s->end - s->start > most) {
        return dl_fail(err, DL_ELIMIT, "%s: more than the limit of %zu bytes", s->name,
                       most);
    }
    const dl_str here = {s->buf + s->start, s->end - s->start};
    if (s->damage != DL_OK) {
        dl_stream_take(s, here.size);
        return tell_damage(s, err);
    }
    if (here.size > 0) {
        *out = dl_str_copy(arena, here);
        if (out->at == NULL || out->size != here.size) {
            return dl_fail_memory(err);
        }
    }
    dl_stream_take(s, here.size);
    return DL_OK;
}

uint64_t dl_stream_at(const dl_stream *s)
{
    return s->at;
}
