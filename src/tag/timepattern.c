/* timepattern.c - the patterns and meanings of rules; the grammar is in data/time.
 *
 * A pattern is parsed by recursive descent into NFA nodes (Thompson 1968): a fragment has
 * a first node and a last one whose way on is still open.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "timereader.h"

#define DEPTH_MAX 24 /* nesting of groups and lets */
#define NODES_MAX 200000u

static const char *const OP_NAMES[] = {
#define OP_NAME(name, text) text,
    DL_TIME_OP_MAP(OP_NAME)
#undef OP_NAME
};

static const struct {
    const char *name;
    uint8_t kind;
    bool takes_class;
} GUARDS[] = {
    {"after", DL_GUARD_AFTER, true},
    {"before", DL_GUARD_BEFORE, true},
    {"near", DL_GUARD_NEAR, true},
    {"year", DL_GUARD_YEAR, false},
    {"year-in", DL_GUARD_YEAR_IN, false},
    {"narrative", DL_GUARD_NARRATIVE, false},
    {"capital", DL_GUARD_CAPITAL, false},
    {"name", DL_GUARD_NAME, false},
    {"name-next", DL_GUARD_NAME_NEXT, false},
    {"start", DL_GUARD_START, false},
    {"noun-next", DL_GUARD_NOUN_NEXT, false},
    {"event-next", DL_GUARD_EVENT_NEXT, false},
    {"preposition", DL_GUARD_PREPOSITION, false},
    {"number-next", DL_GUARD_NUMBER_NEXT, false},
    {"counted", DL_GUARD_COUNTED, false},
    {"person", DL_GUARD_PERSON, false},
    {"titled", DL_GUARD_TITLED, false},
    {"compound", DL_GUARD_COMPOUND, false},
};

/* ---- fragments ---- */

typedef struct fragment {
    uint32_t start, end; /* end: a node whose `next` is open */
} fragment;

static uint32_t node_new(dl_timereader *r, dl_time_node node)
{
    if (r->words->node.count >= NODES_MAX) {
        return DL_NONE;
    }
    dl_time_node *slot = dl_vec_push(&r->words->node, r->arena);
    if (slot == NULL) {
        return DL_NONE;
    }
    *slot = node;
    return r->words->node.count - 1;
}

static uint32_t node_jump(dl_timereader *r, uint32_t next, uint32_t other)
{
    return node_new(r, (dl_time_node){.kind = DL_NODE_SPLIT,
                                      .slot = DL_SLOT_COUNT,
                                      .next = next,
                                      .other = other});
}

static bool single(dl_timereader *r, dl_time_node node, fragment *out)
{
    node.next = DL_NONE;
    out->start = out->end = node_new(r, node);
    return out->start != DL_NONE;
}

static void join(dl_timereader *r, fragment *head, fragment tail)
{
    r->words->node.at[head->end].next = tail.start;
    head->end = tail.end;
}

/* head | tail */
static bool either(dl_timereader *r, fragment *head, fragment tail)
{
    const uint32_t split = node_jump(r, head->start, tail.start);
    const uint32_t end = node_jump(r, DL_NONE, DL_NONE);
    if (split == DL_NONE || end == DL_NONE) {
        return false;
    }
    r->words->node.at[head->end].next = end;
    r->words->node.at[tail.end].next = end;
    *head = (fragment){split, end};
    return true;
}

static bool repeat(dl_timereader *r, fragment *f, char mark)
{
    const uint32_t end = node_jump(r, DL_NONE, DL_NONE);
    const uint32_t split = node_jump(r, f->start, end);
    if (split == DL_NONE || end == DL_NONE) {
        return false;
    }
    r->words->node.at[f->end].next = mark == '?' ? end : split;
    *f = (fragment){mark == '+' ? f->start : split, end};
    return true;
}

static bool class_fragment(dl_timereader *r, uint32_t id, uint8_t slot, uint8_t fill,
                           fragment *out)
{
    return single(
        r,
        (dl_time_node){
            .kind = DL_NODE_CLASS, .class = (uint16_t)id, .slot = slot, .fill = fill},
        out);
}

