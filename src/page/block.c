/* block.c - a page as a run of text blocks, with what is known of each.
 *
 * One walk over the nodes in document order. Text goes into the block at hand with its
 * white space collapsed; the start or end of a block element, a <br> or an <hr> ends it.
 * What an element's class, id, role and tag say is looked up once per distinct
 * attribute (pages repeat them hundreds of times) and handed down to all below.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include "bytes.h"
#include "map.h"
#include "utf8.h"
#include "vec.h"

#include <utf8proc.h>

#define PICTURE_UP 4       /* elements above a line that are searched for a picture */
#define PICTURE_NODES 40   /* larger elements are no picture's */
#define CAPTION_WORDS 110
#define HIDDEN_BYTES 60    /* within a line, for those who hear it: "opens in a new window" */
#define MACHINE_TURNS 4     /* between letters and digits in an id that says nothing */
#define LINE_LOOK_BYTES 240 /* of a block, looked at for the words of furniture */

/* What a tag is to the cutting into blocks. */
enum { INLINE, BLOCK, SKIP, BREAK };

static uint8_t role_of(uint16_t tag)
{
    switch (tag) {
    case LXB_TAG_SCRIPT: case LXB_TAG_STYLE: case LXB_TAG_NOSCRIPT: case LXB_TAG_TEMPLATE:
    case LXB_TAG_SVG: case LXB_TAG_IFRAME: case LXB_TAG_SELECT: case LXB_TAG_OPTION:
    case LXB_TAG_TEXTAREA: case LXB_TAG_HEAD: case LXB_TAG_TITLE: case LXB_TAG_CANVAS:
    case LXB_TAG_OBJECT: case LXB_TAG_EMBED: case LXB_TAG_MAP: case LXB_TAG_DATALIST:
    case LXB_TAG_NOEMBED: case LXB_TAG_NOFRAMES: case LXB_TAG_RP: case LXB_TAG_RT:
        return SKIP;
    case LXB_TAG_BR: case LXB_TAG_HR:
        return BREAK;
    case LXB_TAG_A: case LXB_TAG_ABBR: case LXB_TAG_ACRONYM: case LXB_TAG_B:
    case LXB_TAG_BASEFONT: case LXB_TAG_BDI: case LXB_TAG_BDO: case LXB_TAG_BIG:
    case LXB_TAG_CITE: case LXB_TAG_CODE: case LXB_TAG_DATA: case LXB_TAG_DEL:
    case LXB_TAG_DFN: case LXB_TAG_EM: case LXB_TAG_FONT: case LXB_TAG_I:
    case LXB_TAG_IMG: case LXB_TAG_INPUT: case LXB_TAG_INS: case LXB_TAG_KBD:
    case LXB_TAG_LABEL: case LXB_TAG_MARK: case LXB_TAG_METER: case LXB_TAG_NOBR:
    case LXB_TAG_PROGRESS: case LXB_TAG_Q: case LXB_TAG_RUBY: case LXB_TAG_S:
    case LXB_TAG_SAMP: case LXB_TAG_SMALL: case LXB_TAG_SPAN: case LXB_TAG_STRIKE:
    case LXB_TAG_STRONG: case LXB_TAG_SUB: case LXB_TAG_SUP: case LXB_TAG_TIME:
    case LXB_TAG_TT: case LXB_TAG_U: case LXB_TAG_VAR: case LXB_TAG_WBR:
    case LXB_TAG_META: case LXB_TAG_LINK: case LXB_TAG_PICTURE: case LXB_TAG_SOURCE:
    case LXB_TAG_SLOT:
        return INLINE;
    default:
        return BLOCK;
    }
}

/* What a tag says by itself, in the words of classes. */
static uint32_t tag_bits(uint16_t tag)
{
    switch (tag) {
    case LXB_TAG_NAV:
        return DL_CLASS_NAV;
    case LXB_TAG_ASIDE:
        return DL_CLASS_SIDEBAR;
    case LXB_TAG_FOOTER:
        return DL_CLASS_FOOTER;
    case LXB_TAG_HEADER:
        return DL_CLASS_HEADER;
    case LXB_TAG_FIGCAPTION:
    case LXB_TAG_FIGURE:
        return DL_CLASS_CAPTION;
    case LXB_TAG_BUTTON:
    case LXB_TAG_MENU:
        return DL_CLASS_TOOLS;
    case LXB_TAG_DIALOG:
        return DL_CLASS_CONSENT;
    case LXB_TAG_ADDRESS:
        return DL_CLASS_BYLINE;
    case LXB_TAG_TIME:
        return DL_CLASS_DATE;
    case LXB_TAG_ARTICLE:
        return DL_CLASS_ARTICLE;
    case LXB_TAG_MAIN:
        return DL_CLASS_ARTICLE;
    default:
        return 0;
    }
}

