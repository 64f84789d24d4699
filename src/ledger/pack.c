/* pack.c - see pack.h.
 *
 * Every walker below names each field once. `p->out` set: the field is appended;
 * else: it is read. A read past the end, or a count larger than the bytes that are left,
 * sets `bad` and gives zeros from then on, so that walkers need no checks of their own.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "pack.h"

typedef struct pack {
    dl_buf *out; /* NULL: reading */
    dl_str in;
    size_t at;
    dl_arena *arena;
    bool bad;
} pack;

typedef void walker(pack *p, void *item);

/* ---- numbers and strings ---- */

static void u64(pack *p, uint64_t *x)
{
    if (p->out != NULL) {
        uint64_t v = *x;
        while (v >= 0x80) {
            dl_buf_char(p->out, (char)(v | 0x80));
            v >>= 7;
        }
        dl_buf_char(p->out, (char)v);
        return;
    }
    *x = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (p->bad || p->at >= p->in.size) {
            p->bad = true;
            return;
        }
        const unsigned char c = (unsigned char)p->in.at[p->at++];
        *x |= (uint64_t)(c & 0x7f) << shift;
        if (c < 0x80) {
            return;
        }
    }
    p->bad = true;
}

static void u32(pack *p, uint32_t *x)
{
    uint64_t wide = (uint64_t)*x + 1; /* DL_NONE, the commonest, becomes one byte: 0 */
    wide &= UINT32_MAX;
    u64(p, &wide);
    if (p->out == NULL) {
        *x = (uint32_t)wide - 1;
    }
}

static void u8(pack *p, uint8_t *x)
{
    uint64_t wide = *x;
    u64(p, &wide);
    *x = (uint8_t)wide;
}

static void flag(pack *p, bool *x)
{
    uint64_t wide = *x;
    u64(p, &wide);
    *x = wide != 0;
}

static void i64(pack *p, int64_t *x)
{
    uint64_t zigzag = ((uint64_t)*x << 1) ^ (uint64_t)(*x >> 63);
    u64(p, &zigzag);
    *x = (int64_t)(zigzag >> 1) ^ -(int64_t)(zigzag & 1);
}

static void real(pack *p, double *x)
{
    uint64_t bits;
    memcpy(&bits, x, sizeof bits);
    if (p->out != NULL) {
        for (unsigned i = 0; i < 8; i++) {
            dl_buf_char(p->out, (char)(bits >> (8 * i)));
        }
        return;
    }
    bits = 0;
    if (p->bad || p->in.size - p->at < 8) {
        p->bad = true;
    } else {
        for (unsigned i = 0; i < 8; i++) {
            bits |= (uint64_t)(unsigned char)p->in.at[p->at++] << (8 * i);
        }
    }
    memcpy(x, &bits, sizeof bits);
}

/* A NUL follows the bytes, so that fixed strings can be read in place. */
static void string(pack *p, dl_str *x)
{
    uint64_t size = x->size;
    u64(p, &size);
    if (p->out != NULL) {
        dl_buf_add(p->out, *x);
        dl_buf_char(p->out, '\0');
        return;
    }
    if (p->bad || size >= p->in.size - p->at) {
        p->bad = true;
        *x = DL_STR("");
        return;
    }
    *x = (dl_str){p->in.at + p->at, (size_t)size};
    p->at += (size_t)size + 1;
}

/* A fixed string: NULL, or NUL-terminated. */
static void fixed(pack *p, const char **x)
{
    bool there = *x != NULL;
    dl_str text = dl_str_of(*x);
    flag(p, &there);
    if (!there) {
        *x = NULL;
        return;
    }
    string(p, &text);
    if (p->out == NULL) {
        *x = text.at;
    }
}

static void country(pack *p, char x[3])
{
    dl_str text = dl_str_of(x);
    string(p, &text);
    if (p->out == NULL) {
        memset(x, 0, 3);
        memcpy(x, text.at, text.size < 2 ? text.size : 2);
    }
}

static void span(pack *p, dl_span *x)
{
    uint64_t start = x->start, size = x->end >= x->start ? x->end - x->start : 0;
    u64(p, &start);
    u64(p, &size);
    *x = (dl_span){(uint32_t)start, (uint32_t)(start + size)};
}

static void *list(pack *p, const void *items, uint32_t *count, size_t size, walker *one)
{
    uint64_t wide = *count;
    u64(p, &wide);
    if (p->out == NULL) {
        items = NULL;
        if (p->bad || wide > p->in.size - p->at) { /* an item is a byte at least */
            p->bad = true;
            wide = 0;
        }
        *count = (uint32_t)wide;
        if (wide != 0 && (items = dl_arena_array(p->arena, wide, size)) == NULL) {
            p->bad = true;
            *count = 0;
        }
    }
    char *at = (char *)items;
    for (uint32_t i = 0; i < *count; i++) {
        one(p, at + i * size);
    }
    return at;
}

