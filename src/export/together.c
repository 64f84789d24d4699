/* together.c - the records of what documents say together: copies, stories, chronicle,
 * control, names.
 * SPDX-License-Identifier: Apache-2.0 */
#include "label.h"
#include "part.h"

/* ---- copies ---- */

static void spans(dl_json *json, const char *key, const dl_utf8_index *text,
                  const dl_span *items, uint32_t count)
{
    dl_json_key(json, key);
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < count; i++) {
        dl_part_pair(json, text, items[i]);
    }
    dl_json_close(json, ']');
}

static void passages(dl_json *json, const dl_copy *copy, const dl_utf8_index *a,
                     const dl_utf8_index *b)
{
    dl_json_key(json, "passages");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < copy->passage_count; i++) {
        const dl_passage *p = &copy->passages[i];
        dl_json_open(json, '{');
        dl_json_key(json, "a");
        dl_part_pair(json, a, p->a);
        dl_json_key(json, "b");
        dl_part_pair(json, b, p->b);
        dl_json_key(json, "kind");
        dl_json_text(json, dl_label_passage(p->kind));
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
}

static void substitutions(dl_json *json, const dl_copy *copy)
{
    dl_json_key(json, "substitutions");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < copy->substitution_count; i++) {
        const dl_substitution *s = &copy->substitutions[i];
        dl_json_open(json, '{');
        dl_json_key(json, "from");
        dl_json_str(json, s->from);
        dl_json_key(json, "to");
        dl_json_str(json, s->to);
        dl_json_key(json, "count");
        dl_json_int(json, s->count);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
}

void dl_export_copy(const dl_report *const *reports, const dl_copy *copy,
                    dl_str common_origin, dl_arena *arena, dl_buf *out)
{
    const dl_article *doc = &reports[copy->doc]->article,
                     *of = &reports[copy->of]->article;
    dl_json json;
    dl_utf8_index a, b;
    dl_json_init(&json, out);
    dl_utf8_index_init(&a, arena, doc->text);
    dl_utf8_index_init(&b, arena, of->text);
    dl_json_open(&json, '{');
    dl_json_key(&json, "doc");
    dl_json_str(&json, doc->id);
    dl_json_key(&json, "of");
    dl_part_str_or_null(&json, common_origin.size == 0 ? of->id : DL_STR(""));
    dl_json_key(&json, "common_origin");
    dl_part_str_or_null(&json, common_origin);
    dl_json_key(&json, "direction");
    dl_json_text(&json, dl_label_direction(copy->direction));
    dl_json_key(&json, "shared");
    dl_json_real(&json, copy->shared, SHARE_DECIMALS);
    passages(&json, copy, &a, &b);
    substitutions(&json, copy);
    spans(&json, "dropped", &b, copy->dropped, copy->dropped_count);
    spans(&json, "added", &a, copy->added, copy->added_count);
    if (common_origin.size != 0) {
        dl_json_key(&json, "with"); /* whose text `b` is */
        dl_json_str(&json, of->id);
    }
    dl_json_close(&json, '}');
}

/* ---- stories ---- */

void dl_export_story(const dl_report *const *reports, const dl_story *story, dl_buf *out)
{
    dl_json json;
    dl_json_init(&json, out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "story");
    dl_export_id(&json, 's', story->id);
    dl_json_key(&json, "title");
    dl_part_str_or_null(&json, story->title);
    dl_json_key(&json, "from");
    dl_part_side(&json, story->from.earliest, story->from);
    dl_json_key(&json, "to");
    dl_part_side(&json, story->to.latest, story->to);
    dl_json_key(&json, "documents");
    dl_json_open(&json, '[');
    for (uint32_t i = 0; i < story->document_count; i++) {
        dl_json_str(&json, reports[story->documents[i]]->article.id);
    }
    dl_json_close(&json, ']');
    dl_json_key(&json, "places");
    dl_part_strings(&json, story->places, story->place_count);
    dl_json_key(&json, "actors");
    dl_part_strings(&json, story->actors, story->actor_count);
    dl_json_close(&json, '}');
}

/* ---- chronicle ---- */

/* The span of an account read from a title has no place in the text: 0, 0. */
static void account(dl_json *json, const dl_report *report, const dl_utf8_index *text,
                    const dl_account *a)
{
    const bool in_title =
        a->event < report->tells.event_count && report->tells.events[a->event].title;
    const dl_str words = in_title ? report->article.title : report->article.text;
    dl_json_open(json, '{');
    dl_json_key(json, "doc");
    dl_json_str(json, report->article.id);
    dl_part_span(json, text, in_title ? (dl_span){0, 0} : a->span);
    dl_json_key(json, "origin");
    dl_part_str_or_null(json, a->origin);
    dl_json_key(json, "via");
    dl_part_strings(json, a->via, a->via_count);
    dl_json_key(json, "relation");
    dl_json_text(json, dl_label_relation(a->relation));
    dl_json_key(json, "stance");
    dl_json_text(json, dl_label_stance(a->stance));
    dl_json_key(json, "quote");
    dl_json_str(json, dl_str_cut(words, a->quote));
    dl_json_close(json, '}');
}