static uint32_t role_bits(dl_str role)
{
    static const struct {
        const char *role;
        uint32_t bits;
    } roles[] = {
        {"navigation", DL_CLASS_NAV},       {"complementary", DL_CLASS_SIDEBAR},
        {"contentinfo", DL_CLASS_FOOTER},   {"banner", DL_CLASS_HEADER},
        {"dialog", DL_CLASS_CONSENT},       {"alertdialog", DL_CLASS_CONSENT},
        {"search", DL_CLASS_TOOLS},         {"menu", DL_CLASS_NAV},
        {"menubar", DL_CLASS_NAV},          {"toolbar", DL_CLASS_TOOLS},
        {"main", DL_CLASS_ARTICLE},         {"article", DL_CLASS_ARTICLE},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        if (dl_str_is(role, roles[i].role)) {
            return roles[i].bits;
        }
    }
    return 0;
}

static bool shown_by(dl_str style)
{
    const size_t at = dl_str_find(style, DL_STR("display"));
    if (at == SIZE_MAX) {
        return true;
    }
    size_t i = at + 7;
    while (i < style.size && (style.at[i] == ' ' || style.at[i] == ':')) {
        i++;
    }
    return !dl_str_starts((dl_str){style.at + i, style.size - i}, DL_STR("none"));
}

/* Elements of a page's own making: blocks, but inline within a line of text. */
static bool line_home(uint16_t tag)
{
    return tag == LXB_TAG_P || tag == LXB_TAG_LI || (tag >= LXB_TAG_H1 && tag <= LXB_TAG_H6);
}

typedef struct cutter {
    const dl_dom *dom;
    dl_arena *arena;
    dl_blocks *out;
    dl_map classes; /* attribute -> its bits */
    dl_map tokens;  /* one class -> its bits */
    DL_VEC(dl_block) blocks;
    char *text; /* the text of all blocks so far */
    size_t size;
    dl_block now; /* the block at hand; words == 0 and chars == 0: none */
    bool open, gap, soft, after_break;
} cutter;

/* Bits of one class. Pages repeat each in many attributes. */
static uint32_t token_bits(cutter *c, dl_str token)
{
    uint32_t *bits = dl_map_put(&c->tokens, token, DL_NONE);
    if (bits == NULL) {
        return 0;
    }
    if (*bits == DL_NONE) {
        *bits = dl_words_class(token);
    }
    return *bits;
}

/* Bits of all classes of an attribute. */
static uint32_t value_bits(cutter *c, dl_str value)
{
    uint32_t bits = 0;
    dl_str rest = value;
    while (rest.size > 0) {
        size_t size = 0;
        while (size < rest.size && (unsigned char)rest.at[size] > ' ') {
            size++;
        }
        const dl_str token = {rest.at, size};
        if (size > 0 && !(dl_words_topic(token) && dl_words_post(value))) {
            bits |= token_bits(c, token);
        }
        size += size < rest.size;
        rest = (dl_str){rest.at + size, rest.size - size};
    }
    return bits;
}

/* Bits of a class or id attribute. */
static uint32_t class_of(cutter *c, dl_str value)
{
    uint32_t *bits = value.size == 0 ? NULL : dl_map_put(&c->classes, value, DL_NONE);
    if (bits == NULL) {
        return 0;
    }
    if (*bits == DL_NONE) {
        *bits = value_bits(c, value);
    }
    return *bits;
}

/* An id that was drawn or counted out: "8f1a2f6c2d8cf3ad" is not of an ad. */
static bool made_by_machine(dl_str id)
{
    unsigned turns = 0;
    for (size_t i = 1; i < id.size; i++) {
        const bool a = id.at[i - 1] >= '0' && id.at[i - 1] <= '9';
        const bool b = id.at[i] >= '0' && id.at[i] <= '9';
        turns += a != b && id.at[i] != '-' && id.at[i - 1] != '-' && id.at[i] != '_' && id.at[i - 1] != '_';
    }
    return turns >= MACHINE_TURNS;
}

