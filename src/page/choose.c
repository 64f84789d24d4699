/* choose.c - which blocks of a page are the article.
 *
 * Every block has a weight: prose counts its characters, lines that are links count
 * against, short lines a little against. The weight of an element is the sum of all
 * blocks below it, furniture (by class, tag and role) left out. The element with the
 * greatest weight holds the article: menus and lists of teasers around the article
 * pull the sum of larger elements down. From there the search goes down into a child
 * that holds nearly all of the weight. What stands beside the container and is of the
 * same kind is joined again, so that an article in several sections stays whole.
 *
 * Class words are only believed of a part of the page: an element that holds most of
 * the page's prose is not furniture, whatever it is called.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "choose.h"

#include "utf8.h"
#include "vec.h"

#define OFF                                                                              \
    (DL_CLASS_COMMENT | DL_CLASS_SHARE | DL_CLASS_NAV | DL_CLASS_RELATED |               \
     DL_CLASS_PROMO | DL_CLASS_AD | DL_CLASS_CONSENT | DL_CLASS_FOOTER |                 \
     DL_CLASS_SIDEBAR | DL_CLASS_TOOLS | DL_CLASS_HIDDEN | DL_CLASS_TAGS | DL_CLASS_BIO |  \
     DL_CLASS_EMBED)
#define OFF_SHORT (DL_CLASS_CAPTION | DL_CLASS_BYLINE | DL_CLASS_DATE)
/* What an element that holds the headline is not. */
#define HEADED (DL_CLASS_AD | DL_CLASS_PROMO | DL_CLASS_SHARE | DL_CLASS_TOOLS)
/* Furniture that is made of links: prose without any is none of these. */
#define LINKS_ONLY (DL_CLASS_RELATED | DL_CLASS_NAV | DL_CLASS_TAGS | DL_CLASS_SHARE)
#define PLAIN_PROSE 60
#define PLAIN_LINKS 0.12
#define LEADS_CHARS 12     /* of a line that is a link as a whole */
#define LEADS_SHARE 0.9
#define MASS_SHARE 0.5     /* of the page's prose: such an element is no furniture */
#define DESCEND_SHARE 0.86 /* of an element's weight in one child: go down */
#define TOLD_SHARE 0.8     /* of what all its children with text weigh */
#define CARDS_MIN 3        /* alike side by side: they lead to other texts */
#define CARD_LEADS 3       /* lines of a card that are links */
#define CARD_CHARS 420
#define FORM_PROSE 200     /* characters of prose in a form; a larger one is the page's */
#define BODY_MIN 150       /* characters in elements called the body that make one */
#define BODY_GAP 5         /* blocks between it and another text */
#define TOLD_MIN 300       /* bytes of told text that are worth hearing */
#define TOLD_START 40      /* letters of a block that must stand in it */
#define TOLD_BLOCKS 3      /* so many blocks must be found */
#define BRANCH_PROSE 250   /* characters below a headline that make an article */
#define OPENING_BLOCKS 40  /* behind the headline: so far its first prose is looked for */
#define OPENING_WEIGHT 500 /* characters that the first two paragraphs count more */
#define LEAD_WORDS 6       /* of a line called the lead that is no sentence */
#define JOIN_MIN 120       /* characters of prose for a sibling to be joined */

typedef struct chooser {
    dl_blocks *blocks;
    const dl_dom *dom;
    int64_t *weight; /* of each node: sum over its subtree */
    uint32_t *prose; /* of each node: characters of prose in its subtree */
    uint32_t *chars; /* of each node: characters in its subtree */
    uint32_t *links; /* of these, characters of links */
    uint16_t *leads; /* of each node: lines in its subtree that are links as a whole */
    uint32_t *tells; /* of each node: its first block that is prose or leads away; count: none */
    uint32_t *off;   /* of each node: furniture bits that hold, own and from above */
    uint32_t believe; /* furniture bits that are listened to */
    uint32_t headline; /* home of the line that is the title; DL_NONE: none */
    uint32_t opening[2]; /* homes of the blocks that count more as the opening */
    unsigned openings;
} chooser;

static double link_share(const dl_block *b)
{
    return b->chars == 0 ? 0 : (double)b->link_chars / b->chars;
}

