/* vec.h - an array that grows inside an arena.
 *
 *     DL_VEC(dl_time) times = {0};
 *     dl_time *t = dl_vec_push(&times, arena);   zeroed; NULL when out of memory
 *     times.at[i], times.count
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_VEC_H
#define DL_VEC_H

#include "arena.h"

#include <stdint.h>
#include <string.h>

#define DL_VEC(type)                                                                     \
    struct {                                                                             \
        type *at;                                                                        \
        uint32_t count, room;                                                            \
    }

/* Grows an array so that one more item of `size` fits; the new array or NULL. */
static inline void *dl_vec_room(dl_arena *arena, void *at, uint32_t count, uint32_t *room,
                                size_t size)
{
    if (count < *room) {
        return at;
    }
    if (count > UINT32_MAX / 4) {
        arena->failed = true;
        return NULL;
    }
    const uint32_t more = *room == 0 ? 8 : *room * 2;
    void *fresh = dl_arena_grow(arena, at, (size_t)*room * size, (size_t)more * size);
    if (fresh != NULL) {
        *room = more;
    }
    return fresh;
}

/* A pointer to a new zeroed item at the end, or NULL. */
#define dl_vec_push(vec, arena)                                                          \
    __extension__({                                                                      \
        void *dl_at_ = dl_vec_room((arena), (vec)->at, (vec)->count, &(vec)->room,       \
                                   sizeof *(vec)->at);                                   \
        if (dl_at_ != NULL) {                                                            \
            (vec)->at = dl_at_;                                                          \
            memset(&(vec)->at[(vec)->count], 0, sizeof *(vec)->at);                      \
            (vec)->count++;                                                              \
        }                                                                                \
        dl_at_ == NULL ? NULL : &(vec)->at[(vec)->count - 1];                            \
    })

#endif