static uint32_t own_bits(cutter *c, uint32_t node)
{
    const uint16_t tag = c->dom->nodes[node].tag;
    uint32_t bits = tag_bits(tag);
    if (!dl_dom_has_attrs(c->dom, node) || tag == LXB_TAG_BODY || tag == LXB_TAG_HTML) {
        return bits;
    }
    bits |= class_of(c, dl_dom_class(c->dom, node));
    const dl_str id = dl_dom_id(c->dom, node);
    if ((tag < LXB_TAG_H1 || tag > LXB_TAG_H6) && tag != LXB_TAG_P && !made_by_machine(id)) {
        bits |= class_of(c, id); /* ids of headings are made of their text, those of lines drawn */
    }
    const uint32_t up = c->dom->nodes[node].parent;
    if (tag == LXB_TAG_FOOTER && up != DL_NONE && c->dom->nodes[up].tag == LXB_TAG_BLOCKQUOTE) {
        bits &= ~(uint32_t)DL_CLASS_FOOTER; /* who said it */
    }
    if (tag == LXB_TAG_BLOCKQUOTE) { /* a quoted post is a quotation, not a share bar */
        bits &= ~(uint32_t)DL_CLASS_SHARE;
    }
    const dl_dom_traits traits = dl_dom_traits_of(c->dom, node);
    if (traits.role.size > 0) {
        bits |= role_bits(traits.role);
    }
    if (dl_str_is(traits.itemprop, "articleBody")) {
        bits |= DL_CLASS_BODY;
    }
    if ((traits.style.size > 0 && !shown_by(traits.style)) || traits.hidden.at != NULL) {
        bits |= DL_CLASS_HIDDEN;
    }
    return bits;
}

/* ---- measuring ---- */

#define STOP_SIGNS ".!?;"
#define COMMA_SIGNS ","
#define CLOSING_SIGNS "\"')]*"

/* The same beyond ASCII. */
static bool stop_sign(uint32_t c)
{
    return c == 0x2026 || c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0x061F ||
           c == 0x06D4 || c == 0x0964 || c == 0x0589 || c == 0x104B || c == 0x1362 || c == 0x17D4;
}

static bool comma_sign(uint32_t c)
{
    return c == 0xFF0C || c == 0x3001 || c == 0x060C;
}

static bool thai(uint32_t c)
{
    return c >= 0x0E00 && c <= 0x0E7F;
}

static bool closing_sign(uint32_t c)
{
    return c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x201C || c == 0x300D || c == 0xFF09;
}

static bool ideograph(uint32_t c)
{
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x0E00 && c <= 0x0E7F);
}

typedef struct measure {
    uint32_t chars, words, stops, commas, ideographs;
    bool in_word;
    bool stop; /* only closing signs lie between here and a stop sign */
    bool thai; /* the last letter is */
} measure;

#define AT_ONCE 64 /* bytes of ASCII */

/* ASCII, a bit for each byte: `behind` are those that `stop` holds before. Adding the
 * closing signs to it carries a bit through each run of them (Cameron et al. 2008). */
static void measure_ascii(measure *m, const char *at, size_t size)
{
    char padded[AT_ONCE] = {0};
    if (size < AT_ONCE) {
        memcpy(padded, at, size);
        at = padded;
    }
    const unsigned last = (unsigned)size - 1;
    const uint64_t all = ~UINT64_C(0) >> (AT_ONCE - size);
    const uint64_t blank = dl_bytes_among(at, " "), shown = all & ~blank;
    const uint64_t stop = dl_bytes_among(at, STOP_SIGNS), closing = dl_bytes_among(at, CLOSING_SIGNS);
    uint64_t behind = stop << 1 | m->stop;
    behind |= ((behind & closing) + closing) ^ closing;
    m->chars += (uint32_t)__builtin_popcountll(shown);
    m->words += (uint32_t)__builtin_popcountll(shown & ~(shown << 1 | m->in_word));
    m->stops += (uint32_t)__builtin_popcountll(behind & blank);
    m->commas += (uint32_t)__builtin_popcountll(dl_bytes_among(at, COMMA_SIGNS));
    m->commas += m->thai && (blank & 1); /* a blank parts phrases there, nothing else does */
    m->thai = false;
    m->in_word = shown >> last & 1;
    m->stop = (stop | (behind & closing)) >> last & 1;
}

