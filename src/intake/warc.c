/* warc.c - see warc.h.
 *
 *   at a boundary -> [blank lines] header -> block -> at a boundary
 *                        |                    |
 *                        v no record here     v the told length does not lead to a record
 *                     search the next       the next record's start decides
 *
 * A boundary is the start of a piece (see member.h) or a line that says "WARC/1.0" with a
 * field behind it; in an ARC, a line of five or ten fields that end in a length.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "warc.h"

#include "header.h"
#include "stamp.h"

#include <stdlib.h>

#define HEADER_FIRST (4u << 10) /* looked at first for the end of a header */
#define HEADER_MOST (64u << 10) /* a longer header is damage */
#define LINE_MOST (16u << 10)   /* of the one line of an ARC record */
#define LOOK_BEHIND 64          /* bytes behind a WARC block that show a record */
#define SEARCH_STEP (64u << 10) /* bytes searched at a time */
#define SKIP_SHOWN (1u << 20)   /* a block to be skipped is checked up to this size */

enum form { FORM_UNKNOWN, FORM_WARC, FORM_ARC };

struct dl_warc {
    dl_members *members;
    const char *name;
    dl_arena arena; /* the record's strings */
    enum form form;
    bool in_record; /* its block was not taken */
    bool in_cut;    /* its block was shown, and has no good end */
    bool told;      /* the damage that stands was told as a record's */
    bool lost;      /* the file ended in a block that was passed over */
    dl_warc_record record;
    uint64_t shared;
};

dl_status dl_warc_new(dl_members *members, const char *name, dl_warc **out, dl_error *err)
{
    dl_warc *w = calloc(1, sizeof *w);
    *out = w;
    if (w == NULL) {
        return dl_fail_memory(err);
    }
    w->members = members;
    w->name = name;
    dl_arena_init(&w->arena, 0);
    return DL_OK;
}

void dl_warc_free(dl_warc *w)
{
    if (w != NULL) {
        dl_arena_done(&w->arena);
        free(w);
    }
}

uint64_t dl_warc_shared(const dl_warc *w)
{
    return w->shared;
}

static dl_status broken(const dl_warc *w, uint64_t offset, dl_status status,
                        const char *what, dl_error *err)
{
    dl_fail(err, status, "%s: record at byte %llu: %s", w->name,
            (unsigned long long)offset, what);
    if (err != NULL) {
        err->at = offset;
    }
    return status;
}

/* ---- where records begin ---- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "WARC/1.0", a line end, and the start of a field's name */
static bool warc_starts(dl_str text)
{
    size_t at = 5;
    if (!dl_str_starts(text, DL_STR("WARC/"))) {
        return false;
    }
    while (at < text.size && (digit(text.at[at]) || text.at[at] == '.')) {
        at++;
    }
    const size_t version = at - 5;
    while (at < text.size && (text.at[at] == '\r' || text.at[at] == ' ')) {
        at++;
    }
    if (version < 1 || at + 1 >= text.size || text.at[at] != '\n') {
        return false;
    }
    const char first = text.at[at + 1];
    return (first | 32) >= 'a' && (first | 32) <= 'z';
}

/* Cuts the last word off `line`. */
static dl_str last_word(dl_str *line)
{
    size_t at = line->size;
    while (at > 0 && line->at[at - 1] != ' ') {
        at--;
    }
    const dl_str word = {line->at + at, line->size - at};
    line->size = at == 0 ? 0 : at - 1;
    return word;
}

static bool all_digits(dl_str word, size_t least)
{
    for (size_t i = 0; i < word.size; i++) {
        if (!digit(word.at[i])) {
            return false;
        }
    }
    return word.size >= least;
}

/* A URL has a scheme. */
static bool has_scheme(dl_str url)
{
    size_t at = 0;
    while (at < url.size && at < 16 &&
           (((url.at[at] | 32) >= 'a' && (url.at[at] | 32) <= 'z') || url.at[at] == '+' ||
            url.at[at] == '-')) {
        at++;
    }
    return at > 1 && at + 1 < url.size && url.at[at] == ':';
}

