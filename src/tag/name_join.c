/* name_join.c - which names and descriptions are of one thing, and how that is known.
 *
 * Joins are unions of parts; each keeps the reason of the part that was joined to the
 * older or fuller one. Strong reasons first: the same spelling, the actor list, one place,
 * an acronym. Then parts of a name (surname, last word of a body), appositions, nouns.
 * A join is made only where exactly one thing answers; two candidates, no join.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name_index.h"

#include "fold.h"
#include "spelling.h"

#define ACRONYM_MOST 8   /* letters */
#define SPELLED_LEAST 3  /* of a listed one that the text may spell out otherwise */
#define SHARED_LETTERS 5 /* of words that are alike */
#define INITIALS_MOST 12 /* words whose initials are taken */
#define WINDOW_TOKENS 8  /* between a name and the "known as" that follows it */
#define NAME_WORDS_MOST 6

uint32_t dl_part_root(const dl_naming *n, uint32_t part)
{
    dl_part *at = n->parts.at;
    while (at[part].up != part) {
        at[part].up = at[at[part].up].up; /* paths are halved as they are walked */
        part = at[part].up;
    }
    return part;
}

void dl_part_join(dl_naming *n, uint32_t early, uint32_t late, dl_learned learned,
                  dl_span shown, const char *rule)
{
    const uint32_t a = dl_part_root(n, early), b = dl_part_root(n, late);
    if (a == b) {
        return;
    }
    dl_part *part = &n->parts.at[late];
    if (part->learned == DL_LEARNED_GIVEN && learned != DL_LEARNED_GIVEN) {
        part->learned = (uint8_t)learned;
        part->shown = shown;
        part->rule = rule;
    }
    n->parts.at[b].up = a;
    dl_part *root = &n->parts.at[a], *old = &n->parts.at[b];
    if (root->actor == NULL) {
        root->actor = old->actor;
    }
    if (root->country[0] == '\0') {
        memcpy(root->country, old->country, sizeof root->country);
    }
    root->armed |= old->armed;
    if (root->side == '-') {
        root->side = old->side;
    }
    if (root->body == DL_NONE) {
        root->body = old->body;
    }
    if (root->sex == '\0') {
        root->sex = old->sex;
    }
}

static dl_span from_to(const dl_part *a, const dl_part *b)
{
    return (dl_span){a->span.start < b->span.start ? a->span.start : b->span.start,
                     a->span.end > b->span.end ? a->span.end : b->span.end};
}

/* ---- the same spelling, the same actor, the same place ---- */

static void join_first(dl_naming *n, dl_map *map, uint64_t key, uint32_t p, const char *rule)
{
    const uint32_t first = dl_map_add_id(map, key, p);
    if (first != p && first != DL_NONE) {
        const bool alike = dl_str_equal(n->parts.at[first].key, n->parts.at[p].key);
        dl_part_join(n, first, p, alike ? DL_LEARNED_GIVEN : DL_LEARNED_LIST,
                     n->parts.at[p].span, rule);
    }
}

static void join_equal(dl_naming *n)
{
    dl_map forms, actors, places;
    dl_map_init(&forms, n->arena);
    dl_map_init(&actors, n->arena);
    dl_map_init(&places, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (part->kind == DL_PART_PRONOUN || part->kind == DL_PART_LOOSE ||
            dl_name_titled(n, p) != DL_NONE) {
            continue;
        }
        if (part->actor != NULL) {
            join_first(n, &actors, (uint64_t)(uintptr_t)part->actor, p, "name.join.list");
        } else if (part->place != DL_NONE) {
            const dl_place *place = &n->tags->places[part->place];
            join_first(n, &places,
                       (uint64_t)place->group << 2 | (place->role == DL_PLACE_DEMONYM), p,
                       "name.join.place");
        } else {
            const uint32_t first = dl_map_add(&forms, part->key, p);
            if (first != p && first != DL_NONE) {
                dl_part_join(n, first, p, DL_LEARNED_GIVEN, part->span, "name.join.spelling");
            }
        }
    }
    /* capitalised words nobody knew, when they spell a name that is known */
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const uint32_t first = n->parts.at[p].kind == DL_PART_LOOSE
                                   ? dl_map_find(&forms, n->parts.at[p].key)
                                   : DL_NONE;
        if (first != DL_NONE) {
            dl_part_join(n, first, p, DL_LEARNED_GIVEN, n->parts.at[p].span,
                         "name.join.spelling");
        }
    }
}

/* ---- acronyms ---- */

