/* stream.h - the bytes of a file or of standard input, one after another, decompressed.
 *
 * Gzip (RFC 1952, any number of members) and Zstandard (RFC 8878) are recognised by
 * their first bytes. Memory is one buffer, as long as the longest thing asked for.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_STREAM_H
#define DL_STREAM_H

#include "member.h"

typedef struct dl_stream dl_stream;

/* Opens `path`, or standard input when it is NULL. `name` is what errors call it; it is
 * borrowed. A folder, a socket or a device is no stream (DL_EIO). */
DL_CHECK dl_status dl_stream_open(const char *path, const char *name, dl_stream **out,
                                  dl_error *err);
void dl_stream_close(dl_stream *stream); /* NULL does nothing */

/* Shows the next `want` bytes without taking them; fewer at the end. The view is good
 * until the next call. An error only when there is nothing left before the damage. */
DL_CHECK dl_status dl_stream_peek(dl_stream *stream, size_t want, dl_str *out,
                                  dl_error *err);
/* Takes `size` bytes that were shown. */
void dl_stream_take(dl_stream *stream, size_t size);

/* Takes one line, without its end ("\n" or "\r\n"). DL_ENONE at the end. DL_ELIMIT for a
 * line longer than `most`, which is passed over. The view is good until the next call. */
DL_CHECK dl_status dl_stream_line(dl_stream *stream, size_t most, dl_str *out,
                                  dl_error *err);

/* All the rest, in `arena`. DL_ELIMIT when it is more than `most` bytes; damage is an
 * error too: half a page is not given for a whole one. */
DL_CHECK dl_status dl_stream_rest(dl_stream *stream, size_t most, dl_arena *arena,
                                  dl_str *out, dl_error *err);

/* Position of the next byte in the decompressed stream. */
uint64_t dl_stream_at(const dl_stream *stream);

/* What the stream reads from: for readers who need to know where a piece begins. */
dl_members *dl_stream_members(dl_stream *stream);

#endif
