/* sniff.c - see sniff.h.
 *
 * In the manner of the WHATWG's MIME sniffing, with two differences: markup may be
 * preceded by anything (servers print warnings), and a page with stray NUL bytes is
 * still a page.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "sniff.h"

#define SNIFF_CONTROL_SHARE 20 /* one control character in so many bytes: not text */

static const struct {
    const char *magic;
    size_t size;
    const char *name;
} binaries[] = {
    {"%PDF-", 5, "a PDF file, not text"},
    {"\x89PNG", 4, "a picture, not text"},
    {"\xff\xd8\xff", 3, "a picture, not text"},
    {"GIF8", 4, "a picture, not text"},
    {"RIFF", 4, "a picture or a sound, not text"},
    {"PK\x03\x04", 4, "a ZIP archive, which is not read; unpack it with unzip first"},
    {"\x7f"
     "ELF",
     4, "a program, not text"},
    {"BZh", 3, "a bzip2 archive, which is not read; unpack it with bunzip2 first"},
    {"\xfd"
     "7zXZ",
     5, "an xz archive, which is not read; unpack it with unxz first"},
    {"7z\xbc\xaf", 4, "a 7z archive, which is not read; unpack it with 7z x first"},
    {"SQLite format 3", 15, "an SQLite file, not text"},
    {"\xd0\xcf\x11\xe0", 4, "an old Office file, not text"},
    {"Rar!", 4, "a RAR archive, which is not read; unpack it with unrar x first"},
};

const char *dl_sniff_binary_name(dl_str head)
{
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++) {
        if (dl_str_starts(head, (dl_str){binaries[i].magic, binaries[i].size})) {
            return binaries[i].name;
        }
    }
    return "binary data, not text";
}

static bool known_binary(dl_str head)
{
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++) {
        if (dl_str_starts(head, (dl_str){binaries[i].magic, binaries[i].size})) {
            return true;
        }
    }
    return false;
}

/* `word` (lower case, beginning with '<') somewhere in `head`, at a tag's end or blank */
static bool has_tag(dl_str head, const char *word)
{
    const size_t size = strlen(word);
    const char *at = head.at, *end = head.at + head.size;
    while ((at = memchr(at, '<', (size_t)(end - at))) != NULL) {
        if ((size_t)(end - at) > size &&
            dl_str_equal_fold((dl_str){at, size}, (dl_str){word, size}) &&
            strchr(" \t\r\n>/", at[size]) != NULL) {
            return true;
        }
        at++;
    }
    return false;
}

static bool any_tag(dl_str head, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (has_tag(head, *words)) {
            return true;
        }
    }
    return false;
}

static bool wide_text(dl_str head)
{
    return dl_str_starts(head, (dl_str){"\xff\xfe", 2}) ||
           dl_str_starts(head, (dl_str){"\xfe\xff", 2}) ||
           dl_str_starts(head, (dl_str){"<\0", 2}) ||
           dl_str_starts(head, (dl_str){"\0<", 2});
}

static bool looks_binary(dl_str head)
{
    size_t control = 0;
    for (size_t i = 0; i < head.size; i++) {
        const unsigned char c = (unsigned char)head.at[i];
        if (c == 0) {
            return true;
        }
        control +=
            c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b;
    }
    return control * SNIFF_CONTROL_SHARE > head.size;
}

static dl_str without_mark(dl_str head)
{
    if (dl_str_starts(head, (dl_str){"\xef\xbb\xbf", 3})) {
        return (dl_str){head.at + 3, head.size - 3};
    }
    return head;
}

/* A record: '{' and a string or '}'; or '[' and a record. */
static bool looks_like_json(dl_str head)
{
    static const char blanks[] = " \t\r\n";
    size_t at = 0;
    char before = 0;
    while (at < head.size) {
        const char c = head.at[at];
        if (memchr(blanks, c, 4) != NULL) {
            at++;
            continue;
        }
        if (before == '{') {
            return c == '"' || c == '}';
        }
        if (before == '[' ? c != '{' && c != ']' : c != '{' && c != '[') {
            return false;
        }
        if (c == ']') {
            return true;
        }
        before = c;
        at++;
    }
    return false;
}

