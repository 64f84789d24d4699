/* timewords.h - the words and rules of data/time/LANG.txt, compiled to an automaton.
 *
 * A text is cut into *atoms* (timeatom.h): words, runs of digits, single marks. Every
 * atom belongs to a set of token classes; the distinct sets are numbered, and such a
 * number is a *sign*. All rules together are one DFA over signs:
 *
 *     rules (regular expressions over classes) -> Thompson NFA -> subset construction
 *
 * The DFA says how far a match goes and which rules accept there; which atom filled which
 * slot is then read off the NFA part of the one rule (timematch.h).
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TIMEWORDS_H
#define DL_TIMEWORDS_H

#include "map.h"
#include "tag.h"
#include "vec.h"

#define DL_TIME_CLASSES_MAX 1024 /* token classes, literals included */
#define DL_TIME_MATCH_MAX 40     /* atoms in one match */

/* What a rule can fill in. */
#define DL_TIME_SLOT_MAP(X)                                                              \
    X(YEAR, "year")                                                                      \
    X(YY, "yy")                                                                          \
    X(MONTH, "month")                                                                    \
    X(DAY, "day")                                                                        \
    X(WEEKDAY, "weekday")                                                                \
    X(HOUR, "hour")                                                                      \
    X(MINUTE, "minute")                                                                  \
    X(SECOND, "second")                                                                  \
    X(AMPM, "ampm")                                                                      \
    X(ZONE, "zone")                                                                      \
    X(N, "n")                                                                            \
    X(FRAC, "frac")                                                                      \
    X(HALF, "half")                                                                      \
    X(MANY, "many")                                                                      \
    X(UNIT, "unit")                                                                      \
    X(DIR, "dir")                                                                        \
    X(ANCHOR, "anchor")                                                                  \
    X(SEASON, "season")                                                                  \
    X(PART, "part")                                                                      \
    X(MOD, "mod")                                                                        \
    X(QUARTER, "quarter")                                                                \
    X(SEMESTER, "semester")                                                              \
    X(DECADE, "decade")                                                                  \
    X(CENTURY, "century")                                                                \
    X(ERA, "era")                                                                        \
    X(FEAST, "feast")                                                                    \
    X(REF, "ref")                                                                        \
    X(CALENDAR, "calendar")                                                              \
    X(ORD, "ord")                                                                        \
    X(FIRST, "first")                                                                    \
    X(SECONDN, "secondn")                                                                \
    X(WEEK, "week")                                                                      \
    X(WEEKEND, "weekend")                                                                \
    X(FISCAL, "fiscal")                                                                  \
    X(RECENT, "recent")                                                                  \
    X(DATELINE, "dateline")                                                              \
    X(TENSE, "tense")                                                                    \
    X(DAYFIRST, "dayfirst")                                                              \
    X(INYEAR, "inyear")                                                                  \
    X(PLUS, "plus")                                                                      \
    X(MINUS, "minus")                                                                    \
    X(ASIDE, "aside")

typedef enum dl_time_slot {
#define DL_TIME_SLOT_ENUM(name, text) DL_SLOT_##name,
    DL_TIME_SLOT_MAP(DL_TIME_SLOT_ENUM)
#undef DL_TIME_SLOT_ENUM
    DL_SLOT_COUNT
} dl_time_slot;

/* What a rule means: the operators that timesolve.c carries out. */
#define DL_TIME_OP_MAP(X)                                                                \
    X(DATE, "date")                                                                      \
    X(SHIFT, "shift")                                                                    \
    X(SPAN, "span")                                                                      \
    X(SET, "set")                                                                        \
    X(REF, "ref")                                                                        \
    X(NUMERIC, "numeric")                                                                \
    X(LEAD, "lead")                                                                      \
    X(SKIP, "skip")

typedef enum dl_time_op {
#define DL_TIME_OP_ENUM(name, text) DL_TIMEOP_##name,
    DL_TIME_OP_MAP(DL_TIME_OP_ENUM)
#undef DL_TIME_OP_ENUM
    DL_TIMEOP_COUNT
} dl_time_op;

