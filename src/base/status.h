/* status.h - how a call says that it failed.
 *
 * Every function that can fail returns a dl_status and takes, last, a dl_error that
 * the caller owns (or NULL). There is no hidden last error. The message is one line,
 * says what, where and with which value, and what to do about it.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_STATUS_H
#define DL_STATUS_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define DL_CHECK __attribute__((warn_unused_result))
#define DL_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define DL_CHECK
#define DL_PRINTF(f, a)
#endif

/* code, sentence */
#define DL_STATUS_MAP(X)                                                                 \
    X(OK, "done")                                                                        \
    X(ENOMEM, "out of memory")                                                           \
    X(EIO, "a file could not be read or written")                                        \
    X(EDATA, "the data is not what it should be")                                        \
    X(ELIMIT, "a limit was reached")                                                     \
    X(EVERSION, "made by another version")                                               \
    X(EUSAGE, "the call cannot be understood")                                           \
    X(ENONE, "nothing was found")                                                        \
    X(EBUSY, "in use by another process")                                                \
    X(ESTOP, "stopped on request")

typedef enum dl_status {
#define DL_STATUS_ENUM(name, text) DL_##name,
    DL_STATUS_MAP(DL_STATUS_ENUM)
#undef DL_STATUS_ENUM
} dl_status;

#define DL_ERROR_MESSAGE_MAX 512

typedef struct dl_error {
    dl_status status;
    uint64_t at; /* byte position in the input the message speaks of; 0 if none */
    char message[DL_ERROR_MESSAGE_MAX];
} dl_error;

/* The sentence of a status; never NULL. */
const char *dl_status_text(dl_status status);

/* Fills `err` (if not NULL) and returns `status`, so that a failing function ends with
 * `return dl_fail(err, DL_EDATA, "%s:%u: month '%s' is unknown", path, line, word);` */
dl_status dl_fail(dl_error *err, dl_status status, const char *format, ...)
    DL_PRINTF(3, 4);

/* dl_fail with the fixed words for a failed allocation. */
dl_status dl_fail_memory(dl_error *err);

#endif