static bool capitals(dl_str form)
{
    unsigned letters = 0;
    for (size_t i = 0; i < form.size; i++) {
        if (islower((unsigned char)form.at[i]) || form.at[i] == ' ') {
            return false;
        }
        letters += isupper((unsigned char)form.at[i]) != 0;
    }
    return letters >= 1 && form.size >= 2 && form.size <= ACRONYM_MOST;
}

static bool small_word(dl_str w)
{
    static const char *const SMALL[] = {"of", "for", "the", "and", "in", "on", "de", "la",
                                        "du", "des", "to", "al", "y", "et", "del", "e",
                                        "da", "do", "para", "der", "und", "a", "el"};
    for (size_t i = 0; i < sizeof SMALL / sizeof *SMALL; i++) {
        if (dl_str_is(w, SMALL[i])) {
            return true;
        }
    }
    return false;
}

/* The first letters of `key`, small words counted or not; "" for fewer than two words. */
static dl_str initials(dl_arena *arena, dl_str key, bool with_small)
{
    char *out = dl_arena_alloc(arena, INITIALS_MOST + 1);
    size_t size = 0;
    dl_str rest = key;
    while (out != NULL && rest.size != 0 && size < INITIALS_MOST) {
        const dl_str w = dl_str_next(&rest, ' ');
        if (w.size != 0 && (with_small || !small_word(w))) {
            out[size++] = w.at[0];
        }
    }
    return size < 2 ? (dl_str){"", 0} : (dl_str){out, size};
}

/* The letters of an acronym, folded: "U.N." -> "un". */
static dl_str letters_of(dl_arena *arena, dl_str form)
{
    char *out = dl_arena_alloc(arena, form.size + 1);
    size_t size = 0;
    for (size_t i = 0; out != NULL && i < form.size; i++) {
        if (isalpha((unsigned char)form.at[i])) {
            out[size++] = (char)tolower((unsigned char)form.at[i]);
        }
    }
    return (dl_str){out, out == NULL ? 0 : size};
}

static void index_initials(dl_naming *n, dl_name_index *index)
{
    dl_map seen;
    dl_map_init(&seen, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (part->kind == DL_PART_PRONOUN || part->kind == DL_PART_ROLE ||
            part->type == DL_NAME_PERSON || !many_words(part->key) ||
            dl_map_add(&seen, part->key, p) != p) {
            continue;
        }
        dl_name_index_add(n, index, initials(n->arena, part->key, false), p);
        dl_name_index_add(n, index, initials(n->arena, part->key, true), p);
    }
}

static bool bracketed(const dl_naming *n, const dl_part *part)
{
    return part->first > 0 && word_is(n, part->first - 1, "(") &&
           (word_is(n, part->end, ")") || word_is(n, part->end, ","));
}

/* The name right before an acronym in brackets: "Mouvement du 23 Mars (M23)". */
static uint32_t before_bracket(const dl_naming *n, uint32_t p)
{
    const dl_part *part = &n->parts.at[p];
    if (part->first < 2) {
        return DL_NONE;
    }
    const uint32_t q = n->cover[part->first - 2];
    if (q == DL_NONE || q == p) {
        return DL_NONE;
    }
    const dl_part *before = &n->parts.at[q];
    const bool outlet = part->actor != NULL && dl_str_is(part->actor->sector, "JRN");
    return before->end + 1 == part->first && before->type == DL_NAME_ORG && !outlet ? q
                                                                                    : DL_NONE;
}

/* Whether the two keys share a word, or its beginning ("revolution", "revolutionary"). */
static bool share_word(dl_str a, dl_str b)
{
    while (a.at != NULL && a.size > 0) {
        const dl_str one = dl_str_next(&a, ' ');
        dl_str rest = b;
        while (one.size >= SHARED_LETTERS && rest.at != NULL && rest.size > 0) {
            if (dl_str_starts(dl_str_next(&rest, ' '), (dl_str){one.at, SHARED_LETTERS})) {
                return true;
            }
        }
    }
    return false;
}

/* "the Inflation Reduction Act (IRA)": letters of the actor list that the text itself
 * spells out as something else. */
