/* name_vote.c - what a name is: one answer for a document.
 *
 * The language model looks at a few words around each mention and may call one name a
 * person here and a body there. All mentions that are spelled alike vote: each with what
 * the model says, and with what stands around it (a title, an age, "its owner", "the").
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

#include "spelling.h"

#define TYPES (DL_NAME_GROUP + 1)

/* Weights. A title settles it alone; the model's word counts in every mention. */
enum {
    VOTE_MODEL = 4,
    VOTE_HEADLINE = 1, /* the model's word about a headline */
    VOTE_TITLE = 24,
    VOTE_FIRM = 24,
    VOTE_AGE = 12,
    VOTE_OFFICE = 8,
    VOTE_SURNAME = 5, /* in every mention, as the model's word */
    VOTE_KIN = 8,
    VOTE_ASSET = 6,
    VOTE_GIVEN = 5,
    VOTE_WHO = 6,
    VOTE_ARTICLE = 5,
    VOTE_PLACE = 6,
    VOTE_COMMON_MOST = 64 /* a sum is cut here: one name in a thousand places is no surer */
};

typedef struct ballot {
    int votes[TYPES];
    uint32_t first, mentions; /* part; how many have its spelling */
} ballot;

static bool open_to_vote(const dl_part *part)
{
    return part->kind == DL_PART_NAME && part->actor == NULL && part->place == DL_NONE &&
           !part->armed;
}

static void give(ballot *b, uint8_t type, int votes)
{
    if (b->votes[type] < VOTE_COMMON_MOST * 4) {
        b->votes[type] += votes;
    }
}

static bool gazetteer_word(const dl_naming *n, uint32_t i, uint32_t classes)
{
    dl_gazetteer_entry entry;
    return n->gazetteer != NULL && n->words[i].size > 0 &&
           dl_gazetteer_find(n->gazetteer, n->words[i], &entry) &&
           (entry.words & classes) != 0;
}

static bool one_of(const dl_naming *n, uint32_t i, const char *const *words, size_t count)
{
    for (size_t w = 0; i < n->doc->token_count && w < count; w++) {
        if (dl_str_is(n->lemmas[i], words[w])) {
            return true;
        }
    }
    return false;
}

/* "the owner of X", "X shares" */
static bool asset(const dl_naming *n, uint32_t i)
{
    static const char *const ASSETS[] = {"owner", "shareholder", "share", "employee",
                                         "subsidiary", "headquarters", "customer", "staff",
                                         "boss", "executive", "branch", "factory", "founder"};
    return one_of(n, i, ASSETS, sizeof ASSETS / sizeof *ASSETS);
}

/* ", 43," */
static bool age_behind(const dl_naming *n, uint32_t end)
{
    return end + 2 < n->doc->token_count && word_is(n, end, ",") &&
           is_tag(n, end + 1, "CD") && word(n, end + 1).size == 2 &&
           isdigit((unsigned char)word(n, end + 1).at[0]) &&
           (word_is(n, end + 2, ",") || word_is(n, end + 2, "."));
}

static bool office_before(const dl_naming *n, uint32_t first)
{
    uint32_t unused;
    return first > 0 && !upper(n, first - 1) && is_tag(n, first - 1, "NN") &&
           same_sentence(n, first - 1, first) &&
           dl_name_noun_at(n, first - 1, 1u << DL_NOUN_ROLE, &unused) != NULL;
}

/* "the X", when it is X that is "the". */
static bool has_article(const dl_naming *n, const dl_part *part)
{
    return part->first > 0 && word_is(n, part->first - 1, "the") &&
           token(n, part->first - 1)->head >= part->first &&
           token(n, part->first - 1)->head < part->end;
}

