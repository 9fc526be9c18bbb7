/* SPDX-License-Identifier: MIT
 * Where things stand in one document: lists of spans in the memory of a search, and the windows of a phrase with slop in the part
 * of the text that is asked. */
#ifndef AS_SEARCH_SPANS_H
#define AS_SEARCH_SPANS_H

#include "query/near.h"
#include "search/pieces.h"

/* Kept for the next document: items grow, and are never given back before the search ends. */
typedef struct as_span_list {
  as_span *items;
  size_t count, room;
} as_span_list;

bool as_spans_reserve(as_search_context *context, as_span_list *list, size_t count); /* of all */
bool as_spans_add(as_search_context *context, as_span_list *list, as_span span);

/* The windows of BOUND, a phrase with slop, whose units stand at UNITS, one entry each; ROOM is for as many.  Positions
 * [TITLE.start, TITLE.end) are the title's, for scopes that ask.  False: no memory. */
bool as_spans_windows(as_search_context *context, const as_bound_phrase *bound, const as_unit_places *units,
                      as_unit_places *room, as_span title, as_span_list *out_list);

#endif