typedef struct arc_line {
    dl_str url, date, media, length;
} arc_line;

/* "URL IP date type length" (ARC 1) or with "result checksum location offset file" before
 * the length (ARC 2). The URL may hold blanks, so the line is read from its end. */
static bool read_arc_line(dl_str line, arc_line *out)
{
    line = dl_str_trim(line);
    for (int version = 1; version <= 2; version++) {
        dl_str rest = line;
        out->length = last_word(&rest);
        for (int i = 0; version == 2 && i < 5; i++) {
            (void)last_word(&rest);
        }
        out->media = last_word(&rest);
        out->date = last_word(&rest);
        const dl_str ip = last_word(&rest);
        out->url = rest;
        const bool dotted =
            memchr(ip.at, '.', ip.size) != NULL || memchr(ip.at, ':', ip.size) != NULL;
        if (has_scheme(rest) && dotted && all_digits(out->date, 8)) {
            return true;
        }
    }
    return false;
}

static dl_str first_line(dl_str text)
{
    return dl_str_next(&text, '\n');
}

static bool arc_starts(dl_str text)
{
    arc_line line;
    const dl_str first = first_line(text);
    return first.size < text.size && first.size <= LINE_MOST &&
           read_arc_line(first, &line);
}

static bool record_starts(const dl_warc *w, dl_str text)
{
    return (w->form != FORM_ARC && warc_starts(text)) ||
           (w->form != FORM_WARC && arc_starts(text));
}

static bool any_starts(dl_str head)
{
    while (head.size > 0 && (head.at[0] == '\r' || head.at[0] == '\n')) {
        head = (dl_str){head.at + 1, head.size - 1};
    }
    if (warc_starts(head)) {
        return true;
    }
    /* the line of an ARC may be longer than what is looked at: its scheme must do */
    return dl_str_starts(head, DL_STR("http")) || dl_str_starts(head, DL_STR("filedesc"));
}

/* The first record start at or behind `from` that stands at the start of a line. */
static size_t find_start(const dl_warc *w, dl_str text, size_t from)
{
    size_t at = from;
    while (at < text.size) {
        const dl_str rest = {text.at + at, text.size - at};
        if ((at == 0 || text.at[at - 1] == '\n') && record_starts(w, rest)) {
            return at;
        }
        if (w->form != FORM_WARC) {
            const char *stop = memchr(rest.at, '\n', rest.size);
            at = stop == NULL ? text.size : (size_t)(stop + 1 - text.at);
        } else {
            const size_t hit =
                dl_str_find((dl_str){rest.at + 1, rest.size - 1}, DL_STR("WARC/"));
            at = hit == SIZE_MAX ? text.size : at + 1 + hit;
        }
    }
    return SIZE_MAX;
}

static size_t blank_lines(dl_str text, size_t from)
{
    size_t at = from;
    while (at < text.size && (text.at[at] == '\r' || text.at[at] == '\n')) {
        at++;
    }
    return at - from;
}

static size_t look_behind(const dl_warc *w)
{
    return w->form == FORM_WARC ? LOOK_BEHIND : LINE_MOST;
}

/* Shows up to `want` bytes of what belongs to the record; its piece will do if it has
 * `least`. A piece that ends earlier ends the record if another one begins behind it;
 * else the record goes on over pieces. */
static dl_str show(dl_warc *w, size_t least, size_t want)
{
    const dl_str here = dl_members_peek(w->members, want);
    if (here.size >= least || !dl_members_packed(w->members)) {
        return here;
    }
    const size_t size = here.size;
    const dl_str more = dl_members_peek_on(w->members, size + look_behind(w));
    dl_str behind = {more.at + size, more.size - size};
    const size_t blanks = blank_lines(behind, 0);
    behind = (dl_str){behind.at + blanks, behind.size - blanks};
    if (behind.size == 0 || record_starts(w, behind)) {
        return (dl_str){more.at, size};
    }
    return dl_members_peek_on(w->members, want);
}