/* Named values of slots; `unit` ascends in length. */
enum {
    DL_UNIT_SECOND = 1,
    DL_UNIT_MINUTE,
    DL_UNIT_HOUR,
    DL_UNIT_DAY,
    DL_UNIT_NIGHT,
    DL_UNIT_WEEKEND,
    DL_UNIT_WEEK,
    DL_UNIT_FORTNIGHT,
    DL_UNIT_MONTH,
    DL_UNIT_QUARTER,
    DL_UNIT_SEASON,
    DL_UNIT_YEAR,
    DL_UNIT_DECADE,
    DL_UNIT_CENTURY,
    DL_UNIT_MILLENNIUM
};
enum {
    DL_MOD_START = 1,
    DL_MOD_MID,
    DL_MOD_END,
    DL_MOD_APPROX,
    DL_MOD_MORE_THAN,
    DL_MOD_LESS_THAN,
    DL_MOD_EQUAL_OR_MORE,
    DL_MOD_EQUAL_OR_LESS,
    DL_MOD_BEFORE,
    DL_MOD_AFTER,
    DL_MOD_EARLIER,
    DL_MOD_LATER,
    DL_MOD_COUNT
};
enum {
    DL_ANCHORED_ANY,
    DL_ANCHORED_PUB,
    DL_ANCHORED_TEXT,
    DL_ANCHORED_NONE,
    DL_ANCHORED_COMPARED /* the month or quarter of the sentence, else as PUB */
};
enum { DL_REF_PAST = 1, DL_REF_PRESENT, DL_REF_FUTURE };
enum {
    DL_PART_MO = 1,
    DL_PART_MI,
    DL_PART_AF,
    DL_PART_EV,
    DL_PART_NI,
    DL_PART_DT,
    DL_PART_DAWN,
    DL_PART_DUSK,
    DL_PART_MIDNIGHT,
    DL_PART_OVERNIGHT,
    DL_PART_COUNT
};
enum { DL_SEASON_SP = 1, DL_SEASON_SU, DL_SEASON_FA, DL_SEASON_WI, DL_SEASON_COUNT };
enum { DL_CALENDAR_JALALI = 1, DL_CALENDAR_HIJRI };

#define DL_SLOT_EMPTY INT32_MIN

/* What an atom must be for one entry of a word to hold. */
enum {
    DL_TIME_CAPITAL = 1,
    DL_TIME_NOT_VERB = 2,
    DL_TIME_TIGHT = 4,
    DL_TIME_NOUN = 8,
    DL_TIME_NOT_PREP = 16, /* leads no phrase: "for over a year" */
    DL_TIME_CONDITIONS = 32
};

typedef struct dl_time_entry {
    uint16_t class;
    uint8_t conditions; /* all must hold */
    int32_t value;
} dl_time_entry;

typedef struct dl_time_word {
    uint32_t first, count;              /* its entries */
    uint16_t signs[DL_TIME_CONDITIONS]; /* by the conditions that hold */
} dl_time_word;

typedef struct dl_time_number {
    uint16_t class;
    int32_t low, high;
    uint8_t digits_low, digits_high;
    int32_t step; /* only multiples of it */
} dl_time_number;

typedef enum dl_time_node_kind {
    DL_NODE_CLASS,
    DL_NODE_SPLIT,
    DL_NODE_SET,
    DL_NODE_OPEN,
    DL_NODE_CLOSE,
    DL_NODE_ACCEPT
} dl_time_node_kind;

enum { DL_FILL_SET, DL_FILL_ADD, DL_FILL_MULTIPLY, DL_FILL_THOUSANDS };

typedef struct dl_time_node {
    uint8_t kind, fill;
    uint8_t slot; /* DL_SLOT_COUNT: fills none */
    uint16_t class;
    uint32_t next, other; /* other: second way of a SPLIT, rule of an ACCEPT */
    int32_t value;        /* of SET */
} dl_time_node;

typedef enum dl_time_guard_kind {
    DL_GUARD_AFTER,
    DL_GUARD_BEFORE,      /* the neighbouring atom is of a class */
    DL_GUARD_NEAR,        /* one of the atoms shortly before is */
    DL_GUARD_YEAR,        /* a bare number that stands where years stand */
    DL_GUARD_YEAR_IN,     /* the same behind a preposition: weaker */
    DL_GUARD_NARRATIVE,   /* the text tells history rather than news */
    DL_GUARD_CAPITAL,     /* the last atom is capitalised */
    DL_GUARD_NAME,        /* the last atom has a capital and does not begin a sentence */
    DL_GUARD_NAME_NEXT,   /* a proper name follows */
    DL_GUARD_START,       /* stands where a dateline's date stands */
    DL_GUARD_NOUN_NEXT,   /* a noun follows */
    DL_GUARD_EVENT_NEXT,  /* a phrase or clause follows: "before the vote" */
    DL_GUARD_PREPOSITION, /* the first atom is a preposition here */
    DL_GUARD_NUMBER_NEXT, /* digits follow */
    DL_GUARD_COUNTED,     /* so many of something go before: "500 crowns a month" */
    DL_GUARD_PERSON,      /* the last atom is part of a longer name of a person */
    DL_GUARD_TITLED,      /* a proper name goes before, without a mark between them */
    DL_GUARD_COMPOUND     /* a noun right before qualifies it: "rest days" */
} dl_time_guard_kind;

