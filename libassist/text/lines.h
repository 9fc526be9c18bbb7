/* SPDX-License-Identifier: MIT
 * The lines of a text, as whoever looks for repeated ones sees them. */
#ifndef AS_TEXT_LINES_H
#define AS_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct as_line {
  size_t start, end;   /* bytes, without the space at both ends */
  size_t begin, after; /* with it, and with the newline */
} as_line;

#define AS_LINE_CHARACTERS 4u
#define AS_LINE_BYTES 600u /* longer ones are paragraphs: not counted over documents */

/* The line that begins at AT; false at the end of the text.  The next one begins at out_line->after. */
bool as_line_next(const void *text, size_t size, size_t at, as_line *out_line);
/* Of the bytes of LINE; 0: it is shorter than AS_LINE_CHARACTERS, so that its repetition tells nothing. */
uint64_t as_line_hash(const void *text, const as_line *line);

#endif
