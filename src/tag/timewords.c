/* timewords.c - reads data/time/LANG.txt (its head comment is the grammar).
 *
 * Lines are gathered first, so that a user's file may replace a rule or add words; then
 * timepattern.c makes nodes of every rule, and timeauto.c the automaton. Mistakes give
 * "file:line: what".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "timereader.h"

#include "file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define FILE_LIMIT (4u << 20)

static const struct {
    uint8_t slot;
    const char *name;
    int32_t value;
} NAMED[] = {
    {DL_SLOT_UNIT, "second", DL_UNIT_SECOND},
    {DL_SLOT_UNIT, "minute", DL_UNIT_MINUTE},
    {DL_SLOT_UNIT, "hour", DL_UNIT_HOUR},
    {DL_SLOT_UNIT, "day", DL_UNIT_DAY},
    {DL_SLOT_UNIT, "night", DL_UNIT_NIGHT},
    {DL_SLOT_UNIT, "weekend", DL_UNIT_WEEKEND},
    {DL_SLOT_UNIT, "week", DL_UNIT_WEEK},
    {DL_SLOT_UNIT, "fortnight", DL_UNIT_FORTNIGHT},
    {DL_SLOT_UNIT, "month", DL_UNIT_MONTH},
    {DL_SLOT_UNIT, "quarter", DL_UNIT_QUARTER},
    {DL_SLOT_UNIT, "season", DL_UNIT_SEASON},
    {DL_SLOT_UNIT, "year", DL_UNIT_YEAR},
    {DL_SLOT_UNIT, "decade", DL_UNIT_DECADE},
    {DL_SLOT_UNIT, "century", DL_UNIT_CENTURY},
    {DL_SLOT_UNIT, "millennium", DL_UNIT_MILLENNIUM},
    {DL_SLOT_MOD, "start", DL_MOD_START},
    {DL_SLOT_MOD, "mid", DL_MOD_MID},
    {DL_SLOT_MOD, "end", DL_MOD_END},
    {DL_SLOT_MOD, "approx", DL_MOD_APPROX},
    {DL_SLOT_MOD, "more", DL_MOD_MORE_THAN},
    {DL_SLOT_MOD, "less", DL_MOD_LESS_THAN},
    {DL_SLOT_MOD, "atleast", DL_MOD_EQUAL_OR_MORE},
    {DL_SLOT_MOD, "atmost", DL_MOD_EQUAL_OR_LESS},
    {DL_SLOT_MOD, "earlier", DL_MOD_EARLIER},
    {DL_SLOT_MOD, "later", DL_MOD_LATER},
    {DL_SLOT_MOD, "before", DL_MOD_BEFORE},
    {DL_SLOT_MOD, "after", DL_MOD_AFTER},
    {DL_SLOT_ANCHOR, "any", DL_ANCHORED_ANY},
    {DL_SLOT_ANCHOR, "compared", DL_ANCHORED_COMPARED},
    {DL_SLOT_ANCHOR, "none", DL_ANCHORED_NONE},
    {DL_SLOT_ANCHOR, "pub", DL_ANCHORED_PUB},
    {DL_SLOT_ANCHOR, "text", DL_ANCHORED_TEXT},
    {DL_SLOT_REF, "past", DL_REF_PAST},
    {DL_SLOT_REF, "present", DL_REF_PRESENT},
    {DL_SLOT_REF, "future", DL_REF_FUTURE},
    {DL_SLOT_PART, "mo", DL_PART_MO},
    {DL_SLOT_PART, "mi", DL_PART_MI},
    {DL_SLOT_PART, "af", DL_PART_AF},
    {DL_SLOT_PART, "ev", DL_PART_EV},
    {DL_SLOT_PART, "ni", DL_PART_NI},
    {DL_SLOT_PART, "dt", DL_PART_DT},
    {DL_SLOT_PART, "dawn", DL_PART_DAWN},
    {DL_SLOT_PART, "dusk", DL_PART_DUSK},
    {DL_SLOT_PART, "midnight", DL_PART_MIDNIGHT},
    {DL_SLOT_PART, "overnight", DL_PART_OVERNIGHT},
    {DL_SLOT_SEASON, "sp", DL_SEASON_SP},
    {DL_SLOT_SEASON, "su", DL_SEASON_SU},
    {DL_SLOT_SEASON, "fa", DL_SEASON_FA},
    {DL_SLOT_SEASON, "wi", DL_SEASON_WI},
    {DL_SLOT_CALENDAR, "jalali", DL_CALENDAR_JALALI},
    {DL_SLOT_CALENDAR, "hijri", DL_CALENDAR_HIJRI},
};

static const char *const SLOT_NAMES[] = {
#define SLOT_NAME(name, text) text,
    DL_TIME_SLOT_MAP(SLOT_NAME)
#undef SLOT_NAME
};

dl_status dl_timereader_fail(dl_timereader *r, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return dl_fail(r->err, DL_EDATA, "%s:%u: %s", r->path, r->number, text);
}

/* ---- small scanners ---- */

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void dl_timereader_blanks(dl_str *rest)
{
    while (rest->size > 0 && blank(*rest->at)) {
        rest->at++;
        rest->size--;
    }
}

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '-' || c == '.';
}

