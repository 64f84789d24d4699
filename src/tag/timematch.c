/* timematch.c - runs the automaton over atoms; see timematch.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "timematch.h"

typedef struct action {
    uint32_t node;
    uint32_t atom;
} action;

#define ACTIONS_MAX (DL_TIME_MATCH_MAX * 6)

typedef struct finder {
    const dl_timewords *words;
    const dl_doc *doc;
    const dl_time_atoms *atoms;
    bool narrative;
    uint64_t *tried;     /* bits over (node of the rule, atom): already in vain */
    uint32_t tried_room; /* in words */
    dl_arena *arena;
} finder;

static bool has(const finder *f, uint32_t atom, uint16_t class)
{
    return atom < f->atoms->count &&
           dl_time_sign_has(f->words, f->atoms->at[atom].sign, class);
}

/* ---- reading a match off the rule's NFA ---- */

static int32_t value_in_class(const finder *f, const dl_time_atom *atom, uint16_t class)
{
    if (atom->digits > 0) {
        return atom->number;
    }
    const dl_time_word *word = &f->words->word.at[atom->word];
    for (uint32_t e = word->first; e < word->first + word->count; e++) {
        const dl_time_entry *entry = &f->words->entry.at[e];
        if (entry->class == class && (entry->conditions & ~atom->holds) == 0) {
            return entry->value;
        }
    }
    return 0;
}

static void fill(int32_t *slot, uint8_t how, int32_t value)
{
    if (how == DL_FILL_SET || *slot == DL_SLOT_EMPTY) {
        *slot = value;
        return;
    }
    const int64_t old = *slot;
    const int64_t sum = how == DL_FILL_ADD        ? old + value
                        : how == DL_FILL_MULTIPLY ? (old == 0 ? 1 : old) * value
                                                  : old * 1000 + value;
    *slot = sum > INT32_MAX ? INT32_MAX : (int32_t)sum;
}

typedef struct branch {
    uint32_t node, atom, actions;
} branch;

/* A depth-first walk over the rule's nodes, first alternatives first, that never enters
 * the same (node, atom) twice: time is nodes x atoms. Gives the number of actions. */
static bool walk(finder *f, const dl_time_rule *rule, uint32_t first, uint32_t end,
                 action *actions, uint32_t *count)
{
    branch stack[ACTIONS_MAX];
    uint32_t depth = 0;
    const uint32_t nodes = rule->node_high - rule->node_low;
    const uint32_t bits = nodes * (end - first + 1);
    if (bits / 64 + 1 > f->tried_room) {
        return false;
    }
    memset(f->tried, 0, (bits / 64 + 1) * sizeof *f->tried);
    stack[depth++] = (branch){rule->start, first, 0};
    while (depth > 0) {
        branch at = stack[--depth];
        while (at.node != DL_NONE) {
            const uint32_t bit =
                (at.node - rule->node_low) * (end - first + 1) + (at.atom - first);
            if (f->tried[bit / 64] >> (bit % 64) & 1) {
                break;
            }
            f->tried[bit / 64] |= (uint64_t)1 << (bit % 64);
            const dl_time_node *n = &f->words->node.at[at.node];
            if (n->kind == DL_NODE_ACCEPT) {
                if (at.atom == end) {
                    *count = at.actions;
                    return true;
                }
                break;
            }
            if (n->kind == DL_NODE_CLASS &&
                (at.atom == end || !has(f, at.atom, n->class))) {
                break;
            }
            if (n->kind == DL_NODE_SPLIT) {
                if (n->other != DL_NONE && depth < ACTIONS_MAX) {
                    stack[depth++] = (branch){n->other, at.atom, at.actions};
                }
            } else {
                if (at.actions == ACTIONS_MAX) {
                    break;
                }
                actions[at.actions++] = (action){at.node, at.atom};
                at.atom += n->kind == DL_NODE_CLASS;
            }
            at.node = n->next;
        }
    }
    return false;
}

static void clear_slots(int32_t *slots)
{
    for (int i = 0; i < DL_SLOT_COUNT; i++) {
        slots[i] = DL_SLOT_EMPTY;
    }
}

