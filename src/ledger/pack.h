/* pack.h - a report, a happening, a known name or what a page came with as bytes and back,
 * whole.
 *
 * The tables of a ledger are for people and queries; the stages across documents need
 * what the stages within a document made, exactly. A pack is that, in one blob: numbers
 * as LEB128, strings with their length, in the order of the structs. The same function
 * walks a struct for writing and for reading, so that the two cannot drift apart.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_PACK_H
#define DL_PACK_H

#include "page.h"
#include "reckon.h"
#include "status.h"
#include "tells.h"

/* Raised whenever a packed struct changes. */
#define DL_PACK_VERSION 4

/* Appends the bytes of *report to `out`. */
void dl_pack_report(const dl_report *report, dl_buf *out);
void dl_pack_happening(const dl_happening *happening, dl_buf *out);
void dl_pack_known(const dl_known *known, dl_buf *out);

/* Relations of a family of documents; doc and of are indexes into it. */
typedef struct dl_copy_list {
    dl_copy *at;
    uint32_t count;
} dl_copy_list;
void dl_pack_copies(const dl_copy_list *copies, dl_buf *out);

/* A page but for its bytes and where they are kept: all that dl_extract reads. */
void dl_pack_page(const dl_page *page, dl_buf *out);

/* The traces of a page, in order. */
typedef struct dl_trace_list {
    dl_trace *at;
    uint32_t count;
} dl_trace_list;
void dl_pack_traces(const dl_trace_list *traces, dl_buf *out);

/* Reads a pack. *out borrows from `bytes` and owns its lists in `arena`. DL_EVERSION for
 * a pack of another version, DL_EDATA for a damaged one. Fixed strings (types, rule ids)
 * are equal to, but not the same pointers as, those packed: compare with strcmp. */
DL_CHECK dl_status dl_unpack_report(dl_str bytes, dl_arena *arena, dl_report *out,
                                    dl_error *err);
DL_CHECK dl_status dl_unpack_happening(dl_str bytes, dl_arena *arena, dl_happening *out,
                                       dl_error *err);
DL_CHECK dl_status dl_unpack_known(dl_str bytes, dl_arena *arena, dl_known *out,
                                   dl_error *err);
DL_CHECK dl_status dl_unpack_copies(dl_str bytes, dl_arena *arena, dl_copy_list *out,
                                    dl_error *err);
DL_CHECK dl_status dl_unpack_page(dl_str bytes, dl_arena *arena, dl_page *out,
                                  dl_error *err);
DL_CHECK dl_status dl_unpack_traces(dl_str bytes, dl_arena *arena, dl_trace_list *out,
                                    dl_error *err);

#endif
