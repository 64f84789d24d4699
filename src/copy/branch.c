/* branch.c - see branch.h.
 *
 * Chu and Liu 1965, Edmonds 1967. One more node, the root, has an arc of weight 0 to
 * every other: who has that one has no parent. Every node takes its best arc; a circle of
 * such arcs becomes one node, and an arc into it costs the arc it would displace. In the
 * end the circles are opened again, last first, each where the arc chosen enters it.
 *
 *     a -> b -> c -> a   and   x -> b      circle {a b c}; x -> b opens it: a -> b goes
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "branch.h"

/* One round: the graph as it was before its circles were made nodes. */
typedef struct round {
    dl_arc *arcs;
    uint32_t *origin; /* of each arc: its number in the round before */
    uint32_t arc_count, count, root;
    uint32_t *best;  /* per node: its best arc; DL_NONE for the root */
    uint32_t *next;  /* per node: its number in the next round */
    bool *in_circle; /* per node */
    struct round *before;
} round;

static round *round_new(uint32_t arcs, uint32_t count, dl_arena *arena)
{
    round *r = dl_arena_new(arena, round);
    if (r == NULL) {
        return NULL;
    }
    r->count = count;
    r->arcs = dl_arena_new_array(arena, (size_t)arcs + 1, dl_arc);
    r->origin = dl_arena_new_array(arena, (size_t)arcs + 1, uint32_t);
    r->best = dl_arena_new_array(arena, (size_t)count + 1, uint32_t);
    r->next = dl_arena_new_array(arena, (size_t)count + 1, uint32_t);
    r->in_circle = dl_arena_new_array(arena, (size_t)count + 1, bool);
    return dl_arena_failed(arena) ? NULL : r;
}

static void choose_best(round *r)
{
    memset(r->best, 0xff, r->count * sizeof *r->best);
    for (uint32_t k = 0; k < r->arc_count; k++) {
        uint32_t *best = &r->best[r->arcs[k].to];
        if (*best == DL_NONE || r->arcs[k].weight > r->arcs[*best].weight) {
            *best = k;
        }
    }
}

static uint32_t parent_of(const round *r, uint32_t v)
{
    return r->best[v] == DL_NONE ? DL_NONE : r->arcs[r->best[v]].from;
}

/* Numbers circles and single nodes for the next round; gives how many there are. `seen`
 * holds for each node from which start it was reached, plus 1. */
static uint32_t find_circles(round *r, uint32_t *seen)
{
    uint32_t fresh = 0;
    memset(seen, 0, r->count * sizeof *seen);
    memset(r->next, 0xff, r->count * sizeof *r->next);
    for (uint32_t start = 0; start < r->count; start++) {
        uint32_t v = start;
        while (v != DL_NONE && seen[v] == 0) {
            seen[v] = start + 1;
            v = parent_of(r, v);
        }
        if (v == DL_NONE || seen[v] != start + 1 || r->next[v] != DL_NONE) {
            continue;
        }
        for (uint32_t w = v; r->next[w] == DL_NONE; w = parent_of(r, w)) {
            r->next[w] = fresh;
            r->in_circle[w] = true;
        }
        fresh++;
    }
    for (uint32_t v = 0; v < r->count; v++) {
        if (r->next[v] == DL_NONE) {
            r->next[v] = fresh++;
        }
    }
    return fresh;
}

static round *contract(round *r, uint32_t count, dl_arena *arena)
{
    round *out = round_new(r->arc_count, count, arena);
    if (out == NULL) {
        return NULL;
    }
    out->before = r;
    out->root = r->next[r->root];
    for (uint32_t k = 0; k < r->arc_count; k++) {
        const dl_arc arc = r->arcs[k];
        if (r->next[arc.from] == r->next[arc.to]) {
            continue;
        }
        const double displaced =
            r->in_circle[arc.to] ? r->arcs[r->best[arc.to]].weight : 0;
        out->arcs[out->arc_count] =
            (dl_arc){r->next[arc.from], r->next[arc.to], arc.weight - displaced};
        out->origin[out->arc_count++] = k;
    }
    return out;
}

/* From the best arcs of the last round back to those of the first. */
static void open_circles(round *r)
{
    for (; r->before != NULL; r = r->before) {
        round *b = r->before;
        for (uint32_t v = 0; v < r->count; v++) {
            if (r->best[v] != DL_NONE) {
                const uint32_t arc = r->origin[r->best[v]];
                b->best[b->arcs[arc].to] = arc;
            }
        }
    }
}

dl_status dl_branch(const dl_arc *arcs, uint32_t arc_count, uint32_t count,
                    dl_arena *arena, uint32_t *parents, dl_error *err)
{
    round *first = round_new(arc_count + count, count + 1, arena);
    uint32_t *seen = dl_arena_new_array(arena, (size_t)count + 1, uint32_t);
    if (first == NULL || seen == NULL) {
        return dl_fail_memory(err);
    }
    first->root = count;
    if (arc_count > 0) {
        memcpy(first->arcs, arcs, arc_count * sizeof *arcs);
    }
    for (uint32_t v = 0; v < count; v++) {
        first->arcs[arc_count + v] = (dl_arc){count, v, 0};
    }
    first->arc_count = arc_count + count;
    round *r = first;
    while (true) {
        choose_best(r);
        const uint32_t nodes = find_circles(r, seen);
        if (nodes == r->count) {
            break;
        }
        r = contract(r, nodes, arena);
        if (r == NULL) {
            return dl_fail_memory(err);
        }
    }
    open_circles(r);
    for (uint32_t v = 0; v < count; v++) {
        const uint32_t from = parent_of(first, v);
        parents[v] = from == count ? DL_NONE : from;
    }
    return DL_OK;
}