/* Replays the actions. Slots filled outside of any [piece] belong to all pieces. */
static void read_off(const finder *f, const action *actions, uint32_t count,
                     dl_time_match *match)
{
    int32_t common[DL_SLOT_COUNT];
    clear_slots(common);
    const dl_time_rule *rule = &f->words->rule.at[match->rule];
    int32_t *slots = common;
    uint32_t last = match->first;
    for (uint32_t i = 0; i < count; i++) {
        const dl_time_node *n = &f->words->node.at[actions[i].node];
        last = actions[i].atom + (n->kind == DL_NODE_CLASS);
        if (n->kind == DL_NODE_OPEN && match->piece_count < DL_TIME_PIECES) {
            dl_time_piece *piece = &match->pieces[match->piece_count++];
            clear_slots(piece->slots);
            piece->first = piece->end = actions[i].atom;
            slots = piece->slots;
        } else if (n->kind == DL_NODE_CLOSE && slots != common) {
            match->pieces[match->piece_count - 1].end = last;
            slots = common;
        } else if (n->slot < DL_SLOT_COUNT) {
            fill(&slots[n->slot], n->fill,
                 n->kind == DL_NODE_SET
                     ? n->value
                     : value_in_class(f, &f->atoms->at[actions[i].atom], n->class));
        }
    }
    for (uint8_t i = 0; i < rule->constant_count; i++) {
        if (common[rule->constants[i].slot] == DL_SLOT_EMPTY) {
            common[rule->constants[i].slot] = rule->constants[i].value;
        }
    }
    if (match->piece_count == 0) {
        match->pieces[0] = (dl_time_piece){.first = match->first, .end = match->end};
        clear_slots(match->pieces[0].slots);
        match->piece_count = 1;
    }
    for (uint32_t p = 0; p < match->piece_count; p++) {
        for (int s = 0; s < DL_SLOT_COUNT; s++) {
            if (match->pieces[p].slots[s] == DL_SLOT_EMPTY) {
                match->pieces[p].slots[s] = common[s];
            }
        }
    }
}

/* ---- guards ---- */

static const dl_token *token_at(const finder *f, uint32_t atom)
{
    return &f->doc->tokens[f->atoms->at[atom].token];
}

static bool tag_is(const dl_token *token, const char *tag)
{
    return strcmp(token->tag, tag) == 0;
}

static bool tag_starts(const dl_token *token, const char *tag)
{
    return strncmp(token->tag, tag, strlen(tag)) == 0;
}

static bool next_token(const finder *f, const dl_time_match *m, const dl_token **out)
{
    if (m->end >= f->atoms->count) {
        return false;
    }
    *out = token_at(f, m->end);
    return f->atoms->at[m->end].token != f->atoms->at[m->end - 1].token ||
           !f->atoms->at[m->end].glued;
}

/* "EMSW-2024", "opportunities/2159": a number hung on a code or an address. */
static bool in_code(const finder *f, const dl_time_match *m)
{
    if (m->first < 2 || !f->atoms->at[m->first].glued ||
        !f->atoms->at[m->first - 1].glued) {
        return false;
    }
    const dl_str text = f->doc->text;
    const dl_span span = f->atoms->at[m->first - 2].span;
    const char mark = text.at[f->atoms->at[m->first - 1].span.start];
    const char a = text.at[span.start], b = text.at[span.end - 1];
    return (mark == '-' && span.end - span.start > 1 && a >= 'A' && a <= 'Z' &&
            b >= 'A' && b <= 'Z') ||
           (mark == '/' && a >= 'a' && a <= 'z');
}

/* Money, percentages, scores, versions and the like around a bare number. */
static bool numeric_company(const finder *f, const dl_time_match *m)
{
    if (m->end < f->atoms->count && f->atoms->at[m->end].glued) {
        const dl_time_atom *next = &f->atoms->at[m->end];
        const char c = f->doc->text.at[next->span.start];
        const bool joined =
            m->end + 1 < f->atoms->count && f->atoms->at[m->end + 1].glued;
        const bool digits = joined && f->atoms->at[m->end + 1].digits > 0;
        if (strchr("%$/_@=+", c) != NULL || (strchr(".,:", c) != NULL && digits) ||
            next->digits > 0 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return true;
        }
    }
    if (m->first > 1 && f->atoms->at[m->first].glued &&
        f->atoms->at[m->first - 1].glued &&
        f->doc->text.at[f->atoms->at[m->first - 1].span.start] == '-' &&
        f->atoms->at[m->first - 2].digits > 0 && f->atoms->at[m->first - 2].digits != 4) {
        return true; /* a telephone: "555-2012" */
    }
    if (in_code(f, m)) {
        return true;
    }
    if (m->first > 0 && f->atoms->at[m->first].glued) {
        const dl_time_atom *before = &f->atoms->at[m->first - 1];
        const char c = f->doc->text.at[before->span.start];
        const bool joined = m->first > 1 && before->glued;
        const bool digits = joined && f->atoms->at[m->first - 2].digits > 0;
        if (strchr("$#:_@=+&", c) != NULL || (strchr(".,", c) != NULL && digits) ||
            (unsigned char)c == 0xC2 || (unsigned char)c == 0xE2 ||
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            return (unsigned char)c != 0xE2 ||
                   dl_time_sign_has(f->words, before->sign, 0) == false;
        }
    }
    return false;
}