/* One class: a single atom of it, or one of its entries of several words. */
static bool class_or_phrases(dl_timereader *r, uint32_t id, uint8_t slot, fragment *out)
{
    const dl_timeclass c = r->classes.at[id];
    if (!class_fragment(r, id, slot, c.fill, out)) {
        return false;
    }
    for (uint32_t i = c.phrases; i != DL_NONE; i = r->phrases.at[i].next) {
        const dl_timephrase *p = &r->phrases.at[i];
        fragment all, part;
        for (uint8_t k = 0; k < p->count; k++) {
            if (!class_fragment(r, p->literals[k], DL_SLOT_COUNT, 0, &part)) {
                return false;
            }
            if (k == 0) {
                all = part;
            } else {
                join(r, &all, part);
            }
        }
        if (!single(
                r,
                (dl_time_node){
                    .kind = DL_NODE_SET, .slot = slot, .fill = c.fill, .value = p->value},
                &part)) {
            return false;
        }
        join(r, &all, part);
        if (!either(r, out, all)) {
            return false;
        }
    }
    return true;
}

static dl_status parse_alternatives(dl_timereader *r, dl_str *rest, int depth,
                                    fragment *out);

static dl_status parse_let(dl_timereader *r, dl_str name, int depth, fragment *out)
{
    const uint32_t id = dl_map_find(&r->let_names, name);
    if (id == DL_NONE) {
        return dl_timereader_fail(r, "'%.*s' is neither a class nor a let",
                                  DL_TIME_W(name));
    }
    dl_str body = r->lets.at[id].body;
    const dl_status status = parse_alternatives(r, &body, depth + 1, out);
    if (status == DL_OK && body.size > 0) {
        return dl_timereader_fail(r, "let '%.*s': what is '%.*s'?", DL_TIME_W(name),
                                  DL_TIME_W(body));
    }
    return status;
}

static dl_status parse_named(dl_timereader *r, dl_str *rest, int depth, fragment *out)
{
    const dl_str name = dl_timereader_name(rest);
    const uint32_t id = dl_map_find(&r->class_names, name);
    if (name.size == 0) {
        return dl_timereader_fail(r, "what is '%.*s'?", DL_TIME_W(*rest));
    }
    if (id == DL_NONE) {
        return parse_let(r, name, depth, out);
    }
    uint8_t slot = r->classes.at[id].slot;
    if (dl_timereader_char(rest, ':')) {
        const dl_str text = dl_timereader_name(rest);
        slot = dl_timereader_slot(text);
        if (slot == DL_SLOT_COUNT && !dl_str_is(text, "-")) {
            return dl_timereader_fail(r, "'%.*s' is no slot", DL_TIME_W(text));
        }
    }
    return class_or_phrases(r, id, slot, out) ? DL_OK : dl_fail_memory(r->err);
}

static dl_status parse_literal(dl_timereader *r, dl_str *rest, fragment *out)
{
    const dl_str text = dl_str_next(rest, '"');
    uint32_t id;
    if (rest->at == NULL || text.size == 0) {
        return dl_timereader_fail(r, "a quote is not closed");
    }
    const dl_status status = dl_timereader_literal(r, text, &id);
    if (status != DL_OK) {
        return status;
    }
    return class_fragment(r, id, DL_SLOT_COUNT, 0, out) ? DL_OK : dl_fail_memory(r->err);
}

/* {slot=value} */
static dl_status parse_constant(dl_timereader *r, dl_str *rest, fragment *out)
{
    const dl_str name = dl_timereader_name(rest);
    const uint8_t slot = dl_timereader_slot(name);
    int32_t value;
    if (slot == DL_SLOT_COUNT || !dl_timereader_char(rest, '=')) {
        return dl_timereader_fail(r, "expected {slot=value}, got '%.*s'",
                                  DL_TIME_W(name));
    }
    const dl_status status =
        dl_timereader_value(r, slot, dl_timereader_name(rest), &value);
    if (status != DL_OK) {
        return status;
    }
    if (!dl_timereader_char(rest, '}')) {
        return dl_timereader_fail(r, "a brace is not closed");
    }
    return single(r, (dl_time_node){.kind = DL_NODE_SET, .slot = slot, .value = value},
                  out)
               ? DL_OK
               : dl_fail_memory(r->err);
}

