/* member.c - see member.h.
 *
 *   file -> raw (as stored) -> unpack: as is | gzip | zstd | lz4 -> buf [start..end) ->
 * caller
 *
 * A gzip member is unpacked whole by libdeflate when its end lies within the window of
 * stored bytes and its output is no longer than FAST_MOST; else, and when it is damaged,
 * by zlib step by step, so that the bytes before the damage are not lost. `starts` are
 * the pieces that have bytes in the buffer.
 *
 *   stored     |member 0|member 1     |member 2|
 *   buf         ....|...................|......      starts: 3, each {at, offset}
 *
 * Going back after damage is paid from a budget, so that the work stays linear in the
 * size of the file whatever it holds.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "member.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <lz4frame.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define RAW_BYTES (2u << 20)    /* window of stored bytes */
#define RAW_AHEAD (1u << 20)    /* shown to libdeflate at least, if there are so many */
#define STEP (64u << 10)        /* room made for unpacked bytes at a time */
#define FAST_FIRST (256u << 10) /* room for a member's output at first */
#define FAST_MOST (4u << 20)    /* a longer output is streamed */
#define DICTIONARY_MOST (16u << 20) /* of a zstd dictionary, packed and unpacked */
#define RESCAN_BYTES (64u << 20)    /* gone back over after damage, in all */
#define HEAD_BYTES 256              /* unpacked to see whether a piece fits */
#define GZIP_WINDOW (15 + 16)       /* zlib's way to say "a gzip header, 32 KiB window" */
#define ZSTD_DICTIONARY_MAGIC "\x5d\x2a\x4d\x18"
#define ZSTD_MAGIC "\x28\xb5\x2f\xfd"
#define LZ4_MAGIC "\x04\x22\x4d\x18"

enum packing { PACKING_UNKNOWN, PACKING_NONE, PACKING_GZIP, PACKING_ZSTD, PACKING_LZ4 };

typedef struct piece {
    uint64_t at;     /* of its first byte, unpacked */
    uint64_t offset; /* of its first byte, stored */
} piece;

struct dl_members {
    int fd;
    bool own_fd, seekable;
    enum packing packing;
    /* stored */
    uint8_t *raw;
    size_t raw_at, raw_end;
    uint64_t raw_base; /* offset of raw[0] */
    bool raw_over;     /* the system has no more */
    /* unpacked */
    char *buf;
    size_t start, end, room;
    uint64_t at; /* of buf[start] */
    piece *starts;
    uint32_t start_first, start_count, start_room; /* in use: [first..count) */
    bool piece_open; /* the newest piece has more to unpack */
    bool over;       /* nothing more will come */
    struct libdeflate_decompressor *fast;
    z_stream slow;
    bool slow_ready;
    ZSTD_DCtx *zstd;
    LZ4F_dctx *lz4;
    dl_status damage;
    const char *why;
    uint64_t rescan_left;
};

static dl_status check_file(int fd, const char *name, bool *seekable, dl_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0) {
        return dl_fail(err, DL_EIO, "%s: %s", name, strerror(errno));
    }
    if (S_ISDIR(info.st_mode) || S_ISSOCK(info.st_mode) || S_ISBLK(info.st_mode)) {
        return dl_fail(err, DL_EIO, "%s: not a file", name);
    }
    *seekable = S_ISREG(info.st_mode);
    return DL_OK;
}

dl_status dl_members_open(const char *path, const char *name, dl_members **out,
                          dl_error *err)
{
    dl_members *m = calloc(1, sizeof *m);
    dl_status status = DL_OK;
    *out = NULL;
    if (m == NULL) {
        return dl_fail_memory(err);
    }
    m->own_fd = path != NULL;
    m->fd = path == NULL ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    m->raw = malloc(RAW_BYTES);
    m->rescan_left = RESCAN_BYTES;
    if (m->raw == NULL) {
        status = dl_fail_memory(err);
    } else if (m->fd < 0) {
        status = dl_fail(err, DL_EIO, "%s: %s", name, strerror(errno));
    } else {
        status = check_file(m->fd, name, &m->seekable, err);
    }
    if (status == DL_OK && path == NULL) { /* it may have been read from already */
        m->seekable = m->seekable && lseek(m->fd, 0, SEEK_CUR) == 0;
    }
    if (status != DL_OK) {
        dl_members_close(m);
        return status;
    }
    *out = m;
    return DL_OK;
}

