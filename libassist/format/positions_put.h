/* SPDX-License-Identifier: MIT
 * Positions of the documents of a list on their way to a pen. */
#ifndef AS_FORMAT_POSITIONS_PUT_H
#define AS_FORMAT_POSITIONS_PUT_H

#include "base/trunc_row.h"
#include "format/posting_block.h"

#define AS_LENGTHS_SPARE 16u
/* Of each document of RUN. */
typedef struct as_run_lengths {
  uint32_t of[AS_BLOCK_DOCUMENTS + AS_LENGTHS_SPARE];
} as_run_lengths;
void as_run_lengths_read(as_run_lengths *lengths, const as_posting_run *run);

/* Documents [BEGIN, END) of RUN to ROW; POSITIONS are those of the first, and what is behind those of the last comes back, NULL when
 * they are out of order.  The row's pen has room for as many fields as there are positions. */
const uint32_t *as_positions_row(as_trunc_row *row, const as_posting_run *run, const as_run_lengths *lengths,
                                 uint32_t begin, uint32_t end, const uint32_t *positions);
/* Way 0: one after another; 1: sixteen documents at a time, where the processor can.  The bits are the same. */
const uint32_t *as_positions_row_by(unsigned way, as_trunc_row *row, const as_posting_run *run,
                                    const as_run_lengths *lengths, uint32_t begin, uint32_t end,
                                    const uint32_t *positions);

#endif
