/* codebook.c - reads a codebook and compiles it to tables. See codebook.h and
 * docs/codebook.md.
 *
 * The reader goes line by line. A line that starts in the first column opens a block
 * (class, type, rule) or is an order (include, drop); indented lines fill the block.
 * Every mistake ends the reading with "file:line: what".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "codebook.h"

#include "cue.h"
#include "fold.h"

#include "file.h"
#include "vec.h"

#include <stdlib.h>

typedef enum { IN_NOTHING, IN_CLASS, IN_CUES, IN_TYPE, IN_RULE } block_kind;

/* A file being read; an include is read in its place. */
typedef struct reader {
    dl_codebook *book;
    dl_error *err;
    const char *path; /* of the file being read */
    uint32_t line;
    uint32_t layer; /* 0 ours, 1 the user's */
    block_kind block;
    uint32_t at;    /* index of the open class, type or rule */
    char kind;      /* of the trigger list that deeper lines go on with, or 0 */
    size_t indent;  /* of that list's first line */
    uint32_t files; /* includes so far; the limit also ends files that name themselves */
} reader;

static dl_status bad(const reader *r, const char *what, dl_str word)
{
    return dl_fail(r->err, DL_EDATA, "%s:%u: %s '%.*s'", r->path, r->line, what,
                   (int)(word.size > 80 ? 80 : word.size), word.at);
}

/* The next word of a line, "" at its end. */
static dl_str next_word(dl_str *rest)
{
    *rest = dl_str_trim(*rest);
    size_t n = 0;
    while (n < rest->size && rest->at[n] != ' ' && rest->at[n] != '\t') {
        n++;
    }
    const dl_str word = {rest->at, n};
    rest->at += n;
    rest->size -= n;
    return word;
}

static const char *keep(reader *r, dl_str text)
{
    return dl_str_copy(&r->book->arena, text).at;
}

/* ---- classes ---- */
static uint32_t class_of(reader *r, dl_str name)
{
    dl_codebook *book = r->book;
    const uint32_t old = dl_map_find(&book->class_ids, name);
    if (old != DL_NONE) {
        return old;
    }
    if (book->class_count == DL_CLASS_MAX) {
        return DL_NONE;
    }
    const dl_str own = dl_str_copy(&book->arena, name);
    book->class_names[book->class_count] = own;
    dl_map_set(&book->class_ids, own, book->class_count);
    return book->class_count++;
}

static dl_classes *set_of(dl_codebook *book, dl_str word)
{
    uint32_t i = dl_map_find(&book->members, word);
    if (i == DL_NONE) {
        dl_classes *grown = dl_vec_room(&book->arena, book->sets, book->set_count,
                                        &book->set_room, sizeof *book->sets);
        if (grown == NULL) {
            return NULL;
        }
        book->sets = grown;
        i = book->set_count++;
        book->sets[i] = (dl_classes){{0}};
        dl_map_set(&book->members, dl_str_copy(&book->arena, word), i);
    }
    return &book->sets[i];
}

static void empty_class(dl_codebook *book, uint32_t which)
{
    for (uint32_t i = 0; i < book->set_count; i++) {
        book->sets[i].bits[which / 64] &= ~(UINT64_C(1) << (which % 64));
    }
}

/* All members of one class also become members of another. */
static void add_class(dl_codebook *book, uint32_t from, uint32_t to)
{
    const dl_classes bit = dl_class_bit(from);
    for (uint32_t i = 0; i < book->set_count; i++) {
        if (dl_classes_meet(book->sets[i], bit)) {
            book->sets[i] = dl_classes_join(book->sets[i], dl_class_bit(to));
        }
    }
}