void dl_members_close(dl_members *m)
{
    if (m == NULL) {
        return;
    }
    if (m->slow_ready) {
        inflateEnd(&m->slow);
    }
    libdeflate_free_decompressor(m->fast);
    ZSTD_freeDCtx(m->zstd);
    LZ4F_freeDecompressionContext(m->lz4);
    if (m->own_fd && m->fd >= 0) {
        close(m->fd);
    }
    free(m->raw);
    free(m->buf);
    free(m->starts);
    free(m);
}

static void damaged(dl_members *m, dl_status status, const char *why)
{
    m->over = true;
    m->piece_open = false;
    m->damage = status;
    m->why = why;
}

/* ---- stored bytes ---- */

static ssize_t read_some(dl_members *m, void *to, size_t size)
{
    ssize_t got;
    do {
        got = read(m->fd, to, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        damaged(m, DL_EIO, "the system could not read on");
        got = 0;
    }
    m->raw_over = got == 0;
    return got;
}

/* Brings at least `want` stored bytes into the window, if there are so many. What only
 * looks at the first of them does not fill the whole window. */
static void fill_raw(dl_members *m, size_t want)
{
    if (m->raw_end - m->raw_at >= want || m->raw_over) {
        return;
    }
    if (m->raw_at > 0) {
        memmove(m->raw, m->raw + m->raw_at, m->raw_end - m->raw_at);
        m->raw_base += m->raw_at;
        m->raw_end -= m->raw_at;
        m->raw_at = 0;
    }
    const size_t room = want < HEAD_BYTES ? STEP : RAW_BYTES;
    while (m->raw_end < want && !m->raw_over) {
        m->raw_end += (size_t)read_some(m, m->raw + m->raw_end, room - m->raw_end);
    }
}

static uint64_t raw_offset(const dl_members *m)
{
    return m->raw_base + m->raw_at;
}

static bool starts_with(const dl_members *m, const char *magic, size_t size)
{
    return m->raw_end - m->raw_at >= size && memcmp(m->raw + m->raw_at, magic, size) == 0;
}

/* Goes to a stored byte: within the window, else by seeking. */
static bool go_raw(dl_members *m, uint64_t offset)
{
    if (offset >= m->raw_base && offset <= m->raw_base + m->raw_end) {
        m->raw_at = (size_t)(offset - m->raw_base);
        return true;
    }
    if (!m->seekable || offset > INT64_MAX || lseek(m->fd, (off_t)offset, SEEK_SET) < 0) {
        return false;
    }
    m->raw_base = offset;
    m->raw_at = m->raw_end = 0;
    m->raw_over = false;
    return true;
}

/* ---- pieces and room ---- */

static bool push_start(dl_members *m)
{
    const piece fresh = {m->at + (m->end - m->start), raw_offset(m)};
    if (m->start == m->end) { /* the pieces before are over */
        m->start_first = m->start_count = 0;
    } else if (m->starts[m->start_count - 1].at == fresh.at) {
        m->start_count--; /* an empty piece */
    }
    if (m->start_count == m->start_room) {
        const uint32_t room = m->start_room == 0 ? 16 : 2 * m->start_room;
        piece *starts =
            room < m->start_room ? NULL : realloc(m->starts, room * sizeof *starts);
        if (starts == NULL) {
            damaged(m, DL_ENOMEM, "out of memory");
            return false;
        }
        m->starts = starts;
        m->start_room = room;
    }
    m->starts[m->start_count++] = fresh;
    return true;
}

/* Makes room for `more` bytes behind the end. Moving what is there is paid for by what
 * was taken before. */
static bool make_room(dl_members *m, size_t more)
{
    const size_t have = m->end - m->start;
    if (m->room - m->end >= more) {
        return true;
    }
    if (m->start >= have && m->room - have >= more) {
        memmove(m->buf, m->buf + m->start, have);
    } else {
        const size_t room = 2 * (have + more);
        char *buf = malloc(room);
        if (buf == NULL) {
            damaged(m, DL_ENOMEM, "out of memory");
            return false;
        }
        if (have > 0) {
            memcpy(buf, m->buf + m->start, have);
        }
        free(m->buf);
        m->buf = buf;
        m->room = room;
    }
    m->start = 0;
    m->end = have;
    return true;
}

/* ---- gzip ---- */

/* The whole member at once. false: it must be streamed. */
static bool unpack_fast(dl_members *m)
{
    size_t used, made;
    if (m->fast == NULL && (m->fast = libdeflate_alloc_decompressor()) == NULL) {
        return false;
    }
    for (size_t want = FAST_FIRST; make_room(m, want);) {
        const size_t room = m->room - m->end;
        const enum libdeflate_result result = libdeflate_gzip_decompress_ex(
            m->fast, m->raw + m->raw_at, m->raw_end - m->raw_at, m->buf + m->end, room,
            &used, &made);
        if (result == LIBDEFLATE_SUCCESS) {
            m->raw_at += used;
            m->end += made;
            return true;
        }
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room >= FAST_MOST) {
            return false;
        }
        want = 2 * room;
    }
    return false;
}

