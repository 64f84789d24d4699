/* number.h - numbers as news prints them: "4,200", "twenty-three", "at least 9",
 * "10 to 20", "dozens", "1.5 million".
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DL_NUMBER_H
#define DL_NUMBER_H

#include "reading.h"

typedef struct dl_number {
    uint32_t first, last;    /* tokens, with "at least" and the like */
    double value, low, high; /* NAN where not told */
    bool approximate;
} dl_number;

/* Reads the first number among tokens first..last that counts something (no date, money,
 * percentage, age). false if there is none. */
bool dl_number_read(const dl_reading *r, uint32_t first, uint32_t last, dl_number *out);

/* The number that counts a noun phrase ("at least eleven people"); false if none. */
bool dl_number_of(const dl_reading *r, uint32_t head, dl_number *out);

/* Value of one number word or numeral. */
bool dl_number_value(dl_str word, double *value);

#endif