static dl_status parse_group(dl_timereader *r, dl_str *rest, char close, int depth,
                             fragment *out)
{
    fragment inner;
    const dl_status status = parse_alternatives(r, rest, depth + 1, &inner);
    if (status != DL_OK) {
        return status;
    }
    if (!dl_timereader_char(rest, close)) {
        return dl_timereader_fail(r, "'%c' is missing", close);
    }
    if (close == ')') {
        *out = inner;
        return DL_OK;
    }
    fragment end;
    if (!single(r, (dl_time_node){.kind = DL_NODE_OPEN, .slot = DL_SLOT_COUNT}, out) ||
        !single(r, (dl_time_node){.kind = DL_NODE_CLOSE, .slot = DL_SLOT_COUNT}, &end)) {
        return dl_fail_memory(r->err);
    }
    join(r, out, inner);
    join(r, out, end);
    return DL_OK;
}

static dl_status parse_item(dl_timereader *r, dl_str *rest, int depth, fragment *out)
{
    dl_status status;
    if (dl_timereader_char(rest, '(')) {
        status = parse_group(r, rest, ')', depth, out);
    } else if (dl_timereader_char(rest, '[')) {
        status = parse_group(r, rest, ']', depth, out);
    } else if (dl_timereader_char(rest, '"')) {
        status = parse_literal(r, rest, out);
    } else if (dl_timereader_char(rest, '{')) {
        status = parse_constant(r, rest, out);
    } else {
        status = parse_named(r, rest, depth, out);
    }
    if (status == DL_OK && rest->size > 0 && strchr("?*+", *rest->at) != NULL) {
        const char mark = *rest->at;
        dl_timereader_char(rest, mark);
        return repeat(r, out, mark) ? DL_OK : dl_fail_memory(r->err);
    }
    return status;
}

static dl_status parse_sequence(dl_timereader *r, dl_str *rest, int depth, fragment *out)
{
    out->start = out->end = node_jump(r, DL_NONE, DL_NONE);
    if (out->start == DL_NONE) {
        return dl_fail(r->err, DL_ELIMIT, "%s:%u: more than %u nodes", r->path, r->number,
                       NODES_MAX);
    }
    for (dl_timereader_blanks(rest); rest->size > 0 && strchr("|)]", *rest->at) == NULL;
         dl_timereader_blanks(rest)) {
        fragment item;
        const dl_status status = parse_item(r, rest, depth, &item);
        if (status != DL_OK) {
            return status;
        }
        join(r, out, item);
    }
    return DL_OK;
}

static dl_status parse_alternatives(dl_timereader *r, dl_str *rest, int depth,
                                    fragment *out)
{
    if (depth > DEPTH_MAX) {
        return dl_timereader_fail(r, "nested deeper than %d (does a let use itself?)",
                                  DEPTH_MAX);
    }
    dl_status status = parse_sequence(r, rest, depth, out);
    while (status == DL_OK && dl_timereader_char(rest, '|')) {
        fragment other;
        status = parse_sequence(r, rest, depth, &other);
        if (status == DL_OK && !either(r, out, other)) {
            return dl_fail_memory(r->err);
        }
    }
    return status;
}

/* ---- rules ---- */

static dl_status read_guard(dl_timereader *r, dl_time_rule *rule, dl_str field)
{
    dl_time_guard guard = {.negated = dl_timereader_char(&field, '!')};
    dl_str value = field;
    const dl_str name = dl_str_next(&value, '=');
    for (size_t i = 0; i < sizeof GUARDS / sizeof GUARDS[0]; i++) {
        if (!dl_str_is(name, GUARDS[i].name)) {
            continue;
        }
        guard.kind = GUARDS[i].kind;
        if (GUARDS[i].takes_class) {
            const uint32_t id =
                value.at == NULL ? DL_NONE : dl_map_find(&r->class_names, value);
            if (id == DL_NONE) {
                return dl_timereader_fail(r, "'%.*s' needs a class", DL_TIME_W(field));
            }
            guard.class = (uint16_t)id;
        }
        if (rule->guard_count == DL_TIME_GUARDS_MAX) {
            return dl_timereader_fail(r, "more than %d guards", DL_TIME_GUARDS_MAX);
        }
        rule->guards[rule->guard_count++] = guard;
        return DL_OK;
    }
    return dl_timereader_fail(r, "'%.*s' is no guard", DL_TIME_W(name));
}

