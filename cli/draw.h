/* draw.h - records drawn for people.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef DRAW_H
#define DRAW_H

#include "options.h"

#include <yyjson.h>

typedef struct draw_frame {
    unsigned width; /* columns of the terminal */
    bool colors;
    unsigned records; /* drawn before this one */
} draw_frame;

typedef enum draw_style {
    DRAW_PLAIN,
    DRAW_BOLD,
    DRAW_FAINT,
    DRAW_RED,
    DRAW_GREEN,
    DRAW_YELLOW
} draw_style;

typedef void draw_function(draw_frame *frame, yyjson_val *record);

/* How records of a command are drawn; NULL: as a plain table, or not at all. */
draw_function *draw_of(command_id id);

/* Columns that `text` takes on a terminal. */
unsigned draw_width(const char *text);
/* `text` in exactly `width` columns, cut with an ellipsis, and the gap behind it; `last`
 * ends the line instead. */
void draw_cell(const draw_frame *frame, const char *text, unsigned width,
               draw_style style, bool last);

/* The same of a path, whose end tells more than its beginning: cut in front. */
void draw_cell_end(const draw_frame *frame, const char *text, unsigned width);

#endif
