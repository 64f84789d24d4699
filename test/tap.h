/* tap.h - tests as plain programs that speak TAP (testanything.org).
 *
 *     static void a_copied_brief_scores_one(void) { ... CHECK(x == 1); ... }
 *     int main(void) { TEST(a_copied_brief_scores_one); return tap_done(); }
 *
 * Each TEST is one line "ok N - name"; a CHECK that fails says where and goes on.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef TAP_H
#define TAP_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed, tap_bad; /* a test program is one thread */

#define CHECK(condition)                                                                 \
    do {                                                                                 \
        if (!(condition)) {                                                              \
            printf("# %s:%d: not true: %s\n", __FILE__, __LINE__, #condition);           \
            tap_bad = 1;                                                                 \
        }                                                                                \
    } while (0)

#define CHECK_INT(got, want)                                                             \
    do {                                                                                 \
        const long long got_ = (long long)(got), want_ = (long long)(want);              \
        if (got_ != want_) {                                                             \
            printf("# %s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #got, got_,    \
                   want_);                                                               \
            tap_bad = 1;                                                                 \
        }                                                                                \
    } while (0)

#define CHECK_NEAR(got, want, within)                                                    \
    do {                                                                                 \
        const double got_ = (got), want_ = (want);                                       \
        if (!(fabs(got_ - want_) <= (within))) {                                         \
            printf("# %s:%d: %s is %g, not %g\n", __FILE__, __LINE__, #got, got_, want_);\
            tap_bad = 1;                                                                 \
        }                                                                                \
    } while (0)

/* got: a dl_str; want: a C string */
#define CHECK_STR(got, want)                                                             \
    do {                                                                                 \
        const dl_str got_ = (got);                                                       \
        const char *want_ = (want);                                                      \
        if (got_.size != strlen(want_) || memcmp(got_.at, want_, got_.size) != 0) {      \
            printf("# %s:%d: %s is '%.*s', not '%s'\n", __FILE__, __LINE__, #got,        \
                   (int)got_.size, got_.at, want_);                                      \
            tap_bad = 1;                                                                 \
        }                                                                                \
    } while (0)

#define TEST(function)                                                                   \
    do {                                                                                 \
        tap_bad = 0;                                                                     \
        function();                                                                      \
        tap_failed += tap_bad;                                                           \
        printf("%sok %d - %s\n", tap_bad ? "not " : "", ++tap_count, #function);         \
        fflush(stdout);                                                                  \
    } while (0)

static inline int tap_done(void)
{
    printf("1..%d\n", tap_count);
    return tap_failed != 0;
}

#endif
