/* Tests of src/intake/{xml,plain,url,feed}.c: feeds of every kind, whole and broken.
 * SPDX-License-Identifier: Apache-2.0 */
#include "feed.h"
#include "plain.h"
#include "tap.h"
#include "url.h"

static dl_arena arena;

static dl_feed read_at(const char *text, const char *base)
{
    dl_feed feed = {0};
    dl_error err = {0};
    const dl_status status =
        dl_feed_read(dl_str_of(text), DL_STR(""), dl_str_of(base), &arena, &feed, &err);
    if (status != DL_OK) {
        printf("# %s\n", err.message);
        feed.count = UINT32_MAX;
    }
    return feed;
}

static dl_feed read_feed(const char *text)
{
    return read_at(text, "");
}

static void rss_two_gives_title_link_date_and_content(void)
{
    const dl_feed feed = read_feed(
        "<?xml version='1.0'?><rss version='2.0' "
        "xmlns:content='http://purl.org/rss/1.0/modules/content/'>"
        "<channel><title>The Quay &amp;amp; Tide</title><link>http://q.example/</link>"
        "<image><title>Not this</title><link>http://no.example/</link></image>"
        "<item><title>Ferry "
        "&lt;b&gt;late&lt;/b&gt;</title><link>http://q.example/1</link>"
        "<description>Short.</description><content:encoded><![CDATA[<p>Long &amp; "
        "full.</p>]]></content:encoded><pubDate>Thu, 02 Jan 2020 03:04:05 GMT</pubDate>"
        "<guid isPermaLink='false'>7</guid></item></channel></rss>");
    CHECK_INT(feed.kind, DL_FEED_RSS);
    CHECK(!feed.loose);
    CHECK_STR(feed.title, "The Quay & Tide");
    CHECK_STR(feed.url, "http://q.example/");
    CHECK_INT(feed.count, 1);
    CHECK_STR(feed.items[0].title, "Ferry late");
    CHECK_STR(feed.items[0].url, "http://q.example/1");
    CHECK_STR(feed.items[0].id, "7");
    CHECK_STR(feed.items[0].summary, "Short.");
    CHECK_STR(feed.items[0].content, "<p>Long &amp; full.</p>");
    CHECK(feed.items[0].content_html);
    CHECK_INT(feed.items[0].published.earliest, 1577934245);
    CHECK_STR(feed.items[0].published_value, "Thu, 02 Jan 2020 03:04:05 GMT");
}

static void rss_one_and_its_forebears_have_items_beside_the_channel(void)
{
    const dl_feed feed = read_feed(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
        "xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<channel rdf:about='x'><title>Old</title><link>http://o.example</link></channel>"
        "<item rdf:about='http://o.example/1'><title>One</title>"
        "<dc:date>2004-05-06</dc:date></item>"
        "<item><title>Two</title><link>http://o.example/2</link></item></rdf:RDF>");
    CHECK_INT(feed.count, 2);
    CHECK_STR(feed.title, "Old");
    CHECK_STR(feed.items[0].url, "http://o.example/1");
    CHECK_INT(dl_when_first(feed.items[0].published), dl_day_of(2004, 5, 6));
    CHECK_STR(feed.items[1].url, "http://o.example/2");
    const dl_feed old = read_feed("<rss version='0.91'><channel><title>T</title><item>"
                                  "<title>Bare</title></item></channel></rss>");
    CHECK_INT(old.count, 1);
    CHECK_STR(old.items[0].title, "Bare");
}

