/* print.h - records on standard output: as JSON, as CSV, or drawn for people.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef PRINT_H
#define PRINT_H

#include "options.h"

#include <stddef.h>

typedef struct printer printer;

/* How the records of `command` are to be printed. NULL when out of memory. */
printer *printer_new(const request *request);
/* Takes one record; drawn tables appear at the end. false: no memory. */
bool printer_add(printer *p, const char *json, size_t size);
/* Prints what is left and frees it. false: standard output could not be written. */
bool printer_end(printer *p);

/* Is colour wanted on standard output? */
bool printer_colors(const request *request);

#endif
