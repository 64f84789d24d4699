/* templates.h - template memory of one call: what its pages teach.
 *
 *     dl_templates_add      of each page, as it was read alone
 *     dl_templates_learn    once, with what a ledger holds of their hosts
 *     dl_templates_find     what to leave out of each page, when it comes again
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TEMPLATES_H
#define DL_TEMPLATES_H

#include "furniture.h"
#include "handle.h"
#include "intake.h"
#include "ledger.h"

typedef struct dl_templates dl_templates;

/* What is known of a page that was added. */
typedef struct dl_template_page {
    dl_furniture furniture; /* to be left out; count 0: nothing */
    uint64_t record_at;     /* its record as it was read alone: place and size in the */
    size_t record_size;     /* spool; 0: it was not kept */
    dl_str note;            /* the article's */
    dl_traces traces;       /* the same */
} dl_template_page;

/* An empty memory that holds at most `blocks` blocks of text; NULL: out of memory. */
dl_templates *dl_templates_new(uint32_t blocks);
void dl_templates_free(dl_templates *templates); /* NULL does nothing */

/* Adds a page that was read without template memory. `record` is kept in a spool, a
 * nameless temporary file, so that a page that nothing is left out of need not be read
 * again; "" is not kept, and nothing is when the system has no room for it. DL_ELIMIT
 * when the blocks are too many. */
DL_CHECK dl_status dl_templates_add(dl_templates *templates, const dl_page *page,
                                    const dl_article *article, dl_str record,
                                    dl_error *err);

/* Finds what the pages of each host repeat, together with the documents that `ledger`
 * (may be NULL) holds of it. */
DL_CHECK dl_status dl_templates_learn(dl_templates *templates, dl_ledger *ledger,
                                      dl_error *err);

/* What is known of `page`; NULL when it was not added, or had other bytes. */
const dl_template_page *dl_templates_find(const dl_templates *templates,
                                          const dl_page *page);

/* The same, of a page that was passed over because of what is known of it. */
const dl_template_page *dl_templates_find_id(const dl_templates *templates, dl_str id);
/* What is known of the page `id` of `size` bytes that begin with `head`
 * (DL_INTAKE_HEAD_BYTES of them, or all); NULL as above. */
const dl_template_page *dl_templates_find_file(const dl_templates *templates, dl_str id,
                                               uint64_t size, dl_str head);

/* Whether nothing is to be left out of the page, and its record is kept. */
bool dl_templates_has_record(const dl_templates *templates, const dl_template_page *known);
/* Appends that record to `out`, from any thread; false: it cannot be read any more. */
bool dl_templates_record(const dl_templates *templates, const dl_template_page *known,
                         dl_buf *out);

/* Whether the memory is on and the pages of these paths come again when they are asked
 * for again: files and folders do; standard input, pipes, addresses, and what addresses
 * in files lead to do not. */
bool dl_templates_can(const dateline *d, const char *const *paths, size_t count);

#endif