#define LIST(field, count, one)                                                          \
    (field) = list(p, (field), &(count), sizeof *(field), (one))

static void one_string(pack *p, void *item)
{
    string(p, item);
}

/* ---- dates and the article ---- */

static void when(pack *p, dl_when *x)
{
    int64_t zone = x->zone;
    u8(p, &x->precision);
    if (x->precision == DL_PRECISION_NONE) {
        *x = dl_when_none();
        return;
    }
    i64(p, &x->earliest);
    i64(p, &x->latest);
    i64(p, &zone);
    x->zone = (int16_t)zone;
}

static void date(pack *p, dl_date *x)
{
    when(p, &x->when);
    string(p, &x->value);
    fixed(p, &x->from);
    fixed(p, &x->rule);
    u64(p, &x->offset);
}

static void candidate(pack *p, void *item)
{
    dl_date_candidate *x = item;
    uint8_t role = (uint8_t)x->role;
    int64_t weight = x->weight;
    date(p, &x->date);
    u8(p, &role);
    i64(p, &weight);
    x->role = (dl_date_role)role;
    x->weight = (int)weight;
}

static void paragraph(pack *p, void *item)
{
    dl_para *x = item;
    span(p, &x->text);
    u64(p, &x->from);
    u64(p, &x->to);
    u8(p, &x->kind);
    when(p, &x->time);
}

static void article(pack *p, dl_article *x)
{
    string(p, &x->id);
    string(p, &x->url);
    string(p, &x->site);
    string(p, &x->language);
    string(p, &x->title);
    string(p, &x->section);
    span(p, &x->title_source);
    LIST(x->bylines, x->byline_count, one_string);
    date(p, &x->published);
    date(p, &x->modified);
    LIST(x->dates, x->date_count, candidate);
    string(p, &x->text);
    LIST(x->paras, x->para_count, paragraph);
    fixed(p, &x->charset);
    fixed(p, &x->charset_from);
    flag(p, &x->cut);
    string(p, &x->note);
    string(p, &x->error);
}

/* ---- tags ---- */

static void time_tag(pack *p, void *item)
{
    dl_time *x = item;
    span(p, &x->span);
    u32(p, &x->first);
    u32(p, &x->end);
    u8(p, &x->type);
    string(p, &x->value);
    string(p, &x->mod);
    when(p, &x->when);
    u32(p, &x->anchor);
    u8(p, &x->weekday);
    flag(p, &x->dateline);
    fixed(p, &x->rule);
    u8(p, &x->tense);
}

static void place(pack *p, void *item)
{
    dl_place *x = item;
    span(p, &x->span);
    u32(p, &x->first);
    u32(p, &x->end);
    string(p, &x->name);
    real(p, &x->lat);
    real(p, &x->lon);
    u32(p, &x->geonames);
    country(p, x->country);
    string(p, &x->country_name);
    string(p, &x->admin1);
    u8(p, &x->kind);
    u8(p, &x->role);
    u32(p, &x->group);
    fixed(p, &x->rule);
}

static void alias(pack *p, void *item)
{
    dl_alias *x = item;
    string(p, &x->name);
    u32(p, &x->count);
    u8(p, &x->learned);
    span(p, &x->span);
}

static void name(pack *p, void *item)
{
    dl_name *x = item;
    string(p, &x->name);
    string(p, &x->key);
    u8(p, &x->type);
    string(p, &x->sector);
    country(p, x->country);
    LIST(x->aliases, x->alias_count, alias);
    u32(p, &x->speaks_for);
}

static void mention(pack *p, void *item)
{
    dl_mention *x = item;
    span(p, &x->span);
    u32(p, &x->first);
    u32(p, &x->end);
    u32(p, &x->head);
    u32(p, &x->name);
    u32(p, &x->place);
    u8(p, &x->kind);
    fixed(p, &x->rule);
}

static void lead(pack *p, void *item)
{
    dl_lead *x = item;
    int64_t low = x->low, high = x->high;
    span(p, &x->span);
    span(p, &x->event);
    u32(p, &x->first);
    u32(p, &x->end);
    u32(p, &x->event_first);
    u32(p, &x->event_end);
    u32(p, &x->time);
    i64(p, &low);
    i64(p, &high);
    x->low = (int32_t)low;
    x->high = (int32_t)high;
    u32(p, &x->years);
    fixed(p, &x->rule);
}

static void written(pack *p, void *item)
{
    dl_written *x = item;
    span(p, &x->span);
    when(p, &x->when);
}

