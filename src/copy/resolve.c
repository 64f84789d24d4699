/* resolve.c - among many documents: each one's direct parents.
 *
 * Every pair is compared once and reduced to a few numbers. Documents tied by copies make
 * a family; its most likely tree of parents is a spanning arborescence in which an arc
 * weighs how much of the child stands in the parent, how alike the two are, and what
 * evidence there is for the direction. So one false date does not turn a copy round: the
 * rest of the family outvotes it. A child of two parents, put together from parts of
 * both, is recognised before (its parents share nothing but what it took) and gets the
 * second one afterwards.
 *
 *        agency                 the tree; the rewritten text bears an earlier, false date
 *        /    \
 *   reprint  cut -> rewritten
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "branch.h"
#include "copy.h"
#include "map.h"
#include "order.h"
#include "pair.h"
#include "vec.h"

#include <stdlib.h>

/* Weights of an arc, chosen on made-up lineages: the share of direct parents stays within
 * .01 for WITHIN 4 to 8 and ALIKE 1 to 2. */
#define WEIGHT_AGAINST 2.0 /* times the weight of evidence that the child was first */
#define WEIGHT_KIN 1.0     /* for having a parent at all */
#define WEIGHT_WITHIN                                                                    \
    4.0                  /* times the share of the child's five-word runs in the parent */
#define WEIGHT_ALIKE 2.0 /* times the likeness (Jaccard) of their runs */
#define WEIGHT_HUB 2.0   /* times the share of the family that stands in the parent */
#define WEIGHT_MERGE 4.0 /* for the parents of a merge, and against the other way */
#define WEIGHT_LONGER 0.01 /* no evidence at all: the longer text was first */

#define HUB_FIRST 0.05 /* share that having been first before a member adds to a hub */

#define FAMILY_MOST 256   /* documents for which the best tree is sought */
#define ARCS_MOST 12      /* possible parents looked at for one document */
#define MERGE_LOOKED_AT 4 /* possible parents tried two by two */
#define MERGE_OWN_SHARE                                                                  \
    0.15 /* each parent of a merge gives so much that the other lacks */
#define MERGE_OWN_WORDS 20
#define MERGE_WHOLE 0.75 /* together they give so much of it */
#define MERGE_TAKEN 0.85 /* and at most so much of each went into it */

/* What is kept of a compared pair; i < j in the order of ids. */
typedef struct link {
    uint32_t i, j;
    uint8_t kind;
    double in_j, in_i;           /* share of i's words that stand in j, of j's in i */
    double runs_in_j, runs_in_i; /* the same of five-word runs */
    double alike;
    double dates, text;    /* what they say; above 0: i was first */
    bool merge_i, merge_j; /* i (j) is a merge that has the other for a parent */
} link;

typedef struct resolver {
    const dl_report *const *reports;
    uint32_t count;
    dl_order order; /* all below is by rank in it */
    dl_text *words;  /* by rank; read when first needed */
    bool *read;
    DL_VEC(link) links; /* by rank of i, then j */
    uint32_t *family;   /* by rank: union-find */
    uint32_t *parent;   /* by rank, or DL_NONE */
    uint32_t *second;
    double *hub; /* by rank: how much of its family stands in it, on average */
    uint32_t *first_link, *links_of; /* by rank: its links, both sides */
    dl_arena *arena, scratch;
} resolver;

static const dl_report *report_of(const resolver *r, uint32_t rank)
{
    return r->reports[r->order.at[rank]];
}

static dl_status words_of(resolver *r, uint32_t rank, dl_error *err)
{
    if (r->read[rank]) {
        return DL_OK;
    }
    r->read[rank] = true;
    return dl_text_read(report_of(r, rank)->article.text, r->arena, &r->words[rank], err);
}

/* ---- links ---- */

static dl_status compare(resolver *r, uint32_t i, uint32_t j, dl_arena *arena,
                         dl_pair *pair, dl_error *err)
{
    dl_status status = words_of(r, i, err);
    if (status == DL_OK) {
        status = words_of(r, j, err);
    }
    if (status == DL_OK) {
        status = dl_pair_compare(report_of(r, i), report_of(r, j), &r->words[i],
                                 &r->words[j], arena, pair, err);
    }
    return status;
}