static dl_status read_members(reader *r, dl_str rest)
{
    for (dl_str word = next_word(&rest); word.size > 0; word = next_word(&rest)) {
        if (word.at[0] == '+') {
            const dl_str name = {word.at + 1, word.size - 1};
            const uint32_t other = dl_map_find(&r->book->class_ids, name);
            if (other == DL_NONE) {
                return bad(r, "class is not known (write it above):", name);
            }
            add_class(r->book, other, r->at);
            continue;
        }
        dl_classes *set = set_of(r->book, word);
        if (set == NULL) {
            return dl_fail_memory(r->err);
        }
        *set = dl_classes_join(*set, dl_class_bit(r->at));
    }
    return DL_OK;
}

static dl_status open_class(reader *r, dl_str rest)
{
    dl_str name = next_word(&rest);
    const bool more = name.size > 0 && name.at[0] == '+';
    if (more) {
        name.at++;
        name.size--;
    }
    if (name.size == 0) {
        return bad(r, "a class needs a name:", DL_STR("class"));
    }
    r->at = class_of(r, name);
    if (r->at == DL_NONE) {
        return bad(r, "too many classes (at most 256), no room for", name);
    }
    r->block = IN_CLASS;
    if (!more && r->layer > 0) {
        empty_class(r->book, r->at);
    }
    return read_members(r, rest);
}

/* ---- cues ---- */
/* "not yet; still held; parts of" */
static dl_status read_cues(reader *r, dl_str rest)
{
    dl_arena *arena = &r->book->arena;
    dl_cue_list *cues = &r->book->cues[r->at];
    while (rest.at != NULL) {
        const dl_str phrase = dl_fold(arena, dl_str_trim(dl_str_next(&rest, ';')));
        if (phrase.size == 0) {
            continue;
        }
        dl_str *grown =
            dl_vec_room(arena, cues->at, cues->count, &cues->room, sizeof *cues->at);
        if (grown == NULL) {
            return dl_fail_memory(r->err);
        }
        cues->at = grown;
        grown[cues->count++] =
            dl_str_printf(arena, " %.*s ", (int)phrase.size, phrase.at);
    }
    return DL_OK;
}

static dl_status open_cues(reader *r, dl_str rest)
{
    dl_str name = next_word(&rest);
    const bool more = name.size > 0 && name.at[0] == '+';
    name.at += more;
    name.size -= more;
    const uint32_t kind = dl_cue_kind(name);
    if (kind == DL_CUE_KINDS) {
        return bad(r, "cues are NARROWS, CORRECTS or AHEAD, not", name);
    }
    r->block = IN_CUES;
    r->at = kind;
    if (!more && r->layer > 0) {
        r->book->cues[kind].count = 0;
    }
    return read_cues(r, rest);
}

/* ---- types ---- */
static dl_status open_type(reader *r, dl_str rest)
{
    dl_codebook *book = r->book;
    const dl_str name = next_word(&rest);
    if (name.size == 0) {
        return bad(r, "a type needs a name:", DL_STR("type"));
    }
    uint32_t i = dl_map_find(&book->type_ids, name);
    if (i == DL_NONE) {
        dl_event_type *grown = dl_vec_room(&book->arena, book->types, book->type_count,
                                           &book->type_room, sizeof *book->types);
        if (grown == NULL) {
            return dl_fail_memory(r->err);
        }
        book->types = grown;
        i = book->type_count++;
        dl_map_set(&book->type_ids, dl_str_copy(&book->arena, name), i);
    }
    book->types[i] = (dl_event_type){.name = keep(r, name), .counter = DL_NONE};
    r->block = IN_TYPE;
    r->at = i;
    return DL_OK;
}

/* "kin clash protest": tellings of the one may be of the other. */
static dl_status read_kin(reader *r, dl_str rest)
{
    const dl_str name = next_word(&rest);
    r->at = dl_map_find(&r->book->type_ids, name);
    if (r->at == DL_NONE) {
        return bad(r, "type is not known (write it above):", name);
    }
    for (dl_str word = next_word(&rest); word.size > 0; word = next_word(&rest)) {
        const uint32_t other = dl_map_find(&r->book->type_ids, word);
        dl_event_type *type = &r->book->types[r->at];
        if (other == DL_NONE) {
            return bad(r, "type is not known (write it above):", word);
        }
        if (type->kin_count == DL_KIN_MAX) {
            return bad(r, "more than 8 kin types, no room for", word);
        }
        type->kin[type->kin_count++] = other;
    }
    return DL_OK;
}

