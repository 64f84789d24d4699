/* dating.c - see dating.h.
 *
 * First each event takes the time attached to its own words: the nearest in the tree
 * (clauses apart count more), within the same person's words, and not after "since" or
 * "until". When repeated tellings are known, dates pass between them. What is still
 * undated may take, in this order: the day it was said ("said on Thursday it had"), the
 * time of the event before it in the paragraph, and, for news in the first paragraphs,
 * the day of publication or the one before. An event told by its distance from another
 * ("two days after the bombing", leaning.c) waits for that one's date. Rule ids say
 * which.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "dating.h"

#include "frame.h"
#include "leaning.h"
#include "mood.h"
#include "number.h"

#define TIME_COST_MAX 13   /* steps: about one clause border and what lies around it */
#define SAYING_COST_MAX 12 /* steps from "said" to the time of the saying */
#define RECALLED_DAYS 31   /* older than that when published: background */
#define LEAD_PARAGRAPHS 2  /* news is told there */

static bool dates_something(const dl_reading *r, uint32_t time)
{
    const dl_time *t = &r->tags->times[time];
    return (t->type == DL_TIME_DATE || t->type == DL_TIME_TIME) && !t->dateline &&
           (dl_when_known(t->when) || t->weekday < 7);
}

/* The token of a time that the rest of the sentence holds on to. */
static uint32_t time_head(const dl_reading *r, const dl_time *t)
{
    for (uint32_t i = t->first; i < t->end; i++) {
        const uint32_t head = dl_head(r, i);
        if (head < t->first || head >= t->end || head == i) {
            return i;
        }
    }
    return t->first;
}

static bool after_bound(const dl_reading *r, uint32_t head)
{
    if (r->tags->times[r->time[head]].type == DL_TIME_TIME) {
        return false; /* "before dawn on Monday" is on Monday */
    }
    const uint32_t prep = dl_head(r, head);
    if (prep != head && dl_has(r, prep, DL_CLASS_NOTDATE)) {
        return true;
    }
    return head > 0 && dl_has(r, head - 1, DL_CLASS_NOTDATE);
}

/* Where the time hangs: its head; but "arrested the manager of the firm that runs the
 * cranes on Wednesday" says when he was arrested, not when it runs them: a clause in the
 * present tells what lasts, so a day inside it belongs to the clause around it. */
static uint32_t time_holder(const dl_reading *r, const dl_time *t, uint32_t head)
{
    const uint32_t verb = dl_frame_clause(r, head);
    if (verb == head || t->when.precision < DL_PRECISION_DAY ||
        !(dl_tag_is(r, verb, "VBZ") || dl_tag_is(r, verb, "VBP")) ||
        !dl_dep(r, verb, "relcl") || dl_has(r, verb, DL_CLASS_FUTURE)) {
        return head;
    }
    return dl_frame_clause(r, dl_head(r, verb));
}

/* "the largest gain since the start of the campaign last May": the time is of what stands
 * with it behind "since", not of a trigger outside. */
static bool fenced_off(const dl_reading *r, uint32_t head, uint32_t trigger)
{
    uint32_t token = head;
    for (int n = 0; n < DL_STEPS_MAX && !dl_is_root(r, token) && !dl_is_verb(r, token);
         n++) {
        if (n > 0 && dl_has(r, token, DL_CLASS_FENCE)) {
            return !dl_within(r, trigger, token);
        }
        token = dl_head(r, token);
    }
    return false;
}

static int time_cost(const dl_reading *r, const dl_found *found, uint32_t time)
{
    uint32_t head = time_head(r, &r->tags->times[time]);
    if (after_bound(r, head) || fenced_off(r, head, found->frame.trigger)) {
        return DL_FRAME_FAR;
    }
    head = time_holder(r, &r->tags->times[time], head);
    const uint32_t trigger = found->frame.trigger;
    if (r->claim[head] != r->claim[trigger]) {
        return DL_FRAME_FAR; /* the time of the saying */
    }
    int cost = dl_frame_distance(r, trigger, head);
    if (found->frame.clause != trigger) {
        const int other = 1 + dl_frame_distance(r, found->frame.clause, head);
        cost = other < cost ? other : cost;
    }
    if (r->tags->times[time].type == DL_TIME_TIME) {
        cost += 1;
    }
    return cost;
}

