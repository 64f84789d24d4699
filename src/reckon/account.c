/* account.c - one heap of tellings as accounts: who says so, through whom, and how each
 * account stands to the others.
 *
 * Origins: a telling inside a claim has the claim's origin; told in the outlet's own
 * voice, the outlet, but only when its page attributes no telling of it to anybody. A copy
 * lends the origins of what it copies, never its own outlet. Whoever speaks for a body
 * vouches as the body.
 *
 * Relations: an account denies when its stance or its event does; corrects when its words
 * say that something told before was wrong; narrows when it limits what others say ("not
 * yet", "still held", "could not be confirmed"); adds when it brings a figure, a witness
 * or a cause the first account of its kind had not; else it says the same.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "merge.h"

#include "fold.h"
#include "map.h"

#include <math.h>
#include <stdlib.h>

#define ACCOUNTS_MOST 2000 /* of one happening */

/* ---- origins ---- */

/* The first relation from number `from` on in which `report` is the copy; DL_NONE. */
static uint32_t copied_from(const dl_reckoning *r, uint32_t report, uint32_t from)
{
    uint32_t copy = r->copy_of[report];
    while (copy != DL_NONE && copy < from) {
        copy = r->copy_next[copy];
    }
    return copy;
}

/* The canonical name of who made a claim: the body he speaks for, else himself. */
static dl_str origin_of_claim(const dl_reckoning *r, uint32_t report, const dl_claim *claim)
{
    const dl_tags *tags = &r->reports[report]->tags;
    if (claim->who == DL_NONE) {
        return claim->origin;
    }
    uint32_t name = claim->who;
    if (tags->names[name].speaks_for != DL_NONE) {
        name = tags->names[name].speaks_for;
    }
    if (dl_str_starts(claim->origin, DL_STR("unnamed "))) {
        return claim->origin;
    }
    return dl_who_name(&r->who, dl_who_of(&r->who, report, name))->name;
}

static dl_str own_voice(const dl_reckoning *r, uint32_t report)
{
    uint32_t at = report;
    for (uint32_t step = 0; step < r->report_count; step++) { /* to the root of the copies */
        const uint32_t copy = copied_from(r, at, 0);
        if (copy == DL_NONE) {
            break;
        }
        at = r->copies[copy].of;
    }
    return dl_outlet_of(&r->reports[at]->article);
}

typedef DL_VEC(dl_account) account_list;

static dl_account *find_account(account_list *list, uint32_t report, dl_str origin)
{
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->at[i].report == report && dl_str_equal_fold(list->at[i].origin, origin)) {
            return &list->at[i];
        }
    }
    return NULL;
}

/* What the words of the account do to what others say (dl_mark). */
static uint8_t marks_of(const dl_reckoning *r, const dl_account *account)
{
    const dl_tells *tells = &r->reports[account->report]->tells;
    return account->event != DL_NONE   ? tells->events[account->event].marks
           : account->claim != DL_NONE ? tells->claims[account->claim].marks
                                       : 0;
}

static void set_relation(const dl_reckoning *r, dl_account *account, bool denied)
{
    if (denied || account->stance == DL_DENIES) {
        account->relation = DL_RELATION_DENIES;
        account->stance = DL_DENIES;
    } else if (marks_of(r, account) & DL_MARK_CORRECTS) {
        account->relation = DL_CORRECTS;
        account->rule = "reckon.relation.corrects";
    } else if (marks_of(r, account) & DL_MARK_NARROWS) {
        account->relation = DL_NARROWS;
        account->rule = "reckon.relation.narrows";
    }
}

/* A later claim of the same voice that limits or corrects says more than one that only
 * repeats. */
static void sharpen(const dl_reckoning *r, dl_account *account, const dl_claim *claim,
                    uint32_t claim_index)
{
    dl_account other = *account;
    if (account->relation != DL_SAME) {
        return;
    }
    other.claim = claim_index;
    other.event = DL_NONE;
    other.span = other.quote = claim->span;
    other.stance = claim->stance;
    set_relation(r, &other, false);
    if (other.relation != DL_SAME && other.relation != DL_RELATION_DENIES) {
        other.event = account->event; /* it still vouches for what it told */
        *account = other;
    }
}