/* "plover ASSAULT:aerial", "cameo 195", "acled AIR_STRIKE Air/drone strike". */
static bool read_code(reader *r, dl_str key, dl_str value, dl_codes *codes)
{
    const bool none = dl_str_is(value, "none");
    if (dl_str_is(key, "plover")) {
        dl_str mode = value;
        const dl_str category = dl_str_next(&mode, ':');
        codes->no_plover = none;
        codes->plover = keep(r, category);
        codes->plover_mode = mode.at == NULL ? NULL : keep(r, mode);
    } else if (dl_str_is(key, "cameo")) {
        codes->no_cameo = none;
        codes->cameo = keep(r, (dl_str){value.at, value.size < 2 ? value.size : 2});
        codes->cameo_code = keep(r, value);
    } else if (dl_str_is(key, "acled")) {
        codes->no_acled = none;
        codes->acled = keep(r, next_word(&value));
        codes->acled_name = keep(r, dl_str_trim(value));
    } else {
        return false;
    }
    return true;
}

/* "counter withdrawal control-change": who does the one suffers the other. */
static dl_status read_counter(reader *r, dl_str rest)
{
    const dl_str one = next_word(&rest), other = next_word(&rest);
    const uint32_t a = dl_map_find(&r->book->type_ids, one),
                   b = dl_map_find(&r->book->type_ids, other);
    if (a == DL_NONE || b == DL_NONE) {
        return bad(r, "type is not known (write it above):", a == DL_NONE ? one : other);
    }
    r->book->types[a].counter = b;
    return DL_OK;
}

static dl_status fill_type(reader *r, dl_str key, dl_str rest)
{
    dl_event_type *type = &r->book->types[r->at];
    const dl_str value = dl_str_trim(rest);
    if (read_code(r, key, value, &type->codes)) {
        return DL_OK;
    }
    if (dl_str_is(key, "counts-subj")) {
        type->subj_counts = keep(r, value);
    } else if (dl_str_is(key, "counts-obj")) {
        type->obj_counts = keep(r, value);
    } else if (dl_str_is(key, "casualties")) {
        type->carries = true;
    } else {
        return bad(r,
                   "a type has plover, cameo, acled, counts-subj, counts-obj, "
                   "casualties; not",
                   key);
    }
    return DL_OK;
}

/* ---- rules ---- */
static dl_status open_rule(reader *r, dl_str rest)
{
    dl_codebook *book = r->book;
    const dl_str id = next_word(&rest), of = next_word(&rest);
    if (id.size == 0 || of.size == 0) {
        return bad(r, "a rule needs an id and a type: rule", id);
    }
    uint32_t type = DL_NONE;
    const char *figure = NULL;
    if (dl_str_starts(of, DL_STR("figure:"))) {
        figure = keep(r, (dl_str){of.at + 7, of.size - 7});
    } else {
        type = dl_map_find(&book->type_ids, of);
        if (type == DL_NONE) {
            return bad(r, "type is not known (write it above):", of);
        }
    }
    const uint32_t old = dl_map_find(&book->rule_ids, id);
    if (old != DL_NONE && !book->rules[old].gone) {
        if (r->layer == 0) {
            return bad(r, "there are two rules", id);
        }
        book->rules[old].gone = true;
    }
    dl_rule *grown = dl_vec_room(&book->arena, book->rules, book->rule_count,
                                 &book->rule_room, sizeof *book->rules);
    if (grown == NULL) {
        return dl_fail_memory(r->err);
    }
    book->rules = grown;
    const uint32_t i = book->rule_count++;
    book->rules[i] = (dl_rule){.id = keep(r, id), .type = type, .figure = figure};
    book->rules[i].order = r->layer > 0 ? i : i + (1u << 24); /* the user's go first */
    dl_map_set(&book->rule_ids, dl_str_of(book->rules[i].id), i);
    r->block = IN_RULE;
    r->at = i;
    return DL_OK;
}