static void measure_point(measure *m, uint32_t c)
{
    m->chars++;
    m->words += !m->in_word;
    m->in_word = true;
    m->thai = thai(c);
    m->commas += comma_sign(c);
    if (ideograph(c)) {
        m->ideographs++;
        m->stop = false;
    } else if (stop_sign(c)) {
        m->stop = c <= 0x3000; /* full-width signs are not followed by a blank */
        m->stops += c > 0x3000;
    } else if (!closing_sign(c)) {
        m->stop = false;
    }
}

static uint16_t at_most_16_bits(uint32_t count)
{
    return (uint16_t)(count < UINT16_MAX ? count : UINT16_MAX);
}

void dl_block_measure(dl_str text, dl_block *block)
{
    measure m = {0};
    size_t at = 0;
    while (at < text.size) {
        if ((unsigned char)text.at[at] >= 0x80) {
            measure_point(&m, dl_utf8_next_beyond(text, &at));
            continue;
        }
        const size_t left = text.size - at < AT_ONCE ? text.size - at : AT_ONCE;
        const size_t size = dl_bytes_ascii(text.at + at, left);
        measure_ascii(&m, text.at + at, size);
        at += size;
    }
    block->chars = m.chars;
    block->words = at_most_16_bits(m.words + m.ideographs / 2);
    block->stops = at_most_16_bits(m.stops + m.stop);
    block->commas = at_most_16_bits(m.commas);
}

/* Sentences: enough words, and the signs between or behind them. */
static bool is_prose(const dl_block *b)
{
    if (b->words >= 25 && b->stops + b->commas > 0) {
        return true;
    }
    return b->words >= 8 && b->stops > 0;
}

size_t dl_block_lower(dl_str text, char *out, size_t size)
{
    size_t at = 0, used = 0;
    text = dl_str_trim(text);
    while (at < text.size && used + 4 <= size) {
        const size_t room = size - used - 3; /* bytes that begin with four left */
        const size_t left = text.size - at < room ? text.size - at : room;
        const size_t plain = dl_bytes_ascii(text.at + at, left);
        for (size_t i = 0; i < plain; i++) {
            const char b = text.at[at + i];
            out[used + i] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
        }
        at += plain;
        used += plain;
        if (plain == left) {
            continue;
        }
        const uint32_t c = dl_utf8_next(text, &at);
        used += dl_utf8_put((uint32_t)utf8proc_tolower((utf8proc_int32_t)c), out + used);
    }
    return used;
}

/* ---- cutting ---- */

static uint8_t kind_of(const dl_dom *dom, uint32_t home, uint8_t *level, bool *in_p)
{
    *level = 0;
    *in_p = false;
    uint8_t kind = DL_PARA_BODY;
    for (uint32_t n = home, up = 0; n != DL_NONE && up < 4; n = dom->nodes[n].parent, up++) {
        switch (dom->nodes[n].tag) {
        case LXB_TAG_H1: case LXB_TAG_H2: case LXB_TAG_H3:
        case LXB_TAG_H4: case LXB_TAG_H5: case LXB_TAG_H6:
            *level = (uint8_t)(dom->nodes[n].tag - LXB_TAG_H1 + 1);
            return DL_PARA_HEADING;
        case LXB_TAG_LI: case LXB_TAG_DT: case LXB_TAG_DD:
            return DL_PARA_LIST;
        case LXB_TAG_BLOCKQUOTE:
            return DL_PARA_QUOTE;
        case LXB_TAG_P:
            *in_p = true;
            break;
        default:
            break;
        }
    }
    return kind;
}

/* Bits of the inline elements that hold the whole of the block. */
static uint32_t around(const cutter *c, const dl_block *b)
{
    uint32_t bits = 0;
    for (uint32_t n = c->dom->nodes[b->first].parent; n != b->home && n != DL_NONE;
         n = c->dom->nodes[n].parent) {
        if (c->dom->nodes[n].end > b->last) {
            bits |= c->out->bits[n];
        }
    }
    return bits;
}

/* Whether the smallest elements around the block, up to the first that holds other text
 * as well, hold a picture: then a line that is no sentence is its caption. */