/* ---- damage ---- */

/* Goes on to the next start of a record, over pieces; the one byte we stand on is no such
 * start. */
static void search(dl_warc *w)
{
    const size_t look = look_behind(w);
    size_t from = 1;
    while (true) {
        const dl_str here = dl_members_peek(w->members, SEARCH_STEP + look);
        if (here.size == 0) {
            return;
        }
        const size_t at = find_start(w, here, from);
        if (at != SIZE_MAX) {
            dl_members_take(w->members, at);
            return;
        }
        if (here.size < SEARCH_STEP + look) { /* the piece is over */
            dl_members_take(w->members, here.size);
            from = 0;
        } else { /* a start may lie across the step; and the byte before it counts */
            dl_members_take(w->members, here.size - look - 1);
            from = 1;
        }
    }
}

/* Why there is no more than the next `size` bytes; damage counts as told from now on. */
static const char *tell_damage(dl_warc *w, size_t size, const char *otherwise)
{
    dl_status status;
    uint64_t offset;
    if (!dl_members_hurt(w->members, size)) {
        return otherwise;
    }
    w->told = true;
    return dl_members_damage(w->members, &status, &offset);
}

/* Nothing is left to show: the end (DL_ENONE), or damage in how the file is packed; DL_OK
 * when that was told before and there is more behind it. */
static dl_status over(dl_warc *w, dl_error *err)
{
    dl_status status;
    uint64_t offset;
    const char *why = dl_members_damage(w->members, &status, &offset);
    if (why == NULL && w->lost) {
        w->lost = false;
        return broken(w, w->record.place.offset, DL_EDATA,
                      "the file ends before the record does", err);
    }
    if (why == NULL) {
        return DL_ENONE;
    }
    const bool told = w->told;
    w->told = false;
    if (!told) {
        (void)broken(w, offset, status, why, err);
    }
    const bool more = dl_members_recover(w->members, any_starts);
    return !told ? status : more ? DL_OK : DL_ENONE;
}

/* ---- headers ---- */

static dl_warc_type type_of(dl_str name)
{
    static const struct {
        const char *name;
        dl_warc_type type;
    } types[] = {
        {"response", DL_WARC_RESPONSE},     {"request", DL_WARC_REQUEST},
        {"metadata", DL_WARC_METADATA},     {"warcinfo", DL_WARC_INFO},
        {"revisit", DL_WARC_REVISIT},       {"resource", DL_WARC_RESOURCE},
        {"conversion", DL_WARC_CONVERSION}, {"continuation", DL_WARC_CONTINUATION}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (dl_str_equal_fold(name, dl_str_of(types[i].name))) {
            return types[i].type;
        }
    }
    return DL_WARC_OTHER;
}

/* wget wrote "<http://...>" */
static dl_str bare_url(dl_str url)
{
    if (url.size >= 2 && url.at[0] == '<' && url.at[url.size - 1] == '>') {
        url = (dl_str){url.at + 1, url.size - 2};
    }
    return dl_str_trim(url);
}

/* Archives tell time in UTC, whether they say so or not. */
static dl_when archive_time(dl_str text)
{
    dl_when when = dl_stamp_read(text);
    if (dl_when_known(when) && when.zone == DL_ZONE_NONE) {
        when.zone = 0;
    }
    return when;
}

static bool keep(dl_warc *w, dl_str *text)
{
    *text = dl_str_copy(&w->arena, *text);
    return text->at != NULL;
}

static dl_status keep_strings(dl_warc *w, dl_error *err)
{
    dl_warc_record *r = &w->record;
    dl_arena_reset(&w->arena);
    return keep(w, &r->url) && keep(w, &r->media) && keep(w, &r->identified) &&
                   keep(w, &r->truncated) && keep(w, &r->asked) && keep(w, &r->published)
               ? DL_OK
               : dl_fail_memory(err);
}

