/* SPDX-License-Identifier: MIT
 * The lists of some terms in one place after another, each opened when it is first asked for. */
#ifndef AS_SEARCH_TERM_LISTS_H
#define AS_SEARCH_TERM_LISTS_H

#include "search/relax.h"

typedef struct as_term_lists {
  as_search_context *context;
  const as_relaxed_term *terms;
  size_t count;
  size_t place;
  as_segment *segment;
  as_postings **lists; /* NULL: not asked for yet, in any place */
  bool *opened;        /* in this place */
} as_term_lists;

/* Memory is the context's. */
bool as_term_lists_init(as_term_lists *lists, as_search_context *context, const as_relaxed_term *terms,
                        size_t count);
void as_term_lists_begin(as_term_lists *lists, size_t place);
/* The first document from TARGET on that has term I; AS_DOC_END: none, or a failure (sticky tells).  Targets ascend from one begin
 * to the next. */
uint32_t as_term_lists_seek(as_term_lists *lists, size_t i, uint32_t target);
/* The list of term I, moved to DOCUMENT; NULL when the term is not there, or after a failure (sticky tells). */
as_postings *as_term_lists_at(as_term_lists *lists, size_t i, uint32_t document);
/* Positions in the document that LIST stands on; NULL after a failure. */
const uint32_t *as_term_lists_positions(as_term_lists *lists, as_postings *list, uint32_t *out_count);

#endif
