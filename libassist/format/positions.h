/* SPDX-License-Identifier: MIT
 * Positions of a document of a list, with those passed over that stand before them. */
#ifndef AS_FORMAT_POSITIONS_H
#define AS_FORMAT_POSITIONS_H

#include "format/posting_block.h"

/* Documents of a block or short list. */
typedef struct as_positions_of {
  const uint32_t *documents, *frequencies;
  const uint8_t *codes; /* length codes, of all documents of the segment */
} as_positions_of;

#define AS_POSITIONS_USUAL 7u

/* READER stands before the positions of document FROM: passes over those of the documents before TO and gives those of TO; then it
 * returns TO + 1.  Documents of more than the usual number, or of great length, near the end of the bits, or which cannot be, are
 * the caller's: it returns the first one of them, before which READER stands then. */
uint32_t as_positions_read(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                           uint32_t out_positions[AS_POSITIONS_USUAL]);

#endif
