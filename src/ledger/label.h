/* label.h - the words that tables and records use for the numbers of the structs.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LABEL_H
#define DL_LABEL_H

#include <stdint.h>

/* "" for a number that has no word. */
const char *dl_label_page_kind(uint8_t kind);
const char *dl_label_modality(uint8_t modality);
const char *dl_label_stance(uint8_t stance);
const char *dl_label_claim_kind(uint8_t kind);
const char *dl_label_time_type(uint8_t type);
const char *dl_label_place_kind(uint8_t kind);
const char *dl_label_place_role(uint8_t role);
const char *dl_label_name_type(uint8_t type);
const char *dl_label_mention_kind(uint8_t kind);
const char *dl_label_learned(uint8_t learned); /* of the contract's five words */
const char *dl_label_passage(uint8_t kind);
const char *dl_label_direction(uint8_t direction);
const char *dl_label_relation(uint8_t relation);

#endif
