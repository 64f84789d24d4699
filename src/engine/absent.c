/* absent.c - stand-ins for stages that are not there yet; each gives an empty answer.
 * Linked last, so that the real ones win. This file goes when they are all there.
 * SPDX-License-Identifier: Apache-2.0 */
#include "copy.h"
#include "extract.h"
#include "language.h"
#include "reckon.h"
#include "story.h"
#include "tag.h"
#include "tell.h"

#include <stdlib.h>

#define WEAK __attribute__((weak))

WEAK dl_status dl_extract(const dl_page *page, const dl_extract_limits *limits,
                          const dl_furniture *furniture, dl_arena *arena, dl_article *out,
                          dl_error *err)
{
    *out = (dl_article){.id = page->id, .url = page->url, .site = page->site,
                        .title = page->title, .text = page->bytes};
    out->published = out->modified = (dl_date){.when = dl_when_none()};
    out->published.when = page->published;
    out->published.value = page->published_value;
    out->published.from = "given";
    return DL_OK;
}
WEAK dl_status dl_language_open(const char *dir, dl_language **out, dl_error *err)
{
    *out = NULL;
    return DL_OK;
}
WEAK void dl_language_close(dl_language *language) {}
WEAK const char *dl_language_name(const dl_language *language) { return "en absent"; }
WEAK dl_status dl_language_worker_new(const dl_language *language, dl_language_worker **out,
                                      dl_error *err)
{
    *out = NULL;
    return DL_OK;
}
WEAK void dl_language_worker_free(dl_language_worker *worker) {}
WEAK dl_status dl_language_read(dl_language_worker *worker, dl_str text, dl_arena *arena,
                                dl_doc *out, dl_error *err)
{
    *out = (dl_doc){.text = text};
    return DL_OK;
}
WEAK dl_status dl_timewords_open(const char *path, const char *user_path,
                                 dl_timewords **out, dl_error *err)
{
    *out = NULL;
    return DL_OK;
}
WEAK void dl_timewords_close(dl_timewords *words) {}
WEAK dl_when dl_tag_bound_published(const dl_doc *doc, const dl_tags *tags,
                                    const dl_article *article, const char **rule)
{
    return dl_when_none();
}
WEAK dl_status dl_tag_times(const dl_timewords *words, const dl_doc *doc, dl_when published,
                            dl_arena *arena, dl_tags *out, dl_error *err)
{
    return DL_OK;
}
WEAK dl_status dl_gazetteer_open(const char *path, dl_gazetteer **out, dl_error *err)
{
    *out = NULL;
    return DL_OK;
}
WEAK void dl_gazetteer_close(dl_gazetteer *gazetteer) {}
WEAK dl_status dl_tag_places(const dl_gazetteer *gazetteer, const dl_doc *doc,
                             const dl_article *article, dl_arena *arena, dl_tags *out,
                             dl_error *err)
{
    return DL_OK;
}
WEAK dl_status dl_actors_open(const char *path, const char *user_path, dl_actors **out,
                              dl_error *err)
{
    *out = NULL;
    return DL_OK;
}
WEAK void dl_actors_close(dl_actors *actors) {}
WEAK dl_status dl_tag(const dl_tag_data *data, const dl_doc *doc, const dl_article *article,
                      dl_when published, dl_arena *arena, dl_tags *out, dl_error *err)
{
    *out = (dl_tags){.dateline_place = DL_NONE, .dateline_time = DL_NONE};
    return DL_OK;
}
WEAK dl_status dl_codebook_open(const char *path, const char *user_path, dl_codebook **out,
                                dl_error *err)
{
    *out = NULL;
    return DL_OK;
}
WEAK void dl_codebook_close(dl_codebook *codebook) {}
WEAK dl_status dl_tell(const dl_codebook *codebook, const dl_doc *doc,
                       const dl_article *article, const dl_tags *tags, dl_when published,
                       dl_arena *arena, dl_tells *out, dl_error *err)
{
    *out = (dl_tells){0};
    return DL_OK;
}
WEAK dl_status dl_prints(dl_str text, dl_arena *arena, uint64_t **out, uint32_t *count,
                         dl_error *err)
{
    *out = NULL;
    *count = 0;
    return DL_OK;
}
WEAK dl_status dl_copy_compare(const dl_report *a, const dl_report *b, dl_arena *arena,
                               dl_copy *out, dl_error *err)
{
    *out = (dl_copy){0};
    return DL_OK;
}
WEAK dl_status dl_copies_resolve(const dl_report *const *reports, uint32_t count,
                                 const uint32_t *pairs, uint32_t pair_count, dl_arena *arena,
                                 dl_copy **out, uint32_t *out_count, dl_error *err)
{
    *out = NULL;
    *out_count = 0;
    return DL_OK;
}
WEAK dl_status dl_stories(const dl_report *const *reports, uint32_t count,
                          const dl_copy *copies, uint32_t copy_count, dl_arena *arena,
                          dl_story **out, uint32_t *out_count, dl_error *err)
{
    *out = dl_arena_new(arena, dl_story);
    *out_count = count > 0;
    (*out)->documents = dl_arena_new_array(arena, count, uint32_t);
    (*out)->document_count = count;
    (*out)->from = (*out)->to = dl_when_none();
    for (uint32_t i = 0; i < count; i++) {
        (*out)->documents[i] = i;
    }
    return DL_OK;
}
WEAK dl_status dl_reckon_names(const dl_report *const *reports, uint32_t count,
                               const dl_copy *copies, uint32_t copy_count, dl_arena *arena,
                               dl_known **out, uint32_t *out_count, dl_error *err)
{
    *out = NULL;
    *out_count = 0;
    return DL_OK;
}
WEAK dl_status dl_reckon(const dl_report *const *reports, uint32_t count,
                         const dl_copy *copies, uint32_t copy_count, const dl_story *stories,
                         uint32_t story_count, const dl_known *known, uint32_t known_count,
                         dl_arena *arena, dl_happening **out, uint32_t *out_count,
                         dl_error *err)
{
    *out = NULL;
    *out_count = 0;
    return DL_OK;
}
WEAK dl_status dl_reckon_control(const dl_happening *happenings, uint32_t count,
                                 const dl_known *known, uint32_t known_count, dl_str place,
                                 dl_arena *arena, dl_control **out, uint32_t *out_count,
                                 dl_error *err)
{
    *out = NULL;
    *out_count = 0;
    return DL_OK;
}
WEAK dl_date dl_reckon_published(const dl_report *const *reports, uint32_t count,
                                 const dl_copy *copies, uint32_t copy_count,
                                 const dl_story *stories, uint32_t story_count,
                                 uint32_t report)
{
    return (dl_date){.when = dl_when_none()};
}
