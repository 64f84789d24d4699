/* robots.h - what a site asks of robots (RFC 9309).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_ROBOTS_H
#define DL_ROBOTS_H

#include "str.h"

#define DL_ROBOTS_BYTES (500u << 10) /* read of a robots.txt; the rest is ignored */

typedef struct dl_robots_rule {
    dl_str pattern; /* normal form, without the final '$' */
    bool allow, ends;
} dl_robots_rule;

typedef struct dl_robots {
    dl_robots_rule *rules; /* of our group */
    uint32_t count;
    bool closed;      /* nothing may be fetched */
    uint32_t delay_s; /* Crawl-delay; 0 if none (not in the RFC) */
} dl_robots;

/* The rules of `text` for `agent` (a product token: letters, '-', '_'), else those for
 * everybody. In `arena`. What cannot be understood is ignored. */
dl_robots dl_robots_read(dl_str text, const char *agent, dl_arena *arena);

/* May `path` (path and query of an address) be fetched? The longest rule decides, allow
 * before disallow; /robots.txt always may. */
bool dl_robots_allow(const dl_robots *robots, dl_str path, dl_arena *arena);

#endif
