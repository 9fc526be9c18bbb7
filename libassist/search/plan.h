/* SPDX-License-Identifier: MIT
 * From a query tree to iterators: first every phrase is bound to all segments at once (look-ups, joint counts), then each segment
 * gets its iterators. */
#ifndef AS_SEARCH_PLAN_H
#define AS_SEARCH_PLAN_H

#include "search/iter.h"

/* The tree with its phrases bound; same shape as the query's. */
typedef struct as_plan as_plan;
struct as_plan {
  const as_node *node;
  as_plan **children;
  size_t count;
  as_bound_phrase **phrases; /* of a TEXT node */
  size_t phrase_count;
  as_chain **chains; /* of a PATTERN (one) or a SOUND (its readings) */
  size_t chain_count;
};

as_plan *as_plan_bind(as_search_context *context, const as_node *node); /* NULL after a failure */
as_iter *as_plan_open(as_search_context *context, const as_plan *plan,
                      size_t place); /* NULL after a failure */
as_iter *as_plan_open_unboosted(as_search_context *context, const as_plan *plan,
                                size_t place); /* without the boost of the plan's own node */

#endif