static int64_t weight_of(const dl_block *b)
{
    const double links = link_share(b);
    if (links > 0.5) {
        return -(int64_t)(b->chars < 100 ? b->chars : 100);
    }
    if (b->kind == DL_PARA_HEADING) {
        return 0;
    }
    if (b->prose) {
        const int64_t plain = (int64_t)b->chars - 2 * (int64_t)b->link_chars;
        return plain < 0 ? 0 : b->kind == DL_PARA_LIST ? plain / 2 : plain;
    }
    return b->soft ? 0 : -8;
}

/* ---- lines compared ---- */

static uint32_t next_letter(dl_str text, size_t *at)
{
    while (*at < text.size) {
        uint32_t c = dl_utf8_next(text, at);
        if (c >= 'A' && c <= 'Z') {
            c += 32;
        }
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
            (c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F))) {
            return c;
        }
    }
    return 0;
}

bool dl_same_line(dl_str a, dl_str b)
{
    size_t i = 0, j = 0;
    for (;;) {
        const uint32_t c = next_letter(a, &i), d = next_letter(b, &j);
        if (c != d) {
            return false;
        }
        if (c == 0) {
            return true;
        }
    }
}

static uint32_t find_headline(const dl_blocks *blocks, dl_str title)
{
    uint32_t best = DL_NONE;
    int best_rank = 0;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        const bool same = title.size > 0 && dl_same_line(dl_block_text(blocks, b), title);
        int rank = same ? 2 : 0;
        if (b->level == 1) {
            rank += same ? 4 : 1;
        } else if (b->level > 1 && same) {
            rank += 2;
        }
        if (same && link_share(b) > 0.9) {
            rank -= 1;
        }
        if (rank > best_rank) {
            best_rank = rank;
            best = i;
        }
    }
    return best;
}

/* Furniture bits an element has by itself, once its other names are heard. */
static uint32_t furniture_bits(uint32_t bits)
{
    uint32_t off = bits & (OFF | OFF_SHORT);
    if (bits & (DL_CLASS_BODY | DL_CLASS_ARTICLE)) {
        off &= DL_CLASS_COMMENT | DL_CLASS_RELATED | DL_CLASS_HIDDEN | DL_CLASS_CONSENT |
               DL_CLASS_BIO | DL_CLASS_CAPTION;
    }
    return off;
}

/* A line that is a link as a whole: the headline of another text, or "Read more". */
static bool leads_away(const dl_block *b)
{
    return link_share(b) > LEADS_SHARE &&
           (b->chars >= LEADS_CHARS || b->line & DL_LINE_RELATED);
}

/* A card leads to another text: its headline is a link as a whole, some words say more. */
static bool is_card(const chooser *c, uint32_t n)
{
    return c->leads[n] > 0 && c->leads[n] <= CARD_LEADS && c->prose[n] > 0 &&
           c->chars[n] <= CARD_CHARS && leads_away(&c->blocks->at[c->tells[n]]);
}

static bool alike(const dl_dom *dom, uint32_t a, uint32_t b)
{
    return dom->nodes[a].tag == dom->nodes[b].tag &&
           dl_str_equal(dl_dom_class(dom, a), dl_dom_class(dom, b));
}

/* Cards of one kind side by side are related texts, whatever they are called. */
static void find_cards(chooser *c)
{
    const dl_node *nodes = c->dom->nodes;
    for (uint32_t n = 0; n < c->dom->count; n++) {
        uint32_t first = DL_NONE, count = 0, k;
        if (c->leads[n] < CARDS_MIN || c->prose[n] == 0 || c->blocks->above[n] & DL_CLASS_BODY) {
            continue; /* a list of things to buy within a text is the text */
        }
        for (k = n + 1; k < nodes[n].end; k = nodes[k].end) {
            if (is_card(c, k) && (first == DL_NONE || alike(c->dom, first, k))) {
                first = first == DL_NONE ? k : first;
                count++;
            }
        }
        for (k = first; count >= CARDS_MIN && k < nodes[n].end; k = nodes[k].end) {
            if (is_card(c, k) && alike(c->dom, first, k)) {
                c->blocks->bits[k] |= DL_CLASS_RELATED;
            }
        }
    }
}

