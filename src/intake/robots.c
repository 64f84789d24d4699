/* robots.c - see robots.h.
 *
 *   User-agent: a        a group: its agents, then its rules; the groups of one agent
 *   User-agent: b        are joined
 *   Disallow: /x
 *
 * A pattern is cut at its '*'; each part is searched behind the one before it, leftmost
 * first, so a rule costs no more than its path is long. Paths and patterns are compared
 * in a normal form of percent signs: "%7E" is "~", "é" is "%C3%A9" (RFC 9309, 2.2.2).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "robots.h"

#include "vec.h"

#include <stdlib.h>

#define DELAY_MOST 60 /* seconds; a longer Crawl-delay is cut to it */

/* ---- normal form ---- */

static int hex(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c |= 32;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 3986's unreserved characters mean the same with and without percent signs. */
static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '.' || c == '_' || c == '~';
}

static dl_str normal(dl_str text, dl_arena *arena)
{
    static const char digits[] = "0123456789ABCDEF";
    char *out = dl_arena_alloc(arena, 3 * text.size + 1);
    size_t n = 0;
    if (out == NULL) {
        return DL_STR("");
    }
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c == '%' && i + 2 < text.size && hex(text.at[i + 1]) >= 0 &&
            hex(text.at[i + 2]) >= 0) {
            c = (unsigned char)(hex(text.at[i + 1]) * 16 + hex(text.at[i + 2]));
            i += 2;
            if (unreserved(c)) {
                out[n++] = (char)c;
                continue;
            }
        } else if (c > 0x20 && c < 0x7f && c != '%') {
            out[n++] = (char)c;
            continue;
        }
        out[n++] = '%';
        out[n++] = digits[c >> 4];
        out[n++] = digits[c & 15];
    }
    return (dl_str){out, n};
}

/* ---- lines ---- */

/* Lines end in CR, LF or both. */
static dl_str next_line(dl_str *rest)
{
    size_t size = 0;
    while (size < rest->size && rest->at[size] != '\n' && rest->at[size] != '\r') {
        size++;
    }
    const dl_str line = {rest->at, size};
    size += size < rest->size;
    *rest = (dl_str){rest->at + size, rest->size - size};
    return line;
}

/* "Key: value # comment" */
static bool split(dl_str line, dl_str *key, dl_str *value)
{
    *value = dl_str_next(&line, '#');
    *key = dl_str_trim(dl_str_next(value, ':'));
    if (value->at == NULL) {
        return false;
    }
    *value = dl_str_trim(*value);
    return key->size > 0;
}

static bool is_key(dl_str key, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (dl_str_equal_fold(key, dl_str_of(*names))) {
            return true;
        }
    }
    return false;
}

/* "ExampleBot/1.2" names the agent ExampleBot. */
static dl_str token(dl_str value)
{
    size_t size = 0;
    while (size < value.size &&
           (((value.at[size] | 32) >= 'a' && (value.at[size] | 32) <= 'z') ||
            value.at[size] == '-' || value.at[size] == '_')) {
        size++;
    }
    return (dl_str){value.at, size};
}

/* ---- groups ---- */

typedef struct group {
    DL_VEC(dl_robots_rule) rules;
    bool found;
    uint32_t delay_s;
} group;

static void add_rule(group *g, dl_str value, bool allow, dl_arena *arena)
{
    if (value.size == 0) {
        return; /* "Disallow:" forbids nothing */
    }
    dl_robots_rule *rule = dl_vec_push(&g->rules, arena);
    if (rule == NULL) {
        return;
    }
    rule->allow = allow;
    rule->ends = value.at[value.size - 1] == '$';
    value.size -= rule->ends;
    if (value.size > 0 && value.at[0] != '/' && value.at[0] != '*') {
        value = dl_str_printf(arena, "/%.*s", (int)value.size, value.at);
    }
    rule->pattern = normal(value, arena);
}

