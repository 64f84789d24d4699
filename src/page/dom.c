/* dom.c - the tree of a page as one flat array, each text with its place in the source.
 *
 * lexbor does the parsing by the HTML standard. Its token callback is wrapped to
 *   - hold the caps that keep the standard's algorithms linear: open elements, open
 *     formatting elements, attributes of a tag, steps of one page;
 *   - note where each text came from: after the tree took a text token, the text node
 *     it went into is found at the place where the standard inserts, and a `piece`
 *     {token's bytes, offset in the node} is hung on it. A node that several tokens
 *     were appended to has a chain of pieces;
 *   - note where the attribute values of evidence tags stand.
 *   - pass over the text of scripts and styles, half of a page. What is asked for of the
 *     scripts is kept apart, as it stands in the source.
 * Within a piece, text and source are walked side by side: equal bytes step together,
 * white space is skipped on both sides, and where the source has '&' and the text has
 * something else, a character reference is stepped over.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "dom.h"

#include "bytes.h"
#include "map.h"
#include "utf8.h"
#include "vec.h"

#include <lexbor/dom/dom.h>
#include <lexbor/html/html.h>
#include <lexbor/html/tokenizer/state_rawtext.h>
#include <lexbor/html/tokenizer/state_script.h>

#define FORMATTING_MAX 48 /* <b>, <font> ... open at once; the standard re-opens each in
                             every paragraph */
#define SLICE_BYTES 65536 /* of the source, between two looks at the limits */
#define NAMES_MAX 8192    /* different names of tags or attributes */
#define REFERENCE_MAX 34  /* bytes of the longest named character reference, and "&;" */

typedef struct piece {
    struct piece *next;
    size_t from, to; /* bytes of the source */
    size_t at;       /* first byte in the text node */
} piece;

struct dl_dom_work {
    lxb_html_parser_t *parser;
    lxb_html_tokenizer_token_f tree_callback;
    void *tree_context;
    lxb_html_tree_t *tree;
    const lxb_char_t *base;
    const dl_extract_limits *limits;
    dl_arena *arena;
    dl_map values; /* address of an attribute value -> its offset in the source */
    const char *limit;
    size_t steps;
    bool stopped; /* by a limit: the tree so far is the page */
    dl_str source;
    DL_VEC(dl_script) scripts;
    const char *raw_name;       /* of the element whose text is passed over */
    bool raw_script, raw_data;  /* it is a script; one of structured data */
    const lxb_char_t *raw_end;  /* where that ends; NULL: not looked for yet */
    lxb_html_tokenizer_state_f raw_state; /* the parser's own for such text */
};
typedef struct dl_dom_work work;

/* ---- the wrapped token callback ---- */

/* The first limit that was hit is the one to tell of. */
static void note_limit(work *w, const char *name)
{
    if (w->limit == NULL) {
        w->limit = name;
    }
}

static bool keeps_value_places(lxb_tag_id_t tag)
{
    return tag == LXB_TAG_META || tag == LXB_TAG_LINK || tag == LXB_TAG_TIME ||
           tag == LXB_TAG_ABBR || tag == LXB_TAG_SPAN;
}

static void keep_value_places(work *w, const lxb_html_token_t *token)
{
    for (lxb_html_token_attr_t *a = token->attr_first; a != NULL; a = a->next) {
        if (a->value != NULL && a->value_begin != NULL && a->value_size > 0) {
            dl_map_set_id(&w->values, (uint64_t)(uintptr_t)a->value,
                          (uint32_t)(a->value_begin - w->base));
        }
    }
}

static bool formatting(lxb_tag_id_t tag)
{
    switch (tag) {
    case LXB_TAG_A:
    case LXB_TAG_B:
    case LXB_TAG_BIG:
    case LXB_TAG_CODE:
    case LXB_TAG_EM:
    case LXB_TAG_FONT:
    case LXB_TAG_I:
    case LXB_TAG_NOBR:
    case LXB_TAG_S:
    case LXB_TAG_SMALL:
    case LXB_TAG_STRIKE:
    case LXB_TAG_STRONG:
    case LXB_TAG_TT:
    case LXB_TAG_U:
        return true;
    default:
        return false;
    }
}