static bool add_account(dl_reckoning *r, account_list *list, uint32_t report,
                        const dl_event *event, uint32_t event_index, uint32_t claim_index,
                        dl_str origin)
{
    const dl_claim *claim =
        claim_index == DL_NONE ? NULL : &r->reports[report]->tells.claims[claim_index];
    dl_account *account = find_account(list, report, origin);
    if (account != NULL && claim != NULL) {
        sharpen(r, account, claim, claim_index);
    }
    if (account != NULL || list->count >= ACCOUNTS_MOST) {
        return true;
    }
    account = dl_vec_push(list, r->arena);
    if (account == NULL) {
        return false;
    }
    *account = (dl_account){.report = report, .event = event_index, .claim = claim_index,
                            .origin = origin, .stance = DL_ASSERTS,
                            .rule = "reckon.account.event"};
    if (event != NULL) {
        account->span = event->span;
        account->quote = event->sentence;
    } else if (claim != NULL) {
        account->span = claim->span;
        account->quote = claim->span;
        account->rule = "reckon.account.claim";
    }
    if (claim != NULL) {
        account->stance = claim->stance;
        account->via = claim->via;
        account->via_count = claim->via_count;
    }
    set_relation(r, account, event != NULL && event->modality == DL_DENIED);
    return true;
}

/* ---- claims that tell no event of the heap but speak of it ---- */

static bool mentions_of(const dl_reckoning *r, uint32_t report, const dl_claim *claim,
                        const dl_telling *main)
{
    const dl_tags *tags = &r->reports[report]->tags;
    for (uint32_t p = 0; p < tags->place_count; p++) {
        const dl_place *place = &tags->places[p];
        if (main->place != NULL && dl_span_overlap(place->span, claim->span) &&
            place->role == DL_PLACE_LITERAL && dl_str_equal_fold(place->name, main->place->name)) {
            return true;
        }
    }
    for (uint32_t m = 0; m < tags->mention_count; m++) {
        if (!dl_span_overlap(tags->mentions[m].span, claim->span)) {
            continue;
        }
        const uint32_t thing = dl_who_of(&r->who, report, tags->mentions[m].name);
        for (uint32_t i = 0; i < main->told->actor_count; i++) {
            if (main->actors[i] != DL_NONE && main->actors[i] == thing) {
                return true;
            }
        }
        for (uint32_t i = 0; i < main->told->recipient_count; i++) {
            if (main->recipients[i] != DL_NONE && main->recipients[i] == thing) {
                return true;
            }
        }
    }
    return false;
}

#define SHARED_LEAST 2 /* words of substance by which a claim speaks of the happening */
#define STEM 5        /* letters by which two words are one: "march", "marched" */
#define WORD_LEAST 4  /* shorter words say nothing */
#define WORDS_MOST 64 /* words of a lead that are kept */

/* Words that stand in any report. */
static bool empty_word(dl_str stem)
{
    static const char *const EMPTY[] = {"said",  "says",  "have",  "been",  "were",  "that",
                                        "this",  "with",  "from",  "they",  "their", "them",
                                        "which", "about", "after", "befor", "also",  "more",
                                        "than",  "when",  "where", "there", "would", "could",
                                        "some",  "other", "into",  "over",  "under", "what",
                                        "will",  "told",  "accor", "state", "news",  "monda",
                                        "tuesd", "wedne", "thurs", "frida", "satur", "sunda",
                                        "peopl", "many",  "much",  "most",  "only",  "year",
                                        "week",  "month", "days",  "time",  "hours", "city",
                                        "town",  "offic", "repor", "count", "first", "last",  "gover"};
    for (size_t i = 0; i < sizeof EMPTY / sizeof *EMPTY; i++) {
        if (dl_str_is(stem, EMPTY[i])) {
            return true;
        }
    }
    return false;
}

