/* plain.c - see plain.h. Parsed by lexbor, as a browser would.
 * SPDX-License-Identifier: Apache-2.0 */
#include "plain.h"

#include <lexbor/dom/interfaces/text.h>
#include <lexbor/html/html.h>

static bool silent(const lxb_dom_node_t *node)
{
    return node->local_name == LXB_TAG_SCRIPT || node->local_name == LXB_TAG_STYLE ||
           node->local_name == LXB_TAG_TEMPLATE;
}

static bool inline_tag(const lxb_dom_node_t *node)
{
    switch (node->local_name) {
    case LXB_TAG_A:
    case LXB_TAG_ABBR:
    case LXB_TAG_B:
    case LXB_TAG_EM:
    case LXB_TAG_FONT:
    case LXB_TAG_I:
    case LXB_TAG_SPAN:
    case LXB_TAG_STRONG:
    case LXB_TAG_SUB:
    case LXB_TAG_SUP:
    case LXB_TAG_U:
        return true;
    default:
        return false;
    }
}

/* Adds words with one blank between them, none at the ends. */
static void add_words(dl_buf *out, dl_str text, bool *blank)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        const bool wide = (unsigned char)c == 0xc2 && i + 1 < text.size &&
                          (unsigned char)text.at[i + 1] == 0xa0; /* &nbsp; */
        if (c == ' ' || (c >= '\t' && c <= '\r') || wide) {
            *blank = true;
            i += wide;
            continue;
        }
        if (*blank && out->size > 0) {
            dl_buf_char(out, ' ');
        }
        *blank = false;
        dl_buf_char(out, c);
    }
}

/* In document order, without recursion. */
static void collect(lxb_dom_node_t *root, dl_buf *out)
{
    lxb_dom_node_t *node = root;
    bool blank = false;
    while (node != NULL) {
        if (node->type == LXB_DOM_NODE_TYPE_TEXT) {
            const lexbor_str_t *data = &lxb_dom_interface_text(node)->char_data.data;
            add_words(out, (dl_str){(const char *)data->data, data->length}, &blank);
        } else if (node->type == LXB_DOM_NODE_TYPE_ELEMENT && !inline_tag(node)) {
            blank = true;
        }
        if (node->first_child != NULL && !silent(node)) {
            node = node->first_child;
            continue;
        }
        while (node != root && node->next == NULL) {
            node = node->parent;
            blank = blank || !inline_tag(node);
        }
        node = node == root ? NULL : node->next;
    }
}

dl_str dl_plain(dl_str html, dl_arena *arena)
{
    dl_buf text;
    dl_str out = {"", 0};
    if (html.size == 0) {
        return out;
    }
    dl_buf_init(&text);
    if (memchr(html.at, '<', html.size) == NULL &&
        memchr(html.at, '&', html.size) == NULL) {
        bool blank = false;
        add_words(&text, html, &blank);
        out = dl_str_copy(arena, dl_buf_str(&text));
        dl_buf_done(&text);
        return out;
    }
    lxb_html_document_t *document = lxb_html_document_create();
    if (document != NULL && lxb_html_document_parse(document, (const lxb_char_t *)html.at,
                                                    html.size) == LXB_STATUS_OK) {
        collect(lxb_dom_interface_node(document), &text);
        out = text.failed ? out : dl_str_copy(arena, dl_buf_str(&text));
    }
    lxb_html_document_destroy(document);
    dl_buf_done(&text);
    return out;
}
