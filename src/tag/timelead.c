/* timelead.c - from an event to a time: "two days after the bombing", "the day before the
 * vote", "on the first anniversary of the fire"; see dl_lead in tags.h.
 *
 * A length of time (or a match of the operator `lead`) whose next word is one of the
 * classes CUE_AFTER and CUE_BEFORE hangs on what that word governs: a noun ("the
 * bombing") or a clause ("rebels seized the base"). How many days that is, is an
 * interval: a week is seven days give or take two, "days after" one to ten.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timescene.h"

#define EVENT_TOKENS                                                                     \
    14              /* words of an event looked at: "a lorry full of ... exploded"       \
                     */
#define FEW_HIGH 10 /* "days after": 1 to 10 */

/* By unit: its days, and by how many days a count of it is rounded. */
static const struct {
    int days, slack;
} UNITS[] = {[DL_UNIT_DAY] = {1, 0},           [DL_UNIT_NIGHT] = {1, 0},
             [DL_UNIT_WEEKEND] = {7, 2},       [DL_UNIT_WEEK] = {7, 2},
             [DL_UNIT_FORTNIGHT] = {14, 2},    [DL_UNIT_MONTH] = {30, 10},
             [DL_UNIT_QUARTER] = {91, 30},     [DL_UNIT_SEASON] = {91, 30},
             [DL_UNIT_YEAR] = {365, 60},       [DL_UNIT_DECADE] = {3652, 730},
             [DL_UNIT_CENTURY] = {36524, 7300}};

#define COUNT_MAX 1000 /* units; "10,000 years after the flood" leads nowhere */

/* Days between the event and the time, always forward. */
static bool days_of(const dl_solving *s, int32_t *low, int32_t *high)
{
    const int32_t unit = dl_slot(s, DL_SLOT_UNIT, DL_UNIT_DAY);
    const int32_t n = dl_slot(s, DL_SLOT_N, 1);
    if (unit > DL_UNIT_CENTURY || n < 0 || n > COUNT_MAX) {
        return false;
    }
    if (unit < DL_UNIT_DAY) { /* minutes and hours: the same day or the next */
        *low = 0;
        *high = 1 + (unit == DL_UNIT_HOUR ? n / 24 : 0);
        return true;
    }
    const int32_t size = UNITS[unit].days, slack = UNITS[unit].slack * (n < 3 ? n : 3);
    const int32_t whole = n * size + (dl_told(s, DL_SLOT_HALF) ? size / 2 : 0);
    *low = whole - slack;
    *high = whole + slack;
    if (dl_told(s, DL_SLOT_MANY)) {
        *low = size;
        *high = size * FEW_HIGH;
        return true;
    }
    switch (dl_slot(s, DL_SLOT_MOD, 0)) {
    case DL_MOD_MORE_THAN:
    case DL_MOD_EQUAL_OR_MORE:
        *high = whole + whole / 2 + slack;
        break;
    case DL_MOD_LESS_THAN:
    case DL_MOD_EQUAL_OR_LESS:
        *low = whole * 3 / 4 - slack;
        *high = whole;
        break;
    case DL_MOD_APPROX:
        *low -= whole / 5;
        *high += whole / 5;
        break;
    default:
        break;
    }
    return true;
}

static bool dep_is(const dl_token *token, const char *dep)
{
    return strcmp(token->dep, dep) == 0;
}

/* What the preposition or conjunction `word` governs; DL_NONE. `*from`: where its words
 * begin. */
