/* tables.h - constant tables that tools/language_tables.py writes at build time.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TABLES_H
#define DL_TABLES_H

#include <stdint.h>

#define DL_UNICODE_BLOCK 128 /* code points in a block of the two-stage table */

typedef enum dl_unicode_flag {
    DL_UNICODE_SPACE = 1,
    DL_UNICODE_ALPHA = 2,
    DL_UNICODE_UPPER = 4,
    DL_UNICODE_DIGIT = 8,
    DL_UNICODE_CASED = 16,    /* and not ignorable */
    DL_UNICODE_IGNORABLE = 32 /* looked through when a sigma asks for its neighbours */
} dl_unicode_flag;

typedef struct dl_unicode_record {
    int32_t lower; /* lower case minus the code point itself */
    uint8_t flags;
} dl_unicode_record;

extern const dl_unicode_record dl_unicode_records[];
extern const uint16_t dl_unicode_index[];
extern const uint8_t dl_unicode_blocks[][DL_UNICODE_BLOCK];

typedef struct dl_id_pair {
    uint64_t key, value;
} dl_id_pair;

extern const dl_id_pair dl_symbols[]; /* hash of a name -> its number; ascending */
extern const uint32_t dl_symbols_count;
extern const dl_id_pair dl_base_norms[]; /* string id -> string id; ascending */
extern const uint32_t dl_base_norms_count;

#endif