dl_str dl_timereader_name(dl_str *rest)
{
    size_t n = 0;
    while (n < rest->size && name_char(rest->at[n])) {
        n++;
    }
    const dl_str name = {rest->at, n};
    rest->at += n;
    rest->size -= n;
    return name;
}

bool dl_timereader_char(dl_str *rest, char c)
{
    if (rest->size > 0 && *rest->at == c) {
        rest->at++;
        rest->size--;
        return true;
    }
    return false;
}

dl_str dl_timereader_field(dl_str *rest)
{
    dl_timereader_blanks(rest);
    size_t n = 0;
    while (n < rest->size && !blank(rest->at[n])) {
        n++;
    }
    const dl_str field = {rest->at, n};
    if (n > 0) { /* at the end of a line there may be no place to move on from */
        rest->at += n;
        rest->size -= n;
    }
    return field;
}

static bool read_int(dl_str text, int32_t *out)
{
    size_t i = text.size > 0 && text.at[0] == '-';
    int64_t value = 0;
    if (i == text.size || text.size > 10) {
        return false;
    }
    for (; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        value = value * 10 + (text.at[i] - '0');
    }
    if (value > INT32_MAX) {
        return false;
    }
    *out = (int32_t)(text.at[0] == '-' ? -value : value);
    return true;
}

uint8_t dl_timereader_slot(dl_str name)
{
    for (uint8_t i = 0; i < DL_SLOT_COUNT; i++) {
        if (dl_str_is(name, SLOT_NAMES[i])) {
            return i;
        }
    }
    return DL_SLOT_COUNT;
}

dl_status dl_timereader_value(dl_timereader *r, uint8_t slot, dl_str text, int32_t *out)
{
    if (read_int(text, out)) {
        return DL_OK;
    }
    for (size_t i = 0; i < sizeof NAMED / sizeof NAMED[0]; i++) {
        if (NAMED[i].slot == slot && dl_str_is(text, NAMED[i].name)) {
            *out = NAMED[i].value;
            return DL_OK;
        }
    }
    for (uint32_t i = 0; slot == DL_SLOT_FEAST && i < r->words->feast.count; i++) {
        if (dl_str_equal(r->words->feast.at[i].name, text)) {
            *out = (int32_t)i;
            return DL_OK;
        }
    }
    return dl_timereader_fail(r, "'%.*s' is no value of %s", DL_TIME_W(text),
                              slot < DL_SLOT_COUNT ? SLOT_NAMES[slot]
                                                   : "a class without a slot");
}

/* ---- classes and words ---- */

static uint32_t class_new(dl_timereader *r, dl_str name, uint8_t slot, uint8_t fill)
{
    const uint32_t known = dl_map_find(&r->class_names, name);
    if (known != DL_NONE) {
        return known;
    }
    if (r->classes.count >= DL_TIME_CLASSES_MAX) {
        return DL_NONE;
    }
    dl_timeclass *c = dl_vec_push(&r->classes, r->arena);
    if (c == NULL) {
        return DL_NONE;
    }
    *c = (dl_timeclass){dl_str_copy(r->arena, name), slot, fill, DL_NONE};
    return dl_map_add(&r->class_names, c->name, r->classes.count - 1);
}