static bool entity_is(const finder *f, const dl_token *token, const char *type)
{
    return token->entity != DL_NONE &&
           strcmp(f->doc->entities[token->entity].type, type) == 0;
}

/* "the 2014 Oscars", but not "2100 Syrians" nor "1944 Larch Street". */
static bool year_of_name(const finder *f, const dl_token *self, const dl_token *next)
{
    if (!tag_starts(next, "NNP") || self->head >= f->doc->token_count) {
        return false;
    }
    return !entity_is(f, next, "NORP") &&
           !dl_time_token_is(f->words, f->doc, self->head, f->words->class_street);
}

/* A bare number from 1000 to 2100 is a year unless it counts something: "in 1943",
 * "(1899-1902)", "the 1943 offensive", but not "1943 soldiers" nor "room 2012". */
static bool year_like(const finder *f, const dl_time_match *m, bool strictly)
{
    if (numeric_company(f, m)) {
        return false;
    }
    const dl_token *self = token_at(f, m->end - 1), *next = NULL, *before = NULL;
    if (strictly && (entity_is(f, self, "CARDINAL") || entity_is(f, self, "MONEY") ||
                     entity_is(f, self, "QUANTITY"))) {
        return false;
    }
    if (m->first > 0) {
        before = token_at(f, m->first - 1);
        if (f->atoms->at[m->first - 1].digits > 0) {
            return false;
        }
    }
    if (next_token(f, m, &next) && self->sentence == next->sentence && !next->is_space &&
        before != NULL && !before->is_space) {
        const bool determined =
            (!strictly && f->atoms->at[m->first].digits == 0) || /* "early 2007" */
            (tag_is(before, "DT") || tag_is(before, "PRP$") || tag_is(before, "POS") ||
             tag_is(before, "JJ"));
        const bool counts = strictly && strcmp(self->dep, "nummod") == 0 &&
                            self->head > f->atoms->at[m->end - 1].token;
        const bool led = !strictly && strcmp(self->dep, "pobj") == 0;
        if (!determined && !led && !year_of_name(f, self, next) &&
            (counts || tag_is(next, "NNS"))) {
            return false;
        }
    }
    return true;
}

#define DATELINE_ATOMS 12 /* words of "NEW ARLENNE, Veldmark," at most */

/* "DAMASCUS, May 20 (Agency) -": capitalised words and a comma lead from the start of the
 * paragraph to the date; a bracket or a dash follows it. */
static bool in_dateline(const finder *f, const dl_time_match *m)
{
    const dl_str text = f->doc->text;
    if (m->first == 0 || m->end >= f->atoms->count) {
        return false;
    }
    const char next = text.at[f->atoms->at[m->end].span.start];
    if (strchr("(-:/,", next) == NULL && (unsigned char)next != 0xE2) {
        return false;
    }
    uint32_t at = m->first - 1;
    if (text.at[f->atoms->at[at].span.start] != ',') {
        return false;
    }
    for (uint32_t k = 0; k < DATELINE_ATOMS; k++) {
        const uint32_t start = f->atoms->at[at].span.start;
        const char c = text.at[start];
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            return false;
        }
        if (start == 0 || text.at[start - 1] == '\n') {
            return true;
        }
        if (at-- == 0) {
            return false;
        }
    }
    return false;
}

/* A noun phrase, a clause or a participle begins here. */
static bool begins_phrase(const dl_token *token)
{
    static const char *const TAGS[] = {"DT",   "PRP", "PRP$", "NN",  "NNS", "NNP",
                                       "NNPS", "JJ",  "CD",   "VBG", "EX",  "TO"};
    for (size_t i = 0; i < sizeof TAGS / sizeof TAGS[0]; i++) {
        if (tag_is(token, TAGS[i])) {
            return true;
        }
    }
    return false;
}

