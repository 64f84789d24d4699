/* labels.h - the names a pipeline gives: each once, and numbered.
 *
 * Equal labels are the same pointer. A parser's label may be decorated, "dobj||xcomp": an
 * arc that was lifted to make the tree projective, with its own label and that of the
 * head it is to be hung back on (Nivre and Nilsson 2005, the scheme HEAD).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LABELS_H
#define DL_LABELS_H

#include "map.h"

typedef struct dl_label {
    const char *text;            /* NUL-terminated, as it is written */
    const struct dl_label *bare; /* without its decoration; itself when it has none */
    const struct dl_label *head; /* the label of the head to look for, or NULL */
} dl_label;

typedef struct dl_labels {
    dl_arena *arena;
    dl_map map; /* text -> index */
    dl_label **all;
    uint32_t count, room;
} dl_labels;

void dl_labels_init(dl_labels *labels, dl_arena *arena);

/* The label written `text`, made if it is new; NULL when out of memory. */
const dl_label *dl_labels_add(dl_labels *labels, dl_str text);

#endif
