/* label.c - see label.h. Each list is in the order of its enum.
 * SPDX-License-Identifier: Apache-2.0 */
#include "label.h"

#include "ledger.h"

#define WORDS(function, ...)                                                             \
    const char *function(uint8_t number)                                                 \
    {                                                                                    \
        static const char *const LIST[] = {__VA_ARGS__};                                 \
        return number < sizeof LIST / sizeof *LIST ? LIST[number] : "";                  \
    }

WORDS(dl_label_page_kind, "html", "text", "record")
WORDS(dl_label_modality, "happened", "denied", "planned", "possible", "recalled")
WORDS(dl_label_stance, "asserts", "denies", "accuses", "predicts", "asks")
WORDS(dl_label_claim_kind, "direct", "indirect", "mixed")
WORDS(dl_label_time_type, "DATE", "TIME", "DURATION", "SET")
WORDS(dl_label_place_kind, "unknown", "city", "admin1", "admin2", "country", "region",
      "water", "facility", "continent")
WORDS(dl_label_place_role, "place", "dateline", "demonym", "metonym")
WORDS(dl_label_name_type, "PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT",
      "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE", "WEAPON", "GROUP")
WORDS(dl_label_mention_kind, "name", "description", "pronoun")
/* a part of a name ("Shoigu") is given by the name itself */
WORDS(dl_label_learned, "given", "acronym", "apposition", "copy", "list", "given")
WORDS(dl_label_passage, "prose", "quote", "furniture")
WORDS(dl_label_direction, "unknown", "likely", "known")
WORDS(dl_label_relation, "same", "adds", "narrows", "denies", "corrects")