/* The stems of `text` into `out`; how many. */
static uint32_t stems_of(dl_arena *arena, dl_str text, dl_str out[WORDS_MOST])
{
    uint32_t count = 0;
    dl_str rest = dl_fold(arena, text);
    while (rest.size != 0 && count < WORDS_MOST) {
        dl_str word = dl_str_next(&rest, ' ');
        if (word.size >= WORD_LEAST) {
            word.size = word.size > STEM ? STEM : word.size;
            if (!empty_word(word)) {
                out[count++] = word;
            }
        }
    }
    return count;
}

/* How many words of substance of `claimed` stand in `told`. */
static uint32_t shared_stems(const dl_reckoning *r, dl_str claimed, dl_str told)
{
    dl_str a[WORDS_MOST], b[WORDS_MOST];
    const dl_arena_mark mark = dl_arena_here(r->arena);
    const uint32_t a_count = stems_of(r->arena, claimed, a);
    const uint32_t b_count = stems_of(r->arena, told, b);
    uint32_t shared = 0;
    for (uint32_t i = 0; i < b_count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < a_count && !found; k++) {
            found = dl_str_equal(a[k], b[i]);
        }
        for (uint32_t k = 0; k < i && found; k++) {
            found = !dl_str_equal(b[k], b[i]); /* each but once */
        }
        shared += found;
    }
    dl_arena_back(r->arena, mark);
    return shared;
}

/* The words of a stretch of a report but for names of countries and peoples: all that is
 * said in a report of a war is "Syrian". */
static dl_str beyond_nations(const dl_reckoning *r, uint32_t report, bool title, dl_span span)
{
    const dl_article *article = &r->reports[report]->article;
    const dl_tags *tags = &r->reports[report]->tags;
    const dl_str said = dl_str_cut(title ? article->title : article->text, span);
    char *words = title ? NULL : dl_arena_new_array(r->arena, said.size + 1, char);
    if (words == NULL) {
        return said; /* names are marked in the text alone */
    }
    memcpy(words, said.at, said.size);
    for (uint32_t m = 0; m < tags->mention_count; m++) {
        const dl_span name = tags->mentions[m].span;
        const uint8_t type = tags->names[tags->mentions[m].name].type;
        for (uint32_t i = name.start;
             (type == DL_NAME_NORP || type == DL_NAME_GPE) && i < name.end; i++) {
            if (i >= span.start && i < span.end) {
                words[i - span.start] = ' ';
            }
        }
    }
    return (dl_str){words, said.size};
}

/* The telling that a report is chiefly about: its first in the lead that happened. */
static const dl_telling *lead_of(const dl_reckoning *r, const dl_heap *heap, uint32_t report)
{
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_telling *t = &r->tellings.at[heap->tellings.at[i]];
        if (t->report == report && t->lead && t->told->modality == DL_HAPPENED &&
            t->when.precision >= DL_PRECISION_DAY) {
            return t; /* a month or a year told in the lead is background */
        }
    }
    return NULL;
}

/* The claim tells an event that is in the chronology by itself. */
static bool has_event_elsewhere(const dl_reckoning *r, uint32_t report, const dl_claim *claim)
{
    for (uint32_t i = claim->event == DL_NONE ? DL_NONE : r->telling_of[report]; i != DL_NONE;
         i = r->tellings.at[i].next) {
        const dl_telling *t = &r->tellings.at[i];
        if (t->event == claim->event) {
            return t->heap != DL_NONE;
        }
    }
    return false;
}

#define LEAD_BYTES 400 /* the first lines of a report */

/* A thing in the first lines of a report that a telling is about, and that is neither who
 * acts in it nor a place nor a people: the ship, the mill, the man. */
