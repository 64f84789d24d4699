/* line.h - pages in a line: taken from intake, worked on by several threads, handed on in
 * the order of the input.
 *
 *   intake -> take (one thread) -> work (many) -> give (one thread, in order) -> end
 *
 * What comes out does not depend on the number of threads, because each page has its own
 * slot and slots are given in order.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_LINE_H
#define DL_LINE_H

#include "handle.h"
#include "read.h"
#include "vec.h"

/* One page on its way. */
typedef struct dl_slot {
    dl_arena arena; /* everything of this page */
    size_t kept;    /* what it holds for the next one, about */
    DL_VEC(dl_str) notes; /* what intake said before it */
    bool wanted;          /* else there is no page, only what was said */
    bool done;            /* the work */
    dl_page page;
    dl_page_key key; /* of `add` */
    dl_report report;
    dl_doc doc;
    dl_buf record;
    dl_status status; /* of the reading, then of the work */
    dl_error err;
} dl_slot;

typedef struct dl_line dl_line;
struct dl_line {
    dl_call *call;
    dl_data_part part; /* what the work needs */
    void *context;
    /* May be NULL: dl_intake_options.pass, with the line for its context. */
    bool (*pass)(void *line, dl_str id, uint64_t size, dl_str head);
    /* May be NULL. Sets *wanted: shall the page be worked on? */
    dl_status (*take)(dl_line *line, dl_slot *slot, bool *wanted);
    /* On any thread, beside the `take`s and `give`s of other pages: touches its slot and
     * the reader only. Leaves slot->status. */
    void (*work)(dl_line *line, const dl_reader *reader, dl_slot *slot);
    /* In order. */
    dl_status (*give)(dl_line *line, dl_slot *slot);
    /* May be NULL: before and after the `give`s of some pages. */
    dl_status (*begin)(dl_line *line);
    dl_status (*end)(dl_line *line);
    /* what the line keeps */
    uint64_t pages; /* taken from intake */
    dl_language_worker **workers;
};

/* Sends all pages of `paths` down the line. A page or file that fails is told to the
 * listener and the line goes on; DL_ESTOP after dateline_stop, with all pages taken
 * given; anything else ends the line. `published` (may be NULL) is the date of pages
 * that bring none. */
DL_CHECK dl_status dl_line_run(dl_line *line, const char *const *paths, size_t count,
                               const char *published);

#endif