static void add_delay(group *g, dl_str value)
{
    uint32_t seconds = 0;
    for (size_t i = 0; i < value.size && value.at[i] >= '0' && value.at[i] <= '9'; i++) {
        seconds =
            seconds < DELAY_MOST ? seconds * 10 + (uint32_t)(value.at[i] - '0') : seconds;
    }
    g->delay_s = seconds < DELAY_MOST ? seconds : DELAY_MOST;
}

dl_robots dl_robots_read(dl_str text, const char *agent, dl_arena *arena)
{
    static const char *const agent_names[] = {"user-agent", "useragent", "user agent",
                                              NULL};
    static const char *const allow_names[] = {"allow", NULL};
    static const char *const deny_names[] = {"disallow", "dissallow", "disalow", NULL};
    static const char *const delay_names[] = {"crawl-delay", "crawldelay", NULL};
    group ours = {.found = false}, all = {.found = false};
    bool for_us = false, for_all = false, naming = false;
    text.size = text.size < DL_ROBOTS_BYTES ? text.size : DL_ROBOTS_BYTES;
    if (dl_str_starts(text, (dl_str){"\xef\xbb\xbf", 3})) {
        text = (dl_str){text.at + 3, text.size - 3};
    }
    while (text.size > 0) {
        dl_str key, value;
        if (!split(next_line(&text), &key, &value)) {
            continue;
        }
        if (is_key(key, agent_names)) {
            for_us = naming && for_us;
            for_all = naming && for_all;
            naming = true;
            for_us = for_us || dl_str_equal_fold(token(value), dl_str_of(agent));
            for_all = for_all || dl_str_starts(value, DL_STR("*"));
            ours.found = ours.found || for_us;
            continue;
        }
        const bool allow = is_key(key, allow_names), deny = is_key(key, deny_names);
        const bool delay = is_key(key, delay_names);
        if (!allow && !deny && !delay) {
            continue; /* Sitemap and the like belong to no group */
        }
        naming = false;
        group *const groups[] = {for_us ? &ours : NULL, for_all ? &all : NULL};
        for (int i = 0; i < 2; i++) {
            if (groups[i] != NULL && delay) {
                add_delay(groups[i], value);
            } else if (groups[i] != NULL) {
                add_rule(groups[i], value, allow, arena);
            }
        }
    }
    const group *g = ours.found ? &ours : &all;
    return (dl_robots){.rules = g->rules.at,
                       .count = g->rules.count,
                       .closed = dl_arena_failed(arena),
                       .delay_s = g->delay_s};
}

/* ---- matching ---- */

static bool matches(const dl_robots_rule *rule, dl_str path)
{
    dl_str rest = rule->pattern;
    size_t at = 0;
    bool first = true;
    while (rest.at != NULL) {
        const dl_str part = dl_str_next(&rest, '*');
        const bool last = rest.at == NULL;
        const dl_str behind = {path.at + at, path.size - at};
        if (first && !dl_str_starts(behind, part)) {
            return false;
        }
        size_t hit = first ? 0 : dl_str_find(behind, part);
        if (last && rule->ends) { /* the last part must end the path */
            if (!dl_str_ends(behind, part) || (first && behind.size != part.size)) {
                return false;
            }
            return true;
        }
        if (hit == SIZE_MAX) {
            return false;
        }
        at += hit + part.size;
        first = false;
    }
    return true;
}

bool dl_robots_allow(const dl_robots *robots, dl_str path, dl_arena *arena)
{
    if (dl_str_is(path, "/robots.txt")) {
        return true;
    }
    if (robots->closed) {
        return false;
    }
    path = normal(path, arena);
    bool allowed = true;
    size_t longest = 0;
    for (uint32_t i = 0; i < robots->count; i++) {
        const dl_robots_rule *rule = &robots->rules[i];
        const size_t size = rule->pattern.size + rule->ends;
        if ((size > longest || (size == longest && rule->allow && !allowed)) &&
            matches(rule, path)) {
            longest = size;
            allowed = rule->allow;
        }
    }
    return allowed;
}