static void read_warc_header(dl_warc *w, dl_str header)
{
    enum {
        TYPE,
        URL,
        DATE,
        MEDIA,
        LENGTH,
        TRUNCATED,
        IDENTIFIED,
        ASKED,
        PUBLISHED,
        FIELDS
    };
    static const char *const names[FIELDS] = {"warc-type",
                                              "warc-target-uri",
                                              "warc-date",
                                              "content-type",
                                              "content-length",
                                              "warc-truncated",
                                              "warc-identified-payload-type",
                                              DL_WARC_ASKED,
                                              DL_WARC_PUBLISHED};
    dl_str values[FIELDS];
    dl_warc_record *r = &w->record;
    dl_header_read(header, names, FIELDS, values);
    r->type = type_of(values[TYPE]);
    r->url = bare_url(values[URL]);
    r->media = values[MEDIA];
    r->identified = values[IDENTIFIED];
    r->truncated = values[TRUNCATED];
    r->asked = values[ASKED];
    r->published = values[PUBLISHED];
    r->got = archive_time(values[DATE]);
    if (!dl_header_number(values[LENGTH], &r->length)) {
        r->length = UINT64_MAX;
    }
}

static void read_arc_header(dl_warc *w, const arc_line *line)
{
    dl_warc_record *r = &w->record;
    const bool first = dl_str_starts(line->url, DL_STR("filedesc:"));
    r->type = first ? DL_WARC_INFO : DL_WARC_RESPONSE;
    r->url = dl_str_trim(line->url);
    r->media = line->media;
    r->identified = r->truncated = r->asked = r->published = DL_STR("");
    r->got = archive_time(line->date);
    if (!dl_header_number(line->length, &r->length)) {
        r->length = UINT64_MAX;
    }
}

/* Size of the header that `text` begins with; 0: it has no end. A line that begins
 * another record ends `text`, so that records without an end cost no more than their own
 * bytes. */
static size_t header_size(const dl_warc *w, dl_str *text)
{
    size_t at = 0;
    while (at < text->size) {
        const char *stop = memchr(text->at + at, '\n', text->size - at);
        const dl_str line = {text->at + at, stop == NULL
                                                ? text->size - at
                                                : (size_t)(stop - text->at) - at};
        if (stop == NULL) {
            return 0;
        }
        if (at > 0 && dl_str_starts(line, DL_STR("WARC/"))) {
            text->size = at;
            return 0;
        }
        at += line.size + 1;
        if (w->form == FORM_ARC || dl_str_is(line, "") || dl_str_is(line, "\r")) {
            return at;
        }
    }
    return 0;
}

/* The header of the record we stand at, and its size; 0: it has no end. */
static size_t whole_header(dl_warc *w, dl_str *text)
{
    size_t least = 0;
    for (size_t want = HEADER_FIRST; want <= HEADER_MOST;) {
        *text = show(w, least, want);
        const size_t shown = text->size;
        const size_t size = header_size(w, text);
        if (size > 0 || text->size < shown) {
            return size;
        }
        if (shown == want) {
            want *= 2;
        } else if (least == want) {
            return 0;
        }
        least = want; /* the piece alone will not do */
    }
    return 0;
}

static dl_status no_header(dl_warc *w, dl_str text, dl_error *err)
{
    const uint64_t at = w->record.place.offset;
    const size_t size = header_size(w, &text);
    const char *why;
    if (w->form != FORM_ARC && !dl_str_starts(text, DL_STR("WARC/"))) {
        why = "no record begins here";
    } else if (text.size >= HEADER_MOST) {
        why = "its header is longer than 64 KiB";
    } else if (size > 0 && text.size > size) {
        why = "its header cannot be read";
    } else {
        why = tell_damage(w, text.size, "it ends within its header");
    }
    search(w);
    return broken(w, at, DL_EDATA, why, err);
}

