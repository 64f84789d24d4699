/* xml.h - the elements and the text of an XML document, one after another.
 *
 * Strictly by expat first. A document that is not well formed is read again loosely: tags
 * that match nothing are ignored, a stray '&' or '<' is text, what is cut off is closed.
 *
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_XML_H
#define DL_XML_H

#include "status.h"
#include "str.h"

/* Namespaces that feeds use. */
typedef enum dl_xml_space {
    DL_XML_NONE, /* RSS 0.9x and 2.0 */
    DL_XML_RSS1, /* RSS 1.0 and 0.90 */
    DL_XML_RDF,
    DL_XML_ATOM, /* 1.0 and 0.3 */
    DL_XML_CONTENT,
    DL_XML_DC, /* Dublin Core, elements and terms */
    DL_XML_FEEDBURNER,
    DL_XML_XHTML,
    DL_XML_OTHER
} dl_xml_space;

typedef struct dl_xml_attribute {
    dl_str name; /* without prefix */
    dl_str value;
} dl_xml_attribute;

/* Strings are good during the call only. `text` may come in several pieces. */
typedef struct dl_xml_reader {
    void *to;
    void (*start)(void *to, dl_xml_space space, dl_str name,
                  const dl_xml_attribute *attributes, size_t count);
    void (*text)(void *to, dl_str text);
    void (*end)(void *to, dl_str name);
} dl_xml_reader;

/* `bytes` as UTF-8: by its byte order mark, by `charset` (from the transport, or ""), by
 * its XML declaration; wrong bytes become U+FFFD. In `arena`, or `bytes` itself. An empty
 * string when out of memory. */
dl_str dl_xml_utf8(dl_str bytes, dl_str charset, dl_arena *arena);

/* Reads `text` (UTF-8) strictly. DL_EDATA with line and reason when it is not well
 * formed; what came before was given to `reader`. */
DL_CHECK dl_status dl_xml_read(dl_str text, const dl_xml_reader *reader, dl_error *err);

/* Reads it loosely. DL_ENOMEM is all that can go wrong. */
DL_CHECK dl_status dl_xml_read_loose(dl_str text, const dl_xml_reader *reader,
                                     dl_error *err);

#endif
