/* SPDX-License-Identifier: MIT
 * How close the terms of a relaxed query stand to each other in a few documents, and whether the query holds their titles: the parts
 * of the second stage that pairs and tokens tell (doc/ranking.md, W and T). */
#ifndef AS_SEARCH_CLOSENESS_H
#define AS_SEARCH_CLOSENESS_H

#include "search/candidate.h"
#include "search/furnished.h"
#include "search/window.h"

/* Where a term stands in a candidate: COUNT numbers of `positions`. */
typedef struct as_stand {
  uint32_t term, count;
  size_t first;
  uint32_t before; /* another of the same candidate: one more than its number; 0: none */
} as_stand;

typedef struct as_closeness {
  as_search_context *context;
  as_relaxation *relaxation;
  as_lookup *lookup;
  as_window window;
  as_furnished furnished; /* the candidate at hand */
  AS_VEC(uint32_t) positions;
  AS_VEC(as_stand) stands;
  as_window_list *lists; /* of one candidate: room for all terms */
  size_t count;          /* of these */
} as_closeness;

/* Clear it in every case. */
bool as_closeness_init(as_closeness *closeness, as_search_context *context, as_relaxation *relaxation,
                       as_lookup *lookup);
void as_closeness_clear(as_closeness *closeness);

/* The positions of all terms of COUNT candidates, which are ordered by place and document; those read before are forgotten.  Terms that
 * are not known are marked by the way.  False after a failure. */
bool as_closeness_read(as_closeness *closeness, as_candidate *const *candidates, size_t count);
/* What positions tell of a candidate. */
typedef struct as_measures {
  uint64_t window; /* the most weight within a window, outside furniture */
  uint64_t title;  /* when all of the title stands in one run of the query, the weight of its terms */
  uint64_t loss;   /* what furniture takes of the first stage's score */
  uint32_t inside; /* terms that stand in furniture alone */
} as_measures;
/* False after a failure. */
bool as_closeness_measure(as_closeness *closeness, const as_candidate *candidate, as_measures *out_measures);

#endif