static dl_status add_word(dl_timereader *r, uint32_t class_id, dl_str text,
                          uint8_t conditions, int32_t value)
{
    dl_timewords *words = r->words;
    uint32_t id = dl_map_find(&words->words, text);
    if (id == DL_NONE) {
        if (dl_vec_push(&words->word, r->arena) == NULL) {
            return dl_fail_memory(r->err);
        }
        id =
            dl_map_add(&words->words, dl_str_copy(r->arena, text), words->word.count - 1);
    }
    dl_time_entry *entry = dl_vec_push(&r->entries, r->arena);
    uint32_t *owner = dl_vec_push(&r->owners, r->arena);
    if (entry == NULL || owner == NULL || id == DL_NONE) {
        return dl_fail_memory(r->err);
    }
    *entry = (dl_time_entry){(uint16_t)class_id, conditions, value};
    *owner = id;
    return DL_OK;
}

dl_status dl_timereader_literal(dl_timereader *r, dl_str text, uint32_t *out)
{
    const dl_str name = dl_str_printf(r->arena, "\"%.*s\"", DL_TIME_W(text));
    *out = dl_map_find(&r->class_names, name);
    if (*out != DL_NONE) {
        return DL_OK;
    }
    *out = class_new(r, name, DL_SLOT_COUNT, DL_FILL_SET);
    if (*out == DL_NONE) {
        return dl_timereader_fail(r, "more than %d classes and literals",
                                  DL_TIME_CLASSES_MAX);
    }
    return add_word(r, *out, text, 0, 0);
}

static dl_status add_phrase(dl_timereader *r, uint32_t class_id, dl_str text,
                            int32_t value)
{
    dl_timephrase p = {.value = value};
    while (text.at != NULL) {
        const dl_str part = dl_str_next(&text, '_');
        uint32_t id;
        if (p.count == DL_TIME_ENTRY_ATOMS || part.size == 0) {
            return dl_timereader_fail(r, "an entry has 1 to %d words",
                                      DL_TIME_ENTRY_ATOMS);
        }
        const dl_status status = dl_timereader_literal(r, part, &id);
        if (status != DL_OK) {
            return status;
        }
        p.literals[p.count++] = (uint16_t)id;
    }
    dl_timephrase *slot = dl_vec_push(&r->phrases, r->arena);
    if (slot == NULL) {
        return dl_fail_memory(r->err);
    }
    p.next = r->classes.at[class_id].phrases;
    *slot = p;
    r->classes.at[class_id].phrases = r->phrases.count - 1;
    return DL_OK;
}

static dl_status read_conditions(dl_timereader *r, dl_str text, uint8_t *out)
{
    *out = 0;
    while (text.at != NULL) {
        const dl_str name = dl_str_next(&text, ',');
        if (dl_str_is(name, "cap")) {
            *out |= DL_TIME_CAPITAL;
        } else if (dl_str_is(name, "noverb")) {
            *out |= DL_TIME_NOT_VERB;
        } else if (dl_str_is(name, "tight")) {
            *out |= DL_TIME_TIGHT;
        } else if (dl_str_is(name, "noun")) {
            *out |= DL_TIME_NOUN;
        } else if (dl_str_is(name, "noprep")) {
            *out |= DL_TIME_NOT_PREP;
        } else {
            return dl_timereader_fail(
                r, "'%.*s' is no condition (cap, noverb, noun, tight, noprep)",
                DL_TIME_W(name));
        }
    }
    return DL_OK;
}

/* word[=value][/condition,...]; the word may stand in double quotes. */
static dl_status read_entry(dl_timereader *r, uint32_t class_id, dl_str field)
{
    dl_str word;
    if (dl_timereader_char(&field, '"')) {
        word = dl_str_next(&field, '"');
        if (field.at == NULL) {
            return dl_timereader_fail(r, "a quote is not closed");
        }
    } else {
        size_t n = 0;
        while (n < field.size && field.at[n] != '=' && field.at[n] != '/') {
            n++;
        }
        word = (dl_str){field.at, n};
        field = (dl_str){field.at + n, field.size - n};
    }
    int32_t value = 0;
    uint8_t conditions = 0;
    dl_status status = DL_OK;
    if (dl_timereader_char(&field, '=')) {
        dl_str rest = field;
        const dl_str text = dl_str_next(&rest, '/');
        status = dl_timereader_value(r, r->classes.at[class_id].slot, text, &value);
        field = rest.at == NULL ? (dl_str){0} : (dl_str){rest.at - 1, rest.size + 1};
    }
    if (status == DL_OK && dl_timereader_char(&field, '/')) {
        status = read_conditions(r, field, &conditions);
    }
    if (status != DL_OK || word.size == 0) {
        return status != DL_OK ? status
                               : dl_timereader_fail(r, "an entry without a word");
    }
    if (memchr(word.at, '_', word.size) != NULL) {
        return conditions != 0
                   ? dl_timereader_fail(r, "an entry of several words has no conditions")
                   : add_phrase(r, class_id, word, value);
    }
    return add_word(r, class_id, word, conditions, value);
}

