/* furniture.c - what is known of a host's furniture: text its pages repeat.
 *
 * One table from hash(host, block text) to a row. A second kind of row, with block 0,
 * counts the pages of the host. Lone rows of large hosts cost memory and say nothing,
 * but cannot be known to be lone before the last page: ROWS_MAX bounds the table, and
 * a full one only counts what it has.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "furniture.h"

#include "block.h"
#include "charset.h"
#include "hash.h"
#include "map.h"
#include "vec.h"

#include <stdlib.h>

#define ROWS_MAX 4000000
#define BLOCK_CHARS_MIN 12 /* shorter blocks repeat by chance */

struct dl_furniture {
    dl_arena arena;
    dl_map index; /* block hash -> row */
    DL_VEC(dl_furniture_row) rows;
    bool sorted;
};

dl_furniture *dl_furniture_new(void)
{
    dl_furniture *f = calloc(1, sizeof *f);
    if (f != NULL) {
        dl_arena_init(&f->arena, 0);
        dl_map_init(&f->index, &f->arena);
    }
    return f;
}

void dl_furniture_free(dl_furniture *f)
{
    if (f != NULL) {
        dl_arena_done(&f->arena);
        free(f);
    }
}

static dl_str host_of(dl_str url)
{
    const size_t at = dl_str_find(url, DL_STR("://"));
    if (at == SIZE_MAX) {
        return (dl_str){NULL, 0};
    }
    dl_str host = {url.at + at + 3, url.size - at - 3};
    size_t end = 0;
    while (end < host.size && host.at[end] != '/' && host.at[end] != ':' &&
           host.at[end] != '?' && host.at[end] != '#') {
        end++;
    }
    host.size = end;
    return dl_str_starts(host, DL_STR("www.")) ? (dl_str){host.at + 4, host.size - 4} : host;
}

static uint64_t host_key(dl_str url)
{
    const dl_str host = host_of(url);
    return host.size == 0 ? 0 : dl_hash(host);
}

static uint64_t block_key(uint64_t host, dl_str text)
{
    return dl_hash_join(host, dl_hash(text));
}

static uint64_t row_key(dl_furniture_row row)
{
    return row.block == 0 ? row.host : row.block;
}

dl_status dl_furniture_add(dl_furniture *f, dl_furniture_row row, dl_error *err)
{
    const uint32_t at = dl_map_find_id(&f->index, row_key(row));
    if (at != DL_NONE) {
        f->rows.at[at].pages += row.pages;
        return DL_OK;
    }
    if (f->rows.count >= ROWS_MAX) {
        return DL_OK;
    }
    dl_furniture_row *fresh = dl_vec_push(&f->rows, &f->arena);
    if (fresh == NULL ||
        dl_map_add_id(&f->index, row_key(row), f->rows.count - 1) == DL_NONE) {
        return dl_fail_memory(err);
    }
    *fresh = row;
    f->sorted = false;
    return DL_OK;
}

static dl_status learn_blocks(dl_furniture *f, uint64_t host, const dl_blocks *blocks,
                              dl_arena *arena, dl_error *err)
{
    dl_map seen; /* a block counts once a page */
    dl_map_init(&seen, arena);
    dl_status status = dl_furniture_add(f, (dl_furniture_row){host, 0, 1}, err);
    for (uint32_t i = 0; i < blocks->count && status == DL_OK; i++) {
        const dl_block *b = &blocks->at[i];
        const uint64_t key = block_key(host, dl_block_text(blocks, b));
        if (b->chars < BLOCK_CHARS_MIN || dl_map_find_id(&seen, key) != DL_NONE) {
            continue;
        }
        dl_map_add_id(&seen, key, i);
        status = dl_furniture_add(f, (dl_furniture_row){host, key, 1}, err);
    }
    return status;
}

dl_status dl_furniture_learn(dl_furniture *f, const dl_page *page,
                             const dl_extract_limits *limits, dl_error *err)
{
    const uint64_t host = host_key(page->url);
    if (host == 0 || page->kind != DL_PAGE_HTML) {
        return DL_OK;
    }
    dl_arena arena;
    dl_arena_init(&arena, 0);
    dl_charset charset;
    dl_dom dom = {0};
    dl_blocks blocks;
    const dl_str bytes = {page->bytes.at, page->bytes.size < limits->page_bytes
                                              ? page->bytes.size : limits->page_bytes};
    dl_status status = dl_charset_read(bytes, page->charset, true, &arena, &charset, err);
    if (status == DL_OK) {
        status = dl_dom_read(charset.text, limits, &arena, &dom, err);
    }
    if (status == DL_OK) {
        status = dl_blocks_read(&dom, limits->paragraphs, &arena, &blocks, &dom.limit, err);
    }
    if (status == DL_OK) {
        status = learn_blocks(f, host, &blocks, &arena, err);
    }
    dl_dom_done(&dom);
    dl_arena_done(&arena);
    return status;
}

static int by_key(const void *a, const void *b)
{
    const dl_furniture_row *x = a, *y = b;
    if (x->host != y->host) {
        return x->host < y->host ? -1 : 1;
    }
    return x->block < y->block ? -1 : x->block > y->block;
}

dl_status dl_furniture_rows(dl_furniture *f, const dl_furniture_row **rows, uint32_t *count,
                            dl_error *err)
{
    if (!f->sorted && f->rows.count > 0) {
        qsort(f->rows.at, f->rows.count, sizeof *f->rows.at, by_key);
        for (uint32_t i = 0; i < f->rows.count; i++) {
            if (!dl_map_set_id(&f->index, row_key(f->rows.at[i]), i)) {
                return dl_fail_memory(err);
            }
        }
    }
    f->sorted = true;
    *rows = f->rows.at;
    *count = f->rows.count;
    return DL_OK;
}

static uint32_t pages_of(const dl_furniture *f, uint64_t key)
{
    const uint32_t at = dl_map_find_id(&f->index, key);
    return at == DL_NONE ? 0 : f->rows.at[at].pages;
}

uint32_t dl_furniture_pages(const dl_furniture *f, dl_str url, dl_str text)
{
    const uint64_t host = host_key(url);
    return f == NULL || host == 0 ? 0 : pages_of(f, block_key(host, text));
}

uint32_t dl_furniture_host_pages(const dl_furniture *f, dl_str url)
{
    const uint64_t host = host_key(url);
    return f == NULL || host == 0 ? 0 : pages_of(f, host);
}
