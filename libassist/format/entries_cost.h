/* SPDX-License-Identifier: MIT
 * How many bits the numbers of a dictionary block would take, for one choice of a parameter or another: format/entries.c asks for
 * several, and takes the shortest. */
#ifndef AS_FORMAT_ENTRIES_COST_H
#define AS_FORMAT_ENTRIES_COST_H

#include "format/entries.h"

/* Of lists: their bytes, and what the bytes follow from (format/entries_code.h). */
typedef struct as_entries_sizes {
  uint64_t size[AS_ENTRIES_BLOCK], spread[AS_ENTRIES_BLOCK], occurrences[AS_ENTRIES_BLOCK];
  unsigned count;
} as_entries_sizes;

/* Way 0: one number after another; 1: eight at a time, where as_entries_cost_way says that the processor can.  What comes out is the
 * same. */
unsigned as_entries_cost_way(void);
/* COUNT values in exponential Golomb codes of order K. */
uint64_t as_entries_bits(unsigned way, const uint64_t *values, unsigned count, unsigned k);
/* About what the sizes take with RATE: the bits of each number alone. */
unsigned as_entries_miss(unsigned way, const as_entries_sizes *list, uint64_t rate);

#endif
