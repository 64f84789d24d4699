/* term.c - see term.h.
 *
 * Terms are words (without endings, everyday words left out), pairs of words with a
 * capital, and numbers. Names, numbers and what stands in the beginning weigh more: they
 * tell one happening from another like it. A list of words that every news page uses
 * gives each term a share of reports thought to hold it, so that rarity means something
 * even among five reports.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "term.h"

#include "hash.h"
#include "map.h"
#include "text.h"
#include "vec.h"

#include <math.h>
#include <stdlib.h>

/* Chosen on four public sets together (BCubed F1 of stories). */
#define BEGINNING_WORDS 120 /* of a text count twice */
#define BEGINNING_WEIGHT 2.0f
#define TITLE_WEIGHT 2.0f
#define NAME_WEIGHT 1.5f /* words mostly written with a capital */
#define NUMBER_WEIGHT 2.0f
#define PAIR_WEIGHT 0.7f  /* two capitals in a row */
#define COMMON_SHARE 0.3f /* of reports that hold one of the common words */
#define RARE_SHARE 0.02f
#define WORDS_MOST 20000    /* of a text; what comes later is not looked at */
#define STEM_LEAST 4        /* letters an ending leaves */
#define LOOKS_BACK_WORDS 40 /* where an anniversary piece says what it is */
#define MARK_WORDS 6        /* "marks" and "year" stand so near */
#define MONTH_PAST 45       /* days after a month when one says it with its year */
#define NEWS_DAYS 14        /* what is told as news is so old at most */
#define WEEKDAY_WORDS 80    /* where the weekday of the news is told */

static const char stop_words[] =
    "a an the of in on at to by as is was are were be been being it its and or that this "
    "these those which who whom whose with from for had has have having would will can "
    "could may might must shall should he she they his her their them him we our us you "
    "your i my me but not no nor so if then than there here when where while what why "
    "how "
    "about after before over under between into out up down off again also more most "
    "other "
    "some such only own same too very just because during through until against all any "
    "both each few many much one two said says say told";

static const char common_words[] =
    "people year time day week month new first last man men woman three four five six "
    "seven "
    "eight nine ten according government official police state country city monday "
    "tuesday "
    "wednesday thursday friday saturday sunday january february march april june july "
    "august "
    "september october november december president minister news report statement killed "
    "dead death died injured wounded group local national international world united "
    "states "
    "american white company business million billion percent market added including make "
    "take get got back go going come came now still since made part home work number "
    "area "
    "left right high long end around several second third old next early late another "
    "even "
    "well like public security force military army war attack family member least near "
    "north "
    "south east west found called used use show set help want need think know see look "
    "good "
    "great big small among later today yesterday tomorrow earlier spokesman spokeswoman "
    "reuters associated press photo image video read click";

static uint64_t word_hash(const char *word, size_t size)
{
    return dl_hash((dl_str){word, size});
}

/* ---- endings ---- */

static bool ends(const char *word, size_t size, const char *ending)
{
    const size_t n = strlen(ending);
    return size >= n + STEM_LEAST && memcmp(word + size - n, ending, n) == 0;
}