static void atom_keeps_what_kind_of_text_it_is(void)
{
    const dl_feed feed = read_at(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>A &amp;amp; "
        "B</title><link rel='self' href='http://a.example/feed'/><link href='/home'/>"
        "<entry><title>1 &lt; 2</title><link href='page?a=1&amp;b=2'/><id>tag:1</id>"
        "<updated>2020-02-02T00:00:00Z</updated><published>2020-01-01T00:00:00Z</"
        "published>"
        "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>One <b>&amp; "
        "two</b><img src='i.png'/></div></content></entry>"
        "<entry><title>Other</title><link rel='enclosure' href='no.mp3'/><link "
        "rel='alternate' "
        "href='http://b.example/2'/><updated>2020-03-03T00:00:00Z</updated>"
        "<source><title>Elsewhere</title><id>no</id></source>"
        "<content type='text'>a &lt;b&gt; c</content></entry>"
        "<entry><title>Picture</title><content type='image/png'>AAAA</content></entry>"
        "</feed>",
        "http://a.example/feeds/x");
    CHECK_INT(feed.kind, DL_FEED_ATOM);
    CHECK_INT(feed.count, 3);
    CHECK_STR(feed.title, "A & B");
    CHECK_STR(feed.url, "http://a.example/home");
    CHECK_STR(feed.items[0].title, "1 < 2");
    CHECK_STR(feed.items[0].url, "http://a.example/page?a=1&b=2");
    CHECK_STR(feed.items[0].content,
              "<div>One <b>&amp; two</b><img src=\"i.png\"></img></div>");
    CHECK_INT(dl_when_first(feed.items[0].published), dl_day_of(2020, 1, 1));
    CHECK_STR(feed.items[1].url, "http://b.example/2");
    CHECK_STR(feed.items[1].content, "a <b> c");
    CHECK(!feed.items[1].content_html);
    CHECK_STR(feed.items[1].id, "");
    CHECK_INT(dl_when_first(feed.items[1].published), dl_day_of(2020, 3, 3));
    CHECK_STR(feed.items[2].content, "");
}

static void atom_of_the_first_draft_is_read(void)
{
    const dl_feed feed = read_feed(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>T</title><entry>"
        "<title mode='escaped' type='text/html'>O&amp;amp;P</title>"
        "<link rel='alternate' type='text/html' href='http://d.example/1'/>"
        "<issued>2004-01-02T03:04:05Z</issued><modified>2005-01-01T00:00:00Z</modified>"
        "<content type='text/html' "
        "mode='escaped'>&lt;p&gt;Words</content></entry></feed>");
    CHECK_INT(feed.count, 1);
    CHECK_STR(feed.items[0].title, "O&P");
    CHECK_STR(feed.items[0].content, "<p>Words");
    CHECK_INT(dl_when_first(feed.items[0].published), dl_day_of(2004, 1, 2));
}

static void json_feed_is_read(void)
{
    const char *text =
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"J\","
        "\"home_page_url\":\"http://j.example/\",\"items\":[{\"id\":9,\"url\":\"/1\","
        "\"title\":\"T\",\"content_html\":\"<p>H\",\"content_text\":\"H\","
        "\"date_published\":\"2021-01-02T03:04:05Z\"},{\"id\":\"http://j.example/2\","
        "\"content_text\":\"Only text\",\"date_modified\":\"2021-02-02T00:00:00Z\"},7]}";
    yyjson_doc *doc = yyjson_read(text, strlen(text), 0);
    dl_feed feed;
    dl_error err;
    CHECK(dl_feed_is_json(yyjson_doc_get_root(doc)));
    CHECK(dl_feed_read_json(yyjson_doc_get_root(doc), DL_STR(""), &arena, &feed, &err) ==
          DL_OK);
    yyjson_doc_free(doc);
    CHECK_INT(feed.count, 2);
    CHECK_STR(feed.items[0].id, "9");
    CHECK_STR(feed.items[0].url, "http://j.example/1");
    CHECK(feed.items[0].content_html);
    CHECK_STR(feed.items[1].url, "http://j.example/2");
    CHECK_STR(feed.items[1].content, "Only text");
    CHECK_INT(dl_when_first(feed.items[1].published), dl_day_of(2021, 2, 2));
}

static void opml_is_a_list_of_feeds_at_any_depth(void)
{
    const dl_feed feed = read_feed(
        "<opml version='2.0'><head><title>Mine</title></head><body><outline text='North'>"
        "<outline text='A' xmlUrl='http://a.example/f' htmlUrl='http://a.example'/>"
        "<outline><outline title='B' xmlUrl='https://b.example/f'/></outline></outline>"
        "<outline text='none'/><outline xmlUrl='javascript:x'/></body></opml>");
    CHECK_INT(feed.kind, DL_FEED_OPML);
    CHECK_STR(feed.title, "Mine");
    CHECK_INT(feed.count, 2);
    CHECK_STR(feed.items[0].url, "http://a.example/f");
    CHECK_STR(feed.items[1].title, "B");
}

