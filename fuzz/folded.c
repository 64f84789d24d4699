/* folded.c - fuzzes what everything else stands on: UTF-8, folding, ISO dates, JSON text.
 * What must hold is asserted: folding is stable, mending gives valid UTF-8.
 * SPDX-License-Identifier: Apache-2.0 */
#include "day.h"
#include "fold.h"
#include "json.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const dl_str text = {(const char *)data, size};
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_str mended = dl_utf8_mend(&arena, text);
    must(dl_utf8_valid(mended) == mended.size);
    const dl_str folded = dl_fold(&arena, text);
    must(dl_utf8_valid(folded) == folded.size);
    must(dl_str_equal(dl_fold(&arena, folded), folded));
    dl_when when;
    must(dl_when_read_iso(text, &when) <= size);
    must(!dl_when_known(when) || when.earliest <= when.latest);
    dl_buf out;
    dl_json json;
    dl_buf_init(&out);
    dl_json_init(&json, &out);
    dl_json_str(&json, text);
    must(dl_utf8_valid(dl_buf_str(&out)) == out.size);
    dl_buf_done(&out);
    dl_arena_done(&arena);
    return 0;
}
