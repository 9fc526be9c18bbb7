/* SPDX-License-Identifier: MIT
 * Which positions of a document lie in furniture (doc/format.md, section 6), and what that takes from its score. */
#ifndef AS_SEARCH_FURNISHED_H
#define AS_SEARCH_FURNISHED_H

#include "search/relax.h"
#include "search/window.h"

typedef struct as_furnished {
  as_search_context *context;
  as_mark_list marks; /* those of furniture; none in a document that would be nothing else */
} as_furnished;

void as_furnished_init(as_furnished *furnished, as_search_context *context);
void as_furnished_clear(as_furnished *furnished);

/* Whether a document may have any.  False after a failure as well (sticky tells). */
bool as_furnished_may(as_search_context *context, uint32_t place, uint32_t document);
/* Reads the marks of a document.  False after a failure. */
bool as_furnished_read(as_furnished *furnished, uint32_t place, uint32_t document);
/* Leaves of COUNT ascending positions those that lie outside, and gives their number. */
uint32_t as_furnished_leave(const as_furnished *furnished, uint32_t *positions, uint32_t count);

/* What is taken of a share of the first stage, when WITHOUT is what it would be by the occurrences outside alone. */
static inline uint64_t as_furniture_share(uint64_t share, uint64_t without) {
  return (share - without) * 3 / 4;
}
/* What is left of SCORE when LOSS is to be taken: never less than what stays before BOTTOM, if it was more. */
static inline uint64_t as_furniture_leaves(uint64_t score, uint64_t loss, uint64_t bottom) {
  if (score <= bottom) return score;
  return score - bottom - 1 < loss ? bottom + 1 : score - loss;
}

#endif
