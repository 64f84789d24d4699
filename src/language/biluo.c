/* biluo.c - names: see biluo.h. After spaCy's ner.pyx, for texts that come without names.
 * SPDX-License-Identifier: Apache-2.0 */
#include "biluo.h"

#include <float.h>

/* ---- the state ---- */

static bool open(const dl_biluo_state *s)
{
    return s->start != DL_NONE;
}

/* Does the next token exist, in the same sentence? */
static bool goes_on(const dl_biluo_state *s)
{
    return s->at + 1 < s->length && !s->sent_start[s->at + 1];
}

bool dl_biluo_valid(const dl_biluo_state *s, dl_biluo_action action,
                    const dl_label *label)
{
    switch (action) {
    case DL_BILUO_BEGIN:
        return !open(s) && label->text[0] != '\0' && goes_on(s) && !s->is_space[s->at];
    case DL_BILUO_IN:
        return open(s) && label == s->label && goes_on(s);
    case DL_BILUO_LAST:
        return open(s) && label == s->label;
    case DL_BILUO_UNIT: /* without a label: only for names given beforehand */
        return !open(s) && label->text[0] != '\0' && !s->is_space[s->at];
    case DL_BILUO_OUT:
        return !open(s);
    case DL_BILUO_MISSING:
    case DL_BILUO_ACTIONS:
        break;
    }
    return false;
}

void dl_biluo_take(dl_biluo_state *s, dl_biluo_action action, const dl_label *label)
{
    if (action == DL_BILUO_BEGIN) {
        s->start = s->at;
        s->label = label;
    } else if (action == DL_BILUO_LAST) {
        s->start = DL_NONE;
        s->label = NULL;
    }
    s->at++;
}

void dl_biluo_features(const dl_biluo_state *s, uint32_t count, int32_t *out)
{
    out[0] = (int32_t)s->at;
    if (count == 3) {
        out[1] = open(s) ? (int32_t)s->start : -1;
        out[2] = open(s) ? (int32_t)s->at - 1 : -1;
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        const uint32_t token = s->start + i - 1;
        out[i] = open(s) && token < s->at ? (int32_t)token : -1;
    }
}

/* ---- loading ---- */

/* spaCy makes no classes of these. */
static bool keeps(uint32_t action, const dl_label *label)
{
    return action != DL_BILUO_MISSING &&
           !(action == DL_BILUO_OUT && label->text[0] != '\0');
}

dl_status dl_biluo_init(const char *dir, const char *component, const dl_thinc *model,
                        const dl_kernel *kernel, dl_labels *labels, dl_arena *arena,
                        dl_biluo *out, dl_error *err)
{
    *out = (dl_biluo){.moves = {.count = 0}};
    dl_status status = dl_statenet_init(model, kernel, arena, &out->net, err);
    if (status != DL_OK) {
        return status;
    }
    status = dl_moves_open(dir, component, DL_BILUO_ACTIONS, keeps, labels, arena,
                           &out->moves, err);
    if (status == DL_OK && (out->net.classes < out->moves.count ||
                            (out->net.features != 3 && out->net.features != 6))) {
        status = dl_thinc_fail(model, err, "scores %u moves by %u features; there are %u",
                               out->net.classes, out->net.features, out->moves.count);
    }
    if (status != DL_OK) {
        dl_biluo_done(out);
    }
    return status;
}

void dl_biluo_done(dl_biluo *names)
{
    dl_statenet_done(&names->net);
}

/* ---- reading ---- */

/* The valid class with the best score, and its lead; DL_NONE when no move is valid. */
static uint32_t choose(const dl_biluo *names, const dl_biluo_state *s,
                       const float *scores, float *lead)
{
    uint32_t best = DL_NONE;
    float next = -FLT_MAX;
    for (uint32_t i = 0; i < names->moves.count; i++) {
        const dl_move *move = &names->moves.at[i];
        if (!dl_biluo_valid(s, (dl_biluo_action)move->action, move->label)) {
            continue;
        }
        if (best == DL_NONE || scores[i] > scores[best]) {
            next = best == DL_NONE ? next : scores[best];
            best = i;
        } else if (scores[i] > next) {
            next = scores[i];
        }
    }
    *lead = best == DL_NONE ? 0 : scores[best] - next;
    return best;
}

/* Marks a name [first, end). */
static void mark(dl_biluo_names *out, uint32_t first, uint32_t end, const dl_label *label)
{
    out->begins[first] = true;
    for (uint32_t i = first; i < end; i++) {
        out->labels[i] = label;
    }
}

static void read_names(const dl_biluo *names, dl_statenet_run *run, dl_biluo_state *s,
                       float *margins, dl_biluo_names *out)
{
    int32_t features[DL_STATENET_FEATURES_MAX];
    while (s->at < s->length) {
        dl_biluo_features(s, names->net.features, features);
        float lead;
        const uint32_t class = choose(names, s, dl_statenet_score(run, features), &lead);
        if (class == DL_NONE) {
            return;
        }
        if (margins != NULL) {
            margins[s->at] = lead;
        }
        const dl_move *move = &names->moves.at[class];
        if (move->action == DL_BILUO_LAST) {
            mark(out, s->start, s->at + 1, move->label);
        } else if (move->action == DL_BILUO_UNIT) {
            mark(out, s->at, s->at + 1, move->label);
        }
        dl_biluo_take(s, (dl_biluo_action)move->action, move->label);
    }
}

dl_status dl_biluo_run(const dl_biluo *names, dl_statenet_scratch *scratch,
                       const float *tokens, const bool *is_space, const bool *sent_start,
                       uint32_t count, dl_arena *arena, float *margins,
                       dl_biluo_names *out, dl_error *err)
{
    dl_statenet_run run;
    *out = (dl_biluo_names){.labels = dl_arena_array(arena, count, sizeof *out->labels),
                            .begins = dl_arena_new_array(arena, count, bool)};
    if (count > INT32_MAX ||
        !dl_statenet_begin(&names->net, scratch, tokens, count, arena, &run) ||
        dl_arena_failed(arena)) {
        return dl_fail_memory(err);
    }
    dl_biluo_state state = {.length = count,
                            .start = DL_NONE,
                            .is_space = is_space,
                            .sent_start = sent_start};
    read_names(names, &run, &state, margins, out);
    return DL_OK;
}
