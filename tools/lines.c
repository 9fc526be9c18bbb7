/* SPDX-License-Identifier: MIT
 *
 * A splitter over one block of 512 KiB: memchr finds the newline, a line that hangs over the end of the block
 * is moved to its front and the block filled up; the block doubles only for a line longer than itself. 
 * Nothing is copied a second time, so that reading stays far faster than parsing. */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

#include "tool.h"

#define BLOCK ((size_t)1 << 19)

void at_lines_open(at_lines *lines, at_input *input) {
  *lines = (at_lines){.input = input, .capacity = BLOCK};
  lines->block = at_realloc(NULL, BLOCK);
}

void at_lines_close(at_lines *lines) { free(lines->block); }

/* Read more behind what is there.  False when no more came. */
static bool fill(at_lines *lines) {
  size_t left = lines->end - lines->start;
  if (left > AT_LINE_MAX) {
    lines->too_long = true;
    return false;
  }
  if (lines->start > 0) {
    memmove(lines->block, lines->block + lines->start, left);
    lines->searched -= lines->start;
    lines->start = 0;
    lines->end = left;
  }
  if (lines->end == lines->capacity) {
    lines->capacity *= 2;
    lines->block = at_realloc(lines->block, lines->capacity);
  }
  size_t got = at_input_read(lines->input, lines->block + lines->end, lines->capacity - lines->end);
  lines->end += got;
  return got > 0;
}

static void skip_mark(at_lines *lines) {
  while (lines->end - lines->start < 3 && fill(lines)) {}
  if (lines->end - lines->start >= 3 && memcmp(lines->block + lines->start, "\xEF\xBB\xBF", 3) == 0)
    lines->start += 3;
  lines->searched = lines->start;
}

bool at_lines_next(at_lines *lines, char **out_line, size_t *out_size) {
  if (lines->number == 0) skip_mark(lines);
  for (;;) {
    char *from = lines->block + lines->searched;
    char *newline = lines->end > lines->searched ? memchr(from, '\n', lines->end - lines->searched) : NULL;
    lines->searched = newline == NULL ? lines->end : (size_t)(newline - lines->block) + 1;
    if (newline != NULL || !fill(lines)) break;
  }
  if (lines->start == lines->searched || lines->too_long) return false;
  *out_line = lines->block + lines->start;
  *out_size = lines->searched - lines->start;
  lines->start = lines->searched;
  lines->number++;
  return true;
}