static dl_status add_link(resolver *r, uint32_t i, uint32_t j, dl_error *err)
{
    dl_pair pair;
    dl_arena_reset(&r->scratch);
    const dl_status status = compare(r, i, j, &r->scratch, &pair, err);
    if (status != DL_OK || pair.kind == DL_COPY_NONE) {
        return status;
    }
    link *l = dl_vec_push(&r->links, r->arena);
    if (l == NULL) {
        return dl_fail_memory(err);
    }
    const uint32_t all = pair.runs.a + pair.runs.b - pair.runs.both;
    *l = (link){.i = i, .j = j, .kind = pair.kind, .in_j = pair.in_b, .in_i = pair.in_a};
    l->runs_in_j = pair.runs.a == 0 ? 0 : (double)pair.runs.both / pair.runs.a;
    l->runs_in_i = pair.runs.b == 0 ? 0 : (double)pair.runs.both / pair.runs.b;
    l->alike = all == 0 ? 0 : (double)pair.runs.both / all;
    l->dates = pair.evidence.dates;
    l->text = pair.evidence.text;
    if (l->dates == 0 && l->text == 0 && pair.a.count != pair.b.count) {
        l->text = pair.a.count > pair.b.count ? WEIGHT_LONGER : -WEIGHT_LONGER;
    }
    return DL_OK;
}

static int by_value(const void *x, const void *y)
{
    const uint64_t p = *(const uint64_t *)x, q = *(const uint64_t *)y;
    return p < q ? -1 : p > q;
}

static dl_status find_links(resolver *r, const uint32_t *pairs, uint32_t pair_count,
                            dl_error *err)
{
    uint64_t *keys = dl_arena_new_array(r->arena, (size_t)pair_count + 1, uint64_t);
    if (keys == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t k = 0; k < pair_count; k++) {
        const uint32_t a = pairs[2 * k], b = pairs[2 * k + 1];
        if (a >= r->count || b >= r->count) {
            return dl_fail(err, DL_EUSAGE, "pair %u: there are only %u documents", k,
                           r->count);
        }
        const uint64_t x = r->order.rank[a], y = r->order.rank[b];
        keys[k] = x < y ? x << 32 | y : y << 32 | x;
    }
    qsort(keys, pair_count, sizeof *keys, by_value);
    for (uint32_t k = 0; k < pair_count; k++) {
        const uint32_t i = (uint32_t)(keys[k] >> 32), j = (uint32_t)keys[k];
        if (i == j || (k > 0 && keys[k] == keys[k - 1])) {
            continue;
        }
        const dl_status status = add_link(r, i, j, err);
        if (status != DL_OK) {
            return status;
        }
    }
    return DL_OK;
}

/* links_of[first_link[k] .. first_link[k + 1]): the links of document k. */
static bool index_links(resolver *r)
{
    r->first_link = dl_arena_new_array(r->arena, (size_t)r->count + 2, uint32_t);
    r->links_of = dl_arena_new_array(r->arena, (size_t)r->links.count * 2 + 1, uint32_t);
    uint32_t *at = dl_arena_new_array(r->arena, (size_t)r->count + 1, uint32_t);
    if (r->first_link == NULL || r->links_of == NULL || at == NULL) {
        return false;
    }
    for (uint32_t k = 0; k < r->links.count; k++) {
        r->first_link[r->links.at[k].i + 1]++;
        r->first_link[r->links.at[k].j + 1]++;
    }
    for (uint32_t i = 0; i < r->count; i++) {
        r->first_link[i + 1] += r->first_link[i];
        at[i] = r->first_link[i];
    }
    for (uint32_t k = 0; k < r->links.count; k++) {
        r->links_of[at[r->links.at[k].i]++] = k;
        r->links_of[at[r->links.at[k].j]++] = k;
    }
    return true;
}

static uint32_t other(const link *l, uint32_t one)
{
    return l->i == one ? l->j : l->i;
}

/* The links of a document stand in the order of the other side, because links are in
 * order. */