static void encodings_are_undone_before_anything_else(void)
{
    const dl_feed latin = read_feed("<?xml version='1.0' encoding='windows-1252'?><rss>"
                                    "<channel><title>Caf\xe9 \x96 \x93x\x94</title>"
                                    "</channel></rss>");
    CHECK_STR(latin.title, "Caf\xc3\xa9 \xe2\x80\x93 \xe2\x80\x9cx\xe2\x80\x9d");
    const char wide[] =
        "\xff\xfe<\0r\0s\0s\0>\0<\0c\0h\0a\0n\0n\0e\0l\0>\0<\0t\0i\0t\0l\0e\0"
        ">\0\xe9\0<\0/\0t\0i\0t\0l\0e\0>\0<\0/\0c\0h\0a\0n\0n\0e\0l\0>\0<\0/"
        "\0r\0s\0s\0>";
    dl_feed feed;
    dl_error err;
    CHECK(dl_feed_read((dl_str){wide, sizeof wide}, DL_STR(""), DL_STR(""), &arena, &feed,
                       &err) == DL_OK);
    CHECK_STR(feed.title, "\xc3\xa9");
    /* the transport counts more than the declaration; valid UTF-8 more than both */
    CHECK(
        dl_feed_read(DL_STR("<?xml version='1.0' encoding='utf-8'?><rss><channel><title>"
                            "\xcf\xf0</title></channel></rss>"),
                     DL_STR("koi8-r"), DL_STR(""), &arena, &feed, &err) == DL_OK);
    CHECK_STR(feed.title, "\xd0\xbe\xd0\x9f");
    CHECK_STR(read_feed("<?xml version='1.0' encoding='iso-8859-1'?><rss><channel><title>"
                        "\xc3\xa9</title></channel></rss>")
                  .title,
              "\xc3\xa9");
}

static void broken_xml_is_read_loosely(void)
{
    static const struct {
        const char *text, *title;
    } broken[] = {
        {"AT&T & Sons", "AT&T & Sons"},
        {"a < b</td> c", "a < b c"},
        {"tab \x01 here", "tab \x01 here"},
        {"wrong <b>nest</i>ing", "wrong nesting"},
        {"caf\xe9 raw", "caf\xef\xbf\xbd raw"},
        {"entity &foo; &#x41;&#66;", "entity &foo; AB"},
        {"<![CDATA[raw & <i>x</i>]]>", "raw & x"},
    };
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        char text[512];
        snprintf(
            text, sizeof text,
            "\n <rss version=2.0 a='x'><channel><title>C</title><item><title>%s</title>"
            "<link>http://x.example/1</link></item><!-- <item> --> <item><title>Second"
            "</title>",
            broken[i].text);
        const dl_feed feed = read_feed(text);
        CHECK(feed.loose);
        CHECK_INT(feed.count, 2);
        CHECK_STR(feed.items[0].title, broken[i].title);
        CHECK_STR(feed.items[0].url, "http://x.example/1");
    }
    const dl_feed cut =
        read_feed("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>"
                  "A</title><link href=\"http://x.example/1\"/></entry>"
                  "<entry><title>B");
    CHECK_INT(cut.count, 2);
    CHECK_STR(cut.items[0].url, "http://x.example/1");
    CHECK_STR(cut.items[1].title, "B");
}

static void html_entities_that_xml_does_not_know_survive(void)
{
    const dl_feed feed = read_feed("<rss><channel><title>A&nbsp;B &mdash; C</title>"
                                   "</channel></rss>");
    CHECK_STR(feed.title, "A B \xe2\x80\x94 C");
}

