/* header.c - see header.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "header.h"

size_t dl_header_size(dl_str text)
{
    const char *at = text.at, *end = text.at + text.size;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        at++;
        const char *next = at < end && *at == '\r' ? at + 1 : at;
        if (next < end && *next == '\n') {
            return (size_t)(next + 1 - text.at);
        }
    }
    return 0;
}

void dl_header_read(dl_str block, const char *const *names, size_t count, dl_str *values)
{
    for (size_t i = 0; i < count; i++) {
        values[i] = DL_STR("");
    }
    while (block.size > 0) {
        const dl_str line = dl_str_next(&block, '\n');
        const char *colon = line.size == 0 ? NULL : memchr(line.at, ':', line.size);
        if (colon == NULL || line.at[0] == ' ' || line.at[0] == '\t') {
            continue;
        }
        const dl_str name = dl_str_trim((dl_str){line.at, (size_t)(colon - line.at)});
        for (size_t i = 0; i < count; i++) {
            if (values[i].size == 0 && dl_str_equal_fold(name, dl_str_of(names[i]))) {
                values[i] = dl_str_trim(
                    (dl_str){colon + 1, line.size - (size_t)(colon + 1 - line.at)});
            }
        }
    }
}

dl_str dl_header_media(dl_str value)
{
    return dl_str_trim(dl_str_next(&value, ';'));
}

dl_str dl_header_parameter(dl_str value, const char *name)
{
    (void)dl_str_next(&value, ';');
    while (value.size > 0) {
        dl_str rest = dl_str_next(&value, ';');
        const dl_str key = dl_str_trim(dl_str_next(&rest, '='));
        if (dl_str_equal_fold(key, dl_str_of(name))) {
            rest = dl_str_trim(rest);
            while (rest.size > 0 && (rest.at[0] == '"' || rest.at[0] == '\'')) {
                rest = (dl_str){rest.at + 1, rest.size - 1};
            }
            while (rest.size > 0 && strchr("\"', ", rest.at[rest.size - 1]) != NULL) {
                rest.size--;
            }
            return rest;
        }
    }
    return DL_STR("");
}

bool dl_header_number(dl_str value, uint64_t *out)
{
    uint64_t number = 0;
    value = dl_str_trim(value);
    for (size_t i = 0; i < value.size; i++) {
        const char c = value.at[i];
        if (c < '0' || c > '9' || number > (INT64_MAX - 9) / 10) {
            return false;
        }
        number = number * 10 + (uint64_t)(c - '0');
    }
    *out = number;
    return value.size > 0;
}