static void find_furniture(chooser *c)
{
    const dl_blocks *blocks = c->blocks;
    for (uint32_t n = 0; n < c->dom->count; n++) {
        c->tells[n] = blocks->count;
    }
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (b->prose && link_share(b) < 0.5) {
            c->prose[b->home] += b->chars;
        }
        if ((b->prose || leads_away(b)) && i < c->tells[b->home]) {
            c->tells[b->home] = i;
        }
        c->chars[b->home] += b->chars;
        c->links[b->home] += b->link_chars;
        c->leads[b->home] += leads_away(b) && c->leads[b->home] < UINT16_MAX;
    }
    for (uint32_t n = c->dom->count; n-- > 1;) {
        const uint32_t up = c->dom->nodes[n].parent;
        const uint32_t leads = (uint32_t)c->leads[up] + c->leads[n];
        c->leads[up] = (uint16_t)(leads < UINT16_MAX ? leads : UINT16_MAX);
        c->tells[up] = c->tells[n] < c->tells[up] ? c->tells[n] : c->tells[up];
        c->prose[up] += c->prose[n];
        c->chars[up] += c->chars[n];
        c->links[up] += c->links[n];
    }
    find_cards(c);
    const double most = MASS_SHARE * c->prose[0];
    for (uint32_t n = 0; n < c->dom->count; n++) {
        const uint32_t up = c->dom->nodes[n].parent;
        uint32_t off = furniture_bits(blocks->bits[n]) & c->believe;
        if (n <= c->headline && c->headline < c->dom->nodes[n].end) {
            off &= ~(uint32_t)HEADED; /* "hero-banner" */
        }
        if (c->dom->nodes[n].tag == LXB_TAG_FORM && c->prose[n] <= FORM_PROSE) {
            off |= DL_CLASS_TOOLS & c->believe;
        }
        if (off != 0 && c->prose[n] > most) {
            off = 0;
        }
        const bool heading = c->dom->nodes[n].tag >= LXB_TAG_H2 && c->dom->nodes[n].tag <= LXB_TAG_H6;
        if (off & LINKS_ONLY && (c->prose[n] > PLAIN_PROSE || heading) && c->leads[n] == 0 &&
            (double)c->links[n] < PLAIN_LINKS * c->chars[n]) {
            off &= ~(uint32_t)LINKS_ONLY;
        }
        if (off & DL_CLASS_HIDDEN && blocks->above[n] & DL_CLASS_BODY &&
            blocks->bits[n] & DL_CLASS_PAYWALL && c->prose[n] > 0 &&
            (double)c->links[n] < PLAIN_LINKS * 2 * c->chars[n]) {
            off &= ~(uint32_t)DL_CLASS_HIDDEN; /* text that a paywall's script hides */
        }
        c->off[n] = off | (up == DL_NONE ? 0 : c->off[up]);
    }
}

/* The block's furniture bits become those that hold; inline elements around the whole
 * block speak for it as well. */
static void settle_bits(const chooser *c, dl_block *b)
{
    uint32_t off = c->off[b->home];
    for (uint32_t n = c->dom->nodes[b->first].parent; n != b->home && n != DL_NONE;
         n = c->dom->nodes[n].parent) {
        if (c->dom->nodes[n].end > b->last) {
            off |= furniture_bits(c->blocks->bits[n]) & c->believe;
        }
    }
    b->bits = (b->bits & ~(uint32_t)(OFF | OFF_SHORT)) | off;
}

static bool off_block(const dl_block *b)
{
    return (b->bits & OFF) != 0;
}

/* The first prose behind the printed headline is where the article begins: a longer text
 * elsewhere on the page, as the rules for comments, is not it. */
static void favour_opening(chooser *c, uint32_t headline)
{
    for (uint32_t i = headline + 1; i < c->blocks->count && i < headline + OPENING_BLOCKS; i++) {
        const dl_block *b = &c->blocks->at[i];
        if (off_block(b) || !b->prose || link_share(b) > 0.3 || b->bits & DL_CLASS_CAPTION) {
            continue;
        }
        c->weight[b->home] += OPENING_WEIGHT;
        c->opening[c->openings++] = b->home;
        if (c->openings == 2) {
            return;
        }
    }
}