static void forget_actors(dl_naming *n)
{
    dl_name_index index;
    dl_map named, other;
    dl_name_index_init(&index, n->arena);
    dl_map_init(&named, n->arena);
    dl_map_init(&other, n->arena);
    index_initials(n, &index);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (part->actor != NULL && many_words(part->key)) {
            dl_map_add_id(&named, (uint64_t)(uintptr_t)part->actor, p);
        }
    }
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        const uint64_t id = (uint64_t)(uintptr_t)part->actor;
        if (part->actor == NULL || part->actor->user || !capitals(part->form) ||
            part->form.size < SPELLED_LEAST || dl_map_find_id(&named, id) != DL_NONE) {
            continue;
        }
        bool several;
        const uint32_t q =
            dl_name_index_only(n, &index, letters_of(n->arena, part->form), p, &several);
        if (q != DL_NONE && n->parts.at[q].actor == NULL &&
            n->parts.at[q].kind == DL_PART_NAME &&
            !share_word(n->parts.at[q].key, dl_fold(n->arena, part->actor->name))) {
            dl_map_add_id(&other, id, q);
        }
    }
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if (part->actor != NULL &&
            dl_map_find_id(&other, (uint64_t)(uintptr_t)part->actor) != DL_NONE) {
            part->actor = NULL;
            part->armed = false;
            part->country[0] = '\0';
            part->rule = "name.model";
        }
    }
}

static void join_acronyms(dl_naming *n)
{
    dl_name_index index;
    dl_name_index_init(&index, n->arena);
    index_initials(n, &index);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if (!capitals(part->form) || part->place != DL_NONE ||
            n->style[part->first] == DL_STYLE_UPPER) {
            continue;
        }
        bool several = false;
        uint32_t best = before_bracket(n, p);
        if (!bracketed(n, part) || best == DL_NONE) {
            best = dl_name_index_only(n, &index, letters_of(n->arena, part->form), p, &several);
        }
        if (best == DL_NONE || n->parts.at[best].kind == DL_PART_LOOSE) {
            continue;
        }
        if (part->kind == DL_PART_LOOSE || part->type != n->parts.at[best].type) {
            part->kind = DL_PART_NAME;
            part->type = n->parts.at[best].type;
        }
        dl_part_join(n, best, p, DL_LEARNED_ACRONYM,
                     bracketed(n, part) ? from_to(&n->parts.at[best], part) : part->span,
                     "name.join.acronym");
    }
    /* the same letters elsewhere in the text were joined to them by spelling already */
}

/* ---- persons ---- */

static bool full_person(const dl_part *part)
{
    return part->kind == DL_PART_NAME && part->type == DL_NAME_PERSON &&
           part->place == DL_NONE && many_words(part->key);
}

/* Without "jr", "sr", "ii": what follows a surname. */
static dl_str without_rank(dl_str key)
{
    static const char *const RANKS[] = {" jr", " sr", " ii", " iii", " iv"};
    for (size_t i = 0; i < sizeof RANKS / sizeof *RANKS; i++) {
        if (dl_str_ends(key, dl_str_of(RANKS[i]))) {
            return (dl_str){key.at, key.size - strlen(RANKS[i])};
        }
    }
    return key;
}

static dl_str without_article(dl_str key)
{
    return dl_str_starts(key, DL_STR("al ")) || dl_str_starts(key, DL_STR("el "))
               ? (dl_str){key.at + 3, key.size - 3}
               : key;
}

static dl_str first_word(dl_str key)
{
    return dl_str_next(&key, ' ');
}

typedef struct persons {
    dl_name_index endings, beginnings, sounds, outer;
} persons;

/* "John Fitzgerald Reed" and "John Reed". */
static dl_str outer_words(dl_arena *arena, dl_str key)
{
    const dl_str first = first_word(key), last = dl_spelling_last(key);
    return dl_str_printf(arena, "%.*s %.*s", (int)first.size, first.at, (int)last.size, last.at);
}

/* Full names among themselves; then what answers to their parts. */
static void index_persons(dl_naming *n, persons *by)
{
    dl_map seen;
    dl_map_init(&seen, n->arena);
    dl_name_index_init(&by->endings, n->arena);
    dl_name_index_init(&by->beginnings, n->arena);
    dl_name_index_init(&by->sounds, n->arena);
    dl_name_index_init(&by->outer, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (!full_person(part) || dl_map_add(&seen, part->key, p) != p) {
            continue;
        }
        bool several;
        const dl_str heard = dl_spelling_sound(n->arena, part->key);
        uint32_t other = dl_name_index_only(n, &by->sounds, heard, p, &several);
        const dl_str outer = outer_words(n->arena, without_rank(part->key));
        if (other == DL_NONE) {
            other = dl_name_index_only(n, &by->outer, outer, p, &several);
        }
        if (other != DL_NONE) {
            dl_part_join(n, other, p, DL_LEARNED_PART, part->span, "name.join.person");
        }
        dl_name_index_add(n, &by->sounds, heard, p);
        dl_name_index_add(n, &by->outer, outer, p);
    }
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (!full_person(part) || dl_map_find(&seen, part->key) != p) {
            continue;
        }
        const dl_str key = without_rank(part->key);
        dl_name_index_endings(n, &by->endings, key, NAME_WORDS_MOST, p);
        dl_name_index_add(n, &by->beginnings, first_word(key), p);
        dl_str rest = key;
        (void)dl_str_next(&rest, ' ');
        dl_name_index_add(n, &by->sounds, dl_spelling_sound(n->arena, rest), p);
    }
}

