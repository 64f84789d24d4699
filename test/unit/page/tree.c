/* Tests of src/page/dom.c: the tree against another parser's, and the way back to the
 * source.
 * SPDX-License-Identifier: Apache-2.0 */
#include "dom.h"
#include "tap.h"

#include <gumbo.h>
#include <stdlib.h>

static dl_arena arena;

static dl_dom read_page(dl_str source)
{
    dl_dom dom;
    dl_error err;
    dl_arena_reset(&arena);
    CHECK(dl_dom_read(source, &DL_EXTRACT_LIMITS, &arena, &dom, &err) == DL_OK);
    return dom;
}

/* Both trees as text: one line a node, "depth tag" or "depth 'text'". */
static void write_ours(const dl_dom *dom, dl_buf *out)
{
    for (uint32_t i = 0; i < dom->count; i++) {
        const dl_node *n = &dom->nodes[i];
        dl_buf_printf(out, "%d ", n->depth);
        if (n->tag == LXB_TAG__TEXT) {
            dl_buf_printf(out, "'%.*s'\n", (int)n->text.size, n->text.at);
        } else {
            dl_buf_printf(out, "<%s\n", n->parent == DL_NONE ? "html" : "");
        }
    }
}

static void write_gumbo(const GumboNode *node, int depth, dl_buf *out)
{
    if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE) {
        if (node->v.text.text[0] != '\0') {
            dl_buf_printf(out, "%d '%s'\n", depth, node->v.text.text);
        }
        return;
    }
    if (node->type != GUMBO_NODE_ELEMENT) {
        return;
    }
    dl_buf_printf(out, "%d <%s\n", depth, depth == 0 ? "html" : "");
    const bool passed_over = node->v.element.tag == GUMBO_TAG_SCRIPT || node->v.element.tag == GUMBO_TAG_STYLE;
    for (unsigned i = 0; i < node->v.element.children.length && !passed_over; i++) {
        write_gumbo(node->v.element.children.data[i], depth + 1, out);
    }
}

static void the_tree_is_the_one_another_parser_builds(void)
{
    static const char *const pages[] = {
        "<p>one<p>two<b>three</p>four",
        "<ul><li>a<li>b<ul><li>c</ul></ul>text",
        "<table><tr><td>x<td>y<tr><td>z</table>after",
        "<table>stray<tr><td>cell</table>",
        "<b><i>mis</b>nested</i> text",
        "<div><h1>t</h1><p>a<div>b</div>c</div>",
        "<!doctype html><html><head><title>T</title></head><body>x<br>y</body></html>",
        "a</foo>b<script>if (a < b) { c() }</script>d",
        "<script>x <!-- y </script>z", "<script><!-- a <script> b </script> c --></script>d",
        "<script><!-- a <script> b </script> c </script>d", "<script><!--> <script> </script>e",
        "<script><!-- <scripts> </script>f", "<script>var s = '</scripted>'</SCRIPT >g", "<script>never ends",
        "<style>p { a: '</p>' }</style>h", "<style>never ends", "<svg><style><b>i</b></style></svg>", "<script></script>j",
        "<a href=1>x<a href=2>y</a>",
        "<select><option>1<option>2</select>z",
        "", "   ", "<", "&amp;&lt;&notit;", "<p>&nbsp;x&#233;&eacute",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        dl_buf ours, theirs;
        dl_buf_init(&ours);
        dl_buf_init(&theirs);
        dl_dom dom = read_page(dl_str_of(pages[i]));
        write_ours(&dom, &ours);
        GumboOutput *out = gumbo_parse(pages[i]);
        write_gumbo(out->root, 0, &theirs);
        CHECK_STR(dl_buf_str(&ours), theirs.at);
        gumbo_destroy_output(&kGumboDefaultOptions, out);
        dl_dom_done(&dom);
        dl_buf_done(&ours);
        dl_buf_done(&theirs);
    }
}

