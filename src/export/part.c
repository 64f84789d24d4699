/* part.c - see part.h.
 * SPDX-License-Identifier: Apache-2.0 */
#include "part.h"

#include "ledger.h"

#include <math.h>

void dl_part_span(dl_json *json, const dl_utf8_index *text, dl_span span)
{
    dl_json_key(json, "start");
    dl_json_int(json, (int64_t)dl_utf8_index_point(text, span.start));
    dl_json_key(json, "end");
    dl_json_int(json, (int64_t)dl_utf8_index_point(text, span.end));
}

void dl_part_pair(dl_json *json, const dl_utf8_index *text, dl_span span)
{
    dl_json_open(json, '[');
    dl_json_int(json, (int64_t)dl_utf8_index_point(text, span.start));
    dl_json_int(json, (int64_t)dl_utf8_index_point(text, span.end));
    dl_json_close(json, ']');
}

void dl_part_str_or_null(dl_json *json, dl_str text)
{
    if (text.size == 0) {
        dl_json_null(json);
    } else {
        dl_json_str(json, text);
    }
}

void dl_part_strings(dl_json *json, const dl_str *items, uint32_t count)
{
    dl_json_open(json, '[');
    for (uint32_t i = 0; i < count; i++) {
        dl_json_str(json, items[i]);
    }
    dl_json_close(json, ']');
}

void dl_part_side(dl_json *json, int64_t side, dl_when when)
{
    char iso[32] = "";
    if (dl_when_known(when)) {
        dl_when_iso(side, when, iso);
    }
    dl_part_str_or_null(json, dl_str_of(iso));
}

void dl_part_date(dl_json *json, const dl_date *date, dl_str printed)
{
    if (!dl_when_known(date->when)) {
        dl_json_null(json);
        return;
    }
    dl_json_open(json, '{');
    dl_json_key(json, "value");
    dl_json_str(json, date->value);
    dl_json_key(json, "earliest");
    dl_part_side(json, date->when.earliest, date->when);
    dl_json_key(json, "latest");
    dl_part_side(json, date->when.latest, date->when);
    dl_json_key(json, "precision");
    dl_json_text(json, dl_precision_name(date->when.precision));
    dl_json_key(json, "from");
    dl_json_text(json, date->from);
    if (printed.size > 0) {
        dl_json_key(json, "printed");
        dl_json_str(json, printed);
    }
    dl_json_close(json, '}');
}

void dl_export_date(dl_json *json, const dl_date *date)
{
    dl_part_date(json, date, (dl_str){"", 0});
}

void dl_export_id(dl_json *json, char letter, uint64_t id)
{
    char text[DL_ID_MAX];
    dl_id_put(letter, id, text);
    dl_json_text(json, text);
}

void dl_part_place(dl_json *json, const dl_place *place)
{
    if (place == NULL || place->name.size == 0) {
        dl_json_null(json);
        return;
    }
    const bool known = place->kind != DL_PLACE_UNKNOWN;
    dl_json_open(json, '{');
    dl_json_key(json, "name");
    dl_json_str(json, place->name);
    dl_json_key(json, "lat");
    dl_json_real(json, known ? place->lat : NAN, DEGREE_DECIMALS);
    dl_json_key(json, "lon");
    dl_json_real(json, known ? place->lon : NAN, DEGREE_DECIMALS);
    dl_json_key(json, "geonames");
    if (known && place->geonames != 0) {
        dl_json_int(json, place->geonames);
    } else {
        dl_json_null(json);
    }
    dl_json_key(json, "country");
    dl_part_str_or_null(json, place->country_name.size != 0 ? place->country_name
                                                            : dl_str_of(place->country));
    dl_json_key(json, "admin1");
    dl_part_str_or_null(json, place->admin1);
    dl_json_close(json, '}');
}

void dl_part_amount(dl_json *json, const char *what, dl_str of, double value, double low,
                    double high)
{
    dl_json_key(json, "what");
    dl_json_text(json, what);
    dl_json_key(json, "of");
    dl_part_str_or_null(json, of);
    dl_json_key(json, "value");
    dl_json_real(json, value, FIGURE_DECIMALS);
    dl_json_key(json, "low");
    dl_json_real(json, low, FIGURE_DECIMALS);
    dl_json_key(json, "high");
    dl_json_real(json, high, FIGURE_DECIMALS);
}
