/* tells.h - what a report tells: events, claims, figures, and what was not understood.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TELLS_H
#define DL_TELLS_H

#include "article.h"
#include "tags.h"

typedef enum dl_modality {
    DL_HAPPENED,
    DL_DENIED,
    DL_PLANNED,
    DL_POSSIBLE,
    DL_RECALLED
} dl_modality;

typedef enum dl_stance {
    DL_ASSERTS,
    DL_DENIES,
    DL_ACCUSES,
    DL_PREDICTS,
    DL_ASKS
} dl_stance;

/* How words stand to what others said (cues of the codebook); bits of `marks`. */
typedef enum dl_mark {
    DL_MARK_NARROWS = 1,  /* they limit it: "not yet", "could not be confirmed" */
    DL_MARK_CORRECTS = 2, /* they say that it was wrong: "counted twice" */
    DL_MARK_AHEAD = 4     /* they speak of what is to come */
} dl_mark;

typedef enum dl_claim_kind { DL_DIRECT, DL_INDIRECT, DL_MIXED } dl_claim_kind;

/* A filled role: an actor, a recipient, an instrument. */
typedef struct dl_filler {
    dl_span span;
    dl_str name;  /* canonical name when `who` is set, else the words */
    uint32_t who; /* index into tags.names, or DL_NONE */
} dl_filler;

typedef struct dl_figure {
    dl_span span;
    const char
        *what; /* killed wounded missing displaced arrested abducted fighters other */
    dl_str of; /* who or what was counted: "soldiers" */
    double value, low, high; /* NAN where not told: "about 400": value; "10 to 20": low,
                                high; "at least 9": low; "up to 9": high */
    bool approximate;
    uint32_t claim; /* index of the claim it stands in, or DL_NONE */
    const char *rule;
} dl_figure;

typedef struct dl_event {
    dl_span span;                       /* the word or words that tell it */
    uint32_t trigger;                   /* token of the trigger while tokens are there */
    const char *type;                   /* of the codebook: "control-change" */
    const char *rule;                   /* "control.retake.3" */
    const char *plover, *cameo, *acled; /* PLOVER category, CAMEO root, ACLED sub-event in
                              capitals; NULL where there is no honest match */
    dl_date date;   /* when it happened; from: text, published, none (precision NONE) */
    uint32_t time;  /* index into tags.times it came from, or DL_NONE */
    uint32_t place; /* index into tags.places, or DL_NONE */
    dl_filler *actors, *recipients, *instruments;
    uint32_t actor_count, recipient_count, instrument_count;
    dl_figure *figures;
    uint32_t figure_count;
    uint8_t modality; /* dl_modality */
    uint8_t extent;   /* control-change: 0 full, 1 partial, 2 claimed only */
    uint32_t claim;   /* index of the innermost claim it stands in, or DL_NONE: the
                         outlet's own voice */
    dl_span sentence; /* the sentence around it: the quote of its account */
    uint32_t same_as; /* earlier event of this document it repeats, or DL_NONE */
    bool title;       /* read from the title, not the text; spans are in the title */
    uint8_t marks;    /* dl_mark, of the sentence */
    /* the codes above in full, as exports want them; NULL like them */
    const char *plover_mode; /* "aerial" beside "ASSAULT" */
    const char *cameo_code;  /* "195" beside its root "19" */
    const char *acled_name;  /* "Air/drone strike" beside "AIR_STRIKE" */
} dl_event;

typedef struct dl_claim {
    dl_span span;   /* the words claimed */
    dl_span cue;    /* "said" */
    dl_span source; /* empty if none is named */
    dl_str origin;  /* who vouches: canonical name, or "unnamed official" ... */
    uint32_t who;   /* index into tags.names, or DL_NONE */
    dl_str *via;    /* who passed it on, nearest to the origin first */
    uint32_t via_count;
    uint8_t kind, stance; /* dl_claim_kind, dl_stance */
    uint32_t event;       /* index of its main event, or DL_NONE */
    const char *rule;
    uint32_t body; /* index into tags.names of `origin`, or DL_NONE */
    uint8_t marks; /* dl_mark, of the words claimed */
} dl_claim;

/* Something that looked like ours and was not understood. */
typedef struct dl_unread {
    dl_span span;
    const char *why; /* "event word without event", "date unresolved", ... */
} dl_unread;

typedef struct dl_tells {
    dl_event *events;
    uint32_t event_count;
    dl_claim *claims;
    uint32_t claim_count;
    dl_unread *unread;
    uint32_t unread_count;
} dl_tells;

/* One document as the stages across documents, and the ledger, see it. */
typedef struct dl_report {
    dl_article article;
    dl_tags tags;
    dl_tells tells;
    uint64_t *prints; /* fingerprints (copy/fingerprint.h), ascending, distinct */
    uint32_t print_count;
} dl_report;

#endif
