/* regex.c - translates expressions of Python's `re` for PCRE2 and runs them with its
 * just-in-time compiler where there is one.
 *
 * What differs between the two (Python 3 library reference, "re"; pcre2pattern(3)):
 * \uXXXX and \UXXXXXXXX; the meaning of \w, \d, \s, \v, \Z; a '[' inside a class; "{,n}";
 * the global flag (?u). All else that this file lets through means the same in both.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "regex.h"

#include <pcre2.h>
#include <stdlib.h>

#define PYTHON_WORD "\\p{L}\\p{N}_"
#define PYTHON_SPACE                                                                     \
    "\\x{09}-\\x{0d}\\x{1c}-\\x{20}\\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}"  \
    "\\x{2029}\\x{202f}\\x{205f}\\x{3000}"
#define STACK_START (32 * 1024)

struct dl_regex {
    pcre2_code *code;
    bool jit;
};

struct dl_regex_scratch {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

/* ---- translation ---- */
typedef struct translation {
    dl_str in;
    size_t at;
    bool in_class;
    dl_buf *out;
    const char *name;
    dl_error *err;
} translation;

static dl_status refuse(const translation *t, const char *what)
{
    return dl_fail(t->err, DL_EDATA,
                   "%s: character %zu of the regular expression: %s is not known",
                   t->name, t->at, what);
}

/* The hex digits of \xXX, \uXXXX or \UXXXXXXXX as \x{...}. */
static dl_status hex_escape(translation *t, size_t digits)
{
    if (t->in.size - t->at < digits) {
        return refuse(t, "an escape that is cut");
    }
    const dl_str hex = {t->in.at + t->at, digits};
    for (size_t i = 0; i < digits; i++) {
        if (strchr("0123456789abcdefABCDEF", hex.at[i]) == NULL || hex.at[i] == '\0') {
            return refuse(t, "an escape without hex digits");
        }
    }
    dl_buf_text(t->out, "\\x{");
    dl_buf_add(t->out, hex);
    dl_buf_char(t->out, '}');
    t->at += digits;
    return DL_OK;
}

/* What stands for a class escape: inside [...] its content, outside a class of its own.
 */
static void class_escape(translation *t, const char *content, bool negated)
{
    if (t->in_class) {
        dl_buf_text(t->out, content);
        return;
    }
    dl_buf_text(t->out, negated ? "[^" : "[");
    dl_buf_text(t->out, content);
    dl_buf_char(t->out, ']');
}

/* The escape whose backslash has been taken. */
static dl_status escape(translation *t)
{
    if (t->at >= t->in.size) {
        return refuse(t, "a backslash at the end");
    }
    const char c = t->in.at[t->at++];
    switch (c) {
    case 'x':
        return hex_escape(t, 2);
    case 'u':
        return hex_escape(t, 4);
    case 'U':
        return hex_escape(t, 8);
    case 'w':
        class_escape(t, PYTHON_WORD, false);
        return DL_OK;
    case 's':
        class_escape(t, PYTHON_SPACE, false);
        return DL_OK;
    case 'd':
        dl_buf_text(t->out, "\\p{Nd}");
        return DL_OK;
    case 'D':
        dl_buf_text(t->out, "\\P{Nd}");
        return DL_OK;
    case 'W':
    case 'S':
        if (t->in_class) {
            return refuse(t, "\\W or \\S inside a class");
        }
        class_escape(t, c == 'W' ? PYTHON_WORD : PYTHON_SPACE, true);
        return DL_OK;
    case 'v':
        dl_buf_text(t->out, "\\x{0b}");
        return DL_OK;
    case 'Z':
        dl_buf_text(t->out, "\\z");
        return t->in_class ? refuse(t, "\\Z inside a class") : DL_OK;
    default:
        break;
    }
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && strchr("abBAfnrt", c) == NULL) {
        return refuse(t, "this escape");
    }
    dl_buf_char(t->out, '\\');
    dl_buf_char(t->out, c);
    return DL_OK;
}

/* "(?flags)" whose "(?" begins at t->at, when letters and ')' follow; false if not one.
 */
static bool global_flags(translation *t, dl_status *status)
{
    size_t end = t->at + 2;
    while (end < t->in.size && t->in.at[end] >= 'a' && t->in.at[end] <= 'z') {
        end++;
    }
    if (end == t->at + 2 || end >= t->in.size || t->in.at[end] != ')') {
        return false;
    }
    dl_buf_text(t->out, "(?");
    for (size_t i = t->at + 2; i < end; i++) {
        const char flag = t->in.at[i];
        if (strchr("ims", flag) != NULL) {
            dl_buf_char(t->out, flag);
        } else if (flag != 'u') {
            *status = refuse(t, "this flag");
            return true;
        }
    }
    dl_buf_char(t->out, ')');
    t->at = end + 1;
    return true;
}

static dl_status open_class(translation *t)
{
    dl_buf_char(t->out, '[');
    t->in_class = true;
    if (t->at < t->in.size && t->in.at[t->at] == '^') {
        dl_buf_char(t->out, '^');
        t->at++;
    }
    if (t->at < t->in.size && t->in.at[t->at] == ']') {
        dl_buf_text(t->out, "\\]");
        t->at++;
    }
    return DL_OK;
}