static bool with_picture(const cutter *c, const dl_block *b)
{
    const dl_dom *dom = c->dom;
    uint32_t n = dom->nodes[b->first].parent;
    for (unsigned up = 0; n != DL_NONE && up < PICTURE_UP; up++, n = dom->nodes[n].parent) {
        if (dom->nodes[n].end - n > PICTURE_NODES) {
            return false;
        }
        bool picture = false;
        for (uint32_t i = n + 1; i < dom->nodes[n].end; i++) {
            const dl_node *at = &dom->nodes[i];
            if (at->tag == LXB_TAG_IMG || at->tag == LXB_TAG_PICTURE) {
                picture = true;
            } else if (at->tag == LXB_TAG__TEXT && (i < b->first || i > b->last) &&
                       dl_str_trim(at->text).size > 0 && role_of(dom->nodes[at->parent].tag) != SKIP) {
                return false;
            }
        }
        if (picture) {
            return true;
        }
    }
    return false;
}

static bool close_block(cutter *c)
{
    dl_block *b = &c->now;
    c->gap = false;
    if (!c->open) {
        return true;
    }
    c->open = false;
    b->text.end = (uint32_t)c->size;
    const uint32_t links = b->link_chars, slant = b->slant_chars;
    const dl_str text = {c->text + b->text.start, b->text.end - b->text.start};
    dl_block_measure(text, b);
    b->link_chars = links < b->chars ? links : b->chars;
    b->slant_chars = slant < b->chars ? slant : b->chars;
    b->bits = c->out->above[b->home] | around(c, b);
    b->kind = kind_of(c->dom, b->home, &b->level, &b->in_p);
    b->prose = is_prose(b);
    if (b->words <= CAPTION_WORDS && b->level == 0 && b->link_chars * 2 < b->chars && with_picture(c, b)) {
        b->bits |= DL_CLASS_PICTURE;
    }
    char lower[LINE_LOOK_BYTES];
    b->line = dl_words_line((dl_str){lower, dl_block_lower(text, lower, sizeof lower)});
    dl_block *kept = dl_vec_push(&c->blocks, c->arena);
    if (kept == NULL) {
        return false;
    }
    *kept = *b;
    memset(b, 0, sizeof *b);
    return true;
}

static bool white_point(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0x85;
}

/* Signs that take no room and mean nothing to a reader. */
static bool nothing_point(uint32_t c)
{
    return c == 0xAD || c == 0x200B || c == 0xFEFF || c == 0x2060 || c == 0x200E || c == 0x200F;
}

/* Adds the text of `node`; `home` is the block element around it. */
static void add_text(cutter *c, uint32_t node, bool link, bool slant)
{
    const dl_str text = c->dom->nodes[node].text;
    dl_block *b = &c->now;
    size_t at = 0;
    uint32_t chars = 0;
    while (at < text.size) {
        const size_t before = at;
        const unsigned char byte = (unsigned char)text.at[at];
        size_t blanks = 0;
        if (byte > ' ' && byte < 0x7F) {
            at += dl_bytes_tidy(text.at + at, text.size - at);
            at -= text.at[at - 1] == ' '; /* what follows may be white space, too */
            blanks = dl_bytes_count(text.at + before, at - before, ' ');
        } else {
            const uint32_t p = dl_utf8_next(text, &at);
            if (white_point(p)) {
                c->gap = true;
                continue;
            }
            if (nothing_point(p) || p == 0x7F) {
                continue;
            }
        }
        if (!c->open) {
            c->open = true;
            b->text.start = (uint32_t)c->size;
            b->first = node;
            b->first_at = (uint32_t)before;
            b->home = c->out->home[node];
            b->soft = c->soft;
            c->soft = false;
            c->gap = false;
        } else if (c->gap) {
            c->text[c->size++] = ' ';
            c->gap = false;
        }
        memcpy(c->text + c->size, text.at + before, at - before);
        c->size += at - before;
        b->last = node;
        b->last_at = (uint32_t)(byte < 0x7F ? at - 1 : before);
        chars += (uint32_t)(byte < 0x7F ? at - before - blanks : 1);
    }
    b->link_chars += link ? chars : 0;
    b->slant_chars += slant ? chars : 0;
    b->links = (uint16_t)(b->links + (link && chars > 0));
}

/* What is handed down from an element to those below it. */
enum { IN_LINK = 1, IN_SLANT = 2, IN_HIDDEN = 4 };