/* "take>control>of": each word hangs on the one before; "+x" hangs on the first. */
static dl_status split_trigger(reader *r, dl_str word, dl_trigger *out)
{
    const dl_str whole = word;
    uint8_t parent = 0;
    while (true) {
        size_t n = 0;
        while (n < word.size && word.at[n] != '>' && word.at[n] != '+') {
            n++;
        }
        if (n == 0) {
            return bad(r, "empty word in trigger", whole);
        }
        if (out->part_count == DL_WORD_PARTS_MAX) {
            return bad(r, "more than 5 words in trigger", whole);
        }
        out->parent[out->part_count] = parent;
        out->parts[out->part_count] = dl_str_copy(&r->book->arena, (dl_str){word.at, n});
        out->part_count++;
        if (n == word.size) {
            return DL_OK;
        }
        parent = word.at[n] == '+' ? 0 : (uint8_t)(out->part_count - 1);
        word.at += n + 1;
        word.size -= n + 1;
    }
}

static dl_status read_triggers(reader *r, char kind, dl_str rest)
{
    dl_codebook *book = r->book;
    for (dl_str word = next_word(&rest); word.size > 0; word = next_word(&rest)) {
        dl_trigger trigger = {.rule = r->at, .next = DL_NONE};
        const dl_status status = split_trigger(r, word, &trigger);
        if (status != DL_OK) {
            return status;
        }
        const dl_str key =
            dl_str_printf(&book->arena, "%.*s/%c", (int)trigger.parts[0].size,
                          trigger.parts[0].at, kind);
        dl_trigger *grown = dl_vec_room(&book->arena, book->triggers, book->trigger_count,
                                        &book->trigger_room, sizeof *book->triggers);
        if (grown == NULL || key.size == 0) {
            return dl_fail_memory(r->err);
        }
        book->triggers = grown;
        trigger.next = dl_map_find(&book->words, key);
        book->triggers[book->trigger_count] = trigger;
        if (!dl_map_set(&book->words, key, book->trigger_count)) {
            return dl_fail_memory(r->err);
        }
        book->trigger_count++;
    }
    return DL_OK;
}

static bool role_of(dl_str word, uint8_t *out)
{
    static const char *const names[DL_ROLE_COUNT] = {"-",          "actor", "recipient",
                                                     "instrument", "place", "counted"};
    for (uint8_t i = 0; i < DL_ROLE_COUNT; i++) {
        if (dl_str_is(word, names[i])) {
            *out = i;
            return true;
        }
    }
    return false;
}

/* "from|of?" -> prepositions and need; "subj", "obj", "self" -> relation. */
static dl_status read_relation(reader *r, dl_str key, dl_slot *slot)
{
    slot->need = DL_NEEDED;
    switch (key.at[key.size - 1]) {
    case '?':
        slot->need = DL_WELCOME;
        break;
    case '~':
        slot->need = DL_FITTING;
        break;
    case '!':
        slot->need = DL_FORBIDDEN;
        break;
    default:
        break;
    }
    key.size -= slot->need != DL_NEEDED;
    static const struct {
        const char *name;
        uint8_t relation;
    } fixed[] = {{"subj", DL_REL_SUBJ},
                 {"obj", DL_REL_OBJ},
                 {"self", DL_REL_SELF},
                 {"head", DL_REL_HEAD},
                 {"surface", DL_REL_SURFACE}};
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        if (dl_str_is(key, fixed[i].name)) {
            slot->relation = fixed[i].relation;
            return DL_OK;
        }
    }
    slot->relation = DL_REL_PREP;
    for (dl_str rest = key; rest.at != NULL;) {
        const dl_str word = dl_str_next(&rest, '|');
        if (word.size == 0) {
            return bad(r, "empty slot name in", key);
        }
        if (slot->prep_count == DL_RULE_ALTERNATIVES) {
            return bad(r, "more than 8 prepositions in", key);
        }
        slot->preps[slot->prep_count++] = dl_str_copy(&r->book->arena, word);
    }
    return DL_OK;
}

