/* name_where.c - what around a name shows that it is a place.
 *
 * Villages nobody lists are to the language model people or bodies as their letters
 * please. "X is a village", "the town of X" and "north of X" tell more, and people are
 * seldom what somebody is in.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "name.h"

enum {
    WHERE_IS = 8,    /* "X is a village" */
    WHERE_KIND = 6,  /* "the town of X" */
    WHERE_SIDE = 6,  /* "north of X" */
    WHERE_INSIDE = 5 /* "in X", of what the model takes for a person */
};

#define IS_WITHIN 12 /* tokens from "is" to what it is */

static bool has_class(const dl_naming *n, uint32_t i, uint32_t classes)
{
    dl_gazetteer_entry entry;
    return n->gazetteer != NULL && i < n->doc->token_count && n->words[i].size > 0 &&
           dl_gazetteer_find(n->gazetteer, n->words[i], &entry) &&
           (entry.words & classes) != 0;
}

#define GROUND                                                                           \
    (DL_GAZ_WORD_TOWN | DL_GAZ_WORD_ADMIN | DL_GAZ_WORD_WATER | DL_GAZ_WORD_LAND)

/* "X is a village and municipality" */
static int is_ground(const dl_naming *n, const dl_part *part)
{
    const uint32_t verb = token(n, part->head)->head;
    if (!is_dep(n, part->head, "nsubj") || verb < part->end ||
        !dl_str_is(n->lemmas[verb], "be")) {
        return 0;
    }
    for (uint32_t i = verb + 1; i < n->doc->token_count && i < verb + IS_WITHIN; i++) {
        if (token(n, i)->head == verb && is_dep(n, i, "attr")) {
            return is_tag(n, i, "NN") && has_class(n, i, GROUND) ? WHERE_IS : 0;
        }
    }
    return 0;
}

/* "the town of X", "north of X" */
static int of_ground(const dl_naming *n, uint32_t first)
{
    if (first < 2 || !word_is(n, first - 1, "of") || upper(n, first - 2)) {
        return 0;
    }
    return has_class(n, first - 2, GROUND)                  ? WHERE_KIND
           : has_class(n, first - 2, DL_GAZ_WORD_DIRECTION) ? WHERE_SIDE
                                                            : 0;
}

/* "in X", but not "believed in X", "faith in X" */
static int inside(const dl_naming *n, const dl_part *part)
{
    static const char *const NOT[] = {"believe", "belief",     "trust",      "confidence",
                                      "faith",   "interest",   "interested", "invest",
                                      "confide", "specialise", "specialize", "star",
                                      "appear",  "play",       "major"};
    const uint32_t first = part->first;
    if (part->type != DL_NAME_PERSON || part->end - first > 2 || first < 2 ||
        !word_is(n, first - 1, "in") || has_class(n, first, DL_GAZ_WORD_GIVEN) ||
        is_tag(n, part->end < n->doc->token_count ? part->end : first, "POS")) {
        return 0;
    }
    const uint32_t up = token(n, first - 1)->head;
    for (size_t w = 0; w < sizeof NOT / sizeof *NOT; w++) {
        if (dl_str_is(n->lemmas[up], NOT[w])) {
            return 0;
        }
    }
    return WHERE_INSIDE;
}

int dl_name_where(const dl_naming *n, const dl_part *part)
{
    return is_ground(n, part) + of_ground(n, part->first) + inside(n, part);
}
