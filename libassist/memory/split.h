/* SPDX-License-Identifier: MIT
 * Records, and cells, split into documents and positions: the inner loops of reading a batch out. */
#ifndef AS_MEMORY_SPLIT_H
#define AS_MEMORY_SPLIT_H

#include "memory/stream.h"

#define AS_READOUT_BLOCK 128u

#define AS_SPLIT_SPARE 16u

/* A block being filled: entries, and of each where its positions end. */
typedef struct as_split {
  uint32_t *entries, *ends; /* AS_READOUT_BLOCK of each; the place before the first end is written to too */
  uint32_t *positions;      /* room for all, and AS_SPLIT_SPARE */
  uint32_t count;           /* of entries */
  uint32_t place;           /* of the next position */
  uint32_t last;            /* entry; UINT32_MAX: none yet */
} as_split;

/* Records one after another, each an entry from bit ENTRY_AT on and a position below it: numbers of 32 bits where all of them
 * fit, else of 64. */
typedef struct as_record_row {
  void *records;
  unsigned entry_at;
  bool narrow;
} as_record_row;
AS_ALWAYS_INLINE uint64_t as_record_get(const as_record_row *row, size_t at) {
  return row->narrow ? ((const uint32_t *)row->records)[at] : ((const uint64_t *)row->records)[at];
}
AS_ALWAYS_INLINE void as_record_put(const as_record_row *row, size_t at, uint64_t record) {
  if (row->narrow) {
    ((uint32_t *)row->records)[at] = (uint32_t)record;
  } else {
    ((uint64_t *)row->records)[at] = record;
  }
}

/* Records from AT up to END, until one would begin an entry that has no room; returns where that is, or END. */
size_t as_split_records(as_split *to, const as_record_row *row, size_t at, size_t end);
/* Entries of VIEW that are not the one before, behind COUNT others, until the block is full; returns how many there are then.
 * Positions are left as they are. */
uint32_t as_split_list(as_stream_view *io_view, uint32_t *entries, uint32_t count);
/* Way 0: one after another; 1: sixteen at a time, where the processor can.  What comes out is the same. */
size_t as_split_records_by(unsigned way, as_split *to, const as_record_row *row, size_t at, size_t end);
uint32_t as_split_list_by(unsigned way, as_stream_view *io_view, uint32_t *entries, uint32_t count);

#endif
