/* SPDX-License-Identifier: MIT
 * Binary interpolative coding of COUNT strictly ascending values in [LOW, HIGH] (doc/format.md, section
 * 3). */
#ifndef AS_FORMAT_INTERP_H
#define AS_FORMAT_INTERP_H

#include "base/trunc_row.h"

/* COUNT <= HIGH - LOW + 1 when it is not 0; the values must lie in the range. */
void as_interp_put(as_bit_writer *writer, const uint32_t *values, uint32_t count, uint32_t low,
                   uint32_t high);
/* The same to ROW, whose pen has room for COUNT fields. */
void as_interp_row(as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low, uint32_t high);
/* Way 0: one after another; 1: up to fifteen at a time, where the processor can.  The bits are the same. */
void as_interp_row_by(unsigned way, as_trunc_row *row, const uint32_t *values, uint32_t count, uint32_t low,
                      uint32_t high);
/* Any bits give ascending values in the range (after the end of the bits the least possible).  A COUNT
 * that the range cannot hold is corrupt, and nothing is written. */
void as_interp_get(as_bit_reader *reader, uint32_t *values, uint32_t count, uint32_t low, uint32_t high);

#endif
