/* xml.c - see xml.h.
 *
 * The loose reading keeps a stack of open names. An end tag closes down to its own name,
 * when that is open at all:
 *
 *   <item> <title> <b> </title>      ->  item  title  b  /b  /title
 *   <item> </td> <title>             ->  item  title
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "xml.h"

#include "utf8.h"

#include <expat.h>
#include <lexbor/encoding/encoding.h>
#include <stdlib.h>

#define DECLARATION_LOOK 256 /* an XML declaration stands in the first bytes */
#define LOOSE_DEPTH 256      /* names kept; deeper elements are not told */
#define ATTRIBUTES_MOST 64   /* of one tag; more are not told */
#define ENTITY_MOST 32       /* of a name between '&' and ';' */
#define SPACE_MARK '\n'      /* expat puts it between namespace and name */

/* ---- encoding ---- */

static dl_str quoted(dl_str text)
{
    const char quote = text.size > 0 ? text.at[0] : 0;
    if (quote != '"' && quote != '\'') {
        return DL_STR("");
    }
    const char *stop = memchr(text.at + 1, quote, text.size - 1);
    return stop == NULL ? DL_STR("")
                        : (dl_str){text.at + 1, (size_t)(stop - text.at) - 1};
}

/* <?xml version="1.0" encoding="..."?> */
static dl_str declared(dl_str bytes)
{
    bytes.size = bytes.size < DECLARATION_LOOK ? bytes.size : DECLARATION_LOOK;
    const size_t open = dl_str_find(bytes, DL_STR("<?xml"));
    const size_t at = dl_str_find(bytes, DL_STR("encoding="));
    const size_t close = dl_str_find(bytes, DL_STR("?>"));
    if (open == SIZE_MAX || at == SIZE_MAX || close == SIZE_MAX || at > close) {
        return DL_STR("");
    }
    return quoted((dl_str){bytes.at + at + 9, bytes.size - at - 9});
}

static const lxb_encoding_data_t *by_label(dl_str label)
{
    return label.size == 0
               ? NULL
               : lxb_encoding_data_by_pre_name((const lxb_char_t *)label.at, label.size);
}

static const lxb_encoding_data_t *encoding_of(dl_str *bytes, dl_str charset)
{
    static const struct {
        const char *mark;
        size_t size;
        lxb_encoding_t encoding;
    } marks[] = {{"\xef\xbb\xbf", 3, LXB_ENCODING_UTF_8},
                 {"\xfe\xff", 2, LXB_ENCODING_UTF_16BE},
                 {"\xff\xfe", 2, LXB_ENCODING_UTF_16LE}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (dl_str_starts(*bytes, (dl_str){marks[i].mark, marks[i].size})) {
            *bytes = (dl_str){bytes->at + marks[i].size, bytes->size - marks[i].size};
            return lxb_encoding_data(marks[i].encoding);
        }
    }
    const lxb_encoding_data_t *found = by_label(charset);
    found = found != NULL ? found : by_label(declared(*bytes));
    return found != NULL ? found : lxb_encoding_data(LXB_ENCODING_UTF_8);
}

dl_str dl_xml_utf8(dl_str bytes, dl_str charset, dl_arena *arena)
{
    const lxb_encoding_data_t *encoding = encoding_of(&bytes, charset);
    if (encoding->encoding == LXB_ENCODING_UTF_8 || encoding->decode_single == NULL ||
        dl_utf8_valid(bytes) == bytes.size) {
        return dl_utf8_mend(arena, bytes);
    }
    const lxb_char_t *at = (const lxb_char_t *)bytes.at, *end = at + bytes.size;
    lxb_encoding_decode_t state;
    dl_buf text;
    dl_buf_init(&text);
    lxb_encoding_decode_init_single(&state, encoding);
    while (at < end) {
        const lxb_char_t *before = at;
        lxb_codepoint_t c = encoding->decode_single(&state, &at, end);
        if (c > LXB_ENCODING_DECODE_MAX_CODEPOINT || c == 0) {
            at = at == before ? before + 1 : at;
            c = DL_UTF8_BAD;
        }
        char put[4];
        dl_buf_add(&text, (dl_str){put, dl_utf8_put(c, put)});
    }
    const dl_str out =
        text.failed ? (dl_str){"", 0} : dl_str_copy(arena, dl_buf_str(&text));
    dl_buf_done(&text);
    return out;
}

/* ---- namespaces ---- */

