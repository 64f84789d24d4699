/* arena.c - see arena.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FIRST ((size_t)1 << 14)
#define BLOCK_MOST ((size_t)1 << 22)
#define ALIGN ((size_t)16)

struct dl_arena_block {
    dl_arena_block *older;
    size_t size, used;
    size_t pad_; /* keeps data aligned to 16 */
    unsigned char data[];
};

void dl_arena_init(dl_arena *arena, size_t limit)
{
    *arena = (dl_arena){.limit = limit};
}

void dl_arena_done(dl_arena *arena)
{
    dl_arena_block *block = arena->newest;
    while (block != NULL) {
        dl_arena_block *older = block->older;
        free(block);
        block = older;
    }
    dl_arena_init(arena, arena->limit);
}

void dl_arena_reset(dl_arena *arena)
{
    dl_arena_block *keep = NULL;
    dl_arena_block *block = arena->newest;
    while (block != NULL) {
        dl_arena_block *older = block->older;
        if (keep == NULL || block->size > keep->size) {
            free(keep);
            keep = block;
        } else {
            free(block);
        }
        block = older;
    }
    dl_arena_init(arena, arena->limit);
    if (keep != NULL) {
        keep->older = NULL;
        keep->used = 0;
        arena->newest = keep;
    }
}

static dl_arena_block *add_block(dl_arena *arena, size_t least)
{
    size_t size = BLOCK_FIRST;
    if (arena->newest != NULL) {
        size = arena->newest->size * 2 > BLOCK_MOST ? BLOCK_MOST : arena->newest->size * 2;
    }
    if (size < least) {
        size = least;
    }
    dl_arena_block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        return NULL;
    }
    block->older = arena->newest;
    block->size = size;
    block->used = 0;
    arena->newest = block;
    return block;
}

void *dl_arena_bytes(dl_arena *arena, size_t size)
{
    if (arena->failed || size > SIZE_MAX / 2) {
        arena->failed = true;
        return NULL;
    }
    const size_t need = size == 0 ? ALIGN : (size + ALIGN - 1) & ~(ALIGN - 1);
    if (arena->limit != 0 && arena->used + need > arena->limit) {
        arena->failed = true;
        return NULL;
    }
    dl_arena_block *block = arena->newest;
    if (block == NULL || block->size - block->used < need) {
        block = add_block(arena, need);
        if (block == NULL) {
            arena->failed = true;
            return NULL;
        }
    }
    void *at = block->data + block->used;
    block->used += need;
    arena->used += need;
    return at;
}

void *dl_arena_alloc(dl_arena *arena, size_t size)
{
    void *at = dl_arena_bytes(arena, size);
    return at == NULL ? NULL : memset(at, 0, size);
}

void *dl_arena_array(dl_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / 2 / size) {
        arena->failed = true;
        return NULL;
    }
    return dl_arena_alloc(arena, count * size);
}

void *dl_arena_grow(dl_arena *arena, void *old, size_t old_size, size_t size)
{
    dl_arena_block *block = arena->newest;
    const size_t old_need = old_size == 0 ? ALIGN : (old_size + ALIGN - 1) & ~(ALIGN - 1);
    /* the last piece of the newest block grows where it stands */
    if (old != NULL && !arena->failed && block != NULL && size >= old_size &&
        size < SIZE_MAX / 2 &&
        (unsigned char *)old + old_need == block->data + block->used) {
        const size_t need = (size + ALIGN - 1) & ~(ALIGN - 1);
        const size_t more = need > old_need ? need - old_need : 0;
        if (block->size - block->used >= more &&
            (arena->limit == 0 || arena->used + more <= arena->limit)) {
            memset((unsigned char *)old + old_size, 0, old_need + more - old_size);
            block->used += more;
            arena->used += more;
            return old;
        }
    }
    unsigned char *fresh = dl_arena_bytes(arena, size);
    const size_t kept = old == NULL ? 0 : old_size < size ? old_size : size;
    if (fresh == NULL) {
        return NULL;
    }
    if (kept > 0) {
        memcpy(fresh, old, kept);
    }
    memset(fresh + kept, 0, size - kept);
    return fresh;
}

bool dl_arena_failed(const dl_arena *arena)
{
    return arena->failed;
}

dl_arena_mark dl_arena_here(const dl_arena *arena)
{
    return (dl_arena_mark){arena->newest, arena->newest ? arena->newest->used : 0,
                           arena->used};
}

void dl_arena_back(dl_arena *arena, dl_arena_mark mark)
{
    while (arena->newest != mark.block && arena->newest != NULL) {
        dl_arena_block *older = arena->newest->older;
        free(arena->newest);
        arena->newest = older;
    }
    if (arena->newest != NULL) {
        arena->newest->used = mark.block_used;
    }
    arena->used = mark.used;
}
