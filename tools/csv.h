/* SPDX-License-Identifier: MIT
 * Rows of a CSV file, fed a line at a time. */
#ifndef ASSIST_TOOLS_CSV_H
#define ASSIST_TOOLS_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "text_buffer.h"

typedef struct at_csv_cell {
  size_t start, size; /* of at_csv.text */
} at_csv_cell;

typedef enum at_csv_state {
  AT_CSV_START,  /* of a cell */
  AT_CSV_PLAIN,  /* in a cell without quotes */
  AT_CSV_QUOTED, /* in one with quotes */
  AT_CSV_QUOTE   /* behind a quote in it: its end, or the first of two */
} at_csv_state;

typedef struct at_csv {
  at_text text; /* of all cells of the row, quotes undone */
  at_csv_cell *cells;
  size_t count, capacity;
  at_csv_state state;
  bool is_bad; /* text stands behind a closing quote */
} at_csv;

void at_csv_clear(at_csv *csv);
/* Begin a row. */
void at_csv_begin(at_csv *csv);
/* The next line of the row, with its newline.  False: a quote is open, and the row goes on. */
bool at_csv_feed(at_csv *csv, const char *line, size_t size);
/* Whether the row is an empty line. */
bool at_csv_is_blank(const at_csv *csv);

#endif
