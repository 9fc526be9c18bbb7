/* SPDX-License-Identifier: MIT
 * Facets: how many of the documents found have each value of a field.  Exact over all matches, whatever the page.
 *
 *   made    as_facets_new        what is asked, against the indexes
 *   fed     as_facets_add        each document found, once, ascending where that is possible
 *   ended   as_facets_end        values in their order, cut to what was wanted */
#ifndef AS_SEARCH_FACET_H
#define AS_SEARCH_FACET_H

#include <assist/search.h>

#include "base/slice.h"
#include "search/context.h"

typedef struct as_facet_row {
  as_slice text; /* the value as it is shown; a NUL follows */
  uint64_t word; /* base/ordered.h: of a number or date; the beginning of an interval */
  uint64_t count;
} as_facet_row;

typedef struct as_facet_result {
  const char *field; /* memory of the context, as all here */
  int interval;      /* ASSIST_FACET_... */
  int kind;          /* ASSIST_VALUE_...; 0: nothing has the field */
  as_facet_row *rows;
  size_t count;
  uint64_t distinct;
  uint64_t documents; /* with a value */
} as_facet_result;

typedef struct as_facets as_facets;

/* NULL after a failure; freed by as_facets_free in every other case. */
as_facets *as_facets_new(as_search_context *context, const assist_facet_request *requests, size_t count);
void as_facets_free(as_facets *facets); /* NULL is fine */
bool as_facets_add(as_facets *facets, size_t place, uint32_t document);
/* Documents FIRST + i where bit i of the WORDS words HITS is set. */
bool as_facets_add_set(as_facets *facets, size_t place, uint32_t first, const uint64_t *hits, size_t words);
/* The results, as many as were asked; NULL after a failure. */
as_facet_result *as_facets_end(as_facets *facets);

#endif
