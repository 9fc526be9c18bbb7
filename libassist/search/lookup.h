/* SPDX-License-Identifier: MIT
 * One list after another is asked about a few documents: are they in it, and where in them does its term stand?  One open list
 * serves all, since each is some kilobytes. */
#ifndef AS_SEARCH_LOOKUP_H
#define AS_SEARCH_LOOKUP_H

#include "search/pieces.h"
#include "segread/postings.h"

typedef struct as_lookup {
  as_search_context *context;
  const as_piece *piece;
  as_postings *list; /* NULL: none was asked for yet */
  size_t place;      /* that it is open in; SIZE_MAX: none */
  uint32_t document; /* of that place: the first that is not before the one asked about last */
} as_lookup;

void as_lookup_init(as_lookup *lookup, as_search_context *context);
/* The next questions are about PIECE; its documents are asked about place by place, ascending. */
void as_lookup_begin(as_lookup *lookup, const as_piece *piece);
/* The first document of the place that is not before DOCUMENT; AS_DOC_END: none, or a failure (sticky tells). */
uint32_t as_lookup_move(as_lookup *lookup, size_t place, uint32_t document);
static inline bool as_lookup_has(as_lookup *lookup, size_t place, uint32_t document) {
  if (lookup->place == place && lookup->document >= document) return lookup->document == document;
  return as_lookup_move(lookup, place, document) == document;
}
/* Positions in the document that it has; NULL after a failure. */
const uint32_t *as_lookup_positions(as_lookup *lookup, uint32_t *out_count);

#endif