static void tags(pack *p, dl_tags *x)
{
    LIST(x->times, x->time_count, time_tag);
    LIST(x->places, x->place_count, place);
    LIST(x->names, x->name_count, name);
    LIST(x->mentions, x->mention_count, mention);
    u32(p, &x->dateline_place);
    u32(p, &x->dateline_time);
    LIST(x->leads, x->lead_count, lead);
    LIST(x->written, x->written_count, written);
}

/* ---- tells ---- */

static void filler(pack *p, void *item)
{
    dl_filler *x = item;
    span(p, &x->span);
    string(p, &x->name);
    u32(p, &x->who);
}

static void figure(pack *p, void *item)
{
    dl_figure *x = item;
    span(p, &x->span);
    fixed(p, &x->what);
    string(p, &x->of);
    real(p, &x->value);
    real(p, &x->low);
    real(p, &x->high);
    flag(p, &x->approximate);
    u32(p, &x->claim);
    fixed(p, &x->rule);
}

static void event(pack *p, void *item)
{
    dl_event *x = item;
    span(p, &x->span);
    u32(p, &x->trigger);
    fixed(p, &x->type);
    fixed(p, &x->rule);
    fixed(p, &x->plover);
    fixed(p, &x->cameo);
    fixed(p, &x->acled);
    date(p, &x->date);
    u32(p, &x->time);
    u32(p, &x->place);
    LIST(x->actors, x->actor_count, filler);
    LIST(x->recipients, x->recipient_count, filler);
    LIST(x->instruments, x->instrument_count, filler);
    LIST(x->figures, x->figure_count, figure);
    u8(p, &x->modality);
    u8(p, &x->extent);
    u32(p, &x->claim);
    span(p, &x->sentence);
    u32(p, &x->same_as);
    flag(p, &x->title);
    u8(p, &x->marks);
    fixed(p, &x->plover_mode);
    fixed(p, &x->cameo_code);
    fixed(p, &x->acled_name);
}

static void claim(pack *p, void *item)
{
    dl_claim *x = item;
    span(p, &x->span);
    span(p, &x->cue);
    span(p, &x->source);
    string(p, &x->origin);
    u32(p, &x->who);
    LIST(x->via, x->via_count, one_string);
    u8(p, &x->kind);
    u8(p, &x->stance);
    u32(p, &x->event);
    fixed(p, &x->rule);
    u32(p, &x->body);
    u8(p, &x->marks);
}

static void not_read(pack *p, void *item)
{
    dl_unread *x = item;
    span(p, &x->span);
    fixed(p, &x->why);
}

static void tells(pack *p, dl_tells *x)
{
    LIST(x->events, x->event_count, event);
    LIST(x->claims, x->claim_count, claim);
    LIST(x->unread, x->unread_count, not_read);
}

static void one_print(pack *p, void *item)
{
    uint64_t *x = item;
    if (p->out != NULL) { /* a hash has no small values: fixed eight bytes */
        double bits;
        memcpy(&bits, x, sizeof bits);
        real(p, &bits);
        return;
    }
    double bits = 0;
    real(p, &bits);
    memcpy(x, &bits, sizeof bits);
}

static void report(pack *p, dl_report *x)
{
    article(p, &x->article);
    tags(p, &x->tags);
    tells(p, &x->tells);
    LIST(x->prints, x->print_count, one_print);
}

/* ---- copies ---- */

static void one_span(pack *p, void *item)
{
    span(p, item);
}

static void passage(pack *p, void *item)
{
    dl_passage *x = item;
    span(p, &x->a);
    span(p, &x->b);
    u8(p, &x->kind);
}

static void substitution(pack *p, void *item)
{
    dl_substitution *x = item;
    string(p, &x->from);
    string(p, &x->to);
    u32(p, &x->count);
    span(p, &x->from_span);
    span(p, &x->to_span);
}

static void copy(pack *p, void *item)
{
    dl_copy *x = item;
    u8(p, &x->kind);
    u8(p, &x->direction);
    u32(p, &x->doc);
    u32(p, &x->of);
    real(p, &x->shared);
    LIST(x->passages, x->passage_count, passage);
    LIST(x->substitutions, x->substitution_count, substitution);
    LIST(x->dropped, x->dropped_count, one_span);
    LIST(x->added, x->added_count, one_span);
    fixed(p, &x->rule);
}

static void copies(pack *p, dl_copy_list *x)
{
    LIST(x->at, x->count, copy);
}

/* ---- the chronology ---- */

static void account(pack *p, void *item)
{
    dl_account *x = item;
    u32(p, &x->report);
    u32(p, &x->event);
    u32(p, &x->claim);
    span(p, &x->span);
    span(p, &x->quote);
    string(p, &x->origin);
    LIST(x->via, x->via_count, one_string);
    u8(p, &x->relation);
    u8(p, &x->stance);
    fixed(p, &x->rule);
}

