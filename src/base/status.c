/* status.c - see status.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "status.h"

#include <stdarg.h>
#include <stdio.h>

const char *dl_status_text(dl_status status)
{
    switch (status) {
#define DL_STATUS_CASE(name, text)                                                       \
    case DL_##name:                                                                      \
        return text;
        DL_STATUS_MAP(DL_STATUS_CASE)
#undef DL_STATUS_CASE
    }
    return "unknown status";
}

dl_status dl_fail(dl_error *err, dl_status status, const char *format, ...)
{
    if (err != NULL) {
        va_list args;
        err->status = status;
        err->at = 0;
        va_start(args, format);
        vsnprintf(err->message, sizeof err->message, format, args);
        va_end(args);
    }
    return status;
}

dl_status dl_fail_memory(dl_error *err)
{
    return dl_fail(err, DL_ENOMEM, "out of memory");
}
