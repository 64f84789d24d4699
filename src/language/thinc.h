/* thinc.h - reads a component's `model` file: what thinc's Model.to_bytes wrote.
 *
 * The file is MessagePack: four parallel lists (nodes, attrs, params, shims) in the order
 * of a breadth-first walk over the layers. A layer is found by its name, and its numbers
 * are views of the mapped file:
 *
 *     nodes   0 chain  1 with_array  2 softmax      name, dims
 *     attrs   {}       {pad: 0}      {...}          values are MessagePack once more
 *     params  {}       {}            {W: array, b: array}
 *
 * No shape is taken for granted: every array is asked for with the number of its axes and
 * comes with their lengths, and its bytes have been counted.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_THINC_H
#define DL_THINC_H

#include "file.h"
#include "msgpack.h"

#define DL_THINC_NODES_MAX 4096
#define DL_THINC_AXES_MAX 4
#define DL_THINC_AXIS_MAX ((uint32_t)1 << 26) /* rows of a table, widths of a layer */

typedef struct dl_thinc_node {
    dl_str name;
    dl_str attrs, params; /* each one MessagePack map, walked once and found whole */
} dl_thinc_node;

typedef struct dl_thinc {
    dl_file file;
    dl_str path; /* for messages; in the arena */
    dl_thinc_node *nodes;
    uint32_t node_count;
} dl_thinc;

/* An array of little-endian f32, not aligned. */
typedef struct dl_thinc_array {
    const unsigned char *data;
    uint32_t axes[DL_THINC_AXES_MAX]; /* those asked for; the others 1 */
} dl_thinc_array;

/* Opens `dir`/`component`/model. DL_EIO: it is missing; DL_EDATA: it is cut or is no
 * model; the message names the file. */
DL_CHECK dl_status dl_thinc_open(const char *dir, const char *component, dl_arena *arena,
                                 dl_thinc *out, dl_error *err);
void dl_thinc_close(dl_thinc *model);

/* The first node at or after `from` whose name is `name`; DL_NONE if there is none. */
uint32_t dl_thinc_find(const dl_thinc *model, const char *name, uint32_t from);

/* The same, but DL_EDATA with the file's name when there is none. */
DL_CHECK dl_status dl_thinc_need(const dl_thinc *model, const char *name, uint32_t from,
                                 uint32_t *out, dl_error *err);

/* Does any node's name hold `part`? */
bool dl_thinc_mentions(const dl_thinc *model, const char *part);

/* The parameter `name` of a node, an array of `axes` axes, none of them empty. */
DL_CHECK dl_status dl_thinc_param(const dl_thinc *model, uint32_t node, const char *name,
                                  uint32_t axes, dl_thinc_array *out, dl_error *err);

/* An attribute that is an integer; `fallback` when it is absent or something else. */
int64_t dl_thinc_int(const dl_thinc *model, uint32_t node, const char *name,
                     int64_t fallback);

/* An attribute as MessagePack to read; at == NULL when it is absent. */
dl_str dl_thinc_attr(const dl_thinc *model, uint32_t node, const char *name);

/* dl_fail with the model's path before the message. */
dl_status dl_thinc_fail(const dl_thinc *model, dl_error *err, const char *format, ...)
    DL_PRINTF(3, 4);

#endif
