/* media.c - see media.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "media.h"

#include "sniff.h"

dl_media dl_media_of(dl_str name)
{
    static const struct {
        const char *name;
        dl_media is;
    } known[] = {{"text/html", DL_MEDIA_HTML},
                 {"application/xhtml+xml", DL_MEDIA_HTML},
                 {"html", DL_MEDIA_HTML},
                 {"text/plain", DL_MEDIA_TEXT},
                 {"", DL_MEDIA_UNSAID},
                 {"no-type", DL_MEDIA_UNSAID}, /* ARC */
                 {"unk", DL_MEDIA_UNSAID},
                 {"unknown", DL_MEDIA_UNSAID},
                 {"unknown/unknown", DL_MEDIA_UNSAID},
                 {"text", DL_MEDIA_UNSAID},
                 {"text/xml", DL_MEDIA_UNSAID},
                 {"application/xml", DL_MEDIA_UNSAID},
                 {"application/octet-stream", DL_MEDIA_UNSAID}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (dl_str_equal_fold(name, dl_str_of(known[i].name))) {
            return known[i].is;
        }
    }
    return DL_MEDIA_OTHER;
}

dl_media_found dl_media_find(dl_media said, dl_str content, dl_str name,
                             dl_page_kind *kind)
{
    const size_t look = content.size < DL_SNIFF_BYTES ? content.size : DL_SNIFF_BYTES;
    const dl_page_kind words = said == DL_MEDIA_HTML ? DL_PAGE_HTML : DL_PAGE_TEXT;
    *kind = words;
    switch (dl_sniff((dl_str){content.at, look}, name)) {
    case DL_SNIFF_EMPTY:
        return DL_MEDIA_EMPTY;
    case DL_SNIFF_HTML:
        *kind = DL_PAGE_HTML;
        return DL_MEDIA_PAGE;
    case DL_SNIFF_TEXT:
        return DL_MEDIA_PAGE;
    case DL_SNIFF_FEED:
        return said == DL_MEDIA_HTML ? DL_MEDIA_PAGE : DL_MEDIA_FEED;
    case DL_SNIFF_JSON:
        return said == DL_MEDIA_HTML || said == DL_MEDIA_TEXT ? DL_MEDIA_PAGE
                                                              : DL_MEDIA_JSON;
    case DL_SNIFF_URLS:
        return said == DL_MEDIA_UNSAID ? DL_MEDIA_NO_PAGE : DL_MEDIA_PAGE;
    case DL_SNIFF_WARC:
    case DL_SNIFF_BINARY:
        break;
    }
    return DL_MEDIA_NO_PAGE;
}
