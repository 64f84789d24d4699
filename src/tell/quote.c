/* quote.c - see quote.h.
 *
 * Curly marks say which side they are; a straight mark opens when none is open. A quote
 * may run over sentences, never over paragraphs: news repeats the opening mark there.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "quote.h"

typedef enum { NO_MARK, OPENS, CLOSES, EITHER } mark;

static mark mark_of(const dl_reading *r, uint32_t token)
{
    const dl_str word = dl_str_cut(r->doc->text, dl_at(r, token)->span);
    if (dl_str_is(word, "\"") || dl_str_is(word, "''") || dl_str_is(word, "``")) {
        return EITHER;
    }
    if (dl_str_is(word, "\xe2\x80\x9c") || dl_str_is(word, "\xc2\xab")) {
        return OPENS;
    }
    if (dl_str_is(word, "\xe2\x80\x9d") || dl_str_is(word, "\xc2\xbb")) {
        return CLOSES;
    }
    return NO_MARK;
}

static bool push(const dl_reading *r, dl_quote_vec *out, uint32_t first, uint32_t last)
{
    while (last > first && dl_at(r, last)->is_space) {
        last--;
    }
    dl_quote *quote = dl_vec_push(out, r->arena);
    if (quote != NULL) {
        *quote = (dl_quote){first, last, DL_NONE};
    }
    return quote != NULL;
}

bool dl_quote_find(const dl_reading *r, dl_quote_vec *out)
{
    uint32_t open = DL_NONE;
    for (uint32_t t = 0; t < r->doc->token_count; t++) {
        if (open != DL_NONE && r->para[t] != r->para[open]) {
            if (!push(r, out, open, t - 1)) {
                return false;
            }
            open = DL_NONE;
        }
        const mark m = mark_of(r, t);
        if (m == NO_MARK) {
            continue;
        }
        if (open == DL_NONE) {
            open = m == CLOSES ? DL_NONE : t;
        } else if (m != OPENS) {
            if (!push(r, out, open, t)) {
                return false;
            }
            open = DL_NONE;
        }
    }
    return open == DL_NONE || push(r, out, open, r->doc->token_count - 1);
}

uint32_t dl_quote_from(const dl_quote_vec *quotes, uint32_t token)
{
    uint32_t low = 0, high = quotes->count;
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        if (quotes->at[middle].last < token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

uint32_t dl_quote_at(const dl_quote_vec *quotes, uint32_t token)
{
    const uint32_t at = dl_quote_from(quotes, token);
    return at < quotes->count && quotes->at[at].first <= token ? at : DL_NONE;
}