#define NEAR_ATOMS 6

static bool near(const finder *f, const dl_time_match *m, uint16_t class)
{
    for (uint32_t i = m->first, k = 0; i-- > 0 && k < NEAR_ATOMS; k++) {
        if (has(f, i, class)) {
            return true;
        }
    }
    return false;
}

#define COUNTED_TOKENS 4 /* from the number to its unit: "40 billion Veldmark crowns" */

/* "500 crowns a month", "25 a day": a number, and a thing counted, go before. */
static bool counted_before(const finder *f, const dl_time_match *m)
{
    if (m->first == 0) {
        return false;
    }
    const uint32_t last = f->atoms->at[m->first - 1].token;
    const dl_token *token = &f->doc->tokens[last];
    const bool thing = tag_is(token, "CD") || tag_is(token, "NNS") || tag_is(token, "NN");
    for (uint32_t i = last + 1, k = 0; thing && i-- > 0 && k < COUNTED_TOKENS; k++) {
        if (f->doc->tokens[i].sentence != token->sentence ||
            tag_starts(&f->doc->tokens[i], "VB")) {
            return false;
        }
        if (tag_is(&f->doc->tokens[i], "CD")) {
            return true;
        }
    }
    return false;
}

/* "Joseph Friday", "April May". */
static bool in_person(const finder *f, const dl_time_match *m)
{
    const uint32_t entity = token_at(f, m->end - 1)->entity;
    if (entity == DL_NONE) {
        return false;
    }
    const dl_entity *e = &f->doc->entities[entity];
    return e->end - e->first > 1 && strcmp(e->type, "PERSON") == 0;
}

/* "Kessel 2000", "Veld Today": a proper name stands right before. */
static bool titled(const finder *f, const dl_time_match *m)
{
    return m->first > 0 && f->atoms->at[m->first - 1].digits == 0 &&
           f->atoms->at[m->first - 1].token != f->atoms->at[m->first].token &&
           tag_starts(token_at(f, m->first - 1), "NNP") &&
           token_at(f, m->first - 1)->sentence == token_at(f, m->first)->sentence;
}

/* "rest days", "the war years": a noun right before qualifies it. */
static bool compound(const finder *f, const dl_time_match *m)
{
    const uint32_t first = f->atoms->at[m->first].token;
    if (first == 0) {
        return false;
    }
    const dl_token *before = &f->doc->tokens[first - 1];
    return strcmp(before->dep, "compound") == 0 && before->head == first &&
           tag_starts(before, "NN");
}

static bool guard_holds(const finder *f, const dl_time_match *m, const dl_time_guard *g)
{
    const dl_token *next;
    switch (g->kind) {
    case DL_GUARD_AFTER:
        return m->first > 0 && has(f, m->first - 1, g->class);
    case DL_GUARD_BEFORE:
        return has(f, m->end, g->class);
    case DL_GUARD_NEAR:
        return near(f, m, g->class);
    case DL_GUARD_YEAR:
        return year_like(f, m, true);
    case DL_GUARD_YEAR_IN:
        return year_like(f, m, false);
    case DL_GUARD_NARRATIVE:
        return f->narrative;
    case DL_GUARD_CAPITAL:
        return (f->atoms->at[m->end - 1].holds & DL_TIME_CAPITAL) != 0;
    case DL_GUARD_NAME:
        return (f->atoms->at[m->end - 1].holds & DL_TIME_CAPITAL) != 0 &&
               !token_at(f, m->end - 1)->sent_start;
    case DL_GUARD_NAME_NEXT:
        return next_token(f, m, &next) && tag_starts(next, "NNP");
    case DL_GUARD_START:
        return in_dateline(f, m);
    case DL_GUARD_NOUN_NEXT:
        return next_token(f, m, &next) && tag_starts(next, "NN") &&
               strcmp(next->pos, "PRON") != 0;
    case DL_GUARD_EVENT_NEXT:
        return next_token(f, m, &next) && begins_phrase(next);
    case DL_GUARD_PREPOSITION:
        return tag_is(token_at(f, m->first), "IN");
    case DL_GUARD_NUMBER_NEXT:
        return m->end < f->atoms->count && f->atoms->at[m->end].digits > 0;
    case DL_GUARD_COUNTED:
        return counted_before(f, m);
    case DL_GUARD_PERSON:
        return in_person(f, m);
    case DL_GUARD_COMPOUND:
        return compound(f, m);
    case DL_GUARD_TITLED:
        return titled(f, m);
    default:
        return false;
    }
}

