/* arceager.c - dependency parsing: see arceager.h. After spaCy's arc_eager.pyx and
 * _state.pxd: the same moves are valid, and ties go to the first class.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "arceager.h"

#include "tree.h"

#include <assert.h>
#include <float.h>

/* No text needs more moves a token; it guards against a system that runs in a circle. */
#define MOVES_PER_TOKEN 16

/* ---- the state ---- */

bool dl_arceager_begin(uint32_t length, dl_arena *arena, dl_arceager_state *out)
{
    *out = (dl_arceager_state){
        .length = length,
        .heads = dl_arena_new_array(arena, length, int32_t),
        .labels = dl_arena_array(arena, length, sizeof *out->labels),
        .stack = dl_arena_new_array(arena, length, int32_t),
        .back = dl_arena_new_array(arena, length, int32_t),
        .left_child = dl_arena_new_array(arena, length, int32_t),
        .right_child = dl_arena_new_array(arena, length, int32_t),
        .sibling = dl_arena_new_array(arena, length, int32_t),
        .unshiftable = dl_arena_new_array(arena, length, bool),
        .sent_start = dl_arena_new_array(arena, length, bool),
    };
    if (dl_arena_failed(arena) || length > INT32_MAX / 2) {
        return false;
    }
    for (uint32_t i = 0; i < length; i++) {
        out->heads[i] = out->left_child[i] = out->right_child[i] = out->sibling[i] = -1;
    }
    return true;
}

static uint32_t buffer_count(const dl_arceager_state *s)
{
    return s->length - s->next + s->back_count;
}

static int32_t stack_at(const dl_arceager_state *s, uint32_t i)
{
    return i < s->stack_count ? s->stack[s->stack_count - 1 - i] : -1;
}

static int32_t buffer_at(const dl_arceager_state *s, uint32_t i)
{
    if (i < s->back_count) {
        return s->back[s->back_count - 1 - i];
    }
    const uint32_t at = s->next + (i - s->back_count);
    return at < s->length ? (int32_t)at : -1;
}

bool dl_arceager_final(const dl_arceager_state *s)
{
    return s->stack_count == 0 && buffer_count(s) == 0;
}

static bool starts(const dl_arceager_state *s, int32_t token)
{
    return token >= 0 && s->sent_start[token];
}

/* An arc between the stack's top and the buffer's first needs both, in one sentence. */
static bool arc_valid(const dl_arceager_state *s)
{
    return s->stack_count > 0 && buffer_count(s) > 0 && !starts(s, buffer_at(s, 0));
}

static bool break_valid(const dl_arceager_state *s)
{
    const int32_t first = buffer_at(s, 0), second = buffer_at(s, 1);
    return buffer_count(s) >= 2 && second == first + 1 && !starts(s, second);
}

bool dl_arceager_valid(const dl_arceager_state *s, dl_arceager_action action)
{
    switch (action) {
    case DL_ARCEAGER_SHIFT:
        return s->stack_count == 0 ||
               (buffer_count(s) >= 2 && !starts(s, buffer_at(s, 0)) &&
                !s->unshiftable[buffer_at(s, 0)]);
    case DL_ARCEAGER_REDUCE:
        return s->stack_count > 0;
    case DL_ARCEAGER_LEFT:
    case DL_ARCEAGER_RIGHT:
        return arc_valid(s);
    case DL_ARCEAGER_BREAK:
        return break_valid(s);
    case DL_ARCEAGER_ACTIONS:
        break;
    }
    return false;
}

static void push(dl_arceager_state *s)
{
    const int32_t first =
        s->back_count > 0 ? s->back[--s->back_count] : (int32_t)s->next++;
    s->stack[s->stack_count++] = first;
}

/* Takes `child` out of its head's list. In this system it is always the last that was
 * added there: whatever the head got later has been popped with its own arc. */
static void drop_arc(dl_arceager_state *s, int32_t child)
{
    const int32_t head = s->heads[child];
    int32_t *last = head > child ? &s->left_child[head] : &s->right_child[head];
    assert(*last == child);
    *last = s->sibling[child];
}

static void add_arc(dl_arceager_state *s, int32_t head, int32_t child,
                    const dl_label *label)
{
    if (s->heads[child] >= 0) {
        drop_arc(s, child);
    }
    int32_t *last = head > child ? &s->left_child[head] : &s->right_child[head];
    s->sibling[child] = *last;
    *last = child;
    s->heads[child] = head;
    s->labels[child] = label;
}

