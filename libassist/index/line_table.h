/* SPDX-License-Identifier: MIT
 * The table of repeated lines of a segment to be: which place in it a line has. */
#ifndef AS_INDEX_LINE_TABLE_H
#define AS_INDEX_LINE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define AS_LINE_NONE UINT32_MAX

typedef struct as_line_table {
  const uint8_t *rows; /* as in the file; borrowed */
  uint32_t *slots;     /* one more than a place; 0: free */
  uint32_t mask;
} as_line_table;

/* ROWS by hash.  False: no memory.  Clear it in every case. */
bool as_line_table_init(as_line_table *table, const as_buf *rows);
void as_line_table_clear(as_line_table *table);
uint32_t as_line_table_find(const as_line_table *table, uint64_t hash); /* AS_LINE_NONE: it is not there */

#endif
