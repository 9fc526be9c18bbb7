/* SPDX-License-Identifier: MIT
 * One list after another is asked about a few documents: are they in it, and where in them does its term stand?  One open list
 * serves all, since each is some kilobytes. */
#ifndef AS_SEARCH_LOOKUP_H
#define AS_SEARCH_LOOKUP_H

#include "search/pieces.h"
#include "segread/dense.h"
#include "segread/postings.h"

typedef struct as_lookup {
  as_search_context *context;
  const as_piece *piece;
  uint32_t looks;       /* about how many will be asked about */
  as_postings *list;    /* NULL: none was asked for yet */
  size_t place;         /* that is asked about; SIZE_MAX: none */
  size_t opened;        /* place that the list is open in; SIZE_MAX: none */
  const uint64_t *bits; /* its documents of that place; NULL: they are not known as such, or there are none */
  uint64_t
      behind; /* of that place: one more than the first document not before the one asked about last (with bits, than that one); 0: none */
} as_lookup;

void as_lookup_init(as_lookup *lookup, as_search_context *context);
/* The next questions are about PIECE, LOOKS documents or fewer; they are asked about place by place, ascending. */
void as_lookup_begin(as_lookup *lookup, const as_piece *piece, size_t looks);
/* The next questions are about PLACE.  True: they cost next to nothing. */
bool as_lookup_enter(as_lookup *lookup, size_t place);
/* False after a failure as well (sticky tells). */
bool as_lookup_move(as_lookup *lookup, size_t place, uint32_t document);
static inline bool as_lookup_has(as_lookup *lookup, size_t place, uint32_t document) {
  if (lookup->place != place) return as_lookup_move(lookup, place, document);
  if (lookup->bits != NULL) {
    lookup->behind = (uint64_t)document + 1;
    return as_dense_has(lookup->bits, document);
  }
  if (lookup->behind > document) return lookup->behind == (uint64_t)document + 1;
  return as_lookup_move(lookup, place, document);
}
/* Positions in the document asked about last, which it has; NULL after a failure. */
const uint32_t *as_lookup_positions(as_lookup *lookup, uint32_t *out_count);

#endif