static dl_status read_slot(reader *r, dl_str key, dl_str rest)
{
    dl_rule *rule = &r->book->rules[r->at];
    dl_slot slot = {0};
    dl_status status = read_relation(r, key, &slot);
    if (status != DL_OK) {
        return status;
    }
    if (rule->slot_count == DL_SLOT_MAX) {
        return bad(r, "more than 12 slots in rule", dl_str_of(rule->id));
    }
    const dl_str role = next_word(&rest);
    if (!role_of(role, &slot.role)) {
        return bad(r, "a role is actor, recipient, instrument, place, counted or -, not",
                   role);
    }
    for (dl_str word = next_word(&rest); word.size > 0; word = next_word(&rest)) {
        const uint32_t class = dl_map_find(&r->book->class_ids, word);
        if (class == DL_NONE) {
            return bad(r, "class is not known (write it above):", word);
        }
        slot.classes = dl_classes_join(slot.classes, dl_class_bit(class));
    }
    rule->slots[rule->slot_count++] = slot;
    return DL_OK;
}

static dl_status fill_rule(reader *r, dl_str key, dl_str rest)
{
    dl_rule *rule = &r->book->rules[r->at];
    if (dl_str_is(key, "verb") || dl_str_is(key, "noun") || dl_str_is(key, "adj")) {
        return read_triggers(r, key.at[0], rest);
    }
    if (read_code(r, key, dl_str_trim(rest), &rule->codes)) {
        return DL_OK;
    }
    if (dl_str_is(key, "weak")) {
        rule->weak = true;
    } else if (dl_str_is(key, "state")) {
        rule->state = true;
    } else if (dl_str_is(key, "sure")) {
        rule->sure = true;
    } else if (dl_str_is(key, "outcome")) {
        rule->outcome = true;
    } else if (dl_str_is(key, "extent")) {
        const dl_str word = next_word(&rest);
        if (dl_str_is(word, "partial")) {
            rule->extent = 1;
        } else if (dl_str_is(word, "claimed")) {
            rule->extent = 2;
        } else if (!dl_str_is(word, "full")) {
            return bad(r, "an extent is full, partial or claimed, not", word);
        }
    } else {
        return read_slot(r, key, rest);
    }
    return DL_OK;
}

/* ---- lines and files ---- */
static dl_status read_file(reader *r, const char *path);

/* Calls itself by way of read_file, at most DL_CODEBOOK_FILES_MAX deep. */
static dl_status include_file(reader *r, dl_str name)
{
    if (name.size == 0 || r->files == DL_CODEBOOK_FILES_MAX) {
        return bad(r, "include needs a file name, and at most 16 of them:", name);
    }
    size_t folder = strlen(r->path);
    while (folder > 0 && r->path[folder - 1] != '/') {
        folder--;
    }
    const dl_str path = dl_str_printf(&r->book->arena, "%.*s%.*s", (int)folder, r->path,
                                      (int)name.size, name.at);
    if (dl_arena_failed(&r->book->arena)) {
        return dl_fail_memory(r->err);
    }
    const char *outer = r->path;
    const uint32_t line = r->line;
    r->files++;
    const dl_status status = read_file(r, path.at);
    r->path = outer;
    r->line = line;
    r->block = IN_NOTHING;
    return status;
}

