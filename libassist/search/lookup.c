/* SPDX-License-Identifier: MIT
 *
 * A list that is moved to a few documents.  Its struct goes from term to term and from place to place, and so stays where the
 * processor has it at hand. */
#include "search/lookup.h"

void as_lookup_init(as_lookup *lookup, as_search_context *context) {
  *lookup = (as_lookup){.context = context, .place = SIZE_MAX};
}

void as_lookup_begin(as_lookup *lookup, const as_piece *piece) {
  lookup->piece = piece;
  lookup->place = SIZE_MAX;
}

/* False when there is no list to move: the term is not in the place, or a failure. */
static bool open(as_lookup *lookup, size_t place) {
  const as_term_info *info = &lookup->piece->infos[place];
  as_segment *segment = lookup->context->places[place].leaf->segment;
  lookup->place = place;
  if (info->documents == 0) return false;
  if (lookup->list == NULL) {
    lookup->list = as_search_postings(lookup->context, segment, info);
    return lookup->list != NULL;
  }
  as_postings_open(lookup->list, segment, info, NULL);
  return !as_search_list_fails(lookup->context, lookup->list);
}

uint32_t as_lookup_move(as_lookup *lookup, size_t place, uint32_t document) {
  bool there = lookup->place == place || open(lookup, place);
  lookup->document = there ? as_postings_advance(lookup->list, document) : AS_DOC_END;
  if (there && lookup->document == AS_DOC_END) (void)as_search_list_fails(lookup->context, lookup->list);
  return lookup->document;
}

const uint32_t *as_lookup_positions(as_lookup *lookup, uint32_t *out_count) {
  const uint32_t *positions = as_postings_positions(lookup->list, out_count);
  if (positions == NULL) (void)as_search_list_fails(lookup->context, lookup->list);
  return positions;
}