static dl_status read_constant(dl_timereader *r, dl_time_rule *rule, dl_str field)
{
    dl_str value = field;
    const uint8_t slot = dl_timereader_slot(dl_str_next(&value, '='));
    if (slot == DL_SLOT_COUNT || value.at == NULL ||
        rule->constant_count == DL_TIME_CONSTANTS_MAX) {
        return dl_timereader_fail(r, "'%.*s' is no slot=value", DL_TIME_W(field));
    }
    rule->constants[rule->constant_count].slot = slot;
    return dl_timereader_value(r, slot, value,
                               &rule->constants[rule->constant_count++].value);
}

/* op slot=value ... [if guard ...] */
static dl_status read_meaning(dl_timereader *r, dl_time_rule *rule, dl_str text)
{
    const dl_str op = dl_timereader_field(&text);
    while (rule->op < DL_TIMEOP_COUNT && !dl_str_is(op, OP_NAMES[rule->op])) {
        rule->op++;
    }
    if (rule->op == DL_TIMEOP_COUNT) {
        return dl_timereader_fail(r, "'%.*s' is no meaning", DL_TIME_W(op));
    }
    bool guards = false;
    for (dl_str field = dl_timereader_field(&text); field.size > 0;
         field = dl_timereader_field(&text)) {
        if (dl_str_is(field, "if")) {
            guards = true;
            continue;
        }
        const dl_status status =
            guards ? read_guard(r, rule, field) : read_constant(r, rule, field);
        if (status != DL_OK) {
            return status;
        }
    }
    return DL_OK;
}

static bool name_rule(dl_timereader *r, dl_time_rule *rule, dl_str id)
{
    static const char *const WAYS[DL_WAY_COUNT] = {"", ".past", ".next", ".text",
                                                   ".unknown"};
    for (int i = 0; i < DL_WAY_COUNT; i++) {
        rule->ids[i] = dl_str_printf(r->arena, "time.%.*s%s", DL_TIME_W(id), WAYS[i]).at;
        if (rule->ids[i] == NULL) {
            return false;
        }
    }
    return true;
}

dl_status dl_timereader_compile(dl_timereader *r, const dl_timeline *source)
{
    r->path = source->path;
    r->number = source->number;
    dl_time_rule rule = {.node_low = r->words->node.count};
    dl_str rest = source->body;
    const size_t arrow = dl_str_find(rest, DL_STR("=>"));
    if (arrow == SIZE_MAX) {
        return dl_timereader_fail(r, "a rule needs '=>'");
    }
    dl_str pattern = {rest.at, arrow};
    fragment whole;
    dl_status status = parse_alternatives(r, &pattern, 0, &whole);
    if (status == DL_OK && pattern.size > 0) {
        return dl_timereader_fail(r, "what is '%.*s'?", DL_TIME_W(pattern));
    }
    if (status == DL_OK) {
        rest.at += arrow + 2;
        rest.size -= arrow + 2;
        status = read_meaning(r, &rule, rest);
    }
    if (status != DL_OK) {
        return status;
    }
    fragment end;
    if (!single(r,
                (dl_time_node){.kind = DL_NODE_ACCEPT,
                               .slot = DL_SLOT_COUNT,
                               .other = r->words->rule.count},
                &end) ||
        !name_rule(r, &rule, source->name)) {
        return dl_fail_memory(r->err);
    }
    join(r, &whole, end);
    rule.start = whole.start;
    rule.node_high = r->words->node.count;
    dl_time_rule *slot = dl_vec_push(&r->words->rule, r->arena);
    if (slot == NULL) {
        return dl_fail_memory(r->err);
    }
    *slot = rule;
    return DL_OK;
}
