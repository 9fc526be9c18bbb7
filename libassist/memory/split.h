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

/* Records up to END, until one would begin an entry that has no room; returns that, or END. */
const uint64_t *as_split_records(as_split *to, const uint64_t *record, const uint64_t *end,
                                 unsigned entry_at);
/* Entries of VIEW that are not the one before, behind COUNT others, until the block is full; returns how many there are then.
 * Positions are left as they are. */
uint32_t as_split_list(as_stream_view *io_view, uint32_t *entries, uint32_t count);
/* Way 0: one after another; 1: sixteen at a time, where the processor can.  What comes out is the same. */
const uint64_t *as_split_records_by(unsigned way, as_split *to, const uint64_t *record, const uint64_t *end,
                                    unsigned entry_at);
uint32_t as_split_list_by(unsigned way, as_stream_view *io_view, uint32_t *entries, uint32_t count);

#endif