static void told_figure(pack *p, void *item)
{
    dl_told_figure *x = item;
    fixed(p, &x->what);
    string(p, &x->of);
    real(p, &x->value);
    real(p, &x->low);
    real(p, &x->high);
    string(p, &x->origin);
    u32(p, &x->report);
    span(p, &x->span);
}

static void happening(pack *p, dl_happening *x)
{
    u64(p, &x->id);
    fixed(p, &x->type);
    date(p, &x->date);
    place(p, &x->place);
    LIST(x->actors, x->actor_count, one_string);
    LIST(x->recipients, x->recipient_count, one_string);
    string(p, &x->summary);
    fixed(p, &x->status);
    u32(p, &x->reports);
    u32(p, &x->texts);
    u32(p, &x->origins);
    LIST(x->accounts, x->account_count, account);
    LIST(x->figures, x->figure_count, told_figure);
    u64(p, &x->story);
}

typedef struct wording {
    dl_str site;
    dl_alias *words;
    uint32_t word_count;
} wording;

static void one_wording(pack *p, void *item)
{
    wording *x = item;
    string(p, &x->site);
    LIST(x->words, x->word_count, alias);
}

static void known(pack *p, dl_known *x)
{
    _Static_assert(sizeof(wording) == sizeof *x->wording,
                   "the same fields as in dl_known");
    string(p, &x->name);
    u8(p, &x->type);
    LIST(x->aliases, x->alias_count, alias);
    LIST(x->wording, x->wording_count, one_wording);
}

/* ---- template memory ---- */

static void page(pack *p, dl_page *x)
{
    uint8_t kind = (uint8_t)x->kind;
    string(p, &x->id);
    u8(p, &kind);
    x->kind = (dl_page_kind)kind;
    string(p, &x->url);
    string(p, &x->charset);
    when(p, &x->got);
    string(p, &x->title);
    string(p, &x->site);
    string(p, &x->language);
    when(p, &x->published);
    string(p, &x->published_value);
    string(p, &x->from);
}

static void trace(pack *p, void *item)
{
    dl_trace *x = item;
    u64(p, &x->block);
    u32(p, &x->box);
    u32(p, &x->chars);
    flag(p, &x->prose);
}

static void traces(pack *p, dl_trace_list *x)
{
    LIST(x->at, x->count, trace);
}

/* ---- outside ---- */

static void version(pack *p)
{
    uint64_t number = DL_PACK_VERSION;
    u64(p, &number);
    if (number != DL_PACK_VERSION) {
        p->bad = true;
    }
}

/* The walkers do not change what they write; C has no way to say so. */
#define WRITE(type, walk)                                                                \
    void dl_pack_##walk(const type *item, dl_buf *out)                                   \
    {                                                                                    \
        pack p = {.out = out};                                                           \
        type shallow = *item;                                                            \
        version(&p);                                                                     \
        walk(&p, &shallow);                                                              \
    }
WRITE(dl_report, report)
WRITE(dl_happening, happening)
WRITE(dl_known, known)
WRITE(dl_copy_list, copies)
WRITE(dl_page, page)
WRITE(dl_trace_list, traces)
#undef WRITE

static dl_status ended(const pack *p, const char *what, dl_error *err)
{
    if (p->arena->failed) {
        return dl_fail_memory(err);
    }
    if (p->bad || p->at != p->in.size) {
        return dl_fail(err, DL_EDATA, "a packed %s of the ledger is damaged", what);
    }
    return DL_OK;
}

static dl_status begun(pack *p, const char *what, dl_error *err)
{
    version(p);
    if (p->bad && p->at > 0) {
        return dl_fail(err, DL_EVERSION,
                       "the ledger holds a %s packed by another version of dateline; add the "
                       "same pages to a new ledger",
                       what);
    }
    return DL_OK;
}

#define READ(type, walk)                                                                 \
    dl_status dl_unpack_##walk(dl_str bytes, dl_arena *arena, type *out, dl_error *err)  \
    {                                                                                    \
        pack p = {.in = bytes, .arena = arena};                                          \
        memset(out, 0, sizeof *out);                                                     \
        const dl_status status = begun(&p, #walk, err);                                  \
        if (status != DL_OK) {                                                           \
            return status;                                                               \
        }                                                                                \
        walk(&p, out);                                                                   \
        return ended(&p, #walk, err);                                                    \
    }
READ(dl_report, report)
READ(dl_happening, happening)
READ(dl_known, known)
READ(dl_copy_list, copies)
READ(dl_page, page)
READ(dl_trace_list, traces)
#undef READ
