/* codebook.h - the tables a codebook is compiled to.
 *
 * A codebook is text (docs/codebook.md): classes of words, event types with their codes
 * in other ontologies, and rules. A rule names trigger words and what must stand in
 * which grammatical slot around them. Everything is looked up by lemma, so that reading
 * a text costs one look-up a token, whatever the size of the codebook.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_CODEBOOK_H
#define DL_CODEBOOK_H

#include "map.h"
#include "tell.h"

#define DL_CLASS_MAX 256       /* classes in one codebook */
#define DL_SLOT_MAX 12         /* slots of one rule */
#define DL_WORD_PARTS_MAX 5    /* words in one trigger */
#define DL_RULE_ALTERNATIVES 8 /* prepositions of one slot */
#define DL_KIN_MAX 8
#define DL_CODEBOOK_FILES_MAX 16
#define DL_CODEBOOK_BYTES_MAX (4u << 20)

/* A set of classes. */
typedef struct dl_classes {
    uint64_t bits[DL_CLASS_MAX / 64];
} dl_classes;

#define DL_CLASS_WORDS (DL_CLASS_MAX / 64)

static inline bool dl_classes_meet(dl_classes a, dl_classes b)
{
    uint64_t both = 0;
    for (int i = 0; i < DL_CLASS_WORDS; i++) {
        both |= a.bits[i] & b.bits[i];
    }
    return both != 0;
}
static inline bool dl_classes_empty(dl_classes a)
{
    uint64_t any = 0;
    for (int i = 0; i < DL_CLASS_WORDS; i++) {
        any |= a.bits[i];
    }
    return any == 0;
}
static inline dl_classes dl_classes_join(dl_classes a, dl_classes b)
{
    for (int i = 0; i < DL_CLASS_WORDS; i++) {
        a.bits[i] |= b.bits[i];
    }
    return a;
}

/* Classes the program itself asks for; the codebook must fill each of them. */
#define DL_KNOWN_CLASSES(X)                                                              \
    X(PERSON)                                                                            \
    X(FORCE)                                                                             \
    X(GROUP)                                                                             \
    X(PLACE)                                                                             \
    X(SITE) X(CIVILIAN) X(EVENTWORD) X(VEHICLE) X(UNIT) X(TIMEWORD) X(LIGHT) X(OCCUR)    \
        X(CAUSE) X(DURING) X(LOCATIVE) X(NOTSITE) X(NOTDATE) X(FENCE) X(NEGATION)        \
            X(DENY) X(PLAN) X(HEDGE) X(MODAL) X(FUTURE) X(IF) X(CONDITIONAL) X(RUMOUR)   \
                X(HABIT) X(ANNIVERSARY) X(OBJECTCONTROL) X(RAISING) X(FORMER) X(ASSERTS) \
                    X(DENIES) X(ACCUSES) X(PREDICTS) X(ASKS) X(SAYTO) X(SAYINF)          \
                        X(STATEMENT) X(MEDIA) X(CARRY) X(SPEAKER) X(UNNAMED)             \
                            X(ANONYMOUS) X(BODY) X(ANYBODY) X(ATTITUDE) X(POINTS)        \
                                X(TOWNWORD) X(FIGHTER) X(NOTSPEAKER) X(PUTS) X(CALLS)    \
                                    X(TOLLWORD) X(MEMBERS) X(GENERIC) X(SAYOBJ)          \
                                        X(APPROXIMATE) X(ATLEAST) X(ATMOST) X(PEOPLE)

typedef enum dl_known_class {
#define DL_CLASS_ENUM(name) DL_CLASS_##name,
    DL_KNOWN_CLASSES(DL_CLASS_ENUM)
#undef DL_CLASS_ENUM
        DL_KNOWN_CLASS_COUNT
} dl_known_class;

typedef enum dl_role {
    DL_ROLE_NONE, /* only checked */
    DL_ROLE_ACTOR,
    DL_ROLE_RECIPIENT,
    DL_ROLE_INSTRUMENT,
    DL_ROLE_PLACE,
    DL_ROLE_COUNTED,
    DL_ROLE_COUNT
} dl_role;

typedef enum dl_relation_kind {
    DL_REL_SUBJ,   /* who does it, whatever the voice; a noun's "by", possessive */
    DL_REL_OBJ,    /* whom or what it is done to; a noun's "of" */
    DL_REL_SELF,   /* the trigger itself */
    DL_REL_PREP,   /* object of one of the rule's prepositions */
    DL_REL_HEAD,   /* the word the trigger hangs on */
    DL_REL_SURFACE /* the printed subject */
} dl_relation_kind;

