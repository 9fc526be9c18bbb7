/* SPDX-License-Identifier: MIT
 * Numbers in truncated binary (base/bits.h) on their way to a pen.  They are gathered with the places each may have, and made into
 * bits many at a time, which vector code does several times as fast as one after another.
 *
 *   as_trunc_row row;
 *   as_trunc_row_begin(&row, pen);
 *   at = as_trunc_row_room(&row, row.count), row.places[at] = ..., row.values[at++] = ..., row.count = at;
 *   pen = as_trunc_row_end(&row); */
#ifndef AS_BASE_TRUNC_ROW_H
#define AS_BASE_TRUNC_ROW_H

#include "base/bits.h"

#define AS_ROW_ADDED 32u /* what is added before there is asked for room again */
#define AS_ROW_LEAST 256u
#define AS_ROW_MOST (AS_ROW_LEAST + AS_ROW_ADDED + 16u)

typedef struct as_trunc_row {
  as_bit_pen pen;
  bool wrong; /* a value had no place: then bits are any */
  uint32_t count;
  uint32_t places[AS_ROW_MOST], values[AS_ROW_MOST]; /* a value is below its places */
} as_trunc_row;

static inline void as_trunc_row_begin(as_trunc_row *row, as_bit_pen pen) {
  row->pen = pen;
  row->wrong = false;
  row->count = 0;
}

void as_trunc_row_flush(as_trunc_row *row); /* all of them to the pen */
/* Way 0: one after another; 1: with shifts in one instruction; 2: sixteen at a time; where the processor can, else the way before.
 * The bits are the same. */
#define AS_ROW_WAYS 3u
void as_trunc_row_flush_by(unsigned way, as_trunc_row *row);

static inline as_bit_pen as_trunc_row_end(as_trunc_row *row) {
  as_trunc_row_flush(row);
  return row->pen;
}

/* Room for AS_ROW_ADDED more, when there are COUNT, which is not told to the row so far; returns how many there are then. */
static inline uint32_t as_trunc_row_room(as_trunc_row *row, uint32_t count) {
  if (count <= AS_ROW_LEAST) return count;
  row->count = count;
  as_trunc_row_flush(row);
  return 0;
}

#endif
