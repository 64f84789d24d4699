/* url.c - see url.h. Parsed by libcurl, so that what is checked is what is fetched.
 * SPDX-License-Identifier: Apache-2.0 */
#include "url.h"

#include <curl/curl.h>

bool dl_url_web(dl_str url)
{
    return url.size <= DL_URL_BYTES &&
           ((url.size > 7 && dl_str_equal_fold((dl_str){url.at, 7}, DL_STR("http://"))) ||
            (url.size > 8 && dl_str_equal_fold((dl_str){url.at, 8}, DL_STR("https://"))));
}

/* Blanks and control characters are told as libcurl wants them. */
static bool set_url(CURLU *handle, dl_str url)
{
    char text[DL_URL_BYTES + 1];
    size_t size = 0;
    url = dl_str_trim(url);
    if (url.size == 0 || url.size > DL_URL_BYTES) {
        return false;
    }
    for (size_t i = 0; i < url.size; i++) {
        if (url.at[i] != '\n' && url.at[i] != '\r' && url.at[i] != '\t') {
            text[size++] = url.at[i];
        }
    }
    text[size] = '\0';
    return memchr(text, '\0', size) == NULL &&
           curl_url_set(handle, CURLUPART_URL, text,
                        CURLU_ALLOW_SPACE | CURLU_URLENCODE) == CURLUE_OK;
}

static dl_str get_part(CURLU *handle, CURLUPart part, dl_arena *arena)
{
    char *text = NULL;
    dl_str out = {"", 0};
    if (curl_url_get(handle, part, &text, 0) == CURLUE_OK) {
        out = dl_str_copy(arena, dl_str_of(text));
    }
    curl_free(text);
    return out;
}

dl_str dl_url_join(dl_str base, dl_str url, dl_arena *arena)
{
    CURLU *handle = curl_url();
    dl_str out = {"", 0};
    const bool based = handle != NULL && base.size > 0 && set_url(handle, base);
    if (handle != NULL &&
        (based || strchr("/?#.", url.size > 0 ? url.at[0] : '/') == NULL) &&
        set_url(handle, url)) {
        (void)curl_url_set(handle, CURLUPART_FRAGMENT, NULL, 0);
        out = get_part(handle, CURLUPART_URL, arena);
    }
    curl_url_cleanup(handle);
    return dl_url_web(out) ? out : DL_STR("");
}

dl_str dl_url_site(dl_str url, dl_arena *arena)
{
    CURLU *handle = curl_url();
    dl_str out = {"", 0};
    if (handle != NULL && dl_url_web(url) && set_url(handle, url)) {
        const dl_str scheme = get_part(handle, CURLUPART_SCHEME, arena);
        const dl_str host = get_part(handle, CURLUPART_HOST, arena);
        const dl_str port = get_part(handle, CURLUPART_PORT, arena);
        const bool usual = port.size == 0 ||
                           (dl_str_is(scheme, "http") && dl_str_is(port, "80")) ||
                           (dl_str_is(scheme, "https") && dl_str_is(port, "443"));
        if (host.size > 0) {
            out = dl_str_printf(arena, "%.*s://%.*s%s%.*s", (int)scheme.size, scheme.at,
                                (int)host.size, host.at, usual ? "" : ":",
                                usual ? 0 : (int)port.size, port.at);
            out = dl_str_lower_ascii(arena, out);
        }
    }
    curl_url_cleanup(handle);
    return out;
}

dl_str dl_url_path(dl_str url)
{
    const size_t scheme = dl_str_find(url, DL_STR("://"));
    size_t at = scheme == SIZE_MAX ? 0 : scheme + 3;
    while (at < url.size && url.at[at] != '/' && url.at[at] != '?') {
        at++;
    }
    return at < url.size ? (dl_str){url.at + at, url.size - at} : DL_STR("/");
}
