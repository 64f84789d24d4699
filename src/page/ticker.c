/* ticker.c - live tickers: the time of each entry.
 *
 * Two witnesses tell the times. Structured data lists the entries with headline, text and
 * time: a paragraph that begins as one of them does begins that entry. Else <time>
 * elements stand between the paragraphs, each at the head of its entry. What stands
 * before the first entry has no time.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#include "ticker.h"

#include "map.h"
#include "printed.h"

#define ENTRIES_TOLD 2   /* entries of structured data found in the page: a ticker */
#define ENTRIES_MIN 4    /* <time> elements with paragraphs behind: a ticker */
#define ENTRIES_LIVE 2   /* the same where structured data says that it is one */
#define STAMP_WORDS 4    /* of a line above an entry */
#define START_LETTERS 24 /* by which an entry is known again */
#define START_MIN 10     /* fewer letters know nothing again */

/* The moment a <time> element tells; unknown if it tells none. */
static dl_when moment_of(const dl_dom *dom, uint32_t node)
{
    dl_printed found;
    const dl_str value = dom->nodes[node].tag == LXB_TAG_TIME
                             ? dl_dom_attr(dom, node, "datetime")
                             : (dl_str){NULL, 0};
    return value.size > 0 && dl_printed_machine(value, DL_PRINTED_DAY_FIRST, &found)
               ? found.when
               : dl_when_none();
}

/* Times by the elements. Gives the number of entries with a paragraph. */
static unsigned by_elements(const dl_blocks *blocks, const dl_choice *choice,
                            dl_when *times)
{
    unsigned entries = 0;
    bool fresh = false;
    dl_when now = dl_when_none();
    uint32_t node = choice->container;
    for (uint32_t i = 0; i < blocks->count && node != DL_NONE; i++) {
        const dl_block *b = &blocks->at[i];
        if (!choice->keep[i]) {
            continue;
        }
        for (; node < b->first; node++) {
            const dl_when when = moment_of(blocks->dom, node);
            if (dl_when_known(when)) {
                fresh |= !dl_when_known(now) || when.earliest != now.earliest;
                now = when;
            }
        }
        times[i] = now;
        entries += fresh && b->prose;
        fresh &= !b->prose;
    }
    return entries;
}

/* Structured data may hold character references: they are left out on both sides. */
static dl_str without_references(dl_str text, char *out, size_t most)
{
    size_t size = 0;
    for (size_t i = 0; i < text.size && size < most; i++) {
        size_t end = i;
        while (text.at[i] == '&' && end < text.size && end - i < 10 &&
               text.at[end] != ';') {
            end++;
        }
        if (end > i && end < text.size && text.at[end] == ';') {
            i = end;
            continue;
        }
        out[size++] = text.at[i];
    }
    return (dl_str){out, size};
}

static bool know_start(dl_map *starts, dl_str text, uint32_t entry, dl_arena *arena)
{
    char plain[8 * START_LETTERS], letters[START_LETTERS + 8];
    const dl_str line = without_references(text, plain, sizeof plain);
    const size_t size = dl_letters_of(line, letters, START_LETTERS);
    return size < START_MIN ||
           dl_map_add(starts, dl_str_copy(arena, (dl_str){letters, size}), entry) !=
               DL_NONE;
}

/* A clock or a writer's name right above an entry belongs to it. */
static void give_stamps(const dl_blocks *blocks, const dl_choice *choice, dl_when *times)
{
    dl_when next = dl_when_none();
    for (uint32_t i = blocks->count; i-- > 0;) {
        if (choice->keep[i]) {
            const dl_block *b = &blocks->at[i];
            const bool stamp =
                !b->prose && b->words <= STAMP_WORDS && dl_when_known(next);
            next = times[i] =
                stamp && next.earliest != times[i].earliest ? next : times[i];
        }
    }
}

/* Times by structured data. Gives the number of entries found. */
static unsigned by_told(const dl_blocks *blocks, const dl_choice *choice,
                        const dl_jsonld *ld, dl_when *times, dl_arena *arena)
{
    unsigned found = 0;
    dl_when now = dl_when_none();
    dl_map starts;
    dl_map_init(&starts, arena);
    for (uint32_t i = 0; i < ld->entry_count; i++) {
        if (!know_start(&starts, ld->entries[i].headline, i, arena) ||
            !know_start(&starts, ld->entries[i].body, i, arena)) {
            return 0; /* no memory: the arena knows */
        }
    }
    for (uint32_t i = 0; i < blocks->count; i++) {
        const dl_block *b = &blocks->at[i];
        char letters[START_LETTERS + 8];
        const size_t size =
            dl_letters_of(dl_block_text(blocks, b), letters, START_LETTERS);
        /* a list tells again, above the entries, what is in them */
        const uint32_t entry = size < START_MIN || b->kind == DL_PARA_LIST
                                   ? DL_NONE
                                   : dl_map_find(&starts, (dl_str){letters, size});
        dl_printed time;
        if (entry != DL_NONE &&
            dl_printed_machine(ld->entries[entry].time, DL_PRINTED_DAY_FIRST, &time)) {
            found += !dl_when_known(now) || time.when.earliest != now.earliest;
            now = time.when;
        }
        times[i] = choice->keep[i] ? now : dl_when_none();
    }
    give_stamps(blocks, choice, times);
    return found;
}

const dl_when *dl_ticker_read(const dl_blocks *blocks, const dl_choice *choice,
                              const dl_jsonld *ld, dl_arena *arena)
{
    dl_when *times = dl_arena_new_array(arena, blocks->count, dl_when);
    if (times == NULL) {
        return NULL;
    }
    if (by_told(blocks, choice, ld, times, arena) >= ENTRIES_TOLD) {
        return times;
    }
    memset(times, 0, blocks->count * sizeof *times);
    const unsigned least = ld->live ? ENTRIES_LIVE : ENTRIES_MIN;
    return by_elements(blocks, choice, times) >= least ? times : NULL;
}
