/* jsonld.c - what schema.org data in a page says of its article.
 *
 * The objects of the script are walked with a stack of our own, in document order: any
 * object whose @type is a kind of article is evidence for the main one; WebPage comes
 * second. Pages carry broken JSON more often than one would think: then only the dates
 * are looked for, as "datePublished": "...".
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "jsonld.h"

#include "vec.h"

#include <yyjson.h>

#define STACK_MAX 20000 /* values of one script that are looked at */
#define SCRIPT_MAX (4u << 20)
#define ENTRIES_MAX 4000 /* of a live ticker */

static dl_str str_of(yyjson_val *v)
{
    if (v == NULL || !yyjson_is_str(v)) {
        return (dl_str){NULL, 0};
    }
    return dl_str_trim((dl_str){yyjson_get_str(v), yyjson_get_len(v)});
}

static void take(dl_arena *arena, dl_str *field, yyjson_val *v)
{
    const dl_str text = str_of(v);
    if (field->size == 0 && text.size > 0) {
        *field = dl_str_copy(arena, text);
    }
}

static bool type_is(yyjson_val *object, bool (*wanted)(dl_str))
{
    yyjson_val *type = yyjson_obj_get(object, "@type");
    if (yyjson_is_arr(type)) {
        yyjson_arr_iter it = yyjson_arr_iter_with(type);
        for (yyjson_val *v; (v = yyjson_arr_iter_next(&it)) != NULL;) {
            if (wanted(str_of(v))) {
                return true;
            }
        }
        return false;
    }
    return wanted(str_of(type));
}

static bool article_type(dl_str t)
{
    static const char *const ends[] = {"Article", "BlogPosting", "Posting", "Report", "CreativeWork"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (dl_str_ends(t, dl_str_of(ends[i]))) {
            return !dl_str_is(t, "JobPosting");
        }
    }
    return false;
}

static bool live_type(dl_str t)
{
    return dl_str_ends(t, DL_STR("LiveBlogPosting"));
}

static bool page_type(dl_str t)
{
    return dl_str_ends(t, DL_STR("WebPage")) || dl_str_ends(t, DL_STR("ItemPage")) ||
           dl_str_ends(t, DL_STR("VideoObject")) || dl_str_ends(t, DL_STR("Recipe"));
}

/* The name of a person or body: "name", or the string itself. */
static yyjson_val *name_of(yyjson_val *v)
{
    return yyjson_is_obj(v) ? yyjson_obj_get(v, "name") : v;
}

static void add_author(dl_arena *arena, dl_jsonld *out, yyjson_val *v)
{
    const dl_str name = str_of(name_of(v));
    if (name.size == 0 || name.size > 200 || dl_str_find(name, DL_STR("://")) != SIZE_MAX) {
        return;
    }
    for (uint32_t i = 0; i < out->author_count; i++) {
        if (dl_str_equal(out->authors[i], name)) {
            return;
        }
    }
    dl_str *room = dl_vec_room(arena, out->authors, out->author_count, &out->author_room,
                               sizeof *out->authors);
    if (room != NULL) {
        out->authors = room;
        room[out->author_count++] = dl_str_copy(arena, name);
    }
}

static void read_authors(dl_arena *arena, dl_jsonld *out, yyjson_val *v)
{
    if (!yyjson_is_arr(v)) {
        add_author(arena, out, v);
        return;
    }
    yyjson_arr_iter it = yyjson_arr_iter_with(v);
    for (yyjson_val *a; (a = yyjson_arr_iter_next(&it)) != NULL;) {
        add_author(arena, out, a);
    }
}

static void add_entry(dl_arena *arena, dl_jsonld *out, yyjson_val *v)
{
    dl_jsonld_entry entry = {{"", 0}, {"", 0}, {"", 0}};
    take(arena, &entry.time, yyjson_obj_get(v, "datePublished"));
    take(arena, &entry.headline, yyjson_obj_get(v, "headline"));
    take(arena, &entry.body, yyjson_obj_get(v, "articleBody"));
    dl_jsonld_entry *room = dl_vec_room(arena, out->entries, out->entry_count, &out->entry_room,
                                        sizeof *out->entries);
    if (room != NULL) {
        out->entries = room;
        room[out->entry_count++] = entry;
    }
}

static void read_entries(dl_arena *arena, dl_jsonld *out, yyjson_val *v)
{
    if (yyjson_is_obj(v)) {
        add_entry(arena, out, v);
    }
    yyjson_arr_iter it = yyjson_is_arr(v) ? yyjson_arr_iter_with(v) : (yyjson_arr_iter){0};
    for (yyjson_val *e; out->entry_count < ENTRIES_MAX && (e = yyjson_arr_iter_next(&it)) != NULL;) {
        if (yyjson_is_obj(e)) {
            add_entry(arena, out, e);
        }
    }
}

