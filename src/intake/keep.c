/* keep.c - see keep.h.
 *
 * A record's name is made of its content and its time, so that nothing depends on chance.
 * Chunks were joined by libcurl; the header still says "chunked", which readers of
 * archives know to see through (http.c does). Two fields of our own say what the answer
 * was asked for as, which is its page's id, and what the feed that led there said of its
 * date: with them the archive makes the same documents again (archive.c).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "keep.h"

#include "hash.h"
#include "warc.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEEP_LEVEL 6

struct dl_keep {
    int fd;
    char *path;
    uint64_t size;
    struct libdeflate_compressor *packer;
    dl_buf record, packed;
};

static dl_status write_all(dl_keep *k, dl_str bytes, dl_error *err)
{
    while (bytes.size > 0) {
        const ssize_t n = write(k->fd, bytes.at, bytes.size);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return dl_fail(err, DL_EIO, "%s: %s", k->path, strerror(errno));
        }
        k->size += (uint64_t)n;
        bytes = (dl_str){bytes.at + n, bytes.size - (size_t)n};
    }
    return DL_OK;
}

/* The record in k->record as one gzip member. */
static dl_status write_record(dl_keep *k, dl_error *err)
{
    const size_t most = libdeflate_gzip_compress_bound(k->packer, k->record.size);
    dl_buf_clear(&k->packed);
    if (k->record.failed || !dl_buf_reserve(&k->packed, most)) {
        return dl_fail_memory(err);
    }
    k->packed.size = libdeflate_gzip_compress(k->packer, k->record.at, k->record.size,
                                              k->packed.at, most);
    if (k->packed.size == 0) {
        return dl_fail_memory(err);
    }
    return write_all(k, dl_buf_str(&k->packed), err);
}

static void begin_record(dl_keep *k, const char *type, dl_str url, dl_when got,
                         dl_str content)
{
    char hex[65], date[32];
    dl_buf_clear(&k->record);
    dl_buf_printf(&k->record, "%.*s %lld ", (int)url.size, url.at,
                  (long long)got.earliest);
    dl_buf_add(&k->record, content);
    dl_sha256_hex(dl_buf_str(&k->record), hex);
    dl_when_iso(got.earliest, got, date);
    dl_buf_clear(&k->record);
    dl_buf_printf(&k->record,
                  "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: "
                  "<urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s>\r\nWARC-Date: %s\r\n",
                  type, hex, hex + 8, hex + 13, hex + 17, hex + 20, date);
}

static void end_record(dl_keep *k, dl_str head, dl_str body)
{
    dl_buf_printf(&k->record, "Content-Length: %zu\r\n\r\n", head.size + body.size);
    dl_buf_add(&k->record, head);
    dl_buf_add(&k->record, body);
    dl_buf_text(&k->record, "\r\n\r\n");
}

static dl_status write_info(dl_keep *k, dl_when got, dl_error *err)
{
    const dl_str info = DL_STR("software: dateline\r\nformat: WARC File Format 1.1\r\n");
    begin_record(k, "warcinfo", DL_STR(""), got, info);
    dl_buf_text(&k->record, "Content-Type: application/warc-fields\r\n");
    end_record(k, info, DL_STR(""));
    return write_record(k, err);
}

dl_status dl_keep_open(const char *path, dl_keep **out, dl_error *err)
{
    dl_keep *k = calloc(1, sizeof *k);
    struct stat info;
    *out = NULL;
    if (k == NULL) {
        return dl_fail_memory(err);
    }
    k->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    k->path = strdup(path);
    k->packer = libdeflate_alloc_compressor(KEEP_LEVEL);
    dl_status status = DL_OK;
    if (k->path == NULL || k->packer == NULL) {
        status = dl_fail_memory(err);
    } else if (k->fd < 0 || fstat(k->fd, &info) != 0) {
        status = dl_fail(err, DL_EIO, "%s: %s", path, strerror(errno));
    } else if (!S_ISREG(info.st_mode)) {
        status = dl_fail(err, DL_EIO, "%s: not a file", path);
    }
    if (status != DL_OK) {
        dl_keep_close(k);
        return status;
    }
    k->size = (uint64_t)info.st_size;
    *out = k;
    return DL_OK;
}

void dl_keep_close(dl_keep *k)
{
    if (k == NULL) {
        return;
    }
    if (k->fd >= 0) {
        close(k->fd);
    }
    libdeflate_free_compressor(k->packer);
    dl_buf_done(&k->record);
    dl_buf_done(&k->packed);
    free(k->path);
    free(k);
}

const char *dl_keep_path(const dl_keep *k)
{
    return k->path;
}

/* A field of our own; what would not be one line is left out. */
static void own_field(dl_keep *k, const char *name, dl_str value)
{
    if (value.size > 0 && memchr(value.at, '\n', value.size) == NULL &&
        memchr(value.at, '\r', value.size) == NULL) {
        dl_buf_printf(&k->record, "%s: %.*s\r\n", name, (int)value.size, value.at);
    }
}

dl_status dl_keep_add(dl_keep *k, const dl_fetch_got *got, dl_str published,
                      uint64_t *offset, dl_error *err)
{
    dl_status status = k->size == 0 ? write_info(k, got->got, err) : DL_OK;
    *offset = k->size;
    if (status != DL_OK) {
        return status;
    }
    begin_record(k, "response", got->url, got->got, got->body);
    dl_buf_printf(&k->record,
                  "WARC-Target-URI: %.*s\r\n"
                  "Content-Type: application/http; msgtype=response\r\n",
                  (int)got->url.size, got->url.at);
    own_field(k, DL_WARC_ASKED, got->asked);
    own_field(k, DL_WARC_PUBLISHED, published);
    end_record(k, got->headers, got->body);
    return write_record(k, err);
}