/* "F-16 Falcon", "T-72": letters, a hyphen, figures begin it. */
static bool model_number(const dl_naming *n, const dl_part *part)
{
    enum { LETTERS_MOST = 3 };
    const dl_str form = part->form;
    size_t i = 0;
    while (i < form.size && isalpha((unsigned char)form.at[i])) {
        i++;
    }
    return i > 0 && i <= LETTERS_MOST && isupper((unsigned char)form.at[0]) &&
           i + 1 < form.size && form.at[i] == '-' && isdigit((unsigned char)form.at[i + 1]);
}

/* Words for places that are surnames as well. */
static bool surname_too(const dl_naming *n, uint32_t i)
{
    static const char *const WORDS[] = {"hill", "lake", "park", "field", "fields", "wood",
                                        "woods", "brook", "marsh", "church", "hall", "house",
                                        "lane", "bridge", "street", "beach", "rivers", "forest",
                                        "castle", "temple", "mill", "mills", "farm", "pond",
                                        "pool", "ford", "mount", "cliff", "dale", "valley"};
    for (size_t w = 0; w < sizeof WORDS / sizeof *WORDS; w++) {
        if (dl_str_is(n->words[i], WORDS[w])) {
            return true;
        }
    }
    return false;
}

/* "in X", "near the X" */
static bool place_before(const dl_naming *n, const dl_part *part)
{
    const uint32_t first = part->first;
    return first > 0 && (is_tag(n, first - 1, "IN") || is_tag(n, first - 1, "TO") ||
                         word_is(n, first - 1, "the"));
}

/* What the words of a name say it is, whatever stands around it: "Battle of Osk", "Osk
 * River", "Velan Hall", "F-16". */
static void own_words(const dl_naming *n, const dl_part *part, ballot *b)
{
    const uint32_t words = part->end - part->first, last = part->end - 1;
    if (model_number(n, part)) {
        give(b, DL_NAME_PRODUCT, VOTE_FIRM);
    }
    if (words < 2) {
        return;
    }
    const bool of = word_is(n, part->first + 1, "of");
    if (class_at(n, DL_ACTORS_EVENT, of ? part->first : last)) {
        give(b, DL_NAME_EVENT, VOTE_FIRM);
    } else if (class_at(n, DL_ACTORS_LAW, of ? part->first : last) && upper(n, last)) {
        give(b, DL_NAME_LAW, VOTE_PLACE);
    } else if (of || !upper(n, last) || (surname_too(n, last) && !place_before(n, part))) {
        return;
    } else if (gazetteer_word(n, last, DL_GAZ_WORD_LAND | DL_GAZ_WORD_WATER)) {
        give(b, DL_NAME_LOC, VOTE_PLACE);
    } else if (part->type == DL_NAME_PERSON && gazetteer_word(n, last, DL_GAZ_WORD_BODY) &&
               !gazetteer_word(n, part->first, DL_GAZ_WORD_GIVEN)) {
        give(b, DL_NAME_ORG, VOTE_PLACE); /* "Velmar Rovers" */
    } else if (part->type == DL_NAME_PERSON && gazetteer_word(n, last, DL_GAZ_WORD_FACILITY) &&
               !gazetteer_word(n, part->first, DL_GAZ_WORD_GIVEN)) {
        give(b, DL_NAME_FAC, VOTE_PLACE);
    }
}

/* "X, the mayor of Osk", "X, a monitoring group": what stands beside it. */
static const dl_noun *noun_beside(const dl_naming *n, const dl_part *part)
{
    enum { BESIDE_WORDS_MOST = 6 };
    uint32_t first;
    if (!word_is(n, part->end, ",")) {
        return NULL;
    }
    const uint32_t from = part->end + 1;
    for (uint32_t i = from; i < n->doc->token_count && i < from + BESIDE_WORDS_MOST; i++) {
        if (!same_sentence(n, part->head, i) || word_is(n, i, ",")) {
            return NULL;
        }
        if (is_dep(n, i, "appos") && token(n, i)->head >= part->first &&
            token(n, i)->head < part->end) {
            return is_tag(n, i, "NN") ? dl_name_noun_at(n, i, 1u << DL_NOUN_BODY | 1u << DL_NOUN_ROLE,
                                                        &first)
                                      : NULL;
        }
    }
    return NULL;
}