static bool names_its_thing(const dl_reckoning *r, uint32_t report, const dl_telling *told)
{
    const dl_tags *mine = &r->reports[report]->tags;
    const dl_tags *theirs = &r->reports[told->report]->tags;
    for (uint32_t m = 0; m < mine->mention_count; m++) {
        const dl_mention *mention = &mine->mentions[m];
        const uint8_t type = mine->names[mention->name].type;
        const uint32_t thing = dl_who_of(&r->who, report, mention->name);
        bool acts = mention->span.start > LEAD_BYTES || mention->kind != 0 ||
                    mention->place != DL_NONE || type == DL_NAME_NORP || type == DL_NAME_GROUP ||
                    type == DL_NAME_GPE || dl_side_of(dl_who_name(&r->who, thing)) != '-';
        for (uint32_t i = 0; i < told->told->actor_count; i++) {
            acts |= told->actors[i] == thing;
        }
        for (uint32_t k = 0; k < theirs->mention_count && !acts; k++) {
            if (theirs->mentions[k].kind == 0 && !told->told->title &&
                dl_span_within(theirs->mentions[k].span, told->told->sentence) &&
                dl_who_of(&r->who, told->report, theirs->mentions[k].name) == thing) {
                return true;
            }
        }
    }
    return false;
}

/* A report of the same story that tells the happening nowhere, but whose first lines name
 * what it happened to: the search for a ship that another report told to have sunk. */
static const dl_telling *followed(const dl_reckoning *r, const dl_heap *heap, uint32_t report)
{
    const uint32_t story = r->story_of[report];
    const dl_telling *first = &r->tellings.at[heap->tellings.at[0]];
    if (story == DL_NONE || first->story != story || first->told->modality == DL_RECALLED) {
        return NULL;
    }
    for (uint32_t i = r->telling_of[report]; i != DL_NONE; i = r->tellings.at[i].next) {
        const dl_telling *t = &r->tellings.at[i];
        if (t->heap != DL_NONE && &r->heaps.at[t->heap] == heap) {
            return NULL;
        }
    }
    return names_its_thing(r, report, first) ? first : NULL;
}

/* Other voices on the happening of a report's lead: claims without an event of their own
 * that speak of its place or people and limit, deny or correct it. */
static bool add_voices(dl_reckoning *r, const dl_heap *heap, account_list *list,
                       uint32_t report)
{
    const dl_telling *main = lead_of(r, heap, report);
    const dl_tells *tells = &r->reports[report]->tells;
    if (main == NULL) {
        main = followed(r, heap, report);
    }
    if (main == NULL) {
        return true;
    }
    const dl_article *article = &r->reports[report]->article;
    const dl_article *source = &r->reports[main->report]->article;
    const dl_str told =
        beyond_nations(r, main->report, main->told->title, main->told->sentence);
    for (uint32_t c = 0; c < tells->claim_count; c++) {
        const dl_claim *claim = &tells->claims[c];
        const dl_str words = dl_str_cut(article->text, claim->span);
        if (has_event_elsewhere(r, report, claim) || claim->stance == DL_PREDICTS || claim->stance == DL_ASKS ||
            claim->origin.size == 0 || (claim->marks & DL_MARK_AHEAD)) {
            continue;
        }
        /* a denial of something else ("in bad repair") does not deny the happening */
        const dl_str trigger = dl_str_cut(main->told->title ? source->title : source->text,
                                          main->told->span);
        if (claim->stance == DL_DENIES && shared_stems(r, words, trigger) == 0) {
            continue;
        }
        const bool limits = claim->stance == DL_DENIES ||
                            (claim->marks & (DL_MARK_NARROWS | DL_MARK_CORRECTS));
        if ((limits && mentions_of(r, report, claim, main)) ||
            shared_stems(r, beyond_nations(r, report, false, claim->span), told) >= SHARED_LEAST) {
            if (!add_account(r, list, report, NULL, DL_NONE, c, origin_of_claim(r, report, claim))) {
                return false;
            }
        }
    }
    return true;
}

/* ---- copies ---- */

