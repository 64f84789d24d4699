/* record.h - one JSON record of an article, made by us or by other tools.
 *
 * Read are the names of our own records and those of news-please, trafilatura, Media
 * Cloud, JSON-LD and common crawlers' dumps: the table is at the top of record.c.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_RECORD_H
#define DL_RECORD_H

#include "page.h"

#include <yyjson.h>

/* Reads `record` into *out; everything is copied into `arena`. A record without text but
 * with markup is a page of HTML. out->id is "" when the record has none. DL_EDATA when it
 * is no object, or holds neither text, markup nor title, or a field has a wrong type;
 * the message has no file name (the caller knows it). */
DL_CHECK dl_status dl_record_read(yyjson_val *record, dl_arena *arena, dl_page *out,
                                  dl_error *err);

#endif