/* The source bytes of the first text that holds `needle`, from its first to its last. */
static dl_str source_of(const dl_dom *dom, const char *needle)
{
    const dl_str want = dl_str_of(needle);
    for (uint32_t i = 0; i < dom->count; i++) {
        const size_t at = dl_str_find(dom->nodes[i].text, want);
        if (at != SIZE_MAX) {
            size_t behind;
            const size_t from = dl_dom_text_source(dom, i, at, &behind);
            dl_dom_text_source(dom, i, at + want.size - 1, &behind);
            return (dl_str){dom->source.at + from, behind - from};
        }
    }
    return (dl_str){"?", 1};
}

static void scripts_are_kept_apart_where_they_may_tell_of_the_article(void)
{
    dl_dom dom = read_page(DL_STR("<script>var a = 1</script><script>{\"published\": 2}</script>"
                                  "<script type='application/ld+json'>{\"@type\": \"Thing\"}</script><p>b"));
    CHECK_INT(dom.script_count, 2);
    CHECK_STR(dom.scripts[0].text, "{\"published\": 2}");
    CHECK(!dom.scripts[0].data);
    CHECK_STR(dom.scripts[1].text, "{\"@type\": \"Thing\"}");
    CHECK(dom.scripts[1].data);
    dl_dom_done(&dom);
}

static void texts_lead_back_through_entities(void)
{
    dl_dom dom = read_page(DL_STR("<p>&amp; a &lt;b&gt; caf&eacute; x&nbsp;&#8220;end&#8221; tail&copy 2009</p>"));
    CHECK_STR(source_of(&dom, "a <b"), "a &lt;b");
    CHECK_STR(source_of(&dom, "end"), "end");
    CHECK_STR(source_of(&dom, "tail"), "tail");
    CHECK_STR(source_of(&dom, "2009"), "2009");
    dl_dom_done(&dom);
}

static void texts_lead_back_through_dropped_tags_and_comments(void)
{
    dl_dom dom = read_page(DL_STR("<div>first</nonsense> second<!-- gone --> third</div>"));
    CHECK_STR(source_of(&dom, "second"), "second");
    CHECK_STR(source_of(&dom, "third"), "third");
    dl_dom_done(&dom);
}

static void texts_lead_back_out_of_broken_tables(void)
{
    dl_dom dom = read_page(DL_STR("<p>before</p><table><tr><td>cell one</td><td>cell two</table>after"));
    CHECK_STR(source_of(&dom, "cell two"), "cell two");
    CHECK_STR(source_of(&dom, "after"), "after");
    dl_dom_done(&dom);
}

static void values_of_meta_tags_have_a_place(void)
{
    const dl_str page = DL_STR("<meta name=date content=\"2017-03-02\">");
    dl_dom dom = read_page(page);
    for (uint32_t i = 0; i < dom.count; i++) {
        if (dom.nodes[i].tag == LXB_TAG_META) {
            const size_t at = dl_dom_attr_source(&dom, dl_dom_attr(&dom, i, "content"));
            CHECK_INT(at, 25);
        }
    }
    dl_dom_done(&dom);
}

static void subtrees_are_nested_ranges(void)
{
    dl_dom dom = read_page(DL_STR("<div><p>a<b>b</b></p>c</div>d"));
    for (uint32_t i = 1; i < dom.count; i++) {
        const dl_node *n = &dom.nodes[i], *up = &dom.nodes[n->parent];
        CHECK(n->parent < i && n->end <= up->end && n->end > i);
    }
    dl_dom_done(&dom);
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(the_tree_is_the_one_another_parser_builds);
    TEST(scripts_are_kept_apart_where_they_may_tell_of_the_article);
    TEST(texts_lead_back_through_entities);
    TEST(texts_lead_back_through_dropped_tags_and_comments);
    TEST(texts_lead_back_out_of_broken_tables);
    TEST(values_of_meta_tags_have_a_place);
    TEST(subtrees_are_nested_ranges);
    dl_arena_done(&arena);
    return tap_done();
}