static const struct {
    const char *uri, *prefix; /* as nearly everybody calls it */
    dl_xml_space space;
} spaces[] = {
    {"http://www.w3.org/2005/Atom", "atom", DL_XML_ATOM},
    {"http://purl.org/atom/ns#", "a10", DL_XML_ATOM},
    {"http://purl.org/rss/1.0/", NULL, DL_XML_RSS1},
    {"http://my.netscape.com/rdf/simple/0.9/", NULL, DL_XML_RSS1},
    {"http://channel.netscape.com/rdf/simple/0.9/", NULL, DL_XML_RSS1},
    {"http://backend.userland.com/rss2", NULL, DL_XML_NONE},
    {"http://backend.userland.com/rss", NULL, DL_XML_NONE},
    {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf", DL_XML_RDF},
    {"http://purl.org/rss/1.0/modules/content/", "content", DL_XML_CONTENT},
    {"http://purl.org/dc/elements/1.1/", "dc", DL_XML_DC},
    {"http://purl.org/dc/terms/", "dcterms", DL_XML_DC},
    {"http://rssnamespace.org/feedburner/ext/1.0", "feedburner", DL_XML_FEEDBURNER},
    {"http://www.w3.org/1999/xhtml", "xhtml", DL_XML_XHTML},
};

static dl_xml_space space_of_uri(dl_str uri)
{
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (dl_str_is(uri, spaces[i].uri)) {
            return spaces[i].space;
        }
    }
    return uri.size == 0 ? DL_XML_NONE : DL_XML_OTHER;
}

static dl_xml_space space_of_prefix(dl_str prefix)
{
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++) {
        if (spaces[i].prefix != NULL &&
            dl_str_equal_fold(prefix, dl_str_of(spaces[i].prefix))) {
            return spaces[i].space;
        }
    }
    return prefix.size == 0 ? DL_XML_NONE : DL_XML_OTHER;
}

/* ---- strictly ---- */

typedef struct strict {
    const dl_xml_reader *reader;
} strict;

/* Cuts "uri\nname" in two. */
static dl_str local_name(const char *name, dl_str *uri)
{
    const char *mark = strrchr(name, SPACE_MARK);
    *uri = mark == NULL ? DL_STR("") : (dl_str){name, (size_t)(mark - name)};
    return dl_str_of(mark == NULL ? name : mark + 1);
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **pairs)
{
    const dl_xml_reader *reader = ((strict *)user)->reader;
    dl_xml_attribute attributes[ATTRIBUTES_MOST];
    size_t count = 0;
    dl_str uri;
    for (; pairs[0] != NULL && count < ATTRIBUTES_MOST; pairs += 2) {
        attributes[count].name = local_name(pairs[0], &uri);
        attributes[count++].value = dl_str_of(pairs[1]);
    }
    const dl_str local = local_name(name, &uri);
    reader->start(reader->to, space_of_uri(uri), local, attributes, count);
}

static void XMLCALL on_text(void *user, const XML_Char *text, int size)
{
    const dl_xml_reader *reader = ((strict *)user)->reader;
    reader->text(reader->to, (dl_str){text, (size_t)size});
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
    const dl_xml_reader *reader = ((strict *)user)->reader;
    dl_str uri;
    reader->end(reader->to, local_name(name, &uri));
}

/* "&nbsp;" and the like, which HTML knows and XML does not: left for HTML. */
static void XMLCALL on_entity(void *user, const XML_Char *name, int parameter)
{
    const dl_xml_reader *reader = ((strict *)user)->reader;
    if (!parameter) {
        reader->text(reader->to, DL_STR("&"));
        reader->text(reader->to, dl_str_of(name));
        reader->text(reader->to, DL_STR(";"));
    }
}

dl_status dl_xml_read(dl_str text, const dl_xml_reader *reader, dl_error *err)
{
    strict user = {reader};
    dl_status status = DL_OK;
    XML_Parser parser = XML_ParserCreateNS("UTF-8", SPACE_MARK);
    if (parser == NULL) {
        return dl_fail_memory(err);
    }
    XML_SetUserData(parser, &user);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetSkippedEntityHandler(parser, on_entity);
    (void)XML_UseForeignDTD(parser, XML_TRUE); /* entities may be defined elsewhere */
    if (text.size > INT32_MAX) {
        status = dl_fail(err, DL_ELIMIT, "the document is larger than 2 GiB");
    } else if (XML_Parse(parser, text.at, (int)text.size, 1) != XML_STATUS_OK) {
        const enum XML_Error code = XML_GetErrorCode(parser);
        status = code == XML_ERROR_NO_MEMORY
                     ? dl_fail_memory(err)
                     : dl_fail(err, DL_EDATA, "line %lu: %s",
                               (unsigned long)XML_GetCurrentLineNumber(parser),
                               XML_ErrorString(code));
    }
    XML_ParserFree(parser);
    return status;
}

/* ---- loosely ---- */

typedef struct loose {
    const dl_xml_reader *reader;
    dl_str rest;
    dl_str names[LOOSE_DEPTH]; /* open, as printed, with prefix */
    size_t depth;
    dl_buf value; /* an attribute's value, entities undone */
} loose;

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == ':' || c == '_' || c == '-' || c == '.' || (unsigned char)c >= 0x80;
}

