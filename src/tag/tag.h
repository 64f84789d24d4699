/* tag.h - the tag stage: tokens in; times, places and names out.
 *
 * The three parts can be called apart; dl_tag runs them in their order (times, places,
 * names) over the same data.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TAG_H
#define DL_TAG_H

#include "article.h"
#include "doc.h"
#include "status.h"
#include "tags.h"

/* Time words and rules of one language, compiled from data/time/LANG.txt. */
typedef struct dl_timewords dl_timewords;
/* `user_path` (may be NULL) is read after `path` and overrides it. Mistakes give
 * DL_EDATA "file:line: what". */
DL_CHECK dl_status dl_timewords_open(const char *path, const char *user_path,
                                     dl_timewords **out, dl_error *err);
void dl_timewords_close(dl_timewords *words);

/* Finds every time expression, resolved against `published` (precision NONE: kept, but
 * unresolved), in the passages of out->written (given; may be none) against theirs. Spans
 * in order, never overlapping. */
DL_CHECK dl_status dl_tag_times(const dl_timewords *words, const dl_doc *doc,
                                dl_when published, dl_arena *arena, dl_tags *out,
                                dl_error *err);

/* Bounds when an undated text was written, from the text alone and the article's BOUND
 * date candidates: not before the latest past date it tells of; a bare weekday beside a
 * bound pins the day. Unknown when nothing bounds it. `rule` names the reasoning. */
dl_when dl_tag_bound_published(const dl_doc *doc, const dl_tags *tags,
                               const dl_article *article, const char **rule);

/* The gazetteer: one mapped file, made by tools/gazetteer. */
typedef struct dl_gazetteer dl_gazetteer;
DL_CHECK dl_status dl_gazetteer_open(const char *path, dl_gazetteer **out, dl_error *err);
void dl_gazetteer_close(dl_gazetteer *gazetteer);

/* Finds and resolves places. `article` may be NULL (then no outlet's home). */
DL_CHECK dl_status dl_tag_places(const dl_gazetteer *gazetteer, const dl_doc *doc,
                                 const dl_article *article, dl_arena *arena, dl_tags *out,
                                 dl_error *err);

/* The actor list: states, armed groups, bodies, agencies with aliases and sectors. */
typedef struct dl_actors dl_actors;
DL_CHECK dl_status dl_actors_open(const char *path, const char *user_path,
                                  dl_actors **out, dl_error *err);
void dl_actors_close(dl_actors *actors);

/* Joins the names of a document. Needs out->places. Fills names and mentions. */
DL_CHECK dl_status dl_tag_names(const dl_actors *actors, const dl_gazetteer *gazetteer,
                                const dl_doc *doc, const dl_article *article,
                                dl_arena *arena, dl_tags *out, dl_error *err);

/* A name of the text as records give it: OntoNotes' types, the article with it where it
 * belongs to the name, and what it is called after all joins. */
typedef struct dl_named {
    dl_span span;
    const char *type;
    dl_str name;
} dl_named;

/* Lays what `tags` knows over the model's own entities of `doc`: in order, without
 * overlap. */
DL_CHECK dl_status dl_tag_entities(const dl_doc *doc, const dl_tags *tags, dl_arena *arena,
                                   dl_named **out, uint32_t *count, dl_error *err);

typedef struct dl_tag_data {
    const dl_timewords *timewords;
    const dl_gazetteer *gazetteer;
    const dl_actors *actors;
} dl_tag_data;

/* All three. *out is zeroed first. */
DL_CHECK dl_status dl_tag(const dl_tag_data *data, const dl_doc *doc,
                          const dl_article *article, dl_when published, dl_arena *arena,
                          dl_tags *out, dl_error *err);

#endif