static dl_status one_step(translation *t)
{
    const char c = t->in.at[t->at];
    dl_status status = DL_OK;
    if (!t->in_class && c == '(' && t->at + 2 < t->in.size &&
        t->in.at[t->at + 1] == '?' && global_flags(t, &status)) {
        return status;
    }
    t->at++;
    if (c == '\\') {
        return escape(t);
    }
    if (t->in_class) {
        if (c == '[') {
            dl_buf_char(t->out, '\\');
        }
        t->in_class = c != ']';
    } else if (c == '[') {
        return open_class(t);
    } else if (c == '{' && t->at < t->in.size && t->in.at[t->at] == ',') {
        dl_buf_text(t->out, "{0");
        return DL_OK;
    }
    dl_buf_char(t->out, c);
    return DL_OK;
}

dl_status dl_regex_translate(dl_str pattern, const char *name, dl_buf *out, dl_error *err)
{
    translation t = {.in = pattern, .out = out, .name = name, .err = err};
    if (pattern.size > DL_REGEX_PATTERN_MAX) {
        return dl_fail(err, DL_ELIMIT, "%s: a regular expression of more than %u bytes",
                       name, DL_REGEX_PATTERN_MAX);
    }
    while (t.at < pattern.size) {
        const dl_status status = one_step(&t);
        if (status != DL_OK) {
            return status;
        }
    }
    return out->failed ? dl_fail_memory(err) : DL_OK;
}

/* ---- compiling ---- */
static dl_status compile(dl_str text, dl_regex_kind kind, const char *name, dl_regex *out,
                         dl_error *err)
{
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    if (kind == DL_REGEX_MATCH) {
        options |= PCRE2_ANCHORED;
    }
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (context == NULL) {
        return dl_fail_memory(err);
    }
    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_compile_extra_options(context, PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    int number = 0;
    PCRE2_SIZE at = 0;
    out->code =
        pcre2_compile((PCRE2_SPTR)text.at, text.size, options, &number, &at, context);
    pcre2_compile_context_free(context);
    if (out->code == NULL) {
        PCRE2_UCHAR message[120] = "";
        pcre2_get_error_message(number, message, sizeof message);
        return dl_fail(err, DL_EDATA, "%s: byte %zu of the regular expression: %s", name,
                       (size_t)at, (const char *)message);
    }
    out->jit = pcre2_jit_compile(out->code, PCRE2_JIT_COMPLETE) == 0;
    return DL_OK;
}

dl_status dl_regex_new(dl_str pattern, dl_regex_kind kind, const char *name,
                       dl_regex **out, dl_error *err)
{
    *out = NULL;
    dl_regex *regex = calloc(1, sizeof *regex);
    if (regex == NULL) {
        return dl_fail_memory(err);
    }
    dl_buf text;
    dl_buf_init(&text);
    dl_status status = dl_regex_translate(pattern, name, &text, err);
    if (status == DL_OK) {
        status = compile(dl_buf_str(&text), kind, name, regex, err);
    }
    dl_buf_done(&text);
    if (status != DL_OK) {
        dl_regex_free(regex);
        return status;
    }
    *out = regex;
    return DL_OK;
}

void dl_regex_free(dl_regex *regex)
{
    if (regex != NULL) {
        pcre2_code_free(regex->code);
        free(regex);
    }
}

/* ---- running ---- */
dl_status dl_regex_scratch_new(dl_regex_scratch **out, dl_error *err)
{
    *out = NULL;
    dl_regex_scratch *scratch = calloc(1, sizeof *scratch);
    if (scratch == NULL) {
        return dl_fail_memory(err);
    }
    scratch->data = pcre2_match_data_create(1, NULL);
    scratch->context = pcre2_match_context_create(NULL);
    scratch->stack = pcre2_jit_stack_create(STACK_START, DL_REGEX_STACK_MAX, NULL);
    if (scratch->data == NULL || scratch->context == NULL) {
        dl_regex_scratch_free(scratch);
        return dl_fail_memory(err);
    }
    pcre2_set_match_limit(scratch->context, DL_REGEX_MATCH_LIMIT);
    pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
    *out = scratch;
    return DL_OK;
}

void dl_regex_scratch_free(dl_regex_scratch *scratch)
{
    if (scratch != NULL) {
        pcre2_match_data_free(scratch->data);
        pcre2_match_context_free(scratch->context);
        pcre2_jit_stack_free(scratch->stack);
        free(scratch);
    }
}

bool dl_regex_find(const dl_regex *regex, dl_regex_scratch *scratch, dl_str text,
                   size_t from, bool not_empty, dl_span *out)
{
    const uint32_t options =
        PCRE2_NO_UTF_CHECK | (not_empty ? PCRE2_NOTEMPTY_ATSTART : 0);
    const PCRE2_SPTR subject = (PCRE2_SPTR)text.at;
    const int found = regex->jit
                          ? pcre2_jit_match(regex->code, subject, text.size, from,
                                            options, scratch->data, scratch->context)
                          : pcre2_match(regex->code, subject, text.size, from, options,
                                        scratch->data, scratch->context);
    if (found < 0) {
        return false;
    }
    const PCRE2_SIZE *place = pcre2_get_ovector_pointer(scratch->data);
    *out = (dl_span){(uint32_t)place[0], (uint32_t)place[1]};
    return out->start <= out->end;
}
