/* control.c - who held a place, and from when, according to whom.
 *
 * Every change of control of the place is a row; its holder is the side that took it. A
 * row that names the holder of the row before it is the same hold, told again.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "reckon.h"

#include "fold.h"
#include "spelling.h"

#include <ctype.h>

/* True when `asked` is the place of a happening, or one of its known names. */
static bool is_place(const dl_happening *h, const dl_known *known, uint32_t known_count,
                     dl_str asked, dl_arena *arena)
{
    if (h->place.name.size == 0) {
        return false;
    }
    const dl_str want = dl_fold(arena, asked), here = dl_fold(arena, h->place.name);
    if (dl_str_equal(want, here)) {
        return true;
    }
    for (uint32_t k = 0; k < known_count; k++) {
        bool has_want = dl_str_equal(dl_fold(arena, known[k].name), want);
        bool has_here = dl_str_equal(dl_fold(arena, known[k].name), here);
        if (known[k].type != DL_NAME_GPE && known[k].type != DL_NAME_LOC &&
            known[k].type != DL_NAME_FAC) {
            continue;
        }
        for (uint32_t a = 0; a < known[k].alias_count; a++) {
            const dl_str alias = dl_fold(arena, known[k].aliases[a].name);
            has_want |= dl_str_equal(alias, want);
            has_here |= dl_str_equal(alias, here);
        }
        if (has_want && has_here) {
            return true;
        }
    }
    return false;
}

/* The side that holds: soldiers hold for their government, where their name tells whose
 * they are. "Syrian army", "Syrian troops" -> "Syrian government"; "army" stays. */
static dl_str holder_of(const dl_happening *h, dl_arena *arena)
{
    static const char *const SOLDIERS[] = {"army", "troops", "forces", "military", "soldiers",
                                           "units", "government", "regime"};
    const dl_str actor = h->actors[0];
    const char *blank = memchr(actor.at, ' ', actor.size);
    if (blank == NULL || !isupper((unsigned char)actor.at[0])) {
        return actor;
    }
    const dl_str key = dl_fold(arena, actor), last = dl_spelling_last(key);
    const dl_str whose = {actor.at, (size_t)(blank - actor.at)};
    for (size_t i = 0; i < sizeof SOLDIERS / sizeof *SOLDIERS; i++) {
        if (dl_str_is(last, SOLDIERS[i]) && dl_str_ends(dl_fold(arena, whose), DL_STR("n"))) {
            return dl_str_printf(arena, "%.*s government", (int)whose.size, whose.at);
        }
    }
    return actor;
}

dl_status dl_reckon_control(const dl_happening *happenings, uint32_t count,
                            const dl_known *known, uint32_t known_count, dl_str place,
                            dl_arena *arena, dl_control **out, uint32_t *out_count,
                            dl_error *err)
{
    dl_control *rows = dl_arena_new_array(arena, count + 1, dl_control);
    uint32_t made = 0;
    *out = rows;
    *out_count = 0;
    if (rows == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < count; i++) {
        const dl_happening *h = &happenings[i];
        if (strcmp(h->type, "control-change") != 0 || h->actor_count == 0 ||
            strcmp(h->status, "denied") == 0 || !is_place(h, known, known_count, place, arena)) {
            continue;
        }
        const dl_str holder = holder_of(h, arena);
        if (made > 0 && dl_str_equal_fold(rows[made - 1].holder, holder)) {
            continue;
        }
        rows[made] = (dl_control){.from = h->date, .to = {.when = dl_when_none()},
                                  .holder = holder, .status = h->status,
                                  .reports = h->reports, .texts = h->texts,
                                  .origins = h->origins, .event = h->id};
        if (made > 0) {
            rows[made - 1].to = h->date;
        }
        made++;
    }
    *out_count = made;
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}
