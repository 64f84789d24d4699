/* annotation.c - the `annotate` record.
 *
 * Events read from a title are left out: their places are in the title, and spans of a
 * record are places in its text. Claims keep pointing at the right event.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "label.h"
#include "part.h"
#include "tag.h"

#include <math.h>

typedef struct view {
    dl_json json;
    dl_utf8_index text;
    const dl_doc *doc;
    const dl_tags *tags;
    const dl_tells *tells;
    uint32_t *listed; /* the index an event has in the record; DL_NONE: not in it */
} view;

static void tokens(view *v)
{
    dl_json *json = &v->json;
    dl_json_key(json, "tokens");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < v->doc->token_count; i++) {
        const dl_token *t = &v->doc->tokens[i];
        dl_json_open(json, '{');
        dl_part_span(json, &v->text, t->span);
        dl_json_key(json, "lemma");
        dl_json_str(json, t->lemma);
        dl_json_key(json, "tag");
        dl_json_text(json, t->tag);
        dl_json_key(json, "pos");
        dl_json_text(json, t->pos);
        dl_json_key(json, "head");
        dl_json_int(json, t->head);
        dl_json_key(json, "dep");
        dl_json_text(json, t->dep);
        dl_json_key(json, "sent");
        dl_json_bool(json, t->sent_start);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
}

/* ---- entities ---- */

static void entity(view *v, dl_span span, const char *type, dl_str name)
{
    dl_json_open(&v->json, '{');
    dl_part_span(&v->json, &v->text, span);
    dl_json_key(&v->json, "type");
    dl_json_text(&v->json, type);
    dl_json_key(&v->json, "name");
    dl_json_str(&v->json, name);
    dl_json_close(&v->json, '}');
}

static void own_entity(view *v, const dl_entity *e)
{
    entity(v, e->span, e->type, dl_str_cut(v->doc->text, e->span));
}

static void entities(view *v, dl_arena *arena)
{
    dl_named *named = NULL;
    uint32_t count = 0;
    dl_json_key(&v->json, "entities");
    dl_json_open(&v->json, '[');
    if (v->tags == NULL) {
        for (uint32_t i = 0; i < v->doc->entity_count; i++) {
            own_entity(v, &v->doc->entities[i]);
        }
    } else if (dl_tag_entities(v->doc, v->tags, arena, &named, &count, NULL) != DL_OK) {
        v->json.out->failed = true;
    }
    for (uint32_t i = 0; i < count; i++) {
        entity(v, named[i].span, named[i].type, named[i].name);
    }
    dl_json_close(&v->json, ']');
}

/* ---- tags ---- */

static void times(view *v)
{
    dl_json *json = &v->json;
    dl_json_key(json, "times");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < v->tags->time_count; i++) {
        const dl_time *t = &v->tags->times[i];
        dl_json_open(json, '{');
        dl_part_span(json, &v->text, t->span);
        dl_json_key(json, "type");
        dl_json_text(json, dl_label_time_type(t->type));
        dl_json_key(json, "value");
        dl_part_str_or_null(json, t->value);
        dl_json_key(json, "earliest");
        dl_part_side(json, t->when.earliest, t->when);
        dl_json_key(json, "latest");
        dl_part_side(json, t->when.latest, t->when);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
}

static void places(view *v)
{
    dl_json *json = &v->json;
    dl_json_key(json, "places");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < v->tags->place_count; i++) {
        const dl_place *p = &v->tags->places[i];
        const bool known = p->kind != DL_PLACE_UNKNOWN;
        if (p->role == DL_PLACE_DEMONYM) {
            continue; /* "Syrian" is a people: it stands among the entities */
        }
        dl_json_open(json, '{');
        dl_part_span(json, &v->text, p->span);
        dl_json_key(json, "name");
        dl_json_str(json, p->name);
        dl_json_key(json, "lat");
        dl_json_real(json, known ? p->lat : NAN, DEGREE_DECIMALS);
        dl_json_key(json, "lon");
        dl_json_real(json, known ? p->lon : NAN, DEGREE_DECIMALS);
        dl_json_key(json, "geonames");
        if (known && p->geonames != 0) {
            dl_json_int(json, p->geonames);
        } else {
            dl_json_null(json);
        }
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
}

/* ---- tells ---- */

static void fillers(view *v, const char *key, const dl_filler *items, uint32_t count)
{
    dl_json_key(&v->json, key);
    dl_json_open(&v->json, '[');
    for (uint32_t i = 0; i < count; i++) {
        dl_json_open(&v->json, '{');
        dl_part_span(&v->json, &v->text, items[i].span);
        dl_json_key(&v->json, "name");
        dl_json_str(&v->json, items[i].name);
        dl_json_close(&v->json, '}');
    }
    dl_json_close(&v->json, ']');
}