static bool begin_slow(dl_members *m)
{
    const int code =
        m->slow_ready ? inflateReset(&m->slow) : inflateInit2(&m->slow, GZIP_WINDOW);
    m->slow_ready = code == Z_OK;
    if (!m->slow_ready) {
        damaged(m, DL_ENOMEM, "out of memory");
    }
    return m->slow_ready;
}

static void begin_gzip(dl_members *m)
{
    fill_raw(m, RAW_AHEAD);
    while (m->raw_at < m->raw_end && m->raw[m->raw_at] == 0) { /* padding */
        m->raw_at++;
        fill_raw(m, 1);
    }
    if (m->raw_at == m->raw_end) {
        m->over = true;
        return;
    }
    if (!push_start(m)) {
        return;
    }
    if (!starts_with(m, "\x1f\x8b\x08", 3)) {
        damaged(m, DL_EDATA, "no gzip member begins here");
        return;
    }
    if (!unpack_fast(m)) {
        m->piece_open = !m->over && begin_slow(m);
    }
}

static const char *gzip_reason(int code, const char *message)
{
    if (code == Z_MEM_ERROR) {
        return "out of memory";
    }
    if (message != NULL && strstr(message, "data check") != NULL) {
        return "the gzip data is damaged: its checksum is wrong";
    }
    if (message != NULL && strstr(message, "length check") != NULL) {
        return "the gzip data is damaged: its length is wrong";
    }
    return "the gzip data is damaged";
}

static void go_on_gzip(dl_members *m)
{
    fill_raw(m, 1);
    if (m->raw_at == m->raw_end) {
        if (m->damage == DL_OK) {
            damaged(m, DL_EDATA, "the gzip data ends too early");
        }
        return;
    }
    if (!make_room(m, STEP)) {
        return;
    }
    m->slow.next_in = m->raw + m->raw_at;
    m->slow.avail_in = (uInt)(m->raw_end - m->raw_at);
    m->slow.next_out = (Bytef *)m->buf + m->end;
    m->slow.avail_out = STEP;
    const int code = inflate(&m->slow, Z_NO_FLUSH);
    m->raw_at = m->raw_end - m->slow.avail_in;
    m->end += STEP - m->slow.avail_out;
    if (code == Z_STREAM_END) {
        m->piece_open = false;
    } else if (code != Z_OK && code != Z_BUF_ERROR) {
        damaged(m, code == Z_MEM_ERROR ? DL_ENOMEM : DL_EDATA,
                gzip_reason(code, m->slow.msg));
    }
}

/* ---- zstd ---- */

