/* url.h - addresses: what they are made of, and relative ones made whole (RFC 3986).
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_URL_H
#define DL_URL_H

#include "str.h"

#define DL_URL_BYTES 8192 /* a longer address is none */

/* Does it begin with http:// or https:// (in any case), and is it no longer than
 * DL_URL_BYTES? */
bool dl_url_web(dl_str url);

/* `url`, which may be relative, seen from `base` (may be ""); normal, without a fragment,
 * in `arena`. "" when it leads nowhere on the web, or out of memory. */
dl_str dl_url_join(dl_str base, dl_str url, dl_arena *arena);

/* "https://paper.example:8080": scheme, host in lower case, and port where it is not the
 * scheme's own; in `arena`. "" when there is none. */
dl_str dl_url_site(dl_str url, dl_arena *arena);

/* Path and query of a normal address; "/" at least. A view. */
dl_str dl_url_path(dl_str url);

#endif