static void reduce(dl_arceager_state *s)
{
    const int32_t top = stack_at(s, 0);
    if (s->heads[top] < 0 && s->stack_count > 1) {
        s->unshiftable[top] = true;
        s->back[s->back_count++] = top;
    }
    s->stack_count--;
}

void dl_arceager_take(dl_arceager_state *s, dl_arceager_action action,
                      const dl_label *label)
{
    switch (action) {
    case DL_ARCEAGER_SHIFT:
        push(s);
        break;
    case DL_ARCEAGER_REDUCE:
        reduce(s);
        break;
    case DL_ARCEAGER_LEFT:
        add_arc(s, buffer_at(s, 0), stack_at(s, 0), label);
        s->unshiftable[buffer_at(s, 0)] = false;
        s->stack_count--;
        break;
    case DL_ARCEAGER_RIGHT:
        add_arc(s, stack_at(s, 0), buffer_at(s, 0), label);
        push(s);
        break;
    case DL_ARCEAGER_BREAK:
        s->sent_start[buffer_at(s, 1)] = true;
        break;
    case DL_ARCEAGER_ACTIONS:
        break;
    }
}

/* ---- features ---- */

static int32_t left_of(const dl_arceager_state *s, int32_t head)
{
    return head < 0 ? -1 : s->left_child[head];
}

static int32_t right_of(const dl_arceager_state *s, int32_t head)
{
    return head < 0 ? -1 : s->right_child[head];
}

/* The child that was added before `child` on its side. */
static int32_t before(const dl_arceager_state *s, int32_t child)
{
    return child < 0 ? -1 : s->sibling[child];
}

void dl_arceager_features(const dl_arceager_state *s, uint32_t count, int32_t *out)
{
    const int32_t b0 = buffer_at(s, 0), s0 = stack_at(s, 0), s1 = stack_at(s, 1);
    out[0] = b0;
    out[1] = buffer_at(s, 1);
    out[2] = s0;
    out[3] = s1;
    out[4] = stack_at(s, 2);
    if (count == 8) {
        out[5] = left_of(s, b0);
        out[6] = left_of(s, s0);
        out[7] = right_of(s, s0);
        return;
    }
    out[5] = left_of(s, s0);
    out[6] = right_of(s, s0); /* spaCy overwrites L(S0, 2); nets were trained so */
    out[7] = left_of(s, b0);
    out[8] = before(s, right_of(s, s0));
    out[9] = left_of(s, s1);
    out[10] = before(s, left_of(s, s1));
    out[11] = right_of(s, s1);
    out[12] = before(s, right_of(s, s1));
}

/* ---- loading ---- */

/* Where each action's moves lie, if they lie together. */
static void index_moves(dl_arceager *parser)
{
    const dl_moves *moves = &parser->moves;
    parser->sorted = true;
    uint32_t i = 0;
    for (uint32_t action = 0; action < DL_ARCEAGER_ACTIONS; action++) {
        parser->first[action] = i;
        while (i < moves->count && moves->at[i].action == action) {
            parser->sorted &= moves->at[i].label != parser->subtok;
            i++;
        }
    }
    parser->first[DL_ARCEAGER_ACTIONS] = i;
    parser->sorted &= i == moves->count;
}

dl_status dl_arceager_init(const char *dir, const char *component, const dl_thinc *model,
                           const dl_kernel *kernel, dl_labels *labels, dl_arena *arena,
                           dl_arceager *out, dl_error *err)
{
    *out = (dl_arceager){.root = dl_labels_add(labels, DL_STR("ROOT")),
                         .subtok = dl_labels_add(labels, DL_STR("subtok"))};
    dl_status status = dl_statenet_init(model, kernel, arena, &out->net, err);
    if (status != DL_OK) {
        return status;
    }
    status = dl_moves_open(dir, component, DL_ARCEAGER_ACTIONS, NULL, labels, arena,
                           &out->moves, err);
    if (status == DL_OK && (out->root == NULL || out->subtok == NULL)) {
        status = dl_fail_memory(err);
    }
    /* A net saved after its first use has classes more: labels spaCy adds at run time,
     * never trained, never better than the trained class of the same move. */
    if (status == DL_OK && (out->net.classes < out->moves.count ||
                            (out->net.features != 8 && out->net.features != 13))) {
        status = dl_thinc_fail(model, err, "scores %u moves by %u features; there are %u",
                               out->net.classes, out->net.features, out->moves.count);
    }
    if (status != DL_OK) {
        dl_arceager_done(out);
        return status;
    }
    index_moves(out);
    return DL_OK;
}

