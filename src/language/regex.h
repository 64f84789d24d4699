/* regex.h - Python's regular expressions, run by PCRE2.
 *
 * A package holds expressions for Python's `re`. They are rewritten once, at loading,
 * into PCRE2's syntax with Python's meaning of \w, \d, \s and of escapes; what cannot be
 * said in PCRE2 is refused. A worker brings its own scratch.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_REGEX_H
#define DL_REGEX_H

#include "status.h"
#include "str.h"

#define DL_REGEX_MATCH_LIMIT 1000000u   /* steps of backtracking for one search */
#define DL_REGEX_STACK_MAX (512 * 1024) /* bytes of stack for one search */
#define DL_REGEX_PATTERN_MAX (1u << 20) /* bytes of one expression */

typedef struct dl_regex dl_regex;
typedef struct dl_regex_scratch dl_regex_scratch;

typedef enum dl_regex_kind {
    DL_REGEX_SEARCH, /* re.search: anywhere */
    DL_REGEX_MATCH   /* re.match: at the start */
} dl_regex_kind;

/* Compiles `pattern`; `name` stands in messages. DL_EDATA when it is not understood. */
DL_CHECK dl_status dl_regex_new(dl_str pattern, dl_regex_kind kind, const char *name,
                                dl_regex **out, dl_error *err);
void dl_regex_free(dl_regex *regex);

DL_CHECK dl_status dl_regex_scratch_new(dl_regex_scratch **out, dl_error *err);
void dl_regex_scratch_free(dl_regex_scratch *scratch);

/* The first match in `text` (valid UTF-8) that starts at or after byte `from`; not an
 * empty one right at `from` if `not_empty`. A search that meets a limit finds nothing. */
bool dl_regex_find(const dl_regex *regex, dl_regex_scratch *scratch, dl_str text,
                   size_t from, bool not_empty, dl_span *out);

/* The expression in PCRE2's syntax, for tests. */
DL_CHECK dl_status dl_regex_translate(dl_str pattern, const char *name, dl_buf *out,
                                      dl_error *err);

#endif