static dl_status read_header(dl_warc *w, dl_error *err)
{
    const bool arc = w->form == FORM_ARC;
    arc_line line;
    size_t size = 0;
    dl_str text = dl_members_peek(w->members, LOOK_BEHIND);
    if (arc || dl_str_starts(text, DL_STR("WARC/"))) {
        size = whole_header(w, &text);
    }
    if (size == 0 ||
        !(arc ? read_arc_line(first_line(text), &line) : warc_starts(text))) {
        return no_header(w, text, err);
    }
    if (arc) {
        read_arc_header(w, &line);
    } else {
        read_warc_header(w, (dl_str){text.at, size});
    }
    const dl_status status = keep_strings(w, err);
    dl_members_take(w->members, size);
    w->in_record = status == DL_OK;
    w->record.repaired = false;
    return status;
}

/* ---- blocks ---- */

typedef struct measure {
    size_t block; /* bytes of the block */
    size_t all;   /* with the blank lines behind it */
    bool repaired;
    const char *cut; /* why it is not whole; NULL: it is */
} measure;

/* The told length did not lead to a record: the next start does, or the piece's end. */
static measure measure_anew(dl_warc *w, size_t most)
{
    measure m = {.repaired = true};
    for (size_t want = SEARCH_STEP;; want *= 2) {
        const dl_str text = show(w, want, want);
        const size_t at = find_start(w, text, 0);
        m.all = m.block = at != SIZE_MAX ? at : text.size;
        if (at == SIZE_MAX && text.size == want) {
            if (want <= most) {
                continue;
            }
            m.cut = "no record begins where it ends, nor near it";
        } else if (at == SIZE_MAX &&
                   (dl_members_hurt(w->members, text.size) ||
                    (!dl_members_packed(w->members) && w->record.length != UINT64_MAX))) {
            m.cut = "the file ends before the record does";
        }
        for (int i = 0;
             m.cut == NULL && i < 2 && m.block > 0 && text.at[m.block - 1] == '\n'; i++) {
            m.block--;
            m.block -= m.block > 0 && text.at[m.block - 1] == '\r';
        }
        return m;
    }
}

static size_t newlines(dl_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++) {
        count += text.at[i] == '\n';
    }
    return count;
}

/* Where the block ends. Its told length is at most `most`. */
static measure measure_block(dl_warc *w, size_t most)
{
    if (w->record.length == UINT64_MAX) {
        return measure_anew(w, most);
    }
    const size_t length = (size_t)w->record.length;
    dl_str text = show(w, length, length + LOOK_BEHIND);
    if (text.size < length) {
        return measure_anew(w, most);
    }
    const size_t blanks = blank_lines(text, length);
    const size_t behind = length + blanks;
    measure m = {.block = length, .all = behind};
    if (behind == text.size) { /* the end, or blank lines without end */
        m.cut =
            dl_members_hurt(w->members, text.size) ? "its packed data is damaged" : NULL;
        return m;
    }
    text = show(w, behind + 1, behind + look_behind(w));
    if (record_starts(w, (dl_str){text.at + behind, text.size - behind})) {
        return m;
    }
    if (newlines((dl_str){text.at + length, blanks}) >= 2) {
        return m; /* as a block ends: it is the next record that is damaged */
    }
    const measure anew = measure_anew(w, most);
    return anew.cut != NULL && blanks > 0 ? m : anew;
}

/* Passes over a block nobody wants. */
static void leave(dl_warc *w)
{
    uint64_t left = w->record.length;
    w->in_record = false;
    if (left == UINT64_MAX || left <= SKIP_SHOWN) {
        const measure m = measure_block(w, SKIP_SHOWN);
        if (m.cut == NULL) {
            dl_members_take(w->members, m.all);
        } else {
            search(w);
        }
        return;
    }
    if (!dl_members_packed(w->members)) {
        const uint64_t at = dl_members_at(w->members);
        if (!dl_members_skip(w->members, left)) {
            w->lost = true;
            if (dl_members_at(w->members) == at) {
                search(w); /* the length is wrong: there may be records behind */
            }
        }
        return;
    }
    while (left > 0) {
        const size_t want = left < SKIP_SHOWN ? (size_t)left : SKIP_SHOWN;
        const dl_str here = show(w, want, want);
        dl_members_take(w->members, here.size);
        if (here.size < want) { /* the piece was over earlier */
            return;
        }
        left -= want;
    }
}