static char sex_before(const dl_naming *n, const dl_part *part)
{
    return part->first == 0                                    ? '\0'
           : class_at(n, DL_ACTORS_MALE, part->first - 1)      ? 'm'
           : class_at(n, DL_ACTORS_FEMALE, part->first - 1)    ? 'f'
                                                               : '\0';
}

/* Of several who bear a surname: the one named shortly before. */
static uint32_t named_shortly_before(const dl_naming *n, uint32_t p, const dl_answers *list)
{
    for (uint32_t q = p, steps = 0; q-- > 0 && steps < NEAR_PARTS; steps++) {
        if (token(n, n->parts.at[q].head)->sentence + NEAR_SENTENCES <
            token(n, n->parts.at[p].head)->sentence) {
            return DL_NONE;
        }
        for (uint32_t i = 0; full_person(&n->parts.at[q]) && i < list->count; i++) {
            if (dl_part_root(n, q) == dl_part_root(n, list->parts[i])) {
                return q;
            }
        }
    }
    return DL_NONE;
}

static bool short_person(const dl_part *part)
{
    return (part->kind == DL_PART_NAME || part->kind == DL_PART_LOOSE) && part->actor == NULL &&
           part->place == DL_NONE && part->noun == NULL && part->type != DL_NAME_NORP &&
           part->type != DL_NAME_LANGUAGE;
}

/* The person a surname, a given name or another spelling is of. */
static uint32_t person_of(dl_naming *n, const persons *by, uint32_t p)
{
    const dl_part *part = &n->parts.at[p];
    const dl_str key = without_article(without_rank(part->key));
    bool several;
    uint32_t found = dl_name_index_only(n, &by->endings, key, p, &several);
    if (found == DL_NONE && several) {
        return named_shortly_before(n, p, dl_name_index_all(&by->endings, key));
    }
    if (found == DL_NONE) {
        const dl_arena_mark mark = dl_arena_here(n->arena);
        found = dl_name_index_only(n, &by->sounds, dl_spelling_sound(n->arena, key), p,
                                   &several);
        dl_arena_back(n->arena, mark);
    }
    if (found == DL_NONE && !several && !many_words(key) && part->type == DL_NAME_PERSON) {
        found = dl_name_index_only(n, &by->beginnings, key, p, &several);
    }
    return found;
}

static void join_short(dl_naming *n, const persons *by, uint32_t p)
{
    dl_part *part = &n->parts.at[p];
    const uint32_t full = person_of(n, by, p);
    if (full == DL_NONE) {
        return;
    }
    const char sex = n->parts.at[dl_part_root(n, full)].sex;
    if (sex != '\0' && part->sex != '\0' && sex != part->sex) {
        return; /* Mrs X is not the Mr X before her */
    }
    part->kind = DL_PART_NAME;
    part->type = DL_NAME_PERSON;
    dl_part_join(n, full, p, DL_LEARNED_PART, part->span, "name.join.part");
}

static void join_persons(dl_naming *n)
{
    persons by;
    for (uint32_t p = 0; p < n->parts.count; p++) {
        if (n->parts.at[p].type == DL_NAME_PERSON && n->parts.at[p].kind == DL_PART_NAME) {
            n->parts.at[p].sex = sex_before(n, &n->parts.at[p]);
        }
    }
    index_persons(n, &by);
    /* the longer ones first: "Abdel Rahman" before "Abdulrahman" */
    for (unsigned pass = 0; pass < 2; pass++) {
        for (uint32_t p = 0; p < n->parts.count; p++) {
            const dl_part *part = &n->parts.at[p];
            if (short_person(part) && many_words(part->key) == (pass == 0)) {
                join_short(n, &by, p);
            }
        }
    }
}

/* ---- bodies ---- */

