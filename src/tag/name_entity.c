/* name_entity.c - the names of a text as one layer of typed spans.
 *
 * What the joined names, the actor list and the gazetteer say goes before what the
 * language model says; the model alone knows dates, sums and numbers. The spans follow
 * OntoNotes: an article that belongs to the name is part of it ("the White House"), a
 * person's title is not. Spans never overlap and come in order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "tag.h"

static const char *const TYPES[] = {"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT",
                                    "WORK_OF_ART", "LAW", "PRODUCT", "LANGUAGE", "PRODUCT",
                                    "ORG"};

typedef struct layer {
    const dl_doc *doc;
    const dl_tags *tags;
    dl_arena *arena;
    dl_named *at;
    uint32_t count;
} layer;

static dl_str word(const layer *l, uint32_t i)
{
    return dl_str_cut(l->doc->text, l->doc->tokens[i].span);
}

/* "the" belongs to the name when it hangs on one of the name's own words. */
static uint32_t with_article(const layer *l, uint32_t first, uint32_t end, uint8_t type)
{
    if (type == DL_NAME_PERSON || type == DL_NAME_NORP || type == DL_NAME_LANGUAGE ||
        first == 0 || !dl_str_equal_fold(word(l, first - 1), DL_STR("the"))) {
        return first;
    }
    const uint32_t up = l->doc->tokens[first - 1].head;
    return up >= first && up < end ? first - 1 : first;
}

/* "Spanish-Irish": two peoples in one word are one adjective. */
static bool of_two_peoples(const layer *l, uint32_t first, const char *type)
{
    if (l->count == 0 || first < 2 || strcmp(type, "NORP") != 0) {
        return false;
    }
    const dl_named *last = &l->at[l->count - 1];
    return strcmp(last->type, "NORP") == 0 && dl_str_is(word(l, first - 1), "-") &&
           !l->doc->tokens[first - 1].space_after && !l->doc->tokens[first - 2].space_after &&
           last->span.end == l->doc->tokens[first - 2].span.end;
}

static void add(layer *l, uint32_t first, uint32_t end, const char *type, dl_str name)
{
    if (of_two_peoples(l, first, type)) {
        dl_named *last = &l->at[l->count - 1];
        last->span.end = l->doc->tokens[end - 1].span.end;
        last->name = dl_str_cut(l->doc->text, last->span);
        return;
    }
    const dl_span span = {l->doc->tokens[first].span.start, l->doc->tokens[end - 1].span.end};
    l->at[l->count++] = (dl_named){
        span, type, name.size > 0 ? name : dl_str_cut(l->doc->text, span)};
}

/* A model's entity that a mention lies in, for titles of works and the like whose edges
 * the model knows better. */
static const dl_entity *around(const layer *l, const dl_mention *m)
{
    const uint32_t e = l->doc->tokens[m->first].entity;
    return e == DL_NONE ? NULL : &l->doc->entities[e];
}

static void add_mention(layer *l, const dl_mention *m, uint32_t taken)
{
    const dl_name *name = &l->tags->names[m->name];
    const dl_entity *model = around(l, m);
    uint32_t first = with_article(l, m->first, m->end, name->type);
    if (model != NULL && model->first < first && model->first + 1 == m->first &&
        strcmp(model->type, TYPES[name->type]) == 0 && name->type != DL_NAME_PERSON) {
        first = model->first; /* the model saw an article that is part of the name */
    }
    if (first < taken) {
        first = m->first;
    }
    if (first >= taken) {
        add(l, first, m->end, TYPES[name->type], name->name);
    }
}

/* The model alone knows dates, sums and numbers; what else of it no mention took over was
 * found to be no name: a headline's words, a title, a row of a table. */
static bool models_own(const dl_entity *model)
{
    static const char *const FIGURES[] = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY",
                                          "ORDINAL", "CARDINAL"};
    for (size_t i = 0; i < sizeof FIGURES / sizeof *FIGURES; i++) {
        if (strcmp(model->type, FIGURES[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* "last year 's": the mark of the possessive is no part of what the model found, nor are
 * its halves where a text has blanks around them. */
static uint32_t without_mark(const layer *l, const dl_entity *model)
{
    uint32_t end = model->end;
    while (end > model->first + 1 &&
           (strcmp(l->doc->tokens[end - 1].tag, "POS") == 0 || dl_str_is(word(l, end - 1), "'") ||
            dl_str_is(word(l, end - 1), "\xE2\x80\x99"))) {
        end--;
    }
    return end;
}

dl_status dl_tag_entities(const dl_doc *doc, const dl_tags *tags, dl_arena *arena,
                          dl_named **out, uint32_t *count, dl_error *err)
{
    layer l = {.doc = doc, .tags = tags, .arena = arena};
    uint32_t m = 0, taken = 0;
    l.at = dl_arena_new_array(arena, tags->mention_count + doc->entity_count + 1u, dl_named);
    if (l.at == NULL) {
        return dl_fail_memory(err);
    }
    for (uint32_t e = 0; e <= doc->entity_count; e++) {
        const dl_entity *model = e < doc->entity_count ? &doc->entities[e] : NULL;
        for (; m < tags->mention_count; m++) {
            const dl_mention *mention = &tags->mentions[m];
            if (model != NULL && mention->first >= model->end) {
                break;
            }
            if (mention->kind == 0 && mention->name < tags->name_count) {
                add_mention(&l, mention, taken);
                taken = mention->end > taken ? mention->end : taken;
            }
        }
        if (model != NULL && model->first >= taken && models_own(model)) {
            add(&l, model->first, without_mark(&l, model), model->type, (dl_str){0});
            taken = model->end;
        }
    }
    *out = l.at;
    *count = l.count;
    return DL_OK;
}
