/* parse.h - JSON of a pipeline's files, parsed: want of memory is told from damage.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PARSE_H
#define DL_PARSE_H

#include "arena.h"
#include "str.h"

#include <yyjson.h>

/* NULL when the text is empty, cut or no JSON; also when out of memory, and then the
 * arena counts as failed. The caller frees it with yyjson_doc_free. */
yyjson_doc *dl_parse_json(dl_str text, dl_arena *arena);

#endif
