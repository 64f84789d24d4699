/* families.c - see families.h.
 *
 *   candidate pairs -> families (union-find) -> signature of each
 *       signature in the ledger: its relations as they were found
 *       else: dl_copies_resolve over the family, on some thread
 *
 * Who copied whom inside a family depends on its members alone, so a document that joins
 * no family costs nothing here, and one that joins costs its family.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "families.h"

#include "candidates.h"
#include "hash.h"
#include "pack.h"
#include "pool.h"

#include <stdlib.h>

typedef struct dl_family {
    uint32_t *members; /* documents, ascending */
    uint32_t member_count;
    uint32_t *pairs; /* of indexes into members */
    uint32_t pair_count;
    uint64_t signature;
    dl_copy_list copies; /* doc and of are indexes into members */
    bool fresh;          /* compared anew */
    dl_status status;
    dl_error err;
} dl_family;

typedef struct finder {
    const dl_report *const *reports;
    dl_family *list;
    uint32_t *todo;   /* families to compare */
    dl_arena *arenas; /* one a thread */
} finder;

/* ---- union-find ---- */

static uint32_t root(uint32_t *up, uint32_t x)
{
    while (up[x] != x) {
        up[x] = up[up[x]];
        x = up[x];
    }
    return x;
}

/* The smaller index becomes the root, so that families come in the order of documents. */
static void join(uint32_t *up, uint32_t a, uint32_t b)
{
    a = root(up, a);
    b = root(up, b);
    if (a < b) {
        up[b] = a;
    } else {
        up[a] = b;
    }
}

/* ---- families from pairs ---- */

/* family_of[d]: its number, or DL_NONE; place[d]: its place among the members. */
static dl_status number_families(const uint32_t *pairs, uint32_t pair_count,
                                 uint32_t count, uint32_t *family_of, uint32_t *place,
                                 dl_arena *arena, dl_families *out)
{
    uint32_t *up = dl_arena_new_array(arena, count, uint32_t);
    uint32_t *sizes = dl_arena_new_array(arena, count, uint32_t);
    if (up == NULL || sizes == NULL) {
        return DL_ENOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        up[i] = i;
        family_of[i] = DL_NONE;
    }
    for (uint32_t i = 0; i < pair_count; i++) {
        join(up, pairs[2 * i], pairs[2 * i + 1]);
    }
    for (uint32_t i = 0; i < count; i++) {
        place[i] = sizes[root(up, i)]++;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (up[i] == i && sizes[i] > 1) {
            family_of[i] = out->count++;
        }
    }
    out->list = dl_arena_new_array(arena, out->count, dl_family);
    if (out->list == NULL) {
        return DL_ENOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        family_of[i] = family_of[root(up, i)];
        if (family_of[i] == DL_NONE) {
            continue;
        }
        dl_family *f = &out->list[family_of[i]];
        if (f->members == NULL) {
            f->members = dl_arena_new_array(arena, sizes[i], uint32_t);
        }
        if (f->members == NULL) {
            return DL_ENOMEM;
        }
        f->members[f->member_count++] = i;
    }
    return DL_OK;
}

static dl_status deal_pairs(const uint32_t *pairs, uint32_t pair_count,
                            const uint32_t *family_of, const uint32_t *place,
                            dl_arena *arena, dl_families *out)
{
    for (uint32_t i = 0; i < pair_count; i++) {
        out->list[family_of[pairs[2 * i]]].pair_count++;
    }
    for (uint32_t i = 0; i < out->count; i++) {
        dl_family *f = &out->list[i];
        f->pairs = dl_arena_new_array(arena, (size_t)f->pair_count * 2, uint32_t);
        if (f->pairs == NULL) {
            return DL_ENOMEM;
        }
        f->pair_count = 0;
    }
    for (uint32_t i = 0; i < pair_count; i++) {
        dl_family *f = &out->list[family_of[pairs[2 * i]]];
        f->pairs[2 * f->pair_count] = place[pairs[2 * i]];
        f->pairs[2 * f->pair_count + 1] = place[pairs[2 * i + 1]];
        f->pair_count++;
    }
    return DL_OK;
}

static dl_status divide(const uint32_t *pairs, uint32_t pair_count, uint32_t count,
                        dl_arena *arena, dl_families *out)
{
    uint32_t *family_of = dl_arena_new_array(arena, count, uint32_t);
    uint32_t *place = dl_arena_new_array(arena, count, uint32_t);
    if (family_of == NULL || place == NULL) {
        return DL_ENOMEM;
    }
    const dl_status status =
        number_families(pairs, pair_count, count, family_of, place, arena, out);
    return status == DL_OK ? deal_pairs(pairs, pair_count, family_of, place, arena, out)
                           : status;
}

static uint64_t sign(const dl_family *f, const dl_stored *documents)
{
    uint64_t hash = f->member_count;
    for (uint32_t i = 0; i < f->member_count; i++) {
        hash = dl_hash_join(hash, documents[f->members[i]].stamp);
    }
    return hash;
}

/* ---- known or to be compared ---- */

/* Takes what the ledger knows of the family; false in *known when it knows nothing. */
static dl_status recall(dl_call *call, dl_family *f, dl_arena *arena, bool *known)
{
    dl_str pack;
    dl_status status =
        dl_ledger_family(call->d->ledger, f->signature, arena, &pack, call->err);
    *known = false;
    if (status != DL_OK || pack.at == NULL) {
        return status;
    }
    *known = dl_unpack_copies(pack, arena, &f->copies, NULL) == DL_OK;
    for (uint32_t i = 0; *known && i < f->copies.count; i++) {
        const dl_copy *copy = &f->copies.at[i];
        *known = copy->doc < f->member_count && copy->of < f->member_count;
    }
    return DL_OK;
}