static dl_str take_name(dl_str *rest)
{
    size_t size = 0;
    while (size < rest->size && name_char(rest->at[size])) {
        size++;
    }
    const dl_str name = {rest->at, size};
    *rest = (dl_str){rest->at + size, rest->size - size};
    return name;
}

static void pass(dl_str *rest, size_t size)
{
    *rest = (dl_str){rest->at + size, rest->size - size};
}

/* "#38" and "#x26" */
static uint32_t numeric(dl_str name)
{
    uint32_t c = 0;
    const bool hex = name.size > 2 && (name.at[1] | 32) == 'x';
    for (size_t i = hex ? 2 : 1; i < name.size && c <= 0x10ffff; i++) {
        const char d = name.at[i];
        const char low = (char)(d | 32);
        if (d >= '0' && d <= '9') {
            c = c * (hex ? 16 : 10) + (uint32_t)(d - '0');
        } else if (hex && low >= 'a' && low <= 'f') {
            c = c * 16 + (uint32_t)(low - 'a' + 10);
        } else {
            return 0;
        }
    }
    return c > 0x10ffff || (c >= 0xd800 && c < 0xe000) ? DL_UTF8_BAD : c;
}

/* What "&name;" stands for in XML: into `out`, its bytes; 0 when it is no such thing. */
static unsigned entity(dl_str name, char out[4])
{
    static const struct {
        const char *name;
        char c;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (dl_str_is(name, known[i].name)) {
            out[0] = known[i].c;
            return 1;
        }
    }
    if (name.size < 2 || name.at[0] != '#') {
        return 0;
    }
    const uint32_t c = numeric(name);
    return c == 0 ? 0 : dl_utf8_put(c, out);
}

/* Adds `text` with its entities undone; others stay as they are. */
static void add_decoded(dl_buf *out, dl_str text)
{
    while (text.size > 0) {
        const char *amp = memchr(text.at, '&', text.size);
        const size_t plain = amp == NULL ? text.size : (size_t)(amp - text.at);
        dl_buf_add(out, (dl_str){text.at, plain});
        pass(&text, plain);
        if (amp == NULL) {
            return;
        }
        const size_t look = text.size < ENTITY_MOST ? text.size : ENTITY_MOST;
        const char *stop = memchr(text.at, ';', look);
        char put[4];
        const unsigned size =
            stop == NULL
                ? 0
                : entity((dl_str){text.at + 1, (size_t)(stop - text.at) - 1}, put);
        if (size > 0) {
            dl_buf_add(out, (dl_str){put, size});
            pass(&text, (size_t)(stop - text.at) + 1);
        } else {
            dl_buf_char(out, '&');
            pass(&text, 1);
        }
    }
}

static void tell_text(loose *l, dl_str text)
{
    if (text.size == 0) {
        return;
    }
    dl_buf_clear(&l->value);
    add_decoded(&l->value, text);
    l->reader->text(l->reader->to, dl_buf_str(&l->value));
}

static dl_str without_prefix(dl_str name, dl_str *prefix)
{
    const char *colon = memchr(name.at, ':', name.size);
    *prefix = colon == NULL ? DL_STR("") : (dl_str){name.at, (size_t)(colon - name.at)};
    return colon == NULL ? name
                         : (dl_str){colon + 1, name.size - (size_t)(colon + 1 - name.at)};
}

static void close_to(loose *l, size_t depth)
{
    while (l->depth > depth) {
        dl_str prefix;
        l->depth--;
        l->reader->end(l->reader->to, without_prefix(l->names[l->depth], &prefix));
    }
}

static void end_tag(loose *l)
{
    pass(&l->rest, 2);
    const dl_str name = take_name(&l->rest);
    const char *stop = l->rest.size == 0 ? NULL : memchr(l->rest.at, '>', l->rest.size);
    pass(&l->rest, stop == NULL ? l->rest.size : (size_t)(stop + 1 - l->rest.at));
    for (size_t i = l->depth; i > 0; i--) {
        if (dl_str_equal(l->names[i - 1], name)) {
            close_to(l, i - 1);
            return;
        }
    }
}

typedef struct tag {
    dl_xml_attribute attributes[ATTRIBUTES_MOST];
    size_t starts[ATTRIBUTES_MOST]; /* of the values in loose.value */
    size_t count;
    bool closed; /* "/>" */
} tag;

static dl_str take_value(dl_str *rest)
{
    const char quote = rest->size > 0 ? rest->at[0] : 0;
    if (quote == '"' || quote == '\'') { /* a '<' before its end: it has none */
        size_t end = 1;
        while (end < rest->size && rest->at[end] != quote && rest->at[end] != '<') {
            end++;
        }
        const dl_str value = {rest->at + 1, end - 1};
        pass(rest, end < rest->size && rest->at[end] == quote ? end + 1 : end);
        return value;
    }
    size_t size = 0;
    while (size < rest->size && strchr(" \t\r\n>", rest->at[size]) == NULL) {
        size++;
    }
    const dl_str value = {rest->at, size};
    pass(rest, size);
    return value;
}