static void person_or_body(const dl_naming *n, const dl_part *part, ballot *b)
{
    const uint32_t end = part->end, words = part->end - part->first;
    const bool titled = part->first > 0 && upper(n, part->first - 1) &&
                        class_at(n, DL_ACTORS_TITLE, part->first - 1);
    if (titled && n->style[part->first] == DL_STYLE_SENTENCE) {
        give(b, DL_NAME_PERSON, VOTE_TITLE);
    }
    const dl_noun *beside = noun_beside(n, part);
    if (beside != NULL) {
        give(b, beside->kind == DL_NOUN_ROLE ? DL_NAME_PERSON : DL_NAME_ORG, VOTE_OFFICE);
    }
    if (age_behind(n, end)) {
        give(b, DL_NAME_PERSON, VOTE_AGE);
    }
    if (office_before(n, part->first) && words <= 4) {
        give(b, DL_NAME_PERSON, VOTE_OFFICE);
    }
    if (words >= 2 && words <= 3 && gazetteer_word(n, part->first, DL_GAZ_WORD_GIVEN) &&
        !gazetteer_word(n, end - 1, DL_GAZ_WORD_BODY | DL_GAZ_WORD_FACILITY | DL_GAZ_WORD_OFFICE)) {
        give(b, DL_NAME_PERSON, VOTE_GIVEN);
    }
    if (words > 1 && class_at(n, DL_ACTORS_FIRM, end - 1)) {
        give(b, DL_NAME_ORG, VOTE_FIRM);
    }
    if (has_article(n, part)) {
        give(b, DL_NAME_PERSON, -VOTE_ARTICLE);
        give(b, DL_NAME_ORG, VOTE_ARTICLE / 2);
    }
    if (word_is(n, end, ",")) {
        give(b, DL_NAME_PERSON, word_is(n, end + 1, "who") ? VOTE_WHO : 0);
        give(b, DL_NAME_ORG, word_is(n, end + 1, "which") ? VOTE_WHO : 0);
    }
    if (end < n->doc->token_count && is_tag(n, end, "POS")) {
        give(b, DL_NAME_PERSON, end + 1 < n->doc->token_count &&
                                            dl_actors_is(n->actors, DL_ACTORS_KIN, n->lemmas[end + 1])
                                        ? VOTE_KIN
                                        : 0);
        give(b, DL_NAME_ORG, asset(n, end + 1) ? VOTE_ASSET : 0);
    } else if (asset(n, end) && !upper(n, end)) {
        give(b, DL_NAME_ORG, VOTE_ASSET);
    }
    if (part->first > 1 && word_is(n, part->first - 1, "of") && asset(n, part->first - 2)) {
        give(b, DL_NAME_ORG, VOTE_ASSET);
    }
}

static void count_part(const dl_naming *n, const dl_part *part, ballot *b)
{
    b->mentions++;
    give(b, part->type,
         n->style[part->first] == DL_STYLE_SENTENCE ? VOTE_MODEL : VOTE_HEADLINE);
    own_words(n, part, b);
    if (part->type == DL_NAME_PERSON || part->type == DL_NAME_ORG ||
        part->type == DL_NAME_GPE || part->type == DL_NAME_PRODUCT ||
        part->type == DL_NAME_FAC) {
        person_or_body(n, part, b);
    }
    give(b, DL_NAME_PERSON, dl_name_person(n, part));
    give(b, DL_NAME_GPE, dl_name_where(n, part));
}

static uint8_t winner(const ballot *b, uint8_t first)
{
    uint8_t best = first;
    for (uint8_t t = 0; t < TYPES; t++) {
        if (b->votes[t] > b->votes[best]) {
            best = t;
        }
    }
    return best;
}