static dl_status cut(cutter *c, uint8_t *state, uint32_t most, const char **limit, dl_error *err)
{
    const dl_dom *dom = c->dom;
    uint32_t home = 0;
    for (uint32_t i = 0; i < dom->count;) {
        const dl_node *n = &dom->nodes[i];
        const uint32_t up = n->parent;
        uint8_t role = n->tag == LXB_TAG__TEXT ? INLINE : role_of(n->tag);
        if (n->tag == LXB_TAG__UNDEF && up != DL_NONE && line_home(dom->nodes[c->out->home[up]].tag)) {
            role = INLINE;
        }
        c->out->bits[i] = n->tag == LXB_TAG__TEXT ? 0 : own_bits(c, i);
        c->out->above[i] = c->out->bits[i] | (up == DL_NONE ? 0 : c->out->above[up]);
        state[i] = up == DL_NONE ? 0 : state[up];
        if (n->tag == LXB_TAG_A) {
            state[i] |= IN_LINK;
        } else if (n->tag == LXB_TAG_I || n->tag == LXB_TAG_EM) {
            state[i] |= IN_SLANT;
        }
        if (role == INLINE && c->out->bits[i] & DL_CLASS_HIDDEN) {
            state[i] |= IN_HIDDEN;
        }
        c->out->home[i] = role == BLOCK || up == DL_NONE ? i : c->out->home[up];
        if (c->blocks.count >= most) {
            *limit = "paragraphs";
            break; /* what comes after has no text, home 0 and no bits */
        }
        if (c->out->home[i] != home) { /* a block element begins or has ended */
            if (!close_block(c)) {
                return dl_fail_memory(err);
            }
            home = c->out->home[i];
            c->soft = false;
        }
        if (role == SKIP) {
            for (uint32_t k = i + 1; k < n->end; k++) {
                c->out->home[k] = c->out->home[i];
                c->out->above[k] = c->out->above[i];
                c->out->bits[k] = 0;
            }
            i = n->end;
            continue;
        }
        if (role == BREAK) {
            const bool had = c->open;
            if (!close_block(c)) {
                return dl_fail_memory(err);
            }
            /* two breaks in a row part paragraphs; one only parts lines */
            c->soft = had && n->tag == LXB_TAG_BR;
        } else if (n->tag == LXB_TAG__TEXT && !(c->open && state[i] & IN_HIDDEN &&
                                                n->text.size <= HIDDEN_BYTES)) {
            add_text(c, i, state[i] & IN_LINK, state[i] & IN_SLANT);
        }
        i++;
    }
    return close_block(c) ? DL_OK : dl_fail_memory(err);
}

/* Headings that hold several lines of prose are paragraphs in large letters. */
static void demote_headings(dl_block *at, uint32_t count)
{
    for (uint32_t i = 0, end; i < count; i = end) {
        unsigned prose = 0;
        for (end = i; end < count && at[end].home == at[i].home; end++) {
            prose += at[end].prose;
        }
        for (uint32_t k = i; prose > 1 && k < end && at[k].kind == DL_PARA_HEADING; k++) {
            at[k].kind = DL_PARA_BODY;
            at[k].level = 0;
        }
    }
}

dl_status dl_blocks_read(const dl_dom *dom, uint32_t most, dl_arena *arena, dl_blocks *out,
                         const char **limit, dl_error *err)
{
    memset(out, 0, sizeof *out);
    out->dom = dom;
    cutter c = {.dom = dom, .arena = arena, .out = out};
    dl_map_init(&c.classes, arena);
    dl_map_init(&c.tokens, arena);
    size_t room = 1;
    for (uint32_t i = 0; i < dom->count; i++) {
        const uint32_t up = dom->nodes[i].parent;
        if (up != DL_NONE && role_of(dom->nodes[up].tag) != SKIP) {
            room += dom->nodes[i].text.size + 1;
        }
    }
    uint8_t *state = dl_arena_alloc(arena, dom->count);
    out->bits = dl_arena_new_array(arena, dom->count, uint32_t);
    out->above = dl_arena_new_array(arena, dom->count, uint32_t);
    out->home = dl_arena_new_array(arena, dom->count, uint32_t);
    c.text = dl_arena_bytes(arena, room);
    if (state == NULL || out->bits == NULL || out->above == NULL || out->home == NULL ||
        c.text == NULL) {
        return dl_fail_memory(err);
    }
    if (dom->count == 0) {
        return DL_OK;
    }
    const dl_status status = cut(&c, state, most, limit, err);
    out->text = (dl_str){c.text, c.size};
    out->at = c.blocks.at;
    out->count = c.blocks.count;
    demote_headings(out->at, out->count);
    return dl_arena_failed(arena) ? dl_fail_memory(err) : status;
}
