/* timesolve.c - solves matches one after another and keeps what later ones may lean on;
 * see timesolve.h. The operators are in timedate.c and timeshift.c.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timescene.h"
#include "timetense.h"

#include <stdlib.h>

/* ---- what to lean on ---- */

static void count_paragraphs(dl_scene *c, uint32_t upto)
{
    const dl_str text = c->doc->text;
    for (; c->paragraph_at < upto; c->paragraph_at++) {
        c->paragraph += text.at[c->paragraph_at] == '\n';
    }
}

bool dl_scene_in_paragraph(const dl_scene *c, uint32_t index)
{
    return index != DL_NONE && c->kept.at[index].paragraph == c->paragraph;
}

#define COMPARED_BACK 4 /* moments looked back for what a sentence compares */

/* "December sales fell 9 percent from a year ago": the month or quarter of the sentence.
 */
static uint32_t compared_period(const dl_scene *c, const dl_solving *s)
{
    for (uint32_t k = 0; k < COMPARED_BACK && k < c->kept.count; k++) {
        const dl_kept *kept = &c->kept.at[c->kept.count - 1 - k];
        if (kept->sentence != s->sentence) {
            break;
        }
        if (kept->moment.grain == DL_GRAIN_MONTH ||
            kept->moment.grain == DL_GRAIN_QUARTER) {
            return c->kept.count - 1 - k;
        }
    }
    return DL_NONE;
}

/* The moment to count from. Day and finer units want a day. */
const dl_moment *dl_scene_base(dl_scene *c, dl_solving *s, int32_t anchor, bool day)
{
    uint32_t index = day ? c->last_day : c->last_dated;
    if (day && c->last_dated != DL_NONE && index != DL_NONE && c->narrative &&
        c->last_dated > index &&
        c->kept.at[c->last_dated].moment.first > c->kept.at[index].moment.last) {
        index = c->last_dated; /* the story has moved on, to no certain day */
    }
    if (day && index == DL_NONE) {
        index = c->last_dated;
    }
    if (anchor == DL_ANCHORED_NONE) {
        s->way = DL_WAY_UNKNOWN;
        return NULL;
    }
    bool text = anchor == DL_ANCHORED_TEXT;
    if (anchor == DL_ANCHORED_COMPARED) {
        const uint32_t period = compared_period(c, s);
        text = period != DL_NONE;
        index = text ? period : index;
    } else if (anchor == DL_ANCHORED_ANY) {
        text = c->narrative || dl_scene_in_paragraph(c, index);
    } else if (anchor ==
               DL_ANCHORED_PUB) { /* in a history only people quoted say "ago" */
        text = c->narrative && dl_scene_in_paragraph(c, index);
        s->aside |= c->narrative;
    }
    if (text && index != DL_NONE) {
        s->anchor = c->kept.at[index].time;
        s->way = DL_WAY_TEXT;
        return &c->kept.at[index].moment;
    }
    /* "the following morning" of what? Not of today, unless it is ahead. */
    const bool ahead = anchor == DL_ANCHORED_TEXT && dl_slot(s, DL_SLOT_DIR, 0) > 0 &&
                       dl_time_tense(c->words, c->doc, s->token) != DL_TENSE_FUTURE;
    if (c->pub.grain != DL_GRAIN_NONE && !ahead &&
        !(anchor == DL_ANCHORED_TEXT && c->narrative)) {
        s->anchor = c->pub_anchor;
        return &c->pub;
    }
    s->way = DL_WAY_UNKNOWN;
    return NULL;
}

/* ---- one after another ---- */

static const dl_str MODS[DL_MOD_COUNT] = {
    {"", 0},          {"START", 5},          {"MID", 3},
    {"END", 3},       {"APPROX", 6},         {"MORE_THAN", 9},
    {"LESS_THAN", 9}, {"EQUAL_OR_MORE", 13}, {"EQUAL_OR_LESS", 13},
    {"BEFORE", 6},    {"AFTER", 5},          {"START", 5},
    {"END", 3}};

#define LEAD_DAYS 7      /* before publication: what the story is about */
#define BOOKS_CLOSED 150 /* days after a quarter's end in which its results are told */

/* "struck on Friday and early Saturday": the last of the days the lead tells. */
static bool goes_on(const dl_scene *c, uint32_t time)
{
    if (c->kept.at[c->lead_day].time + 1 != time) {
        return false;
    }
    const dl_span before = c->out->times[time - 1].span, at = c->out->times[time].span;
    return dl_str_is(dl_str_cut(c->doc->text, (dl_span){before.end, at.start}), " and ");
}