static bool titled(const ballot *b)
{
    return b->votes[DL_NAME_PERSON] >= VOTE_TITLE;
}

/* "Ms Velan" speaks for "Marta Velan" too. */
static void hear_surnames(const dl_naming *n, const dl_map *by_key, ballot *ballots, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const dl_part *part = &n->parts.at[ballots[i].first];
        if (part->end - part->first < 2 || part->end - part->first > 4) {
            continue;
        }
        const uint32_t last = dl_map_find(by_key, n->words[part->end - 1]);
        if (last != DL_NONE && titled(&ballots[last])) {
            give(&ballots[i], DL_NAME_PERSON, VOTE_OFFICE);
        }
    }
}

/* First words of bodies, and single words by their sound: key -> ballot. */
static bool index_words(dl_naming *n, const ballot *ballots, uint32_t count, dl_map *bodies,
                        dl_map *sounds)
{
    bool right = true;
    for (uint32_t i = 0; i < count && right; i++) {
        const dl_part *part = &n->parts.at[ballots[i].first];
        const uint32_t words = part->end - part->first;
        const dl_str sound = words <= 3 ? dl_spelling_sound(n->arena, part->key) : (dl_str){"", 0};
        if (winner(&ballots[i], part->type) == DL_NAME_ORG && words > 1) {
            right = dl_map_add(bodies, n->words[part->first], i) != DL_NONE;
        }
        if (right && sound.size > 0) {
            right = dl_map_add(sounds, sound, i) != DL_NONE;
        }
    }
    return right;
}

/* "Rami Abdel Rahman" speaks for "Abdulrahman", "Ivo Tolland" for "Tolland", unless a body
 * is called so ("Tolland Mining"). */
static void lend_surnames(dl_naming *n, const dl_map *by_key, ballot *ballots, uint32_t count)
{
    dl_map bodies, sounds;
    dl_map_init(&bodies, n->arena);
    dl_map_init(&sounds, n->arena);
    if (!index_words(n, ballots, count, &bodies, &sounds)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        const dl_part *part = &n->parts.at[ballots[i].first];
        const uint32_t words = part->end - part->first;
        if (words < 2 || words > 4 || winner(&ballots[i], part->type) != DL_NAME_PERSON) {
            continue;
        }
        dl_str rest = part->key;
        (void)dl_str_next(&rest, ' ');
        const dl_str last = n->words[part->end - 1];
        const dl_str sound = dl_spelling_sound(n->arena, rest);
        uint32_t to = dl_map_find(by_key, last);
        to = to == DL_NONE && sound.size > 0 ? dl_map_find(&sounds, sound) : to;
        if (to != DL_NONE && to != i && dl_map_find(&bodies, last) == DL_NONE) {
            give(&ballots[to], DL_NAME_PERSON, VOTE_SURNAME * (int)ballots[to].mentions);
        }
    }
}

void dl_name_vote(dl_naming *n)
{
    dl_map by_key;
    DL_VEC(ballot) ballots = {0};
    dl_map_init(&by_key, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (!open_to_vote(part)) {
            continue;
        }
        const uint32_t at = dl_map_add(&by_key, part->key, ballots.count);
        if (at == DL_NONE) {
            return;
        }
        if (at == ballots.count) {
            ballot *fresh = dl_vec_push(&ballots, n->arena);
            if (fresh == NULL) {
                return;
            }
            fresh->first = p;
        }
        count_part(n, part, &ballots.at[at]);
    }
    hear_surnames(n, &by_key, ballots.at, ballots.count);
    lend_surnames(n, &by_key, ballots.at, ballots.count);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        const uint32_t at = open_to_vote(part) ? dl_map_find(&by_key, part->key) : DL_NONE;
        if (at != DL_NONE) {
            part->type = winner(&ballots.at[at], n->parts.at[ballots.at[at].first].type);
        }
    }
}
