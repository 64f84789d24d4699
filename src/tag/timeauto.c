/* timeauto.c - from classes and rule NFAs to signs and one DFA.
 *
 * Signs: every set of classes that some word (under some conditions) or some number can
 * have gets a number; sign 0 is the empty set. Subset construction (Rabin and Scott 1959)
 * then runs over signs. Patterns start with rare words and do not loop much, so the DFA
 * stays near the size of the NFA.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "timewords.h"

#include "hash.h"

#include <stdlib.h>

#define STATES_MAX 60000u
#define SIGNS_MAX 4096u

typedef struct maker {
    dl_timewords *words;
    dl_arena *scratch;
    dl_map signs;         /* bytes of a class set -> sign */
    dl_map states;        /* bytes of a node list -> state */
    DL_VEC(dl_str) lists; /* state -> its sorted CLASS and ACCEPT nodes, as bytes */
    uint32_t *seen;       /* node -> last round it was reached in */
    uint32_t round;
    uint32_t *stack;       /* of nodes */
    uint32_t *class_first; /* class -> its signs: class_signs[class_first[c]] .. */
    uint16_t *class_signs;
    uint32_t *tried; /* sign -> last state it was tried in */
    dl_error *err;
} maker;

static uint16_t sign_of(maker *m, const dl_time_class_bits *bits)
{
    const dl_str key = {(const char *)bits, sizeof *bits};
    const uint32_t known = dl_map_find(&m->signs, key);
    if (known != DL_NONE) {
        return (uint16_t)known;
    }
    dl_time_class_bits *slot = dl_vec_push(&m->words->sign, &m->words->arena);
    const dl_str kept = dl_str_copy(m->scratch, key);
    if (slot == NULL || dl_arena_failed(m->scratch) || m->words->sign.count > SIGNS_MAX) {
        return 0;
    }
    *slot = *bits;
    return (uint16_t)dl_map_add(&m->signs, kept, m->words->sign.count - 1);
}

static void set_bit(dl_time_class_bits *bits, uint16_t class)
{
    bits->bits[class >> 6] |= (uint64_t)1 << (class & 63);
}

static void sign_words(maker *m)
{
    dl_timewords *words = m->words;
    for (uint32_t i = 0; i < words->word.count; i++) {
        dl_time_word *word = &words->word.at[i];
        for (unsigned holds = 0; holds < DL_TIME_CONDITIONS; holds++) {
            dl_time_class_bits bits = {0};
            for (uint32_t e = word->first; e < word->first + word->count; e++) {
                if ((words->entry.at[e].conditions & ~holds) == 0) {
                    set_bit(&bits, words->entry.at[e].class);
                }
            }
            word->signs[holds] = sign_of(m, &bits);
        }
    }
}

static uint16_t sign_number(maker *m, int32_t value, unsigned digits)
{
    dl_time_class_bits bits = {0};
    for (uint32_t i = 0; i < m->words->number.count; i++) {
        const dl_time_number *n = &m->words->number.at[i];
        if (digits >= n->digits_low && digits <= n->digits_high && value >= n->low &&
            value <= n->high && value % n->step == 0) {
            set_bit(&bits, n->class);
        }
    }
    return sign_of(m, &bits);
}

static bool sign_numbers(maker *m)
{
    int32_t range = 1;
    for (unsigned digits = 0; digits <= 4; digits++) {
        uint16_t *signs = dl_arena_new_array(&m->words->arena, (size_t)range, uint16_t);
        if (signs == NULL) {
            return false;
        }
        for (int32_t value = 0; value < range; value++) {
            signs[value] =
                sign_number(m, digits == 0 ? 100000 : value, digits == 0 ? 6 : digits);
        }
        m->words->number_signs[digits] = signs;
        range *= 10;
    }
    return true;
}

uint16_t dl_timewords_number(const dl_timewords *words, int32_t value, unsigned digits)
{
    if (digits == 0 || digits > 4) {
        return words->number_signs[0][0];
    }
    return words->number_signs[digits][value];
}

/* ---- subset construction ---- */

/* Adds all CLASS and ACCEPT nodes reachable from `node` without an atom. */
static void close_over(maker *m, uint32_t node, uint32_t *list, uint32_t *count)
{
    uint32_t depth = 0;
    m->stack[depth++] = node;
    while (depth > 0) {
        const uint32_t at = m->stack[--depth];
        if (at == DL_NONE || m->seen[at] == m->round) {
            continue;
        }
        m->seen[at] = m->round;
        const dl_time_node *n = &m->words->node.at[at];
        if (n->kind == DL_NODE_CLASS || n->kind == DL_NODE_ACCEPT) {
            list[(*count)++] = at;
            continue;
        }
        m->stack[depth++] = n->next;
        if (n->kind == DL_NODE_SPLIT) {
            m->stack[depth++] = n->other;
        }
    }
}