void dl_arceager_done(dl_arceager *parser)
{
    dl_statenet_done(&parser->net);
}

/* ---- parsing ---- */

/* The best class so far, and the score of the second best. */
typedef struct best {
    uint32_t class;
    float score, next;
} best;

static void consider(best *b, uint32_t class, float score)
{
    if (b->class == DL_NONE || score > b->score) {
        b->next = b->score;
        b->class = class;
        b->score = score;
    } else if (score > b->next) {
        b->next = score;
    }
}

static bool move_valid(const dl_arceager *parser, const dl_arceager_state *s,
                       const dl_move *move, const bool *valid)
{
    const bool neighbours = stack_at(s, 0) == buffer_at(s, 0) - 1;
    return valid[move->action] &&
           (move->label != parser->subtok || neighbours ||
            (move->action != DL_ARCEAGER_LEFT && move->action != DL_ARCEAGER_RIGHT));
}

/* The valid class with the best score; class DL_NONE when no move is valid. */
static best choose(const dl_arceager *parser, const dl_arceager_state *s,
                   const float *scores)
{
    best b = {.class = DL_NONE, .score = -FLT_MAX, .next = -FLT_MAX};
    bool valid[DL_ARCEAGER_ACTIONS];
    for (uint32_t action = 0; action < DL_ARCEAGER_ACTIONS; action++) {
        valid[action] = dl_arceager_valid(s, (dl_arceager_action)action);
        for (uint32_t i = parser->first[action];
             parser->sorted && valid[action] && i < parser->first[action + 1]; i++) {
            consider(&b, i, scores[i]);
        }
    }
    for (uint32_t i = 0; !parser->sorted && i < parser->moves.count; i++) {
        if (move_valid(parser, s, &parser->moves.at[i], valid)) {
            consider(&b, i, scores[i]);
        }
    }
    return b;
}

/* Runs the state to its end. */
static void parse(const dl_arceager *parser, dl_statenet_run *run, dl_arceager_state *s,
                  float *margins)
{
    int32_t features[DL_STATENET_FEATURES_MAX];
    uint64_t moves = (uint64_t)s->length * MOVES_PER_TOKEN;
    while (!dl_arceager_final(s) && moves-- > 0) {
        dl_arceager_features(s, parser->net.features, features);
        const best b = choose(parser, s, dl_statenet_score(run, features));
        if (b.class == DL_NONE) {
            break;
        }
        const int32_t at = features[0] >= 0 ? features[0] : features[2];
        if (margins != NULL && b.score - b.next < margins[at]) {
            margins[at] = b.score - b.next;
        }
        const dl_move *move = &parser->moves.at[b.class];
        dl_arceager_take(s, (dl_arceager_action)move->action, move->label);
    }
}

/* Heads, labels and sentences out of a finished state. */
static dl_status finish(const dl_arceager *parser, const dl_arceager_state *s,
                        const bool *is_space, dl_arena *arena, dl_arceager_parse *out,
                        dl_error *err)
{
    dl_tree tree = {
        .count = s->length,
        .heads = dl_arena_new_array(arena, s->length, uint32_t),
        .labels = s->labels,
        .left = dl_arena_new_array(arena, s->length, uint32_t),
        .right = dl_arena_new_array(arena, s->length, uint32_t),
        .sent_start = s->sent_start,
    };
    if (dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < s->length; i++) {
        const bool root = s->heads[i] < 0;
        tree.heads[i] = root ? i : (uint32_t)s->heads[i];
        tree.labels[i] = root ? parser->root : tree.labels[i];
    }
    dl_tree_span(&tree);
    dl_tree_unlift(&tree, is_space, arena);
    *out = (dl_arceager_parse){tree.heads, tree.labels, tree.sent_start};
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}

dl_status dl_arceager_run(const dl_arceager *parser, dl_statenet_scratch *scratch,
                          const float *tokens, const bool *is_space, uint32_t count,
                          dl_arena *arena, float *margins, dl_arceager_parse *out,
                          dl_error *err)
{
    dl_arceager_state state;
    dl_statenet_run run;
    if (!dl_arceager_begin(count, arena, &state) ||
        !dl_statenet_begin(&parser->net, scratch, tokens, count, arena, &run)) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; margins != NULL && i < count; i++) {
        margins[i] = FLT_MAX;
    }
    parse(parser, &run, &state, margins);
    return finish(parser, &state, is_space, arena, out, err);
}