static uint32_t little_endian(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

/* A dictionary may be packed itself. */
static bool load_dictionary(dl_members *m, const uint8_t *at, size_t size)
{
    if (size < 4 || memcmp(at, ZSTD_MAGIC, 4) != 0) {
        return !ZSTD_isError(ZSTD_DCtx_loadDictionary(m->zstd, at, size));
    }
    const unsigned long long told = ZSTD_getFrameContentSize(at, size);
    const size_t room = told == ZSTD_CONTENTSIZE_UNKNOWN ? DICTIONARY_MOST : told;
    void *plain = room > DICTIONARY_MOST ? NULL : malloc(room == 0 ? 1 : room);
    bool done = false;
    if (plain != NULL) {
        const size_t made = ZSTD_decompress(plain, room, at, size);
        done = !ZSTD_isError(made) &&
               !ZSTD_isError(ZSTD_DCtx_loadDictionary(m->zstd, plain, made));
    }
    free(plain);
    return done;
}

/* The frame before all others: "skippable" to who does not know, the dictionary to us. */
static void read_dictionary(dl_members *m)
{
    const uint64_t here = raw_offset(m);
    fill_raw(m, 8);
    const size_t size =
        m->raw_end - m->raw_at < 8 ? SIZE_MAX : little_endian(m->raw + m->raw_at + 4);
    if (size > DICTIONARY_MOST) {
        damaged(m, DL_ELIMIT, "the zstd dictionary is cut off, or larger than 16 MiB");
        return;
    }
    uint8_t *whole = malloc(size + 8);
    size_t have = 0;
    while (whole != NULL && have < size + 8) {
        fill_raw(m, 1);
        size_t n = m->raw_end - m->raw_at;
        n = n < size + 8 - have ? n : size + 8 - have;
        if (n == 0) {
            break;
        }
        memcpy(whole + have, m->raw + m->raw_at, n);
        m->raw_at += n;
        have += n;
    }
    if (whole == NULL) {
        damaged(m, DL_ENOMEM, "out of memory");
    } else if (have < size + 8 || !load_dictionary(m, whole + 8, size)) {
        damaged(m, DL_EDATA, "the zstd dictionary is damaged");
        (void)go_raw(m, here + 8);
    }
    free(whole);
}

/* A zstd or lz4 frame begins here; false: all is over. */
static bool begin_frame(dl_members *m)
{
    fill_raw(m, 4);
    m->over = m->over || m->raw_at == m->raw_end;
    return !m->over && push_start(m);
}

static void begin_zstd(dl_members *m)
{
    if (m->zstd == NULL) {
        m->zstd = ZSTD_createDCtx();
        if (m->zstd == NULL) {
            damaged(m, DL_ENOMEM, "out of memory");
            return;
        }
        if (starts_with(m, ZSTD_DICTIONARY_MAGIC, 4)) {
            if (push_start(m)) {
                read_dictionary(m);
            }
            return;
        }
    }
    if (begin_frame(m)) {
        ZSTD_DCtx_reset(m->zstd, ZSTD_reset_session_only);
        m->piece_open = true;
    }
}

static void go_on_zstd(dl_members *m)
{
    fill_raw(m, 1);
    if (m->raw_at == m->raw_end) {
        if (m->damage == DL_OK) {
            damaged(m, DL_EDATA, "the zstd data ends too early");
        }
        return;
    }
    if (!make_room(m, STEP)) {
        return;
    }
    ZSTD_inBuffer in = {m->raw, m->raw_end, m->raw_at};
    ZSTD_outBuffer out = {m->buf + m->end, STEP, 0};
    const size_t hint = ZSTD_decompressStream(m->zstd, &out, &in);
    m->raw_at = in.pos;
    m->end += out.pos;
    if (ZSTD_isError(hint)) {
        damaged(m, DL_EDATA, "the zstd data is damaged");
    } else if (hint == 0) {
        m->piece_open = false;
    }
}

/* ---- lz4 ---- */

static void begin_lz4(dl_members *m)
{
    if (m->lz4 == NULL &&
        LZ4F_isError(LZ4F_createDecompressionContext(&m->lz4, LZ4F_VERSION))) {
        damaged(m, DL_ENOMEM, "out of memory");
        return;
    }
    if (begin_frame(m)) {
        LZ4F_resetDecompressionContext(m->lz4);
        m->piece_open = true;
    }
}

static void go_on_lz4(dl_members *m)
{
    fill_raw(m, 1);
    if (m->raw_at == m->raw_end) {
        damaged(m, DL_EDATA, "the lz4 data ends too early");
        return;
    }
    if (!make_room(m, STEP)) {
        return;
    }
    size_t in = m->raw_end - m->raw_at, out = STEP;
    const size_t hint =
        LZ4F_decompress(m->lz4, m->buf + m->end, &out, m->raw + m->raw_at, &in, NULL);
    if (LZ4F_isError(hint)) {
        damaged(m, DL_EDATA, "the lz4 data is damaged");
        return;
    }
    m->raw_at += in;
    m->end += out;
    m->piece_open = hint != 0;
}

/* ---- unpacking ---- */

static void choose_packing(dl_members *m)
{
    fill_raw(m, 4);
    m->packing = PACKING_NONE;
    if (starts_with(m, "\x1f\x8b\x08", 3)) {
        m->packing = PACKING_GZIP;
    } else if (starts_with(m, ZSTD_MAGIC, 4) ||
               starts_with(m, ZSTD_DICTIONARY_MAGIC, 4)) {
        m->packing = PACKING_ZSTD;
    } else if (starts_with(m, LZ4_MAGIC, 4)) {
        m->packing = PACKING_LZ4;
    } else {
        m->piece_open = push_start(m);
    }
}

/* Not packed: what the window holds, then straight from the file. */
static void go_on_plain(dl_members *m)
{
    size_t n = m->raw_end - m->raw_at;
    if (!make_room(m, STEP)) {
        return;
    }
    if (n > 0) {
        n = n < m->room - m->end ? n : m->room - m->end;
        memcpy(m->buf + m->end, m->raw + m->raw_at, n);
        m->raw_at += n;
    } else {
        m->raw_base = raw_offset(m); /* the window is empty and goes along */
        m->raw_at = m->raw_end = 0;
        n = m->raw_over ? 0 : (size_t)read_some(m, m->buf + m->end, m->room - m->end);
        m->raw_base += n;
        m->over = m->over || n == 0;
        m->piece_open = n > 0;
    }
    m->end += n;
}

/* Brings more bytes into the buffer, or begins a piece, or sets `over`. */
static void fill(dl_members *m)
{
    switch (m->packing) {
    case PACKING_UNKNOWN:
        choose_packing(m);
        break;
    case PACKING_NONE:
        go_on_plain(m);
        break;
    case PACKING_GZIP:
        if (m->piece_open) {
            go_on_gzip(m);
        } else {
            begin_gzip(m);
        }
        break;
    case PACKING_ZSTD:
        if (m->piece_open) {
            go_on_zstd(m);
        } else {
            begin_zstd(m);
        }
        break;
    case PACKING_LZ4:
        if (m->piece_open) {
            go_on_lz4(m);
        } else {
            begin_lz4(m);
        }
        break;
    }
}

static dl_str view(const dl_members *m, size_t want)
{
    const size_t have = m->end - m->start;
    return (dl_str){have == 0 ? "" : m->buf + m->start, have < want ? have : want};
}

/* Bytes of the piece we are in that are unpacked; *whole: there are no more of it. */
static size_t in_piece(const dl_members *m, bool *whole)
{
    if (m->start_first + 1 < m->start_count) {
        *whole = true;
        return (size_t)(m->starts[m->start_first + 1].at - m->at);
    }
    *whole = !m->piece_open;
    return m->end - m->start;
}

dl_str dl_members_peek(dl_members *m, size_t want)
{
    while (m->end == m->start && !m->over) {
        fill(m);
    }
    bool whole;
    size_t have = in_piece(m, &whole);
    while (have < want && !whole && !m->over) {
        fill(m);
        have = in_piece(m, &whole);
    }
    return view(m, have < want ? have : want);
}

dl_str dl_members_peek_on(dl_members *m, size_t want)
{
    while (m->end - m->start < want && !m->over) {
        fill(m);
    }
    return view(m, want);
}

dl_str dl_members_shown(const dl_members *m)
{
    return view(m, SIZE_MAX);
}

void dl_members_take(dl_members *m, size_t size)
{
    m->start += size;
    m->at += size;
    if (m->start == m->end) {
        m->start = m->end = 0;
    }
    while (m->start_first + 1 < m->start_count &&
           m->starts[m->start_first + 1].at <= m->at) {
        m->start_first++;
    }
    if (m->start_first > 1024 && m->start_first > m->start_count / 2) {
        m->start_count -= m->start_first;
        memmove(m->starts, m->starts + m->start_first,
                m->start_count * sizeof *m->starts);
        m->start_first = 0;
    }
}

/* Stored bytes of a file that can seek; else no bound is known. */
static uint64_t stored_size(const dl_members *m)
{
    struct stat info;
    return m->seekable && fstat(m->fd, &info) == 0 ? (uint64_t)info.st_size : UINT64_MAX;
}

uint64_t dl_members_left(const dl_members *m)
{
    const uint64_t stored = m->packing == PACKING_NONE ? stored_size(m) : UINT64_MAX;
    return stored == UINT64_MAX || stored < m->at ? UINT64_MAX : stored - m->at;
}

/* What is not packed goes from the file to the caller without a copy between. */
static size_t read_plain(dl_members *m, char *to, size_t size)
{
    const size_t n = (size_t)read_some(m, to, size);
    m->raw_base = raw_offset(m) + n; /* the window is empty and goes along */
    m->raw_at = m->raw_end = 0;
    m->at += n;
    m->over = m->over || n == 0;
    m->piece_open = n > 0;
    return n;
}

size_t dl_members_read(dl_members *m, void *to, size_t size)
{
    size_t done = 0;
    while (done < size) {
        const dl_str shown = view(m, size - done);
        if (shown.size > 0) {
            memcpy((char *)to + done, shown.at, shown.size);
            dl_members_take(m, shown.size);
            done += shown.size;
        } else if (m->over) {
            break;
        } else if (m->packing == PACKING_NONE && m->raw_at == m->raw_end && !m->raw_over) {
            done += read_plain(m, (char *)to + done, size - done);
        } else {
            fill(m);
        }
    }
    return done;
}

bool dl_members_skip(dl_members *m, uint64_t size)
{
    if (m->packing == PACKING_NONE && m->seekable) {
        const uint64_t stored = stored_size(m);
        if (stored < m->at || stored - m->at < size) {
            return false;
        }
    }
    while (size > 0) {
        const size_t have = m->end - m->start;
        if (have > 0) {
            const size_t n = size < have ? (size_t)size : have;
            dl_members_take(m, n);
            size -= n;
        } else if (m->over) {
            return false;
        } else if (m->packing == PACKING_NONE && m->raw_at == m->raw_end && size > STEP &&
                   go_raw(m, m->at + size)) {
            m->at += size;
            return true;
        } else {
            fill(m);
        }
    }
    return true;
}

uint64_t dl_members_at(const dl_members *m)
{
    return m->at;
}

bool dl_members_packed(const dl_members *m)
{
    return m->packing != PACKING_UNKNOWN && m->packing != PACKING_NONE;
}

dl_spot dl_members_place(const dl_members *m)
{
    if (!dl_members_packed(m) || m->start_first == m->start_count) {
        return (dl_spot){m->at, 0};
    }
    const piece *here = &m->starts[m->start_first];
    return (dl_spot){here->offset, m->at - here->at};
}

const char *dl_members_damage(const dl_members *m, dl_status *status, uint64_t *offset)
{
    *status = m->damage;
    *offset = !dl_members_packed(m)              ? m->at + (m->end - m->start)
              : m->start_first == m->start_count ? raw_offset(m)
                                                 : m->starts[m->start_count - 1].offset;
    return m->damage == DL_OK ? NULL : m->why;
}

bool dl_members_hurt(const dl_members *m, size_t size)
{
    return m->damage != DL_OK && size == m->end - m->start &&
           (m->start_first == m->start_count ||
            m->starts[m->start_count - 1].at < m->at + size);
}

/* ---- after damage ---- */

static void forget(dl_members *m)
{
    m->at += m->end - m->start;
    m->start = m->end = 0;
    m->start_first = m->start_count = 0;
    m->piece_open = m->over = false;
    m->damage = DL_OK;
    m->why = NULL;
}

static dl_str try_lz4(dl_members *m, char head[HEAD_BYTES])
{
    size_t done = 0, hint = 1;
    size_t at = m->raw_at;
    LZ4F_resetDecompressionContext(m->lz4);
    while (hint != 0 && !LZ4F_isError(hint) && at < m->raw_end && done < HEAD_BYTES) {
        size_t in = m->raw_end - at, out = HEAD_BYTES - done;
        hint = LZ4F_decompress(m->lz4, head + done, &out, m->raw + at, &in, NULL);
        if (!LZ4F_isError(hint)) {
            at += in;
            done += out;
        }
    }
    return (dl_str){head, done};
}

/* The first bytes of what may be a piece at the window's place. */
static dl_str try_head(dl_members *m, char head[HEAD_BYTES])
{
    if (m->packing == PACKING_GZIP) {
        if (!begin_slow(m)) {
            return (dl_str){head, 0};
        }
        m->slow.next_in = m->raw + m->raw_at;
        m->slow.avail_in = (uInt)(m->raw_end - m->raw_at);
        m->slow.next_out = (Bytef *)head;
        m->slow.avail_out = HEAD_BYTES;
        (void)inflate(&m->slow, Z_SYNC_FLUSH);
        return (dl_str){head, HEAD_BYTES - m->slow.avail_out};
    }
    if (m->packing == PACKING_LZ4) {
        return try_lz4(m, head);
    }
    ZSTD_inBuffer in = {m->raw, m->raw_end, m->raw_at};
    ZSTD_outBuffer out = {head, HEAD_BYTES, 0};
    size_t hint = 1;
    ZSTD_DCtx_reset(m->zstd, ZSTD_reset_session_only);
    while (hint != 0 && !ZSTD_isError(hint) && in.pos < in.size && out.pos < out.size) {
        hint = ZSTD_decompressStream(m->zstd, &out, &in);
    }
    return (dl_str){head, out.pos};
}

/* Moves to the next stored bytes that look like the start of a piece. */
static bool next_magic(dl_members *m)
{
    const char *magic = m->packing == PACKING_GZIP   ? "\x1f\x8b\x08"
                        : m->packing == PACKING_ZSTD ? ZSTD_MAGIC
                                                     : LZ4_MAGIC;
    const size_t size = m->packing == PACKING_GZIP ? 3 : 4;
    while (true) {
        fill_raw(m, STEP);
        const size_t have = m->raw_end - m->raw_at;
        const uint8_t *hit =
            have < size ? NULL : memmem(m->raw + m->raw_at, have, magic, size);
        if (hit != NULL) {
            m->raw_at = (size_t)(hit - m->raw);
            return true;
        }
        if (m->raw_over) {
            m->raw_at = m->raw_end;
            return false;
        }
        m->raw_at = m->raw_end - (size - 1); /* have >= STEP here */
    }
}

bool dl_members_recover(dl_members *m, bool (*fits)(dl_str head))
{
    char head[HEAD_BYTES];
    const bool worth = m->damage == DL_EDATA && dl_members_packed(m);
    uint64_t from = raw_offset(m);
    if (worth && m->start_count >
                     m->start_first) { /* back to behind the damaged piece's first byte */
        const uint64_t begin = m->starts[m->start_count - 1].offset + 1;
        const uint64_t back = from > begin ? from - begin : 0;
        if (from < begin || back <= m->rescan_left) {
            m->rescan_left -= back;
            from = begin;
        }
    }
    forget(m);
    if (!worth || (m->packing == PACKING_ZSTD && m->zstd == NULL) ||
        (m->packing == PACKING_LZ4 && m->lz4 == NULL)) {
        m->over = true;
        return false;
    }
    (void)go_raw(m, from);
    while (next_magic(m)) {
        fill_raw(m, STEP);
        if (fits(try_head(m, head))) {
            return true;
        }
        m->raw_at++;
    }
    m->over = true;
    return false;
}

dl_status dl_members_seek(dl_members *m, dl_spot place, dl_error *err)
{
    (void)dl_members_peek(m, 1); /* the packing, and a dictionary */
    if (m->damage != DL_OK) {
        return dl_fail(err, m->damage, "%s", m->why);
    }
    forget(m);
    /* what the buffer held came from behind the window: only seeking is right */
    m->raw_base = m->raw_at = m->raw_end = 0;
    if (!m->seekable || place.offset > INT64_MAX ||
        lseek(m->fd, (off_t)place.offset, SEEK_SET) < 0) {
        return dl_fail(err, DL_EIO, "no seeking in this input");
    }
    m->raw_base = place.offset;
    m->raw_over = false;
    m->at = dl_members_packed(m) ? 0 : place.offset;
    if (!dl_members_packed(m)) {
        m->piece_open = push_start(m);
    }
    if (!dl_members_skip(m, place.within) || dl_members_peek(m, 1).size == 0) {
        return dl_fail(err, DL_EDATA, "there is no byte %llu of the piece at byte %llu",
                       (unsigned long long)place.within,
                       (unsigned long long)place.offset);
    }
    return DL_OK;
}