static void set_date(dl_found *found, const dl_reading *r, uint32_t time,
                     const char *rule)
{
    const dl_time *t = &r->tags->times[time];
    found->event.time = time;
    found->event.date.when = t->when;
    found->event.date.value = dl_str_cut(r->doc->text, t->span);
    found->event.date.from = "text";
    found->event.date.rule = rule;
}

/* ---- "four days after the fire" ---- */
static bool is_after(const dl_reading *r, uint32_t token)
{
    return dl_word_is(r, token, "after") || dl_word_is(r, token, "since") ||
           dl_word_is(r, token, "following");
}

/* The word "after" that the event's clause or phrase hangs on; DL_NONE. */
static uint32_t after_word(const dl_reading *r, const dl_found *found)
{
    uint32_t token = found->frame.trigger;
    for (int n = 0; n < 6; n++) {
        const uint32_t mark = dl_child(r, token, "mark");
        if (mark != DL_NONE && is_after(r, mark)) {
            return mark;
        }
        if (dl_is_root(r, token)) {
            return DL_NONE;
        }
        const uint32_t head = dl_head(r, token);
        if (is_after(r, head)) {
            return head;
        }
        if (dl_is_verb(r, token) && !dl_dep(r, token, "xcomp") &&
            !dl_dep(r, token, "pcomp")) {
            return DL_NONE;
        }
        token = head;
    }
    return DL_NONE;
}

/* Days in the words before `after`: "four days", "a week", "one year to the day". */
static double days_before(const dl_reading *r, uint32_t after, uint32_t *start)
{
    static const struct {
        const char *word;
        double days;
    } units[] = {{"day", 1},         {"days", 1},        {"week", 7},
                 {"weeks", 7},       {"month", 30.44},   {"months", 30.44},
                 {"year", 365.2425}, {"years", 365.2425}};
    for (uint32_t t = after; t-- > 0 && t + 6 > after;) {
        if (dl_at(r, t)->sentence != dl_at(r, after)->sentence || dl_is_verb(r, t)) {
            break;
        }
        for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
            if (!dl_word_is(r, t, units[i].word) || t == 0) {
                continue;
            }
            if (dl_word_is(r, t - 1, "the")) {
                break; /* "to the day" */
            }
            *start = t - 1;
            if (dl_word_is(r, t - 1, "a") || dl_word_is(r, t - 1, "one")) {
                return units[i].days;
            }
            double count;
            if (dl_number_value(dl_at(r, t - 1)->lower, &count)) {
                return count * units[i].days;
            }
            return 0;
        }
    }
    return 0;
}

static bool attached_to(const dl_reading *r, uint32_t token, uint32_t after,
                        uint32_t *time)
{
    int best = TIME_COST_MAX + 1;
    uint32_t first, end, last = DL_NONE;
    *time = DL_NONE;
    dl_frame_window(r, token, &first, &end);
    for (uint32_t t = first; t < end; t++) {
        const uint32_t which = r->time[t];
        if (which == DL_NONE || which == last || !dates_something(r, which)) {
            continue;
        }
        last = which;
        const uint32_t head = time_head(r, &r->tags->times[which]);
        if (after_bound(r, head) || r->tags->times[which].first >= after) {
            continue;
        }
        const int cost = dl_frame_distance(r, token, head);
        if (cost < best) {
            best = cost;
            *time = which;
        }
    }
    return *time != DL_NONE;
}

/* The day so many days before the one its sentence tells of. true when the event hangs
 * on "after", whether it could be dated or not. */