static uint32_t governed(const dl_doc *doc, uint32_t word, uint32_t *from)
{
    const dl_token *tokens = doc->tokens;
    *from = word + 1;
    for (uint32_t i = word + 1; i < doc->token_count && i <= word + EVENT_TOKENS; i++) {
        if (tokens[i].sentence != tokens[word].sentence) {
            break;
        }
        if (tokens[i].head != word) {
            continue;
        }
        if (dep_is(&tokens[i], "pobj") || dep_is(&tokens[i], "pcomp")) {
            return i;
        }
        if (dep_is(&tokens[i], "prep")) { /* "prior to the vote" */
            for (uint32_t k = i + 1; k < doc->token_count && k <= i + EVENT_TOKENS; k++) {
                if (tokens[k].head == i && dep_is(&tokens[k], "pobj")) {
                    *from = i + 1;
                    return k;
                }
            }
        }
    }
    const uint32_t head = tokens[word].head; /* "after rebels seized the base" */
    const bool clause = dep_is(&tokens[word], "mark") && head > word &&
                        head <= word + EVENT_TOKENS &&
                        tokens[head].sentence == tokens[word].sentence;
    return clause ? head : DL_NONE;
}

/* The word between the time and the event, and to which side it leads; DL_NONE. */
static uint32_t leading_word(const dl_scene *c, const dl_solving *s, uint8_t op, int *dir)
{
    const dl_timewords *w = c->words;
    const uint32_t last = c->atoms->at[s->piece->end - 1].token;
    *dir = dl_slot(s, DL_SLOT_DIR, 0);
    if (op == DL_TIMEOP_LEAD) {
        return last;
    }
    /* "the day after" has the word within itself */
    for (uint32_t word = op == DL_TIMEOP_SHIFT ? last : last + 1;
         word <= last + 1 && word < c->doc->token_count; word++) {
        const bool after = dl_time_token_is(w, c->doc, word, w->class_after);
        if (after || dl_time_token_is(w, c->doc, word, w->class_before)) {
            *dir = after ? 1 : -1;
            return word;
        }
    }
    return DL_NONE;
}

static dl_lead *add(dl_scene *c)
{
    dl_tags *out = c->out;
    dl_lead *at =
        dl_vec_room(c->arena, out->leads, out->lead_count, &c->lead_room, sizeof *at);
    if (at == NULL) {
        return NULL;
    }
    out->leads = at;
    memset(&at[out->lead_count], 0, sizeof *at);
    return &at[out->lead_count++];
}

bool dl_solve_lead(dl_scene *c, const dl_solving *s, uint32_t time, bool *found)
{
    const uint8_t op = c->words->rule.at[s->match->rule].op;
    const bool length = op == DL_TIMEOP_SPAN && dl_told(s, DL_SLOT_UNIT);
    const bool open =
        op == DL_TIMEOP_SHIFT && s->moment.first == DL_DAY_NONE && !s->when_set;
    int dir;
    int32_t low, high;
    *found = false;
    if ((!length && !open && op != DL_TIMEOP_LEAD) || !days_of(s, &low, &high)) {
        return true;
    }
    const dl_token *tokens = c->doc->tokens;
    const uint32_t first = c->atoms->at[s->piece->first].token;
    const uint32_t word = leading_word(c, s, op, &dir);
    uint32_t from;
    const uint32_t head = word == DL_NONE ? DL_NONE : governed(c->doc, word, &from);
    if (head == DL_NONE || dir == 0 || head < from) {
        return true;
    }
    dl_lead *lead = add(c);
    if (lead == NULL) {
        return false;
    }
    *lead = (dl_lead){.span = {tokens[first].span.start, tokens[head].span.end},
                      .event = {tokens[from].span.start, tokens[head].span.end},
                      .first = first,
                      .end = from,
                      .event_first = from,
                      .event_end = head + 1,
                      .time = time,
                      .low = dir < 0 ? -high : low,
                      .high = dir < 0 ? -low : high,
                      .rule = dir < 0 ? "time.event.before" : "time.event.after"};
    if (op == DL_TIMEOP_LEAD && dl_slot(s, DL_SLOT_UNIT, 0) == DL_UNIT_YEAR) {
        lead->years = (uint32_t)dl_slot(s, DL_SLOT_N, 1);
        lead->rule = "time.event.anniversary";
    }
    *found = true;
    return true;
}
