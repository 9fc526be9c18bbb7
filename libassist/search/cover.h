/* SPDX-License-Identifier: MIT
 * Which pieces of a phrase to open in one segment: a cover of all its units of least cost.  Positions make any cover exact: AB at p
 * and CD at p+2 is ABCD at p. */
#ifndef AS_SEARCH_COVER_H
#define AS_SEARCH_COVER_H

#include "search/pieces.h"

typedef struct as_cover_piece {
  uint32_t number;
  bool joined; /* its positions count; else it only tells documents: the others cover all units */
} as_cover_piece;

/* Fills CHOSEN (room for all pieces) with the pieces to open in place PLACE, the rarest first; returns how many, 0 when the phrase
 * cannot be in that segment. */
size_t as_cover_choose(as_search_context *context, const as_bound_phrase *bound, size_t place,
                       as_cover_piece *chosen);

#endif
