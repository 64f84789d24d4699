/* stream.c - see stream.h.
 *
 * The unpacking is done by dl_members; here pieces are run together, cut into lines, and
 * their damage is told in words.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "stream.h"

#include <stdlib.h>

struct dl_stream {
    dl_members *members;
    const char *name;
    bool told; /* of the damage: once is enough */
};

dl_status dl_stream_open(const char *path, const char *name, dl_stream **out,
                         dl_error *err)
{
    dl_stream *s = calloc(1, sizeof *s);
    *out = NULL;
    if (s == NULL) {
        return dl_fail_memory(err);
    }
    s->name = name;
    const dl_status status = dl_members_open(path, name, &s->members, err);
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
    dl_members_close(s->members);
    free(s);
}

dl_members *dl_stream_members(dl_stream *s)
{
    return s->members;
}

/* The damage, if there is some that was not told yet. */
static dl_status tell_damage(dl_stream *s, dl_error *err)
{
    dl_status status;
    uint64_t offset;
    const char *why = dl_members_damage(s->members, &status, &offset);
    if (why == NULL || s->told) {
        return DL_OK;
    }
    const uint64_t at = dl_members_at(s->members);
    s->told = true;
    dl_fail(err, status, "%s: byte %llu: %s", s->name, (unsigned long long)at, why);
    if (err != NULL) {
        err->at = at;
    }
    return status;
}

dl_status dl_stream_peek(dl_stream *s, size_t want, dl_str *out, dl_error *err)
{
    *out = dl_members_peek_on(s->members, want);
    return out->size == 0 && want > 0 ? tell_damage(s, err) : DL_OK;
}

void dl_stream_take(dl_stream *s, size_t size)
{
    dl_members_take(s->members, size);
}

/* Throws away up to and with the next line end. */
static void pass_line(dl_stream *s)
{
    dl_str here = dl_members_shown(s->members);
    while (here.size > 0) {
        const char *stop = memchr(here.at, '\n', here.size);
        if (stop != NULL) {
            dl_members_take(s->members, (size_t)(stop - here.at) + 1);
            return;
        }
        dl_members_take(s->members, here.size);
        (void)dl_members_peek_on(s->members, 1);
        here = dl_members_shown(s->members);
    }
}

static dl_status too_long(dl_stream *s, size_t most, dl_error *err)
{
    const uint64_t at = dl_members_at(s->members);
    pass_line(s);
    dl_fail(err, DL_ELIMIT, "%s: byte %llu: a line of more than %zu bytes", s->name,
            (unsigned long long)at, most);
    if (err != NULL) {
        err->at = at;
    }
    return DL_ELIMIT;
}

dl_status dl_stream_line(dl_stream *s, size_t most, dl_str *out, dl_error *err)
{
    size_t seen = 0;
    const char *stop = NULL;
    dl_str here = dl_members_shown(s->members);
    *out = (dl_str){"", 0};
    while (true) {
        stop = here.size == seen ? NULL : memchr(here.at + seen, '\n', here.size - seen);
        if (stop != NULL || here.size > most) {
            break;
        }
        seen = here.size;
        (void)dl_members_peek_on(s->members, seen + 1);
        here = dl_members_shown(s->members);
        if (here.size == seen) { /* there is no more */
            break;
        }
    }
    size_t size = stop == NULL ? here.size : (size_t)(stop - here.at);
    if (size > most) {
        return too_long(s, most, err);
    }
    if (stop == NULL) { /* half a line before damage is no line */
        const dl_status status = tell_damage(s, err);
        dl_stream_take(s, status == DL_OK ? 0 : here.size);
        if (status != DL_OK || here.size == 0) {
            return status != DL_OK ? status : DL_ENONE;
        }
    }
    dl_stream_take(s, stop == NULL ? size : size + 1);
    if (size > 0 && here.at[size - 1] == '\r') {
        size--;
    }
    *out = (dl_str){here.at, size};
    return DL_OK;
}

static dl_status too_much(const dl_stream *s, size_t most, dl_error *err)
{
    return dl_fail(err, DL_ELIMIT, "%s: more than the limit of %zu bytes (--page-bytes)",
                   s->name, most);
}

/* All that is left by the file's size: what it holds in this moment. */
static dl_status rest_of_file(dl_stream *s, size_t size, dl_arena *arena, dl_str *out,
                              dl_error *err)
{
    char *at = dl_arena_bytes(arena, size);
    if (at == NULL) {
        return dl_fail_memory(err);
    }
    const size_t have = dl_members_read(s->members, at, size);
    const dl_status status = tell_damage(s, err);
    *out = status == DL_OK ? (dl_str){at, have} : *out;
    return status;
}

dl_status dl_stream_rest(dl_stream *s, size_t most, dl_arena *arena, dl_str *out,
                         dl_error *err)
{
    *out = (dl_str){"", 0};
    (void)dl_members_peek_on(s->members, 1);
    const uint64_t left = dl_members_left(s->members);
    if (left != UINT64_MAX) {
        return left > most ? too_much(s, most, err)
                           : rest_of_file(s, (size_t)left, arena, out, err);
    }
    const dl_str here = dl_members_peek_on(s->members, most + 1);
    if (here.size > most) {
        return too_much(s, most, err);
    }
    const dl_status status = tell_damage(s, err);
    if (status == DL_OK && here.size > 0) {
        *out = dl_str_copy(arena, here);
        if (out->at == NULL || out->size != here.size) {
            return dl_fail_memory(err);
        }
    }
    dl_stream_take(s, here.size);
    return status;
}

uint64_t dl_stream_at(const dl_stream *s)
{
    return dl_members_at(s->members);
}