/* Lower-cases an ASCII word and takes a light ending off; 0 for any other. */
static size_t stem(dl_str word, char out[64])
{
    size_t n = word.size;
    if (n == 0 || n > 60) {
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        const unsigned char c = (unsigned char)word.at[i];
        if (c >= 128) {
            return 0;
        }
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    if (ends(out, n, "ies")) {
        out[n - 3] = 'y';
        return n - 2;
    }
    static const char *const endings[] = {"ing", "ed", "es", "s"};
    for (size_t i = 0; i < 4; i++) {
        if (ends(out, n, endings[i])) {
            return n - strlen(endings[i]);
        }
    }
    return n;
}

/* ---- reading ---- */

typedef struct tally {
    uint64_t key;
    float sum, capital; /* weight of all, and of those with a capital */
    uint8_t kind;
} tally;
enum { KIND_WORD, KIND_NUMBER, KIND_PAIR };

typedef struct reader {
    dl_arena *arena;
    dl_map stop, common, place;
    DL_VEC(tally) tallies;
} reader;

static bool put_words(reader *r, dl_map *map, const char *list)
{
    dl_str rest = dl_str_of(list);
    char room[64];
    dl_map_init(map, r->arena);
    while (rest.at != NULL) {
        const dl_str word = dl_str_next(&rest, ' ');
        const size_t size = stem(word, room);
        if (!dl_map_set_id(map, word_hash(room, size), 0) ||
            !dl_map_set_id(map, word_hash(word.at, word.size), 0)) {
            return false;
        }
    }
    return true;
}

static bool count_term(reader *r, uint64_t key, float weight, bool capital, uint8_t kind)
{
    const uint32_t at = dl_map_add_id(&r->place, key, r->tallies.count);
    if (at == DL_NONE) {
        return false;
    }
    tally *t =
        at < r->tallies.count ? &r->tallies.at[at] : dl_vec_push(&r->tallies, r->arena);
    if (t == NULL) {
        return false;
    }
    t->key = key;
    t->kind = kind;
    t->sum += weight;
    t->capital += capital ? weight : 0;
    return true;
}

static bool count_text(reader *r, const dl_text *words, float weight)
{
    uint64_t before = 0; /* the word before, when it had a capital */
    for (uint32_t i = 0; i < words->count && i < WORDS_MOST; i++) {
        const dl_text_word *word = &words->at[i];
        const dl_str text = dl_str_cut(words->text, word->span);
        char room[64];
        const size_t size = stem(text, room);
        const uint64_t plain = size == 0 ? word->key : word_hash(room, size);
        if ((word->flags & DL_TEXT_FURNITURE) != 0 ||
            dl_map_find_id(&r->stop, plain) != DL_NONE) {
            before = 0;
            continue;
        }
        const bool capital = (word->flags & DL_TEXT_CAPITAL) != 0;
        const bool number = (word->flags & DL_TEXT_NUMBER) != 0;
        const float w = weight * (i < BEGINNING_WORDS ? BEGINNING_WEIGHT : 1);
        if (!count_term(r, plain, w, capital, number ? KIND_NUMBER : KIND_WORD)) {
            return false;
        }
        if (capital && before != 0 &&
            !count_term(r, dl_hash_join(before, plain), w, true, KIND_PAIR)) {
            return false;
        }
        before = capital ? plain : 0;
    }
    return true;
}

static int by_key(const void *x, const void *y)
{
    const dl_term *p = x, *q = y;
    return p->key < q->key ? -1 : p->key > q->key;
}

static bool list_words(reader *r, dl_terms *out)
{
    out->words = dl_arena_new_array(r->arena, (size_t)r->tallies.count + 1, dl_term);
    if (out->words == NULL) {
        return false;
    }
    for (uint32_t i = 0; i < r->tallies.count; i++) {
        const tally *t = &r->tallies.at[i];
        float weight = 1 + logf(t->sum);
        if (t->kind == KIND_NUMBER) {
            weight *= NUMBER_WEIGHT;
        } else if (t->capital > 0.6f * t->sum) {
            weight *= NAME_WEIGHT * (t->kind == KIND_PAIR ? PAIR_WEIGHT : 1);
        }
        const bool common = dl_map_find_id(&r->common, t->key) != DL_NONE;
        out->words[i] = (dl_term){t->key, weight, common ? COMMON_SHARE : RARE_SHARE};
    }
    out->word_count = r->tallies.count;
    if (out->word_count > 1) {
        qsort(out->words, out->word_count, sizeof *out->words, by_key);
    }
    return true;
}

/* ---- names and places of the tag stage ---- */

static bool list_names(const dl_report *report, dl_arena *arena, dl_terms *out)
{
    DL_VEC(dl_term) names = {0};
    const dl_tags *tags = &report->tags;
    for (uint32_t i = 0; i < tags->name_count; i++) {
        const dl_name *name = &tags->names[i];
        float mentions = 0;
        for (uint32_t k = 0; k < name->alias_count; k++) {
            mentions += (float)name->aliases[k].count;
        }
        if (name->key.size == 0 || name->type == DL_NAME_GROUP || mentions == 0) {
            continue;
        }
        dl_term *term = dl_vec_push(&names, arena);
        if (term == NULL) {
            return false;
        }
        *term = (dl_term){dl_hash(name->key), 1 + logf(mentions), RARE_SHARE};
    }
    for (uint32_t i = 0; i < tags->place_count; i++) {
        const dl_place *place = &tags->places[i];
        if (place->geonames == 0 || place->group != i ||
            place->kind == DL_PLACE_COUNTRY || place->role == DL_PLACE_METONYM ||
            place->role == DL_PLACE_DEMONYM) {
            continue;
        }
        dl_term *term = dl_vec_push(&names, arena);
        if (term == NULL) {
            return false;
        }
        *term = (dl_term){dl_hash_join(1, place->geonames), 1.5f, RARE_SHARE};
    }
    if (names.count > 1) {
        qsort(names.at, names.count, sizeof *names.at, by_key);
    }
    uint32_t n = 0; /* the same key once, with the greater weight */
    for (uint32_t i = 0; i < names.count; i++) {
        if (n > 0 && names.at[n - 1].key == names.at[i].key) {
            names.at[n - 1].weight += names.at[i].weight / 2;
        } else {
            names.at[n++] = names.at[i];
        }
    }
    out->names = names.at;
    out->name_count = n;
    return true;
}

/* ---- days ---- */

static int by_day(const void *x, const void *y)
{
    const int32_t p = *(const int32_t *)x, q = *(const int32_t *)y;
    return p < q ? -1 : p > q;
}

static void read_days(const dl_report *report, dl_terms *out)
{
    const dl_tells *tells = &report->tells;
    for (uint32_t i = 0; i < tells->event_count && out->day_count < DL_TERM_DAYS; i++) {
        const dl_event *event = &tells->events[i];
        const dl_when when = event->date.when;
        if (event->modality != DL_HAPPENED || event->same_as != DL_NONE ||
            !dl_when_known(when) || when.precision < DL_PRECISION_DAY) {
            continue;
        }
        const dl_day day = dl_when_first(when);
        if (day != DL_DAY_NONE && dl_when_last(when) - day <= 1) {
            out->days[out->day_count++] = day;
        }
    }
    qsort(out->days, out->day_count, sizeof *out->days, by_day);
}

static bool is_one_of(const dl_text *text, uint32_t i, const char *const *words,
                      size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (text->at[i].key == dl_text_key(words[k])) {
            return true;
        }
    }
    return false;
}