/* class NAME slot[+*,] : entries */
static dl_status read_class(dl_timereader *r, dl_str head, dl_str body)
{
    const dl_str name = dl_timereader_field(&head);
    dl_str slot = dl_timereader_field(&head);
    uint8_t fill = DL_FILL_SET;
    if (slot.size > 1) {
        const char last = slot.at[slot.size - 1];
        fill = last == '+'   ? DL_FILL_ADD
               : last == '*' ? DL_FILL_MULTIPLY
               : last == ',' ? DL_FILL_THOUSANDS
                             : DL_FILL_SET;
        slot.size -= fill != DL_FILL_SET;
    }
    if (name.size == 0 || slot.size == 0) {
        return dl_timereader_fail(r, "expected: class NAME slot : words");
    }
    const uint8_t id = dl_timereader_slot(slot);
    if (id == DL_SLOT_COUNT && !dl_str_is(slot, "-")) {
        return dl_timereader_fail(r, "'%.*s' is no slot", DL_TIME_W(slot));
    }
    const uint32_t class_id = class_new(r, name, id, fill);
    if (class_id == DL_NONE) {
        return dl_timereader_fail(r, "more than %d classes", DL_TIME_CLASSES_MAX);
    }
    for (dl_str field = dl_timereader_field(&body); field.size > 0;
         field = dl_timereader_field(&body)) {
        const dl_status status = read_entry(r, class_id, field);
        if (status != DL_OK) {
            return status;
        }
    }
    return DL_OK;
}

/* number NAME slot[+*,] : LOW .. HIGH digits A .. B [step N] */
static dl_status read_number(dl_timereader *r, dl_str head, dl_str body)
{
    const dl_str name = dl_str_trim(head);
    dl_str name_rest = name;
    const dl_status status = read_class(r, name, (dl_str){0});
    if (status != DL_OK) {
        return status;
    }
    dl_time_number *number = dl_vec_push(&r->words->number, r->arena);
    char text[64];
    int low, high, digits_low, digits_high, step = 1;
    snprintf(text, sizeof text, "%.*s", DL_TIME_W(body));
    if (number == NULL ||
        sscanf(text, " %d .. %d digits %d .. %d step %d", &low, &high, &digits_low,
               &digits_high, &step) < 4 ||
        step < 1) {
        return dl_timereader_fail(r, "expected: LOW .. HIGH digits A .. B");
    }
    *number = (dl_time_number){
        (uint16_t)dl_map_find(&r->class_names, dl_timereader_field(&name_rest)),
        low,
        high,
        (uint8_t)digits_low,
        (uint8_t)digits_high,
        step};
    return DL_OK;
}

/* The index of a feast read before; -1 if there is none. */
static int32_t feast_named(const dl_timereader *r, dl_str name)
{
    for (uint32_t i = 0; i < r->words->feast.count; i++) {
        if (dl_str_equal(r->words->feast.at[i].name, name)) {
            return (int32_t)i;
        }
    }
    return -1;
}