size_t dl_letters_of(dl_str text, char *out, size_t most)
{
    size_t at = 0, size = 0;
    while (size + 4 <= most) {
        const uint32_t c = next_letter(text, &at);
        if (c == 0) {
            break;
        }
        size += dl_utf8_put(c, out + size);
    }
    return size;
}

/* The article's text as structured data tells it is evidence of where it stands: prose
 * that begins as a stretch of it does counts more. (It is often cut, and may hold the
 * prompts and captions of the page: it is never put out, and makes nothing text.) */
static dl_status hear_told(chooser *c, dl_str told, dl_arena *arena, dl_error *err)
{
    if (told.size < TOLD_MIN) {
        return DL_OK;
    }
    char *all = dl_arena_bytes(arena, told.size + 8);
    if (all == NULL) {
        return dl_fail_memory(err);
    }
    const dl_str body = {all, dl_letters_of(told, all, told.size + 8)};
    DL_VEC(uint32_t) found = {0}; /* blocks that stand in it */
    for (uint32_t i = 0; i < c->blocks->count; i++) {
        const dl_block *b = &c->blocks->at[i];
        char start[TOLD_START + 8];
        if (!b->prose || link_share(b) > 0.5) {
            continue;
        }
        const dl_str head = {start, dl_letters_of(dl_block_text(c->blocks, b), start, TOLD_START)};
        if (head.size < TOLD_START - 4 || dl_str_find(body, head) == SIZE_MAX) {
            continue;
        }
        uint32_t *at = dl_vec_push(&found, arena);
        if (at == NULL) {
            return dl_fail_memory(err);
        }
        *at = i;
    }
    for (uint32_t k = 0; found.count >= TOLD_BLOCKS && k < found.count; k++) {
        const dl_block *b = &c->blocks->at[found.at[k]];
        c->weight[b->home] += b->chars / 2;
    }
    return DL_OK;
}

static void weigh(chooser *c)
{
    for (uint32_t i = 0; i < c->blocks->count; i++) {
        const dl_block *b = &c->blocks->at[i];
        if (!off_block(b)) {
            c->weight[b->home] += weight_of(b);
        }
    }
    for (uint32_t n = c->dom->count; n-- > 1;) {
        c->weight[c->dom->nodes[n].parent] += c->weight[n];
    }
}

/* The element of greatest weight; of equals the innermost. */
static uint32_t heaviest(const chooser *c)
{
    uint32_t best = 0;
    for (uint32_t n = 1; n < c->dom->count; n++) {
        if (c->weight[n] > c->weight[best] ||
            (c->weight[n] == c->weight[best] && c->dom->nodes[n].parent == best)) {
            best = n;
        }
    }
    return best;
}

/* Elements that hold lines, not articles: the one around them is meant. */
static bool holds_lines(uint16_t tag)
{
    switch (tag) {
    case LXB_TAG_P: case LXB_TAG_LI: case LXB_TAG_UL: case LXB_TAG_OL:
    case LXB_TAG_BLOCKQUOTE:
    case LXB_TAG_A: case LXB_TAG_B: case LXB_TAG_STRONG: case LXB_TAG_I: case LXB_TAG_EM: case LXB_TAG_FONT:
    case LXB_TAG_H1: case LXB_TAG_H2: case LXB_TAG_H3: case LXB_TAG_H4: case LXB_TAG_PRE: case LXB_TAG_CODE:
        return true;
    default:
        return false;
    }
}

static uint32_t climb(const dl_dom *dom, uint32_t node)
{
    while (holds_lines(dom->nodes[node].tag) && dom->nodes[node].parent != DL_NONE) {
        node = dom->nodes[node].parent;
    }
    return node;
}

/* The weight of a node without what its place as the opening gave it. */
static double plain_weight(const chooser *c, uint32_t node)
{
    int64_t weight = c->weight[node];
    for (unsigned i = 0; i < c->openings; i++) {
        const bool below = c->opening[i] >= node && c->opening[i] < c->dom->nodes[node].end;
        weight -= below ? OPENING_WEIGHT : 0;
    }
    return (double)weight;
}

/* Goes down as long as one child holds nearly all; what counts against its siblings does
 * not make up for text in them. */