static bool read_after(const dl_reading *r, dl_found *found)
{
    const uint32_t after = after_word(r, found);
    if (after == DL_NONE) {
        return false;
    }
    uint32_t start = after, time;
    const double days = days_before(r, after, &start);
    uint32_t top = dl_head(r, after);
    top = dl_frame_clause(
        r, dl_is_verb(r, top) && top == found->frame.clause ? dl_head(r, top) : top);
    if (days <= 0 || !attached_to(r, top, after, &time)) {
        return true;
    }
    const dl_when base = r->tags->times[time].when;
    const dl_day day = dl_when_known(base) ? dl_when_first(base) : DL_DAY_NONE;
    if (day == DL_DAY_NONE || dl_when_last(base) != day) {
        return true;
    }
    dl_when when;
    if (days < 20) {
        when = dl_when_day(day - (dl_day)days);
    } else {
        int y, m, d;
        dl_day_split(day, &y, &m, &d);
        const int months = (int)(days / 30.4 + 0.5);
        const int index = y * 12 + m - 1 - months;
        const dl_day exact = dl_day_of(index / 12, index % 12 + 1, d);
        const bool to_the_day = after > 0 && dl_word_is(r, after - 1, "day");
        when = to_the_day && exact != DL_DAY_NONE
                   ? dl_when_day(exact)
                   : dl_when_month(index / 12, index % 12 + 1);
    }
    found->event.date.when = when;
    found->event.date.value = dl_str_cut(r->doc->text, dl_tokens_span(r, start, after));
    found->event.date.from = "text";
    found->event.date.rule = "date.after";
    return true;
}

static void read_attached(const dl_reading *r, dl_found *found)
{
    uint32_t first, end;
    dl_frame_window(r, found->frame.trigger, &first, &end);
    int best = TIME_COST_MAX + 1;
    uint32_t which = DL_NONE, last = DL_NONE;
    for (uint32_t t = first; t < end; t++) {
        const uint32_t time = r->time[t];
        if (time == DL_NONE || time == last || !dates_something(r, time)) {
            continue;
        }
        last = time;
        const int cost = time_cost(r, found, time);
        if (cost < best) {
            best = cost;
            which = time;
        }
    }
    if (which != DL_NONE) {
        set_date(found, r, which, best <= 4 ? "date.attached" : "date.clause");
    }
}

bool dl_dating_read(dl_reading *r)
{
    dl_leaning leaning;
    if (!dl_leaning_init(&leaning, r)) {
        return false;
    }
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        read_attached(r, found);
        const uint32_t time = found->event.time;
        const uint32_t after =
            time == DL_NONE || r->tags->times[time].first <= found->frame.trigger
                ? after_word(r, found)
                : DL_NONE;
        /* a time outside of "after ..." is that of what came later */
        if (after != DL_NONE && (time == DL_NONE || r->tags->times[time].first < after)) {
            found->event.time = DL_NONE;
            found->event.date.when = dl_when_none();
            found->event.date.from = "none";
            found->event.date.value = (dl_str){"", 0};
            (void)read_after(r, found);
        }
    }
    dl_leaning_remember(&leaning, r);
    return true;
}

/* ---- what is still undated ---- */
static bool undated(const dl_found *found)
{
    return found->event.time == DL_NONE && !dl_when_known(found->event.date.when);
}

static void copy_date(dl_found *to, const dl_found *from, const char *rule)
{
    to->event.date = from->event.date;
    to->event.time = from->event.time;
    to->event.date.rule = rule;
}

/* Dates pass between tellings of one event, from the first dated one. */
static void from_repeats(dl_reading *r)
{
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        if (found->event.same_as != DL_NONE &&
            undated(&r->found.at[found->event.same_as]) && !undated(found)) {
            copy_date(&r->found.at[found->event.same_as], found, "date.repeat");
        }
    }
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        if (found->event.same_as != DL_NONE && undated(found) &&
            !undated(&r->found.at[found->event.same_as])) {
            copy_date(found, &r->found.at[found->event.same_as], "date.repeat");
        }
    }
}