static void figures(view *v, const dl_event *e)
{
    dl_json_key(&v->json, "figures");
    dl_json_open(&v->json, '[');
    for (uint32_t i = 0; i < e->figure_count; i++) {
        const dl_figure *f = &e->figures[i];
        dl_json_open(&v->json, '{');
        dl_part_span(&v->json, &v->text, f->span);
        dl_part_amount(&v->json, f->what, f->of, f->value, f->low, f->high);
        dl_json_close(&v->json, '}');
    }
    dl_json_close(&v->json, ']');
}

static void event(view *v, const dl_event *e)
{
    dl_json *json = &v->json;
    dl_json_open(json, '{');
    dl_part_span(json, &v->text, e->span);
    dl_json_key(json, "type");
    dl_json_text(json, e->type);
    dl_json_key(json, "rule");
    dl_json_text(json, e->rule);
    dl_json_key(json, "date");
    dl_export_date(json, &e->date);
    dl_json_key(json, "place");
    dl_part_place(json,
                  e->place < v->tags->place_count ? &v->tags->places[e->place] : NULL);
    fillers(v, "actor", e->actors, e->actor_count);
    fillers(v, "recipient", e->recipients, e->recipient_count);
    fillers(v, "instrument", e->instruments, e->instrument_count);
    figures(v, e);
    dl_json_key(json, "modality");
    dl_json_text(json, dl_label_modality(e->modality));
    dl_json_key(json, "plover");
    dl_json_text(json, e->plover);
    dl_json_key(json, "cameo");
    dl_json_text(json, e->cameo);
    dl_json_key(json, "acled");
    dl_json_text(json, e->acled);
    dl_json_close(json, '}');
}

static void number_events(view *v, dl_arena *arena)
{
    uint32_t n = 0;
    v->listed = dl_arena_new_array(arena, v->tells->event_count, uint32_t);
    for (uint32_t i = 0; v->listed != NULL && i < v->tells->event_count; i++) {
        v->listed[i] = v->tells->events[i].title ? DL_NONE : n++;
    }
}

static void claim(view *v, const dl_claim *c)
{
    dl_json *json = &v->json;
    const uint32_t of = c->event < v->tells->event_count && v->listed != NULL
                            ? v->listed[c->event]
                            : DL_NONE;
    dl_json_open(json, '{');
    dl_part_span(json, &v->text, c->span);
    dl_json_key(json, "cue");
    dl_part_pair(json, &v->text, c->cue);
    dl_json_key(json, "source");
    if (dl_span_empty(c->source)) {
        dl_json_null(json);
    } else {
        dl_part_pair(json, &v->text, c->source);
    }
    dl_json_key(json, "origin");
    dl_part_str_or_null(json, c->origin);
    dl_json_key(json, "via");
    dl_part_strings(json, c->via, c->via_count);
    dl_json_key(json, "kind");
    dl_json_text(json, dl_label_claim_kind(c->kind));
    dl_json_key(json, "stance");
    dl_json_text(json, dl_label_stance(c->stance));
    dl_json_key(json, "event");
    if (of == DL_NONE) {
        dl_json_null(json);
    } else {
        dl_json_int(json, of);
    }
    dl_json_close(json, '}');
}

static void told(view *v)
{
    dl_json *json = &v->json;
    dl_json_key(json, "events");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < v->tells->event_count; i++) {
        if (!v->tells->events[i].title) {
            event(v, &v->tells->events[i]);
        }
    }
    dl_json_close(json, ']');
    dl_json_key(json, "claims");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < v->tells->claim_count; i++) {
        claim(v, &v->tells->claims[i]);
    }
    dl_json_close(json, ']');
    dl_json_key(json, "unread");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < v->tells->unread_count; i++) {
        const dl_unread *u = &v->tells->unread[i];
        dl_json_open(json, '{');
        dl_part_span(json, &v->text, u->span);
        dl_json_key(json, "why");
        dl_json_text(json, u->why);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
}

void dl_export_annotation(dl_str id, const dl_doc *doc, const dl_tags *tags,
                          const dl_tells *tells, dl_arena *arena, dl_buf *out)
{
    view v = {.doc = doc, .tags = tags, .tells = tells};
    dl_json_init(&v.json, out);
    dl_utf8_index_init(&v.text, arena, doc->text);
    dl_json_open(&v.json, '{');
    dl_json_key(&v.json, "id");
    dl_json_str(&v.json, id);
    tokens(&v);
    entities(&v, arena);
    if (tags != NULL) {
        times(&v);
        places(&v);
    }
    if (tags != NULL && tells != NULL) {
        number_events(&v, arena);
        told(&v);
    }
    dl_json_close(&v.json, '}');
}