static int by_number(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The state of a list of nodes; DL_NONE when out of memory or over the limit. */
static uint32_t state_of(maker *m, uint32_t *list, uint32_t count)
{
    if (count == 0) {
        return 0;
    }
    qsort(list, count, sizeof *list, by_number);
    const dl_str key = {(const char *)list, count * sizeof *list};
    const uint32_t known = dl_map_find(&m->states, key);
    if (known != DL_NONE) {
        return known;
    }
    dl_str *slot = dl_vec_push(&m->lists, m->scratch);
    if (slot == NULL || m->lists.count > STATES_MAX) {
        return DL_NONE;
    }
    char *copy = dl_arena_alloc(m->scratch, key.size);
    if (copy == NULL) {
        return DL_NONE;
    }
    memcpy(copy, key.at, key.size);
    *slot = (dl_str){copy, key.size};
    return dl_map_add(&m->states, *slot, m->lists.count - 1);
}

static uint32_t step(maker *m, uint32_t state, uint16_t sign, uint32_t *list)
{
    const uint32_t *nodes = (const uint32_t *)(const void *)m->lists.at[state].at;
    const uint32_t count = (uint32_t)(m->lists.at[state].size / sizeof *nodes);
    uint32_t found = 0;
    m->round++;
    for (uint32_t i = 0; i < count; i++) {
        const dl_time_node *n = &m->words->node.at[nodes[i]];
        if (n->kind == DL_NODE_CLASS && dl_time_sign_has(m->words, sign, n->class)) {
            close_over(m, n->next, list, &found);
        }
    }
    return state_of(m, list, found);
}

/* The classes that lead out of a state. */
static dl_time_class_bits classes_out(const maker *m, uint32_t state)
{
    dl_time_class_bits bits = {0};
    const uint32_t *nodes = (const uint32_t *)(const void *)m->lists.at[state].at;
    for (size_t i = 0; i < m->lists.at[state].size / sizeof *nodes; i++) {
        const dl_time_node *n = &m->words->node.at[nodes[i]];
        if (n->kind == DL_NODE_CLASS) {
            set_bit(&bits, n->class);
        }
    }
    return bits;
}

/* A step already made from the state at hand: signs that share the classes which lead out
 * of it lead to the same state. */
typedef struct way_out {
    dl_time_class_bits bits;
    uint32_t to;
} way_out;

/* What both sets hold. */
static void meet(const dl_time_class_bits *a, const dl_time_class_bits *b,
                 dl_time_class_bits *out)
{
    for (size_t i = 0; i < DL_TIME_CLASSES_MAX / 64; i++) {
        out->bits[i] = a->bits[i] & b->bits[i];
    }
}

/* Lists the signs of every class, so that a state tries only those that lead out of it.
 */
static bool list_signs(maker *m)
{
    const dl_timewords *words = m->words;
    uint32_t total = 0;
    for (uint32_t s = 0; s < words->sign.count; s++) {
        for (uint16_t c = 0; c < DL_TIME_CLASSES_MAX; c++) {
            total += dl_time_sign_has(words, (uint16_t)s, c);
        }
    }
    m->class_first = dl_arena_new_array(m->scratch, DL_TIME_CLASSES_MAX + 1u, uint32_t);
    m->class_signs = dl_arena_new_array(m->scratch, (size_t)total + 1, uint16_t);
    m->tried = dl_arena_new_array(m->scratch, (size_t)words->sign.count + 1, uint32_t);
    if (m->class_first == NULL || m->class_signs == NULL || m->tried == NULL) {
        return false;
    }
    uint32_t at = 0;
    for (uint16_t c = 0; c < DL_TIME_CLASSES_MAX; c++) {
        m->class_first[c] = at;
        for (uint32_t s = 0; s < words->sign.count; s++) {
            if (dl_time_sign_has(words, (uint16_t)s, c)) {
                m->class_signs[at++] = (uint16_t)s;
            }
        }
    }
    m->class_first[DL_TIME_CLASSES_MAX] = at;
    memset(m->tried, 0, ((size_t)words->sign.count + 1) * sizeof *m->tried);
    return true;
}

static dl_status too_large(maker *m)
{
    return m->lists.count > STATES_MAX
               ? dl_fail(m->err, DL_ELIMIT, "the time rules need more than %u states",
                         STATES_MAX)
               : dl_fail_memory(m->err);
}

/* The state that `sign` leads to from `state`; DL_NONE when there is no room for it. */
static uint32_t way_from(maker *m, uint32_t state, const dl_time_class_bits *leads,
                         uint16_t sign, way_out *ways, uint32_t *known, uint32_t *list)
{
    way_out *way = &ways[*known];
    meet(leads, &m->words->sign.at[sign], &way->bits);
    for (uint32_t i = 0; i < *known; i++) {
        if (memcmp(&ways[i].bits, &way->bits, sizeof way->bits) == 0) {
            return ways[i].to;
        }
    }
    way->to = step(m, state, sign, list);
    (*known)++;
    return way->to;
}

/* Fills `row`: where each sign leads from `state`. false when there is no room. */
static bool build_row(maker *m, uint32_t state, uint16_t *row, way_out *ways,
                      uint32_t *list)
{
    const dl_time_class_bits leads = classes_out(m, state);
    uint32_t known = 0;
    for (uint16_t c = 0; c < DL_TIME_CLASSES_MAX; c++) {
        if ((leads.bits[c >> 6] >> (c & 63) & 1) == 0) {
            continue;
        }
        for (uint32_t i = m->class_first[c]; i < m->class_first[c + 1]; i++) {
            const uint16_t sign = m->class_signs[i];
            if (m->tried[sign] == state + 1) {
                continue;
            }
            m->tried[sign] = state + 1;
            const uint32_t to = way_from(m, state, &leads, sign, ways, &known, list);
            if (to == DL_NONE) {
                return false;
            }
            row[sign] = (uint16_t)to;
        }
    }
    return true;
}

static dl_status build_states(maker *m, uint32_t *list)
{
    dl_timewords *words = m->words;
    const uint32_t signs = words->sign.count;
    uint32_t count = 0;
    m->round++;
    for (uint32_t i = 0; i < words->rule.count; i++) {
        close_over(m, words->rule.at[i].start, list, &count);
    }
    if (dl_vec_push(&m->lists, m->scratch) == NULL || state_of(m, list, count) != 1) {
        return words->rule.count == 0
                   ? dl_fail(m->err, DL_EDATA, "the time words hold no rule")
                   : too_large(m);
    }
    DL_VEC(uint16_t *) rows = {0};
    way_out *ways = dl_arena_new_array(m->scratch, signs, way_out);
    for (uint32_t state = 0; ways != NULL && state < m->lists.count; state++) {
        uint16_t **row = dl_vec_push(&rows, m->scratch);
        if (row == NULL ||
            (*row = dl_arena_new_array(m->scratch, signs, uint16_t)) == NULL) {
            return dl_fail_memory(m->err);
        }
        memset(*row, 0, signs * sizeof **row);
        if (!build_row(m, state, *row, ways, list)) {
            return too_large(m);
        }
    }
    if (ways == NULL) {
        return dl_fail_memory(m->err);
    }
    words->state_count = m->lists.count;
    words->sign_count = signs;
    words->next = dl_arena_new_array(&words->arena, (size_t)rows.count * signs, uint16_t);
    for (uint32_t state = 0; words->next != NULL && state < rows.count; state++) {
        memcpy(words->next + (size_t)state * signs, rows.at[state],
               signs * sizeof *words->next);
    }
    return words->next != NULL ? DL_OK : dl_fail_memory(m->err);
}

/* Which rules accept in which state; earlier rules first. */
static bool build_accepts(maker *m)
{
    dl_timewords *words = m->words;
    words->accept_first =
        dl_arena_new_array(&words->arena, (size_t)words->state_count + 1, uint32_t);
    for (uint32_t s = 0; words->accept_first != NULL && s < words->state_count; s++) {
        words->accept_first[s] = words->accepts.count;
        const uint32_t *nodes = (const uint32_t *)(const void *)m->lists.at[s].at;
        for (uint32_t i = 0; i < m->lists.at[s].size / sizeof *nodes; i++) {
            const dl_time_node *n = &words->node.at[nodes[i]];
            if (n->kind == DL_NODE_ACCEPT) {
                uint32_t *slot = dl_vec_push(&words->accepts, &words->arena);
                if (slot == NULL) {
                    return false;
                }
                *slot = n->other; /* nodes ascend with rules, so these do too */
            }
        }
        words->accept_first[s + 1] = words->accepts.count;
    }
    return words->accept_first != NULL;
}

dl_status dl_timewords_compile(dl_timewords *words, dl_error *err)
{
    dl_arena scratch;
    dl_arena_init(&scratch, 0);
    maker m = {.words = words, .scratch = &scratch, .err = err};
    dl_map_init(&m.signs, &scratch);
    dl_map_init(&m.states, &scratch);
    const dl_time_class_bits none = {0};
    sign_of(&m, &none);
    sign_words(&m);
    dl_status status = DL_OK;
    const size_t room = (size_t)words->node.count * 2 + 2;
    m.seen = dl_arena_new_array(&scratch, room, uint32_t);
    m.stack = dl_arena_new_array(&scratch, room, uint32_t);
    uint32_t *list = dl_arena_new_array(&scratch, room, uint32_t);
    if (!sign_numbers(&m) || dl_arena_failed(&scratch)) {
        status = dl_fail_memory(err);
    } else if (words->sign.count > SIGNS_MAX) {
        status = dl_fail(err, DL_ELIMIT,
                         "the time words have more than %u sets of classes", SIGNS_MAX);
    } else {
        status = list_signs(&m) ? build_states(&m, list) : dl_fail_memory(err);
    }
    if (status == DL_OK && (!build_accepts(&m) || dl_arena_failed(&scratch))) {
        status = dl_fail_memory(err);
    }
    dl_arena_done(&scratch);
    return status;
}
