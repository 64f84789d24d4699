/* str.c - see str.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "str.h"

#include "bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned char fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

bool dl_str_equal_fold(dl_str a, dl_str b)
{
    if (a.size != b.size) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (fold((unsigned char)a.at[i]) != fold((unsigned char)b.at[i])) {
            return false;
        }
    }
    return true;
}

int dl_str_compare(dl_str a, dl_str b)
{
    const size_t least = a.size < b.size ? a.size : b.size;
    const int order = least == 0 ? 0 : memcmp(a.at, b.at, least);
    if (order != 0) {
        return order;
    }
    return a.size < b.size ? -1 : a.size > b.size;
}

bool dl_str_ends(dl_str text, dl_str suffix)
{
    return text.size >= suffix.size &&
           (suffix.size == 0 ||
            memcmp(text.at + text.size - suffix.size, suffix.at, suffix.size) == 0);
}

size_t dl_str_find(dl_str text, dl_str needle)
{
    return dl_bytes_find(text.at, text.size, needle.at, needle.size);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

dl_str dl_str_trim(dl_str text)
{
    while (text.size > 0 && is_space(text.at[0])) {
        text.at++;
        text.size--;
    }
    while (text.size > 0 && is_space(text.at[text.size - 1])) {
        text.size--;
    }
    return text;
}

dl_str dl_str_next(dl_str *rest, char by)
{
    const char *hit = rest->size == 0 ? NULL : memchr(rest->at, by, rest->size);
    if (hit == NULL) {
        const dl_str all = *rest;
        *rest = (dl_str){NULL, 0};
        return all;
    }
    const dl_str first = {rest->at, (size_t)(hit - rest->at)};
    rest->size -= first.size + 1;
    rest->at = hit + 1;
    return first;
}

dl_str dl_str_copy(dl_arena *arena, dl_str text)
{
    char *at = dl_arena_bytes(arena, text.size + 1);
    if (at == NULL) {
        return (dl_str){"", 0};
    }
    if (text.size != 0) {
        memcpy(at, text.at, text.size);
    }
    at[text.size] = '\0';
    return (dl_str){at, text.size};
}

dl_str dl_str_printf(dl_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *at = need < 0 ? NULL : dl_arena_bytes(arena, (size_t)need + 1);
    if (at == NULL) {
        return (dl_str){"", 0};
    }
    va_start(args, format);
    vsnprintf(at, (size_t)need + 1, format, args);
    va_end(args);
    return (dl_str){at, (size_t)need};
}

dl_str dl_str_lower_ascii(dl_arena *arena, dl_str text)
{
    const dl_str copy = dl_str_copy(arena, text);
    for (size_t i = 0; i < copy.size; i++) {
        ((char *)copy.at)[i] = (char)fold((unsigned char)copy.at[i]);
    }
    return copy;
}

void dl_buf_init(dl_buf *buf)
{
    *buf = (dl_buf){0};
}

void dl_buf_done(dl_buf *buf)
{
    free(buf->at);
    *buf = (dl_buf){0};
}

void dl_buf_clear(dl_buf *buf)
{
    buf->size = 0;
    if (buf->at != NULL) {
        buf->at[0] = '\0';
    }
}

bool dl_buf_reserve(dl_buf *buf, size_t more)
{
    if (buf->failed || more > SIZE_MAX / 4 || buf->size > SIZE_MAX / 4) {
        buf->failed = true;
        return false;
    }
    if (buf->size + more + 1 <= buf->room) {
        return true;
    }
    size_t room = buf->room == 0 ? 256 : buf->room;
    while (room < buf->size + more + 1) {
        room *= 2;
    }
    char *at = realloc(buf->at, room);
    if (at == NULL) {
        buf->failed = true;
        return false;
    }
    buf->at = at;
    buf->room = room;
    return true;
}

void dl_buf_add(dl_buf *buf, dl_str text)
{
    if (dl_buf_reserve(buf, text.size)) {
        if (text.size != 0) {
            memcpy(buf->at + buf->size, text.at, text.size);
        }
        buf->size += text.size;
        buf->at[buf->size] = '\0';
    }
}

void dl_buf_text(dl_buf *buf, const char *cstring)
{
    dl_buf_add(buf, dl_str_of(cstring));
}

void dl_buf_char(dl_buf *buf, char c)
{
    dl_buf_add(buf, (dl_str){&c, 1});
}

void dl_buf_printf(dl_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int need = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (need < 0 || !dl_buf_reserve(buf, (size_t)need)) {
        buf->failed = true;
        return;
    }
    va_start(args, format);
    vsnprintf(buf->at + buf->size, (size_t)need + 1, format, args);
    va_end(args);
    buf->size += (size_t)need;
}
