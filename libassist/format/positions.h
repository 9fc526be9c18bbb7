/* SPDX-License-Identifier: MIT
 * Passing over the positions of many documents of a list. */
#ifndef AS_FORMAT_POSITIONS_H
#define AS_FORMAT_POSITIONS_H

#include "format/posting_block.h"

/* Documents of a block or short list. */
typedef struct as_positions_of {
  const uint32_t *documents, *frequencies;
  const uint8_t *codes; /* length codes, of all documents of the segment */
} as_positions_of;

/* READER stands before the positions of document FROM: moves it behind those of some documents before TO, and returns the first
 * that is left: one of many positions or great length, near the end of the bits, or which cannot be. */
uint32_t as_positions_pass(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to);

#endif
