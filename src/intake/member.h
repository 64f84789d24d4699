/* member.h - the bytes of a file or of standard input, unpacked piece by piece.
 *
 * A file is stored as gzip members (RFC 1952), as zstd frames (RFC 8878; a dictionary may
 * come first), as lz4 frames, or as it is, which counts as one piece. Archives keep one
 * record a piece: so a piece's first byte is a place to come back to, and to go on from
 * after damage.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_MEMBER_H
#define DL_MEMBER_H

#include "status.h"
#include "str.h"

typedef struct dl_members dl_members;

/* Where a byte is stored. */
typedef struct dl_spot {
    uint64_t offset; /* first byte of its piece, as stored; of itself when not packed */
    uint64_t within; /* its byte in the unpacked piece; 0 when not packed */
} dl_spot;

/* Opens `path`, or standard input when it is NULL; `name` is what errors call it. A
 * folder, a socket or a block device is no stream (DL_EIO). */
DL_CHECK dl_status dl_members_open(const char *path, const char *name, dl_members **out,
                                   dl_error *err);
void dl_members_close(dl_members *members); /* NULL does nothing */

/* Shows the next `want` bytes of the piece we are in, without taking them; fewer at its
 * end. When nothing is left of it, the next piece is begun. Empty: all is over, or there
 * is damage. Views are good until the next call. */
dl_str dl_members_peek(dl_members *members, size_t want);
/* The same across the ends of pieces. */
dl_str dl_members_peek_on(dl_members *members, size_t want);
/* All that is unpacked already, across the ends of pieces. */
dl_str dl_members_shown(const dl_members *members);
/* Takes `size` bytes that were shown. */
void dl_members_take(dl_members *members, size_t size);
/* Takes up to `size` bytes straight into `to`, across the ends of pieces. Gives how many;
 * fewer only at the end of all, or at damage. */
size_t dl_members_read(dl_members *members, void *to, size_t size);
/* How many bytes are left of a file that is not packed and can seek, by its size now;
 * UINT64_MAX when that is not known. Ask when a byte was shown. */
uint64_t dl_members_left(const dl_members *members);
/* Passes over `size` bytes, shown or not, across the ends of pieces; what is not packed
 * and not shown is not read. false when there are fewer; of a file that is not packed
 * nothing is taken then. */
bool dl_members_skip(dl_members *members, uint64_t size);

/* Position of the next byte in all that was unpacked. */
uint64_t dl_members_at(const dl_members *members);
/* Place of the next byte; ask when it was shown. */
dl_spot dl_members_place(const dl_members *members);
bool dl_members_packed(const dl_members *members); /* ask when a byte was shown */

/* Why no more bytes come; NULL when there is no damage (yet). *offset: the stored byte
 * where the damaged piece begins. */
const char *dl_members_damage(const dl_members *members, dl_status *status,
                              uint64_t *offset);

/* Do the next `size` bytes, shown already, end where a damaged piece breaks off? */
bool dl_members_hurt(const dl_members *members, size_t size);

/* After damage: goes to the next piece whose first bytes `fits`; false when there is
 * none. What was unpacked and not taken is given up. */
bool dl_members_recover(dl_members *members, bool (*fits)(dl_str head));

/* Goes to the piece that is stored at `place.offset` and to a byte in it. DL_EIO when the
 * input cannot seek, DL_EDATA when there is no such byte. */
DL_CHECK dl_status dl_members_seek(dl_members *members, dl_spot place, dl_error *err);

#endif
