/* bytes.h - runs of plain bytes, sixteen at a time.
 *
 * Most of a page is ASCII, and most of what is asked of its bytes is where the next one
 * stands that is not plain. Each function gives what a loop over single bytes would.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_BYTES_H
#define DL_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* Bytes before the first beyond ASCII; `size` if there is none. */
size_t dl_bytes_ascii(const char *at, size_t size);

/* Bytes before the first that tidy ASCII text has not: control bytes, DEL, bytes beyond
 * ASCII, and a blank behind a blank. `size` if there is none. */
size_t dl_bytes_tidy(const char *at, size_t size);

/* Bytes before the first control byte, DEL, byte beyond ASCII, `a` or `b`; `size` if
 * there is none. */
size_t dl_bytes_plain(const char *at, size_t size, char a, char b);

/* Bytes that two texts of `size` bytes have in common from their start on, up to the
 * first `stop` or byte beyond ASCII. */
size_t dl_bytes_alike(const char *a, const char *b, size_t size, char stop);

/* How many bytes are `byte`. */
size_t dl_bytes_count(const char *at, size_t size, char byte);

/* Which of 64 bytes are one of the characters of `set`: a bit for each, the first byte's
 * lowest. */
uint64_t dl_bytes_among(const char *at, const char *set);

/* Where `needle` stands first; SIZE_MAX if nowhere. An empty one stands at 0. */
size_t dl_bytes_find(const char *at, size_t size, const char *needle, size_t needle_size);

#endif
