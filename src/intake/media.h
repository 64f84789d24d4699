/* media.h - what kind of page an answer holds, by what it says and by its bytes.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_MEDIA_H
#define DL_MEDIA_H

#include "page.h"

typedef enum dl_media {
    DL_MEDIA_HTML,
    DL_MEDIA_TEXT,
    DL_MEDIA_UNSAID, /* the bytes must tell */
    DL_MEDIA_OTHER
} dl_media;

/* Of a media type ("text/html"), in any case. */
dl_media dl_media_of(dl_str name);

typedef enum dl_media_found {
    DL_MEDIA_PAGE, /* *kind says which */
    DL_MEDIA_EMPTY,
    DL_MEDIA_FEED,
    DL_MEDIA_JSON,
    DL_MEDIA_NO_PAGE /* a picture, an archive, ... */
} dl_media_found;

/* `said`: by the answer; `name`: of the file or the address. What was said to be HTML is
 * HTML, unless it is binary. */
dl_media_found dl_media_find(dl_media said, dl_str content, dl_str name,
                             dl_page_kind *kind);

#endif
