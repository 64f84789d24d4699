/* unicode.h - code points as Python sees them, on whose strings the models were trained.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_UNICODE_H
#define DL_UNICODE_H

#include "str.h"
#include "tables.h"

static inline dl_unicode_record dl_unicode_of(uint32_t c)
{
    if (c > 0x10FFFF) {
        c = 0xFFFD;
    }
    const uint8_t *block = dl_unicode_blocks[dl_unicode_index[c / DL_UNICODE_BLOCK]];
    return dl_unicode_records[block[c % DL_UNICODE_BLOCK]];
}

static inline bool dl_unicode_is(uint32_t c, dl_unicode_flag flag)
{
    return (dl_unicode_of(c).flags & flag) != 0;
}

/* str.lower(): full lower case, with the final sigma. `text` itself when nothing
 * changes, else a copy in the arena (empty when out of memory). */
dl_str dl_unicode_lower(dl_arena *arena, dl_str text);

/* str.isalpha(): not empty and letters only. */
bool dl_unicode_all_alpha(dl_str text);

#endif
