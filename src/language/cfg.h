/* cfg.h - reads a pipeline's config.cfg: INI whose values are JSON.
 *
 *     [components.parser.model.tok2vec]
 *     width = ${components.tok2vec.model.encode:width}
 *
 * A value that is a reference, ${section.key} or ${section:key}, stands for the value it
 * names; references may follow one another (DL_CFG_HOPS). A reference inside a longer
 * value is left as it is: no value a loader needs is written so.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CFG_H
#define DL_CFG_H

#include "status.h"
#include "str.h"
#include "vec.h"

#define DL_CFG_HOPS 8            /* references followed for one value */
#define DL_CFG_ENTRIES_MAX 65536 /* keys in one file */

typedef struct dl_cfg_entry {
    dl_str section, key, value; /* value: JSON as written */
} dl_cfg_entry;

typedef struct dl_cfg {
    DL_VEC(dl_cfg_entry) entries; /* in the order of the file */
    DL_VEC(dl_str) sections;
    dl_arena *arena; /* counts as failed when a value could not be read for want of memory */
} dl_cfg;

/* Reads `text`; `name` stands in messages ("dir/config.cfg"). Everything in *out is in
 * `arena` or is a view of `text`. DL_EDATA: "name:line: what". */
DL_CHECK dl_status dl_cfg_read(dl_arena *arena, dl_str text, const char *name,
                               dl_cfg *out, dl_error *err);

bool dl_cfg_section(const dl_cfg *cfg, const char *section);

/* The JSON of a value, references followed; at == NULL if there is none. */
dl_str dl_cfg_json(const dl_cfg *cfg, const char *section, const char *key);

/* Typed reading; false, and *out as it was, when the key is absent, null or of another
 * kind. Strings are decoded into `arena`. */
bool dl_cfg_int(const dl_cfg *cfg, const char *section, const char *key, int64_t *out);
bool dl_cfg_bool(const dl_cfg *cfg, const char *section, const char *key, bool *out);
bool dl_cfg_text(const dl_cfg *cfg, const char *section, const char *key, dl_arena *arena,
                 dl_str *out);

/* Lists of strings or of integers; *count items. */
bool dl_cfg_texts(const dl_cfg *cfg, const char *section, const char *key,
                  dl_arena *arena, dl_str **out, uint32_t *count);
bool dl_cfg_ints(const dl_cfg *cfg, const char *section, const char *key, dl_arena *arena,
                 int64_t **out, uint32_t *count);

#endif