typedef struct dl_time_guard {
    uint8_t kind;
    bool negated;
    uint16_t class;
} dl_time_guard;

#define DL_TIME_GUARDS_MAX 6
#define DL_TIME_CONSTANTS_MAX 8

/* Where the resolver found the missing part; the rule's id says it. */
typedef enum dl_time_way {
    DL_WAY_PLAIN,
    DL_WAY_PAST,
    DL_WAY_NEXT,
    DL_WAY_TEXT,
    DL_WAY_UNKNOWN,
    DL_WAY_COUNT
} dl_time_way;

typedef struct dl_time_rule {
    const char *ids[DL_WAY_COUNT]; /* "time.weekday", "time.weekday.past", ... */
    uint8_t op;
    uint8_t guard_count, constant_count;
    dl_time_guard guards[DL_TIME_GUARDS_MAX];
    struct {
        uint8_t slot;
        int32_t value;
    } constants[DL_TIME_CONSTANTS_MAX];
    uint32_t start;               /* its first node */
    uint32_t node_low, node_high; /* its nodes lie in [low, high) */
} dl_time_rule;

typedef enum dl_time_feast_kind {
    DL_FEAST_FIXED,
    DL_FEAST_EASTER,
    DL_FEAST_ORTHODOX,
    DL_FEAST_NTH,
    DL_FEAST_HIJRI,
    DL_FEAST_JALALI,
    DL_FEAST_PASSOVER,
    DL_FEAST_NEAREST
} dl_time_feast_kind;

typedef struct dl_time_feast {
    dl_str name;
    uint8_t kind;
    int32_t a, b, c; /* month, day, days | offset, days | month, n, weekday | of "nearest"
                      * two feasts, and how many days may lie between */
    int32_t after;   /* days after that of a, b, c: of "nth" only */
} dl_time_feast;

typedef struct dl_time_class_bits {
    uint64_t bits[DL_TIME_CLASSES_MAX / 64];
} dl_time_class_bits;

struct dl_timewords {
    dl_arena arena;
    dl_map words; /* lower-case word -> index into word */
    DL_VEC(dl_time_word) word;
    DL_VEC(dl_time_entry) entry;
    DL_VEC(dl_time_number) number;
    DL_VEC(dl_time_feast) feast;
    DL_VEC(dl_time_class_bits) sign; /* sign -> its classes; sign 0 has none */
    DL_VEC(dl_time_node) node;
    DL_VEC(dl_time_rule) rule;
    uint16_t *number_signs[5]; /* [digits][value] for 1..4 digits; [0][0] for longer */
    /* DFA: state 0 is dead, 1 the start */
    uint32_t state_count, sign_count;
    uint16_t *next;           /* [state * sign_count + sign] */
    uint32_t *accept_first;   /* [state]: into accepts; [state + 1] is its end */
    DL_VEC(uint32_t) accepts; /* rules, best first */
    /* cue words of tense; UINT16_MAX where the file has none */
    uint16_t class_future, class_until, class_schedule, class_intent, class_state;
    uint16_t class_wait, class_delay, class_ahead, class_since, class_be;
    uint16_t class_after, class_before; /* what leads from an event to a time */
    uint16_t class_street;              /* what makes a house number of a number */
};

static inline bool dl_time_sign_has(const dl_timewords *words, uint16_t sign,
                                    uint16_t class)
{
    return words->sign.at[sign].bits[class >> 6] >> (class & 63) & 1;
}

/* The sign of a run of digits. */
uint16_t dl_timewords_number(const dl_timewords *words, int32_t value, unsigned digits);

/* Builds nodes, signs and the DFA from what was read (timeauto.c). */
DL_CHECK dl_status dl_timewords_compile(dl_timewords *words, dl_error *err);

#endif