static bool guards_hold(const finder *f, const dl_time_match *m)
{
    const dl_time_rule *rule = &f->words->rule.at[m->rule];
    for (uint8_t i = 0; i < rule->guard_count; i++) {
        if (guard_holds(f, m, &rule->guards[i]) == rule->guards[i].negated) {
            return false;
        }
    }
    return true;
}

/* ---- the run ---- */

static bool try_rule(finder *f, uint32_t rule, uint32_t first, uint32_t end,
                     dl_time_match *match)
{
    action actions[ACTIONS_MAX];
    uint32_t count;
    match->rule = rule;
    match->first = first;
    match->end = end;
    match->piece_count = 0;
    if (!guards_hold(f, match) ||
        !walk(f, &f->words->rule.at[rule], first, end, actions, &count)) {
        return false;
    }
    read_off(f, actions, count, match);
    return true;
}

/* The best match that starts at `first`; its length in atoms, 0 if none. */
static uint32_t match_at(finder *f, uint32_t first, dl_time_match *match)
{
    const dl_timewords *w = f->words;
    uint32_t states[DL_TIME_MATCH_MAX];
    uint32_t length = 0, state = 1;
    while (length < DL_TIME_MATCH_MAX && first + length < f->atoms->count) {
        state = w->next[state * w->sign_count + f->atoms->at[first + length].sign];
        if (state == 0) {
            break;
        }
        states[length++] = state;
    }
    for (; length > 0; length--) {
        const uint32_t s = states[length - 1];
        for (uint32_t a = w->accept_first[s]; a < w->accept_first[s + 1]; a++) {
            if (try_rule(f, w->accepts.at[a], first, first + length, match)) {
                return length;
            }
        }
    }
    return 0;
}

/* "P2qpm3Pm": digits behind letters begin no time. */
static bool is_letter_atom(const finder *f, uint32_t atom)
{
    const char c = f->doc->text.at[f->atoms->at[atom].span.end - 1];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool dl_time_find(const dl_timewords *words, const dl_doc *doc,
                  const dl_time_atoms *atoms, bool narrative, dl_arena *arena,
                  dl_time_matches *out)
{
    finder f = {.words = words,
                .doc = doc,
                .atoms = atoms,
                .narrative = narrative,
                .arena = arena};
    uint32_t widest = 0;
    for (uint32_t i = 0; i < words->rule.count; i++) {
        const uint32_t nodes = words->rule.at[i].node_high - words->rule.at[i].node_low;
        widest = nodes > widest ? nodes : widest;
    }
    f.tried_room = widest * (DL_TIME_MATCH_MAX + 1) / 64 + 1;
    f.tried = dl_arena_new_array(arena, f.tried_room, uint64_t);
    if (f.tried == NULL) {
        return false;
    }
    dl_time_match match;
    for (uint32_t i = 0; i < atoms->count;) {
        const bool cut = i > 0 && atoms->at[i].digits > 0 && atoms->at[i].glued &&
                         atoms->at[i - 1].digits == 0 && is_letter_atom(&f, i - 1);
        const uint32_t length =
            atoms->at[i].sign == 0 || cut ? 0 : match_at(&f, i, &match);
        if (length == 0) {
            i++;
            continue;
        }
        if (words->rule.at[match.rule].op != DL_TIMEOP_SKIP) {
            dl_time_match *slot = dl_vec_push(out, arena);
            if (slot == NULL) {
                return false;
            }
            *slot = match;
        }
        i += length;
    }
    return true;
}

bool dl_time_token_is(const dl_timewords *words, const dl_doc *doc, uint32_t at,
                      uint16_t class)
{
    if (class == UINT16_MAX) {
        return false;
    }
    const uint32_t word = dl_map_find(&words->words, doc->tokens[at].lower);
    if (word == DL_NONE) {
        return false;
    }
    return dl_time_sign_has(words, words->word.at[word].signs[DL_TIME_CONDITIONS - 1],
                            class);
}
