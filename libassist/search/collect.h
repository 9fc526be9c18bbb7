/* SPDX-License-Identifier: MIT
 * Running iterators over the segments and keeping the best. */
#ifndef AS_SEARCH_COLLECT_H
#define AS_SEARCH_COLLECT_H

#include "base/topk.h"
#include "search/iter.h"
#include "search/request.h"
#include "search/sort.h"

/* Totals up to here are exact whatever was asked. */
#define AS_TOTAL_ENOUGH 1000u

typedef struct as_collector {
  as_search_context *context;
  as_topk top;
  uint64_t total;
  bool ranked;       /* false: scores are 0, order is that of insertion, or SORTER's */
  as_sorter *sorter; /* NULL: none */
  as_facets *facets; /* NULL: none.  With these every match must be counted, whatever its score */
  bool bounded;      /* a total that is at least AS_TOTAL_ENOUGH may be a lower bound */
  bool every;        /* each hit is to come to as_collect: all are sorted */
  bool passed;       /* it is: some hits were passed over */
} as_collector;

bool as_collector_init(as_collector *collector, as_search_context *context, size_t limit, bool ranked);
/* The page is full, and as many are counted as must be: what cannot enter may be passed over. */
bool as_collector_has_enough(const as_collector *collector);
/* What a document of PLACE still to come must score to enter a page that is full: more than the worst of it, or as much where it may
 * have been inserted before. */
uint64_t as_collector_needed(const as_collector *collector, size_t place);
/* Live documents of PLACE that match, by the bits of WORDS words, the first of which is FIRST: counted, also for facets.  What may enter the
 * page is the caller's. */
bool as_collect_counts(as_collector *collector, size_t place, uint32_t first, const uint64_t *hits,
                       size_t words);
/* The same documents into a page of what does not score: the first ones, or, where they stand in another order than that of insertion, all
 * are offered. */
bool as_collect_first(as_collector *collector, size_t place, uint32_t first, const uint64_t *hits,
                      size_t words);
/* A live document that matches. */
bool as_collect(as_collector *collector, size_t place, uint32_t document, uint64_t score);
/* What documents of PLACE must match to count: all CONDITIONS; NULL where there are none.  False after a failure. */
bool as_conditions_open(as_search_context *context, as_plan *const *conditions, size_t count, size_t place,
                        as_iter **out_conditions);
/* Whether DOCUMENT of LEAF is alive and CONDITIONS hold, or there are none; of documents in ascending order. */
static inline bool as_conditions_hold(const as_leaf *leaf, as_iter *conditions, uint32_t document) {
  if (as_leaf_is_dead(leaf, document)) return false;
  return conditions == NULL ||
         (as_iter_advance(conditions, document) == document && as_iter_matches(conditions));
}
/* PLAN in every place, under the conditions FILTERS, which do not score. */
bool as_collect_plan(as_collector *collector, const as_plan *plan, as_plan *const *filters,
                     size_t filter_count);

#endif
