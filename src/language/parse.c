/* parse.c - see parse.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "parse.h"

yyjson_doc *dl_parse_json(dl_str text, dl_arena *arena)
{
    yyjson_read_err why = {0};
    if (text.at == NULL || text.size == 0) {
        return NULL;
    }
    yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)text.at, text.size,
                                       YYJSON_READ_NOFLAG, NULL, &why);
    if (doc == NULL && why.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) {
        arena->failed = true;
    }
    return doc;
}
