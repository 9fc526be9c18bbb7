/* SPDX-License-Identifier: MIT
 *
 * A list that is moved to a few documents.  Its struct goes from term to term and from place to place, and so stays where the
 * processor has it at hand.  Where the documents are known as bits (segread/dense.h), the list is opened for positions alone. */
#include "search/lookup.h"

void as_lookup_init(as_lookup *lookup, as_search_context *context) {
  *lookup = (as_lookup){.context = context, .place = SIZE_MAX, .opened = SIZE_MAX};
}

void as_lookup_begin(as_lookup *lookup, const as_piece *piece, size_t looks) {
  lookup->piece = piece;
  lookup->looks = looks < UINT32_MAX ? (uint32_t)looks : UINT32_MAX;
  lookup->place = lookup->opened = SIZE_MAX;
}

/* The list of a place that has the term; false after a failure. */
static bool open_list(as_lookup *lookup) {
  const as_term_info *info = &lookup->piece->infos[lookup->place];
  as_segment *segment = lookup->context->places[lookup->place].leaf->segment;
  lookup->opened = lookup->place;
  if (lookup->list == NULL) {
    lookup->list = as_search_postings(lookup->context, segment, info);
    return lookup->list != NULL;
  }
  as_postings_open(lookup->list, segment, info, NULL);
  return !as_search_list_fails(lookup->context, lookup->list);
}

/* The first document of the list that is not before DOCUMENT. */
static uint32_t advance(as_lookup *lookup, uint32_t document) {
  if (lookup->opened != lookup->place && !open_list(lookup)) return AS_DOC_END;
  uint32_t found = as_postings_advance(lookup->list, document);
  if (found == AS_DOC_END) (void)as_search_list_fails(lookup->context, lookup->list);
  return found;
}

bool as_lookup_enter(as_lookup *lookup, size_t place) {
  const as_term_info *info = &lookup->piece->infos[place];
  if (lookup->place == place) return lookup->bits != NULL || info->documents == 0;
  lookup->place = place;
  lookup->bits = as_dense_documents(lookup->context->places[place].leaf->segment, info, lookup->looks);
  lookup->behind = info->documents == 0 ? UINT64_MAX : 0;
  return lookup->bits != NULL || info->documents == 0;
}

bool as_lookup_move(as_lookup *lookup, size_t place, uint32_t document) {
  if (lookup->place != place && as_lookup_enter(lookup, place)) return as_lookup_has(lookup, place, document);
  uint32_t found = advance(lookup, document);
  lookup->behind = (uint64_t)found + 1;
  return found == document;
}

const uint32_t *as_lookup_positions(as_lookup *lookup, uint32_t *out_count) {
  const uint32_t *positions = NULL;
  uint32_t document = (uint32_t)(lookup->behind - 1);
  if (lookup->bits == NULL || advance(lookup, document) == document)
    positions = as_postings_positions(lookup->list, out_count);
  if (positions == NULL && !as_search_list_fails(lookup->context, lookup->list))
    (void)as_search_fail(lookup->context, ASSIST_CORRUPT, NULL);
  return positions;
}
