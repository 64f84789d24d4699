/* json.c - see json.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include "bytes.h"
#include "utf8.h"

#include <math.h>
#include <stdio.h>

void dl_json_init(dl_json *json, dl_buf *out)
{
    *json = (dl_json){.out = out};
}

static void item(dl_json *json)
{
    if (json->comma) {
        dl_buf_char(json->out, ',');
    }
    json->comma = true;
}

void dl_json_open(dl_json *json, char bracket)
{
    item(json);
    dl_buf_char(json->out, bracket);
    json->comma = false;
}

void dl_json_close(dl_json *json, char bracket)
{
    dl_buf_char(json->out, bracket);
    json->comma = true;
}

static void quoted(dl_json *json, dl_str text)
{
    size_t from = 0, at = 0;
    dl_buf_char(json->out, '"');
    while (at < text.size) {
        at += dl_bytes_plain(text.at + at, text.size - at, '"', '\\');
        if (at == text.size) {
            break;
        }
        const size_t here = at;
        if (text.at[at] == 0x7F) {
            at++;
            continue;
        }
        const uint32_t point = dl_utf8_next(text, &at);
        const bool wrong = point == DL_UTF8_BAD && at - here == 1;
        if (point >= 0x80 && !wrong) {
            continue;
        }
        dl_buf_add(json->out, (dl_str){text.at + from, here - from});
        from = at;
        switch (point) {
        case '"':
            dl_buf_text(json->out, "\\\"");
            break;
        case '\\':
            dl_buf_text(json->out, "\\\\");
            break;
        case '\n':
            dl_buf_text(json->out, "\\n");
            break;
        case '\r':
            dl_buf_text(json->out, "\\r");
            break;
        case '\t':
            dl_buf_text(json->out, "\\t");
            break;
        case DL_UTF8_BAD:
            dl_buf_text(json->out, "\xEF\xBF\xBD");
            break;
        default:
            dl_buf_printf(json->out, "\\u%04x", point);
        }
    }
    if (from < text.size) { /* an empty text may have no place */
        dl_buf_add(json->out, (dl_str){text.at + from, text.size - from});
    }
    dl_buf_char(json->out, '"');
}

void dl_json_key(dl_json *json, const char *key)
{
    item(json);
    quoted(json, dl_str_of(key));
    dl_buf_char(json->out, ':');
    json->comma = false;
}

void dl_json_str(dl_json *json, dl_str text)
{
    item(json);
    quoted(json, text);
}

void dl_json_text(dl_json *json, const char *text)
{
    if (text == NULL) {
        dl_json_null(json);
    } else {
        dl_json_str(json, dl_str_of(text));
    }
}

void dl_json_int(dl_json *json, int64_t value)
{
    item(json);
    dl_buf_printf(json->out, "%lld", (long long)value);
}

void dl_json_real(dl_json *json, double value, int decimals)
{
    char text[64];
    if (!isfinite(value)) {
        dl_json_null(json);
        return;
    }
    item(json);
    int n = snprintf(text, sizeof text, "%.*f", decimals, value);
    if (strchr(text, '.') != NULL) {
        while (text[n - 1] == '0') {
            n--;
        }
        if (text[n - 1] == '.') {
            n--;
        }
    }
    dl_str digits = {text, (size_t)n};
    dl_buf_add(json->out, dl_str_is(digits, "-0") ? DL_STR("0") : digits);
}

void dl_json_bool(dl_json *json, bool value)
{
    item(json);
    dl_buf_text(json->out, value ? "true" : "false");
}

void dl_json_null(dl_json *json)
{
    item(json);
    dl_buf_text(json->out, "null");
}

void dl_json_line(dl_json *json)
{
    dl_buf_char(json->out, '\n');
    json->comma = false;
}
