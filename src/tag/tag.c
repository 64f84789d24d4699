/* tag.c - the tag stage as a whole: times, then places, then names, which lean on places.
 * SPDX-License-Identifier: Apache-2.0 */
#include "tag.h"

dl_status dl_tag(const dl_tag_data *data, const dl_doc *doc, const dl_article *article,
                 dl_when published, dl_arena *arena, dl_tags *out, dl_error *err)
{
    *out = (dl_tags){.written = out->written,
                     .written_count = out->written_count,
                     .dateline_place = DL_NONE, .dateline_time = DL_NONE};
    dl_status status = dl_tag_times(data->timewords, doc, published, arena, out, err);
    if (status == DL_OK) {
        status = dl_tag_places(data->gazetteer, doc, article, arena, out, err);
    }
    if (status == DL_OK) {
        status = dl_tag_names(data->actors, data->gazetteer, doc, article, arena, out, err);
    }
    return status;
}