/* "said on Thursday it had": the time beside the cue of the claim. */
static bool from_saying(dl_reading *r, dl_found *found)
{
    const uint32_t claim = found->event.claim;
    if (claim == DL_NONE || !dl_is_verb(r, found->frame.trigger)) {
        return false;
    }
    const dl_span cue = r->claims.at[claim].cue, words = r->claims.at[claim].span;
    uint32_t first, end, best = DL_NONE, cue_token = DL_NONE;
    int least = SAYING_COST_MAX + 1;
    dl_frame_window(r, found->frame.trigger, &first, &end);
    for (uint32_t t = first; t < end && cue_token == DL_NONE; t++) {
        cue_token = dl_span_overlap(dl_at(r, t)->span, cue) ? t : DL_NONE;
    }
    for (uint32_t t = first; cue_token != DL_NONE && t < end; t++) {
        const uint32_t time = r->time[t];
        if (time == DL_NONE || !dates_something(r, time) ||
            dl_span_within(dl_at(r, t)->span, words)) {
            continue;
        }
        const uint32_t head = time_head(r, &r->tags->times[time]);
        const int cost =
            after_bound(r, head) ? DL_FRAME_FAR : dl_frame_distance(r, cue_token, head);
        if (cost < least) {
            least = cost;
            best = time;
        }
    }
    if (best == DL_NONE) {
        return false;
    }
    set_date(found, r, best, "date.said");
    return true;
}

static bool from_paragraph(dl_reading *r, uint32_t i)
{
    dl_found *found = &r->found.at[i];
    for (uint32_t k = i; k-- > 0;) {
        const dl_found *other = &r->found.at[k];
        if (r->para[other->frame.trigger] != r->para[found->frame.trigger] || i - k > 6) {
            return false;
        }
        if (other->dropped || undated(other) ||
            (other->event.modality != DL_HAPPENED &&
             other->event.modality != DL_RECALLED)) {
            continue;
        }
        if (other->event.modality == DL_RECALLED &&
            dl_mood_perfect(r, found->frame.clause)) {
            return false; /* "have advanced" tells of now */
        }
        copy_date(found, other, "date.carried");
        return true;
    }
    return false;
}

static bool news_tense(const dl_reading *r, const dl_found *found)
{
    const uint32_t claim = found->event.claim;
    const bool quoted = claim != DL_NONE && r->claims.at[claim].kind == DL_DIRECT;
    return !quoted && !found->definite && !dl_mood_pluperfect(r, found->frame.clause);
}

/* When the words around the event were published first: those of a copied passage before
 * the page. */
static dl_when published_at(const dl_reading *r, const dl_found *found)
{
    for (uint32_t i = 0; i < r->tags->written_count; i++) {
        if (dl_span_overlap(r->tags->written[i].span, found->event.span)) {
            return r->tags->written[i].when;
        }
    }
    return r->published;
}

static bool from_published(dl_reading *r, dl_found *found)
{
    const dl_when published = published_at(r, found);
    if (!dl_when_known(published) || published.precision < DL_PRECISION_DAY ||
        r->para[found->frame.trigger] >= LEAD_PARAGRAPHS || !news_tense(r, found)) {
        return false;
    }
    const dl_day last = dl_when_last(published), first = dl_when_first(published);
    if (last == DL_DAY_NONE || first == DL_DAY_NONE) {
        return false;
    }
    found->event.date.when = dl_when_days(first - 1, last);
    found->event.date.from = "published";
    found->event.date.rule = "date.published";
    return true;
}

/* ---- memories ---- */
static dl_day news_day(const dl_reading *r)
{
    if (dl_when_known(r->published)) {
        return dl_when_last(r->published);
    }
    dl_day latest = DL_DAY_NONE;
    for (uint32_t i = 0; i < r->found.count; i++) {
        const dl_when w = r->found.at[i].event.date.when;
        if (dl_when_known(w) && dl_when_last(w) != DL_DAY_NONE &&
            (latest == DL_DAY_NONE || dl_when_last(w) > latest)) {
            latest = dl_when_last(w);
        }
    }
    return latest;
}

