/* unread.c - see unread.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "unread.h"

static bool add(dl_reading *r, dl_span span, const char *why)
{
    dl_unread *u = dl_vec_push(&r->unread, r->arena);
    if (u != NULL) {
        *u = (dl_unread){span, why};
    }
    return u != NULL;
}

static bool event_words(dl_reading *r)
{
    uint32_t next =
        0; /* events come in the order of their triggers, echoes behind them */
    for (uint32_t s = 0; s < r->doc->sentence_count; s++) {
        const dl_sentence *sentence = &r->doc->sentences[s];
        uint32_t word = DL_NONE;
        bool told = false;
        for (uint32_t t = sentence->first; t < sentence->end; t++) {
            told = told || r->told[t];
            if (word == DL_NONE && dl_has(r, t, DL_CLASS_EVENTWORD)) {
                word = t;
            }
        }
        if (!told && word != DL_NONE &&
            !add(r, dl_at(r, word)->span, "event word without event")) {
            return false;
        }
    }
    (void)next;
    return true;
}

bool dl_unread_find(dl_reading *r)
{
    if (!event_words(r)) {
        return false;
    }
    for (uint32_t i = 0; i < r->found.count; i++) {
        const dl_event *e = &r->found.at[i].event;
        if (r->found.at[i].dropped) {
            continue;
        }
        if (e->time != DL_NONE && !dl_when_known(r->tags->times[e->time].when) &&
            !add(r, r->tags->times[e->time].span, "date unresolved")) {
            return false;
        }
        if (e->place != DL_NONE && r->tags->places[e->place].kind == DL_PLACE_UNKNOWN &&
            !add(r, r->tags->places[e->place].span, "place unresolved")) {
            return false;
        }
    }
    return true;
}