static bool body(const dl_part *part)
{
    return part->kind == DL_PART_NAME && part->place == DL_NONE && part->type != DL_NAME_PERSON &&
           part->type != DL_NAME_NORP && part->type != DL_NAME_LANGUAGE;
}

typedef struct bodies {
    dl_name_index endings, heads, beginnings;
} bodies;

static void index_bodies(dl_naming *n, bodies *by)
{
    dl_map seen;
    dl_map_init(&seen, n->arena);
    dl_name_index_init(&by->endings, n->arena);
    dl_name_index_init(&by->heads, n->arena);
    dl_name_index_init(&by->beginnings, n->arena);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        const dl_part *part = &n->parts.at[p];
        if (!body(part) || !many_words(part->key) || dl_map_add(&seen, part->key, p) != p) {
            continue;
        }
        dl_name_index_endings(n, &by->endings, part->key, NAME_WORDS_MOST, p);
        dl_name_index_heads(n, &by->heads, part->key, p);
        if (part->type == DL_NAME_ORG || (part->noun != NULL && part->noun->kind == DL_NOUN_THING)) {
            dl_name_index_beginnings(n, &by->beginnings, part->key, NAME_WORDS_MOST, p);
        }
    }
}

static uint32_t body_of(const dl_naming *n, const bodies *by, uint32_t p)
{
    enum { BEGINNING_LEAST = 4 };
    const dl_part *part = &n->parts.at[p];
    bool several;
    uint32_t found = dl_name_index_only(n, &by->endings, part->key, p, &several);
    if (found == DL_NONE && !several) {
        found = dl_name_index_only(n, &by->heads, part->key, p, &several);
    }
    if (found == DL_NONE && !several && part->kind != DL_PART_NOUN &&
        (part->type == DL_NAME_ORG || many_words(part->key)) &&
        part->key.size >= BEGINNING_LEAST) {
        found = dl_name_index_only(n, &by->beginnings, part->key, p, &several);
        if (found != DL_NONE && n->parts.at[found].noun != NULL &&
            n->parts.at[found].noun->kind == DL_NOUN_GROUP) {
            found = DL_NONE;
        }
    }
    return found;
}

/* "the Corbin mill" and "Corbin Weaving": a thing bears the first word of its firm. */
static void join_firms(dl_naming *n, const bodies *by)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if (part->noun == NULL || part->noun->kind != DL_NOUN_THING || !part->modified ||
            part->kind != DL_PART_NAME) {
            continue;
        }
        bool several;
        const uint32_t firm =
            dl_name_index_only(n, &by->beginnings, first_word(part->key), p, &several);
        if (firm != DL_NONE && n->parts.at[firm].type == DL_NAME_ORG) {
            dl_part_join(n, firm, p, DL_LEARNED_PART, part->span, "name.join.firm");
        }
    }
}

static void join_bodies(dl_naming *n)
{
    bodies by;
    index_bodies(n, &by);
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        const bool unknown_place =
            part->place != DL_NONE &&
            n->tags->places[part->place].kind == DL_PLACE_UNKNOWN && many_words(part->key);
        if ((!body(part) && part->kind != DL_PART_LOOSE && !unknown_place) ||
            part->actor != NULL || (part->place != DL_NONE && !unknown_place)) {
            continue;
        }
        const uint32_t full = body_of(n, &by, p);
        if (full == DL_NONE) {
            continue;
        }
        part->kind = DL_PART_NAME;
        part->type = n->parts.at[full].type;
        dl_part_join(n, full, p, DL_LEARNED_PART, part->span, "name.join.part");
    }
    join_firms(n, &by);
}

/* ---- appositions ---- */

/* "known in Arabic as Tadmur", "also called X", "whose followers call themselves X". */
static bool naming_word(const dl_naming *n, uint32_t i)
{
    static const char *const WORDS[] = {"known", "called", "named", "dubbed", "nicknamed",
                                        "themselves", "itself", "abbreviated", "acronym",
                                        "formerly", "aka", "codenamed", "rebranded", "renamed"};
    for (size_t w = 0; w < sizeof WORDS / sizeof *WORDS; w++) {
        if (word_is(n, i, WORDS[w])) {
            return true;
        }
    }
    return false;
}

static bool quote_mark(const dl_naming *n, uint32_t i)
{
    return word_is(n, i, "\"") || word_is(n, i, "“") || word_is(n, i, "‘") || word_is(n, i, "'") ||
           word_is(n, i, "``");
}

