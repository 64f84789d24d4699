/* time.c - dl_tag_times: cut, find, solve. See timematch.h and timesolve.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timesolve.h"

/* A history tells so many past years at least, and so many for each weekday or deictic
 * word. A text that tells fewer times than LONG, and fewer past years than TOLD, is news
 * that recalls, if it has a weekday or some of those years are so RECENT. */
#define NARRATIVE_YEARS 4
#define NARRATIVE_SHARE 4
#define NARRATIVE_LONG 40
#define NARRATIVE_TOLD 10
#define NARRATIVE_RECENT 20

/* The year of writing or, when that is not known, the latest year told. */
static int32_t year_of_writing(const dl_time_matches *matches, dl_when published)
{
    int year = DL_YEAR_NONE, month, dom;
    if (dl_when_known(published) && dl_when_last(published) != DL_DAY_NONE) {
        dl_day_split(dl_when_last(published), &year, &month, &dom);
        return year;
    }
    for (uint32_t i = 0; i < matches->count; i++) {
        const int32_t told = matches->at[i].pieces[0].slots[DL_SLOT_YEAR];
        year = told > year ? told : year; /* DL_SLOT_EMPTY is the least number */
    }
    return year;
}

/* History or news? See timesolve.h. */
static bool is_narrative(const dl_timewords *words, const dl_time_matches *matches,
                         dl_when published)
{
    const int32_t now = year_of_writing(matches, published);
    uint32_t past = 0, recent = 0, deictic = 0;
    for (uint32_t i = 0; i < matches->count; i++) {
        const dl_time_match *match = &matches->at[i];
        const uint8_t op = words->rule.at[match->rule].op;
        for (uint32_t p = 0; p < match->piece_count; p++) {
            const int32_t *slots = match->pieces[p].slots;
            if (op == DL_TIMEOP_DATE && slots[DL_SLOT_YEAR] != DL_SLOT_EMPTY) {
                past += (int64_t)slots[DL_SLOT_YEAR] + 1 < now;
                recent += (int64_t)slots[DL_SLOT_YEAR] + NARRATIVE_RECENT >= now;
            } else if ((op == DL_TIMEOP_DATE || op == DL_TIMEOP_SHIFT) &&
                       (slots[DL_SLOT_ANCHOR] == DL_ANCHORED_PUB ||
                        slots[DL_SLOT_WEEKDAY] != DL_SLOT_EMPTY)) {
                deictic++;
            }
        }
    }
    if (matches->count < NARRATIVE_LONG && past < NARRATIVE_TOLD &&
        (deictic > 0 || recent * NARRATIVE_SHARE > past)) {
        return false;
    }
    return past >= NARRATIVE_YEARS && past >= deictic * NARRATIVE_SHARE;
}

dl_status dl_tag_times(const dl_timewords *words, const dl_doc *doc, dl_when published,
                       dl_arena *arena, dl_tags *out, dl_error *err)
{
    dl_time_atoms atoms = {0};
    dl_time_matches matches = {0};
    out->times = NULL;
    out->time_count = 0;
    out->leads = NULL;
    out->lead_count = 0;
    out->dateline_time = DL_NONE;
    if (!dl_time_cut(words, doc, arena, &atoms) ||
        !dl_time_find(words, doc, &atoms, false, arena, &matches)) {
        return dl_fail_memory(err);
    }
    const bool narrative = is_narrative(words, &matches, published);
    if (narrative) { /* some rules hold in histories only */
        matches.count = 0;
        if (!dl_time_find(words, doc, &atoms, true, arena, &matches)) {
            return dl_fail_memory(err);
        }
    }
    return dl_time_solve(words, doc, &atoms, &matches, published, narrative, arena, out,
                         err);
}
