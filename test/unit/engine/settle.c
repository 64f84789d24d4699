/* Tests of settle.h: who is overtaken by another writer puts nothing.
 * SPDX-License-Identifier: Apache-2.0 */
#include "settle.h"

#include "tap.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct desk {
    char path[64];
    dateline d;
    dl_call call;
    dl_error err;
    dl_ledger *other;
} desk;

static void set_up(desk *s)
{
    *s = (desk){.path = "/tmp/dateline-settle-XXXXXX"};
    const int fd = mkstemp(s->path);
    CHECK(fd >= 0);
    close(fd);
    unlink(s->path);
    s->d.jobs = 1;
    s->call = (dl_call){.d = &s->d, .err = &s->err};
    CHECK_INT(dl_ledger_open(s->path, DL_LEDGER_WRITE, &s->d.ledger, &s->err), DL_OK);
    CHECK_INT(dl_ledger_open(s->path, DL_LEDGER_WRITE, &s->other, &s->err), DL_OK);
}

static void tear_down(desk *s)
{
    dl_ledger_close(s->other);
    dl_ledger_close(s->d.ledger);
    unlink(s->path);
}

static bool settled(desk *s)
{
    dl_arena arena;
    dl_str value;
    dl_arena_init(&arena, 0);
    CHECK_INT(dl_ledger_setting(s->other, DL_SETTLED, &arena, &value, NULL), DL_OK);
    const bool yes = dl_str_is(value, "yes");
    dl_arena_done(&arena);
    return yes;
}

static void a_ledger_that_nobody_else_writes_to_is_settled(void)
{
    desk s;
    int64_t version;
    bool overtaken = true;
    set_up(&s);
    CHECK_INT(dl_ledger_version(s.d.ledger, &version, NULL), DL_OK);
    CHECK_INT(dl_settle(&s.call, version, &overtaken), DL_OK);
    CHECK(!overtaken);
    CHECK(settled(&s));
    tear_down(&s);
}

static void who_is_overtaken_puts_nothing(void)
{
    desk s;
    int64_t version;
    bool overtaken = false;
    set_up(&s);
    CHECK_INT(dl_ledger_version(s.d.ledger, &version, NULL), DL_OK);
    CHECK_INT(dl_ledger_set(s.other, DL_SETTLED, DL_STR("no"), NULL), DL_OK);
    CHECK_INT(dl_settle(&s.call, version, &overtaken), DL_OK);
    CHECK(overtaken);
    CHECK(!settled(&s));
    CHECK_INT(dl_ledger_version(s.d.ledger, &version, NULL), DL_OK);
    CHECK_INT(dl_settle(&s.call, version, &overtaken), DL_OK);
    CHECK(!overtaken);
    CHECK(settled(&s));
    tear_down(&s);
}

int main(void)
{
    TEST(a_ledger_that_nobody_else_writes_to_is_settled);
    TEST(who_is_overtaken_puts_nothing);
    return tap_done();
}
