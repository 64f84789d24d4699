/* fuzz/charset.c - fuzzes the reading of encodings and of printed dates: the first byte
 * picks the transport's label. The text must be valid UTF-8, and its bytes must lead back
 * into the page in order.
 * SPDX-License-Identifier: Apache-2.0 */
#include "charset.h"
#include "printed.h"
#include "utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const labels[] = {
    "", "utf-8", "windows-1251", "iso-8859-7", "gb18030", "big5", "euc-jp", "iso-2022-jp", "shift_jis", "euc-kr",
    "utf-16le", "utf-16be", "koi8-r", "x-user-defined", "replacement", "nonsense",
};

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    const dl_str page = {(const char *)data + 1, size - 1};
    const char *label = labels[data[0] % (sizeof labels / sizeof *labels)];
    dl_arena arena;
    dl_charset c;
    dl_arena_init(&arena, 0);
    must(dl_charset_read(page, dl_str_of(label), true, &arena, &c, NULL) == DL_OK);
    must(dl_utf8_valid(c.text) == c.text.size);
    uint64_t last = 0;
    for (size_t at = 0; at < c.text.size; at += 1 + c.text.size / 64) {
        const uint64_t source = dl_charset_source(&c, at);
        must(source >= last && source <= page.size);
        last = source;
    }
    dl_printed found;
    for (size_t at = 0; at < c.text.size && dl_printed_find(c.text, at, DL_PRINTED_DAY_FIRST, &found);
         at = found.span.end) {
        must(found.span.end > at && found.span.end <= c.text.size);
        must(dl_when_known(found.when) && found.when.earliest <= found.when.latest);
    }
    dl_printed_machine(c.text, DL_PRINTED_MONTH_FIRST, &found);
    dl_printed_url(c.text, &found);
    dl_arena_done(&arena);
    return 0;
}