static void compare(void *context, uint32_t worker, uint32_t item)
{
    finder *find = context;
    dl_family *f = &find->list[find->todo[item]];
    dl_arena *arena = &find->arenas[worker];
    const dl_report **reports =
        dl_arena_new_array(arena, f->member_count, const dl_report *);
    if (reports == NULL) {
        f->status = dl_fail_memory(&f->err);
        return;
    }
    for (uint32_t i = 0; i < f->member_count; i++) {
        reports[i] = find->reports[f->members[i]];
    }
    f->fresh = true;
    f->status = dl_copies_resolve(reports, f->member_count, f->pairs, f->pair_count,
                                  arena, &f->copies.at, &f->copies.count, &f->err);
}

/* Packs what a thread found and reads it back into the caller's arena: the thread's may
 * then go. */
static dl_status bring_home(dl_call *call, dl_family *f, dl_arena *arena)
{
    dl_buf buf;
    dl_buf_init(&buf);
    dl_pack_copies(&f->copies, &buf);
    const dl_str pack = dl_str_copy(arena, dl_buf_str(&buf));
    const dl_status status = buf.failed || pack.size != buf.size
                                 ? dl_fail_memory(call->err)
                                 : dl_unpack_copies(pack, arena, &f->copies, call->err);
    dl_buf_done(&buf);
    return status;
}

static dl_status compare_all(dl_call *call, finder *find, uint32_t todo, dl_arena *arena)
{
    const uint32_t jobs = call->d->jobs;
    dl_status status = DL_OK;
    find->arenas = calloc(jobs, sizeof *find->arenas);
    if (find->arenas == NULL) {
        return dl_fail_memory(call->err);
    }
    for (uint32_t i = 0; i < jobs; i++) {
        dl_arena_init(&find->arenas[i], 0);
    }
    dl_pool_run(jobs, todo, compare, find);
    for (uint32_t i = 0; status == DL_OK && i < todo; i++) {
        dl_family *f = &find->list[find->todo[i]];
        if (f->status != DL_OK) {
            *call->err = f->err;
            status = f->status;
        } else {
            status = bring_home(call, f, arena);
        }
    }
    for (uint32_t i = 0; i < jobs; i++) {
        dl_arena_done(&find->arenas[i]);
    }
    free(find->arenas);
    return status;
}

/* ---- all together ---- */

static int by_documents(const void *a, const void *b)
{
    const dl_copy *x = a, *y = b;
    if (x->doc != y->doc) {
        return x->doc < y->doc ? -1 : 1;
    }
    return x->of < y->of ? -1 : x->of > y->of;
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static dl_status collect(dl_call *call, dl_families *out, dl_arena *arena)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < out->count; i++) {
        n += out->list[i].copies.count;
    }
    out->copies = dl_arena_new_array(arena, n, dl_copy);
    out->signatures = dl_arena_new_array(arena, out->count, uint64_t);
    if (out->copies == NULL || out->signatures == NULL) {
        return dl_fail_memory(call->err);
    }
    for (uint32_t i = 0; i < out->count; i++) {
        const dl_family *f = &out->list[i];
        out->signatures[i] = f->signature;
        for (uint32_t j = 0; j < f->copies.count; j++) {
            dl_copy *copy = &out->copies[out->copy_count++];
            *copy = f->copies.at[j];
            copy->doc = f->members[copy->doc];
            copy->of = f->members[copy->of];
        }
    }
    qsort(out->signatures, out->count, sizeof *out->signatures, by_value);
    qsort(out->copies, out->copy_count, sizeof *out->copies, by_documents);
    return DL_OK;
}

dl_status dl_families_find(dl_call *call, const dl_stored *documents,
                           const dl_report *const *reports, uint32_t count,
                           dl_arena *arena, dl_families *out)
{
    uint32_t *pairs, pair_count, todo = 0;
    finder find = {.reports = reports};
    *out = (dl_families){0};
    dl_status status =
        dl_candidates(reports, count, arena, &pairs, &pair_count, call->err);
    if (status == DL_OK && divide(pairs, pair_count, count, arena, out) != DL_OK) {
        status = dl_fail_memory(call->err);
    }
    find.list = out->list;
    if (status == DL_OK &&
        (find.todo = dl_arena_new_array(arena, out->count, uint32_t)) == NULL) {
        status = dl_fail_memory(call->err);
    }
    for (uint32_t i = 0; status == DL_OK && i < out->count; i++) {
        bool known;
        out->list[i].signature = sign(&out->list[i], documents);
        status = recall(call, &out->list[i], arena, &known);
        if (!known) {
            find.todo[todo++] = i;
        }
    }
    if (status == DL_OK) {
        status = compare_all(call, &find, todo, arena);
    }
    return status == DL_OK ? collect(call, out, arena) : status;
}

dl_status dl_families_put(dl_call *call, const dl_families *families)
{
    dl_buf pack;
    dl_status status = DL_OK;
    dl_buf_init(&pack);
    for (uint32_t i = 0; status == DL_OK && i < families->count; i++) {
        const dl_family *f = &families->list[i];
        if (f->fresh) {
            dl_buf_clear(&pack);
            dl_pack_copies(&f->copies, &pack);
            status = pack.failed ? dl_fail_memory(call->err)
                                 : dl_ledger_put_family(call->d->ledger, f->signature,
                                                        dl_buf_str(&pack), call->err);
        }
    }
    if (status == DL_OK) {
        status = dl_ledger_keep_families(call->d->ledger, families->signatures,
                                         families->count, call->err);
    }
    dl_buf_done(&pack);
    return status;
}