/* Up to and with '>'. */
static void take_attributes(loose *l, tag *t)
{
    dl_str *rest = &l->rest, prefix;
    dl_buf_clear(&l->value);
    while (rest->size > 0 && rest->at[0] != '>') {
        t->closed = rest->at[0] == '/';
        const dl_str name = take_name(rest);
        if (name.size == 0) {
            pass(rest, 1);
            continue;
        }
        while (rest->size > 0 && strchr(" \t\r\n", rest->at[0]) != NULL) {
            pass(rest, 1);
        }
        if (rest->size == 0 || rest->at[0] != '=') {
            continue;
        }
        pass(rest, 1);
        while (rest->size > 0 && strchr(" \t\r\n", rest->at[0]) != NULL) {
            pass(rest, 1);
        }
        const dl_str value = take_value(rest);
        if (t->count < ATTRIBUTES_MOST) {
            t->attributes[t->count].name = without_prefix(name, &prefix);
            t->starts[t->count++] = l->value.size;
            add_decoded(&l->value, value);
        }
    }
    pass(rest, rest->size > 0 ? 1 : 0);
    const char *values = l->value.at == NULL ? "" : l->value.at;
    for (size_t i = 0; i < t->count; i++) {
        const size_t end = i + 1 < t->count ? t->starts[i + 1] : l->value.size;
        t->attributes[i].value = (dl_str){values + t->starts[i], end - t->starts[i]};
    }
}

static void start_tag(loose *l)
{
    tag t = {.count = 0};
    dl_str prefix;
    pass(&l->rest, 1);
    const dl_str name = take_name(&l->rest);
    take_attributes(l, &t);
    if (l->depth == LOOSE_DEPTH || l->value.failed) {
        return;
    }
    const dl_str local = without_prefix(name, &prefix);
    l->names[l->depth++] = name;
    l->reader->start(l->reader->to, space_of_prefix(prefix), local, t.attributes,
                     t.count);
    if (t.closed) {
        close_to(l, l->depth - 1);
    }
}

/* Behind the first `mark`, or the end. */
static size_t behind(dl_str text, size_t from, dl_str mark)
{
    const size_t at = dl_str_find((dl_str){text.at + from, text.size - from}, mark);
    return at == SIZE_MAX ? text.size : from + at + mark.size;
}

static void raw_text(loose *l)
{
    const size_t end = behind(l->rest, 9, DL_STR("]]>"));
    const bool closed = end >= 12 && memcmp(l->rest.at + end - 3, "]]>", 3) == 0;
    const dl_str text = {l->rest.at + 9, end - 9 - (closed ? 3 : 0)};
    if (text.size > 0) {
        l->reader->text(l->reader->to, text);
    }
    pass(&l->rest, end);
}

/* One thing that begins with '<'. */
static void markup(loose *l)
{
    const dl_str rest = l->rest;
    if (dl_str_starts(rest, DL_STR("<![CDATA["))) {
        raw_text(l);
    } else if (dl_str_starts(rest, DL_STR("<!--"))) {
        pass(&l->rest, behind(rest, 4, DL_STR("-->")));
    } else if (rest.size > 1 && (rest.at[1] == '!' || rest.at[1] == '?')) {
        pass(&l->rest, behind(rest, 2, DL_STR(">")));
    } else if (rest.size > 2 && rest.at[1] == '/' && name_char(rest.at[2])) {
        end_tag(l);
    } else if (rest.size > 1 && name_char(rest.at[1])) {
        start_tag(l);
    } else {
        l->reader->text(l->reader->to, DL_STR("<"));
        pass(&l->rest, 1);
    }
}

dl_status dl_xml_read_loose(dl_str text, const dl_xml_reader *reader, dl_error *err)
{
    loose *l = calloc(1, sizeof *l);
    if (l == NULL) {
        return dl_fail_memory(err);
    }
    l->reader = reader;
    l->rest = text;
    dl_buf_init(&l->value);
    while (l->rest.size > 0) {
        const char *open = memchr(l->rest.at, '<', l->rest.size);
        const size_t plain = open == NULL ? l->rest.size : (size_t)(open - l->rest.at);
        tell_text(l, (dl_str){l->rest.at, plain});
        pass(&l->rest, plain);
        if (open != NULL) {
            markup(l);
        }
    }
    close_to(l, 0);
    const bool failed = l->value.failed;
    dl_buf_done(&l->value);
    free(l);
    return failed ? dl_fail_memory(err) : DL_OK;
}