/* feast NAME : kind a b c */
static dl_status read_feast(dl_timereader *r, dl_str head, dl_str body)
{
    static const char *const KINDS[] = {"fixed", "easter", "orthodox", "nth",
                                        "hijri", "jalali", "passover", "nearest"};
    const dl_str name = dl_timereader_field(&head), kind = dl_timereader_field(&body);
    int32_t numbers[4] = {0, 0, 1, 0};
    if (dl_str_is(kind, "nearest")) {
        numbers[0] = feast_named(r, dl_timereader_field(&body));
        numbers[1] = feast_named(r, dl_timereader_field(&body));
        numbers[2] = numbers[0] < 0 || numbers[1] < 0 ? 0 : 1;
        if (numbers[2] == 0 || !read_int(dl_timereader_field(&body), &numbers[2])) {
            return dl_timereader_fail(r, "expected: nearest FEAST FEAST DAYS");
        }
    }
    for (int i = 0; i < 4; i++) {
        const dl_str field = dl_timereader_field(&body);
        if (field.size > 0 && !read_int(field, &numbers[i])) {
            return dl_timereader_fail(r, "'%.*s' is no number", DL_TIME_W(field));
        }
    }
    for (uint8_t k = 0; k < sizeof KINDS / sizeof KINDS[0]; k++) {
        if (dl_str_is(kind, KINDS[k])) {
            dl_time_feast *feast = dl_vec_push(&r->words->feast, r->arena);
            if (feast == NULL) {
                return dl_fail_memory(r->err);
            }
            *feast = (dl_time_feast){dl_str_copy(r->arena, name),
                                     k,
                                     numbers[0],
                                     numbers[1],
                                     numbers[2],
                                     numbers[3]};
            return DL_OK;
        }
    }
    return dl_timereader_fail(r, "'%.*s' is no kind of feast", DL_TIME_W(kind));
}

static dl_status keep_line(dl_timereader *r, dl_map *names, dl_timelines *list,
                           dl_str name, dl_str body)
{
    const uint32_t known = dl_map_find(names, name);
    dl_timeline *slot = known != DL_NONE ? &list->at[known] : dl_vec_push(list, r->arena);
    if (slot == NULL) {
        return dl_fail_memory(r->err);
    }
    *slot = (dl_timeline){dl_str_copy(r->arena, name), dl_str_copy(r->arena, body),
                          r->path, r->number};
    return known != DL_NONE || dl_map_add(names, slot->name, list->count - 1) != DL_NONE
               ? DL_OK
               : dl_fail_memory(r->err);
}

/* ---- files ---- */

static dl_status read_line(dl_timereader *r, dl_str text)
{
    dl_str body = text;
    dl_str head = dl_str_next(&body, ':');
    const dl_str keyword = dl_timereader_field(&head);
    if (keyword.size == 0 && body.at == NULL) {
        return DL_OK;
    }
    if (body.at == NULL) {
        return dl_timereader_fail(r, "expected 'KEYWORD NAME : ...'");
    }
    if (dl_str_is(keyword, "class")) {
        return read_class(r, head, body);
    }
    if (dl_str_is(keyword, "number")) {
        return read_number(r, head, body);
    }
    if (dl_str_is(keyword, "feast")) {
        return read_feast(r, head, body);
    }
    const dl_str name = dl_str_trim(head);
    if (dl_str_is(keyword, "let")) {
        return keep_line(r, &r->let_names, &r->lets, name, body);
    }
    if (dl_str_is(keyword, "rule")) {
        return keep_line(r, &r->rule_names, &r->rules, name, body);
    }
    return dl_timereader_fail(r, "'%.*s' is neither class, number, feast, let nor rule",
                              DL_TIME_W(keyword));
}

/* Without its comment: '#' at the start of a line or after a blank. */
static dl_str without_comment(dl_str text)
{
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '#' && (i == 0 || blank(text.at[i - 1]))) {
            text.size = i;
        }
    }
    return text;
}

/* A line and the indented lines below it are one. */
static dl_status read_lines(dl_timereader *r, dl_str bytes, dl_buf *whole)
{
    uint32_t number = 0;
    while (bytes.at != NULL) {
        const dl_str text = without_comment(dl_str_next(&bytes, '\n'));
        number++;
        if (text.size > 0 && blank(text.at[0])) {
            dl_buf_add(whole, text);
            continue;
        }
        const dl_status status = read_line(r, dl_buf_str(whole));
        if (status != DL_OK) {
            return status;
        }
        dl_buf_clear(whole);
        dl_buf_add(whole, text);
        r->number = number;
        if (whole->failed) {
            return dl_fail_memory(r->err);
        }
    }
    return read_line(r, dl_buf_str(whole));
}