typedef enum dl_need {
    DL_NEEDED,
    DL_WELCOME, /* filled when it fits */
    DL_FITTING, /* may be absent; must fit when there */
    DL_FORBIDDEN
} dl_need;

typedef struct dl_slot {
    uint8_t relation, role, need;
    uint8_t prep_count;
    dl_str preps[DL_RULE_ALTERNATIVES];
    dl_classes classes; /* empty: anything */
} dl_slot;

/* Codes of an event type in other ontologies; NULL: no honest match, or not given. */
typedef struct dl_codes {
    const char *plover, *plover_mode; /* category, mode */
    const char *cameo, *cameo_code;   /* root, full code */
    const char *acled, *acled_name;   /* sub-event in capitals, and as ACLED prints it */
    bool no_plover, no_cameo, no_acled; /* "none": a rule takes its type's code away */
} dl_codes;

typedef struct dl_event_type {
    const char *name;
    dl_codes codes;
    const char *subj_counts, *obj_counts; /* figures its subject, object are; or NULL */
    uint32_t kin[DL_KIN_MAX];             /* types that may tell the same happening */
    uint32_t kin_count;
    uint32_t counter; /* type that tells it from the other side, or DL_NONE */
    bool carries;     /* people may be killed, hurt, missing in it */
} dl_event_type;

typedef struct dl_rule {
    const char *id;
    uint32_t type;      /* index into types, or DL_NONE for a figure rule */
    const char *figure; /* what a figure rule counts, else NULL */
    dl_codes codes;     /* override the type's */
    uint8_t extent;
    bool weak;      /* noun that needs more than a determiner to be an event */
    bool state;     /* tells a state: present tense is news too */
    bool sure;      /* hedges around it doubt something else */
    bool outcome;   /* tells what came of something: gives way to what caused it */
    bool gone;      /* dropped or replaced */
    uint32_t order; /* smaller wins */
    uint32_t slot_count;
    dl_slot slots[DL_SLOT_MAX];
} dl_rule;

/* One trigger: a word and the words that must hang on it. */
typedef struct dl_trigger {
    uint32_t rule;
    uint32_t next; /* further trigger with the same first word, or DL_NONE */
    uint8_t part_count;
    dl_str parts[DL_WORD_PARTS_MAX];   /* [0] is the word itself */
    uint8_t parent[DL_WORD_PARTS_MAX]; /* part it hangs on */
} dl_trigger;

#define DL_CUE_KINDS 3 /* dl_cue_kind */

/* Phrases, folded, each between two blanks. */
typedef struct dl_cue_list {
    dl_str *at;
    uint32_t count, room;
} dl_cue_list;

struct dl_codebook {
    dl_arena arena;
    dl_map class_ids; /* name -> class number */
    dl_str class_names[DL_CLASS_MAX];
    uint32_t class_count;
    dl_map members; /* lemma or "@TYPE" -> index into sets */
    dl_classes *sets;
    uint32_t set_count, set_room;
    dl_map type_ids;
    dl_event_type *types;
    uint32_t type_count, type_room;
    dl_map rule_ids;
    dl_rule *rules;
    uint32_t rule_count, rule_room;
    dl_map words; /* "seize/v" -> first trigger */
    dl_trigger *triggers;
    uint32_t trigger_count, trigger_room;
    dl_cue_list cues[DL_CUE_KINDS];
};

/* The classes of a lemma, or of "@GPE". */
dl_classes dl_codebook_classes(const dl_codebook *book, dl_str word);
bool dl_codebook_is(const dl_codebook *book, dl_str word, dl_known_class which);

static inline dl_classes dl_class_bit(uint32_t number)
{
    dl_classes set = {{0}};
    set.bits[number / 64] = UINT64_C(1) << (number % 64);
    return set;
}
static inline bool dl_classes_have(dl_classes set, dl_known_class which)
{
    return (set.bits[which / 64] >> (which % 64) & 1) != 0;
}

/* First trigger of `lemma` as 'v', 'n' or 'a'; DL_NONE. */
uint32_t dl_codebook_find(const dl_codebook *book, dl_str lemma, char kind);

#endif