static void told_figure(dl_json *json, const dl_report *report, const dl_utf8_index *text,
                        const dl_told_figure *f)
{
    dl_json_open(json, '{');
    dl_part_amount(json, f->what, f->of, f->value, f->low, f->high);
    dl_json_key(json, "origin");
    dl_part_str_or_null(json, f->origin);
    dl_json_key(json, "doc");
    dl_json_str(json, report->article.id);
    dl_part_span(json, text, f->span);
    dl_json_close(json, '}');
}

static void accounts(dl_json *json, const dl_report *const *reports,
                     const dl_happening *h, dl_arena *arena)
{
    dl_json_key(json, "accounts");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < h->account_count; i++) {
        const dl_report *report = reports[h->accounts[i].report];
        const dl_arena_mark mark = dl_arena_here(arena);
        dl_utf8_index text;
        dl_utf8_index_init(&text, arena, report->article.text);
        account(json, report, &text, &h->accounts[i]);
        dl_arena_back(arena, mark);
    }
    dl_json_close(json, ']');
    dl_json_key(json, "figures");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < h->figure_count; i++) {
        const dl_report *report = reports[h->figures[i].report];
        const dl_arena_mark mark = dl_arena_here(arena);
        dl_utf8_index text;
        dl_utf8_index_init(&text, arena, report->article.text);
        told_figure(json, report, &text, &h->figures[i]);
        dl_arena_back(arena, mark);
    }
    dl_json_close(json, ']');
}

void dl_export_happening(const dl_report *const *reports, const dl_happening *h,
                         dl_arena *arena, dl_buf *out)
{
    dl_json json;
    dl_json_init(&json, out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "event");
    dl_export_id(&json, 'e', h->id);
    dl_json_key(&json, "type");
    dl_json_text(&json, h->type);
    dl_json_key(&json, "date");
    dl_export_date(&json, &h->date);
    dl_json_key(&json, "place");
    dl_part_place(&json, &h->place);
    dl_json_key(&json, "actor");
    dl_part_strings(&json, h->actors, h->actor_count);
    dl_json_key(&json, "recipient");
    dl_part_strings(&json, h->recipients, h->recipient_count);
    dl_json_key(&json, "summary");
    dl_json_str(&json, h->summary);
    dl_json_key(&json, "status");
    dl_json_text(&json, h->status);
    dl_json_key(&json, "reports");
    dl_json_int(&json, h->reports);
    dl_json_key(&json, "texts");
    dl_json_int(&json, h->texts);
    dl_json_key(&json, "origins");
    dl_json_int(&json, h->origins);
    accounts(&json, reports, h, arena);
    dl_json_close(&json, '}');
}

/* ---- control ---- */

void dl_export_control(dl_str place, const dl_control *control, dl_buf *out)
{
    dl_json json;
    dl_json_init(&json, out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "place");
    dl_json_str(&json, place);
    dl_json_key(&json, "from");
    dl_export_date(&json, &control->from);
    dl_json_key(&json, "to");
    dl_export_date(&json, &control->to);
    dl_json_key(&json, "holder");
    dl_part_str_or_null(&json, control->holder);
    dl_json_key(&json, "status");
    dl_json_text(&json, control->status);
    dl_json_key(&json, "reports");
    dl_json_int(&json, control->reports);
    dl_json_key(&json, "texts");
    dl_json_int(&json, control->texts);
    dl_json_key(&json, "origins");
    dl_json_int(&json, control->origins);
    dl_json_key(&json, "event");
    dl_export_id(&json, 'e', control->event);
    dl_json_close(&json, '}');
}

/* ---- names ---- */

static void wording(dl_json *json, const dl_known *known, uint32_t n)
{
    dl_json_open(json, '{');
    dl_json_key(json, "site");
    dl_json_str(json, known->wording[n].site);
    dl_json_key(json, "words");
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < known->wording[n].word_count; i++) {
        const dl_alias *word = &known->wording[n].words[i];
        dl_json_open(json, '{');
        dl_json_key(json, "word");
        dl_json_str(json, word->name);
        dl_json_key(json, "count");
        dl_json_int(json, word->count);
        dl_json_close(json, '}');
    }
    dl_json_close(json, ']');
    dl_json_close(json, '}');
}

void dl_export_known(const dl_known *known, dl_buf *out)
{
    dl_json json;
    dl_json_init(&json, out);
    dl_json_open(&json, '{');
    dl_json_key(&json, "name");
    dl_json_str(&json, known->name);
    dl_json_key(&json, "type");
    dl_json_text(&json, dl_label_name_type(known->type));
    dl_json_key(&json, "aliases");
    dl_json_open(&json, '[');
    for (uint32_t i = 0; i < known->alias_count; i++) {
        const dl_alias *alias = &known->aliases[i];
        dl_json_open(&json, '{');
        dl_json_key(&json, "name");
        dl_json_str(&json, alias->name);
        dl_json_key(&json, "count");
        dl_json_int(&json, alias->count);
        dl_json_key(&json, "learned");
        dl_json_text(&json, dl_label_learned(alias->learned));
        dl_json_close(&json, '}');
    }
    dl_json_close(&json, ']');
    dl_json_key(&json, "wording");
    dl_json_open(&json, '[');
    for (uint32_t i = 0; i < known->wording_count; i++) {
        wording(&json, known, i);
    }
    dl_json_close(&json, ']');
    dl_json_close(&json, '}');
}
