/* arena.h - memory that lives and dies together.
 *
 * What belongs to one document comes from one arena and is never freed singly. An
 * arena fails once and stays failed: after that every allocation gives NULL, and the
 * owner asks dl_arena_failed() at the end of its work. Not for sharing among threads.
 *
 *   block -> block -> block        (newest first; each twice the last, up to a cap)
 *   [....used....|..room..]
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ARENA_H
#define DL_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct dl_arena_block dl_arena_block;

typedef struct dl_arena {
    dl_arena_block *newest;
    size_t used;  /* bytes handed out */
    size_t limit; /* bytes it may hand out; 0: no limit */
    bool failed;
} dl_arena;

/* A place to go back to: everything allocated after the mark is given up. */
typedef struct dl_arena_mark {
    dl_arena_block *block;
    size_t block_used, used;
} dl_arena_mark;

/* An empty arena that may hand out `limit` bytes (0: no limit). Cannot fail. */
void dl_arena_init(dl_arena *arena, size_t limit);

/* Frees all. The arena may be used again as if new. */
void dl_arena_done(dl_arena *arena);

/* Gives all memory up but keeps the largest block, for the next document. */
void dl_arena_reset(dl_arena *arena);

/* `size` zeroed bytes, aligned for any type; NULL when out of memory or over the limit.
 * size 0 gives a valid pointer. */
void *dl_arena_alloc(dl_arena *arena, size_t size);

/* The same, but with whatever the bytes held before: for what is written over at once. */
void *dl_arena_bytes(dl_arena *arena, size_t size);

/* `count` zeroed items; NULL also when count * size overflows. */
void *dl_arena_array(dl_arena *arena, size_t count, size_t size);

/* Grows the block `old` of `old_size` bytes to `size`; moves it if need be. */
void *dl_arena_grow(dl_arena *arena, void *old, size_t old_size, size_t size);

bool dl_arena_failed(const dl_arena *arena);

dl_arena_mark dl_arena_here(const dl_arena *arena);
void dl_arena_back(dl_arena *arena, dl_arena_mark mark);

#define dl_arena_new(arena, type) ((type *)dl_arena_alloc((arena), sizeof(type)))
#define dl_arena_new_array(arena, count, type)                                           \
    ((type *)dl_arena_array((arena), (count), sizeof(type)))

#endif