/* What a copy tells in its own voice it has from its original. */
static bool lend_origins(dl_reckoning *r, account_list *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const dl_account account = list->at[i];
        if (account.claim != DL_NONE || copied_from(r, account.report, 0) == DL_NONE) {
            continue;
        }
        bool lent = false;
        for (uint32_t c = copied_from(r, account.report, 0); c != DL_NONE && !lent;
             c = copied_from(r, account.report, c + 1)) {
            for (uint32_t k = 0; k < list->count; k++) {
                if (list->at[k].report == r->copies[c].of && k != i) {
                    list->at[i].origin = list->at[k].origin;
                    lent = true;
                    break;
                }
            }
        }
    }
    return true;
}

/* An outlet's own voice falls away beside an attributed telling on the same page. */
static void drop_own_voice(account_list *list)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        bool attributed = false;
        for (uint32_t k = 0; k < list->count && list->at[i].claim == DL_NONE; k++) {
            attributed |= list->at[k].report == list->at[i].report && list->at[k].claim != DL_NONE &&
                          list->at[k].relation != DL_RELATION_DENIES &&
                          list->at[k].event != DL_NONE;
        }
        if (!attributed) {
            list->at[kept++] = list->at[i];
        }
    }
    list->count = kept;
}

/* ---- figures ---- */

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool add_figures(dl_reckoning *r, const dl_telling *t, dl_happening *out,
                        uint32_t *room)
{
    const dl_report *report = r->reports[t->report];
    for (uint32_t f = 0; f < t->told->figure_count; f++) {
        const dl_figure *figure = &t->told->figures[f];
        dl_str origin = own_voice(r, t->report);
        const uint32_t claim = figure->claim != DL_NONE ? figure->claim : t->told->claim;
        if (claim != DL_NONE) {
            origin = origin_of_claim(r, t->report, &report->tells.claims[claim]);
        }
        bool known = false;
        for (uint32_t k = 0; k < out->figure_count && !known; k++) {
            const dl_told_figure *other = &out->figures[k];
            known = strcmp(other->what, figure->what) == 0 &&
                    same_number(other->value, figure->value) &&
                    same_number(other->low, figure->low) &&
                    same_number(other->high, figure->high) &&
                    dl_str_equal_fold(other->origin, origin);
        }
        if (known) {
            continue;
        }
        dl_told_figure *grown = dl_vec_room(r->arena, out->figures, out->figure_count, room,
                                            sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        out->figures = grown;
        grown[out->figure_count++] =
            (dl_told_figure){figure->what, figure->of, figure->value, figure->low,
                             figure->high, origin, t->report, figure->span};
    }
    return true;
}

/* An account adds when it brings a figure the earlier accounts did not have, or a new
 * voice with words of its own. */
static void mark_additions(const dl_reckoning *r, account_list *list, const dl_happening *out)
{
    for (uint32_t i = 0; i < list->count; i++) {
        dl_account *account = &list->at[i];
        bool first = true, brings = false;
        if (account->relation != DL_SAME || account->claim == DL_NONE) {
            continue;
        }
        for (uint32_t k = 0; k < i; k++) {
            first &= list->at[k].relation == DL_RELATION_DENIES;
        }
        for (uint32_t f = 0; f < out->figure_count; f++) {
            brings |= out->figures[f].report == account->report &&
                      dl_str_equal_fold(out->figures[f].origin, account->origin);
        }
        bool earlier_voice = false;
        for (uint32_t k = 0; k < i; k++) {
            earlier_voice |= dl_str_equal_fold(list->at[k].origin, account->origin);
        }
        if (!first && (brings || !earlier_voice) && copied_from(r, account->report, 0) == DL_NONE) {
            account->relation = DL_ADDS;
            account->rule = "reckon.relation.adds";
        }
    }
}

/* ---- counts ---- */

static void count(dl_reckoning *r, dl_happening *out)
{
    uint32_t denying = 0;
    out->reports = out->texts = out->origins = 0;
    for (uint32_t i = 0; i < out->account_count; i++) {
        const dl_account *account = &out->accounts[i];
        bool new_report = true, new_origin = account->relation != DL_RELATION_DENIES;
        denying += account->relation == DL_RELATION_DENIES;
        for (uint32_t k = 0; k < i; k++) {
            new_report &= out->accounts[k].report != account->report;
            new_origin &= out->accounts[k].relation == DL_RELATION_DENIES ||
                          !dl_str_equal_fold(out->accounts[k].origin, account->origin);
        }
        out->origins += new_origin;
        out->reports += new_report;
        if (!new_report) {
            continue;
        }
        bool folded = false; /* its original reports it too */
        for (uint32_t c = copied_from(r, account->report, 0); c != DL_NONE;
             c = copied_from(r, account->report, c + 1)) {
            for (uint32_t k = 0; k < out->account_count; k++) {
                folded |= out->accounts[k].report == r->copies[c].of;
            }
        }
        out->texts += !folded;
    }
    out->status = denying == out->account_count ? "denied" : denying > 0 ? "disputed" : "reported";
}

static int by_place(const void *left, const void *right, void *context)
{
    const dl_account *a = left, *b = right;
    const dl_reckoning *r = context;
    const dl_article *one = &r->reports[a->report]->article, *two = &r->reports[b->report]->article;
    if (a->report != b->report) {
        const bool known_a = dl_when_known(one->published.when), known_b = dl_when_known(two->published.when);
        if (known_a && known_b && one->published.when.earliest != two->published.when.earliest) {
            return one->published.when.earliest < two->published.when.earliest ? -1 : 1;
        }
        if (known_a != known_b) {
            return known_a ? -1 : 1;
        }
        return dl_str_compare(one->id, two->id);
    }
    return a->span.start < b->span.start ? -1 : a->span.start > b->span.start;
}

static int by_number(const void *left, const void *right)
{
    const uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Voices are heard in reports that tell the happening, and in the others of its story. */
static bool add_all_voices(dl_reckoning *r, const dl_heap *heap, account_list *list)
{
    const uint32_t story = r->tellings.at[heap->tellings.at[0]].story;
    const uint32_t fellows = story == DL_NONE ? 0 : r->stories[story].document_count;
    uint32_t *reports =
        dl_arena_new_array(r->arena, heap->tellings.count + fellows + 1, uint32_t);
    if (reports == NULL) {
        return false;
    }
    uint32_t count = 0;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        reports[count++] = r->tellings.at[heap->tellings.at[i]].report;
    }
    for (uint32_t i = 0; i < fellows; i++) {
        reports[count++] = r->stories[story].documents[i];
    }
    qsort(reports, count, sizeof *reports, by_number);
    for (uint32_t i = 0; i < count; i++) {
        if ((i == 0 || reports[i] != reports[i - 1]) &&
            !add_voices(r, heap, list, reports[i])) {
            return false;
        }
    }
    return true;
}

bool dl_reckon_accounts(dl_reckoning *r, uint32_t heap_index, dl_happening *out)
{
    const dl_heap *heap = &r->heaps.at[heap_index];
    account_list list = {0};
    uint32_t room = 0;
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        const dl_telling *t = &r->tellings.at[heap->tellings.at[i]];
        const uint32_t claim = t->told->claim;
        const dl_str origin =
            claim == DL_NONE
                ? dl_outlet_of(&r->reports[t->report]->article)
                : origin_of_claim(r, t->report, &r->reports[t->report]->tells.claims[claim]);
        if (!add_account(r, &list, t->report, t->told, t->event, claim, origin)) {
            return false;
        }
    }
    if (!add_all_voices(r, heap, &list)) {
        return false;
    }
    drop_own_voice(&list);
    if (list.count > 1) {
        qsort_r(list.at, list.count, sizeof *list.at, by_place, r);
    }
    lend_origins(r, &list);
    for (uint32_t i = 0; i < heap->tellings.count; i++) {
        if (!add_figures(r, &r->tellings.at[heap->tellings.at[i]], out, &room)) {
            return false;
        }
    }
    mark_additions(r, &list, out);
    out->accounts = list.at;
    out->account_count = list.count;
    count(r, out);
    return !dl_arena_failed(r->arena);
}