/* The weekday told in the beginning, when there is only one. */
static uint8_t read_weekday(const dl_text *words)
{
    static const char *const names[] = {"monday", "tuesday",  "wednesday", "thursday",
                                        "friday", "saturday", "sunday"};
    uint8_t found = 7;
    for (uint32_t i = 0; i < words->count && i < WEEKDAY_WORDS; i++) {
        if ((words->at[i].flags & DL_TEXT_CAPITAL) == 0) {
            continue;
        }
        for (uint8_t d = 0; d < 7; d++) {
            if (words->at[i].key == dl_text_key(names[d])) {
                if (found != 7 && found != d) {
                    return 7;
                }
                found = d;
            }
        }
    }
    return found;
}

/* Does the text begin by saying how long ago it was: "a year after", "anniversary",
 * "marks its tenth year"? */
static bool read_looks_back(const dl_text *text)
{
    static const char *const back[] = {"anniversary",  "anniversaries", "commemorate",
                                       "commemorated", "commemorates",  "commemoration"};
    static const char *const spans[] = {"year", "years", "decade", "decades"};
    static const char *const behind[] = {"after", "since"};
    static const char *const marks[] = {"mark", "marks", "marked", "marking"};
    uint32_t marked = DL_NONE;
    for (uint32_t i = 0; i < text->count && i < LOOKS_BACK_WORDS; i++) {
        if (is_one_of(text, i, back, 6)) {
            return true;
        }
        marked = is_one_of(text, i, marks, 4) ? i : marked;
        if (is_one_of(text, i, spans, 4) &&
            ((marked != DL_NONE && i - marked <= MARK_WORDS) ||
             (i + 1 < text->count && is_one_of(text, i + 1, behind, 2)))) {
            return true;
        }
    }
    return false;
}

static dl_day month_past(dl_when month)
{
    const dl_day last = dl_when_last(month);
    return last == DL_DAY_NONE ? DL_DAY_NONE : last + MONTH_PAST;
}

/* An undated report was written after the latest day it tells or recalls, and soon after
 * the latest it tells as news. */
static void guess_publication(const dl_report *report, dl_terms *out)
{
    const dl_tells *tells = &report->tells;
    for (uint32_t i = 0; i < tells->event_count; i++) {
        const dl_event *event = &tells->events[i];
        const dl_when when = event->date.when;
        if ((event->modality != DL_HAPPENED && event->modality != DL_RECALLED) ||
            !dl_when_known(when) || when.precision < DL_PRECISION_MONTH) {
            continue;
        }
        /* of this month nobody says the year */
        const dl_day day =
            when.precision == DL_PRECISION_MONTH ? month_past(when) : dl_when_first(when);
        if (day != DL_DAY_NONE && (out->first == DL_DAY_NONE || day > out->first)) {
            out->first = day;
        }
    }
    if (out->day_count > 0 && out->days[out->day_count - 1] + NEWS_DAYS >= out->first) {
        out->last = out->days[out->day_count - 1] + NEWS_DAYS;
    }
}

static void read_publication(const dl_report *report, dl_terms *out)
{
    const dl_when when = report->article.published.when;
    out->first = out->last = DL_DAY_NONE;
    if (dl_when_known(when)) {
        out->first = dl_when_first(when);
        out->last = dl_when_last(when);
    } else {
        guess_publication(report, out);
    }
}

dl_status dl_terms_read(const dl_report *report, dl_arena *arena, dl_terms *out,
                        dl_error *err)
{
    reader r = {.arena = arena};
    dl_text title, text;
    *out = (dl_terms){0};
    dl_status status = dl_text_read(report->article.title, arena, &title, err);
    if (status == DL_OK) {
        status = dl_text_read(report->article.text, arena, &text, err);
    }
    if (status != DL_OK) {
        return status;
    }
    dl_map_init(&r.place, arena);
    if (!put_words(&r, &r.stop, stop_words) || !put_words(&r, &r.common, common_words) ||
        !count_text(&r, &title, TITLE_WEIGHT) || !count_text(&r, &text, 1) ||
        !list_words(&r, out) || !list_names(report, arena, out)) {
        return dl_fail_memory(err);
    }
    out->length = text.count > title.count ? text.count : title.count;
    out->weekday = read_weekday(&text);
    out->looks_back = read_looks_back(&title) || read_looks_back(&text);
    read_days(report, out);
    read_publication(report, out);
    return DL_OK;
}