static uint32_t descend(const chooser *c, uint32_t node)
{
    for (;;) {
        const double all = plain_weight(c, node);
        double told = 0; /* by the children that hold text */
        uint32_t into = DL_NONE;
        for (uint32_t n = node + 1; n < c->dom->nodes[node].end; n = c->dom->nodes[n].end) {
            const double weight = plain_weight(c, n);
            told += weight > 0 ? weight : 0;
            into = weight > 0 && weight >= DESCEND_SHARE * all ? n : into;
        }
        if (into == DL_NONE || plain_weight(c, into) < TOLD_SHARE * told ||
            holds_lines(c->dom->nodes[into].tag)) {
            return node;
        }
        node = into;
    }
}

/* ---- two articles on a page ---- */

/* The child of `top` that holds `node`; DL_NONE if it stands elsewhere. */
static uint32_t child_with(const dl_dom *dom, uint32_t top, uint32_t node)
{
    while (node != DL_NONE && dom->nodes[node].parent != top) {
        node = dom->nodes[node].parent;
    }
    return node;
}

/* Pages that load one article after another hold several headlines of the first level,
 * each with its prose in a branch of its own: goes into the branch of our headline, or
 * of the first. */
static uint32_t own_branch(const chooser *c, uint32_t top, uint32_t headline, bool *others)
{
    const dl_blocks *blocks = c->blocks;
    uint32_t own = DL_NONE, seen = DL_NONE;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (b->level != 1 || b->home <= top || b->home >= c->dom->nodes[top].end) {
            continue;
        }
        const uint32_t child = child_with(c->dom, top, b->home);
        if (child == DL_NONE || child == seen || c->prose[child] < BRANCH_PROSE) {
            continue;
        }
        *others |= seen != DL_NONE;
        if (seen == DL_NONE || (headline != DL_NONE && i == headline)) {
            own = child;
        }
        seen = child;
    }
    return *others ? own : top;
}

/* ---- joining ---- */

/* A smaller heading right below the headline, in the same element: the lead. */
static bool below_headline(const chooser *c, const dl_choice *out, uint32_t i)
{
    const dl_node *nodes = c->dom->nodes;
    const dl_block *b = &c->blocks->at[i], *headline = &c->blocks->at[out->headline];
    return i == out->headline + 1 && headline->level == 1 && b->level > 1 && b->link_chars == 0 &&
           nodes[b->home].parent == nodes[headline->home].parent;
}

/* Keeps what stands beside the container, between the headline and it, and after it
 * under the same parent, when it is prose of its own weight. */
static void join(const chooser *c, dl_choice *out)
{
    const dl_blocks *blocks = c->blocks;
    uint32_t up = c->dom->nodes[out->container].parent;
    if (up == DL_NONE) {
        return;
    }
    const dl_str class = dl_dom_class(c->dom, out->container);
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        const bool lead = out->headline != DL_NONE && i > out->headline && i < out->first &&
                          (b->prose || (b->words >= LEAD_WORDS && (b->bits & DL_CLASS_LEAD ||
                                                                   below_headline(c, out, i))));
        if (out->keep[i] || off_block(b) || (!b->prose && !lead) || link_share(b) > 0.3) {
            continue;
        }
        /* the child of the container's parent that holds the block */
        uint32_t child = b->home;
        while (child != DL_NONE && c->dom->nodes[child].parent != up) {
            child = c->dom->nodes[child].parent;
        }
        const bool beside = child != DL_NONE && c->weight[child] >= JOIN_MIN;
        const bool alike = beside && class.size > 0 &&
                           dl_str_equal(class, dl_dom_class(c->dom, child));
        if (lead || alike || (beside && c->dom->nodes[child].tag == LXB_TAG_P)) {
            out->keep[i] = true;
        }
    }
}

/* Where the opening stands in an element that calls itself the article's body, what
 * follows the last such element within the container is not the article. */