static const link *link_between(const resolver *r, uint32_t one, uint32_t two)
{
    uint32_t low = r->first_link[one], high = r->first_link[one + 1];
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        const link *l = &r->links.at[r->links_of[middle]];
        const uint32_t side = other(l, one);
        if (side == two) {
            return l;
        }
        if (side < two) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* ---- arcs ---- */

static bool copies(const link *l)
{
    return l != NULL && l->kind == DL_COPY_COPY;
}

/* Above 0: the other one was there before `child`. */
static double direction_to(const link *l, uint32_t child)
{
    return child == l->j ? l->dates + l->text : -l->dates - l->text;
}

/* How well `to` would do as a copy of `from`. */
static double weight_of(const resolver *r, const link *l, uint32_t from, uint32_t to)
{
    const double within = to == l->i ? l->runs_in_j : l->runs_in_i;
    double text = from == l->i ? l->text : -l->text;
    text += (to == l->i ? l->merge_i : l->merge_j) ? WEIGHT_MERGE : 0;
    text -= (from == l->i ? l->merge_i : l->merge_j) ? WEIGHT_MERGE : 0;
    const double dates = from == l->i ? l->dates : -l->dates;
    /* Only evidence against it counts: evidence for it may not make a distant ancestor
     * more attractive than the parent. A false date is as false towards all the others.
     */
    const double against = (text < 0 ? text : 0) + (dates < 0 ? dates : 0);
    /* Without dates two copies of one text are more alike than either is like the text,
     * and nothing says that one was made from the other: prefer what the family shares.
     */
    const double near =
        l->dates != 0 ? WEIGHT_ALIKE * l->alike : WEIGHT_HUB * r->hub[from];
    return WEIGHT_KIN + WEIGHT_WITHIN * within + near + WEIGHT_AGAINST * against;
}

typedef struct choice {
    double value;
    uint32_t link;
} choice;

static int best_first(const void *x, const void *y)
{
    const choice *p = x, *q = y;
    if (p->value != q->value) {
        return p->value > q->value ? -1 : 1;
    }
    return p->link < q->link ? -1 : p->link > q->link;
}

/* ---- merges ---- */

/* Marks with `bit` the words of `child` that stand in `from`; how many. */
static dl_status mark_words(resolver *r, uint32_t child, uint32_t from, uint8_t bit,
                            uint8_t *marks, dl_error *err)
{
    dl_pair pair;
    dl_arena_reset(&r->scratch);
    const dl_status status = compare(r, child, from, &r->scratch, &pair, err);
    if (status != DL_OK) {
        return status;
    }
    for (uint32_t w = 0; w < pair.a.count; w++) {
        if (pair.alignment.to_b[w] != DL_NONE) {
            marks[w] |= bit;
        }
    }
    return DL_OK;
}

static bool gives_enough(uint32_t own, uint32_t all)
{
    return own >= MERGE_OWN_WORDS && own >= MERGE_OWN_SHARE * all;
}

static bool are_merged(const uint8_t *marks, uint32_t count, uint8_t one, uint8_t two)
{
    uint32_t only_one = 0, only_two = 0, any = 0;
    for (uint32_t w = 0; w < count; w++) {
        const bool x = (marks[w] & one) != 0, y = (marks[w] & two) != 0;
        only_one += x && !y;
        only_two += y && !x;
        any += x || y;
    }
    return gives_enough(only_one, count) && gives_enough(only_two, count) &&
           any >= MERGE_WHOLE * count;
}

static double taken_from(const link *l, uint32_t parent)
{
    return parent == l->i ? l->in_j : l->in_i;
}

static bool *merge_mark(link *l, uint32_t child)
{
    return child == l->i ? &l->merge_i : &l->merge_j;
}

/* The links of `child` to possible parents of a merge, best first, no two of which are
 * copies of one another: else the reprints of one parent would hide the other. */
static uint32_t apart(const resolver *r, uint32_t child, choice *all, uint32_t *kept)
{
    uint32_t n = 0, k = 0;
    for (uint32_t at = r->first_link[child]; at < r->first_link[child + 1]; at++) {
        const link *l = &r->links.at[r->links_of[at]];
        const bool swallowed = taken_from(l, other(l, child)) > MERGE_TAKEN;
        if (copies(l) && (!swallowed || direction_to(l, child) > 0)) {
            all[n++] = (choice){child == l->i ? l->in_j : l->in_i, r->links_of[at]};
        }
    }
    if (n > 1) {
        qsort(all, n, sizeof *all, best_first);
    }
    for (uint32_t x = 0; x < n && k < MERGE_LOOKED_AT; x++) {
        const uint32_t one = other(&r->links.at[all[x].link], child);
        bool tied = false;
        for (uint32_t y = 0; y < k && !tied; y++) {
            tied = copies(link_between(r, one, other(&r->links.at[kept[y]], child)));
        }
        if (!tied) {
            kept[k++] = all[x].link;
        }
    }
    return k;
}

/* Is `child` put together from two of its neighbours? */
static dl_status find_merge(resolver *r, uint32_t child, choice *all, dl_error *err)
{
    uint32_t kept[MERGE_LOOKED_AT];
    const uint32_t n = apart(r, child, all, kept), count = r->words[child].count;
    if (n < 2) {
        return DL_OK;
    }
    uint8_t *marks = dl_arena_new_array(r->arena, (size_t)count + 1, uint8_t);
    if (marks == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t k = 0; k < n; k++) {
        const dl_status status = mark_words(r, child, other(&r->links.at[kept[k]], child),
                                            (uint8_t)(1u << k), marks, err);
        if (status != DL_OK) {
            return status;
        }
    }
    for (uint32_t x = 0; x < n; x++) {
        for (uint32_t y = x + 1; y < n; y++) {
            if (are_merged(marks, count, (uint8_t)(1u << x), (uint8_t)(1u << y))) {
                *merge_mark(&r->links.at[kept[x]], child) = true;
                *merge_mark(&r->links.at[kept[y]], child) = true;
            }
        }
    }
    return DL_OK;
}

/* ---- families ---- */

static uint32_t root_of(uint32_t *up, uint32_t k)
{
    while (up[k] != k) {
        up[k] = up[up[k]];
        k = up[k];
    }
    return k;
}

static bool find_families(resolver *r)
{
    r->family = dl_arena_new_array(r->arena, (size_t)r->count + 1, uint32_t);
    if (r->family == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < r->count; i++) {
        r->family[i] = i;
    }
    for (uint32_t k = 0; k < r->links.count; k++) {
        const link *l = &r->links.at[k];
        if (l->kind == DL_COPY_COPY) {
            const uint32_t x = root_of(r->family, l->i), y = root_of(r->family, l->j);
            r->family[x > y ? x : y] = x > y ? y : x;
        }
    }
    return true;
}

/* The possible parents of `child`, best first, as arcs between places in the family. */
static uint32_t list_arcs(const resolver *r, uint32_t child, const uint32_t *place,
                          dl_arc *arcs, choice *choices)
{
    uint32_t n = 0;
    for (uint32_t k = r->first_link[child]; k < r->first_link[child + 1]; k++) {
        const link *l = &r->links.at[r->links_of[k]];
        if (l->kind == DL_COPY_COPY) {
            choices[n++] =
                (choice){weight_of(r, l, other(l, child), child), r->links_of[k]};
        }
    }
    if (n > 1) {
        qsort(choices, n, sizeof *choices, best_first);
    }
    n = n < ARCS_MOST ? n : ARCS_MOST;
    for (uint32_t k = 0; k < n; k++) {
        const link *l = &r->links.at[choices[k].link];
        arcs[k] = (dl_arc){place[other(l, child)], place[child], choices[k].value};
    }
    return n;
}

static void find_hubs(resolver *r, const uint32_t *members, uint32_t size)
{
    for (uint32_t k = 0; k < size; k++) {
        const uint32_t one = members[k];
        double sum = 0, first = 0;
        for (uint32_t n = r->first_link[one]; n < r->first_link[one + 1]; n++) {
            const link *l = &r->links.at[r->links_of[n]];
            const double way = direction_to(l, other(l, one));
            if (copies(l)) {
                sum += taken_from(l, other(l, one));
                first += way > 0 ? HUB_FIRST : way < 0 ? -HUB_FIRST : 0;
            }
        }
        r->hub[one] = (sum + first) / (size - 1);
    }
}

/* The tree of one family: members[0..size) by rank. */
static dl_status grow_tree(resolver *r, const uint32_t *members, uint32_t size,
                           uint32_t *place, choice *choices, dl_error *err)
{
    dl_arena_reset(&r->scratch);
    dl_arc *arcs = dl_arena_new_array(&r->scratch, (size_t)size * ARCS_MOST + 1, dl_arc);
    uint32_t *parents = dl_arena_new_array(&r->scratch, (size_t)size + 1, uint32_t);
    uint32_t n = 0;
    if (arcs == NULL || parents == NULL) {
        return dl_fail_memory(err);
    }
    find_hubs(r, members, size);
    for (uint32_t k = 0; k < size; k++) {
        place[members[k]] = k;
    }
    for (uint32_t k = 0; k < size; k++) {
        const uint32_t more = list_arcs(r, members[k], place, arcs + n, choices);
        /* too many for the best tree: only from what was first, best arc of each */
        for (uint32_t a = 0; size > FAMILY_MOST && a < more; a++) {
            const link *l = link_between(r, members[k], members[arcs[n + a].from]);
            if (direction_to(l, members[k]) <= 0) {
                arcs[n + a].weight = -1;
            }
        }
        n += more;
    }
    const dl_status status = dl_branch(arcs, n, size, &r->scratch, parents, err);
    for (uint32_t k = 0; status == DL_OK && k < size; k++) {
        r->parent[members[k]] = parents[k] == DL_NONE ? DL_NONE : members[parents[k]];
    }
    return status;
}

static bool descends(const resolver *r, uint32_t node, uint32_t from)
{
    for (uint32_t guard = 0; node != DL_NONE && guard <= r->count; guard++) {
        if (node == from) {
            return true;
        }
        node = r->parent[node];
    }
    return false;
}

/* The other parent of a merge: the best of those marked that is no copy of the child and
 * has nothing to do with the first parent. */
static void find_second(resolver *r, uint32_t child)
{
    const uint32_t first = r->parent[child];
    double best = 0;
    r->second[child] = DL_NONE;
    for (uint32_t k = r->first_link[child]; k < r->first_link[child + 1]; k++) {
        const link *l = &r->links.at[r->links_of[k]];
        const uint32_t from = other(l, child);
        if (l->kind != DL_COPY_COPY || !(child == l->i ? l->merge_i : l->merge_j) ||
            from == first || first == DL_NONE || descends(r, from, child)) {
            continue;
        }
        const link *tie = link_between(r, first, from);
        const double weight = weight_of(r, l, from, child);
        if ((tie == NULL || tie->kind != DL_COPY_COPY) && weight > best) {
            best = weight;
            r->second[child] = from;
        }
    }
}

static dl_status find_parents(resolver *r, dl_error *err)
{
    uint32_t *members = dl_arena_new_array(r->arena, (size_t)r->count + 1, uint32_t);
    uint32_t *sizes = dl_arena_new_array(r->arena, (size_t)r->count + 2, uint32_t);
    uint32_t *place = dl_arena_new_array(r->arena, (size_t)r->count + 1, uint32_t);
    choice *choices = dl_arena_new_array(r->arena, (size_t)r->links.count + 1, choice);
    r->parent = dl_arena_new_array(r->arena, (size_t)r->count + 1, uint32_t);
    r->second = dl_arena_new_array(r->arena, (size_t)r->count + 1, uint32_t);
    r->hub = dl_arena_new_array(r->arena, (size_t)r->count + 1, double);
    if (dl_arena_failed(r->arena) || !find_families(r)) {
        return dl_fail_memory(err);
    }
    memset(r->parent, 0xff, r->count * sizeof *r->parent);
    memset(r->second, 0xff, r->count * sizeof *r->second);
    /* members sorted by family, then rank */
    for (uint32_t i = 0; i < r->count; i++) {
        sizes[root_of(r->family, i) + 1]++;
    }
    for (uint32_t i = 0; i < r->count; i++) {
        sizes[i + 1] += sizes[i];
        place[i] = sizes[i];
    }
    for (uint32_t i = 0; i < r->count; i++) {
        members[place[root_of(r->family, i)]++] = i;
    }
    dl_status status = DL_OK;
    for (uint32_t i = 0; i < r->count && status == DL_OK; i++) {
        const uint32_t size = sizes[i + 1] - sizes[i];
        for (uint32_t k = sizes[i]; size > 2 && k < sizes[i + 1] && status == DL_OK;
             k++) {
            status = find_merge(r, members[k], choices, err);
        }
        if (size > 1 && status == DL_OK) {
            status = grow_tree(r, members + sizes[i], size, place, choices, err);
        }
        for (uint32_t k = sizes[i]; k < sizes[i + 1] && status == DL_OK; k++) {
            find_second(r, members[k]);
        }
    }
    return status;
}

/* ---- relations ---- */

typedef DL_VEC(dl_copy) copy_vec;

static dl_status tell(resolver *r, uint32_t doc, uint32_t of, copy_vec *out,
                      dl_error *err)
{
    dl_pair pair;
    dl_copy *copy = dl_vec_push(out, r->arena);
    if (copy == NULL) {
        return dl_fail_memory(err);
    }
    dl_status status = compare(r, of, doc, r->arena, &pair, err);
    if (status == DL_OK) {
        status = dl_pair_relation(&pair, r->arena, copy, err);
    }
    copy->doc = r->order.at[doc];
    copy->of = r->order.at[of];
    return status;
}

static int by_doc(const void *x, const void *y)
{
    const dl_copy *p = x, *q = y;
    if (p->doc != q->doc) {
        return p->doc < q->doc ? -1 : 1;
    }
    return p->of < q->of ? -1 : p->of > q->of;
}

static dl_status tell_all(resolver *r, copy_vec *out, dl_error *err)
{
    dl_status status = DL_OK;
    for (uint32_t i = 0; i < r->count && status == DL_OK; i++) {
        if (r->parent[i] != DL_NONE) {
            status = tell(r, i, r->parent[i], out, err);
        }
        if (status == DL_OK && r->second[i] != DL_NONE) {
            status = tell(r, i, r->second[i], out, err);
        }
    }
    for (uint32_t k = 0; k < r->links.count && status == DL_OK; k++) {
        const link *l = &r->links.at[k];
        if (l->kind == DL_COPY_COMMON_ORIGIN &&
            root_of(r->family, l->i) != root_of(r->family, l->j)) {
            const bool i_first = direction_to(l, l->j) >= 0;
            status = tell(r, i_first ? l->j : l->i, i_first ? l->i : l->j, out, err);
        }
    }
    if (status == DL_OK && out->count > 1) {
        qsort(out->at, out->count, sizeof *out->at, by_doc);
    }
    return status;
}

dl_status dl_copies_resolve(const dl_report *const *reports, uint32_t count,
                            const uint32_t *pairs, uint32_t pair_count, dl_arena *arena,
                            dl_copy **out, uint32_t *out_count, dl_error *err)
{
    resolver r = {.reports = reports, .count = count, .arena = arena};
    copy_vec copies = {0};
    *out = NULL;
    *out_count = 0;
    if (count == 0 || pair_count == 0) {
        return DL_OK;
    }
    dl_arena_init(&r.scratch, 0);
    r.words = dl_arena_new_array(arena, count, dl_text);
    r.read = dl_arena_new_array(arena, count, bool);
    const bool ready = r.words != NULL && r.read != NULL &&
                       dl_order_by_id(reports, count, arena, &r.order);
    dl_status status =
        ready ? find_links(&r, pairs, pair_count, err) : dl_fail_memory(err);
    if (status == DL_OK && !index_links(&r)) {
        status = dl_fail_memory(err);
    }
    if (status == DL_OK) {
        status = find_parents(&r, err);
    }
    if (status == DL_OK) {
        status = tell_all(&r, &copies, err);
    }
    dl_arena_done(&r.scratch);
    *out = copies.at;
    *out_count = copies.count;
    return status;
}