static bool keep(dl_scene *c, const dl_solving *s, uint32_t time)
{
    const dl_moment *m = &s->moment;
    if (s->type > DL_TIME_TIME || m->grain < DL_GRAIN_DECADE || m->year == DL_YEAR_NONE ||
        m->first == DL_DAY_NONE || s->aside) {
        return true;
    }
    if (c->narrative && m->grain == DL_GRAIN_YEAR && c->last_dated != DL_NONE &&
        c->kept.at[c->last_dated].moment.year == m->year) {
        return true; /* the year again: the month told before still holds */
    }
    dl_kept *k = dl_vec_push(&c->kept, c->arena);
    if (k == NULL) {
        return false;
    }
    *k = (dl_kept){*m, time, s->sentence, c->paragraph, s->printed};
    if (m->grain >= DL_GRAIN_YEAR) {
        c->last_dated = c->kept.count - 1;
    }
    if (m->month != 0) {
        c->last_month = c->kept.count - 1;
    }
    if (m->first == m->last) {
        c->last_day = c->kept.count - 1;
        if ((c->lead_day == DL_NONE || goes_on(c, time)) && dl_scene_dated(c) &&
            m->first <= c->pub.first && c->pub.first - m->first < LEAD_DAYS) {
            c->lead_day = c->last_day;
        }
    }
    if (m->grain == DL_GRAIN_QUARTER && dl_scene_dated(c) && m->last < c->pub.first &&
        c->pub.first - m->last <= BOOKS_CLOSED) {
        c->last_books = c->kept.count - 1;
    }
    return true;
}

static dl_time *time_new(dl_scene *c)
{
    dl_tags *out = c->out;
    dl_time *at =
        dl_vec_room(c->arena, out->times, out->time_count, &c->time_room, sizeof *at);
    if (at == NULL) {
        return NULL;
    }
    out->times = at;
    memset(&at[out->time_count], 0, sizeof *at);
    return &at[out->time_count++];
}

/* What follows a dateline was written on its day, however late it is published again. */
static void write_from_dateline(dl_scene *c, const dl_solving *s, uint32_t index)
{
    const dl_moment *m = &s->moment;
    if (m->first == DL_DAY_NONE || m->first != m->last ||
        (dl_scene_dated(c) && m->first >= c->pub.first)) {
        return;
    }
    c->pub = c->page_pub = dl_moment_of_day(m->first);
    c->pub_anchor = c->page_anchor = index;
}

/* The day of writing at byte `at`: that of the page (or of its dateline), or the older
 * one of a copied passage. */
static void turn_to(dl_scene *c, uint32_t at)
{
    const dl_tags *out = c->out;
    while (c->written < out->written_count && out->written[c->written].span.end <= at) {
        c->written++;
    }
    c->pub = c->page_pub;
    c->pub_anchor = c->page_anchor;
    if (c->written == out->written_count || out->written[c->written].span.start > at) {
        return;
    }
    const dl_day day = dl_when_first(out->written[c->written].when);
    if (day != DL_DAY_NONE && (!dl_scene_dated(c) || day < c->pub.first)) {
        c->pub = dl_moment_of_day(day);
        c->pub_anchor = DL_ANCHOR_PUBLISHED;
    }
}

static bool emit(dl_scene *c, const dl_solving *s)
{
    const dl_time_atom *first = &c->atoms->at[s->piece->first],
                       *last = &c->atoms->at[s->piece->end - 1];
    dl_time *time = time_new(c);
    if (time == NULL) {
        return false;
    }
    const uint32_t index = c->out->time_count - 1;
    *time = (dl_time){
        .span = {first->span.start, last->span.end},
        .first = first->token,
        .end = last->token + 1,
        .type = s->type,
        .value = s->value.at != NULL ? s->value : dl_moment_value(&s->moment, c->arena),
        .mod = MODS[s->moment.mod],
        .when = s->when_set ? s->when : dl_moment_when(&s->moment),
        .anchor = s->anchor,
        .weekday = s->weekday,
        .dateline = dl_told(s, DL_SLOT_DATELINE),
        .rule = c->words->rule.at[s->match->rule].ids[s->way],
    };
    if (s->type >= DL_TIME_DURATION) {
        time->when = dl_when_none();
    } else {
        time->tense = (uint8_t)dl_time_tense(c->words, c->doc, s->token);
    }
    bool leads = false;
    if (!dl_solve_lead(c, s, index, &leads)) {
        return false;
    }
    if (leads) {
        time->anchor = DL_ANCHOR_EVENT;
    }
    if (time->dateline && c->out->dateline_time == DL_NONE) {
        c->out->dateline_time = index;
        write_from_dateline(c, s, index);
    }
    return time->value.at != NULL && keep(c, s, index);
}

/* Takes from `other` what `slots` leaves out: the month and year of "3 to 5 May 2016".
 * Never the day or anything finer. */