/* The naming word that leads straight to token `first`: "known (in Arabic) as", "called
 * the", "themselves". DL_NONE if other words stand between. */
static uint32_t cue_before(const dl_naming *n, uint32_t first, uint32_t from)
{
    uint32_t i = first;
    while (i > from && (word_is(n, i - 1, "the") || quote_mark(n, i - 1))) {
        i--;
    }
    if (i > from && naming_word(n, i - 1) && !word_is(n, i - 1, "known")) {
        return i - 1;
    }
    if (i == from || !word_is(n, i - 1, "as")) {
        return DL_NONE;
    }
    for (uint32_t back = 1; back < WINDOW_TOKENS && i - 1 - back + 1 > from; back++) {
        const uint32_t at = i - 1 - back;
        if (naming_word(n, at)) {
            return at;
        }
        if (word_is(n, at, ",") || at == from) {
            break;
        }
    }
    return DL_NONE;
}

static void join_known_as(dl_naming *n)
{
    for (uint32_t p = 1; p < n->parts.count; p++) {
        dl_part *part = &n->parts.at[p];
        if ((part->kind != DL_PART_NAME && part->kind != DL_PART_LOOSE) || part->first == 0 ||
            part->type == DL_NAME_LANGUAGE || word_is(n, part->first - 1, "in")) {
            continue;
        }
        const uint32_t sentence = token(n, part->head)->sentence;
        const uint32_t from = n->doc->sentences[sentence].first;
        const uint32_t cue = cue_before(n, part->first, from);
        for (uint32_t q = p, steps = 0; cue != DL_NONE && q-- > 0 && steps < NEAR_PARTS; steps++) {
            dl_part *full = &n->parts.at[q];
            if (full->head < from || token(n, full->head)->sentence != sentence) {
                break;
            }
            if (full->end <= cue && cue - full->end < WINDOW_TOKENS &&
                full->kind == DL_PART_NAME && full->type != DL_NAME_LANGUAGE &&
                (full->type != DL_NAME_NORP || full->place == DL_NONE)) {
                part->kind = DL_PART_NAME;
                part->type = full->type;
                dl_part_join(n, q, p, DL_LEARNED_APPOSITION, from_to(full, part),
                             "name.join.known-as");
                break;
            }
        }
    }
}

/* A body's name beside what it is: "NN, a monitoring group", "the charity NN", "the union
 * of textile workers, NN". The model often takes such names for persons. */
static bool described_as(const dl_naming *n, const dl_part *noun, const dl_part *name)
{
    if (!same_sentence(n, noun->head, name->head)) {
        return false;
    }
    if (noun->end == name->first) {
        return true;
    }
    const bool appos =
        (is_dep(n, noun->head, "appos") && token(n, noun->head)->head == name->head) ||
        (is_dep(n, name->head, "appos") && token(n, name->head)->head == noun->head);
    return appos && (noun->end + 1 == name->first || name->end + 3 >= noun->first);
}

static bool can_be_described(const dl_naming *n, const dl_part *noun, const dl_part *name)
{
    if ((name->kind != DL_PART_NAME && name->kind != DL_PART_LOOSE) ||
        name->type == DL_NAME_NORP || !described_as(n, noun, name)) {
        return false;
    }
    return name->place == DL_NONE || n->tags->places[name->place].kind == DL_PLACE_UNKNOWN;
}

static void join_descriptions(dl_naming *n)
{
    for (uint32_t p = 0; p < n->parts.count; p++) {
        dl_part *noun = &n->parts.at[p];
        if (noun->kind != DL_PART_NOUN || noun->noun == NULL || noun->noun->kind != DL_NOUN_BODY) {
            continue;
        }
        for (uint32_t q = p > 2 ? p - 2 : 0; q < n->parts.count && q < p + 3; q++) {
            dl_part *name = &n->parts.at[q];
            if (q == p || !can_be_described(n, noun, name)) {
                continue;
            }
            name->kind = DL_PART_NAME;
            name->type = name->actor == NULL ? DL_NAME_ORG : name->type;
            dl_part_join(n, q, p, DL_LEARNED_APPOSITION, from_to(noun, name),
                         "name.join.description");
            break;
        }
    }
}

void dl_name_join(dl_naming *n)
{
    forget_actors(n);
    join_equal(n);
    join_acronyms(n);
    join_persons(n);
    join_bodies(n);
    join_known_as(n);
    join_descriptions(n);
    dl_name_join_roles(n);
    dl_name_join_nouns(n);
    dl_name_join_pronouns(n);
}