static bool ends_fold(dl_str name, const char *suffix)
{
    const size_t size = strlen(suffix);
    return name.size >= size &&
           dl_str_equal_fold((dl_str){name.at + name.size - size, size},
                             (dl_str){suffix, size});
}

static bool named(dl_str name, const char *const *suffixes)
{
    if (ends_fold(name, ".gz")) {
        name.size -= 3;
    } else if (ends_fold(name, ".zst") || ends_fold(name, ".lz4")) {
        name.size -= 4;
    }
    for (; *suffixes != NULL; suffixes++) {
        if (ends_fold(name, *suffixes)) {
            return true;
        }
    }
    return false;
}

/* Nothing but addresses, empty lines and comments; what is cut off at the end of `head`
 * counts for nothing. */
static bool only_urls(dl_str head)
{
    size_t urls = 0;
    while (head.size > 0) {
        const dl_str line = dl_str_trim(dl_str_next(&head, '\n'));
        if (head.at == NULL && urls > 0) {
            return true;
        }
        if (line.size == 0 || line.at[0] == '#') {
            continue;
        }
        if (!dl_str_starts(line, DL_STR("http://")) &&
            !dl_str_starts(line, DL_STR("https://"))) {
            return false;
        }
        for (size_t i = 0; i < line.size; i++) {
            if ((unsigned char)line.at[i] <= ' ' || line.at[i] == '<') {
                return false;
            }
        }
        urls++;
    }
    return urls > 0;
}

bool dl_sniff_archive_name(dl_str name)
{
    static const char *const archive_names[] = {".warc", ".arc", ".wet", NULL};
    return named(name, archive_names);
}

dl_sniffed dl_sniff(dl_str head, dl_str name)
{
    static const char *const feed[] = {"<rss", "<feed", "<rdf:rdf", "<opml", NULL};
    static const char *const page[] = {"<!doctype", "<html", "<head",    "<body",
                                       "<title",    "<meta", "<article", NULL};
    static const char *const html_names[] = {".html", ".htm", ".xhtml", NULL};
    static const char *const json_names[] = {".ndjson", ".jsonl", NULL};
    static const char *const part[] = {"<p", "<div", "<h1", "<table", "<span", NULL};
    head = without_mark(head);
    const dl_str trimmed = dl_str_trim(head);
    if (trimmed.size == 0) {
        return DL_SNIFF_EMPTY;
    }
    if (dl_str_starts(head, DL_STR("WARC/")) ||
        dl_str_starts(head, DL_STR("filedesc://"))) {
        return DL_SNIFF_WARC;
    }
    if (known_binary(head)) {
        return DL_SNIFF_BINARY;
    }
    if (trimmed.at[0] == '<' && any_tag(head, feed) && !has_tag(head, "<html")) {
        return DL_SNIFF_FEED;
    }
    if (looks_like_json(head)) {
        return DL_SNIFF_JSON;
    }
    if (only_urls(head)) {
        return DL_SNIFF_URLS;
    }
    if (wide_text(head)) {
        const bool markup = memchr(head.at, '<', head.size < 8 ? head.size : 8) != NULL;
        return markup || named(name, html_names) ? DL_SNIFF_HTML : DL_SNIFF_TEXT;
    }
    if (any_tag(head, page)) {
        return DL_SNIFF_HTML;
    }
    if (looks_binary(head)) {
        return DL_SNIFF_BINARY;
    }
    if (named(name, html_names) || (trimmed.at[0] == '<' && any_tag(head, part))) {
        return DL_SNIFF_HTML;
    }
    return named(name, json_names) ? DL_SNIFF_JSON : DL_SNIFF_TEXT;
}