static void borrow(int32_t *slots, const int32_t *other, bool from_later)
{
    static const dl_time_slot SHARED[] = {DL_SLOT_YEAR, DL_SLOT_MONTH, DL_SLOT_ERA,
                                          DL_SLOT_UNIT, DL_SLOT_AMPM};
    for (size_t i = 0; i < sizeof SHARED / sizeof SHARED[0]; i++) {
        const dl_time_slot which = SHARED[i];
        if (slots[which] != DL_SLOT_EMPTY || other[which] == DL_SLOT_EMPTY) {
            continue;
        }
        if (which == DL_SLOT_MONTH && slots[DL_SLOT_DAY] == DL_SLOT_EMPTY) {
            continue; /* "1940 to May 1944" */
        }
        if (which == DL_SLOT_YEAR && slots[DL_SLOT_YY] != DL_SLOT_EMPTY) {
            slots[DL_SLOT_YEAR] = other[which] - other[which] % 100 + slots[DL_SLOT_YY];
            continue; /* "1940-45" */
        }
        if (which != DL_SLOT_ERA || from_later) {
            slots[which] = other[which];
        }
    }
    /* "1 a.m. to 4 a.m. Thursday" */
    if (from_later && slots[DL_SLOT_HOUR] != DL_SLOT_EMPTY &&
        other[DL_SLOT_HOUR] != DL_SLOT_EMPTY && slots[DL_SLOT_WEEKDAY] == DL_SLOT_EMPTY) {
        slots[DL_SLOT_WEEKDAY] = other[DL_SLOT_WEEKDAY];
    }
}

static void share_among_pieces(dl_time_match *match)
{
    for (uint32_t p = 0; p < match->piece_count; p++) {
        for (uint32_t q = 0; q < match->piece_count; q++) {
            if (q != p) {
                borrow(match->pieces[p].slots, match->pieces[q].slots, q > p);
            }
        }
    }
}

/* In a history: dates that the story does not go on from. */
static bool is_remark(const dl_scene *c, const dl_solving *s)
{
    const bool year = dl_told(s, DL_SLOT_YEAR), first = c->last_dated == DL_NONE;
    if (year && dl_time_tense(c->words, c->doc, s->token) == DL_TENSE_FUTURE) {
        return true; /* "the offensive would come in 1976" */
    }
    if (year && !first && !dl_told(s, DL_SLOT_MONTH) && s->piece->first > 0) {
        const uint32_t before = c->atoms->at[s->piece->first - 1].span.start;
        const dl_token *token = &c->doc->tokens[s->token];
        if (c->doc->text.at[before] == '(') {
            return true; /* "the Civil Constitution (1790)" */
        }
        const uint32_t led = s->token > 0 ? s->token - 1 : s->token;
        return strcmp(token->dep, "nummod") == 0 && token->head > s->token &&
               strcmp(c->doc->tokens[led].tag, "IN") != 0 &&
               s->match->piece_count == 1; /* "the 1791 law" */
    }
    return dl_slot(s, DL_SLOT_DIR, 0) < 0 && dl_slot(s, DL_SLOT_UNIT, 0) >= DL_UNIT_YEAR;
}

static bool solve_piece(dl_scene *c, const dl_time_match *match,
                        const dl_time_piece *piece)
{
    const uint32_t token = c->atoms->at[piece->first].token;
    dl_solving s = {.slots = piece->slots,
                    .match = match,
                    .piece = piece,
                    .token = c->atoms->at[piece->end - 1].token,
                    .sentence = c->doc->tokens[token].sentence,
                    .moment = dl_moment_none(),
                    .anchor = DL_ANCHOR_NONE,
                    .weekday = 7};
    s.aside = c->aside[match - c->matches] || (c->narrative && is_remark(c, &s));
    count_paragraphs(c, c->doc->tokens[token].span.start);
    turn_to(c, c->doc->tokens[token].span.start);
    switch (c->words->rule.at[match->rule].op) {
    case DL_TIMEOP_DATE:
        dl_solve_date(c, &s);
        break;
    case DL_TIMEOP_NUMERIC:
        dl_solve_numeric(c, &s);
        break;
    case DL_TIMEOP_SHIFT:
        dl_solve_shift(c, &s);
        break;
    case DL_TIMEOP_SPAN:
        dl_solve_span(c, &s);
        break;
    case DL_TIMEOP_SET:
        dl_solve_set(c, &s);
        break;
    case DL_TIMEOP_LEAD: {
        bool found; /* no time by itself */
        return dl_solve_lead(c, &s, DL_NONE, &found);
    }
    default:
        dl_solve_ref(c, &s);
        break;
    }
    return emit(c, &s);
}