static dl_status drop(reader *r, dl_str id)
{
    const uint32_t rule = dl_map_find(&r->book->rule_ids, id);
    if (rule == DL_NONE) {
        return bad(r, "no rule to drop:", id);
    }
    r->book->rules[rule].gone = true;
    return DL_OK;
}

static dl_status read_line(reader *r, dl_str line);

static dl_status read_file(reader *r, const char *path)
{
    dl_file file;
    dl_status status = dl_file_open(path, DL_CODEBOOK_BYTES_MAX, &file, r->err);
    if (status != DL_OK) {
        return status;
    }
    r->path = path;
    r->line = 0;
    r->block = IN_NOTHING;
    for (dl_str rest = file.bytes; status == DL_OK && rest.at != NULL && rest.size > 0;) {
        const dl_str line = dl_str_next(&rest, '\n');
        r->line++;
        status = read_line(r, line);
    }
    dl_file_close(&file);
    return status;
}

static dl_status fill_block(reader *r, dl_str line, size_t indent)
{
    dl_str rest = line;
    if (r->block == IN_CUES) {
        return read_cues(r, line);
    }
    if (r->block == IN_CLASS) {
        return read_members(r, rest);
    }
    if (r->block == IN_RULE && r->kind != 0 && indent > r->indent) {
        return read_triggers(r, r->kind, rest);
    }
    const dl_str key = next_word(&rest);
    const bool list =
        dl_str_is(key, "verb") || dl_str_is(key, "noun") || dl_str_is(key, "adj");
    r->kind = list ? key.at[0] : 0;
    r->indent = indent;
    if (r->block == IN_TYPE) {
        return fill_type(r, key, rest);
    }
    if (r->block == IN_RULE) {
        return fill_rule(r, key, rest);
    }
    return bad(r, "an indented line belongs to no class, type or rule:", key);
}

