/* dom.h - the tree of a page as one flat array, each text with its place in the source.
 *
 * Nodes stand in document order: the subtree of node i is i .. nodes[i].end - 1, so that
 * a loop forwards is a walk down and a loop backwards meets children before parents.
 * Comments and empty texts are left out. The tree is never changed.
 *
 *     <div><p>a<b>b</b></p></div>       0 div  end 5
 *                                       1  p   end 5
 *                                       2   "a"
 *                                       3   b  end 5
 *                                       4    "b"
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_DOM_H
#define DL_DOM_H

#include "extract.h"

#include <lexbor/tag/const.h>

typedef struct dl_node {
    uint32_t parent; /* DL_NONE for the first node */
    uint32_t end;    /* behind the last node of the subtree */
    uint16_t tag;    /* LXB_TAG_*; LXB_TAG__TEXT for text */
    uint16_t depth;
    dl_str text;     /* of a text node */
    void *inner;     /* the parser's own node */
} dl_node;

/* The text of a script, within the source. The nodes of scripts and styles are empty. */
typedef struct dl_script {
    dl_str text;
    bool data; /* schema.org data as JSON */
} dl_script;

typedef struct dl_dom {
    dl_node *nodes;
    uint32_t count;
    dl_script *scripts; /* in the order of the page */
    uint32_t script_count;
    dl_str source;      /* what was parsed: valid UTF-8 */
    const char *limit;  /* name of the limit that was hit, or NULL */
    void *document_;    /* the parser's */
    struct dl_dom_work *work_;
} dl_dom;

/* Scripts that are no structured data are kept if they hold this. */
#define DL_DOM_SCRIPT_SIGN "ublish"

/* Parses `source` by the HTML standard with the caps of `limits`. *out borrows from
 * `source`, lives in `arena` and in the parser's memory until dl_dom_done. */
DL_CHECK dl_status dl_dom_read(dl_str source, const dl_extract_limits *limits,
                               dl_arena *arena, dl_dom *out, dl_error *err);
void dl_dom_done(dl_dom *dom);

/* Attributes that are kept on every element. The rest are kept on <html>, <meta> and
 * <link>, and gone from most other elements. */
#define DL_DOM_ATTRS                                                                     \
    "class", "id", "role", "style", "hidden", "itemprop", "rel", "title", "datetime",    \
        "pubdate", "content"

/* The value of attribute `name` (lower case), or at == NULL if `node` has none. */
dl_str dl_dom_attr(const dl_dom *dom, uint32_t node, const char *name);

/* Class and id are asked for at every node: kept at hand. at == NULL if absent. */
dl_str dl_dom_class(const dl_dom *dom, uint32_t node);
dl_str dl_dom_id(const dl_dom *dom, uint32_t node);
bool dl_dom_has_attrs(const dl_dom *dom, uint32_t node);

/* The attributes that say what an element is for; at == NULL where absent. */
typedef struct dl_dom_traits {
    dl_str role, itemprop, style, hidden, rel;
} dl_dom_traits;
dl_dom_traits dl_dom_traits_of(const dl_dom *dom, uint32_t node);

/* Bytes of `source` that byte `at` of the text of node `node` was read from: offset of
 * the first byte, and in *behind the offset behind the last. `at` is the first byte of
 * a character that is no white space. DL_NONE-like SIZE_MAX when it cannot be said. */
size_t dl_dom_text_source(const dl_dom *dom, uint32_t node, size_t at, size_t *behind);

/* Offset in `source` of the attribute value `value` (as dl_dom_attr gave it), for tags
 * that carry evidence (meta, link, time, ...); SIZE_MAX if not kept. */
size_t dl_dom_attr_source(const dl_dom *dom, dl_str value);

#endif