static void what_is_no_feed_is_an_error(void)
{
    dl_feed feed;
    dl_error err;
    static const char *const texts[] = {"", "<html><p>x", "words", "<rss",
                                        "<x><item/></x>"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        CHECK_INT(dl_feed_read(dl_str_of(texts[i]), DL_STR(""), DL_STR(""), &arena, &feed,
                               &err),
                  DL_EDATA);
    }
}

static void depth_and_entities_without_end_do_no_harm(void)
{
    dl_buf text;
    dl_buf_init(&text);
    dl_buf_text(&text, "<rss><channel><item><title>T</title><description>");
    for (int i = 0; i < 200000; i++) {
        dl_buf_text(&text, "<b>");
    }
    dl_buf_text(&text, "deep");
    dl_feed feed = read_feed(text.at);
    CHECK_INT(feed.count, 1);
    dl_buf_clear(&text);
    dl_buf_text(&text, "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>");
    for (int i = 0; i < 9; i++) {
        dl_buf_printf(&text, "<!ENTITY %c '&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;'>", 'b' + i,
                      'a' + i, 'a' + i, 'a' + i, 'a' + i, 'a' + i, 'a' + i, 'a' + i,
                      'a' + i);
    }
    dl_buf_text(&text, "]><rss><channel><title>&j;</title></channel></rss>");
    feed = read_feed(text.at);
    CHECK(feed.loose && feed.title.size < 100);
    dl_buf_done(&text);
}

static void text_of_html_has_one_blank_between_words(void)
{
    CHECK_STR(dl_plain(DL_STR("  a\n b "), &arena), "a b");
    CHECK_STR(dl_plain(DL_STR("<p>a<b>b</b>c</p><p>d<br>e&nbsp;f"), &arena), "abc d e f");
    CHECK_STR(dl_plain(DL_STR("x<script>no</script><style>no</style>y"), &arena), "x y");
    CHECK_STR(dl_plain(DL_STR(""), &arena), "");
    CHECK_STR(dl_plain((dl_str){NULL, 0}, &arena), "");
}

static void addresses_are_made_whole(void)
{
    static const struct {
        const char *base, *url, *want;
    } cases[] = {
        {"", "http://A.Example/x#y", "http://A.Example/x"},
        {"http://a.example/b/c", "d?e", "http://a.example/b/d?e"},
        {"http://a.example/b/c", "/d", "http://a.example/d"},
        {"https://a.example/", "//b.example/x", "https://b.example/x"},
        {"http://a.example/", "http://b.example/with blank",
         "http://b.example/with%20blank"},
        {"", "/nowhere", ""},
        {"http://a.example/", "javascript:alert(1)", ""},
        {"http://a.example/", "file:///etc/passwd", ""},
        {"", "ftp://a.example/x", ""},
        {"", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        CHECK_STR(dl_url_join(dl_str_of(cases[i].base), dl_str_of(cases[i].url), &arena),
                  cases[i].want);
    }
    CHECK_STR(dl_url_site(DL_STR("HTTPS://A.Example:443/x"), &arena),
              "https://a.example");
    CHECK_STR(dl_url_site(DL_STR("http://a.example:8080/x"), &arena),
              "http://a.example:8080");
    CHECK_STR(dl_url_path(DL_STR("http://a.example/x?y")), "/x?y");
    CHECK_STR(dl_url_path(DL_STR("http://a.example")), "/");
}

int main(void)
{
    dl_arena_init(&arena, 0);
    TEST(rss_two_gives_title_link_date_and_content);
    TEST(rss_one_and_its_forebears_have_items_beside_the_channel);
    TEST(atom_keeps_what_kind_of_text_it_is);
    TEST(atom_of_the_first_draft_is_read);
    TEST(json_feed_is_read);
    TEST(opml_is_a_list_of_feeds_at_any_depth);
    TEST(encodings_are_undone_before_anything_else);
    TEST(broken_xml_is_read_loosely);
    TEST(html_entities_that_xml_does_not_know_survive);
    TEST(what_is_no_feed_is_an_error);
    TEST(depth_and_entities_without_end_do_no_harm);
    TEST(text_of_html_has_one_blank_between_words);
    TEST(addresses_are_made_whole);
    dl_arena_done(&arena);
    return tap_done();
}