static void read_article(yyjson_val *o, dl_arena *arena, dl_jsonld *out)
{
    const bool first = !out->article || out->published.size == 0;
    out->article = true;
    take(arena, &out->headline, yyjson_obj_get(o, "headline"));
    take(arena, &out->published, yyjson_obj_get(o, "datePublished"));
    if (first) {
        take(arena, &out->published, yyjson_obj_get(o, "dateCreated"));
        take(arena, &out->modified, yyjson_obj_get(o, "dateModified"));
        take(arena, &out->section, yyjson_obj_get(o, "articleSection"));
        take(arena, &out->language, yyjson_obj_get(o, "inLanguage"));
        take(arena, &out->live_start, yyjson_obj_get(o, "coverageStartTime"));
    }
    take(arena, &out->body, yyjson_obj_get(o, "articleBody"));
    take(arena, &out->publisher, name_of(yyjson_obj_get(o, "publisher")));
    yyjson_val *entity = yyjson_obj_get(o, "mainEntityOfPage");
    take(arena, &out->url, yyjson_is_obj(entity) ? yyjson_obj_get(entity, "@id") : entity);
    take(arena, &out->url, yyjson_obj_get(o, "url"));
    if (out->author_count == 0) {
        read_authors(arena, out, yyjson_obj_get(o, "author"));
    }
    yyjson_val *is_free = yyjson_obj_get(o, "isAccessibleForFree");
    const dl_str word = str_of(is_free);
    out->paid |= (yyjson_is_bool(is_free) && !yyjson_get_bool(is_free)) ||
                 dl_str_equal_fold(word, DL_STR("false"));
    if (type_is(o, live_type)) {
        out->live = true;
        read_entries(arena, out, yyjson_obj_get(o, "liveBlogUpdate"));
    }
}

static void read_page(yyjson_val *o, dl_arena *arena, dl_jsonld *out)
{
    take(arena, &out->page_published, yyjson_obj_get(o, "datePublished"));
    take(arena, &out->page_published, yyjson_obj_get(o, "uploadDate"));
    take(arena, &out->page_modified, yyjson_obj_get(o, "dateModified"));
    take(arena, &out->page_name, yyjson_obj_get(o, "name"));
}

/* "datePublished" : "value" in text that is no JSON. */
static void take_raw(dl_str script, dl_str key, dl_arena *arena, dl_str *field)
{
    const size_t at = dl_str_find(script, key);
    if (at == SIZE_MAX || field->size > 0) {
        return;
    }
    size_t i = at + key.size;
    while (i < script.size && (script.at[i] == ' ' || script.at[i] == ':')) {
        i++;
    }
    if (i >= script.size || script.at[i] != '"') {
        return;
    }
    const size_t start = ++i;
    while (i < script.size && script.at[i] != '"' && i - start < 64) {
        i++;
    }
    *field = dl_str_copy(arena, (dl_str){script.at + start, i - start});
}

static void walk(yyjson_val *root, dl_arena *arena, dl_jsonld *out)
{
    DL_VEC(yyjson_val *) stack = {0};
    yyjson_val **top = dl_vec_push(&stack, arena);
    uint32_t steps = 0;
    if (top != NULL) {
        *top = root;
    }
    while (stack.count > 0 && steps++ < STACK_MAX) {
        yyjson_val *v = stack.at[--stack.count];
        const uint32_t bottom = stack.count;
        if (yyjson_is_obj(v)) {
            if (type_is(v, article_type)) {
                read_article(v, arena, out);
            } else if (type_is(v, page_type)) {
                read_page(v, arena, out);
            }
            yyjson_obj_iter it = yyjson_obj_iter_with(v);
            for (yyjson_val *k; (k = yyjson_obj_iter_next(&it)) != NULL;) {
                yyjson_val *child = yyjson_obj_iter_get_val(k);
                if (yyjson_is_ctn(child) && (top = dl_vec_push(&stack, arena)) != NULL) {
                    *top = child;
                }
            }
        } else if (yyjson_is_arr(v)) {
            yyjson_arr_iter it = yyjson_arr_iter_with(v);
            for (yyjson_val *child; (child = yyjson_arr_iter_next(&it)) != NULL;) {
                if (yyjson_is_ctn(child) && (top = dl_vec_push(&stack, arena)) != NULL) {
                    *top = child;
                }
            }
        }
        /* the stack gives back the last first: turn the new ones round */
        for (uint32_t i = bottom, j = stack.count; i + 1 < j; i++, j--) {
            yyjson_val *swap = stack.at[i];
            stack.at[i] = stack.at[j - 1];
            stack.at[j - 1] = swap;
        }
    }
}

dl_status dl_jsonld_read(dl_str script, dl_arena *arena, dl_jsonld *out, dl_error *err)
{
    script = dl_str_trim(script);
    if (script.size == 0 || script.size > SCRIPT_MAX) {
        return DL_OK;
    }
    const yyjson_read_flag flags = YYJSON_READ_ALLOW_TRAILING_COMMAS | YYJSON_READ_ALLOW_COMMENTS |
                                   YYJSON_READ_STOP_WHEN_DONE | YYJSON_READ_ALLOW_INF_AND_NAN;
    yyjson_read_err why = {0};
    yyjson_doc *doc = yyjson_read_opts((char *)(uintptr_t)script.at, script.size, flags, NULL, &why);
    if (doc == NULL && why.code != YYJSON_READ_ERROR_MEMORY_ALLOCATION) { /* line ends inside strings are the usual fault */
        char *copy = dl_arena_bytes(arena, script.size + 1);
        if (copy == NULL) {
            return dl_fail_memory(err);
        }
        for (size_t i = 0; i < script.size; i++) {
            copy[i] = (unsigned char)script.at[i] < ' ' ? ' ' : script.at[i];
        }
        doc = yyjson_read_opts(copy, script.size, flags, NULL, &why);
    }
    if (doc == NULL && why.code == YYJSON_READ_ERROR_MEMORY_ALLOCATION) {
        return dl_fail_memory(err);
    }
    if (doc == NULL) {
        take_raw(script, DL_STR("\"datePublished\""), arena, &out->published);
        take_raw(script, DL_STR("\"dateModified\""), arena, &out->modified);
        return DL_OK;
    }
    walk(yyjson_doc_get_root(doc), arena, out);
    yyjson_doc_free(doc);
    return dl_arena_failed(arena) ? dl_fail_memory(err) : DL_OK;
}