/* Goes to the next byte that is no line end. */
static dl_status pass_blanks(dl_warc *w, dl_spot *first, dl_error *err)
{
    bool begun = false;
    while (true) {
        const dl_str here = dl_members_peek(w->members, HEADER_FIRST);
        if (here.size == 0) {
            const dl_status status = over(w, err);
            if (status != DL_OK) {
                return status;
            }
            begun = false;
            continue;
        }
        *first = begun ? *first : dl_members_place(w->members);
        begun = true;
        const size_t blanks = blank_lines(here, 0);
        dl_members_take(w->members, blanks);
        if (blanks < here.size) {
            return DL_OK;
        }
    }
}

dl_status dl_warc_next(dl_warc *w, dl_warc_record *out, dl_error *err)
{
    dl_spot first;
    if (w->in_record) {
        leave(w);
    } else if (w->in_cut) {
        search(w);
    }
    w->in_cut = false;
    dl_status status = pass_blanks(w, &first, err);
    if (status != DL_OK) {
        return status;
    }
    if (w->lost) { /* what followed a block without end was found */
        const uint64_t at = w->record.place.offset;
        w->lost = false;
        return broken(w, at, DL_EDATA, "its length leads behind the end of the file",
                      err);
    }
    const dl_str here = dl_members_peek(w->members, LOOK_BEHIND);
    const dl_spot now = dl_members_place(w->members);
    w->record = (dl_warc_record){.place = now, .got = dl_when_none()};
    if (dl_members_packed(w->members) && now.offset == first.offset &&
        first.within == 0) {
        w->record.place = first; /* blank lines before the first record of a piece */
    }
    if (w->form == FORM_UNKNOWN) {
        w->form = dl_str_starts(here, DL_STR("WARC/")) ? FORM_WARC
                  : has_scheme(here)                   ? FORM_ARC
                                                       : FORM_UNKNOWN;
    }
    status = read_header(w, err);
    if (status == DL_OK) {
        w->shared += w->record.place.within > 0;
        *out = w->record;
    }
    return status;
}

dl_str dl_warc_head(dl_warc *w, size_t want)
{
    if (!w->in_record) {
        return DL_STR("");
    }
    if (w->record.length < want) {
        want = (size_t)w->record.length;
    }
    return show(w, want, want);
}

dl_status dl_warc_block(dl_warc *w, size_t most, dl_warc_record *record, dl_str *out,
                        dl_error *err)
{
    const uint64_t at = w->record.place.offset;
    *out = DL_STR("");
    if (!w->in_record) {
        return DL_OK;
    }
    if (w->record.length != UINT64_MAX && w->record.length > most) {
        const uint64_t length = w->record.length;
        leave(w);
        dl_fail(err, DL_ELIMIT,
                "%s: record at byte %llu: %llu bytes, more than the limit of %zu",
                w->name, (unsigned long long)at, (unsigned long long)length, most);
        if (err != NULL) {
            err->at = at;
        }
        return DL_ELIMIT;
    }
    const measure m = measure_block(w, most);
    w->in_record = false;
    *out = (dl_str){dl_members_shown(w->members).at, m.block};
    record->repaired = m.repaired;
    record->cut = NULL;
    if (m.cut != NULL) {
        record->cut = tell_damage(w, m.all, m.cut);
        w->in_cut = true;
        return DL_OK;
    }
    dl_members_take(w->members, m.all);
    return DL_OK;
}
