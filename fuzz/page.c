/* fuzz/page.c - fuzzes the page stage: the first byte says what kind of page it is. What
 * must hold is asserted: valid UTF-8, paragraphs in order and within text and page, the
 * same article twice.
 * SPDX-License-Identifier: Apache-2.0 */
#include "furniture.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check(const dl_article *a, size_t size)
{
    must(dl_utf8_valid(a->text) == a->text.size);
    must(dl_utf8_valid(a->title) == a->title.size);
    must(dl_utf8_valid(a->site) == a->site.size);
    must(a->text.size > 0 || a->error.size > 0);
    uint32_t end = 0;
    for (uint32_t i = 0; i < a->para_count; i++) {
        const dl_para *p = &a->paras[i];
        must(p->text.start >= end && p->text.end > p->text.start && p->text.end <= a->text.size);
        must(p->from <= p->to && p->to <= size);
        end = p->text.end;
    }
    for (uint32_t i = 0; i < a->date_count; i++) {
        must(dl_when_known(a->dates[i].date.when));
        must(a->dates[i].date.offset == UINT64_MAX || a->dates[i].date.offset <= size);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const dl_page page = {.id = DL_STR("fuzz"), .bytes = {(const char *)data + 1, size - 1},
                          .kind = (dl_page_kind)(data[0] % 3), .got = dl_when_none(),
                          .published = dl_when_none()};
    dl_arena arena, again;
    dl_article a, b;
    dl_arena_init(&arena, 0);
    dl_arena_init(&again, 0);
    must(dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, &arena, &a, NULL) == DL_OK);
    check(&a, page.bytes.size);
    must(dl_extract(&page, &DL_EXTRACT_LIMITS, NULL, &again, &b, NULL) == DL_OK);
    must(dl_str_equal(a.text, b.text) && dl_str_equal(a.title, b.title));
    if (a.trace_count > 0) { /* and without one of its blocks */
        const dl_habit habit = {a.traces[size % a.trace_count].block, "template.aside"};
        const dl_furniture furniture = {&habit, 1};
        must(dl_extract(&page, &DL_EXTRACT_LIMITS, &furniture, &again, &b, NULL) == DL_OK);
        check(&b, page.bytes.size);
        for (uint32_t i = 0; i < b.trace_count; i++) {
            must(b.traces[i].block != habit.block);
        }
    }
    dl_arena_done(&arena);
    dl_arena_done(&again);
    return 0;
}
