/* tokenizer.h - cuts a text into tokens as spaCy's tokenizer does, and gives their ids.
 *
 * The rules (expressions for prefixes, suffixes, infixes and URLs; special cases such as
 * "don't") come from the package. A dl_tokenizer is read-only and shared; a worker keeps
 * what it has seen, so that the expressions run on new chunks only.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_TOKENIZER_H
#define DL_TOKENIZER_H

#include "lexeme.h"

#define DL_TOKENIZER_CACHE_BYTES (16u << 20) /* a worker that holds more forgets all */
#define DL_TOKENIZER_CHUNK_MAX 128           /* bytes of a chunk worth remembering */
#define DL_TOKENIZER_SUFFIX_WINDOW 96 /* bytes at the end in which a suffix starts */

typedef struct dl_tokenizer dl_tokenizer;
typedef struct dl_tokenizer_worker dl_tokenizer_worker;

typedef struct dl_tokens {
    uint32_t count;
    dl_span *spans; /* bytes in the text */
    dl_language_attrs *attrs;
    const dl_lexeme **lexemes; /* valid until the worker's next text */
} dl_tokens;

/* Reads `tokenizer` and `vocab/lookups.bin` of the model directory `dir`. */
DL_CHECK dl_status dl_tokenizer_open(const char *dir, dl_tokenizer **out, dl_error *err);
void dl_tokenizer_close(dl_tokenizer *tokenizer);

DL_CHECK dl_status dl_tokenizer_worker_new(const dl_tokenizer *tokenizer,
                                           dl_tokenizer_worker **out, dl_error *err);
void dl_tokenizer_worker_free(dl_tokenizer_worker *worker);

/* Cuts `text` (valid UTF-8, at most UINT32_MAX - 1 bytes). The arrays are in `arena`. */
DL_CHECK dl_status dl_tokenizer_read(dl_tokenizer_worker *worker, dl_str text,
                                     dl_arena *arena, dl_tokens *out, dl_error *err);

#endif