/* "one year after the ferry sank", "the anniversary of the attack". */
static bool commemorated(const dl_reading *r, const dl_found *found)
{
    uint32_t token = found->frame.clause;
    for (int n = 0; n < 8; n++) {
        if (dl_has(r, token, DL_CLASS_ANNIVERSARY)) {
            return true;
        }
        if (dl_is_root(r, token)) {
            break;
        }
        token = dl_head(r, token);
    }
    return false;
}

/* "first seized", "before they entered": older than the news. */
static bool marked_earlier(const dl_reading *r, const dl_found *found)
{
    const uint32_t verb = found->frame.clause;
    for (uint32_t k = r->kid_start[verb]; k < r->kid_start[verb + 1]; k++) {
        const uint32_t kid = r->kids[k];
        if ((dl_dep(r, kid, "advmod") && dl_has(r, kid, DL_CLASS_FORMER)) ||
            (dl_dep(r, kid, "mark") && dl_word_is(r, kid, "before")) ||
            (dl_dep(r, kid, "advmod") && dl_word_is(r, kid, "before"))) {
            return true;
        }
    }
    return false;
}

/* Is there news without a full date of its own? Then, when the day of publication is not
 * known, months and years told beside it are memories. */
static bool undated_news(const dl_reading *r)
{
    for (uint32_t i = 0; i < r->found.count; i++) {
        const dl_found *found = &r->found.at[i];
        if (!found->dropped && !found->echo && found->event.modality == DL_HAPPENED &&
            !dl_when_known(found->event.date.when)) {
            return true;
        }
    }
    return false;
}

static bool by_month_or_year(const dl_found *found)
{
    const uint8_t precision = found->event.date.when.precision;
    return found->event.time != DL_NONE &&
           (precision == DL_PRECISION_MONTH || precision == DL_PRECISION_YEAR);
}

void dl_dating_recall(dl_reading *r)
{
    const dl_day today = news_day(r);
    const bool dateless = !dl_when_known(r->published) && undated_news(r);
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        if (found->event.modality != DL_HAPPENED) {
            continue;
        }
        const dl_when when = found->event.date.when;
        const dl_day last = dl_when_known(when) ? dl_when_last(when) : DL_DAY_NONE;
        const bool old =
            last != DL_DAY_NONE && today != DL_DAY_NONE && last < today - RECALLED_DAYS;
        const bool future = last != DL_DAY_NONE && dl_when_known(r->published) &&
                            dl_when_first(when) > dl_when_last(r->published) + 1;
        const bool background =
            undated(found) && found->event.claim == DL_NONE &&
            r->para[found->frame.trigger] > 0 &&
            (dl_mood_pluperfect(r, found->frame.clause) || marked_earlier(r, found));
        if (future) {
            found->event.modality = DL_PLANNED;
        } else if (old || background || commemorated(r, found) ||
                   (dateless && by_month_or_year(found))) {
            found->event.modality = DL_RECALLED;
        }
    }
}

static bool unresolved(dl_reading *r, const dl_lead *lead)
{
    dl_unread *u = dl_vec_push(&r->unread, r->arena);
    if (u != NULL) {
        *u = (dl_unread){lead->span, "date unresolved"};
    }
    return u != NULL;
}

bool dl_dating_settle(dl_reading *r)
{
    dl_leaning leaning;
    if (!dl_leaning_init(&leaning, r)) {
        return false;
    }
    from_repeats(r);
    dl_dating_recall(r);
    for (uint32_t i = 0; i < r->found.count; i++) {
        dl_found *found = &r->found.at[i];
        if (found->dropped || !undated(found) || found->event.modality != DL_HAPPENED) {
            continue;
        }
        const dl_lead *lead = dl_leaning_find(&leaning, r, found);
        if (lead != NULL && dl_leaning_date(&leaning, r, found, lead)) {
            continue;
        }
        if (!from_saying(r, found) && (lead != NULL || !from_paragraph(r, i))) {
            (void)from_published(r, found);
        }
        if (lead != NULL && undated(found) && !unresolved(r, lead)) {
            return false;
        }
    }
    from_repeats(r);
    dl_dating_recall(r);
    return true;
}
