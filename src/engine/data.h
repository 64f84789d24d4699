/* data.h - language data: where it lies, and what is open of it.
 *
 * Each file is looked for in these folders, in order, and the first that has it wins:
 * `data` as given; $DATELINE_DATA; PROGRAM/../share/dateline (installed);
 * PROGRAM/../data and PROGRAM/../.deps/share (in the source tree); where the build
 * installs data.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_DATA_H
#define DL_DATA_H

#include "language.h"
#include "tag.h"
#include "tell.h"

typedef struct dl_data_paths {
    const char *data, *environment, *program; /* where to look; each may be NULL */
    const char *model; /* the model folder itself; NULL: looked for */
    const char *codebook, *actors,
        *timewords; /* the user's own, read after ours; or NULL */
} dl_data_paths;

/* How much is needed. Each needs what stands before it. */
typedef enum dl_data_part {
    DL_DATA_NOTHING,
    DL_DATA_LANGUAGE, /* the model */
    DL_DATA_TAG,      /* time words, gazetteer, actors */
    DL_DATA_TELL      /* the codebook */
} dl_data_part;

typedef struct dl_data {
    dl_data_part open;
    dl_language *language;
    dl_tag_data tag;
    dl_timewords *timewords;
    dl_gazetteer *gazetteer;
    dl_actors *actors;
    dl_codebook *codebook;
    char made[17]; /* hash of all of it and of the program's version; "" until TELL */
} dl_data;

/* Opens what `part` needs and is not open yet. DL_EIO or DL_EDATA name the file, and for
 * a missing one where it was looked for. */
DL_CHECK dl_status dl_data_open(dl_data *data, const dl_data_paths *paths,
                                dl_data_part part, dl_error *err);
void dl_data_close(dl_data *data);

#endif
