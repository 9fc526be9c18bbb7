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

/* Positions as bits: those of document d in words STARTS[d] to STARTS[d + 1] of BITS, each moved on by OFFSET, 0 or 1.  Of a document
 * that is wanted there are as many words as its length needs and one position more; of others none.  There are fewer than 2^26 words. */
typedef struct as_position_marks {
  const uint32_t *starts;
  uint64_t *bits;
  uint32_t offset;
} as_position_marks;

/* The same for all of the documents from FROM on and before TO, as bits; returns TO or the first one that is the caller's. */
uint32_t as_positions_mark(as_bit_reader *reader, const as_positions_of *of, uint32_t from, uint32_t to,
                           const as_position_marks *marks);

#endif
