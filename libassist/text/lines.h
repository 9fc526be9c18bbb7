/* SPDX-License-Identifier: MIT
 * The lines of a text, as whoever looks for repeated ones sees them. */
#ifndef AS_TEXT_LINES_H
#define AS_TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

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
/* By which it is counted over documents; 0: it is not, since it is too short or longer than AS_LINE_BYTES. */
static inline uint64_t as_line_counted_hash(const void *text, const as_line *line) {
  return line->end - line->start > AS_LINE_BYTES ? 0 : as_line_hash(text, line);
}

/* The first unit behind a newline, as a scan of the whole text meets it (as_scan_all). */
typedef struct as_line_start {
  size_t offset;     /* of its first byte */
  uint32_t position; /* its own */
  uint32_t
      end; /* one more than that of the unit before it; where there is none, what the text's first unit has */
} as_line_start;

typedef struct as_line_starts {
  AS_VEC(as_line_start) list; /* ascending; texts one after another add to it */
  bool failed;                /* no memory: some are missing */
} as_line_starts;

void as_line_starts_clear(as_line_starts *starts);
void as_line_starts_add(as_line_starts *starts, size_t offset, uint32_t position, uint32_t end);

/* The lines of a text one after another, with their positions. */
typedef struct as_placed_lines {
  const void *text;
  size_t size;
  const as_line_start *starts; /* COUNT of this text */
  size_t count;
  uint32_t first, end; /* positions of the text: [first, end) */
  size_t at;           /* where the next line begins */
  size_t next;         /* the first start that is not before it */
} as_placed_lines;

typedef struct as_placed_line {
  as_line line;
  uint32_t begin,
      end; /* positions of its units, breaks between them included: [begin, end); equal: it has none */
} as_placed_line;

/* False at the end of the text. */
bool as_placed_lines_next(as_placed_lines *lines, as_placed_line *out_line);

#endif
