/* spelling.c - see spelling.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "spelling.h"

dl_str dl_spelling_bones(dl_arena *arena, dl_str key)
{
    char *out = dl_arena_alloc(arena, key.size + 1);
    size_t size = 0;
    dl_str rest = key;
    if (out == NULL) {
        return (dl_str){"", 0};
    }
    while (rest.size != 0) {
        const dl_str word = dl_str_next(&rest, ' ');
        if (dl_str_is(word, "al") || dl_str_is(word, "el")) {
            continue;
        }
        for (size_t i = 0; i < word.size; i++) {
            const char c = word.at[i] == 'q' || word.at[i] == 'c' ? 'k' : word.at[i];
            if (strchr("aeiouyw", c) == NULL && (size == 0 || out[size - 1] != c)) {
                out[size++] = c;
            }
        }
    }
    return (dl_str){out, size};
}

dl_str dl_spelling_last(dl_str key)
{
    size_t at = key.size;
    while (at > 0 && key.at[at - 1] != ' ') {
        at--;
    }
    return (dl_str){key.at + at, key.size - at};
}