static dl_moment moment_of_publication(dl_when published)
{
    if (!dl_when_known(published) || dl_when_first(published) == DL_DAY_NONE ||
        dl_when_last(published) == DL_DAY_NONE) {
        return dl_moment_none();
    }
    dl_moment m = dl_moment_of_day(dl_when_first(published));
    m.last = dl_when_last(published);
    if (m.first != m.last) {
        const dl_moment last = dl_moment_of_day(m.last);
        m.grain =
            last.year == m.year && last.month == m.month ? DL_GRAIN_MONTH : DL_GRAIN_YEAR;
        m.day = 0;
        m.month = m.grain == DL_GRAIN_MONTH ? m.month : 0;
        m.year = last.year == m.year ? m.year : DL_YEAR_NONE;
    } else if (published.precision >= DL_PRECISION_MINUTE) {
        const int64_t rest = published.earliest - (int64_t)m.first * DL_DAY_SECONDS;
        m.hour = (int8_t)(rest / 3600);
        m.minute = (int8_t)(rest / 60 % 60);
    }
    return m;
}

/* ---- asides ---- */

#define ASIDE_YEARS 8 /* so far from the story's years ... */
#define ASIDE_BACK 3  /* ... which goes on so near to where it was, */
#define ASIDE_NEXT 4  /* within so many printed years, makes a remark */

static int32_t printed_year(const dl_scene *c, const dl_time_match *match)
{
    const int32_t *slots = match->pieces[0].slots;
    if (c->words->rule.at[match->rule].op != DL_TIMEOP_DATE ||
        slots[DL_SLOT_YEAR] == DL_SLOT_EMPTY) {
        return DL_YEAR_NONE;
    }
    return slots[DL_SLOT_ERA] == 1 ? 1 - slots[DL_SLOT_YEAR] : slots[DL_SLOT_YEAR];
}

/* "In June 1944, as a study of 2009 put it, ... In August": 2009 is a remark. */
static bool mark_asides(dl_scene *c, const dl_time_matches *matches)
{
    uint8_t *aside = dl_arena_new_array(c->arena, (size_t)matches->count + 1, uint8_t);
    if (aside == NULL) {
        return false;
    }
    int32_t before = DL_YEAR_NONE;
    for (uint32_t i = 0; i < matches->count; i++) {
        const int32_t year = printed_year(c, &matches->at[i]);
        if (year == DL_YEAR_NONE) {
            continue;
        }
        if (before != DL_YEAR_NONE && abs(year - before) > ASIDE_YEARS) {
            for (uint32_t k = i + 1, seen = 0; k < matches->count && seen < ASIDE_NEXT;
                 k++) {
                const int32_t next = printed_year(c, &matches->at[k]);
                seen += next != DL_YEAR_NONE;
                aside[i] |= next != DL_YEAR_NONE && abs(next - before) <= ASIDE_BACK;
            }
        }
        before = aside[i] ? before : year;
    }
    c->aside = aside;
    return true;
}

/* How this page writes 28/02/2017. */
static void see_numeric_dates(dl_scene *c, const dl_time_matches *matches)
{
    for (uint32_t i = 0; i < matches->count; i++) {
        const int32_t *slots = matches->at[i].pieces[0].slots;
        c->day_first |= slots[DL_SLOT_FIRST] > 12;
        c->month_first |= slots[DL_SLOT_SECONDN] > 12;
    }
}

dl_status dl_time_solve(const dl_timewords *words, const dl_doc *doc,
                        const dl_time_atoms *atoms, const dl_time_matches *matches,
                        dl_when published, bool narrative, dl_arena *arena, dl_tags *out,
                        dl_error *err)
{
    dl_scene c = {.words = words,
                  .doc = doc,
                  .atoms = atoms,
                  .arena = arena,
                  .out = out,
                  .narrative = narrative,
                  .pub = moment_of_publication(published),
                  .pub_anchor = DL_ANCHOR_PUBLISHED,
                  .page_pub = moment_of_publication(published),
                  .page_anchor = DL_ANCHOR_PUBLISHED,
                  .last_dated = DL_NONE,
                  .last_month = DL_NONE,
                  .last_day = DL_NONE,
                  .last_books = DL_NONE,
                  .lead_day = DL_NONE};
    c.time_room = out->time_count;
    c.matches = matches->at;
    c.match_count = matches->count;
    see_numeric_dates(&c, matches);
    if (!mark_asides(&c, matches)) {
        return dl_fail_memory(err);
    }
    for (uint32_t i = 0; i < matches->count; i++) {
        dl_time_match *match = &matches->at[i];
        share_among_pieces(match);
        for (uint32_t p = 0; p < match->piece_count; p++) {
            if (!solve_piece(&c, match, &match->pieces[p])) {
                return dl_fail_memory(err);
            }
        }
    }
    return DL_OK;
}