/* Elements whose attributes are all kept: those of the head and those whose attributes
 * the standard's algorithms compare or ask for. Of an <address> it is asked whether it
 * has any. A link is closed by the next one, and so never compared. */
static bool keeps_attributes(lxb_tag_id_t tag)
{
    switch (tag) {
    case LXB_TAG_A:
        return false;
    case LXB_TAG__EM_DOCTYPE:
    case LXB_TAG_META:
    case LXB_TAG_LINK:
    case LXB_TAG_HTML:
    case LXB_TAG_BODY:
    case LXB_TAG_INPUT:
    case LXB_TAG_ADDRESS:
    case LXB_TAG_ANNOTATION_XML:
        return true;
    default:
        return formatting(tag);
    }
}

/* Whether anybody asks for an attribute on elements of any name: see DL_DOM_ATTRS. */
static bool asked_for(const lxb_dom_attr_data_t *name)
{
    static const char *const all[] = {DL_DOM_ATTRS};
    if (name->attr_id == LXB_DOM_ATTR_CLASS || name->attr_id == LXB_DOM_ATTR_ID) {
        return true;
    }
    const char *text = (const char *)lexbor_hash_entry_str(&name->entry);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (text[0] == all[i][0] && strcmp(text, all[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Takes from a tag the attributes nobody asks for, so that the tree need not make them:
 * they are the most. */
static void drop_attributes(lxb_html_token_t *token)
{
    lxb_html_token_attr_t *last = NULL;
    token->attr_last = NULL;
    for (lxb_html_token_attr_t *a = token->attr_first; a != NULL; a = a->next) {
        if (a->name != NULL && !asked_for(a->name)) {
            continue;
        }
        a->prev = last;
        if (last == NULL) {
            token->attr_first = a;
        } else {
            last->next = a;
        }
        last = a;
    }
    if (last == NULL) {
        token->attr_first = NULL;
    } else {
        last->next = NULL;
    }
    token->attr_last = last;
}

static void cap_attributes(work *w, lxb_html_token_t *token)
{
    uint32_t count = 0;
    for (lxb_html_token_attr_t *a = token->attr_first; a != NULL; a = a->next) {
        if (++count == w->limits->attributes) {
            if (a->next != NULL) {
                note_limit(w, "attributes");
            }
            a->next = NULL;
            token->attr_last = a;
            return;
        }
    }
}

/* Whether a start tag must be dropped to stay within the caps. */
static bool over_caps(work *w, const lxb_html_token_t *token)
{
    if (w->tree->open_elements->length >= w->limits->depth) {
        note_limit(w, "depth");
        return true;
    }
    if (formatting(token->tag_id) &&
        w->tree->active_formatting->length >= FORMATTING_MAX) {
        note_limit(w, "formatting");
        return true;
    }
    return false;
}

/* The text node that the tree has just put text into, or NULL. */
static lxb_dom_node_t *fresh_text(lxb_html_tree_t *tree)
{
    lxb_html_tree_insertion_position_t where;
    if (tree->open_elements->length == 0) {
        return NULL;
    }
    lxb_dom_node_t *place =
        lxb_html_tree_appropriate_place_inserting_node(tree, NULL, &where);
    if (place == NULL) {
        return NULL;
    }
    lxb_dom_node_t *node =
        where == LXB_HTML_TREE_INSERTION_POSITION_BEFORE ? place->prev : place->last_child;
    return node != NULL && node->type == LXB_DOM_NODE_TYPE_TEXT ? node : NULL;
}

static void hang_piece(work *w, lxb_dom_node_t *node, size_t from, size_t to)
{
    piece *last = node->user;
    const size_t size = lxb_dom_interface_text(node)->char_data.data.length;
    if (last != NULL && (last->to >= to || last->at >= size)) {
        return; /* this token left no text here */
    }
    piece *p = dl_arena_new(w->arena, piece);
    if (p == NULL) {
        return;
    }
    /* `at` of a further piece is where the node ended before; its end is kept in the
     * newest piece by `size` of the node now */
    p->from = from;
    p->to = to;
    p->at = size;
    p->next = last;
    node->user = p;
}

/* ---- text that is passed over ---- */

/* Whether the tag `name` begins or ends behind `at`: its name, and what may follow it. */
static bool names_tag(dl_str rest, const char *name)
{
    const size_t size = strlen(name);
    if (rest.size <= size || !dl_str_equal_fold((dl_str){rest.at, size}, (dl_str){name, size})) {
        return false;
    }
    const char c = rest.at[size];
    return c == '>' || c == '/' || c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

/* Where the raw text from `at` on ends: at the end tag of `name`; of a script, not at one
 * that stands in a comment behind the start tag of another script. NULL if it has no end. */
static const char *raw_text_end(const char *at, const char *end, const char *name, bool script)
{
    enum { PLAIN, COMMENT, SCRIPT_IN_COMMENT } where = PLAIN;
    const char *seen = at; /* up to here, ends of comments were looked for */
    for (; (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++) {
        const dl_str rest = {at, (size_t)(end - at)};
        if (where != PLAIN && dl_bytes_find(seen, (size_t)(at - seen), "-->", 3) != SIZE_MAX) {
            where = PLAIN;
        }
        if (where == PLAIN && script && dl_str_starts(rest, DL_STR("<!--"))) {
            where = COMMENT;
            seen = at + 2; /* "<!-->" ends itself */
            continue;
        }
        seen = where == PLAIN || at - seen < 2 ? seen : at - 2;
        if (where == COMMENT && names_tag((dl_str){at + 1, rest.size - 1}, name)) {
            where = SCRIPT_IN_COMMENT;
        } else if (rest.size > 2 && at[1] == '/' && names_tag((dl_str){at + 2, rest.size - 2}, name)) {
            if (where != SCRIPT_IN_COMMENT) {
                return at;
            }
            where = COMMENT;
        }
    }
    return NULL;
}

/* Keeps the text of a script that somebody may ask for. */
static void keep_script(work *w, dl_str text)
{
    if (w->raw_data || dl_str_find(text, DL_STR(DL_DOM_SCRIPT_SIGN)) != SIZE_MAX) {
        dl_script *script = dl_vec_push(&w->scripts, w->arena);
        if (script != NULL) {
            *script = (dl_script){text, w->raw_data};
        }
    }
}

/* A state of the tokenizer: goes to the end of raw text without looking at it, slice by
 * slice, and hands back to the parser's own state there. */
static const lxb_char_t *pass_over(lxb_html_tokenizer_t *tokenizer, const lxb_char_t *data,
                                   const lxb_char_t *end)
{
    work *w = tokenizer->callback_token_ctx;
    if (!tokenizer->is_eof && w->raw_end == NULL) {
        const char *from = (const char *)data;
        const char *last = w->source.at + w->source.size;
        const char *to = raw_text_end(from, last, w->raw_name, w->raw_script);
        to = to == NULL ? last : to;
        w->raw_end = (const lxb_char_t *)to;
        if (w->raw_script) {
            keep_script(w, (dl_str){from, (size_t)(to - from)});
        }
    }
    if (!tokenizer->is_eof && w->raw_end >= end) {
        return end;
    }
    tokenizer->state = w->raw_state;
    return tokenizer->is_eof ? data : w->raw_end;
}

static bool structured_data(const lxb_html_token_t *token)
{
    for (const lxb_html_token_attr_t *a = token->attr_first; a != NULL; a = a->next) {
        const dl_str value = {(const char *)a->value, a->value == NULL ? 0 : a->value_size};
        if (dl_str_starts(dl_str_trim(value), DL_STR("application/ld+json"))) {
            return true;
        }
    }
    return false;
}

/* Sees to it that raw text behind the tag `tag` is passed over. The tree has set the
 * tokenizer's state by the tag. */
static void arrange_passing(work *w, lxb_html_tokenizer_t *tokenizer, lxb_tag_id_t tag)
{
    if (tag == LXB_TAG_SCRIPT && tokenizer->state == lxb_html_tokenizer_state_script_data_before) {
        w->raw_name = "script";
        w->raw_script = true;
    } else if (tag == LXB_TAG_STYLE && tokenizer->state == lxb_html_tokenizer_state_rawtext_before) {
        w->raw_name = "style";
        w->raw_script = false;
    } else {
        return;
    }
    w->raw_end = NULL;
    w->raw_state = tokenizer->state;
    tokenizer->state = pass_over;
}

static lxb_html_token_t *take_token(lxb_html_tokenizer_t *tokenizer,
                                    lxb_html_token_t *token, void *context)
{
    work *w = context;
    const bool text = token->tag_id == LXB_TAG__TEXT;
    const bool closing = (token->type & LXB_HTML_TOKEN_TYPE_CLOSE) != 0;
    if (token->tag_id == LXB_TAG__EM_COMMENT) {
        return token;
    }
    if (token->tag_id == LXB_TAG__END_OF_FILE) {
        return w->tree_callback(tokenizer, token, w->tree_context);
    }
    w->steps += 1 + (text ? 0 : w->tree->active_formatting->length);
    if (w->steps > w->limits->nodes) {
        note_limit(w, "nodes");
        w->stopped = true;
        tokenizer->status = LXB_STATUS_STOPPED;
        return NULL; /* ends the parsing */
    }
    if (!text && !closing) {
        cap_attributes(w, token);
        if (over_caps(w, token)) {
            return token;
        }
    }
    const size_t from = text ? (size_t)(token->begin - w->base) : 0;
    const size_t to = text ? (size_t)(token->end - w->base) : 0;
    const lxb_tag_id_t tag = token->tag_id;
    const bool raw = !closing && (tag == LXB_TAG_STYLE || tag == LXB_TAG_SCRIPT);
    const bool data = raw && tag == LXB_TAG_SCRIPT && structured_data(token);
    if (!text && !closing && token->attr_first != NULL && !keeps_attributes(tag)) {
        drop_attributes(token);
    }
    if (!text && !closing && keeps_value_places(tag)) {
        keep_value_places(w, token);
    }
    token = w->tree_callback(tokenizer, token, w->tree_context);
    if (text && token != NULL) {
        lxb_dom_node_t *node = fresh_text(w->tree);
        if (node != NULL) {
            hang_piece(w, node, from, to);
        }
    } else if (raw) {
        w->raw_data = data;
        arrange_passing(w, tokenizer, tag);
    }
    return token;
}

/* ---- from the parser's tree to the array ---- */

/* Tags the standard does not know have no number of their own. */
static uint16_t tag_of(const lxb_dom_node_t *node)
{
    if (node->type != LXB_DOM_NODE_TYPE_ELEMENT) {
        return LXB_TAG__TEXT;
    }
    if (node->ns != LXB_NS_HTML) {
        return LXB_TAG_SVG;
    }
    return node->local_name < LXB_TAG__LAST_ENTRY ? (uint16_t)node->local_name : LXB_TAG__UNDEF;
}

/* Children of <template> hang on its content: left out, as browsers show none of it. The
 * parser took `steps` tags and texts, which hardly ever make more nodes. */
static dl_status flatten(lxb_dom_node_t *root, size_t steps, dl_arena *arena, dl_dom *out,
                         dl_error *err)
{
    DL_VEC(dl_node) nodes = {.room = (uint32_t)steps + 1};
    DL_VEC(uint32_t) open = {0}; /* ancestors of the node at hand */
    nodes.at = dl_arena_bytes(arena, nodes.room * sizeof *nodes.at);
    if (nodes.at == NULL) {
        return dl_fail_memory(err);
    }
    lxb_dom_node_t *at = root;
    uint32_t depth = 0;
    while (at != NULL) {
        const bool element = at->type == LXB_DOM_NODE_TYPE_ELEMENT;
        dl_str text = {NULL, 0};
        if (at->type == LXB_DOM_NODE_TYPE_TEXT) {
            const lexbor_str_t *data = &lxb_dom_interface_text(at)->char_data.data;
            text = (dl_str){(const char *)data->data, data->length};
        }
        if (element || text.size > 0) {
            dl_node *node = dl_vec_push(&nodes, arena);
            if (node == NULL) {
                return dl_fail_memory(err);
            }
            node->parent = depth == 0 ? DL_NONE : open.at[depth - 1];
            node->tag = tag_of(at);
            node->depth = (uint16_t)depth;
            node->text = text;
            node->inner = at;
            node->end = nodes.count;
        }
        if (element && at->first_child != NULL) {
            if (open.count <= depth && dl_vec_push(&open, arena) == NULL) {
                return dl_fail_memory(err);
            }
            open.at[depth++] = nodes.count - 1;
            at = at->first_child;
            continue;
        }
        while (at != root && at->next == NULL) {
            at = at->parent;
            depth--;
            nodes.at[open.at[depth]].end = nodes.count;
        }
        at = at == root ? NULL : at->next;
    }
    out->nodes = nodes.at;
    out->count = nodes.count;
    return DL_OK;
}

/* ---- reading ---- */

/* Hands the source over slice by slice. The parser keeps names of tags and attributes in
 * tables of fixed size, so that many different names cost quadratic time: they are
 * counted between the slices. */
static dl_status feed(work *w, dl_str source, lxb_html_document_t *document, dl_error *err)
{
    for (size_t at = 0; at < source.size; at += SLICE_BYTES) {
        const size_t size = source.size - at < SLICE_BYTES ? source.size - at : SLICE_BYTES;
        const lxb_status_t status = lxb_html_parse_chunk_process(w->parser, w->base + at, size);
        if (w->stopped) {
            return DL_OK;
        }
        if (status != LXB_STATUS_OK) {
            return dl_fail_memory(err); /* the standard knows no page that cannot be parsed */
        }
        if (lexbor_hash_entries_count(document->dom_document.attrs) > NAMES_MAX ||
            lexbor_hash_entries_count(document->dom_document.tags) > NAMES_MAX) {
            note_limit(w, "attributes");
            return DL_OK;
        }
    }
    return lxb_html_parse_chunk_end(w->parser) == LXB_STATUS_OK ? DL_OK : dl_fail_memory(err);
}

static dl_status parse(work *w, dl_str source, dl_dom *out, dl_error *err)
{
    w->parser = lxb_html_parser_create();
    if (w->parser == NULL || lxb_html_parser_init(w->parser) != LXB_STATUS_OK) {
        return dl_fail_memory(err);
    }
    lxb_html_document_t *document = lxb_html_parse_chunk_begin(w->parser);
    if (document == NULL) {
        return dl_fail_memory(err);
    }
    out->document_ = document;
    /* nobody listens to the tree as it grows */
    lxb_dom_document_opt_set(&document->dom_document, LXB_DOM_DOCUMENT_OPT_WO_EVENTS);
    lxb_html_tokenizer_t *tokenizer = w->parser->tkz;
    w->tree = w->parser->tree;
    /* lists of what the page does wrong: never read, and grown by fixed steps */
    tokenizer->parse_errors = lexbor_array_obj_destroy(tokenizer->parse_errors, true);
    w->tree->parse_errors = lexbor_array_obj_destroy(w->tree->parse_errors, true);
    w->tree_callback = tokenizer->callback_token_done;
    w->tree_context = tokenizer->callback_token_ctx;
    lxb_html_tokenizer_callback_token_done_set(tokenizer, take_token, w);
    return feed(w, source, document, err);
}

dl_status dl_dom_read(dl_str source, const dl_extract_limits *limits, dl_arena *arena,
                      dl_dom *out, dl_error *err)
{
    memset(out, 0, sizeof *out);
    out->source = source;
    work *w = dl_arena_new(arena, work);
    if (w == NULL) {
        return dl_fail_memory(err);
    }
    w->base = (const lxb_char_t *)source.at;
    w->source = source;
    w->limits = limits;
    w->arena = arena;
    dl_map_init(&w->values, arena);
    out->work_ = w;
    dl_status status = parse(w, source, out, err);
    if (status == DL_OK) {
        lxb_html_document_t *document = out->document_;
        lxb_dom_node_t *root = lxb_dom_interface_node(document)->first_child;
        while (root != NULL && root->type != LXB_DOM_NODE_TYPE_ELEMENT) {
            root = root->next;
        }
        if (root != NULL) {
            status = flatten(root, w->steps, arena, out, err);
        }
    }
    if (w->parser != NULL) {
        lxb_html_parser_destroy(w->parser);
    }
    out->scripts = w->scripts.at;
    out->script_count = w->scripts.count;
    out->limit = w->limit;
    if (status != DL_OK) {
        dl_dom_done(out);
    }
    return status;
}

void dl_dom_done(dl_dom *dom)
{
    if (dom->document_ != NULL) {
        lxb_html_document_destroy(dom->document_);
        dom->document_ = NULL;
    }
}

/* ---- asking ---- */

static dl_str value_of(const lxb_dom_attr_t *attr)
{
    if (attr->value == NULL || attr->value->data == NULL) {
        return (dl_str){"", 0};
    }
    return (dl_str){(const char *)attr->value->data, attr->value->length};
}

dl_str dl_dom_attr(const dl_dom *dom, uint32_t node, const char *name)
{
    const dl_node *n = &dom->nodes[node];
    if (n->tag == LXB_TAG__TEXT) {
        return (dl_str){NULL, 0};
    }
    const size_t size = strlen(name);
    for (lxb_dom_attr_t *a = lxb_dom_interface_element(n->inner)->first_attr; a != NULL;
         a = a->next) {
        size_t length;
        const lxb_char_t *local = lxb_dom_attr_local_name(a, &length);
        if (length == size && memcmp(local, name, size) == 0) {
            return value_of(a);
        }
    }
    return (dl_str){NULL, 0};
}

dl_str dl_dom_class(const dl_dom *dom, uint32_t node)
{
    const dl_node *n = &dom->nodes[node];
    const lxb_dom_attr_t *a =
        n->tag == LXB_TAG__TEXT ? NULL : lxb_dom_interface_element(n->inner)->attr_class;
    return a == NULL ? (dl_str){NULL, 0} : value_of(a);
}

dl_str dl_dom_id(const dl_dom *dom, uint32_t node)
{
    const dl_node *n = &dom->nodes[node];
    const lxb_dom_attr_t *a =
        n->tag == LXB_TAG__TEXT ? NULL : lxb_dom_interface_element(n->inner)->attr_id;
    return a == NULL ? (dl_str){NULL, 0} : value_of(a);
}

dl_dom_traits dl_dom_traits_of(const dl_dom *dom, uint32_t node)
{
    dl_dom_traits traits = {0};
    const dl_node *n = &dom->nodes[node];
    if (n->tag == LXB_TAG__TEXT) {
        return traits;
    }
    const lxb_dom_element_t *element = lxb_dom_interface_element(n->inner);
    for (lxb_dom_attr_t *a = element->first_attr; a != NULL; a = a->next) {
        if (a == element->attr_class || a == element->attr_id) {
            continue;
        }
        size_t size;
        const char *name = (const char *)lxb_dom_attr_local_name(a, &size);
        if (size == 4 && memcmp(name, "role", 4) == 0) {
            traits.role = value_of(a);
        } else if (size == 5 && memcmp(name, "style", 5) == 0) {
            traits.style = value_of(a);
        } else if (size == 6 && memcmp(name, "hidden", 6) == 0) {
            traits.hidden = value_of(a);
        } else if (size == 8 && memcmp(name, "itemprop", 8) == 0) {
            traits.itemprop = value_of(a);
        } else if (size == 3 && memcmp(name, "rel", 3) == 0) {
            traits.rel = value_of(a);
        }
    }
    return traits;
}

bool dl_dom_has_attrs(const dl_dom *dom, uint32_t node)
{
    const dl_node *n = &dom->nodes[node];
    return n->tag != LXB_TAG__TEXT &&
           lxb_dom_interface_element(n->inner)->first_attr != NULL;
}

size_t dl_dom_attr_source(const dl_dom *dom, dl_str value)
{
    const uint32_t at =
        dl_map_find_id(&dom->work_->values, (uint64_t)(uintptr_t)value.at);
    return at == DL_NONE ? SIZE_MAX : at;
}

static bool white(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Bytes of the character reference at the start of `source` ('&'...) that gave a text
 * which goes on with `after`. A reference with ';' ends there; one without (the old
 * names) ends where the source goes on as the text does. */
static size_t reference_size(dl_str source, dl_str after)
{
    size_t i = 1;
    while (i < source.size && i < REFERENCE_MAX &&
           (source.at[i] == '#' || (source.at[i] >= '0' && source.at[i] <= '9') ||
            (source.at[i] >= 'a' && source.at[i] <= 'z') ||
            (source.at[i] >= 'A' && source.at[i] <= 'Z'))) {
        i++;
    }
    if (i < source.size && source.at[i] == ';') {
        return i + 1;
    }
    const size_t peek = after.size < 4 ? after.size : 4;
    for (size_t size = 3; size < i; size++) {
        if (source.size - size >= peek && memcmp(source.at + size, after.at, peek) == 0) {
            return size;
        }
    }
    return i;
}

/* "&amp;" and its like: an ampersand told by reference. */
static bool ampersand_reference(dl_str source)
{
    return source.size > 3 &&
           (memcmp(source.at, "&am", 3) == 0 || memcmp(source.at, "&AM", 3) == 0 ||
            memcmp(source.at, "&#", 2) == 0);
}

static size_t char_size(dl_str text, size_t at)
{
    const size_t before = at;
    dl_utf8_next(text, &at);
    return at - before;
}

/* Walks source and text of one piece to byte `at` of the text. */
static size_t walk_piece(dl_str source, dl_str text, size_t at, size_t *behind)
{
    size_t s = 0, t = 0;
    while (s < source.size && t < text.size) {
        /* most of a text stands in the source as it is */
        size_t left = source.size - s < text.size - t ? source.size - s : text.size - t;
        left = t < at && at - t < left ? at - t : t < at ? left : 0;
        const size_t alike = dl_bytes_alike(source.at + s, text.at + t, left, '&');
        s += alike;
        t += alike;
        if (s == source.size || t == text.size) {
            break;
        }
        if (white(text.at[t]) && t < at) {
            t++;
            continue;
        }
        if (white(source.at[s])) {
            s++;
            continue;
        }
        const size_t wide = char_size(text, t);
        size_t size = char_size(source, s);
        if (source.at[s] == '&' &&
            (text.at[t] != '&' ||
             ampersand_reference((dl_str){source.at + s, source.size - s}))) {
            size = reference_size((dl_str){source.at + s, source.size - s},
                                  (dl_str){text.at + t + wide, text.size - t - wide});
        }
        if (t >= at) {
            *behind = s + size;
            return s;
        }
        s += size;
        t += wide;
    }
    *behind = source.size;
    return source.size;
}

size_t dl_dom_text_source(const dl_dom *dom, uint32_t node, size_t at, size_t *behind)
{
    const dl_node *n = &dom->nodes[node];
    const lxb_dom_node_t *inner = n->inner;
    /* the chain is newest first, and `at` of a piece is where the node ended with it */
    const piece *found = NULL;
    size_t start = 0;
    for (const piece *p = inner->user; p != NULL; p = p->next) {
        start = p->next == NULL ? 0 : p->next->at;
        found = p;
        if (start <= at) {
            break;
        }
    }
    if (found == NULL) {
        *behind = SIZE_MAX;
        return SIZE_MAX;
    }
    const dl_str source = {dom->source.at + found->from, found->to - found->from};
    const size_t end = found->at < n->text.size ? found->at : n->text.size;
    const dl_str text = {n->text.at + start, end - start};
    const size_t place = walk_piece(source, text, at - start, behind);
    *behind += found->from;
    return found->from + place;
}