static dl_status read_file(dl_timereader *r, const char *path)
{
    dl_file file;
    dl_status status = dl_file_open(path, FILE_LIMIT, &file, r->err);
    if (status != DL_OK) {
        return status;
    }
    r->path = dl_str_copy(r->arena, dl_str_of(path)).at;
    r->number = 1;
    dl_buf whole;
    dl_buf_init(&whole);
    status = r->path == NULL ? dl_fail_memory(r->err) : read_lines(r, file.bytes, &whole);
    dl_buf_done(&whole);
    dl_file_close(&file);
    return status;
}

/* Entries become runs, one run a word. */
static bool gather_entries(dl_timereader *r)
{
    dl_timewords *words = r->words;
    for (uint32_t i = 0; i < r->owners.count; i++) {
        words->word.at[r->owners.at[i]].count++;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < words->word.count; i++) {
        words->word.at[i].first = at;
        at += words->word.at[i].count;
        words->word.at[i].count = 0;
    }
    words->entry.at = dl_arena_new_array(r->arena, at, dl_time_entry);
    words->entry.count = words->entry.room = at;
    for (uint32_t i = 0; words->entry.at != NULL && i < r->owners.count; i++) {
        dl_time_word *word = &words->word.at[r->owners.at[i]];
        words->entry.at[word->first + word->count++] = r->entries.at[i];
    }
    return words->entry.at != NULL;
}

static dl_status read_all(dl_timereader *r, const char *path, const char *user_path)
{
    dl_status status = read_file(r, path);
    if (status == DL_OK && user_path != NULL) {
        status = read_file(r, user_path);
    }
    for (uint32_t i = 0; status == DL_OK && i < r->rules.count; i++) {
        status = dl_timereader_compile(r, &r->rules.at[i]);
    }
    if (status == DL_OK && !gather_entries(r)) {
        status = dl_fail_memory(r->err);
    }
    return status;
}

static uint16_t class_named(dl_timereader *r, dl_str name)
{
    const uint32_t id = dl_map_find(&r->class_names, name);
    return id == DL_NONE ? UINT16_MAX : (uint16_t)id;
}

dl_status dl_timewords_open(const char *path, const char *user_path, dl_timewords **out,
                            dl_error *err)
{
    *out = NULL;
    dl_timewords *words = calloc(1, sizeof *words);
    if (words == NULL) {
        return dl_fail_memory(err);
    }
    dl_arena_init(&words->arena, 0);
    dl_map_init(&words->words, &words->arena);
    dl_arena scratch;
    dl_arena_init(&scratch, 0);
    dl_timereader r = {.words = words, .arena = &words->arena, .err = err};
    dl_map_init(&r.class_names, &scratch);
    dl_map_init(&r.let_names, &scratch);
    dl_map_init(&r.rule_names, &scratch);
    dl_status status = read_all(&r, path, user_path);
    if (status == DL_OK) {
        words->class_future = class_named(&r, DL_STR("CUE_FUTURE"));
        words->class_schedule = class_named(&r, DL_STR("CUE_SCHEDULE"));
        words->class_state = class_named(&r, DL_STR("CUE_STATE"));
        words->class_intent = class_named(&r, DL_STR("CUE_INTENT"));
        words->class_street = class_named(&r, DL_STR("STREET"));
        words->class_after = class_named(&r, DL_STR("CUE_AFTER"));
        words->class_before = class_named(&r, DL_STR("CUE_BEFORE"));
        words->class_until = class_named(&r, DL_STR("CUE_UNTIL"));
        words->class_wait = class_named(&r, DL_STR("CUE_WAIT"));
        words->class_delay = class_named(&r, DL_STR("CUE_DELAY"));
        words->class_since = class_named(&r, DL_STR("CUE_SINCE"));
        words->class_ahead = class_named(&r, DL_STR("CUE_AHEAD"));
        words->class_be = class_named(&r, DL_STR("CUE_BE"));
        status = dl_timewords_compile(words, err);
    }
    dl_arena_done(&scratch);
    if (status != DL_OK) {
        dl_timewords_close(words);
        return status;
    }
    *out = words;
    return DL_OK;
}

void dl_timewords_close(dl_timewords *words)
{
    if (words != NULL) {
        dl_arena_done(&words->arena);
        free(words);
    }
}
