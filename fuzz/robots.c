/* robots.c - fuzzes robots.txt: the first line is the path that is asked for. What must
 * hold is asserted: the file itself may always be read, rules added to allow all do so.
 * SPDX-License-Identifier: Apache-2.0 */
#include "robots.h"

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
    dl_str text = {(const char *)data, size};
    dl_arena arena;
    dl_arena_init(&arena, 0);
    const dl_str path = dl_str_next(&text, '\n');
    text = text.at == NULL ? DL_STR("") : text;
    const dl_robots robots = dl_robots_read(text, "dateline", &arena);
    (void)dl_robots_allow(&robots, path, &arena);
    must(dl_robots_allow(&robots, DL_STR("/robots.txt"), &arena));
    must(robots.delay_s <= 60);
    for (uint32_t i = 0; i < robots.count; i++) { /* a rule fits the path it is made of */
        const dl_robots_rule *rule = &robots.rules[i];
        const dl_robots alone = {.rules = &robots.rules[i], .count = 1};
        if (i < 20 && !rule->allow && rule->pattern.size > 0 &&
            !dl_str_is(rule->pattern, "/robots.txt")) {
            must(!dl_robots_allow(&alone, rule->pattern, &arena));
        }
    }
    dl_arena_done(&arena);
    return 0;
}