static void cut_behind_body(const chooser *c, dl_choice *out)
{
    uint32_t last = DL_NONE, opening = DL_NONE;
    for (uint32_t i = out->first; i < c->blocks->count; i++) {
        const dl_block *b = &c->blocks->at[i];
        if (!out->keep[i] || !b->prose) {
            continue;
        }
        opening = opening == DL_NONE ? i : opening;
        last = b->bits & DL_CLASS_BODY ? i : last;
    }
    if (opening == DL_NONE || !(c->blocks->at[opening].bits & DL_CLASS_BODY)) {
        return;
    }
    uint64_t body = 0;
    unsigned paragraphs = 0;
    for (uint32_t i = opening; i <= last; i++) {
        const bool counts = out->keep[i] && c->blocks->at[i].prose;
        paragraphs += counts;
        body += counts ? c->blocks->at[i].chars : 0;
    }
    uint64_t behind = 0;
    uint32_t gap = 0; /* blocks up to the next prose */
    for (uint32_t i = last + 1; i < c->blocks->count; i++) {
        const bool counts = out->keep[i] && c->blocks->at[i].prose;
        gap = counts && gap == 0 ? i - last : gap;
        behind += counts ? c->blocks->at[i].chars : 0;
    }
    /* a short rest may be the article's if it is called so; one longer than the body is
     * another text: the rules for comments, the next story */
    const uint32_t ours = DL_CLASS_BODY | (behind > body && paragraphs > 1 && gap >= BODY_GAP ? 0 : DL_CLASS_ARTICLE);
    for (uint32_t i = last + 1; i < c->blocks->count && body >= BODY_MIN; i++) {
        out->keep[i] &= (c->blocks->at[i].bits & ours) != 0;
    }
}

dl_status dl_choose(dl_blocks *blocks, dl_str title, dl_str told, uint32_t believe,
                    dl_arena *arena, dl_choice *out, dl_error *err)
{
    memset(out, 0, sizeof *out);
    out->container = out->headline = DL_NONE;
    const dl_dom *dom = blocks->dom;
    chooser c = {.blocks = blocks, .dom = dom, .believe = believe};
    c.weight = dl_arena_new_array(arena, dom->count, int64_t);
    c.prose = dl_arena_new_array(arena, dom->count, uint32_t);
    c.off = dl_arena_new_array(arena, dom->count, uint32_t);
    c.chars = dl_arena_new_array(arena, dom->count, uint32_t);
    c.links = dl_arena_new_array(arena, dom->count, uint32_t);
    c.leads = dl_arena_new_array(arena, dom->count, uint16_t);
    c.tells = dl_arena_new_array(arena, dom->count, uint32_t);
    out->keep = dl_arena_new_array(arena, blocks->count, bool);
    if (c.weight == NULL || c.prose == NULL || c.off == NULL || c.chars == NULL || c.links == NULL || c.leads == NULL || c.tells == NULL || out->keep == NULL) {
        return dl_fail_memory(err);
    }
    if (blocks->count == 0) {
        return DL_OK;
    }
    out->headline = find_headline(blocks, title);
    const bool titled = out->headline != DL_NONE && title.size > 0 &&
                        dl_same_line(dl_block_text(blocks, &blocks->at[out->headline]), title);
    c.headline = titled ? blocks->at[out->headline].home : DL_NONE;
    find_furniture(&c);
    for (uint32_t i = 0; i < blocks->count; i++) {
        settle_bits(&c, &blocks->at[i]);
    }
    const dl_status status = hear_told(&c, told, arena, err);
    if (status != DL_OK) {
        return status;
    }
    if (titled) {
        favour_opening(&c, out->headline);
    }
    weigh(&c);
    const uint32_t top = climb(dom, heaviest(&c));
    if (c.weight[top] <= 0 && c.prose[top] == 0) {
        return DL_OK;
    }
    bool others = false;
    out->container = descend(&c, top);
    const uint32_t branch = own_branch(&c, out->container, out->headline, &others);
    if (others && branch != DL_NONE) {
        out->container = descend(&c, branch);
        out->note = "the page holds several articles: this is the main one";
    }
    out->first = blocks->count;
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        if (b->home < out->container || b->home >= dom->nodes[out->container].end ||
            off_block(b)) {
            continue;
        }
        out->keep[i] = true;
        out->first = i < out->first ? i : out->first;
    }
    if (!others) {
        join(&c, out);
    }
    cut_behind_body(&c, out);
    return DL_OK;
}