static dl_status read_line(reader *r, dl_str line)
{
    for (size_t i = 0; i < line.size; i++) { /* '#' starts a comment at a word's start */
        if (line.at[i] == '#' &&
            (i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t')) {
            line.size = i;
        }
    }
    size_t indent = 0;
    while (indent < line.size && (line.at[indent] == ' ' || line.at[indent] == '\t')) {
        indent++;
    }
    dl_str rest = dl_str_trim(line);
    if (rest.size == 0) {
        return DL_OK;
    }
    if (indent > 0) {
        return fill_block(r, rest, indent);
    }
    r->kind = 0;
    const dl_str key = next_word(&rest);
    if (dl_str_is(key, "class")) {
        return open_class(r, rest);
    }
    if (dl_str_is(key, "cues")) {
        return open_cues(r, rest);
    }
    if (dl_str_is(key, "type")) {
        return open_type(r, rest);
    }
    if (dl_str_is(key, "rule")) {
        return open_rule(r, rest);
    }
    r->block = IN_NOTHING;
    if (dl_str_is(key, "include")) {
        return include_file(r, next_word(&rest));
    }
    if (dl_str_is(key, "kin")) {
        return read_kin(r, rest);
    }
    if (dl_str_is(key, "counter")) {
        return read_counter(r, rest);
    }
    if (dl_str_is(key, "drop")) {
        return drop(r, next_word(&rest));
    }
    return bad(
        r,
        "a line starts with class, cues, type, kin, counter, rule, include or drop, not",
        key);
}

static void name_known_classes(reader *r)
{
#define DL_CLASS_NAME(name) class_of(r, DL_STR(#name));
    DL_KNOWN_CLASSES(DL_CLASS_NAME)
#undef DL_CLASS_NAME
}

/* Longer triggers are tried first, then rules in their order: sorts each chain. */
static int by_strength(const dl_codebook *book, uint32_t a, uint32_t b)
{
    const dl_trigger *x = &book->triggers[a], *y = &book->triggers[b];
    const uint32_t ox = book->rules[x->rule].order, oy = book->rules[y->rule].order;
    const bool ux = ox < (1u << 24), uy = oy < (1u << 24);
    if (ux != uy) {
        return ux ? -1 : 1;
    }
    if (x->part_count != y->part_count) {
        return x->part_count > y->part_count ? -1 : 1;
    }
    return ox < oy ? -1 : ox > oy;
}

/* Chains are short (a word has few rules): insertion sort, once, at opening. */
static uint32_t sort_chain(dl_codebook *book, uint32_t first)
{
    uint32_t sorted = DL_NONE;
    while (first != DL_NONE) {
        const uint32_t one = first;
        first = book->triggers[one].next;
        if (book->rules[book->triggers[one].rule].gone) {
            continue;
        }
        uint32_t *at = &sorted;
        while (*at != DL_NONE && by_strength(book, *at, one) <= 0) {
            at = &book->triggers[*at].next;
        }
        book->triggers[one].next = *at;
        *at = one;
    }
    return sorted;
}

static dl_status sort_chains(dl_codebook *book, dl_error *err)
{
    bool *seen = dl_arena_new_array(&book->arena, book->trigger_count + 1, bool);
    if (seen == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t t = book->trigger_count; t-- > 0;) { /* the last one heads its chain */
        if (seen[t]) {
            continue;
        }
        for (uint32_t i = t; i != DL_NONE; i = book->triggers[i].next) {
            seen[i] = true;
        }
        /* the key is found again under either kind; the chain's own is the one that
         * starts here */
        static const char kinds[] = {'v', 'n', 'a'};
        for (size_t k = 0; k < sizeof kinds; k++) {
            const dl_str key = dl_str_printf(&book->arena, "%.*s/%c",
                                             (int)book->triggers[t].parts[0].size,
                                             book->triggers[t].parts[0].at, kinds[k]);
            if (dl_map_find(&book->words, key) == t) {
                dl_map_set(&book->words, key, sort_chain(book, t));
                break;
            }
        }
    }
    return dl_arena_failed(&book->arena) ? dl_fail_memory(err) : DL_OK;
}

dl_status dl_codebook_open(const char *path, const char *user_path, dl_codebook **out,
                           dl_error *err)
{
    *out = NULL;
    dl_codebook *book = calloc(1, sizeof *book);
    if (book == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&book->arena, 0);
    dl_map_init(&book->class_ids, &book->arena);
    dl_map_init(&book->members, &book->arena);
    dl_map_init(&book->type_ids, &book->arena);
    dl_map_init(&book->rule_ids, &book->arena);
    dl_map_init(&book->words, &book->arena);
    reader r = {.book = book, .err = err};
    name_known_classes(&r);
    dl_status status = read_file(&r, path);
    if (status == DL_OK && user_path != NULL) {
        r.layer = 1;
        r.files = 0;
        status = read_file(&r, user_path);
    }
    if (status == DL_OK) {
        status = sort_chains(book, err);
    }
    if (status != DL_OK) {
        dl_codebook_close(book);
        return status;
    }
    *out = book;
    return DL_OK;
}

void dl_codebook_close(dl_codebook *book)
{
    if (book != NULL) {
        dl_arena_done(&book->arena);
        free(book);
    }
}

dl_classes dl_codebook_classes(const dl_codebook *book, dl_str word)
{
    const uint32_t i = dl_map_find(&book->members, word);
    return i == DL_NONE ? (dl_classes){{0}} : book->sets[i];
}

bool dl_codebook_is(const dl_codebook *book, dl_str word, dl_known_class which)
{
    return dl_classes_have(dl_codebook_classes(book, word), which);
}

uint32_t dl_codebook_find(const dl_codebook *book, dl_str lemma, char kind)
{
    char key[80];
    if (lemma.size + 3 > sizeof key) {
        return DL_NONE;
    }
    memcpy(key, lemma.at, lemma.size);
    key[lemma.size] = '/';
    key[lemma.size + 1] = kind;
    return dl_map_find(&book->words, (dl_str){key, lemma.size + 2});
}
