/* SPDX-License-Identifier: MIT
 * The lines of an input, by big blocks. */
#ifndef ASSIST_TOOLS_LINES_H
#define ASSIST_TOOLS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "input.h"

#define AT_LINE_MAX ((size_t)1 << 30)

typedef struct at_lines {
  at_input *input; /* borrowed */
  char *block;
  size_t capacity, start, end, searched;
  uint64_t number; /* of the line given last, from 1 */
  bool too_long;   /* a line beyond AT_LINE_MAX ended the reading */
} at_lines;

void at_lines_open(at_lines *lines, at_input *input);
void at_lines_close(at_lines *lines);
/* The next line with its newline, if it has one; a BOM at the beginning of the file is gone.  *out_line is
 * the caller's to change, valid until the next call.  False at the end. */
bool at_lines_next(at_lines *lines, char **out_line, size_t *out_size);

#endif
